#ifndef TOGUNA_EXCHANGE_USECASE_STATEMENTS_H_
#define TOGUNA_EXCHANGE_USECASE_STATEMENTS_H_

// What recipients sign: that they received a release, and that they destroyed
// what was recalled. Who brings a statement does not matter much: what counts
// is who signed it.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/usecase/caller.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"
#include "exchange/usecase/statement_text.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// OK if `minisig`, the text of a minisign file, signs exactly `file` under
// `public_key`, the base64 line of a minisign .pub file.
using VerifyFile = std::function<absl::Status(absl::string_view public_key,
                                              absl::string_view file,
                                              absl::string_view minisig)>;

// Thread-safe if the ledger and `verify` are. The references must outlive it.
class Statements {
 public:
  Statements(const Catalog& catalog, Ledger& ledger, VerifyFile verify,
             Clock clock);

  // Takes a statement, under an agreement that is in force or not: an
  // attestation meets the recalls that it names, for its release, at once. The
  // same text again is the same statement.
  //   kPermissionDenied REFUSED  no such release; or the caller is neither its
  //                              recipient, nor its agreement's data protection
  //                              officer, nor an officer of the exchange
  //   kInvalidArgument STATEMENT_MALFORMED
  //                    STATEMENT_MISMATCH   of another agreement, recipient,
  //                                         manifest or day than the release
  //                    STATEMENT_SIGNATURE  no key of the recipient's that is
  //                                         in use has signed this
  //   kFailedPrecondition RECALL_NOT_OUTSTANDING  one that it names is none of
  //                                               the release, or met already
  //                       RECEIPT_EXISTS          there is another
  absl::StatusOr<StatementRow> Submit(const Caller& caller,
                                      absl::string_view text,
                                      absl::string_view signature);

  // Those that a recipient signed, or that are of a data protection officer's
  // agreements; the newest first.
  absl::StatusOr<std::vector<StatementRow>> List(const Caller& caller) const;

 private:
  // What it is about, once the caller may bring it.
  struct About {
    ReleaseRow release;
    const Agreement* agreement = nullptr;
  };
  absl::StatusOr<About> Find(const Caller& caller,
                             const Statement& statement) const;
  absl::Status Check(const Statement& statement, const About& about,
                     absl::Time now) const;
  // The recipient's key that the signature verifies under.
  absl::StatusOr<std::string> SignedUnder(const PartyId& recipient,
                                          absl::string_view text,
                                          absl::string_view signature) const;
  absl::Status CheckNew(const Statement& statement) const;
  absl::StatusOr<StatementRow> Attempt(const Caller& caller,
                                       absl::string_view text,
                                       absl::string_view signature);
  absl::Status Refuse(const Caller& caller, const About& about,
                      const absl::Status& why, absl::Time now);

  const Catalog& catalog_;
  Ledger& ledger_;
  VerifyFile verify_;
  Clock clock_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_STATEMENTS_H_
