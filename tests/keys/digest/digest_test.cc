#include "keys/digest/digest.h"

#include <string>

#include "gtest/gtest.h"

namespace toguna {
namespace {

// FIPS 180-2 appendix B, RFC 4231 case 2, RFC 5869 case 3, RFC 7693 appendix A,
// RFC 4648 §10.
TEST(DigestTest, MatchesThePublishedVectors) {
  EXPECT_EQ(HexOf(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(HexOf(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(HexOf(HkdfSha256(std::string(22, '\x0b'), "", "")),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
  EXPECT_EQ(HexOf(Blake2b("abc", 64)).substr(0, 32),
            "ba80a53f981c4d0d6a2797b69f12f6e9");
  EXPECT_EQ(Base32Of("foobar"), "mzxw6ytboi");
  EXPECT_EQ(Base32Of("fooba"), "mzxw6ytb");
  EXPECT_EQ(Base32Of("f"), "my");
  EXPECT_EQ(Base64Of("foob"), "Zm9vYg==");
}

}  // namespace
}  // namespace toguna
