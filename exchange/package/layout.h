#ifndef TOGUNA_EXCHANGE_PACKAGE_LAYOUT_H_
#define TOGUNA_EXCHANGE_PACKAGE_LAYOUT_H_

// Names and parts of a package, shared by who makes and who opens one.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/usecase/releases.h"
#include "exchange/words/words.h"
#include "policies/model/catalog.h"

namespace toguna {

inline constexpr char kExtractFile[] = "extract.csv.age";
// The same cells, where the recipient wants them so.
inline constexpr char kExtractWorkbookFile[] = "extract.xlsx.age";
inline constexpr char kExtractJsonFile[] = "extract.json.age";
// Rows of cohorts, where there are any: as a table and as a workbook.
inline constexpr char kViolationsFile[] = "violations.csv.age";
inline constexpr char kWorkbookFile[] = "mrm.xlsx.age";
inline constexpr char kSchemaFile[] = "schema.json";
inline constexpr char kManifestFile[] = "manifest.json";
inline constexpr char kSignatureFile[] = "manifest.json.minisig";
inline constexpr char kProtectionFile[] = "PROTECTION.txt";
inline constexpr char kVerifyFile[] = "VERIFY.txt";
// A program that checks what the log adds, for whoever has not Toguna.
inline constexpr char kVerifierFile[] = "tlogproof.py";
// Added when the release is downloaded.
inline constexpr char kEntryFile[] = "release.entry";
inline constexpr char kProofFile[] = "release.tlog-proof";

// Version of manifest and files together; another one is refused. Of this one
// the manifest says which files there are.
inline constexpr char kPackageFormat[] = "toguna/package/v3";
// Earlier ones, which are still opened: without rows of cohorts, and with.
inline constexpr char kTablesPackageFormat[] = "toguna/package/v1";
inline constexpr char kRowsPackageFormat[] = "toguna/package/v2";

inline bool HasRows(const PackageContents& contents) {
  return !contents.selection.cohorts.empty();
}

// A spreadsheet runs a cell of a CSV file that begins so as a formula; a quote
// mark makes it text. Also where a spreadsheet would split the text in two.
std::string SafeText(const std::string& text);

// What a CSV file of the package begins with, before its header.
std::string BeginCsv(const PackageContents& contents);
// extract.csv: UTF-8, LF, the delimiter that is wished for; a NOT_SHOWN cell
// has no value, but a low and, where one is known, a high; a PUBLISHED one
// neither. Without tables it is the header alone, so that every package has it:
// the log names its digest.
absl::StatusOr<std::string> ExtractCsv(const Catalog& catalog,
                                       const PackageContents& contents);
// schema.json: columns, code lists with versions, what the words mean.
std::string SchemaJson(const Catalog& catalog, const PackageContents& contents);

bool IsDemo(const Catalog& catalog, const PackageContents& contents);
// Between the two languages of a text.
inline constexpr char kLanguagesApart[] =
    "------------------------------------------------------------\n\n";
// How people are protected; as many paragraphs in each language.
std::vector<std::string> ProtectionParagraphs(Language language,
                                              const Catalog& catalog,
                                              const PackageContents& contents);
// PROTECTION.txt: the same.
std::string ProtectionText(const Catalog& catalog,
                           const PackageContents& contents);
// VERIFY.txt, of a package that attests these files.
std::string VerifyText(const std::vector<std::string>& attested);
// tlogproof.py, the same in every package.
absl::string_view VerifierProgram();

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
