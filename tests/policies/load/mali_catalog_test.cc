// The catalog that ships: it loads, and says what its sources say.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policies/load/load.h"
#include "policies/rules/together.h"
#include "tests/policies/load/catalog_copy.h"

namespace toguna {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class MaliCatalogTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto start = std::chrono::steady_clock::now();
    result_ =
        new LoadResult(LoadCatalog(testing::MaliFolder(), testing::FakeVerify));
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - start;
    std::cout << "loaded in " << took.count() << " ms\n";
  }
  static void TearDownTestSuite() { delete result_; }

  void SetUp() override {
    ASSERT_TRUE(result_->catalog.has_value())
        << testing::ProblemTexts(*result_);
  }
  static const Catalog& catalog() { return *result_->catalog; }
  static const CodeList& List(const char* id) {
    return *catalog().FindCodeList(CodeListId(id));
  }
  // Nodes at each depth that are declared, not "not specified".
  static std::map<int, int> DeclaredByDepth(const CodeTree& tree) {
    std::map<int, int> counts;
    for (NodeIndex i = 0; i < tree.size(); ++i) {
      if (tree.code(i).back() != '~') ++counts[tree.depth(i)];
    }
    return counts;
  }
  // Where a record of `type` and `act` is counted; "" if nowhere.
  static std::string Crosswalk(const char* dimension, const std::string& type,
                               const std::string& act = "") {
    const Dataset& dataset =
        *catalog().FindDataset(DatasetId("protection-incidents"));
    for (const auto& row : dataset.FindDimension(dimension)->crosswalk) {
      const bool act_fits =
          row.codes.size() < 2 || row.codes[1].empty() || row.codes[1] == act;
      if (row.codes[0] == type && act_fits) return row.to;
    }
    return "";
  }

  static LoadResult* result_;
};
LoadResult* MaliCatalogTest::result_ = nullptr;

TEST_F(MaliCatalogTest, IncidentTypesAre34In6Categories) {
  const CodeTree& tree = List("incident-types").tree;
  std::vector<int> sizes;
  for (const NodeIndex category : tree.children(CodeTree::kTop)) {
    sizes.push_back(static_cast<int>(tree.children(category).size()));
  }

  EXPECT_THAT(sizes, ElementsAre(5, 3, 11, 6, 6, 3));
  EXPECT_THAT(tree.Leaves(), ::testing::SizeIs(34));
  EXPECT_EQ(List("incident-types").version, "mlipms-2021-09");
  EXPECT_EQ(tree.label(*tree.Find("C11")).fr,
            "Torture et traitement cruel et inhumain");
  EXPECT_EQ(tree.label(*tree.Find("D")).fr,
            "Atteinte à la liberté et à la sécurité de la personne");
}

TEST_F(MaliCatalogTest, GazetteerHas10Regions53CerclesAnd702Communes) {
  const CodeList& places = List("places");

  EXPECT_THAT(DeclaredByDepth(places.tree),
              ElementsAre(Pair(0, 1), Pair(1, 10), Pair(2, 53), Pair(3, 702)));
  EXPECT_EQ(places.version, "2021-12-20");
  EXPECT_EQ(places.tree.label(*places.tree.Find("ML09")).fr, "Bamako");
}

TEST_F(MaliCatalogTest, PlaceKnownByRegionOnlyHasALeafOfItsOwn) {
  const CodeTree& tree = List("places").tree;

  const auto leaf = tree.LeafFor(*tree.Find("ML05"));

  ASSERT_TRUE(leaf.has_value());
  EXPECT_EQ(tree.code(*leaf), "ML05~");
}

TEST_F(MaliCatalogTest, EveryViolationOfPrimeroIsReachedByATypeAndNoOther) {
  std::map<std::string, int> reached;
  for (const char* dimension : {"mrm-by-victim", "mrm-by-violation"}) {
    const Dataset& dataset =
        *catalog().FindDataset(DatasetId("protection-incidents"));
    for (const auto& row : dataset.FindDimension(dimension)->crosswalk) {
      ++reached[row.to];
    }
  }

  EXPECT_THAT(
      reached,
      UnorderedElementsAre(
          Pair("killing", 3), Pair("maiming", 3), Pair("sexual_violence", 5),
          Pair("abduction", 2), Pair("recruitment", 1),
          Pair("attack_on_schools", 1), Pair("attack_on_hospitals", 1),
          Pair("military_use", 1), Pair("denial_humanitarian_access", 1),
          Pair("deprivation_liberty", 1)));
}

TEST_F(MaliCatalogTest, AttackOnAFacilityIsCountedByWhatWasDone) {
  EXPECT_EQ(Crosswalk("mrm-by-violation", "F3", "school-attack"),
            "attack_on_schools");
  EXPECT_EQ(Crosswalk("mrm-by-violation", "F3", "military-use"),
            "military_use");
  EXPECT_EQ(Crosswalk("mrm-by-violation", "F3"), "");
  EXPECT_EQ(Crosswalk("mrm-by-violation", "D2"), "deprivation_liberty");
  EXPECT_EQ(Crosswalk("mrm-by-victim", "E1"), "");
}

TEST_F(MaliCatalogTest, PlansStateTheirMinimums) {
  const Minimums& people =
      catalog().PlanOf(DatasetId("protection-incidents"))->minimums;
  const Minimums& open =
      catalog().PlanOf(DatasetId("open-incidents"))->minimums;

  EXPECT_THAT(std::vector({people.k, people.s, people.c}),
              ElementsAre(5, 2, 3));
  EXPECT_THAT(std::vector({open.k, open.s, open.c}), ElementsAre(5, 1, 0));
}

TEST_F(MaliCatalogTest, TheWiderRungKeepsToTheRiskThatMayBePublic) {
  const Plan& plan = *catalog().PlanOf(DatasetId("protection-incidents"));
  EXPECT_THAT(plan.rungs, ElementsAre(Minimums{35, 5, 5}));
  EXPECT_EQ(plan.max_global_risk, 0.03);
}

TEST_F(MaliCatalogTest, NoPurposeIsCoveredByNoSharing) {
  for (const auto& [id, purpose] : catalog().purposes) {
    EXPECT_THAT(purpose.consent_scopes,
                ::testing::Not(::testing::Contains("no-sharing")))
        << id.text();
  }
}

TEST_F(MaliCatalogTest, RepositoryHoldsNoKeyAndNoAgreement) {
  EXPECT_TRUE(catalog().agreements.empty());
  for (const auto& [id, party] : catalog().parties) {
    EXPECT_TRUE(party.demo && party.signatory_keys.empty() &&
                party.age_recipient.empty())
        << id.text();
  }
}

TEST_F(MaliCatalogTest, EveryAgreementSaysByWhenARecallIsMet) {
  for (const auto& [id, agreement] : result_->templates) {
    EXPECT_EQ(agreement.recall_days,
              id == AgreementId("mrm-quarterly") ? 10 : kDefaultRecallDays)
        << id.text();
  }
}

// One for each mechanism of the operation; the expired one is there to be
// followed by its successor.
TEST_F(MaliCatalogTest, EveryMechanismHasATemplateThatItsPurposeCovers) {
  std::map<std::string, std::string> recipients;
  for (const auto& [id, agreement] : result_->templates) {
    recipients[id.text()] = agreement.recipient.text();
    EXPECT_EQ(agreement.format, 2) << id.text();
    EXPECT_TRUE(agreement.succeeds.empty() ||
                result_->templates.contains(agreement.succeeds))
        << id.text();
  }
  EXPECT_THAT(
      recipients,
      UnorderedElementsAre(
          Pair("mrm-quarterly", "mrm-focal-point"),
          Pair("open-incidents-mrm", "mrm-focal-point"),
          Pair("poc-feed", "poc-unit"),
          Pair("poc-feed-expired", "poc-mission-unit"),
          Pair("poc-successor", "poc-successor"),
          Pair("health-monthly", "health-cluster"),
          Pair("nutrition-monthly", "nutrition-cluster"),
          Pair("food-security-monthly", "food-security-cluster"),
          Pair("education-monthly", "education-cluster"),
          Pair("child-protection-monthly", "child-protection-subcluster"),
          Pair("gbv-monthly", "gbv-subcluster"),
          Pair("hct-monthly", "humanitarian-country-team"),
          Pair("cmcoord-monthly", "cmcoord"),
          Pair("donors-monthly", "donor-group"),
          Pair("academia-research", "academia"),
          Pair("human-rights-monthly", "human-rights-office")));
}

TEST_F(MaliCatalogTest, SexualViolenceIsSevereAndItsOwnerApprovesEachRelease) {
  const Dataset& dataset =
      *catalog().FindDataset(DatasetId("protection-incidents"));
  std::map<std::string, int> found;
  for (const Classified& one : dataset.classified) {
    for (const std::string& code : one.codes) {
      if (code != "sexual_violence" &&
          !std::set<std::string>{"C5", "C6", "C7", "C8", "C9"}.contains(code)) {
        continue;
      }
      ++found[code];
      EXPECT_EQ(one.sensitivity, Sensitivity::kSevere) << code;
      EXPECT_TRUE(one.owner_approval) << code;
    }
  }
  EXPECT_EQ(found.size(), 6u);
}

TEST_F(MaliCatalogTest, EveryTypeIsClassifiedOnce) {
  const Dataset& dataset =
      *catalog().FindDataset(DatasetId("protection-incidents"));
  std::multiset<std::string> types;
  for (const Classified& one : dataset.classified) {
    if (one.dimension == "type") {
      types.insert(one.codes.begin(), one.codes.end());
    }
  }
  const CodeTree& tree = List("incident-types").tree;
  for (const NodeIndex leaf : tree.Leaves()) {
    EXPECT_EQ(types.count(tree.code(leaf)), 1u) << tree.code(leaf);
  }
}

// Three that are allowed and three that are refused, at least.
TEST_F(MaliCatalogTest, EveryPurposeHasCasesAndTheyAreDecidedAsExpected) {
  const LoadResult checked =
      CheckCatalog(testing::MaliFolder(), testing::FakeVerify);
  EXPECT_THAT(checked.problems, ::testing::IsEmpty())
      << testing::ProblemTexts(checked);
  std::map<std::string, std::map<bool, int>> cases;
  for (const auto& file :
       std::filesystem::directory_iterator(testing::MaliFolder() + "/cases")) {
    std::ifstream in(file.path());
    std::string purpose;
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("  purpose: ")) purpose = line;
      if (line == "  allowed: true") ++cases[purpose][true];
      if (line == "  allowed: false") ++cases[purpose][false];
    }
  }
  for (const auto& [id, purpose] : catalog().purposes) {
    const auto& of = cases[absl::StrCat("  purpose: \"", id.text(), "\"")];
    EXPECT_TRUE(of.contains(true) && of.at(true) >= 3) << id.text();
    EXPECT_TRUE(of.contains(false) && of.at(false) >= 3) << id.text();
  }
}

TEST_F(MaliCatalogTest, FormsDropEveryFieldThatKoboToolboxAdds) {
  for (const char* form : {"incident-mali", "incident-open"}) {
    std::vector<std::string> dropped;
    for (const DropRule& rule : catalog().FindForm(FormId(form))->drops) {
      dropped.push_back(rule.path);
    }
    for (const char* path :
         {"_id", "_uuid", "formhub/uuid", "__version__", "start", "end",
          "_attachments", "_geolocation", "_notes", "_tags", "_submitted_by",
          "_status", "_submission_time", "_validation_status",
          "_xform_id_string", "_supplementalDetails", "meta/deprecatedID"}) {
      EXPECT_THAT(dropped, ::testing::Contains(path)) << form;
    }
  }
}

TEST_F(MaliCatalogTest, DigestChangesWithAnyByte) {
  const testing::CatalogCopy copy;
  EXPECT_EQ(copy.Load().catalog->sha256, catalog().sha256);

  copy.Edit("plans/open-incidents.textproto", "k: 5", "k: 6");

  EXPECT_NE(copy.Load().catalog->sha256, catalog().sha256);
}

// No recipient holds two agreements over one dataset at the same time.
TEST_F(MaliCatalogTest, NoTwoTemplatesGiveMoreTogether) {
  EXPECT_THAT(FindTogether(catalog(), result_->templates),
              ::testing::IsEmpty());
}

// As files are copied to be changed: the copy is of the same recipient.
TEST(TogetherCatalogTest, ATemplateThatWasCopiedAndChangedIsFound) {
  const testing::CatalogCopy copy;
  const std::string folder = "agreements/templates/";
  copy.Write(folder + "health-cercle.textproto",
             copy.Read(folder + "health-monthly.textproto"));
  copy.Edit(folder + "health-cercle.textproto", "id: \"health-monthly\"",
            "id: \"health-cercle\"");
  copy.Edit(folder + "health-cercle.textproto", "codes: \"C\" codes: \"F\"",
            "codes: \"F3\"");
  copy.Edit(folder + "health-cercle.textproto", "finest: \"region\"",
            "finest: \"cercle\"");
  const LoadResult result = copy.Load();
  ASSERT_TRUE(result.catalog.has_value()) << testing::ProblemTexts(result);
  const std::vector<Together> found =
      FindTogether(*result.catalog, result.templates);
  ASSERT_THAT(found, ::testing::SizeIs(1));
  EXPECT_EQ(found[0].kind, Together::Kind::kCombine);
  EXPECT_EQ(found[0].recipient, PartyId("health-cluster"));
  ASSERT_THAT(found[0].first.beyond.levels, ::testing::SizeIs(1));
  EXPECT_EQ(found[0].first.beyond.levels[0].level, "cercle");
  // F3 alone is in both.
  ASSERT_THAT(found[0].second.beyond.codes, ::testing::SizeIs(1));
  EXPECT_THAT(found[0].second.beyond.codes[0].codes, ElementsAre("C", "F"));
}

}  // namespace
}  // namespace toguna
