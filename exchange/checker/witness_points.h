#ifndef TOGUNA_EXCHANGE_CHECKER_WITNESS_POINTS_H_
#define TOGUNA_EXCHANGE_CHECKER_WITNESS_POINTS_H_

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/code_tree.h"
#include "exchange/checker/check_seal.h"
#include "exchange/checker/combinations.h"
#include "exchange/checker/used_dimensions.h"

namespace toguna {

// The points of witness tables, and which of them lie in a count. `seal` must
// outlive it; Read comes first. Not thread-safe.
class WitnessPoints {
 public:
  using Confines = std::vector<std::pair<std::string, std::string>>;

  explicit WitnessPoints(const SealToCheck& seal) : seal_(seal) {}

  // Every point is one that a record of its strand can have, each once.
  //   kFailedPrecondition, kInvalidArgument, kResourceExhausted
  absl::Status Read();

  // Positions of the points inside a count of some strands.
  absl::StatusOr<std::vector<size_t>> Inside(
      const Confines& confines, bool victims,
      const std::vector<size_t>& strands);

  // What everybody knows: the counts at some points, added up, are at least
  // those at others.
  struct Compared {
    std::vector<size_t> more;
    std::vector<size_t> less;
  };

  // Victims are at least as many as records that harm somebody, where they are
  // compared, in every strand and in what corrections leave.
  std::vector<Compared> Comparisons() const;

  // Where there are no records there are no victims: what the first is above
  // the second, of either.
  struct Harm {
    Compared victims;
    Compared records;
  };
  // Where they are compared, in every strand and in what corrections leave.
  std::vector<Harm> Harms() const;

  // Likewise of cohorts: where their records have a victim among some, and
  // where none can have one of a kind.
  std::vector<Compared> CohortComparisons() const;
  std::vector<Harm> CohortHarms() const;

  // What is taken back was accepted or added, combination by combination; and
  // no more records are added than taken back.
  std::vector<Compared> TakenBack() const;

 private:
  // Points of a unit whose code of a used dimension lies within `node`.
  const std::vector<size_t>& Within(bool victims, size_t u, NodeIndex node);
  const CheckedDimension& DimensionAt(bool victims, size_t u) const;
  // A strand, or the number of strands: what corrections leave.
  using Place = std::pair<size_t, Combination>;
  // The places that a point counts at, and whether it is taken away there.
  std::vector<std::pair<Place, bool>> PlacesOf(
      size_t point, const UsedDimensions& shared) const;
  // The cohorts that a record at a point lies in.
  std::vector<const CheckedCohort*> CohortsOf(size_t point) const;
  // Who the victims at a point are; empty if nothing says it.
  std::string WhoAt(size_t point) const;
  // It has been corrected, or holds corrections.
  bool IsCorrected(size_t strand) const;
  // (used dimension, node), ascending, each dimension once.
  absl::StatusOr<std::vector<std::pair<size_t, NodeIndex>>> Resolve(
      const Confines& confines, bool victims) const;

  const SealToCheck& seal_;
  UsedDimensions used_[2];
  std::vector<Combination> nodes_;
  std::map<std::tuple<bool, size_t, NodeIndex>, std::vector<size_t>> within_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_WITNESS_POINTS_H_
