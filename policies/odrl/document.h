#ifndef TOGUNA_POLICIES_ODRL_DOCUMENT_H_
#define TOGUNA_POLICIES_ODRL_DOCUMENT_H_

// JSON documents as values: read strictly, and compared.

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "policies/odrl/faults.h"

namespace toguna {

// Reads `text`. Reports anything but one JSON value, a member that stands twice
// in an object, objects too deep in each other, and characters that nobody
// sees; the value is then null.
nlohmann::json ReadDocument(absl::string_view text, Faults& faults);

// `path` and `member` as in a JSON pointer (RFC 6901).
std::string PathOf(absl::string_view path, absl::string_view member);

// Path of the first value of `given` that is not that of `expected`, that is
// missing, or that is too much; nothing if they are equal.
std::optional<std::string> FirstDifference(const nlohmann::json& expected,
                                           const nlohmann::json& given,
                                           const std::string& path = "");

// The same document with every list sorted: in JSON-LD the order of a list has
// no meaning.
nlohmann::json Sorted(const nlohmann::json& document);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_ODRL_DOCUMENT_H_
