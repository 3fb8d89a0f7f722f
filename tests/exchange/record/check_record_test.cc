#include "exchange/record/check_record.h"

#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/ring/pseudonym.h"
#include "tests/support/small_catalog.h"
#include "tests/support/small_record.h"

namespace toguna {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2026, 3, 10);

std::vector<RecordProblem> Check(const Record& record) {
  const Catalog catalog = testing::SmallCatalog();
  return CheckRecord(catalog, *catalog.FindDataset(record.dataset), record,
                     kToday);
}

// The problems of the good record after `change`.
std::vector<RecordProblem> After(const std::function<void(Record&)>& change) {
  Record record = testing::SmallRecord();
  change(record);
  return Check(record);
}

TEST(CheckRecordTest, GoodRecordHasNoProblem) {
  EXPECT_THAT(Check(testing::SmallRecord()), IsEmpty());
}

TEST(CheckRecordTest, UndeclaredFieldIsRefusedWithoutRepeatingItsName) {
  const auto problems =
      After([](Record& r) { r.codes["Aminata of Koro"] = "x"; });
  EXPECT_THAT(problems, ElementsAre(RecordProblem{"UNKNOWN_FIELD", "codes"}));
}

TEST(CheckRecordTest, MissingRequiredFieldIsNamed) {
  EXPECT_THAT(After([](Record& r) { r.codes.erase("type"); }),
              Contains(RecordProblem{"FIELD_MISSING", "type"}));
  EXPECT_THAT(After([](Record& r) { r.incident_day = absl::CivilDay(); }),
              ElementsAre(RecordProblem{"FIELD_MISSING", "incident-date"}));
  EXPECT_THAT(After([](Record& r) { r.source.clear(); }),
              ElementsAre(RecordProblem{"FIELD_MISSING", "source"}));
  EXPECT_THAT(After([](Record& r) { r.monitor.clear(); }),
              ElementsAre(RecordProblem{"FIELD_MISSING", "monitor"}));
}

TEST(CheckRecordTest, UnknownCodesAndTheTreesOwnCodesAreRefused) {
  for (const char* code : {"Z9", "", "B2 ", "b2", "B~", "Koro"}) {
    EXPECT_THAT(After([&](Record& r) { r.codes["type"] = code; }),
                ElementsAre(RecordProblem{"UNKNOWN_CODE", "type"}))
        << code;
  }
}

TEST(CheckRecordTest, CodeOfAnotherListVersionIsRefused) {
  EXPECT_THAT(
      After([](Record& r) { r.list_versions["mali-places"] = "2023-07-01"; }),
      ElementsAre(RecordProblem{"LIST_VERSION", "mali-places"}));
  EXPECT_THAT(After([](Record& r) { r.list_versions.erase("who-harmed"); }),
              ElementsAre(RecordProblem{"LIST_VERSION", "who-harmed"}));
  EXPECT_THAT(After([](Record& r) { r.list_versions["moons"] = "1"; }),
              ElementsAre(RecordProblem{"UNKNOWN_FIELD", "list_versions"}));
}

TEST(CheckRecordTest, DatesLieBetween2010AndToday) {
  const auto at = [](absl::CivilDay day) {
    return After([&](Record& r) { r.incident_day = day; });
  };
  EXPECT_THAT(at(kToday), IsEmpty());
  EXPECT_THAT(at(kToday + 1),
              ElementsAre(RecordProblem{"DATE_IN_FUTURE", "incident-date"}));
  EXPECT_THAT(at(absl::CivilDay(2010, 1, 1)), IsEmpty());
  EXPECT_THAT(at(absl::CivilDay(2009, 12, 31)),
              ElementsAre(RecordProblem{"DATE_TOO_OLD", "incident-date"}));
}

TEST(CheckRecordTest, TalliesAreBounded) {
  const auto with = [](const char* who, int64_t victims) {
    return After([&](Record& r) { r.tallies[who] = victims; });
  };
  EXPECT_THAT(with("boy", -1),
              ElementsAre(RecordProblem{"NEGATIVE_TALLY", "boy"}));
  EXPECT_THAT(with("boy", 100'001),
              ElementsAre(RecordProblem{"TALLY_TOO_LARGE", "boy"}));
  EXPECT_THAT(with("boy", std::numeric_limits<int64_t>::max()),
              ElementsAre(RecordProblem{"TALLY_TOO_LARGE", "boy"}));
  EXPECT_THAT(with("boy", 100'000),
              ElementsAre(RecordProblem{"TALLY_TOTAL", "tallies"}));
  EXPECT_THAT(with("child", 1),
              ElementsAre(RecordProblem{"UNKNOWN_TALLY", "tallies"}));
  EXPECT_THAT(with("Moussa", 1),
              ElementsAre(RecordProblem{"UNKNOWN_TALLY", "tallies"}));
}

TEST(CheckRecordTest, ARecordHasAVictimWhereTheDatasetSaysSo) {
  Catalog catalog = testing::SmallCatalog();
  Record record = testing::SmallRecord();
  Dataset& dataset = catalog.datasets.at(record.dataset);
  const auto check = [&] {
    return CheckRecord(catalog, dataset, record, kToday);
  };
  const auto missing = ElementsAre(RecordProblem{"VICTIMS_MISSING", "tallies"});
  const auto none = {std::map<std::string, int64_t>(),
                     std::map<std::string, int64_t>{{"girl", 0}, {"man", 0}}};
  for (const auto& tallies : none) {
    record.tallies = tallies;
    record.codes["type"] = "B2";
    dataset.victims_in_every_record.reset();
    EXPECT_THAT(check(), IsEmpty());
    dataset.victims_in_every_record.emplace();
    EXPECT_THAT(check(), missing);
    // F3 lies within F; without its code nothing is exempt.
    dataset.victims_in_every_record->unless = {{"type", {"C", "F"}}};
    EXPECT_THAT(check(), missing);
    record.codes["type"] = "F3";
    EXPECT_THAT(check(), IsEmpty());
    record.codes.erase("type");
    EXPECT_THAT(check(), Contains(RecordProblem{"VICTIMS_MISSING", "tallies"}));
  }
  record.codes["type"] = "B2";
  record.tallies = {{"girl", 0}, {"man", 1}};
  EXPECT_THAT(check(), IsEmpty());
  record.tallies = {{"girl", -1}};
  EXPECT_THAT(check(), ElementsAre(RecordProblem{"NEGATIVE_TALLY", "girl"}));
}

TEST(CheckRecordTest, RawIdsAreRefused) {
  EXPECT_THAT(After([](Record& r) { r.ref = "uuid:48583952"; }),
              ElementsAre(RecordProblem{"RAW_REFERENCE", "ref"}));
  EXPECT_THAT(After([](Record& r) { r.instance = ""; }),
              ElementsAre(RecordProblem{"RAW_REFERENCE", "instance"}));
  EXPECT_THAT(After([](Record& r) { r.source = "SRC-001"; }),
              ElementsAre(RecordProblem{"RAW_SOURCE_ID", "source"}));
  EXPECT_THAT(After([](Record& r) { r.monitor = "Aminata"; }),
              ElementsAre(RecordProblem{"RAW_MONITOR_ID", "monitor"}));
  // One kind in the place of another is refused too.
  EXPECT_THAT(After([](Record& r) { r.source = r.monitor; }),
              ElementsAre(RecordProblem{"RAW_SOURCE_ID", "source"}));
}

TEST(CheckRecordTest, ConsentMustBeGivenAndKnown) {
  EXPECT_THAT(After([](Record& r) { r.consent.clear(); }),
              ElementsAre(RecordProblem{"CONSENT_MISSING", "consent"}));
  EXPECT_THAT(After([](Record& r) { r.consent = "everything"; }),
              ElementsAre(RecordProblem{"CONSENT_UNKNOWN", "consent"}));
}

TEST(CheckRecordTest, PublicRecordsNameNoSource) {
  Record record = testing::SmallRecord();
  record.dataset = DatasetId("open-incidents");
  record.tallies.clear();
  record.list_versions.erase("who-harmed");
  record.list_versions.erase("consent-scopes");
  EXPECT_THAT(Check(record),
              ElementsAre(RecordProblem{"SOURCE_PRESENT", "source"},
                          RecordProblem{"SOURCE_PRESENT", "monitor"},
                          RecordProblem{"SOURCE_PRESENT", "consent"}));
  record.source = record.monitor = record.consent = "";
  EXPECT_THAT(Check(record), IsEmpty());
  record.tallies = {{"girl", 1}};
  EXPECT_THAT(Check(record),
              ElementsAre(RecordProblem{"UNKNOWN_TALLY", "tallies"}));
}

TEST(CheckRecordTest, SeveralProblemsAreAllFound) {
  const auto problems = After([](Record& r) {
    r.codes["type"] = "Z9";
    r.incident_day = kToday + 1;
    r.consent = "";
  });
  EXPECT_EQ(problems.size(), 3U);
}

TEST(CheckRecordTest, ProblemsNeverRepeatAValue) {
  const std::string canary = "CANARY7";
  const auto problems = After([&](Record& r) {
    r.codes = {{canary, canary}, {"type", canary}, {"place", canary}};
    r.tallies = {{canary, -5}};
    r.ref = r.instance = r.source = r.monitor = r.consent = canary;
    r.list_versions = {{canary, canary}};
  });
  EXPECT_GT(problems.size(), 8U);
  for (const RecordProblem& problem : problems) {
    EXPECT_FALSE(absl::StrContains(problem.field, canary)) << problem.reason;
  }
}

TEST(IsPseudonymTest, TakesOnlyItsKindItsFormAndFittingCheckCharacters) {
  const std::string good = testing::TestPseudonym("src", "SRC-001");
  EXPECT_TRUE(IsPseudonym("src", good));
  EXPECT_FALSE(IsPseudonym("mon", good));
  EXPECT_FALSE(IsPseudonym("src", ""));
  EXPECT_FALSE(IsPseudonym("src", good + "a"));
  EXPECT_FALSE(IsPseudonym("src", good.substr(0, good.size() - 1)));
  // One changed character anywhere is noticed (checked over the whole text;
  // 4 check characters miss one change in about a million).
  for (size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(IsPseudonym("src", changed)) << i;
  }
}

}  // namespace
}  // namespace toguna
