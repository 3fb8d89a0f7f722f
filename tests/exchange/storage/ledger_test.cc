#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/export.h"
#include "exchange/audit/proof.h"
#include "exchange/audit/verify.h"
#include "exchange/base/reason.h"
#include "exchange/storage/place.h"
#include "exchange/storage/row_codec.h"
#include "exchange/storage/stored_ledger.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/storage/sample_rows.h"
#include "tests/support/ed25519.h"
#include "tests/support/fake_keys.h"
#include "tests/support/fake_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kOrigin[] = "exchange.example/audit/v1";

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() { Reopen(); }

  void Reopen() {
    ledger_.reset();
    auto opened =
        StoredLedger::Open(store_, sealer_, hasher_, signer_,
                           {.origin = kOrigin, .anchor_path = dir_ / "anchor"});
    ASSERT_THAT(opened, IsOk());
    ledger_ = *std::move(opened);
  }
  std::string vkey() const {
    return NoteKey{kOrigin, signer_.public_key()}.Text();
  }
  uint64_t Commit(std::vector<Row> rows) {
    return ledger_->Commit(EffectsOf(std::move(rows))).value();
  }

  TempDir dir_;
  FakeStore store_;
  FakeSealer sealer_;
  FakeRowHasher hasher_;
  Ed25519Signer signer_;
  std::unique_ptr<StoredLedger> ledger_;
};

TEST_F(LedgerTest, EveryKindOfRowIsReadBackAlsoAfterReopening) {
  const uint64_t index = Commit(SampleRows());
  for (int pass = 0; pass < 2; ++pass, Reopen()) {
    for (Row row : SampleRows()) {
      SetAuditIndex(index, row);
      const auto read = ledger_->Get(KeyOf(row));
      ASSERT_THAT(read, IsOk());
      ASSERT_TRUE(read->has_value());
      EXPECT_EQ((*read)->version, index + 1);
      EXPECT_EQ(EncodeRow((*read)->row), EncodeRow(row));
    }
  }
}

TEST_F(LedgerTest, ARowThatIsNotThereIsNone) {
  const auto read = ledger_->Get({RowKind::kSeal, {"d", "2026-03"}, {}});
  ASSERT_THAT(read, IsOk());
  EXPECT_FALSE(read->has_value());
}

TEST_F(LedgerTest, TheEntrysIndexIsWrittenIntoReleasesAndDeliveries) {
  Commit({FeedHeadRow{1}});
  const uint64_t index =
      Commit({SampleRelease(), FeedDeliveryRow{AgreementId("a"), 1, 0}});
  EXPECT_EQ(index, 1U);
  const auto release =
      Find<ReleaseRow>(*ledger_, {RowKind::kRelease, {"canary-release"}, {}});
  EXPECT_EQ((*release)->value.audit_index, 1U);
  const auto delivery =
      Find<FeedDeliveryRow>(*ledger_, {RowKind::kFeedDelivery, {"a"}, 1});
  EXPECT_EQ((*delivery)->value.audit_index, 1U);
}

TEST_F(LedgerTest, AnActOnAnOldVersionIsAbortedAndChangesNothing) {
  const RowKey head{RowKind::kFeedHead, {}, {}};
  Effects effects = EffectsOf({FeedHeadRow{1}});
  effects.expected = {{head, 0}};
  ASSERT_THAT(ledger_->Commit(effects), IsOkAndHolds(0U));
  effects.put = {FeedHeadRow{2}, SampleRelease()};
  EXPECT_THAT(ledger_->Commit(effects), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ledger_->LogSize(), 1U);
  EXPECT_EQ((*Find<FeedHeadRow>(*ledger_, head))->value.last, 1U);
  EXPECT_FALSE(ledger_->Get(KeyOf(SampleRelease())).value().has_value());
  effects.expected = {{head, 1}};
  EXPECT_THAT(ledger_->Commit(effects), IsOkAndHolds(1U));
}

// Acts that come together are written together, and each is as if alone.
TEST_F(LedgerTest, ManyAtOnceAreEachWrittenOnceAndInOrder) {
  constexpr int kThreads = 16;
  constexpr int kActs = 40;
  std::atomic<int> writes = 0;
  store_.fail = [&](const std::vector<StoreChange>& changes) {
    for (const StoreChange& change : changes) {
      if (change.family == ColumnFamily::kAudit) {
        ++writes;
        break;
      }
    }
    std::this_thread::sleep_for(std::chrono::microseconds(300));
    return absl::OkStatus();
  };
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::set<uint64_t> indexes;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kActs; ++i) {
        Effects effects = EffectsOf({FeedDeliveryRow{
            AgreementId(absl::StrCat("a", t)), static_cast<uint64_t>(i), 0}});
        const auto index = ledger_->Commit(effects);
        ASSERT_THAT(index, IsOk());
        const std::lock_guard<std::mutex> lock(mutex);
        EXPECT_TRUE(indexes.insert(*index).second);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  store_.fail = nullptr;
  EXPECT_EQ(indexes.size(), static_cast<size_t>(kThreads * kActs));
  EXPECT_EQ(*indexes.rbegin(), static_cast<uint64_t>(kThreads * kActs - 1));
  // Fewer batches than acts: they were written together.
  EXPECT_LT(writes, kThreads * kActs);
  Reopen();
  for (int t = 0; t < kThreads; ++t) {
    for (int i = 0; i < kActs; ++i) {
      const auto row =
          Find<FeedDeliveryRow>(*ledger_, {RowKind::kFeedDelivery,
                                           {absl::StrCat("a", t)},
                                           static_cast<uint64_t>(i)});
      ASSERT_THAT(row, IsOk());
      ASSERT_TRUE(row->has_value());
      EXPECT_EQ((*row)->version, (*row)->value.audit_index + 1);
    }
  }
}

// All want to be the first to write a row; exactly one is, each time.
TEST_F(LedgerTest, OfManyAtOnceOnTheSameVersionOneWins) {
  constexpr int kThreads = 16;
  const RowKey head{RowKind::kFeedHead, {}, {}};
  store_.fail = [](const std::vector<StoreChange>&) {
    std::this_thread::sleep_for(std::chrono::microseconds(300));
    return absl::OkStatus();
  };
  for (uint64_t round = 0; round < 30; ++round) {
    const auto before = Find<FeedHeadRow>(*ledger_, head);
    ASSERT_THAT(before, IsOk());
    const uint64_t version = before->has_value() ? (*before)->version : 0;
    std::atomic<int> won = 0;
    std::atomic<int> lost = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&] {
        Effects effects = EffectsOf({FeedHeadRow{round}});
        effects.expected = {{head, version}};
        const auto index = ledger_->Commit(effects);
        if (index.ok()) ++won;
        if (absl::IsAborted(index.status())) ++lost;
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(won, 1);
    EXPECT_EQ(lost, kThreads - 1);
  }
  store_.fail = nullptr;
}

// One of many cannot be written; the others are, and it is said to it alone.
TEST_F(LedgerTest, WhatCannotBeWrittenStopsNobodyElse) {
  constexpr int kThreads = 16;
  store_.fail = [](const std::vector<StoreChange>& changes) -> absl::Status {
    std::this_thread::sleep_for(std::chrono::microseconds(300));
    for (const StoreChange& change : changes) {
      if (change.value.has_value() && change.value->size() > 5000) {
        return absl::ResourceExhaustedError("full");
      }
    }
    return absl::OkStatus();
  };
  std::atomic<int> written = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        ReleaseRow row = SampleRelease();
        row.id = ReleaseId(absl::StrCat("r-", t, "-", i));
        row.files["big"] = std::string(i == 7 ? 6000 : 10, 'x');
        const auto index = ledger_->Commit(EffectsOf({row}));
        if (index.ok()) ++written;
        if (absl::IsResourceExhausted(index.status())) ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  store_.fail = nullptr;
  EXPECT_EQ(refused, kThreads);
  EXPECT_EQ(written, kThreads * 19);
  EXPECT_EQ(ledger_->LogSize(), static_cast<uint64_t>(kThreads * 19));
  Reopen();
}

TEST_F(LedgerTest, ARowIsErased) {
  Commit({FeedHeadRow{1}, SampleRelease()});
  Effects effects = EffectsOf({});
  effects.erase = {KeyOf(SampleRelease())};
  ASSERT_THAT(ledger_->Commit(effects), IsOk());
  EXPECT_FALSE(ledger_->Get(KeyOf(SampleRelease())).value().has_value());
  Reopen();
  EXPECT_FALSE(ledger_->Get(KeyOf(SampleRelease())).value().has_value());
}

ShredKeyRow SampleShredKey() {
  return {DatasetId("canary-incidents"),
          Period(Period::Kind::kYear, absl::CivilMonth(2026, 1)),
          std::string(32, 'k')};
}

TEST_F(LedgerTest, WhatIsShreddableNeedsItsKeyFirst) {
  EXPECT_THAT(ledger_->Commit(EffectsOf({SampleCube()})),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(ledger_->LogSize(), 0U);
  Commit({SampleShredKey()});
  Commit({SampleCube()});
  EXPECT_THAT(Find<CubeRow>(*ledger_, KeyOf(SampleCube())), IsOk());
}

TEST_F(LedgerTest, CubesOfAYearAreScannedTogetherAndOthersNotAtAll) {
  CubeRow april = SampleCube();
  april.month = april.month.Next();
  Commit({SampleShredKey(), SampleCube(), april});
  int seen = 0;
  const auto count = [&](const VersionedRow&) { return ++seen > 0; };
  ASSERT_THAT(
      ledger_->Scan({RowKind::kCube, {"canary-incidents", "2026"}, {}}, count),
      IsOk());
  EXPECT_EQ(seen, 2);
  ASSERT_THAT(
      ledger_->Scan({RowKind::kCube, {"canary-incidents", "2025"}, {}}, count),
      IsOk());
  EXPECT_EQ(seen, 2);
  EXPECT_THAT(ledger_->Scan({RowKind::kCube, {"canary-incidents"}, {}}, count),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// Whoever keeps the bytes of the cube and all of the store as it is now.
TEST_F(LedgerTest, ACubeCannotBeOpenedOnceItsKeyIsErased) {
  const RowKey cube = KeyOf(SampleCube());
  const FakeStore::Key place{FamilyOf(cube.kind), KeyBytes(cube, hasher_)};
  const FakeStore::Key key_place{FamilyOf(RowKind::kShredKey),
                                 KeyBytes(KeyOf(SampleShredKey()), hasher_)};
  const uint64_t index = Commit({SampleShredKey(), SampleCube()});
  const std::string kept = store_.values().at(place);
  const std::string kept_key = store_.values().at(key_place);
  Effects effects = EffectsOf({});
  effects.erase = {cube, KeyOf(SampleShredKey())};
  ASSERT_THAT(ledger_->Commit(effects), IsOk());

  store_.values()[place] = kept;
  EXPECT_THAT(ledger_->Get(cube), StatusIs(absl::StatusCode::kDataLoss));
  // The store's own keys open no more than the outer wrapping.
  const auto opened = OpenValue(sealer_, place.first, place.second, kept);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->generation, index + 1);
  EXPECT_FALSE(DecodeRow(RowKind::kCube, opened->bytes).ok());
  EXPECT_EQ(opened->bytes.find(kCanary), std::string::npos);
  // Control: with the key's old bytes it opens, so those must go too.
  store_.values()[key_place] = kept_key;
  EXPECT_THAT(ledger_->Get(cube), IsOk());
}

TEST_F(LedgerTest, AnErasedKeyIsPurgedAtOnceAndAtTheNextStart) {
  store_.purged.clear();
  Commit({SampleShredKey(), SampleCube()});
  EXPECT_TRUE(store_.purged.empty());
  Effects effects = EffectsOf({});
  effects.erase = {KeyOf(SampleShredKey())};
  ASSERT_THAT(ledger_->Commit(effects), IsOk());
  EXPECT_THAT(store_.purged, ElementsAre(FamilyOf(RowKind::kShredKey)));
  Reopen();
  EXPECT_THAT(store_.purged, SizeIs(2));

  // One that cannot be purged is not destroyed: nothing goes on as if it were.
  Commit({SampleShredKey()});
  store_.purge_error = absl::InternalError("input/output error");
  EXPECT_FALSE(ledger_->Commit(effects).ok());
  EXPECT_EQ(ReasonOf(ledger_->Commit(EffectsOf({})).status()).code,
            "LOG_UNWRITABLE");
  EXPECT_FALSE(
      StoredLedger::Open(store_, sealer_, hasher_, signer_,
                         {.origin = kOrigin, .anchor_path = dir_ / "anchor"})
          .ok());
  store_.purge_error = absl::OkStatus();
  Reopen();
  EXPECT_FALSE(ledger_->Get(KeyOf(SampleShredKey())).value().has_value());
}

TEST_F(LedgerTest, ScanVisitsAPrefixAndNumbersInOrder) {
  for (const uint64_t sequence : {300, 2, 1, 256}) {
    Commit({FeedDeliveryRow{AgreementId("a"), sequence, 0},
            FeedDeliveryRow{AgreementId("b"), sequence, 0}});
  }
  std::vector<uint64_t> seen;
  const auto note = [&](const VersionedRow& row) {
    const auto& delivery = std::get<FeedDeliveryRow>(row.row);
    EXPECT_EQ(delivery.agreement.text(), "a");
    seen.push_back(delivery.sequence);
    return seen.size() < 3;
  };
  ASSERT_THAT(ledger_->Scan({RowKind::kFeedDelivery, {"a"}, 2}, note), IsOk());
  EXPECT_THAT(seen, ElementsAre(2, 256, 300));
  seen.clear();
  ASSERT_THAT(ledger_->Scan({RowKind::kFeedDelivery, {"a"}, {}}, note), IsOk());
  EXPECT_THAT(seen, ElementsAre(1, 2, 256));
}

TEST_F(LedgerTest, ScanOfAPeriodSeesItsRecordsAlone) {
  VaultRecord other = SampleRecord("3");
  other.period = other.period.Next();
  Commit({SampleRecord("1"), SampleRecord("2"), other});
  int seen = 0;
  ASSERT_THAT(ledger_->Scan(
                  {RowKind::kVaultRecord, {"canary-incidents", "2026-03"}, {}},
                  [&](const VersionedRow&) { return ++seen > 0; }),
              IsOk());
  EXPECT_EQ(seen, 2);
}

TEST_F(LedgerTest, AnEntryHasAProofOnceItsCheckpointIsDurable) {
  for (uint64_t i = 0; i < 5; ++i) Commit({FeedHeadRow{i}});
  ASSERT_THAT(ledger_->WaitForCheckpoint(4), IsOk());
  const auto entries = ledger_->Entries(0, 100);
  ASSERT_THAT(*entries, SizeIs(5));
  for (uint64_t i = 0; i < 5; ++i) {
    EXPECT_THAT(VerifyProof(*ledger_->InclusionProof(i), (*entries)[i], vkey(),
                            VerifyWithSodium),
                IsOk());
  }
  EXPECT_EQ(ReadFile(dir_ / "anchor"), *ledger_->Checkpoint());
  EXPECT_THAT(ledger_->InclusionProof(5),
              StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(ledger_->WaitForCheckpoint(5),
              StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(*ledger_->Entries(3, 1), ElementsAre((*entries)[3]));
  EXPECT_THAT(*ledger_->Entries(5, 1), SizeIs(0));
}

TEST_F(LedgerTest, AnEmptyLogHasACheckpoint) {
  const auto head =
      VerifyNote(vkey(), *ledger_->Checkpoint(), VerifyWithSodium);
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->size, 0U);
}

TEST_F(LedgerTest, AnExportOfTheLogVerifiesFromItsFilesAlone) {
  for (uint64_t i = 0; i < 300; ++i) Commit({FeedHeadRow{i}});
  ASSERT_THAT(ledger_->WaitForCheckpoint(299), IsOk());
  std::map<std::string, std::string> files;
  ASSERT_THAT(ExportTiles(
                  *ledger_->Checkpoint(),
                  [&](uint64_t first, uint64_t count) {
                    return ledger_->Entries(first, count);
                  },
                  [&](absl::string_view path, absl::string_view bytes) {
                    files[std::string(path)] = std::string(bytes);
                    return absl::OkStatus();
                  }),
              IsOk());
  const auto read = [&](absl::string_view path) {
    const auto found = files.find(std::string(path));
    return absl::StatusOr<std::optional<std::string>>(
        found == files.end() ? std::nullopt : std::optional(found->second));
  };
  EXPECT_THAT(VerifyExport(read, vkey(), VerifyWithSodium), IsOk());
  files["tile/entries/001.p/44"][10] ^= 1;
  EXPECT_THAT(VerifyExport(read, vkey(), VerifyWithSodium),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(LedgerTest, ManyThreadsCommitAndEachEntryIsItsOwn) {
  constexpr int kThreads = 4;
  constexpr int kActs = 50;
  std::vector<std::thread> threads;
  std::atomic<int> aborted = 0;
  const RowKey key{RowKind::kFeedHead, {}, {}};
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kActs;) {
        const auto head = Find<FeedHeadRow>(*ledger_, key);
        ASSERT_THAT(head, IsOk());
        const uint64_t last = head->has_value() ? (*head)->value.last : 0;
        Effects effects = EffectsOf({FeedHeadRow{last + 1}});
        effects.expected = {{key, head->has_value() ? (*head)->version : 0}};
        const auto index = ledger_->Commit(effects);
        if (index.ok()) {
          ASSERT_THAT(ledger_->WaitForCheckpoint(*index), IsOk());
          ++i;
        } else {
          ASSERT_THAT(index, StatusIs(absl::StatusCode::kAborted));
          ++aborted;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ledger_->LogSize(), kThreads * kActs);
  EXPECT_EQ((*Find<FeedHeadRow>(*ledger_, key))->value.last, kThreads * kActs);
  Reopen();
}

TEST_F(LedgerTest, AnEntryThatIsTooLongIsRefusedAndTheLedgerGoesOn) {
  Effects effects = EffectsOf({});
  effects.entry.fields["long"] = std::string(9000, 'x');
  EXPECT_THAT(ledger_->Commit(effects),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Commit({}), 0U);
}

}  // namespace
}  // namespace toguna::testing
