#include "keys/sodium/pseudonyms.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "keys/digest/digest.h"
#include "keys/ring/pseudonym.h"
#include "keys/ring/ring.h"
#include "keys/sodium/bytes.h"
#include "keys/sodium/secret.h"

namespace toguna {
namespace {

constexpr absl::string_view kFirstLine = "toguna contributor key v1";
constexpr size_t kKeySize = 32;
constexpr size_t kCheckSize = 4;

std::string Check(absl::string_view key) {
  std::string labelled = absl::StrCat("toguna/contributor-key/v1", key);
  std::string check = Blake2b(labelled, kKeySize).substr(0, kCheckSize);
  Wipe(labelled);
  return check;
}

std::string Canon(absl::string_view id) {
  std::string text(id);
  absl::RemoveExtraAsciiWhitespace(&text);
  for (char& c : text) {
    // Of a run of mixed white space one character is left: make it a space.
    if (absl::ascii_isspace(static_cast<unsigned char>(c))) c = ' ';
  }
  absl::AsciiStrToUpper(&text);
  return text;
}

class HmacPseudonymiser : public Pseudonymiser {
 public:
  explicit HmacPseudonymiser(const Secret& key)
      : key_(std::string(key.RevealSecret())) {}

  std::string Pseudonym(absl::string_view kind,
                        absl::string_view id) const override {
    std::string canon = Canon(id);
    if (canon.empty()) return "";
    std::string labelled =
        absl::StrCat("toguna/id/", kind, absl::string_view("\0", 1), canon);
    const std::string hash =
        HmacSha256(key_.RevealSecret(), labelled).substr(0, kPseudonymSize);
    Wipe(labelled);
    Wipe(canon);
    return PseudonymText(kind, hash);
  }

 private:
  const Secret key_;
};

}  // namespace

Secret GenerateContributorKey(const RandomBytes& random) {
  return Secret(random(kKeySize));
}

std::string RevealContributorKeyFile(const Secret& key) {
  std::string bytes =
      absl::StrCat(key.RevealSecret(), Check(key.RevealSecret()));
  std::string text = absl::StrCat(kFirstLine, "\n", Base64Of(bytes), "\n");
  Wipe(bytes);
  return text;
}

absl::StatusOr<Secret> ParseContributorKeyFile(absl::string_view text) {
  const absl::Status refused = ReasonError(
      absl::StatusCode::kInvalidArgument, "CONTRIBUTOR_KEY",
      "this is not a contributor key file, or a character of it is wrong: it "
      "must hold \"toguna contributor key v1\" and one line of key, copied "
      "whole");
  const std::vector<absl::string_view> lines =
      absl::StrSplit(text, absl::ByAnyChar("\r\n"), absl::SkipEmpty());
  std::string bytes;
  if (lines.size() != 2 || lines[0] != kFirstLine ||
      !absl::Base64Unescape(lines[1], &bytes) ||
      bytes.size() != kKeySize + kCheckSize) {
    Wipe(bytes);
    return refused;
  }
  const std::string check = bytes.substr(kKeySize);
  bytes.resize(kKeySize);
  Secret key(std::move(bytes));
  if (Check(key.RevealSecret()) != check) return refused;
  return key;
}

std::unique_ptr<Pseudonymiser> MakePseudonymiser(const Secret& key) {
  return std::make_unique<HmacPseudonymiser>(key);
}

}  // namespace toguna
