#include "exchange/usecase/sealed_plan.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/make_seal.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr absl::string_view kZero("\0", 1);

absl::Status CheckMeaning(const Catalog& catalog, const SealedPlanRow& then) {
  const Dataset* dataset = catalog.FindDataset(then.dataset);
  for (const auto& [id, version] : then.list_versions) {
    const CodeList* list = catalog.FindCodeList(CodeListId(id));
    const std::string now = list == nullptr ? "-" : list->version;
    if (now == version) continue;
    return RefuseSeal(
        "HISTORY_MISMATCH",
        "a code list is another than when the months were sealed; "
        "put the version back that they were sealed with",
        absl::StrCat(id, " ", version, " (", then.period.text(), ") / ", now));
  }
  for (const auto& [id, meaning] : then.dimensions) {
    const Dimension* dimension =
        dataset == nullptr ? nullptr : dataset->FindDimension(id);
    if (dimension != nullptr &&
        MeaningOf(catalog, *dataset, *dimension) == meaning) {
      continue;
    }
    return RefuseSeal(
        "HISTORY_MISMATCH",
        "a dimension or its code list was changed since the months "
        "were sealed, without another version; put it back",
        absl::StrCat(id, " (", then.period.text(), ")"));
  }
  return absl::OkStatus();
}

// True if records counted for `then` were told apart as `family` needs.
bool ToldApart(const Plan& then, const Family& family) {
  return std::all_of(
      family.axes.begin(), family.axes.end(), [&](const Axis& axis) {
        for (const Family& known : then.families) {
          if (known.unit != family.unit) continue;
          for (const Axis& one : known.axes) {
            if (one.dimension == axis.dimension && one.finest >= axis.finest) {
              return true;
            }
          }
        }
        return false;
      });
}

// A quarter's cohorts are formed from what its months kept: each kept it for
// the same cohorts, or for none.
absl::Status CheckCohortsOf(const Plan& plan, const SealedPlanRow& then) {
  for (const CohortPlan& cohorts : plan.cohorts) {
    const CohortPlan* before = then.plan.FindCohorts(cohorts.id);
    if (before != nullptr && before->purposes == cohorts.purposes &&
        before->strata == cohorts.strata &&
        before->attributes == cohorts.attributes &&
        before->diversity == cohorts.diversity) {
      continue;
    }
    return RefuseSeal(
        "PLAN_CHANGED",
        "a month was sealed under a plan with other cohorts, or none; they are "
        "formed from the first quarter on that is sealed whole under this plan",
        absl::StrCat(cohorts.id.text(), " (", then.period.text(), ")"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RefuseSeal(absl::string_view reason, absl::string_view text,
                        absl::string_view what) {
  return ReasonError(absl::StatusCode::kFailedPrecondition, reason,
                     absl::StrCat(text, ": ", what),
                     {{"what", std::string(what)}});
}

std::string MeaningOf(const Catalog& catalog, const Dataset& dataset,
                      const Dimension& dimension) {
  std::string text = "toguna/dimension";
  const auto add = [&](absl::string_view part) {
    absl::StrAppend(&text, kZero, part);
  };
  const auto add_list = [&](const CodeList* list) {
    add("list");
    if (list == nullptr) return;
    for (NodeIndex node = 0; node < list->tree.size(); ++node) {
      add(list->tree.code(node));
      add(absl::StrCat(list->tree.parent(node)));
    }
  };
  add(absl::StrCat(static_cast<int>(dimension.source)));
  add_list(catalog.ListOf(dataset, dimension.id));
  for (const std::string& id : dimension.attributes) {
    add("attribute");
    add(id);
    const Attribute* attribute = dataset.FindAttribute(id);
    if (attribute == nullptr) continue;
    add(attribute->required ? "required" : "optional");
    add_list(catalog.FindCodeList(attribute->code_list));
  }
  for (const Dimension::CrosswalkRow& row : dimension.crosswalk) {
    add("row");
    for (const std::string& code : row.codes) add(code);
    add(row.to);
  }
  return HexOf(Sha256(text));
}

SealedPlanRow SealedPlanOf(const Catalog& catalog, const Plan& plan,
                           Period period) {
  SealedPlanRow row{.dataset = plan.dataset,
                    .period = period,
                    .plan = plan,
                    .list_versions = {},
                    .dimensions = {}};
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  const auto note = [&](const CodeList* list) {
    if (list != nullptr) row.list_versions[list->id.text()] = list->version;
  };
  for (const Family& family : plan.families) {
    for (const Axis& axis : family.axes) {
      const Dimension* dimension = dataset.FindDimension(axis.dimension);
      if (dimension == nullptr) continue;
      note(catalog.ListOf(dataset, axis.dimension));
      for (const std::string& id : dimension->attributes) {
        const Attribute* attribute = dataset.FindAttribute(id);
        if (attribute != nullptr) {
          note(catalog.FindCodeList(attribute->code_list));
        }
      }
      row.dimensions[dimension->id] = MeaningOf(catalog, dataset, *dimension);
    }
  }
  return row;
}

absl::Status CheckPlans(const Catalog& catalog, const Plan& plan, Period period,
                        const SealedPlans& plans) {
  std::vector<Family> wanted;
  for (const Family& family : plan.families) {
    const bool to_come = family.cadence != Cadence::kMonth &&
                         (period.kind() != Period::Kind::kYear ||
                          family.cadence == Cadence::kYear);
    if (to_come) wanted.push_back(family);
  }
  for (const auto& [sealed, then] : plans) {
    TOGUNA_RETURN_IF_ERROR(CheckMeaning(catalog, then));
    const Plan due = DueWith(sealed, then.plan);
    wanted.insert(wanted.end(), due.families.begin(), due.families.end());
  }
  for (const auto& [sealed, then] : plans) {
    // Their rows would be history that the year's tables are not held to.
    if (period.kind() == Period::Kind::kYear &&
        !DueWith(sealed, then.plan).cohorts.empty()) {
      return RefuseSeal(
          "PLAN_CHANGED",
          "a quarter gave out cohorts, which tables of its year cannot be "
          "protected with yet; leave tables of the year out of the plan",
          sealed.text());
    }
    if (period.kind() == Period::Kind::kQuarter) {
      TOGUNA_RETURN_IF_ERROR(CheckCohortsOf(plan, then));
    }
    if (sealed.kind() != Period::Kind::kMonth) continue;
    for (const Family& family : wanted) {
      if (ToldApart(then.plan, family)) continue;
      return RefuseSeal(
          "PLAN_CHANGED",
          "a month was sealed under a plan that did not tell records apart as "
          "finely as a table needs; leave the table out of the plan until the "
          "first quarter or year that it covers whole",
          absl::StrCat(family.id.text(), " (", sealed.text(), ")"));
    }
  }
  return absl::OkStatus();
}

}  // namespace toguna
