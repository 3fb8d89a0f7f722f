#include "exchange/checker/checked_hierarchy.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "exchange/base/csv.h"

namespace toguna {
namespace {

using Kind = CheckedFault::Kind;

// One label on one level.
struct Entry {
  std::string above;
  uint32_t values = 0;  // lines that it is in
  int32_t node = -1;
};
using Level = absl::flat_hash_map<std::string, Entry>;

CheckedFault FaultAt(const CohortsToCheck::File& file, Kind kind, size_t line,
                     std::vector<std::string> values = {}) {
  return {.kind = kind,
          .file = file.name,
          .row = static_cast<int64_t>(line),
          .values = std::move(values)};
}

// Whether each line has as many levels as the first, none of them empty, and
// the same top.
std::optional<CheckedFault> FormOf(const CohortsToCheck::File& file,
                                   const std::vector<CsvRow>& lines) {
  for (size_t i = 0; i < lines.size(); ++i) {
    const CsvRow& line = lines[i];
    if (line.size() != lines[0].size() ||
        std::find(line.begin(), line.end(), "") != line.end()) {
      return FaultAt(
          file, Kind::kLevels, i + 1,
          {absl::StrCat(line.size()), absl::StrCat(lines[0].size())});
    }
    for (const std::string& label : line) {
      if (label.find_first_of("{|}") != std::string::npos) {
        return FaultAt(file, Kind::kReserved, i + 1, {label});
      }
    }
    if (line.back() != lines[0].back()) {
      return FaultAt(file, Kind::kTwoTops, i + 1,
                     {lines[0].back(), line.back()});
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<CheckedFault> CheckedHierarchy::Read(
    const CohortsToCheck::File& file) {
  const auto lines = ReadCsv(file.text, ';');
  if (!lines.ok()) {
    return FaultAt(file, Kind::kNotCsv, 0,
                   {std::string(lines.status().message())});
  }
  if (lines->empty()) return FaultAt(file, Kind::kEmpty, 0);
  if (auto fault = FormOf(file, *lines); fault.has_value()) return fault;
  const size_t height = (*lines)[0].size();
  std::vector<Level> levels(height);
  for (size_t i = 0; i < lines->size(); ++i) {
    const CsvRow& line = (*lines)[i];
    for (size_t l = 0; l < height; ++l) {
      const std::string above = l + 1 < height ? line[l + 1] : "";
      Entry& entry = levels[l][line[l]];
      if (entry.values++ == 0) {
        entry.above = above;
      } else if (l == 0) {
        return FaultAt(file, Kind::kValueTwice, i + 1, {line[0]});
      } else if (entry.above != above) {
        return FaultAt(file, Kind::kNotNested, i + 1,
                       {line[l], entry.above, above});
      }
    }
  }
  // From the top downwards, in the order of the lines.
  for (size_t l = height; l > 0; --l) {
    for (size_t i = 0; i < lines->size(); ++i) {
      const std::string& label = (*lines)[i][l - 1];
      Entry& entry = levels[l - 1].at(label);
      if (entry.node >= 0) continue;
      const int32_t above = l == height ? -1 : levels[l].at(entry.above).node;
      if (above >= 0 && leaves(above) == entry.values) {
        entry.node = above;
      } else {
        entry.node = static_cast<int32_t>(size());
        parents_.push_back(above);
        leaves_.push_back(entry.values);
        children_.push_back(0);
        if (above >= 0) ++children_[Index(above)];
      }
      const auto [found, fresh] = nodes_.try_emplace(label, entry.node);
      if (!fresh && found->second != entry.node) {
        return FaultAt(file, Kind::kTwoNodes, i + 1, {label});
      }
    }
  }
  return std::nullopt;
}

int32_t CheckedHierarchy::Find(absl::string_view label) const {
  const auto found = nodes_.find(label);
  return found == nodes_.end() ? -1 : found->second;
}

bool CheckedHierarchy::IsWithin(int32_t node, int32_t other) const {
  // Parents have smaller numbers than what is below them.
  while (node > other) node = parent(node);
  return node == other;
}

std::optional<Kind> ReadCheckedValue(const CheckedHierarchy& hierarchy,
                                     absl::string_view text,
                                     CheckedValue& value) {
  value.nodes.clear();
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') {
    value.nodes.push_back(hierarchy.Find(text));
    if (value.nodes[0] < 0) return Kind::kLabelUnknown;
    return std::nullopt;
  }
  const std::vector<absl::string_view> labels =
      absl::StrSplit(text.substr(1, text.size() - 2), '|');
  for (size_t i = 0; i < labels.size(); ++i) {
    if (i > 0 && labels[i] <= labels[i - 1]) return Kind::kPoolOrder;
    value.nodes.push_back(hierarchy.Find(labels[i]));
    if (value.nodes.back() < 0) return Kind::kLabelUnknown;
  }
  std::sort(value.nodes.begin(), value.nodes.end());
  if (labels.size() < 2) return Kind::kPoolOfOne;
  const int32_t parent = hierarchy.parent(value.nodes[0]);
  for (size_t i = 0; i < value.nodes.size(); ++i) {
    if (parent < 0 || hierarchy.parent(value.nodes[i]) != parent ||
        (i > 0 && value.nodes[i] == value.nodes[i - 1])) {
      return Kind::kPoolOfOthers;
    }
  }
  if (value.nodes.size() == hierarchy.children(parent)) return Kind::kPoolOfAll;
  return std::nullopt;
}

}  // namespace toguna
