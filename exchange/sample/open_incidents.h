#ifndef TOGUNA_EXCHANGE_SAMPLE_OPEN_INCIDENTS_H_
#define TOGUNA_EXCHANGE_SAMPLE_OPEN_INCIDENTS_H_

// Openly published incidents as KoboToolbox submissions, for the demonstration.

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policies/model/catalog.h"

namespace toguna {

struct OpenIncidents {
  std::string json;   // a list of submissions of form "incident-open"
  int rows = 0;       // in all files
  int events = 0;     // distinct event ids; the first file wins
  int located = 0;    // events with a region
  int converted = 0;  // submissions in `json`
  // Events left out: NO_REGION, UNKNOWN_REGION, NO_TYPE, BAD_ROW.
  std::map<std::string, int> refused;
};

// Converts the five CSV files of Insecurity Insight in `folder` (see
// tests/data/insecurity-insight/README.md). Each event has one type, the first
// that applies: C5/C6 sexual violence, B2/B3 killed, D1 kidnapped, D2 arrested,
// C1 injured or assaulted, F3 school or hospital, E1 looting or theft, F2
// access denied, C3 threat. Regions are found by the labels of the catalog's
// places. Nothing is invented: region only, source class public-report, no
// tallies.
//   kNotFound            a file is missing
//   kInvalidArgument     a file is no CSV, or lacks a column
//   kFailedPrecondition  the catalog has no form incident-open with a place
absl::StatusOr<OpenIncidents> ConvertOpenIncidents(const std::string& folder,
                                                   const Catalog& catalog);

// `name` as regions are compared: without accents, case, " Region", " cercle"
// and outer spaces, with UTF-8 that was read as Latin-1 repaired, and Timbuktu
// as Tombouctou.
std::string PlaceKey(absl::string_view name);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SAMPLE_OPEN_INCIDENTS_H_
