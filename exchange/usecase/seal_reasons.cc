#include "exchange/usecase/seal_reasons.h"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "policies/model/plan.h"

namespace toguna {

std::optional<size_t> CheckedPosition(std::optional<int32_t> number) {
  if (!number.has_value()) return std::nullopt;
  return static_cast<size_t>(*number);
}

CheckedRanges RangesFor(const RangeProof& proof) {
  CheckedRanges ranges;
  ranges.victims = proof.unit == Unit::kVictim;
  for (const RangeProof::Certificate& one : proof.certificates) {
    CheckedRanges::Certificate& certificate =
        ranges.certificates.emplace_back();
    certificate.denominator = one.denominator;
    for (const RangeProof::Term& term : one.terms) {
      certificate.terms.push_back({static_cast<size_t>(term.table),
                                   static_cast<size_t>(term.cell),
                                   term.multiplier});
    }
  }
  for (const RangeProof::Cell& cell : proof.cells) {
    ranges.cells.push_back(
        {static_cast<size_t>(cell.table), static_cast<size_t>(cell.cell),
         CheckedPosition(cell.low_by), CheckedPosition(cell.high_by)});
  }
  return ranges;
}

CheckedHistory HistoryFor(const HistoryCertificate& certificate,
                          size_t strands) {
  CheckedHistory history;
  history.denominator = certificate.denominator;
  for (const auto& [family, cell, multiplier] : certificate.cells) {
    history.cells.push_back(
        {static_cast<size_t>(family), static_cast<size_t>(cell), multiplier});
  }
  for (const auto& [strand, codes, multiplier] : certificate.victims) {
    history.victims.push_back(
        {CheckedPosition(strand).value_or(strands), multiplier, codes});
  }
  for (const auto& [unit, codes, multiplier] : certificate.taken_back) {
    history.taken_back.push_back({unit == Unit::kVictim, multiplier, codes});
  }
  history.added = certificate.added;
  return history;
}

}  // namespace toguna
