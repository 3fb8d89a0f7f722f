#include "exchange/disclosure/linear_attacker.h"

#include <cmath>
#include <coin/CbcModel.hpp>
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace toguna {
namespace {

// A program that needs more is given up.
constexpr int kMaxIterations = 200'000;
constexpr double kZero = 1e-7;

}  // namespace

struct LinearAttacker::Model {
  ClpSimplex simplex;
};

LinearAttacker::LinearAttacker(int32_t unknowns, std::span<const Sum> sums,
                               std::span<const int64_t> values, int64_t most)
    : model_(std::make_unique<Model>()) {
  std::vector<int> rows;
  std::vector<int> columns;
  for (size_t r = 0; r < sums.size(); ++r) {
    values_.push_back(static_cast<double>(values[r]));
    for (const int32_t unknown : sums[r]) {
      rows.push_back(static_cast<int>(r));
      columns.push_back(unknown);
    }
  }
  const std::vector<double> ones(rows.size(), 1.0);
  CoinPackedMatrix matrix(true, rows.data(), columns.data(), ones.data(),
                          static_cast<CoinBigIndex>(rows.size()));
  matrix.setDimensions(static_cast<int>(sums.size()), unknowns);
  const std::vector<double> upper(static_cast<size_t>(unknowns),
                                  static_cast<double>(most));
  const std::vector<double> lowest(sums.size(), -COIN_DBL_MAX);
  const std::vector<double> highest(sums.size(), COIN_DBL_MAX);
  ClpSimplex& simplex = model_->simplex;
  simplex.setLogLevel(0);
  simplex.loadProblem(matrix, nullptr, upper.data(), nullptr, lowest.data(),
                      highest.data());
  simplex.scaling(0);  // all factors are 1
  simplex.setOptimizationDirection(-1);
  simplex.setMaximumIterations(kMaxIterations);
}

LinearAttacker::~LinearAttacker() = default;

void LinearAttacker::Learn(size_t sum) {
  model_->simplex.setRowBounds(static_cast<int>(sum), values_[sum],
                               values_[sum]);
}

void LinearAttacker::Forget(size_t sum) {
  model_->simplex.setRowBounds(static_cast<int>(sum), -COIN_DBL_MAX,
                               COIN_DBL_MAX);
}

std::optional<LinearAttacker::Answer> LinearAttacker::Maximise(
    const Objective& objective) {
  ClpSimplex& simplex = model_->simplex;
  for (const int32_t unknown : last_objective_) {
    simplex.setObjectiveCoefficient(unknown, 0);
  }
  last_objective_.clear();
  for (const auto& [unknown, factor] : objective) {
    simplex.setObjectiveCoefficient(unknown, factor);
    last_objective_.push_back(unknown);
  }
  ++programs_;
  simplex.primal();
  work_ += (int64_t{simplex.numberIterations()} + 1) *
           (simplex.numberRows() + simplex.numberColumns());
  if (!simplex.isProvenOptimal()) return std::nullopt;
  Answer answer;
  answer.value = simplex.objectiveValue();
  answer.unknowns.assign(
      simplex.primalColumnSolution(),
      simplex.primalColumnSolution() + simplex.numberColumns());
  for (size_t r = 0; r < values_.size(); ++r) {
    if (std::abs(simplex.dualRowSolution()[r]) > kZero) {
      answer.resting_on.push_back(r);
    }
  }
  return answer;
}

std::optional<std::vector<int64_t>> LinearAttacker::FindWhole(const Sum& sum,
                                                              int sign,
                                                              int64_t bound,
                                                              int nodes) {
  // The solver owns the copy.
  OsiClpSolverInterface solver(new ClpSimplex(model_->simplex), true);
  solver.messageHandler()->setLogLevel(0);
  for (const int32_t unknown : last_objective_) solver.setObjCoeff(unknown, 0);
  for (int c = 0; c < solver.getNumCols(); ++c) solver.setInteger(c);
  const std::vector<int> columns(sum.begin(), sum.end());
  const std::vector<double> ones(sum.size(), 1.0);
  const auto limit = static_cast<double>(bound);
  solver.addRow(static_cast<int>(sum.size()), columns.data(), ones.data(),
                sign > 0 ? limit : -COIN_DBL_MAX,
                sign > 0 ? COIN_DBL_MAX : limit);
  CbcModel search(solver);
  search.setLogLevel(0);
  search.messageHandler()->setLogLevel(0);
  search.setMaximumNodes(nodes);
  search.setMaximumSolutions(1);
  search.branchAndBound();
  ++programs_;
  work_ += (int64_t{search.getIterationCount()} + 1) *
           (search.getNumRows() + search.getNumCols());
  if (search.bestSolution() == nullptr) return std::nullopt;
  std::vector<int64_t> whole;
  for (int c = 0; c < search.getNumCols(); ++c) {
    whole.push_back(std::llround(search.bestSolution()[c]));
  }
  return whole;
}

}  // namespace toguna
