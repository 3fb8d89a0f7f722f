// What the rows take for granted, held against the operation's own catalog.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/package/mrm_rows.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policies/load/load.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::toguna::testing::IsOk;

absl::Status Accept(absl::string_view, absl::string_view, absl::string_view) {
  return absl::OkStatus();
}

TEST(MrmCatalogTest, TypesOfTheOperationGiveTheViolationsOfTheMrm) {
  const LoadResult loaded =
      LoadCatalog(TOGUNA_SOURCE_DIR "/policies/catalog/mali", Accept);
  ASSERT_TRUE(loaded.catalog.has_value());
  const Catalog& catalog = *loaded.catalog;
  PackageContents contents;
  contents.dataset = catalog.FindDataset(DatasetId("protection-incidents"));
  contents.plan = catalog.PlanOf(DatasetId("protection-incidents"));
  ASSERT_TRUE(contents.dataset != nullptr && contents.plan != nullptr);

  const std::vector<std::pair<std::string, std::string>> expected = {
      {"B1", "killing"},
      {"C1", "maiming"},
      {"C5", "sexual_violence"},
      {"D1", "abduction"},
      {"D3", "recruitment"},
      {"F2", "denial_humanitarian_access"},
      {"D2", "deprivation_liberty"},
      {"F3", "attack_on_schools ||| attack_on_hospitals ||| military_use"},
      {"A1", "none"},
      {"all", "any"}};
  SelectedCohorts cohorts;
  cohorts.id = CohortsId("types-alone");
  cohorts.k = 1;
  cohorts.attributes = {{.dimension = "type"}};
  const CodeList& types = *catalog.ListOf(*contents.dataset, "type");
  cohorts.list_versions[types.id.text()] = types.version;
  for (const auto& [type, violation] : expected) {
    const size_t at = cohorts.cohorts.size();
    cohorts.cohorts.push_back({absl::StrCat("c-", at), {{type}}, 2});
    cohorts.rows.push_back({absl::StrCat("a-", at), at});
    cohorts.rows.push_back({absl::StrCat("b-", at), at});
  }
  contents.selection.cohorts = {cohorts};
  const auto rows = MrmRowsOf(catalog, contents);
  ASSERT_THAT(rows, IsOk());
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(rows->boxes[i][0], expected[i].second) << expected[i].first;
  }
}

TEST(MrmCatalogTest, TheDimensionsThatRowsNameAreTheOperations) {
  const LoadResult loaded =
      LoadCatalog(TOGUNA_SOURCE_DIR "/policies/catalog/mali", Accept);
  ASSERT_TRUE(loaded.catalog.has_value());
  const Dataset& dataset =
      *loaded.catalog->FindDataset(DatasetId("protection-incidents"));
  for (const char* dimension : {"type", "place", "perpetrator", "who",
                                "mrm-by-victim", "mrm-by-violation"}) {
    EXPECT_NE(dataset.FindDimension(dimension), nullptr) << dimension;
  }
  EXPECT_NE(dataset.FindAttribute("source-class"), nullptr);
  const CodeTree& who = loaded.catalog->ListOf(dataset, "who")->tree;
  for (const char* code : {"boy", "girl", "child-unknown"}) {
    const auto node = who.Find(code);
    ASSERT_TRUE(node.has_value()) << code;
    EXPECT_EQ(who.code(who.parent(*node)), "child");
  }
}

}  // namespace
}  // namespace toguna
