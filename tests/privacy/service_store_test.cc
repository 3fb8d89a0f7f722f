// What the use cases seal of a tiny service, month by month and quarter by
// quarter, with all that a store keeps between two seals, against the attacker
// of service_attack_test.cc.

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/service_attacker.h"
#include "tests/privacy/service_world.h"
#include "tests/support/sealed_year.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

constexpr ServiceShape kShape{.months = 3, .quarters = 2};
constexpr ServiceShape kThree{.months = 4, .quarters = 3, .most_records = 10};

Catalog WithPlan(const ServiceWorld& world) {
  Catalog catalog = CatalogOf(world);
  catalog.plans.emplace(world.plan.id, world.plan);
  return catalog;
}

// A service whose world is sealed on a ledger in memory.
class StoredService {
 public:
  explicit StoredService(const ServiceWorld& world)
      : world_(world),
        catalog_(WithPlan(world)),
        year_(catalog_, world.plan.dataset, 5) {}

  SealedYear& year() { return year_; }
  Period QuarterOf(size_t month) const {
    return Period(Period::Kind::kQuarter, world_.MonthOf(month));
  }

  absl::Status SealMonths() {
    for (size_t m = 0; m < world_.tiny.months.size(); ++m) {
      std::vector<Record> records = RecordsOf(world_, m);
      for (Record& record : records) record.instance = record.ref;
      TOGUNA_RETURN_IF_ERROR(
          Done(year_.SealMonth(Period(world_.MonthOf(m)), records)));
      TOGUNA_ASSIGN_OR_RETURN(MadeSeal made, Made(Period(world_.MonthOf(m))));
      seals_.months.push_back(std::move(made));
    }
    return absl::OkStatus();
  }
  absl::Status SealQuarter(size_t number) {
    const Period quarter = QuarterOf(world_.Quarters()[number].front());
    TOGUNA_RETURN_IF_ERROR(Done(year_.Seal(quarter)));
    TOGUNA_ASSIGN_OR_RETURN(MadeSeal made, Made(quarter));
    TOGUNA_ASSIGN_OR_RETURN(auto cohorts,
                            year_.Cohorts(quarter, CohortsId(kLeads)));
    if (!cohorts.has_value()) return absl::NotFoundError("no cohorts");
    made.cohorts.push_back(*std::move(cohorts));
    seals_.quarters.push_back(std::move(made));
    return absl::OkStatus();
  }
  absl::StatusOr<ServiceSeals> SealAll() {
    TOGUNA_RETURN_IF_ERROR(SealMonths());
    for (size_t q = 0; q < world_.Quarters().size(); ++q) {
      TOGUNA_RETURN_IF_ERROR(SealQuarter(q));
    }
    return seals_;
  }
  const ServiceSeals& seals() const { return seals_; }

 private:
  static absl::Status Done(const absl::StatusOr<SealJob>& job) {
    if (!job.ok()) return job.status();
    return ErrorOf(job->row);
  }

  absl::StatusOr<MadeSeal> Made(const Period& period) {
    MadeSeal made;
    for (size_t rung = 0; rung < world_.plan.Ladder().size(); ++rung) {
      SealRow wanted;
      wanted.sealed.dataset = world_.plan.dataset;
      wanted.sealed.period = period;
      wanted.sealed.rung = static_cast<int>(rung);
      TOGUNA_ASSIGN_OR_RETURN(const auto row,
                              Find<SealRow>(year_.ledger(), KeyOf(wanted)));
      if (!row.has_value()) return absl::NotFoundError("no seal");
      made.rungs.emplace_back().sealed = row->value.sealed;
    }
    return made;
  }

  const ServiceWorld& world_;
  const Catalog catalog_;
  SealedYear year_;
  ServiceSeals seals_;
};

std::set<std::string> RefsOf(const CohortSeal& seal) {
  std::set<std::string> refs;
  for (const SealedCohort& cohort : SealedRung(seal, 0).cohorts) {
    for (const CohortRecord& record : cohort.records) refs.insert(record.ref);
  }
  return refs;
}

TEST(ServiceStoreTest, WhatAStoreKeepsBreaksNoGuarantee) {
  constexpr uint64_t kRuns = 150;
  ServiceFigures figures;
  for (uint64_t seed = 0; seed < kRuns; ++seed) {
    const ServiceWorld world =
        RandomService(seed, seed % 3 == 0 ? kThree : kShape);
    StoredService service(world);
    const auto seals = service.SealAll();
    ASSERT_THAT(seals, IsOk()) << "seed " << seed;
    for (size_t rung = 0; rung < world.plan.Ladder().size(); ++rung) {
      const ServiceAttacker attacker(world, *seals, static_cast<int>(rung));
      if (!attacker.IsAnythingGiven()) continue;
      figures.held_over += attacker.HasHeldOver() ? 1 : 0;
      const ServiceFigures found = attacker.Attack();
      EXPECT_EQ(found.all.violations, 0)
          << "seed " << seed << " rung " << rung << ": " << found.all.first;
      figures.Add(found);
    }
  }
  std::cout << "stored: runs " << kRuns << ", with cohorts of what waited "
            << figures.held_over << ", unsafe counts attacked "
            << figures.all.cells << ", undecided " << figures.all.undecided
            << ", violations " << figures.all.violations << "\n";
  EXPECT_GT(10 * figures.held_over, kRuns);
}

// No record is ever in two cohorts that are given.
TEST(ServiceStoreTest, ARecordIsGivenOnce) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const ServiceWorld world = RandomService(seed, kShape);
    StoredService service(world);
    const auto seals = service.SealAll();
    ASSERT_THAT(seals, IsOk());
    const std::set<std::string> first = RefsOf(seals->cohorts(0));
    for (const std::string& ref : RefsOf(seals->cohorts(1))) {
      EXPECT_EQ(first.count(ref), 0u) << "seed " << seed;
    }
  }
}

// What was taken back while it waited joins nothing.
TEST(ServiceStoreTest, WhatWasTakenBackWhileItWaitedJoinsNothing) {
  int64_t taken_back = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const ServiceWorld world = RandomService(seed, kShape);
    StoredService service(world);
    ASSERT_THAT(service.SealMonths(), IsOk());
    ASSERT_THAT(service.SealQuarter(0), IsOk());
    std::set<std::string> refs;
    for (const CohortRecord& record : service.seals().cohorts(0).held_over) {
      if (refs.size() == 1) break;
      ASSERT_THAT(service.year().Retract(record), IsOk());
      refs.insert(record.ref);
    }
    ASSERT_THAT(service.SealQuarter(1), IsOk());
    const std::set<std::string> given = RefsOf(service.seals().cohorts(1));
    for (const std::string& ref : refs) {
      ++taken_back;
      EXPECT_EQ(given.count(ref), 0u) << "seed " << seed;
    }
  }
  EXPECT_GT(taken_back, 5);
}

}  // namespace
}  // namespace toguna::testing
