// operation.textproto and code-lists/.

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "exchange/base/csv.h"
#include "exchange/words/catalog_words.h"
#include "policies/load/loading.h"

namespace toguna {
namespace {

using CodeListFile = catalog::v1::CodeListFile;
using OperationFile = catalog::v1::OperationFile;

constexpr char kFolder[] = "code-lists";
constexpr char kCsvHeaderLine[] = "code;parent;fr;en";
constexpr char kOperationFile[] = "operation.textproto";

// A declared node and where it stands: in the textproto or in its CSV.
struct PlacedNode {
  CodeDeclaration node;
  std::string file;
  int line = 0;
};

class NodeReader {
 public:
  NodeReader(Loading& loading, const Spot& root, const CodeListFile& file)
      : loading_(loading), root_(root), file_(file) {}

  // The nodes; none if a file of them is missing or a node is wrong.
  std::optional<std::vector<CodeDeclaration>> Read() {
    if ((file_.nodes_size() > 0) == !file_.nodes_csv().empty()) {
      root_.At(file_.nodes_size() > 0 ? "nodes" : "nodes_csv")
          .Report(words::kNodesOnce);
      return std::nullopt;
    }
    RefuseIf(file_.nodes_csv().empty() && file_.nodes_in_csv() != 0,
             root_.At("nodes_in_csv"));
    for (int i = 0; i < file_.nodes_size(); ++i) {
      const CodeListFile::Node& node = file_.nodes(i);
      nodes_.push_back(
          {{node.code(), node.parent(), {node.label().fr(), node.label().en()}},
           root_.file(),
           root_.At("nodes", i).line()});
    }
    if (!file_.nodes_csv().empty() && !ReadNodesCsv()) return std::nullopt;
    CheckNodes();
    if (!good_) return std::nullopt;
    std::vector<CodeDeclaration> all;
    for (PlacedNode& node : nodes_) all.push_back(std::move(node.node));
    return all;
  }

 private:
  bool ReadNodesCsv() {
    const std::string path = absl::StrCat(kFolder, "/", file_.nodes_csv());
    const auto found = loading_.files.find(path);
    if (found == loading_.files.end() || !absl::EndsWith(path, ".csv")) {
      root_.At("nodes_csv").Report(words::kNoSuchCsv, {file_.nodes_csv()});
      return false;
    }
    if (found->second.empty()) return false;  // reported with the folder
    // Line by line, so that every mistake has its line.
    int line = 0;
    for (absl::string_view text : absl::StrSplit(found->second, '\n')) {
      ++line;
      // Spreadsheets end lines with both; it is no part of the last label.
      absl::ConsumeSuffix(&text, "\r");
      if (text.empty()) continue;
      ReadRow(path, line, text);
    }
    const auto have = static_cast<int>(nodes_.size());
    if (have != file_.nodes_in_csv()) {
      root_.At("nodes_in_csv")
          .Report(words::kCsvCount,
                  {absl::StrCat(have), absl::StrCat(file_.nodes_in_csv())});
    }
    return true;
  }

  void ReadRow(const std::string& path, int line, absl::string_view text) {
    const auto rows = ReadCsv(text, ';');
    if (!rows.ok() || rows->size() != 1) {
      Fault(path, line, words::kNotRead,
            {std::string(rows.status().message())});
    } else if (line == 1) {
      if (absl::StripAsciiWhitespace(text) != kCsvHeaderLine) {
        Fault(path, line, words::kCsvHeader, {kCsvHeaderLine});
      }
    } else if ((*rows)[0].size() != 4) {
      Fault(path, line, words::kCsvColumns,
            {absl::StrCat((*rows)[0].size()), "4"});
    } else {
      const CsvRow& row = (*rows)[0];
      nodes_.push_back({{row[0], row[1], {row[2], row[3]}}, path, line});
    }
  }

  void CheckNodes() {
    std::map<std::string, int> seen;
    std::vector<std::string> codes;
    for (const PlacedNode& node : nodes_) codes.push_back(node.node.code);
    const std::set<std::string> known(codes.begin(), codes.end());
    const std::string* top = nullptr;
    for (const PlacedNode& placed : nodes_) {
      const CodeDeclaration& node = placed.node;
      if (!IsCode(node.code)) {
        Fault(placed.file, placed.line, words::kBadCode, {node.code},
              root_.InWords(words::kCodeRule));
      } else if (++seen[node.code] > 1) {
        Fault(placed.file, placed.line, words::kTwice, {node.code});
      }
      if (node.label.fr.empty() || node.label.en.empty()) {
        loading_.problems.Add(placed.file, placed.line, "label",
                              words::kRequired);
        good_ = false;
      }
      if (!node.parent.empty() && !known.contains(node.parent)) {
        Fault(placed.file, placed.line, words::kUnknown, {node.parent},
              loading_.problems.Suggest(node.parent, codes));
      } else if (node.parent.empty() && top != nullptr) {
        Fault(placed.file, placed.line, words::kTwoTops, {node.code, *top});
      } else if (node.parent.empty()) {
        top = &node.code;
      }
    }
  }

  void Fault(const std::string& file, int line, const Sentence& sentence,
             const std::vector<std::string>& values, std::string allowed = "") {
    loading_.problems.Add(file, line, "", sentence, values, std::move(allowed));
    good_ = false;
  }

  Loading& loading_;
  const Spot& root_;
  const CodeListFile& file_;
  std::vector<PlacedNode> nodes_;
  bool good_ = true;
};

bool ReadCodeList(Loading& loading, const Spot& root, const CodeListFile& file,
                  const std::string& stem) {
  CodeList list{.id = CodeListId(stem),
                .version = file.version(),
                .title = ReadLabel(root, "title", file.title()),
                .source = file.source(),
                .levels = {},
                .tree = CodeTree::Create({{"none", "", {}}}).value()};
  NeedVersion(root.At("version"), file.version());
  Need(root.At("source"), file.source());
  std::set<std::string> seen;
  for (int i = 0; i < file.levels_size(); ++i) {
    const Spot spot = root.At("levels", i);
    if (Need(spot, file.levels(i))) NeedNew(spot, seen, file.levels(i));
    list.levels.push_back(file.levels(i));
  }
  auto nodes = NodeReader(loading, root, file).Read();
  if (!nodes.has_value()) return false;
  // Depth without the "~" leaves, which lie one below any inner node.
  const auto plain = CodeTree::Create(*nodes);
  auto tree = CodeTree::Create(*std::move(nodes), file.with_unspecified());
  if (!plain.ok() || !tree.ok()) {
    root.Report(words::kBadTree,
                {std::string((plain.ok() ? tree : plain).status().message())});
    return false;
  }
  const auto depths = static_cast<size_t>(plain->max_depth()) + 1;
  if (list.levels.size() != depths) {
    root.At("levels").Report(
        words::kDepthIsNotLevels,
        {absl::StrCat(list.levels.size()), absl::StrCat(depths)});
    return false;
  }
  list.tree = *std::move(tree);
  loading.catalog.code_lists.emplace(list.id, std::move(list));
  return true;
}

// A CSV file that no code list names is a mistake: it would be taken for data.
void CheckCsvFiles(Loading& loading, const std::set<std::string>& named) {
  for (const auto& [path, bytes] : loading.files) {
    if (absl::EndsWith(path, ".csv") && !named.contains(path)) {
      loading.problems.Add(path, 0, "", words::kUnexpectedFile, {},
                           loading.problems.InWords(
                               words::kOneOf, {"nodes_csv in code-lists/"}));
    }
  }
}

bool IsTrustDomain(absl::string_view name) {
  return !name.empty() && name.size() <= 255 &&
         absl::ascii_isalnum(static_cast<unsigned char>(name.front())) &&
         absl::ascii_isalnum(static_cast<unsigned char>(name.back())) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                  c == '-' || c == '.';
         });
}

void FillOperation(Loading& loading, const Spot& root,
                   const OperationFile& file) {
  Operation& operation = loading.catalog.operation;
  operation.id = OperationId(file.id());
  NeedId(root.At("id"), file.id());
  operation.title = ReadLabel(root, "title", file.title());
  operation.trust_domain = file.trust_domain();
  if (file.has_demo()) {
    operation.demo = file.demo();
  } else {
    root.At("demo").Report(words::kRequired);
  }
  const Spot zone = root.At("time_zone");
  if (Need(zone, file.time_zone()) &&
      !absl::LoadTimeZone(file.time_zone(), &operation.time_zone)) {
    zone.Report(words::kBadTimeZone, {file.time_zone()},
                zone.Allowed({"Africa/Bamako", "UTC", "…"}));
  }
  const Spot domain = root.At("trust_domain");
  if (Need(domain, file.trust_domain()) &&
      !IsTrustDomain(file.trust_domain())) {
    domain.Report(words::kBadTrustDomain, {file.trust_domain()},
                  domain.InWords(words::kDomainRule));
  }
}

}  // namespace

void ReadOperation(Loading& loading) {
  const auto found = loading.files.find(kOperationFile);
  // What cannot be read is taken for a demonstration, so that no second
  // mistake is made of every demo mark.
  loading.catalog.operation.demo = true;
  if (found == loading.files.end()) {
    loading.problems.Add(kOperationFile, 0, "", words::kNoOperation);
    return;
  }
  if (found->second.empty()) return;
  OperationFile file;
  google::protobuf::TextFormat::ParseInfoTree tree;
  const bool parsed =
      ParseText(kOperationFile, found->second, &file, &tree, &loading.problems);
  const Spot root(kOperationFile, file.GetDescriptor(), &tree,
                  &loading.problems);
  if (!parsed || !CheckFormat(root, file.format(), kCatalogFormat)) return;
  FillOperation(loading, root, file);
}

void ReadCodeLists(Loading& loading) {
  std::set<std::string> named;
  ForEachFile<CodeListFile>(
      loading, kFolder,
      [&](const Spot& root, const CodeListFile& file, const std::string& stem) {
        named.insert(absl::StrCat(kFolder, "/", file.nodes_csv()));
        return ReadCodeList(loading, root, file, stem);
      });
  // Whose CSV is whose cannot be told while a header does not parse.
  if (loading.broken.empty()) CheckCsvFiles(loading, named);
}

}  // namespace toguna
