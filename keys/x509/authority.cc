#include "keys/x509/authority.h"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstddef>
#include <ctime>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "keys/x509/certificate.h"
#include "keys/x509/names.h"
#include "keys/x509/openssl.h"
#include "keys/x509/spiffe.h"

namespace toguna {
namespace {

constexpr int kSerialBits = 127;
constexpr size_t kMostCommonName = 64;

absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  // OpenSSL's own words must not turn up in some later error.
  ERR_clear_error();
  return ReasonError(absl::StatusCode::kInvalidArgument, reason, message);
}

absl::StatusOr<KeyPtr> NewKey() {
  KeyPtr key(EVP_EC_gen("P-256"));
  if (key == nullptr) return OpensslError("make a key");
  return key;
}

absl::Status AddName(X509_NAME* name, absl::string_view common_name) {
  if (X509_NAME_add_entry_by_NID(
          name, NID_commonName, MBSTRING_UTF8,
          reinterpret_cast<const unsigned char*>(common_name.data()),
          static_cast<int>(common_name.size()), -1, 0) != 1) {
    return OpensslError("set a certificate's name");
  }
  return absl::OkStatus();
}

absl::Status AddExtension(X509* certificate, X509* issuer, int nid,
                          const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, OpensslFree<X509_EXTENSION_free>>
      extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  if (extension == nullptr ||
      X509_add_ext(certificate, extension.get(), -1) != 1) {
    return OpensslError("add an extension");
  }
  return absl::OkStatus();
}

absl::Status AddLeafExtensions(X509* leaf, X509* issuer, bool server) {
  const std::array<std::pair<int, const char*>, 5> extensions = {
      {{NID_basic_constraints, "critical,CA:FALSE"},
       {NID_key_usage, "critical,digitalSignature"},
       {NID_ext_key_usage, server ? "serverAuth" : "clientAuth"},
       {NID_subject_key_identifier, "hash"},
       {NID_authority_key_identifier, "keyid:always"}}};
  for (const auto& [nid, value] : extensions) {
    TOGUNA_RETURN_IF_ERROR(AddExtension(leaf, issuer, nid, value));
  }
  return absl::OkStatus();
}

absl::Status SetSerial(X509* certificate) {
  const std::unique_ptr<BIGNUM, OpensslFree<BN_free>> serial(BN_new());
  if (serial == nullptr ||
      BN_rand(serial.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) !=
          1 ||
      BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) ==
          nullptr) {
    return OpensslError("draw a serial number");
  }
  return absl::OkStatus();
}

absl::Status SetTime(ASN1_TIME* field, absl::Time time) {
  const std::time_t seconds = absl::ToTimeT(time);
  if (ASN1_TIME_set(field, seconds) == nullptr) {
    return OpensslError("set a certificate's time");
  }
  return absl::OkStatus();
}

// What both kinds of certificate begin with.
absl::StatusOr<CertPtr> NewCertificate(absl::string_view common_name,
                                       const Validity& validity,
                                       EVP_PKEY* key) {
  if (validity.not_after <= validity.not_before) {
    return Refuse("CERTIFICATE_TIME", "a certificate must end after it begins");
  }
  CertPtr certificate(X509_new());
  if (certificate == nullptr ||
      X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
      X509_set_pubkey(certificate.get(), key) != 1) {
    return OpensslError("make a certificate");
  }
  TOGUNA_RETURN_IF_ERROR(SetSerial(certificate.get()));
  TOGUNA_RETURN_IF_ERROR(
      SetTime(X509_getm_notBefore(certificate.get()), validity.not_before));
  TOGUNA_RETURN_IF_ERROR(
      SetTime(X509_getm_notAfter(certificate.get()), validity.not_after));
  TOGUNA_RETURN_IF_ERROR(
      AddName(X509_get_subject_name(certificate.get()), common_name));
  return certificate;
}

absl::Status Sign(X509* certificate, EVP_PKEY* key) {
  // Ed25519 hashes by itself and takes no digest.
  const EVP_MD* digest =
      EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256();
  if (X509_sign(certificate, key, digest) == 0) {
    return OpensslError("sign a certificate");
  }
  return absl::OkStatus();
}

// So that a person who reads the request sees who asks. The issuer decides.
absl::Status AskForIdentity(X509_REQ* request, const std::string& spiffe_uri) {
  TOGUNA_ASSIGN_OR_RETURN(const NamesPtr names,
                          AlternativeNames(spiffe_uri, {}, {}));
  STACK_OF(X509_EXTENSION)* raw = nullptr;
  const int added = X509V3_add1_i2d(&raw, NID_subject_alt_name, names.get(), 0,
                                    X509V3_ADD_DEFAULT);
  const ExtensionsPtr extensions(raw);
  if (added != 1 || X509_REQ_add_extensions(request, raw) != 1) {
    return OpensslError("ask for an identity");
  }
  return absl::OkStatus();
}

// The key of a request that proves it.
absl::StatusOr<KeyPtr> ProvenKey(absl::string_view csr_pem) {
  TOGUNA_ASSIGN_OR_RETURN(const RequestPtr request, ReadRequest(csr_pem));
  KeyPtr key(X509_REQ_get_pubkey(request.get()));
  if (key == nullptr || X509_REQ_verify(request.get(), key.get()) != 1) {
    return Refuse("REQUEST_SIGNATURE",
                  "the request does not prove that its sender has the key");
  }
  std::string group(64, '\0');
  size_t size = 0;
  const bool p256 = EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_EC &&
                    EVP_PKEY_get_group_name(key.get(), group.data(),
                                            group.size(), &size) == 1 &&
                    group.substr(0, size) == SN_X9_62_prime256v1;
  if (!p256 && EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) {
    return Refuse("REQUEST_KEY", "the key must be P-256 or Ed25519");
  }
  return key;
}

absl::Status CheckTerms(const Authority& authority,
                        const CertificateTerms& terms) {
  if (!terms.server &&
      !(terms.dns_names.empty() && terms.ip_addresses.empty())) {
    return Refuse("CLIENT_NAME", "a client's certificate names no machine");
  }
  TOGUNA_ASSIGN_OR_RETURN(const Validity own, ValidityOf(authority.cert_pem));
  if (terms.validity.not_before < own.not_before ||
      terms.validity.not_after > own.not_after) {
    return Refuse("CERTIFICATE_TIME",
                  "a certificate must lie within its authority's time");
  }
  return absl::OkStatus();
}

}  // namespace

Validity DaysFrom(absl::Time start, int days) {
  return {.not_before = start, .not_after = start + days * absl::Hours(24)};
}

absl::StatusOr<Authority> CreateAuthority(absl::string_view common_name,
                                          const Validity& validity) {
  if (common_name.empty() || common_name.size() > kMostCommonName) {
    return Refuse("AUTHORITY_NAME",
                  "an authority's name must have 1 to 64 characters");
  }
  TOGUNA_ASSIGN_OR_RETURN(const KeyPtr key, NewKey());
  TOGUNA_ASSIGN_OR_RETURN(const CertPtr certificate,
                          NewCertificate(common_name, validity, key.get()));
  X509* self = certificate.get();
  if (X509_set_issuer_name(self, X509_get_subject_name(self)) != 1) {
    return OpensslError("set an authority's name");
  }
  TOGUNA_RETURN_IF_ERROR(AddExtension(self, self, NID_basic_constraints,
                                      "critical,CA:TRUE,pathlen:0"));
  TOGUNA_RETURN_IF_ERROR(
      AddExtension(self, self, NID_key_usage, "critical,keyCertSign,cRLSign"));
  TOGUNA_RETURN_IF_ERROR(
      AddExtension(self, self, NID_subject_key_identifier, "hash"));
  TOGUNA_RETURN_IF_ERROR(Sign(self, key.get()));
  Authority authority;
  TOGUNA_ASSIGN_OR_RETURN(authority.cert_pem, PemOf(self));
  TOGUNA_ASSIGN_OR_RETURN(authority.key_pem, PemOf(key.get()));
  return authority;
}

absl::StatusOr<Request> CreateRequest(absl::string_view spiffe_uri) {
  TOGUNA_ASSIGN_OR_RETURN(const SpiffeId id, ParseSpiffeId(spiffe_uri));
  TOGUNA_ASSIGN_OR_RETURN(const KeyPtr key, NewKey());
  const RequestPtr request(X509_REQ_new());
  if (request == nullptr ||
      X509_REQ_set_pubkey(request.get(), key.get()) != 1) {
    return OpensslError("make a request");
  }
  TOGUNA_RETURN_IF_ERROR(
      AddName(X509_REQ_get_subject_name(request.get()), id.party));
  TOGUNA_RETURN_IF_ERROR(AskForIdentity(request.get(), id.Text()));
  if (X509_REQ_sign(request.get(), key.get(), EVP_sha256()) == 0) {
    return OpensslError("sign a request");
  }
  Request made;
  TOGUNA_ASSIGN_OR_RETURN(made.csr_pem, PemOf(request.get()));
  TOGUNA_ASSIGN_OR_RETURN(made.key_pem, PemOf(key.get()));
  return made;
}

absl::StatusOr<std::string> IssueCertificate(const Authority& authority,
                                             absl::string_view csr_pem,
                                             const CertificateTerms& terms) {
  TOGUNA_ASSIGN_OR_RETURN(const SpiffeId id, ParseSpiffeId(terms.spiffe_uri));
  TOGUNA_RETURN_IF_ERROR(CheckTerms(authority, terms));
  TOGUNA_ASSIGN_OR_RETURN(const CertPtr issuer,
                          ReadCertificate(authority.cert_pem));
  TOGUNA_ASSIGN_OR_RETURN(const KeyPtr issuer_key,
                          ReadPrivateKey(authority.key_pem));
  if (X509_check_private_key(issuer.get(), issuer_key.get()) != 1) {
    return Refuse("AUTHORITY_KEY",
                  "the authority's key does not belong to its certificate");
  }
  TOGUNA_ASSIGN_OR_RETURN(const KeyPtr key, ProvenKey(csr_pem));
  TOGUNA_ASSIGN_OR_RETURN(const CertPtr certificate,
                          NewCertificate(id.party, terms.validity, key.get()));
  X509* leaf = certificate.get();
  if (X509_set_issuer_name(leaf, X509_get_subject_name(issuer.get())) != 1) {
    return OpensslError("set a certificate's issuer");
  }
  TOGUNA_RETURN_IF_ERROR(AddLeafExtensions(leaf, issuer.get(), terms.server));
  TOGUNA_ASSIGN_OR_RETURN(
      const NamesPtr names,
      AlternativeNames(terms.spiffe_uri, terms.dns_names, terms.ip_addresses));
  if (X509_add1_ext_i2d(leaf, NID_subject_alt_name, names.get(), 0,
                        X509V3_ADD_DEFAULT) != 1) {
    return OpensslError("add names");
  }
  TOGUNA_RETURN_IF_ERROR(Sign(leaf, issuer_key.get()));
  return PemOf(leaf);
}

}  // namespace toguna
