#ifndef TOGUNA_KEYS_RING_PSEUDONYM_H_
#define TOGUNA_KEYS_RING_PSEUDONYM_H_

// The form of a contributor's pseudonyms. A server knows the form but no key:
// it refuses raw identifiers and mistyped pseudonyms, and can reverse none.

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

// Bytes of keyed hash inside one pseudonym.
inline constexpr size_t kPseudonymSize = 20;

// Returns whether `kind` is one that exists: "ref" (a record's reference),
// "ins" (a submission), "src" (a source), "mon" (a monitor), "row" (a record as
// one recipient is given it).
bool IsPseudonymKind(absl::string_view kind);

// Writes `hash`, kPseudonymSize bytes, as
// "<kind>1-<32 characters>-<4 check characters>", in [a-z2-7]. The check binds
// the kind too, so a source never passes as a monitor.
std::string PseudonymText(absl::string_view kind, absl::string_view hash);

// Returns whether `text` is exactly a pseudonym of `kind`. A wrong character
// passes once in a million.
bool IsPseudonym(absl::string_view kind, absl::string_view text);

}  // namespace toguna

#endif  // TOGUNA_KEYS_RING_PSEUDONYM_H_
