#include "exchange/disclosure/cube.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/scheme.h"

namespace toguna {
namespace {

// Whose a row is, in numbers that hold for all columns.
struct Origin {
  int32_t entity = 0;
  int32_t source = 0;
  int32_t contributor = 0;
};

// What one source gave to a cell.
struct Given {
  int32_t source = 0;
  int32_t contributor = 0;
  int64_t entities = 0;
  int64_t units = 0;
};

// A cell while it is counted. Rows come grouped by entity, so that the last
// one seen tells whether an entity is new.
struct Count {
  int64_t value = 0;
  int64_t entities = 0;
  int32_t last_entity = -1;
  std::vector<Given> given;  // a source may come several times
  size_t next_join = 64;     // size at which equal sources are joined
};
using Counts = absl::flat_hash_map<int64_t, Count>;

// Orders what was given by source and contributor, each pair once.
void Join(Count& count) {
  std::sort(count.given.begin(), count.given.end(),
            [](const Given& a, const Given& b) {
              return std::pair(a.source, a.contributor) <
                     std::pair(b.source, b.contributor);
            });
  size_t kept = 0;
  for (size_t i = 0; i < count.given.size(); ++i) {
    Given& last = count.given[kept == 0 ? 0 : kept - 1];
    const Given& one = count.given[i];
    if (kept > 0 && last.source == one.source &&
        last.contributor == one.contributor) {
      last.entities += one.entities;
      last.units += one.units;
    } else {
      count.given[kept++] = one;
    }
  }
  count.given.resize(kept);
  count.next_join = std::max<size_t>(64, 2 * kept);
}

absl::Status Add(const Origin& origin, int64_t amount, Count& count) {
  if (__builtin_add_overflow(count.value, amount, &count.value)) {
    return ReasonError(absl::StatusCode::kOutOfRange, "COUNT_TOO_LARGE",
                       "a count does not fit 64 bits");
  }
  if (count.last_entity == origin.entity) {
    Given& last = count.given.back();
    if (last.source == origin.source &&
        last.contributor == origin.contributor) {
      last.units += amount;  // no more than `value`
      return absl::OkStatus();
    }
    count.given.push_back({origin.source, origin.contributor, 0, amount});
    return absl::OkStatus();
  }
  count.last_entity = origin.entity;
  ++count.entities;
  if (count.given.size() >= count.next_join) Join(count);
  count.given.push_back({origin.source, origin.contributor, 1, amount});
  return absl::OkStatus();
}

CellFacts FactsOf(Count count) {
  Join(count);
  CellFacts facts{.value = count.value, .entities = count.entities};
  Given source{
      .source = -1};  // all that the same source gave, to whatever contributor
  const auto end_source = [&] {
    if (source.source < 0) return;
    // A second report of an entity makes no second source of it.
    facts.sources += source.entities > 0 ? 1 : 0;
    facts.largest_source = std::max(facts.largest_source, source.entities);
    facts.second_part =
        std::max(facts.second_part, std::min(facts.largest_part, source.units));
    facts.largest_part = std::max(facts.largest_part, source.units);
  };
  for (const Given& one : count.given) {
    if (one.source != source.source) {
      end_source();
      source = {.source = one.source};
    }
    source.entities += one.entities;
    source.units += one.units;
    auto part = std::find_if(
        facts.parts.begin(), facts.parts.end(),
        [&](const auto& p) { return p.contributor == one.contributor; });
    if (part == facts.parts.end()) {
      part = facts.parts.insert(part, {.contributor = one.contributor});
    }
    part->entities += one.entities;
    part->value += one.units;
    part->largest_part = std::max(part->largest_part, one.units);
  }
  end_source();
  std::sort(facts.parts.begin(), facts.parts.end(),
            [](const auto& a, const auto& b) {
              return a.contributor < b.contributor;
            });
  return facts;
}

Cube::Facts FactsOf(Counts counts) {
  Cube::Facts all;
  all.reserve(counts.size());
  for (auto& [number, count] : counts) {
    all.emplace(number, FactsOf(std::move(count)));
  }
  return all;
}

// What is left without the two largest sources is less than p % of the largest.
bool IsDominated(const CellFacts& facts, int percent) {
  const int64_t rest = facts.value - facts.largest_part - facts.second_part;
  int64_t hundredfold = 0;
  int64_t needed = 0;
  // Whichever does not fit 64 bits is the larger by far; unknown is unsafe.
  if (__builtin_mul_overflow(int64_t{percent}, facts.largest_part, &needed)) {
    return true;
  }
  if (__builtin_mul_overflow(int64_t{100}, rest, &hundredfold)) return false;
  return hundredfold < needed;
}

// The texts of all columns, numbered together.
class Numbers {
 public:
  explicit Numbers(const std::vector<std::string>& known) {
    for (const std::string& text : known) NumberOf(text);
  }
  int32_t NumberOf(const std::string& text) {
    return numbers_.emplace(text, static_cast<int32_t>(numbers_.size()))
        .first->second;
  }
  std::vector<int32_t> Of(const std::vector<std::string>& texts) {
    std::vector<int32_t> numbers;
    for (const std::string& text : texts) numbers.push_back(NumberOf(text));
    return numbers;
  }

 private:
  absl::flat_hash_map<std::string, int32_t> numbers_;
};

// Where the points of some columns lie.
struct Places {
  int64_t atom = 0;
  std::vector<std::vector<int64_t>> cells;  // per table
};

absl::StatusOr<std::vector<Places>> PlacesOf(const Scheme& scheme,
                                             const Columns& columns,
                                             const std::vector<bool>& wanted) {
  std::vector<Places> all;
  for (const std::vector<std::string>& codes : columns.points) {
    TOGUNA_ASSIGN_OR_RETURN(const Point point,
                            scheme.PointOf(columns.dimensions, codes));
    TOGUNA_ASSIGN_OR_RETURN(const int64_t atom, scheme.AtomOf(point));
    Places& places = all.emplace_back();
    places.atom = atom;
    for (size_t t = 0; t < scheme.tables().size(); ++t) {
      places.cells.push_back(wanted[t]
                                 ? scheme.CellsOf(scheme.tables()[t], point)
                                 : std::vector<int64_t>());
    }
  }
  return all;
}

}  // namespace

bool IsSafe(const CellFacts& facts, const Minimums& minimums) {
  if (minimums.k < 2 || minimums.s < 1 || minimums.c < 0) return false;
  if (facts.entities < minimums.k || facts.value < minimums.k ||
      facts.sources < minimums.s) {
    return false;
  }
  if (minimums.dominance_percent > 0 &&
      IsDominated(facts, minimums.dominance_percent)) {
    return false;
  }
  if (minimums.c == 0) return true;
  if (facts.entities - facts.largest_source < minimums.c) return false;
  return std::all_of(facts.parts.begin(), facts.parts.end(),
                     [&](const CellFacts::Part& own) {
                       const int64_t others = facts.entities - own.entities;
                       return others == 0 || others >= minimums.c;
                     });
}

absl::StatusOr<Cube> Cube::Create(const Scheme& scheme,
                                  std::span<const Columns* const> columns,
                                  const std::vector<std::string>& contributors,
                                  const std::vector<bool>& wanted) {
  std::vector<Counts> tables(scheme.tables().size());
  Counts atoms;
  Numbers sources({});
  Numbers parties(contributors);
  int32_t first_entity = 0;
  for (const Columns* one : columns) {
    TOGUNA_ASSIGN_OR_RETURN(const std::vector<Places> places,
                            PlacesOf(scheme, *one, wanted));
    const std::vector<int32_t> source = sources.Of(one->sources);
    const std::vector<int32_t> party = parties.Of(one->contributors);
    int32_t last = -1;
    for (size_t row = 0; row < one->point.size(); ++row) {
      last = std::max(last, one->entity[row]);
      const Origin origin{first_entity + one->entity[row],
                          source[static_cast<size_t>(one->source[row])],
                          party[static_cast<size_t>(one->contributor[row])]};
      const Places& at = places[static_cast<size_t>(one->point[row])];
      TOGUNA_RETURN_IF_ERROR(Add(origin, one->amount[row], atoms[at.atom]));
      for (size_t t = 0; t < tables.size(); ++t) {
        for (const int64_t cell : at.cells[t]) {
          TOGUNA_RETURN_IF_ERROR(
              Add(origin, one->amount[row], tables[t][cell]));
        }
      }
    }
    first_entity += last + 1;
  }
  Cube cube(scheme);
  for (Counts& counts : tables) {
    cube.tables_.push_back(FactsOf(std::move(counts)));
  }
  cube.atoms_ = FactsOf(std::move(atoms));
  return cube;
}

}  // namespace toguna
