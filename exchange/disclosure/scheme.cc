#include "exchange/disclosure/scheme.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

namespace toguna {
namespace {

constexpr char kYearInput[] = "@year";
constexpr char kMonthInput[] = "@month";
constexpr char kWhoInput[] = "@who";

absl::Status PlanInvalid(absl::string_view text) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "PLAN_INVALID", text);
}

absl::Status TooLarge(absl::string_view what, int64_t size, int64_t limit) {
  return ReasonError(
      absl::StatusCode::kResourceExhausted, "PLAN_TOO_LARGE",
      absl::StrCat("the plan has more than ", limit, " ", what,
                   "; use fewer dimensions or coarser levels"),
      {{"what", std::string(what)}, {"size", absl::StrCat(size)}});
}

// a * b, or the largest value where that is too large.
int64_t SaturatingProduct(int64_t a, int64_t b) {
  int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? INT64_MAX : product;
}

// Nodes that stand at some depth from `coarsest` to `finest`, a shallow leaf
// for itself, parents before their children.
void NodesBetween(const CodeTree& tree, NodeIndex node, int coarsest,
                  int finest, std::vector<NodeIndex>& nodes) {
  const int depth = tree.depth(node);
  if (depth > finest) return;
  if (depth >= coarsest || tree.is_leaf(node)) nodes.push_back(node);
  for (const NodeIndex child : tree.children(node)) {
    NodesBetween(tree, child, coarsest, finest, nodes);
  }
}

// Advances `counter` as an odometer whose wheels have `sizes`, the last
// fastest; false after the last combination.
bool Advance(std::vector<size_t>& counter, const std::vector<size_t>& sizes) {
  for (size_t i = counter.size(); i-- > 0;) {
    if (++counter[i] < sizes[i]) return true;
    counter[i] = 0;
  }
  return false;
}

}  // namespace

absl::StatusOr<Scheme> Scheme::Create(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> families, Unit unit,
    const std::vector<Refinement>& refinements) {
  Scheme scheme;
  scheme.unit_ = unit;
  for (const Family* family : families) {
    if (family->unit != unit) continue;
    TOGUNA_RETURN_IF_ERROR(scheme.AddFamily(catalog, dataset, *family));
  }
  for (const Refinement& refinement : refinements) {
    TOGUNA_ASSIGN_OR_RETURN(
        const size_t dimension,
        scheme.AddDimension(catalog, dataset, refinement.dimension));
    int& finest = scheme.dimensions_[dimension].finest;
    finest = std::max(finest, refinement.finest);
  }
  TOGUNA_RETURN_IF_ERROR(scheme.NumberCells());
  scheme.JoinFactors();
  for (Factor& factor : scheme.factors_) {
    TOGUNA_RETURN_IF_ERROR(scheme.EnumerateChoices(factor));
    scheme.atoms_ = SaturatingProduct(
        scheme.atoms_, static_cast<int64_t>(factor.choices.size()));
  }
  if (scheme.atoms_ > kMaxAtoms) {
    return TooLarge("combinations of codes", scheme.atoms_, kMaxAtoms);
  }
  return scheme;
}

absl::Status Scheme::AddFamily(const Catalog& catalog, const Dataset& dataset,
                               const Family& family) {
  Table table{.family = &family, .axes = {}};
  for (const toguna::Axis& axis : family.axes) {
    TOGUNA_ASSIGN_OR_RETURN(const size_t dimension,
                            AddDimension(catalog, dataset, axis.dimension));
    if (axis.coarsest < 0 || axis.finest < axis.coarsest) {
      return PlanInvalid(absl::StrCat("family '", family.id.text(),
                                      "' has an axis with wrong depths"));
    }
    for (const Axis& other : table.axes) {
      if (other.dimension == dimension) {
        return PlanInvalid(absl::StrCat("family '", family.id.text(),
                                        "' names a dimension twice"));
      }
    }
    SchemeDimension& used = dimensions_[dimension];
    used.finest = std::max(used.finest, axis.finest);
    const CodeTree& tree = used.list->tree;
    Axis resolved{.dimension = dimension, .nodes = {}, .position = {}};
    NodesBetween(tree, CodeTree::kTop, axis.coarsest, axis.finest,
                 resolved.nodes);
    resolved.position.assign(static_cast<size_t>(tree.size()), -1);
    for (size_t i = 0; i < resolved.nodes.size(); ++i) {
      resolved.position[static_cast<size_t>(resolved.nodes[i])] =
          static_cast<int32_t>(i);
    }
    table.axes.push_back(std::move(resolved));
  }
  tables_.push_back(std::move(table));
  return absl::OkStatus();
}

absl::StatusOr<size_t> Scheme::AddDimension(const Catalog& catalog,
                                            const Dataset& dataset,
                                            const std::string& id) {
  for (size_t i = 0; i < dimensions_.size(); ++i) {
    if (dimensions_[i].id == id) return i;
  }
  const Dimension* declared = dataset.FindDimension(id);
  const CodeList* list = catalog.ListOf(dataset, id);
  if (declared == nullptr || list == nullptr) {
    return PlanInvalid(absl::StrCat("there is no dimension '", id, "'"));
  }
  SchemeDimension dimension{.id = id, .list = list, .inputs = {}, .rows = {}};
  switch (declared->source) {
    case Dimension::Source::kIncidentYear:
      dimension.inputs = {AddInput({.kind = Input::Kind::kYear,
                                    .id = absl::StrCat(kYearInput, "/", id),
                                    .list = list})};
      break;
    case Dimension::Source::kIncidentMonth:
      dimension.inputs = {AddInput({.kind = Input::Kind::kMonth,
                                    .id = absl::StrCat(kMonthInput, "/", id),
                                    .list = list})};
      break;
    case Dimension::Source::kWho:
      if (unit_ != Unit::kVictim || list->id != dataset.tally_code_list) {
        return PlanInvalid(absl::StrCat(
            "dimension '", id, "' needs tallies and families of unit VICTIM"));
      }
      dimension.inputs = {
          AddInput({.kind = Input::Kind::kWho, .id = kWhoInput, .list = list})};
      break;
    case Dimension::Source::kAttribute:
    case Dimension::Source::kCrosswalk:
      TOGUNA_RETURN_IF_ERROR(
          AddAttributes(catalog, dataset, *declared, dimension));
      dimension.crosswalk = declared->source == Dimension::Source::kCrosswalk;
      TOGUNA_RETURN_IF_ERROR(AddCrosswalk(*declared, dimension));
  }
  dimensions_.push_back(std::move(dimension));
  return dimensions_.size() - 1;
}

absl::Status Scheme::AddAttributes(const Catalog& catalog,
                                   const Dataset& dataset,
                                   const Dimension& declared,
                                   SchemeDimension& dimension) {
  for (const std::string& name : declared.attributes) {
    const Attribute* attribute = dataset.FindAttribute(name);
    const CodeList* codes = attribute == nullptr
                                ? nullptr
                                : catalog.FindCodeList(attribute->code_list);
    if (codes == nullptr) {
      return PlanInvalid(absl::StrCat("dimension '", declared.id,
                                      "' needs attributes with codes"));
    }
    dimension.inputs.push_back(AddInput({.kind = Input::Kind::kCode,
                                         .id = name,
                                         .list = codes,
                                         .required = attribute->required}));
  }
  return absl::OkStatus();
}

absl::Status Scheme::AddCrosswalk(const Dimension& declared,
                                  SchemeDimension& dimension) const {
  if (!dimension.crosswalk) {
    if (dimension.inputs.size() == 1 &&
        inputs_[dimension.inputs[0]].list == dimension.list) {
      return absl::OkStatus();
    }
    return PlanInvalid(absl::StrCat("dimension '", declared.id,
                                    "' is not one attribute of its code list"));
  }
  const absl::Status wrong = PlanInvalid(absl::StrCat(
      "dimension '", declared.id, "' has a crosswalk row of unknown codes"));
  for (const Dimension::CrosswalkRow& row : declared.crosswalk) {
    if (row.codes.size() != dimension.inputs.size()) return wrong;
    Row resolved;
    for (size_t i = 0; i < row.codes.size(); ++i) {
      const CodeTree& tree = inputs_[dimension.inputs[i]].list->tree;
      const std::optional<NodeIndex> node = tree.Find(row.codes[i]);
      if (!row.codes[i].empty() && !node.has_value()) return wrong;
      resolved.within.push_back(node.value_or(kNowhere));
    }
    const CodeTree& tree = dimension.list->tree;
    const std::optional<NodeIndex> to = tree.Find(row.to);
    if (!to.has_value() || !tree.LeafFor(*to).has_value()) return wrong;
    resolved.to = *tree.LeafFor(*to);
    dimension.rows.push_back(std::move(resolved));
  }
  return absl::OkStatus();
}

size_t Scheme::AddInput(Input input) {
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (inputs_[i].id == input.id) return i;
  }
  inputs_.push_back(std::move(input));
  return inputs_.size() - 1;
}

absl::Status Scheme::NumberCells() {
  int64_t all = 0;
  for (Table& table : tables_) {
    for (const Axis& axis : table.axes) {
      table.cells = SaturatingProduct(table.cells,
                                      static_cast<int64_t>(axis.nodes.size()));
    }
    if (table.cells > kMaxCells - all) {
      return TooLarge("cells", table.cells, kMaxCells);
    }
    all += table.cells;
  }
  return absl::OkStatus();
}

void Scheme::JoinFactors() {
  for (size_t d = 0; d < dimensions_.size(); ++d) {
    Factor joined;
    joined.inputs = dimensions_[d].inputs;
    joined.dimensions = {d};
    std::vector<Factor> kept;
    for (Factor& factor : factors_) {
      const bool shared = std::any_of(
          factor.inputs.begin(), factor.inputs.end(), [&](size_t input) {
            return std::count(dimensions_[d].inputs.begin(),
                              dimensions_[d].inputs.end(), input) > 0;
          });
      if (!shared) {
        kept.push_back(std::move(factor));
        continue;
      }
      joined.inputs.insert(joined.inputs.end(), factor.inputs.begin(),
                           factor.inputs.end());
      joined.dimensions.insert(joined.dimensions.end(),
                               factor.dimensions.begin(),
                               factor.dimensions.end());
    }
    std::sort(joined.inputs.begin(), joined.inputs.end());
    joined.inputs.erase(std::unique(joined.inputs.begin(), joined.inputs.end()),
                        joined.inputs.end());
    std::sort(joined.dimensions.begin(), joined.dimensions.end());
    kept.push_back(std::move(joined));
    factors_ = std::move(kept);
  }
}

absl::Status Scheme::EnumerateChoices(Factor& factor) const {
  std::vector<std::vector<NodeIndex>> values(inputs_.size());
  std::vector<size_t> sizes;
  int64_t combinations = 1;
  for (const size_t input : factor.inputs) {
    values[input] = ValuesOf(inputs_[input]);
    sizes.push_back(values[input].size());
    combinations =
        SaturatingProduct(combinations, static_cast<int64_t>(sizes.back()));
  }
  if (combinations > kMaxCells) {
    return TooLarge("combinations of attributes", combinations, kMaxCells);
  }
  std::vector<size_t> counter(factor.inputs.size(), 0);
  std::vector<NodeIndex> chosen(inputs_.size(), kNowhere);
  do {
    for (size_t i = 0; i < counter.size(); ++i) {
      chosen[factor.inputs[i]] = values[factor.inputs[i]][counter[i]];
    }
    Point choice;
    for (const size_t dimension : factor.dimensions) {
      choice.push_back(NodeOf(dimensions_[dimension], chosen));
    }
    const auto number = static_cast<int64_t>(factor.choices.size());
    if (factor.index.emplace(choice, number).second) {
      factor.choices.push_back(std::move(choice));
    }
  } while (Advance(counter, sizes));
  return absl::OkStatus();
}

}  // namespace toguna
