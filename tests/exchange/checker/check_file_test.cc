#include "exchange/checker/check_file.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "exchange/disclosure/protect.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

const std::string kSalt(64, 'a');

// A random month with crosswalks, victims, structural zeros and now and then a
// pool, protected.
struct Month {
  explicit Month(uint64_t seed)
      : random(seed),
        catalog(TinyCatalog()),
        plan(AddPlan(catalog, RandomMinimums(random), RandomFamilies(random))) {
    for (Family& family : plan.families) {
      for (Axis& axis : family.axes) {
        if (seed % 3 == 0 && axis.dimension == "place" && axis.coarsest <= 1 &&
            axis.finest >= 1) {
          axis.pools = {{"ML1+ML2", {"ML1", "ML2"}}};
        }
      }
    }
    plan.structural_zeros = {{{{"place", "ML2"}, {"type", "F"}}, "none there"}};
    Dataset& dataset = catalog.datasets.begin()->second;
    if (seed % 2 == 0) {
      dataset.victims_in_every_record.emplace();
      dataset.victims_in_every_record->unless = {{"type", {"E"}}};
    }
    std::vector<Record> records = RandomRecords(random, 60);
    std::erase_if(records, [](const Record& record) {
      return record.codes.at("place") == "ML2" &&
             record.codes.at("type")[0] == 'F';
    });
    if (seed % 2 == 0) {
      for (Record& record : records) record.tallies["girl"] += 1;
    }
    result = Protect(catalog, dataset, plan, records, 7).value();
    sealed.dataset = dataset.id;
    sealed.plan = plan.id;
    sealed.plan_version = "1;\"odd\"";
    sealed.tables = result.tables;
  }

  SealToCheck ToCheck() const {
    return ForChecker(catalog, plan, sealed, result);
  }

  Random random;
  Catalog catalog;
  Plan& plan;
  Protected result;
  SealedPeriod sealed;
};

TEST(CheckFileTest, WhatIsReadBackIsTheSameAndHasTheSameVerdict) {
  for (uint64_t seed = 0; seed < 150; ++seed) {
    const Month month(seed);
    const SealToCheck seal = month.ToCheck();
    const auto verdict = CheckSeal(seal);
    ASSERT_THAT(verdict, IsOk()) << "seed " << seed;
    const std::string text = WriteCheckFile(seal, kSalt);
    const auto file = ReadCheckFile(text);
    ASSERT_THAT(file, IsOk()) << "seed " << seed;
    EXPECT_EQ(file->salt, kSalt);
    EXPECT_THAT(CheckSeal(file->seal), IsOkAndHolds(*verdict));
    // Trees come in the order of their nodes from then on.
    const std::string again = WriteCheckFile(file->seal, kSalt);
    const auto second = ReadCheckFile(again);
    ASSERT_THAT(second, IsOk());
    EXPECT_EQ(WriteCheckFile(second->seal, kSalt), again);
    EXPECT_EQ(again.size(), text.size());
  }
}

TEST(CheckFileTest, PoolsAreReadBack) {
  int with_pools = 0;
  int refused = 0;
  for (uint64_t seed = 0; seed < 60; seed += 3) {
    const Month month(seed);
    SealToCheck seal = month.ToCheck();
    if (seal.pools.empty()) continue;
    ++with_pools;
    const auto file = ReadCheckFile(WriteCheckFile(seal, kSalt));
    ASSERT_THAT(file, IsOk());
    ASSERT_EQ(file->seal.pools.size(), seal.pools.size());
    EXPECT_EQ(file->seal.pools[0].dimension, "place");
    EXPECT_EQ(file->seal.pools[0].code, "ML1+ML2");
    EXPECT_EQ(file->seal.pools[0].codes, seal.pools[0].codes);
    for (size_t f = 0; f < seal.families.size(); ++f) {
      for (size_t a = 0; a < seal.families[f].axes.size(); ++a) {
        EXPECT_EQ(file->seal.families[f].axes[a].pools,
                  seal.families[f].axes[a].pools);
      }
    }
    // What a pool is wrong by in the seal it is wrong by in the file.
    seal.pools[0].codes = {"ML1", "ML1"};
    const auto bad = ReadCheckFile(WriteCheckFile(seal, kSalt));
    refused += !bad.ok() || !CheckSeal(bad->seal).ok() ? 1 : 0;
  }
  EXPECT_GT(with_pools, 5);
  EXPECT_EQ(refused, with_pools);
}

TEST(CheckFileTest, WhatIsImpossibleInAStrandIsReadBack) {
  const Month month(3);
  SealToCheck seal = month.ToCheck();
  seal.impossible = {{2, {{"place", "ML2"}, {"type", ""}}}, {0, {}}};
  const auto file = ReadCheckFile(WriteCheckFile(seal, kSalt));
  ASSERT_THAT(file, IsOk());
  ASSERT_EQ(file->seal.impossible.size(), 2u);
  EXPECT_EQ(file->seal.impossible[0].strand, 2u);
  EXPECT_EQ(file->seal.impossible[0].codes, seal.impossible[0].codes);
  EXPECT_TRUE(file->seal.impossible[1].codes.empty());
}

// Every fact that the checker looks at comes through: what it refuses in the
// seal, it refuses in the file.
TEST(CheckFileTest, WhatIsWrongInASealIsWrongInItsFile) {
  int refused = 0;
  for (uint64_t seed = 0; seed < 150; ++seed) {
    const Month month(seed);
    SealToCheck seal = month.ToCheck();
    if (seal.proofs.empty()) continue;
    switch (seed % 5) {
      case 0:
        seal.proofs.pop_back();
        break;
      case 1:
        std::swap(seal.proofs[0].high, seal.proofs[0].low);
        break;
      case 2:
        seal.zeros.clear();
        break;
      case 3:
        seal.witnesses.tables[0].counts.emplace_back(0, 1);
        break;
      default:
        seal.families[0].cells[0].value += 1;
    }
    const absl::Status wanted = CheckSeal(seal).status();
    const auto file = ReadCheckFile(WriteCheckFile(seal, kSalt));
    ASSERT_THAT(file, IsOk()) << "seed " << seed;
    EXPECT_EQ(CheckSeal(file->seal).status(), wanted) << "seed " << seed;
    refused += wanted.ok() ? 0 : 1;
  }
  EXPECT_GT(refused, 60);
}

TEST(CheckFileTest, EveryCutAndEveryLineThatIsNoneIsRefused) {
  const Month month(3);
  const std::string text = WriteCheckFile(month.ToCheck(), kSalt);
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  ASSERT_GT(lines.size(), 50u);
  // The last element is what follows the last line: nothing.
  for (size_t n = 0; n + 2 < lines.size(); ++n) {
    const std::string cut = absl::StrCat(
        absl::StrJoin(lines.begin(),
                      lines.begin() + static_cast<std::ptrdiff_t>(n), "\n"),
        "\n");
    EXPECT_THAT(ReadCheckFile(cut),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << n;
  }
  for (const std::string& odd :
       {text + "end\n", text + "cell;1;5;0;;ML\n",
        absl::StrReplaceAll(text, {{"toguna/seal-check/v3", "v2"}}),
        absl::StrReplaceAll(text, {{kSalt, kSalt.substr(1)}}),
        absl::StrReplaceAll(text, {{"minimum;", "minimum;0"}}),
        absl::StrReplaceAll(text, {{"\nwitnessed\n", "\nwitnessed;1\n"}}),
        absl::StrReplaceAll(text, {{"\ninput;", "\nunknown;"}}),
        absl::StrReplaceAll(text, {{"\nnode;", "\nnode;node;"}})}) {
    ASSERT_NE(odd, text);
    EXPECT_THAT(ReadCheckFile(odd),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace toguna::testing
