#ifndef TOGUNA_EXCHANGE_TOGUNA_REQUEST_ID_H_
#define TOGUNA_EXCHANGE_TOGUNA_REQUEST_ID_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace toguna {

// `given` if it is a UUID, a new random one if it is empty, otherwise
// kInvalidArgument.
absl::StatusOr<std::string> RequestIdOr(const std::string& given);

// Seconds as hours with one decimal: "9.5".
std::string HoursText(int64_t seconds);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_REQUEST_ID_H_
