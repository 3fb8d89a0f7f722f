#ifndef TOGUNA_EXCHANGE_SDC_COHORT_DATA_H_
#define TOGUNA_EXCHANGE_SDC_COHORT_DATA_H_

// Records of any kind in a CSV file, for cohorts.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/cohort/cohorts.h"
#include "exchange/words/words.h"

namespace toguna {

// What the options say of columns. A column that one of them names is no
// quasi-identifier, even if it has a hierarchy.
struct CohortColumns {
  std::string hierarchies;  // file names begin with it, for messages
  std::string sources;      // empty: no such column, and so on
  std::string entities;
  std::string diversity;
  std::vector<std::string> drop;
  // More rows x columns are refused. Rows are numbered with 31 bits.
  int64_t most_values = int64_t{1} << 31;
};

// The heading alone: `;` or `,` is the delimiter, whichever it has.
struct CohortHeading {
  char delimiter = ';';
  std::vector<std::string> columns;
};

struct CohortData {
  CohortHeading heading;
  // Positions among all columns: the attributes of the tuples, in order, and
  // that of the sensitive one, -1 if there is none.
  std::vector<size_t> attributes;
  int sensitive = -1;
  CohortTuples tuples;
  std::vector<std::string> sensitive_values;  // by number
  std::vector<int32_t> tuple_of_row;          // in the order of the file
  int64_t entities = 0;                       // distinct ones, or else rows
  int64_t sources = 0;
};

// Returns kInvalidArgument COHORT_FILE_INVALID, as do both functions, with file
// and line of the first mistake: no CSV, both delimiters, a column without a
// name, twice, or with the name of one of the result ("cohort", "cohort_size").
absl::StatusOr<CohortHeading> ParseCohortHeading(const std::string& name,
                                                 absl::string_view text,
                                                 Language language);

// `trees` has those of the columns with a hierarchy, by column. Also refused:
// a column that is nothing of all this, a name that no column has or two
// options have, a row of another length, a value that its hierarchy does not
// have, an empty entity, source or sensitive value, too many values.
absl::StatusOr<CohortData> ParseCohortData(
    const std::string& name, absl::string_view text,
    const CohortColumns& columns, const std::map<std::string, CodeTree>& trees,
    Language language);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SDC_COHORT_DATA_H_
