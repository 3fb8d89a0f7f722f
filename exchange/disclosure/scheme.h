#ifndef TOGUNA_EXCHANGE_DISCLOSURE_SCHEME_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_SCHEME_H_

// A plan's families of one unit, resolved against the code trees: which cells
// there are, which a record counts in, and how all of them hang together.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/code_tree.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/record/record.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// For each dimension of a scheme the node that a record lies in, at the finest
// depth that any family uses; kNowhere where the crosswalk gives nothing.
using Point = std::vector<NodeIndex>;
inline constexpr NodeIndex kNowhere = -1;

// One unit a record counts for: its point, and how many of it.
struct Tally {
  Point point;
  int64_t amount = 0;
};

// Limits of a plan's size; above, nothing is begun.
inline constexpr int64_t kMaxCells = 10'000'000;
inline constexpr int64_t kMaxAtoms = 300'000;

// Immutable, so safe to share between threads; `catalog` must outlive it.
//
// Atoms are the points that a record can have at all: attributes joined by a
// crosswalk allow only some combinations. They are the common refinement of
// all families of the unit, and every cell is a sum of them, so that families
// of different dimensions are one linked system.
class Scheme {
 public:
  // A position of an axis that is a sum of siblings.
  struct Pooled {
    std::string code;
    std::vector<NodeIndex> members;
  };
  // One axis of a family: its nodes in tree order, each pool after the last of
  // its members and what lies below, as -2 less its number.
  struct Axis {
    size_t dimension = 0;
    std::vector<NodeIndex> nodes;
    std::vector<int32_t> position;  // node -> place in `nodes`, or -1
    std::vector<Pooled> pools;
    std::vector<int32_t> pooled;  // node -> place of its pool, or -1

    const Pooled* PoolOf(NodeIndex node) const {
      return node > kNowhere - 1 ? nullptr
                                 : &pools[static_cast<size_t>(-2 - node)];
    }
  };
  // A family; its cells are numbered with the last axis running fastest.
  struct Table {
    const Family* family = nullptr;
    std::vector<Axis> axes;
    int64_t cells = 1;
  };

  // A dimension that no family need have, but that atoms are told apart by.
  struct Refinement {
    std::string dimension;
    int finest = 0;
  };

  // Resolves the families of `unit` among `families`, which must outlive the
  // scheme; atoms are told apart by `refinements` too.
  //   kInvalidArgument PLAN_INVALID     they do not fit the dataset
  //   kResourceExhausted PLAN_TOO_LARGE more than kMaxCells or kMaxAtoms
  static absl::StatusOr<Scheme> Create(
      const Catalog& catalog, const Dataset& dataset,
      std::span<const Family* const> families, Unit unit,
      const std::vector<Refinement>& refinements = {});

  Unit unit() const { return unit_; }
  // What records need to be told apart by to be compared with this scheme's
  // victims: its dimensions but for who was harmed.
  std::vector<Refinement> RefinementsOfRecords() const;
  const std::vector<Table>& tables() const { return tables_; }
  int64_t atoms() const { return atoms_; }

  // What `record` counts for: itself once, or its victims by who they are.
  //   kInvalidArgument RECORD_INVALID  a code that is in no list, a negative
  //                                    tally, a list of another version, or a
  //                                    date after the month of acceptance
  absl::StatusOr<std::vector<Tally>> TalliesOf(const Record& record) const;

  // Cells of `table` that `point` lies in.
  std::vector<int64_t> CellsOf(const Table& table, const Point& point) const;
  // The atom of a point.
  //   kInvalidArgument COLUMNS_INVALID  a point that no record can have
  absl::StatusOr<int64_t> AtomOf(const Point& point) const;
  Point PointOfAtom(int64_t atom) const;

  // The scheme's dimensions, in its order, and a point in words: one code per
  // dimension, empty where the crosswalk gives nothing.
  std::vector<std::string> DimensionIds() const;
  std::vector<std::string> CodesOfPoint(const Point& point) const;
  // The point with `codes` of `dimensions`, which may be in another order, more
  // or finer than the scheme's.
  //   kInvalidArgument COLUMNS_INVALID  a dimension is missing, a code unknown
  absl::StatusOr<Point> PointOf(const std::vector<std::string>& dimensions,
                                const std::vector<std::string>& codes) const;
  // It says who was harmed.
  bool IsWho(size_t dimension) const;
  const CodeTree& TreeOf(size_t dimension) const {
    return dimensions_[dimension].list->tree;
  }

  // Nodes of a cell, one per axis, and the atoms it is the sum of.
  std::vector<NodeIndex> NodesOf(const Table& table, int64_t cell) const;
  Sum SumOf(const Table& table, int64_t cell) const;

  // The atoms that lie within all of `codes`, (dimension, code) each, an empty
  // code where the dimension's crosswalk gives nothing; none where the scheme
  // lacks one of the dimensions or codes.
  Sum AtomsWithin(
      std::span<const std::pair<std::string, std::string>> codes) const;

  // (dimension, code) of a cell, or of an atom, where an empty code says that
  // the dimension's crosswalk gives nothing.
  using Codes = std::vector<std::pair<std::string, std::string>>;
  Codes CodesOfCell(const Table& table, int64_t cell) const;
  Codes CodesOfAtom(int64_t atom) const;

  // Sum of the depths of a cell's nodes: 0 for the grand total. A pool lies as
  // deep as its members.
  int CoarsenessOf(const Table& table, int64_t cell) const;
  // Some node of the cell is a pool.
  bool IsPooled(const Table& table, int64_t cell) const;

 private:
  // What a dimension is a function of. Values are leaves of `tree`.
  struct Input {
    enum class Kind { kCode, kYear, kMonth, kWho };
    Kind kind = Kind::kCode;
    std::string id;
    const CodeList* list = nullptr;
    bool required = true;
  };
  struct Row {
    std::vector<NodeIndex> within;  // one per input; kNowhere: any
    NodeIndex to = kNowhere;
  };
  struct SchemeDimension {
    std::string id;
    const CodeList* list = nullptr;
    int finest = 0;
    bool crosswalk = false;
    std::vector<size_t> inputs;
    std::vector<Row> rows;
  };
  // Dimensions that share inputs, and the combinations of nodes they can take.
  struct Factor {
    std::vector<size_t> inputs;
    std::vector<size_t> dimensions;
    std::vector<Point> choices;  // one node per dimension of the factor
    absl::flat_hash_map<Point, int64_t> index;
  };

  // The atoms within nodes, (dimension, node) each.
  Sum AtomsAt(std::span<const std::pair<size_t, NodeIndex>> nodes) const;
  absl::Status AddFamily(const Catalog& catalog, const Dataset& dataset,
                         const Family& family);
  // The axis with one more position, `pool`.
  static absl::Status AddPool(const CodeTree& tree, const AxisPool& pool,
                              Axis& axis);
  absl::StatusOr<size_t> AddDimension(const Catalog& catalog,
                                      const Dataset& dataset,
                                      const std::string& id);
  absl::Status AddAttributes(const Catalog& catalog, const Dataset& dataset,
                             const Dimension& declared,
                             SchemeDimension& dimension);
  absl::Status AddCrosswalk(const Dimension& declared,
                            SchemeDimension& dimension) const;
  size_t AddInput(Input input);
  absl::Status NumberCells();
  void JoinFactors();
  absl::Status EnumerateChoices(Factor& factor) const;
  std::vector<NodeIndex> ValuesOf(const Input& input) const;
  absl::StatusOr<NodeIndex> ValueIn(const Record& record,
                                    const Input& input) const;
  NodeIndex NodeOf(const SchemeDimension& dimension,
                   std::span<const NodeIndex> values) const;

  Unit unit_ = Unit::kRecord;
  std::vector<Input> inputs_;
  std::vector<SchemeDimension> dimensions_;
  std::vector<Table> tables_;
  std::vector<Factor> factors_;
  int64_t atoms_ = 1;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_SCHEME_H_
