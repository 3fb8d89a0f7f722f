#ifndef TOGUNA_EXCHANGE_CHECKER_CHECK_HISTORY_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECK_HISTORY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/code_tree.h"
#include "exchange/checker/check_seal.h"
#include "exchange/checker/combinations.h"
#include "exchange/checker/used_dimensions.h"

namespace toguna {

// What the seal's `history` proves of counts, in exact arithmetic over every
// possible combination of codes in every strand. `seal` must outlive it; Read
// comes first. Not thread-safe.
class CheckedReasons {
 public:
  using Confines = std::vector<std::pair<std::string, std::string>>;
  // What a view has itself in a cell.
  using Own = std::function<absl::StatusOr<int64_t>(const CheckedFamily&,
                                                    const Confines&)>;

  explicit CheckedReasons(const SealToCheck& seal) : seal_(seal) {}

  // Every reason names published cells and what is known, with multipliers as
  // they have to be.
  //   kFailedPrecondition, kInvalidArgument, kResourceExhausted
  absl::Status Read();

  // The bound that reason `number` gives `count` on one side, of what others
  // have than who has `own`.
  //   kFailedPrecondition  it gives none
  //   kResourceExhausted   a number too large
  absl::StatusOr<int64_t> Bound(size_t number, bool high,
                                const CheckedUnsafe& count, const Own& own);

 private:
  __extension__ typedef __int128 Wide;

  // Combinations of a unit, in every strand.
  struct Unit {
    UsedDimensions used;
    std::vector<Combination> combinations;
    std::map<Combination, size_t> number_of;
    std::vector<bool> possible;  // strand by strand
    std::vector<Wide> covered;   // likewise; all 0 between calls
  };
  // Where victims and records are compared: positions of combinations.
  struct Place {
    std::vector<size_t> victims;
    std::vector<size_t> records;
  };
  using Touched = std::vector<std::pair<bool, size_t>>;  // victims, position

  absl::Status ReadUnit(bool victims);
  absl::Status CheckForm(size_t number) const;
  absl::StatusOr<std::vector<std::pair<size_t, NodeIndex>>> Resolve(
      const UsedDimensions& used, const Confines& confines) const;
  absl::StatusOr<std::vector<size_t>> Inside(const Confines& confines,
                                             bool victims) const;
  absl::StatusOr<Combination> CombinationFor(const UsedDimensions& used,
                                             const Confines& codes) const;
  bool IsAccepted(size_t strand) const;
  void Cover(bool victims, size_t strand, size_t combination, Wide multiplier);
  absl::Status CoverCells(const CheckedHistory& reason, const Own& own,
                          Wide& total);
  absl::Status CoverVictims(const CheckedHistory::Victims& one, Wide sign);
  absl::Status CoverTakenBack(const CheckedHistory::TakenBack& one, Wide sign);
  void CoverAdded(Wide multiplier);
  absl::Status Judge(const CheckedHistory& reason, bool high,
                     const CheckedUnsafe& count);

  const SealToCheck& seal_;
  Unit units_[2];  // records, victims
  UsedDimensions shared_;
  std::map<Combination, Place> places_;
  Touched touched_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECK_HISTORY_H_
