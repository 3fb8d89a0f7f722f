#include "exchange/package/open_package.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/csv.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/layout.h"
#include "exchange/package/mrm_rows.h"
#include "exchange/words/package_words.h"
#include "exchange/words/words.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

namespace words = package_words;
using Files = std::map<std::string, std::string>;

constexpr const char* kAttested[] = {kExtractFile, kSchemaFile, kProtectionFile,
                                     kVerifyFile};
// In a package with rows of cohorts besides.
constexpr const char* kAttestedRows[] = {kViolationsFile, kWorkbookFile};
constexpr const char* kOther[] = {kManifestFile, kSignatureFile, kEntryFile,
                                  kProofFile};

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
    {"ENTRY_MISMATCH", words::kRefusedEntry},
    {"NOT_DECRYPTED", words::kRefusedDecrypt},
    {"CONTENT_MISMATCH", words::kRefusedContent},
};

absl::Status Refuse(absl::string_view reason, const std::string& file = "") {
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
  if (!json.is_object()) return Refuse(reason);
  return json;
}

absl::Status CheckNames(const Files& files) {
  size_t known = 0;
  for (const char* name : kAttested) {
    if (!files.contains(name)) return Refuse("FILE_MISSING", name);
    ++known;
  }
  for (const char* name : kOther) {
    if (!files.contains(name)) return Refuse("FILE_MISSING", name);
    ++known;
  }
  // Whether there must be any is the manifest's to say.
  for (const char* name : kAttestedRows) known += files.count(name);
  return files.size() == known ? absl::OkStatus() : Refuse("FILE_UNKNOWN");
}

// The manifest's predicate, once the manifest is signed and of our version.
absl::StatusOr<nlohmann::json> ReadManifest(const Files& files,
                                            const PackageTrust& trust,
                                            const PackageChecks& checks,
                                            nlohmann::json& subjects) {
  const std::string& manifest = files.at(kManifestFile);
  const absl::StatusOr<std::string> comment = checks.verify_file(
      trust.minisign_public_key, manifest, files.at(kSignatureFile));
  if (!comment.ok()) return Refuse("SIGNATURE_INVALID");
  TOGUNA_ASSIGN_OR_RETURN(const nlohmann::json statement,
                          ReadObject(manifest, "MANIFEST_INVALID"));
  const auto predicate = statement.find("predicate");
  const auto subject = statement.find("subject");
  if (TextAt(statement, "_type") != "https://in-toto.io/Statement/v1" ||
      predicate == statement.end() || !predicate->is_object() ||
      subject == statement.end() || !subject->is_array() ||
      (TextAt(*predicate, "format") != kPackageFormat &&
       TextAt(*predicate, "format") != kRowsPackageFormat)) {
    return Refuse("MANIFEST_INVALID");
  }
  const std::string expected = TrustedComment(
      NumberAt(*predicate, "created_seconds"), TextAt(*predicate, "release"),
      TextAt(*predicate, "agreement"), manifest);
  if (*comment != expected) return Refuse("COMMENT_MISMATCH");
  subjects = *subject;
  return *predicate;
}

// The files that a manifest of this format attests, every one of them there.
absl::StatusOr<std::vector<const char*>> AttestedIn(const Files& files,
                                                    bool rows) {
  std::vector<const char*> names(std::begin(kAttested), std::end(kAttested));
  for (const char* name : kAttestedRows) {
    if (rows && !files.contains(name)) return Refuse("FILE_MISSING", name);
    if (!rows && files.contains(name)) return Refuse("FILE_UNKNOWN");
    if (rows) names.push_back(name);
  }
  return names;
}

absl::Status CheckDigests(const Files& files, bool rows,
                          const nlohmann::json& subjects) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<const char*> attested,
                          AttestedIn(files, rows));
  std::map<std::string, std::string> digests;
  for (const nlohmann::json& subject : subjects) {
    if (!subject.is_object()) return Refuse("MANIFEST_INVALID");
    const auto digest = subject.find("digest");
    if (digest == subject.end() || !digest->is_object()) {
      return Refuse("MANIFEST_INVALID");
    }
    digests[TextAt(subject, "name")] = TextAt(*digest, "sha256");
  }
  if (digests.size() != attested.size()) return Refuse("MANIFEST_INVALID");
  for (const char* name : attested) {
    const auto digest = digests.find(name);
    if (digest == digests.end()) return Refuse("MANIFEST_INVALID");
    if (digest->second != HexOf(Sha256(files.at(name)))) {
      return Refuse("FILE_CHANGED", name);
    }
  }
  return absl::OkStatus();
}

// The log's entry must be about this package and no other.
absl::Status CheckEntry(const Files& files, const nlohmann::json& predicate,
                        const PackageChecks& checks) {
  const std::string& bytes = files.at(kEntryFile);
  if (!checks.check_proof(bytes, files.at(kProofFile)).ok()) {
    return Refuse("PROOF_INVALID");
  }
  TOGUNA_ASSIGN_OR_RETURN(const nlohmann::json entry,
                          ReadObject(bytes, "ENTRY_MISMATCH"));
  for (const char* field : {"release", "agreement", "agreement_sha256",
                            "catalog_sha256", "dataset", "recipient_key"}) {
    const std::string said = TextAt(predicate, field);
    if (said.empty() || TextAt(entry, field) != said) {
      return Refuse("ENTRY_MISMATCH");
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
  return same ? absl::OkStatus() : Refuse("ENTRY_MISMATCH");
}

// An empty text or a whole number, not negative, and then at least `least`.
bool IsCount(const std::string& text, int64_t least) {
  int64_t number = 0;
  return text.empty() || (absl::SimpleAtoi(text, &number) &&
                          number >= std::max<int64_t>(least, 0));
}

// A shown cell has a value and no range, another one no value. Packages made
// before there were ranges have none.
bool CellFits(bool shown, const std::string& value, const std::string& low,
              const std::string& high) {
  if (shown) return !value.empty() && low.empty() && high.empty();
  int64_t least = 0;
  if (!value.empty() || !IsCount(low, 0)) return false;
  if (low.empty()) return high.empty();
  return absl::SimpleAtoi(low, &least) && IsCount(high, least);
}

// The decrypted table is as large as announced, and no cell that is not shown
// carries a value.
absl::Status CheckContent(const OpenedPackage& opened) {
  const auto rows = ReadCsv(opened.csv, ',');
  if (!rows.ok()) return Refuse("CONTENT_MISMATCH");
  const size_t headers = opened.hxl ? 2 : 1;
  if (rows->size() < headers) return Refuse("CONTENT_MISMATCH");
  const CsvRow& header = rows->front();
  const size_t columns = header.size();
  if (columns < 7 || header[columns - 4] != "status" ||
      header[columns - 3] != "value" || header[columns - 2] != "low" ||
      header[columns - 1] != "high") {
    return Refuse("CONTENT_MISMATCH");
  }
  int64_t not_shown = 0;
  for (size_t i = headers; i < rows->size(); ++i) {
    const CsvRow& row = (*rows)[i];
    if (row.size() != columns) return Refuse("CONTENT_MISMATCH");
    const bool shown = row[columns - 4] == "PUBLISHED";
    if (!shown && row[columns - 4] != "NOT_SHOWN") {
      return Refuse("CONTENT_MISMATCH");
    }
    if (!CellFits(shown, row[columns - 3], row[columns - 2],
                  row[columns - 1])) {
      return Refuse("CONTENT_MISMATCH");
    }
    if (!shown) ++not_shown;
  }
  const auto count = static_cast<int64_t>(rows->size() - headers);
  return count == opened.rows && not_shown == opened.cells_not_shown
             ? absl::OkStatus()
             : Refuse("CONTENT_MISMATCH");
}

// Every row is a lead, under a reference of its own, and every cohort has as
// many rows as each of them says. Returns how many rows there are.
absl::StatusOr<int64_t> CheckRows(const OpenedPackage& opened) {
  const auto rows = ReadCsv(opened.violations, ',');
  const std::vector<ViolationColumn>& columns = ViolationColumns();
  const auto named = [](const std::string& name,
                        const ViolationColumn& column) {
    return name == column.name;
  };
  if (!rows.ok() || rows->empty() ||
      !std::equal(rows->front().begin(), rows->front().end(), columns.begin(),
                  columns.end(), named)) {
    return Refuse("CONTENT_MISMATCH");
  }
  const size_t last = columns.size() - 1;
  std::set<std::string> refs;
  std::map<std::pair<std::string, std::string>, int64_t> counted;
  for (size_t i = 1; i < rows->size(); ++i) {
    const CsvRow& row = (*rows)[i];
    if (row.size() != columns.size() || row[last - 2] != kLeadStatus ||
        !refs.insert(row.front()).second) {
      return Refuse("CONTENT_MISMATCH");
    }
    ++counted[{row[last - 1], row[last]}];
  }
  for (const auto& [cohort, count] : counted) {
    if (cohort.second != absl::StrCat(count)) return Refuse("CONTENT_MISMATCH");
  }
  // An XLSX file is a ZIP archive.
  if (!absl::StartsWith(opened.workbook, "PK")) {
    return Refuse("CONTENT_MISMATCH");
  }
  return static_cast<int64_t>(rows->size() - 1);
}

absl::Status DecryptInto(const Files& files, const PackageChecks& checks,
                         const char* name, std::string& plain) {
  absl::StatusOr<std::string> opened = checks.decrypt(files.at(name));
  if (!opened.ok()) return Refuse("NOT_DECRYPTED", name);
  plain = *std::move(opened);
  return absl::OkStatus();
}

void Checked(OpenedPackage& opened, const Sentence& sentence,
             const std::vector<std::string>& values = {}) {
  opened.checked.push_back({Say(Language::kFrench, sentence, values),
                            Say(Language::kEnglish, sentence, values)});
}

}  // namespace

absl::StatusOr<OpenedPackage> OpenPackage(const Files& files,
                                          const PackageTrust& trust,
                                          const PackageChecks& checks) {
  OpenedPackage opened;
  TOGUNA_RETURN_IF_ERROR(CheckNames(files));
  Checked(opened, words::kCheckedFiles);
  nlohmann::json subjects;
  TOGUNA_ASSIGN_OR_RETURN(const nlohmann::json predicate,
                          ReadManifest(files, trust, checks, subjects));
  Checked(opened, words::kCheckedSignature);
  Checked(opened, words::kCheckedComment);
  const bool rows = TextAt(predicate, "format") == kRowsPackageFormat;
  TOGUNA_RETURN_IF_ERROR(CheckDigests(files, rows, subjects));
  Checked(opened, words::kCheckedDigests);

  opened.release = TextAt(predicate, "release");
  opened.agreement = TextAt(predicate, "agreement");
  opened.revision = NumberAt(predicate, "revision");
  opened.delete_by = TextAt(predicate, "delete_by");
  opened.demo = TrueAt(predicate, "demo");
  opened.hxl = TrueAt(predicate, "hxl");
  opened.rows = NumberAt(predicate, "rows");
  opened.cells_not_shown = NumberAt(predicate, "cells_not_shown");
  if (trust.age_recipient.empty() ||
      TextAt(predicate, "recipient_key") != trust.age_recipient) {
    return Refuse("OTHER_RECIPIENT");
  }
  Checked(opened, words::kCheckedRecipient);
  if (trust.agreement.has_value()) {
    if (trust.agreement->text() != opened.agreement) {
      return Refuse("OTHER_AGREEMENT");
    }
    Checked(opened, words::kCheckedAgreement, {opened.agreement});
  }
  TOGUNA_RETURN_IF_ERROR(CheckEntry(files, predicate, checks));
  Checked(opened, words::kCheckedLog);

  TOGUNA_RETURN_IF_ERROR(DecryptInto(files, checks, kExtractFile, opened.csv));
  TOGUNA_RETURN_IF_ERROR(CheckContent(opened));
  Checked(opened, words::kCheckedContent);
  if (!rows) return opened;
  TOGUNA_RETURN_IF_ERROR(
      DecryptInto(files, checks, kViolationsFile, opened.violations));
  TOGUNA_RETURN_IF_ERROR(
      DecryptInto(files, checks, kWorkbookFile, opened.workbook));
  TOGUNA_ASSIGN_OR_RETURN(const int64_t leads, CheckRows(opened));
  Checked(opened, words::kCheckedRows, {absl::StrCat(leads)});
  return opened;
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
