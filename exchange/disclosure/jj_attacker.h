#ifndef TOGUNA_EXCHANGE_DISCLOSURE_JJ_ATTACKER_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_JJ_ATTACKER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/jj.h"

namespace toguna {

// Someone who knows the constraints of an instance, its bounds and the cells
// shown, and asks how far a cell may lie from its value. Thinks in moves away
// from the true table, so that a shown cell is one that cannot move; every
// program starts from the last answer. Floating point. Not thread-safe.
class JjAttacker {
 public:
  struct Answer {
    double reach = 0;           // how far the cell can move in the direction
    std::vector<double> moves;  // of each cell, with the cell that far
    // A proof of the limit, from the dual: whatever moves keep the
    // constraints, the asked cell's move in the direction is the sum of each
    // cell's move times its factor. Rounded to simple fractions where it is
    // nearly one, which leaves it a proof.
    std::vector<double> factors;
  };

  // `instance` must live as long. No cell can move at first.
  explicit JjAttacker(const JjInstance& instance);
  ~JjAttacker();

  // Lets a cell move so far down and up; 0 and 0 where it is shown. Not more
  // than to its bounds.
  void Allow(size_t cell, double down, double up);

  // How far `cell` can move up (`sign` 1) or down (-1). None where the solver
  // gives up.
  std::optional<Answer> Reach(size_t cell, int sign);

  int64_t work() const { return work_; }

 private:
  struct Model;

  std::vector<double> FactorsOf(size_t cell, int sign) const;

  const JjInstance& instance_;
  std::unique_ptr<Model> model_;
  std::optional<size_t> last_;
  int64_t work_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_JJ_ATTACKER_H_
