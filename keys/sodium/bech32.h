#ifndef TOGUNA_KEYS_SODIUM_BECH32_H_
#define TOGUNA_KEYS_SODIUM_BECH32_H_

// Bech32 (BIP 173) without its length limit, as age writes keys. Pure.

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

// Lower-case text of `bytes` under the lower-case prefix `prefix`.
std::string Bech32Of(absl::string_view prefix, absl::string_view bytes);

// The bytes of `text`; nothing if its prefix is not `prefix` (lower case), its
// checksum is wrong, its cases are mixed or its last bits are not zero. Text
// may be all upper or all lower case.
std::optional<std::string> Bech32Bytes(absl::string_view prefix,
                                       absl::string_view text);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_BECH32_H_
