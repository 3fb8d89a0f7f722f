// Plans, as periods were sealed under them, as stored messages.

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/row_parts.h"

namespace toguna {
namespace {

namespace pb = ::toguna::stored::v1;

void EncodeFamily(const Family& family, pb::Plan::Family& message) {
  message.set_id(family.id.text());
  message.set_title_fr(family.title.fr);
  message.set_title_en(family.title.en);
  message.set_unit(EncodeUnit(family.unit));
  for (const Axis& axis : family.axes) {
    pb::Plan::Axis& one = *message.add_axes();
    one.set_dimension(axis.dimension);
    one.set_coarsest(axis.coarsest);
    one.set_finest(axis.finest);
    for (const AxisPool& pool : axis.pools) one.add_pools(pool.code);
  }
  message.set_cadence(static_cast<pb::Plan::Cadence>(
      static_cast<int>(family.cadence) + pb::Plan::MONTH));
  message.set_stream(static_cast<pb::Plan::Stream>(
      static_cast<int>(family.stream) + pb::Plan::ACCEPTED));
  message.set_weight(family.weight);
}

// The pools of an axis are the plan's, each known by its code.
absl::StatusOr<Axis> DecodeAxis(const pb::Plan::Axis& message,
                                const std::vector<Pool>& pools) {
  Axis axis{message.dimension(), message.coarsest(), message.finest()};
  for (const std::string& code : message.pools()) {
    const auto found =
        std::find_if(pools.begin(), pools.end(), [&](const Pool& pool) {
          return pool.dimension == axis.dimension && pool.code == code;
        });
    if (found == pools.end()) return UnknownStored();
    axis.pools.push_back({found->code, found->codes, found->label});
  }
  return axis;
}

absl::StatusOr<Family> DecodeFamily(const pb::Plan::Family& message,
                                    const std::vector<Pool>& pools) {
  Family family;
  family.id = FamilyId(message.id());
  family.title = {message.title_fr(), message.title_en()};
  TOGUNA_ASSIGN_OR_RETURN(family.unit, DecodeUnit(message.unit()));
  for (const pb::Plan::Axis& one : message.axes()) {
    TOGUNA_ASSIGN_OR_RETURN(Axis axis, DecodeAxis(one, pools));
    family.axes.push_back(std::move(axis));
  }
  if (message.cadence() < pb::Plan::MONTH ||
      message.cadence() > pb::Plan::YEAR ||
      message.stream() < pb::Plan::ACCEPTED ||
      message.stream() > pb::Plan::ADDED) {
    return UnknownStored();
  }
  family.cadence = static_cast<Cadence>(message.cadence() - pb::Plan::MONTH);
  family.stream = static_cast<Stream>(message.stream() - pb::Plan::ACCEPTED);
  family.weight = message.weight();
  return family;
}

pb::Plan EncodePlan(const Plan& plan) {
  pb::Plan message;
  message.set_id(plan.id.text());
  message.set_version(plan.version);
  message.set_dataset(plan.dataset.text());
  *message.mutable_minimums() = EncodeMinimums(plan.minimums);
  for (const Family& family : plan.families) {
    EncodeFamily(family, *message.add_families());
  }
  for (const Minimums& rung : plan.rungs) {
    *message.add_rungs() = EncodeMinimums(rung);
  }
  if (plan.max_global_risk.has_value()) {
    message.set_max_global_risk(*plan.max_global_risk);
  }
  if (plan.dominance_percent.has_value()) {
    message.set_dominance_percent(*plan.dominance_percent);
  }
  for (const Pool& pool : plan.pools) *message.add_pools() = EncodePool(pool);
  for (const StructuralZero& zero : plan.structural_zeros) {
    pb::Plan::Zero& one = *message.add_structural_zeros();
    for (const StructuralZero::Code& code : zero.codes) {
      pb::Text& text = *one.add_codes();
      text.set_key(code.dimension);
      text.set_value(code.code);
    }
    one.set_reason(zero.reason);
  }
  for (const CohortPlan& cohorts : plan.cohorts) {
    EncodeCohortPlan(cohorts, *message.add_cohorts());
  }
  return message;
}

absl::StatusOr<Plan> DecodePlan(const pb::Plan& message) {
  Plan plan;
  plan.id = PlanId(message.id());
  plan.version = message.version();
  plan.dataset = DatasetId(message.dataset());
  plan.minimums = DecodeMinimums(message.minimums());
  for (const pb::Plan::Pool& one : message.pools()) {
    plan.pools.push_back(DecodePool(one));
  }
  for (const pb::Plan::Family& one : message.families()) {
    TOGUNA_ASSIGN_OR_RETURN(Family family, DecodeFamily(one, plan.pools));
    plan.families.push_back(std::move(family));
  }
  for (const pb::Minimums& one : message.rungs()) {
    plan.rungs.push_back(DecodeMinimums(one));
  }
  if (message.has_max_global_risk()) {
    plan.max_global_risk = message.max_global_risk();
  }
  if (message.has_dominance_percent()) {
    plan.dominance_percent = message.dominance_percent();
  }
  for (const pb::Plan::Zero& one : message.structural_zeros()) {
    StructuralZero& zero = plan.structural_zeros.emplace_back();
    for (const pb::Text& code : one.codes()) {
      zero.codes.push_back({code.key(), code.value()});
    }
    zero.reason = one.reason();
  }
  for (const pb::CohortPlan& one : message.cohorts()) {
    TOGUNA_ASSIGN_OR_RETURN(CohortPlan cohorts, DecodeCohortPlan(one));
    plan.cohorts.push_back(std::move(cohorts));
  }
  return plan;
}

}  // namespace

pb::Minimums EncodeMinimums(const Minimums& minimums) {
  pb::Minimums message;
  message.set_k(minimums.k);
  message.set_s(minimums.s);
  message.set_c(minimums.c);
  return message;
}

Minimums DecodeMinimums(const pb::Minimums& message) {
  return {.k = message.k(), .s = message.s(), .c = message.c()};
}

pb::Plan::Pool EncodePool(const Pool& pool) {
  pb::Plan::Pool message;
  message.set_dimension(pool.dimension);
  message.set_code(pool.code);
  message.set_label_fr(pool.label.fr);
  message.set_label_en(pool.label.en);
  for (const std::string& code : pool.codes) message.add_codes(code);
  return message;
}

Pool DecodePool(const pb::Plan::Pool& message) {
  return {message.dimension(),
          message.code(),
          {message.label_fr(), message.label_en()},
          {message.codes().begin(), message.codes().end()}};
}

pb::SealedPlan Encode(const SealedPlanRow& row) {
  pb::SealedPlan message;
  message.set_dataset(row.dataset.text());
  message.set_period(row.period.text());
  *message.mutable_plan() = EncodePlan(row.plan);
  EncodeTexts(row.list_versions, message.mutable_list_versions());
  EncodeTexts(row.dimensions, message.mutable_dimensions());
  return message;
}

absl::StatusOr<Row> Decode(const pb::SealedPlan& message) {
  SealedPlanRow row;
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  TOGUNA_ASSIGN_OR_RETURN(row.plan, DecodePlan(message.plan()));
  row.list_versions = DecodeTexts(message.list_versions());
  row.dimensions = DecodeTexts(message.dimensions());
  return row;
}

}  // namespace toguna
