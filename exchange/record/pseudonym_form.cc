#include "exchange/record/pseudonym_form.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr size_t kBodySize = 32;    // 20 bytes in base32
constexpr size_t kCheckSize = 4;    // characters
constexpr size_t kDigestSize = 32;  // bytes

// Decodes lower-case base32 without padding; empty if `text` is something else.
std::string Base32Bytes(absl::string_view text) {
  constexpr absl::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::string bytes;
  uint32_t bits = 0;
  int have = 0;
  for (const char c : text) {
    const size_t value = kAlphabet.find(c);
    if (value == absl::string_view::npos) return "";
    bits = (bits << 5U) | static_cast<uint32_t>(value);
    have += 5;
    if (have < 8) continue;
    have -= 8;
    bytes.push_back(static_cast<char>((bits >> have) & 0xffU));
  }
  return bytes;
}

}  // namespace

bool IsPseudonym(absl::string_view kind, absl::string_view text) {
  if (!absl::ConsumePrefix(&text, kind) || !absl::ConsumePrefix(&text, "1-") ||
      text.size() != kBodySize + 1 + kCheckSize || text[kBodySize] != '-') {
    return false;
  }
  const std::string body = Base32Bytes(text.substr(0, kBodySize));
  if (body.empty()) return false;
  const std::string digest = Blake2b(
      absl::StrCat("toguna/pseudonym/", kind, absl::string_view("\0", 1), body),
      kDigestSize);
  return text.substr(kBodySize + 1) == Base32Of(digest).substr(0, kCheckSize);
}

}  // namespace toguna
