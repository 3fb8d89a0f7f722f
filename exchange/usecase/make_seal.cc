#include "exchange/usecase/make_seal.h"

#include <cstdint>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_file.h"
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

// Families that will be counted from what is sealed now, later: they tell it
// apart already.
std::vector<const Family*> ComingAfter(Period period, const Plan& plan) {
  std::vector<const Family*> coming;
  for (const Family& family : plan.families) {
    if (family.cadence > CadenceOf(period.kind())) coming.push_back(&family);
  }
  return coming;
}

std::vector<const Family*> FamiliesOf(const Plan& plan) {
  std::vector<const Family*> families;
  for (const Family& family : plan.families) families.push_back(&family);
  return families;
}

Publication PublicationOf(const Plan& plan, std::vector<size_t> strands) {
  Publication publication{.families = FamiliesOf(plan),
                          .minimums = plan.minimums,
                          .strands = std::move(strands),
                          .published = nullptr,
                          .zeros = plan.structural_zeros};
  publication.minimums.dominance_percent = plan.dominance_percent.value_or(0);
  return publication;
}

// What was published of the months, in order, and last what `due` asks of all.
std::vector<Publication> PublicationsOf(const SealInput& input,
                                        const Plan& due) {
  std::vector<Publication> publications;
  for (const EarlierSeal& earlier : input.earlier) {
    // One without tables published nothing.
    if (earlier.tables.empty()) continue;
    publications.push_back(PublicationOf(earlier.plan, earlier.strands));
    publications.back().published = &earlier.tables;
  }
  std::vector<size_t> all(input.months());
  std::iota(all.begin(), all.end(), size_t{0});
  publications.push_back(PublicationOf(due, std::move(all)));
  publications.back().corrections = input.corrections;
  return publications;
}

uint64_t TieBreakOf(absl::string_view key) {
  uint64_t number = 0;
  for (const char byte : key.substr(0, sizeof(number))) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return number;
}

// As random as the key, which is erased with the seal and does not follow from
// it.
std::string SaltOf(absl::string_view key) {
  return HexOf(HmacSha256(key, "toguna/seal-proof/salt"));
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

// Months that were told apart too coarsely for the plans that meet in a seal.
absl::Status InWords(const absl::Status& status) {
  if (ReasonOf(status).code != "COLUMNS_INVALID") return status;
  return ReasonError(
      absl::StatusCode::kFailedPrecondition, "PLAN_CHANGED",
      "a month was sealed under a plan that did not tell records apart as "
      "finely as this needs; leave the finer families out of the plan until "
      "the first quarter or year that it covers whole",
      {{"what", "structural zeros, or what compares victims to records"}});
}

}  // namespace

Plan DueWith(Period period, Plan plan) {
  std::erase_if(plan.families, [&](const Family& family) {
    return family.cadence != CadenceOf(period.kind());
  });
  return plan;
}

absl::StatusOr<Strand> CountMonth(const Catalog& catalog, const Plan& plan,
                                  const std::vector<Record>& records) {
  return StrandOf(catalog, *catalog.FindDataset(plan.dataset), FamiliesOf(plan),
                  records, plan.structural_zeros);
}

absl::StatusOr<MadeSeal> MakeSeal(const Catalog& catalog, const Plan& whole,
                                  const SealInput& input, absl::Time now,
                                  absl::string_view key,
                                  const SealWatch& watch) {
  TOGUNA_RETURN_IF_ERROR(CheckKept(whole));
  const Plan plan = DueWith(input.period, whole);
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  MadeSeal seal;
  seal.sealed = {.dataset = dataset.id,
                 .period = input.period,
                 .plan = plan.id,
                 .plan_version = plan.version,
                 .minimums = plan.minimums,
                 .list_versions = ListVersionsOf(catalog, dataset, plan),
                 .sealed_at = now,
                 .tables = {}};
  seal.proof.dataset = dataset.id;
  seal.proof.period = input.period;
  if (!watch({.step = SealStep::kProtecting})) return absl::CancelledError();
  if (plan.families.empty()) return seal;
  const std::vector<const Family*> refining = ComingAfter(input.period, whole);
  const std::vector<Publication> publications = PublicationsOf(input, plan);
  bool called_off = false;
  const ProtectOptions options{.tie_break = TieBreakOf(key), .stop = [&] {
                                 called_off =
                                     !watch({.step = SealStep::kProtecting});
                                 return called_off;
                               }};
  absl::StatusOr<Protected> result =
      Protect(catalog, dataset, refining, input.strands, publications, options);
  if (called_off) return absl::CancelledError();
  TOGUNA_RETURN_IF_ERROR(InWords(result.status()));
  seal.sealed.tables = std::move(result->tables);
  if (!watch({.step = SealStep::kChecking})) return absl::CancelledError();
  const SealToCheck check =
      ForChecker(catalog, plan, seal.sealed, *result, refining, publications,
                 input.strands.size());
  const absl::StatusOr<std::string> verdict = CheckSeal(check);
  if (!verdict.ok()) {
    return ReasonError(
        absl::StatusCode::kDataLoss, "SEAL_CHECK_FAILED",
        absl::StrCat("the checker refused the seal, nothing was written: ",
                     verdict.status().message()));
  }
  seal.proof_text = WriteCheckFile(check, SaltOf(key));
  seal.proof.unsafe = std::move(result->unsafe);
  seal.proof.verdict_sha256 = HexOf(Sha256(*verdict));
  seal.proof.proof_sha256 = HexOf(Sha256(seal.proof_text));
  seal.proof.ranges = std::move(result->ranges);
  CountCells(seal);
  return seal;
}

}  // namespace toguna
