// toguna sdc protect --plan.

#include "exchange/toguna/sdc_tables.h"

#include <sys/resource.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/global_risk.h"
#include "exchange/disclosure/protect_rungs.h"
#include "exchange/sdc/figures.h"
#include "exchange/sdc/file_records.h"
#include "exchange/sdc/setting.h"
#include "exchange/sdc/table_file.h"
#include "exchange/sdc/witness_file.h"
#include "exchange/toguna/sdc_folder.h"
#include "exchange/toguna/sdc_inputs.h"
#include "exchange/toguna/sdc_report.h"
#include "exchange/words/sdc_files_words.h"
#include "keys/file/file.h"
#include "keys/sodium/random.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Report = SdcReport;

// Seconds of each step, in order.
class StepTimes {
 public:
  double Total() const { return Since(start_); }
  void Done(const char* step) {
    seconds_[step] = Since(last_);
    last_ = SteadyClock::now();
  }
  Report Json() const {
    Report json = seconds_;
    json["total"] = Total();
    return json;
  }

 private:
  static double Since(SteadyClock::time_point from) {
    return std::chrono::duration<double>(SteadyClock::now() - from).count();
  }
  SteadyClock::time_point start_ = SteadyClock::now();
  SteadyClock::time_point last_ = start_;
  Report seconds_ = Report::object();
};

int64_t PeakMemoryBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return int64_t{usage.ru_maxrss} * 1024;
}

uint64_t RandomKey() {
  uint64_t key = 0;
  for (const char byte : SystemRandom()(sizeof key)) {
    key = key << 8 | static_cast<unsigned char>(byte);
  }
  return key;
}

// Everything between reading the files and writing the folder. One setting and
// result per rung, the lowest first.
struct Made {
  std::vector<SdcSetting> settings;
  std::vector<Strand> strands;
  std::vector<Protected> results;
  bool replaces = false;
};

absl::Status CheckRung(const Session& session, const Made& made, size_t rung) {
  const std::vector<SealedTable>* below =
      rung == 0 ? nullptr : &made.results[rung - 1].tables;
  const Protected& result = made.results[rung];
  TOGUNA_ASSIGN_OR_RETURN(
      const SealToCheck check,
      ForChecker(made.settings[rung], result.tables, below, result));
  const auto verdict = CheckSeal(check);
  if (verdict.ok()) return absl::OkStatus();
  return ReasonError(absl::StatusCode::kDataLoss, "TABLES_NOT_PROVEN",
                     Say(session.language, sdc_words::kCheckerRefused,
                         {std::string(verdict.status().message())}));
}

double RiskOf(const Made& made, size_t rung) {
  const SdcSetting& setting = made.settings[rung];
  return GlobalRisk(setting.catalog, setting.dataset(),
                    made.results[rung].tables);
}

absl::Status Make(const Session& session, const SdcTablesOptions& options,
                  const SdcInputs& inputs, StepTimes& times, Made& made) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.records));
  TOGUNA_ASSIGN_OR_RETURN(
      const FileRecords records,
      ParseRecords(options.records, text, inputs.joined,
                   inputs.joined.datasets.begin()->second,
                   CountsVictims(inputs.whole(), inputs.Earlier()),
                   session.language));
  TOGUNA_ASSIGN_OR_RETURN(
      const SdcSetting whole,
      SettingOf(inputs.joined, inputs.whole(), inputs.Earlier(), records.months,
                session.language));
  TOGUNA_RETURN_IF_ERROR(
      CheckOut(options.out, whole, session.language, made.replaces));
  times.Done("reading");
  TOGUNA_ASSIGN_OR_RETURN(made.strands, StrandsOf(whole, records));
  TOGUNA_RETURN_IF_ERROR(CheckHistory(whole, made.strands, session.language));
  times.Done("counting");
  made.settings = whole.Rungs();
  std::vector<std::vector<Publication>> rungs;
  for (const SdcSetting& one : made.settings) {
    rungs.push_back(one.Publications());
  }
  // Dimensions and families are the same in every rung.
  const SdcSetting& lowest = made.settings.front();
  TOGUNA_ASSIGN_OR_RETURN(
      made.results,
      ProtectRungs(
          lowest.catalog, lowest.dataset(), lowest.Refining(), made.strands,
          std::move(rungs),
          {.tie_break = options.seed.has_value() ? *options.seed : RandomKey(),
           .stop = [&] { return times.Total() > options.seconds; }}));
  times.Done("protecting");
  for (size_t rung = 0; rung < made.results.size(); ++rung) {
    TOGUNA_RETURN_IF_ERROR(CheckRung(session, made, rung));
  }
  times.Done("checking");
  return CheckRisk(inputs.whole(), RiskOf(made, made.results.size() - 1));
}

// A list of all rungs, each with its minimums and how well it went.
absl::StatusOr<Report> RungsOf(const Made& made) {
  Report rungs = Report::array();
  for (size_t rung = 0; rung < made.results.size(); ++rung) {
    const SdcSetting& setting = made.settings[rung];
    TOGUNA_ASSIGN_OR_RETURN(
        const ShownFigures shown,
        ShownFiguresOf(setting, made.strands, made.results[rung].tables));
    Report one = {{"k", setting.plan.minimums.k},
                  {"s", setting.plan.minimums.s},
                  {"c", setting.plan.minimums.c},
                  {"tables", ""},
                  {"global_risk", RiskOf(made, rung)}};
    one.update(SdcFiguresOf(made.results[rung], shown));
    rungs.push_back(std::move(one));
  }
  return rungs;
}

absl::StatusOr<Report> Write(const Session& session,
                             const SdcTablesOptions& options,
                             const SdcInputs& inputs, StepTimes& times,
                             const Made& made) {
  TOGUNA_ASSIGN_OR_RETURN(Report rungs, RungsOf(made));
  const Plan& plan = inputs.whole();
  FolderFiles files = inputs.plan.Copies();
  for (size_t rung = 0; rung < made.results.size(); ++rung) {
    rungs[rung]["tables"] = TablesFolder(plan, rung);
    for (const SealedTable& table : made.results[rung].tables) {
      files[TablePath(plan, rung, table.family)] = WriteTableFile(table);
    }
  }
  std::vector<std::string> history;
  for (const ReadHistory& one : inputs.histories) history.push_back(one.digest);
  Report report = SdcHeadOf(made.settings[0], history, options.seed);
  Report lowest = rungs[0];
  for (const char* said : {"k", "s", "c", "tables"}) lowest.erase(said);
  report.update(lowest);
  report["global_risk"] = rungs.back()["global_risk"];
  report["rungs"] = std::move(rungs);
  report["files"] = DigestsOf(files);
  const FolderFiles tables = files;
  for (size_t rung = 0; rung < made.results.size(); ++rung) {
    const SdcSetting& setting = made.settings[rung];
    const WitnessFile witnesses{
        .files = BoundFiles(inputs, setting.plan.families, rung, tables),
        .months = setting.months,
        .result = made.results[rung]};
    files[WitnessPath(plan, rung)] = WriteWitnessFile(witnesses);
  }
  times.Done("rendering");
  report["seconds"] = times.Json();
  report["peak_memory_bytes"] = PeakMemoryBytes();
  files[kSdcReport] = report.dump(2) + "\n";
  TOGUNA_RETURN_IF_ERROR(
      WriteFolder(options.out, files, made.replaces, session.language));
  return report;
}

// A line for each rung above the lowest.
void SayRungs(const Console& console, const SdcTablesOptions& options,
              const Report& rungs) {
  for (size_t rung = 1; rung < rungs.size(); ++rung) {
    const Report& one = rungs[rung];
    console.Say(
        sdc_words::kRungProtected,
        {absl::StrCat(one["k"].get<int>()),
         absl::StrCat(one["published"].get<int64_t>()),
         absl::StrCat(one["safe"].get<int64_t>()),
         absl::StrFormat("%.1f", 100 * one["global_risk"].get<double>()),
         absl::StrCat(options.out, "/", one["tables"].get<std::string>())});
  }
}

absl::StatusOr<int> Protecting(const Session& session,
                               const SdcTablesOptions& options) {
  StepTimes times;
  TOGUNA_ASSIGN_OR_RETURN(const SdcInputs inputs, ReadInputs(session, options));
  Made made;
  TOGUNA_RETURN_IF_ERROR(Make(session, options, inputs, times, made));
  TOGUNA_ASSIGN_OR_RETURN(const Report report,
                          Write(session, options, inputs, times, made));
  const Console console = session.console();
  console.AnswerText(report.dump(2));
  console.Say(sdc_words::kTablesProtected,
              {absl::StrCat(report["cells"].get<int64_t>()),
               absl::StrCat(report["published"].get<int64_t>()),
               absl::StrCat(report["safe"].get<int64_t>()),
               absl::StrFormat("%.1f", 100 * report["share"].get<double>()),
               absl::StrFormat("%.1f", times.Total())});
  const ProtectionFigures& figures = made.results[0].figures;
  console.Say(figures.optimal ? sdc_words::kTablesBest
                              : sdc_words::kTablesNotProven);
  if (figures.stopped) console.Say(sdc_words::kTablesStopped);
  SayRungs(console, options, report["rungs"]);
  if (made.replaces) console.Say(sdc_words::kOutReplaced, {options.out});
  console.Say(sdc_words::kTablesWritten, {options.out});
  return kExitDone;
}

}  // namespace

int ProtectTables(Session& session, const SdcTablesOptions& options) {
  const auto code = Protecting(session, options);
  return code.ok() ? *code : FailWith(session, code.status());
}

}  // namespace toguna
