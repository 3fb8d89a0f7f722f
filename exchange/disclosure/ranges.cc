#include "exchange/disclosure/ranges.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "exchange/disclosure/linear_attacker.h"

namespace toguna {
namespace {

// Answers kept to show that a bound is reached.
constexpr size_t kAnswersKept = 100;
// Questions are asked together until so many rounds show fewer than so many
// bounds to be the best.
constexpr int kPoorRounds = 3;
constexpr size_t kFewReached = 4;
constexpr double kNearWhole = 1e-6;
// Larger values are no whole numbers in floating point.
constexpr int64_t kLargestSolved = int64_t{1} << 50;

}  // namespace

// One run over the questions. `Question` numbers are positions.
class RangeSearch {
 public:
  RangeSearch(const RangeFinder& finder, const RangeLimits& limits)
      : finder_(finder),
        published_(finder.published_),
        simple_work_(limits.simple_work),
        work_(limits.work) {}

  Ranges Run() {
    bounds_.resize(finder_.questions_.size());
    tight_.assign(finder_.questions_.size(), false);
    for (size_t q = 0; q < finder_.questions_.size(); ++q) Begin(q);
    Solve();
    return Answers();
  }

 private:
  const RangeFinder::Question& At(size_t q) const {
    return finder_.questions_[q];
  }

  void Begin(size_t q) {
    const auto& [groups, side] = At(q);
    bounds_[q] = published_.Simple(groups, side, simple_work_);
    // A group that nothing published holds can be as large as it likes; and
    // nothing wholly inside says nothing of how small a sum can be.
    tight_[q] = groups.empty() || published_.sums().empty() ||
                (side == RangeSide::kHigh &&
                 !std::all_of(groups.begin(), groups.end(), [&](int32_t group) {
                   return published_.IsCovered(group);
                 }));
  }

  void Solve() {
    if (published_.sums().empty()) return;
    for (const int64_t value : published_.values()) {
      if (value > kLargestSolved) {
        cut_short_ = true;
        return;
      }
    }
    LinearAttacker attacker(Program());
    for (size_t s = 0; s < published_.sums().size(); ++s) attacker.Learn(s);
    for (const RangeSide side : {RangeSide::kHigh, RangeSide::kLow}) {
      std::vector<size_t> open;
      for (size_t q = 0; q < finder_.questions_.size(); ++q) {
        if (!tight_[q] && At(q).side == side && !IsReached(q)) {
          open.push_back(q);
        }
      }
      SolveTogether(std::move(open), attacker);
      for (size_t q = 0; q < finder_.questions_.size(); ++q) {
        if (tight_[q] || At(q).side != side || IsReached(q)) continue;
        if (work_ <= attacker.work()) {
          cut_short_ = true;
          continue;
        }
        SolveOne(q, attacker);
      }
    }
    programs_ = attacker.programs();
  }

  // Many bounds are reached in one and the same table: asks for questions that
  // share no group and no reason all at once, as long as that shows some of
  // `open` to be the best. Bounds stay as they are.
  void SolveTogether(std::vector<size_t> open, LinearAttacker& attacker) {
    int poor_rounds = 0;
    while (!open.empty() && poor_rounds < kPoorRounds &&
           work_ > attacker.work()) {
      const size_t batch = FrontOf(open);
      LinearAttacker::Objective objective;
      for (size_t i = 0; i < batch; ++i) AddTo(objective, open[i]);
      std::optional<LinearAttacker::Answer> answer =
          attacker.Maximise(objective);
      if (!answer.has_value()) return;
      Keep(std::move(answer->unknowns));
      // Those asked go to the end of the queue.
      std::rotate(open.begin(),
                  open.begin() + static_cast<std::ptrdiff_t>(batch),
                  open.end());
      const size_t before = open.size();
      std::erase_if(open, [&](size_t q) { return IsReachedIn(Latest(), q); });
      poor_rounds = before - open.size() < kFewReached ? poor_rounds + 1 : 0;
    }
  }

  // Puts questions that share nothing first, the others behind in their order;
  // says how many they are.
  size_t FrontOf(std::vector<size_t>& open) {
    std::vector<uint8_t> taken(published_.groups(), 0);
    absl::flat_hash_set<RangeCertificate> reasons;
    const auto shares_nothing = [&](size_t q) {
      const Sum& groups = At(q).groups;
      work_ -= static_cast<int64_t>(groups.size());
      for (const int32_t group : groups) {
        if (taken[static_cast<size_t>(group)] != 0) return false;
      }
      if (bounds_[q].has_value() &&
          !reasons.insert(bounds_[q]->certificate).second) {
        return false;
      }
      for (const int32_t group : groups) taken[static_cast<size_t>(group)] = 1;
      return true;
    };
    std::vector<size_t> front;
    std::vector<size_t> behind;
    for (const size_t q : open) {
      (shares_nothing(q) ? front : behind).push_back(q);
    }
    open = front;
    open.insert(open.end(), behind.begin(), behind.end());
    return front.size();
  }

  void AddTo(LinearAttacker::Objective& objective, size_t q) const {
    const double sign = At(q).side == RangeSide::kHigh ? 1 : -1;
    for (const int32_t group : At(q).groups)
      objective.emplace_back(group, sign);
  }

  AttackerProgram Program() const {
    AttackerProgram program;
    program.lower.assign(published_.groups(), 0);
    program.upper.assign(published_.groups(),
                         std::numeric_limits<double>::max());
    program.sums = published_.sums();
    for (const int64_t value : published_.values()) {
      program.values.push_back(static_cast<double>(value));
    }
    return program;
  }

  double TotalIn(const std::vector<double>& unknowns, const Sum& groups) {
    double total = 0;
    for (const int32_t group : groups) {
      total += unknowns[static_cast<size_t>(group)];
    }
    work_ -= static_cast<int64_t>(groups.size());
    return total;
  }

  // The best that a whole number can be, given what linear reasoning gives.
  static int64_t WholeBound(double value, RangeSide side) {
    return std::llround(side == RangeSide::kHigh
                            ? std::floor(value + kNearWhole)
                            : std::ceil(value - kNearWhole));
  }
  int64_t BoundOf(size_t q) const {
    return bounds_[q].has_value() ? bounds_[q]->value : 0;
  }

  // Whether an earlier answer shows that the bound is the best there is.
  bool IsReached(size_t q) {
    for (size_t back = 1; back <= answers_.size(); ++back) {
      if (work_ <= 0) return false;
      const size_t at =
          (next_answer_ + answers_.size() - back) % answers_.size();
      if (IsReachedIn(answers_[at], q)) return true;
    }
    return false;
  }
  bool IsReachedIn(const std::vector<double>& unknowns, size_t q) {
    const auto& [groups, side] = At(q);
    if (side == RangeSide::kHigh && !bounds_[q].has_value()) return false;
    if (WholeBound(TotalIn(unknowns, groups), side) == BoundOf(q)) {
      tight_[q] = true;
    }
    return tight_[q];
  }

  void Keep(std::vector<double> unknowns) {
    if (answers_.size() < kAnswersKept) {
      answers_.push_back(std::move(unknowns));
      next_answer_ = answers_.size() % kAnswersKept;
      return;
    }
    answers_[next_answer_] = std::move(unknowns);
    next_answer_ = (next_answer_ + 1) % kAnswersKept;
  }

  const std::vector<double>& Latest() const {
    return answers_[(next_answer_ + answers_.size() - 1) % answers_.size()];
  }

  void SolveOne(size_t q, LinearAttacker& attacker) {
    const auto& [groups, side] = At(q);
    LinearAttacker::Objective objective;
    AddTo(objective, q);
    std::optional<LinearAttacker::Answer> answer = attacker.Maximise(objective);
    if (!answer.has_value()) {
      cut_short_ = true;
      return;
    }
    const double sign = side == RangeSide::kHigh ? 1 : -1;
    const int64_t wanted = WholeBound(sign * answer->value, side);
    if (side == RangeSide::kLow) {
      for (double& multiplier : answer->multipliers) multiplier = -multiplier;
    }
    if (wanted != BoundOf(q)) {
      std::optional<ProvenBound> bound =
          published_.Rounded(answer->multipliers, groups, side, wanted);
      if (bound.has_value() &&
          (!bounds_[q].has_value() ||
           (side == RangeSide::kHigh) == (bound->value < bounds_[q]->value))) {
        bounds_[q] = std::move(bound);
      }
    }
    tight_[q] = wanted == BoundOf(q);
    Keep(std::move(answer->unknowns));
  }

  Ranges Answers() const {
    Ranges found;
    absl::flat_hash_map<RangeCertificate, size_t> numbers;
    const auto number_of = [&](size_t q) -> std::optional<size_t> {
      if (!bounds_[q].has_value()) return std::nullopt;
      const auto [at, is_new] =
          numbers.emplace(bounds_[q]->certificate, found.certificates.size());
      if (is_new) found.certificates.push_back(bounds_[q]->certificate);
      return at->second;
    };
    for (const auto& [low, high] : finder_.asked_) {
      Range range{.low = BoundOf(low),
                  .high = std::nullopt,
                  .low_by = number_of(low),
                  .high_by = number_of(high)};
      if (bounds_[high].has_value()) range.high = bounds_[high]->value;
      found.figures.finite += range.high.has_value() ? 1 : 0;
      found.figures.tight_low += tight_[low] ? 1 : 0;
      found.figures.tight_high += tight_[high] ? 1 : 0;
      found.ranges.push_back(range);
    }
    found.figures.asked = static_cast<int64_t>(found.ranges.size());
    found.figures.programs = programs_;
    found.figures.cut_short = cut_short_ || simple_work_ <= 0;
    return found;
  }

  const RangeFinder& finder_;
  const GroupedSums& published_;
  int64_t simple_work_;
  int64_t work_;
  std::vector<std::optional<ProvenBound>> bounds_;
  std::vector<bool> tight_;
  std::vector<std::vector<double>> answers_;
  size_t next_answer_ = 0;
  int64_t programs_ = 0;
  bool cut_short_ = false;
};

RangeFinder::RangeFinder(const PublishedSums& published)
    : published_(published) {}

size_t RangeFinder::Intern(Sum groups, RangeSide side) {
  auto& numbers = numbers_[side == RangeSide::kHigh ? 1 : 0];
  const auto [at, is_new] = numbers.emplace(groups, questions_.size());
  if (is_new) questions_.push_back({std::move(groups), side});
  return at->second;
}

void RangeFinder::Ask(const Sum& sum) {
  const size_t low = Intern(published_.Whole(sum), RangeSide::kLow);
  const size_t high = Intern(published_.Touched(sum), RangeSide::kHigh);
  asked_.emplace_back(low, high);
}

Ranges RangeFinder::Find(const RangeLimits& limits) const {
  return RangeSearch(*this, limits).Run();
}

}  // namespace toguna
