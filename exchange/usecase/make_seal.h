#ifndef TOGUNA_EXCHANGE_USECASE_MAKE_SEAL_H_
#define TOGUNA_EXCHANGE_USECASE_MAKE_SEAL_H_

// The work of a seal between reading the records and writing it down.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/period.h"
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

// A seal that the checker has accepted.
struct MadeSeal {
  SealedPeriod sealed;
  SealProofRow proof;
  // What the checker verified, as a text: for the rows that hold witnesses.
  std::string proof_text;
  int64_t cells = 0;      // of all tables
  int64_t published = 0;  // of them with a number
};

// Tabulates and protects `records` by those families of `plan` that are due
// with `period` and count what was accepted, and has the independent checker
// verify the result. The same for the same input and `key` (32 random bytes;
// its first eight break ties), whatever the order of the records.
//   kDataLoss SEAL_CHECK_FAILED  the checker refused
//   kCancelled                   `watch` said no
//   what Protect refuses         PLAN_INVALID, RECORD_INVALID, PLAN_TOO_LARGE,
//   …
absl::StatusOr<MadeSeal> MakeSeal(const Catalog& catalog, const Plan& plan,
                                  const std::vector<Record>& records,
                                  Period period, absl::Time now,
                                  absl::string_view key,
                                  const SealWatch& watch);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_MAKE_SEAL_H_
