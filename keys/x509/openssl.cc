#include "keys/x509/openssl.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"

namespace toguna {
namespace {

BioPtr ReaderOf(absl::string_view text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Without this, OpenSSL asks on the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Status NotOne(absl::string_view what) {
  ERR_clear_error();
  return ReasonError(absl::StatusCode::kInvalidArgument, "PEM",
                     absl::StrCat("this is not ", what, " in PEM form"));
}

// Writes with `write(bio)`.
template <typename Write>
absl::StatusOr<std::string> Written(const Write& write) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || write(bio.get()) != 1) return OpensslError("write PEM");
  char* data = nullptr;
  const long size =
      BIO_get_mem_data(bio.get(), &data);  // NOLINT(google-runtime-int)
  return std::string(data, static_cast<size_t>(size));
}

}  // namespace

absl::Status OpensslError(absl::string_view act) {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  return absl::InternalError(
      absl::StrCat("could not ", act, ": ", text.data()));
}

absl::StatusOr<CertPtr> ReadCertificate(absl::string_view pem) {
  CertPtr certificate(
      PEM_read_bio_X509(ReaderOf(pem).get(), nullptr, NoPassphrase, nullptr));
  if (certificate == nullptr) return NotOne("a certificate");
  return certificate;
}

absl::StatusOr<RequestPtr> ReadRequest(absl::string_view pem) {
  RequestPtr request(PEM_read_bio_X509_REQ(ReaderOf(pem).get(), nullptr,
                                           NoPassphrase, nullptr));
  if (request == nullptr) return NotOne("a certificate request");
  return request;
}

absl::StatusOr<KeyPtr> ReadPrivateKey(absl::string_view pem) {
  KeyPtr key(PEM_read_bio_PrivateKey(ReaderOf(pem).get(), nullptr, NoPassphrase,
                                     nullptr));
  if (key == nullptr) return NotOne("a secret key without passphrase");
  return key;
}

absl::StatusOr<std::string> PemOf(X509* certificate) {
  return Written(
      [&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}

absl::StatusOr<std::string> PemOf(X509_REQ* request) {
  return Written(
      [&](BIO* bio) { return PEM_write_bio_X509_REQ(bio, request); });
}

absl::StatusOr<std::string> PemOf(EVP_PKEY* key) {
  return Written([&](BIO* bio) {
    return PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr,
                                         nullptr);
  });
}

}  // namespace toguna
