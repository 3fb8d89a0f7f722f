// What was released, handed out: decided again each time.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/may_leave.h"
#include "exchange/usecase/recalls.h"
#include "exchange/usecase/releases.h"
#include "exchange/words/recall_words.h"
#include "exchange/words/release_words.h"

namespace toguna {
namespace {

RowKey ReleaseKey(const ReleaseId& release) {
  ReleaseRow wanted;
  wanted.id = release;
  return KeyOf(wanted);
}

absl::Status UniformRefusal(absl::string_view finding = "") {
  std::map<std::string, std::string> metadata;
  if (!finding.empty()) metadata["finding"] = std::string(finding);
  return ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                     release_words::kRefused.en(), std::move(metadata));
}

// What the log says of a refusal: more than the caller is told.
std::string EntryReason(const Caller& caller, const ReleaseRow* row,
                        const absl::Status& why) {
  if (row == nullptr) return "RELEASE_UNKNOWN";
  if (row->recipient != caller.party) return "CALLER_NOT_RECIPIENT";
  Reason reason = ReasonOf(why);
  const std::string& finding = reason.metadata["finding"];
  return finding.empty() ? reason.code : finding;
}

// That a refusal is in the log, for a day of UTC. It lies among the answers to
// requests, where no request's id is like it, so that the ledger keeps two
// refusals at once, or before and after a restart, from being noted twice.
ReplyRow NotedOn(const Effects& effects, const PartyId& party) {
  const auto& fields = effects.entry.fields;
  const auto release = fields.find("release");
  return {.caller = party.text(),
          .request_id = absl::StrCat(
              effects.entry.type, "/",
              absl::FormatTime("%Y-%m-%d", effects.time, absl::UTCTimeZone()),
              "/", fields.at("reason"), "/",
              release == fields.end() ? "" : release->second),
          .body_sha256 = "",
          .answer = ""};
}

}  // namespace

absl::StatusOr<Releases::DownloadCase> Releases::DecideDownload(
    const Caller& caller, const ReleaseRow& row) const {
  DownloadCase one;
  Ask& ask = one.ask;
  ask.caller = caller.party;
  ask.agreement = row.agreement;
  ask.dataset = row.dataset;
  ask.phase = Phase::kDownload;
  const Agreement* agreement = catalog_.FindAgreement(row.agreement);
  // A release was decided for its agreement's purpose, and stays with the
  // revision it was decided under.
  if (agreement != nullptr && agreement->revision == row.agreement_revision) {
    ask.purpose = agreement->purpose;
  }
  one.facts.now = clock_();
  TOGUNA_ASSIGN_OR_RETURN(const AgreementHistory history,
                          HistoryOf(ledger_, row.agreement));
  AddHistory(history, catalog_, ask, one.facts);
  one.decision = Decide(catalog_, ask, one.facts);
  return one;
}

absl::StatusOr<ReleaseRow> Releases::Downloadable(
    const Caller& caller, const ReleaseId& release) const {
  TOGUNA_ASSIGN_OR_RETURN(auto found,
                          Find<ReleaseRow>(ledger_, ReleaseKey(release)));
  if (!found.has_value() || caller.party.empty() ||
      found->value.recipient != caller.party ||
      found->value.kind != ReleaseRow::Kind::kExtract) {
    return UniformRefusal();
  }
  ReleaseRow& row = found->value;
  TOGUNA_ASSIGN_OR_RETURN(const DownloadCase one, DecideDownload(caller, row));
  const Decision& decision = one.decision;
  if (decision.reason == "RECALL_OVERDUE") {
    return ReasonError(absl::StatusCode::kFailedPrecondition, decision.reason,
                       recall_words::kOverdue.en());
  }
  if (!decision.allowed) return UniformRefusal(decision.reason);
  if (!(clock_() < row.delete_by)) return UniformRefusal("DELETE_BY_PASSED");
  TOGUNA_RETURN_IF_ERROR(CheckNotRecalled(ledger_, row.agreement, row.id));
  return std::move(row);
}

absl::Status Releases::NoteRefused(const Caller& caller,
                                   const ReleaseId& release,
                                   const absl::Status& why) {
  if (!absl::IsPermissionDenied(why) && !absl::IsFailedPrecondition(why)) {
    return why;
  }
  TOGUNA_ASSIGN_OR_RETURN(const auto found,
                          Find<ReleaseRow>(ledger_, ReleaseKey(release)));
  const ReleaseRow* row =
      found.has_value() && found->value.kind == ReleaseRow::Kind::kExtract
          ? &found->value
          : nullptr;
  Effects effects;
  effects.time = clock_();
  effects.entry = {.type = "download.refuse",
                   .actor = caller.spiffe_id,
                   .fields = {{"reason", EntryReason(caller, row, why)}}};
  // An id that there is not is the caller's own text.
  if (row != nullptr) {
    effects.entry.fields["agreement"] = row->agreement.text();
    effects.entry.fields["release"] = row->id.text();
  }
  ReplyRow noted = NotedOn(effects, caller.party);
  TOGUNA_ASSIGN_OR_RETURN(const auto before,
                          Find<ReplyRow>(ledger_, KeyOf(noted)));
  if (before.has_value()) return why;
  effects.expected.emplace_back(KeyOf(noted), 0);
  effects.put.emplace_back(std::move(noted));
  const absl::Status written = ledger_.Commit(effects).status();
  // Aborted: somebody noted the same in between.
  return written.ok() || absl::IsAborted(written) ? why : written;
}

absl::Status Releases::CheckDownload(const Caller& caller,
                                     const ReleaseId& release) {
  return Get(caller, release).status();
}

absl::StatusOr<ReleaseRow> Releases::Get(const Caller& caller,
                                         const ReleaseId& release) {
  absl::StatusOr<ReleaseRow> found = Downloadable(caller, release);
  if (!found.ok()) return NoteRefused(caller, release, found.status());
  return found;
}

absl::StatusOr<std::vector<ReleaseRow>> Releases::List(
    const Caller& caller) const {
  std::vector<ReleaseRow> mine;
  TOGUNA_RETURN_IF_ERROR(
      ledger_.Scan({RowKind::kRelease, {}, {}}, [&](const VersionedRow& found) {
        const auto* row = std::get_if<ReleaseRow>(&found.row);
        if (row != nullptr && row->kind == ReleaseRow::Kind::kExtract &&
            !caller.party.empty() && row->recipient == caller.party) {
          mine.push_back(*row);
          mine.back().files.clear();
        }
        return true;
      }));
  std::sort(mine.begin(), mine.end(),
            [](const ReleaseRow& a, const ReleaseRow& b) {
              return a.audit_index > b.audit_index;
            });
  return mine;
}

absl::StatusOr<std::map<std::string, std::string>> Releases::Download(
    const Caller& caller, const ReleaseId& release) {
  TOGUNA_ASSIGN_OR_RETURN(ReleaseRow row, Get(caller, release));
  TOGUNA_RETURN_IF_ERROR(WaitUntilMayLeave(
      ledger_, *catalog_.FindAgreement(row.agreement), row.audit_index));
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> entries,
                          ledger_.Entries(row.audit_index, 1));
  if (entries.size() != 1) {
    return absl::UnavailableError("the log does not show the entry yet");
  }
  TOGUNA_ASSIGN_OR_RETURN(std::string proof,
                          ledger_.InclusionProof(row.audit_index));
  std::map<std::string, std::string> files = std::move(row.files);
  files["release.entry"] = entries.front();
  files["release.tlog-proof"] = std::move(proof);
  return files;
}

}  // namespace toguna
