#ifndef TOGUNA_TESTS_SUPPORT_SMALL_CATALOG_H_
#define TOGUNA_TESTS_SUPPORT_SMALL_CATALOG_H_

// An operation in a few codes, shaped like policies/catalog/mali, for tests
// that must not depend on its files. Needs toguna::model and toguna::digest.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/base/code_tree.h"
#include "keys/digest/digest.h"
#include "policies/model/catalog.h"

namespace toguna::testing {

inline CodeList MakeList(std::string id, std::string version,
                         std::vector<std::string> levels,
                         std::vector<CodeDeclaration> nodes,
                         bool add_unspecified = false) {
  for (CodeDeclaration& node : nodes) {
    if (node.label.fr.empty()) node.label = {node.code, node.code};
  }
  return CodeList{.id = CodeListId(std::move(id)),
                  .version = std::move(version),
                  .title = {"liste", "list"},
                  .source = "made for tests",
                  .levels = std::move(levels),
                  .tree = *CodeTree::Create(std::move(nodes), add_unspecified)};
}

inline std::vector<CodeDeclaration> Flat(std::vector<std::string> codes) {
  std::vector<CodeDeclaration> nodes = {{"all", "", {}}};
  for (std::string& code : codes) nodes.push_back({std::move(code), "all", {}});
  return nodes;
}

inline void AddLists(Catalog& catalog) {
  const auto add = [&](CodeList list) {
    const CodeListId id = list.id;
    catalog.code_lists.emplace(id, std::move(list));
  };
  add(MakeList("violation-types", "mlipms-2021-09", {"all", "category", "type"},
               {{"all", "", {}},
                {"B", "all", {}},
                {"B1", "B", {}},
                {"B2", "B", {}},
                {"C", "all", {}},
                {"C1", "C", {}},
                {"E", "all", {}},
                {"E1", "E", {}},
                {"F", "all", {}},
                {"F3", "F", {}}},
               true));
  add(MakeList("mali-places", "2021-12-20",
               {"country", "region", "cercle", "commune"},
               {{"MLI", "", {"Mali", "Mali"}},
                {"ML01", "MLI", {"Kayes", "Kayes"}},
                {"ML0101", "ML01", {"Bafoulabe", "Bafoulabe"}},
                {"ML05", "MLI", {"Mopti", "Mopti"}},
                {"ML0505", "ML05", {"Koro", "Koro"}},
                {"ML0505-x07", "ML0505", {}},
                {"ML0506", "ML05", {"Mopti", "Mopti"}},
                {"ML06", "MLI", {"Tombouctou", "Timbuktu"}},
                {"ML0601", "ML06", {"Dire", "Dire"}}},
               true));
  add(MakeList("who-harmed", "1", {"all", "age", "who"},
               {{"all", "", {}},
                {"child", "all", {}},
                {"girl", "child", {}},
                {"boy", "child", {}},
                {"child-unknown", "child", {}},
                {"adult", "all", {}},
                {"woman", "adult", {}},
                {"man", "adult", {}},
                {"adult-unknown", "adult", {}},
                {"age-unknown", "all", {}}}));
  add(MakeList("perpetrators", "1", {"all", "class"},
               Flat({"armed-force", "armed-group", "other-party", "criminal",
                     "unknown"})));
  add(MakeList("source-classes", "1", {"all", "class"},
               Flat({"victim", "witness", "focal-point", "committee-member",
                     "monitor", "public-report"})));
  add(MakeList("facility-acts", "1", {"all", "act"},
               Flat({"school-attack", "hospital-attack", "military-use"})));
  add(MakeList(
      "consent-scopes", "1", {"all", "scope"},
      Flat({"all-protection", "child-protection-only", "no-sharing"})));
}

inline Attribute MakeCode(std::string id, const char* list, bool required) {
  return {.id = std::move(id),
          .kind = Attribute::Kind::kCode,
          .code_list = CodeListId(list),
          .required = required,
          .label = {"champ", "field"}};
}

inline Dataset MakeDataset(const char* id, bool public_sources) {
  Dataset dataset;
  dataset.id = DatasetId(id);
  dataset.version = "1";
  Attribute date;
  date.id = "incident-date";
  date.kind = Attribute::Kind::kDate;
  date.required = true;
  dataset.attributes = {MakeCode("type", "violation-types", true),
                        MakeCode("place", "mali-places", true), date,
                        MakeCode("source-class", "source-classes", true)};
  dataset.public_sources = public_sources;
  if (public_sources) return dataset;
  dataset.attributes.push_back(MakeCode("perpetrator", "perpetrators", false));
  dataset.attributes.push_back(
      MakeCode("facility-act", "facility-acts", false));
  dataset.tally_code_list = CodeListId("who-harmed");
  dataset.consent_code_list = CodeListId("consent-scopes");
  return dataset;
}

inline Form MakeOpenForm() {
  using Target = FormField::Target;
  return {.id = FormId("incident-open"),
          .version = "1",
          .dataset = DatasetId("open-incidents"),
          .fields = {{"incident/type", Target::kAttribute, "type", {}},
                     {"incident/date", Target::kAttribute, "incident-date", {}},
                     {"lieu/region", Target::kAttribute, "place", {}},
                     {"source/classe", Target::kAttribute, "source-class", {}}},
          .drops = {{"_id", "platform"},
                    {"_uuid", "platform"},
                    {"_submission_time", "platform"},
                    {"_xform_id_string", "platform"},
                    {"_status", "platform"}}};
}

inline Form MakeMaliForm() {
  using Target = FormField::Target;
  Form form = MakeOpenForm();
  form.id = FormId("incident-mali");
  form.dataset = DatasetId("protection-incidents");
  form.approved_only = true;
  for (FormField& field : form.fields) {
    if (field.path == "source/classe") {
      field.recodes = {{"point_focal", "focal-point"}};
    }
  }
  const auto add = [&](const char* path, Target target, const char* to) {
    form.fields.push_back({path, target, to, {}});
  };
  add("lieu/cercle", Target::kAttribute, "place");
  add("lieu/commune", Target::kAttribute, "place");
  add("victimes/n_filles", Target::kTally, "girl");
  add("victimes/n_garcons", Target::kTally, "boy");
  add("victimes/n_enfants_inconnu", Target::kTally, "child-unknown");
  add("victimes/n_femmes", Target::kTally, "woman");
  add("victimes/n_hommes", Target::kTally, "man");
  add("victimes/n_adultes_inconnu", Target::kTally, "adult-unknown");
  add("victimes/n_inconnu", Target::kTally, "age-unknown");
  add("auteur/classe", Target::kAttribute, "perpetrator");
  add("incident/etablissement", Target::kAttribute, "facility-act");
  add("source/id", Target::kSource, "");
  add("moniteur/id", Target::kMonitor, "");
  add("consentement/portee", Target::kConsent, "");
  for (const char* path :
       {"start", "end", "deviceid", "__version__", "formhub/uuid",
        "_submitted_by", "_tags", "_notes"}) {
    form.drops.push_back({path, "platform"});
  }
  form.drops.push_back({"_geolocation", "geopoint"});
  form.drops.push_back({"gps", "geopoint"});
  form.drops.push_back({"_attachments", "attachment"});
  form.drops.push_back({"victimes/detail", "person-detail"});
  return form;
}

// Datasets protection-incidents and open-incidents with forms incident-mali
// and incident-open; contributors collecting-org and partner-org-a.
inline Catalog SmallCatalog() {
  Catalog catalog;
  catalog.operation = {.id = OperationId("test-operation"),
                       .title = {"essai", "test"},
                       .time_zone = absl::UTCTimeZone(),
                       .trust_domain = "test.toguna.example",
                       .demo = true};
  AddLists(catalog);
  for (Dataset dataset : {MakeDataset("protection-incidents", false),
                          MakeDataset("open-incidents", true)}) {
    const DatasetId id = dataset.id;
    catalog.datasets.emplace(id, std::move(dataset));
  }
  for (Form form : {MakeMaliForm(), MakeOpenForm()}) {
    const FormId id = form.id;
    catalog.forms.emplace(id, std::move(form));
  }
  for (const char* id : {"collecting-org", "partner-org-a"}) {
    Party party;
    party.id = PartyId(id);
    party.roles = {Role::kContributor};
    party.demo = true;
    catalog.parties.emplace(party.id, party);
  }
  return catalog;
}

// A well-formed pseudonym of `kind` for `id`, made without a key.
inline std::string TestPseudonym(absl::string_view kind, absl::string_view id) {
  const std::string body = Blake2b(absl::StrCat(kind, "/", id), 20);
  const std::string check = Blake2b(
      absl::StrCat("toguna/pseudonym/", kind, absl::string_view("\0", 1), body),
      32);
  return absl::StrCat(kind, "1-", Base32Of(body), "-",
                      Base32Of(check).substr(0, 4));
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_SMALL_CATALOG_H_
