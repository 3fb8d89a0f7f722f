#include "exchange/disclosure/merged_attackers.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/linear_attacker.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/slacks.h"

namespace toguna {
namespace {

// The programs are made anew where they could have so much fewer classes.
constexpr size_t kWorthKeeping = 2;
constexpr double kNoBound = std::numeric_limits<double>::infinity();

constexpr Slacks::Keeping kWays[] = {
    Slacks::Keeping::kFirst, Slacks::Keeping::kSecond, Slacks::Keeping::kAll};
constexpr size_t kNumberOfWays = 3;

// Of every harm all ways to keep it, the first of which is assumed.
void AddHarms(const Secrets& secrets, const Alike& alike, const Slacks& slacks,
              size_t view, AttackerProgram& program) {
  using Held = AttackerProgram::Row::Held;
  const Table& own = secrets.views[view];
  const size_t first = program.known.size();
  for (size_t i = 0; i < kNumberOfWays * secrets.harms.size(); ++i) {
    const size_t h = i / kNumberOfWays;
    const size_t kept = i % kNumberOfWays;
    const Harm& harm = secrets.harms[h];
    const Slacks::Way way = slacks.WayOf(view, h, kWays[kept]);
    const int64_t low = way.least +
                        way.records * DifferenceIn(harm.records, own) -
                        way.victims * DifferenceIn(harm.victims, own);
    program.known.push_back(
        {.terms = {},
         .low = static_cast<double>(low),
         .high = kNoBound,
         .held = kept == 0 ? Held::kAssumed : Held::kNotYetAssumed});
  }
  for (size_t c = 0; c < alike.classes(); ++c) {
    const auto number = static_cast<int32_t>(c);
    const auto add = [&](std::span<const int32_t> sides, int64_t sign) {
      for (const int32_t side : sides) {
        const auto h = static_cast<size_t>(side / 2);
        for (size_t kept = 0; kept < kNumberOfWays; ++kept) {
          const Slacks::Way way = slacks.WayOf(view, h, kWays[kept]);
          const int64_t by = side % 2 == 0 ? -way.victims : way.records;
          if (by == 0) continue;
          program.known[first + kNumberOfWays * h + kept].terms.emplace_back(
              number, static_cast<double>(sign * by));
        }
      }
    };
    add(alike.harm_more()[number], 1);
    add(alike.harm_less()[number], -1);
  }
}

AttackerProgram ProgramOf(const Secrets& secrets, const Alike& alike,
                          const Slacks& slacks, size_t view) {
  const Table& own = secrets.views[view];
  AttackerProgram program;
  // More than any bound that is asked for.
  int64_t most =
      std::accumulate(secrets.truth.begin(), secrets.truth.end(), int64_t{0});
  for (const Guarded& guarded : secrets.guarded) {
    most = std::max(most, guarded.high);
  }
  most = 2 * most + 1;
  for (size_t c = 0; c < alike.classes(); ++c) {
    int64_t least = 0;
    for (const int32_t unknown : alike.members()[static_cast<int32_t>(c)]) {
      least += own[static_cast<size_t>(unknown)];
    }
    program.lower.push_back(static_cast<double>(least));
  }
  program.upper.assign(alike.classes(), static_cast<double>(most));
  for (size_t row = 0; row < alike.within().size(); ++row) {
    const auto classes = alike.within()[static_cast<int32_t>(row)];
    if (row < alike.first_fixed()) {
      program.sums.emplace_back(classes.begin(), classes.end());
      program.values.push_back(
          static_cast<double>(secrets.showables[alike.shown()[row]].value));
      continue;
    }
    AttackerProgram::Row& known = program.known.emplace_back();
    if (row < alike.first_relation()) {
      const Fixed& fixed = secrets.fixed[row - alike.first_fixed()];
      known.low = known.high = static_cast<double>(fixed.value);
      for (const int32_t c : classes) known.terms.emplace_back(c, 1);
      continue;
    }
    const Relation& relation = secrets.relations[row - alike.first_relation()];
    known.low = static_cast<double>(SumIn(relation.more, own) -
                                    SumIn(relation.less, own));
    known.high = kNoBound;
    for (const int32_t c : classes) {
      const auto rows = alike.rows()[c];
      const auto smaller = rows.last(alike.less(c));
      const bool less = std::count(smaller.begin(), smaller.end(),
                                   static_cast<int32_t>(row)) > 0;
      known.terms.emplace_back(c, less ? -1 : 1);
    }
  }
  AddHarms(secrets, alike, slacks, view, program);
  return program;
}

}  // namespace

MergedAttackers::MergedAttackers(const Secrets& secrets,
                                 const Incidence& incidence,
                                 const std::vector<bool>& shown)
    : secrets_(secrets),
      incidence_(incidence),
      shown_(shown),
      slacks_(secrets),
      attackers_(secrets.views.size()) {}

const Alike& MergedAttackers::alike() {
  if (!alike_.has_value()) alike_.emplace(secrets_, incidence_, shown_);
  return *alike_;
}

const Alike& MergedAttackers::base() {
  if (base_.has_value() && !alike_.has_value() &&
      base_->classes() > alike().classes() * kWorthKeeping) {
    Retire();
  }
  if (!base_.has_value()) base_ = alike();
  return *base_;
}

LinearAttacker& MergedAttackers::Of(size_t view) {
  base();
  std::optional<LinearAttacker>& attacker = attackers_[view];
  if (!attacker.has_value()) {
    attacker.emplace(ProgramOf(secrets_, *base_, slacks_, view));
    for (size_t row = 0; row < base_->shown().size(); ++row) {
      if (shown_[base_->shown()[row]]) attacker->Learn(row);
    }
  }
  return *attacker;
}

void MergedAttackers::Assume(size_t g, Assumed what) {
  const size_t view = secrets_.guarded[g].view;
  LinearAttacker& attacker = Of(view);
  const std::vector<size_t> touched =
      what == Assumed::kOtherwise ? base().HarmsOf(secrets_.guarded[g].sum)
                                  : std::vector<size_t>();
  const auto way_of = [&](size_t h) {
    switch (what) {
      case Assumed::kUsual:
        return size_t{0};
      case Assumed::kOtherwise:
        return size_t{std::binary_search(touched.begin(), touched.end(), h)};
      case Assumed::kShares:
        return size_t{slacks_.RecordsOf(view, h) > 1};
      case Assumed::kLeast:
        return size_t{2};
      case Assumed::kNothing:
        break;
    }
    return kNumberOfWays;
  };
  for (size_t h = 0; h < secrets_.harms.size(); ++h) {
    for (size_t kept = 0; kept < kNumberOfWays; ++kept) {
      attacker.Assume(kNumberOfWays * h + kept, kept == way_of(h));
    }
  }
}

size_t MergedAttackers::HarmOf(size_t assumption) {
  return assumption / kNumberOfWays;
}

std::optional<size_t> MergedAttackers::RowOf(size_t showable) const {
  const std::vector<size_t>& all = base_->shown();
  const auto found = std::lower_bound(all.begin(), all.end(), showable);
  if (found == all.end() || *found != showable) return std::nullopt;
  return static_cast<size_t>(found - all.begin());
}

void MergedAttackers::Show(size_t showable) {
  alike_.reset();
  if (!base_.has_value()) return;
  const std::optional<size_t> row = RowOf(showable);
  if (!row.has_value()) {
    Retire();
    return;
  }
  for (std::optional<LinearAttacker>& attacker : attackers_) {
    if (attacker.has_value()) attacker->Learn(*row);
  }
}

void MergedAttackers::Withhold(size_t showable) {
  alike_.reset();
  if (!base_.has_value()) return;
  const std::optional<size_t> row = RowOf(showable);
  for (std::optional<LinearAttacker>& attacker : attackers_) {
    if (attacker.has_value()) attacker->Forget(*row);
  }
}

void MergedAttackers::Retire() {
  base_.reset();
  for (std::optional<LinearAttacker>& attacker : attackers_) {
    if (!attacker.has_value()) continue;
    work_ += attacker->work();
    programs_ += attacker->programs();
    attacker.reset();
  }
}

MergedAttackers::Merged MergedAttackers::MergedOf(size_t g, Side side) {
  const Guarded& guarded = secrets_.guarded[g];
  const Table& own = secrets_.views[guarded.view];
  Merged merged;
  for (const auto& [c, inside] : base().Touched(guarded.sum)) {
    const auto members = base().members()[c];
    if (inside == members.size() || side == Side::kHigh) {
      merged.classes.push_back(c);
    }
    if (inside == members.size()) continue;
    for (const int32_t unknown : members) {
      const bool is_inside =
          std::binary_search(guarded.sum.begin(), guarded.sum.end(), unknown);
      if (is_inside == (side == Side::kHigh)) continue;
      const int64_t known = own[static_cast<size_t>(unknown)];
      merged.offset += side == Side::kHigh ? -known : known;
    }
  }
  return merged;
}

Change MergedAttackers::ChangeTo(const std::vector<int64_t>& classes, size_t g,
                                 Side side) {
  const Guarded& guarded = secrets_.guarded[g];
  const Table& own = secrets_.views[guarded.view];
  const auto touched = base().Touched(guarded.sum);
  Change change;
  size_t next = 0;
  for (size_t at = 0; at < classes.size(); ++at) {
    const auto c = static_cast<int32_t>(at);
    const auto members = base().members()[c];
    int64_t more = classes[at];
    for (const int32_t u : members)
      more -= secrets_.truth[static_cast<size_t>(u)];
    while (next < touched.size() && touched[next].first < c) ++next;
    if (next == touched.size() || touched[next].first != c) {
      if (more != 0) Distribute(secrets_, guarded.view, members, more, change);
      continue;
    }
    // All that can be lies where it is asked for.
    std::vector<int32_t> there;
    for (const int32_t u : members) {
      const bool inside =
          std::binary_search(guarded.sum.begin(), guarded.sum.end(), u);
      if (inside == (side == Side::kHigh)) there.push_back(u);
    }
    for (const int32_t u : members) {
      const auto i = static_cast<size_t>(u);
      if (there.empty() || std::count(there.begin(), there.end(), u) > 0 ||
          secrets_.truth[i] == own[i]) {
        continue;
      }
      change.emplace_back(u, own[i] - secrets_.truth[i]);
      more += secrets_.truth[i] - own[i];
    }
    if (more != 0) {
      Distribute(secrets_, guarded.view, there.empty() ? members : there, more,
                 change);
    }
  }
  std::sort(change.begin(), change.end());
  return change;
}

std::optional<Change> MergedAttackers::ChangeWithin(
    const ChangeFinder::Ask& ask) {
  return toguna::ChangeWithin(secrets_, alike(), ask);
}

int64_t MergedAttackers::work() const {
  int64_t work = work_;
  for (const auto& attacker : attackers_) {
    if (attacker.has_value()) work += attacker->work();
  }
  return work;
}

int64_t MergedAttackers::programs() const {
  int64_t programs = programs_;
  for (const auto& attacker : attackers_) {
    if (attacker.has_value()) programs += attacker->programs();
  }
  return programs;
}

}  // namespace toguna
