// The cohorts of a plan: read as written, and each rule broken once in a copy
// of the Mali catalog.

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policies/load/file_plan.h"
#include "tests/policies/load/catalog_copy.h"

namespace toguna {
namespace {

using ::testing::AllOf;
using testing::CatalogCopy;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ProblemTexts;

constexpr char kPlan[] = "plans/protection-incidents.textproto";
constexpr char kDataset[] = "datasets/protection-incidents.textproto";

// A second block with all that cohorts may say, all of it good.
constexpr char kMore[] = R"(cohorts {
  id: "losses"
  title { fr: "Pertes" en: "Losses" }
  cadence: QUARTER
  purposes: "child-protection"
  purposes: "mrm-child-rights"
  strata { dimension: "type" codes: "E" codes: "D4" who: "girl" }
  attributes { dimension: "place" weight: 2.5 coarsest: "region" }
  attributes { dimension: "mrm-by-violation" }
  attributes { victims: "woman" weight: 3 }
  diversity { attribute: "perpetrator" kind: RECURSIVE l: 2.5 c: 0.5 }
}
)";

void AddMore(const CatalogCopy& copy) {
  copy.Write(kPlan, absl::StrCat(copy.Read(kPlan), kMore));
}

Plan PlanIn(const LoadResult& result) {
  return *result.catalog->FindPlan(PlanId("protection-incidents"));
}

TEST(PlanCohortsTest, AllOfItIsRead) {
  const CatalogCopy copy;
  AddMore(copy);
  const LoadResult result = copy.Load();
  ASSERT_TRUE(result.catalog.has_value()) << ProblemTexts(result);
  const Plan plan = PlanIn(result);
  ASSERT_EQ(plan.cohorts.size(), 2u);
  const CohortPlan& losses = *plan.FindCohorts(CohortsId("losses"));
  EXPECT_EQ(losses.title.fr, "Pertes");
  EXPECT_EQ(losses.title.en, "Losses");
  EXPECT_EQ(losses.cadence, Cadence::kQuarter);
  EXPECT_THAT(losses.purposes, ElementsAre(PurposeId("child-protection"),
                                           PurposeId("mrm-child-rights")));
  EXPECT_THAT(losses.strata,
              ElementsAre(CohortPlan::Stratum{"type", {"E", "D4"}, "girl"}));
  using Kind = CohortAttribute::Kind;
  EXPECT_THAT(losses.attributes,
              ElementsAre(CohortAttribute{.kind = Kind::kDimension,
                                          .dimension = "place",
                                          .who = "",
                                          .weight = 2.5,
                                          .coarsest = 1},
                          CohortAttribute{.kind = Kind::kDimension,
                                          .dimension = "mrm-by-violation",
                                          .who = "",
                                          .weight = 1,
                                          .coarsest = 0},
                          CohortAttribute{.kind = Kind::kVictims,
                                          .dimension = "",
                                          .who = "woman",
                                          .weight = 3,
                                          .coarsest = 0}));
  EXPECT_THAT(losses.diversity, ElementsAre(CohortDiversity{
                                    .attribute = "perpetrator",
                                    .kind = CohortDiversity::Kind::kRecursive,
                                    .l = 2.5,
                                    .c = 0.5}));
}

TEST(PlanCohortsTest, MaliTellsChildrensRecordsApartByTheseOnly) {
  const LoadResult result = CatalogCopy().Load();
  ASSERT_TRUE(result.catalog.has_value()) << ProblemTexts(result);
  const Plan plan = PlanIn(result);
  const CohortPlan* children = plan.FindCohorts(CohortsId("child-violations"));
  ASSERT_NE(children, nullptr);
  EXPECT_THAT(children->purposes, ElementsAre(PurposeId("mrm-child-rights")));
  std::vector<std::string> shown;
  for (const CohortAttribute& one : children->attributes) {
    using Kind = CohortAttribute::Kind;
    shown.push_back(one.kind == Kind::kDimension         ? one.dimension
                    : one.kind == Kind::kVictims         ? one.who
                    : one.kind == Kind::kIncidentQuarter ? "incident"
                                                         : "acceptance");
  }
  EXPECT_THAT(shown,
              ElementsAre("place", "type", "mrm-by-violation", "perpetrator",
                          "source-class", "incident", "acceptance", "girl"));
  // What its owners approve each time is in no stratum.
  for (const CohortPlan::Stratum& stratum : children->strata) {
    for (const std::string& code : stratum.codes) {
      EXPECT_NE(code, "sexual_violence");
      EXPECT_NE(code, "all");
    }
  }
  EXPECT_THAT(result.catalog->FindPlan(PlanId("open-incidents"))->cohorts,
              IsEmpty());
}

TEST(PlanCohortsTest, AllMistakesAreReportedAtOnce) {
  const CatalogCopy copy;
  copy.Write(kPlan, absl::StrCat(copy.Read(kPlan), "cohorts { }\n"));
  const LoadResult result = copy.Load();
  std::vector<std::string> fields;
  for (const LoadProblem& problem : result.problems) {
    EXPECT_EQ(problem.file, kPlan);
    fields.push_back(problem.text.substr(0, problem.text.find(':')));
  }
  EXPECT_THAT(fields, ElementsAre("cohorts[2].id", "cohorts[2].title",
                                  "cohorts[2].cadence", "cohorts[2].purposes",
                                  "cohorts[2].strata", "cohorts[2].attributes"))
      << ProblemTexts(result);
}

// No case of its own: the scopes of a purpose are its business alone.
TEST(PlanCohortsTest, PublicSourcesCannotRefuse) {
  const CatalogCopy copy;
  const std::string plan = "plans/open-incidents.textproto";
  copy.Write(plan, absl::StrCat(copy.Read(plan), R"(cohorts {
  id: "open-rows"
  title { fr: "Lignes" en: "Rows" }
  cadence: QUARTER
  purposes: "mrm-child-rights"
  purposes: "public-information"
  strata { dimension: "place" codes: "ML01" }
  attributes { dimension: "place" }
}
)"));
  const LoadResult result = copy.Load();
  EXPECT_THAT(ProblemTexts(result),
              HasSubstr("cohorts[1].purposes: cohorts need sources that can "
                        "refuse one of their purposes"));
}

TEST(PlanCohortsTest, AnAttributeThatTablesCountByHasToBeThere) {
  const CatalogCopy copy;
  ASSERT_GT(copy.Edit(kPlan, "cohorts {", R"(families {
  id: "by-perpetrator"
  title { fr: "Auteurs" en: "Perpetrators" }
  unit: RECORD
  axes { dimension: "perpetrator" coarsest: "all" finest: "all" }
}
cohorts {)"),
            0);
  const LoadResult result = copy.Load();
  EXPECT_THAT(result.problems,
              ElementsAre(Field(
                  &LoadProblem::text,
                  AllOf(HasSubstr("cohorts[1].attributes[4].dimension"),
                        HasSubstr("'perpetrator' may be absent from a record, "
                                  "and the family 'by-perpetrator' counts by "
                                  "it")))))
      << ProblemTexts(result);
  // Once each record has one, it can be shown.
  ASSERT_GT(copy.Edit(kDataset, "code_list: \"perpetrators\"\n",
                      "code_list: \"perpetrators\"\n  required: true\n"),
            0);
  const LoadResult other = copy.Load();
  for (const LoadProblem& problem : other.problems) {
    EXPECT_NE(problem.file, kPlan) << ProblemText(problem);
  }
}

TEST(PlanCohortsTest, FilesHaveNone) {
  const FilePlanResult result = LoadFilePlan(
      "plan.textproto", R"(format: 1
id: "some-plan"
version: "1"
dataset: "some-data"
k: 3
s: 1
c: 0
dimensions { id: "place" tree_csv: "place.csv" }
families {
  id: "places"
  title { fr: "Lieux" en: "Places" }
  unit: RECORD
  axes { dimension: "place" coarsest: "all" finest: "town" }
}
cohorts { }
)",
      [](const std::string&) -> absl::StatusOr<std::string> {
        return "town;all\na;all\nb;all\n";
      },
      1000, Language::kEnglish);
  EXPECT_THAT(result.problems,
              ElementsAre(AllOf(Field(&LoadProblem::line, 15),
                                Field(&LoadProblem::text,
                                      HasSubstr("has no meaning here")))));
}

TEST(PlanCohortsTest, FrenchIsFrench) {
  const CatalogCopy copy;
  AddMore(copy);
  ASSERT_GT(copy.Edit(kPlan,
                      "id: \"losses\"\n  title { fr: \"Pertes\" en: "
                      "\"Losses\" }\n  cadence: QUARTER",
                      "id: \"losses\"\n  title { fr: \"Pertes\" en: "
                      "\"Losses\" }\n  cadence: MONTH"),
            0);
  const LoadResult result = copy.Load(Language::kFrench);
  EXPECT_THAT(result.problems,
              ElementsAre(Field(&LoadProblem::text,
                                HasSubstr("les cohortes se forment par "
                                          "trimestre"))))
      << ProblemTexts(result);
}

constexpr char kMrm[] = "agreements/templates/mrm-quarterly.textproto";

TEST(GrantedCohortsTest, AreReadWithTheLevelsThatTheirRowsNeed) {
  const CatalogCopy copy;
  copy.Conclude("mrm-quarterly");
  const LoadResult result = copy.Load();
  ASSERT_TRUE(result.catalog.has_value()) << ProblemTexts(result);
  const Agreement& mrm =
      *result.catalog->FindAgreement(AgreementId("mrm-quarterly"));
  EXPECT_THAT(mrm.grants[0].cohorts,
              ElementsAre(CohortsId("child-violations")));
  EXPECT_EQ(mrm.grants[0].level_limits.size(), 5u);
  EXPECT_EQ(mrm.grants[0].cohort_level_limits.size(), 6u);
  EXPECT_TRUE(mrm.needs_second_dpo);
}

TEST(GrantedCohortsTest, AGrantMayGiveRowsAlone) {
  const CatalogCopy copy;
  for (const char* family :
       {"mrm-by-victim", "mrm-by-violation", "place-by-type"}) {
    ASSERT_GT(
        copy.Edit(kMrm, absl::StrCat("  families: \"", family, "\"\n"), ""), 0);
  }
  for (const char* limit :
       {"place\" finest: \"region", "mrm-by-victim\" finest: \"violation",
        "mrm-by-violation\" finest: \"violation", "who\" finest: \"age",
        "type\" finest: \"category"}) {
    ASSERT_GT(copy.Edit(kMrm,
                        absl::StrCat("  level_limits { dimension: \"", limit,
                                     "\" }\n"),
                        ""),
              0);
  }
  copy.Conclude("mrm-quarterly");
  const LoadResult result = copy.Load();
  ASSERT_TRUE(result.catalog.has_value()) << ProblemTexts(result);
  const Agreement& mrm =
      *result.catalog->FindAgreement(AgreementId("mrm-quarterly"));
  EXPECT_THAT(mrm.grants[0].families, IsEmpty());
  // Rows may show types that their owners approve each time.
  EXPECT_TRUE(mrm.needs_second_dpo);
}

// As agreements did before rows could have levels of their own.
TEST(GrantedCohortsTest, LevelsMayBeSaidOnceForTablesAndRows) {
  const CatalogCopy copy;
  for (const char* limit :
       {"place\" finest: \"region", "mrm-by-violation\" finest: \"violation",
        "who\" finest: \"age", "type\" finest: \"category"}) {
    ASSERT_GT(copy.Edit(kMrm,
                        absl::StrCat("  level_limits { dimension: \"", limit,
                                     "\" }\n"),
                        ""),
              0);
  }
  while (copy.Edit(kMrm, "cohort_level_limits", "level_limits") > 0) {
  }
  copy.Conclude("mrm-quarterly");
  const LoadResult result = copy.Load();
  ASSERT_TRUE(result.catalog.has_value()) << ProblemTexts(result);
  const Grant& grant =
      result.catalog->FindAgreement(AgreementId("mrm-quarterly"))->grants[0];
  EXPECT_EQ(grant.level_limits.size(), 7u);
  EXPECT_THAT(grant.cohort_level_limits, IsEmpty());
  EXPECT_EQ(grant.RowLimits().size(), 7u);
}

TEST(GrantedCohortsTest, LevelsAreNoFinerThanTheVictimsThatRowsShow) {
  const CatalogCopy copy;
  ASSERT_GT(copy.Edit("plans/protection-incidents.textproto",
                      "victims: \"girl\"", "victims: \"age-unknown\""),
            0);
  const LoadResult result = copy.Load();
  EXPECT_THAT(result.problems,
              ElementsAre(Field(&LoadProblem::text,
                                HasSubstr("'age-sex' is finer than the rows, "
                                          "which go to 'age'"))))
      << ProblemTexts(result);
}

struct GrantSlip {
  const char* name;
  const char* from;
  const char* to;
  std::vector<std::string> texts;

  friend std::ostream& operator<<(std::ostream& out, const GrantSlip& slip) {
    return out << slip.name;
  }
};

class GrantSlipTest : public ::testing::TestWithParam<GrantSlip> {};

TEST_P(GrantSlipTest, IsReported) {
  const CatalogCopy copy;
  ASSERT_GT(copy.Edit(kMrm, GetParam().from, GetParam().to), 0);
  const LoadResult result = copy.Load();
  EXPECT_FALSE(result.catalog.has_value());
  ASSERT_EQ(result.problems.size(), GetParam().texts.size())
      << ProblemTexts(result);
  for (const std::string& text : GetParam().texts) {
    EXPECT_THAT(ProblemTexts(result), HasSubstr(text));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Grants, GrantSlipTest,
    ::testing::Values(
        GrantSlip{"Unknown",
                  "cohorts: \"child-violations\"",
                  "cohorts: \"child-violation\"",
                  {"cohorts[1]: 'child-violation' does not exist (did you mean "
                   "'child-violations'?)"}},
        GrantSlip{"AFamily",
                  "cohorts: \"child-violations\"",
                  "cohorts: \"place-by-type\"",
                  {"'place-by-type' does not exist"}},
        GrantSlip{"Twice",
                  "cohorts: \"child-violations\"",
                  "cohorts: \"child-violations\" cohorts: "
                  "\"child-violations\"",
                  {"'child-violations' is given twice"}},
        GrantSlip{"AnotherPurpose",
                  "purpose: \"mrm-child-rights\"",
                  "purpose: \"child-protection\"",
                  {"the cohorts 'child-violations' are not for the purpose "
                   "'child-protection' (allowed: mrm-child-rights)"}},
        GrantSlip{"NoExtracts",
                  "  extracts: true\n  extracts_per_month: 4\n",
                  "",
                  {"cohorts are given in extracts only", "nothing is given"}},
        GrantSlip{"LevelOfRowsMissing",
                  "  cohort_level_limits { dimension: \"source-class\" finest: "
                  "\"class\" }\n",
                  "",
                  {"dimension 'source-class' has no finest level of rows"}},
        GrantSlip{"LevelOfVictimsMissing",
                  "  cohort_level_limits { dimension: \"who\" finest: "
                  "\"age-sex\" }\n",
                  "",
                  {"dimension 'who' has no finest level of rows"}},
        GrantSlip{"LevelOfTablesMissing",
                  "  level_limits { dimension: \"who\" finest: \"age\" }\n",
                  "",
                  {"level_limits: dimension 'who' has no finest level"}},
        GrantSlip{"LevelOfRowsUnknownDimension",
                  "dimension: \"perpetrator\"",
                  "dimension: \"perpetrators\"",
                  {"cohort_level_limits[4].dimension: 'perpetrators' does not "
                   "exist (did you mean 'perpetrator'?",
                   "dimension 'perpetrator' has no finest level of rows"}},
        GrantSlip{
            "LevelOfRowsOfATableAlone",
            "  cohort_level_limits { dimension: \"place\"",
            "  cohort_level_limits { dimension: \"mrm-by-victim\" finest: "
            "\"violation\" }\n  cohort_level_limits { dimension: "
            "\"place\"",
            {"rows of the cohorts of this grant do not show the "
             "dimension 'mrm-by-victim'"}},
        GrantSlip{
            "LevelOfTablesOfRowsAlone",
            "  cohorts: \"child-violations\"\n",
            "  cohorts: \"child-violations\"\n  level_limits { dimension: "
            "\"perpetrator\" finest: \"class\" }\n",
            {"no family of this grant has the dimension 'perpetrator'; "
             "the level of rows is said in cohort_level_limits"}},
        GrantSlip{"LevelOfRowsTwice",
                  "dimension: \"source-class\" finest",
                  "dimension: \"perpetrator\" finest",
                  {"'perpetrator' is given twice",
                   "dimension 'source-class' has no finest level of rows"}},
        GrantSlip{"LevelOfRowsUnknown",
                  "finest: \"age-sex\"",
                  "finest: \"sex\"",
                  {"cohort_level_limits[6].finest: 'sex' does not exist"}},
        GrantSlip{"LevelOfRowsLeavesNone",
                  "dimension: \"type\" finest: \"type\"",
                  "dimension: \"type\" finest: \"all\"",
                  {"'all' leaves nothing of the cohorts 'child-violations', "
                   "which are never wider than 'category'"}},
        GrantSlip{"LevelOfRowsWithoutRows",
                  "  cohorts: \"child-violations\"\n",
                  "",
                  {"cohort_level_limits[1]: this field has no meaning here"}},
        GrantSlip{"FilterFinerThanTables",
                  "  extracts: true\n",
                  "  code_filters { dimension: \"type\" codes: \"A1\" }\n  "
                  "extracts: true\n",
                  {"'A1' is finer than the level given, 'category'"}},
        GrantSlip{"OldFormat",
                  "format: 2",
                  "format: 1",
                  {"cohorts[1]: this field has no meaning here",
                   "cohort_level_limits[1]: this field has no meaning here",
                   "intended_use: this field has no meaning",
                   "assessment: this field has no meaning",
                   "contacts[1]: this field has no meaning",
                   "deletion: this field has no meaning",
                   "sensitivity_ceiling: this field has no meaning",
                   "lag_days: this field has no meaning"}}),
    [](const auto& test) { return test.param.name; });

// In the plan with both blocks, the last `from` becomes `to`. The only problem
// is on the line of the slip plus `lines`.
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

class CohortSlipTest : public ::testing::TestWithParam<Slip> {};

TEST_P(CohortSlipTest, IsReportedOnceWithItsLine) {
  const Slip& slip = GetParam();
  const CatalogCopy copy;
  std::string more = kMore;
  const size_t at = more.find(slip.from);
  ASSERT_NE(at, std::string::npos) << "nothing to spoil";
  more.replace(at, std::string(slip.from).size(), slip.to);
  const std::string before = copy.Read(kPlan) + more.substr(0, at);
  int line = 1 + slip.lines;
  for (const char c : before) line += c == '\n' ? 1 : 0;
  copy.Write(kPlan, copy.Read(kPlan) + more);
  const LoadResult result = copy.Load();
  EXPECT_FALSE(result.catalog.has_value());
  EXPECT_THAT(
      result.problems,
      ElementsAre(AllOf(Field(&LoadProblem::file, kPlan),
                        Field(&LoadProblem::line, line),
                        Field(&LoadProblem::text, HasSubstr(slip.text)),
                        Field(&LoadProblem::allowed, HasSubstr(slip.allowed)))))
      << ProblemTexts(result);
}

INSTANTIATE_TEST_SUITE_P(
    Heads, CohortSlipTest,
    ::testing::Values(
        Slip{"IdOfAFamily", "\"losses\"", "\"place-by-type\"",
             "'place-by-type' is given twice"},
        Slip{"IdOfOthers", "\"losses\"", "\"child-violations\"",
             "'child-violations' is given twice"},
        Slip{"NotAnId", "\"losses\"", "\"Losses!\"", "is not an id"},
        Slip{"NoEnglish", "{ fr: \"Pertes\" en: \"Losses\" }",
             "{ fr: \"Pertes\" }", "title.en: this field is missing"},
        Slip{"NoCadence", "  cadence: QUARTER\n", "",
             "cadence: this field is missing", "allowed: QUARTER", -3},
        Slip{"Monthly", "QUARTER", "MONTH",
             "cohorts are formed by the quarter"},
        Slip{"Yearly", "QUARTER", "YEAR", "cohorts are formed by the quarter"},
        Slip{"NoPurpose",
             "  purposes: \"child-protection\"\n  purposes: "
             "\"mrm-child-rights\"\n",
             "", "purposes: this field is missing", "", -4},
        Slip{"UnknownPurpose", "purposes: \"child-protection\"",
             "purposes: \"child-protecton\"",
             "'child-protecton' does not exist",
             "did you mean 'child-protection'?"},
        Slip{"PurposeTwice", "purposes: \"mrm-child-rights\"",
             "purposes: \"child-protection\"",
             "'child-protection' is given twice"},
        Slip{"PurposeNobodyConsentsTo", "purposes: \"child-protection\"",
             "purposes: \"public-information\"",
             "purpose 'public-information' has no consent scope"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Strata, CohortSlipTest,
    ::testing::Values(
        Slip{"OfRecordsThatAllHaveVictims", " who: \"girl\" }", " }",
             "cohorts tell a kind of victims of records that all have some", "",
             1},
        Slip{"None",
             "  strata { dimension: \"type\" codes: \"E\" codes: \"D4\" who: "
             "\"girl\" }\n",
             "", "strata: this field is missing", "", -6},
        Slip{"NoDimension", "dimension: \"type\" ", "",
             "strata[1].dimension: this field is missing"},
        Slip{"UnknownDimension", "dimension: \"type\"", "dimension: \"tipe\"",
             "'tipe' does not exist", "did you mean 'type'?"},
        Slip{"OfTallies", "dimension: \"type\"", "dimension: \"who\"",
             "'who' is not of source ATTRIBUTE or CROSSWALK", "place, type"},
        Slip{"OfTheMonth", "dimension: \"type\"",
             "dimension: \"incident-month\"",
             "'incident-month' is not of source ATTRIBUTE or CROSSWALK"},
        Slip{"NoCodes", "codes: \"E\" codes: \"D4\" ", "",
             "codes: this field is missing"},
        Slip{"UnknownCode", "codes: \"D4\"", "codes: \"D44\"",
             "'D44' does not exist"},
        Slip{"CodeTwice", "codes: \"D4\"", "codes: \"E\"",
             "'E' is given twice"},
        Slip{"Everything", "codes: \"D4\"", "codes: \"all\"",
             "'all' is the top of its list"},
        Slip{"UnknownWho", "who: \"girl\"", "who: \"girls\"",
             "'girls' does not exist", "did you mean 'girl'?"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Attributes, CohortSlipTest,
    ::testing::Values(
        Slip{"None",
             "  attributes { dimension: \"place\" weight: 2.5 coarsest: "
             "\"region\" }\n  attributes { dimension: \"mrm-by-violation\" }\n"
             "  attributes { victims: \"woman\" weight: 3 }\n",
             "", "attributes: this field is missing", "", -7},
        Slip{"NoKind", "{ dimension: \"mrm-by-violation\" }", "{ }",
             "0 kinds of attribute; exactly one is needed", "dimension"},
        Slip{"QuarterThatIsNot", "{ dimension: \"mrm-by-violation\" }",
             "{ incident_quarter: false }", "0 kinds of attribute"},
        Slip{"TwoKinds", "{ victims: \"woman\" weight: 3 }",
             "{ victims: \"woman\" acceptance_quarter: true }",
             "2 kinds of attribute"},
        Slip{"UnknownDimension", "{ dimension: \"mrm-by-violation\" }",
             "{ dimension: \"mrm-by-violations\" }",
             "'mrm-by-violations' does not exist",
             "did you mean 'mrm-by-violation'?"},
        Slip{"DimensionOfTallies", "{ dimension: \"mrm-by-violation\" }",
             "{ dimension: \"who\" }",
             "'who' is not of source ATTRIBUTE or CROSSWALK"},
        Slip{"DimensionTwice", "{ dimension: \"mrm-by-violation\" }",
             "{ dimension: \"place\" }", "'place' is given twice"},
        Slip{"VictimsTwice", "{ dimension: \"mrm-by-violation\" }",
             "{ victims: \"woman\" }", "'woman' is given twice", "", 1},
        Slip{"QuarterTwice",
             "{ dimension: \"mrm-by-violation\" }\n  attributes { victims: "
             "\"woman\" weight: 3 }",
             "{ incident_quarter: true }\n  attributes { incident_quarter: "
             "true }",
             "'incident_quarter' is given twice", "", 1},
        Slip{"VictimsNotALeaf", "victims: \"woman\"", "victims: \"adult\"",
             "'adult' is not at the bottom of its list", "woman, man"},
        Slip{"UnknownVictims", "victims: \"woman\"", "victims: \"women\"",
             "'women' does not exist", "did you mean 'woman'?"},
        Slip{"WeightOf0", "weight: 3", "weight: 0", "0 is not above 0"},
        Slip{"NegativeWeight", "weight: 3", "weight: -3", "-3 is not above 0"},
        Slip{"NoNumber", "weight: 3", "weight: nan", "nan is not above 0"},
        Slip{"EndlessWeight", "weight: 3", "weight: inf", "inf is too large"},
        Slip{"UnknownLevel", "coarsest: \"region\"", "coarsest: \"regions\"",
             "'regions' does not exist", "did you mean 'region'?"},
        Slip{"LevelOfVictims", "victims: \"woman\"",
             "coarsest: \"age\" victims: \"woman\"",
             "coarsest: this field has no meaning here"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Diversities, CohortSlipTest,
    ::testing::Values(
        Slip{"Two", "kind: RECURSIVE l: 2.5 c: 0.5 }",
             "kind: RECURSIVE l: 2.5 c: 0.5 }\n  diversity { attribute: "
             "\"source-class\" kind: DISTINCT l: 2 }",
             "2 rules of diversity; one at most", "", 1},
        Slip{"NoAttribute", "attribute: \"perpetrator\" ", "",
             "diversity[1].attribute: this field is missing"},
        Slip{"UnknownAttribute", "\"perpetrator\"", "\"perpetrators\"",
             "'perpetrators' does not exist", "did you mean 'perpetrator'?"},
        Slip{"ADate", "\"perpetrator\"", "\"incident-date\"",
             "'incident-date' holds no code"},
        Slip{"Shown", "\"perpetrator\"", "\"place\"",
             "the rows show 'place' already, by the dimension 'place'"},
        Slip{"ShownByACrosswalk", "\"perpetrator\"", "\"facility-act\"",
             "the rows show 'facility-act' already, by the dimension "
             "'mrm-by-violation'"},
        Slip{"NoDiversityKind", "kind: RECURSIVE l: 2.5 c: 0.5", "l: 2.5",
             "kind: this field is missing", "DISTINCT, ENTROPY, RECURSIVE"},
        Slip{"NoL", "l: 2.5 ", "", "l: this field is missing"},
        Slip{"LBelow1", "l: 2.5", "l: 0.9", "0.9 is too small", "at least 1"},
        Slip{"LNoNumber", "l: 2.5", "l: nan", "nan is too small"},
        Slip{"NoC", " c: 0.5", "", "c: this field is missing"},
        Slip{"COf0", "c: 0.5", "c: 0", "0 is not above 0"},
        Slip{"CWithoutMeaning", "RECURSIVE", "ENTROPY",
             "c: this field has no meaning here"}),
    [](const auto& test) { return test.param.name; });

TEST(PlanCohortsTest, WithoutTalliesNoVictimsAreShown) {
  const CatalogCopy copy;
  const std::string plan = "plans/protection-risk-index.textproto";
  const std::string first = copy.Read(plan);
  const size_t at = first.find("axes { dimension: \"");
  ASSERT_NE(at, std::string::npos);
  const size_t from = at + std::string("axes { dimension: \"").size();
  const std::string dimension =
      first.substr(from, first.find('"', from) - from);
  copy.Write(plan, absl::StrCat(first, R"(cohorts {
  id: "assessments"
  title { fr: "Relevés" en: "Assessments" }
  cadence: QUARTER
  purposes: "mrm-child-rights"
  strata { dimension: ")",
                                dimension, R"(" codes: "ML01" who: "girl" }
  attributes { victims: "girl" }
}
)"));
  const LoadResult result = copy.Load();
  EXPECT_THAT(
      result.problems,
      ElementsAre(Field(&LoadProblem::text,
                        AllOf(HasSubstr("strata[1].who"),
                              HasSubstr("this dataset counts no victims"))),
                  Field(&LoadProblem::text,
                        AllOf(HasSubstr("attributes[1].victims"),
                              HasSubstr("this dataset counts no victims")))))
      << ProblemTexts(result);
}

}  // namespace
}  // namespace toguna
