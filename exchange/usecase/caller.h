#ifndef TOGUNA_EXCHANGE_USECASE_CALLER_H_
#define TOGUNA_EXCHANGE_USECASE_CALLER_H_

#include <string>

#include "exchange/base/ids.h"
#include "policies/model/party.h"

namespace toguna {

// Who acts: read from the client certificate by the adapter, which has already
// checked that the role may call this method at all.
struct Caller {
  PartyId party;
  Role role = Role::kRecipient;
  std::string spiffe_id;  // the actor in the audit log
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_CALLER_H_
