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

// So many codes that the two quarters together are too large to be protected:
// what waits goes on waiting, and its quarter is sealed as without it.
TEST(ServiceStoreTest, WhatIsTooLargeTogetherIsSealedApart) {
  ServiceWorld world = RandomService(0);
  world.starts = {0, 1};
  world.tiny = {};
  world.untold.assign(2, {});
  StringTree& places = world.tiny.trees["place"] = {{"P", ""}};
  for (int i = 0; i < 550; ++i) {
    places.emplace_back("p" + std::to_string(i), "P");
  }
  StringTree& types = world.tiny.trees["type"] = {{"T", ""}};
  for (int i = 0; i < 200; ++i) {
    types.emplace_back("t" + std::to_string(i), "T");
  }
  world.tiny.trees["who"] = {{"W", ""}, {"girl", "W"}, {"man", "W"}};
  const auto add = [&](size_t month, const std::string& place, int records) {
    for (int i = 0; i < records; ++i) {
      const std::string number = std::to_string(i);
      world.tiny.months[month].push_back(
          {.contributor = i % 2 == 0 ? "c1" : "c2",
           .source = "s" + number,
           .place = place,
           .type = "t1",
           .victims = {}});
      world.untold[month].push_back({"k1", true});
    }
  };
  world.tiny.months.resize(2);
  add(0, "p1", 8);
  add(0, "p2", 3);
  add(1, "p2", 3);
  add(1, "p3", 8);
  Plan& plan = world.plan;
  plan.minimums = {.k = 4, .s = 1, .c = 0};
  plan.rungs.clear();
  plan.families = {
      FamilyOf("all", Unit::kRecord, {{"place", 0, 1}, {"type", 0, 1}})};
  plan.cohorts[0].strata = {{.dimension = "type", .codes = {"t1"}, .who = ""}};
  plan.cohorts[0].attributes = {{.kind = CohortAttribute::Kind::kDimension,
                                 .dimension = "place",
                                 .who = "",
                                 .weight = 1,
                                 .coarsest = 1}};
  const auto seals = SealAll(world);
  ASSERT_THAT(seals, IsOk());
  // Six of one place would make a cohort.
  for (const CohortSeal::Node& node : seals->cohorts(1).nodes) {
    for (const CohortRecord& record : node.records) {
      EXPECT_EQ(record.month, Period(world.MonthOf(1)));
    }
  }
  EXPECT_EQ(seals->cohorts(1).held_over.size(), 3u);
}

}  // namespace
}  // namespace toguna::testing
