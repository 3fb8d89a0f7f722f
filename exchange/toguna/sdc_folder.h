#ifndef TOGUNA_EXCHANGE_TOGUNA_SDC_FOLDER_H_
#define TOGUNA_EXCHANGE_TOGUNA_SDC_FOLDER_H_

// The folder that `toguna sdc protect` writes, and what is read back of it:
//   tables/<family>.csv, report.json, witnesses.dpo (owner alone),
//   of a higher rung tables.k<k>/<family>.csv and witnesses.k<k>.dpo,
//   plan/plan.textproto and the trees beside it, as they were.

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/sdc/setting.h"
#include "exchange/words/words.h"
#include "policies/load/file_plan.h"

namespace toguna {

inline constexpr char kSdcReportFormat[] = "toguna/sdc-report/v1";
inline constexpr char kSdcReport[] = "report.json";
inline constexpr char kSdcPlanCopy[] = "plan/plan.textproto";

// Bytes by path inside a folder.
using FolderFiles = std::map<std::string, std::string>;

// A plan with its bytes.
struct ReadPlan {
  FilePlan plan;
  std::string bytes;

  // The plan and its trees as the folder keeps them.
  FolderFiles Copies() const;
};

// An earlier folder and what identifies it.
struct ReadHistory {
  EarlierFiles files;
  std::string digest;  // hex SHA-256 of all that is public in it
};

// Paths of a rung, by its position in the plan's ladder.
std::string TablesFolder(const Plan& plan, size_t rung);
std::string TablePath(const Plan& plan, size_t rung, const FamilyId& family);
std::string WitnessPath(const Plan& plan, size_t rung);
// Hex SHA-256 of each file.
std::map<std::string, std::string> DigestsOf(const FolderFiles& files);

// kInvalidArgument PLAN_INVALID with every mistake of the plan and its trees,
// one a line; kInvalidArgument FILE_MISSING.
absl::StatusOr<ReadPlan> ReadPlanFile(const std::string& path,
                                      Language language);

// kInvalidArgument HISTORY_MISMATCH if one is no folder of sdc protect, was
// changed since, or is given twice.
absl::StatusOr<std::vector<ReadHistory>> ReadHistories(
    const std::vector<std::string>& folders, Language language);

// OK if `out` may be written: not there, empty, or an earlier output of the
// same plan and months, of which nothing else is in it; then `replaces` is
// true. Looks only.
absl::Status CheckOut(const std::string& out, const SdcSetting& setting,
                      Language language, bool& replaces);

// Writes all files or none; whoever looks sees the old folder or the new one.
absl::Status WriteFolder(const std::string& out, const FolderFiles& files,
                         bool replaces, Language language);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SDC_FOLDER_H_
