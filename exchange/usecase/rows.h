#ifndef TOGUNA_EXCHANGE_USECASE_ROWS_H_
#define TOGUNA_EXCHANGE_USECASE_ROWS_H_

// Everything the exchange keeps, as values. How they lie in the store (keys,
// messages, sealing) is known to exchange/storage alone.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/cohort/sealed_cohorts.h"
#include "exchange/cohort/stratum.h"
#include "exchange/disclosure/columns.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/record/record.h"
#include "exchange/usecase/decision_row.h"
#include "policies/model/agreement_act.h"
#include "policies/model/plan.h"

namespace toguna {

// Of a question about one row, put to who reported it.
using InquiryId = Id<struct InquiryTag>;

// A record in the vault. Key: dataset, period, contributor, ref.
struct VaultRecord {
  Record record;
  Period period{absl::CivilMonth()};  // accepted in, for ever
  absl::Time accepted_at;
};

// Where a contributor's reference lies. Key: dataset, contributor, ref. Stays
// after the record is removed, so that a late copy is not taken again.
struct RecordIndex {
  DatasetId dataset;
  PartyId contributor;
  std::string ref;
  std::string instance;
  Period period{absl::CivilMonth()};
  bool retracted = false;
  // Editions that were replaced: a late copy of one must not come back.
  std::vector<std::string> earlier{};
};

enum class PeriodState {
  kOpen,
  kClosed,
  kSealed,
  // It was over and not sealed in a store that was put back and then taken up
  // again (recovery.h): what was published of it since is not known, so that
  // nothing that is published now could be proven together with that.
  kLost,
};

// "OPEN", "CLOSED", "SEALED" or "LOST".
inline const char* PeriodStateText(PeriodState state) {
  switch (state) {
    case PeriodState::kOpen:
      return "OPEN";
    case PeriodState::kClosed:
      return "CLOSED";
    case PeriodState::kSealed:
      return "SEALED";
    case PeriodState::kLost:
      return "LOST";
  }
  return "";
}

// Key: dataset, period. A month that received nothing has no row; a quarter or
// year has one from its seal on, or once it is lost, and is never open.
struct PeriodRow {
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  PeriodState state = PeriodState::kOpen;
  std::optional<absl::Time> closed_at;
  std::optional<absl::Time> sealed_at;
  // A record of this month was corrected or retracted after the seal. Written
  // again with each, so that no year is sealed past one. False in quarters and
  // years, which go by their months, and in stores from before it was kept.
  bool corrected = false;
};

// One rung of a seal. Key: dataset, period, and of a higher rung its position.
// All rungs are written in one commit, once.
struct SealRow {
  SealedPeriod sealed;
};

// What the checker and the data protection officer need beside a rung of a
// seal. Key: as the SealRow's. Written once; never leaves in an extract or
// feed.
struct SealProofRow {
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  std::vector<UnsafeCell> unsafe;
  std::string verdict_sha256;  // of the checker's verdict text
  // Of the proof in full, as the WitnessRows hold it. Empty of a seal made
  // before proofs were kept.
  std::string proof_sha256{};
  // One per unit in use; none of a seal made before there were ranges.
  std::vector<RangeProof> ranges = {};
  int rung = 0;
};

// How the search for a rung's pattern ended. Tells nothing of what is hidden
// but how hard it was to hide.
enum class SearchEnd {
  kNotKept,    // there was nothing to search, or it was not kept yet
  kProven,     // no safe pattern is better
  kWorkSpent,  // the work allowed ran out
  kUnproven,   // neither: more had to be withheld at the end
};

// What may be told of one rung of a seal.
struct RungFigures {
  int k = 0;
  int64_t published = 0;   // cells of all tables with a number
  double global_risk = 0;  // of exchange/disclosure/global_risk.h
  SearchEnd search = SearchEnd::kNotKept;
  int64_t cohorts = 0;      // that may be given, of all the plan's
  int64_t cohort_rows = 0;  // in those, before any correction

  friend bool operator==(const RungFigures&, const RungFigures&) = default;
};

// That a seal was asked for, and what became of it. Key: dataset, period,
// attempt. An attempt that failed stays; the next has a row of its own.
struct SealJobRow {
  enum class State { kRunning, kDone, kFailed };
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  uint64_t attempt = 1;      // 0: sealed before seals were jobs; never stored
  std::string requested_by;  // SPIFFE id
  absl::Time requested_at;
  // Of exchange/base/seal_work.h; 0: asked for before it was kept.
  int64_t work = 0;
  State state = State::kRunning;
  std::optional<absl::Time> ended_at;
  int64_t cells = 0;      // kDone: of all tables, which the plan tells
  int64_t published = 0;  // kDone: of them with a number, in the lowest rung
  // kDone: of all rungs, the lowest first; none of a seal made before there
  // were any.
  std::vector<RungFigures> rungs{};
  // kFailed: as the status that ended it.
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string reason{};
  std::string message{};
  std::map<std::string, std::string> metadata{};
};

// The secret that orders equals in a seal. Key: dataset, period. Drawn with the
// first attempt and the same for all of them, so that nobody can ask again for
// another pattern; erased in the commit that writes the seal.
struct SealKeyRow {
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  std::string key;  // 32 random bytes
};

// The plan that a period was sealed under, as it was then: a later plan's seal
// must take the earlier tables for what they were. Key: dataset, period.
// Written once; holds nothing of records. None of a seal made before it was
// kept.
struct SealedPlanRow {
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  Plan plan;  // whole: with the families of every cadence and stream
  // Of all that its families count by: versions of code lists by id, and
  // digests of what dimensions mean (MeaningOf in seal_parts.h) by id.
  std::map<std::string, std::string> list_versions;
  std::map<std::string, std::string> dimensions;
};

// A key that other rows are sealed under, beside the store's own: see
// ShredKeyOf. Erasing this row shreds them, wherever copies of their bytes
// still lie. Key: dataset, year. Drawn with the first seal of a month of the
// year; erased in the commit that writes the year's seal.
struct ShredKeyRow {
  DatasetId dataset;
  Period year{Period::Kind::kYear, absl::CivilMonth()};
  std::string key;  // 32 random bytes
};

// The internal cube of a month: what its quarter and year are counted from.
// Key: dataset, year, month. Written with the month's seal, and erased with the
// year's. A correction or erasure of a record after the seal leaves it as it
// is: what was published stands.
struct CubeRow {
  DatasetId dataset;
  Period month{absl::CivilMonth()};
  std::vector<Columns> columns;  // one per unit that any family of its plan has
  // One per cohorts of its plan; none of a month sealed before there were any.
  std::vector<Stratum> strata = {};
};

// Every rung of the cohorts of a plan's stratum and period. Key: dataset,
// period, cohorts. Written with the period's seal, once. Under the store's own
// key, as seals are: rows are given out for as long as agreements say, long
// after the year's cubes were shredded.
struct CohortsRow {
  CohortSeal seal;
};

// Part of the proof of a seal: what the checker verified, witnesses and true
// counts of contributors among it, as exchange/checker/check_file.h writes it.
// For the data protection officer alone. Key: dataset, year, period, rung and
// part. Written with the seal, and erased with the year's.
struct WitnessRow {
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  uint64_t part = 0;  // from 0, without gaps
  std::string text;
  int rung = 0;  // of the seal
};

// What a correction or retraction changed after its period was sealed, for the
// corrections families of the year that the period lies in; erased with that
// year's seal. Key: dataset, the year in which it was made,
// contributor, ref, edition ("" for a retraction). The records hold what is
// counted and no more: see ForCounting. Sealed as the vault's records are.
struct CorrectionRow {
  Period year{Period::Kind::kYear, absl::CivilMonth()};
  Period period{absl::CivilMonth()};  // sealed, that the record belongs to
  absl::Time made_at;
  std::string edition;          // pseudonym of the edition that replaces
  Record removed;               // as it was counted last
  std::optional<Record> added;  // none: retracted
};

// The record without what no table counts: edition, monitor, consent, and the
// day within its month.
Record ForCounting(Record record);

// A release: everything that left, and its files. Key: release id.
struct ReleaseRow {
  enum class Kind { kExtract, kFeedItem };
  ReleaseId id;
  Kind kind = Kind::kExtract;
  AgreementId agreement;
  int agreement_revision = 0;
  PartyId recipient;
  DatasetId dataset;
  absl::Time created_at;
  absl::Time delete_by;
  std::string manifest_sha256;               // extract: of manifest.json
  std::map<std::string, std::string> files;  // extract: name -> bytes
  uint64_t feed_sequence = 0;                // feed item
  uint64_t audit_index = 0;                  // set by Ledger::Commit
};

// The cohorts that a release gave rows of. Key: agreement, release. Written in
// the release's commit; none of a release made before it was kept.
struct CohortsGivenRow {
  struct Given {
    Period period{absl::CivilMonth()};
    CohortsId id;
    int k = 0;                         // of the rung
    std::vector<std::string> cohorts;  // codes
    std::vector<std::string> refs;     // pseudonyms of the rows
  };
  AgreementId agreement;
  ReleaseId release;
  PartyId recipient;
  DatasetId dataset;
  absl::Time given_at;
  absl::Time delete_by;
  std::vector<Given> given{};  // those with rows
};

// What a contributor answers when asked to verify a record.
enum class InquiryOutcome {
  kVerified,     // it did occur as reported
  kDidNotOccur,  // the record is taken out of the vault with the answer
  kUnknown,      // it could not be found out
};

// That a recipient asked whether what a row reports did occur, and what became
// of it. There is no other question, and no text of either side. Key: id. Holds
// both the row's pseudonym and the record that it stands for: nobody is shown
// both.
struct InquiryRow {
  InquiryId id;
  AgreementId agreement;
  int agreement_revision = 0;
  PartyId recipient;
  PurposeId purpose;
  DatasetId dataset;
  Period period{absl::CivilMonth()};  // of the cohorts
  CohortsId cohorts;
  std::string ref;      // the row's pseudonym
  CohortRecord record;  // that it stands for
  absl::Time opened_at;
  absl::Time due_at;  // no answer is taken from then on
  std::optional<InquiryOutcome> outcome{};
  std::optional<absl::Time> answered_at{};
  // 32 random bytes each, for the commitments in the log; without them nobody
  // can tell which entries are of this inquiry.
  std::string opened_salt{};
  std::string answered_salt{};
};

// Inquiries that were ever opened under an agreement. Key: agreement. Written
// with each, so that two cannot be opened side by side.
struct InquiryCountRow {
  AgreementId agreement;
  uint64_t opened = 0;
};

// That a cohort is given no more, and that rows of it are to be set aside. Key:
// dataset, period, cohorts, code. Written once.
struct RecallRow {
  enum class Reason {
    kTooFew,   // k or fewer of its records stand as they were sealed
    kOfficer,  // the data protection officer decided so
  };
  DatasetId dataset;
  Period period{absl::CivilMonth()};
  CohortsId cohorts;
  std::string code;
  Reason reason = Reason::kTooFew;
  absl::Time opened_at;
};

// That a release is handed out no more, and is to be destroyed: the data
// protection officer decided so. Key: agreement, release. Written once.
struct ReleaseRecallRow {
  AgreementId agreement;
  ReleaseId release;
  PartyId recipient;
  DatasetId dataset;
  absl::Time opened_at;
};

// What a recipient signed of a release: that it received it, or that it
// destroyed what was recalled of it. Key: agreement, release, kind and, of
// attestations, the digest: a release is received once. Written once, as it
// came: anybody who holds the recipient's public key can verify it again.
struct StatementRow {
  enum class Kind { kReceipt, kAttestation };
  Kind kind = Kind::kReceipt;
  AgreementId agreement;
  ReleaseId release;
  PartyId recipient;
  std::string text;       // what was signed, to the byte
  std::string signature;  // the .minisig file
  std::string key;        // the recipient's public key that it verifies under
  std::string sha256;     // of `text`, hexadecimal
  absl::CivilDay stated_on;
  // kAttestation: the recalls that it answers, by name, and whether the whole
  // release was destroyed or rows of the recalled cohorts alone.
  std::vector<std::string> recalls{};
  bool whole_release = false;
  absl::Time accepted_at;
  uint64_t audit_index = 0;  // set by Ledger::Commit
};

// Extracts that an agreement made in a calendar month. Key: agreement, month.
struct QuotaRow {
  AgreementId agreement;
  Period month{absl::CivilMonth()};
  int extracts = 0;
};

// A flash alert: closed codes only. Key: alert id.
struct AlertRow {
  enum class State { kRaised, kCleared };
  AlertId id;
  DatasetId dataset;
  PartyId contributor;
  State state = State::kRaised;
  std::map<std::string, std::string> codes;  // attribute id -> code
  absl::Time occurred_at;
  absl::Time raised_at;
  std::optional<absl::Time> cleared_at;
  std::string cleared_by;  // SPIFFE id of the officer
};

// One item of the operation's feed. Key: sequence, from 1, without gaps.
struct FeedRow {
  enum class Kind { kSeal, kAlert, kRecall };
  uint64_t sequence = 0;
  Kind kind = Kind::kSeal;
  DatasetId dataset;
  Period period{absl::CivilMonth()};  // kSeal
  AlertId alert;                      // kAlert
  absl::Time published_at;
  std::string recall{};     // kRecall: its name
  AgreementId agreement{};  // kRecall of a release: that it was given under
};

// How far the feed reaches. One row, without texts in its key.
struct FeedHeadRow {
  uint64_t last = 0;  // sequence of the newest item; 0: none yet
};

// That an item of the feed was released under an agreement. Key: agreement,
// sequence. Its presence means the log holds the release.
struct FeedDeliveryRow {
  AgreementId agreement;
  uint64_t sequence = 0;
  uint64_t audit_index = 0;  // set by Ledger::Commit
  // Of the agreement's signed bytes: another revision is another delivery.
  std::string agreement_sha256{};
};

// An agreement revision the log has seen. Key: agreement.
struct AgreementSeenRow {
  AgreementId agreement;
  int revision = 0;
  std::string sha256;
};

// The answer to a request, kept as long as its effect. Key: caller, request id.
struct ReplyRow {
  std::string caller;  // SPIFFE id
  std::string request_id;
  std::string body_sha256;
  std::string answer;  // what the use case needs to answer again
};

// One act of an agreement's history. Key: agreement, sequence. Never changed
// and never erased; which of them is the next is settled by its key.
struct AgreementActRow {
  AgreementAct act;
  uint64_t sequence = 0;  // from 0, without gaps
};

using Row =
    std::variant<VaultRecord, RecordIndex, PeriodRow, SealRow, SealProofRow,
                 ReleaseRow, QuotaRow, AlertRow, FeedRow, FeedDeliveryRow,
                 AgreementSeenRow, ReplyRow, FeedHeadRow, SealJobRow,
                 SealKeyRow, CorrectionRow, SealedPlanRow, ShredKeyRow, CubeRow,
                 WitnessRow, AgreementActRow, DecisionRow, DecisionPlaceRow,
                 CohortsRow, CohortsGivenRow, InquiryRow, InquiryCountRow,
                 RecallRow, ReleaseRecallRow, StatementRow>;

// Which rows a key belongs to; same order as Row.
enum class RowKind {
  kVaultRecord,
  kRecordIndex,
  kPeriod,
  kSeal,
  kSealProof,
  kRelease,
  kQuota,
  kAlert,
  kFeed,
  kFeedDelivery,
  kAgreementSeen,
  kReply,
  kFeedHead,
  kSealJob,
  kSealKey,
  kCorrection,
  kSealedPlan,
  kShredKey,
  kCube,
  kWitness,
  kAgreementAct,
  kDecision,
  kDecisionPlace,
  kCohorts,
  kCohortsGiven,
  kInquiry,
  kInquiryCount,
  kRecall,
  kReleaseRecall,
  kStatement,
};

// The logical key of a row: its texts in the order given above, then, for rows
// that lie in order, a number. A key with fewer texts is a prefix for Scan.
struct RowKey {
  RowKind kind = RowKind::kVaultRecord;
  std::vector<std::string> texts;
  std::optional<uint64_t> number;

  friend bool operator==(const RowKey&, const RowKey&) = default;
  friend auto operator<=>(const RowKey&, const RowKey&) = default;
};

RowKey KeyOf(const Row& row);

// Tells `row` the entry that it is committed with, if it keeps that. Before
// KeyOf, since some lie where their entry does.
void SetAuditIndex(uint64_t index, Row& row);

// The key of the ShredKeyRow that a row, or all rows of a prefix, are sealed
// under; none for rows that are under the store's own key alone. Such a row
// opens only while that one is there.
std::optional<RowKey> ShredKeyOf(const RowKey& key);
// True for rows of a kind that ShredKeyOf answers for. A prefix of such a kind
// that is too short to have one key cannot be scanned.
bool IsShreddable(RowKind kind);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_USECASE_ROWS_H_
