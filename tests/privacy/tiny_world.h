#ifndef TOGUNA_TESTS_PRIVACY_TINY_WORLD_H_
#define TOGUNA_TESTS_PRIVACY_TINY_WORLD_H_

// Worlds so small that every table that could be true can be tried: two or
// three places and types, a few records of two contributors in up to three
// months. Codes and their trees are kept as plain strings here, so that the
// attacker needs nothing of the engine's.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/disclosure/protect.h"
#include "policies/model/catalog.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {

struct TinyRecord {
  std::string contributor;
  std::string source;
  std::string place;
  std::string type;
  std::map<std::string, int64_t> victims;  // by who they are
};
using TinyMonth = std::vector<TinyRecord>;

// Months that hold what became of the records of others later.
struct TinyCorrections {
  std::vector<size_t> of;
  size_t removed = 0;
  size_t added = 0;

  bool Holds(size_t month) const {
    return month == removed || month == added ||
           std::count(of.begin(), of.end(), month) > 0;
  }
};

// Codes of a dimension and their parents; the top has none.
using StringTree = std::vector<std::pair<std::string, std::string>>;

struct TinyWorld {
  std::map<std::string, StringTree> trees;  // by dimension
  // Dimensions that follow from the place, by place; none: nowhere.
  std::map<std::string, std::map<std::string, std::string>> by_place;
  bool victims_rule = false;  // everybody knows: every record has a victim
  std::vector<StructuralZero> zeros;  // of every plan; everybody knows them
  std::deque<Family> families;
  std::vector<TinyMonth> months;
  // Which of the months are corrections, as everybody knows.
  std::optional<TinyCorrections> corrections = std::nullopt;

  const std::string& ParentOf(const std::string& dimension,
                              const std::string& code) const {
    for (const auto& [one, parent] : trees.at(dimension)) {
      if (one == code) return parent;
    }
    static const std::string* const none = new std::string;
    return *none;
  }
  int DepthOf(const std::string& dimension, std::string code) const {
    int depth = -1;
    for (; !code.empty(); ++depth) code = ParentOf(dimension, code);
    return depth;
  }
  bool LiesWithin(const std::string& dimension, std::string code,
                  const std::string& of) const {
    while (!code.empty() && code != of) code = ParentOf(dimension, code);
    return code == of;
  }
  // The code that `code` lies in at `depth`; itself where it is no deeper.
  std::string At(const std::string& dimension, std::string code,
                 int depth) const {
    while (!code.empty() && DepthOf(dimension, code) > depth) {
      code = ParentOf(dimension, code);
    }
    return code;
  }
  std::vector<std::string> LeavesOf(const std::string& dimension) const {
    std::vector<std::string> leaves;
    for (const auto& [code, ignored] : trees.at(dimension)) {
      const bool inner = std::any_of(
          trees.at(dimension).begin(), trees.at(dimension).end(),
          [&, here = code](const auto& one) { return one.second == here; });
      if (!inner) leaves.push_back(code);
    }
    return leaves;
  }
  const Family* Add(Unit unit, std::vector<Axis> axes,
                    Stream stream = Stream::kAccepted) {
    families.push_back(
        FamilyOf("f" + std::to_string(families.size()), unit, std::move(axes)));
    families.back().stream = stream;
    return &families.back();
  }
};

// Tables over some months together, and what they had to keep to.
struct Release {
  std::vector<const Family*> families;
  Minimums minimums;
  std::vector<size_t> months;
  std::vector<SealedTable> tables;  // none yet: not sealed
  // Families of corrections count these months; none: there are none.
  std::optional<TinyCorrections> corrections = std::nullopt;

  std::vector<size_t> MonthsOf(Stream stream) const {
    if (stream == Stream::kAccepted) return months;
    if (!corrections.has_value()) return {};
    return {stream == Stream::kRemoved ? corrections->removed
                                       : corrections->added};
  }
  bool Counts(const std::optional<TinyCorrections>& some) const {
    return some.has_value() &&
           (corrections.has_value() ||
            std::count(months.begin(), months.end(), some->removed) +
                    std::count(months.begin(), months.end(), some->added) >
                0);
  }
};

inline Catalog CatalogOf(const TinyWorld& world) {
  Catalog catalog;
  Dataset dataset;
  dataset.id = DatasetId("incidents");
  dataset.version = "1";
  for (const auto& [dimension, tree] : world.trees) {
    std::vector<CodeDeclaration> declared;
    for (const auto& [code, parent] : tree) {
      declared.push_back({code, parent, {}});
    }
    CodeList list{.id = CodeListId(dimension),
                  .version = "1",
                  .title = {},
                  .source = "",
                  .levels = {},
                  .tree = *CodeTree::Create(std::move(declared), false)};
    catalog.code_lists.emplace(list.id, std::move(list));
    using Source = Dimension::Source;
    const auto mapped = world.by_place.find(dimension);
    if (mapped != world.by_place.end()) {
      dataset.dimensions.push_back(
          DimensionOf(dimension, Source::kCrosswalk, {"place"}, dimension));
      for (const auto& [place, code] : mapped->second) {
        dataset.dimensions.back().crosswalk.push_back({{place}, code});
      }
    } else if (dimension == "who") {
      dataset.dimensions.push_back(
          DimensionOf(dimension, Source::kWho, {}, dimension));
    } else {
      dataset.attributes.push_back(CodeAttribute(dimension, dimension, true));
      dataset.dimensions.push_back(
          DimensionOf(dimension, Source::kAttribute, {dimension}, dimension));
    }
  }
  dataset.tally_code_list = CodeListId("who");
  if (world.victims_rule) {
    dataset.victims_in_every_record = VictimsInEveryRecord{};
  }
  catalog.datasets.emplace(dataset.id, std::move(dataset));
  return catalog;
}

inline std::vector<Record> RecordsOf(const TinyMonth& month) {
  std::vector<Record> records;
  for (const TinyRecord& one : month) {
    Record record = SampleRecord(records.size(), 0, 0);
    record.contributor = PartyId(one.contributor);
    record.source = one.source;
    record.codes = {{"place", one.place}, {"type", one.type}};
    for (const auto& [who, victims] : one.victims) {
      if (victims > 0) record.tallies[who] = victims;
    }
    records.push_back(std::move(record));
  }
  return records;
}

// What the engine makes of `now`, after `earlier`; `refining` is to come.
inline absl::StatusOr<std::vector<SealedTable>> Seal(
    const TinyWorld& world, std::span<const Release> earlier,
    const Release& now, const std::vector<const Family*>& refining,
    uint64_t key) {
  const Catalog catalog = CatalogOf(world);
  const Dataset& dataset = *catalog.FindDataset(DatasetId("incidents"));
  std::vector<const Family*> all;
  for (const Family& family : world.families) all.push_back(&family);
  std::vector<Strand> strands;
  for (const TinyMonth& month : world.months) {
    auto strand =
        StrandOf(catalog, dataset, all, RecordsOf(month), world.zeros);
    if (!strand.ok()) return strand.status();
    strands.push_back(*std::move(strand));
  }
  std::vector<Publication> publications;
  for (const Release& one : earlier) {
    publications.push_back(
        {one.families, one.minimums, one.months, &one.tables, world.zeros});
  }
  publications.push_back(
      {now.families, now.minimums, now.months, nullptr, world.zeros});
  if (now.corrections.has_value()) {
    publications.back().corrections = {now.corrections->removed,
                                       now.corrections->added};
  }
  auto sealed = Protect(catalog, dataset, refining, strands, publications,
                        ProtectOptions{.tie_break = key});
  if (!sealed.ok()) return sealed.status();
  return std::move(sealed->tables);
}

// What worlds are drawn from.
struct WorldShape {
  size_t months = 3;
  size_t most_records = 12;  // of a month
  size_t sources = 5;
  bool zones = true;  // dimensions that follow from the place
  bool who = true;
};

inline void AddTrees(Random& random, const WorldShape& shape,
                     TinyWorld& world) {
  if (Below(random, 2) == 0) {
    world.trees["place"] = {{"P", ""}, {"p1", "P"}, {"p2", "P"}};
  } else {
    world.trees["place"] = {
        {"P", ""}, {"PA", "P"}, {"p1", "PA"}, {"p2", "PA"}, {"p3", "P"}};
  }
  world.trees["type"] = {{"T", ""}, {"t1", "T"}, {"t2", "T"}};
  if (Below(random, 3) == 0) world.trees["type"].emplace_back("t3", "T");
  world.trees["who"] = {{"W", ""}, {"girl", "W"}, {"man", "W"}};
  if (!shape.zones) return;
  for (const char* zone : {"x", "y"}) {
    const std::string id = zone;
    world.trees[id] = {
        {id + "0", ""}, {id + "1", id + "0"}, {id + "2", id + "0"}};
    world.by_place[id];  // perhaps of no place
    for (const std::string& place : world.LeavesOf("place")) {
      const size_t lot = Below(random, 5);
      if (lot > 0) world.by_place[id][place] = id + (lot < 3 ? "1" : "2");
    }
  }
}

inline TinyMonth RandomMonth(Random& random, const WorldShape& shape,
                             const TinyWorld& world) {
  const std::vector<std::string> places = world.LeavesOf("place");
  const std::vector<std::string> types = world.LeavesOf("type");
  TinyMonth month(Below(random, shape.most_records + 1));
  for (TinyRecord& record : month) {
    const size_t source = Below(random, shape.sources);
    record.contributor = source % 3 == 0 ? "ngo-b" : "ngo-a";
    if (Below(random, 8) == 0) record.contributor = "ngo-b";
    record.source = "s" + std::to_string(source);
    record.place = places[Below(random, places.size())];
    record.type = types[Below(random, types.size())];
    if (Below(random, 3) == 0) record.type = "t1";
    const char* const who = Below(random, 2) == 0 ? "girl" : "man";
    record.victims[who] += static_cast<int64_t>(Below(random, 3));
    if (world.victims_rule && record.victims[who] == 0) {
      record.victims[who] = 1;
    }
    if (Below(random, 4) == 0) ++record.victims["man"];
  }
  return month;
}

// A family of one or two axes.
inline const Family* RandomFamily(Random& random, const WorldShape& shape,
                                  TinyWorld& world) {
  const Unit unit =
      shape.who && Below(random, 2) == 0 ? Unit::kVictim : Unit::kRecord;
  std::vector<std::string> dimensions = {"place", "type"};
  if (unit == Unit::kVictim) dimensions.emplace_back("who");
  if (!world.by_place.empty()) dimensions.emplace_back("x");
  if (world.by_place.size() > 1) dimensions.emplace_back("y");
  std::shuffle(dimensions.begin(), dimensions.end(), random);
  std::vector<Axis> axes;
  const size_t count = Below(random, 3) == 0 ? 1 : 2;
  for (size_t i = 0; i < count; ++i) {
    int depth = 0;
    for (const auto& [code, ignored] : world.trees.at(dimensions[i])) {
      depth = std::max(depth, world.DepthOf(dimensions[i], code));
    }
    const int finest =
        depth - static_cast<int>(Below(random, 5) == 0 && depth > 1 ? 1 : 0);
    axes.push_back({dimensions[i],
                    static_cast<int>(Below(random, 3) == 0 ? 1 : 0), finest});
  }
  return world.Add(unit, std::move(axes));
}

inline std::vector<const Family*> RandomFamiliesOf(Random& random,
                                                   const WorldShape& shape,
                                                   TinyWorld& world,
                                                   size_t count) {
  std::vector<const Family*> families;
  for (size_t i = 0; i < count; ++i) {
    families.push_back(RandomFamily(random, shape, world));
  }
  return families;
}

// Nothing of one type can be in one place, as everybody knows.
inline void AddStructuralZero(Random& random, TinyWorld& world) {
  const std::vector<std::string> places = world.LeavesOf("place");
  const std::vector<std::string> types = world.LeavesOf("type");
  const std::string place = places[Below(random, places.size())];
  const std::string type = types[Below(random, types.size())];
  world.zeros = {{{{"place", place}, {"type", type}}, "known"}};
  for (TinyMonth& month : world.months) {
    std::erase_if(month, [&](const TinyRecord& record) {
      return record.place == place && record.type == type;
    });
  }
}

// A world with its months, without families.
inline TinyWorld RandomWorld(Random& random, const WorldShape& shape) {
  TinyWorld world;
  AddTrees(random, shape, world);
  world.victims_rule = Below(random, 2) == 0;
  for (size_t m = 0; m < shape.months; ++m) {
    world.months.push_back(RandomMonth(random, shape, world));
  }
  return world;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_TINY_WORLD_H_
