// toguna extract open: verify everything about a package, then decrypt it.

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/audit/policy.h"
#include "exchange/audit/proof.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/open_package.h"
#include "exchange/package/receive_package.h"
#include "exchange/toguna/extract_files.h"
#include "exchange/toguna/show_table.h"
#include "exchange/words/console_words.h"
#include "exchange/words/extract_words.h"
#include "exchange/words/mrm_words.h"
#include "keys/file/file.h"
#include "keys/sodium/age.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/primitives.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostRows = 12;

// What an opening writes beside the package.
constexpr const char* kOpenedFiles[] = {"extract.csv", "extract.xlsx",
                                        "extract.json", "violations.csv",
                                        "mrm.xlsx"};

// Writes what was decrypted, for its owner alone, and answers where it is.
class Writer {
 public:
  Writer(std::string folder, Json& answer)
      : folder_(std::move(folder)), answer_(answer) {}

  // Nothing where there are no bytes.
  absl::Status Write(const char* key, const char* name,
                     const std::string& bytes) {
    if (bytes.empty()) return absl::OkStatus();
    const std::string path = Path(name);
    TOGUNA_RETURN_IF_ERROR(WriteSecretFile(path, bytes));
    answer_.Set(key, path);
    return absl::OkStatus();
  }
  std::string Path(const char* name) const {
    return absl::StrCat(folder_, "/", name);
  }

 private:
  const std::string folder_;
  Json& answer_;
};

absl::Status WriteAll(const Session& session, const std::string& folder,
                      const OpenedPackage& opened, Json& answer) {
  Writer writer(folder, answer);
  TOGUNA_RETURN_IF_ERROR(writer.Write("csv", "extract.csv", opened.csv));
  TOGUNA_RETURN_IF_ERROR(
      writer.Write("xlsx", "extract.xlsx", opened.extract_workbook));
  TOGUNA_RETURN_IF_ERROR(writer.Write("json", "extract.json", opened.json));
  TOGUNA_RETURN_IF_ERROR(
      writer.Write("violations", "violations.csv", opened.violations));
  TOGUNA_RETURN_IF_ERROR(writer.Write("workbook", "mrm.xlsx", opened.workbook));
  const Console console = session.console();
  if (opened.rows > 0 || opened.workbook.empty()) {
    console.Say(words::kPackageWritten, {writer.Path("extract.csv")});
  }
  if (!opened.extract_workbook.empty()) {
    console.Say(extract_words::kWorkbookWritten, {writer.Path("extract.xlsx")});
  }
  if (!opened.json.empty()) {
    console.Say(extract_words::kJsonWritten, {writer.Path("extract.json")});
  }
  if (!opened.workbook.empty()) {
    console.Say(mrm_words::kRowsWritten,
                {writer.Path("mrm.xlsx"), writer.Path("violations.csv")});
  }
  return absl::OkStatus();
}

// By the policy that the recipient keeps.
absl::Status CheckWitnessesOf(const Session& session, absl::string_view proof) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string text,
                          ReadFile(session.as + "/log.policy"));
  TOGUNA_ASSIGN_OR_RETURN(const LogPolicy policy, ParseLogPolicy(text));
  TOGUNA_ASSIGN_OR_RETURN(const LogProof parsed, ParseProof(proof));
  return CheckLogPolicy(policy, parsed.checkpoint, VerifyEd25519).status();
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ReadPackage(
    const std::string& folder) {
  std::map<std::string, std::string> files;
  std::error_code failed;
  for (const auto& file : fs::directory_iterator(folder, failed)) {
    const std::string name = file.path().filename().string();
    if (std::find(std::begin(kOpenedFiles), std::end(kOpenedFiles), name) !=
        std::end(kOpenedFiles)) {
      continue;
    }
    if (absl::EndsWith(name, kPartEnding)) {
      return ReasonError(absl::StatusCode::kFailedPrecondition,
                         "PACKAGE_NOT_WHOLE",
                         "the package is not whole yet: toguna extract "
                         "download goes on with it");
    }
    TOGUNA_ASSIGN_OR_RETURN(files[name], ReadFile(file.path().string()));
  }
  if (failed || files.empty()) {
    return ReasonError(absl::StatusCode::kNotFound, "NO_PACKAGE",
                       "there is no package in this folder");
  }
  return files;
}

// The key of the exchange's log, and those of its logs before a recovery, where
// they are kept: log.vkey, then log-*.vkey.
absl::StatusOr<std::vector<std::string>> LogKeys(const Session& session) {
  std::vector<std::string> keys;
  TOGUNA_ASSIGN_OR_RETURN(const std::string newest,
                          ReadFile(session.as + "/log.vkey"));
  keys.emplace_back(absl::StripAsciiWhitespace(newest));
  std::error_code failed;
  for (const auto& file : fs::directory_iterator(session.as, failed)) {
    const std::string name = file.path().filename().string();
    if (!absl::StartsWith(name, "log-") || !absl::EndsWith(name, ".vkey")) {
      continue;
    }
    TOGUNA_ASSIGN_OR_RETURN(const std::string key,
                            ReadFile(file.path().string()));
    keys.emplace_back(absl::StripAsciiWhitespace(key));
  }
  return keys;
}

absl::StatusOr<OpenedPackage> VerifyPackage(
    const Session& session, const std::map<std::string, std::string>& files) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string identity_file,
                          ReadSecretFile(session.as + "/age.key"));
  TOGUNA_ASSIGN_OR_RETURN(const AgeIdentity identity,
                          ParseAgeIdentity(identity_file));
  TOGUNA_ASSIGN_OR_RETURN(const std::string minisign_pub,
                          ReadFile(session.as + "/minisign.pub"));
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> vkeys,
                          LogKeys(session));
  auto opened = OpenPackage(
      files,
      {.minisign_public_key = minisign_pub,
       .age_recipient = identity.recipient(),
       .agreement = std::nullopt},
      {.verify_file = VerifiedComment,
       .check_proof =
           [&vkeys](absl::string_view entry, absl::string_view proof) {
             absl::Status of_newest;
             for (const std::string& vkey : vkeys) {
               const absl::Status status =
                   VerifyProof(proof, entry, vkey, VerifyEd25519).status();
               if (status.ok()) return status;
               if (&vkey == &vkeys.front()) of_newest = status;
             }
             return of_newest;
           },
       .check_witnesses =
           [&session](absl::string_view proof) {
             return CheckWitnessesOf(session, proof);
           },
       .decrypt =
           [&identity](absl::string_view bytes) {
             return AgeDecrypt(identity, bytes);
           }});
  if (opened.ok()) return opened;
  return ReasonError(absl::StatusCode::kDataLoss,
                     ReasonOf(opened.status()).code,
                     session.console().Of(SayPackageRefusal(opened.status())));
}

absl::StatusOr<int> OpenExtract(Session& session, const std::string& folder) {
  TOGUNA_ASSIGN_OR_RETURN(const auto files, ReadPackage(folder));
  TOGUNA_ASSIGN_OR_RETURN(const OpenedPackage opened,
                          VerifyPackage(session, files));
  const Console console = session.console();
  console.Say(words::kPackageVerified);
  Json::List checked;
  for (const Label& one : opened.checked) {
    console.Line(absl::StrCat("  ✓ ", console.Of(one)));
    checked.push_back(console.Of(one));
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<ShownTable> tables,
                          TablesOfExtract(opened.csv));
  for (const ShownTable& table : tables) ShowTable(console, table, kMostRows);
  console.Line("");
  Json answer;
  answer.Set("release", opened.release)
      .Set("agreement", opened.agreement)
      .Set("rows", opened.rows)
      .Set("cells_not_shown", opened.cells_not_shown)
      .Set("checked", checked);
  TOGUNA_RETURN_IF_ERROR(WriteAll(session, folder, opened, answer));
  console.Answer(answer);
  return kExitDone;
}

}  // namespace toguna
