#include "policies/model/catalog.h"

#include <map>

#include "absl/strings/string_view.h"

namespace toguna {
namespace {

template <typename Key, typename Value>
const Value* FindIn(const std::map<Key, Value>& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

const CodeList* Catalog::FindCodeList(const CodeListId& id) const {
  return FindIn(code_lists, id);
}
const Dataset* Catalog::FindDataset(const DatasetId& id) const {
  return FindIn(datasets, id);
}
const Plan* Catalog::FindPlan(const PlanId& id) const {
  return FindIn(plans, id);
}
const Plan* Catalog::PlanOf(const DatasetId& dataset) const {
  for (const auto& [id, plan] : plans) {
    if (plan.dataset == dataset) return &plan;
  }
  return nullptr;
}
const Purpose* Catalog::FindPurpose(const PurposeId& id) const {
  return FindIn(purposes, id);
}
const Party* Catalog::FindParty(const PartyId& id) const {
  return FindIn(parties, id);
}
const Agreement* Catalog::FindAgreement(const AgreementId& id) const {
  return FindIn(agreements, id);
}
const Form* Catalog::FindForm(const FormId& id) const {
  return FindIn(forms, id);
}
const CodeList* Catalog::ListOf(const Dataset& dataset,
                                absl::string_view dimension) const {
  const Dimension* found = dataset.FindDimension(dimension);
  return found == nullptr ? nullptr : FindCodeList(found->code_list);
}

}  // namespace toguna
