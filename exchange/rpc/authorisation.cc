#include "exchange/rpc/authorisation.h"

#include "absl/strings/string_view.h"
#include "policies/model/party.h"

namespace toguna {
namespace {

constexpr unsigned Bit(Role role) { return 1U << static_cast<unsigned>(role); }

constexpr unsigned kContributor = Bit(Role::kContributor);
constexpr unsigned kRecipient = Bit(Role::kRecipient);
constexpr unsigned kOfficer = Bit(Role::kOfficer);
constexpr unsigned kDpo = Bit(Role::kDpo);
constexpr unsigned kAnyone = kContributor | kRecipient | kOfficer | kDpo;

constexpr char kSubmit[] = "/toguna.v1.IntakeService/SubmitRecords";

constexpr MethodRule kRules[] = {
    {kSubmit, CallClass::kStream, kContributor},
    {"/toguna.v1.IntakeService/CorrectRecord", CallClass::kEffect,
     kContributor},
    {"/toguna.v1.IntakeService/RetractRecord", CallClass::kEffect,
     kContributor},

    {"/toguna.v1.CatalogService/ListDatasets", CallClass::kRead, kAnyone},
    {"/toguna.v1.CatalogService/GetDataset", CallClass::kRead, kAnyone},
    {"/toguna.v1.CatalogService/GetPlan", CallClass::kRead, kAnyone},
    {"/toguna.v1.CatalogService/ListPurposes", CallClass::kRead, kAnyone},

    {"/toguna.v1.PeriodService/ListPeriods", CallClass::kRead,
     kOfficer | kDpo | kRecipient},
    {"/toguna.v1.PeriodService/ClosePeriod", CallClass::kEffect, kOfficer},
    {"/toguna.v1.PeriodService/SealPeriod", CallClass::kEffect, kOfficer},
    {"/toguna.v1.PeriodService/DownloadSealProof", CallClass::kStream, kDpo},

    {"/toguna.v1.OperationService/GetOperation", CallClass::kRead,
     kOfficer | kDpo},
    {"/toguna.v1.OperationService/ListOperations", CallClass::kRead,
     kOfficer | kDpo},
    {"/toguna.v1.OperationService/WaitOperation", CallClass::kRead,
     kOfficer | kDpo},
    {"/toguna.v1.OperationService/CancelOperation", CallClass::kEffect,
     kOfficer},

    {"/toguna.v1.AgreementService/ListAgreements", CallClass::kRead,
     kContributor | kRecipient | kDpo},
    {"/toguna.v1.AgreementService/GetAgreement", CallClass::kRead,
     kContributor | kRecipient | kDpo},
    {"/toguna.v1.AgreementService/DecideAgreement", CallClass::kEffect,
     kDpo | kContributor},
    {"/toguna.v1.AgreementService/PreviewDraft", CallClass::kStream, kDpo},
    {"/toguna.v1.AgreementService/ListDecisions", CallClass::kRead,
     kContributor | kRecipient | kDpo},
    {"/toguna.v1.AgreementService/ExplainDecision", CallClass::kRead,
     kContributor | kRecipient | kDpo},

    {"/toguna.v1.ExtractService/PreviewExtract", CallClass::kRead, kRecipient},
    {"/toguna.v1.ExtractService/CreateExtract", CallClass::kEffect, kRecipient},
    {"/toguna.v1.ExtractService/GetExtract", CallClass::kRead, kRecipient},
    {"/toguna.v1.ExtractService/ListExtracts", CallClass::kRead, kRecipient},
    {"/toguna.v1.ExtractService/DownloadPackage", CallClass::kStream,
     kRecipient},

    {"/toguna.v1.InquiryService/OpenInquiry", CallClass::kEffect, kRecipient},
    {"/toguna.v1.InquiryService/AnswerInquiry", CallClass::kEffect,
     kContributor},
    {"/toguna.v1.InquiryService/GetInquiry", CallClass::kRead,
     kContributor | kRecipient | kDpo},
    {"/toguna.v1.InquiryService/ListInquiries", CallClass::kRead,
     kContributor | kRecipient | kDpo},

    {"/toguna.v1.RecallService/OpenRecall", CallClass::kEffect, kDpo},
    {"/toguna.v1.RecallService/ListRecalls", CallClass::kEffect,
     kRecipient | kDpo},

    {"/toguna.v1.StatementService/SubmitStatement", CallClass::kEffect,
     kRecipient | kOfficer | kDpo},
    {"/toguna.v1.StatementService/ListStatements", CallClass::kRead,
     kRecipient | kDpo},

    {"/toguna.v1.AlertService/RaiseAlert", CallClass::kEffect, kContributor},
    {"/toguna.v1.AlertService/ClearAlert", CallClass::kEffect, kOfficer},
    {"/toguna.v1.AlertService/ListAlerts", CallClass::kRead, kOfficer},

    {"/toguna.v1.FeedService/StreamFeed", CallClass::kStream, kRecipient},
    {"/toguna.v1.FeedService/GetFeedBounds", CallClass::kRead, kRecipient},

    {"/toguna.v1.AuditService/GetCheckpoint", CallClass::kRead, kAnyone},
    {"/toguna.v1.AuditService/GetConsistencyProof", CallClass::kRead, kAnyone},
    {"/toguna.v1.AuditService/ReadTile", CallClass::kRead, kDpo | kOfficer},
    {"/toguna.v1.AuditService/GetManifest", CallClass::kRead, kDpo},
    {"/toguna.v1.AuditService/ListEntries", CallClass::kRead, kDpo | kOfficer},
    {"/toguna.v1.AuditService/GetInclusionProof", CallClass::kRead,
     kDpo | kOfficer | kRecipient},
};

}  // namespace

const MethodRule* RuleOf(absl::string_view method) {
  for (const MethodRule& rule : kRules) {
    if (method == rule.method) return &rule;
  }
  return nullptr;
}

bool IsRead(const MethodRule& rule) {
  return rule.call_class != CallClass::kEffect &&
         absl::string_view(rule.method) != kSubmit;
}

}  // namespace toguna
