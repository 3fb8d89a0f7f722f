#ifndef TOGUNA_EXCHANGE_STORAGE_ROW_PARTS_H_
#define TOGUNA_EXCHANGE_STORAGE_ROW_PARTS_H_

// What the stored messages have in common. Only for .cc files of this module:
// stored messages are known nowhere else.

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/period.h"
#include "exchange/usecase/rows.h"
#include "toguna/stored/v1/stored.pb.h"

namespace toguna {

// Layout of every message so far.
inline constexpr unsigned kStoredFormat = 1;

inline absl::Status UnknownStored() {
  return absl::DataLossError("a stored value has an unknown form");
}

template <typename Message>
std::string WriteStored(Message message) {
  message.set_format(kStoredFormat);
  return message.SerializeAsString();
}

// Reads a message of the format this program knows; kDataLoss otherwise.
template <typename Message>
absl::StatusOr<Message> ParseStored(absl::string_view bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      message.format() != kStoredFormat) {
    return UnknownStored();
  }
  return message;
}

using Texts = google::protobuf::RepeatedPtrField<stored::v1::Text>;
void EncodeTexts(const std::map<std::string, std::string>& texts, Texts* out);
std::map<std::string, std::string> DecodeTexts(const Texts& texts);

absl::StatusOr<Period> DecodePeriod(absl::string_view text);
absl::StatusOr<absl::CivilDay> DecodeDay(absl::string_view text);

// Seals and their jobs.
stored::v1::Seal Encode(const SealRow& row);
absl::StatusOr<Row> Decode(const stored::v1::Seal& message);
stored::v1::SealProof Encode(const SealProofRow& row);
absl::StatusOr<Row> Decode(const stored::v1::SealProof& message);
stored::v1::SealJob Encode(const SealJobRow& row);
absl::StatusOr<Row> Decode(const stored::v1::SealJob& message);
stored::v1::SealKey Encode(const SealKeyRow& row);
absl::StatusOr<Row> Decode(const stored::v1::SealKey& message);

stored::v1::Unit EncodeUnit(Unit unit);
absl::StatusOr<Unit> DecodeUnit(stored::v1::Unit unit);

stored::v1::Minimums EncodeMinimums(const Minimums& minimums);
Minimums DecodeMinimums(const stored::v1::Minimums& message);
stored::v1::Plan::Pool EncodePool(const Pool& pool);
Pool DecodePool(const stored::v1::Plan::Pool& message);

// What quarters and years are counted from: cube_codec.cc and plan_codec.cc.
stored::v1::SealedPlan Encode(const SealedPlanRow& row);
absl::StatusOr<Row> Decode(const stored::v1::SealedPlan& message);
stored::v1::ShredKey Encode(const ShredKeyRow& row);
absl::StatusOr<Row> Decode(const stored::v1::ShredKey& message);
stored::v1::Cube Encode(const CubeRow& row);
absl::StatusOr<Row> Decode(const stored::v1::Cube& message);
stored::v1::Witness Encode(const WitnessRow& row);
absl::StatusOr<Row> Decode(const stored::v1::Witness& message);

// Cohorts: cohorts_codec.cc. Records of a stratum are of `month`.
void EncodeCohortPlan(const CohortPlan& plan, stored::v1::CohortPlan& message);
absl::StatusOr<CohortPlan> DecodeCohortPlan(
    const stored::v1::CohortPlan& message);
void EncodeStratum(const Stratum& stratum, stored::v1::Stratum& message);
absl::StatusOr<Stratum> DecodeStratum(const stored::v1::Stratum& message,
                                      Period month);
stored::v1::Cohorts::Record EncodeCohortRecord(const CohortRecord& record);
absl::StatusOr<CohortRecord> DecodeCohortRecord(
    const stored::v1::Cohorts::Record& message);
stored::v1::Cohorts Encode(const CohortsRow& row);
absl::StatusOr<Row> Decode(const stored::v1::Cohorts& message);

// What was given of cohorts and what is asked about it: inquiry_codec.cc.
stored::v1::CohortsGiven Encode(const CohortsGivenRow& row);
absl::StatusOr<Row> Decode(const stored::v1::CohortsGiven& message);
stored::v1::Inquiry Encode(const InquiryRow& row);
absl::StatusOr<Row> Decode(const stored::v1::Inquiry& message);
stored::v1::InquiryCount Encode(const InquiryCountRow& row);
absl::StatusOr<Row> Decode(const stored::v1::InquiryCount& message);

// Recalls, what recipients signed, items of the feed: recall_codec.cc.
stored::v1::Recall Encode(const RecallRow& row);
absl::StatusOr<Row> Decode(const stored::v1::Recall& message);
stored::v1::ReleaseRecall Encode(const ReleaseRecallRow& row);
absl::StatusOr<Row> Decode(const stored::v1::ReleaseRecall& message);
stored::v1::Statement Encode(const StatementRow& row);
absl::StatusOr<Row> Decode(const stored::v1::Statement& message);
stored::v1::FeedItem Encode(const FeedRow& row);
absl::StatusOr<Row> Decode(const stored::v1::FeedItem& message);

// Decisions: decision_codec.cc.
stored::v1::Decision Encode(const DecisionRow& row);
absl::StatusOr<Row> Decode(const stored::v1::Decision& message);
stored::v1::DecisionPlace Encode(const DecisionPlaceRow& row);
absl::StatusOr<Row> Decode(const stored::v1::DecisionPlace& message);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_STORAGE_ROW_PARTS_H_
