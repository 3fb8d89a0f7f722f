#ifndef TOGUNA_POLICIES_MODEL_AGREEMENT_ACT_H_
#define TOGUNA_POLICIES_MODEL_AGREEMENT_ACT_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"

namespace toguna {

// Something that was decided of an agreement beside its file. Acts are kept for
// ever and never changed; what holds follows from all of them in order.
struct AgreementAct {
  enum class Kind {
    // By the data protection officer, of the agreement:
    kSuspend,
    kResume,
    kRenegotiate,
    kTerminate,
    // By the data owner, of counts that need its approval:
    kApprove,
    kWithdraw,
  };
  // Why, as it may be told to anybody who reads the log.
  enum class Reason {
    kBreach,            // it was not kept to
    kIncident,          // data may be in wrong hands
    kContext,           // the situation changed
    kOwnerRequest,      // the data owner wants it
    kRecipientRequest,  // the recipient wants it
    kPurposeEnded,      // it is no longer needed
    kSettled,           // what stood against it no longer does
    kWrittenRequest,    // approval: asked for in writing, for a stated use
  };

  AgreementId agreement;
  int revision = 0;  // of the file when it was decided
  Kind kind = Kind::kSuspend;
  Reason reason = Reason::kBreach;
  std::string note;   // in the officer's words; not for the log
  std::string actor;  // SPIFFE id
  absl::Time at;
  // kApprove and kWithdraw only.
  DatasetId dataset{};
  std::vector<Period> periods{};
};

// "SUSPEND", "RESUME", "RENEGOTIATE", "TERMINATE", "APPROVE" or "WITHDRAW".
inline const char* ActText(AgreementAct::Kind kind) {
  switch (kind) {
    case AgreementAct::Kind::kSuspend:
      return "SUSPEND";
    case AgreementAct::Kind::kResume:
      return "RESUME";
    case AgreementAct::Kind::kRenegotiate:
      return "RENEGOTIATE";
    case AgreementAct::Kind::kTerminate:
      return "TERMINATE";
    case AgreementAct::Kind::kApprove:
      return "APPROVE";
    case AgreementAct::Kind::kWithdraw:
      return "WITHDRAW";
  }
  return "";
}

// "BREACH", "INCIDENT", …, as the enumerators are called.
inline const char* ReasonText(AgreementAct::Reason reason) {
  switch (reason) {
    case AgreementAct::Reason::kBreach:
      return "BREACH";
    case AgreementAct::Reason::kIncident:
      return "INCIDENT";
    case AgreementAct::Reason::kContext:
      return "CONTEXT";
    case AgreementAct::Reason::kOwnerRequest:
      return "OWNER_REQUEST";
    case AgreementAct::Reason::kRecipientRequest:
      return "RECIPIENT_REQUEST";
    case AgreementAct::Reason::kPurposeEnded:
      return "PURPOSE_ENDED";
    case AgreementAct::Reason::kSettled:
      return "SETTLED";
    case AgreementAct::Reason::kWrittenRequest:
      return "WRITTEN_REQUEST";
  }
  return "";
}

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_AGREEMENT_ACT_H_
