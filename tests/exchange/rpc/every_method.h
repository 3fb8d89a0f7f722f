#ifndef TOGUNA_TESTS_EXCHANGE_RPC_EVERY_METHOD_H_
#define TOGUNA_TESTS_EXCHANGE_RPC_EVERY_METHOD_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "toguna/v1/agreement_service.pb.h"
#include "toguna/v1/alert_service.pb.h"
#include "toguna/v1/audit_service.pb.h"
#include "toguna/v1/catalog_service.pb.h"
#include "toguna/v1/extract_service.pb.h"
#include "toguna/v1/feed_service.pb.h"
#include "toguna/v1/inquiry_service.pb.h"
#include "toguna/v1/intake_service.pb.h"
#include "toguna/v1/operation_service.pb.h"
#include "toguna/v1/period_service.pb.h"
#include "toguna/v1/recall_service.pb.h"
#include "toguna/v1/statement_service.pb.h"

namespace toguna::testing {

// "/toguna.v1.…/…" for every method of every service of the public API.
inline std::vector<std::string> EveryMethod() {
  std::vector<std::string> methods;
  for (const google::protobuf::FileDescriptor* file :
       {v1::ListAgreementsRequest::descriptor()->file(),
        v1::ListAlertsRequest::descriptor()->file(),
        v1::ListEntriesRequest::descriptor()->file(),
        v1::ListDatasetsRequest::descriptor()->file(),
        v1::CreateExtractRequest::descriptor()->file(),
        v1::StreamFeedRequest::descriptor()->file(),
        v1::ListInquiriesRequest::descriptor()->file(),
        v1::ListRecallsRequest::descriptor()->file(),
        v1::ListStatementsRequest::descriptor()->file(),
        v1::SubmitRecordsRequest::descriptor()->file(),
        v1::ListOperationsRequest::descriptor()->file(),
        v1::ListPeriodsRequest::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      const auto* service = file->service(s);
      for (int m = 0; m < service->method_count(); ++m) {
        methods.push_back(absl::StrCat("/", service->full_name(), "/",
                                       service->method(m)->name()));
      }
    }
  }
  return methods;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_RPC_EVERY_METHOD_H_
