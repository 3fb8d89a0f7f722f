#include "exchange/base/reason.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace toguna {
namespace {

constexpr char kPayloadUrl[] = "toguna.exchange/reason";

}  // namespace

absl::Status ReasonError(absl::StatusCode code, absl::string_view reason,
                         absl::string_view message,
                         std::map<std::string, std::string> metadata) {
  absl::Status status(code, message);
  // Code, then key and value in turn; NUL between, which no value may hold.
  std::string payload(reason);
  for (const auto& [key, value] : metadata) {
    absl::StrAppend(&payload, absl::string_view("\0", 1), key,
                    absl::string_view("\0", 1), value);
  }
  status.SetPayload(kPayloadUrl, absl::Cord(payload));
  return status;
}

Reason ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload.has_value()) return {};
  std::vector<std::string> parts = absl::StrSplit(std::string(*payload), '\0');
  Reason reason{.code = parts[0], .metadata = {}};
  for (size_t i = 1; i + 1 < parts.size(); i += 2) {
    reason.metadata.emplace(parts[i], parts[i + 1]);
  }
  return reason;
}

}  // namespace toguna
