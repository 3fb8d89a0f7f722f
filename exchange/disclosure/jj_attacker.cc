#include "exchange/disclosure/jj_attacker.h"

#include <algorithm>
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
constexpr int kMaxIterations = 200'000;
// Multipliers are nearly always multiples of such a fraction.
constexpr double kFractions = 2520;
constexpr double kNearlyFraction = 1e-4;  // of one such
constexpr double kZeroFactor = 1e-11;

double Simple(double multiplier) {
  const double scaled = multiplier * kFractions;
  const double nearest = std::round(scaled);
  return std::abs(scaled - nearest) < kNearlyFraction ? nearest / kFractions
                                                      : multiplier;
}

}  // namespace

struct JjAttacker::Model {
  ClpSimplex simplex;
};

JjAttacker::JjAttacker(const JjInstance& instance)
    : instance_(instance), model_(std::make_unique<Model>()) {
  std::vector<int> rows;
  std::vector<int> columns;
  std::vector<double> factors;
  for (size_t r = 0; r < instance.constraints.size(); ++r) {
    for (const auto& [cell, factor] : instance.constraints[r].terms) {
      rows.push_back(static_cast<int>(r));
      columns.push_back(static_cast<int>(cell));
      factors.push_back(factor);
    }
  }
  CoinPackedMatrix matrix(true, rows.data(), columns.data(), factors.data(),
                          static_cast<CoinBigIndex>(rows.size()));
  matrix.setDimensions(static_cast<int>(instance.constraints.size()),
                       static_cast<int>(instance.cells.size()));
  const std::vector<double> no_row(instance.constraints.size(), 0);
  const std::vector<double> no_cell(instance.cells.size(), 0);
  ClpSimplex& simplex = model_->simplex;
  simplex.setLogLevel(0);
  simplex.loadProblem(matrix, no_cell.data(), no_cell.data(), no_cell.data(),
                      no_row.data(), no_row.data());
  simplex.scaling(0);  // nearly all factors are 1
  simplex.setOptimizationDirection(1);
  simplex.setMaximumIterations(kMaxIterations);
}

JjAttacker::~JjAttacker() = default;

void JjAttacker::Allow(size_t cell, double down, double up) {
  const JjCell& one = instance_.cells[cell];
  model_->simplex.setColumnBounds(static_cast<int>(cell),
                                  -std::min(down, one.value - one.low),
                                  std::min(up, one.high - one.value));
}

std::optional<JjAttacker::Answer> JjAttacker::Reach(size_t cell, int sign) {
  ClpSimplex& simplex = model_->simplex;
  if (last_.has_value()) {
    simplex.setObjectiveCoefficient(static_cast<int>(*last_), 0);
  }
  simplex.setObjectiveCoefficient(static_cast<int>(cell), -sign);
  last_ = cell;
  // Keeps the factorisation of the last answer.
  simplex.primal(0, 3);
  work_ += (int64_t{simplex.numberIterations()} + 1) *
           (simplex.numberRows() + simplex.numberColumns());
  if (!simplex.isProvenOptimal()) {
    simplex.allSlackBasis();
    simplex.primal();
    if (!simplex.isProvenOptimal()) return std::nullopt;
  }
  Answer answer;
  answer.reach = -simplex.objectiveValue();
  answer.moves.assign(simplex.primalColumnSolution(),
                      simplex.primalColumnSolution() + simplex.numberColumns());
  answer.factors = FactorsOf(cell, sign);
  return answer;
}

std::vector<double> JjAttacker::FactorsOf(size_t cell, int sign) const {
  const double* multipliers = model_->simplex.dualRowSolution();
  std::vector<double> factors(instance_.cells.size(), 0);
  factors[cell] = sign;
  for (size_t r = 0; r < instance_.constraints.size(); ++r) {
    const double multiplier = Simple(multipliers[r]);
    if (multiplier == 0) continue;
    for (const auto& [other, factor] : instance_.constraints[r].terms) {
      factors[other] += multiplier * factor;
    }
  }
  for (double& factor : factors) {
    if (std::abs(factor) < kZeroFactor) factor = 0;
  }
  return factors;
}

}  // namespace toguna
