#ifndef TOGUNA_EXCHANGE_USECASE_DECISION_ROW_H_
#define TOGUNA_EXCHANGE_USECASE_DECISION_ROW_H_

// A decision as it is kept: what was asked, what it rested on, what every rule
// found. See decision_rows.h for how one is made and what its digest is of.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "policies/model/agreement.h"
#include "policies/rules/decide.h"
#include "policies/rules/life_cycle.h"

namespace toguna {

// What was decided of an ask under an agreement. Key: agreement, then audit
// index, the newest first. Written in the commit of the release or refusal that
// it explains, never changed and never erased.
//
// Texts of the caller's own may be in it, cut to what MakeDecisionRow takes;
// they never go into the log or a metric. Holds policy and public facts alone:
// no count of a table, nothing of a record, no key.
struct DecisionRow {
  // What it was decided for. kFollow: whether the caller may follow a feed at
  // all, decided of an item that was assumed to be as old and as sealed as one
  // could wish; so are then its periods and what it says of them.
  enum class Step { kExtract, kDownload, kFollow, kFeedItem };
  struct Level {
    std::string dimension;
    int finest = 0;    // its depth
    std::string name;  // as its code list had it then

    friend bool operator==(const Level&, const Level&) = default;
  };

  DecisionId id;
  absl::Time at;
  AgreementId agreement;
  int agreement_revision = 0;
  std::string agreement_sha256{};
  std::string catalog_sha256{};
  PartyId caller{};
  // False: there are no findings, and only the data protection officer of the
  // agreement may read it.
  bool caller_is_party = false;
  Step step = Step::kExtract;

  // What was asked for.
  PurposeId purpose{};
  DatasetId dataset{};
  std::vector<FamilyId> families{};
  std::vector<CohortsId> cohorts{};
  std::vector<Level> levels{};
  std::vector<Level> cohort_levels{};  // of rows, where they are apart
  std::vector<Grant::CodeFilter> code_filters{};
  std::vector<Period> periods{};
  std::optional<absl::Time> event_time{};  // kFeedItem
  int asked_left_out = 0;  // more was listed than is kept: so many

  // The public facts that it rested on.
  std::vector<Period> sealed{};    // of the periods that are kept above
  std::vector<Period> approved{};  // of them too
  int extracts_this_month = 0;     // made before
  Standing standing = Standing::kUnknown;

  bool allowed = false;
  std::string reason{};  // of the first finding that failed
  std::vector<Finding> findings{};
  int findings_left_out = 0;

  uint64_t audit_index = 0;  // set by Ledger::Commit
};

// Where the decision of a refusal lies; that of a release lies where its
// ReleaseRow says. Key: id.
struct DecisionPlaceRow {
  DecisionId id;
  AgreementId agreement;
  uint64_t audit_index = 0;  // set by Ledger::Commit
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_DECISION_ROW_H_
