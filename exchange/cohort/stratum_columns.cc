#include "exchange/cohort/stratum_columns.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

absl::Status RecordInvalid() {
  return ReasonError(absl::StatusCode::kInvalidArgument, "RECORD_INVALID",
                     "a record of a stratum has a value that no cohort of the "
                     "period can have",
                     {{"field", "values"}});
}

// Numbers texts in the order they first come.
class Numbers {
 public:
  int32_t Of(const std::string& text) {
    return numbers_.emplace(text, static_cast<int32_t>(numbers_.size()))
        .first->second;
  }

 private:
  absl::flat_hash_map<std::string, int32_t> numbers_;
};

bool IsQuarter(const CohortAttribute& attribute) {
  return attribute.kind == CohortAttribute::Kind::kIncidentQuarter ||
         attribute.kind == CohortAttribute::Kind::kAcceptanceQuarter;
}

absl::Status AddLeaves(const std::vector<CodeTree>& trees,
                       const CohortPlan& plan, Period period,
                       const StratumRecord& record,
                       std::vector<NodeIndex>& leaves) {
  if (record.values.size() != trees.size()) return RecordInvalid();
  for (size_t a = 0; a < trees.size(); ++a) {
    std::string code = record.values[a];
    if (code.empty()) {
      code = kWithoutCode;
    } else if (IsQuarter(plan.attributes[a])) {
      const absl::StatusOr<Period> quarter = Period::Parse(code);
      if (!quarter.ok() || quarter->kind() != Period::Kind::kQuarter) {
        return RecordInvalid();
      }
      if (quarter->month().year() < period.month().year()) code = kEarlier;
    }
    const std::optional<NodeIndex> leaf = trees[a].Find(code);
    if (!leaf.has_value() || !trees[a].is_leaf(*leaf)) return RecordInvalid();
    leaves.push_back(*leaf);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<StratumColumns> ColumnsOfStratum(
    const std::vector<CodeTree>& trees, const CohortPlan& plan, Period period,
    bool public_sources, std::span<const StratumRecord> records) {
  StratumColumns columns;
  Numbers entities;
  Numbers sources;
  Numbers contributors;
  Numbers diverse;
  for (const StratumRecord& one : records) {
    TOGUNA_RETURN_IF_ERROR(AddLeaves(trees, plan, period, one, columns.leaves));
    const CohortRecord& at = one.record;
    // Neither months nor ids hold line ends.
    columns.entities.push_back(entities.Of(absl::StrCat(
        at.month.text(), "\n", at.contributor.text(), "\n", at.ref)));
    columns.sources.push_back(public_sources ? columns.entities.back()
                                             : sources.Of(one.source));
    columns.contributors.push_back(contributors.Of(at.contributor.text()));
    columns.diverse.push_back(diverse.Of(one.diverse));
  }
  columns.order.resize(records.size());
  std::iota(columns.order.begin(), columns.order.end(), size_t{0});
  const auto key = [](const StratumRecord& one) {
    return std::tie(one.record.contributor, one.record.ref, one.record.month,
                    one.record.instance, one.source, one.values, one.diverse);
  };
  std::sort(
      columns.order.begin(), columns.order.end(),
      [&](size_t a, size_t b) { return key(records[a]) < key(records[b]); });
  return columns;
}

}  // namespace toguna
