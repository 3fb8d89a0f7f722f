#ifndef TOGUNA_EXCHANGE_USECASE_RECOVERY_H_
#define TOGUNA_EXCHANGE_USECASE_RECOVERY_H_

// Taking up a store that was put back: when nothing newer can be found, two
// data protection officers sign what follows from it, and the exchange goes on.
//
// What was lost may have published anything. So nothing is sealed that may have
// been sealed before (PeriodState::kLost), every agreement is suspended until
// somebody has looked at it, and the log goes on under a new name: its first
// entries are those that the store has, then one for each that was lost, so
// that no place in it ever means two things, then what was signed.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/base/ids.h"
#include "exchange/usecase/ledger.h"
#include "policies/model/catalog.h"

namespace toguna {

// What is known of a store that was put back.
struct PutBack {
  LogHead store;  // of all its entries; the old log's
  // The newest signed head that is known, which the store does not extend
  // (signed note of the old log, verified); empty: the anchor is gone, and
  // nobody else has one.
  std::string known;
  std::string origin;  // the log's new name
};

// What follows, and what of it is signed.
struct Recovery {
  std::string statement;  // to be signed, to the byte
  std::vector<AgreementId> suspended;
  uint64_t lost_entries = 0;
  std::vector<std::string> lost;       // "incidents 2026-09"
  std::vector<std::string> destroyed;  // "incidents 2025"
  // In this order, all or none. The first `lost_entries` say nothing but that
  // an entry was lost; the next is what was signed.
  std::vector<Effects> acts;
};

// `ledger` is over the store that was put back; only its rows are read. What is
// over is asked of `now`.
//   kDataLoss  `put_back.known` is no checkpoint
absl::StatusOr<Recovery> MakeRecovery(const Catalog& catalog,
                                      const Ledger& ledger,
                                      const PutBack& put_back, absl::Time now);

// Says in the log's entry who signed the statement, by party.
void AddSignatories(const std::vector<PartyId>& parties, Recovery& recovery);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_RECOVERY_H_
