#include "exchange/disclosure/alike.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"

namespace toguna {

Alike::Alike(const Secrets& secrets, const Incidence& incidence,
             const std::vector<bool>& shown) {
  std::vector<int32_t> row_of(shown.size(), -1);
  for (size_t s = 0; s < shown.size(); ++s) {
    if (!shown[s]) continue;
    row_of[s] = static_cast<int32_t>(shown_.size());
    shown_.push_back(s);
  }
  const auto first_fixed = static_cast<int32_t>(shown_.size());
  const auto first_relation =
      first_fixed + static_cast<int32_t>(secrets.fixed.size());
  first_relation_ = static_cast<size_t>(first_relation);
  absl::flat_hash_map<std::vector<int32_t>, int32_t> number_of;
  std::vector<std::vector<int32_t>> members;
  std::vector<int32_t> rows;
  for (size_t u = 0; u < secrets.truth.size(); ++u) {
    const auto unknown = static_cast<int32_t>(u);
    rows.clear();
    for (const int32_t s : incidence.showables()[unknown]) {
      const int32_t row = row_of[static_cast<size_t>(s)];
      if (row >= 0) rows.push_back(row);
    }
    for (const int32_t f : incidence.fixed()[unknown]) {
      rows.push_back(first_fixed + f);
    }
    for (const int32_t r : incidence.more()[unknown]) {
      rows.push_back(first_relation + r);
    }
    // Which side of a relation it is in tells apart, too.
    rows.push_back(-1 - static_cast<int32_t>(incidence.less()[unknown].size()));
    for (const int32_t r : incidence.less()[unknown]) {
      rows.push_back(first_relation + r);
    }
    const auto [found, added] =
        number_of.emplace(rows, static_cast<int32_t>(members.size()));
    if (added) {
      members.emplace_back();
      for (const int32_t row : rows) {
        if (row >= 0) rows_.numbers_.push_back(row);
      }
      rows_.End();
      less_.push_back(incidence.less()[unknown].size());
    }
    members[static_cast<size_t>(found->second)].push_back(unknown);
    class_of_.push_back(found->second);
  }
  for (const auto& one : members) {
    members_.numbers_.insert(members_.numbers_.end(), one.begin(), one.end());
    members_.End();
  }
  std::vector<std::vector<int32_t>> within(first_relation_ +
                                           secrets.relations.size());
  for (size_t c = 0; c < members.size(); ++c) {
    for (const int32_t row : rows_[static_cast<int32_t>(c)]) {
      within[static_cast<size_t>(row)].push_back(static_cast<int32_t>(c));
    }
  }
  for (const auto& one : within) {
    within_.numbers_.insert(within_.numbers_.end(), one.begin(), one.end());
    within_.End();
  }
}

std::vector<std::pair<int32_t, size_t>> Alike::Touched(const Sum& sum) const {
  std::vector<int32_t> classes;
  for (const int32_t unknown : sum) classes.push_back(ClassOf(unknown));
  std::sort(classes.begin(), classes.end());
  std::vector<std::pair<int32_t, size_t>> touched;
  for (const int32_t c : classes) {
    if (touched.empty() || touched.back().first != c)
      touched.emplace_back(c, 0);
    ++touched.back().second;
  }
  return touched;
}

}  // namespace toguna
