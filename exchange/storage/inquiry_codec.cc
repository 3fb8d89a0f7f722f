// What was given of cohorts and inquiries about it, as stored messages.

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/row_parts.h"

namespace toguna {

namespace pb = ::toguna::stored::v1;

pb::CohortsGiven Encode(const CohortsGivenRow& row) {
  pb::CohortsGiven message;
  message.set_agreement(row.agreement.text());
  message.set_release(row.release.text());
  message.set_recipient(row.recipient.text());
  message.set_dataset(row.dataset.text());
  message.set_given_at(absl::ToUnixNanos(row.given_at));
  message.set_delete_by(absl::ToUnixNanos(row.delete_by));
  for (const CohortsGivenRow::Given& given : row.given) {
    pb::CohortsGiven::Given& one = *message.add_given();
    one.set_period(given.period.text());
    one.set_id(given.id.text());
    one.set_k(given.k);
    for (const std::string& code : given.cohorts) one.add_cohorts(code);
    for (const std::string& ref : given.refs) one.add_refs(ref);
  }
  return message;
}

absl::StatusOr<Row> Decode(const pb::CohortsGiven& message) {
  CohortsGivenRow row;
  row.agreement = AgreementId(message.agreement());
  row.release = ReleaseId(message.release());
  row.recipient = PartyId(message.recipient());
  row.dataset = DatasetId(message.dataset());
  row.given_at = absl::FromUnixNanos(message.given_at());
  row.delete_by = absl::FromUnixNanos(message.delete_by());
  for (const pb::CohortsGiven::Given& one : message.given()) {
    CohortsGivenRow::Given& given = row.given.emplace_back();
    TOGUNA_ASSIGN_OR_RETURN(given.period, DecodePeriod(one.period()));
    given.id = CohortsId(one.id());
    given.k = one.k();
    given.cohorts.assign(one.cohorts().begin(), one.cohorts().end());
    given.refs.assign(one.refs().begin(), one.refs().end());
  }
  return row;
}

pb::Inquiry Encode(const InquiryRow& row) {
  pb::Inquiry message;
  message.set_id(row.id.text());
  message.set_agreement(row.agreement.text());
  message.set_agreement_revision(row.agreement_revision);
  message.set_recipient(row.recipient.text());
  message.set_purpose(row.purpose.text());
  message.set_dataset(row.dataset.text());
  message.set_period(row.period.text());
  message.set_cohorts(row.cohorts.text());
  message.set_ref(row.ref);
  *message.mutable_record() = EncodeCohortRecord(row.record);
  message.set_question(pb::Inquiry::OCCURRED);
  message.set_opened_at(absl::ToUnixNanos(row.opened_at));
  message.set_due_at(absl::ToUnixNanos(row.due_at));
  if (row.outcome.has_value()) {
    message.set_outcome(static_cast<pb::Inquiry::Outcome>(
        static_cast<int>(*row.outcome) + pb::Inquiry::VERIFIED));
  }
  if (row.answered_at.has_value()) {
    message.set_answered_at(absl::ToUnixNanos(*row.answered_at));
  }
  message.set_opened_salt(row.opened_salt);
  message.set_answered_salt(row.answered_salt);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Inquiry& message) {
  // An answer to another question, or one that this version does not know,
  // would be passed on as something that nobody said.
  if (message.question() != pb::Inquiry::OCCURRED ||
      message.outcome() < pb::Inquiry::OUTCOME_UNSPECIFIED ||
      message.outcome() > pb::Inquiry::UNKNOWN ||
      message.has_answered_at() !=
          (message.outcome() != pb::Inquiry::OUTCOME_UNSPECIFIED)) {
    return UnknownStored();
  }
  InquiryRow row;
  row.id = InquiryId(message.id());
  row.agreement = AgreementId(message.agreement());
  row.agreement_revision = message.agreement_revision();
  row.recipient = PartyId(message.recipient());
  row.purpose = PurposeId(message.purpose());
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  row.cohorts = CohortsId(message.cohorts());
  row.ref = message.ref();
  TOGUNA_ASSIGN_OR_RETURN(row.record, DecodeCohortRecord(message.record()));
  row.opened_at = absl::FromUnixNanos(message.opened_at());
  row.due_at = absl::FromUnixNanos(message.due_at());
  if (message.has_answered_at()) {
    row.outcome =
        static_cast<InquiryOutcome>(message.outcome() - pb::Inquiry::VERIFIED);
    row.answered_at = absl::FromUnixNanos(message.answered_at());
  }
  row.opened_salt = message.opened_salt();
  row.answered_salt = message.answered_salt();
  return row;
}

pb::InquiryCount Encode(const InquiryCountRow& row) {
  pb::InquiryCount message;
  message.set_agreement(row.agreement.text());
  message.set_opened(row.opened);
  return message;
}

absl::StatusOr<Row> Decode(const pb::InquiryCount& message) {
  return InquiryCountRow{AgreementId(message.agreement()), message.opened()};
}

}  // namespace toguna
