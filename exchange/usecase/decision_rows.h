#ifndef TOGUNA_EXCHANGE_USECASE_DECISION_ROWS_H_
#define TOGUNA_EXCHANGE_USECASE_DECISION_ROWS_H_

// Keeps what was decided, so that it can be explained years later, and held
// against the log: the log's entry has the digest of the decision's JSON.

#include <string>

#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

// A decision and what it was made of. The references must outlive it.
struct Decided {
  const Ask& ask;
  const Facts& facts;
  const Decision& decision;
  DecisionRow::Step step = DecisionRow::Step::kExtract;
};

// The row of a decision under `agreement`. Whoever asks cannot make it large:
// of each list 200 are kept, of a filter's codes as many in all, of a rule 20
// findings, those that failed first, of a name 100 bytes and of a sentence 600.
// What is left out is counted; a text that is cut ends with "…".
DecisionRow MakeDecisionRow(const Catalog& catalog, const Agreement& agreement,
                            const DecisionId& id, const Decided& decided);

// "extract", "download", "follow" or "feed-item".
const char* StepText(DecisionRow::Step step);

// The canonical JSON of a decision, with "v":1. Its bytes are what the log's
// digest is of: never change what it gives for a row that it can be given now;
// what is added to rows later comes with another "v".
std::string DecisionJson(const DecisionRow& row);
// Hexadecimal, of DecisionJson.
std::string DecisionSha256(const DecisionRow& row);

// Adds the decision of release `id` to the commit of that release, and its
// digest to the log's entry.
void ExplainRelease(const Catalog& catalog, const ReleaseId& id,
                    const Decided& decided, Effects& effects);

// A refusal to be committed: its log entry and its decision. Under an agreement
// that there is not, nothing is kept but the entry, which says no more than the
// reason: nobody could be shown it, and its name is the caller's own text.
struct RefusalCommit {
  Effects effects;
  DecisionId id;  // empty: not kept
};
RefusalCommit MakeRefusal(const Catalog& catalog, const Caller& caller,
                          const Decided& decided, const RandomBytes& random);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_DECISION_ROWS_H_
