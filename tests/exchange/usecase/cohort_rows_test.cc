#include "exchange/usecase/cohort_rows.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/usecase/rows.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/ring/pseudonym.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/small_operation.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Two cohorts of seven records at k = 5, under an agreement that gives both.
class CohortRowsTest : public ::testing::Test {
 protected:
  CohortRowsTest() : catalog_(SmallCatalog()), ask_(SmallAsk()) {
    ask_.families.clear();
    ask_.cohorts = {CohortsId("leads")};
    ask_.periods = {quarter_};
    facts_ = SmallFacts();
    seal_.dataset = ask_.dataset;
    seal_.period = quarter_;
    seal_.id = CohortsId("leads");
    seal_.ladder = {{.k = 5, .s = 2, .c = 0}};
    seal_.key = std::string(32, 'k');
    seal_.attributes = {{.kind = CohortAttribute::Kind::kIncidentQuarter}};
    seal_.nodes.push_back({.code = "all", .rung = 1});
    for (const char* code : {"2026-Q1-1", "2026-Q1-2"}) {
      CohortSeal::Node node{.code = code,
                            .parent = 0,
                            .rung = 0,
                            .box = {{"any"}},
                            .meets = true,
                            .released = {0},
                            .records = {}};
      for (int i = 0; i < 7; ++i) {
        node.records.push_back(
            {.contributor = PartyId("ngo"),
             .ref = std::string(code) + "-" + std::to_string(i),
             .instance = "first",
             .month = Period(absl::CivilMonth(2026, 1))});
      }
      seal_.nodes.push_back(std::move(node));
    }
  }

  void Put(const Row& row) {
    Effects effects;
    effects.put.push_back(row);
    ASSERT_THAT(ledger_.Commit(effects), IsOk());
  }
  void Store() {
    Put(CohortsRow{seal_});
    for (const CohortSeal::Node& node : seal_.nodes) {
      for (const CohortRecord& record : node.records) Index(record, {});
    }
  }
  void Index(const CohortRecord& record, const std::string& edition,
             bool retracted = false) {
    Put(RecordIndex{.dataset = seal_.dataset,
                    .contributor = record.contributor,
                    .ref = record.ref,
                    .instance = edition.empty() ? record.instance : edition,
                    .period = record.month,
                    .retracted = retracted});
  }
  absl::StatusOr<std::vector<SelectedCohorts>> Selected() {
    return SelectCohorts(catalog_, ledger_, ask_, facts_, 5);
  }

  const Period quarter_{Period::Kind::kQuarter, absl::CivilMonth(2026, 1)};
  Catalog catalog_;
  Ask ask_;
  Facts facts_;
  CohortSeal seal_;
  FakeLedger ledger_;
};

TEST_F(CohortRowsTest, WholeCohortsUnderPseudonyms) {
  Store();
  const auto selected = Selected();
  ASSERT_THAT(selected, IsOk());
  ASSERT_THAT(*selected, SizeIs(1));
  const SelectedCohorts& one = selected->front();
  EXPECT_THAT(one.cohorts, SizeIs(2));
  EXPECT_THAT(one.rows, SizeIs(14));
  EXPECT_FALSE(one.left_out);
  std::set<std::string> refs;
  for (const SelectedCohorts::Row& row : one.rows) {
    EXPECT_TRUE(IsPseudonym("row", row.ref));
    refs.insert(row.ref);
  }
  EXPECT_THAT(refs, SizeIs(14));
  EXPECT_THAT(CheckCohorts(ledger_, ask_, *selected), IsOk());
}

TEST_F(CohortRowsTest, AnotherAgreementHasOtherPseudonyms) {
  Store();
  const auto first = *Selected();
  ask_.agreement = AgreementId("another");
  catalog_.agreements.emplace(ask_.agreement, AgreementOf(catalog_));
  const auto second = *Selected();
  std::set<std::string> refs;
  for (const auto* some : {&first, &second}) {
    for (const auto& row : some->front().rows) refs.insert(row.ref);
  }
  EXPECT_THAT(refs, SizeIs(28));
}

TEST_F(CohortRowsTest, ARetractedOrEditedRecordHasNoRow) {
  Store();
  Index(seal_.nodes[1].records[0], "", /*retracted=*/true);
  const auto selected = Selected();
  ASSERT_THAT(selected, IsOk());
  EXPECT_THAT(selected->front().rows, SizeIs(13));
  EXPECT_TRUE(selected->front().left_out);
  // With one more gone five are left, which is k: no cohort any more.
  Index(seal_.nodes[1].records[1], "second");
  const auto fewer = Selected();
  ASSERT_THAT(fewer, IsOk());
  EXPECT_THAT(fewer->front().cohorts, SizeIs(1));
  EXPECT_THAT(fewer->front().rows, SizeIs(7));
}

TEST_F(CohortRowsTest, ACohortWhoseCountIsNotPublishedIsNotGiven) {
  seal_.nodes[2].released.clear();
  Store();
  const auto selected = Selected();
  ASSERT_THAT(selected, IsOk());
  EXPECT_THAT(selected->front().cohorts, SizeIs(1));
  EXPECT_TRUE(selected->front().held_over);
}

TEST_F(CohortRowsTest, WithoutASealOrItsRungNothingIsGiven) {
  EXPECT_EQ(ReasonOf(Selected().status()).code, "COHORTS_NOT_SEALED");
  Store();
  EXPECT_EQ(
      ReasonOf(SelectCohorts(catalog_, ledger_, ask_, facts_, 10).status())
          .code,
      "RUNG_NOT_SEALED");
}

TEST_F(CohortRowsTest, TheCheckRefusesWhatWasNotSealed) {
  Store();
  const auto selected = *Selected();
  const auto refused = [&](auto&& change) {
    auto changed = selected;
    change(changed.front());
    return ReasonOf(CheckCohorts(ledger_, ask_, changed)).code;
  };
  EXPECT_EQ(
      refused([](SelectedCohorts& one) { one.rows[1].ref = one.rows[0].ref; }),
      "EXTRACT_CHECK_FAILED");
  EXPECT_EQ(refused([](SelectedCohorts& one) {
              one.rows[0].ref = "ref1-of-the-contributor";
            }),
            "EXTRACT_CHECK_FAILED");
  EXPECT_EQ(
      refused([](SelectedCohorts& one) { one.cohorts[0].box = {{"ML05"}}; }),
      "EXTRACT_CHECK_FAILED");
  EXPECT_EQ(
      refused([](SelectedCohorts& one) { one.cohorts[0].code = "2026-Q1-9"; }),
      "EXTRACT_CHECK_FAILED");
  EXPECT_EQ(refused([](SelectedCohorts& one) { one.rows.resize(8); }),
            "EXTRACT_CHECK_FAILED");
  EXPECT_EQ(refused([](SelectedCohorts& one) { one.k = 2; }),
            "EXTRACT_CHECK_FAILED");
  EXPECT_EQ(refused([](SelectedCohorts&) {}), "");
}

}  // namespace
}  // namespace toguna::testing
