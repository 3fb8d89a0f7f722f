// Who signed an agreement is found when it is loaded, never guessed later.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "policies/rules/life_cycle.h"
#include "tests/policies/load/catalog_copy.h"

namespace toguna {
namespace {

using testing::CatalogCopy;
using ::testing::ElementsAre;
using testing::FakeKey;
using testing::FakeMinisig;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kFile[] = "agreements/mrm-quarterly.textproto";

class SignaturesTest : public ::testing::Test {
 protected:
  SignaturesTest() {
    copy_.Conclude("mrm-quarterly");
    GiveKey("collecting-org", 'a');
    GiveKey("mrm-focal-point", 'b');
    GiveKey("dpo", 'c');
    GiveKey("dpo", 'e');
  }

  void GiveKey(const std::string& party, char key, bool revoked = false) {
    const std::string file = absl::StrCat("recipients/", party, ".textproto");
    copy_.Write(file, absl::StrCat(copy_.Read(file),
                                   "signatory_keys { minisign_public_key: \"",
                                   FakeKey(key), "\" revoked: ",
                                   revoked ? "true" : "false", " }\n"));
  }
  void Sign(const char* role, char key) {
    copy_.Write(absl::StrCat(kFile, ".", role, ".minisig"),
                FakeMinisig(FakeKey(key), copy_.Read(kFile)));
  }
  void SignAll() {
    Sign("data-owner", 'a');
    Sign("recipient", 'b');
    Sign("dpo", 'c');
    Sign("dpo-2", 'e');
  }
  // "" for each valid signature, else its problem; owner, recipient, DPO.
  std::vector<std::string> Problems(Language language = Language::kEnglish) {
    const LoadResult result = copy_.Load(language);
    if (!result.catalog.has_value()) return {testing::ProblemTexts(result)};
    std::vector<std::string> problems;
    const Agreement* agreement =
        result.catalog->FindAgreement(AgreementId("mrm-quarterly"));
    for (const AgreementSignature& one : agreement->signatures) {
      EXPECT_EQ(one.valid, one.problem.empty());
      if (one.role == SignatureRole::kSecondDpo) continue;
      problems.push_back(one.problem);
    }
    return problems;
  }

  const CatalogCopy copy_;
};

TEST_F(SignaturesTest, ThreeGoodSignaturesAreValid) {
  SignAll();

  EXPECT_THAT(Problems(), ElementsAre("", "", ""));
}

// Sexual violence is shown: two people at the data protection office sign.
TEST_F(SignaturesTest, AGrantOfSexualViolenceNeedsTwoOfTheDpo) {
  const auto signed_by_all = [&] {
    const LoadResult result = copy_.Load();
    return IsSigned(
        *result.catalog->FindAgreement(AgreementId("mrm-quarterly")));
  };
  SignAll();
  EXPECT_TRUE(signed_by_all());
  Sign("dpo-2", 'c');
  EXPECT_FALSE(signed_by_all()) << "the same person twice";
  Sign("dpo-2", 'b');
  EXPECT_FALSE(signed_by_all()) << "somebody else";
  copy_.Conclude("hct-monthly");
  const LoadResult result = copy_.Load();
  EXPECT_FALSE(result.catalog->FindAgreement(AgreementId("hct-monthly"))
                   ->needs_second_dpo);
}

TEST_F(SignaturesTest, NobodySignsForBothOfTheDpo) {
  SignAll();
  Sign("dpo-2", 'c');
  const LoadResult result = copy_.Load(Language::kEnglish);
  ASSERT_TRUE(result.catalog.has_value());
  const Agreement* agreement =
      result.catalog->FindAgreement(AgreementId("mrm-quarterly"));
  const AgreementSignature& second = agreement->signatures.back();
  EXPECT_EQ(second.role, SignatureRole::kSecondDpo);
  EXPECT_FALSE(second.valid);
  EXPECT_THAT(second.problem, HasSubstr("the same key as dpo"));
}

TEST_F(SignaturesTest, DigestIsOfTheSignedBytes) {
  const LoadResult result = copy_.Load();

  EXPECT_EQ(result.catalog->FindAgreement(AgreementId("mrm-quarterly"))->sha256,
            HexOf(Sha256(copy_.Read(kFile))));
}

TEST_F(SignaturesTest, UnsignedAgreementLoadsAndSaysWhoIsMissing) {
  Sign("recipient", 'b');

  EXPECT_THAT(Problems(),
              ElementsAre("the signature of 'collecting-org' is missing", "",
                          "the signature of 'dpo' is missing"));
  EXPECT_THAT(Problems(Language::kFrench)[2], "la signature de « dpo » manque");
}

TEST_F(SignaturesTest, AnotherPartysSignatureCountsForNobody) {
  SignAll();
  Sign("data-owner", 'b');

  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("is not by"), "", ""));
}

TEST_F(SignaturesTest, OneChangedByteVoidsAllSignatures) {
  SignAll();
  copy_.Edit(kFile, "# DEMO. What", "# DEMO: What");

  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("text has changed"),
                                      HasSubstr("text has changed"),
                                      HasSubstr("text has changed")));
}

TEST_F(SignaturesTest, RevokedKeySignsNothingAndIsNamedAsRevoked) {
  SignAll();
  copy_.Edit("recipients/dpo.textproto", "revoked: false", "revoked: true");

  EXPECT_THAT(Problems(),
              ElementsAre("", "", "'dpo' signed with a revoked key"));
}

TEST_F(SignaturesTest, NewKeyCountsBesideARevokedOne) {
  copy_.Edit("recipients/dpo.textproto", "revoked: false", "revoked: true");
  GiveKey("dpo", 'd');
  SignAll();
  Sign("dpo", 'd');

  EXPECT_THAT(Problems(), ElementsAre("", "", ""));
  const LoadResult result = copy_.Load();
  const Party* dpo = result.catalog->FindParty(PartyId("dpo"));
  ASSERT_EQ(dpo->signatory_keys.size(), 3u);
  EXPECT_TRUE(dpo->signatory_keys[0].revoked);
}

TEST_F(SignaturesTest, PartyWithoutKeyCannotHaveSigned) {
  copy_.Conclude("poc-feed");
  const LoadResult result = copy_.Load();

  ASSERT_TRUE(result.catalog.has_value()) << testing::ProblemTexts(result);
  const Agreement* agreement =
      result.catalog->FindAgreement(AgreementId("poc-feed"));
  EXPECT_EQ(agreement->signatures[1].problem,
            "'poc-unit' has no signing key in the catalog");
}

TEST_F(SignaturesTest, SignatureOfNoAgreementIsRefused) {
  copy_.Write("agreements/gone.textproto.dpo.minisig", "x\n");

  EXPECT_THAT(testing::ProblemTexts(copy_.Load()),
              HasSubstr("gone.textproto.dpo.minisig: there is no agreement"));
}

TEST_F(SignaturesTest, OneKeyForTwoPartiesIsRefused) {
  GiveKey("partner-org-a", 'b');

  EXPECT_THAT(testing::ProblemTexts(copy_.Load()),
              HasSubstr("one signature would count twice"));
}

TEST_F(SignaturesTest, TemplateIsNeverAnAgreement) {
  EXPECT_EQ(copy_.Load().catalog->agreements.size(), 1u);
}

}  // namespace
}  // namespace toguna
