#ifndef TOGUNA_EXCHANGE_PACKAGE_MRM_ROWS_H_
#define TOGUNA_EXCHANGE_PACKAGE_MRM_ROWS_H_

// Rows of cohorts as a child-rights focal point reads them: the columns of
// violations.csv and of the workbook's sheet Violations.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/usecase/releases.h"
#include "exchange/words/words.h"
#include "policies/model/catalog.h"

namespace toguna {

// A row is a lead. Nothing stronger than this is ever said of one.
inline constexpr char kLeadStatus[] = "report_pending_verification";

// Between codes of which a row has one, as Primero's exporter joins them.
inline constexpr char kOneOf[] = " ||| ";

// Words in cells, the same in both languages as codes are; the notes explain
// them in both.
inline constexpr char kAnyCode[] = "any";    // the top of a list
inline constexpr char kNoneCode[] = "none";  // the record has no code
inline constexpr char kNotShownText[] = "not shown";
inline constexpr char kNotRecorded[] = "not recorded";
inline constexpr char kNotToldApart[] = "not told apart";
inline constexpr char kThroughToguna[] = "through Toguna";

struct ViolationColumn {
  const char* name;
  const char* type;
  const Sentence& meaning;
  int width;  // in a spreadsheet, in characters
};

// In this order, which recipients' programs rely on. `cohort_size` is the last
// and the only number.
const std::vector<ViolationColumn>& ViolationColumns();

struct MrmRows {
  struct Row {
    std::string ref;
    size_t box = 0;
  };

  // Of each cohort the text of every column but `ref` and `cohort_size`.
  std::vector<std::vector<std::string>> boxes;
  std::vector<int64_t> sizes;  // one per box
  std::vector<Row> rows;       // in the order of the selection
};

// Everything in a row is its cohort's box. `contents` needs dataset and plan.
//   kResourceExhausted  more rows than a spreadsheet holds
//   kFailedPrecondition a code that the catalog does not know, a list of
//                       another version than the cohorts', or a text that does
//                       not read as its bytes say
//   kDataLoss           a cohort that is not one: too few rows for its k, a row
//                       of none, a box of the wrong size
absl::StatusOr<MrmRows> MrmRowsOf(const Catalog& catalog,
                                  const PackageContents& contents);

// violations.csv: UTF-8, LF, one header, the delimiter of extract.csv.
absl::StatusOr<std::string> ViolationsCsv(const Catalog& catalog,
                                          const PackageContents& contents);

// The label in both languages: "Tombouctou / Timbuktu", or once if they agree.
std::string BothOf(const Label& label);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_MRM_ROWS_H_
