#include "exchange/usecase/make_seal.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/usecase/seal_check.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

std::map<std::string, std::string> ListVersionsOf(const Catalog& catalog,
                                                  const Dataset& dataset,
                                                  const Plan& plan) {
  std::map<std::string, std::string> versions;
  for (const Family& family : plan.families) {
    for (const Axis& axis : family.axes) {
      const CodeList* list = catalog.ListOf(dataset, axis.dimension);
      if (list != nullptr) versions[list->id.text()] = list->version;
    }
  }
  return versions;
}

Cadence CadenceOf(Period::Kind kind) {
  switch (kind) {
    case Period::Kind::kMonth:
      return Cadence::kMonth;
    case Period::Kind::kQuarter:
      return Cadence::kQuarter;
    case Period::Kind::kYear:
      return Cadence::kYear;
  }
  return Cadence::kMonth;
}

// The plan with the families that are due with such a period. Corrections are
// no records of it.
Plan DueWith(Period period, Plan plan) {
  std::erase_if(plan.families, [&](const Family& family) {
    return family.cadence != CadenceOf(period.kind()) ||
           family.stream != Stream::kAccepted;
  });
  return plan;
}

uint64_t TieBreakOf(absl::string_view key) {
  uint64_t number = 0;
  for (const char byte : key.substr(0, sizeof(number))) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return number;
}

void CountCells(MadeSeal& seal) {
  for (const SealedTable& table : seal.sealed.tables) {
    for (const SealedCell& cell : table.cells) {
      ++seal.cells;
      seal.published += cell.status == CellStatus::kPublished ? 1 : 0;
    }
  }
}

// What a plan may say and no seal keeps yet is refused, never passed over.
absl::Status CheckKept(const Plan& plan) {
  std::string what;
  if (!plan.rungs.empty() || plan.max_global_risk.has_value()) what = "rungs";
  if (!plan.pools.empty()) what = "pools";
  if (what.empty()) return absl::OkStatus();
  return ReasonError(absl::StatusCode::kUnimplemented, "PLAN_NOT_KEPT",
                     absl::StrCat("the plan has ", what,
                                  ", which seals do not keep yet; leave them "
                                  "out of the plan"),
                     {{"what", what}});
}

}  // namespace

absl::StatusOr<MadeSeal> MakeSeal(const Catalog& catalog, const Plan& whole,
                                  const std::vector<Record>& records,
                                  Period period, absl::Time now,
                                  absl::string_view key,
                                  const SealWatch& watch) {
  TOGUNA_RETURN_IF_ERROR(CheckKept(whole));
  const Plan plan = DueWith(period, whole);
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  if (!watch({.step = SealStep::kProtecting})) return absl::CancelledError();
  Publication due{.families = {},
                  .minimums = plan.minimums,
                  .strands = {0},
                  .published = nullptr,
                  .zeros = plan.structural_zeros};
  due.minimums.dominance_percent = plan.dominance_percent.value_or(0);
  for (const Family& family : plan.families) due.families.push_back(&family);
  // Quarters and years will be counted from what this month is told apart by.
  std::vector<const Family*> refining;
  for (const Family& family : whole.families) {
    if (family.cadence != CadenceOf(period.kind())) refining.push_back(&family);
  }
  std::vector<const Family*> all = due.families;
  all.insert(all.end(), refining.begin(), refining.end());
  std::vector<Strand> strands(1);
  TOGUNA_ASSIGN_OR_RETURN(strands[0], StrandOf(catalog, dataset, all, records,
                                               plan.structural_zeros));
  if (period.kind() == Period::Kind::kMonth) {
    strands[0].accepted = period.month();
  }
  const Publication publications[] = {std::move(due)};
  bool called_off = false;
  const ProtectOptions options{.tie_break = TieBreakOf(key), .stop = [&] {
                                 called_off =
                                     !watch({.step = SealStep::kProtecting});
                                 return called_off;
                               }};
  TOGUNA_ASSIGN_OR_RETURN(
      Protected result,
      Protect(catalog, dataset, refining, strands, publications, options));
  if (called_off) return absl::CancelledError();
  MadeSeal seal;
  seal.sealed = {.dataset = dataset.id,
                 .period = period,
                 .plan = plan.id,
                 .plan_version = plan.version,
                 .minimums = plan.minimums,
                 .list_versions = ListVersionsOf(catalog, dataset, plan),
                 .sealed_at = now,
                 .tables = std::move(result.tables)};
  if (!watch({.step = SealStep::kChecking})) return absl::CancelledError();
  const absl::StatusOr<std::string> verdict =
      CheckSeal(ForChecker(catalog, plan, seal.sealed, result, refining));
  if (!verdict.ok()) {
    return ReasonError(
        absl::StatusCode::kDataLoss, "SEAL_CHECK_FAILED",
        absl::StrCat("the checker refused the seal, nothing was written: ",
                     verdict.status().message()));
  }
  seal.proof = {.dataset = dataset.id,
                .period = period,
                .unsafe = std::move(result.unsafe),
                .verdict_sha256 = HexOf(Sha256(*verdict)),
                .ranges = std::move(result.ranges)};
  CountCells(seal);
  return seal;
}

}  // namespace toguna
