#include "exchange/usecase/statement_text.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/base/period.h"
#include "exchange/base/reason.h"
#include "exchange/words/statement_words.h"
#include "exchange/words/words.h"

namespace toguna {
namespace {

// Begin signed bytes: never change them.
constexpr absl::string_view kReceiptVersion = "toguna/receipt/v1";
constexpr absl::string_view kAttestationVersion = "toguna/attestation/v1";
constexpr absl::string_view kWholeRelease = "whole-release";
constexpr absl::string_view kRowsOfCohorts = "rows-of-cohorts";
constexpr absl::string_view kDemo = "DEMO";
constexpr size_t kLongest = 32768;

absl::Status Malformed() {
  return ReasonError(absl::StatusCode::kInvalidArgument, "STATEMENT_MALFORMED",
                     statement_words::kMalformed.en());
}

bool IsReceipt(const Statement& statement) {
  return statement.kind == StatementRow::Kind::kReceipt;
}

const Sentence& WordsOf(const Statement& statement) {
  if (IsReceipt(statement)) return statement_words::kReceived;
  return statement.whole_release ? statement_words::kDestroyedRelease
                                 : statement_words::kDestroyedRows;
}

// Takes one line; false for one that no statement has. What stands where it
// should not is found when the text is written again.
bool Take(absl::string_view name, const std::string& value, Statement& out) {
  if (name == "release") {
    out.release = ReleaseId(value);
  } else if (name == "agreement") {
    out.agreement = AgreementId(value);
  } else if (name == "recipient") {
    out.recipient = PartyId(value);
  } else if (name == "manifest_sha256") {
    out.manifest_sha256 = value;
  } else if (name == "recall") {
    out.recalls.push_back(value);
  } else if (name == "destroyed") {
    out.whole_release = value == kWholeRelease;
  } else if (name == "mark") {
    out.demo = value == kDemo;
  } else if (name == "date") {
    const auto day = ParseDay(value);
    if (!day.ok()) return false;
    out.date = *day;
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::string NameOf(const RecallRow& recall) {
  return absl::StrCat("cohort:", recall.dataset.text(), ":",
                      recall.period.text(), ":", recall.cohorts.text(), ":",
                      recall.code);
}

std::string NameOf(const ReleaseRecallRow& recall) {
  return absl::StrCat("release:", recall.release.text());
}

std::string TextOf(const Statement& statement) {
  std::string text =
      absl::StrCat(IsReceipt(statement) ? kReceiptVersion : kAttestationVersion,
                   "\nrelease: ", statement.release.text(),
                   "\nagreement: ", statement.agreement.text(),
                   "\nrecipient: ", statement.recipient.text(), "\n");
  if (IsReceipt(statement)) {
    absl::StrAppend(&text, "manifest_sha256: ", statement.manifest_sha256,
                    "\n");
  } else {
    for (const std::string& recall : statement.recalls) {
      absl::StrAppend(&text, "recall: ", recall, "\n");
    }
    absl::StrAppend(&text, "destroyed: ",
                    statement.whole_release ? kWholeRelease : kRowsOfCohorts,
                    "\n");
  }
  absl::StrAppend(&text, "date: ", DayText(statement.date), "\n");
  if (statement.demo) absl::StrAppend(&text, "mark: ", kDemo, "\n");
  const Sentence& words = WordsOf(statement);
  absl::StrAppend(&text, "\n", words.fr(), "\n", words.en(), "\n");
  return text;
}

absl::StatusOr<Statement> ParseStatement(absl::string_view text) {
  if (text.size() > kLongest) return Malformed();
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  Statement statement;
  if (lines[0] == kAttestationVersion) {
    statement.kind = StatementRow::Kind::kAttestation;
  } else if (lines[0] != kReceiptVersion) {
    return Malformed();
  }
  for (size_t i = 1; i < lines.size() && !lines[i].empty(); ++i) {
    const std::pair<absl::string_view, absl::string_view> sides =
        absl::StrSplit(lines[i], absl::MaxSplits(": ", 1));
    if (!Take(sides.first, std::string(sides.second), statement)) {
      return Malformed();
    }
  }
  // Nothing is passed over: no line, no order, no word.
  const bool names_all = IsReceipt(statement) || !statement.recalls.empty();
  if (!names_all || TextOf(statement) != text) return Malformed();
  return statement;
}

std::string CommentOf(const Statement& statement) {
  return absl::StrCat(
      IsReceipt(statement) ? kReceiptVersion : kAttestationVersion,
      "\trelease:", statement.release.text(),
      "\tagreement:", statement.agreement.text());
}

}  // namespace toguna
