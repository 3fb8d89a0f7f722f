#ifndef TOGUNA_EXCHANGE_USECASE_AGREEMENTS_H_
#define TOGUNA_EXCHANGE_USECASE_AGREEMENTS_H_

#include "absl/status/status.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// Writes every agreement revision of the catalog that the log has not seen
// into the log, so that later entries can be read against it. Called once at
// start, before anybody is served.
//   kFailedPrecondition AGREEMENT_ROLLED_BACK  the log has seen a later
//   revision kFailedPrecondition AGREEMENT_CHANGED      the file differs from
//   what the
//                                              log has seen as this revision
absl::Status NoteAgreements(const Catalog& catalog, Ledger& ledger,
                            const Clock& clock);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_AGREEMENTS_H_
