#ifndef TOGUNA_EXCHANGE_STORAGE_RECOVER_H_
#define TOGUNA_EXCHANGE_STORAGE_RECOVER_H_

// What a store holds when it is opened, checked against itself and the anchor.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/merkle.h"
#include "exchange/usecase/store.h"
#include "keys/ring/ring.h"

namespace toguna {

// Rows of the family `meta`.
inline constexpr absl::string_view kFormatKey = "format";
inline constexpr absl::string_view kHeadKey = "head";
inline constexpr absl::string_view kCheckpointKey = "cp";
inline constexpr absl::string_view kCosignedKey = "cosigned";
inline constexpr absl::string_view kLogStartKey = "log-start";
// What this program writes at kFormatKey, before the number.
inline constexpr absl::string_view kFormatLabel = "toguna/store/";
inline constexpr uint64_t kStoreFormat = 1;

// What the ledger needs of keys and place; all outlive it.
struct LedgerParts {
  Store& store;
  const Sealer& sealer;
  const RowHasher& hasher;
  const Signer& signer;
};

struct StoredCheckpoint {
  LogHead head;
  std::string note;
  std::string value;  // as it lies in the store
};

struct RecoveredLog {
  MerkleTree tree;
  std::string rows;        // Head.rows
  std::string head_value;  // as it lies in the store
  std::optional<StoredCheckpoint> checkpoint;
};

// The stored value of a head.
std::string HeadValue(const Sealer& sealer, uint64_t size,
                      absl::string_view root, absl::string_view rows);

// The stored value of where a log begins (stored.proto LogStart).
std::string LogStartValue(const Sealer& sealer, absl::string_view origin,
                          absl::string_view superseded);

// What is done with the anchor.
enum class AnchorUse {
  kCompare,
  kMayBeMissing,  // compared if it is there
  kIgnore,        // whoever takes up a store that was put back has looked at it
};

// Reads and checks everything: format, every entry, the head, which rows there
// are at which generation, the checkpoint, the anchor. Makes an empty ledger
// where the store is empty. Takes time in proportion to the store.
//
//   kFailedPrecondition  STORE_TOO_NEW: written by a newer program
//                        LOG_KEY_CHANGED, LOG_ORIGIN_CHANGED: the log was
//                        signed by another key, or under another name
//   kDataLoss            STORE_DAMAGED: what is stored contradicts itself
//                        STORE_ROLLED_BACK: the anchor has seen more, or other,
//                        entries than the store has
//                        ANCHOR_MISSING, ANCHOR_DAMAGED
absl::StatusOr<RecoveredLog> Recover(const LedgerParts& parts,
                                     absl::string_view origin,
                                     const std::string& anchor_path,
                                     AnchorUse use);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_STORAGE_RECOVER_H_
