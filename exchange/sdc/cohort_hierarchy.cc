#include "exchange/sdc/cohort_hierarchy.h"

#include <cstddef>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/sdc/csv_lines.h"
#include "exchange/words/cohort_words.h"

namespace toguna {
namespace {

// Trees are laid out per level, so a hostile file must not name thousands.
constexpr size_t kMostLevels = 64;

class HierarchyReader {
 public:
  HierarchyReader(const std::string& name, absl::string_view text,
                  Language language)
      : name_(name), lines_(text, ';'), language_(language) {}

  absl::StatusOr<CodeTree> Read() {
    for (;;) {
      const CsvLines::Step step = lines_.Next();
      if (step == CsvLines::Step::kNotCsv) return Fault(cohort_words::kNotCsv);
      if (step == CsvLines::Step::kEnd) break;
      TOGUNA_RETURN_IF_ERROR(ReadLine());
    }
    if (nodes_.empty()) return Fault(cohort_words::kEmptyFile);
    std::vector<CodeDeclaration> declared;
    declared.reserve(order_.size());
    for (const std::string& label : order_) {
      declared.push_back({.code = label, .parent = nodes_.at(label).parent});
    }
    auto tree = CodeTree::Create(std::move(declared));
    // What is left to find is a cycle: labels above and below each other.
    if (!tree.ok()) return Fault(cohort_words::kTwoNodes, {order_.back()});
    return tree;
  }

 private:
  struct Node {
    std::string parent;  // empty: the top
    size_t level = 0;    // of its highest mention; 0 is a value
    bool value = false;  // nothing may be below it
    int64_t line = 0;    // that named it first
  };

  absl::Status Fault(const Sentence& sentence,
                     const std::vector<std::string>& values = {}) const {
    return CohortFault(name_, lines_.line(), language_, sentence, values);
  }

  absl::Status ReadLine() {
    const std::vector<absl::string_view>& fields = lines_.fields();
    if (levels_ == 0) {
      levels_ = fields.size();
      if (levels_ > kMostLevels) {
        return Fault(cohort_words::kTooManyLevels,
                     {absl::StrCat(levels_), absl::StrCat(kMostLevels)});
      }
      top_ = std::string(fields.back());
    }
    bool empty = fields.size() != levels_;
    for (const absl::string_view field : fields) empty |= field.empty();
    if (empty) {
      return Fault(cohort_words::kLevelMissing,
                   {absl::StrCat(fields.size()), absl::StrCat(levels_)});
    }
    for (const absl::string_view field : fields) {
      if (field.find_first_of("{|}") != absl::string_view::npos) {
        return Fault(cohort_words::kReservedSign, {std::string(field)});
      }
    }
    if (fields.back() != top_) {
      return Fault(cohort_words::kTwoTops, {top_, std::string(fields.back())});
    }
    // From the top downwards, each label once.
    std::string parent;
    for (size_t level = levels_; level > 0; --level) {
      std::string label(fields[level - 1]);
      const bool lowest = level == 1;
      if (label == parent) {
        if (lowest) TOGUNA_RETURN_IF_ERROR(MarkValue(label));
        continue;
      }
      TOGUNA_RETURN_IF_ERROR(Place(label, parent, level - 1));
      if (lowest) TOGUNA_RETURN_IF_ERROR(MarkValue(label));
      parent = std::move(label);
    }
    return absl::OkStatus();
  }

  absl::Status Place(const std::string& label, const std::string& parent,
                     size_t level) {
    const auto [found, fresh] = nodes_.try_emplace(label);
    Node& node = found->second;
    if (fresh) {
      node = {.parent = parent, .level = level, .line = lines_.line()};
      order_.push_back(label);
    } else if (node.value && lines_.fields().front() == label) {
      return Fault(cohort_words::kLeafTwice, {label});
    } else if (node.level != level || node.value) {
      // One node at two levels is a chain, within one line.
      return Fault(cohort_words::kTwoNodes, {label});
    } else if (node.parent != parent) {
      return Fault(cohort_words::kNotNested, {label, node.parent, parent});
    }
    if (!parent.empty() && nodes_.at(parent).value) {
      return Fault(cohort_words::kTwoNodes, {parent});
    }
    return absl::OkStatus();
  }

  absl::Status MarkValue(const std::string& label) {
    Node& node = nodes_.at(label);
    // What an earlier line named and is no value has something below it.
    if (node.line != lines_.line()) {
      return Fault(cohort_words::kTwoNodes, {label});
    }
    node.value = true;
    return absl::OkStatus();
  }

  const std::string& name_;
  CsvLines lines_;
  Language language_;
  size_t levels_ = 0;
  std::string top_;
  absl::flat_hash_map<std::string, Node> nodes_;
  std::vector<std::string> order_;
};

}  // namespace

absl::Status CohortFault(const std::string& name, int64_t line,
                         Language language, const Sentence& sentence,
                         const std::vector<std::string>& values) {
  return ReasonError(
      absl::StatusCode::kInvalidArgument, "COHORT_FILE_INVALID",
      absl::StrCat(name, ":", line, ": ", Say(language, sentence, values)));
}

absl::StatusOr<CodeTree> ParseCohortHierarchy(const std::string& name,
                                              absl::string_view text,
                                              Language language) {
  return HierarchyReader(name, text, language).Read();
}

}  // namespace toguna
