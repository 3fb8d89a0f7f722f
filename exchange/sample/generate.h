#ifndef TOGUNA_EXCHANGE_SAMPLE_GENERATE_H_
#define TOGUNA_EXCHANGE_SAMPLE_GENERATE_H_

// Generated submissions in the published proportions of monitoring in Mali:
// no person, place or event in them is real.

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/period.h"
#include "policies/model/catalog.h"

namespace toguna {

// Monitors MON-001… and sources SRC-001… of a generated operation.
inline constexpr int kSampleMonitors = 57;
inline constexpr int kSampleSources = 245;

// Returns a month of KoboToolbox submissions of form "incident-mali" as a JSON
// list: 365 to 1,237 of them, all reported by the 28th. The same catalog, seed
// and month give the same bytes.
//   kFailedPrecondition  the catalog has no such form with types and places
absl::StatusOr<std::string> GenerateMonth(const Catalog& catalog, uint64_t seed,
                                          const Period& month);

// Writes `months` months from `first` on as DIR/YYYY-MM.json, and DIR/GENERATED
// which says in both languages that they are generated, and from which seed.
// DIR is made if it does not exist. Besides GenerateMonth's errors:
//   kInvalidArgument  months is not 1 to 120
//   kUnavailable      a file cannot be written
absl::Status WriteSample(const Catalog& catalog, uint64_t seed, Period first,
                         int months, const std::string& folder);

// The submissions of a generated month by the organisation whose monitor made
// them: 34 monitors of collecting-org, 17 of partner-org-a, 6 of partner-org-b.
//   kInvalidArgument  not a generated month
absl::StatusOr<std::map<std::string, std::string>> SplitByContributor(
    absl::string_view json);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SAMPLE_GENERATE_H_
