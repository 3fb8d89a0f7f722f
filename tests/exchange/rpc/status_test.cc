#include "absl/status/status.h"

#include <google/protobuf/any.pb.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/rpc/cursor.h"
#include "exchange/rpc/grpc_status.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/spiffe_id.h"
#include "exchange/rpc/status_details.h"
#include "exchange/words/rpc_words.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::toguna::testing::IsOk;
using ::toguna::testing::IsOkAndHolds;
using ::toguna::testing::ReadFile;
using ::toguna::testing::StatusIs;

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status wire;
  EXPECT_TRUE(wire.ParseFromString(status.error_details()));
  return wire;
}

template <typename Detail>
int CountOf(const google::rpc::Status& wire) {
  int count = 0;
  for (const auto& detail : wire.details()) count += detail.Is<Detail>();
  return count;
}

Finding Failed(const std::string& rule, const std::string& reason) {
  return {.rule = rule,
          .passed = false,
          .reason = reason,
          .operand = "commune",
          .clause = "cercle",
          .fr = "Trop fin.",
          .en = "Too fine."};
}

Decision Refused(std::vector<Finding> findings) {
  Decision decision;
  decision.reason = findings[0].reason;
  findings.push_back({.rule = "purpose",
                      .passed = true,
                      .reason = "",
                      .operand = "",
                      .clause = "",
                      .fr = "",
                      .en = ""});
  decision.findings = std::move(findings);
  decision.caller_is_party = true;
  return decision;
}

TEST(StatusTest, AnErrorHasExactlyOneErrorInfoAndWordsInBothLanguages) {
  const auto wire = DetailsOf(
      ToGrpcStatus(ReasonError(absl::StatusCode::kNotFound, "PERIOD_UNKNOWN",
                               "no such", {{"field", "name"}})));
  EXPECT_EQ(wire.code(), 5);
  EXPECT_EQ(CountOf<google::rpc::ErrorInfo>(wire), 1);
  EXPECT_EQ(CountOf<google::rpc::LocalizedMessage>(wire), 2);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(wire.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "PERIOD_UNKNOWN");
  EXPECT_EQ(info.domain(), "toguna.exchange");
  EXPECT_EQ(info.metadata().at("field"), "name");
}

TEST(StatusTest, AnErrorWithoutAReasonStillHasOne) {
  const auto wire =
      DetailsOf(ToGrpcStatus(absl::InvalidArgumentError("not so")));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(wire.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "INVALID_ARGUMENT");
}

TEST(StatusTest, TextsOfInternalErrorsNeverLeave) {
  for (const auto code :
       {absl::StatusCode::kInternal, absl::StatusCode::kDataLoss,
        absl::StatusCode::kUnknown, absl::StatusCode::kUnavailable}) {
    const grpc::Status status = ToGrpcStatus(ReasonError(
        code, "SOME_REASON", "row secret-1", {{"key", "secret-2"}}));
    EXPECT_THAT(status.error_message(), Not(HasSubstr("secret")));
    EXPECT_THAT(status.error_details(), Not(HasSubstr("secret")));
    EXPECT_EQ(ReasonOf(FromGrpcStatus(status)).code, "SOME_REASON");
  }
  // The same test notices what is meant to leave.
  EXPECT_THAT(
      ToGrpcStatus(absl::InvalidArgumentError("secret")).error_message(),
      HasSubstr("secret"));
}

TEST(StatusTest, RefusalsWithoutAReasonOfTheirOwnAreTheSameBytes) {
  const grpc::Status uniform = ToGrpcStatus(UniformRefusal());
  for (const absl::Status& status :
       {absl::PermissionDeniedError("agreement 7 is another's"),
        ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED", "unknown",
                    {{"agreement", "agr-seven"}})}) {
    const grpc::Status other = ToGrpcStatus(status);
    EXPECT_EQ(other.error_message(), uniform.error_message());
    EXPECT_EQ(other.error_details(), uniform.error_details());
  }
}

TEST(StatusTest, ARefusedDecisionListsEveryRuleThatRefusedToAParty) {
  const absl::Status status = RefusalOf(
      Refused({Failed("levels", "TOO_FINE"), Failed("quota", "QUOTA_USED")}));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied));
  const absl::Status back = FromGrpcStatus(ToGrpcStatus(status));
  EXPECT_THAT(back, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(ReasonOf(back).code, "TOO_FINE");
  EXPECT_EQ(ReasonOf(back).metadata.at("passed"), "purpose");
  const std::vector<RefusedRule> rules = RefusedRulesOf(back);
  ASSERT_THAT(rules, SizeIs(2));
  EXPECT_EQ(rules[0].rule, "levels");
  EXPECT_EQ(rules[0].subject, "cercle / commune");
  EXPECT_EQ(rules[0].description, "Trop fin. | Too fine.");
}

TEST(StatusTest, WhatOnlyTimeForbidsIsAFailedPrecondition) {
  EXPECT_THAT(RefusalOf(Refused({Failed("validity", "AGREEMENT_EXPIRED")})),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(RefusalOf(Refused({Failed("quota", "QUOTA_USED")})),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(RefusalOf(Refused({Failed("validity", "AGREEMENT_EXPIRED"),
                                 Failed("levels", "TOO_FINE")})),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST(StatusTest, AStrangerLearnsNothingFromARefusedDecision) {
  Decision decision = Refused({Failed("levels", "TOO_FINE")});
  decision.caller_is_party = false;
  EXPECT_EQ(ToGrpcStatus(RefusalOf(decision)).error_details(),
            ToGrpcStatus(UniformRefusal()).error_details());
}

TEST(StatusTest, FindingsNeverOutgrowAHeader) {
  std::vector<Finding> findings(200, Failed("levels", "TOO_FINE"));
  const grpc::Status status = ToGrpcStatus(RefusalOf(Refused(findings)));
  EXPECT_LT(status.error_details().size(), 6000u);
  const absl::Status back = FromGrpcStatus(status);
  EXPECT_EQ(RefusedRulesOf(back).size() +
                std::stoul(ReasonOf(back).metadata.at("findings_left_out")),
            200u);
}

TEST(StatusTest, APersonIsToldInTheirLanguage) {
  const absl::Status status = FromGrpcStatus(ToGrpcStatus(ReasonError(
      absl::StatusCode::kFailedPrecondition, "PERIOD_NOT_OVER", "later")));
  EXPECT_THAT(TextFor(Language::kFrench, status), HasSubstr("terminé"));
  EXPECT_THAT(TextFor(Language::kEnglish, status), HasSubstr("not over"));
  EXPECT_EQ(TextFor(Language::kFrench, absl::NotFoundError("as it is")),
            "as it is");
}

TEST(ReasonsTest, EveryReasonWithWordsIsInTheList) {
  const std::string list =
      ReadFile(std::string(TOGUNA_SOURCE_DIR) + "/exchange/rpc/reasons.md");
  for (const ReasonWords& words : kReasonWords) {
    EXPECT_THAT(list, HasSubstr(absl::StrCat("`", words.reason, "`")));
  }
}

TEST(CursorTest, OnlyTheOneFormIsACursor) {
  for (const uint64_t sequence : {uint64_t{0}, uint64_t{42}, ~uint64_t{0}}) {
    EXPECT_THAT(ParseCursor(CursorText(sequence)), IsOkAndHolds(sequence));
  }
  for (const char* text :
       {"", "42", "c1-", "c1-042", "c1-+4", "c1- 4", "c1-4 ", "c1--4", "c2-4",
        "C1-4", "c1-18446744073709551616", "c1-4\n", "c1-0x4"}) {
    const auto parsed = ParseCursor(text);
    EXPECT_THAT(parsed, StatusIs(absl::StatusCode::kInvalidArgument)) << text;
    EXPECT_EQ(ReasonOf(parsed.status()).code, "INVALID_CURSOR");
  }
}

TEST(NamesTest, NamesHaveOneForm) {
  EXPECT_THAT(ParseDataset("dataset", "datasets/open-incidents"), IsOk());
  EXPECT_THAT(
      ParsePeriodName("name", "datasets/open-incidents/periods/2026-03"),
      IsOk());
  for (const char* name : {"", "open-incidents", "datasets/", "datasets/A B",
                           "datasets/open-incidents/", "dataset/open-incidents",
                           "datasets/open-incidents/periods/2026-03"}) {
    EXPECT_EQ(ReasonOf(ParseDataset("dataset", name).status()).code,
              "INVALID_NAME")
        << name;
  }
  EXPECT_EQ(
      ReasonOf(ParsePeriodName("name", "datasets/abc/periods/march").status())
          .code,
      "INVALID_PERIOD");
}

TEST(SpiffeIdTest, OneFormOnly) {
  const auto caller =
      ParseSpiffeId("spiffe://d.example/officer/hq-one/2", "d.example");
  ASSERT_THAT(caller, IsOk());
  EXPECT_EQ(caller->role, Role::kOfficer);
  EXPECT_EQ(caller->party, PartyId("hq-one"));
  for (const char* uri : {"", "spiffe://d.example/officer/hq-one",
                          "https://d.example/officer/hq/1",
                          "spiffe://d.example.evil/officer/hq-one/1",
                          "spiffe://other.example/officer/hq-one/1",
                          "spiffe://d.example/admin/hq-one/1",
                          "spiffe://d.example/officer/hq-one/0",
                          "spiffe://d.example/officer/hq-one/01",
                          "spiffe://d.example/officer/HQ/1",
                          "spiffe://d.example/officer/hq-one/1/2",
                          "spiffe://d.example//officer/hq-one/1"}) {
    EXPECT_THAT(ParseSpiffeId(uri, "d.example"),
                StatusIs(absl::StatusCode::kUnauthenticated))
        << uri;
  }
  EXPECT_THAT(ParseSpiffeId("spiffe:///officer/hq-one/1", ""),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

}  // namespace
}  // namespace toguna
