#ifndef TOGUNA_POLICIES_LOAD_FILE_PLAN_H_
#define TOGUNA_POLICIES_LOAD_FILE_PLAN_H_

// Plans for `toguna sdc`: a plan file with the trees of its dimensions beside
// it, and no catalog.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/words/words.h"
#include "policies/load/load.h"
#include "policies/model/catalog.h"

namespace toguna {

// A plan and what it is about, as a catalog of one dataset and one plan. A
// dimension's code list has the dimension's id; its version is a digest of the
// tree's file. Every attribute is required; sources are not public.
struct FilePlan {
  Catalog catalog;
  PlanId plan;
  // Bytes read, by path from the plan's folder as the plan writes it; the plan
  // itself is not among them.
  std::map<std::string, std::string> trees;
};

// A plan only if there are no problems.
struct FilePlanResult {
  std::optional<FilePlan> plan;
  std::vector<LoadProblem> problems;  // by file and line
};

// Bytes of a file by its path from the plan's folder.
using ReadBeside =
    std::function<absl::StatusOr<std::string>(const std::string& path)>;

// Reads a plan for files from `bytes` and reports all mistakes at once under
// `name`, those of a tree under the tree's path. Refuses more than `most_cells`
// cells, with how many they are. No I/O but what `read` does.
FilePlanResult LoadFilePlan(const std::string& name, const std::string& bytes,
                            const ReadBeside& read, int64_t most_cells,
                            Language language = Language::kEnglish);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_LOAD_FILE_PLAN_H_
