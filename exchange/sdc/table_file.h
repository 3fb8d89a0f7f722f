#ifndef TOGUNA_EXCHANGE_SDC_TABLE_FILE_H_
#define TOGUNA_EXCHANGE_SDC_TABLE_FILE_H_

// tables/<family>.csv: what may be published.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/words/words.h"
#include "policies/model/plan.h"

namespace toguna {

// `<dimension>…;unit;status;value;low;high`, a line per cell. PUBLISHED has a
// value and no range; NOT_SHOWN has no value, and a high unless there is no
// limit.
std::string WriteTableFile(const SealedTable& table);

// Reads what WriteTableFile writes of `family`, and nothing else. Whether there
// is every cell is the checker's to say.
//   kInvalidArgument TABLE_INVALID  with `name` and the line
absl::StatusOr<SealedTable> ReadTableFile(const std::string& name,
                                          absl::string_view text,
                                          const Family& family,
                                          Language language);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SDC_TABLE_FILE_H_
