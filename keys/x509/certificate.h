#ifndef TOGUNA_KEYS_X509_CERTIFICATE_H_
#define TOGUNA_KEYS_X509_CERTIFICATE_H_

// What a certificate or a request says. Nothing here checks who signed it:
// the TLS library does. All return kInvalidArgument for text that is no PEM.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "keys/x509/spiffe.h"

namespace toguna {

// From the first to the last second in which a certificate holds.
struct Validity {
  absl::Time not_before;
  absl::Time not_after;
};

// The identity in the certificate's only URI name. Reasons: SPIFFE_COUNT if it
// has none or several, SPIFFE_ID if the name has another form.
absl::StatusOr<SpiffeId> SpiffeOf(absl::string_view cert_pem);

// SHA-256 of the certificate's DER bytes, in lower-case hex: what a revocation
// names.
absl::StatusOr<std::string> FingerprintOf(absl::string_view cert_pem);

absl::StatusOr<Validity> ValidityOf(absl::string_view cert_pem);

// The DER bytes of the public key that asks for a certificate, to say its
// fingerprint on the telephone.
absl::StatusOr<std::string> PublicKeyOf(absl::string_view csr_pem);

}  // namespace toguna

#endif  // TOGUNA_KEYS_X509_CERTIFICATE_H_
