#include "exchange/cohort/stratum.h"

#include <algorithm>
#include <string>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/disclosure/columns.h"
#include "exchange/disclosure/scheme.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "tests/exchange/cohort/stratum_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::StatusIs;
using testing::StratumCatalog;
using testing::StratumDataset;
using testing::StratumPlan;
using testing::StratumSample;

const Period kMarch(absl::CivilMonth(2026, 3));

class StratumTest : public ::testing::Test {
 protected:
  absl::StatusOr<Stratum> Of(const std::vector<Record>& records) {
    return StratumOf(catalog_, StratumDataset(catalog_), plan_, kMarch,
                     records);
  }
  bool Holds(const Record& record) {
    const auto stratum = Of({record});
    EXPECT_TRUE(stratum.ok()) << stratum.status();
    return stratum.ok() && !stratum->records.empty();
  }
  std::vector<std::string> ValuesOf(const Record& record) {
    const auto stratum = Of({record});
    if (!stratum.ok() || stratum->records.empty()) return {};
    return stratum->records[0].values;
  }

  Catalog catalog_ = StratumCatalog();
  CohortPlan plan_ = StratumPlan();
};

TEST_F(StratumTest, HoldsWhatOneConditionHoldsFor) {
  Record record = StratumSample();
  EXPECT_TRUE(Holds(record)) << "denial, and no matter who";
  record.codes["type"] = "F3";
  EXPECT_FALSE(Holds(record)) << "the crosswalk gives nothing";
  record.codes["facility"] = "school";
  EXPECT_TRUE(Holds(record));
  record.codes["facility"] = "hospital";
  EXPECT_FALSE(Holds(record)) << "a code that is in no condition";
  record.codes = {{"place", "ML"}, {"type", "E1"}};
  EXPECT_FALSE(Holds(record)) << "theft from a man";
  record.tallies["girl"] = 0;
  EXPECT_FALSE(Holds(record));
  record.tallies["girl"] = 1;
  EXPECT_TRUE(Holds(record)) << "a girl is a child";
  record.codes["type"] = "E";
  EXPECT_TRUE(Holds(record)) << "not specified, but within";
  record.codes["type"] = "every";
  EXPECT_FALSE(Holds(record));
}

TEST_F(StratumTest, HoldsWhatConsentCoversForEveryPurpose) {
  Record record = StratumSample();
  record.consent = "narrow";
  EXPECT_TRUE(Holds(record));
  plan_.purposes.push_back(PurposeId("everybody"));
  EXPECT_FALSE(Holds(record)) << "covers one of two purposes";
  record.consent = "wide";
  EXPECT_TRUE(Holds(record));
  for (const char* other : {"never", "", "unheard-of", "all"}) {
    record.consent = other;
    EXPECT_FALSE(Holds(record)) << other;
  }
  // A scope covers what lies within it.
  catalog_.purposes.at(PurposeId("children")).consent_scopes = {"all"};
  catalog_.purposes.at(PurposeId("everybody")).consent_scopes = {"all"};
  record.consent = "narrow";
  EXPECT_TRUE(Holds(record));
  catalog_.purposes.at(PurposeId("everybody")).consent_scopes = {};
  EXPECT_FALSE(Holds(record)) << "nothing covers the purpose";
}

TEST_F(StratumTest, PublicSourcesConsentToNothingAndHaveNoName) {
  catalog_.datasets.at(DatasetId("incidents")).public_sources = true;
  Record record = StratumSample();
  record.consent = "";
  const auto stratum = Of({record});
  ASSERT_TRUE(stratum.ok());
  ASSERT_EQ(stratum->records.size(), 1U);
  EXPECT_EQ(stratum->records[0].source, "");
}

TEST_F(StratumTest, ValuesAreLeavesAsTablesCountThem) {
  Record record = StratumSample();
  EXPECT_THAT(ValuesOf(record), ElementsAre("ML11", "F2", "denial", "c1", "0",
                                            "2026-Q1", "2026-Q1"));
  record.codes["place"] = "ML1";
  record.codes.erase("class");
  record.tallies["girl"] = 2;
  record.incident_day = absl::CivilDay(2024, 11, 5);
  EXPECT_THAT(ValuesOf(record), ElementsAre("ML1~", "F2", "denial", "", "1+",
                                            "2024-Q4", "2026-Q1"));
  record.codes["type"] = "E1";
  EXPECT_THAT(ValuesOf(record),
              ElementsAre("ML1~", "E1", "", "", "1+", "2024-Q4", "2026-Q1"));
}

TEST_F(StratumTest, KeepsWhereARecordLiesAndItsSource) {
  plan_.diversity = {{.attribute = "facility"}};
  Record record = StratumSample(4);
  record.codes["facility"] = "any";
  const auto stratum = Of({StratumSample(3), record});
  ASSERT_TRUE(stratum.ok());
  EXPECT_EQ(stratum->id, plan_.id);
  ASSERT_EQ(stratum->records.size(), 2U);
  const StratumRecord& kept = stratum->records[1];
  EXPECT_EQ(kept.record.contributor, record.contributor);
  EXPECT_EQ(kept.record.ref, record.ref);
  EXPECT_EQ(kept.record.instance, record.instance);
  EXPECT_EQ(kept.record.month, kMarch);
  EXPECT_EQ(kept.source, record.source);
  EXPECT_EQ(kept.diverse, "any~");
  EXPECT_EQ(stratum->records[0].diverse, "");
}

TEST_F(StratumTest, RefusesWhatCannotBeCounted) {
  const auto wrong = [&](const auto& change) {
    Record record = StratumSample();
    change(record);
    return ReasonOf(Of({record}).status()).code;
  };
  EXPECT_EQ(wrong([](Record& one) { one.codes["place"] = "Paris"; }),
            "RECORD_INVALID");
  EXPECT_EQ(wrong([](Record& one) { one.codes.erase("type"); }),
            "RECORD_INVALID");
  EXPECT_EQ(wrong([](Record& one) { one.tallies["girl"] = -1; }),
            "RECORD_INVALID");
  EXPECT_EQ(
      wrong([](Record& one) { one.incident_day = absl::CivilDay(2026, 4, 1); }),
      "RECORD_INVALID");
  EXPECT_EQ(wrong([](Record& one) { one.list_versions["places"] = "0"; }),
            "RECORD_INVALID");
}

TEST_F(StratumTest, RefusesPlansThatDoNotFit) {
  const auto wrong = [&](const auto& change) {
    CohortPlan plan = plan_;
    change(plan);
    return ReasonOf(StratumOf(catalog_, StratumDataset(catalog_), plan, kMarch,
                              std::vector<Record>())
                        .status())
        .code;
  };
  EXPECT_EQ(wrong([](CohortPlan&) {}), "");
  for (const auto& change : std::vector<void (*)(CohortPlan&)>{
           [](CohortPlan& plan) { plan.purposes.clear(); },
           [](CohortPlan& plan) { plan.purposes = {PurposeId("none")}; },
           [](CohortPlan& plan) { plan.strata[0].dimension = "who"; },
           [](CohortPlan& plan) { plan.strata[0].codes = {"none"}; },
           [](CohortPlan& plan) { plan.strata[1].who = "nobody"; },
           [](CohortPlan& plan) { plan.attributes[0].dimension = "year"; },
           [](CohortPlan& plan) { plan.attributes[4].who = "nobody"; },
           [](CohortPlan& plan) { plan.diversity = {{.attribute = "none"}}; },
           [](CohortPlan& plan) {
             plan.diversity = {{.attribute = "type"}, {.attribute = "place"}};
           }}) {
    EXPECT_EQ(wrong(change), "PLAN_INVALID");
  }
}

RC_GTEST_PROP(StratumPropertiesTest, IsTheSameWhateverTheOrder, ()) {
  const Catalog catalog = StratumCatalog();
  const Dataset& dataset = StratumDataset(catalog);
  std::vector<Record> records = testing::SomeRecords(kMarch.month(), 30);
  const auto stratum =
      StratumOf(catalog, dataset, StratumPlan(), kMarch, records);
  RC_ASSERT(stratum.ok());
  for (size_t i = records.size(); i > 1; --i) {
    std::swap(records[i - 1], records[static_cast<size_t>(testing::Between(
                                  0, static_cast<int>(i) - 1))]);
  }
  RC_ASSERT(*StratumOf(catalog, dataset, StratumPlan(), kMarch, records) ==
            *stratum);
}

// Entities have the numbers that the month's columns give them, and nobody
// without consent is among them.
RC_GTEST_PROP(StratumPropertiesTest, NumbersEntitiesAsColumnsDo, ()) {
  const Catalog catalog = StratumCatalog();
  const Dataset& dataset = StratumDataset(catalog);
  std::vector<Record> records = testing::SomeRecords(kMarch.month(), 30);
  // Some incidents come twice.
  for (size_t i = 2; i < records.size(); i += 3) {
    records[i].contributor = records[i - 1].contributor;
    records[i].ref = records[i - 1].ref;
  }
  const auto stratum =
      StratumOf(catalog, dataset, StratumPlan(), kMarch, records);
  RC_ASSERT(stratum.ok());
  const Family family =
      testing::FamilyOf("places", Unit::kRecord, {{"place", 0, 2}});
  const Family* const families[] = {&family};
  const Scheme scheme =
      *Scheme::Create(catalog, dataset, families, Unit::kRecord);
  const Columns columns = *ColumnsOf(scheme, records, false);
  size_t row = 0;
  for (const StratumRecord& one : stratum->records) {
    // Rows of columns go by contributor and reference, too.
    while (row < columns.entity.size() && columns.entity[row] < one.entity) {
      ++row;
    }
    RC_ASSERT(row < columns.entity.size());
    RC_ASSERT(
        columns.contributors[static_cast<size_t>(columns.contributor[row])] ==
        one.record.contributor.text());
    bool found = false;
    for (size_t i = row;
         i < columns.entity.size() && columns.entity[i] == one.entity; ++i) {
      found =
          found ||
          columns.sources[static_cast<size_t>(columns.source[i])] == one.source;
    }
    RC_ASSERT(found);
  }
  for (const Record& record : records) {
    const bool kept =
        std::any_of(stratum->records.begin(), stratum->records.end(),
                    [&](const StratumRecord& one) {
                      return one.record.instance == record.instance;
                    });
    if (record.consent != "wide" && record.consent != "narrow") {
      RC_ASSERT(!kept);
    }
  }
}

TEST(TreesOfTest, HaveALeafForEveryValue) {
  const Catalog catalog = StratumCatalog();
  const auto trees = TreesOf(catalog, StratumDataset(catalog), StratumPlan(),
                             *Period::Parse("2026-Q2"));
  ASSERT_TRUE(trees.ok());
  const auto leaves = [&](size_t attribute) {
    std::vector<std::string> codes;
    for (const NodeIndex leaf : (*trees)[attribute].Leaves()) {
      codes.push_back((*trees)[attribute].code(leaf));
    }
    return codes;
  };
  EXPECT_FALSE((*trees)[0].Find(kWithoutCode).has_value())
      << "no record is without place";
  EXPECT_THAT(leaves(2), ElementsAre("denial", "schools", "hospitals", "grave~",
                                     kWithoutCode));
  EXPECT_THAT(leaves(3), ElementsAre("c1", "c2", kWithoutCode));
  EXPECT_THAT(leaves(4), ElementsAre("0", "1+"));
  EXPECT_THAT(leaves(5), ElementsAre("earlier", "2026-Q1", "2026-Q2"));
  EXPECT_THAT(leaves(6), ElementsAre("earlier", "2026-Q1", "2026-Q2"));
  EXPECT_THAT(
      TreesOf(catalog, StratumDataset(catalog), StratumPlan(), kMarch).status(),
      StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace toguna
