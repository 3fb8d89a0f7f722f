// toguna catalog check: every mistake of a catalog at once; and without any,
// what its agreements give together.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/toguna/session.h"
#include "exchange/toguna/show_together.h"
#include "exchange/words/console_words.h"
#include "exchange/words/together_words.h"
#include "keys/sodium/minisign.h"
#include "policies/load/load.h"
#include "policies/rules/together.h"

namespace toguna {
namespace {

// In lines; all of them are in JSON.
constexpr size_t kMostShown = 50;

void ShowFindings(const Console& console, std::vector<Together> found) {
  if (found.empty()) return;
  // What was not compared must not be what is not shown.
  std::stable_partition(found.begin(), found.end(), [](const Together& one) {
    return one.kind == Together::Kind::kTooMany;
  });
  console.Say(words::kTogetherIntro, {absl::StrCat(found.size())});
  for (size_t i = 0; i < std::min(found.size(), kMostShown); ++i) {
    for (const std::string& line :
         TogetherLines(console.language(), found[i])) {
      console.Line(line);
    }
  }
  if (found.size() > kMostShown) {
    console.Say(words::kTogetherMore,
                {absl::StrCat(found.size() - kMostShown)});
  }
}

// Agreements that are not in force for want of a signature. No mistake: they
// may be on their way.
void ShowUnsigned(const Console& console, const Catalog& catalog) {
  for (const auto& [id, agreement] : catalog.agreements) {
    for (const AgreementSignature& one : agreement.signatures) {
      if (one.valid) continue;
      console.Say(words::kLacksSignature,
                  {id.text(), SignatureRoleText(one.role), one.problem});
    }
  }
}

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
  std::vector<Together> found;
  if (result.catalog.has_value()) {
    found = FindTogether(*result.catalog, result.templates);
  }
  Json::List findings;
  if (session.json) {
    for (const Together& one : found) findings.push_back(JsonOf(one));
  }
  console.Answer(
      Json().Set("problems", problems).Set("findings", std::move(findings)));
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
  ShowUnsigned(console, catalog);
  ShowFindings(console, std::move(found));
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
