#include "exchange/audit/seen.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/audit/entry.h"
#include "exchange/audit/merkle.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/ed25519.h"
#include "tests/support/reason_matcher.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using testing::Ed25519Signer;
using testing::IsOk;
using testing::ReasonIs;
using testing::StatusIs;
using testing::VerifyWithSodium;

constexpr char kOrigin[] = "exchange.example/audit/v1";

class SeenTest : public ::testing::Test {
 protected:
  SeenTest() {
    for (int i = 0; i < 700; ++i) entries_.push_back(absl::StrCat("entry ", i));
  }
  std::string NoteOf(uint64_t size) const {
    MerkleTree tree;
    for (uint64_t i = 0; i < size; ++i) tree.Append(LeafHash(entries_[i]));
    return SignCheckpoint(kOrigin, size, *tree.Root(size), signer_);
  }
  ReadEntries Reader() {
    return [this](uint64_t first, uint64_t count) {
      asked_ += count;
      std::vector<std::string> page;
      for (uint64_t i = first; i < first + count && i < served_; ++i) {
        page.push_back(entries_[i]);
      }
      return absl::StatusOr<std::vector<std::string>>(page);
    };
  }
  absl::StatusOr<SeenLog> Whole(uint64_t size) {
    return SeeWhole(key_, NoteOf(size), Reader(), VerifyWithSodium,
                    kSayNothing);
  }
  absl::StatusOr<SeenLog> More(const SeenLog& seen, const std::string& note) {
    return SeeMore(seen, key_, note, Reader(), VerifyWithSodium, kSayNothing);
  }

  static inline const SayProgress kSayNothing = [](uint64_t, uint64_t) {};
  Ed25519Signer signer_{"log"};
  NoteKey key_{kOrigin, signer_.public_key()};
  std::vector<std::string> entries_;
  uint64_t served_ = 700;
  uint64_t asked_ = 0;
};

TEST_F(SeenTest, TheFrontierHasTheRootsOfTheTree) {
  MerkleTree tree;
  MerkleFrontier frontier;
  for (uint64_t size = 0; size < 600; ++size) {
    ASSERT_EQ(frontier.Root(), *tree.Root(size)) << size;
    const auto again = MerkleFrontier::From(size, frontier.Hashes());
    ASSERT_THAT(again, IsOk());
    ASSERT_EQ(again->Root(), frontier.Root());
    EXPECT_FALSE(MerkleFrontier::From(size + 1, frontier.Hashes()).ok() &&
                 size % 2 == 0);
    const std::string hash = LeafHash(absl::StrCat(size));
    tree.Append(hash);
    frontier.Append(hash);
  }
}

TEST_F(SeenTest, OnlyWhatIsNewIsReadTheNextTime) {
  for (const uint64_t first : {0, 1, 255, 256, 257, 512, 699, 700}) {
    const auto seen = Whole(first);
    ASSERT_THAT(seen, IsOk());
    const auto kept = ParseSeen(SeenText(*seen), key_, VerifyWithSodium);
    ASSERT_THAT(kept, IsOk());
    asked_ = 0;
    const auto now = More(*kept, NoteOf(700));
    ASSERT_THAT(now, IsOk());
    EXPECT_EQ(asked_, 700 - first);
    EXPECT_EQ(now->head.size, 700U);
  }
}

TEST_F(SeenTest, ALogThatWasRolledBackIsSaid) {
  const auto seen = Whole(500);
  ASSERT_THAT(seen, IsOk());
  EXPECT_THAT(More(*seen, NoteOf(499)), ReasonIs("ROLLED_BACK"));
}

TEST_F(SeenTest, ALogWithAnotherPastIsSaid) {
  const auto seen = Whole(500);
  ASSERT_THAT(seen, IsOk());
  entries_[3] = "what never happened";
  EXPECT_THAT(More(*seen, NoteOf(500)), ReasonIs("FORKED"));
  EXPECT_THAT(More(*seen, NoteOf(600)), ReasonIs("FORKED"));
}

TEST_F(SeenTest, EntriesThatAreNotThoseOfTheHeadAreDataLoss) {
  const auto seen = Whole(500);
  ASSERT_THAT(seen, IsOk());
  const std::string note = NoteOf(600);
  entries_[550] = "changed on its way";
  EXPECT_THAT(More(*seen, note), StatusIs(absl::StatusCode::kDataLoss));
  served_ = 580;
  EXPECT_THAT(More(*seen, note), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(SeenTest, NothingElseIsReadThanWhatWasWritten) {
  const auto seen = Whole(437);
  ASSERT_THAT(seen, IsOk());
  const std::string text = SeenText(*seen);
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] ^= 1;
    EXPECT_FALSE(ParseSeen(changed, key_, VerifyWithSodium).ok()) << i;
    EXPECT_FALSE(ParseSeen(text.substr(0, i), key_, VerifyWithSodium).ok());
  }
}

// Who keeps the head alone, and takes the log's word for what came before, is
// shown another past without noticing.
TEST_F(SeenTest, WithoutTheTreeAForkWouldGoUnnoticed) {
  const auto seen = Whole(500);
  ASSERT_THAT(seen, IsOk());
  entries_[3] = "what never happened";
  const auto believed =
      SeeWhole(key_, NoteOf(600), Reader(), VerifyWithSodium, kSayNothing);
  EXPECT_THAT(believed, IsOk());
}

// A log of 300 entries, put back to 200 and taken up again as another: what the
// new one says of it.
class RecoveredTest : public SeenTest {
 protected:
  RecoveredTest() { Continue(300); }
  // `known` is the head that the new log admits; its first entries are those
  // of the old one, up to `kept`.
  void Continue(uint64_t known, uint64_t kept = 200) {
    const auto note = ParseCheckpoint(NoteOf(known));
    says_ = {.type = "log.recover",
             .actor = "system",
             .fields = {
                 {"old_log", kOrigin},
                 {"store_entries", absl::StrCat(kept)},
                 {"known_entries", absl::StrCat(known)},
                 {"known_root", Base64Of(note->head.root)},
                 {"known_signature", Base64Of(note->signatures[0].key_id +
                                              note->signatures[0].signature)}}};
    next_.assign(entries_.begin(),
                 entries_.begin() + static_cast<int64_t>(kept));
    while (next_.size() < known) next_.push_back("lost");
  }
  absl::StatusOr<RecoveredFrom> Check(const SeenLog& before) {
    std::vector<std::string> all = next_;
    all.push_back(EntryBytes(says_, all.size(), absl::UnixEpoch()));
    all.push_back("and it goes on");
    const auto read =
        [&](uint64_t first,
            uint64_t count) -> absl::StatusOr<std::vector<std::string>> {
      return std::vector<std::string>(
          all.begin() + static_cast<int64_t>(first),
          all.begin() + static_cast<int64_t>(first + count));
    };
    return CheckRecovered(before, key_, all.size(), read, VerifyWithSodium,
                          kSayNothing);
  }

  AuditEntry says_;
  std::vector<std::string> next_;
};

TEST_F(RecoveredTest, WhatWasSeenIsKeptOrAdmittedToBeLost) {
  for (const uint64_t seen : {0, 1, 199, 200, 201, 299, 300}) {
    const auto from = Check(*Whole(seen));
    ASSERT_THAT(from, IsOk()) << seen;
    EXPECT_EQ(from->kept, 200U);
    EXPECT_EQ(from->lost, 100U);
  }
}

TEST_F(RecoveredTest, ALogThatAdmitsLessThanWasSeenIsFoundOut) {
  EXPECT_THAT(Check(*Whole(301)), ReasonIs("RECOVERY_UNTRUE"));
  // It could quote any head that was signed, an older one as well.
  Continue(250);
  EXPECT_THAT(Check(*Whole(250)), IsOk());
  EXPECT_THAT(Check(*Whole(251)), ReasonIs("RECOVERY_UNTRUE"));
}

TEST_F(RecoveredTest, AnotherPastIsFoundOut) {
  const auto seen = Whole(150);
  const auto all = Whole(300);
  next_[3] = "what never happened";
  EXPECT_THAT(Check(*seen), ReasonIs("FORKED"));
  // The head that it quotes is of as many entries, and others.
  entries_[250] = "what never happened";
  Continue(300);
  EXPECT_THAT(Check(*all), ReasonIs("FORKED"));
}

TEST_F(RecoveredTest, AHeadThatWasNeverSignedIsFoundOut) {
  for (const char* field : {"known_entries", "known_root", "known_signature"}) {
    Continue(300);
    std::string& value = says_.fields.at(field);
    value[0] = value[0] == '1' ? '2' : '1';
    EXPECT_FALSE(Check(*Whole(260)).ok()) << field;
  }
  Continue(300);
  says_.fields.erase("store_entries");
  EXPECT_THAT(Check(*Whole(100)), ReasonIs("RECOVERY_UNTRUE"));
}

TEST_F(RecoveredTest, ALogThatSaysNothingOfItIsAnotherLog) {
  says_.fields["old_log"] = "other.example/audit/v1";
  EXPECT_THAT(Check(*Whole(100)), ReasonIs("NOT_CONTINUED"));
  Continue(300);
  says_.type = "log.recovered";
  EXPECT_THAT(Check(*Whole(100)), ReasonIs("NOT_CONTINUED"));
}

}  // namespace
}  // namespace toguna
