#include "exchange/disclosure/protect_rungs.h"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"

namespace toguna {

absl::StatusOr<std::vector<Protected>> ProtectRungs(
    const Catalog& catalog, const Dataset& dataset,
    std::span<const Family* const> refining, std::span<const Strand> strands,
    std::vector<std::vector<Publication>> rungs, const ProtectOptions& options,
    const std::function<absl::Status(size_t)>& begin) {
  std::vector<Protected> results;
  results.reserve(rungs.size());  // each rung points to the tables before it
  for (size_t rung = 0; rung < rungs.size(); ++rung) {
    if (begin) TOGUNA_RETURN_IF_ERROR(begin(rung));
    for (Publication& publication : rungs[rung]) {
      if (rung == 0 || publication.published != nullptr) continue;
      publication.within = &results[rung - 1].tables;
    }
    TOGUNA_ASSIGN_OR_RETURN(
        Protected result,
        Protect(catalog, dataset, refining, strands, rungs[rung], options));
    results.push_back(std::move(result));
  }
  return results;
}

size_t RungBefore(std::span<const Minimums> earlier,
                  std::span<const Minimums> now, size_t rung) {
  size_t highest = 0;
  for (size_t i = 1; i < earlier.size() && i <= rung; ++i) {
    if (earlier[i].k <= now[rung].k) highest = i;
  }
  return highest;
}

}  // namespace toguna
