#include "exchange/audit/strict.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "keys/digest/digest.h"

namespace toguna {

std::optional<std::string> StrictBase64(absl::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes)) return std::nullopt;
  // Abseil also takes spaces, missing padding and spare bits.
  if (Base64Of(bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<uint64_t> StrictDecimal(absl::string_view text) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number) || number < 0 ||
      absl::StrCat(number) != text) {
    return std::nullopt;
  }
  return static_cast<uint64_t>(number);
}

std::optional<absl::string_view> TakeLine(absl::string_view& text) {
  const size_t end = text.find('\n');
  if (end == absl::string_view::npos) return std::nullopt;
  const absl::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::string BigEndian64(uint64_t number) {
  std::string bytes(8, '\0');
  for (size_t i = 8; i-- > 0; number >>= 8U) {
    bytes[i] = static_cast<char>(number & 0xffU);
  }
  return bytes;
}

std::optional<uint64_t> ReadBigEndian64(absl::string_view bytes) {
  if (bytes.size() != 8) return std::nullopt;
  uint64_t number = 0;
  for (const char byte : bytes) {
    number = (number << 8U) | static_cast<unsigned char>(byte);
  }
  return number;
}

}  // namespace toguna
