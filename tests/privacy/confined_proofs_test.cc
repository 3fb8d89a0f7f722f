// The checker believes no forged or changed proof of what earlier releases are
// said to confine.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
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

TEST(ConfinedProofsTest, AnEngineThatCallsEverythingConfinedIsRefused) {
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

TEST(ConfinedProofsTest, OnlyChangesThatProveAsMuchAreAccepted) {
  int64_t refused = 0;
  int64_t harmless = 0;
  ForEachRelease(
      450, [&](uint64_t seed, const TinyYear& year, const std::vector<Release>&,
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
TEST(ConfinedProofsTest, WhatIsSaidToBeConfinedAndIsNotIsRefused) {
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

// The text has all of it. Older ones are read, and told from those that prove
// what they say: v2, whose witnesses may have victims where they have no
// record, and v1, written before there were reasons.
TEST(ConfinedProofsTest, ReasonsAreInTheTextAndOlderTextsLackThem) {
  int64_t with = 0;
  ForEachRelease(
      300, [&](uint64_t seed, const TinyYear&, const std::vector<Release>&,
               const Release&, const SealedRelease& sealed) {
        const std::string salt(64, 'a');
        const auto read_again = [&](const SealToCheck& seal) {
          const std::string text = WriteCheckFile(seal, salt);
          const auto file = ReadCheckFile(text);
          EXPECT_THAT(file, IsOk()) << "seed " << seed;
          EXPECT_EQ(CheckSeal(file->seal), CheckSeal(seal)) << "seed " << seed;
          return text;
        };
        ASSERT_TRUE(
            absl::StartsWith(read_again(sealed.check), "toguna/seal-check/v3"));
        SealToCheck before = sealed.check;
        before.victims_in_records = false;
        const std::string text = read_again(before);
        // It tells records apart as victims only where there is a rule.
        if (!CheckSeal(before).ok()) return;
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

// Six records taken back of a place and three put there: so at least three were
// accepted there, whatever else is said of it.
TEST(ConfinedProofsTest, AReasonMayRestOnWhatWasTakenBack) {
  TinyWorld world;
  world.trees["place"] = {{"P", ""}, {"p1", "P"}, {"p2", "P"}};
  world.trees["type"] = {{"T", ""}, {"t1", "T"}};
  world.trees["who"] = {{"W", ""}, {"man", "W"}};
  world.months.resize(3);
  for (size_t i = 0; i < 25; ++i) {
    const std::string source = "s" + std::to_string(i);
    world.months[0].push_back({"ngo-a", source, "p2", "t1", {}});
    const TinyRecord one{"ngo-a", "s", "p1", "t1", {}};
    if (i < 8) world.months[0].push_back(one);
    if (i < 6) world.months[1].push_back(one);
    if (i < 3) world.months[2].push_back(one);
  }
  world.corrections = TinyCorrections{{0}, 1, 2};
  const Family* accepted = world.Add(Unit::kRecord, {{"place", 1, 1}});
  Release corrections{{OfStream(world, *accepted, Stream::kRemoved),
                       OfStream(world, *accepted, Stream::kAdded)},
                      {.k = 3, .s = 1, .c = 0},
                      {0},
                      {}};
  corrections.corrections = world.corrections;
  const Catalog catalog = CatalogOf(world);
  corrections.tables =
      SealWithProof(world, catalog, {}, corrections, {accepted}, 7)
          .value()
          .result.tables;
  const Release now{{accepted}, {.k = 20, .s = 1, .c = 0}, {0}, {}};
  const SealedRelease sealed =
      SealWithProof(world, catalog, {corrections}, now, {}, 7).value();
  ASSERT_THAT(CheckSeal(sealed.check), IsOk());
  ASSERT_TRUE(ShowsSomething(sealed.check));
  ASSERT_TRUE(PlainReading(world, sealed.check).IsProven());
  size_t rest_on_it = 0;
  for (size_t h = 0; h < sealed.check.history.size(); ++h) {
    if (sealed.check.history[h].taken_back.empty()) continue;
    ++rest_on_it;
    SealToCheck bad = sealed.check;
    bad.history[h].taken_back.clear();
    EXPECT_FALSE(CheckSeal(bad).ok());
    bad = sealed.check;
    bad.corrections.reset();
    EXPECT_FALSE(CheckSeal(bad).ok());
  }
  EXPECT_GT(rest_on_it, 0u);
}

// Victims are at least as many as records; who turns that round could prove
// that they are no more.
TEST(ConfinedProofsTest, AComparisonCannotBeTurnedRound) {
  TinyWorld world;
  world.trees["place"] = {{"P", ""}, {"p1", "P"}, {"p2", "P"}};
  world.trees["type"] = {{"T", ""}, {"t1", "T"}};
  world.trees["who"] = {{"W", ""}, {"man", "W"}};
  world.victims_rule = true;
  world.months.resize(1);
  for (size_t i = 0; i < 36; ++i) {
    world.months[0].push_back({"ngo-a",
                               "s" + std::to_string(i),
                               i < 6 ? "p1" : "p2",
                               "t1",
                               {{"man", 1}}});
  }
  const Family* records = world.Add(Unit::kRecord, {{"place", 1, 1}});
  const Family* victims = world.Add(Unit::kVictim, {{"place", 1, 1}});
  Release before{{records}, {.k = 3, .s = 1, .c = 0}, {0}, {}};
  const Catalog catalog = CatalogOf(world);
  before.tables = SealWithProof(world, catalog, {}, before, {victims}, 7)
                      .value()
                      .result.tables;
  const Release now{{victims}, {.k = 10, .s = 1, .c = 0}, {0}, {}};
  SealedRelease sealed =
      SealWithProof(world, catalog, {before}, now, {}, 7).value();
  SealToCheck& seal = sealed.check;
  ASSERT_THAT(CheckSeal(seal), IsOk());
  ASSERT_TRUE(ShowsSomething(seal));
  const auto rests = [&](const CheckedProof& proof) {
    return proof.low_by.has_value() &&
           !seal.history[*proof.low_by].victims.empty();
  };
  const auto proof =
      std::find_if(seal.proofs.begin(), seal.proofs.end(), rests);
  ASSERT_NE(proof, seal.proofs.end()) << "that there are six at least";
  ASSERT_FALSE(proof->high_by.has_value());
  // The table with six is said to be all there is.
  proof->high = proof->low;
  proof->high_by = seal.history.size();
  CheckedHistory turned = seal.history[*proof->low_by];
  for (CheckedHistory::Victims& one : turned.victims) one.multiplier *= -1;
  seal.history.push_back(std::move(turned));
  EXPECT_THAT(std::string(CheckSeal(seal).status().message()),
              HasSubstr("given wrongly"));
}

}  // namespace
}  // namespace toguna::testing
