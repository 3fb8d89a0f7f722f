#include "exchange/disclosure/large_judge.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/pattern_search.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/swap_finder.h"
#include "exchange/disclosure/table_pool.h"

namespace toguna {
namespace {

// Classes in a program.
constexpr size_t kNear = 600;
// A coarser level is dearer by so much.
constexpr double kDearer = 30;
constexpr int kFinestPriced = 3;

int SignOf(Side side) { return side == Side::kHigh ? 1 : -1; }

}  // namespace

LargeJudge::LargeJudge(const Secrets& secrets, TablePool& pool)
    : secrets_(secrets),
      pool_(pool),
      finder_(secrets),
      shown_(secrets.showables.size(), false),
      prices_(secrets.showables.size(), 0),
      spoilt_(secrets.guarded.size(), 0) {}

void LargeJudge::Withhold(size_t choice) {
  if (!shown_[choice]) return;
  shown_[choice] = false;
  prices_[choice] = 0;
  pool_.Withhold(choice);
  if (swaps_.has_value()) swaps_->Withhold(choice);
}

void LargeJudge::Show(size_t choice) {
  if (shown_[choice]) return;
  shown_[choice] = true;
  prices_[choice] = kNotForSale;
  pool_.Show(choice);
  if (!swaps_.has_value() || swaps_->Show(choice)) return;
  work_ += swaps_->work();
  swaps_.reset();
}

int64_t LargeJudge::work() const {
  return finder_.work() + work_ + (swaps_.has_value() ? swaps_->work() : 0);
}

SwapFinder& LargeJudge::Swaps() {
  if (!swaps_.has_value()) {
    alike_.emplace(secrets_, pool_.incidence(), shown_);
    swaps_.emplace(secrets_, *alike_);
  }
  return *swaps_;
}

LargeJudge::Seeker LargeJudge::WithinClasses() {
  return [this](const ChangeFinder::Ask& ask) {
    Swaps();
    return ChangeWithin(secrets_, *alike_, ask);
  };
}

LargeJudge::Seeker LargeJudge::BySwaps() {
  return [this](const ChangeFinder::Ask& ask) { return Swaps().Find(ask); };
}

LargeJudge::Seeker LargeJudge::Nearby() {
  return [this](const ChangeFinder::Ask& ask) {
    Swaps();
    return finder_.FindPriced(ask, *alike_, kNear, prices_).change;
  };
}

LargeJudge::Seeker LargeJudge::Anywhere() {
  return [this](const ChangeFinder::Ask& ask) {
    const Alike alike(secrets_, pool_.incidence(), shown_);
    return finder_.Find(ask, alike, alike.classes()).change;
  };
}

LargeJudge::Seeker LargeJudge::Along(const TablesProvenBefore& before,
                                     size_t publications) {
  return [this, &before, publications](const ChangeFinder::Ask& ask) {
    Swaps();
    return finder_
        .FindAmong(before.RoomFor(ask.guarded, ask.side, publications), ask,
                   *alike_, pool_.incidence())
        .change;
  };
}

LargeJudge::Seeker LargeJudge::ForSale(std::vector<size_t>& mended) {
  return [this, &mended](const ChangeFinder::Ask& ask) {
    Swaps();
    auto change = finder_.FindPriced(ask, *alike_, kNear, prices_).change;
    if (!change.has_value()) return change;
    for (const auto& [moved, ignored] :
         Moved(pool_.incidence().showables(), *change)) {
      const auto s = static_cast<size_t>(moved);
      if (!shown_[s]) continue;
      Withhold(s);
      mended.push_back(s);
    }
    return change;
  };
}

// The ways that find most come first: one table serves many guarded sums.
void LargeJudge::TakeUp(const TablesProvenBefore& before, int64_t most_work) {
  for (size_t s = 0; s < shown_.size(); ++s) Show(s);
  const std::vector<Seeker> ways = {WithinClasses(), BySwaps(),
                                    Along(before, 1), Nearby(),
                                    Along(before, SIZE_MAX)};
  for (const Seeker& way : ways) {
    for (size_t g = 0; g < secrets_.guarded.size(); ++g) {
      if (IsStopped() || work() > most_work) break;
      Protect(g, {way});
    }
  }
  for (size_t s = 0; s < shown_.size(); ++s) Withhold(s);
}

bool LargeJudge::Protect(size_t g, const std::vector<Seeker>& seekers) {
  const Guarded& guarded = secrets_.guarded[g];
  if (pool_.IsProtected(g)) return true;
  const bool high = Reach(g, Side::kHigh, guarded.high, seekers);
  const bool low = Reach(g, Side::kLow, guarded.low, seekers);
  if (!high || !low) return false;
  return Reach(g, Side::kHigh, pool_.Reached(g, Side::kLow) + guarded.spread,
               seekers) ||
         Reach(g, Side::kLow, pool_.Reached(g, Side::kHigh) - guarded.spread,
               seekers);
}

bool LargeJudge::Reach(size_t g, Side side, int64_t bound,
                       const std::vector<Seeker>& seekers) {
  const auto is_reached = [&] {
    return SignOf(side) * (pool_.Reached(g, side) - bound) >= 0;
  };
  const int64_t truth = SumIn(secrets_.guarded[g].sum, secrets_.truth);
  const ChangeFinder::Ask ask{g, side, SignOf(side) * (bound - truth)};
  for (const Seeker& seek : seekers) {
    if (is_reached()) return true;
    std::optional<Change> change = seek(ask);
    if (change.has_value()) pool_.AddChange(*std::move(change));
  }
  return is_reached();
}

std::vector<Breach> LargeJudge::Judge(bool /*thorough*/) {
  const std::vector<Seeker> seekers = {WithinClasses(), BySwaps(), Nearby(),
                                       Anywhere()};
  std::vector<Breach> breaches;
  for (size_t g = 0; g < secrets_.guarded.size() && !IsStopped(); ++g) {
    if (Protect(g, seekers)) continue;
    breaches.push_back(
        {Touching(pool_.incidence(), secrets_.guarded[g].sum, shown_), false});
    // What is withheld for one closes others.
    break;
  }
  return breaches;
}

bool LargeJudge::TryToShow(size_t choice) {
  Show(choice);
  std::vector<size_t> unprotected;
  for (size_t g = 0; g < spoilt_.size(); ++g) {
    if (!pool_.IsProtected(g)) unprotected.push_back(g);
  }
  // First those that spoilt most before.
  std::stable_sort(unprotected.begin(), unprotected.end(),
                   [&](size_t a, size_t b) { return spoilt_[a] > spoilt_[b]; });
  const std::vector<Seeker> seekers = {WithinClasses(), BySwaps(), Nearby()};
  for (const size_t g : unprotected) {
    if (!IsStopped() && Protect(g, seekers)) continue;
    ++spoilt_[g];
    Withhold(choice);
    return false;
  }
  return true;
}

// One pass over what is guarded: what cannot be protected as the pattern stands
// gets the cheapest change, and what that moves is withheld.
std::vector<size_t> LargeJudge::Mend(const std::vector<double>& prices) {
  for (size_t s = 0; s < prices.size(); ++s) {
    if (!shown_[s]) continue;
    const int level = std::clamp(secrets_.showables[s].level, 0, kFinestPriced);
    prices_[s] = prices[s] * std::pow(kDearer, kFinestPriced - level);
  }
  std::vector<size_t> mended;
  const std::vector<Seeker> seekers = {WithinClasses(), BySwaps(),
                                       ForSale(mended)};
  for (size_t g = 0; g < secrets_.guarded.size(); ++g) {
    if (IsStopped()) break;
    Protect(g, seekers);
  }
  for (size_t s = 0; s < prices_.size(); ++s) {
    prices_[s] = shown_[s] ? kNotForSale : 0;
  }
  return mended;
}

}  // namespace toguna
