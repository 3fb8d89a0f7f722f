#ifndef TOGUNA_EXCHANGE_USECASE_INQUIRIES_H_
#define TOGUNA_EXCHANGE_USECASE_INQUIRIES_H_

// Re-contact: a recipient asks, by a row's pseudonym, whether what the row
// reports did occur; the contributor of the record answers. Neither learns the
// other's identifier, and there is no room for a text of either.

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/inquiry_view.h"
#include "exchange/usecase/ledger.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

// Inquiries of one agreement that wait for an answer, at most. Each may send
// somebody into the field.
inline constexpr int kMostOpenInquiries = 20;
// After that no answer is taken, and the recipient may ask anew.
inline constexpr int kInquiryDays = 30;

struct InquiryAnswer {
  Decision decision;
  std::optional<InquiryView> inquiry;  // none: the decision says why
};

// Thread-safe if the ledger is. The references must outlive it.
class Inquiries {
 public:
  Inquiries(const Catalog& catalog, Ledger& ledger, Clock clock,
            RandomBytes random);

  // Asks. `ref` is a row's, of a package that the caller was given under the
  // agreement and does not have to have deleted. A party to the agreement is
  // told by the decision what is against it; the same request id asks once.
  //   kPermissionDenied REFUSED  not a party; or no such row was given: one of
  //       another agreement, of nobody, and one that was never given are the
  //       same, to the letter
  //   kInvalidArgument REF_MALFORMED, INVALID_REQUEST_ID, REQUEST_ID_REUSED
  //   kFailedPrecondition RECORD_GONE       withdrawn, corrected or destroyed
  //                       INQUIRY_OPEN      one about this row waits already
  //                       INQUIRY_ANSWERED  this row was verified
  //   kResourceExhausted TOO_MANY_INQUIRIES
  absl::StatusOr<InquiryAnswer> Open(const Caller& caller,
                                     absl::string_view request_id,
                                     const AgreementId& agreement,
                                     absl::string_view ref);

  // Answers for the caller's own record. That it did not occur takes the record
  // out of the vault in the same commit, as Intake::Retract does. The same
  // answer again changes nothing.
  //   kPermissionDenied REFUSED  unknown, or about another's record
  //   kFailedPrecondition RECORD_GONE, INQUIRY_CLOSED
  //                       INQUIRY_ANSWERED  with another outcome
  //   kInvalidArgument INVALID_REQUEST_ID, REQUEST_ID_REUSED
  absl::StatusOr<InquiryView> Answer(const Caller& caller,
                                     absl::string_view request_id,
                                     const InquiryId& inquiry,
                                     InquiryOutcome outcome);

  // kPermissionDenied REFUSED  as ViewFor has it
  absl::StatusOr<InquiryView> Get(const Caller& caller,
                                  const InquiryId& inquiry) const;

  // A contributor's that wait for its answer, the most urgent first; all of a
  // recipient, or of a data protection officer's agreements, the newest first.
  absl::StatusOr<std::vector<InquiryView>> List(const Caller& caller) const;

 private:
  absl::StatusOr<InquiryAnswer> OpenOnce(const Caller& caller,
                                         absl::string_view request_id,
                                         const AgreementId& agreement,
                                         absl::string_view ref);
  // Not kept yet.
  absl::StatusOr<InquiryRow> NewInquiry(const Caller& caller,
                                        const AgreementId& agreement,
                                        absl::string_view ref, absl::Time now);
  absl::StatusOr<InquiryView> AnswerOnce(const Caller& caller,
                                         absl::string_view request_id,
                                         const InquiryId& inquiry,
                                         InquiryOutcome outcome);
  // The one answer to whoever may not know more, and its entry in the log.
  absl::Status Refuse(const Caller& caller, const AgreementId& agreement,
                      absl::Time now);

  const Catalog& catalog_;
  Ledger& ledger_;
  Clock clock_;
  RandomBytes random_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_INQUIRIES_H_
