// What earlier releases confine already, the checker believes only if it is
// proven: over random tiny years the engine proves it, someone who tries every
// table finds the same.
//
// TOGUNA_CONFINED_YEARS=10000 tries as many years.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/checker/check_seal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/privacy/plain_reading.h"
#include "tests/privacy/tiny_counter.h"
#include "tests/privacy/tiny_years.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

uint64_t Years(uint64_t otherwise) {
  const char* const text = std::getenv("TOGUNA_CONFINED_YEARS");
  return text == nullptr ? otherwise : static_cast<uint64_t>(std::atoll(text));
}

struct Figures {
  int64_t releases = 0;
  int64_t proofs = 0;
  int64_t confined = 0;
  int64_t confined_of_kept = 0;   // of years that keep to one plan
  int64_t everybody_of_kept = 0;  // of these, seen by everybody
  int64_t silent = 0;             // where the release shows nothing
  int64_t unproven = 0;           // releases of these without reasons
  int64_t tried = 0;
  int64_t undecided = 0;
  int64_t cells = 0;  // terms of reasons
  int64_t victims = 0;
  int64_t taken_back = 0;
};

// No table reaches farther than those of the engine, as far as is asked.
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
      figures.unproven +=
          PlainReading(year.world, sealed.check).IsProven() ? 0 : 1;
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
            << figures.silent << " (releases without reasons "
            << figures.unproven << "), compared with every table "
            << figures.tried << ", undecided " << figures.undecided
            << ", terms: cells " << figures.cells << ", victims "
            << figures.victims << ", taken back " << figures.taken_back << "\n";
  EXPECT_GT(figures.confined, static_cast<int64_t>(years) / 8);
  EXPECT_GT(figures.tried, figures.confined / 4);
  EXPECT_LT(10 * figures.undecided, figures.tried);
  EXPECT_GT(figures.victims, 0);
}

}  // namespace
}  // namespace toguna::testing
