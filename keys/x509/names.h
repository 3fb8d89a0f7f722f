#ifndef TOGUNA_KEYS_X509_NAMES_H_
#define TOGUNA_KEYS_X509_NAMES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "keys/x509/openssl.h"

namespace toguna {

// The alternative names of a certificate: one identity and, for a server, its
// machines. Built as objects, never from text with commas in it, so that a
// name cannot bring a second one along. Returns kInvalidArgument for a DNS
// name or address that is none. Used inside keys/x509 only.
absl::StatusOr<NamesPtr> AlternativeNames(
    const std::string& spiffe_uri, const std::vector<std::string>& dns_names,
    const std::vector<std::string>& ip_addresses);

}  // namespace toguna

#endif  // TOGUNA_KEYS_X509_NAMES_H_
