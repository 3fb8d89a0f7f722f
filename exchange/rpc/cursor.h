#ifndef TOGUNA_EXCHANGE_RPC_CURSOR_H_
#define TOGUNA_EXCHANGE_RPC_CURSOR_H_

// A place in a feed as text: "c1-42". The 1 is the version of the form.

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

// The cursor for "everything up to `sequence` was handled".
std::string CursorText(uint64_t sequence);

// Reads exactly what CursorText writes: no sign, no space, no leading zero.
// Returns kInvalidArgument INVALID_CURSOR for anything else.
absl::StatusOr<uint64_t> ParseCursor(absl::string_view text);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_CURSOR_H_
