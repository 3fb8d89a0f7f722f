#ifndef TOGUNA_EXCHANGE_CHECKER_CHECK_SEAL_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECK_SEAL_H_

// A second opinion on a seal, before anything leaves: shares no code with what
// made it, and gets only plain descriptions.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/code_tree.h"

namespace toguna {

// Something known of a record that dimensions are functions of. Its values are
// the leaves of `tree`, and none where it is not `required`.
struct CheckedInput {
  std::string id;
  const CodeTree* tree = nullptr;
  bool required = true;
};

// A dimension: its one input itself, or a crosswalk of several.
struct CheckedDimension {
  struct Row {
    std::vector<std::string> within;  // one code per input; empty: any
    std::string to;
  };
  std::string id;
  const CodeTree* tree = nullptr;
  std::vector<std::string> inputs;
  bool crosswalk = false;
  bool who = false;       // who was harmed: only victims have it
  std::vector<Row> rows;  // the first that applies decides; none: nowhere
};

struct CheckedAxis {
  std::string dimension;
  int coarsest = 0;
  int finest = 0;
  std::vector<std::string> pools = {};  // codes of pools that it has, too
};

// A sum of siblings under a code of its own, in whatever family has it.
struct CheckedPool {
  std::string dimension;
  std::string code;
  std::vector<std::string> codes;
};

struct CheckedCell {
  std::vector<std::string> codes;  // one per axis
  bool published = false;
  int64_t value = 0;
  int64_t low = 0;  // of a cell not shown
  std::optional<int64_t> high = std::nullopt;
};

struct CheckedFamily {
  std::string id;
  bool victims = false;  // counts victims, else records
  std::vector<CheckedAxis> axes;
  std::vector<CheckedCell> cells;
  std::vector<size_t> strands = {0};  // whose records it counts
};

// A count that nobody may learn: (dimension, code), an empty code where the
// dimension's crosswalk gives nothing; other dimensions are not confined.
struct CheckedUnsafe {
  bool victims = false;
  std::vector<std::pair<std::string, std::string>> codes;
  std::vector<size_t> strands = {0};  // whose records it counts
  int64_t minimum = 0;                // k of the plan that tabulated it
  bool viewed = true;  // that plan guards it from contributors, too
};

// What keeps an unsafe count from being known to one view: what others have in
// it, the part of that from one source, and two of the view's tables.
struct CheckedProof {
  size_t cell = 0;  // of the unsafe counts
  size_t view = 0;
  int64_t value = 0;
  int64_t largest_part = 0;
  size_t high = 0;
  size_t low = 0;
  // Earlier publications confine the count by themselves, as these of the
  // seal's `history` prove; none: from that side they do not.
  bool confined = false;
  std::optional<size_t> high_by = std::nullopt;
  std::optional<size_t> low_by = std::nullopt;
};

// Why a count cannot lie beyond a bound, from what was published earlier alone:
// published cells of `earlier` by position and what everybody knows of others
// (see CheckedWitnesses), each with a multiplier, and a denominator.
//
// Of what others than a view have let, for a combination of codes in a strand,
// M be the multipliers of all cells that it lies in, added up, and for a high
// less, for a low more, those of what is known to be more there, the reverse of
// what is known to be less; V the values of the cells, without what the view
// has itself, times their multipliers, added up. A count is at most V /
// denominator, rounded down, if M >= denominator in it and M >= 0 elsewhere; at
// least that, rounded up, if M <= denominator in it and M <= 0 elsewhere.
struct CheckedHistory {
  using Codes = std::vector<std::pair<std::string, std::string>>;
  struct Cell {
    size_t family = 0;
    size_t cell = 0;
    int64_t multiplier = 0;
  };
  // Victims are at least as many as records, in one combination of the
  // dimensions by which they are compared.
  struct Victims {
    size_t strand = 0;  // the number of strands: what corrections leave
    int64_t multiplier = 0;
    Codes codes;
  };
  // No more is taken back than was there, in one combination.
  struct TakenBack {
    bool victims = false;
    int64_t multiplier = 0;
    Codes codes;
  };
  int64_t denominator = 0;
  std::vector<Cell> cells;
  std::vector<Victims> victims;
  std::vector<TakenBack> taken_back;
  int64_t added = 0;  // of: no more records are added than taken back
};

// Tables that could have led to what is published. A view is somebody with
// records of his own; the first is everybody, who has none. A point names every
// dimension that counts of its unit are told apart by. A table says how many
// others have where.
struct CheckedWitnesses {
  using Counts = std::vector<std::pair<size_t, int64_t>>;  // (point, units)
  struct Point {
    size_t strand = 0;
    bool victims = false;
    std::vector<std::pair<std::string, std::string>> codes;
  };
  struct Table {
    size_t view = 0;
    Counts counts;
  };
  std::vector<Counts> owns;  // per view, what its owner has
  std::vector<Point> points;
  std::vector<Table> tables;
};

// What became of the records of some strands later: `removed` is the strand of
// what was taken back of them, `added` that of what was put in its place.
struct CheckedCorrections {
  std::vector<size_t> of;
  size_t removed = 0;
  size_t added = 0;
};

// What nothing that a strand counts can be, as everybody knows: whatever lies
// within all of some (dimension, code).
struct CheckedImpossible {
  size_t strand = 0;
  std::vector<std::pair<std::string, std::string>> codes;
};

// Every record has at least one victim, unless its value of an input lies
// within one of some codes.
struct CheckedVictimsRule {
  struct Exemption {
    std::string input;
    std::vector<std::string> codes;
  };
  std::vector<Exemption> unless;
};

// What everybody knows of the records of a cohort from the box that its rows
// are released with.
struct CheckedCohort {
  // The dimension that says which cohort a record lies in, and the code there;
  // no other lies below it.
  std::string dimension;
  std::string code;
  std::vector<size_t> strands = {0};  // whose records it holds
  // They lie nowhere within all of some (dimension, code); an empty code is
  // what the dimension's crosswalk gives nothing for.
  std::vector<std::vector<std::pair<std::string, std::string>>> outside;
  // Each of them that lies within all of (dimension, code) has at least one
  // victim among some codes of the dimension of who was harmed.
  struct Some {
    std::vector<std::pair<std::string, std::string>> within;
    std::vector<std::string> who;
  };
  std::vector<Some> some;
  std::vector<std::string> none;  // and none of these
};

// Why the cells of one unit over the same strands that are not shown lie in
// their ranges. Cells are named by position: family, cell of the family.
//
// A certificate is published cells with multipliers and a denominator. For a
// possible combination of codes let M be the multipliers of all cells that it
// lies in, added up, and V the values times their multipliers, added up. A cell
// is at most V / denominator, rounded down, if M >= denominator in the cell and
// M >= 0 elsewhere; at least that, rounded up, if M <= denominator in the cell
// and M <= 0 elsewhere.
struct CheckedRanges {
  struct Term {
    size_t family = 0;
    size_t cell = 0;
    int64_t multiplier = 0;
  };
  struct Certificate {
    int64_t denominator = 0;
    std::vector<Term> terms;
  };
  struct Cell {
    size_t family = 0;
    size_t cell = 0;
    std::optional<size_t> low_by = std::nullopt;   // none: low is 0
    std::optional<size_t> high_by = std::nullopt;  // none: no high
  };
  bool victims = false;
  std::vector<Certificate> certificates;
  std::vector<Cell> cells;
  std::vector<size_t> strands = {0};
};

// All trees must outlive the check.
struct SealToCheck {
  std::string subject;  // what is sealed, for the verdict: ids and versions
  int64_t minimum = 0;  // no smaller value may be shown; at least 2
  std::vector<CheckedInput> inputs;
  std::vector<CheckedDimension> dimensions;
  std::vector<CheckedPool> pools;
  std::vector<CheckedFamily> families;
  std::vector<CheckedUnsafe> unsafe;
  // Witnesses are kept with no stored seal: they are verified before it is
  // committed. Without them only linear combinations are.
  bool witnessed = false;
  CheckedWitnesses witnesses;
  std::vector<CheckedProof> proofs;
  std::vector<CheckedHistory> history;  // that proofs point to
  // Sets of records that are counted apart, such as months.
  size_t strands = 1;
  std::optional<CheckedCorrections> corrections;
  std::vector<CheckedFamily> earlier;  // published before
  // Families to come, without cells: counts are told apart as they need, too.
  std::vector<CheckedFamily> refining;
  std::optional<CheckedVictimsRule> victims_rule;
  // Witnesses keep to it that where there are no records there are no victims.
  // Those of seals made before they did are verified without.
  bool victims_in_records = false;
  // What cannot be, as everybody knows: whatever lies within all of some
  // (dimension, code) is zero, and only there may a zero be published.
  std::vector<std::vector<std::pair<std::string, std::string>>> zeros;
  // Witnesses keep to this, too; no zero is published for it.
  std::vector<CheckedImpossible> impossible;
  // And to this. Not together with corrections; only if `victims_in_records`.
  std::vector<CheckedCohort> cohorts;
  // A higher rung: the same families as the rung below publishes them. Of the
  // lowest rung none.
  bool nested = false;
  std::vector<CheckedFamily> below;
  // Seals made before there were ranges have none.
  bool ranged = false;
  std::vector<CheckedRanges> ranges;  // at most one per unit and strands
};

// Verifies that
//   - every family has exactly its cells, each once; a cell not shown has value
//     0, a published one at least `minimum`, or 0 in a structural zero;
//   - no unsafe count is published;
//   - no unsafe count is a linear combination of published cells, over the
//     rationals and with every possible combination of codes as an unknown;
//   - published values obey every linear relation among their cells (a parent
//     and all its children, margins of two families, …).
//
// and, if the seal is `nested`, that
//   - every published cell is published by the same family of the rung below,
//     with the same value.
//
// and, if the seal is `witnessed`, that
//   - every table holds whole counts, none negative, at combinations of codes
//     that are possible in their strands; with what its view has itself it has
//     the value of every cell published now or earlier; and where the rule says
//     so its victims are at least as many as its records, in every strand and
//     in what corrections leave; if `victims_in_records`, no victims are where
//     no record is, likewise; at every combination no more is taken back
//     than was there and was added, and no more records are added than taken
//     back;
//   - records lie in no cohort's box that they are outside of; victims among
//     some are at least as many as the records of cohorts that have one among
//     them, and victims of a kind are only where some record may have them,
//     place by place and strand by strand. For sets of kinds of which any two
//     are equal, disjoint or nested that is all that boxes say: other sets are
//     refused;
//   - no family counts victims of corrections. Where none does there are whole
//     records like this: the tables say how many are accepted, taken back and
//     added, and whichever are taken back take what victims they have along;
//   - every unsafe count has a proof for everybody and, if it is `viewed`, for
//     every view that does not have all of it: one table with at least
//     max(minimum, value) in it, one with at most value - largest_part, at
//     least `minimum` apart;
//   - what a proof says to be confined by earlier publications is, as its
//     reasons prove from `earlier` alone, and the two tables lie as far apart
//     as those leave it. Without reasons a count may be confined only where
//     the seal publishes nothing but structural zeros, which says nothing new.
//
// and, if the seal is `ranged`, that
//   - every low and high of a cell not shown is exactly what its certificate
//     gives, for every possible combination of codes; without one the low is 0,
//     or there is no high.
// No other cell has a low or a high.
//
// The verdict says nothing of witnesses, so that it can be had again from what
// is stored; it is v1 for a seal without ranges and v2 for one with. That of a
// higher rung says so in lines of its own.
//
// Arithmetic is exact: integer rows, reduced without fractions (Gauss-Jordan),
// every operation watched for overflow; where one overflows the seal is
// refused, never guessed at. Returns the verdict: a text of what was verified
// with every published cell and the ranges that follow from them, and nothing
// else about cells not shown, so that its digest gives no hidden count away.
//
//   kFailedPrecondition  the seal is wrong; the text says how, by position
//   kInvalidArgument     the description does not fit together
//   kResourceExhausted   too large to check, or a number too large
absl::StatusOr<std::string> CheckSeal(const SealToCheck& seal);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECK_SEAL_H_
