#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/sample/generate.h"
#include "exchange/words/intake_words.h"
#include "exchange/words/words.h"
#include "nlohmann/json.hpp"
#include "policies/model/catalog.h"

namespace toguna {
namespace {

using nlohmann::json;

absl::Status WriteText(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("cannot write ", path));
}

// The organisation that employs a monitor; nothing for an unknown one.
std::string ContributorOf(absl::string_view monitor) {
  int number = 0;
  if (!absl::ConsumePrefix(&monitor, "MON-") ||
      !absl::SimpleAtoi(monitor, &number) || number < 1 ||
      number > kSampleMonitors) {
    return "";
  }
  if (number <= 34) return "collecting-org";
  return number <= 51 ? "partner-org-a" : "partner-org-b";
}

}  // namespace

absl::Status WriteSample(const Catalog& catalog, uint64_t seed, Period first,
                         int months, const std::string& folder) {
  constexpr int kMostMonths = 120;
  if (months < 1 || months > kMostMonths) {
    return absl::InvalidArgumentError("months must be 1 to 120");
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return absl::UnavailableError(absl::StrCat("cannot make ", folder));
  }
  TOGUNA_RETURN_IF_ERROR(WriteText(
      absl::StrCat(folder, "/GENERATED"),
      absl::StrCat(
          Say(Language::kFrench, kSampleGenerated, {absl::StrCat(seed)}), "\n",
          Say(Language::kEnglish, kSampleGenerated, {absl::StrCat(seed)}),
          "\n")));
  Period month = first;
  for (int i = 0; i < months; ++i) {
    TOGUNA_ASSIGN_OR_RETURN(const std::string text,
                            GenerateMonth(catalog, seed, month));
    TOGUNA_RETURN_IF_ERROR(
        WriteText(absl::StrCat(folder, "/", month.text(), ".json"), text));
    month = month.Next();
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, std::string>> SplitByContributor(
    absl::string_view text) {
  const json submissions = json::parse(text.begin(), text.end(), nullptr,
                                       /*allow_exceptions=*/false);
  std::map<std::string, std::string> parts;
  if (!submissions.is_array()) {
    return absl::InvalidArgumentError("not a generated month");
  }
  for (const json& submission : submissions) {
    const auto monitor = submission.is_object() ? submission.find("moniteur/id")
                                                : submission.end();
    const std::string contributor =
        monitor != submission.end() && monitor->is_string()
            ? ContributorOf(monitor->get<std::string>())
            : "";
    if (contributor.empty()) {
      return absl::InvalidArgumentError("not a generated month");
    }
    std::string& part = parts[contributor];
    absl::StrAppend(&part, part.empty() ? "[\n" : ",\n", submission.dump());
  }
  for (auto& [contributor, part] : parts) part += "\n]\n";
  return parts;
}

}  // namespace toguna
