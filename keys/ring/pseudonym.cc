#include "keys/ring/pseudonym.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr size_t kHashCharacters = 32;
constexpr size_t kCheckCharacters = 4;
constexpr size_t kCheckDigestSize = 32;

// 32 characters are exactly 20 bytes, so every spelling is canonical.
std::optional<std::string> Base32Bytes(absl::string_view text) {
  std::string bytes;
  uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char c : text) {
    uint32_t value = 0;
    if (c >= 'a' && c <= 'z') {
      value = static_cast<uint32_t>(c - 'a');
    } else if (c >= '2' && c <= '7') {
      value = static_cast<uint32_t>(c - '2') + 26;
    } else {
      return std::nullopt;
    }
    buffer = (buffer << 5U) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((buffer >> bits) & 0xFFU);
    }
  }
  return bytes;
}

}  // namespace

bool IsPseudonymKind(absl::string_view kind) {
  return kind == "ref" || kind == "ins" || kind == "src" || kind == "mon" ||
         kind == "row";
}

std::string PseudonymText(absl::string_view kind, absl::string_view hash) {
  const std::string check = Base32Of(Blake2b(
      absl::StrCat("toguna/pseudonym/", kind, absl::string_view("\0", 1), hash),
      kCheckDigestSize));
  return absl::StrCat(kind, "1-", Base32Of(hash), "-",
                      check.substr(0, kCheckCharacters));
}

bool IsPseudonym(absl::string_view kind, absl::string_view text) {
  const size_t start = kind.size() + 2;
  if (!IsPseudonymKind(kind) ||
      text.size() != start + kHashCharacters + 1 + kCheckCharacters) {
    return false;
  }
  const std::optional<std::string> hash =
      Base32Bytes(text.substr(start, kHashCharacters));
  return hash.has_value() && PseudonymText(kind, *hash) == text;
}

}  // namespace toguna
