#include "exchange/storage/row_codec.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/row_parts.h"
#include "exchange/usecase/rows.h"
#include "toguna/stored/v1/stored.pb.h"

namespace toguna {
namespace {

namespace pb = ::toguna::stored::v1;

// Those of seals lie in row_parts.cc, cube_codec.cc, plan_codec.cc and
// witness_codec.cc, those of decisions in decision_codec.cc, of cohorts in
// cohorts_codec.cc, of inquiries in inquiry_codec.cc and of recalls, statements
// and feed items in recall_codec.cc.
using ::toguna::Decode;
using ::toguna::Encode;

pb::VaultRecord EncodeRecord(const Record& record) {
  pb::VaultRecord message;
  message.set_dataset(record.dataset.text());
  message.set_contributor(record.contributor.text());
  message.set_ref(record.ref);
  message.set_instance(record.instance);
  EncodeTexts(record.codes, message.mutable_codes());
  message.set_incident_day(DayText(record.incident_day));
  for (const auto& [code, count] : record.tallies) {
    pb::Tally& tally = *message.add_tallies();
    tally.set_code(code);
    tally.set_count(count);
  }
  message.set_source(record.source);
  message.set_monitor(record.monitor);
  message.set_consent(record.consent);
  EncodeTexts(record.list_versions, message.mutable_list_versions());
  return message;
}

absl::StatusOr<Record> DecodeRecord(const pb::VaultRecord& message) {
  Record record;
  record.dataset = DatasetId(message.dataset());
  record.contributor = PartyId(message.contributor());
  record.ref = message.ref();
  record.instance = message.instance();
  record.codes = DecodeTexts(message.codes());
  TOGUNA_ASSIGN_OR_RETURN(record.incident_day,
                          DecodeDay(message.incident_day()));
  for (const pb::Tally& tally : message.tallies()) {
    record.tallies[tally.code()] = tally.count();
  }
  record.source = message.source();
  record.monitor = message.monitor();
  record.consent = message.consent();
  record.list_versions = DecodeTexts(message.list_versions());
  return record;
}

pb::VaultRecord Encode(const VaultRecord& row) {
  pb::VaultRecord message = EncodeRecord(row.record);
  message.set_period(row.period.text());
  message.set_accepted_at(absl::ToUnixNanos(row.accepted_at));
  return message;
}

absl::StatusOr<Row> Decode(const pb::VaultRecord& message) {
  VaultRecord row;
  TOGUNA_ASSIGN_OR_RETURN(row.record, DecodeRecord(message));
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  row.accepted_at = absl::FromUnixNanos(message.accepted_at());
  return row;
}

// Its records are messages of their own, so they say their format too.
pb::Correction Encode(const CorrectionRow& row) {
  pb::Correction message;
  message.set_year(row.year.text());
  message.set_period(row.period.text());
  message.set_made_at(absl::ToUnixNanos(row.made_at));
  message.set_edition(row.edition);
  *message.mutable_removed() = EncodeRecord(row.removed);
  message.mutable_removed()->set_format(kStoredFormat);
  if (row.added.has_value()) {
    *message.mutable_added() = EncodeRecord(*row.added);
    message.mutable_added()->set_format(kStoredFormat);
  }
  return message;
}

absl::StatusOr<Row> Decode(const pb::Correction& message) {
  CorrectionRow row;
  TOGUNA_ASSIGN_OR_RETURN(row.year, DecodePeriod(message.year()));
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  row.made_at = absl::FromUnixNanos(message.made_at());
  row.edition = message.edition();
  if (message.removed().format() != kStoredFormat) return UnknownStored();
  TOGUNA_ASSIGN_OR_RETURN(row.removed, DecodeRecord(message.removed()));
  if (message.has_added()) {
    if (message.added().format() != kStoredFormat) return UnknownStored();
    TOGUNA_ASSIGN_OR_RETURN(row.added, DecodeRecord(message.added()));
  }
  return row;
}

pb::RecordIndex Encode(const RecordIndex& row) {
  pb::RecordIndex message;
  message.set_dataset(row.dataset.text());
  message.set_contributor(row.contributor.text());
  message.set_ref(row.ref);
  message.set_instance(row.instance);
  message.set_period(row.period.text());
  message.set_retracted(row.retracted);
  for (const std::string& edition : row.earlier) message.add_earlier(edition);
  return message;
}

absl::StatusOr<Row> Decode(const pb::RecordIndex& message) {
  RecordIndex row;
  row.dataset = DatasetId(message.dataset());
  row.contributor = PartyId(message.contributor());
  row.ref = message.ref();
  row.instance = message.instance();
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  row.retracted = message.retracted();
  row.earlier.assign(message.earlier().begin(), message.earlier().end());
  return row;
}

pb::Period Encode(const PeriodRow& row) {
  pb::Period message;
  message.set_dataset(row.dataset.text());
  message.set_period(row.period.text());
  message.set_state(static_cast<pb::Period::State>(static_cast<int>(row.state) +
                                                   pb::Period::OPEN));
  if (row.closed_at) message.set_closed_at(absl::ToUnixNanos(*row.closed_at));
  if (row.sealed_at) message.set_sealed_at(absl::ToUnixNanos(*row.sealed_at));
  message.set_corrected(row.corrected);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Period& message) {
  PeriodRow row;
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  if (message.state() < pb::Period::OPEN ||
      message.state() > pb::Period::LOST) {
    return UnknownStored();
  }
  row.state = static_cast<PeriodState>(message.state() - pb::Period::OPEN);
  if (message.has_closed_at()) {
    row.closed_at = absl::FromUnixNanos(message.closed_at());
  }
  if (message.has_sealed_at()) {
    row.sealed_at = absl::FromUnixNanos(message.sealed_at());
  }
  row.corrected = message.corrected();
  return row;
}

pb::Release Encode(const ReleaseRow& row) {
  pb::Release message;
  message.set_id(row.id.text());
  message.set_kind(row.kind == ReleaseRow::Kind::kExtract
                       ? pb::Release::EXTRACT
                       : pb::Release::FEED_ITEM);
  message.set_agreement(row.agreement.text());
  message.set_agreement_revision(row.agreement_revision);
  message.set_recipient(row.recipient.text());
  message.set_dataset(row.dataset.text());
  message.set_created_at(absl::ToUnixNanos(row.created_at));
  message.set_delete_by(absl::ToUnixNanos(row.delete_by));
  message.set_manifest_sha256(row.manifest_sha256);
  EncodeTexts(row.files, message.mutable_files());
  message.set_feed_sequence(row.feed_sequence);
  message.set_audit_index(row.audit_index);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Release& message) {
  if (message.kind() != pb::Release::EXTRACT &&
      message.kind() != pb::Release::FEED_ITEM) {
    return UnknownStored();
  }
  ReleaseRow row;
  row.id = ReleaseId(message.id());
  row.kind = message.kind() == pb::Release::EXTRACT
                 ? ReleaseRow::Kind::kExtract
                 : ReleaseRow::Kind::kFeedItem;
  row.agreement = AgreementId(message.agreement());
  row.agreement_revision = message.agreement_revision();
  row.recipient = PartyId(message.recipient());
  row.dataset = DatasetId(message.dataset());
  row.created_at = absl::FromUnixNanos(message.created_at());
  row.delete_by = absl::FromUnixNanos(message.delete_by());
  row.manifest_sha256 = message.manifest_sha256();
  row.files = DecodeTexts(message.files());
  row.feed_sequence = message.feed_sequence();
  row.audit_index = message.audit_index();
  return row;
}

pb::Quota Encode(const QuotaRow& row) {
  pb::Quota message;
  message.set_agreement(row.agreement.text());
  message.set_month(row.month.text());
  message.set_extracts(row.extracts);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Quota& message) {
  QuotaRow row;
  row.agreement = AgreementId(message.agreement());
  TOGUNA_ASSIGN_OR_RETURN(row.month, DecodePeriod(message.month()));
  row.extracts = message.extracts();
  return row;
}

pb::Alert Encode(const AlertRow& row) {
  pb::Alert message;
  message.set_id(row.id.text());
  message.set_dataset(row.dataset.text());
  message.set_contributor(row.contributor.text());
  message.set_state(row.state == AlertRow::State::kRaised ? pb::Alert::RAISED
                                                          : pb::Alert::CLEARED);
  EncodeTexts(row.codes, message.mutable_codes());
  message.set_occurred_at(absl::ToUnixNanos(row.occurred_at));
  message.set_raised_at(absl::ToUnixNanos(row.raised_at));
  if (row.cleared_at) {
    message.set_cleared_at(absl::ToUnixNanos(*row.cleared_at));
  }
  message.set_cleared_by(row.cleared_by);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Alert& message) {
  if (message.state() != pb::Alert::RAISED &&
      message.state() != pb::Alert::CLEARED) {
    return UnknownStored();
  }
  AlertRow row;
  row.id = AlertId(message.id());
  row.dataset = DatasetId(message.dataset());
  row.contributor = PartyId(message.contributor());
  row.state = message.state() == pb::Alert::RAISED ? AlertRow::State::kRaised
                                                   : AlertRow::State::kCleared;
  row.codes = DecodeTexts(message.codes());
  row.occurred_at = absl::FromUnixNanos(message.occurred_at());
  row.raised_at = absl::FromUnixNanos(message.raised_at());
  if (message.has_cleared_at()) {
    row.cleared_at = absl::FromUnixNanos(message.cleared_at());
  }
  row.cleared_by = message.cleared_by();
  return row;
}

pb::FeedDelivery Encode(const FeedDeliveryRow& row) {
  pb::FeedDelivery message;
  message.set_agreement(row.agreement.text());
  message.set_sequence(row.sequence);
  message.set_audit_index(row.audit_index);
  message.set_agreement_sha256(row.agreement_sha256);
  return message;
}

absl::StatusOr<Row> Decode(const pb::FeedDelivery& message) {
  return FeedDeliveryRow{AgreementId(message.agreement()), message.sequence(),
                         message.audit_index(), message.agreement_sha256()};
}

pb::AgreementSeen Encode(const AgreementSeenRow& row) {
  pb::AgreementSeen message;
  message.set_agreement(row.agreement.text());
  message.set_revision(row.revision);
  message.set_sha256(row.sha256);
  return message;
}

absl::StatusOr<Row> Decode(const pb::AgreementSeen& message) {
  return AgreementSeenRow{AgreementId(message.agreement()), message.revision(),
                          message.sha256()};
}

pb::Reply Encode(const ReplyRow& row) {
  pb::Reply message;
  message.set_caller(row.caller);
  message.set_request_id(row.request_id);
  message.set_body_sha256(row.body_sha256);
  message.set_answer(row.answer);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Reply& message) {
  return ReplyRow{message.caller(), message.request_id(), message.body_sha256(),
                  message.answer()};
}

pb::FeedHead Encode(const FeedHeadRow& row) {
  pb::FeedHead message;
  message.set_last(row.last);
  return message;
}

absl::StatusOr<Row> Decode(const pb::FeedHead& message) {
  return FeedHeadRow{message.last()};
}

pb::AgreementAct Encode(const AgreementActRow& row) {
  pb::AgreementAct message;
  message.set_agreement(row.act.agreement.text());
  message.set_sequence(row.sequence);
  message.set_revision(row.act.revision);
  message.set_kind(static_cast<pb::AgreementAct::Kind>(
      static_cast<int>(row.act.kind) + pb::AgreementAct::SUSPEND));
  message.set_reason(static_cast<pb::AgreementAct::Reason>(
      static_cast<int>(row.act.reason) + pb::AgreementAct::BREACH));
  message.set_note(row.act.note);
  message.set_actor(row.act.actor);
  message.set_at(absl::ToUnixNanos(row.act.at));
  message.set_dataset(row.act.dataset.text());
  for (const Period& period : row.act.periods) {
    message.add_periods(period.text());
  }
  return message;
}

absl::StatusOr<Row> Decode(const pb::AgreementAct& message) {
  // An act that this version does not know could be one against the agreement.
  if (message.kind() < pb::AgreementAct::SUSPEND ||
      message.kind() > pb::AgreementAct::WITHDRAW ||
      message.reason() < pb::AgreementAct::BREACH ||
      message.reason() > pb::AgreementAct::WRITTEN_REQUEST) {
    return UnknownStored();
  }
  AgreementActRow row;
  row.act.agreement = AgreementId(message.agreement());
  row.sequence = message.sequence();
  row.act.revision = message.revision();
  row.act.kind = static_cast<AgreementAct::Kind>(message.kind() -
                                                 pb::AgreementAct::SUSPEND);
  row.act.reason = static_cast<AgreementAct::Reason>(message.reason() -
                                                     pb::AgreementAct::BREACH);
  row.act.note = message.note();
  row.act.actor = message.actor();
  row.act.at = absl::FromUnixNanos(message.at());
  row.act.dataset = DatasetId(message.dataset());
  for (const std::string& text : message.periods()) {
    TOGUNA_ASSIGN_OR_RETURN(row.act.periods.emplace_back(absl::CivilMonth()),
                            DecodePeriod(text));
  }
  return row;
}

template <typename Message>
absl::StatusOr<Row> Parse(absl::string_view bytes) {
  TOGUNA_ASSIGN_OR_RETURN(const Message message, ParseStored<Message>(bytes));
  return Decode(message);
}

}  // namespace

std::string EncodeRow(const Row& row) {
  return std::visit([](const auto& one) { return WriteStored(Encode(one)); },
                    row);
}

absl::StatusOr<Row> DecodeRow(RowKind kind, absl::string_view bytes) {
  switch (kind) {
    case RowKind::kVaultRecord:
      return Parse<pb::VaultRecord>(bytes);
    case RowKind::kRecordIndex:
      return Parse<pb::RecordIndex>(bytes);
    case RowKind::kPeriod:
      return Parse<pb::Period>(bytes);
    case RowKind::kSeal:
      return Parse<pb::Seal>(bytes);
    case RowKind::kSealProof:
      return Parse<pb::SealProof>(bytes);
    case RowKind::kRelease:
      return Parse<pb::Release>(bytes);
    case RowKind::kQuota:
      return Parse<pb::Quota>(bytes);
    case RowKind::kAlert:
      return Parse<pb::Alert>(bytes);
    case RowKind::kFeed:
      return Parse<pb::FeedItem>(bytes);
    case RowKind::kFeedDelivery:
      return Parse<pb::FeedDelivery>(bytes);
    case RowKind::kAgreementSeen:
      return Parse<pb::AgreementSeen>(bytes);
    case RowKind::kReply:
      return Parse<pb::Reply>(bytes);
    case RowKind::kFeedHead:
      return Parse<pb::FeedHead>(bytes);
    case RowKind::kSealJob:
      return Parse<pb::SealJob>(bytes);
    case RowKind::kSealKey:
      return Parse<pb::SealKey>(bytes);
    case RowKind::kCorrection:
      return Parse<pb::Correction>(bytes);
    case RowKind::kSealedPlan:
      return Parse<pb::SealedPlan>(bytes);
    case RowKind::kShredKey:
      return Parse<pb::ShredKey>(bytes);
    case RowKind::kCube:
      return Parse<pb::Cube>(bytes);
    case RowKind::kWitness:
      return Parse<pb::Witness>(bytes);
    case RowKind::kAgreementAct:
      return Parse<pb::AgreementAct>(bytes);
    case RowKind::kDecision:
      return Parse<pb::Decision>(bytes);
    case RowKind::kDecisionPlace:
      return Parse<pb::DecisionPlace>(bytes);
    case RowKind::kCohorts:
      return Parse<pb::Cohorts>(bytes);
    case RowKind::kCohortsGiven:
      return Parse<pb::CohortsGiven>(bytes);
    case RowKind::kInquiry:
      return Parse<pb::Inquiry>(bytes);
    case RowKind::kInquiryCount:
      return Parse<pb::InquiryCount>(bytes);
    case RowKind::kRecall:
      return Parse<pb::Recall>(bytes);
    case RowKind::kReleaseRecall:
      return Parse<pb::ReleaseRecall>(bytes);
    case RowKind::kStatement:
      return Parse<pb::Statement>(bytes);
  }
  return UnknownStored();
}

}  // namespace toguna
