// toguna sample: submissions for a demonstration, real and public or generated.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "CLI/App.hpp"
#include "CLI/Validators.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/sample/generate.h"
#include "exchange/sample/open_incidents.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"
#include "exchange/words/drop_words.h"
#include "keys/file/file.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string operation = "mali";
  std::string catalog = "policies/catalog/mali";
  std::string open_data;
  std::string first = "2025-01";
  int months = 12;
  uint64_t seed = 1;
  std::string out;
};

absl::StatusOr<int> OpenData(Session& session, const Options& options,
                             const Catalog& catalog) {
  TOGUNA_ASSIGN_OR_RETURN(const OpenIncidents open,
                          ConvertOpenIncidents(options.open_data, catalog));
  const std::string path = options.out + "/open-incidents.json";
  TOGUNA_RETURN_IF_ERROR(WritePublicFile(path, open.json));
  const Console console = session.console();
  console.Say(words::kOpenDataConverted,
              {absl::StrCat(open.rows), absl::StrCat(open.events),
               absl::StrCat(open.converted), path, absl::StrCat(open.located)});
  Json refused;
  for (const auto& [reason, count] : open.refused) {
    const Sentence* words = WordsFor(reason);
    console.Say(words::kOpenDataRefused,
                {absl::StrCat(count),
                 words == nullptr ? reason : Say(session.language, *words)});
    refused.Set(reason, count);
  }
  console.Answer(Json()
                     .Set("rows", open.rows)
                     .Set("events", open.events)
                     .Set("located", open.located)
                     .Set("converted", open.converted)
                     .Set("refused", refused));
  return kExitDone;
}

// The month of each contributor beside the whole: each submits its own.
absl::StatusOr<size_t> SplitMonth(const Options& options,
                                  const std::string& month) {
  TOGUNA_ASSIGN_OR_RETURN(
      const std::string json,
      ReadFile(absl::StrCat(options.out, "/", month, ".json")));
  TOGUNA_ASSIGN_OR_RETURN(const auto parts, SplitByContributor(json));
  for (const auto& [contributor, part] : parts) {
    const std::string folder =
        absl::StrCat(options.out, "/by-contributor/", contributor);
    fs::create_directories(folder);
    TOGUNA_RETURN_IF_ERROR(
        WritePublicFile(absl::StrCat(folder, "/", month, ".json"), part));
  }
  return nlohmann::json::parse(json).size();
}

absl::StatusOr<int> Generate(Session& session, const Options& options,
                             const Catalog& catalog) {
  TOGUNA_ASSIGN_OR_RETURN(const Period first, Period::Parse(options.first));
  if (first.kind() != Period::Kind::kMonth) {
    return absl::InvalidArgumentError(
        "the first month is written as year-month, for example 2026-03");
  }
  TOGUNA_RETURN_IF_ERROR(
      WriteSample(catalog, options.seed, first, options.months, options.out));
  size_t incidents = 0;
  Period month = first;
  for (int i = 0; i < options.months; ++i, month = month.Next()) {
    TOGUNA_ASSIGN_OR_RETURN(const size_t count,
                            SplitMonth(options, month.text()));
    incidents += count;
  }
  session.console().Say(
      words::kSampleWritten,
      {absl::StrCat(options.months), absl::StrCat(options.seed), options.out,
       absl::StrCat(incidents)});
  session.console().Answer(
      Json()
          .Set("months", options.months)
          .Set("seed", static_cast<int64_t>(options.seed))
          .Set("incidents", static_cast<int64_t>(incidents)));
  return kExitDone;
}

}  // namespace

void AddSample(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* sample = app.add_subcommand(
      "sample", "Write submissions for a demonstration (GENERATED, or public)");
  sample->add_option("--operation", options->operation, "Operation")
      ->check(CLI::IsMember({"mali"}))
      ->capture_default_str();
  sample->add_option("--catalog", options->catalog, "Folder of the catalog")
      ->capture_default_str();
  sample->add_option("--open-data", options->open_data,
                     "Instead: convert the public CSV files in this folder");
  sample->add_option("--first", options->first, "First month")
      ->capture_default_str();
  sample->add_option("--months", options->months, "How many months")
      ->check(CLI::Range(1, 120))
      ->capture_default_str();
  sample->add_option("--seed", options->seed, "Same seed, same submissions")
      ->capture_default_str();
  sample->add_option("--out", options->out, "Folder")->required();
  Bind(sample, session, [options](Session& s) -> absl::StatusOr<int> {
    TOGUNA_ASSIGN_OR_RETURN(const Catalog catalog,
                            ReadCatalog(options->catalog));
    std::error_code failed;
    fs::create_directories(options->out, failed);
    if (failed) return absl::InvalidArgumentError("--out cannot be made");
    return options->open_data.empty() ? Generate(s, *options, catalog)
                                      : OpenData(s, *options, catalog);
  });
}

}  // namespace toguna
