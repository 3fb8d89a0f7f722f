#ifndef TOGUNA_EXCHANGE_PACKAGE_OPEN_PACKAGE_H_
#define TOGUNA_EXCHANGE_PACKAGE_OPEN_PACKAGE_H_

// The recipient's side: verify everything, then decrypt.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/ids.h"

namespace toguna {

// What the recipient holds since the agreement was signed; nothing of it is
// ever taken from a package.
struct PackageTrust {
  std::string minisign_public_key;       // the exchange's .pub file
  std::string age_recipient;             // the opener's own "age1…"
  std::optional<AgreementId> agreement;  // none: any of the opener's
};

// The work of other parts, passed in.
struct PackageChecks {
  // (public key file, file, .minisig) -> the trusted comment, once both
  // signatures verify.
  std::function<absl::StatusOr<std::string>(
      absl::string_view, absl::string_view, absl::string_view)>
      verify_file;
  // (release.entry, release.tlog-proof) -> OK once the entry is in the log
  // whose key the opener trusts.
  std::function<absl::Status(absl::string_view, absl::string_view)> check_proof;
  // release.tlog-proof -> OK once enough of the witnesses that the opener
  // trusts have signed its head. Asked where the agreement wants witnesses.
  std::function<absl::Status(absl::string_view)> check_witnesses =
      [](absl::string_view) {
        return absl::PermissionDeniedError("no witnesses are known");
      };
  // An .age file -> what is in it.
  std::function<absl::StatusOr<std::string>(absl::string_view)> decrypt;
};

struct OpenedPackage {
  std::string csv;
  char delimiter = ',';  // of `csv` and `violations`
  // extract.xlsx and extract.json; empty where the package has none.
  std::string extract_workbook;
  std::string json;
  // violations.csv and mrm.xlsx; empty where there are no rows of cohorts.
  std::string violations;
  std::string workbook;
  std::string release;
  std::string agreement;
  int64_t revision = 0;
  std::string delete_by;  // RFC 3339, UTC
  bool demo = false;
  bool hxl = false;  // the second row of `csv` holds HXL tags
  int64_t rows = 0;
  int64_t cells_not_shown = 0;
  std::vector<Label> checked;  // what was verified, in order, for people
};

// Opens `files` (name -> bytes), of this form of packages or an earlier one.
// Nothing is decrypted before all else holds.
// kDataLoss with a reason: FILE_MISSING, FILE_UNKNOWN, SIGNATURE_INVALID,
// COMMENT_MISMATCH, MANIFEST_INVALID, FILE_CHANGED, OTHER_RECIPIENT,
// OTHER_AGREEMENT, PROOF_INVALID, WITNESSES_MISSING, ENTRY_MISMATCH,
// NOT_DECRYPTED,
// CONTENT_MISMATCH; SayPackageRefusal has its words.
absl::StatusOr<OpenedPackage> OpenPackage(
    const std::map<std::string, std::string>& files, const PackageTrust& trust,
    const PackageChecks& checks);

// The refusal in both languages; the plain message where it is none.
Label SayPackageRefusal(const absl::Status& status);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_OPEN_PACKAGE_H_
