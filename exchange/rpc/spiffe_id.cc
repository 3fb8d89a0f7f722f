#include "exchange/rpc/spiffe_id.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/ids.h"
#include "exchange/base/reason.h"
#include "exchange/rpc/status_details.h"
#include "exchange/usecase/caller.h"
#include "policies/model/catalog.h"
#include "policies/model/party.h"

namespace toguna {
namespace {

std::optional<Role> RoleFrom(absl::string_view text) {
  for (const Role role :
       {Role::kContributor, Role::kRecipient, Role::kOfficer, Role::kDpo}) {
    if (text == RoleText(role)) return role;
  }
  return std::nullopt;
}

bool IsMachineNumber(absl::string_view text) {
  uint32_t number = 0;
  return absl::SimpleAtoi(text, &number) && number > 0 &&
         absl::StrCat(number) == text;
}

}  // namespace

absl::StatusOr<Caller> ParseSpiffeId(absl::string_view uri,
                                     absl::string_view trust_domain) {
  const absl::Status unusable = ReasonError(
      absl::StatusCode::kUnauthenticated, "CERTIFICATE_UNUSABLE",
      "the client certificate must name exactly one SPIFFE id of this "
      "operation: spiffe://<trust domain>/<role>/<party>/<number>");
  absl::string_view rest = uri;
  if (trust_domain.empty() || !absl::ConsumePrefix(&rest, "spiffe://") ||
      !absl::ConsumePrefix(&rest, trust_domain) ||
      !absl::ConsumePrefix(&rest, "/")) {
    return unusable;
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(rest, '/');
  if (parts.size() != 3) return unusable;
  const std::optional<Role> role = RoleFrom(parts[0]);
  if (!role.has_value() || !CheckId(parts[1]).ok() ||
      !IsMachineNumber(parts[2])) {
    return unusable;
  }
  return Caller{
      .party = PartyId(parts[1]), .role = *role, .spiffe_id = std::string(uri)};
}

absl::Status CheckKnown(const Caller& caller, const Catalog& catalog) {
  const Party* party = catalog.FindParty(caller.party);
  if (party == nullptr || !party->Has(caller.role)) return UniformRefusal();
  return absl::OkStatus();
}

}  // namespace toguna
