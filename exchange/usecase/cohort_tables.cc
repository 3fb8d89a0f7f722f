#include "exchange/usecase/cohort_tables.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/schemes_of.h"
#include "policies/model/consent.h"
#include "policies/model/stratum_victims.h"

namespace toguna {
namespace {

constexpr char kTop[] = "all";

absl::Status PlanInvalid(absl::string_view text) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "PLAN_INVALID", text);
}

absl::Status NamedAsElse(const CodeListId& id) {
  return PlanInvalid(
      absl::StrCat("cohorts are named as something else: ", id.text()));
}

std::vector<std::string> LowestOf(const FormedCohorts& formed) {
  std::vector<std::string> codes;
  for (size_t n = 1; n < formed.nodes.size(); ++n) {
    if (formed.nodes[n].rung == 0) codes.push_back(formed.nodes[n].code);
  }
  return codes;
}

absl::StatusOr<CodeList> ListOf(const CohortsInTables& cohorts) {
  std::vector<CodeDeclaration> nodes = {{.code = kTop, .parent = ""}};
  const std::vector<FormedCohorts::Node>& formed = cohorts.formed->nodes;
  for (size_t n = 1; n < formed.size(); ++n) {
    const size_t parent = formed[n].parent;
    nodes.push_back({.code = formed[n].code,
                     .parent = parent == 0 ? kTop : formed[parent].code});
  }
  TOGUNA_ASSIGN_OR_RETURN(CodeTree tree, CodeTree::Create(std::move(nodes)));
  CodeList list{.id = CodeListId(cohorts.dimension),
                .version = "1",
                .title = cohorts.plan.title,
                .source = "",
                .levels = {kTop},
                .tree = std::move(tree)};
  for (size_t rung = cohorts.rungs; rung-- > 0;) {
    list.levels.push_back(absl::StrCat("rung-", rung));
  }
  return list;
}

// The cohorts of the lowest rung, of all periods of one plan's.
absl::StatusOr<CodeList> ListOfAll(const CohortPlan& plan,
                                   std::span<const CohortsInTables> all) {
  std::vector<CodeDeclaration> nodes = {{.code = kTop, .parent = ""}};
  for (const CohortsInTables& cohorts : all) {
    if (cohorts.plan.id != plan.id) continue;
    for (const std::string& code : LowestOf(*cohorts.formed)) {
      nodes.push_back({.code = code, .parent = kTop});
    }
  }
  TOGUNA_ASSIGN_OR_RETURN(CodeTree tree, CodeTree::Create(std::move(nodes)));
  return CodeList{.id = CodeListId(absl::StrCat(plan.id.text(), ".all")),
                  .version = "1",
                  .title = plan.title,
                  .source = "",
                  .levels = {kTop, "cohort"},
                  .tree = std::move(tree)};
}

absl::Status AddAttribute(const CohortPlan& plan,
                          std::span<const CohortsInTables> all,
                          Dataset& dataset, Catalog& catalog) {
  if (dataset.FindAttribute(plan.id.text()) != nullptr) return absl::OkStatus();
  TOGUNA_ASSIGN_OR_RETURN(CodeList list, ListOfAll(plan, all));
  if (catalog.FindCodeList(list.id) != nullptr) return NamedAsElse(list.id);
  dataset.attributes.push_back({.id = plan.id.text(),
                                .kind = Attribute::Kind::kCode,
                                .code_list = list.id,
                                .required = false,
                                .label = plan.title});
  const CodeListId key = list.id;
  catalog.code_lists.emplace(key, std::move(list));
  return absl::OkStatus();
}

// What of a tree lies in none of some nodes: the highest such nodes.
void OutsideOf(const CodeTree& tree, NodeIndex node,
               const std::vector<NodeIndex>& inside,
               std::vector<std::string>& outside) {
  const auto within = [&](NodeIndex below, NodeIndex above) {
    return tree.IsWithin(below, above);
  };
  if (std::any_of(inside.begin(), inside.end(),
                  [&](NodeIndex one) { return within(node, one); })) {
    return;
  }
  if (std::none_of(inside.begin(), inside.end(),
                   [&](NodeIndex one) { return within(one, node); })) {
    outside.push_back(tree.code(node));
    return;
  }
  for (const NodeIndex child : tree.children(node)) {
    OutsideOf(tree, child, inside, outside);
  }
}

// The codes of a dimension that lie in none of `codes`; "" stands for where its
// crosswalk gives nothing.
absl::StatusOr<std::vector<std::string>> Others(
    const CodeTree& tree, const std::vector<std::string>& codes) {
  std::vector<NodeIndex> inside;
  bool nowhere = false;
  for (const std::string& code : codes) {
    const auto node = tree.Find(code);
    nowhere = nowhere || code.empty() || node == CodeTree::kTop;
    if (code.empty()) continue;
    if (!node.has_value()) return absl::InternalError("a box of unknown codes");
    inside.push_back(*node);
  }
  std::vector<std::string> others;
  OutsideOf(tree, CodeTree::kTop, inside, others);
  if (!nowhere) others.emplace_back();
  return others;
}

// What a plan's stratum leaves out, as far as `families` can tell: records have
// a code that one of its conditions names. Nothing where some condition is of a
// dimension that no family has anything to do with.
absl::StatusOr<std::vector<KnownCohort::Codes>> OutsideStratum(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families, const CohortPlan& plan) {
  std::map<std::string, std::vector<std::string>> named;
  for (const CohortPlan::Stratum& one : plan.strata) {
    if (!DepthBeside(catalog, dataset, families, one.dimension).has_value()) {
      return std::vector<KnownCohort::Codes>();
    }
    auto& codes = named[one.dimension];
    codes.insert(codes.end(), one.codes.begin(), one.codes.end());
  }
  std::vector<KnownCohort::Codes> all = {{}};
  for (const auto& [dimension, codes] : named) {
    const CodeList* list = catalog.ListOf(dataset, dimension);
    if (list == nullptr) return PlanInvalid("a stratum of no dimension");
    // The top holds every code, but not where there is none.
    TOGUNA_ASSIGN_OR_RETURN(std::vector<std::string> others,
                            Others(list->tree, codes));
    if (others.empty()) others.emplace_back();
    std::vector<KnownCohort::Codes> longer;
    for (const KnownCohort::Codes& one : all) {
      for (const std::string& code : others) {
        longer.push_back(one);
        longer.back().emplace_back(dimension, code);
      }
    }
    all = std::move(longer);
  }
  return all;
}

bool IsOfTime(const Dimension& dimension) {
  return dimension.source == Dimension::Source::kIncidentYear ||
         dimension.source == Dimension::Source::kIncidentMonth;
}

std::vector<std::string> LeavesWithin(const CodeTree& tree,
                                      const std::string& code) {
  std::vector<std::string> leaves;
  const auto top = tree.Find(code);
  for (const NodeIndex leaf : tree.Leaves()) {
    if (top.has_value() && tree.IsWithin(leaf, *top)) {
      leaves.push_back(tree.code(leaf));
    }
  }
  return leaves;
}

// What one cohort's box tells.
class Teller {
 public:
  Teller(const Catalog& catalog, const Dataset& dataset,
         std::span<const Family* const> families,
         const CohortsInTables& cohorts)
      : catalog_(catalog),
        dataset_(dataset),
        families_(families),
        plan_(cohorts.plan),
        counted_by_(cohorts.dimension) {}

  absl::Status Check() const {
    // Then everybody knew that no record lies in a box but those of its cohort,
    // and tables are not held to that.
    if (!ConsentMayFallShort(catalog_, dataset_, plan_.purposes)) {
      return PlanInvalid("no source can have kept a record out of cohorts");
    }
    if (TellsKindsOfNeededVictims(catalog_, dataset_, plan_)) {
      return PlanInvalid(
          "cohorts tell a kind of victims of records that all have victims");
    }
    int tallies = 0;
    for (const CohortAttribute& one : plan_.attributes) {
      tallies += one.kind == CohortAttribute::Kind::kVictims ? 1 : 0;
      if (one.kind == CohortAttribute::Kind::kDimension ||
          one.kind == CohortAttribute::Kind::kVictims) {
        continue;
      }
      for (const Family* family : families_) {
        for (const Axis& axis : family->axes) {
          const Dimension* other = dataset_.FindDimension(axis.dimension);
          if (other != nullptr && IsOfTime(*other)) {
            return PlanInvalid(
                "cohorts show when an incident was, and so does a table");
          }
        }
      }
    }
    // Two would say of one record that it has two victims at least, which
    // counts of victims and records cannot be held to.
    if (tallies > 1) {
      return PlanInvalid("cohorts tell two kinds of victims apart");
    }
    return absl::OkStatus();
  }

  absl::StatusOr<KnownCohort> Of(
      const FormedCohorts::Node& node,
      const std::vector<KnownCohort::Codes>& outside_stratum) const {
    KnownCohort known{.dimension = counted_by_,
                      .code = node.code,
                      .outside = outside_stratum,
                      .some = {},
                      .none = {}};
    for (size_t a = 0; a < plan_.attributes.size(); ++a) {
      const CohortAttribute& attribute = plan_.attributes[a];
      if (attribute.kind == CohortAttribute::Kind::kVictims) {
        AddVictims(attribute.who, node.box[a], known);
      }
      if (attribute.kind != CohortAttribute::Kind::kDimension) continue;
      TOGUNA_RETURN_IF_ERROR(
          AddOutside(attribute.dimension, node.box[a], known));
    }
    AddStratum(node, known);
    return known;
  }

 private:
  absl::Status AddOutside(const std::string& dimension,
                          const std::vector<std::string>& value,
                          KnownCohort& known) const {
    const auto depth = DepthBeside(catalog_, dataset_, families_, dimension);
    if (!depth.has_value()) return absl::OkStatus();
    const CodeTree& tree = catalog_.ListOf(dataset_, dimension)->tree;
    for (const std::string& code : value) {
      const auto node = tree.Find(code);
      if (node.has_value() && tree.depth(*node) > *depth) {
        return PlanInvalid("a cohort's box is finer than any table");
      }
    }
    TOGUNA_ASSIGN_OR_RETURN(const auto others, Others(tree, value));
    for (const std::string& code : others) {
      known.outside.push_back({{dimension, code}});
    }
    return absl::OkStatus();
  }

  static void AddVictims(const std::string& who,
                         const std::vector<std::string>& value,
                         KnownCohort& known) {
    if (value == std::vector<std::string>{"1+"}) {
      known.some.push_back({.within = {}, .who = {who}});
    }
    if (value == std::vector<std::string>{"0"}) known.none = {who};
  }

  // Records that a condition with victims applies to alone have such victims,
  // and none are where the box says that nobody has; and where all conditions
  // that may apply within the box are with victims, each record has some of
  // these, whatever tables tell apart.
  void AddStratum(const FormedCohorts::Node& node, KnownCohort& known) const {
    const CodeList* tallies = catalog_.FindCodeList(dataset_.tally_code_list);
    if (tallies == nullptr) return;
    std::vector<std::string> any;
    bool always = true;
    for (const CohortPlan::Stratum& one : plan_.strata) {
      const bool may_apply = MayApply(one, node);
      always = always && (!one.who.empty() || !may_apply);
      if (one.who.empty()) continue;
      std::vector<std::string> who = LeavesWithin(tallies->tree, one.who);
      std::erase_if(who, [&](const std::string& code) {
        return std::count(known.none.begin(), known.none.end(), code) > 0;
      });
      for (const std::string& code : one.codes) {
        KnownCohort::Codes within = {{one.dimension, code}};
        if (!AppliesAlone(one, code)) continue;
        if (who.empty()) {
          known.outside.push_back(std::move(within));
        } else {
          known.some.push_back({.within = std::move(within), .who = who});
        }
      }
      if (may_apply) any.insert(any.end(), who.begin(), who.end());
    }
    if (!always || any.empty()) return;
    known.some.push_back({.within = {}, .who = InOrder(tallies->tree, any)});
  }

  // Some record of the box may have a code of the condition: what the box says
  // nothing of may be.
  bool MayApply(const CohortPlan::Stratum& one,
                const FormedCohorts::Node& node) const {
    const CodeList* list = catalog_.ListOf(dataset_, one.dimension);
    for (size_t a = 0; a < plan_.attributes.size() && list != nullptr; ++a) {
      if (plan_.attributes[a].kind != CohortAttribute::Kind::kDimension ||
          plan_.attributes[a].dimension != one.dimension) {
        continue;
      }
      const CodeTree& tree = list->tree;
      const auto meets = [&](const std::string& code,
                             const std::string& value) {
        const auto x = tree.Find(code);
        const auto y = tree.Find(value);
        return x.has_value() && y.has_value() &&
               (tree.IsWithin(*x, *y) || tree.IsWithin(*y, *x));
      };
      return std::any_of(
          one.codes.begin(), one.codes.end(), [&](const std::string& code) {
            return std::any_of(
                node.box[a].begin(), node.box[a].end(),
                [&](const std::string& value) { return meets(code, value); });
          });
    }
    return true;
  }

  // Each once, as LeavesWithin has them.
  static std::vector<std::string> InOrder(
      const CodeTree& tree, const std::vector<std::string>& codes) {
    std::vector<std::string> ordered;
    for (const NodeIndex leaf : tree.Leaves()) {
      if (std::count(codes.begin(), codes.end(), tree.code(leaf)) > 0) {
        ordered.push_back(tree.code(leaf));
      }
    }
    return ordered;
  }

  // No condition that asks for other victims, or none, can apply to a record
  // of that code: those of the same dimension are other codes, and of another
  // dimension there is no telling.
  bool AppliesAlone(const CohortPlan::Stratum& one,
                    const std::string& code) const {
    if (!DepthBeside(catalog_, dataset_, families_, one.dimension)
             .has_value()) {
      return false;
    }
    const CodeTree& tree = catalog_.ListOf(dataset_, one.dimension)->tree;
    const auto node = tree.Find(code);
    return std::all_of(plan_.strata.begin(), plan_.strata.end(),
                       [&](const CohortPlan::Stratum& other) {
                         if (other.who == one.who) return true;
                         if (other.dimension != one.dimension) {
                           return !Meet(other, one.dimension, code);
                         }
                         return std::all_of(
                             other.codes.begin(), other.codes.end(),
                             [&](const std::string& its) {
                               const auto at = tree.Find(its);
                               return at.has_value() && node.has_value() &&
                                      !tree.IsWithin(*at, *node) &&
                                      !tree.IsWithin(*node, *at);
                             });
                       });
  }

  // Some record may have `code` of `dimension` and a code of `other`: two
  // crosswalks of one attribute meet where a code of it leads to both.
  bool Meet(const CohortPlan::Stratum& other, const std::string& dimension,
            const std::string& code) const {
    const Dimension* a = dataset_.FindDimension(dimension);
    const Dimension* b = dataset_.FindDimension(other.dimension);
    if (a == nullptr || b == nullptr ||
        a->source != Dimension::Source::kCrosswalk ||
        b->source != Dimension::Source::kCrosswalk || a->attributes.empty() ||
        b->attributes.empty() || a->attributes[0] != b->attributes[0]) {
      return true;
    }
    const Attribute* attribute = dataset_.FindAttribute(a->attributes[0]);
    const CodeList* list = attribute == nullptr
                               ? nullptr
                               : catalog_.FindCodeList(attribute->code_list);
    if (list == nullptr) return true;
    const auto rows_to = [&](const Dimension& of, const std::string& within) {
      const CodeTree& tree = catalog_.ListOf(dataset_, of.id)->tree;
      std::vector<std::string> from;
      for (const Dimension::CrosswalkRow& row : of.crosswalk) {
        const auto to = tree.Find(row.to);
        const auto top = tree.Find(within);
        if (to.has_value() && top.has_value() && tree.IsWithin(*to, *top)) {
          from.push_back(row.codes[0]);
        }
      }
      return from;
    };
    for (const std::string& its : other.codes) {
      for (const std::string& x : rows_to(*a, code)) {
        for (const std::string& y : rows_to(*b, its)) {
          const auto at = list->tree.Find(x);
          const auto its_at = list->tree.Find(y);
          if (!at.has_value() || !its_at.has_value() ||
              list->tree.IsWithin(*at, *its_at) ||
              list->tree.IsWithin(*its_at, *at)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  const Catalog& catalog_;
  const Dataset& dataset_;
  std::span<const Family* const> families_;
  const CohortPlan& plan_;
  const std::string& counted_by_;
};

}  // namespace

absl::StatusOr<Catalog> WithCohorts(const Catalog& catalog,
                                    const DatasetId& dataset,
                                    std::span<const CohortsInTables> all) {
  Catalog with = catalog;
  const auto found = with.datasets.find(dataset);
  if (found == with.datasets.end()) return PlanInvalid("there is no dataset");
  Dataset& its = found->second;
  for (const CohortsInTables& cohorts : all) {
    // One of its own, not of an earlier of `all`.
    const std::string& id = cohorts.plan.id.text();
    const Dataset* before = catalog.FindDataset(dataset);
    if (before->FindAttribute(id) != nullptr) {
      return NamedAsElse(CodeListId(id));
    }
    TOGUNA_RETURN_IF_ERROR(AddAttribute(cohorts.plan, all, its, with));
    TOGUNA_ASSIGN_OR_RETURN(CodeList list, ListOf(cohorts));
    if (with.FindCodeList(list.id) != nullptr ||
        its.FindDimension(cohorts.dimension) != nullptr) {
      return NamedAsElse(list.id);
    }
    Dimension& dimension = its.dimensions.emplace_back();
    dimension = {.id = cohorts.dimension,
                 .source = Dimension::Source::kCrosswalk,
                 .attributes = {id},
                 .crosswalk = {},
                 .code_list = list.id,
                 .label = cohorts.plan.title};
    for (const std::string& code : LowestOf(*cohorts.formed)) {
      dimension.crosswalk.push_back({.codes = {code}, .to = code});
    }
    const CodeListId key = list.id;
    with.code_lists.emplace(key, std::move(list));
  }
  return with;
}

Family FamilyOfCohorts(const CohortsInTables& cohorts) {
  return {.id = FamilyId(cohorts.dimension),
          .title = cohorts.plan.title,
          .unit = Unit::kRecord,
          .axes = {{.dimension = cohorts.dimension,
                    .coarsest = 1,
                    .finest = static_cast<int>(cohorts.rungs)}},
          .cadence = cohorts.plan.cadence,
          .stream = Stream::kInCohorts};
}

absl::StatusOr<std::vector<KnownCohort>> KnownOf(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families, const CohortsInTables& cohorts) {
  const Teller teller(catalog, dataset, families, cohorts);
  TOGUNA_RETURN_IF_ERROR(teller.Check());
  TOGUNA_ASSIGN_OR_RETURN(
      const std::vector<KnownCohort::Codes> outside,
      OutsideStratum(catalog, dataset, families, cohorts.plan));
  std::vector<KnownCohort> all;
  for (size_t n = 1; n < cohorts.formed->nodes.size(); ++n) {
    const FormedCohorts::Node& node = cohorts.formed->nodes[n];
    if (node.rung != 0) continue;
    TOGUNA_ASSIGN_OR_RETURN(KnownCohort known, teller.Of(node, outside));
    all.push_back(std::move(known));
  }
  return all;
}

void AddCodes(const std::string& dimension,
              const std::map<int32_t, std::string>& codes, Columns& columns) {
  columns.dimensions.push_back(dimension);
  std::vector<std::vector<std::string>> points;
  std::map<std::pair<int32_t, std::string>, int32_t> numbers;
  for (size_t row = 0; row < columns.point.size(); ++row) {
    const auto found = codes.find(columns.entity[row]);
    const std::string code = found == codes.end() ? "" : found->second;
    const int32_t before = columns.point[row];
    const auto [number, added] = numbers.emplace(
        std::pair(before, code), static_cast<int32_t>(points.size()));
    if (added) {
      points.push_back(columns.points[static_cast<size_t>(before)]);
      points.back().push_back(code);
    }
    columns.point[row] = number->second;
  }
  columns.points = std::move(points);
}

}  // namespace toguna
