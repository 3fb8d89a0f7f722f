#include "exchange/usecase/seal_parts.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <tuple>
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
#include "exchange/usecase/corrections.h"
#include "exchange/usecase/held_over.h"
#include "exchange/usecase/seal_check.h"
#include "exchange/usecase/seal_cohorts.h"
#include "exchange/usecase/seal_reading.h"
#include "exchange/usecase/sealed_plan.h"
#include "exchange/usecase/witness_rows.h"

namespace toguna {
namespace {

std::string Joined(const std::vector<Period>& periods) {
  return absl::StrJoin(periods, ", ", [](std::string* out, const Period& one) {
    absl::StrAppend(out, one.text());
  });
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
    TOGUNA_ASSIGN_OR_RETURN(FoundPeriod found,
                            FindPeriodRow(ledger, dataset, month));
    parts.months.push_back(std::move(found));
  }
  // A year's, of nothing shorter.
  for (const Period& quarter : QuartersOfYear(period)) {
    if (period.kind() != Period::Kind::kYear) break;
    TOGUNA_ASSIGN_OR_RETURN(FoundPeriod found,
                            FindPeriodRow(ledger, dataset, quarter));
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
  std::vector<Period> lost;
  std::set<Period> with_records;  // quarters
  for (const FoundPeriod& quarter : parts.quarters) {
    if (quarter.lost()) lost.push_back(quarter.period);
  }
  for (const FoundPeriod& month : parts.months) {
    if (!month.row.has_value()) continue;
    if (month.lost()) lost.push_back(month.period);
    with_records.emplace(Period::Kind::kQuarter, month.period.month());
    if (!month.sealed()) unsealed.push_back(month.period);
  }
  if (with_records.empty()) {
    return ReasonError(absl::StatusCode::kNotFound, "PERIOD_UNKNOWN",
                       "none of its months ever received a record",
                       {{"period", period.text()}});
  }
  if (!lost.empty()) return LostPeriod(Joined(lost));
  if (!unsealed.empty()) {
    return RefuseSeal("MONTHS_NOT_SEALED", "close and seal these months first",
                      Joined(unsealed));
  }
  if (period.kind() == Period::Kind::kQuarter) {
    TOGUNA_ASSIGN_OR_RETURN(
        const FoundPeriod year,
        FindPeriodRow(ledger, plan.dataset, YearOf(period)));
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

absl::StatusOr<SealedPlans> ReadPlans(const Ledger& ledger, const Plan& plan,
                                      const Parts& parts) {
  SealedPlans plans;
  std::vector<Period> lost;
  for (const std::vector<FoundPeriod>* periods :
       {&parts.months, &parts.quarters}) {
    for (const FoundPeriod& one : *periods) {
      if (!one.sealed()) continue;
      TOGUNA_ASSIGN_OR_RETURN(auto found,
                              FindSealedPlan(ledger, plan.dataset, one.period));
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

// What proved each rung of a seal, of a rung whose proof was not kept nothing;
// and how many strands that was over.
struct ReadProofs {
  std::vector<WitnessSet> witnesses;
  size_t strands = 0;
};

absl::StatusOr<ReadProofs> ReadWitnesses(const Ledger& ledger,
                                         const DatasetId& dataset,
                                         const Period& period, size_t rungs) {
  RowKey key = KeyOf(WitnessRow{.dataset = dataset, .period = period});
  key.number.reset();
  std::vector<std::vector<WitnessRow>> rows(rungs);
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(key, [&](const VersionedRow& row) {
    const auto& part = std::get<WitnessRow>(row.row);
    const auto rung = static_cast<size_t>(part.rung);
    if (rung < rows.size()) rows[rung].push_back(part);
    return true;
  }));
  ReadProofs proofs;
  for (std::vector<WitnessRow>& parts : rows) {
    proofs.witnesses.emplace_back();
    const auto file = ReadCheckFile(TextOf(std::move(parts)));
    if (!file.ok()) continue;
    proofs.witnesses.back() = WitnessesOf(file->seal);
    proofs.strands = file->seal.strands;
  }
  return proofs;
}

absl::StatusOr<EarlierSeal> ReadEarlier(const Ledger& ledger,
                                        const SealedPlanRow& then,
                                        std::vector<size_t> strands) {
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
  return earlier;
}

// Likewise, with the tables that proved it.
absl::Status AddEarlier(const Ledger& ledger, const SealedPlanRow& then,
                        std::vector<size_t> strands, SealInput& input) {
  TOGUNA_ASSIGN_OR_RETURN(EarlierSeal earlier,
                          ReadEarlier(ledger, then, std::move(strands)));
  TOGUNA_ASSIGN_OR_RETURN(
      ReadProofs proofs,
      ReadWitnesses(ledger, then.dataset, then.period, earlier.rungs.size()));
  earlier.witnesses = std::move(proofs.witnesses);
  input.earlier.push_back(std::move(earlier));
  return absl::OkStatus();
}

// Of each strand, by entity: the cohort of `seal` that its record lies in, if
// anybody has seen that.
absl::StatusOr<std::vector<std::map<int32_t, std::string>>> CodesOf(
    const CohortSeal& seal, const std::vector<EarlierQuarter>& quarters,
    size_t strands) {
  std::map<std::tuple<Period, PartyId, std::string>, std::string> code_of;
  const std::vector<std::string> seen = CodesSeen(seal);
  for (const CohortSeal::Node& node : seal.nodes) {
    if (std::count(seen.begin(), seen.end(), node.code) == 0) continue;
    for (const CohortRecord& record : node.records) {
      code_of[{record.month, record.contributor, record.ref}] = node.code;
    }
  }
  std::vector<std::map<int32_t, std::string>> codes(strands);
  size_t strand = 0;
  size_t found = 0;
  for (const EarlierQuarter& quarter : quarters) {
    for (const CubeRow& month : quarter.months) {
      for (const Stratum& stratum : month.strata) {
        if (stratum.id != seal.id) continue;
        for (const StratumRecord& one : stratum.records) {
          const auto code = code_of.find(
              {one.record.month, one.record.contributor, one.record.ref});
          if (code == code_of.end()) continue;
          codes[strand].emplace(one.entity, code->second);
          ++found;
        }
      }
      ++strand;
    }
  }
  if (found == code_of.size()) return codes;
  return absl::DataLossError(
      "a sealed cohort has records that its months lack");
}

// Adds the strands of earlier quarters, and what was published of them. A
// quarter's tables prove all that its months' do.
absl::Status AddHeldOver(const Ledger& ledger,
                         std::vector<EarlierQuarter> quarters,
                         SealInput& input) {
  struct Strands {
    size_t first = 0;
    size_t count = 0;
  };
  std::vector<Strands> of;
  for (EarlierQuarter& quarter : quarters) {
    of.push_back({input.strands.size(), quarter.months.size()});
    for (size_t m = 0; m < quarter.months.size(); ++m) {
      input.strands.push_back({.columns = std::move(quarter.months[m].columns),
                               .accepted = quarter.months[m].month.month()});
      input.strata.push_back(std::move(quarter.waiting[m]));
    }
  }
  input.before = input.strands.size();
  for (size_t q = 0; q < quarters.size(); ++q) {
    std::vector<size_t> own(of[q].count);
    std::iota(own.begin(), own.end(), of[q].first);
    size_t month = 0;
    for (const auto& [period, then] : quarters[q].plans) {
      const bool whole = period == quarters[q].quarter;
      TOGUNA_ASSIGN_OR_RETURN(
          EarlierSeal earlier,
          ReadEarlier(ledger, then, whole ? own : std::vector{own[month++]}));
      if (whole) {
        TOGUNA_ASSIGN_OR_RETURN(
            ReadProofs proofs,
            ReadWitnesses(ledger, then.dataset, period, earlier.rungs.size()));
        // It was made over the months of those quarters, the last ones, that
        // were sealed before it.
        std::vector<size_t> over = own;
        for (size_t p = q; p-- > 0 && over.size() < proofs.strands;) {
          if (quarters[p].seals[0].sealed_at >=
              quarters[q].seals[0].sealed_at) {
            continue;
          }
          for (size_t s = of[p].count; s-- > 0;) {
            over.insert(over.begin(), of[p].first + s);
          }
        }
        while (over.size() < proofs.strands) {
          over.insert(over.begin(), Publication::kNoStrand);
        }
        if (over.size() == proofs.strands) {
          earlier.witnesses = std::move(proofs.witnesses);
          earlier.witness_strands = std::move(over);
        }
        for (const CohortSeal& seal : quarters[q].seals) {
          TOGUNA_ASSIGN_OR_RETURN(
              auto codes, CodesOf(seal, quarters, input.strands.size()));
          earlier.cohorts.push_back({.seal = seal, .codes = std::move(codes)});
        }
      }
      input.earlier.push_back(std::move(earlier));
    }
  }
  return absl::OkStatus();
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
  if (period.kind() == Period::Kind::kQuarter) {
    TOGUNA_ASSIGN_OR_RETURN(
        std::vector<EarlierQuarter> quarters,
        ReadHeldOver(catalog, ledger, plan, period, parts.rests_on));
    TOGUNA_RETURN_IF_ERROR(
        AddHeldOver(ledger, std::move(quarters), parts.input));
  }
  for (const FoundPeriod& month : found.months) {
    if (!month.sealed()) continue;
    strand_of.emplace(month.period, parts.input.strands.size());
    TOGUNA_ASSIGN_OR_RETURN(CubeRow cube,
                            ReadCube(ledger, plan.dataset, month.period));
    parts.input.strands.push_back(
        {.columns = std::move(cube.columns), .accepted = month.period.month()});
    TOGUNA_ASSIGN_OR_RETURN(std::vector<Stratum> strata,
                            StandingStrata(ledger, plan, cube.strata));
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
