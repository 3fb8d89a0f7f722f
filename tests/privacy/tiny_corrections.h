#ifndef TOGUNA_TESTS_PRIVACY_TINY_CORRECTIONS_H_
#define TOGUNA_TESTS_PRIVACY_TINY_CORRECTIONS_H_

// Corrections of tiny worlds: what was taken back of their months, and what was
// put in its place.

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tests/privacy/tiny_world.h"

namespace toguna::testing {

inline bool IsInZero(const TinyWorld& world, const TinyRecord& record) {
  return std::any_of(world.zeros.begin(), world.zeros.end(),
                     [&](const StructuralZero& zero) {
                       return zero.codes[0].code == record.place &&
                              zero.codes[1].code == record.type;
                     });
}

// Another record of the same contributor and source: now and then somewhere
// else, of another type or with other victims.
inline TinyRecord Corrected(Random& random, const TinyWorld& world,
                            TinyRecord record) {
  const std::vector<std::string> places = world.LeavesOf("place");
  const std::vector<std::string> types = world.LeavesOf("type");
  if (Below(random, 2) == 0) {
    record.place = places[Below(random, places.size())];
  }
  if (Below(random, 2) == 0) record.type = types[Below(random, types.size())];
  if (Below(random, 3) == 0) ++record.victims["man"];
  if (world.first_month.has_value() && Below(random, 3) == 0) {
    const std::vector<std::string> whens = world.WhensOf(record.accepted);
    record.when = whens[Below(random, whens.size())];
  }
  return record;
}

// Takes back a share of the records of all months, one in `one_in`, and puts
// others in their place two times out of three; some of these are corrected
// again. Adds the two months that hold this.
inline void AddCorrections(Random& random, size_t one_in, TinyWorld& world) {
  TinyCorrections corrections;
  TinyMonth removed;
  TinyMonth added;
  for (size_t m = 0; m < world.months.size(); ++m) {
    corrections.of.push_back(m);
    for (const TinyRecord& accepted : world.months[m]) {
      if (Below(random, one_in) > 0) continue;
      TinyRecord last = accepted;
      for (;;) {
        removed.push_back(last);
        if (Below(random, 3) == 0) break;
        last = Corrected(random, world, last);
        if (IsInZero(world, last)) break;
        added.push_back(last);
        if (Below(random, 4) > 0) break;
      }
    }
  }
  corrections.removed = world.months.size();
  corrections.added = world.months.size() + 1;
  world.months.push_back(std::move(removed));
  world.months.push_back(std::move(added));
  world.corrections = std::move(corrections);
}

// A family that counts corrections instead, in records, as it must.
inline const Family* OfStream(TinyWorld& world, const Family& family,
                              Stream stream) {
  std::vector<Axis> axes = family.axes;
  std::erase_if(axes, [](const Axis& axis) { return axis.dimension == "who"; });
  if (axes.empty()) axes.push_back({"place", 0, 1});
  return world.Add(Unit::kRecord, std::move(axes), stream);
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_TINY_CORRECTIONS_H_
