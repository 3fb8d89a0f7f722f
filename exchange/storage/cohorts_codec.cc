// Strata and cohorts as stored messages.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/row_parts.h"

namespace toguna {
namespace {

namespace pb = ::toguna::stored::v1;

pb::CohortAttribute EncodeAttribute(const CohortAttribute& attribute) {
  pb::CohortAttribute message;
  message.set_kind(static_cast<pb::CohortAttribute::Kind>(
      static_cast<int>(attribute.kind) + pb::CohortAttribute::DIMENSION));
  message.set_dimension(attribute.dimension);
  message.set_who(attribute.who);
  message.set_weight(attribute.weight);
  message.set_coarsest(attribute.coarsest);
  return message;
}

absl::StatusOr<CohortAttribute> DecodeAttribute(
    const pb::CohortAttribute& message) {
  // A value of a kind that this version does not know would be shown as
  // another.
  if (message.kind() < pb::CohortAttribute::DIMENSION ||
      message.kind() > pb::CohortAttribute::ACCEPTANCE_QUARTER) {
    return UnknownStored();
  }
  CohortAttribute attribute;
  attribute.kind = static_cast<CohortAttribute::Kind>(
      message.kind() - pb::CohortAttribute::DIMENSION);
  attribute.dimension = message.dimension();
  attribute.who = message.who();
  attribute.weight = message.weight();
  attribute.coarsest = message.coarsest();
  return attribute;
}

using Records = google::protobuf::RepeatedPtrField<pb::Cohorts::Record>;
absl::StatusOr<std::vector<CohortRecord>> DecodeRecords(
    const Records& messages) {
  std::vector<CohortRecord> records;
  for (const pb::Cohorts::Record& message : messages) {
    TOGUNA_ASSIGN_OR_RETURN(records.emplace_back(),
                            DecodeCohortRecord(message));
  }
  return records;
}

void EncodeNode(const CohortSeal::Node& node, pb::Cohorts::Node& message) {
  message.set_code(node.code);
  message.set_parent(static_cast<uint32_t>(node.parent));
  message.set_rung(node.rung);
  for (const std::vector<std::string>& value : node.box) {
    pb::Cohorts::Value& one = *message.add_box();
    for (const std::string& code : value) one.add_codes(code);
  }
  message.set_meets(node.meets);
  message.mutable_released()->Add(node.released.begin(), node.released.end());
  for (const CohortRecord& record : node.records) {
    *message.add_records() = EncodeCohortRecord(record);
  }
}

absl::StatusOr<CohortSeal::Node> DecodeNode(const pb::Cohorts::Node& message) {
  CohortSeal::Node node;
  node.code = message.code();
  node.parent = message.parent();
  node.rung = message.rung();
  for (const pb::Cohorts::Value& value : message.box()) {
    node.box.emplace_back(value.codes().begin(), value.codes().end());
  }
  node.meets = message.meets();
  node.released.assign(message.released().begin(), message.released().end());
  TOGUNA_ASSIGN_OR_RETURN(node.records, DecodeRecords(message.records()));
  return node;
}

// Whether the nodes are the tree that SealedRung takes them for: each below one
// of the next rung, with a value of every attribute, the first above all.
bool IsTree(const CohortSeal& seal) {
  const auto rungs = static_cast<int>(seal.ladder.size());
  if (rungs == 0 || seal.nodes.empty()) return false;
  for (size_t i = 0; i < seal.nodes.size(); ++i) {
    const CohortSeal::Node& node = seal.nodes[i];
    const auto no_rung = [&](int one) { return one < 0 || one >= rungs; };
    if (std::any_of(node.released.begin(), node.released.end(), no_rung) ||
        (node.rung > 0 && !node.records.empty())) {
      return false;
    }
    if (i == 0) {
      if (node.parent != 0 || node.rung != rungs || !node.box.empty()) {
        return false;
      }
      continue;
    }
    const auto empty = [](const auto& value) { return value.empty(); };
    if (node.parent >= i || no_rung(node.rung) ||
        seal.nodes[node.parent].rung != node.rung + 1 ||
        node.box.size() != seal.attributes.size() ||
        std::any_of(node.box.begin(), node.box.end(), empty)) {
      return false;
    }
  }
  return true;
}

}  // namespace

pb::Cohorts::Record EncodeCohortRecord(const CohortRecord& record) {
  pb::Cohorts::Record message;
  message.set_contributor(record.contributor.text());
  message.set_ref(record.ref);
  message.set_instance(record.instance);
  message.set_month(record.month.text());
  return message;
}

absl::StatusOr<CohortRecord> DecodeCohortRecord(
    const pb::Cohorts::Record& message) {
  CohortRecord record;
  record.contributor = PartyId(message.contributor());
  record.ref = message.ref();
  record.instance = message.instance();
  TOGUNA_ASSIGN_OR_RETURN(record.month, DecodePeriod(message.month()));
  return record;
}

void EncodeCohortPlan(const CohortPlan& plan, pb::CohortPlan& message) {
  message.set_id(plan.id.text());
  message.set_title_fr(plan.title.fr);
  message.set_title_en(plan.title.en);
  for (const PurposeId& purpose : plan.purposes) {
    message.add_purposes(purpose.text());
  }
  for (const CohortPlan::Stratum& stratum : plan.strata) {
    pb::CohortPlan::Stratum& one = *message.add_strata();
    one.set_dimension(stratum.dimension);
    for (const std::string& code : stratum.codes) one.add_codes(code);
    one.set_who(stratum.who);
  }
  for (const CohortAttribute& attribute : plan.attributes) {
    *message.add_attributes() = EncodeAttribute(attribute);
  }
  for (const CohortDiversity& diversity : plan.diversity) {
    pb::CohortPlan::Diversity& one = *message.add_diversity();
    one.set_attribute(diversity.attribute);
    one.set_kind(static_cast<pb::CohortPlan::Diversity::Kind>(
        static_cast<int>(diversity.kind) +
        pb::CohortPlan::Diversity::DISTINCT));
    one.set_l(diversity.l);
    one.set_c(diversity.c);
  }
}

absl::StatusOr<CohortPlan> DecodeCohortPlan(const pb::CohortPlan& message) {
  using Diversity = pb::CohortPlan::Diversity;
  CohortPlan plan;
  plan.id = CohortsId(message.id());
  plan.title = {message.title_fr(), message.title_en()};
  for (const std::string& purpose : message.purposes()) {
    plan.purposes.emplace_back(purpose);
  }
  for (const pb::CohortPlan::Stratum& one : message.strata()) {
    plan.strata.push_back(
        {one.dimension(), {one.codes().begin(), one.codes().end()}, one.who()});
  }
  for (const pb::CohortAttribute& one : message.attributes()) {
    TOGUNA_ASSIGN_OR_RETURN(CohortAttribute attribute, DecodeAttribute(one));
    plan.attributes.push_back(std::move(attribute));
  }
  for (const Diversity& one : message.diversity()) {
    if (one.kind() < Diversity::DISTINCT || one.kind() > Diversity::RECURSIVE) {
      return UnknownStored();
    }
    plan.diversity.push_back(
        {one.attribute(),
         static_cast<CohortDiversity::Kind>(one.kind() - Diversity::DISTINCT),
         one.l(), one.c()});
  }
  return plan;
}

void EncodeStratum(const Stratum& stratum, pb::Stratum& message) {
  message.set_id(stratum.id.text());
  absl::flat_hash_map<std::string, int32_t> numbers;
  for (const StratumRecord& record : stratum.records) {
    pb::Stratum::Record& one = *message.add_records();
    one.set_contributor(record.record.contributor.text());
    one.set_ref(record.record.ref);
    one.set_instance(record.record.instance);
    one.set_entity(record.entity);
    one.set_source(record.source);
    for (const std::string& value : record.values) {
      const auto [found, added] =
          numbers.emplace(value, static_cast<int32_t>(numbers.size()));
      if (added) message.add_codes(value);
      one.add_values(found->second);
    }
    one.set_diverse(record.diverse);
  }
}

absl::StatusOr<Stratum> DecodeStratum(const pb::Stratum& message,
                                      Period month) {
  Stratum stratum;
  stratum.id = CohortsId(message.id());
  for (const pb::Stratum::Record& one : message.records()) {
    StratumRecord& record = stratum.records.emplace_back();
    record.record = {PartyId(one.contributor()), one.ref(), one.instance(),
                     month};
    record.entity = one.entity();
    record.source = one.source();
    for (const int32_t number : one.values()) {
      if (number < 0 || number >= message.codes_size()) return UnknownStored();
      record.values.push_back(message.codes(number));
    }
    record.diverse = one.diverse();
    if (one.entity() < 0 ||
        record.values.size() != stratum.records[0].values.size()) {
      return UnknownStored();
    }
  }
  return stratum;
}

pb::Cohorts Encode(const CohortsRow& row) {
  const CohortSeal& seal = row.seal;
  pb::Cohorts message;
  message.set_dataset(seal.dataset.text());
  message.set_period(seal.period.text());
  message.set_id(seal.id.text());
  message.set_plan(seal.plan.text());
  message.set_plan_version(seal.plan_version);
  for (const Minimums& rung : seal.ladder) {
    *message.add_ladder() = EncodeMinimums(rung);
  }
  EncodeTexts(seal.list_versions, message.mutable_list_versions());
  message.set_sealed_at(absl::ToUnixNanos(seal.sealed_at));
  for (const CohortAttribute& attribute : seal.attributes) {
    *message.add_attributes() = EncodeAttribute(attribute);
  }
  for (const CohortSeal::Node& node : seal.nodes) {
    EncodeNode(node, *message.add_nodes());
  }
  for (const CohortRecord& record : seal.held_over) {
    *message.add_held_over() = EncodeCohortRecord(record);
  }
  message.set_key(seal.key);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Cohorts& message) {
  CohortSeal seal;
  seal.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(seal.period, DecodePeriod(message.period()));
  seal.id = CohortsId(message.id());
  seal.plan = PlanId(message.plan());
  seal.plan_version = message.plan_version();
  for (const pb::Minimums& rung : message.ladder()) {
    seal.ladder.push_back(DecodeMinimums(rung));
  }
  seal.list_versions = DecodeTexts(message.list_versions());
  seal.sealed_at = absl::FromUnixNanos(message.sealed_at());
  for (const pb::CohortAttribute& one : message.attributes()) {
    TOGUNA_ASSIGN_OR_RETURN(CohortAttribute attribute, DecodeAttribute(one));
    seal.attributes.push_back(std::move(attribute));
  }
  for (const pb::Cohorts::Node& one : message.nodes()) {
    TOGUNA_ASSIGN_OR_RETURN(CohortSeal::Node node, DecodeNode(one));
    seal.nodes.push_back(std::move(node));
  }
  TOGUNA_ASSIGN_OR_RETURN(seal.held_over, DecodeRecords(message.held_over()));
  seal.key = message.key();
  if (!IsTree(seal)) return UnknownStored();
  return CohortsRow{std::move(seal)};
}

}  // namespace toguna
