#ifndef TOGUNA_EXCHANGE_DISCLOSURE_TABLE_PACKER_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_TABLE_PACKER_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/slacks.h"

namespace toguna {

// Makes few tables of many changes: two that touch no unknown in common are
// made together where each guarded sum that is proven keeps its value and no
// relation breaks. Every change has to be possible alone, in the view of the
// guarded sum that needs it. Not thread-safe.
class TablePacker {
 public:
  // A guarded sum that a change is to move by so much.
  struct Need {
    int32_t guarded = 0;
    Side side = Side::kHigh;
    size_t table = 0;  // the change's number; 0 changes nothing
    int64_t moved = 0;
  };

  // All must outlive the packer.
  TablePacker(const Secrets& secrets, const Incidence& incidence,
              const Slacks& slacks);

  // The number of the table that serves `need`.
  size_t Place(const Need& need, const Change& change);
  std::vector<Table> Tables() const;

 private:
  struct Pack {
    size_t view = 0;
    bool closed = false;  // stays the truth
    std::vector<bool> touched;
    absl::flat_hash_set<size_t> tables;
    absl::flat_hash_set<int32_t> pinned;  // guarded sums that rest on it
    absl::flat_hash_map<int32_t, int64_t> moved;
    absl::flat_hash_map<int32_t, int64_t> relations;
    absl::flat_hash_map<int32_t, int64_t> harms;
    Change change;
  };

  bool Serves(const Pack& pack, const Need& need) const;
  bool Fits(const Pack& pack, const Need& need, const Change& change,
            const Moves& guarded, const Moves& relations,
            const Moves& harms) const;

  const Secrets& secrets_;
  const Incidence& incidence_;
  const Slacks& slacks_;
  std::vector<Pack> packs_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_TABLE_PACKER_H_
