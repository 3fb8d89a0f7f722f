// A year of child violations, its months and quarters sealed one after another
// as in earnest: what waits and joins a later quarter's cohorts, and what that
// costs. Everything is generated.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "exchange/cohort/sealed_cohorts.h"
#include "policies/load/load.h"
#include "tests/bench/threshold.h"
#include "tests/support/generated_incidents.h"
#include "tests/support/sealed_year.h"

namespace toguna::testing {
namespace {

struct Settings {
  size_t records = 600;  // of a month
  uint64_t first_seed = 1;
  uint64_t last_seed = 1;
  int quarters = 4;
  int64_t work = 5;
  int kept_apart = 1;  // depth of types that no cohort mixes
};

void Report(const CohortSeal& seal, double seconds) {
  size_t formed = 0;
  size_t rows = 0;
  size_t joined = 0;
  const SealedCohorts given = SealedRung(seal, 0);
  for (const CohortSeal::Node& node : seal.nodes) {
    formed += node.rung == 0 && node.meets ? 1 : 0;
  }
  for (const SealedCohort& cohort : given.cohorts) {
    for (const CohortRecord& record : cohort.records) {
      ++rows;
      joined += seal.period.Contains(record.month) ? 0 : 1;
    }
  }
  std::printf(
      "  %s sealed in %.1f s: %zu cohorts formed, %zu given with %zu rows, %zu "
      "of them of earlier quarters; %zu records held over\n",
      seal.period.text().c_str(), seconds, formed, given.cohorts.size(), rows,
      joined, seal.held_over.size());
}

void Measure(Catalog catalog, const Settings& settings, uint64_t seed) {
  const DatasetId dataset("protection-incidents");
  Plan& plan = catalog.plans.at(catalog.PlanOf(dataset)->id);
  for (CohortAttribute& one : plan.cohorts[0].attributes) {
    if (one.dimension == "type") one.coarsest = settings.kept_apart;
  }
  SealedYear year(catalog, dataset, settings.work);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  Period quarter = *Period::Parse("2025-Q1");
  for (int q = 0; q < settings.quarters; ++q, quarter = quarter.Next()) {
    const double start = Now();
    for (const Period& month : quarter.Months()) {
      std::vector<Record> records =
          MonthOf(catalog, seed, month, settings.records);
      for (Record& record : records) record.accepted = month.month();
      const auto sealed = year.SealMonth(month, records);
      if (!sealed.ok() || sealed->row.state != SealJobRow::State::kDone) {
        std::printf("  %s was not sealed\n", month.text().c_str());
        return;
      }
    }
    const double months = Now();
    std::printf("  its months sealed in %.1f s\n", months - start);
    const auto sealed = year.Seal(quarter);
    const auto cohorts = year.Cohorts(quarter, plan.cohorts[0].id);
    if (!sealed.ok() || !cohorts.ok() || !cohorts->has_value()) {
      std::printf("  %s was not sealed: %s\n", quarter.text().c_str(),
                  std::string(sealed.status().message()).c_str());
      return;
    }
    Report(**cohorts, Now() - months);
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
  if (argc > 4) settings.quarters = std::atoi(argv[4]);
  if (argc > 5) settings.work = std::atoi(argv[5]);
  if (argc > 6) settings.kept_apart = std::atoi(argv[6]);
  std::puts(
      "hold_over_bench [records a month] [first seed] [last seed] [quarters] "
      "[work, million steps] [types kept apart by: 1 category, 2 type]");
  return toguna::testing::Run(settings);
}
