#include "exchange/disclosure/change_finder.h"

#include <algorithm>
#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"

namespace toguna {
namespace {

constexpr double kWhole = 1e-6;
// Parts that are rounded, one after the other, before an answer is given up.
constexpr int kMaxRoundings = 30;
constexpr int kMaxIterations = 20'000;
// Programs in which victims are kept to records in more and more places.
constexpr int kMaxRoundsOfHarms = 12;
// Of changing anything by one, where what is shown may be moved at a price.
constexpr double kSmallPrice = 0.01;
// In place of a row's number in a program: it need not balance.
constexpr int32_t kFree = -2;

}  // namespace

// Unknowns of a class that all are, or are not, in the sum asked of.
struct ChangeFinder::Part {
  std::vector<int32_t> members;
  int up = -1;  // columns: how far they rise together, and fall
  int down = -1;
};

struct ChangeFinder::Program {
  std::vector<Part> parts;
  size_t view = 0;
  std::vector<CoinBigIndex> starts = {0};
  std::vector<int> rows;
  std::vector<double> factors;
  std::vector<double> upper;
  std::vector<double> costs;
  std::vector<double> low;
  std::vector<double> high;
  bool complete = false;  // nothing is left out, and nothing assumed

  int EndColumn(double most, double cost) {
    starts.push_back(static_cast<CoinBigIndex>(rows.size()));
    upper.push_back(most);
    costs.push_back(cost);
    return static_cast<int>(upper.size()) - 1;
  }
};

ChangeFinder::ChangeFinder(const Secrets& secrets)
    : secrets_(secrets),
      slacks_(secrets),
      row_at_(secrets.showables.size() + secrets.fixed.size() +
                  secrets.relations.size(),
              -1),
      harm_at_(secrets.harms.size(), -1) {}

// Ring by ring: all that is in a row with what is near already, small rows
// first, for what is moved has to be made up for in each.
std::vector<int32_t> ChangeFinder::Near(const Ask& ask, const Alike& alike,
                                        size_t most) {
  std::vector<int32_t> near;
  if (alike.classes() <= most) {
    for (size_t c = 0; c < alike.classes(); ++c) {
      near.push_back(static_cast<int32_t>(c));
    }
    return near;
  }
  std::vector<bool> is_near(alike.classes(), false);
  const auto add = [&](int32_t c) {
    if (is_near[static_cast<size_t>(c)]) return;
    is_near[static_cast<size_t>(c)] = true;
    near.push_back(c);
  };
  for (const auto& [c, ignored] :
       alike.Touched(secrets_.guarded[ask.guarded].sum)) {
    add(c);
  }
  std::vector<int32_t> seen;
  for (size_t begin = 0; begin < near.size();) {
    std::vector<std::pair<size_t, int32_t>> ring;
    for (size_t i = begin; i < near.size(); ++i) {
      for (const int32_t row : alike.rows()[near[i]]) {
        if (row_at_[static_cast<size_t>(row)] >= 0) continue;
        row_at_[static_cast<size_t>(row)] = 0;
        seen.push_back(row);
        ring.emplace_back(alike.within()[row].size(), row);
      }
    }
    begin = near.size();
    std::sort(ring.begin(), ring.end());
    for (const auto& [size, row] : ring) {
      if (near.size() + size > most) break;
      for (const int32_t c : alike.within()[row]) add(c);
    }
  }
  for (const int32_t row : seen) row_at_[static_cast<size_t>(row)] = -1;
  std::sort(near.begin(), near.end());
  return near;
}

std::optional<Slacks::Way> ChangeFinder::WayOf(const Scope& scope, size_t view,
                                               size_t harm) const {
  if (scope.kept != nullptr) {
    const auto found = scope.kept->find(harm);
    if (found == scope.kept->end()) return std::nullopt;
    return found->second;
  }
  const bool second =
      std::binary_search(scope.otherwise.begin(), scope.otherwise.end(), harm);
  return slacks_.WayOf(
      view, harm, second ? Slacks::Keeping::kSecond : Slacks::Keeping::kFirst);
}

ChangeFinder::Program ChangeFinder::MakeProgram(const Ask& ask,
                                                const Alike& alike,
                                                const Scope& scope) {
  const Guarded& guarded = secrets_.guarded[ask.guarded];
  const Table& own = secrets_.views[guarded.view];
  const auto touched = alike.Touched(guarded.sum);
  const std::vector<int32_t>& near = scope.near;
  const std::vector<double>* const prices = scope.prices;
  Program program;
  program.view = guarded.view;
  program.complete = near.size() == alike.classes() && secrets_.harms.empty();
  program.low.push_back(static_cast<double>(ask.by));
  program.high.push_back(COIN_DBL_MAX);
  const auto price_of = [&](size_t row) {
    return prices == nullptr || row >= alike.first_fixed()
               ? kNotForSale
               : (*prices)[alike.shown()[row]];
  };
  std::vector<int32_t> seen;
  std::vector<size_t> seen_harms;
  const auto see_harms = [&](std::span<const int32_t> sides) {
    for (const int32_t side : sides) {
      const auto h = static_cast<size_t>(side / 2);
      const auto kept = WayOf(scope, guarded.view, h);
      if (harm_at_[h] >= 0 || !kept.has_value()) continue;
      harm_at_[h] = static_cast<int32_t>(program.low.size());
      seen_harms.push_back(h);
      const Slacks::Way way = *kept;
      program.low.push_back(static_cast<double>(
          way.least + way.victims * slacks_.VictimsOf(guarded.view, h) -
          way.records * slacks_.RecordsOf(guarded.view, h)));
      program.high.push_back(COIN_DBL_MAX);
    }
  };
  const auto add_harms = [&](std::span<const int32_t> sides, int sign) {
    for (const int32_t side : sides) {
      const auto h = static_cast<size_t>(side / 2);
      if (harm_at_[h] < 0) continue;
      const Slacks::Way way = *WayOf(scope, guarded.view, h);
      const int64_t by = side % 2 == 0 ? -way.victims : way.records;
      if (by == 0) continue;
      program.rows.push_back(harm_at_[h]);
      program.factors.push_back(static_cast<double>(sign * by));
    }
  };
  size_t next = 0;  // of `touched`
  const auto add_part = [&](int32_t c, bool asked, Part part) {
    int64_t left = 0;
    for (const int32_t unknown : part.members) {
      const auto at = static_cast<size_t>(unknown);
      left += secrets_.truth[at] - own[at];
    }
    const auto rows = alike.rows()[c];
    for (const int direction : {1, -1}) {
      if (direction < 0 && left == 0) continue;
      if (asked) {
        program.rows.push_back(0);
        program.factors.push_back(ask.side == Side::kHigh ? direction
                                                          : -direction);
      }
      for (size_t i = 0; i < rows.size(); ++i) {
        if (row_at_[static_cast<size_t>(rows[i])] == kFree) continue;
        program.rows.push_back(row_at_[static_cast<size_t>(rows[i])]);
        program.factors.push_back(i + alike.less(c) < rows.size() ? direction
                                                                  : -direction);
      }
      add_harms(alike.harm_more()[c], direction);
      add_harms(alike.harm_less()[c], -direction);
      (direction > 0 ? part.up : part.down) = program.EndColumn(
          direction > 0 ? COIN_DBL_MAX : static_cast<double>(left),
          prices == nullptr ? 1 : kSmallPrice);
    }
    program.parts.push_back(std::move(part));
  };
  for (const int32_t c : near) {
    for (const int32_t row : alike.rows()[c]) {
      const auto at = static_cast<size_t>(row);
      if (row_at_[at] != -1) continue;
      seen.push_back(row);
      if (price_of(at) == 0) {
        row_at_[at] = kFree;
        continue;
      }
      row_at_[at] = static_cast<int32_t>(program.low.size());
      const bool relation = at >= alike.first_relation();
      program.low.push_back(
          relation ? -static_cast<double>(slacks_.OfRelation(
                         guarded.view, at - alike.first_relation()))
                   : 0);
      program.high.push_back(relation ? COIN_DBL_MAX : 0);
    }
    see_harms(alike.harm_more()[c]);
    see_harms(alike.harm_less()[c]);
    while (next < touched.size() && touched[next].first < c) ++next;
    Part inside;
    Part outside;
    const bool is_touched = next < touched.size() && touched[next].first == c;
    for (const int32_t unknown : alike.members()[c]) {
      const bool asked =
          is_touched &&
          std::binary_search(guarded.sum.begin(), guarded.sum.end(), unknown);
      (asked ? inside : outside).members.push_back(unknown);
    }
    if (!inside.members.empty()) add_part(c, true, std::move(inside));
    if (!outside.members.empty()) add_part(c, false, std::move(outside));
  }
  for (const int32_t row : seen) {
    const auto at = static_cast<size_t>(row);
    const double price = price_of(at);
    for (const double direction : {1.0, -1.0}) {
      if (price == 0 || price == kNotForSale) continue;
      program.rows.push_back(row_at_[at]);
      program.factors.push_back(direction);
      program.EndColumn(COIN_DBL_MAX, price);
    }
    row_at_[at] = -1;
  }
  for (const size_t h : seen_harms) harm_at_[h] = -1;
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
  // Rounds up what lacks least, until all is whole.
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
  Answer answer;
  answer.change.emplace();
  const double* solution = simplex.primalColumnSolution();
  for (const Part& part : program.parts) {
    const int64_t by = std::llround(solution[part.up]) -
                       (part.down < 0 ? 0 : std::llround(solution[part.down]));
    if (by != 0) {
      Distribute(secrets_, program.view, part.members, by, *answer.change);
    }
  }
  std::sort(answer.change->begin(), answer.change->end());
  return answer;
}

// What the sum touches may have to be kept in the other way.
ChangeFinder::Answer ChangeFinder::SolveEitherWay(const Ask& ask,
                                                  const Alike& alike,
                                                  Scope scope) {
  const Answer answer = Solve(MakeProgram(ask, alike, scope));
  if (answer.change.has_value()) return answer;
  scope.otherwise = alike.HarmsOf(secrets_.guarded[ask.guarded].sum);
  if (scope.otherwise.empty()) return answer;
  return Solve(MakeProgram(ask, alike, scope));
}

ChangeFinder::Answer ChangeFinder::Find(const Ask& ask, const Alike& alike,
                                        size_t most) {
  return SolveEitherWay(ask, alike, {.near = Near(ask, alike, most)});
}

ChangeFinder::Answer ChangeFinder::FindPriced(
    const Ask& ask, const Alike& alike, size_t most,
    const std::vector<double>& prices) {
  return SolveEitherWay(ask, alike,
                        {.near = Near(ask, alike, most), .prices = &prices});
}

bool ChangeFinder::KeepBroken(const Change& change, size_t view,
                              const Incidence& incidence,
                              std::map<size_t, Slacks::Way>& kept) const {
  bool broken = false;
  const Moves harms = MovedHarms(incidence, change);
  for (size_t i = 0; i < harms.size(); i += 2) {
    const auto h = static_cast<size_t>(harms[i].first / 2);
    const int64_t records = slacks_.RecordsOf(view, h);
    const int64_t victims = slacks_.VictimsOf(view, h) + harms[i].second;
    if (victims <= 0 || records + harms[i + 1].second > 0) continue;
    broken = true;
    kept[h] = records > 0 ? Slacks::Way{.least = 1}
                          : Slacks::Way{.records = victims, .victims = 1};
  }
  return broken;
}

ChangeFinder::Answer ChangeFinder::FindAmong(const Sum& unknowns,
                                             const Ask& ask, const Alike& alike,
                                             const Incidence& incidence) {
  Sum among = unknowns;
  const Guarded& guarded = secrets_.guarded[ask.guarded];
  among.insert(among.end(), guarded.sum.begin(), guarded.sum.end());
  std::sort(among.begin(), among.end());
  among.erase(std::unique(among.begin(), among.end()), among.end());
  std::map<size_t, Slacks::Way> kept;
  Scope scope{.near = {}, .kept = &kept};
  for (const auto& [c, ignored] : alike.Touched(among)) {
    scope.near.push_back(c);
  }
  std::map<size_t, Slacks::Way> last;
  for (int round = 0; round < kMaxRoundsOfHarms; ++round) {
    Answer answer = Solve(MakeProgram(ask, alike, scope));
    if (answer.change.has_value()) {
      last = kept;
      if (!KeepBroken(*answer.change, guarded.view, incidence, kept)) {
        return answer;
      }
      continue;
    }
    // What was added last is too much: no victims there instead.
    bool any = false;
    for (auto& [h, way] : kept) {
      if (last.contains(h) || way.records == 0) continue;
      way = {.records = 0, .victims = 1};
      any = true;
    }
    if (!any) return {};
  }
  return {};
}

std::optional<Change> ChangeWithin(const Secrets& secrets, const Alike& alike,
                                   const ChangeFinder::Ask& ask) {
  const Guarded& guarded = secrets.guarded[ask.guarded];
  const Table& own = secrets.views[guarded.view];
  int64_t by = ask.by;
  Change change;
  for (const auto& [c, number] : alike.Touched(guarded.sum)) {
    const auto members = alike.members()[c];
    if (by <= 0) break;
    if (number == members.size()) continue;
    int64_t moved = 0;
    std::optional<int32_t> to;
    for (const int32_t unknown : members) {
      const auto at = static_cast<size_t>(unknown);
      const bool inside =
          std::binary_search(guarded.sum.begin(), guarded.sum.end(), unknown);
      if (inside == (ask.side == Side::kHigh)) {
        // Who has something is the likelier to be guarded.
        if (!to.has_value() || (secrets.truth[at] > 0 &&
                                secrets.truth[static_cast<size_t>(*to)] == 0)) {
          to = unknown;
        }
        continue;
      }
      const int64_t taken = std::min(by - moved, secrets.truth[at] - own[at]);
      if (taken <= 0) continue;
      change.emplace_back(unknown, -taken);
      moved += taken;
    }
    if (moved > 0) change.emplace_back(*to, moved);
    by -= moved;
  }
  if (by > 0) return std::nullopt;
  std::sort(change.begin(), change.end());
  return change;
}

// What rises goes to a member that has something, for it is the likelier to be
// guarded.
void Distribute(const Secrets& secrets, size_t view,
                std::span<const int32_t> members, int64_t by, Change& change) {
  if (by > 0) {
    const auto found =
        std::find_if(members.begin(), members.end(), [&](int32_t unknown) {
          return secrets.truth[static_cast<size_t>(unknown)] > 0;
        });
    change.emplace_back(found == members.end() ? members[0] : *found, by);
    return;
  }
  for (const int32_t unknown : members) {
    const auto at = static_cast<size_t>(unknown);
    const int64_t taken =
        std::min(-by, secrets.truth[at] - secrets.views[view][at]);
    if (taken <= 0) continue;
    change.emplace_back(unknown, -taken);
    by += taken;
  }
}

}  // namespace toguna
