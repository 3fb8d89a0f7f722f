#include "exchange/toguna/sdc_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/sdc/table_file.h"
#include "exchange/sdc/witness_file.h"
#include "exchange/words/sdc_files_words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

namespace fs = std::filesystem;

// Of what is for the data protection officer alone.
constexpr char kSecretEnding[] = ".dpo";

absl::Status Fault(const char* reason, Language language,
                   const Sentence& sentence,
                   const std::vector<std::string>& values) {
  return ReasonError(absl::StatusCode::kInvalidArgument, reason,
                     Say(language, sentence, values));
}

// What a report says of its folder.
struct Report {
  std::string plan;
  std::vector<Period> months;
  std::vector<std::string> families;
  std::map<std::string, std::string> files;
};

std::optional<Report> ParseReport(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("format", "") != kSdcReportFormat) {
    return std::nullopt;
  }
  Report report;
  try {
    report.plan = json.at("plan").at("id").get<std::string>();
    for (const auto& text_of : json.at("periods")) {
      const auto month = Period::Parse(text_of.get<std::string>());
      if (!month.ok()) return std::nullopt;
      report.months.push_back(*month);
    }
    report.families = json.at("families").get<std::vector<std::string>>();
    report.files = json.at("files").get<std::map<std::string, std::string>>();
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  return report;
}

std::optional<Report> ReadReport(const std::string& folder) {
  const auto text = ReadFile(absl::StrCat(folder, "/", kSdcReport));
  return text.ok() ? ParseReport(*text) : std::nullopt;
}

// The tables in a file of witnesses of an earlier run; none if it is not there,
// not whole, or of other months: they only save work.
WitnessSet WitnessesIn(const std::string& path, const Report& report) {
  const auto text = ReadFile(path);
  if (!text.ok() || !IsWhole(*text)) return {};
  auto file = ReadWitnessFile(path, *text, Language::kEnglish);
  if (!file.ok() || file->months != report.months) return {};
  return std::move(file->result.witnesses);
}

absl::StatusOr<ReadHistory> ReadOne(const std::string& folder,
                                    Language language) {
  const auto mismatch = [&](const Sentence& sentence, const std::string& file) {
    return Fault("HISTORY_MISMATCH", language, sentence, {folder, file});
  };
  const std::optional<Report> report = ReadReport(folder);
  if (!report.has_value()) {
    return mismatch(sdc_words::kNotOutput, "");
  }
  TOGUNA_ASSIGN_OR_RETURN(
      const ReadPlan plan,
      ReadPlanFile(absl::StrCat(folder, "/", kSdcPlanCopy), language));
  FolderFiles files = plan.Copies();
  const Plan& whole = *plan.plan.catalog.FindPlan(plan.plan.plan);
  const size_t rungs = whole.Ladder().size();
  for (size_t rung = 0; rung < rungs; ++rung) {
    for (const std::string& family : report->families) {
      const std::string path = TablePath(whole, rung, FamilyId(family));
      TOGUNA_ASSIGN_OR_RETURN(files[path],
                              ReadFile(absl::StrCat(folder, "/", path)));
    }
  }
  const auto digests = DigestsOf(files);
  if (digests != report->files) {
    for (const auto& [path, digest] : digests) {
      const auto said = report->files.find(path);
      if (said == report->files.end() || said->second != digest) {
        return mismatch(sdc_words::kHistoryChanged, path);
      }
    }
    return mismatch(sdc_words::kHistoryChanged, kSdcReport);
  }
  ReadHistory history;
  history.digest =
      HexOf(Sha256(absl::StrJoin(digests, "\n", absl::PairFormatter(" "))));
  history.files = {.name = folder,
                   .catalog = plan.plan.catalog,
                   .plan = whole,
                   .months = report->months,
                   .rungs = std::vector<std::vector<SealedTable>>(rungs)};
  for (size_t rung = 0; rung < rungs; ++rung) {
    history.files.witnesses.push_back(WitnessesIn(
        absl::StrCat(folder, "/", WitnessPath(whole, rung)), *report));
  }
  std::vector<Family> published;
  for (const Family& family : history.files.plan.families) {
    const auto& names = report->families;
    if (std::find(names.begin(), names.end(), family.id.text()) ==
        names.end()) {
      continue;
    }
    for (size_t rung = 0; rung < rungs; ++rung) {
      const std::string path = TablePath(whole, rung, family.id);
      TOGUNA_ASSIGN_OR_RETURN(SealedTable table,
                              ReadTableFile(absl::StrCat(folder, "/", path),
                                            files[path], family, language));
      history.files.rungs[rung].push_back(std::move(table));
    }
    published.push_back(family);
  }
  history.files.plan.families = std::move(published);
  return history;
}

absl::Status CannotWrite(const std::string& path, const std::string& why,
                         Language language) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "CANNOT_WRITE",
                     Say(language, sdc_words::kCannotWrite, {path, why}));
}

// Names what is of a higher rung.
std::string SuffixOf(const Plan& plan, size_t rung) {
  return rung == 0 ? "" : absl::StrCat(".k", plan.Ladder()[rung].k);
}

// A file or folder that some plan's output may have.
bool IsOfOutput(absl::string_view name) {
  if (name == "plan" || name == kSdcReport) return true;
  if (absl::ConsumePrefix(&name, "witnesses")) {
    if (!absl::ConsumeSuffix(&name, kSecretEnding)) return false;
  } else if (!absl::ConsumePrefix(&name, "tables")) {
    return false;
  }
  int k = 0;
  return name.empty() ||
         (absl::ConsumePrefix(&name, ".k") && absl::SimpleAtoi(name, &k));
}

// The folder's path without a slash at its end.
std::string Plain(const std::string& out) {
  std::string path = fs::path(out).lexically_normal().string();
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

absl::Status WriteAll(const std::string& folder, const FolderFiles& files) {
  for (const auto& [path, bytes] : files) {
    const fs::path whole = fs::path(folder) / path;
    std::error_code failed;
    fs::create_directories(whole.parent_path(), failed);
    TOGUNA_RETURN_IF_ERROR(absl::EndsWith(path, kSecretEnding)
                               ? WriteSecretFile(whole.string(), bytes)
                               : WritePublicFile(whole.string(), bytes));
  }
  return absl::OkStatus();
}

}  // namespace

FolderFiles ReadPlan::Copies() const {
  FolderFiles copies = {{kSdcPlanCopy, bytes}};
  for (const auto& [path, text] : plan.trees) {
    copies[absl::StrCat("plan/", path)] = text;
  }
  return copies;
}

std::string TablesFolder(const Plan& plan, size_t rung) {
  return absl::StrCat("tables", SuffixOf(plan, rung));
}

std::string TablePath(const Plan& plan, size_t rung, const FamilyId& family) {
  return absl::StrCat(TablesFolder(plan, rung), "/", family.text(), ".csv");
}

std::string WitnessPath(const Plan& plan, size_t rung) {
  return absl::StrCat("witnesses", SuffixOf(plan, rung), kSecretEnding);
}

std::map<std::string, std::string> DigestsOf(const FolderFiles& files) {
  std::map<std::string, std::string> digests;
  for (const auto& [path, bytes] : files) digests[path] = HexOf(Sha256(bytes));
  return digests;
}

absl::StatusOr<ReadPlan> ReadPlanFile(const std::string& path,
                                      Language language) {
  ReadPlan read;
  TOGUNA_ASSIGN_OR_RETURN(read.bytes, ReadFile(path));
  const fs::path folder = fs::path(path).parent_path();
  FilePlanResult result = LoadFilePlan(
      path, read.bytes,
      [&](const std::string& beside) {
        return ReadFile((folder / beside).string());
      },
      kMaxCells, language);
  if (!result.plan.has_value()) {
    const auto text = [](std::string* out, const LoadProblem& problem) {
      absl::StrAppend(out, ProblemText(problem));
    };
    return ReasonError(absl::StatusCode::kInvalidArgument, "FILE_PLAN_INVALID",
                       absl::StrJoin(result.problems, "\n", text));
  }
  read.plan = *std::move(result.plan);
  return read;
}

absl::StatusOr<std::vector<ReadHistory>> ReadHistories(
    const std::vector<std::string>& folders, Language language) {
  std::vector<ReadHistory> histories;
  std::set<std::string> seen;
  for (const std::string& folder : folders) {
    TOGUNA_ASSIGN_OR_RETURN(ReadHistory one, ReadOne(Plain(folder), language));
    std::error_code failed;
    if (!seen.insert(fs::canonical(folder, failed).string()).second) {
      return Fault("HISTORY_MISMATCH", language, sdc_words::kHistoryTwice,
                   {folder});
    }
    histories.push_back(std::move(one));
  }
  return histories;
}

absl::Status CheckOut(const std::string& out, const SdcSetting& setting,
                      Language language, bool& replaces) {
  replaces = false;
  const std::string folder = Plain(out);
  std::error_code failed;
  for (const EarlierFiles& one : setting.earlier) {
    if (fs::equivalent(folder, one.name, failed)) {
      return Fault("OUT_NOT_EMPTY", language, sdc_words::kOutIsHistory, {});
    }
  }
  if (!fs::exists(folder, failed)) return absl::OkStatus();
  std::vector<std::string> others;
  bool empty = true;
  fs::directory_iterator entries(folder, failed);
  if (failed) return CannotWrite(folder, failed.message(), language);
  for (const fs::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    empty = false;
    if (!IsOfOutput(name)) others.push_back(name);
  }
  if (empty) return absl::OkStatus();
  const std::optional<Report> report = ReadReport(folder);
  if (!others.empty() || !report.has_value()) {
    return Fault("OUT_NOT_EMPTY", language, sdc_words::kOutNotEmpty,
                 {folder, others.empty() ? kSdcReport : others.front()});
  }
  if (report->plan != setting.plan.id.text() ||
      report->months != setting.months) {
    return Fault("OUT_NOT_EMPTY", language, sdc_words::kOutOtherPlan, {folder});
  }
  replaces = true;
  return absl::OkStatus();
}

absl::Status WriteFolder(const std::string& out, const FolderFiles& files,
                         bool replaces, Language language) {
  const std::string folder = Plain(out);
  std::string fresh = absl::StrCat(folder, ".toguna-XXXXXX");
  if (::mkdtemp(fresh.data()) == nullptr) {
    return CannotWrite(folder, std::strerror(errno), language);
  }
  std::error_code ignored;
  absl::Status written = WriteAll(fresh, files);
  if (written.ok()) {
    ::chmod(fresh.c_str(), 0755);
    const unsigned flags = replaces ? RENAME_EXCHANGE : 0U;
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, folder.c_str(), flags) !=
        0) {
      written = CannotWrite(folder, std::strerror(errno), language);
    }
  }
  // What is left there is of no use: a part, or what was replaced.
  if (!written.ok() || replaces) fs::remove_all(fresh, ignored);
  const std::string parent = fs::path(folder).parent_path().string();
  const int above = ::open(parent.empty() ? "." : parent.c_str(),
                           O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (above >= 0) {
    ::fsync(above);
    ::close(above);
  }
  return written;
}

}  // namespace toguna
