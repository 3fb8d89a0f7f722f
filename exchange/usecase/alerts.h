#ifndef TOGUNA_EXCHANGE_USECASE_ALERTS_H_
#define TOGUNA_EXCHANGE_USECASE_ALERTS_H_

// Flash alerts: a contributor raises one, an officer clears it.

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// Thread-safe if the ledger is. The references must outlive it.
class Alerts {
 public:
  Alerts(const Catalog& catalog, Ledger& ledger, Clock clock,
         RandomBytes random);

  // Keeps an alert of closed codes; nobody but officers sees it yet.
  //   kInvalidArgument UNKNOWN_DATASET, UNKNOWN_FIELD, UNKNOWN_CODE,
  //                    FIELD_MISSING, DATE_IN_FUTURE
  absl::StatusOr<AlertRow> Raise(const Caller& caller,
                                 absl::string_view request_id,
                                 const DatasetId& dataset,
                                 std::map<std::string, std::string> codes,
                                 absl::Time occurred_at);

  // Clears an alert for the feed. Clearing twice returns the first clearance.
  //   kNotFound ALERT_UNKNOWN
  absl::StatusOr<AlertRow> Clear(const Caller& caller, const AlertId& alert);

  // All alerts, newest first; for officers.
  absl::StatusOr<std::vector<AlertRow>> List() const;

 private:
  const Catalog& catalog_;
  Ledger& ledger_;
  Clock clock_;
  RandomBytes random_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_ALERTS_H_
