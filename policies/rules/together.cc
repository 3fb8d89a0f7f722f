#include "policies/rules/together.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "policies/rules/reach.h"

namespace toguna {
namespace {

using Beyond = Together::Beyond;

// One grant of one agreement.
struct Held {
  const Agreement* agreement = nullptr;
  const Grant* grant = nullptr;
  bool is_template = false;

  Together::Named name() const { return {agreement->id, is_template}; }
  absl::Time from() const { return agreement->valid_from; }
  absl::Time until() const { return agreement->valid_until; }
};

// What a grant is tied to, beside what it gives.
struct Terms {
  PurposeId purpose;
  bool extracts = false;
  bool feed = false;
  int extracts_per_month = 0;
  std::optional<int> lag_days;
  absl::Duration delay;
  int retention_days = 0;

  friend bool operator==(const Terms&, const Terms&) = default;
};

Terms TermsOf(const Held& held) {
  return {held.agreement->purpose,
          held.grant->extracts,
          held.grant->feed,
          held.grant->extracts ? held.grant->extracts_per_month : 0,
          held.grant->lag_days,
          held.grant->delay,
          held.agreement->retention_days};
}

std::vector<Term> LooserIn(const Terms& loose, const Terms& strict) {
  std::vector<Term> terms;
  if (loose.extracts && !strict.extracts) terms.push_back(Term::kExtracts);
  if (loose.feed && !strict.feed) terms.push_back(Term::kFeed);
  if (loose.extracts && strict.extracts &&
      loose.extracts_per_month > strict.extracts_per_month) {
    terms.push_back(Term::kExtractsPerMonth);
  }
  // Without a lag nothing is given.
  if (loose.lag_days.has_value() &&
      (!strict.lag_days.has_value() || *loose.lag_days < *strict.lag_days)) {
    terms.push_back(Term::kLag);
  }
  if (loose.delay < strict.delay) terms.push_back(Term::kDelay);
  if (loose.retention_days > strict.retention_days) {
    terms.push_back(Term::kRetention);
  }
  return terms;
}

// Grants that give the same on the same terms.
struct Alike {
  Reach reach;
  Terms terms;
  std::vector<Held> held;
};

// Splits what is held where nothing is in force any more, or yet; one alone is
// left out. So each is in force together with some other of its part.
std::vector<std::vector<Held>> AtOnce(std::vector<Held> held) {
  std::sort(held.begin(), held.end(), [](const Held& a, const Held& b) {
    return std::tuple(a.from(), a.name()) < std::tuple(b.from(), b.name());
  });
  std::vector<std::vector<Held>> parts;
  absl::Time until = absl::InfinitePast();
  for (const Held& one : held) {
    if (parts.empty() || until <= one.from()) parts.emplace_back();
    until = parts.back().empty() ? one.until() : std::max(until, one.until());
    parts.back().push_back(one);
  }
  std::erase_if(parts, [](const auto& part) { return part.size() < 2; });
  return parts;
}

// Times at which any of some agreements is in force.
class Windows {
 public:
  explicit Windows(const std::vector<Held>& held) {
    for (const Held& one : held) spans_.emplace_back(one.from(), one.until());
    std::sort(spans_.begin(), spans_.end());
    size_t kept = 0;
    for (const auto& [from, until] : spans_) {
      if (kept > 0 && from <= spans_[kept - 1].second) {
        spans_[kept - 1].second = std::max(spans_[kept - 1].second, until);
      } else {
        spans_[kept++] = {from, until};
      }
    }
    spans_.resize(kept);
  }

  bool Meets(const Held& held) const {
    const auto next = std::upper_bound(
        spans_.begin(), spans_.end(), held.from(),
        [](absl::Time from, const auto& span) { return from < span.second; });
    return next != spans_.end() && next->first < held.until();
  }

 private:
  // From and until, which is excluded; in order, apart.
  std::vector<std::pair<absl::Time, absl::Time>> spans_;
};

std::vector<Together::Named> NamesOf(const std::vector<Held>& held) {
  std::vector<Together::Named> names;
  names.reserve(held.size());
  for (const Held& one : held) names.push_back(one.name());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<Together::Named> NamesOf(const std::vector<Held>& held,
                                     const Windows& other) {
  std::vector<Held> meeting;
  for (const Held& one : held) {
    if (other.Meets(one)) meeting.push_back(one);
  }
  return NamesOf(meeting);
}

// Adds what of `more` lies beyond `less`: a level that `less` does not go down
// to, and topmost codes of those that it does.
void AddBeyond(const Reach::Axis& more, const Reach::Axis& less,
               std::map<std::string, int>& levels,
               std::map<std::string, std::set<NodeIndex>>& codes) {
  const CodeTree& tree = more.list->tree;
  for (NodeIndex node = 0; node < tree.size(); ++node) {
    if (!more.nodes.Has(node) || less.nodes.Has(node)) continue;
    if (tree.depth(node) > less.finest) {
      levels[more.dimension] = std::max(levels[more.dimension], more.finest);
      continue;
    }
    std::set<NodeIndex>& found = codes[more.dimension];
    if (std::none_of(found.begin(), found.end(),
                     [&](NodeIndex top) { return tree.IsWithin(node, top); })) {
      found.insert(node);
    }
  }
}

Beyond BeyondOf(const Catalog& catalog, const DatasetId& dataset,
                const Reach& more, const Reach& less) {
  Beyond beyond;
  std::map<std::string, int> levels;
  std::map<std::string, int> of_rows;  // likewise
  std::map<std::string, std::set<NodeIndex>> codes;
  for (const Reach::Table& table : more.tables) {
    const Reach::Table* other = less.Find(table.family);
    if (other == nullptr) {
      if (table.is_cohorts) {
        beyond.cohorts.emplace_back(table.family.text());
      } else {
        beyond.families.push_back(table.family);
      }
      continue;
    }
    for (size_t i = 0; i < table.axes.size(); ++i) {
      AddBeyond(table.axes[i], other->axes[i],
                table.is_cohorts ? of_rows : levels, codes);
    }
  }
  const Dataset& declared = *catalog.FindDataset(dataset);
  const auto name = [&](const auto& found, std::vector<Beyond::Level>& out) {
    for (const auto& [dimension, level] : found) {
      out.push_back({dimension, catalog.ListOf(declared, dimension)
                                    ->levels[static_cast<size_t>(level)]});
    }
  };
  name(levels, beyond.levels);
  name(of_rows, beyond.cohort_levels);
  for (const auto& [dimension, nodes] : codes) {
    const CodeTree& tree = catalog.ListOf(declared, dimension)->tree;
    Grant::CodeFilter& named = beyond.codes.emplace_back();
    named.dimension = dimension;
    for (const NodeIndex node : nodes) named.codes.push_back(tree.code(node));
  }
  if (more.rung < less.rung) beyond.rung = more.k;
  return beyond;
}

// All that is held of one dataset by one recipient.
class Group {
 public:
  explicit Group(const Catalog& catalog) : catalog_(catalog) {}

  // False, and it is left out, if it gives nothing.
  bool Add(const Held& held) {
    std::optional<Reach> reach = ReachOf(catalog_, *held.grant);
    if (!reach.has_value()) return false;
    const Terms terms = TermsOf(held);
    for (Alike& one : alike_) {
      if (one.terms == terms && one.reach == *reach) {
        one.held.push_back(held);
        return true;
      }
    }
    if (alike_.size() < kMostCompared) {
      alike_.push_back({*std::move(reach), terms, {held}});
    } else {
      left_out_.push_back(held);
    }
    return true;
  }

  // Findings of all with each other.
  void FindAll(std::vector<Together>& found) const {
    std::vector<Windows> windows;
    for (const Alike& one : alike_) windows.emplace_back(one.held);
    for (size_t i = 0; i < alike_.size(); ++i) {
      FindAlike(alike_[i], found);
      for (size_t j = i + 1; j < alike_.size(); ++j) {
        AddPair(alike_[i], NamesOf(alike_[i].held, windows[j]), alike_[j],
                NamesOf(alike_[j].held, windows[i]), found);
      }
    }
    FindTooMany(found);
  }

  // Findings of the one that was added first, with which all others meet.
  void FindOfFirst(std::vector<Together>& found) const {
    const Alike& own = alike_.front();
    const std::vector<Held> first = {own.held.front()};
    const Windows window(first);
    FindAlike(own, found);
    for (size_t i = 1; i < alike_.size(); ++i) {
      AddPair(own, NamesOf(first), alike_[i], NamesOf(alike_[i].held, window),
              found);
    }
    FindTooMany(found);
  }

 private:
  Together Blank(Together::Kind kind) const {
    const Held& any = alike_.front().held.front();
    Together together;
    together.kind = kind;
    together.recipient = any.agreement->recipient;
    together.dataset = any.grant->dataset;
    return together;
  }

  // Those among the same that are in force together with another of them.
  void FindAlike(const Alike& alike, std::vector<Together>& found) const {
    for (const std::vector<Held>& at_once : AtOnce(alike.held)) {
      Together& same = found.emplace_back(Blank(Together::Kind::kSame));
      same.first = {NamesOf(at_once), alike.terms.purpose, {}, {}};
    }
  }

  void AddPair(const Alike& a, std::vector<Together::Named> of_a,
               const Alike& b, std::vector<Together::Named> of_b,
               std::vector<Together>& found) const {
    if (of_a.empty() || of_b.empty()) return;
    const bool a_covers = Covers(a.reach, b.reach);
    const bool b_covers = Covers(b.reach, a.reach);
    if (b_covers && !a_covers) {
      AddPair(b, std::move(of_b), a, std::move(of_a), found);
      return;
    }
    Together& both =
        found.emplace_back(Blank(!a_covers  ? Together::Kind::kCombine
                                 : b_covers ? Together::Kind::kSame
                                            : Together::Kind::kCovers));
    const DatasetId& dataset = both.dataset;
    both.first = {std::move(of_a), a.terms.purpose, {}, {}};
    both.second = {std::move(of_b), b.terms.purpose, {}, {}};
    both.first.beyond = BeyondOf(catalog_, dataset, a.reach, b.reach);
    both.second.beyond = BeyondOf(catalog_, dataset, b.reach, a.reach);
    if (a_covers) both.first.looser = LooserIn(a.terms, b.terms);
    if (b_covers) both.second.looser = LooserIn(b.terms, a.terms);
  }

  void FindTooMany(std::vector<Together>& found) const {
    if (left_out_.empty()) return;
    Together& too_many = found.emplace_back(Blank(Together::Kind::kTooMany));
    too_many.first.agreements = NamesOf(left_out_);
  }

  const Catalog& catalog_;
  std::vector<Alike> alike_;
  std::vector<Held> left_out_;
};

// What is held under an agreement: of a dataset that is named twice, the first.
// What opens nothing gives nothing together with others.
std::vector<Held> HeldUnder(const Agreement& agreement, bool is_template) {
  std::vector<Held> held;
  if (agreement.format < 2 || agreement.valid_until <= agreement.valid_from) {
    return held;
  }
  for (const Grant& grant : agreement.grants) {
    if (agreement.FindGrant(grant.dataset) != &grant) continue;
    held.push_back({&agreement, &grant, is_template});
  }
  return held;
}

void FindAmong(const Catalog& catalog, std::vector<Held> held,
               std::vector<Together>& found) {
  std::sort(held.begin(), held.end(),
            [](const Held& a, const Held& b) { return a.name() < b.name(); });
  Group group(catalog);
  for (const Held& one : held) group.Add(one);
  group.FindAll(found);
}

// What else the recipient holds of the dataset at the same time.
std::vector<Held> HeldWith(
    const Catalog& catalog, const Held& own,
    const std::function<bool(const Agreement& other)>& counts) {
  std::vector<Held> with;
  const Windows window({own});
  for (const auto& [id, other] : catalog.agreements) {
    if (id == own.agreement->id) continue;
    if (other.recipient != own.agreement->recipient) continue;
    for (const Held& one : HeldUnder(other, false)) {
      if (one.grant->dataset == own.grant->dataset && window.Meets(one) &&
          (counts == nullptr || counts(other))) {
        with.push_back(one);
      }
    }
  }
  return with;
}

}  // namespace

std::vector<Together> FindTogether(
    const Catalog& catalog, const std::map<AgreementId, Agreement>& templates) {
  std::map<std::pair<PartyId, DatasetId>, std::vector<Held>> groups;
  const auto add = [&](const Agreement& agreement, bool is_template) {
    for (const Held& one : HeldUnder(agreement, is_template)) {
      groups[{agreement.recipient, one.grant->dataset}].push_back(one);
    }
  };
  for (const auto& [id, agreement] : catalog.agreements) add(agreement, false);
  for (const auto& [id, one] : templates) {
    if (!catalog.agreements.contains(id)) add(one, true);
  }
  std::vector<Together> found;
  for (const auto& [key, held] : groups) {
    for (const std::vector<Held>& part : AtOnce(held)) {
      FindAmong(catalog, part, found);
    }
  }
  return found;
}

std::vector<Together> FindTogetherWith(
    const Catalog& catalog, const Agreement& agreement,
    const std::function<bool(const Agreement& other)>& counts) {
  std::vector<Together> found;
  for (const Held& own : HeldUnder(agreement, false)) {
    Group group(catalog);
    if (!group.Add(own)) continue;
    for (const Held& one : HeldWith(catalog, own, counts)) group.Add(one);
    group.FindOfFirst(found);
  }
  return found;
}

}  // namespace toguna
