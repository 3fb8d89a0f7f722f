#include "exchange/disclosure/slacks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace toguna {
namespace {

// Victims of a record where there is none yet, if one each does not do.
constexpr int64_t kSeveral = 4;

}  // namespace

Slacks::Slacks(const Secrets& secrets) {
  for (const Table& own : secrets.views) {
    const auto of_others = [&](const Relation& relation) {
      return DifferenceIn(relation, secrets.truth) -
             DifferenceIn(relation, own);
    };
    std::vector<int64_t>& relations = relations_.emplace_back();
    for (const Relation& relation : secrets.relations) {
      relations.push_back(of_others(relation));
    }
    std::vector<int64_t>& harms = harms_.emplace_back();
    for (const Harm& harm : secrets.harms) {
      harms.push_back(of_others(harm.victims));
      harms.push_back(of_others(harm.records));
    }
  }
}

Slacks::Way Slacks::WayOf(size_t view, size_t harm, Keeping keeping) const {
  const int64_t victims = VictimsOf(view, harm);
  const int64_t records = RecordsOf(view, harm);
  if (keeping == Keeping::kAll) {
    return {.records = std::max(victims, kAnyNumber), .victims = 1};
  }
  const bool first = keeping == Keeping::kFirst;
  if (records > 0 && (records > 1) == first) return {.least = 1};
  const int64_t share = records > 0 ? (victims + records - 1) / records
                        : first     ? 1
                                    : kSeveral;
  return {.records = std::max<int64_t>(share, 1), .victims = 1};
}

bool Slacks::Allow(size_t view, const Moves& relations,
                   const Moves& harms) const {
  const std::vector<int64_t>& slacks = relations_[view];
  const auto holds = [&](const std::pair<int32_t, int64_t>& one) {
    return slacks[static_cast<size_t>(one.first)] + one.second >= 0;
  };
  return std::all_of(relations.begin(), relations.end(), holds) &&
         AllowHarms(view, harms);
}

bool Slacks::AllowHarms(size_t view, const Moves& harms) const {
  for (size_t i = 0; i < harms.size(); i += 2) {
    const auto harm = static_cast<size_t>(harms[i].first / 2);
    if (VictimsOf(view, harm) + harms[i].second > 0 &&
        RecordsOf(view, harm) + harms[i + 1].second <= 0) {
      return false;
    }
  }
  return true;
}

}  // namespace toguna
