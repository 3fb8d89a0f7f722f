// Nothing in a document is passed over: whatever is added, renamed or taken out
// anywhere refuses it, and what is taken says every word of it.

#include <algorithm>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "policies/odrl/odrl.h"
#include "tests/policies/odrl/templates.h"

namespace toguna {
namespace {

using nlohmann::json;
using testing::OfferFrom;
using testing::Templates;
using testing::TermsFrom;

constexpr int kMutations = 10'000;

// Every object and every list of `document`.
void Containers(const json& document, const json::json_pointer& at,
                std::vector<json::json_pointer>& found) {
  if (!document.is_structured()) return;
  found.push_back(at);
  if (document.is_object()) {
    for (const auto& [name, value] : document.items()) {
      Containers(value, at / name, found);
    }
  } else {
    for (size_t i = 0; i < document.size(); ++i) {
      Containers(document[i], at / i, found);
    }
  }
}

std::vector<json::json_pointer> ContainersOf(const json& document) {
  std::vector<json::json_pointer> found;
  Containers(document, json::json_pointer(), found);
  return found;
}

// Both kinds of document of agreements that have everything between them.
std::vector<json> Documents() {
  std::vector<json> documents;
  const auto templates = Templates();
  for (const char* id : {"poc-successor", "health-monthly", "hct-monthly"}) {
    documents.push_back(TermsFrom(templates.at(id)));
    documents.push_back(OfferFrom(templates.at(id)));
  }
  return documents;
}

bool IsTaken(const json& document) {
  return AgreementFileOf(document.dump()).ok();
}

TEST(OdrlStrictTest, NoMemberMayBeAddedRenamedOrTakenOut) {
  int tried = 0;
  for (const json& document : Documents()) {
    ASSERT_TRUE(IsTaken(document));
    for (const json::json_pointer& at : ContainersOf(document)) {
      if (!document[at].is_object()) continue;
      json added = document;
      added[at]["toguna:more"] = "x";
      EXPECT_FALSE(IsTaken(added)) << at.to_string();
      ++tried;
      for (const auto& [name, value] : document[at].items()) {
        json renamed = document;
        renamed[at].erase(name);
        // Optional, and only for readers.
        if (name != "toguna:succeeds") {
          EXPECT_FALSE(IsTaken(renamed)) << at.to_string() << " " << name;
        }
        renamed[at][name + "x"] = value;
        EXPECT_FALSE(IsTaken(renamed)) << at.to_string() << " " << name;
        ++tried;
      }
    }
  }
  std::cout << tried << " members\n";
  EXPECT_GT(tried, 1000);
}

TEST(OdrlStrictTest, NoElementMayBeAddedOrDoubled) {
  for (const json& document : Documents()) {
    for (const json::json_pointer& at : ContainersOf(document)) {
      if (!document[at].is_array()) continue;
      for (const json& other :
           {json("x"), json(nullptr), json(7), json::object(), json::array()}) {
        // A text more in a list of texts is a term more; the rest is nothing.
        const bool texts = document[at].back().is_string() && other.is_string();
        const bool is_taken_from_terms =
            texts && !document.contains("toguna:signedText") &&
            at.back() == "rightOperand" &&
            document[at.parent_pointer()]["leftOperand"] !=
                "toguna:onwardSharing";
        json more = document;
        more[at].push_back(other);
        EXPECT_EQ(IsTaken(more), is_taken_from_terms)
            << at.to_string() << " " << other;
      }
    }
  }
}

// A changed value is refused, or the agreement that comes out has it.
TEST(OdrlStrictTest, EveryValueCounts) {
  int refused = 0;
  int taken = 0;
  for (const json& document : Documents()) {
    const bool is_signed = document.contains("toguna:signedText");
    const json leaves = document.flatten();
    for (const auto& [path, value] : leaves.items()) {
      for (const json& other :
           {json("x"), json("2020-02-02"), json("P7D"), json("7"), json(7),
            json(true), json(false), json(nullptr), json::object(),
            json::array({value}),
            json(value.is_string() ? value.get<std::string>() + " " : "")}) {
        if (other == value) continue;
        json changed = document;
        changed[json::json_pointer(path)] = other;
        const auto result = AgreementFileOf(changed.dump());
        (result.ok() ? taken : refused) += 1;
        if (result.ok()) {
          EXPECT_FALSE(is_signed) << path << " " << other;
          EXPECT_EQ(TermsFrom(result->textproto), changed) << path;
        }
      }
    }
  }
  std::cout << refused << " refused, " << taken << " taken\n";
  EXPECT_GT(taken, 100);
}

std::string Mutated(std::string text, const std::string& other,
                    std::mt19937& random) {
  constexpr const char* kTokens[] = {"\"",      "{",
                                     "}",       "[",
                                     "]",       ",",
                                     ":",       "null",
                                     "1",       "\\u0000",
                                     "\\ud800", "\n",
                                     "\"@id\"", "\"operator\": \"lteq\",",
                                     "é",       "\xFF",
                                     "%41",     "e9"};
  const auto place = [&](const std::string& in) {
    return random() % (in.size() + 1);
  };
  const size_t at = place(text);
  switch (random() % 5) {
    case 0:
      text.erase(at, 1 + random() % 40);
      break;
    case 1:
      text.insert(at, kTokens[random() % std::size(kTokens)]);
      break;
    case 2:
      if (at < text.size()) text[at] = static_cast<char>(random());
      break;
    case 3: {
      const std::string part = other.substr(place(other), random() % 200);
      text.insert(at, part);
      break;
    }
    default: {
      const std::string part = text.substr(place(text), random() % 200);
      text.replace(at, part.size(), part);
      break;
    }
  }
  return text;
}

// Whatever bytes come: an answer; and if it is an agreement, it makes the same
// offer again.
TEST(OdrlStrictTest, RandomChangesAreAnswered) {
  std::mt19937 random(20'260'311);
  std::vector<std::string> documents;
  for (const json& one : Documents()) documents.push_back(one.dump());
  int taken = 0;
  for (int i = 0; i < kMutations; ++i) {
    std::string text = documents[random() % documents.size()];
    const std::string& other = documents[random() % documents.size()];
    for (auto n = 1 + random() % 3; n > 0; --n) {
      text = Mutated(std::move(text), other, random);
    }
    const auto result = AgreementFileOf(text);
    if (!result.ok()) {
      ASSERT_EQ(testing::RefusalIn(result).substr(0, 5), "ODRL_") << text;
      continue;
    }
    ++taken;
    const auto again = OdrlOf(result->textproto);
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_EQ(AgreementFileOf(*again).value().textproto, result->textproto);
  }
  std::cout << taken << " of " << kMutations << " taken\n";
  EXPECT_GT(taken, 10);
}

}  // namespace
}  // namespace toguna
