#ifndef TOGUNA_TESTS_CRASH_USE_CASE_CHECKS_H_
#define TOGUNA_TESTS_CRASH_USE_CASE_CHECKS_H_

// What must hold of a ledger that was opened after a crash, read row by row and
// without the use cases. Each says what is wrong; empty if nothing.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/period.h"
#include "exchange/record/record.h"
#include "exchange/usecase/ledger.h"

namespace toguna::testing {

RecordIndex IndexOf(const Record& record);

// The log entry that last changed the row at `key`; kNotFound if there is none.
absl::StatusOr<uint64_t> LastChange(const Ledger& ledger, const RowKey& key);

// A record that was acknowledged is there, as one of `editions`. If it
// `may_go`, it may also be gone, provided it is marked as retracted.
std::string WrongWithRecord(const Ledger& ledger, Period period,
                            const std::vector<Record>& editions, bool may_go);

// A record that was retracted is gone and stays so.
std::string WrongWithRetracted(const Ledger& ledger, Period period,
                               const Record& record);

// Entry `index` has this type and `text` somewhere.
std::string WrongWithEntry(const Ledger& ledger, uint64_t index,
                           absl::string_view type, absl::string_view text);

// No act is there in part, none twice, and no row without its entry.
std::string WrongWithWhole(const Ledger& ledger);

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_CRASH_USE_CASE_CHECKS_H_
