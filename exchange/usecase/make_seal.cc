#include "exchange/usecase/make_seal.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <set>
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
#include "exchange/disclosure/global_risk.h"
#include "exchange/disclosure/protect_rungs.h"
#include "exchange/disclosure/schemes_of.h"
#include "exchange/usecase/seal_check.h"
#include "exchange/usecase/seal_cohorts.h"
#include "keys/digest/digest.h"
#include "policies/model/cadence.h"

namespace toguna {
namespace {

constexpr int64_t kMillion = 1'000'000;
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

// Families that will be counted from what is sealed now, later: they tell it
// apart already.
std::vector<const Family*> ComingAfter(Period period, const Plan& plan) {
  std::vector<const Family*> coming;
  for (const Family& family : plan.families) {
    if (KindOf(family.cadence) > period.kind()) coming.push_back(&family);
  }
  return coming;
}

std::vector<const Family*> FamiliesOf(const Plan& plan) {
  std::vector<const Family*> families;
  for (const Family& family : plan.families) families.push_back(&family);
  return families;
}

Publication PublicationOf(const Plan& plan, size_t rung,
                          std::vector<size_t> strands) {
  return {.families = FamiliesOf(plan),
          .minimums = plan.Ladder()[rung],
          .strands = std::move(strands),
          .published = nullptr,
          .zeros = plan.structural_zeros};
}

void SetCohorts(const std::vector<KnownCohort>& known,
                Publication& publication) {
  publication.cohorts = known;
  std::set<size_t> held_over;
  for (const KnownCohort& one : known) {
    held_over.insert(one.strands.begin(), one.strands.end());
  }
  for (const size_t own : publication.strands) held_over.erase(own);
  publication.held_over.assign(held_over.begin(), held_over.end());
}

// What was published of the strands, in order, and last what a rung of `due`
// asks of those of its period.
std::vector<Publication> PublicationsOf(const SealInput& input, const Plan& due,
                                        const SealCohorts& cohorts,
                                        size_t rung) {
  std::vector<Publication> publications;
  for (size_t e = 0; e < input.earlier.size(); ++e) {
    const EarlierSeal& earlier = input.earlier[e];
    const size_t before = RungBefore(earlier.plan.Ladder(), due.Ladder(), rung);
    // One without tables published nothing.
    if (earlier.rungs[before].empty()) continue;
    publications.push_back(
        PublicationOf(earlier.plan, before, earlier.strands));
    publications.back().published = &earlier.rungs[before];
    if (before < earlier.witnesses.size()) {
      publications.back().witnesses = &earlier.witnesses[before];
      publications.back().witness_strands = earlier.witness_strands;
    }
    if (e < cohorts.known_before.size()) {
      SetCohorts(cohorts.known_before[e], publications.back());
    }
  }
  std::vector<size_t> own(input.months() - input.before);
  std::iota(own.begin(), own.end(), input.before);
  publications.push_back(PublicationOf(due, rung, std::move(own)));
  publications.back().corrections = input.corrections;
  SetCohorts(cohorts.known, publications.back());
  return publications;
}

uint64_t TieBreakOf(absl::string_view key) {
  uint64_t number = 0;
  for (const char byte : key.substr(0, sizeof(number))) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return number;
}

SearchEnd EndOf(const ProtectionFigures& figures) {
  if (figures.optimal) return SearchEnd::kProven;
  return figures.cut_short ? SearchEnd::kWorkSpent : SearchEnd::kUnproven;
}

// As random as the key, which is erased with the seal and does not follow from
// it.
std::string SaltOf(absl::string_view key, size_t rung) {
  return HexOf(HmacSha256(
      key, rung == 0 ? "toguna/seal-proof/salt"
                     : absl::StrCat("toguna/seal-proof/salt/", rung)));
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

// What a seal is made from, and what it is made of rung by rung.
struct Making {
  const Catalog& catalog;
  const Plan plan;  // with the families that are due alone
  const std::vector<const Family*> refining;
  const SealInput& input;
  const SealCohorts& cohorts;
  const absl::Time now;
  const absl::string_view key;

  const Dataset& dataset() const { return *catalog.FindDataset(plan.dataset); }

  // How many rungs there are, the plan alone determines.
  SealProgress PartOf(SealStep step, size_t rung) const {
    if (plan.rungs.empty()) return {.step = step};
    return {.step = step,
            .done = static_cast<int64_t>(rung),
            .total = static_cast<int64_t>(plan.Ladder().size())};
  }

  MadeRung Empty(size_t rung) const {
    MadeRung made;
    made.sealed = {.dataset = plan.dataset,
                   .period = input.period,
                   .rung = static_cast<int>(rung),
                   .plan = plan.id,
                   .plan_version = plan.version,
                   .minimums = plan.Ladder()[rung],
                   .list_versions = ListVersionsOf(catalog, dataset(), plan),
                   .sealed_at = now,
                   .tables = {}};
    made.proof.dataset = plan.dataset;
    made.proof.period = input.period;
    made.proof.rung = made.sealed.rung;
    made.figures.k = made.sealed.minimums.k;
    return made;
  }

  absl::StatusOr<std::vector<Protected>> ProtectAll(
      const SealWatch& watch) const {
    std::vector<std::vector<Publication>> rungs;
    for (size_t rung = 0; rung < plan.Ladder().size(); ++rung) {
      rungs.push_back(PublicationsOf(input, plan, cohorts, rung));
    }
    bool called_off = false;
    size_t at = 0;
    const auto goes_on = [&] {
      called_off = called_off || !watch(PartOf(SealStep::kProtecting, at));
      return !called_off;
    };
    const ProtectOptions options{.tie_break = TieBreakOf(key),
                                 .work = input.work * kMillion,
                                 .stop = [&] { return !goes_on(); }};
    auto results = ProtectRungs(catalog, dataset(), refining, input.strands,
                                std::move(rungs), options, [&](size_t rung) {
                                  at = rung;
                                  return goes_on() ? absl::OkStatus()
                                                   : absl::CancelledError();
                                });
    if (called_off) return absl::CancelledError();
    TOGUNA_RETURN_IF_ERROR(InWords(results.status()));
    return results;
  }

  // Has the checker verify a rung of `made`, whose tables are there already,
  // and adds what it leaves.
  absl::Status Check(size_t rung, Protected result,
                     std::vector<MadeRung>& made) const {
    MadeRung& one = made[rung];
    const Plan alone = plan.AtRung(rung);
    SealToCheck check = ForChecker(catalog, alone, one.sealed, result, refining,
                                   PublicationsOf(input, plan, cohorts, rung),
                                   input.strands.size());
    if (rung > 0) SetBelow(alone, made[rung - 1].sealed.tables, check);
    const absl::StatusOr<std::string> verdict = CheckSeal(check);
    if (!verdict.ok()) {
      return ReasonError(
          absl::StatusCode::kDataLoss, "SEAL_CHECK_FAILED",
          absl::StrCat("the checker refused the seal, nothing was written: ",
                       verdict.status().message()));
    }
    one.proof_text = WriteCheckFile(check, SaltOf(key, rung));
    one.proof.unsafe = std::move(result.unsafe);
    one.proof.verdict_sha256 = HexOf(Sha256(*verdict));
    one.proof.proof_sha256 = HexOf(Sha256(one.proof_text));
    one.proof.ranges = std::move(result.ranges);
    for (const SealedTable& table : one.sealed.tables) {
      one.figures.published += std::count_if(
          table.cells.begin(), table.cells.end(), [](const SealedCell& cell) {
            return cell.status == CellStatus::kPublished;
          });
    }
    one.figures.search = EndOf(result.figures);
    one.figures.global_risk = GlobalRisk(catalog, dataset(), one.sealed.tables);
    return absl::OkStatus();
  }
};

}  // namespace

Plan DueWith(Period period, Plan plan) {
  std::erase_if(plan.families, [&](const Family& family) {
    return KindOf(family.cadence) != period.kind();
  });
  std::erase_if(plan.cohorts, [&](const CohortPlan& cohorts) {
    return KindOf(cohorts.cadence) != period.kind();
  });
  return plan;
}

bool IsDue(Period period, const Plan& plan) {
  const Plan due = DueWith(period, plan);
  return !due.cohorts.empty() ||
         std::any_of(due.families.begin(), due.families.end(),
                     [](const Family& family) {
                       return family.stream == Stream::kAccepted;
                     });
}

absl::StatusOr<Strand> CountMonth(const Catalog& catalog, const Plan& plan,
                                  const std::vector<Record>& records) {
  return StrandOf(catalog, *catalog.FindDataset(plan.dataset), FamiliesOf(plan),
                  records, plan.structural_zeros, plan.cohorts);
}

namespace {

absl::StatusOr<MadeSeal> MakeOf(const Catalog& catalog, const Plan& whole,
                                const SealInput& input, absl::Time now,
                                absl::string_view key, const SealWatch& watch) {
  if (!watch({.step = SealStep::kProtecting})) return absl::CancelledError();
  const bool forms = !DueWith(input.period, whole).cohorts.empty();
  SealCohorts with;
  if (forms) {
    TOGUNA_ASSIGN_OR_RETURN(with, FormSealCohorts(catalog, whole, input));
  }
  const Plan& plan = forms ? with.plan : whole;
  const Making making{.catalog = forms ? with.catalog : catalog,
                      .plan = DueWith(input.period, plan),
                      .refining = ComingAfter(input.period, plan),
                      .input = forms ? with.input : input,
                      .cohorts = with,
                      .now = now,
                      .key = key};
  MadeSeal seal;
  seal.work = making.input.work;
  for (size_t rung = 0; rung < making.plan.Ladder().size(); ++rung) {
    seal.rungs.push_back(making.Empty(rung));
  }
  const auto keep_cohorts = [&] {
    for (MadeCohorts& made : with.made) {
      made.seal.sealed_at = now;
      seal.cohorts.push_back(std::move(made.seal));
    }
  };
  if (making.plan.families.empty()) {
    keep_cohorts();
    return seal;
  }
  TOGUNA_ASSIGN_OR_RETURN(std::vector<Protected> results,
                          making.ProtectAll(watch));
  for (size_t rung = 0; rung < results.size(); ++rung) {
    seal.rungs[rung].sealed.tables = std::move(results[rung].tables);
  }
  for (size_t rung = 0; rung < results.size(); ++rung) {
    if (!watch(making.PartOf(SealStep::kChecking, rung))) {
      return absl::CancelledError();
    }
    TOGUNA_RETURN_IF_ERROR(
        making.Check(rung, std::move(results[rung]), seal.rungs));
  }
  for (size_t rung = 0; rung < seal.rungs.size(); ++rung) {
    TakeCohorts(rung, with.made, seal.rungs[rung]);
  }
  keep_cohorts();
  for (const SealedTable& table : seal.lowest().sealed.tables) {
    seal.cells += static_cast<int64_t>(table.cells.size());
  }
  TOGUNA_RETURN_IF_ERROR(
      CheckRisk(whole, seal.rungs.back().figures.global_risk));
  return seal;
}

// Nothing joins that waits since earlier quarters.
SealInput WithoutWaiting(SealInput input) {
  for (size_t s = 0; s < input.before; ++s) {
    for (Stratum& stratum : input.strata[s]) stratum.records.clear();
  }
  return input;
}

}  // namespace

absl::StatusOr<MadeSeal> MakeSeal(const Catalog& catalog, const Plan& whole,
                                  const SealInput& input, absl::Time now,
                                  absl::string_view key,
                                  const SealWatch& watch) {
  absl::StatusOr<MadeSeal> made =
      MakeOf(catalog, whole, input, now, key, watch);
  if (input.before == 0 || !absl::IsResourceExhausted(made.status())) {
    return made;
  }
  return MakeOf(catalog, whole, WithoutWaiting(input), now, key, watch);
}

}  // namespace toguna
