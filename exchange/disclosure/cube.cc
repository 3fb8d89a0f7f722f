#include "exchange/disclosure/cube.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
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

// Whose a record is, as small numbers.
struct Origin {
  int32_t entity = 0;
  int32_t source = 0;
  int32_t contributor = 0;
};

// A cell while it is counted. Records come grouped by entity, so that the last
// one seen tells whether an entity is new.
struct Count {
  int64_t value = 0;
  int64_t entities = 0;
  int32_t last_entity = -1;
  std::vector<std::pair<int32_t, int64_t>> sources;       // -> entities
  std::vector<std::pair<int32_t, int64_t>> contributors;  // -> entities
  std::vector<std::pair<int32_t, int64_t>> parts;         // source -> units
};
using Counts = absl::flat_hash_map<int64_t, Count>;

void AddTo(std::vector<std::pair<int32_t, int64_t>>& counts, int32_t of,
           int64_t amount) {
  for (auto& [known, sum] : counts) {
    if (known == of) {
      sum += amount;
      return;
    }
  }
  counts.emplace_back(of, amount);
}

absl::Status Add(const Origin& origin, int64_t amount, Count& count) {
  if (__builtin_add_overflow(count.value, amount, &count.value)) {
    return ReasonError(absl::StatusCode::kOutOfRange, "COUNT_TOO_LARGE",
                       "a count does not fit 64 bits");
  }
  AddTo(count.parts, origin.source, amount);  // no more than `value`
  if (count.last_entity == origin.entity) return absl::OkStatus();
  count.last_entity = origin.entity;
  ++count.entities;
  AddTo(count.sources, origin.source, 1);
  AddTo(count.contributors, origin.contributor, 1);
  return absl::OkStatus();
}

// Records in an order that does not depend on the one they came in, equal
// entities side by side.
std::vector<const Record*> Sorted(std::span<const Record> records) {
  std::vector<const Record*> sorted;
  sorted.reserve(records.size());
  for (const Record& record : records) sorted.push_back(&record);
  std::sort(sorted.begin(), sorted.end(), [](const Record* a, const Record* b) {
    return std::tie(a->contributor, a->ref, a->source, a->instance) <
           std::tie(b->contributor, b->ref, b->source, b->instance);
  });
  return sorted;
}

std::vector<Origin> OriginsOf(const std::vector<const Record*>& sorted,
                              bool public_sources) {
  absl::flat_hash_map<std::string, int32_t> sources;
  absl::flat_hash_map<std::string, int32_t> contributors;
  std::vector<Origin> origins;
  int32_t entity = -1;
  const Record* last = nullptr;
  for (const Record* record : sorted) {
    if (last == nullptr || last->contributor != record->contributor ||
        last->ref != record->ref) {
      ++entity;
    }
    last = record;
    const int32_t source =
        public_sources
            ? entity
            : sources
                  .emplace(record->source, static_cast<int32_t>(sources.size()))
                  .first->second;
    const int32_t contributor =
        contributors
            .emplace(record->contributor.text(),
                     static_cast<int32_t>(contributors.size()))
            .first->second;
    origins.push_back({entity, source, contributor});
  }
  return origins;
}

Cube::Facts FactsOf(const Counts& counts) {
  Cube::Facts all;
  all.reserve(counts.size());
  for (const auto& [number, count] : counts) {
    CellFacts facts{.value = count.value,
                    .entities = count.entities,
                    .sources = static_cast<int64_t>(count.sources.size()),
                    .largest_source = 0,
                    .largest_part = 0,
                    .by_contributor = {}};
    for (const auto& [source, entities] : count.sources) {
      facts.largest_source = std::max(facts.largest_source, entities);
    }
    for (const auto& [source, units] : count.parts) {
      facts.largest_part = std::max(facts.largest_part, units);
    }
    for (const auto& [contributor, entities] : count.contributors) {
      facts.by_contributor.push_back(entities);
    }
    std::sort(facts.by_contributor.begin(), facts.by_contributor.end());
    all.emplace(number, std::move(facts));
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
  if (minimums.c == 0) return true;
  if (facts.entities - facts.largest_source < minimums.c) return false;
  return std::all_of(facts.by_contributor.begin(), facts.by_contributor.end(),
                     [&](int64_t own) {
                       const int64_t others = facts.entities - own;
                       return others == 0 || others >= minimums.c;
                     });
}

absl::StatusOr<Cube> Cube::Create(const Scheme& scheme,
                                  std::span<const Record> records,
                                  bool public_sources) {
  const std::vector<const Record*> sorted = Sorted(records);
  const std::vector<Origin> origins = OriginsOf(sorted, public_sources);
  std::vector<Counts> tables(scheme.tables().size());
  Counts atoms;
  for (size_t i = 0; i < sorted.size(); ++i) {
    TOGUNA_ASSIGN_OR_RETURN(const std::vector<Tally> tallies,
                            scheme.TalliesOf(*sorted[i]));
    for (const Tally& tally : tallies) {
      TOGUNA_RETURN_IF_ERROR(
          Add(origins[i], tally.amount, atoms[scheme.AtomOf(tally.point)]));
      for (size_t t = 0; t < tables.size(); ++t) {
        for (const int64_t cell :
             scheme.CellsOf(scheme.tables()[t], tally.point)) {
          TOGUNA_RETURN_IF_ERROR(
              Add(origins[i], tally.amount, tables[t][cell]));
        }
      }
    }
  }
  Cube cube(scheme);
  for (const Counts& counts : tables) cube.tables_.push_back(FactsOf(counts));
  cube.atoms_ = FactsOf(atoms);
  return cube;
}

}  // namespace toguna
