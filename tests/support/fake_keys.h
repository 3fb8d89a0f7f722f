#ifndef TOGUNA_TESTS_SUPPORT_FAKE_KEYS_H_
#define TOGUNA_TESTS_SUPPORT_FAKE_KEYS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "keys/digest/digest.h"
#include "keys/ring/ring.h"

namespace toguna::testing {

// Seals with HMAC-SHA-256 as keystream and tag: authentic and bound to its
// place as the real one, and with nothing random, so that fixtures are stable.
class FakeSealer : public Sealer {
 public:
  explicit FakeSealer(std::string key = "test key") : key_(std::move(key)) {}

  std::string Seal(const Place& place,
                   absl::string_view plaintext) const override {
    const std::string text = Stream(place, plaintext);
    return absl::StrCat(Tag(place, text), text);
  }
  absl::StatusOr<std::string> Open(const Place& place,
                                   absl::string_view sealed) const override {
    if (sealed.size() < 32 ||
        Tag(place, sealed.substr(32)) != std::string(sealed.substr(0, 32))) {
      return absl::DataLossError("not a value sealed for this place");
    }
    return Stream(place, sealed.substr(32));
  }
  std::unique_ptr<Sealer> Under(absl::string_view key) const override {
    return std::make_unique<FakeSealer>(std::string(key));
  }

 private:
  static std::string PlaceText(const Place& place) {
    return absl::StrCat(place.column_family, ":", place.key.size(), ":",
                        place.key, ":", place.generation);
  }
  std::string Tag(const Place& place, absl::string_view text) const {
    return HmacSha256(key_, absl::StrCat("tag", PlaceText(place), "/", text));
  }
  std::string Stream(const Place& place, absl::string_view text) const {
    std::string out(text);
    const std::string seed = HmacSha256(key_, "str" + PlaceText(place));
    std::string block;
    for (size_t i = 0; i < out.size(); ++i) {
      if (i % 32 == 0) block = HmacSha256(seed, absl::StrCat(i));
      out[i] = static_cast<char>(out[i] ^ block[i % 32]);
    }
    return out;
  }

  std::string key_;
};

// Seals nothing: the negative control of tests that look for readable text.
class OpenSealer : public Sealer {
 public:
  std::string Seal(const Place&, absl::string_view text) const override {
    return std::string(text);
  }
  absl::StatusOr<std::string> Open(const Place&,
                                   absl::string_view text) const override {
    return std::string(text);
  }
  std::unique_ptr<Sealer> Under(absl::string_view) const override {
    return std::make_unique<OpenSealer>();
  }
};

class FakeRowHasher : public RowHasher {
 public:
  std::string Hash(absl::string_view logical) const override {
    return HmacSha256("test index key", logical).substr(0, 16);
  }
};

// Signs with HMAC instead of Ed25519; the same message has one signature.
class FakeSigner : public Signer {
 public:
  std::string Sign(absl::string_view message) const override {
    const std::string half = HmacSha256(public_key_, message);
    return half + HmacSha256(half, message);
  }
  const std::string& public_key() const override { return public_key_; }

 private:
  std::string public_key_ = std::string(32, 'k');
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_FAKE_KEYS_H_
