#include "policies/rules/decide.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "tests/support/small_operation.h"

namespace toguna {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;
using ::toguna::testing::AgreementOf;
using ::toguna::testing::At;
using ::toguna::testing::March;
using ::toguna::testing::SmallAsk;
using ::toguna::testing::SmallCatalog;
using ::toguna::testing::SmallFacts;

struct World {
  Catalog catalog = SmallCatalog();
  Ask ask = SmallAsk();
  Facts facts = SmallFacts();

  Agreement& agreement() { return AgreementOf(catalog); }
  Grant& grant() { return agreement().grants.at(0); }
  Dataset& dataset() { return catalog.datasets.at(DatasetId("incidents")); }
  Decision Decided() const { return Decide(catalog, ask, facts); }
};

World FeedWorld() {
  World world;
  world.ask.phase = Phase::kFeedItem;
  world.ask.event_time = At(3);
  return world;
}

// A plan with cohorts beside its tables, a grant of them, and an ask for a
// sealed quarter of theirs.
World CohortWorld() {
  World world;
  Plan& plan = world.catalog.plans.at(PlanId("monthly"));
  CohortPlan cohorts;
  cohorts.id = CohortsId("leads");
  cohorts.purposes = {PurposeId("child-rights")};
  cohorts.strata = {{"type", {"a"}, ""}};
  CohortAttribute place;
  place.dimension = "place";
  CohortAttribute quarter;
  quarter.kind = CohortAttribute::Kind::kIncidentQuarter;
  cohorts.attributes = {place, quarter};
  plan.cohorts = {cohorts};
  cohorts.id = CohortsId("others");
  plan.cohorts.push_back(cohorts);
  world.grant().cohorts = {CohortsId("leads")};
  world.ask.families.clear();
  world.ask.cohorts = {CohortsId("leads")};
  world.ask.levels = {{"place", 1}};
  world.ask.periods = {Period(Period::Kind::kQuarter, March().month() - 2)};
  world.facts.sealed = world.ask.periods;
  return world;
}

std::set<std::string> FailedRules(const Decision& decision) {
  std::set<std::string> rules;
  for (const Finding& finding : decision.findings) {
    if (!finding.passed) rules.insert(finding.rule);
  }
  return rules;
}

std::multiset<std::string> FailedReasons(const Decision& decision) {
  std::multiset<std::string> reasons;
  for (const Finding& finding : decision.findings) {
    if (!finding.passed) reasons.insert(finding.reason);
  }
  return reasons;
}

TEST(DecideTest, AllowsWhatTheAgreementCoversAndSaysWhyInBothLanguages) {
  const Decision decision = World().Decided();

  EXPECT_TRUE(decision.allowed);
  EXPECT_EQ(decision.reason, "");
  EXPECT_TRUE(decision.caller_is_party);
  EXPECT_EQ(decision.agreement_revision, 2);
  EXPECT_EQ(decision.catalog_sha256, std::string(64, 'c'));
  EXPECT_THAT(decision.findings,
              Each(::testing::AllOf(Field(&Finding::passed, true),
                                    Field(&Finding::fr, Not(IsEmpty())),
                                    Field(&Finding::en, Not(IsEmpty())))));
}

TEST(DecideTest, ARungIsGivenByItsNameAlone) {
  World world;
  world.catalog.plans.at(PlanId("monthly")).rungs = {{10, 2, 3}, {35, 5, 5}};
  for (const int rung : {5, 10, 35}) {
    world.grant().rung = rung;
    EXPECT_TRUE(world.Decided().allowed) << rung;
  }
  world.catalog.plans.at(PlanId("monthly")).rungs.clear();
  world.grant().rung = 5;
  EXPECT_TRUE(world.Decided().allowed) << "the plan's own";
}

TEST(DecideTest, AnEmptyCatalogRefusesEverything) {
  for (const Phase phase :
       {Phase::kPreview, Phase::kExtract, Phase::kDownload, Phase::kFeedItem}) {
    Ask ask = SmallAsk();
    ask.phase = phase;
    EXPECT_FALSE(Decide(Catalog(), ask, SmallFacts()).allowed);
    EXPECT_FALSE(Decide(Catalog(), Ask(), Facts()).allowed);
  }
}

TEST(DecideTest, StrangersLearnNothingNotEvenWhetherTheAgreementExists) {
  World stranger;
  stranger.ask.caller = PartyId("somebody-else");
  World nothing;
  nothing.ask.caller = PartyId("somebody-else");
  nothing.ask.agreement = AgreementId("no-such-agreement");

  for (const World& world : {stranger, nothing}) {
    const Decision decision = world.Decided();
    EXPECT_FALSE(decision.allowed);
    EXPECT_FALSE(decision.caller_is_party);
    EXPECT_EQ(decision.reason, "REFUSED");
    EXPECT_THAT(decision.findings, IsEmpty());
    EXPECT_EQ(decision.agreement_revision, 0);
    EXPECT_EQ(decision.catalog_sha256, "");
  }
}

TEST(DecideTest, ARefusalListsEveryFinding) {
  World world;
  world.facts.now = At(30);
  world.facts.sealed.clear();
  world.ask.levels = {{"place", 2}, {"type", 1}};

  const Decision decision = world.Decided();

  EXPECT_EQ(decision.reason, "AGREEMENT_EXPIRED");
  EXPECT_EQ(
      FailedReasons(decision),
      (std::multiset<std::string>{"AGREEMENT_EXPIRED", "REVIEW_OVERDUE",
                                  "LEVEL_TOO_FINE", "PERIOD_NOT_SEALED"}));
}

TEST(DecideTest, AMonthAndItsQuarterAreAskedForTogether) {
  World world;
  world.catalog.plans.at(PlanId("monthly")).families[1].cadence =
      Cadence::kQuarter;
  world.ask.families.push_back(FamilyId("type-only"));
  const Period quarter(Period::Kind::kQuarter, March().month());
  world.ask.periods.push_back(quarter);
  EXPECT_EQ(world.Decided().reason, "PERIOD_NOT_SEALED");
  world.facts.sealed.push_back(quarter);
  EXPECT_TRUE(world.Decided().allowed);
}

TEST(DecideTest, CohortsAreGivenWithAndWithoutTables) {
  World world = CohortWorld();
  EXPECT_TRUE(world.Decided().allowed);
  world.catalog.plans.at(PlanId("monthly")).families[1].cadence =
      Cadence::kQuarter;
  world.ask.families = {FamilyId("type-only")};
  world.ask.levels.push_back({"type", 1});
  EXPECT_TRUE(world.Decided().allowed);
  // A grant of rows alone is one, too.
  World rows = CohortWorld();
  rows.grant().families.clear();
  EXPECT_TRUE(rows.Decided().allowed);
}

// What is frozen is filtered, not refused: see GivesBox.
TEST(DecideTest, NoAskForCohortsIsRefusedForWhatSomeOfThemShow) {
  World world = CohortWorld();
  world.dataset().classified = {
      {"place", {"ML05"}, Sensitivity::kSevere, true, {}}};
  EXPECT_TRUE(world.Decided().allowed);
}

TEST(DecideTest, AGrantIsAskedForWhole) {
  World world = CohortWorld();
  const AgreementId id("mrm-2026");
  EXPECT_THAT(AllOf(id, world.grant(), Phase::kExtract).cohorts,
              ElementsAre(CohortsId("leads")));
  EXPECT_THAT(AllOf(id, world.grant(), Phase::kPreview).cohorts,
              ElementsAre(CohortsId("leads")));
  EXPECT_THAT(AllOf(id, world.grant(), Phase::kFeedItem).cohorts, IsEmpty());
}

TEST(DecideTest, ALevelTooFineIsNamedBesideTheAgreementsOwn) {
  World world;
  world.ask.levels = {{"place", 2}, {"type", 1}};

  const Decision decision = world.Decided();

  const auto found =
      std::find_if(decision.findings.begin(), decision.findings.end(),
                   [](const Finding& finding) { return !finding.passed; });
  ASSERT_NE(found, decision.findings.end());
  EXPECT_EQ(found->operand, "cercle");
  EXPECT_EQ(found->clause, "region");
  EXPECT_EQ(found->en,
            "place: level cercle is too fine; the agreement goes down to "
            "region.");
}

// One case per way to fail: the change breaks one rule and no other, so a
// build without that rule would allow it.
struct LoneRefusal {
  std::string name;
  std::string rule;
  std::string reason;
  std::function<void(World&)> change;
  bool feed = false;
  bool cohorts = false;
};

std::vector<LoneRefusal> LoneRefusals() {
  using W = World&;
  return {
      {"OwnerReceives", "caller", "CALLER_NOT_RECIPIENT",
       [](W w) { w.ask.caller = PartyId("collectors"); }},
      {"DpoReceives", "caller", "CALLER_NOT_RECIPIENT",
       [](W w) { w.ask.caller = PartyId("guardian"); }},
      {"PartyWithoutTheRole", "caller", "CALLER_NOT_RECIPIENT",
       [](W w) { w.catalog.parties.at(PartyId("mrm")).roles.clear(); }},
      {"NoSignatures", "signatures", "AGREEMENT_UNSIGNED",
       [](W w) { w.agreement().signatures.clear(); }},
      {"OwnerUnsigned", "signatures", "AGREEMENT_UNSIGNED",
       [](W w) {
         w.agreement().signatures.erase(w.agreement().signatures.begin());
       }},
      {"DpoUnsigned", "signatures", "AGREEMENT_UNSIGNED",
       [](W w) { w.agreement().signatures.pop_back(); }},
      {"SignedInAnothersName", "signatures", "AGREEMENT_UNSIGNED",
       [](W w) { w.agreement().signatures.at(2).party = PartyId("mrm"); }},
      {"WrongKey", "signatures", "SIGNATURE_INVALID",
       [](W w) { w.agreement().signatures.at(1).valid = false; }},
      {"TooEarly", "validity", "AGREEMENT_NOT_YET_VALID",
       [](W w) { w.agreement().valid_from = At(11); }},
      {"Over", "validity", "AGREEMENT_EXPIRED",
       [](W w) { w.agreement().valid_until = w.facts.now; }},
      {"ReviewDue", "review", "REVIEW_OVERDUE",
       [](W w) { w.agreement().review_by = w.facts.now; }},
      {"OtherPurpose", "purpose", "PURPOSE_NOT_COVERED",
       [](W w) { w.ask.purpose = PurposeId("research"); }},
      {"NoPurpose", "purpose", "PURPOSE_NOT_COVERED",
       [](W w) { w.ask.purpose = PurposeId(); }},
      {"NoConsent", "consent", "CONSENT_NOT_COVERED",
       [](W w) {
         w.catalog.purposes.at(PurposeId("child-rights"))
             .consent_scopes.clear();
       }},
      {"OnlyAFeed", "channel", "CHANNEL_NOT_GRANTED",
       [](W w) { w.grant().extracts = false; }},
      {"OnlyExtracts", "channel", "CHANNEL_NOT_GRANTED",
       [](W w) { w.grant().feed = false; }, true},
      {"FamilyNotGiven", "families", "FAMILY_NOT_GRANTED",
       [](W w) { w.grant().families = {FamilyId("type-only")}; }},
      {"FamilyUnknown", "families", "UNKNOWN_FAMILY",
       [](W w) { w.ask.families.push_back(FamilyId("secret")); }},
      {"NoFamily", "families", "FAMILY_MISSING",
       [](W w) {
         w.ask.families.clear();
         w.ask.levels.clear();
       }},
      {"CohortsNotGiven", "cohorts", "COHORTS_NOT_GRANTED",
       [](W w) { w.grant().cohorts = {CohortsId("others")}; }, false, true},
      {"NoCohortsGiven", "cohorts", "COHORTS_NOT_GRANTED",
       [](W w) { w.grant().cohorts.clear(); }, false, true},
      {"OneOfTwoCohortsNotGiven", "cohorts", "COHORTS_NOT_GRANTED",
       [](W w) { w.ask.cohorts.push_back(CohortsId("others")); }, false, true},
      {"CohortsUnknown", "cohorts", "UNKNOWN_COHORTS",
       [](W w) { w.ask.cohorts.push_back(CohortsId("secret")); }, false, true},
      {"CohortsThatThePlanLostAgain", "cohorts", "UNKNOWN_COHORTS",
       [](W w) {
         w.catalog.plans.at(PlanId("monthly")).cohorts.clear();
         w.ask.levels.clear();
         w.ask.cohorts = {CohortsId("leads")};
       },
       false, true},
      {"CohortsForAnotherPurpose", "cohorts", "COHORTS_PURPOSE_NOT_COVERED",
       [](W w) {
         w.catalog.plans.at(PlanId("monthly")).cohorts[0].purposes = {
             PurposeId("research")};
       },
       false, true},
      {"CohortsInAFeed", "cohorts", "COHORTS_NOT_GRANTED",
       [](W w) {
         w.ask.phase = Phase::kFeedItem;
         w.ask.event_time = At(3);
       },
       false, true},
      {"CohortsOfAMonth", "periods", "COHORTS_NOT_OF_PERIOD",
       [](W w) {
         w.ask.periods = {March()};
         w.facts.sealed = {March()};
       },
       false, true},
      {"CohortsOfAQuarterAndAMonth", "periods", "COHORTS_NOT_OF_PERIOD",
       [](W w) {
         w.ask.periods.push_back(March());
         w.facts.sealed.push_back(March());
         w.ask.families = {FamilyId("place-type")};
         w.ask.levels.push_back({"type", 1});
       },
       false, true},
      {"CohortsOfAQuarterNotSealed", "periods", "PERIOD_NOT_SEALED",
       [](W w) { w.facts.sealed.clear(); }, false, true},
      {"CohortsBeforeTheLagIsOver", "lag", "LAG_NOT_OVER",
       [](W w) { w.grant().lag_days = 40; }, false, true},
      {"CohortsWithoutRung", "rung", "RUNG_MISSING",
       [](W w) {
         w.catalog.plans.at(PlanId("monthly")).rungs = {{10, 2, 3}};
       },
       false, true},
      {"CohortsWithoutQuota", "quota", "QUOTA_EXHAUSTED",
       [](W w) { w.facts.extracts_this_month = 2; }, false, true},
      {"CohortsWithoutALevel", "levels", "LEVEL_MISSING",
       [](W w) { w.ask.levels.clear(); }, false, true},
      {"CohortsFinerThanTheGrant", "levels", "LEVEL_TOO_FINE",
       [](W w) {
         w.ask.levels = {{"place", 2}};
       },
       false, true},
      {"CohortsConfinedByWhatTheyDoNotShow", "codes", "FILTER_NOT_APPLICABLE",
       [](W w) {
         w.ask.families = {FamilyId("type-only")};
         w.catalog.plans.at(PlanId("monthly")).families[1].cadence =
             Cadence::kQuarter;
         w.ask.levels.push_back({"type", 1});
         w.ask.code_filters = {{"type", {"a"}}};
       },
       false, true},
      {"TooFine", "levels", "LEVEL_TOO_FINE",
       [](W w) {
         w.ask.levels = {{"place", 2}, {"type", 1}};
       }},
      {"LevelNotInGrant", "levels", "LEVEL_TOO_FINE",
       [](W w) {
         w.grant().level_limits = {{"type", 1}};
       }},
      {"LevelTwiceInGrant", "levels", "LEVEL_TOO_FINE",
       [](W w) {
         w.grant().level_limits.push_back({"place", 2});
       }},
      {"LevelLeftOut", "levels", "LEVEL_MISSING",
       [](W w) { w.ask.levels.pop_back(); }},
      {"LevelTwice", "levels", "LEVEL_MISSING",
       [](W w) {
         w.ask.levels.push_back({"place", 0});
       }},
      {"LevelBelowAll", "levels", "UNKNOWN_LEVEL",
       [](W w) {
         w.ask.levels = {{"place", 9}, {"type", 1}};
       }},
      {"LevelNegative", "levels", "UNKNOWN_LEVEL",
       [](W w) {
         w.ask.levels = {{"place", -1}, {"type", 1}};
       }},
      {"DimensionUnknown", "levels", "UNKNOWN_DIMENSION",
       [](W w) {
         w.ask.levels.push_back({"name", 0});
       }},
      {"ConfinedAndAskedForAll", "codes", "CODE_NOT_GRANTED",
       [](W w) {
         w.grant().code_filters = {{"place", {"ML05"}}};
       }},
      {"ConfinedAndAskedForAnother", "codes", "CODE_NOT_GRANTED",
       [](W w) {
         w.grant().code_filters = {{"place", {"ML05"}}};
         w.ask.code_filters = {{"place", {"ML05", "ML01"}}};
       }},
      {"CodeUnknown", "codes", "UNKNOWN_CODE",
       [](W w) {
         w.ask.code_filters = {{"place", {"ML99"}}};
       }},
      {"FilterFinerThanLevel", "codes", "FILTER_FINER_THAN_LEVEL",
       [](W w) {
         w.ask.levels = {{"place", 0}, {"type", 1}};
         w.ask.code_filters = {{"place", {"ML05"}}};
       }},
      {"FilterEmpty", "codes", "CODE_MISSING",
       [](W w) {
         w.ask.code_filters = {{"place", {}}};
       }},
      {"FilterUnknown", "codes", "UNKNOWN_DIMENSION",
       [](W w) {
         w.ask.code_filters = {{"name", {"ML"}}};
       }},
      {"FilterThatSomeTableLacks", "codes", "FILTER_NOT_APPLICABLE",
       [](W w) {
         w.ask.families.push_back(FamilyId("type-only"));
         w.ask.code_filters = {{"place", {"ML05"}}};
       }},
      {"NoRungOfTwo", "rung", "RUNG_MISSING",
       [](W w) {
         w.catalog.plans.at(PlanId("monthly")).rungs = {{10, 2, 3}};
       }},
      {"RungNotInPlan", "rung", "RUNG_NOT_IN_PLAN",
       [](W w) {
         w.catalog.plans.at(PlanId("monthly")).rungs = {{10, 2, 3}};
         w.grant().rung = 7;
       }},
      {"RungOfAPlanWithout", "rung", "RUNG_NOT_IN_PLAN",
       [](W w) { w.grant().rung = 10; }},
      {"NotSealed", "periods", "PERIOD_NOT_SEALED",
       [](W w) { w.facts.sealed.clear(); }},
      {"OneOfTwoNotSealed", "periods", "PERIOD_NOT_SEALED",
       [](W w) { w.ask.periods.push_back(Period(March().month() - 1)); }},
      {"QuarterlyTableOfAMonth", "periods", "FAMILY_NOT_OF_PERIOD",
       [](W w) {
         Plan& plan = w.catalog.plans.at(PlanId("monthly"));
         plan.families[1].cadence = Cadence::kQuarter;
         w.ask.families.push_back(FamilyId("type-only"));
       }},
      {"QuarterWithoutATableOfItsOwn", "periods", "FAMILY_NOT_OF_PERIOD",
       [](W w) {
         const Period quarter(Period::Kind::kQuarter, March().month());
         w.ask.periods.push_back(quarter);
         w.facts.sealed.push_back(quarter);
       }},
      {"NoSecondDpo", "signatures", "AGREEMENT_UNSIGNED",
       [](W w) { w.agreement().needs_second_dpo = true; }},
      {"Suspended", "standing", "AGREEMENT_SUSPENDED",
       [](W w) { w.facts.standing = Standing::kSuspended; }},
      {"InRenegotiation", "standing", "AGREEMENT_IN_RENEGOTIATION",
       [](W w) { w.facts.standing = Standing::kRenegotiate; }},
      {"Terminated", "standing", "AGREEMENT_TERMINATED",
       [](W w) { w.facts.standing = Standing::kTerminated; }},
      {"StandingNotLookedUp", "standing", "AGREEMENT_STANDING_UNKNOWN",
       [](W w) { w.facts.standing = Standing::kUnknown; }},
      {"RecallOverdue", "recalls", "RECALL_OVERDUE",
       [](W w) { w.facts.recall_due = At(10); }},
      {"RecallsNotLookedUp", "recalls", "RECALLS_UNKNOWN",
       [](W w) { w.facts.recall_due.reset(); }},
      {"OldFormat", "assessment", "ASSESSMENT_MISSING",
       [](W w) { w.agreement().format = 1; }},
      {"NotAssessed", "assessment", "ASSESSMENT_MISSING",
       [](W w) { w.agreement().assessment.reset(); }},
      {"AssessedLater", "assessment", "ASSESSMENT_MISSING",
       [](W w) { w.agreement().assessment->assessed_on = At(11); }},
      {"LagNotOver", "lag", "LAG_NOT_OVER",
       [](W w) { w.grant().lag_days = 10; }},
      {"LagUnset", "lag", "LAG_NOT_SET",
       [](W w) { w.grant().lag_days.reset(); }},
      {"LagNegative", "lag", "LAG_NOT_SET",
       [](W w) { w.grant().lag_days = -1; }},
      {"AboveCeiling", "sensitivity", "SENSITIVITY_ABOVE_CEILING",
       [](W w) {
         w.dataset().classified = {
             {"type", {"a"}, Sensitivity::kSevere, false, {}}};
       }},
      {"DatasetAboveCeiling", "sensitivity", "SENSITIVITY_ABOVE_CEILING",
       [](W w) { w.dataset().sensitivity = Sensitivity::kSevere; }},
      {"NoCeiling", "sensitivity", "SENSITIVITY_ABOVE_CEILING",
       [](W w) { w.agreement().sensitivity_ceiling.reset(); }},
      {"NotApproved", "approval", "APPROVAL_MISSING",
       [](W w) {
         w.dataset().classified = {
             {"type", {"b"}, Sensitivity::kHigh, true, {}}};
       }},
      {"AnotherPeriodApproved", "approval", "APPROVAL_MISSING",
       [](W w) {
         w.dataset().classified = {
             {"type", {"b"}, Sensitivity::kHigh, true, {}}};
         w.facts.approved = {March().Next()};
       }},
      {"NoPeriod", "periods", "PERIOD_MISSING",
       [](W w) { w.ask.periods.clear(); }},
      {"QuotaUsed", "quota", "QUOTA_EXHAUSTED",
       [](W w) { w.facts.extracts_this_month = 2; }},
      {"QuotaUnset", "quota", "QUOTA_EXHAUSTED",
       [](W w) { w.grant().extracts_per_month = 0; }},
      {"NoKey", "recipient-key", "RECIPIENT_KEY_MISSING",
       [](W w) { w.catalog.parties.at(PartyId("mrm")).age_recipient.clear(); }},
      {"NoRetention", "retention", "RETENTION_NOT_SET",
       [](W w) { w.agreement().retention_days = 0; }},
      {"TooSoon", "delay", "DELAY_NOT_OVER",
       [](W w) { w.grant().delay = absl::Hours(24 * 8); }, true},
      {"DelayNegative", "delay", "DELAY_NOT_OVER",
       [](W w) { w.grant().delay = -absl::Hours(1); }, true},
  };
}

class LoneRefusalTest : public ::testing::TestWithParam<LoneRefusal> {};

TEST_P(LoneRefusalTest, OnlyThisRuleRefuses) {
  World world = GetParam().feed      ? FeedWorld()
                : GetParam().cohorts ? CohortWorld()
                                     : World();
  ASSERT_TRUE(world.Decided().allowed);

  GetParam().change(world);
  const Decision decision = world.Decided();

  EXPECT_FALSE(decision.allowed);
  EXPECT_EQ(decision.reason, GetParam().reason);
  EXPECT_THAT(FailedRules(decision), ElementsAre(GetParam().rule));
  EXPECT_TRUE(decision.caller_is_party);
}

INSTANTIATE_TEST_SUITE_P(Rules, LoneRefusalTest,
                         ::testing::ValuesIn(LoneRefusals()),
                         [](const auto& test) { return test.param.name; });

TEST(DecideTest, EveryRuleHasACaseThatOnlyItRefuses) {
  std::set<std::string> covered;
  for (const LoneRefusal& one : LoneRefusals()) covered.insert(one.rule);
  // A dataset that is not granted lacks its tables, levels and channel too.
  covered.insert("dataset");

  std::set<std::string> rules;
  for (const Finding& finding : World().Decided().findings) {
    rules.insert(finding.rule);
  }

  EXPECT_EQ(rules, covered);
}

TEST(DecideTest, ADatasetThatIsNotGrantedOrNotDeclaredIsRefused) {
  World other;
  other.agreement().grants.erase(other.agreement().grants.begin());
  EXPECT_TRUE(FailedRules(other.Decided()).contains("dataset"));

  World undeclared;
  undeclared.catalog.datasets.erase(DatasetId("incidents"));
  EXPECT_TRUE(FailedRules(undeclared.Decided()).contains("dataset"));

  // Where nothing else depends on the grant, this rule stands alone.
  World download;
  download.ask.phase = Phase::kDownload;
  download.grant().dataset = DatasetId("other");
  EXPECT_TRUE(FailedRules(download.Decided()).contains("dataset"));
}

TEST(DecideTest, AlertsAreNeverExtractedAndTheirDelayIsKept) {
  World world = FeedWorld();
  world.ask.dataset = DatasetId("alerts");
  world.ask.families.clear();
  world.ask.periods.clear();
  world.ask.levels = {{"place", 1}};
  world.ask.event_time = At(10) - absl::Hours(2);
  EXPECT_TRUE(world.Decided().allowed);

  world.ask.event_time += absl::Seconds(1);
  EXPECT_THAT(FailedRules(world.Decided()), ElementsAre("delay"));

  world.ask.phase = Phase::kExtract;
  world.agreement().grants.at(1).extracts = true;
  world.agreement().grants.at(1).extracts_per_month = 9;
  EXPECT_THAT(FailedRules(world.Decided()), ElementsAre("channel"));
}

TEST(DecideTest, EveryPhaseUsesTheSameRulesInTheSameOrder) {
  std::vector<std::string> first;
  for (const Phase phase :
       {Phase::kPreview, Phase::kExtract, Phase::kDownload, Phase::kFeedItem}) {
    World world = FeedWorld();
    world.ask.phase = phase;
    std::vector<std::string> rules;
    for (const Finding& finding : world.Decided().findings) {
      if (rules.empty() || rules.back() != finding.rule) {
        rules.push_back(finding.rule);
      }
    }
    if (first.empty()) first = rules;
    EXPECT_EQ(rules, first);
    EXPECT_TRUE(world.Decided().allowed);

    world.facts.now = At(30);
    EXPECT_FALSE(world.Decided().allowed) << "expired in every phase";
  }
}

TEST(DecideTest, RefusalsRepeatNothingThatTheCatalogDoesNotKnow) {
  World world;
  world.ask.purpose = PurposeId("Fatoumata");
  world.ask.families = {FamilyId("Fatoumata")};
  world.ask.levels = {{"Fatoumata", 0}};
  world.ask.code_filters = {{"Fatoumata", {"Fatoumata"}},
                            {"place", {"Fatoumata"}}};

  for (const Finding& finding : world.Decided().findings) {
    for (const std::string& text :
         {finding.operand, finding.clause, finding.fr, finding.en}) {
      EXPECT_EQ(text.find("Fatoumata"), std::string::npos) << finding.rule;
    }
  }
}

// A world with some of its parts taken away or turned, at random.
World ArbitraryWorld() {
  const int which = *rc::gen::inRange(0, 3);
  World world = which == 0 ? World() : which == 1 ? FeedWorld() : CohortWorld();
  const std::vector<LoneRefusal> changes = LoneRefusals();
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) {
    const auto at = *rc::gen::inRange<size_t>(0, changes.size());
    // Erasing twice would leave nothing to erase.
    if (changes[at].name == "OwnerUnsigned" ||
        changes[at].name == "DpoUnsigned" ||
        changes[at].name == "LevelLeftOut" ||
        // Nor are there always the plan's cohorts to change.
        (changes[at].cohorts &&
         world.catalog.plans.at(PlanId("monthly")).cohorts.empty()) ||
        (world.agreement().signatures.size() < 3 &&
         changes[at].rule == "signatures")) {
      continue;
    }
    changes[at].change(world);
  }
  return world;
}

TEST(DecideLawTest, TakingAGrantOrASignatureAwayNeverAllowsMore) {
  EXPECT_TRUE(rc::check([] {
    const World before = ArbitraryWorld();
    World after = before;
    Agreement& agreement = after.agreement();
    if (*rc::gen::arbitrary<bool>() && !agreement.signatures.empty()) {
      agreement.signatures.erase(
          agreement.signatures.begin() +
          *rc::gen::inRange<long>(
              0, static_cast<long>(agreement.signatures.size())));
    } else {
      agreement.grants.erase(agreement.grants.begin() +
                             *rc::gen::inRange<long>(0, 2));
    }
    RC_ASSERT(!after.Decided().allowed || before.Decided().allowed);
    // All three signatures and the grant are needed.
    RC_ASSERT(!after.Decided().allowed ||
              after.agreement().grants.front().dataset == after.ask.dataset);
  }));
}

TEST(DecideLawTest, OrderOfGrantsFamiliesLevelsAndSignaturesChangesNothing) {
  EXPECT_TRUE(rc::check([] {
    const World before = ArbitraryWorld();
    World after = before;
    Agreement& agreement = after.agreement();
    std::reverse(agreement.grants.begin(), agreement.grants.end());
    std::reverse(agreement.signatures.begin(), agreement.signatures.end());
    for (Grant& grant : agreement.grants) {
      std::reverse(grant.families.begin(), grant.families.end());
      std::reverse(grant.level_limits.begin(), grant.level_limits.end());
    }
    std::reverse(after.ask.families.begin(), after.ask.families.end());
    std::reverse(after.ask.cohorts.begin(), after.ask.cohorts.end());
    std::reverse(after.ask.levels.begin(), after.ask.levels.end());
    std::reverse(after.ask.periods.begin(), after.ask.periods.end());

    RC_ASSERT(after.Decided().allowed == before.Decided().allowed);
    RC_ASSERT(after.Decided().reason == before.Decided().reason);
    RC_ASSERT(FailedReasons(after.Decided()) ==
              FailedReasons(before.Decided()));
  }));
}

TEST(DecideLawTest, WhatTheCatalogDoesNotKnowIsRefused) {
  EXPECT_TRUE(rc::check([](const std::string& text) {
    World family;
    family.ask.families = {FamilyId("x" + text)};
    RC_ASSERT(!family.Decided().allowed);
    World dimension;
    dimension.ask.levels.push_back({"x" + text, 0});
    RC_ASSERT(!dimension.Decided().allowed);
    World code;
    code.ask.code_filters = {{"place", {"x" + text}}};
    RC_ASSERT(!code.Decided().allowed);
    World dataset;
    dataset.ask.dataset = DatasetId("x" + text);
    RC_ASSERT(!dataset.Decided().allowed);
    World purpose;
    purpose.ask.purpose = PurposeId("x" + text);
    RC_ASSERT(!purpose.Decided().allowed);
  }));
}

TEST(DecideLawTest, AllowedExactlyIfEveryFindingPassed) {
  EXPECT_TRUE(rc::check([] {
    const Decision decision = ArbitraryWorld().Decided();
    RC_ASSERT(decision.allowed == FailedRules(decision).empty());
    RC_ASSERT(decision.allowed == decision.reason.empty());
  }));
}

}  // namespace
}  // namespace toguna
