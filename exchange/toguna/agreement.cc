// toguna agreement: sign its file, read it, and decide of it.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Validators.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/agreement_decisions.h"
#include "exchange/toguna/agreement_odrl.h"
#include "exchange/toguna/preview_draft.h"
#include "exchange/toguna/request_id.h"
#include "exchange/toguna/session.h"
#include "exchange/toguna/show_agreement.h"
#include "exchange/toguna/sign_agreement.h"
#include "exchange/words/agreement_words.h"
#include "exchange/words/console_words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "keys/sodium/minisign.h"

namespace toguna {

absl::StatusOr<std::string> SignAgreement(const std::string& path,
                                          const std::string& role,
                                          const std::string& key_path) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  TOGUNA_ASSIGN_OR_RETURN(const std::string key_file, ReadSecretFile(key_path));
  TOGUNA_ASSIGN_OR_RETURN(const MinisignKeyPair key,
                          MinisignKeyPair::ParseSecretKeyFile(key_file));
  const std::string comment =
      absl::StrCat("agreement signed as ", role,
                   "\tagreement:sha256:", HexOf(Sha256(bytes)));
  const std::string signature = absl::StrCat(path, ".", role, ".minisig");
  TOGUNA_RETURN_IF_ERROR(WritePublicFile(
      signature, MakeMinisignSigner(key)->SignFile(bytes, comment)));
  return signature;
}

namespace {

struct Options {
  std::string file;
  std::string role;
  std::string key;
  std::string agreement;
  std::string reason;
  std::string note;
  std::string dataset;
  std::vector<std::string> periods;
  std::string request_id;
};

absl::StatusOr<int> SignFile(Session& session, const Options& options) {
  const std::string key =
      options.key.empty() ? session.as + "/minisign.key" : options.key;
  TOGUNA_ASSIGN_OR_RETURN(const std::string signature,
                          SignAgreement(options.file, options.role, key));
  session.console().Say(words::kAgreementSigned,
                        {options.role, options.file, signature});
  session.console().Answer(Json().Set("signature", signature));
  return kExitDone;
}

absl::StatusOr<int> List(Session& session) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListAgreementsResponse response,
                          client->ListAgreements());
  const Console console = session.console();
  std::vector<std::vector<std::string>> rows = {
      {Say(session.language, words::kAgreementHeading),
       Say(session.language, words::kStateHeading),
       Say(session.language, words::kRecipientHeading),
       Say(session.language, words::kPurposeHeading),
       Say(session.language, words::kUntilHeading),
       Say(session.language, words::kReviewHeading)}};
  Json::List list;
  for (const v1::Agreement& one : response.agreements()) {
    rows.push_back({LastPart(one.name()), StateText(console, one),
                    LastPart(one.recipient()), LastPart(one.purpose()),
                    DayOf(one.valid_until_time()),
                    DayOf(one.review_by_time())});
    list.push_back(JsonOf(one));
  }
  if (rows.size() == 1) {
    console.Say(words::kNoAgreements);
  } else {
    console.Table(rows);
  }
  console.Answer(Json().Set("agreements", std::move(list)));
  return kExitDone;
}

absl::StatusOr<int> Show(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::GetAgreementRequest request;
  request.set_name(absl::StrCat("agreements/", options.agreement));
  TOGUNA_ASSIGN_OR_RETURN(const v1::GetAgreementResponse response,
                          client->GetAgreement(request));
  TOGUNA_ASSIGN_OR_RETURN(const Labels labels, LabelsOfProfile(session.as));
  ShowAgreement(session.console(), response.agreement(), labels);
  session.console().Answer(JsonOf(response.agreement()));
  return kExitDone;
}

absl::StatusOr<int> Decide(Session& session, const Options& options,
                           v1::Agreement::Kind kind) {
  v1::DecideAgreementRequest request;
  TOGUNA_ASSIGN_OR_RETURN(*request.mutable_request_id(),
                          RequestIdOr(options.request_id));
  request.set_name(absl::StrCat("agreements/", options.agreement));
  request.set_kind(kind);
  v1::Agreement::Reason reason = v1::Agreement::REASON_UNSPECIFIED;
  v1::Agreement::Reason_Parse(absl::StrCat("REASON_", options.reason), &reason);
  request.set_reason(reason);
  request.set_note(options.note);
  if (!options.dataset.empty()) {
    request.set_dataset(absl::StrCat("datasets/", options.dataset));
  }
  for (const std::string& period : options.periods) {
    request.add_periods(period);
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::DecideAgreementResponse response,
                          client->DecideAgreement(request));
  const Console console = session.console();
  const std::string periods = absl::StrJoin(options.periods, ", ");
  if (kind == v1::Agreement::KIND_APPROVE) {
    console.Say(words::kApprovedNow,
                {options.agreement, options.dataset, periods});
  } else if (kind == v1::Agreement::KIND_WITHDRAW) {
    console.Say(words::kWithdrawnNow,
                {options.agreement, options.dataset, periods});
  } else {
    console.Say(words::kDecided,
                {options.agreement, StateText(console, response.agreement())});
  }
  console.Answer(JsonOf(response.agreement()));
  return kExitDone;
}

const std::vector<std::string>& Reasons() {
  static const auto* const kReasons = new std::vector<std::string>{
      "BREACH",        "INCIDENT",          "CONTEXT",
      "OWNER_REQUEST", "RECIPIENT_REQUEST", "PURPOSE_ENDED",
      "SETTLED",       "WRITTEN_REQUEST"};
  return *kReasons;
}

struct Decision {
  const char* name;
  const char* help;
  v1::Agreement::Kind kind;
};
constexpr Decision kDecisions[] = {
    {"suspend", "As data protection officer: nothing more until resumed",
     v1::Agreement::KIND_SUSPEND},
    {"resume",
     "As data protection officer: put a suspended agreement back in force",
     v1::Agreement::KIND_RESUME},
    {"renegotiate",
     "As data protection officer: nothing more until a new revision is signed",
     v1::Agreement::KIND_RENEGOTIATE},
    {"terminate",
     "As data protection officer: end an agreement; cannot be undone",
     v1::Agreement::KIND_TERMINATE},
    {"approve",
     "As data owner: let counts that need your approval go out for some "
     "periods",
     v1::Agreement::KIND_APPROVE},
    {"withdraw", "As data owner: take such an approval back",
     v1::Agreement::KIND_WITHDRAW},
};

void AddDecision(CLI::App& agreement, Session& session,
                 const std::shared_ptr<Options>& options,
                 const Decision& decision) {
  CLI::App* command = agreement.add_subcommand(decision.name, decision.help);
  command->add_option("agreement", options->agreement, "Id of the agreement")
      ->required();
  command->add_option("--reason", options->reason, "Why; stands in the log")
      ->required()
      ->check(CLI::IsMember(Reasons()));
  command->add_option("--note", options->note,
                      "In your words, for the parties; not in the log");
  const v1::Agreement::Kind kind = decision.kind;
  if (kind == v1::Agreement::KIND_APPROVE ||
      kind == v1::Agreement::KIND_WITHDRAW) {
    command->add_option("--dataset", options->dataset, "Dataset")->required();
    command
        ->add_option("--period", options->periods,
                     "Month, quarter or year; repeat")
        ->required();
  }
  command->add_option("--request-id", options->request_id,
                      "UUID; the same id never decides twice");
  Bind(command, session,
       [options, kind](Session& s) { return Decide(s, *options, kind); });
}

}  // namespace

void AddAgreement(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* agreement = app.add_subcommand(
      "agreement", "Agreements: sign, read and decide of them");
  agreement->require_subcommand(1);
  CLI::App* list = agreement->add_subcommand(
      "list", "Agreements that you are a party to, and their state");
  Bind(list, session, [](Session& s) { return List(s); });
  CLI::App* show = agreement->add_subcommand(
      "show", "An agreement as a page: what it gives, to whom, until when");
  show->add_option("agreement", options->agreement, "Id of the agreement")
      ->required();
  Bind(show, session, [options](Session& s) { return Show(s, *options); });
  CLI::App* sign =
      agreement->add_subcommand("sign",
                                "Sign an agreement's file; `minisign -S` with "
                                "the same key does the same");
  sign->add_option("file", options->file, "agreements/<id>.textproto")
      ->required();
  sign->add_option("--role", options->role, "What you sign as")
      ->required()
      ->check(CLI::IsMember({"data-owner", "recipient", "dpo", "dpo-2"}));
  sign->add_option("--key", options->key,
                   "minisign secret key without password; default: "
                   "minisign.key of --as");
  Bind(sign, session, [options](Session& s) { return SignFile(s, *options); });
  AddPreviewDraft(*agreement, session);
  AddAgreementOdrl(*agreement, session);
  AddAgreementDecisions(*agreement, session);
  for (const Decision& decision : kDecisions) {
    AddDecision(*agreement, session, options, decision);
  }
}

}  // namespace toguna
