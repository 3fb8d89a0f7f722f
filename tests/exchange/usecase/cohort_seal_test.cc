// Cohorts of a quarter, formed and protected together with the tables of its
// months, and what the checker verifies of it. Everything is generated.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/checker/check_file.h"
#include "exchange/checker/check_seal.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/cohort/stratum.h"
#include "exchange/disclosure/schemes_of.h"
#include "exchange/usecase/cohort_tables.h"
#include "exchange/usecase/make_seal.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policies/load/load.h"
#include "tests/support/generated_incidents.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr size_t kRecords = 600;  // of a month
const std::string kKey(32, 'k');

const Catalog& Mali() {
  static const auto* const catalog = new Catalog(
      *LoadCatalog(TOGUNA_SOURCE_DIR "/policies/catalog/mali", [](auto&&...) {
         return absl::OkStatus();
       }).catalog);
  return *catalog;
}

const Plan& MaliPlan() {
  return *Mali().PlanOf(DatasetId("protection-incidents"));
}

const Dataset& Incidents() { return *Mali().FindDataset(MaliPlan().dataset); }

bool GoOn(const SealProgress&) { return true; }

// Three months of records. With `tables` each was sealed before.
struct Quarter {
  explicit Quarter(uint64_t seed, bool tables = false) {
    input.period = *Period::Parse("2026-Q1");
    input.work = 5;
    for (const Period& month : input.period.Months()) {
      std::vector<Record> records = MonthOf(Mali(), seed, month, kRecords);
      for (Record& record : records) {
        record.accepted = month.month();
        of[record.ref] = record;
      }
      Strand strand = *CountMonth(Mali(), MaliPlan(), records);
      strand.accepted = month.month();
      input.strata.push_back({*StratumOf(
          Mali(), Incidents(), MaliPlan().cohorts[0], month, records)});
      if (tables) Seal(month, strand);
      input.strands.push_back(std::move(strand));
    }
  }

  void Seal(const Period& month, const Strand& strand) {
    SealInput one;
    one.period = month;
    one.strands = {strand};
    one.work = 5;
    auto made =
        MakeSeal(Mali(), MaliPlan(), one, absl::UnixEpoch(), kKey, GoOn);
    ASSERT_THAT(made, IsOk());
    EarlierSeal earlier{.plan = DueWith(month, MaliPlan()),
                        .strands = {input.strands.size()},
                        .rungs = {}};
    for (MadeRung& rung : made->rungs) {
      earlier.rungs.push_back(std::move(rung.sealed.tables));
      const auto check = ReadCheckFile(rung.proof_text);
      ASSERT_THAT(check, IsOk());
      earlier.witnesses.push_back(WitnessesOf(check->seal));
    }
    input.earlier.push_back(std::move(earlier));
  }

  SealInput input;
  std::map<std::string, Record> of;  // by reference
};

const MadeSeal& Made() {
  static const auto* const made = new MadeSeal(*MakeSeal(
      Mali(), MaliPlan(), Quarter(1).input, absl::UnixEpoch(), kKey, GoOn));
  return *made;
}

TEST(CohortSealTest, EveryCohortGivenHasEnoughOfEverything) {
  const Quarter quarter(1);
  const CohortSeal& seal = Made().cohorts.at(0);
  const SealedCohorts given = SealedRung(seal, 0);
  ASSERT_THAT(given.cohorts, Not(IsEmpty()));
  for (const SealedCohort& cohort : given.cohorts) {
    const Minimums& minimums = given.minimums;
    EXPECT_THAT(cohort.records.size(), Gt(static_cast<size_t>(minimums.k)));
    std::map<std::string, int> by_source;
    std::map<std::string, int> by_contributor;
    for (const CohortRecord& one : cohort.records) {
      const Record& record = quarter.of.at(one.ref);
      ++by_source[record.source];
      ++by_contributor[record.contributor.text()];
    }
    const auto all = static_cast<int>(cohort.records.size());
    EXPECT_GE(by_source.size(), static_cast<size_t>(minimums.s));
    for (const auto& [source, own] : by_source) {
      EXPECT_GE(all - own, minimums.c) << source;
    }
    // What a contributor does not know of is as good as a cohort of its own.
    for (const auto& [contributor, own] : by_contributor) {
      EXPECT_TRUE(all == own || all - own >= minimums.k) << contributor;
    }
  }
}

TEST(CohortSealTest, NoTableOfCohortsIsLeftInTheSeal) {
  for (const MadeRung& rung : Made().rungs) {
    for (const SealedTable& table : rung.sealed.tables) {
      EXPECT_NE(table.family.text(), MaliPlan().cohorts[0].id.text());
    }
    EXPECT_FALSE(
        rung.sealed.list_versions.contains(MaliPlan().cohorts[0].id.text()));
  }
}

TEST(CohortSealTest, OnTablesOfItsMonthsItIsVerifiedTogetherWithThem) {
  const Quarter quarter(2, /*tables=*/true);
  const auto made = MakeSeal(Mali(), MaliPlan(), quarter.input,
                             absl::UnixEpoch(), kKey, GoOn);
  ASSERT_THAT(made, IsOk());
  const auto check = ReadCheckFile(made->lowest().proof_text);
  ASSERT_THAT(check, IsOk());
  EXPECT_THAT(check->seal.cohorts, Not(IsEmpty()));
  EXPECT_THAT(check->seal.earlier, Not(IsEmpty()));
  EXPECT_THAT(CheckSeal(check->seal), IsOk());
  EXPECT_THAT(SealedRung(made->cohorts.at(0), 0).cohorts, Not(IsEmpty()));
}

TEST(CohortSealTest, TheSameWhateverTheOrderOfRecords) {
  Quarter quarter(1);
  for (auto& month : quarter.input.strata) {
    std::reverse(month[0].records.begin(), month[0].records.end());
  }
  const auto again = MakeSeal(Mali(), MaliPlan(), quarter.input,
                              absl::UnixEpoch(), kKey, GoOn);
  ASSERT_THAT(again, IsOk());
  for (int rung : {0, 1}) {
    EXPECT_EQ(SealedRung(again->cohorts.at(0), rung).cohorts,
              SealedRung(Made().cohorts.at(0), rung).cohorts);
  }
}

// The file of the proof says what boxes tell, of every cohort of the lowest
// rung.
TEST(CohortProofTest, IsReadAndVerifiedWithItsCohorts) {
  const std::string& text = Made().lowest().proof_text;
  EXPECT_THAT(text, HasSubstr("toguna/seal-check/v4"));
  const auto file = ReadCheckFile(text);
  ASSERT_THAT(file, IsOk());
  const auto& nodes = Made().cohorts.at(0).nodes;
  EXPECT_EQ(static_cast<std::ptrdiff_t>(file->seal.cohorts.size()),
            std::count_if(nodes.begin(), nodes.end(),
                          [](const auto& node) { return node.rung == 0; }));
  EXPECT_THAT(CheckSeal(file->seal), IsOk());
  EXPECT_TRUE(WriteCheckFile(file->seal, file->salt) == text);
}

class TamperedProofTest : public ::testing::Test {
 protected:
  TamperedProofTest() : file_(*ReadCheckFile(OnTables().lowest().proof_text)) {}

  static const MadeSeal& OnTables() {
    static const auto* const made =
        new MadeSeal(*MakeSeal(Mali(), MaliPlan(), Quarter(2, true).input,
                               absl::UnixEpoch(), kKey, GoOn));
    return *made;
  }
  SealToCheck& seal() { return file_.seal; }

  CheckFile file_;
};

TEST_F(TamperedProofTest, AWitnessMayNotLieOutsideABox) {
  // The box of a cohort was smaller than its witnesses take it to be.
  for (CheckedCohort& cohort : seal().cohorts) {
    cohort.outside.push_back({{"place", "ML05"}});
  }
  EXPECT_THAT(CheckSeal(seal()), Not(IsOk()));
}

TEST_F(TamperedProofTest, ACohortHasTheVictimsThatItsBoxSays) {
  for (CheckedCohort& cohort : seal().cohorts) {
    cohort.some = {{.within = {}, .who = {"child-unknown"}}};
    cohort.none = {"girl", "boy"};
  }
  EXPECT_THAT(CheckSeal(seal()), Not(IsOk()));
}

TEST_F(TamperedProofTest, SetsThatOverlapAreRefused) {
  seal().cohorts[0].none.clear();
  seal().cohorts[0].some = {{.within = {}, .who = {"girl", "boy"}}};
  seal().cohorts[1].none.clear();
  seal().cohorts[1].some = {{.within = {}, .who = {"girl", "child-unknown"}}};
  EXPECT_TRUE(absl::IsInvalidArgument(CheckSeal(seal()).status()));
}

class KnownOfTest : public ::testing::Test {
 protected:
  KnownOfTest() {
    for (const Family& family : plan_.families) families_.push_back(&family);
  }
  absl::StatusOr<std::vector<KnownCohort>> Known() { return Known(Mali()); }
  absl::StatusOr<std::vector<KnownCohort>> Known(const Catalog& catalog) {
    return KnownOf(catalog, Incidents(), families_,
                   {.plan = plan_.cohorts[0],
                    .dimension = plan_.cohorts[0].id.text(),
                    .rungs = 1,
                    .formed = &formed_});
  }

  Plan plan_ = MaliPlan();
  std::vector<const Family*> families_;
  FormedCohorts formed_;
};

TEST_F(KnownOfTest, RefusesTwoKindsOfVictims) {
  plan_.cohorts[0].attributes.push_back(
      {.kind = CohortAttribute::Kind::kVictims, .dimension = "", .who = "boy"});
  EXPECT_EQ(ReasonOf(Known().status()).code, "PLAN_INVALID");
}

TEST_F(KnownOfTest, RefusesCohortsThatNoSourceCanRefuse) {
  Catalog catalog = Mali();
  for (auto& [id, purpose] : catalog.purposes) {
    purpose.consent_scopes = {"all"};
  }
  EXPECT_EQ(ReasonOf(Known(catalog).status()).code, "PLAN_INVALID");
}

// A condition that asks for girls cannot have brought a record into a box where
// nobody was one; one that always asks for some leaves none without.
TEST_F(KnownOfTest, TellsWhatConditionsAskOfVictims) {
  CohortPlan& plan = plan_.cohorts[0];
  plan.strata = {{.dimension = "type", .codes = {"D4"}, .who = "girl"}};
  plan.attributes = {{.kind = CohortAttribute::Kind::kVictims,
                      .dimension = "",
                      .who = "girl"}};
  formed_.nodes = {{.code = "all"},
                   {.code = "a", .parent = 0, .rung = 0, .box = {{"0"}}},
                   {.code = "b", .parent = 0, .rung = 0, .box = {{"any"}}}};
  const auto known = Known();
  ASSERT_THAT(known, IsOk());
  const KnownCohort::Codes condition = {{"type", "D4"}};
  EXPECT_THAT(known->at(0).outside, ::testing::Contains(condition));
  EXPECT_THAT(known->at(0).some, IsEmpty());
  EXPECT_THAT(known->at(1).some,
              ::testing::Contains(KnownCohort::Some{{}, {"girl"}}));
}

TEST_F(KnownOfTest, RefusesBoxesThatAreFinerThanTables) {
  const auto& attributes = plan_.cohorts[0].attributes;
  const auto place = static_cast<size_t>(
      std::find_if(attributes.begin(), attributes.end(),
                   [](const auto& one) { return one.dimension == "place"; }) -
      attributes.begin());
  const CodeTree& places = Mali().ListOf(Incidents(), "place")->tree;
  FormedCohorts::Node top{.code = "all"};
  FormedCohorts::Node node{.code = "2026-Q1-1", .parent = 0, .rung = 0};
  for (const CohortAttribute& one : attributes) {
    const CodeList* list = Mali().ListOf(Incidents(), one.dimension);
    node.box.push_back({list == nullptr ? "any" : list->tree.code(0)});
  }
  node.box[place] = {places.code(places.Leaves()[0])};
  formed_.nodes = {top, node};
  EXPECT_EQ(ReasonOf(Known().status()).code, "PLAN_INVALID");
}

TEST_F(KnownOfTest, RefusesWhatATableTellsOfTime) {
  Family late = plan_.families[0];
  late.id = FamilyId("late");
  late.axes = {{.dimension = "incident-month", .coarsest = 0, .finest = 1}};
  families_.push_back(&late);
  EXPECT_EQ(ReasonOf(Known().status()).code, "PLAN_INVALID");
}

TEST(AddCodesTest, TellsEntitiesApartByTheirCohort) {
  Columns columns;
  columns.dimensions = {"place"};
  columns.points = {{"a"}, {"b"}};
  columns.point = {0, 0, 1};
  columns.entity = {0, 1, 2};
  AddCodes("leads", {{0, "x"}, {2, "y"}}, columns);
  EXPECT_THAT(columns.dimensions, ElementsAre("place", "leads"));
  const auto codes_of = [&](size_t row) {
    return columns.points[static_cast<size_t>(columns.point[row])];
  };
  EXPECT_THAT(codes_of(0), ElementsAre("a", "x"));
  EXPECT_THAT(codes_of(1), ElementsAre("a", ""));
  EXPECT_THAT(codes_of(2), ElementsAre("b", "y"));
}

TEST(WithCohortsTest, RefusesANameThatIsTaken) {
  CohortPlan plan = MaliPlan().cohorts[0];
  plan.id = CohortsId("place");
  const std::vector<CohortsInTables> all = {{.plan = plan}};
  EXPECT_EQ(ReasonOf(WithCohorts(Mali(), Incidents().id, all).status()).code,
            "PLAN_INVALID");
}

}  // namespace
}  // namespace toguna::testing
