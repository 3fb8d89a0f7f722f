#include "policies/load/plan_parts.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/words/catalog_words.h"

namespace toguna {
namespace {

using PlanFile = catalog::v1::PlanFile;

constexpr int kMostRungs = 4;
constexpr double kLargestWeight = 1'000'000;
constexpr double kTolerance = 1e-9;

void NeedShare(const Spot& spot, double value, double most) {
  // Also refuses what is no number.
  if (!(value > 0)) {
    spot.Report(words::kNotPositive, {absl::StrCat(value)});
  } else if (!(value <= most)) {
    spot.Report(words::kTooLargeNumber, {absl::StrCat(value)},
                spot.InWords(words::kAtMost, {absl::StrCat(most)}));
  }
}

// A rung is named by its k, which therefore no two share.
bool Stricter(const Minimums& one, const Minimums& before) {
  return one.k > before.k && one.s >= before.s && one.c >= before.c;
}

void ReadRungs(Loading& loading, const Spot& root, const PlanFile& file,
               Plan& plan) {
  if (plan.minimums.k < 2) loading.unsure_ladders.insert(plan.id);
  if (file.rungs_size() > kMostRungs) {
    loading.unsure_ladders.insert(plan.id);
    root.At("rungs", kMostRungs)
        .Report(words::kTooManyRungs, {absl::StrCat(file.rungs_size())});
    return;
  }
  for (int i = 0; i < file.rungs_size(); ++i) {
    const PlanFile::Rung& one = file.rungs(i);
    const Spot spot = root.At("rungs", i);
    const Minimums before = i == 0 ? plan.minimums : plan.rungs.back();
    const Minimums rung = ReadMinimums(spot, one);
    const bool whole = one.has_k() && one.has_s() && one.has_c() &&
                       rung.k >= 2 && rung.s >= 1 && rung.c >= 0;
    const bool stricter = Stricter(rung, before);
    if (!whole || !stricter) loading.unsure_ladders.insert(plan.id);
    if (whole && !stricter) {
      spot.Report(words::kLaxerRung,
                  {absl::StrCat(before.k), absl::StrCat(before.s),
                   absl::StrCat(before.c)});
    }
    plan.rungs.push_back(rung);
  }
}

// A cell of k units has a risk of 1 / k, so a rung that shows such cells keeps
// no lower bound.
void ReadRisk(const Loading& loading, const Spot& root, const PlanFile& file,
              Plan& plan) {
  if (!file.has_max_global_risk()) return;
  const Spot spot = root.At("max_global_risk");
  const double most = file.max_global_risk();
  plan.max_global_risk = most;
  if (file.rungs_size() == 0) {
    spot.Report(words::kRefused);
  } else if (!(most > 0 && most <= 1)) {
    NeedShare(spot, most, 1);
  } else if (!loading.unsure_ladders.contains(plan.id) &&
             !plan.AllowsRisk(1.0 / plan.rungs.back().k)) {
    spot.Report(words::kRiskBelowRung,
                {absl::StrCat(most), absl::StrCat(plan.rungs.back().k)},
                spot.InWords(words::kAtLeastK,
                             {absl::StrCat(std::ceil(1 / most - kTolerance))}));
  }
}

void ReadBounds(const Spot& root, const PlanFile& file, Plan& plan) {
  if (file.has_dominance_percent()) {
    const Spot spot = root.At("dominance_percent");
    if (NeedAtLeast(spot, file.dominance_percent(), 1)) {
      NeedShare(spot, file.dominance_percent(), 100);
    }
    plan.dominance_percent = file.dominance_percent();
  }
}

// The code list of a dimension that some family of the plan has. nullptr with a
// report, or without one if the list's own file is broken.
const CodeList* ListIn(const Loading& loading, const Spot& spot,
                       const Dataset& dataset, const Plan& plan,
                       const std::string& dimension) {
  if (!Need(spot, dimension)) return nullptr;
  std::set<std::string> used;
  for (const Family& family : plan.families) {
    for (const Axis& axis : family.axes) used.insert(axis.dimension);
  }
  if (dataset.FindDimension(dimension) == nullptr) {
    spot.ReportUnknown(dimension, {used.begin(), used.end()});
    return nullptr;
  }
  if (!used.contains(dimension)) {
    spot.Report(words::kNotInPlan, {dimension},
                spot.Allowed({used.begin(), used.end()}));
    return nullptr;
  }
  return loading.catalog.ListOf(dataset, dimension);
}

// Gives the axes that have the members' depth the pool as one more position.
void AddToAxes(const CodeTree& tree, const Pool& pool, Plan& plan) {
  const auto has = [&](const Axis& axis, const std::string& code) {
    const std::optional<NodeIndex> node = tree.Find(code);
    return node.has_value() && tree.depth(*node) <= axis.finest &&
           (tree.depth(*node) >= axis.coarsest || tree.is_leaf(*node));
  };
  for (Family& family : plan.families) {
    for (Axis& axis : family.axes) {
      if (axis.dimension == pool.dimension &&
          std::all_of(
              pool.codes.begin(), pool.codes.end(),
              [&](const std::string& code) { return has(axis, code); })) {
        axis.pools.push_back({pool.code, pool.codes, pool.label});
      }
    }
  }
}

// Reads the pools of one plan; knows which codes lie in one already.
class PoolReader {
 public:
  PoolReader(const Loading& loading, const Dataset& dataset, Plan& plan)
      : loading_(loading), dataset_(dataset), plan_(plan) {}

  void Read(const Spot& spot, const PlanFile::Pool& one) {
    Pool pool{.dimension = one.dimension(),
              .code = one.code(),
              .label = ReadLabel(spot, "label", one.label()),
              .codes = {one.codes().begin(), one.codes().end()}};
    const CodeList* list = ListIn(loading_, spot.At("dimension"), dataset_,
                                  plan_, one.dimension());
    CheckCode(spot.At("code"), pool, list);
    if (one.codes_size() < 2) spot.At("codes").Report(words::kPoolTooSmall);
    if (list != nullptr) {
      CheckCodes(spot, pool, list->tree, *list);
      AddToAxes(list->tree, pool, plan_);
    }
    plan_.pools.push_back(std::move(pool));
  }

 private:
  void CheckCode(const Spot& spot, const Pool& pool, const CodeList* list) {
    if (!Need(spot, pool.code)) return;
    if (!IsCode(pool.code)) {
      spot.Report(words::kBadCode, {pool.code}, spot.InWords(words::kCodeRule));
      return;
    }
    const bool taken =
        (list != nullptr && list->tree.Find(pool.code).has_value()) ||
        !codes_.emplace(pool.dimension, pool.code).second;
    if (taken) spot.Report(words::kPoolCodeTaken, {pool.code});
  }

  void CheckCodes(const Spot& spot, const Pool& pool, const CodeTree& tree,
                  const CodeList& list) {
    std::set<std::string> seen;
    std::optional<NodeIndex> parent;
    bool siblings = true;
    for (size_t i = 0; i < pool.codes.size(); ++i) {
      const Spot at = spot.At("codes", static_cast<int>(i));
      const std::string& code = pool.codes[i];
      const std::optional<NodeIndex> node = ReadCode(at, list, code);
      if (!node.has_value() || !NeedNew(at, seen, code)) {
        siblings = false;
        continue;
      }
      if (*node == CodeTree::kTop) {
        at.Report(words::kTopIsEverything, {code});
        siblings = false;
        continue;
      }
      if (!parent.has_value()) parent = tree.parent(*node);
      if (tree.parent(*node) != *parent) {
        at.Report(words::kNotSiblings, {code, pool.codes[0]});
        siblings = false;
      }
      const auto [other, is_new] =
          pool_of_.emplace(std::pair(pool.dimension, code), pool.code);
      if (!is_new) at.Report(words::kInOtherPool, {code, other->second});
    }
    if (siblings && parent.has_value() && pool.codes.size() > 1 &&
        pool.codes.size() == tree.children(*parent).size()) {
      spot.At("codes", 0).Report(words::kPoolIsParent, {tree.code(*parent)});
    }
  }

  const Loading& loading_;
  const Dataset& dataset_;
  Plan& plan_;
  std::set<std::pair<std::string, std::string>> codes_;
  std::map<std::pair<std::string, std::string>, std::string> pool_of_;
};

// True if `family` has cells exactly at, or below, all of `depths`.
bool Reaches(const Family& family, const std::map<std::string, int>& depths) {
  return std::all_of(depths.begin(), depths.end(), [&](const auto& one) {
    return std::any_of(
        family.axes.begin(), family.axes.end(), [&](const Axis& axis) {
          return axis.dimension == one.first && axis.finest >= one.second;
        });
  });
}

void ReadZero(const Loading& loading, const Spot& spot,
              const PlanFile::StructuralZero& one, const Dataset& dataset,
              Plan& plan) {
  StructuralZero zero{.codes = {}, .reason = one.reason()};
  Need(spot.At("reason"), one.reason());
  if (one.codes_size() == 0) spot.At("codes").Report(words::kRequired);
  std::set<std::string> seen;
  std::map<std::string, int> depths;
  for (int i = 0; i < one.codes_size(); ++i) {
    const Spot at = spot.At("codes", i);
    const std::string& dimension = one.codes(i).dimension();
    const std::string& code = one.codes(i).code();
    zero.codes.push_back({dimension, code});
    const CodeList* list =
        ListIn(loading, at.At("dimension"), dataset, plan, dimension);
    if (list == nullptr) continue;
    if (!NeedNew(at.At("dimension"), seen, dimension)) continue;
    const std::optional<NodeIndex> node = ReadCode(at.At("code"), *list, code);
    if (!node.has_value()) continue;
    if (*node == CodeTree::kTop) {
      at.At("code").Report(words::kTopIsEverything, {code});
      continue;
    }
    depths[dimension] = list->tree.depth(*node);
  }
  // Only where nothing else is wrong with it.
  if (one.codes_size() > 0 &&
      depths.size() == static_cast<size_t>(one.codes_size()) &&
      std::none_of(
          plan.families.begin(), plan.families.end(),
          [&](const Family& family) { return Reaches(family, depths); })) {
    spot.At("codes", 0).Report(words::kZeroOfNoCell);
  }
  plan.structural_zeros.push_back(std::move(zero));
}

using AxisKey = std::tuple<std::string, int, int>;

std::set<AxisKey> AxesOf(const Family& family) {
  std::set<AxisKey> axes;
  for (const Axis& axis : family.axes) {
    axes.emplace(axis.dimension, axis.coarsest, axis.finest);
  }
  return axes;
}

}  // namespace

void ReadTiming(const Spot& spot, const PlanFile::Family& one, Family& family) {
  if (one.cadence() == PlanFile::QUARTER) family.cadence = Cadence::kQuarter;
  if (one.cadence() == PlanFile::YEAR) family.cadence = Cadence::kYear;
  if (one.stream() == PlanFile::REMOVED) family.stream = Stream::kRemoved;
  if (one.stream() == PlanFile::ADDED) family.stream = Stream::kAdded;
  if (family.stream != Stream::kAccepted && family.cadence != Cadence::kYear) {
    spot.At("stream").Report(words::kStreamNeedsYear,
                             {PlanFile::Stream_Name(one.stream())});
  }
  if (family.stream != Stream::kAccepted && family.unit == Unit::kVictim) {
    spot.At("unit").Report(words::kCorrectionsInRecords);
  }
  if (one.has_weight()) {
    NeedShare(spot.At("weight"), one.weight(), kLargestWeight);
    family.weight = one.weight();
  }
}

void CheckNotCounted(const Spot& spot, const Plan& plan, const Family& family) {
  for (const Family& other : plan.families) {
    if (other.unit == family.unit && other.cadence == family.cadence &&
        other.stream == family.stream && !family.axes.empty() &&
        AxesOf(other) == AxesOf(family)) {
      spot.At("axes", 0).Report(words::kSameFamily, {other.id.text()});
      return;
    }
  }
}

void ReadPlanParts(Loading& loading, const Spot& root, const PlanFile& file,
                   const Dataset& dataset, Plan& plan) {
  ReadRungs(loading, root, file, plan);
  ReadRisk(loading, root, file, plan);
  ReadBounds(root, file, plan);
  PoolReader pools(loading, dataset, plan);
  for (int i = 0; i < file.pools_size(); ++i) {
    pools.Read(root.At("pools", i), file.pools(i));
  }
  for (int i = 0; i < file.structural_zeros_size(); ++i) {
    ReadZero(loading, root.At("structural_zeros", i), file.structural_zeros(i),
             dataset, plan);
  }
}

}  // namespace toguna
