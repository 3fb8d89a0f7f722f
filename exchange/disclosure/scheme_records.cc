// Scheme: from records to points.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/incident_time.h"
#include "exchange/disclosure/scheme.h"

namespace toguna {
namespace {

absl::Status RecordInvalid(absl::string_view field) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "RECORD_INVALID",
                     absl::StrCat("a record cannot be counted by ", field),
                     {{"field", std::string(field)}});
}

// The leaf for records known no finer than the top.
NodeIndex UnspecifiedLeaf(const CodeTree& tree) {
  return tree.LeafFor(CodeTree::kTop).value_or(kNowhere);
}

}  // namespace

std::vector<NodeIndex> Scheme::ValuesOf(const Input& input) const {
  std::vector<NodeIndex> values = input.list->tree.Leaves();
  if (!input.required) values.push_back(kNowhere);
  return values;
}

NodeIndex Scheme::NodeOf(const SchemeDimension& dimension,
                         std::span<const NodeIndex> values) const {
  const CodeTree& tree = dimension.list->tree;
  NodeIndex leaf = kNowhere;
  if (!dimension.crosswalk) {
    leaf = values[dimension.inputs[0]];
    if (leaf == kNowhere) leaf = UnspecifiedLeaf(tree);
  }
  for (const Row& row : dimension.rows) {
    bool applies = true;
    for (size_t i = 0; i < row.within.size() && applies; ++i) {
      if (row.within[i] == kNowhere) continue;
      const size_t input = dimension.inputs[i];
      applies = values[input] != kNowhere && inputs_[input].list->tree.IsWithin(
                                                 values[input], row.within[i]);
    }
    if (applies) {
      leaf = row.to;
      break;
    }
  }
  return leaf == kNowhere ? kNowhere : tree.AtDepth(leaf, dimension.finest);
}

absl::StatusOr<NodeIndex> Scheme::ValueIn(const Record& record,
                                          const Input& input) const {
  const CodeTree& tree = input.list->tree;
  std::string code;
  if (input.kind == Input::Kind::kYear) {
    code = absl::StrCat(record.incident_day.year());
    // A year that the list does not name is counted as not specified.
    if (!tree.Find(code).has_value()) {
      const NodeIndex unspecified = UnspecifiedLeaf(tree);
      if (unspecified == kNowhere) return RecordInvalid("incident-year");
      return unspecified;
    }
  } else if (input.kind == Input::Kind::kMonth) {
    // Without the month of acceptance nothing is known of it.
    const auto relation =
        record.accepted.has_value()
            ? IncidentMonthOf(absl::CivilMonth(record.incident_day),
                              *record.accepted)
            : std::nullopt;
    if (!relation.has_value()) return RecordInvalid("incident-month");
    code = std::string(*relation);
  } else {
    const auto found = record.codes.find(input.id);
    if (found == record.codes.end() || found->second.empty()) {
      if (input.required) return RecordInvalid(input.id);
      return kNowhere;
    }
    code = found->second;
    const auto version = record.list_versions.find(input.list->id.text());
    if (version != record.list_versions.end() &&
        version->second != input.list->version) {
      return RecordInvalid(input.id);
    }
  }
  const std::optional<NodeIndex> node = tree.Find(code);
  const std::optional<NodeIndex> leaf =
      node.has_value() ? tree.LeafFor(*node) : std::nullopt;
  if (!leaf.has_value()) return RecordInvalid(input.id);
  return *leaf;
}

absl::StatusOr<std::vector<Tally>> Scheme::TalliesOf(
    const Record& record) const {
  std::vector<NodeIndex> values(inputs_.size(), kNowhere);
  const Input* who = nullptr;
  size_t who_at = 0;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (inputs_[i].kind == Input::Kind::kWho) {
      who = &inputs_[i];
      who_at = i;
      continue;
    }
    TOGUNA_ASSIGN_OR_RETURN(values[i], ValueIn(record, inputs_[i]));
  }
  const auto point = [&] {
    Point nodes;
    for (const SchemeDimension& dimension : dimensions_) {
      nodes.push_back(NodeOf(dimension, values));
    }
    return nodes;
  };
  if (unit_ == Unit::kRecord) {
    return std::vector<Tally>{{.point = point(), .amount = 1}};
  }
  std::vector<Tally> tallies;
  for (const auto& [code, victims] : record.tallies) {
    if (victims < 0) return RecordInvalid("tallies");
    if (victims == 0) continue;
    if (who != nullptr) {
      const CodeTree& tree = who->list->tree;
      const std::optional<NodeIndex> node = tree.Find(code);
      const std::optional<NodeIndex> leaf =
          node.has_value() ? tree.LeafFor(*node) : std::nullopt;
      if (!leaf.has_value()) return RecordInvalid("tallies");
      values[who_at] = *leaf;
    }
    tallies.push_back({.point = point(), .amount = victims});
  }
  return tallies;
}

}  // namespace toguna
