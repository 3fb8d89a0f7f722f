#include "exchange/toguna/sdc_tables.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/sdc/broken_cells.h"
#include "exchange/sdc/figures.h"
#include "exchange/sdc/file_records.h"
#include "exchange/sdc/setting.h"
#include "exchange/sdc/table_file.h"
#include "exchange/sdc/witness_file.h"
#include "exchange/toguna/sdc_folder.h"
#include "exchange/toguna/sdc_report.h"
#include "exchange/words/sdc_files_words.h"
#include "keys/file/file.h"
#include "keys/sodium/random.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Report = SdcReport;

constexpr char kHistory[] = "history:";
// Of a long list of cells, so many are shown on the screen.
constexpr size_t kMostCells = 20;

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

// Exit code of what went wrong: a broken seal is 1, a mistake of this program
// 5, and everything else is in the files.
int FailWith(const Session& session, const absl::Status& status) {
  const Reason reason = ReasonOf(status);
  if (reason.code == "PLAN_TOO_LARGE") {
    const auto size = reason.metadata.find("size");
    session.console().Fail(
        ReasonError(absl::StatusCode::kInvalidArgument, "FILE_PLAN_TOO_LARGE",
                    absl::StrCat(status.message(),
                                 size == reason.metadata.end()
                                     ? ""
                                     : absl::StrCat(" (", size->second, ")"))));
    return kExitBadInput;
  }
  const int code = session.console().Fail(status);
  if (reason.code == "TABLES_NOT_PROVEN") return kExitNo;
  return absl::IsInternal(status) ? code : int{kExitBadInput};
}

// What both commands put together from their options.
struct Inputs {
  ReadPlan plan;
  std::vector<ReadHistory> histories;
  Catalog joined;

  const Plan& whole() const {
    return *plan.plan.catalog.FindPlan(plan.plan.plan);
  }
  std::vector<EarlierFiles> Earlier() const {
    std::vector<EarlierFiles> earlier;
    for (const ReadHistory& one : histories) earlier.push_back(one.files);
    return earlier;
  }
};

absl::StatusOr<Inputs> ReadInputs(const Session& session,
                                  const SdcTablesOptions& options) {
  Inputs inputs;
  TOGUNA_ASSIGN_OR_RETURN(inputs.plan,
                          ReadPlanFile(options.plan, session.language));
  TOGUNA_ASSIGN_OR_RETURN(inputs.histories,
                          ReadHistories(options.history, session.language));
  TOGUNA_ASSIGN_OR_RETURN(
      inputs.joined, JoinCatalogs(inputs.plan.plan.catalog, inputs.Earlier(),
                                  session.language));
  return inputs;
}

// What witnesses.dpo binds: everything public, and what was published before.
std::map<std::string, std::string> BoundFiles(
    const FolderFiles& files, const std::vector<ReadHistory>& histories) {
  std::map<std::string, std::string> bound = DigestsOf(files);
  for (const ReadHistory& one : histories) {
    bound[absl::StrCat(kHistory, one.digest)] = one.digest;
  }
  return bound;
}

// Everything between reading the files and writing the folder.
struct Made {
  SdcSetting setting;
  std::vector<Strand> strands;
  Protected result;
  bool replaces = false;
};

absl::Status Make(const Session& session, const SdcTablesOptions& options,
                  const Inputs& inputs, StepTimes& times, Made& made) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.records));
  TOGUNA_ASSIGN_OR_RETURN(
      const FileRecords records,
      ParseRecords(options.records, text, inputs.joined,
                   inputs.joined.datasets.begin()->second,
                   CountsVictims(inputs.whole(), inputs.Earlier()),
                   session.language));
  TOGUNA_ASSIGN_OR_RETURN(
      made.setting, SettingOf(inputs.joined, inputs.whole(), inputs.Earlier(),
                              records.months, session.language));
  TOGUNA_RETURN_IF_ERROR(
      CheckOut(options.out, made.setting, session.language, made.replaces));
  times.Done("reading");
  TOGUNA_ASSIGN_OR_RETURN(made.strands, StrandsOf(made.setting, records));
  TOGUNA_RETURN_IF_ERROR(
      CheckHistory(made.setting, made.strands, session.language));
  times.Done("counting");
  const std::vector<Publication> publications = made.setting.Publications();
  TOGUNA_ASSIGN_OR_RETURN(
      made.result,
      Protect(
          made.setting.catalog, made.setting.dataset(), made.setting.Refining(),
          made.strands, publications,
          {.tie_break = options.seed.has_value() ? *options.seed : RandomKey(),
           .stop = [&] { return times.Total() > options.seconds; }}));
  times.Done("protecting");
  TOGUNA_ASSIGN_OR_RETURN(
      const SealToCheck check,
      ForChecker(made.setting, made.result.tables, made.result));
  const auto verdict = CheckSeal(check);
  times.Done("checking");
  if (verdict.ok()) return absl::OkStatus();
  return ReasonError(absl::StatusCode::kDataLoss, "TABLES_NOT_PROVEN",
                     Say(session.language, sdc_words::kCheckerRefused,
                         {std::string(verdict.status().message())}));
}

absl::StatusOr<Report> Write(const Session& session,
                             const SdcTablesOptions& options,
                             const Inputs& inputs, StepTimes& times,
                             const Made& made) {
  TOGUNA_ASSIGN_OR_RETURN(
      const ShownFigures shown,
      ShownFiguresOf(made.setting, made.strands, made.result.tables));
  FolderFiles files = inputs.plan.Copies();
  for (const SealedTable& table : made.result.tables) {
    files[TablePath(table.family)] = WriteTableFile(table);
  }
  std::vector<std::string> history;
  for (const ReadHistory& one : inputs.histories) history.push_back(one.digest);
  Report report = SdcHeadOf(made.setting, history, options.seed);
  report.update(SdcFiguresOf(made.result, shown));
  report["files"] = DigestsOf(files);
  const WitnessFile witnesses{.files = BoundFiles(files, inputs.histories),
                              .months = made.setting.months,
                              .result = made.result};
  files[kSdcWitnesses] = WriteWitnessFile(witnesses);
  times.Done("rendering");
  report["seconds"] = times.Json();
  report["peak_memory_bytes"] = PeakMemoryBytes();
  files[kSdcReport] = report.dump(2) + "\n";
  TOGUNA_RETURN_IF_ERROR(
      WriteFolder(options.out, files, made.replaces, session.language));
  return report;
}

absl::StatusOr<int> Protecting(const Session& session,
                               const SdcTablesOptions& options) {
  StepTimes times;
  TOGUNA_ASSIGN_OR_RETURN(const Inputs inputs, ReadInputs(session, options));
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
  console.Say(made.result.figures.optimal ? sdc_words::kTablesBest
                                          : sdc_words::kTablesNotProven);
  if (made.result.figures.stopped) console.Say(sdc_words::kTablesStopped);
  if (made.replaces) console.Say(sdc_words::kOutReplaced, {options.out});
  console.Say(sdc_words::kTablesWritten, {options.out});
  return kExitDone;
}

// What a check found wrong; `why` is empty if nothing is.
struct Found {
  std::string why;
  std::vector<BrokenCell> cells;
};

// Compares what the witnesses were written with to what is there.
absl::Status CheckSameInputs(const Session& session,
                             const SdcTablesOptions& options,
                             const Inputs& inputs, const WitnessFile& file) {
  const auto fault = [&](const char* reason, const Sentence& sentence,
                         const std::vector<std::string>& values) {
    return ReasonError(absl::StatusCode::kInvalidArgument, reason,
                       Say(session.language, sentence, values));
  };
  for (const auto& [path, digest] : DigestsOf(inputs.plan.Copies())) {
    const auto said = file.files.find(path);
    if (said == file.files.end() || said->second != digest) {
      return fault("PLAN_CHANGED", sdc_words::kPlanChanged,
                   {path == kSdcPlanCopy ? options.plan : path});
    }
  }
  size_t bound = 0;
  for (const auto& [path, ignored] : file.files) {
    bound += absl::StartsWith(path, kHistory) ? 1 : 0;
  }
  bool same = bound == inputs.histories.size();
  for (const ReadHistory& one : inputs.histories) {
    same = same && file.files.contains(absl::StrCat(kHistory, one.digest));
  }
  if (!same) return fault("HISTORY_MISMATCH", sdc_words::kOtherHistory, {});
  return absl::OkStatus();
}

absl::StatusOr<Found> Verify(const Session& session,
                             const SdcTablesOptions& options,
                             std::vector<SealedTable>& tables) {
  TOGUNA_ASSIGN_OR_RETURN(const Inputs inputs, ReadInputs(session, options));
  const std::string path = absl::StrCat(options.out, "/", kSdcWitnesses);
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  TOGUNA_ASSIGN_OR_RETURN(const WitnessFile file,
                          ReadWitnessFile(path, text, session.language));
  TOGUNA_RETURN_IF_ERROR(CheckSameInputs(session, options, inputs, file));
  TOGUNA_ASSIGN_OR_RETURN(
      const SdcSetting setting,
      SettingOf(inputs.joined, inputs.whole(), inputs.Earlier(), file.months,
                session.language));
  FolderFiles files = inputs.plan.Copies();
  for (const Family& family : setting.plan.families) {
    const std::string table = TablePath(family.id);
    const std::string whole = absl::StrCat(options.out, "/", table);
    TOGUNA_ASSIGN_OR_RETURN(files[table], ReadFile(whole));
    TOGUNA_ASSIGN_OR_RETURN(
        tables.emplace_back(),
        ReadTableFile(whole, files[table], family, session.language));
  }
  TOGUNA_ASSIGN_OR_RETURN(const SealToCheck check,
                          ForChecker(setting, tables, file.result));
  const absl::Status verdict = CheckSeal(check).status();
  if (absl::IsInvalidArgument(verdict)) return verdict;
  if (!verdict.ok()) {
    return Found{std::string(verdict.message()),
                 FindBrokenCells(setting, tables, file.result)};
  }
  // What the checker cannot know: that nothing was left out.
  const auto changed = [&](const std::string& what) {
    return Found{Say(session.language, sdc_words::kTablesChanged, {what}), {}};
  };
  for (const auto& [bound, digest] : BoundFiles(files, inputs.histories)) {
    const auto said = file.files.find(bound);
    if (said == file.files.end() || said->second != digest) {
      return changed(bound);
    }
  }
  return IsWhole(text) ? Found{} : changed(kSdcWitnesses);
}

absl::StatusOr<int> Checking(const Session& session,
                             const SdcTablesOptions& options) {
  std::vector<SealedTable> tables;
  TOGUNA_ASSIGN_OR_RETURN(const Found found, Verify(session, options, tables));
  int64_t published = 0;
  int64_t not_shown = 0;
  for (const SealedTable& table : tables) {
    for (const SealedCell& cell : table.cells) {
      ++(cell.status == CellStatus::kPublished ? published : not_shown);
    }
  }
  const Console console = session.console();
  Report cells = Report::array();
  for (const BrokenCell& cell : found.cells) {
    cells.push_back({{"family", cell.family},
                     {"codes", cell.codes},
                     {"why", Say(session.language, *cell.why)}});
  }
  console.AnswerText(Report{
      {"holds", found.why.empty()},
      {"published", published},
      {"not_shown", not_shown},
      {"why", found.why},
      {"cells",
       std::move(cells)}}.dump(2));
  if (found.why.empty()) {
    console.Say(sdc_words::kTablesHold,
                {absl::StrCat(published), absl::StrCat(not_shown)});
    return kExitDone;
  }
  console.Say(sdc_words::kTablesBroken, {found.why});
  for (size_t i = 0; i < std::min(found.cells.size(), kMostCells); ++i) {
    const BrokenCell& cell = found.cells[i];
    console.Say(sdc_words::kBrokenCell,
                {cell.family, absl::StrJoin(cell.codes, ";"),
                 Say(session.language, *cell.why)});
  }
  return kExitNo;
}

}  // namespace

int ProtectTables(Session& session, const SdcTablesOptions& options) {
  const auto code = Protecting(session, options);
  return code.ok() ? *code : FailWith(session, code.status());
}

int CheckTables(Session& session, const SdcTablesOptions& options) {
  const auto code = Checking(session, options);
  return code.ok() ? *code : FailWith(session, code.status());
}

}  // namespace toguna
