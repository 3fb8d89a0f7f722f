#include "exchange/audit/read_tally.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/audit/entry.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;
using testing::StatusIs;

constexpr char kPreview[] = "ExtractService.PreviewExtract";
constexpr char kGet[] = "ExtractService.GetExtract";

absl::Time At(int hour, int minute = 0, int second = 0) {
  return absl::FromCivil(absl::CivilSecond(2026, 3, 1, hour, minute, second),
                         absl::UTCTimeZone());
}

uint64_t CallsIn(const std::vector<ReadHour>& hours) {
  uint64_t calls = 0;
  for (const ReadHour& hour : hours) {
    for (const auto& [method, outcomes] : hour.calls) {
      for (const auto& [outcome, n] : outcomes) calls += n;
    }
  }
  return calls;
}

// What the log would have of it.
std::vector<ReadHour> Logged(const std::vector<ReadHour>& hours) {
  std::vector<ReadHour> logged;
  for (const ReadHour& hour : hours) {
    for (const AuditEntry& entry : EntriesOfReads(hour)) {
      const auto read = ReadsOfEntry(entry);
      EXPECT_THAT(read, IsOk());
      if (read.ok()) logged.push_back(*read);
    }
  }
  return logged;
}

TEST(ReadTallyTest, CountsByHourPartyMethodAndOutcome) {
  ReadTally tally;
  EXPECT_TRUE(tally.empty());
  tally.Count(At(13, 5), "mrm", kPreview, "OK");
  tally.Count(At(13, 59, 59), "mrm", kPreview, "OK");
  tally.Count(At(13, 6), "mrm", kPreview, "REFUSED");
  tally.Count(At(13, 7), "mrm", kGet, "OK");
  tally.Count(At(13, 8), "donors", kGet, "OK");
  tally.Count(At(14), "mrm", kPreview, "OK");
  EXPECT_THAT(tally.TakeEnded(At(14, 1)),
              ElementsAre(ReadHour{At(13), "donors", {{kGet, {{"OK", 1}}}}},
                          ReadHour{At(13),
                                   "mrm",
                                   {{kGet, {{"OK", 1}}},
                                    {kPreview, {{"OK", 2}, {"REFUSED", 1}}}}}));
  EXPECT_THAT(tally.TakeEnded(At(14, 59, 59)), IsEmpty());
  EXPECT_THAT(tally.TakeEnded(At(15)),
              ElementsAre(ReadHour{At(14), "mrm", {{kPreview, {{"OK", 1}}}}}));
  EXPECT_TRUE(tally.empty());
}

TEST(ReadTallyTest, AnHourNobodyReadInGivesNothing) {
  ReadTally tally;
  EXPECT_THAT(tally.TakeEnded(At(14)), IsEmpty());
  EXPECT_THAT(tally.TakeAll(At(14)), IsEmpty());
}

TEST(ReadTallyTest, AStopTakesTheHourThatIsNotOver) {
  ReadTally tally;
  tally.Count(At(13, 5), "mrm", kGet, "OK");
  EXPECT_THAT(tally.TakeEnded(At(13, 6)), IsEmpty());
  EXPECT_THAT(tally.TakeAll(At(13, 6)), SizeIs(1));
  EXPECT_TRUE(tally.empty());
}

TEST(ReadTallyTest, AClockThatJumpsOrGoesBackLosesNothing) {
  ReadTally tally;
  tally.Count(At(13, 5), "mrm", kGet, "OK");
  tally.Count(At(13) + absl::Hours(24 * 90), "mrm", kGet, "OK");
  tally.Count(At(12, 59), "mrm", kGet, "OK");  // set back by minutes
  EXPECT_THAT(tally.TakeEnded(At(12, 59, 30)), IsEmpty());
  EXPECT_THAT(tally.TakeEnded(At(14)),
              ElementsAre(ReadHour{At(12), "mrm", {{kGet, {{"OK", 1}}}}},
                          ReadHour{At(13), "mrm", {{kGet, {{"OK", 1}}}}}));
  // An hour that was taken out already is opened again, and adds up.
  tally.Count(At(13, 7), "mrm", kGet, "OK");
  EXPECT_THAT(tally.TakeEnded(At(14)), SizeIs(1));
  EXPECT_EQ(CallsIn(tally.TakeAll(At(14))), 1U);
}

TEST(ReadTallyTest, WhileNobodyKnowsTheTimeCallsAreCountedTogether) {
  ReadTally tally;
  tally.Count(absl::InfinitePast(), "dpo", "AuditService.ReadTile", "OK");
  EXPECT_FALSE(tally.empty());
  EXPECT_THAT(tally.TakeEnded(At(14)), IsEmpty()) << "of no known hour";
  tally.Count(absl::InfinitePast(), "dpo", "AuditService.ReadTile", "OK");
  tally.Count(At(13), "mrm", kGet, "OK");
  EXPECT_THAT(tally.TakeEnded(At(14)),
              ElementsAre(ReadHour{At(13), "mrm", {{kGet, {{"OK", 1}}}}},
                          ReadHour{At(13), "", {{"other", {{"OTHER", 2}}}}}));
  tally.Count(absl::InfinitePast(), "dpo", "AuditService.ReadTile", "OK");
  EXPECT_THAT(tally.TakeAll(At(14, 5)),
              ElementsAre(ReadHour{At(14), "", {{"other", {{"OTHER", 1}}}}}));
}

TEST(ReadTallyTest, ItsMemoryIsBoundedAndItsCountsStayWhole) {
  ReadTally tally;
  const uint64_t calls = 3 * ReadTally::kMaxCounts;
  for (uint64_t i = 0; i < calls; ++i) {
    tally.Count(At(13) + absl::Hours(1) * (i % 700), absl::StrCat("p", i), kGet,
                "OK");
  }
  const std::vector<ReadHour> taken = tally.TakeAll(At(14));
  EXPECT_THAT(taken, SizeIs(ReadTally::kMaxCounts + 1));
  EXPECT_EQ(taken.back().calls.at("other").at("OTHER"),
            calls - ReadTally::kMaxCounts);
  EXPECT_EQ(CallsIn(taken), calls);
}

TEST(ReadTallyTest, WhatCouldNotBeWrittenIsPutBack) {
  ReadTally tally;
  tally.Count(At(13, 5), "mrm", kGet, "OK");
  const std::vector<ReadHour> taken = tally.TakeEnded(At(14));
  tally.Count(At(13, 6), "mrm", kGet, "OK");
  for (const ReadHour& one : taken) tally.PutBack(one);
  EXPECT_THAT(tally.TakeEnded(At(14)),
              ElementsAre(ReadHour{At(13), "mrm", {{kGet, {{"OK", 2}}}}}));
}

TEST(ReadEntriesTest, AnHourOfAPartyIsOneEntryThatReadsBack) {
  const ReadHour one{At(13),
                     "mrm",
                     {{kGet, {{"OK", 12}, {"REFUSED", 3}}},
                      {kPreview, {{"UNKNOWN_DATASET", 1}}}}};
  const std::vector<AuditEntry> entries = EntriesOfReads(one);
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(EntryBytes(entries[0], 7, At(14)),
            "{\"ExtractService.GetExtract\":\"OK:12 REFUSED:3\","
            "\"ExtractService.PreviewExtract\":\"UNKNOWN_DATASET:1\","
            "\"actor\":\"system\",\"hour\":\"2026-03-01T13:00:00Z\","
            "\"party\":\"mrm\",\"seq\":7,\"time\":\"2026-03-01T14:00:00Z\","
            "\"type\":\"reads.hour\",\"v\":1}");
  EXPECT_EQ(*ReadsOfEntry(entries[0]), one);
  const ReadHour nobody{At(13), "", {{kGet, {{"CERTIFICATE_UNUSABLE", 4}}}}};
  ASSERT_THAT(EntriesOfReads(nobody), SizeIs(1));
  EXPECT_EQ(*ReadsOfEntry(EntriesOfReads(nobody)[0]), nobody);
  EXPECT_THAT(EntriesOfReads({At(13), "mrm", {}}), IsEmpty());
}

TEST(ReadEntriesTest, WhatIsTooLongForOneEntryIsSplitAndAddsUp) {
  ReadHour one{At(13), "mrm", {}};
  for (int method = 0; method < 60; ++method) {
    for (int reason = 0; reason < 40; ++reason) {
      one.calls[absl::StrCat("Service.Method", method)]
               [absl::StrCat("REASON_", reason)] = 1000000;
    }
  }
  const std::vector<AuditEntry> entries = EntriesOfReads(one);
  EXPECT_GT(entries.size(), 1U);
  EXPECT_LT(entries.size(), 10U) << "none is nearly empty";
  for (const AuditEntry& entry : entries) {
    EXPECT_LE(EntryBytes(entry, (uint64_t{1} << 53U) - 1, At(14)).size(),
              8192U);
  }
  EXPECT_EQ(CallsIn(Logged({one})), 60U * 40U * 1000000U);
}

TEST(ReadEntriesTest, AnythingElseIsNotRead) {
  const AuditEntry good = EntriesOfReads(
      {At(13), "mrm", {{kGet, {{"OK", 12}, {"REFUSED", 3}}}}})[0];
  ASSERT_THAT(ReadsOfEntry(good), IsOk());
  for (const char* field : {"", "OK", "OK:", "OK:-1", "OK:01", "ok:1", "OK:1  ",
                            "OK:1 OK:2", "OK:1,REFUSED:2", "OK:1:2"}) {
    AuditEntry bad = good;
    bad.fields[kGet] = field;
    EXPECT_THAT(ReadsOfEntry(bad), StatusIs(absl::StatusCode::kDataLoss))
        << field;
  }
  AuditEntry bad = good;
  bad.type = "release.extract";
  EXPECT_FALSE(ReadsOfEntry(bad).ok());
  bad = good;
  bad.fields["hour"] = "13:00";
  EXPECT_FALSE(ReadsOfEntry(bad).ok());
  bad.fields.erase("hour");
  EXPECT_FALSE(ReadsOfEntry(bad).ok());
}

// A text that somebody else chose cannot pass for counts of another outcome.
TEST(ReadEntriesTest, AnOutcomeThatIsNoReasonIsNotQuoted) {
  ReadTally tally;
  tally.Count(At(13), "mrm", kGet, "OK:100 REFUSED");
  tally.Count(At(13), "mrm", kGet, "");
  EXPECT_THAT(tally.TakeAll(At(13)),
              ElementsAre(ReadHour{At(13), "mrm", {{kGet, {{"OTHER", 2}}}}}));
}

// One call, and whether the ended hours are taken out before it.
struct Step {
  int minutes;  // the clock goes on by them, or back
  int party;
  int method;
  int outcome;
  bool known;  // somebody knows the time
  bool take;
};

template <typename Tally>
uint64_t LoggedAfter(const std::vector<Step>& steps) {
  Tally tally;
  absl::Time now = At(12);
  uint64_t logged = 0;
  for (const Step& step : steps) {
    now += absl::Minutes(step.minutes);
    if (step.take) logged += CallsIn(Logged(tally.TakeEnded(now)));
    tally.Count(
        step.known ? now : absl::InfinitePast(),
        absl::StrCat("party-", step.party),
        absl::StrCat("Service.Method", step.method),
        step.outcome == 0 ? "OK" : absl::StrCat("REASON_", step.outcome));
  }
  return logged + CallsIn(Logged(tally.TakeAll(now)));
}

std::vector<Step> AnySteps() {
  return *rc::gen::container<std::vector<Step>>(rc::gen::apply(
      [](int minutes, int party, int method, int outcome, int known,
         bool take) {
        return Step{minutes, party, method, outcome, known != 0, take};
      },
      rc::gen::inRange(-30, 90), rc::gen::inRange(0, 5), rc::gen::inRange(0, 5),
      rc::gen::inRange(0, 4), rc::gen::inRange(0, 10),
      rc::gen::arbitrary<bool>()));
}

TEST(ReadTallyProperties, EveryCallIsInTheLogExactlyOnce) {
  EXPECT_TRUE(rc::check("calls in entries = calls made", [] {
    const std::vector<Step> steps = AnySteps();
    RC_ASSERT(LoggedAfter<ReadTally>(steps) == steps.size());
  }));
}

// Negative control: a tally that takes the new hour's first calls for the old
// one's, after that was written.
class LateTally {
 public:
  void Count(absl::Time now, absl::string_view party, absl::string_view method,
             absl::string_view outcome) {
    if (now < taken_until_) return;
    tally_.Count(now, party, method, outcome);
  }
  std::vector<ReadHour> TakeEnded(absl::Time now) {
    taken_until_ = now + absl::Minutes(1);
    return tally_.TakeEnded(now);
  }
  std::vector<ReadHour> TakeAll(absl::Time now) { return tally_.TakeAll(now); }

 private:
  absl::Time taken_until_ = absl::InfinitePast();
  ReadTally tally_;
};

TEST(ReadTallyProperties, ACallDroppedAtTheHoursBoundaryWouldBeCaught) {
  const std::vector<Step> steps = {{59, 0, 0, 0, true, false},
                                   {1, 0, 0, 0, true, true},
                                   {1, 0, 0, 0, true, false}};
  EXPECT_EQ(LoggedAfter<ReadTally>(steps), 3U);
  EXPECT_EQ(LoggedAfter<LateTally>(steps), 2U);
}

}  // namespace
}  // namespace toguna
