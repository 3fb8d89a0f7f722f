#include "keys/sodium/witness_key.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "keys/digest/digest.h"
#include "keys/sodium/bytes.h"

namespace toguna {
namespace {

constexpr absl::string_view kFirstLine = "toguna witness key v1";
constexpr size_t kSeedSize = 32;

}  // namespace

Secret GenerateWitnessKey(const RandomBytes& random) {
  return Secret(random(kSeedSize));
}

std::string RevealWitnessKeyFile(const Secret& seed) {
  return absl::StrCat(kFirstLine, "\n", Base64Of(seed.RevealSecret()), "\n");
}

absl::StatusOr<Secret> ParseWitnessKeyFile(absl::string_view text) {
  const std::vector<absl::string_view> lines =
      absl::StrSplit(text, absl::ByAnyChar("\r\n"), absl::SkipEmpty());
  std::string bytes;
  if (lines.size() != 2 || lines[0] != kFirstLine ||
      !absl::Base64Unescape(lines[1], &bytes) || bytes.size() != kSeedSize) {
    Wipe(bytes);
    return ReasonError(absl::StatusCode::kInvalidArgument, "WITNESS_KEY",
                       "this is not a witness's key file");
  }
  return Secret(std::move(bytes));
}

}  // namespace toguna
