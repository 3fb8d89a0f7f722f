#ifndef TOGUNA_EXCHANGE_AUDIT_MERKLE_H_
#define TOGUNA_EXCHANGE_AUDIT_MERKLE_H_

// The Merkle tree of RFC 6962: hashes, proofs, and their verification. All
// hashes are 32 raw bytes.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

inline constexpr size_t kHashSize = 32;

std::string LeafHash(absl::string_view entry);
std::string NodeHash(absl::string_view left, absl::string_view right);

// The right edge of a tree: what is needed to go on appending and to know the
// root, 32 bytes for each bit of the size that is set. Not thread-safe.
class MerkleFrontier {
 public:
  MerkleFrontier() = default;
  // `hashes` are those of an earlier Hashes(). kDataLoss if they are not as
  // many as a tree of `size` leaves has.
  static absl::StatusOr<MerkleFrontier> From(uint64_t size,
                                             std::vector<std::string> hashes);

  void Append(absl::string_view leaf_hash);
  uint64_t size() const { return size_; }
  std::string Root() const;
  // Of the largest complete subtrees, from the left.
  const std::vector<std::string>& Hashes() const { return hashes_; }

 private:
  uint64_t size_ = 0;
  std::vector<std::string> hashes_;
};

// A tree that only grows. Keeps the hash of every complete subtree, 64 bytes an
// entry, so that each question takes O(log size). Not thread-safe.
class MerkleTree {
 public:
  // Adds a leaf by its hash (LeafHash of the entry).
  void Append(absl::string_view leaf_hash);

  uint64_t size() const { return CountAt(0); }

  // Root of the first `size` leaves. kOutOfRange if there are fewer.
  absl::StatusOr<std::string> Root(uint64_t size) const;
  // Its right edge, to go on from apart.
  MerkleFrontier Frontier() const;
  // Proof that leaf `index` is in the tree of the first `size` leaves.
  absl::StatusOr<std::vector<std::string>> InclusionProof(uint64_t index,
                                                          uint64_t size) const;
  // Proof that the tree of `old_size` leaves is a prefix of that of `size`.
  // Empty if the sizes are equal or the old one is 0.
  absl::StatusOr<std::vector<std::string>> ConsistencyProof(
      uint64_t old_size, uint64_t size) const;

  // Hash of the complete subtree of leaves [index << level, (index+1) <<
  // level). kOutOfRange if it is not complete yet.
  absl::StatusOr<std::string> Subtree(unsigned level, uint64_t index) const;

 private:
  uint64_t CountAt(size_t level) const {
    return level < levels_.size() ? levels_[level].size() / kHashSize : 0;
  }
  absl::string_view At(size_t level, uint64_t index) const;
  std::string RangeHash(uint64_t begin, uint64_t end) const;

  // levels_[l] holds the hashes of the complete subtrees of 2^l leaves.
  std::vector<std::string> levels_;
};

// Returns OK if `proof` shows that the leaf with `leaf_hash` is number `index`
// of the tree with `size` leaves and `root`; otherwise kDataLoss.
absl::Status VerifyInclusion(absl::string_view leaf_hash, uint64_t index,
                             uint64_t size,
                             const std::vector<std::string>& proof,
                             absl::string_view root);

// Returns OK if `proof` shows that the tree (old_size, old_root) is a prefix of
// (size, root); otherwise kDataLoss. The empty tree is a prefix of any.
absl::Status VerifyConsistency(uint64_t old_size, absl::string_view old_root,
                               uint64_t size, absl::string_view root,
                               const std::vector<std::string>& proof);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_MERKLE_H_
