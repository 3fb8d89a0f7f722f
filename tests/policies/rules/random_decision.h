#ifndef TOGUNA_TESTS_POLICIES_RULES_RANDOM_DECISION_H_
#define TOGUNA_TESTS_POLICIES_RULES_RANDOM_DECISION_H_

// Random catalogs, asks and facts, near what is allowed: most rules pass most
// of the time, so that many asks pass and every rule refuses some.

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "policies/rules/decide.h"
#include "tests/support/small_operation.h"

namespace toguna::testing {

struct RandomDecision {
  explicit RandomDecision(uint64_t seed) : random(seed) {
    RandomCatalog();
    RandomAsk();
    RandomFacts();
  }

  bool OneIn(int n) { return Below(n) == 0; }
  int Below(int n) {
    return static_cast<int>(random() % static_cast<uint64_t>(n));
  }

  Agreement& agreement() { return AgreementOf(catalog); }
  Grant& grant() { return agreement().grants.at(0); }
  Decision Decided() const { return Decide(catalog, ask, facts); }

  void RandomCatalog() {
    Dataset& dataset = catalog.datasets.at(DatasetId("incidents"));
    if (OneIn(15)) dataset.sensitivity = Sensitivity::kSevere;
    for (const auto& [dimension, code] :
         std::vector<std::pair<std::string, std::string>>{
             {"type", "a"},
             {"type", "b"},
             {"place", "ML05"},
             {"place", "ML0501"}}) {
      if (!OneIn(4)) continue;
      dataset.classified.push_back({dimension,
                                    {code},
                                    static_cast<Sensitivity>(Below(4)),
                                    OneIn(2),
                                    {}});
    }
    agreement().sensitivity_ceiling = static_cast<Sensitivity>(1 + Below(3));
    grant().level_limits = {{"place", Below(3)}, {"type", OneIn(4) ? 0 : 1}};
    if (OneIn(3)) grant().code_filters = {{"type", {OneIn(2) ? "a" : "b"}}};
    if (OneIn(4)) grant().code_filters.push_back({"place", {"ML05"}});
    if (OneIn(5)) grant().families.pop_back();
    grant().lag_days = OneIn(3) ? Below(20) : 0;
    if (OneIn(20)) agreement().assessment.reset();
    for (AgreementSignature& one : agreement().signatures) {
      one.valid = !OneIn(60);
    }
    Plan& plan = catalog.plans.at(PlanId("monthly"));
    if (OneIn(6)) plan.families[1].cadence = Cadence::kQuarter;
    if (OneIn(10)) plan.rungs = {{10, 2, 3}};
    if (!plan.rungs.empty() && !OneIn(3)) grant().rung = 10;
  }

  void RandomAsk() {
    if (OneIn(3)) ask.families.push_back(FamilyId("type-only"));
    if (OneIn(12)) ask.families.erase(ask.families.begin());
    const bool place = std::count(ask.families.begin(), ask.families.end(),
                                  FamilyId("place-type")) > 0;
    ask.levels = {{"type", Below(2)}};
    if (place) ask.levels.push_back({"place", Below(3)});
    if (OneIn(2)) ask.code_filters.push_back({"type", {OneIn(2) ? "a" : "b"}});
    if (OneIn(4) && place) ask.code_filters.push_back({"place", {"ML05"}});
    if (OneIn(3)) ask.periods.push_back(Period(March().month() - 1));
    if (OneIn(10)) {
      ask.periods.push_back(Period(Period::Kind::kQuarter, March().month()));
    }
    if (OneIn(40)) ask.purpose = PurposeId("another");
    if (OneIn(40)) ask.caller = PartyId("collectors");
    ask.phase = OneIn(5)   ? Phase::kFeedItem
                : OneIn(4) ? Phase::kPreview
                           : Phase::kExtract;
    ask.event_time = At(1);
  }

  void RandomFacts() {
    facts.sealed.clear();
    for (const Period& period : ask.periods) {
      if (!OneIn(10)) facts.sealed.push_back(period);
      if (!OneIn(3)) facts.approved.push_back(period);
    }
    facts.extracts_this_month = Below(3);
    facts.now = At(OneIn(8) ? 1 + Below(29) : 8 + Below(17));
    if (OneIn(30)) facts.standing = static_cast<Standing>(Below(5));
    if (OneIn(10)) facts.recall_due = At(1 + Below(29));
  }

  std::mt19937_64 random;
  Catalog catalog = SmallCatalog();
  Ask ask = SmallAsk();
  Facts facts = SmallFacts();
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_POLICIES_RULES_RANDOM_DECISION_H_
