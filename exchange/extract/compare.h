#ifndef TOGUNA_EXCHANGE_EXTRACT_COMPARE_H_
#define TOGUNA_EXCHANGE_EXTRACT_COMPARE_H_

// Two selections from the same seals, cell by cell and without any number.

#include <string>
#include <vector>

#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/extract/select.h"
#include "policies/model/plan.h"

namespace toguna {

// What of a cell is given, the least first.
enum class Given {
  kNothing,   // the cell is not in the extract
  kNotShown,  // it is, and says nothing
  kRange,     // not shown, within a range that says something
  kNumber,
};

// What is given of the cell when it is selected.
Given GivenOf(const SealedCell& cell);

struct ComparedCell {
  std::vector<std::string> codes;  // one per dimension of the table
  Given before = Given::kNothing;
  Given after = Given::kNothing;

  friend bool operator==(const ComparedCell&, const ComparedCell&) = default;
};

// One family of one period: every cell that either gives, in order of codes.
struct ComparedTable {
  Period period{absl::CivilMonth()};
  FamilyId family;
  std::vector<std::string> dimensions;
  std::vector<Pool> pools;
  std::vector<ComparedCell> cells;
};

// By period, then by family. The selections may be of different rungs.
std::vector<ComparedTable> Compare(const Selection& before,
                                   const Selection& after);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_EXTRACT_COMPARE_H_
