#include "exchange/disclosure/protect.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/scheme.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/attacker.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;

CellFacts Facts(int64_t value, int64_t entities, int64_t sources,
                int64_t largest, const std::vector<int64_t>& by_contributor) {
  CellFacts facts{.value = value,
                  .entities = entities,
                  .sources = sources,
                  .largest_source = largest,
                  .largest_part = largest};
  for (const int64_t own : by_contributor) {
    facts.parts.push_back(
        {.contributor = static_cast<int32_t>(facts.parts.size()),
         .entities = own,
         .value = own,
         .largest_part = own});
  }
  return facts;
}

TEST(IsSafeTest, NeedsEachMinimum) {
  const Minimums minimums{.k = 5, .s = 2, .c = 3};
  EXPECT_TRUE(IsSafe(Facts(6, 6, 2, 3, {6}), minimums));
  EXPECT_TRUE(IsSafe(Facts(6, 6, 2, 3, {3, 3}), minimums));
  EXPECT_FALSE(IsSafe(Facts(9, 4, 4, 1, {4}), minimums)) << "entities";
  EXPECT_FALSE(IsSafe(Facts(4, 5, 4, 1, {5}), minimums)) << "units";
  EXPECT_FALSE(IsSafe(Facts(6, 6, 1, 6, {6}), minimums)) << "sources";
  EXPECT_FALSE(IsSafe(Facts(6, 6, 2, 4, {6}), minimums)) << "largest source";
  EXPECT_FALSE(IsSafe(Facts(6, 6, 6, 1, {4, 2}), minimums)) << "others";
}

TEST(IsSafeTest, ZeroCSwitchesBothRulesOff) {
  const Minimums minimums{.k = 5, .s = 1, .c = 0};
  EXPECT_TRUE(IsSafe(Facts(5, 5, 1, 5, {4, 1}), minimums));
}

// PRIVACY §4.1: X - x1 - x2 < (p / 100) x1.
TEST(IsSafeTest, DominanceComparesWhatIsLeftWithTheLargest) {
  Minimums minimums{.k = 5, .s = 2, .c = 0};
  CellFacts facts = Facts(100, 20, 5, 50, {20});
  facts.second_part = 45;  // 5 are left: 10 % of 50
  EXPECT_TRUE(IsSafe(facts, minimums)) << "no rule";
  minimums.dominance_percent = 10;
  EXPECT_TRUE(IsSafe(facts, minimums));
  minimums.dominance_percent = 11;
  EXPECT_FALSE(IsSafe(facts, minimums));
}

TEST(IsSafeTest, UnsetMinimumsMakeNothingSafe) {
  const CellFacts many = Facts(1000, 1000, 500, 2, {1000});
  EXPECT_FALSE(IsSafe(many, Minimums{}));
  EXPECT_FALSE(IsSafe(many, {.k = 1, .s = 1, .c = 0}));
  EXPECT_FALSE(IsSafe(many, {.k = 5, .s = 0, .c = 0}));
  EXPECT_FALSE(IsSafe(many, {.k = 5, .s = 1, .c = -1}));
}

class ProtectTest : public ::testing::Test {
 protected:
  ProtectTest() : catalog_(TinyCatalog()) {}

  const Plan& Plan5(std::vector<Family> families) {
    return AddPlan(catalog_, {.k = 5, .s = 1, .c = 0}, std::move(families));
  }
  const Dataset& dataset() {
    return *catalog_.FindDataset(DatasetId("incidents"));
  }
  absl::StatusOr<Protected> Run(const Plan& plan,
                                const std::vector<Record>& records,
                                uint64_t key = 7) {
    return Protect(catalog_, dataset(), plan, records, key);
  }
  static std::vector<Record> Many(size_t count, const std::string& place,
                                  const std::string& type) {
    std::vector<Record> records;
    for (size_t i = 0; i < count; ++i) {
      records.push_back(SampleRecord(i, 0, i));
      records.back().codes = {{"place", place}, {"type", type}};
    }
    return records;
  }

  Catalog catalog_;
};

int64_t Shown(const SealedTable& table, const std::vector<std::string>& codes) {
  for (const SealedCell& cell : table.cells) {
    if (cell.codes == codes && cell.status == CellStatus::kPublished) {
      return cell.value;
    }
  }
  return -1;
}

TEST_F(ProtectTest, CountsRecordsKnownNoFinerAsNotSpecified) {
  const Plan& plan =
      Plan5({FamilyOf("place", Unit::kRecord, {{"place", 0, 2}})});
  const auto result = Run(plan, Many(6, "ML1", "E1"));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(Shown(result->tables[0], {"ML"}), 6);
  EXPECT_EQ(Shown(result->tables[0], {"ML1"}), 6);
  EXPECT_EQ(Shown(result->tables[0], {"ML1~"}), 6);
  EXPECT_EQ(Shown(result->tables[0], {"ML11"}), -1);
  std::vector<std::string> order;
  for (const SealedCell& cell : result->tables[0].cells) {
    order.push_back(cell.codes[0]);
  }
  EXPECT_THAT(order,
              ElementsAre("ML", "ML1", "ML11", "ML12", "ML1~", "ML2", "ML~"));
}

TEST_F(ProtectTest, AShallowLeafIsOneCell) {
  const Plan& plan =
      Plan5({FamilyOf("place", Unit::kRecord, {{"place", 1, 2}})});
  const auto result = Run(plan, Many(6, "ML2", "E1"));
  ASSERT_THAT(result, IsOk());
  int found = 0;
  for (const SealedCell& cell : result->tables[0].cells) {
    found += cell.codes[0] == "ML2" ? 1 : 0;
  }
  EXPECT_EQ(found, 1);
  EXPECT_EQ(Shown(result->tables[0], {"ML2"}), 6);
}

TEST_F(ProtectTest, AMillionVictimsOfOneIncidentAreNotSafe) {
  const Plan& plan = Plan5({FamilyOf("who", Unit::kVictim, {{"who", 0, 2}})});
  std::vector<Record> records = Many(1, "ML2", "E1");
  records[0].tallies["man"] = 1'000'000;
  const auto result = Run(plan, records);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->figures.safe, 0);
  EXPECT_EQ(result->figures.unsafe, 3);
}

TEST_F(ProtectTest, ASumOutOfRangeIsRefused) {
  const Plan& plan = Plan5({FamilyOf("who", Unit::kVictim, {{"who", 0, 2}})});
  std::vector<Record> records = Many(2, "ML2", "E1");
  for (Record& record : records) record.tallies["man"] = INT64_MAX;
  EXPECT_THAT(Run(plan, records), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(ProtectTest, ARecordThatTheCrosswalkDoesNotMapIsInNoCell) {
  const Plan& plan =
      Plan5({FamilyOf("violation", Unit::kRecord, {{"violation", 0, 1}})});
  const auto none = Run(plan, Many(9, "ML2", "E1"));
  ASSERT_THAT(none, IsOk());
  EXPECT_EQ(none->figures.safe + none->figures.unsafe, 0);
  const auto all = Run(plan, Many(9, "ML2", "F2"));
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(Shown(all->tables[0], {"denial"}), 9);
}

TEST_F(ProtectTest, OrderOfRecordsDoesNotMatter) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed);
    const Plan& plan =
        AddPlan(catalog_, RandomMinimums(random), RandomFamilies(random));
    std::vector<Record> records = RandomRecords(random, 40);
    const auto first = Run(plan, records);
    std::shuffle(records.begin(), records.end(), random);
    const auto second = Run(plan, records);
    ASSERT_THAT(first, IsOk());
    ASSERT_THAT(second, IsOk());
    EXPECT_EQ(first->tables, second->tables);
    EXPECT_EQ(first->unsafe, second->unsafe);
  }
}

TEST_F(ProtectTest, FindsTheSameUnsafeCountsAsCountingThePlainWay) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    const Plan& plan =
        AddPlan(catalog_, RandomMinimums(random), RandomFamilies(random));
    const std::vector<Record> records = RandomRecords(random, 40);
    const Attacker attacker(catalog_, dataset(), plan);
    const auto keys = [](const std::vector<UnsafeCell>& cells) {
      std::set<std::pair<Unit, Confines>> all;
      for (const UnsafeCell& cell : cells) {
        Confines codes = cell.codes;
        std::sort(codes.begin(), codes.end());
        all.emplace(cell.unit, codes);
      }
      return all;
    };
    const auto result = Run(plan, records);
    ASSERT_THAT(result, IsOk());
    const auto plain = keys(attacker.Unsafe(records));
    const auto engine = keys(result->unsafe);
    // Of the common refinement the engine names only what no family's cell is.
    for (const auto& cell : engine) EXPECT_EQ(plain.count(cell), 1u);
    for (const Family& family : plan.families) {
      for (const auto& [unit, codes] : plain) {
        const bool of_family =
            unit == family.unit && codes.size() == family.axes.size() &&
            std::all_of(codes.begin(), codes.end(), [&](const auto& one) {
              return !one.second.empty() &&
                     std::any_of(family.axes.begin(), family.axes.end(),
                                 [&](const Axis& axis) {
                                   return axis.dimension == one.first;
                                 });
            });
        if (of_family && family.axes.size() == 1) {
          const CodeTree& tree =
              catalog_.ListOf(dataset(), family.axes[0].dimension)->tree;
          const NodeIndex node = *tree.Find(codes[0].second);
          if (tree.depth(node) < family.axes[0].coarsest ||
              tree.depth(node) > family.axes[0].finest) {
            continue;
          }
          EXPECT_EQ(engine.count({unit, codes}), 1u) << "seed " << seed;
        }
      }
    }
  }
}

TEST_F(ProtectTest, RefusesWhatDoesNotFit) {
  const std::vector<Record> records = Many(6, "ML2", "E1");
  EXPECT_EQ(
      ReasonOf(Run(AddPlan(catalog_, {.k = 1, .s = 1, .c = 0}, {}), records)
                   .status())
          .code,
      "PLAN_INVALID");
  EXPECT_EQ(
      ReasonOf(
          Run(Plan5({FamilyOf("x", Unit::kRecord, {{"moon", 0, 1}})}), records)
              .status())
          .code,
      "PLAN_INVALID");
  EXPECT_EQ(ReasonOf(Run(Plan5({FamilyOf("x", Unit::kRecord, {{"who", 0, 1}})}),
                         records)
                         .status())
                .code,
            "PLAN_INVALID");
  const Plan& plan = Plan5({FamilyOf("x", Unit::kRecord, {{"place", 0, 1}})});
  EXPECT_EQ(ReasonOf(Run(plan, Many(1, "Paris", "E1")).status()).code,
            "RECORD_INVALID");
  std::vector<Record> other_version = records;
  other_version[0].list_versions["places"] = "2";
  EXPECT_EQ(ReasonOf(Run(plan, other_version).status()).code, "RECORD_INVALID");
}

TEST_F(ProtectTest, RefusesAPlanThatIsTooLargeBeforeAnyWork) {
  std::vector<std::pair<std::string, std::string>> many = {{"top", ""}};
  for (int i = 0; i < 4000; ++i) {
    many.emplace_back("n" + std::to_string(i), "top");
  }
  Catalog catalog = SampleCatalog(many, many, {});
  const Plan& plan = AddPlan(
      catalog, {.k = 5, .s = 1, .c = 0},
      {FamilyOf("x", Unit::kRecord, {{"place", 0, 1}, {"type", 0, 1}})});
  const auto result =
      Protect(catalog, *catalog.FindDataset(plan.dataset), plan, {}, 7);
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(ReasonOf(result.status()).code, "PLAN_TOO_LARGE");
}

}  // namespace
}  // namespace toguna::testing
