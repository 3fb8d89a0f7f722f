#ifndef TOGUNA_EXCHANGE_AUDIT_POLICY_H_
#define TOGUNA_EXCHANGE_AUDIT_POLICY_H_

// Which log is trusted, and which witnesses must have seen its heads:
// c2sp.org/tlog-policy. The same file tells the exchange whom to ask, a
// recipient and the data protection officer what to insist on.
//
//   log <vkey>
//   witness <name> <vkey> [<url>]
//   group <name> <k>|all|any <name of a witness or group above>…
//   quorum <name>|none
//
// One statement a line; lines that are empty or begin with # say nothing.

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"

namespace toguna {

struct WitnessLine {
  std::string name;  // as the policy calls it
  NoteKey key;
  std::string url;  // where it is asked, without a slash at its end; may be ""
};

struct LogPolicy {
  NoteKey log;
  std::vector<WitnessLine> witnesses;
  struct Group {
    std::string name;
    size_t needed = 0;  // of its members, at least 1
    std::vector<std::string> members;
  };
  std::vector<Group> groups;
  std::string quorum;  // a witness or group; "none"
};

// kInvalidArgument, with the line's number, for anything else than the form
// above: an unknown word, a name used twice or not declared above, a number
// that no group can reach, and where `log` or `quorum` is missing or repeated.
absl::StatusOr<LogPolicy> ParseLogPolicy(absl::string_view text);

// Whether these witnesses (names of the policy) are enough.
bool IsQuorum(const LogPolicy& policy, const std::set<std::string>& cosigned);

struct PolicyFinding {
  LogHead head;
  std::set<std::string> cosigned;  // names of the policy
};

// What `note` is by this policy. A cosignature that is wrong counts as none.
//   kDataLoss          not a checkpoint, or the log's signature is wrong
//   kPermissionDenied  it is of another log or key
//   kPermissionDenied QUORUM_MISSING  too few of the witnesses have signed
absl::StatusOr<PolicyFinding> CheckLogPolicy(const LogPolicy& policy,
                                             absl::string_view note,
                                             const Ed25519Verifier& verify);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_AUDIT_POLICY_H_
