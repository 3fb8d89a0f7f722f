#ifndef TOGUNA_EXCHANGE_TOGUNA_SDC_REPORT_H_
#define TOGUNA_EXCHANGE_TOGUNA_SDC_REPORT_H_

// report.json of `toguna sdc protect`, but for times. Says nothing of unsafe
// cells.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exchange/disclosure/protect.h"
#include "exchange/sdc/figures.h"
#include "exchange/sdc/setting.h"
#include "nlohmann/json.hpp"

namespace toguna {

using SdcReport = nlohmann::ordered_json;

// What was protected: plan, months, families, digests of what came before; the
// seed only where one was given.
SdcReport SdcHeadOf(const SdcSetting& setting,
                    const std::vector<std::string>& history,
                    std::optional<uint64_t> seed);

// How well.
SdcReport SdcFiguresOf(const Protected& result, const ShownFigures& shown);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SDC_REPORT_H_
