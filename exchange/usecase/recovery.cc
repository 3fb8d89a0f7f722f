#include "exchange/usecase/recovery.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/shredding.h"
#include "exchange/words/recovery_words.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

// Begin signed bytes: never change them.
constexpr absl::string_view kVersion = "toguna/recovery/v1";
constexpr absl::string_view kDemo = "DEMO";
constexpr char kSystem[] = "system";
// So that the names of as many fit into an entry.
constexpr size_t kMostInEntry = 200;

using Found = std::map<Period, Versioned<PeriodRow>>;

absl::StatusOr<Found> PeriodsOf(const Ledger& ledger,
                                const DatasetId& dataset) {
  Found found;
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(
      {RowKind::kPeriod, {dataset.text()}, {}}, [&](const VersionedRow& row) {
        const auto& period = std::get<PeriodRow>(row.row);
        found.emplace(period.period, Versioned<PeriodRow>{period, row.version});
        return true;
      }));
  return found;
}

// What becomes of one dataset's periods.
class Loser {
 public:
  Loser(const Catalog& catalog, const Ledger& ledger, DatasetId dataset,
        Found found, absl::Time now)
      : catalog_(catalog),
        ledger_(ledger),
        dataset_(std::move(dataset)),
        found_(std::move(found)),
        now_(now) {}

  absl::Status Lose() {
    std::optional<Period> first;
    for (const auto& [period, row] : found_) {
      if (period.kind() != Period::Kind::kMonth) continue;
      if (!first.has_value() || period < *first) first = period;
    }
    if (!first.has_value()) return absl::OkStatus();
    // A month without a row may have had one that was lost.
    for (Period month = *first; IsOver(month); month = month.Next()) {
      if (!IsSealed(month)) Add(month);
    }
    // A longer period is sealed from its months: with a lost one it never is.
    for (const auto kind : {Period::Kind::kQuarter, Period::Kind::kYear}) {
      for (Period longer(kind, first->month()); IsOver(longer);
           longer = longer.Next()) {
        if (IsSealed(longer)) continue;
        if (!HasLost(longer)) Add(longer);
        if (kind != Period::Kind::kYear) continue;
        shredded_.push_back(longer);
        TOGUNA_RETURN_IF_ERROR(
            AddShredding(ledger_, dataset_, longer, effects_));
      }
    }
    return absl::OkStatus();
  }

  void AddTo(Recovery& recovery) {
    const auto name = [this](const Period& period) {
      return absl::StrCat(dataset_.text(), " ", period.text());
    };
    for (const Period& period : lost_) recovery.lost.push_back(name(period));
    for (const Period& year : shredded_) {
      recovery.destroyed.push_back(name(year));
    }
    if (lost_.empty() && shredded_.empty()) return;
    effects_.time = now_;
    effects_.entry = {.type = "period.lost",
                      .actor = kSystem,
                      .fields = {{"dataset", dataset_.text()},
                                 {"periods", Joined(lost_)},
                                 {"destroyed_years", Joined(shredded_)}}};
    recovery.acts.push_back(std::move(effects_));
  }

 private:
  static std::string Joined(const std::set<Period>& periods) {
    return Joined(std::vector<Period>(periods.begin(), periods.end()));
  }
  static std::string Joined(std::vector<Period> periods) {
    const size_t all = periods.size();
    if (all > kMostInEntry) periods.resize(kMostInEntry, periods.front());
    std::string text = absl::StrJoin(
        periods, ",",
        [](std::string* out, const Period& one) { out->append(one.text()); });
    if (all > periods.size()) {
      absl::StrAppend(&text, ",+", all - periods.size());
    }
    return text;
  }

  bool IsOver(const Period& period) const {
    return period.End(catalog_.operation.time_zone) <= now_;
  }
  bool IsSealed(const Period& period) const {
    const auto found = found_.find(period);
    return found != found_.end() &&
           found->second.value.state == PeriodState::kSealed;
  }
  bool HasLost(const Period& longer) const {
    for (const Period& one : lost_) {
      if (one != longer && longer.Contains(one)) return true;
    }
    return false;
  }

  void Add(const Period& period) {
    PeriodRow row{.dataset = dataset_, .period = period};
    uint64_t version = 0;
    if (const auto found = found_.find(period); found != found_.end()) {
      row = found->second.value;
      version = found->second.version;
    }
    row.state = PeriodState::kLost;
    effects_.expected.emplace_back(KeyOf(row), version);
    effects_.put.emplace_back(std::move(row));
    lost_.insert(period);
  }

  const Catalog& catalog_;
  const Ledger& ledger_;
  const DatasetId dataset_;
  const Found found_;
  const absl::Time now_;
  std::set<Period> lost_;
  std::vector<Period> shredded_;
  Effects effects_;
};

std::string StatementOf(const Catalog& catalog, const PutBack& put_back,
                        const std::optional<LogHead>& known,
                        const Recovery& recovery) {
  std::string text = absl::StrCat(
      kVersion, "\noperation: ", catalog.operation.id.text(),
      "\nold_log: ", put_back.store.origin, "\nnew_log: ", put_back.origin,
      "\nstore_entries: ", put_back.store.size,
      "\nstore_root: ", absl::Base64Escape(put_back.store.root), "\n");
  if (known.has_value()) {
    absl::StrAppend(&text, "known_entries: ", known->size,
                    "\nknown_root: ", absl::Base64Escape(known->root), "\n");
  }
  absl::StrAppend(&text, "lost_entries: ", recovery.lost_entries, "\n");
  for (const AgreementId& id : recovery.suspended) {
    absl::StrAppend(&text, "suspended: ", id.text(), "\n");
  }
  for (const std::string& one : recovery.lost) {
    absl::StrAppend(&text, "never_sealed: ", one, "\n");
  }
  for (const std::string& one : recovery.destroyed) {
    absl::StrAppend(&text, "destroyed: ", one, "\n");
  }
  if (catalog.operation.demo) absl::StrAppend(&text, "mark: ", kDemo, "\n");
  absl::StrAppend(&text, "\n", recovery_words::kStatement.fr(), "\n",
                  recovery_words::kStatement.en(), "\n");
  return text;
}

AuditEntry EntryOf(const PutBack& put_back,
                   const std::optional<CheckpointNote>& known,
                   const Recovery& recovery) {
  AuditEntry entry = {
      .type = "log.recover",
      .actor = kSystem,
      .fields = {{"old_log", put_back.store.origin},
                 {"new_log", put_back.origin},
                 {"store_entries", absl::StrCat(put_back.store.size)},
                 {"store_root", absl::Base64Escape(put_back.store.root)},
                 {"statement_sha256", HexOf(Sha256(recovery.statement))}}};
  if (!known.has_value()) return entry;
  // With the signature, so that the signed head can be put together again.
  entry.fields["known_entries"] = absl::StrCat(known->head.size);
  entry.fields["known_root"] = absl::Base64Escape(known->head.root);
  for (const NoteSignature& one : known->signatures) {
    if (one.name != known->head.origin) continue;
    entry.fields["known_signature"] =
        absl::Base64Escape(one.key_id + one.signature);
  }
  return entry;
}

}  // namespace

absl::StatusOr<Recovery> MakeRecovery(const Catalog& catalog,
                                      const Ledger& ledger,
                                      const PutBack& put_back, absl::Time now) {
  std::optional<CheckpointNote> known;
  if (!put_back.known.empty()) {
    TOGUNA_ASSIGN_OR_RETURN(known, ParseCheckpoint(put_back.known));
  }
  Recovery recovery;
  if (known.has_value() && known->head.size > put_back.store.size) {
    recovery.lost_entries = known->head.size - put_back.store.size;
  }
  Effects lost_entry;
  lost_entry.time = now;
  lost_entry.entry = {.type = "log.lost",
                      .actor = kSystem,
                      .fields = {{"old_log", put_back.store.origin}}};
  recovery.acts.assign(recovery.lost_entries + 1, lost_entry);

  for (const auto& [id, agreement] : catalog.agreements) {
    AgreementAct act;
    act.reason = AgreementAct::Reason::kIncident;
    act.note = "log.recover";
    act.actor = kSystem;
    act.at = now;
    TOGUNA_ASSIGN_OR_RETURN(std::optional<Effects> effects,
                            SuspensionOf(ledger, agreement, std::move(act)));
    if (!effects.has_value()) continue;
    recovery.suspended.push_back(id);
    recovery.acts.push_back(*std::move(effects));
  }
  for (const auto& [id, dataset] : catalog.datasets) {
    TOGUNA_ASSIGN_OR_RETURN(Found found, PeriodsOf(ledger, id));
    Loser loser(catalog, ledger, id, std::move(found), now);
    TOGUNA_RETURN_IF_ERROR(loser.Lose());
    loser.AddTo(recovery);
  }
  std::optional<LogHead> head;
  if (known.has_value()) head = known->head;
  recovery.statement = StatementOf(catalog, put_back, head, recovery);
  recovery.acts[recovery.lost_entries].entry =
      EntryOf(put_back, known, recovery);
  return recovery;
}

void AddSignatories(const std::vector<PartyId>& parties, Recovery& recovery) {
  recovery.acts[recovery.lost_entries].entry.fields["signed_by"] =
      absl::StrJoin(parties, ",", [](std::string* out, const PartyId& one) {
        out->append(one.text());
      });
}

}  // namespace toguna
