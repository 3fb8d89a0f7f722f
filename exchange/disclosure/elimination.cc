#include "exchange/disclosure/elimination.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace toguna {
namespace {

// The field of integers modulo 2^61 - 1, a Mersenne prime.
constexpr uint64_t kPrime = (uint64_t{1} << 61) - 1;
__extension__ typedef unsigned __int128
    Wide;  // alias form has no __extension__

uint64_t Multiply(uint64_t a, uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  const uint64_t sum = (static_cast<uint64_t>(product) & kPrime) +
                       static_cast<uint64_t>(product >> 61);
  return sum >= kPrime ? sum - kPrime : sum;
}

uint64_t Minus(uint64_t a, uint64_t b) {
  return a >= b ? a - b : a + kPrime - b;
}

// 1 / a by Fermat: a^(p - 2).
uint64_t Inverse(uint64_t a) {
  uint64_t result = 1;
  for (uint64_t exponent = kPrime - 2; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result = Multiply(result, a);
    a = Multiply(a, a);
  }
  return result;
}

}  // namespace

std::vector<int32_t> GroupsOf(int32_t unknowns, std::span<const Sum> sums) {
  // Partition refinement: each sum splits every group that it cuts in two.
  std::vector<int32_t> group(static_cast<size_t>(unknowns), 0);
  std::vector<int32_t> size = {unknowns};
  std::vector<int32_t> inside;   // members of the sum at hand, by group
  std::vector<int32_t> part_to;  // group -> group of the part inside the sum
  for (const Sum& sum : sums) {
    inside.assign(size.size(), 0);
    part_to.assign(size.size(), -1);
    for (const int32_t unknown : sum) {
      ++inside[static_cast<size_t>(group[static_cast<size_t>(unknown)])];
    }
    for (const int32_t unknown : sum) {
      int32_t& mine = group[static_cast<size_t>(unknown)];
      const auto old = static_cast<size_t>(mine);
      if (inside[old] == size[old] && part_to[old] < 0) continue;
      if (part_to[old] < 0) {
        part_to[old] = static_cast<int32_t>(size.size());
        size.push_back(0);
        size[old] -= inside[old];
        inside[old] = -1;  // keeps the group from looking whole again
      }
      mine = part_to[old];
      ++size[static_cast<size_t>(mine)];
    }
  }
  return group;
}

std::vector<Sum> MergeAlike(int32_t unknowns, std::span<const Sum> sums) {
  return MergeAlike(GroupsOf(unknowns, sums), sums);
}

std::vector<Sum> MergeAlike(std::span<const int32_t> group_of,
                            std::span<const Sum> sums) {
  std::vector<Sum> merged;
  merged.reserve(sums.size());
  for (const Sum& sum : sums) {
    Sum groups;
    groups.reserve(sum.size());
    for (const int32_t unknown : sum) {
      groups.push_back(group_of[static_cast<size_t>(unknown)]);
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    merged.push_back(std::move(groups));
  }
  return merged;
}

Elimination::Elimination(int32_t unknowns, std::span<const Sum> guarded)
    : uses_(static_cast<size_t>(unknowns), 0),
      work_(static_cast<size_t>(unknowns), 0),
      is_touched_(static_cast<size_t>(unknowns), 0) {
  for (const Sum& sum : guarded) {
    Form form = Reduce(sum);
    if (form.empty() || IsGuarded(form)) continue;
    guards_.push_back(std::move(form));
    Enlist(guards_.size() - 1);
  }
}

Elimination::Outcome Elimination::TryAdd(const Sum& sum) {
  Form form = Reduce(sum);
  if (form.empty()) return Outcome::kImplied;
  if (IsGuarded(form)) return Outcome::kRefused;

  const int32_t pivot = PivotOf(form);
  const auto at_pivot = [pivot](const Form& row) {
    return std::lower_bound(row.begin(), row.end(), pivot,
                            [](const Term& term, int32_t unknown) {
                              return term.unknown < unknown;
                            });
  };
  const uint64_t scale = Inverse(at_pivot(form)->factor);
  for (Term& term : form) term.factor = Multiply(term.factor, scale);

  for (size_t i = 0; i < guards_.size(); ++i) {
    const auto found = at_pivot(guards_[i]);
    if (found == guards_[i].end() || found->unknown != pivot) continue;
    const uint64_t factor = found->factor;
    Delist(i);
    Subtract(kPrime - 1, guards_[i]);  // work = guard
    Subtract(factor, form);
    guards_[i] = TakeWork();
    Normalise(guards_[i]);
    Enlist(i);
  }
  known_.push_back({pivot, std::move(form)});
  return Outcome::kAdded;
}

bool Elimination::Implies(const Sum& sum) { return Reduce(sum).empty(); }

Elimination::Form Elimination::Reduce(const Sum& sum) {
  for (const int32_t unknown : sum) {
    work_[static_cast<size_t>(unknown)] = 1;
    is_touched_[static_cast<size_t>(unknown)] = 1;
    touched_.push_back(unknown);
  }
  for (const Known& known : known_) {
    const uint64_t factor = work_[static_cast<size_t>(known.pivot)];
    if (factor != 0) Subtract(factor, known.form);
  }
  Form form = TakeWork();
  Normalise(form);
  return form;
}

void Elimination::Subtract(uint64_t factor, const Form& form) {
  for (const Term& term : form) {
    const auto at = static_cast<size_t>(term.unknown);
    if (is_touched_[at] == 0) {
      is_touched_[at] = 1;
      touched_.push_back(term.unknown);
    }
    work_[at] = Minus(work_[at], Multiply(factor, term.factor));
  }
}

Elimination::Form Elimination::TakeWork() {
  std::sort(touched_.begin(), touched_.end());
  Form form;
  for (const int32_t unknown : touched_) {
    const auto at = static_cast<size_t>(unknown);
    if (work_[at] != 0) form.push_back({unknown, work_[at]});
    work_[at] = 0;
    is_touched_[at] = 0;
  }
  touched_.clear();
  return form;
}

void Elimination::Normalise(Form& form) {
  if (form.empty() || form.front().factor == 1) return;
  const uint64_t scale = Inverse(form.front().factor);
  for (Term& term : form) term.factor = Multiply(term.factor, scale);
}

uint64_t Elimination::Fingerprint(const Form& form) {
  uint64_t hash = form.size();
  for (const Term& term : form) {
    hash ^=
        term.factor + static_cast<uint64_t>(term.unknown) * 0x9E3779B97F4A7C15;
    hash *= 0xFF51AFD7ED558CCD;
    hash ^= hash >> 32;
  }
  return hash;
}

bool Elimination::IsGuarded(const Form& normal) const {
  const auto found = by_fingerprint_.find(Fingerprint(normal));
  if (found == by_fingerprint_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](size_t guard) { return guards_[guard] == normal; });
}

int32_t Elimination::PivotOf(const Form& form) const {
  const auto uses = [this](const Term& term) {
    return uses_[static_cast<size_t>(term.unknown)];
  };
  return std::min_element(
             form.begin(), form.end(),
             [&](const Term& a, const Term& b) { return uses(a) < uses(b); })
      ->unknown;
}

void Elimination::Enlist(size_t guard) {
  by_fingerprint_[Fingerprint(guards_[guard])].push_back(guard);
  for (const Term& term : guards_[guard]) {
    ++uses_[static_cast<size_t>(term.unknown)];
  }
}

void Elimination::Delist(size_t guard) {
  const auto found = by_fingerprint_.find(Fingerprint(guards_[guard]));
  std::erase(found->second, guard);
  if (found->second.empty()) by_fingerprint_.erase(found);
  for (const Term& term : guards_[guard]) {
    --uses_[static_cast<size_t>(term.unknown)];
  }
}

}  // namespace toguna
