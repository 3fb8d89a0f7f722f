#ifndef TOGUNA_EXCHANGE_DISCLOSURE_INCIDENT_TIME_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_INCIDENT_TIME_H_

// When incidents happened, seen from when they were accepted.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"

namespace toguna {

// The one of kIncidentMonths that an incident lies in; none if it lies after
// the month of acceptance, which cannot be. It stays what it is when the month
// is counted in a quarter or year.
std::optional<absl::string_view> IncidentMonthOf(absl::CivilMonth incident,
                                                 absl::CivilMonth accepted);

// What no record accepted in a month can be, as everybody knows from the
// calendar: each a combination of codes, (dimension, code). In January nothing
// is of an earlier month of its year, and nothing of a later year ever.
std::vector<std::vector<std::pair<std::string, std::string>>> ImpossibleTimes(
    const Catalog& catalog, const Dataset& dataset, absl::CivilMonth accepted);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_INCIDENT_TIME_H_
