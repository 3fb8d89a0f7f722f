#ifndef TOGUNA_TESTS_EXCHANGE_COHORT_STRATUM_SAMPLES_H_
#define TOGUNA_TESTS_EXCHANGE_COHORT_STRATUM_SAMPLES_H_

// A small dataset with every kind of attribute that cohorts can have, and
// records of it.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/cohort/stratum.h"
#include "rapidcheck/gtest.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {

// TinyCatalog with consent, two purposes, and a class that may be missing and
// has no code for that.
inline Catalog StratumCatalog() {
  Catalog catalog = TinyCatalog();
  AddList(catalog, "scopes",
          {{"all", ""}, {"wide", "all"}, {"narrow", "all"}, {"never", "all"}});
  CodeList classes{
      .id = CodeListId("classes"),
      .version = "1",
      .title = {},
      .source = "",
      .levels = {},
      .tree = *CodeTree::Create(
          {{"class", "", {}}, {"c1", "class", {}}, {"c2", "class", {}}})};
  catalog.code_lists.emplace(classes.id, std::move(classes));
  Dataset& dataset = catalog.datasets.at(DatasetId("incidents"));
  dataset.consent_code_list = CodeListId("scopes");
  dataset.attributes.push_back(CodeAttribute("class", "classes", false));
  dataset.dimensions.push_back(DimensionOf(
      "class", Dimension::Source::kAttribute, {"class"}, "classes"));
  for (const auto& [id, scopes] :
       std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"children", {"wide", "narrow"}}, {"everybody", {"wide"}}}) {
    Purpose purpose;
    purpose.id = PurposeId(id);
    purpose.consent_scopes = scopes;
    catalog.purposes.emplace(purpose.id, std::move(purpose));
  }
  return catalog;
}

inline const Dataset& StratumDataset(const Catalog& catalog) {
  return *catalog.FindDataset(DatasetId("incidents"));
}

// Aid and facilities whoever was harmed, theft where a child was.
inline CohortPlan StratumPlan() {
  using Kind = CohortAttribute::Kind;
  CohortPlan plan;
  plan.id = CohortsId("child-violations");
  plan.purposes = {PurposeId("children")};
  plan.strata = {{"violation", {"denial", "schools"}, ""},
                 {"type", {"E"}, "child"}};
  plan.attributes = {{.kind = Kind::kDimension, .dimension = "place"},
                     {.kind = Kind::kDimension, .dimension = "type"},
                     {.kind = Kind::kDimension, .dimension = "violation"},
                     {.kind = Kind::kDimension, .dimension = "class"},
                     {.kind = Kind::kVictims, .dimension = "", .who = "girl"},
                     {.kind = Kind::kIncidentQuarter},
                     {.kind = Kind::kAcceptanceQuarter}};
  return plan;
}

inline Record StratumSample(size_t number = 1) {
  Record record = SampleRecord(number, 1, number);
  record.codes = {{"place", "ML11"}, {"type", "F2"}, {"class", "c1"}};
  record.tallies = {{"man", 1}};
  record.consent = "wide";
  return record;
}

inline int Between(int low, int high) {
  return *rc::gen::inRange(low, high + 1);
}

inline std::string OneOf(const std::vector<std::string>& texts) {
  return texts[static_cast<size_t>(
      Between(0, static_cast<int>(texts.size()) - 1))];
}

inline std::vector<Record> SomeRecords(absl::CivilMonth month, int most) {
  std::vector<Record> records;
  const int count = Between(0, most);
  const int contributors = Between(1, 3);
  const int sources = Between(1, 12);
  for (int i = 0; i < count; ++i) {
    Record record = SampleRecord(static_cast<size_t>(Between(1, 1000)),
                                 static_cast<size_t>(Between(1, contributors)),
                                 static_cast<size_t>(Between(1, sources)));
    record.instance = absl::StrCat("ins1-", month.year(), month.month(), i);
    record.codes = {{"place", OneOf({"ML", "ML1", "ML11", "ML12", "ML2"})},
                    {"type", OneOf({"E1", "E", "F2", "F3", "every"})},
                    {"facility", OneOf({"", "school", "hospital"})},
                    {"class", OneOf({"", "c1", "c2"})}};
    record.tallies = {{"girl", Between(0, 1)}, {"man", Between(0, 2)}};
    record.incident_day = absl::CivilDay(month) - Between(0, 500);
    record.consent = OneOf({"wide", "wide", "wide", "narrow", "never", ""});
    records.push_back(record);
  }
  return records;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_COHORT_STRATUM_SAMPLES_H_
