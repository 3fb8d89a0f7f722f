#include "exchange/toguna/request_id.h"

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "exchange/base/ids.h"
#include "exchange/base/status_macros.h"
#include "keys/digest/digest.h"
#include "keys/sodium/random.h"

namespace toguna {

absl::StatusOr<std::string> RequestIdOr(const std::string& given) {
  if (!given.empty()) {
    TOGUNA_RETURN_IF_ERROR(CheckUuid(given));
    return given;
  }
  std::string hex = HexOf(SystemRandom()(16));
  hex[12] = '4';  // version 4
  hex[16] = '8';  // the variant
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-",
                      hex.substr(12, 4), "-", hex.substr(16, 4), "-",
                      hex.substr(20));
}

std::string HoursText(int64_t seconds) {
  return absl::StrFormat("%.1f", static_cast<double>(seconds) / 3600.0);
}

}  // namespace toguna
