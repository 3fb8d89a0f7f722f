// What holds of every decision, whatever is asked of whatever agreement. Each
// property is tried on 10,000 random cases near what is allowed.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policies/rules/counter_offer.h"
#include "policies/rules/decide.h"
#include "rapidcheck.h"
#include "tests/policies/rules/random_decision.h"

namespace toguna {
namespace {

using testing::RandomDecision;

constexpr int kCases = 10'000;
// Read by rapidcheck before its first property.
const int kConfigured =
    setenv("RC_PARAMS", "max_success=10000 noshrink=1", /*replace=*/1);

// Tries a property on kCases random cases.
void ForAll(const std::string& what,
            const std::function<void(uint64_t seed)>& property) {
  ASSERT_EQ(kConfigured, 0);
  int tried = 0;
  EXPECT_TRUE(rc::check(what, [&] {
    ++tried;
    property(*rc::gen::inRange<uint64_t>(0, uint64_t{1} << 60));
    RC_ASSERT(!::testing::Test::HasFailure());
  }));
  EXPECT_GE(tried, ::testing::Test::HasFailure() ? 1 : kCases) << what;
}

std::multiset<std::string> Reasons(const Decision& decision) {
  std::multiset<std::string> reasons;
  for (const Finding& finding : decision.findings) {
    if (!finding.passed) reasons.insert(finding.reason);
  }
  return reasons;
}

// The cases are worth something: many pass, and every rule refuses some.
TEST(PropertiesTest, TheCasesAreNearWhatIsAllowed) {
  int allowed = 0;
  std::map<std::string, int> refused;
  ForAll("TheCasesAreNearWhatIsAllowed", [&](uint64_t seed) {
    const Decision decision = RandomDecision(seed).Decided();
    allowed += decision.allowed ? 1 : 0;
    for (const Finding& finding : decision.findings) {
      refused[finding.rule] += finding.passed ? 0 : 1;
    }
  });
  std::cout << allowed << " of " << kCases << " are allowed\n";
  EXPECT_GT(allowed, 300);
  for (const char* rule :
       {"caller", "standing", "signatures", "assessment", "purpose", "families",
        "levels", "codes", "periods", "lag", "sensitivity", "approval", "quota",
        "rung", "review"}) {
    EXPECT_GT(refused[rule], 30) << rule;
  }
}

// Nothing is allowed but by an agreement that names it.
TEST(PropertiesTest, DefaultIsDeny) {
  ForAll("DefaultIsDeny", [&](uint64_t seed) {
    RandomDecision one(seed);
    const Decision decision = one.Decided();
    ASSERT_EQ(decision.allowed,
              decision.caller_is_party && Reasons(decision).empty())
        << seed;
    one.agreement().grants.clear();
    ASSERT_FALSE(one.Decided().allowed) << seed;
    one.catalog.agreements.clear();
    ASSERT_FALSE(one.Decided().allowed) << seed;
  });
}

// Lists are sets: in which order anything was written says nothing.
TEST(PropertiesTest, OrderSaysNothing) {
  ForAll("OrderSaysNothing", [&](uint64_t seed) {
    RandomDecision one(seed);
    const Decision before = one.Decided();
    const auto shuffle = [&](auto& list) {
      std::shuffle(list.begin(), list.end(), one.random);
    };
    shuffle(one.ask.families);
    shuffle(one.ask.levels);
    shuffle(one.ask.code_filters);
    shuffle(one.ask.periods);
    shuffle(one.facts.sealed);
    shuffle(one.facts.approved);
    shuffle(one.agreement().signatures);
    shuffle(one.agreement().grants);
    shuffle(one.catalog.datasets.at(DatasetId("incidents")).classified);
    const Decision after = one.Decided();
    ASSERT_EQ(after.allowed, before.allowed) << seed;
    ASSERT_EQ(Reasons(after), Reasons(before)) << seed;
    ASSERT_EQ(after.reason, before.reason) << seed;
  });
}

// Less that speaks for it never allows more.
TEST(PropertiesTest, TakingAwayNeverAllows) {
  using Taking = std::function<void(RandomDecision&)>;
  const std::map<std::string, Taking> takings = {
      {"a signature",
       [](auto& one) {
         one.agreement().signatures[static_cast<size_t>(one.Below(3))].valid =
             false;
       }},
      {"a grant",
       [](auto& one) {
         one.agreement().grants.erase(one.agreement().grants.begin());
       }},
      {"a family of the grant",
       [](auto& one) { one.grant().families.pop_back(); }},
      {"an approval",
       [](auto& one) {
         if (!one.facts.approved.empty()) one.facts.approved.pop_back();
       }},
      {"a seal",
       [](auto& one) {
         if (!one.facts.sealed.empty()) one.facts.sealed.pop_back();
       }},
      {"the assessment", [](auto& one) { one.agreement().assessment.reset(); }},
      {"the ceiling",
       [](auto& one) { one.agreement().sensitivity_ceiling.reset(); }},
      {"some ceiling",
       [](auto& one) {
         one.agreement().sensitivity_ceiling = Sensitivity::kLow;
       }},
      {"a level",
       [](auto& one) {
         for (LevelLimit& limit : one.grant().level_limits) limit.finest = 0;
       }},
      {"quota", [](auto& one) { one.grant().extracts_per_month = 1; }},
      {"its standing",
       [](auto& one) { one.facts.standing = Standing::kSuspended; }},
      {"what is not recalled",
       [](auto& one) {
         one.facts.recall_due =
             std::min(*one.facts.recall_due, testing::At(15));
       }},
      {"the purpose's scopes",
       [](auto& one) {
         one.catalog.purposes.at(PurposeId("child-rights"))
             .consent_scopes.clear();
       }},
  };
  for (const auto& [what, take] : takings) {
    ForAll(what, [&](uint64_t seed) {
      RandomDecision one(seed);
      const bool before = one.Decided().allowed;
      take(one);
      ASSERT_TRUE(before || !one.Decided().allowed)
          << "less " << what << ", seed " << seed;
    });
  }
}

// A preview says of an extract what the extract would say of itself; and where
// both a feed and extracts are given, the rules about what is asked agree.
TEST(PropertiesTest, PhasesAgree) {
  ForAll("PhasesAgree", [&](uint64_t seed) {
    RandomDecision one(seed);
    one.ask.phase = Phase::kExtract;
    const Decision extract = one.Decided();
    one.ask.phase = Phase::kPreview;
    const Decision preview = one.Decided();
    ASSERT_EQ(preview.allowed, extract.allowed) << seed;
    ASSERT_EQ(Reasons(preview), Reasons(extract)) << seed;
    one.ask.phase = Phase::kFeedItem;
    std::multiset<std::string> feed = Reasons(one.Decided());
    std::multiset<std::string> without_quota = Reasons(extract);
    without_quota.erase("QUOTA_EXHAUSTED");
    feed.erase("DELAY_NOT_OVER");
    ASSERT_EQ(feed, without_quota) << seed;
  });
}

// A name that the catalog does not know is refused wherever it stands.
TEST(PropertiesTest, UnknownRefuses) {
  using Change = std::function<void(RandomDecision&)>;
  const std::map<std::string, Change> changes = {
      {"agreement", [](auto& one) { one.ask.agreement = AgreementId("x"); }},
      {"dataset", [](auto& one) { one.ask.dataset = DatasetId("x"); }},
      {"purpose", [](auto& one) { one.ask.purpose = PurposeId("x"); }},
      {"family", [](auto& one) { one.ask.families.emplace_back("x"); }},
      {"dimension",
       [](auto& one) {
         one.ask.levels.push_back({"x", 0});
       }},
      {"level", [](auto& one) { one.ask.levels[0].finest = 7; }},
      {"code",
       [](auto& one) {
         one.ask.code_filters = {{"type", {"x"}}};
       }},
      {"filter",
       [](auto& one) {
         one.ask.code_filters = {{"x", {"a"}}};
       }},
      {"standing", [](auto& one) { one.facts.standing = Standing::kUnknown; }},
      {"recalls", [](auto& one) { one.facts.recall_due.reset(); }},
  };
  for (const auto& [what, change] : changes) {
    ForAll(what, [&](uint64_t seed) {
      RandomDecision one(seed);
      change(one);
      ASSERT_FALSE(one.Decided().allowed) << what << ", seed " << seed;
    });
  }
}

bool IsSubset(const auto& some, const auto& all) {
  return std::all_of(some.begin(), some.end(), [&](const auto& one) {
    return std::count(all.begin(), all.end(), one) > 0;
  });
}

// All asks of the small operation that give up part of what `ask` has, within
// codes named one by one.
std::vector<Ask> LessThan(const Ask& ask) {
  const auto subsets = [](const auto& all) {
    std::vector<std::decay_t<decltype(all)>> found;
    for (size_t some = 1; some < size_t{1} << all.size(); ++some) {
      auto& subset = found.emplace_back();
      for (size_t i = 0; i < all.size(); ++i) {
        if ((some >> i) % 2 == 1) subset.push_back(all[i]);
      }
    }
    return found;
  };
  const auto within = [&](const std::string& dimension,
                          std::vector<std::vector<std::string>> choices) {
    for (const Grant::CodeFilter& filter : ask.code_filters) {
      if (filter.dimension != dimension) continue;
      std::erase_if(choices, [&](const auto& choice) {
        return choice.empty() || !IsSubset(choice, filter.codes);
      });
    }
    return choices;
  };
  std::vector<Ask> all;
  for (const auto& families : subsets(ask.families)) {
    const bool place = std::count(families.begin(), families.end(),
                                  FamilyId("place-type")) > 0;
    for (const auto& periods : subsets(ask.periods)) {
      for (const auto& types : within("type", {{}, {"a"}, {"b"}})) {
        for (const auto& places : within("place", {{}, {"ML01"}, {"ML05"}})) {
          for (int type = 0; type < 2; ++type) {
            for (int where = 0; where < (place ? 3 : 1); ++where) {
              Ask less = ask;
              less.families = families;
              less.periods = periods;
              less.levels = {{"type", type}};
              if (place) less.levels.push_back({"place", where});
              less.code_filters.clear();
              if (!types.empty()) less.code_filters.push_back({"type", types});
              if (!places.empty()) {
                less.code_filters.push_back({"place", places});
              }
              all.push_back(std::move(less));
            }
          }
        }
      }
    }
  }
  return all;
}

int LevelIn(const Ask& ask, const std::string& dimension) {
  for (const LevelLimit& level : ask.levels) {
    if (level.dimension == dimension) return level.finest;
  }
  return 9;
}

std::set<std::string> CodesIn(const Ask& ask, const std::string& dimension) {
  for (const Grant::CodeFilter& filter : ask.code_filters) {
    if (filter.dimension == dimension) {
      return {filter.codes.begin(), filter.codes.end()};
    }
  }
  return {};  // all
}

// `more` asks for all that `less` does.
bool Covers(const Ask& more, const Ask& less) {
  if (!IsSubset(less.families, more.families) ||
      !IsSubset(less.periods, more.periods)) {
    return false;
  }
  for (const LevelLimit& level : less.levels) {
    if (LevelIn(more, level.dimension) < level.finest) return false;
  }
  for (const char* dimension : {"type", "place"}) {
    const std::set<std::string> wide = CodesIn(more, dimension);
    const std::set<std::string> narrow = CodesIn(less, dimension);
    if (wide.empty()) continue;
    if (narrow.empty() || !IsSubset(narrow, wide)) return false;
  }
  return true;
}

// Whoever asks for endlessly much is refused as fast as anybody, and offered
// nothing.
TEST(CounterOfferTest, AnAskWithoutEndIsOfferedNothing) {
  RandomDecision one(1);
  one.catalog = testing::SmallCatalog();
  one.ask = testing::SmallAsk();
  one.facts = testing::SmallFacts();
  one.ask.levels = {{"place", 2}, {"type", 1}};
  EXPECT_TRUE(FindCounterOffer(one.catalog, one.ask, one.facts).has_value());
  for (int month = 0; month < 600; ++month) {
    one.ask.periods.push_back(Period(absl::CivilMonth(1900, 1) + month));
  }
  EXPECT_FALSE(FindCounterOffer(one.catalog, one.ask, one.facts).has_value());
}

std::string Say(const Ask& ask) {
  std::string text = "  ";
  for (const FamilyId& one : ask.families) text += one.text() + " ";
  for (const LevelLimit& one : ask.levels) {
    text += one.dimension + "=" + std::to_string(one.finest) + " ";
  }
  for (const Grant::CodeFilter& one : ask.code_filters) {
    text += one.dimension + " in";
    for (const std::string& code : one.codes) text += " " + code;
    text += " ";
  }
  for (const Period& one : ask.periods) text += one.text() + " ";
  return text + "\n";
}

// The offer passes, asks for less, and nothing between the ask and it passes.
TEST(PropertiesTest, NothingBetweenTheAskAndTheCounterOfferPasses) {
  int offers = 0;
  int later = 0;
  int none = 0;
  ForAll("NothingBetweenTheAskAndTheCounterOfferPasses", [&](uint64_t seed) {
    RandomDecision one(seed);
    const Decision decision = one.Decided();
    const auto offer = FindCounterOffer(one.catalog, one.ask, one.facts);
    if (decision.allowed) {
      ASSERT_TRUE(offer.has_value()) << seed;
      ASSERT_EQ(offer->from, one.facts.now) << seed;
      return;
    }
    if (!offer.has_value()) {
      ++none;
      for (const Ask& less : LessThan(one.ask)) {
        if (!Covers(one.ask, less)) continue;
        ASSERT_FALSE(Decide(one.catalog, less, one.facts).allowed)
            << "seed " << seed << ": something passes, and nothing is offered";
      }
      return;
    }
    Facts then = one.facts;
    then.now = offer->from;
    if (offer->from != one.facts.now) {
      ++later;
      if (!(Period::Of(then.now, absl::UTCTimeZone()) ==
            Period::Of(one.facts.now, absl::UTCTimeZone()))) {
        then.extracts_this_month = 0;
      }
    } else {
      ++offers;
    }
    ASSERT_TRUE(Decide(one.catalog, offer->ask, then).allowed) << seed;
    ASSERT_TRUE(Covers(one.ask, offer->ask)) << seed;
    for (const Ask& less : LessThan(one.ask)) {
      if (!Covers(one.ask, less) || !Covers(less, offer->ask) ||
          Covers(offer->ask, less)) {
        continue;
      }
      ASSERT_FALSE(Decide(one.catalog, less, then).allowed)
          << "seed " << seed << ": between the ask and the offer one passes:\n"
          << Say(one.ask) << Say(less) << Say(offer->ask);
    }
  });
  std::cout << offers << " offers, " << later << " of them later, " << none
            << " refusals that nothing mends\n";
  EXPECT_GT(offers, 500);
  EXPECT_GT(later, 50);
}

}  // namespace
}  // namespace toguna
