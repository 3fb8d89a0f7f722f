#ifndef TOGUNA_POLICIES_RULES_DECIDE_H_
#define TOGUNA_POLICIES_RULES_DECIDE_H_

// The decision: may this caller have this, under this agreement, now?

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "policies/model/agreement.h"
#include "policies/model/catalog.h"
#include "policies/rules/life_cycle.h"

namespace toguna {

// The same rules decide in every phase. A preview is decided as the extract
// that it is of.
enum class Phase { kPreview, kExtract, kDownload, kFeedItem };

// What is asked for. Nothing left out means "all".
struct Ask {
  PartyId caller;
  AgreementId agreement;
  PurposeId purpose;
  DatasetId dataset;
  Phase phase = Phase::kExtract;
  // At least one of either; empty for alerts.
  std::vector<FamilyId> families;
  std::vector<CohortsId> cohorts = {};
  // One per dimension of the families.
  std::vector<LevelLimit> levels;
  // One per dimension that rows of the cohorts show. None: those of `levels`,
  // which then have such dimensions, too, are meant for rows.
  std::vector<LevelLimit> cohort_levels = {};
  std::vector<Grant::CodeFilter> code_filters;
  std::vector<Period> periods;  // at least one; empty for alerts
  absl::Time event_time;        // feed items: raised or sealed

  // Those that are meant for rows.
  const std::vector<LevelLimit>& RowLevels() const {
    return cohort_levels.empty() ? levels : cohort_levels;
  }
};

// All that a grant gives in such a phase, but for periods, which it does not
// name. Neither caller nor purpose is set. No feed sends rows of cohorts.
Ask AllOf(const AgreementId& agreement, const Grant& grant, Phase phase);

// Public facts that the decision may depend on; never hidden counts.
struct Facts {
  std::vector<Period> sealed;   // sealed periods of the dataset
  int extracts_this_month = 0;  // made under the agreement
  absl::Time now;
  // What was decided of this revision of the agreement.
  Standing standing = Standing::kUnknown;
  // Periods whose counts that need the data owner's approval were approved
  // for this dataset and revision.
  std::vector<Period> approved{};
  // When the first attestation is due of what was given under the agreement and
  // recalled since; infinite future: nothing is outstanding. None: nobody
  // looked, and that refuses.
  std::optional<absl::Time> recall_due = std::nullopt;
};

// What one rule found.
struct Finding {
  std::string rule;  // stable name: "signatures", "validity", "purpose", …
  bool passed = false;
  std::string reason;   // UPPER_SNAKE_CASE if it failed: "AGREEMENT_EXPIRED"
  std::string operand;  // what was asked: "commune"
  std::string clause;   // what the agreement says: "cercle"
  std::string fr;       // the finding as a sentence
  std::string en;
};

// Allowed only if every rule passed. Default deny; forbid wins; order-free.
struct Decision {
  bool allowed = false;
  std::string reason;  // of the first failed finding; empty if allowed
  std::vector<Finding> findings;
  int agreement_revision = 0;
  std::string catalog_sha256;
  // True if the caller is a party to the agreement, and so may see findings;
  // anyone else gets one uniform refusal.
  bool caller_is_party = false;
};

// Pure and total: any error in a rule is a failed finding.
Decision Decide(const Catalog& catalog, const Ask& ask, const Facts& facts);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_RULES_DECIDE_H_
