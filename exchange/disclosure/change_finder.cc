#include "exchange/disclosure/change_finder.h"

#include <algorithm>
#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"

namespace toguna {
namespace {

constexpr double kWhole = 1e-6;
// Of changing an unknown by one, where what is shown may be moved at a price.
constexpr double kSmallPrice = 0.01;
// Parts that are rounded, one after the other, before an answer is given up.
constexpr int kMaxRoundings = 40;
constexpr int kMaxIterations = 20'000;

}  // namespace

// Columns: how far unknowns rise, how far they fall, and, at prices, how far
// what is shown is moved up and down.
struct ChangeFinder::Program {
  std::vector<std::pair<int32_t, int>> changes;  // unknown and sign, per column
  std::vector<CoinBigIndex> starts = {0};
  std::vector<int> rows;
  std::vector<double> factors;
  std::vector<double> upper;
  std::vector<double> costs;
  std::vector<double> low;
  std::vector<double> high;
  bool complete = false;  // no unknown is left out

  void EndColumn(double most, double cost) {
    starts.push_back(static_cast<CoinBigIndex>(rows.size()));
    upper.push_back(most);
    costs.push_back(cost);
  }
};

ChangeFinder::ChangeFinder(const Secrets& secrets, const Incidence& incidence)
    : secrets_(secrets), incidence_(incidence) {
  for (const Table& own : secrets.views) {
    std::vector<int64_t>& slacks = slacks_.emplace_back();
    for (const Relation& relation : secrets.relations) {
      slacks.push_back(SumIn(relation.more, secrets.truth) -
                       SumIn(relation.less, secrets.truth) -
                       SumIn(relation.more, own) + SumIn(relation.less, own));
    }
  }
  row_at_.assign(secrets.showables.size() + secrets.fixed.size() +
                     secrets.relations.size(),
                 -1);
  is_near_.assign(secrets.truth.size(), false);
}

void ChangeFinder::RowsOf(int32_t unknown, const std::vector<bool>& shown,
                          std::vector<int32_t>& rows) const {
  rows.clear();
  for (const int32_t s : incidence_.showables()[unknown]) {
    if (shown[static_cast<size_t>(s)]) rows.push_back(s);
  }
  const auto fixed = static_cast<int32_t>(secrets_.showables.size());
  for (const int32_t f : incidence_.fixed()[unknown]) rows.push_back(fixed + f);
  const auto relations = fixed + static_cast<int32_t>(secrets_.fixed.size());
  for (const auto* side : {&incidence_.more(), &incidence_.less()}) {
    for (const int32_t r : (*side)[unknown]) rows.push_back(relations + r);
  }
}

const Sum& ChangeFinder::SumOf(int32_t row, bool less) const {
  auto at = static_cast<size_t>(row);
  if (at < secrets_.showables.size()) return secrets_.showables[at].sum;
  at -= secrets_.showables.size();
  if (at < secrets_.fixed.size()) return secrets_.fixed[at].sum;
  const Relation& relation = secrets_.relations[at - secrets_.fixed.size()];
  return less ? relation.less : relation.more;
}

size_t ChangeFinder::SizeOf(int32_t row) const {
  const bool relation = static_cast<size_t>(row) >=
                        secrets_.showables.size() + secrets_.fixed.size();
  return SumOf(row, false).size() + (relation ? SumOf(row, true).size() : 0);
}

// Ring by ring: all that is in a sum with what is near already, small sums
// first, for what is moved has to be made up for in each.
std::vector<int32_t> ChangeFinder::Near(size_t g,
                                        const std::vector<bool>& shown,
                                        size_t most) {
  std::vector<int32_t> near;
  const auto add = [&](const Sum& sum) {
    for (const int32_t unknown : sum) {
      if (is_near_[static_cast<size_t>(unknown)]) continue;
      is_near_[static_cast<size_t>(unknown)] = true;
      near.push_back(unknown);
    }
  };
  if (secrets_.truth.size() <= most) {
    near.resize(secrets_.truth.size());
    for (size_t i = 0; i < near.size(); ++i) near[i] = static_cast<int32_t>(i);
    return near;
  }
  add(secrets_.guarded[g].sum);
  std::vector<int32_t> seen;
  std::vector<int32_t> rows;
  for (size_t begin = 0; begin < near.size();) {
    std::vector<std::pair<size_t, int32_t>> ring;
    for (size_t i = begin; i < near.size(); ++i) {
      RowsOf(near[i], shown, rows);
      for (const int32_t row : rows) {
        if (row_at_[static_cast<size_t>(row)] >= 0) continue;
        row_at_[static_cast<size_t>(row)] = 0;
        seen.push_back(row);
        ring.emplace_back(SizeOf(row), row);
      }
    }
    begin = near.size();
    std::sort(ring.begin(), ring.end());
    for (const auto& [size, row] : ring) {
      if (near.size() + size > most) break;
      add(SumOf(row, false));
      add(SumOf(row, true));
    }
  }
  for (const int32_t row : seen) row_at_[static_cast<size_t>(row)] = -1;
  for (const int32_t u : near) is_near_[static_cast<size_t>(u)] = false;
  std::sort(near.begin(), near.end());
  return near;
}

ChangeFinder::Program ChangeFinder::MakeProgram(
    const Ask& ask, const std::vector<int32_t>& unknowns,
    const std::vector<bool>& shown, const std::vector<double>* prices) {
  constexpr double kUnbounded = COIN_DBL_MAX;
  const Guarded& guarded = secrets_.guarded[ask.guarded];
  const Table& own = secrets_.views[guarded.view];
  const auto first_relation =
      secrets_.showables.size() + secrets_.fixed.size();
  Program program;
  program.complete = unknowns.size() == secrets_.truth.size();
  const int sign = ask.side == Side::kHigh ? 1 : -1;
  program.low.push_back(static_cast<double>(ask.by));
  program.high.push_back(kUnbounded);
  std::vector<int32_t> rows;
  std::vector<int32_t> seen;
  const double change_cost = prices == nullptr ? 1 : kSmallPrice;
  for (const int32_t unknown : unknowns) {
    const auto at = static_cast<size_t>(unknown);
    RowsOf(unknown, shown, rows);
    for (const int32_t row : rows) {
      if (row_at_[static_cast<size_t>(row)] >= 0) continue;
      row_at_[static_cast<size_t>(row)] = static_cast<int32_t>(
          program.low.size());
      seen.push_back(row);
      const bool relation = static_cast<size_t>(row) >= first_relation;
      program.low.push_back(
          relation ? -static_cast<double>(
                         slacks_[guarded.view][static_cast<size_t>(row) -
                                               first_relation])
                   : 0);
      program.high.push_back(relation ? kUnbounded : 0);
    }
    const bool asked =
        std::binary_search(guarded.sum.begin(), guarded.sum.end(), unknown);
    const auto less = incidence_.less()[unknown].size();
    for (const int direction : {1, -1}) {
      const double most =
          direction > 0 ? kUnbounded
                        : static_cast<double>(secrets_.truth[at] - own[at]);
      if (most <= 0) continue;
      if (asked) {
        program.rows.push_back(0);
        program.factors.push_back(sign * direction);
      }
      // Its smaller sides of relations come last.
      for (size_t i = 0; i < rows.size(); ++i) {
        program.rows.push_back(row_at_[static_cast<size_t>(rows[i])]);
        program.factors.push_back(i + less < rows.size() ? direction
                                                         : -direction);
      }
      program.changes.emplace_back(unknown, direction);
      program.EndColumn(most, change_cost);
    }
  }
  for (const int32_t row : seen) {
    const auto at = static_cast<size_t>(row);
    if (prices != nullptr && at < secrets_.showables.size()) {
      for (const double direction : {1.0, -1.0}) {
        program.rows.push_back(row_at_[at]);
        program.factors.push_back(direction);
        program.EndColumn(kUnbounded, (*prices)[at]);
      }
    }
  }
  for (const int32_t row : seen) row_at_[static_cast<size_t>(row)] = -1;
  return program;
}

ChangeFinder::Answer ChangeFinder::Solve(const Program& program) {
  ClpSimplex simplex;
  simplex.setLogLevel(0);
  simplex.scaling(0);
  simplex.setPerturbation(100);  // none
  simplex.setMaximumIterations(kMaxIterations);
  const auto columns = static_cast<int>(program.upper.size());
  const std::vector<double> zeros(program.upper.size(), 0);
  simplex.loadProblem(columns, static_cast<int>(program.low.size()),
                      program.starts.data(), program.rows.data(),
                      program.factors.data(), zeros.data(),
                      program.upper.data(), program.costs.data(),
                      program.low.data(), program.high.data());
  const auto solve = [&] {
    simplex.dual();
    ++programs_;
    work_ += (int64_t{simplex.numberIterations()} + 1) *
             (simplex.numberRows() + simplex.numberColumns());
    return simplex.isProvenOptimal();
  };
  if (!solve()) {
    return {.change = std::nullopt,
            .hopeless = program.complete && simplex.isProvenPrimalInfeasible()};
  }
  // Rounds the part that lacks least, until all are whole.
  for (int rounding = 0; rounding < kMaxRoundings; ++rounding) {
    const double* solution = simplex.primalColumnSolution();
    int nearest = -1;
    double lacks = 1;
    for (int c = 0; c < columns; ++c) {
      const double missing = std::ceil(solution[c] - kWhole) - solution[c];
      if (missing > kWhole && missing < lacks) {
        lacks = missing;
        nearest = c;
      }
    }
    if (nearest < 0) break;
    const double value = solution[nearest];
    simplex.setColumnLower(nearest, std::ceil(value));
    if (solve()) continue;
    simplex.setColumnLower(nearest, 0);
    simplex.setColumnUpper(nearest, std::floor(value));
    if (!solve()) return {};
  }
  std::map<int32_t, int64_t> changed;
  for (size_t c = 0; c < program.changes.size(); ++c) {
    const auto& [unknown, direction] = program.changes[c];
    changed[unknown] +=
        direction * std::llround(simplex.primalColumnSolution()[c]);
  }
  Answer answer;
  answer.change.emplace();
  for (const auto& [unknown, by] : changed) {
    if (by != 0) answer.change->emplace_back(unknown, by);
  }
  return answer;
}

ChangeFinder::Answer ChangeFinder::Find(const Ask& ask,
                                        const std::vector<bool>& shown,
                                        size_t most) {
  return Solve(
      MakeProgram(ask, Near(ask.guarded, shown, most), shown, nullptr));
}

ChangeFinder::Answer ChangeFinder::FindPriced(
    const Ask& ask, const std::vector<bool>& shown,
    const std::vector<double>& prices, size_t most) {
  return Solve(
      MakeProgram(ask, Near(ask.guarded, shown, most), shown, &prices));
}

}  // namespace toguna
