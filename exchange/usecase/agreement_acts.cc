#include "exchange/usecase/agreement_acts.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/obligations.h"
#include "exchange/usecase/reply.h"
#include "exchange/words/release_words.h"

namespace toguna {
namespace {

constexpr int kAttempts = 5;
constexpr size_t kLongestNote = 2000;
constexpr size_t kMostPeriods = 24;

absl::Status Uniform() {
  return ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                     release_words::kRefused.en());
}

absl::Status Bad(absl::string_view reason, absl::string_view text) {
  return ReasonError(absl::StatusCode::kInvalidArgument, reason, text);
}

bool IsOfStanding(const AgreementAct& act) {
  return StandingAfter(act.kind).has_value();
}

absl::Status CheckForm(const Catalog& catalog, const Agreement& agreement,
                       const AgreementAct& act) {
  if (act.note.size() > kLongestNote) {
    return Bad("NOTE_TOO_LONG",
               absl::StrCat("a note has at most ", kLongestNote, " bytes"));
  }
  if (IsOfStanding(act)) {
    return act.dataset.empty() && act.periods.empty()
               ? absl::OkStatus()
               : Bad("FIELD_NOT_EXPECTED",
                     "only approvals are of a dataset and its periods");
  }
  if (agreement.FindGrant(act.dataset) == nullptr ||
      catalog.FindDataset(act.dataset) == nullptr) {
    return Bad("UNKNOWN_DATASET", "the agreement does not give this dataset");
  }
  if (act.periods.empty() || act.periods.size() > kMostPeriods) {
    return Bad("PERIOD_MISSING",
               absl::StrCat("approval is given for 1 to ", kMostPeriods,
                            " periods, each named"));
  }
  return absl::OkStatus();
}

std::string BodyOf(const AgreementAct& act) {
  Json::List periods;
  for (const Period& period : act.periods) periods.push_back(period.text());
  return Json()
      .Set("v", 1)
      .Set("act", "agreement.act")
      .Set("agreement", act.agreement.text())
      .Set("kind", ActText(act.kind))
      .Set("reason", ReasonText(act.reason))
      .Set("note", act.note)
      .Set("dataset", act.dataset.text())
      .Set("periods", std::move(periods))
      .Canonical();
}

// The note stays out: the log is for more readers than the parties.
AuditEntry EntryOf(const Agreement& agreement, const AgreementAct& act,
                   Standing standing) {
  AuditEntry entry{
      .type = IsOfStanding(act) ? "agreement.standing" : "agreement.approval",
      .actor = act.actor,
      .fields = {{"agreement", agreement.id.text()},
                 {"revision", absl::StrCat(agreement.revision)},
                 {"agreement_sha256", agreement.sha256},
                 {"act", ActText(act.kind)},
                 {"reason", ReasonText(act.reason)}}};
  if (IsOfStanding(act)) {
    entry.fields["standing"] = StandingText(standing);
  } else {
    entry.fields["dataset"] = act.dataset.text();
    entry.fields["periods"] = absl::StrJoin(
        act.periods, ",",
        [](std::string* out, const auto& one) { out->append(one.text()); });
  }
  return entry;
}

}  // namespace

std::pair<RowKey, uint64_t> AgreementHistory::Unchanged(
    const AgreementId& agreement) const {
  AgreementActRow next;
  next.act.agreement = agreement;
  next.sequence = acts.size();
  return {KeyOf(next), 0};
}

absl::StatusOr<AgreementHistory> HistoryOf(const Ledger& ledger,
                                           const AgreementId& agreement) {
  AgreementHistory history;
  bool whole = true;
  TOGUNA_RETURN_IF_ERROR(
      ledger.Scan({RowKind::kAgreementAct, {agreement.text()}, {}},
                  [&](const VersionedRow& row) {
                    const auto& one = std::get<AgreementActRow>(row.row);
                    whole = whole && one.sequence == history.acts.size();
                    history.acts.push_back(one.act);
                    return true;
                  }));
  // One that is missing could be the one that ended it.
  if (!whole) return absl::DataLossError("an agreement's history has gaps");
  TOGUNA_ASSIGN_OR_RETURN(history.recalled_since,
                          OutstandingSince(ledger, agreement));
  return history;
}

namespace {

// When what is recalled and outstanding is due.
absl::Time RecallDueOf(const Agreement& agreement,
                       const AgreementHistory& history) {
  return history.recalled_since.has_value()
             ? RecallDue(&agreement, *history.recalled_since)
             : absl::InfiniteFuture();
}

}  // namespace

void AddHistory(const AgreementHistory& history, const Catalog& catalog,
                const Ask& ask, Facts& facts) {
  const Agreement* agreement = catalog.FindAgreement(ask.agreement);
  if (agreement == nullptr) return;
  facts.standing = StandingOf(*agreement, history.acts);
  facts.approved = ApprovedOf(*agreement, ask.dataset, history.acts);
  facts.recall_due = RecallDueOf(*agreement, history);
}

absl::StatusOr<std::optional<Effects>> SuspensionOf(const Ledger& ledger,
                                                    const Agreement& agreement,
                                                    AgreementAct act) {
  TOGUNA_ASSIGN_OR_RETURN(const AgreementHistory history,
                          HistoryOf(ledger, agreement.id));
  if (StandingOf(agreement, history.acts) != Standing::kStands) {
    return std::optional<Effects>();
  }
  act.agreement = agreement.id;
  act.revision = agreement.revision;
  act.kind = AgreementAct::Kind::kSuspend;
  Effects effects;
  effects.time = act.at;
  effects.entry = EntryOf(agreement, act, Standing::kSuspended);
  effects.expected.push_back(history.Unchanged(agreement.id));
  effects.put.emplace_back(
      AgreementActRow{act, static_cast<uint64_t>(history.acts.size())});
  return std::optional(std::move(effects));
}

AgreementActs::AgreementActs(const Catalog& catalog, Ledger& ledger,
                             Clock clock)
    : catalog_(catalog), ledger_(ledger), clock_(std::move(clock)) {}

absl::StatusOr<std::vector<AgreementView>> AgreementActs::List(
    const Caller& caller) const {
  std::vector<AgreementView> all;
  for (const auto& [id, agreement] : catalog_.agreements) {
    if (!agreement.IsParty(caller.party)) continue;
    TOGUNA_ASSIGN_OR_RETURN(all.emplace_back(), ViewOf(caller, id));
  }
  return all;
}

absl::StatusOr<AgreementView> AgreementActs::Get(
    const Caller& caller, const AgreementId& agreement) const {
  TOGUNA_ASSIGN_OR_RETURN(AgreementView view, ViewOf(caller, agreement));
  TOGUNA_RETURN_IF_ERROR(
      AddTogether(catalog_, ledger_, caller, clock_(), view));
  return view;
}

absl::StatusOr<AgreementView> AgreementActs::ViewOf(
    const Caller& caller, const AgreementId& agreement) const {
  const Agreement* found = catalog_.FindAgreement(agreement);
  if (found == nullptr || !found->IsParty(caller.party)) return Uniform();
  TOGUNA_ASSIGN_OR_RETURN(AgreementHistory history,
                          HistoryOf(ledger_, agreement));
  const absl::Time now = clock_();
  const Standing standing = StandingOf(*found, history.acts);
  AgreementState state = StateOf(*found, standing, now);
  // Nobody decided so: it lasts until the attestation is there.
  if (state == AgreementState::kActive && RecallDueOf(*found, history) <= now) {
    state = AgreementState::kSuspended;
  }
  AgreementView view{found, state, std::move(history.acts),
                     GrantViewsOf(catalog_, *found)};
  if (history.recalled_since.has_value()) {
    view.recall_due = RecallDueOf(*found, history);
  }
  return view;
}

absl::StatusOr<AgreementView> AgreementActs::Decide(
    const Caller& caller, absl::string_view request_id, AgreementAct act) {
  std::sort(act.periods.begin(), act.periods.end());
  act.periods.erase(std::unique(act.periods.begin(), act.periods.end()),
                    act.periods.end());
  act.actor = caller.spiffe_id;
  const std::string body = BodyOf(act);
  absl::StatusOr<AgreementView> view = Attempt(caller, request_id, body, act);
  for (int i = 1; i < kAttempts && absl::IsAborted(view.status()); ++i) {
    view = Attempt(caller, request_id, body, act);
  }
  return view;
}

absl::StatusOr<AgreementView> AgreementActs::Attempt(
    const Caller& caller, absl::string_view request_id, const std::string& body,
    AgreementAct act) {
  const Agreement* agreement = catalog_.FindAgreement(act.agreement);
  if (agreement == nullptr || !agreement->IsParty(caller.party)) {
    return Uniform();
  }
  const PartyId& decides =
      IsOfStanding(act) ? agreement->dpo : agreement->data_owner;
  if (caller.party != decides) return Uniform();
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> before,
                          FindReply(ledger_, caller, request_id, body));
  if (before.has_value()) return Get(caller, act.agreement);
  TOGUNA_RETURN_IF_ERROR(CheckForm(catalog_, *agreement, act));
  TOGUNA_ASSIGN_OR_RETURN(AgreementHistory history,
                          HistoryOf(ledger_, act.agreement));
  const Standing standing = StandingOf(*agreement, history.acts);
  const std::optional<Standing> after = StandingAfter(act.kind);
  if (after.has_value() && !MayFollow(standing, *after)) {
    return ReasonError(
        absl::StatusCode::kFailedPrecondition, "STANDING_DOES_NOT_FOLLOW",
        absl::StrCat("the agreement's standing is ", StandingText(standing),
                     ", and ", StandingText(*after), " does not follow that"),
        {{"standing", StandingText(standing)}});
  }
  act.revision = agreement->revision;
  act.at = clock_();
  Effects effects;
  effects.time = act.at;
  effects.entry = EntryOf(*agreement, act, after.value_or(standing));
  effects.expected.push_back(history.Unchanged(act.agreement));
  effects.put.emplace_back(
      AgreementActRow{act, static_cast<uint64_t>(history.acts.size())});
  RememberReply(caller, request_id, body, act.agreement.text(), effects);
  TOGUNA_RETURN_IF_ERROR(ledger_.Commit(effects).status());
  return Get(caller, act.agreement);
}

}  // namespace toguna
