#ifndef TOGUNA_EXCHANGE_RPC_SERVICES_H_
#define TOGUNA_EXCHANGE_RPC_SERVICES_H_

// Internal: the services of toguna.v1, each in its own .cc file. Every method
// passes the guard; what is behind it translates and calls one act.

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "exchange/rpc/guard.h"
#include "exchange/rpc/use_cases.h"

namespace toguna {

// `guard` and everything in `use_cases` must outlive the service.
std::unique_ptr<grpc::Service> NewIntakeService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewCatalogService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewPeriodService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewOperationService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewExtractService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewAgreementService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewInquiryService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewRecallService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewStatementService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewAlertService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewFeedService(Guard& guard, UseCases uses);
std::unique_ptr<grpc::Service> NewAuditService(Guard& guard, UseCases uses);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_SERVICES_H_
