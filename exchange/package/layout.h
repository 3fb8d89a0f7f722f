#ifndef TOGUNA_EXCHANGE_PACKAGE_LAYOUT_H_
#define TOGUNA_EXCHANGE_PACKAGE_LAYOUT_H_

// Names and parts of a package, shared by who makes and who opens one.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/usecase/releases.h"
#include "policies/model/catalog.h"

namespace toguna {

inline constexpr char kExtractFile[] = "extract.csv.age";
// Rows of cohorts, where there are any: as a table and as a workbook.
inline constexpr char kViolationsFile[] = "violations.csv.age";
inline constexpr char kWorkbookFile[] = "mrm.xlsx.age";
inline constexpr char kSchemaFile[] = "schema.json";
inline constexpr char kManifestFile[] = "manifest.json";
inline constexpr char kSignatureFile[] = "manifest.json.minisig";
inline constexpr char kProtectionFile[] = "PROTECTION.txt";
inline constexpr char kVerifyFile[] = "VERIFY.txt";
// Added when the release is downloaded.
inline constexpr char kEntryFile[] = "release.entry";
inline constexpr char kProofFile[] = "release.tlog-proof";

// Version of manifest and files together; another one is refused. The second
// is that of packages with rows of cohorts.
inline constexpr char kPackageFormat[] = "toguna/package/v1";
inline constexpr char kRowsPackageFormat[] = "toguna/package/v2";

inline bool HasRows(const PackageContents& contents) {
  return !contents.selection.cohorts.empty();
}
inline const char* FormatOf(const PackageContents& contents) {
  return HasRows(contents) ? kRowsPackageFormat : kPackageFormat;
}

// A spreadsheet runs a cell of a CSV file that begins so as a formula; the
// quote mark makes it text.
std::string SafeText(const std::string& text);

// The dimensions of all selected tables, in the dataset's order.
std::vector<std::string> DimensionsOf(const PackageContents& contents);
// Header of extract.csv.
std::vector<std::string> ColumnsOf(const PackageContents& contents);
// extract.csv: UTF-8, commas, LF; a NOT_SHOWN cell has no value, but a low and,
// where one is known, a high; a PUBLISHED one neither. Without tables it is the
// header alone, so that every package has it: the log names its digest.
absl::StatusOr<std::string> ExtractCsv(const Catalog& catalog,
                                       const PackageContents& contents);
// schema.json: columns, code lists with versions, what the words mean.
std::string SchemaJson(const Catalog& catalog, const PackageContents& contents);

bool IsDemo(const Catalog& catalog, const PackageContents& contents);
std::string ProtectionText(const Catalog& catalog,
                           const PackageContents& contents);
// With the files of rows, or without.
std::string VerifyText(bool rows);

struct CellCounts {
  int64_t rows = 0;
  int64_t not_shown = 0;
};
CellCounts CountCells(const Selection& selection);

// What the manifest attests: each file's name and bytes.
struct Subject {
  std::string name;
  absl::string_view bytes;
};
std::string ManifestJson(const Catalog& catalog,
                         const PackageContents& contents,
                         const std::vector<Subject>& subjects,
                         absl::string_view origin);

// The minisign trusted comment of SECURITY §2.3.
std::string TrustedComment(int64_t created_seconds, absl::string_view release,
                           absl::string_view agreement,
                           absl::string_view manifest);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_LAYOUT_H_
