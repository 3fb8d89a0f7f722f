// The checker on a year that is sealed with its corrections.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/checker/check_file.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/usecase/seal_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

void CountRecords(Family& family) {
  family.unit = Unit::kRecord;
  std::erase_if(family.axes,
                [](const Axis& axis) { return axis.dimension == "who"; });
  if (family.axes.empty()) family.axes = {{"place", 0, 1}};
}

// Two random months, sealed, and their year: what was accepted in it, taken
// back and added, in an order that the streams do not follow.
struct Year {
  explicit Year(uint64_t seed) : random(seed), catalog(TinyCatalog()) {
    const Minimums minimums = RandomMinimums(random);
    monthly = RandomFamilies(random);
    CountRecords(monthly[0]);
    std::vector<Family> yearly;
    for (const Stream stream :
         {Stream::kRemoved, Stream::kAccepted, Stream::kAdded}) {
      for (Family& family : RandomFamilies(random)) {
        family.id = FamilyId("yearly-" + std::to_string(yearly.size()));
        family.stream = stream;
        family.cadence = Cadence::kYear;
        if (stream != Stream::kAccepted) CountRecords(family);
        yearly.push_back(std::move(family));
      }
    }
    plan = &AddPlan(catalog, minimums, yearly);
    for (const Family& family : monthly) months_families.push_back(&family);
    for (const Family& family : plan->families) families.push_back(&family);
    AddStrands();
    for (size_t month = 0; month < 2; ++month) {
      const Publication due{months_families, minimums, {0}, nullptr};
      months.push_back(Protect(catalog, dataset(), families,
                               {&strands[month], 1}, {&due, 1},
                               ProtectOptions{.tie_break = seed})
                           .value()
                           .tables);
    }
    for (size_t month = 0; month < 2; ++month) {
      publications.push_back(
          {months_families, minimums, {month}, &months[month]});
    }
    publications.push_back({families, minimums, {0, 1}, nullptr});
    publications.back().corrections = {2, 3};
    proof = Protect(catalog, dataset(), {}, strands, publications,
                    ProtectOptions{.tie_break = seed})
                .value();
    sealed.dataset = dataset().id;
    sealed.tables = proof.tables;
  }

  const Dataset& dataset() const { return *catalog.FindDataset(plan->dataset); }
  SealToCheck ToCheck() const {
    return ForChecker(catalog, *plan, sealed, proof, {}, publications, 4);
  }
  // As it is checked again from what is stored: by the year's plan alone, so
  // with the unsafe cells of its own tables.
  SealToCheck Stored() const {
    std::vector<UnsafeCell> unsafe = proof.unsafe;
    std::erase_if(unsafe, [&](const UnsafeCell& cell) {
      return std::none_of(sealed.tables.begin(), sealed.tables.end(),
                          [&](const auto& table) { return Has(table, cell); });
    });
    return ForChecker(catalog, *plan, sealed, unsafe, proof.ranges, 2);
  }
  static bool Has(const SealedTable& table, const UnsafeCell& unsafe) {
    return std::any_of(
        table.cells.begin(), table.cells.end(), [&](const SealedCell& cell) {
          Scheme::Codes codes;
          for (size_t i = 0; i < cell.codes.size(); ++i) {
            codes.emplace_back(table.dimensions[i], cell.codes[i]);
          }
          return table.unit == unsafe.unit && codes == unsafe.codes;
        });
  }

  // Two months, and what becomes of every other record of theirs.
  void AddStrands() {
    std::vector<const Family*> all = months_families;
    all.insert(all.end(), families.begin(), families.end());
    std::vector<Record> removed;
    std::vector<Record> added;
    const auto add = [&](const std::vector<Record>& records) {
      strands.push_back(StrandOf(catalog, dataset(), all, records).value());
    };
    for (size_t month = 0; month < 2; ++month) {
      const std::vector<Record> records = RandomRecords(random, 30);
      for (const Record& record : records) {
        if (Below(random, 2) == 0) continue;
        removed.push_back(record);
        removed.back().ref += std::to_string(month);
        if (Below(random, 4) == 0) continue;
        added.push_back(removed.back());
        added.back().codes["place"] = "ML12";
      }
      add(records);
    }
    add(removed);
    add(added);
  }

  Random random;
  Catalog catalog;
  Plan* plan = nullptr;
  std::vector<Family> monthly;
  std::vector<const Family*> months_families;
  std::vector<const Family*> families;
  std::vector<Strand> strands;
  std::vector<std::vector<SealedTable>> months;
  std::vector<Publication> publications;
  SealedPeriod sealed;
  Protected proof;
};

TEST(CheckCorrectionsTest, AcceptsAYearWithItsCorrections) {
  int64_t published[3] = {0, 0, 0};
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Year year(seed);
    const auto verdict = CheckSeal(year.ToCheck());
    ASSERT_THAT(verdict, IsOk()) << "seed " << seed;
    const auto again = CheckSeal(year.Stored());
    ASSERT_THAT(again, IsOk()) << "seed " << seed;
    EXPECT_EQ(*verdict, *again) << "seed " << seed;
    for (size_t f = 0; f < year.sealed.tables.size(); ++f) {
      EXPECT_EQ(year.sealed.tables[f].family, year.plan->families[f].id);
      for (const SealedCell& cell : year.sealed.tables[f].cells) {
        published[static_cast<int>(year.plan->families[f].stream)] +=
            cell.status == CellStatus::kPublished ? 1 : 0;
      }
    }
  }
  for (const int64_t count : published) EXPECT_GT(count, 40);
}

// A number of one stream says nothing of another's records.
TEST(CheckCorrectionsTest, RefusesValuesUnderAnotherStream) {
  int refused = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Year year(seed);
    SealToCheck bad = year.ToCheck();
    bool any = false;
    for (CheckedFamily& family : bad.families) {
      if (family.strands != std::vector<size_t>{2}) continue;
      for (const CheckedCell& cell : family.cells) any |= cell.published;
      family.strands = {3};
    }
    for (CheckedRanges& ranges : bad.ranges) {
      if (ranges.strands == std::vector<size_t>{2}) ranges.strands = {3};
    }
    if (any) refused += CheckSeal(bad).ok() ? 0 : 1;
  }
  EXPECT_GT(refused, 10);
}

// Puts a thousand more at the first point of a strand and unit into every table
// of a year that shows nothing of corrections. How it is refused, if it is.
std::string WithThousandAt(size_t strand, bool victims) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Year year(seed);
    SealToCheck seal = year.ToCheck();
    bool shows = false;
    for (const CheckedFamily& family : seal.families) {
      if (family.strands.size() > 1 || family.victims != victims) continue;
      for (const CheckedCell& cell : family.cells) shows |= cell.published;
    }
    const auto& points = seal.witnesses.points;
    size_t at = 0;
    while (at < points.size() &&
           (points[at].strand != strand || points[at].victims != victims)) {
      ++at;
    }
    if (shows || at == points.size() || seal.witnesses.tables.empty()) continue;
    for (CheckedWitnesses::Table& table : seal.witnesses.tables) {
      std::erase_if(table.counts,
                    [&](const auto& count) { return count.first == at; });
      table.counts.emplace_back(at, 1000);
    }
    return std::string(CheckSeal(seal).status().message());
  }
  return "no seed gives such a year";
}

TEST(CheckCorrectionsTest, RefusesTablesThatTakeBackWhatNeverWas) {
  EXPECT_THAT(WithThousandAt(2, false), HasSubstr("was never there"));
  EXPECT_THAT(WithThousandAt(2, true), HasSubstr("was never there"));
}

TEST(CheckCorrectionsTest, RefusesTablesThatAddMoreThanTheyTakeBack) {
  EXPECT_THAT(WithThousandAt(3, false), HasSubstr("was never there"));
}

TEST(CheckCorrectionsTest, RefusesCorrectionsThatAreAlsoAccepted) {
  SealToCheck seal = Year(1).ToCheck();
  seal.corrections->removed = 1;
  EXPECT_EQ(CheckSeal(seal).status().code(),
            absl::StatusCode::kInvalidArgument);
  seal.corrections->removed = 4;
  EXPECT_EQ(CheckSeal(seal).status().code(),
            absl::StatusCode::kInvalidArgument);
}

// Two records of one place, with a victim each; one is taken back. Counted by
// record and by victim, and nothing is shown.
struct SmallYear {
  explicit SmallYear(bool victims_in_every_record) {
    if (victims_in_every_record) {
      catalog.datasets.at(DatasetId("incidents")).victims_in_every_record =
          VictimsInEveryRecord{};
    }
    std::vector<Family> of_year;
    for (const auto& [stream, unit] :
         {std::pair(Stream::kAccepted, Unit::kRecord),
          std::pair(Stream::kAccepted, Unit::kVictim),
          std::pair(Stream::kRemoved, Unit::kRecord)}) {
      of_year.push_back(FamilyOf("f" + std::to_string(of_year.size()), unit,
                                 {{"place", 0, 0}}));
      of_year.back().stream = stream;
    }
    Plan& plan = AddPlan(catalog, {.k = 4, .s = 1, .c = 0}, of_year);
    const Dataset& dataset = *catalog.FindDataset(plan.dataset);
    std::vector<Record> accepted;
    for (size_t i = 0; i < 2; ++i) {
      accepted.push_back(SampleRecord(i, 0, i));
      accepted.back().codes = {{"place", "ML2"}, {"type", "E1"}};
      accepted.back().tallies = {{"girl", 1}};
    }
    Publication now{{}, plan.minimums, {0}, nullptr};
    for (const Family& family : plan.families) now.families.push_back(&family);
    now.corrections = {1, 2};
    std::vector<Strand> strands;
    for (const auto& records :
         {accepted, std::vector<Record>{accepted[0]}, std::vector<Record>()}) {
      strands.push_back(
          StrandOf(catalog, dataset, now.families, records).value());
    }
    const Protected proof =
        Protect(catalog, dataset, {}, strands, {&now, 1}, {}).value();
    SealedPeriod sealed;
    sealed.tables = proof.tables;
    seal = ForChecker(catalog, plan, sealed, proof, {}, {&now, 1}, 3);
  }

  // Records and victims of a strand in every table.
  struct Counts {
    int64_t records = 0;
    int64_t victims = 0;
  };
  // How it is refused if every table has these.
  std::string Refusal(Counts accepted, Counts removed) const {
    SealToCheck bad = seal;
    for (CheckedWitnesses::Table& table : bad.witnesses.tables) {
      table.counts.clear();
      for (size_t p = 0; p < bad.witnesses.points.size(); ++p) {
        const CheckedWitnesses::Point& point = bad.witnesses.points[p];
        if (point.strand == 2) continue;
        const Counts& of = point.strand == 0 ? accepted : removed;
        table.counts.emplace_back(p, point.victims ? of.victims : of.records);
      }
    }
    return std::string(CheckSeal(bad).status().message());
  }

  Catalog catalog = TinyCatalog();
  SealToCheck seal;
};

// Where every record has its victims, so has what corrections leave: a record
// taken back with all the victims of two leaves one without.
TEST(CheckCorrectionsTest, RefusesRecordsLeftWithoutVictims) {
  const SmallYear year(true);
  ASSERT_THAT(CheckSeal(year.seal), IsOk());
  EXPECT_THAT(year.Refusal({2, 3}, {1, 3}),
              HasSubstr("more records than victims"));
}

// Whether or not every record has its victims: there are none without a record,
// in no strand and in nothing that corrections leave.
TEST(CheckCorrectionsTest, RefusesVictimsWhereNoRecordIs) {
  for (const bool rule : {false, true}) {
    SmallYear year(rule);
    ASSERT_THAT(CheckSeal(year.seal), IsOk());
    const auto without_record = HasSubstr("victims where it has no record");
    EXPECT_THAT(year.Refusal({0, 1}, {0, 0}), without_record);
    EXPECT_THAT(year.Refusal({2, 3}, {0, 1}), without_record);
    EXPECT_THAT(year.Refusal({2, 3}, {2, 2}), without_record);
    EXPECT_THAT(year.Refusal({2, 3}, {2, 3}), Not(without_record));
    EXPECT_THAT(year.Refusal({2, 3}, {1, 2}), Not(without_record));
    // Seals made before that was known are judged as they were.
    year.seal.victims_in_records = false;
    EXPECT_THAT(year.Refusal({2, 3}, {2, 2}), Not(without_record));
  }
}

TEST(CheckCorrectionsTest, RefusesWhatWasNeverAcceptedToBeTakenBack) {
  Year year(3);
  year.strands[0] = year.strands[3];
  year.strands[1] = year.strands[3];
  year.strands[3] =
      StrandOf(year.catalog, year.dataset(), year.families, {}).value();
  const auto result = Protect(year.catalog, year.dataset(), {}, year.strands,
                              {&year.publications[2], 1}, {});
  EXPECT_EQ(ReasonOf(result.status()).code, "RECORD_INVALID");
}

// Which victims were whose is in no table.
TEST(CheckCorrectionsTest, NoFamilyCountsVictimsOfCorrections) {
  Year year(3);
  SealToCheck bad = year.ToCheck();
  for (CheckedFamily& family : bad.families) {
    if (family.strands == std::vector<size_t>{2}) family.victims = true;
  }
  EXPECT_THAT(std::string(CheckSeal(bad).status().message()),
              HasSubstr("counts victims of corrections"));
  bad = year.ToCheck();
  bad.earlier[0].strands = {3};
  bad.earlier[0].victims = true;
  EXPECT_THAT(std::string(CheckSeal(bad).status().message()),
              HasSubstr("counts victims of corrections"));
  for (Family& family : year.plan->families) {
    if (family.stream == Stream::kRemoved) family.unit = Unit::kVictim;
  }
  const auto result = Protect(year.catalog, year.dataset(), {}, year.strands,
                              year.publications, {});
  EXPECT_EQ(ReasonOf(result.status()).code, "PLAN_INVALID");
}

TEST(CheckCorrectionsTest, FamiliesOfCorrectionsNeedCorrections) {
  Year year(3);
  year.publications[2].corrections.reset();
  const auto result = Protect(year.catalog, year.dataset(), {}, year.strands,
                              year.publications, {});
  EXPECT_EQ(ReasonOf(result.status()).code, "PLAN_INVALID");
}

// What is written down of it says as much: strands, corrections, history.
TEST(CheckCorrectionsTest, ItsFileIsReadBack) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Year year(seed);
    const SealToCheck seal = year.ToCheck();
    const auto verdict = CheckSeal(seal);
    ASSERT_THAT(verdict, IsOk()) << "seed " << seed;
    const auto file = ReadCheckFile(WriteCheckFile(seal, std::string(64, 'a')));
    ASSERT_THAT(file, IsOk()) << "seed " << seed;
    EXPECT_THAT(CheckSeal(file->seal), IsOkAndHolds(*verdict));
    EXPECT_EQ(file->seal.corrections->removed, seal.corrections->removed);
    EXPECT_EQ(file->seal.earlier.size(), seal.earlier.size());
    EXPECT_EQ(file->seal.earlier[0].strands, seal.earlier[0].strands);
    ASSERT_EQ(file->seal.ranges.size(), seal.ranges.size());
    for (size_t i = 0; i < seal.ranges.size(); ++i) {
      EXPECT_EQ(file->seal.ranges[i].strands, seal.ranges[i].strands);
    }
  }
}

}  // namespace
}  // namespace toguna::testing
