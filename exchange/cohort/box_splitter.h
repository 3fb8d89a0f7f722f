#ifndef TOGUNA_EXCHANGE_COHORT_BOX_SPLITTER_H_
#define TOGUNA_EXCHANGE_COHORT_BOX_SPLITTER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "exchange/cohort/cohort_tree.h"
#include "exchange/cohort/region.h"
#include "exchange/cohort/tuple_table.h"

namespace toguna {

// Makes parts of regions: their boxes first, which is little work, and then
// moves the tuples to where their part stands.
class BoxSplitter {
 public:
  using Regions = absl::InlinedVector<Region, 2>;

  // All outlive this. `prices`: the loss of a row per leaf of an attribute.
  BoxSplitter(TupleTable& table, const std::vector<CohortTree>& trees,
              std::vector<ValueStore>& values,
              const std::vector<double>& prices);

  // The box of everything, with all tuples.
  Region Whole();
  // The parts by an attribute: boxes, values and keys, no tuples yet. `part`
  // has that of each place of the region's value.
  Regions Boxes(const Region& region, size_t attribute,
                const std::vector<int>& part, int parts);
  // Gives the parts that Boxes() has made last their tuples.
  void Fill(const Region& region, size_t attribute, Regions& parts);

 private:
  int32_t AddValue(size_t attribute, int32_t whole,
                   const std::vector<int>& part, int which);

  TupleTable& table_;
  const std::vector<CohortTree>& trees_;
  std::vector<ValueStore>& values_;
  const std::vector<double>& prices_;
  std::vector<int32_t> part_of_;  // of each child, reused between calls
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_COHORT_BOX_SPLITTER_H_
