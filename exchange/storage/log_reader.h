#ifndef TOGUNA_EXCHANGE_STORAGE_LOG_READER_H_
#define TOGUNA_EXCHANGE_STORAGE_LOG_READER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/merkle.h"
#include "exchange/storage/recover.h"
#include "exchange/usecase/ledger.h"

namespace toguna {

// The log of a store that nothing may be done with, because it was put back or
// contradicts itself: what is signed of it can still be read, so that somebody
// finds out what happened. Everything else is answered with why. Writes
// nothing, neither to the store nor to the anchor. Thread-safe.
class LogReader final : public Ledger {
 public:
  // `why` is what opening the ledger came to; the parts outlive the reader.
  // Returns `why` where not even the log can be read: an entry does not open,
  // or they are not those of the head that the store has signed.
  static absl::StatusOr<std::unique_ptr<LogReader>> Open(
      const LedgerParts& parts, absl::string_view origin, absl::Status why);

  absl::StatusOr<std::optional<VersionedRow>> Get(
      const RowKey& key) const override;
  absl::Status Scan(
      const RowKey& prefix,
      const std::function<bool(const VersionedRow&)>& visit) const override;
  absl::StatusOr<uint64_t> Commit(const Effects& effects) override;
  absl::Status WaitForCheckpoint(uint64_t index) override;
  absl::Status WaitForWitnesses(uint64_t index) override;
  uint64_t LogSize() const override;
  absl::StatusOr<std::vector<std::string>> Entries(
      uint64_t first, uint64_t count) const override;
  absl::StatusOr<std::string> Checkpoint() const override;
  absl::StatusOr<std::string> CosignedCheckpoint() const override;
  absl::StatusOr<std::string> InclusionProof(uint64_t index) const override;
  absl::StatusOr<std::vector<std::string>> ConsistencyProof(
      uint64_t old_size, uint64_t size) const override;
  absl::StatusOr<std::string> HashTile(const Tile& tile) const override;

 private:
  LogReader(const LedgerParts& parts, absl::Status why)
      : parts_(parts), why_(std::move(why)) {}

  const LedgerParts parts_;
  const absl::Status why_;
  MerkleTree tree_;  // as far as the head
  LogHead head_;
  std::string note_;
  std::string cosigned_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_STORAGE_LOG_READER_H_
