// toguna catalog check: every mistake of a catalog at once.

#include <memory>
#include <string>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"
#include "keys/sodium/minisign.h"
#include "policies/load/load.h"

namespace toguna {
namespace {

absl::StatusOr<int> Check(Session& session, const std::string& dir) {
  const LoadResult result = CheckCatalog(dir, VerifyMinisign, session.language);
  const Console console = session.console();
  Json::List problems;
  for (const LoadProblem& problem : result.problems) {
    problems.push_back(Json()
                           .Set("file", problem.file)
                           .Set("line", problem.line)
                           .Set("text", problem.text)
                           .Set("allowed", problem.allowed));
  }
  console.Answer(Json().Set("problems", problems));
  if (!result.catalog.has_value()) {
    console.Say(words::kCatalogMistakes, {absl::StrCat(problems.size())});
    for (const LoadProblem& problem : result.problems) {
      console.Line(absl::StrCat("  ", ProblemText(problem)));
    }
    return kExitNo;
  }
  const Catalog& catalog = *result.catalog;
  console.Say(words::kCatalogGood, {absl::StrCat(catalog.datasets.size()),
                                    absl::StrCat(catalog.plans.size()),
                                    absl::StrCat(catalog.purposes.size()),
                                    absl::StrCat(catalog.parties.size()),
                                    absl::StrCat(catalog.agreements.size()),
                                    absl::StrCat(result.cases)});
  return kExitDone;
}

}  // namespace

void AddCatalog(CLI::App& app, Session& session) {
  auto dir = std::make_shared<std::string>("policies/catalog/mali");
  CLI::App* catalog = app.add_subcommand("catalog", "The operation's files");
  catalog->require_subcommand(1);
  CLI::App* check = catalog->add_subcommand(
      "check", "Check every file; all mistakes at once, with file and line");
  check->add_option("dir", *dir, "Folder of the catalog")
      ->capture_default_str();
  Bind(check, session, [dir](Session& s) { return Check(s, *dir); });
}

}  // namespace toguna
