#include "exchange/base/plain_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace toguna {
namespace {

// Length of the UTF-8 character at the start of `text`, its value in `value`;
// 0 if it is not one (overlong, surrogate, beyond Unicode, cut).
size_t DecodeUtf8(absl::string_view text, uint32_t& value) {
  const auto byte = [&text](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const uint32_t first = byte(0);
  const size_t length = first < 0x80             ? 1
                        : (first & 0xE0) == 0xC0 ? 2
                        : (first & 0xF0) == 0xE0 ? 3
                        : (first & 0xF8) == 0xF0 ? 4
                                                 : 0;
  if (length == 0 || length > text.size()) return 0;
  constexpr uint32_t kFirstBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  value = first & kFirstBits[length];
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    value = (value << 6) | (byte(i) & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return value < kLeast[length] || value > 0x10FFFF || surrogate ? 0 : length;
}

// Characters that make a text read otherwise than its bytes say. What people
// read is what they sign, so no file may hold them.
bool IsInvisible(uint32_t c) {
  if (c < 0x20) return c != '\n' && c != '\r' && c != '\t';
  return (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         c == 0xFEFF;
}

// Levenshtein's distance, regardless of case.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same =
          absl::ascii_tolower(static_cast<unsigned char>(a[i - 1])) ==
          absl::ascii_tolower(static_cast<unsigned char>(b[j - 1]));
      const size_t changed = diagonal + (same ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

}  // namespace

bool IsPlainText(absl::string_view text) {
  while (!text.empty()) {
    uint32_t c = 0;
    const size_t length = DecodeUtf8(text, c);
    if (length == 0 || IsInvisible(c)) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string Nearest(absl::string_view wanted,
                    const std::vector<std::string>& names) {
  if (wanted.size() > 64) return "";
  size_t best = 3;
  std::string nearest;
  for (const std::string& name : names) {
    const size_t distance = Distance(wanted, name);
    if (distance >= best || distance * 3 > name.size()) continue;
    best = distance;
    nearest = name;
  }
  return nearest;
}

}  // namespace toguna
