#include "keys/x509/certificate.h"

#include <openssl/asn1.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "keys/x509/openssl.h"
#include "keys/x509/spiffe.h"

namespace toguna {
namespace {

absl::StatusOr<absl::Time> TimeOf(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) {
    return OpensslError("read a certificate's time");
  }
  return absl::FromTM(parts, absl::UTCTimeZone());
}

absl::Status NotOneUri() {
  return ReasonError(absl::StatusCode::kInvalidArgument, "SPIFFE_COUNT",
                     "a certificate must name exactly one identity");
}

// Every URI name in every extension of alternative names.
absl::StatusOr<std::vector<std::string>> UriNames(const X509& certificate) {
  int critical = 0;
  const NamesPtr names(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(
      &certificate, NID_subject_alt_name, &critical, nullptr)));
  // Absent (-1) or there twice (-2), which no honest issuer writes.
  if (names == nullptr) return NotOneUri();
  std::vector<std::string> uris;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* text = name->d.uniformResourceIdentifier;
    // With its length, so that a NUL inside cannot hide the rest.
    uris.emplace_back(
        reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
        static_cast<size_t>(ASN1_STRING_length(text)));
  }
  return uris;
}

}  // namespace

absl::StatusOr<SpiffeId> SpiffeOf(absl::string_view cert_pem) {
  TOGUNA_ASSIGN_OR_RETURN(const CertPtr certificate, ReadCertificate(cert_pem));
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> uris,
                          UriNames(*certificate));
  if (uris.size() != 1) return NotOneUri();
  return ParseSpiffeId(uris[0]);
}

absl::StatusOr<std::string> FingerprintOf(absl::string_view cert_pem) {
  TOGUNA_ASSIGN_OR_RETURN(const CertPtr certificate, ReadCertificate(cert_pem));
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size) != 1) {
    return OpensslError("hash a certificate");
  }
  return absl::BytesToHexString(
      {reinterpret_cast<const char*>(digest.data()), size});
}

absl::StatusOr<Validity> ValidityOf(absl::string_view cert_pem) {
  TOGUNA_ASSIGN_OR_RETURN(const CertPtr certificate, ReadCertificate(cert_pem));
  Validity validity;
  TOGUNA_ASSIGN_OR_RETURN(validity.not_before,
                          TimeOf(X509_get0_notBefore(certificate.get())));
  TOGUNA_ASSIGN_OR_RETURN(validity.not_after,
                          TimeOf(X509_get0_notAfter(certificate.get())));
  return validity;
}

absl::StatusOr<std::string> PublicKeyOf(absl::string_view csr_pem) {
  TOGUNA_ASSIGN_OR_RETURN(const RequestPtr request, ReadRequest(csr_pem));
  unsigned char* bytes = nullptr;
  const int size = i2d_PUBKEY(X509_REQ_get0_pubkey(request.get()), &bytes);
  if (size <= 0) return OpensslError("read a public key");
  std::string key(reinterpret_cast<const char*>(bytes),
                  static_cast<size_t>(size));
  OPENSSL_free(bytes);
  return key;
}

}  // namespace toguna
