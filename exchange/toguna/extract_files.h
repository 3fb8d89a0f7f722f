#ifndef TOGUNA_EXCHANGE_TOGUNA_EXTRACT_FILES_H_
#define TOGUNA_EXCHANGE_TOGUNA_EXTRACT_FILES_H_

// Packages on the recipient's machine: bring, list, verify and open them.

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "exchange/package/open_package.h"
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

// The files of the package in a folder, without what an opening wrote there.
//   kNotFound NO_PACKAGE; kFailedPrecondition PACKAGE_NOT_WHOLE
absl::StatusOr<std::map<std::string, std::string>> ReadPackage(
    const std::string& folder);

// Verifies a package with what the folder of whoever types holds, never with
// what the package does, and decrypts it. kDataLoss with its refusal in words.
absl::StatusOr<OpenedPackage> VerifyPackage(
    const Session& session, const std::map<std::string, std::string>& files);

// toguna extract list, download, open.
absl::StatusOr<int> ListExtracts(Session& session);
absl::StatusOr<int> DownloadExtract(Session& session,
                                    const std::string& release,
                                    const std::string& out);
absl::StatusOr<int> OpenExtract(Session& session, const std::string& folder);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_EXTRACT_FILES_H_
