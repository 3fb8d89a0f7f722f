#include "exchange/disclosure/jj_mender.h"

#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "exchange/disclosure/jj.h"

namespace toguna {
namespace {

// A program that needs more is given up.
constexpr int kMaxIterations = 50'000;
// Smaller moves are the solver's rounding.
constexpr double kStill = 1e-7;

}  // namespace

// Two columns a cell, all ways up first: how far up, how far down.
struct JjMender::Model {
  ClpSimplex simplex;
};

JjMender::JjMender(const JjInstance& instance)
    : instance_(instance), model_(std::make_unique<Model>()) {
  const auto cells = static_cast<int>(instance.cells.size());
  std::vector<int> rows;
  std::vector<int> columns;
  std::vector<double> factors;
  for (size_t r = 0; r < instance.constraints.size(); ++r) {
    for (const auto& [cell, factor] : instance.constraints[r].terms) {
      for (const int side : {0, 1}) {
        rows.push_back(static_cast<int>(r));
        columns.push_back(static_cast<int>(cell) + side * cells);
        factors.push_back(side == 0 ? factor : -factor);
      }
    }
  }
  CoinPackedMatrix matrix(true, rows.data(), columns.data(), factors.data(),
                          static_cast<CoinBigIndex>(rows.size()));
  matrix.setDimensions(static_cast<int>(instance.constraints.size()),
                       2 * cells);
  const std::vector<double> no_row(instance.constraints.size(), 0);
  const std::vector<double> no_column(2 * instance.cells.size(), 0);
  ClpSimplex& simplex = model_->simplex;
  simplex.setLogLevel(0);
  simplex.loadProblem(matrix, no_column.data(), no_column.data(),
                      no_column.data(), no_row.data(), no_row.data());
  simplex.scaling(0);  // nearly all factors are 1
  simplex.setOptimizationDirection(1);
  simplex.setMaximumIterations(kMaxIterations);
  for (size_t i = 0; i < instance.cells.size(); ++i) {
    if (instance.cells[i].status != JjStatus::kAlwaysShown) SetRoom(i, 0, 0);
  }
}

JjMender::~JjMender() = default;

void JjMender::SetPrice(size_t cell, double price) {
  const int up = static_cast<int>(cell);
  const int down = up + static_cast<int>(instance_.cells.size());
  model_->simplex.setObjectiveCoefficient(up, price);
  model_->simplex.setObjectiveCoefficient(down, price);
}

void JjMender::SetRoom(size_t cell, double least_up, double least_down) {
  const JjCell& one = instance_.cells[cell];
  const int up = static_cast<int>(cell);
  const int down = up + static_cast<int>(instance_.cells.size());
  // The cell that is to move goes one way only.
  const double most_up = least_down > 0 ? 0 : one.high - one.value;
  const double most_down = least_up > 0 ? 0 : one.value - one.low;
  model_->simplex.setColumnBounds(up, least_up, most_up);
  model_->simplex.setColumnBounds(down, least_down, most_down);
}

std::optional<std::vector<double>> JjMender::Move(size_t cell, int sign,
                                                  double far) {
  const JjCell& one = instance_.cells[cell];
  const double room = sign > 0 ? one.high - one.value : one.value - one.low;
  if (far <= 0 || far > room) return std::nullopt;
  SetRoom(cell, sign > 0 ? far : 0, sign > 0 ? 0 : far);
  ClpSimplex& simplex = model_->simplex;
  // No price is below 0, so with nothing in the basis nothing is gained by
  // moving: a start for the dual, and few steps from a table of few moves.
  simplex.allSlackBasis(true);
  simplex.dual();
  work_ += (int64_t{simplex.numberIterations()} + 1) *
           (simplex.numberRows() + simplex.numberColumns());
  SetRoom(cell, 0, 0);
  if (!simplex.isProvenOptimal()) return std::nullopt;
  const size_t cells = instance_.cells.size();
  const double* columns = simplex.primalColumnSolution();
  std::vector<double> moves(cells);
  for (size_t i = 0; i < cells; ++i) {
    moves[i] = columns[i] - columns[cells + i];
    if (std::abs(moves[i]) <= kStill) moves[i] = 0;
  }
  return moves;
}

}  // namespace toguna
