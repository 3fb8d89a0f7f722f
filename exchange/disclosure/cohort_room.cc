#include "exchange/disclosure/cohort_room.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace toguna {
namespace {

void MakeAscending(Sum& sum) {
  std::sort(sum.begin(), sum.end());
  sum.erase(std::unique(sum.begin(), sum.end()), sum.end());
}

}  // namespace

CohortRoom::CohortRoom(const Table& truth, std::vector<CohortPlace> places)
    : places_(std::move(places)), at_(truth.size()) {
  for (size_t p = 0; p < places_.size(); ++p) {
    bool holds_any = false;
    for (const auto& [unknown, cohort] : places_[p].here) {
      const auto at = static_cast<size_t>(unknown);
      at_[at].push_back(static_cast<int32_t>(p));
      holds_any = holds_any || truth[at] > 0;
      if (cohort >= static_cast<int32_t>(making_up_.size())) {
        making_up_.resize(static_cast<size_t>(cohort) + 1);
      }
    }
    if (!holds_any) continue;
    for (const auto& one : places_[p].here) {
      if (one.cohort == CohortPlace::kNone) continue;
      Sum& making_up = making_up_[static_cast<size_t>(one.cohort)];
      for (const auto& [unknown, cohort] : places_[p].here) {
        if (cohort == CohortPlace::kNone || cohort == one.cohort) {
          making_up.push_back(unknown);
        }
      }
    }
  }
  for (Sum& sum : making_up_) MakeAscending(sum);
}

Sum CohortRoom::AtPlacesOf(const Sum& sum) const {
  Sum all = sum;
  for (const int32_t unknown : sum) {
    for (const int32_t p : at_[static_cast<size_t>(unknown)]) {
      for (const auto& one : places_[static_cast<size_t>(p)].here) {
        all.push_back(one.unknown);
      }
    }
  }
  MakeAscending(all);
  return all;
}

Sum CohortRoom::MakingUpFor(const Sum& sum) const {
  Sum all = AtPlacesOf(sum);
  std::vector<bool> touched(making_up_.size(), false);
  for (const int32_t unknown : sum) {
    for (const int32_t p : at_[static_cast<size_t>(unknown)]) {
      for (const auto& one : places_[static_cast<size_t>(p)].here) {
        if (one.cohort == CohortPlace::kNone) continue;
        touched[static_cast<size_t>(one.cohort)] = true;
      }
    }
  }
  for (size_t c = 0; c < touched.size(); ++c) {
    if (!touched[c]) continue;
    all.insert(all.end(), making_up_[c].begin(), making_up_[c].end());
  }
  MakeAscending(all);
  return all;
}

}  // namespace toguna
