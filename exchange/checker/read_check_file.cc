#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/csv.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_fields.h"
#include "exchange/checker/check_file.h"

namespace toguna {
namespace {

constexpr char kFirstLine[] = "toguna/seal-check/v1";
constexpr char kFirstLineWithHistory[] = "toguna/seal-check/v2";
constexpr char kFirstLineWithHarms[] = "toguna/seal-check/v3";
constexpr char kFirstLineWithCohorts[] = "toguna/seal-check/v4";
constexpr size_t kSaltDigits = 64;

bool IsSalt(absl::string_view salt) {
  return salt.size() == kSaltDigits &&
         salt.find_first_not_of("0123456789abcdef") == absl::string_view::npos;
}

using Fields = CheckFields;

class Reader {
 public:
  Reader(bool with_history, bool with_harms, bool with_cohorts)
      : with_history_(with_history), with_cohorts_(with_cohorts) {
    file_.seal.victims_in_records = with_harms;
  }

  // Line 2 and what follows; false if `row` is no line that may stand here.
  bool Read(const CsvRow& row) {
    Fields fields(row);
    std::string kind;
    fields.Text(kind);
    const auto found = Kinds().find(kind);
    if (ended_ || found == Kinds().end()) return false;
    // A tree ends where the next line is no node.
    if (kind != "node" && !EndTree()) return false;
    return (this->*found->second)(fields) && fields.done();
  }

  absl::StatusOr<CheckFile> End() && {
    if (!ended_ || file_.salt.empty()) {
      return absl::InvalidArgumentError("the file is cut");
    }
    return std::move(file_);
  }

 private:
  using Read_ = bool (Reader::*)(Fields&);

  static const std::map<std::string, Read_>& Kinds() {
    static const auto* const kinds = new std::map<std::string, Read_>{
        {"salt", &Reader::Salt},
        {"subject", &Reader::Subject},
        {"minimum", &Reader::Minimum},
        {"strands", &Reader::Strands},
        {"corrections", &Reader::Corrections},
        {"tree", &Reader::Tree},
        {"node", &Reader::Node},
        {"input", &Reader::Input},
        {"dimension", &Reader::Dimension},
        {"crosswalk", &Reader::Crosswalk},
        {"victims-rule", &Reader::VictimsRule},
        {"unless", &Reader::Unless},
        {"zero", &Reader::Zero},
        {"impossible", &Reader::Impossible},
        {"cohort", &Reader::Cohort},
        {"cohort-outside", &Reader::CohortOutside},
        {"cohort-some", &Reader::CohortSome},
        {"cohort-none", &Reader::CohortNone},
        {"pool", &Reader::Pool},
        {"axis-pools", &Reader::AxisPools},
        {"family", &Reader::Family},
        {"nested", &Reader::Nested},
        {"below", &Reader::Below},
        {"earlier", &Reader::Earlier},
        {"refining", &Reader::Refining},
        {"cell", &Reader::Cell},
        {"unsafe", &Reader::Unsafe},
        {"witnessed", &Reader::Witnessed},
        {"point", &Reader::Point},
        {"view", &Reader::View},
        {"table", &Reader::Table},
        {"proof", &Reader::Proof},
        {"history", &Reader::History},
        {"history-cell", &Reader::HistoryCell},
        {"history-victims", &Reader::HistoryVictims},
        {"history-taken-back", &Reader::HistoryTakenBack},
        {"ranged", &Reader::Ranged},
        {"ranges", &Reader::Ranges},
        {"certificate", &Reader::Certificate},
        {"range", &Reader::Range},
        {"end", &Reader::EndLine}};
    return *kinds;
  }

  bool EndTree() {
    if (!in_tree_) return true;
    in_tree_ = false;
    absl::StatusOr<CodeTree> tree = CodeTree::Create(std::move(nodes_));
    nodes_.clear();
    if (!tree.ok()) return false;
    file_.trees.push_back(std::make_unique<CodeTree>(*std::move(tree)));
    return true;
  }
  bool TreeAt(Fields& fields, const CodeTree*& tree) {
    size_t number = 0;
    if (!fields.Natural(number) || number >= file_.trees.size()) return false;
    tree = file_.trees[number].get();
    return true;
  }

  bool Salt(Fields& fields) {
    return file_.salt.empty() && fields.Text(file_.salt) && IsSalt(file_.salt);
  }
  bool Subject(Fields& fields) {
    std::string line;
    if (!fields.Text(line)) return false;
    if (subject_lines_++ > 0) seal_.subject += "\n";
    seal_.subject += line;
    return true;
  }
  bool Minimum(Fields& fields) { return fields.Natural(seal_.minimum); }
  bool Strands(Fields& fields) { return fields.Natural(seal_.strands); }
  bool Corrections(Fields& fields) {
    CheckedCorrections& corrections = seal_.corrections.emplace();
    return fields.Positions(corrections.of) &&
           fields.Natural(corrections.removed) &&
           fields.Natural(corrections.added);
  }
  bool Tree(Fields&) { return in_tree_ = true; }
  bool Node(Fields& fields) {
    CodeDeclaration& node = nodes_.emplace_back();
    return in_tree_ && fields.Text(node.code) && fields.Text(node.parent);
  }
  bool Input(Fields& fields) {
    CheckedInput& input = seal_.inputs.emplace_back();
    return fields.Text(input.id) && TreeAt(fields, input.tree) &&
           fields.Flag(input.required);
  }
  bool Dimension(Fields& fields) {
    CheckedDimension& dimension = seal_.dimensions.emplace_back();
    return fields.Text(dimension.id) && TreeAt(fields, dimension.tree) &&
           fields.Flag(dimension.crosswalk) && fields.Flag(dimension.who) &&
           fields.ToTexts(dimension.inputs);
  }
  bool Crosswalk(Fields& fields) {
    if (seal_.dimensions.empty()) return false;
    CheckedDimension::Row& row = seal_.dimensions.back().rows.emplace_back();
    return fields.Text(row.to) && fields.ToTexts(row.within);
  }
  bool VictimsRule(Fields&) {
    if (seal_.victims_rule.has_value()) return false;
    seal_.victims_rule.emplace();
    return true;
  }
  bool Unless(Fields& fields) {
    if (!seal_.victims_rule.has_value()) return false;
    auto& exemption = seal_.victims_rule->unless.emplace_back();
    return fields.Text(exemption.input) && fields.ToTexts(exemption.codes);
  }
  bool Zero(Fields& fields) {
    return fields.ToCodes(seal_.zeros.emplace_back());
  }
  bool Impossible(Fields& fields) {
    CheckedImpossible& one = seal_.impossible.emplace_back();
    return fields.Natural(one.strand) && fields.ToCodes(one.codes);
  }

  bool Cohort(Fields& fields) {
    CheckedCohort& cohort = seal_.cohorts.emplace_back();
    return with_cohorts_ && fields.Text(cohort.dimension) &&
           fields.Text(cohort.code) && fields.Positions(cohort.strands);
  }
  bool CohortOutside(Fields& fields) {
    return !seal_.cohorts.empty() &&
           fields.ToCodes(seal_.cohorts.back().outside.emplace_back());
  }
  bool CohortSome(Fields& fields) {
    if (seal_.cohorts.empty()) return false;
    CheckedCohort::Some& some = seal_.cohorts.back().some.emplace_back();
    size_t within = 0;
    bool read = fields.Natural(within);
    for (size_t i = 0; i < within && read; ++i) {
      auto& [dimension, code] = some.within.emplace_back();
      read = fields.Text(dimension) && fields.Text(code);
    }
    return read && fields.ToTexts(some.who);
  }
  bool CohortNone(Fields& fields) {
    return !seal_.cohorts.empty() && seal_.cohorts.back().none.empty() &&
           fields.ToTexts(seal_.cohorts.back().none);
  }

  bool Pool(Fields& fields) {
    CheckedPool& pool = seal_.pools.emplace_back();
    return fields.Text(pool.dimension) && fields.Text(pool.code) &&
           fields.ToTexts(pool.codes);
  }
  // Of one axis of the last family, each once.
  bool AxisPools(Fields& fields) {
    std::string dimension;
    if (families_ == nullptr || !fields.Text(dimension)) return false;
    for (CheckedAxis& axis : families_->back().axes) {
      if (axis.dimension != dimension) continue;
      return axis.pools.empty() && fields.ToTexts(axis.pools);
    }
    return false;
  }
  bool FamilyInto(Fields& fields, std::vector<CheckedFamily>& families) {
    families_ = &families;
    CheckedFamily& family = families.emplace_back();
    bool read = fields.Text(family.id) && fields.OfUnit(family.victims) &&
                fields.Positions(family.strands);
    while (read && !fields.done()) {
      CheckedAxis& axis = family.axes.emplace_back();
      read = fields.Text(axis.dimension) && fields.Natural(axis.coarsest) &&
             fields.Natural(axis.finest);
    }
    return read;
  }
  bool Family(Fields& fields) { return FamilyInto(fields, seal_.families); }
  bool Nested(Fields&) { return seal_.nested = true; }
  bool Below(Fields& fields) { return FamilyInto(fields, seal_.below); }
  bool Earlier(Fields& fields) { return FamilyInto(fields, seal_.earlier); }
  bool Refining(Fields& fields) { return FamilyInto(fields, seal_.refining); }
  bool Cell(Fields& fields) {
    if (families_ == nullptr) return false;
    CheckedCell& cell = families_->back().cells.emplace_back();
    return fields.Flag(cell.published) && fields.Number(cell.value) &&
           fields.Number(cell.low) && fields.Maybe(cell.high) &&
           fields.ToTexts(cell.codes);
  }

  bool Unsafe(Fields& fields) {
    CheckedUnsafe& unsafe = seal_.unsafe.emplace_back();
    return fields.OfUnit(unsafe.victims) && fields.Positions(unsafe.strands) &&
           fields.Natural(unsafe.minimum) && fields.Flag(unsafe.viewed) &&
           fields.ToCodes(unsafe.codes);
  }
  bool Witnessed(Fields&) { return seal_.witnessed = true; }
  bool Point(Fields& fields) {
    CheckedWitnesses::Point& point = seal_.witnesses.points.emplace_back();
    return fields.Natural(point.strand) && fields.OfUnit(point.victims) &&
           fields.ToCodes(point.codes);
  }
  bool View(Fields& fields) {
    return fields.ToCounts(seal_.witnesses.owns.emplace_back());
  }
  bool Table(Fields& fields) {
    CheckedWitnesses::Table& table = seal_.witnesses.tables.emplace_back();
    return fields.Natural(table.view) && fields.ToCounts(table.counts);
  }
  bool Proof(Fields& fields) {
    CheckedProof& proof = seal_.proofs.emplace_back();
    return fields.Natural(proof.cell) && fields.Natural(proof.view) &&
           fields.Number(proof.value) && fields.Number(proof.largest_part) &&
           fields.Natural(proof.high) && fields.Natural(proof.low) &&
           fields.Flag(proof.confined) &&
           (!with_history_ ||
            (fields.Maybe(proof.high_by) && fields.Maybe(proof.low_by)));
  }

  bool History(Fields& fields) {
    CheckedHistory& reason = seal_.history.emplace_back();
    return with_history_ && fields.Number(reason.denominator) &&
           fields.Number(reason.added);
  }
  bool HistoryCell(Fields& fields) {
    if (seal_.history.empty()) return false;
    CheckedHistory::Cell& one = seal_.history.back().cells.emplace_back();
    return fields.Natural(one.family) && fields.Natural(one.cell) &&
           fields.Number(one.multiplier);
  }
  bool HistoryVictims(Fields& fields) {
    if (seal_.history.empty()) return false;
    CheckedHistory::Victims& one = seal_.history.back().victims.emplace_back();
    return fields.Natural(one.strand) && fields.Number(one.multiplier) &&
           fields.ToCodes(one.codes);
  }
  bool HistoryTakenBack(Fields& fields) {
    if (seal_.history.empty()) return false;
    CheckedHistory::TakenBack& one =
        seal_.history.back().taken_back.emplace_back();
    return fields.OfUnit(one.victims) && fields.Number(one.multiplier) &&
           fields.ToCodes(one.codes);
  }

  bool Ranged(Fields&) { return seal_.ranged = true; }
  bool Ranges(Fields& fields) {
    CheckedRanges& ranges = seal_.ranges.emplace_back();
    return fields.OfUnit(ranges.victims) && fields.Positions(ranges.strands);
  }
  bool Certificate(Fields& fields) {
    if (seal_.ranges.empty()) return false;
    CheckedRanges::Certificate& one =
        seal_.ranges.back().certificates.emplace_back();
    bool read = fields.Number(one.denominator);
    while (read && !fields.done()) {
      CheckedRanges::Term& term = one.terms.emplace_back();
      read = fields.Natural(term.family) && fields.Natural(term.cell) &&
             fields.Number(term.multiplier);
    }
    return read;
  }
  bool Range(Fields& fields) {
    if (seal_.ranges.empty()) return false;
    CheckedRanges::Cell& cell = seal_.ranges.back().cells.emplace_back();
    return fields.Natural(cell.family) && fields.Natural(cell.cell) &&
           fields.Maybe(cell.low_by) && fields.Maybe(cell.high_by);
  }
  bool EndLine(Fields&) { return ended_ = true; }

  const bool with_history_;
  const bool with_cohorts_;
  CheckFile file_;
  SealToCheck& seal_ = file_.seal;
  bool in_tree_ = false;
  bool ended_ = false;
  int subject_lines_ = 0;
  std::vector<CodeDeclaration> nodes_;
  std::vector<CheckedFamily>* families_ = nullptr;  // that cells belong to
};

}  // namespace

absl::StatusOr<CheckFile> ReadCheckFile(absl::string_view text) {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<CsvRow> rows, ReadCsv(text, ';'));
  const bool is_headed = !rows.empty() && rows[0].size() == 2;
  const bool with_cohorts = is_headed && rows[0][0] == kFirstLineWithCohorts;
  const bool with_harms =
      with_cohorts || (is_headed && rows[0][0] == kFirstLineWithHarms);
  const bool with_history =
      with_harms || (is_headed && rows[0][0] == kFirstLineWithHistory);
  if (!is_headed || (rows[0][0] != kFirstLine && !with_history)) {
    return absl::InvalidArgumentError("this is no seal to check");
  }
  Reader reader(with_history, with_harms, with_cohorts);
  for (size_t i = 1; i < rows.size(); ++i) {
    if (!reader.Read(rows[i])) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", i + 1, " is no line of a seal to check"));
    }
  }
  return std::move(reader).End();
}

}  // namespace toguna
