#include "exchange/usecase/feeds.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/alert/view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/may_leave.h"
#include "exchange/usecase/seals.h"
#include "exchange/words/release_words.h"
#include "exchange/words/words.h"
#include "policies/rules/period_ask.h"

namespace toguna {

struct Feeds::Follower {
  const Caller& caller;
  const AgreementId& id;
  const PurposeId& purpose;
  const Agreement* agreement;  // nullptr: there is none
  absl::Time now;
  const AgreementHistory& history;  // of the agreement
};

namespace {

constexpr int kAttempts = 5;
constexpr int kLongAgo = 1200;  // months; longer than any lag

// An item is asked for as the grant gives it: nothing more could be given,
// and a follower chooses nothing.
Ask AskFor(const Caller& caller, const AgreementId& agreement,
           const PurposeId& purpose, const Grant& grant) {
  Ask ask = AllOf(agreement, grant, Phase::kFeedItem);
  ask.caller = caller.party;
  ask.purpose = purpose;
  return ask;
}

bool OnlyDelayed(const Decision& decision) {
  return decision.caller_is_party &&
         std::all_of(decision.findings.begin(), decision.findings.end(),
                     [](const Finding& finding) {
                       return finding.passed ||
                              finding.reason == "DELAY_NOT_OVER" ||
                              finding.reason == "LAG_NOT_OVER";
                     });
}

// Whether the caller may follow at all, whatever lies in the feed: decided on
// an item that is as old and as sealed as one could wish.
struct FollowCase {
  Ask ask;
  Facts facts;
  Decision decision;
};
FollowCase DecideToFollow(const Catalog& catalog, const Caller& caller,
                          const AgreementId& id, const PurposeId& purpose,
                          const AgreementHistory& history, absl::Time now) {
  FollowCase one;
  Ask& ask = one.ask;
  Facts& facts = one.facts;
  ask.caller = caller.party;
  ask.agreement = id;
  ask.purpose = purpose;
  ask.phase = Phase::kFeedItem;
  const Agreement* agreement = catalog.FindAgreement(id);
  if (agreement != nullptr) {
    for (const Grant& grant : agreement->grants) {
      if (!grant.feed) continue;
      ask = AskFor(caller, id, purpose, grant);
      break;
    }
  }
  ask.event_time = absl::InfinitePast();
  facts.now = now;
  AddHistory(history, catalog, ask, facts);
  const Dataset* dataset = catalog.FindDataset(ask.dataset);
  if (dataset != nullptr && dataset->kind == Dataset::Kind::kIncidents) {
    const Period month(Period::Of(now, catalog.operation.time_zone).month() -
                       kLongAgo);
    const Ask whole = ask;
    for (const auto kind :
         {Period::Kind::kMonth, Period::Kind::kQuarter, Period::Kind::kYear}) {
      ask = whole;
      ask.periods = {Period(kind, month.month())};
      if (ConfineTo(catalog, kind, ask)) break;
    }
    facts.sealed = ask.periods;
    facts.approved = ask.periods;
  }
  one.decision = Decide(catalog, ask, facts);
  return one;
}

}  // namespace

Feeds::Feeds(const Catalog& catalog, Ledger& ledger, Clock clock,
             RandomBytes random)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

absl::Status Feeds::Refuse(const Follower& who, const Decided& decided) {
  const RefusalCommit refusal =
      MakeRefusal(catalog_, who.caller, decided, random_);
  TOGUNA_RETURN_IF_ERROR(ledger_.Commit(refusal.effects).status());
  const Decision& decision = decided.decision;
  std::string text = release_words::kRefused.en();
  for (const Finding& finding : decision.findings) {
    if (finding.passed) continue;
    text =
        Say(Language::kEnglish, release_words::kRefusedBecause, {finding.en});
    break;
  }
  std::map<std::string, std::string> metadata;
  // A stranger is not told that anything is kept of it.
  if (decision.caller_is_party) metadata["decision"] = refusal.id.text();
  return ReasonError(absl::StatusCode::kPermissionDenied, decision.reason, text,
                     std::move(metadata));
}

absl::StatusOr<std::optional<FeedContent>> Feeds::Content(const Follower& who,
                                                          const FeedRow& row,
                                                          Ask& ask,
                                                          Facts& facts) const {
  using Some = std::optional<FeedContent>;
  const Grant* grant = who.agreement->FindGrant(row.dataset);
  if (row.kind == FeedRow::Kind::kSeal) {
    ask.periods = {row.period};
    if (!ConfineTo(catalog_, row.period.kind(), ask)) return Some();
    TOGUNA_ASSIGN_OR_RETURN(facts.sealed,
                            SealedAmong(ledger_, row.dataset, ask.periods));
    const auto found =
        ReadSeals(ledger_, row.dataset, ask.periods, grant->rung);
    // Sealed before the plan had this rung: nothing for this agreement.
    if (ReasonOf(found.status()).code == "RUNG_NOT_SEALED") return Some();
    TOGUNA_RETURN_IF_ERROR(found.status());
    const std::vector<SealedPeriod>& seals = *found;
    ask.event_time = seals.front().sealed_at;
    // What may not be had is not selected; the caller refuses it.
    if (!Decide(catalog_, ask, facts).allowed) return Some(Selection());
    TOGUNA_ASSIGN_OR_RETURN(Selection selection, Select(catalog_, ask, seals));
    TOGUNA_RETURN_IF_ERROR(CheckSelection(catalog_, ask, selection, seals));
    return Some(std::move(selection));
  }
  AlertRow wanted;
  wanted.id = row.alert;
  TOGUNA_ASSIGN_OR_RETURN(const auto alert,
                          Find<AlertRow>(ledger_, KeyOf(wanted)));
  if (!alert.has_value() || alert->value.state != AlertRow::State::kCleared ||
      !alert->value.cleared_at.has_value()) {
    return absl::DataLossError("the feed names an alert that is not cleared");
  }
  ask.event_time = alert->value.raised_at;
  const auto codes =
      CodesInView(catalog_, row.dataset, *grant, alert->value.codes);
  if (!codes.has_value()) return Some();
  return Some(AlertView{.id = alert->value.id,
                        .codes = *codes,
                        .occurred_at = alert->value.occurred_at,
                        .raised_at = alert->value.raised_at,
                        .cleared_at = *alert->value.cleared_at});
}

absl::StatusOr<uint64_t> Feeds::Record(const Follower& who,
                                       const FeedRow& row) {
  absl::Status status = absl::AbortedError("");
  for (int i = 0; i < kAttempts && absl::IsAborted(status); ++i) {
    FeedDeliveryRow delivery;
    delivery.agreement = who.agreement->id;
    delivery.sequence = row.sequence;
    delivery.agreement_sha256 = who.agreement->sha256;
    TOGUNA_ASSIGN_OR_RETURN(const auto before,
                            Find<FeedDeliveryRow>(ledger_, KeyOf(delivery)));
    // Under a new revision the item may show more, so it is a new release.
    if (before.has_value() &&
        before->value.agreement_sha256 == delivery.agreement_sha256) {
      return before->value.audit_index;
    }
    Effects effects;
    effects.time = who.now;
    effects.entry = {
        .type = row.kind == FeedRow::Kind::kRecall ? "recall.notify"
                                                   : "release.feed-item",
        .actor = who.caller.spiffe_id,
        .fields = {{"agreement", who.agreement->id.text()},
                   {"revision", absl::StrCat(who.agreement->revision)},
                   {"agreement_sha256", who.agreement->sha256},
                   {"catalog_sha256", catalog_.sha256},
                   {"dataset", row.dataset.text()},
                   {"sequence", absl::StrCat(row.sequence)}}};
    effects.expected.emplace_back(KeyOf(delivery),
                                  before.has_value() ? before->version : 0);
    effects.put.emplace_back(std::move(delivery));
    effects.expected.push_back(who.history.Unchanged(who.agreement->id));
    const absl::StatusOr<uint64_t> index = ledger_.Commit(effects);
    if (index.ok()) return *index;
    status = index.status();
  }
  return status;
}

absl::StatusOr<std::optional<FeedItem>> Feeds::Notify(const Follower& who,
                                                      const FeedRow& row) {
  if (!row.agreement.empty() && row.agreement != who.id) {
    return std::optional<FeedItem>();
  }
  TOGUNA_ASSIGN_OR_RETURN(
      std::optional<RecallView> recall,
      RecallUnder(catalog_, ledger_, who.id, row.recall, who.now));
  if (!recall.has_value()) return std::optional<FeedItem>();
  TOGUNA_ASSIGN_OR_RETURN(const uint64_t index, Record(who, row));
  TOGUNA_RETURN_IF_ERROR(ledger_.WaitForCheckpoint(index));
  return std::optional(FeedItem{.sequence = row.sequence,
                                .dataset = row.dataset,
                                .published_at = row.published_at,
                                .content = *std::move(recall),
                                .audit_index = index});
}

absl::StatusOr<std::optional<FeedItem>> Feeds::Deliver(const Follower& who,
                                                       const FeedRow& row,
                                                       bool& wait) {
  if (row.kind == FeedRow::Kind::kRecall) return Notify(who, row);
  const Grant* grant = who.agreement->FindGrant(row.dataset);
  if (grant == nullptr || !grant->feed) return std::optional<FeedItem>();
  Ask ask = AskFor(who.caller, who.id, who.purpose, *grant);
  Facts facts;
  facts.now = who.now;
  AddHistory(who.history, catalog_, ask, facts);
  TOGUNA_ASSIGN_OR_RETURN(auto content, Content(who, row, ask, facts));
  if (!content.has_value()) return std::optional<FeedItem>();
  const Decision decision = Decide(catalog_, ask, facts);
  wait = !decision.allowed && OnlyDelayed(decision);
  if (wait) return std::optional<FeedItem>();
  if (!decision.allowed) {
    return Refuse(who, {ask, facts, decision, DecisionRow::Step::kFeedItem});
  }
  TOGUNA_ASSIGN_OR_RETURN(const uint64_t index, Record(who, row));
  TOGUNA_RETURN_IF_ERROR(WaitUntilMayLeave(ledger_, *who.agreement, index));
  return std::optional(FeedItem{.sequence = row.sequence,
                                .dataset = row.dataset,
                                .published_at = row.published_at,
                                .content = *std::move(content),
                                .audit_index = index});
}

// Something may be decided of the agreement at any time, and is then in force.
absl::StatusOr<FeedStep> Feeds::Next(const Caller& caller,
                                     const AgreementId& agreement,
                                     const PurposeId& purpose, uint64_t after) {
  absl::StatusOr<FeedStep> step = Attempt(caller, agreement, purpose, after);
  for (int i = 1; i < kAttempts && absl::IsAborted(step.status()); ++i) {
    step = Attempt(caller, agreement, purpose, after);
  }
  return step;
}

absl::StatusOr<FeedStep> Feeds::Attempt(const Caller& caller,
                                        const AgreementId& agreement,
                                        const PurposeId& purpose,
                                        uint64_t after) {
  TOGUNA_ASSIGN_OR_RETURN(const AgreementHistory history,
                          HistoryOf(ledger_, agreement));
  const Follower who{.caller = caller,
                     .id = agreement,
                     .purpose = purpose,
                     .agreement = catalog_.FindAgreement(agreement),
                     .now = clock_(),
                     .history = history};
  const FollowCase follow =
      DecideToFollow(catalog_, caller, agreement, purpose, history, who.now);
  if (!follow.decision.allowed) {
    return Refuse(who, {follow.ask, follow.facts, follow.decision,
                        DecisionRow::Step::kFollow});
  }

  TOGUNA_ASSIGN_OR_RETURN(const auto head,
                          Find<FeedHeadRow>(ledger_, KeyOf(FeedHeadRow{})));
  const uint64_t last = head.has_value() ? head->value.last : 0;
  if (after > last) {
    return ReasonError(absl::StatusCode::kOutOfRange, "CURSOR_AHEAD",
                       release_words::kCursorAhead.en());
  }
  FeedStep step{.item = std::nullopt, .cursor = after};
  for (uint64_t sequence = after + 1; sequence <= last; ++sequence) {
    FeedRow wanted;
    wanted.sequence = sequence;
    TOGUNA_ASSIGN_OR_RETURN(const auto row,
                            Find<FeedRow>(ledger_, KeyOf(wanted)));
    if (!row.has_value()) return absl::DataLossError("the feed has a gap");
    bool wait = false;
    TOGUNA_ASSIGN_OR_RETURN(step.item, Deliver(who, row->value, wait));
    if (wait) return step;
    step.cursor = sequence;
    if (step.item.has_value()) return step;
  }
  return step;
}

}  // namespace toguna
