#include "exchange/package/mrm_rows.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/csv.h"
#include "exchange/base/plain_text.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/layout.h"
#include "exchange/package/mrm_box.h"
#include "exchange/package/spreadsheet.h"
#include "exchange/words/mrm_words.h"

namespace toguna {
namespace {

namespace words = mrm_words;
using Kind = CohortAttribute::Kind;

// At least so many children were harmed; exact only where none was.
std::string TotalOf(const VictimBands& bands, bool needs_child) {
  if (bands.NoChild()) return "0";
  const auto at_least = [](const std::string& band) {
    return band == "1+" ? 1 : 0;
  };
  const int least =
      at_least(bands.boys) + at_least(bands.girls) + at_least(bands.unknown);
  return absl::StrCat(std::max(least, needs_child ? 1 : 0), "+");
}

// All columns but the first and the last, in the order of ViolationColumns.
absl::StatusOr<std::vector<std::string>> TextsOf(const MrmBoxes& boxes,
                                                 const SelectedCohort& cohort) {
  TOGUNA_ASSIGN_OR_RETURN(MrmBoxes::Violations violations,
                          boxes.ViolationsOf(cohort));
  TOGUNA_ASSIGN_OR_RETURN(VictimBands bands, boxes.Bands(cohort));
  std::string total = TotalOf(bands, violations.needs_child);
  TOGUNA_ASSIGN_OR_RETURN(std::string type, boxes.Codes(cohort, "type"));
  TOGUNA_ASSIGN_OR_RETURN(std::string incident,
                          boxes.Quarters(cohort, Kind::kIncidentQuarter));
  TOGUNA_ASSIGN_OR_RETURN(std::string acceptance,
                          boxes.Quarters(cohort, Kind::kAcceptanceQuarter));
  TOGUNA_ASSIGN_OR_RETURN(std::string late, boxes.Late(cohort));
  TOGUNA_ASSIGN_OR_RETURN(std::string place, boxes.Codes(cohort, "place"));
  TOGUNA_ASSIGN_OR_RETURN(std::string place_label,
                          boxes.Labels(cohort, "place"));
  TOGUNA_ASSIGN_OR_RETURN(std::string place_kind,
                          boxes.Codes(cohort, "place-kind"));
  TOGUNA_ASSIGN_OR_RETURN(std::string perpetrator,
                          boxes.Codes(cohort, "perpetrator"));
  TOGUNA_ASSIGN_OR_RETURN(std::string weapon, boxes.Codes(cohort, "weapon"));
  TOGUNA_ASSIGN_OR_RETURN(std::string source_class,
                          boxes.Codes(cohort, "source-class"));
  return std::vector<std::string>{std::move(violations.codes),
                                  std::move(type),
                                  boxes.ListVersion("type"),
                                  std::move(incident),
                                  std::move(acceptance),
                                  std::move(late),
                                  std::move(place),
                                  std::move(place_label),
                                  boxes.ListVersion("place"),
                                  std::move(place_kind),
                                  std::move(bands.boys),
                                  std::move(bands.girls),
                                  std::move(bands.unknown),
                                  std::move(total),
                                  std::move(perpetrator),
                                  std::move(weapon),
                                  std::move(source_class),
                                  kThroughToguna,
                                  kLeadStatus,
                                  cohort.code};
}

// Every row is one of a cohort's, and every cohort larger than its k.
absl::Status CheckSizes(const SelectedCohorts& cohorts) {
  std::vector<int64_t> counted(cohorts.cohorts.size(), 0);
  for (const SelectedCohorts::Row& row : cohorts.rows) {
    if (row.cohort >= counted.size()) {
      return absl::DataLossError("a row is of no cohort");
    }
    if (!IsPlainText(row.ref) || row.ref.empty()) {
      return absl::FailedPreconditionError(
          "a row has no reference that reads as its bytes say");
    }
    ++counted[row.cohort];
  }
  for (size_t i = 0; i < counted.size(); ++i) {
    const SelectedCohort& cohort = cohorts.cohorts[i];
    if (counted[i] != cohort.rows || cohort.rows <= cohorts.k) {
      return absl::DataLossError("a cohort has not the rows that it needs");
    }
    if (cohort.box.size() != cohorts.attributes.size() ||
        std::any_of(cohort.box.begin(), cohort.box.end(),
                    [](const auto& value) { return value.empty(); })) {
      return absl::DataLossError("the box of a cohort has the wrong size");
    }
  }
  return absl::OkStatus();
}

absl::Status AddRows(const Catalog& catalog, const PackageContents& contents,
                     const SelectedCohorts& cohorts, MrmRows& rows) {
  TOGUNA_RETURN_IF_ERROR(CheckSizes(cohorts));
  const MrmBoxes boxes(catalog, *contents.dataset,
                       contents.plan->FindCohorts(cohorts.id), cohorts);
  TOGUNA_RETURN_IF_ERROR(boxes.CheckVersions());
  const size_t first = rows.boxes.size();
  for (const SelectedCohort& cohort : cohorts.cohorts) {
    TOGUNA_ASSIGN_OR_RETURN(std::vector<std::string> texts,
                            TextsOf(boxes, cohort));
    for (const std::string& text : texts) {
      if (!IsPlainText(text)) {
        return absl::FailedPreconditionError(
            "a code or label does not read as its bytes say");
      }
    }
    rows.boxes.push_back(std::move(texts));
    rows.sizes.push_back(cohort.rows);
  }
  for (const SelectedCohorts::Row& row : cohorts.rows) {
    rows.rows.push_back({row.ref, first + row.cohort});
  }
  return absl::OkStatus();
}

}  // namespace

const std::vector<ViolationColumn>& ViolationColumns() {
  static const auto* const kColumns = new std::vector<ViolationColumn>{
      {"ref", "pseudonym", words::kRef, 30},
      {"violation", "codes", words::kViolation, 28},
      {"type", "codes", words::kType, 14},
      {"list_version", "text", words::kListVersion, 16},
      {"incident_quarter", "quarters", words::kIncidentQuarter, 18},
      {"acceptance_quarter", "quarters", words::kAcceptanceQuarter, 20},
      {"late", "yes|no|not told apart", words::kLate, 14},
      {"place_code", "codes", words::kPlaceCode, 16},
      {"place_label", "text", words::kPlaceLabel, 28},
      {"gazetteer_version", "text", words::kGazetteerVersion, 18},
      {"place_kind", "codes", words::kPlaceKind, 14},
      {"boys", "0|1+|0+", words::kBoys, 8},
      {"girls", "0|1+|0+", words::kGirls, 8},
      {"unknown", "0|1+|0+", words::kUnknown, 10},
      {"total", "band", words::kTotal, 8},
      {"perpetrator", "codes", words::kPerpetrator, 22},
      {"weapon", "codes", words::kWeapon, 14},
      {"source_class", "codes", words::kSourceClass, 18},
      {"recontact", "text", words::kRecontact, 16},
      {"status", "report_pending_verification", words::kStatus, 28},
      {"cohort", "code", words::kCohort, 16},
      {"cohort_size", "integer", words::kCohortSize, 12}};
  return *kColumns;
}

absl::StatusOr<MrmRows> MrmRowsOf(const Catalog& catalog,
                                  const PackageContents& contents) {
  size_t count = 0;
  for (const SelectedCohorts& one : contents.selection.cohorts) {
    count += one.rows.size();
  }
  if (count > kMostSheetRows) {
    return absl::ResourceExhaustedError(
        absl::StrCat(count, " rows are more than the ", kMostSheetRows,
                     " that a spreadsheet holds; ask for fewer periods"));
  }
  MrmRows rows;
  for (const SelectedCohorts& one : contents.selection.cohorts) {
    TOGUNA_RETURN_IF_ERROR(AddRows(catalog, contents, one, rows));
  }
  return rows;
}

absl::StatusOr<std::string> ViolationsCsv(const Catalog& catalog,
                                          const PackageContents& contents) {
  TOGUNA_ASSIGN_OR_RETURN(const MrmRows rows, MrmRowsOf(catalog, contents));
  CsvRow header;
  for (const ViolationColumn& column : ViolationColumns()) {
    header.emplace_back(column.name);
  }
  const char delimiter = contents.wish.delimiter;
  std::string csv = BeginCsv(contents) + WriteCsvRow(header, delimiter);
  for (const MrmRows::Row& row : rows.rows) {
    CsvRow line = {SafeText(row.ref)};
    for (const std::string& text : rows.boxes[row.box]) {
      line.push_back(SafeText(text));
    }
    line.push_back(absl::StrCat(rows.sizes[row.box]));
    csv += WriteCsvRow(line, delimiter);
  }
  return csv;
}

std::string BothOf(const Label& label) {
  return label.fr == label.en ? label.fr
                              : absl::StrCat(label.fr, " / ", label.en);
}

}  // namespace toguna
