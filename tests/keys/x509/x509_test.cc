#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/x509/authority.h"
#include "keys/x509/certificate.h"
#include "keys/x509/spiffe.h"
#include "tests/keys/run.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna {
namespace {

using testing::IsOk;
using testing::ReadFile;
using testing::Runs;
using testing::TempDir;
using testing::WriteFile;

constexpr char kHealth[] = "spiffe://mali.example/recipient/health-cluster/1";
constexpr char kServer[] = "spiffe://mali.example/service/exchange/1";

// openssl is asked about this moment, so that no test depends on today.
const absl::Time kStart = absl::FromUnixSeconds(1800000000);
const absl::Time kDuring = kStart + absl::Hours(3);

const Authority& Ours() {
  static const auto* authority = new Authority(
      CreateAuthority("DEMO Mali", DaysFrom(kStart, 365)).value());
  return *authority;
}
Request Asked() { return CreateRequest(kHealth).value(); }
CertificateTerms ClientTerms() {
  return {.spiffe_uri = kHealth, .validity = DaysFrom(kStart, 1)};
}
CertificateTerms ServerTerms() {
  return {.spiffe_uri = kServer,
          .validity = DaysFrom(kStart, 1),
          .server = true,
          .dns_names = {"localhost"},
          .ip_addresses = {"127.0.0.1", "::1"}};
}
std::string Issued(const CertificateTerms& terms) {
  return IssueCertificate(Ours(), Asked().csr_pem, terms).value();
}
std::string CodeOf(const absl::Status& status) { return ReasonOf(status).code; }

// What openssl says of `cert` under `authority`.
bool Verifies(const std::string& cert, const Authority& authority,
              const std::string& options, absl::Time at = kDuring) {
  const TempDir dir;
  WriteFile(dir / "ca.pem", authority.cert_pem);
  WriteFile(dir / "cert.pem", cert);
  return Runs(absl::StrCat("cd ", dir.path(), " && openssl verify -x509_strict",
                           " -attime ", absl::ToUnixSeconds(at), " ", options,
                           " -CAfile ca.pem cert.pem"));
}

TEST(AuthorityTest, OpensslVerifiesAClientForClientsOnly) {
  const std::string cert = Issued(ClientTerms());
  EXPECT_TRUE(Verifies(cert, Ours(), "-purpose sslclient"));
  EXPECT_FALSE(Verifies(cert, Ours(), "-purpose sslserver"));
}

TEST(AuthorityTest, OpensslVerifiesAServerByNameAndAddress) {
  const std::string cert = Issued(ServerTerms());
  const std::string server = "-purpose sslserver ";
  EXPECT_TRUE(Verifies(cert, Ours(), server + "-verify_hostname localhost"));
  EXPECT_TRUE(Verifies(cert, Ours(), server + "-verify_ip 127.0.0.1"));
  EXPECT_TRUE(Verifies(cert, Ours(), server + "-verify_ip ::1"));
  EXPECT_FALSE(Verifies(cert, Ours(), server + "-verify_hostname elsewhere"));
  EXPECT_FALSE(Verifies(cert, Ours(), "-purpose sslclient"));
}

TEST(AuthorityTest, OpensslRefusesExpiredEarlyAndForeignCertificates) {
  const std::string cert = Issued(ClientTerms());
  EXPECT_FALSE(Verifies(cert, Ours(), "", kStart + absl::Hours(25)));
  EXPECT_FALSE(Verifies(cert, Ours(), "", kStart - absl::Hours(1)));
  const Authority other =
      CreateAuthority("DEMO Mali", DaysFrom(kStart, 365)).value();
  EXPECT_FALSE(Verifies(cert, other, ""));
}

TEST(AuthorityTest, ACertificateCannotIssueAnother) {
  const Request request = Asked();
  const Authority pretended{
      .cert_pem =
          IssueCertificate(Ours(), request.csr_pem, ClientTerms()).value(),
      .key_pem = request.key_pem};
  const auto cert = IssueCertificate(pretended, Asked().csr_pem, ClientTerms());
  ASSERT_THAT(cert, IsOk());  // anyone can sign; nobody has to believe it
  const TempDir dir;
  WriteFile(dir / "ca.pem", Ours().cert_pem);
  WriteFile(dir / "middle.pem", pretended.cert_pem);
  WriteFile(dir / "cert.pem", *cert);
  EXPECT_FALSE(
      Runs(absl::StrCat("cd ", dir.path(), " && openssl verify -attime ",
                        absl::ToUnixSeconds(kDuring),
                        " -CAfile ca.pem -untrusted middle.pem cert.pem")));
}

TEST(AuthorityTest, TheIssuerDecidesTheIdentityNotTheRequest) {
  const Request officer =
      CreateRequest("spiffe://mali.example/officer/cluster-lead/1").value();
  const auto cert = IssueCertificate(Ours(), officer.csr_pem, ClientTerms());
  ASSERT_THAT(cert, IsOk());
  EXPECT_EQ(SpiffeOf(*cert).value().Text(), kHealth);
}

TEST(AuthorityTest, SerialNumbersAndFingerprintsNeverRepeat) {
  const Request request = Asked();
  const auto one = IssueCertificate(Ours(), request.csr_pem, ClientTerms());
  const auto two = IssueCertificate(Ours(), request.csr_pem, ClientTerms());
  EXPECT_NE(FingerprintOf(one.value()).value(),
            FingerprintOf(two.value()).value());
}

TEST(AuthorityTest, RefusesTermsThatAreNotSafe) {
  const auto refused = [](const CertificateTerms& terms) {
    return CodeOf(IssueCertificate(Ours(), Asked().csr_pem, terms).status());
  };
  CertificateTerms terms = ClientTerms();
  terms.dns_names = {"localhost"};
  EXPECT_EQ(refused(terms), "CLIENT_NAME");
  terms = ClientTerms();
  terms.validity = DaysFrom(kStart, 366);
  EXPECT_EQ(refused(terms), "CERTIFICATE_TIME");
  terms.validity = DaysFrom(kStart, 0);
  EXPECT_EQ(refused(terms), "CERTIFICATE_TIME");
  terms = ClientTerms();
  terms.spiffe_uri = "spiffe://mali.example/recipient/a,URI:b/1";
  EXPECT_EQ(refused(terms), "SPIFFE_ID");
  terms = ServerTerms();
  terms.dns_names = {"localhost,URI:spiffe://mali.example/dpo/one/1"};
  EXPECT_EQ(refused(terms), "SERVER_NAME");
  terms = ServerTerms();
  terms.ip_addresses = {"localhost"};
  EXPECT_EQ(refused(terms), "SERVER_NAME");
}

TEST(AuthorityTest, RefusesRequestsThatProveNothingAndWeakKeys) {
  const TempDir dir;
  ASSERT_TRUE(Runs("cd " + dir.path() +
                   " && openssl req -new -newkey rsa:1024 -nodes -subj /CN=a "
                   "-keyout k -out rsa && openssl req -new -newkey ec -pkeyopt "
                   "ec_paramgen_curve:secp256k1 -nodes -subj /CN=a -keyout k "
                   "-out k1 && openssl req -new -newkey ed25519 -nodes -subj "
                   "/CN=a -keyout k -out ed"));
  const auto issue = [](const std::string& csr) {
    return IssueCertificate(Ours(), csr, ClientTerms());
  };
  EXPECT_EQ(CodeOf(issue(ReadFile(dir / "rsa")).status()), "REQUEST_KEY");
  EXPECT_EQ(CodeOf(issue(ReadFile(dir / "k1")).status()), "REQUEST_KEY");
  const auto ed = issue(ReadFile(dir / "ed"));
  ASSERT_THAT(ed, IsOk());
  EXPECT_TRUE(Verifies(*ed, Ours(), "-purpose sslclient"));
  EXPECT_EQ(CodeOf(issue("hello").status()), "PEM");
  // One bit of the signature: the last byte before the padding and footer.
  ASSERT_TRUE(Runs("cd " + dir.path() +
                   " && openssl req -in ed -outform DER -out der && python3 -c "
                   "\"b = bytearray(open('der', 'rb').read()); b[-1] ^= 1; "
                   "open('der', 'wb').write(b)\" && openssl req -inform DER "
                   "-in der -out bad"));
  EXPECT_EQ(CodeOf(issue(ReadFile(dir / "bad")).status()), "REQUEST_SIGNATURE");
}

TEST(AuthorityTest, AKeyThatIsNotTheAuthoritysIsRefused) {
  const Authority mixed{.cert_pem = Ours().cert_pem,
                        .key_pem = Asked().key_pem};
  EXPECT_EQ(
      CodeOf(IssueCertificate(mixed, Asked().csr_pem, ClientTerms()).status()),
      "AUTHORITY_KEY");
  EXPECT_EQ(CodeOf(CreateAuthority("", DaysFrom(kStart, 1)).status()),
            "AUTHORITY_NAME");
}

// A certificate that openssl made with these alternative names.
std::string WithNames(const std::string& names) {
  const TempDir dir;
  EXPECT_TRUE(Runs("cd " + dir.path() +
                   " && openssl req -x509 -newkey ed25519 -nodes -subj /CN=a "
                   "-days 1 -keyout k -out cert " +
                   (names.empty() ? "" : "-addext subjectAltName=" + names)));
  return ReadFile(dir / "cert");
}

TEST(CertificateTest, ReadsOneIdentityAndRefusesNoneOrSeveral) {
  const std::string uri = absl::StrCat("URI:", kHealth);
  EXPECT_EQ(SpiffeOf(WithNames(uri + ",DNS:localhost")).value().party,
            "health-cluster");
  EXPECT_EQ(
      CodeOf(SpiffeOf(WithNames(uri + ",URI:spiffe://mali.example/dpo/one/1"))
                 .status()),
      "SPIFFE_COUNT");
  EXPECT_EQ(
      CodeOf(SpiffeOf(WithNames(uri + ",URI:https://x.example")).status()),
      "SPIFFE_COUNT");
  EXPECT_EQ(CodeOf(SpiffeOf(WithNames("DNS:localhost")).status()),
            "SPIFFE_COUNT");
  EXPECT_EQ(CodeOf(SpiffeOf(WithNames("")).status()), "SPIFFE_COUNT");
  EXPECT_EQ(CodeOf(SpiffeOf(WithNames("URI:https://x.example")).status()),
            "SPIFFE_ID");
  EXPECT_EQ(CodeOf(SpiffeOf("hello").status()), "PEM");
}

TEST(CertificateTest, FingerprintAndPublicKeyAreWhatOpensslSays) {
  const TempDir dir;
  const Request request = Asked();
  const std::string cert =
      IssueCertificate(Ours(), request.csr_pem, ClientTerms()).value();
  WriteFile(dir / "cert", cert);
  WriteFile(dir / "csr", request.csr_pem);
  WriteFile(dir / "key", PublicKeyOf(request.csr_pem).value());
  EXPECT_TRUE(Runs("cd " + dir.path() +
                   " && openssl x509 -in cert -outform DER | sha256sum | grep "
                   "-q " +
                   FingerprintOf(cert).value()));
  EXPECT_TRUE(Runs("cd " + dir.path() +
                   " && openssl req -in csr -noout -pubkey | openssl pkey "
                   "-pubin -outform DER | cmp - key"));
  EXPECT_TRUE(Runs("cd " + dir.path() +
                   " && openssl req -in csr -noout -verify -text | grep -q "
                   "'URI:" +
                   kHealth + "'"));
}

TEST(CertificateTest, SaysHowLongItHolds) {
  const auto validity = ValidityOf(Issued(ClientTerms()));
  ASSERT_THAT(validity, IsOk());
  EXPECT_EQ(validity->not_before, kStart);
  EXPECT_EQ(validity->not_after, kStart + absl::Hours(24));
}

TEST(SpiffeTest, ReadsItsFormAndNothingElse) {
  const auto id = ParseSpiffeId(kHealth);
  ASSERT_THAT(id, IsOk());
  EXPECT_EQ(id->trust_domain, "mali.example");
  EXPECT_EQ(id->role, "recipient");
  EXPECT_EQ(id->party, "health-cluster");
  EXPECT_EQ(id->number, "1");
  EXPECT_EQ(id->Text(), kHealth);
  for (const std::string bad :
       {"", "spiffe://", "https://mali.example/recipient/health-cluster/1",
        "spiffe://mali.example/recipient/health-cluster",
        "spiffe://mali.example/recipient/health-cluster/1/",
        "spiffe://mali.example/recipient/health-cluster/01",
        "spiffe://mali.example/recipient/health-cluster/x",
        "spiffe://mali.example/Recipient/health-cluster/1",
        "spiffe://mali.example//health-cluster/1",
        "spiffe://Mali.example/recipient/health-cluster/1",
        "spiffe:///recipient/health-cluster/1",
        "spiffe://mali.example/recipient/health%2dcluster/1"}) {
    EXPECT_EQ(CodeOf(ParseSpiffeId(bad).status()), "SPIFFE_ID") << bad;
  }
  EXPECT_FALSE(
      ParseSpiffeId(absl::StrCat(kHealth, absl::string_view("\0", 1))).ok());
}

}  // namespace
}  // namespace toguna
