#include "exchange/rpc/server.h"

#include <grpc/grpc_security_constants.h>
#include <grpc/impl/codegen/grpc_types.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_builder_plugin.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/acceptor.h"
#include "exchange/rpc/guard.h"
#include "exchange/rpc/services.h"

namespace toguna {
namespace {

constexpr int kMaxReceiveBytes = 4 << 20;
constexpr int kMaxSendBytes = 16 << 20;
constexpr size_t kQuotaBytes = size_t{256} << 20;
// Every open stream holds one thread.
constexpr int kMaxThreads = 512;
constexpr char kReflectionPlugin[] = "proto_server_reflection";

absl::Status CheckReadable(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (in.get(); in.good()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
}

// Linking gRPC's reflection adds it to every server of the process; this takes
// it away again.
class NoReflection final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>*
                         plugins) override {
    plugins->erase(std::remove_if(plugins->begin(), plugins->end(),
                                  [](const auto& plugin) {
                                    return plugin->name() == kReflectionPlugin;
                                  }),
                   plugins->end());
  }
};

std::shared_ptr<grpc::ServerCredentials> CredentialsOf(
    const ServerOptions& options) {
  using grpc::experimental::FileWatcherCertificateProvider;
  grpc::experimental::TlsServerCredentialsOptions tls(
      std::make_shared<FileWatcherCertificateProvider>(
          options.key_path, options.certificate_path, options.ca_path,
          /*refresh_interval_sec=*/1));
  tls.watch_root_certs();
  tls.watch_identity_key_cert_pairs();
  tls.set_cert_request_type(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  // Host names are for clients to check; a client has none.
  tls.set_check_call_host(false);
  return grpc::experimental::TlsServerCredentials(tls);
}

void SetLimits(grpc::ServerBuilder& builder, const ServerOptions& options) {
  builder.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  builder.SetMaxSendMessageSize(kMaxSendBytes);
  // gRPC inflates before it checks a message's size, so a small message could
  // fill the memory.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  const auto milliseconds = [](absl::Duration duration) {
    return static_cast<int>(absl::ToInt64Milliseconds(duration));
  };
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 8192);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 32);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                             milliseconds(absl::Seconds(10)));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS,
                             milliseconds(absl::Minutes(5)));
  // A stream that begins as its connection ends still has its whole age, so
  // streams end with their cursor, not with their connection.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                             milliseconds(absl::Hours(1)));
  builder.AddChannelArgument(
      GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
      milliseconds(options.max_stream_age + absl::Minutes(1)));
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      milliseconds(absl::Seconds(20)));
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2);
  grpc::ResourceQuota quota("toguna");
  quota.Resize(kQuotaBytes).SetMaxThreads(kMaxThreads);
  builder.SetResourceQuota(quota);
}

std::vector<std::unique_ptr<grpc::Service>> NewServices(Guard& guard,
                                                        UseCases uses) {
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(NewIntakeService(guard, uses));
  services.push_back(NewCatalogService(guard, uses));
  services.push_back(NewPeriodService(guard, uses));
  services.push_back(NewOperationService(guard, uses));
  services.push_back(NewExtractService(guard, uses));
  services.push_back(NewInquiryService(guard, uses));
  services.push_back(NewRecallService(guard, uses));
  services.push_back(NewStatementService(guard, uses));
  services.push_back(NewAgreementService(guard, uses));
  services.push_back(NewAlertService(guard, uses));
  services.push_back(NewFeedService(guard, uses));
  services.push_back(NewAuditService(guard, uses));
  return services;
}

using ExternalConnectionType =
    grpc::ServerBuilder::experimental_type::ExternalConnectionType;

// One address, its gRPC server and its own set of services.
class Listener {
 public:
  static absl::StatusOr<std::unique_ptr<Listener>> Open(
      const std::string& address, bool reflection, Guard& guard,
      UseCases uses) {
    auto listener = std::make_unique<Listener>();
    TOGUNA_ASSIGN_OR_RETURN(
        listener->acceptor_,
        Acceptor::Listen(address, guard.options().max_connections));
    listener->services_ = NewServices(guard, uses);
    grpc::ServerBuilder builder;
    SetLimits(builder, guard.options());
    if (!reflection) builder.SetOption(std::make_unique<NoReflection>());
    for (const auto& service : listener->services_) {
      builder.RegisterService(service.get());
    }
    // Shared only because std::function must be able to copy what it holds.
    std::shared_ptr<grpc::experimental::ExternalConnectionAcceptor> incoming =
        builder.experimental().AddExternalConnectionAcceptor(
            ExternalConnectionType::FROM_FD, CredentialsOf(guard.options()));
    listener->server_ = builder.BuildAndStart();
    if (listener->server_ == nullptr) {
      return absl::InternalError("gRPC did not start; see its log");
    }
    listener->acceptor_->Run([incoming = std::move(incoming)](int listening,
                                                              int connection) {
      grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters
          parameters;
      parameters.listener_fd = listening;
      parameters.fd = connection;
      incoming->HandleNewConnection(&parameters);
    });
    return listener;
  }

  int port() const { return port_ != 0 ? port_ : acceptor_->port(); }

  void SayNotServing() {
    if (auto* health = server_->GetHealthCheckService(); health != nullptr) {
      health->SetServingStatus(false);
    }
  }

  // Accepts no more, and returns when no call runs, at `deadline` at the
  // latest: calls that still run then are cancelled.
  void Shutdown(std::chrono::system_clock::time_point deadline) {
    port_ = port();
    acceptor_.reset();
    server_->Shutdown(deadline);
    server_->Wait();
  }

 private:
  int port_ = 0;
  // Last to be destroyed is what the others use.
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Acceptor> acceptor_;
};

class GrpcServer final : public Server {
 public:
  GrpcServer(ServerOptions options, const Catalog& catalog)
      : options_(std::move(options)), guard_(options_, catalog) {}
  ~GrpcServer() override { Drain(absl::ZeroDuration()); }

  absl::Status Open(UseCases uses) {
    TOGUNA_ASSIGN_OR_RETURN(listener_,
                            Listener::Open(options_.listen_address,
                                           /*reflection=*/false, guard_, uses));
    if (!options_.admin_address.empty()) {
      TOGUNA_ASSIGN_OR_RETURN(
          admin_, Listener::Open(options_.admin_address,
                                 /*reflection=*/true, guard_, uses));
    }
    if (!options_.only_log.ok()) SayNotServing();
    return absl::OkStatus();
  }

  int port() const override {
    return listener_ == nullptr ? 0 : listener_->port();
  }
  int admin_port() const override {
    return admin_ == nullptr ? 0 : admin_->port();
  }

  void Drain(absl::Duration patience) override {
    absl::MutexLock lock(&mutex_);
    if (drained_) return;
    drained_ = true;
    const auto deadline =
        std::chrono::system_clock::now() + absl::ToChronoMilliseconds(patience);
    SayNotServing();
    guard_.draining().Notify();
    for (Listener* one : {listener_.get(), admin_.get()}) {
      if (one != nullptr) one->Shutdown(deadline);
    }
  }

 private:
  void SayNotServing() {
    for (Listener* one : {listener_.get(), admin_.get()}) {
      if (one != nullptr) one->SayNotServing();
    }
  }

  const ServerOptions options_;
  Guard guard_;
  absl::Mutex mutex_;
  bool drained_ ABSL_GUARDED_BY(mutex_) = false;
  std::unique_ptr<Listener> listener_;
  std::unique_ptr<Listener> admin_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ServerOptions options,
                                                      UseCases use_cases) {
  if (!options.clock) return absl::InvalidArgumentError("a clock is required");
  for (const std::string& path :
       {options.ca_path, options.certificate_path, options.key_path}) {
    TOGUNA_RETURN_IF_ERROR(CheckReadable(path));
  }
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  auto server =
      std::make_unique<GrpcServer>(std::move(options), use_cases.catalog);
  TOGUNA_RETURN_IF_ERROR(server->Open(use_cases));
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace toguna
