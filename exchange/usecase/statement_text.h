#ifndef TOGUNA_EXCHANGE_USECASE_STATEMENT_TEXT_H_
#define TOGUNA_EXCHANGE_USECASE_STATEMENT_TEXT_H_

// The text of what a recipient signs. Pure.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "exchange/base/ids.h"
#include "exchange/usecase/rows.h"

namespace toguna {

// A recall as statements and the API name it:
// "cohort:<dataset>:<period>:<cohorts>:<code>" or "release:<release>".
std::string NameOf(const RecallRow& recall);
std::string NameOf(const ReleaseRecallRow& recall);

struct Statement {
  StatementRow::Kind kind = StatementRow::Kind::kReceipt;
  ReleaseId release;
  AgreementId agreement;
  PartyId recipient;
  std::string manifest_sha256{};       // kReceipt: hexadecimal
  std::vector<std::string> recalls{};  // kAttestation: names, at least one
  bool whole_release = false;          // kAttestation
  absl::CivilDay date;                 // of receipt or destruction
  bool demo = false;

  friend bool operator==(const Statement&, const Statement&) = default;
};

// Lines of exact fields, the version first, then the same in French and English
// words:
//
//   toguna/attestation/v1
//   release: r-…
//   agreement: …
//   recipient: …
//   recall: …                                    once for each
//   destroyed: whole-release | rows-of-cohorts   receipt: manifest_sha256
//   date: 2026-03-09
//   mark: DEMO                                   in demonstrations alone
std::string TextOf(const Statement& statement);

// kInvalidArgument STATEMENT_MALFORMED unless TextOf would write exactly this.
absl::StatusOr<Statement> ParseStatement(absl::string_view text);

// What stands in the signature beside the text.
std::string CommentOf(const Statement& statement);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_STATEMENT_TEXT_H_
