#ifndef TOGUNA_POLICIES_ODRL_READ_OFFER_H_
#define TOGUNA_POLICIES_ODRL_READ_OFFER_H_

#include "nlohmann/json.hpp"
#include "policies/odrl/faults.h"
#include "policies/odrl/node.h"
#include "toguna/catalog/v1/catalog.pb.h"

namespace toguna {

// The agreement that the terms of `document`, an offer without signed text,
// make. Reports every term that is unknown or missing. What stands several
// times is taken from the last: that all say the same is for the caller to see,
// who writes the offer again and compares.
catalog::v1::AgreementFile AgreementOf(const nlohmann::json& document,
                                       Faults& faults);

// One permission: adds a grant, and what holds of all grants, to `file`.
void ReadPermission(const Node& node, catalog::v1::AgreementFile& file,
                    Faults& faults);

// Who gives and who receives, of any rule.
void ReadRuleParties(const OdrlObject& rule, catalog::v1::AgreementFile& file,
                     Faults& faults);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_ODRL_READ_OFFER_H_
