// How long a month takes to seal and how much of it is shown, beside a plain
// threshold and what an attacker learns from that. Everything is generated.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <utility>
#include <vector>

#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/add_ranges.h"
#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/protect.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/usecase/seal_check.h"
#include "tests/privacy/bounds_attacker.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {
namespace {

double Seconds(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

// Unsafe counts of one unit that follow from all safe cells, with or without
// the cells that are zero.
int64_t AttackThreshold(const Catalog& catalog, const Plan& plan, Unit unit,
                        const std::vector<Record>& records, bool zeros) {
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  const Scheme scheme = SchemeOf(catalog, dataset, plan, unit);
  const Cube cube = CubeOf(scheme, records, dataset.public_sources);
  Elimination known(static_cast<int32_t>(scheme.atoms()), {});
  std::vector<Sum> unsafe;
  for (size_t t = 0; t < scheme.tables().size(); ++t) {
    const Scheme::Table& table = scheme.tables()[t];
    // Finest first: the same sums in all, and less to eliminate.
    for (int64_t cell = table.cells; cell-- > 0;) {
      const auto found = cube.tables()[t].find(cell);
      if (found == cube.tables()[t].end()) {
        if (zeros) known.TryAdd(scheme.SumOf(table, cell));
      } else if (IsSafe(found->second, plan.minimums)) {
        known.TryAdd(scheme.SumOf(table, cell));
      } else {
        unsafe.push_back(scheme.SumOf(table, cell));
      }
    }
  }
  int64_t recovered = 0;
  for (const Sum& sum : unsafe) recovered += known.Implies(sum) ? 1 : 0;
  return recovered;
}

// Unsafe counts of both units that bounds carried from row to row confine too
// closely: after the repair, and after elimination only.
std::pair<int64_t, int64_t> AttackBounds(
    const Catalog& catalog, const Plan& plan,
    const std::vector<Record>& records,
    const std::vector<SealedTable>& tables) {
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  std::pair<int64_t, int64_t> broken;
  for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
    const Scheme scheme = SchemeOf(catalog, dataset, plan, unit);
    const Cube cube = CubeOf(scheme, records, dataset.public_sources);
    broken.first += BrokenByPropagation(
        ViewOf(scheme, cube, plan.minimums, ShownIn(scheme, tables)));
    broken.second += BrokenByPropagation(
        ViewOf(scheme, cube, plan.minimums,
               ByEliminationOnly(scheme, cube, plan.minimums)));
  }
  return broken;
}

// Seconds that the ranges of both units take, found once more.
double SecondsOfRanges(const Catalog& catalog, const Plan& plan,
                       std::vector<SealedTable> tables) {
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  RangeFigures figures;
  return Seconds([&] {
    for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
      const Scheme scheme = SchemeOf(catalog, dataset, plan, unit);
      AddRanges(scheme, RangeLimits(), tables, figures);
    }
  });
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
    const auto verdict = CheckSeal(ForChecker(catalog, plan, sealed, result));
    accepted = verdict.ok();
    if (!accepted) std::puts(verdict.status().ToString().c_str());
  });
  int64_t given_away[2] = {0, 0};
  for (const bool zeros : {false, true}) {
    for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
      given_away[zeros ? 1 : 0] +=
          AttackThreshold(catalog, plan, unit, records, zeros);
    }
  }
  const auto [broken, broken_before] =
      AttackBounds(catalog, plan, records, sealed.tables);
  const ProtectionFigures& figures = result.figures;
  const auto number = [](int64_t n) { return static_cast<long long>(n); };
  const auto share = [&](int64_t shown) {
    return 100.0 * static_cast<double>(shown) /
           static_cast<double>(figures.safe);
  };
  std::printf(
      "%7zu %5llu %9.3f %8.3f %8s %6lld %5lld %6lld %5.1f%% %6lld %5.1f%% "
      "%7lld %6lld %5lld %6lld %6lld %6lld %6lld\n",
      count, static_cast<unsigned long long>(seed), protect, check,
      accepted ? "yes" : "NO", number(figures.cells), number(figures.safe),
      number(figures.eliminated), share(figures.eliminated),
      number(figures.published), share(figures.published),
      number(figures.programs), number(figures.rounds), number(figures.unsafe),
      number(given_away[0]), number(given_away[1]), number(broken_before),
      number(broken));
  const RangeFigures& ranges = figures.ranges;
  std::printf(
      "        ranges of %lld cells not shown: %.3f s, %lld with a high, %lld "
      "lows and %lld highs the closest there are, %lld programs%s\n",
      number(ranges.asked), SecondsOfRanges(catalog, plan, result.tables),
      number(ranges.finite), number(ranges.tight_low),
      number(ranges.tight_high), number(ranges.programs),
      ranges.cut_short ? ", cut short" : "");
}

}  // namespace
}  // namespace toguna::testing

int main() {
  std::puts(
      "elim: shown to who only subtracts; shown: after the repair. hidden, "
      "zeros: "
      "unsafe cells that a plain threshold gives away, with "
      "zeros "
      "hidden and with zeros shown.\n"
      "records  seed protect_s  check_s accepted  cells  safe   elim  share  "
      "shown  share programs rounds unsafe hidden  zeros bounds remain");
  for (const size_t count : {600, 1200}) {
    for (const uint64_t seed : {1, 2, 3}) {
      toguna::testing::Measure(count, seed);
    }
  }
  return 0;
}
