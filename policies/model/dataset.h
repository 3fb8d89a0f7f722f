#ifndef TOGUNA_POLICIES_MODEL_DATASET_H_
#define TOGUNA_POLICIES_MODEL_DATASET_H_

// What a record of a dataset consists of, and which dimensions it can be
// counted by. Plain values; policies/load checks them when it reads a catalog.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/ids.h"
#include "policies/model/sensitivity.h"

namespace toguna {

// A versioned code list. Codes mean nothing without the version: ML09 is
// Bamako in one gazetteer and Taoudénit in the next.
struct CodeList {
  CodeListId id;
  std::string version;  // "2021-12-20", "mlipms-2021-09"
  Label title;
  std::string source;  // where the list comes from, and its licence
  // Names of the depths, top first: country, region, cercle, commune.
  std::vector<std::string> levels;
  CodeTree tree;

  // Depth of the level called `name`; none if there is no such level.
  std::optional<int> DepthOf(absl::string_view name) const {
    for (size_t i = 0; i < levels.size(); ++i) {
      if (levels[i] == name) return static_cast<int>(i);
    }
    return std::nullopt;
  }
};

// One declared field of a record. Nothing else is ever stored.
struct Attribute {
  enum class Kind {
    kCode,  // one code of `code_list`
    kDate,  // the day of the incident; at most one per dataset
  };

  std::string id;  // "type", "place", "incident-date", "perpetrator"
  Kind kind = Kind::kCode;
  CodeListId code_list;  // kCode only
  bool required = false;
  Label label;
};

// A way to count records: an attribute itself, a function of one or two
// attributes by crosswalk, the incident's year, or who was harmed.
struct Dimension {
  enum class Source {
    kAttribute,     // the code of attributes[0]
    kCrosswalk,     // `crosswalk` from the codes of `attributes`
    kIncidentYear,  // the year of the date attribute, as code "2026"
    // Where the date lies seen from the month that the record was accepted in,
    // whatever is counted: one of kIncidentMonths.
    kIncidentMonth,
    kWho,  // the tallies; only for families counted by VICTIM
  };
  // A row applies where every given attribute lies within the given code
  // ("" = any, also an absent one). The first row that applies decides; a
  // record that no row applies to is in no cell of a family with this
  // dimension.
  struct CrosswalkRow {
    std::vector<std::string> codes;  // one per attribute
    std::string to;                  // a leaf of the dimension's code list
  };

  std::string id;  // "place", "type", "mrm-violation", "who"
  Source source = Source::kAttribute;
  std::vector<std::string> attributes;
  std::vector<CrosswalkRow> crosswalk;
  CodeListId code_list;
  Label label;
};

// That each record has at least one victim, unless one of `unless` holds: then
// victims are at least as many as records, which everybody knows.
struct VictimsInEveryRecord {
  struct Exemption {
    std::string attribute;
    std::vector<std::string> codes;  // the record's code lies within one
  };
  std::vector<Exemption> unless;
};

// The leaves of an incident-month list, all below its top: the month of
// acceptance itself, an earlier one of its quarter, of its year, of none of
// these. No record is dated after the month it was accepted in.
inline constexpr const char* kIncidentMonths[] = {
    "this-period", "earlier-this-quarter", "earlier-quarter", "earlier-year"};

// Counts of a dimension that lie within one of some codes, and how sensitive
// they are.
struct Classified {
  std::string dimension;
  std::vector<std::string> codes;  // at least one; none the top of its list
  Sensitivity sensitivity = Sensitivity::kSevere;
  // A release that shows such counts apart needs the data owner's approval.
  bool owner_approval = false;
  Label reason;
};

// A dataset as declared. `kind` says which acts it takes part in.
struct Dataset {
  enum class Kind {
    kIncidents,  // vault, periods, seals, extracts
    kAlerts,     // flash alerts: raised, cleared, sent in a feed
  };

  DatasetId id;
  std::string version;
  Kind kind = Kind::kIncidents;
  Label title;
  Label description;
  std::vector<Attribute> attributes;
  std::vector<Dimension> dimensions;
  // Leaves of this list are the tallies that a record may carry (who was
  // harmed); empty if the dataset has none.
  CodeListId tally_code_list;
  // Consent scopes, a code list; a record is used only for purposes its scope
  // covers. Empty: the sources are public.
  CodeListId consent_code_list;
  // True if sources are public reports: then records carry no source pseudonym.
  bool public_sources = false;
  // None: a record may be without victims.
  std::optional<VictimsInEveryRecord> victims_in_every_record{};
  // Of counts that nothing in `classified` says anything of.
  Sensitivity sensitivity = Sensitivity::kSevere;
  std::vector<Classified> classified{};

  const Attribute* FindAttribute(absl::string_view attribute) const {
    for (const Attribute& one : attributes) {
      if (one.id == attribute) return &one;
    }
    return nullptr;
  }
  const Dimension* FindDimension(absl::string_view dimension) const {
    for (const Dimension& one : dimensions) {
      if (one.id == dimension) return &one;
    }
    return nullptr;
  }
};

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_DATASET_H_
