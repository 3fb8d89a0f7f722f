#ifndef TOGUNA_EXCHANGE_DISCLOSURE_SEALED_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_SEALED_H_

// What a seal freezes: the only numbers that can ever leave.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "policies/model/plan.h"

namespace toguna {

enum class CellStatus { kPublished, kNotShown };

// "PUBLISHED" or "NOT_SHOWN".
inline const char* CellStatusText(CellStatus status) {
  return status == CellStatus::kPublished ? "PUBLISHED" : "NOT_SHOWN";
}

// One cell. NOT_SHOWN says nothing: zero, small, complementary and not
// tabulated look the same, and `value` is then 0 and means nothing.
//
// `low` and `high` are what anyone could compute of a cell that is not shown
// from all that its seal publishes in its unit and stream, and from nothing
// else: whole numbers, never closer than the truth. They hold for who has only
// a part of the seal, too. PUBLISHED: 0 and none, which mean nothing.
struct SealedCell {
  std::vector<std::string> codes;  // one per dimension of the table
  CellStatus status = CellStatus::kNotShown;
  int64_t value = 0;  // PUBLISHED: exact, in the table's unit
  int64_t low = 0;    // NOT_SHOWN: at least this; 0 says nothing
  // NOT_SHOWN: at most this. None: no limit is known.
  std::optional<int64_t> high = std::nullopt;

  friend bool operator==(const SealedCell&, const SealedCell&) = default;
};

// One family's cells, all of them, in the order of the code trees.
struct SealedTable {
  FamilyId family;
  Unit unit = Unit::kRecord;
  std::vector<std::string> dimensions;
  std::vector<SealedCell> cells;
  // Sums of siblings that come among the codes as if they were in the lists.
  std::vector<Pool> pools = {};

  // The pool of such a code; nullptr: it is one of the list's.
  const Pool* PoolOf(const std::string& dimension,
                     const std::string& code) const {
    for (const Pool& pool : pools) {
      if (pool.dimension == dimension && pool.code == code) return &pool;
    }
    return nullptr;
  }

  friend bool operator==(const SealedTable&, const SealedTable&) = default;
};

// One rung of a sealed period of a dataset. Never changes.
struct SealedPeriod {
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  // 0: the lowest. Each higher one publishes a part of the one below.
  int rung = 0;
  PlanId plan;
  std::string plan_version;
  Minimums minimums;                                 // of the rung
  std::map<std::string, std::string> list_versions;  // code list id -> version
  absl::Time sealed_at;
  std::vector<SealedTable> tables;
};

// A cell, or a cell of the common refinement, that holds an entity and is not
// safe. For the data protection officer and the checker alone.
struct UnsafeCell {
  Unit unit = Unit::kRecord;
  // (dimension, code) for every dimension that confines it; an empty code says
  // that the dimension's crosswalk gives nothing.
  std::vector<std::pair<std::string, std::string>> codes;
  // Strands of the seal that it counts, in order: of a month only the first, of
  // corrections the one that holds them.
  std::vector<int32_t> strands = {};
  // k of the plan that tabulated it; 0: of the seal's own.
  int minimum = 0;

  friend bool operator==(const UnsafeCell&, const UnsafeCell&) = default;
};

// What nothing that a strand counts can be, as everybody knows from when it was
// accepted: within all of (dimension, code).
struct Impossible {
  int32_t strand = 0;
  std::vector<std::pair<std::string, std::string>> codes;

  friend bool operator==(const Impossible&, const Impossible&) = default;
};

// Why an unsafe cell is protected from one view: two tables of what others have
// that agree with everything published, one with at least max(k, value) in the
// cell, one with at most value - largest_part, at least k apart. For the data
// protection officer and the checker alone.
struct UnsafeProof {
  size_t cell = 0;           // of the unsafe ones
  size_t view = 0;           // of the witnesses'
  int64_t value = 0;         // in the cell's unit, without the view's own
  int64_t largest_part = 0;  // of it, from one source
  size_t high = 0;           // tables of the WitnessSet
  size_t low = 0;
  // Earlier publications confine the cell already, as its own plan allowed;
  // the tables are as far apart as those leave it.
  bool confined = false;
  // Why no table can lie farther, where it is confined: certificates of the
  // protection. A side without one is not confined, or nothing new is shown.
  std::optional<int32_t> high_by = std::nullopt;
  std::optional<int32_t> low_by = std::nullopt;

  friend bool operator==(const UnsafeProof&, const UnsafeProof&) = default;
};

// Why a count cannot lie beyond a bound, whatever is shown now: cells published
// earlier and what everybody knows, each with a multiplier, and a denominator.
// What it proves is said in exchange/disclosure/history_bounds.h. For the data
// protection officer and the checker alone.
struct HistoryCertificate {
  using Codes = std::vector<std::pair<std::string, std::string>>;
  struct Cell {
    int32_t family = 0;  // of all earlier publications, one after the other
    int32_t cell = 0;    // a published one
    int64_t multiplier = 0;

    friend bool operator==(const Cell&, const Cell&) = default;
  };
  // Victims are at least as many as records, in one combination of codes.
  struct Victims {
    // None: in what corrections leave.
    std::optional<int32_t> strand;
    Codes codes;
    int64_t multiplier = 0;

    friend bool operator==(const Victims&, const Victims&) = default;
  };
  // No more is taken back than was there, in one combination of codes.
  struct TakenBack {
    Unit unit = Unit::kRecord;
    Codes codes;
    int64_t multiplier = 0;

    friend bool operator==(const TakenBack&, const TakenBack&) = default;
  };

  int64_t denominator = 1;
  std::vector<Cell> cells;
  std::vector<Victims> victims = {};
  std::vector<TakenBack> taken_back = {};
  int64_t added = 0;  // of: no more records are added than taken back

  friend bool operator==(const HistoryCertificate&,
                         const HistoryCertificate&) = default;
};

// The tables that unsafe cells point to, stored sparse: how many units lie at
// each point. For the data protection officer and the checker alone.
struct WitnessSet {
  // A combination of codes, as in UnsafeCell, in one strand of the seal.
  struct Point {
    int32_t strand = 0;
    Unit unit = Unit::kRecord;
    std::vector<std::pair<std::string, std::string>> codes;
    friend bool operator==(const Point&, const Point&) = default;
  };
  // (point, units), points ascending, units > 0.
  using Counts = std::vector<std::pair<int32_t, int64_t>>;
  // What others may have, seen from a view.
  struct Table {
    int32_t view = 0;
    Counts counts;
    friend bool operator==(const Table&, const Table&) = default;
  };

  // Contributors with a view; the first is everybody and empty.
  std::vector<std::string> views;
  std::vector<Counts> owns;  // what each view's owner truly has
  std::vector<Point> points;
  std::vector<Table> tables;
  // No table has victims where it has no record. Those made before that was
  // seen to may have.
  bool victims_in_records = false;

  friend bool operator==(const WitnessSet&, const WitnessSet&) = default;
};

// Why the cells of one unit and stream that are not shown lie in their ranges:
// from published cells alone, so it gives nothing away. Cells are named by
// position: table of the seal, cell of the table. What a certificate proves is
// said in exchange/disclosure/range_certificates.h.
struct RangeProof {
  struct Term {
    int32_t table = 0;
    int32_t cell = 0;  // a published one
    int64_t multiplier = 0;

    friend bool operator==(const Term&, const Term&) = default;
  };
  struct Certificate {
    int64_t denominator = 1;
    std::vector<Term> terms;

    friend bool operator==(const Certificate&, const Certificate&) = default;
  };
  // A cell with a low above 0 or with a high, and the certificates of either.
  struct Cell {
    int32_t table = 0;
    int32_t cell = 0;
    std::optional<int32_t> low_by = std::nullopt;
    std::optional<int32_t> high_by = std::nullopt;

    friend bool operator==(const Cell&, const Cell&) = default;
  };

  Unit unit = Unit::kRecord;
  std::vector<Certificate> certificates;  // each once
  std::vector<Cell> cells;                // each once, ascending

  friend bool operator==(const RangeProof&, const RangeProof&) = default;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_SEALED_H_
