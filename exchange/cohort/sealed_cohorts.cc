#include "exchange/cohort/sealed_cohorts.h"

#include <algorithm>
#include <tuple>

namespace toguna {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);

}  // namespace

SealedCohorts SealedRung(const CohortSeal& seal, int rung) {
  SealedCohorts sealed;
  sealed.dataset = seal.dataset;
  sealed.period = seal.period;
  sealed.id = seal.id;
  sealed.rung = rung;
  sealed.plan = seal.plan;
  sealed.plan_version = seal.plan_version;
  sealed.minimums = seal.ladder[static_cast<size_t>(rung)];
  sealed.list_versions = seal.list_versions;
  sealed.sealed_at = seal.sealed_at;
  sealed.attributes = seal.attributes;
  sealed.held_over = !seal.held_over.empty();
  // Of each node, the cohort that it or what it lies in is given as.
  std::vector<size_t> given(seal.nodes.size(), kNone);
  for (size_t i = 0; i < seal.nodes.size(); ++i) {
    const CohortSeal::Node& node = seal.nodes[i];
    given[i] = i == 0 ? kNone : given[node.parent];
    if (node.rung == rung && node.IsGiven()) {
      given[i] = sealed.cohorts.size();
      sealed.cohorts.push_back({node.code, node.box, {}});
    }
    if (node.records.empty()) continue;
    if (given[i] == kNone) {
      sealed.held_over = true;
      continue;
    }
    std::vector<CohortRecord>& records = sealed.cohorts[given[i]].records;
    records.insert(records.end(), node.records.begin(), node.records.end());
  }
  for (SealedCohort& cohort : sealed.cohorts) {
    std::sort(cohort.records.begin(), cohort.records.end(),
              [](const CohortRecord& a, const CohortRecord& b) {
                return std::tie(a.contributor, a.ref, a.month, a.instance) <
                       std::tie(b.contributor, b.ref, b.month, b.instance);
              });
  }
  return sealed;
}

}  // namespace toguna
