#ifndef TOGUNA_EXCHANGE_KOBO_KOBO_H_
#define TOGUNA_EXCHANGE_KOBO_KOBO_H_

// KoboToolbox submissions to records, on the contributor's machine: what is
// not declared never leaves it, and ids leave only as pseudonyms.

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "exchange/kobo/submission_reader.h"
#include "exchange/record/record.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"
#include "policies/model/form.h"

namespace toguna {

// Why a submission did not become a record. Beside the reasons of CheckRecord:
//   NOT_A_SUBMISSION, REPEATED_KEY   not an object, or an ambiguous one
//   NO_INSTANCE_ID, NO_ROOT_UUID     cannot be told apart, or not followed
//                                    through its edits
//   NOT_APPROVED                     the form takes approved submissions only
//   UNDECLARED_FIELD                 a question that the form does not declare
//   NOT_AN_ANSWER                    a list, object or fraction for an answer
//   NOT_A_NUMBER, BAD_DATE
//   PLACE_MISMATCH                   a finer answer outside the coarser one
struct Refusal {
  std::string reason;
  std::string field;  // path of the question, or empty; never an answer
};

// An answer left behind by a declared rule.
struct Dropped {
  std::string reason;
};

// One submission's fate.
struct SubmissionResult {
  int position = 0;  // in the file, from 1
  std::variant<Record, Refusal> outcome;
  std::vector<Dropped> dropped;  // also of a refused submission
};

// How to read one form. All must outlive the call.
struct FormContext {
  const Catalog& catalog;
  const Form& form;
  const Pseudonymiser& pseudonymiser;
  absl::CivilDay today;  // in the operation's time zone
};

// Reads `bytes` as submissions of the context's form. A bad submission is
// refused alone. The records lack their contributor, which the server sets.
// Thread-safe.
//   kInvalidArgument    as ReadSubmissions
//   kFailedPrecondition UNKNOWN_DATASET  the catalog lacks the form's dataset
absl::StatusOr<std::vector<SubmissionResult>> ParseSubmissions(
    absl::string_view bytes, const FormContext& context,
    const ReadLimits& limits = {});

// The root uuid of every submission in `bytes` by the record's reference that
// it became: for its owner, who knows submissions by their uuid alone. Errors
// as ReadSubmissions.
absl::StatusOr<std::map<std::string, std::string>> RootUuidsByRef(
    absl::string_view bytes, const Pseudonymiser& pseudonymiser,
    const ReadLimits& limits = {});

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_KOBO_KOBO_H_
