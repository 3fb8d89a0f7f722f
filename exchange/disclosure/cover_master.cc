#include "exchange/disclosure/cover_master.h"

#include <algorithm>
#include <cmath>
#include <coin/CbcEventHandler.hpp>
#include <coin/CbcHeuristic.hpp>
#include <coin/CbcModel.hpp>
#include <coin/CglGomory.hpp>
#include <coin/CglKnapsackCover.hpp>
#include <coin/CglMixedIntegerRounding2.hpp>
#include <coin/CglProbing.hpp>
#include <coin/CglZeroHalf.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace toguna {
namespace {

// What a sum may miss by and still count as reached.
constexpr double kNearly = 1e-6;

// Gives a search up when somebody says so.
class StopHandler : public CbcEventHandler {
 public:
  explicit StopHandler(std::function<bool()> ask) : stop_(std::move(ask)) {}
  CbcEventHandler* clone() const override { return new StopHandler(*this); }
  CbcAction event(CbcEvent which) override {
    return which == node && stop_ && stop_() ? CbcEventHandler::stop : noAction;
  }

 private:
  std::function<bool()> stop_;
};

double Ceiling(double cost) { return cost + kNearly * std::max(1.0, cost); }

void AddCuts(CbcModel& search, CglProbing& probing, CglKnapsackCover& knapsack,
             CglGomory& gomory, CglMixedIntegerRounding2& rounding,
             CglZeroHalf& halves) {
  constexpr int kIfUseful = -1;
  probing.setUsingObjective(1);
  probing.setMaxPass(1);
  probing.setMaxProbeRoot(200);
  probing.setMaxLook(50);
  probing.setRowCuts(3);
  gomory.setLimit(300);
  search.addCutGenerator(&probing, kIfUseful, "probing");
  search.addCutGenerator(&gomory, kIfUseful, "gomory");
  search.addCutGenerator(&knapsack, kIfUseful, "knapsack");
  search.addCutGenerator(&rounding, kIfUseful, "rounding");
  search.addCutGenerator(&halves, kIfUseful, "halves");
}

}  // namespace

// A level's linear program over the choices that its demands speak of.
struct CoverMaster::Program {
  size_t level = 0;
  std::vector<size_t> choice_of;  // per column
  std::vector<double> costs;
  CoinPackedMatrix rows;
  std::vector<double> low;
  std::vector<double> high;
};

struct CoverMaster::LevelAnswer {
  std::vector<double> withheld;  // later levels: all of them
  double bound = 0;
  bool proven = false;
};

CoverMaster::CoverMaster(const std::vector<Choice>& choices)
    : choices_(choices), on_(choices.size()) {
  for (const Choice& choice : choices) {
    levels_ = std::max(levels_, static_cast<size_t>(choice.level) + 1);
  }
  whole_costs_.assign(levels_, true);
  for (const Choice& choice : choices) {
    if (choice.cost != std::floor(choice.cost)) {
      whole_costs_[static_cast<size_t>(choice.level)] = false;
    }
  }
}

double CoverMaster::RoundUp(double bound, size_t level) const {
  return whole_costs_[level] ? std::ceil(bound - kNearly * std::max(1.0, bound))
                             : bound;
}

bool CoverMaster::Add(Demand demand) {
  if (!known_.insert(demand).second) return false;
  for (const auto& [choice, part] : demand) {
    on_[choice].push_back(demands_.size());
  }
  demands_.push_back(std::move(demand));
  return true;
}

std::vector<double> CoverMaster::CostOf(
    const std::vector<double>& withheld) const {
  std::vector<double> cost(levels_, 0);
  for (size_t i = 0; i < choices_.size(); ++i) {
    cost[static_cast<size_t>(choices_[i].level)] +=
        choices_[i].cost * withheld[i];
  }
  return cost;
}

CoverMaster::Program CoverMaster::MakeProgram(
    size_t level, const std::vector<double>& ceilings,
    const std::vector<size_t>& demands) const {
  Program program;
  program.level = level;
  std::vector<int> column(choices_.size(), -1);
  std::vector<int> rows;
  std::vector<int> columns;
  std::vector<double> factors;
  for (const size_t d : demands) {
    double need = 1;
    for (const auto& [choice, part] : demands_[d]) {
      if (choices_[choice].level > static_cast<int>(level)) need -= part;
    }
    if (need <= kNearly) continue;  // what is later meets it
    for (const auto& [choice, part] : demands_[d]) {
      if (choices_[choice].level > static_cast<int>(level)) continue;
      if (column[choice] < 0) {
        column[choice] = static_cast<int>(program.choice_of.size());
        program.choice_of.push_back(choice);
        program.costs.push_back(choices_[choice].level ==
                                        static_cast<int>(level)
                                    ? choices_[choice].cost
                                    : 0);
      }
      rows.push_back(static_cast<int>(program.low.size()));
      columns.push_back(column[choice]);
      factors.push_back(std::min(part, need));
    }
    program.low.push_back(need);
    program.high.push_back(COIN_DBL_MAX);
  }
  for (size_t earlier = 0; earlier < level; ++earlier) {
    for (size_t c = 0; c < program.choice_of.size(); ++c) {
      const Choice& choice = choices_[program.choice_of[c]];
      if (choice.level != static_cast<int>(earlier) || choice.cost == 0) {
        continue;
      }
      rows.push_back(static_cast<int>(program.low.size()));
      columns.push_back(static_cast<int>(c));
      factors.push_back(choice.cost);
    }
    program.low.push_back(-COIN_DBL_MAX);
    program.high.push_back(Ceiling(ceilings[earlier]));
  }
  program.rows =
      CoinPackedMatrix(true, rows.data(), columns.data(), factors.data(),
                       static_cast<CoinBigIndex>(rows.size()));
  program.rows.setDimensions(static_cast<int>(program.low.size()),
                             static_cast<int>(program.choice_of.size()));
  return program;
}

// Without `limits` things may be withheld in part.
std::optional<CoverMaster::LevelAnswer> CoverMaster::SolveLevel(
    size_t level, const std::vector<double>& ceilings,
    const std::vector<double>& start, const Limits* limits) const {
  std::vector<size_t> all(demands_.size());
  for (size_t d = 0; d < all.size(); ++d) all[d] = d;
  const Program program = MakeProgram(level, ceilings, all);
  LevelAnswer answer;
  answer.withheld.assign(choices_.size(), 0);
  for (size_t i = 0; i < choices_.size(); ++i) {
    if (choices_[i].level > static_cast<int>(level)) answer.withheld[i] = 1;
  }
  if (program.choice_of.empty()) {
    answer.proven = true;
    return answer;
  }
  if (limits != nullptr) return Search(program, start, *limits);
  ClpSimplex simplex;
  simplex.setLogLevel(0);
  const std::vector<double> zeros(program.choice_of.size(), 0);
  const std::vector<double> ones(program.choice_of.size(), 1);
  simplex.loadProblem(program.rows, zeros.data(), ones.data(),
                      program.costs.data(), program.low.data(),
                      program.high.data());
  simplex.dual();
  if (!simplex.isProvenOptimal()) return std::nullopt;
  for (size_t c = 0; c < program.choice_of.size(); ++c) {
    answer.withheld[program.choice_of[c]] =
        std::clamp(simplex.primalColumnSolution()[c], 0.0, 1.0);
  }
  answer.bound = RoundUp(simplex.objectiveValue(), level);
  answer.proven = true;
  return answer;
}

std::optional<CoverMaster::LevelAnswer> CoverMaster::Search(
    const Program& program, const std::vector<double>& start,
    const Limits& limits) const {
  const size_t columns = program.choice_of.size();
  const std::vector<double> zeros(columns, 0);
  const std::vector<double> ones(columns, 1);
  OsiClpSolverInterface solver;
  solver.messageHandler()->setLogLevel(0);
  solver.loadProblem(program.rows, zeros.data(), ones.data(),
                     program.costs.data(), program.low.data(),
                     program.high.data());
  double started = 0;
  std::vector<double> first(columns);
  for (size_t c = 0; c < columns; ++c) {
    solver.setInteger(static_cast<int>(c));
    first[c] = start[program.choice_of[c]];
    started += program.costs[c] * first[c];
  }
  CbcModel search(solver);
  search.setLogLevel(0);
  search.messageHandler()->setLogLevel(0);
  search.setMaximumNodes(limits.nodes);
  CglProbing probing;
  CglKnapsackCover knapsack;
  CglGomory gomory;
  CglMixedIntegerRounding2 rounding;
  CglZeroHalf halves;
  AddCuts(search, probing, knapsack, gomory, rounding, halves);
  CbcRounding rounder(search);
  search.addHeuristic(&rounder);
  search.setMaximumCutPassesAtRoot(15);
  search.setMaximumCutPasses(1);
  StopHandler handler(limits.stop);
  search.passInEventHandler(&handler);
  search.setBestSolution(first.data(), static_cast<int>(columns), started,
                         true);
  search.branchAndBound();
  if (limits.stop && limits.stop()) return std::nullopt;
  if (search.bestSolution() == nullptr) return std::nullopt;

  LevelAnswer answer;
  answer.withheld.assign(choices_.size(), 0);
  for (size_t i = 0; i < choices_.size(); ++i) {
    if (choices_[i].level > static_cast<int>(program.level)) {
      answer.withheld[i] = 1;
    }
  }
  double cost = 0;
  for (size_t c = 0; c < columns; ++c) {
    const double value = search.bestSolution()[c] > 0.5 ? 1 : 0;
    answer.withheld[program.choice_of[c]] = value;
    cost += program.costs[c] * value;
  }
  answer.proven = search.isProvenOptimal();
  answer.bound =
      answer.proven
          ? cost
          : RoundUp(std::clamp(search.getBestPossibleObjValue(), 0.0, cost),
                    program.level);
  return answer;
}

std::optional<CoverMaster::Answer> CoverMaster::Solve(
    const std::vector<double>& start, const Limits& limits) const {
  Answer answer;
  answer.withheld = start;
  answer.optimal = true;
  const std::vector<double> started = CostOf(start);
  std::vector<double> ceilings;
  for (size_t level = 0; level < levels_; ++level) {
    // `start` where it is cheap enough before this level, or else the answer
    // of the level before, where all that is later is withheld.
    const bool cheap = std::equal(
        ceilings.begin(), ceilings.end(), started.begin(),
        [](double ceiling, double cost) { return cost <= Ceiling(ceiling); });
    auto solved =
        SolveLevel(level, ceilings, cheap ? start : answer.withheld, &limits);
    if (!solved.has_value()) return std::nullopt;
    const std::vector<double> cost = CostOf(solved->withheld);
    ceilings.push_back(cost[level]);
    answer.bound.push_back(solved->bound);
    answer.optimal = answer.optimal && solved->proven;
    answer.withheld = std::move(solved->withheld);
  }
  answer.cost = CostOf(answer.withheld);
  return answer;
}

std::optional<CoverMaster::Answer> CoverMaster::Relax() const {
  Answer answer;
  answer.optimal = true;
  std::vector<double> ceilings;
  for (size_t level = 0; level < levels_; ++level) {
    auto solved = SolveLevel(level, ceilings, {}, nullptr);
    if (!solved.has_value()) return std::nullopt;
    ceilings.push_back(CostOf(solved->withheld)[level]);
    answer.bound.push_back(solved->bound);
    answer.withheld = std::move(solved->withheld);
  }
  answer.cost = CostOf(answer.withheld);
  return answer;
}

}  // namespace toguna
