#ifndef TOGUNA_TESTS_PRIVACY_RANDOM_WORLD_H_
#define TOGUNA_TESTS_PRIVACY_RANDOM_WORLD_H_

// Tiny worlds and families, drawn.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "tests/privacy/tiny_world.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {

// What worlds are drawn from.
struct WorldShape {
  size_t months = 3;
  size_t most_records = 12;  // of a month
  size_t sources = 5;
  bool zones = true;  // dimensions that follow from the place
  bool who = true;
  bool pools = false;  // of types
  bool when = false;   // incident months are told apart
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
  if (shape.pools || Below(random, 3) == 0) {
    world.trees["type"].emplace_back("t3", "T");
  }
  if (shape.pools) world.pools["type"] = {{"t12", {"t1", "t2"}}};
  world.trees["who"] = {{"W", ""}, {"girl", "W"}, {"man", "W"}};
  if (shape.when) {
    StringTree& tree = world.trees["when"];
    tree = {{"ever", ""}};
    for (const char* when : kIncidentMonths) tree.emplace_back(when, "ever");
    const size_t last = 12 - shape.months;
    world.first_month =
        absl::CivilMonth(2026, 1) + static_cast<int>(Below(random, last + 1));
  }
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
  const size_t accepted = world.months.size();
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
    record.accepted = accepted;
    if (world.first_month.has_value()) {
      const std::vector<std::string> whens = world.WhensOf(accepted);
      record.when = whens[Below(random, whens.size())];
    }
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
  if (world.first_month.has_value()) dimensions.emplace_back("when");
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
                    static_cast<int>(Below(random, 3) == 0 ? 1 : 0), finest,
                    world.PoolsOf(dimensions[i])});
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

#endif  // TOGUNA_TESTS_PRIVACY_RANDOM_WORLD_H_
