#include "exchange/toguna/show_agreement.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/toguna/show_together.h"
#include "exchange/words/agreement_words.h"
#include "exchange/words/together_words.h"

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

template <typename Some>
std::string CodesText(const Some& some) {
  std::vector<std::string> texts;
  for (const v1::Agreement::Codes& one : some) {
    texts.push_back(
        absl::StrCat(one.dimension(), " ", absl::StrJoin(one.codes(), ", ")));
  }
  return absl::StrJoin(texts, " · ");
}

// "STATE_ACTIVE" -> "ACTIVE".
std::string After(const std::string& name) {
  return name.substr(name.find('_') + 1);
}

void ShowGrant(const Console& console, const v1::Agreement::Grant& grant) {
  const std::string families =
      grant.families_size() == 0 ? Say(console.language(), words::kGrantAlerts)
                                 : absl::StrJoin(grant.families(), ", ");
  console.Say(words::kGrantDataset, {LastPart(grant.dataset()), families});
  std::vector<std::string> levels;
  for (const auto& level : grant.levels()) {
    levels.push_back(absl::StrCat(level.dimension(), " ", level.level()));
  }
  console.Say(words::kGrantLevels, {absl::StrJoin(levels, " · ")});
  if (grant.codes_size() > 0) {
    console.Say(words::kGrantCodes, {CodesText(grant.codes())});
  }
  if (grant.rung() > 0) {
    console.Say(words::kGrantRung, {absl::StrCat(grant.rung())});
  }
  if (grant.extracts()) {
    console.Say(words::kGrantExtracts,
                {absl::StrCat(grant.extracts_per_month()),
                 absl::StrCat(grant.lag_days())});
  }
  if (grant.feed()) console.Say(words::kGrantFeed);
  if (!grant.delay().empty()) {
    console.Say(words::kGrantDelay, {grant.delay()});
  }
  console.Say(words::kGrantSensitivity,
              {SensitivityWords(console, grant.sensitivity())});
  if (grant.approval_size() > 0) {
    console.Say(words::kGrantApproval, {CodesText(grant.approval())});
  }
}

void ShowRisks(const Console& console, const v1::Agreement& agreement) {
  if (!agreement.has_assess_time()) {
    console.Say(words::kAgreementOldFormat);
    return;
  }
  console.Say(words::kAgreementRisks, {DayOf(agreement.assess_time())});
  console.Say(words::kRiskOfSharing,
              {In(console, agreement.risk_of_sharing())});
  console.Say(words::kRiskOfNotSharing,
              {In(console, agreement.risk_of_not_sharing())});
  console.Say(words::kAgreementCeiling,
              {SensitivityWords(console, agreement.sensitivity_ceiling())});
  console.Say(words::kAgreementContacts);
  for (const auto& contact : agreement.contacts()) {
    console.Line(absl::StrCat("  ", LastPart(contact.party()), " — ",
                              In(console, contact.office()), ", ",
                              contact.reach()));
  }
}

Together::Side SideOf(const v1::Agreement::Side& message) {
  Together::Side side;
  for (const std::string& name : message.agreements()) {
    side.agreements.push_back({AgreementId(LastPart(name))});
  }
  side.purpose = PurposeId(LastPart(message.purpose()));
  for (const std::string& family : message.families()) {
    side.beyond.families.emplace_back(family);
  }
  for (const auto& level : message.levels()) {
    side.beyond.levels.push_back({level.dimension(), level.level()});
  }
  for (const auto& one : message.codes()) {
    side.beyond.codes.push_back(
        {one.dimension(), {one.codes().begin(), one.codes().end()}});
  }
  if (message.rung() > 0) side.beyond.rung = message.rung();
  for (const int term : message.looser()) {
    if (term < v1::Agreement::TERM_EXTRACTS ||
        term > v1::Agreement::TERM_RETENTION) {
      continue;  // of a newer exchange
    }
    side.looser.push_back(
        static_cast<Term>(term - v1::Agreement::TERM_EXTRACTS));
  }
  return side;
}

// None where it is of another agreement that is not named, or of a newer
// exchange.
std::optional<Together> TogetherOf(const v1::Agreement& agreement,
                                   const v1::Agreement::Together& message) {
  if (message.relation() < v1::Agreement::RELATION_SAME ||
      message.relation() > v1::Agreement::RELATION_TOO_MANY) {
    return std::nullopt;
  }
  Together together;
  together.kind = static_cast<Together::Kind>(message.relation() -
                                              v1::Agreement::RELATION_SAME);
  together.recipient = PartyId(LastPart(agreement.recipient()));
  together.dataset = DatasetId(LastPart(message.dataset()));
  together.first = SideOf(message.first());
  together.second = SideOf(message.second());
  return together;
}

void ShowTogether(const Console& console, const v1::Agreement& agreement) {
  if (agreement.together_size() == 0) return;
  console.Say(words::kTogetherWith);
  for (const auto& one : agreement.together()) {
    if (const auto together = TogetherOf(agreement, one)) {
      for (const std::string& line :
           TogetherLines(console.language(), *together)) {
        console.Line(line);
      }
    } else if (one.relation() == v1::Agreement::RELATION_ANOTHER) {
      console.Say(words::kTogetherAnother, {LastPart(one.dataset())});
    }
  }
}

void ShowHistory(const Console& console, const v1::Agreement& agreement) {
  console.Say(words::kAgreementHistory);
  if (agreement.acts_size() == 0) console.Say(words::kNoHistory);
  for (const auto& act : agreement.acts()) {
    std::string line =
        absl::StrCat("  ", DayOf(act.act_time()), " ",
                     After(v1::Agreement::Kind_Name(act.kind())), " (",
                     After(v1::Agreement::Reason_Name(act.reason())), "), ",
                     act.actor(), ", rev. ", act.revision());
    if (act.periods_size() > 0) {
      absl::StrAppend(&line, ", ", LastPart(act.dataset()), " ",
                      absl::StrJoin(act.periods(), ", "));
    }
    if (!act.note().empty()) absl::StrAppend(&line, ": ", act.note());
    console.Line(line);
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

void ShowAgreement(const Console& console, const v1::Agreement& agreement) {
  console.Say(words::kAgreementTitle,
              {In(console, agreement.title()), LastPart(agreement.name()),
               absl::StrCat(agreement.revision())});
  console.Say(words::kAgreementState, {StateText(console, agreement)});
  console.Say(words::kAgreementParties,
              {LastPart(agreement.data_owner()),
               LastPart(agreement.recipient()), LastPart(agreement.dpo())});
  console.Say(words::kAgreementPurpose, {LastPart(agreement.purpose())});
  if (agreement.has_intended_use()) {
    console.Say(words::kAgreementUse, {In(console, agreement.intended_use())});
  }
  console.Say(words::kAgreementBasis, {agreement.legal_basis()});
  console.Say(words::kAgreementTimes, {DayOf(agreement.valid_from_time()),
                                       DayOf(agreement.valid_until_time()),
                                       DayOf(agreement.review_by_time())});
  console.Say(words::kAgreementRetention,
              {absl::StrCat(agreement.retention_days()),
               In(console, agreement.deletion())});
  console.Say(words::kAgreementOnward, {agreement.onward_sharing()});
  if (!agreement.succeeds().empty()) {
    console.Say(words::kAgreementFollows, {LastPart(agreement.succeeds())});
  }
  console.Say(words::kAgreementGives);
  for (const auto& grant : agreement.grants()) ShowGrant(console, grant);
  ShowTogether(console, agreement);
  ShowRisks(console, agreement);
  console.Say(words::kAgreementSignatures, {agreement.sha256()});
  for (const auto& one : agreement.signatures()) {
    if (one.valid()) {
      console.Say(words::kSignatureValid, {one.role(), LastPart(one.party())});
    } else {
      console.Say(words::kSignatureMissing,
                  {one.role(), LastPart(one.party()), one.problem()});
    }
  }
  ShowHistory(console, agreement);
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
  Json::List together;
  for (const auto& one : agreement.together()) {
    if (const auto found = TogetherOf(agreement, one)) {
      together.push_back(JsonOf(*found));
    } else if (one.relation() == v1::Agreement::RELATION_ANOTHER) {
      together.push_back(Json()
                             .Set("kind", "ANOTHER")
                             .Set("dataset", LastPart(one.dataset())));
    }
  }
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
