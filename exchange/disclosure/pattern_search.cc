#include "exchange/disclosure/pattern_search.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "exchange/disclosure/cover_master.h"

namespace toguna {
namespace {

constexpr double kNearly = 1e-6;
// Smaller than what the solver allows itself, so that nothing it takes for met
// is let pass.
constexpr double kMet = 1e-9;
// Relaxed rounds end when that many together lift the bound by less than the
// share.
constexpr int kPatience = 6;
constexpr double kWorthwhile = 0.002;
constexpr int kMaxRelaxedRounds = 200;
// So many come before anything is given back.
constexpr int kFirstRelaxedRounds = 8;
// In relaxed rounds a pattern is made of the master's answer so often.
constexpr int kTryEvery = 20;
// A search for a smallest hitting set ends after so many nodes, and after so
// many times more once that teaches nothing any more.
constexpr int kFirstNodes = 300;
constexpr int kMoreNodes = 8;

CoverMaster::Demand DemandOf(const Breach& breach) {
  CoverMaster::Demand demand;
  for (size_t i = 0; i < breach.support.size(); ++i) {
    demand.emplace_back(breach.support[i],
                        breach.parts.empty() ? 1 : breach.parts[i]);
  }
  return demand;
}

bool IsLess(const std::vector<double>& a, const std::vector<double>& b) {
  for (size_t level = 0; level < a.size(); ++level) {
    const double nearly = kNearly * std::max(1.0, std::abs(b[level]));
    if (a[level] < b[level] - nearly) return true;
    if (a[level] > b[level] + nearly) return false;
  }
  return false;
}

class Searcher {
 public:
  Searcher(const std::vector<Choice>& choices, std::vector<bool> shown,
           PatternJudge& judge, const PatternBudget& budget)
      : choices_(choices),
        judge_(judge),
        budget_(budget),
        master_(choices),
        shown_(std::move(shown)),
        nodes_(std::min(kFirstNodes, budget.master_nodes)) {}

  Pattern Run() {
    if (!budget_.known.empty()) {
      best_ = budget_.known;
      best_cost_ = master_.CostOf(Withheld(best_));
      judge_.MayStop(budget_.stop);
    }
    // From here on there is something to answer.
    if (MakeSafe(Prices({}), false) || best_.empty()) Keep();
    judge_.MayStop(budget_.stop);
    bound_.assign(master_.levels(), 0);
    // Breaches known veto most of what cannot be given back, at no work.
    RelaxedRounds(kFirstRelaxedRounds);
    Follow(best_);
    GiveBack();
    Keep();
    RelaxedRounds(kMaxRelaxedRounds);
    while (!Ended()) {
      if (!Round()) break;
    }
    return TakeResult();
  }

 private:
  void Withhold(size_t choice) {
    judge_.Withhold(choice);
    shown_[choice] = false;
  }
  void Show(size_t choice) {
    judge_.Show(choice);
    shown_[choice] = true;
  }
  void Follow(const std::vector<bool>& shown) {
    for (size_t i = 0; i < shown.size(); ++i) {
      if (shown[i] == shown_[i]) continue;
      shown[i] ? Show(i) : Withhold(i);
    }
  }

  // How far the demand is from being met.
  double Missing(const CoverMaster::Demand& demand) const {
    double missing = 1;
    for (const auto& [choice, part] : demand) {
      if (!shown_[choice]) missing -= part;
    }
    return missing;
  }

  // Withholds until `demands` are met: always, in the latest level that any of
  // them has left, the cheapest for what it does for all of them.
  void Meet(const std::vector<const CoverMaster::Demand*>& demands) {
    std::vector<double> missing;
    for (const auto* demand : demands) missing.push_back(Missing(*demand));
    std::vector<double> gain(choices_.size());
    while (true) {
      std::fill(gain.begin(), gain.end(), 0);
      std::optional<size_t> best;
      for (size_t d = 0; d < demands.size(); ++d) {
        if (missing[d] <= kMet) continue;
        for (const auto& [choice, part] : *demands[d]) {
          if (shown_[choice]) gain[choice] += std::min(part, missing[d]);
        }
      }
      for (size_t i = 0; i < gain.size(); ++i) {
        if (gain[i] > 0 && (!best.has_value() || IsBetter(i, *best, gain))) {
          best = i;
        }
      }
      if (!best.has_value()) return;
      Withhold(*best);
      for (size_t d = 0; d < demands.size(); ++d) {
        if (missing[d] > kMet) missing[d] = Missing(*demands[d]);
      }
    }
  }

  bool IsBetter(size_t a, size_t b, const std::vector<double>& gain) const {
    if (choices_[a].level != choices_[b].level) {
      return choices_[a].level > choices_[b].level;
    }
    return choices_[a].cost * gain[b] < choices_[b].cost * gain[a];
  }

  // Records the proven breaches; how many were new.
  size_t Collect(const std::vector<Breach>& breaches) {
    size_t added = 0;
    for (const Breach& breach : breaches) {
      if (breach.proven && master_.Add(DemandOf(breach))) ++added;
    }
    return added;
  }

  void MeetKnown() {
    std::vector<const CoverMaster::Demand*> demands;
    for (const CoverMaster::Demand& demand : master_.demands()) {
      if (Missing(demand) > kMet) demands.push_back(&demand);
    }
    if (!demands.empty()) Meet(demands);
  }

  // What choices cost where they are already withheld in part.
  std::vector<double> Prices(const std::vector<double>& parts) const {
    std::vector<double> prices;
    for (size_t i = 0; i < choices_.size(); ++i) {
      const double rest = parts.empty() ? 1 : 1 - parts[i];
      prices.push_back(choices_[i].cost * rest);
    }
    return prices;
  }

  // Withholds until nothing is wrong any more. False where there is a safe
  // pattern already and the time is up, or where breaches remain though nothing
  // is shown, which no judge should find.
  bool MakeSafe(const std::vector<double>& prices, bool thorough) {
    for (const size_t choice : judge_.Mend(prices)) shown_[choice] = false;
    while (true) {
      MeetKnown();
      const std::vector<Breach> breaches = judge_.Judge(thorough);
      if (!best_.empty() && Ended()) return false;
      if (breaches.empty()) return true;
      Collect(breaches);
      std::vector<CoverMaster::Demand> demands;
      for (const Breach& breach : breaches) demands.push_back(DemandOf(breach));
      const std::vector<bool> before = shown_;
      std::vector<const CoverMaster::Demand*> unmet;
      for (const CoverMaster::Demand& demand : demands)
        unmet.push_back(&demand);
      Meet(unmet);
      if (shown_ == before && !WithholdAny(demands)) return false;
    }
  }

  // Rounding may take for met what is not: then anything named goes, or else
  // anything. False if there is nothing.
  bool WithholdAny(const std::vector<CoverMaster::Demand>& demands) {
    for (const CoverMaster::Demand& demand : demands) {
      for (const auto& [choice, part] : demand) {
        if (!shown_[choice]) continue;
        Withhold(choice);
        return true;
      }
    }
    const std::vector<bool> none(shown_.size(), false);
    if (shown_ == none) return false;
    Follow(none);
    return true;
  }

  // Shows again what can be, the dearest first.
  void GiveBack() {
    std::vector<size_t> order;
    for (size_t i = 0; i < shown_.size(); ++i) {
      if (!shown_[i]) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return std::tuple(choices_[a].level, -choices_[a].cost) <
             std::tuple(choices_[b].level, -choices_[b].cost);
    });
    for (const size_t choice : order) {
      if (HasToGo(choice)) continue;
      if (!best_.empty() && Ended()) return;
      if (judge_.TryToShow(choice)) {
        shown_[choice] = true;
      } else {
        Collect(judge_.Learnt());
      }
    }
  }

  // True if a known breach would open were `choice` shown.
  bool HasToGo(size_t choice) const {
    for (const size_t d : master_.DemandsOn(choice)) {
      double missing = Missing(master_.demands()[d]);
      for (const auto& [other, part] : master_.demands()[d]) {
        if (other == choice) missing += part;
      }
      if (missing > kMet) return true;
    }
    return false;
  }

  std::vector<double> Withheld(const std::vector<bool>& shown) const {
    std::vector<double> withheld;
    for (const bool one : shown) withheld.push_back(one ? 0 : 1);
    return withheld;
  }

  // Keeps the pattern as it stands, which is safe, if it is the best yet.
  void Keep() {
    std::vector<double> cost = master_.CostOf(Withheld(shown_));
    if (!best_cost_.empty() && !IsLess(cost, best_cost_)) return;
    best_ = shown_;
    best_cost_ = std::move(cost);
  }

  bool Ended() {
    if (budget_.stop && budget_.stop()) stopped_ = true;
    if (judge_.work() > budget_.work) cut_short_ = true;
    return stopped_ || cut_short_;
  }

  // A bound is worth something only where earlier levels are at theirs.
  void Raise(const std::vector<double>& bound) {
    if (IsLess(bound_, bound)) bound_ = bound;
  }
  bool IsOptimal() const { return !IsLess(bound_, best_cost_); }

  // Makes a safe pattern of what the master would withhold, and gives back.
  void TryPattern(const std::vector<double>& withheld, bool thorough) {
    std::vector<bool> shown;
    for (const double part : withheld) shown.push_back(part < 0.5);
    Follow(shown);
    if (!MakeSafe(Prices(withheld), thorough)) return;
    GiveBack();
    Keep();
  }

  void RelaxedRounds(int most) {
    std::vector<double> bounds;
    for (int round = 0; round < most && !Ended(); ++round) {
      const auto relaxed = master_.Relax();
      if (!relaxed.has_value()) return;
      Raise(relaxed->bound);
      if (IsOptimal()) return;
      bounds.push_back(relaxed->cost.back());
      if (bounds.size() > kPatience) {
        const double before = bounds[bounds.size() - 1 - kPatience];
        if (bounds.back() < before * (1 + kWorthwhile)) return;
      }
      const std::vector<Breach> breaches = judge_.JudgeParts(relaxed->withheld);
      ++rounds_;
      if (Collect(breaches) == 0) return;
      if (round % kTryEvery == kTryEvery - 1) {
        TryPattern(relaxed->withheld, false);
      }
    }
  }

  // One smallest hitting set, judged; false when there is nothing left to do.
  bool Round() {
    const auto answer =
        master_.Solve(Withheld(best_), {.nodes = nodes_, .stop = budget_.stop});
    if (!answer.has_value()) {
      if (!Ended()) cut_short_ = true;  // the solver failed
      return false;
    }
    ++rounds_;
    Raise(answer->bound);
    if (IsOptimal()) return false;
    const size_t known = master_.demands().size();
    TryPattern(answer->withheld, true);
    if (master_.demands().size() > known) return true;
    // The smallest hitting set is safe, or breaches without proof spoilt it:
    // asking again changes nothing. Or it was not searched for long enough.
    if (IsOptimal()) return false;
    if (!answer->optimal && nodes_ < budget_.master_nodes) {
      nodes_ = std::min(nodes_ * kMoreNodes, budget_.master_nodes);
      return true;
    }
    cut_short_ = true;
    return false;
  }

  Pattern TakeResult() {
    judge_.MayStop(nullptr);
    Follow(best_);
    Pattern pattern;
    pattern.shown = best_;
    pattern.cost = best_cost_;
    pattern.optimal = IsOptimal();
    // Equal up to rounding is said as equal.
    const bool equal = pattern.optimal && !IsLess(best_cost_, bound_);
    pattern.lower_bound = equal ? best_cost_ : bound_;
    pattern.stopped = stopped_;
    pattern.cut_short = cut_short_;
    pattern.rounds = rounds_;
    pattern.breaches = static_cast<int64_t>(master_.demands().size());
    return pattern;
  }

  const std::vector<Choice>& choices_;
  PatternJudge& judge_;
  const PatternBudget& budget_;
  CoverMaster master_;
  std::vector<bool> shown_;  // what the judge follows
  int nodes_;                // of each level's search by now
  std::vector<bool> best_;
  std::vector<double> best_cost_;
  std::vector<double> bound_;
  int64_t rounds_ = 0;
  bool stopped_ = false;
  bool cut_short_ = false;
};

}  // namespace

Pattern SearchPattern(const std::vector<Choice>& choices,
                      std::vector<bool> shown, PatternJudge& judge,
                      const PatternBudget& budget) {
  return Searcher(choices, std::move(shown), judge, budget).Run();
}

}  // namespace toguna
