#include "exchange/usecase/seal_jobs.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/checker/check_seal.h"
#include "exchange/usecase/periods.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Ne;
using ::testing::Pair;
using ::testing::SizeIs;

using State = SealJobRow::State;

bool GoOn(const SealProgress&) { return true; }

// A ledger where another act gets in first, `conflicts` times.
class BusyLedger : public FakeLedger {
 public:
  absl::StatusOr<uint64_t> Commit(const Effects& effects) override {
    if (conflicts > 0) {
      --conflicts;
      return absl::AbortedError("a row changed");
    }
    return FakeLedger::Commit(effects);
  }
  int conflicts = 0;
};

class SealJobsTest : public ::testing::Test {
 protected:
  SealJobsTest() : catalog_(MaliLikeCatalog()) {
    AddPlan(catalog_, {.k = 5, .s = 2, .c = 3}, MonthlyFamilies());
  }

  // As of another process: nothing is remembered but the ledger.
  SealJobs Jobs() {
    return {catalog_, ledger_, [this] { return now_; },
            [this](size_t n) { return std::string(n, drawn_++); }};
  }

  VaultRecord Vault(const Record& record, Period period) const {
    return {.record = record, .period = period, .accepted_at = now_};
  }
  // What intake and the officer do before a seal.
  void TakeAndClose(const std::vector<Record>& records, Period period) {
    Effects effects;
    for (const Record& record : records) {
      effects.put.emplace_back(Vault(record, period));
    }
    effects.put.emplace_back(PeriodRow{.dataset = dataset_,
                                       .period = period,
                                       .state = PeriodState::kClosed,
                                       .closed_at = now_,
                                       .sealed_at = {}});
    ASSERT_THAT(ledger_.Commit(effects), IsOk());
  }
  void TakeAndClose(const std::vector<Record>& records) {
    TakeAndClose(records, march_);
  }

  SealJob Request() {
    return Jobs().Request(officer_, dataset_, march_).value();
  }
  absl::StatusOr<SealJob> Run(const SealJob& job,
                              const SealWatch& watch = GoOn) {
    return Jobs().Run(IdOf(job.row), watch);
  }

  template <typename T>
  std::optional<Versioned<T>> Row(RowKind kind) {
    return Find<T>(ledger_, {kind, {dataset_.text(), march_.text()}, {}})
        .value();
  }
  std::vector<SealedTable> Tables() {
    return Row<SealRow>(RowKind::kSeal).value().value.sealed.tables;
  }
  PeriodState StateOfMarch() {
    return Row<PeriodRow>(RowKind::kPeriod).value().value.state;
  }

  const DatasetId dataset_{"incidents"};
  const Period march_ = *Period::Parse("2026-03");
  const Caller officer_{PartyId("cluster"), Role::kOfficer,
                        "spiffe://demo/officer/one"};
  const Caller other_{PartyId("cluster"), Role::kOfficer,
                      "spiffe://demo/officer/two"};
  absl::Time now_ =
      absl::FromCivil(absl::CivilDay(2026, 4, 2), absl::UTCTimeZone());
  char drawn_ = 'a';
  Catalog catalog_;
  BusyLedger ledger_;
};

TEST_F(SealJobsTest, AskingIsAnsweredAtOnceAndTheRunSeals) {
  TakeAndClose(GeneratedMonth(150, 1));
  const SealJob asked = Request();
  EXPECT_TRUE(asked.running());
  EXPECT_EQ(asked.audit_index, 0u);
  EXPECT_EQ(StateOfMarch(), PeriodState::kClosed);

  now_ += absl::Minutes(1);
  const auto ended = Run(asked);
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->row.state, State::kDone);
  EXPECT_EQ(ended->audit_index, 2u);
  EXPECT_EQ(ended->row.ended_at, now_);
  EXPECT_GT(ended->row.published, 10);
  EXPECT_GT(ended->row.cells, ended->row.published);
  EXPECT_EQ(StateOfMarch(), PeriodState::kSealed);

  const SealedPeriod sealed = Row<SealRow>(RowKind::kSeal)->value.sealed;
  EXPECT_EQ(sealed.sealed_at, now_);
  EXPECT_EQ(sealed.plan.text(), "monthly");
  EXPECT_THAT(
      sealed.list_versions,
      ElementsAre(Pair("places", "1"), Pair("types", "1"), Pair("who", "1")));
  EXPECT_EQ(sealed.tables[0].cells[0].value, 150);

  // The proof's verdict is what anyone with the seal and the proof gets again.
  const auto proof = Row<SealProofRow>(RowKind::kSealProof)->value;
  const auto verdict =
      CheckSeal(ForChecker(catalog_, *catalog_.PlanOf(dataset_), sealed,
                           proof.unsafe, proof.ranges));
  ASSERT_THAT(verdict, IsOk());
  EXPECT_EQ(HexOf(Sha256(*verdict)), proof.verdict_sha256);
}

TEST_F(SealJobsTest, TheAuditEntriesHoldPublicFiguresOnly) {
  TakeAndClose(GeneratedMonth(150, 1));
  const SealJob job = Run(Request()).value();
  const std::string id = IdOf(job.row).text();
  ASSERT_THAT(ledger_.log, SizeIs(3));
  EXPECT_EQ(ledger_.log[1].type, "period.seal-requested");
  EXPECT_EQ(ledger_.log[1].actor, officer_.spiffe_id);
  EXPECT_THAT(ledger_.log[1].fields,
              ElementsAre(Pair("dataset", "incidents"), Pair("operation", id),
                          Pair("period", "2026-03"),
                          Pair("work_million_steps", "600")));
  EXPECT_EQ(ledger_.log[2].type, "period.seal");
  EXPECT_EQ(ledger_.log[2].actor, officer_.spiffe_id);
  EXPECT_THAT(
      ledger_.log[2].fields,
      ElementsAre(
          Pair("cells", std::to_string(job.row.cells)),
          Pair("checked", "lines,ranges,witnesses"),
          Pair("dataset", "incidents"), Pair("operation", id),
          Pair("period", "2026-03"), Pair("plan", "monthly"),
          Pair("plan_version", "1"),
          Pair("proof_sha256",
               Row<SealProofRow>(RowKind::kSealProof)->value.proof_sha256),
          Pair("published", std::to_string(job.row.published)),
          Pair("verdict_sha256",
               Row<SealProofRow>(RowKind::kSealProof)->value.verdict_sha256),
          Pair("work_million_steps", "600")));
}

TEST_F(SealJobsTest, TheWorkOfASealIsBoundedAndKeptWithTheJob) {
  TakeAndClose(GeneratedMonth(30, 1));
  const auto asked = [&](int64_t work) {
    return Jobs().Request(officer_, dataset_, march_, work);
  };
  for (const int64_t wrong : {int64_t{-1}, kMostSealWork + 1, INT64_MIN}) {
    EXPECT_EQ(ReasonOf(asked(wrong).status()).code, "INVALID_WORK");
  }
  EXPECT_THAT(ledger_.log, SizeIs(1));
  const SealJob job = asked(450).value();
  EXPECT_EQ(job.row.work, 450);
  // Whoever asks again is told what it was asked for with.
  EXPECT_EQ(asked(0)->row.work, 450);
  EXPECT_EQ(asked(7)->row.work, 450);
  EXPECT_EQ(Jobs().Get(IdOf(job.row))->row.work, 450);
  const SealJob ended = Run(job).value();
  EXPECT_EQ(ended.row.work, 450);
  EXPECT_EQ(ended.row.rungs.front().search, SearchEnd::kProven);

  ledger_ = BusyLedger();
  TakeAndClose({});
  SealJobs other(
      catalog_, ledger_, [this] { return now_; },
      [](size_t n) { return std::string(n, 'a'); }, 12);
  EXPECT_EQ(other.Request(officer_, dataset_, march_)->row.work, 12);
  EXPECT_EQ(ledger_.log.back().fields.at("work_million_steps"), "12");
}

// What a seal may spend is the job's, not that of the server that takes it up:
// the tables are those of the work it was asked for with.
TEST_F(SealJobsTest, ASealTakenUpAgainSpendsWhatItWasAskedForWith) {
  const std::vector<Record> records = GeneratedMonth(200, 1);
  const auto sealed = [&](int64_t work, int64_t of_the_server) {
    ledger_ = BusyLedger();
    drawn_ = 'a';
    TakeAndClose(records);
    const JobId id =
        IdOf(Jobs().Request(officer_, dataset_, march_, work).value().row);
    SealJobs later(
        catalog_, ledger_, [this] { return now_; },
        [](size_t n) { return std::string(n, 'z'); }, of_the_server);
    const SealJob ended = later.Run(id, GoOn).value();
    EXPECT_EQ(ended.row.state, State::kDone) << ended.row.message;
    return ended.row.rungs.front().search;
  };
  EXPECT_EQ(sealed(1, 300), SearchEnd::kWorkSpent);
  const std::vector<SealedTable> little = Tables();
  EXPECT_EQ(sealed(1, 1), SearchEnd::kWorkSpent);
  EXPECT_EQ(Tables(), little);
  // The control: with the work of the server it would have been another seal.
  sealed(300, 1);
  EXPECT_NE(Tables(), little);
}

TEST_F(SealJobsTest, ASealIsTheNextItemOfTheFeed) {
  TakeAndClose(GeneratedMonth(30, 1));
  ASSERT_THAT(Run(Request()), IsOk());
  const auto item =
      Find<FeedRow>(ledger_, {RowKind::kFeed, {}, 1}).value().value().value;
  EXPECT_EQ(item.kind, FeedRow::Kind::kSeal);
  EXPECT_EQ(item.period, march_);
  EXPECT_EQ(item.dataset, dataset_);
}

TEST_F(SealJobsTest, AskingAgainGivesTheSameOperation) {
  TakeAndClose(GeneratedMonth(30, 1));
  const SealJob asked = Request();
  now_ += absl::Hours(1);
  EXPECT_EQ(IdOf(Request().row), IdOf(asked.row));
  EXPECT_THAT(ledger_.log, SizeIs(2));
  const SealJob first = Run(asked).value();
  now_ += absl::Hours(1);
  for (const SealJob& again :
       {Request(), Run(asked).value(), Jobs().Get(IdOf(asked.row)).value()}) {
    EXPECT_EQ(IdOf(again.row), IdOf(asked.row));
    EXPECT_EQ(again.audit_index, first.audit_index);
    EXPECT_EQ(again.row.published, first.row.published);
    EXPECT_EQ(again.row.ended_at, first.row.ended_at);
  }
  EXPECT_THAT(ledger_.log, SizeIs(3));
}

TEST_F(SealJobsTest, RefusesWhatCannotBeDone) {
  const auto reason = [&] {
    return ReasonOf(Jobs().Request(officer_, dataset_, march_).status()).code;
  };
  EXPECT_EQ(reason(), "PERIOD_UNKNOWN");
  Effects effects;
  effects.put.emplace_back(PeriodRow{
      .dataset = dataset_, .period = march_, .closed_at = {}, .sealed_at = {}});
  ASSERT_THAT(ledger_.Commit(effects), IsOk());
  EXPECT_EQ(reason(), "PERIOD_NOT_CLOSED");
  TakeAndClose({});
  catalog_.plans.clear();
  EXPECT_EQ(reason(), "NO_PLAN");
  EXPECT_EQ(ReasonOf(Jobs().Get(JobId("seal-0123")).status()).code,
            "OPERATION_UNKNOWN");
  EXPECT_THAT(ledger_.log, SizeIs(2));
}

TEST_F(SealJobsTest, AMonthWhoseRecordsAreAllGonePublishesNothing) {
  TakeAndClose({});
  const SealJob job = Run(Request()).value();
  EXPECT_EQ(job.row.published, 0);
  EXPECT_GT(job.row.cells, 0);
}

// A process that dies in a step has written nothing since the request; the
// watch that says no stands for its death.
TEST_F(SealJobsTest, InterruptedAtEveryStepTheTablesAreTheSame) {
  const std::vector<Record> records = GeneratedMonth(60, 3);
  TakeAndClose(records);
  const SealJob job = Request();
  std::vector<SealStep> steps;
  // Every early one, then ever further apart: each is a seal of its own.
  for (size_t stop = 0; stop < 1'000'000; stop += 1 + stop / 8) {
    steps.clear();
    size_t asked = 0;
    const auto ended = Run(job, [&](const SealProgress& progress) {
      if (steps.empty() || steps.back() != progress.step) {
        steps.push_back(progress.step);
      }
      return ++asked <= stop;
    });
    if (ended.ok()) break;
    ASSERT_THAT(ended, StatusIs(absl::StatusCode::kCancelled));
    EXPECT_EQ(StateOfMarch(), PeriodState::kClosed);
    EXPECT_TRUE(Jobs().Get(IdOf(job.row)).value().running());
    EXPECT_TRUE(Row<SealKeyRow>(RowKind::kSealKey).has_value());
  }
  EXPECT_THAT(steps, ElementsAre(SealStep::kReading, SealStep::kProtecting,
                                 SealStep::kChecking, SealStep::kWriting));
  const std::vector<SealedTable> interrupted = Tables();

  ledger_ = BusyLedger();
  drawn_ = 'a';
  TakeAndClose(records);
  ASSERT_THAT(Run(Request()), IsOk());
  EXPECT_EQ(Tables(), interrupted);
}

// The control of the test above: where one of two equal cells must be withheld,
// a key drawn anew may choose the other, so one that is not kept is noticed.
TEST_F(SealJobsTest, AnotherKeyGivesOtherTables) {
  catalog_ = TinyCatalog();
  AddPlan(catalog_, {.k = 5, .s = 1, .c = 0},
          {FamilyOf("types", Unit::kRecord, {{"type", 1, 2}})});
  std::vector<Record> records;
  for (const char* type : {"F2", "F3", "F3", "F3", "F3", "F3", "F3", "F", "F",
                           "F", "F", "F", "F"}) {
    records.push_back(SampleRecord(records.size(), 0, records.size()));
    records.back().codes = {{"place", "ML2"}, {"type", type}};
  }
  std::vector<std::vector<SealedTable>> seals;
  for (const char key : {'a', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'}) {
    ledger_ = BusyLedger();
    drawn_ = key;
    TakeAndClose(records);
    ASSERT_THAT(Run(Request()), IsOk());
    seals.push_back(Tables());
  }
  EXPECT_EQ(seals[1], seals[0]);
  EXPECT_THAT(seals, Contains(Ne(seals[0])));
}

TEST_F(SealJobsTest, TheKeyGoesWithTheCommitThatWritesTheSeal) {
  TakeAndClose(GeneratedMonth(30, 1));
  const SealJob job = Request();
  EXPECT_EQ(Row<SealKeyRow>(RowKind::kSealKey).value().value.key,
            std::string(32, 'a'));
  const uint64_t before = ledger_.LogSize();
  ASSERT_THAT(Run(job), IsOk());
  EXPECT_EQ(ledger_.LogSize(), before + 1);
  EXPECT_FALSE(Row<SealKeyRow>(RowKind::kSealKey).has_value());
}

TEST_F(SealJobsTest, AFailureIsRecordedAndTheNextAttemptHasTheSameKey) {
  TakeAndClose(GeneratedMonth(30, 1));
  Plan& plan = catalog_.plans.begin()->second;
  plan.minimums.k = 1;
  const SealJob first = Request();
  const SealJob failed = Run(first).value();
  EXPECT_EQ(failed.row.state, State::kFailed);
  EXPECT_EQ(ReasonOf(ErrorOf(failed.row)).code, "PLAN_INVALID");
  EXPECT_THAT(ErrorOf(failed.row),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(StateOfMarch(), PeriodState::kClosed);
  EXPECT_FALSE(Row<SealRow>(RowKind::kSeal).has_value());
  EXPECT_EQ(ledger_.log.back().type, "period.seal-failed");
  EXPECT_EQ(ledger_.log.back().fields.at("reason"), "PLAN_INVALID");
  EXPECT_FALSE(Jobs().Next().value().has_value());

  plan.minimums.k = 5;
  now_ += absl::Hours(1);
  const SealJob second = Request();
  EXPECT_NE(IdOf(second.row), IdOf(first.row));
  EXPECT_EQ(second.row.attempt, 2u);
  EXPECT_EQ(Row<SealKeyRow>(RowKind::kSealKey).value().value.key,
            std::string(32, 'a'));
  EXPECT_EQ(drawn_, 'b');  // nothing was drawn since
  EXPECT_EQ(Run(second).value().row.state, State::kDone);
  // The first attempt stays readable as it ended.
  EXPECT_EQ(ReasonOf(ErrorOf(Jobs().Get(IdOf(first.row)).value().row)).code,
            "PLAN_INVALID");
}

TEST_F(SealJobsTest, ALedgerThatCannotWriteFailsNoSeal) {
  TakeAndClose(GeneratedMonth(30, 1));
  const SealJob job = Request();
  ledger_.commit_error = absl::UnavailableError("the log cannot be written");
  EXPECT_THAT(Run(job), StatusIs(absl::StatusCode::kUnavailable));
  ledger_.commit_error = absl::OkStatus();
  EXPECT_TRUE(Jobs().Get(IdOf(job.row)).value().running());
  EXPECT_EQ(Run(job).value().row.state, State::kDone);
}

TEST_F(SealJobsTest, TriesAgainWhereAnotherActCameFirst) {
  TakeAndClose(GeneratedMonth(30, 1));
  ledger_.conflicts = 4;
  const SealJob job = Request();
  ledger_.conflicts = 5;
  EXPECT_THAT(Run(job), StatusIs(absl::StatusCode::kAborted));
  EXPECT_TRUE(Jobs().Get(IdOf(job.row)).value().running());
  ledger_.conflicts = 4;
  EXPECT_EQ(Run(job).value().row.state, State::kDone);
}

TEST_F(SealJobsTest, ARecordThatGoesWhileTheSealRunsIsNotCounted) {
  const std::vector<Record> records = GeneratedMonth(30, 1);
  TakeAndClose(records);
  bool gone = false;
  const auto job = Run(Request(), [&](const SealProgress& progress) {
    if (progress.step != SealStep::kWriting || gone) return true;
    gone = true;
    // What a retraction writes while the period is closed.
    Effects effects;
    effects.erase.push_back(KeyOf(Vault(records[0], march_)));
    effects.put.emplace_back(Row<PeriodRow>(RowKind::kPeriod)->value);
    EXPECT_THAT(ledger_.Commit(effects), IsOk());
    return true;
  });
  ASSERT_THAT(job, IsOk());
  EXPECT_TRUE(gone);
  EXPECT_EQ(Tables()[0].cells[0].value, 29);
}

TEST_F(SealJobsTest, ASealThatIsCalledOffIsNotWritten) {
  TakeAndClose(GeneratedMonth(30, 1));
  const SealJob job = Request();
  const auto ended = Run(job, [&](const SealProgress& progress) {
    if (progress.step == SealStep::kWriting) {
      EXPECT_THAT(Jobs().Cancel(other_, IdOf(job.row)), IsOk());
    }
    return true;
  });
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ReasonOf(ErrorOf(ended->row)).code, "SEAL_CANCELLED");
  EXPECT_FALSE(Row<SealRow>(RowKind::kSeal).has_value());
  EXPECT_EQ(StateOfMarch(), PeriodState::kClosed);
  EXPECT_EQ(ledger_.log.back().type, "period.seal-cancelled");
  EXPECT_EQ(ledger_.log.back().actor, other_.spiffe_id);

  const SealJob again = Run(Request()).value();
  EXPECT_EQ(again.row.state, State::kDone);
  const uint64_t entries = ledger_.LogSize();
  EXPECT_EQ(Jobs().Cancel(other_, IdOf(again.row)).value().row.state,
            State::kDone);
  EXPECT_EQ(Jobs().Cancel(other_, IdOf(job.row)).value().row.state,
            State::kFailed);
  EXPECT_EQ(ledger_.LogSize(), entries);
}

TEST_F(SealJobsTest, TheOldestJobComesFirst) {
  std::vector<JobId> asked;
  for (const char* text : {"2026-02", "2026-03", "2026-01"}) {
    const Period period = *Period::Parse(text);
    TakeAndClose({}, period);
    now_ += absl::Minutes(1);
    asked.push_back(IdOf(Jobs().Request(officer_, dataset_, period)->row));
    EXPECT_THAT(CheckId(asked.back().text()), IsOk());
  }
  std::vector<JobId> run;
  while (const auto next = Jobs().Next().value()) {
    run.push_back(IdOf(next->row));
    ASSERT_THAT(Run(*next), IsOk());
  }
  EXPECT_EQ(run, asked);
  std::vector<JobId> listed;
  const std::vector<SealJob> list = Jobs().List().value();
  for (const SealJob& job : list) {
    listed.push_back(IdOf(job.row));
  }
  EXPECT_EQ(listed, asked);
}

TEST_F(SealJobsTest, ASealFromBeforeSealsWereJobsIsAnOperationToo) {
  Effects effects;
  effects.put.emplace_back(PeriodRow{.dataset = dataset_,
                                     .period = march_,
                                     .state = PeriodState::kSealed,
                                     .closed_at = now_,
                                     .sealed_at = now_});
  SealRow seal;
  seal.sealed.dataset = dataset_;
  seal.sealed.period = march_;
  seal.sealed.sealed_at = now_;
  seal.sealed.tables = {{FamilyId("f"),
                         Unit::kRecord,
                         {"place"},
                         {{{"a"}, CellStatus::kPublished, 7},
                          {{"b"}, CellStatus::kNotShown, 0}}}};
  effects.put.emplace_back(seal);
  ASSERT_THAT(ledger_.Commit(effects), IsOk());
  const SealJob job = Request();
  EXPECT_EQ(job.row.state, State::kDone);
  EXPECT_EQ(job.row.cells, 2);
  EXPECT_EQ(job.row.published, 1);
  EXPECT_EQ(job.audit_index, 0u);
  EXPECT_THAT(Jobs().Get(IdOf(job.row)), IsOk());
  EXPECT_THAT(Jobs().List().value(), SizeIs(1));
  EXPECT_FALSE(Jobs().Next().value().has_value());
  EXPECT_THAT(ledger_.log, SizeIs(1));
}

}  // namespace
}  // namespace toguna::testing
