// Any bytes as the files of `toguna sdc`: no crash, and what is read is written
// again as it was.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"
#include "exchange/sdc/file_records.h"
#include "exchange/sdc/table_file.h"
#include "exchange/sdc/witness_file.h"
#include "policies/load/file_plan.h"

namespace {

constexpr char kPlan[] = R"(format: 1
id: "fuzz-plan" version: "1" dataset: "fuzz-data"
k: 3 s: 1 c: 0
dimensions { id: "place" tree_csv: "place.csv" }
families {
  id: "records" title { fr: "r" en: "r" } unit: RECORD
  axes { dimension: "place" coarsest: "all" finest: "town" }
})";
constexpr char kPlaces[] = "town;all\na;top\nb;top\n";
constexpr int64_t kMostCells = 10'000'000;

toguna::FilePlanResult Load(const std::string& plan, const std::string& tree) {
  return toguna::LoadFilePlan(
      "plan", plan,
      [&](const std::string&) -> absl::StatusOr<std::string> { return tree; },
      kMostCells);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using toguna::Language;
  static const toguna::FilePlan* const plan =
      new toguna::FilePlan(*Load(kPlan, kPlaces).plan);
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto any = Load(bytes, kPlaces);
  if (any.plan.has_value() != any.problems.empty()) std::abort();
  const auto tree = Load(kPlan, bytes);
  if (tree.plan.has_value() != tree.problems.empty()) std::abort();
  const auto records = toguna::ParseRecords(
      "records", bytes, plan->catalog, plan->catalog.datasets.begin()->second,
      false, Language::kEnglish);
  if (records.ok() && records->months.size() != records->records.size()) {
    std::abort();
  }
  const auto table = toguna::ReadTableFile(
      "table", bytes, plan->catalog.FindPlan(plan->plan)->families[0],
      Language::kEnglish);
  if (table.ok() && toguna::WriteTableFile(*table) != bytes) std::abort();
  const auto file = toguna::ReadWitnessFile("w", bytes, Language::kEnglish);
  if (!file.ok()) return 0;
  const std::string again = toguna::WriteWitnessFile(*file);
  const auto twice = toguna::ReadWitnessFile("w", again, Language::kEnglish);
  if (!twice.ok() || toguna::WriteWitnessFile(*twice) != again) std::abort();
  if (!toguna::IsWhole(again)) std::abort();
  return 0;
}
