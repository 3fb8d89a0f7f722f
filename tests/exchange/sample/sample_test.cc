#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/ids.h"
#include "exchange/kobo/kobo.h"
#include "exchange/sample/generate.h"
#include "exchange/sample/open_incidents.h"
#include "exchange/sample/uuid.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/small_catalog.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_pseudonymiser.h"

namespace toguna {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using testing::IsOk;
using ::testing::Pair;
using testing::StatusIs;

// SmallCatalog with all categories and regions.
Catalog WideCatalog() {
  Catalog catalog = testing::SmallCatalog();
  const auto replace = [&](CodeList list) {
    catalog.code_lists.insert_or_assign(list.id, std::move(list));
  };
  std::vector<CodeDeclaration> types = {{"all", "", {}}};
  const std::map<std::string, int> sizes = {{"A", 5}, {"B", 3}, {"C", 11},
                                            {"D", 6}, {"E", 6}, {"F", 3}};
  for (const auto& [category, size] : sizes) {
    types.push_back({category, "all", {}});
    for (int i = 1; i <= size; ++i) {
      types.push_back({absl::StrCat(category, i), category, {}});
    }
  }
  replace(testing::MakeList("violation-types", "mlipms-2021-09",
                            {"all", "category", "type"}, types, true));
  const std::vector<std::string> regions = {
      "Kayes",      "Koulikoro", "Sikasso", "Segou",  "Mopti",
      "Tombouctou", "Gao",       "Kidal",   "Bamako", "Menaka"};
  std::vector<CodeDeclaration> places = {{"MLI", "", {}}};
  for (size_t i = 0; i < regions.size(); ++i) {
    const std::string code = absl::StrCat(i < 9 ? "ML0" : "ML", i + 1);
    places.push_back({code, "MLI", {regions[i], regions[i]}});
    for (const char* cercle : {"01", "02", "03", "04", "05"}) {
      places.push_back({code + cercle, code, {}});
      places.push_back({code + cercle + "-x01", code + cercle, {}});
    }
  }
  replace(testing::MakeList("mali-places", "2021-12-20",
                            {"country", "region", "cercle", "commune"}, places,
                            true));
  return catalog;
}

std::vector<Record> Accept(const Catalog& catalog, const char* form,
                           const std::string& text, absl::CivilDay today) {
  const testing::TestPseudonymiser pseudonymiser;
  const auto results = ParseSubmissions(
      text, {catalog, *catalog.FindForm(FormId(form)), pseudonymiser, today});
  EXPECT_THAT(results, IsOk());
  std::vector<Record> records;
  for (const SubmissionResult& result : *results) {
    if (const auto* record = std::get_if<Record>(&result.outcome)) {
      records.push_back(*record);
    } else {
      const Refusal& refusal = std::get<Refusal>(result.outcome);
      ADD_FAILURE() << refusal.reason << " " << refusal.field;
    }
  }
  return records;
}

const char kData[] = TOGUNA_SOURCE_DIR "/tests/data/insecurity-insight";

TEST(OpenIncidentsTest, TheFilesHave209RowsOf200EventsAnd191WithARegion) {
  const auto open = ConvertOpenIncidents(kData, WideCatalog());
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->rows, 209);
  EXPECT_EQ(open->events, 200);
  EXPECT_EQ(open->located, 191);
  EXPECT_EQ(open->converted, 163);
  EXPECT_THAT(open->refused,
              ElementsAre(Pair("NO_REGION", 8), Pair("NO_TYPE", 28),
                          Pair("UNKNOWN_REGION", 1)));
}

TEST(OpenIncidentsTest, EachEventHasTheFirstTypeThatApplies) {
  const Catalog catalog = WideCatalog();
  const auto open = ConvertOpenIncidents(kData, catalog);
  ASSERT_THAT(open, IsOk());
  std::map<std::string, int> types;
  for (const Record& record : Accept(catalog, "incident-open", open->json,
                                     absl::CivilDay(2026, 1, 31))) {
    ++types[record.codes.at("type")];
  }
  // Counted with a separate program from the same files.
  EXPECT_EQ(types, (std::map<std::string, int>{{"B2", 17},
                                               {"B3", 4},
                                               {"C1", 14},
                                               {"C3", 3},
                                               {"C5", 7},
                                               {"C6", 1},
                                               {"D1", 51},
                                               {"D2", 3},
                                               {"E1", 20},
                                               {"F2", 3},
                                               {"F3", 40}}));
}

TEST(OpenIncidentsTest, RecordsHaveARegionAndNothingInvented) {
  const Catalog catalog = WideCatalog();
  const auto open = ConvertOpenIncidents(kData, catalog);
  ASSERT_THAT(open, IsOk());
  std::set<std::string> refs;
  for (const Record& record : Accept(catalog, "incident-open", open->json,
                                     absl::CivilDay(2026, 1, 31))) {
    EXPECT_EQ(record.codes.at("place").size(), 4U);
    EXPECT_EQ(record.codes.at("source-class"), "public-report");
    EXPECT_TRUE(record.tallies.empty());
    EXPECT_TRUE(record.source.empty() && record.monitor.empty());
    refs.insert(record.ref);
  }
  EXPECT_EQ(refs.size(), 163U);
}

TEST(OpenIncidentsTest, NamesOfRegionsAreRecognised) {
  EXPECT_EQ(PlaceKey("MÃ©naka"), "menaka");
  EXPECT_EQ(PlaceKey("MÃ©naka cercle"), "menaka");
  EXPECT_EQ(PlaceKey("SÃ©gou Region"), "segou");
  EXPECT_EQ(PlaceKey("Ségou"), "segou");
  EXPECT_EQ(PlaceKey("Timbuktu "), "tombouctou");
  EXPECT_EQ(PlaceKey("Tombouctou"), "tombouctou");
  EXPECT_EQ(PlaceKey("\xc3"), "\xc3");
}

TEST(OpenIncidentsTest, WithoutTheFilesOrTheFormItSaysSo) {
  EXPECT_THAT(ConvertOpenIncidents("/no/such/folder", WideCatalog()),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ConvertOpenIncidents(kData, Catalog()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(OpenIncidentsTest, TheCopiesHoldNoNarrativeAndNoCoordinate) {
  for (const auto& entry : std::filesystem::directory_iterator(kData)) {
    if (entry.path().extension() != ".csv") continue;
    const std::string text = testing::ReadFile(entry.path().string());
    const std::string header = text.substr(0, text.find('\n'));
    for (const char* column : {"Description", "Latitude", "Longitude",
                               "Perpetrator", "Location", "Actor", "Name"}) {
      EXPECT_FALSE(absl::StrContains(header, column)) << entry.path();
    }
    for (const char* name : {"Wagner", "Jama", "Macina", "Police"}) {
      EXPECT_FALSE(absl::StrContains(text, name)) << entry.path();
    }
  }
}

class GenerateTest : public ::testing::Test {
 protected:
  std::string Month(const char* month, uint64_t seed = 7) const {
    const auto text = GenerateMonth(catalog_, seed, *Period::Parse(month));
    EXPECT_THAT(text, IsOk());
    return *text;
  }
  // Twelve months of records.
  std::vector<Record> Year() const {
    std::vector<Record> year;
    Period month = *Period::Parse("2025-01");
    for (int i = 0; i < 12; ++i) {
      const absl::CivilDay last = absl::CivilDay(month.month() + 1) - 1;
      for (Record& record : Accept(catalog_, "incident-mali",
                                   Month(month.text().c_str()), last)) {
        year.push_back(std::move(record));
      }
      month = month.Next();
    }
    return year;
  }

  const Catalog catalog_ = WideCatalog();
};

TEST_F(GenerateTest, TheSameSeedGivesTheSameBytesAndAnotherOthers) {
  EXPECT_EQ(Month("2025-03"), Month("2025-03"));
  EXPECT_NE(Month("2025-03"), Month("2025-03", 8));
  EXPECT_NE(Month("2025-03"), Month("2025-04"));
}

TEST_F(GenerateTest, MonthsAreAsLargeAsPublishedOnes) {
  int all = 0;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const size_t count = json::parse(Month("2025-03", seed)).size();
    EXPECT_GE(count, 365U);
    EXPECT_LE(count, 1'237U);
    all += static_cast<int>(count);
  }
  EXPECT_NEAR(all / 30.0, 620, 120);
}

TEST_F(GenerateTest, AYearIsAcceptedAndFollowsThePublishedProportions) {
  const std::vector<Record> year = Year();
  std::map<std::string, double> region;
  std::map<std::string, double> category;
  std::map<std::string, double> who;
  std::set<std::string> sources;
  std::set<std::string> monitors;
  std::set<std::string> refs;
  double victims = 0;
  for (const Record& record : year) {
    ++region[record.codes.at("place").substr(0, 4)];
    ++category[record.codes.at("type").substr(0, 1)];
    for (const auto& [code, tally] : record.tallies) {
      who[code] += static_cast<double>(tally);
      victims += static_cast<double>(tally);
    }
    sources.insert(record.source);
    monitors.insert(record.monitor);
    refs.insert(record.ref);
    EXPECT_EQ(record.codes.contains("facility-act"),
              record.codes.at("type") == "F3");
  }
  const auto count = static_cast<double>(year.size());
  EXPECT_EQ(refs.size(), year.size());
  EXPECT_EQ(monitors.size(), 57U);
  EXPECT_EQ(sources.size(), 245U);
  EXPECT_NEAR(region["ML05"] / count, 0.50, 0.03);
  EXPECT_NEAR(region["ML06"] / count, 0.17, 0.03);
  EXPECT_NEAR(region["ML07"] / count, 0.16, 0.03);
  EXPECT_GT(category["E"], category["C"]);
  EXPECT_GT(category["C"], category["D"]);
  EXPECT_NEAR(who["man"] / victims, 0.70, 0.04);
  EXPECT_NEAR(who["woman"] / victims, 0.18, 0.03);
}

TEST_F(GenerateTest, ASplitMonthKeepsEverySubmissionOnce) {
  const std::string month = Month("2025-03");
  const auto parts = SplitByContributor(month);
  ASSERT_THAT(parts, IsOk());
  size_t sum = 0;
  std::map<std::string, size_t> sizes;
  std::map<std::string, std::set<std::string>> sources;
  for (const auto& [contributor, text] : *parts) {
    for (const json& submission : json::parse(text)) {
      ++sizes[contributor];
      sources[submission.at("source/id")].insert(contributor);
    }
    sum += sizes[contributor];
  }
  const size_t all = json::parse(month).size();
  EXPECT_EQ(sum, all);
  EXPECT_THAT(sizes, ElementsAre(Pair("collecting-org", ::testing::Gt(all / 2)),
                                 Pair("partner-org-a", ::testing::Gt(all / 5)),
                                 Pair("partner-org-b", ::testing::Gt(0U))));
  // A source speaks to one organisation.
  for (const auto& [source, contributors] : sources) {
    EXPECT_EQ(contributors.size(), 1U) << source;
  }
  EXPECT_THAT(SplitByContributor("[{\"moniteur/id\": \"MON-058\"}]"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(SplitByContributor("[5]"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(SplitByContributor("x"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(GenerateTest, FilesAreNamedByMonthAndMarkedGenerated) {
  const testing::TempDir dir;
  ASSERT_THAT(
      WriteSample(catalog_, 7, *Period::Parse("2025-12"), 2, dir / "kobo"),
      IsOk());
  EXPECT_EQ(testing::ReadFile(dir / "kobo/2025-12.json"), Month("2025-12"));
  EXPECT_EQ(testing::ReadFile(dir / "kobo/2026-01.json"), Month("2026-01"));
  EXPECT_THAT(testing::ReadFile(dir / "kobo/GENERATED"),
              ::testing::HasSubstr("Generated data, seed 7"));
  EXPECT_THAT(WriteSample(catalog_, 7, *Period::Parse("2025-12"), 0, dir / "x"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(UuidTest, IsAUuidOfItsName) {
  EXPECT_THAT(CheckUuid(UuidFrom("a")), IsOk());
  EXPECT_EQ(UuidFrom("a"), UuidFrom("a"));
  EXPECT_NE(UuidFrom("a"), UuidFrom("b"));
}

}  // namespace
}  // namespace toguna
