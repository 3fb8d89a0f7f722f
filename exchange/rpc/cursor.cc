#include "exchange/rpc/cursor.h"

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/reason.h"

namespace toguna {

std::string CursorText(uint64_t sequence) {
  return absl::StrCat("c1-", sequence);
}

absl::StatusOr<uint64_t> ParseCursor(absl::string_view text) {
  uint64_t sequence = 0;
  absl::string_view digits = text;
  // SimpleAtoi accepts signs, spaces and leading zeros; writing the number
  // again and comparing accepts only the one form.
  if (!absl::ConsumePrefix(&digits, "c1-") ||
      !absl::SimpleAtoi(digits, &sequence) || CursorText(sequence) != text) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "INVALID_CURSOR",
                       "a cursor is \"c1-\" and a number, as an event gave it",
                       {{"field", "cursor"}});
  }
  return sequence;
}

}  // namespace toguna
