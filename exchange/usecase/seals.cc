#include "exchange/usecase/seals.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

absl::StatusOr<std::optional<SealedPeriod>> ReadRung(const Ledger& ledger,
                                                     const DatasetId& dataset,
                                                     const Period& period,
                                                     int rung) {
  SealRow wanted;
  wanted.sealed.dataset = dataset;
  wanted.sealed.period = period;
  wanted.sealed.rung = rung;
  TOGUNA_ASSIGN_OR_RETURN(auto row, Find<SealRow>(ledger, KeyOf(wanted)));
  if (!row.has_value()) return std::optional<SealedPeriod>();
  return std::optional(std::move(row->value.sealed));
}

// What was told of the rung when it was sealed; none: it was not kept.
absl::StatusOr<std::optional<RungFigures>> FiguresOf(const Ledger& ledger,
                                                     const SealedPeriod& seal) {
  std::optional<RungFigures> figures;
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(
      {RowKind::kSealJob, {seal.dataset.text(), seal.period.text()}, {}},
      [&](const VersionedRow& row) {
        const auto& job = std::get<SealJobRow>(row.row);
        const auto rung = static_cast<size_t>(seal.rung);
        if (job.state == SealJobRow::State::kDone && rung < job.rungs.size()) {
          figures = job.rungs[rung];
        }
        return true;
      }));
  return figures;
}

absl::Status NotSealed(const Period& period, absl::string_view why) {
  return ReasonError(absl::StatusCode::kFailedPrecondition, "RUNG_NOT_SEALED",
                     absl::StrCat("the seal of ", period.text(), " ", why,
                                  "; no other is given in its place"),
                     {{"period", period.text()}});
}

}  // namespace

absl::StatusOr<std::vector<Period>> SealedAmong(
    const Ledger& ledger, const DatasetId& dataset,
    const std::vector<Period>& periods) {
  std::vector<Period> sealed;
  for (const Period& period : periods) {
    PeriodRow wanted;
    wanted.dataset = dataset;
    wanted.period = period;
    TOGUNA_ASSIGN_OR_RETURN(const auto row,
                            Find<PeriodRow>(ledger, KeyOf(wanted)));
    if (row.has_value() && row->value.state == PeriodState::kSealed) {
      sealed.push_back(period);
    }
  }
  return sealed;
}

absl::StatusOr<std::vector<SealedPeriod>> ReadSeals(
    const Ledger& ledger, const DatasetId& dataset,
    const std::vector<Period>& periods, std::optional<int> rung) {
  std::vector<SealedPeriod> seals;
  for (const Period& period : periods) {
    TOGUNA_ASSIGN_OR_RETURN(std::optional<SealedPeriod> seal,
                            ReadRung(ledger, dataset, period, 0));
    if (!seal.has_value()) {
      return absl::DataLossError("a period is sealed, but its seal is missing");
    }
    for (int next = 1; rung.has_value() && seal->minimums.k != *rung; ++next) {
      TOGUNA_ASSIGN_OR_RETURN(seal, ReadRung(ledger, dataset, period, next));
      if (!seal.has_value()) {
        return NotSealed(period, absl::StrCat("has no rung of k ", *rung));
      }
    }
    if (!rung.has_value()) {
      TOGUNA_ASSIGN_OR_RETURN(const auto higher,
                              ReadRung(ledger, dataset, period, 1));
      if (higher.has_value()) {
        return NotSealed(period, "has several rungs, and none is named");
      }
    }
    seals.push_back(*std::move(seal));
  }
  return seals;
}

absl::StatusOr<std::optional<RungRisk>> RiskOf(
    const Ledger& ledger, const std::vector<SealedPeriod>& sealed) {
  RungRisk risk;
  bool bounded = true;
  for (const SealedPeriod& one : sealed) {
    SealedPlanRow wanted;
    wanted.dataset = one.dataset;
    wanted.period = one.period;
    TOGUNA_ASSIGN_OR_RETURN(const auto plan,
                            Find<SealedPlanRow>(ledger, KeyOf(wanted)));
    if (!plan.has_value()) return std::optional<RungRisk>();
    const Plan& then = plan->value.plan;
    const std::optional<double> bound = then.max_global_risk;
    if (then.rungs.empty()) return std::optional<RungRisk>();
    TOGUNA_ASSIGN_OR_RETURN(const std::optional<RungFigures> figures,
                            FiguresOf(ledger, one));
    if (!figures.has_value()) return std::optional<RungRisk>();
    risk.global = std::max(risk.global, figures->global_risk);
    bounded = bounded && bound.has_value() &&
              one.rung == static_cast<int>(then.rungs.size());
    if (bounded) risk.bound = std::max(risk.bound.value_or(0), *bound);
  }
  if (!bounded) risk.bound.reset();
  return std::optional(risk);
}

absl::Status SameMinimums(const std::vector<SealedPeriod>& sealed) {
  for (const SealedPeriod& one : sealed) {
    const Minimums& first = sealed.front().minimums;
    if (one.minimums.k != first.k || one.minimums.s != first.s ||
        one.minimums.c != first.c) {
      return ReasonError(absl::StatusCode::kFailedPrecondition,
                         "MINIMUMS_DIFFER",
                         "the periods were sealed with different minimums; ask "
                         "for them in separate extracts");
    }
  }
  return absl::OkStatus();
}

}  // namespace toguna
