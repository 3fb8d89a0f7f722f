#include "exchange/rpc/authorisation.h"

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policies/model/party.h"
#include "tests/exchange/rpc/every_method.h"

namespace toguna {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;
using ::toguna::testing::EveryMethod;

std::vector<std::string> WithoutRow(const std::vector<std::string>& methods) {
  std::vector<std::string> missing;
  for (const std::string& method : methods) {
    if (RuleOf(method) == nullptr) missing.push_back(method);
  }
  return missing;
}

TEST(AuthorisationTest, EveryMethodOfEveryServiceHasARow) {
  ASSERT_EQ(EveryMethod().size(), 45u);
  EXPECT_THAT(WithoutRow(EveryMethod()), IsEmpty());
}

TEST(AuthorisationTest, AMethodWithoutARowIsNoticed) {
  std::vector<std::string> methods = EveryMethod();
  methods.push_back("/toguna.v1.IntakeService/ReadVault");
  EXPECT_THAT(WithoutRow(methods),
              ::testing::ElementsAre("/toguna.v1.IntakeService/ReadVault"));
}

TEST(AuthorisationTest, NobodyMayCallWhatHasNoRow) {
  EXPECT_EQ(RuleOf(""), nullptr);
  EXPECT_EQ(RuleOf("/toguna.v1.ExtractService/"), nullptr);
  EXPECT_EQ(RuleOf("toguna.v1.ExtractService/CreateExtract"), nullptr);
}

// Every method leaves an entry of its own or is counted: written out a second
// time, so that nobody adds one that the log would know nothing of.
TEST(AuthorisationTest, WhatIsNoReadLeavesAnEntryOfItsOwn) {
  std::vector<std::string> others;
  for (const std::string& method : EveryMethod()) {
    if (IsRead(*RuleOf(method))) continue;
    others.push_back(method.substr(std::string("/toguna.v1.").size()));
  }
  EXPECT_THAT(
      others,
      UnorderedElementsAreArray(std::vector<std::string>{
          "IntakeService/SubmitRecords", "IntakeService/CorrectRecord",
          "IntakeService/RetractRecord", "PeriodService/ClosePeriod",
          "PeriodService/SealPeriod", "OperationService/CancelOperation",
          "AgreementService/DecideAgreement", "ExtractService/CreateExtract",
          "InquiryService/OpenInquiry", "InquiryService/AnswerInquiry",
          "RecallService/OpenRecall", "RecallService/ListRecalls",
          "StatementService/SubmitStatement", "AlertService/RaiseAlert",
          "AlertService/ClearAlert"}));
}

TEST(AuthorisationTest, OnlyStreamsNeedNoDeadline) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const std::string& method : EveryMethod()) {
    std::string name = method.substr(1);
    name[name.find('/')] = '.';
    const auto* descriptor = pool->FindMethodByName(name);
    ASSERT_NE(descriptor, nullptr) << name;
    EXPECT_EQ(RuleOf(method)->call_class == CallClass::kStream,
              descriptor->server_streaming() || descriptor->client_streaming())
        << method;
  }
}

// Written out a second time, so that a slip in the table does not pass.
TEST(AuthorisationTest, EachRoleMayCallExactlyThis) {
  const std::vector<std::string> anyone = {
      "CatalogService/ListDatasets", "CatalogService/GetDataset",
      "CatalogService/GetPlan",      "CatalogService/ListPurposes",
      "AuditService/GetCheckpoint",  "AuditService/GetConsistencyProof"};
  const auto allowed = [](Role role) {
    std::vector<std::string> methods;
    for (const std::string& method : EveryMethod()) {
      if (RuleOf(method)->Allows(role)) {
        methods.push_back(method.substr(std::string("/toguna.v1.").size()));
      }
    }
    return methods;
  };
  const auto and_anyone = [&anyone](std::vector<std::string> own) {
    own.insert(own.end(), anyone.begin(), anyone.end());
    return own;
  };
  EXPECT_THAT(
      allowed(Role::kContributor),
      UnorderedElementsAreArray(and_anyone(
          {"IntakeService/SubmitRecords", "IntakeService/CorrectRecord",
           "IntakeService/RetractRecord", "AlertService/RaiseAlert",
           "InquiryService/AnswerInquiry", "InquiryService/GetInquiry",
           "InquiryService/ListInquiries", "AgreementService/ListAgreements",
           "AgreementService/GetAgreement", "AgreementService/ListDecisions",
           "AgreementService/ExplainDecision",
           "AgreementService/DecideAgreement"})));
  EXPECT_THAT(
      allowed(Role::kRecipient),
      UnorderedElementsAreArray(and_anyone(
          {"AgreementService/ListAgreements", "AgreementService/GetAgreement",
           "AgreementService/ListDecisions", "AgreementService/ExplainDecision",
           "ExtractService/PreviewExtract", "PeriodService/ListPeriods",
           "ExtractService/CreateExtract", "ExtractService/DownloadPackage",
           "ExtractService/GetExtract", "ExtractService/ListExtracts",
           "InquiryService/OpenInquiry", "RecallService/ListRecalls",
           "StatementService/SubmitStatement",
           "StatementService/ListStatements", "InquiryService/GetInquiry",
           "InquiryService/ListInquiries", "FeedService/StreamFeed",
           "FeedService/GetFeedBounds", "AuditService/GetInclusionProof"})));
  EXPECT_THAT(
      allowed(Role::kOfficer),
      UnorderedElementsAreArray(and_anyone(
          {"PeriodService/ListPeriods", "PeriodService/ClosePeriod",
           "PeriodService/SealPeriod", "OperationService/GetOperation",
           "OperationService/ListOperations", "OperationService/WaitOperation",
           "OperationService/CancelOperation", "AlertService/ClearAlert",
           "AlertService/ListAlerts", "AuditService/ListEntries",
           "StatementService/SubmitStatement", "AuditService/ReadTile",
           "AuditService/GetInclusionProof"})));
  EXPECT_THAT(allowed(Role::kDpo), UnorderedElementsAreArray(and_anyone(
                                       {"AgreementService/ListAgreements",
                                        "AgreementService/GetAgreement",
                                        "AgreementService/ListDecisions",
                                        "AgreementService/ExplainDecision",
                                        "AgreementService/DecideAgreement",
                                        "AgreementService/PreviewDraft",
                                        "PeriodService/ListPeriods",
                                        "PeriodService/DownloadSealProof",
                                        "RecallService/OpenRecall",
                                        "RecallService/ListRecalls",
                                        "StatementService/SubmitStatement",
                                        "StatementService/ListStatements",
                                        "InquiryService/GetInquiry",
                                        "InquiryService/ListInquiries",
                                        "OperationService/GetOperation",
                                        "OperationService/ListOperations",
                                        "OperationService/WaitOperation",
                                        "AuditService/ListEntries",
                                        "AuditService/GetManifest",
                                        "AuditService/ReadTile",
                                        "AuditService/GetInclusionProof"})));
}

}  // namespace
}  // namespace toguna
