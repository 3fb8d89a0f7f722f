#include "exchange/audit/merkle.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using testing::IsOk;
using testing::StatusIs;

constexpr uint64_t kMost = 130;

std::string Leaf(uint64_t i) { return LeafHash(absl::StrCat("entry ", i)); }

MerkleTree TreeOf(uint64_t size) {
  MerkleTree tree;
  for (uint64_t i = 0; i < size; ++i) tree.Append(Leaf(i));
  return tree;
}

// RFC 6962 §2.1 word by word, sharing nothing with MerkleTree.
std::string PlainRoot(const std::vector<std::string>& leaves) {
  if (leaves.empty()) return Sha256("");
  if (leaves.size() == 1) return leaves[0];
  size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(k);
  return Sha256("\x01" + PlainRoot({leaves.begin(), middle}) +
                PlainRoot({middle, leaves.end()}));
}

TEST(MerkleTest, HashesAreThoseOfTheRfcVectors) {
  // The certificate-transparency reference tree: 8 leaves, known roots.
  MerkleTree tree;
  const std::vector<std::string> leaves = {"",
                                           "00",
                                           "10",
                                           "2021",
                                           "3031",
                                           "40414243",
                                           "5051525354555657",
                                           "606162636465666768696a6b6c6d6e6f"};
  for (const std::string& leaf : leaves) {
    tree.Append(LeafHash(absl::HexStringToBytes(leaf)));
  }
  EXPECT_EQ(HexOf(*tree.Root(0)),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(HexOf(*tree.Root(1)),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(HexOf(*tree.Root(2)),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  EXPECT_EQ(HexOf(*tree.Root(8)),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST(MerkleTest, RootsAreThoseOfThePlainDefinition) {
  const MerkleTree tree = TreeOf(kMost);
  std::vector<std::string> leaves;
  for (uint64_t size = 0; size <= kMost; ++size) {
    EXPECT_EQ(*tree.Root(size), PlainRoot(leaves)) << size;
    leaves.push_back(Leaf(size));
  }
}

TEST(MerkleTest, TheNextRootIsKnownBeforeItsLeafIsAdded) {
  MerkleTree tree;
  for (uint64_t i = 0; i < kMost; ++i) {
    MerkleFrontier ahead = tree.Frontier();
    EXPECT_EQ(ahead.size(), tree.size());
    EXPECT_EQ(ahead.Root(), *tree.Root(tree.size()));
    ahead.Append(Leaf(i));
    const std::string expected = ahead.Root();
    tree.Append(Leaf(i));
    EXPECT_EQ(*tree.Root(i + 1), expected) << i;
  }
}

TEST(MerkleTest, EveryInclusionProofHoldsForItsEntryAlone) {
  const MerkleTree tree = TreeOf(kMost);
  for (uint64_t size = 1; size <= kMost; ++size) {
    const std::string root = *tree.Root(size);
    for (uint64_t index = 0; index < size; ++index) {
      const std::vector<std::string> proof = *tree.InclusionProof(index, size);
      ASSERT_THAT(VerifyInclusion(Leaf(index), index, size, proof, root),
                  IsOk());
      ASSERT_FALSE(
          VerifyInclusion(Leaf(index + 1), index, size, proof, root).ok());
      ASSERT_FALSE(
          VerifyInclusion(Leaf(index), index + 1, size, proof, root).ok());
      std::vector<std::string> longer = proof;
      longer.push_back(Leaf(0));
      ASSERT_FALSE(
          VerifyInclusion(Leaf(index), index, size, longer, root).ok());
      if (proof.empty()) continue;
      longer.resize(proof.size() - 1);
      ASSERT_FALSE(
          VerifyInclusion(Leaf(index), index, size, longer, root).ok());
    }
  }
}

TEST(MerkleTest, EveryConsistencyProofHoldsForItsTwoTreesAlone) {
  const MerkleTree tree = TreeOf(kMost);
  const std::string other = Leaf(1000);
  for (uint64_t size = 0; size <= kMost; ++size) {
    const std::string root = *tree.Root(size);
    for (uint64_t old = 0; old <= size; ++old) {
      const std::string old_root = *tree.Root(old);
      std::vector<std::string> proof = *tree.ConsistencyProof(old, size);
      ASSERT_THAT(VerifyConsistency(old, old_root, size, root, proof), IsOk())
          << old << " " << size;
      ASSERT_FALSE(VerifyConsistency(old, other, size, root, proof).ok());
      // The empty tree is a prefix of anything, so there is nothing to show.
      if (old > 0) {
        ASSERT_FALSE(VerifyConsistency(old, old_root, size, other, proof).ok());
      }
      proof.push_back(other);
      ASSERT_FALSE(VerifyConsistency(old, old_root, size, root, proof).ok());
      if (proof.size() > 1) {
        proof.resize(proof.size() - 1);
        proof.back()[0] = static_cast<char>(proof.back()[0] ^ 1);
        ASSERT_FALSE(VerifyConsistency(old, old_root, size, root, proof).ok());
      }
    }
  }
}

TEST(MerkleTest, WhatIsNotThereIsOutOfRange) {
  const MerkleTree tree = TreeOf(5);
  EXPECT_THAT(tree.Root(6), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(tree.InclusionProof(5, 5),
              StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(tree.ConsistencyProof(3, 6),
              StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(tree.Subtree(2, 1), StatusIs(absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace toguna
