// What the proof of a quarter says of its cohorts (boxes, victims, sizes,
// witnesses, proofs of counts), changed at random: the checker refuses what
// does not hold any more and nothing else. What holds is decided by a plain
// reading, point by point.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/checker/check_file.h"
#include "exchange/checker/check_seal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/service_attacker.h"
#include "tests/privacy/service_world.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using Codes = std::vector<std::pair<std::string, std::string>>;
using Points = std::vector<CheckedWitnesses::Point>;

const CheckedDimension& DimensionAt(const SealToCheck& seal,
                                    const std::string& id) {
  return *std::find_if(seal.dimensions.begin(), seal.dimensions.end(),
                       [&](const auto& one) { return one.id == id; });
}

const std::string* CodeIn(const CheckedWitnesses::Point& point,
                          const std::string& dimension) {
  for (const auto& [id, code] : point.codes) {
    if (id == dimension) return &code;
  }
  return nullptr;
}

// Reads a seal plainly.
class PlainProof {
 public:
  explicit PlainProof(const SealToCheck& seal) : seal_(seal) {}

  bool Holds() const {
    return BoxesHold() && SetsFit() && VictimsHold() && SizesHold() &&
           ProofsHold();
  }

  bool LiesWithin(const CheckedWitnesses::Point& point,
                  const Codes& codes) const {
    return std::all_of(codes.begin(), codes.end(), [&](const auto& one) {
      const std::string* const mine = CodeIn(point, one.first);
      if (mine == nullptr) return false;
      if (mine->empty() || one.second.empty()) return *mine == one.second;
      const CodeTree& tree = *DimensionAt(seal_, one.first).tree;
      return tree.IsWithin(*tree.Find(*mine), *tree.Find(one.second));
    });
  }

 private:
  const Points& points() const { return seal_.witnesses.points; }

  const CheckedCohort* CohortOf(const CheckedWitnesses::Point& point) const {
    for (const CheckedCohort& cohort : seal_.cohorts) {
      const std::string* const code = CodeIn(point, cohort.dimension);
      if (!point.victims && code != nullptr && *code == cohort.code &&
          std::count(cohort.strands.begin(), cohort.strands.end(),
                     point.strand) > 0) {
        return &cohort;
      }
    }
    return nullptr;
  }

  // It lies in a cohort, in a strand that is none of the cohort's.
  bool IsElsewhere(const CheckedWitnesses::Point& point) const {
    return std::any_of(
        seal_.cohorts.begin(), seal_.cohorts.end(),
        [&](const CheckedCohort& cohort) {
          const std::string* const code = CodeIn(point, cohort.dimension);
          return !point.victims && code != nullptr && *code == cohort.code &&
                 std::count(cohort.strands.begin(), cohort.strands.end(),
                            point.strand) == 0;
        });
  }

  bool BoxesHold() const {
    for (const CheckedWitnesses::Point& point : points()) {
      if (IsElsewhere(point)) return false;
      const CheckedCohort* const cohort = CohortOf(point);
      if (cohort == nullptr) continue;
      for (const Codes& codes : cohort->outside) {
        if (LiesWithin(point, codes)) return false;
      }
    }
    return true;
  }

  // Sets of victims that the checker can hold tables to.
  bool SetsFit() const {
    std::vector<std::set<std::string>> sets;
    for (const CheckedCohort& cohort : seal_.cohorts) {
      for (const CheckedCohort::Some& some : cohort.some) {
        sets.emplace_back(some.who.begin(), some.who.end());
        for (const std::string& none : cohort.none) {
          if (sets.back().count(none) > 0) return false;
        }
      }
    }
    for (const auto& a : sets) {
      for (const auto& b : sets) {
        size_t both = 0;
        for (const std::string& one : a) both += b.count(one);
        if (both > 0 && both < a.size() && both < b.size()) return false;
      }
    }
    return true;
  }

  std::string WhoOf(const CheckedWitnesses::Point& point) const {
    for (const auto& [id, code] : point.codes) {
      if (DimensionAt(seal_, id).who) return code;
    }
    return "";
  }

  // Dimensions that victims are told apart by, and to which depth.
  std::map<std::string, int> Shared() const {
    std::map<std::string, int> shared;
    for (const CheckedWitnesses::Point& point : points()) {
      if (!point.victims) continue;
      for (const auto& [id, code] : point.codes) {
        const CheckedDimension& dimension = DimensionAt(seal_, id);
        if (dimension.who) continue;
        int& depth = shared[id];
        if (code.empty()) continue;
        depth =
            std::max(depth, dimension.tree->depth(*dimension.tree->Find(code)));
      }
    }
    return shared;
  }

  struct AtPlace {
    std::vector<std::pair<const CheckedCohort*, size_t>> records;  // points
    std::vector<size_t> victims;
  };
  std::map<std::pair<size_t, Codes>, AtPlace> Places() const {
    const std::map<std::string, int> shared = Shared();
    std::map<std::pair<size_t, Codes>, AtPlace> places;
    for (size_t p = 0; p < points().size(); ++p) {
      Codes place;
      for (const auto& [id, depth] : shared) {
        std::string code = *CodeIn(points()[p], id);
        const CodeTree& tree = *DimensionAt(seal_, id).tree;
        if (!code.empty())
          code = tree.code(tree.AtDepth(*tree.Find(code), depth));
        place.emplace_back(id, std::move(code));
      }
      AtPlace& at = places[{points()[p].strand, std::move(place)}];
      if (points()[p].victims) {
        at.victims.push_back(p);
      } else {
        at.records.emplace_back(CohortOf(points()[p]), p);
      }
    }
    return places;
  }

  bool VictimsHold() const {
    const bool counted =
        std::any_of(points().begin(), points().end(),
                    [](const auto& point) { return point.victims; });
    if (!counted) return true;  // no table has any
    std::set<std::vector<std::string>> sets;
    std::set<std::string> kinds;
    for (const CheckedCohort& cohort : seal_.cohorts) {
      for (const auto& some : cohort.some) sets.insert(some.who);
      kinds.insert(cohort.none.begin(), cohort.none.end());
    }
    const auto places = Places();
    for (const CheckedWitnesses::Table& table : seal_.witnesses.tables) {
      std::map<size_t, int64_t> has(table.counts.begin(), table.counts.end());
      for (const auto& [ignored, at] : places) {
        for (const auto& set : sets) {
          int64_t left = 0;
          for (const size_t p : at.victims) {
            if (std::count(set.begin(), set.end(), WhoOf(points()[p])) > 0) {
              left += has[p];
            }
          }
          for (const auto& [cohort, p] : at.records) {
            if (cohort != nullptr && NeedsAmong(*cohort, points()[p], set)) {
              left -= has[p];
            }
          }
          if (left < 0) return false;
        }
        for (const std::string& kind : kinds) {
          int64_t victims = 0;
          int64_t records = 0;
          for (const size_t p : at.victims) {
            if (WhoOf(points()[p]) == kind) victims += has[p];
          }
          for (const auto& [cohort, p] : at.records) {
            const bool none =
                cohort != nullptr &&
                std::count(cohort->none.begin(), cohort->none.end(), kind) > 0;
            records += none ? 0 : has[p];
          }
          if (victims > 0 && records == 0) return false;
        }
      }
    }
    return true;
  }
  bool NeedsAmong(const CheckedCohort& cohort,
                  const CheckedWitnesses::Point& point,
                  const std::vector<std::string>& set) const {
    return std::any_of(
        cohort.some.begin(), cohort.some.end(), [&](const auto& some) {
          return LiesWithin(point, some.within) &&
                 std::all_of(some.who.begin(), some.who.end(),
                             [&](const std::string& one) {
                               return std::count(set.begin(), set.end(), one) >
                                      0;
                             });
        });
  }

  int64_t SumIn(const CheckedWitnesses::Counts& counts, bool victims,
                const Codes& codes, const std::vector<size_t>& strands) const {
    int64_t sum = 0;
    for (const auto& [p, units] : counts) {
      const CheckedWitnesses::Point& point = points()[p];
      if (point.victims == victims && LiesWithin(point, codes) &&
          std::count(strands.begin(), strands.end(), point.strand) > 0) {
        sum += units;
      }
    }
    return sum;
  }

  bool SizesHold() const {
    return SizesHold(seal_.families) && SizesHold(seal_.earlier);
  }
  bool SizesHold(const std::vector<CheckedFamily>& families) const {
    for (const CheckedFamily& family : families) {
      for (const CheckedCell& cell : family.cells) {
        if (!cell.published) continue;
        if (cell.value < seal_.minimum && &families == &seal_.families) {
          return false;
        }
        Codes codes;
        for (size_t i = 0; i < cell.codes.size(); ++i) {
          codes.emplace_back(family.axes[i].dimension, cell.codes[i]);
        }
        for (const CheckedWitnesses::Table& table : seal_.witnesses.tables) {
          const auto sum = [&](const CheckedWitnesses::Counts& counts) {
            return SumIn(counts, family.victims, codes, family.strands);
          };
          if (sum(table.counts) + sum(seal_.witnesses.owns[table.view]) !=
              cell.value) {
            return false;
          }
        }
      }
    }
    return true;
  }

  bool ProofsHold() const {
    for (const CheckedProof& proof : seal_.proofs) {
      if (proof.confined) continue;  // by others' reasons
      const CheckedUnsafe& unsafe = seal_.unsafe[proof.cell];
      const auto has = [&](size_t table) {
        return SumIn(seal_.witnesses.tables[table].counts, unsafe.victims,
                     unsafe.codes, unsafe.strands);
      };
      const int64_t high = has(proof.high);
      const int64_t low = has(proof.low);
      if (proof.largest_part < 1 || proof.largest_part > proof.value ||
          high < std::max(unsafe.minimum, proof.value) ||
          low > proof.value - proof.largest_part ||
          high - low < unsafe.minimum) {
        return false;
      }
    }
    return ValuesAgree();
  }

  // What others have is what all have without a view's own.
  bool ValuesAgree() const {
    std::map<size_t, int64_t> all;
    for (const CheckedProof& proof : seal_.proofs) {
      if (proof.view == 0) all[proof.cell] = proof.value;
    }
    return std::all_of(
        seal_.proofs.begin(), seal_.proofs.end(), [&](const auto& proof) {
          const CheckedUnsafe& unsafe = seal_.unsafe[proof.cell];
          return !unsafe.viewed ||
                 proof.value ==
                     all[proof.cell] - SumIn(seal_.witnesses.owns[proof.view],
                                             unsafe.victims, unsafe.codes,
                                             unsafe.strands);
        });
  }

  const SealToCheck& seal_;
};

// Changes one thing at random. Says whether it changed anything that can be
// judged: what takes away the last word of a dimension or code also changes
// what points must name.
class ProofMutator {
 public:
  ProofMutator(Random& random, SealToCheck& seal)
      : random_(random), seal_(seal) {}

  static constexpr std::array<const char*, 15> kNames = {
      "outside added",     "outside of two codes",  "outside taken away",
      "victims asked for", "victims not asked for", "one kind fewer asked for",
      "kind excluded",     "kind let in",           "size changed",
      "boxes swapped",     "witness moved",         "witness taken out",
      "others' value",     "proof's tables",        "strand taken away"};

  bool Mutate(size_t kind) {
    CheckedCohort& cohort = Any(seal_.cohorts);
    switch (kind) {
      case 0:
      case 1:
        return AddOutside(kind + 1, cohort);
      case 2: {
        if (cohort.outside.empty()) return false;
        std::swap(Any(cohort.outside), cohort.outside.back());
        const Codes gone = cohort.outside.back();
        cohort.outside.pop_back();
        return AllSpokenOf(gone);
      }
      case 3:
        return AddSome(cohort);
      case 4: {
        if (cohort.some.empty()) return false;
        std::swap(Any(cohort.some), cohort.some.back());
        const CheckedCohort::Some gone = cohort.some.back();
        cohort.some.pop_back();
        return AllSpokenOf(gone.within) && AllNamed(gone.who);
      }
      case 5: {
        if (cohort.some.empty()) return false;
        std::vector<std::string>& who = Any(cohort.some).who;
        if (who.size() < 2) return false;
        const std::string gone = who.back();
        who.pop_back();
        return AllNamed({gone});
      }
      case 6: {
        const std::vector<std::string> kinds = Kinds();
        if (kinds.empty()) return false;
        const std::string& one = kinds[Below(random_, kinds.size())];
        if (std::count(cohort.none.begin(), cohort.none.end(), one) > 0) {
          return false;
        }
        cohort.none.push_back(one);
        return true;
      }
      case 7: {
        if (cohort.none.empty()) return false;
        const std::string gone = cohort.none.back();
        cohort.none.pop_back();
        return AllNamed({gone});
      }
      case 8:
        return ChangeSize();
      case 9: {
        CheckedCohort& other = Any(seal_.cohorts);
        if (other.code == cohort.code) return false;
        std::swap(other.outside, cohort.outside);
        std::swap(other.some, cohort.some);
        std::swap(other.none, cohort.none);
        return true;
      }
      case 10:
      case 11:
        return MoveWitness(kind == 11);
      case 12:
      case 13:
        return ChangeProof(kind == 13);
      case 14: {
        if (cohort.strands.size() < 2) return false;
        const size_t gone = Below(random_, cohort.strands.size());
        cohort.strands.erase(cohort.strands.begin() +
                             static_cast<std::ptrdiff_t>(gone));
        return true;
      }
      default:
        return false;
    }
  }

 private:
  template <typename T>
  T& Any(std::vector<T>& all) {
    return all[Below(random_, all.size())];
  }

  // A code that some point has, or one above it.
  std::pair<std::string, std::string> AnyCode() {
    while (true) {
      const CheckedWitnesses::Point& point = Any(seal_.witnesses.points);
      if (point.victims || point.codes.empty()) continue;
      auto [id, code] = point.codes[Below(random_, point.codes.size())];
      if (id == seal_.cohorts[0].dimension) continue;
      const CodeTree& tree = *DimensionAt(seal_, id).tree;
      if (!code.empty() && Below(random_, 4) == 0) {
        code = tree.code(tree.AtDepth(*tree.Find(code), 0));
      }
      return {id, code};
    }
  }

  bool AddOutside(size_t codes, CheckedCohort& cohort) {
    Codes outside;
    while (outside.size() < codes) {
      outside.push_back(AnyCode());
      // Others would leave no dimension to speak of.
      if (codes == 2 && outside.size() == 2 &&
          outside[0].first == outside[1].first) {
        return false;
      }
    }
    cohort.outside.push_back(std::move(outside));
    return true;
  }

  // Leaves of who was harmed that points tell apart.
  std::vector<std::string> Kinds() const {
    std::set<std::string> kinds;
    for (const CheckedWitnesses::Point& point : seal_.witnesses.points) {
      for (const auto& [id, code] : point.codes) {
        const CheckedDimension& dimension = DimensionAt(seal_, id);
        if (dimension.who &&
            dimension.tree->is_leaf(*dimension.tree->Find(code))) {
          kinds.insert(code);
        }
      }
    }
    return {kinds.begin(), kinds.end()};
  }

  bool AddSome(CheckedCohort& cohort) {
    const std::vector<std::string> kinds = Kinds();
    CheckedCohort::Some some;
    for (const std::string& kind : kinds) {
      if (Below(random_, 2) == 0) some.who.push_back(kind);
    }
    if (some.who.empty()) return false;
    if (Below(random_, 2) == 0) some.within = {AnyCode()};
    cohort.some.push_back(std::move(some));
    return true;
  }

  bool AllSpokenOf(const Codes& codes) const {
    return std::all_of(codes.begin(), codes.end(), [&](const auto& code) {
      return std::any_of(
          seal_.cohorts.begin(), seal_.cohorts.end(), [&](const auto& cohort) {
            return std::any_of(cohort.outside.begin(), cohort.outside.end(),
                               [&](const Codes& one) {
                                 return std::count(one.begin(), one.end(),
                                                   code) > 0;
                               });
          });
    });
  }
  bool AllNamed(const std::vector<std::string>& kinds) const {
    return std::all_of(kinds.begin(), kinds.end(), [&](const auto& kind) {
      return std::any_of(
          seal_.cohorts.begin(), seal_.cohorts.end(), [&](const auto& cohort) {
            return std::count(cohort.none.begin(), cohort.none.end(), kind) >
                       0 ||
                   std::any_of(cohort.some.begin(), cohort.some.end(),
                               [&](const auto& some) {
                                 return std::count(some.who.begin(),
                                                   some.who.end(), kind) > 0;
                               });
          });
    });
  }

  bool ChangeSize() {
    std::vector<CheckedCell*> shown;
    for (CheckedCell& cell : seal_.families.back().cells) {
      if (cell.published) shown.push_back(&cell);
    }
    if (shown.empty() || seal_.witnesses.tables.empty()) return false;
    CheckedCell& cell = *Any(shown);
    const auto by = static_cast<int64_t>(1 + Below(random_, 3));
    cell.value += Below(random_, 2) == 0 ? by : -by;
    return true;
  }

  // One record goes to another cohort at the same place, or to none.
  bool MoveWitness(bool out) {
    // What is confined already may then be so no more.
    if (std::any_of(seal_.proofs.begin(), seal_.proofs.end(),
                    [](const auto& proof) { return proof.confined; })) {
      return false;
    }
    CheckedWitnesses::Table& table = Any(seal_.witnesses.tables);
    const std::string& cohorts = seal_.cohorts[0].dimension;
    std::vector<std::pair<size_t, size_t>> moves;  // of the counts, to a point
    const Points& points = seal_.witnesses.points;
    for (size_t i = 0; i < table.counts.size(); ++i) {
      const auto& from = points[table.counts[i].first];
      const std::string* const code = CodeIn(from, cohorts);
      if (from.victims || code == nullptr || table.counts[i].second == 0) {
        continue;
      }
      for (size_t p = 0; p < points.size(); ++p) {
        const std::string* const to = CodeIn(points[p], cohorts);
        if (points[p].victims || points[p].strand != from.strand ||
            to == nullptr || *to == *code || to->empty() != out) {
          continue;
        }
        const bool same = std::all_of(
            from.codes.begin(), from.codes.end(), [&](const auto& one) {
              return one.first == cohorts ||
                     *CodeIn(points[p], one.first) == one.second;
            });
        if (same) moves.emplace_back(i, p);
      }
    }
    if (moves.empty()) return false;
    const auto [i, p] = Any(moves);
    std::map<size_t, int64_t> counts(table.counts.begin(), table.counts.end());
    --counts[table.counts[i].first];
    ++counts[p];
    std::erase_if(counts, [](const auto& one) { return one.second == 0; });
    table.counts.assign(counts.begin(), counts.end());
    return true;
  }

  // Of a count within a cohort.
  bool ChangeProof(bool tables) {
    std::vector<CheckedProof*> proofs;
    for (CheckedProof& proof : seal_.proofs) {
      const Codes& codes = seal_.unsafe[proof.cell].codes;
      const bool within =
          std::any_of(codes.begin(), codes.end(), [&](const auto& one) {
            return one.first == seal_.cohorts[0].dimension &&
                   !one.second.empty();
          });
      if (within && !proof.confined) proofs.push_back(&proof);
    }
    if (proofs.empty()) return false;
    CheckedProof& proof = *Any(proofs);
    if (tables) {
      std::swap(proof.high, proof.low);
      return true;
    }
    if (Below(random_, 2) == 0) {
      proof.value += 1 + static_cast<int64_t>(Below(random_, 4));
    } else {
      proof.largest_part += 1 + static_cast<int64_t>(Below(random_, 2));
    }
    return true;
  }

  Random& random_;
  SealToCheck& seal_;
};

struct Figures {
  std::array<int, ProofMutator::kNames.size()> refused{};
  std::array<int, ProofMutator::kNames.size()> harmless{};
  int files = 0;
};

int Total(const std::array<int, ProofMutator::kNames.size()>& counts) {
  int total = 0;
  for (const int one : counts) total += one;
  return total;
}

void MutateProof(uint64_t seed, const std::string& text, Figures& figures) {
  const auto file = ReadCheckFile(text);
  ASSERT_THAT(file, IsOk());
  const SealToCheck& honest = file->seal;
  if (honest.cohorts.empty() || honest.witnesses.tables.empty()) return;
  ASSERT_THAT(CheckSeal(honest), IsOk()) << "seed " << seed;
  ASSERT_TRUE(PlainProof(honest).Holds()) << "seed " << seed;
  ++figures.files;
  Random random(seed);
  for (size_t i = 0; i < 2 * ProofMutator::kNames.size(); ++i) {
    const size_t kind = i % ProofMutator::kNames.size();
    SealToCheck seal = honest;
    if (!ProofMutator(random, seal).Mutate(kind)) continue;
    const bool holds = PlainProof(seal).Holds();
    const auto verdict = CheckSeal(seal);
    EXPECT_EQ(verdict.ok(), holds)
        << "seed " << seed << ", " << ProofMutator::kNames[kind] << ": "
        << verdict.status().message();
    ++(holds ? figures.harmless : figures.refused)[kind];
  }
}

TEST(ServiceProofsTest, WhatDoesNotHoldIsRefusedAndNothingElse) {
  Figures figures;
  for (uint64_t seed = 0; seed < 120; ++seed) {
    const ServiceWorld world = RandomService(seed);
    const auto seals = SealAll(world);
    ASSERT_THAT(seals, IsOk());
    for (const MadeRung& rung : seals->quarters[0].rungs) {
      if (rung.proof_text.empty()) continue;
      MutateProof(seed, rung.proof_text, figures);
    }
  }
  // Of quarters whose cohorts hold what waited since another.
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const ServiceWorld world =
        RandomService(seed, {.months = 3, .quarters = 2});
    const auto seals = SealAll(world);
    ASSERT_THAT(seals, IsOk());
    if (!ServiceAttacker(world, *seals, 0).HasHeldOver()) continue;
    MutateProof(seed, seals->quarters[1].rungs[0].proof_text, figures);
  }
  std::cout << figures.files << " proofs, " << Total(figures.refused)
            << " changes refused, " << Total(figures.harmless) << " harmless\n";
  for (size_t kind = 0; kind < ProofMutator::kNames.size(); ++kind) {
    std::cout << "  " << ProofMutator::kNames[kind] << ": "
              << figures.refused[kind] << " refused, " << figures.harmless[kind]
              << " harmless\n";
  }
  EXPECT_GE(Total(figures.refused), 300);
  EXPECT_GE(Total(figures.harmless), 100);
}

// What is read of a file and written again is the file.
TEST(ServiceProofsTest, IsTheSameReadAndWrittenAgain) {
  int files = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const auto seals = SealAll(RandomService(seed));
    ASSERT_THAT(seals, IsOk());
    for (const MadeRung& rung : seals->quarters[0].rungs) {
      if (rung.proof_text.empty()) continue;
      const auto file = ReadCheckFile(rung.proof_text);
      ASSERT_THAT(file, IsOk());
      ASSERT_EQ(WriteCheckFile(file->seal, file->salt), rung.proof_text)
          << "seed " << seed;
      files += file->seal.cohorts.empty() ? 0 : 1;
    }
  }
  EXPECT_GT(files, 20);
}

}  // namespace
}  // namespace toguna::testing
