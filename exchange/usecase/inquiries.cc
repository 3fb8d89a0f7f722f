#include "exchange/usecase/inquiries.h"

#include <algorithm>
#include <cstddef>
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
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/audit/commitment.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/cohort_rows.h"
#include "exchange/usecase/recalls.h"
#include "exchange/usecase/reply.h"
#include "exchange/usecase/retraction.h"
#include "exchange/usecase/retried.h"
#include "exchange/words/inquiry_words.h"
#include "exchange/words/release_words.h"
#include "keys/digest/digest.h"
#include "keys/ring/pseudonym.h"

namespace toguna {
namespace {

constexpr size_t kSaltBytes = 32;
constexpr absl::string_view kZero("\0", 1);

absl::Status Uniform() {
  return ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                     release_words::kRefused.en());
}

absl::Status Not(absl::string_view reason, const Sentence& sentence,
                 std::map<std::string, std::string> metadata = {}) {
  return ReasonError(absl::StatusCode::kFailedPrecondition, reason,
                     sentence.en(), std::move(metadata));
}

const char* OutcomeText(InquiryOutcome outcome) {
  switch (outcome) {
    case InquiryOutcome::kVerified:
      return "verified";
    case InquiryOutcome::kDidNotOccur:
      return "did-not-occur";
    case InquiryOutcome::kUnknown:
      return "unknown";
  }
  return "";
}

std::string BodyOfOpen(const AgreementId& agreement, absl::string_view ref) {
  return Json()
      .Set("v", 1)
      .Set("act", "inquiry.open")
      .Set("agreement", agreement.text())
      .Set("ref", ref)
      .Canonical();
}

std::string BodyOfAnswer(const InquiryId& inquiry, InquiryOutcome outcome) {
  return Json()
      .Set("v", 1)
      .Set("act", "inquiry.answer")
      .Set("inquiry", inquiry.text())
      .Set("outcome", OutcomeText(outcome))
      .Canonical();
}

// Where a row that was given came from.
struct GivenFrom {
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  CohortsId id;
};

// Where the row `ref` came from, if any package has it that the caller still
// may have. The whole register is read whatever is found.
absl::StatusOr<std::optional<GivenFrom>> FindGiven(const Ledger& ledger,
                                                   const PartyId& caller,
                                                   const AgreementId& agreement,
                                                   absl::string_view ref,
                                                   absl::Time now) {
  std::optional<GivenFrom> found;
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(
      {RowKind::kCohortsGiven, {agreement.text()}, {}},
      [&](const VersionedRow& row) {
        const auto& one = std::get<CohortsGivenRow>(row.row);
        for (const CohortsGivenRow::Given& given : one.given) {
          const bool has =
              std::count(given.refs.begin(), given.refs.end(), ref) > 0;
          if (has && one.recipient == caller && now < one.delete_by) {
            found = GivenFrom{one.dataset, given.period, given.id};
          }
        }
        return true;
      }));
  return found;
}

// What there is already of an agreement.
struct Earlier {
  int open = 0;
  std::optional<InquiryId> waits;     // about this row
  std::optional<InquiryId> verified;  // likewise
};

// Rows are compared, not records: that another row stands for the same record
// is not for the recipient to know.
absl::StatusOr<Earlier> EarlierOf(const Ledger& ledger, InquiryReader& reader,
                                  const AgreementId& agreement,
                                  absl::string_view ref) {
  std::vector<InquiryRow> rows;
  TOGUNA_RETURN_IF_ERROR(
      ledger.Scan({RowKind::kInquiry, {}, {}}, [&](const VersionedRow& row) {
        const auto& one = std::get<InquiryRow>(row.row);
        if (one.agreement == agreement) rows.push_back(one);
        return true;
      }));
  Earlier earlier;
  for (const InquiryRow& row : rows) {
    TOGUNA_ASSIGN_OR_RETURN(const InquiryState state, reader.StateOf(row));
    if (state == InquiryState::kOpen) {
      ++earlier.open;
      if (row.ref == ref) earlier.waits = row.id;
    } else if (row.ref == ref && row.outcome == InquiryOutcome::kVerified) {
      earlier.verified = row.id;
    }
  }
  return earlier;
}

absl::Status CheckEarlier(const Earlier& earlier) {
  if (earlier.waits.has_value()) {
    return Not("INQUIRY_OPEN", inquiry_words::kAlreadyOpen,
               {{"inquiry", earlier.waits->text()}});
  }
  if (earlier.verified.has_value()) {
    return Not("INQUIRY_ANSWERED", inquiry_words::kAnsweredAlready,
               {{"inquiry", earlier.verified->text()}});
  }
  if (earlier.open >= kMostOpenInquiries) {
    return ReasonError(absl::StatusCode::kResourceExhausted,
                       "TOO_MANY_INQUIRIES", inquiry_words::kTooMany.en());
  }
  return absl::OkStatus();
}

// That somebody was refused. The log names no agreement to which the caller is
// no party: its name is the caller's own text.
absl::Status NoteRefusal(Ledger& ledger, const Caller& caller,
                         const AgreementId& agreement, absl::string_view reason,
                         absl::Time now) {
  Effects effects;
  effects.time = now;
  effects.entry = {.type = "inquiry.refuse",
                   .actor = caller.spiffe_id,
                   .fields = {{"reason", std::string(reason)}}};
  if (!agreement.empty()) effects.entry.fields["agreement"] = agreement.text();
  return ledger.Commit(effects).status();
}

// The caller's decision on rows of whatever dataset the agreement gives rows
// of: the first that is allowed, else the first; of none if there is no grant.
absl::StatusOr<Decision> DecideOnAny(const Catalog& catalog,
                                     const Ledger& ledger,
                                     const PartyId& caller,
                                     const AgreementId& id, absl::Time now) {
  const Agreement* agreement = catalog.FindAgreement(id);
  if (agreement == nullptr || !agreement->IsParty(caller)) return Decision();
  std::optional<Decision> first;
  for (const Grant& grant : agreement->grants) {
    if (grant.cohorts.empty()) continue;
    TOGUNA_ASSIGN_OR_RETURN(
        Decision decision,
        DecideOnRows(catalog, ledger, caller, id, grant.dataset, now));
    if (decision.allowed) return decision;
    if (!first.has_value()) first = std::move(decision);
  }
  if (first.has_value()) return *std::move(first);
  return DecideOnRows(catalog, ledger, caller, id,
                      agreement->grants.empty()
                          ? DatasetId()
                          : agreement->grants.front().dataset,
                      now);
}

// The record that a row which was given stands for, as it is now.
struct RowFound {
  GivenFrom from;
  CohortRecord record;
  bool stands = false;
};

// None: there is no such row for the caller. A record that cannot be found any
// more does not stand.
absl::StatusOr<std::optional<RowFound>> FindRow(
    const Catalog& catalog, const Ledger& ledger, const PartyId& caller,
    const AgreementId& agreement, absl::string_view ref, absl::Time now) {
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<GivenFrom> from,
                          FindGiven(ledger, caller, agreement, ref, now));
  if (!from.has_value()) return std::optional<RowFound>();
  const Grant* grant =
      catalog.FindAgreement(agreement)->FindGrant(from->dataset);
  if (grant == nullptr ||
      std::count(grant->cohorts.begin(), grant->cohorts.end(), from->id) == 0) {
    return std::optional<RowFound>();
  }
  RowFound found{.from = *from};
  TOGUNA_ASSIGN_OR_RETURN(
      const std::optional<CohortSeal> seal,
      FindCohortSeal(ledger, from->dataset, from->period, from->id));
  if (!seal.has_value()) return std::optional(std::move(found));
  const std::optional<CohortRecord> record = RecordOfRow(*seal, agreement, ref);
  if (!record.has_value()) return std::optional(std::move(found));
  found.record = *record;
  TOGUNA_ASSIGN_OR_RETURN(const RecordStanding standing,
                          StandingOfRecord(ledger, from->dataset, *record));
  found.stands = standing.stands;
  return std::optional(std::move(found));
}

absl::StatusOr<std::optional<Versioned<InquiryRow>>> FindInquiry(
    const Ledger& ledger, const InquiryId& id) {
  InquiryRow wanted;
  wanted.id = id;
  return Find<InquiryRow>(ledger, KeyOf(wanted));
}

// The next inquiry of the agreement, as the count has it.
absl::Status CountOne(const Ledger& ledger, const AgreementId& agreement,
                      Effects& effects) {
  InquiryCountRow count{.agreement = agreement};
  TOGUNA_ASSIGN_OR_RETURN(const auto before,
                          Find<InquiryCountRow>(ledger, KeyOf(count)));
  if (before.has_value()) count.opened = before->value.opened;
  ++count.opened;
  effects.expected.emplace_back(KeyOf(count),
                                before.has_value() ? before->version : 0);
  effects.put.emplace_back(count);
  return absl::OkStatus();
}

// Entry, count and row of an inquiry that is opened now.
absl::StatusOr<Effects> EffectsOfOpening(const Ledger& ledger,
                                         const Caller& caller,
                                         const Agreement& agreement,
                                         const InquiryRow& row) {
  Effects effects;
  effects.time = row.opened_at;
  effects.entry = {
      .type = "inquiry.open",
      .actor = caller.spiffe_id,
      .fields = {{"agreement", agreement.id.text()},
                 {"revision", absl::StrCat(agreement.revision)},
                 {"agreement_sha256", agreement.sha256},
                 {"dataset", row.dataset.text()},
                 {"inquiry_commit",
                  Commitment(row.opened_salt, "inquiry.open", row.id.text())}}};
  TOGUNA_RETURN_IF_ERROR(CountOne(ledger, agreement.id, effects));
  TOGUNA_ASSIGN_OR_RETURN(const AgreementHistory history,
                          HistoryOf(ledger, agreement.id));
  effects.expected.push_back(history.Unchanged(agreement.id));
  // Nothing became of the record since it was looked at.
  TOGUNA_ASSIGN_OR_RETURN(const RecordStanding standing,
                          StandingOfRecord(ledger, row.dataset, row.record));
  if (!standing.stands) return absl::AbortedError("the record changed");
  effects.expected.emplace_back(standing.index, standing.version);
  effects.expected.emplace_back(KeyOf(row), 0);
  effects.put.emplace_back(row);
  return effects;
}

absl::Status CheckAnswerable(InquiryState state) {
  switch (state) {
    case InquiryState::kOpen:
      return absl::OkStatus();
    case InquiryState::kAnswered:
      return Not("INQUIRY_ANSWERED", inquiry_words::kAnsweredAlready);
    case InquiryState::kRecordGone:
      return Not("RECORD_GONE", inquiry_words::kRecordGone);
    case InquiryState::kClosed:
      return Not("INQUIRY_CLOSED", inquiry_words::kClosed);
  }
  return absl::InternalError("a state that there is not");
}

// `row` has its answer already.
absl::StatusOr<Effects> EffectsOfAnswer(const Ledger& ledger,
                                        const Caller& caller,
                                        const InquiryRow& row,
                                        absl::TimeZone zone) {
  Effects effects;
  effects.time = *row.answered_at;
  // What is answered for, and with it taken out, is the edition that was given.
  TOGUNA_ASSIGN_OR_RETURN(const RecordStanding standing,
                          StandingOfRecord(ledger, row.dataset, row.record));
  if (!standing.stands) return absl::AbortedError("the record changed");
  effects.expected.emplace_back(standing.index, standing.version);
  const bool removes = row.outcome == InquiryOutcome::kDidNotOccur;
  if (removes) {
    TOGUNA_RETURN_IF_ERROR(AddRetraction(ledger, row.dataset,
                                         row.record.contributor, row.record.ref,
                                         effects.time, zone, effects)
                               .status());
  }
  effects.entry = {
      .type = "inquiry.answer",
      .actor = caller.spiffe_id,
      .fields = {{"dataset", row.dataset.text()},
                 {"contributor", row.record.contributor.text()},
                 {"record", removes ? "retracted" : "kept"},
                 {"inquiry_commit",
                  Commitment(row.answered_salt, "inquiry.answer",
                             absl::StrCat(row.id.text(), kZero,
                                          OutcomeText(*row.outcome)))}}};
  effects.put.emplace_back(row);
  return effects;
}

}  // namespace

Inquiries::Inquiries(const Catalog& catalog, Ledger& ledger, Clock clock,
                     RandomBytes random)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

absl::StatusOr<InquiryAnswer> Inquiries::Open(const Caller& caller,
                                              absl::string_view request_id,
                                              const AgreementId& agreement,
                                              absl::string_view ref) {
  return Retried<InquiryAnswer>(
      [&] { return OpenOnce(caller, request_id, agreement, ref); });
}

absl::StatusOr<InquiryAnswer> Inquiries::OpenOnce(const Caller& caller,
                                                  absl::string_view request_id,
                                                  const AgreementId& agreement,
                                                  absl::string_view ref) {
  const std::string body = BodyOfOpen(agreement, ref);
  const absl::Time now = clock_();
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> before,
                          FindReply(ledger_, caller, request_id, body));
  TOGUNA_ASSIGN_OR_RETURN(
      Decision decision,
      DecideOnAny(catalog_, ledger_, caller.party, agreement, now));
  if (!decision.caller_is_party) return Refuse(caller, {}, now);
  if (!decision.allowed) {
    TOGUNA_RETURN_IF_ERROR(
        NoteRefusal(ledger_, caller, agreement, decision.reason, now));
    return InquiryAnswer{std::move(decision), std::nullopt};
  }
  InquiryId id(before.value_or(""));
  if (!before.has_value()) {
    TOGUNA_ASSIGN_OR_RETURN(const InquiryRow row,
                            NewInquiry(caller, agreement, ref, now));
    TOGUNA_ASSIGN_OR_RETURN(
        Effects effects,
        EffectsOfOpening(ledger_, caller, *catalog_.FindAgreement(agreement),
                         row));
    RememberReply(caller, request_id, body, row.id.text(), effects);
    TOGUNA_RETURN_IF_ERROR(ledger_.Commit(effects).status());
    id = row.id;
  }
  TOGUNA_ASSIGN_OR_RETURN(InquiryView view, Get(caller, id));
  return InquiryAnswer{std::move(decision), std::move(view)};
}

absl::StatusOr<InquiryRow> Inquiries::NewInquiry(const Caller& caller,
                                                 const AgreementId& agreement,
                                                 absl::string_view ref,
                                                 absl::Time now) {
  if (!IsPseudonym("row", ref)) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "REF_MALFORMED",
                       inquiry_words::kRefMalformed.en());
  }
  TOGUNA_ASSIGN_OR_RETURN(
      const std::optional<RowFound> found,
      FindRow(catalog_, ledger_, caller.party, agreement, ref, now));
  if (!found.has_value()) return Refuse(caller, agreement, now);
  if (!found->stands) return Not("RECORD_GONE", inquiry_words::kRecordGone);
  InquiryReader reader(catalog_, ledger_, now);
  TOGUNA_ASSIGN_OR_RETURN(const Earlier earlier,
                          EarlierOf(ledger_, reader, agreement, ref));
  TOGUNA_RETURN_IF_ERROR(CheckEarlier(earlier));
  const Agreement& terms = *catalog_.FindAgreement(agreement);
  return InquiryRow{
      .id = InquiryId(absl::StrCat(
          "q-", absl::string_view(Base32Of(random_(15))).substr(0, 20))),
      .agreement = agreement,
      .agreement_revision = terms.revision,
      .recipient = caller.party,
      .purpose = terms.purpose,
      .dataset = found->from.dataset,
      .period = found->from.period,
      .cohorts = found->from.id,
      .ref = std::string(ref),
      .record = found->record,
      .opened_at = now,
      .due_at = now + absl::Hours(24) * kInquiryDays,
      .opened_salt = random_(kSaltBytes)};
}

absl::StatusOr<InquiryView> Inquiries::Answer(const Caller& caller,
                                              absl::string_view request_id,
                                              const InquiryId& inquiry,
                                              InquiryOutcome outcome) {
  return Retried<InquiryView>(
      [&] { return AnswerOnce(caller, request_id, inquiry, outcome); });
}

absl::StatusOr<InquiryView> Inquiries::AnswerOnce(const Caller& caller,
                                                  absl::string_view request_id,
                                                  const InquiryId& inquiry,
                                                  InquiryOutcome outcome) {
  const std::string body = BodyOfAnswer(inquiry, outcome);
  const absl::Time now = clock_();
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> before,
                          FindReply(ledger_, caller, request_id, body));
  if (before.has_value()) return Get(caller, InquiryId(*before));
  TOGUNA_ASSIGN_OR_RETURN(const auto found, FindInquiry(ledger_, inquiry));
  if (!found.has_value() || caller.role != Role::kContributor ||
      caller.party.empty() || caller.party != found->value.record.contributor) {
    return Refuse(caller, {}, now);
  }
  InquiryRow row = found->value;
  if (row.outcome == outcome) return Get(caller, inquiry);
  InquiryReader reader(catalog_, ledger_, now);
  TOGUNA_ASSIGN_OR_RETURN(const InquiryState state, reader.StateOf(row));
  TOGUNA_RETURN_IF_ERROR(CheckAnswerable(state));
  row.outcome = outcome;
  row.answered_at = now;
  row.answered_salt = random_(kSaltBytes);
  TOGUNA_ASSIGN_OR_RETURN(
      Effects effects,
      EffectsOfAnswer(ledger_, caller, row, catalog_.operation.time_zone));
  effects.expected.emplace_back(KeyOf(row), found->version);
  RememberReply(caller, request_id, body, row.id.text(), effects);
  TOGUNA_RETURN_IF_ERROR(ledger_.Commit(effects).status());
  if (outcome == InquiryOutcome::kDidNotOccur) RecallWhatIsDue(ledger_, now);
  return Get(caller, inquiry);
}

absl::Status Inquiries::Refuse(const Caller& caller,
                               const AgreementId& agreement, absl::Time now) {
  TOGUNA_RETURN_IF_ERROR(
      NoteRefusal(ledger_, caller, agreement, "REFUSED", now));
  return Uniform();
}

absl::StatusOr<InquiryView> Inquiries::Get(const Caller& caller,
                                           const InquiryId& inquiry) const {
  TOGUNA_ASSIGN_OR_RETURN(const auto found, FindInquiry(ledger_, inquiry));
  if (!found.has_value()) return Uniform();
  InquiryReader reader(catalog_, ledger_, clock_());
  TOGUNA_ASSIGN_OR_RETURN(std::optional<InquiryView> view,
                          reader.ViewFor(caller, found->value));
  if (!view.has_value()) return Uniform();
  return *std::move(view);
}

absl::StatusOr<std::vector<InquiryView>> Inquiries::List(
    const Caller& caller) const {
  std::vector<InquiryRow> rows;
  TOGUNA_RETURN_IF_ERROR(
      ledger_.Scan({RowKind::kInquiry, {}, {}}, [&](const VersionedRow& row) {
        rows.push_back(std::get<InquiryRow>(row.row));
        return true;
      }));
  const bool answers = caller.role == Role::kContributor;
  std::sort(rows.begin(), rows.end(),
            [answers](const InquiryRow& a, const InquiryRow& b) {
              if (a.opened_at == b.opened_at) return a.id < b.id;
              return (a.opened_at < b.opened_at) == answers;
            });
  InquiryReader reader(catalog_, ledger_, clock_());
  std::vector<InquiryView> views;
  for (const InquiryRow& row : rows) {
    TOGUNA_ASSIGN_OR_RETURN(std::optional<InquiryView> view,
                            reader.ViewFor(caller, row));
    if (!view.has_value()) continue;
    if (answers && view->state != InquiryState::kOpen) continue;
    views.push_back(*std::move(view));
  }
  return views;
}

}  // namespace toguna
