#include "exchange/usecase/intake.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/period.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/record/check_record.h"
#include "exchange/record/record.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/corrections.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/recalls.h"
#include "exchange/usecase/retraction.h"
#include "exchange/usecase/retried.h"
#include "exchange/usecase/rows.h"
#include "policies/model/catalog.h"

namespace toguna {
namespace {

constexpr size_t kLargestBatch = 1'000;

using Outcome = IntakeResult::Outcome;

// How many records a batch changed, as the log may say it: the log holds no
// small count.
const char* Band(size_t records) {
  if (records < 10) return "1-9";
  if (records < 100) return "10-99";
  return records < kLargestBatch ? "100-999" : "1000";
}

IntakeResult Refused(absl::string_view reason, absl::string_view field) {
  return {Outcome::kRefused, std::string(reason), std::string(field)};
}

absl::StatusOr<const Dataset*> Admit(const Catalog& catalog,
                                     const Caller& caller,
                                     const DatasetId& id) {
  const Party* party = catalog.FindParty(caller.party);
  if (caller.role != Role::kContributor || party == nullptr ||
      !party->Has(Role::kContributor)) {
    return ReasonError(absl::StatusCode::kPermissionDenied, "NOT_A_CONTRIBUTOR",
                       "only a contributor of this operation may do this");
  }
  const Dataset* dataset = catalog.FindDataset(id);
  if (dataset == nullptr || dataset->kind != Dataset::Kind::kIncidents) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "UNKNOWN_DATASET",
                       "this operation has no such dataset of records");
  }
  return dataset;
}

// One batch against the ledger as it is now; used for one attempt.
class Batch {
 public:
  Batch(const Catalog& catalog, Ledger& ledger, const Caller& caller,
        const Dataset& dataset, absl::Time now, bool only_known = false)
      : catalog_(catalog),
        ledger_(ledger),
        caller_(caller),
        dataset_(dataset),
        now_(now),
        only_known_(only_known),
        period_(Period::Of(now, catalog.operation.time_zone)) {}

  absl::StatusOr<IntakeAnswer> Run(std::vector<Record> records) {
    TOGUNA_RETURN_IF_ERROR(ReadPeriod());
    IntakeAnswer answer;
    answer.period = period_;
    answer.results = Check(records);
    TOGUNA_ASSIGN_OR_RETURN(const auto last,
                            LastEditions(records, answer.results));
    size_t changed = 0;
    for (size_t i = 0; i < records.size(); ++i) {
      IntakeResult& result = answer.results[i];
      if (!result.reason.empty()) continue;
      if (last.at(records[i].ref) != i) {
        result.outcome = Outcome::kDuplicate;
        continue;
      }
      TOGUNA_ASSIGN_OR_RETURN(result, Decide(records[i]));
      if (result.outcome == Outcome::kTaken ||
          result.outcome == Outcome::kReplaced ||
          result.outcome == Outcome::kCorrected) {
        ++changed;
      }
    }
    if (changed == 0) return answer;
    TOGUNA_ASSIGN_OR_RETURN(answer.audit_index, Commit(changed));
    return answer;
  }

 private:
  absl::Status ReadPeriod() {
    PeriodRow row;
    row.dataset = dataset_.id;
    row.period = period_;
    TOGUNA_ASSIGN_OR_RETURN(const auto found,
                            Find<PeriodRow>(ledger_, KeyOf(row)));
    if (!found.has_value()) {
      open_period_ = row;
      TOGUNA_RETURN_IF_ERROR(CheckLonger());
    } else if (found->value.state != PeriodState::kOpen) {
      return ClosedAlready();
    }
    period_version_ = found.has_value() ? found->version : 0;
    return absl::OkStatus();
  }

  // A month that received nothing was sealed as empty with its quarter or year:
  // none is opened after that, whatever the clock says.
  absl::Status CheckLonger() {
    for (const auto kind : {Period::Kind::kQuarter, Period::Kind::kYear}) {
      PeriodRow longer;
      longer.dataset = dataset_.id;
      longer.period = Period(kind, period_.month());
      TOGUNA_ASSIGN_OR_RETURN(const auto found,
                              Find<PeriodRow>(ledger_, KeyOf(longer)));
      if (found.has_value()) return ClosedAlready();
      effects_.expected.emplace_back(KeyOf(longer), 0);
    }
    return absl::OkStatus();
  }

  absl::Status ClosedAlready() const {
    return ReasonError(absl::StatusCode::kFailedPrecondition, "PERIOD_CLOSED",
                       "the period of today was closed already; check the "
                       "server's clock, or submit in the next period",
                       {{"period", period_.text()}});
  }

  // Sets what the server sets, and notes what may not be stored; a result
  // without a reason is still to be decided.
  std::vector<IntakeResult> Check(std::vector<Record>& records) const {
    const absl::CivilDay today =
        absl::ToCivilDay(now_, catalog_.operation.time_zone);
    std::vector<IntakeResult> results;
    for (Record& record : records) {
      record.dataset = dataset_.id;
      record.contributor = caller_.party;
      const std::vector<RecordProblem> problems =
          CheckRecord(catalog_, dataset_, record, today);
      results.push_back(problems.empty()
                            ? IntakeResult()
                            : Refused(problems[0].reason, problems[0].field));
    }
    return results;
  }

  // Where each reference occurs last among the good records: KoboToolbox lists
  // submissions in the order they were made, and the same batch again must
  // find its last editions kept. One that was replaced before is never the
  // last where there is another.
  absl::StatusOr<std::map<std::string, size_t>> LastEditions(
      const std::vector<Record>& records,
      const std::vector<IntakeResult>& results) const {
    std::map<std::string, size_t> last;
    for (size_t i = 0; i < records.size(); ++i) {
      if (!results[i].reason.empty()) continue;
      const auto [first, is_first] = last.emplace(records[i].ref, i);
      if (is_first) continue;
      TOGUNA_ASSIGN_OR_RETURN(
          const auto known,
          Find<RecordIndex>(ledger_, KeyOf(IndexFor(records[i]))));
      if (!known.has_value() || !WasReplaced(known->value, records[i])) {
        first->second = i;
      }
    }
    return last;
  }

  RecordIndex IndexFor(const Record& record) const {
    return {.dataset = dataset_.id,
            .contributor = caller_.party,
            .ref = record.ref,
            .instance = record.instance,
            .period = period_};
  }

  static bool WasReplaced(const RecordIndex& index, const Record& record) {
    return std::find(index.earlier.begin(), index.earlier.end(),
                     record.instance) != index.earlier.end();
  }

  absl::StatusOr<IntakeResult> Decide(const Record& record) {
    RecordIndex index = IndexFor(record);
    TOGUNA_ASSIGN_OR_RETURN(const auto known,
                            Find<RecordIndex>(ledger_, KeyOf(index)));
    if (known.has_value()) return Replace(record, *known);
    if (only_known_) return Refused("RECORD_UNKNOWN", "ref");
    const VaultRecord vault{record, period_, now_};
    effects_.expected.emplace_back(KeyOf(index), 0);
    effects_.expected.emplace_back(KeyOf(vault), 0);
    effects_.put.emplace_back(std::move(index));
    effects_.put.emplace_back(vault);
    takes_ = true;
    return IntakeResult{Outcome::kTaken, "", ""};
  }

  absl::StatusOr<IntakeResult> Replace(const Record& record,
                                       const Versioned<RecordIndex>& known) {
    if (known.value.retracted) return Refused("RETRACTED", "ref");
    if (known.value.instance == record.instance ||
        WasReplaced(known.value, record)) {
      return IntakeResult{Outcome::kDuplicate, "", ""};
    }
    VaultRecord vault{record, known.value.period, now_};
    TOGUNA_ASSIGN_OR_RETURN(const auto kept,
                            Find<VaultRecord>(ledger_, KeyOf(vault)));
    TOGUNA_ASSIGN_OR_RETURN(const bool sealed, Hold(known.value.period));
    // Records that are gone from the vault went after their seal.
    if (!kept.has_value()) return Refused("AFTER_SEAL", "ref");
    if (sealed) {
      TOGUNA_RETURN_IF_ERROR(AddCorrection(ledger_, kept->value, record, now_,
                                           catalog_.operation.time_zone,
                                           effects_));
    }
    vault.accepted_at = kept->value.accepted_at;
    RecordIndex index = known.value;
    index.earlier.push_back(std::move(index.instance));
    index.instance = record.instance;
    effects_.expected.emplace_back(KeyOf(index), known.version);
    effects_.expected.emplace_back(KeyOf(vault), kept->version);
    effects_.put.emplace_back(std::move(index));
    effects_.put.emplace_back(std::move(vault));
    return IntakeResult{sealed ? Outcome::kCorrected : Outcome::kReplaced, "",
                        ""};
  }

  absl::StatusOr<bool> Hold(const Period& period) {
    const auto known = held_.find(period);
    if (known != held_.end()) return known->second;
    TOGUNA_ASSIGN_OR_RETURN(
        const bool sealed,
        HoldUnsealed(ledger_, dataset_.id, period, effects_));
    held_.emplace(period, sealed);
    return sealed;
  }

  absl::StatusOr<uint64_t> Commit(size_t changed) {
    PeriodRow row;
    row.dataset = dataset_.id;
    row.period = period_;
    effects_.expected.emplace_back(KeyOf(row), period_version_);
    if (takes_ && open_period_.has_value()) {
      effects_.put.emplace_back(*open_period_);
    }
    effects_.entry = {.type = only_known_ ? "record.correct" : "intake.accept",
                      .actor = caller_.spiffe_id,
                      .fields = {{"dataset", dataset_.id.text()},
                                 {"period", period_.text()},
                                 {"contributor", caller_.party.text()},
                                 {"records", Band(changed)}}};
    effects_.time = now_;
    return ledger_.Commit(effects_);
  }

  const Catalog& catalog_;
  Ledger& ledger_;
  const Caller& caller_;
  const Dataset& dataset_;
  const absl::Time now_;
  const bool only_known_;  // a correction: nothing new is taken
  const Period period_;
  uint64_t period_version_ = 0;
  std::optional<PeriodRow> open_period_;  // to be written with a first record
  bool takes_ = false;
  std::map<Period, bool> held_;  // is it sealed
  Effects effects_;
};

// One attempt to remove a record; the audit index, or 0 if it was gone already.
absl::StatusOr<uint64_t> RetractOnce(Ledger& ledger, const Caller& caller,
                                     const DatasetId& dataset,
                                     absl::string_view ref, absl::Time now,
                                     absl::TimeZone zone) {
  Effects effects;
  TOGUNA_ASSIGN_OR_RETURN(
      const bool removes,
      AddRetraction(ledger, dataset, caller.party, ref, now, zone, effects));
  if (!removes) return uint64_t{0};
  effects.entry = {.type = "record.retract",
                   .actor = caller.spiffe_id,
                   .fields = {{"dataset", dataset.text()},
                              {"contributor", caller.party.text()}}};
  effects.time = now;
  return ledger.Commit(effects);
}

}  // namespace

Intake::Intake(const Catalog& catalog, Ledger& ledger, Clock clock)
    : catalog_(catalog), ledger_(ledger), clock_(std::move(clock)) {}

void Intake::RecallIfCorrected(const IntakeAnswer& answer) {
  const bool corrected = std::any_of(
      answer.results.begin(), answer.results.end(),
      [](const auto& result) { return result.outcome == Outcome::kCorrected; });
  if (corrected) RecallWhatIsDue(ledger_, clock_());
}

absl::StatusOr<IntakeAnswer> Intake::Submit(const Caller& caller,
                                            const DatasetId& dataset,
                                            std::vector<Record> records) {
  TOGUNA_ASSIGN_OR_RETURN(const Dataset* declared,
                          Admit(catalog_, caller, dataset));
  if (records.size() > kLargestBatch) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "BATCH_TOO_LARGE",
                       "a batch holds at most 1000 records; send several");
  }
  TOGUNA_ASSIGN_OR_RETURN(IntakeAnswer answer, Retried<IntakeAnswer>([&] {
                            return Batch(catalog_, ledger_, caller, *declared,
                                         clock_())
                                .Run(records);
                          }));
  RecallIfCorrected(answer);
  return answer;
}

absl::StatusOr<IntakeResult> Intake::Correct(const Caller& caller,
                                             const DatasetId& dataset,
                                             Record record) {
  TOGUNA_ASSIGN_OR_RETURN(const Dataset* declared,
                          Admit(catalog_, caller, dataset));
  TOGUNA_ASSIGN_OR_RETURN(const IntakeAnswer answer, Retried<IntakeAnswer>([&] {
                            return Batch(catalog_, ledger_, caller, *declared,
                                         clock_(),
                                         /*only_known=*/true)
                                .Run({record});
                          }));
  if (answer.results[0].reason == "RECORD_UNKNOWN") return UnknownRecord();
  RecallIfCorrected(answer);
  return answer.results[0];
}

absl::Status Intake::Retract(const Caller& caller, const DatasetId& dataset,
                             absl::string_view ref) {
  TOGUNA_RETURN_IF_ERROR(Admit(catalog_, caller, dataset).status());
  TOGUNA_RETURN_IF_ERROR(Retried<uint64_t>([&] {
                           return RetractOnce(ledger_, caller, dataset, ref,
                                              clock_(),
                                              catalog_.operation.time_zone);
                         }).status());
  RecallWhatIsDue(ledger_, clock_());
  return absl::OkStatus();
}

}  // namespace toguna
