#ifndef TOGUNA_EXCHANGE_USECASE_DRAFT_PREVIEWS_H_
#define TOGUNA_EXCHANGE_USECASE_DRAFT_PREVIEWS_H_

// What a draft of an agreement would have let out in the last twelve months,
// beside what another agreement let out: before anybody signs.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/extract/compare.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"
#include "policies/rules/cohorts.h"
#include "policies/rules/decide.h"

namespace toguna {

// Something wrong in a draft, for whoever writes it.
struct DraftMistake {
  int line = 0;  // from 1; 0: the whole file
  Label text;
};

// The draft, or every mistake in it.
struct DraftRead {
  std::optional<Agreement> draft;
  std::vector<DraftMistake> mistakes;
};

// Reads an agreement's file against the catalog it would come into.
using DraftReader = std::function<DraftRead(absl::string_view text)>;

// What one of the two would have done with one period of a dataset.
struct SideOfPeriod {
  bool gives = false;  // it names a family or cohorts that such a period has
  // Why nothing of it may go out now; empty: it may.
  std::vector<Finding> against;
  // From when on, by its lag. None where it gives nothing.
  std::optional<absl::Time> from;
  // Only if the data owner approved the period.
  bool needs_approval = false;
};

// What one of the two gives of cohorts of a period. Their rows stay where they
// are.
struct RowsOfSide {
  bool gives = false;  // it names them, and nothing stands against the period
  // Why none of them can be given all the same.
  std::optional<Finding> against;
  int64_t cohorts = 0;
  int64_t rows = 0;  // of each cohort more than the rung's k
  std::map<BoxLeftOut, int64_t> ruled_out;  // cohorts
  // Some were recalled, or have fewer records that stand.
  bool taken_back = false;
  bool held_over = false;  // some records wait for another period
  // Some only if the data owner approved the period.
  bool needs_approval = false;
};

// Cohorts that either names.
struct CohortsPreview {
  CohortsId id;
  RowsOfSide before;
  RowsOfSide after;
};

struct PeriodPreview {
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  bool sealed = false;  // else there is nothing to compare yet
  SideOfPeriod before;
  SideOfPeriod after;
  std::vector<ComparedTable> tables;
  std::vector<CohortsPreview> cohorts = {};  // by id
};

// Flash alerts that were cleared in the twelve months.
struct AlertPreview {
  DatasetId dataset;
  int cleared = 0;
  // Of them, that would have been sent,
  int before = 0;
  int after = 0;
  // and of those that both send, the ones that show more or less than before.
  int different = 0;
};

// Told in this order: one Begin; then steps, each a period or the alerts of a
// dataset. Any of them returns false to stop.
class DraftPreviewSink {
 public:
  virtual ~DraftPreviewSink() = default;
  // What the draft is compared with; nullptr: with nothing.
  virtual bool Begin(const AgreementView& draft, const AgreementView* with,
                     int steps) = 0;
  virtual bool Add(const PeriodPreview& period) = 0;
  virtual bool Add(const AlertPreview& alerts) = 0;
};

// Thread-safe if its parts are. The references must outlive it.
class DraftPreviews {
 public:
  DraftPreviews(const Catalog& catalog, const Ledger& ledger, Clock clock,
                DraftReader read);

  // Both are taken as if all had signed them and they had been in force all the
  // while, with every approval that they need; everything else is decided as
  // ever. No count of a table leaves, of rows only how many there would be, as
  // Releases::Preview says it; and nothing is written.
  //
  // Compared with `with`, or else the catalog's agreement of the draft's id, or
  // else the one that it succeeds; with nothing if the caller is no party to
  // that.
  //
  // Returns the draft's mistakes if it has any; nothing was told then.
  //   kPermissionDenied REFUSED           `with` is not there, or not the
  //                                       caller's
  //   kPermissionDenied DRAFT_OF_ANOTHER  the draft names another data
  //                                       protection officer
  //   kCancelled                          the sink has enough
  absl::StatusOr<std::vector<DraftMistake>> Preview(
      const Caller& caller, absl::string_view draft,
      const std::optional<AgreementId>& with, DraftPreviewSink& sink) const;

 private:
  const Catalog& catalog_;
  const Ledger& ledger_;
  Clock clock_;
  DraftReader read_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_DRAFT_PREVIEWS_H_
