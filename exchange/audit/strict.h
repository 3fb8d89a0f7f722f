#ifndef TOGUNA_EXCHANGE_AUDIT_STRICT_H_
#define TOGUNA_EXCHANGE_AUDIT_STRICT_H_

// Readers that take each value in one spelling only, so that what was verified
// is what was written, byte for byte.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

// RFC 4648 §4 with padding and no spare bits; none for anything else.
std::optional<std::string> StrictBase64(absl::string_view text);

// Decimal without sign, spaces or leading zero, below 2^63; none for others.
std::optional<uint64_t> StrictDecimal(absl::string_view text);

// Takes the next line, without its LF, off `text`; none if no LF is left.
std::optional<absl::string_view> TakeLine(absl::string_view& text);

// `number` in 8 bytes, most significant first; and back from exactly 8 bytes.
std::string BigEndian64(uint64_t number);
std::optional<uint64_t> ReadBigEndian64(absl::string_view bytes);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_STRICT_H_
