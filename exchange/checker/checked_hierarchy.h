#ifndef TOGUNA_EXCHANGE_CHECKER_CHECKED_HIERARCHY_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECKED_HIERARCHY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "exchange/checker/check_cohorts.h"

namespace toguna {

// A hierarchy as sets of values, largest first: two labels with the same values
// below them are one node, so every node has no child or at least two.
class CheckedHierarchy {
 public:
  // What is wrong with the file, if anything. Labels of levels above a value
  // may be the same as below it where they stand for the same values.
  std::optional<CheckedFault> Read(const CohortsToCheck::File& file);

  // Parents come before their children; the top is 0.
  size_t size() const { return parents_.size(); }
  int32_t parent(int32_t node) const { return parents_[Index(node)]; }
  uint32_t leaves(int32_t node) const { return leaves_[Index(node)]; }
  uint32_t children(int32_t node) const { return children_[Index(node)]; }
  // -1: no such label.
  int32_t Find(absl::string_view label) const;
  // Whether `node` is `other` or below it.
  bool IsWithin(int32_t node, int32_t other) const;

 private:
  static size_t Index(int32_t node) { return static_cast<size_t>(node); }

  std::vector<int32_t> parents_;
  std::vector<uint32_t> leaves_;    // at or below
  std::vector<uint32_t> children_;  // how many
  absl::flat_hash_map<std::string, int32_t> nodes_;
};

// Nodes that a written value names, ascending: one, or some children of one.
struct CheckedValue {
  std::vector<int32_t> nodes;
};

// What is wrong with `text` as a value, if anything.
std::optional<CheckedFault::Kind> ReadCheckedValue(
    const CheckedHierarchy& hierarchy, absl::string_view text,
    CheckedValue& value);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECKED_HIERARCHY_H_
