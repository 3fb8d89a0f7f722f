#ifndef TOGUNA_TESTS_SUPPORT_TEST_CERTS_H_
#define TOGUNA_TESTS_SUPPORT_TEST_CERTS_H_

// Certificates for tests, made while the test runs: no key is in the tree.

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"

namespace toguna::testing {

struct CertificatePem {
  std::string certificate;
  std::string key;
};

// A certificate authority with P-256 keys.
class TestCa {
 public:
  explicit TestCa(const std::string& name)
      : key_(NewKey(), &EVP_PKEY_free), certificate_(X509_new(), &X509_free) {
    Fill(certificate_.get(), name, 1, -1, 10);
    X509_set_issuer_name(certificate_.get(),
                         X509_get_subject_name(certificate_.get()));
    X509_set_pubkey(certificate_.get(), key_.get());
    Extend(NID_basic_constraints, "critical,CA:TRUE", certificate_.get());
    Extend(NID_key_usage, "critical,keyCertSign,cRLSign", certificate_.get());
    X509_sign(certificate_.get(), key_.get(), EVP_sha256());
  }

  std::string pem() const { return PemOf(certificate_.get()); }

  // `names` as OpenSSL writes subject alternative names: "DNS:localhost",
  // "URI:spiffe://…". Valid from a day ago to `days` from now.
  CertificatePem Issue(const std::vector<std::string>& names, int days = 1) {
    const Key key(NewKey(), &EVP_PKEY_free);
    const Certificate certificate(X509_new(), &X509_free);
    Fill(certificate.get(), "test", ++serial_, -2, days);
    X509_set_issuer_name(certificate.get(),
                         X509_get_subject_name(certificate_.get()));
    X509_set_pubkey(certificate.get(), key.get());
    Extend(NID_basic_constraints, "critical,CA:FALSE", certificate.get());
    Extend(NID_ext_key_usage, "serverAuth,clientAuth", certificate.get());
    if (!names.empty()) {
      Extend(NID_subject_alt_name, absl::StrJoin(names, ","),
             certificate.get());
    }
    X509_sign(certificate.get(), key_.get(), EVP_sha256());
    return {PemOf(certificate.get()), PemOf(key.get())};
  }

 private:
  using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
  using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

  static EVP_PKEY* NewKey() { return EVP_EC_gen("P-256"); }

  static void Fill(X509* certificate, const std::string& name, long serial,
                   long from_days, long to_days) {
    constexpr long kDay = 24L * 60 * 60;
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), from_days * kDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate), to_days * kDay);
    X509_NAME_add_entry_by_txt(
        X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
        reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  }

  void Extend(int nid, const std::string& value, X509* certificate) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate_.get(), certificate, nullptr, nullptr,
                   0);
    X509_EXTENSION* extension =
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }

  static std::string TextOf(BIO* bio) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    std::string text(bytes, static_cast<size_t>(size));
    BIO_free(bio);
    return text;
  }
  static std::string PemOf(X509* certificate) {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(bio, certificate);
    return TextOf(bio);
  }
  static std::string PemOf(EVP_PKEY* key) {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    return TextOf(bio);
  }

  Key key_;
  Certificate certificate_;
  long serial_ = 1;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_TEST_CERTS_H_
