#include "policies/load/file_tree.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/csv.h"
#include "exchange/base/plain_text.h"
#include "exchange/words/catalog_words.h"
#include "exchange/words/sdc_files_words.h"
#include "keys/digest/digest.h"
#include "policies/load/folder.h"

namespace toguna {
namespace {

constexpr size_t kLongestCode = 64;
// A screenful of mistakes; after that the file is another one.
constexpr int kMostProblems = 20;

bool IsFileCode(absl::string_view code) {
  return !code.empty() && code.size() <= kLongestCode && IsPlainText(code) &&
         code.find_first_of("\t\r\n") == absl::string_view::npos &&
         code.front() != ' ' && code.back() != ' ';
}

class TreeReader {
 public:
  TreeReader(const std::string& file, Problems& problems)
      : file_(file), problems_(problems) {}

  std::optional<CodeList> Read(const std::string& id, absl::string_view text) {
    absl::ConsumePrefix(&text, "\xef\xbb\xbf");
    for (absl::string_view one : absl::StrSplit(text, '\n')) {
      ++line_;
      absl::ConsumeSuffix(&one, "\r");
      if (one.empty()) continue;
      const auto rows = ReadCsv(one, ';');
      if (!rows.ok() || rows->size() != 1) {
        Fault(words::kNotRead, {std::string(rows.status().message())});
      } else if (levels_.empty()) {
        ReadLevels((*rows)[0]);
      } else {
        ReadRow((*rows)[0]);
      }
      if (levels_.empty() || faults_ >= kMostProblems) return std::nullopt;
    }
    if (nodes_.empty()) Fault(sdc_words::kNoCodes);
    if (faults_ > 0) return std::nullopt;
    std::vector<CodeDeclaration> nodes;
    for (Placed& placed : nodes_) nodes.push_back(std::move(placed.node));
    auto tree = CodeTree::Create(std::move(nodes));
    if (!tree.ok()) {
      Fault(words::kBadTree, {std::string(tree.status().message())});
      return std::nullopt;
    }
    std::reverse(levels_.begin(), levels_.end());
    return CodeList{.id = CodeListId(id),
                    .version = HexOf(Sha256(text)),
                    .title = {id, id},
                    .source = file_,
                    .levels = std::move(levels_),
                    .tree = *std::move(tree)};
  }

 private:
  struct Placed {
    CodeDeclaration node;
    size_t level = 0;  // 0: the finest
  };

  void ReadLevels(const CsvRow& row) {
    std::set<std::string> seen;
    for (const std::string& name : row) {
      if (!IsFileCode(name)) {
        Fault(sdc_words::kBadLevel, {}, sdc_words::kFileCodeRule);
        return;
      }
      if (!seen.insert(name).second) {
        Fault(words::kTwice, {name});
        return;
      }
    }
    levels_ = row;
  }

  void ReadRow(const CsvRow& row) {
    if (row.size() != levels_.size()) {
      Fault(sdc_words::kUneven,
            {absl::StrCat(row.size()), absl::StrCat(levels_.size())});
      return;
    }
    for (const std::string& code : row) {
      if (!IsFileCode(code)) {
        Fault(words::kBadCode, {IsPlainText(code) ? code : "?"},
              sdc_words::kFileCodeRule);
        return;
      }
    }
    if (at_.contains(row[0]) && nodes_[at_[row[0]]].level == 0) {
      Fault(words::kTwice, {row[0]});
      return;
    }
    for (size_t level = 0; level < row.size(); ++level) {
      if (!Place(row, level)) return;
    }
  }

  // One code of a line, or a report that it stands elsewhere.
  bool Place(const CsvRow& row, size_t level) {
    const std::string& code = row[level];
    const bool is_top = level + 1 == row.size();
    const std::string parent = is_top ? "" : row[level + 1];
    const auto [found, added] = at_.emplace(code, nodes_.size());
    if (added) {
      if (is_top && !top_.empty()) {
        Fault(words::kTwoTops, {code, top_});
        return false;
      }
      if (is_top) top_ = code;
      nodes_.push_back({{code, parent, {code, code}}, level});
      return true;
    }
    const Placed& known = nodes_[found->second];
    if (known.level != level) {
      Fault(sdc_words::kTwoLevels,
            {code, levels_[known.level], levels_[level]});
    } else if (known.node.parent != parent) {
      Fault(sdc_words::kTwoParents, {code, known.node.parent, parent});
    } else {
      return true;
    }
    return false;
  }

  void Fault(const Sentence& sentence,
             const std::vector<std::string>& values = {}) {
    problems_.Add(file_, line_, "", sentence, values);
    ++faults_;
  }
  void Fault(const Sentence& sentence, const std::vector<std::string>& values,
             const Sentence& allowed) {
    problems_.Add(file_, line_, "", sentence, values,
                  problems_.InWords(allowed));
    ++faults_;
  }

  const std::string& file_;
  Problems& problems_;
  std::vector<std::string> levels_;  // the finest first
  std::vector<Placed> nodes_;
  std::map<std::string, size_t> at_;
  std::string top_;
  int line_ = 0;
  int faults_ = 0;
};

}  // namespace

std::optional<CodeList> ReadFileTree(const std::string& file,
                                     const std::string& id,
                                     absl::string_view text,
                                     Problems& problems) {
  return TreeReader(file, problems).Read(id, text);
}

}  // namespace toguna
