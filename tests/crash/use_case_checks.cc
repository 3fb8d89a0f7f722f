#include "tests/crash/use_case_checks.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/status_macros.h"

namespace toguna::testing {
namespace {

VaultRecord VaultOf(const Record& record, Period period) {
  VaultRecord vault;
  vault.record = record;
  vault.period = period;
  return vault;
}

std::string TypeText(absl::string_view type) {
  return absl::StrCat("\"type\":\"", type, "\"");
}

// A whole ledger as rows by kind and entries.
class Whole {
 public:
  explicit Whole(const Ledger& ledger) : ledger_(ledger) {
    const auto entries = ledger.Entries(0, ledger.LogSize());
    if (entries.ok()) entries_ = *entries;
  }

  std::string Wrong() const {
    for (const std::string& wrong : {Records(), Seals(), ReleasesAndQuota(),
                                     RecallsAndStatements(), Deliveries()}) {
      if (!wrong.empty()) return wrong;
    }
    return Entries("release.refuse") == 0 ? "" : "something was refused";
  }

 private:
  uint64_t Entries(absl::string_view type) const {
    return static_cast<uint64_t>(std::count_if(
        entries_.begin(), entries_.end(), [&](const std::string& entry) {
          return absl::StrContains(entry, TypeText(type));
        }));
  }

  template <typename T>
  std::vector<T> Rows(RowKind kind) const {
    std::vector<T> rows;
    const absl::Status status =
        ledger_.Scan({kind, {}, {}}, [&](const VersionedRow& row) {
          rows.push_back(std::get<T>(row.row));
          return true;
        });
    if (!status.ok()) rows.clear();
    return rows;
  }

  std::string Records() const {
    const auto index = Rows<RecordIndex>(RowKind::kRecordIndex);
    const auto retracted =
        std::count_if(index.begin(), index.end(),
                      [](const RecordIndex& row) { return row.retracted; });
    const auto kept = Rows<VaultRecord>(RowKind::kVaultRecord).size();
    if (kept + static_cast<size_t>(retracted) != index.size()) {
      return "records and their index differ";
    }
    return static_cast<uint64_t>(retracted) == Entries("record.retract")
               ? ""
               : "retracted records and their entries differ";
  }

  std::string Seals() const {
    const uint64_t seals = Entries("period.seal");
    const auto feed = Rows<FeedRow>(RowKind::kFeed);
    const auto head = Rows<FeedHeadRow>(RowKind::kFeedHead);
    const auto periods = Rows<PeriodRow>(RowKind::kPeriod);
    const auto sealed = std::count_if(
        periods.begin(), periods.end(),
        [](const PeriodRow& row) { return row.state == PeriodState::kSealed; });
    if (Rows<SealRow>(RowKind::kSeal).size() != seals ||
        Rows<SealProofRow>(RowKind::kSealProof).size() != seals ||
        static_cast<uint64_t>(sealed) != seals ||
        feed.size() != seals + Entries("recall.open") ||
        (head.empty() ? 0 : head[0].last) != feed.size()) {
      return "seals, their periods, the feed and their entries differ";
    }
    const auto jobs = Rows<SealJobRow>(RowKind::kSealJob);
    const auto done =
        std::count_if(jobs.begin(), jobs.end(), [](const SealJobRow& row) {
          return row.state == SealJobRow::State::kDone;
        });
    if (static_cast<uint64_t>(done) != seals ||
        jobs.size() != Entries("period.seal-requested") ||
        Rows<SealKeyRow>(RowKind::kSealKey).size() != jobs.size() - seals) {
      return "seals, their operations and keys differ";
    }
    for (size_t i = 0; i < feed.size(); ++i) {
      if (feed[i].sequence != i + 1) return "the feed has a gap";
    }
    return "";
  }

  std::string RecallsAndStatements() const {
    return Rows<ReleaseRecallRow>(RowKind::kReleaseRecall).size() ==
                       Entries("recall.open") &&
                   Rows<StatementRow>(RowKind::kStatement).size() ==
                       Entries("recall.attest")
               ? ""
               : "recalls, statements and their entries differ";
  }

  std::string ReleasesAndQuota() const {
    const auto releases = Rows<ReleaseRow>(RowKind::kRelease);
    uint64_t counted = 0;
    for (const QuotaRow& row : Rows<QuotaRow>(RowKind::kQuota)) {
      counted += static_cast<uint64_t>(row.extracts);
    }
    std::set<std::string> answers;
    uint64_t refused = 0;  // downloads, each noted with its entry
    for (const ReplyRow& row : Rows<ReplyRow>(RowKind::kReply)) {
      if (row.answer.empty()) {
        ++refused;
      } else {
        answers.insert(row.answer);
      }
    }
    if (refused != Entries("download.refuse")) {
      return "refused downloads and their entries differ";
    }
    if (releases.size() != Entries("release.extract") ||
        counted != releases.size() || answers.size() != releases.size()) {
      return "releases, their quota, replies and entries differ";
    }
    if (Rows<DecisionRow>(RowKind::kDecision).size() !=
        Entries("release.extract") + Entries("release.refuse")) {
      return "decisions and the entries that have their digests differ";
    }
    for (const ReleaseRow& row : releases) {
      if (!answers.contains(row.id.text())) return "a release of no request";
      const std::string wrong = WrongWithEntry(
          ledger_, row.audit_index, "release.extract", row.id.text());
      if (!wrong.empty()) return "release: " + wrong;
    }
    return "";
  }

  std::string Deliveries() const {
    auto rows = Rows<FeedDeliveryRow>(RowKind::kFeedDelivery);
    if (rows.size() != Entries("release.feed-item")) {
      return "deliveries and their entries differ";
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      return a.sequence < b.sequence;
    });
    for (size_t i = 0; i < rows.size(); ++i) {
      // The recalls lie between, and are not read.
      if (rows[i].sequence != 2 * i + 1) return "the deliveries have a gap";
    }
    return "";
  }

  const Ledger& ledger_;
  std::vector<std::string> entries_;
};

}  // namespace

RecordIndex IndexOf(const Record& record) {
  RecordIndex index;
  index.dataset = record.dataset;
  index.contributor = record.contributor;
  index.ref = record.ref;
  return index;
}

absl::StatusOr<uint64_t> LastChange(const Ledger& ledger, const RowKey& key) {
  TOGUNA_ASSIGN_OR_RETURN(const auto row, ledger.Get(key));
  if (!row.has_value()) return absl::NotFoundError("a row is gone");
  return row->version - 1;
}

std::string WrongWithRecord(const Ledger& ledger, Period period,
                            const std::vector<Record>& editions, bool may_go) {
  const auto index = Find<RecordIndex>(ledger, KeyOf(IndexOf(editions[0])));
  const auto vault =
      Find<VaultRecord>(ledger, KeyOf(VaultOf(editions[0], period)));
  if (!index.ok() || !vault.ok()) return "a record does not open";
  if (!index->has_value()) return "a record's index is lost";
  if ((*index)->value.retracted) {
    if (!may_go) return "a record was retracted unasked";
    return vault->has_value() ? "a retracted record is still kept" : "";
  }
  if (!vault->has_value()) return "a record is lost";
  if ((*index)->value.instance != (*vault)->value.record.instance ||
      (*index)->value.period != (*vault)->value.period) {
    return "a record and its index differ";
  }
  return std::find(editions.begin(), editions.end(), (*vault)->value.record) !=
                 editions.end()
             ? ""
             : "a record changed";
}

std::string WrongWithRetracted(const Ledger& ledger, Period period,
                               const Record& record) {
  const auto index = Find<RecordIndex>(ledger, KeyOf(IndexOf(record)));
  const auto vault = ledger.Get(KeyOf(VaultOf(record, period)));
  if (!index.ok() || !vault.ok()) return "a record does not open";
  if (vault->has_value()) return "a retracted record is back";
  return index->has_value() && (*index)->value.retracted
             ? ""
             : "a retraction is forgotten";
}

std::string WrongWithEntry(const Ledger& ledger, uint64_t index,
                           absl::string_view type, absl::string_view text) {
  const auto entries = ledger.Entries(index, 1);
  if (!entries.ok() || entries->size() != 1) return "no entry";
  return absl::StrContains(entries->front(), TypeText(type)) &&
                 absl::StrContains(entries->front(), text)
             ? ""
             : "the entry is another act's";
}

std::string WrongWithWhole(const Ledger& ledger) {
  return Whole(ledger).Wrong();
}

}  // namespace toguna::testing
