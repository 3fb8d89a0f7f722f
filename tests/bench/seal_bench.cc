// How long a month takes to seal and how much of it is shown, beside a plain
// threshold and what an attacker learns from that. Everything is generated.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/protect.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/usecase/seal_check.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {
namespace {

double Seconds(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

// Unsafe counts that follow from all safe cells of one unit, and how many
// there are.
std::pair<int64_t, int64_t> AttackThreshold(
    const Catalog& catalog, const Dataset& dataset, const Plan& plan, Unit unit,
    const std::vector<Record>& records) {
  const Scheme scheme = *Scheme::Create(catalog, dataset, plan, unit);
  const Cube cube = *Cube::Create(scheme, records, dataset.public_sources);
  std::vector<Sum> safe;
  std::vector<Sum> unsafe;
  for (size_t t = 0; t < scheme.tables().size(); ++t) {
    for (const auto& [cell, facts] : cube.tables()[t]) {
      (IsSafe(facts, plan.minimums) ? safe : unsafe)
          .push_back(scheme.SumOf(scheme.tables()[t], cell));
    }
  }
  Elimination known(static_cast<int32_t>(scheme.atoms()), {});
  for (const Sum& sum : safe) known.TryAdd(sum);
  int64_t recovered = 0;
  for (const Sum& sum : unsafe) recovered += known.Implies(sum) ? 1 : 0;
  return {recovered, static_cast<int64_t>(unsafe.size())};
}

void Measure(size_t count, uint64_t seed) {
  Catalog catalog = MaliLikeCatalog();
  const Plan& plan =
      AddPlan(catalog, {.k = 5, .s = 2, .c = 3}, MonthlyFamilies());
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  const std::vector<Record> records = GeneratedMonth(count, seed);
  Protected result;
  const double protect = Seconds(
      [&] { result = *Protect(catalog, dataset, plan, records, seed); });
  SealedPeriod sealed;
  sealed.dataset = dataset.id;
  sealed.tables = result.tables;
  bool accepted = false;
  const double check = Seconds([&] {
    const auto verdict =
        CheckSeal(ForChecker(catalog, plan, sealed, result.unsafe));
    accepted = verdict.ok();
    if (!accepted) std::puts(verdict.status().ToString().c_str());
  });
  int64_t recovered = 0;
  int64_t unsafe = 0;
  for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
    const auto [some, all] =
        AttackThreshold(catalog, dataset, plan, unit, records);
    recovered += some;
    unsafe += all;
  }
  const ProtectionFigures& figures = result.figures;
  std::printf(
      "%7zu %5llu %9.3f %9.3f %8s %7lld %6lld %9lld %6.1f%% %14lld of %lld\n",
      count, static_cast<unsigned long long>(seed), protect, check,
      accepted ? "yes" : "NO", static_cast<long long>(figures.cells),
      static_cast<long long>(figures.safe),
      static_cast<long long>(figures.published),
      100.0 * static_cast<double>(figures.published) /
          static_cast<double>(figures.safe),
      static_cast<long long>(recovered), static_cast<long long>(unsafe));
}

}  // namespace
}  // namespace toguna::testing

int main() {
  std::puts(
      "records  seed protect_s   check_s accepted   cells   safe published  "
      "share  plain threshold gives away");
  for (const size_t count : {600, 1200}) {
    for (const uint64_t seed : {1, 2, 3}) {
      toguna::testing::Measure(count, seed);
    }
  }
  return 0;
}
