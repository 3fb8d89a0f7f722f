#include "keys/x509/spiffe.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/ids.h"
#include "exchange/base/reason.h"

namespace toguna {
namespace {

constexpr absl::string_view kScheme = "spiffe://";
constexpr size_t kMostDomain = 255;
constexpr size_t kMostRole = 20;
constexpr size_t kMostDigits = 9;

bool IsDomain(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_islower(static_cast<unsigned char>(c)) &&
        !absl::ascii_isdigit(static_cast<unsigned char>(c)) && c != '.' &&
        c != '-') {
      return false;
    }
  }
  return !text.empty() && text.size() <= kMostDomain;
}

bool IsRole(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_islower(static_cast<unsigned char>(c))) return false;
  }
  return !text.empty() && text.size() <= kMostRole;
}

// One spelling a number, so that one machine has one id.
bool IsNumber(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return !text.empty() && text.size() <= kMostDigits && text[0] != '0';
}

}  // namespace

std::string SpiffeId::Text() const {
  return absl::StrCat(kScheme, trust_domain, "/", role, "/", party, "/",
                      number);
}

absl::StatusOr<SpiffeId> ParseSpiffeId(absl::string_view text) {
  absl::string_view rest = text;
  const bool scheme = absl::ConsumePrefix(&rest, kScheme);
  const std::vector<absl::string_view> parts = absl::StrSplit(rest, '/');
  if (!scheme || parts.size() != 4 || !IsDomain(parts[0]) ||
      !IsRole(parts[1]) || !CheckId(parts[2]).ok() || !IsNumber(parts[3])) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "SPIFFE_ID",
                       "an identity must have the form "
                       "spiffe://<trust domain>/<role>/<party>/<number>");
  }
  return SpiffeId{.trust_domain = std::string(parts[0]),
                  .role = std::string(parts[1]),
                  .party = std::string(parts[2]),
                  .number = std::string(parts[3])};
}

}  // namespace toguna
