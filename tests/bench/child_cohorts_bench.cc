// What the focal point for grave violations against children would see: eight
// quarters of generated incidents as cohorts, under several ways to write the
// plan. Everything is generated.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/cohort/stratum.h"
#include "exchange/cohort/stratum_conditions.h"
#include "exchange/sample/generate.h"
#include "nlohmann/json.hpp"
#include "policies/load/load.h"
#include "tests/support/generated_incidents.h"

namespace toguna::testing {
namespace {

using nlohmann::json;
using Kind = CohortAttribute::Kind;

constexpr int kQuarters = 8;
constexpr int kShown = 5;  // the quarter that is looked at

struct Settings {
  size_t records = 1900;  // of a month
  uint64_t first_seed = 1;
  uint64_t last_seed = 2;
};

struct Variant {
  const char* name;
  int type_coarsest = 0;
  int place_coarsest = 0;
  double place = 1;
  double type = 1;
  double victims = 1;
  double rest = 1;  // of perpetrator, source class and quarters
};
constexpr Variant kVariants[] = {
    {"nothing kept apart"},
    {"categories kept apart", 1},
    {"types kept apart", 2},
    {"categories and regions kept apart", 1, 1},
    {"categories kept apart, place x 3", 1, 0, 3},
    {"categories kept apart, place and type x 3", 1, 0, 3, 3},
    {"nothing kept apart, place and type x 3", 0, 0, 3, 3},
    {"nothing kept apart, place and type x 3, rest / 4", 0, 0, 3, 3, 0.5, 0.25},
    {"categories kept apart, place and type x 3, rest / 4", 1, 0, 3, 3, 0.5,
     0.25}};

CohortPlan PlanOf(const Variant& variant) {
  CohortPlan plan;
  plan.id = CohortsId("child-violations");
  plan.purposes = {PurposeId("mrm-child-rights")};
  plan.strata = {{"mrm-by-victim",
                  {"killing", "maiming", "abduction", "recruitment"},
                  "child"},
                 {"mrm-by-violation",
                  {"attack_on_schools", "attack_on_hospitals", "military_use",
                   "denial_humanitarian_access"},
                  ""},
                 {"mrm-by-violation", {"deprivation_liberty"}, "child"}};
  const auto add = [&](const char* dimension, double weight, int coarsest) {
    plan.attributes.push_back({.kind = Kind::kDimension,
                               .dimension = dimension,
                               .who = "",
                               .weight = weight,
                               .coarsest = coarsest});
  };
  add("place", variant.place, variant.place_coarsest);
  add("type", variant.type, variant.type_coarsest);
  add("mrm-by-violation", variant.type, 0);
  add("perpetrator", variant.rest, 0);
  add("source-class", variant.rest, 0);
  for (const char* who : {"boy", "girl", "child-unknown"}) {
    plan.attributes.push_back({.kind = Kind::kVictims,
                               .dimension = "",
                               .who = who,
                               .weight = variant.victims});
  }
  for (const Kind kind : {Kind::kIncidentQuarter, Kind::kAcceptanceQuarter}) {
    plan.attributes.push_back(
        {.kind = kind, .dimension = "", .who = "", .weight = variant.rest});
  }
  return plan;
}

std::string NameOf(const CohortAttribute& attribute) {
  switch (attribute.kind) {
    case Kind::kDimension:
      return attribute.dimension;
    case Kind::kVictims:
      return attribute.who;
    case Kind::kIncidentQuarter:
      return "incident quarter";
    case Kind::kAcceptanceQuarter:
      return "acceptance quarter";
  }
  return "";
}

// "region", or how many of them are pooled.
std::string LevelOf(const CodeTree& tree, const CodeList* list,
                    const std::vector<std::string>& value) {
  const NodeIndex node = *tree.Find(value[0].empty() ? kWithoutCode : value[0]);
  const auto depth = static_cast<size_t>(tree.depth(node));
  std::string level = depth == 0 ? "any" : "told";
  if (list != nullptr) level = list->levels[depth];
  if (value.size() == 1) return level;
  return absl::StrCat(value.size() < 4 ? "2-3 " : "4+ ", level);
}

class Bench {
 public:
  Bench(const Catalog& catalog, const std::vector<std::vector<Record>>& months,
        const Variant& variant)
      : catalog_(catalog),
        dataset_(*catalog.FindDataset(DatasetId("protection-incidents"))),
        plan_(PlanOf(variant)),
        ladder_(catalog.PlanOf(dataset_.id)->Ladder()),
        months_(months) {}

  void Run() {
    std::map<std::string, std::vector<size_t>> of;
    std::map<std::string, std::vector<size_t>> held;
    std::vector<StratumRecord> waiting;
    for (int q = 0; q < kQuarters; ++q) {
      const absl::CivilMonth first = absl::CivilMonth(2024, 1) + 3 * q;
      const Period quarter(Period::Kind::kQuarter, first);
      std::vector<StratumRecord> records = std::move(waiting);
      waiting.clear();
      for (int m = 0; m < 3; ++m) {
        const auto& month = months_[static_cast<size_t>(3 * q + m)];
        const Stratum stratum =
            *StratumOf(catalog_, dataset_, plan_, Period(first + m), month);
        records.insert(records.end(), stratum.records.begin(),
                       stratum.records.end());
      }
      const FormedCohorts formed =
          *FormStratum(catalog_, dataset_, plan_, ladder_, quarter, records);
      for (const StratumRecord& one : records) Count(one, q, of);
      for (const size_t one : formed.held_over) {
        Count(records[one], q, held);
        waiting.push_back(records[one]);
      }
      if (q == kShown) Show(quarter, records, formed);
    }
    std::printf("  held over, %% of a quarter's with those held before\n");
    for (const auto& [violation, counts] : of) {
      std::printf("    %-27s", violation.c_str());
      Shares(held[violation], counts);
    }
  }

 private:
  std::string ViolationOf(const StratumRecord& record) const {
    // The type, and what it is as a violation.
    if (!record.values[2].empty()) return record.values[2];
    const Dimension& by_victim = *dataset_.FindDimension("mrm-by-victim");
    for (const Dimension::CrosswalkRow& row : by_victim.crosswalk) {
      if (row.codes[0] == record.values[1]) return row.to;
    }
    return "?";
  }

  void Count(const StratumRecord& record, int quarter,
             std::map<std::string, std::vector<size_t>>& counts) const {
    for (const std::string& name : {ViolationOf(record), std::string("~all")}) {
      counts[name].resize(kQuarters, 0);
      ++counts[name][static_cast<size_t>(quarter)];
    }
  }

  static void Shares(std::vector<size_t> held, const std::vector<size_t>& of) {
    held.resize(kQuarters, 0);
    double part = 0;
    double all = 0;
    for (size_t q = 0; q < of.size(); ++q) {
      part += static_cast<double>(held[q]);
      all += static_cast<double>(of[q]);
      std::printf(" %3.0f/%-3zu",
                  of[q] == 0 ? 0.0
                             : 100.0 * static_cast<double>(held[q]) /
                                   static_cast<double>(of[q]),
                  of[q]);
    }
    std::printf("  all %4.1f\n", 100 * part / all);
  }

  void Show(const Period& quarter, const std::vector<StratumRecord>& records,
            const FormedCohorts& formed) const {
    const std::vector<CodeTree> trees =
        *TreesOf(catalog_, dataset_, plan_, quarter);
    std::vector<size_t> sizes(formed.nodes.size(), 0);
    for (size_t i = formed.nodes.size(); i-- > 1;) {
      sizes[i] += formed.nodes[i].records.size();
      sizes[formed.nodes[i].parent] += sizes[i];
    }
    for (size_t rung = 0; rung < ladder_.size(); ++rung) {
      std::vector<size_t> of_rung;
      std::map<size_t, std::map<std::string, size_t>> levels;
      size_t rows = 0;
      for (size_t i = 1; i < formed.nodes.size(); ++i) {
        const FormedCohorts::Node& node = formed.nodes[i];
        if (node.rung != static_cast<int>(rung) || !node.meets) continue;
        of_rung.push_back(sizes[i]);
        rows += sizes[i];
        for (size_t a = 0; a < trees.size(); ++a) {
          const CodeList* list =
              plan_.attributes[a].kind == Kind::kDimension
                  ? catalog_.ListOf(dataset_, plan_.attributes[a].dimension)
                  : nullptr;
          levels[a][LevelOf(trees[a], list, node.box[a])] += sizes[i];
        }
      }
      std::sort(of_rung.begin(), of_rung.end());
      std::printf("  %s, k = %d: %zu of %zu rows in %zu cohorts of %s\n",
                  quarter.text().c_str(), ladder_[rung].k, rows, records.size(),
                  of_rung.size(), absl::StrJoin(of_rung, " ").c_str());
      for (const auto& [a, shares] : levels) {
        std::printf("    %-20s", NameOf(plan_.attributes[a]).c_str());
        for (const auto& [level, count] : shares) {
          std::printf(
              "  %s %.0f %%", level.c_str(),
              100.0 * static_cast<double>(count) / static_cast<double>(rows));
        }
        std::printf("\n");
      }
    }
  }

  const Catalog& catalog_;
  const Dataset& dataset_;
  CohortPlan plan_;
  std::vector<Minimums> ladder_;
  const std::vector<std::vector<Record>>& months_;
};

constexpr char kHelp[] =
    "child_cohorts_bench [records of a month] [first seed] [last seed]\n"
    "Violations against children in eight quarters, in cohorts of the rungs of "
    "the plan for Mali. What no cohort takes waits for the next quarter.";

int Run(const Settings& settings) {
  const LoadResult loaded =
      LoadCatalog(TOGUNA_SOURCE_DIR "/policies/catalog/mali",
                  [](auto&&...) { return absl::OkStatus(); });
  if (!loaded.catalog.has_value()) return 1;
  Catalog catalog = *loaded.catalog;
  Dataset& dataset = catalog.datasets.at(DatasetId("protection-incidents"));
  if (dataset.FindDimension("source-class") == nullptr) {
    Dimension classes;
    classes.id = "source-class";
    classes.attributes = {"source-class"};
    classes.code_list = CodeListId("source-classes");
    dataset.dimensions.push_back(classes);
  }
  for (uint64_t seed = settings.first_seed; seed <= settings.last_seed;
       ++seed) {
    std::vector<std::vector<Record>> months;
    for (int m = 0; m < 3 * kQuarters; ++m) {
      months.push_back(MonthOf(catalog, seed,
                               Period(absl::CivilMonth(2024, 1) + m),
                               settings.records));
    }
    for (const Variant& variant : kVariants) {
      std::printf("seed %llu, %s\n", static_cast<unsigned long long>(seed),
                  variant.name);
      Bench(catalog, months, variant).Run();
      std::fflush(stdout);
    }
  }
  return 0;
}

}  // namespace
}  // namespace toguna::testing

int main(int argc, char** argv) {
  toguna::testing::Settings settings;
  if (argc > 1) settings.records = std::strtoull(argv[1], nullptr, 10);
  if (argc > 2) settings.first_seed = std::strtoull(argv[2], nullptr, 10);
  if (argc > 3) settings.last_seed = std::strtoull(argv[3], nullptr, 10);
  std::puts(toguna::testing::kHelp);
  return toguna::testing::Run(settings);
}
