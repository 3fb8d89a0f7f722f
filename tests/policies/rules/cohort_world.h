#ifndef TOGUNA_TESTS_POLICIES_RULES_COHORT_WORLD_H_
#define TOGUNA_TESTS_POLICIES_RULES_COHORT_WORLD_H_

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "policies/rules/cohorts.h"
#include "tests/support/small_operation.h"

namespace toguna::testing {

inline CohortAttribute Shown(const std::string& dimension) {
  CohortAttribute attribute;
  attribute.dimension = dimension;
  return attribute;
}

inline CohortAttribute Victims(const std::string& who) {
  CohortAttribute attribute;
  attribute.kind = CohortAttribute::Kind::kVictims;
  attribute.who = who;
  return attribute;
}

// Rows that show a place, a type, whether girls were harmed, and the quarter of
// the incident, under an agreement that gives cercles, types and sexes.
struct CohortWorld {
  CohortWorld() {
    CodeList who = MakeList(
        "who", {"all", "age", "age-sex"},
        {{"all", "", {}}, {"child", "all", {}}, {"girl", "child", {}}});
    catalog.code_lists.emplace(who.id, who);
    Dataset& incidents = dataset();
    incidents.tally_code_list = CodeListId("who");
    Dimension harmed = OfAttribute("who", "who");
    harmed.source = Dimension::Source::kWho;
    harmed.attributes.clear();
    incidents.dimensions.push_back(harmed);
    CohortPlan cohorts;
    cohorts.id = CohortsId("leads");
    cohorts.purposes = {PurposeId("child-rights")};
    cohorts.strata = {{"type", {"a"}, ""}};
    CohortAttribute quarter;
    quarter.kind = CohortAttribute::Kind::kIncidentQuarter;
    cohorts.attributes = {Shown("place"), Shown("type"), Victims("girl"),
                          quarter};
    catalog.plans.at(PlanId("monthly")).cohorts = {cohorts};
    grant().cohorts = {cohorts.id};
    grant().level_limits = {{"place", 2}, {"type", 1}, {"who", 2}};
    ask.families.clear();
    ask.cohorts = {cohorts.id};
    ask.levels = grant().level_limits;
    ask.periods = {quarter_asked};
    facts.sealed = ask.periods;
  }

  Dataset& dataset() { return catalog.datasets.at(DatasetId("incidents")); }
  Grant& grant() { return AgreementOf(catalog).grants.at(0); }
  const CohortPlan& cohorts() const {
    return catalog.plans.at(PlanId("monthly")).cohorts.at(0);
  }
  void Classify(const char* dimension, std::vector<std::string> codes,
                Sensitivity sensitivity, bool approval) {
    dataset().classified.push_back(
        {dimension, std::move(codes), sensitivity, approval, {}});
  }
  bool Gives(const std::vector<std::string>& place,
             const std::vector<std::string>& type = {"a"},
             const std::vector<std::string>& girls = {"1+"}) const {
    EXPECT_TRUE(Decide(catalog, ask, facts).allowed);
    return GivesBox(catalog, ask, facts, quarter_asked, cohorts().attributes,
                    {place, type, girls, {"2026-Q1"}});
  }

  Period quarter_asked{Period::Kind::kQuarter, absl::CivilMonth(2026, 1)};
  Catalog catalog = SmallCatalog();
  Ask ask = SmallAsk();
  Facts facts = SmallFacts();
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_POLICIES_RULES_COHORT_WORLD_H_
