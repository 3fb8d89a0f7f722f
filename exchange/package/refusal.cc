#include "exchange/package/refusal.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/package/open_package.h"
#include "exchange/words/package_words.h"
#include "exchange/words/words.h"

namespace toguna {
namespace {

namespace words = package_words;

struct Refusal {
  const char* reason;
  const Sentence& sentence;
};
constexpr Refusal kRefusals[] = {
    {"FILE_MISSING", words::kRefusedMissing},
    {"FILE_UNKNOWN", words::kRefusedUnknown},
    {"SIGNATURE_INVALID", words::kRefusedSignature},
    {"COMMENT_MISMATCH", words::kRefusedComment},
    {"MANIFEST_INVALID", words::kRefusedManifest},
    {"FILE_CHANGED", words::kRefusedDigest},
    {"OTHER_RECIPIENT", words::kRefusedRecipient},
    {"OTHER_AGREEMENT", words::kRefusedAgreement},
    {"PROOF_INVALID", words::kRefusedProof},
    {"WITNESSES_MISSING", words::kRefusedWitnesses},
    {"ENTRY_MISMATCH", words::kRefusedEntry},
    {"NOT_DECRYPTED", words::kRefusedDecrypt},
    {"CONTENT_MISMATCH", words::kRefusedContent},
};

}  // namespace

absl::Status RefusePackage(absl::string_view reason, const std::string& file) {
  std::map<std::string, std::string> metadata;
  if (!file.empty()) metadata["file"] = file;
  std::string text(reason);
  for (const Refusal& one : kRefusals) {
    if (reason == one.reason) {
      text = Say(Language::kEnglish, one.sentence, {file});
    }
  }
  return ReasonError(absl::StatusCode::kDataLoss, reason, text,
                     std::move(metadata));
}

Label SayPackageRefusal(const absl::Status& status) {
  const Reason reason = ReasonOf(status);
  const auto file = reason.metadata.find("file");
  const std::vector<std::string> values = {
      file == reason.metadata.end() ? "" : file->second};
  for (const Refusal& one : kRefusals) {
    if (reason.code != one.reason) continue;
    return {Say(Language::kFrench, one.sentence, values),
            Say(Language::kEnglish, one.sentence, values)};
  }
  return {std::string(status.message()), std::string(status.message())};
}

}  // namespace toguna
