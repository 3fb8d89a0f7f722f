#include "exchange/disclosure/swap_finder.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"

namespace toguna {
namespace {

// Of rows, seconds and thirds that are tried before a search is given up.
constexpr size_t kRows = 4;
constexpr int kSeconds = 24;
constexpr int kThirds = 24;

}  // namespace

SwapFinder::SwapFinder(const Secrets& secrets, const Alike& alike)
    : secrets_(secrets), alike_(alike), left_(secrets.views.size()) {
  for (size_t c = 0; c < alike.classes(); ++c) {
    const auto number = static_cast<int32_t>(c);
    signatures_.push_back(MakeSignature(number));
    class_of_.emplace(signatures_.back(), number);
  }
}

// Rows and sides, ascending.
SwapFinder::Signature SwapFinder::MakeSignature(int32_t c) const {
  const auto rows = alike_.rows()[c];
  Signature signature;
  for (size_t i = 0; i < rows.size(); ++i) {
    const bool less = i + alike_.less(c) >= rows.size();
    signature.push_back(2 * rows[i] + (less ? 1 : 0));
  }
  std::sort(signature.begin(), signature.end());
  return signature;
}

int64_t SwapFinder::LeftIn(size_t view, int32_t c) {
  std::vector<int64_t>& left = left_[view];
  if (left.empty()) {
    for (size_t i = 0; i < alike_.classes(); ++i) {
      int64_t sum = 0;
      for (const int32_t u : alike_.members()[static_cast<int32_t>(i)]) {
        const auto at = static_cast<size_t>(u);
        sum += secrets_.truth[at] - secrets_.views[view][at];
      }
      left.push_back(sum);
    }
  }
  return left[static_cast<size_t>(c)];
}

std::optional<SwapFinder::Swap> SwapFinder::SwapWith(
    int32_t first, Side side, int64_t by, size_t view,
    const std::vector<int32_t>& kept) {
  const bool rises = side == Side::kHigh;
  const auto is_kept = [&](int32_t c) {
    return std::binary_search(kept.begin(), kept.end(), c);
  };
  const Signature& mine = SignatureOf(first);
  std::vector<std::pair<size_t, int32_t>> rows;
  for (const int32_t row : alike_.rows()[first]) {
    rows.emplace_back(alike_.within()[row].size(), row);
  }
  std::sort(rows.begin(), rows.end());
  if (rows.size() > kRows) rows.resize(kRows);
  for (const auto& [ignored, row] : rows) {
    int seconds = 0;
    for (const int32_t second : alike_.within()[row]) {
      if (second == first || is_kept(second)) continue;
      if (rises && LeftIn(view, second) < by) continue;
      if (++seconds > kSeconds) break;
      const Signature& other = SignatureOf(second);
      Signature lost;  // what the first has and the second has not
      Signature won;
      std::set_difference(mine.begin(), mine.end(), other.begin(), other.end(),
                          std::back_inserter(lost));
      std::set_difference(other.begin(), other.end(), mine.begin(), mine.end(),
                          std::back_inserter(won));
      // Who gives in the other direction is in the rows that gained: the third
      // if the first falls, the fourth if it rises.
      const Signature& giving = rises ? lost : won;
      const Signature& taking = rises ? won : lost;
      if (giving.empty()) continue;
      const auto smallest = std::min_element(
          giving.begin(), giving.end(), [&](int32_t a, int32_t b) {
            return alike_.within()[a / 2].size() <
                   alike_.within()[b / 2].size();
          });
      int thirds = 0;
      for (const int32_t giver : alike_.within()[*smallest / 2]) {
        if (giver == first || giver == second || is_kept(giver) ||
            LeftIn(view, giver) < by) {
          continue;
        }
        if (++thirds > kThirds) break;
        const Signature& has = SignatureOf(giver);
        if (!std::includes(has.begin(), has.end(), giving.begin(),
                           giving.end())) {
          continue;
        }
        Signature without;
        std::set_difference(has.begin(), has.end(), giving.begin(),
                            giving.end(), std::back_inserter(without));
        Signature wanted;
        std::merge(without.begin(), without.end(), taking.begin(), taking.end(),
                   std::back_inserter(wanted));
        const auto found = class_of_.find(wanted);
        if (found == class_of_.end() || found->second == first ||
            found->second == second || is_kept(found->second)) {
          continue;
        }
        return Swap{second, giver, found->second};
      }
    }
  }
  return std::nullopt;
}

std::optional<Change> SwapFinder::Find(const ChangeFinder::Ask& ask) {
  const Guarded& guarded = secrets_.guarded[ask.guarded];
  const bool rises = ask.side == Side::kHigh;
  std::vector<int32_t> kept;
  std::vector<int32_t> firsts;
  for (const auto& [c, inside] : alike_.Touched(guarded.sum)) {
    kept.push_back(c);
    if (inside == alike_.members()[c].size()) firsts.push_back(c);
  }
  Change change;
  const auto move = [&](int32_t c, int64_t by) {
    Distribute(secrets_, guarded.view, alike_.members()[c], by, change);
  };
  int64_t left = ask.by;
  for (const int32_t first : firsts) {
    if (left == 0) break;
    const int64_t by =
        rises ? left : std::min(left, LeftIn(guarded.view, first));
    if (by <= 0) continue;
    const auto swap = SwapWith(first, ask.side, by, guarded.view, kept);
    if (!swap.has_value()) continue;
    move(first, rises ? by : -by);
    move(swap->second, rises ? -by : by);
    move(swap->third, -by);
    move(swap->fourth, by);
    left -= by;
    // Swaps that follow must not use what this one did.
    kept.insert(kept.end(), {swap->second, swap->third, swap->fourth});
    std::sort(kept.begin(), kept.end());
  }
  if (left > 0) return std::nullopt;
  std::sort(change.begin(), change.end());
  return change;
}

}  // namespace toguna
