#ifndef TOGUNA_EXCHANGE_DISCLOSURE_LINEAR_ATTACKER_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_LINEAR_ATTACKER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/elimination.h"

namespace toguna {

// What somebody reasons with: unknowns between bounds, what everybody knows of
// them, and sums whose values may become known.
struct AttackerProgram {
  // A sum with factors: (unknown, factor), each unknown once.
  using Terms = std::vector<std::pair<int32_t, double>>;
  // Always known: `low` <= terms <= `high`; infinite where there is no bound.
  struct Row {
    Terms terms;
    double low = 0;
    double high = 0;
    // Not known, but taken for true while it is assumed.
    enum class Held { kKnown, kAssumed, kNotYetAssumed };
    Held held = Held::kKnown;
  };

  // One per unknown. Upper bounds keep the program bounded: more than anybody
  // cares about will do.
  std::vector<double> lower;
  std::vector<double> upper;
  std::vector<Row> known;
  // May be learnt and forgotten; at first none is known. `values` one per sum.
  std::vector<Sum> sums;
  std::vector<double> values;
};

// Someone who knows the values of some sums, and what everybody knows, and asks
// how large or small another sum can be: a linear program that starts every
// time from the last answer.
//
// Answers are floating point: good for finding tables of counts, no proof of
// anything. The same questions in the same order get the same answers. Not
// thread-safe.
class LinearAttacker {
 public:
  using Objective = AttackerProgram::Terms;

  struct Answer {
    double value = 0;
    std::vector<double> unknowns;
    // Sums whose values the limit rests on: forget them all and it may move.
    std::vector<size_t> resting_on;
    // Of what is assumed, that on which the limit rests, too.
    std::vector<size_t> assuming;
    // One multiplier per sum, as the solver gave them.
    std::vector<double> multipliers;
  };

  explicit LinearAttacker(const AttackerProgram& program);
  ~LinearAttacker();
  LinearAttacker(LinearAttacker&&) noexcept;
  LinearAttacker& operator=(LinearAttacker&&) noexcept;

  void Learn(size_t sum);
  void Forget(size_t sum);
  // Whether row `i` of those that are assumed, or not yet, is.
  void Assume(size_t i, bool yes);

  // The largest value of `objective`; none where the solver gives up or what is
  // known contradicts itself.
  std::optional<Answer> Maximise(const Objective& objective);

  // One multiplier per row that is always known, of the last answer.
  std::vector<double> KnownMultipliers() const;

  // Whole unknowns with `sum` at least (or, if `sign` is -1, at most) `bound`,
  // found by branching at no more than `nodes` nodes.
  std::optional<std::vector<int64_t>> FindWhole(const Sum& sum, int sign,
                                                int64_t bound, int nodes);

  // Programs solved, and the work done for them: deterministic measures.
  int64_t programs() const { return programs_; }
  int64_t work() const { return work_; }

 private:
  struct Model;

  void SetObjective(const Objective& objective);

  std::unique_ptr<Model> model_;
  std::vector<double> values_;
  struct Assumed {
    int row = 0;
    double low = 0;
    double high = 0;
    bool yes = true;
  };
  std::vector<Assumed> assumed_;
  std::vector<int32_t> last_objective_;
  int64_t programs_ = 0;
  int64_t work_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_LINEAR_ATTACKER_H_
