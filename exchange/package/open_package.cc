#include "exchange/package/open_package.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/layout.h"
#include "exchange/package/open_content.h"
#include "exchange/package/refusal.h"
#include "exchange/words/package_words.h"
#include "exchange/words/words.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

namespace words = package_words;
using Files = std::map<std::string, std::string>;

// In every package, whatever its form; the first four the manifest attests.
constexpr const char* kAlways[] = {kExtractFile, kSchemaFile,   kProtectionFile,
                                   kVerifyFile,  kManifestFile, kSignatureFile,
                                   kEntryFile,   kProofFile};
constexpr size_t kAlwaysAttested = 4;
// Rows of cohorts: both or neither.
constexpr const char* kRowFiles[] = {kViolationsFile, kWorkbookFile};
// What a package of today can hold besides.
constexpr const char* kFormatFiles[] = {kExtractWorkbookFile, kExtractJsonFile};

using Names = std::set<std::string>;

// A member of a JSON object as text or number; "" or -1 where it is not one.
std::string TextAt(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string();
}
int64_t NumberAt(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer()
             ? found->get<int64_t>()
             : -1;
}
bool TrueAt(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

absl::StatusOr<nlohmann::json> ReadObject(const std::string& text,
                                          absl::string_view reason) {
  nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return RefusePackage(reason);
  return json;
}

// What must be there is; which of the others must be is the manifest's to say.
absl::Status CheckNames(const Files& files) {
  Names known = {kVerifierFile};
  known.insert(std::begin(kRowFiles), std::end(kRowFiles));
  known.insert(std::begin(kFormatFiles), std::end(kFormatFiles));
  for (const char* name : kAlways) {
    if (!files.contains(name)) return RefusePackage("FILE_MISSING", name);
    known.insert(name);
  }
  for (const auto& [name, bytes] : files) {
    if (!known.contains(name)) return RefusePackage("FILE_UNKNOWN");
  }
  return absl::OkStatus();
}

bool IsKnownForm(const std::string& form) {
  return form == kPackageFormat || form == kTablesPackageFormat ||
         form == kRowsPackageFormat;
}

// The manifest's predicate, once the manifest is signed and of our version.
absl::StatusOr<nlohmann::json> ReadManifest(const Files& files,
                                            const PackageTrust& trust,
                                            const PackageChecks& checks,
                                            nlohmann::json& subjects) {
  const std::string& manifest = files.at(kManifestFile);
  const absl::StatusOr<std::string> comment = checks.verify_file(
      trust.minisign_public_key, manifest, files.at(kSignatureFile));
  if (!comment.ok()) return RefusePackage("SIGNATURE_INVALID");
  TOGUNA_ASSIGN_OR_RETURN(const nlohmann::json statement,
                          ReadObject(manifest, "MANIFEST_INVALID"));
  const auto predicate = statement.find("predicate");
  const auto subject = statement.find("subject");
  if (TextAt(statement, "_type") != "https://in-toto.io/Statement/v1" ||
      predicate == statement.end() || !predicate->is_object() ||
      subject == statement.end() || !subject->is_array() ||
      !IsKnownForm(TextAt(*predicate, "format"))) {
    return RefusePackage("MANIFEST_INVALID");
  }
  const std::string expected = TrustedComment(
      NumberAt(*predicate, "created_seconds"), TextAt(*predicate, "release"),
      TextAt(*predicate, "agreement"), manifest);
  if (*comment != expected) return RefusePackage("COMMENT_MISMATCH");
  subjects = *subject;
  return *predicate;
}

// Name -> digest.
absl::StatusOr<std::map<std::string, std::string>> DigestsIn(
    const nlohmann::json& subjects) {
  std::map<std::string, std::string> digests;
  for (const nlohmann::json& subject : subjects) {
    if (!subject.is_object()) return RefusePackage("MANIFEST_INVALID");
    const auto digest = subject.find("digest");
    if (digest == subject.end() || !digest->is_object() ||
        !digests.emplace(TextAt(subject, "name"), TextAt(*digest, "sha256"))
             .second) {
      return RefusePackage("MANIFEST_INVALID");
    }
  }
  return digests;
}

// What a manifest may attest: a package of today says by its names itself what
// it holds, an earlier one by its form.
absl::Status CheckAttested(const Names& named,
                           const nlohmann::json& predicate) {
  const std::string form = TextAt(predicate, "format");
  Names must(kAlways, kAlways + kAlwaysAttested);
  Names may;
  const bool rows = form == kRowsPackageFormat || predicate.contains("cohorts");
  if (rows) must.insert(std::begin(kRowFiles), std::end(kRowFiles));
  if (form == kPackageFormat) {
    must.insert(kVerifierFile);
    may.insert(std::begin(kFormatFiles), std::end(kFormatFiles));
  }
  for (const std::string& name : must) {
    if (!named.contains(name)) return RefusePackage("MANIFEST_INVALID");
  }
  for (const std::string& name : named) {
    if (!must.contains(name) && !may.contains(name)) {
      return RefusePackage("MANIFEST_INVALID");
    }
  }
  return absl::OkStatus();
}

// Returns the names that the manifest attests, once each is the file it says.
absl::StatusOr<Names> CheckDigests(const Files& files,
                                   const nlohmann::json& predicate,
                                   const nlohmann::json& subjects) {
  TOGUNA_ASSIGN_OR_RETURN(const auto digests, DigestsIn(subjects));
  Names named;
  for (const auto& [name, digest] : digests) named.insert(name);
  TOGUNA_RETURN_IF_ERROR(CheckAttested(named, predicate));
  for (const auto& [name, digest] : digests) {
    const auto file = files.find(name);
    if (file == files.end()) return RefusePackage("FILE_MISSING", name);
    if (digest != HexOf(Sha256(file->second))) {
      return RefusePackage("FILE_CHANGED", name);
    }
  }
  // Besides those, only the manifest, its signature, and what the log adds.
  return files.size() == named.size() + std::size(kAlways) - kAlwaysAttested
             ? absl::StatusOr<Names>(std::move(named))
             : RefusePackage("FILE_UNKNOWN");
}

// The log's entry must be about this package and no other.
absl::Status CheckEntry(const Files& files, const nlohmann::json& predicate,
                        const PackageChecks& checks) {
  const std::string& bytes = files.at(kEntryFile);
  if (!checks.check_proof(bytes, files.at(kProofFile)).ok()) {
    return RefusePackage("PROOF_INVALID");
  }
  TOGUNA_ASSIGN_OR_RETURN(const nlohmann::json entry,
                          ReadObject(bytes, "ENTRY_MISMATCH"));
  for (const char* field : {"release", "agreement", "agreement_sha256",
                            "catalog_sha256", "dataset", "recipient_key"}) {
    const std::string said = TextAt(predicate, field);
    if (said.empty() || TextAt(entry, field) != said) {
      return RefusePackage("ENTRY_MISMATCH");
    }
  }
  const bool same =
      TextAt(entry, "type") == "release.extract" &&
      TextAt(entry, "revision") ==
          absl::StrCat(NumberAt(predicate, "revision")) &&
      TextAt(entry, "rows") == absl::StrCat(NumberAt(predicate, "rows")) &&
      TextAt(entry, "manifest_sha256") ==
          HexOf(Sha256(files.at(kManifestFile))) &&
      TextAt(entry, "package_sha256") == HexOf(Sha256(files.at(kExtractFile)));
  return same ? absl::OkStatus() : RefusePackage("ENTRY_MISMATCH");
}

absl::Status DecryptInto(const Files& files, const PackageChecks& checks,
                         const char* name, std::string& plain) {
  absl::StatusOr<std::string> opened = checks.decrypt(files.at(name));
  if (!opened.ok()) return RefusePackage("NOT_DECRYPTED", name);
  plain = *std::move(opened);
  return absl::OkStatus();
}

void Checked(OpenedPackage& opened, const Sentence& sentence,
             const std::vector<std::string>& values = {}) {
  opened.checked.push_back({Say(Language::kFrench, sentence, values),
                            Say(Language::kEnglish, sentence, values)});
}

// What the manifest says of the package; the delimiter only where it is one.
absl::Status Describe(const nlohmann::json& predicate, OpenedPackage& opened) {
  opened.release = TextAt(predicate, "release");
  opened.agreement = TextAt(predicate, "agreement");
  opened.revision = NumberAt(predicate, "revision");
  opened.delete_by = TextAt(predicate, "delete_by");
  opened.demo = TrueAt(predicate, "demo");
  opened.hxl = TrueAt(predicate, "hxl");
  opened.rows = NumberAt(predicate, "rows");
  opened.cells_not_shown = NumberAt(predicate, "cells_not_shown");
  if (TextAt(predicate, "format") != kPackageFormat) return absl::OkStatus();
  const std::string delimiter = TextAt(predicate, "delimiter");
  if (delimiter != "," && delimiter != ";") {
    return RefusePackage("MANIFEST_INVALID");
  }
  opened.delimiter = delimiter[0];
  return absl::OkStatus();
}

// Whether it is the opener's to open.
absl::Status CheckAddressee(const nlohmann::json& predicate,
                            const PackageTrust& trust, OpenedPackage& opened) {
  if (trust.age_recipient.empty() ||
      TextAt(predicate, "recipient_key") != trust.age_recipient) {
    return RefusePackage("OTHER_RECIPIENT");
  }
  Checked(opened, words::kCheckedRecipient);
  if (!trust.agreement.has_value()) return absl::OkStatus();
  if (trust.agreement->text() != opened.agreement) {
    return RefusePackage("OTHER_AGREEMENT");
  }
  Checked(opened, words::kCheckedAgreement, {opened.agreement});
  return absl::OkStatus();
}

absl::Status OpenTables(const Files& files, const Names& named,
                        const PackageChecks& checks, OpenedPackage& opened) {
  TOGUNA_RETURN_IF_ERROR(DecryptInto(files, checks, kExtractFile, opened.csv));
  const bool workbook = named.contains(kExtractWorkbookFile);
  const bool json = named.contains(kExtractJsonFile);
  if (workbook) {
    TOGUNA_RETURN_IF_ERROR(DecryptInto(files, checks, kExtractWorkbookFile,
                                       opened.extract_workbook));
  }
  if (json) {
    TOGUNA_RETURN_IF_ERROR(
        DecryptInto(files, checks, kExtractJsonFile, opened.json));
  }
  // A file that is empty would not be looked at.
  if ((workbook && opened.extract_workbook.empty()) ||
      (json && opened.json.empty())) {
    return RefusePackage("CONTENT_MISMATCH");
  }
  TOGUNA_RETURN_IF_ERROR(CheckTables(opened));
  Checked(opened, words::kCheckedContent);
  if (json) Checked(opened, words::kCheckedJson);
  if (workbook) Checked(opened, words::kCheckedWorkbook);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<OpenedPackage> OpenPackage(const Files& files,
                                          const PackageTrust& trust,
                                          const PackageChecks& checks) {
  OpenedPackage opened;
  TOGUNA_RETURN_IF_ERROR(CheckNames(files));
  nlohmann::json subjects;
  TOGUNA_ASSIGN_OR_RETURN(const nlohmann::json predicate,
                          ReadManifest(files, trust, checks, subjects));
  TOGUNA_ASSIGN_OR_RETURN(const Names named,
                          CheckDigests(files, predicate, subjects));
  Checked(opened, words::kCheckedFiles);
  Checked(opened, words::kCheckedSignature);
  Checked(opened, words::kCheckedComment);
  Checked(opened, words::kCheckedDigests);
  TOGUNA_RETURN_IF_ERROR(Describe(predicate, opened));
  TOGUNA_RETURN_IF_ERROR(CheckAddressee(predicate, trust, opened));
  TOGUNA_RETURN_IF_ERROR(CheckEntry(files, predicate, checks));
  Checked(opened, words::kCheckedLog);
  if (TrueAt(predicate, "witnessed")) {
    if (!checks.check_witnesses(files.at(kProofFile)).ok()) {
      return RefusePackage("WITNESSES_MISSING");
    }
    Checked(opened, words::kCheckedWitnesses);
  }
  TOGUNA_RETURN_IF_ERROR(OpenTables(files, named, checks, opened));
  if (!named.contains(kViolationsFile)) return opened;
  TOGUNA_RETURN_IF_ERROR(
      DecryptInto(files, checks, kViolationsFile, opened.violations));
  TOGUNA_RETURN_IF_ERROR(
      DecryptInto(files, checks, kWorkbookFile, opened.workbook));
  TOGUNA_ASSIGN_OR_RETURN(const int64_t leads, CheckRows(opened));
  Checked(opened, words::kCheckedRows, {absl::StrCat(leads)});
  return opened;
}

}  // namespace toguna
