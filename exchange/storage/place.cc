#include "exchange/storage/place.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/strict.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

constexpr absl::string_view kZero("\0", 1);

// Names inside hashes: never change one.
absl::string_view KindText(RowKind kind) {
  switch (kind) {
    case RowKind::kVaultRecord:
      return "vault-record";
    case RowKind::kRecordIndex:
      return "record-index";
    case RowKind::kPeriod:
      return "period";
    case RowKind::kSeal:
      return "seal";
    case RowKind::kSealProof:
      return "seal-proof";
    case RowKind::kRelease:
      return "release";
    case RowKind::kQuota:
      return "quota";
    case RowKind::kAlert:
      return "alert";
    case RowKind::kFeed:
      return "feed";
    case RowKind::kFeedDelivery:
      return "feed-delivery";
    case RowKind::kAgreementSeen:
      return "agreement-seen";
    case RowKind::kReply:
      return "reply";
    case RowKind::kFeedHead:
      return "feed-head";
    case RowKind::kSealJob:
      return "seal-job";
    case RowKind::kSealKey:
      return "seal-key";
    case RowKind::kCorrection:
      return "correction";
    case RowKind::kSealedPlan:
      return "sealed-plan";
    case RowKind::kShredKey:
      return "shred-key";
    case RowKind::kCube:
      return "cube";
    case RowKind::kWitness:
      return "witness";
    case RowKind::kAgreementAct:
      return "agreement-act";
    case RowKind::kDecision:
      return "decision";
    case RowKind::kDecisionPlace:
      return "decision-place";
    case RowKind::kCohorts:
      return "cohorts";
    case RowKind::kCohortsGiven:
      return "cohorts-given";
    case RowKind::kInquiry:
      return "inquiry";
    case RowKind::kInquiryCount:
      return "inquiry-count";
    case RowKind::kRecall:
      return "recall";
    case RowKind::kReleaseRecall:
      return "release-recall";
    case RowKind::kStatement:
      return "statement";
  }
  return "";
}

// Stored too: a new kind takes the next number.
char KindByte(RowKind kind) {
  return static_cast<char>(static_cast<int>(kind) + 1);
}

std::string BigEndian32(size_t number) { return BigEndian64(number).substr(4); }

size_t PaddedSize(size_t size) {
  const size_t step = size <= 1024 ? 64 : size <= 16384 ? 256 : 1024;
  return (size + step - 1) / step * step;
}

absl::Status Damaged() {
  return ReasonError(absl::StatusCode::kDataLoss, "STORE_DAMAGED",
                     "a stored value is damaged or lies in another's place: "
                     "restore the database from a backup");
}

}  // namespace

ColumnFamily FamilyOf(RowKind kind) {
  switch (kind) {
    case RowKind::kVaultRecord:
    case RowKind::kRecordIndex:
    case RowKind::kCorrection:
      return ColumnFamily::kRecords;
    case RowKind::kPeriod:
    case RowKind::kSeal:
    case RowKind::kSealProof:
    case RowKind::kSealJob:
    case RowKind::kSealKey:
    case RowKind::kSealedPlan:
    case RowKind::kCube:
    case RowKind::kWitness:
    case RowKind::kCohorts:
      return ColumnFamily::kSealed;
    case RowKind::kShredKey:
      return ColumnFamily::kKeys;
    case RowKind::kQuota:
    case RowKind::kAgreementSeen:
    case RowKind::kAgreementAct:
    case RowKind::kDecision:
    case RowKind::kDecisionPlace:
      return ColumnFamily::kAgreements;
    case RowKind::kRelease:
    case RowKind::kReply:
    case RowKind::kCohortsGiven:
    case RowKind::kInquiry:
    case RowKind::kInquiryCount:
    case RowKind::kRecall:
    case RowKind::kReleaseRecall:
    case RowKind::kStatement:
      return ColumnFamily::kReleases;
    case RowKind::kAlert:
    case RowKind::kFeed:
    case RowKind::kFeedDelivery:
    case RowKind::kFeedHead:
      return ColumnFamily::kFeeds;
  }
  return ColumnFamily::kMeta;
}

std::string KeyBytes(const RowKey& key, const RowHasher& hasher) {
  std::string bytes(1, KindByte(key.kind));
  std::string logical = absl::StrCat("toguna/row/", KindText(key.kind), kZero);
  for (const std::string& text : key.texts) {
    // With its length, so that no two lists of texts read the same.
    absl::StrAppend(&logical, BigEndian32(text.size()), text);
    bytes += hasher.Hash(logical);
  }
  if (key.number.has_value()) bytes += BigEndian64(*key.number);
  return bytes;
}

std::optional<RowKind> KindAt(absl::string_view key) {
  const int kind = key.empty() ? 0 : static_cast<unsigned char>(key[0]);
  constexpr int kKinds = static_cast<int>(RowKind::kStatement) + 1;
  static_assert(kKinds == std::variant_size_v<Row>);
  if (kind < 1 || kind > kKinds) return std::nullopt;
  return static_cast<RowKind>(kind - 1);
}

std::string PrefixEnd(std::string prefix) {
  while (!prefix.empty()) {
    const auto last = static_cast<unsigned char>(prefix.back());
    if (last < 0xff) {
      prefix.back() = static_cast<char>(last + 1);
      return prefix;
    }
    prefix.pop_back();
  }
  return prefix;
}

std::string SealValue(const Sealer& sealer, ColumnFamily family,
                      absl::string_view key, uint64_t generation,
                      absl::string_view bytes) {
  std::string padded = absl::StrCat(BigEndian32(bytes.size()), bytes);
  padded.resize(PaddedSize(padded.size()), '\0');
  return absl::StrCat(
      BigEndian64(generation),
      sealer.Seal({ColumnFamilyText(family), key, generation}, padded));
}

absl::StatusOr<uint64_t> GenerationOf(absl::string_view value) {
  const std::optional<uint64_t> generation =
      ReadBigEndian64(value.substr(0, 8));
  if (!generation.has_value()) return Damaged();
  return *generation;
}

absl::StatusOr<OpenedValue> OpenValue(const Sealer& sealer, ColumnFamily family,
                                      absl::string_view key,
                                      absl::string_view value) {
  TOGUNA_ASSIGN_OR_RETURN(const uint64_t generation, GenerationOf(value));
  const absl::StatusOr<std::string> padded =
      sealer.Open({ColumnFamilyText(family), key, generation}, value.substr(8));
  if (!padded.ok() || padded->size() < 4) return Damaged();
  const std::optional<uint64_t> size =
      ReadBigEndian64(absl::StrCat(std::string(4, '\0'), padded->substr(0, 4)));
  if (!size.has_value() || *size > padded->size() - 4) return Damaged();
  return OpenedValue{generation, padded->substr(4, *size)};
}

absl::StatusOr<std::vector<std::string>> EntriesIn(const Store& store,
                                                   const Sealer& sealer,
                                                   uint64_t first,
                                                   uint64_t count,
                                                   uint64_t size) {
  std::vector<std::string> entries;
  if (first >= size || count == 0) return entries;
  const uint64_t end = first + std::min(count, size - first);
  absl::Status problem;
  TOGUNA_RETURN_IF_ERROR(
      store.Scan(ColumnFamily::kAudit, BigEndian64(first), BigEndian64(end),
                 [&](absl::string_view key, absl::string_view value) {
                   absl::StatusOr<OpenedValue> entry =
                       OpenValue(sealer, ColumnFamily::kAudit, key, value);
                   if (!entry.ok()) {
                     problem = entry.status();
                     return false;
                   }
                   entries.push_back(std::move(entry->bytes));
                   return true;
                 }));
  TOGUNA_RETURN_IF_ERROR(problem);
  return entries;
}

std::string RowMark(const RowHasher& hasher, ColumnFamily family,
                    absl::string_view key, uint64_t generation) {
  return hasher.Hash(absl::StrCat("toguna/row-mark/", ColumnFamilyText(family),
                                  kZero, BigEndian64(generation), key));
}

void AddMark(absl::string_view mark, std::string& sum) {
  for (size_t i = 0; i < sum.size(); ++i) {
    sum[i] = static_cast<char>(sum[i] ^ mark[i]);
  }
}

}  // namespace toguna
