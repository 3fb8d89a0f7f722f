#include "exchange/checker/exact_span.h"

#include <cstdint>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/attacker.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using Fit = ExactSpan::Fit;

ExactRow RandomRow(Random& random, size_t unknowns) {
  ExactRow row(unknowns + 1, 0);
  for (size_t i = 0; i < unknowns; ++i) {
    row[i] = Below(random, 3) == 0 ? 1 : 0;
  }
  return row;
}

std::vector<Fraction> Fractions(const ExactRow& row) {
  std::vector<Fraction> fractions;
  for (size_t i = 0; i + 1 < row.size(); ++i) fractions.emplace_back(row[i]);
  return fractions;
}

TEST(ExactSpanTest, DeterminesExactlyWhatFollowsOverTheRationals) {
  int64_t determined = 0;
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    Random random(seed);
    const size_t unknowns = 6 + Below(random, 8);
    ExactSpan span(unknowns);
    FractionSpan rational;
    for (size_t i = 1 + Below(random, 10); i > 0; --i) {
      const ExactRow row = RandomRow(random, unknowns);
      const bool follows = rational.Holds(Fractions(row));
      EXPECT_THAT(span.Add(row),
                  IsOkAndHolds(follows ? Fit::kFollows : Fit::kNew));
      rational.Add(Fractions(row));
    }
    for (int i = 0; i < 20; ++i) {
      const ExactRow row = RandomRow(random, unknowns);
      const bool follows = rational.Holds(Fractions(row));
      determined += follows ? 1 : 0;
      ASSERT_THAT(span.Determines(row), IsOkAndHolds(follows));
    }
  }
  EXPECT_GT(determined, 100);
}

TEST(ExactSpanTest, SeesValuesThatContradictEachOther) {
  ExactSpan span(2);
  EXPECT_THAT(span.Add({1, 0, 5}), IsOkAndHolds(Fit::kNew));
  EXPECT_THAT(span.Add({0, 1, 6}), IsOkAndHolds(Fit::kNew));
  EXPECT_THAT(span.Add({1, 1, 11}), IsOkAndHolds(Fit::kFollows));
  EXPECT_THAT(span.Add({1, 1, 12}), IsOkAndHolds(Fit::kContradicts));
}

// Two primes would be fooled by their product; whole numbers are not.
TEST(ExactSpanTest, IsNotFooledByMultiplesOfPrimes) {
  const int64_t primes = int64_t{2147483647} * 2147483629;
  ExactSpan span(2);
  EXPECT_THAT(span.Add({primes, 0, 0}), IsOkAndHolds(Fit::kNew));
  EXPECT_THAT(span.Determines({1, 0, 0}), IsOkAndHolds(true));
}

TEST(ExactSpanTest, RefusesNumbersThatDoNotFit) {
  const int64_t large = int64_t{1} << 61;
  ExactSpan span(3);
  EXPECT_THAT(span.Add({large, large + 1, 0, 0}), IsOk());
  EXPECT_THAT(span.Add({large - 1, 7, large + 3, 0}),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

}  // namespace
}  // namespace toguna::testing
