#include "exchange/rpc/messages.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/rpc/cursor.h"
#include "exchange/rpc/grpc_status.h"
#include "exchange/rpc/names.h"

namespace toguna {
namespace {

v1::Unit UnitOf(Unit unit) {
  return unit == Unit::kRecord ? v1::UNIT_RECORD : v1::UNIT_VICTIM;
}

v1::Period::State StateOf(PeriodState state) {
  switch (state) {
    case PeriodState::kOpen:
      return v1::Period::STATE_OPEN;
    case PeriodState::kClosed:
      return v1::Period::STATE_CLOSED;
    case PeriodState::kSealed:
      return v1::Period::STATE_SEALED;
    case PeriodState::kLost:
      return v1::Period::STATE_LOST;
  }
  return v1::Period::STATE_UNSPECIFIED;
}

v1::SealMetadata::Step StepOf(SealStep step) {
  switch (step) {
    case SealStep::kWaiting:
      return v1::SealMetadata::STEP_WAITING;
    case SealStep::kReading:
      return v1::SealMetadata::STEP_READING;
    case SealStep::kProtecting:
      return v1::SealMetadata::STEP_PROTECTING;
    case SealStep::kChecking:
      return v1::SealMetadata::STEP_CHECKING;
    case SealStep::kWriting:
      return v1::SealMetadata::STEP_WRITING;
  }
  return v1::SealMetadata::STEP_UNSPECIFIED;
}

v1::Attribute MessageOf(const Catalog& catalog, const Attribute& attribute) {
  v1::Attribute out;
  out.set_id(attribute.id);
  out.set_kind(attribute.kind == Attribute::Kind::kCode
                   ? v1::Attribute::KIND_CODE
                   : v1::Attribute::KIND_DATE);
  out.set_code_list(attribute.code_list.text());
  if (const CodeList* list = catalog.FindCodeList(attribute.code_list);
      list != nullptr) {
    out.set_code_list_version(list->version);
  }
  out.set_required(attribute.required);
  *out.mutable_label() = MessageOf(attribute.label);
  return out;
}

v1::Dimension MessageOf(const Catalog& catalog, const Dimension& dimension) {
  v1::Dimension out;
  out.set_id(dimension.id);
  out.set_code_list(dimension.code_list.text());
  if (const CodeList* list = catalog.FindCodeList(dimension.code_list);
      list != nullptr) {
    for (const std::string& level : list->levels) out.add_levels(level);
  }
  *out.mutable_label() = MessageOf(dimension.label);
  return out;
}

// Name of a depth of a dimension; empty if the catalog does not name it.
std::string LevelName(const Catalog& catalog, const Dataset& dataset,
                      absl::string_view dimension, int depth) {
  const CodeList* list = catalog.ListOf(dataset, dimension);
  const auto index = static_cast<size_t>(depth);
  if (list == nullptr || depth < 0 || index >= list->levels.size()) return "";
  return list->levels[index];
}

v1::SealedTable MessageOf(const DatasetId& dataset,
                          const SelectedTable& selected) {
  v1::SealedTable out;
  out.set_period(PeriodName(dataset, selected.period));
  out.set_family(selected.table.family.text());
  out.set_unit(UnitOf(selected.table.unit));
  for (const std::string& one : selected.table.dimensions) {
    out.add_dimensions(one);
  }
  for (const SealedCell& cell : selected.table.cells) {
    v1::SealedCell& to = *out.add_cells();
    for (const std::string& code : cell.codes) to.add_codes(code);
    if (cell.status == CellStatus::kPublished) {
      to.set_value(cell.value);
      continue;
    }
    to.set_low(cell.low);
    if (cell.high.has_value()) to.set_high(*cell.high);
  }
  return out;
}

v1::Cadence CadenceOf(Cadence cadence) {
  switch (cadence) {
    case Cadence::kMonth:
      return v1::CADENCE_MONTH;
    case Cadence::kQuarter:
      return v1::CADENCE_QUARTER;
    case Cadence::kYear:
      return v1::CADENCE_YEAR;
  }
  return v1::CADENCE_UNSPECIFIED;
}

v1::Stream StreamOf(Stream stream) {
  switch (stream) {
    case Stream::kAccepted:
      return v1::STREAM_ACCEPTED;
    case Stream::kRemoved:
      return v1::STREAM_REMOVED;
    case Stream::kAdded:
      return v1::STREAM_ADDED;
    case Stream::kInCohorts:
      break;  // no plan has it
  }
  return v1::STREAM_UNSPECIFIED;
}

v1::Cohorts::Attribute MessageOf(const Catalog& catalog, const Dataset* dataset,
                                 const CohortAttribute& attribute) {
  using Kind = CohortAttribute::Kind;
  v1::Cohorts::Attribute out;
  out.set_weight(attribute.weight);
  switch (attribute.kind) {
    case Kind::kDimension:
      out.set_dimension(attribute.dimension);
      if (dataset != nullptr && attribute.coarsest > 0) {
        out.set_coarsest_level(LevelName(catalog, *dataset, attribute.dimension,
                                         attribute.coarsest));
      }
      break;
    case Kind::kVictims:
      out.set_victims(attribute.who);
      break;
    case Kind::kIncidentQuarter:
      out.set_incident_quarter(true);
      break;
    case Kind::kAcceptanceQuarter:
      out.set_acceptance_quarter(true);
      break;
  }
  return out;
}

v1::Cohorts MessageOf(const Catalog& catalog, const Dataset* dataset,
                      const CohortPlan& cohorts) {
  v1::Cohorts out;
  out.set_id(cohorts.id.text());
  *out.mutable_title() = MessageOf(cohorts.title);
  out.set_cadence(CadenceOf(cohorts.cadence));
  for (const PurposeId& purpose : cohorts.purposes) {
    out.add_purposes(absl::StrCat("purposes/", purpose.text()));
  }
  for (const CohortPlan::Stratum& stratum : cohorts.strata) {
    auto& to = *out.add_strata();
    to.set_dimension(stratum.dimension);
    for (const std::string& code : stratum.codes) to.add_codes(code);
    to.set_who(stratum.who);
  }
  for (const CohortAttribute& attribute : cohorts.attributes) {
    *out.add_attributes() = MessageOf(catalog, dataset, attribute);
  }
  for (const CohortDiversity& one : cohorts.diversity) {
    auto& to = *out.mutable_diversity();
    to.set_attribute(one.attribute);
    to.set_kind(static_cast<v1::Cohorts::Diversity::Kind>(
        static_cast<int>(one.kind) + v1::Cohorts::Diversity::KIND_DISTINCT));
    to.set_l(one.l);
    if (one.kind == CohortDiversity::Kind::kRecursive) to.set_c(one.c);
  }
  return out;
}

// Pools and structural zeros.
void AddExceptions(const Plan& plan, v1::Plan& out) {
  for (const Pool& pool : plan.pools) {
    v1::Pool& to = *out.add_pools();
    to.set_dimension(pool.dimension);
    to.set_code(pool.code);
    *to.mutable_label() = MessageOf(pool.label);
    for (const std::string& code : pool.codes) to.add_codes(code);
  }
  for (const StructuralZero& zero : plan.structural_zeros) {
    v1::StructuralZero& to = *out.add_structural_zeros();
    to.set_reason(zero.reason);
    for (const StructuralZero::Code& code : zero.codes) {
      v1::StructuralZero::Code& one = *to.add_codes();
      one.set_dimension(code.dimension);
      one.set_code(code.code);
    }
  }
}

}  // namespace

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  google::protobuf::Timestamp out;
  const int64_t seconds = absl::ToUnixSeconds(time);
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return out;
}

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

v1::LocalizedText MessageOf(const Label& label) {
  v1::LocalizedText out;
  out.set_fr(label.fr);
  out.set_en(label.en);
  return out;
}

v1::Dataset MessageOf(const Catalog& catalog, const Dataset& dataset) {
  v1::Dataset out;
  out.set_name(DatasetName(dataset.id));
  out.set_version(dataset.version);
  out.set_kind(dataset.kind == Dataset::Kind::kIncidents
                   ? v1::Dataset::KIND_INCIDENTS
                   : v1::Dataset::KIND_ALERTS);
  *out.mutable_title() = MessageOf(dataset.title);
  *out.mutable_description() = MessageOf(dataset.description);
  for (const Attribute& one : dataset.attributes) {
    *out.add_attributes() = MessageOf(catalog, one);
  }
  for (const Dimension& one : dataset.dimensions) {
    *out.add_dimensions() = MessageOf(catalog, one);
  }
  out.set_public_sources(dataset.public_sources);
  return out;
}

v1::Minimums MessageOf(const Minimums& minimums) {
  v1::Minimums out;
  out.set_k(minimums.k);
  out.set_s(minimums.s);
  out.set_c(minimums.c);
  return out;
}

v1::Plan MessageOf(const Catalog& catalog, const Plan& plan) {
  v1::Plan out;
  out.set_name(absl::StrCat(DatasetName(plan.dataset), "/plan"));
  out.set_plan_id(plan.id.text());
  out.set_version(plan.version);
  *out.mutable_minimums() = MessageOf(plan.minimums);
  for (const Minimums& rung : plan.rungs) *out.add_rungs() = MessageOf(rung);
  if (plan.max_global_risk.has_value()) {
    out.set_max_global_risk(*plan.max_global_risk);
  }
  if (plan.dominance_percent.has_value()) {
    out.set_dominance_percent(*plan.dominance_percent);
  }
  AddExceptions(plan, out);
  const Dataset* dataset = catalog.FindDataset(plan.dataset);
  for (const Family& family : plan.families) {
    v1::Family& to = *out.add_families();
    to.set_id(family.id.text());
    *to.mutable_title() = MessageOf(family.title);
    to.set_unit(UnitOf(family.unit));
    to.set_cadence(CadenceOf(family.cadence));
    to.set_stream(StreamOf(family.stream));
    to.set_weight(family.weight);
    for (const Axis& axis : family.axes) {
      v1::Axis& axis_to = *to.add_axes();
      axis_to.set_dimension(axis.dimension);
      if (dataset == nullptr) continue;
      axis_to.set_coarsest_level(
          LevelName(catalog, *dataset, axis.dimension, axis.coarsest));
      axis_to.set_finest_level(
          LevelName(catalog, *dataset, axis.dimension, axis.finest));
    }
  }
  for (const CohortPlan& cohorts : plan.cohorts) {
    *out.add_cohorts() = MessageOf(catalog, dataset, cohorts);
  }
  return out;
}

v1::Purpose MessageOf(const Purpose& purpose) {
  v1::Purpose out;
  out.set_name(absl::StrCat("purposes/", purpose.id.text()));
  *out.mutable_title() = MessageOf(purpose.title);
  *out.mutable_description() = MessageOf(purpose.description);
  return out;
}

v1::Period MessageOf(const PeriodRow& row) {
  v1::Period out;
  out.set_name(PeriodName(row.dataset, row.period));
  out.set_state(StateOf(row.state));
  if (row.closed_at.has_value()) {
    *out.mutable_close_time() = TimestampOf(*row.closed_at);
  }
  if (row.sealed_at.has_value()) {
    *out.mutable_seal_time() = TimestampOf(*row.sealed_at);
  }
  out.set_corrected(row.corrected);
  return out;
}

v1::SealPeriodResponse::Search MessageOf(SearchEnd end) {
  switch (end) {
    case SearchEnd::kNotKept:
      break;
    case SearchEnd::kProven:
      return v1::SealPeriodResponse::SEARCH_PROVEN_BEST;
    case SearchEnd::kWorkSpent:
      return v1::SealPeriodResponse::SEARCH_WORK_SPENT;
    case SearchEnd::kUnproven:
      return v1::SealPeriodResponse::SEARCH_UNPROVEN;
  }
  return v1::SealPeriodResponse::SEARCH_UNSPECIFIED;
}

v1::Operation MessageOf(const SealJob& job,
                        const std::optional<SealProgress>& progress) {
  v1::Operation out;
  out.set_name(OperationName(IdOf(job.row)));
  v1::SealMetadata& metadata = *out.mutable_metadata();
  metadata.set_period(PeriodName(job.row.dataset, job.row.period));
  *metadata.mutable_create_time() = TimestampOf(job.row.requested_at);
  if (job.row.ended_at.has_value()) {
    *metadata.mutable_end_time() = TimestampOf(*job.row.ended_at);
  }
  metadata.set_work_million_steps(job.row.work);
  out.set_done(!job.running());
  switch (job.row.state) {
    case SealJobRow::State::kRunning: {
      const SealProgress now = progress.value_or(SealProgress());
      metadata.set_step(StepOf(now.step));
      metadata.set_parts_done(now.done);
      metadata.set_parts_total(now.total);
      break;
    }
    case SealJobRow::State::kFailed:
      *out.mutable_error() = WireStatusOf(ErrorOf(job.row));
      break;
    case SealJobRow::State::kDone: {
      v1::SealPeriodResponse& response = *out.mutable_response();
      *response.mutable_period() =
          MessageOf(PeriodRow{.dataset = job.row.dataset,
                              .period = job.row.period,
                              .state = PeriodState::kSealed,
                              .closed_at = {},
                              .sealed_at = job.row.ended_at});
      response.set_cells(job.row.cells);
      response.set_published_cells(job.row.published);
      response.set_not_shown_cells(job.row.cells - job.row.published);
      response.set_audit_index(job.audit_index);
      for (const RungFigures& rung : job.row.rungs) {
        v1::SealPeriodResponse::Rung& one = *response.add_rungs();
        one.set_k(rung.k);
        one.set_published_cells(rung.published);
        one.set_global_risk(rung.global_risk);
        one.set_search(MessageOf(rung.search));
        one.set_cohorts(rung.cohorts);
        one.set_cohort_rows(rung.cohort_rows);
      }
      break;
    }
  }
  return out;
}

v1::Extract MessageOf(const ReleaseRow& row) {
  v1::Extract out;
  out.set_name(absl::StrCat("extracts/", row.id.text()));
  out.set_agreement(absl::StrCat("agreements/", row.agreement.text()));
  out.set_agreement_revision(row.agreement_revision);
  out.set_recipient(absl::StrCat("recipients/", row.recipient.text()));
  out.set_dataset(DatasetName(row.dataset));
  *out.mutable_create_time() = TimestampOf(row.created_at);
  *out.mutable_delete_by_time() = TimestampOf(row.delete_by);
  out.set_manifest_sha256(row.manifest_sha256);
  out.set_audit_index(row.audit_index);
  for (const auto& [name, bytes] : row.files) {
    v1::PackageFile& file = *out.add_files();
    file.set_name(name);
    file.set_size_bytes(static_cast<int64_t>(bytes.size()));
  }
  return out;
}

v1::Alert MessageOf(const AlertRow& row) {
  v1::Alert out;
  out.set_name(absl::StrCat("alerts/", row.id.text()));
  out.set_dataset(DatasetName(row.dataset));
  out.set_state(row.state == AlertRow::State::kCleared
                    ? v1::Alert::STATE_CLEARED
                    : v1::Alert::STATE_RAISED);
  out.mutable_codes()->insert(row.codes.begin(), row.codes.end());
  *out.mutable_occur_time() = TimestampOf(row.occurred_at);
  *out.mutable_raise_time() = TimestampOf(row.raised_at);
  if (row.cleared_at.has_value()) {
    *out.mutable_clear_time() = TimestampOf(*row.cleared_at);
  }
  out.set_contributor(absl::StrCat("contributors/", row.contributor.text()));
  return out;
}

v1::Alert MessageOf(const AlertView& view, const DatasetId& dataset) {
  v1::Alert out;
  out.set_name(absl::StrCat("alerts/", view.id.text()));
  out.set_dataset(DatasetName(dataset));
  out.set_state(v1::Alert::STATE_CLEARED);
  out.mutable_codes()->insert(view.codes.begin(), view.codes.end());
  *out.mutable_occur_time() = TimestampOf(view.occurred_at);
  *out.mutable_raise_time() = TimestampOf(view.raised_at);
  *out.mutable_clear_time() = TimestampOf(view.cleared_at);
  return out;
}

v1::FeedItem MessageOf(const FeedItem& item) {
  v1::FeedItem out;
  out.set_cursor(CursorText(item.sequence));
  out.set_dataset(DatasetName(item.dataset));
  *out.mutable_publish_time() = TimestampOf(item.published_at);
  out.set_audit_index(item.audit_index);
  if (const auto* alert = std::get_if<AlertView>(&item.content)) {
    *out.mutable_alert() = MessageOf(*alert, item.dataset);
    return out;
  }
  if (const auto* recall = std::get_if<RecallView>(&item.content)) {
    *out.mutable_recall() = NoticeOf(*recall);
    return out;
  }
  out.mutable_sealed();
  for (const SelectedTable& one : std::get<Selection>(item.content).tables) {
    *out.mutable_sealed()->add_tables() = MessageOf(item.dataset, one);
  }
  return out;
}

}  // namespace toguna
