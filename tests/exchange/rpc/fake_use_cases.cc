#include "tests/exchange/rpc/fake_use_cases.h"

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"

namespace toguna {
namespace testing {
namespace {

std::unique_ptr<FakeAnswers>& Holder() {
  static auto* const holder =
      new std::unique_ptr<FakeAnswers>(std::make_unique<FakeAnswers>());
  return *holder;
}

void Saw(const Caller& caller) {
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  Answers().callers.push_back(caller);
}

}  // namespace

FakeAnswers& Answers() { return *Holder(); }
void ResetAnswers() { Holder() = std::make_unique<FakeAnswers>(); }

}  // namespace testing

using testing::Answers;
using testing::Saw;

Intake::Intake(const Catalog& catalog, Ledger& ledger, Clock clock)
    : catalog_(catalog), ledger_(ledger), clock_(std::move(clock)) {}

absl::StatusOr<IntakeAnswer> Intake::Submit(const Caller& caller,
                                            const DatasetId& dataset,
                                            std::vector<Record> records) {
  Saw(caller);
  if (!Answers().submit) return IntakeAnswer();
  return Answers().submit(caller, dataset, records);
}

absl::StatusOr<IntakeResult> Intake::Correct(const Caller& caller,
                                             const DatasetId&, Record) {
  Saw(caller);
  return Answers().correct;
}

absl::Status Intake::Retract(const Caller& caller, const DatasetId&,
                             absl::string_view) {
  Saw(caller);
  return Answers().retract;
}

Periods::Periods(const Catalog& catalog, Ledger& ledger, Clock clock)
    : catalog_(catalog), ledger_(ledger), clock_(std::move(clock)) {}

absl::StatusOr<std::vector<PeriodRow>> Periods::List(const DatasetId&) const {
  if (!Answers().period.ok()) return Answers().period.status();
  return std::vector<PeriodRow>{*Answers().period};
}

absl::StatusOr<PeriodRow> Periods::Close(const Caller& caller, const DatasetId&,
                                         Period) {
  Saw(caller);
  return Answers().period;
}

JobId IdOf(const SealJobRow& row) {
  return JobId(absl::StrCat("seal-", row.attempt));
}

absl::Status ErrorOf(const SealJobRow& row) {
  if (row.state != SealJobRow::State::kFailed) return absl::OkStatus();
  return ReasonError(row.code, row.reason, row.message, row.metadata);
}

SealJobs::SealJobs(const Catalog& catalog, Ledger& ledger, Clock clock,
                   RandomBytes random, int64_t work)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      random_(std::move(random)),
      work_(work) {}

absl::StatusOr<SealJob> SealJobs::Request(const Caller& caller,
                                          const DatasetId&, Period,
                                          int64_t work) {
  Saw(caller);
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  if (Answers().seal.ok()) Answers().seal->row.work = work;
  return Answers().seal;
}

absl::StatusOr<SealJob> SealJobs::Get(const JobId& id) const {
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  if (!Answers().seal.ok() || IdOf(Answers().seal->row) != id) {
    return ReasonError(absl::StatusCode::kNotFound, "OPERATION_UNKNOWN", "");
  }
  return Answers().seal;
}

absl::StatusOr<std::vector<SealJob>> SealJobs::List() const {
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  if (!Answers().seal.ok()) return Answers().seal.status();
  return std::vector<SealJob>{*Answers().seal};
}

absl::StatusOr<SealJob> SealJobs::Cancel(const Caller& caller,
                                         const JobId& id) {
  Saw(caller);
  return Get(id);
}

absl::StatusOr<std::optional<SealJob>> SealJobs::Next() const {
  if (!Answers().next_job) return std::optional<SealJob>();
  return Answers().next_job();
}

absl::StatusOr<SealJob> SealJobs::Run(const JobId& id, const SealWatch& watch) {
  return Answers().run(id, watch);
}

SealProofs::SealProofs(Ledger& ledger, Clock clock)
    : ledger_(ledger), clock_(std::move(clock)) {}

absl::StatusOr<std::map<std::string, std::string>> SealProofs::Read(
    const Caller& caller, const DatasetId&, Period) {
  Saw(caller);
  return Answers().files;
}

AgreementActs::AgreementActs(const Catalog& catalog, Ledger& ledger,
                             Clock clock)
    : catalog_(catalog), ledger_(ledger), clock_(std::move(clock)) {}

absl::StatusOr<std::vector<AgreementView>> AgreementActs::List(
    const Caller& caller) const {
  Saw(caller);
  if (!Answers().agreement.ok()) return Answers().agreement.status();
  return std::vector<AgreementView>(2, *Answers().agreement);
}

absl::StatusOr<AgreementView> AgreementActs::Get(const Caller& caller,
                                                 const AgreementId&) const {
  Saw(caller);
  return Answers().agreement;
}

absl::StatusOr<AgreementView> AgreementActs::Decide(const Caller& caller,
                                                    absl::string_view,
                                                    AgreementAct act) {
  Saw(caller);
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  Answers().acts.push_back(std::move(act));
  return Answers().agreement;
}

DraftPreviews::DraftPreviews(const Catalog& catalog, const Ledger& ledger,
                             Clock clock, DraftReader read)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      read_(std::move(read)) {}

absl::StatusOr<std::vector<DraftMistake>> DraftPreviews::Preview(
    const Caller& caller, absl::string_view draft,
    const std::optional<AgreementId>&, DraftPreviewSink& sink) const {
  Saw(caller);
  return Answers().draft ? Answers().draft(draft, sink)
                         : absl::UnknownError("not set");
}

Releases::Releases(const Catalog& catalog, Ledger& ledger,
                   const PackageMaker& maker, Clock clock, RandomBytes random)
    : catalog_(catalog),
      ledger_(ledger),
      maker_(maker),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

absl::StatusOr<ExtractAnswer> Releases::CreateExtract(const Caller& caller,
                                                      absl::string_view,
                                                      Ask ask,
                                                      PackageWish wish) {
  Saw(caller);
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  Answers().asks.push_back(std::move(ask));
  Answers().wishes.push_back(wish);
  return Answers().extract;
}

absl::StatusOr<ExtractPreview> Releases::Preview(const Caller& caller,
                                                 Ask ask) const {
  Saw(caller);
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  Answers().asks.push_back(std::move(ask));
  return Answers().preview;
}

absl::StatusOr<std::map<std::string, std::string>> Releases::Download(
    const Caller& caller, const ReleaseId&) {
  Saw(caller);
  return Answers().files;
}

absl::StatusOr<ReleaseRow> Releases::Get(const Caller& caller,
                                         const ReleaseId&) {
  Saw(caller);
  if (!Answers().extract.ok()) return Answers().extract.status();
  return *Answers().extract->release;
}

absl::StatusOr<std::vector<ReleaseRow>> Releases::List(
    const Caller& caller) const {
  Saw(caller);
  if (!Answers().extract.ok()) return Answers().extract.status();
  return std::vector<ReleaseRow>(Answers().listed, *Answers().extract->release);
}

absl::Status Releases::CheckDownload(const Caller&, const ReleaseId&) {
  return Answers().still ? Answers().still() : absl::OkStatus();
}

Inquiries::Inquiries(const Catalog& catalog, Ledger& ledger, Clock clock,
                     RandomBytes random)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

absl::StatusOr<InquiryAnswer> Inquiries::Open(const Caller& caller,
                                              absl::string_view,
                                              const AgreementId& agreement,
                                              absl::string_view ref) {
  Saw(caller);
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  Answers().inquired.push_back(absl::StrCat(agreement.text(), " ", ref));
  return Answers().inquiry;
}

absl::StatusOr<InquiryView> Inquiries::Answer(const Caller& caller,
                                              absl::string_view,
                                              const InquiryId& inquiry,
                                              InquiryOutcome outcome) {
  Saw(caller);
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  Answers().inquired.push_back(
      absl::StrCat(inquiry.text(), " ", static_cast<int>(outcome)));
  if (!Answers().inquiry.ok()) return Answers().inquiry.status();
  return *Answers().inquiry->inquiry;
}

absl::StatusOr<InquiryView> Inquiries::Get(const Caller& caller,
                                           const InquiryId&) const {
  Saw(caller);
  if (!Answers().inquiry.ok()) return Answers().inquiry.status();
  return *Answers().inquiry->inquiry;
}

absl::StatusOr<std::vector<InquiryView>> Inquiries::List(
    const Caller& caller) const {
  Saw(caller);
  if (!Answers().inquiry.ok()) return Answers().inquiry.status();
  return std::vector<InquiryView>(1001, *Answers().inquiry->inquiry);
}

Recalls::Recalls(const Catalog& catalog, Ledger& ledger, Clock clock)
    : catalog_(catalog), ledger_(ledger), clock_(std::move(clock)) {}

absl::StatusOr<std::vector<RecallView>> Recalls::Open(
    const Caller& caller, const DatasetId&, absl::string_view cohort) {
  Saw(caller);
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  Answers().inquired.emplace_back(cohort);
  if (!Answers().recall.ok()) return Answers().recall.status();
  return std::vector<RecallView>{*Answers().recall};
}

absl::StatusOr<std::vector<RecallView>> Recalls::OpenRelease(
    const Caller& caller, const ReleaseId& release) {
  Saw(caller);
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  Answers().inquired.emplace_back(release.text());
  if (!Answers().recall.ok()) return Answers().recall.status();
  return std::vector<RecallView>{*Answers().recall};
}

absl::StatusOr<std::vector<RecallView>> Recalls::List(const Caller& caller,
                                                      bool outstanding) {
  Saw(caller);
  if (outstanding) return std::vector<RecallView>();
  if (!Answers().recall.ok()) return Answers().recall.status();
  return std::vector<RecallView>(1001, *Answers().recall);
}

Statements::Statements(const Catalog& catalog, Ledger& ledger,
                       VerifyFile verify, Clock clock)
    : catalog_(catalog),
      ledger_(ledger),
      verify_(std::move(verify)),
      clock_(std::move(clock)) {}

absl::StatusOr<StatementRow> Statements::Submit(const Caller& caller,
                                                absl::string_view text,
                                                absl::string_view signature) {
  Saw(caller);
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  Answers().inquired.emplace_back(text);
  Answers().inquired.emplace_back(signature);
  return Answers().statement;
}

absl::StatusOr<std::vector<StatementRow>> Statements::List(
    const Caller& caller) const {
  Saw(caller);
  if (!Answers().statement.ok()) return Answers().statement.status();
  return std::vector<StatementRow>(1001, *Answers().statement);
}

Alerts::Alerts(const Catalog& catalog, Ledger& ledger, Clock clock,
               RandomBytes random)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

absl::StatusOr<AlertRow> Alerts::Raise(const Caller& caller, absl::string_view,
                                       const DatasetId&,
                                       std::map<std::string, std::string>,
                                       absl::Time) {
  Saw(caller);
  return Answers().alert;
}

absl::StatusOr<AlertRow> Alerts::Clear(const Caller& caller, const AlertId&) {
  Saw(caller);
  return Answers().alert;
}

absl::StatusOr<std::vector<AlertRow>> Alerts::List() const {
  if (!Answers().alert.ok()) return Answers().alert.status();
  return std::vector<AlertRow>(1001, *Answers().alert);
}

Feeds::Feeds(const Catalog& catalog, Ledger& ledger, Clock clock,
             RandomBytes random)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

absl::StatusOr<FeedStep> Feeds::Next(const Caller& caller, const AgreementId&,
                                     const PurposeId&, uint64_t after) {
  Saw(caller);
  if (!Answers().next) return FeedStep{.item = {}, .cursor = after};
  return Answers().next(after);
}

Decisions::Decisions(const Catalog& catalog, Ledger& ledger)
    : catalog_(catalog), ledger_(ledger) {}

absl::StatusOr<DecisionView> Decisions::Explain(const Caller& caller,
                                                const DecisionId&) const {
  Saw(caller);
  return Answers().decision;
}

absl::StatusOr<DecisionPage> Decisions::List(
    const Caller& caller, const AgreementId&, size_t size,
    std::optional<uint64_t> before) const {
  Saw(caller);
  if (!Answers().decision.ok()) return Answers().decision.status();
  DecisionPage page{.rows = {Answers().decision->row}, .next = size};
  if (before.has_value()) page.next.reset();
  return page;
}

}  // namespace toguna
