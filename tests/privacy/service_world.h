#ifndef TOGUNA_TESTS_PRIVACY_SERVICE_WORLD_H_
#define TOGUNA_TESTS_PRIVACY_SERVICE_WORLD_H_

// A tiny service: months whose tables are sealed one after another, then their
// quarter with tables and cohorts, by the code that seals in earnest.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/cohort/stratum.h"
#include "exchange/usecase/make_seal.h"
#include "policies/model/catalog.h"
#include "policies/model/plan.h"
#include "policies/model/stratum_victims.h"
#include "tests/privacy/random_world.h"
#include "tests/privacy/tiny_world.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {

inline constexpr char kLeads[] = "leads";

// What a record has that no table tells it by.
struct Untold {
  std::string kind;  // an attribute that only cohorts show
  bool consents = true;
};

struct ServiceWorld {
  TinyWorld tiny;                           // whose families are the plan's
  std::vector<std::vector<Untold>> untold;  // of the records of each month
  Plan plan;

  absl::CivilMonth MonthOf(size_t m) const {
    return absl::CivilMonth(2026, 1) + static_cast<int>(m);
  }
};

// What was sealed of it: tables of each month and of the quarter, by rung, and
// cohorts.
struct ServiceSeals {
  std::vector<MadeSeal> months;
  MadeSeal quarter;

  const CohortSeal& cohorts() const { return quarter.cohorts.at(0); }
};

inline Catalog CatalogOf(const ServiceWorld& world) {
  Catalog catalog = CatalogOf(world.tiny);
  Dataset& dataset = catalog.datasets.begin()->second;
  AddList(catalog, "kinds", {{"K", ""}, {"k1", "K"}, {"k2", "K"}});
  dataset.attributes.push_back(CodeAttribute("kind", "kinds", true));
  dataset.dimensions.push_back(
      DimensionOf("kind", Dimension::Source::kAttribute, {"kind"}, "kinds"));
  AddList(catalog, "scopes", {{"any", ""}, {"open", "any"}, {"no", "any"}});
  dataset.consent_code_list = CodeListId("scopes");
  Purpose purpose;
  purpose.id = PurposeId("verify");
  purpose.consent_scopes = {"open"};
  catalog.purposes.emplace(purpose.id, purpose);
  return catalog;
}

inline std::string RefOf(size_t month, size_t number) {
  return "ref1-" + std::to_string(month) + "-" + std::to_string(number);
}

inline std::vector<Record> RecordsOf(const ServiceWorld& world, size_t month) {
  std::vector<Record> records = RecordsOf(world.tiny, world.tiny.months[month]);
  for (size_t i = 0; i < records.size(); ++i) {
    records[i].ref = RefOf(month, i);
    records[i].codes["kind"] = world.untold[month][i].kind;
    records[i].consent = world.untold[month][i].consents ? "open" : "no";
    records[i].accepted = world.MonthOf(month);
    records[i].incident_day = absl::CivilDay(world.MonthOf(month));
  }
  return records;
}

// Seals the months and then the quarter by `plan`. Without `audited` its
// cohorts are formed by themselves, and all of them are given out.
inline absl::StatusOr<ServiceSeals> SealAll(const ServiceWorld& world,
                                            bool audited = true) {
  const Catalog catalog = CatalogOf(world);
  const Dataset& dataset = *catalog.FindDataset(world.plan.dataset);
  const auto seal = [&](const Plan& plan, const SealInput& input) {
    return MakeSeal(catalog, plan, input, absl::UnixEpoch(),
                    std::string(32, 'k'),
                    [](const SealProgress&) { return true; });
  };
  Plan tables = world.plan;
  if (!audited) tables.cohorts.clear();
  ServiceSeals seals;
  SealInput quarter;
  quarter.period = Period(Period::Kind::kQuarter, world.MonthOf(0));
  quarter.work = 5;
  std::vector<StratumRecord> stratum;
  for (size_t m = 0; m < world.tiny.months.size(); ++m) {
    const Period period(world.MonthOf(m));
    const std::vector<Record> records = RecordsOf(world, m);
    SealInput month;
    month.period = period;
    month.work = 5;
    TOGUNA_ASSIGN_OR_RETURN(Strand strand,
                            CountMonth(catalog, world.plan, records));
    strand.accepted = period.month();
    month.strands = {strand};
    TOGUNA_ASSIGN_OR_RETURN(MadeSeal made, seal(world.plan, month));
    EarlierSeal earlier{
        .plan = DueWith(period, world.plan), .strands = {m}, .rungs = {}};
    for (const MadeRung& rung : made.rungs) {
      earlier.rungs.push_back(rung.sealed.tables);
    }
    quarter.earlier.push_back(std::move(earlier));
    quarter.strands.push_back(std::move(strand));
    TOGUNA_ASSIGN_OR_RETURN(
        Stratum part,
        StratumOf(catalog, dataset, world.plan.cohorts[0], period, records));
    stratum.insert(stratum.end(), part.records.begin(), part.records.end());
    quarter.strata.push_back({std::move(part)});
    seals.months.push_back(std::move(made));
  }
  TOGUNA_ASSIGN_OR_RETURN(seals.quarter, seal(tables, quarter));
  if (audited) return seals;
  const std::vector<Minimums> ladder = world.plan.Ladder();
  TOGUNA_ASSIGN_OR_RETURN(const FormedCohorts formed,
                          FormStratum(catalog, dataset, world.plan.cohorts[0],
                                      ladder, quarter.period, stratum));
  CohortSeal& apart = seals.quarter.cohorts.emplace_back();
  apart.attributes = world.plan.cohorts[0].attributes;
  apart.ladder = ladder;
  for (const FormedCohorts::Node& node : formed.nodes) {
    CohortSeal::Node& given = apart.nodes.emplace_back();
    given = {.code = node.code,
             .parent = node.parent,
             .rung = node.rung,
             .box = node.box,
             .meets = node.meets,
             .released = {},
             .records = {}};
    for (int rung = 0; rung <= node.rung && node.meets; ++rung) {
      given.released.push_back(rung);
    }
    for (const size_t record : node.records) {
      given.records.push_back(stratum[record].record);
    }
  }
  return seals;
}

// Random -----------------------------------------------------------------

struct ServiceShape {
  size_t months = 2;
  size_t most_records = 14;
  bool victims = true;  // tables may count them
  bool rungs = true;
  bool all_consent = false;
};

inline CohortPlan RandomCohortPlan(Random& random, const TinyWorld& world,
                                   bool victims) {
  CohortPlan plan;
  plan.id = CohortsId(kLeads);
  plan.purposes = {PurposeId("verify")};
  using Kind = CohortAttribute::Kind;
  const auto add = [&](const std::string& dimension, int coarsest) {
    plan.attributes.push_back(
        {.kind = Kind::kDimension,
         .dimension = dimension,
         .who = "",
         .weight = 1.0 + static_cast<double>(Below(random, 4)),
         .coarsest = coarsest});
  };
  add("place", Below(random, 4) == 0 ? 1 : 0);
  add("type", 0);
  if (Below(random, 3) == 0) add("kind", 0);
  if (!world.by_place.empty() && Below(random, 4) == 0) add("x", 0);
  if (victims && Below(random, 2) == 0) {
    plan.attributes.push_back(
        {.kind = Kind::kVictims, .dimension = "", .who = "girl"});
  }
  // All records; those of some types; with certain victims.
  const std::vector<std::string> types = world.LeavesOf("type");
  const size_t lot = Below(random, 4);
  std::vector<std::string> first(types.begin(), types.begin() + 2);
  const std::string who = !victims || Below(random, 2) == 0 ? ""
                          : Below(random, 2) == 0           ? "girl"
                                                            : "child";
  if (lot == 0) {
    plan.strata = {{.dimension = "type", .codes = types, .who = ""}};
  } else if (lot == 1 || types.size() < 3) {
    plan.strata = {{.dimension = "type", .codes = {"t1"}, .who = ""}};
    if (!who.empty()) plan.strata.push_back({"type", {"t2"}, who});
  } else if (lot == 2) {
    plan.strata = {{.dimension = "type", .codes = first, .who = who}};
  } else {
    plan.strata = {{.dimension = "type", .codes = first, .who = who},
                   {.dimension = "type", .codes = {"t3"}, .who = ""}};
  }
  return plan;
}

// Girls and boys are children here.
inline void AddBoys(Random& random, TinyWorld& world) {
  world.trees["who"] = {{"W", ""},
                        {"child", "W"},
                        {"girl", "child"},
                        {"boy", "child"},
                        {"man", "W"}};
  for (TinyMonth& month : world.months) {
    for (TinyRecord& record : month) {
      const auto girls = record.victims.find("girl");
      if (girls == record.victims.end() || Below(random, 3) > 0) continue;
      record.victims["boy"] = girls->second;
      record.victims.erase("girl");
    }
  }
}

// Types are of two depths.
inline void AddCategories(TinyWorld& world) {
  StringTree tree = {{"T", ""}, {"TA", "T"}, {"t1", "TA"}, {"t2", "TA"}};
  if (world.trees["type"].size() > 3) tree.emplace_back("t3", "T");
  world.trees["type"] = std::move(tree);
}

inline ServiceWorld RandomService(uint64_t seed, ServiceShape shape = {}) {
  Random random(seed);
  shape.months = 1 + Below(random, shape.months);
  WorldShape drawn{.months = shape.months, .most_records = shape.most_records};
  drawn.zones = Below(random, 3) == 0;
  drawn.who = shape.victims && Below(random, 2) == 0;
  drawn.sources = 5 + Below(random, 8);
  ServiceWorld world;
  world.tiny = RandomWorld(random, drawn);
  AddBoys(random, world.tiny);
  if (Below(random, 3) == 0) AddCategories(world.tiny);
  for (const TinyMonth& month : world.tiny.months) {
    std::vector<Untold>& untold = world.untold.emplace_back();
    for (size_t i = 0; i < month.size(); ++i) {
      untold.push_back({Below(random, 2) == 0 ? "k1" : "k2",
                        Below(random, 8) > 0 || shape.all_consent});
    }
  }
  Plan& plan = world.plan;
  plan.id = PlanId("tiny");
  plan.version = "1";
  plan.dataset = DatasetId("incidents");
  plan.minimums = {.k = 2 + static_cast<int>(Below(random, 2)),
                   .s = 1 + static_cast<int>(Below(random, 2)),
                   .c = static_cast<int>(Below(random, 2))};
  if (shape.rungs && Below(random, 3) == 0) {
    plan.rungs = {plan.minimums};
    plan.rungs[0].k += 2 + static_cast<int>(Below(random, 2));
  }
  const size_t months = 1 + Below(random, 2);
  const size_t quarters = Below(random, 3);
  for (size_t i = 0; i < months + quarters; ++i) {
    const Family* family = RandomFamily(random, drawn, world.tiny);
    plan.families.push_back(*family);
    plan.families.back().cadence =
        i < months ? Cadence::kMonth : Cadence::kQuarter;
  }
  plan.cohorts = {RandomCohortPlan(random, world.tiny, shape.victims)};
  // Such a plan is refused.
  const Catalog catalog = CatalogOf(world);
  if (TellsKindsOfNeededVictims(catalog, *catalog.FindDataset(plan.dataset),
                                plan.cohorts[0])) {
    world.tiny.victims_rule = false;
  }
  return world;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_SERVICE_WORLD_H_
