#include "exchange/usecase/statements.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/obligations.h"
#include "exchange/usecase/retried.h"
#include "exchange/words/release_words.h"
#include "exchange/words/statement_words.h"
#include "exchange/words/words.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

namespace words = statement_words;

constexpr size_t kLongestSignature = 16384;

absl::Status Uniform() {
  return ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                     release_words::kRefused.en());
}

absl::Status Bad(absl::string_view reason, const Sentence& sentence) {
  return ReasonError(absl::StatusCode::kInvalidArgument, reason, sentence.en());
}

absl::Status Not(absl::string_view reason, const Sentence& sentence) {
  return ReasonError(absl::StatusCode::kFailedPrecondition, reason,
                     sentence.en());
}

bool IsReceipt(const Statement& statement) {
  return statement.kind == StatementRow::Kind::kReceipt;
}

absl::CivilDay DayOf(absl::Time time) {
  return absl::ToCivilDay(time, absl::UTCTimeZone());
}

StatementRow RowOf(const Statement& statement, absl::string_view text,
                   absl::string_view signature) {
  return {.kind = statement.kind,
          .agreement = statement.agreement,
          .release = statement.release,
          .recipient = statement.recipient,
          .text = std::string(text),
          .signature = std::string(signature),
          .key = "",
          .sha256 = HexOf(Sha256(text)),
          .stated_on = statement.date,
          .recalls = statement.recalls,
          .whole_release = statement.whole_release};
}

AuditEntry EntryOf(const Caller& caller, const Agreement& agreement,
                   const Statement& statement, const StatementRow& row) {
  AuditEntry entry{
      .type = IsReceipt(statement) ? "release.ack" : "recall.attest",
      .actor = caller.spiffe_id,
      .fields = {{"agreement", agreement.id.text()},
                 {"revision", absl::StrCat(agreement.revision)},
                 {"agreement_sha256", agreement.sha256},
                 {"release", row.release.text()},
                 {"statement_sha256", row.sha256}}};
  if (IsReceipt(statement)) {
    entry.fields["manifest_sha256"] = statement.manifest_sha256;
  } else {
    entry.fields["destroyed"] =
        statement.whole_release ? "whole-release" : "rows-of-cohorts";
    // The names are the statement's; where they are many the digest has them.
    entry.fields["recalls"] = absl::StrCat(statement.recalls.size());
  }
  return entry;
}

absl::StatusOr<std::vector<StatementRow>> RowsUnder(
    const Ledger& ledger, const std::vector<std::string>& prefix) {
  std::vector<StatementRow> rows;
  TOGUNA_RETURN_IF_ERROR(ledger.Scan(
      {RowKind::kStatement, prefix, {}}, [&rows](const VersionedRow& row) {
        rows.push_back(std::get<StatementRow>(row.row));
        return true;
      }));
  return rows;
}

}  // namespace

Statements::Statements(const Catalog& catalog, Ledger& ledger,
                       VerifyFile verify, Clock clock)
    : catalog_(catalog),
      ledger_(ledger),
      verify_(std::move(verify)),
      clock_(std::move(clock)) {}

absl::StatusOr<Statements::About> Statements::Find(
    const Caller& caller, const Statement& statement) const {
  ReleaseRow wanted;
  wanted.id = statement.release;
  TOGUNA_ASSIGN_OR_RETURN(auto found,
                          toguna::Find<ReleaseRow>(ledger_, KeyOf(wanted)));
  if (!found.has_value() || caller.party.empty() ||
      found->value.kind != ReleaseRow::Kind::kExtract) {
    return Uniform();
  }
  About about{.release = std::move(found->value)};
  about.agreement = catalog_.FindAgreement(about.release.agreement);
  if (about.agreement == nullptr) return Uniform();
  const bool may =
      caller.role == Role::kOfficer ||
      (caller.role == Role::kRecipient &&
       about.release.recipient == caller.party) ||
      (caller.role == Role::kDpo && about.agreement->dpo == caller.party);
  if (!may) return Uniform();
  return about;
}

absl::Status Statements::Check(const Statement& statement, const About& about,
                               absl::Time now) const {
  // A day ahead is the same day somewhere.
  const bool in_time = statement.date >= DayOf(about.release.created_at) - 1 &&
                       statement.date <= DayOf(now) + 1;
  const bool same_manifest =
      !IsReceipt(statement) ||
      statement.manifest_sha256 == about.release.manifest_sha256;
  if (in_time && same_manifest &&
      statement.agreement == about.release.agreement &&
      statement.recipient == about.release.recipient &&
      statement.demo == IsDemonstration(catalog_, about.agreement)) {
    return absl::OkStatus();
  }
  return Bad("STATEMENT_MISMATCH", words::kMismatch);
}

absl::StatusOr<std::string> Statements::SignedUnder(
    const PartyId& recipient, absl::string_view text,
    absl::string_view signature) const {
  const Party* party = catalog_.FindParty(recipient);
  if (party != nullptr && signature.size() <= kLongestSignature) {
    for (const SignatoryKey& key : party->signatory_keys) {
      if (!key.revoked &&
          verify_(key.minisign_public_key, text, signature).ok()) {
        return key.minisign_public_key;
      }
    }
  }
  return Bad("STATEMENT_SIGNATURE", words::kSignatureInvalid);
}

absl::Status Statements::CheckNew(const Statement& statement) const {
  if (IsReceipt(statement)) return absl::OkStatus();  // its key is taken once
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<Obligation> all,
                          ObligationsUnder(ledger_, statement.agreement));
  for (const std::string& recall : statement.recalls) {
    const bool waits =
        std::any_of(all.begin(), all.end(), [&](const Obligation& one) {
          return one.release == statement.release && one.recall == recall &&
                 !one.met.has_value() &&
                 // Rows of cohorts are not what a recalled release is.
                 (one.cohort.has_value() || statement.whole_release);
        });
    if (!waits) return Not("RECALL_NOT_OUTSTANDING", words::kNotOutstanding);
  }
  return absl::OkStatus();
}

// Somebody may be trying to pass for another, or the recipient mistook a file.
absl::Status Statements::Refuse(const Caller& caller, const About& about,
                                const absl::Status& why, absl::Time now) {
  Effects effects;
  effects.time = now;
  effects.entry = {.type = "statement.refuse",
                   .actor = caller.spiffe_id,
                   .fields = {{"agreement", about.agreement->id.text()},
                              {"release", about.release.id.text()},
                              {"reason", ReasonOf(why).code}}};
  TOGUNA_RETURN_IF_ERROR(ledger_.Commit(effects).status());
  return why;
}

absl::StatusOr<StatementRow> Statements::Attempt(const Caller& caller,
                                                 absl::string_view text,
                                                 absl::string_view signature) {
  TOGUNA_ASSIGN_OR_RETURN(const Statement statement, ParseStatement(text));
  TOGUNA_ASSIGN_OR_RETURN(const About about, Find(caller, statement));
  const absl::Time now = clock_();
  const absl::Status fits = Check(statement, about, now);
  if (!fits.ok()) return Refuse(caller, about, fits, now);
  const auto key = SignedUnder(statement.recipient, text, signature);
  if (!key.ok()) return Refuse(caller, about, key.status(), now);
  StatementRow row = RowOf(statement, text, signature);
  TOGUNA_ASSIGN_OR_RETURN(const auto before,
                          toguna::Find<StatementRow>(ledger_, KeyOf(row)));
  if (before.has_value() && before->value.sha256 != row.sha256) {
    return Not("RECEIPT_EXISTS", words::kReceiptExists);
  }
  if (before.has_value()) {
    TOGUNA_RETURN_IF_ERROR(
        ledger_.WaitForCheckpoint(before->value.audit_index));
    return before->value;
  }
  TOGUNA_RETURN_IF_ERROR(CheckNew(statement));
  row.key = *key;
  row.accepted_at = now;
  Effects effects;
  effects.time = now;
  effects.entry = EntryOf(caller, *about.agreement, statement, row);
  effects.expected.emplace_back(KeyOf(row), 0);
  effects.put.emplace_back(row);
  TOGUNA_ASSIGN_OR_RETURN(row.audit_index, ledger_.Commit(effects));
  TOGUNA_RETURN_IF_ERROR(ledger_.WaitForCheckpoint(row.audit_index));
  return row;
}

absl::StatusOr<StatementRow> Statements::Submit(const Caller& caller,
                                                absl::string_view text,
                                                absl::string_view signature) {
  return Retried<StatementRow>(
      [&] { return Attempt(caller, text, signature); });
}

absl::StatusOr<std::vector<StatementRow>> Statements::List(
    const Caller& caller) const {
  TOGUNA_ASSIGN_OR_RETURN(std::vector<StatementRow> rows,
                          RowsUnder(ledger_, {}));
  std::erase_if(rows, [&](const StatementRow& row) {
    const Agreement* agreement = catalog_.FindAgreement(row.agreement);
    const bool officer = caller.role == Role::kDpo && agreement != nullptr &&
                         agreement->dpo == caller.party;
    const bool own =
        caller.role == Role::kRecipient && row.recipient == caller.party;
    return caller.party.empty() || !(officer || own);
  });
  std::sort(rows.begin(), rows.end(),
            [](const StatementRow& a, const StatementRow& b) {
              return a.audit_index > b.audit_index;
            });
  return rows;
}

}  // namespace toguna
