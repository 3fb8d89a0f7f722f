#include "exchange/checker/check_cohorts.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "exchange/checker/checked_boxes.h"
#include "exchange/checker/checked_cohort_file.h"
#include "exchange/checker/checked_hierarchy.h"

namespace toguna {
namespace {

using Kind = CheckedFault::Kind;

// `counts` of the distinct values, in any order.
bool IsDiverse(std::vector<int64_t> counts, const CheckedDiversity& asked) {
  std::sort(counts.begin(), counts.end(), std::greater<>());
  const auto distinct = static_cast<double>(counts.size());
  if (asked.kind == CheckedDiversity::Kind::kNone) return true;
  if (distinct < std::floor(asked.l)) return false;
  double all = 0;
  double rest = 0;  // from the l-th largest on
  for (size_t i = 0; i < counts.size(); ++i) {
    const auto count = static_cast<double>(counts[i]);
    all += count;
    if (static_cast<double>(i + 1) >= asked.l) rest += count;
  }
  if (asked.kind == CheckedDiversity::Kind::kRecursive) {
    return static_cast<double>(counts[0]) < asked.c * rest;
  }
  if (asked.kind == CheckedDiversity::Kind::kDistinct) return true;
  double entropy = 0;
  for (const int64_t count : counts) {
    const double share = static_cast<double>(count) / all;
    entropy -= share * std::log(share);
  }
  // An even spread meets it exactly, but for rounding.
  return entropy >= std::log(asked.l) - 1e-9;
}

// How often each value is among some rows.
using Shares = std::map<size_t, int64_t>;

bool IsClose(const Shares& some, const Shares& all, double t) {
  const auto rows = [](const Shares& shares) {
    double sum = 0;
    for (const auto& one : shares) sum += static_cast<double>(one.second);
    return sum;
  };
  double apart = 0;
  for (const auto& [value, count] : all) {
    const auto found = some.find(value);
    const double here =
        found == some.end() ? 0 : static_cast<double>(found->second);
    apart +=
        std::abs(here / rows(some) - static_cast<double>(count) / rows(all));
  }
  // What meets it exactly does, but for rounding.
  return apart / 2 <= t + 1e-9;
}

void CheckDiversity(const CohortsToCheck& check, const std::string& name,
                    const CohortFile& file, CheckedFaults& faults) {
  if (check.diversity.kind == CheckedDiversity::Kind::kNone) return;
  std::vector<std::pair<size_t, size_t>> met;  // cohort, value
  for (size_t row = 0; row < file.diverse.size(); ++row) {
    met.emplace_back(file.cohorts[row], file.diverse[row]);
  }
  std::sort(met.begin(), met.end());
  Shares all;
  for (const auto& one : met) ++all[one.second];
  for (size_t i = 0; i < met.size();) {
    const size_t cohort = met[i].first;
    Shares here;
    for (; i < met.size() && met[i].first == cohort; ++i) {
      ++here[met[i].second];
    }
    std::vector<int64_t> counts;
    for (const auto& one : here) counts.push_back(one.second);
    const bool holds = check.diversity.kind == CheckedDiversity::Kind::kClose
                           ? IsClose(here, all, check.diversity.t)
                           : IsDiverse(std::move(counts), check.diversity);
    if (holds) continue;
    faults.Add(name, Kind::kNotDiverse, 0,
               {file.NumberOf(cohort), check.diverse});
  }
}

void CheckBoxes(const std::string& name, const CohortFile& file,
                CheckedFaults& faults) {
  if (!file.sound) return;
  if (const auto pair = FindOverlap(file.boxes); pair.has_value()) {
    faults.Add(name, Kind::kOverlap, 0,
               {file.NumberOf(pair->first), file.NumberOf(pair->second)});
  } else if (!CoverEverything(file.boxes)) {
    faults.Add(name, Kind::kNotCovered, 0);
  }
}

CohortFile CheckFile(const CohortsToCheck& check,
                     const CheckedHierarchies& hierarchies,
                     const CohortsToCheck::File& file, CheckedFaults& faults) {
  CohortFile read = ReadCohortFile(check, hierarchies, file, faults);
  if (faults.unreadable() || faults.full()) return read;
  CheckDiversity(check, file.name, read, faults);
  CheckBoxes(file.name, read, faults);
  return read;
}

void CheckWithin(const CohortsToCheck& check, const CohortFile& fine,
                 const CohortFile& coarse, CheckedFaults& faults) {
  const std::string& name = check.file.name;
  if (fine.columns != coarse.columns) {
    faults.Add(name, Kind::kNotSameColumns, 1, {check.coarser->name});
    return;
  }
  if (fine.cohorts.size() != coarse.cohorts.size()) {
    faults.Add(name, Kind::kOtherRows, 0,
               {absl::StrCat(fine.cohorts.size()),
                absl::StrCat(coarse.cohorts.size())});
    return;
  }
  if (!fine.sound || !coarse.sound) return;
  constexpr size_t kNone = static_cast<size_t>(-1);
  std::vector<size_t> around(fine.numbers.size(), kNone);
  for (size_t row = 0; row < fine.cohorts.size(); ++row) {
    const auto at = static_cast<int64_t>(row) + 2;
    const size_t cohort = fine.cohorts[row];
    if (around[cohort] == kNone) around[cohort] = coarse.cohorts[row];
    if (around[cohort] != coarse.cohorts[row]) {
      faults.Add(name, Kind::kScattered, at,
                 {fine.NumberOf(cohort), coarse.NumberOf(around[cohort]),
                  coarse.NumberOf(coarse.cohorts[row])});
    }
    if (!fine.diverse.empty() &&
        fine.words[fine.diverse[row]] != coarse.words[coarse.diverse[row]]) {
      faults.Add(name, Kind::kDiverseChanged, at, {check.diverse});
    }
  }
  std::vector<std::string> attributes;
  for (const std::string& column : fine.columns) {
    if (column != check.diverse) attributes.push_back(column);
  }
  for (size_t cohort = 0; cohort < around.size(); ++cohort) {
    const auto attribute =
        ReachesBeyond(fine.boxes, cohort, coarse.boxes, around[cohort]);
    if (!attribute.has_value()) continue;
    faults.Add(name, Kind::kNotWithin, 0,
               {fine.NumberOf(cohort), coarse.NumberOf(around[cohort]),
                attributes[*attribute]});
  }
}

}  // namespace

CohortsChecked CheckCohorts(const CohortsToCheck& check) {
  CohortsChecked result;
  CheckedFaults faults(result.faults);
  CheckedHierarchies hierarchies;
  for (const auto& [column, file] : check.hierarchies) {
    if (auto fault = hierarchies[column].Read(file); fault.has_value()) {
      faults.Add(*std::move(fault));
      return result;
    }
  }
  const CohortFile fine = CheckFile(check, hierarchies, check.file, faults);
  if (faults.unreadable()) return result;
  if (check.coarser.has_value()) {
    const CohortFile coarse =
        CheckFile(check, hierarchies, *check.coarser, faults);
    if (faults.unreadable()) return result;
    CheckWithin(check, fine, coarse, faults);
  }
  result.rows = static_cast<int64_t>(fine.cohorts.size());
  result.cohorts = static_cast<int64_t>(fine.numbers.size());
  if (!fine.sizes.empty()) {
    result.smallest = *std::min_element(fine.sizes.begin(), fine.sizes.end());
  }
  for (const std::string& column : fine.columns) {
    if (column != check.diverse && hierarchies.contains(column)) {
      result.attributes.push_back(column);
    }
  }
  return result;
}

}  // namespace toguna
