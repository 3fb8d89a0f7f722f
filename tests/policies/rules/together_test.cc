// What agreements give together, against sets of cells that the decision
// itself gives one by one.

#include "policies/rules/together.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "tests/policies/rules/random_grants.h"

namespace toguna {
namespace {

using testing::At;
using ::testing::ElementsAre;
using testing::GivenBy;
using testing::GivenCells;
using ::testing::IsEmpty;
using testing::RandomGrants;
using testing::SignedAgreement;
using ::testing::SizeIs;
using testing::TogetherCatalog;
using Kind = Together::Kind;

constexpr int kCases = 10'000;
// Read by rapidcheck before its first property.
const int kConfigured =
    setenv("RC_PARAMS", "max_success=10000 noshrink=1", /*replace=*/1);

// A catalog with agreements that each test makes from the same one.
class TogetherTest : public ::testing::Test {
 protected:
  TogetherTest() { catalog_.agreements.clear(); }

  // Incidents alone, by region and type, at rung 5.
  static Agreement Plain(const std::string& id) {
    Agreement agreement = SignedAgreement();
    agreement.id = AgreementId(id);
    agreement.grants.resize(1);
    agreement.grants[0].rung = 5;
    return agreement;
  }
  void Add(const Agreement& agreement) {
    catalog_.agreements[agreement.id] = agreement;
  }
  static std::vector<std::string> Names(const Together::Side& side) {
    std::vector<std::string> names;
    for (const Together::Named& one : side.agreements) {
      names.push_back(
          absl::StrCat(one.is_template ? "templates/" : "", one.id.text()));
    }
    return names;
  }
  // Of two agreements; the only finding.
  Together Only(const Agreement& a, const Agreement& b) {
    Add(a);
    Add(b);
    const std::vector<Together> found = FindTogether(catalog_);
    EXPECT_THAT(found, SizeIs(1));
    return found.empty() ? Together{} : found[0];
  }

  Catalog catalog_ = TogetherCatalog();
};

TEST_F(TogetherTest, TheSameOnTheSameTermsIsOneFinding) {
  for (const char* id : {"agr-b", "agr-a", "agr-c"}) Add(Plain(id));
  const std::vector<Together> found = FindTogether(catalog_);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].kind, Kind::kSame);
  EXPECT_EQ(found[0].recipient, PartyId("mrm"));
  EXPECT_EQ(found[0].dataset, DatasetId("incidents"));
  EXPECT_THAT(Names(found[0].first), ElementsAre("agr-a", "agr-b", "agr-c"));
  EXPECT_THAT(found[0].second.agreements, IsEmpty());
}

TEST_F(TogetherTest, TheSameSaysWhereEachIsLessStrict) {
  Agreement b = Plain("agr-b");
  b.grants[0].extracts_per_month = 3;
  b.grants[0].lag_days = 7;
  b.grants[0].feed = false;
  b.retention_days = 120;
  b.purpose = PurposeId("another");
  const Together found = Only(Plain("agr-a"), b);
  EXPECT_EQ(found.kind, Kind::kSame);
  EXPECT_THAT(found.first.looser, ElementsAre(Term::kFeed, Term::kLag));
  EXPECT_THAT(found.second.looser,
              ElementsAre(Term::kExtractsPerMonth, Term::kRetention));
  EXPECT_EQ(found.first.purpose, PurposeId("child-rights"));
  EXPECT_EQ(found.second.purpose, PurposeId("another"));
}

TEST_F(TogetherTest, AlertsSentEarlierAreALooserTerm) {
  Agreement a = SignedAgreement();
  a.grants.erase(a.grants.begin());
  a.grants[0].level_limits.push_back({"threat", 1});
  Agreement b = a;
  a.id = AgreementId("agr-a");
  b.id = AgreementId("agr-b");
  b.grants[0].delay = absl::ZeroDuration();
  const Together found = Only(a, b);
  EXPECT_EQ(found.kind, Kind::kSame);
  EXPECT_THAT(found.first.looser, IsEmpty());
  EXPECT_THAT(found.second.looser, ElementsAre(Term::kDelay));
}

TEST_F(TogetherTest, TheWiderComesFirstAndSaysWhatItHasMore) {
  Agreement b = Plain("agr-b");
  b.grants[0].level_limits[0].finest = 2;
  b.grants[0].lag_days = 9;
  b.grants[0].extracts_per_month = 5;
  const Together found = Only(Plain("agr-a"), b);
  EXPECT_EQ(found.kind, Kind::kCovers);
  EXPECT_THAT(Names(found.first), ElementsAre("agr-b"));
  EXPECT_THAT(Names(found.second), ElementsAre("agr-a"));
  ASSERT_THAT(found.first.beyond.levels, SizeIs(1));
  EXPECT_EQ(found.first.beyond.levels[0].dimension, "place");
  EXPECT_EQ(found.first.beyond.levels[0].level, "cercle");
  EXPECT_THAT(found.first.beyond.codes, IsEmpty());
  EXPECT_THAT(found.first.looser, ElementsAre(Term::kExtractsPerMonth));
  EXPECT_THAT(found.second.looser, IsEmpty());
}

// Disjoint grants combine as well: nobody assessed both at once.
TEST_F(TogetherTest, EachSaysWhatTheOtherLacks) {
  Agreement a = Plain("agr-a");
  a.grants[0].families = {FamilyId("place-type")};
  a.grants[0].level_limits = {{"place", 2}, {"type", 1}};
  a.grants[0].code_filters = {{"type", {"a"}}, {"place", {"ML05"}}};
  a.grants[0].rung = 10;
  Agreement b = a;
  b.id = AgreementId("agr-b");
  b.grants[0].families.emplace_back("type-only");
  b.grants[0].level_limits[0].finest = 1;
  b.grants[0].code_filters = {{"type", {"b"}}};
  b.grants[0].rung = 5;
  const Together found = Only(a, b);
  EXPECT_EQ(found.kind, Kind::kCombine);
  const auto& of_a = found.first.beyond;
  EXPECT_THAT(of_a.families, IsEmpty());
  ASSERT_THAT(of_a.levels, SizeIs(1));
  EXPECT_EQ(of_a.levels[0].level, "cercle");
  ASSERT_THAT(of_a.codes, SizeIs(1));
  EXPECT_THAT(of_a.codes[0].codes, ElementsAre("a"));
  EXPECT_FALSE(of_a.rung.has_value());
  const auto& of_b = found.second.beyond;
  EXPECT_THAT(of_b.families, ElementsAre(FamilyId("type-only")));
  EXPECT_THAT(of_b.levels, IsEmpty());
  ASSERT_THAT(of_b.codes, SizeIs(2));
  EXPECT_THAT(of_b.codes[0].codes, ElementsAre("ML"));
  EXPECT_THAT(of_b.codes[1].codes, ElementsAre("b"));
  EXPECT_EQ(of_b.rung, 5);
}

// A filter has to fit every table, so a table without its dimension is none.
TEST_F(TogetherTest, ATableThatNoFilterFitsIsNotGiven) {
  Agreement a = Plain("agr-a");
  a.grants[0].code_filters = {{"place", {"ML05"}}};
  Agreement b = a;
  b.id = AgreementId("agr-b");
  b.grants[0].families = {FamilyId("place-type")};
  EXPECT_EQ(Only(a, b).kind, Kind::kSame);
}

TEST_F(TogetherTest, WhatIsNeverInForceAtTheSameTimeIsNoFinding) {
  Agreement a = Plain("agr-a");
  Agreement b = Plain("agr-b");
  a.valid_until = At(15);
  b.valid_from = At(15);
  b.succeeds = a.id;
  Add(a);
  Add(b);
  EXPECT_THAT(FindTogether(catalog_), IsEmpty());
  EXPECT_THAT(FindTogetherWith(catalog_, b), IsEmpty());
  a.valid_until = At(15) + absl::Seconds(1);
  EXPECT_EQ(Only(a, b).kind, Kind::kSame);
}

TEST_F(TogetherTest, OthersOfTheRecipientOrOfTheDatasetAloneAreNoFinding) {
  Agreement b = Plain("agr-b");
  b.recipient = PartyId("collectors");
  Agreement c = SignedAgreement();
  c.id = AgreementId("agr-c");
  c.grants.erase(c.grants.begin());
  Agreement old = Plain("agr-d");
  old.format = 1;  // opens nothing
  Agreement nothing = Plain("agr-e");
  nothing.grants[0].rung.reset();  // of the plan's two
  for (const Agreement& one : {Plain("agr-a"), b, c, old, nothing}) Add(one);
  EXPECT_THAT(FindTogether(catalog_), IsEmpty());
}

TEST_F(TogetherTest, TemplatesAreComparedUntilTheyAreConcluded) {
  std::map<AgreementId, Agreement> templates;
  const auto put = [&](const Agreement& one) { templates[one.id] = one; };
  put(Plain("agr-a"));
  put(Plain("agr-b"));
  std::vector<Together> found = FindTogether(catalog_, templates);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(Names(found[0].first),
              ElementsAre("templates/agr-a", "templates/agr-b"));
  Add(Plain("agr-a"));
  found = FindTogether(catalog_, templates);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(Names(found[0].first), ElementsAre("agr-a", "templates/agr-b"));
  templates.erase(AgreementId("agr-b"));
  EXPECT_THAT(FindTogether(catalog_, templates), IsEmpty());
}

// A draft need not be in the catalog; its former revision is no other.
TEST_F(TogetherTest, ADraftIsComparedWithAllButItself) {
  Agreement draft = Plain("agr-a");
  Add(draft);
  draft.grants[0].level_limits[0].finest = 2;
  EXPECT_THAT(FindTogetherWith(catalog_, draft), IsEmpty());
  Add(Plain("agr-b"));
  Add(Plain("agr-c"));
  const std::vector<Together> found = FindTogetherWith(catalog_, draft);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].kind, Kind::kCovers);
  EXPECT_THAT(Names(found[0].first), ElementsAre("agr-a"));
  EXPECT_THAT(Names(found[0].second), ElementsAre("agr-b", "agr-c"));
}

// What one is compared with is in force together with itself, not only with
// another of those.
TEST_F(TogetherTest, OneIsNotComparedByWayOfOthers) {
  Agreement a = Plain("agr-a");
  Agreement b = Plain("agr-b");
  Agreement c = Plain("agr-c");
  a.valid_until = At(10);
  b.valid_from = At(9);
  b.valid_until = At(20);
  c.valid_from = At(19);
  for (const Agreement& one : {a, b, c}) Add(one);
  std::vector<Together> found = FindTogetherWith(catalog_, a);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(Names(found[0].first), ElementsAre("agr-a", "agr-b"));
  found = FindTogetherWith(catalog_, b, [](const Agreement& other) {
    return other.id != AgreementId("agr-a");
  });
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(Names(found[0].first), ElementsAre("agr-b", "agr-c"));
}

// However many there are, the work is bounded, and what was left out is said.
TEST_F(TogetherTest, TenThousandOfOneRecipient) {
  constexpr int kMany = 10'000;
  for (int i = 0; i < kMany; ++i) {
    Agreement one = Plain(absl::StrCat("agr-", i));
    one.retention_days = 1 + i % 10;
    Add(one);
  }
  std::vector<Together> found = FindTogether(catalog_);
  EXPECT_THAT(found, SizeIs(10 + 45)) << "ten kinds, and each two of them";
  for (const Together& one : found) EXPECT_NE(one.kind, Kind::kTooMany);
  int i = 0;
  for (auto& [id, one] : catalog_.agreements) one.retention_days = ++i;
  found = FindTogether(catalog_);
  ASSERT_THAT(found, SizeIs(kMostCompared * (kMostCompared - 1) / 2 + 1));
  EXPECT_EQ(found.back().kind, Kind::kTooMany);
  EXPECT_THAT(found.back().first.agreements, SizeIs(kMany - kMostCompared));
  const Agreement& own = catalog_.agreements.begin()->second;
  found = FindTogetherWith(catalog_, own);
  ASSERT_THAT(found, SizeIs(kMostCompared));
  EXPECT_EQ(found.back().kind, Kind::kTooMany);
}

// What the sets of cells say.
std::optional<Kind> KindOf(const GivenCells& a, const GivenCells& b) {
  if (a.empty() || b.empty()) return std::nullopt;
  if (a == b) return Kind::kSame;
  const bool covers = std::includes(a.begin(), a.end(), b.begin(), b.end()) ||
                      std::includes(b.begin(), b.end(), a.begin(), a.end());
  return covers ? Kind::kCovers : Kind::kCombine;
}

bool AreAtOnce(const Agreement& a, const Agreement& b) {
  for (absl::Time t = At(1); t < At(30); t += absl::Hours(1)) {
    const auto holds = [&](const Agreement& one) {
      return one.valid_from <= t && t < one.valid_until;
    };
    if (holds(a) && holds(b)) return true;
  }
  return false;
}

// `side` says nothing that the cells do not, and something if they do.
void CheckBeyond(const Together::Beyond& beyond, const GivenCells& more,
                 const GivenCells& less, uint64_t seed) {
  std::set<std::string> shared;
  for (const auto& cell : less) shared.insert(cell.family);
  std::set<std::string> codes_of_more;
  std::set<std::string> codes_of_less;
  for (const auto& cell : more) {
    for (const std::string& code : cell.codes) {
      codes_of_more.insert(absl::StrCat(cell.family, " ", code));
    }
  }
  for (const auto& cell : less) {
    for (const std::string& code : cell.codes) {
      codes_of_less.insert(absl::StrCat(cell.family, " ", code));
    }
  }
  for (const FamilyId& family : beyond.families) {
    ASSERT_FALSE(shared.contains(family.text())) << seed;
  }
  for (const Grant::CodeFilter& filter : beyond.codes) {
    for (const std::string& code : filter.codes) {
      ASSERT_TRUE(std::any_of(shared.begin(), shared.end(),
                              [&](const std::string& family) {
                                const auto text =
                                    absl::StrCat(family, " ", code);
                                return codes_of_more.contains(text) &&
                                       !codes_of_less.contains(text);
                              }))
          << "seed " << seed << ": " << code << " is in both or in none";
    }
  }
  const bool says = !beyond.families.empty() || !beyond.levels.empty() ||
                    !beyond.codes.empty() || beyond.rung.has_value();
  ASSERT_EQ(says,
            !std::includes(less.begin(), less.end(), more.begin(), more.end()))
      << seed;
}

void CheckOne(const RandomGrants& random, const std::vector<Together>& found,
              const GivenCells& a, const GivenCells& b,
              std::optional<Kind> kind, uint64_t seed) {
  ASSERT_THAT(found, SizeIs(kind.has_value() ? 1 : 0)) << seed;
  if (!kind.has_value()) return;
  const Together& one = found[0];
  ASSERT_EQ(one.kind, *kind) << seed;
  if (one.second.agreements.empty()) {
    ASSERT_THAT(one.first.agreements, SizeIs(2)) << seed;
    return;
  }
  const bool a_first = one.first.agreements[0].id == random.a.id;
  const GivenCells& first = a_first ? a : b;
  const GivenCells& second = a_first ? b : a;
  if (one.kind == Kind::kCovers) {
    ASSERT_TRUE(
        std::includes(first.begin(), first.end(), second.begin(), second.end()))
        << seed;
  }
  CheckBeyond(one.first.beyond, first, second, seed);
  CheckBeyond(one.second.beyond, second, first, seed);
}

// Ten thousand pairs, and for each part of the definition how often it decides
// the answer: a search that ignored it would be found out.
TEST(TogetherPropertiesTest, FindsWhatTheCellsSay) {
  ASSERT_EQ(kConfigured, 0);
  std::map<std::string, int> kinds;
  std::map<std::string, int> controls;
  int tried = 0;
  EXPECT_TRUE(rc::check("FindsWhatTheCellsSay", [&] {
    ++tried;
    const uint64_t seed = *rc::gen::inRange<uint64_t>(0, uint64_t{1} << 60);
    const RandomGrants random(seed);
    const Grant& of_a = random.a.grants[0];
    const Grant& of_b = random.b.grants[0];
    const GivenCells a = GivenBy(random.catalog, of_a);
    const GivenCells b = GivenBy(random.catalog, of_b);
    const bool at_once = AreAtOnce(random.a, random.b);
    const bool one_recipient = random.a.recipient == random.b.recipient;
    const std::optional<Kind> kind = KindOf(a, b);
    const auto wanted = at_once && one_recipient ? kind : std::nullopt;
    CheckOne(random, FindTogether(random.catalog), a, b, wanted, seed);
    CheckOne(random, FindTogetherWith(random.catalog, random.b), a, b, wanted,
             seed);
    RC_ASSERT(!::testing::Test::HasFailure());

    ++kinds[wanted.has_value()
                ? absl::StrCat("kind ", static_cast<int>(*wanted))
                : "none"];
    controls["validity"] += one_recipient && !at_once && kind.has_value();
    controls["recipient"] += !one_recipient && at_once && kind.has_value();
    const auto without = [&](const std::string& what, const auto& change) {
      Grant other_a = of_a;
      Grant other_b = of_b;
      change(other_a);
      change(other_b);
      controls[what] += KindOf(GivenBy(random.catalog, other_a),
                               GivenBy(random.catalog, other_b)) != kind;
    };
    if (tried % 10 != 0) return;
    without("rung", [](Grant& grant) { grant.rung = 5; });
    without("filters", [](Grant& grant) { grant.code_filters.clear(); });
    without("levels", [](Grant& grant) {
      for (LevelLimit& limit : grant.level_limits) limit.finest = 1;
    });
  }));
  EXPECT_GE(tried, ::testing::Test::HasFailure() ? 1 : kCases);
  for (const auto& [what, count] : kinds) {
    std::cout << what << ": " << count << "\n";
    EXPECT_GT(count, 200) << what;
  }
  EXPECT_THAT(kinds, SizeIs(4));
  for (const auto& [what, count] : controls) {
    std::cout << "without " << what << " wrong: " << count << "\n";
    EXPECT_GT(count, 30) << what;
  }
}

// Several at once: each two that meet are in one finding, of the kind that they
// have by themselves, and nobody is named without one to meet.
TEST(TogetherPropertiesTest, EachTwoOfManyAreInOneFinding) {
  ASSERT_EQ(kConfigured, 0);
  EXPECT_TRUE(rc::check("EachTwoOfManyAreInOneFinding", [&] {
    const uint64_t seed = *rc::gen::inRange<uint64_t>(0, uint64_t{1} << 60);
    RandomGrants random(seed);
    Catalog& catalog = random.catalog;
    for (int i = 0; i < 5; ++i) {
      Agreement more = random.OneIn(2) ? random.a : random.b;
      more.id = AgreementId(absl::StrCat("agreement-", i));
      if (random.OneIn(2)) random.RandomTerms(more);
      more.recipient = random.a.recipient;
      catalog.agreements.emplace(more.id, more);
    }
    std::map<std::set<AgreementId>, std::vector<Kind>> together;
    const auto note = [&](const auto& some, const auto& others, Kind kind) {
      for (const Together::Named& one : some) {
        bool meets = false;
        for (const Together::Named& other : others) {
          if (one.id == other.id ||
              !AreAtOnce(catalog.agreements.at(one.id),
                         catalog.agreements.at(other.id))) {
            continue;
          }
          meets = true;
          if (&some != &others || one.id < other.id) {
            together[{one.id, other.id}].push_back(kind);
          }
        }
        ASSERT_TRUE(meets) << seed << " " << one.id.text();
      }
    };
    for (const Together& one : FindTogether(catalog)) {
      const auto& first = one.first.agreements;
      const auto& second = one.second.agreements;
      note(first, second.empty() ? first : second, one.kind);
    }
    for (const auto& [id, a] : catalog.agreements) {
      for (const auto& [other, b] : catalog.agreements) {
        if (!(id < other)) continue;
        Catalog two = catalog;
        two.agreements.clear();
        two.agreements.emplace(id, a);
        two.agreements.emplace(other, b);
        std::vector<Kind> alone;
        for (const Together& one : FindTogether(two)) {
          alone.push_back(one.kind);
        }
        const auto found = together.find({id, other});
        ASSERT_EQ(found == together.end() ? std::vector<Kind>{} : found->second,
                  alone)
            << seed;
      }
    }
    RC_ASSERT(!::testing::Test::HasFailure());
  }));
}

}  // namespace
}  // namespace toguna
