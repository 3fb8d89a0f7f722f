#ifndef TOGUNA_EXCHANGE_TOGUNA_SIGN_AGREEMENT_H_
#define TOGUNA_EXCHANGE_TOGUNA_SIGN_AGREEMENT_H_

#include <string>

#include "absl/status/statusor.h"

namespace toguna {

// Signs the exact bytes of the agreement's file at `path` as `role`
// ("data-owner", "recipient", "dpo") with the minisign key at `key_path`;
// returns the path of the signature, "<path>.<role>.minisig".
absl::StatusOr<std::string> SignAgreement(const std::string& path,
                                          const std::string& role,
                                          const std::string& key_path);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SIGN_AGREEMENT_H_
