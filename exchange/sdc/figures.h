#ifndef TOGUNA_EXCHANGE_SDC_FIGURES_H_
#define TOGUNA_EXCHANGE_SDC_FIGURES_H_

// How much of what may be shown is shown.

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/sdc/setting.h"

namespace toguna {

struct DepthFigures {
  int64_t cells = 0;      // of all families, zeros included
  int64_t safe = 0;       // that may be shown as far as they alone go
  int64_t published = 0;  // that are shown, but for structural zeros
};

// By depth: how many steps below the grand total, over all dimensions together.
// Weights are those of the families.
struct ShownFigures {
  std::vector<DepthFigures> depths;
  double safe_weight = 0;
  double published_weight = 0;

  DepthFigures All() const;
};

// `tables` are one per family of the plan, whole and in order.
absl::StatusOr<ShownFigures> ShownFiguresOf(
    const SdcSetting& setting, std::span<const Strand> strands,
    const std::vector<SealedTable>& tables);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SDC_FIGURES_H_
