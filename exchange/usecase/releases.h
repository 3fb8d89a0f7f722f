#ifndef TOGUNA_EXCHANGE_USECASE_RELEASES_H_
#define TOGUNA_EXCHANGE_USECASE_RELEASES_H_

// Extracts: decide, select, package, commit, checkpoint, and only then let go.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/extract/select.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

// What goes into a package, before it is rendered.
struct PackageContents {
  ReleaseId release;
  Agreement agreement;
  Party recipient;
  const Dataset* dataset = nullptr;
  const Plan* plan = nullptr;
  Selection selection;
  absl::Time created_at;
  absl::Time delete_by;
  std::string catalog_sha256;
};

// Renders, signs and encrypts; implemented by exchange/package.
class PackageMaker {
 public:
  virtual ~PackageMaker() = default;
  // The files of the package by name, without the log's proof, which exists
  // only after the commit. extract.csv is inside its .age file only.
  virtual absl::StatusOr<std::map<std::string, std::string>> Make(
      const PackageContents& contents) const = 0;
};

struct ExtractAnswer {
  Decision decision;
  std::optional<ReleaseRow> release;  // present exactly if allowed
};

// Thread-safe if its parts are. The references must outlive it.
class Releases {
 public:
  Releases(const Catalog& catalog, Ledger& ledger, const PackageMaker& maker,
           Clock clock, RandomBytes random);

  // Makes a release, or refuses with every finding; both are logged. The same
  // request id and ask give the same release. `ask.caller` is set here.
  // Returns once the release is durable and covered by a checkpoint.
  absl::StatusOr<ExtractAnswer> CreateExtract(const Caller& caller,
                                              absl::string_view request_id,
                                              Ask ask);

  // The files of a release that the caller received, with release.tlog-proof.
  // Decides again (phase download).
  //   kPermissionDenied REFUSED  unknown, or another recipient's, or no longer
  absl::StatusOr<std::map<std::string, std::string>> Download(
      const Caller& caller, const ReleaseId& release);

 private:
  const Catalog& catalog_;
  Ledger& ledger_;
  const PackageMaker& maker_;
  Clock clock_;
  RandomBytes random_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_RELEASES_H_
