#include "exchange/cohort/hold_over.h"

#include <optional>
#include <string>
#include <vector>

#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/cohort/stratum_samples.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::StratumCatalog;
using testing::StratumDataset;
using testing::StratumPlan;

using Box = std::vector<std::vector<std::string>>;

constexpr char kKayes[] = "ML1";
constexpr char kKoulikoro[] = "ML2";

// Regions are kept apart.
class HoldOverTest : public ::testing::Test {
 protected:
  HoldOverTest() { plan_.attributes[0].coarsest = 1; }

  static Period Quarter(int number) {
    return Period(Period::Kind::kQuarter,
                  absl::CivilMonth(2026, 3 * number - 2));
  }
  static Box BoxIn(const std::string& place,
                   std::vector<std::string> accepted = {"any"}) {
    return {{place}, {"every"}, {"denial"},         {"class"},
            {"any"}, {"any"},   std::move(accepted)};
  }

  // A quarter sealed on a day, and where it gave a cohort of each rung, or
  // formed one that it did not give.
  CohortSeal Sealed(int quarter, int day, const std::vector<std::string>& given,
                    const std::vector<std::string>& withheld = {}) const {
    CohortSeal seal;
    seal.id = plan_.id;
    seal.period = Quarter(quarter);
    seal.sealed_at = absl::UnixEpoch() + absl::Hours(24 * day);
    seal.ladder = {{.k = 5}, {.k = 10}};
    seal.nodes = {{.code = "all", .rung = 2}};
    for (const std::string& place : given) {
      seal.nodes.push_back(
          {.rung = 0, .box = BoxIn(place), .meets = true, .released = {0}});
    }
    for (const std::string& place : withheld) {
      seal.nodes.push_back(
          {.rung = 0, .box = BoxIn(place), .meets = true, .released = {}});
      // A place for cohorts of the rung above, none itself.
      seal.nodes.push_back(
          {.rung = 1, .box = BoxIn(place), .meets = false, .released = {0, 1}});
    }
    return seal;
  }

  HoldOver Held(const std::vector<CohortSeal>& seals) const {
    std::vector<const CohortSeal*> before;
    for (const CohortSeal& seal : seals) before.push_back(&seal);
    return *HoldOver::Create(catalog_, dataset(), plan_, before);
  }
  const Dataset& dataset() const { return StratumDataset(catalog_); }

  static StratumRecord RecordIn(const std::string& place) {
    StratumRecord record;
    record.record.contributor = PartyId("one");
    record.record.ref = "ref1-" + place;
    record.record.month = Period(absl::CivilMonth(2026, 1));
    record.values = {place, "F2", "denial", "c1", "0", "2025-Q4", "2026-Q1"};
    return record;
  }
  bool Waits(const HoldOver& held, size_t quarter, const char* place) const {
    const StratumRecord record = RecordIn(place);
    return held.Waits(quarter, {&record, 1})->front();
  }

  Catalog catalog_ = StratumCatalog();
  CohortPlan plan_ = StratumPlan();
};

TEST_F(HoldOverTest, OnlyWhatLiesWhereNothingWasGivenWaits) {
  const HoldOver held = Held({Sealed(1, 1, {kKayes}, {kKoulikoro})});
  EXPECT_FALSE(Waits(held, 0, "ML11"));
  EXPECT_TRUE(Waits(held, 0, "ML2"));
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML11")), IsEmpty());
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML2")), ElementsAre(0u));
}

TEST_F(HoldOverTest, ACohortOfTheStricterRungIsGivenToo) {
  CohortSeal seal = Sealed(1, 1, {}, {kKoulikoro});
  seal.nodes[2].meets = true;
  EXPECT_FALSE(Waits(Held({seal}), 0, "ML2"));
  seal.nodes[2].released = {0};
  EXPECT_TRUE(Waits(Held({seal}), 0, "ML2"));
}

TEST_F(HoldOverTest, WhereSomethingWasGivenSinceNothingWaitsAnyMore) {
  const HoldOver held =
      Held({Sealed(1, 1, {}), Sealed(2, 2, {kKayes}), Sealed(3, 3, {})});
  EXPECT_FALSE(Waits(held, 0, "ML11"));
  EXPECT_FALSE(Waits(held, 1, "ML11"));
  EXPECT_TRUE(Waits(held, 2, "ML11"));
  EXPECT_TRUE(Waits(held, 0, "ML2"));
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML11")), ElementsAre(2u));
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML2")), ElementsAre(0u, 1u, 2u));
  // As it was when the second and third were sealed.
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML11"), 1), ElementsAre(0u));
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML11"), 2), IsEmpty());
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML2"), 2), ElementsAre(0u, 1u));
}

// The first quarter was sealed after the second: nothing of it can have joined.
TEST_F(HoldOverTest, AQuarterJoinsOnlyWhatWasSealedAfterIt) {
  const HoldOver held = Held({Sealed(1, 5, {}), Sealed(2, 2, {kKayes})});
  EXPECT_TRUE(Waits(held, 0, "ML11"));
  EXPECT_FALSE(Waits(held, 1, "ML11"));
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML11"), 1), IsEmpty());
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML11"), 0), IsEmpty());
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML11")), ElementsAre(0u));
}

TEST_F(HoldOverTest, RowsThatSayWhenTheyWereAcceptedSayWhereFrom) {
  const HoldOver held = Held({Sealed(1, 1, {}), Sealed(2, 2, {})});
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML11", {"2026-Q2"})), ElementsAre(1u));
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML11", {"2026-Q3"})), IsEmpty());
  EXPECT_THAT(*held.MayComeFrom(BoxIn("ML11", {"2026-Q1", "2026-Q3"})),
              ElementsAre(0u));
}

TEST_F(HoldOverTest, WithoutEarlierQuartersNothingComesFromThem) {
  EXPECT_THAT(*Held({}).MayComeFrom(BoxIn("ML11")), IsEmpty());
}

TEST_F(HoldOverTest, CodesThatThePlanDoesNotHaveAreRefused) {
  CohortSeal seal = Sealed(1, 1, {"ML77"});
  EXPECT_EQ(
      ReasonOf(HoldOver::Create(catalog_, dataset(), plan_, {&seal}).status())
          .code,
      "RECORD_INVALID");
  const HoldOver held = Held({Sealed(1, 1, {})});
  EXPECT_EQ(ReasonOf(held.MayComeFrom({{"ML11"}}).status()).code,
            "RECORD_INVALID");
  StratumRecord record = RecordIn("ML77");
  EXPECT_EQ(ReasonOf(held.Waits(0, {&record, 1}).status()).code,
            "RECORD_INVALID");
}

}  // namespace
}  // namespace toguna
