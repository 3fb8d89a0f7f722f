#include "exchange/usecase/agreements.h"

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {
namespace {

absl::Status CheckAgainst(const Agreement& agreement,
                          const AgreementSeenRow& seen) {
  if (agreement.revision < seen.revision) {
    return ReasonError(
        absl::StatusCode::kFailedPrecondition, "AGREEMENT_ROLLED_BACK",
        absl::StrCat("agreement ", agreement.id.text(), " is at revision ",
                     agreement.revision, ", but revision ", seen.revision,
                     " was in force before; put the later file back, or give "
                     "this one a new revision and have it signed"));
  }
  if (agreement.revision == seen.revision && agreement.sha256 != seen.sha256) {
    return ReasonError(
        absl::StatusCode::kFailedPrecondition, "AGREEMENT_CHANGED",
        absl::StrCat("agreement ", agreement.id.text(), ", revision ",
                     agreement.revision,
                     ", is not the file that was in force under this number; "
                     "a change is a new revision that all parties sign"));
  }
  return absl::OkStatus();
}

absl::Status Note(const Agreement& agreement, uint64_t version,
                  const Catalog& catalog, Ledger& ledger, absl::Time now) {
  const AgreementSeenRow row{.agreement = agreement.id,
                             .revision = agreement.revision,
                             .sha256 = agreement.sha256};
  int valid = 0;
  for (const AgreementSignature& signature : agreement.signatures) {
    valid += signature.valid ? 1 : 0;
  }
  Effects effects;
  effects.put.emplace_back(row);
  effects.expected.emplace_back(KeyOf(row), version);
  effects.entry = {.type = "agreement.set",
                   .actor = "system",
                   .fields = {{"agreement", agreement.id.text()},
                              {"agreement_sha256", agreement.sha256},
                              {"catalog_sha256", catalog.sha256},
                              {"revision", absl::StrCat(agreement.revision)},
                              {"signatures_valid", absl::StrCat(valid)}}};
  effects.time = now;
  return ledger.Commit(effects).status();
}

}  // namespace

absl::Status NoteAgreements(const Catalog& catalog, Ledger& ledger,
                            const Clock& clock) {
  for (const auto& [id, agreement] : catalog.agreements) {
    TOGUNA_ASSIGN_OR_RETURN(
        const auto seen,
        Find<AgreementSeenRow>(
            ledger, KeyOf(AgreementSeenRow{
                        .agreement = id, .revision = 0, .sha256 = ""})));
    if (seen.has_value()) {
      TOGUNA_RETURN_IF_ERROR(CheckAgainst(agreement, seen->value));
      if (agreement.revision == seen->value.revision) continue;
    }
    TOGUNA_RETURN_IF_ERROR(Note(agreement, seen.has_value() ? seen->version : 0,
                                catalog, ledger, clock()));
  }
  return absl::OkStatus();
}

}  // namespace toguna
