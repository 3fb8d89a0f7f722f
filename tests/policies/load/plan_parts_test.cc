// What a plan may say beside its families' axes, and the rule of victims: read
// as written, and each rule broken once in a copy of the Mali catalog.

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/policies/load/catalog_copy.h"

namespace toguna {
namespace {

using ::testing::AllOf;
using testing::CatalogCopy;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProblemTexts;

constexpr char kPlan[] = "plans/protection-incidents.textproto";
constexpr char kDataset[] = "datasets/protection-incidents.textproto";

// Everything that a plan may say, all of it good.
constexpr char kParts[] = R"(c: 3
rungs { k: 10 s: 2 c: 3 }
rungs { k: 35 s: 4 c: 5 }
max_global_risk: 0.03
dominance_percent: 10
pools {
  dimension: "place"
  code: "ML07-ML08"
  label { fr: "Gao et Kidal" en: "Gao and Kidal" }
  codes: "ML07"
  codes: "ML08"
}
structural_zeros {
  codes { dimension: "place" code: "ML0901" }
  codes { dimension: "type" code: "A" }
  reason: "Nobody lives there."
}
families {
  id: "removed-of-year"
  title { fr: "Retirés" en: "Removed" }
  unit: RECORD
  axes { dimension: "place" coarsest: "country" finest: "region" }
  cadence: YEAR
  stream: REMOVED
  weight: 2.5
}
families {
  id: "region-of-quarter"
  title { fr: "Régions" en: "Regions" }
  unit: RECORD
  axes { dimension: "place" coarsest: "country" finest: "region" }
  cadence: QUARTER
}
)";

constexpr char kRungs[] = "rungs { k: 35 s: 5 c: 5 }\nmax_global_risk: 0.03\n";

// Grants of the catalog's rungs name `rung` instead, as a line or not at all.
void NameRung(const CatalogCopy& copy, const std::string& rung) {
  int named = 0;
  for (const auto& [id, ignored] : copy.Load().templates) {
    const std::string file =
        absl::StrCat("agreements/templates/", id.text(), ".textproto");
    for (const char* now : {"  rung: 35\n", "  rung: 5\n"}) {
      named += copy.Edit(file, now, rung) > 0 ? 1 : 0;
    }
  }
  ASSERT_GT(named, 10);
}

// A catalog whose plan has all of it, and whose grants name a rung.
void AddParts(const CatalogCopy& copy) {
  ASSERT_GT(copy.Edit(kPlan, absl::StrCat("c: 3\n", kRungs), kParts), 0);
  NameRung(copy, "  rung: 10\n");
}

// A catalog whose plan has its own minimums alone.
void TakeRungs(const CatalogCopy& copy) {
  ASSERT_GT(copy.Edit(kPlan, kRungs, ""), 0);
  NameRung(copy, "");
}

Plan PlanIn(const LoadResult& result) {
  return *result.catalog->FindPlan(PlanId("protection-incidents"));
}

TEST(PlanPartsTest, UnsetMeansTheStrictestThereIs) {
  const CatalogCopy copy;
  TakeRungs(copy);
  const LoadResult result = copy.Load();
  ASSERT_TRUE(result.catalog.has_value()) << ProblemTexts(result);
  const Plan plan = PlanIn(result);
  for (const Family& family : plan.families) {
    EXPECT_EQ(family.cadence, Cadence::kMonth);
    EXPECT_EQ(family.stream, Stream::kAccepted);
    EXPECT_EQ(family.weight, 1);
  }
  EXPECT_TRUE(plan.rungs.empty());
  EXPECT_EQ(plan.max_global_risk, std::nullopt);
  EXPECT_EQ(plan.dominance_percent, std::nullopt);
  EXPECT_TRUE(plan.pools.empty());
  EXPECT_TRUE(plan.structural_zeros.empty());
}

TEST(PlanPartsTest, AllPartsAreRead) {
  const CatalogCopy copy;
  AddParts(copy);
  const LoadResult result = copy.Load();
  ASSERT_TRUE(result.catalog.has_value()) << ProblemTexts(result);
  const Plan plan = PlanIn(result);
  EXPECT_THAT(plan.rungs, ElementsAre(Minimums{10, 2, 3}, Minimums{35, 4, 5}));
  EXPECT_EQ(plan.max_global_risk, 0.03);
  EXPECT_EQ(plan.dominance_percent, 10);
  ASSERT_EQ(plan.pools.size(), 1u);
  EXPECT_EQ(plan.pools[0].dimension, "place");
  EXPECT_EQ(plan.pools[0].code, "ML07-ML08");
  EXPECT_EQ(plan.pools[0].label.fr, "Gao et Kidal");
  EXPECT_THAT(plan.pools[0].codes, ElementsAre("ML07", "ML08"));
  // It is one more position of every axis that has regions.
  for (const Family& family : plan.families) {
    for (const Axis& axis : family.axes) {
      const bool pooled =
          axis.dimension == "place" && axis.coarsest <= 1 && axis.finest >= 1;
      ASSERT_EQ(axis.pools.size(), pooled ? 1u : 0u) << family.id.text();
      if (!pooled) continue;
      EXPECT_EQ(axis.pools[0].code, "ML07-ML08");
      EXPECT_EQ(axis.pools[0].label.en, "Gao and Kidal");
      EXPECT_THAT(axis.pools[0].codes, ElementsAre("ML07", "ML08"));
    }
  }
  ASSERT_EQ(plan.structural_zeros.size(), 1u);
  EXPECT_EQ(plan.structural_zeros[0].codes[1].code, "A");
  EXPECT_EQ(plan.structural_zeros[0].reason, "Nobody lives there.");
  const Family& removed = *plan.FindFamily(FamilyId("removed-of-year"));
  EXPECT_EQ(removed.cadence, Cadence::kYear);
  EXPECT_EQ(removed.stream, Stream::kRemoved);
  EXPECT_EQ(removed.weight, 2.5);
  EXPECT_EQ(plan.FindFamily(FamilyId("region-of-quarter"))->cadence,
            Cadence::kQuarter);
}

TEST(PlanPartsTest, AGrantNamesARungWhereThePlanHasSome) {
  const std::string file = "agreements/templates/health-monthly.textproto";
  const struct {
    const char* to;
    const char* said;
    int lines;
  } kCases[] = {
      {"", "rung: this field is missing (allowed: 5, 10, 35)", -8},
      {"rung: 7\n", "the plan has no rung of k 7 (allowed: 5, 10, 35)", 0},
  };
  for (const auto& one : kCases) {
    const CatalogCopy copy;
    AddParts(copy);
    const int line = copy.Edit(file, "rung: 10\n", one.to);
    const LoadResult result = copy.Load();
    ASSERT_EQ(result.problems.size(), 1u) << ProblemTexts(result);
    EXPECT_EQ(result.problems[0].file, file);
    EXPECT_EQ(result.problems[0].line, line + one.lines);
    EXPECT_THAT(ProblemText(result.problems[0]), HasSubstr(one.said));
  }
}

TEST(PlanPartsTest, AGrantNeedsNoRungWhereThereIsOne) {
  const std::string file = "agreements/templates/health-monthly.textproto";
  const CatalogCopy copy;
  TakeRungs(copy);
  const auto rung_of = [&] {
    const LoadResult result = copy.Load();
    EXPECT_TRUE(result.catalog.has_value()) << ProblemTexts(result);
    return result.catalog->FindAgreement(AgreementId("health-monthly"))
        ->grants[0]
        .rung;
  };
  copy.Conclude("health-monthly");
  EXPECT_EQ(rung_of(), std::nullopt);
  copy.Edit("agreements/health-monthly.textproto",
            "dataset: \"protection-incidents\"\n",
            "dataset: \"protection-incidents\"\n  rung: 5\n");
  EXPECT_EQ(rung_of(), 5);
}

TEST(PlanPartsTest, WhatOnlyFilesNeedHasNoMeaningInACatalog) {
  for (const char* field :
       {"dimensions { id: \"place\" tree_csv: \"place.csv\" }\n",
        "victims_in_every_record: false\n"}) {
    const CatalogCopy copy;
    ASSERT_GT(copy.Edit(kPlan, "c: 3\n", absl::StrCat("c: 3\n", field)), 0);
    const LoadResult result = copy.Load();
    ASSERT_EQ(result.problems.size(), 1u) << ProblemTexts(result);
    EXPECT_THAT(ProblemText(result.problems[0]),
                HasSubstr("this field has no meaning here"));
  }
}

TEST(PlanPartsTest, TheRuleOfVictimsIsRead) {
  const LoadResult result = CatalogCopy().Load();
  ASSERT_TRUE(result.catalog.has_value());
  const auto& rule =
      result.catalog->FindDataset(DatasetId("protection-incidents"))
          ->victims_in_every_record;
  ASSERT_TRUE(rule.has_value());
  ASSERT_EQ(rule->unless.size(), 1u);
  EXPECT_EQ(rule->unless[0].attribute, "type");
  EXPECT_THAT(rule->unless[0].codes, ElementsAre("F2", "F3"));
  EXPECT_FALSE(result.catalog->FindDataset(DatasetId("open-incidents"))
                   ->victims_in_every_record.has_value());
}

// In the plan with all parts, `from` becomes `to`. The only problem is on the
// line of the slip plus `lines`.
struct Slip {
  const char* name;
  const char* from;
  const char* to;
  const char* text;
  const char* allowed = "";
  int lines = 0;

  friend std::ostream& operator<<(std::ostream& out, const Slip& slip) {
    return out << slip.name;
  }
};

void ExpectOne(const LoadResult& result, const char* file, int line,
               const Slip& slip) {
  EXPECT_FALSE(result.catalog.has_value());
  EXPECT_THAT(
      result.problems,
      ElementsAre(AllOf(Field(&LoadProblem::file, file),
                        Field(&LoadProblem::line, line + slip.lines),
                        Field(&LoadProblem::text, HasSubstr(slip.text)),
                        Field(&LoadProblem::allowed, HasSubstr(slip.allowed)))))
      << ProblemTexts(result);
}

class PlanSlipTest : public ::testing::TestWithParam<Slip> {};

TEST_P(PlanSlipTest, IsReportedOnceWithItsLine) {
  const Slip& slip = GetParam();
  const CatalogCopy copy;
  AddParts(copy);
  const int line = copy.Edit(kPlan, slip.from, slip.to);
  ASSERT_GT(line, 0) << "nothing to spoil";
  ExpectOne(copy.Load(), kPlan, line, slip);
}

INSTANTIATE_TEST_SUITE_P(
    Rungs, PlanSlipTest,
    ::testing::Values(
        Slip{"KOf0", "k: 10 s: 2 c: 3", "k: 0 s: 2 c: 3", "k: 0 is too small",
             "at least 2"},
        Slip{"KOf1", "k: 10 s: 2 c: 3", "k: 1 s: 2 c: 3", "k: 1 is too small",
             "at least 2"},
        Slip{"CUnset", "k: 10 s: 2 c: 3", "k: 10 s: 2",
             "rungs[1].c: this field is missing"},
        Slip{"AsThePlan", "k: 10 s: 2 c: 3", "k: 5 s: 2 c: 3",
             "not stricter than the one before (k 5, s 2, c 3)"},
        Slip{"LaxerInOne", "k: 10 s: 2 c: 3", "k: 20 s: 2 c: 2",
             "not stricter than the one before (k 5, s 2, c 3)"},
        Slip{"SameK", "k: 10 s: 2 c: 3", "k: 5 s: 3 c: 3",
             "k must be larger and nothing smaller"},
        Slip{"RulesOfCSwitchedOff", "k: 35 s: 4 c: 5", "k: 35 s: 4 c: 0",
             "not stricter than the one before (k 10, s 2, c 3)"},
        Slip{"Five", "rungs { k: 35 s: 4 c: 5 }\n",
             "rungs { k: 35 s: 4 c: 5 }\nrungs { k: 36 s: 4 c: 5 }\n"
             "rungs { k: 37 s: 4 c: 5 }\nrungs { k: 38 s: 4 c: 5 }\n",
             "5 rungs; 4 at most", "", 3},
        Slip{"RiskOf0", "max_global_risk: 0.03", "max_global_risk: 0",
             "0 is not above 0"},
        Slip{"RiskNotANumber", "max_global_risk: 0.03", "max_global_risk: nan",
             "nan is not above 0"},
        Slip{"RiskAbove1", "max_global_risk: 0.03", "max_global_risk: 3",
             "3 is too large", "at most 1"},
        Slip{"RiskBelowTheLastRung", "max_global_risk: 0.03",
             "max_global_risk: 0.02",
             "a rung of k 35 shows cells whose risk is 1/35, more than 0.02",
             "a last rung of k 50 or more"},
        Slip{"DominanceOf0", "dominance_percent: 10", "dominance_percent: 0",
             "0 is too small", "at least 1"},
        Slip{"DominanceAbove100", "dominance_percent: 10",
             "dominance_percent: 101", "101 is too large", "at most 100"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Pools, PlanSlipTest,
    ::testing::Values(
        Slip{"UnknownDimension", "dimension: \"place\"\n  code: \"ML07",
             "dimension: \"plac\"\n  code: \"ML07", "'plac' does not exist",
             "did you mean 'place'?"},
        Slip{"DimensionOfNoFamily", "dimension: \"place\"\n  code: \"ML07",
             "dimension: \"incident-year\"\n  code: \"ML07",
             "'incident-year' does not exist", ""},
        Slip{"CodeOfTheList", "code: \"ML07-ML08\"", "code: \"ML01\"",
             "'ML01' is already a code of the list"},
        Slip{"NotACode", "code: \"ML07-ML08\"", "code: \"Gao + Kidal\"",
             "is not a code", "1 to 32"},
        Slip{"NoEnglish", "fr: \"Gao et Kidal\" en: \"Gao and Kidal\"",
             "fr: \"Gao et Kidal\"", "label.en: this field is missing"},
        Slip{"OneCode", "  codes: \"ML07\"\n  codes: \"ML08\"\n",
             "  codes: \"ML08\"\n", "a pool joins at least two codes"},
        Slip{"UnknownCode", "codes: \"ML08\"", "codes: \"ML99\"",
             "'ML99' does not exist"},
        Slip{"CodeTwice", "codes: \"ML08\"", "codes: \"ML07\"",
             "'ML07' is given twice"},
        Slip{"NotSiblings", "codes: \"ML08\"", "codes: \"ML0901\"",
             "'ML0901' does not have the same parent as 'ML07'"},
        Slip{"Top", "codes: \"ML08\"", "codes: \"MLI\"",
             "'MLI' is the top of its list"},
        Slip{"InTwoPools", "structural_zeros {",
             "pools { dimension: \"place\" code: \"X\" label { fr: \"x\" en: "
             "\"x\" } codes: \"ML08\" codes: \"ML06\" }\nstructural_zeros {",
             "'ML08' already lies in the pool 'ML07-ML08'"},
        Slip{"PoolCodeTwice", "structural_zeros {",
             "pools { dimension: \"place\" code: \"ML07-ML08\" label { fr: "
             "\"x\" en: \"x\" } codes: \"ML05\" codes: \"ML06\" "
             "}\nstructural_zeros {",
             "'ML07-ML08' is already a code"},
        Slip{"AllThereAre",
             "  dimension: \"place\"\n  code: \"ML07-ML08\"\n  label { fr: "
             "\"Gao et Kidal\" en: \"Gao and Kidal\" }\n  codes: "
             "\"ML07\"\n  codes: \"ML08\"\n",
             "dimension: \"who\" code: \"A\" label { fr: \"x\" en: \"x\" } "
             "codes: \"child\" codes: \"adult\" codes: \"age-unknown\"",
             "their sum is 'who' itself"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Zeros, PlanSlipTest,
    ::testing::Values(
        Slip{"NoReason", "  reason: \"Nobody lives there.\"\n", "",
             "reason: this field is missing", "", -3},
        Slip{"UnknownCode", "code: \"ML0901\"", "code: \"ML0999\"",
             "'ML0999' does not exist"},
        Slip{"DimensionTwice", "dimension: \"type\" code: \"A\"",
             "dimension: \"place\" code: \"ML01\"", "'place' is given twice"},
        Slip{"Everything", "dimension: \"type\" code: \"A\"",
             "dimension: \"type\" code: \"all\"",
             "'all' is the top of its list"},
        Slip{"FinerThanAnyFamily", "code: \"ML0901\"", "code: \"ML0505-x01\"",
             "no family has these dimensions together"},
        Slip{"DimensionsOfTwoFamilies", "dimension: \"type\" code: \"A\"",
             "dimension: \"who\" code: \"girl\"",
             "no family has these dimensions together", "", -1}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Families, PlanSlipTest,
    ::testing::Values(
        Slip{"CorrectionsOfAMonth", "  cadence: YEAR\n", "",
             "REMOVED is counted by the year"},
        Slip{"CorrectionsOfAQuarter", "cadence: YEAR", "cadence: QUARTER",
             "REMOVED is counted by the year", "", 1},
        Slip{"UnknownCadence", "cadence: YEAR", "cadence: WEEK",
             "'WEEK' is not a possible value", ""},
        Slip{"WeightOf0", "weight: 2.5", "weight: 0", "0 is not above 0"},
        Slip{"NegativeWeight", "weight: 2.5", "weight: -1",
             "-1 is not above 0"},
        Slip{"EndlessWeight", "weight: 2.5", "weight: inf", "inf is too large"},
        Slip{
            "CorrectionsOfVictims",
            "unit: RECORD\n  axes { dimension: \"place\" coarsest: \"country\" "
            "finest: \"region\" }\n  cadence: YEAR",
            "unit: VICTIM\n  axes { dimension: \"who\" coarsest: \"all\" "
            "finest: "
            "\"age\" }\n  cadence: YEAR",
            "corrections are counted in records"},
        Slip{"CountedTwice", "  cadence: YEAR\n  stream: REMOVED\n",
             "  cadence: QUARTER\n",
             "family 'removed-of-year' counts this already", "", 7}),
    [](const auto& test) { return test.param.name; });

class DatasetSlipTest : public ::testing::TestWithParam<Slip> {};

TEST_P(DatasetSlipTest, IsReportedOnceWithItsLine) {
  const Slip& slip = GetParam();
  const CatalogCopy copy;
  const int line = copy.Edit(kDataset, slip.from, slip.to);
  ASSERT_GT(line, 0) << "nothing to spoil";
  ExpectOne(copy.Load(), kDataset, line, slip);
}

INSTANTIATE_TEST_SUITE_P(
    Victims, DatasetSlipTest,
    ::testing::Values(
        Slip{"UnknownAttribute", "unless { attribute: \"type\"",
             "unless { attribute: \"tipe\"", "'tipe' does not exist",
             "did you mean 'type'?"},
        Slip{"NotACode", "unless { attribute: \"type\"",
             "unless { attribute: \"incident-date\"",
             "'incident-date' holds no code"},
        Slip{"NoCodes", "codes: \"F2\" codes: \"F3\"", "",
             "codes: this field is missing"},
        Slip{"UnknownCode", "\"type\" codes: \"F2\"", "\"type\" codes: \"F9\"",
             "'F9' does not exist"},
        Slip{"CodeTwice", "\"type\" codes: \"F2\"", "\"type\" codes: \"F3\"",
             "'F3' is given twice"},
        Slip{"Everything", "\"type\" codes: \"F2\"", "\"type\" codes: \"all\"",
             "'all' is the top of its list"},
        Slip{"AttributeTwice", "  unless {",
             "  unless { attribute: \"type\" codes: \"A\" }\n  unless {",
             "'type' is given twice", "", 1}),
    [](const auto& test) { return test.param.name; });

TEST(PlanPartsTest, ARuleOfVictimsNeedsTallies) {
  const CatalogCopy copy;
  const std::string file = "datasets/open-incidents.textproto";
  copy.Write(file, copy.Read(file) + "victims_in_every_record {}\n");
  const LoadResult result = copy.Load();
  ASSERT_EQ(result.problems.size(), 1u) << ProblemTexts(result);
  EXPECT_THAT(result.problems[0].text, HasSubstr("counts no victims"));
}

}  // namespace
}  // namespace toguna
