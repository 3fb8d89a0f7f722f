#include "exchange/usecase/manifests.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/words/release_words.h"

namespace toguna {

absl::StatusOr<std::string> Manifests::Get(const Caller& caller,
                                           const ReleaseId& release) const {
  const absl::Status refused =
      ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                  release_words::kRefused.en());
  ReleaseRow key;
  key.id = release;
  TOGUNA_ASSIGN_OR_RETURN(const auto row,
                          Find<ReleaseRow>(ledger_, KeyOf(key)));
  if (!row.has_value() || caller.role != Role::kDpo || caller.party.empty()) {
    return refused;
  }
  const Agreement* agreement = catalog_.FindAgreement(row->value.agreement);
  if (agreement == nullptr || agreement->dpo != caller.party) return refused;
  const auto manifest = row->value.files.find("manifest.json");
  if (manifest == row->value.files.end()) return refused;  // a feed item
  return manifest->second;
}

}  // namespace toguna
