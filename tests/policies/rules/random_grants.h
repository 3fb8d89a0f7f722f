#ifndef TOGUNA_TESTS_POLICIES_RULES_RANDOM_GRANTS_H_
#define TOGUNA_TESTS_POLICIES_RULES_RANDOM_GRANTS_H_

// Two random agreements over a small catalog, and the cells that each gives as
// the decision says when it is asked for one cell after another.

#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "policies/rules/decide.h"
#include "tests/support/small_operation.h"

namespace toguna::testing {

// A table's cell at a rung of the plan.
struct GivenCell {
  std::string family;
  std::vector<std::string> codes;
  size_t rung = 0;

  friend auto operator<=>(const GivenCell&, const GivenCell&) = default;
};
using GivenCells = std::set<GivenCell>;

// Places with leaves at two depths, three tables, one of them of the finest
// places alone, which Bamako is one of; two rungs; alerts with two
// dimensions.
inline Catalog TogetherCatalog() {
  Catalog catalog = SmallCatalog();
  CodeList places = MakeList("places", {"country", "region", "cercle"},
                             {{"ML", "", {"Mali", "Mali"}},
                              {"ML01", "ML", {"Kayes", "Kayes"}},
                              {"ML05", "ML", {"Mopti", "Mopti"}},
                              {"ML09", "ML", {"Bamako", "Bamako"}},
                              {"ML0101", "ML01", {"Bafoulabé", "Bafoulabe"}},
                              {"ML0501", "ML05", {"Bandiagara", "Bandiagara"}},
                              {"ML0502", "ML05", {"Bankass", "Bankass"}}});
  catalog.code_lists.at(CodeListId("places")) = std::move(places);
  Plan& plan = catalog.plans.at(PlanId("monthly"));
  plan.families.push_back({FamilyId("place-only"),
                           {"Lieu", "Place"},
                           Unit::kRecord,
                           {{"place", 2, 2}}});
  plan.rungs = {{10, 2, 3}};
  Dataset& alerts = catalog.datasets.at(DatasetId("alerts"));
  alerts.dimensions.push_back(OfAttribute("threat", "types"));
  AgreementOf(catalog).review_by = AgreementOf(catalog).valid_until;
  AgreementOf(catalog).grants[0].rung = 5;
  AgreementOf(catalog).grants[1].level_limits.push_back({"threat", 0});
  return catalog;
}

// Whether the decision lets a recipient with this grant have one cell.
inline bool IsGiven(Catalog& catalog, const Grant& grant, const GivenCell& cell,
                    const std::vector<std::string>& dimensions) {
  Agreement& agreement = AgreementOf(catalog);
  agreement.grants = {grant};
  Ask ask = SmallAsk();
  ask.dataset = grant.dataset;
  ask.families.clear();
  ask.levels.clear();
  const Dataset& dataset = *catalog.FindDataset(grant.dataset);
  if (dataset.kind == Dataset::Kind::kAlerts) {
    ask.phase = Phase::kFeedItem;
    ask.periods.clear();
  } else {
    ask.families = {FamilyId(cell.family)};
  }
  for (size_t i = 0; i < dimensions.size(); ++i) {
    const CodeTree& tree = catalog.ListOf(dataset, dimensions[i])->tree;
    ask.levels.push_back(
        {dimensions[i], tree.depth(*tree.Find(cell.codes[i]))});
    ask.code_filters.push_back({dimensions[i], {cell.codes[i]}});
  }
  return Decide(catalog, ask, SmallFacts()).allowed;
}

// All cells of one table, or of alerts, that the decision gives.
inline void AddGiven(Catalog& catalog, const Grant& grant,
                     const std::string& family, const std::vector<Axis>& axes,
                     size_t rung, size_t rungs, GivenCells& given) {
  const Dataset& dataset = *catalog.FindDataset(grant.dataset);
  std::vector<std::string> dimensions;
  std::vector<std::vector<std::string>> all = {{}};
  for (const Axis& axis : axes) {
    dimensions.push_back(axis.dimension);
    const CodeTree& tree = catalog.ListOf(dataset, axis.dimension)->tree;
    std::vector<std::vector<std::string>> longer;
    for (NodeIndex node = 0; node < tree.size(); ++node) {
      const int depth = tree.depth(node);
      if (depth > axis.finest) continue;
      if (depth < axis.coarsest && !tree.is_leaf(node)) continue;
      for (std::vector<std::string> codes : all) {
        codes.push_back(tree.code(node));
        longer.push_back(std::move(codes));
      }
    }
    all = std::move(longer);
  }
  for (const std::vector<std::string>& codes : all) {
    if (!IsGiven(catalog, grant, {family, codes, rung}, dimensions)) continue;
    // What a stricter rung shows of the cell, a laxer one does.
    for (size_t r = rung; r < rungs; ++r) given.insert({family, codes, r});
  }
}

// What a grant gives in a catalog with the plans of this one.
inline GivenCells GivenBy(const Catalog& plans, Grant grant) {
  Catalog catalog = plans;
  Agreement agreement = SignedAgreement();
  agreement.review_by = agreement.valid_until;
  catalog.agreements.clear();
  catalog.agreements.emplace(agreement.id, agreement);
  grant.extracts = true;
  grant.feed = true;
  grant.extracts_per_month = 9;
  grant.lag_days = 0;
  grant.delay = absl::ZeroDuration();
  GivenCells given;
  const Plan& plan = *catalog.FindPlan(PlanId("monthly"));
  if (grant.dataset == DatasetId("alerts")) {
    AddGiven(catalog, grant, "", {{"place", 0, 2}, {"threat", 0, 1}}, 0, 1,
             given);
    return given;
  }
  const size_t rung = plan.RungOf(grant.rung.value_or(5)).value_or(0);
  for (const Family& family : plan.families) {
    AddGiven(catalog, grant, family.id.text(), family.axes, rung,
             plan.Ladder().size(), given);
  }
  return given;
}

struct RandomGrants {
  explicit RandomGrants(uint64_t seed) : random(seed) {
    if (OneIn(4)) catalog.plans.at(PlanId("monthly")).rungs.clear();
    const DatasetId dataset(OneIn(4) ? "alerts" : "incidents");
    a = RandomAgreement("agreement-a", dataset);
    b = OneIn(3) ? a : RandomAgreement("agreement-b", dataset);
    b.id = AgreementId("agreement-b");
    RandomTerms(a);
    RandomTerms(b);
    catalog.agreements.clear();
    catalog.agreements.emplace(a.id, a);
    catalog.agreements.emplace(b.id, b);
  }

  bool OneIn(int n) { return Below(n) == 0; }
  int Below(int n) {
    return static_cast<int>(random() % static_cast<uint64_t>(n));
  }

  Agreement RandomAgreement(const char* id, const DatasetId& dataset) {
    Agreement agreement = SignedAgreement();
    agreement.id = AgreementId(id);
    Grant grant = *agreement.FindGrant(dataset);
    if (dataset == DatasetId("incidents")) {
      grant.families.clear();
      for (const char* family : {"place-type", "type-only", "place-only"}) {
        if (!OneIn(3)) grant.families.emplace_back(family);
      }
      grant.level_limits = {{"place", Below(3)}, {"type", Below(2)}};
      if (OneIn(20)) grant.level_limits.pop_back();
      if (!OneIn(10)) grant.rung = OneIn(2) ? 5 : 10;
    } else {
      grant.level_limits = {{"place", Below(3)}, {"threat", Below(2)}};
    }
    const char* type = dataset == DatasetId("alerts") ? "threat" : "type";
    const int filters = Below(3);
    for (int i = 0; i < filters; ++i) {
      grant.code_filters.push_back(
          OneIn(3) ? Grant::CodeFilter{type, Some({"all", "a", "b"})}
                   : Grant::CodeFilter{"place", Some({"ML01", "ML05", "ML09",
                                                      "ML0501", "ML0502"})});
    }
    agreement.grants = {grant};
    return agreement;
  }

  void RandomTerms(Agreement& agreement) {
    Grant& grant = agreement.grants[0];
    agreement.valid_from = At(1 + Below(10));
    agreement.valid_until =
        agreement.valid_from + absl::Hours(24 * (1 + Below(20)));
    if (OneIn(10)) agreement.recipient = PartyId("collectors");
    if (OneIn(3)) agreement.purpose = PurposeId("another");
    agreement.retention_days = 30 * (1 + Below(2));
    if (grant.dataset == DatasetId("alerts")) {
      grant.delay = absl::Hours(Below(2));
    } else {
      grant.extracts = !OneIn(3);
      grant.feed = !grant.extracts || OneIn(2);
      grant.extracts_per_month = grant.extracts ? 1 + Below(2) : 0;
      grant.lag_days = Below(2);
    }
  }

  std::vector<std::string> Some(const std::vector<std::string>& codes) {
    std::vector<std::string> some;
    for (const std::string& code : codes) {
      if (OneIn(2)) some.push_back(code);
    }
    return some.empty() ? codes : some;
  }

  std::mt19937_64 random;
  Catalog catalog = TogetherCatalog();
  Agreement a;
  Agreement b;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_POLICIES_RULES_RANDOM_GRANTS_H_
