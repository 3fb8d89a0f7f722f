// Published vectors of every primitive, through our own functions.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "keys/sodium/primitives.h"
#include "nlohmann/json.hpp"
#include "tests/support/temp_dir.h"

namespace toguna {
namespace {

using nlohmann::json;
using testing::ReadFile;

constexpr size_t kDigestSize = 32;

std::string Bytes(const json& object, const std::string& field) {
  return absl::HexStringToBytes(object.at(field).get<std::string>());
}

// Calls `visit` with every group and test; returns how many tests there were.
int ForEach(
    const std::string& name,
    const std::function<void(const json& group, const json& test)>& visit) {
  const json file = json::parse(ReadFile(
      absl::StrCat(TOGUNA_SOURCE_DIR, "/tests/data/wycheproof/", name)));
  int tests = 0;
  for (const json& group : file.at("testGroups")) {
    for (const json& test : group.at("tests")) {
      SCOPED_TRACE(absl::StrCat(name, " ", test.at("tcId").get<int>(), " ",
                                test.at("comment").get<std::string>()));
      visit(group, test);
      ++tests;
    }
  }
  EXPECT_EQ(tests, file.at("numberOfTests").get<int>());
  return tests;
}

bool IsValid(const json& test) { return test.at("result") == "valid"; }

void CheckAead(Aead aead, const json& test) {
  const std::string key = Bytes(test, "key");
  const std::string nonce = Bytes(test, "iv");
  const std::string aad = Bytes(test, "aad");
  const std::string message = Bytes(test, "msg");
  const std::string sealed = Bytes(test, "ct") + Bytes(test, "tag");
  const std::optional<std::string> opened =
      AeadOpen(aead, key, nonce, aad, sealed);
  EXPECT_EQ(opened.has_value(), IsValid(test));
  if (!IsValid(test)) return;
  EXPECT_EQ(opened, message);
  EXPECT_EQ(AeadSeal(aead, key, nonce, aad, message), sealed);
}

TEST(WycheproofTest, ChaCha20Poly1305) {
  EXPECT_EQ(ForEach("chacha20_poly1305_test.json",
                    [](const json&, const json& test) {
                      CheckAead(Aead::kChaCha20Poly1305, test);
                    }),
            325);
}

TEST(WycheproofTest, XChaCha20Poly1305) {
  EXPECT_EQ(ForEach("xchacha20_poly1305_test.json",
                    [](const json&, const json& test) {
                      CheckAead(Aead::kXChaCha20Poly1305, test);
                    }),
            315);
}

TEST(WycheproofTest, Ed25519) {
  EXPECT_EQ(ForEach("ed25519_test.json",
                    [](const json& group, const json& test) {
                      EXPECT_EQ(
                          VerifyEd25519(Bytes(group.at("publicKey"), "pk"),
                                        Bytes(test, "msg"), Bytes(test, "sig")),
                          IsValid(test));
                    }),
            151);
}

TEST(WycheproofTest, X25519) {
  int refused = 0;
  ForEach("x25519_test.json", [&refused](const json&, const json& test) {
    const std::string shared = Bytes(test, "shared");
    const std::optional<std::string> ours =
        X25519(Bytes(test, "private"), Bytes(test, "public"));
    // A secret that everybody knows is the one thing we must refuse.
    if (shared == std::string(kDigestSize, '\0')) {
      EXPECT_FALSE(ours.has_value());
      ++refused;
    } else {
      EXPECT_EQ(ours, shared);
    }
  });
  EXPECT_GT(refused, 0);
}

TEST(WycheproofTest, HmacSha256) {
  EXPECT_EQ(ForEach("hmac_sha256_test.json",
                    [](const json& group, const json& test) {
                      const std::string tag =
                          HmacSha256(Bytes(test, "key"), Bytes(test, "msg"))
                              .substr(0, group.at("tagSize").get<size_t>() / 8);
                      EXPECT_EQ(tag == Bytes(test, "tag"), IsValid(test));
                    }),
            174);
}

TEST(WycheproofTest, HkdfSha256) {
  int compared = 0;
  ForEach("hkdf_sha256_test.json", [&compared](const json&, const json& test) {
    // Ours gives 32 bytes, so a size that is too large cannot be asked for.
    if (!IsValid(test)) return;
    const size_t size = std::min(test.at("size").get<size_t>(), kDigestSize);
    EXPECT_EQ(
        HkdfSha256(Bytes(test, "ikm"), Bytes(test, "salt"), Bytes(test, "info"))
            .substr(0, size),
        Bytes(test, "okm").substr(0, size));
    ++compared;
  });
  EXPECT_EQ(compared, 83);
}

}  // namespace
}  // namespace toguna
