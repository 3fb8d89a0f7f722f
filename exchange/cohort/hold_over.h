#ifndef TOGUNA_EXCHANGE_COHORT_HOLD_OVER_H_
#define TOGUNA_EXCHANGE_COHORT_HOLD_OVER_H_

// Records that wait: those of which no cohort was given out when their quarter
// was sealed join those of a later quarter of the same year. Whoever has what
// was given out can work out by the same rules which cohorts such records can
// be in, so nothing else decides it.

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/period.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/cohort/stratum.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// Immutable after Create, so safe to share between threads. `plan` must outlive
// it.
class HoldOver {
 public:
  // `before` are what the same cohorts were sealed to in quarters of one year,
  // in its order, whichever order they were sealed in.
  //   kInvalidArgument PLAN_INVALID    the plan's trees cannot be made
  //   kInvalidArgument RECORD_INVALID  a box has a code that they do not have
  static absl::StatusOr<HoldOver> Create(
      const Catalog& catalog, const Dataset& dataset, const CohortPlan& plan,
      const std::vector<const CohortSeal*>& before);

  // Of `records`, which are in the strata of the quarter that `before[quarter]`
  // sealed, those that wait for another: neither then nor when they could have
  // joined a later one was a cohort given out in the part of the stratum that
  // the plan keeps apart and that they lie in.
  //   kInvalidArgument RECORD_INVALID  a value that no cohort can have
  absl::StatusOr<std::vector<bool>> Waits(
      size_t quarter, std::span<const StratumRecord> records) const;

  // Since which of `before` a record may have waited that lies in a cohort with
  // such a box, as its rows show it: of `before[of]`, or of a later quarter
  // that is sealed now. Ascending.
  //   kInvalidArgument RECORD_INVALID
  absl::StatusOr<std::vector<size_t>> MayComeFrom(
      const std::vector<std::vector<std::string>>& box,
      std::optional<size_t> of = std::nullopt) const;

 private:
  // One node of each tree, by its code.
  using Section = std::vector<std::string>;

  explicit HoldOver(const CohortPlan& plan) : plan_(&plan) {}

  absl::StatusOr<Section> SectionOf(
      const std::vector<std::vector<std::string>>& box) const;
  Section SectionAt(std::span<const NodeIndex> nodes) const;
  // A sealed quarter, and where it gave something out.
  struct Sealed {
    Period quarter{absl::CivilMonth()};
    absl::Time at;
    std::set<Section> given;
  };

  // Records of `before[quarter]` that were not given out by when `before[of]`
  // was sealed (none: by now) may wait in `section`.
  bool IsOpen(const Section& section, size_t quarter,
              std::optional<size_t> of) const;
  // `before[of]` was formed of records of `before[quarter]`, too.
  bool Joined(size_t quarter, size_t of) const {
    return quarter < of && before_[quarter].at < before_[of].at;
  }

  const CohortPlan* plan_;
  std::vector<CodeTree> trees_;
  std::vector<Sealed> before_;
  Period last_{absl::CivilMonth()};  // quarter of the year
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_HOLD_OVER_H_
