#include "exchange/audit/commitment.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace toguna {
namespace {

// Made with Python's hmac: never changes, since logs hold such values.
TEST(CommitmentTest, IsTheKeyedHashOfTypeAndValue) {
  EXPECT_EQ(Commitment(std::string(32, 's'), "inquiry.open", "q-one"),
            "432d698a0ed26c434806efefa6cbfaec2db4e76a46373a839e71372e557f182c");
}

TEST(CommitmentTest, SaltTypeAndValueAllMatter) {
  const std::string salt(32, 's');
  const std::set<std::string> all = {
      Commitment(salt, "inquiry.open", "q-one"),
      Commitment(std::string(32, 't'), "inquiry.open", "q-one"),
      Commitment(salt, "inquiry.answer", "q-one"),
      Commitment(salt, "inquiry.open", "q-two")};
  EXPECT_EQ(all.size(), 4u);
}

}  // namespace
}  // namespace toguna
