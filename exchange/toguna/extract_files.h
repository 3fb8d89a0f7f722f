#ifndef TOGUNA_EXCHANGE_TOGUNA_EXTRACT_FILES_H_
#define TOGUNA_EXCHANGE_TOGUNA_EXTRACT_FILES_H_

// Packages on the recipient's machine: bring, list, verify and open them.

#include <string>

#include "absl/status/statusor.h"
#include "exchange/rpc/client.h"
#include "exchange/toguna/session.h"

namespace toguna {

// "r-…" of a release.
std::string ReleaseIdOf(const v1::Extract& extract);

// Downloads the package into R-… of `out`, or what is missing of it there.
// Returns that folder. Errors as ReceivePackage and Client::StreamPackage.
absl::StatusOr<std::string> DownloadInto(const Session& session, Client& client,
                                         const v1::Extract& extract,
                                         const std::string& out);

// toguna extract list, download, open.
absl::StatusOr<int> ListExtracts(Session& session);
absl::StatusOr<int> DownloadExtract(Session& session,
                                    const std::string& release,
                                    const std::string& out);
absl::StatusOr<int> OpenExtract(Session& session, const std::string& folder);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_EXTRACT_FILES_H_
