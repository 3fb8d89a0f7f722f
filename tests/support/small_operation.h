#ifndef TOGUNA_TESTS_SUPPORT_SMALL_OPERATION_H_
#define TOGUNA_TESTS_SUPPORT_SMALL_OPERATION_H_

// A small operation in which everything is allowed until a test breaks it.

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/code_tree.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna::testing {

inline absl::Time At(int day, int hour = 0) {
  return absl::FromCivil(absl::CivilSecond(2026, 4, day, hour, 0, 0),
                         absl::UTCTimeZone());
}

inline CodeList MakeList(const std::string& id, std::vector<std::string> levels,
                         std::vector<CodeDeclaration> nodes) {
  return CodeList{
      CodeListId(id),           "v1",
      {id + " fr", id + " en"}, "made for a test",
      std::move(levels),        *CodeTree::Create(std::move(nodes))};
}

inline Dimension OfAttribute(const std::string& id, const std::string& list) {
  Dimension dimension;
  dimension.id = id;
  dimension.attributes = {id};
  dimension.code_list = CodeListId(list);
  dimension.label = {id + " fr", id + " en"};
  return dimension;
}

inline Attribute CodeAttribute(const std::string& id, const std::string& list) {
  return {id, Attribute::Kind::kCode, CodeListId(list), true, {id, id}};
}

inline Dataset Incidents() {
  Dataset dataset;
  dataset.id = DatasetId("incidents");
  dataset.version = "1";
  dataset.attributes = {CodeAttribute("place", "places"),
                        CodeAttribute("type", "types")};
  dataset.dimensions = {OfAttribute("place", "places"),
                        OfAttribute("type", "types")};
  dataset.consent_code_list = CodeListId("scopes");
  dataset.sensitivity = Sensitivity::kModerate;
  return dataset;
}

inline Dataset FlashAlerts() {
  Dataset dataset;
  dataset.id = DatasetId("alerts");
  dataset.version = "1";
  dataset.kind = Dataset::Kind::kAlerts;
  dataset.attributes = {CodeAttribute("place", "places"),
                        CodeAttribute("threat", "types")};
  dataset.dimensions = {OfAttribute("place", "places")};
  dataset.sensitivity = Sensitivity::kModerate;
  return dataset;
}

inline Plan IncidentPlan() {
  Plan plan;
  plan.id = PlanId("monthly");
  plan.version = "1";
  plan.dataset = DatasetId("incidents");
  plan.minimums = {5, 2, 3};
  plan.families = {{FamilyId("place-type"),
                    {"Lieu et type", "Place and type"},
                    Unit::kRecord,
                    {{"place", 0, 2}, {"type", 0, 1}}},
                   {FamilyId("type-only"),
                    {"Type", "Type"},
                    Unit::kVictim,
                    {{"type", 0, 1}}}};
  return plan;
}

inline Agreement SignedAgreement() {
  Agreement agreement;
  agreement.id = AgreementId("mrm-2026");
  agreement.revision = 2;
  agreement.data_owner = PartyId("collectors");
  agreement.recipient = PartyId("mrm");
  agreement.dpo = PartyId("guardian");
  agreement.purpose = PurposeId("child-rights");
  agreement.onward_sharing = "none";
  agreement.valid_from = At(1);
  agreement.valid_until = At(30);
  agreement.review_by = At(25);
  agreement.retention_days = 90;
  agreement.sha256 = std::string(64, 'a');
  Grant incidents;
  incidents.dataset = DatasetId("incidents");
  incidents.families = {FamilyId("place-type"), FamilyId("type-only")};
  incidents.level_limits = {{"place", 1}, {"type", 1}};
  incidents.extracts = true;
  incidents.feed = true;
  incidents.extracts_per_month = 2;
  incidents.lag_days = 0;
  Grant alerts;
  alerts.dataset = DatasetId("alerts");
  alerts.level_limits = {{"place", 1}};
  alerts.feed = true;
  alerts.delay = absl::Hours(2);
  agreement.grants = {incidents, alerts};
  agreement.signatures = {
      {SignatureRole::kDataOwner, agreement.data_owner, true, ""},
      {SignatureRole::kRecipient, agreement.recipient, true, ""},
      {SignatureRole::kDpo, agreement.dpo, true, ""}};
  agreement.intended_use = {"Lire", "Read"};
  agreement.assessment = {{"Risque de partager", "Risk of sharing"},
                          {"Risque de se taire", "Risk of silence"},
                          absl::UnixEpoch()};
  for (const PartyId& party :
       {agreement.data_owner, agreement.recipient, agreement.dpo}) {
    agreement.contacts.push_back({party, {"Bureau", "Office"}, "by radio"});
  }
  agreement.deletion = {"Effacer", "Delete"};
  agreement.needs_second_dpo = false;
  agreement.sensitivity_ceiling = Sensitivity::kHigh;
  return agreement;
}

// k = 5; the agreement gives incidents down to region, and alerts.
inline Catalog SmallCatalog() {
  Catalog catalog;
  catalog.operation.id = OperationId("test-operation");
  catalog.sha256 = std::string(64, 'c');
  for (CodeList& list : std::vector<CodeList>{
           MakeList("places", {"country", "region", "cercle"},
                    {{"ML", "", {"Mali", "Mali"}},
                     {"ML01", "ML", {"Kayes", "Kayes"}},
                     {"ML05", "ML", {"Mopti", "Mopti"}},
                     {"ML0101", "ML01", {"Bafoulabé", "Bafoulabe"}},
                     {"ML0501", "ML05", {"=Bandiagara", "Bandiagara"}}}),
           MakeList("types", {"all", "category"},
                    {{"all", "", {"Tous", "All"}},
                     {"a", "all", {"Meurtre", "Killing"}},
                     {"b", "all", {"Enlèvement", "Abduction"}}}),
           MakeList("scopes", {"all", "scope"},
                    {{"any", "", {"Tout", "Any"}},
                     {"aggregate", "any", {"Agrégé", "Aggregate"}}})}) {
    catalog.code_lists.emplace(list.id, list);
  }
  for (const Dataset& dataset : {Incidents(), FlashAlerts()}) {
    catalog.datasets.emplace(dataset.id, dataset);
  }
  const Plan plan = IncidentPlan();
  catalog.plans.emplace(plan.id, plan);
  catalog.purposes.emplace(PurposeId("child-rights"),
                           Purpose{PurposeId("child-rights"),
                                   {"Droits de l’enfant", "Child rights"},
                                   {},
                                   {"aggregate"}});
  catalog.parties.emplace(PartyId("mrm"),
                          Party{PartyId("mrm"),
                                {"Point focal MRM", "MRM focal point"},
                                {Role::kRecipient},
                                {},
                                "age1mrm",
                                false});
  catalog.parties.emplace(PartyId("collectors"),
                          Party{PartyId("collectors"),
                                {"Collecteurs", "Collectors"},
                                {Role::kContributor, Role::kRecipient},
                                {},
                                "age1collectors",
                                false});
  const Agreement agreement = SignedAgreement();
  catalog.agreements.emplace(agreement.id, agreement);
  return catalog;
}

inline Agreement& AgreementOf(Catalog& catalog) {
  return catalog.agreements.at(AgreementId("mrm-2026"));
}

inline Period March() { return Period(absl::CivilMonth(2026, 3)); }

// An extract that SmallCatalog allows.
inline Ask SmallAsk() {
  Ask ask;
  ask.caller = PartyId("mrm");
  ask.agreement = AgreementId("mrm-2026");
  ask.purpose = PurposeId("child-rights");
  ask.dataset = DatasetId("incidents");
  ask.families = {FamilyId("place-type")};
  ask.levels = {{"place", 1}, {"type", 1}};
  ask.periods = {March()};
  ask.event_time = absl::InfinitePast();
  return ask;
}

inline Facts SmallFacts() {
  return {.sealed = {March()},
          .extracts_this_month = 0,
          .now = At(10),
          .standing = Standing::kStands,
          .approved = {},
          .recall_due = absl::InfiniteFuture()};
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_SMALL_OPERATION_H_
