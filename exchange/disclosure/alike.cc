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
  std::vector<int32_t> key;
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
    const size_t not_less = rows.size();
    for (const int32_t r : incidence.less()[unknown]) {
      rows.push_back(first_relation + r);
    }
    // Which side of a relation or harm it is in tells apart, too.
    key = rows;
    key.push_back(-1 - static_cast<int32_t>(not_less));
    const auto harm_more = incidence.harm_more()[unknown];
    const auto harm_less = incidence.harm_less()[unknown];
    key.insert(key.end(), harm_more.begin(), harm_more.end());
    key.push_back(-1);
    key.insert(key.end(), harm_less.begin(), harm_less.end());
    const auto [found, added] =
        number_of.emplace(key, static_cast<int32_t>(members.size()));
    if (added) {
      members.emplace_back();
      rows_.Add(rows);
      less_.push_back(rows.size() - not_less);
      harm_more_.Add(harm_more);
      harm_less_.Add(harm_less);
    }
    members[static_cast<size_t>(found->second)].push_back(unknown);
    class_of_.push_back(found->second);
  }
  for (const auto& one : members) members_.Add(one);
  std::vector<std::vector<int32_t>> within(first_relation_ +
                                           secrets.relations.size());
  for (size_t c = 0; c < members.size(); ++c) {
    for (const int32_t row : rows_[static_cast<int32_t>(c)]) {
      within[static_cast<size_t>(row)].push_back(static_cast<int32_t>(c));
    }
  }
  for (const auto& one : within) within_.Add(one);
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

std::vector<size_t> Alike::HarmsOf(const Sum& sum) const {
  std::vector<size_t> harms;
  for (const auto& [c, ignored] : Touched(sum)) {
    for (const Lists* sides : {&harm_more_, &harm_less_}) {
      for (const int32_t side : (*sides)[c]) {
        harms.push_back(static_cast<size_t>(side / 2));
      }
    }
  }
  std::sort(harms.begin(), harms.end());
  harms.erase(std::unique(harms.begin(), harms.end()), harms.end());
  return harms;
}

}  // namespace toguna
