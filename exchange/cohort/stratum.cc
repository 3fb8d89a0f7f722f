// From a month's records to its part of a stratum.

#include "exchange/cohort/stratum.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/stratum_conditions.h"

namespace toguna {
namespace {

absl::Status PlanInvalid(absl::string_view text) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "PLAN_INVALID", text);
}

absl::Status RecordInvalid(absl::string_view field) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "RECORD_INVALID",
                     absl::StrCat("a record cannot be told apart by ", field),
                     {{"field", std::string(field)}});
}

// What cohorts are formed from.
class ValueReader {
 public:
  static absl::StatusOr<ValueReader> Create(const Catalog& catalog,
                                            const Dataset& dataset,
                                            const CohortPlan& plan,
                                            Period month) {
    ValueReader reader;
    reader.plan_ = &plan;
    reader.month_ = month.month();
    for (const CohortAttribute& attribute : plan.attributes) {
      if (attribute.kind == CohortAttribute::Kind::kDimension) {
        TOGUNA_ASSIGN_OR_RETURN(
            DimensionReader one,
            DimensionReader::Create(catalog, dataset, attribute.dimension));
        reader.dimensions_.emplace(attribute.dimension, std::move(one));
      } else if (attribute.kind == CohortAttribute::Kind::kVictims) {
        TOGUNA_ASSIGN_OR_RETURN(
            VictimReader one,
            VictimReader::Create(catalog, dataset, attribute.who));
        reader.victims_.emplace(attribute.who, std::move(one));
      }
    }
    if (plan.diversity.empty()) return reader;
    const std::string& diverse = plan.diversity[0].attribute;
    const Attribute* attribute = dataset.FindAttribute(diverse);
    const CodeList* list = attribute == nullptr
                               ? nullptr
                               : catalog.FindCodeList(attribute->code_list);
    if (list == nullptr) {
      return PlanInvalid(
          absl::StrCat("no attribute '", diverse, "' has codes to differ in"));
    }
    reader.diverse_ = &list->tree;
    return reader;
  }

  absl::StatusOr<std::string> ValueOf(const Record& record,
                                      const CohortAttribute& attribute) const {
    switch (attribute.kind) {
      case CohortAttribute::Kind::kDimension:
        return dimensions_.at(attribute.dimension).CodeOf(record);
      case CohortAttribute::Kind::kVictims: {
        TOGUNA_ASSIGN_OR_RETURN(const bool any,
                                victims_.at(attribute.who).HasAny(record));
        return std::string(any ? kSomeVictims : kNoVictims);
      }
      case CohortAttribute::Kind::kIncidentQuarter: {
        const absl::CivilMonth incident(record.incident_day);
        if (incident > month_) return RecordInvalid("incident-day");
        return Period(Period::Kind::kQuarter, incident).text();
      }
      case CohortAttribute::Kind::kAcceptanceQuarter:
        return Period(Period::Kind::kQuarter, month_).text();
    }
    return PlanInvalid("an attribute of cohorts is of no known kind");
  }

  absl::StatusOr<std::string> DiverseOf(const Record& record) const {
    if (diverse_ == nullptr) return std::string();
    const std::string& field = plan_->diversity[0].attribute;
    const auto code = record.codes.find(field);
    if (code == record.codes.end() || code->second.empty()) {
      return std::string();
    }
    const std::optional<NodeIndex> node = diverse_->Find(code->second);
    const std::optional<NodeIndex> leaf =
        node.has_value() ? diverse_->LeafFor(*node) : std::nullopt;
    if (!leaf.has_value()) return RecordInvalid(field);
    return diverse_->code(*leaf);
  }

 private:
  const CohortPlan* plan_ = nullptr;
  absl::CivilMonth month_;
  std::map<std::string, DimensionReader> dimensions_;
  std::map<std::string, VictimReader> victims_;
  const CodeTree* diverse_ = nullptr;
};

// In the order of ColumnsOf, on which the numbers of entities rest.
std::vector<const Record*> Sorted(std::span<const Record> records) {
  std::vector<const Record*> sorted;
  sorted.reserve(records.size());
  for (const Record& record : records) sorted.push_back(&record);
  std::sort(sorted.begin(), sorted.end(), [](const Record* a, const Record* b) {
    return std::tie(a->contributor, a->ref, a->source, a->instance) <
           std::tie(b->contributor, b->ref, b->source, b->instance);
  });
  return sorted;
}

absl::StatusOr<bool> HoldsAny(const std::vector<Condition>& conditions,
                              const Record& record) {
  for (const Condition& condition : conditions) {
    TOGUNA_ASSIGN_OR_RETURN(const bool holds, condition.Holds(record));
    if (holds) return true;
  }
  return false;
}

absl::StatusOr<StratumRecord> Read(const ValueReader& reader,
                                   const Dataset& dataset,
                                   const CohortPlan& plan, Period month,
                                   const Record& record) {
  StratumRecord read;
  read.record = {.contributor = record.contributor,
                 .ref = record.ref,
                 .instance = record.instance,
                 .month = month};
  if (!dataset.public_sources) read.source = record.source;
  for (const CohortAttribute& attribute : plan.attributes) {
    TOGUNA_ASSIGN_OR_RETURN(std::string value,
                            reader.ValueOf(record, attribute));
    read.values.push_back(std::move(value));
  }
  TOGUNA_ASSIGN_OR_RETURN(read.diverse, reader.DiverseOf(record));
  return read;
}

}  // namespace

absl::StatusOr<Stratum> StratumOf(const Catalog& catalog,
                                  const Dataset& dataset,
                                  const CohortPlan& plan, Period month,
                                  std::span<const Record> records) {
  if (month.kind() != Period::Kind::kMonth || plan.diversity.size() > 1) {
    return PlanInvalid("a stratum is of a month, and diverse in one attribute");
  }
  std::vector<Condition> conditions;
  for (const CohortPlan::Stratum& one : plan.strata) {
    TOGUNA_ASSIGN_OR_RETURN(Condition condition,
                            Condition::Create(catalog, dataset, one));
    conditions.push_back(std::move(condition));
  }
  TOGUNA_ASSIGN_OR_RETURN(const Consent consent,
                          Consent::Create(catalog, dataset, plan));
  TOGUNA_ASSIGN_OR_RETURN(const ValueReader reader,
                          ValueReader::Create(catalog, dataset, plan, month));
  Stratum stratum{.id = plan.id, .records = {}};
  int32_t entity = -1;
  const Record* last = nullptr;
  for (const Record* record : Sorted(records)) {
    if (last == nullptr || last->contributor != record->contributor ||
        last->ref != record->ref) {
      ++entity;
    }
    last = record;
    if (!consent.Covers(*record)) continue;
    TOGUNA_ASSIGN_OR_RETURN(const bool holds, HoldsAny(conditions, *record));
    if (!holds) continue;
    TOGUNA_ASSIGN_OR_RETURN(StratumRecord read,
                            Read(reader, dataset, plan, month, *record));
    read.entity = entity;
    stratum.records.push_back(std::move(read));
  }
  return stratum;
}

}  // namespace toguna
