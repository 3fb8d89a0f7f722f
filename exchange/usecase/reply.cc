#include "exchange/usecase/reply.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/ids.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

ReplyRow RowOf(const Caller& caller, absl::string_view request_id,
               absl::string_view body) {
  return {.caller = caller.spiffe_id,
          .request_id = std::string(request_id),
          .body_sha256 = HexOf(Sha256(body)),
          .answer = ""};
}

}  // namespace

absl::StatusOr<std::optional<std::string>> FindReply(
    const Ledger& ledger, const Caller& caller, absl::string_view request_id,
    absl::string_view body) {
  if (const absl::Status status = CheckUuid(request_id); !status.ok()) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "INVALID_REQUEST_ID",
                       status.message());
  }
  const ReplyRow row = RowOf(caller, request_id, body);
  TOGUNA_ASSIGN_OR_RETURN(const auto found, Find<ReplyRow>(ledger, KeyOf(row)));
  if (!found.has_value()) return std::optional<std::string>();
  if (found->value.body_sha256 != row.body_sha256) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED",
                       "this request id was used for another request; take a "
                       "new one");
  }
  return std::optional(found->value.answer);
}

void RememberReply(const Caller& caller, absl::string_view request_id,
                   absl::string_view body, std::string answer,
                   Effects& effects) {
  ReplyRow row = RowOf(caller, request_id, body);
  row.answer = std::move(answer);
  effects.expected.emplace_back(KeyOf(row), 0);
  effects.put.emplace_back(std::move(row));
}

}  // namespace toguna
