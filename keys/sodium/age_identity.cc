#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "keys/ring/ring.h"
#include "keys/sodium/age.h"
#include "keys/sodium/bech32.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/secret.h"

namespace toguna {
namespace {

constexpr absl::string_view kRecipientPrefix = "age";
constexpr absl::string_view kIdentityPrefix = "age-secret-key-";
constexpr size_t kScalarSize = 32;

}  // namespace

AgeIdentity::AgeIdentity(Secret scalar)
    : scalar_(std::move(scalar)),
      recipient_(
          Bech32Of(kRecipientPrefix, X25519Public(scalar_.RevealSecret()))) {}

std::string AgeIdentity::RevealIdentityFile(absl::Time created) const {
  return absl::StrCat(
      "# created: ",
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", created, absl::UTCTimeZone()),
      "\n# public key: ", recipient_, "\n",
      absl::AsciiStrToUpper(Bech32Of(kIdentityPrefix, scalar_.RevealSecret())),
      "\n");
}

AgeIdentity GenerateAgeIdentity(const RandomBytes& random) {
  return AgeIdentity(Secret(random(kScalarSize)));
}

absl::StatusOr<AgeIdentity> ParseAgeIdentity(absl::string_view text) {
  const absl::Status refused = ReasonError(
      absl::StatusCode::kInvalidArgument, "AGE_IDENTITY",
      "this is not an age identity file: it must hold exactly one line that "
      "starts with AGE-SECRET-KEY-1, copied whole");
  std::optional<std::string> scalar;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || absl::StartsWith(line, "#")) continue;
    // Written in upper case, so that it is never mistaken for a recipient.
    if (scalar.has_value() || absl::AsciiStrToUpper(line) != line) {
      return refused;
    }
    scalar = Bech32Bytes(kIdentityPrefix, line);
    if (!scalar.has_value() || scalar->size() != kScalarSize) return refused;
  }
  if (!scalar.has_value()) return refused;
  return AgeIdentity(Secret(*std::move(scalar)));
}

}  // namespace toguna
