// How long a month takes to seal and how much of it is shown, beside a plain
// threshold and what an attacker learns from that. Everything is generated.

#include <malloc.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/add_ranges.h"
#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/protect.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/usecase/seal_check.h"
#include "tests/bench/threshold.h"
#include "tests/privacy/bounds_attacker.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {
namespace {

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

struct Settings {
  size_t records = 600;
  uint64_t first_seed = 1;
  uint64_t last_seed = 3;
  double seconds = 60;
  int c = 3;
  bool victims_rule = true;
};

double Total(const std::vector<double>& levels) {
  return std::accumulate(levels.begin(), levels.end(), 0.0);
}

std::string PerLevel(const std::vector<double>& levels) {
  std::string text;
  for (const double level : levels) {
    char number[32];
    std::snprintf(number, sizeof number, "%s%.4g", text.empty() ? "" : "/",
                  level);
    text += number;
  }
  return text;
}

void Measure(const Settings& settings, uint64_t seed) {
  Catalog catalog = MaliLikeCatalog();
  const Plan& plan =
      AddPlan(catalog, {.k = 5, .s = 2, .c = settings.c}, MonthlyFamilies());
  Dataset& dataset = catalog.datasets.at(plan.dataset);
  if (settings.victims_rule) dataset.victims_in_every_record.emplace();
  const std::vector<Record> records = GeneratedMonth(settings.records, seed);

  ProtectOptions options{.tie_break = seed, .work = 0};
  Protected result;
  const double safe_after = Seconds(
      [&] { result = *Protect(catalog, dataset, plan, records, options); });
  const int64_t shown_first = result.figures.published;
  options.work = INT64_MAX / 2;
  const double start = Now();
  options.stop = [&] { return Now() - start > settings.seconds; };
  const double protect = Seconds(
      [&] { result = *Protect(catalog, dataset, plan, records, options); });
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
  const double most =
      static_cast<double>(figures.safe) - Total(figures.lower_bound);
  std::printf(
      "%7zu %4llu | %6.1f %5lld | %7.1f %5lld %5lld %5.1f%% %-10s %-10s "
      "%6.1f%% "
      "%-7s | %6.2f %-8s | %6lld %6lld %6lld | %6lld %6lld\n",
      settings.records, static_cast<unsigned long long>(seed), safe_after,
      number(shown_first), protect, number(figures.safe),
      number(figures.published),
      100.0 * static_cast<double>(figures.published) /
          static_cast<double>(figures.safe),
      PerLevel(figures.withheld).c_str(), PerLevel(figures.lower_bound).c_str(),
      100.0 * static_cast<double>(figures.published) / most,
      figures.optimal ? "optimal" : "stopped", check,
      accepted ? "accepted" : "REFUSED", number(figures.unsafe),
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
  std::fflush(stdout);
}

constexpr char kHelp[] =
    "seal_bench [records] [first seed] [last seed] [seconds] [c] [victims rule "
    "0|1]\n"
    "Generated months, k = 5, s = 2; place x type by record, region x category "
    "x who by victim;\n245 sources of 3 contributors (60, 30, 10 %).\n"
    "first: seconds to the first safe pattern and cells shown by it.\n"
    "finished: seconds, safe cells, cells shown, their share of the safe ones; "
    "safe cells withheld and the\nnumber that no safe pattern can go below, "
    "per level, coarsest first; cells shown as a share of what\nthat bound "
    "leaves.\n"
    "plain threshold, as one would write it in SQL: it shows all safe cells; "
    "unsafe cells, and how many of\nthem follow from it exactly, with zeros "
    "hidden and shown. bounds: unsafe cells that bounds carried from\nrow to "
    "row confine too closely, in what only withstands subtraction, and in what "
    "is sealed.\n"
    "records seed | first  shown | finished safe shown share  withheld   bound "
    "     of-bound         |  check          | unsafe hidden  zeros | bounds "
    "sealed";

}  // namespace
}  // namespace toguna::testing

int main(int argc, char** argv) {
  // As the server does: what solvers give back is soon asked for again.
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  toguna::testing::Settings settings;
  if (argc > 1) settings.records = std::strtoull(argv[1], nullptr, 10);
  if (argc > 2) settings.first_seed = std::strtoull(argv[2], nullptr, 10);
  if (argc > 3) settings.last_seed = std::strtoull(argv[3], nullptr, 10);
  if (argc > 4) settings.seconds = std::strtod(argv[4], nullptr);
  if (argc > 5)
    settings.c = static_cast<int>(std::strtol(argv[5], nullptr, 10));
  if (argc > 6) settings.victims_rule = std::strcmp(argv[6], "0") != 0;
  std::puts(toguna::testing::kHelp);
  for (uint64_t seed = settings.first_seed; seed <= settings.last_seed;
       ++seed) {
    toguna::testing::Measure(settings, seed);
  }
  return 0;
}
