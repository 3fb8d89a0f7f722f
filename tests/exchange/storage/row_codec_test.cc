#include "exchange/storage/row_codec.h"

#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "exchange/storage/place.h"
#include "exchange/usecase/decision_rows.h"
#include "exchange/usecase/rows.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/storage/sample_rows.h"
#include "tests/support/fake_keys.h"
#include "tests/support/status_matchers.h"
#include "toguna/stored/v1/stored.pb.h"

namespace toguna {
namespace {

using testing::FakeRowHasher;
using testing::FakeSealer;
using testing::IsOk;
using testing::SampleRows;
using ::testing::StartsWith;
using testing::StatusIs;

TEST(RowCodecTest, EveryRowIsReadBack) {
  ASSERT_EQ(SampleRows().size(), std::variant_size_v<Row>);
  for (const Row& row : SampleRows()) {
    const RowKind kind = KeyOf(row).kind;
    ASSERT_EQ(static_cast<size_t>(kind), row.index());
    const auto read = DecodeRow(kind, EncodeRow(row));
    ASSERT_THAT(read, IsOk()) << row.index();
    EXPECT_EQ(KeyOf(*read), KeyOf(row));
    EXPECT_EQ(EncodeRow(*read), EncodeRow(row)) << row.index();
  }
}

TEST(RowCodecTest, FieldsOfARecordAndOfASealAreReadBack) {
  const VaultRecord record = testing::SampleRecord("7");
  const auto read = std::get<VaultRecord>(
      *DecodeRow(RowKind::kVaultRecord, EncodeRow(record)));
  EXPECT_EQ(read.record, record.record);
  EXPECT_EQ(read.period, record.period);
  EXPECT_EQ(read.accepted_at, record.accepted_at);
  const SealRow seal = testing::SampleSeal();
  const auto sealed =
      std::get<SealRow>(*DecodeRow(RowKind::kSeal, EncodeRow(seal))).sealed;
  EXPECT_EQ(sealed.tables, seal.sealed.tables);
  EXPECT_EQ(sealed.minimums.c, 3);
  EXPECT_EQ(sealed.sealed_at, seal.sealed.sealed_at);
}

TEST(RowCodecTest, RangesOfASealAndTheirReasonsAreReadBack) {
  SealRow seal = testing::SampleSeal();
  seal.sealed.tables[0].cells[1].low = 2;
  seal.sealed.tables[0].cells[1].high = 0;  // 0 is a limit, none is not
  const auto sealed =
      std::get<SealRow>(*DecodeRow(RowKind::kSeal, EncodeRow(seal))).sealed;
  EXPECT_EQ(sealed.tables, seal.sealed.tables);

  SealProofRow proof{DatasetId("d-one"), seal.sealed.period, {}, "abc"};
  proof.ranges = {{.unit = Unit::kRecord, .certificates = {}, .cells = {}},
                  {.unit = Unit::kVictim,
                   .certificates = {{2, {{0, 7, -3}, {1, 8, 5}}}, {}},
                   .cells = {{0, 1, 0, 1}, {1, 2, std::nullopt, 0}}}};
  proof.unsafe = {{Unit::kVictim, {{"place", "ML"}}, {0, 2}, 7}};
  const auto read =
      std::get<SealProofRow>(*DecodeRow(RowKind::kSealProof, EncodeRow(proof)));
  EXPECT_EQ(read.ranges, proof.ranges);
  EXPECT_EQ(read.unsafe, proof.unsafe);
}

TEST(RowCodecTest, ASealFromBeforeRangesHasNoRange) {
  const SealRow seal = testing::SampleSeal();
  const auto sealed =
      std::get<SealRow>(*DecodeRow(RowKind::kSeal, EncodeRow(seal))).sealed;
  EXPECT_EQ(sealed.tables[0].cells[1].low, 0);
  EXPECT_EQ(sealed.tables[0].cells[1].high, std::nullopt);
  const SealProofRow proof{DatasetId("d-one"), seal.sealed.period, {}, "abc"};
  const auto read =
      std::get<SealProofRow>(*DecodeRow(RowKind::kSealProof, EncodeRow(proof)));
  EXPECT_TRUE(read.ranges.empty());
}

TEST(RowCodecTest, RungsOfASealHavePlacesOfTheirOwn) {
  SealRow seal = testing::SampleSeal();
  EXPECT_EQ(KeyOf(seal).number, std::nullopt) << "as before there were any";
  seal.sealed.rung = 2;
  EXPECT_EQ(KeyOf(seal).number, 2u);
  EXPECT_EQ(std::get<SealRow>(*DecodeRow(RowKind::kSeal, EncodeRow(seal)))
                .sealed.rung,
            2);
  SealProofRow proof{DatasetId("d-one"), seal.sealed.period, {}, "abc"};
  EXPECT_EQ(KeyOf(proof).number, std::nullopt);
  proof.rung = 1;
  EXPECT_EQ(KeyOf(proof).number, 1u);
  EXPECT_EQ(
      std::get<SealProofRow>(*DecodeRow(RowKind::kSealProof, EncodeRow(proof)))
          .rung,
      1);
  SealJobRow job = testing::SampleSealJob();
  job.rungs = {{5, 40, 0.1, SearchEnd::kProven},
               {10, 20, 0.03, SearchEnd::kWorkSpent},
               {35, 5, 0.01, SearchEnd::kUnproven},
               {70, 0, 0, SearchEnd::kNotKept}};
  job.work = 285;
  const auto read =
      std::get<SealJobRow>(*DecodeRow(RowKind::kSealJob, EncodeRow(job)));
  EXPECT_EQ(read.rungs, job.rungs);
  EXPECT_EQ(read.work, job.work);
  job.rungs[0].search = static_cast<SearchEnd>(9);
  EXPECT_THAT(DecodeRow(RowKind::kSealJob, EncodeRow(job)),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(RowCodecTest, ADecisionIsReadBackToTheBytesOfItsDigest) {
  DecisionRow row = testing::SampleDecision();
  row.audit_index = 5;
  const auto read =
      std::get<DecisionRow>(*DecodeRow(RowKind::kDecision, EncodeRow(row)));
  EXPECT_EQ(DecisionJson(read), DecisionJson(row));
  EXPECT_EQ(read.at, row.at);
  EXPECT_EQ(read.audit_index, 5u);
  EXPECT_EQ(read.levels, row.levels);
  EXPECT_EQ(KeyOf(read).number, ~uint64_t{5}) << "the newest lies first";
  DecisionRow wrong = row;
  wrong.step = static_cast<DecisionRow::Step>(9);
  EXPECT_THAT(DecodeRow(RowKind::kDecision, EncodeRow(wrong)),
              StatusIs(absl::StatusCode::kDataLoss));
  wrong = row;
  wrong.standing = static_cast<Standing>(9);
  EXPECT_THAT(DecodeRow(RowKind::kDecision, EncodeRow(wrong)),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(RowCodecTest, AnUnknownFormatIsRefused) {
  for (const Row& row : SampleRows()) {
    std::string bytes = EncodeRow(row);
    ASSERT_THAT(bytes, StartsWith("\x08\x01"));  // field 1, format 1
    bytes[1] = 2;
    EXPECT_THAT(DecodeRow(KeyOf(row).kind, bytes),
                StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(DecodeRow(KeyOf(row).kind, ""),
                StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST(RowCodecTest, AWrongDayOrStateIsRefused) {
  PeriodRow row = std::get<PeriodRow>(SampleRows()[2]);
  row.state = static_cast<PeriodState>(7);
  EXPECT_THAT(DecodeRow(RowKind::kPeriod, EncodeRow(row)),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(RowCodecTest, ASealJobIsReadBack) {
  const SealJobRow row = testing::SampleSealJob();
  const auto read =
      std::get<SealJobRow>(*DecodeRow(RowKind::kSealJob, EncodeRow(row)));
  EXPECT_EQ(read.attempt, row.attempt);
  EXPECT_EQ(read.requested_by, row.requested_by);
  EXPECT_EQ(read.requested_at, row.requested_at);
  EXPECT_EQ(read.state, row.state);
  EXPECT_EQ(read.ended_at, row.ended_at);
  EXPECT_EQ(read.cells, row.cells);
  EXPECT_EQ(read.published, row.published);
  EXPECT_EQ(read.code, row.code);
  EXPECT_EQ(read.reason, row.reason);
  EXPECT_EQ(read.message, row.message);
  EXPECT_EQ(read.metadata, row.metadata);
  SealJobRow wrong = row;
  wrong.state = static_cast<SealJobRow::State>(7);
  EXPECT_THAT(DecodeRow(RowKind::kSealJob, EncodeRow(wrong)),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(RowCodecTest, ACorrectionAndEarlierEditionsAreReadBack) {
  const auto rows = SampleRows();
  const auto correction =
      std::get<CorrectionRow>(rows[static_cast<size_t>(RowKind::kCorrection)]);
  for (const bool retracted : {false, true}) {
    CorrectionRow row = correction;
    if (retracted) row.added.reset();
    const auto read = std::get<CorrectionRow>(
        *DecodeRow(RowKind::kCorrection, EncodeRow(row)));
    EXPECT_EQ(read.year, row.year);
    EXPECT_EQ(read.period, row.period);
    EXPECT_EQ(read.made_at, row.made_at);
    EXPECT_EQ(read.edition, row.edition);
    EXPECT_EQ(read.removed, row.removed);
    EXPECT_EQ(read.added, row.added);
  }
  const auto index = std::get<RecordIndex>(rows[1]);
  EXPECT_EQ(
      std::get<RecordIndex>(*DecodeRow(RowKind::kRecordIndex, EncodeRow(index)))
          .earlier,
      index.earlier);
}

TEST(RowCodecTest, ACubeIsReadBack) {
  const CubeRow cube = testing::SampleCube();
  const auto read =
      std::get<CubeRow>(*DecodeRow(RowKind::kCube, EncodeRow(cube)));
  EXPECT_EQ(read.columns, cube.columns);
  EXPECT_EQ(read.month, cube.month);
}

TEST(RowCodecTest, AProofIsReadBackWhateverItsSize) {
  for (const size_t size : {1, 64, 100'000, 5'000'000}) {
    WitnessRow row = testing::SampleWitness();
    row.text.clear();
    for (size_t i = 0; row.text.size() < size; ++i) {
      row.text += absl::StrCat(i * 2654435761 % 1000, ";");
    }
    row.text.resize(size);
    const std::string bytes = EncodeRow(row);
    const auto read =
        std::get<WitnessRow>(*DecodeRow(RowKind::kWitness, bytes));
    EXPECT_EQ(read.text, row.text);
    EXPECT_EQ(read.part, row.part);
    // Cut, it is nothing, rather than a shorter text.
    toguna::stored::v1::Witness cut;
    ASSERT_TRUE(cut.ParseFromString(bytes));
    for (const size_t share : {2, 3, 5}) {
      cut.mutable_text()->resize(cut.text().size() / share);
      EXPECT_THAT(DecodeRow(RowKind::kWitness, cut.SerializeAsString()),
                  StatusIs(absl::StatusCode::kDataLoss))
          << size;
    }
  }
}

TEST(RowCodecTest, ACubeThatNamesWhatIsNotThereIsRefused) {
  const CubeRow good = testing::SampleCube();
  std::vector<CubeRow> bad(7, good);
  bad[0].columns[0].point[0] = 2;
  bad[1].columns[0].source[0] = -1;
  bad[2].columns[0].contributor[2] = 1;
  bad[3].columns[0].entity.pop_back();
  bad[4].columns[0].amount.pop_back();
  bad[5].columns[0].points[1].pop_back();
  bad[6].columns[0].dimensions.clear();
  for (size_t i = 0; i < bad.size(); ++i) {
    EXPECT_THAT(DecodeRow(RowKind::kCube, EncodeRow(bad[i])),
                StatusIs(absl::StatusCode::kDataLoss))
        << i;
  }
}

TEST(RowCodecTest, APlanIsReadBackWhole) {
  const SealedPlanRow row = testing::SamplePlan();
  const Plan& plan = row.plan;
  const auto read =
      std::get<SealedPlanRow>(*DecodeRow(RowKind::kSealedPlan, EncodeRow(row)));
  EXPECT_EQ(read.period, row.period);
  EXPECT_EQ(read.list_versions, row.list_versions);
  EXPECT_EQ(read.dimensions, row.dimensions);
  EXPECT_EQ(read.plan.id, plan.id);
  EXPECT_EQ(read.plan.version, plan.version);
  EXPECT_EQ(read.plan.minimums, plan.minimums);
  EXPECT_EQ(read.plan.rungs, plan.rungs);
  EXPECT_EQ(read.plan.max_global_risk, plan.max_global_risk);
  EXPECT_EQ(read.plan.dominance_percent, plan.dominance_percent);
  ASSERT_EQ(read.plan.families.size(), 1U);
  const Family& family = read.plan.families[0];
  EXPECT_EQ(family.id, plan.families[0].id);
  EXPECT_EQ(family.title.fr, "canari");
  EXPECT_EQ(family.axes[0].pools, plan.families[0].axes[0].pools);
  EXPECT_EQ(read.plan.pools, plan.pools);
  // An axis has no pool that its plan has not.
  SealedPlanRow none = row;
  none.plan.pools.clear();
  EXPECT_THAT(DecodeRow(RowKind::kSealedPlan, EncodeRow(none)),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(family.unit, Unit::kVictim);
  ASSERT_EQ(family.axes.size(), 2U);
  EXPECT_EQ(family.axes[0].dimension, "place");
  EXPECT_EQ(family.axes[0].coarsest, 1);
  EXPECT_EQ(family.axes[0].finest, 2);
  EXPECT_EQ(family.cadence, Cadence::kYear);
  EXPECT_EQ(family.stream, Stream::kRemoved);
  EXPECT_EQ(family.weight, 2.5);
  ASSERT_EQ(read.plan.pools.size(), 1U);
  EXPECT_EQ(read.plan.pools[0].codes, plan.pools[0].codes);
  EXPECT_EQ(read.plan.pools[0].label.en, "north");
  ASSERT_EQ(read.plan.structural_zeros.size(), 1U);
  EXPECT_EQ(read.plan.structural_zeros[0].codes[0].code, "canary-Gao");
  EXPECT_EQ(read.plan.structural_zeros[0].reason, "canary reason");
}

TEST(RowCodecTest, StrataOfACubeAreReadBack) {
  CubeRow cube = testing::SampleCube();
  EXPECT_TRUE(std::get<CubeRow>(*DecodeRow(RowKind::kCube, EncodeRow(cube)))
                  .strata.empty())
      << "as in stores from before there were any";
  cube.strata = {testing::SampleStratum(), {CohortsId("canary-none"), {}}};
  const std::string bytes = EncodeRow(cube);
  EXPECT_EQ(std::get<CubeRow>(*DecodeRow(RowKind::kCube, bytes)).strata,
            cube.strata);
  const auto refused = [&](const auto& change) {
    toguna::stored::v1::Cube message;
    if (!message.ParseFromString(bytes)) return false;
    change(*message.mutable_strata(0)->mutable_records(1));
    return absl::IsDataLoss(
        DecodeRow(RowKind::kCube, message.SerializeAsString()).status());
  };
  EXPECT_FALSE(refused([](auto&) {}));
  EXPECT_TRUE(refused([](auto& record) { record.set_values(0, 99); }));
  EXPECT_TRUE(refused([](auto& record) { record.set_values(0, -1); }));
  EXPECT_TRUE(refused([](auto& record) { record.mutable_values()->Clear(); }));
  EXPECT_TRUE(refused([](auto& record) { record.set_entity(-1); }));
}

TEST(RowCodecTest, CohortsOfAPlanAreReadBack) {
  SealedPlanRow row = testing::SamplePlan();
  row.plan.cohorts = {testing::SampleCohortPlan()};
  EXPECT_EQ(
      std::get<SealedPlanRow>(*DecodeRow(RowKind::kSealedPlan, EncodeRow(row)))
          .plan.cohorts,
      row.plan.cohorts);
  row.plan.cohorts[0].attributes[0].kind =
      static_cast<CohortAttribute::Kind>(9);
  EXPECT_THAT(DecodeRow(RowKind::kSealedPlan, EncodeRow(row)),
              StatusIs(absl::StatusCode::kDataLoss));
  row.plan.cohorts = {testing::SampleCohortPlan()};
  row.plan.cohorts[0].diversity[0].kind = static_cast<CohortDiversity::Kind>(9);
  EXPECT_THAT(DecodeRow(RowKind::kSealedPlan, EncodeRow(row)),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(RowCodecTest, CohortsAreReadBack) {
  const CohortsRow row = testing::SampleCohorts();
  const auto read =
      std::get<CohortsRow>(*DecodeRow(RowKind::kCohorts, EncodeRow(row)));
  EXPECT_EQ(read.seal, row.seal);
  EXPECT_FALSE(IsShreddable(RowKind::kCohorts))
      << "rows are given out when the year's cubes are gone";
}

TEST(RowCodecTest, CohortsThatAreNoTreeAreRefused) {
  const CohortsRow good = testing::SampleCohorts();
  const auto refused = [&](const auto& change) {
    CohortsRow row = good;
    change(row.seal);
    return absl::IsDataLoss(
        DecodeRow(RowKind::kCohorts, EncodeRow(row)).status());
  };
  EXPECT_FALSE(refused([](CohortSeal&) {}));
  EXPECT_TRUE(refused([](CohortSeal& seal) { seal.nodes.clear(); }));
  EXPECT_TRUE(refused([](CohortSeal& seal) { seal.ladder.clear(); }));
  EXPECT_TRUE(refused([](CohortSeal& seal) { seal.nodes[0].parent = 1; }));
  EXPECT_TRUE(refused([](CohortSeal& seal) { seal.nodes[1].parent = 2; }));
  EXPECT_TRUE(refused([](CohortSeal& seal) { seal.nodes[2].parent = 0; }));
  EXPECT_TRUE(refused([](CohortSeal& seal) { seal.nodes[2].parent = 99; }));
  EXPECT_TRUE(refused([](CohortSeal& seal) { seal.nodes[3].rung = -1; }));
  EXPECT_TRUE(refused([](CohortSeal& seal) { seal.nodes[1].released = {2}; }));
  EXPECT_TRUE(refused([](CohortSeal& seal) { seal.nodes[1].box.pop_back(); }));
  EXPECT_TRUE(refused([](CohortSeal& seal) { seal.nodes[1].box[0].clear(); }));
  EXPECT_TRUE(refused(
      [](CohortSeal& seal) { seal.nodes[3].records = seal.held_over; }));
  EXPECT_TRUE(refused([](CohortSeal& seal) {
    seal.attributes[1].kind = static_cast<CohortAttribute::Kind>(9);
  }));
}

TEST(RowCodecTest, CorruptedCohortsAreReadOrRefusedWithoutHarm) {
  const std::string bytes = EncodeRow(testing::SampleCohorts());
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (const int bit : {0, 3, 7}) {
      std::string wrong = bytes;
      wrong[i] = static_cast<char>(wrong[i] ^ (1 << bit));
      const auto read = DecodeRow(RowKind::kCohorts, wrong);
      if (!read.ok()) continue;
      const CohortSeal& seal = std::get<CohortsRow>(*read).seal;
      for (size_t rung = 0; rung < seal.ladder.size(); ++rung) {
        SealedRung(seal, static_cast<int>(rung));
      }
    }
    // A cut one may end at the end of a field, and then lacks what follows.
    const auto cut = DecodeRow(RowKind::kCohorts, bytes.substr(0, i));
    if (cut.ok()) {
      EXPECT_NE(EncodeRow(*cut), bytes);
    }
  }
}

TEST(PlaceTest, KeysBeginWithThoseOfTheirPrefixes) {
  const FakeRowHasher hasher;
  const RowKey key{RowKind::kVaultRecord, {"d", "2026-03", "c", "r"}, {}};
  RowKey prefix = key;
  while (!prefix.texts.empty()) {
    prefix.texts.pop_back();
    EXPECT_THAT(KeyBytes(key, hasher), StartsWith(KeyBytes(prefix, hasher)));
  }
  EXPECT_EQ(KeyBytes(key, hasher).size(), 1 + 4 * 16U);
}

TEST(PlaceTest, NoTwoKeysAreOne) {
  const FakeRowHasher hasher;
  std::set<std::string> keys;
  for (const RowKey& key :
       std::vector<RowKey>{{RowKind::kReply, {"ab", "c"}, {}},
                           {RowKind::kReply, {"a", "bc"}, {}},
                           {RowKind::kReply, {"abc"}, {}},
                           {RowKind::kReply, {"", "abc"}, {}},
                           {RowKind::kSeal, {"a", "bc"}, {}},
                           {RowKind::kFeed, {}, 1},
                           {RowKind::kFeed, {}, 256}}) {
    EXPECT_TRUE(keys.insert(KeyBytes(key, hasher)).second);
  }
}

TEST(PlaceTest, ThePrefixEndsAfterItsLastKey) {
  EXPECT_EQ(PrefixEnd("ab"), "ac");
  EXPECT_EQ(PrefixEnd("a\xff"), "b");
  EXPECT_EQ(PrefixEnd("\xff"), "");
}

TEST(PlaceTest, AValueOpensInItsOwnPlaceAlone) {
  const FakeSealer sealer;
  const std::string value =
      SealValue(sealer, ColumnFamily::kRecords, "key", 5, "text");
  EXPECT_EQ(OpenValue(sealer, ColumnFamily::kRecords, "key", value)->bytes,
            "text");
  EXPECT_FALSE(OpenValue(sealer, ColumnFamily::kRecords, "kez", value).ok());
  EXPECT_FALSE(OpenValue(sealer, ColumnFamily::kSealed, "key", value).ok());
  for (size_t i = 0; i < value.size(); ++i) {
    std::string changed = value;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(
        OpenValue(sealer, ColumnFamily::kRecords, "key", changed).ok());
    EXPECT_FALSE(
        OpenValue(sealer, ColumnFamily::kRecords, "key", value.substr(0, i))
            .ok());
  }
}

TEST(PlaceTest, SizesTellOnlySteps) {
  const FakeSealer sealer;
  const auto size = [&](size_t n) {
    return SealValue(sealer, ColumnFamily::kMeta, "k", 1, std::string(n, 'x'))
        .size();
  };
  EXPECT_EQ(size(1), size(60));
  EXPECT_LT(size(60), size(61));
  EXPECT_EQ(size(1021), size(1276));
}

// What would be taken for another answer is no row.
TEST(RowCodecTest, AnInquiryIsReadBackWholeOrNotAtAll) {
  const auto row = std::get<InquiryRow>(
      SampleRows()[static_cast<size_t>(RowKind::kInquiry)]);
  const auto read =
      std::get<InquiryRow>(*DecodeRow(RowKind::kInquiry, EncodeRow(row)));
  EXPECT_EQ(read.ref, row.ref);
  EXPECT_EQ(read.record, row.record);
  EXPECT_EQ(read.outcome, row.outcome);
  EXPECT_EQ(read.answered_at, row.answered_at);
  EXPECT_EQ(read.due_at, row.due_at);
  EXPECT_EQ(read.opened_salt, row.opened_salt);

  const auto refused = [&](auto&& change) {
    stored::v1::Inquiry message;
    EXPECT_TRUE(message.ParseFromString(EncodeRow(row)));
    change(message);
    return absl::IsDataLoss(
        DecodeRow(RowKind::kInquiry, message.SerializeAsString()).status());
  };
  using Message = stored::v1::Inquiry;
  EXPECT_FALSE(refused([](Message&) {}));
  EXPECT_TRUE(refused([](Message& m) { m.clear_question(); }));
  EXPECT_TRUE(refused([](Message& m) { m.clear_outcome(); }));
  EXPECT_TRUE(refused([](Message& m) { m.clear_answered_at(); }));
  EXPECT_TRUE(refused(
      [](Message& m) { m.set_outcome(static_cast<Message::Outcome>(4)); }));
}

}  // namespace
}  // namespace toguna
