#ifndef TOGUNA_KEYS_X509_SPIFFE_H_
#define TOGUNA_KEYS_X509_SPIFFE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

// Who a program is: spiffe://<trust domain>/<role>/<party>/<number>, for
// example spiffe://mali.example/recipient/health-cluster/1.
struct SpiffeId {
  std::string trust_domain;
  std::string role;
  std::string party;   // as in the catalog
  std::string number;  // tells the machines of one party apart

  std::string Text() const;
};

// Returns kInvalidArgument for any other form: whether the role exists and may
// do something is for the authorisation table to say.
absl::StatusOr<SpiffeId> ParseSpiffeId(absl::string_view text);

}  // namespace toguna

#endif  // TOGUNA_KEYS_X509_SPIFFE_H_
