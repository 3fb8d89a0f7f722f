#include "exchange/disclosure/swap_finder.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"

namespace toguna {
namespace {

// Of rows, seconds and thirds that are tried before a search is given up.
constexpr size_t kRows = 5;
constexpr int kSeconds = 48;
constexpr int kThirds = 96;

// splitmix64's finaliser
uint64_t KeyOf(int32_t row_and_side) {
  uint64_t z =
      (static_cast<uint64_t>(row_and_side) + 1) * uint64_t{0x9E3779B97F4A7C15};
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

// Of moves of the same unknown, one.
Change Merged(Change change) {
  std::sort(change.begin(), change.end());
  Change merged;
  for (const auto& [unknown, by] : change) {
    if (merged.empty() || merged.back().first != unknown) {
      merged.emplace_back(unknown, 0);
    }
    merged.back().second += by;
  }
  return merged;
}

}  // namespace

SwapFinder::SwapFinder(const Secrets& secrets, const Alike& alike)
    : secrets_(secrets),
      alike_(alike),
      row_of_(secrets.showables.size(), -1),
      counts_(alike.within().size(), true),
      left_(secrets.views.size()) {
  for (size_t row = 0; row < alike.shown().size(); ++row) {
    row_of_[alike.shown()[row]] = static_cast<int32_t>(row);
  }
  for (size_t c = 0; c < alike.classes(); ++c) {
    const auto number = static_cast<int32_t>(c);
    const auto rows = alike.rows()[number];
    Signature& signature = signatures_.emplace_back();
    uint64_t sum = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      const bool less = i + alike.less(number) >= rows.size();
      signature.push_back(2 * rows[i] + (less ? 1 : 0));
      sum += KeyOf(signature.back());
    }
    std::sort(signature.begin(), signature.end());
    sums_.push_back(sum);
    classes_with_[sum].push_back(number);
  }
}

bool SwapFinder::Show(size_t showable) { return Toggle(showable, true); }

void SwapFinder::Withhold(size_t showable) { Toggle(showable, false); }

bool SwapFinder::Toggle(size_t showable, bool counts) {
  const int32_t row = row_of_[showable];
  if (row < 0) return false;
  if (counts_[static_cast<size_t>(row)] == counts) return true;
  counts_[static_cast<size_t>(row)] = counts;
  const uint64_t key = KeyOf(2 * row);  // only relations have another side
  for (const int32_t c : alike_.within()[row]) {
    uint64_t& sum = sums_[static_cast<size_t>(c)];
    const auto found = classes_with_.find(sum);
    std::erase(found->second, c);
    if (found->second.empty()) classes_with_.erase(found);
    sum += counts ? key : uint64_t{0} - key;
    classes_with_[sum].push_back(c);
  }
  return true;
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

bool SwapFinder::MayFall(const Search& search, int32_t c) {
  return LeftIn(search.view, c) >= search.by;
}

std::optional<int32_t> SwapFinder::ClassWith(uint64_t rows,
                                             const Search& search, int32_t but,
                                             int32_t nor) const {
  const auto found = classes_with_.find(rows);
  if (found == classes_with_.end()) return std::nullopt;
  for (const int32_t c : found->second) {
    if (c == search.first || c == but || c == nor) continue;
    if (std::binary_search(search.kept->begin(), search.kept->end(), c)) {
      continue;
    }
    return c;
  }
  return std::nullopt;
}

int32_t SwapFinder::SmallestApart(int32_t a, int32_t b) const {
  const Signature& mine = signatures_[static_cast<size_t>(a)];
  const Signature& other = signatures_[static_cast<size_t>(b)];
  int32_t smallest = -1;
  auto at = other.begin();
  for (const int32_t one : mine) {
    while (at != other.end() && *at < one) ++at;
    if (at != other.end() && *at == one) continue;
    const int32_t row = one / 2;
    if (!counts_[static_cast<size_t>(row)]) continue;
    if (smallest < 0 ||
        alike_.within()[row].size() < alike_.within()[smallest].size()) {
      smallest = row;
    }
  }
  return smallest;
}

std::optional<SwapFinder::Swap> SwapFinder::SwapWith(const Search& search,
                                                     int32_t second) {
  const uint64_t mine = sums_[static_cast<size_t>(search.first)];
  const uint64_t other = sums_[static_cast<size_t>(second)];
  if (mine == other) return Swap{.second = second};
  // Who gives in the other direction is in the rows that gained: the third if
  // the first falls, the fourth if it rises.
  const int32_t gained = search.rises ? search.first : second;
  const int32_t lost = search.rises ? second : search.first;
  const int32_t row = SmallestApart(gained, lost);
  if (row < 0) return std::nullopt;
  const uint64_t difference = search.rises ? other - mine : mine - other;
  int thirds = 0;
  for (const int32_t third : alike_.within()[row]) {
    if (third == search.first || third == second || !MayFall(search, third) ||
        std::binary_search(search.kept->begin(), search.kept->end(), third)) {
      continue;
    }
    if (++thirds > kThirds) break;
    ++work_;
    const auto fourth = ClassWith(
        sums_[static_cast<size_t>(third)] + difference, search, second, third);
    if (fourth.has_value()) return Swap{second, third, *fourth};
  }
  return std::nullopt;
}

std::optional<SwapFinder::Swap> SwapFinder::FindSwap(const Search& search) {
  std::vector<std::pair<size_t, int32_t>> rows;
  for (const int32_t row : alike_.rows()[search.first]) {
    rows.emplace_back(alike_.within()[row].size(), row);
  }
  std::sort(rows.begin(), rows.end());
  if (rows.size() > kRows) rows.resize(kRows);
  for (const auto& [ignored, row] : rows) {
    int seconds = 0;
    for (const int32_t second : alike_.within()[row]) {
      if (second == search.first ||
          std::binary_search(search.kept->begin(), search.kept->end(),
                             second) ||
          (search.rises && !MayFall(search, second))) {
        continue;
      }
      if (++seconds > kSeconds) break;
      ++work_;
      const std::optional<Swap> swap = SwapWith(search, second);
      if (swap.has_value()) return swap;
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
    if (c < 0) return;
    Distribute(secrets_, guarded.view, alike_.members()[c], by, change);
  };
  int64_t left = ask.by;
  for (const int32_t first : firsts) {
    int64_t has = rises ? left : std::min(left, LeftIn(guarded.view, first));
    // In as many swaps as it takes, for few classes have much to give.
    for (int64_t by = has; by > 0;) {
      const auto swap = FindSwap({first, rises, by, guarded.view, &kept});
      if (!swap.has_value()) {
        by /= 2;
        continue;
      }
      move(first, rises ? by : -by);
      move(swap->second, rises ? -by : by);
      move(swap->third, -by);
      move(swap->fourth, by);
      left -= by;
      has -= by;
      by = std::min(by, has);
      // Swaps that follow must not use what this one did.
      kept.insert(kept.end(), {swap->second, swap->third, swap->fourth});
      std::sort(kept.begin(), kept.end());
    }
    if (left == 0) break;
  }
  if (left > 0) return std::nullopt;
  return Merged(std::move(change));
}

}  // namespace toguna
