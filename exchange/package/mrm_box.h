#ifndef TOGUNA_EXCHANGE_PACKAGE_MRM_BOX_H_
#define TOGUNA_EXCHANGE_PACKAGE_MRM_BOX_H_

// What the box of a cohort says of its rows, in the words of the MRM.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/extract/cohort_rows.h"
#include "policies/model/catalog.h"

namespace toguna {

// How many victims of one kind: "0", "1+", or "0+" where the box leaves it
// open.
struct VictimBands {
  std::string boys;
  std::string girls;
  std::string unknown;

  bool NoChild() const { return boys == "0" && girls == "0" && unknown == "0"; }
};

// Reads the boxes of one SelectedCohorts. What is passed in must outlive it.
class MrmBoxes {
 public:
  // `plan` is the one in force; nullptr, or with other attributes than the
  // cohorts were sealed with: nothing is concluded from its strata.
  MrmBoxes(const Catalog& catalog, const Dataset& dataset,
           const CohortPlan* plan, const SelectedCohorts& cohorts);

  // Codes of a dimension, or why there are none.
  absl::StatusOr<std::string> Codes(const SelectedCohort& cohort,
                                    const std::string& dimension) const;
  // Labels of the same, in both languages.
  absl::StatusOr<std::string> Labels(const SelectedCohort& cohort,
                                     const std::string& dimension) const;
  // Version of the dimension's code list.
  std::string ListVersion(const std::string& dimension) const;

  // Codes of a quarter attribute.
  absl::StatusOr<std::string> Quarters(const SelectedCohort& cohort,
                                       CohortAttribute::Kind kind) const;
  // "yes", "no" or not told apart: whether the incident was accepted in a
  // later quarter than its own.
  absl::StatusOr<std::string> Late(const SelectedCohort& cohort) const;

  absl::StatusOr<VictimBands> Bands(const SelectedCohort& cohort) const;

  // What follows for the box from the crosswalks and the stratum.
  struct Violations {
    std::string codes;  // MRM codes that a record in the box can be of
    // Every record in it has a child among its victims.
    bool needs_child = false;
  };
  absl::StatusOr<Violations> ViolationsOf(const SelectedCohort& cohort) const;

  // OK if the cohorts were sealed with the catalog's versions of their lists:
  // a code has another meaning in another version.
  absl::Status CheckVersions() const;

 private:
  // A record's code of an attribute; none: it has none.
  using Coded = std::optional<NodeIndex>;
  using Combination = std::map<std::string, Coded>;  // by attribute

  const std::vector<std::string>* ValueOf(const SelectedCohort& cohort,
                                          CohortAttribute::Kind kind,
                                          const std::string& id) const;
  absl::StatusOr<std::string> Joined(
      const SelectedCohort& cohort, const std::string& dimension,
      const std::function<std::string(const CodeTree&, NodeIndex)>& text,
      const std::string& any, const std::string& none) const;
  // Attributes of records that decide violations and strata.
  std::set<std::string> Deciding() const;
  // What a record of the box can have there.
  std::vector<Coded> Possible(const SelectedCohort& cohort,
                              const Attribute& attribute) const;
  // The code that a combination has in a dimension; "" where it has none.
  std::string CodeIn(const Dimension& dimension,
                     const Combination& combination) const;
  bool Lies(const SelectedCohort& cohort, const Combination& combination) const;
  bool Applies(const CohortPlan::Stratum& stratum, bool child,
               const Combination& combination) const;
  bool IsChild(const std::string& who) const;
  // Calls `use` for each combination of what the attributes can have.
  absl::Status ForEach(
      const SelectedCohort& cohort,
      const std::function<void(const Combination&)>& use) const;

  const Catalog& catalog_;
  const Dataset& dataset_;
  const CohortPlan* plan_;
  const SelectedCohorts& cohorts_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_MRM_BOX_H_
