#include "exchange/toguna/line_changes.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace toguna {

std::vector<std::string> LineChanges(const std::vector<std::string>& before,
                                     const std::vector<std::string>& after) {
  // longest[i][j]: lines that before[i..] and after[j..] share in order.
  std::vector<std::vector<int>> longest(before.size() + 1,
                                        std::vector<int>(after.size() + 1));
  for (size_t i = before.size(); i-- > 0;) {
    for (size_t j = after.size(); j-- > 0;) {
      longest[i][j] = before[i] == after[j]
                          ? longest[i + 1][j + 1] + 1
                          : std::max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  std::vector<std::string> changes;
  size_t i = 0;
  size_t j = 0;
  while (i < before.size() || j < after.size()) {
    if (i < before.size() && j < after.size() && before[i] == after[j]) {
      ++i;
      ++j;
    } else if (j == after.size() ||
               (i < before.size() && longest[i + 1][j] >= longest[i][j + 1])) {
      changes.push_back(absl::StrCat("- ", before[i++]));
    } else {
      changes.push_back(absl::StrCat("+ ", after[j++]));
    }
  }
  return changes;
}

}  // namespace toguna
