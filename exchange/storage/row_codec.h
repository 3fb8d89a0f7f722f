#ifndef TOGUNA_EXCHANGE_STORAGE_ROW_CODEC_H_
#define TOGUNA_EXCHANGE_STORAGE_ROW_CODEC_H_

// Rows as messages of proto/toguna/stored/v1.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/usecase/rows.h"

namespace toguna {

// The stored message of a row, unsealed.
std::string EncodeRow(const Row& row);

// Reads what EncodeRow wrote for a row of `kind`. kDataLoss for other bytes and
// for a format this program does not know.
absl::StatusOr<Row> DecodeRow(RowKind kind, absl::string_view bytes);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_STORAGE_ROW_CODEC_H_
