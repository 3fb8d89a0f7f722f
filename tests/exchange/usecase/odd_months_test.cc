// Months that are easily forgotten, sealed as any other: the checker accepts
// them, witnesses and all, and nothing small is shown.

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "exchange/checker/check_file.h"
#include "exchange/checker/check_seal.h"
#include "exchange/usecase/make_seal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

struct OddMonth {
  const char* name;
  std::vector<Record> (*records)();
  bool shown;  // anything at all
};

std::vector<Record> Of(size_t count, size_t sources) {
  std::vector<Record> records;
  for (size_t i = 0; i < count; ++i) {
    records.push_back(SampleRecord(i, i % 3, i % sources));
    records.back().codes = {{"place", "ML11"}, {"type", "E1"}};
    records.back().tallies["man"] = 1;
  }
  return records;
}

std::vector<Record> Nothing() { return {}; }
std::vector<Record> One() { return Of(1, 1); }
std::vector<Record> OneSource() { return Of(60, 1); }
std::vector<Record> Million() {
  std::vector<Record> records = Of(1, 1);
  records[0].tallies["man"] = 1'000'000;
  return records;
}
// One with very many among enough others: its part is what must not be known.
std::vector<Record> MillionAmongMany() {
  std::vector<Record> records = Of(40, 20);
  records[0].tallies["man"] = 1'000'000;
  return records;
}
// Incidents that harm things: no person in any.
std::vector<Record> NoPerson() {
  std::vector<Record> records = Of(40, 20);
  for (Record& record : records) {
    record.codes["type"] = "F2";
    record.tallies.clear();
  }
  return records;
}
// The only region that has no cercles: leaves at another depth.
std::vector<Record> ShallowPlace() {
  std::vector<Record> records = Of(40, 20);
  for (Record& record : records) record.codes["place"] = "ML2";
  return records;
}

class OddMonthsTest : public ::testing::TestWithParam<OddMonth> {};

TEST_P(OddMonthsTest, IsSealedAndItsProofHolds) {
  Catalog catalog = TinyCatalog();
  Dataset& dataset = catalog.datasets.begin()->second;
  dataset.victims_in_every_record.emplace();
  dataset.victims_in_every_record->unless = {{"type", {"F"}}};
  const Plan& plan = AddPlan(
      catalog, {.k = 5, .s = 2, .c = 3},
      {FamilyOf("place-type", Unit::kRecord, {{"place", 0, 2}, {"type", 0, 2}}),
       FamilyOf("place-who", Unit::kVictim, {{"place", 0, 1}, {"who", 0, 2}})});
  const std::vector<Record> records = GetParam().records();
  SealInput input{.period = *Period::Parse("2026-03")};
  input.strands.push_back(CountMonth(catalog, plan, records).value());
  input.strands.back().accepted = input.period.month();
  const auto seal =
      MakeSeal(catalog, plan, input, absl::UnixEpoch(), std::string(32, 'k'),
               [](const SealProgress&) { return true; });
  ASSERT_THAT(seal, IsOk());
  EXPECT_EQ(seal->lowest().figures.published > 0, GetParam().shown);
  const auto file = ReadCheckFile(seal->lowest().proof_text);
  ASSERT_THAT(file, IsOk());
  EXPECT_TRUE(file->seal.witnessed);
  EXPECT_THAT(CheckSeal(file->seal), IsOk());
  for (const SealedTable& table : seal->lowest().sealed.tables) {
    for (const SealedCell& cell : table.cells) {
      if (cell.status == CellStatus::kPublished) {
        EXPECT_GE(cell.value, 5);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, OddMonthsTest,
    ::testing::Values(OddMonth{"Empty", Nothing, false},
                      OddMonth{"One", One, false},
                      OddMonth{"AllFromOneSource", OneSource, false},
                      OddMonth{"AMillionVictims", Million, false},
                      OddMonth{"AMillionAmongMany", MillionAmongMany, true},
                      OddMonth{"NoPerson", NoPerson, true},
                      OddMonth{"ShallowPlace", ShallowPlace, true}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace toguna::testing
