#include "exchange/cohort/hold_over.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "exchange/base/period.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/stratum_columns.h"

namespace toguna {
namespace {

// The last quarter of the year of another: its trees have all that those of
// the others have.
Period LastOf(const Period& quarter) {
  const absl::CivilYear year(quarter.month());
  return Period(Period::Kind::kQuarter, absl::CivilMonth(year) + 9);
}

}  // namespace

absl::StatusOr<HoldOver> HoldOver::Create(
    const Catalog& catalog, const Dataset& dataset, const CohortPlan& plan,
    const std::vector<const CohortSeal*>& before) {
  HoldOver held(plan);
  if (before.empty()) return held;
  held.last_ = LastOf(before[0]->period);
  TOGUNA_ASSIGN_OR_RETURN(held.trees_,
                          TreesOf(catalog, dataset, plan, held.last_));
  for (const CohortSeal* seal : before) {
    Sealed& sealed = held.before_.emplace_back();
    sealed.quarter = seal->period;
    sealed.at = seal->sealed_at;
    for (const CohortSeal::Node& node : seal->nodes) {
      if (!node.IsGiven()) continue;
      TOGUNA_ASSIGN_OR_RETURN(Section section, held.SectionOf(node.box));
      sealed.given.insert(std::move(section));
    }
  }
  return held;
}

HoldOver::Section HoldOver::SectionAt(std::span<const NodeIndex> nodes) const {
  Section section;
  for (size_t a = 0; a < trees_.size(); ++a) {
    section.push_back(trees_[a].code(
        trees_[a].AtDepth(nodes[a], plan_->attributes[a].coarsest)));
  }
  return section;
}

absl::StatusOr<HoldOver::Section> HoldOver::SectionOf(
    const std::vector<std::vector<std::string>>& box) const {
  std::vector<NodeIndex> nodes;
  for (size_t a = 0; a < trees_.size() && a < box.size(); ++a) {
    // Siblings that were pooled lie in one section.
    const std::string code = box[a].empty() ? "" : box[a].front();
    const std::optional<NodeIndex> node =
        trees_[a].Find(code.empty() ? kWithoutCode : code);
    if (!node.has_value()) break;
    nodes.push_back(*node);
  }
  if (nodes.size() < trees_.size()) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "RECORD_INVALID",
                       "a cohort's box has a code that its plan does not have",
                       {{"field", "values"}});
  }
  return SectionAt(nodes);
}

bool HoldOver::IsOpen(const Section& section, size_t quarter,
                      std::optional<size_t> of) const {
  if (before_[quarter].given.count(section) > 0) return false;
  for (size_t later = 0; later < before_.size(); ++later) {
    const bool since = Joined(quarter, later) &&
                       (!of.has_value() || before_[later].at < before_[*of].at);
    if (since && before_[later].given.count(section) > 0) return false;
  }
  return true;
}

absl::StatusOr<std::vector<bool>> HoldOver::Waits(
    size_t quarter, std::span<const StratumRecord> records) const {
  TOGUNA_ASSIGN_OR_RETURN(
      const StratumColumns columns,
      ColumnsOfStratum(trees_, *plan_, last_, true, records));
  std::vector<bool> waits;
  for (size_t record = 0; record < records.size(); ++record) {
    const std::span<const NodeIndex> leaves(
        columns.leaves.data() + record * trees_.size(), trees_.size());
    waits.push_back(IsOpen(SectionAt(leaves), quarter, std::nullopt));
  }
  return waits;
}

absl::StatusOr<std::vector<size_t>> HoldOver::MayComeFrom(
    const std::vector<std::vector<std::string>>& box,
    std::optional<size_t> of) const {
  std::vector<size_t> from;
  if (before_.empty()) return from;
  TOGUNA_ASSIGN_OR_RETURN(const Section section, SectionOf(box));
  const auto shows = [&](const Period& quarter) {
    for (size_t a = 0; a < trees_.size(); ++a) {
      const CohortAttribute& attribute = plan_->attributes[a];
      if (attribute.kind != CohortAttribute::Kind::kAcceptanceQuarter) continue;
      const std::string& any = trees_[a].code(CodeTree::kTop);
      const std::string text = quarter.text();
      if (std::none_of(box[a].begin(), box[a].end(),
                       [&](const std::string& code) {
                         return code == any || code == text;
                       })) {
        return false;
      }
    }
    return true;
  };
  for (size_t quarter = 0; quarter < before_.size(); ++quarter) {
    if (of.has_value() && !Joined(quarter, *of)) continue;
    if (IsOpen(section, quarter, of) && shows(before_[quarter].quarter)) {
      from.push_back(quarter);
    }
  }
  return from;
}

}  // namespace toguna
