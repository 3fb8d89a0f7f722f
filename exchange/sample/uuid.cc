#include "exchange/sample/uuid.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "keys/digest/digest.h"

namespace toguna {

std::string UuidFrom(absl::string_view name) {
  const std::string hex =
      HexOf(Sha256(absl::StrCat("toguna/sample/uuid/", name)));
  const absl::string_view digits = hex;
  return absl::StrCat(digits.substr(0, 8), "-", digits.substr(8, 4), "-8",
                      digits.substr(13, 3), "-a", digits.substr(17, 3), "-",
                      digits.substr(20, 12));
}

}  // namespace toguna
