#ifndef TOGUNA_EXCHANGE_DISCLOSURE_LINEAR_ATTACKER_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_LINEAR_ATTACKER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "exchange/disclosure/elimination.h"

namespace toguna {

// Someone who knows the values of some sums, and that no unknown is negative,
// and asks how large or small another sum can be: a linear program that starts
// every time from the last answer.
//
// Answers are floating point: good for finding tables of counts, no proof of
// anything. The same questions in the same order get the same answers. Not
// thread-safe.
class LinearAttacker {
 public:
  // A sum with factors: (unknown, factor), each unknown once.
  using Objective = std::vector<std::pair<int32_t, double>>;

  struct Answer {
    double value = 0;
    std::vector<double> unknowns;
    // Known sums that the limit rests on: forget them all and it may move.
    std::vector<size_t> resting_on;
  };

  // Of `sums` none is known at first. No unknown exceeds `most`, which keeps
  // the program bounded; it should be more than anybody cares about.
  LinearAttacker(int32_t unknowns, std::span<const Sum> sums,
                 std::span<const int64_t> values, int64_t most);
  ~LinearAttacker();

  void Learn(size_t sum);
  void Forget(size_t sum);

  // The largest value of `objective`; none where the solver gives up.
  std::optional<Answer> Maximise(const Objective& objective);

  // Whole unknowns with `sum` at least (or, if `sign` is -1, at most) `bound`,
  // found by branching at no more than `nodes` nodes.
  std::optional<std::vector<int64_t>> FindWhole(const Sum& sum, int sign,
                                                int64_t bound, int nodes);

  // Programs solved, and the work done for them: deterministic measures.
  int64_t programs() const { return programs_; }
  int64_t work() const { return work_; }

 private:
  struct Model;

  std::unique_ptr<Model> model_;
  std::vector<double> values_;
  std::vector<int32_t> last_objective_;
  int64_t programs_ = 0;
  int64_t work_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_LINEAR_ATTACKER_H_
