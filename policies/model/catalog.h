#ifndef TOGUNA_POLICIES_MODEL_CATALOG_H_
#define TOGUNA_POLICIES_MODEL_CATALOG_H_

// A whole operation as one value: everything the rules decide from.

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policies/model/agreement.h"
#include "policies/model/dataset.h"
#include "policies/model/form.h"
#include "policies/model/party.h"
#include "policies/model/plan.h"

namespace toguna {

struct Operation {
  OperationId id;
  Label title;
  absl::TimeZone time_zone = absl::UTCTimeZone();
  // Trust domain of the parties' SPIFFE ids: "mali-demo.toguna.example".
  std::string trust_domain;
  bool demo = false;
};

// The catalog. Every reference inside it resolves: policies/load refuses one
// where any does not. Immutable once loaded, so safe to share between threads.
struct Catalog {
  Operation operation;
  std::map<CodeListId, CodeList> code_lists;
  std::map<DatasetId, Dataset> datasets;
  std::map<PlanId, Plan> plans;
  std::map<PurposeId, Purpose> purposes;
  std::map<PartyId, Party> parties;
  std::map<AgreementId, Agreement> agreements;
  std::map<FormId, Form> forms;
  std::string sha256;  // hex, of all files in order of their paths

  // Each returns nullptr where there is none.
  const CodeList* FindCodeList(const CodeListId& id) const;
  const Dataset* FindDataset(const DatasetId& id) const;
  const Plan* FindPlan(const PlanId& id) const;
  // The plan of a dataset; a dataset has one plan in force at most.
  const Plan* PlanOf(const DatasetId& dataset) const;
  const Purpose* FindPurpose(const PurposeId& id) const;
  const Party* FindParty(const PartyId& id) const;
  const Agreement* FindAgreement(const AgreementId& id) const;
  const Form* FindForm(const FormId& id) const;
  // Code tree of a dimension of `dataset`; nullptr for an unknown dimension.
  const CodeList* ListOf(const Dataset& dataset,
                         absl::string_view dimension) const;
};

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_CATALOG_H_
