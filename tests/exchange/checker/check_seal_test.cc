#include "exchange/checker/check_seal.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/protect.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/attacker.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;

// A random seal, what is true of it, and the checker's view of it.
struct Sample {
  explicit Sample(uint64_t seed)
      : random(seed),
        catalog(TinyCatalog()),
        plan(AddPlan(catalog, RandomMinimums(random), RandomFamilies(random))),
        dataset(*catalog.FindDataset(plan.dataset)),
        records(RandomRecords(random, 60)),
        attacker(catalog, dataset, plan) {
    Protected result = Protect(catalog, dataset, plan, records, 7).value();
    sealed.dataset = dataset.id;
    sealed.plan = plan.id;
    sealed.plan_version = plan.version;
    sealed.tables = std::move(result.tables);
    unsafe = result.unsafe;
    proof = std::move(result);
  }

  SealToCheck ToCheck() const {
    return ForChecker(catalog, plan, sealed, proof);
  }
  // So that no range refuses what something else has to.
  SealToCheck WithoutRanges() const {
    SealToCheck seal = ToCheck();
    seal.ranged = false;
    seal.ranges.clear();
    for (CheckedFamily& family : seal.families) {
      for (CheckedCell& cell : family.cells) {
        cell.low = 0;
        cell.high.reset();
      }
    }
    return seal;
  }
  UnsafeCell Cell(size_t table, size_t cell) const {
    return {sealed.tables[table].unit,
            Attacker::Zip(sealed.tables[table].dimensions,
                          sealed.tables[table].cells[cell].codes),
            {0}};
  }
  int64_t Value(size_t table, size_t cell) const {
    const UnsafeCell at = Cell(table, cell);
    return attacker.ValueOf(at.unit, at.codes, records);
  }

  Random random;
  Catalog catalog;
  Plan& plan;
  const Dataset& dataset;
  std::vector<Record> records;
  Attacker attacker;
  SealedPeriod sealed;
  std::vector<UnsafeCell> unsafe;
  Protected proof;  // without its tables
};

TEST(CheckSealTest, AcceptsWhatTheEngineSeals) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    ASSERT_THAT(CheckSeal(Sample(seed).ToCheck()), IsOk()) << "seed " << seed;
  }
}

TEST(CheckSealTest, AcceptsAMonthOfMali) {
  Catalog catalog = MaliLikeCatalog();
  std::vector<Family> families = MonthlyFamilies();
  families.push_back(FamilyOf("region-violation", Unit::kRecord,
                              {{"place", 0, 1}, {"violation", 0, 1}}));
  const Plan& plan = AddPlan(catalog, {.k = 5, .s = 2, .c = 3}, families);
  Protected result = Protect(catalog, *catalog.FindDataset(plan.dataset), plan,
                             GeneratedMonth(600, 1), 7)
                         .value();
  SealedPeriod sealed;
  sealed.tables = std::move(result.tables);
  EXPECT_THAT(CheckSeal(ForChecker(catalog, plan, sealed, result)), IsOk());
}

// Every cell not shown, shown with its true value: an unsafe one, one that
// hides it, or a zero.
TEST(CheckSealTest, RefusesEveryCellThatWasHiddenForAReason) {
  int64_t unsafe_shown = 0;
  int64_t complement_shown = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Sample sample(seed);
    const SealToCheck good = sample.WithoutRanges();
    for (size_t t = 0; t < good.families.size(); ++t) {
      for (size_t c = 0; c < good.families[t].cells.size(); ++c) {
        if (good.families[t].cells[c].published) continue;
        SealToCheck bad = good;
        bad.families[t].cells[c].published = true;
        bad.families[t].cells[c].value = sample.Value(t, c);
        // Tried without the lower bound too, so that it is not what refuses.
        bad.minimum = std::max<int64_t>(
            2, std::min(bad.minimum, bad.families[t].cells[c].value));
        ASSERT_THAT(CheckSeal(bad),
                    StatusIs(absl::StatusCode::kFailedPrecondition))
            << "seed " << seed << " family " << t << " cell " << c;
        const bool is_unsafe =
            std::find(sample.unsafe.begin(), sample.unsafe.end(),
                      sample.Cell(t, c)) != sample.unsafe.end();
        unsafe_shown += is_unsafe ? 1 : 0;
        complement_shown += !is_unsafe && sample.Value(t, c) > 0 ? 1 : 0;
      }
    }
  }
  EXPECT_GT(unsafe_shown, 100);
  EXPECT_GT(complement_shown, 20);
}

TEST(CheckSealTest, RefusesEveryChangedValueThatOtherCellsContradict) {
  int64_t refused = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Sample sample(seed);
    const SealToCheck good = sample.WithoutRanges();
    for (size_t t = 0; t < good.families.size(); ++t) {
      for (size_t c = 0; c < good.families[t].cells.size(); ++c) {
        if (!good.families[t].cells[c].published) continue;
        std::vector<SealedTable> others = sample.sealed.tables;
        others[t].cells[c].status = CellStatus::kNotShown;
        const bool follows =
            sample.attacker.CountRecovered(others, {sample.Cell(t, c)}) > 0;
        SealToCheck bad = good;
        ++bad.families[t].cells[c].value;
        bad.witnessed = false;
        ASSERT_EQ(CheckSeal(bad).ok(), !follows) << "seed " << seed;
        refused += follows ? 1 : 0;
      }
    }
  }
  EXPECT_GT(refused, 50);
}

TEST(CheckSealTest, ShowingLessIsAlwaysAccepted) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const Sample sample(seed);
    SealToCheck less = sample.WithoutRanges();
    for (CheckedFamily& family : less.families) {
      for (CheckedCell& cell : family.cells) {
        cell = {.codes = cell.codes, .published = false, .value = 0};
      }
    }
    EXPECT_THAT(CheckSeal(less), IsOk());
  }
}

// What a plain reading of a seal demands, written down without the checker's
// code: every table agrees with every published cell, every proof is wide
// enough and belongs to what it says.
bool IsSound(const SealToCheck& seal) {
  const auto tree_of = [&](const std::string& id) {
    for (const CheckedDimension& dimension : seal.dimensions) {
      if (dimension.id == id) return dimension.tree;
    }
    return static_cast<const CodeTree*>(nullptr);
  };
  const auto inside = [&](const Confines& confines, bool victims, size_t p) {
    const CheckedWitnesses::Point& point = seal.witnesses.points[p];
    if (point.victims != victims) return false;
    for (const auto& [id, code] : confines) {
      for (const auto& [mine, at] : point.codes) {
        if (mine != id) continue;
        if (code.empty() || at.empty()) {
          if (code != at) return false;
          continue;
        }
        const CodeTree& tree = *tree_of(id);
        if (!tree.IsWithin(*tree.Find(at), *tree.Find(code))) return false;
      }
    }
    return true;
  };
  const auto sum = [&](const CheckedWitnesses::Counts& counts,
                       const Confines& confines, bool victims) {
    int64_t total = 0;
    for (const auto& [point, count] : counts) {
      if (inside(confines, victims, point)) total += count;
    }
    return total;
  };
  for (const CheckedFamily& family : seal.families) {
    for (const CheckedCell& cell : family.cells) {
      if (!cell.published) continue;
      if (cell.value < seal.minimum) return false;
      Confines confines;
      for (size_t i = 0; i < cell.codes.size(); ++i) {
        confines.emplace_back(family.axes[i].dimension, cell.codes[i]);
      }
      for (const CheckedWitnesses::Table& table : seal.witnesses.tables) {
        if (sum(table.counts, confines, family.victims) +
                sum(seal.witnesses.owns[table.view], confines,
                    family.victims) !=
            cell.value) {
          return false;
        }
      }
    }
  }
  for (const CheckedWitnesses::Table& table : seal.witnesses.tables) {
    for (const auto& [point, count] : table.counts) {
      if (count < 0) return false;
    }
  }
  for (const CheckedProof& proof : seal.proofs) {
    const CheckedUnsafe& unsafe = seal.unsafe[proof.cell];
    const auto& high = seal.witnesses.tables[proof.high];
    const auto& low = seal.witnesses.tables[proof.low];
    const int64_t most = sum(high.counts, unsafe.codes, unsafe.victims);
    const int64_t least = sum(low.counts, unsafe.codes, unsafe.victims);
    if (high.view != proof.view || low.view != proof.view ||
        proof.largest_part < 1 || proof.largest_part > proof.value ||
        most < std::max(unsafe.minimum, proof.value) ||
        least > proof.value - proof.largest_part ||
        most - least < unsafe.minimum) {
      return false;
    }
    // What everybody sees is what the view has and what others have.
    for (const CheckedProof& other : seal.proofs) {
      if (other.cell != proof.cell || other.view != 0) continue;
      if (proof.value + sum(seal.witnesses.owns[proof.view], unsafe.codes,
                            unsafe.victims) !=
          other.value) {
        return false;
      }
    }
  }
  return true;
}

// Draws one number or flag of a seal, each as likely as any other, and changes
// it; says of what kind. The table of a proof may become any other.
std::string MutateAnything(Random& random, SealToCheck& seal) {
  std::vector<std::pair<const char*, std::function<void()>>> fields;
  const auto number = [&](const char* kind, int64_t& value) {
    fields.emplace_back(kind, [&] { value += Below(random, 2) == 0 ? 1 : -1; });
  };
  const auto index = [&](const char* kind, size_t& value, size_t of) {
    if (of < 2) return;
    fields.emplace_back(
        kind, [&, of] { value = (value + 1 + Below(random, of - 1)) % of; });
  };
  for (CheckedFamily& family : seal.families) {
    for (CheckedCell& cell : family.cells) {
      if (cell.published) number("value", cell.value);
      fields.emplace_back("status", [&] { cell.published = !cell.published; });
      if (cell.published) continue;
      number("range low", cell.low);
      if (cell.high.has_value()) number("range high", *cell.high);
    }
  }
  for (CheckedRanges& ranges : seal.ranges) {
    for (CheckedRanges::Certificate& one : ranges.certificates) {
      number("range denominator", one.denominator);
      for (auto& term : one.terms) number("range factor", term.multiplier);
    }
  }
  for (auto& own : seal.witnesses.owns) {
    for (auto& [point, count] : own) number("own count", count);
  }
  for (CheckedWitnesses::Table& table : seal.witnesses.tables) {
    for (auto& [point, count] : table.counts) number("table count", count);
    index("table view", table.view, seal.witnesses.owns.size());
  }
  for (CheckedProof& proof : seal.proofs) {
    number("proof value", proof.value);
    number("proof part", proof.largest_part);
    index("proof table", proof.high, seal.witnesses.tables.size());
    index("proof table", proof.low, seal.witnesses.tables.size());
    index("proof view", proof.view, seal.witnesses.owns.size());
  }
  if (fields.empty()) return "";
  const auto& [kind, change] = fields[Below(random, fields.size())];
  change();
  return kind;
}

// Cells not shown have the ranges that were proven.
bool KeepsRanges(const SealToCheck& seal, const SealToCheck& good) {
  for (size_t f = 0; f < seal.families.size(); ++f) {
    for (size_t c = 0; c < seal.families[f].cells.size(); ++c) {
      const CheckedCell& now = seal.families[f].cells[c];
      const CheckedCell& was = good.families[f].cells[c];
      if (now.low != was.low || now.high != was.high) return false;
    }
  }
  return true;
}

// Of a thousand single changes that matter, over all fields alike, each is
// refused. One that is accepted gives nothing away: what a proof or a
// certificate says is other than it was and still true, or a value is wrong in
// a seal that has nothing to hide, which only who has the records can know.
TEST(CheckSealTest, RefusesEveryMutationThatMatters) {
  int64_t refused = 0;
  std::map<std::string, std::pair<int64_t, int64_t>> of_kind;
  for (uint64_t seed = 0; refused < 1'000; ++seed) {
    ASSERT_LT(seed, 2'000u);
    const Sample sample(seed);
    const SealToCheck good = sample.ToCheck();
    ASSERT_TRUE(IsSound(good)) << "seed " << seed;
    Random random(seed);
    for (int i = 0; i < 8; ++i) {
      SealToCheck bad = good;
      const std::string kind = MutateAnything(random, bad);
      if (kind.empty()) break;
      auto& [no, yes] = of_kind[kind];
      if (!CheckSeal(bad).ok()) {
        ++refused;
        ++no;
        continue;
      }
      ++yes;
      ASSERT_TRUE(IsSound(bad) && KeepsRanges(bad, good))
          << kind << ", seed " << seed << " try " << i;
      // Where nothing is unsafe there is no table to contradict a value.
      ASSERT_TRUE(kind != "value" || bad.witnesses.tables.empty())
          << "seed " << seed << " try " << i;
    }
  }
  for (const auto& [kind, counts] : of_kind) {
    std::cout << kind << ": refused " << counts.first << ", harmless "
              << counts.second << "\n";
  }
  EXPECT_EQ(of_kind.size(), 13u) << "a kind of field was never changed";
  EXPECT_GT(of_kind["value"].first, 0);
  for (const char* always : {"status", "range low", "range high"}) {
    EXPECT_EQ(of_kind[always].second, 0) << always;
  }
}

// Changes one thing of a witness or of what is said of an unsafe count; true if
// that makes the proof wrong whatever it was.
bool MutateWitness(Random& random, SealToCheck& seal) {
  if (seal.proofs.empty()) return false;
  const size_t at = Below(random, seal.proofs.size());
  CheckedProof& proof = seal.proofs[at];
  CheckedWitnesses& set = seal.witnesses;
  CheckedWitnesses::Counts& high = set.tables[proof.high].counts;
  switch (Below(random, 10)) {
    case 0:
      seal.proofs.erase(seal.proofs.begin() + static_cast<ptrdiff_t>(at));
      return true;
    case 1:
      proof.high = proof.low;
      return true;
    case 2:
      proof.high = set.tables.size();
      return true;
    case 3:
      std::swap(proof.high, proof.low);
      return true;
    case 4:
      high.front().second = -1;
      return true;
    case 5:
      high.push_back(high.front());
      return true;
    case 6:
      set.points[high.front().first].codes.pop_back();
      return true;
    case 7:
      proof.confined = true;  // with nothing earlier nothing is
      return true;
    case 8:
      seal.proofs.push_back(proof);
      return true;
    default:
      set.owns.clear();
      return true;
  }
}

TEST(CheckSealTest, RefusesEveryMutationOfAWitness) {
  int64_t refused = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Sample sample(seed);
    const SealToCheck good = sample.WithoutRanges();
    Random random(seed);
    for (int i = 0; i < 10; ++i) {
      SealToCheck bad = good;
      if (!MutateWitness(random, bad)) continue;
      ASSERT_FALSE(CheckSeal(bad).ok()) << "seed " << seed << " try " << i;
      ++refused;
    }
  }
  EXPECT_GT(refused, 300);
}

// Whatever count a table is made to hold more of, a published cell or nothing
// at all contradicts it.
TEST(CheckSealTest, RefusesATableThatPublishedCellsContradict) {
  int64_t refused = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Sample sample(seed);
    const SealToCheck good = sample.WithoutRanges();
    for (const CheckedFamily& family : good.families) {
      if (family.cells[0].codes[0] != "ML" || !family.cells[0].published ||
          family.axes[0].coarsest != 0 || family.axes.size() != 1) {
        continue;
      }
      SealToCheck bad = good;
      for (auto& table : bad.witnesses.tables) {
        for (auto& [point, count] : table.counts) {
          if (bad.witnesses.points[point].victims != family.victims) continue;
          ++count;
          ++refused;
          break;
        }
      }
      ASSERT_THAT(CheckSeal(bad),
                  StatusIs(absl::StatusCode::kFailedPrecondition));
    }
  }
  EXPECT_GT(refused, 0);
}

class CheckSealFormTest : public ::testing::Test {
 protected:
  CheckSealFormTest() : sample_(3), seal_(sample_.WithoutRanges()) {}
  std::vector<CheckedCell>& cells() { return seal_.families[0].cells; }
  void ExpectRefused(const std::string& text) {
    EXPECT_THAT(
        CheckSeal(seal_),
        StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(text)));
  }
  Sample sample_;
  SealToCheck seal_;
};

TEST_F(CheckSealFormTest, RefusesAValueOfACellNotShown) {
  for (CheckedCell& cell : cells()) {
    if (cell.published) continue;
    cell.value = 1;
    break;
  }
  ExpectRefused("not shown but has a value");
}
TEST_F(CheckSealFormTest, RefusesAMissingCell) {
  cells().pop_back();
  ExpectRefused("lacks cells");
}
TEST_F(CheckSealFormTest, RefusesACellThatComesTwice) {
  cells().push_back(cells().front());
  ExpectRefused("comes twice");
}
TEST_F(CheckSealFormTest, RefusesACellOfAnUnknownCode) {
  cells()[0].codes[0] = "Paris";
  ExpectRefused("none of the plan's");
}
TEST_F(CheckSealFormTest, RefusesAValueBelowTheMinimum) {
  cells()[0].published = true;
  cells()[0].value = 1;
  ExpectRefused("below the plan's minimum");
}
TEST_F(CheckSealFormTest, RefusesADescriptionWithoutMinimum) {
  seal_.minimum = 0;
  EXPECT_THAT(CheckSeal(seal_), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CheckSealTest, TheVerdictDependsOnPublishedCellsOnly) {
  const Sample sample(5);
  SealToCheck seal = sample.ToCheck();
  const std::string verdict = CheckSeal(seal).value();
  seal.unsafe.clear();
  seal.proofs.clear();
  EXPECT_EQ(CheckSeal(seal).value(), verdict)
      << "a digest of it must not tell how much is hidden";
  EXPECT_THAT(verdict, HasSubstr("toguna/seal-verdict/v2"));
}

}  // namespace
}  // namespace toguna::testing
