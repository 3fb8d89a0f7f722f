#include "exchange/sample/open_incidents.h"

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/csv.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/sample/uuid.h"
#include "nlohmann/json.hpp"
#include "policies/model/catalog.h"

namespace toguna {
namespace {

// In the order in which they win.
enum class Topic { kSexual, kHealth, kEducation, kExplosive, kProtection };
struct Source {
  Topic topic;
  const char* file;
};
constexpr Source kSources[] = {
    {Topic::kSexual,
     "MLI_2020-2023-conflict-related-sexual-violence-crsv-incident-data.csv"},
    {Topic::kHealth, "MLI_2016-2023-attacks-on-health-care-incident-data.csv"},
    {Topic::kEducation, "MLI_2020-2023-education-in-danger-incident-data.csv"},
    {Topic::kExplosive,
     "MLI_2020-2023-explosive-weapons-monitor-data-by-insecurity-insight.csv"},
    {Topic::kProtection,
     "MLI_2020-2023-protection-in-danger-incident-data.csv"},
};

using Event = std::map<std::string, std::string>;  // column -> value

// UTF-8 that was read as Latin-1 and written as UTF-8 again, put right; other
// text as it is. Only two-byte letters occur in names of places.
std::string RepairMojibake(absl::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80U) {
      bytes.push_back(text[i]);
      continue;
    }
    if ((lead != 0xc2U && lead != 0xc3U) || i + 1 == text.size()) {
      return std::string(text);
    }
    const auto next = static_cast<unsigned char>(text[++i]);
    bytes.push_back(static_cast<char>(((lead & 0x03U) << 6U) | (next & 0x3fU)));
  }
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead < 0x80U) continue;
    const bool pair =
        (lead == 0xc2U || lead == 0xc3U) && i + 1 < bytes.size() &&
        (static_cast<unsigned char>(bytes[i + 1]) & 0xc0U) == 0x80U;
    if (!pair) return std::string(text);
    ++i;
  }
  return bytes;
}

// Sum of the numbers in columns whose name contains one of `words`.
int64_t Sum(const Event& event, const std::vector<absl::string_view>& words) {
  int64_t sum = 0;
  for (const auto& [column, value] : event) {
    for (const absl::string_view word : words) {
      if (!absl::StrContains(column, word)) continue;
      int64_t number = 0;
      if (absl::SimpleAtoi(value, &number)) sum += number;
      break;
    }
  }
  return sum;
}

std::string ValueOf(const Event& event, const std::string& column) {
  const auto found = event.find(column);
  return found == event.end() ? "" : found->second;
}

bool IsExplosive(Topic topic, const Event& event) {
  if (topic == Topic::kExplosive) return true;
  const std::string weapon = ValueOf(event, "Weapon Carried/Used");
  for (const char* word :
       {"IED", "UXO", "Mine", "Artillery", "Shelling", "Bomb", "Rocket"}) {
    if (absl::StrContains(weapon, word)) return true;
  }
  return false;
}

// The event's one type; nothing if none applies.
std::string TypeOf(Topic topic, const Event& event) {
  if (topic == Topic::kSexual) {
    return ValueOf(event, "Type") == "Rape" ? "C5" : "C6";
  }
  if (Sum(event, {"Sexual", "CRSV"}) > 0) return "C6";
  if (Sum(event, {"Killed"}) > 0) {
    return IsExplosive(topic, event) ? "B3" : "B2";
  }
  if (Sum(event, {"Kidnapped"}) > 0) return "D1";
  if (Sum(event, {"Arrested"}) > 0) return "D2";
  if (Sum(event, {"Injured", "Assaulted", "Attacks on Students",
                  "Students Attacked"}) > 0) {
    return "C1";
  }
  if (Sum(event, {"Health Facilities", "Health Facility", "Attacks on Schools",
                  "Attacks on Universities", "Education Facility",
                  "Education facility"}) > 0 ||
      ValueOf(event, "Affected") == "Health Infrastructure") {
    return "F3";
  }
  if (Sum(event, {"Looting", "Stolen"}) > 0) return "E1";
  if (Sum(event, {"Access Denied"}) > 0) return "F2";
  if (Sum(event, {"Threatened"}) > 0) return "C3";
  return "";
}

// The events of one file, each with "id" beside its columns.
absl::StatusOr<std::vector<Event>> ReadEvents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("there is no ", path));
  std::ostringstream text;
  text << file.rdbuf();
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<CsvRow> rows,
                          ReadCsv(text.str(), ','));
  std::vector<Event> events;
  for (size_t row = 1; row < rows.size(); ++row) {
    Event event;
    for (size_t i = 0; i < rows[row].size() && i < rows[0].size(); ++i) {
      const std::string& column = rows[0][i];
      const bool is_id = column == "SIND Event ID" ||
                         column == "SiND Event ID" || column == "SiND ID";
      event.emplace(is_id ? "id" : column, rows[row][i]);
    }
    for (const char* needed : {"id", "Date", "Admin 1"}) {
      if (!event.contains(needed)) {
        return absl::InvalidArgumentError(
            absl::StrCat(path, ": row ", row, " has no column ", needed));
      }
    }
    events.push_back(std::move(event));
  }
  return events;
}

// Region codes by the keys of their labels.
absl::StatusOr<std::map<std::string, std::string>> RegionsOf(
    const Catalog& catalog) {
  const Form* form = catalog.FindForm(FormId("incident-open"));
  const Dataset* dataset =
      form == nullptr ? nullptr : catalog.FindDataset(form->dataset);
  const Attribute* place =
      dataset == nullptr ? nullptr : dataset->FindAttribute("place");
  const CodeList* list =
      place == nullptr ? nullptr : catalog.FindCodeList(place->code_list);
  const std::optional<int> level =
      list == nullptr ? std::nullopt : list->DepthOf("region");
  if (!level.has_value()) {
    return absl::FailedPreconditionError(
        "the catalog has no form incident-open whose place has regions");
  }
  std::map<std::string, std::string> regions;
  for (NodeIndex node = 0; node < list->tree.size(); ++node) {
    if (list->tree.depth(node) != *level) continue;
    const std::string& code = list->tree.code(node);
    if (absl::EndsWith(code, "~")) continue;
    regions.emplace(PlaceKey(list->tree.label(node).fr), code);
    regions.emplace(PlaceKey(list->tree.label(node).en), code);
  }
  return regions;
}

nlohmann::json Submission(const Event& event, const std::string& type,
                          const std::string& region) {
  const std::string uuid = UuidFrom(absl::StrCat("open/", event.at("id")));
  return {{"_uuid", uuid},
          {"meta/instanceID", absl::StrCat("uuid:", uuid)},
          {"meta/rootUuid", absl::StrCat("uuid:", uuid)},
          {"_validation_status", {{"uid", "validation_status_approved"}}},
          {"incident/type", type},
          {"incident/date", event.at("Date")},
          {"lieu/region", region},
          {"source/classe", "public-report"}};
}

// Adds one event that no earlier file had.
void Convert(Topic topic, const Event& event,
             const std::map<std::string, std::string>& regions,
             OpenIncidents& open) {
  const std::string key = PlaceKey(event.at("Admin 1"));
  const auto region = regions.find(key);
  if (key.empty() || key == "no information") {
    ++open.refused["NO_REGION"];
    return;
  }
  if (region == regions.end()) {
    ++open.refused["UNKNOWN_REGION"];
    return;
  }
  ++open.located;
  const std::string type = TypeOf(topic, event);
  if (type.empty() || !ParseDay(event.at("Date")).ok()) {
    ++open.refused[type.empty() ? "NO_TYPE" : "BAD_ROW"];
    return;
  }
  absl::StrAppend(&open.json, open.converted == 0 ? "[\n" : ",\n",
                  Submission(event, type, region->second).dump());
  ++open.converted;
}

}  // namespace

std::string PlaceKey(absl::string_view name) {
  const std::string repaired = RepairMojibake(name);
  std::string key = absl::StrReplaceAll(repaired, {{"é", "e"},
                                                   {"è", "e"},
                                                   {"ê", "e"},
                                                   {"ë", "e"},
                                                   {"É", "e"},
                                                   {"à", "a"},
                                                   {"â", "a"},
                                                   {"ï", "i"},
                                                   {"î", "i"},
                                                   {"ô", "o"},
                                                   {"û", "u"},
                                                   {"ç", "c"}});
  absl::AsciiStrToLower(&key);
  absl::string_view rest = absl::StripAsciiWhitespace(key);
  if (!absl::ConsumeSuffix(&rest, " region")) {
    absl::ConsumeSuffix(&rest, " cercle");
  }
  rest = absl::StripAsciiWhitespace(rest);
  return rest == "timbuktu" ? "tombouctou" : std::string(rest);
}

absl::StatusOr<OpenIncidents> ConvertOpenIncidents(const std::string& folder,
                                                   const Catalog& catalog) {
  TOGUNA_ASSIGN_OR_RETURN(const auto regions, RegionsOf(catalog));
  OpenIncidents open;
  std::set<std::string> seen;
  for (const Source& source : kSources) {
    TOGUNA_ASSIGN_OR_RETURN(const std::vector<Event> events,
                            ReadEvents(absl::StrCat(folder, "/", source.file)));
    for (const Event& event : events) {
      ++open.rows;
      if (!seen.insert(event.at("id")).second) continue;
      ++open.events;
      Convert(source.topic, event, regions, open);
    }
  }
  open.json += open.converted == 0 ? "[]\n" : "\n]\n";
  return open;
}

}  // namespace toguna
