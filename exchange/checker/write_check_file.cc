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
constexpr char kFirstLineWithHistory[] = "toguna/seal-check/v2";
constexpr char kFirstLineWithHarms[] = "toguna/seal-check/v3";
constexpr char kFirstLineWithCohorts[] = "toguna/seal-check/v4";
constexpr char kWarning[] =
    "FOR THE DATA PROTECTION OFFICER ALONE / POUR LE DPO SEUL";

using Codes = std::vector<std::pair<std::string, std::string>>;

// "" for none.
template <typename Int>
std::string Maybe(const std::optional<Int>& number) {
  return number.has_value() ? absl::StrCat(*number) : "";
}

std::string Flag(bool flag) { return flag ? "1" : "0"; }

// Takes every message apart by name, so that a field which is added to one does
// not compile until it is written here, and then read in read_check_file.cc.
class Writer {
 public:
  std::string Write(const SealToCheck& seal, absl::string_view salt) && {
    const auto& [subject, minimum, inputs, dimensions, pools, families, unsafe,
                 witnessed, witnesses, proofs, history, strands, corrections,
                 earlier, refining, victims_rule, victims_in_records, zeros,
                 impossible, cohorts, nested, below, ranged, ranges] = seal;
    with_history_ = victims_in_records || !history.empty();
    Line({!cohorts.empty()     ? kFirstLineWithCohorts
          : victims_in_records ? kFirstLineWithHarms
          : with_history_      ? kFirstLineWithHistory
                               : kFirstLine,
          kWarning});
    Line({"salt", std::string(salt)});
    for (const absl::string_view line : absl::StrSplit(subject, '\n')) {
      Line({"subject", std::string(line)});
    }
    Line({"minimum", absl::StrCat(minimum)});
    Line({"strands", absl::StrCat(strands)});
    if (corrections.has_value()) {
      const auto& [of, removed, added] = *corrections;
      Line({"corrections", Join(of), absl::StrCat(removed),
            absl::StrCat(added)});
    }
    for (const CheckedInput& input : inputs) Input(input);
    for (const CheckedDimension& dimension : dimensions) Dimension(dimension);
    if (victims_rule.has_value()) VictimsRule(*victims_rule);
    for (const Codes& zero : zeros) {
      CsvRow row = {"zero"};
      AddCodes(zero, row);
      Line(row);
    }
    for (const auto& [strand, codes] : impossible) {
      CsvRow row = {"impossible", absl::StrCat(strand)};
      AddCodes(codes, row);
      Line(row);
    }
    for (const CheckedCohort& cohort : cohorts) Cohort(cohort);
    for (const auto& [dimension, code, codes] : pools) {
      CsvRow row = {"pool", dimension, code};
      AddTexts(codes, row);
      Line(row);
    }
    for (const CheckedFamily& family : families) Family("family", family);
    if (nested) Line({"nested"});
    for (const CheckedFamily& family : below) Family("below", family);
    for (const CheckedFamily& family : earlier) Family("earlier", family);
    for (const CheckedFamily& family : refining) Family("refining", family);
    for (const CheckedUnsafe& one : unsafe) Unsafe(one);
    if (witnessed) Line({"witnessed"});
    Witnesses(witnesses);
    for (const CheckedProof& proof : proofs) Proof(proof);
    for (const CheckedHistory& one : history) History(one);
    if (ranged) Line({"ranged"});
    for (const CheckedRanges& one : ranges) Ranges(one);
    Line({"end"});
    return std::move(text_);
  }

 private:
  void Line(const CsvRow& row) { text_ += WriteCsvRow(row, ';'); }

  static std::string Join(const std::vector<size_t>& numbers) {
    return absl::StrJoin(numbers, ",");
  }
  static std::string UnitOf(bool victims) { return victims ? "V" : "R"; }
  static void AddTexts(const std::vector<std::string>& texts, CsvRow& row) {
    row.insert(row.end(), texts.begin(), texts.end());
  }
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
      Nodes(*tree, CodeTree::kTop);
    }
    return absl::StrCat(known->second);
  }

  // As a tree that is read has them, whose own order may be another.
  void Nodes(const CodeTree& tree, NodeIndex node) {
    const NodeIndex parent = tree.parent(node);
    Line({"node", tree.code(node), parent < 0 ? "" : tree.code(parent)});
    for (const NodeIndex child : tree.children(node)) Nodes(tree, child);
  }

  void Input(const CheckedInput& input) {
    const auto& [id, tree, required] = input;
    const std::string number = TreeNumber(tree);
    Line({"input", id, number, Flag(required)});
  }

  void Dimension(const CheckedDimension& dimension) {
    const auto& [id, tree, inputs, crosswalk, who, rows] = dimension;
    CsvRow line = {"dimension", id, TreeNumber(tree), Flag(crosswalk),
                   Flag(who)};
    AddTexts(inputs, line);
    Line(line);
    for (const auto& [within, to] : rows) {
      CsvRow row = {"crosswalk", to};
      AddTexts(within, row);
      Line(row);
    }
  }

  void Cohort(const CheckedCohort& cohort) {
    const auto& [dimension, code, strands, outside, some, none] = cohort;
    Line({"cohort", dimension, code, Join(strands)});
    for (const Codes& codes : outside) {
      CsvRow row = {"cohort-outside"};
      AddCodes(codes, row);
      Line(row);
    }
    for (const auto& [within, who] : some) {
      CsvRow row = {"cohort-some", absl::StrCat(within.size())};
      AddCodes(within, row);
      AddTexts(who, row);
      Line(row);
    }
    if (none.empty()) return;
    CsvRow row = {"cohort-none"};
    AddTexts(none, row);
    Line(row);
  }

  void VictimsRule(const CheckedVictimsRule& rule) {
    const auto& [unless] = rule;
    Line({"victims-rule"});
    for (const auto& [input, codes] : unless) {
      CsvRow row = {"unless", input};
      AddTexts(codes, row);
      Line(row);
    }
  }

  void Family(const char* kind, const CheckedFamily& family) {
    const auto& [id, victims, axes, cells, strands] = family;
    CsvRow row = {kind, id, UnitOf(victims), Join(strands)};
    std::vector<CsvRow> pooled;
    for (const auto& [dimension, coarsest, finest, pools] : axes) {
      row.push_back(dimension);
      row.push_back(absl::StrCat(coarsest));
      row.push_back(absl::StrCat(finest));
      if (pools.empty()) continue;
      AddTexts(pools, pooled.emplace_back(CsvRow{"axis-pools", dimension}));
    }
    Line(row);
    for (const CsvRow& line : pooled) Line(line);
    for (const auto& [codes, published, value, low, high] : cells) {
      CsvRow line = {"cell", Flag(published), absl::StrCat(value),
                     absl::StrCat(low), Maybe(high)};
      AddTexts(codes, line);
      Line(line);
    }
  }

  void Unsafe(const CheckedUnsafe& unsafe) {
    const auto& [victims, codes, strands, minimum, viewed] = unsafe;
    CsvRow row = {"unsafe", UnitOf(victims), Join(strands),
                  absl::StrCat(minimum), Flag(viewed)};
    AddCodes(codes, row);
    Line(row);
  }

  void Witnesses(const CheckedWitnesses& witnesses) {
    const auto& [owns, points, tables] = witnesses;
    for (const auto& [strand, victims, codes] : points) {
      CsvRow row = {"point", absl::StrCat(strand), UnitOf(victims)};
      AddCodes(codes, row);
      Line(row);
    }
    for (const CheckedWitnesses::Counts& own : owns) {
      CsvRow row = {"view"};
      AddCounts(own, row);
      Line(row);
    }
    for (const auto& [view, counts] : tables) {
      CsvRow row = {"table", absl::StrCat(view)};
      AddCounts(counts, row);
      Line(row);
    }
  }

  void Proof(const CheckedProof& proof) {
    const auto& [cell, view, value, largest_part, high, low, confined, high_by,
                 low_by] = proof;
    CsvRow row = {"proof",
                  absl::StrCat(cell),
                  absl::StrCat(view),
                  absl::StrCat(value),
                  absl::StrCat(largest_part),
                  absl::StrCat(high),
                  absl::StrCat(low),
                  Flag(confined)};
    if (with_history_) {
      row.push_back(Maybe(high_by));
      row.push_back(Maybe(low_by));
    }
    Line(row);
  }

  void History(const CheckedHistory& reason) {
    const auto& [denominator, cells, victims, taken_back, added] = reason;
    Line({"history", absl::StrCat(denominator), absl::StrCat(added)});
    for (const auto& [family, cell, multiplier] : cells) {
      Line({"history-cell", absl::StrCat(family), absl::StrCat(cell),
            absl::StrCat(multiplier)});
    }
    for (const auto& [strand, multiplier, codes] : victims) {
      CsvRow row = {"history-victims", absl::StrCat(strand),
                    absl::StrCat(multiplier)};
      AddCodes(codes, row);
      Line(row);
    }
    for (const auto& [of_victims, multiplier, codes] : taken_back) {
      CsvRow row = {"history-taken-back", UnitOf(of_victims),
                    absl::StrCat(multiplier)};
      AddCodes(codes, row);
      Line(row);
    }
  }

  void Ranges(const CheckedRanges& ranges) {
    const auto& [victims, certificates, cells, strands] = ranges;
    Line({"ranges", UnitOf(victims), Join(strands)});
    for (const auto& [denominator, terms] : certificates) {
      CsvRow row = {"certificate", absl::StrCat(denominator)};
      for (const auto& [family, cell, multiplier] : terms) {
        row.push_back(absl::StrCat(family));
        row.push_back(absl::StrCat(cell));
        row.push_back(absl::StrCat(multiplier));
      }
      Line(row);
    }
    for (const auto& [family, cell, low_by, high_by] : cells) {
      Line({"range", absl::StrCat(family), absl::StrCat(cell), Maybe(low_by),
            Maybe(high_by)});
    }
  }

  std::string text_;
  bool with_history_ = false;
  std::map<const CodeTree*, size_t> trees_;
};

}  // namespace

std::string WriteCheckFile(const SealToCheck& seal, absl::string_view salt) {
  return Writer().Write(seal, salt);
}

}  // namespace toguna
