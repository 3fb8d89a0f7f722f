#ifndef TOGUNA_EXCHANGE_SAMPLE_UUID_H_
#define TOGUNA_EXCHANGE_SAMPLE_UUID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

// A UUID (version 8, RFC 9562) that depends on `name` only, so that a sample
// made twice has the same submissions.
std::string UuidFrom(absl::string_view name);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SAMPLE_UUID_H_
