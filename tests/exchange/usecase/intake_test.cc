#include "exchange/usecase/intake.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/usecase/corrections.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/small_catalog.h"
#include "tests/support/small_record.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using testing::FakeLedger;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using ::testing::SizeIs;
using testing::SmallRecord;
using testing::StatusIs;

const DatasetId kDataset("protection-incidents");

// A ledger where another act can happen just before a commit.
class RacingLedger : public FakeLedger {
 public:
  absl::StatusOr<uint64_t> Commit(const Effects& effects) override {
    if (before_commit) {
      const auto act = std::move(before_commit);
      before_commit = nullptr;
      act();
    }
    ++commits;
    if (aborts > 0) {
      --aborts;
      return absl::AbortedError("another act was quicker");
    }
    return blind ? CommitBlindly(effects) : FakeLedger::Commit(effects);
  }

  // Broken on purpose: forgets what a commit expects.
  absl::StatusOr<uint64_t> CommitBlindly(Effects effects) {
    effects.expected.clear();
    return FakeLedger::Commit(effects);
  }

  std::function<void()> before_commit;
  bool blind = false;
  int aborts = 0;
  int commits = 0;
};

class IntakeTest : public ::testing::Test {
 protected:
  IntakeTest() : intake_(catalog_, ledger_, [this] { return now_; }) {}

  static std::string TextOf(const IntakeResult& result) {
    switch (result.outcome) {
      case IntakeResult::Outcome::kTaken:
        return "TAKEN";
      case IntakeResult::Outcome::kReplaced:
        return "REPLACED";
      case IntakeResult::Outcome::kCorrected:
        return "CORRECTED";
      case IntakeResult::Outcome::kDuplicate:
        return "DUPLICATE";
      case IntakeResult::Outcome::kRefused:
        return result.reason;
    }
    return "";
  }

  // TextOf each record's result.
  std::vector<std::string> Submit(std::vector<Record> records) {
    const auto answer = intake_.Submit(caller_, kDataset, std::move(records));
    EXPECT_THAT(answer, IsOk());
    std::vector<std::string> texts;
    if (!answer.ok()) return texts;
    for (const IntakeResult& result : answer->results) {
      texts.push_back(TextOf(result));
    }
    return texts;
  }

  std::vector<CorrectionRow> Corrections(const char* year) const {
    return CorrectionsOf(ledger_, kDataset, *Period::Parse(year)).value();
  }

  std::vector<VaultRecord> Vault() const {
    std::vector<VaultRecord> records;
    EXPECT_THAT(
        ledger_.Scan({RowKind::kVaultRecord, {kDataset.text()}, {}},
                     [&](const VersionedRow& row) {
                       records.push_back(std::get<VaultRecord>(row.row));
                       return true;
                     }),
        IsOk());
    return records;
  }

  void SetPeriod(const char* month, PeriodState state) {
    PeriodRow row;
    row.dataset = kDataset;
    row.period = *Period::Parse(month);
    row.state = state;
    Effects effects;
    effects.put.emplace_back(row);
    EXPECT_THAT(ledger_.FakeLedger::Commit(effects), IsOk());
  }

  static absl::Time At(int month, int day) {
    return absl::FromCivil(absl::CivilDay(2026, month, day),
                           absl::UTCTimeZone());
  }

  const Catalog catalog_ = testing::SmallCatalog();
  RacingLedger ledger_;
  absl::Time now_ = At(3, 10);
  Caller caller_{PartyId("collecting-org"), Role::kContributor,
                 "spiffe://test.toguna.example/contributor/collecting-org"};
  Intake intake_;
};

TEST_F(IntakeTest, GoodRecordsAreTakenIntoThePeriodOfTheMoment) {
  EXPECT_THAT(Submit({SmallRecord("one"), SmallRecord("two")}),
              ElementsAre("TAKEN", "TAKEN"));
  const auto vault = Vault();
  ASSERT_THAT(vault, SizeIs(2));
  EXPECT_EQ(vault[0].period.text(), "2026-03");
  EXPECT_EQ(vault[0].record.contributor, caller_.party);
  EXPECT_EQ(vault[0].accepted_at, now_);
  PeriodRow key;
  key.dataset = kDataset;
  key.period = *Period::Parse("2026-03");
  const auto period = Find<PeriodRow>(ledger_, KeyOf(key));
  ASSERT_TRUE(period.ok() && period->has_value());
  EXPECT_EQ((*period)->value.state, PeriodState::kOpen);
}

TEST_F(IntakeTest, TheServerSetsTheContributor) {
  Record record = SmallRecord();
  record.contributor = PartyId("partner-org-a");
  EXPECT_THAT(Submit({record}), ElementsAre("TAKEN"));
  EXPECT_EQ(Vault()[0].record.contributor, caller_.party);
}

TEST_F(IntakeTest, OneBatchIsOneAuditEntryWithoutPseudonymOrSmallCount) {
  const std::vector<Record> batch = {SmallRecord("one"), SmallRecord("two")};
  Submit(batch);
  ASSERT_THAT(ledger_.log, SizeIs(1));
  const AuditEntry& entry = ledger_.log[0];
  EXPECT_EQ(entry.type, "intake.accept");
  EXPECT_EQ(entry.actor, caller_.spiffe_id);
  EXPECT_EQ(entry.fields, (std::map<std::string, std::string>{
                              {"dataset", "protection-incidents"},
                              {"period", "2026-03"},
                              {"contributor", "collecting-org"},
                              {"records", "1-9"}}));
}

TEST_F(IntakeTest, TheLogSaysABandOnly) {
  std::vector<Record> many;
  for (int i = 0; i < 1'000; ++i) many.push_back(SmallRecord(absl::StrCat(i)));
  const auto submit = [&](size_t from, size_t to) {
    const auto at = [&](size_t n) {
      return many.begin() + static_cast<std::ptrdiff_t>(n);
    };
    Submit({at(from), at(to)});
    return ledger_.log.back().fields.at("records");
  };
  EXPECT_EQ(submit(0, 9), "1-9");
  EXPECT_EQ(submit(9, 19), "10-99");
  EXPECT_EQ(submit(19, 118), "10-99");
  EXPECT_EQ(submit(118, 218), "100-999");
  caller_.party = PartyId("partner-org-a");
  EXPECT_EQ(submit(0, 1'000), "1000");
}

TEST_F(IntakeTest, ABadRecordStopsNoOtherAndIsNotKept) {
  Record bad = SmallRecord("bad");
  bad.source = "SRC-001";
  EXPECT_THAT(Submit({SmallRecord("one"), bad, SmallRecord("two")}),
              ElementsAre("TAKEN", "RAW_SOURCE_ID", "TAKEN"));
  EXPECT_THAT(Vault(), SizeIs(2));
  RecordIndex key;
  key.dataset = kDataset;
  key.contributor = caller_.party;
  key.ref = bad.ref;
  EXPECT_FALSE(ledger_.Get(KeyOf(key))->has_value());
}

TEST_F(IntakeTest, ABatchOfBadRecordsLeavesNoTrace) {
  Record bad = SmallRecord();
  bad.codes["type"] = "Z9";
  EXPECT_THAT(Submit({bad}), ElementsAre("UNKNOWN_CODE"));
  EXPECT_EQ(ledger_.row_count(), 0U);
  EXPECT_THAT(ledger_.log, SizeIs(0));
}

TEST_F(IntakeTest, TheSameBatchAgainIsAllDuplicates) {
  const std::vector<Record> batch = {
      SmallRecord("one", "first"), SmallRecord("two"),
      SmallRecord("one", "second"), SmallRecord("one", "second")};
  EXPECT_THAT(Submit(batch),
              ElementsAre("DUPLICATE", "TAKEN", "DUPLICATE", "TAKEN"));
  EXPECT_THAT(Vault(), SizeIs(2));
  EXPECT_THAT(Submit(batch), ::testing::Each(::testing::Eq("DUPLICATE")));
  EXPECT_THAT(ledger_.log, SizeIs(1));
}

TEST_F(IntakeTest, AnInvalidEditDoesNotHideTheEditionBeforeIt) {
  Record edit = SmallRecord("one", "second");
  edit.codes["type"] = "Z9";
  EXPECT_THAT(Submit({SmallRecord("one", "first"), edit}),
              ElementsAre("TAKEN", "UNKNOWN_CODE"));
}

TEST_F(IntakeTest, AnEditReplacesTheRecordInItsFirstPeriod) {
  Submit({SmallRecord("one", "first")});
  SetPeriod("2026-03", PeriodState::kClosed);
  now_ = At(4, 2);
  Record edit = SmallRecord("one", "second");
  edit.codes["type"] = "B1";
  EXPECT_THAT(Submit({edit}), ElementsAre("REPLACED"));
  const auto vault = Vault();
  ASSERT_THAT(vault, SizeIs(1));
  EXPECT_EQ(vault[0].record.codes.at("type"), "B1");
  EXPECT_EQ(vault[0].period.text(), "2026-03");
  EXPECT_EQ(vault[0].accepted_at, At(3, 10));
  EXPECT_THAT(Submit({edit}), ElementsAre("DUPLICATE"));
  // An edit alone opens no period for the month in which it came.
  PeriodRow april;
  april.dataset = kDataset;
  april.period = *Period::Parse("2026-04");
  EXPECT_FALSE(ledger_.Get(KeyOf(april))->has_value());
}

TEST_F(IntakeTest, AnOlderEditionNeverReplacesANewerOne) {
  const Record first = SmallRecord("one", "first");
  const Record second = SmallRecord("one", "second");
  const Record third = SmallRecord("one", "third");
  Submit({first});
  EXPECT_THAT(Submit({second}), ElementsAre("REPLACED"));
  EXPECT_THAT(Submit({third}), ElementsAre("REPLACED"));
  const uint64_t entries = ledger_.LogSize();
  EXPECT_THAT(Submit({first}), ElementsAre("DUPLICATE"));
  EXPECT_THAT(Submit({second}), ElementsAre("DUPLICATE"));
  EXPECT_THAT(Submit({third}), ElementsAre("DUPLICATE"));
  // Nor does it hide a newer one that comes before it in a batch.
  EXPECT_THAT(Submit({SmallRecord("one", "fourth"), second}),
              ElementsAre("REPLACED", "DUPLICATE"));
  EXPECT_EQ(Vault()[0].record.instance, SmallRecord("one", "fourth").instance);
  EXPECT_EQ(ledger_.LogSize(), entries + 1);
}

TEST_F(IntakeTest, AnEditAfterTheSealIsACorrection) {
  Record first = SmallRecord("one", "first");
  Submit({first});
  SetPeriod("2026-03", PeriodState::kSealed);
  now_ = At(4, 2);
  Record edit = SmallRecord("one", "second");
  edit.codes["type"] = "B1";
  edit.tallies = {{"man", 1}};
  EXPECT_THAT(Submit({edit}), ElementsAre("CORRECTED"));

  const auto vault = Vault();
  ASSERT_THAT(vault, SizeIs(1));
  EXPECT_EQ(vault[0].record.codes.at("type"), "B1");
  EXPECT_EQ(vault[0].period.text(), "2026-03");
  const auto corrections = Corrections("2026");
  ASSERT_THAT(corrections, SizeIs(1));
  first.contributor = edit.contributor = caller_.party;
  EXPECT_EQ(corrections[0].removed, ForCounting(first));
  EXPECT_EQ(corrections[0].added, ForCounting(edit));
  EXPECT_EQ(corrections[0].period.text(), "2026-03");
  EXPECT_EQ(corrections[0].made_at, now_);
  EXPECT_EQ(corrections[0].edition, edit.instance);
  EXPECT_THAT(Corrections("2025"), SizeIs(0));

  EXPECT_THAT(Submit({edit}), ElementsAre("DUPLICATE"));
  EXPECT_THAT(Submit({first}), ElementsAre("DUPLICATE"));
  EXPECT_THAT(Corrections("2026"), SizeIs(1));
}

TEST_F(IntakeTest, ACorrectionKeepsOnlyWhatIsCounted) {
  const Record kept = ForCounting(SmallRecord("one", "first"));
  EXPECT_EQ(kept.instance, "");
  EXPECT_EQ(kept.monitor, "");
  EXPECT_EQ(kept.consent, "");
  EXPECT_EQ(kept.incident_day, absl::CivilDay(2026, 3, 1));
  EXPECT_EQ(kept.ref, SmallRecord("one").ref);
  EXPECT_EQ(kept.source, SmallRecord("one").source);
  EXPECT_EQ(kept.tallies, SmallRecord("one").tallies);

  Submit({SmallRecord("one", "first")});
  SetPeriod("2026-03", PeriodState::kSealed);
  now_ = At(4, 2);
  Record edit = SmallRecord("one", "second");
  edit.incident_day = absl::CivilDay(2026, 3, 2);  // the same month
  EXPECT_THAT(Submit({edit}), ElementsAre("CORRECTED"));
  EXPECT_THAT(Corrections("2026"), SizeIs(0));
}

TEST_F(IntakeTest, CorrectionsBelongToTheYearOfTheRecordsPeriod) {
  Submit({SmallRecord("one", "first")});
  SetPeriod("2026-03", PeriodState::kSealed);
  now_ = absl::FromCivil(absl::CivilDay(2027, 1, 5), absl::UTCTimeZone());
  Record edit = SmallRecord("one", "second");
  edit.codes["type"] = "B1";
  EXPECT_THAT(Submit({edit}), ElementsAre("CORRECTED"));
  EXPECT_THAT(Corrections("2026"), SizeIs(1));
  EXPECT_THAT(Corrections("2027"), SizeIs(0));
  ASSERT_THAT(intake_.Retract(caller_, kDataset, edit.ref), IsOk());
  EXPECT_THAT(Corrections("2026"), SizeIs(2));
}

TEST_F(IntakeTest, AfterTheYearsSealACorrectionIsKeptNowhereButSaid) {
  Submit({SmallRecord("one", "first"), SmallRecord("two", "first")});
  SetPeriod("2026-03", PeriodState::kSealed);
  SetPeriod("2026", PeriodState::kSealed);
  const auto corrected = [&](const char* period) {
    return IsCorrected(ledger_, kDataset, *Period::Parse(period)).value();
  };
  EXPECT_FALSE(corrected("2026-03"));
  now_ = absl::FromCivil(absl::CivilDay(2027, 1, 5), absl::UTCTimeZone());
  Record edit = SmallRecord("one", "second");
  edit.codes["type"] = "B1";
  EXPECT_THAT(Submit({edit}), ElementsAre("CORRECTED"));
  ASSERT_THAT(intake_.Retract(caller_, kDataset, SmallRecord("two").ref),
              IsOk());
  EXPECT_THAT(Corrections("2026"), SizeIs(0));
  for (const char* period : {"2026-03", "2026-Q1", "2026"}) {
    EXPECT_TRUE(corrected(period)) << period;
  }
  EXPECT_FALSE(corrected("2026-04"));
  EXPECT_FALSE(corrected("2026-Q2"));
}

// A seal of the year that has read no correction must not be written past one.
TEST_F(IntakeTest, EveryCorrectionChangesTheRowOfItsPeriod) {
  Submit({SmallRecord("one", "first"), SmallRecord("two", "first")});
  SetPeriod("2026-03", PeriodState::kSealed);
  const RowKey key{RowKind::kPeriod, {kDataset.text(), "2026-03"}, {}};
  const auto version = [&] { return ledger_.Get(key).value()->version; };
  now_ = At(4, 2);
  uint64_t last = version();
  for (const char* ref : {"one", "two"}) {
    ASSERT_THAT(intake_.Retract(caller_, kDataset, SmallRecord(ref).ref),
                IsOk());
    EXPECT_GT(version(), last);
    last = version();
  }
}

TEST_F(IntakeTest, NoMonthIsOpenedWithinASealedQuarterOrYear) {
  for (const char* longer : {"2026-Q1", "2026"}) {
    SCOPED_TRACE(longer);
    const FakeLedger before = ledger_;
    SetPeriod(longer, PeriodState::kSealed);
    const auto answer =
        intake_.Submit(caller_, kDataset, {SmallRecord("one", "first")});
    EXPECT_EQ(ReasonOf(answer.status()).code, "PERIOD_CLOSED");
    EXPECT_THAT(Vault(), SizeIs(0));
    static_cast<FakeLedger&>(ledger_) = before;
  }
}

TEST_F(IntakeTest, ARecordGoneFromTheVaultCannotBeCorrected) {
  Submit({SmallRecord("one", "first")});
  SetPeriod("2026-03", PeriodState::kSealed);
  now_ = At(4, 2);
  Effects gone;
  gone.erase.push_back(KeyOf(Vault()[0]));
  ASSERT_THAT(ledger_.Commit(gone), IsOk());
  EXPECT_THAT(Submit({SmallRecord("one", "second")}),
              ElementsAre("AFTER_SEAL"));
  EXPECT_THAT(Corrections("2026"), SizeIs(0));
}

TEST_F(IntakeTest, CorrectTakesNothingNewAndSaysWhatBecameOfIt) {
  const auto correct = [&](const Record& record) {
    const auto result = intake_.Correct(caller_, kDataset, record);
    return result.ok() ? TextOf(*result) : ReasonOf(result.status()).code;
  };
  EXPECT_EQ(correct(SmallRecord("one", "first")), "RECORD_UNKNOWN");
  EXPECT_THAT(Vault(), SizeIs(0));
  Submit({SmallRecord("one", "first")});
  EXPECT_EQ(correct(SmallRecord("one", "first")), "DUPLICATE");
  EXPECT_EQ(correct(SmallRecord("one", "second")), "REPLACED");
  EXPECT_EQ(ledger_.log.back().type, "record.correct");
  for (const auto& [name, text] : ledger_.log.back().fields) {
    EXPECT_THAT(text, Not(HasSubstr("ref1-")));
    EXPECT_THAT(text, Not(HasSubstr("ins1-")));
  }
  Record bad = SmallRecord("one", "third");
  bad.codes["type"] = "Z9";
  EXPECT_EQ(correct(bad), "UNKNOWN_CODE");
  SetPeriod("2026-03", PeriodState::kSealed);
  now_ = At(4, 2);
  Record edit = SmallRecord("one", "third");
  edit.codes["type"] = "B1";
  EXPECT_EQ(correct(edit), "CORRECTED");
  EXPECT_EQ(correct(SmallRecord("one", "first")), "DUPLICATE");
  ASSERT_THAT(intake_.Retract(caller_, kDataset, edit.ref), IsOk());
  EXPECT_EQ(correct(SmallRecord("one", "fourth")), "RETRACTED");
}

TEST_F(IntakeTest, AnEditThatASealOvertakesIsACorrection) {
  Submit({SmallRecord("one", "first")});
  SetPeriod("2026-03", PeriodState::kClosed);
  now_ = At(4, 2);
  ledger_.before_commit = [&] { SetPeriod("2026-03", PeriodState::kSealed); };
  Record edit = SmallRecord("one", "second");
  edit.codes["type"] = "B1";
  EXPECT_THAT(Submit({edit}), ElementsAre("CORRECTED"));
  EXPECT_THAT(Corrections("2026"), SizeIs(1));
}

// The control of the test above: a ledger that forgets what a commit expects
// lets the edit slip in after the seal, uncounted.
TEST_F(IntakeTest, WithoutExpectationsAnEditWouldSlipPastTheSeal) {
  Submit({SmallRecord("one", "first")});
  SetPeriod("2026-03", PeriodState::kClosed);
  now_ = At(4, 2);
  ledger_.blind = true;
  ledger_.before_commit = [&] { SetPeriod("2026-03", PeriodState::kSealed); };
  Record edit = SmallRecord("one", "second");
  edit.codes["type"] = "B1";
  EXPECT_THAT(Submit({edit}), ElementsAre("REPLACED"));
  EXPECT_THAT(Corrections("2026"), SizeIs(0));
}

TEST_F(IntakeTest, AnEditOfAClosedPeriodMovesItsRowForASealUnderWay) {
  Submit({SmallRecord("one", "first")});
  SetPeriod("2026-03", PeriodState::kClosed);
  PeriodRow row;
  row.dataset = kDataset;
  row.period = *Period::Parse("2026-03");
  const uint64_t before = (*ledger_.Get(KeyOf(row)))->version;
  now_ = At(4, 2);
  Submit({SmallRecord("one", "second")});
  EXPECT_NE((*ledger_.Get(KeyOf(row)))->version, before);
}

TEST_F(IntakeTest, NothingIsTakenIntoAClosedPeriod) {
  SetPeriod("2026-03", PeriodState::kClosed);
  const auto answer = intake_.Submit(caller_, kDataset, {SmallRecord()});
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(answer.status()).code, "PERIOD_CLOSED");
  EXPECT_THAT(Vault(), SizeIs(0));
}

TEST_F(IntakeTest, ACloseDuringABatchWins) {
  Submit({SmallRecord("one")});
  ledger_.before_commit = [&] { SetPeriod("2026-03", PeriodState::kClosed); };
  const auto answer = intake_.Submit(caller_, kDataset, {SmallRecord("two")});
  EXPECT_EQ(ReasonOf(answer.status()).code, "PERIOD_CLOSED");
  EXPECT_THAT(Vault(), SizeIs(1));
}

TEST_F(IntakeTest, NegativeControlALedgerThatExpectsNothingLosesTheClose) {
  Submit({SmallRecord("one")});
  ledger_.blind = true;
  ledger_.before_commit = [&] { SetPeriod("2026-03", PeriodState::kClosed); };
  EXPECT_THAT(Submit({SmallRecord("two")}), ElementsAre("TAKEN"));
  EXPECT_THAT(Vault(), SizeIs(2));
}

TEST_F(IntakeTest, ABatchThatMeetsAnotherIsTriedAgainFiveTimesAtMost) {
  ledger_.aborts = 4;
  EXPECT_THAT(Submit({SmallRecord("one")}), ElementsAre("TAKEN"));
  EXPECT_EQ(ledger_.commits, 5);
  ledger_.aborts = 100;
  EXPECT_THAT(intake_.Submit(caller_, kDataset, {SmallRecord("two")}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ledger_.commits, 10);
}

TEST_F(IntakeTest, WhenNothingCanBeWrittenNothingIsTaken) {
  ledger_.commit_error = absl::ResourceExhaustedError("DISK_FULL");
  EXPECT_THAT(intake_.Submit(caller_, kDataset, {SmallRecord()}),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(ledger_.row_count(), 0U);
}

TEST_F(IntakeTest, OnlyContributorsSubmitKnownDatasetsInSmallBatches) {
  const auto code = [&](const Caller& caller, const DatasetId& dataset,
                        size_t records) {
    return ReasonOf(intake_
                        .Submit(caller, dataset,
                                std::vector<Record>(records, SmallRecord()))
                        .status())
        .code;
  };
  Caller officer = caller_;
  officer.role = Role::kOfficer;
  Caller stranger = caller_;
  stranger.party = PartyId("stranger");
  EXPECT_EQ(code(officer, kDataset, 1), "NOT_A_CONTRIBUTOR");
  EXPECT_EQ(code(stranger, kDataset, 1), "NOT_A_CONTRIBUTOR");
  EXPECT_EQ(code(caller_, DatasetId("no-such-dataset"), 1), "UNKNOWN_DATASET");
  EXPECT_EQ(code(caller_, kDataset, 1'001), "BATCH_TOO_LARGE");
  EXPECT_EQ(ledger_.row_count(), 0U);
}

TEST_F(IntakeTest, ContributorsDoNotMeetEachOthersRecords) {
  Submit({SmallRecord("one")});
  caller_.party = PartyId("partner-org-a");
  EXPECT_THAT(intake_.Retract(caller_, kDataset, SmallRecord("one").ref),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Submit({SmallRecord("one")}), ElementsAre("TAKEN"));
  EXPECT_THAT(Vault(), SizeIs(2));
}

TEST_F(IntakeTest, RetractingRemovesTheRecordForGood) {
  const std::string ref = SmallRecord("one").ref;
  Submit({SmallRecord("one", "first")});
  EXPECT_THAT(intake_.Retract(caller_, kDataset, ref), IsOk());
  EXPECT_THAT(Vault(), SizeIs(0));
  EXPECT_THAT(intake_.Retract(caller_, kDataset, ref), IsOk());
  EXPECT_THAT(Submit({SmallRecord("one", "first")}), ElementsAre("RETRACTED"));
  EXPECT_THAT(Submit({SmallRecord("one", "second")}), ElementsAre("RETRACTED"));
  ASSERT_THAT(ledger_.log, SizeIs(2));
  EXPECT_EQ(ledger_.log[1].type, "record.retract");
  for (const auto& [name, value] : ledger_.log[1].fields) {
    EXPECT_THAT(value, Not(HasSubstr("ref1-"))) << name;
  }
}

TEST_F(IntakeTest, RetractingWorksAfterTheSealToo) {
  Submit({SmallRecord("one")});
  SetPeriod("2026-03", PeriodState::kSealed);
  EXPECT_THAT(intake_.Retract(caller_, kDataset, SmallRecord("one").ref),
              IsOk());
  EXPECT_THAT(Vault(), SizeIs(0));
  const auto corrections = Corrections("2026");
  ASSERT_THAT(corrections, SizeIs(1));
  EXPECT_EQ(corrections[0].removed.ref, SmallRecord("one").ref);
  EXPECT_EQ(corrections[0].added, std::nullopt);
  // Again: nothing more.
  EXPECT_THAT(intake_.Retract(caller_, kDataset, SmallRecord("one").ref),
              IsOk());
  EXPECT_THAT(Corrections("2026"), SizeIs(1));
}

TEST_F(IntakeTest, ARetractionBeforeTheSealIsNoCorrection) {
  Submit({SmallRecord("one")});
  SetPeriod("2026-03", PeriodState::kClosed);
  EXPECT_THAT(intake_.Retract(caller_, kDataset, SmallRecord("one").ref),
              IsOk());
  EXPECT_THAT(Corrections("2026"), SizeIs(0));
}

TEST_F(IntakeTest, RetractingAnUnknownRecordSaysSo) {
  const absl::Status status = intake_.Retract(caller_, kDataset, "ref1-x");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(ReasonOf(status).code, "RECORD_UNKNOWN");
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("ref1-x")));
}

}  // namespace
}  // namespace toguna
