#ifndef TOGUNA_EXCHANGE_RECORD_RECORD_H_
#define TOGUNA_EXCHANGE_RECORD_RECORD_H_

// One protection incident as it may be stored: codes, tallies, pseudonyms.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "exchange/base/ids.h"

namespace toguna {

// A pseudonymised record. Which attributes and tallies it may have is declared
// by its dataset; CheckRecord (check_record.h) holds it to that. Plain value.
struct Record {
  DatasetId dataset;
  // The organisation that submitted it; set by the server from the caller's
  // certificate, never taken from the message.
  PartyId contributor;
  // The contributor's own reference: "ref1-…", its keyed pseudonym of the
  // submission's root uuid, which stays the same when a submission is edited.
  std::string ref;
  // "ins1-…": pseudonym of this edition of the submission.
  std::string instance;
  std::map<std::string, std::string> codes;  // attribute id -> code
  absl::CivilDay incident_day;
  // The month it was accepted in, for ever; said by whoever reads it to be
  // counted, not kept with it. None: not said.
  std::optional<absl::CivilMonth> accepted = std::nullopt;
  std::map<std::string, int64_t> tallies;  // who-code (leaf) -> victims
  std::string source;   // "src1-…"; empty where sources are public
  std::string monitor;  // "mon1-…"; empty where sources are public
  std::string consent;  // consent scope code; empty where sources are public
  // Version of each code list used, by list id: the same code means different
  // places in different gazetteers.
  std::map<std::string, std::string> list_versions;

  friend bool operator==(const Record&, const Record&) = default;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RECORD_RECORD_H_
