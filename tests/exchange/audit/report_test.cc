#include "exchange/audit/report.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/audit/read_tally.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Pair;
using ::testing::SizeIs;
using testing::StatusIs;

constexpr char kRecipient[] = "spiffe://mali.example/recipient/mrm/1";

absl::Time Day(int month, int day) {
  return absl::FromCivil(absl::CivilDay(2026, month, day), absl::UTCTimeZone());
}

// A log as it is written, and a report of February and March.
class ReportTest : public ::testing::Test {
 protected:
  void Add(absl::Time time, const std::string& type,
           std::map<std::string, std::string> fields = {},
           const std::string& actor = kRecipient) {
    if (!fields.contains("agreement")) fields["agreement"] = "mrm";
    fields.try_emplace("agreement_sha256", sha_);
    entries_.push_back(
        EntryBytes({type, actor, std::move(fields)}, entries_.size(), time));
  }
  void Release(absl::Time time, const std::string& actor = kRecipient) {
    Add(time, "release.extract", {{"dataset", "incidents"}}, actor);
  }
  ReportReader Read() const {
    ReportReader reader("mrm", "mrm", {{"incidents", 3}}, Day(2, 1), Day(4, 1),
                        absl::UTCTimeZone());
    for (const std::string& entry : entries_) {
      EXPECT_THAT(reader.Take(entry), IsOk());
    }
    return reader;
  }

  std::string sha_ = "one";
  std::vector<std::string> entries_;
};

std::vector<std::string> FaultsOf(const ReportReader& reader) {
  std::vector<std::string> faults;
  for (const ReportFault& fault : reader.faults()) {
    faults.push_back(
        absl::StrCat(static_cast<int>(fault.kind), "@", fault.entry));
  }
  return faults;
}

TEST_F(ReportTest, WhatIsOfTheAgreementAndTheTimeIsKeptByItsKind) {
  Add(Day(1, 1), "agreement.set", {}, "system");
  Release(Day(1, 5));
  Release(Day(2, 5));
  Release(Day(3, 31));
  Release(Day(4, 1));
  Add(Day(2, 6), "release.refuse", {{"reason", "LEVEL_TOO_FINE"}});
  Add(Day(2, 7), "release.feed-item");
  Add(Day(2, 8), "agreement.approval", {{"act", "APPROVE"}});
  Add(Day(2, 9), "recall.attest");
  Add(Day(2, 10), "something.new");
  Add(Day(2, 11), "release.extract",
      {{"agreement", "another"}, {"dataset", "incidents"}});
  const ReportReader reader = Read();
  const AgreementReport& report = reader.report();
  EXPECT_THAT(report.releases, SizeIs(2));
  EXPECT_EQ(report.releases[0].sequence, 2U);
  EXPECT_THAT(report.refusals, SizeIs(1));
  EXPECT_THAT(report.feed_items, SizeIs(1));
  EXPECT_THAT(report.acts, SizeIs(1));
  EXPECT_THAT(report.attestations, SizeIs(1));
  EXPECT_THAT(report.others, SizeIs(1));  // nothing is overlooked
  EXPECT_THAT(report.extracts_by_month,
              ElementsAre(Pair(absl::CivilMonth(2026, 2), 1),
                          Pair(absl::CivilMonth(2026, 3), 1)));
  EXPECT_THAT(FaultsOf(reader), IsEmpty());
}

TEST_F(ReportTest, RefusedDownloadsAreKeptAndAreNoBreach) {
  Add(Day(1, 1), "agreement.set", {}, "system");
  Add(Day(2, 6), "download.refuse", {{"reason", "AGREEMENT_SUSPENDED"}});
  Add(Day(2, 7), "download.refuse", {{"agreement", "another"}});
  const ReportReader reader = Read();
  ASSERT_THAT(reader.report().downloads, SizeIs(1));
  EXPECT_EQ(reader.report().downloads[0].sequence, 1U);
  EXPECT_THAT(reader.report().others, IsEmpty());
  EXPECT_THAT(FaultsOf(reader), IsEmpty());
}

TEST_F(ReportTest, TheRecipientsReadsAreCountedByTheMonthOfTheirHour) {
  const auto reads = [this](absl::Time hour, const char* party,
                            decltype(ReadHour::calls) calls) {
    const ReadHour one{hour, party, std::move(calls)};
    for (const AuditEntry& entry : EntriesOfReads(one)) {
      entries_.push_back(
          EntryBytes(entry, entries_.size(), hour + absl::Hours(1)));
    }
  };
  const absl::Duration hour = absl::Hours(1);
  reads(Day(2, 1) - hour, "mrm", {{"ExtractService.GetExtract", {{"OK", 9}}}});
  reads(Day(2, 1), "mrm",
        {{"ExtractService.GetExtract", {{"OK", 2}, {"REFUSED", 1}}},
         {"ExtractService.PreviewExtract", {{"OK", 3}, {"REFUSED", 1}}}});
  // Twice the same hour, as after a restart: they add up.
  reads(Day(3, 1) - hour, "mrm", {{"FeedService.StreamFeed", {{"OK", 1}}}});
  reads(Day(3, 1) - hour, "mrm", {{"FeedService.StreamFeed", {{"OK", 1}}}});
  reads(Day(3, 2), "donors", {{"FeedService.StreamFeed", {{"OK", 7}}}});
  reads(Day(3, 2), "", {{"FeedService.StreamFeed", {{"REFUSED", 7}}}});
  // Written in April, of an hour in March.
  reads(Day(4, 1) - hour, "mrm", {{"FeedService.StreamFeed", {{"OK", 4}}}});
  reads(Day(4, 1), "mrm", {{"FeedService.StreamFeed", {{"OK", 9}}}});
  const ReportReader reader = Read();
  EXPECT_THAT(
      reader.report().reads_by_month,
      ElementsAre(Pair(absl::CivilMonth(2026, 2), ReadsOfMonth{3, 4, 2}),
                  Pair(absl::CivilMonth(2026, 3), ReadsOfMonth{0, 4, 0})));
  EXPECT_THAT(reader.report().others, IsEmpty());
}

TEST_F(ReportTest, ReadsThatCannotBeReadAreNotOverlooked) {
  Add(Day(2, 1), "reads.hour", {{"party", "mrm"}}, "system");
  EXPECT_THAT(Read().report().others, SizeIs(1));
}

TEST_F(ReportTest, EachBreachThatTheLogShowsIsFound) {
  Add(Day(1, 1), "agreement.set", {}, "system");
  Release(Day(2, 1), "spiffe://mali.example/recipient/donors/1");
  Add(Day(2, 2), "agreement.standing", {{"act", "SUSPEND"}});
  Release(Day(2, 3));
  Add(Day(2, 4), "agreement.standing", {{"act", "RESUME"}});
  Release(Day(2, 5));
  Release(Day(2, 6));  // the fourth of the month
  sha_ = "two";
  Release(Day(3, 1));  // a text that the log has not seen yet
  Add(Day(3, 2), "agreement.set", {}, "system");
  Release(Day(3, 3));
  EXPECT_THAT(FaultsOf(Read()), ElementsAre("0@1", "2@3", "3@6", "1@7"));
}

TEST_F(ReportTest, WhatIsTerminatedStaysSoWhateverIsWrittenLater) {
  Add(Day(1, 1), "agreement.set", {}, "system");
  Add(Day(2, 1), "agreement.standing", {{"act", "TERMINATE"}});
  sha_ = "two";
  Add(Day(2, 2), "agreement.set", {}, "system");
  Release(Day(2, 3));
  EXPECT_THAT(FaultsOf(Read()), ElementsAre("2@3"));
}

TEST_F(ReportTest, EarlierExtractsOfAMonthCountForItsQuota) {
  Add(Day(1, 1), "agreement.set", {}, "system");
  for (int i = 0; i < 4; ++i) Release(Day(2, 1));
  ReportReader reader("mrm", "mrm", {{"incidents", 3}}, Day(2, 1), Day(2, 2),
                      absl::UTCTimeZone());
  for (const std::string& entry : entries_) (void)reader.Take(entry);
  EXPECT_THAT(FaultsOf(reader), ElementsAre("3@4"));
}

TEST_F(ReportTest, EntriesOutOfOrderAreRefused) {
  Release(Day(2, 1));
  Release(Day(2, 2));
  ReportReader reader("mrm", "mrm", {}, Day(2, 1), Day(4, 1),
                      absl::UTCTimeZone());
  EXPECT_THAT(reader.Take(entries_[1]), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(reader.Take("{}"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(IsOfPartyTest, OnlyThePartysOwnIds) {
  EXPECT_TRUE(IsOfParty(kRecipient, "mrm"));
  EXPECT_FALSE(IsOfParty(kRecipient, "mr"));
  EXPECT_FALSE(IsOfParty(kRecipient, "recipient"));
  EXPECT_FALSE(IsOfParty("system", "system"));
  EXPECT_FALSE(IsOfParty("spiffe://mrm/recipient/other/1", "mrm"));
}

}  // namespace
}  // namespace toguna
