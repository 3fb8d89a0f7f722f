#ifndef TOGUNA_EXCHANGE_DISCLOSURE_JJ_MENDER_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_JJ_MENDER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "exchange/disclosure/jj.h"

namespace toguna {

// Finds the table, among all that keep constraints and bounds, which moves an
// unsafe cell far enough and costs least, where moving a cell by one costs its
// price. To withhold the cells that move protects the unsafe cell; few do, and
// cheap ones.
//
// Source: the linear heuristic of Kelly, Golden and Assad ("Cell suppression:
// disclosure protection for sensitive tabular data", Networks 22, 1992), with
// the prices that Fischetti and Salazar (2001) give it.
//
// Floating point. Not thread-safe.
class JjMender {
 public:
  // `instance` must live as long. Cells always shown never move; all others are
  // free of charge at first.
  explicit JjMender(const JjInstance& instance);
  ~JjMender();

  void SetPrice(size_t cell, double price);  // 0 or more

  // The moves of every cell, with `cell` so far up (`sign` 1) or down (-1).
  // None where there is no such table or the solver gives up.
  std::optional<std::vector<double>> Move(size_t cell, int sign, double far);

  int64_t work() const { return work_; }

 private:
  struct Model;

  void SetRoom(size_t cell, double least_up, double least_down);

  const JjInstance& instance_;
  std::unique_ptr<Model> model_;
  int64_t work_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_JJ_MENDER_H_
