#include "exchange/audit/merkle.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

// Largest power of two below `n`; `n` is at least 2.
uint64_t Split(uint64_t n) { return std::bit_floor(n - 1); }

absl::Status Beyond() {
  return absl::OutOfRangeError("the log has fewer entries than asked for");
}

absl::Status NotProven() {
  return absl::DataLossError("the proof does not lead to the root");
}

bool AllHashes(const std::vector<std::string>& proof) {
  return std::all_of(proof.begin(), proof.end(), [](const std::string& hash) {
    return hash.size() == kHashSize;
  });
}

}  // namespace

std::string LeafHash(absl::string_view entry) {
  return Sha256(absl::StrCat(absl::string_view("\0", 1), entry));
}

std::string NodeHash(absl::string_view left, absl::string_view right) {
  return Sha256(absl::StrCat("\x01", left, right));
}

void MerkleTree::Append(absl::string_view leaf_hash) {
  if (levels_.empty()) levels_.emplace_back();
  levels_[0].append(leaf_hash.data(), leaf_hash.size());
  for (size_t level = 0; CountAt(level) % 2 == 0; ++level) {
    if (levels_.size() == level + 1) levels_.emplace_back();
    const uint64_t last = CountAt(level) - 1;
    levels_[level + 1] += NodeHash(At(level, last - 1), At(level, last));
  }
}

absl::string_view MerkleTree::At(size_t level, uint64_t index) const {
  return absl::string_view(levels_[level]).substr(index * kHashSize, kHashSize);
}

std::string MerkleTree::RangeHash(uint64_t begin, uint64_t end) const {
  const uint64_t count = end - begin;
  if (count == 0) return Sha256("");
  if (std::has_single_bit(count)) {
    const auto level = static_cast<unsigned>(std::countr_zero(count));
    return std::string(At(level, begin >> level));
  }
  const uint64_t middle = begin + Split(count);
  return NodeHash(RangeHash(begin, middle), RangeHash(middle, end));
}

absl::StatusOr<std::string> MerkleTree::Root(uint64_t size) const {
  if (size > this->size()) return Beyond();
  return RangeHash(0, size);
}

MerkleFrontier MerkleTree::Frontier() const {
  // The complete subtrees at the right edge are the one bits of the size.
  std::vector<std::string> hashes;
  for (size_t level = levels_.size(); level-- > 0;) {
    if ((size() >> level) % 2 == 1) {
      hashes.emplace_back(At(level, CountAt(level) - 1));
    }
  }
  return *MerkleFrontier::From(size(), std::move(hashes));
}

absl::StatusOr<std::string> MerkleTree::Subtree(unsigned level,
                                                uint64_t index) const {
  if (index >= CountAt(level)) return Beyond();
  return std::string(At(level, index));
}

absl::StatusOr<std::vector<std::string>> MerkleTree::InclusionProof(
    uint64_t index, uint64_t size) const {
  if (size > this->size() || index >= size) return Beyond();
  std::vector<std::string> proof;
  uint64_t begin = 0;
  uint64_t end = size;
  while (end - begin > 1) {
    const uint64_t middle = begin + Split(end - begin);
    if (index < middle) {
      proof.push_back(RangeHash(middle, end));
      end = middle;
    } else {
      proof.push_back(RangeHash(begin, middle));
      begin = middle;
    }
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::StatusOr<std::vector<std::string>> MerkleTree::ConsistencyProof(
    uint64_t old_size, uint64_t size) const {
  if (size > this->size() || old_size > size) return Beyond();
  std::vector<std::string> proof;
  if (old_size == 0 || old_size == size) return proof;
  uint64_t begin = 0;
  uint64_t end = size;
  // SUBPROOF of RFC 6962 §2.1.2: down to the subtree that ends at old_size.
  while (end != old_size) {
    const uint64_t middle = begin + Split(end - begin);
    if (old_size <= middle) {
      proof.push_back(RangeHash(middle, end));
      end = middle;
    } else {
      proof.push_back(RangeHash(begin, middle));
      begin = middle;
    }
  }
  // The verifier knows that subtree already if it is the whole old tree.
  if (begin != 0) proof.push_back(RangeHash(begin, end));
  std::reverse(proof.begin(), proof.end());
  return proof;
}

// RFC 9162 §2.1.3.2.
absl::StatusOr<MerkleFrontier> MerkleFrontier::From(
    uint64_t size, std::vector<std::string> hashes) {
  const bool all = std::all_of(
      hashes.begin(), hashes.end(),
      [](const std::string& hash) { return hash.size() == kHashSize; });
  if (!all || hashes.size() != static_cast<size_t>(std::popcount(size))) {
    return absl::DataLossError("these are not the hashes of such a tree");
  }
  MerkleFrontier frontier;
  frontier.size_ = size;
  frontier.hashes_ = std::move(hashes);
  return frontier;
}

void MerkleFrontier::Append(absl::string_view leaf_hash) {
  std::string hash(leaf_hash);
  // Each bit that is set at the end is a complete subtree that ends here.
  for (uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    hash = NodeHash(hashes_.back(), hash);
    hashes_.pop_back();
  }
  hashes_.push_back(std::move(hash));
  ++size_;
}

std::string MerkleFrontier::Root() const {
  if (hashes_.empty()) return Sha256("");
  std::string root = hashes_.back();
  for (size_t i = hashes_.size() - 1; i-- > 0;) {
    root = NodeHash(hashes_[i], root);
  }
  return root;
}

absl::Status VerifyInclusion(absl::string_view leaf_hash, uint64_t index,
                             uint64_t size,
                             const std::vector<std::string>& proof,
                             absl::string_view root) {
  if (index >= size || leaf_hash.size() != kHashSize || !AllHashes(proof)) {
    return NotProven();
  }
  uint64_t fn = index;
  uint64_t sn = size - 1;
  std::string hash(leaf_hash);
  for (const std::string& sibling : proof) {
    if (sn == 0) return NotProven();
    if ((fn & 1U) != 0 || fn == sn) {
      hash = NodeHash(sibling, hash);
      while ((fn & 1U) == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && hash == root ? absl::OkStatus() : NotProven();
}

// RFC 9162 §2.1.4.2.
absl::Status VerifyConsistency(uint64_t old_size, absl::string_view old_root,
                               uint64_t size, absl::string_view root,
                               const std::vector<std::string>& proof) {
  if (old_size > size || !AllHashes(proof)) return NotProven();
  if (old_size == 0 || old_size == size) {
    const bool same =
        old_size == size ? old_root == root : old_root == Sha256("");
    return same && proof.empty() ? absl::OkStatus() : NotProven();
  }
  std::vector<std::string> path = proof;
  if (std::has_single_bit(old_size))
    path.insert(path.begin(), std::string(old_root));
  if (path.empty()) return NotProven();
  uint64_t fn = old_size - 1;
  uint64_t sn = size - 1;
  while ((fn & 1U) != 0) {
    fn >>= 1U;
    sn >>= 1U;
  }
  std::string old_hash = path[0];
  std::string hash = path[0];
  for (size_t i = 1; i < path.size(); ++i) {
    if (sn == 0) return NotProven();
    if ((fn & 1U) != 0 || fn == sn) {
      old_hash = NodeHash(path[i], old_hash);
      hash = NodeHash(path[i], hash);
      while ((fn & 1U) == 0 && fn != 0) {
        fn >>= 1U;
        sn >>= 1U;
      }
    } else {
      hash = NodeHash(hash, path[i]);
    }
    fn >>= 1U;
    sn >>= 1U;
  }
  return sn == 0 && old_hash == old_root && hash == root ? absl::OkStatus()
                                                         : NotProven();
}

}  // namespace toguna
