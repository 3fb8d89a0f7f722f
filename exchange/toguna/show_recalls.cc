#include "exchange/toguna/show_recalls.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "exchange/words/recall_words.h"

namespace toguna {
namespace {

namespace words = recall_words;

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

const char* StateText(v1::Recall::State state) {
  switch (state) {
    case v1::Recall::STATE_OVERDUE:
      return "OVERDUE";
    case v1::Recall::STATE_ATTESTED:
      return "ATTESTED";
    default:
      return "OUTSTANDING";
  }
}

std::string StateWords(Language language, const v1::Recall::Holding& one) {
  switch (one.state()) {
    case v1::Recall::STATE_OVERDUE:
      return Say(language, words::kStateOverdue);
    case v1::Recall::STATE_ATTESTED:
      return Say(language, words::kStateAttested, {one.attest_date()});
    default:
      return Say(language, words::kStateOutstanding);
  }
}

const char* ReasonText(v1::Recall::Reason reason) {
  return reason == v1::Recall::REASON_TOO_FEW ? "TOO_FEW" : "OFFICER";
}

const Sentence& ReasonWords(v1::Recall::Reason reason) {
  return reason == v1::Recall::REASON_TOO_FEW ? words::kTooFew
                                              : words::kOfficer;
}

Json JsonOf(const v1::Recall& recall) {
  Json::List releases;
  Json::List holdings;
  for (const v1::Recall::Holding& one : recall.holdings()) {
    releases.push_back(IdOf(one.extract()));
    holdings.push_back(Json()
                           .Set("release", IdOf(one.extract()))
                           .Set("state", StateText(one.state()))
                           .Set("due", one.due_date())
                           .Set("attested", one.attest_date())
                           .Set("statement_sha256", one.statement_sha256()));
  }
  return Json()
      .Set("recall", IdOf(recall.name()))
      .Set("dataset", IdOf(recall.dataset()))
      .Set("period", recall.period())
      .Set("cohorts", recall.cohorts())
      .Set("cohort", recall.cohort())
      .Set("reason", ReasonText(recall.reason()))
      .Set("opened", recall.open_date())
      .Set("agreement", IdOf(recall.agreement()))
      .Set("recipient", IdOf(recall.recipient()))
      .Set("releases", std::move(releases))
      .Set("holdings", std::move(holdings));
}

}  // namespace

void ShowRecalls(const Console& console,
                 const v1::ListRecallsResponse& response) {
  const Language language = console.language();
  std::vector<std::vector<std::string>> rows = {
      {Say(language, words::kHeadingCohort),
       Say(language, words::kHeadingHolder),
       Say(language, words::kHeadingAgreement),
       Say(language, words::kHeadingReleases),
       Say(language, words::kHeadingSince), Say(language, words::kHeadingDue),
       Say(language, words::kHeadingState), Say(language, words::kHeadingWhy)}};
  Json::List list;
  for (const v1::Recall& one : response.recalls()) {
    for (const v1::Recall::Holding& holding : one.holdings()) {
      rows.push_back({one.of_release() ? Say(language, words::kWholeRelease)
                                       : one.cohort(),
                      IdOf(one.recipient()), IdOf(one.agreement()),
                      IdOf(holding.extract()), one.open_date(),
                      holding.due_date(), StateWords(language, holding),
                      Say(language, ReasonWords(one.reason()))});
    }
    list.push_back(JsonOf(one));
  }
  if (list.empty()) {
    console.Say(words::kNone);
  } else {
    console.Table(rows);
    console.Say(words::kSetAside);
  }
  if (response.truncated()) console.Say(words::kMore);
  console.Answer(Json().Set("recalls", std::move(list)));
}

void SayOutstanding(const Console& console, Client& client,
                    const std::string& agreement) {
  v1::ListRecallsRequest request;
  request.set_outstanding(true);
  const auto response = client.ListRecalls(request);
  if (!response.ok()) return;
  std::string due;
  for (const v1::Recall& one : response->recalls()) {
    if (!agreement.empty() && one.agreement() != agreement) continue;
    for (const v1::Recall::Holding& holding : one.holdings()) {
      if (due.empty() || holding.due_date() < due) due = holding.due_date();
    }
  }
  if (due.empty()) return;
  console.Say(agreement.empty() ? words::kOutstandingSomewhere
                                : words::kOutstandingUntil,
              {due});
}

void ShowNotice(const Console& console, const v1::RecallNotice& notice) {
  std::vector<std::string> releases;
  for (const std::string& name : notice.extracts()) {
    releases.push_back(IdOf(name));
  }
  const std::string ids = absl::StrJoin(releases, " ");
  console.Line("");
  if (notice.cohort().empty()) {
    console.Say(words::kNoticeRelease, {ids, notice.due_date()});
  } else {
    console.Say(words::kNoticeCohort,
                {notice.cohort(), ids, notice.due_date()});
  }
}

}  // namespace toguna
