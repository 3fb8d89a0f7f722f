#ifndef TOGUNA_TESTS_BENCH_THRESHOLD_H_
#define TOGUNA_TESTS_BENCH_THRESHOLD_H_

// The reference beside every figure: a plain threshold, as one would write it
// in SQL, which shows every safe cell; and the time of the processor.

#include <cstdint>
#include <ctime>
#include <vector>

#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/scheme.h"
#include "tests/privacy/bounds_attacker.h"

namespace toguna::testing {

// Seconds of the processor, of which the engine uses one: on a machine that
// does nothing else the same as by the clock, and comparable on a busy one.
inline double Now() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         1e-9 * static_cast<double>(now.tv_nsec);
}

inline double Seconds(const auto& work) {
  const double start = Now();
  work();
  return Now() - start;
}

// Unsafe counts of one unit that follow from all safe cells, with or without
// the cells that are zero.
inline int64_t AttackThreshold(const Catalog& catalog, const Plan& plan,
                               Unit unit, const std::vector<Record>& records,
                               bool zeros) {
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  const Scheme scheme = SchemeOf(catalog, dataset, plan, unit);
  const Cube cube = CubeOf(scheme, records, dataset.public_sources);
  std::vector<Sum> shown;
  std::vector<Sum> unsafe;
  for (size_t t = 0; t < scheme.tables().size(); ++t) {
    const Scheme::Table& table = scheme.tables()[t];
    // Finest first: the same sums in all, and less to eliminate.
    for (int64_t cell = table.cells; cell-- > 0;) {
      const auto found = cube.tables()[t].find(cell);
      if (found == cube.tables()[t].end()) {
        if (zeros) shown.push_back(scheme.SumOf(table, cell));
      } else if (IsSafe(found->second, plan.minimums)) {
        shown.push_back(scheme.SumOf(table, cell));
      } else {
        unsafe.push_back(scheme.SumOf(table, cell));
      }
    }
  }
  std::vector<Sum> all = unsafe;
  all.insert(all.end(), shown.begin(), shown.end());
  const std::vector<int32_t> group_of =
      GroupsOf(static_cast<int32_t>(scheme.atoms()), all);
  Elimination known(static_cast<int32_t>(scheme.atoms()), {});
  for (const Sum& sum : MergeAlike(group_of, shown)) known.TryAdd(sum);
  int64_t recovered = 0;
  for (const Sum& sum : MergeAlike(group_of, unsafe)) {
    recovered += known.Implies(sum) ? 1 : 0;
  }
  return recovered;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_BENCH_THRESHOLD_H_
