#include "exchange/base/ids.h"

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace toguna {
namespace {

bool IsLowerHex(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
         (c >= 'a' && c <= 'f');
}

}  // namespace

absl::Status CheckId(absl::string_view text) {
  const auto broken = [] {
    return absl::InvalidArgumentError(
        "an id has 3 to 63 characters of a-z, 0-9 and '-', begins with a "
        "letter and has no '-' at its end or twice in a row");
  };
  if (text.size() < 3 || text.size() > 63) return broken();
  if (!absl::ascii_islower(static_cast<unsigned char>(text[0])) ||
      text.back() == '-') {
    return broken();
  }
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool dash = c == '-' && text[i - 1] != '-';
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && !dash) {
      return broken();
    }
  }
  return absl::OkStatus();
}

absl::Status CheckUuid(absl::string_view text) {
  bool good = text.size() == 36;
  for (size_t i = 0; good && i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    good = dash ? text[i] == '-' : IsLowerHex(text[i]);
  }
  if (good) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "a request id is a UUID: 8-4-4-4-12 lower-case hexadecimal digits");
}

}  // namespace toguna
