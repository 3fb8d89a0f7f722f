#ifndef TOGUNA_EXCHANGE_ALERT_VIEW_H_
#define TOGUNA_EXCHANGE_ALERT_VIEW_H_

// What of a flash alert an agreement may see.

#include <map>
#include <optional>
#include <string>

#include "exchange/base/ids.h"
#include "policies/model/catalog.h"

namespace toguna {

// `codes` (attribute id -> code) as `grant` shows them; none if the alert lies
// outside the nodes that the grant is confined to, or if that cannot be told.
//
// An attribute that the dataset declares as a dimension is cut to the grant's
// level, and left out where the grant names no level for it. A declared
// attribute that is no dimension is shown as it is. Pure; any unknown code is
// left out.
std::optional<std::map<std::string, std::string>> CodesInView(
    const Catalog& catalog, const DatasetId& dataset, const Grant& grant,
    const std::map<std::string, std::string>& codes);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_ALERT_VIEW_H_
