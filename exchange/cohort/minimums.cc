#include "exchange/cohort/minimums.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>

namespace toguna {
namespace {

size_t Needed(const std::vector<int32_t>& numbers) {
  if (numbers.empty()) return 0;
  return static_cast<size_t>(
             *std::max_element(numbers.begin(), numbers.end())) +
         1;
}

bool HighEntropy(const std::vector<int64_t>& frequencies, double rows,
                 double l) {
  if (static_cast<double>(frequencies.size()) < std::floor(l)) return false;
  double sum = 0;
  for (const int64_t one : frequencies) {
    const auto f = static_cast<double>(one);
    sum += f * std::log(f);
  }
  // Rounding must not refuse the even spread that meets it exactly.
  return rows * (std::log(rows) - std::log(l)) >= sum - 1e-9 * rows;
}

bool Recursive(const std::vector<int64_t>& frequencies,
               const Diversity& diversity) {
  const auto l = static_cast<size_t>(diversity.l);
  if (l == 0 || frequencies.size() < l) return false;
  double rest = 0;
  for (size_t i = l - 1; i < frequencies.size(); ++i) {
    rest += static_cast<double>(frequencies[i]);
  }
  return static_cast<double>(frequencies[0]) < diversity.c * rest;
}

}  // namespace

MinimumsJudge::MinimumsJudge(const CohortTuples& tuples)
    : tuples_(tuples),
      counts_(std::max({Needed(tuples.entities), Needed(tuples.sources),
                        Needed(tuples.sensitive)})),
      shares_(Needed(tuples.sensitive)) {
  int64_t rows = 0;
  std::vector<int64_t> counts(shares_.size());
  for (size_t t = 0; t < tuples.sensitive.size(); ++t) {
    counts[static_cast<size_t>(tuples.sensitive[t])] += tuples.RowsOf(t);
    rows += tuples.RowsOf(t);
  }
  for (size_t i = 0; i < counts.size(); ++i) {
    shares_[i] = static_cast<double>(counts[i]) / static_cast<double>(rows);
  }
}

double MinimumsJudge::DistanceFromAll(std::span<const int32_t> chosen) {
  int64_t rows = 0;
  for (const int32_t tuple : chosen) {
    const auto t = static_cast<size_t>(tuple);
    counts_[static_cast<size_t>(tuples_.sensitive[t])] += tuples_.RowsOf(t);
    rows += tuples_.RowsOf(t);
  }
  // Values that nobody here has differ by their whole share. Summed in the
  // order of values: that of tuples must not show in the last digit.
  double sum = 0;
  for (size_t i = 0; i < shares_.size(); ++i) {
    sum +=
        std::abs(static_cast<double>(counts_[i]) / static_cast<double>(rows) -
                 shares_[i]);
  }
  for (const int32_t tuple : chosen) {
    counts_[static_cast<size_t>(
        tuples_.sensitive[static_cast<size_t>(tuple)])] = 0;
  }
  return sum / 2;
}

int64_t MinimumsJudge::Distinct(std::span<const int32_t> chosen,
                                const std::vector<int32_t>& numbers,
                                int64_t enough) {
  int64_t distinct = 0;
  size_t seen = 0;
  for (; seen < chosen.size() && distinct < enough; ++seen) {
    int64_t& count = counts_[static_cast<size_t>(
        numbers[static_cast<size_t>(chosen[seen])])];
    if (count == 0) ++distinct;
    count = 1;
  }
  for (size_t i = 0; i < seen; ++i) {
    counts_[static_cast<size_t>(numbers[static_cast<size_t>(chosen[i])])] = 0;
  }
  return distinct;
}

bool MinimumsJudge::Diverse(std::span<const int32_t> chosen,
                            const Diversity& diversity) {
  if (diversity.kind == Diversity::Kind::kClose) {
    // Rounding must not refuse what meets it exactly.
    return DistanceFromAll(chosen) <= diversity.t + 1e-9;
  }
  frequencies_.clear();
  double rows = 0;
  for (const int32_t tuple : chosen) {
    const auto t = static_cast<size_t>(tuple);
    counts_[static_cast<size_t>(tuples_.sensitive[t])] += tuples_.RowsOf(t);
    rows += static_cast<double>(tuples_.RowsOf(t));
  }
  for (const int32_t tuple : chosen) {
    int64_t& count = counts_[static_cast<size_t>(
        tuples_.sensitive[static_cast<size_t>(tuple)])];
    if (count > 0) frequencies_.push_back(count);
    count = 0;
  }
  std::sort(frequencies_.begin(), frequencies_.end(), std::greater<>());
  switch (diversity.kind) {
    case Diversity::Kind::kNone:
    case Diversity::Kind::kClose:  // answered above
      return true;
    case Diversity::Kind::kDistinct:
      return static_cast<double>(frequencies_.size()) >= diversity.l;
    case Diversity::Kind::kEntropy:
      return HighEntropy(frequencies_, rows, diversity.l);
    case Diversity::Kind::kRecursive:
      return Recursive(frequencies_, diversity);
  }
  return false;
}

int64_t MinimumsJudge::Entities(std::span<const int32_t> chosen,
                                int64_t enough) {
  if (!tuples_.entities.empty()) {
    return Distinct(chosen, tuples_.entities, enough);
  }
  int64_t rows = 0;
  for (const int32_t tuple : chosen) {
    rows += tuples_.RowsOf(static_cast<size_t>(tuple));
  }
  return rows;
}

const std::vector<int64_t>& MinimumsJudge::EntitiesOfEach(
    std::span<const int32_t> chosen, const std::vector<int32_t>& numbers) {
  const bool rows = tuples_.entities.empty();
  pairs_.clear();
  for (const int32_t tuple : chosen) {
    const auto t = static_cast<size_t>(tuple);
    pairs_.emplace_back(numbers[t], rows ? tuple : tuples_.entities[t]);
  }
  std::sort(pairs_.begin(), pairs_.end());
  if (!rows) {
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
  }
  entities_of_each_.clear();
  for (size_t i = 0; i < pairs_.size(); ++i) {
    if (i == 0 || pairs_[i].first != pairs_[i - 1].first) {
      entities_of_each_.push_back(0);
    }
    entities_of_each_.back() +=
        rows ? tuples_.RowsOf(static_cast<size_t>(pairs_[i].second)) : 1;
  }
  return entities_of_each_;
}

bool MinimumsJudge::LeavesEnough(std::span<const int32_t> chosen,
                                 const CohortMinimums& minimums) {
  const int64_t c = minimums.c;
  if (c <= 0) return true;
  const int64_t others = std::max(c, minimums.others);
  if (tuples_.sources.empty() || tuples_.contributors.empty()) return false;
  const int64_t all = Entities(chosen, std::numeric_limits<int64_t>::max());
  for (const int64_t own : EntitiesOfEach(chosen, tuples_.sources)) {
    if (all - own < c) return false;
  }
  for (const int64_t own : EntitiesOfEach(chosen, tuples_.contributors)) {
    if (all - own != 0 && all - own < others) return false;
  }
  return true;
}

bool MinimumsJudge::Meets(std::span<const int32_t> chosen,
                          const CohortMinimums& minimums) {
  if (Entities(chosen, minimums.k) < minimums.k) return false;
  if (minimums.s > 1 &&
      (tuples_.sources.empty() ||
       Distinct(chosen, tuples_.sources, minimums.s) < minimums.s)) {
    return false;
  }
  if (!LeavesEnough(chosen, minimums)) return false;
  if (minimums.diversity.kind == Diversity::Kind::kNone) return true;
  return !tuples_.sensitive.empty() && Diverse(chosen, minimums.diversity);
}

}  // namespace toguna
