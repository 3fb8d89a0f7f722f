#include "keys/x509/names.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "keys/x509/openssl.h"

namespace toguna {
namespace {

constexpr size_t kMostDnsName = 253;

absl::Status NotAName(absl::string_view message) {
  // OpenSSL's own words must not turn up in some later error.
  ERR_clear_error();
  return ReasonError(absl::StatusCode::kInvalidArgument, "SERVER_NAME",
                     message);
}

// Takes `name` over.
absl::Status AddAlternative(GENERAL_NAMES* names, GENERAL_NAME* name) {
  if (sk_GENERAL_NAME_push(names, name) > 0) return absl::OkStatus();
  GENERAL_NAME_free(name);
  return OpensslError("add a name");
}

absl::Status AddText(GENERAL_NAMES* names, int type, absl::string_view text) {
  ASN1_IA5STRING* value = ASN1_IA5STRING_new();
  GENERAL_NAME* name = GENERAL_NAME_new();
  if (value == nullptr || name == nullptr ||
      ASN1_STRING_set(value, text.data(), static_cast<int>(text.size())) != 1) {
    ASN1_IA5STRING_free(value);
    GENERAL_NAME_free(name);
    return OpensslError("add a name");
  }
  GENERAL_NAME_set0_value(name, type, value);
  return AddAlternative(names, name);
}

absl::Status AddAddress(GENERAL_NAMES* names, const std::string& text) {
  ASN1_OCTET_STRING* value = a2i_IPADDRESS(text.c_str());
  if (value == nullptr) {
    return NotAName("a server's address is not an IP address");
  }
  GENERAL_NAME* name = GENERAL_NAME_new();
  if (name == nullptr) {
    ASN1_OCTET_STRING_free(value);
    return OpensslError("add a name");
  }
  GENERAL_NAME_set0_value(name, GEN_IPADD, value);
  return AddAlternative(names, name);
}

bool IsDnsName(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '.' &&
        c != '-') {
      return false;
    }
  }
  return !text.empty() && text.size() <= kMostDnsName;
}

}  // namespace

absl::StatusOr<NamesPtr> AlternativeNames(
    const std::string& spiffe_uri, const std::vector<std::string>& dns_names,
    const std::vector<std::string>& ip_addresses) {
  NamesPtr names(sk_GENERAL_NAME_new_null());
  if (names == nullptr) return OpensslError("list names");
  TOGUNA_RETURN_IF_ERROR(AddText(names.get(), GEN_URI, spiffe_uri));
  for (const std::string& name : dns_names) {
    if (!IsDnsName(name)) return NotAName("a server's name is no DNS name");
    TOGUNA_RETURN_IF_ERROR(AddText(names.get(), GEN_DNS, name));
  }
  for (const std::string& address : ip_addresses) {
    TOGUNA_RETURN_IF_ERROR(AddAddress(names.get(), address));
  }
  return names;
}

}  // namespace toguna
