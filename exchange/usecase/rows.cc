#include "exchange/usecase/rows.h"

#include <cstdint>
#include <optional>
#include <variant>

namespace toguna {
namespace {

// Seals from before there were rungs lie where the lowest rung does.
std::optional<uint64_t> Higher(int rung) {
  if (rung == 0) return std::nullopt;
  return static_cast<uint64_t>(rung);
}

struct KeyMaker {
  RowKey operator()(const VaultRecord& row) const {
    return {RowKind::kVaultRecord,
            {row.record.dataset.text(), row.period.text(),
             row.record.contributor.text(), row.record.ref},
            {}};
  }
  RowKey operator()(const RecordIndex& row) const {
    return {RowKind::kRecordIndex,
            {row.dataset.text(), row.contributor.text(), row.ref},
            {}};
  }
  RowKey operator()(const PeriodRow& row) const {
    return {RowKind::kPeriod, {row.dataset.text(), row.period.text()}, {}};
  }
  RowKey operator()(const SealRow& row) const {
    return {RowKind::kSeal,
            {row.sealed.dataset.text(), row.sealed.period.text()},
            Higher(row.sealed.rung)};
  }
  RowKey operator()(const SealProofRow& row) const {
    return {RowKind::kSealProof,
            {row.dataset.text(), row.period.text()},
            Higher(row.rung)};
  }
  RowKey operator()(const ReleaseRow& row) const {
    return {RowKind::kRelease, {row.id.text()}, {}};
  }
  RowKey operator()(const QuotaRow& row) const {
    return {RowKind::kQuota, {row.agreement.text(), row.month.text()}, {}};
  }
  RowKey operator()(const AlertRow& row) const {
    return {RowKind::kAlert, {row.id.text()}, {}};
  }
  RowKey operator()(const FeedRow& row) const {
    return {RowKind::kFeed, {}, row.sequence};
  }
  RowKey operator()(const FeedDeliveryRow& row) const {
    return {RowKind::kFeedDelivery, {row.agreement.text()}, row.sequence};
  }
  RowKey operator()(const AgreementSeenRow& row) const {
    return {RowKind::kAgreementSeen, {row.agreement.text()}, {}};
  }
  RowKey operator()(const ReplyRow& row) const {
    return {RowKind::kReply, {row.caller, row.request_id}, {}};
  }
  RowKey operator()(const FeedHeadRow&) const {
    return {RowKind::kFeedHead, {}, {}};
  }
  RowKey operator()(const SealJobRow& row) const {
    return {RowKind::kSealJob,
            {row.dataset.text(), row.period.text()},
            row.attempt};
  }
  RowKey operator()(const SealKeyRow& row) const {
    return {RowKind::kSealKey, {row.dataset.text(), row.period.text()}, {}};
  }
  RowKey operator()(const CorrectionRow& row) const {
    return {RowKind::kCorrection,
            {row.removed.dataset.text(), row.year.text(),
             row.removed.contributor.text(), row.removed.ref, row.edition},
            {}};
  }
  RowKey operator()(const SealedPlanRow& row) const {
    return {RowKind::kSealedPlan, {row.dataset.text(), row.period.text()}, {}};
  }
  RowKey operator()(const ShredKeyRow& row) const {
    return {RowKind::kShredKey, {row.dataset.text(), row.year.text()}, {}};
  }
  RowKey operator()(const CubeRow& row) const {
    const Period year(Period::Kind::kYear, row.month.month());
    return {RowKind::kCube,
            {row.dataset.text(), year.text(), row.month.text()},
            {}};
  }
  RowKey operator()(const WitnessRow& row) const {
    const Period year(Period::Kind::kYear, row.period.month());
    return {RowKind::kWitness,
            {row.dataset.text(), year.text(), row.period.text()},
            static_cast<uint64_t>(row.rung) << 32 | row.part};
  }
  RowKey operator()(const AgreementActRow& row) const {
    return {RowKind::kAgreementAct, {row.act.agreement.text()}, row.sequence};
  }
  RowKey operator()(const DecisionRow& row) const {
    return {RowKind::kDecision, {row.agreement.text()}, ~row.audit_index};
  }
  RowKey operator()(const DecisionPlaceRow& row) const {
    return {RowKind::kDecisionPlace, {row.id.text()}, {}};
  }
  RowKey operator()(const CohortsRow& row) const {
    return {
        RowKind::kCohorts,
        {row.seal.dataset.text(), row.seal.period.text(), row.seal.id.text()},
        {}};
  }
  RowKey operator()(const CohortsGivenRow& row) const {
    return {
        RowKind::kCohortsGiven, {row.agreement.text(), row.release.text()}, {}};
  }
  RowKey operator()(const InquiryRow& row) const {
    return {RowKind::kInquiry, {row.id.text()}, {}};
  }
  RowKey operator()(const InquiryCountRow& row) const {
    return {RowKind::kInquiryCount, {row.agreement.text()}, {}};
  }
  RowKey operator()(const RecallRow& row) const {
    return {
        RowKind::kRecall,
        {row.dataset.text(), row.period.text(), row.cohorts.text(), row.code},
        {}};
  }
  RowKey operator()(const ReleaseRecallRow& row) const {
    return {RowKind::kReleaseRecall,
            {row.agreement.text(), row.release.text()},
            {}};
  }
  RowKey operator()(const StatementRow& row) const {
    RowKey key{
        RowKind::kStatement, {row.agreement.text(), row.release.text()}, {}};
    if (row.kind == StatementRow::Kind::kReceipt) {
      key.texts.emplace_back("receipt");
    } else {
      key.texts.emplace_back("attestation");
      key.texts.push_back(row.sha256);
    }
    return key;
  }
};

}  // namespace

Record ForCounting(Record record) {
  record.instance.clear();
  record.monitor.clear();
  record.consent.clear();
  record.incident_day = absl::CivilDay(absl::CivilMonth(record.incident_day));
  return record;
}

RowKey KeyOf(const Row& row) { return std::visit(KeyMaker(), row); }

void SetAuditIndex(uint64_t index, Row& row) {
  const auto set = [index](auto* one) {
    if (one != nullptr) one->audit_index = index;
  };
  set(std::get_if<ReleaseRow>(&row));
  set(std::get_if<FeedDeliveryRow>(&row));
  set(std::get_if<DecisionRow>(&row));
  set(std::get_if<DecisionPlaceRow>(&row));
  set(std::get_if<StatementRow>(&row));
}

bool IsShreddable(RowKind kind) {
  return kind == RowKind::kCube || kind == RowKind::kWitness;
}

std::optional<RowKey> ShredKeyOf(const RowKey& key) {
  // Their keys begin with dataset and year.
  if (!IsShreddable(key.kind) || key.texts.size() < 2) return std::nullopt;
  return RowKey{RowKind::kShredKey, {key.texts[0], key.texts[1]}, {}};
}

}  // namespace toguna
