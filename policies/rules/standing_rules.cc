// Rules about who asks, for what, and when.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "exchange/words/decision_words.h"
#include "exchange/words/words.h"
#include "policies/rules/case.h"

namespace toguna {
namespace {

namespace words = decision_words;

std::string Day(const Case& one, absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, one.catalog.operation.time_zone);
}

const Sentence& NameOf(SignatureRole role) {
  switch (role) {
    case SignatureRole::kDataOwner:
      return words::kDataOwner;
    case SignatureRole::kRecipient:
      return words::kRecipient;
    case SignatureRole::kDpo:
      return words::kDpo;
    case SignatureRole::kSecondDpo:
      return words::kSecondDpo;
  }
  return words::kDpo;
}

}  // namespace

void CallerRule(const Case& one, std::vector<Finding>& out) {
  const Party* party = one.catalog.FindParty(one.ask.caller);
  const bool passed = one.ask.caller == one.agreement.recipient &&
                      party != nullptr && party->Has(Role::kRecipient);
  out.push_back(passed ? Passed("caller", words::kCallerIsRecipient)
                       : Failed("caller", "CALLER_NOT_RECIPIENT",
                                words::kCallerIsNotRecipient, {},
                                one.ask.caller.text(),
                                one.agreement.recipient.text()));
}

void SignaturesRule(const Case& one, std::vector<Finding>& out) {
  const size_t before = out.size();
  for (const NeededSignature& needed : NeededSignatures(one.agreement)) {
    const Signed found = IsSignedAs(one.agreement, needed);
    if (found == Signed::kValid) continue;
    const bool there = found == Signed::kInvalid;
    const Sentence& sentence =
        there ? words::kSignatureInvalid : words::kUnsigned;
    Finding finding =
        Failed("signatures", there ? "SIGNATURE_INVALID" : "AGREEMENT_UNSIGNED",
               sentence, {}, needed.party.text());
    const Sentence& name = NameOf(needed.role);
    finding.fr = Say(Language::kFrench, sentence, {name.fr()});
    finding.en = Say(Language::kEnglish, sentence, {name.en()});
    out.push_back(std::move(finding));
  }
  if (out.size() > before) return;
  std::vector<std::string> fr;
  std::vector<std::string> en;
  for (const NeededSignature& needed : NeededSignatures(one.agreement)) {
    fr.push_back(NameOf(needed.role).fr());
    en.push_back(NameOf(needed.role).en());
  }
  Finding finding = Passed("signatures", words::kSigned);
  finding.fr =
      Say(Language::kFrench, words::kSigned, {absl::StrJoin(fr, ", ")});
  finding.en =
      Say(Language::kEnglish, words::kSigned, {absl::StrJoin(en, ", ")});
  out.push_back(std::move(finding));
}

void ValidityRule(const Case& one, std::vector<Finding>& out) {
  const std::string from = Day(one, one.agreement.valid_from);
  const std::string until = Day(one, one.agreement.valid_until);
  const std::string now = Day(one, one.facts.now);
  if (one.facts.now < one.agreement.valid_from) {
    out.push_back(Failed("validity", "AGREEMENT_NOT_YET_VALID",
                         words::kNotYetValid, {from}, now, from));
  } else if (!(one.facts.now < one.agreement.valid_until)) {
    out.push_back(Failed("validity", "AGREEMENT_EXPIRED", words::kExpired,
                         {until}, now, until));
  } else {
    out.push_back(Passed("validity", words::kInForce, {from, until}));
  }
}

void ReviewRule(const Case& one, std::vector<Finding>& out) {
  const std::string due = Day(one, one.agreement.review_by);
  out.push_back(one.facts.now < one.agreement.review_by
                    ? Passed("review", words::kReviewed, {due})
                    : Failed("review", "REVIEW_OVERDUE", words::kReviewOverdue,
                             {due}, Day(one, one.facts.now), due));
}

void PurposeRule(const Case& one, std::vector<Finding>& out) {
  const std::string& covered = one.agreement.purpose.text();
  const bool passed = one.ask.purpose == one.agreement.purpose &&
                      one.catalog.FindPurpose(one.ask.purpose) != nullptr;
  // A purpose that the catalog does not know is the caller's own text, and is
  // not said again.
  const bool known = one.catalog.FindPurpose(one.ask.purpose) != nullptr;
  out.push_back(passed ? Passed("purpose", words::kPurposeCovered, {covered})
                       : Failed("purpose", "PURPOSE_NOT_COVERED",
                                words::kPurposeNotCovered, {covered},
                                known ? one.ask.purpose.text() : "", covered));
}

void ConsentRule(const Case& one, std::vector<Finding>& out) {
  const Purpose* purpose = one.catalog.FindPurpose(one.agreement.purpose);
  // Sources of public reports, and datasets without sources, give no consent.
  const bool needed = one.dataset != nullptr && !one.dataset->public_sources &&
                      !one.dataset->consent_code_list.empty();
  const bool passed = one.dataset != nullptr && purpose != nullptr &&
                      (!needed || !purpose->consent_scopes.empty());
  out.push_back(passed ? Passed("consent", words::kConsentCovers)
                       : Failed("consent", "CONSENT_NOT_COVERED",
                                words::kConsentDoesNotCover));
}

void StandingRule(const Case& one, std::vector<Finding>& out) {
  switch (one.facts.standing) {
    case Standing::kStands:
      out.push_back(Passed("standing", words::kStands));
      return;
    case Standing::kSuspended:
      out.push_back(
          Failed("standing", "AGREEMENT_SUSPENDED", words::kSuspended));
      return;
    case Standing::kRenegotiate:
      out.push_back(Failed("standing", "AGREEMENT_IN_RENEGOTIATION",
                           words::kInRenegotiation));
      return;
    case Standing::kTerminated:
      out.push_back(
          Failed("standing", "AGREEMENT_TERMINATED", words::kTerminated));
      return;
    case Standing::kUnknown:
      break;
  }
  out.push_back(Failed("standing", "AGREEMENT_STANDING_UNKNOWN",
                       words::kStandingUnknown));
}

// What was recalled and is not destroyed by its day ends what the agreement
// gives, by whatever way, until the recipient has signed that it is.
void RecallRule(const Case& one, std::vector<Finding>& out) {
  const std::optional<absl::Time>& due = one.facts.recall_due;
  if (!due.has_value()) {
    out.push_back(Failed("recalls", "RECALLS_UNKNOWN", words::kRecallsUnknown));
  } else if (*due == absl::InfiniteFuture()) {
    out.push_back(Passed("recalls", words::kNoRecallOutstanding));
  } else if (one.facts.now < *due) {
    out.push_back(
        Passed("recalls", words::kRecallOutstanding, {Day(one, *due)}));
  } else {
    const std::string day = Day(one, *due);
    out.push_back(Failed("recalls", "RECALL_OVERDUE", words::kRecallOverdue,
                         {day}, Day(one, one.facts.now), day));
  }
}

void AssessmentRule(const Case& one, std::vector<Finding>& out) {
  const std::optional<Assessment>& assessment = one.agreement.assessment;
  const bool passed = one.agreement.format >= 2 && assessment.has_value() &&
                      assessment->assessed_on <= one.facts.now;
  out.push_back(
      passed ? Passed("assessment", words::kAssessed,
                      {Day(one, assessment->assessed_on)})
             : Failed("assessment", "ASSESSMENT_MISSING", words::kNotAssessed));
}

void QuotaRule(const Case& one, std::vector<Finding>& out) {
  if (one.ask.phase != Phase::kExtract && one.ask.phase != Phase::kPreview) {
    out.push_back(NotForThisStep("quota"));
    return;
  }
  const int allowed = one.grant == nullptr ? 0 : one.grant->extracts_per_month;
  const int made = one.facts.extracts_this_month;
  if (made >= 0 && made < allowed) {
    out.push_back(Passed("quota", words::kQuotaLeft,
                         {absl::StrCat(made), absl::StrCat(allowed)}));
  } else {
    out.push_back(Failed("quota", "QUOTA_EXHAUSTED", words::kQuotaExhausted,
                         {absl::StrCat(allowed)}, absl::StrCat(made),
                         absl::StrCat(allowed)));
  }
}

void RecipientKeyRule(const Case& one, std::vector<Finding>& out) {
  // Feed items travel inside the recipient's own TLS connection.
  if (one.ask.phase == Phase::kFeedItem) {
    out.push_back(NotForThisStep("recipient-key"));
    return;
  }
  const Party* party = one.catalog.FindParty(one.agreement.recipient);
  const bool passed =
      party != nullptr && absl::StartsWith(party->age_recipient, "age1");
  out.push_back(passed ? Passed("recipient-key", words::kKeyPresent)
                       : Failed("recipient-key", "RECIPIENT_KEY_MISSING",
                                words::kKeyMissing, {},
                                one.agreement.recipient.text()));
}

void RetentionRule(const Case& one, std::vector<Finding>& out) {
  const int days = one.agreement.retention_days;
  out.push_back(
      days >= 1
          ? Passed("retention", words::kRetentionSet, {absl::StrCat(days)})
          : Failed("retention", "RETENTION_NOT_SET", words::kRetentionMissing));
}

void DelayRule(const Case& one, std::vector<Finding>& out) {
  if (one.ask.phase != Phase::kFeedItem) {
    out.push_back(NotForThisStep("delay"));
    return;
  }
  const absl::Duration delay =
      one.grant == nullptr ? absl::InfiniteDuration() : one.grant->delay;
  const absl::Time from = one.ask.event_time + delay;
  if (delay >= absl::ZeroDuration() && from <= one.facts.now) {
    out.push_back(Passed("delay", words::kDelayOver));
    return;
  }
  out.push_back(Failed("delay", "DELAY_NOT_OVER", words::kDelayNotOver,
                       {absl::FormatTime("%Y-%m-%d %H:%M", from,
                                         one.catalog.operation.time_zone)},
                       "", absl::FormatDuration(delay)));
}

}  // namespace toguna
