#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/base/csv.h"
#include "exchange/checker/check_file.h"

namespace toguna {
namespace {

constexpr char kFirstLine[] = "toguna/seal-check/v1";
constexpr char kWarning[] =
    "FOR THE DATA PROTECTION OFFICER ALONE / POUR LE DPO SEUL";

using Codes = std::vector<std::pair<std::string, std::string>>;

// "" for none.
template <typename Int>
std::string Maybe(const std::optional<Int>& number) {
  return number.has_value() ? absl::StrCat(*number) : "";
}

std::string Flag(bool flag) { return flag ? "1" : "0"; }

class Writer {
 public:
  explicit Writer(const SealToCheck& seal) : seal_(seal) {}

  std::string Write(absl::string_view salt) && {
    Line({kFirstLine, kWarning});
    Line({"salt", std::string(salt)});
    for (const absl::string_view line : absl::StrSplit(seal_.subject, '\n')) {
      Line({"subject", std::string(line)});
    }
    Line({"minimum", absl::StrCat(seal_.minimum)});
    Line({"strands", absl::StrCat(seal_.strands), Join(seal_.of)});
    Description();
    Families("family", seal_.families);
    for (const CheckedEarlier& earlier : seal_.earlier) {
      Line({"earlier", Join(earlier.strands)});
      Families("earlier-family", earlier.families);
    }
    Families("refining", seal_.refining);
    for (const CheckedUnsafe& unsafe : seal_.unsafe) Unsafe(unsafe);
    if (seal_.witnessed) Witnesses();
    if (seal_.ranged) Line({"ranged"});
    for (const CheckedRanges& ranges : seal_.ranges) Ranges(ranges);
    Line({"end"});
    return std::move(text_);
  }

 private:
  void Line(const CsvRow& row) { text_ += WriteCsvRow(row, ';'); }

  static std::string Join(const std::vector<size_t>& numbers) {
    return absl::StrJoin(numbers, ",");
  }
  static std::string UnitOf(bool victims) { return victims ? "V" : "R"; }
  static void AddCodes(const Codes& codes, CsvRow& row) {
    for (const auto& [dimension, code] : codes) {
      row.push_back(dimension);
      row.push_back(code);
    }
  }
  static void AddCounts(const CheckedWitnesses::Counts& counts, CsvRow& row) {
    for (const auto& [point, units] : counts) {
      row.push_back(absl::StrCat(point));
      row.push_back(absl::StrCat(units));
    }
  }

  // The number of a tree, which is written where it is first named.
  std::string TreeNumber(const CodeTree* tree) {
    const auto [known, added] = trees_.emplace(tree, trees_.size());
    if (added) {
      Line({"tree"});
      for (NodeIndex node = 0; node < tree->size(); ++node) {
        const NodeIndex parent = tree->parent(node);
        Line({"node", tree->code(node), parent < 0 ? "" : tree->code(parent)});
      }
    }
    return absl::StrCat(known->second);
  }

  void Description() {
    for (const CheckedInput& input : seal_.inputs) {
      const std::string tree = TreeNumber(input.tree);
      Line({"input", input.id, tree, Flag(input.required)});
    }
    for (const CheckedDimension& dimension : seal_.dimensions) {
      CsvRow row = {"dimension", dimension.id, TreeNumber(dimension.tree),
                    Flag(dimension.crosswalk), Flag(dimension.who)};
      row.insert(row.end(), dimension.inputs.begin(), dimension.inputs.end());
      Line(row);
      for (const CheckedDimension::Row& one : dimension.rows) {
        CsvRow to = {"crosswalk", one.to};
        to.insert(to.end(), one.within.begin(), one.within.end());
        Line(to);
      }
    }
    if (seal_.victims_rule.has_value()) Line({"victims-rule"});
    if (seal_.victims_rule.has_value()) {
      for (const auto& exemption : seal_.victims_rule->unless) {
        CsvRow row = {"unless", exemption.input};
        row.insert(row.end(), exemption.codes.begin(), exemption.codes.end());
        Line(row);
      }
    }
    for (const Codes& zero : seal_.zeros) {
      CsvRow row = {"zero"};
      AddCodes(zero, row);
      Line(row);
    }
  }

  void Families(const char* kind, const std::vector<CheckedFamily>& families) {
    for (const CheckedFamily& family : families) {
      CsvRow row = {kind, family.id, UnitOf(family.victims)};
      for (const CheckedAxis& axis : family.axes) {
        row.push_back(axis.dimension);
        row.push_back(absl::StrCat(axis.coarsest));
        row.push_back(absl::StrCat(axis.finest));
      }
      Line(row);
      for (const CheckedCell& cell : family.cells) {
        CsvRow line = {"cell", Flag(cell.published), absl::StrCat(cell.value),
                       absl::StrCat(cell.low), Maybe(cell.high)};
        line.insert(line.end(), cell.codes.begin(), cell.codes.end());
        Line(line);
      }
    }
  }

  void Unsafe(const CheckedUnsafe& unsafe) {
    CsvRow row = {"unsafe", UnitOf(unsafe.victims), Join(unsafe.strands),
                  absl::StrCat(unsafe.minimum), Flag(unsafe.viewed)};
    AddCodes(unsafe.codes, row);
    Line(row);
  }

  void Witnesses() {
    Line({"witnessed"});
    for (const CheckedWitnesses::Point& point : seal_.witnesses.points) {
      CsvRow row = {"point", absl::StrCat(point.strand), UnitOf(point.victims)};
      AddCodes(point.codes, row);
      Line(row);
    }
    for (const CheckedWitnesses::Counts& own : seal_.witnesses.owns) {
      CsvRow row = {"view"};
      AddCounts(own, row);
      Line(row);
    }
    for (const CheckedWitnesses::Table& table : seal_.witnesses.tables) {
      CsvRow row = {"table", absl::StrCat(table.view)};
      AddCounts(table.counts, row);
      Line(row);
    }
    for (const CheckedProof& proof : seal_.proofs) {
      Line({"proof", absl::StrCat(proof.cell), absl::StrCat(proof.view),
            absl::StrCat(proof.value), absl::StrCat(proof.largest_part),
            absl::StrCat(proof.high), absl::StrCat(proof.low),
            Flag(proof.confined)});
    }
  }

  void Ranges(const CheckedRanges& ranges) {
    Line({"ranges", UnitOf(ranges.victims)});
    for (const CheckedRanges::Certificate& one : ranges.certificates) {
      CsvRow row = {"certificate", absl::StrCat(one.denominator)};
      for (const CheckedRanges::Term& term : one.terms) {
        row.push_back(absl::StrCat(term.family));
        row.push_back(absl::StrCat(term.cell));
        row.push_back(absl::StrCat(term.multiplier));
      }
      Line(row);
    }
    for (const CheckedRanges::Cell& cell : ranges.cells) {
      Line({"range", absl::StrCat(cell.family), absl::StrCat(cell.cell),
            Maybe(cell.low_by), Maybe(cell.high_by)});
    }
  }

  const SealToCheck& seal_;
  std::string text_;
  std::map<const CodeTree*, size_t> trees_;
};

}  // namespace

std::string WriteCheckFile(const SealToCheck& seal, absl::string_view salt) {
  return Writer(seal).Write(salt);
}

}  // namespace toguna
