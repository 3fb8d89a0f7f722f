#ifndef TOGUNA_POLICIES_LOAD_FILE_TREE_H_
#define TOGUNA_POLICIES_LOAD_FILE_TREE_H_

// Internal: a code tree written as one line per finest code.

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "policies/load/problems.h"
#include "policies/model/dataset.h"

namespace toguna {

// Reads `text`, CSV with ';': the first line names the levels, the finest
// first; every other line is a finest code and the codes above it up to the
// top. Reports under `file` and its lines: names or codes that are missing, too
// long or not plain, lines of another length (uneven depth), a code at two
// levels (a cycle), with two parents or given twice, two tops, no codes.
std::optional<CodeList> ReadFileTree(const std::string& file,
                                     const std::string& id,
                                     absl::string_view text,
                                     Problems& problems);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_LOAD_FILE_TREE_H_
