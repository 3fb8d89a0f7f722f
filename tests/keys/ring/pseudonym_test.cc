#include "keys/ring/pseudonym.h"

#include <string>

#include "gtest/gtest.h"

namespace toguna {
namespace {

const std::string& Good() {
  static const auto* text =
      new std::string(PseudonymText("src", std::string(kPseudonymSize, 'x')));
  return *text;
}

TEST(PseudonymTest, KnowsItsOwnForm) {
  EXPECT_EQ(Good().size(), 5 + 32 + 1 + 4U);
  EXPECT_EQ(Good().substr(0, 5), "src1-");
  EXPECT_TRUE(IsPseudonym("src", Good()));
}

TEST(PseudonymTest, RefusesEveryOtherKindEvenWithItsPrefixChanged) {
  for (const std::string kind : {"ref", "ins", "mon"}) {
    EXPECT_FALSE(IsPseudonym(kind, Good()));
    EXPECT_FALSE(IsPseudonym(kind, kind + Good().substr(3)));
  }
  EXPECT_FALSE(IsPseudonym("xyz", PseudonymText("xyz", std::string(20, 'x'))));
  EXPECT_FALSE(IsPseudonym("", Good()));
}

TEST(PseudonymTest, RefusesEveryMistypedCharacterAndLength) {
  for (size_t i = 0; i < Good().size(); ++i) {
    for (const char c : {'a', '7', 'A', '-', '8', '\0'}) {
      std::string changed = Good();
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_FALSE(IsPseudonym("src", changed)) << i << c;
    }
    EXPECT_FALSE(IsPseudonym("src", Good().substr(0, i)));
  }
  EXPECT_FALSE(IsPseudonym("src", Good() + "a"));
}

TEST(PseudonymTest, RefusesRawIdentifiers) {
  for (const char* raw : {"", "ML-2026-0001", "+22370000000", "Awa",
                          "src1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-aaaa"}) {
    EXPECT_FALSE(IsPseudonym("src", raw)) << raw;
  }
}

}  // namespace
}  // namespace toguna
