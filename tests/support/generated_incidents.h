#ifndef TOGUNA_TESTS_SUPPORT_GENERATED_INCIDENTS_H_
#define TOGUNA_TESTS_SUPPORT_GENERATED_INCIDENTS_H_

// Generated months of incidents as the vault would hold them. Everything is
// generated.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "exchange/record/record.h"
#include "exchange/sample/generate.h"
#include "nlohmann/json.hpp"
#include "policies/model/catalog.h"

namespace toguna::testing {

inline std::string Text(const nlohmann::json& submission, const char* field) {
  const auto found = submission.find(field);
  return found == submission.end() ? "" : found->get<std::string>();
}

// What intake would make of a generated submission.
inline Record RecordOf(const nlohmann::json& one,
                       const std::string& contributor, uint64_t seed) {
  Record record;
  record.dataset = DatasetId("protection-incidents");
  record.contributor = PartyId(contributor);
  record.ref = absl::StrCat("ref1-", seed, "-", Text(one, "_uuid"));
  record.instance = record.ref;
  record.source = Text(one, "source/id");
  record.monitor = Text(one, "moniteur/id");
  record.consent = Text(one, "consentement/portee");
  record.incident_day = *ParseDay(Text(one, "incident/date"));
  const auto code = [&](const char* attribute, const char* field) {
    const std::string text = Text(one, field);
    if (!text.empty()) record.codes[attribute] = text;
  };
  code("type", "incident/type");
  code("place", "lieu/region");
  code("place", "lieu/cercle");
  code("place", "lieu/commune");
  code("facility-act", "incident/etablissement");
  code("perpetrator", "auteur/classe");
  code("source-class", "source/classe");
  for (const auto& [field, who] : std::map<const char*, const char*>{
           {"victimes/n_filles", "girl"},
           {"victimes/n_garcons", "boy"},
           {"victimes/n_enfants_inconnu", "child-unknown"},
           {"victimes/n_femmes", "woman"},
           {"victimes/n_hommes", "man"},
           {"victimes/n_adultes_inconnu", "adult-unknown"},
           {"victimes/n_inconnu", "age-unknown"}}) {
    int64_t victims = 0;
    if (absl::SimpleAtoi(Text(one, field), &victims)) {
      record.tallies[who] = victims;
    }
  }
  return record;
}

// So many records of a month, from as many generated ones as that takes, each
// cut in proportion.
inline std::vector<Record> MonthOf(const Catalog& catalog, uint64_t seed,
                                   const Period& month, size_t wanted) {
  std::vector<Record> records;
  for (uint64_t part = 0; records.size() < wanted; ++part) {
    const uint64_t one = seed * 1000 + part;
    const std::string generated = *GenerateMonth(catalog, one, month);
    const auto split = SplitByContributor(generated);
    for (const auto& [party, text] : *split) {
      for (const nlohmann::json& submission : nlohmann::json::parse(text)) {
        records.push_back(RecordOf(submission, party, one));
      }
    }
  }
  // Uuids are as good as drawn.
  std::sort(records.begin(), records.end(),
            [](const Record& a, const Record& b) {
              return std::hash<std::string>()(a.ref) <
                     std::hash<std::string>()(b.ref);
            });
  records.resize(wanted);
  return records;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_GENERATED_INCIDENTS_H_
