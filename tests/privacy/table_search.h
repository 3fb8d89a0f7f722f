#ifndef TOGUNA_TESTS_PRIVACY_TABLE_SEARCH_H_
#define TOGUNA_TESTS_PRIVACY_TABLE_SEARCH_H_

// Is there a table of whole counts, none negative, that agrees with everything
// known and has so much, or so little, in one cell? Tries all of them, depth
// first, and leaves out only what bounds prove empty. Shares no code with the
// engine.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace toguna::testing {

// Something known of the unknowns: low <= sum of factors times unknowns <=
// high.
struct KnownRow {
  std::vector<std::pair<int, int64_t>> terms;  // (unknown, factor)
  int64_t low = 0;
  int64_t high = 0;
};
inline constexpr int64_t kNoLimit = int64_t{1} << 40;

struct TableProblem {
  std::vector<KnownRow> rows;
  std::vector<int64_t> cap;   // no unknown needs to be more
  std::vector<int64_t> hint;  // where to look first; changes no answer
  std::vector<int> target;    // unknowns that the cell is the sum of
  // What no row says: whether a table can be; none: each can. It asks for the
  // unknowns that it looks at.
  std::function<bool(const std::vector<int64_t>&)> can_be;
  std::vector<int> looked_at;
};

enum class Found { kYes, kNo, kUndecided };

class TableSearch {
 public:
  TableSearch(const TableProblem& problem, int64_t most_steps)
      : problem_(problem), most_steps_(most_steps) {}

  // A table with at least `bound` (sign 1) or at most `bound` (sign -1) in the
  // target; `reached` is what it has there.
  Found Find(int sign, int64_t bound, int64_t& reached) {
    if (sign < 0 && bound < 0) return Found::kNo;
    rows_ = problem_.rows;
    KnownRow& goal = rows_.emplace_back();
    for (const int one : problem_.target) goal.terms.emplace_back(one, 1);
    goal.low = sign > 0 ? bound : 0;
    goal.high = sign > 0 ? kNoLimit : bound;
    sign_ = sign;
    in_target_.assign(problem_.cap.size(), false);
    for (const int one : problem_.target) {
      in_target_[static_cast<size_t>(one)] = true;
    }
    Box box;
    for (const int64_t cap : problem_.cap) box.emplace_back(0, cap);
    SetFree(box);
    rows_of_.assign(box.size(), {});
    for (size_t r = 0; r < rows_.size(); ++r) {
      for (const auto& [unknown, ignored] : rows_[r].terms) {
        rows_of_[static_cast<size_t>(unknown)].push_back(r);
      }
    }
    steps_ = 0;
    const Found found = Descend(std::move(box), AllRows());
    if (found == Found::kYes) {
      reached = 0;
      for (const int one : problem_.target) {
        reached += solution_[static_cast<size_t>(one)];
      }
    }
    return found;
  }

  int64_t steps() const { return steps_; }

 private:
  using Box = std::vector<std::pair<int64_t, int64_t>>;

  std::vector<size_t> AllRows() const {
    std::vector<size_t> all(rows_.size());
    for (size_t r = 0; r < all.size(); ++r) all[r] = r;
    return all;
  }

  // What is only ever asked to be more is set as high as it goes, and what is
  // only ever asked to be less to zero: no table is lost by it.
  void SetFree(Box& box) const {
    std::vector<bool> less_helps(box.size(), false);
    std::vector<bool> more_helps(box.size(), false);
    for (const KnownRow& row : rows_) {
      for (const auto& [unknown, factor] : row.terms) {
        const auto at = static_cast<size_t>(unknown);
        const bool up = row.low > -kNoLimit && row.low != 0;
        const bool floor = up || (row.low == 0 && HasMixedSigns(row));
        if (floor) (factor > 0 ? more_helps : less_helps)[at] = true;
        if (row.high < kNoLimit) {
          (factor > 0 ? less_helps : more_helps)[at] = true;
        }
      }
    }
    for (const int one : problem_.looked_at) {
      more_helps[static_cast<size_t>(one)] = true;
      less_helps[static_cast<size_t>(one)] = true;
    }
    for (size_t i = 0; i < box.size(); ++i) {
      if (more_helps[i] && less_helps[i]) continue;
      if (more_helps[i]) box[i].first = box[i].second;
      if (!more_helps[i]) box[i].second = box[i].first;
    }
  }
  static bool HasMixedSigns(const KnownRow& row) {
    return std::any_of(row.terms.begin(), row.terms.end(),
                       [](const auto& term) { return term.second < 0; });
  }

  // Narrows the box until nothing moves; false: nothing is left in it.
  bool Narrow(Box& box, std::vector<size_t> queue) const {
    std::vector<bool> queued(rows_.size(), false);
    for (const size_t r : queue) queued[r] = true;
    while (!queue.empty()) {
      const size_t r = queue.back();
      queue.pop_back();
      queued[r] = false;
      const KnownRow& row = rows_[r];
      int64_t least = 0;
      int64_t most = 0;
      for (const auto& [unknown, factor] : row.terms) {
        const auto& [low, high] = box[static_cast<size_t>(unknown)];
        least += factor * (factor > 0 ? low : high);
        most += factor * (factor > 0 ? high : low);
      }
      if (least > row.high || most < row.low) return false;
      for (const auto& [unknown, factor] : row.terms) {
        auto& [low, high] = box[static_cast<size_t>(unknown)];
        const int64_t up = row.high - least;  // to spare upwards
        const int64_t down = most - row.low;  // and downwards
        const int64_t size = factor > 0 ? factor : -factor;
        const int64_t rise = up / size;
        const int64_t fall = down / size;
        const int64_t new_high =
            std::min(high, factor > 0 ? low + rise : low + fall);
        const int64_t new_low =
            std::max(low, factor > 0 ? high - fall : high - rise);
        if (new_high == high && new_low == low) continue;
        if (new_low > new_high) return false;
        least +=
            factor > 0 ? factor * (new_low - low) : factor * (new_high - high);
        most +=
            factor > 0 ? factor * (new_high - high) : factor * (new_low - low);
        low = new_low;
        high = new_high;
        for (const size_t other : rows_of_[static_cast<size_t>(unknown)]) {
          if (queued[other]) continue;
          queued[other] = true;
          queue.push_back(other);
        }
      }
    }
    return true;
  }

  Found Descend(Box box, std::vector<size_t> changed) {
    if (++steps_ > most_steps_) return Found::kUndecided;
    if (!Narrow(box, std::move(changed))) return Found::kNo;
    std::optional<size_t> next;
    int64_t size = 0;
    for (size_t i = 0; i < box.size(); ++i) {
      const int64_t here = box[i].second - box[i].first;
      if (here == 0) continue;
      if (!next.has_value() || here < size) {
        next = i;
        size = here;
      }
    }
    if (!next.has_value()) {
      solution_.clear();
      for (const auto& [low, ignored] : box) solution_.push_back(low);
      const bool can_be = !problem_.can_be || problem_.can_be(solution_);
      return can_be ? Found::kYes : Found::kNo;
    }
    for (const int64_t value : ValuesOf(*next, box[*next])) {
      Box smaller = box;
      smaller[*next] = {value, value};
      const Found found = Descend(std::move(smaller), rows_of_[*next]);
      if (found != Found::kNo) return found;
    }
    return Found::kNo;
  }

  // Those nearest to the goal or to the hint first.
  std::vector<int64_t> ValuesOf(size_t unknown,
                                std::pair<int64_t, int64_t> range) const {
    std::vector<int64_t> values;
    for (int64_t v = range.first; v <= range.second; ++v) values.push_back(v);
    int64_t wanted = problem_.hint[unknown];
    if (in_target_[unknown]) wanted = sign_ > 0 ? range.second : range.first;
    std::stable_sort(values.begin(), values.end(), [&](int64_t a, int64_t b) {
      return std::max(a - wanted, wanted - a) <
             std::max(b - wanted, wanted - b);
    });
    return values;
  }

  const TableProblem& problem_;
  int64_t most_steps_;
  int64_t steps_ = 0;
  int sign_ = 1;
  std::vector<KnownRow> rows_;
  std::vector<std::vector<size_t>> rows_of_;
  std::vector<bool> in_target_;
  std::vector<int64_t> solution_;
};

// How far apart tables must be in a cell: one with at least `high`, one with at
// most `low`, and `spread` between.
struct Demand {
  int64_t high = 0;
  int64_t low = 0;
  int64_t spread = 0;
};

// The farthest that whole tables get in the target, but not farther than
// `enough`; none: undecided.
inline std::optional<int64_t> Farthest(TableSearch& search, int sign,
                                       int64_t from, int64_t enough) {
  while (sign * from < sign * enough) {
    int64_t reached = from;
    const Found found = search.Find(sign, from + sign, reached);
    if (found == Found::kUndecided) return std::nullopt;
    if (found == Found::kNo) break;
    from = reached;
  }
  return from;
}

// Are there tables as far apart as asked for?
inline Found Withstands(const TableProblem& problem, const Demand& demand,
                        int64_t most_steps) {
  TableSearch search(problem, most_steps);
  int64_t high = 0;
  int64_t low = 0;
  Found found = search.Find(1, demand.high, high);
  if (found != Found::kYes) return found;
  found = search.Find(-1, demand.low, low);
  if (found != Found::kYes) return found;
  if (high - low >= demand.spread) return Found::kYes;
  int64_t reached = 0;
  if (search.Find(1, low + demand.spread, reached) == Found::kYes ||
      search.Find(-1, high - demand.spread, reached) == Found::kYes) {
    return Found::kYes;
  }
  const std::optional<int64_t> lowest = Farthest(search, -1, low, 0);
  if (!lowest.has_value()) return Found::kUndecided;
  return search.Find(1, *lowest + demand.spread, reached);
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_TABLE_SEARCH_H_
