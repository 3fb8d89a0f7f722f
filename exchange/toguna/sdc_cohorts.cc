#include "exchange/toguna/sdc_cohorts.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/form.h"
#include "exchange/cohort/loss.h"
#include "exchange/cohort/minimums.h"
#include "exchange/sdc/cohort_data.h"
#include "exchange/sdc/cohort_hierarchy.h"
#include "exchange/sdc/cohort_output.h"
#include "exchange/toguna/cohort_options.h"
#include "exchange/words/cohort_words.h"
#include "keys/file/file.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Report = nlohmann::ordered_json;

double SecondsSince(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

int64_t PeakKib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

absl::Status Refused(const Session& session, const char* reason,
                     const Sentence& sentence,
                     const std::vector<std::string>& values) {
  return ReasonError(absl::StatusCode::kInvalidArgument, reason,
                     Say(session.language, sentence, values));
}

// The hierarchies there are for these columns, and what files they were in.
struct Hierarchies {
  std::map<std::string, CodeTree> trees;
  std::vector<std::string> files;
};

absl::StatusOr<Hierarchies> ReadHierarchies(const Session& session,
                                            const std::string& prefix,
                                            const CohortHeading& heading) {
  Hierarchies found;
  for (const std::string& column : heading.columns) {
    const std::string path = absl::StrCat(prefix, column, ".csv");
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) continue;
    TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
    TOGUNA_ASSIGN_OR_RETURN(CodeTree tree,
                            ParseCohortHierarchy(path, text, session.language));
    found.trees.emplace(column, std::move(tree));
    found.files.push_back(path);
  }
  return found;
}

// A result that is written over what it was made from would lose it.
absl::Status CheckPaths(const Session& session,
                        const std::vector<std::string>& read,
                        const std::vector<std::string>& written) {
  std::vector<std::filesystem::path> taken;
  const auto real = [](const std::string& path) {
    std::error_code ignored;
    auto whole = std::filesystem::weakly_canonical(
        std::filesystem::absolute(path, ignored), ignored);
    return whole.empty() ? std::filesystem::path(path) : whole;
  };
  for (const std::string& path : read) taken.push_back(real(path));
  for (const std::string& path : written) {
    for (const std::filesystem::path& other : taken) {
      if (real(path) == other) {
        return Refused(session, "CANNOT_WRITE", cohort_words::kOverwrites,
                       {path});
      }
    }
    taken.push_back(real(path));
  }
  return absl::OkStatus();
}

// Whether all records together meet what the strictest rung asks for.
absl::Status CheckEnough(const Session& session, const CohortAsked& asked,
                         const CohortData& data) {
  const CohortMinimums& minimums = asked.rungs.front();
  if (data.entities < minimums.k) {
    return Refused(session, "COHORTS_TOO_FEW", cohort_words::kTooFew,
                   {absl::StrCat(data.entities), absl::StrCat(minimums.k)});
  }
  if (minimums.s > 1 && data.sources < minimums.s) {
    return Refused(session, "COHORTS_TOO_FEW", cohort_words::kTooFewSources,
                   {absl::StrCat(data.sources), asked.columns.sources,
                    absl::StrCat(minimums.s)});
  }
  std::vector<int32_t> all;
  for (size_t i = 0; i < data.tuples.size(); ++i) {
    all.push_back(static_cast<int32_t>(i));
  }
  if (MinimumsJudge(data.tuples).Meets(all, minimums)) return absl::OkStatus();
  return Refused(
      session, "COHORTS_TOO_FEW", cohort_words::kNotDiverse,
      {asked.columns.diversity, absl::StrCat(data.sensitive_values.size())});
}

Report ReportOf(const CohortData& data, int64_t k,
                const CohortFigures& figures) {
  Report loss = Report::object();
  for (size_t a = 0; a < data.attributes.size(); ++a) {
    loss[data.heading.columns[data.attributes[a]]] = figures.loss[a];
  }
  return {{"rows", figures.rows},
          {"k", k},
          {"cohorts", figures.cohorts},
          {"smallest", figures.smallest},
          {"loss_geo", figures.loss_geo},
          {"loss_arith", figures.loss_arith},
          {"loss", std::move(loss)},
          {"aecs", figures.aecs},
          {"discernibility", figures.discernibility},
          {"global_risk", figures.global_risk}};
}

// How far the sensitive values of a cohort are from those of all, at most.
double LargestDistance(const CohortData& data, const Cohorts& cohorts) {
  MinimumsJudge judge(data.tuples);
  double largest = 0;
  for (const Cohort& cohort : cohorts) {
    largest = std::max(largest, judge.DistanceFromAll(cohort.tuples));
  }
  return largest;
}

// Everything until something is written.
struct Formed {
  CohortAsked asked;
  Hierarchies hierarchies;
  CohortData data;
  std::vector<const CodeTree*> trees;
  std::vector<Cohorts> rungs;
  double load_seconds = 0;
  double form_seconds = 0;
};

absl::Status Form(const Session& session, const CohortTyped& typed,
                  Formed& formed) {
  auto start = SteadyClock::now();
  TOGUNA_ASSIGN_OR_RETURN(formed.asked,
                          ReadCohortOptions(typed, session.language));
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(typed.data));
  TOGUNA_ASSIGN_OR_RETURN(
      const CohortHeading heading,
      ParseCohortHeading(typed.data, text, session.language));
  TOGUNA_ASSIGN_OR_RETURN(formed.hierarchies,
                          ReadHierarchies(session, typed.hierarchies, heading));
  std::vector<std::string> read = formed.hierarchies.files;
  read.push_back(typed.data);
  std::vector<std::string> written = {typed.report};
  for (const CohortMinimums& rung : formed.asked.rungs) {
    written.push_back(CohortFileOf(typed, rung.k));
  }
  TOGUNA_RETURN_IF_ERROR(CheckPaths(session, read, written));
  TOGUNA_ASSIGN_OR_RETURN(
      formed.data, ParseCohortData(typed.data, text, formed.asked.columns,
                                   formed.hierarchies.trees, session.language));
  TOGUNA_RETURN_IF_ERROR(CheckEnough(session, formed.asked, formed.data));
  CohortOptions options{.rungs = formed.asked.rungs};
  for (const size_t column : formed.data.attributes) {
    options.trees.push_back(
        &formed.hierarchies.trees.at(formed.data.heading.columns[column]));
  }
  formed.load_seconds = SecondsSince(start);
  start = SteadyClock::now();
  TOGUNA_ASSIGN_OR_RETURN(formed.rungs,
                          FormCohorts(formed.data.tuples, options));
  formed.form_seconds = SecondsSince(start);
  formed.trees = std::move(options.trees);
  return absl::OkStatus();
}

absl::StatusOr<int> MakeCohorts(const Session& session,
                                const CohortTyped& typed) {
  Formed formed;
  TOGUNA_RETURN_IF_ERROR(Form(session, typed, formed));
  const auto start = SteadyClock::now();
  Report rungs = Report::array();
  for (size_t i = 0; i < formed.rungs.size(); ++i) {
    const int64_t k = formed.asked.rungs[i].k;
    TOGUNA_RETURN_IF_ERROR(WritePublicFile(
        CohortFileOf(typed, k),
        WriteCohortFile(formed.data, formed.trees, formed.rungs[i])));
    rungs.push_back(
        ReportOf(formed.data, k, FiguresOf(formed.trees, formed.rungs[i])));
    if (formed.asked.rungs[i].diversity.kind == Diversity::Kind::kClose) {
      rungs.back()["largest_distance"] =
          LargestDistance(formed.data, formed.rungs[i]);
    }
  }
  // The last rung tells most; its figures are the report's.
  Report report = rungs.back();
  if (!typed.rungs.empty()) report["rungs"] = rungs;
  report["seconds"] = {{"load", formed.load_seconds},
                       {"form", formed.form_seconds},
                       {"write", SecondsSince(start)}};
  report["peak_kib"] = PeakKib();
  TOGUNA_RETURN_IF_ERROR(WritePublicFile(typed.report, report.dump(2) + "\n"));
  const Console console = session.console();
  console.AnswerText(report.dump(2));
  for (const Report& one : rungs) {
    const auto k = one["k"].get<int64_t>();
    console.Say(cohort_words::kFormed,
                {absl::StrCat(k), absl::StrCat(one["cohorts"].get<int64_t>()),
                 absl::StrCat(one["rows"].get<int64_t>()),
                 absl::StrCat(one["smallest"].get<int64_t>()),
                 absl::StrFormat("%.4f", one["loss_geo"].get<double>()),
                 CohortFileOf(typed, k)});
  }
  if (rungs.size() > 1) console.Say(cohort_words::kNested);
  return kExitDone;
}

constexpr char kFooter[] =
    "Columns that have a hierarchy are generalised until every row shares "
    "its\nvalues with enough others; no row is left out. A hierarchy has one "
    "line per\nvalue, ';' between levels: the value first, the top last, the "
    "same for all.\nValues pooled with siblings are written {a|b}.\n\n"
    "What is promised: every cohort has at least k rows (with --entities: "
    "distinct\nentities), the sources and the diversity asked for; the boxes "
    "of cohorts are\ndisjoint and cover everything, so they do not tell where "
    "nobody is. With\n--rungs, OUT.kN.csv each: cohorts of a smaller k lie "
    "inside those of a larger.\n"
    "What is not: that files made in separate runs can be given to the same "
    "reader;\nthat the order of rows, kept from the input, tells nothing (sort "
    "them first);\nthat a sensitive value is hidden which nearly all of a "
    "cohort "
    "share.\n\n"
    "Exit codes: 0 written, 2 bad file or value (nothing written).";

}  // namespace

void AddSdcCohorts(CLI::App& sdc, Session& session) {
  auto typed = std::make_shared<CohortTyped>();
  CLI::App* cohorts = sdc.add_subcommand(
      "cohorts", "Generalise records until each is one of at least k alike");
  cohorts->footer(kFooter);
  cohorts->add_option("--data", typed->data, "Records, CSV with ';' or ','")
      ->required();
  cohorts
      ->add_option("--hierarchies", typed->hierarchies,
                   "What the names of the hierarchies begin with, before "
                   "<column>.csv")
      ->required();
  cohorts->add_option("--k", typed->k, "Smallest cohort, at least 2");
  cohorts
      ->add_option("--rungs", typed->rungs,
                   "Instead of --k: a ladder, strictest first, for example "
                   "35,10,5")
      ->delimiter(',');
  cohorts->add_option("--sources", typed->sources,
                      "COLUMN:S, at least S distinct sources per cohort; never "
                      "written");
  cohorts->add_option("--entities", typed->entities,
                      "COLUMN that says who a row is about: k counts these; "
                      "never written");
  cohorts->add_option("--diversity", typed->diversity,
                      "COLUMN:distinct:L, COLUMN:entropy:L, "
                      "COLUMN:recursive:C:L or COLUMN:t-close:T; written as "
                      "it is");
  cohorts
      ->add_option("--drop", typed->drop,
                   "Columns left out, with commas between them")
      ->delimiter(',');
  cohorts->add_option("--out", typed->out, "Generalised records, written here")
      ->required();
  cohorts->add_option("--report", typed->report, "Figures, written as JSON")
      ->required();
  Bind(cohorts, session, [typed](Session& s) -> absl::StatusOr<int> {
    const auto code = MakeCohorts(s, *typed);
    if (code.ok()) return code;
    // Whatever is wrong with files is bad input, not a refusal.
    const int exit = s.console().Fail(code.status());
    return absl::IsInternal(code.status()) ? exit : int{kExitBadInput};
  });
}

}  // namespace toguna
