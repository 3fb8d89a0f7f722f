#include "exchange/disclosure/linear_attacker.h"

#include <algorithm>
#include <cmath>
#include <coin/CbcModel.hpp>
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
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

LinearAttacker::LinearAttacker(const AttackerProgram& program)
    : model_(std::make_unique<Model>()), values_(program.values) {
  std::vector<int> rows;
  std::vector<int> columns;
  std::vector<double> factors;
  const auto add = [&](size_t row, int32_t unknown, double factor) {
    rows.push_back(static_cast<int>(row));
    columns.push_back(unknown);
    factors.push_back(factor);
  };
  const size_t sums = program.sums.size();
  for (size_t r = 0; r < sums; ++r) {
    for (const int32_t unknown : program.sums[r]) add(r, unknown, 1);
  }
  std::vector<double> lowest(sums, -COIN_DBL_MAX);
  std::vector<double> highest(sums, COIN_DBL_MAX);
  for (const AttackerProgram::Row& row : program.known) {
    for (const auto& [unknown, factor] : row.terms) {
      add(lowest.size(), unknown, factor);
    }
    lowest.push_back(std::max(row.low, -COIN_DBL_MAX));
    highest.push_back(std::min(row.high, COIN_DBL_MAX));
    if (row.held == AttackerProgram::Row::Held::kKnown) continue;
    assumed_.push_back({static_cast<int>(lowest.size()) - 1, lowest.back(),
                        highest.back(),
                        row.held == AttackerProgram::Row::Held::kAssumed});
    if (assumed_.back().yes) continue;
    lowest.back() = -COIN_DBL_MAX;
    highest.back() = COIN_DBL_MAX;
  }
  CoinPackedMatrix matrix(true, rows.data(), columns.data(), factors.data(),
                          static_cast<CoinBigIndex>(rows.size()));
  matrix.setDimensions(static_cast<int>(lowest.size()),
                       static_cast<int>(program.lower.size()));
  ClpSimplex& simplex = model_->simplex;
  simplex.setLogLevel(0);
  simplex.loadProblem(matrix, program.lower.data(), program.upper.data(),
                      nullptr, lowest.data(), highest.data());
  simplex.scaling(0);  // nearly all factors are 1
  simplex.setOptimizationDirection(-1);
  simplex.setMaximumIterations(kMaxIterations);
}

LinearAttacker::LinearAttacker(LinearAttacker&&) noexcept = default;
LinearAttacker& LinearAttacker::operator=(LinearAttacker&&) noexcept = default;
LinearAttacker::~LinearAttacker() = default;

void LinearAttacker::Learn(size_t sum) {
  model_->simplex.setRowBounds(static_cast<int>(sum), values_[sum],
                               values_[sum]);
}

void LinearAttacker::Forget(size_t sum) {
  model_->simplex.setRowBounds(static_cast<int>(sum), -COIN_DBL_MAX,
                               COIN_DBL_MAX);
}

void LinearAttacker::Assume(size_t i, bool yes) {
  Assumed& one = assumed_[i];
  if (yes == one.yes) return;
  one.yes = yes;
  model_->simplex.setRowBounds(one.row, yes ? one.low : -COIN_DBL_MAX,
                               yes ? one.high : COIN_DBL_MAX);
}

std::optional<LinearAttacker::Answer> LinearAttacker::Maximise(
    const Objective& objective) {
  ClpSimplex& simplex = model_->simplex;
  SetObjective(objective);
  ++programs_;
  // Keeps the factorisation of the last answer.
  simplex.primal(0, 3);
  work_ += (int64_t{simplex.numberIterations()} + 1) *
           (simplex.numberRows() + simplex.numberColumns());
  if (!simplex.isProvenOptimal()) return std::nullopt;
  Answer answer;
  answer.value = simplex.objectiveValue();
  answer.unknowns.assign(
      simplex.primalColumnSolution(),
      simplex.primalColumnSolution() + simplex.numberColumns());
  answer.multipliers.assign(simplex.dualRowSolution(),
                            simplex.dualRowSolution() + values_.size());
  for (size_t r = 0; r < values_.size(); ++r) {
    if (std::abs(answer.multipliers[r]) > kZero) answer.resting_on.push_back(r);
  }
  for (size_t i = 0; i < assumed_.size(); ++i) {
    const double multiplier = simplex.dualRowSolution()[assumed_[i].row];
    if (assumed_[i].yes && std::abs(multiplier) > kZero) {
      answer.assuming.push_back(i);
    }
  }
  return answer;
}

std::vector<double> LinearAttacker::KnownMultipliers() const {
  const ClpSimplex& simplex = model_->simplex;
  const auto sums = static_cast<std::ptrdiff_t>(values_.size());
  return {simplex.dualRowSolution() + sums,
          simplex.dualRowSolution() + simplex.numberRows()};
}

void LinearAttacker::SetObjective(const Objective& objective) {
  ClpSimplex& simplex = model_->simplex;
  for (const int32_t unknown : last_objective_) {
    simplex.setObjectiveCoefficient(unknown, 0);
  }
  last_objective_.clear();
  for (const auto& [unknown, factor] : objective) {
    simplex.setObjectiveCoefficient(unknown, factor);
    last_objective_.push_back(unknown);
  }
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
  // Programs like these need few nodes; looking ahead costs more than it saves.
  search.setNumberStrong(0);
  search.setNumberBeforeTrust(0);
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
