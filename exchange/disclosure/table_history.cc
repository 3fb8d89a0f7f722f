// TableJudge: what was published before.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "exchange/disclosure/history_bounds.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/proven_before.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/table_judge.h"

namespace toguna {
namespace {

// Of a search for a whole table before anything new is shown.
constexpr int kHistoryNodes = 5'000;

}  // namespace

TableJudge::History TableJudge::RelaxToHistory(const TablesProvenBefore* before,
                                               int64_t most_work) {
  History history;
  for (size_t g = 0; g < secrets_.guarded.size(); ++g) {
    for (const Side side : {Side::kHigh, Side::kLow}) {
      if (before == nullptr || pool_.IsProtected(g)) continue;
      auto change = before->Farthest(g, side);
      if (change.has_value()) pool_.AddChange(*std::move(change));
    }
  }
  for (size_t view = 0; view < secrets_.views.size(); ++view) {
    TryMixedObjectives(view);
  }
  const int nodes = nodes_;
  std::optional<HistoryBounds> bounds;
  for (size_t g = 0; g < secrets_.guarded.size(); ++g) {
    history.certain = history.certain && attackers_.work() <= most_work;
    if (!pool_.IsProtected(g) && history.certain) {
      Attack(g, Tables::kWhole, false, false);
    }
    if (pool_.IsProtected(g)) continue;
    // Where one is not certain nothing is shown, whatever is found of others.
    if (!history.certain) {
      AskNoMore(g);
      history.confined.emplace(g, Confined());
      continue;
    }
    nodes_ = kHistoryNodes;
    Attack(g, Tables::kWhole, false, false);
    if (!pool_.IsProtected(g)) {
      if (!bounds.has_value()) bounds.emplace(secrets_);
      Confined confined{bounds->Prove(g, Side::kHigh),
                        bounds->Prove(g, Side::kLow)};
      history.certain = RelaxTo(confined, g) && history.certain;
      history.confined.emplace(g, std::move(confined));
    }
    nodes_ = nodes;
  }
  if (bounds.has_value()) history_work_ = bounds->work();
  return history;
}

bool TableJudge::RelaxTo(const Confined& confined, size_t g) {
  const Guarded& guarded = secrets_.guarded[g];
  const int64_t most =
      confined.high.has_value() ? confined.high->value : 4 * kMaxTotal;
  const int64_t least = confined.low.has_value()
                            ? confined.low->value
                            : SumIn(guarded.sum, secrets_.views[guarded.view]);
  const int64_t high = std::min(guarded.high, most);
  const int64_t low = std::max(guarded.low, least);
  const int64_t spread = std::min(guarded.spread, most - least);
  const auto reached = [&](Side side) { return pool_.Reached(g, side); };
  const auto apart = [&] {
    return reached(Side::kHigh) - reached(Side::kLow) >= spread;
  };
  if (reached(Side::kHigh) < high) FindWhole(g, Side::kHigh, high);
  if (reached(Side::kLow) > low) FindWhole(g, Side::kLow, low);
  if (!apart()) {
    FindWhole(g, Side::kHigh, std::min(most, reached(Side::kLow) + spread));
  }
  if (!apart()) {
    FindWhole(g, Side::kLow, std::max(least, reached(Side::kHigh) - spread));
  }
  // From the farthest on one side it may do.
  if (!apart()) FindWhole(g, Side::kLow, least);
  if (!apart()) {
    FindWhole(g, Side::kHigh, std::min(most, reached(Side::kLow) + spread));
  }
  const bool certain =
      reached(Side::kHigh) >= high && reached(Side::kLow) <= low && apart();
  AskNoMore(g);
  return certain;
}

void TableJudge::AskNoMore(size_t g) {
  Guarded& guarded = secrets_.guarded[g];
  const int64_t high = pool_.Reached(g, Side::kHigh);
  const int64_t low = pool_.Reached(g, Side::kLow);
  guarded.high = std::min(guarded.high, high);
  guarded.low = std::max(guarded.low, low);
  guarded.spread = std::min(guarded.spread, high - low);
}

}  // namespace toguna
