#ifndef TOGUNA_EXCHANGE_USECASE_INQUIRY_VIEW_H_
#define TOGUNA_EXCHANGE_USECASE_INQUIRY_VIEW_H_

// Inquiries as one side or the other is shown them.

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"
#include "policies/model/catalog.h"
#include "policies/rules/decide.h"

namespace toguna {

enum class InquiryState {
  kOpen,        // waits for an answer
  kAnswered,    // `outcome` says which
  kRecordGone,  // withdrawn, corrected or destroyed before it was answered
  kClosed,      // no answer in time, or the agreement gives nothing any more
};

// What its reader may know of an inquiry, and nothing else. Days are of UTC:
// hours would tell who answers at the same time.
struct InquiryView {
  InquiryId id;
  PurposeId purpose;
  DatasetId dataset;
  InquiryState state = InquiryState::kOpen;
  std::optional<InquiryOutcome> outcome;
  // The record does not stand as it was given: its row is to be set aside,
  // whatever was answered.
  bool record_gone = false;
  absl::CivilDay opened_on;
  absl::CivilDay due_on;
  std::optional<absl::CivilDay> answered_on;

  AgreementId agreement;   // for its recipient and data protection officer
  std::string row_ref;     // for the recipient: the row's pseudonym
  std::string record_ref;  // for the contributor: as it sent the record
  PartyId contributor;     // for the data protection officer
};

// Whether the record that a row stands for is there as it was given: neither
// retracted nor edited since, and not destroyed. Also the version of its index,
// for acts that rest on this.
struct RecordStanding {
  bool stands = false;
  RowKey index;
  uint64_t version = 0;
};
absl::StatusOr<RecordStanding> StandingOfRecord(const Ledger& ledger,
                                                const DatasetId& dataset,
                                                const CohortRecord& record);

// What a recipient may do with rows of a dataset that it was given: whatever
// may be done with a package of it that is still to be downloaded, so the
// agreement is in force and gives rows.
absl::StatusOr<Decision> DecideOnRows(const Catalog& catalog,
                                      const Ledger& ledger,
                                      const PartyId& caller,
                                      const AgreementId& agreement,
                                      const DatasetId& dataset, absl::Time now);

// Looks at inquiries at one moment. Used for one call; not thread-safe. The
// references must outlive it.
class InquiryReader {
 public:
  InquiryReader(const Catalog& catalog, const Ledger& ledger, absl::Time now)
      : catalog_(catalog), ledger_(ledger), now_(now) {}

  absl::StatusOr<InquiryState> StateOf(const InquiryRow& row);

  // None if the caller, in the role that it has, is not to know that there is
  // such an inquiry: it is another's; or it is the recipient and its agreement
  // gives it nothing now.
  absl::StatusOr<std::optional<InquiryView>> ViewFor(const Caller& caller,
                                                     const InquiryRow& row);

 private:
  absl::StatusOr<bool> IsInForce(const InquiryRow& row);

  const Catalog& catalog_;
  const Ledger& ledger_;
  const absl::Time now_;
  std::map<std::pair<AgreementId, DatasetId>, bool> in_force_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_INQUIRY_VIEW_H_
