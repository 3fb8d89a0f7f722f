#ifndef TOGUNA_EXCHANGE_USECASE_MANIFESTS_H_
#define TOGUNA_EXCHANGE_USECASE_MANIFESTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"
#include "policies/model/catalog.h"

namespace toguna {

// What of a release its data protection officer may read: the manifest, never
// the data. Thread-safe if the ledger is. The references must outlive it.
class Manifests {
 public:
  Manifests(const Catalog& catalog, const Ledger& ledger)
      : catalog_(catalog), ledger_(ledger) {}

  // The bytes of manifest.json.
  //   kPermissionDenied REFUSED  there is no such release, or the caller is not
  //                              the data protection officer of its agreement
  absl::StatusOr<std::string> Get(const Caller& caller,
                                  const ReleaseId& release) const;

 private:
  const Catalog& catalog_;
  const Ledger& ledger_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_MANIFESTS_H_
