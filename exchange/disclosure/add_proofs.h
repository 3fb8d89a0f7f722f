#ifndef TOGUNA_EXCHANGE_DISCLOSURE_ADD_PROOFS_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_ADD_PROOFS_H_

#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/protect.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/table_judge.h"
#include "exchange/disclosure/table_pool.h"

namespace toguna {

// Adds to `result` the two tables of every question of `system`, whose guarded
// sums `pool` holds protected, and, where `history` leaves no room for tables
// as far apart as is asked, why it does not. `secrets` are the system's.
void AddProofs(const LinkedSystem& system, const Secrets& secrets,
               const TablePool& pool, const TableJudge::History& history,
               Protected& result);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_ADD_PROOFS_H_
