#include "exchange/usecase/witness_rows.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace toguna {

std::vector<WitnessRow> WitnessRowsOf(const DatasetId& dataset, Period period,
                                      int rung, absl::string_view text) {
  // So that no row is large, whatever a seal needs.
  constexpr size_t kPartBytes = size_t{4} << 20;
  std::vector<WitnessRow> rows;
  for (size_t at = 0; at < text.size(); at += kPartBytes) {
    rows.push_back({.dataset = dataset,
                    .period = period,
                    .part = rows.size(),
                    .text = std::string(text.substr(at, kPartBytes)),
                    .rung = rung});
  }
  return rows;
}

std::string TextOf(std::vector<WitnessRow> rows) {
  std::sort(
      rows.begin(), rows.end(),
      [](const WitnessRow& a, const WitnessRow& b) { return a.part < b.part; });
  std::string text;
  for (const WitnessRow& row : rows) text += row.text;
  return text;
}

}  // namespace toguna
