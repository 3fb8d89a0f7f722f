#ifndef TOGUNA_EXCHANGE_RPC_STATUS_DETAILS_H_
#define TOGUNA_EXCHANGE_RPC_STATUS_DETAILS_H_

// What an error says to callers beyond its code and reason, on both sides of
// the wire: a decision's findings and the sentence for a person.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "exchange/words/words.h"
#include "policies/rules/decide.h"

namespace toguna {

// One rule that refused, as a party to the agreement is told.
struct RefusedRule {
  std::string rule;         // "validity"
  std::string subject;      // "what the agreement says / what was asked"
  std::string description;  // "French | English"
};

// The one answer to everyone who may not know whether a thing exists: the same
// bytes whatever the cause. kPermissionDenied REFUSED.
absl::Status UniformRefusal();

// A decision that did not allow, as an error with its findings: to strangers
// UniformRefusal(); to a party of the agreement
//   kResourceExhausted   if only the quota refused
//   kFailedPrecondition  if only time stands in the way: not active, a review
//                        overdue, a period not sealed
//   kPermissionDenied    otherwise
// Metadata "passed" lists the rules that did allow, and "decision" says where
// all of it is kept, if `id` does.
absl::Status RefusalOf(const Decision& decision, const DecisionId& id = {});

// The findings that `status` carries; empty if none.
std::vector<RefusedRule> RefusedRulesOf(const absl::Status& status);
// Attaches findings to `status`.
void SetRefusedRules(const std::vector<RefusedRule>& rules,
                     absl::Status& status);

// What a person is to be told about `status` in `language`: the words that
// came with it, or else those for its reason, or else its message.
std::string TextFor(Language language, const absl::Status& status);
// Attaches words that came from the other side.
void SetText(Language language, const std::string& text, absl::Status& status);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_STATUS_DETAILS_H_
