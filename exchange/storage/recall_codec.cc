// Recalls, what recipients signed, and items of the feed, as stored messages.

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/row_parts.h"

namespace toguna {

namespace pb = ::toguna::stored::v1;

pb::Recall Encode(const RecallRow& row) {
  pb::Recall message;
  message.set_dataset(row.dataset.text());
  message.set_period(row.period.text());
  message.set_cohorts(row.cohorts.text());
  message.set_code(row.code);
  message.set_reason(row.reason == RecallRow::Reason::kTooFew
                         ? pb::Recall::TOO_FEW
                         : pb::Recall::OFFICER);
  message.set_opened_at(absl::ToUnixNanos(row.opened_at));
  return message;
}

absl::StatusOr<Row> Decode(const pb::Recall& message) {
  if (message.reason() != pb::Recall::TOO_FEW &&
      message.reason() != pb::Recall::OFFICER) {
    return UnknownStored();
  }
  RecallRow row;
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  row.cohorts = CohortsId(message.cohorts());
  row.code = message.code();
  row.reason = message.reason() == pb::Recall::TOO_FEW
                   ? RecallRow::Reason::kTooFew
                   : RecallRow::Reason::kOfficer;
  row.opened_at = absl::FromUnixNanos(message.opened_at());
  return row;
}

pb::ReleaseRecall Encode(const ReleaseRecallRow& row) {
  pb::ReleaseRecall message;
  message.set_agreement(row.agreement.text());
  message.set_release(row.release.text());
  message.set_recipient(row.recipient.text());
  message.set_dataset(row.dataset.text());
  message.set_opened_at(absl::ToUnixNanos(row.opened_at));
  return message;
}

absl::StatusOr<Row> Decode(const pb::ReleaseRecall& message) {
  return ReleaseRecallRow{
      AgreementId(message.agreement()), ReleaseId(message.release()),
      PartyId(message.recipient()), DatasetId(message.dataset()),
      absl::FromUnixNanos(message.opened_at())};
}

pb::Statement Encode(const StatementRow& row) {
  pb::Statement message;
  message.set_kind(row.kind == StatementRow::Kind::kReceipt
                       ? pb::Statement::RECEIPT
                       : pb::Statement::ATTESTATION);
  message.set_agreement(row.agreement.text());
  message.set_release(row.release.text());
  message.set_recipient(row.recipient.text());
  message.set_text(row.text);
  message.set_signature(row.signature);
  message.set_key(row.key);
  message.set_sha256(row.sha256);
  message.set_stated_on(DayText(row.stated_on));
  for (const std::string& recall : row.recalls) message.add_recalls(recall);
  message.set_whole_release(row.whole_release);
  message.set_accepted_at(absl::ToUnixNanos(row.accepted_at));
  message.set_audit_index(row.audit_index);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Statement& message) {
  // A kind that this version does not know could lift what it should not.
  if (message.kind() != pb::Statement::RECEIPT &&
      message.kind() != pb::Statement::ATTESTATION) {
    return UnknownStored();
  }
  StatementRow row;
  row.kind = message.kind() == pb::Statement::RECEIPT
                 ? StatementRow::Kind::kReceipt
                 : StatementRow::Kind::kAttestation;
  row.agreement = AgreementId(message.agreement());
  row.release = ReleaseId(message.release());
  row.recipient = PartyId(message.recipient());
  row.text = message.text();
  row.signature = message.signature();
  row.key = message.key();
  row.sha256 = message.sha256();
  TOGUNA_ASSIGN_OR_RETURN(row.stated_on, DecodeDay(message.stated_on()));
  row.recalls.assign(message.recalls().begin(), message.recalls().end());
  row.whole_release = message.whole_release();
  row.accepted_at = absl::FromUnixNanos(message.accepted_at());
  row.audit_index = message.audit_index();
  return row;
}

pb::FeedItem Encode(const FeedRow& row) {
  pb::FeedItem message;
  message.set_sequence(row.sequence);
  message.set_kind(static_cast<pb::FeedItem::Kind>(static_cast<int>(row.kind) +
                                                   pb::FeedItem::SEAL));
  message.set_dataset(row.dataset.text());
  message.set_period(row.period.text());
  message.set_alert(row.alert.text());
  message.set_published_at(absl::ToUnixNanos(row.published_at));
  message.set_recall(row.recall);
  message.set_agreement(row.agreement.text());
  return message;
}

absl::StatusOr<Row> Decode(const pb::FeedItem& message) {
  if (message.kind() < pb::FeedItem::SEAL ||
      message.kind() > pb::FeedItem::RECALL) {
    return UnknownStored();
  }
  FeedRow row;
  row.sequence = message.sequence();
  row.kind = static_cast<FeedRow::Kind>(message.kind() - pb::FeedItem::SEAL);
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  row.alert = AlertId(message.alert());
  row.published_at = absl::FromUnixNanos(message.published_at());
  row.recall = message.recall();
  row.agreement = AgreementId(message.agreement());
  return row;
}

}  // namespace toguna
