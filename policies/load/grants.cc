#include "policies/load/grants.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "exchange/words/catalog_words.h"
#include "policies/rules/cohorts.h"

namespace toguna {
namespace {

using GrantFile = catalog::v1::AgreementFile::Grant;

class GrantReader {
 public:
  GrantReader(const Loading& loading, const Spot& spot, const GrantFile& file,
              int format)
      : loading_(loading),
        catalog_(loading.catalog),
        spot_(spot),
        file_(file),
        format_(format) {}

  Grant Read(const Purpose* purpose) {
    grant_.dataset = DatasetId(file_.dataset());
    grant_.extracts = file_.extracts();
    grant_.feed = file_.feed();
    grant_.extracts_per_month = file_.extracts_per_month();
    dataset_ = Refer(loading_, spot_.At("dataset"), catalog_.datasets,
                     "datasets", file_.dataset());
    if (dataset_ == nullptr) return std::move(grant_);
    alerts_ = dataset_->kind == Dataset::Kind::kAlerts;
    if (purpose != nullptr && purpose->consent_scopes.empty() &&
        !dataset_->consent_code_list.empty()) {
      spot_.At("dataset").Report(words::kNoScopes,
                                 {purpose->id.text(), file_.dataset()});
    }
    ReadWaysOut();
    CheckCohortsWay();
    ReadDelay();
    ReadLag();
    apart_ = file_.cohort_level_limits_size() > 0;
    if (alerts_) {
      for (const Dimension& one : dataset_->dimensions) {
        of_tables_.insert(one.id);
      }
      RefuseIf(file_.families_size() > 0, spot_.At("families", 0));
      RefuseIf(file_.has_rung(), spot_.At("rung"));
    } else {
      ReadPlan(purpose);
    }
    ReadLimits();
    ReadRowLimits();
    ReadFilters();
    return std::move(grant_);
  }

 private:
  void ReadWaysOut() {
    if (!file_.extracts() && !file_.feed()) spot_.Report(words::kNoWayOut);
    RefuseIf(alerts_ && file_.extracts(), spot_.At("extracts"));
    if (file_.extracts()) {
      NeedAtLeast(spot_.At("extracts_per_month"), file_.extracts_per_month(),
                  1);
    } else {
      RefuseIf(file_.extracts_per_month() != 0, spot_.At("extracts_per_month"));
    }
  }

  // Rows are pulled, never sent, and agreements that say nothing of risks give
  // none.
  void CheckCohortsWay() {
    RefuseIf(file_.cohort_level_limits_size() > 0 &&
                 (file_.cohorts_size() == 0 || format_ < 2 || alerts_),
             spot_.At("cohort_level_limits", 0));
    if (file_.cohorts_size() == 0) return;
    const Spot at = spot_.At("cohorts", 0);
    if (format_ < 2 || alerts_) {
      RefuseIf(true, at);
      unsure_ = rows_unsure_ = true;
      return;
    }
    if (!file_.extracts()) at.Report(words::kCohortsNeedExtracts);
    RefuseIf(file_.feed() && file_.families_size() == 0, spot_.At("feed"));
  }

  void ReadDelay() {
    const Spot at = spot_.At("delay");
    if (!alerts_) {
      RefuseIf(!file_.delay().empty(), at);
      return;
    }
    if (!Need(at, file_.delay())) return;
    if (!absl::ParseDuration(file_.delay(), &grant_.delay) ||
        grant_.delay < absl::ZeroDuration() ||
        grant_.delay == absl::InfiniteDuration()) {
      at.Report(words::kBadDuration, {file_.delay()},
                at.InWords(words::kDurationRule));
    }
  }

  void ReadLag() {
    const Spot at = spot_.At("lag_days");
    if (format_ < 2 || alerts_) {
      RefuseIf(file_.has_lag_days(), at);
      return;
    }
    if (!file_.has_lag_days()) {
      at.Report(words::kRequired);
    } else if (NeedAtLeast(at, file_.lag_days(), 0)) {
      grant_.lag_days = file_.lag_days();
      // All that comes after it in the feed would wait with it, alerts too.
      if (file_.feed() && file_.lag_days() > 0) {
        at.Report(words::kLagHoldsUpFeed);
      }
    }
  }

  void ReadPlan(const Purpose* purpose) {
    const Plan* plan = catalog_.PlanOf(dataset_->id);
    if (plan == nullptr) {
      // A plan that does not parse has been reported.
      plan_is_broken_ = loading_.plans_unsure;
      for (const std::string& path : loading_.broken) {
        plan_is_broken_ = plan_is_broken_ || path.rfind("plans/", 0) == 0;
      }
      if (!plan_is_broken_) {
        spot_.At("dataset").Report(words::kNoPlan, {file_.dataset()});
      }
      return;
    }
    ReadRung(*plan);
    ReadFamilies(*plan);
    if (format_ >= 2) ReadCohorts(*plan, purpose);
  }

  void ReadFamilies(const Plan& plan) {
    if (file_.families_size() == 0 && file_.cohorts_size() == 0) {
      spot_.At("families").Report(words::kRequired);
    }
    std::set<std::string> seen;
    for (int i = 0; i < file_.families_size(); ++i) {
      const Spot at = spot_.At("families", i);
      const std::string& id = file_.families(i);
      NeedNew(at, seen, id);
      const Family* family = plan.FindFamily(FamilyId(id));
      if (family == nullptr) {
        ReportFamily(at, id, plan);
        continue;
      }
      grant_.families.push_back(family->id);
      families_.push_back(family);
      unsure_ = unsure_ || loading_.unsure_families.contains(family->id);
      for (const Axis& axis : family->axes) of_tables_.insert(axis.dimension);
    }
  }

  void ReadCohorts(const Plan& plan, const Purpose* purpose) {
    std::set<std::string> seen;
    for (int i = 0; i < file_.cohorts_size(); ++i) {
      const Spot at = spot_.At("cohorts", i);
      const std::string& id = file_.cohorts(i);
      NeedNew(at, seen, id);
      const CohortPlan* cohorts = plan.FindCohorts(CohortsId(id));
      if (cohorts == nullptr) {
        ReportCohorts(at, id, plan);
        continue;
      }
      if (purpose != nullptr &&
          std::find(cohorts->purposes.begin(), cohorts->purposes.end(),
                    purpose->id) == cohorts->purposes.end()) {
        std::vector<std::string> purposes;
        for (const PurposeId& one : cohorts->purposes) {
          purposes.push_back(one.text());
        }
        at.Report(words::kCohortsForOtherPurpose, {id, purpose->id.text()},
                  at.Allowed(purposes));
      }
      grant_.cohorts.push_back(cohorts->id);
      cohorts_.push_back(cohorts);
      for (const std::string& shown : DimensionsOf(*dataset_, *cohorts)) {
        // An unknown one is the plan's mistake.
        if (dataset_->FindDimension(shown) != nullptr) of_rows_.insert(shown);
      }
    }
  }

  // A rung that is not named never means the lowest.
  void ReadRung(const Plan& plan) {
    if (loading_.plans_unsure || loading_.unsure_ladders.contains(plan.id)) {
      return;
    }
    const Spot at = spot_.At("rung");
    std::vector<std::string> names;
    for (const Minimums& one : plan.Ladder()) {
      names.push_back(absl::StrCat(one.k));
    }
    if (file_.has_rung()) {
      grant_.rung = file_.rung();
      if (!plan.RungOf(file_.rung()).has_value()) {
        at.Report(words::kNoSuchRung, {absl::StrCat(file_.rung())},
                  at.Allowed(names));
      }
    } else if (!plan.rungs.empty()) {
      at.Report(words::kRequired, {}, at.Allowed(names));
    }
  }

  void ReportFamily(const Spot& at, const std::string& id, const Plan& plan) {
    unsure_ = true;
    if (loading_.plans_unsure) return;
    std::vector<std::string> names;
    for (const Family& one : plan.families) names.push_back(one.id.text());
    for (const auto& [plan_id, other] : catalog_.plans) {
      if (other.FindFamily(FamilyId(id)) == nullptr) continue;
      at.Report(words::kOtherDataset, {id, other.dataset.text()},
                at.Allowed(names));
      return;
    }
    at.ReportUnknown(id, names);
  }

  void ReportCohorts(const Spot& at, const std::string& id, const Plan& plan) {
    unsure_ = rows_unsure_ = true;
    if (loading_.plans_unsure) return;
    std::vector<std::string> names;
    for (const CohortPlan& one : plan.cohorts) names.push_back(one.id.text());
    for (const auto& [plan_id, other] : catalog_.plans) {
      if (other.FindCohorts(CohortsId(id)) == nullptr) continue;
      at.Report(words::kCohortsOfOtherDataset, {id, other.dataset.text()},
                at.Allowed(names));
      return;
    }
    at.ReportUnknown(id, names);
  }

  // False, reported, for a dimension that is not among `those`: that is `why`.
  bool NeedDimension(const Spot& at, const std::string& dimension,
                     const std::set<std::string>& those, const Sentence& why) {
    if (!Need(at, dimension)) return false;
    if (those.contains(dimension)) return true;
    if (dataset_->FindDimension(dimension) == nullptr) {
      std::vector<std::string> names;
      for (const Dimension& one : dataset_->dimensions) names.push_back(one.id);
      at.ReportUnknown(dimension, names);
    } else if (!unsure_ && !plan_is_broken_) {
      at.Report(why, {dimension});
    }
    return false;
  }

  // Dimensions of families and, unless these stand apart, of rows.
  std::set<std::string> Dimensions(bool apart) const {
    std::set<std::string> all = of_tables_;
    if (!apart) all.insert(of_rows_.begin(), of_rows_.end());
    return all;
  }

  using LimitsFile = google::protobuf::RepeatedPtrField<
      catalog::v1::AgreementFile::LevelLimit>;

  // One limit for each of `those`, and no other.
  template <typename Check>
  void ReadLevelLimits(const char* field, const LimitsFile& limits,
                       const std::set<std::string>& those, const Sentence& why,
                       const Sentence& missing, const Check& check,
                       std::vector<LevelLimit>& out) {
    std::set<std::string> seen;
    for (int i = 0; i < limits.size(); ++i) {
      const auto& limit = limits.Get(i);
      const Spot at = spot_.At(field, i);
      if (!NeedDimension(at.At("dimension"), limit.dimension(), those, why) ||
          !NeedNew(at.At("dimension"), seen, limit.dimension())) {
        continue;
      }
      const CodeList* list = catalog_.ListOf(*dataset_, limit.dimension());
      if (list == nullptr) continue;
      const auto depth = ReadLevel(at.At("finest"), *list, limit.finest());
      if (!depth.has_value()) continue;
      check(at.At("finest"), limit.dimension(), *depth, *list);
      out.push_back({limit.dimension(), *depth});
    }
    for (const std::string& dimension : those) {
      if (!seen.contains(dimension) && !unsure_) {
        spot_.At(field).Report(missing, {dimension});
      }
    }
  }

  void ReadLimits() {
    ReadLevelLimits(
        "level_limits", file_.level_limits(), Dimensions(apart_),
        apart_ ? words::kNotInTables : words::kNotInFamilies,
        words::kLimitMissing,
        [this](const auto&... limit) { CheckLimit(limit...); },
        grant_.level_limits);
  }

  void ReadRowLimits() {
    if (!apart_ || file_.cohorts_size() == 0 || alerts_) return;
    ReadLevelLimits(
        "cohort_level_limits", file_.cohort_level_limits(), of_rows_,
        words::kNotInCohorts, words::kRowLimitMissing,
        [this](const auto&... limit) { CheckRowLimit(limit...); },
        grant_.cohort_level_limits);
  }

  static const std::string& NameOf(const CodeList& list, int level) {
    return list.levels[static_cast<size_t>(level)];
  }

  // No finer than some family or any cohort can be, and no coarser than any
  // family begins.
  void CheckLimit(const Spot& at, const std::string& dimension, int depth,
                  const CodeList& list) {
    int finest = -1;
    for (const Family* family : families_) {
      for (const Axis& axis : family->axes) {
        if (axis.dimension != dimension) continue;
        finest = std::max(finest, axis.finest);
        if (depth < axis.coarsest) {
          at.Report(words::kCoarserThanFamily,
                    {NameOf(list, depth), family->id.text(),
                     NameOf(list, axis.coarsest)});
        }
      }
    }
    for (const CohortPlan* cohorts : cohorts_) {
      if (!apart_ && DimensionsOf(*dataset_, *cohorts).contains(dimension)) {
        finest = list.tree.max_depth();
      }
    }
    if (finest >= 0 && depth > finest && (apart_ || !rows_unsure_)) {
      at.Report(words::kFinerThanPlan,
                {NameOf(list, depth), NameOf(list, finest)});
    }
  }

  // No finer than some row can be, and not so coarse that no row of any of the
  // cohorts is left.
  void CheckRowLimit(const Spot& at, const std::string& dimension, int depth,
                     const CodeList& list) {
    int finest = -1;
    for (const CohortPlan* cohorts : cohorts_) {
      for (const CohortAttribute& one : cohorts->attributes) {
        if (one.kind == CohortAttribute::Kind::kVictims) {
          const auto node = list.tree.Find(one.who);
          const Dimension& shown = *dataset_->FindDimension(dimension);
          if (shown.source != Dimension::Source::kWho || !node.has_value()) {
            continue;
          }
          finest = std::max(finest, list.tree.depth(*node));
        } else if (one.kind == CohortAttribute::Kind::kDimension &&
                   one.dimension == dimension) {
          finest = list.tree.max_depth();
          if (depth >= one.coarsest) continue;
          at.Report(words::kCoarserThanCohorts,
                    {NameOf(list, depth), cohorts->id.text(),
                     NameOf(list, one.coarsest)});
        }
      }
    }
    if (finest >= 0 && depth > finest && !rows_unsure_) {
      at.Report(words::kFinerThanCohorts,
                {NameOf(list, depth), NameOf(list, finest)});
    }
  }

  void ReadFilters() {
    std::set<std::string> seen;
    for (int i = 0; i < file_.code_filters_size(); ++i) {
      const auto& filter = file_.code_filters(i);
      const Spot at = spot_.At("code_filters", i);
      if (!NeedDimension(at.At("dimension"), filter.dimension(),
                         Dimensions(/*apart=*/false), words::kNotInFamilies) ||
          !NeedNew(at.At("dimension"), seen, filter.dimension())) {
        continue;
      }
      const CodeList* list = catalog_.ListOf(*dataset_, filter.dimension());
      if (list == nullptr) continue;
      if (filter.codes_size() == 0) at.At("codes").Report(words::kRequired);
      std::set<std::string> codes;
      for (int j = 0; j < filter.codes_size(); ++j) {
        const Spot code = at.At("codes", j);
        NeedNew(code, codes, filter.codes(j));
        const auto node = ReadCode(code, *list, filter.codes(j));
        if (node.has_value()) {
          CheckFilterDepth(code, filter.dimension(), *list, *node);
        }
      }
      grant_.code_filters.push_back(
          {filter.dimension(), {filter.codes().begin(), filter.codes().end()}});
    }
  }

  void CheckFilterDepth(const Spot& at, const std::string& dimension,
                        const CodeList& list, NodeIndex node) {
    for (const auto* limits :
         {&grant_.level_limits, &grant_.cohort_level_limits}) {
      for (const LevelLimit& limit : *limits) {
        if (limit.dimension != dimension ||
            list.tree.depth(node) <= limit.finest) {
          continue;
        }
        at.Report(words::kFilterTooFine,
                  {list.tree.code(node), NameOf(list, limit.finest)});
        return;
      }
    }
  }

  const Loading& loading_;
  const Catalog& catalog_;
  const Spot& spot_;
  const GrantFile& file_;
  const int format_;
  Grant grant_;
  const Dataset* dataset_ = nullptr;
  bool alerts_ = false;
  bool plan_is_broken_ = false;
  // A family, an axis of one or cohorts are not known, or not given.
  bool unsure_ = false;
  bool rows_unsure_ = false;  // of cohorts alone
  std::vector<const Family*> families_;
  std::vector<const CohortPlan*> cohorts_;
  // Dimensions that need a level limit: of families, or of alerts, and those
  // that rows show.
  std::set<std::string> of_tables_;
  std::set<std::string> of_rows_;
  bool apart_ = false;  // rows have limits of their own
};

}  // namespace

Grant ReadGrant(const Loading& loading, const Spot& spot,
                const GrantFile& grant, const Purpose* purpose, int format) {
  return GrantReader(loading, spot, grant, format).Read(purpose);
}

}  // namespace toguna
