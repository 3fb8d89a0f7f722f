#ifndef TOGUNA_TESTS_SUPPORT_SMALL_RECORD_H_
#define TOGUNA_TESTS_SUPPORT_SMALL_RECORD_H_

#include <string>

#include "absl/time/civil_time.h"
#include "exchange/record/record.h"
#include "tests/support/small_catalog.h"

namespace toguna::testing {

// A record that SmallCatalog takes from 2026-03-10 on.
inline Record SmallRecord(absl::string_view id = "one",
                          absl::string_view edition = "first") {
  Record record;
  record.dataset = DatasetId("protection-incidents");
  record.ref = TestPseudonym("ref", id);
  record.instance = TestPseudonym("ins", absl::StrCat(id, "/", edition));
  record.codes = {
      {"type", "B2"}, {"place", "ML0505"}, {"source-class", "focal-point"}};
  record.incident_day = absl::CivilDay(2026, 3, 9);
  record.tallies = {{"girl", 1}, {"man", 2}};
  record.source = TestPseudonym("src", "SRC-001");
  record.monitor = TestPseudonym("mon", "MON-001");
  record.consent = "all-protection";
  record.list_versions = {{"violation-types", "mlipms-2021-09"},
                          {"mali-places", "2021-12-20"},
                          {"source-classes", "1"},
                          {"who-harmed", "1"},
                          {"consent-scopes", "1"}};
  return record;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_SMALL_RECORD_H_
