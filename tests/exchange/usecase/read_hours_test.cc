#include "exchange/usecase/read_hours.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/usecase/watched_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using ::toguna::testing::At;
using ::toguna::testing::IsOk;
using ::toguna::testing::StatusIs;
using ::toguna::testing::WatchedLedger;

constexpr char kGet[] = "ExtractService.GetExtract";

class ReadHoursTest : public ::testing::Test {
 protected:
  void Get(const char* party, const char* outcome = kReadAnswered) {
    hours_.Count(PartyId(party), kGet, outcome);
  }
  uint64_t Logged() const {
    uint64_t calls = 0;
    for (const AuditEntry& entry : ledger_.log) {
      const auto one = ReadsOfEntry(entry);
      if (!one.ok()) continue;
      for (const auto& [outcome, n] : one->calls.at(kGet)) calls += n;
    }
    return calls;
  }

  WatchedLedger ledger_;
  absl::Time now_ = At(10);
  ReadHours hours_{ledger_, [this] { return now_; }};
};

TEST_F(ReadHoursTest, AnHourThatIsOverIsOneEntryOfEachParty) {
  for (int i = 0; i < 5000; ++i) Get("guardian");
  Get("mrm");
  Get("mrm", "REFUSED");
  EXPECT_THAT(hours_.WriteEnded(), IsOk());
  EXPECT_THAT(ledger_.log, IsEmpty());
  now_ += absl::Hours(1);
  EXPECT_THAT(hours_.WriteEnded(), IsOk());
  ASSERT_THAT(ledger_.log, SizeIs(2));
  EXPECT_EQ(ledger_.log[1].actor, "system");
  EXPECT_THAT(
      ledger_.log[1].fields,
      UnorderedElementsAre(Pair("hour", "2026-04-10T00:00:00Z"),
                           Pair("party", "mrm"), Pair(kGet, "OK:1 REFUSED:1")));
  // Nothing was read since: nothing is written, however late it gets.
  now_ += absl::Hours(100);
  EXPECT_THAT(hours_.WriteEnded(), IsOk());
  EXPECT_THAT(hours_.WriteAll(), IsOk());
  EXPECT_THAT(ledger_.log, SizeIs(2));
}

TEST_F(ReadHoursTest, AStopWritesWhatIsNotOver) {
  Get("mrm");
  EXPECT_THAT(hours_.WriteAll(), IsOk());
  EXPECT_EQ(Logged(), 1U);
  // Started again within the hour: a second entry, and they add up.
  Get("mrm");
  EXPECT_THAT(hours_.WriteAll(), IsOk());
  EXPECT_EQ(Logged(), 2U);
}

TEST_F(ReadHoursTest, WhatCannotBeWrittenIsWrittenLater) {
  Get("guardian");
  Get("mrm");
  now_ += absl::Hours(1);
  // The first entry is written and the second is not.
  ledger_.before_commit = [this](const Effects& effects) {
    ledger_.commit_error = effects.entry.fields.at("party") == "mrm"
                               ? absl::UnavailableError("no log")
                               : absl::OkStatus();
  };
  EXPECT_THAT(hours_.WriteEnded(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Logged(), 1U);
  Get("mrm");
  ledger_.before_commit = nullptr;
  ledger_.commit_error = absl::OkStatus();
  EXPECT_THAT(hours_.WriteAll(), IsOk());
  EXPECT_EQ(Logged(), 3U);
  EXPECT_EQ(ledger_.Count("reads.hour"), 3);
}

TEST_F(ReadHoursTest, NothingIsWrittenWhileNobodyKnowsTheTime) {
  Get("mrm");
  now_ = absl::InfinitePast();
  EXPECT_THAT(hours_.WriteEnded(), IsOk());
  EXPECT_THAT(hours_.WriteAll(), IsOk());
  EXPECT_THAT(ledger_.log, IsEmpty());
  now_ = At(11);
  EXPECT_THAT(hours_.WriteEnded(), IsOk());
  EXPECT_EQ(Logged(), 1U);
}

}  // namespace
}  // namespace toguna
