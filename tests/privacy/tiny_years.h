#ifndef TOGUNA_TESTS_PRIVACY_TINY_YEARS_H_
#define TOGUNA_TESTS_PRIVACY_TINY_YEARS_H_

// Tiny years in which earlier releases may confine what later ones guard, with
// what the checker is given of each release.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policies/model/catalog.h"
#include "tests/privacy/random_world.h"
#include "tests/privacy/tiny_corrections.h"
#include "tests/privacy/tiny_world.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {

struct TinyYear {
  TinyWorld world;
  std::vector<Release> releases;  // in the order of sealing
  std::vector<std::vector<const Family*>> refining;
  // One plan all year: the same minimums, and everything to come is declared.
  bool kept = true;
};

// A release as it was sealed, and as the checker sees it.
struct SealedRelease {
  Protected result;
  SealToCheck check;
};

// Seals `now` after `earlier`. The trees of the check are of `catalog`, which
// is that of the world.
inline absl::StatusOr<SealedRelease> SealWithProof(
    const TinyWorld& world, const Catalog& catalog,
    const std::vector<Release>& earlier, const Release& now,
    const std::vector<const Family*>& refining, uint64_t key) {
  const Dataset& dataset = *catalog.FindDataset(DatasetId("incidents"));
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<Strand> strands, StrandsOf(world));
  std::vector<Publication> publications;
  const auto add = [&](const Release& one,
                       const std::vector<SealedTable>* tables) {
    publications.push_back(
        {one.families, one.minimums, one.months, tables, world.zeros});
    if (!one.corrections.has_value()) return;
    publications.back().corrections = {one.corrections->removed,
                                       one.corrections->added};
  };
  for (const Release& one : earlier) add(one, &one.tables);
  add(now, nullptr);
  SealedRelease sealed;
  TOGUNA_ASSIGN_OR_RETURN(
      sealed.result, Protect(catalog, dataset, refining, strands, publications,
                             ProtectOptions{.tie_break = key}));
  Plan plan;
  plan.id = PlanId("tiny");
  plan.version = "1";
  plan.dataset = dataset.id;
  plan.minimums = now.minimums;
  plan.structural_zeros = world.zeros;
  for (const Family* family : now.families) plan.families.push_back(*family);
  SealedPeriod period;
  period.dataset = dataset.id;
  period.plan = plan.id;
  period.tables = sealed.result.tables;
  sealed.check = ForChecker(catalog, plan, period, sealed.result, refining,
                            publications, strands.size());
  return sealed;
}

// Months with the same families; then more families over all of them, in one
// year of three with what was corrected before or after that. Every second year
// keeps to its plan.
inline TinyYear RandomTinyYear(uint64_t seed) {
  Random random(seed);
  WorldShape shape;
  shape.months = 1 + Below(random, 3);
  shape.most_records = 9;
  shape.zones = Below(random, 3) == 0;
  shape.sources = 5 + Below(random, 8);
  TinyYear year{RandomWorld(random, shape), {}, {}};
  TinyWorld& world = year.world;
  if (Below(random, 4) == 0) AddStructuralZero(random, world);
  const bool corrected = Below(random, 3) == 0;
  if (corrected) AddCorrections(random, 1 + Below(random, 3), world);
  const auto draw = [&] {
    Minimums minimums = RandomMinimums(random);
    minimums.c = static_cast<int>(Below(random, 3));
    return minimums;
  };
  Minimums minimums = draw();
  const auto families =
      RandomFamiliesOf(random, shape, world, 1 + Below(random, 3));
  std::vector<const Family*> later =
      RandomFamiliesOf(random, shape, world, 1 + Below(random, 2));
  std::vector<const Family*> years;
  if (corrected) {
    // Corrections can be counted only where records are.
    years.push_back(world.Add(Unit::kRecord, {{"place", 0, 1}}));
    for (const Stream stream : {Stream::kRemoved, Stream::kAdded}) {
      const Family like = *RandomFamily(random, shape, world);
      years.push_back(OfStream(world, like, stream));
    }
  }
  std::vector<const Family*> to_come = later;
  to_come.insert(to_come.end(), years.begin(), years.end());
  year.kept = Below(random, 2) == 0;
  const auto release = [&](const std::vector<const Family*>& own,
                           std::vector<size_t> months, bool last) {
    if (!year.kept && Below(random, 2) == 0) minimums = draw();
    year.releases.push_back({own, minimums, std::move(months), {}});
    year.refining.push_back(year.kept && !last ? to_come
                                               : std::vector<const Family*>());
  };
  std::vector<size_t> all;
  for (size_t m = 0; m < shape.months; ++m) {
    release(families, {m}, false);
    all.push_back(m);
  }
  const bool last = Below(random, 2) == 0;
  if (!corrected || last) release(later, all, !corrected);
  if (!corrected) return year;
  release(years, all, last);
  year.releases.back().corrections = world.corrections;
  if (!last) release(later, all, true);
  return year;
}

// Seals all releases of `year` one after the other and hands each to `look`
// with what was released before. Where plans have zeros only those that count
// all months: the checker takes zeros to hold for all that it is given.
template <typename Look>
absl::Status SealYear(TinyYear& year, const Catalog& catalog, uint64_t key,
                      const Look& look) {
  std::vector<Release> before;
  for (size_t i = 0; i < year.releases.size(); ++i) {
    Release now = year.releases[i];
    std::vector<Release> linked;
    for (const Release& one : before) {
      if (one.months == now.months || now.months.size() > 1) {
        linked.push_back(one);
      }
    }
    TOGUNA_ASSIGN_OR_RETURN(
        SealedRelease sealed,
        SealWithProof(year.world, catalog, linked, now, year.refining[i], key));
    now.tables = sealed.result.tables;
    const bool whole = now.months.size() == year.world.months.size() ||
                       (year.world.corrections.has_value() &&
                        std::any_of(linked.begin(), linked.end(),
                                    [](const Release& one) {
                                      return one.corrections.has_value();
                                    })) ||
                       now.corrections.has_value();
    if (year.world.zeros.empty() || whole) look(linked, now, sealed);
    before.push_back(std::move(now));
  }
  return absl::OkStatus();
}

// A number that is no structural zero.
inline bool ShowsSomething(const SealToCheck& seal) {
  return std::any_of(
      seal.families.begin(), seal.families.end(), [](const auto& family) {
        return std::any_of(family.cells.begin(), family.cells.end(),
                           [](const CheckedCell& cell) {
                             return cell.published && cell.value != 0;
                           });
      });
}

// Calls `look` for every release of some years, with the number of the year.
using LookAt =
    std::function<void(uint64_t, const TinyYear&, const std::vector<Release>&,
                       const Release&, const SealedRelease&)>;

inline void ForEachRelease(uint64_t years, const LookAt& look) {
  for (uint64_t seed = 0; seed < years; ++seed) {
    TinyYear year = RandomTinyYear(seed);
    const Catalog catalog = CatalogOf(year.world);
    ASSERT_THAT(SealYear(year, catalog, seed,
                         [&](const std::vector<Release>& before,
                             const Release& now, const SealedRelease& sealed) {
                           look(seed, year, before, now, sealed);
                         }),
                IsOk())
        << "seed " << seed;
  }
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_TINY_YEARS_H_
