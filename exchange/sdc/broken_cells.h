#ifndef TOGUNA_EXCHANGE_SDC_BROKEN_CELLS_H_
#define TOGUNA_EXCHANGE_SDC_BROKEN_CELLS_H_

#include <string>
#include <vector>

#include "exchange/disclosure/protect.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/sdc/setting.h"
#include "exchange/words/words.h"

namespace toguna {

// A cell that the checker could not accept, for a person.
struct BrokenCell {
  std::string family;
  std::vector<std::string> codes;
  const Sentence* why = nullptr;
};

// After the checker refused: which cells do not go with the witnesses. Looks at
// every published cell for itself: one that the witnesses call unsafe, one
// below k, one that a witness table has another value for. Empty where the
// fault is elsewhere; the checker's own words say where.
std::vector<BrokenCell> FindBrokenCells(const SdcSetting& setting,
                                        const std::vector<SealedTable>& tables,
                                        const Protected& result);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SDC_BROKEN_CELLS_H_
