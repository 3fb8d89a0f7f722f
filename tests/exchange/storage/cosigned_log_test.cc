#include "exchange/storage/cosigned_log.h"

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "exchange/audit/cosignature.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/proof.h"
#include "exchange/audit/witness.h"
#include "exchange/base/reason.h"
#include "exchange/storage/anchor.h"
#include "exchange/storage/stored_ledger.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/storage/sample_rows.h"
#include "tests/support/ed25519.h"
#include "tests/support/fake_keys.h"
#include "tests/support/fake_store.h"
#include "tests/support/reason_matcher.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

constexpr char kOrigin[] = "exchange.example/audit/v1";

// Witnesses in memory that keep to the protocol, or do not.
class FakeWitness {
 public:
  enum class Manner {
    kHonest,
    kAway,
    kKnowsNoLog,       // 404
    kSignsAnother,     // a signature of another head
    kSaysAheadLying,   // 409 with a size that the log never had
    kSaysNonsense,     // bytes of no form
    kSaysProofIsWrong  // 422
  };

  FakeWitness(NoteKey log, int number)
      : log_(std::move(log)),
        name_(absl::StrCat("w", number, ".example")),
        signer_(name_) {}

  NoteKey key() const {
    return {name_, signer_.public_key(), NoteKeyType::kWitness};
  }

  absl::StatusOr<WitnessReply> Post(absl::string_view body) {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++asked_;
    switch (manner_) {
      case Manner::kAway:
        return absl::UnavailableError("away");
      case Manner::kKnowsNoLog:
        return WitnessReply{404, ""};
      case Manner::kSignsAnother:
        return WitnessReply{200, LineFor({kOrigin, 7, std::string(32, 'x')})};
      case Manner::kSaysAheadLying:
        return WitnessReply{409, "123456\n"};
      case Manner::kSaysNonsense:
        return WitnessReply{200, "\x00\xffthank you\n"};
      case Manner::kSaysProofIsWrong:
        return WitnessReply{422, ""};
      case Manner::kHonest:
        break;
    }
    const WitnessFinding finding = JudgeAddCheckpoint(
        {log_}, [this](const std::string&) { return known_; }, body,
        VerifyWithSodium);
    if (finding.status != 200) {
      return WitnessReply{finding.status, finding.body};
    }
    known_ = finding.head;
    note_ = ParseAddCheckpoint(body)->note + LineFor(finding.head);
    return WitnessReply{200, LineFor(finding.head)};
  }

  absl::StatusOr<WitnessReply> Get() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (manner_ == Manner::kAway) return absl::UnavailableError("away");
    if (!known_.has_value()) return WitnessReply{404, ""};
    return WitnessReply{200, note_};
  }

  void Be(Manner manner) {
    const std::lock_guard<std::mutex> lock(mutex_);
    manner_ = manner;
  }
  void Forget() {
    const std::lock_guard<std::mutex> lock(mutex_);
    known_.reset();
  }
  int asked() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return asked_;
  }

 private:
  std::string LineFor(const LogHead& head) const {
    return SignatureLine(
        Cosign(head, name_, absl::FromUnixSeconds(1'760'000'000), signer_));
  }

  const NoteKey log_;
  const std::string name_;
  const Ed25519Signer signer_;
  std::mutex mutex_;
  Manner manner_ = Manner::kHonest;
  std::optional<LogHead> known_;
  std::string note_;
  int asked_ = 0;
};

using Manner = FakeWitness::Manner;

class CosignedLogTest : public ::testing::Test {
 protected:
  CosignedLogTest() {
    for (int i = 0; i < 3; ++i) {
      witnesses_.push_back(std::make_unique<FakeWitness>(log_key(), i));
    }
  }

  NoteKey log_key() const { return {kOrigin, signer_.public_key()}; }
  LogPolicy Policy() const {
    std::string text = absl::StrCat("log ", log_key().Text(), "\n");
    for (size_t i = 0; i < witnesses_.size(); ++i) {
      absl::StrAppend(&text, "witness w", i, " ", witnesses_[i]->key().Text(),
                      "\n");
    }
    return *ParseLogPolicy(text + "group two 2 w0 w1 w2\nquorum two\n");
  }
  absl::StatusOr<std::unique_ptr<StoredLedger>> Open(
      absl::Duration patience = absl::Seconds(10)) {
    ledger_.reset();
    return StoredLedger::Open(
        store_, sealer_, hasher_, signer_,
        {.origin = kOrigin,
         .anchor_path = dir_ / "anchor",
         .witnesses = WitnessOptions{
             .policy = Policy(),
             .calls = {.post =
                           [this](size_t i, const std::string& path,
                                  absl::string_view body) {
                             EXPECT_EQ(path, "/add-checkpoint");
                             return witnesses_[i]->Post(body);
                           },
                       .get =
                           [this](size_t i, const std::string&) {
                             return witnesses_[i]->Get();
                           }},
             .verify = VerifyWithSodium,
             .patience = patience,
             .retry = absl::Milliseconds(5),
             .on_state = [this](const std::string& name, WitnessState state) {
               const std::lock_guard<std::mutex> lock(mutex_);
               states_[name] = state;
             }}});
  }
  void Reopen(absl::Duration patience = absl::Seconds(10)) {
    auto opened = Open(patience);
    ASSERT_THAT(opened, IsOk());
    ledger_ = *std::move(opened);
  }
  uint64_t Commit() { return *ledger_->Commit(EffectsOf({FeedHeadRow{1}})); }
  // The entry is in the log under a head that this policy takes.
  void ExpectWitnessed(uint64_t index) {
    const auto text = ledger_->InclusionProof(index);
    ASSERT_THAT(text, IsOk());
    const auto proof = ParseProof(*text);
    ASSERT_THAT(proof, IsOk());
    EXPECT_THAT(CheckLogPolicy(Policy(), proof->checkpoint, VerifyWithSodium),
                IsOk());
    EXPECT_THAT(VerifyProof(*text, ledger_->Entries(index, 1)->front(),
                            log_key().Text(), VerifyWithSodium),
                IsOk());
  }
  WitnessState StateOf(const std::string& name) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return states_[name];
  }

  TempDir dir_;
  FakeStore store_;
  FakeSealer sealer_;
  FakeRowHasher hasher_;
  Ed25519Signer signer_{"log"};
  std::vector<std::unique_ptr<FakeWitness>> witnesses_;
  std::mutex mutex_;
  std::map<std::string, WitnessState> states_;
  std::unique_ptr<StoredLedger> ledger_;
};

TEST_F(CosignedLogTest, WhatIsWaitedForIsSignedByEnoughWitnesses) {
  Reopen();
  for (int i = 0; i < 20; ++i) {
    const uint64_t index = Commit();
    ASSERT_THAT(ledger_->WaitForWitnesses(index), IsOk());
    ExpectWitnessed(index);
  }
}

TEST_F(CosignedLogTest, ManyAtOnceShareTheirHeads) {
  Reopen();
  std::vector<std::thread> threads;
  std::atomic<int> waited = 0;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        if (ledger_->WaitForWitnesses(Commit()).ok()) ++waited;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(waited, 160);
  ExpectWitnessed(159);
}

TEST_F(CosignedLogTest, OneWitnessAwayChangesNothing) {
  witnesses_[1]->Be(Manner::kAway);
  Reopen();
  const uint64_t index = Commit();
  ASSERT_THAT(ledger_->WaitForWitnesses(index), IsOk());
  ExpectWitnessed(index);
  EXPECT_EQ(StateOf("w1"), WitnessState::kAway);
}

TEST_F(CosignedLogTest, TooFewWitnessesAreSaidAndItLeavesOnceTheyAreBack) {
  witnesses_[1]->Be(Manner::kAway);
  witnesses_[2]->Be(Manner::kAway);
  Reopen(absl::Milliseconds(50));
  const uint64_t index = Commit();
  EXPECT_THAT(ledger_->WaitForCheckpoint(index), IsOk());
  EXPECT_THAT(ledger_->WaitForWitnesses(index), ReasonIs("WITNESS_AWAY"));
  EXPECT_EQ(*ledger_->CosignedCheckpoint(), "");
  witnesses_[2]->Be(Manner::kHonest);
  absl::Status status;
  for (int i = 0; i < 100; ++i) {
    status = ledger_->WaitForWitnesses(index);
    if (status.ok()) break;
  }
  EXPECT_THAT(status, IsOk());
  ExpectWitnessed(index);
}

TEST_F(CosignedLogTest, AWitnessThatLiesOrRefusesCountsAsNoneAndStopsNobody) {
  for (const Manner manner :
       {Manner::kSignsAnother, Manner::kSaysAheadLying, Manner::kSaysNonsense,
        Manner::kSaysProofIsWrong, Manner::kKnowsNoLog}) {
    witnesses_[0]->Be(manner);
    witnesses_[1]->Be(Manner::kHonest);
    Reopen(absl::Milliseconds(50));
    const uint64_t index = Commit();
    absl::Status status;
    for (int i = 0;
         i < 100 && !(status = ledger_->WaitForWitnesses(index)).ok(); ++i) {
    }
    ASSERT_THAT(status, IsOk());
    ExpectWitnessed(index);
    // With one of the two others away there are too few.
    witnesses_[1]->Be(Manner::kAway);
    EXPECT_THAT(ledger_->WaitForWitnesses(Commit()), ReasonIs("WITNESS_AWAY"));
    EXPECT_NE(StateOf("w0"), WitnessState::kSigns);
    EXPECT_THAT(ledger_->Commit(EffectsOf({FeedHeadRow{2}})), IsOk());
  }
}

TEST_F(CosignedLogTest, AWitnessThatForgotIsToldEverythingAgain) {
  Reopen();
  ASSERT_THAT(ledger_->WaitForWitnesses(Commit()), IsOk());
  for (const auto& witness : witnesses_) witness->Forget();
  const uint64_t index = Commit();
  ASSERT_THAT(ledger_->WaitForWitnesses(index), IsOk());
  ExpectWitnessed(index);
}

TEST_F(CosignedLogTest, WhatWasSignedIsThereAfterARestartWithoutAnyWitness) {
  Reopen();
  const uint64_t index = Commit();
  ASSERT_THAT(ledger_->WaitForWitnesses(index), IsOk());
  for (const auto& witness : witnesses_) witness->Be(Manner::kAway);
  Reopen(absl::Milliseconds(50));
  EXPECT_THAT(ledger_->WaitForWitnesses(index), IsOk());
  ExpectWitnessed(index);
  EXPECT_THAT(ledger_->WaitForWitnesses(Commit()), ReasonIs("WITNESS_AWAY"));
}

// The last durable step of a release fails, with its change on disk or not.
TEST_F(CosignedLogTest, WhatCannotBeKeptIsShownToNobody) {
  for (const bool persisted : {false, true}) {
    for (const auto& witness : witnesses_) witness->Be(Manner::kHonest);
    Reopen();
    ASSERT_THAT(ledger_->WaitForWitnesses(Commit()), IsOk());
    store_.keep_failed = persisted;
    store_.fail = [](const std::vector<StoreChange>& changes) {
      for (const StoreChange& change : changes) {
        if (change.key == "cosigned") return absl::InternalError("fsync");
      }
      return absl::OkStatus();
    };
    const uint64_t index = Commit();
    EXPECT_THAT(ledger_->WaitForWitnesses(index), ReasonIs("LOG_UNWRITABLE"));
    EXPECT_THAT(ledger_->Commit(EffectsOf({})), ReasonIs("LOG_UNWRITABLE"));
    store_.fail = nullptr;
    // What is on disk then holds, without any witness; else they are asked.
    for (const auto& witness : witnesses_) witness->Be(Manner::kAway);
    Reopen(absl::Milliseconds(50));
    if (persisted) {
      EXPECT_THAT(ledger_->WaitForWitnesses(index), IsOk());
    } else {
      EXPECT_THAT(ledger_->WaitForWitnesses(index), ReasonIs("WITNESS_AWAY"));
      for (const auto& witness : witnesses_) witness->Be(Manner::kHonest);
      Reopen();
      EXPECT_THAT(ledger_->WaitForWitnesses(index), IsOk());
    }
    ExpectWitnessed(index);
  }
}

TEST_F(CosignedLogTest, AFullDiskHoldsUpNoSignature) {
  Reopen();
  store_.fail = [](const std::vector<StoreChange>& changes) {
    for (const StoreChange& change : changes) {
      if (change.key == "cosigned") {
        return ReasonError(absl::StatusCode::kResourceExhausted, "DISK_FULL",
                           "the disk is full");
      }
    }
    return absl::OkStatus();
  };
  const uint64_t index = Commit();
  EXPECT_THAT(ledger_->WaitForWitnesses(index), IsOk());
  ExpectWitnessed(index);
}

// A disk that takes long holds up what waits for it, and nothing is lost or
// leaves before.
TEST_F(CosignedLogTest, ASlowDiskOnlyHoldsUp) {
  Reopen();
  std::atomic<int> writes = 0;
  store_.fail = [&writes](const std::vector<StoreChange>&) {
    ++writes;
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    return absl::OkStatus();
  };
  const auto start = std::chrono::steady_clock::now();
  const uint64_t index = Commit();
  ASSERT_THAT(ledger_->WaitForWitnesses(index), IsOk());
  // Commit, checkpoint, cosigned head: one after the other.
  EXPECT_GE(writes, 3);
  EXPECT_GE(std::chrono::steady_clock::now() - start,
            std::chrono::milliseconds(180));
  ExpectWitnessed(index);
}

TEST_F(CosignedLogTest, ADatabaseThatWasSetBackDoesNotOpenWhereAWitnessKnows) {
  Reopen();
  ASSERT_THAT(ledger_->WaitForWitnesses(Commit()), IsOk());
  ledger_.reset();
  const auto early = store_.values();
  const std::string anchor = *ReadAnchor(dir_ / "anchor").value();
  Reopen();
  ASSERT_THAT(ledger_->WaitForWitnesses(Commit()), IsOk());
  ledger_.reset();
  // Database and anchor together, so that they agree with each other.
  store_.values() = early;
  ASSERT_THAT(WriteAnchor(dir_ / "anchor", anchor), IsOk());
  EXPECT_THAT(Open(), ReasonIs("STORE_ROLLED_BACK"));
  // Nobody would know without a witness: that is what they are for.
  EXPECT_THAT(
      StoredLedger::Open(store_, sealer_, hasher_, signer_,
                         {.origin = kOrigin, .anchor_path = dir_ / "anchor"}),
      IsOk());
}

TEST_F(CosignedLogTest, ASecondPastIsFoundOutWhileItRuns) {
  Reopen();
  ASSERT_THAT(ledger_->WaitForWitnesses(Commit()), IsOk());
  ledger_.reset();
  const auto early = store_.values();
  const std::string anchor = *ReadAnchor(dir_ / "anchor").value();
  Reopen();
  ASSERT_THAT(ledger_->WaitForWitnesses(Commit()), IsOk());
  ledger_.reset();
  store_.values() = early;
  ASSERT_THAT(WriteAnchor(dir_ / "anchor", anchor), IsOk());
  // Everybody is away at the start.
  for (const auto& witness : witnesses_) witness->Be(Manner::kAway);
  Reopen(absl::Milliseconds(20));
  Effects effects = EffectsOf({FeedHeadRow{99}});
  effects.entry.type = "another past";
  ASSERT_THAT(ledger_->Commit(effects), IsOk());
  for (const auto& witness : witnesses_) witness->Be(Manner::kHonest);
  absl::Status status;
  for (int i = 0; i < 500; ++i) {
    status = ledger_->Commit(effects).status();
    if (!status.ok()) break;
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_THAT(status, ReasonIs("LOG_UNWRITABLE"));
}

TEST_F(CosignedLogTest, WithoutAPolicyNobodyIsWaitedFor) {
  auto opened =
      StoredLedger::Open(store_, sealer_, hasher_, signer_,
                         {.origin = kOrigin, .anchor_path = dir_ / "anchor"});
  ASSERT_THAT(opened, IsOk());
  const auto index = (*opened)->Commit(EffectsOf({FeedHeadRow{1}}));
  ASSERT_THAT(index, IsOk());
  EXPECT_THAT((*opened)->WaitForWitnesses(*index), ReasonIs("NO_WITNESS"));
  EXPECT_EQ(*(*opened)->CosignedCheckpoint(), "");
}

}  // namespace
}  // namespace toguna::testing
