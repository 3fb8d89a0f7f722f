#ifndef TOGUNA_EXCHANGE_TOGUNA_ENROL_H_
#define TOGUNA_EXCHANGE_TOGUNA_ENROL_H_

// Enrolment: keys made on the machine of whoever joins, and the officer's
// answer. Nothing secret travels.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// Words to read out on the telephone, one line per key.
struct SpokenKeys {
  std::string connection;
  std::string packages;
  std::string signatures;
};

// Makes a folder's keys: age.key, minisign.key and .pub, client.key, and the
// file enrol.request. kAlreadyExists if the folder has keys already.
absl::StatusOr<SpokenKeys> MakeKeys(const std::string& folder,
                                    const std::string& party, absl::Time now,
                                    const RandomBytes& random);

// Where an operation keeps what enrolment needs.
struct OperationFolder {
  std::string root;    // has catalog/, operation/ca/, export/
  std::string server;  // address that profiles name
  int certificate_days = 1;
};

// Issues a certificate for the request in `folder`, writes the public keys
// into the party's file of the catalog, and writes client.pem, ca.pem,
// log.vkey, minisign.pub and profile.textproto into `answer`.
//   kNotFound PARTY_UNKNOWN, kInvalidArgument REQUEST_INVALID
absl::StatusOr<SpokenKeys> AnswerRequest(const OperationFolder& operation,
                                         const std::string& request_file,
                                         const std::string& answer, Role role,
                                         bool demo_clock);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_ENROL_H_
