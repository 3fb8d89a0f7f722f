#ifndef TOGUNA_EXCHANGE_USECASE_MAKE_SEAL_H_
#define TOGUNA_EXCHANGE_USECASE_MAKE_SEAL_H_

// The work of a seal between reading the records and writing it down.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/period.h"
#include "exchange/base/seal_work.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/cohort/stratum.h"
#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/record/record.h"
#include "exchange/usecase/rows.h"
#include "policies/model/catalog.h"
#include "policies/model/plan.h"

namespace toguna {

// What a seal is doing, in this order.
enum class SealStep { kWaiting, kReading, kProtecting, kChecking, kWriting };

// How far a seal is. Tells nothing of what is hidden: `done` and `total` count
// parts that the plan alone determines (or are 0), never records or cells by
// what they hold.
struct SealProgress {
  SealStep step = SealStep::kWaiting;
  int64_t done = 0;
  int64_t total = 0;  // 0: the step has no parts

  friend bool operator==(const SealProgress&, const SealProgress&) = default;
};

// Told how far a seal is, at least once a step. Answers whether to go on; "no"
// ends the seal before its next step, and nothing is written.
using SealWatch = std::function<bool(const SealProgress&)>;

// One rung of a seal that the checker has accepted.
struct MadeRung {
  SealedPeriod sealed;
  SealProofRow proof;
  // What the checker verified, as a text: for the rows that hold witnesses.
  std::string proof_text;
  RungFigures figures;
};

struct MadeSeal {
  std::vector<MadeRung> rungs;  // of the plan's ladder, the lowest first
  std::vector<CohortSeal> cohorts = {};  // a quarter's, as the plan has them
  int64_t cells = 0;                     // of all tables of a rung
  // Allowed each rung's search, in millions of steps: what was asked for, and
  // with cohorts no less than they need.
  int64_t work = 0;

  const MadeRung& lowest() const { return rungs.front(); }
};

// Cohorts that a quarter was sealed with before.
struct EarlierCohorts {
  CohortSeal seal;
  // Of each strand of the SealInput that may hold any, by entity: the code of
  // the node that its record lies in, of those that somebody has seen.
  std::vector<std::map<int32_t, std::string>> codes;
};

// What was sealed before of the strands of a seal: a month, or a quarter.
struct EarlierSeal {
  // Its own, with the families that the tables are of and the cohorts that were
  // due alone.
  Plan plan;
  std::vector<size_t> strands;                  // of the SealInput, in order
  std::vector<std::vector<SealedTable>> rungs;  // of its plan's ladder
  // The tables that proved each rung; empty where they are not known, or where
  // a quarter's tables prove as much.
  std::vector<WitnessSet> witnesses = {};
  // The strands that they lie in; empty: as `strands`.
  std::vector<size_t> witness_strands = {};
  std::vector<EarlierCohorts> cohorts = {};  // of the plan's cohorts, in order
};

// What a seal is made from.
struct SealInput {
  Period period{absl::CivilMonth()};
  // One a month, in order; then those of corrections, if any.
  std::vector<Strand> strands;
  // So many of them, the first, are of earlier quarters of the year, whose
  // records may join cohorts that are formed now, and are in no table of now.
  size_t before = 0;
  std::vector<EarlierSeal> earlier;
  std::optional<Corrections> corrections = std::nullopt;
  // Of each month's strand, by the plan's cohorts: what is in their strata; of
  // those before, what waits.
  std::vector<std::vector<Stratum>> strata = {};
  // For the pattern of each rung: of exchange/base/seal_work.h.
  int64_t work = kDefaultSealWork;

  size_t months() const {
    return corrections.has_value() ? corrections->removed : strands.size();
  }
};

// The families of `plan` that are due with such a period, in the plan's order.
Plan DueWith(Period period, Plan plan);

// Some family or cohorts of `plan` are due with such a period.
bool IsDue(Period period, const Plan& plan);

// A month's records, told apart by all families and cohorts of `plan`, so that
// quarter and year can be counted from them too. The same whatever their order.
//   kInvalidArgument PLAN_INVALID, RECORD_INVALID
//   kResourceExhausted PLAN_TOO_LARGE
absl::StatusOr<Strand> CountMonth(const Catalog& catalog, const Plan& plan,
                                  const std::vector<Record>& records);

// Tabulates `input` by those families of `plan` that are due with its period,
// protects them together with what was published before, once per rung, and has
// the independent checker verify every rung. Cohorts of a quarter are formed
// first, from what is in their strata and what waits since earlier quarters,
// and how many records each holds is protected as one more table, so that none
// is released that would give a number away; that table is in no rung. Without
// any family or cohorts due the seal has no tables, and there is nothing to
// verify. Where all of it together is too large to be protected, what waits
// goes on waiting. The same for the same input and `key` (32 random bytes; its
// first eight break ties).
//   kDataLoss SEAL_CHECK_FAILED         the checker refused
//   kCancelled                          `watch` said no
//   kFailedPrecondition PLAN_CHANGED    a month was not told apart as finely as
//                                       the plans now need
//   kFailedPrecondition RISK_TOO_HIGH   the last rung's, of a plan that was not
//                                       loaded
//   what Protect refuses                PLAN_INVALID, PLAN_TOO_LARGE, …
absl::StatusOr<MadeSeal> MakeSeal(const Catalog& catalog, const Plan& plan,
                                  const SealInput& input, absl::Time now,
                                  absl::string_view key,
                                  const SealWatch& watch);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_MAKE_SEAL_H_
