#include "exchange/disclosure/jj_judge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/jj.h"
#include "exchange/disclosure/jj_attacker.h"
#include "exchange/disclosure/jj_tables.h"
#include "exchange/disclosure/pattern_search.h"

namespace toguna {
namespace {

using Side = JjTables::Side;

// How far shown cells may move when limits are sharpened, in what the unsafe
// cell needs; in relaxed patterns less, since more of them move already.
constexpr double kSlack = 1.0 / 64;
constexpr double kRelaxedSlack = 1.0 / 1024;
// Shares that small are set against the limit rather than named in it.
constexpr double kTrifle = 1e-7;

constexpr std::array<Side, 2> kSides = {JjTables::kUp, JjTables::kDown};

int SignOf(Side side) { return side == JjTables::kUp ? 1 : -1; }

}  // namespace

JjJudge::JjJudge(const JjInstance& instance)
    : instance_(instance),
      tables_(instance),
      attacker_(instance),
      sharp_(instance),
      choice_of_(instance.cells.size()) {
  for (size_t i = 0; i < instance.cells.size(); ++i) {
    const double all = std::numeric_limits<double>::infinity();
    if (instance.cells[i].status == JjStatus::kMayBeShown) {
      choice_of_[i] = cells_.size();
      cells_.push_back(i);
    } else if (instance.cells[i].status == JjStatus::kUnsafe) {
      attacker_.Allow(i, all, all);
      sharp_.Allow(i, all, all);
    }
  }
  withheld_.assign(cells_.size(), 0);
  spoilt_.assign(tables_.unsafe(), 0);
}

void JjJudge::Withhold(size_t choice) {
  const double all = std::numeric_limits<double>::infinity();
  withheld_[choice] = 1;
  attacker_.Allow(cells_[choice], all, all);
  tables_.Withhold(cells_[choice]);
}

void JjJudge::Show(size_t choice) {
  withheld_[choice] = 0;
  attacker_.Allow(cells_[choice], 0, 0);
  tables_.Show(cells_[choice]);
}

std::vector<size_t> JjJudge::Unprotected() {
  std::vector<size_t> cells;
  for (size_t u = 0; u < tables_.unsafe(); ++u) {
    if (tables_.IsProtected(u)) continue;
    if (!Attack(attacker_, u, true).empty()) cells.push_back(tables_.CellOf(u));
  }
  return cells;
}

std::vector<JjJudge::Limit> JjJudge::Attack(JjAttacker& attacker, size_t unsafe,
                                            bool hold) {
  std::vector<Limit> limits;
  std::array<std::optional<JjAttacker::Answer>, 2> answers;
  const auto ask = [&](Side side) {
    auto& answer = answers[side];
    if (answer.has_value()) return;
    answer = attacker.Reach(tables_.CellOf(unsafe), SignOf(side));
    if (!answer.has_value()) {
      limits.push_back({});
    } else if (hold) {
      tables_.Hold(answer->moves);
    }
  };
  for (const Side side : kSides) {
    if (hold && tables_.Reaches(unsafe, side)) continue;
    ask(side);
    const double needed = tables_.Needed(unsafe, side);
    if (!answers[side].has_value() || answers[side]->reach >= needed) continue;
    limits.push_back({needed, {answers[side]->factors}});
  }
  const double apart = tables_.NeededApart(unsafe);
  if (!limits.empty() || apart <= 0) return limits;
  if (hold && tables_.ReachesApart(unsafe)) return limits;
  for (const Side side : kSides) ask(side);
  if (!limits.empty() ||
      answers[JjTables::kUp]->reach + answers[JjTables::kDown]->reach >=
          apart) {
    return limits;
  }
  limits.push_back(
      {apart,
       {answers[JjTables::kUp]->factors, answers[JjTables::kDown]->factors}});
  return limits;
}

void JjJudge::AllowSharp(const std::vector<double>& parts, double slack) {
  for (size_t c = 0; c < cells_.size(); ++c) {
    const JjCell& cell = instance_.cells[cells_[c]];
    sharp_.Allow(cells_[c], std::max(slack, parts[c] * (cell.value - cell.low)),
                 std::max(slack, parts[c] * (cell.high - cell.value)));
  }
}

std::vector<JjJudge::Limit> JjJudge::Sharpen(size_t unsafe) {
  double needed = std::numeric_limits<double>::infinity();
  for (const double one :
       {tables_.Needed(unsafe, JjTables::kUp),
        tables_.Needed(unsafe, JjTables::kDown), tables_.NeededApart(unsafe)}) {
    if (one > 0) needed = std::min(needed, one);
  }
  if (!std::isfinite(needed)) return {};
  AllowSharp(withheld_, kSlack * needed);
  return Attack(sharp_, unsafe, false);
}

double JjJudge::Share(const Limit& limit, size_t cell) const {
  const JjCell& one = instance_.cells[cell];
  double share = 0;
  for (const std::vector<double>& factors : limit.factors) {
    const double factor = factors[cell];
    share += factor * (factor > 0 ? one.high - one.value : one.low - one.value);
  }
  return share;
}

Breach JjJudge::BreachOf(const Limit& limit) const {
  double needed = limit.needed;
  std::vector<std::pair<size_t, double>> shares;
  Breach advice;
  for (size_t i = 0; i < instance_.cells.size(); ++i) {
    if (instance_.cells[i].status == JjStatus::kAlwaysShown) continue;
    const double share = Share(limit, i);
    if (share == 0 && !limit.factors.empty()) continue;
    if (!choice_of_[i].has_value() || share < kTrifle * limit.needed) {
      needed -= share;
      continue;
    }
    shares.emplace_back(*choice_of_[i], share);
    if (withheld_[*choice_of_[i]] == 0) {
      advice.support.push_back(*choice_of_[i]);
    }
  }
  if (limit.factors.empty() || needed <= kTrifle * limit.needed) return advice;
  Breach breach;
  breach.proven = true;
  for (const auto& [choice, share] : shares) {
    breach.support.push_back(choice);
    breach.parts.push_back(std::min(1.0, share / needed));
  }
  return breach;
}

void JjJudge::AddBreaches(size_t unsafe, const std::vector<Limit>& limits,
                          std::vector<Breach>& breaches) {
  std::vector<Limit> sharp = Sharpen(unsafe);
  for (const Limit& limit : sharp.empty() ? limits : sharp) {
    Breach breach = BreachOf(limit);
    if (!breach.support.empty()) breaches.push_back(std::move(breach));
  }
}

std::vector<Breach> JjJudge::Judge(bool /*thorough*/) {
  std::vector<Breach> breaches;
  for (size_t u = 0; u < tables_.unsafe(); ++u) {
    if (tables_.IsProtected(u)) continue;
    const std::vector<Limit> limits = Attack(attacker_, u, true);
    if (!limits.empty()) AddBreaches(u, limits, breaches);
  }
  return breaches;
}

std::vector<Breach> JjJudge::JudgeParts(const std::vector<double>& parts) {
  double least = std::numeric_limits<double>::infinity();
  for (size_t u = 0; u < tables_.unsafe(); ++u) {
    for (const double one :
         {tables_.Needed(u, JjTables::kUp), tables_.Needed(u, JjTables::kDown),
          tables_.NeededApart(u)}) {
      if (one > 0) least = std::min(least, one);
    }
  }
  if (!std::isfinite(least)) return {};
  AllowSharp(parts, kRelaxedSlack * least);
  std::vector<Breach> breaches;
  for (size_t u = 0; u < tables_.unsafe(); ++u) {
    for (const Limit& limit : Attack(sharp_, u, false)) {
      Breach breach = BreachOf(limit);
      if (breach.proven) breaches.push_back(std::move(breach));
    }
  }
  return breaches;
}

bool JjJudge::TryToShow(size_t choice) {
  std::vector<size_t> protected_before;
  for (size_t u = 0; u < tables_.unsafe(); ++u) {
    if (tables_.IsProtected(u)) protected_before.push_back(u);
  }
  Show(choice);
  std::vector<size_t> doubtful;
  for (const size_t u : protected_before) {
    if (!tables_.IsProtected(u)) doubtful.push_back(u);
  }
  std::stable_sort(doubtful.begin(), doubtful.end(),
                   [&](size_t a, size_t b) { return spoilt_[a] > spoilt_[b]; });
  for (const size_t u : doubtful) {
    if (tables_.IsProtected(u)) continue;
    const std::vector<Limit> limits = Attack(attacker_, u, true);
    if (limits.empty()) continue;
    ++spoilt_[u];
    AddBreaches(u, limits, learnt_);
    Withhold(choice);
    return false;
  }
  return true;
}

std::vector<Breach> JjJudge::Learnt() { return std::exchange(learnt_, {}); }

}  // namespace toguna
