#ifndef TOGUNA_KEYS_X509_AUTHORITY_H_
#define TOGUNA_KEYS_X509_AUTHORITY_H_

// The small certificate authority of one operation: P-256 keys, one level.
// Secret keys are PEM text; write them with WriteSecretFile only.
// All functions are safe for concurrent use.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "keys/x509/certificate.h"

namespace toguna {

// `days` days from `start`.
Validity DaysFrom(absl::Time start, int days);

struct Authority {
  std::string cert_pem;
  std::string key_pem;  // secret
};

// A new authority that may sign certificates of programs, but no further
// authorities. `common_name` is what people see, 1 to 64 characters.
absl::StatusOr<Authority> CreateAuthority(absl::string_view common_name,
                                          const Validity& validity);

struct Request {
  std::string csr_pem;
  std::string key_pem;  // secret; never leaves the machine that asks
};

// A new key and the request for a certificate with the identity `spiffe_uri`.
absl::StatusOr<Request> CreateRequest(absl::string_view spiffe_uri);

// What the issuer decides. Nothing but the public key is taken from a request.
struct CertificateTerms {
  std::string spiffe_uri;
  Validity validity;
  // A server's certificate is for serverAuth and carries these names; a
  // client's is for clientAuth and has none.
  bool server = false;
  std::vector<std::string> dns_names = {};
  std::vector<std::string> ip_addresses = {};
};

// Issues the certificate of one program, with a random serial number. Refuses
// a request whose signature does not prove its key, a key that is neither
// P-256 nor Ed25519, names on a client, and terms that outlive the authority.
absl::StatusOr<std::string> IssueCertificate(const Authority& authority,
                                             absl::string_view csr_pem,
                                             const CertificateTerms& terms);

}  // namespace toguna

#endif  // TOGUNA_KEYS_X509_AUTHORITY_H_
