#include "policies/model/consent.h"

#include <algorithm>
#include <string>
#include <vector>

#include "exchange/base/code_tree.h"

namespace toguna {

bool ConsentMayFallShort(const Catalog& catalog, const Dataset& dataset,
                         const std::vector<PurposeId>& purposes) {
  const CodeList* list = catalog.FindCodeList(dataset.consent_code_list);
  if (dataset.public_sources || list == nullptr) return false;
  const CodeTree& tree = list->tree;
  for (const NodeIndex leaf : tree.Leaves()) {
    for (const PurposeId& id : purposes) {
      const Purpose* purpose = catalog.FindPurpose(id);
      const auto covers = [&](const std::string& scope) {
        const auto node = tree.Find(scope);
        return node.has_value() && tree.IsWithin(leaf, *node);
      };
      if (purpose != nullptr &&
          std::none_of(purpose->consent_scopes.begin(),
                       purpose->consent_scopes.end(), covers)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace toguna
