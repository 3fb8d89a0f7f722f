#ifndef TOGUNA_EXCHANGE_STORAGE_READ_STORE_H_
#define TOGUNA_EXCHANGE_STORAGE_READ_STORE_H_

// Reads all that lies in a store, whatever is wrong with it: for who looks
// after one, not for who works with it.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/merkle.h"
#include "exchange/storage/recover.h"
#include "exchange/usecase/ledger.h"

namespace toguna {

// Who is told of what is read. Entries come first, in order, then rows.
struct StoreVisitor {
  std::function<void(absl::string_view bytes)> entry;
  std::function<void(const VersionedRow& row)> row;
  // ENTRY_MISSING, ENTRY_UNREADABLE: no entry from there on is read;
  // ROW_UNREADABLE: cut, changed, or moved there from another place;
  // ROW_UNKNOWN: of no kind that this program knows;
  // HEAD_DIFFERS: entries are not those that the store says it has;
  // ROWS_DIFFER: rows were taken away, put back or exchanged.
  std::function<void(absl::string_view code, std::string what)> fault;
};

// What is signed of the log.
struct ReadLog {
  MerkleTree tree;
  std::optional<std::string> checkpoint;  // the signed note
  std::optional<std::string> cosigned;    // with signatures of witnesses
};

// Writes nothing. Fails only where the store itself cannot be read.
absl::StatusOr<ReadLog> ReadStore(const Store& store, const Sealer& sealer,
                                  const RowHasher& hasher,
                                  const StoreVisitor& visitor);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_STORAGE_READ_STORE_H_
