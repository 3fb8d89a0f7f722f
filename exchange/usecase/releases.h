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
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/decision_rows.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/seals.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"
#include "policies/rules/counter_offer.h"
#include "policies/rules/decide.h"

namespace toguna {

// What the recipient wants its package to hold, beside what every one does.
struct PackageWish {
  bool hxl = false;      // a row of HXL tags under the header of extract.csv
  char delimiter = ',';  // of the CSV files: ',' or ';'
  bool xlsx = false;     // extract.xlsx
  bool json = false;     // extract.json
};

// What goes into a package, before it is rendered.
struct PackageContents {
  ReleaseId release;
  Agreement agreement;
  Party recipient;
  const Dataset* dataset = nullptr;
  const Plan* plan = nullptr;
  Selection selection;
  // Periods of it that were corrected since their seal, which no cell shows.
  std::vector<Period> corrected = {};
  std::optional<RungRisk> risk = std::nullopt;
  absl::Time created_at;
  absl::Time delete_by;
  std::string catalog_sha256;
  PackageWish wish = {};
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
  // Explains it; of a release, that release's. Empty if none is kept.
  DecisionId id{};
};

// A table as an extract would hold it.
struct PreviewedTable {
  Period period{absl::CivilMonth()};
  FamilyId family;
  int cells = 0;
  int shown = 0;
};

// Cohorts as an extract would hold them.
struct PreviewedCohorts {
  Period period{absl::CivilMonth()};
  CohortsId id;
  int cohorts = 0;
  int rows = 0;
};

struct ExtractPreview {
  Decision decision;
  std::optional<CounterOffer> offer;   // if it is refused and something passes
  std::vector<PreviewedTable> tables;  // if it is allowed
  std::vector<PreviewedCohorts> cohorts = {};  // likewise
};

// Thread-safe if its parts are. The references must outlive it.
class Releases {
 public:
  Releases(const Catalog& catalog, Ledger& ledger, const PackageMaker& maker,
           Clock clock, RandomBytes random);

  // Makes a release, or refuses with every finding; both are logged, and kept
  // as decisions: see decisions.h. The same request id and ask give the same
  // release; what was refused is decided again, and that is a decision too.
  // `ask.caller` is set here. Returns once the release is durable and covered
  // by a checkpoint. Another wish is another request.
  //   kInvalidArgument INVALID_REQUEST_ID, REQUEST_ID_REUSED
  //   kAborted         others kept changing the same rows; nothing was released
  //   kUnavailable     LOG_UNWRITABLE: nothing was released. WITNESS_AWAY: it
  //   is
  //                    released and logged, and leaves when it is asked for
  //                    again once enough witnesses have signed
  absl::StatusOr<ExtractAnswer> CreateExtract(const Caller& caller,
                                              absl::string_view request_id,
                                              Ask ask, PackageWish wish = {});

  // What CreateExtract would decide of it, and how much it would show. Writes
  // nothing.
  absl::StatusOr<ExtractPreview> Preview(const Caller& caller, Ask ask) const;

  // The files of a release that the caller received, with release.entry and
  // release.tlog-proof. Decides again (phase download). That it was refused is
  // logged, as download.refuse, once a day for each release, party and reason:
  // a party that asks again and again does not fill the log. A wait for
  // witnesses is no refusal.
  //   kPermissionDenied REFUSED  unknown, or another recipient's, or no longer:
  //                              refused now, another agreement revision, or
  //                              past the day on which it is to be deleted
  //   kFailedPrecondition COHORT_RECALLED   it holds rows of such a cohort
  //                       RELEASE_RECALLED  it is recalled itself
  //                       RECALL_OVERDUE    nothing is given before another
  //                                         recall is met
  absl::StatusOr<std::map<std::string, std::string>> Download(
      const Caller& caller, const ReleaseId& release);

  // A release that the caller received: refused, and that logged, as Download
  // would, since a program asks for it before it asks for the files.
  absl::StatusOr<ReleaseRow> Get(const Caller& caller,
                                 const ReleaseId& release);

  // What the caller received, the newest first, without files; also what it can
  // no longer download.
  absl::StatusOr<std::vector<ReleaseRow>> List(const Caller& caller) const;

  // Whether Download would hand it out now: asked before each part of one that
  // is on its way, so that a suspension ends it. Logged as Download does.
  absl::Status CheckDownload(const Caller& caller, const ReleaseId& release);

 private:
  // What one attempt works with; defined beside its code.
  struct Request;

  absl::StatusOr<ExtractAnswer> Attempt(const Request& request);
  absl::StatusOr<ExtractAnswer> AnswerAgain(const Request& request,
                                            const ReleaseId& release);
  absl::StatusOr<ExtractAnswer> Refuse(const Caller& caller,
                                       const Decided& decided);
  // What the decision on an ask rests on.
  struct Known {
    Facts facts;
    AgreementHistory history;
    std::optional<uint64_t> quota_version;  // none: no extract this month
  };
  absl::StatusOr<Known> KnownOf(const Ask& ask) const;
  absl::StatusOr<Effects> Prepare(const Request& request,
                                  const Decision& decision, const Facts& facts);
  absl::StatusOr<ReleaseRow> Downloadable(const Caller& caller,
                                          const ReleaseId& release) const;
  // Logs that a download was refused for `why`, which is returned; errors that
  // refuse nothing are returned as they are.
  absl::Status NoteRefused(const Caller& caller, const ReleaseId& release,
                           const absl::Status& why);
  struct DownloadCase {
    Ask ask;
    Facts facts;
    Decision decision;
  };
  absl::StatusOr<DownloadCase> DecideDownload(const Caller& caller,
                                              const ReleaseRow& row) const;

  const Catalog& catalog_;
  Ledger& ledger_;
  const PackageMaker& maker_;
  Clock clock_;
  RandomBytes random_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_RELEASES_H_
