#ifndef TOGUNA_POLICIES_MODEL_FORM_H_
#define TOGUNA_POLICIES_MODEL_FORM_H_

// How a KoboToolbox form becomes records of a dataset.

#include <string>
#include <vector>

#include "exchange/base/ids.h"

namespace toguna {

// One answer of the form, by its full group path ("lieu/cercle").
struct FormField {
  enum class Target {
    kAttribute,  // answer -> attribute `to`; several fields may feed one
                 // attribute: the last in file order that is answered wins
                 // (region, cercle, commune -> place)
    kTally,      // answer (whole number) -> tally of who-code `to`
    kSource,     // identifies the source: leaves only as pseudonym
    kMonitor,    // identifies the monitor: leaves only as pseudonym
    kConsent,    // consent scope code
  };
  // Answer -> code, where the form's codes differ from the list's.
  struct Recode {
    std::string answer;
    std::string code;
  };

  std::string path;
  Target target = Target::kAttribute;
  std::string to;
  std::vector<Recode> recodes;
};

// A path or path prefix ("victimes/detail", "_attachments") that is dropped at
// intake, on the contributor's side, and counted by `reason`.
struct DropRule {
  std::string path;
  std::string reason;  // one of a few words: device, geopoint, attachment, …
};

struct Form {
  FormId id;
  std::string version;
  DatasetId dataset;
  std::vector<FormField> fields;
  std::vector<DropRule> drops;
  // Only submissions that KoboToolbox marks validation_status_approved.
  bool approved_only = false;
};

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_FORM_H_
