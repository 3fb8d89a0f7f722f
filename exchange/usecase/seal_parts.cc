#include "exchange/usecase/seal_parts.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_file.h"
#include "exchange/usecase/cohort_rows.h"
#include "exchange/usecase/corrections.h"
#include "exchange/usecase/seal_check.h"
#include "exchange/usecase/sealed_plan.h"
#include "exchange/usecase/witness_rows.h"

namespace toguna {
namespace {

std::string Joined(const std::vector<Period>& periods) {
  return absl::StrJoin(periods, ", ", [](std::string* out, const Period& one) {
    absl::StrAppend(out, one.text());
  });
}

Period YearOf(const Period& period) {
  return Period(Period::Kind::kYear, period.month());
}

// The quarters of a year; none of anything shorter.
std::vector<Period> QuartersOf(const Period& period) {
  std::vector<Period> quarters;
  if (period.kind() != Period::Kind::kYear) return quarters;
  for (int q = 0; q < 4; ++q) {
    quarters.emplace_back(Period::Kind::kQuarter, period.month() + 3 * q);
  }
  return quarters;
}

// A period's row, or its absence.
struct FoundPeriod {
  Period period{absl::CivilMonth()};
  std::optional<PeriodRow> row;
  uint64_t version = 0;

  bool sealed() const {
    return row.has_value() && row->state == PeriodState::kSealed;
  }
};

absl::StatusOr<FoundPeriod> FindRow(const Ledger& ledger,
                                    const DatasetId& dataset, Period period) {
  TOGUNA_ASSIGN_OR_RETURN(
      const auto found,
      Find<PeriodRow>(ledger,
                      {RowKind::kPeriod, {dataset.text(), period.text()}, {}}));
  FoundPeriod answer{.period = period, .row = std::nullopt};
  if (found.has_value()) {
    answer.row = found->value;
    answer.version = found->version;
  }
  return answer;
}

// The periods that another is made of.
struct Parts {
  std::vector<FoundPeriod> months;    // all
  std::vector<FoundPeriod> quarters;  // of a year, all
};

absl::StatusOr<Parts> FindParts(const Ledger& ledger, const DatasetId& dataset,
                                Period period) {
  Parts parts;
  for (const Period& month : period.Months()) {
    TOGUNA_ASSIGN_OR_RETURN(FoundPeriod found, FindRow(ledger, dataset, month));
    parts.months.push_back(std::move(found));
  }
  for (const Period& quarter : QuartersOf(period)) {
    TOGUNA_ASSIGN_OR_RETURN(FoundPeriod found,
                            FindRow(ledger, dataset, quarter));
    parts.quarters.push_back(std::move(found));
  }
  return parts;
}

absl::Status CheckStates(const Catalog& catalog, const Ledger& ledger,
                         const Plan& plan, Period period, const Parts& parts,
                         absl::Time now) {
  if (now < period.End(catalog.operation.time_zone)) {
    return ReasonError(absl::StatusCode::kFailedPrecondition, "PERIOD_NOT_OVER",
                       "its last month has not ended",
                       {{"period", period.text()}});
  }
  std::vector<Period> unsealed;
  std::set<Period> with_records;  // quarters
  for (const FoundPeriod& month : parts.months) {
    if (!month.row.has_value()) continue;
    with_records.emplace(Period::Kind::kQuarter, month.period.month());
    if (!month.sealed()) unsealed.push_back(month.period);
  }
  if (with_records.empty()) {
    return ReasonError(absl::StatusCode::kNotFound, "PERIOD_UNKNOWN",
                       "none of its months ever received a record",
                       {{"period", period.text()}});
  }
  if (!unsealed.empty()) {
    return RefuseSeal("MONTHS_NOT_SEALED", "close and seal these months first",
                      Joined(unsealed));
  }
  if (period.kind() == Period::Kind::kQuarter) {
    TOGUNA_ASSIGN_OR_RETURN(const FoundPeriod year,
                            FindRow(ledger, plan.dataset, YearOf(period)));
    if (year.sealed()) {
      return RefuseSeal("YEAR_SEALED",
                        "the year is sealed, and what its quarters are counted "
                        "from was destroyed with it",
                        year.period.text());
    }
    if (!IsDue(period, plan)) {
      return RefuseSeal("NOTHING_DUE",
                        "the plan has no table and no cohorts that are made by "
                        "the quarter",
                        plan.id.text());
    }
    return absl::OkStatus();
  }
  std::vector<Period> missing;
  for (const FoundPeriod& quarter : parts.quarters) {
    if (!quarter.sealed() && with_records.contains(quarter.period)) {
      missing.push_back(quarter.period);
    }
  }
  if (!missing.empty() && IsDue(missing[0], plan)) {
    return RefuseSeal(
        "QUARTERS_NOT_SEALED",
        "the plan has tables or cohorts made by the quarter, which cannot be "
        "made once the year is sealed; seal these quarters first",
        Joined(missing));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<SealedPlanRow>> FindPlan(const Ledger& ledger,
                                                      const DatasetId& dataset,
                                                      Period period) {
  TOGUNA_ASSIGN_OR_RETURN(
      auto found,
      Find<SealedPlanRow>(
          ledger, {RowKind::kSealedPlan, {dataset.text(), period.text()}, {}}));
  if (!found.has_value()) return std::optional<SealedPlanRow>();
  return std::optional(std::move(found->value));
}

absl::StatusOr<SealedPlans> ReadPlans(const Ledger& ledger, const Plan& plan,
                                      const Parts& parts) {
  SealedPlans plans;
  std::vector<Period> lost;
  for (const std::vector<FoundPeriod>* periods :
       {&parts.months, &parts.quarters}) {
    for (const FoundPeriod& one : *periods) {
      if (!one.sealed()) continue;
      TOGUNA_ASSIGN_OR_RETURN(auto found,
                              FindPlan(ledger, plan.dataset, one.period));
      if (found.has_value()) {
        plans.emplace(one.period, *std::move(found));
      } else {
        lost.push_back(one.period);
      }
    }
  }
  if (!lost.empty()) {
    return RefuseSeal("MONTHS_NOT_KEPT",
                      "these months were sealed by a version that did not keep "
                      "what quarters and years are counted from",
                      Joined(lost));
  }
  return plans;
}

// A year without any family is sealed whatever its months were sealed under:
// nothing is counted.
bool Counts(const Plan& plan, Period period) {
  return period.kind() != Period::Kind::kYear ||
         std::any_of(plan.families.begin(), plan.families.end(),
                     [](const Family& family) {
                       return family.cadence == Cadence::kYear;
                     });
}

absl::StatusOr<SealParts> ReadMonth(const Catalog& catalog,
                                    const Ledger& ledger, const Plan& plan,
                                    Period month) {
  std::vector<Record> records;
  const RowKey prefix{
      RowKind::kVaultRecord, {plan.dataset.text(), month.text()}, {}};
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(prefix, [&](const VersionedRow& row) {
    records.push_back(std::get<VaultRecord>(row.row).record);
    records.back().accepted = month.month();
    return true;
  }));
  SealParts parts;
  parts.input.period = month;
  TOGUNA_ASSIGN_OR_RETURN(Strand strand, CountMonth(catalog, plan, records));
  strand.accepted = month.month();
  parts.input.strands.push_back(std::move(strand));
  std::vector<Stratum>& strata = parts.input.strata.emplace_back();
  for (const CohortPlan& cohorts : plan.cohorts) {
    TOGUNA_ASSIGN_OR_RETURN(
        Stratum stratum, StratumOf(catalog, *catalog.FindDataset(plan.dataset),
                                   cohorts, month, records));
    strata.push_back(std::move(stratum));
  }
  return parts;
}

// Of the records of a month's strata those that stand as they were sealed: what
// was retracted or corrected since is in the tables, and in no row.
absl::StatusOr<std::vector<Stratum>> StandingStrata(const Ledger& ledger,
                                                    const Plan& plan,
                                                    std::vector<Stratum> kept) {
  std::vector<Stratum> strata;
  for (const CohortPlan& cohorts : plan.cohorts) {
    Stratum& standing = strata.emplace_back();
    standing.id = cohorts.id;
    for (Stratum& stratum : kept) {
      if (stratum.id != cohorts.id) continue;
      for (StratumRecord& record : stratum.records) {
        TOGUNA_ASSIGN_OR_RETURN(
            const bool stands,
            StandsAsSealed(ledger, plan.dataset, record.record));
        if (stands) standing.records.push_back(std::move(record));
      }
    }
  }
  return strata;
}

// What was taken back of the year's records and what was put in its place, as
// two strands after those of the months.
absl::Status AddCorrectionStrands(const Catalog& catalog, const Ledger& ledger,
                                  const Plan& plan, SealInput& input) {
  const bool counted = std::any_of(
      plan.families.begin(), plan.families.end(),
      [](const Family& one) { return one.stream != Stream::kAccepted; });
  if (!counted || input.period.kind() != Period::Kind::kYear) {
    return absl::OkStatus();
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<CorrectionRow> corrections,
                          CorrectionsOf(ledger, plan.dataset, input.period));
  std::vector<Record> removed;
  std::vector<Record> added;
  for (const CorrectionRow& row : corrections) {
    removed.push_back(row.removed);
    removed.back().accepted = row.period.month();
    if (!row.added.has_value()) continue;
    added.push_back(*row.added);
    added.back().accepted = row.period.month();
  }
  // As finely as whatever was published of the months.
  std::vector<const Family*> families;
  std::vector<StructuralZero> zeros = plan.structural_zeros;
  for (const Family& family : plan.families) families.push_back(&family);
  for (const EarlierSeal& earlier : input.earlier) {
    for (const Family& family : earlier.plan.families) {
      families.push_back(&family);
    }
    zeros.insert(zeros.end(), earlier.plan.structural_zeros.begin(),
                 earlier.plan.structural_zeros.end());
  }
  input.corrections = {input.strands.size(), input.strands.size() + 1};
  for (const std::vector<Record>* records : {&removed, &added}) {
    TOGUNA_ASSIGN_OR_RETURN(
        Strand strand, StrandOf(catalog, *catalog.FindDataset(plan.dataset),
                                families, *records, zeros));
    input.strands.push_back(std::move(strand));
  }
  return absl::OkStatus();
}

// The tables that proved each of some rungs; of one whose proof was not kept
// none.
absl::StatusOr<std::vector<WitnessSet>> ReadWitnesses(const Ledger& ledger,
                                                      const DatasetId& dataset,
                                                      const Period& period,
                                                      size_t rungs) {
  RowKey key = KeyOf(WitnessRow{.dataset = dataset, .period = period});
  key.number.reset();
  std::vector<std::vector<WitnessRow>> rows(rungs);
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(key, [&](const VersionedRow& row) {
    const auto& part = std::get<WitnessRow>(row.row);
    const auto rung = static_cast<size_t>(part.rung);
    if (rung < rows.size()) rows[rung].push_back(part);
    return true;
  }));
  std::vector<WitnessSet> witnesses;
  for (std::vector<WitnessRow>& parts : rows) {
    witnesses.emplace_back();
    const auto file = ReadCheckFile(TextOf(std::move(parts)));
    if (file.ok()) witnesses.back() = WitnessesOf(file->seal);
  }
  return witnesses;
}

absl::Status AddEarlier(const Ledger& ledger, const SealedPlanRow& then,
                        std::vector<size_t> strands, SealInput& input) {
  EarlierSeal earlier{.plan = DueWith(then.period, then.plan),
                      .strands = std::move(strands),
                      .rungs = {}};
  SealRow wanted;
  wanted.sealed.dataset = then.dataset;
  wanted.sealed.period = then.period;
  for (size_t rung = 0; rung < then.plan.Ladder().size(); ++rung) {
    wanted.sealed.rung = static_cast<int>(rung);
    TOGUNA_ASSIGN_OR_RETURN(auto seal, Find<SealRow>(ledger, KeyOf(wanted)));
    if (!seal.has_value()) {
      return absl::DataLossError("a period is sealed, but its seal is missing");
    }
    earlier.rungs.push_back(std::move(seal->value.sealed.tables));
  }
  TOGUNA_ASSIGN_OR_RETURN(
      earlier.witnesses,
      ReadWitnesses(ledger, then.dataset, then.period, earlier.rungs.size()));
  input.earlier.push_back(std::move(earlier));
  return absl::OkStatus();
}

absl::StatusOr<CubeRow> ReadCube(const Ledger& ledger, const DatasetId& dataset,
                                 const Period& month) {
  TOGUNA_ASSIGN_OR_RETURN(
      auto cube, Find<CubeRow>(ledger, {RowKind::kCube,
                                        {dataset.text(), YearOf(month).text(),
                                         month.text()},
                                        {}}));
  if (!cube.has_value()) {
    return absl::DataLossError("a month is sealed, but its cube is missing");
  }
  return std::move(cube->value);
}

}  // namespace

absl::Status CheckSealable(const Catalog& catalog, const Ledger& ledger,
                           const Plan& plan, Period period, absl::Time now) {
  if (period.kind() == Period::Kind::kMonth) return absl::OkStatus();
  TOGUNA_ASSIGN_OR_RETURN(const Parts parts,
                          FindParts(ledger, plan.dataset, period));
  TOGUNA_RETURN_IF_ERROR(
      CheckStates(catalog, ledger, plan, period, parts, now));
  if (!Counts(plan, period)) return absl::OkStatus();
  TOGUNA_ASSIGN_OR_RETURN(const SealedPlans plans,
                          ReadPlans(ledger, plan, parts));
  return CheckPlans(catalog, plan, period, plans);
}

absl::StatusOr<SealParts> ReadParts(const Catalog& catalog,
                                    const Ledger& ledger, const Plan& plan,
                                    Period period, absl::Time now) {
  if (period.kind() == Period::Kind::kMonth) {
    return ReadMonth(catalog, ledger, plan, period);
  }
  TOGUNA_RETURN_IF_ERROR(CheckSealable(catalog, ledger, plan, period, now));
  TOGUNA_ASSIGN_OR_RETURN(const Parts found,
                          FindParts(ledger, plan.dataset, period));
  SealParts parts;
  parts.input.period = period;
  for (const std::vector<FoundPeriod>* periods :
       {&found.months, &found.quarters}) {
    for (const FoundPeriod& one : *periods) {
      parts.rests_on.emplace_back(
          RowKey{
              RowKind::kPeriod, {plan.dataset.text(), one.period.text()}, {}},
          one.version);
    }
  }
  if (period.kind() == Period::Kind::kQuarter) {
    // A year that is sealed meanwhile would be history that this leaves out.
    parts.rests_on.emplace_back(
        RowKey{
            RowKind::kPeriod, {plan.dataset.text(), YearOf(period).text()}, {}},
        0);
  }
  if (!Counts(plan, period)) return parts;
  TOGUNA_ASSIGN_OR_RETURN(const SealedPlans plans,
                          ReadPlans(ledger, plan, found));
  std::map<Period, size_t> strand_of;
  for (const FoundPeriod& month : found.months) {
    if (!month.sealed()) continue;
    strand_of.emplace(month.period, parts.input.strands.size());
    TOGUNA_ASSIGN_OR_RETURN(CubeRow cube,
                            ReadCube(ledger, plan.dataset, month.period));
    parts.input.strands.push_back(
        {.columns = std::move(cube.columns), .accepted = month.period.month()});
    TOGUNA_ASSIGN_OR_RETURN(
        std::vector<Stratum> strata,
        StandingStrata(ledger, plan, std::move(cube.strata)));
    parts.input.strata.push_back(std::move(strata));
  }
  for (const auto& [sealed, then] : plans) {
    std::vector<size_t> strands;
    for (const auto& [month, strand] : strand_of) {
      if (sealed.Contains(month)) strands.push_back(strand);
    }
    TOGUNA_RETURN_IF_ERROR(
        AddEarlier(ledger, then, std::move(strands), parts.input));
  }
  TOGUNA_RETURN_IF_ERROR(
      AddCorrectionStrands(catalog, ledger, plan, parts.input));
  return parts;
}

}  // namespace toguna
