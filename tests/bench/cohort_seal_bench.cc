// A quarter of child violations sealed as cohorts on three sealed months: what
// the months leave of the cohorts that were formed. Everything is generated.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/checker/check_file.h"
#include "exchange/cohort/stratum.h"
#include "exchange/usecase/make_seal.h"
#include "exchange/usecase/seal_check.h"
#include "policies/load/load.h"
#include "tests/bench/threshold.h"
#include "tests/support/generated_incidents.h"

namespace toguna::testing {
namespace {

struct Settings {
  size_t records = 600;  // of a month
  uint64_t first_seed = 1;
  uint64_t last_seed = 1;
  bool months = true;  // were sealed before
  int64_t work = 600;
};

CohortPlan ChildViolations() {
  using Kind = CohortAttribute::Kind;
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
  add("place", 3, 0);
  add("type", 3, 1);
  add("mrm-by-violation", 1, 0);
  add("perpetrator", 0.25, 0);
  plan.attributes.push_back(
      {.kind = Kind::kVictims, .dimension = "", .who = "girl", .weight = 0.5});
  for (const Kind kind : {Kind::kIncidentQuarter, Kind::kAcceptanceQuarter}) {
    plan.attributes.push_back(
        {.kind = kind, .dimension = "", .who = "", .weight = 0.25});
  }
  return plan;
}

void Measure(const Catalog& catalog, const Settings& settings, uint64_t seed) {
  Plan plan = *catalog.PlanOf(DatasetId("protection-incidents"));
  plan.cohorts = {ChildViolations()};
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  SealInput quarter;
  quarter.period = *Period::Parse("2026-Q1");
  quarter.work = settings.work;
  const std::string key(32, static_cast<char>(seed));
  const auto watch = [](const SealProgress&) { return true; };
  size_t in_stratum = 0;
  for (const Period& month : quarter.period.Months()) {
    std::vector<Record> records =
        MonthOf(catalog, seed, month, settings.records);
    for (Record& record : records) record.accepted = month.month();
    Strand strand = *CountMonth(catalog, plan, records);
    strand.accepted = month.month();
    const auto stratum =
        StratumOf(catalog, dataset, plan.cohorts[0], month, records);
    if (!stratum.ok()) {
      std::printf("%s\n", std::string(stratum.status().message()).c_str());
      return;
    }
    in_stratum += stratum->records.size();
    if (settings.months) {
      SealInput input;
      input.period = month;
      input.strands = {strand};
      input.work = settings.work;
      const double start = Now();
      auto made = MakeSeal(catalog, plan, input, absl::UnixEpoch(), key, watch);
      if (!made.ok()) {
        std::printf("%s\n", std::string(made.status().message()).c_str());
        return;
      }
      std::printf("  %s sealed in %.1f s\n", month.text().c_str(),
                  Now() - start);
      EarlierSeal earlier;
      earlier.plan = DueWith(month, plan);
      earlier.strands = {quarter.strands.size()};
      for (MadeRung& rung : made->rungs) {
        earlier.rungs.push_back(rung.sealed.tables);
        earlier.witnesses.push_back(
            WitnessesOf(ReadCheckFile(rung.proof_text)->seal));
      }
      quarter.earlier.push_back(std::move(earlier));
    }
    quarter.strands.push_back(std::move(strand));
    quarter.strata.push_back({*stratum});
  }
  const double start = Now();
  auto made = MakeSeal(catalog, plan, quarter, absl::UnixEpoch(), key, watch);
  if (!made.ok()) {
    std::printf("  quarter: %s\n",
                std::string(made.status().message()).c_str());
    return;
  }
  std::printf("seed %llu: %zu records in the stratum, sealed in %.1f s\n",
              static_cast<unsigned long long>(seed), in_stratum, Now() - start);
  const CohortSeal& cohorts = made->cohorts[0];
  std::printf("  %zu held over\n", cohorts.held_over.size());
  for (size_t rung = 0; rung < cohorts.ladder.size(); ++rung) {
    const SealedCohorts given = SealedRung(cohorts, static_cast<int>(rung));
    const auto formed = std::count_if(
        cohorts.nodes.begin(), cohorts.nodes.end(), [&](const auto& node) {
          return node.rung == static_cast<int>(rung) && node.meets;
        });
    size_t rows = 0;
    for (const SealedCohort& one : given.cohorts) rows += one.records.size();
    std::printf("  k %d: %ld cohorts, %zu may be given (%zu rows)\n",
                cohorts.ladder[rung].k, formed, given.cohorts.size(), rows);
  }
}

int Run(const Settings& settings) {
  const LoadResult loaded =
      LoadCatalog(TOGUNA_SOURCE_DIR "/policies/catalog/mali",
                  [](auto&&...) { return absl::OkStatus(); });
  if (!loaded.catalog.has_value()) {
    std::puts("the catalog is not read");
    return 1;
  }
  for (uint64_t seed = settings.first_seed; seed <= settings.last_seed;
       ++seed) {
    Measure(*loaded.catalog, settings, seed);
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
  if (argc > 4) settings.months = std::atoi(argv[4]) != 0;
  if (argc > 5) settings.work = std::atoi(argv[5]);
  std::puts(
      "cohort_seal_bench [records a month] [first seed] [last seed] [months "
      "sealed before: 1] [work, million steps]");
  return toguna::testing::Run(settings);
}
