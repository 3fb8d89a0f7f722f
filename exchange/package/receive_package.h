#ifndef TOGUNA_EXCHANGE_PACKAGE_RECEIVE_PACKAGE_H_
#define TOGUNA_EXCHANGE_PACKAGE_RECEIVE_PACKAGE_H_

// Brings a package into a folder over a line that may break.

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace toguna {

// What a file is called as long as it is not whole.
inline constexpr char kPartEnding[] = ".part";

// What the exchange says of a package before it gives it.
struct AnnouncedPackage {
  std::map<std::string, int64_t> sizes;  // name -> bytes, of what never changes
  std::string manifest_sha256;
};

// Part of a file: where it begins, how long the whole file is, its bytes.
using TakePart = std::function<absl::Status(int64_t offset, int64_t file_size,
                                            absl::string_view bytes)>;
// Asks for a file from `offset` on and hands its parts to `take`, in order.
using FetchFile = std::function<absl::Status(
    const std::string& name, int64_t offset, const TakePart& take)>;

struct ReceiveOptions {
  // How often a file is asked for again when the line breaks and nothing came.
  int patience = 3;
  std::function<void()> wait;  // before that; none: at once
};

// Puts the package's files into `folder`, which it makes. A file has its name
// only once it is whole; until then it is FILE.part, with which the next call
// goes on, however this one ended. Files that are there and right are not asked
// for again; release.entry and release.tlog-proof always are, since a proof may
// be newer. Every file is held against the manifest, and the manifest against
// its announced digest; one that differs is asked for once more, whole.
//   as `fetch`          the line is broken and stays so: call again
//   kDataLoss           PACKAGE_BROKEN: what came is not what was announced
//   kFailedPrecondition the folder cannot be written
absl::Status ReceivePackage(const AnnouncedPackage& announced,
                            const std::string& folder, const FetchFile& fetch,
                            const ReceiveOptions& options = {});

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_RECEIVE_PACKAGE_H_
