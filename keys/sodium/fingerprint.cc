#include "keys/sodium/fingerprint.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "keys/digest/digest.h"
#include "keys/sodium/bytes.h"

namespace toguna {
namespace {

constexpr size_t kDigestSize = 32;
constexpr size_t kWords = 5;

// Consonant, vowel, consonant, vowel, consonant: 4, 2, 4, 2 and 4 bits.
std::string Word(uint64_t bits) {
  constexpr absl::string_view kConsonants = "bdfghjklmnprstvz";
  constexpr absl::string_view kVowels = "aiou";
  return {kConsonants[(bits >> 12U) & 15U], kVowels[(bits >> 10U) & 3U],
          kConsonants[(bits >> 6U) & 15U], kVowels[(bits >> 4U) & 3U],
          kConsonants[bits & 15U]};
}

}  // namespace

std::string SpokenFingerprint(absl::string_view public_key_bytes) {
  const std::string digest = Blake2b(
      absl::StrCat("toguna/fingerprint/v1", public_key_bytes), kDigestSize);
  std::string text;
  for (size_t i = 0; i < kWords; ++i) {
    const uint64_t bits =
        FromBigEndian(absl::string_view(digest).substr(2 * i, 2));
    absl::StrAppend(&text, i == 0 ? "" : "-", Word(bits));
  }
  return text;
}

}  // namespace toguna
