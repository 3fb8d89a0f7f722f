// A store that was put back: its log can be read, and nothing else; and how it
// is taken up again once two officers have signed.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/entry.h"
#include "exchange/audit/proof.h"
#include "exchange/base/reason.h"
#include "exchange/storage/anchor.h"
#include "exchange/storage/log_reader.h"
#include "exchange/usecase/recovery.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/sodium/primitives.h"
#include "tests/exchange/storage/operated_store.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Op = CrashOperation;

class PutBackTest : public ::testing::Test {
 protected:
  // January is sealed and given; of February there are records; then the store
  // is put back to there from after February was sealed and given, too.
  PutBackTest() {
    {
      const auto ledger = operated_.Open().value();
      EXPECT_THAT(operated_.Month(*ledger, 0), IsOk());
      EXPECT_THAT(operated_.Submit(*ledger, 1), IsOk());
      EXPECT_THAT(ledger->WaitForCheckpoint(ledger->LogSize() - 1), IsOk());
      kept_ = ledger->LogSize();
    }
    before_ = operated_.store().values();
    {
      const auto ledger = operated_.Open().value();
      EXPECT_THAT(operated_.Seal(*ledger, 1), IsOk());
      EXPECT_THAT(operated_.Extract(*ledger, 1, Op::AskFor(1)), IsOk());
      EXPECT_THAT(ledger->WaitForCheckpoint(ledger->LogSize() - 1), IsOk());
      had_ = ledger->LogSize();
    }
    after_ = operated_.store().values();
    anchor_ = ReadAnchor(operated_.anchor()).value().value();
    operated_.store().values() = before_;
  }

  std::string OpenReason(const std::string& origin = OperatedStore::kOldLog) {
    return ReasonOf(operated_.Open(origin).status()).code;
  }

  std::unique_ptr<StoredLedger> ToRecover() {
    return StoredLedger::OpenToRecover(operated_.store(), operated_.sealer(),
                                       operated_.hasher(), operated_.signer(),
                                       OperatedStore::kOldLog)
        .value();
  }
  Recovery Recovered(const StoredLedger& ledger, uint64_t month = 2) {
    return MakeRecovery(operated_.op().catalog(), ledger,
                        {.store = ledger.Head(),
                         .known = anchor_,
                         .origin = OperatedStore::kNewLog},
                        Op::ClockAt(month, 20)())
        .value();
  }
  void Restart() {
    const auto ledger = ToRecover();
    Recovery recovery = Recovered(*ledger);
    AddSignatories({PartyId("guardian"), PartyId("guardian")}, recovery);
    ASSERT_THAT(ledger->Restart(recovery.acts, OperatedStore::kNewLog, anchor_),
                IsOk());
  }
  static LoggedEntry EntryAt(const Ledger& ledger, uint64_t index) {
    return ParseEntry(ledger.Entries(index, 1).value().at(0)).value();
  }

  OperatedStore operated_;
  std::map<FakeStore::Key, std::string> before_, after_;
  std::string anchor_;
  uint64_t kept_ = 0, had_ = 0;
};

TEST_F(PutBackTest, OnlyTheLogCanBeRead) {
  const auto refused = operated_.Open();
  ASSERT_EQ(ReasonOf(refused.status()).code, "STORE_ROLLED_BACK");
  const auto values = operated_.store().values();
  const auto reader = LogReader::Open(operated_.parts(), OperatedStore::kOldLog,
                                      refused.status())
                          .value();
  EXPECT_EQ(reader->LogSize(), kept_);
  EXPECT_EQ(EntryAt(*reader, kept_ - 1).sequence, kept_ - 1);
  const NoteKey key{OperatedStore::kOldLog, operated_.signer().public_key()};
  const auto entry = reader->Entries(2, 1).value().at(0);
  EXPECT_THAT(VerifyProof(reader->InclusionProof(2).value(), entry, key.Text(),
                          VerifyEd25519),
              IsOk());
  EXPECT_THAT(reader->ConsistencyProof(2, kept_), IsOk());
  EXPECT_THAT(reader->HashTile({.width = kept_}), IsOk());
  EXPECT_THAT(reader->HashTile({.level = 63, .index = ~uint64_t{0}}),
              StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader->Entries(kept_, 5).value(), ElementsAre());
  // Nothing else, and nothing is written.
  const auto says = [](const absl::Status& status) {
    return ReasonOf(status).code;
  };
  EXPECT_EQ(says(reader->Get({RowKind::kFeedHead, {}, {}}).status()),
            "STORE_ROLLED_BACK");
  EXPECT_EQ(says(reader->Scan({RowKind::kRelease, {}, {}},
                              [](const VersionedRow&) { return true; })),
            "STORE_ROLLED_BACK");
  EXPECT_EQ(says(operated_.Submit(*reader, 1)), "STORE_ROLLED_BACK");
  EXPECT_EQ(says(operated_.Extract(*reader, 0, Op::AskFor(0)).status()),
            "STORE_ROLLED_BACK");
  EXPECT_EQ(operated_.store().values(), values);
  EXPECT_EQ(ReadAnchor(operated_.anchor()).value(), anchor_);
}

TEST_F(PutBackTest, ALogThatDoesNotReadIsNotServed) {
  const absl::Status why = operated_.Open().status();
  auto& values = operated_.store().values();
  auto entry = values.lower_bound({ColumnFamily::kAudit, ""});
  entry->second.back() ^= 1;
  EXPECT_EQ(
      LogReader::Open(operated_.parts(), OperatedStore::kOldLog, why).status(),
      why);
  values = before_;
  EXPECT_EQ(LogReader::Open(operated_.parts(), "other.example/audit/v1", why)
                .status(),
            why);
  values.erase({ColumnFamily::kMeta, std::string(kCheckpointKey)});
  EXPECT_EQ(
      LogReader::Open(operated_.parts(), OperatedStore::kOldLog, why).status(),
      why);
}

TEST_F(PutBackTest, WhatIsSignedSaysWhatFollows) {
  const Recovery recovery = Recovered(*ToRecover());
  EXPECT_EQ(recovery.lost_entries, had_ - kept_);
  EXPECT_THAT(recovery.lost, Contains("incidents 2026-02"));
  EXPECT_THAT(recovery.lost, Not(Contains("incidents 2026-01")));  // sealed
  EXPECT_THAT(recovery.lost, Not(Contains("incidents 2026-03")));  // goes on
  EXPECT_FALSE(recovery.suspended.empty());
  for (const std::string& line :
       {std::string("toguna/recovery/v1\n"),
        absl::StrCat("store_entries: ", kept_, "\n"),
        absl::StrCat("known_entries: ", had_, "\n"),
        std::string("never_sealed: incidents 2026-02\n"),
        absl::StrCat("suspended: ", recovery.suspended[0].text(), "\n")}) {
    EXPECT_THAT(recovery.statement, HasSubstr(line));
  }
  // A whole year later the year is over, too, and what it kept is destroyed.
  const Recovery later = Recovered(*ToRecover(), 14);
  EXPECT_THAT(later.destroyed, ElementsAre("incidents 2026"));
  EXPECT_THAT(later.lost, Contains("incidents 2027-02"));
}

TEST_F(PutBackTest, GoesOnUnderANewLogWithNoPlaceTakenTwice) {
  Restart();
  EXPECT_EQ(OpenReason(), "LOG_ORIGIN_CHANGED");
  const auto ledger = operated_.Open(OperatedStore::kNewLog).value();
  // What the store had is as it was; what was lost has its places; the first
  // new entry lies after all of them.
  EXPECT_EQ(EntryAt(*ledger, kept_).entry.type, "log.lost");
  EXPECT_EQ(EntryAt(*ledger, had_ - 1).entry.type, "log.lost");
  const AuditEntry recover = EntryAt(*ledger, had_).entry;
  EXPECT_EQ(recover.type, "log.recover");
  EXPECT_EQ(recover.fields.at("signed_by"), "guardian,guardian");
  EXPECT_EQ(recover.fields.at("store_entries"), absl::StrCat(kept_));
  // The head that was known can be put together again, and is the old log's.
  const LogHead head{recover.fields.at("old_log"), had_,
                     ParseCheckpoint(anchor_)->head.root};
  EXPECT_THAT(anchor_,
              HasSubstr(absl::StrCat(HeadText(head), "\n— ", head.origin, " ",
                                     recover.fields.at("known_signature"))));
  // January is still given; February is never sealed; March goes on.
  EXPECT_THAT(operated_.Extract(*ledger, 0, Op::AskFor(0)), IsOk());
  const auto february = operated_.Seal(*ledger, 1);
  EXPECT_EQ(ReasonOf(february).code, "PERIOD_LOST");
  EXPECT_THAT(operated_.Submit(*ledger, 2), IsOk());
  EXPECT_THAT(operated_.Seal(*ledger, 2), IsOk());
  // Nothing is released before the agreement was looked at.
  const auto march = operated_.Extract(*ledger, 2, Op::AskFor(2));
  ASSERT_THAT(march, IsOk());
  EXPECT_FALSE(march->release.has_value());
  EXPECT_EQ(march->decision.reason, "AGREEMENT_SUSPENDED");
}

// The attack that the lost places are for: values of the lost past, which the
// same keys have sealed, put in among those of the new one.
TEST_F(PutBackTest, RowsOfTheLostPastDoNotFitIn) {
  Restart();
  { ASSERT_THAT(operated_.Open(OperatedStore::kNewLog), IsOk()); }
  auto& values = operated_.store().values();
  const auto now = values;
  int tried = 0;
  for (const auto& [key, value] : after_) {
    if (key.first == ColumnFamily::kMeta) continue;
    const auto kept = before_.find(key);
    if (kept != before_.end() && kept->second == value) continue;
    values = now;
    values[key] = value;
    EXPECT_NE(OpenReason(OperatedStore::kNewLog), "")
        << ColumnFamilyText(key.first);
    ++tried;
  }
  EXPECT_GT(tried, 10);
}

TEST_F(PutBackTest, ACrashBeforeTheFirstHeadOfTheNewLogLosesNothing) {
  Restart();
  // The anchor still has the old log's head.
  EXPECT_EQ(ReadAnchor(operated_.anchor()).value(), anchor_);
  {
    const auto ledger = operated_.Open(OperatedStore::kNewLog);
    ASSERT_THAT(ledger, IsOk());
    EXPECT_EQ(EntryAt(**ledger, had_).entry.type, "log.recover");
  }
  // From then on the new one is compared like the old one was.
  const auto now = operated_.store().values();
  {
    const auto ledger = operated_.Open(OperatedStore::kNewLog).value();
    ASSERT_THAT(operated_.Submit(*ledger, 2), IsOk());
    ASSERT_THAT(ledger->WaitForCheckpoint(ledger->LogSize() - 1), IsOk());
  }
  operated_.store().values() = now;
  EXPECT_EQ(OpenReason(OperatedStore::kNewLog), "STORE_ROLLED_BACK");
  // Nor does the store of before the recovery come back.
  operated_.store().values() = after_;
  EXPECT_EQ(OpenReason(OperatedStore::kNewLog), "LOG_ORIGIN_CHANGED");
  EXPECT_EQ(OpenReason(OperatedStore::kOldLog), "LOG_ORIGIN_CHANGED");
}

TEST_F(PutBackTest, AFailedRestartIsAllOrNothing) {
  for (const bool persisted : {false, true}) {
    operated_.store().values() = before_;
    {
      const auto ledger = ToRecover();
      const Recovery recovery = Recovered(*ledger);
      operated_.store().keep_failed = persisted;
      operated_.store().fail = [](const auto&) {
        return absl::InternalError("fsync");
      };
      EXPECT_FALSE(
          ledger->Restart(recovery.acts, OperatedStore::kNewLog, anchor_).ok());
      operated_.store().fail = nullptr;
    }
    EXPECT_EQ(OpenReason(OperatedStore::kOldLog),
              persisted ? "LOG_ORIGIN_CHANGED" : "STORE_ROLLED_BACK");
    if (persisted) {
      EXPECT_EQ(OpenReason(OperatedStore::kNewLog), "");
    }
    ASSERT_THAT(WriteAnchor(operated_.anchor(), anchor_), IsOk());
  }
}

}  // namespace
}  // namespace toguna::testing
