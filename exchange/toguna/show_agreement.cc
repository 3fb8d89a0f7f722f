#include "exchange/toguna/show_agreement.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/toguna/show_decision.h"
#include "exchange/toguna/show_together.h"
#include "exchange/words/agreement_words.h"

namespace toguna {
namespace {

const std::string& In(const Console& console, const v1::LocalizedText& text) {
  return console.language() == Language::kFrench ? text.fr() : text.en();
}

const Sentence& StateWords(v1::Agreement::State state) {
  switch (state) {
    case v1::Agreement::STATE_PROPOSED:
      return words::kStateProposed;
    case v1::Agreement::STATE_ACTIVE:
      return words::kStateActive;
    case v1::Agreement::STATE_SUSPENDED:
      return words::kStateSuspended;
    case v1::Agreement::STATE_RENEGOTIATE:
      return words::kStateRenegotiate;
    case v1::Agreement::STATE_EXPIRED:
      return words::kStateExpired;
    case v1::Agreement::STATE_TERMINATED:
      return words::kStateTerminated;
    default:
      return words::kStateDraft;
  }
}

std::string SensitivityWords(const Console& console,
                             v1::Agreement::Sensitivity sensitivity) {
  switch (sensitivity) {
    case v1::Agreement::SENSITIVITY_LOW:
      return Say(console.language(), words::kSensitivityLow);
    case v1::Agreement::SENSITIVITY_MODERATE:
      return Say(console.language(), words::kSensitivityModerate);
    case v1::Agreement::SENSITIVITY_HIGH:
      return Say(console.language(), words::kSensitivityHigh);
    default:
      return Say(console.language(), words::kSensitivitySevere);
  }
}

// Lines of a page.
class Page {
 public:
  Page(const Console& console, const Labels& labels)
      : console_(console), labels_(labels) {}

  const Console& console() const { return console_; }
  std::vector<std::string> Take() { return std::move(lines_); }

  void Say(const Sentence& sentence,
           const std::vector<std::string>& values = {}) {
    lines_.push_back(InWords(sentence, values));
  }
  void Line(std::string text) { lines_.push_back(std::move(text)); }

  std::string InWords(const Sentence& sentence,
                      const std::vector<std::string>& values = {}) const {
    return toguna::Say(console_.language(), sentence, values);
  }
  const std::string& Of(const v1::LocalizedText& text) const {
    return In(console_, text);
  }

  // "type: A1 Killing, A2 Abduction · place: ML05 Mopti".
  template <typename Some>
  std::string Codes(const std::string& dataset, const Some& some) const {
    std::vector<std::string> texts;
    for (const v1::Agreement::Codes& one : some) {
      std::vector<std::string> names;
      for (const std::string& code : one.codes()) {
        names.push_back(NameOf(console_, labels_, LastPart(dataset),
                               one.dimension(), code));
      }
      texts.push_back(InWords(words::kCodesOf,
                              {one.dimension(), absl::StrJoin(names, ", ")}));
    }
    return absl::StrJoin(texts, " · ");
  }

  // "place: region · type: category".
  template <typename Some>
  std::string Levels(const Some& levels) const {
    std::vector<std::string> texts;
    for (const v1::Agreement::Level& one : levels) {
      texts.push_back(InWords(words::kCodesOf, {one.dimension(), one.level()}));
    }
    return absl::StrJoin(texts, " · ");
  }

 private:
  const Console& console_;
  const Labels& labels_;
  std::vector<std::string> lines_;
};

// "STATE_ACTIVE" -> "ACTIVE".
std::string After(const std::string& name) {
  return name.substr(name.find('_') + 1);
}

// How the data owner is reached.
std::string OwnerOf(const v1::Agreement& agreement, const Page& page) {
  for (const auto& contact : agreement.contacts()) {
    if (contact.party() != agreement.data_owner()) continue;
    return absl::StrCat(page.Of(contact.office()), ", ", contact.reach());
  }
  return LastPart(agreement.data_owner());
}

void AddGrant(const v1::Agreement::Grant& grant, const std::string& owner,
              Page& page) {
  const std::string families =
      grant.families_size() > 0  ? absl::StrJoin(grant.families(), ", ")
      : grant.cohorts_size() > 0 ? page.InWords(words::kGrantRowsAlone)
                                 : page.InWords(words::kGrantAlerts);
  page.Say(words::kGrantDataset, {LastPart(grant.dataset()), families});
  if (grant.cohorts_size() > 0) {
    page.Say(words::kGrantCohorts, {absl::StrJoin(grant.cohorts(), ", ")});
  }
  if (grant.cohort_levels_size() == 0) {
    page.Say(words::kGrantLevels, {page.Levels(grant.levels())});
  } else {
    if (grant.levels_size() > 0) {
      page.Say(words::kGrantLevelsOfTables, {page.Levels(grant.levels())});
    }
    page.Say(words::kGrantLevelsOfRows, {page.Levels(grant.cohort_levels())});
  }
  if (grant.codes_size() > 0) {
    page.Say(words::kGrantCodes, {page.Codes(grant.dataset(), grant.codes())});
  }
  if (grant.rung() > 0) {
    page.Say(words::kGrantRung, {absl::StrCat(grant.rung())});
  }
  if (grant.extracts()) {
    page.Say(words::kGrantExtracts, {absl::StrCat(grant.extracts_per_month())});
    if (grant.lag_days() == 0) {
      page.Say(words::kGrantNoLag);
    } else {
      page.Say(words::kGrantLag, {absl::StrCat(grant.lag_days())});
    }
  }
  if (grant.feed()) {
    page.Say(grant.families_size() == 0 ? words::kGrantFeed
                                        : words::kGrantFeedPeriods);
  }
  if (!grant.delay().empty()) {
    if (grant.delay() == "0") {
      page.Say(words::kGrantNoDelay);
    } else {
      page.Say(words::kGrantDelay, {grant.delay()});
    }
  }
  page.Say(words::kGrantSensitivity,
           {SensitivityWords(page.console(), grant.sensitivity())});
  if (grant.approval_size() > 0) {
    page.Say(words::kGrantApproval,
             {page.Codes(grant.dataset(), grant.approval()), owner});
  }
}

void AddRisks(const v1::Agreement& agreement, Page& page) {
  if (!agreement.has_assess_time()) {
    page.Say(words::kAgreementOldFormat);
    return;
  }
  page.Say(words::kAgreementRisks, {DayOf(agreement.assess_time())});
  page.Say(words::kRiskOfSharing, {page.Of(agreement.risk_of_sharing())});
  page.Say(words::kRiskOfNotSharing,
           {page.Of(agreement.risk_of_not_sharing())});
  page.Say(words::kAgreementCeiling,
           {SensitivityWords(page.console(), agreement.sensitivity_ceiling())});
  page.Say(words::kAgreementContacts);
  for (const auto& contact : agreement.contacts()) {
    page.Line(absl::StrCat("  ", LastPart(contact.party()), " — ",
                           page.Of(contact.office()), ", ", contact.reach()));
  }
}

void AddTerms(const v1::Agreement& agreement, Page& page) {
  page.Say(words::kAgreementParties,
           {LastPart(agreement.data_owner()), LastPart(agreement.recipient()),
            LastPart(agreement.dpo())});
  page.Say(words::kAgreementPurpose, {LastPart(agreement.purpose())});
  if (agreement.has_intended_use()) {
    page.Say(words::kAgreementUse, {page.Of(agreement.intended_use())});
  }
  page.Say(words::kAgreementBasis, {agreement.legal_basis()});
  page.Say(words::kAgreementTimes, {DayOf(agreement.valid_from_time()),
                                    DayOf(agreement.valid_until_time())});
  page.Say(words::kAgreementReview, {DayOf(agreement.review_by_time())});
  page.Say(words::kAgreementRetention,
           {absl::StrCat(agreement.retention_days()),
            page.Of(agreement.deletion())});
  if (agreement.recall_days() > 0) {
    page.Say(words::kAgreementRecall, {absl::StrCat(agreement.recall_days())});
  }
  if (agreement.has_recall_due_time()) {
    page.Say(words::kAgreementRecalled, {DayOf(agreement.recall_due_time())});
  }
  page.Say(words::kAgreementOnward, {agreement.onward_sharing()});
  if (!agreement.succeeds().empty()) {
    page.Say(words::kAgreementFollows, {LastPart(agreement.succeeds())});
  }
  if (agreement.witnessed()) page.Say(words::kAgreementWitnessed);
  page.Say(words::kAgreementGives);
  const std::string owner = OwnerOf(agreement, page);
  for (const auto& grant : agreement.grants()) AddGrant(grant, owner, page);
}

void AddSignatures(const v1::Agreement& agreement, Page& page) {
  page.Say(words::kAgreementSignatures);
  for (const auto& one : agreement.signatures()) {
    const std::string role = one.role() == "dpo-2"
                                 ? page.InWords(words::kSecondDpoRole)
                                 : one.role();
    if (one.valid()) {
      page.Say(words::kSignatureValid, {role, LastPart(one.party())});
    } else {
      page.Say(words::kSignatureMissing,
               {role, LastPart(one.party()), one.problem()});
    }
  }
  page.Say(words::kAgreementDigest, {agreement.sha256()});
}

const Sentence& KindWords(v1::Agreement::Kind kind) {
  switch (kind) {
    case v1::Agreement::KIND_SUSPEND:
      return words::kActSuspend;
    case v1::Agreement::KIND_RESUME:
      return words::kActResume;
    case v1::Agreement::KIND_RENEGOTIATE:
      return words::kActRenegotiate;
    case v1::Agreement::KIND_TERMINATE:
      return words::kActTerminate;
    case v1::Agreement::KIND_APPROVE:
      return words::kActApprove;
    case v1::Agreement::KIND_WITHDRAW:
      return words::kActWithdraw;
    default:
      return words::kActUnknown;
  }
}

const Sentence& ReasonWords(v1::Agreement::Reason reason) {
  switch (reason) {
    case v1::Agreement::REASON_BREACH:
      return words::kBecauseBreach;
    case v1::Agreement::REASON_INCIDENT:
      return words::kBecauseIncident;
    case v1::Agreement::REASON_CONTEXT:
      return words::kBecauseContext;
    case v1::Agreement::REASON_OWNER_REQUEST:
      return words::kBecauseOwner;
    case v1::Agreement::REASON_RECIPIENT_REQUEST:
      return words::kBecauseRecipient;
    case v1::Agreement::REASON_PURPOSE_ENDED:
      return words::kBecausePurposeEnded;
    case v1::Agreement::REASON_SETTLED:
      return words::kBecauseSettled;
    case v1::Agreement::REASON_WRITTEN_REQUEST:
      return words::kBecauseWrittenRequest;
    default:
      return words::kActUnknown;
  }
}

void AddHistory(const v1::Agreement& agreement, Page& page) {
  page.Say(words::kAgreementHistory);
  if (agreement.acts_size() == 0) page.Say(words::kNoHistory);
  for (const auto& act : agreement.acts()) {
    std::string line = absl::StrCat(
        "  ", MinuteOf(act.act_time()), " ",
        page.InWords(KindWords(act.kind())), " (",
        page.InWords(ReasonWords(act.reason())), "), ", act.actor(), ", ",
        page.InWords(words::kActRevision, {absl::StrCat(act.revision())}));
    if (act.periods_size() > 0) {
      absl::StrAppend(&line, ", ", LastPart(act.dataset()), " ",
                      absl::StrJoin(act.periods(), ", "));
    }
    if (!act.note().empty()) absl::StrAppend(&line, ": ", act.note());
    page.Line(std::move(line));
  }
}

}  // namespace

std::string DayOf(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string LastPart(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

std::string StateText(const Console& console, const v1::Agreement& agreement) {
  return Say(console.language(), StateWords(agreement.state()));
}

void ShowAgreement(const Console& console, const v1::Agreement& agreement,
                   const Labels& labels) {
  Page page(console, labels);
  page.Say(words::kAgreementTitle,
           {page.Of(agreement.title()), LastPart(agreement.name()),
            absl::StrCat(agreement.revision())});
  page.Say(words::kAgreementState, {StateText(console, agreement)});
  AddTerms(agreement, page);
  for (std::string& line : TogetherLines(console.language(), agreement)) {
    page.Line(std::move(line));
  }
  AddRisks(agreement, page);
  AddSignatures(agreement, page);
  AddHistory(agreement, page);
  for (const std::string& line : page.Take()) console.Line(line);
}

std::vector<std::string> TermsOf(const Console& console,
                                 const v1::Agreement& agreement,
                                 const Labels& labels) {
  Page page(console, labels);
  page.Say(words::kAgreementCalled, {page.Of(agreement.title())});
  AddTerms(agreement, page);
  AddRisks(agreement, page);
  return page.Take();
}

std::string NameOf(const Console& console, const Labels& labels,
                   const std::string& dataset, const std::string& dimension,
                   const std::string& code) {
  const auto found = labels.find({dataset, dimension, code});
  if (found == labels.end()) return code;
  const std::string& name = console.Of(found->second);
  return absl::EqualsIgnoreCase(name, code) ? code
                                            : absl::StrCat(code, " ", name);
}

Json JsonOf(const v1::Agreement& agreement) {
  Json::List acts;
  for (const auto& act : agreement.acts()) {
    Json::List periods;
    for (const std::string& period : act.periods()) periods.push_back(period);
    acts.push_back(
        Json()
            .Set("kind", After(v1::Agreement::Kind_Name(act.kind())))
            .Set("reason", After(v1::Agreement::Reason_Name(act.reason())))
            .Set("actor", act.actor())
            .Set("note", act.note())
            .Set("revision", act.revision())
            .Set("dataset", LastPart(act.dataset()))
            .Set("periods", std::move(periods)));
  }
  Json::List signatures;
  for (const auto& one : agreement.signatures()) {
    signatures.push_back(Json()
                             .Set("role", one.role())
                             .Set("party", LastPart(one.party()))
                             .Set("valid", one.valid())
                             .Set("problem", one.problem()));
  }
  Json::List together = TogetherJson(agreement);
  Json json;
  json.Set("agreement", LastPart(agreement.name()))
      .Set("revision", agreement.revision())
      .Set("state", After(v1::Agreement::State_Name(agreement.state())))
      .Set("recipient", LastPart(agreement.recipient()))
      .Set("purpose", LastPart(agreement.purpose()))
      .Set("valid_until", DayOf(agreement.valid_until_time()))
      .Set("review_by", DayOf(agreement.review_by_time()))
      .Set("sha256", agreement.sha256())
      .Set("signatures", std::move(signatures))
      .Set("acts", std::move(acts));
  // A list does not say; so nothing must not look like "none".
  if (!together.empty()) json.Set("together", std::move(together));
  return json;
}

}  // namespace toguna
