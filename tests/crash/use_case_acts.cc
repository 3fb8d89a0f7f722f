#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/proof.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/layout.h"
#include "exchange/package/open_package.h"
#include "exchange/storage/row_codec.h"
#include "exchange/usecase/feeds.h"
#include "exchange/usecase/intake.h"
#include "exchange/usecase/make_seal.h"
#include "exchange/usecase/obligations.h"
#include "exchange/usecase/periods.h"
#include "exchange/usecase/recalls.h"
#include "exchange/usecase/releases.h"
#include "exchange/usecase/seal_jobs.h"
#include "exchange/usecase/seal_parts.h"
#include "exchange/usecase/statements.h"
#include "keys/digest/digest.h"
#include "keys/sodium/age.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/random.h"
#include "tests/crash/crash_harness.h"
#include "tests/crash/use_case_checks.h"
#include "tests/support/crash_operation.h"

namespace toguna::testing {
namespace {

using Op = CrashOperation;
using Files = std::map<std::string, std::string>;

constexpr uint64_t kActsAMonth = 11;
uint64_t MonthOf(uint64_t n) { return n / kActsAMonth; }

std::string TextOf(const Files& files) {
  std::string text;
  for (const auto& [name, bytes] : files) {
    absl::StrAppend(&text, name, "\n", bytes.size(), "\n", bytes);
  }
  return text;
}

Files FilesOf(absl::string_view text) {
  Files files;
  while (!text.empty()) {
    const size_t name = text.find('\n');
    const size_t size = text.find('\n', name + 1);
    size_t bytes = 0;
    if (size == absl::string_view::npos ||
        !absl::SimpleAtoi(text.substr(name + 1, size - name - 1), &bytes)) {
      return {};
    }
    files[std::string(text.substr(0, name))] =
        std::string(text.substr(size + 1, bytes));
    text.remove_prefix(std::min(text.size(), size + 1 + bytes));
  }
  return files;
}

// Skips what must never be skipped.
class HastyLedger : public Ledger {
 public:
  explicit HastyLedger(Ledger& ledger) : ledger_(ledger) {}
  absl::StatusOr<std::optional<VersionedRow>> Get(
      const RowKey& key) const override {
    return ledger_.Get(key);
  }
  absl::Status Scan(
      const RowKey& prefix,
      const std::function<bool(const VersionedRow&)>& visit) const override {
    return ledger_.Scan(prefix, visit);
  }
  absl::StatusOr<uint64_t> Commit(const Effects& effects) override {
    return ledger_.Commit(effects);
  }
  absl::Status WaitForCheckpoint(uint64_t) override { return absl::OkStatus(); }
  uint64_t LogSize() const override { return ledger_.LogSize(); }
  absl::StatusOr<std::vector<std::string>> Entries(
      uint64_t first, uint64_t count) const override {
    return ledger_.Entries(first, count);
  }
  absl::StatusOr<std::string> Checkpoint() const override {
    return ledger_.Checkpoint();
  }
  absl::StatusOr<std::string> InclusionProof(uint64_t index) const override {
    return ledger_.InclusionProof(index);
  }
  absl::Status WaitForWitnesses(uint64_t) override { return absl::OkStatus(); }
  absl::StatusOr<std::string> CosignedCheckpoint() const override {
    return ledger_.CosignedCheckpoint();
  }
  absl::StatusOr<std::vector<std::string>> ConsistencyProof(
      uint64_t old_size, uint64_t size) const override {
    return ledger_.ConsistencyProof(old_size, size);
  }
  absl::StatusOr<std::string> HashTile(const Tile& tile) const override {
    return ledger_.HashTile(tile);
  }

 private:
  Ledger& ledger_;
};

// Lets a package go as soon as it is made.
class LeakyMaker : public PackageMaker {
 public:
  LeakyMaker(const PackageMaker& maker, const Ledger& ledger,
             const HandOut& hand_out)
      : maker_(maker), ledger_(ledger), hand_out_(hand_out) {}
  absl::StatusOr<Files> Make(const PackageContents& contents) const override {
    hand_out_(ledger_.LogSize(), contents.release.text());
    return maker_.Make(contents);
  }

 private:
  const PackageMaker& maker_;
  const Ledger& ledger_;
  const HandOut& hand_out_;
};

// The acts over one operation. Days of a month: batches on the 10th and 11th,
// retraction on the 12th; the next month brings close, ask, seal, extract,
// download and feed on its first days.
class UseCases {
 public:
  explicit UseCases(Fault fault) : fault_(fault) {}

  const Op& operation() const { return op_; }

  absl::StatusOr<Done> Submit(Ledger& ledger, uint64_t month, int batch) const {
    Intake intake(op_.catalog(), ledger, Op::ClockAt(month, 10 + batch));
    const std::vector<Record> records = op_.Batch(month, batch);
    TOGUNA_ASSIGN_OR_RETURN(
        const IntakeAnswer answer,
        intake.Submit(Op::Contributor(), Op::Incidents(), records));
    for (const IntakeResult& result : answer.results) {
      if (result.outcome == IntakeResult::Outcome::kRefused) {
        return absl::InternalError("refused: " + result.reason);
      }
    }
    // A batch that was taken before a crash has no entry of its own.
    TOGUNA_ASSIGN_OR_RETURN(const uint64_t index,
                            LastChange(ledger, KeyOf(IndexOf(records[0]))));
    return Done{index, ""};
  }

  std::string CheckSubmit(const Ledger& ledger, const Told& told,
                          int batch) const {
    const uint64_t month = MonthOf(told.n);
    for (const Record& record : op_.Batch(month, batch)) {
      const bool first = batch == 0 && record.ref == Ref(month, Op::kEdited);
      std::vector<Record> editions = {record};
      if (first) editions.push_back(op_.RecordOf(month, Op::kEdited, true));
      const bool may_go = record.ref == Ref(month, Op::kRetracted);
      const std::string wrong =
          WrongWithRecord(ledger, Op::Month(month), editions, may_go);
      if (!wrong.empty()) return wrong;
    }
    return WrongWithEntry(ledger, told.index, "intake.accept",
                          Op::Month(month).text());
  }

  absl::StatusOr<Done> Retract(Ledger& ledger, uint64_t month) const {
    Intake intake(op_.catalog(), ledger, Op::ClockAt(month, 12));
    const Record record = op_.RecordOf(month, Op::kRetracted);
    TOGUNA_RETURN_IF_ERROR(
        intake.Retract(Op::Contributor(), Op::Incidents(), record.ref));
    TOGUNA_ASSIGN_OR_RETURN(const uint64_t index,
                            LastChange(ledger, KeyOf(IndexOf(record))));
    return Done{index, ""};
  }

  std::string CheckRetract(const Ledger& ledger, const Told& told) const {
    const Record record = op_.RecordOf(MonthOf(told.n), Op::kRetracted);
    const std::string wrong =
        WrongWithRetracted(ledger, Op::Month(MonthOf(told.n)), record);
    return wrong.empty()
               ? WrongWithEntry(ledger, told.index, "record.retract", "")
               : wrong;
  }

  Periods PeriodsAt(Ledger& ledger, uint64_t month, int day) const {
    return {op_.catalog(), ledger, Op::ClockAt(month + 1, day)};
  }

  absl::StatusOr<Done> Close(Ledger& ledger, uint64_t month) const {
    TOGUNA_ASSIGN_OR_RETURN(
        const PeriodRow row,
        PeriodsAt(ledger, month, 1)
            .Close(Op::Officer(), Op::Incidents(), Op::Month(month)));
    TOGUNA_ASSIGN_OR_RETURN(const uint64_t index,
                            LastChange(ledger, KeyOf(row)));
    return Done{index, ""};
  }

  std::string CheckClose(const Ledger& ledger, const Told& told) const {
    const Period month = Op::Month(MonthOf(told.n));
    const auto row = Find<PeriodRow>(
        ledger, KeyOf(PeriodRow{.dataset = Op::Incidents(), .period = month}));
    if (!row.ok() || !row->has_value() ||
        (*row)->value.state == PeriodState::kOpen) {
      return "a closed period is open";
    }
    return WrongWithEntry(ledger, told.index, "period.close", month.text());
  }

  SealJobs JobsAt(Ledger& ledger, uint64_t month) const {
    return {op_.catalog(), ledger, Op::ClockAt(month + 1, 2), SystemRandom()};
  }

  // Remembers what the seal will be if nothing interrupts it and the key that
  // was drawn now is the one that is used.
  absl::StatusOr<Done> Ask(Ledger& ledger, uint64_t month) const {
    TOGUNA_ASSIGN_OR_RETURN(
        const SealJob job,
        JobsAt(ledger, month)
            .Request(Op::Officer(), Op::Incidents(), Op::Month(month)));
    TOGUNA_ASSIGN_OR_RETURN(std::string expected,
                            ExpectedTables(ledger, month));
    TOGUNA_ASSIGN_OR_RETURN(const uint64_t index,
                            LastChange(ledger, KeyOf(job.row)));
    return Done{index, std::move(expected)};
  }

  std::string CheckAsk(Ledger& ledger, const Told& told) const {
    const uint64_t month = MonthOf(told.n);
    const auto again =
        JobsAt(ledger, month)
            .Request(Op::Officer(), Op::Incidents(), Op::Month(month));
    if (!again.ok()) return again.status().ToString();
    if (again->row.attempt != 1) return "another operation";
    const auto key = Find<SealKeyRow>(ledger, KeyOf(KeyIn(month)));
    if (!key.ok()) return key.status().ToString();
    if (key->has_value() != again->running()) {
      return "the key of a seal outlives it, or is lost before it";
    }
    if (!again->running()) {
      const auto tables = Tables(ledger, month);
      if (!tables.ok()) return tables.status().ToString();
      if (*tables != told.text) return "an interrupted seal came out otherwise";
    }
    return WrongWithEntry(ledger, told.index, "period.seal-requested",
                          IdOf(again->row).text());
  }

  // What the server's thread does, also after a start.
  absl::StatusOr<Done> Seal(Ledger& ledger, uint64_t month) const {
    SealJobs jobs = JobsAt(ledger, month);
    TOGUNA_ASSIGN_OR_RETURN(
        SealJob job,
        jobs.Request(Op::Officer(), Op::Incidents(), Op::Month(month)));
    TOGUNA_ASSIGN_OR_RETURN(
        job, jobs.Run(IdOf(job.row), [](const SealProgress&) { return true; }));
    TOGUNA_RETURN_IF_ERROR(ErrorOf(job.row));
    if (job.row.published == 0) return absl::InternalError("an empty seal");
    TOGUNA_ASSIGN_OR_RETURN(std::string digest, SealDigest(ledger, month));
    return Done{job.audit_index, std::move(digest)};
  }

  // Sealing again must give the same seal, to the byte.
  std::string CheckSeal(Ledger& ledger, const Told& told) const {
    const absl::StatusOr<Done> again = Seal(ledger, MonthOf(told.n));
    if (!again.ok()) return again.status().ToString();
    if (again->text != told.text) return "the seal changed";
    if (again->index != told.index) return "the seal has another entry";
    return WrongWithEntry(ledger, told.index, "period.seal",
                          Op::Month(MonthOf(told.n)).text());
  }

  absl::StatusOr<ReleaseRow> Release(Ledger& ledger, const PackageMaker& maker,
                                     uint64_t month) const {
    Releases releases(op_.catalog(), ledger, maker, Op::ClockAt(month + 1, 3),
                      SystemRandom());
    TOGUNA_ASSIGN_OR_RETURN(
        ExtractAnswer answer,
        releases.CreateExtract(Op::Recipient(), Op::RequestId(month),
                               Op::AskFor(month)));
    if (!answer.release.has_value()) {
      return absl::InternalError("refused: " + answer.decision.reason);
    }
    return *std::move(answer.release);
  }

  absl::StatusOr<Done> Extract(Ledger& ledger, uint64_t month,
                               const HandOut& hand_out) const {
    HastyLedger hasty(ledger);
    const LeakyMaker leaky(op_.maker(), ledger, hand_out);
    TOGUNA_ASSIGN_OR_RETURN(
        const ReleaseRow row,
        Release(fault_ == Fault::kSkipsCheckpoint ? hasty : ledger,
                fault_ == Fault::kHandsOutFirst
                    ? static_cast<const PackageMaker&>(leaky)
                    : op_.maker(),
                month));
    if (fault_ != Fault::kHandsOutFirst) {
      hand_out(row.audit_index, row.id.text());
    }
    return Done{row.audit_index, row.id.text()};
  }

  // The same request must give the same release, and make no other.
  std::string CheckExtract(Ledger& ledger, const Told& told) const {
    const auto row = Release(ledger, op_.maker(), MonthOf(told.n));
    if (!row.ok()) return row.status().ToString();
    if (row->id.text() != told.text) return "the request has another release";
    if (row->audit_index != told.index) return "the release has another entry";
    return WrongWithEntry(ledger, told.index, "release.extract", told.text);
  }

  absl::StatusOr<Files> FilesOfRelease(Ledger& ledger, uint64_t month,
                                       const ReleaseId& id) const {
    return Releases(op_.catalog(), ledger, op_.maker(),
                    Op::ClockAt(month + 1, 4), SystemRandom())
        .Download(Op::Recipient(), id);
  }

  absl::StatusOr<Done> Download(Ledger& ledger, uint64_t month,
                                const HandOut& hand_out) const {
    TOGUNA_ASSIGN_OR_RETURN(const ReleaseRow row,
                            Release(ledger, op_.maker(), month));
    TOGUNA_ASSIGN_OR_RETURN(const Files files,
                            FilesOfRelease(ledger, month, row.id));
    hand_out(row.audit_index, TextOf(files));
    return Done{row.audit_index, row.id.text()};
  }

  // A package once given must be given again, with a proof that still holds.
  std::string CheckDownload(Ledger& ledger, const Told& told) const {
    if (!told.handed_out) return CheckExtract(ledger, told);
    const auto row = Release(ledger, op_.maker(), MonthOf(told.n));
    if (!row.ok()) return row.status().ToString();
    auto files = FilesOfRelease(ledger, MonthOf(told.n), row->id);
    if (!files.ok()) return files.status().ToString();
    const std::string wrong = WrongWithPackage(*files, told.index);
    if (!wrong.empty()) return wrong;
    Files before = FilesOf(told.text);
    before.erase(kProofFile);
    files->erase(kProofFile);
    return before == *files ? "" : "the package changed";
  }

  std::string LookAtDownload(const Told& told) const {
    const Files files = FilesOf(told.text);
    const std::string wrong = WrongWithPackage(files, told.index);
    if (!wrong.empty()) return wrong;
    const auto opened = OpenPackage(
        files,
        {.minisign_public_key = op_.signer().PublicKeyFile(),
         .age_recipient = op_.identity().recipient(),
         .agreement = AgreementId("mrm-2026")},
        {.verify_file = VerifiedComment,
         .check_proof =
             [this](absl::string_view entry, absl::string_view proof) {
               return VerifyProof(proof, entry, vkey_, VerifyEd25519).status();
             },
         .decrypt =
             [this](absl::string_view bytes) {
               return AgeDecrypt(op_.identity(), bytes);
             }});
    return opened.ok() ? "" : opened.status().ToString();
  }

  absl::StatusOr<FeedItem> Item(Ledger& ledger, uint64_t month) const {
    const Agreement& agreement =
        op_.catalog().agreements.at(AgreementId("mrm-2026"));
    Feeds feeds(op_.catalog(), ledger, Op::ClockAt(month + 1, 5),
                [](size_t n) { return std::string(n, 'd'); });
    // Every month has two items, a seal and a recall, and the follower has had
    // those before.
    TOGUNA_ASSIGN_OR_RETURN(FeedStep step,
                            feeds.Next(Op::Recipient(), agreement.id,
                                       agreement.purpose, 2 * month));
    if (!step.item.has_value() || step.item->sequence != 2 * month + 1) {
      return absl::InternalError("the feed has a gap");
    }
    return *std::move(step.item);
  }

  absl::StatusOr<Done> Feed(Ledger& ledger, uint64_t month,
                            const HandOut& hand_out) const {
    TOGUNA_ASSIGN_OR_RETURN(const FeedItem item, Item(ledger, month));
    const std::string text = absl::StrCat(item.sequence);
    hand_out(item.audit_index, text);
    return Done{item.audit_index, text};
  }

  std::string CheckFeed(Ledger& ledger, const Told& told) const {
    const auto item = Item(ledger, MonthOf(told.n));
    if (!item.ok()) return item.status().ToString();
    if (item->audit_index != told.index) return "the item has another entry";
    return WrongWithEntry(ledger, told.index, "release.feed-item",
                          absl::StrCat("\"sequence\":\"", told.text, "\""));
  }

  // Another release of the month, so that the first can be given again.
  absl::StatusOr<ReleaseRow> ToRecall(Ledger& ledger, uint64_t month) const {
    Releases releases(op_.catalog(), ledger, op_.maker(),
                      Op::ClockAt(month + 1, 6), SystemRandom());
    TOGUNA_ASSIGN_OR_RETURN(
        ExtractAnswer answer,
        releases.CreateExtract(Op::Recipient(), Op::RequestId(1000 + month),
                               Op::AskFor(month)));
    if (!answer.release.has_value()) {
      return absl::InternalError("refused: " + answer.decision.reason);
    }
    return *std::move(answer.release);
  }

  absl::StatusOr<Done> Recall(Ledger& ledger, uint64_t month) const {
    TOGUNA_ASSIGN_OR_RETURN(const ReleaseRow row, ToRecall(ledger, month));
    TOGUNA_RETURN_IF_ERROR(
        Recalls(op_.catalog(), ledger, Op::ClockAt(month + 1, 6))
            .OpenRelease(Op::Dpo(), row.id)
            .status());
    // Asked for here, so that its refusal is in the log and asking again, as
    // the check does, must not write another.
    const auto files = FilesOfRelease(ledger, month, row.id);
    if (ReasonOf(files.status()).code != "RELEASE_RECALLED") {
      return files.ok() ? absl::InternalError("it is handed out")
                        : files.status();
    }
    TOGUNA_ASSIGN_OR_RETURN(
        const uint64_t index,
        LastChange(ledger, KeyOf(ReleaseRecallRow{.agreement = row.agreement,
                                                  .release = row.id})));
    return Done{index, row.id.text()};
  }

  // What was recalled once is never handed out again.
  std::string CheckRecall(Ledger& ledger, const Told& told) const {
    const uint64_t month = MonthOf(told.n);
    const auto row = ToRecall(ledger, month);
    if (!row.ok()) return row.status().ToString();
    if (row->id.text() != told.text) return "another release was recalled";
    const auto files = FilesOfRelease(ledger, month, row->id);
    if (ReasonOf(files.status()).code != "RELEASE_RECALLED") {
      return "a recalled release is handed out";
    }
    return WrongWithEntry(ledger, told.index, "recall.open", told.text);
  }

  absl::StatusOr<StatementRow> Attested(Ledger& ledger, uint64_t month) const {
    TOGUNA_ASSIGN_OR_RETURN(const ReleaseRow row, ToRecall(ledger, month));
    const Clock clock = Op::ClockAt(month + 1, 7);
    const std::string text = toguna::TextOf(
        {.kind = StatementRow::Kind::kAttestation,
         .release = row.id,
         .agreement = row.agreement,
         .recipient = row.recipient,
         .recalls = {absl::StrCat("release:", row.id.text())},
         .whole_release = true,
         .date = absl::ToCivilDay(clock(), absl::UTCTimeZone())});
    return Statements(op_.catalog(), ledger, VerifyMinisign, clock)
        .Submit(Op::Recipient(), text,
                MakeMinisignSigner(op_.recipient_key())->SignFile(text, "x"));
  }

  absl::StatusOr<Done> Attest(Ledger& ledger, uint64_t month) const {
    TOGUNA_ASSIGN_OR_RETURN(const StatementRow row, Attested(ledger, month));
    return Done{row.audit_index, row.sha256};
  }

  // The same statement again is the one that was taken, and nothing is owed.
  std::string CheckAttest(Ledger& ledger, const Told& told) const {
    const auto row = Attested(ledger, MonthOf(told.n));
    if (!row.ok()) return row.status().ToString();
    if (row->audit_index != told.index) return "it has another entry";
    const auto all = ObligationsUnder(ledger, row->agreement);
    if (!all.ok()) return all.status().ToString();
    for (const Obligation& one : *all) {
      if (one.release == row->release && !one.met.has_value()) {
        return "what was attested is owed again";
      }
    }
    return WrongWithEntry(ledger, told.index, "recall.attest", told.text);
  }

 private:
  std::string Ref(uint64_t month, int i) const {
    return op_.RecordOf(month, i).ref;
  }

  static SealKeyRow KeyIn(uint64_t month) {
    return {.dataset = Op::Incidents(), .period = Op::Month(month), .key = ""};
  }

  // The seal as it would be made now, beside what it will be.
  absl::StatusOr<std::string> ExpectedTables(const Ledger& ledger,
                                             uint64_t month) const {
    TOGUNA_ASSIGN_OR_RETURN(const auto key,
                            Find<SealKeyRow>(ledger, KeyOf(KeyIn(month))));
    if (!key.has_value()) return absl::DataLossError("no key");
    const Plan& plan = *op_.catalog().PlanOf(Op::Incidents());
    const absl::Time now = Op::ClockAt(month + 1, 2)();
    TOGUNA_ASSIGN_OR_RETURN(
        const SealParts parts,
        ReadParts(op_.catalog(), ledger, plan, Op::Month(month), now));
    TOGUNA_ASSIGN_OR_RETURN(
        const MadeSeal seal,
        MakeSeal(op_.catalog(), plan, parts.input, now, key->value.key,
                 [](const SealProgress&) { return true; }));
    return HexOf(Sha256(EncodeRow(SealRow{seal.lowest().sealed})));
  }

  absl::StatusOr<std::string> Tables(const Ledger& ledger,
                                     uint64_t month) const {
    TOGUNA_ASSIGN_OR_RETURN(
        const auto row,
        ledger.Get({RowKind::kSeal,
                    {Op::Incidents().text(), Op::Month(month).text()},
                    {}}));
    if (!row.has_value()) return absl::DataLossError("no seal");
    return HexOf(Sha256(EncodeRow(row->row)));
  }

  absl::StatusOr<std::string> SealDigest(const Ledger& ledger,
                                         uint64_t month) const {
    std::string bytes;
    for (const RowKind kind : {RowKind::kSeal, RowKind::kSealProof}) {
      TOGUNA_ASSIGN_OR_RETURN(
          const auto row,
          ledger.Get(
              {kind, {Op::Incidents().text(), Op::Month(month).text()}, {}}));
      if (!row.has_value()) return absl::DataLossError("a part of a seal");
      absl::StrAppend(&bytes, row->version, "\n", EncodeRow(row->row));
    }
    return HexOf(Sha256(bytes));
  }

  std::string WrongWithPackage(const Files& files, uint64_t index) const {
    if (!files.contains(kEntryFile) || !files.contains(kProofFile)) {
      return "a package without its entry";
    }
    const auto head = VerifyProof(files.at(kProofFile), files.at(kEntryFile),
                                  vkey_, VerifyEd25519);
    if (!head.ok()) return head.status().ToString();
    const auto proof = ParseProof(files.at(kProofFile));
    return proof.ok() && proof->index == index ? "" : "a proof of another";
  }

  const Fault fault_;
  const Op op_{kCrashOrigin};
  const std::string vkey_ =
      NoteKey{kCrashOrigin, op_.keyring().MakeLogSigner()->public_key()}.Text();
};

// An act of UseCases as the harness wants it.
template <typename Run, typename Check>
Act MakeAct(const std::string& name, Run run, Check check) {
  return {name,
          [run](Ledger& ledger, uint64_t n, const HandOut& hand_out) {
            return run(ledger, MonthOf(n), hand_out);
          },
          check};
}

}  // namespace

CrashPlan UseCaseActs(Fault fault) {
  const auto all = std::make_shared<const UseCases>(fault);
  const auto submit = [all](int batch) {
    return MakeAct(
        "submit",
        [=](Ledger& ledger, uint64_t month, const HandOut&) {
          return all->Submit(ledger, month, batch);
        },
        [=](const Ledger& ledger, const Told& told) {
          return all->CheckSubmit(ledger, told, batch);
        });
  };
  const auto quiet = [all](const char* name, auto run, auto check) {
    return MakeAct(
        name,
        [=](Ledger& ledger, uint64_t month, const HandOut&) {
          return (*all.*run)(ledger, month);
        },
        [=](Ledger& ledger, const Told& told) {
          return (*all.*check)(ledger, told);
        });
  };
  const auto handing = [all](const char* name, auto run, auto check) {
    return MakeAct(
        name,
        [=](Ledger& ledger, uint64_t month, const HandOut& hand_out) {
          return (*all.*run)(ledger, month, hand_out);
        },
        [=](Ledger& ledger, const Told& told) {
          return (*all.*check)(ledger, told);
        });
  };
  CrashPlan plan;
  plan.acts = {
      submit(0),
      submit(1),
      quiet("retract", &UseCases::Retract, &UseCases::CheckRetract),
      quiet("close", &UseCases::Close, &UseCases::CheckClose),
      quiet("ask", &UseCases::Ask, &UseCases::CheckAsk),
      quiet("seal", &UseCases::Seal, &UseCases::CheckSeal),
      handing("extract", &UseCases::Extract, &UseCases::CheckExtract),
      handing("download", &UseCases::Download, &UseCases::CheckDownload),
      handing("feed", &UseCases::Feed, &UseCases::CheckFeed),
      quiet("recall", &UseCases::Recall, &UseCases::CheckRecall),
      quiet("attest", &UseCases::Attest, &UseCases::CheckAttest)};
  plan.acts[kExtractAct + 1].look = [all](const Told& told) {
    return all->LookAtDownload(told);
  };
  plan.check_all = WrongWithWhole;
  plan.sealer = all->operation().keyring().MakeSealer();
  plan.hasher = all->operation().keyring().MakeRowHasher();
  plan.signer = all->operation().keyring().MakeLogSigner();
  plan.resume = true;
  return plan;
}

}  // namespace toguna::testing
