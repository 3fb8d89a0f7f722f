// What `toguna fsck` finds: nothing in a store that is whole, and each way of
// changing one behind the ledger's back.

#include "exchange/usecase/store_review.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/strip.h"
#include "exchange/audit/proof.h"
#include "exchange/storage/read_store.h"
#include "exchange/storage/row_codec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/primitives.h"
#include "tests/exchange/storage/operated_store.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::IsEmpty;

struct Reviewed {
  std::vector<StoreFault> faults;
  ReviewFigures figures;
};

std::string PackageKeyLine(const FileSigner& signer) {
  const std::string file = signer.PublicKeyFile();
  const absl::string_view text = absl::StripAsciiWhitespace(file);
  return std::string(text.substr(text.rfind('\n') + 1));
}

// As `toguna fsck` does. `change` may change rows before they are reviewed.
Reviewed Review(
    OperatedStore& operated, const std::function<bool(VersionedRow&)>& change =
                                 [](VersionedRow&) { return true; }) {
  Reviewed reviewed;
  StoreReview review;
  const auto log =
      ReadStore(operated.store(), operated.sealer(), operated.hasher(),
                {.entry = [&](auto bytes) { review.AddEntry(bytes); },
                 .row =
                     [&](const VersionedRow& row) {
                       VersionedRow changed = row;
                       if (change(changed)) review.AddRow(changed);
                     },
                 .fault =
                     [&](auto code, auto what) {
                       reviewed.faults.push_back({std::string(code), what});
                     }});
  EXPECT_THAT(log, IsOk());
  const NoteKey key{OperatedStore::kOldLog, operated.signer().public_key()};
  const std::string package_key = PackageKeyLine(operated.op().signer());
  review.Finish(
      {.log_vkey = key.Text(),
       .verify = VerifyEd25519,
       .verify_manifest =
           [&](auto manifest, auto signature) {
             return VerifyMinisign(package_key, manifest, signature);
           },
       .proof_of = [&](uint64_t index) -> absl::StatusOr<std::string> {
         const auto note = ParseCheckpoint(log->checkpoint.value_or(""));
         if (!note.ok()) return note.status();
         auto hashes = log->tree.InclusionProof(index, note->head.size);
         if (!hashes.ok()) return hashes.status();
         return ProofText({index, *std::move(hashes), *log->checkpoint});
       }});
  for (const StoreFault& fault : review.faults()) {
    reviewed.faults.push_back(fault);
  }
  reviewed.figures = review.figures();
  return reviewed;
}

class StoreReviewTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    operated_ = new OperatedStore;
    const auto ledger = operated_->Open().value();
    for (uint64_t month : {0, 1}) {
      ASSERT_THAT(operated_->Month(*ledger, month), IsOk());
    }
    Ask ask = CrashOperation::AskFor(2);  // not sealed
    ASSERT_THAT(operated_->Extract(*ledger, 2, ask), IsOk());
    ASSERT_THAT(ledger->WaitForCheckpoint(ledger->LogSize() - 1), IsOk());
    whole_ = operated_->store().values();
  }
  static void TearDownTestSuite() {
    delete operated_;
    operated_ = nullptr;
  }
  void TearDown() override { operated_->store().values() = whole_; }

  // A fault with this code, after rows were changed as by somebody with keys.
  template <typename T>
  void ExpectFault(const std::string& code,
                   const std::function<void(T&)>& change) {
    const Reviewed reviewed = Review(*operated_, [&](VersionedRow& row) {
      if (auto* one = std::get_if<T>(&row.row)) change(*one);
      return true;
    });
    EXPECT_THAT(reviewed.faults, Contains(Field(&StoreFault::code, code)));
  }
  template <typename T>
  void ExpectFaultWithout(const std::string& code) {
    const Reviewed reviewed = Review(*operated_, [](VersionedRow& row) {
      return !std::holds_alternative<T>(row.row);
    });
    EXPECT_THAT(reviewed.faults, Contains(Field(&StoreFault::code, code)));
  }
  void ExpectReading(const std::string& code) {
    EXPECT_THAT(Review(*operated_).faults,
                Contains(Field(&StoreFault::code, code)));
  }

  static OperatedStore* operated_;
  static std::map<FakeStore::Key, std::string> whole_;
};
OperatedStore* StoreReviewTest::operated_ = nullptr;
std::map<FakeStore::Key, std::string> StoreReviewTest::whole_;

TEST_F(StoreReviewTest, AWholeStoreHasNoFaultsAndEverythingWasLookedAt) {
  const Reviewed reviewed = Review(*operated_);
  EXPECT_THAT(reviewed.faults, IsEmpty());
  EXPECT_EQ(reviewed.figures.releases, 2);
  EXPECT_GE(reviewed.figures.files, 2 * 6);
  EXPECT_EQ(reviewed.figures.decisions, 3);
  EXPECT_EQ(reviewed.figures.seals, 2);
  EXPECT_EQ(reviewed.figures.proofs_verified, 2);
  EXPECT_EQ(reviewed.figures.proofs_destroyed, 0);
}

TEST_F(StoreReviewTest, ReleasesThatAreNotTheLogs) {
  ExpectFault<ReleaseRow>("RELEASE_CHANGED", [](ReleaseRow& row) {
    row.files.at("extract.csv.age").back() ^= 1;
  });
  ExpectFault<ReleaseRow>("RELEASE_CHANGED", [](ReleaseRow& row) {
    row.files.at("PROTECTION.txt") += " ";
  });
  ExpectFault<ReleaseRow>("RELEASE_CHANGED", [](ReleaseRow& row) {
    row.files.at("manifest.json") += " ";
  });
  ExpectFault<ReleaseRow>("RELEASE_CHANGED", [](ReleaseRow& row) {
    row.files["more.txt"] = "text";
  });
  ExpectFault<ReleaseRow>("MANIFEST_NOT_SIGNED", [](ReleaseRow& row) {
    std::string& signature = row.files.at("manifest.json.minisig");
    signature[signature.size() / 2] ^= 1;
  });
  ExpectFault<ReleaseRow>("RELEASE_NOT_IN_LOG",
                          [](ReleaseRow& row) { --row.audit_index; });
  ExpectFault<ReleaseRow>("RELEASE_MISSING", [](ReleaseRow& row) {
    row.id = ReleaseId("r-another");
  });
  ExpectFaultWithout<ReleaseRow>("RELEASE_MISSING");
}

TEST_F(StoreReviewTest, DecisionsThatAreNotTheLogs) {
  ExpectFault<DecisionRow>(
      "DECISION_CHANGED", [](DecisionRow& row) { row.reason = "AND_ANOTHER"; });
  ExpectFaultWithout<DecisionRow>("DECISION_MISSING");
}

TEST_F(StoreReviewTest, SealsThatAreNotTheLogs) {
  ExpectFaultWithout<SealRow>("SEAL_MISSING");
  ExpectFaultWithout<SealProofRow>("SEAL_CHANGED");
  ExpectFaultWithout<WitnessRow>("PROOF_MISSING");
  ExpectFaultWithout<PeriodRow>("SEAL_NOT_IN_LOG");
  // One more published cell is seen by the figure that the log has.
  ExpectFault<SealRow>("SEAL_CHANGED", [](SealRow& row) {
    for (SealedCell& cell : row.sealed.tables[0].cells) {
      cell.status = CellStatus::kPublished;
    }
  });
  // Another number in the same cells only by the proof.
  ExpectFault<SealRow>("PROOF_SEAL_DIFFERS", [](SealRow& row) {
    for (SealedTable& table : row.sealed.tables) {
      for (SealedCell& cell : table.cells) {
        if (cell.status == CellStatus::kPublished) ++cell.value;
      }
    }
  });
  ExpectFault<WitnessRow>("PROOF_NOT_IN_LOG", [](WitnessRow& row) {
    const size_t line = row.text.find('\n', row.text.size() / 2);
    row.text.insert(line, " ");
  });
}

TEST_F(StoreReviewTest, RowsOfNoEntry) {
  const Reviewed reviewed = Review(*operated_, [](VersionedRow& row) {
    if (std::holds_alternative<QuotaRow>(row.row)) row.version = 99999;
    return true;
  });
  EXPECT_THAT(reviewed.faults,
              Contains(Field(&StoreFault::code, "ROW_FROM_NOWHERE")));
}

TEST_F(StoreReviewTest, AStoreChangedWithoutKeys) {
  auto& values = operated_->store().values();
  const auto with = [&](ColumnFamily family, size_t number) {
    auto at = values.lower_bound({family, ""});
    std::advance(at, static_cast<int64_t>(number));
    return at;
  };
  // A flipped byte of an entry, of a row; an entry, a row that is gone.
  with(ColumnFamily::kAudit, 3)->second.back() ^= 1;
  ExpectReading("ENTRY_UNREADABLE");
  values = whole_;
  values.erase(with(ColumnFamily::kAudit, 3));
  ExpectReading("ENTRY_MISSING");
  values = whole_;
  with(ColumnFamily::kRecords, 2)->second.back() ^= 1;
  ExpectReading("ROW_UNREADABLE");
  values = whole_;
  values.erase(with(ColumnFamily::kRecords, 2));
  ExpectReading("ROWS_DIFFER");
  values = whole_;
  // The newest entry is gone, and nothing else.
  auto last = values.lower_bound({ColumnFamily::kKeys, ""});
  values.erase(std::prev(last));
  ExpectReading("HEAD_DIFFERS");
  values = whole_;
  values[{ColumnFamily::kRecords, "\xF0 of no kind"}] = std::string(64, 'x');
  ExpectReading("ROW_UNKNOWN");
}

// Every single value of the store matters to somebody who looks at all of it.
TEST_F(StoreReviewTest, EveryFlippedByteIsFound) {
  for (auto& [key, good] : whole_) {
    // Which format it is, which signed head: looked at by who opens it.
    if (key.first == ColumnFamily::kMeta && key.second != "head") continue;
    operated_->store().values() = whole_;
    std::string& value = operated_->store().values().at(key);
    value[value.size() / 2] ^= 4;
    EXPECT_FALSE(Review(*operated_).faults.empty())
        << ColumnFamilyText(key.first);
  }
}

}  // namespace
}  // namespace toguna::testing
