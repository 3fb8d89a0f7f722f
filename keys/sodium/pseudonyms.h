#ifndef TOGUNA_KEYS_SODIUM_PSEUDONYMS_H_
#define TOGUNA_KEYS_SODIUM_PSEUDONYMS_H_

// Pseudonyms on the contributor's side: identifiers never leave it. The key is
// shared by the contributors of an operation and never given to the server.

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "keys/ring/ring.h"
#include "keys/sodium/secret.h"

namespace toguna {

// A new 32-byte contributor key.
Secret GenerateContributorKey(const RandomBytes& random);

// "toguna contributor key v1", then a line of base64 with a check value.
std::string RevealContributorKeyFile(const Secret& key);

// Reads such a file. Returns kInvalidArgument if it is none or mistyped: a key
// that is wrong by a letter would give every person a second pseudonym.
absl::StatusOr<Secret> ParseContributorKeyFile(absl::string_view text);

// Makes the pseudonyms of one key:
//
//   HMAC-SHA-256(key, "toguna/id/" kind 0x00 canon(id))[0:20]
//
// canon() trims, makes runs of white space one space, and upper-cases ASCII,
// so that the same person typed twice is the same. An identifier that is blank
// gives "", since it names nobody. Safe for concurrent use.
std::unique_ptr<Pseudonymiser> MakePseudonymiser(const Secret& key);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_PSEUDONYMS_H_
