// toguna sdc check --plan.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_seal.h"
#include "exchange/sdc/broken_cells.h"
#include "exchange/sdc/setting.h"
#include "exchange/sdc/table_file.h"
#include "exchange/sdc/witness_file.h"
#include "exchange/toguna/sdc_folder.h"
#include "exchange/toguna/sdc_inputs.h"
#include "exchange/toguna/sdc_report.h"
#include "exchange/toguna/sdc_tables.h"
#include "exchange/words/sdc_files_words.h"
#include "keys/file/file.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

using Report = SdcReport;

// Of a long list of cells, so many are shown on the screen.
constexpr size_t kMostCells = 20;

// What a check found wrong; `why` is empty if nothing is.
struct Found {
  std::string why;
  std::vector<BrokenCell> cells;
};

// Compares what the witnesses were written with to what is there.
absl::Status CheckSameInputs(const Session& session,
                             const SdcTablesOptions& options,
                             const SdcInputs& inputs, const WitnessFile& file) {
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
    bound += absl::StartsWith(path, kSdcHistory) ? 1 : 0;
  }
  bool same = bound == inputs.histories.size();
  for (const ReadHistory& one : inputs.histories) {
    same = same && file.files.contains(absl::StrCat(kSdcHistory, one.digest));
  }
  if (!same) return fault("HISTORY_MISMATCH", sdc_words::kOtherHistory, {});
  return absl::OkStatus();
}

// All files of a rung, verified against those of the rung below.
struct RungFiles {
  std::string witnesses;  // bytes
  WitnessFile file;
  std::vector<SealedTable> tables;
};

absl::StatusOr<RungFiles> ReadRung(const Session& session,
                                   const SdcTablesOptions& options,
                                   const SdcInputs& inputs, size_t rung) {
  RungFiles read;
  const std::string path =
      absl::StrCat(options.out, "/", WitnessPath(inputs.whole(), rung));
  TOGUNA_ASSIGN_OR_RETURN(read.witnesses, ReadFile(path));
  TOGUNA_ASSIGN_OR_RETURN(
      read.file, ReadWitnessFile(path, read.witnesses, session.language));
  TOGUNA_RETURN_IF_ERROR(CheckSameInputs(session, options, inputs, read.file));
  return read;
}

// Reads the tables of a rung, beside their bytes.
absl::Status ReadTables(const Session& session, const SdcTablesOptions& options,
                        const SdcInputs& inputs, const SdcSetting& setting,
                        FolderFiles& bytes, std::vector<SealedTable>& tables) {
  for (const Family& family : setting.plan.families) {
    const std::string path = TablePath(inputs.whole(), setting.rung, family.id);
    const std::string whole = absl::StrCat(options.out, "/", path);
    TOGUNA_ASSIGN_OR_RETURN(bytes[path], ReadFile(whole));
    TOGUNA_ASSIGN_OR_RETURN(
        tables.emplace_back(),
        ReadTableFile(whole, bytes[path], family, session.language));
  }
  return absl::OkStatus();
}

absl::StatusOr<Found> VerifyRung(const Session& session,
                                 const SdcInputs& inputs,
                                 const SdcSetting& setting,
                                 const RungFiles& read,
                                 const std::vector<SealedTable>* below,
                                 const FolderFiles& bytes) {
  TOGUNA_ASSIGN_OR_RETURN(
      const SealToCheck check,
      ForChecker(setting, read.tables, below, read.file.result));
  const absl::Status verdict = CheckSeal(check).status();
  if (absl::IsInvalidArgument(verdict)) return verdict;
  if (!verdict.ok()) {
    return Found{std::string(verdict.message()),
                 FindBrokenCells(setting, read.tables, read.file.result)};
  }
  // What the checker cannot know: that nothing was left out.
  const auto changed = [&](const std::string& what) {
    return Found{Say(session.language, sdc_words::kTablesChanged, {what}), {}};
  };
  for (const auto& [bound, digest] :
       BoundFiles(inputs, setting.plan.families, setting.rung, bytes)) {
    const auto said = read.file.files.find(bound);
    if (said == read.file.files.end() || said->second != digest) {
      return changed(bound);
    }
  }
  return IsWhole(read.witnesses)
             ? Found{}
             : changed(WitnessPath(inputs.whole(), setting.rung));
}

// The first rung that is broken, if any; `tables` are those of the lowest.
absl::StatusOr<Found> Verify(const Session& session,
                             const SdcTablesOptions& options,
                             std::vector<SealedTable>& tables) {
  TOGUNA_ASSIGN_OR_RETURN(const SdcInputs inputs, ReadInputs(session, options));
  std::vector<SealedTable> below;
  FolderFiles bytes;
  for (size_t rung = 0; rung < inputs.whole().Ladder().size(); ++rung) {
    TOGUNA_ASSIGN_OR_RETURN(RungFiles read,
                            ReadRung(session, options, inputs, rung));
    TOGUNA_ASSIGN_OR_RETURN(
        const SdcSetting whole,
        SettingOf(inputs.joined, inputs.whole(), inputs.Earlier(),
                  read.file.months, session.language));
    const SdcSetting setting = whole.AtRung(rung);
    TOGUNA_RETURN_IF_ERROR(
        ReadTables(session, options, inputs, setting, bytes, read.tables));
    TOGUNA_ASSIGN_OR_RETURN(Found found,
                            VerifyRung(session, inputs, setting, read,
                                       rung == 0 ? nullptr : &below, bytes));
    if (rung == 0) tables = read.tables;
    below = std::move(read.tables);
    if (found.why.empty()) continue;
    if (rung > 0) {
      found.why = Say(session.language, sdc_words::kInRung,
                      {absl::StrCat(setting.plan.minimums.k), found.why});
    }
    return found;
  }
  return Found{};
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

int CheckTables(Session& session, const SdcTablesOptions& options) {
  const auto code = Checking(session, options);
  return code.ok() ? *code : FailWith(session, code.status());
}

}  // namespace toguna
