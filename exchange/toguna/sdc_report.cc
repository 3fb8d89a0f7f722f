#include "exchange/toguna/sdc_report.h"

#include <cstddef>
#include <utility>

#include "exchange/toguna/sdc_folder.h"

namespace toguna {
namespace {

double ShareOf(double part, double whole) {
  return whole > 0 ? part / whole : 1;
}

}  // namespace

SdcReport SdcFiguresOf(const Protected& result, const ShownFigures& shown) {
  const DepthFigures all = shown.All();
  SdcReport report = {
      {"cells", all.cells},
      {"safe", all.safe},
      {"published", all.published},
      {"share", ShareOf(static_cast<double>(all.published),
                        static_cast<double>(all.safe))},
      {"share_by_weight", ShareOf(shown.published_weight, shown.safe_weight)}};
  SdcReport depths = SdcReport::array();
  for (size_t depth = 0; depth < shown.depths.size(); ++depth) {
    const DepthFigures& at = shown.depths[depth];
    depths.push_back({{"depth", depth},
                      {"cells", at.cells},
                      {"safe", at.safe},
                      {"published", at.published},
                      {"share", ShareOf(static_cast<double>(at.published),
                                        static_cast<double>(at.safe))}});
  }
  report["depths"] = std::move(depths);
  const ProtectionFigures& figures = result.figures;
  SdcReport bounds = SdcReport::array();
  for (size_t level = 0; level < figures.withheld.size(); ++level) {
    bounds.push_back({{"level", level},
                      {"withheld", figures.withheld[level]},
                      {"lower_bound", level < figures.lower_bound.size()
                                          ? figures.lower_bound[level]
                                          : 0}});
  }
  report["bounds"] = std::move(bounds);
  report["optimal"] = figures.optimal;
  report["stopped"] = figures.stopped;
  report["cut_short"] = figures.cut_short;
  report["rounds"] = figures.rounds;
  report["programs"] = figures.programs;
  report["ranges"] = {{"asked", figures.ranges.asked},
                      {"finite", figures.ranges.finite},
                      {"tight_low", figures.ranges.tight_low},
                      {"tight_high", figures.ranges.tight_high},
                      {"cut_short", figures.ranges.cut_short}};
  return report;
}

SdcReport SdcHeadOf(const SdcSetting& setting,
                    const std::vector<std::string>& history,
                    std::optional<uint64_t> seed) {
  const Plan& plan = setting.plan;
  SdcReport report = {
      {"format", kSdcReportFormat},
      {"plan", {{"id", plan.id.text()}, {"version", plan.version}}},
      {"dataset", plan.dataset.text()},
      {"k", plan.minimums.k},
      {"s", plan.minimums.s},
      {"c", plan.minimums.c},
      {"dominance_percent", plan.dominance_percent.value_or(0)}};
  report["periods"] = SdcReport::array();
  for (const Period& month : setting.months) {
    report["periods"].push_back(month.text());
  }
  report["families"] = SdcReport::array();
  for (const Family& family : plan.families) {
    report["families"].push_back(family.id.text());
  }
  report["history"] = history;
  if (seed.has_value()) report["seed"] = *seed;
  return report;
}

}  // namespace toguna
