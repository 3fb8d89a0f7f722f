#include "exchange/sample/generate.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/sample/random.h"
#include "exchange/sample/uuid.h"
#include "nlohmann/json.hpp"
#include "policies/model/catalog.h"

namespace toguna {
namespace {

using nlohmann::json;

// Published monthly figures of 2020 to 2022 (Protection Cluster, UNHCR).
constexpr double kFewest = 365;
constexpr double kMost = 1'237;
// April 2022 by category.
const Weights& CategoryWeights() {
  static const auto& weights = *new Weights{{"A", 15}, {"B", 57},  {"C", 164},
                                            {"D", 82}, {"E", 287}, {"F", 2}};
  return weights;
}
// 2021 in per cent: Mopti 50, Tombouctou 17, Gao 16; the rest is a guess in the
// order of late 2021.
const Weights& RegionWeights() {
  static const auto& weights = *new Weights{
      {"ML05", 50},   {"ML06", 17},  {"ML07", 16},   {"ML04", 8},
      {"ML10", 4},    {"ML08", 2},   {"ML01", 0.75}, {"ML02", 0.75},
      {"ML03", 0.75}, {"ML09", 0.75}};
  return weights;
}
// Victims in 2021; those of unknown sex or age are a guess.
const Weights& WhoWeights() {
  static const auto& weights = *new Weights{
      {"victimes/n_femmes", 1152},        {"victimes/n_filles", 376},
      {"victimes/n_hommes", 4537},        {"victimes/n_garcons", 339},
      {"victimes/n_enfants_inconnu", 15}, {"victimes/n_adultes_inconnu", 30},
      {"victimes/n_inconnu", 20}};
  return weights;
}
const Weights& PerpetratorWeights() {
  static const auto& weights = *new Weights{{"armed-group", 62},
                                            {"unknown", 20},
                                            {"criminal", 10},
                                            {"armed-force", 6},
                                            {"other-party", 2}};
  return weights;
}
const Weights& ConsentWeights() {
  static const auto& weights = *new Weights{
      {"all-protection", 88}, {"child-protection-only", 7}, {"no-sharing", 5}};
  return weights;
}
const Weights& FacilityWeights() {
  static const auto& weights = *new Weights{
      {"school-attack", 50}, {"hospital-attack", 25}, {"military-use", 25}};
  return weights;
}

// Children that a person can choose.
std::vector<NodeIndex> Choices(const CodeTree& tree, NodeIndex node) {
  std::vector<NodeIndex> choices;
  for (const NodeIndex child : tree.children(node)) {
    if (!absl::EndsWith(tree.code(child), "~")) choices.push_back(child);
  }
  return choices;
}

double WeightOf(const Weights& weights, const std::string& name) {
  const auto found = weights.find(name);
  return found == weights.end() ? 0.75 : found->second;
}

std::string MonitorId(size_t monitor) {
  return absl::StrFormat("MON-%03d", monitor + 1);
}

// Makes the submissions of one month.
class Month {
 public:
  Month(const CodeTree& types, const CodeTree& places, uint64_t seed,
        const Period& month)
      : types_(types),
        places_(places),
        name_(absl::StrCat(seed, "/", month.text())),
        month_(month.month()),
        random_(seed * 0x100000001b3ULL +
                static_cast<uint64_t>(month.month() - absl::CivilMonth(1970))),
        categories_(Choices(types, CodeTree::kTop)),
        regions_(Choices(places, CodeTree::kTop)) {
    for (int i = 0; i < 8; ++i) random_.Next();
    double all = 0;
    for (const NodeIndex region : regions_) {
      all += WeightOf(RegionWeights(), places_.code(region));
    }
    // Monitors live where incidents happen; the stride spreads each
    // organisation's over all regions.
    constexpr size_t kStride = 23;
    for (size_t i = 0; i < kSampleMonitors; ++i) {
      double left = all *
                    (static_cast<double>(i * kStride % kSampleMonitors) + 0.5) /
                    kSampleMonitors;
      size_t region = 0;
      while (region + 1 < regions_.size()) {
        left -= WeightOf(RegionWeights(), places_.code(regions_[region]));
        if (left < 0) break;
        ++region;
      }
      monitors_[regions_[region]].push_back(i);
    }
    // Displacement comes in waves: 15 in one month of 2022, 225 in the next.
    displacement_ = random_.Chance(0.125);
  }

  std::string Run() {
    const double u = random_.Share();
    const double share = (u * u + u * u * u) / 2;  // most months are quiet
    const int count = static_cast<int>(kFewest + (kMost - kFewest) * share);
    std::string text = "[\n";
    for (int i = 0; i < count; ++i) {
      absl::StrAppend(&text, One(i).dump(), i + 1 < count ? ",\n" : "\n");
    }
    return text + "]\n";
  }

 private:
  json One(int number) {
    json submission = Envelope(number);
    const std::string type = Type();
    submission["incident/type"] = type;
    if (type == "F3") {
      submission["incident/etablissement"] = random_.Pick(FacilityWeights());
    }
    const NodeIndex region = Place(submission);
    People(region, submission);
    Victims(submission);
    submission["auteur/classe"] = random_.Pick(PerpetratorWeights());
    submission["consentement/portee"] = random_.Pick(ConsentWeights());
    return submission;
  }

  json Envelope(int number) {
    const std::string uuid = UuidFrom(absl::StrCat(name_, "/", number));
    const absl::CivilDay reported =
        absl::CivilDay(month_) + static_cast<int>(random_.Below(28));
    // Most are reported within days, some a month or half a year late.
    const double late = random_.Share();
    const size_t days = late < 0.85   ? random_.Below(6)
                        : late < 0.97 ? 6 + random_.Below(40)
                                      : 46 + random_.Below(140);
    const std::string day = DayText(reported);
    return {{"_id", 100'000 + number},
            {"_uuid", uuid},
            {"meta/instanceID", absl::StrCat("uuid:", uuid)},
            {"meta/rootUuid", absl::StrCat("uuid:", uuid)},
            {"start", absl::StrCat(day, "T09:40:39.000+00:00")},
            {"end", absl::StrCat(day, "T09:52:13.000+00:00")},
            {"_submission_time", absl::StrCat(day, "T09:52:19")},
            {"_status", "submitted_via_web"},
            {"_validation_status", {{"uid", "validation_status_approved"}}},
            {"_geolocation", json::array({nullptr, nullptr})},
            {"_attachments", json::array()},
            {"incident/date", DayText(reported - static_cast<int>(days))}};
  }

  std::string Type() {
    std::vector<double> weights;
    for (const NodeIndex category : categories_) {
      const std::string& code = types_.code(category);
      constexpr double kWave = 225;
      weights.push_back(code == "A" && displacement_
                            ? kWave
                            : WeightOf(CategoryWeights(), code));
    }
    const NodeIndex category = categories_[random_.Pick(weights)];
    const std::vector<NodeIndex> types = Choices(types_, category);
    if (types.empty()) return types_.code(category);
    return types_.code(types[random_.Zipf(types.size())]);
  }

  // Answers the place questions as finely as the place is known.
  NodeIndex Place(json& submission) {
    std::vector<double> weights;
    for (const NodeIndex region : regions_) {
      weights.push_back(WeightOf(RegionWeights(), places_.code(region)));
    }
    const NodeIndex region = regions_[random_.Pick(weights)];
    submission["lieu/region"] = places_.code(region);
    const std::vector<NodeIndex> cercles = Choices(places_, region);
    if (cercles.empty() || random_.Chance(0.03)) return region;
    const NodeIndex cercle = cercles[random_.Zipf(cercles.size())];
    submission["lieu/cercle"] = places_.code(cercle);
    const std::vector<NodeIndex> communes = Choices(places_, cercle);
    if (communes.empty() || !random_.Chance(0.3)) return region;
    submission["lieu/commune"] =
        places_.code(communes[random_.Below(communes.size())]);
    return region;
  }

  // Who reported: a monitor of the region, from one of its focal points or
  // from what it saw itself. Sources 189 to 245 are the monitors.
  void People(NodeIndex region, json& submission) {
    constexpr size_t kFocalPoints = kSampleSources - kSampleMonitors;
    const auto local = monitors_.find(region);
    const size_t monitor =
        local == monitors_.end()
            ? random_.Below(kSampleMonitors)
            : local->second[random_.Below(local->second.size())];
    const size_t of_monitor =
        (kFocalPoints - monitor + kSampleMonitors - 1) / kSampleMonitors;
    const bool saw_it = random_.Chance(0.2);
    const size_t source =
        saw_it ? kFocalPoints + monitor
               : monitor + kSampleMonitors * random_.Below(of_monitor);
    submission["moniteur/id"] = MonitorId(monitor);
    submission["source/id"] = absl::StrFormat("SRC-%03d", source + 1);
    submission["source/classe"] = saw_it ? "monitor" : "focal-point";
  }

  void Victims(json& submission) {
    const double many = random_.Share();
    const size_t victims = many < 0.9    ? 1
                           : many < 0.96 ? 2
                                         : 3 + random_.Below(5);
    std::map<std::string, int> tallies;
    for (size_t i = 0; i < victims; ++i) ++tallies[random_.Pick(WhoWeights())];
    for (const auto& [path, tally] : tallies) {
      submission[path] = absl::StrCat(tally);
    }
  }

  const CodeTree& types_;
  const CodeTree& places_;
  const std::string name_;
  const absl::CivilMonth month_;
  Random random_;
  const std::vector<NodeIndex> categories_;
  const std::vector<NodeIndex> regions_;
  std::map<NodeIndex, std::vector<size_t>> monitors_;
  bool displacement_ = false;
};

absl::StatusOr<const CodeTree*> TreeOf(const Catalog& catalog,
                                       absl::string_view attribute) {
  const Form* form = catalog.FindForm(FormId("incident-mali"));
  const Dataset* dataset =
      form == nullptr ? nullptr : catalog.FindDataset(form->dataset);
  const Attribute* found =
      dataset == nullptr ? nullptr : dataset->FindAttribute(attribute);
  const CodeList* list =
      found == nullptr ? nullptr : catalog.FindCodeList(found->code_list);
  if (list == nullptr || Choices(list->tree, CodeTree::kTop).empty()) {
    return absl::FailedPreconditionError(
        "the catalog has no form incident-mali with types and places");
  }
  return &list->tree;
}

}  // namespace

absl::StatusOr<std::string> GenerateMonth(const Catalog& catalog, uint64_t seed,
                                          const Period& month) {
  TOGUNA_ASSIGN_OR_RETURN(const CodeTree* types, TreeOf(catalog, "type"));
  TOGUNA_ASSIGN_OR_RETURN(const CodeTree* places, TreeOf(catalog, "place"));
  return Month(*types, *places, seed, month).Run();
}

}  // namespace toguna
