#include "policies/rules/cohorts.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "exchange/base/code_tree.h"

namespace toguna {
namespace {

using Kind = CohortAttribute::Kind;
using LeftOut = std::optional<BoxLeftOut>;
using Reason = BoxLeftOut::Why;
using Value = std::vector<std::string>;

// Of a record without a code. It lies right below the top, and in no code.
constexpr char kNone[] = "";
// Of victims: nothing is said.
constexpr char kAnyVictims[] = "any";

// True if `level` may be shown, as `levels` has it. What is not named, or named
// twice, is not given.
bool Reaches(const std::vector<LevelLimit>& levels,
             const std::string& dimension, int level) {
  int named = 0;
  bool reaches = true;
  for (const LevelLimit& one : levels) {
    if (one.dimension != dimension) continue;
    ++named;
    reaches = reaches && level <= one.finest;
  }
  return named == 1 && reaches;
}

// True if all of `value` lies within some of `codes`, which are in the tree.
bool LiesWithin(const CodeTree& tree, const Value& value,
                const std::vector<std::string>& codes) {
  return !value.empty() &&
         std::all_of(value.begin(), value.end(), [&](const std::string& code) {
           return std::any_of(
               codes.begin(), codes.end(), [&](const std::string& in) {
                 const std::optional<NodeIndex> top = tree.Find(in);
                 if (!top.has_value()) return false;
                 if (code == kNone) return *top == CodeTree::kTop;
                 const std::optional<NodeIndex> node = tree.Find(code);
                 return node.has_value() && tree.IsWithin(*node, *top);
               });
         });
}

// Looks at one box under one grant.
class BoxCheck {
 public:
  BoxCheck(const Catalog& catalog, const Dataset& dataset,
           const Agreement& agreement, const Grant& grant, const Ask& ask,
           bool approved)
      : catalog_(catalog),
        dataset_(dataset),
        agreement_(agreement),
        grant_(grant),
        ask_(ask),
        approved_(approved) {}

  LeftOut Why(const std::vector<CohortAttribute>& attributes,
              const std::vector<Value>& box) const {
    if (box.size() != attributes.size() || attributes.empty()) return Unknown();
    if (!agreement_.sensitivity_ceiling.has_value() ||
        dataset_.sensitivity > *agreement_.sensitivity_ceiling) {
      return BoxLeftOut{Reason::kTooSensitive};
    }
    if (auto why = WhyByFilters(attributes)) return why;
    for (size_t i = 0; i < box.size(); ++i) {
      if (box[i].empty()) return Unknown();
      const CohortAttribute& one = attributes[i];
      LeftOut why;
      if (one.kind == Kind::kDimension) why = WhyByCodes(one.dimension, box[i]);
      if (one.kind == Kind::kVictims) why = WhyByVictims(one.who, box[i]);
      if (why.has_value()) return why;
    }
    return std::nullopt;
  }

 private:
  static LeftOut Unknown(const std::string& dimension = "") {
    return BoxLeftOut{Reason::kUnknown, dimension};
  }

  // All of them have to be of what the rows show.
  LeftOut WhyByFilters(const std::vector<CohortAttribute>& attributes) const {
    for (const auto* filters : {&ask_.code_filters, &grant_.code_filters}) {
      for (const Grant::CodeFilter& filter : *filters) {
        if (std::none_of(attributes.begin(), attributes.end(),
                         [&](const CohortAttribute& one) {
                           return one.kind == Kind::kDimension &&
                                  one.dimension == filter.dimension;
                         })) {
          return BoxLeftOut{Reason::kOutsideCodes, filter.dimension};
        }
      }
    }
    return std::nullopt;
  }

  bool GivesDepth(const std::string& dimension, int depth) const {
    return Reaches(ask_.RowLevels(), dimension, depth) &&
           Reaches(grant_.RowLimits(), dimension, depth);
  }

  LeftOut WhyByCodes(const std::string& dimension, const Value& value) const {
    const CodeList* list = catalog_.ListOf(dataset_, dimension);
    if (list == nullptr) return Unknown(dimension);
    for (const std::string& code : value) {
      const std::optional<NodeIndex> node = list->tree.Find(code);
      if (!node.has_value() && code != kNone) return Unknown(dimension);
      const int depth = node.has_value() ? list->tree.depth(*node) : 1;
      if (!GivesDepth(dimension, depth)) {
        return BoxLeftOut{Reason::kTooFine, dimension};
      }
    }
    for (const auto* filters : {&ask_.code_filters, &grant_.code_filters}) {
      for (const Grant::CodeFilter& filter : *filters) {
        if (filter.dimension == dimension &&
            !LiesWithin(list->tree, value, filter.codes)) {
          return BoxLeftOut{Reason::kOutsideCodes, dimension};
        }
      }
    }
    return WhyKeptBack(dimension, list->tree, value);
  }

  LeftOut WhyByVictims(const std::string& who, const Value& value) const {
    if (value == Value{kAnyVictims}) return std::nullopt;
    for (const Dimension& one : dataset_.dimensions) {
      if (one.source != Dimension::Source::kWho) continue;
      const CodeList* list = catalog_.ListOf(dataset_, one.id);
      const std::optional<NodeIndex> node =
          list == nullptr ? std::nullopt : list->tree.Find(who);
      if (!node.has_value()) return Unknown(one.id);
      if (!GivesDepth(one.id, list->tree.depth(*node))) {
        return BoxLeftOut{Reason::kTooFine, one.id};
      }
      if (auto why = WhyKeptBack(one.id, list->tree, {who})) return why;
    }
    return std::nullopt;
  }

  // What is not shown apart: too sensitive, or not approved.
  LeftOut WhyKeptBack(const std::string& dimension, const CodeTree& tree,
                      const Value& value) const {
    std::vector<std::string> above;
    std::vector<std::string> either;
    for (const Classified& one : dataset_.classified) {
      if (one.dimension != dimension) continue;
      const bool too_sensitive =
          one.sensitivity > *agreement_.sensitivity_ceiling;
      if (!too_sensitive && (approved_ || !one.owner_approval)) continue;
      either.insert(either.end(), one.codes.begin(), one.codes.end());
      if (!too_sensitive) continue;
      above.insert(above.end(), one.codes.begin(), one.codes.end());
    }
    if (!LiesWithin(tree, value, either)) return std::nullopt;
    return BoxLeftOut{LiesWithin(tree, value, above) ? Reason::kTooSensitive
                                                     : Reason::kNotApproved,
                      dimension};
  }

  const Catalog& catalog_;
  const Dataset& dataset_;
  const Agreement& agreement_;
  const Grant& grant_;
  const Ask& ask_;
  const bool approved_;
};

}  // namespace

std::set<std::string> DimensionsOf(const Dataset& dataset,
                                   const CohortPlan& cohorts) {
  std::set<std::string> dimensions;
  for (const CohortAttribute& one : cohorts.attributes) {
    if (one.kind == Kind::kDimension) dimensions.insert(one.dimension);
    if (one.kind != Kind::kVictims) continue;
    for (const Dimension& dimension : dataset.dimensions) {
      if (dimension.source == Dimension::Source::kWho) {
        dimensions.insert(dimension.id);
      }
    }
  }
  return dimensions;
}

bool CanConfine(const CohortPlan& cohorts, const std::string& dimension) {
  return std::any_of(cohorts.attributes.begin(), cohorts.attributes.end(),
                     [&](const CohortAttribute& one) {
                       return one.kind == Kind::kDimension &&
                              one.dimension == dimension;
                     });
}

std::optional<BoxLeftOut> WhyLeftOut(
    const Catalog& catalog, const Ask& ask, const Facts& facts,
    const Period& period, const std::vector<CohortAttribute>& attributes,
    const std::vector<std::vector<std::string>>& box) {
  const Dataset* dataset = catalog.FindDataset(ask.dataset);
  const Agreement* agreement = catalog.FindAgreement(ask.agreement);
  const Grant* grant =
      agreement == nullptr ? nullptr : agreement->FindGrant(ask.dataset);
  if (dataset == nullptr || grant == nullptr) return BoxLeftOut{};
  const bool approved = std::find(facts.approved.begin(), facts.approved.end(),
                                  period) != facts.approved.end();
  return BoxCheck(catalog, *dataset, *agreement, *grant, ask, approved)
      .Why(attributes, box);
}

bool GivesBox(const Catalog& catalog, const Ask& ask, const Facts& facts,
              const Period& period,
              const std::vector<CohortAttribute>& attributes,
              const std::vector<std::vector<std::string>>& box) {
  return !WhyLeftOut(catalog, ask, facts, period, attributes, box).has_value();
}

}  // namespace toguna
