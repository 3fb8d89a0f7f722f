#include "exchange/package/mrm_box.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/period.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/stratum.h"
#include "exchange/package/mrm_rows.h"
#include "exchange/words/mrm_words.h"

namespace toguna {
namespace {

using Kind = CohortAttribute::Kind;

// Dimensions whose codes are MRM violations, those counted by victim first.
constexpr const char* kViolationDimensions[] = {"mrm-by-victim",
                                                "mrm-by-violation"};
// Victims that are children, in the tallies' list.
constexpr const char* kBoy = "boy";
constexpr const char* kGirl = "girl";
constexpr const char* kChildUnknown = "child-unknown";

constexpr char kAnyVictims[] = "0+";

// More combinations of codes than any catalog here has; a bound on time.
constexpr size_t kMostCombinations = 1'000'000;

absl::Status UnknownCode() {
  return absl::FailedPreconditionError("a code is not in its code list");
}

bool IsTop(const CodeTree& tree, const std::vector<std::string>& value) {
  return value.size() == 1 &&
         (value[0] == tree.code(CodeTree::kTop) || value[0] == kAnyCode);
}

bool IsAny(const std::vector<std::string>& value) {
  return std::find(value.begin(), value.end(), kAnyCode) != value.end();
}

// How one quarter lies to another.
enum class Order { kBefore, kSame, kAfter, kUnclear };

absl::StatusOr<Order> OrderOf(const std::string& incident,
                              const std::string& acceptance) {
  // Both attributes have the same quarters, so every one that is named comes
  // after those in one.
  if (incident == kEarlier || acceptance == kEarlier) {
    return incident == acceptance ? Order::kUnclear
           : incident == kEarlier ? Order::kBefore
                                  : Order::kAfter;
  }
  const auto first = Period::Parse(incident);
  const auto second = Period::Parse(acceptance);
  if (!first.ok() || !second.ok()) return UnknownCode();
  if (first->Next().month() <= second->month()) return Order::kBefore;
  if (second->Next().month() <= first->month()) return Order::kAfter;
  return *first == *second && first->kind() == Period::Kind::kQuarter
             ? Order::kSame
             : Order::kUnclear;
}

absl::StatusOr<std::string> BandOf(const std::vector<std::string>* value) {
  if (value == nullptr) return kAnyVictims;
  bool none = false;
  bool some = false;
  for (const std::string& code : *value) {
    if (code != kNoVictims && code != kSomeVictims && code != kAnyCode) {
      return UnknownCode();
    }
    none = none || code != kSomeVictims;
    some = some || code != kNoVictims;
  }
  return none && some ? kAnyVictims : some ? kSomeVictims : kNoVictims;
}

}  // namespace

MrmBoxes::MrmBoxes(const Catalog& catalog, const Dataset& dataset,
                   const CohortPlan* plan, const SelectedCohorts& cohorts)
    : catalog_(catalog),
      dataset_(dataset),
      plan_(plan != nullptr && plan->attributes == cohorts.attributes
                ? plan
                : nullptr),
      cohorts_(cohorts) {}

const std::vector<std::string>* MrmBoxes::ValueOf(const SelectedCohort& cohort,
                                                  Kind kind,
                                                  const std::string& id) const {
  for (size_t i = 0; i < cohorts_.attributes.size(); ++i) {
    const CohortAttribute& one = cohorts_.attributes[i];
    if (one.kind != kind) continue;
    if (kind == Kind::kDimension && one.dimension != id) continue;
    if (kind == Kind::kVictims && one.who != id) continue;
    return &cohort.box[i];
  }
  return nullptr;
}

absl::StatusOr<std::string> MrmBoxes::Joined(
    const SelectedCohort& cohort, const std::string& dimension,
    const std::function<std::string(const CodeTree&, NodeIndex)>& text,
    const std::string& any, const std::string& none) const {
  const std::vector<std::string>* value =
      ValueOf(cohort, Kind::kDimension, dimension);
  if (value == nullptr) {
    // What is recorded and not in the box is withheld by the plan.
    const bool recorded = dataset_.FindDimension(dimension) != nullptr ||
                          dataset_.FindAttribute(dimension) != nullptr;
    return std::string(recorded ? kNotShownText : kNotRecorded);
  }
  const CodeList* list = catalog_.ListOf(dataset_, dimension);
  if (list == nullptr) return UnknownCode();
  if (IsTop(list->tree, *value)) return any;
  std::vector<std::string> texts;
  for (const std::string& code : *value) {
    if (code.empty()) {
      texts.push_back(none);
      continue;
    }
    const std::optional<NodeIndex> node = list->tree.Find(code);
    if (!node.has_value()) return UnknownCode();
    texts.push_back(text(list->tree, *node));
  }
  return absl::StrJoin(texts, kOneOf);
}

absl::StatusOr<std::string> MrmBoxes::Codes(
    const SelectedCohort& cohort, const std::string& dimension) const {
  return Joined(
      cohort, dimension,
      [](const CodeTree& tree, NodeIndex node) { return tree.code(node); },
      kAnyCode, kNoneCode);
}

absl::StatusOr<std::string> MrmBoxes::Labels(
    const SelectedCohort& cohort, const std::string& dimension) const {
  const auto both = [](const Sentence& sentence) {
    return BothOf({sentence.fr(), sentence.en()});
  };
  return Joined(
      cohort, dimension,
      [](const CodeTree& tree, NodeIndex node) {
        return BothOf(tree.label(node));
      },
      both(mrm_words::kAny), both(mrm_words::kNone));
}

std::string MrmBoxes::ListVersion(const std::string& dimension) const {
  const CodeList* list = catalog_.ListOf(dataset_, dimension);
  return list == nullptr ? kNotRecorded : list->version;
}

absl::StatusOr<std::string> MrmBoxes::Quarters(const SelectedCohort& cohort,
                                               Kind kind) const {
  const std::vector<std::string>* value = ValueOf(cohort, kind, "");
  if (value == nullptr) return std::string(kNotShownText);
  if (IsAny(*value)) return std::string(kAnyCode);
  for (const std::string& code : *value) {
    if (code != kEarlier && !Period::Parse(code).ok()) return UnknownCode();
  }
  return absl::StrJoin(*value, kOneOf);
}

absl::StatusOr<std::string> MrmBoxes::Late(const SelectedCohort& cohort) const {
  const auto* incident = ValueOf(cohort, Kind::kIncidentQuarter, "");
  const auto* acceptance = ValueOf(cohort, Kind::kAcceptanceQuarter, "");
  if (incident == nullptr || acceptance == nullptr || IsAny(*incident) ||
      IsAny(*acceptance)) {
    return std::string(kNotToldApart);
  }
  bool before = false;
  bool same = false;
  for (const std::string& one : *incident) {
    for (const std::string& other : *acceptance) {
      TOGUNA_ASSIGN_OR_RETURN(const Order order, OrderOf(one, other));
      // Nothing is accepted before it happened.
      if (order == Order::kAfter) continue;
      before = before || order != Order::kSame;
      same = same || order != Order::kBefore;
    }
  }
  return std::string(before == same ? kNotToldApart : before ? "yes" : "no");
}

absl::StatusOr<VictimBands> MrmBoxes::Bands(
    const SelectedCohort& cohort) const {
  VictimBands bands;
  for (const auto& [who, band] :
       {std::pair<const char*, std::string*>{kBoy, &bands.boys},
        {kGirl, &bands.girls},
        {kChildUnknown, &bands.unknown}}) {
    TOGUNA_ASSIGN_OR_RETURN(*band,
                            BandOf(ValueOf(cohort, Kind::kVictims, who)));
  }
  return bands;
}

std::set<std::string> MrmBoxes::Deciding() const {
  std::set<std::string> attributes;
  const auto add = [&](const std::string& id) {
    const Dimension* dimension = dataset_.FindDimension(id);
    if (dimension == nullptr) return;
    attributes.insert(dimension->attributes.begin(),
                      dimension->attributes.end());
  };
  for (const char* id : kViolationDimensions) add(id);
  if (plan_ != nullptr) {
    for (const CohortPlan::Stratum& one : plan_->strata) add(one.dimension);
  }
  return attributes;
}

std::vector<MrmBoxes::Coded> MrmBoxes::Possible(
    const SelectedCohort& cohort, const Attribute& attribute) const {
  const CodeTree& tree = catalog_.FindCodeList(attribute.code_list)->tree;
  std::vector<std::string> value = {tree.code(CodeTree::kTop)};
  for (const Dimension& dimension : dataset_.dimensions) {
    if (dimension.source != Dimension::Source::kAttribute ||
        dimension.attributes.front() != attribute.id) {
      continue;
    }
    const auto* own = ValueOf(cohort, Kind::kDimension, dimension.id);
    if (own != nullptr) value = *own;
  }
  std::vector<Coded> possible;
  if (IsTop(tree, value)) {
    value = {tree.code(CodeTree::kTop)};
    if (!attribute.required) possible.emplace_back(std::nullopt);
  }
  for (const std::string& code : value) {
    if (code.empty()) possible.emplace_back(std::nullopt);
    const std::optional<NodeIndex> node = tree.Find(code);
    if (!node.has_value()) continue;
    for (const NodeIndex leaf : tree.Leaves()) {
      if (tree.IsWithin(leaf, *node)) possible.emplace_back(leaf);
    }
  }
  return possible;
}

std::string MrmBoxes::CodeIn(const Dimension& dimension,
                             const Combination& combination) const {
  const auto tree_of = [&](const std::string& attribute) -> const CodeTree& {
    return catalog_.FindCodeList(dataset_.FindAttribute(attribute)->code_list)
        ->tree;
  };
  if (dimension.source == Dimension::Source::kAttribute) {
    const std::string& attribute = dimension.attributes.front();
    const Coded& coded = combination.at(attribute);
    return coded.has_value() ? tree_of(attribute).code(*coded) : "";
  }
  for (const Dimension::CrosswalkRow& row : dimension.crosswalk) {
    bool applies = true;
    for (size_t i = 0; i < row.codes.size() && applies; ++i) {
      if (row.codes[i].empty()) continue;
      const CodeTree& tree = tree_of(dimension.attributes[i]);
      const Coded& coded = combination.at(dimension.attributes[i]);
      const std::optional<NodeIndex> wanted = tree.Find(row.codes[i]);
      applies = coded.has_value() && wanted.has_value() &&
                tree.IsWithin(*coded, *wanted);
    }
    if (applies) return row.to;
  }
  return "";
}

// Whether the box holds what the combination has in crosswalks that the box
// names; attributes are in it already.
bool MrmBoxes::Lies(const SelectedCohort& cohort,
                    const Combination& combination) const {
  for (const Dimension& dimension : dataset_.dimensions) {
    const auto* value = ValueOf(cohort, Kind::kDimension, dimension.id);
    const bool known = std::all_of(
        dimension.attributes.begin(), dimension.attributes.end(),
        [&](const std::string& one) { return combination.contains(one); });
    if (value == nullptr || !known ||
        dimension.source != Dimension::Source::kCrosswalk) {
      continue;
    }
    const CodeTree& tree = catalog_.ListOf(dataset_, dimension.id)->tree;
    if (IsTop(tree, *value)) continue;
    const std::string code = CodeIn(dimension, combination);
    const std::optional<NodeIndex> node = tree.Find(code);
    const bool within =
        std::any_of(value->begin(), value->end(), [&](const std::string& one) {
          const std::optional<NodeIndex> wanted = tree.Find(one);
          return one == code || (node.has_value() && wanted.has_value() &&
                                 tree.IsWithin(*node, *wanted));
        });
    if (!within) return false;
  }
  return true;
}

// Whether nobody but children is `who`.
bool MrmBoxes::IsChild(const std::string& who) const {
  const CodeList* list = catalog_.FindCodeList(dataset_.tally_code_list);
  if (list == nullptr) return false;
  const std::optional<NodeIndex> top = list->tree.Find(who);
  if (!top.has_value()) return false;
  for (const NodeIndex leaf : list->tree.Leaves()) {
    const std::string& code = list->tree.code(leaf);
    if (list->tree.IsWithin(leaf, *top) && code != kBoy && code != kGirl &&
        code != kChildUnknown) {
      return false;
    }
  }
  return true;
}

// Whether a record of the combination can be in the stratum by this condition.
bool MrmBoxes::Applies(const CohortPlan::Stratum& stratum, bool child,
                       const Combination& combination) const {
  if (!child && IsChild(stratum.who)) return false;
  const Dimension* dimension = dataset_.FindDimension(stratum.dimension);
  const CodeList* list = catalog_.ListOf(dataset_, stratum.dimension);
  if (dimension == nullptr || list == nullptr) return false;
  const std::optional<NodeIndex> node =
      list->tree.Find(CodeIn(*dimension, combination));
  return node.has_value() &&
         std::any_of(stratum.codes.begin(), stratum.codes.end(),
                     [&](const std::string& code) {
                       const auto wanted = list->tree.Find(code);
                       return wanted.has_value() &&
                              list->tree.IsWithin(*node, *wanted);
                     });
}

absl::Status MrmBoxes::ForEach(
    const SelectedCohort& cohort,
    const std::function<void(const Combination&)>& use) const {
  std::vector<std::pair<std::string, std::vector<Coded>>> axes;
  size_t combinations = 1;
  for (const std::string& id : Deciding()) {
    const Attribute* attribute = dataset_.FindAttribute(id);
    if (attribute == nullptr || attribute->kind != Attribute::Kind::kCode) {
      return absl::FailedPreconditionError("a dimension is not declared");
    }
    axes.emplace_back(id, Possible(cohort, *attribute));
    combinations *= axes.back().second.size();
    if (combinations > kMostCombinations) {
      return absl::FailedPreconditionError(
          "violations depend on more combinations of codes than can be tried");
    }
  }
  // Counts through all of them, the first axis fastest.
  for (size_t number = 0; number < combinations; ++number) {
    Combination combination;
    size_t rest = number;
    for (const auto& [id, possible] : axes) {
      combination[id] = possible[rest % possible.size()];
      rest /= possible.size();
    }
    if (Lies(cohort, combination)) use(combination);
  }
  return absl::OkStatus();
}

absl::StatusOr<MrmBoxes::Violations> MrmBoxes::ViolationsOf(
    const SelectedCohort& cohort) const {
  TOGUNA_ASSIGN_OR_RETURN(const VictimBands bands, Bands(cohort));
  const bool child = !bands.NoChild();
  std::set<std::pair<std::string, std::string>> found;  // dimension, code
  bool other_victims = plan_ == nullptr;
  TOGUNA_RETURN_IF_ERROR(ForEach(cohort, [&](const Combination& combination) {
    if (plan_ != nullptr) {
      bool in = false;
      for (const CohortPlan::Stratum& one : plan_->strata) {
        if (!Applies(one, child, combination)) continue;
        in = true;
        other_victims = other_victims || !IsChild(one.who);
      }
      if (!in) return;
    }
    for (const char* id : kViolationDimensions) {
      const Dimension* dimension = dataset_.FindDimension(id);
      if (dimension == nullptr) continue;
      const std::string code = CodeIn(*dimension, combination);
      if (!code.empty()) found.emplace(id, code);
    }
  }));
  std::vector<std::string> codes;
  bool all = true;
  bool declared = false;
  for (const char* id : kViolationDimensions) {
    const CodeList* list = catalog_.ListOf(dataset_, id);
    if (list == nullptr) continue;
    declared = true;
    for (const NodeIndex leaf : list->tree.Leaves()) {
      const std::string& code = list->tree.code(leaf);
      if (found.contains({id, code})) {
        codes.push_back(code);
      } else {
        all = false;
      }
    }
  }
  Violations violations;
  violations.codes = !declared       ? kNotRecorded
                     : codes.empty() ? kNoneCode
                     : all           ? kAnyCode
                                     : absl::StrJoin(codes, kOneOf);
  violations.needs_child = !codes.empty() && !other_victims;
  return violations;
}

absl::Status MrmBoxes::CheckVersions() const {
  for (const CohortAttribute& one : cohorts_.attributes) {
    if (one.kind != Kind::kDimension) continue;
    const CodeList* list = catalog_.ListOf(dataset_, one.dimension);
    if (list == nullptr) {
      return absl::FailedPreconditionError("a dimension is not declared");
    }
    const auto sealed = cohorts_.list_versions.find(list->id.text());
    if (sealed == cohorts_.list_versions.end() ||
        sealed->second != list->version) {
      return ReasonError(
          absl::StatusCode::kFailedPrecondition, "CODE_LIST_CHANGED",
          "the cohorts were sealed with another version of a code list",
          {{"code_list", list->id.text()}});
    }
  }
  return absl::OkStatus();
}

}  // namespace toguna
