#ifndef TOGUNA_TESTS_PRIVACY_SERVICE_WORLD_H_
#define TOGUNA_TESTS_PRIVACY_SERVICE_WORLD_H_

// A tiny service: months whose tables are sealed one after another, then their
// quarter with tables and cohorts, perhaps several of them, by the code that
// seals in earnest.

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
#include "exchange/cohort/hold_over.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/cohort/stratum.h"
#include "exchange/usecase/make_seal.h"
#include "exchange/usecase/seal_cohorts.h"
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
  std::vector<size_t> starts = {0};  // of each quarter, its first month

  size_t QuarterOf(size_t m) const {
    size_t quarter = 0;
    while (quarter + 1 < starts.size() && starts[quarter + 1] <= m) ++quarter;
    return quarter;
  }
  absl::CivilMonth MonthOf(size_t m) const {
    const size_t quarter = QuarterOf(m);
    return absl::CivilMonth(2026, 1) +
           static_cast<int>(3 * quarter + m - starts[quarter]);
  }
  // Of each quarter, its months.
  std::vector<std::vector<size_t>> Quarters() const {
    std::vector<std::vector<size_t>> quarters(starts.size());
    for (size_t m = 0; m < tiny.months.size(); ++m) {
      quarters[QuarterOf(m)].push_back(m);
    }
    return quarters;
  }
};

// What was sealed of it: tables of each month and of each quarter, by rung, and
// cohorts of each quarter.
struct ServiceSeals {
  std::vector<MadeSeal> months;
  std::vector<MadeSeal> quarters;

  const CohortSeal& cohorts(size_t quarter) const {
    return quarters[quarter].cohorts.at(0);
  }
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

// How a service is sealed, in earnest or with a fault.
struct SealingOf {
  // Without it cohorts are formed by themselves, and all are given out.
  bool audited = true;
  // Without it what waits joins a later quarter's cohorts, and tables that were
  // published of it are forgotten.
  bool remembers = true;
};

// Seals the months and quarters of a world one after another.
class ServiceSealer {
 public:
  ServiceSealer(const ServiceWorld& world, SealingOf how)
      : world_(world), how_(how), catalog_(CatalogOf(world)) {}

  absl::StatusOr<ServiceSeals> Seal() {
    TOGUNA_RETURN_IF_ERROR(SealMonths());
    for (const std::vector<size_t>& months : world_.Quarters()) {
      TOGUNA_RETURN_IF_ERROR(SealQuarter(months));
    }
    return std::move(seals_);
  }

 private:
  const Dataset& dataset() const {
    return *catalog_.FindDataset(world_.plan.dataset);
  }
  const CohortPlan& cohorts() const { return world_.plan.cohorts[0]; }

  absl::StatusOr<MadeSeal> Made(const Plan& plan, const SealInput& input,
                                int hour) const {
    return MakeSeal(catalog_, plan, input,
                    absl::UnixEpoch() + absl::Hours(hour), std::string(32, 'k'),
                    [](const SealProgress&) { return true; });
  }

  EarlierSeal EarlierOf(const Period& period, const MadeSeal& made,
                        std::vector<size_t> strands) const {
    EarlierSeal earlier{.plan = DueWith(period, world_.plan),
                        .strands = std::move(strands),
                        .rungs = {}};
    for (const MadeRung& rung : made.rungs) {
      earlier.rungs.push_back(rung.sealed.tables);
    }
    return earlier;
  }

  absl::Status SealMonths() {
    for (size_t m = 0; m < world_.tiny.months.size(); ++m) {
      SealInput month;
      month.period = Period(world_.MonthOf(m));
      month.work = 5;
      const std::vector<Record> records = RecordsOf(world_, m);
      TOGUNA_ASSIGN_OR_RETURN(Strand strand,
                              CountMonth(catalog_, world_.plan, records));
      strand.accepted = world_.MonthOf(m);
      month.strands = {strand};
      TOGUNA_ASSIGN_OR_RETURN(MadeSeal made, Made(world_.plan, month, 0));
      TOGUNA_ASSIGN_OR_RETURN(
          Stratum part,
          StratumOf(catalog_, dataset(), cohorts(), month.period, records));
      strands_.push_back(std::move(strand));
      strata_.push_back(std::move(part));
      seals_.months.push_back(std::move(made));
    }
    return absl::OkStatus();
  }

  // Of the quarters sealed so far, what the next has to be made with.
  absl::Status AddHeldOver(SealInput& input) const {
    std::vector<const CohortSeal*> sealed;
    for (size_t q = 0; q < seals_.quarters.size(); ++q) {
      sealed.push_back(&seals_.cohorts(q));
    }
    TOGUNA_ASSIGN_OR_RETURN(
        const HoldOver held,
        HoldOver::Create(catalog_, dataset(), cohorts(), sealed));
    const auto quarters = world_.Quarters();
    bool any = false;
    for (size_t q = 0; q < sealed.size(); ++q) {
      for (const size_t m : quarters[q]) {
        Stratum waiting{.id = strata_[m].id, .records = {}};
        TOGUNA_ASSIGN_OR_RETURN(const std::vector<bool> waits,
                                held.Waits(q, strata_[m].records));
        for (size_t i = 0; i < waits.size(); ++i) {
          if (waits[i]) waiting.records.push_back(strata_[m].records[i]);
        }
        any = any || !waiting.records.empty();
        input.strands.push_back(strands_[m]);
        input.strata.push_back({std::move(waiting)});
        input.earlier.push_back(
            EarlierOf(Period(world_.MonthOf(m)), seals_.months[m], {m}));
      }
    }
    if (!any) {
      input = SealInput();
      return absl::OkStatus();
    }
    input.before = input.strands.size();
    for (size_t q = 0; q < sealed.size(); ++q) {
      input.earlier.push_back(
          EarlierOf(sealed[q]->period, seals_.quarters[q], quarters[q]));
      input.earlier.back().cohorts = {
          {.seal = *sealed[q], .codes = CodesOf(*sealed[q], input.before)}};
    }
    for (EarlierSeal& earlier : input.earlier) {
      if (how_.remembers) break;
      earlier.plan.families.clear();
      for (std::vector<SealedTable>& rung : earlier.rungs) rung.clear();
    }
    return absl::OkStatus();
  }

  // By month and entity, of the cohorts that somebody has seen.
  std::vector<std::map<int32_t, std::string>> CodesOf(const CohortSeal& seal,
                                                      size_t months) const {
    std::map<std::string, std::string> code_of;  // of refs
    const std::vector<std::string> seen = CodesSeen(seal);
    for (const CohortSeal::Node& node : seal.nodes) {
      if (std::count(seen.begin(), seen.end(), node.code) == 0) continue;
      for (const CohortRecord& one : node.records) code_of[one.ref] = node.code;
    }
    std::vector<std::map<int32_t, std::string>> codes(months);
    for (size_t m = 0; m < months; ++m) {
      for (const StratumRecord& record : strata_[m].records) {
        const auto code = code_of.find(record.record.ref);
        if (code != code_of.end()) codes[m][record.entity] = code->second;
      }
    }
    return codes;
  }

  absl::Status SealQuarter(const std::vector<size_t>& months) {
    const auto number = static_cast<int>(seals_.quarters.size());
    SealInput input;
    if (number > 0) TOGUNA_RETURN_IF_ERROR(AddHeldOver(input));
    input.period = Period(Period::Kind::kQuarter, world_.MonthOf(months[0]));
    input.work = 5;
    for (const size_t m : months) {
      input.earlier.push_back(EarlierOf(
          Period(world_.MonthOf(m)), seals_.months[m], {input.strands.size()}));
      input.strands.push_back(strands_[m]);
      input.strata.push_back({strata_[m]});
    }
    Plan plan = world_.plan;
    if (!how_.audited) plan.cohorts.clear();
    TOGUNA_ASSIGN_OR_RETURN(MadeSeal made, Made(plan, input, 1 + number));
    seals_.quarters.push_back(std::move(made));
    return how_.audited ? absl::OkStatus() : GiveApart(input);
  }

  absl::Status GiveApart(const SealInput& input) {
    std::vector<StratumRecord> stratum;
    for (const std::vector<Stratum>& month : input.strata) {
      stratum.insert(stratum.end(), month[0].records.begin(),
                     month[0].records.end());
    }
    const std::vector<Minimums> ladder = world_.plan.Ladder();
    TOGUNA_ASSIGN_OR_RETURN(const FormedCohorts formed,
                            FormStratum(catalog_, dataset(), cohorts(), ladder,
                                        input.period, stratum));
    CohortSeal& apart = seals_.quarters.back().cohorts.emplace_back();
    apart.attributes = cohorts().attributes;
    apart.ladder = ladder;
    apart.period = input.period;
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
    return absl::OkStatus();
  }

  const ServiceWorld& world_;
  const SealingOf how_;
  const Catalog catalog_;
  std::vector<Strand> strands_;  // of months
  std::vector<Stratum> strata_;
  ServiceSeals seals_;
};

inline absl::StatusOr<ServiceSeals> SealAll(const ServiceWorld& world,
                                            SealingOf how = {}) {
  return ServiceSealer(world, how).Seal();
}

// Random -----------------------------------------------------------------

struct ServiceShape {
  size_t months = 2;
  size_t quarters = 1;  // more: and sections that have too few records
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

// Quarters of a month or more, and few records of what is kept apart.
inline void AddQuarters(Random& random, size_t quarters, ServiceWorld& world) {
  size_t left = world.tiny.months.size() - quarters;
  for (size_t q = 1; q < quarters; ++q) {
    const size_t more = std::min<size_t>(Below(random, left + 1), 2);
    left -= more;
    world.starts.push_back(world.starts.back() + 1 + more);
  }
  CohortPlan& cohorts = world.plan.cohorts[0];
  for (CohortAttribute& one : cohorts.attributes) {
    if (one.dimension == "place" || one.dimension == "type") one.coarsest = 1;
    if (Below(random, 2) == 0) break;
  }
  if (Below(random, 2) == 0) return;
  cohorts.attributes.push_back(
      {.kind = CohortAttribute::Kind::kAcceptanceQuarter,
       .dimension = "",
       .who = ""});
}

inline ServiceWorld RandomService(uint64_t seed, ServiceShape shape = {}) {
  Random random(seed);
  shape.months = 1 + Below(random, shape.months);
  shape.months = std::max(shape.months, shape.quarters);
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
  if (shape.quarters > 1) AddQuarters(random, shape.quarters, world);
  return world;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_SERVICE_WORLD_H_
