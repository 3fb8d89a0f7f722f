#ifndef TOGUNA_POLICIES_ODRL_WRITE_OFFER_H_
#define TOGUNA_POLICIES_ODRL_WRITE_OFFER_H_

#include "nlohmann/json.hpp"
#include "policies/odrl/faults.h"
#include "toguna/catalog/v1/catalog.pb.h"

namespace toguna {

// The constant "@context" of every document.
nlohmann::ordered_json OdrlContext();

// The offer that `file`, of format 2, makes, without its signed text. Reports
// what the file lacks, by the names of its fields.
nlohmann::ordered_json OfferOf(const catalog::v1::AgreementFile& file,
                               Faults& faults);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_ODRL_WRITE_OFFER_H_
