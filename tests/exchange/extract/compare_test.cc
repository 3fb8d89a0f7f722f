#include "exchange/extract/compare.h"

#include <map>
#include <string>
#include <vector>

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
using ::toguna::testing::March;
using ::toguna::testing::SealedMarch;
using ::toguna::testing::SmallAsk;
using ::toguna::testing::SmallCatalog;

Selection Of(const Ask& ask) {
  return *Select(SmallCatalog(), ask, {SealedMarch()});
}

TEST(CompareTest, ACellIsGivenAsWhatItTells) {
  SealedCell cell;
  EXPECT_EQ(GivenOf(cell), Given::kNotShown);
  cell.low = 1;
  EXPECT_EQ(GivenOf(cell), Given::kRange);
  cell.low = 0;
  cell.high = 9;
  EXPECT_EQ(GivenOf(cell), Given::kRange);
  cell.high = std::nullopt;
  cell.status = CellStatus::kPublished;
  EXPECT_EQ(GivenOf(cell), Given::kNumber);
}

TEST(CompareTest, WhatOneSideAloneHasIsNothingOnTheOther) {
  Ask region = SmallAsk();
  Ask country = SmallAsk();
  country.levels = {{"place", 0}, {"type", 1}};

  const auto compared = Compare(Of(region), Of(country));

  ASSERT_THAT(compared, SizeIs(1));
  EXPECT_EQ(compared[0].period, March());
  for (const ComparedCell& cell : compared[0].cells) {
    EXPECT_NE(cell.before, Given::kNothing);
    EXPECT_EQ(cell.after == Given::kNothing, cell.codes[0] != "ML");
  }
}

TEST(CompareTest, NothingAndNothingIsNothing) {
  EXPECT_THAT(Compare(Selection(), Selection()), IsEmpty());
}

// Against the definition, cell by cell, on random selections of two rungs.
TEST(CompareTest, EveryCellOfEitherIsThereOnceWithWhatEachGives) {
  rc::check([] {
    const auto random = [] {
      SealedPeriod sealed = SealedMarch();
      for (SealedTable& table : sealed.tables) {
        std::erase_if(table.cells, [](const SealedCell&) {
          return *rc::gen::inRange(0, 3) == 0;
        });
        for (SealedCell& cell : table.cells) {
          cell.status =
              *rc::gen::element(CellStatus::kPublished, CellStatus::kNotShown);
          cell.low = *rc::gen::inRange<int64_t>(0, 2);
          cell.high = std::nullopt;
        }
      }
      Selection selection;
      for (SealedTable& table : sealed.tables) {
        if (*rc::gen::inRange(0, 4) > 0) {
          selection.tables.push_back({March(), table});
        }
      }
      return selection;
    };
    const Selection before = random();
    const Selection after = random();
    using Key = std::pair<FamilyId, std::vector<std::string>>;
    const auto all = [](const Selection& selection) {
      std::map<Key, Given> given;
      for (const SelectedTable& one : selection.tables) {
        for (const SealedCell& cell : one.table.cells) {
          given[{one.table.family, cell.codes}] = GivenOf(cell);
        }
      }
      return given;
    };
    std::map<Key, Given> was = all(before);
    std::map<Key, Given> will = all(after);
    std::map<Key, std::pair<Given, Given>> wanted;
    for (const auto& [key, given] : was) wanted[key] = {given, will[key]};
    for (const auto& [key, given] : will) wanted[key] = {was[key], given};
    std::map<Key, std::pair<Given, Given>> got;
    for (const ComparedTable& table : Compare(before, after)) {
      for (const ComparedCell& cell : table.cells) {
        RC_ASSERT(got.emplace(Key{table.family, cell.codes},
                              std::pair(cell.before, cell.after))
                      .second);
      }
    }
    RC_ASSERT(got == wanted);
  });
}

}  // namespace
}  // namespace toguna
