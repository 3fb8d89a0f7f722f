#ifndef TOGUNA_EXCHANGE_SDC_COHORT_HIERARCHY_H_
#define TOGUNA_EXCHANGE_SDC_COHORT_HIERARCHY_H_

// Hierarchies of values in files, as ARX writes them.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/words/words.h"

namespace toguna {

// One line per value, `;` between levels: the value first, the top last, the
// same for all.
//
// The codes of the tree are the labels, so one label must be one node. Where a
// line repeats a label on neighbouring levels (x;x;*), that is one node: all
// lines through the upper one go through the lower one too, so both stand for
// the same values. Any other label found in two places is refused.
//
// Returns kInvalidArgument COHORT_FILE_INVALID with file and line for a level
// that is missing or empty, levels that are not nested, two tops, a value given
// twice, a label that names two nodes or holds `{`, `|` or `}`.
absl::StatusOr<CodeTree> ParseCohortHierarchy(const std::string& name,
                                              absl::string_view text,
                                              Language language);

// What is wrong on a line of a file.
absl::Status CohortFault(const std::string& name, int64_t line,
                         Language language, const Sentence& sentence,
                         const std::vector<std::string>& values = {});

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SDC_COHORT_HIERARCHY_H_
