#include "exchange/disclosure/ranges.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

int64_t Total(const std::vector<int64_t>& table, const Sum& sum) {
  int64_t total = 0;
  for (const int32_t unknown : sum)
    total += table[static_cast<size_t>(unknown)];
  return total;
}

bool Holds(const Sum& sum, int32_t unknown) {
  return std::binary_search(sum.begin(), sum.end(), unknown);
}

// Few unknowns, some sums of them published, all sums asked for.
struct Tiny {
  explicit Tiny(uint64_t seed) {
    Random random(seed);
    published.unknowns = 2 + static_cast<int32_t>(Below(random, 4));
    for (int32_t u = 0; u < published.unknowns; ++u) {
      truth.push_back(static_cast<int64_t>(Below(random, 4)));
    }
    const size_t sums = Below(random, 5);
    for (size_t s = 0; s < sums; ++s) {
      const Sum sum = RandomSum(random);
      published.sums.push_back(sum);
      published.values.push_back(Total(truth, sum));
    }
    for (int i = 0; i < 6; ++i) asked.push_back(RandomSum(random));
  }

  Sum RandomSum(Random& random) const {
    Sum sum;
    for (int32_t u = 0; u < published.unknowns; ++u) {
      if (Below(random, 2) == 0) sum.push_back(u);
    }
    if (sum.empty()) sum.push_back(0);
    return sum;
  }

  bool IsCovered(int32_t unknown) const {
    return std::any_of(published.sums.begin(), published.sums.end(),
                       [&](const Sum& sum) { return Holds(sum, unknown); });
  }

  // All tables that agree with what is published; unknowns that nothing covers
  // are at most `loose`.
  std::vector<std::vector<int64_t>> Tables(int64_t loose) const {
    std::vector<std::vector<int64_t>> tables;
    std::vector<int64_t> table;
    const std::function<void()> extend = [&] {
      const auto unknown = static_cast<int32_t>(table.size());
      if (unknown == published.unknowns) {
        for (size_t s = 0; s < published.sums.size(); ++s) {
          if (Total(table, published.sums[s]) != published.values[s]) return;
        }
        tables.push_back(table);
        return;
      }
      int64_t most = IsCovered(unknown) ? INT64_MAX : loose;
      for (size_t s = 0; s < published.sums.size(); ++s) {
        if (!Holds(published.sums[s], unknown)) continue;
        most = std::min(most, published.values[s]);
      }
      for (int64_t value = 0; value <= most; ++value) {
        table.push_back(value);
        extend();
        table.pop_back();
      }
    };
    extend();
    return tables;
  }

  Ranges Find(const RangeLimits& limits = {}) const {
    RangeFinder finder(published);
    for (const Sum& sum : asked) finder.Ask(sum);
    return finder.Find(limits);
  }

  PublishedSums published;
  std::vector<int64_t> truth;
  std::vector<Sum> asked;
};

// Smallest and largest value of `sum` in any table.
std::pair<int64_t, int64_t> Extremes(
    const std::vector<std::vector<int64_t>>& tables, const Sum& sum) {
  std::pair<int64_t, int64_t> extremes{INT64_MAX, -1};
  for (const std::vector<int64_t>& table : tables) {
    const int64_t total = Total(table, sum);
    extremes.first = std::min(extremes.first, total);
    extremes.second = std::max(extremes.second, total);
  }
  return extremes;
}

// The certificate's bound, the plain way; nothing if it proves none.
std::optional<int64_t> ByHand(const PublishedSums& published,
                              const RangeCertificate& certificate,
                              const Sum& sum, RangeSide side) {
  int64_t total = 0;
  for (const auto& [s, multiplier] : certificate.multipliers) {
    total += multiplier * published.values[static_cast<size_t>(s)];
  }
  for (int32_t u = 0; u < published.unknowns; ++u) {
    int64_t covered = 0;
    for (const auto& [s, multiplier] : certificate.multipliers) {
      if (Holds(published.sums[static_cast<size_t>(s)], u)) {
        covered += multiplier;
      }
    }
    const int64_t wanted = Holds(sum, u) ? certificate.denominator : 0;
    if (side == RangeSide::kHigh ? covered < wanted : covered > wanted) {
      return std::nullopt;
    }
  }
  const int64_t d = certificate.denominator;
  return side == RangeSide::kHigh ? total / d : (total + d - 1) / d;
}

TEST(RangesTest, EveryPossibleTableLiesWithinAndTheEndsAreReached) {
  int64_t reached = 0;
  int64_t ends = 0;
  int64_t open = 0;
  for (uint64_t seed = 0; seed < 1500; ++seed) {
    const Tiny tiny(seed);
    const Ranges found = tiny.Find();
    const auto tables = tiny.Tables(2);
    ASSERT_FALSE(tables.empty());
    for (size_t i = 0; i < tiny.asked.size(); ++i) {
      const Range& range = found.ranges[i];
      const auto [least, most] = Extremes(tables, tiny.asked[i]);
      ASSERT_LE(range.low, least) << "seed " << seed;
      ends += 1;
      reached += range.low == least ? 1 : 0;
      const bool covered =
          std::all_of(tiny.asked[i].begin(), tiny.asked[i].end(),
                      [&](int32_t u) { return tiny.IsCovered(u); });
      ASSERT_EQ(range.high.has_value(), covered) << "seed " << seed;
      if (!covered) {
        ++open;
        continue;
      }
      ASSERT_GE(*range.high, most) << "seed " << seed;
      ends += 1;
      reached += *range.high == most ? 1 : 0;
    }
    EXPECT_EQ(found.figures.tight_low, found.figures.asked) << seed;
    EXPECT_EQ(found.figures.tight_high, found.figures.asked) << seed;
    EXPECT_FALSE(found.figures.cut_short);
  }
  // Where whole numbers confine a sum closer than linear reasoning does, the
  // end is not reached; that is rare. So a range closer by one is wrong.
  EXPECT_GT(open, 300);
  EXPECT_GT(reached, ends * 99 / 100);
}

TEST(RangesTest, EveryCertificateProvesItsBoundByHand) {
  for (uint64_t seed = 0; seed < 1500; ++seed) {
    const Tiny tiny(seed);
    const Ranges found = tiny.Find();
    for (size_t i = 0; i < tiny.asked.size(); ++i) {
      const Range& range = found.ranges[i];
      ASSERT_EQ(range.low > 0, range.low_by.has_value());
      ASSERT_EQ(range.high.has_value(), range.high_by.has_value());
      if (range.low_by.has_value()) {
        ASSERT_EQ(ByHand(tiny.published, found.certificates[*range.low_by],
                         tiny.asked[i], RangeSide::kLow),
                  range.low);
      }
      if (range.high_by.has_value()) {
        ASSERT_EQ(ByHand(tiny.published, found.certificates[*range.high_by],
                         tiny.asked[i], RangeSide::kHigh),
                  range.high);
      }
    }
  }
}

// Where the work ends at once, ranges are wider, still true, and it is said.
TEST(RangesTest, WithoutWorkRangesAreValidAndWider) {
  int64_t wider = 0;
  int64_t simple = 0;
  for (uint64_t seed = 0; seed < 1500; ++seed) {
    const Tiny tiny(seed);
    const Ranges best = tiny.Find();
    const Ranges first = tiny.Find({.work = 0, .simple_work = 0});
    for (size_t i = 0; i < tiny.asked.size(); ++i) {
      const Range& a = best.ranges[i];
      const Range& b = first.ranges[i];
      ASSERT_GE(a.low, b.low);
      ASSERT_EQ(a.high.has_value(), b.high.has_value());
      if (a.high.has_value()) {
        ASSERT_LE(*a.high, *b.high);
        simple += 1;
      }
      wider += a.low > b.low || a.high < b.high ? 1 : 0;
      ASSERT_LE(b.low, Total(tiny.truth, tiny.asked[i]));
    }
    ASSERT_TRUE(first.figures.cut_short);
    ASSERT_EQ(first.figures.programs, 0);
  }
  EXPECT_GT(wider, 500);
  EXPECT_GT(simple, 1000);
}

// What breaks if a low is taken from all groups that a sum touches: tables that
// are possible lie outside. The brute force above would see it.
TEST(RangesTest, ALowFromGroupsThatAreOnlyTouchedIsWrong) {
  int64_t caught = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const Tiny tiny(seed);
    const GroupedSums grouped(tiny.published);
    const auto tables = tiny.Tables(2);
    for (const Sum& sum : tiny.asked) {
      int64_t work = 1000;
      const auto bound =
          grouped.Simple(grouped.Touched(sum), RangeSide::kLow, work);
      if (bound.has_value() && bound->value > Extremes(tables, sum).first) {
        ++caught;
      }
    }
  }
  EXPECT_GT(caught, 50);
}

TEST(RangesTest, SaysMaliLessGaoAndMopti) {
  // Four regions; Mali, Gao (1) and Mopti (2) are published.
  const PublishedSums published{4, {{0, 1, 2, 3}, {1}, {2}}, {40, 17, 13}};
  RangeFinder finder(published);
  finder.Ask({0});
  finder.Ask({0, 3});
  finder.Ask({0, 1});
  const Ranges found = finder.Find({});
  EXPECT_EQ(found.ranges[0].low, 0);
  EXPECT_EQ(found.ranges[0].high, 10);
  EXPECT_EQ(found.ranges[0].high_by, found.ranges[1].high_by);
  EXPECT_THAT(found.certificates[*found.ranges[0].high_by].multipliers,
              ElementsAre(Pair(0, 1), Pair(1, -1), Pair(2, -1)));
  EXPECT_EQ(found.ranges[1].low, 10) << "they are all that is left";
  EXPECT_EQ(found.ranges[2].low, 17);
  EXPECT_EQ(found.ranges[2].high, 27);
}

TEST(RangesTest, FindsHalves) {
  // Three sums of 3, each of two of the first three and of one that is in no
  // other: twice the three are at most 9.
  const PublishedSums published{
      6, {{0, 1, 3}, {1, 2, 4}, {0, 2, 5}}, {3, 3, 3}};
  RangeFinder finder(published);
  finder.Ask({0, 1, 2});
  const Ranges found = finder.Find({});
  EXPECT_EQ(found.ranges[0].low, 0);
  EXPECT_EQ(found.ranges[0].high, 4) << "4.5, rounded down";
  EXPECT_EQ(found.certificates[*found.ranges[0].high_by].denominator, 2);
}

TEST(RangesTest, NothingPublishedConfinesNothing) {
  RangeFinder finder(PublishedSums{3, {}, {}});
  finder.Ask({0, 1});
  finder.Ask({});
  const Ranges found = finder.Find({});
  EXPECT_EQ(found.ranges[0].low, 0);
  EXPECT_FALSE(found.ranges[0].high.has_value());
  EXPECT_EQ(found.ranges[1].high, 0) << "no unknown can be in it";
  EXPECT_EQ(found.figures.finite, 1);
}

TEST(RangesTest, NumbersThatDoNotFitNarrowNothingFalsely) {
  const int64_t huge = std::numeric_limits<int64_t>::max();
  const PublishedSums published{4, {{0, 1}, {1, 2}, {3}}, {huge, huge, 9}};
  RangeFinder finder(published);
  finder.Ask({0, 2});
  finder.Ask({1});
  finder.Ask({1, 3});
  const Ranges found = finder.Find({});
  EXPECT_FALSE(found.ranges[0].high.has_value()) << "twice the largest number";
  EXPECT_EQ(found.ranges[1].high, huge);
  EXPECT_FALSE(found.ranges[2].high.has_value());
  EXPECT_EQ(found.ranges[2].low, 9);
  EXPECT_TRUE(found.figures.cut_short);
}

TEST(RangeCertificatesTest, RefusesWhatDoesNotProve) {
  const PublishedSums published{3, {{0, 1, 2}, {0, 1}, {1, 2}}, {9, 5, 6}};
  const GroupedSums grouped(published);
  const Sum first = grouped.Touched({0});
  const auto high = [&](const RangeCertificate& certificate) {
    return grouped.BoundBy(certificate, first, RangeSide::kHigh);
  };
  EXPECT_EQ(high({1, {{0, 1}, {2, -1}}}), 3);
  EXPECT_EQ(high({1, {{1, 1}}}), 5);
  EXPECT_EQ(high({1, {{0, 1}, {1, -1}}}), std::nullopt) << "does not cover it";
  EXPECT_EQ(high({1, {{0, 1}, {2, -2}}}), std::nullopt) << "below 0 elsewhere";
  EXPECT_EQ(high({2, {{0, 1}}}), std::nullopt);
  EXPECT_EQ(high({0, {{0, 1}}}), std::nullopt);
  EXPECT_EQ(high({-1, {{0, 1}}}), std::nullopt);
  const int64_t most = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(high({1, {{0, most}, {1, most}}}), std::nullopt) << "overflow";
}

TEST(RangesLawTest, PublishingMoreNeverWidensARange) {
  EXPECT_TRUE(rc::check([] {
    Tiny more(*rc::gen::arbitrary<uint64_t>());
    Tiny less = more;
    if (less.published.sums.empty()) return;
    less.published.sums.pop_back();
    less.published.values.pop_back();
    const Ranges closer = more.Find();
    const Ranges wider = less.Find();
    for (size_t i = 0; i < more.asked.size(); ++i) {
      RC_ASSERT(closer.ranges[i].low >= wider.ranges[i].low);
      RC_ASSERT(closer.ranges[i].high.has_value() ||
                !wider.ranges[i].high.has_value());
      if (wider.ranges[i].high.has_value()) {
        RC_ASSERT(*closer.ranges[i].high <= *wider.ranges[i].high);
      }
    }
  }));
}

}  // namespace
}  // namespace toguna::testing
