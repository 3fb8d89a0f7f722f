// What the services make of requests and answers. Decisions are the use cases'.

#include <grpcpp/client_context.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/package/receive_package.h"
#include "exchange/rpc/status_details.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/exchange/rpc/rpc_fixture.h"
#include "toguna/v1/inquiry_service.grpc.pb.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kDataset[] = "datasets/open-incidents";
constexpr char kPeriod[] = "datasets/open-incidents/periods/2026-03";

class ServicesTest : public RpcFixture {
 protected:
  static std::string ReasonIn(const absl::Status& status) {
    return ReasonOf(status).code;
  }
};

v1::SubmitRecordsRequest Batch(uint64_t sequence,
                               const std::vector<std::string>& dates) {
  v1::SubmitRecordsRequest batch;
  batch.set_sequence(sequence);
  batch.set_dataset(kDataset);
  for (const std::string& date : dates) {
    v1::Record& record = *batch.add_records();
    record.set_ref(absl::StrCat("ref1-", batch.records_size()));
    record.set_incident_date(date);
    (*record.mutable_codes())["place"] = "ML01";
    (*record.mutable_tallies())["child"] = 2;
  }
  return batch;
}

absl::Status Submit(Client& client,
                    const std::vector<v1::SubmitRecordsRequest>& batches,
                    std::vector<v1::SubmitRecordsResponse>& answers) {
  size_t next = 0;
  return client.SubmitBatches(
      [&]() -> std::optional<v1::SubmitRecordsRequest> {
        if (next == batches.size()) return std::nullopt;
        return batches[next++];
      },
      [&](const v1::SubmitRecordsResponse& answer) {
        answers.push_back(answer);
      });
}

// Takes everything, in March.
absl::StatusOr<IntakeAnswer> TakeAll(const Caller&, const DatasetId&,
                                     const std::vector<Record>& records) {
  IntakeAnswer answer;
  answer.period = *Period::Parse("2026-03");
  answer.audit_index = 7;
  for (const Record& record : records) {
    IntakeResult result;
    result.outcome = record.ref == "ref1-1" ? IntakeResult::Outcome::kTaken
                                            : IntakeResult::Outcome::kDuplicate;
    answer.results.push_back(result);
  }
  return answer;
}

TEST_F(ServicesTest, EveryRecordOfABatchIsAnsweredInOrder) {
  Answers().submit = TakeAll;
  Start();
  std::vector<v1::SubmitRecordsResponse> answers;
  ASSERT_THAT(Submit(*ClientAs("contributor"),
                     {Batch(1, {"2026-03-01", "yesterday", "2026-03-02"}),
                      Batch(5, {"2026-03-03"})},
                     answers),
              IsOk());
  ASSERT_THAT(answers, SizeIs(2));
  EXPECT_EQ(answers[0].sequence(), 1u);
  EXPECT_EQ(answers[0].period(), kPeriod);
  EXPECT_EQ(answers[0].audit_index(), 7u);
  ASSERT_EQ(answers[0].outcomes_size(), 3);
  EXPECT_EQ(answers[0].outcomes(0).outcome(), v1::RecordOutcome::OUTCOME_TAKEN);
  EXPECT_EQ(answers[0].outcomes(1).outcome(),
            v1::RecordOutcome::OUTCOME_REFUSED);
  EXPECT_EQ(answers[0].outcomes(1).reason(), "INVALID_DATE");
  EXPECT_EQ(answers[0].outcomes(1).field(), "incident_date");
  EXPECT_EQ(answers[0].outcomes(2).outcome(),
            v1::RecordOutcome::OUTCOME_DUPLICATE);
  EXPECT_EQ(answers[1].sequence(), 5u);
}

TEST_F(ServicesTest, ACorrectionIsAnsweredWithWhatBecameOfIt) {
  Answers().correct = IntakeResult{IntakeResult::Outcome::kCorrected, "", ""};
  Start();
  const auto client = ClientAs("contributor");
  v1::CorrectRecordRequest request;
  request.set_dataset(kDataset);
  *request.mutable_record() = Batch(1, {"2026-03-01"}).records(0);
  auto answer = client->CorrectRecord(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->outcome().outcome(), v1::RecordOutcome::OUTCOME_CORRECTED);
  request.mutable_record()->set_incident_date("yesterday");
  answer = client->CorrectRecord(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->outcome().reason(), "INVALID_DATE");
  EXPECT_THAT(ClientAs("officer")->CorrectRecord(request),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

// All that an agreement says is sent, and what is decided arrives as it was
// said.
TEST_F(ServicesTest, AnAgreementIsShownAndDecidedOf) {
  Agreement agreement;
  agreement.id = AgreementId("agr-one");
  agreement.title = {"Accord", "Agreement"};
  agreement.recipient = PartyId("recipient-a");
  agreement.dpo = PartyId("dpo-a");
  agreement.assessment = {{"si", "if"}, {"sinon", "else"}, absl::UnixEpoch()};
  agreement.contacts = {{PartyId("dpo-a"), {"Bureau", "Office"}, "by radio"}};
  agreement.sensitivity_ceiling = Sensitivity::kHigh;
  agreement.signatures = {
      {SignatureRole::kDpo, PartyId("dpo-a"), false, "not signed", true}};
  AgreementView view{&agreement, AgreementState::kSuspended, {}};
  view.acts.emplace_back();
  view.acts[0].kind = AgreementAct::Kind::kSuspend;
  view.acts[0].reason = AgreementAct::Reason::kContext;
  const Grant grant{.dataset = DatasetId("open-incidents"),
                    .level_limits = {{"place", 0}},
                    .cohort_level_limits = {{"place", 1}}};
  view.grants = {{&grant, Sensitivity::kHigh, {{"place", {"ML06"}}}}};
  view.together.emplace_back();
  view.together[0].kind = Together::Kind::kCombine;
  view.together[0].dataset = grant.dataset;
  Together::Side& first = view.together[0].first;
  first.agreements = {{agreement.id}, {AgreementId("agr-two")}};
  first.purpose = PurposeId("purpose-a");
  first.beyond.families = {FamilyId("by-place")};
  first.beyond.levels = {{"place", "region"}};
  first.beyond.cohort_levels = {{"place", "cercle"}};
  first.beyond.codes = {{"place", {"ML"}}};
  first.beyond.rung = 5;
  first.looser = {Term::kRetention};
  view.together[0].second.agreements = {{AgreementId("agr-three")}};
  view.others = {DatasetId("other-data")};
  Answers().agreement = view;
  Start();
  const auto client = ClientAs("dpo");
  v1::GetAgreementRequest get;
  get.set_name("agreements/agr-one");
  const auto got = client->GetAgreement(get);
  ASSERT_THAT(got, IsOk());
  const v1::Agreement& shown = got->agreement();
  EXPECT_EQ(shown.state(), v1::Agreement::STATE_SUSPENDED);
  EXPECT_EQ(shown.title().fr(), "Accord");
  EXPECT_EQ(shown.risk_of_not_sharing().en(), "else");
  EXPECT_EQ(shown.contacts(0).reach(), "by radio");
  EXPECT_EQ(shown.sensitivity_ceiling(), v1::Agreement::SENSITIVITY_HIGH);
  EXPECT_EQ(shown.signatures(0).problem(), "not signed");
  ASSERT_EQ(shown.acts_size(), 1);
  EXPECT_EQ(shown.acts(0).kind(), v1::Agreement::KIND_SUSPEND);
  EXPECT_EQ(shown.acts(0).reason(), v1::Agreement::REASON_CONTEXT);
  ASSERT_EQ(shown.grants_size(), 1);
  EXPECT_EQ(shown.grants(0).sensitivity(), v1::Agreement::SENSITIVITY_HIGH);
  EXPECT_EQ(shown.grants(0).approval(0).codes(0), "ML06");
  EXPECT_EQ(shown.grants(0).levels(0).level(), "country");
  EXPECT_EQ(shown.grants(0).cohort_levels(0).level(), "region");
  ASSERT_EQ(shown.together_size(), 2);
  const v1::Agreement::Together& together = shown.together(0);
  EXPECT_EQ(together.relation(), v1::Agreement::RELATION_COMBINE);
  EXPECT_EQ(together.dataset(), "datasets/open-incidents");
  EXPECT_EQ(together.first().agreements(1), "agreements/agr-two");
  EXPECT_EQ(together.first().purpose(), "purposes/purpose-a");
  EXPECT_EQ(together.first().families(0), "by-place");
  EXPECT_EQ(together.first().levels(0).level(), "region");
  EXPECT_EQ(together.first().cohort_levels(0).level(), "cercle");
  EXPECT_EQ(together.first().codes(0).codes(0), "ML");
  EXPECT_EQ(together.first().rung(), 5);
  EXPECT_EQ(together.first().looser(0), v1::Agreement::TERM_RETENTION);
  EXPECT_EQ(together.second().agreements(0), "agreements/agr-three");
  EXPECT_EQ(shown.together(1).relation(), v1::Agreement::RELATION_ANOTHER);
  EXPECT_EQ(shown.together(1).dataset(), "datasets/other-data");
  EXPECT_FALSE(shown.together(1).has_first());
  EXPECT_EQ(client->ListAgreements()->agreements_size(), 2);

  v1::DecideAgreementRequest decide;
  decide.set_name("agreements/agr-one");
  EXPECT_EQ(ReasonIn(client->DecideAgreement(decide).status()),
            "REASON_MISSING");
  decide.set_kind(v1::Agreement::KIND_WITHDRAW);
  EXPECT_EQ(ReasonIn(client->DecideAgreement(decide).status()),
            "REASON_MISSING");
  decide.set_reason(v1::Agreement::REASON_WRITTEN_REQUEST);
  decide.set_dataset(kDataset);
  decide.add_periods("2026-03");
  ASSERT_THAT(client->DecideAgreement(decide), IsOk());
  EXPECT_THAT(ClientAs("officer")->DecideAgreement(decide),
              StatusIs(absl::StatusCode::kPermissionDenied));
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  ASSERT_THAT(Answers().acts, SizeIs(1));
  EXPECT_EQ(Answers().acts[0].kind, AgreementAct::Kind::kWithdraw);
  EXPECT_EQ(Answers().acts[0].reason, AgreementAct::Reason::kWrittenRequest);
  EXPECT_EQ(Answers().acts[0].periods,
            std::vector<Period>{Period(absl::CivilMonth(2026, 3))});
}

TEST_F(ServicesTest, APreviewOfADraftComesStepByStepInPartsThatFit) {
  const Agreement draft = catalog_.agreements.begin()->second;
  Answers().draft = [&draft](absl::string_view text, DraftPreviewSink& sink)
      -> absl::StatusOr<std::vector<DraftMistake>> {
    if (text == "bad") return std::vector<DraftMistake>{{3, {"faux", "wrong"}}};
    EXPECT_EQ(text, "good");
    EXPECT_TRUE(sink.Begin({&draft, AgreementState::kDraft, {}}, nullptr, 2));
    PeriodPreview period;
    period.dataset = DatasetId("d");
    period.period = Period(absl::CivilMonth(2026, 3));
    period.sealed = true;
    period.after = {true,
                    {{"lag", false, "LAG_NOT_OVER", "", "", "tôt", "early"}},
                    absl::FromUnixSeconds(1'772'000'000),
                    true};
    ComparedTable table;
    table.family = FamilyId("f");
    table.dimensions = {"place"};
    for (int i = 0; i < 5001; ++i) {
      table.cells.push_back(
          {{absl::StrCat("p", i)}, Given::kNothing, Given::kRange});
    }
    period.tables = {table};
    CohortsPreview leads;
    leads.id = CohortsId("leads");
    leads.before.against = period.after.against[0];
    leads.after.gives = true;
    leads.after.cohorts = 2;
    leads.after.rows = 15;
    leads.after.ruled_out = {{{BoxLeftOut::Why::kTooFine, "place"}, 3},
                             {{BoxLeftOut::Why::kNotApproved, "type"}, 1}};
    leads.after.taken_back = true;
    leads.after.needs_approval = true;
    period.cohorts = {leads};
    EXPECT_TRUE(sink.Add(period));
    EXPECT_TRUE(sink.Add(AlertPreview{DatasetId("a"), 4, 3, 2, 1}));
    return std::vector<DraftMistake>();
  };
  Start();
  v1::PreviewDraftRequest request;
  request.set_draft("good");
  std::vector<v1::PreviewDraftResponse> events;
  const auto keep = [&events](const v1::PreviewDraftResponse& event) {
    events.push_back(event);
  };
  ASSERT_THAT(ClientAs("dpo")->PreviewDraft(request, keep), IsOk());
  ASSERT_THAT(events, SizeIs(6));
  EXPECT_EQ(events[0].start().steps(), 2);
  EXPECT_FALSE(events[0].start().has_with());
  EXPECT_EQ(events[1].period().period(), "2026-03");
  EXPECT_TRUE(events[1].period().after().needs_approval());
  EXPECT_EQ(events[1].period().after().against(0).text().fr(), "tôt");
  EXPECT_FALSE(events[1].period().before().gives());
  EXPECT_EQ(events[2].table().cells_size(), 5000);
  EXPECT_EQ(events[3].table().cells_size(), 1);
  EXPECT_EQ(events[3].table().cells(0).before(),
            v1::PreviewDraftResponse::GIVEN_NOTHING);
  EXPECT_EQ(events[3].table().cells(0).after(),
            v1::PreviewDraftResponse::GIVEN_RANGE);
  EXPECT_EQ(events[4].cohorts().id(), "leads");
  EXPECT_FALSE(events[4].cohorts().before().gives());
  EXPECT_EQ(events[4].cohorts().before().against().reason(), "LAG_NOT_OVER");
  const auto& rows = events[4].cohorts().after();
  EXPECT_TRUE(rows.gives() && rows.taken_back() && rows.needs_approval());
  EXPECT_FALSE(rows.has_against() || rows.held_over());
  EXPECT_EQ(rows.cohorts(), 2);
  EXPECT_EQ(rows.rows(), 15);
  ASSERT_EQ(rows.left_out_size(), 2);
  EXPECT_EQ(rows.left_out(0).why(), v1::PreviewDraftResponse::WHY_TOO_FINE);
  EXPECT_EQ(rows.left_out(0).dimension(), "place");
  EXPECT_EQ(rows.left_out(0).cohorts(), 3);
  EXPECT_EQ(rows.left_out(1).why(), v1::PreviewDraftResponse::WHY_NOT_APPROVED);
  EXPECT_EQ(events[5].alerts().different(), 1);

  events.clear();
  request.set_draft("bad");
  ASSERT_THAT(ClientAs("dpo")->PreviewDraft(request, keep), IsOk());
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].mistakes().mistakes(0).line(), 3);
  EXPECT_EQ(events[0].mistakes().mistakes(0).text().en(), "wrong");
  for (const char* role : {"recipient", "officer", "contributor"}) {
    EXPECT_THAT(ClientAs(role)->PreviewDraft(request, keep),
                StatusIs(absl::StatusCode::kPermissionDenied));
  }
}

TEST_F(ServicesTest, APreviewTellsPartiesWhatWouldPassAndStrangersNothing) {
  ExtractPreview preview;
  preview.decision.caller_is_party = true;
  preview.decision.findings = {
      {"levels", false, "LEVEL_TOO_FINE", "", "", "trop fin", "too fine"}};
  CounterOffer offer;
  offer.ask.agreement = AgreementId("agr-one");
  offer.ask.dataset = DatasetId(std::string(kDataset).substr(9));
  offer.ask.periods = {Period(absl::CivilMonth(2026, 3))};
  offer.from = absl::FromUnixSeconds(1'772'000'000) + absl::Hours(24);
  preview.offer = offer;
  preview.tables = {{Period(absl::CivilMonth(2026, 3)), FamilyId("x"), 9, 4}};
  Answers().preview = preview;
  Start();
  v1::PreviewExtractRequest request;
  request.mutable_ask()->set_agreement("agreements/agr-one");
  request.mutable_ask()->set_purpose("purposes/health");
  request.mutable_ask()->set_dataset(kDataset);
  const auto got = ClientAs("recipient")->PreviewExtract(request);
  ASSERT_THAT(got, IsOk());
  EXPECT_FALSE(got->allowed());
  EXPECT_EQ(got->findings(0).text().fr(), "trop fin");
  EXPECT_EQ(got->offer().periods(0), "2026-03");
  EXPECT_TRUE(got->has_offer_from_time());
  EXPECT_EQ(got->tables(0).shown(), 4);
  Answers().preview->decision.caller_is_party = false;
  const auto stranger = ClientAs("recipient")->PreviewExtract(request);
  EXPECT_EQ(ReasonIn(stranger.status()), "REFUSED");
}

TEST_F(ServicesTest, TheContributorIsTheOneOfTheCertificate) {
  Answers().submit = TakeAll;
  Start();
  std::vector<v1::SubmitRecordsResponse> answers;
  ASSERT_THAT(
      Submit(*ClientAs("contributor"), {Batch(1, {"2026-03-01"})}, answers),
      IsOk());
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  ASSERT_THAT(Answers().callers, SizeIs(1));
  EXPECT_EQ(Answers().callers[0].party, PartyId("contributor-a"));
  EXPECT_EQ(Answers().callers[0].role, Role::kContributor);
}

TEST_F(ServicesTest, BatchesOutOfOrderOrTooLargeEndTheStream) {
  Answers().submit = TakeAll;
  Start();
  const auto client = ClientAs("contributor");
  std::vector<v1::SubmitRecordsResponse> answers;
  absl::Status status = Submit(
      *client, {Batch(2, {"2026-03-01"}), Batch(2, {"2026-03-01"})}, answers);
  EXPECT_EQ(ReasonIn(status), "BATCH_OUT_OF_ORDER");
  EXPECT_THAT(answers, SizeIs(1));
  for (const size_t size : {size_t{0}, size_t{1001}}) {
    status = Submit(*client,
                    {Batch(1, std::vector<std::string>(size, "2026-03-01"))},
                    answers);
    EXPECT_EQ(ReasonIn(status), "BATCH_TOO_LARGE");
  }
}

TEST_F(ServicesTest, AnErrorOfIntakeReachesTheClientWhole) {
  Answers().submit = [](const Caller&, const DatasetId&,
                        const std::vector<Record>&) {
    return ReasonError(absl::StatusCode::kFailedPrecondition, "PERIOD_CLOSED",
                       "closed");
  };
  Start();
  std::vector<v1::SubmitRecordsResponse> answers;
  const absl::Status status =
      Submit(*ClientAs("contributor"), {Batch(1, {"2026-03-01"})}, answers);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonIn(status), "PERIOD_CLOSED");
  EXPECT_THAT(TextFor(Language::kFrench, status), HasSubstr("clos"));
}

v1::CreateExtractRequest ExtractRequest() {
  v1::CreateExtractRequest request;
  request.set_request_id("00000000-0000-4000-8000-000000000001");
  request.set_agreement("agreements/agr-one");
  request.set_purpose("purposes/reporting");
  request.set_dataset(kDataset);
  request.add_families("by-place");
  request.add_cohorts("leads");
  auto& level = *request.add_levels();
  level.set_dimension("place");
  level.set_finest_level("region");
  auto& of_rows = *request.add_cohort_levels();
  of_rows.set_dimension("place");
  of_rows.set_finest_level("country");
  auto& filter = *request.add_code_filters();
  filter.set_dimension("place");
  filter.add_codes("ML01");
  request.add_periods("2026-03");
  return request;
}

TEST_F(ServicesTest, AnAskIsTranslatedAndItsReleaseDescribed) {
  ReleaseRow row;
  row.id = ReleaseId("rel-one");
  row.agreement = AgreementId("agr-one");
  row.recipient = PartyId("recipient-a");
  row.dataset = DatasetId("open-incidents");
  row.files = {{"manifest.json", "{}"}, {"extract.csv.age", "12345"}};
  row.audit_index = 9;
  ExtractAnswer answer;
  answer.decision.allowed = true;
  answer.release = row;
  Answers().extract = answer;
  Start();
  const auto response = ClientAs("recipient")->CreateExtract(ExtractRequest());
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->extract().name(), "extracts/rel-one");
  ASSERT_EQ(response->extract().files_size(), 2);
  EXPECT_EQ(response->extract().files(0).name(), "extract.csv.age");
  EXPECT_EQ(response->extract().files(0).size_bytes(), 5);
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  ASSERT_THAT(Answers().asks, SizeIs(1));
  const Ask& ask = Answers().asks[0];
  EXPECT_EQ(ask.agreement, AgreementId("agr-one"));
  EXPECT_EQ(ask.purpose, PurposeId("reporting"));
  EXPECT_THAT(ask.cohorts, ElementsAre(CohortsId("leads")));
  ASSERT_THAT(ask.levels, SizeIs(1));
  EXPECT_EQ(ask.levels[0].finest, 1);
  ASSERT_THAT(ask.cohort_levels, SizeIs(1));
  EXPECT_EQ(ask.cohort_levels[0].finest, 0);
  EXPECT_THAT(ask.code_filters[0].codes, ElementsAre("ML01"));
  EXPECT_EQ(ask.periods[0].text(), "2026-03");
}

TEST_F(ServicesTest, ARefusalBringsItsFindingsToAPartyOnly) {
  ExtractAnswer answer;
  answer.decision.reason = "LEVEL_TOO_FINE";
  answer.decision.caller_is_party = true;
  answer.decision.findings = {{.rule = "levels",
                               .passed = false,
                               .reason = "LEVEL_TOO_FINE",
                               .operand = "commune",
                               .clause = "cercle",
                               .fr = "Trop fin.",
                               .en = "Too fine."}};
  Answers().extract = answer;
  Start();
  const auto client = ClientAs("recipient");
  const absl::Status told = client->CreateExtract(ExtractRequest()).status();
  EXPECT_THAT(told, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(ReasonIn(told), "LEVEL_TOO_FINE");
  ASSERT_THAT(RefusedRulesOf(told), SizeIs(1));
  EXPECT_EQ(RefusedRulesOf(told)[0].description, "Trop fin. | Too fine.");

  answer.decision.caller_is_party = false;
  Answers().extract = answer;
  const absl::Status stranger =
      client->CreateExtract(ExtractRequest()).status();
  EXPECT_EQ(ReasonIn(stranger), "REFUSED");
  EXPECT_THAT(RefusedRulesOf(stranger), IsEmpty());
}

TEST_F(ServicesTest, ARefusedDecisionGivesNothingEvenWithARelease) {
  ExtractAnswer answer;
  answer.release = ReleaseRow();
  Answers().extract = answer;
  Start();
  EXPECT_THAT(ClientAs("recipient")->CreateExtract(ExtractRequest()),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(ServicesTest, AMalformedAskNeverReachesTheUseCase) {
  Start();
  const auto client = ClientAs("recipient");
  v1::CreateExtractRequest request = ExtractRequest();
  request.mutable_levels(0)->set_finest_level("village");
  EXPECT_EQ(ReasonIn(client->CreateExtract(request).status()), "UNKNOWN_LEVEL");
  request = ExtractRequest();
  request.set_dataset("datasets/nothing-here");
  EXPECT_EQ(ReasonIn(client->CreateExtract(request).status()),
            "UNKNOWN_DATASET");
  request = ExtractRequest();
  request.set_periods(0, "2026-13");
  EXPECT_EQ(ReasonIn(client->CreateExtract(request).status()),
            "INVALID_PERIOD");
  request = ExtractRequest();
  request.set_agreement("agr-one");
  EXPECT_EQ(ReasonIn(client->CreateExtract(request).status()), "INVALID_NAME");
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  EXPECT_THAT(Answers().asks, IsEmpty());
}

TEST_F(ServicesTest, APackageArrivesWholeWhateverItsSizes) {
  std::string large(600'000, 'x');
  large[300'000] = '\0';
  const std::map<std::string, std::string> files = {
      {"a-empty", ""},
      {"b-exact", std::string(size_t{256} << 10, 'y')},
      {"c-large", large}};
  Answers().files = files;
  Start();
  v1::DownloadPackageRequest request;
  request.set_name("extracts/rel-one");
  EXPECT_THAT(ClientAs("recipient")->DownloadPackage(request),
              IsOkAndHolds(files));
  v1::DownloadSealProofRequest proof;
  proof.set_name(absl::StrCat(kDataset, "/periods/2026-03"));
  EXPECT_THAT(ClientAs("dpo")->DownloadSealProof(proof), IsOkAndHolds(files));
}

// What Client::StreamPackage gives of one file, from `offset` on.
absl::StatusOr<std::string> FileFrom(Client& client, const std::string& name,
                                     int64_t offset) {
  v1::DownloadPackageRequest request;
  request.set_name("extracts/rel-one");
  request.set_file_name(name);
  request.set_offset(offset);
  std::string bytes;
  int parts = 0;
  const absl::Status status = client.StreamPackage(
      request, [&](const v1::DownloadPackageResponse& part) {
        ++parts;
        EXPECT_EQ(part.file_name(), name);
        EXPECT_EQ(part.offset(), offset + int64_t(bytes.size()));
        bytes += part.data();
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  EXPECT_GT(parts, 0) << "the size of an empty rest is said, too";
  return bytes;
}

TEST_F(ServicesTest, AFileIsGivenFromAnyOfItsBytesOn) {
  std::string large;
  for (int i = 0; i < 100'000; ++i) large += absl::StrCat(i, " ");
  Answers().files = std::map<std::string, std::string>{
      {"a-empty", ""}, {"b-other", "theirs"}, {"c-large", large}};
  Start();
  const auto client = ClientAs("recipient");
  for (const int64_t offset :
       {int64_t{0}, int64_t{1}, int64_t{262'143}, int64_t{262'144},
        int64_t(large.size()) - 1, int64_t(large.size())}) {
    EXPECT_THAT(FileFrom(*client, "c-large", offset),
                IsOkAndHolds(large.substr(static_cast<size_t>(offset))));
  }
  EXPECT_THAT(FileFrom(*client, "a-empty", 0), IsOkAndHolds(""));
  EXPECT_EQ(ReasonIn(FileFrom(*client, "a-empty", 1).status()),
            "OFFSET_BEYOND_FILE");
  EXPECT_EQ(ReasonIn(FileFrom(*client, "c-large", -1).status()),
            "FIELD_NOT_EXPECTED");
  EXPECT_EQ(ReasonIn(FileFrom(*client, "", 1).status()), "FIELD_NOT_EXPECTED");
  for (const char* name : {"d", "c", "c-large/", "../c-large"}) {
    EXPECT_EQ(ReasonIn(FileFrom(*client, name, 0).status()), "NO_SUCH_FILE");
  }
  // Whether there is such a file is for the recipient of the package alone.
  Answers().files = UniformRefusal();
  EXPECT_EQ(ReasonIn(FileFrom(*client, "d", 0).status()), "REFUSED");
}

// The whole way: a server that breaks off after every second part, and a
// recipient that goes on.
TEST_F(ServicesTest, APackageArrivesWholeOverALineThatBreaks) {
  std::string large;
  for (int i = 0; i < 300'000; ++i) large += absl::StrCat(i, " ");
  const std::string manifest = "{\"subject\":[]}";
  const std::map<std::string, std::string> files = {
      {"extract.csv.age", large},
      {"manifest.json", manifest},
      {"release.entry", "entry"},
      {"release.tlog-proof", "proof"}};
  Answers().files = files;
  std::atomic<int> asked = 0;
  Answers().still = [&asked] {
    return ++asked % 3 == 0 ? absl::UnavailableError("the line broke")
                            : absl::OkStatus();
  };
  Start();
  const auto client = ClientAs("recipient");
  std::vector<int64_t> offsets;
  AnnouncedPackage announced;
  announced.sizes = {{"extract.csv.age", int64_t(large.size())},
                     {"manifest.json", int64_t(manifest.size())}};
  announced.manifest_sha256 = HexOf(Sha256(manifest));
  const absl::Status received = ReceivePackage(
      announced, folder_ / "R-one",
      [&](const std::string& name, int64_t offset, const TakePart& take) {
        if (name == "extract.csv.age") offsets.push_back(offset);
        v1::DownloadPackageRequest request;
        request.set_name("extracts/rel-one");
        request.set_file_name(name);
        request.set_offset(offset);
        return client->StreamPackage(
            request, [&](const v1::DownloadPackageResponse& part) {
              return take(part.offset(), part.file_size_bytes(), part.data());
            });
      });
  ASSERT_THAT(received, IsOk());
  EXPECT_THAT(offsets, SizeIs(::testing::Gt(2u)));
  EXPECT_GT(offsets.back(), 0);
  for (const auto& [name, bytes] : files) {
    EXPECT_EQ(ReadFile(folder_ / ("R-one/" + name)), bytes) << name;
  }
}

TEST_F(ServicesTest, ReleasesAreListedForTheirRecipientAlone) {
  ReleaseRow row;
  row.id = ReleaseId("rel-one");
  row.agreement = AgreementId("agr-one");
  row.recipient = PartyId("recipient-a");
  row.dataset = DatasetId("open-incidents");
  row.created_at = absl::FromUnixSeconds(1'771'000'000);
  row.delete_by = absl::FromUnixSeconds(1'779'000'000);
  row.files = {{"manifest.json", "{}"}};
  row.manifest_sha256 = "abc";
  ExtractAnswer answer;
  answer.release = row;
  Answers().extract = answer;
  Start();
  const auto client = ClientAs("recipient");
  auto listed = client->ListExtracts();
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->extracts_size(), 1);
  EXPECT_FALSE(listed->truncated());
  EXPECT_EQ(listed->extracts(0).name(), "extracts/rel-one");
  EXPECT_EQ(listed->extracts(0).agreement(), "agreements/agr-one");
  EXPECT_EQ(listed->extracts(0).delete_by_time().seconds(), 1'779'000'000);
  v1::GetExtractRequest get;
  get.set_name("extracts/rel-one");
  const auto got = client->GetExtract(get);
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(got->extract().manifest_sha256(), "abc");
  EXPECT_EQ(got->extract().files(0).size_bytes(), 2);
  Answers().listed = 1001;
  listed = client->ListExtracts();
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->extracts_size(), 1000);
  EXPECT_TRUE(listed->truncated());
  for (const char* role : {"officer", "dpo", "contributor"}) {
    EXPECT_THAT(ClientAs(role)->ListExtracts(),
                StatusIs(absl::StatusCode::kPermissionDenied));
    EXPECT_THAT(ClientAs(role)->GetExtract(get),
                StatusIs(absl::StatusCode::kPermissionDenied));
  }
}

TEST_F(ServicesTest, WhatAPackageIsToHoldIsPassedOnOrRefused) {
  ExtractAnswer answer;
  answer.decision.allowed = true;
  answer.release = ReleaseRow();
  Answers().extract = answer;
  Start();
  const auto client = ClientAs("recipient");
  v1::CreateExtractRequest request = ExtractRequest();
  ASSERT_THAT(client->CreateExtract(request), IsOk());
  request.set_delimiter(v1::CreateExtractRequest::DELIMITER_COMMA);
  ASSERT_THAT(client->CreateExtract(request), IsOk());
  request.set_delimiter(v1::CreateExtractRequest::DELIMITER_SEMICOLON);
  request.add_formats(v1::CreateExtractRequest::FORMAT_JSON);
  request.add_formats(v1::CreateExtractRequest::FORMAT_XLSX);
  request.add_formats(v1::CreateExtractRequest::FORMAT_JSON);
  ASSERT_THAT(client->CreateExtract(request), IsOk());
  {
    const std::lock_guard<std::mutex> lock(Answers().mutex);
    ASSERT_THAT(Answers().wishes, SizeIs(3));
    for (const size_t i : {0, 1}) {
      const PackageWish& plain = Answers().wishes[i];
      EXPECT_EQ(plain.delimiter, ',');
      EXPECT_FALSE(plain.xlsx || plain.json || plain.hxl);
    }
    const PackageWish& wish = Answers().wishes[2];
    EXPECT_EQ(wish.delimiter, ';');
    EXPECT_TRUE(wish.xlsx && wish.json);
  }
  // What a newer client could ask for is refused, never left out.
  request.add_formats(static_cast<v1::CreateExtractRequest::Format>(9));
  EXPECT_EQ(ReasonIn(client->CreateExtract(request).status()),
            "UNKNOWN_FORMAT");
  request.clear_formats();
  request.add_formats(v1::CreateExtractRequest::FORMAT_UNSPECIFIED);
  EXPECT_EQ(ReasonIn(client->CreateExtract(request).status()),
            "UNKNOWN_FORMAT");
  request.clear_formats();
  request.set_delimiter(static_cast<v1::CreateExtractRequest::Delimiter>(9));
  EXPECT_EQ(ReasonIn(client->CreateExtract(request).status()),
            "UNKNOWN_FORMAT");
  const std::lock_guard<std::mutex> lock(Answers().mutex);
  EXPECT_THAT(Answers().wishes, SizeIs(3));
}

TEST_F(ServicesTest, ADownloadEndsBeforeTheNextPartOnceItIsNoLongerAllowed) {
  Answers().files = std::map<std::string, std::string>{
      {"large", std::string(size_t{1} << 20, 'x')}};
  int asked = 0;
  Answers().still = [&asked] {
    return ++asked < 3 ? absl::OkStatus()
                       : ReasonError(absl::StatusCode::kPermissionDenied,
                                     "REFUSED", "suspended meanwhile");
  };
  Start();
  v1::DownloadPackageRequest request;
  request.set_name("extracts/rel-one");
  const auto got = ClientAs("recipient")->DownloadPackage(request);
  EXPECT_EQ(ReasonIn(got.status()), "REFUSED");
  EXPECT_EQ(asked, 3);
}

TEST_F(ServicesTest, NothingButTheLogIsServedWhileNobodyKnowsTheTime) {
  options_.clock = [] { return absl::InfinitePast(); };
  Start();
  const auto client = ClientAs("dpo");
  const auto listed = client->ListAgreements();
  EXPECT_THAT(listed, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ReasonIn(listed.status()), "CLOCK_BEHIND");
  EXPECT_NE(ReasonIn(client->GetCheckpoint().status()), "CLOCK_BEHIND");
}

TEST_F(ServicesTest, AProofGoesToTheDataProtectionOfficerAlone) {
  Answers().files = std::map<std::string, std::string>{{"seal.check", "x"}};
  Start();
  v1::DownloadSealProofRequest request;
  request.set_name(absl::StrCat(kDataset, "/periods/2026-03"));
  for (const char* role : {"officer", "recipient", "contributor"}) {
    EXPECT_THAT(ClientAs(role)->DownloadSealProof(request),
                StatusIs(absl::StatusCode::kPermissionDenied))
        << role;
  }
  EXPECT_THAT(Answers().callers, IsEmpty());
  request.set_name("datasets/open-incidents");
  EXPECT_THAT(ClientAs("dpo")->DownloadSealProof(request),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ServicesTest, PeriodsAndSealsAreDescribed) {
  PeriodRow row;
  row.dataset = DatasetId("open-incidents");
  row.period = *Period::Parse("2026-03");
  row.state = PeriodState::kSealed;
  row.sealed_at = absl::FromUnixSeconds(1'775'000'000);
  Answers().period = row;
  Start();
  const auto client = ClientAs("officer");
  v1::ListPeriodsRequest list;
  list.set_parent(kDataset);
  const auto periods = client->ListPeriods(list);
  ASSERT_THAT(periods, IsOk());
  EXPECT_EQ(periods->periods(0).name(), kPeriod);
  EXPECT_EQ(periods->periods(0).state(), v1::Period::STATE_SEALED);
  EXPECT_FALSE(periods->periods(0).has_close_time());
}

SealJob JobIn(SealJobRow::State state) {
  SealJob job;
  job.row.dataset = DatasetId("open-incidents");
  job.row.period = *Period::Parse("2026-03");
  job.row.requested_at = absl::FromUnixSeconds(1'774'000'000);
  job.row.state = state;
  if (state != SealJobRow::State::kRunning) {
    job.row.ended_at = absl::FromUnixSeconds(1'775'000'000);
  }
  return job;
}

TEST_F(ServicesTest, ASealIsAnOperationThatEndsWithItsFigures) {
  Answers().seal = JobIn(SealJobRow::State::kRunning);
  Start();
  const auto client = ClientAs("officer");
  v1::SealPeriodRequest seal;
  seal.set_name(kPeriod);
  seal.set_work_million_steps(450);
  const auto asked = client->SealPeriod(seal);
  ASSERT_THAT(asked, IsOk());
  EXPECT_EQ(asked->metadata().work_million_steps(), 450);
  EXPECT_EQ(asked->name(), "operations/seal-1");
  EXPECT_FALSE(asked->done());
  EXPECT_EQ(asked->result_case(), v1::Operation::RESULT_NOT_SET);
  EXPECT_EQ(asked->metadata().period(), kPeriod);
  EXPECT_EQ(asked->metadata().step(), v1::SealMetadata::STEP_WAITING);
  EXPECT_FALSE(asked->metadata().has_end_time());

  // Nothing happens while one waits: it is told as it is.
  const auto waited =
      client->WaitOperation(asked->name(), absl::Milliseconds(1));
  ASSERT_THAT(waited, IsOk());
  EXPECT_FALSE(waited->done());

  SealJob done = JobIn(SealJobRow::State::kDone);
  done.row.cells = 10;
  done.row.published = 6;
  done.row.work = 450;
  done.row.rungs = {{5, 6, 0.1, SearchEnd::kProven},
                    {10, 4, 0.05, SearchEnd::kWorkSpent},
                    {20, 3, 0.04, SearchEnd::kUnproven},
                    {35, 2, 0.02, SearchEnd::kNotKept}};
  done.audit_index = 3;
  {
    const std::lock_guard<std::mutex> lock(Answers().mutex);
    Answers().seal = done;
  }
  const auto sealed = client->WaitOperation(asked->name(), absl::Seconds(30));
  ASSERT_THAT(sealed, IsOk());
  EXPECT_TRUE(sealed->done());
  EXPECT_THAT(ErrorOf(*sealed), IsOk());
  EXPECT_EQ(sealed->response().period().name(), kPeriod);
  EXPECT_EQ(sealed->response().period().state(), v1::Period::STATE_SEALED);
  EXPECT_EQ(sealed->response().published_cells(), 6);
  EXPECT_EQ(sealed->response().not_shown_cells(), 4);
  EXPECT_EQ(sealed->response().audit_index(), 3u);
  EXPECT_EQ(sealed->metadata().work_million_steps(), 450);
  std::vector<int> searches;
  for (const auto& rung : sealed->response().rungs()) {
    searches.push_back(rung.search());
  }
  EXPECT_THAT(searches,
              ElementsAre(v1::SealPeriodResponse::SEARCH_PROVEN_BEST,
                          v1::SealPeriodResponse::SEARCH_WORK_SPENT,
                          v1::SealPeriodResponse::SEARCH_UNPROVEN,
                          v1::SealPeriodResponse::SEARCH_UNSPECIFIED));
  const auto list = ClientAs("dpo")->ListOperations();
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->operations_size(), 1);
  EXPECT_EQ(list->operations(0).SerializeAsString(),
            sealed->SerializeAsString());
}

TEST_F(ServicesTest, ASealThatFailedSaysWhyAndNothingOfWhatIsHidden) {
  SealJob failed = JobIn(SealJobRow::State::kFailed);
  failed.row.code = absl::StatusCode::kDataLoss;
  failed.row.reason = "SEAL_CHECK_FAILED";
  failed.row.message = "cell 17 of family secret";
  Answers().seal = failed;
  Start();
  const auto client = ClientAs("officer");
  const auto operation =
      client->WaitOperation("operations/seal-1", absl::Seconds(1));
  ASSERT_THAT(operation, IsOk());
  EXPECT_TRUE(operation->done());
  const absl::Status why = ErrorOf(*operation);
  EXPECT_THAT(why, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(ReasonIn(why), "SEAL_CHECK_FAILED");
  EXPECT_THAT(TextFor(Language::kFrench, why), HasSubstr("contrôle"));
  EXPECT_THAT(operation->DebugString(), Not(HasSubstr("secret")));
  EXPECT_EQ(ReasonIn(client->WaitOperation("operations/seal-2", {}).status()),
            "OPERATION_UNKNOWN");
  EXPECT_EQ(ReasonIn(client->WaitOperation("seal-1", {}).status()),
            "INVALID_NAME");
  v1::CancelOperationRequest cancel;
  cancel.set_name("operations/seal-1");
  EXPECT_THAT(client->CancelOperation(cancel), IsOk());
  EXPECT_THAT(ClientAs("dpo")->CancelOperation(cancel),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(ServicesTest, TheCatalogIsShownAsItIs) {
  Start();
  const auto client = ClientAs("contributor");
  v1::GetDatasetRequest get;
  get.set_name(kDataset);
  const auto dataset = client->GetDataset(get);
  ASSERT_THAT(dataset, IsOk());
  EXPECT_EQ(dataset->attributes(0).code_list_version(), "2021-12-20");
  EXPECT_THAT(dataset->dimensions(0).levels(),
              ElementsAre("country", "region"));
  v1::GetPlanRequest plan;
  plan.set_name(absl::StrCat(kDataset, "/plan"));
  const auto got = client->GetPlan(plan);
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(got->minimums().k(), 5);
  EXPECT_EQ(got->families(0).axes(0).finest_level(), "region");
  EXPECT_EQ(got->families(0).cadence(), v1::CADENCE_YEAR);
  EXPECT_EQ(got->families(0).stream(), v1::STREAM_REMOVED);
  EXPECT_EQ(got->families(0).weight(), 2.5);
  ASSERT_EQ(got->cohorts_size(), 1);
  const v1::Cohorts& cohorts = got->cohorts(0);
  EXPECT_EQ(cohorts.id(), "leads");
  EXPECT_EQ(cohorts.title().en(), "Leads");
  EXPECT_EQ(cohorts.cadence(), v1::CADENCE_QUARTER);
  EXPECT_THAT(cohorts.purposes(), ElementsAre("purposes/reporting"));
  EXPECT_EQ(cohorts.strata(0).dimension(), "place");
  EXPECT_EQ(cohorts.strata(0).codes(0), "ML01");
  EXPECT_EQ(cohorts.strata(0).who(), "girl");
  ASSERT_EQ(cohorts.attributes_size(), 4);
  EXPECT_EQ(cohorts.attributes(0).dimension(), "place");
  EXPECT_EQ(cohorts.attributes(0).coarsest_level(), "region");
  EXPECT_EQ(cohorts.attributes(0).weight(), 2.5);
  EXPECT_EQ(cohorts.attributes(1).victims(), "girl");
  EXPECT_TRUE(cohorts.attributes(2).incident_quarter());
  EXPECT_TRUE(cohorts.attributes(3).acceptance_quarter());
  EXPECT_EQ(cohorts.diversity().attribute(), "perpetrator");
  EXPECT_EQ(cohorts.diversity().kind(), v1::Cohorts::Diversity::KIND_RECURSIVE);
  EXPECT_EQ(cohorts.diversity().l(), 3);
  EXPECT_EQ(cohorts.diversity().c(), 0.5);
  EXPECT_EQ(got->rungs(0).k(), 10);
  EXPECT_EQ(got->max_global_risk(), 0.1);
  EXPECT_EQ(got->dominance_percent(), 15);
  EXPECT_EQ(got->pools(0).label().fr(), "Nord");
  EXPECT_THAT(got->pools(0).codes(), ElementsAre("ML06", "ML07"));
  EXPECT_EQ(got->structural_zeros(0).codes(0).code(), "ML08");
  EXPECT_EQ(got->structural_zeros(0).reason(), "nobody is there");
  get.set_name("datasets/nothing-here");
  EXPECT_EQ(ReasonIn(client->GetDataset(get).status()), "DATASET_UNKNOWN");
}

TEST_F(ServicesTest, AnInquirySaysNoMoreThanItsReaderMaySee) {
  InquiryAnswer answer;
  answer.decision.allowed = true;
  answer.inquiry = InquiryView{.id = InquiryId("q-one"),
                               .purpose = PurposeId("reporting"),
                               .dataset = DatasetId("open-incidents"),
                               .state = InquiryState::kAnswered,
                               .outcome = InquiryOutcome::kDidNotOccur,
                               .record_gone = true,
                               .opened_on = absl::CivilDay(2026, 4, 10),
                               .due_on = absl::CivilDay(2026, 5, 10),
                               .answered_on = absl::CivilDay(2026, 4, 11)};
  answer.inquiry->record_ref = "ref1-own";
  Answers().inquiry = answer;
  Start();
  v1::AnswerInquiryRequest request;
  request.set_name("inquiries/q-one");
  request.set_outcome(v1::Inquiry::OUTCOME_DID_NOT_OCCUR);
  const auto done = ClientAs("contributor")->AnswerInquiry(request);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->inquiry().DebugString(),
            "name: \"inquiries/q-one\"\n"
            "purpose: \"purposes/reporting\"\n"
            "dataset: \"datasets/open-incidents\"\n"
            "state: STATE_ANSWERED\n"
            "outcome: OUTCOME_DID_NOT_OCCUR\n"
            "record_gone: true\n"
            "open_date: \"2026-04-10\"\n"
            "due_date: \"2026-05-10\"\n"
            "answer_date: \"2026-04-11\"\n"
            "record_ref: \"ref1-own\"\n");
  EXPECT_THAT(Answers().inquired, ElementsAre("q-one 1"));
  const auto list = ClientAs("contributor")->ListInquiries();
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->inquiries_size(), 1000);
  EXPECT_TRUE(list->truncated());
  request.clear_outcome();
  EXPECT_EQ(ReasonIn(ClientAs("contributor")->AnswerInquiry(request).status()),
            "OUTCOME_MISSING");
}

TEST_F(ServicesTest, WhatTheAgreementHasAgainstAnInquiryComesRuleByRule) {
  InquiryAnswer answer;
  answer.decision.caller_is_party = true;
  answer.decision.reason = "AGREEMENT_SUSPENDED";
  Finding finding;
  finding.rule = "standing";
  finding.reason = "AGREEMENT_SUSPENDED";
  answer.decision.findings = {finding};
  Answers().inquiry = answer;
  Start();
  v1::OpenInquiryRequest request;
  request.set_agreement("agreements/agr-one");
  request.set_row_ref("row1-canary");
  const auto refused = ClientAs("recipient")->OpenInquiry(request).status();
  EXPECT_EQ(ReasonIn(refused), "AGREEMENT_SUSPENDED");
  EXPECT_THAT(RefusedRulesOf(refused), SizeIs(1));
  EXPECT_THAT(Answers().inquired, ElementsAre("agr-one row1-canary"));
}

// The bytes on the wire are the same, whatever is the matter with a row.
TEST_F(ServicesTest, ARefusedInquiryIsOneAnswerToTheByte) {
  std::set<std::string> answers;
  Start();
  const auto stub = v1::InquiryService::NewStub(ChannelAs("recipient"));
  for (const absl::Status& status :
       {ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED", "unknown"),
        ReasonError(absl::StatusCode::kPermissionDenied, "REFUSED",
                    "of another", {{"ref", "row1-canary"}}),
        absl::PermissionDeniedError("never given")}) {
    Answers().inquiry = status;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(10));
    v1::OpenInquiryRequest request;
    request.set_agreement("agreements/agr-one");
    v1::OpenInquiryResponse response;
    const grpc::Status got = stub->OpenInquiry(&context, request, &response);
    EXPECT_EQ(got.error_code(), grpc::StatusCode::PERMISSION_DENIED);
    answers.insert(got.error_message() + got.error_details());
  }
  EXPECT_THAT(answers, SizeIs(1));
}

TEST_F(ServicesTest, ARecallNamesTheCohortAndTheReleases) {
  Answers().recall = RecallView{
      .name = "cohort:open-incidents:2026-Q1:leads:2026-Q1-07",
      .dataset = DatasetId("open-incidents"),
      .period = Period(Period::Kind::kQuarter, absl::CivilMonth(2026, 1)),
      .cohorts = CohortsId("leads"),
      .cohort = "2026-Q1-07",
      .reason = RecallRow::Reason::kOfficer,
      .opened_on = absl::CivilDay(2026, 4, 10),
      .agreement = AgreementId("agr-one"),
      .recipient = PartyId("unit"),
      .demo = true,
      .releases = {{.id = ReleaseId("r-one"),
                    .state = RecallState::kOverdue,
                    .due_on = absl::CivilDay(2026, 4, 24)},
                   {.id = ReleaseId("r-two"),
                    .state = RecallState::kAttested,
                    .due_on = absl::CivilDay(2026, 4, 24),
                    .attested_on = absl::CivilDay(2026, 4, 20),
                    .statement_sha256 = "abc"}}};
  Start();
  v1::OpenRecallRequest request;
  request.set_dataset("datasets/open-incidents");
  request.set_cohort("2026-Q1-07");
  const auto opened = ClientAs("dpo")->OpenRecall(request);
  ASSERT_THAT(opened, IsOk());
  ASSERT_EQ(opened->recalls_size(), 1);
  EXPECT_EQ(opened->recalls(0).DebugString(),
            "dataset: \"datasets/open-incidents\"\n"
            "period: \"2026-Q1\"\n"
            "cohorts: \"leads\"\n"
            "cohort: \"2026-Q1-07\"\n"
            "reason: REASON_OFFICER\n"
            "open_date: \"2026-04-10\"\n"
            "agreement: \"agreements/agr-one\"\n"
            "extracts: \"extracts/r-one\"\n"
            "extracts: \"extracts/r-two\"\n"
            "name: \"recalls/cohort:open-incidents:2026-Q1:leads:2026-Q1-07\"\n"
            "recipient: \"recipients/unit\"\n"
            "holdings {\n"
            "  extract: \"extracts/r-one\"\n"
            "  state: STATE_OVERDUE\n"
            "  due_date: \"2026-04-24\"\n"
            "}\n"
            "holdings {\n"
            "  extract: \"extracts/r-two\"\n"
            "  state: STATE_ATTESTED\n"
            "  due_date: \"2026-04-24\"\n"
            "  attest_date: \"2026-04-20\"\n"
            "  statement_sha256: \"abc\"\n"
            "}\n"
            "demo: true\n");
  EXPECT_THAT(Answers().inquired, ElementsAre("2026-Q1-07"));
  v1::ListRecallsRequest all;
  const auto list = ClientAs("recipient")->ListRecalls(all);
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->recalls_size(), 1000);
  EXPECT_TRUE(list->truncated());
  EXPECT_FALSE(ClientAs("recipient")->OpenRecall(request).ok());
  all.set_outstanding(true);
  EXPECT_EQ(ClientAs("recipient")->ListRecalls(all)->recalls_size(), 0);
}

TEST_F(ServicesTest, ARecallIsOfACohortOrOfARelease) {
  Answers().recall = RecallView{.name = "release:r-one",
                                .dataset = DatasetId("open-incidents"),
                                .period = std::nullopt,
                                .agreement = AgreementId("agr-one"),
                                .recipient = PartyId("unit")};
  Start();
  const auto client = ClientAs("dpo");
  v1::OpenRecallRequest request;
  EXPECT_EQ(ReasonIn(client->OpenRecall(request).status()), "RECALL_OF_ONE");
  request.set_extract("extracts/r-one");
  const auto opened = client->OpenRecall(request);
  ASSERT_THAT(opened, IsOk());
  EXPECT_TRUE(opened->recalls(0).of_release());
  EXPECT_EQ(opened->recalls(0).period(), "");
  EXPECT_THAT(Answers().inquired, ElementsAre("r-one"));
  request.set_dataset("datasets/open-incidents");
  EXPECT_EQ(ReasonIn(client->OpenRecall(request).status()), "RECALL_OF_ONE");
  request.set_cohort("2026-Q1-07");
  EXPECT_EQ(ReasonIn(client->OpenRecall(request).status()), "RECALL_OF_ONE");
}

TEST_F(ServicesTest, AStatementTravelsToTheByte) {
  const std::string text("toguna/receipt/v1\n\0\xff\n", 21);
  Answers().statement =
      StatementRow{.kind = StatementRow::Kind::kReceipt,
                   .agreement = AgreementId("agr-one"),
                   .release = ReleaseId("r-one"),
                   .recipient = PartyId("unit"),
                   .text = text,
                   .signature = "signature",
                   .key = "key",
                   .sha256 = "abc",
                   .stated_on = absl::CivilDay(2026, 4, 10),
                   .accepted_at = absl::FromUnixSeconds(1'772'000'000),
                   .audit_index = 7};
  Start();
  v1::SubmitStatementRequest request;
  request.set_text(text);
  request.set_signature("signature");
  for (const char* role : {"recipient", "officer", "dpo"}) {
    const auto taken = ClientAs(role)->SubmitStatement(request);
    ASSERT_THAT(taken, IsOk()) << role;
    EXPECT_EQ(taken->statement().kind(), v1::Statement::KIND_RECEIPT);
    EXPECT_EQ(taken->statement().text(), text);
    EXPECT_EQ(taken->statement().extract(), "extracts/r-one");
    EXPECT_EQ(taken->statement().recipient(), "recipients/unit");
    EXPECT_EQ(taken->statement().state_date(), "2026-04-10");
    EXPECT_EQ(taken->statement().audit_index(), 7U);
  }
  EXPECT_EQ(Answers().inquired.front(), text);
  EXPECT_FALSE(ClientAs("contributor")->SubmitStatement(request).ok());
  const auto list = ClientAs("dpo")->ListStatements();
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->statements_size(), 1000);
  EXPECT_TRUE(list->truncated());
  EXPECT_FALSE(ClientAs("officer")->ListStatements().ok());
}

TEST_F(ServicesTest, ALongListOfAlertsSaysThatItIsCut) {
  AlertRow row;
  row.id = AlertId("alt-one");
  row.dataset = DatasetId("open-incidents");
  row.contributor = PartyId("contributor-a");
  Answers().alert = row;
  Start();
  const auto list = ClientAs("officer")->ListAlerts();
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->alerts_size(), 1000);
  EXPECT_TRUE(list->truncated());
  EXPECT_EQ(list->alerts(0).contributor(), "contributors/contributor-a");
}

TEST_F(ServicesTest, AnAlertMustSayWhenItHappened) {
  Start();
  v1::RaiseAlertRequest request;
  request.set_dataset(kDataset);
  EXPECT_EQ(ReasonIn(ClientAs("contributor")->RaiseAlert(request).status()),
            "FIELD_MISSING");
}

TEST_F(ServicesTest, TheLogIsReadByIndex) {
  for (int i = 0; i < 250; ++i) ASSERT_THAT(ledger_.Commit(Effects()), IsOk());
  Start();
  const auto client = ClientAs("dpo");
  v1::ListEntriesRequest request;
  const auto first = client->ListEntries(request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->entries_size(), 100);
  request.set_first_index(first->next_index());
  request.set_page_size(5000);
  const auto rest = client->ListEntries(request);
  ASSERT_THAT(rest, IsOk());
  EXPECT_EQ(rest->entries_size(), 150);
  EXPECT_EQ(rest->entries(0).index(), 100u);
  request.set_first_index(~uint64_t{0});
  const auto none = client->ListEntries(request);
  ASSERT_THAT(none, IsOk());
  EXPECT_EQ(none->entries_size(), 0);
  EXPECT_EQ(none->next_index(), ~uint64_t{0});
  v1::GetInclusionProofRequest proof;
  proof.set_index(250);
  EXPECT_EQ(ReasonIn(client->GetInclusionProof(proof).status()), "INDEX_AHEAD");
  proof.set_index(249);
  EXPECT_THAT(client->GetInclusionProof(proof), IsOk());
  EXPECT_THAT(client->GetCheckpoint(), IsOk());
  v1::GetConsistencyProofRequest prefix;
  prefix.set_old_size(100);
  prefix.set_size(250);
  const auto hashes = client->GetConsistencyProof(prefix);
  ASSERT_THAT(hashes, IsOk());
  EXPECT_GT(hashes->hashes_size(), 0);
  prefix.set_size(251);
  EXPECT_EQ(ReasonIn(client->GetConsistencyProof(prefix).status()),
            "INDEX_AHEAD");
  v1::ReadTileRequest tile;
  tile.set_width(250);
  const auto read = client->ReadTile(tile);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->tile().size(), 250 * 32u);
  tile.set_entries(true);
  EXPECT_THAT(client->ReadTile(tile), IsOk());
  for (const uint32_t width : {0u, 251u, 257u, ~0u}) {
    tile.set_width(width);
    EXPECT_EQ(ReasonIn(client->ReadTile(tile).status()), "INDEX_AHEAD");
  }
  tile.set_entries(false);
  tile.set_width(1);
  tile.set_level(63);
  EXPECT_EQ(ReasonIn(client->ReadTile(tile).status()), "INDEX_AHEAD");
}

}  // namespace
}  // namespace toguna::testing
