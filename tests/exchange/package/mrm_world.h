#ifndef TOGUNA_TESTS_EXCHANGE_PACKAGE_MRM_WORLD_H_
#define TOGUNA_TESTS_EXCHANGE_PACKAGE_MRM_WORLD_H_

// A small operation with MRM violations, and a release of rows of its cohorts.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/usecase/releases.h"
#include "tests/support/small_operation.h"

namespace toguna::testing {

using Box = std::vector<std::vector<std::string>>;

inline Dimension MrmCrosswalk(const std::string& id,
                              std::vector<std::string> attributes,
                              std::vector<Dimension::CrosswalkRow> rows) {
  Dimension dimension = OfAttribute(id, id);
  dimension.source = Dimension::Source::kCrosswalk;
  dimension.attributes = std::move(attributes);
  dimension.crosswalk = std::move(rows);
  return dimension;
}

inline std::vector<CodeDeclaration> OneLevel(
    const std::vector<CodeDeclaration>& codes) {
  std::vector<CodeDeclaration> nodes = {{"all", "", {"Tout", "All"}}};
  for (const CodeDeclaration& one : codes) {
    nodes.push_back({one.code, "all", one.label});
  }
  return nodes;
}

inline void AddMrmLists(Catalog& catalog) {
  for (CodeList& list : std::vector<CodeList>{
           MakeList("places", {"country", "region", "cercle"},
                    {{"MLI", "", {"Mali", "Mali"}},
                     {"ML05", "MLI", {"Mopti", "Mopti"}},
                     {"ML06", "MLI", {"Tombouctou", "Timbuktu"}},
                     {"ML0505", "ML05", {"=Koro", "@Koro"}},
                     {"ML0506", "ML05", {"Mopti, cercle", "Mopti \"cercle\""}},
                     {"ML0601", "ML06", {"Diré", "Dire"}}}),
           MakeList("types", {"all", "category", "type"},
                    {{"all", "", {"Tous", "All"}},
                     {"B", "all", {"Vie", "Life"}},
                     {"B1", "B", {"Meurtre", "Killing"}},
                     {"C", "all", {"Intégrité", "Integrity"}},
                     {"C1", "C", {"Blessure", "Wounding"}},
                     {"C3", "C", {"Menaces", "Threats"}},
                     {"C5", "C", {"Viol", "Rape"}},
                     {"F", "all", {"Accès", "Access"}},
                     {"F2", "F", {"Aide", "Aid"}},
                     {"F3", "F", {"Établissement", "Facility"}}}),
           MakeList("facility-acts", {"all", "act"},
                    OneLevel({{"school-attack", "", {"école", "school"}},
                              {"military-use", "", {"armée", "army"}}})),
           MakeList("perpetrator", {"all", "class"},
                    OneLevel({{"armed-force", "", {"Force", "Force"}},
                              {"armed-group", "", {"Groupe", "Group"}}})),
           MakeList("source-class", {"all", "class"},
                    OneLevel({{"victim", "", {"Victime", "Victim"}},
                              {"witness", "", {"Témoin", "Witness"}},
                              {"monitor", "", {"Moniteur", "Monitor"}}})),
           MakeList("who", {"all", "age", "age-sex"},
                    {{"who", "", {"Toutes", "All"}},
                     {"child", "who", {"Enfant", "Child"}},
                     {"girl", "child", {"Fille", "Girl"}},
                     {"boy", "child", {"Garçon", "Boy"}},
                     {"child-unknown", "child", {"Enfant ?", "Child ?"}},
                     {"adult", "who", {"Adulte", "Adult"}}}),
           MakeList("mrm-by-victim", {"all", "violation"},
                    OneLevel({{"killing", "", {"Meurtre", "Killing"}},
                              {"maiming", "", {"Mutilation", "Maiming"}},
                              {"sexual_violence",
                               "",
                               {"Violence sexuelle", "Sexual violence"}}})),
           MakeList("mrm-by-violation", {"all", "violation"},
                    OneLevel({{"attack_on_schools",
                               "",
                               {"Attaque d’une école", "Attack on a school"}},
                              {"military_use",
                               "",
                               {"Utilisation militaire", "Military use"}},
                              {"denial_humanitarian_access",
                               "",
                               {"Refus d’accès", "Denial of access"}}}))}) {
    catalog.code_lists.insert_or_assign(list.id, list);
  }
  catalog.code_lists.at(CodeListId("places")).version = "2021-12-20";
}

inline Dataset MrmDataset() {
  Dataset dataset = Incidents();
  dataset.attributes = {CodeAttribute("type", "types"),
                        CodeAttribute("place", "places"),
                        CodeAttribute("facility-act", "facility-acts"),
                        CodeAttribute("perpetrator", "perpetrator"),
                        CodeAttribute("source-class", "source-class")};
  for (size_t i = 2; i < dataset.attributes.size(); ++i) {
    dataset.attributes[i].required = false;
  }
  Dimension who = OfAttribute("who", "who");
  who.source = Dimension::Source::kWho;
  who.attributes.clear();
  dataset.dimensions = {
      OfAttribute("place", "places"),
      OfAttribute("type", "types"),
      who,
      MrmCrosswalk("mrm-by-victim", {"type"},
                   {{{"B1"}, "killing"},
                    {{"C1"}, "maiming"},
                    {{"C5"}, "sexual_violence"}}),
      MrmCrosswalk("mrm-by-violation", {"type", "facility-act"},
                   {{{"F2", ""}, "denial_humanitarian_access"},
                    {{"F3", "school-attack"}, "attack_on_schools"},
                    {{"F3", "military-use"}, "military_use"}}),
      OfAttribute("perpetrator", "perpetrator"),
      OfAttribute("source-class", "source-class")};
  dataset.tally_code_list = CodeListId("who");
  return dataset;
}

inline CohortPlan MrmCohortPlan() {
  using Kind = CohortAttribute::Kind;
  CohortPlan plan;
  plan.id = CohortsId("mrm-leads");
  plan.title = {"Pistes MRM", "MRM leads"};
  plan.purposes = {PurposeId("child-rights")};
  plan.strata = {{"mrm-by-victim", {"all"}, "child"},
                 {"mrm-by-violation", {"all"}, ""}};
  for (const char* dimension :
       {"type", "mrm-by-violation", "place", "perpetrator", "source-class"}) {
    plan.attributes.push_back({.dimension = dimension});
  }
  for (const char* who : {"boy", "girl", "child-unknown"}) {
    plan.attributes.push_back({.kind = Kind::kVictims, .who = who});
  }
  plan.attributes.push_back({.kind = Kind::kIncidentQuarter});
  plan.attributes.push_back({.kind = Kind::kAcceptanceQuarter});
  return plan;
}

inline Catalog MrmCatalog() {
  Catalog catalog = SmallCatalog();
  AddMrmLists(catalog);
  catalog.datasets.insert_or_assign(DatasetId("incidents"), MrmDataset());
  Plan& plan = catalog.plans.at(PlanId("monthly"));
  plan.families = {{FamilyId("mrm-by-victim"),
                    {"Victimes", "Victims"},
                    Unit::kVictim,
                    {{"place", 0, 1}, {"mrm-by-victim", 0, 1}, {"who", 0, 1}}},
                   {FamilyId("mrm-by-violation"),
                    {"Violations", "Violations"},
                    Unit::kRecord,
                    {{"place", 0, 1}, {"mrm-by-violation", 0, 1}}}};
  plan.cohorts = {MrmCohortPlan()};
  return catalog;
}

// In the order of the plan's attributes: a boy maimed in one cercle.
inline Box BoyMaimed() {
  return {{"C1"}, {""},  {"ML0505"}, {"armed-group"}, {"victim", "witness"},
          {"1+"}, {"0"}, {"any"},    {"2025-Q4"},     {"2026-Q1"}};
}
// A school attacked or used, nobody harmed.
inline Box SchoolHit() {
  return {{"F3"},      {"attack_on_schools", "military_use"},
          {"ML06"},    {"all"},
          {"all"},     {"0"},
          {"0"},       {"0"},
          {"2026-Q1"}, {"2026-Q1"}};
}
// Nearly everything.
inline Box Anything() {
  return {{"all"}, {"all"}, {"MLI"}, {"armed-force", ""}, {"monitor"}, {"any"},
          {"any"}, {"any"}, {"any"}, {"2026-Q1"}};
}

// Cohorts of the first quarter, one per box, each of `rows` rows.
inline SelectedCohorts MrmCohorts(const std::vector<Box>& boxes,
                                  int64_t rows = 6) {
  SelectedCohorts cohorts;
  cohorts.id = CohortsId("mrm-leads");
  cohorts.period = Period(Period::Kind::kQuarter, absl::CivilMonth(2026, 1));
  cohorts.k = 5;
  cohorts.s = 2;
  for (const char* list : {"types", "perpetrator", "source-class",
                           "mrm-by-victim", "mrm-by-violation"}) {
    cohorts.list_versions[list] = "v1";
  }
  cohorts.list_versions["places"] = "2021-12-20";
  cohorts.attributes = MrmCohortPlan().attributes;
  for (const Box& box : boxes) {
    cohorts.cohorts.push_back(
        {absl::StrCat("2026-Q1-0", cohorts.cohorts.size() + 1), box, rows});
  }
  // Rows of the cohorts in turn, as those of no order.
  for (int64_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < boxes.size(); ++i) {
      cohorts.rows.push_back({absl::StrCat("lead-", row, "-", i), i});
    }
  }
  return cohorts;
}

// Tables of March: the victims and violations of the country and one region.
inline std::vector<SelectedTable> MrmTables() {
  const auto shown = CellStatus::kPublished;
  const auto hidden = CellStatus::kNotShown;
  SealedTable victims{FamilyId("mrm-by-victim"),
                      Unit::kVictim,
                      {"place", "mrm-by-victim", "who"},
                      {{{"MLI", "all", "child"}, shown, 90},
                       {{"MLI", "killing", "who"}, shown, 80},
                       {{"MLI", "killing", "child"}, shown, 30},
                       {{"MLI", "killing", "adult"}, shown, 50},
                       {{"MLI", "maiming", "child"}, hidden, 0, 3, 7},
                       {{"ML05", "killing", "child"}, hidden, 0, 3},
                       {{"ML05", "maiming", "child"}, hidden, 0}}};
  SealedTable violations{FamilyId("mrm-by-violation"),
                         Unit::kRecord,
                         {"place", "mrm-by-violation"},
                         {{{"MLI", "all"}, shown, 25},
                          {{"MLI", "attack_on_schools"}, shown, 12},
                          {{"ML05", "attack_on_schools"}, hidden, 0, 0, 4}}};
  return {{March(), victims}, {March(), violations}};
}

// A release of tables and of three cohorts. `catalog` must outlive it.
inline PackageContents MrmContents(const Catalog& catalog) {
  PackageContents contents;
  contents.release = ReleaseId("r-abcdefghij2345abcdef");
  contents.agreement = catalog.agreements.at(AgreementId("mrm-2026"));
  contents.recipient = catalog.parties.at(PartyId("mrm"));
  contents.dataset = catalog.FindDataset(DatasetId("incidents"));
  contents.plan = catalog.FindPlan(PlanId("monthly"));
  contents.selection.tables = MrmTables();
  contents.selection.cohorts = {
      MrmCohorts({BoyMaimed(), SchoolHit(), Anything()})};
  contents.created_at = At(10);
  contents.delete_by = At(10) + absl::Hours(24 * 90);
  contents.catalog_sha256 = catalog.sha256;
  return contents;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_PACKAGE_MRM_WORLD_H_
