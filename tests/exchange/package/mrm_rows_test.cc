#include "exchange/package/mrm_rows.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "exchange/base/csv.h"
#include "exchange/base/reason.h"
#include "exchange/package/spreadsheet.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/package/mrm_world.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::toguna::testing::Anything;
using ::toguna::testing::Box;
using ::toguna::testing::BoyMaimed;
using ::toguna::testing::IsOk;
using ::toguna::testing::MrmCatalog;
using ::toguna::testing::MrmCohorts;
using ::toguna::testing::MrmContents;
using ::toguna::testing::SchoolHit;
using ::toguna::testing::StatusIs;

using Line = std::map<std::string, std::string>;

// Attributes in the order of the world's plan.
enum Attributes : size_t {
  kType,
  kMrmByViolation,
  kPlace,
  kPerpetrator,
  kSourceClass,
  kBoys,
  kGirls,
  kUnknown,
  kIncident,
  kAcceptance
};

class MrmRowsTest : public ::testing::Test {
 protected:
  MrmRowsTest() : catalog_(MrmCatalog()), contents_(MrmContents(catalog_)) {}

  std::vector<Line> Lines() {
    const auto csv = ViolationsCsv(catalog_, contents_);
    EXPECT_THAT(csv, IsOk());
    const auto rows = ReadCsv(csv.ok() ? *csv : "", ',');
    std::vector<Line> lines;
    for (size_t i = 1; rows.ok() && i < rows->size(); ++i) {
      Line line;
      for (size_t j = 0; j < rows->front().size(); ++j) {
        line[(*rows)[0][j]] = (*rows)[i][j];
      }
      lines.push_back(std::move(line));
    }
    return lines;
  }

  // The first row of a cohort with such a box.
  Line Of(const Box& box) {
    contents_.selection.cohorts = {MrmCohorts({box})};
    const std::vector<Line> lines = Lines();
    return lines.empty() ? Line() : lines.front();
  }
  Line With(Box box, size_t attribute, std::vector<std::string> value) {
    box[attribute] = std::move(value);
    return Of(box);
  }
  absl::Status Refusal() { return ViolationsCsv(catalog_, contents_).status(); }

  Catalog catalog_;
  PackageContents contents_;
};

TEST_F(MrmRowsTest, TheColumnsAreTheContract) {
  const auto csv = ViolationsCsv(catalog_, contents_);
  ASSERT_THAT(csv, IsOk());
  EXPECT_EQ(std::vector<std::string>(absl::StrSplit(*csv, '\n')).front(),
            "ref,violation,type,list_version,incident_quarter,"
            "acceptance_quarter,late,place_code,place_label,gazetteer_version,"
            "place_kind,boys,girls,unknown,total,perpetrator,weapon,"
            "source_class,recontact,status,cohort,cohort_size");
  EXPECT_THAT(*csv, Not(HasSubstr("\r")));
}

TEST_F(MrmRowsTest, ARowIsItsCohortsBox) {
  EXPECT_THAT(Lines(), SizeIs(18));
  EXPECT_EQ(Lines()[0], (Line{{"ref", "lead-0-0"},
                              {"violation", "maiming"},
                              {"type", "C1"},
                              {"list_version", "v1"},
                              {"incident_quarter", "2025-Q4"},
                              {"acceptance_quarter", "2026-Q1"},
                              {"late", "yes"},
                              {"place_code", "ML0505"},
                              {"place_label", "'=Koro / @Koro"},
                              {"gazetteer_version", "2021-12-20"},
                              {"place_kind", "not recorded"},
                              {"boys", "1+"},
                              {"girls", "0"},
                              {"unknown", "0+"},
                              {"total", "1+"},
                              {"perpetrator", "armed-group"},
                              {"weapon", "not recorded"},
                              {"source_class", "victim ||| witness"},
                              {"recontact", "through Toguna"},
                              {"status", "report_pending_verification"},
                              {"cohort", "2026-Q1-01"},
                              {"cohort_size", "6"}}));
  // Rows of a cohort differ in their reference alone.
  std::map<std::string, Line> first;
  for (Line line : Lines()) {
    line.erase("ref");
    const auto known = first.emplace(line["cohort"], line);
    EXPECT_EQ(known.first->second, line);
  }
}

TEST_F(MrmRowsTest, NothingStrongerThanALeadIsEverSaid) {
  for (const Line& line : Lines()) {
    EXPECT_EQ(line.at("status"), "report_pending_verification");
  }
}

TEST_F(MrmRowsTest, PooledCodesAreJoinedAndTheTopIsAny) {
  const Line pooled = With(BoyMaimed(), kPlace, {"ML0506", "ML06"});
  EXPECT_EQ(pooled.at("place_code"), "ML0506 ||| ML06");
  EXPECT_EQ(pooled.at("place_label"),
            "Mopti, cercle / Mopti \"cercle\" ||| Tombouctou / Timbuktu");
  const Line top = Of(Anything());
  EXPECT_EQ(top.at("type"), "any");
  EXPECT_EQ(top.at("place_code"), "any");
  EXPECT_EQ(top.at("place_label"), "tous / any");
  EXPECT_EQ(top.at("perpetrator"), "armed-force ||| none");
  EXPECT_EQ(With(BoyMaimed(), kPerpetrator, {"any"}).at("perpetrator"), "any");
}

TEST_F(MrmRowsTest, ViolationsFollowFromTypeStratumAndFacility) {
  const auto violation = [&](Box box) { return Of(box).at("violation"); };
  EXPECT_EQ(violation(SchoolHit()), "attack_on_schools ||| military_use");
  Box unknown_act = SchoolHit();
  unknown_act[kMrmByViolation] = {"all"};
  EXPECT_EQ(violation(unknown_act), "attack_on_schools ||| military_use");
  // F alone holds F2, too.
  unknown_act[kType] = {"F"};
  EXPECT_EQ(violation(unknown_act),
            "attack_on_schools ||| military_use ||| "
            "denial_humanitarian_access");
  Box category = BoyMaimed();
  category[kType] = {"C"};
  EXPECT_EQ(violation(category), "maiming ||| sexual_violence");
  EXPECT_EQ(violation(Anything()), "any");
  // Without a child among the victims it is in the stratum as a violation
  // against a place.
  Box no_child = Anything();
  for (const size_t band : {kBoys, kGirls, kUnknown}) no_child[band] = {"0"};
  EXPECT_EQ(violation(no_child),
            "attack_on_schools ||| military_use ||| "
            "denial_humanitarian_access");
  // What the box says is no violation against a place is one against a child.
  EXPECT_EQ(With(Anything(), kMrmByViolation, {""}).at("violation"),
            "killing ||| maiming ||| sexual_violence");
}

TEST_F(MrmRowsTest, WithoutThePlansStrataViolationsFollowFromTypesAlone) {
  catalog_.plans.at(PlanId("monthly")).cohorts.clear();
  Box box = Anything();
  for (const size_t band : {kBoys, kGirls, kUnknown}) box[band] = {"0"};
  EXPECT_EQ(Of(box).at("violation"), "any");
  EXPECT_EQ(Of(Anything()).at("total"), "0+");
}

TEST_F(MrmRowsTest, VictimsAreBandsAndTheTotalTheirLowerBound) {
  const auto total = [&](const char* boys, const char* girls,
                         const char* unknown, Box box) {
    box[kBoys] = {boys};
    box[kGirls] = {girls};
    box[kUnknown] = {unknown};
    return Of(box).at("total");
  };
  EXPECT_EQ(total("1+", "1+", "0", BoyMaimed()), "2+");
  EXPECT_EQ(total("1+", "1+", "1+", BoyMaimed()), "3+");
  // The stratum of C1 asks for a child.
  EXPECT_EQ(total("any", "any", "any", BoyMaimed()), "1+");
  EXPECT_EQ(total("0", "0", "any", BoyMaimed()), "1+");
  // That of F3 does not.
  EXPECT_EQ(total("any", "0", "0", SchoolHit()), "0+");
  EXPECT_EQ(total("0", "0", "0", SchoolHit()), "0");
  EXPECT_EQ(With(BoyMaimed(), kGirls, {"0", "1+"}).at("girls"), "0+");
  EXPECT_EQ(With(BoyMaimed(), kGirls, {"any"}).at("girls"), "0+");
}

TEST_F(MrmRowsTest, LateIsSaidWhereItIsCertain) {
  const auto late = [&](std::vector<std::string> incident,
                        std::vector<std::string> acceptance) {
    Box box = BoyMaimed();
    box[kIncident] = std::move(incident);
    box[kAcceptance] = std::move(acceptance);
    return Of(box).at("late");
  };
  EXPECT_EQ(late({"2025-Q4"}, {"2026-Q1"}), "yes");
  EXPECT_EQ(late({"earlier", "2025-Q4"}, {"2026-Q1", "2026-Q2"}), "yes");
  EXPECT_EQ(late({"2026-Q1"}, {"2026-Q1"}), "no");
  EXPECT_EQ(late({"2026-Q1", "2025-Q4"}, {"2026-Q1"}), "not told apart");
  EXPECT_EQ(late({"2026-Q1"}, {"2026-Q1", "2026-Q2"}), "not told apart");
  EXPECT_EQ(late({"earlier"}, {"earlier"}), "not told apart");
  EXPECT_EQ(late({"any"}, {"2026-Q1"}), "not told apart");
  EXPECT_EQ(late({"2025-Q4"}, {"any"}), "not told apart");
  // Nothing is accepted before it happened, so this is the first quarter.
  EXPECT_EQ(late({"2026-Q1", "2026-Q2"}, {"2026-Q1"}), "no");
  EXPECT_EQ(With(BoyMaimed(), kIncident, {"earlier", "2025-Q4"})
                .at("incident_quarter"),
            "earlier ||| 2025-Q4");
  EXPECT_EQ(With(BoyMaimed(), kIncident, {"any"}).at("incident_quarter"),
            "any");
}

TEST_F(MrmRowsTest, WhatTheBoxLeavesOutIsSaidToBe) {
  contents_.selection.cohorts = {MrmCohorts({{{"C1"}}})};
  contents_.selection.cohorts[0].attributes.resize(1);
  const Line line = Lines().front();
  for (const char* column :
       {"incident_quarter", "acceptance_quarter", "place_code", "place_label",
        "perpetrator", "source_class"}) {
    EXPECT_EQ(line.at(column), "not shown") << column;
  }
  for (const char* column : {"place_kind", "weapon"}) {
    EXPECT_EQ(line.at(column), "not recorded") << column;
  }
  EXPECT_EQ(line.at("boys"), "0+");
  EXPECT_EQ(line.at("late"), "not told apart");
}

// Once a dataset declares them, they are attributes like any other.
TEST_F(MrmRowsTest, KindOfPlaceAndWeaponAreShownOnceDeclared) {
  Dataset& dataset = catalog_.datasets.at(DatasetId("incidents"));
  for (const char* id : {"place-kind", "weapon"}) {
    CodeList list = testing::MakeList(
        id, {"all", "class"}, testing::OneLevel({{"x", "", {"x", "x"}}}));
    list.tree = *CodeTree::Create(
        testing::OneLevel({{"x", "", {"x", "x"}}, {"y", "", {"y", "y"}}}));
    catalog_.code_lists.emplace(list.id, list);
    dataset.attributes.push_back(testing::CodeAttribute(id, id));
    dataset.dimensions.push_back(testing::OfAttribute(id, id));
  }
  EXPECT_EQ(Of(BoyMaimed()).at("weapon"), "not shown");
  SelectedCohorts cohorts = MrmCohorts({BoyMaimed()});
  for (const char* id : {"place-kind", "weapon"}) {
    cohorts.attributes.push_back({.dimension = id});
    cohorts.cohorts[0].box.push_back({"x"});
    cohorts.list_versions[id] = "v1";
  }
  contents_.selection.cohorts = {cohorts};
  EXPECT_EQ(Lines().front().at("weapon"), "x");
  EXPECT_EQ(Lines().front().at("place_kind"), "x");
}

TEST_F(MrmRowsTest, NoCellOfTheCsvIsAFormula) {
  // A tab begins a cell, too, in a spreadsheet that splits at tabs.
  const std::map<std::string, std::string> safe = {{"=1+1", "'=1+1"},
                                                   {"+1", "'+1"},
                                                   {"-1", "'-1"},
                                                   {"@SUM(A1)", "'@SUM(A1)"},
                                                   {"\t=1", "'\t'=1"}};
  for (const auto& [label, written] : safe) {
    CodeList& places = catalog_.code_lists.at(CodeListId("places"));
    places.tree = *CodeTree::Create({{"MLI", "", {"Mali", "Mali"}},
                                     {"ML05", "MLI", {label, label}},
                                     {"ML06", "MLI", {"x", "x"}}});
    EXPECT_EQ(With(BoyMaimed(), kPlace, {"ML05"}).at("place_label"), written);
  }
}

// A mark that turns the reading around could make another place of a place.
TEST_F(MrmRowsTest, ALabelThatReadsOtherwiseThanItsBytesSayIsRefused) {
  CodeList& places = catalog_.code_lists.at(CodeListId("places"));
  for (const char* hidden : {"\u202Eitpo\u202C", "M\u200Fopti", "Mo\u200Bpti",
                             "Mo\x01pti", "Mopti\xFF"}) {
    places.tree = *CodeTree::Create({{"MLI", "", {"Mali", "Mali"}},
                                     {"ML0505", "MLI", {hidden, "Mopti"}},
                                     {"ML06", "MLI", {"x", "x"}}});
    EXPECT_THAT(Refusal(), StatusIs(absl::StatusCode::kFailedPrecondition));
  }
  catalog_ = MrmCatalog();
  contents_ = MrmContents(catalog_);
  contents_.selection.cohorts[0].rows[0].ref = "lead\u202E";
  EXPECT_THAT(Refusal(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(MrmRowsTest, WhatIsNoCohortIsRefused) {
  const SelectedCohorts good = contents_.selection.cohorts[0];
  SelectedCohorts& cohorts = contents_.selection.cohorts[0];
  EXPECT_THAT(Refusal(), IsOk());
  cohorts.rows.pop_back();
  EXPECT_THAT(Refusal(), StatusIs(absl::StatusCode::kDataLoss))
      << "part of a cohort";
  cohorts = good;
  cohorts.k = 6;
  EXPECT_THAT(Refusal(), StatusIs(absl::StatusCode::kDataLoss))
      << "six are not more than k";
  cohorts = good;
  cohorts.rows[0].cohort = 9;
  EXPECT_THAT(Refusal(), StatusIs(absl::StatusCode::kDataLoss));
  cohorts = good;
  cohorts.cohorts[0].box.pop_back();
  EXPECT_THAT(Refusal(), StatusIs(absl::StatusCode::kDataLoss));
  cohorts = good;
  cohorts.cohorts[0].box[kType].clear();
  EXPECT_THAT(Refusal(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(MrmRowsTest, UnknownCodesAndOtherVersionsOfListsAreRefused) {
  const SelectedCohorts good = contents_.selection.cohorts[0];
  SelectedCohorts& cohorts = contents_.selection.cohorts[0];
  for (const size_t attribute : {kPlace, kBoys, kIncident}) {
    cohorts = good;
    cohorts.cohorts[0].box[attribute] = {"nowhere"};
    EXPECT_THAT(Refusal(), StatusIs(absl::StatusCode::kFailedPrecondition))
        << attribute;
  }
  cohorts = good;
  cohorts.list_versions["places"] = "2023-05-01";
  EXPECT_EQ(ReasonOf(Refusal()).code, "CODE_LIST_CHANGED");
  cohorts.list_versions.erase("places");
  EXPECT_EQ(ReasonOf(Refusal()).code, "CODE_LIST_CHANGED");
}

TEST_F(MrmRowsTest, MoreRowsThanASheetHoldsAreRefused) {
  SelectedCohorts& cohorts = contents_.selection.cohorts[0];
  cohorts.rows.assign(kMostSheetRows + 1, {"x", 0});
  const absl::Status refused = Refusal();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(refused.message(), HasSubstr("1048576 rows are more than the "
                                           "1048575 that a spreadsheet holds"));
}

}  // namespace
}  // namespace toguna
