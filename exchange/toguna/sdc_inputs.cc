#include "exchange/toguna/sdc_inputs.h"

#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {

absl::StatusOr<SdcInputs> ReadInputs(const Session& session,
                                     const SdcTablesOptions& options) {
  SdcInputs inputs;
  TOGUNA_ASSIGN_OR_RETURN(inputs.plan,
                          ReadPlanFile(options.plan, session.language));
  TOGUNA_ASSIGN_OR_RETURN(inputs.histories,
                          ReadHistories(options.history, session.language));
  TOGUNA_ASSIGN_OR_RETURN(
      inputs.joined, JoinCatalogs(inputs.plan.plan.catalog, inputs.Earlier(),
                                  session.language));
  return inputs;
}

std::map<std::string, std::string> BoundFiles(
    const SdcInputs& inputs, const std::vector<Family>& families, size_t rung,
    const FolderFiles& tables) {
  FolderFiles files = inputs.plan.Copies();
  for (const Family& family : families) {
    for (size_t at = rung == 0 ? 0 : rung - 1; at <= rung; ++at) {
      const std::string path = TablePath(inputs.whole(), at, family.id);
      const auto found = tables.find(path);
      if (found != tables.end()) files[path] = found->second;
    }
  }
  std::map<std::string, std::string> bound = DigestsOf(files);
  for (const ReadHistory& one : inputs.histories) {
    bound[absl::StrCat(kSdcHistory, one.digest)] = one.digest;
  }
  return bound;
}

int FailWith(const Session& session, const absl::Status& status) {
  const Reason reason = ReasonOf(status);
  if (reason.code == "PLAN_TOO_LARGE") {
    const auto size = reason.metadata.find("size");
    session.console().Fail(
        ReasonError(absl::StatusCode::kInvalidArgument, "FILE_PLAN_TOO_LARGE",
                    absl::StrCat(status.message(),
                                 size == reason.metadata.end()
                                     ? ""
                                     : absl::StrCat(" (", size->second, ")"))));
    return kExitBadInput;
  }
  const int code = session.console().Fail(status);
  if (reason.code == "TABLES_NOT_PROVEN") return kExitNo;
  return absl::IsInternal(status) ? code : int{kExitBadInput};
}

}  // namespace toguna
