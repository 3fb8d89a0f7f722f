#include "exchange/usecase/decisions.h"

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/decision_rows.h"
#include "exchange/words/release_words.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

// Rows that a page looks at: a stranger's many refusals, which only the data
// protection officer sees, must not make another's page slow.
constexpr size_t kMostRead = 1000;

absl::Status Uniform() {
  return ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                     release_words::kRefused.en());
}

absl::Status Changed() {
  return ReasonError(absl::StatusCode::kDataLoss, "DECISION_CHANGED",
                     "a stored decision is not the one that the log has");
}

bool MayRead(const Agreement& agreement, const PartyId& reader,
             const PartyId& caller, bool caller_is_party) {
  if (!agreement.IsParty(reader)) return false;
  if (reader == agreement.dpo) return true;
  if (!caller_is_party) return false;
  return reader == agreement.data_owner || reader == caller;
}

// Where a decision lies, and on whose ask, as far as is known before it is
// read.
struct DecisionPlace {
  AgreementId agreement;
  uint64_t audit_index = 0;
  std::optional<PartyId> caller;  // of a release
};

absl::StatusOr<std::optional<DecisionPlace>> Locate(const Ledger& ledger,
                                                    const DecisionId& id) {
  DecisionPlaceRow refusal{.id = id, .agreement = AgreementId()};
  TOGUNA_ASSIGN_OR_RETURN(const auto refused,
                          Find<DecisionPlaceRow>(ledger, KeyOf(refusal)));
  if (refused.has_value()) {
    return std::optional(DecisionPlace{
        refused->value.agreement, refused->value.audit_index, {}});
  }
  ReleaseRow release;
  release.id = ReleaseId(id.text());
  TOGUNA_ASSIGN_OR_RETURN(const auto released,
                          Find<ReleaseRow>(ledger, KeyOf(release)));
  if (!released.has_value()) return std::optional<DecisionPlace>();
  return std::optional(DecisionPlace{released->value.agreement,
                                     released->value.audit_index,
                                     released->value.recipient});
}

// Why there is no decision where one could lie.
absl::Status Missing(const Agreement& agreement, const PartyId& reader,
                     const DecisionPlace& place) {
  // A refusal is never without its decision. Whose it was went with it, so the
  // data protection officer alone is told.
  if (!place.caller.has_value()) {
    return reader == agreement.dpo ? Changed() : Uniform();
  }
  if (!MayRead(agreement, reader, *place.caller, true)) return Uniform();
  return ReasonError(absl::StatusCode::kFailedPrecondition, "DECISION_NOT_KEPT",
                     "released before decisions were kept: only the log's "
                     "entry of the release is left");
}

absl::StatusOr<DecisionPage> ReadPage(
    const Ledger& ledger, const RowKey& from, size_t size,
    const std::function<bool(const DecisionRow&)>& is_wanted) {
  DecisionPage page;
  size_t read = 0;
  uint64_t last = 0;
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(from, [&](const VersionedRow& one) {
    if (page.rows.size() == size || read == kMostRead) {
      page.next = last;
      return false;
    }
    ++read;
    const auto& row = std::get<DecisionRow>(one.row);
    last = row.audit_index;
    if (is_wanted(row)) page.rows.push_back(row);
    return true;
  }));
  return page;
}

// True if the canonical JSON of an entry has this member. No text within it
// reads like one: the quotes of a text are escaped.
bool Says(absl::string_view entry, absl::string_view name,
          absl::string_view value) {
  return absl::StrContains(
      entry, absl::StrCat(JsonQuote(name), ":", JsonQuote(value)));
}

}  // namespace

Decisions::Decisions(const Catalog& catalog, Ledger& ledger)
    : catalog_(catalog), ledger_(ledger) {}

absl::StatusOr<DecisionView> Decisions::Explain(const Caller& caller,
                                                const DecisionId& id) const {
  TOGUNA_ASSIGN_OR_RETURN(DecisionRow row, Read(caller, id));
  if (row.id != id) return Changed();
  DecisionView view{.row = std::move(row), .json = "", .sha256 = ""};
  view.json = DecisionJson(view.row);
  view.sha256 = HexOf(Sha256(view.json));
  TOGUNA_RETURN_IF_ERROR(CheckLog(view.row, view.sha256));
  return view;
}

absl::StatusOr<DecisionRow> Decisions::Read(const Caller& caller,
                                            const DecisionId& id) const {
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<DecisionPlace> place,
                          Locate(ledger_, id));
  if (!place.has_value()) return Uniform();
  const Agreement* agreement = catalog_.FindAgreement(place->agreement);
  if (agreement == nullptr) return Uniform();
  const DecisionRow key{.id = id,
                        .agreement = place->agreement,
                        .audit_index = place->audit_index};
  TOGUNA_ASSIGN_OR_RETURN(auto found, Find<DecisionRow>(ledger_, KeyOf(key)));
  if (!found.has_value()) return Missing(*agreement, caller.party, *place);
  DecisionRow& row = found->value;
  if (!MayRead(*agreement, caller.party, row.caller, row.caller_is_party)) {
    return Uniform();
  }
  return std::move(row);
}

absl::Status Decisions::CheckLog(const DecisionRow& row,
                                 const std::string& sha256) const {
  TOGUNA_RETURN_IF_ERROR(ledger_.WaitForCheckpoint(row.audit_index));
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> entries,
                          ledger_.Entries(row.audit_index, 1));
  if (entries.size() != 1) {
    return absl::UnavailableError("the log does not show the entry yet");
  }
  const std::string& entry = entries.front();
  const bool same =
      Says(entry, "type", row.allowed ? "release.extract" : "release.refuse") &&
      Says(entry, row.allowed ? "release" : "decision", row.id.text()) &&
      Says(entry, "decision_sha256", sha256);
  return same ? absl::OkStatus() : Changed();
}

absl::StatusOr<DecisionPage> Decisions::List(
    const Caller& caller, const AgreementId& agreement, size_t size,
    std::optional<uint64_t> before) const {
  const Agreement* found = catalog_.FindAgreement(agreement);
  if (found == nullptr || !found->IsParty(caller.party)) return Uniform();
  if (before == 0) return DecisionPage();
  // The newest lies first, at the complement of its place in the log.
  RowKey from{RowKind::kDecision, {agreement.text()}, {}};
  if (before.has_value()) from.number = ~*before + 1;
  return ReadPage(ledger_, from, size, [&](const DecisionRow& row) {
    return MayRead(*found, caller.party, row.caller, row.caller_is_party);
  });
}

}  // namespace toguna
