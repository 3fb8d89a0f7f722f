#include "exchange/disclosure/jj_judge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/jj.h"
#include "exchange/disclosure/jj_attacker.h"
#include "exchange/disclosure/jj_mender.h"
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
constexpr double kManyTrifles = 0.02;
// By how much a breach has to be one to be worth naming.
constexpr double kViolated = 1e-6;

// Found in choices withheld in part, so many are worth asking the master again;
// the next time goes on with the unsafe cells that follow.
constexpr size_t kEnough = 100;

constexpr std::array<Side, 2> kSides = {JjTables::kUp, JjTables::kDown};

int SignOf(Side side) { return side == JjTables::kUp ? 1 : -1; }

}  // namespace

JjJudge::JjJudge(const JjInstance& instance, bool learns)
    : instance_(instance),
      learns_(learns),
      tables_(instance),
      attacker_(instance),
      sharp_(instance),
      mender_(instance),
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
    if (!Attack(u).empty()) cells.push_back(tables_.CellOf(u));
  }
  return cells;
}

double JjJudge::Needed(size_t unsafe, Kind kind) const {
  if (kind == kApart) return tables_.NeededApart(unsafe);
  return tables_.Needed(unsafe, kind == kUp ? JjTables::kUp : JjTables::kDown);
}

std::vector<JjJudge::Limit> JjJudge::Attack(size_t unsafe) {
  std::vector<Limit> limits;
  std::array<std::optional<JjAttacker::Answer>, 2> answers;
  const auto ask = [&](Side side) {
    auto& answer = answers[side];
    if (answer.has_value()) return;
    answer = attacker_.Reach(tables_.CellOf(unsafe), SignOf(side));
    if (answer.has_value()) {
      tables_.Hold(answer->moves);
    } else {
      limits.push_back({.kind = side == JjTables::kUp ? kUp : kDown});
    }
  };
  for (const Side side : kSides) {
    if (tables_.Reaches(unsafe, side)) continue;
    ask(side);
    const double needed = tables_.Needed(unsafe, side);
    if (!answers[side].has_value() || answers[side]->reach >= needed) continue;
    limits.push_back({side == JjTables::kUp ? kUp : kDown,
                      needed,
                      {answers[side]->factors}});
  }
  if (!limits.empty() || tables_.ReachesApart(unsafe)) return limits;
  for (const Side side : kSides) ask(side);
  if (!limits.empty()) return limits;
  const auto& [up, down] = answers;
  const double apart = tables_.NeededApart(unsafe);
  if (up->reach + down->reach < apart) {
    limits.push_back({kApart, apart, {up->factors, down->factors}});
  }
  return limits;
}

void JjJudge::AllowSharp(const std::vector<double>& parts, double slack,
                         double most) {
  for (size_t c = 0; c < cells_.size(); ++c) {
    const JjCell& cell = instance_.cells[cells_[c]];
    const auto room = [&](double way) {
      return std::max(slack, parts[c] * std::min(most, way));
    };
    sharp_.Allow(cells_[c], room(cell.value - cell.low),
                 room(cell.high - cell.value));
  }
}

std::optional<JjJudge::Limit> JjJudge::SharpLimit(size_t unsafe, Kind kind) {
  Limit limit{.kind = kind, .needed = Needed(unsafe, kind), .factors = {}};
  double reach = 0;
  for (const Side side : kSides) {
    if (kind != kApart && side != static_cast<Side>(kind)) continue;
    auto answer = sharp_.Reach(tables_.CellOf(unsafe), SignOf(side));
    if (!answer.has_value()) return std::nullopt;
    reach += answer->reach;
    limit.factors.push_back(std::move(answer->factors));
  }
  if (reach >= limit.needed) return std::nullopt;
  return limit;
}

std::optional<Breach> JjJudge::Sharp(size_t unsafe, Kind kind,
                                     const std::vector<double>& parts,
                                     double slack) {
  const double needed = Needed(unsafe, kind);
  if (needed <= 0) return std::nullopt;
  // First as if no choice could move farther than what is needed. A breach's
  // parts are cut at that too, so this finds what it stops at parts; but the
  // breach may be none where factors are not 1, and then the whole way to the
  // bounds tells.
  for (const double most : {needed, std::numeric_limits<double>::infinity()}) {
    AllowSharp(parts, slack * needed, most);
    const auto limit = SharpLimit(unsafe, kind);
    if (!limit.has_value()) return std::nullopt;
    for (const double trifles : {kManyTrifles, kTrifle}) {
      Breach breach = BreachOf(*limit, trifles);
      if (breach.proven && !IsMet(breach, parts)) return breach;
    }
  }
  return std::nullopt;
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

Breach JjJudge::BreachOf(const Limit& limit, double trifles) const {
  double needed = limit.needed;
  std::vector<std::pair<double, size_t>> shares;
  Breach advice;
  for (size_t i = 0; i < instance_.cells.size(); ++i) {
    if (instance_.cells[i].status == JjStatus::kAlwaysShown) continue;
    const double share = Share(limit, i);
    if (share == 0 && !limit.factors.empty()) continue;
    if (!choice_of_[i].has_value()) {
      needed -= share;
      continue;
    }
    shares.emplace_back(share, *choice_of_[i]);
    if (withheld_[*choice_of_[i]] == 0) {
      advice.support.push_back(*choice_of_[i]);
    }
  }
  // Small shares are given to the attacker for nothing.
  std::sort(shares.begin(), shares.end());
  double given = trifles * needed;
  size_t first = 0;
  while (first < shares.size() && shares[first].first <= given) {
    given -= shares[first].first;
    needed -= shares[first].first;
    ++first;
  }
  if (limit.factors.empty() || needed <= kTrifle * limit.needed) return advice;
  std::sort(shares.begin() + static_cast<std::ptrdiff_t>(first), shares.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  Breach breach;
  breach.proven = true;
  for (size_t i = first; i < shares.size(); ++i) {
    breach.support.push_back(shares[i].second);
    breach.parts.push_back(std::min(1.0, shares[i].first / needed));
  }
  return breach;
}

bool JjJudge::IsMet(const Breach& breach,
                    const std::vector<double>& parts) const {
  double stopped = 0;
  for (size_t i = 0; i < breach.parts.size(); ++i) {
    stopped += breach.parts[i] * parts[breach.support[i]];
  }
  return stopped > 1 - kViolated;
}

void JjJudge::AddBreaches(size_t unsafe, const std::vector<Limit>& limits,
                          bool thorough, std::vector<Breach>& breaches) {
  for (const Limit& limit : limits) {
    auto sharp =
        thorough ? Sharp(unsafe, limit.kind, withheld_, kSlack) : std::nullopt;
    Breach breach =
        sharp.has_value() ? *std::move(sharp) : BreachOf(limit, kTrifle);
    if (!breach.support.empty()) breaches.push_back(std::move(breach));
  }
}

std::vector<Breach> JjJudge::Judge(bool thorough) {
  std::vector<Breach> breaches;
  for (size_t u = 0; u < tables_.unsafe(); ++u) {
    if (IsStopped()) break;
    if (tables_.IsProtected(u)) continue;
    const std::vector<Limit> limits = Attack(u);
    if (!limits.empty()) AddBreaches(u, limits, thorough, breaches);
  }
  return breaches;
}

std::vector<Breach> JjJudge::JudgeParts(const std::vector<double>& parts) {
  std::vector<Breach> breaches;
  for (size_t i = 0; i < tables_.unsafe(); ++i) {
    if (IsStopped() || breaches.size() >= kEnough) break;
    const size_t u = next_;
    next_ = (next_ + 1) % tables_.unsafe();
    for (const Kind kind : {kUp, kDown, kApart}) {
      auto breach = Sharp(u, kind, parts, kRelaxedSlack);
      if (breach.has_value()) breaches.push_back(*std::move(breach));
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
    if (IsStopped()) {
      Withhold(choice);
      return false;
    }
    const std::vector<Limit> limits = Attack(u);
    if (limits.empty()) continue;
    ++spoilt_[u];
    if (learns_) AddBreaches(u, limits, true, learnt_);
    Withhold(choice);
    return false;
  }
  return true;
}

bool JjJudge::Push(size_t unsafe, Side side, double far,
                   std::vector<size_t>& withheld) {
  const auto moves = mender_.Move(tables_.CellOf(unsafe), SignOf(side), far);
  if (!moves.has_value()) return false;
  for (size_t i = 0; i < moves->size(); ++i) {
    if ((*moves)[i] == 0 || !choice_of_[i].has_value()) continue;
    const size_t choice = *choice_of_[i];
    if (withheld_[choice] != 0) continue;
    Withhold(choice);
    mender_.SetPrice(i, 0);
    withheld.push_back(choice);
  }
  tables_.Hold(*moves);
  return true;
}

std::vector<size_t> JjJudge::Mend(const std::vector<double>& prices) {
  for (size_t c = 0; c < cells_.size(); ++c) {
    mender_.SetPrice(cells_[c], withheld_[c] != 0 ? 0 : prices[c]);
  }
  // Those that need most first: what serves them serves others.
  std::vector<size_t> order(tables_.unsafe());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return tables_.Needed(a, JjTables::kUp) > tables_.Needed(b, JjTables::kUp);
  });
  std::vector<size_t> withheld;
  for (const size_t u : order) {
    if (IsStopped()) break;
    for (const Side side : kSides) {
      if (tables_.Reaches(u, side)) continue;
      Push(u, side, tables_.Needed(u, side), withheld);
    }
    for (const Side side : kSides) {
      if (tables_.ReachesApart(u)) break;
      const Side other =
          side == JjTables::kUp ? JjTables::kDown : JjTables::kUp;
      Push(u, side, tables_.NeededApart(u) - tables_.Reached(u, other),
           withheld);
    }
  }
  return withheld;
}

std::vector<Breach> JjJudge::Learnt() { return std::exchange(learnt_, {}); }

}  // namespace toguna
