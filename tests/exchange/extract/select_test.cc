#include "exchange/extract/select.h"

#include <set>
#include <string>
#include <vector>

#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "tests/support/sealed_march.h"
#include "tests/support/small_operation.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::toguna::testing::IsOk;
using ::toguna::testing::March;
using ::toguna::testing::SealedMarch;
using ::toguna::testing::SmallAsk;
using ::toguna::testing::SmallCatalog;
using ::toguna::testing::StatusIs;

std::set<std::string> Places(const Selection& selection) {
  std::set<std::string> places;
  for (const SelectedTable& one : selection.tables) {
    for (const SealedCell& cell : one.table.cells) places.insert(cell.codes[0]);
  }
  return places;
}

TEST(SelectTest, TakesCellsUpToTheAskedLevelsAndNeverFiner) {
  const auto selection = Select(SmallCatalog(), SmallAsk(), {SealedMarch()});

  ASSERT_THAT(selection, IsOk());
  ASSERT_THAT(selection->tables, SizeIs(1));
  EXPECT_EQ(Places(*selection), (std::set<std::string>{"ML", "ML01", "ML05"}));
  EXPECT_THAT(selection->tables[0].table.cells, SizeIs(9));
}

TEST(SelectTest, CellsNotShownStayAndAllLookTheSame) {
  const auto selection = Select(SmallCatalog(), SmallAsk(), {SealedMarch()});

  ASSERT_THAT(selection, IsOk());
  int not_shown = 0;
  for (const SealedCell& cell : selection->tables[0].table.cells) {
    if (cell.status == CellStatus::kPublished) continue;
    ++not_shown;
    EXPECT_EQ(cell.value, 0);
    // Ranges stay as sealed, whatever part of the cells is taken.
    EXPECT_EQ(cell.low, 1);
    EXPECT_EQ(cell.high, 6);
  }
  EXPECT_EQ(not_shown, 3);
}

TEST(SelectTest, ACodeFilterLeavesOutTheWholeAsWellAsTheOtherParts) {
  Ask ask = SmallAsk();
  ask.code_filters = {{"place", {"ML05"}}};

  const auto selection = Select(SmallCatalog(), ask, {SealedMarch()});

  ASSERT_THAT(selection, IsOk());
  EXPECT_EQ(Places(*selection), (std::set<std::string>{"ML05"}));
}

TEST(SelectTest, FamiliesAndPeriodsNotAskedForAreLeftOut) {
  Ask ask = SmallAsk();
  ask.periods = {March().Next()};
  const auto other_period = Select(SmallCatalog(), ask, {SealedMarch()});
  ASSERT_THAT(other_period, IsOk());
  EXPECT_THAT(other_period->tables, IsEmpty());

  SealedPeriod other_dataset = SealedMarch();
  other_dataset.dataset = DatasetId("other");
  const auto other = Select(SmallCatalog(), SmallAsk(), {other_dataset});
  ASSERT_THAT(other, IsOk());
  EXPECT_THAT(other->tables, IsEmpty());
}

TEST(SelectTest, RefusesWhatItDoesNotUnderstand) {
  Ask unknown_family = SmallAsk();
  unknown_family.families.push_back(FamilyId("secret"));
  Ask unknown_code = SmallAsk();
  unknown_code.code_filters = {{"place", {"ML99"}}};
  Ask no_level = SmallAsk();
  no_level.levels = {{"place", 1}};
  Ask no_such_axis = SmallAsk();
  no_such_axis.families = {FamilyId("type-only")};
  no_such_axis.code_filters = {{"place", {"ML05"}}};

  for (const Ask& ask :
       {unknown_family, unknown_code, no_level, no_such_axis}) {
    EXPECT_THAT(Select(SmallCatalog(), ask, {SealedMarch()}),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(SelectTest, ASealOfAnotherCodeListVersionIsNotMisread) {
  SealedPeriod old = SealedMarch();
  old.list_versions["places"] = "v0";
  const auto changed = Select(SmallCatalog(), SmallAsk(), {old});
  EXPECT_THAT(changed, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(changed.status()).code, "CODE_LIST_CHANGED");

  SealedPeriod unsaid = SealedMarch();
  unsaid.list_versions.clear();
  EXPECT_THAT(Select(SmallCatalog(), SmallAsk(), {unsaid}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(SelectLawTest, EveryLevelSelectsASubsetOfTheNextFiner) {
  EXPECT_TRUE(rc::check([] {
    Ask coarse = SmallAsk();
    coarse.levels = {{"place", *rc::gen::inRange(0, 2)},
                     {"type", *rc::gen::inRange(0, 2)}};
    Ask fine = coarse;
    ++fine.levels[0].finest;
    const auto less = Select(SmallCatalog(), coarse, {SealedMarch()});
    const auto more = Select(SmallCatalog(), fine, {SealedMarch()});
    RC_ASSERT(less.ok() && more.ok());
    RC_ASSERT(
        CheckSelection(SmallCatalog(), fine, *less, {SealedMarch()}).ok());
    RC_ASSERT(
        CheckSelection(SmallCatalog(), coarse, *less, {SealedMarch()}).ok());
    RC_ASSERT(
        !CheckSelection(SmallCatalog(), coarse, *more, {SealedMarch()}).ok());
  }));
}

// March with the two regions' sum after them, as one more position.
SealedPeriod MarchWithPool() {
  SealedPeriod sealed = SealedMarch();
  SealedTable& table = sealed.tables[0];
  table.pools = {{"place", "both", {"les deux", "both"}, {"ML01", "ML05"}}};
  for (const char* type : {"all", "a", "b"}) {
    table.cells.push_back({{"both", type}, CellStatus::kPublished, 50});
  }
  return sealed;
}

TEST(SelectTest, APoolGoesWithAllOfItsMembers) {
  const SealedPeriod sealed = MarchWithPool();
  Ask ask = SmallAsk();
  const auto all = Select(SmallCatalog(), ask, {sealed});
  ASSERT_THAT(all, IsOk());
  EXPECT_TRUE(Places(*all).contains("both"));
  EXPECT_EQ(all->tables[0].table.pools, sealed.tables[0].pools);
  EXPECT_THAT(CheckSelection(SmallCatalog(), ask, *all, {sealed}), IsOk());

  ask.code_filters = {{"place", {"ML05"}}};
  const auto one = Select(SmallCatalog(), ask, {sealed});
  ASSERT_THAT(one, IsOk());
  EXPECT_FALSE(Places(*one).contains("both"));
  ask.code_filters = {{"place", {"ML05", "ML01"}}};
  const auto both = Select(SmallCatalog(), ask, {sealed});
  ASSERT_THAT(both, IsOk());
  EXPECT_TRUE(Places(*both).contains("both"));

  ask = SmallAsk();
  for (LevelLimit& level : ask.levels) {
    if (level.dimension == "place") level.finest = 0;
  }
  const auto coarse = Select(SmallCatalog(), ask, {sealed});
  ASSERT_THAT(coarse, IsOk());
  EXPECT_EQ(Places(*coarse), (std::set<std::string>{"ML"}));
  EXPECT_FALSE(CheckSelection(SmallCatalog(), ask, *all, {sealed}).ok());
}

TEST(CheckSelectionTest, APoolKeepsItsMembers) {
  const SealedPeriod sealed = MarchWithPool();
  auto selection = Select(SmallCatalog(), SmallAsk(), {sealed});
  ASSERT_THAT(selection, IsOk());
  selection->tables[0].table.pools[0].codes = {"ML"};
  EXPECT_THAT(CheckSelection(SmallCatalog(), SmallAsk(), *selection, {sealed}),
              StatusIs(absl::StatusCode::kDataLoss));
}

// Even if the seal itself says so.
TEST(CheckSelectionTest, APublishedCellNeverHasARange) {
  SealedPeriod sealed = SealedMarch();
  sealed.tables[0].cells[0].high = 90;
  const auto selection = Select(SmallCatalog(), SmallAsk(), {sealed});
  ASSERT_THAT(selection, IsOk());
  EXPECT_THAT(CheckSelection(SmallCatalog(), SmallAsk(), *selection, {sealed}),
              StatusIs(absl::StatusCode::kDataLoss));
}

// Selections as a broken Select would make them: each is caught.
TEST(CheckSelectionTest, CatchesEveryDepartureFromTheSeal) {
  const Catalog catalog = SmallCatalog();
  const auto good = Select(catalog, SmallAsk(), {SealedMarch()});
  ASSERT_THAT(good, IsOk());
  ASSERT_THAT(CheckSelection(catalog, SmallAsk(), *good, {SealedMarch()}),
              IsOk());

  const auto broken = [&](auto change) {
    Selection selection = *good;
    change(selection.tables[0]);
    return CheckSelection(catalog, SmallAsk(), selection, {SealedMarch()});
  };
  const std::vector<absl::Status> caught = {
      broken([](SelectedTable& one) { ++one.table.cells[0].value; }),
      broken([](SelectedTable& one) {
        for (SealedCell& cell : one.table.cells) {
          if (cell.status == CellStatus::kNotShown) cell.value = 3;
        }
      }),
      broken([](SelectedTable& one) {
        for (SealedCell& cell : one.table.cells) {
          cell.status = CellStatus::kPublished;
        }
      }),
      broken([](SelectedTable& one) {
        one.table.cells.push_back(
            {{"ML0101", "a"}, CellStatus::kPublished, 35});
      }),
      broken([](SelectedTable& one) {
        one.table.cells.push_back(one.table.cells[0]);
      }),
      broken([](SelectedTable& one) { one.table.cells[2].low = 2; }),
      broken([](SelectedTable& one) { ++*one.table.cells[2].high; }),
      broken([](SelectedTable& one) { one.table.cells[2].high.reset(); }),
      broken([](SelectedTable& one) { one.table.cells[0].high = 90; }),
      broken([](SelectedTable& one) { one.table.unit = Unit::kVictim; }),
      broken(
          [](SelectedTable& one) { one.table.family = FamilyId("type-only"); }),
      broken([](SelectedTable& one) { one.period = March().Next(); })};

  for (const absl::Status& status : caught) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_EQ(ReasonOf(status).code, "EXTRACT_CHECK_FAILED");
  }
}

}  // namespace
}  // namespace toguna
