#ifndef TOGUNA_POLICIES_RULES_REACH_H_
#define TOGUNA_POLICIES_RULES_REACH_H_

// Which cells a grant gives, exactly, so that grants can be compared. For
// FindTogether() only.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exchange/base/code_tree.h"
#include "exchange/base/ids.h"
#include "policies/model/agreement.h"
#include "policies/model/catalog.h"

namespace toguna {

// Some nodes of one code tree.
class NodeSet {
 public:
  explicit NodeSet(int32_t tree_size)
      : words_((static_cast<size_t>(tree_size) + 63) / 64) {}

  void Add(NodeIndex node) { words_[WordOf(node)] |= BitOf(node); }
  bool Has(NodeIndex node) const {
    return (words_[WordOf(node)] & BitOf(node)) != 0;
  }
  bool empty() const;
  // Both are of the same tree.
  bool IsWithin(const NodeSet& other) const;

  friend bool operator==(const NodeSet&, const NodeSet&) = default;

 private:
  static size_t WordOf(NodeIndex node) {
    return static_cast<size_t>(node) / 64;
  }
  static uint64_t BitOf(NodeIndex node) { return uint64_t{1} << (node % 64); }

  std::vector<uint64_t> words_;
};

// The cells of each table are all combinations of one node from each axis. A
// table of which nothing is given is not here: so one grant gives all that
// another does exactly where each of its axes does.
struct Reach {
  struct Axis {
    std::string dimension;
    const CodeList* list = nullptr;
    int finest = 0;  // as the grant says, or the table where that is coarser
    NodeSet nodes;

    friend bool operator==(const Axis& a, const Axis& b) {
      return a.nodes == b.nodes;
    }
  };
  struct Table {
    // Empty for alerts, which are like one table; of cohorts, which are, too,
    // their own id, which no family has.
    FamilyId family;
    std::vector<Axis> axes;
    bool is_cohorts = false;

    friend bool operator==(const Table&, const Table&) = default;
  };

  std::vector<Table> tables;  // by family
  size_t rung = 0;            // position on the plan's ladder: 0 shows most
  int k = 0;                  // of that rung

  const Table* Find(const FamilyId& family) const;

  friend bool operator==(const Reach& a, const Reach& b) {
    return a.rung == b.rung && a.tables == b.tables;
  }
};

// As Decide() allows it. A filter has to fit every table that is asked for, so
// a table without its dimension is not given at all; nor is one with a
// dimension of no level, or anything where the plan has rungs and the grant
// names none of them. None if nothing is given.
std::optional<Reach> ReachOf(const Catalog& catalog, const Grant& grant);

// Each cell of `less`, at its rung, is one that `more` gives, too: what a
// stricter rung shows, a laxer one does.
bool Covers(const Reach& more, const Reach& less);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_RULES_REACH_H_
