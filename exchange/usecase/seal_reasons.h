#ifndef TOGUNA_EXCHANGE_USECASE_SEAL_REASONS_H_
#define TOGUNA_EXCHANGE_USECASE_SEAL_REASONS_H_

// Reasons of a seal in the checker's words. A number below 0 becomes a position
// that is none.

#include <cstddef>
#include <cstdint>
#include <optional>

#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/sealed.h"

namespace toguna {

std::optional<size_t> CheckedPosition(std::optional<int32_t> number);

// Its strands are yet to be set.
CheckedRanges RangesFor(const RangeProof& proof);

// Of a seal over `strands` strands.
CheckedHistory HistoryFor(const HistoryCertificate& certificate,
                          size_t strands);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_SEAL_REASONS_H_
