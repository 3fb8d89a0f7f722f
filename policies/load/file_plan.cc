#include "policies/load/file_plan.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/base/plain_text.h"
#include "exchange/words/catalog_words.h"
#include "exchange/words/sdc_files_words.h"
#include "policies/load/file_tree.h"
#include "policies/load/loading.h"
#include "policies/load/plan_parts.h"

namespace toguna {
namespace {

using PlanFile = catalog::v1::PlanFile;

// A place of a whole country has some ten thousand codes.
constexpr size_t kLargestTree = size_t{16} << 20;

// Names of columns in the files of records and tables.
constexpr const char* kReserved[] = {
    "entity", "source", "contributor", "accepted", "victims",
    "unit",   "status", "value",       "low",      "high"};

// A tree must lie where it can be copied with the plan.
bool IsBelow(absl::string_view path) {
  if (path.front() == '/' || !absl::EndsWith(path, ".csv")) return false;
  for (const absl::string_view part : absl::StrSplit(path, '/')) {
    if (part.empty() || part == "." || part == "..") return false;
  }
  return true;
}

class FilePlanReader {
 public:
  FilePlanReader(const std::string& name, const ReadBeside& read,
                 int64_t most_cells, Language language)
      : name_(name),
        read_(read),
        most_cells_(most_cells),
        loading_(language, verify_) {}

  FilePlanResult Read(const std::string& bytes) {
    if (bytes.size() > kLargestCatalogFile || !IsPlainText(bytes)) {
      loading_.problems.Add(name_, 0, "", sdc_words::kNotAPlan);
    } else {
      Parse(bytes);
    }
    FilePlanResult result;
    result.problems = loading_.problems.Take();
    if (result.problems.empty()) {
      plan_.catalog = std::move(loading_.catalog);
      result.plan = std::move(plan_);
    }
    return result;
  }

 private:
  void Parse(const std::string& bytes) {
    PlanFile file;
    google::protobuf::TextFormat::ParseInfoTree tree;
    const bool parsed =
        ParseText(name_, bytes, &file, &tree, &loading_.problems);
    const Spot root(name_, file.GetDescriptor(), &tree, &loading_.problems);
    if (!parsed || !CheckFormat(root, file.format(), kCatalogFormat)) return;
    NeedId(root.At("id"), file.id());
    NeedVersion(root.At("version"), file.version());
    NeedId(root.At("dataset"), file.dataset());
    ReadDimensions(root, file);
    ReadPlan(root, file);
    loading_.catalog.datasets.emplace(dataset_.id, std::move(dataset_));
  }

  void ReadDimensions(const Spot& root, const PlanFile& file) {
    dataset_.id = DatasetId(file.dataset());
    dataset_.version = "1";
    if (file.dimensions_size() == 0) {
      root.At("dimensions").Report(words::kRequired);
    }
    std::set<std::string> seen;
    for (int i = 0; i < file.dimensions_size(); ++i) {
      ReadDimension(root.At("dimensions", i), file.dimensions(i), seen);
    }
  }

  void ReadDimension(const Spot& spot, const PlanFile::FileDimension& one,
                     std::set<std::string>& seen) {
    if (!NeedId(spot.At("id"), one.id())) return;
    if (std::find(std::begin(kReserved), std::end(kReserved), one.id()) !=
        std::end(kReserved)) {
      spot.At("id").Report(sdc_words::kReservedName, {one.id()});
      return;
    }
    if (!NeedNew(spot.At("id"), seen, one.id())) return;
    const CodeListId list(one.id());
    Dimension dimension{.id = one.id(),
                        .source = one.who() ? Dimension::Source::kWho
                                            : Dimension::Source::kAttribute,
                        .attributes = {},
                        .crosswalk = {},
                        .code_list = list,
                        .label = {one.id(), one.id()}};
    if (one.who()) {
      if (!dataset_.tally_code_list.empty()) {
        spot.At("who").Report(sdc_words::kSecondWho,
                              {dataset_.tally_code_list.text()});
      }
      dataset_.tally_code_list = list;
    } else {
      dimension.attributes = {one.id()};
      dataset_.attributes.push_back({.id = one.id(),
                                     .kind = Attribute::Kind::kCode,
                                     .code_list = list,
                                     .required = true,
                                     .label = dimension.label});
    }
    dataset_.dimensions.push_back(std::move(dimension));
    ReadTree(spot.At("tree_csv"), one);
  }

  void ReadTree(const Spot& spot, const PlanFile::FileDimension& one) {
    if (!Need(spot, one.tree_csv())) return;
    if (!IsBelow(one.tree_csv())) {
      spot.Report(sdc_words::kTreeOutside, {one.tree_csv()});
      return;
    }
    const absl::StatusOr<std::string> bytes = read_(one.tree_csv());
    if (!bytes.ok()) {
      spot.Report(words::kNoSuchCsv, {one.tree_csv()});
      return;
    }
    if (bytes->size() > kLargestTree) {
      spot.Report(sdc_words::kTreeTooLarge,
                  {one.tree_csv(), absl::StrCat(bytes->size()),
                   absl::StrCat(kLargestTree)});
      return;
    }
    auto list =
        ReadFileTree(one.tree_csv(), one.id(), *bytes, loading_.problems);
    if (!list.has_value()) return;
    plan_.trees[one.tree_csv()] = *bytes;
    loading_.catalog.code_lists.emplace(list->id, *std::move(list));
  }

  void ReadPlan(const Spot& root, const PlanFile& file) {
    Plan plan{.id = PlanId(file.id()),
              .version = file.version(),
              .dataset = dataset_.id,
              .minimums = ReadMinimums(root, file),
              .families = {}};
    if (file.families_size() == 0) root.At("families").Report(words::kRequired);
    std::set<std::string> seen;
    int64_t cells = 0;
    for (int i = 0; i < file.families_size(); ++i) {
      const Spot spot = root.At("families", i);
      if (NeedId(spot.At("id"), file.families(i).id())) {
        NeedNew(spot.At("id"), seen, file.families(i).id());
      }
      Family family =
          ReadFamily(loading_, spot, file.families(i), dataset_, false);
      if (family.stream != Stream::kAccepted) {
        spot.At("stream").Report(sdc_words::kNotOnFiles);
      }
      if (!loading_.unsure_families.contains(family.id)) {
        CheckNotCounted(spot, plan, family);
        CheckCells(spot, family, cells);
      }
      plan.families.push_back(std::move(family));
    }
    ReadPlanParts(loading_, root, file, dataset_, plan);
    RefuseIf(file.cohorts_size() > 0, root.At("cohorts", 0));
    ReadVictimsRule(root, file, plan);
    plan_.plan = plan.id;
    loading_.catalog.plans.emplace(plan.id, std::move(plan));
  }

  // Adds the family's cells to `all` and refuses too many, before any work.
  void CheckCells(const Spot& spot, const Family& family, int64_t& all) {
    int64_t cells = 1;
    for (const Axis& axis : family.axes) {
      const CodeList* list = loading_.catalog.ListOf(dataset_, axis.dimension);
      if (list == nullptr) return;
      int64_t nodes = 0;
      for (NodeIndex node = 0; node < list->tree.size(); ++node) {
        const int depth = list->tree.depth(node);
        nodes += depth >= axis.coarsest && depth <= axis.finest ? 1 : 0;
      }
      if (__builtin_mul_overflow(cells, nodes, &cells)) cells = INT64_MAX;
    }
    if (__builtin_add_overflow(all, cells, &all)) all = INT64_MAX;
    if (all > most_cells_) {
      spot.At("axes").Report(sdc_words::kTooManyCells,
                             {absl::StrCat(all), absl::StrCat(most_cells_)});
    }
  }

  void ReadVictimsRule(const Spot& root, const PlanFile& file,
                       const Plan& plan) {
    const Spot spot = root.At("victims_in_every_record");
    bool counts[2] = {false, false};
    for (const Family& family : plan.families) {
      counts[family.unit == Unit::kVictim] = true;
    }
    if (counts[0] && counts[1] && !file.has_victims_in_every_record()) {
      spot.Report(sdc_words::kVictimsRuleRequired);
    }
    if (!counts[1]) RefuseIf(file.has_victims_in_every_record(), spot);
    if (file.victims_in_every_record()) {
      dataset_.victims_in_every_record.emplace();
    }
  }

  const std::string& name_;
  const ReadBeside& read_;
  const int64_t most_cells_;
  // A plan is not signed.
  const VerifySignature verify_ = {};
  Loading loading_;
  Dataset dataset_;
  FilePlan plan_;
};

}  // namespace

FilePlanResult LoadFilePlan(const std::string& name, const std::string& bytes,
                            const ReadBeside& read, int64_t most_cells,
                            Language language) {
  return FilePlanReader(name, read, most_cells, language).Read(bytes);
}

}  // namespace toguna
