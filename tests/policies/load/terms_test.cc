// What agreements of format 2 and classified datasets must say, and examples of
// decisions.

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/policies/load/catalog_copy.h"

namespace toguna {
namespace {

using testing::CatalogCopy;
using testing::FakeVerify;
using ::testing::HasSubstr;
using testing::ProblemTexts;

constexpr char kHealth[] = "agreements/templates/health-monthly.textproto";
constexpr char kFeed[] = "agreements/templates/poc-feed.textproto";
constexpr char kIncidents[] = "datasets/protection-incidents.textproto";
constexpr char kCases[] = "cases/health-response.textproto";

struct Slip {
  const char* name;
  const char* file;
  const char* from;
  const char* to;
  const char* said;
};

class TermsTest : public ::testing::TestWithParam<Slip> {};

TEST_P(TermsTest, IsReportedWithItsFile) {
  const Slip& slip = GetParam();
  const CatalogCopy copy;
  ASSERT_GT(copy.Edit(slip.file, slip.from, slip.to), 0) << "nothing to spoil";
  const LoadResult result = CheckCatalog(copy.path(), FakeVerify);
  EXPECT_FALSE(result.catalog.has_value());
  ASSERT_FALSE(result.problems.empty());
  EXPECT_EQ(result.problems[0].file, slip.file) << ProblemTexts(result);
  EXPECT_GT(result.problems[0].line, 0);
  EXPECT_THAT(ProblemTexts(result), HasSubstr(slip.said));
}

// A draft is read as the file that it will be.
TEST_P(TermsTest, IsReportedOfADraftAlike) {
  const Slip& slip = GetParam();
  if (!absl::StartsWith(slip.file, "agreements/")) return;
  const CatalogCopy copy;
  const LoadResult good = LoadCatalog(copy.path(), FakeVerify);
  ASSERT_TRUE(good.catalog.has_value());
  const std::string before = copy.Read(slip.file);
  const DraftResult draft = ReadDraft(*good.catalog, before);
  ASSERT_TRUE(draft.draft.has_value());
  const Agreement& same = good.templates.at(draft.draft->id);
  EXPECT_EQ(draft.draft->revision, same.revision);
  EXPECT_EQ(draft.draft->grants.size(), same.grants.size());
  EXPECT_EQ(draft.draft->needs_second_dpo, same.needs_second_dpo);
  for (const AgreementSignature& one : draft.draft->signatures) {
    EXPECT_FALSE(one.valid);
  }
  ASSERT_GT(copy.Edit(slip.file, slip.from, slip.to), 0);
  const LoadResult wanted = LoadCatalog(copy.path(), FakeVerify);
  const DraftResult got = ReadDraft(*good.catalog, copy.Read(slip.file));
  EXPECT_FALSE(got.draft.has_value());
  ASSERT_EQ(got.problems.size(), wanted.problems.size());
  for (size_t i = 0; i < got.problems.size(); ++i) {
    EXPECT_EQ(got.problems[i].line, wanted.problems[i].line);
    EXPECT_EQ(got.problems[i].text, wanted.problems[i].text);
    EXPECT_EQ(got.problems[i].allowed, wanted.problems[i].allowed);
  }
}

TEST(DraftTest, WhatIsNoTextOrTooMuchIsRefused) {
  const CatalogCopy copy;
  const LoadResult good = LoadCatalog(copy.path(), FakeVerify);
  ASSERT_TRUE(good.catalog.has_value());
  const std::string text = copy.Read(kHealth);
  for (const std::string& bad :
       {std::string(), std::string("format: 9\n"), std::string("id: \"x\"\n"),
        std::string("\0\0", 2), absl::StrCat(text, "# \u202E\n"),
        absl::StrCat(text, "nonsense: 1\n"),
        absl::StrCat(text, "# ", std::string(size_t{10} << 20, 'x'), "\n")}) {
    const DraftResult result = ReadDraft(*good.catalog, bad);
    EXPECT_FALSE(result.draft.has_value());
    EXPECT_FALSE(result.problems.empty()) << bad.substr(0, 40);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Agreements, TermsTest,
    ::testing::Values(
        Slip{"NewerFormat", kHealth, "format: 2", "format: 3",
             "format 3 is newer than this program"},
        Slip{"NoUse", kHealth, "intended_use {\n  fr: ", "intended_use {\n  # ",
             "intended_use"},
        Slip{"NoRiskOfSilence", kHealth, "  risk_of_not_sharing {\n    fr: ",
             "  risk_of_not_sharing {\n    # ", "risk_of_not_sharing"},
        Slip{"AssessedTooLate", kHealth, "assessed_on: \"2022",
             "assessed_on: \"2024", "this date is after valid_from"},
        Slip{"ContactOfNoParty", kHealth, "contacts {\n  party: \"dpo\"",
             "contacts {\n  party: \"im-officer\"",
             "a contact for 'dpo' is missing"},
        Slip{"ContactTwice", kHealth, "contacts {\n  party: \"dpo\"",
             "contacts {\n  party: \"health-cluster\"", "is given twice"},
        Slip{"NoCeiling", kHealth, "sensitivity_ceiling: ", "# ",
             "sensitivity_ceiling: this field is missing (allowed: LOW, "
             "MODERATE, HIGH, SEVERE)"},
        Slip{"CeilingTooLow", kHealth, "sensitivity_ceiling: SEVERE",
             "sensitivity_ceiling: HIGH",
             "the agreement gives counts of SEVERE sensitivity "
             "(type=C5,C6,C7,C8,C9)"},
        Slip{"NoLag", kHealth, "  lag_days: 0\n", "",
             "lag_days: this field is missing"},
        Slip{"NegativeLag", kHealth, "lag_days: 0", "lag_days: -1",
             "at least 0"},
        Slip{"LagOfAFeed", kFeed, "lag_days: 0", "lag_days: 3",
             "a feed does not wait"},
        Slip{"FeedThatNeedsApproval", kFeed, "finest: \"category\"",
             "finest: \"type\"", "a feed cannot wait"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Datasets, TermsTest,
    ::testing::Values(
        Slip{"NoSensitivity", kIncidents, "\nsensitivity: ", "\n# ",
             "sensitivity: this field is missing"},
        Slip{"UnknownDimension", kIncidents,
             "classified {\n  dimension: \"type\"",
             "classified {\n  dimension: \"tipe\"", "'tipe' does not exist"},
        Slip{"UnknownCode", kIncidents, "  codes: \"C5\"\n",
             "  codes: \"C55\"\n", "'C55' does not exist"},
        Slip{"ClassifiedTwice", kIncidents, "  codes: \"C5\"\n",
             "  codes: \"C6\"\n", "'C6' is given twice"},
        Slip{"ClassifiedAll", kIncidents, "  codes: \"C5\"\n",
             "  codes: \"all\"\n", "'all' is the top of its list"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Cases, TermsTest,
    ::testing::Values(
        Slip{"DecidedOtherwise", kCases, "allowed: true", "allowed: false",
             "the decision is another: allowed"},
        Slip{"OtherReasons", kCases, "reasons: \"", "reasons: \"NO_",
             "the decision is another: "},
        Slip{"UnknownPhase", kCases, "phase: \"extract\"", "phase: \"extrakt\"",
             "did you mean 'extract'?"},
        Slip{"UnknownLevel", kCases, "level: \"region\"", "level: \"regoin\"",
             "did you mean 'region'?"},
        Slip{"UnknownAgreement", kCases, "agreement: \"health-monthly\"",
             "agreement: \"health-weekly\"", "'health-weekly' does not exist"},
        Slip{"NoPeriod", kCases, "periods: \"2026-03\"", "periods: \"March\"",
             "is neither a month"},
        Slip{"NotExpected", kCases, "  allowed: true\n", "",
             "allowed: this field is missing"}),
    [](const auto& test) { return test.param.name; });

// An agreement that was signed before risks were assessed: it loads, and opens
// nothing.
TEST(OldAgreementTest, FormatOneIsReadAndOpensNothing) {
  const CatalogCopy copy;
  copy.Write("agreements/old-health.textproto", R"END(format: 1
id: "old-health"
revision: 1
title { fr: "Santé (DÉMO)" en: "Health (DEMO)"
}
data_owner: "collecting-org"
recipient: "health-cluster"
dpo: "dpo"
purpose: "health-response"
legal_basis: "DEMO"
grants {
  dataset: "protection-incidents"
  rung: 5
  families: "place-by-type"
  level_limits { dimension: "place" finest: "region" }
  level_limits { dimension: "type" finest: "category" }
  extracts: true
  extracts_per_month: 2
}
valid_from: "2023-01-01"
valid_until: "2027-12-31"
review_by: "2027-06-30"
retention_days: 180
onward_sharing: "none"
demo: true
)END");
  const LoadResult result = copy.Load();
  ASSERT_TRUE(result.catalog.has_value()) << ProblemTexts(result);
  const Agreement* old =
      result.catalog->FindAgreement(AgreementId("old-health"));
  EXPECT_EQ(old->format, 1);
  EXPECT_FALSE(old->assessment.has_value());
  EXPECT_FALSE(old->sensitivity_ceiling.has_value());
  EXPECT_FALSE(old->grants[0].lag_days.has_value());
}

// Another byte in a case is another example, not another catalog.
TEST(CasesTest, TheyAreNoPartOfTheCatalogsDigest) {
  const CatalogCopy copy;
  const std::string before = copy.Load().catalog->sha256;
  ASSERT_GT(copy.Edit(kCases, "allowed: true", "allowed: false"), 0);
  EXPECT_EQ(copy.Load().catalog->sha256, before);
}

}  // namespace
}  // namespace toguna
