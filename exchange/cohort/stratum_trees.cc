// The trees that the boxes of a stratum are made of.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/stratum.h"

namespace toguna {
namespace {

constexpr char kAny[] = "any";

absl::Status PlanInvalid(absl::string_view text) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "PLAN_INVALID", text);
}

// The tree's nodes, parents before children.
std::vector<CodeDeclaration> Declared(const CodeTree& tree) {
  std::vector<CodeDeclaration> nodes;
  for (NodeIndex i = 0; i < tree.size(); ++i) {
    const NodeIndex parent = tree.parent(i);
    nodes.push_back({.code = tree.code(i),
                     .parent = parent < 0 ? "" : tree.code(parent),
                     .label = tree.label(i)});
  }
  return nodes;
}

// A record may be without code of it, as tables count records: a dimension of
// an attribute counts those as not specified, if its list can say so.
bool MayLack(const Dataset& dataset, const Dimension& dimension,
             const CodeTree& tree) {
  if (dimension.source == Dimension::Source::kCrosswalk) return true;
  const Attribute* attribute =
      dimension.attributes.size() == 1
          ? dataset.FindAttribute(dimension.attributes[0])
          : nullptr;
  return (attribute == nullptr || !attribute->required) &&
         !tree.LeafFor(CodeTree::kTop).has_value();
}

absl::StatusOr<CodeTree> TreeOfDimension(const Catalog& catalog,
                                         const Dataset& dataset,
                                         const std::string& id) {
  const Dimension* dimension = dataset.FindDimension(id);
  const CodeList* list = catalog.ListOf(dataset, id);
  if (dimension == nullptr || list == nullptr) {
    return PlanInvalid(absl::StrCat("there is no dimension '", id, "'"));
  }
  std::vector<CodeDeclaration> nodes = Declared(list->tree);
  if (MayLack(dataset, *dimension, list->tree)) {
    if (list->tree.is_leaf(CodeTree::kTop)) {
      return PlanInvalid(
          absl::StrCat("the list of dimension '", id, "' has one code alone"));
    }
    nodes.push_back({.code = kWithoutCode,
                     .parent = list->tree.code(CodeTree::kTop),
                     .label = {.fr = "aucun", .en = "none"}});
  }
  absl::StatusOr<CodeTree> tree = CodeTree::Create(std::move(nodes));
  if (!tree.ok()) return PlanInvalid(tree.status().message());
  return tree;
}

CodeDeclaration AnyDeclared() {
  return {
      .code = kAny, .parent = "", .label = {.fr = "indifférent", .en = "any"}};
}

absl::StatusOr<CodeTree> TreeOfVictims() {
  return CodeTree::Create(
      {AnyDeclared(),
       {.code = kNoVictims, .parent = kAny, .label = {"aucune", "none"}},
       {.code = kSomeVictims,
        .parent = kAny,
        .label = {"une ou plus", "one or more"}}});
}

absl::StatusOr<CodeTree> TreeOfQuarters(Period period) {
  std::vector<CodeDeclaration> nodes = {
      AnyDeclared(),
      {.code = kEarlier,
       .parent = kAny,
       .label = {.fr = "plus tôt", .en = "earlier"}}};
  Period quarter(Period::Kind::kQuarter,
                 absl::CivilMonth(absl::CivilYear(period.month())));
  for (; !(period < quarter); quarter = quarter.Next()) {
    const std::string text = quarter.text();
    nodes.push_back({.code = text, .parent = kAny, .label = {text, text}});
  }
  return CodeTree::Create(std::move(nodes));
}

}  // namespace

absl::StatusOr<std::vector<CodeTree>> TreesOf(const Catalog& catalog,
                                              const Dataset& dataset,
                                              const CohortPlan& plan,
                                              Period period) {
  if (period.kind() != Period::Kind::kQuarter) {
    return PlanInvalid("cohorts are formed by the quarter");
  }
  const auto tree_of =
      [&](const CohortAttribute& attribute) -> absl::StatusOr<CodeTree> {
    switch (attribute.kind) {
      case CohortAttribute::Kind::kDimension:
        return TreeOfDimension(catalog, dataset, attribute.dimension);
      case CohortAttribute::Kind::kVictims:
        return TreeOfVictims();
      case CohortAttribute::Kind::kIncidentQuarter:
      case CohortAttribute::Kind::kAcceptanceQuarter:
        return TreeOfQuarters(period);
    }
    return PlanInvalid("an attribute of cohorts is of no known kind");
  };
  std::vector<CodeTree> trees;
  for (const CohortAttribute& attribute : plan.attributes) {
    TOGUNA_ASSIGN_OR_RETURN(CodeTree tree, tree_of(attribute));
    trees.push_back(std::move(tree));
  }
  return trees;
}

}  // namespace toguna
