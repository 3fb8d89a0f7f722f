// Agreements become ODRL offers and come back; what is not in the profile is
// refused by name.

#include "policies/odrl/odrl.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "nlohmann/json.hpp"
#include "tests/policies/odrl/templates.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using google::protobuf::util::MessageDifferencer;
using nlohmann::json;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::OfferFrom;
using testing::Parsed;
using testing::RefusalIn;
using ::testing::StartsWith;
using testing::Templates;
using testing::TermsFrom;

json Pointed(const json& document, const char* path) {
  return document.at(json::json_pointer(path));
}

// With all but ASCII escaped, as many programs write it.
std::string Import(const json& document) {
  return RefusalIn(AgreementFileOf(document.dump(-1, ' ', true)));
}

TEST(OdrlTest, EveryTemplateComesBackByteForByte) {
  const auto templates = Templates();
  ASSERT_EQ(templates.size(), 16u);
  for (const auto& [id, text] : templates) {
    const auto offer = OdrlOf(text);
    ASSERT_THAT(offer, IsOk()) << id;
    EXPECT_EQ(offer->back(), '\n');
    EXPECT_EQ(*offer, OdrlOf(text).value());
    const auto back = AgreementFileOf(*offer);
    ASSERT_THAT(back, IsOk()) << id;
    EXPECT_TRUE(back->as_signed);
    EXPECT_EQ(back->textproto, text) << id;
  }
}

TEST(OdrlTest, TermsAloneMakeADraftThatSaysTheSame) {
  for (const auto& [id, text] : Templates()) {
    const json terms = TermsFrom(text);
    const auto draft = AgreementFileOf(terms.dump());
    ASSERT_THAT(draft, IsOk()) << id;
    EXPECT_FALSE(draft->as_signed);
    EXPECT_THAT(draft->textproto, HasSubstr("DRAFT"));
    EXPECT_TRUE(
        MessageDifferencer::Equals(Parsed(text), Parsed(draft->textproto)))
        << id;
    EXPECT_EQ(TermsFrom(draft->textproto), terms) << id;
  }
}

TEST(OdrlTest, DraftsLoadInTheCatalog) {
  const testing::CatalogCopy copy;
  for (const auto& [id, text] : Templates()) {
    copy.Write(absl::StrCat("agreements/templates/", id, ".textproto"),
               AgreementFileOf(TermsFrom(text).dump()).value().textproto);
  }
  const LoadResult result = copy.Load();
  EXPECT_TRUE(result.catalog.has_value()) << testing::ProblemTexts(result);
  EXPECT_EQ(result.templates.size(), 16u);
}

TEST(OdrlTest, AnOfferSaysWhatTheAgreementGives) {
  const json offer = OfferFrom(Templates().at("poc-feed"));

  EXPECT_EQ(Pointed(offer, "/@type"), "Offer");
  EXPECT_EQ(Pointed(offer, "/uid"), "urn:toguna:agreement:poc-feed:1");
  EXPECT_EQ(Pointed(offer, "/profile"), "urn:toguna:odrl:1");
  EXPECT_EQ(Pointed(offer, "/conflict"), "prohibit");
  EXPECT_EQ(offer.at("permission").size(), 2u);
  const json alerts = Pointed(offer, "/permission/1");
  EXPECT_EQ(alerts.at("target"), "urn:toguna:dataset:flash-alerts");
  EXPECT_EQ(alerts.at("assigner"), "urn:toguna:party:collecting-org");
  EXPECT_EQ(alerts.at("assignee"), "urn:toguna:party:poc-unit");
  EXPECT_EQ(alerts.at("action"), json({"toguna:follow"}));
  EXPECT_EQ(alerts.at("constraint").back(),
            json::parse(R"({"leftOperand": "delayPeriod", "operator": "gteq",
                "rightOperand": {"@value": "PT0S", "@type": "xsd:duration"}})"));
  EXPECT_EQ(Pointed(offer, "/obligation/0/action"), "delete");
  EXPECT_EQ(Pointed(offer, "/obligation/0/constraint/0/rightOperand/@value"),
            "P90D");
  EXPECT_EQ(Pointed(offer, "/prohibition/0/action"), "distribute");
}

TEST(OdrlTest, CohortsAreATermOfTheirOwn) {
  json terms = TermsFrom(Templates().at("mrm-quarterly"));
  json& constraints = terms["permission"][0]["constraint"];
  const json cohorts = json::parse(
      R"({"leftOperand": "toguna:cohorts", "operator": "isAnyOf",
          "rightOperand": ["child-violations"]})");
  const auto at = std::find(constraints.begin(), constraints.end(), cohorts);
  ASSERT_NE(at, constraints.end());
  const auto cohorts_in = [&terms] {
    const auto draft = AgreementFileOf(terms.dump());
    return draft.ok() ? Parsed(draft->textproto).grants(0).cohorts_size() : -1;
  };
  EXPECT_EQ(cohorts_in(), 1);
  (*at)["rightOperand"].push_back("others");
  EXPECT_EQ(cohorts_in(), 2);
  (*at)["operator"] = "isNoneOf";
  EXPECT_THAT(Import(terms), StartsWith("ODRL_UNKNOWN_TERM /permission/0"));
}

TEST(OdrlTest, LevelsOfRowsAreTermsOfTheirOwn) {
  const std::string text = Templates().at("mrm-quarterly");
  json terms = TermsFrom(text);
  json& constraints = terms["permission"][0]["constraint"];
  const json place = json::parse(
      R"({"leftOperand": "toguna:cohort-level-place", "operator": "lteq",
          "rightOperand": "cercle"})");
  const auto at = std::find(constraints.begin(), constraints.end(), place);
  ASSERT_NE(at, constraints.end());
  const auto draft = AgreementFileOf(terms.dump());
  ASSERT_THAT(draft, IsOk());
  const auto grant = Parsed(draft->textproto).grants(0);
  EXPECT_EQ(grant.level_limits_size(), 5);
  EXPECT_EQ(grant.cohort_level_limits_size(), 6);
  EXPECT_EQ(grant.cohort_level_limits(0).finest(), "cercle");
  EXPECT_EQ(grant.level_limits(0).finest(), "region");

  for (const char* op : {"eq", "gteq", "isAnyOf"}) {
    (*at)["operator"] = op;
    EXPECT_THAT(Import(terms), StartsWith("ODRL_UNKNOWN_TERM /permission/0"));
  }
  *at = place;
  for (const char* operand :
       {"toguna:cohort-level-", "toguna:cohort-level-%70lace",
        "toguna:cohort-levels-place", "toguna:cohorts-level-place"}) {
    (*at)["leftOperand"] = operand;
    EXPECT_THAT(Import(terms), StartsWith("ODRL_UNKNOWN_TERM /permission/0"));
  }
  *at = place;
  (*at)["rightOperand"] = json::parse(R"(["cercle"])");
  EXPECT_THAT(Import(terms), StartsWith("ODRL_UNKNOWN_TERM /permission/0"));
}

TEST(OdrlTest, LevelsOfRowsNeedRows) {
  const std::string text = Templates().at("mrm-quarterly");
  json terms = TermsFrom(text);
  json& constraints = terms["permission"][0]["constraint"];
  constraints.erase(
      std::find_if(constraints.begin(), constraints.end(), [](const json& one) {
        return one.at("leftOperand") == "toguna:cohorts";
      }));
  EXPECT_THAT(Import(terms), StartsWith("ODRL_TERM_MISSING /permission/0"));
  auto file = Parsed(text);
  file.mutable_grants(0)->clear_cohorts();
  std::string without;
  google::protobuf::TextFormat::PrintToString(file, &without);
  EXPECT_FALSE(OdrlOf(without).ok());
}

TEST(OdrlTest, OrderOfListsHasNoMeaning) {
  const std::string text = Templates().at("poc-feed");
  json terms = TermsFrom(text);
  for (json& permission : terms["permission"]) {
    std::reverse(permission["constraint"].begin(),
                 permission["constraint"].end());
  }
  std::swap(terms["dct:title"][0], terms["dct:title"][1]);
  const auto draft = AgreementFileOf(terms.dump());
  ASSERT_THAT(draft, IsOk());
  const auto file = Parsed(draft->textproto);
  EXPECT_EQ(file.title().fr(), Parsed(text).title().fr());
  // What has an order in the file keeps that of the document.
  EXPECT_EQ(file.grants(0).level_limits(0).dimension(), "type");
  EXPECT_EQ(file.grants(0).level_limits(1).dimension(), "place");
}

// What is wrong with a document of terms, where, and how it is called.
struct Wrong {
  const char* path;
  const char* value;  // JSON
  const char* refusal;
};

TEST(OdrlTest, WhatTheProfileDoesNotKnowIsRefusedByName) {
  const json terms = TermsFrom(Templates().at("mrm-quarterly"));
  ASSERT_EQ(Import(terms), "");
  const std::vector<Wrong> cases = {
      {"/@type", "\"Agreement\"", "ODRL_UNKNOWN_TERM /@type"},
      {"/@context/0", "\"http://www.w3.org/ns/odrl\"",
       "ODRL_UNKNOWN_TERM /@context/0"},
      {"/@context/1/more", "\"urn:x\"", "ODRL_UNKNOWN_TERM /@context/1/more"},
      {"/profile", "\"urn:toguna:odrl:2\"", "ODRL_UNKNOWN_TERM /profile"},
      {"/conflict", "\"perm\"", "ODRL_UNKNOWN_TERM /conflict"},
      {"/uid", "\"urn:toguna:agreement:mrm\"", "ODRL_UNKNOWN_TERM /uid"},
      {"/uid", "\"urn:toguna:agreement:m%72m:1\"", "ODRL_UNKNOWN_TERM /uid"},
      {"/uid", "\"urn:toguna:agreement:mrm:01\"", "ODRL_UNKNOWN_TERM /uid"},
      {"/inheritFrom", "\"urn:x\"", "ODRL_UNKNOWN_TERM /inheritFrom"},
      {"/permission/0/duty", "[]", "ODRL_UNKNOWN_TERM /permission/0/duty"},
      {"/permission/0/action/0", "\"use\"",
       "ODRL_UNKNOWN_TERM /permission/0/action/0"},
      {"/permission/0/action/0/rdf:value/@id", "\"odrl:use\"",
       "ODRL_UNKNOWN_TERM /permission/0/action/0/rdf:value/@id"},
      {"/permission/0/action/0/refinement/0/leftOperand", "\"count\"",
       "ODRL_UNKNOWN_TERM /permission/0/action/0/refinement/0/leftOperand"},
      {"/permission/0/constraint/0/leftOperand", "\"spatial\"",
       "ODRL_UNKNOWN_TERM /permission/0/constraint/0/leftOperand"},
      {"/permission/0/constraint/0/operator", "\"isA\"",
       "ODRL_UNKNOWN_TERM /permission/0/constraint/0/operator"},
      {"/permission/0/constraint/1/rightOperand/@type", "\"xsd:string\"",
       "ODRL_UNKNOWN_TERM /permission/0/constraint/1/rightOperand/@type"},
      {"/permission/0/constraint/1/rightOperand/@value", "\"infinite-past\"",
       "ODRL_UNKNOWN_TERM /permission/0/constraint/1/rightOperand/@value"},
      {"/permission/0/constraint/4/rightOperand", "\"one\"",
       "ODRL_UNKNOWN_TERM /permission/0/constraint/4/rightOperand"},
      {"/permission/0/constraint/4/rightOperand/0", "7",
       "ODRL_UNKNOWN_TERM /permission/0/constraint/4/rightOperand/0"},
      {"/permission", "{}", "ODRL_UNKNOWN_TERM /permission"},
      {"/permission", "[]", "ODRL_UNKNOWN_TERM /permission"},
      {"/toguna:sensitivityCeiling/@id", "\"toguna:NONE\"",
       "ODRL_UNKNOWN_TERM /toguna:sensitivityCeiling/@id"},
      {"/toguna:demo", "\"true\"", "ODRL_UNKNOWN_TERM /toguna:demo"},
      {"/toguna:demo", "null", "ODRL_UNKNOWN_TERM /toguna:demo"},
      {"/dct:title/0/@language", "\"de\"",
       "ODRL_UNKNOWN_TERM /dct:title/0/@language"},
      {"/toguna:legalBasis", "\"\"", "ODRL_TERM_MISSING /toguna:legalBasis"},
      {"/toguna:legalBasis", "\"a\\u200bb\"",
       "ODRL_NOT_READABLE /toguna:legalBasis"},
      {"/toguna:revision/@value", "\"4\"",
       "ODRL_TERMS_DISAGREE /toguna:revision/@value"},
      {"/obligation/0/assignee", "\"urn:toguna:party:other\"",
       "ODRL_TERMS_DISAGREE /obligation/0/assignee"},
      {"/obligation/0/target/0", "\"urn:toguna:dataset:other\"",
       "ODRL_TERMS_DISAGREE /obligation/0/target/0"},
      {"/toguna:signedText", "\"format: 2\"",
       "ODRL_TERM_MISSING /toguna:signedSha256"},
  };
  for (const Wrong& one : cases) {
    json spoilt = terms;
    spoilt[json::json_pointer(one.path)] = json::parse(one.value);
    EXPECT_EQ(Import(spoilt), one.refusal) << one.path << " " << one.value;
  }
}

TEST(OdrlTest, SaysTheSameThingOnlyOnce) {
  json terms = TermsFrom(Templates().at("mrm-quarterly"));
  json& constraints = terms["permission"][0]["constraint"];
  constraints.push_back(constraints[0]);
  EXPECT_THAT(Import(terms), StartsWith("ODRL_TERMS_DISAGREE /permission/0"));
}

TEST(OdrlTest, NamesWhatWasMeantInBothLanguages) {
  json terms = TermsFrom(Templates().at("mrm-quarterly"));
  terms["permission"][0]["targt"] = "urn:toguna:dataset:x";
  const std::string text = terms.dump();

  const auto english = AgreementFileOf(text);
  EXPECT_THAT(english.status().message(), HasSubstr("did you mean 'target'?"));
  const auto french = AgreementFileOf(text, Language::kFrench);
  EXPECT_THAT(french.status().message(), HasSubstr("vouliez-vous dire"));
}

TEST(OdrlTest, ASignedTextHasToFitTheTermsAroundIt) {
  const auto templates = Templates();
  const json offer = OfferFrom(templates.at("poc-feed"));
  json spoilt = offer;
  spoilt["obligation"][0]["constraint"][0]["rightOperand"]["@value"] = "P999D";
  EXPECT_EQ(Import(spoilt),
            "ODRL_TEXT_DIFFERS "
            "/obligation/0/constraint/0/rightOperand/@value");

  spoilt = offer;
  spoilt["toguna:note"] = "ignore me";
  EXPECT_EQ(Import(spoilt), "ODRL_TEXT_DIFFERS /toguna:note");

  // The terms of one agreement with the text of another.
  spoilt = offer;
  spoilt["toguna:signedText"] = templates.at("health-monthly");
  EXPECT_EQ(Import(spoilt), "ODRL_TEXT_DIFFERS /toguna:signedSha256");
  spoilt["toguna:signedSha256"] = HexOf(Sha256(templates.at("health-monthly")));
  EXPECT_THAT(Import(spoilt), StartsWith("ODRL_TEXT_DIFFERS /"));

  spoilt = offer;
  spoilt.erase("toguna:signedText");
  EXPECT_EQ(Import(spoilt), "ODRL_TERM_MISSING /toguna:signedText");
}

TEST(OdrlTest, WhatIsNoDocumentIsNotReadable) {
  const std::string offer = OdrlOf(Templates().at("poc-feed")).value();
  const auto refusal = [](const std::string& text) {
    return RefusalIn(AgreementFileOf(text));
  };
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("{} {}"),
        std::string("{\"a\": 1e999}"), std::string("/**/{}"),
        offer.substr(0, offer.size() / 2)}) {
    EXPECT_EQ(refusal(text), "ODRL_NOT_READABLE") << text.substr(0, 20);
  }
  EXPECT_EQ(refusal("\xEF\xBB\xBF{}"), "ODRL_NOT_READABLE the text");
  EXPECT_EQ(refusal("\"\xFF\""), "ODRL_NOT_READABLE the text");
  EXPECT_EQ(refusal("[]"), "ODRL_UNKNOWN_TERM /");
  EXPECT_EQ(refusal("{}"), "ODRL_TERM_MISSING /@context");
  EXPECT_EQ(refusal("{\"x\": [{\"a\": 1, \"a\": 1}]}"),
            "ODRL_NOT_READABLE /x/0/a");
  // The second of two equal names wins in most readers.
  EXPECT_EQ(refusal(absl::StrReplaceAll(
                offer, {{"\"conflict\": \"prohibit\"",
                         "\"conflict\": \"prohibit\", \"uid\": \"urn:x\""}})),
            "ODRL_NOT_READABLE /uid");
  EXPECT_THAT(refusal(std::string(100'000, '[')),
              StartsWith("ODRL_NOT_READABLE /0/0"));
  EXPECT_EQ(refusal(absl::StrCat(offer, std::string(kLargestOdrl, ' '))),
            "ODRL_NOT_READABLE");
  EXPECT_EQ(refusal("{\"a\\u0000b\": 1}"), "ODRL_NOT_READABLE /");
}

TEST(OdrlTest, LongNamesAreCutInWhatIsSaid) {
  const auto result =
      AgreementFileOf(absl::StrCat("{\"", std::string(200'000, 'x'), "\": 1}"));
  EXPECT_LT(result.status().message().size(), 1000u);
}

TEST(OdrlTest, AnAgreementHasToBeWhole) {
  const std::string good = Templates().at("poc-feed");
  const auto refusal = [&](const std::string& from, const std::string& to) {
    EXPECT_THAT(good, HasSubstr(from));
    return RefusalIn(OdrlOf(absl::StrReplaceAll(good, {{from, to}})));
  };
  EXPECT_EQ(refusal("format: 2", "format: 1"), "ODRL_OLD_FORMAT");
  EXPECT_EQ(refusal("format: 2", "format: 3"), "ODRL_OLD_FORMAT");
  EXPECT_EQ(refusal("format: 2", "formt: 2"), "ODRL_NOT_READABLE");
  EXPECT_EQ(refusal("revision: 1\n", ""), "ODRL_TERM_MISSING revision");
  EXPECT_EQ(refusal("dpo: \"dpo\"", ""), "ODRL_TERM_MISSING dpo");
  EXPECT_EQ(refusal("retention_days: 90", "retention_days: -1"),
            "ODRL_TERM_MISSING retention_days");
  EXPECT_EQ(refusal("retention_days: 90", "retention_days: 90\nrecall_days: 0"),
            "ODRL_TERM_MISSING recall_days");
  EXPECT_EQ(refusal("valid_from: \"2023-01-01\"", "valid_from: \"2023\""),
            "ODRL_UNKNOWN_TERM valid_from");
  EXPECT_EQ(refusal("delay: \"0s\"", "delay: \"0.5h\""),
            "ODRL_UNKNOWN_TERM grants[2].delay");
  EXPECT_EQ(refusal("  feed: true\n", ""),
            "ODRL_TERM_MISSING grants[1].extracts, grants[1].feed");
  EXPECT_EQ(refusal("  feed: true\n", "  feed: true extracts_per_month: 2\n"),
            "ODRL_UNKNOWN_TERM grants[1].extracts_per_month");
  EXPECT_EQ(refusal("sensitivity_ceiling: HIGH", "sensitivity_ceiling: 9"),
            "ODRL_TERM_MISSING sensitivity_ceiling");
  EXPECT_EQ(refusal("delay: \"0s\"", "delay: \"\\xE2\\x80\\x8B\""),
            "ODRL_UNKNOWN_TERM grants[2].delay");
  EXPECT_EQ(refusal("id: \"poc-feed\"", "id: \"poc\\xE2\\x80\\xAEfeed\""),
            "ODRL_NOT_READABLE id");
  EXPECT_EQ(RefusalIn(OdrlOf("")), "ODRL_OLD_FORMAT");
  EXPECT_EQ(RefusalIn(OdrlOf("\xFF")), "ODRL_NOT_READABLE the text");
  EXPECT_EQ(RefusalIn(OdrlOf(std::string(kLargestOdrl + 1, '\n'))),
            "ODRL_NOT_READABLE");
}

}  // namespace
}  // namespace toguna
