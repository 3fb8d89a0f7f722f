#ifndef TOGUNA_EXCHANGE_BASE_IDS_H_
#define TOGUNA_EXCHANGE_BASE_IDS_H_

// Identifiers that people choose (agreements, datasets, …) and their one rule.

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

// Returns OK if `text` may name a resource: 3 to 63 characters of [a-z0-9-],
// a letter first, no '-' at the end or twice in a row. Names carry no personal
// data and no place. Otherwise kInvalidArgument with the rule; the message
// does not repeat `text`.
absl::Status CheckId(absl::string_view text);

// Returns OK if `text` is a UUID in its canonical lower-case form
// (8-4-4-4-12 hexadecimal digits); the form of every request id.
absl::Status CheckUuid(absl::string_view text);

// An identifier of one kind; `Tag` keeps kinds apart at compile time.
//
// Holds any text, so that a look-up of a wrong id is "not found", not a
// special case. Create() checks the rule where a resource is declared.
// Immutable value.
template <typename Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}
  explicit Id(absl::string_view text) : text_(text) {}
  explicit Id(const char* text) : text_(text) {}

  // Returns kInvalidArgument if `text` breaks the rule of CheckId.
  static absl::StatusOr<Id> Create(absl::string_view text) {
    if (absl::Status status = CheckId(text); !status.ok()) return status;
    return Id(text);
  }

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend bool operator==(const Id&, const Id&) = default;
  friend auto operator<=>(const Id&, const Id&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const Id& id) {
    return H::combine(std::move(state), id.text_);
  }

 private:
  std::string text_;
};

using OperationId = Id<struct OperationTag>;
using DatasetId = Id<struct DatasetTag>;
using PlanId = Id<struct PlanTag>;
using FamilyId = Id<struct FamilyTag>;
// A plan's cohorts of one stratum.
using CohortsId = Id<struct CohortsTag>;
using CodeListId = Id<struct CodeListTag>;
using PurposeId = Id<struct PurposeTag>;
// Any organisation that takes part: contributor, recipient, data owner, DPO.
using PartyId = Id<struct PartyTag>;
using AgreementId = Id<struct AgreementTag>;
using ReleaseId = Id<struct ReleaseTag>;
// Of what was decided of an ask; that of a release has the release's text.
using DecisionId = Id<struct DecisionTag>;
using AlertId = Id<struct AlertTag>;
// A long-running operation, such as a seal.
using JobId = Id<struct JobTag>;
using FormId = Id<struct FormTag>;

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_BASE_IDS_H_
