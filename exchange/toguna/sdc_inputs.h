#ifndef TOGUNA_EXCHANGE_TOGUNA_SDC_INPUTS_H_
#define TOGUNA_EXCHANGE_TOGUNA_SDC_INPUTS_H_

// What `sdc protect --plan` and `sdc check --plan` have in common.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/sdc/setting.h"
#include "exchange/toguna/sdc_folder.h"
#include "exchange/toguna/sdc_tables.h"
#include "exchange/toguna/session.h"
#include "policies/model/catalog.h"
#include "policies/model/plan.h"

namespace toguna {

// A key of witnesses.dpo for an earlier folder begins so.
inline constexpr char kSdcHistory[] = "history:";

// What both commands put together from their options.
struct SdcInputs {
  ReadPlan plan;
  std::vector<ReadHistory> histories;
  Catalog joined;

  const Plan& whole() const {
    return *plan.plan.catalog.FindPlan(plan.plan.plan);
  }
  std::vector<EarlierFiles> Earlier() const {
    std::vector<EarlierFiles> earlier;
    for (const ReadHistory& one : histories) earlier.push_back(one.files);
    return earlier;
  }
};

absl::StatusOr<SdcInputs> ReadInputs(const Session& session,
                                     const SdcTablesOptions& options);

// What the witnesses of a rung bind: the plan and its trees, the tables of the
// rung and of the one below, and what was published before. `tables` are all
// tables by path.
std::map<std::string, std::string> BoundFiles(
    const SdcInputs& inputs, const std::vector<Family>& families, size_t rung,
    const FolderFiles& tables);

// Says what went wrong. Exit code: a broken seal is 1, a mistake of this
// program 5, and everything else is in the files.
int FailWith(const Session& session, const absl::Status& status);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SDC_INPUTS_H_
