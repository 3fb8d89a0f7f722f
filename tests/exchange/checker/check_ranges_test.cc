#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "exchange/base/period.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;

// A random seal with ranges and nothing else to prove, as the checker sees it.
struct Sample {
  explicit Sample(uint64_t seed)
      : random(seed),
        catalog(TinyCatalog()),
        plan(AddPlan(catalog, RandomMinimums(random), RandomFamilies(random))) {
    Protected result = *Protect(catalog, *catalog.FindDataset(plan.dataset),
                                plan, RandomRecords(random, 60), 7);
    sealed.dataset = plan.dataset;
    // No record may be of a later year.
    sealed.period = Period(absl::CivilMonth(2026, 12));
    sealed.plan = plan.id;
    sealed.plan_version = plan.version;
    sealed.tables = result.tables;
    seal = ForChecker(catalog, plan, sealed, {}, result.ranges);
  }

  Random random;
  Catalog catalog;
  const Plan& plan;
  SealedPeriod sealed;
  SealToCheck seal;
};

// What one certificate says of one cell, counted over all answers that a record
// can have, written down one by one: place and type of the tiny catalog, with
// what hangs on them. Shares nothing with the checker's groups.
class PlainReader {
 public:
  explicit PlainReader(const SealToCheck& seal) : seal_(seal) {
    std::vector<std::pair<const CheckedInput*, std::vector<NodeIndex>>> inputs;
    for (const CheckedInput& input : seal.inputs) {
      std::vector<NodeIndex> values;
      for (NodeIndex node = 0; node < input.tree->size(); ++node) {
        if (input.tree->is_leaf(node)) values.push_back(node);
      }
      if (!input.required) values.push_back(-1);
      inputs.emplace_back(&input, std::move(values));
    }
    std::vector<NodeIndex> answer;
    Extend(inputs, answer);
  }

  std::optional<int64_t> Bound(const CheckedRanges::Certificate& certificate,
                               const CheckedRanges::Cell& at, bool high) const {
    __extension__ typedef __int128 Wide;
    Wide total = 0;
    for (const CheckedRanges::Term& term : certificate.terms) {
      total += static_cast<Wide>(term.multiplier) *
               CellOf(term.family, term.cell).value;
    }
    for (const std::vector<NodeIndex>& answer : answers_) {
      Wide sum = 0;
      for (const CheckedRanges::Term& term : certificate.terms) {
        if (LiesIn(answer, term.family, term.cell)) sum += term.multiplier;
      }
      const int64_t wanted =
          LiesIn(answer, at.family, at.cell) ? certificate.denominator : 0;
      if (high ? sum < wanted : sum > wanted) return std::nullopt;
    }
    const Wide d = certificate.denominator;
    return static_cast<int64_t>(high ? total / d : (total + d - 1) / d);
  }

 private:
  using Inputs =
      std::vector<std::pair<const CheckedInput*, std::vector<NodeIndex>>>;
  void Extend(const Inputs& inputs, std::vector<NodeIndex>& answer) {
    if (answer.size() == inputs.size()) {
      answers_.push_back(answer);
      return;
    }
    for (const NodeIndex node : inputs[answer.size()].second) {
      answer.push_back(node);
      Extend(inputs, answer);
      answer.pop_back();
    }
  }

  const CheckedCell& CellOf(size_t family, size_t cell) const {
    return seal_.families[family].cells[cell];
  }
  size_t InputOf(const std::string& id) const {
    size_t i = 0;
    while (seal_.inputs[i].id != id) ++i;
    return i;
  }

  // The code's node that an answer gives a dimension; -1 for none.
  NodeIndex NodeOf(const std::vector<NodeIndex>& answer,
                   const CheckedDimension& dimension) const {
    if (!dimension.crosswalk) {
      const NodeIndex node = answer[InputOf(dimension.inputs[0])];
      return node >= 0 ? node : *dimension.tree->LeafFor(0);
    }
    for (const CheckedDimension::Row& row : dimension.rows) {
      bool applies = true;
      for (size_t i = 0; i < row.within.size(); ++i) {
        if (row.within[i].empty()) continue;
        const size_t input = InputOf(dimension.inputs[i]);
        const CodeTree& tree = *seal_.inputs[input].tree;
        applies = applies && answer[input] >= 0 &&
                  tree.IsWithin(answer[input], *tree.Find(row.within[i]));
      }
      if (applies) {
        return *dimension.tree->LeafFor(*dimension.tree->Find(row.to));
      }
    }
    return -1;
  }

  bool LiesIn(const std::vector<NodeIndex>& answer, size_t family,
              size_t cell) const {
    const CheckedFamily& of = seal_.families[family];
    for (size_t a = 0; a < of.axes.size(); ++a) {
      for (const CheckedDimension& dimension : seal_.dimensions) {
        if (dimension.id != of.axes[a].dimension) continue;
        const NodeIndex node = NodeOf(answer, dimension);
        if (node < 0 ||
            !dimension.tree->IsWithin(
                node, *dimension.tree->Find(of.cells[cell].codes[a]))) {
          return false;
        }
      }
    }
    return true;
  }

  const SealToCheck& seal_;
  std::vector<std::vector<NodeIndex>> answers_;
};

// One that has something to change, with its cells.
CheckedRanges* RangesOf(SealToCheck& seal, Random& random) {
  std::vector<CheckedRanges*> some;
  for (CheckedRanges& one : seal.ranges) {
    if (!one.cells.empty()) some.push_back(&one);
  }
  return some.empty() ? nullptr : some[Below(random, some.size())];
}

int64_t Step(Random& random) {
  const int64_t step = 1 + static_cast<int64_t>(Below(random, 3));
  return Below(random, 2) == 0 ? step : -step;
}

TEST(CheckRangesTest, AcceptsWhatTheEngineFinds) {
  int64_t finite = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const Sample sample(seed);
    ASSERT_THAT(CheckSeal(sample.seal), IsOk()) << "seed " << seed;
    for (const CheckedRanges& one : sample.seal.ranges) {
      finite += static_cast<int64_t>(one.cells.size());
    }
  }
  EXPECT_GT(finite, 2000);
}

TEST(CheckRangesTest, RefusesEveryChangedLowOrHigh) {
  int64_t refused = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Sample sample(seed);
    Random random(seed);
    for (size_t f = 0; f < sample.seal.families.size(); ++f) {
      for (size_t c = 0; c < sample.seal.families[f].cells.size(); ++c) {
        SealToCheck bad = sample.seal;
        CheckedCell& cell = bad.families[f].cells[c];
        switch (Below(random, 4)) {
          case 0:
            cell.low += Step(random);
            break;
          case 1:
            cell.high = cell.high.value_or(9) + Step(random);
            break;
          case 2:
            if (!cell.high.has_value()) continue;
            cell.high.reset();
            break;
          default:
            if (cell.low == 0) continue;
            cell.low = 0;
        }
        ASSERT_THAT(CheckSeal(bad),
                    StatusIs(absl::StatusCode::kFailedPrecondition))
            << "seed " << seed << " family " << f << " cell " << c;
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 500);
}

// A certificate with another number is accepted only if it proves the same
// bound for every cell that it is the reason of, read the plain way.
TEST(CheckRangesTest, RefusesEveryEffectiveChangeOfACertificate) {
  int64_t refused = 0;
  int64_t as_good = 0;
  for (uint64_t seed = 0; seed < 120; ++seed) {
    const Sample sample(seed);
    Random random(seed);
    for (int i = 0; i < 12; ++i) {
      SealToCheck bad = sample.seal;
      CheckedRanges* ranges = RangesOf(bad, random);
      if (ranges == nullptr) break;
      const size_t number = Below(random, ranges->certificates.size());
      CheckedRanges::Certificate& changed = ranges->certificates[number];
      if (changed.terms.empty()) continue;
      CheckedRanges::Term& term =
          changed.terms[Below(random, changed.terms.size())];
      bool fits = true;
      if (Below(random, 3) == 0) {
        changed.denominator += Step(random);
        fits = changed.denominator > 0;
      } else {
        term.multiplier += Step(random);
        fits = term.multiplier != 0;
      }
      const PlainReader plain(bad);
      for (const CheckedRanges::Cell& cell : ranges->cells) {
        if (!fits) break;
        const CheckedCell& said = bad.families[cell.family].cells[cell.cell];
        if (cell.low_by == number) {
          fits = plain.Bound(changed, cell, false) == said.low;
        }
        if (cell.high_by == number) {
          fits = fits && plain.Bound(changed, cell, true) == said.high;
        }
      }
      ASSERT_EQ(CheckSeal(bad).ok(), fits) << "seed " << seed << " try " << i;
      (fits ? as_good : refused)++;
    }
  }
  EXPECT_GT(refused, 500);
  EXPECT_GT(as_good, 0) << "else the plain reader was not needed";
}

// Changes what names what; true if that makes it wrong whatever it was.
bool Rearrange(Random& random, SealToCheck& seal, CheckedRanges& ranges) {
  CheckedRanges::Cell& cell = ranges.cells[Below(random, ranges.cells.size())];
  std::optional<size_t>& by =
      cell.high_by.has_value() ? cell.high_by : cell.low_by;
  CheckedRanges::Certificate& certificate = ranges.certificates[*by];
  switch (Below(random, 9)) {
    case 0:
      by.reset();
      return true;
    case 1:
      by = ranges.certificates.size();
      return true;
    case 2:
      cell.cell = seal.families[cell.family].cells.size();
      return true;
    case 3:
      cell.family = seal.families.size();
      return true;
    case 4:
      ranges.cells.push_back(cell);
      return true;
    case 5:
      ranges.certificates.push_back(certificate);
      return true;
    case 6:
      ranges.victims = !ranges.victims;
      return true;
    case 7:
      if (certificate.terms.empty()) return false;
      certificate.terms.push_back(certificate.terms.front());
      return true;
    default:
      // A cell not shown is no published one.
      certificate.terms.push_back({cell.family, cell.cell, 1});
      return true;
  }
}

TEST(CheckRangesTest, RefusesReasonsThatNameTheWrongThing) {
  int64_t refused = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const Sample sample(seed);
    Random random(seed);
    for (int i = 0; i < 9; ++i) {
      SealToCheck bad = sample.seal;
      CheckedRanges* ranges = RangesOf(bad, random);
      if (ranges == nullptr) break;
      if (!Rearrange(random, bad, *ranges)) continue;
      ASSERT_FALSE(CheckSeal(bad).ok()) << "seed " << seed << " try " << i;
      ++refused;
    }
  }
  EXPECT_GT(refused, 400);
}

TEST(CheckRangesTest, NumbersThatDoNotFitAreRefused) {
  int64_t tried = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    Sample sample(seed);
    CheckedRanges* ranges = RangesOf(sample.seal, sample.random);
    if (ranges == nullptr || ranges->certificates[0].terms.empty()) continue;
    for (const int64_t extreme : {INT64_MAX, INT64_MIN}) {
      for (CheckedRanges::Term& term : ranges->certificates[0].terms) {
        term.multiplier = extreme;
      }
      EXPECT_FALSE(CheckSeal(sample.seal).ok());
      ++tried;
    }
  }
  EXPECT_GT(tried, 20);
}

TEST(CheckRangesTest, ASealFromBeforeRangesHasTheVerdictOfThen) {
  const Sample sample(5);
  SealToCheck old = sample.seal;
  old.ranged = false;
  old.ranges.clear();
  EXPECT_THAT(CheckSeal(old), StatusIs(absl::StatusCode::kFailedPrecondition))
      << "its cells have ranges all the same";
  for (CheckedFamily& family : old.families) {
    for (CheckedCell& cell : family.cells) {
      cell.low = 0;
      cell.high.reset();
    }
  }
  std::string text = "toguna/seal-verdict/v1\n" + old.subject +
                     "\nno value below " + std::to_string(old.minimum) +
                     "\nno unsafe count follows exactly from:\n";
  for (const CheckedFamily& family : old.families) {
    text += "family " + family.id + " of " +
            std::to_string(family.cells.size()) + " cells by " +
            (family.victims ? "victim" : "record") + "\n";
    for (const CheckedCell& cell : family.cells) {
      if (!cell.published) continue;
      for (const std::string& code : cell.codes) text += code + "\t";
      text += std::to_string(cell.value) + "\n";
    }
  }
  EXPECT_THAT(CheckSeal(old), IsOkAndHolds(text));
  old.ranges = sample.seal.ranges;
  EXPECT_THAT(CheckSeal(old), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CheckRangesTest, TheVerdictHoldsEveryRange) {
  const Sample sample(5);
  const std::string verdict = CheckSeal(sample.seal).value();
  EXPECT_THAT(verdict, HasSubstr("toguna/seal-verdict/v2\n"));
  EXPECT_THAT(verdict, HasSubstr("every range follows exactly"));
  int64_t ranges = 0;
  for (const CheckedFamily& family : sample.seal.families) {
    for (const CheckedCell& cell : family.cells) {
      if (cell.published || (cell.low == 0 && !cell.high.has_value())) continue;
      ++ranges;
      EXPECT_THAT(
          verdict,
          HasSubstr(cell.codes.back() + "\t" + std::to_string(cell.low) + ".." +
                    (cell.high.has_value() ? std::to_string(*cell.high) : "") +
                    "\n"));
    }
  }
  EXPECT_GT(ranges, 0);
}

}  // namespace
}  // namespace toguna::testing
