// toguna inquiry open (recipient), answer (contributor), list and show: asking
// who reported a row whether it did occur.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Validators.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/status_macros.h"
#include "exchange/kobo/kobo.h"
#include "exchange/toguna/request_id.h"
#include "exchange/toguna/session.h"
#include "exchange/words/inquiry_words.h"
#include "keys/file/file.h"
#include "keys/sodium/pseudonyms.h"

namespace toguna {
namespace {

namespace words = inquiry_words;

struct Options {
  std::string agreement;
  std::string ref;
  std::string inquiry;
  std::string outcome;
  std::string request_id;
  std::vector<std::string> files;
};

// A record's reference to the uuid that its owner knows it by.
using Uuids = std::map<std::string, std::string>;

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

std::string NameOfState(const v1::Inquiry& inquiry) {
  const std::string name = v1::Inquiry::State_Name(inquiry.state());
  return name.substr(name.find('_') + 1);
}

// As it is typed; empty before there is one.
std::string NameOfOutcome(const v1::Inquiry& inquiry) {
  switch (inquiry.outcome()) {
    case v1::Inquiry::OUTCOME_VERIFIED:
      return "verified";
    case v1::Inquiry::OUTCOME_DID_NOT_OCCUR:
      return "did-not-occur";
    case v1::Inquiry::OUTCOME_UNKNOWN:
      return "unknown";
    default:
      return "";
  }
}

const Sentence& OutcomeSentence(const v1::Inquiry& inquiry) {
  switch (inquiry.outcome()) {
    case v1::Inquiry::OUTCOME_VERIFIED:
      return words::kVerified;
    case v1::Inquiry::OUTCOME_DID_NOT_OCCUR:
      return words::kDidNotOccur;
    default:
      return words::kUnknown;
  }
}

std::string SayState(Language language, const v1::Inquiry& inquiry) {
  switch (inquiry.state()) {
    case v1::Inquiry::STATE_OPEN:
      return Say(language, words::kStateOpen);
    case v1::Inquiry::STATE_RECORD_GONE:
      return Say(language, words::kStateGone);
    case v1::Inquiry::STATE_CLOSED:
      return Say(language, words::kStateClosed);
    default:
      break;
  }
  const std::string outcome = Say(language, OutcomeSentence(inquiry));
  // That a record which did not occur is gone goes without saying.
  if (!inquiry.record_gone() ||
      inquiry.outcome() == v1::Inquiry::OUTCOME_DID_NOT_OCCUR) {
    return outcome;
  }
  return Say(language, words::kGoneSince, {outcome});
}

// What it is about, for whoever reads: a row, a record, or neither.
std::string AboutOf(const v1::Inquiry& inquiry, const Uuids& uuids) {
  const auto uuid = uuids.find(inquiry.record_ref());
  if (uuid != uuids.end()) return uuid->second;
  if (!inquiry.record_ref().empty()) return inquiry.record_ref();
  if (!inquiry.row_ref().empty()) return inquiry.row_ref();
  return IdOf(inquiry.agreement());
}

Json JsonOf(const v1::Inquiry& inquiry, const Uuids& uuids) {
  Json json;
  json.Set("id", IdOf(inquiry.name()))
      .Set("purpose", IdOf(inquiry.purpose()))
      .Set("dataset", IdOf(inquiry.dataset()))
      .Set("state", NameOfState(inquiry))
      .Set("outcome", NameOfOutcome(inquiry))
      .Set("record_gone", inquiry.record_gone())
      .Set("opened", inquiry.open_date())
      .Set("due", inquiry.due_date())
      .Set("answered", inquiry.answer_date());
  // Only what this reader was sent.
  for (const auto& [key, value] :
       {std::pair("agreement", IdOf(inquiry.agreement())),
        std::pair("ref", inquiry.row_ref()),
        std::pair("record", inquiry.record_ref()),
        std::pair("contributor", IdOf(inquiry.contributor()))}) {
    if (!value.empty()) json.Set(key, value);
  }
  const auto uuid = uuids.find(inquiry.record_ref());
  if (uuid != uuids.end()) json.Set("uuid", uuid->second);
  return json;
}

// Purposes by name, as people call them.
std::map<std::string, std::string> PurposesOf(Client& client,
                                              Language language) {
  std::map<std::string, std::string> titles;
  const auto purposes = client.ListPurposes();
  if (!purposes.ok()) return titles;
  for (const v1::Purpose& one : purposes->purposes()) {
    titles[one.name()] =
        language == Language::kFrench ? one.title().fr() : one.title().en();
  }
  return titles;
}

void ShowTable(const Session& session, Client& client,
               const std::vector<v1::Inquiry>& inquiries, const Uuids& uuids) {
  const Language language = session.language;
  const auto titles = PurposesOf(client, language);
  std::vector<std::vector<std::string>> rows = {
      {Say(language, words::kHeadingId), Say(language, words::kHeadingAbout),
       Say(language, words::kHeadingPurpose), Say(language, words::kHeadingDue),
       Say(language, words::kHeadingState)}};
  for (const v1::Inquiry& one : inquiries) {
    const auto title = titles.find(one.purpose());
    rows.push_back({IdOf(one.name()), AboutOf(one, uuids),
                    title == titles.end() ? IdOf(one.purpose()) : title->second,
                    one.due_date(), SayState(language, one)});
  }
  session.console().Table(rows);
}

// Of submissions in the files, by the references that they were sent with.
absl::StatusOr<Uuids> UuidsOf(const Session& session,
                              const std::vector<std::string>& files) {
  Uuids uuids;
  if (files.empty()) return uuids;
  TOGUNA_ASSIGN_OR_RETURN(const std::string text,
                          ReadSecretFile(session.as + "/contributor.key"));
  TOGUNA_ASSIGN_OR_RETURN(const Secret key, ParseContributorKeyFile(text));
  const std::unique_ptr<Pseudonymiser> pseudonymiser = MakePseudonymiser(key);
  for (const std::string& file : files) {
    TOGUNA_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
    TOGUNA_ASSIGN_OR_RETURN(Uuids some, RootUuidsByRef(bytes, *pseudonymiser));
    uuids.merge(some);
  }
  return uuids;
}

absl::StatusOr<int> Open(Session& session, const Options& options) {
  v1::OpenInquiryRequest request;
  TOGUNA_ASSIGN_OR_RETURN(*request.mutable_request_id(),
                          RequestIdOr(options.request_id));
  request.set_agreement(absl::StrCat("agreements/", options.agreement));
  request.set_row_ref(options.ref);
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::OpenInquiryResponse response,
                          client->OpenInquiry(request));
  const v1::Inquiry& inquiry = response.inquiry();
  session.console().Say(words::kOpened,
                        {IdOf(inquiry.name()), inquiry.due_date()});
  session.console().Answer(JsonOf(inquiry, {}));
  return kExitDone;
}

absl::StatusOr<int> Answer(Session& session, const Options& options) {
  v1::AnswerInquiryRequest request;
  TOGUNA_ASSIGN_OR_RETURN(*request.mutable_request_id(),
                          RequestIdOr(options.request_id));
  request.set_name(absl::StrCat("inquiries/", options.inquiry));
  request.set_outcome(
      options.outcome == "verified"        ? v1::Inquiry::OUTCOME_VERIFIED
      : options.outcome == "did-not-occur" ? v1::Inquiry::OUTCOME_DID_NOT_OCCUR
                                           : v1::Inquiry::OUTCOME_UNKNOWN);
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::AnswerInquiryResponse response,
                          client->AnswerInquiry(request));
  const v1::Inquiry& inquiry = response.inquiry();
  const bool removed = inquiry.outcome() == v1::Inquiry::OUTCOME_DID_NOT_OCCUR;
  session.console().Say(
      removed ? words::kAnsweredAndRetracted : words::kAnsweredNow,
      {IdOf(inquiry.name()), Say(session.language, OutcomeSentence(inquiry))});
  session.console().Answer(JsonOf(inquiry, {}));
  return kExitDone;
}

absl::StatusOr<int> List(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const Uuids uuids, UuidsOf(session, options.files));
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListInquiriesResponse response,
                          client->ListInquiries());
  const Console console = session.console();
  Json::List list;
  int unknown = 0;
  for (const v1::Inquiry& one : response.inquiries()) {
    list.push_back(JsonOf(one, uuids));
    if (!uuids.contains(one.record_ref())) ++unknown;
  }
  if (response.inquiries().empty()) {
    console.Say(words::kNone);
  } else {
    ShowTable(session, *client,
              {response.inquiries().begin(), response.inquiries().end()},
              uuids);
  }
  if (response.truncated()) console.Say(words::kMore);
  if (!options.files.empty() && unknown > 0) {
    console.Say(words::kNotInExport, {absl::StrCat(unknown)});
  }
  console.Answer(Json()
                     .Set("inquiries", std::move(list))
                     .Set("truncated", response.truncated()));
  return kExitDone;
}

absl::StatusOr<int> Show(Session& session, const Options& options) {
  v1::GetInquiryRequest request;
  request.set_name(absl::StrCat("inquiries/", options.inquiry));
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::GetInquiryResponse response,
                          client->GetInquiry(request));
  ShowTable(session, *client, {response.inquiry()}, {});
  if (response.inquiry().record_gone()) session.console().Say(words::kSetAside);
  session.console().Answer(JsonOf(response.inquiry(), {}));
  return kExitDone;
}

}  // namespace

void AddInquiry(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* inquiry = app.add_subcommand(
      "inquiry",
      "Have a row verified by who reported it, through the exchange");
  inquiry->require_subcommand(1);
  CLI::App* open = inquiry->add_subcommand(
      "open",
      "As a recipient: ask whether what a row reports did occur; who answers "
      "does not learn who asks, nor the other way round");
  open->add_option("--agreement", options->agreement,
                   "Agreement that the row was given under")
      ->required();
  open->add_option("--ref", options->ref,
                   "The row's reference, from the column ref of violations.csv")
      ->required();
  open->add_option("--request-id", options->request_id,
                   "UUID; the same id never asks twice");
  Bind(open, session, [options](Session& s) { return Open(s, *options); });
  CLI::App* answer = inquiry->add_subcommand(
      "answer",
      "As a contributor: answer for a record of your own; did-not-occur takes "
      "it out of the vault at once");
  answer->add_option("inquiry", options->inquiry, "Id of the inquiry, q-…")
      ->required();
  answer
      ->add_option("--outcome", options->outcome,
                   "verified, did-not-occur or unknown")
      ->required()
      ->check(CLI::IsMember({"verified", "did-not-occur", "unknown"}));
  answer->add_option("--request-id", options->request_id,
                     "UUID; the same id never answers twice");
  Bind(answer, session, [options](Session& s) { return Answer(s, *options); });
  CLI::App* list = inquiry->add_subcommand(
      "list",
      "Contributor: what waits for your answer; recipient: what you asked and "
      "what came of it");
  list->add_option("--export", options->files,
                   "Contributor: KoboToolbox exports (JSON), to show records "
                   "by their meta/rootUuid; they stay on this machine");
  Bind(list, session, [options](Session& s) { return List(s, *options); });
  CLI::App* show =
      inquiry->add_subcommand("show", "One inquiry, and what came of it");
  show->add_option("inquiry", options->inquiry, "Id of the inquiry, q-…")
      ->required();
  Bind(show, session, [options](Session& s) { return Show(s, *options); });
}

}  // namespace toguna
