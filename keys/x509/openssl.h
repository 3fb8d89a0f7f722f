#ifndef TOGUNA_KEYS_X509_OPENSSL_H_
#define TOGUNA_KEYS_X509_OPENSSL_H_

// Owners of OpenSSL's objects and PEM text; used inside keys/x509 only.

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

template <auto Free>
struct OpensslFree {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using BioPtr = std::unique_ptr<BIO, OpensslFree<BIO_free_all>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, OpensslFree<EVP_PKEY_free>>;
using CertPtr = std::unique_ptr<X509, OpensslFree<X509_free>>;
using RequestPtr = std::unique_ptr<X509_REQ, OpensslFree<X509_REQ_free>>;
using NamesPtr =
    std::unique_ptr<GENERAL_NAMES, OpensslFree<GENERAL_NAMES_free>>;
struct ExtensionsFree {
  void operator()(STACK_OF(X509_EXTENSION) * extensions) const {
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
  }
};
using ExtensionsPtr = std::unique_ptr<STACK_OF(X509_EXTENSION), ExtensionsFree>;

// What OpenSSL said last, and forgets it. `act` is what failed.
absl::Status OpensslError(absl::string_view act);

// Each returns kInvalidArgument if the text does not hold one. An encrypted
// key is refused; nobody is asked for a passphrase.
absl::StatusOr<CertPtr> ReadCertificate(absl::string_view pem);
absl::StatusOr<RequestPtr> ReadRequest(absl::string_view pem);
absl::StatusOr<KeyPtr> ReadPrivateKey(absl::string_view pem);

absl::StatusOr<std::string> PemOf(X509* certificate);
absl::StatusOr<std::string> PemOf(X509_REQ* request);
absl::StatusOr<std::string> PemOf(EVP_PKEY* key);  // the secret key

}  // namespace toguna

#endif  // TOGUNA_KEYS_X509_OPENSSL_H_
