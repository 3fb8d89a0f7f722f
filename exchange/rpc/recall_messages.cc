// Recalls and statements as messages.

#include <string>

#include "absl/strings/str_cat.h"
#include "exchange/base/period.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"

namespace toguna {
namespace {

std::string ExtractName(const ReleaseId& release) {
  return absl::StrCat("extracts/", release.text());
}

std::string NameOfAgreement(const AgreementId& agreement) {
  return absl::StrCat("agreements/", agreement.text());
}

std::string RecipientName(const PartyId& recipient) {
  return absl::StrCat("recipients/", recipient.text());
}

v1::Recall::Reason MessageOf(RecallRow::Reason reason) {
  return reason == RecallRow::Reason::kTooFew ? v1::Recall::REASON_TOO_FEW
                                              : v1::Recall::REASON_OFFICER;
}

v1::Recall::State MessageOf(RecallState state) {
  switch (state) {
    case RecallState::kOutstanding:
      return v1::Recall::STATE_OUTSTANDING;
    case RecallState::kOverdue:
      return v1::Recall::STATE_OVERDUE;
    case RecallState::kAttested:
      return v1::Recall::STATE_ATTESTED;
  }
  return v1::Recall::STATE_UNSPECIFIED;
}

}  // namespace

v1::Recall MessageOf(const RecallView& view) {
  v1::Recall message;
  message.set_name(absl::StrCat("recalls/", view.name));
  message.set_dataset(DatasetName(view.dataset));
  if (view.period.has_value()) message.set_period(view.period->text());
  message.set_cohorts(view.cohorts.text());
  message.set_cohort(view.cohort);
  message.set_of_release(!view.period.has_value());
  message.set_reason(MessageOf(view.reason));
  message.set_open_date(DayText(view.opened_on));
  message.set_agreement(NameOfAgreement(view.agreement));
  message.set_recipient(RecipientName(view.recipient));
  message.set_demo(view.demo);
  for (const RecalledRelease& release : view.releases) {
    message.add_extracts(ExtractName(release.id));
    v1::Recall::Holding& holding = *message.add_holdings();
    holding.set_extract(ExtractName(release.id));
    holding.set_state(MessageOf(release.state));
    holding.set_due_date(DayText(release.due_on));
    if (release.attested_on.has_value()) {
      holding.set_attest_date(DayText(*release.attested_on));
    }
    holding.set_statement_sha256(release.statement_sha256);
  }
  return message;
}

v1::RecallNotice NoticeOf(const RecallView& view) {
  v1::RecallNotice message;
  message.set_recall(absl::StrCat("recalls/", view.name));
  message.set_reason(MessageOf(view.reason));
  message.set_cohort(view.cohort);
  for (const RecalledRelease& release : view.releases) {
    message.add_extracts(ExtractName(release.id));
    // One agreement gives as long for each of them.
    message.set_due_date(DayText(release.due_on));
  }
  return message;
}

v1::Statement MessageOf(const StatementRow& row) {
  v1::Statement message;
  message.set_kind(row.kind == StatementRow::Kind::kReceipt
                       ? v1::Statement::KIND_RECEIPT
                       : v1::Statement::KIND_ATTESTATION);
  message.set_extract(ExtractName(row.release));
  message.set_agreement(NameOfAgreement(row.agreement));
  message.set_recipient(RecipientName(row.recipient));
  message.set_state_date(DayText(row.stated_on));
  *message.mutable_accept_time() = TimestampOf(row.accepted_at);
  message.set_audit_index(row.audit_index);
  message.set_sha256(row.sha256);
  message.set_text(row.text);
  message.set_signature(row.signature);
  return message;
}

}  // namespace toguna
