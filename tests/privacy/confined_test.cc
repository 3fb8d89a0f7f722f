// What earlier releases confine already, the checker believes only if it is
// proven: over random tiny years the engine proves it, someone who tries every
// table finds the same, and no changed or forged proof is believed.
//
// TOGUNA_CONFINED_YEARS=10000 tries as many years.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "exchange/checker/check_file.h"
#include "exchange/checker/check_seal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/plain_reading.h"
#include "tests/privacy/tiny_counter.h"
#include "tests/privacy/tiny_years.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;

uint64_t Years(uint64_t otherwise) {
  const char* const text = std::getenv("TOGUNA_CONFINED_YEARS");
  return text == nullptr ? otherwise : static_cast<uint64_t>(std::atoll(text));
}

bool ShowsSomething(const SealToCheck& seal) {
  return std::any_of(
      seal.families.begin(), seal.families.end(), [](const auto& family) {
        return std::any_of(family.cells.begin(), family.cells.end(),
                           [](const CheckedCell& cell) {
                             return cell.published && cell.value != 0;
                           });
      });
}

// Calls `look` for every release of some years that is found to be confined
// and shows something.
using Look =
    std::function<void(uint64_t, const TinyYear&, const std::vector<Release>&,
                       const Release&, const SealedRelease&)>;

void ForEachRelease(uint64_t years, const Look& look) {
  for (uint64_t seed = 0; seed < years; ++seed) {
    TinyYear year = RandomTinyYear(seed);
    const Catalog catalog = CatalogOf(year.world);
    ASSERT_THAT(SealYear(year, catalog, seed,
                         [&](const std::vector<Release>& before,
                             const Release& now, const SealedRelease& sealed) {
                           look(seed, year, before, now, sealed);
                         }),
                IsOk())
        << "seed " << seed;
  }
}

struct Figures {
  int64_t releases = 0;
  int64_t proofs = 0;
  int64_t confined = 0;
  int64_t confined_of_kept = 0;   // of years that keep to one plan
  int64_t everybody_of_kept = 0;  // of these, seen by everybody
  int64_t silent = 0;             // where the release shows nothing
  int64_t tried = 0;
  int64_t undecided = 0;
  int64_t cells = 0;  // terms of reasons
  int64_t victims = 0;
  int64_t taken_back = 0;
};

// As the engine must not: what it says to be confined, more tables reach.
void CompareWithHistory(uint64_t seed, const TinyYear& year,
                        const std::vector<Release>& before, const Release& now,
                        const SealedRelease& sealed, Figures& figures) {
  const bool corrected =
      now.corrections.has_value() ||
      std::any_of(before.begin(), before.end(), [](const Release& one) {
        return one.corrections.has_value();
      });
  const ReleasedHistory history(year.world, before, corrected);
  const PlainReading plain(year.world, sealed.check);
  for (const CheckedProof& proof : sealed.check.proofs) {
    if (!proof.confined) continue;
    ++figures.tried;
    const CheckedUnsafe& unsafe = sealed.check.unsafe[proof.cell];
    const TinyCell cell = CellOf(unsafe);
    const auto has = [&](size_t table) {
      return plain.SumIn(sealed.check.witnesses.tables[table].counts, cell);
    };
    const int64_t high = std::max(unsafe.minimum, proof.value);
    const auto left = history.Of(
        cell, sealed.result.witnesses.views[proof.view], high + unsafe.minimum);
    if (!left.has_value()) {
      ++figures.undecided;
      continue;
    }
    const auto [most, least] = *left;
    ASSERT_GE(has(proof.high), std::min(high, most)) << "seed " << seed;
    ASSERT_LE(has(proof.low), std::max(proof.value - proof.largest_part, least))
        << "seed " << seed;
    ASSERT_GE(has(proof.high) - has(proof.low),
              std::min(unsafe.minimum, most - least))
        << "seed " << seed;
    ASSERT_TRUE(most < high || least > proof.value - proof.largest_part ||
                most - least < unsafe.minimum)
        << "seed " << seed << ": nothing is confined there";
  }
}

TEST(ConfinedTest, WhatIsConfinedIsProvenOrNothingNewIsShown) {
  Figures figures;
  const uint64_t years = Years(400);
  ForEachRelease(years, [&](uint64_t seed, const TinyYear& year,
                            const std::vector<Release>& before,
                            const Release& now, const SealedRelease& sealed) {
    ++figures.releases;
    ASSERT_THAT(CheckSeal(sealed.check), IsOk()) << "seed " << seed;
    const auto confined =
        std::count_if(sealed.check.proofs.begin(), sealed.check.proofs.end(),
                      [](const CheckedProof& proof) { return proof.confined; });
    figures.proofs += static_cast<int64_t>(sealed.check.proofs.size());
    figures.confined += confined;
    if (confined == 0) return;
    for (const CheckedProof& proof : sealed.check.proofs) {
      if (!proof.confined || !year.kept) continue;
      ++figures.confined_of_kept;
      figures.everybody_of_kept += proof.view == 0 ? 1 : 0;
    }
    for (const CheckedHistory& one : sealed.check.history) {
      figures.cells += static_cast<int64_t>(one.cells.size());
      figures.victims += static_cast<int64_t>(one.victims.size());
      figures.taken_back += static_cast<int64_t>(one.taken_back.size());
    }
    if (!ShowsSomething(sealed.check)) {
      figures.silent += confined;
      return;
    }
    ASSERT_TRUE(PlainReading(year.world, sealed.check).IsProven())
        << "seed " << seed;
    CompareWithHistory(seed, year, before, now, sealed, figures);
  });
  std::cout << "years " << years << ", releases " << figures.releases
            << ", proofs " << figures.proofs << ", confined "
            << figures.confined << " (where the plan is kept "
            << figures.confined_of_kept << ", seen by everybody "
            << figures.everybody_of_kept << "), where nothing is shown "
            << figures.silent << ", compared with every table " << figures.tried
            << ", undecided " << figures.undecided << ", terms: cells "
            << figures.cells << ", victims " << figures.victims
            << ", taken back " << figures.taken_back << "\n";
  EXPECT_GT(figures.confined, static_cast<int64_t>(years) / 8);
  EXPECT_GT(figures.tried, figures.confined / 4);
  EXPECT_LT(10 * figures.undecided, figures.tried);
  EXPECT_GT(figures.victims, 0);
}

// An engine that calls everything confined and then shows whatever it likes:
// all that one of its tables has, as if that were the truth. Nothing but the
// missing reasons speaks against it.
std::optional<SealToCheck> Forged(const SealToCheck& good) {
  const auto everybody =
      std::find_if(good.proofs.begin(), good.proofs.end(),
                   [](const CheckedProof& proof) { return proof.view == 0; });
  if (good.earlier.empty() || good.witnesses.owns.size() != 1 ||
      everybody == good.proofs.end()) {
    return std::nullopt;
  }
  SealToCheck bad = good;
  bad.witnesses.tables = {good.witnesses.tables[everybody->high]};
  bad.history.clear();
  for (CheckedProof& proof : bad.proofs) {
    proof.high = proof.low = 0;
    proof.confined = true;
    proof.high_by.reset();
    proof.low_by.reset();
  }
  bad.ranged = false;
  bad.ranges.clear();
  return bad;
}

TEST(ConfinedTest, AnEngineThatCallsEverythingConfinedIsRefused) {
  int64_t refused = 0;
  ForEachRelease(300, [&](uint64_t seed, const TinyYear& year,
                          const std::vector<Release>&, const Release&,
                          const SealedRelease& sealed) {
    std::optional<SealToCheck> bad = Forged(sealed.check);
    if (!bad.has_value()) return;
    const PlainReading plain(year.world, *bad);
    SealToCheck silent = *bad;
    for (size_t f = 0; f < bad->families.size(); ++f) {
      CheckedFamily& family = bad->families[f];
      for (size_t c = 0; c < family.cells.size(); ++c) {
        CheckedCell& cell = family.cells[c];
        CheckedCell& hidden = silent.families[f].cells[c];
        cell.low = hidden.low = 0;
        cell.high.reset();
        hidden.high.reset();
        if (cell.published && cell.value == 0) continue;
        hidden.published = false;
        hidden.value = 0;
        TinyCell at{
            family.victims ? Unit::kVictim : Unit::kRecord, {}, family.strands};
        for (size_t i = 0; i < cell.codes.size(); ++i) {
          at.codes[family.axes[i].dimension] = cell.codes[i];
        }
        const int64_t value = plain.SumIn(bad->witnesses.tables[0].counts, at);
        cell.published = value >= bad->minimum;
        cell.value = cell.published ? value : 0;
      }
    }
    if (!ShowsSomething(*bad)) return;
    // Where every count happens to lie still in one table, it is one that
    // history fixes.
    ++refused;
    ASSERT_THAT(CheckSeal(*bad), StatusIs(absl::StatusCode::kFailedPrecondition,
                                          HasSubstr("nothing proves")))
        << "seed " << seed;
    ASSERT_THAT(CheckSeal(silent), IsOk()) << "seed " << seed;
  });
  EXPECT_GT(refused, 30);
}

// Changes one thing of what is said to be confined, and why.
bool Mutate(Random& random, SealToCheck& seal) {
  std::vector<std::function<void()>> fields;
  const auto number = [&](int64_t& value) {
    fields.emplace_back([&] { value += Below(random, 2) == 0 ? 1 : -1; });
  };
  const auto index = [&](size_t& value, size_t of) {
    fields.emplace_back(
        [&, of] { value = (value + 1 + Below(random, of)) % of; });
  };
  for (CheckedHistory& one : seal.history) {
    number(one.denominator);
    number(one.added);
    for (CheckedHistory::Cell& cell : one.cells) {
      number(cell.multiplier);
      index(cell.family, seal.earlier.size());
      index(cell.cell, seal.earlier[cell.family].cells.size());
    }
    for (CheckedHistory::Victims& victims : one.victims) {
      number(victims.multiplier);
      index(victims.strand, seal.strands + 1);
    }
    for (auto& back : one.taken_back) number(back.multiplier);
    if (one.cells.empty()) continue;
    fields.emplace_back([&] { one.cells.pop_back(); });
  }
  for (CheckedProof& proof : seal.proofs) {
    fields.emplace_back([&] { proof.confined = !proof.confined; });
    if (!proof.confined) continue;
    fields.emplace_back([&] { std::swap(proof.high_by, proof.low_by); });
    fields.emplace_back([&] { proof.high_by.reset(); });
    fields.emplace_back([&] { proof.low_by.reset(); });
    if (proof.high_by.has_value()) index(*proof.high_by, seal.history.size());
    if (proof.low_by.has_value()) index(*proof.low_by, seal.history.size());
    index(proof.view, seal.witnesses.owns.size());
    fields.emplace_back([&] { proof.high = proof.low; });
    fields.emplace_back([&] { proof.low = proof.high; });
  }
  if (fields.empty()) return false;
  fields[Below(random, fields.size())]();
  for (CheckedHistory& one : seal.history) {
    for (CheckedHistory::Cell& cell : one.cells) {
      const auto& cells = seal.earlier[cell.family].cells;
      cell.cell = std::min(cell.cell, cells.size() - 1);
    }
  }
  return true;
}

TEST(ConfinedTest, OnlyChangesThatProveAsMuchAreAccepted) {
  int64_t refused = 0;
  int64_t harmless = 0;
  ForEachRelease(
      300, [&](uint64_t seed, const TinyYear& year, const std::vector<Release>&,
               const Release&, const SealedRelease& sealed) {
        if (sealed.check.history.empty() || !ShowsSomething(sealed.check))
          return;
        Random random(seed);
        for (int i = 0; i < 30; ++i) {
          SealToCheck bad = sealed.check;
          if (!Mutate(random, bad)) continue;
          if (!CheckSeal(bad).ok()) {
            ++refused;
            continue;
          }
          ++harmless;
          ASSERT_TRUE(PlainReading(year.world, bad).IsProven())
              << "seed " << seed << " try " << i;
        }
      });
  std::cout << "refused " << refused << ", harmless " << harmless << "\n";
  EXPECT_GT(refused, 500);
  EXPECT_GT(harmless, 10);
}

// Each of these is wrong wherever it is done.
TEST(ConfinedTest, WhatIsSaidToBeConfinedAndIsNotIsRefused) {
  int64_t refused = 0;
  ForEachRelease(100, [&](uint64_t seed, const TinyYear&,
                          const std::vector<Release>&, const Release&,
                          const SealedRelease& sealed) {
    for (size_t p = 0; p < sealed.check.proofs.size(); ++p) {
      SealToCheck bad = sealed.check;
      bad.proofs[p].confined = !bad.proofs[p].confined;
      ASSERT_FALSE(CheckSeal(bad).ok()) << "seed " << seed << " proof " << p;
      ++refused;
      if (bad.history.empty()) continue;
      bad = sealed.check;
      bad.history.push_back(bad.history[0]);
      ASSERT_THAT(std::string(CheckSeal(bad).status().message()),
                  HasSubstr("used for nothing"));
    }
  });
  EXPECT_GT(refused, 500);
}

// The text has all of it; one written before there were reasons has none, is
// read, and is told from one that proves what it says.
TEST(ConfinedTest, ReasonsAreInTheTextAndOlderTextsLackThem) {
  int64_t with = 0;
  ForEachRelease(
      150, [&](uint64_t seed, const TinyYear&, const std::vector<Release>&,
               const Release&, const SealedRelease& sealed) {
        const std::string salt(64, 'a');
        const std::string text = WriteCheckFile(sealed.check, salt);
        const auto file = ReadCheckFile(text);
        ASSERT_THAT(file, IsOk()) << "seed " << seed;
        ASSERT_EQ(CheckSeal(file->seal), CheckSeal(sealed.check));
        const bool reasons = !sealed.check.history.empty();
        ASSERT_EQ(absl::StartsWith(text, "toguna/seal-check/v2"), reasons);
        if (!reasons || !ShowsSomething(sealed.check)) return;
        ++with;
        std::vector<std::string> older;
        const std::vector<std::string> lines = absl::StrSplit(text, '\n');
        for (std::string line : lines) {
          if (absl::StartsWith(line, "history")) continue;
          if (absl::StartsWith(line, "proof;")) {
            std::vector<std::string> fields = absl::StrSplit(line, ';');
            fields.resize(8);
            line = absl::StrJoin(fields, ";");
          }
          older.push_back(line);
        }
        const auto old = ReadCheckFile(absl::StrReplaceAll(
            absl::StrJoin(older, "\n"),
            {{"toguna/seal-check/v2", "toguna/seal-check/v1"}}));
        ASSERT_THAT(old, IsOk()) << "seed " << seed;
        ASSERT_THAT(CheckSeal(old->seal),
                    StatusIs(absl::StatusCode::kFailedPrecondition,
                             HasSubstr("made before there were such proofs")))
            << "seed " << seed;
      });
  EXPECT_GT(with, 5);
}

}  // namespace
}  // namespace toguna::testing
