#include "exchange/audit/commitment.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "keys/digest/digest.h"

namespace toguna {

std::string Commitment(absl::string_view salt, absl::string_view type,
                       absl::string_view value) {
  constexpr absl::string_view kZero("\0", 1);
  return HexOf(HmacSha256(
      salt, absl::StrCat("toguna/audit/commit/v1", kZero, type, kZero, value)));
}

}  // namespace toguna
