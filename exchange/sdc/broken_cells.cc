#include "exchange/sdc/broken_cells.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "exchange/words/sdc_files_words.h"

namespace toguna {
namespace {

using Codes = std::vector<std::pair<std::string, std::string>>;

class Finder {
 public:
  Finder(const SdcSetting& setting, const Protected& result)
      : setting_(setting), result_(result) {}

  const Sentence* WhyBroken(const SealedTable& table, const SealedCell& cell) {
    if (cell.status != CellStatus::kPublished) return nullptr;
    Codes codes;
    for (size_t i = 0; i < cell.codes.size(); ++i) {
      codes.emplace_back(table.dimensions[i], cell.codes[i]);
    }
    if (IsUnsafe(table.unit, codes)) return &sdc_words::kBrokenUnsafe;
    const std::vector<bool> inside = Inside(table.unit, codes);
    std::vector<int64_t> own;
    for (const WitnessSet::Counts& counts : result_.witnesses.owns) {
      own.push_back(SumOf(counts, inside));
    }
    for (const WitnessSet::Table& witness : result_.witnesses.tables) {
      const auto view = static_cast<size_t>(witness.view);
      const int64_t mine = view < own.size() ? own[view] : 0;
      if (SumOf(witness.counts, inside) + mine != cell.value) {
        return &sdc_words::kBrokenValue;
      }
    }
    if (cell.value != 0 && cell.value < setting_.plan.minimums.k) {
      return &sdc_words::kBrokenSmall;
    }
    return nullptr;
  }

 private:
  bool IsUnsafe(Unit unit, Codes codes) const {
    std::sort(codes.begin(), codes.end());
    return std::any_of(result_.unsafe.begin(), result_.unsafe.end(),
                       [&](const UnsafeCell& unsafe) {
                         Codes theirs = unsafe.codes;
                         std::sort(theirs.begin(), theirs.end());
                         return unsafe.unit == unit &&
                                unsafe.strands.size() == setting_.strands() &&
                                theirs == codes;
                       });
  }

  // Which points of the witnesses lie in a cell.
  std::vector<bool> Inside(Unit unit, const Codes& codes) const {
    std::vector<bool> inside;
    for (const WitnessSet::Point& point : result_.witnesses.points) {
      inside.push_back(
          point.unit == unit &&
          std::all_of(codes.begin(), codes.end(), [&](const auto& code) {
            return LiesIn(point.codes, code);
          }));
    }
    return inside;
  }

  bool LiesIn(const Codes& point,
              const std::pair<std::string, std::string>& code) const {
    const CodeList* list =
        setting_.catalog.ListOf(setting_.dataset(), code.first);
    if (list == nullptr) return false;
    const std::vector<std::string> members = MembersOf(code);
    for (const auto& [dimension, finest] : point) {
      if (dimension != code.first) continue;
      const std::optional<NodeIndex> mine = list->tree.Find(finest);
      return mine.has_value() &&
             std::any_of(members.begin(), members.end(),
                         [&](const std::string& member) {
                           const auto node = list->tree.Find(member);
                           return node.has_value() &&
                                  list->tree.IsWithin(*mine, *node);
                         });
    }
    return false;
  }

  // The codes that one is the sum of: itself, or its pool's members.
  std::vector<std::string> MembersOf(
      const std::pair<std::string, std::string>& code) const {
    for (const Pool& pool : setting_.plan.pools) {
      if (pool.dimension == code.first && pool.code == code.second) {
        return pool.codes;
      }
    }
    return {code.second};
  }

  static int64_t SumOf(const WitnessSet::Counts& counts,
                       const std::vector<bool>& inside) {
    uint64_t sum = 0;  // wraps where a file says absurd numbers
    for (const auto& [point, units] : counts) {
      const auto at = static_cast<size_t>(point);
      if (at < inside.size() && inside[at]) sum += static_cast<uint64_t>(units);
    }
    return static_cast<int64_t>(sum);
  }

  const SdcSetting& setting_;
  const Protected& result_;
};

}  // namespace

std::vector<BrokenCell> FindBrokenCells(const SdcSetting& setting,
                                        const std::vector<SealedTable>& tables,
                                        const Protected& result) {
  std::vector<BrokenCell> broken;
  Finder finder(setting, result);
  for (const SealedTable& table : tables) {
    for (const SealedCell& cell : table.cells) {
      const Sentence* why = finder.WhyBroken(table, cell);
      if (why != nullptr) {
        broken.push_back({table.family.text(), cell.codes, why});
      }
    }
  }
  return broken;
}

}  // namespace toguna
