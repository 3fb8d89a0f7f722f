#include "exchange/usecase/inquiry_view.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/rows.h"
#include "exchange/words/inquiry_words.h"

namespace toguna {
namespace {

absl::CivilDay DayOf(absl::Time time) {
  return absl::ToCivilDay(time, absl::UTCTimeZone());
}

bool GivesRows(const Agreement* agreement, const DatasetId& dataset) {
  const Grant* grant =
      agreement == nullptr ? nullptr : agreement->FindGrant(dataset);
  return grant != nullptr && !grant->cohorts.empty();
}

}  // namespace

absl::StatusOr<RecordStanding> StandingOfRecord(const Ledger& ledger,
                                                const DatasetId& dataset,
                                                const CohortRecord& record) {
  RecordIndex wanted;
  wanted.dataset = dataset;
  wanted.contributor = record.contributor;
  wanted.ref = record.ref;
  RecordStanding standing{.index = KeyOf(wanted)};
  TOGUNA_ASSIGN_OR_RETURN(const auto index,
                          Find<RecordIndex>(ledger, standing.index));
  if (!index.has_value()) return standing;
  standing.version = index->version;
  // An index outlives what it is of.
  VaultRecord vault;
  vault.record.dataset = dataset;
  vault.record.contributor = record.contributor;
  vault.record.ref = record.ref;
  vault.period = index->value.period;
  TOGUNA_ASSIGN_OR_RETURN(const auto kept,
                          Find<VaultRecord>(ledger, KeyOf(vault)));
  standing.stands = kept.has_value() && !index->value.retracted &&
                    index->value.instance == record.instance;
  return standing;
}

absl::StatusOr<Decision> DecideOnRows(
    const Catalog& catalog, const Ledger& ledger, const PartyId& caller,
    const AgreementId& agreement, const DatasetId& dataset, absl::Time now) {
  Ask ask;
  ask.caller = caller;
  ask.agreement = agreement;
  ask.dataset = dataset;
  ask.phase = Phase::kDownload;
  const Agreement* found = catalog.FindAgreement(agreement);
  if (found != nullptr) ask.purpose = found->purpose;
  Facts facts;
  facts.now = now;
  TOGUNA_ASSIGN_OR_RETURN(const AgreementHistory history,
                          HistoryOf(ledger, agreement));
  AddHistory(history, catalog, ask, facts);
  Decision decision = Decide(catalog, ask, facts);
  if (!decision.caller_is_party || GivesRows(found, dataset)) return decision;
  if (decision.allowed) decision.reason = "COHORTS_NOT_GRANTED";
  decision.allowed = false;
  Finding finding;
  finding.rule = "cohorts";
  finding.reason = "COHORTS_NOT_GRANTED";
  finding.fr = inquiry_words::kNoRowsGranted.fr();
  finding.en = inquiry_words::kNoRowsGranted.en();
  decision.findings.push_back(std::move(finding));
  return decision;
}

absl::StatusOr<bool> InquiryReader::IsInForce(const InquiryRow& row) {
  const std::pair key(row.agreement, row.dataset);
  if (const auto known = in_force_.find(key); known != in_force_.end()) {
    return known->second;
  }
  TOGUNA_ASSIGN_OR_RETURN(const Decision decision,
                          DecideOnRows(catalog_, ledger_, row.recipient,
                                       row.agreement, row.dataset, now_));
  in_force_.emplace(key, decision.allowed);
  return decision.allowed;
}

absl::StatusOr<InquiryState> InquiryReader::StateOf(const InquiryRow& row) {
  if (row.outcome.has_value()) return InquiryState::kAnswered;
  TOGUNA_ASSIGN_OR_RETURN(const RecordStanding record,
                          StandingOfRecord(ledger_, row.dataset, row.record));
  if (!record.stands) return InquiryState::kRecordGone;
  TOGUNA_ASSIGN_OR_RETURN(const bool in_force, IsInForce(row));
  if (!in_force || !(now_ < row.due_at)) return InquiryState::kClosed;
  return InquiryState::kOpen;
}

absl::StatusOr<std::optional<InquiryView>> InquiryReader::ViewFor(
    const Caller& caller, const InquiryRow& row) {
  InquiryView view{
      .id = row.id, .purpose = row.purpose, .dataset = row.dataset};
  const Agreement* agreement = catalog_.FindAgreement(row.agreement);
  if (caller.party.empty()) return std::optional<InquiryView>();
  if (caller.role == Role::kContributor &&
      caller.party == row.record.contributor) {
    view.record_ref = row.record.ref;
  } else if (caller.role == Role::kRecipient && caller.party == row.recipient) {
    TOGUNA_ASSIGN_OR_RETURN(const bool in_force, IsInForce(row));
    if (!in_force) return std::optional<InquiryView>();
    view.agreement = row.agreement;
    view.row_ref = row.ref;
  } else if (caller.role == Role::kDpo && agreement != nullptr &&
             caller.party == agreement->dpo) {
    view.agreement = row.agreement;
    view.contributor = row.record.contributor;
  } else {
    return std::optional<InquiryView>();
  }
  TOGUNA_ASSIGN_OR_RETURN(view.state, StateOf(row));
  TOGUNA_ASSIGN_OR_RETURN(const RecordStanding record,
                          StandingOfRecord(ledger_, row.dataset, row.record));
  view.record_gone = !record.stands;
  view.outcome = row.outcome;
  view.opened_on = DayOf(row.opened_at);
  view.due_on = DayOf(row.due_at);
  if (row.answered_at.has_value()) view.answered_on = DayOf(*row.answered_at);
  return std::optional(std::move(view));
}

}  // namespace toguna
