#ifndef TOGUNA_EXCHANGE_RECORD_CHECK_RECORD_H_
#define TOGUNA_EXCHANGE_RECORD_CHECK_RECORD_H_

// The rules a record must keep to be stored. The contributor's side and the
// server both ask here, so that they cannot disagree.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "exchange/record/record.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"

namespace toguna {

// Victims that one tally, and all tallies of a record together, may reach.
inline constexpr int64_t kMostVictims = 100'000;
// Incidents of earlier years are typing errors.
inline constexpr absl::CivilYear kEarliestYear{2010};

// One rule that a record breaks.
struct RecordProblem {
  // UNKNOWN_FIELD    an attribute, or code list version, never declared
  // FIELD_MISSING    a required field is empty
  // UNKNOWN_CODE     no code of its list
  // LIST_VERSION     coded with another version of a code list
  // DATE_IN_FUTURE, DATE_TOO_OLD
  // UNKNOWN_TALLY    no leaf of the dataset's list of who was harmed
  // NEGATIVE_TALLY, TALLY_TOO_LARGE, TALLY_TOTAL
  // VICTIMS_MISSING  none counted, though the dataset says each record has one
  // RAW_REFERENCE, RAW_SOURCE_ID, RAW_MONITOR_ID   not a pseudonym
  // CONSENT_MISSING, CONSENT_UNKNOWN
  // SOURCE_PRESENT   sources are public, so none may be named
  std::string reason;
  // A declared attribute, tally or code list, or the part of the record;
  // never a value, and never a name that came with the record.
  std::string field;

  friend bool operator==(const RecordProblem&, const RecordProblem&) = default;
};

// Returns everything that is wrong with `record` as a record of `dataset`;
// nothing if it may be stored. `today` is the day in the operation's zone. The
// contributor is not looked at: the server sets it.
std::vector<RecordProblem> CheckRecord(const Catalog& catalog,
                                       const Dataset& dataset,
                                       const Record& record,
                                       absl::CivilDay today);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RECORD_CHECK_RECORD_H_
