#ifndef TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_RUNGS_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_RUNGS_H_

// A ladder of seals of the same records, for ever wider circles.

#include <functional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/protect.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// Protects what is sealed now once per rung, the laxest first. `rungs` has one
// linked system's publications for each: what is sealed now, under the rung's
// minimums, and what was published before of the same rung, under that of then.
//
// A rung publishes only cells that the rung below publishes, so with the same
// values; which of them, Guarantee S decides for the rung by itself. Guarantee
// S of rung i therefore holds
//   - for whoever has rung i of every period: it is what Protect promises;
//   - for whoever has several rungs, of one period or of several: what he has
//     is a part of the lowest of them, of every period, and less knowledge
//     leaves more tables possible. Those who pool what they hold reach the
//     lowest rung among them and no further.
// This is why a rung's history is that of its own position, and why the rungs
// of a plan must not be chosen independently of each other.//
// RungBefore says which rung of an earlier seal that is.
//
// `begin`, if any, is called before each rung with its position; its error ends
// the work. Returns one answer per rung. Errors are those of Protect.
absl::StatusOr<std::vector<Protected>> ProtectRungs(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> refining, std::span<const Strand> strands,
    std::vector<std::vector<Publication>> rungs, const ProtectOptions& options,
    const std::function<absl::Status(size_t)>& begin = {});

// The rung of an earlier seal that is history for position `rung` of `now`: the
// lowest that someone can hold who holds none lower than `rung` now. Those who
// are given a rung are given it by its k. So it is never higher than `rung`
// itself, nor than the highest whose k is no larger. `earlier` and `now` are
// ladders, not empty.
size_t RungBefore(std::span<const Minimums> earlier,
                  std::span<const Minimums> now, size_t rung);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_PROTECT_RUNGS_H_
