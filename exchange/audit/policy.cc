#include "exchange/audit/policy.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/audit/cosignature.h"
#include "exchange/audit/strict.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

constexpr size_t kMostWitnesses = 16;
constexpr size_t kMostGroups = 16;
constexpr char kNone[] = "none";

// Reads the policy line by line.
class Reader {
 public:
  absl::Status Read(absl::string_view text) {
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      ++number_;
      const std::vector<std::string> words =
          absl::StrSplit(absl::StripAsciiWhitespace(line),
                         absl::ByAnyChar(" \t"), absl::SkipEmpty());
      if (words.empty() || words[0][0] == '#') continue;
      TOGUNA_RETURN_IF_ERROR(ReadLine(words));
    }
    if (policy_.log.name.empty()) return Wrong("there is no log line");
    if (policy_.quorum.empty()) return Wrong("there is no quorum line");
    return absl::OkStatus();
  }
  LogPolicy Take() { return std::move(policy_); }

 private:
  absl::Status Wrong(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("the log policy, line ", number_, ": ", what));
  }

  absl::Status ReadLine(const std::vector<std::string>& words) {
    const std::string& first = words[0];
    if (first == "log" && words.size() == 2) return ReadLog(words[1]);
    if (first == "witness" && (words.size() == 3 || words.size() == 4)) {
      return ReadWitness(words);
    }
    if (first == "group" && words.size() >= 4) return ReadGroup(words);
    if (first == "quorum" && words.size() == 2) return ReadQuorum(words[1]);
    return Wrong(
        "expected log VKEY, witness NAME VKEY [URL], group NAME K|all|any "
        "MEMBER… or quorum NAME|none");
  }

  absl::Status ReadLog(const std::string& vkey) {
    if (!policy_.log.name.empty()) return Wrong("a second log");
    const absl::StatusOr<NoteKey> key = ParseVkey(vkey);
    if (!key.ok()) return Wrong(key.status().message());
    policy_.log = *key;
    return absl::OkStatus();
  }

  absl::Status ReadWitness(const std::vector<std::string>& words) {
    TOGUNA_RETURN_IF_ERROR(Declare(words[1]));
    const absl::StatusOr<NoteKey> key =
        ParseVkey(words[2], NoteKeyType::kWitness);
    if (!key.ok()) return Wrong(key.status().message());
    for (const WitnessLine& other : policy_.witnesses) {
      // One person with two names is one witness.
      if (other.key.public_key == key->public_key) {
        return Wrong("this witness's key is above already");
      }
    }
    if (policy_.witnesses.size() == kMostWitnesses) {
      return Wrong("more than 16 witnesses");
    }
    std::string url = words.size() == 4 ? words[3] : "";
    url = std::string(absl::StripSuffix(url, "/"));
    policy_.witnesses.push_back({words[1], *key, std::move(url)});
    return absl::OkStatus();
  }

  absl::Status ReadGroup(const std::vector<std::string>& words) {
    LogPolicy::Group group{words[1], 0, {words.begin() + 3, words.end()}};
    std::set<std::string> members;
    for (const std::string& member : group.members) {
      if (!declared_.contains(member)) return Wrong("an unknown member");
      if (!members.insert(member).second) return Wrong("a member twice");
    }
    TOGUNA_RETURN_IF_ERROR(Declare(group.name));
    if (words[2] == "all") {
      group.needed = group.members.size();
    } else if (words[2] == "any") {
      group.needed = 1;
    } else {
      const std::optional<uint64_t> number = StrictDecimal(words[2]);
      if (!number.has_value() || *number == 0 ||
          *number > group.members.size()) {
        return Wrong("a group needs 1 to all of its members");
      }
      group.needed = static_cast<size_t>(*number);
    }
    if (policy_.groups.size() == kMostGroups) {
      return Wrong("more than 16 groups");
    }
    policy_.groups.push_back(std::move(group));
    return absl::OkStatus();
  }

  absl::Status ReadQuorum(const std::string& name) {
    if (!policy_.quorum.empty()) return Wrong("a second quorum");
    if (name != kNone && !declared_.contains(name)) {
      return Wrong("an unknown quorum");
    }
    policy_.quorum = name;
    return absl::OkStatus();
  }

  absl::Status Declare(const std::string& name) {
    if (name == kNone) return Wrong("\"none\" names nobody");
    if (!declared_.insert(name).second) return Wrong("this name is above");
    return absl::OkStatus();
  }

  LogPolicy policy_;
  std::set<std::string> declared_;
  int number_ = 0;
};

}  // namespace

absl::StatusOr<LogPolicy> ParseLogPolicy(absl::string_view text) {
  Reader reader;
  TOGUNA_RETURN_IF_ERROR(reader.Read(text));
  return reader.Take();
}

bool IsQuorum(const LogPolicy& policy, const std::set<std::string>& cosigned) {
  if (policy.quorum == kNone) return true;
  std::set<std::string> reached;
  for (const WitnessLine& witness : policy.witnesses) {
    if (cosigned.contains(witness.name)) reached.insert(witness.name);
  }
  // Members stand above their groups.
  for (const LogPolicy::Group& group : policy.groups) {
    const auto there = static_cast<size_t>(std::count_if(
        group.members.begin(), group.members.end(),
        [&](const std::string& one) { return reached.contains(one); }));
    if (there >= group.needed) reached.insert(group.name);
  }
  return reached.contains(policy.quorum);
}

absl::StatusOr<PolicyFinding> CheckLogPolicy(const LogPolicy& policy,
                                             absl::string_view note,
                                             const Ed25519Verifier& verify) {
  TOGUNA_ASSIGN_OR_RETURN(const CheckpointNote parsed, ParseCheckpoint(note));
  TOGUNA_RETURN_IF_ERROR(VerifyHead(policy.log, parsed, verify));
  PolicyFinding finding{parsed.head, {}};
  for (const WitnessLine& witness : policy.witnesses) {
    if (VerifyCosignature(witness.key, parsed.head, parsed.signatures, verify)
            .ok()) {
      finding.cosigned.insert(witness.name);
    }
  }
  if (!IsQuorum(policy, finding.cosigned)) {
    return ReasonError(absl::StatusCode::kPermissionDenied, "QUORUM_MISSING",
                       "too few of the witnesses have signed this checkpoint");
  }
  return finding;
}

}  // namespace toguna
