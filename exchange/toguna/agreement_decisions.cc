// toguna agreement decisions, explain: what was decided under an agreement, and
// why, held against the log.

#include "exchange/toguna/agreement_decisions.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/decision_digest.h"
#include "exchange/toguna/show_agreement.h"
#include "exchange/toguna/show_decision.h"
#include "exchange/words/agreement_words.h"
#include "keys/file/file.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

constexpr int kDefaultLimit = 25;

struct Options {
  std::string agreement;
  std::string decision;
  std::string out;
  int limit = kDefaultLimit;
};

absl::StatusOr<std::vector<v1::Decision>> ReadDecisions(Client& client,
                                                        const Options& options,
                                                        bool& more) {
  std::vector<v1::Decision> decisions;
  v1::ListDecisionsRequest request;
  request.set_agreement(absl::StrCat("agreements/", options.agreement));
  do {
    request.set_page_size(options.limit -
                          static_cast<int32_t>(decisions.size()));
    TOGUNA_ASSIGN_OR_RETURN(const v1::ListDecisionsResponse response,
                            client.ListDecisions(request));
    decisions.insert(decisions.end(), response.decisions().begin(),
                     response.decisions().end());
    request.set_cursor(response.next_cursor());
  } while (!request.cursor().empty() &&
           decisions.size() < static_cast<size_t>(options.limit));
  more = !request.cursor().empty();
  return decisions;
}

absl::StatusOr<int> List(Session& session, const Options& options) {
  if (options.limit < 1) {
    return absl::InvalidArgumentError("--limit is at least 1");
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  bool more = false;
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<v1::Decision> decisions,
                          ReadDecisions(*client, options, more));
  const Console console = session.console();
  std::vector<std::vector<std::string>> rows = {
      {Say(session.language, words::kWhenHeading),
       Say(session.language, words::kDecisionHeading),
       Say(session.language, words::kCallerHeading),
       Say(session.language, words::kAskedHeading),
       Say(session.language, words::kOutcomeHeading)}};
  Json::List list;
  for (const v1::Decision& one : decisions) {
    rows.push_back({MinuteOf(one.decide_time()), LastPart(one.name()),
                    LastPart(one.caller()), AskText(one),
                    OutcomeText(console, one)});
    list.push_back(JsonOf(one));
  }
  if (decisions.empty()) {
    console.Say(words::kNoDecisions);
  } else {
    console.Table(rows);
    if (more) console.Say(words::kMoreDecisions);
    console.Say(words::kHowToExplain);
  }
  console.Answer(Json().Set("decisions", std::move(list)).Set("more", more));
  return kExitDone;
}

absl::Status Changed() {
  return ReasonError(absl::StatusCode::kDataLoss, "DECISION_CHANGED",
                     "the decision is not the one that the log has");
}

// Reads the log's entry, as those may who read the log, and compares. False:
// this reader may not, and has the exchange's word alone.
absl::StatusOr<bool> CompareWithLog(Session& session, Client& client,
                                    const v1::Decision& decision) {
  TOGUNA_ASSIGN_OR_RETURN(const Profile profile, session.LoadProfile());
  if (profile.role != RoleText(Role::kDpo)) return false;
  v1::ListEntriesRequest request;
  request.set_first_index(decision.audit_index());
  request.set_page_size(1);
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListEntriesResponse response,
                          client.ListEntries(request));
  if (response.entries_size() != 1) return Changed();
  const auto entry =
      nlohmann::json::parse(response.entries(0).leaf(), nullptr, false);
  const char* id = decision.allowed() ? "release" : "decision";
  const bool same = entry.is_object() &&
                    entry.value(id, "") == LastPart(decision.name()) &&
                    entry.value("decision_sha256", "") == decision.sha256();
  if (!same) return Changed();
  return true;
}

// `read_log`: by this reader, not by the exchange alone.
void ShowDigest(const Console& console, const v1::Decision& decision,
                bool read_log, const std::string& out) {
  const std::string entry = absl::StrCat(decision.audit_index());
  console.Say(words::kDecisionDigest, {decision.sha256()});
  console.Say(read_log ? words::kLogReadSame : words::kLogSaidSame, {entry});
  if (decision.allowed()) console.Say(words::kEntryInPackage);
  if (!out.empty()) console.Say(words::kDecisionWritten, {out});
  console.Say(words::kHowToCompare, {LastPart(decision.name()), entry});
  console.AnswerText(absl::StrCat(R"({"decision":)", decision.canonical_json(),
                                  R"(,"entry":)", entry, R"(,"log":")",
                                  read_log ? "read" : "said", R"(","sha256":")",
                                  decision.sha256(), R"("})"));
}

absl::StatusOr<int> Explain(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::ExplainDecisionRequest request;
  request.set_name(absl::StrCat("decisions/", options.decision));
  TOGUNA_ASSIGN_OR_RETURN(const v1::ExplainDecisionResponse response,
                          client->ExplainDecision(request));
  const v1::Decision& decision = response.decision();
  // What is shown must be what the digest is of, word for word.
  TOGUNA_RETURN_IF_ERROR(CheckDigest(decision));
  if (decision.name() != request.name()) return Changed();
  TOGUNA_ASSIGN_OR_RETURN(const bool read_log,
                          CompareWithLog(session, *client, decision));
  if (!options.out.empty()) {
    TOGUNA_RETURN_IF_ERROR(
        WritePublicFile(options.out, decision.canonical_json()));
  }
  ShowDecision(session.console(), decision);
  ShowDigest(session.console(), decision, read_log, options.out);
  return kExitDone;
}

}  // namespace

void AddAgreementDecisions(CLI::App& agreement, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* list = agreement.add_subcommand(
      "decisions",
      "What was asked under an agreement, and given or refused, the newest "
      "first");
  list->add_option("agreement", options->agreement, "Id of the agreement")
      ->required();
  list->add_option("--limit", options->limit, "How many at most")
      ->capture_default_str();
  Bind(list, session, [options](Session& s) { return List(s, *options); });
  CLI::App* explain = agreement.add_subcommand(
      "explain",
      "A decision as a page: every rule, what was asked and what the agreement "
      "says; compared with the log");
  explain
      ->add_option("decision", options->decision,
                   "Id of a decision, d-…, or of a release, r-…")
      ->required();
  explain->add_option("--out", options->out,
                      "File for the decision's exact bytes; the log has their "
                      "SHA-256");
  Bind(explain, session,
       [options](Session& s) { return Explain(s, *options); });
}

}  // namespace toguna
