// Who gets in, and what those who do not get in are told.

#include <arpa/inet.h>
#include <grpcpp/security/credentials.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/rpc/authorisation.h"
#include "exchange/rpc/grpc_status.h"
#include "exchange/rpc/status_details.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/rpc/every_method.h"
#include "tests/exchange/rpc/generic_call.h"
#include "tests/exchange/rpc/rpc_fixture.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kListDatasets[] = "/toguna.v1.CatalogService/ListDatasets";
constexpr char kReflection[] =
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
// ServerReflectionRequest with list_services = "*".
constexpr char kListServices[] = "\x3a\x01*";

class TlsTest : public RpcFixture {
 protected:
  grpc::Status Ask(const CertificatePem& certificate) {
    return GenericCall(ChannelWith(certificate, server_->port()), kListDatasets,
                       "")
        .status;
  }
  grpc::Status AskAs(const std::vector<std::string>& names) {
    return Ask(ca_.Issue(names));
  }
  static std::string ReasonIn(const grpc::Status& status) {
    return ReasonOf(FromGrpcStatus(status)).code;
  }
  void ExpectUniform(const grpc::Status& status) {
    const grpc::Status uniform = ToGrpcStatus(UniformRefusal());
    EXPECT_EQ(status.error_code(), uniform.error_code());
    EXPECT_EQ(status.error_message(), uniform.error_message());
    EXPECT_EQ(status.error_details(), uniform.error_details());
  }
};

TEST_F(TlsTest, EveryRoleGetsInWithItsCertificate) {
  Start();
  for (const char* role : {"contributor", "recipient", "officer", "dpo"}) {
    EXPECT_THAT(ClientAs(role)->ListDatasets(), IsOk()) << role;
  }
}

TEST_F(TlsTest, WithoutACertificateThereIsNoConnection) {
  Start();
  EXPECT_EQ(Ask({}).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, InTheClearThereIsNoConnection) {
  Start();
  const auto channel =
      grpc::CreateChannel(absl::StrCat("localhost:", server_->port()),
                          grpc::InsecureChannelCredentials());
  EXPECT_EQ(GenericCall(channel, kListDatasets, "").status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, AForeignAuthorityDoesNotCount) {
  Start();
  TestCa foreign("test ca");  // the same name, another key
  EXPECT_EQ(Ask(foreign.Issue({SpiffeOf("officer", "officer-a")})).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, AnExpiredCertificateDoesNotCount) {
  Start();
  EXPECT_EQ(Ask(ca_.Issue({SpiffeOf("officer", "officer-a")}, -1)).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, ACertificateMustNameExactlyOneSpiffeId) {
  Start();
  const std::string good = SpiffeOf("officer", "officer-a");
  const std::vector<std::vector<std::string>> bad = {
      {good, SpiffeOf("dpo", "dpo-a")},
      {good, "URI:https://officer-a.example"},
      {"DNS:officer-a.example"},
      {},
      {"URI:https://officer-a.example"},
      {"URI:spiffe://elsewhere.example/officer/officer-a/1"},
      {absl::StrCat("URI:spiffe://", kTrustDomain, "/root/officer-a/1")}};
  for (const auto& names : bad) {
    const grpc::Status status = AskAs(names);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(ReasonIn(status), "CERTIFICATE_UNUSABLE");
  }
  EXPECT_TRUE(AskAs({good}).ok());
}

TEST_F(TlsTest, StrangersAndWrongRolesGetTheSameBytes) {
  Start();
  ExpectUniform(AskAs({SpiffeOf("officer", "nobody-known")}));
  // A party that exists, but not in that role.
  ExpectUniform(AskAs({SpiffeOf("officer", "recipient-a")}));
  // A known role that may not call this method.
  ExpectUniform(GenericCall(ChannelAs("recipient"),
                            "/toguna.v1.PeriodService/SealPeriod", "")
                    .status);
}

TEST_F(TlsTest, ARevokedCertificateIsRefusedAtTheNextCall) {
  std::atomic<bool> revoked = false;
  std::string fingerprint;
  options_.is_revoked = [&](absl::string_view print, absl::string_view spiffe) {
    fingerprint = std::string(print);
    EXPECT_THAT(std::string(spiffe), HasSubstr("/officer/officer-a/1"));
    return revoked.load();
  };
  Start();
  const auto channel = ChannelAs("officer");
  EXPECT_TRUE(GenericCall(channel, kListDatasets, "").status.ok());
  EXPECT_EQ(fingerprint.size(), 64u);
  revoked = true;
  const grpc::Status status = GenericCall(channel, kListDatasets, "").status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ReasonIn(status), "CERTIFICATE_REVOKED");
}

TEST_F(TlsTest, EveryMethodIsOpenToItsRolesAndToNoOther) {
  Start();
  for (const Role role :
       {Role::kContributor, Role::kRecipient, Role::kOfficer, Role::kDpo}) {
    const auto channel = ChannelAs(RoleText(role));
    for (const std::string& method : EveryMethod()) {
      // An empty request is refused as malformed, if anyone reads it at all.
      const grpc::Status status = GenericCall(channel, method, "").status;
      if (RuleOf(method)->Allows(role)) {
        EXPECT_NE(status.error_code(), grpc::StatusCode::PERMISSION_DENIED)
            << RoleText(role) << " " << method;
        EXPECT_NE(status.error_code(), grpc::StatusCode::UNIMPLEMENTED)
            << method;
      } else {
        ExpectUniform(status);
      }
    }
  }
}

TEST_F(TlsTest, AUnaryCallWithoutADeadlineIsRefused) {
  Start();
  const grpc::Status status =
      GenericCall(ChannelAs("dpo"), kListDatasets, "", /*with_deadline=*/false)
          .status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonIn(status), "DEADLINE_REQUIRED");
}

TEST_F(TlsTest, AMessageOverFourMebibytesIsRefused) {
  Start();
  // An unknown field of 4 MiB, so that nothing but the size is wrong.
  std::string request = "\xa2\x06\x80\x80\x80\x02";
  request += std::string(4 << 20, 'x');
  EXPECT_EQ(
      GenericCall(ChannelAs("dpo"), kListDatasets, request).status.error_code(),
      grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(TlsTest, CompressedMessagesAreRefused) {
  Start();
  const CertificatePem certificate = CertificateOf("dpo");
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = ca_.pem();
  tls.pem_cert_chain = certificate.certificate;
  tls.pem_private_key = certificate.key;
  grpc::ChannelArguments arguments;
  arguments.SetCompressionAlgorithm(GRPC_COMPRESS_GZIP);
  const auto channel =
      grpc::CreateCustomChannel(absl::StrCat("localhost:", server_->port()),
                                grpc::SslCredentials(tls), arguments);
  std::string request = "\xa2\x06\x80\x20";
  request += std::string(4096, 'x');
  EXPECT_EQ(GenericCall(channel, kListDatasets, request).status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(TlsTest, ReflectionIsOnTheAdministratorsListenerOnly) {
  options_.admin_address = "127.0.0.1:0";
  Start();
  const CertificatePem certificate = CertificateOf("officer");
  const GenericAnswer open =
      GenericCall(ChannelWith(certificate, server_->admin_port()), kReflection,
                  kListServices);
  EXPECT_TRUE(open.status.ok())
      << open.status.error_code() << open.status.error_message();
  EXPECT_THAT(open.bytes, HasSubstr("toguna.v1.IntakeService"));
  EXPECT_EQ(GenericCall(ChannelWith(certificate, server_->port()), kReflection,
                        kListServices)
                .status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(TlsTest, TheServerSaysThatItServes) {
  Start();
  EXPECT_TRUE(ClientAs("dpo")->WaitUntilServing(absl::Seconds(30)));
}

TEST_F(TlsTest, EveryCallIsReportedWithoutItsContent) {
  std::mutex mutex;
  std::vector<CallReport> reports;
  options_.on_call = [&](const CallReport& report) {
    const std::lock_guard<std::mutex> lock(mutex);
    reports.push_back(report);
  };
  Start();
  EXPECT_TRUE(AskAs({SpiffeOf("dpo", "dpo-a")}).ok());
  AskAs({"DNS:nobody.example"});
  const std::lock_guard<std::mutex> lock(mutex);
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_STREQ(reports[0].method, kListDatasets);
  EXPECT_EQ(reports[0].party, PartyId("dpo-a"));
  EXPECT_EQ(reports[0].code, absl::StatusCode::kOk);
  EXPECT_THAT(reports[1].party.text(), IsEmpty());
  EXPECT_EQ(reports[1].reason, "CERTIFICATE_UNUSABLE");
}

int ConnectTo(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  return fd;
}

TEST_F(TlsTest, ConnectionsAreBoundedAndRoomComesBack) {
  options_.max_connections = 2;
  Start();
  const int first = ConnectTo(server_->port());
  const int second = ConnectTo(server_->port());
  const int third = ConnectTo(server_->port());
  // Turned away: closed, or reset, without a byte of TLS.
  char byte = 0;
  EXPECT_LE(read(third, &byte, 1), 0);
  for (const int fd : {first, second, third}) close(fd);
  EXPECT_TRUE(ClientAs("dpo")->WaitUntilServing(absl::Seconds(30)));
}

TEST_F(TlsTest, UnusableAddressesAndFilesAreSaidAtTheStart) {
  const UseCases uses{.intake = intake_,
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
                      .catalog = catalog_};
  ServerOptions options = options_;
  options.key_path = folder_ / "missing.key";
  EXPECT_THAT(
      Server::Start(options, uses),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("missing.key")));
  options = options_;
  options.listen_address = "nowhere";
  EXPECT_THAT(Server::Start(options, uses),
              StatusIs(absl::StatusCode::kInvalidArgument));
  Start();
  options.listen_address = absl::StrCat("127.0.0.1:", server_->port());
  EXPECT_THAT(Server::Start(options, uses),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace toguna::testing
