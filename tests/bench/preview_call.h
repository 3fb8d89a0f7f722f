#ifndef TOGUNA_TESTS_BENCH_PREVIEW_CALL_H_
#define TOGUNA_TESTS_BENCH_PREVIEW_CALL_H_

// A server on loopback with mTLS over real use cases, and one call to it that
// is little more than a decision: the preview of an extract.

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "exchange/rpc/client.h"
#include "exchange/rpc/server.h"
#include "exchange/usecase/draft_previews.h"
#include "exchange/usecase/releases.h"
#include "tests/exchange/usecase/watched_ledger.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_certs.h"

namespace toguna::testing {

class PreviewCall {
 public:
  explicit PreviewCall(Catalog catalog) : catalog_(std::move(catalog)) {
    catalog_.operation.trust_domain = "test.example";
    PutSealedMarch(ledger_);
    const CertificatePem server = ca_.Issue({"DNS:localhost", "IP:127.0.0.1"});
    const CertificatePem mine =
        ca_.Issue({"URI:spiffe://test.example/recipient/mrm/1"});
    for (const auto& [name, bytes] :
         std::map<std::string, std::string>{{"ca.pem", ca_.pem()},
                                            {"server.pem", server.certificate},
                                            {"server.key", server.key},
                                            {"mine.pem", mine.certificate},
                                            {"mine.key", mine.key}}) {
      WriteFile(folder_ / name, bytes);
    }
    ServerOptions options;
    options.listen_address = "127.0.0.1:0";
    options.ca_path = folder_ / "ca.pem";
    options.certificate_path = folder_ / "server.pem";
    options.key_path = folder_ / "server.key";
    options.clock = clock_;
    server_ = *Server::Start(options, {.intake = intake_,
                                       .periods = periods_,
                                       .seal_jobs = seal_jobs_,
                                       .seal_worker = seal_worker_,
                                       .seal_proofs = seal_proofs_,
                                       .agreements = agreements_,
                                       .drafts = drafts_,
                                       .releases = releases_,
                                       .inquiries = inquiries_,
                                       .recalls = recalls_,
                                       .statements = statements_,
                                       .alerts = alerts_,
                                       .feeds = feeds_,
                                       .decisions = decisions_,
                                       .manifests = manifests_,
                                       .ledger = ledger_,
                                       .catalog = catalog_});
    client_ = *Client::Connect(
        {.address = absl::StrCat("127.0.0.1:", server_->port()),
         .ca_path = folder_ / "ca.pem",
         .certificate_path = folder_ / "mine.pem",
         .key_path = folder_ / "mine.key",
         .server_name = "localhost"});
  }

  // One call under the agreement; true if it was allowed.
  bool Run(const std::string& agreement) {
    v1::PreviewExtractRequest request;
    auto& ask = *request.mutable_ask();
    ask.set_agreement(absl::StrCat("agreements/", agreement));
    ask.set_purpose("purposes/child-rights");
    ask.set_dataset("datasets/incidents");
    ask.add_families("place-type");
    for (const auto& [dimension, level] : std::map<std::string, std::string>{
             {"place", "region"}, {"type", "category"}}) {
      auto& choice = *ask.add_levels();
      choice.set_dimension(dimension);
      choice.set_finest_level(level);
    }
    ask.add_periods("2026-03");
    const auto response = client_->PreviewExtract(request);
    return response.ok() && response->allowed();
  }

 private:
  class NoPackages final : public PackageMaker {
   public:
    absl::StatusOr<std::map<std::string, std::string>> Make(
        const PackageContents&) const override {
      return absl::UnimplementedError("");
    }
  };

  TempDir folder_;
  TestCa ca_{"bench ca"};
  Catalog catalog_;
  WatchedLedger ledger_;
  NoPackages maker_;
  Clock clock_ = [] { return At(10); };
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
  std::unique_ptr<Server> server_;
  std::unique_ptr<Client> client_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_BENCH_PREVIEW_CALL_H_
