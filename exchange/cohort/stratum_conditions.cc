#include "exchange/cohort/stratum_conditions.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

absl::Status PlanInvalid(absl::string_view text) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "PLAN_INVALID", text);
}

}  // namespace

absl::StatusOr<DimensionReader> DimensionReader::Create(
    const Catalog& catalog, const Dataset& dataset,
    const std::string& dimension) {
  const Dimension* declared = dataset.FindDimension(dimension);
  const CodeList* list = catalog.ListOf(dataset, dimension);
  if (declared == nullptr || list == nullptr ||
      (declared->source != Dimension::Source::kAttribute &&
       declared->source != Dimension::Source::kCrosswalk)) {
    return PlanInvalid(absl::StrCat("cohorts need a dimension of codes, and '",
                                    dimension, "' is none"));
  }
  TOGUNA_ASSIGN_OR_RETURN(
      Scheme scheme, Scheme::Create(catalog, dataset, {}, Unit::kRecord,
                                    {{dimension, list->tree.max_depth()}}));
  return DimensionReader(std::move(scheme));
}

absl::StatusOr<NodeIndex> DimensionReader::LeafOf(const Record& record) const {
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<Tally> tallies,
                          scheme_.TalliesOf(record));
  return tallies[0].point[0];
}

absl::StatusOr<std::string> DimensionReader::CodeOf(
    const Record& record) const {
  TOGUNA_ASSIGN_OR_RETURN(const NodeIndex leaf, LeafOf(record));
  return leaf == kNowhere ? std::string() : tree().code(leaf);
}

absl::StatusOr<VictimReader> VictimReader::Create(const Catalog& catalog,
                                                  const Dataset& dataset,
                                                  const std::string& who) {
  const CodeList* list = catalog.FindCodeList(dataset.tally_code_list);
  const std::optional<NodeIndex> node =
      list == nullptr ? std::nullopt : list->tree.Find(who);
  if (!node.has_value()) {
    return PlanInvalid(absl::StrCat("no victim is counted as '", who, "'"));
  }
  return VictimReader(list->tree, *node);
}

absl::StatusOr<bool> VictimReader::HasAny(const Record& record) const {
  bool any = false;
  for (const auto& [code, victims] : record.tallies) {
    const std::optional<NodeIndex> node = tree_->Find(code);
    if (victims < 0 || !node.has_value()) {
      return ReasonError(absl::StatusCode::kInvalidArgument, "RECORD_INVALID",
                         "a record has victims that are not counted",
                         {{"field", "tallies"}});
    }
    any = any || (victims > 0 && tree_->IsWithin(*node, who_));
  }
  return any;
}

absl::StatusOr<Condition> Condition::Create(
    const Catalog& catalog, const Dataset& dataset,
    const CohortPlan::Stratum& stratum) {
  TOGUNA_ASSIGN_OR_RETURN(
      DimensionReader reader,
      DimensionReader::Create(catalog, dataset, stratum.dimension));
  Condition condition(std::move(reader));
  for (const std::string& code : stratum.codes) {
    const auto node = condition.reader_.tree().Find(code);
    if (!node.has_value()) {
      return PlanInvalid(absl::StrCat("dimension '", stratum.dimension,
                                      "' has no code '", code, "'"));
    }
    condition.within_.push_back(*node);
  }
  if (!stratum.who.empty()) {
    TOGUNA_ASSIGN_OR_RETURN(
        condition.victims_,
        VictimReader::Create(catalog, dataset, stratum.who));
  }
  return condition;
}

absl::StatusOr<bool> Condition::Holds(const Record& record) const {
  TOGUNA_ASSIGN_OR_RETURN(const NodeIndex leaf, reader_.LeafOf(record));
  const bool within =
      leaf != kNowhere &&
      std::any_of(within_.begin(), within_.end(), [&](NodeIndex node) {
        return reader_.tree().IsWithin(leaf, node);
      });
  if (!within || !victims_.has_value()) return within;
  return victims_->HasAny(record);
}

absl::StatusOr<Consent> Consent::Create(const Catalog& catalog,
                                        const Dataset& dataset,
                                        const CohortPlan& plan) {
  // Used for no purpose, rows would be anybody's.
  if (plan.purposes.empty()) return PlanInvalid("cohorts need a purpose");
  Consent consent;
  // Sources of public reports, and datasets without sources, give none.
  if (!dataset.public_sources && !dataset.consent_code_list.empty()) {
    const CodeList* list = catalog.FindCodeList(dataset.consent_code_list);
    if (list == nullptr) return PlanInvalid("there is no list of consent");
    consent.scopes_ = &list->tree;
  }
  for (const PurposeId& id : plan.purposes) {
    const Purpose* purpose = catalog.FindPurpose(id);
    if (purpose == nullptr) {
      return PlanInvalid(absl::StrCat("no purpose '", id.text(), "'"));
    }
    consent.purposes_.push_back(purpose);
  }
  return consent;
}

bool Consent::Covers(const Record& record) const {
  if (scopes_ == nullptr) return true;
  const std::optional<NodeIndex> given = scopes_->Find(record.consent);
  if (!given.has_value()) return false;
  const auto covers = [&](const std::string& scope) {
    const std::optional<NodeIndex> node = scopes_->Find(scope);
    return node.has_value() && scopes_->IsWithin(*given, *node);
  };
  return std::all_of(
      purposes_.begin(), purposes_.end(), [&](const Purpose* purpose) {
        return std::any_of(purpose->consent_scopes.begin(),
                           purpose->consent_scopes.end(), covers);
      });
}

}  // namespace toguna
