// toguna sdc: disclosure control of tables in files, without a server.

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Validators.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/jj.h"
#include "exchange/disclosure/jj_check.h"
#include "exchange/disclosure/jj_protect.h"
#include "exchange/toguna/sdc_check_cohorts.h"
#include "exchange/toguna/sdc_cohorts.h"
#include "exchange/toguna/sdc_tables.h"
#include "exchange/toguna/session.h"
#include "exchange/words/sdc_words.h"
#include "keys/file/file.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Report = nlohmann::ordered_json;

// An exit code of this command alone: no pattern is safe.
constexpr int kExitInfeasible = 3;
// Of a long list of cells, so many are shown on the screen.
constexpr size_t kMostRows = 20;

struct ProtectOptions {
  std::string jj;
  std::string cost;
  std::string out;
  std::string report;
  double seconds = 60;
};

struct CheckOptions {
  std::string jj;
  std::string pattern;
};

// Options of all kinds of input.
struct CheckOptionsOfAll {
  CheckOptions jj;
  SdcTablesOptions tables;
  SdcCheckCohortsOptions cohorts;
};

double SecondsSince(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

// A number for a person: whole if it is, or else six digits.
std::string Text(double number) { return absl::StrFormat("%.15g", number); }
std::string Rounded(double number) { return absl::StrFormat("%.6g", number); }

absl::StatusOr<JjInstance> ReadJj(const Session& session,
                                  const std::string& path) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParseJj(text, session.language);
}

// Whatever goes wrong with files or values is bad input, since 1
// says that a pattern is broken.
absl::StatusOr<int> OrBadInput(const Session& session,
                               const absl::StatusOr<int>& result) {
  if (result.ok()) return result;
  session.console().Fail(result.status());
  return kExitBadInput;
}

JjCost CostNamed(const std::string& name) {
  if (name == "unit") return JjCost::kUnit;
  if (name == "value") return JjCost::kValue;
  return JjCost::kWeight;
}

double GapOf(const JjProtected& found) {
  if (found.cost <= 0 || found.optimal) return 0;
  return 1 - found.lower_bound / found.cost;
}

Report ReportOf(const JjProtected& found, double seconds) {
  return {{"primary", found.unsafe},      {"secondary", found.secondary},
          {"cost", found.cost},           {"lower_bound", found.lower_bound},
          {"gap", GapOf(found)},          {"optimal", found.optimal},
          {"seconds", seconds},           {"stopped", found.stopped},
          {"cut_short", found.cut_short}, {"rounds", found.rounds},
          {"breaches", found.breaches},   {"tolerance", JjTolerance(0)}};
}

absl::StatusOr<int> ProtectFile(Session& session,
                                const ProtectOptions& options) {
  const auto start = SteadyClock::now();
  TOGUNA_ASSIGN_OR_RETURN(const JjInstance instance,
                          ReadJj(session, options.jj));
  PatternBudget budget = kJjBudget;
  budget.stop = [&] { return SecondsSince(start) > options.seconds; };
  const auto found =
      ProtectJj(instance, CostNamed(options.cost), budget, session.language);
  const Console console = session.console();
  if (!found.ok() && ReasonOf(found.status()).code == "JJ_INFEASIBLE") {
    console.Fail(found.status());
    return kExitInfeasible;
  }
  TOGUNA_RETURN_IF_ERROR(found.status());
  const Report report = ReportOf(*found, SecondsSince(start));
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(options.out, WriteJjPattern(found->pattern)));
  if (!options.report.empty()) {
    TOGUNA_RETURN_IF_ERROR(
        WritePublicFile(options.report, report.dump(2) + "\n"));
  }
  console.Say(sdc_words::kProtected,
              {absl::StrCat(found->unsafe), absl::StrCat(found->secondary),
               Text(found->cost), Text(found->lower_bound),
               absl::StrFormat("%.2f", 100 * GapOf(*found)),
               absl::StrFormat("%.1f", SecondsSince(start))});
  if (found->optimal) {
    console.Say(sdc_words::kProtectedBest);
  } else if (found->stopped) {
    console.Say(sdc_words::kProtectedStopped);
  }
  console.Say(sdc_words::kProtectedWritten, {options.out});
  console.AnswerText(report.dump(2));
  return kExitDone;
}

Report ExposedReport(const JjInstance& instance, const JjExposed& exposed) {
  const JjCell& cell = instance.cells[exposed.cell];
  return {{"cell", exposed.cell},
          {"low", exposed.low},
          {"high", exposed.high},
          {"low_asked", cell.value - cell.lower_level},
          {"high_asked", cell.value + cell.upper_level},
          {"width_asked", cell.sliding_level}};
}

void ShowExposed(const Console& console, const JjInstance& instance,
                 const std::vector<JjExposed>& exposed) {
  const auto say = [&](const Sentence& sentence,
                       const std::vector<std::string>& values = {}) {
    return Say(console.language(), sentence, values);
  };
  std::vector<std::vector<std::string>> rows = {
      {say(sdc_words::kCellHeading), say(sdc_words::kFoundHeading),
       say(sdc_words::kAskedHeading), say(sdc_words::kWidthHeading)}};
  for (const JjExposed& one : exposed) {
    if (rows.size() > kMostRows) break;
    const JjCell& cell = instance.cells[one.cell];
    rows.push_back(
        {absl::StrCat(one.cell),
         say(sdc_words::kInterval, {Rounded(one.low), Rounded(one.high)}),
         say(sdc_words::kInterval, {Rounded(cell.value - cell.lower_level),
                                    Rounded(cell.value + cell.upper_level)}),
         Rounded(cell.sliding_level)});
  }
  console.Table(rows);
  if (exposed.size() > kMostRows) {
    console.Say(sdc_words::kMoreExposed,
                {absl::StrCat(exposed.size() - kMostRows)});
  }
}

absl::StatusOr<int> CheckFile(Session& session, const CheckOptions& options) {
  TOGUNA_ASSIGN_OR_RETURN(const JjInstance instance,
                          ReadJj(session, options.jj));
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.pattern));
  TOGUNA_ASSIGN_OR_RETURN(const JjPattern pattern,
                          ParseJjPattern(text, instance, session.language));
  const JjCheck check = CheckJj(instance, pattern);
  const Console console = session.console();
  Report exposed = Report::array();
  for (const JjExposed& one : check.exposed) {
    exposed.push_back(ExposedReport(instance, one));
  }
  console.AnswerText(Report{
      {"holds", check.exposed.empty()},
      {"primary", check.unsafe},
      {"exposed", std::move(exposed)},
      {"tolerance",
       JjTolerance(0)}}.dump(2));
  if (check.exposed.empty()) {
    console.Say(sdc_words::kPatternHolds,
                {absl::StrCat(check.unsafe), Rounded(JjTolerance(0))});
    return kExitDone;
  }
  console.Say(sdc_words::kPatternBroken,
              {absl::StrCat(check.exposed.size()), absl::StrCat(check.unsafe)});
  ShowExposed(console, instance, check.exposed);
  return kExitNo;
}

// Only one of the two kinds of input, and all that it needs.
int UsageError(const std::string& message) {
  std::cerr << "toguna: " << message << '\n';
  return kExitBadInput;
}

constexpr char kProtectFooter[] =
    "With --plan: DIR gets tables/<family>.csv (publish these alone),\n"
    "witnesses.dpo (the proof, for the data protection officer alone),\n"
    "report.json and a copy of the plan.\n\n"
    "What is promised: for every cell that counts somebody but too few (below\n"
    "the plan's k, s and c), there are two possible sets of records that "
    "agree\n"
    "with everything published, here and in all --history folders: one with "
    "at\n"
    "least k in the cell, one without its largest source, k or more apart. It\n"
    "holds against everybody who reads all tables and the plan, and, where c "
    "is\n"
    "above 0, against each contributor that also knows its own records.\n"
    "What is not: who knows other people's records besides, or reasons from "
    "why\n"
    "this pattern was chosen; tables published elsewhere, or by an earlier "
    "run\n"
    "that is not given as --history; that a value which is shown is true.\n"
    "Why a zero is not shown: zero, small and withheld cells look the same. "
    "If\n"
    "zeros were shown, what is left over in a row would give small cells "
    "away.\n"
    "Only zeros that the plan lists as structural are shown.\n"
    "How good the pattern is: report.json has the share of the cells that may "
    "be\n"
    "shown, per depth; 'bounds' has how many are withheld and how many must "
    "be\n"
    "in any safe pattern; 'optimal' is true where the two agree.\n\n"
    "Exit codes: 0 written, 1 the checker refused (nothing written), 2 bad "
    "file "
    "or\nvalue, 3 cannot be protected even with everything withheld that may "
    "be "
    "(--jj).\nA pattern of --jj has one line per cell, 'index status': s "
    "shown, "
    "u unsafe,\nx withheld besides.";

// Options of both kinds.
struct ProtectOptionsOfBoth {
  ProtectOptions jj;
  SdcTablesOptions tables;
};

absl::StatusOr<int> ProtectEither(Session& session,
                                  const ProtectOptionsOfBoth& options) {
  const ProtectOptions& jj = options.jj;
  if (jj.jj.empty()) {
    if (options.tables.plan.empty() || options.tables.records.empty()) {
      return UsageError("--plan and --records are required (or --jj)");
    }
    if (!jj.cost.empty() || !jj.report.empty()) {
      return UsageError("--cost and --report go with --jj alone");
    }
    SdcTablesOptions tables = options.tables;
    tables.out = jj.out;
    tables.seconds = jj.seconds;
    return ProtectTables(session, tables);
  }
  if (jj.cost.empty()) return UsageError("--cost is required with --jj");
  if (!options.tables.records.empty() || !options.tables.history.empty() ||
      options.tables.seed.has_value()) {
    return UsageError("--records, --history and --seed go with --plan alone");
  }
  return OrBadInput(session, ProtectFile(session, jj));
}

void AddPlanOptions(CLI::App& command, SdcTablesOptions& options) {
  command
      .add_option("--plan", options.plan,
                  "Plan, textproto as in a catalog; with its trees")
      ->excludes("--jj");
  command
      .add_option("--history", options.history,
                  "Folder of an earlier run; give all that were published "
                  "of the same months")
      ->take_all();
}

void AddProtect(CLI::App& sdc, Session& session) {
  auto options = std::make_shared<ProtectOptionsOfBoth>();
  CLI::App* protect = sdc.add_subcommand(
      "protect",
      "Choose what to withhold so that no unsafe cell can be worked out");
  protect->footer(kProtectFooter);
  ProtectOptions& jj = options->jj;
  protect->add_option("--jj", jj.jj, "Cells and constraints, JJ format");
  AddPlanOptions(*protect, options->tables);
  protect->add_option("--records", options->tables.records,
                      "Records, CSV entity;source;contributor;accepted;"
                      "<dimension>…;<measure>…");
  protect
      ->add_option("--cost", jj.cost,
                   "With --jj, what withholding a cell costs: 1 each, its "
                   "value without sign, or the file's cost column")
      ->check(CLI::IsMember({"unit", "value", "weight"}));
  protect
      ->add_option("--out", jj.out,
                   "The folder, or with --jj the pattern, written here")
      ->required();
  protect->add_option("--report", jj.report,
                      "With --jj: figures, written here as JSON");
  protect
      ->add_option("--seconds", jj.seconds,
                   "When to stop looking for a better pattern; the first safe "
                   "one is always finished, however long it takes")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  protect->add_option(
      "--seed", options->tables.seed,
      "Breaks ties, for a result that can be had again; whoever "
      "knows it learns a little of why cells are withheld. "
      "Without it a number is drawn and forgotten");
  Bind(protect, session,
       [options](Session& s) { return ProtectEither(s, *options); });
}

absl::StatusOr<int> CheckAny(Session& session,
                             const CheckOptionsOfAll& options) {
  const CheckOptions& jj = options.jj;
  const SdcTablesOptions& tables = options.tables;
  if (options.cohorts.given()) {
    if (options.cohorts.cohorts.empty() ||
        options.cohorts.hierarchies.empty() || options.cohorts.k == 0) {
      return UsageError("--cohorts, --hierarchies and --k go together");
    }
    if (!jj.jj.empty() || !jj.pattern.empty() || !tables.plan.empty() ||
        !tables.out.empty() || !tables.history.empty()) {
      return UsageError("--cohorts goes with neither --plan nor --jj");
    }
    return CheckCohortFile(session, options.cohorts);
  }
  if (jj.jj.empty()) {
    if (tables.plan.empty() || tables.out.empty() || !jj.pattern.empty()) {
      return UsageError(
          "--plan and --out are required (or --jj, --pattern, or --cohorts)");
    }
    return CheckTables(session, tables);
  }
  if (jj.pattern.empty()) return UsageError("--pattern is required with --jj");
  if (!tables.out.empty() || !tables.history.empty()) {
    return UsageError("--out and --history go with --plan alone");
  }
  return OrBadInput(session, CheckFile(session, jj));
}

void AddCheckCohortsOptions(CLI::App& command,
                            SdcCheckCohortsOptions& options) {
  command.add_option("--cohorts", options.cohorts,
                     "Generalised records, as sdc cohorts wrote them");
  command.add_option("--hierarchies", options.hierarchies,
                     "With --cohorts: what the names of the hierarchies begin "
                     "with, before <column>.csv");
  command.add_option("--k", options.k,
                     "With --cohorts: rows that each must have, at least 2");
  command.add_option("--diversity", options.diversity,
                     "With --cohorts: COLUMN:distinct:L, COLUMN:entropy:L or "
                     "COLUMN:recursive:C:L");
  command.add_option("--rungs-with", options.rungs_with,
                     "With --cohorts: the file of a larger k from the same "
                     "run, which each cohort must lie inside");
}

void AddCheck(CLI::App& sdc, Session& session) {
  auto options = std::make_shared<CheckOptionsOfAll>();
  CLI::App* check = sdc.add_subcommand(
      "check",
      "Verify or attack what was written: tables, cohorts or a pattern");
  check->footer(
      "With --plan: verifies tables, ranges and witnesses with a checker that\n"
      "shares no code with what made them, from the files alone. It cannot "
      "see\n"
      "the records: that witnesses.dpo names every unsafe cell is the word of "
      "sdc\nprotect, and a digest tells whether a file was changed since.\n\n"
      "With --cohorts: verifies, likewise from the files alone, that rows of "
      "a\ncohort are the same, that cohorts have k rows and are diverse, and "
      "that their\nboxes are disjoint and cover every combination. It cannot "
      "see whom rows are\nabout, from how many sources they are, whether a "
      "record was left out, how\nboxes were chosen, or what else was "
      "released.\n\n"
      "With --jj: attacks a pattern: what can be worked out of unsafe "
      "cells?\n\n"
      "Exit codes: 0 it holds, 1 it is broken (where, and with --jj what an\n"
      "attacker finds), 2 bad file.");
  check->add_option("--jj", options->jj.jj, "Cells and constraints, JJ format");
  AddPlanOptions(*check, options->tables);
  check->add_option("--out", options->tables.out,
                    "The folder that protect wrote");
  check->add_option("--pattern", options->jj.pattern,
                    "With --jj: one 'index status' line per cell: s, u or x");
  AddCheckCohortsOptions(*check, options->cohorts);
  Bind(check, session, [options](Session& s) { return CheckAny(s, *options); });
}

}  // namespace

void AddSdc(CLI::App& app, Session& session) {
  CLI::App* sdc = app.add_subcommand(
      "sdc",
      "Disclosure control of tables and records in files, without a server");
  sdc->footer(
      "Works on files alone and asks no exchange. Exit codes: 'sdc SUBCOMMAND "
      "--help'.");
  sdc->require_subcommand(1);
  AddProtect(*sdc, session);
  AddCheck(*sdc, session);
  AddSdcCohorts(*sdc, session);
}

}  // namespace toguna
