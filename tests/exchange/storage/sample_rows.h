#ifndef TOGUNA_TESTS_EXCHANGE_STORAGE_SAMPLE_ROWS_H_
#define TOGUNA_TESTS_EXCHANGE_STORAGE_SAMPLE_ROWS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/rows.h"

namespace toguna::testing {

// Never change what SampleRows1 returns: tests/data/stores/v1 holds these rows.

inline constexpr char kCanary[] = "canary";

inline absl::Time SampleTime(int seconds) {
  return absl::FromUnixSeconds(1'772'000'000 + seconds);
}

inline VaultRecord SampleRecord(const std::string& ref) {
  VaultRecord row;
  row.record.dataset = DatasetId("canary-incidents");
  row.record.contributor = PartyId("canary-contributor");
  row.record.ref = "ref1-canary-" + ref;
  row.record.instance = "ins1-canary";
  row.record.codes = {{"place", "canary-Gao"}, {"type", "canary-abduction"}};
  row.record.incident_day = absl::CivilDay(2026, 2, 17);
  row.record.tallies = {{"canary-girls", 2}, {"canary-men", 1}};
  row.record.source = "src1-canary";
  row.record.monitor = "mon1-canary";
  row.record.consent = "canary-consent";
  row.record.list_versions = {{"canary-places", "2025"}};
  row.period = Period(absl::CivilMonth(2026, 3));
  row.accepted_at = SampleTime(1) + absl::Nanoseconds(7);
  return row;
}

inline SealRow SampleSeal() {
  SealRow row;
  row.sealed.dataset = DatasetId("canary-incidents");
  row.sealed.period = Period(absl::CivilMonth(2026, 3));
  row.sealed.plan = PlanId("canary-plan");
  row.sealed.plan_version = "3";
  row.sealed.minimums = {5, 2, 3};
  row.sealed.list_versions = {{"canary-places", "2025"}};
  row.sealed.sealed_at = SampleTime(2);
  row.sealed.tables = {
      {FamilyId("canary-family"),
       Unit::kVictim,
       {"place", "type"},
       {{{"canary-Gao", "canary-abduction"}, CellStatus::kPublished, 17},
        {{"canary-Gao", "canary-theft"}, CellStatus::kNotShown, 0},
        {{"canary-Gao", "canary-zero"}, CellStatus::kPublished, 0}}}};
  return row;
}

inline ReleaseRow SampleRelease() {
  ReleaseRow row;
  row.id = ReleaseId("canary-release");
  row.kind = ReleaseRow::Kind::kFeedItem;
  row.agreement = AgreementId("canary-agreement");
  row.agreement_revision = 4;
  row.recipient = PartyId("canary-recipient");
  row.dataset = DatasetId("canary-incidents");
  row.created_at = SampleTime(3);
  row.delete_by = SampleTime(4);
  row.manifest_sha256 = "canary-sha";
  row.files = {{"canary.csv", std::string("canary\0\xff;3\n", 11)}};
  row.feed_sequence = 9;
  return row;
}

inline AlertRow SampleAlert() {
  AlertRow row;
  row.id = AlertId("canary-alert");
  row.dataset = DatasetId("canary-alerts");
  row.contributor = PartyId("canary-contributor");
  row.state = AlertRow::State::kCleared;
  row.codes = {{"place", "canary-Menaka"}};
  row.occurred_at = SampleTime(5);
  row.raised_at = SampleTime(6);
  row.cleared_at = SampleTime(7);
  row.cleared_by = "spiffe://canary/officer";
  return row;
}

// One row of every kind that the first stores held, in the order of Row, no
// field at its default.
inline std::vector<Row> SampleRows1() {
  const Period march(absl::CivilMonth(2026, 3));
  const DatasetId dataset("canary-incidents");
  const AgreementId agreement("canary-agreement");
  FeedRow item;
  item.sequence = 3;
  item.kind = FeedRow::Kind::kAlert;
  item.dataset = dataset;
  item.period = march;
  item.alert = AlertId("canary-alert");
  item.published_at = SampleTime(8);
  return {SampleRecord("1"),
          RecordIndex{dataset, PartyId("canary-contributor"), "ref1-canary-1",
                      "ins1-canary", march, true},
          PeriodRow{dataset, march, PeriodState::kSealed, SampleTime(9),
                    SampleTime(10)},
          SampleSeal(),
          SealProofRow{dataset,
                       march,
                       {{Unit::kVictim, {{"place", "canary-Kidal"}}}},
                       "canary-verdict"},
          SampleRelease(),
          QuotaRow{agreement, march, 2},
          SampleAlert(),
          item,
          FeedDeliveryRow{agreement, 3, 0},
          AgreementSeenRow{agreement, 4, "canary-sha"},
          ReplyRow{"spiffe://canary/contributor", "canary-request",
                   "canary-body", std::string("canary\0answer", 13)},
          FeedHeadRow{3}};
}

inline SealJobRow SampleSealJob() {
  return {.dataset = DatasetId("canary-incidents"),
          .period = Period(absl::CivilMonth(2026, 3)),
          .attempt = 2,
          .requested_by = "spiffe://canary/officer",
          .requested_at = SampleTime(11),
          .state = SealJobRow::State::kFailed,
          .ended_at = SampleTime(12),
          .cells = 9,
          .published = 4,
          .code = absl::StatusCode::kDataLoss,
          .reason = "CANARY_REASON",
          .message = "canary message",
          .metadata = {{"canary-field", "canary-value"}}};
}

// Never change what SampleRows2 returns: tests/data/stores/v2 holds these rows,
// the first of them with what was added to their layouts since.
inline std::vector<Row> SampleRows2() {
  std::vector<Row> rows = SampleRows1();
  rows.emplace_back(SampleSealJob());
  rows.emplace_back(SealKeyRow{DatasetId("canary-incidents"),
                               Period(absl::CivilMonth(2026, 3)),
                               "canary key of thirty-two bytes .."});
  std::get<RecordIndex>(rows[1]).earlier = {"ins1-canary-0", "ins1-canary-1"};
  CorrectionRow correction;
  correction.year = Period(Period::Kind::kYear, absl::CivilMonth(2026, 1));
  correction.period = Period(absl::CivilMonth(2026, 3));
  correction.made_at = SampleTime(13);
  correction.edition = "ins1-canary-2";
  correction.removed = ForCounting(SampleRecord("1").record);
  correction.added = correction.removed;
  correction.added->codes["type"] = "canary-theft";
  rows.emplace_back(correction);
  return rows;
}

inline SealedPlanRow SamplePlan() {
  SealedPlanRow row;
  row.dataset = DatasetId("canary-incidents");
  row.period = Period(absl::CivilMonth(2026, 3));
  row.plan.id = PlanId("canary-plan");
  row.plan.version = "3";
  row.plan.dataset = row.dataset;
  row.plan.minimums = {5, 2, 3};
  row.plan.families = {
      {.id = FamilyId("canary-family"),
       .title = {"canari", "canary"},
       .unit = Unit::kVictim,
       .axes = {{"place", 1, 2, {{"north", {"a", "b"}, {"nord", "north"}}}},
                {"type", 0, 1}},
       .cadence = Cadence::kYear,
       .stream = Stream::kRemoved,
       .weight = 2.5}};
  row.plan.rungs = {{5, 2, 3}, {10, 3, 4}};
  row.plan.max_global_risk = 0.03;
  row.plan.dominance_percent = 10;
  row.plan.pools = {{"place", "north", {"nord", "north"}, {"a", "b"}}};
  row.plan.structural_zeros = {{{{"place", "canary-Gao"}}, "canary reason"}};
  row.list_versions = {{"canary-places", "2025"}};
  row.dimensions = {{"place", "canary-digest"}};
  return row;
}

inline CubeRow SampleCube() {
  CubeRow row;
  row.dataset = DatasetId("canary-incidents");
  row.month = Period(absl::CivilMonth(2026, 3));
  Columns columns;
  columns.unit = Unit::kVictim;
  columns.dimensions = {"place", "type"};
  columns.points = {{"canary-Gao", "canary-theft"}, {"canary-Kidal", ""}};
  columns.sources = {"src1-canary", "src1-canary-2", "src1-canary-3"};
  columns.contributors = {"canary-contributor"};
  columns.point = {1, 0, 1};
  columns.entity = {0, 0, 1};
  columns.source = {2, 2, 1};
  columns.contributor = {0, 0, 0};
  columns.amount = {7, 1, int64_t{1} << 40};
  row.columns = {columns};
  return row;
}

inline WitnessRow SampleWitness() {
  return {.dataset = DatasetId("canary-incidents"),
          .period = Period(absl::CivilMonth(2026, 3)),
          .part = 1,
          .text = "canary witnesses\n"};
}

// Never change what SampleRows3 returns: tests/data/stores/v3 holds these rows,
// the first of them with what was added to their layouts since.
inline std::vector<Row> SampleRows3() {
  std::vector<Row> rows = SampleRows2();
  std::get<PeriodRow>(rows[2]).corrected = true;
  std::get<SealRow>(rows[3]).sealed.tables[0].pools = {
      {"place",
       "canary-pool",
       {"canary-ensemble", "canary-together"},
       {"canary-Gao", "canary-Kidal"}}};
  rows.emplace_back(SamplePlan());
  rows.emplace_back(
      ShredKeyRow{DatasetId("canary-incidents"),
                  Period(Period::Kind::kYear, absl::CivilMonth(2026, 1)),
                  "canary shred key of 32 bytes ..."});
  rows.emplace_back(SampleCube());
  rows.emplace_back(SampleWitness());
  std::get<SealProofRow>(rows[4]).proof_sha256 = "canary-proof";
  return rows;
}

inline AgreementActRow SampleAct() {
  return {.act = {.agreement = AgreementId("canary-agreement"),
                  .revision = 4,
                  .kind = AgreementAct::Kind::kWithdraw,
                  .reason = AgreementAct::Reason::kOwnerRequest,
                  .note = "canary note",
                  .actor = "spiffe://canary/contributor",
                  .at = SampleTime(13),
                  .dataset = DatasetId("canary-incidents"),
                  .periods = {Period(absl::CivilMonth(2026, 3)),
                              Period(Period::Kind::kQuarter,
                                     absl::CivilMonth(2026, 1))}},
          .sequence = 2};
}

inline DecisionRow SampleDecision() {
  const Period march(absl::CivilMonth(2026, 3));
  return {.id = DecisionId("canary-decision"),
          .at = SampleTime(14),
          .agreement = AgreementId("canary-agreement"),
          .agreement_revision = 4,
          .agreement_sha256 = "canary-sha",
          .catalog_sha256 = "canary-catalog-sha",
          .caller = PartyId("canary-recipient"),
          .caller_is_party = true,
          .step = DecisionRow::Step::kFeedItem,
          .purpose = PurposeId("canary-purpose"),
          .dataset = DatasetId("canary-incidents"),
          .families = {FamilyId("canary-family")},
          .levels = {{"place", 2, "canary-cercle"}},
          .code_filters = {{"type", {"canary-theft", "canary \"é\""}}},
          .periods = {march, Period(Period::Kind::kQuarter, march.month())},
          .event_time = SampleTime(12),
          .asked_left_out = 7,
          .sealed = {march},
          .approved = {march},
          .extracts_this_month = 3,
          .standing = Standing::kSuspended,
          .allowed = false,
          .reason = "AGREEMENT_SUSPENDED",
          .findings = {{.rule = "standing",
                        .passed = false,
                        .reason = "AGREEMENT_SUSPENDED",
                        .operand = "canary operand",
                        .clause = "canary clause",
                        .fr = "canari",
                        .en = "canary"},
                       {.rule = "purpose",
                        .passed = true,
                        .reason = "",
                        .operand = "",
                        .clause = "",
                        .fr = "canari, oui",
                        .en = "canary, yes"}},
          .findings_left_out = 5,
          .audit_index = 0};
}

// Never change what SampleRows4 returns: tests/data/stores/v4 holds these rows,
// the first of them with what was added to their layouts since.
inline std::vector<Row> SampleRows4() {
  std::vector<Row> rows = SampleRows3();
  rows.emplace_back(SampleAct());
  rows.emplace_back(SampleDecision());
  rows.emplace_back(
      DecisionPlaceRow{.id = DecisionId("canary-decision"),
                       .agreement = AgreementId("canary-agreement")});
  return rows;
}

inline std::vector<CohortAttribute> SampleCohortAttributes() {
  using Kind = CohortAttribute::Kind;
  return {{.kind = Kind::kDimension,
           .dimension = "place",
           .who = "",
           .weight = 1.5,
           .coarsest = 1},
          {.kind = Kind::kVictims, .dimension = "", .who = "canary-girl"},
          {.kind = Kind::kIncidentQuarter},
          {.kind = Kind::kAcceptanceQuarter}};
}

inline CohortPlan SampleCohortPlan() {
  return {.id = CohortsId("canary-cohorts"),
          .title = {"canari", "canary"},
          .cadence = Cadence::kQuarter,
          .purposes = {PurposeId("canary-purpose"), PurposeId("canary-other")},
          .strata = {{"type", {"canary-theft", "canary-abduction"}, ""},
                     {"type", {"canary-zero"}, "canary-girl"}},
          .attributes = SampleCohortAttributes(),
          .diversity = {{.attribute = "canary-attribute",
                         .kind = CohortDiversity::Kind::kRecursive,
                         .l = 3,
                         .c = 2.5}}};
}

inline CohortRecord SampleCohortRecord(const std::string& ref) {
  return {.contributor = PartyId("canary-contributor"),
          .ref = "ref1-canary-" + ref,
          .instance = "ins1-canary-" + ref,
          .month = Period(absl::CivilMonth(2026, 3))};
}

inline Stratum SampleStratum() {
  Stratum stratum{.id = CohortsId("canary-cohorts"), .records = {}};
  for (const char* ref : {"1", "2"}) {
    stratum.records.push_back(
        {.record = SampleCohortRecord(ref),
         .entity = 7,
         .source = "src1-canary",
         .values = {"canary-Gao", "1+", "2025-Q4", "2026-Q1"},
         .diverse = "canary-theft"});
  }
  stratum.records[1].values = {"", "0", "2026-Q1", "2026-Q1"};
  return stratum;
}

inline CohortsRow SampleCohorts() {
  CohortSeal seal;
  seal.dataset = DatasetId("canary-incidents");
  seal.period = Period(Period::Kind::kQuarter, absl::CivilMonth(2026, 1));
  seal.id = CohortsId("canary-cohorts");
  seal.plan = PlanId("canary-plan");
  seal.plan_version = "3";
  seal.ladder = {{5, 2, 3}, {10, 3, 4}};
  seal.list_versions = {{"canary-places", "2025"}};
  seal.sealed_at = SampleTime(15);
  seal.attributes = SampleCohortAttributes();
  const std::vector<std::vector<std::string>> box = {
      {"canary-Gao", "canary-Kidal", ""}, {"any"}, {"earlier"}, {"2026-Q1"}};
  seal.nodes = {{.code = "all", .parent = 0, .rung = 2},
                {.code = "2026-Q1-01",
                 .parent = 0,
                 .rung = 1,
                 .box = box,
                 .meets = true,
                 .released = {0, 1}},
                {.code = "2026-Q1-01-1",
                 .parent = 1,
                 .rung = 0,
                 .box = box,
                 .meets = true,
                 .released = {0},
                 .records = {SampleCohortRecord("1"), SampleCohortRecord("2")}},
                {.code = "2026-Q1-02",
                 .parent = 0,
                 .rung = 1,
                 .box = box,
                 .meets = false,
                 .released = {}}};
  seal.held_over = {SampleCohortRecord("3")};
  seal.key = std::string(32, 'c');
  return {seal};
}

// Never change what SampleRows5 returns: tests/data/stores/v5 holds these rows,
// the first of them with what was added to their layouts since.
inline std::vector<Row> SampleRows5() {
  std::vector<Row> rows = SampleRows4();
  std::get<CubeRow>(rows[static_cast<size_t>(RowKind::kCube)]).strata = {
      SampleStratum()};
  std::get<SealedPlanRow>(rows[static_cast<size_t>(RowKind::kSealedPlan)])
      .plan.cohorts = {SampleCohortPlan()};
  std::get<DecisionRow>(rows[static_cast<size_t>(RowKind::kDecision)])
      .cohorts = {CohortsId("canary-cohorts")};
  rows.emplace_back(SampleCohorts());
  return rows;
}

// Never change what SampleRows6 returns: tests/data/stores/v6 holds these rows,
// the first of them with what was added to their layouts since.
inline std::vector<Row> SampleRows6() {
  std::vector<Row> rows = SampleRows5();
  rows.emplace_back(CohortsGivenRow{
      .agreement = AgreementId("canary-agreement"),
      .release = ReleaseId("canary-release"),
      .recipient = PartyId("canary-recipient"),
      .dataset = DatasetId("canary-incidents"),
      .given_at = SampleTime(16),
      .delete_by = SampleTime(17),
      .given = {
          {.period = Period(Period::Kind::kQuarter, absl::CivilMonth(2026, 1)),
           .id = CohortsId("canary-cohorts"),
           .k = 5,
           .cohorts = {"2026-Q1-01", "2026-Q1-02"},
           .refs = {"row1-canary-1", "row1-canary-2"}}}});
  rows.emplace_back(InquiryRow{
      .id = InquiryId("canary-inquiry"),
      .agreement = AgreementId("canary-agreement"),
      .agreement_revision = 3,
      .recipient = PartyId("canary-recipient"),
      .purpose = PurposeId("canary-purpose"),
      .dataset = DatasetId("canary-incidents"),
      .period = Period(Period::Kind::kQuarter, absl::CivilMonth(2026, 1)),
      .cohorts = CohortsId("canary-cohorts"),
      .ref = "row1-canary-1",
      .record = SampleCohortRecord("1"),
      .opened_at = SampleTime(18),
      .due_at = SampleTime(19),
      .outcome = InquiryOutcome::kDidNotOccur,
      .answered_at = SampleTime(20),
      .opened_salt = std::string(32, 'o'),
      .answered_salt = std::string(32, 'a')});
  rows.emplace_back(InquiryCountRow{
      .agreement = AgreementId("canary-agreement"), .opened = 7});
  rows.emplace_back(RecallRow{
      .dataset = DatasetId("canary-incidents"),
      .period = Period(Period::Kind::kQuarter, absl::CivilMonth(2026, 1)),
      .cohorts = CohortsId("canary-cohorts"),
      .code = "2026-Q1-01",
      .reason = RecallRow::Reason::kOfficer,
      .opened_at = SampleTime(21)});
  return rows;
}

// Never change what SampleRows7 returns: tests/data/stores/v7 holds these rows.
inline std::vector<Row> SampleRows7() {
  std::vector<Row> rows = SampleRows6();
  std::get<DecisionRow>(rows[static_cast<size_t>(RowKind::kDecision)])
      .cohort_levels = {{"place", 3, "canary-commune"}};
  return rows;
}

// Never change what SampleRows8 returns: tests/data/stores/v8 holds these rows.
inline std::vector<Row> SampleRows8() {
  std::vector<Row> rows = SampleRows7();
  auto& item = std::get<FeedRow>(rows[static_cast<size_t>(RowKind::kFeed)]);
  item.kind = FeedRow::Kind::kRecall;
  item.recall = "release:canary-release";
  item.agreement = AgreementId("canary-agreement");
  rows.emplace_back(
      ReleaseRecallRow{AgreementId("canary-agreement"),
                       ReleaseId("canary-release"), PartyId("canary-recipient"),
                       DatasetId("canary-incidents"), SampleTime(22)});
  rows.emplace_back(
      StatementRow{.kind = StatementRow::Kind::kAttestation,
                   .agreement = AgreementId("canary-agreement"),
                   .release = ReleaseId("canary-release"),
                   .recipient = PartyId("canary-recipient"),
                   .text = "toguna/attestation/v1\ncanary\n",
                   .signature = "untrusted comment: canary\n",
                   .key = "canary-key",
                   .sha256 = "canary-sha",
                   .stated_on = absl::CivilDay(2026, 3, 9),
                   .recalls = {"release:canary-release", "cohort:canary"},
                   .whole_release = true,
                   .accepted_at = SampleTime(23),
                   .audit_index = 0});
  return rows;
}

// One row of every kind, in the order of Row.
inline std::vector<Row> SampleRows() { return SampleRows8(); }

inline Effects EffectsOf(std::vector<Row> rows,
                         const std::string& type = "intake.accept") {
  Effects effects;
  effects.put = std::move(rows);
  effects.entry = {type, "spiffe://test/contributor", {{"request", "1"}}};
  effects.time = SampleTime(0);
  return effects;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_STORAGE_SAMPLE_ROWS_H_
