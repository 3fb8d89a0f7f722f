#include "keys/sodium/keyring.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/random.h"
#include "rapidcheck/gtest.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Not;
using testing::StatusIs;

constexpr KdfCost kCheap{.ops = 1, .mem_kib = 8};
constexpr size_t kCheckSize = 8;

std::string SealedKeyring(const Keyring& keyring) {
  return SealKeyring(keyring, "baobab", kCheap, SeededRandom(2)).value();
}
Keyring SomeKeyring() { return Keyring::Generate(SeededRandom(1)); }

std::string CodeOf(const absl::Status& status) { return ReasonOf(status).code; }

// What an attacker who knows the format does after a change.
std::string WithRightCheck(std::string file) {
  file.resize(file.size() - kCheckSize);
  return file + Sha256(file).substr(0, kCheckSize);
}

TEST(RandomTest, TheSameSeedGivesTheSameStreamAndNothingRepeats) {
  const RandomBytes a = SeededRandom(7);
  const RandomBytes b = SeededRandom(7);
  const std::string first = a(40);
  EXPECT_EQ(first, b(40));
  EXPECT_EQ(a(5), b(5));
  EXPECT_NE(a(40), first);
  EXPECT_NE(SeededRandom(8)(40), first);
  EXPECT_NE(SystemRandom()(32), SystemRandom()(32));
  EXPECT_EQ(SystemRandom()(0), "");
}

TEST(SecretTest, TakesTheBytesOverAndWipesTheirSource) {
  std::string source = "0123456789abcdef0123456789abcdef";
  Secret secret(std::move(source));
  EXPECT_EQ(source, "");  // NOLINT(bugprone-use-after-move)
  Secret moved(std::move(secret));
  EXPECT_EQ(moved.RevealSecret(), "0123456789abcdef0123456789abcdef");
  static_assert(!std::is_copy_constructible_v<Secret>);
}

TEST(SealerTest, OpensWhatItSealedInItsOwnPlaceOnly) {
  const Keyring keyring = SomeKeyring();
  const std::unique_ptr<Sealer> sealer = keyring.MakeSealer();
  const Place place{"records", "row", 3};
  const std::string sealed = sealer->Seal(place, "value");
  EXPECT_EQ(sealed.size(), 5 + 46U);
  EXPECT_EQ(HexOf(sealed.substr(0, 6)), "010100000001");
  EXPECT_THAT(sealer->Open(place, sealed), IsOkAndHolds("value"));
  for (const Place& other :
       {Place{"records", "wor", 3}, Place{"sealed", "row", 3},
        Place{"records", "row", 2}, Place{"record", "srow", 3},
        Place{"records", "row", 0}}) {
    EXPECT_THAT(sealer->Open(other, sealed),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("moved")));
  }
}

// In how many wrong places a value opens.
int OpensElsewhere(const Sealer& sealer) {
  const std::string sealed = sealer.Seal({"records", "row", 3}, "value");
  int opened = 0;
  for (const Place& other :
       {Place{"records", "wor", 3}, Place{"sealed", "row", 3},
        Place{"records", "row", 2}}) {
    if (sealer.Open(other, sealed).ok()) ++opened;
  }
  return opened;
}

// Authentic, but the same everywhere.
class PlacelessSealer : public Sealer {
 public:
  std::string Seal(const Place&, absl::string_view value) const override {
    return sealer_->Seal({}, value);
  }
  absl::StatusOr<std::string> Open(const Place&,
                                   absl::string_view sealed) const override {
    return sealer_->Open({}, sealed);
  }
  std::unique_ptr<Sealer> Under(absl::string_view key) const override {
    return sealer_->Under(key);
  }

 private:
  const std::unique_ptr<Sealer> sealer_ = SomeKeyring().MakeSealer();
};

TEST(SealerTest, ASealerThatForgetsThePlaceWouldBeFound) {
  EXPECT_EQ(OpensElsewhere(*SomeKeyring().MakeSealer()), 0);
  EXPECT_EQ(OpensElsewhere(PlacelessSealer()), 3);
}

TEST(SealerTest, WhatIsUnderAKeyOfItsOwnOpensUnderThatAlone) {
  const std::unique_ptr<Sealer> sealer = SomeKeyring().MakeSealer();
  const Place place{"sealed", "row", 3};
  const std::string key(32, 'a');
  const std::string sealed = sealer->Under(key)->Seal(place, "value");
  EXPECT_THAT(sealer->Under(key)->Open(place, sealed), IsOkAndHolds("value"));
  EXPECT_FALSE(sealer->Under(std::string(32, 'b'))->Open(place, sealed).ok());
  EXPECT_FALSE(sealer->Open(place, sealed).ok());
  EXPECT_FALSE(sealer->Under(key)->Open({"sealed", "wor", 3}, sealed).ok());
}

TEST(SealerTest, TwoSealsOfOneValueShareNothing) {
  const std::unique_ptr<Sealer> sealer = SomeKeyring().MakeSealer();
  const Place place{"records", "row"};
  EXPECT_NE(sealer->Seal(place, "value").substr(6),
            sealer->Seal(place, "value").substr(6));
}

TEST(SealerTest, RefusesEveryFlippedByteAndEveryCut) {
  const std::unique_ptr<Sealer> sealer = SomeKeyring().MakeSealer();
  const Place place{"records", "row"};
  const std::string sealed = sealer->Seal(place, "value");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_THAT(sealer->Open(place, changed),
                StatusIs(absl::StatusCode::kDataLoss))
        << i;
    EXPECT_THAT(sealer->Open(place, sealed.substr(0, i)),
                StatusIs(absl::StatusCode::kDataLoss))
        << i;
  }
}

TEST(SealerTest, AnotherKeyringOpensNothing) {
  const Place place{"records", "row"};
  const std::string sealed = SomeKeyring().MakeSealer()->Seal(place, "value");
  EXPECT_THAT(
      Keyring::Generate(SeededRandom(9)).MakeSealer()->Open(place, sealed),
      StatusIs(absl::StatusCode::kDataLoss));
}

TEST(SealerTest, RotationKeepsOldValuesReadableAndSealsWithTheNewKey) {
  const Place place{"records", "row"};
  Keyring keyring = SomeKeyring();
  const std::unique_ptr<Sealer> before = keyring.MakeSealer();
  const std::string old = before->Seal(place, "old");
  keyring.RotateValueKey(SeededRandom(3));
  EXPECT_EQ(keyring.generation(), 2U);
  EXPECT_EQ(keyring.primary_value_key(), 2U);
  const std::unique_ptr<Sealer> after = keyring.MakeSealer();
  EXPECT_THAT(after->Open(place, old), IsOkAndHolds("old"));
  const absl::Status unknown =
      before->Open(place, after->Seal(place, "new")).status();
  EXPECT_EQ(CodeOf(unknown), "VALUE_KEY_UNKNOWN");
}

RC_GTEST_PROP(SealerTest, AnyValueComesBackFromAnyPlace,
              (const std::string& family, const std::string& key,
               uint64_t generation, const std::string& value)) {
  static const std::unique_ptr<Sealer> sealer = SomeKeyring().MakeSealer();
  const Place place{family, key, generation};
  const std::string sealed = sealer->Seal(place, value);
  RC_ASSERT(sealer->Open(place, sealed).value() == value);
  const Place next{family, key, generation + 1};
  RC_ASSERT(!sealer->Open(next, sealed).ok());
}

TEST(RowHasherTest, IsStableKeyedAndSixteenBytes) {
  const std::unique_ptr<RowHasher> hasher = SomeKeyring().MakeRowHasher();
  EXPECT_EQ(hasher->Hash("a").size(), 16U);
  EXPECT_EQ(hasher->Hash("a"), SomeKeyring().MakeRowHasher()->Hash("a"));
  EXPECT_NE(hasher->Hash("a"), hasher->Hash("b"));
  EXPECT_NE(hasher->Hash("a"),
            Keyring::Generate(SeededRandom(5)).MakeRowHasher()->Hash("a"));
}

TEST(LogSignerTest, SignsSoThatOnlyTheSameMessageVerifies) {
  const std::unique_ptr<Signer> signer = SomeKeyring().MakeLogSigner();
  const std::string signature = signer->Sign("checkpoint");
  EXPECT_TRUE(VerifyEd25519(signer->public_key(), "checkpoint", signature));
  EXPECT_FALSE(VerifyEd25519(signer->public_key(), "checkpoin", signature));
  EXPECT_FALSE(VerifyEd25519(signer->public_key(), "checkpoint", "short"));
  EXPECT_FALSE(VerifyEd25519("short", "checkpoint", signature));
}

TEST(KeyringFileTest, HoldsEveryKeyAndTheGeneration) {
  Keyring keyring = SomeKeyring();
  keyring.RotateValueKey(SeededRandom(4));
  absl::StatusOr<Keyring> opened =
      OpenKeyring(SealedKeyring(keyring), "baobab");
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->generation(), 2U);
  EXPECT_EQ(opened->primary_value_key(), 2U);
  const Place place{"records", "row"};
  for (const Keyring* one : {&keyring, &*opened}) {
    EXPECT_THAT(opened->MakeSealer()->Open(
                    place, one->MakeSealer()->Seal(place, "value")),
                IsOkAndHolds("value"));
  }
  EXPECT_EQ(opened->MakeRowHasher()->Hash("a"),
            keyring.MakeRowHasher()->Hash("a"));
  EXPECT_EQ(opened->MakeLogSigner()->public_key(),
            keyring.MakeLogSigner()->public_key());
  EXPECT_EQ(opened->MakePackageSigner()->PublicKeyFile(),
            keyring.MakePackageSigner()->PublicKeyFile());
}

TEST(KeyringFileTest, ShowsNothingOfItsKeys) {
  const std::string file = SealedKeyring(SomeKeyring());
  // The first value key is the first thing the seeded stream gave.
  const std::string key = SeededRandom(1)(32);
  EXPECT_THAT(file, Not(HasSubstr(key.substr(0, 8))));
}

TEST(KeyringFileTest, AWrongPassphraseIsSaidSo) {
  const std::string file = SealedKeyring(SomeKeyring());
  for (const char* wrong : {"Baobab", "", "baobab "}) {
    const absl::Status status = OpenKeyring(file, wrong).status();
    EXPECT_EQ(CodeOf(status), "KEYRING_WRONG_PASSPHRASE") << status;
  }
}

TEST(KeyringFileTest,
     EveryFlippedByteAndCutIsFoundAndNeverCalledAWrongPassphrase) {
  const std::string file = SealedKeyring(SomeKeyring());
  for (size_t i = 0; i < file.size(); ++i) {
    std::string changed = file;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    const std::string code = CodeOf(OpenKeyring(changed, "baobab").status());
    EXPECT_EQ(code, i < 5    ? "KEYRING_NOT_A_KEYRING"
                    : i == 5 ? "KEYRING_NEWER"
                             : "KEYRING_DAMAGED")
        << i;
    EXPECT_THAT(OpenKeyring(file.substr(0, i), "baobab"), Not(IsOk())) << i;
  }
}

TEST(KeyringFileTest, AChangeUnderARepairedCheckIsRefusedToo) {
  const std::string file = SealedKeyring(SomeKeyring());
  for (size_t i = 6; i < file.size() - kCheckSize; ++i) {
    // The memory cost alone could ask for real memory; it is tried elsewhere.
    if (i >= 9 && i < 17) continue;
    std::string changed = file;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_THAT(OpenKeyring(WithRightCheck(changed), "baobab"), Not(IsOk()))
        << i;
  }
  std::string changed = file;
  changed[file.size() - kCheckSize - 1] ^= 1;
  EXPECT_EQ(CodeOf(OpenKeyring(WithRightCheck(changed), "baobab").status()),
            "KEYRING_CHANGED");
}

TEST(KeyringFileTest, ALowerGenerationCannotBeWrittenIntoTheHeader) {
  Keyring keyring = SomeKeyring();
  keyring.RotateValueKey(SeededRandom(4));
  std::string file = SealedKeyring(keyring);
  constexpr size_t kGenerationEnd = 5 + 1 + 2 + 1 + 4 + 4 + 16 + 16 + 8;
  ASSERT_EQ(file[kGenerationEnd - 1], 2);
  file[kGenerationEnd - 1] = 1;
  EXPECT_EQ(CodeOf(OpenKeyring(WithRightCheck(file), "baobab").status()),
            "KEYRING_CHANGED");
}

TEST(KeyringFileTest, AbsurdCostsAreRefusedBeforeAnyMemoryIsAsked) {
  const Keyring keyring = SomeKeyring();
  for (const KdfCost& cost :
       {KdfCost{.ops = 0, .mem_kib = 8}, KdfCost{.ops = 101, .mem_kib = 8},
        KdfCost{.ops = 1, .mem_kib = 7},
        KdfCost{.ops = 1, .mem_kib = (4U << 20U) + 1}}) {
    EXPECT_EQ(
        CodeOf(SealKeyring(keyring, "baobab", cost, SeededRandom(2)).status()),
        "KEYRING_COST");
  }
  std::string file = SealedKeyring(keyring);
  file[13] = '\x7f';  // the highest byte of the memory: 2 TiB
  EXPECT_EQ(CodeOf(OpenKeyring(WithRightCheck(file), "baobab").status()),
            "KEYRING_COST");
}

TEST(KeyringFileTest, AnotherRootAndAnEmptyPassphraseAreSaidSo) {
  const Keyring keyring = SomeKeyring();
  std::string file = SealedKeyring(keyring);
  file[8] = 2;
  EXPECT_EQ(CodeOf(OpenKeyring(WithRightCheck(file), "baobab").status()),
            "KEYRING_OTHER_ROOT");
  EXPECT_EQ(CodeOf(SealKeyring(keyring, "", kCheap, SeededRandom(2)).status()),
            "KEYRING_NO_PASSPHRASE");
}

TEST(KeyringFileTest, TheDefaultCostIsTheOneRecommended) {
  EXPECT_EQ(KdfCost().ops, 3U);
  EXPECT_EQ(KdfCost().mem_kib, 262144U);
}

}  // namespace
}  // namespace toguna
