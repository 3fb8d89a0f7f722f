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
#include "exchange/usecase/cohort_tables.h"
#include "exchange/usecase/seal_check.h"
#include "keys/digest/digest.h"
#include "policies/model/cadence.h"

namespace toguna {
namespace {

constexpr int64_t kMillion = 1'000'000;
// Of a seal with cohorts: few counts to choose among, each judged against all
// that was published of their months.
constexpr int64_t kLeastWorkWithCohorts = 20'000;

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

// What was published of the months, in order, and last what a rung of `due`
// asks of all, whose cohorts are `known`.
std::vector<Publication> PublicationsOf(const SealInput& input, const Plan& due,
                                        const std::vector<KnownCohort>& known,
                                        size_t rung) {
  std::vector<Publication> publications;
  for (const EarlierSeal& earlier : input.earlier) {
    const size_t before = RungBefore(earlier.plan.Ladder(), due.Ladder(), rung);
    // One without tables published nothing.
    if (earlier.rungs[before].empty()) continue;
    publications.push_back(
        PublicationOf(earlier.plan, before, earlier.strands));
    publications.back().published = &earlier.rungs[before];
    if (before < earlier.witnesses.size()) {
      publications.back().witnesses = &earlier.witnesses[before];
    }
  }
  std::vector<size_t> all(input.months());
  std::iota(all.begin(), all.end(), size_t{0});
  publications.push_back(PublicationOf(due, rung, std::move(all)));
  publications.back().corrections = input.corrections;
  publications.back().cohorts = known;
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
  const std::vector<KnownCohort>& known;
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
      rungs.push_back(PublicationsOf(input, plan, known, rung));
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
                                   PublicationsOf(input, plan, known, rung),
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

// Cohorts that were formed for a quarter.
struct MadeCohorts {
  CohortPlan plan;
  FormedCohorts formed;
  CohortSeal seal;

  // Where all records are held over there is nothing to count.
  bool IsCounted() const { return formed.nodes.size() > 1; }
};

// A seal's input with its cohorts as one more dimension of records, and one
// more family each, after the plan's own.
struct WithRows {
  Catalog catalog;
  Plan plan;
  SealInput input;
  std::vector<KnownCohort> known;
  std::vector<MadeCohorts> cohorts;
};

// Where a record of a stratum is: its month's strand, and its entity there.
struct EntityAt {
  size_t strand = 0;
  int32_t entity = 0;
};

// No finer than what tables that count by the same tell apart.
void SetFinest(const Catalog& catalog, const Dataset& dataset,
               std::span<const Family* const> families, CohortPlan& plan) {
  for (CohortAttribute& attribute : plan.attributes) {
    if (attribute.kind != CohortAttribute::Kind::kDimension) continue;
    attribute.finest =
        DepthBeside(catalog, dataset, families, attribute.dimension);
  }
}

CohortSeal SealOf(const Catalog& catalog, const Plan& plan,
                  const CohortPlan& cohorts, const FormedCohorts& formed,
                  const std::vector<StratumRecord>& records, Period period) {
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  CohortSeal seal{.dataset = plan.dataset,
                  .period = period,
                  .id = cohorts.id,
                  .plan = plan.id,
                  .plan_version = plan.version,
                  .ladder = plan.Ladder(),
                  .list_versions = {},
                  .sealed_at = {},
                  .attributes = cohorts.attributes,
                  .nodes = {},
                  .held_over = {}};
  const auto note = [&](const CodeList* list) {
    if (list != nullptr) seal.list_versions[list->id.text()] = list->version;
  };
  for (const CohortAttribute& one : cohorts.attributes) {
    const Dimension* dimension = dataset.FindDimension(one.dimension);
    if (dimension == nullptr) continue;
    note(catalog.ListOf(dataset, one.dimension));
    for (const std::string& id : dimension->attributes) {
      const Attribute* attribute = dataset.FindAttribute(id);
      if (attribute == nullptr) continue;
      note(catalog.FindCodeList(attribute->code_list));
    }
  }
  for (const CohortPlan::Stratum& one : cohorts.strata) {
    note(catalog.ListOf(dataset, one.dimension));
  }
  for (const FormedCohorts::Node& node : formed.nodes) {
    CohortSeal::Node& sealed = seal.nodes.emplace_back();
    sealed = {.code = node.code,
              .parent = node.parent,
              .rung = node.rung,
              .box = node.box,
              .meets = node.meets,
              .released = {},
              .records = {}};
    for (const size_t record : node.records) {
      sealed.records.push_back(records[record].record);
    }
  }
  for (const size_t record : formed.held_over) {
    seal.held_over.push_back(records[record].record);
  }
  return seal;
}

absl::Status FormCohortsOf(CohortPlan plan, size_t number, WithRows& with) {
  const Dataset& dataset = *with.catalog.FindDataset(with.plan.dataset);
  // What its months were tabulated by tells of them, too.
  std::vector<const Family*> families = FamiliesOf(with.plan);
  for (const EarlierSeal& earlier : with.input.earlier) {
    for (const Family& family : earlier.plan.families) {
      families.push_back(&family);
    }
  }
  SetFinest(with.catalog, dataset, families, plan);
  MadeCohorts made{.plan = plan, .formed = {}, .seal = {}};
  std::vector<StratumRecord> records;
  std::vector<EntityAt> at;
  for (size_t s = 0; s < with.input.strata.size(); ++s) {
    if (number >= with.input.strata[s].size()) continue;
    for (const StratumRecord& record : with.input.strata[s][number].records) {
      records.push_back(record);
      at.push_back({s, record.entity});
    }
  }
  TOGUNA_ASSIGN_OR_RETURN(
      made.formed, FormStratum(with.catalog, dataset, plan, with.plan.Ladder(),
                               with.input.period, records));
  made.seal = SealOf(with.catalog, with.plan, plan, made.formed, records,
                     with.input.period);
  if (!made.IsCounted()) {
    with.cohorts.push_back(std::move(made));
    return absl::OkStatus();
  }
  std::vector<std::map<int32_t, std::string>> codes(with.input.strands.size());
  for (const FormedCohorts::Node& node : made.formed.nodes) {
    for (const size_t record : node.records) {
      codes[at[record].strand][at[record].entity] = node.code;
    }
  }
  for (size_t s = 0; s < codes.size(); ++s) {
    for (Columns& columns : with.input.strands[s].columns) {
      if (columns.unit != Unit::kRecord) continue;
      AddCodes(plan.id.text(), codes[s], columns);
    }
  }
  TOGUNA_ASSIGN_OR_RETURN(
      std::vector<KnownCohort> known,
      KnownOf(with.catalog, dataset, families, plan, made.formed));
  with.known.insert(with.known.end(), known.begin(), known.end());
  with.cohorts.push_back(std::move(made));
  return absl::OkStatus();
}

absl::StatusOr<WithRows> AddCohorts(const Catalog& catalog, const Plan& plan,
                                    const SealInput& input) {
  WithRows with{.catalog = catalog,
                .plan = plan,
                .input = input,
                .known = {},
                .cohorts = {}};
  with.input.work = std::max(input.work, kLeastWorkWithCohorts);
  for (size_t c = 0; c < plan.cohorts.size(); ++c) {
    TOGUNA_RETURN_IF_ERROR(FormCohortsOf(plan.cohorts[c], c, with));
  }
  const size_t rungs = plan.Ladder().size();
  std::vector<CohortsInTables> tables;
  for (const MadeCohorts& made : with.cohorts) {
    if (!made.IsCounted()) continue;
    tables.push_back(
        {.plan = made.plan, .rungs = rungs, .formed = {&made.formed}});
    with.plan.families.push_back(FamilyOfCohorts(made.plan, rungs));
  }
  TOGUNA_ASSIGN_OR_RETURN(with.catalog,
                          WithCohorts(catalog, plan.dataset, tables));
  return with;
}

// Takes the tables of cohorts, which are the last, out of a rung that was
// verified with them.
void TakeCohorts(size_t rung, std::vector<MadeCohorts>& cohorts,
                 MadeRung& made) {
  std::vector<SealedTable>& tables = made.sealed.tables;
  const auto counted = static_cast<size_t>(
      std::count_if(cohorts.begin(), cohorts.end(),
                    [](const MadeCohorts& one) { return one.IsCounted(); }));
  const size_t first = tables.size() - counted;
  size_t next = first;
  for (MadeCohorts& one : cohorts) {
    if (!one.IsCounted()) continue;
    std::set<std::string> published;
    for (const SealedCell& cell : tables[next++].cells) {
      if (cell.status == CellStatus::kPublished)
        published.insert(cell.codes[0]);
    }
    for (CohortSeal::Node& node : one.seal.nodes) {
      if (published.count(node.code) == 0) continue;
      node.released.push_back(static_cast<int>(rung));
    }
    const SealedCohorts given = SealedRung(one.seal, static_cast<int>(rung));
    for (const SealedCohort& cohort : given.cohorts) {
      ++made.figures.cohorts;
      made.figures.cohort_rows += static_cast<int64_t>(cohort.records.size());
    }
    made.figures.published -= static_cast<int64_t>(published.size());
  }
  tables.resize(first);
  for (const MadeCohorts& one : cohorts) {
    made.sealed.list_versions.erase(one.plan.id.text());
  }
  for (RangeProof& ranges : made.proof.ranges) {
    std::erase_if(ranges.cells, [&](const RangeProof::Cell& cell) {
      return static_cast<size_t>(cell.table) >= first;
    });
  }
}

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

absl::StatusOr<MadeSeal> MakeSeal(const Catalog& catalog, const Plan& whole,
                                  const SealInput& input, absl::Time now,
                                  absl::string_view key,
                                  const SealWatch& watch) {
  if (!watch({.step = SealStep::kProtecting})) return absl::CancelledError();
  const bool forms = !DueWith(input.period, whole).cohorts.empty();
  WithRows with;
  if (forms) {
    TOGUNA_ASSIGN_OR_RETURN(with, AddCohorts(catalog, whole, input));
  }
  const Plan& plan = forms ? with.plan : whole;
  const Making making{.catalog = forms ? with.catalog : catalog,
                      .plan = DueWith(input.period, plan),
                      .refining = ComingAfter(input.period, plan),
                      .input = forms ? with.input : input,
                      .known = with.known,
                      .now = now,
                      .key = key};
  MadeSeal seal;
  seal.work = making.input.work;
  for (size_t rung = 0; rung < making.plan.Ladder().size(); ++rung) {
    seal.rungs.push_back(making.Empty(rung));
  }
  const auto keep_cohorts = [&] {
    for (MadeCohorts& made : with.cohorts) {
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
    TakeCohorts(rung, with.cohorts, seal.rungs[rung]);
  }
  keep_cohorts();
  for (const SealedTable& table : seal.lowest().sealed.tables) {
    seal.cells += static_cast<int64_t>(table.cells.size());
  }
  TOGUNA_RETURN_IF_ERROR(
      CheckRisk(whole, seal.rungs.back().figures.global_risk));
  return seal;
}

}  // namespace toguna
