#ifndef TOGUNA_TESTS_SUPPORT_SEAL_SAMPLES_H_
#define TOGUNA_TESTS_SUPPORT_SEAL_SAMPLES_H_

// Catalogs and records to seal: small random ones, and a generated month in
// the proportions that the Protection Cluster published for Mali.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/sealed.h"
#include "exchange/record/record.h"
#include "policies/model/catalog.h"

namespace toguna::testing {

using Random = std::mt19937_64;

// A number in [0, n).
inline size_t Below(Random& random, size_t n) { return random() % n; }

inline void AddList(
    Catalog& catalog, const std::string& id,
    const std::vector<std::pair<std::string, std::string>>& code_and_parent) {
  std::vector<CodeDeclaration> declared;
  for (const auto& [code, parent] : code_and_parent) {
    declared.push_back({code, parent, {}});
  }
  CodeList list{.id = CodeListId(id),
                .version = "1",
                .title = {},
                .source = "",
                .levels = {},
                .tree = *CodeTree::Create(std::move(declared), true)};
  catalog.code_lists.emplace(list.id, std::move(list));
}

inline Attribute CodeAttribute(const std::string& id, const std::string& list,
                               bool required) {
  Attribute attribute;
  attribute.id = id;
  attribute.code_list = CodeListId(list);
  attribute.required = required;
  return attribute;
}

inline Dimension DimensionOf(const std::string& id, Dimension::Source source,
                             std::vector<std::string> attributes,
                             const std::string& list) {
  Dimension dimension;
  dimension.id = id;
  dimension.source = source;
  dimension.attributes = std::move(attributes);
  dimension.code_list = CodeListId(list);
  return dimension;
}

inline Family FamilyOf(const std::string& id, Unit unit,
                       std::vector<Axis> axes) {
  Family family;
  family.id = FamilyId(id);
  family.unit = unit;
  family.axes = std::move(axes);
  return family;
}

inline const std::vector<std::pair<std::string, std::string>>& WhoCodes() {
  static const auto* const codes =
      new std::vector<std::pair<std::string, std::string>>{
          {"all", ""},      {"child", "all"},  {"girl", "child"},
          {"boy", "child"}, {"adult", "all"},  {"woman", "adult"},
          {"man", "adult"}, {"unknown", "all"}};
  return *codes;
}

// A dataset with every kind of dimension: place, type, who, year, and a
// violation that follows from type and facility.
inline Catalog SampleCatalog(
    const std::vector<std::pair<std::string, std::string>>& places,
    const std::vector<std::pair<std::string, std::string>>& types,
    std::vector<Dimension::CrosswalkRow> crosswalk) {
  Catalog catalog;
  AddList(catalog, "places", places);
  AddList(catalog, "types", types);
  AddList(catalog, "who", WhoCodes());
  AddList(catalog, "facilities",
          {{"any", ""}, {"school", "any"}, {"hospital", "any"}});
  AddList(catalog, "violations",
          {{"grave", ""},
           {"denial", "grave"},
           {"schools", "grave"},
           {"hospitals", "grave"}});
  AddList(catalog, "years", {{"ever", ""}, {"2025", "ever"}, {"2026", "ever"}});
  Dataset dataset;
  dataset.id = DatasetId("incidents");
  dataset.version = "1";
  dataset.attributes = {CodeAttribute("place", "places", true),
                        CodeAttribute("type", "types", true),
                        CodeAttribute("facility", "facilities", false)};
  using Source = Dimension::Source;
  dataset.dimensions = {
      DimensionOf("place", Source::kAttribute, {"place"}, "places"),
      DimensionOf("type", Source::kAttribute, {"type"}, "types"),
      DimensionOf("who", Source::kWho, {}, "who"),
      DimensionOf("year", Source::kIncidentYear, {}, "years"),
      DimensionOf("violation", Source::kCrosswalk, {"type", "facility"},
                  "violations")};
  dataset.dimensions.back().crosswalk = std::move(crosswalk);
  dataset.tally_code_list = CodeListId("who");
  catalog.datasets.emplace(dataset.id, std::move(dataset));
  return catalog;
}

inline std::vector<Dimension::CrosswalkRow> SampleCrosswalk() {
  return {{{"F2", ""}, "denial"},
          {{"F3", "school"}, "schools"},
          {{"F3", "hospital"}, "hospitals"}};
}

inline Plan& AddPlan(Catalog& catalog, Minimums minimums,
                     std::vector<Family> families) {
  Plan plan;
  plan.id = PlanId("monthly");
  plan.version = "1";
  plan.dataset = DatasetId("incidents");
  plan.minimums = minimums;
  plan.families = std::move(families);
  return catalog.plans.insert_or_assign(plan.id, std::move(plan)).first->second;
}

// Two regions (one with two cercles), four types of which F2 and F3 matter for
// the violation.
inline Catalog TinyCatalog() {
  return SampleCatalog({{"ML", ""},
                        {"ML1", "ML"},
                        {"ML11", "ML1"},
                        {"ML12", "ML1"},
                        {"ML2", "ML"}},
                       {{"every", ""},
                        {"E", "every"},
                        {"E1", "E"},
                        {"F", "every"},
                        {"F2", "F"},
                        {"F3", "F"}},
                       SampleCrosswalk());
}

// A few families with random axes and depths, each a random unit.
inline std::vector<Family> RandomFamilies(Random& random) {
  const std::vector<std::pair<std::string, int>> depths = {
      {"place", 2}, {"type", 2}, {"violation", 1}, {"year", 1}, {"who", 2}};
  std::vector<Family> families;
  const size_t count = 1 + Below(random, 3);
  for (size_t f = 0; f < count; ++f) {
    const Unit unit = Below(random, 3) == 0 ? Unit::kVictim : Unit::kRecord;
    std::vector<Axis> axes;
    for (const auto& [dimension, depth] : depths) {
      if (axes.size() == 2 || (dimension == "who" && unit == Unit::kRecord) ||
          Below(random, 2) == 0) {
        continue;
      }
      Axis axis;
      axis.dimension = dimension;
      axis.coarsest = static_cast<int>(Below(random, 2));
      axis.finest = std::max(
          axis.coarsest,
          static_cast<int>(Below(random, static_cast<size_t>(depth) + 1)));
      axes.push_back(axis);
    }
    if (axes.empty()) axes.push_back({"place", 0, 2});
    families.push_back(
        FamilyOf("family-" + std::to_string(f), unit, std::move(axes)));
  }
  return families;
}

inline Minimums RandomMinimums(Random& random) {
  Minimums minimums;
  minimums.k = 2 + static_cast<int>(Below(random, 3));
  minimums.s = 1 + static_cast<int>(Below(random, 2));
  minimums.c = static_cast<int>(Below(random, 3));
  return minimums;
}

inline Record SampleRecord(size_t number, size_t contributor, size_t source) {
  Record record;
  record.dataset = DatasetId("incidents");
  record.contributor = PartyId("ngo-" + std::to_string(contributor));
  record.ref = "ref1-" + std::to_string(number);
  record.instance = "ins1-" + std::to_string(number);
  record.incident_day = absl::CivilDay(2026, 3, 1);
  record.source = "src1-" + std::to_string(source);
  return record;
}

// Records of the tiny catalog.
inline std::vector<Record> RandomRecords(Random& random, size_t most) {
  const std::vector<std::string> places = {"ML11", "ML11", "ML12", "ML1",
                                           "ML2",  "ML2",  "ML"};
  const std::vector<std::string> types = {"E1", "E1", "E", "F2",
                                          "F2", "F3", "F"};
  std::vector<Record> records(Below(random, most + 1));
  for (size_t i = 0; i < records.size(); ++i) {
    records[i] = SampleRecord(i, Below(random, 2), Below(random, 9));
    records[i].codes["place"] = places[Below(random, places.size())];
    records[i].codes["type"] = types[Below(random, types.size())];
    if (Below(random, 2) == 0) {
      records[i].codes["facility"] =
          Below(random, 2) == 0 ? "school" : "hospital";
    }
    records[i].incident_day =
        absl::CivilDay(Below(random, 3) == 0 ? 2025 : 2026, 3, 1);
    for (const char* who : {"girl", "man"}) {
      if (Below(random, 2) == 0) {
        records[i].tallies[who] = static_cast<int64_t>(Below(random, 4));
      }
    }
  }
  return records;
}

// 10 regions with 53 cercles, 6 categories with 34 types.
inline Catalog MaliLikeCatalog() {
  std::vector<std::pair<std::string, std::string>> places = {{"ML", ""}};
  const int cercles[] = {7, 7, 7, 7, 8, 5, 4, 4, 0, 4};
  for (int r = 1; r <= 10; ++r) {
    const std::string region =
        "ML" + std::string(r < 10 ? "0" : "") + std::to_string(r);
    places.emplace_back(region, "ML");
    for (int c = 1; c <= cercles[r - 1]; ++c) {
      places.emplace_back(region + "0" + std::to_string(c), region);
    }
  }
  std::vector<std::pair<std::string, std::string>> types = {{"all", ""}};
  const std::pair<std::string, int> categories[] = {
      {"A", 5}, {"B", 3}, {"C", 11}, {"D", 6}, {"E", 6}, {"F", 3}};
  for (const auto& [category, count] : categories) {
    types.emplace_back(category, "all");
    for (int i = 1; i <= count; ++i) {
      types.emplace_back(category + std::to_string(i), category);
    }
  }
  return SampleCatalog(places, types, SampleCrosswalk());
}

// place(country..cercle) x type and region x category x who.
inline std::vector<Family> MonthlyFamilies() {
  return {
      FamilyOf("place-type", Unit::kRecord, {{"place", 0, 2}, {"type", 0, 2}}),
      FamilyOf("region-category-who", Unit::kVictim,
               {{"place", 0, 1}, {"type", 0, 1}, {"who", 0, 2}})};
}

// Draws from fixed weights.
class Lottery {
 public:
  explicit Lottery(std::vector<double> weights) : weights_(std::move(weights)) {
    for (const double weight : weights_) sum_ += weight;
  }
  static Lottery Zipf(size_t n) {
    std::vector<double> weights;
    for (size_t i = 0; i < n; ++i) {
      weights.push_back(1.0 / static_cast<double>(i + 1));
    }
    return Lottery(std::move(weights));
  }
  size_t Draw(Random& random) const {
    double left = sum_ * static_cast<double>(random() >> 11) * 0x1p-53;
    for (size_t i = 0; i + 1 < weights_.size(); ++i) {
      left -= weights_[i];
      if (left < 0) return i;
    }
    return weights_.size() - 1;
  }

 private:
  std::vector<double> weights_;
  double sum_ = 0;
};

// A generated month: categories as of April 2022, regions as of November 2021,
// victims as of 2021, cercles and types by Zipf's law; 245 sources of 3
// contributors with 60, 30 and 10 %.
inline std::vector<Record> GeneratedMonth(size_t count, uint64_t seed) {
  Random random(seed);
  const Lottery category({15, 57, 164, 82, 287, 2});
  const size_t types[] = {5, 3, 11, 6, 6, 3};
  const Lottery region({1.5, 1, 1, 10.73, 52.73, 20.72, 11.49, 1, 0.5, 2});
  const size_t cercles[] = {7, 7, 7, 7, 8, 5, 4, 4, 0, 4};
  const Lottery who({376, 339, 1152, 4537, 40});
  const char* const who_codes[] = {"girl", "boy", "woman", "man", "unknown"};
  const Lottery victims({70, 15, 8, 4, 3});
  const Lottery contributor({60, 30, 10});
  const size_t first_source[] = {0, 147, 220, 245};
  std::vector<Record> records;
  for (size_t i = 0; i < count; ++i) {
    const size_t c = contributor.Draw(random);
    const size_t source =
        first_source[c] + Below(random, first_source[c + 1] - first_source[c]);
    Record record = SampleRecord(i, c, source);
    const size_t r = region.Draw(random);
    std::string place =
        "ML" + std::string(r < 9 ? "0" : "") + std::to_string(r + 1);
    if (cercles[r] > 0) {
      place += "0" + std::to_string(Lottery::Zipf(cercles[r]).Draw(random) + 1);
    }
    const size_t k = category.Draw(random);
    record.codes["place"] = place;
    record.codes["type"] =
        std::string(1, static_cast<char>('A' + static_cast<int>(k))) +
        std::to_string(Lottery::Zipf(types[k]).Draw(random) + 1);
    for (size_t v = 0; v <= victims.Draw(random); ++v) {
      ++record.tallies[who_codes[who.Draw(random)]];
    }
    records.push_back(std::move(record));
  }
  return records;
}

// What a plain threshold shows: every safe cell.
inline std::vector<SealedTable> EverySafeCell(
    std::vector<SealedTable> tables, const std::vector<UnsafeCell>& unsafe,
    const auto& value_of) {
  for (SealedTable& table : tables) {
    for (SealedCell& cell : table.cells) {
      UnsafeCell same{table.unit, {}};
      for (size_t i = 0; i < cell.codes.size(); ++i) {
        same.codes.emplace_back(table.dimensions[i], cell.codes[i]);
      }
      if (cell.status == CellStatus::kPublished ||
          std::find(unsafe.begin(), unsafe.end(), same) != unsafe.end()) {
        continue;
      }
      cell.value = value_of(same);
      if (cell.value > 0) cell.status = CellStatus::kPublished;
    }
  }
  return tables;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_SEAL_SAMPLES_H_
