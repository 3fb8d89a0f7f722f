// The tables that proved two months, taken up where their records are told
// apart by cohorts.

#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/protect.h"
#include "exchange/disclosure/proven_before.h"
#include "exchange/usecase/cohort_tables.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seal_samples.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

// Two months that were sealed, whose records lie in two cohorts or in none.
class QuarterOfCohorts {
 public:
  explicit QuarterOfCohorts(uint64_t seed) {
    Random random(seed);
    Catalog catalog = TinyCatalog();
    const Plan& plan = AddPlan(
        catalog, {.k = 3, .s = 1, .c = 1},
        {FamilyOf("records", Unit::kRecord, {{"place", 0, 2}, {"type", 0, 1}}),
         FamilyOf("victims", Unit::kVictim, {{"place", 0, 1}, {"who", 0, 1}})});
    const DatasetId incidents = plan.dataset;
    tables_ = plan.families;
    Publication month{.families = {}, .minimums = plan.minimums, .strands = {}};
    for (const Family& family : tables_) month.families.push_back(&family);
    const Dataset& dataset = *catalog.FindDataset(incidents);
    for (size_t m = 0; m < 2; ++m) {
      strands_.push_back(
          StrandOf(catalog, dataset, month.families, RandomRecords(random, 40))
              .value());
      month.strands = {0};
      months_[m] = Protect(catalog, dataset, {}, {&strands_[m], 1}, {&month, 1},
                           {.tie_break = seed})
                       .value();
      // What is kept of a seal does not say whose view a table is of.
      for (std::string& view : months_[m].witnesses.views) view.clear();
      month.strands = {m};
      publications_.push_back(month);
    }
    for (size_t m = 0; m < 2; ++m) {
      publications_[m].published = &months_[m].tables;
      publications_[m].witnesses = &months_[m].witnesses;
    }
    AddTheCohorts(random, catalog, incidents);
    Publication now{.families = {&cohorts_[0]},
                    .minimums = plan.minimums,
                    .strands = {0, 1},
                    .published = nullptr,
                    .zeros = {},
                    .corrections = std::nullopt,
                    .cohorts = known_};
    publications_.push_back(now);
  }

  // `take` gets the system, its secrets and the order they were taken in.
  template <typename Take>
  void WithSystem(const Take& take) {
    auto system = LinkedSystem::Create(
        catalog_, *catalog_.FindDataset(DatasetId("incidents")), {}, strands_,
        publications_);
    ASSERT_THAT(system, IsOk());
    std::vector<size_t> order(system->candidates().size());
    std::iota(order.begin(), order.end(), size_t{0});
    const auto secrets = system->TakeSecrets(order);
    ASSERT_THAT(secrets, IsOk());
    take(*system, *secrets, order);
  }

  const WitnessSet& WitnessesOfMonth(size_t m) const {
    return months_[m].witnesses;
  }

 private:
  void AddTheCohorts(Random& random, const Catalog& catalog,
                     const DatasetId& incidents) {
    CohortPlan plan;
    plan.id = CohortsId("leads");
    FormedCohorts formed;
    formed.nodes.resize(3);
    formed.nodes[1].code = "one";
    formed.nodes[2].code = "two";
    const std::vector<CohortsInTables> all = {
        {.plan = plan, .dimension = "leads", .rungs = 1, .formed = &formed}};
    catalog_ = WithCohorts(catalog, incidents, all).value();
    cohorts_ = {FamilyOfCohorts(all[0])};
    known_ = {{.dimension = "leads", .code = "one"},
              {.dimension = "leads", .code = "two"}};
    for (Strand& strand : strands_) {
      for (Columns& columns : strand.columns) {
        if (columns.unit != Unit::kRecord) continue;
        std::map<int32_t, std::string> codes;
        for (const int32_t entity : columns.entity) {
          const size_t lot = Below(random, 3);
          if (lot < 2) codes[entity] = lot == 0 ? "one" : "two";
        }
        AddCodes("leads", codes, columns);
      }
    }
  }

  Catalog catalog_;
  std::vector<Family> tables_;
  std::vector<Family> cohorts_;
  std::vector<KnownCohort> known_;
  std::vector<Strand> strands_;
  Protected months_[2];
  std::vector<Publication> publications_;
};

// What a contributor has itself stays where it is, also in the tables of its
// own view, which are kept without its name.
TEST(CohortLiftTest, TablesOfEveryViewMoveNothingPublishedNorWhatIsTheirOwn) {
  std::set<size_t> views;
  for (uint64_t seed = 0; seed < 10; ++seed) {
    QuarterOfCohorts quarter(seed);
    quarter.WithSystem([&](const LinkedSystem& system, const Secrets& secrets,
                           const std::vector<size_t>&) {
      const Incidence incidence(secrets);
      const auto before = system.EarlierWitnesses();
      ASSERT_EQ(before.size(), 2u);
      for (size_t m = 0; m < 2; ++m) {
        const WitnessSet& witnesses = quarter.WitnessesOfMonth(m);
        ASSERT_EQ(before[m].changes.size(), witnesses.tables.size());
        for (size_t t = 0; t < witnesses.tables.size(); ++t) {
          const Change& change = before[m].changes[t];
          EXPECT_THAT(Moved(incidence.fixed(), change), IsEmpty());
          const auto leaves_own = [&](size_t view) {
            for (const auto& [unknown, by] : change) {
              const auto at = static_cast<size_t>(unknown);
              if (secrets.truth[at] + by < secrets.views[view][at]) {
                return false;
              }
            }
            return true;
          };
          // Months and quarter may number contributors otherwise.
          std::vector<bool> fits;
          for (size_t view = witnesses.tables[t].view == 0 ? 0 : 1;
               view < secrets.views.size(); ++view) {
            fits.push_back(leaves_own(view));
          }
          EXPECT_THAT(fits, Contains(true)) << "month " << m << " table " << t;
          views.insert(static_cast<size_t>(witnesses.tables[t].view));
        }
      }
    });
  }
  EXPECT_THAT(views, Contains(1u));
  EXPECT_THAT(views, Contains(2u));
}

TEST(CohortLiftTest, APlaceTellsRecordsApartByTheirCohortAlone) {
  QuarterOfCohorts quarter(3);
  quarter.WithSystem([&](const LinkedSystem& system, const Secrets& secrets,
                         const std::vector<size_t>& order) {
    const Incidence incidence(secrets);
    const auto places = system.CohortPlaces(order, secrets);
    ASSERT_THAT(places, Not(IsEmpty()));
    for (const CohortPlace& place : places) {
      for (const auto& a : place.here) {
        for (const auto& b : place.here) {
          if (a.unknown == b.unknown) continue;
          EXPECT_NE(a.cohort, b.cohort);
          Change move = {{a.unknown, -1}, {b.unknown, 1}};
          std::sort(move.begin(), move.end());
          EXPECT_THAT(Moved(incidence.fixed(), move), IsEmpty());
        }
      }
    }
  });
}

}  // namespace
}  // namespace toguna::testing
