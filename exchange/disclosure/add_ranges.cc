#include "exchange/disclosure/add_ranges.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace toguna {
namespace {

// Cells not shown that are looked at; far more than a seal of people has. The
// others keep a low of 0 and no high.
constexpr size_t kMostCells = 500'000;

// A cell by positions: table of the seal, table of the scheme, cell.
struct CellAt {
  size_t table = 0;
  size_t number = 0;
  size_t cell = 0;
};

struct CellsOfUnit {
  std::vector<CellAt> published;
  std::vector<CellAt> not_shown;  // coarsest first
};

CellsOfUnit CellsOf(const Scheme& scheme,
                    const std::vector<SealedTable>& tables) {
  CellsOfUnit cells;
  std::vector<std::pair<int, CellAt>> hidden;
  for (size_t t = 0; t < tables.size(); ++t) {
    const auto found =
        std::find_if(scheme.tables().begin(), scheme.tables().end(),
                     [&](const Scheme::Table& one) {
                       return one.family->id == tables[t].family;
                     });
    if (found == scheme.tables().end()) continue;
    const Scheme::Table& table = *found;
    const auto number = static_cast<size_t>(found - scheme.tables().begin());
    for (size_t c = 0; c < tables[t].cells.size(); ++c) {
      const CellAt at{t, number, c};
      if (tables[t].cells[c].status == CellStatus::kPublished) {
        cells.published.push_back(at);
        continue;
      }
      hidden.emplace_back(scheme.CoarsenessOf(table, static_cast<int64_t>(c)),
                          at);
    }
  }
  std::stable_sort(
      hidden.begin(), hidden.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  hidden.resize(std::min(hidden.size(), kMostCells));
  for (const auto& [coarseness, at] : hidden) cells.not_shown.push_back(at);
  return cells;
}

Sum SumAt(const Scheme& scheme, const CellAt& at) {
  return scheme.SumOf(scheme.tables()[at.number],
                      static_cast<int64_t>(at.cell));
}

RangeProof::Certificate Name(const RangeCertificate& certificate,
                             const std::vector<CellAt>& published) {
  RangeProof::Certificate named{.denominator = certificate.denominator,
                                .terms = {}};
  for (const auto& [sum, multiplier] : certificate.multipliers) {
    const CellAt& at = published[static_cast<size_t>(sum)];
    named.terms.push_back({static_cast<int32_t>(at.table),
                           static_cast<int32_t>(at.cell), multiplier});
  }
  return named;
}

std::optional<int32_t> Number(std::optional<size_t> position) {
  if (!position.has_value()) return std::nullopt;
  return static_cast<int32_t>(*position);
}

void AddUp(const RangeFigures& unit, RangeFigures& figures) {
  figures.asked += unit.asked;
  figures.finite += unit.finite;
  figures.tight_low += unit.tight_low;
  figures.tight_high += unit.tight_high;
  figures.programs += unit.programs;
  figures.cut_short |= unit.cut_short;
}

}  // namespace

RangeProof AddRanges(const Scheme& scheme, const RangeLimits& limits,
                     std::vector<SealedTable>& tables, RangeFigures& figures) {
  const CellsOfUnit cells = CellsOf(scheme, tables);
  PublishedSums published{.unknowns = static_cast<int32_t>(scheme.atoms()),
                          .sums = {},
                          .values = {}};
  for (const CellAt& at : cells.published) {
    published.sums.push_back(SumAt(scheme, at));
    published.values.push_back(tables[at.table].cells[at.cell].value);
  }
  RangeFinder finder(published);
  for (const CellAt& at : cells.not_shown) finder.Ask(SumAt(scheme, at));
  const Ranges found = finder.Find(limits);
  AddUp(found.figures, figures);

  RangeProof proof;
  proof.unit = scheme.unit();
  for (const RangeCertificate& one : found.certificates) {
    proof.certificates.push_back(Name(one, cells.published));
  }
  for (size_t i = 0; i < cells.not_shown.size(); ++i) {
    const CellAt& at = cells.not_shown[i];
    const Range& range = found.ranges[i];
    SealedCell& cell = tables[at.table].cells[at.cell];
    cell.low = range.low;
    cell.high = range.high;
    if (!range.low_by.has_value() && !range.high_by.has_value()) continue;
    proof.cells.push_back({static_cast<int32_t>(at.table),
                           static_cast<int32_t>(at.cell), Number(range.low_by),
                           Number(range.high_by)});
  }
  std::sort(proof.cells.begin(), proof.cells.end(),
            [](const RangeProof::Cell& a, const RangeProof::Cell& b) {
              return std::pair(a.table, a.cell) < std::pair(b.table, b.cell);
            });
  return proof;
}

}  // namespace toguna
