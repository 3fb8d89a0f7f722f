#ifndef TOGUNA_TESTS_EXCHANGE_RPC_RPC_FIXTURE_H_
#define TOGUNA_TESTS_EXCHANGE_RPC_RPC_FIXTURE_H_

// A server with mTLS on loopback, over fake use cases.

#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/rpc/client.h"
#include "exchange/rpc/server.h"
#include "gtest/gtest.h"
#include "tests/exchange/rpc/fake_use_cases.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_certs.h"

namespace toguna::testing {

inline constexpr char kTrustDomain[] = "mali-test.toguna.example";

inline std::string SpiffeOf(const std::string& role, const std::string& party) {
  return absl::StrCat("URI:spiffe://", kTrustDomain, "/", role, "/", party,
                      "/1");
}

// One party for each role ("contributor-a", …), a dataset, an agreement.
Catalog TestCatalog();

class NoPackages final : public PackageMaker {
 public:
  absl::StatusOr<std::map<std::string, std::string>> Make(
      const PackageContents&) const override {
    return absl::UnimplementedError("");
  }
};

class RpcFixture : public ::testing::Test {
 protected:
  RpcFixture();

  // Starts the server; `options_` may be changed before.
  void Start();

  CertificatePem CertificateOf(const std::string& role) {
    return ca_.Issue({SpiffeOf(role, role + "-a")});
  }

  // A client with this certificate.
  std::unique_ptr<Client> ClientWith(const CertificatePem& certificate);
  std::unique_ptr<Client> ClientAs(const std::string& role) {
    return ClientWith(CertificateOf(role));
  }
  // The same, below the client: for calls that it would never make.
  std::shared_ptr<grpc::Channel> ChannelWith(const CertificatePem& certificate,
                                             int port);
  std::shared_ptr<grpc::Channel> ChannelAs(const std::string& role) {
    return ChannelWith(CertificateOf(role), server_->port());
  }

  TempDir folder_;
  TestCa ca_{"test ca"};
  Catalog catalog_ = TestCatalog();
  FakeLedger ledger_;
  NoPackages maker_;
  Clock clock_ = [] { return absl::FromUnixSeconds(1'772'000'000); };
  RandomBytes random_ = [](size_t n) { return std::string(n, 'r'); };
  Intake intake_{catalog_, ledger_, clock_};
  Periods periods_{catalog_, ledger_, clock_};
  SealJobs seal_jobs_{catalog_, ledger_, clock_, random_};
  SealWorker seal_worker_{seal_jobs_};
  SealProofs seal_proofs_{ledger_, clock_};
  AgreementActs agreements_{catalog_, ledger_, clock_};
  DraftPreviews drafts_{catalog_, ledger_, clock_, nullptr};
  Releases releases_{catalog_, ledger_, maker_, clock_, random_};
  Inquiries inquiries_{catalog_, ledger_, clock_, random_};
  Recalls recalls_{catalog_, ledger_, clock_};
  Statements statements_{catalog_, ledger_, nullptr, clock_};
  Alerts alerts_{catalog_, ledger_, clock_, random_};
  Feeds feeds_{catalog_, ledger_, clock_, random_};
  Decisions decisions_{catalog_, ledger_};
  const Manifests manifests_{catalog_, ledger_};
  ServerOptions options_;
  std::unique_ptr<Server> server_;
  int clients_ = 0;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_RPC_RPC_FIXTURE_H_
