#include "exchange/sdc/witness_file.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "exchange/base/csv.h"
#include "exchange/base/reason.h"
#include "exchange/words/sdc_files_words.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr char kFirstLine[] = "toguna/sdc-witnesses/v1";
constexpr char kFirstLineWithHistory[] = "toguna/sdc-witnesses/v2";
// And no table has victims where it has no record.
constexpr char kFirstLineWithHarms[] = "toguna/sdc-witnesses/v3";
constexpr char kWarning[] =
    "FOR THE DATA PROTECTION OFFICER ALONE / POUR LE DPO SEUL";
constexpr char kEnd[] = "sha256";

using Codes = std::vector<std::pair<std::string, std::string>>;

class Writer {
 public:
  explicit Writer(const WitnessFile& file) : file_(file) {}

  std::string Write() && {
    Line({HasHarms()     ? kFirstLineWithHarms
          : HasHistory() ? kFirstLineWithHistory
                         : kFirstLine,
          kWarning});
    for (const auto& [name, digest] : file_.files) {
      Line({"file", name, digest});
    }
    for (const Period& month : file_.months) Line({"month", month.text()});
    Line({"unsafe-cells", absl::StrCat(file_.result.figures.unsafe)});
    Witnesses();
    Unsafe();
    for (const RangeProof& proof : file_.result.ranges) Ranges(proof);
    return absl::StrCat(text_, kEnd, ";", HexOf(Sha256(text_)), "\n");
  }

 private:
  void Line(const CsvRow& row) { text_ += WriteCsvRow(row, ';'); }

  static void AddCodes(const Codes& codes, CsvRow& row) {
    for (const auto& [dimension, code] : codes) {
      row.push_back(dimension);
      row.push_back(code);
    }
  }
  static void AddCounts(const WitnessSet::Counts& counts, CsvRow& row) {
    for (const auto& [point, units] : counts) {
      row.push_back(absl::StrCat(point));
      row.push_back(absl::StrCat(units));
    }
  }

  void Witnesses() {
    const WitnessSet& set = file_.result.witnesses;
    for (const WitnessSet::Point& point : set.points) {
      CsvRow row = {"point", absl::StrCat(point.strand), UnitText(point.unit)};
      AddCodes(point.codes, row);
      Line(row);
    }
    for (size_t view = 0; view < set.views.size(); ++view) {
      CsvRow row = {"view", set.views[view]};
      AddCounts(set.owns[view], row);
      Line(row);
    }
    for (const WitnessSet::Table& table : set.tables) {
      CsvRow row = {"table", absl::StrCat(table.view)};
      AddCounts(table.counts, row);
      Line(row);
    }
  }

  void Unsafe() {
    for (const UnsafeCell& cell : file_.result.unsafe) {
      std::string strands;
      for (const int32_t strand : cell.strands) {
        absl::StrAppend(&strands, strands.empty() ? "" : ",", strand);
      }
      CsvRow row = {"unsafe", UnitText(cell.unit), strands,
                    absl::StrCat(cell.minimum)};
      AddCodes(cell.codes, row);
      Line(row);
    }
    for (const UnsafeProof& proof : file_.result.proofs) {
      CsvRow row = {"proof",
                    absl::StrCat(proof.cell),
                    absl::StrCat(proof.view),
                    absl::StrCat(proof.value),
                    absl::StrCat(proof.largest_part),
                    absl::StrCat(proof.high),
                    absl::StrCat(proof.low),
                    proof.confined ? "1" : "0"};
      if (HasHistory()) {
        row.push_back(NumberOf(proof.high_by));
        row.push_back(NumberOf(proof.low_by));
      }
      Line(row);
    }
    for (const HistoryCertificate& one : file_.result.history) History(one);
  }

  bool HasHarms() const { return file_.result.witnesses.victims_in_records; }
  bool HasHistory() const {
    return HasHarms() || !file_.result.history.empty();
  }

  static std::string NumberOf(const std::optional<int32_t>& number) {
    return number.has_value() ? absl::StrCat(*number) : "";
  }

  void History(const HistoryCertificate& one) {
    Line({"history", absl::StrCat(one.denominator), absl::StrCat(one.added)});
    for (const HistoryCertificate::Cell& cell : one.cells) {
      Line({"history-cell", absl::StrCat(cell.family), absl::StrCat(cell.cell),
            absl::StrCat(cell.multiplier)});
    }
    for (const HistoryCertificate::Victims& victims : one.victims) {
      CsvRow row = {"history-victims", NumberOf(victims.strand),
                    absl::StrCat(victims.multiplier)};
      AddCodes(victims.codes, row);
      Line(row);
    }
    for (const HistoryCertificate::TakenBack& back : one.taken_back) {
      CsvRow row = {"history-taken-back", UnitText(back.unit),
                    absl::StrCat(back.multiplier)};
      AddCodes(back.codes, row);
      Line(row);
    }
  }

  void Ranges(const RangeProof& proof) {
    Line({"ranges", UnitText(proof.unit)});
    for (const RangeProof::Certificate& one : proof.certificates) {
      CsvRow row = {"certificate", absl::StrCat(one.denominator)};
      for (const RangeProof::Term& term : one.terms) {
        row.push_back(absl::StrCat(term.table));
        row.push_back(absl::StrCat(term.cell));
        row.push_back(absl::StrCat(term.multiplier));
      }
      Line(row);
    }
    for (const RangeProof::Cell& cell : proof.cells) {
      Line({"range", absl::StrCat(cell.table), absl::StrCat(cell.cell),
            NumberOf(cell.low_by), NumberOf(cell.high_by)});
    }
  }

  const WitnessFile& file_;
  std::string text_;
};

// Reads the fields of one line, front to back.
class Fields {
 public:
  explicit Fields(const CsvRow& row) : row_(row) {}

  bool done() const { return at_ >= row_.size(); }
  bool Text(std::string& text) {
    if (done()) return false;
    text = row_[at_++];
    return true;
  }
  bool Number(int64_t& number) {
    return !done() && absl::SimpleAtoi(row_[at_], &number) &&
           absl::StrCat(number) == row_[at_++];
  }
  // A position or another number that is never negative.
  template <typename Int>
  bool Natural(Int& number) {
    int64_t read = 0;
    if (!Number(read) || read < 0 ||
        read > std::numeric_limits<int32_t>::max()) {
      return false;
    }
    number = static_cast<Int>(read);
    return true;
  }
  bool Maybe(std::optional<int32_t>& number) {
    if (!done() && row_[at_].empty()) {
      ++at_;
      return true;
    }
    return Natural(number.emplace());
  }
  bool OfUnit(Unit& unit) {
    std::string text;
    if (!Text(text)) return false;
    unit = text == UnitText(Unit::kVictim) ? Unit::kVictim : Unit::kRecord;
    return text == UnitText(unit);
  }
  // All that is left.
  bool ToCodes(Codes& codes) {
    while (!done()) {
      auto& [dimension, code] = codes.emplace_back();
      if (!Text(dimension) || !Text(code)) return false;
    }
    return true;
  }
  bool ToCounts(WitnessSet::Counts& counts) {
    while (!done()) {
      auto& [point, units] = counts.emplace_back();
      if (!Natural(point) || !Number(units)) return false;
    }
    return true;
  }

 private:
  const CsvRow& row_;
  size_t at_ = 0;
};

bool ToStrands(const std::string& text, std::vector<int32_t>& strands) {
  for (const absl::string_view one : absl::StrSplit(text, ',')) {
    if (!absl::SimpleAtoi(one, &strands.emplace_back()) || strands.back() < 0) {
      return false;
    }
  }
  return true;
}

// A line of the reasons of ranges, of the unit named last.
bool ReadRangeLine(const std::string& kind, Fields& fields, Protected& result) {
  if (result.ranges.empty()) return false;
  if (kind == "certificate") {
    RangeProof::Certificate& one =
        result.ranges.back().certificates.emplace_back();
    bool read = fields.Number(one.denominator);
    while (read && !fields.done()) {
      RangeProof::Term& term = one.terms.emplace_back();
      read = fields.Natural(term.table) && fields.Natural(term.cell) &&
             fields.Number(term.multiplier);
    }
    return read;
  }
  if (kind == "range") {
    RangeProof::Cell& cell = result.ranges.back().cells.emplace_back();
    return fields.Natural(cell.table) && fields.Natural(cell.cell) &&
           fields.Maybe(cell.low_by) && fields.Maybe(cell.high_by) &&
           fields.done();
  }
  return false;
}

// A line of the reasons of what is confined, of the one named last.
bool ReadHistoryLine(const std::string& kind, Fields& fields,
                     Protected& result) {
  if (kind == "history") {
    HistoryCertificate& one = result.history.emplace_back();
    return fields.Number(one.denominator) && fields.Number(one.added) &&
           fields.done();
  }
  if (result.history.empty()) return false;
  HistoryCertificate& last = result.history.back();
  if (kind == "history-cell") {
    HistoryCertificate::Cell& cell = last.cells.emplace_back();
    return fields.Natural(cell.family) && fields.Natural(cell.cell) &&
           fields.Number(cell.multiplier) && fields.done();
  }
  if (kind == "history-victims") {
    HistoryCertificate::Victims& victims = last.victims.emplace_back();
    return fields.Maybe(victims.strand) && fields.Number(victims.multiplier) &&
           fields.ToCodes(victims.codes);
  }
  HistoryCertificate::TakenBack& back = last.taken_back.emplace_back();
  return kind == "history-taken-back" && fields.OfUnit(back.unit) &&
         fields.Number(back.multiplier) && fields.ToCodes(back.codes);
}

bool ReadProof(Fields& fields, bool with_history, Protected& result) {
  UnsafeProof& proof = result.proofs.emplace_back();
  std::string text;
  const bool read =
      fields.Natural(proof.cell) && fields.Natural(proof.view) &&
      fields.Number(proof.value) && fields.Number(proof.largest_part) &&
      fields.Natural(proof.high) && fields.Natural(proof.low) &&
      fields.Text(text) &&
      (!with_history ||
       (fields.Maybe(proof.high_by) && fields.Maybe(proof.low_by))) &&
      fields.done();
  proof.confined = text == "1";
  return read && (text == "0" || text == "1");
}

// One line into `file`; false if it is none.
bool ReadLine(const CsvRow& row, bool with_history, WitnessFile& file) {
  Fields fields(row);
  std::string kind;
  std::string text;
  if (!fields.Text(kind)) return false;
  Protected& result = file.result;
  if (kind == "file") {
    std::string name;
    return fields.Text(name) && fields.Text(text) &&
           file.files.emplace(name, text).second && fields.done();
  }
  if (kind == "month") {
    const auto month = fields.Text(text)
                           ? Period::Parse(text)
                           : absl::InvalidArgumentError("no month");
    if (!month.ok()) return false;
    file.months.push_back(*month);
    return fields.done();
  }
  if (kind == "unsafe-cells") {
    return fields.Natural(result.figures.unsafe) && fields.done();
  }
  if (kind == "point") {
    WitnessSet::Point& point = result.witnesses.points.emplace_back();
    return fields.Natural(point.strand) && fields.OfUnit(point.unit) &&
           fields.ToCodes(point.codes);
  }
  if (kind == "view") {
    return fields.Text(result.witnesses.views.emplace_back()) &&
           fields.ToCounts(result.witnesses.owns.emplace_back());
  }
  if (kind == "table") {
    WitnessSet::Table& table = result.witnesses.tables.emplace_back();
    return fields.Natural(table.view) && fields.ToCounts(table.counts);
  }
  if (kind == "unsafe") {
    UnsafeCell& cell = result.unsafe.emplace_back();
    return fields.OfUnit(cell.unit) && fields.Text(text) &&
           ToStrands(text, cell.strands) && fields.Natural(cell.minimum) &&
           fields.ToCodes(cell.codes);
  }
  if (kind == "proof") return ReadProof(fields, with_history, result);
  if (with_history && kind.starts_with("history")) {
    return ReadHistoryLine(kind, fields, result);
  }
  if (kind == "ranges") {
    return fields.OfUnit(result.ranges.emplace_back().unit) && fields.done();
  }
  return ReadRangeLine(kind, fields, result);
}

// Where the last line begins.
size_t LastLine(absl::string_view text) {
  if (text.empty() || text.back() != '\n') return text.size();
  const size_t before = text.substr(0, text.size() - 1).rfind('\n');
  return before == absl::string_view::npos ? 0 : before + 1;
}

}  // namespace

std::string WriteWitnessFile(const WitnessFile& file) {
  return Writer(file).Write();
}

absl::StatusOr<WitnessFile> ReadWitnessFile(const std::string& name,
                                            absl::string_view text,
                                            Language language) {
  const auto fault = [&](size_t line, const Sentence& sentence) {
    return ReasonError(
        absl::StatusCode::kInvalidArgument, "WITNESSES_INVALID",
        absl::StrCat(name, ":", line, ": ", Say(language, sentence)));
  };
  const auto rows = ReadCsv(text, ';');
  if (!rows.ok()) return fault(1, sdc_words::kNotCsv);
  const auto is_first = [&](const char* line) {
    return !rows->empty() && (*rows)[0] == CsvRow{line, kWarning};
  };
  const bool with_harms = is_first(kFirstLineWithHarms);
  const bool with_history = with_harms || is_first(kFirstLineWithHistory);
  if (!with_history && !is_first(kFirstLine)) {
    return fault(1, sdc_words::kNotWitnesses);
  }
  if (rows->back().size() != 2 || rows->back()[0] != kEnd) {
    return fault(rows->size(), sdc_words::kWitnessesCut);
  }
  WitnessFile file;
  file.result.witnesses.victims_in_records = with_harms;
  for (size_t i = 1; i + 1 < rows->size(); ++i) {
    if (!ReadLine((*rows)[i], with_history, file)) {
      return fault(i + 1, sdc_words::kWitnessLine);
    }
  }
  return file;
}

bool IsWhole(absl::string_view text) {
  const size_t last = LastLine(text);
  return text.substr(last) ==
         absl::StrCat(kEnd, ";", HexOf(Sha256(text.substr(0, last))), "\n");
}

}  // namespace toguna
