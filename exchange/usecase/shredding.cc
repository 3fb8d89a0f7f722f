#include "exchange/usecase/shredding.h"

#include <cstddef>
#include <utility>

#include "exchange/base/status_macros.h"

namespace toguna {

absl::Status AddShredKey(const Ledger& ledger, const DatasetId& dataset,
                         Period period, const RandomBytes& random,
                         Effects& effects) {
  constexpr size_t kKeyBytes = 32;
  ShredKeyRow key{.dataset = dataset,
                  .year = Period(Period::Kind::kYear, period.month()),
                  .key = ""};
  TOGUNA_ASSIGN_OR_RETURN(const auto drawn,
                          Find<ShredKeyRow>(ledger, KeyOf(key)));
  effects.expected.emplace_back(KeyOf(key),
                                drawn.has_value() ? drawn->version : 0);
  if (drawn.has_value()) return absl::OkStatus();
  key.key = random(kKeyBytes);
  effects.put.emplace_back(std::move(key));
  return absl::OkStatus();
}

}  // namespace toguna
