// Every rule of the loader, each broken once in a copy of the Mali catalog.

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/policies/load/catalog_copy.h"

namespace toguna {
namespace {

using ::testing::AllOf;
using testing::CatalogCopy;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using testing::ProblemTexts;

// One slip: `from` becomes `to` in `file`. The only problem must be on the
// line of the slip plus `lines`, or on line 1 if `lines` is kFileStart.
constexpr int kFileStart = -1000;
struct Slip {
  const char* name;
  const char* file;
  const char* from;
  const char* to;
  const char* text;     // in the problem's text
  const char* allowed;  // in what would be allowed
  int lines = 0;

  friend std::ostream& operator<<(std::ostream& out, const Slip& slip) {
    return out << slip.name;
  }
};

constexpr char kOperation[] = "operation.textproto";
constexpr char kTypes[] = "code-lists/incident-types.textproto";
constexpr char kScopes[] = "code-lists/consent-scopes.textproto";
constexpr char kPlaces[] = "code-lists/places.textproto";
constexpr char kPlacesCsv[] = "code-lists/places.csv";
constexpr char kIncidents[] = "datasets/protection-incidents.textproto";
constexpr char kOpen[] = "datasets/open-incidents.textproto";
constexpr char kAlerts[] = "datasets/flash-alerts.textproto";
constexpr char kPlan[] = "plans/protection-incidents.textproto";
constexpr char kOpenPlan[] = "plans/open-incidents.textproto";
constexpr char kMrmPurpose[] = "purposes/mrm-child-rights.textproto";
constexpr char kPoc[] = "recipients/poc-unit.textproto";
constexpr char kMrm[] = "agreements/templates/mrm-quarterly.textproto";
constexpr char kFeed[] = "agreements/templates/poc-feed.textproto";
constexpr char kHealth[] = "agreements/templates/health-monthly.textproto";
constexpr char kForm[] = "forms/incident-mali.textproto";
constexpr char kOpenForm[] = "forms/incident-open.textproto";

class SlipTest : public ::testing::TestWithParam<Slip> {};

TEST_P(SlipTest, IsReportedOnceWithItsLineAndWhatIsAllowed) {
  const Slip& slip = GetParam();
  const CatalogCopy copy;

  const int line = copy.Edit(slip.file, slip.from, slip.to);
  ASSERT_GT(line, 0) << "nothing to spoil";
  const LoadResult result = copy.Load();

  EXPECT_FALSE(result.catalog.has_value());
  EXPECT_THAT(
      result.problems,
      ElementsAre(AllOf(Field(&LoadProblem::file, slip.file),
                        Field(&LoadProblem::line,
                              slip.lines == kFileStart ? 1 : line + slip.lines),
                        Field(&LoadProblem::text, HasSubstr(slip.text)),
                        Field(&LoadProblem::allowed, HasSubstr(slip.allowed)))))
      << ProblemTexts(result);
}

INSTANTIATE_TEST_SUITE_P(
    EveryFile, SlipTest,
    ::testing::Values(
        Slip{"UnknownField", kPlan, "axes {", "axis {", "no field 'axis'",
             "did you mean 'axes'?"},
        Slip{"Syntax", kPlan, "k: 5", "k: five", "cannot be parsed", ""},
        Slip{"SetTwice", kPlan, "k: 5", "k: 5\nk: 2", "cannot be parsed", "",
             1},
        Slip{"NewerFormat", kPlan, "format: 1", "format: 2",
             "format 2 is newer", "allowed: 1"},
        Slip{"NoFormat", kPlan, "format: 1", "",
             "format: this field is missing", "allowed: 1", kFileStart},
        Slip{"IdIsNotTheFileName", kPlan, "id: \"protection-incidents\"",
             "id: \"protection-incident\"", "is not the file's name",
             "allowed: protection-incidents"},
        Slip{"IdBreaksTheRule", kPlan, "id: \"protection-incidents\"",
             "id: \"Plan 1\"", "is not an id", "a letter first"},
        Slip{"NoVersion", kPlan, "version: \"3\"", "",
             "version: this field is missing", "", kFileStart},
        Slip{"BadVersion", kPlan, "version: \"3\"", "version: \"1 2\"",
             "is not a version", "digits"},
        Slip{"NoFrench", kPlan, "fr: \"Incidents par lieu et type\"", "",
             "title.fr: this field is missing", "", -1}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Operation, SlipTest,
    ::testing::Values(Slip{"TimeZone", kOperation, "Africa/Bamako",
                           "Africa/Bamaco", "is not a time zone",
                           "Africa/Bamako"},
                      Slip{"TrustDomain", kOperation, "mali.toguna.example",
                           "Mali!", "is not a trust domain", "a-z"},
                      Slip{"DemoUnsaid", kOperation, "demo: true", "",
                           "demo: this field is missing", "", kFileStart}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    CodeLists, SlipTest,
    ::testing::Values(
        Slip{"CodeTwice", kTypes, "code: \"A5\"", "code: \"A4\"",
             "'A4' is given twice", "", -1},
        Slip{"UnknownParent", kScopes,
             "code: \"no-sharing\"\n  parent: \"all\"",
             "code: \"no-sharing\"\n  parent: \"al\"", "'al' does not exist",
             "", -1},
        Slip{"TwoTops", kScopes, "code: \"no-sharing\"\n  parent: \"all\"",
             "code: \"no-sharing\"", "a list has one top", "", -1},
        Slip{"Cycle", kTypes, "code: \"A5\"\n  parent: \"A\"",
             "code: \"A5\"\n  parent: \"A5\"", "form no tree", "", kFileStart},
        Slip{"BadCode", kTypes, "code: \"A5\"", "code: \"A5~\"",
             "'A5~' is not a code", "1 to 32", -1},
        Slip{"NoSource", kScopes, "source:\n  \"Written for this catalog.\"",
             "", "source: this field is missing", "", kFileStart},
        Slip{"NoLevels", kScopes, "levels: \"all\"\nlevels: \"scope\"\n", "",
             "0 levels are named, the tree has 2", "", kFileStart},
        Slip{"LevelTwice", kScopes, "levels: \"scope\"", "levels: \"all\"",
             "'all' is given twice", ""},
        Slip{"TooManyLevels", "code-lists/alert-kinds.textproto",
             "levels: \"kind\"", "levels: \"kind\"\nlevels: \"finer\"",
             "3 levels are named, the tree has 2", "", -1},
        Slip{"CsvIsNotThere", kPlaces, "places.csv", "place.csv",
             "is not beside this one", ""},
        Slip{"CsvAndNodes", kPlaces, "nodes_csv:",
             "nodes { code: \"X\" }\nnodes_csv:", "either here or in nodes_csv",
             ""},
        Slip{"CsvCount", kPlaces, "nodes_in_csv: 766", "nodes_in_csv: 765",
             "has 766 codes, 765 are announced", ""},
        Slip{"CsvHeader", kPlacesCsv, "code;parent;fr;en", "code;parent;en;fr",
             "the first line must be", ""},
        Slip{"CsvCodeTwice", kPlacesCsv, "ML0101-x02;", "ML0101-x01;",
             "'ML0101-x01' is given twice", ""},
        Slip{"CsvParent", kPlacesCsv, "ML08;MLI;", "ML08;MLX;",
             "'MLX' does not exist", "did you mean 'MLI'?"},
        Slip{"CsvNoLabel", kPlacesCsv, "ML08;MLI;Kidal;", "ML08;MLI;;",
             "label: this field is missing", ""}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Datasets, SlipTest,
    ::testing::Values(
        Slip{"Kind", kAlerts, "kind: ALERTS", "kind: ALERT",
             "'ALERT' is not a possible value", "did you mean 'ALERTS'?"},
        Slip{"UnknownList", kAlerts, "code_list: \"affected-bands\"",
             "code_list: \"affected-band\"", "'affected-band' does not exist",
             "did you mean 'affected-bands'?"},
        Slip{"AttributeTwice", kAlerts, "id: \"affected-band\"",
             "id: \"alert-kind\"", "'alert-kind' is given twice", ""},
        Slip{"NoDate", kOpen, "kind: DATE",
             "kind: CODE\n  code_list: \"places\"", "one required attribute",
             "", -23},
        Slip{"DateWithList", kOpen, "kind: DATE",
             "kind: DATE\n  code_list: \"places\"", "has no meaning here", "",
             1},
        Slip{"NoConsentList", kIncidents, "consent_code_list:", "#",
             "consent_code_list: this field is missing", "", kFileStart},
        Slip{"ConsentOfPublicSources", kOpen, "public_sources: true",
             "public_sources: true\nconsent_code_list: \"consent-scopes\"",
             "consent_code_list: this field has no meaning", "", 1},
        Slip{"UnknownAttribute", kAlerts, "attributes: \"place\"",
             "attributes: \"plaice\"", "'plaice' does not exist",
             "did you mean 'place'?"},
        Slip{"OtherList", kIncidents,
             "attributes: \"perpetrator\"\n  code_list: \"perpetrators\"",
             "attributes: \"perpetrator\"\n  code_list: \"places\"",
             "the list must be 'perpetrators'", "", 1},
        Slip{"WhoIsNotTheTallies", kIncidents,
             "source: WHO\n  code_list: \"who\"",
             "source: WHO\n  code_list: \"places\"", "the list must be 'who'",
             "", 1},
        Slip{"YearIsNoYear", kOpen, "code_list: \"incident-years\"",
             "code_list: \"facility-acts\"", "is not a year", ""},
        Slip{"MonthsAreOthers", kIncidents, "code_list: \"incident-months\"",
             "code_list: \"facility-acts\"",
             "must be exactly this-period, earlier-this-quarter", ""},
        Slip{"CrosswalkFromUnknown", kIncidents, "codes: \"B3\"",
             "codes: \"B33\"", "'B33' does not exist", "allowed: all, A"},
        Slip{"CrosswalkWildcard", kIncidents, "codes: \"B3\"", "codes: \"B*\"",
             "there are no wildcards", ""},
        Slip{"CrosswalkToUnknown", kIncidents, "to: \"maiming\"",
             "to: \"maimin\"", "'maimin' does not exist",
             "did you mean 'maiming'?"},
        Slip{"CrosswalkToNoLeaf", kIncidents, "to: \"maiming\"", "to: \"all\"",
             "not at the bottom", "allowed: killing"},
        Slip{"CrosswalkRowTwice", kIncidents, "codes: \"B3\"", "codes: \"B2\"",
             "'B2' is given twice", ""},
        Slip{"CrosswalkRowTakesAll", kIncidents, "codes: \"B3\"", "codes: \"\"",
             "would take everything", ""},
        Slip{"CrosswalkTooFewCodes", kIncidents, "codes: \"F2\" codes: \"\"",
             "codes: \"F2\"", "1 codes for 2 attributes", ""}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Plans, SlipTest,
    ::testing::Values(
        Slip{"KBelow2", kPlan, "k: 5", "k: 1", "k: 1 is too small",
             "at least 2"},
        Slip{"KUnset", kPlan, "k: 5", "", "k: this field is missing", "",
             kFileStart},
        Slip{"SBelow1", kPlan, "s: 2", "s: 0", "s: 0 is too small",
             "at least 1"},
        Slip{"CBelow0", kPlan, "c: 3", "c: -1", "c: -1 is too small",
             "at least 0"},
        Slip{"CUnset", kOpenPlan, "c: 0", "", "c: this field is missing", "",
             kFileStart},
        Slip{"PlanOfAlerts", kOpenPlan, "dataset: \"open-incidents\"",
             "dataset: \"flash-alertz\"", "'flash-alertz' does not exist",
             "did you mean 'flash-alerts'?"},
        Slip{"FamilyTwice", kPlan, "id: \"mrm-by-violation\"",
             "id: \"place-by-type\"", "'place-by-type' is given twice", ""},
        Slip{"UnknownDimension", kPlan, "dimension: \"type\"",
             "dimension: \"typ\"", "'typ' does not exist",
             "did you mean 'type'?"},
        Slip{"LevelOfNoList", kPlan, "finest: \"cercle\"",
             "finest: \"village\"", "'village' does not exist",
             "allowed: country, region, cercle, commune"},
        Slip{"DepthReversed", kPlan, "coarsest: \"all\" finest: \"type\"",
             "coarsest: \"type\" finest: \"all\"", "'type' is finer than 'all'",
             ""},
        Slip{"RecordsWithWho", kPlan, "unit: VICTIM", "unit: RECORD",
             "RECORD has no WHO dimension", ""},
        Slip{"VictimsWithoutWho", kPlan, "unit: RECORD", "unit: VICTIM",
             "VICTIM needs a WHO dimension", ""},
        Slip{"NoUnit", kPlan, "  unit: RECORD\n", "",
             "unit: this field is missing", "RECORD, VICTIM", -6},
        Slip{"AxisTwice", kPlan, "dimension: \"type\"", "dimension: \"place\"",
             "'place' is given twice", ""}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Parties, SlipTest,
    ::testing::Values(
        Slip{"UnknownScope", kMrmPurpose, "\"all-protection\"",
             "\"all-protections\"", "'all-protections' does not exist",
             "did you mean 'all-protection'?"},
        Slip{"ScopeWildcard", kMrmPurpose, "\"all-protection\"", "\"*\"",
             "there are no wildcards", ""},
        Slip{"RoleTwice", "recipients/im-officer.textproto", "roles: OFFICER",
             "roles: OFFICER\nroles: OFFICER", "'officer' is given twice", "",
             1},
        Slip{"NoRole", "recipients/im-officer.textproto", "roles: OFFICER", "",
             "roles: this field is missing", "", kFileStart},
        Slip{"UnknownRole", "recipients/im-officer.textproto", "roles: OFFICER",
             "roles: OFICER", "'OFICER' is not a possible value",
             "did you mean 'OFFICER'?"},
        Slip{"BadKey", kPoc, "demo: true",
             "demo: true\nsignatory_keys { minisign_public_key: \"RWQ\" }",
             "no minisign public key", "", 1},
        Slip{"BadAge", kPoc, "demo: true",
             "demo: true\nage_recipient: \"age1b\"", "no age recipient", "",
             1}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Agreements, SlipTest,
    ::testing::Values(
        Slip{"UnknownParty", kMrm, "recipient: \"mrm-focal-point\"",
             "recipient: \"mrm-focal-pont\"", "does not exist",
             "did you mean 'mrm-focal-point'?"},
        Slip{"PartyWithoutTheRole", kMrm, "dpo: \"dpo\"", "dpo: \"im-officer\"",
             "does not have the role dpo", "allowed: dpo"},
        Slip{"UnknownPurpose", kMrm, "purpose: \"mrm-child-rights\"",
             "purpose: \"donor-reports\"", "'donor-reports' does not exist",
             "allowed: academic-research, "},
        Slip{"PurposeWithoutScope", kHealth, "purpose: \"health-response\"",
             "purpose: \"public-information\"", "has no consent scope", "", 9},
        Slip{"NoLegalBasis", kMrm, "legal_basis:", "#",
             "legal_basis: this field is missing", "", kFileStart},
        Slip{"NoOnwardSharing", kMrm, "onward_sharing:", "#",
             "onward_sharing: this field is missing", "", kFileStart},
        Slip{"Revision", kMrm, "revision: 3", "revision: 0", "0 is too small",
             "at least 1"},
        Slip{"DatesReversed", kMrm, "valid_until: \"2027-12-31\"",
             "valid_until: \"2022-12-31\"\n#",
             "this date is not after valid_from", ""},
        Slip{"NoReview", kMrm, "review_by:", "#",
             "review_by: this field is missing", "", kFileStart},
        Slip{"ReviewBeforeStart", kMrm, "review_by: \"2027",
             "review_by: \"2022", "this date is not after valid_from", ""},
        Slip{"ReviewAfterEnd", kMrm, "review_by: \"2027", "review_by: \"2029",
             "this date is after valid_until", ""},
        Slip{"NoDate", kMrm, "2027-06-30", "30/06/2027", "is not a date",
             "2026-01-31"},
        Slip{"Endless", kMrm, "2027-12-31", "infinite-future", "is not a date",
             "2026-01-31"},
        Slip{"Retention", kMrm, "retention_days: 365", "retention_days: 0",
             "0 is too small", "at least 1"},
        Slip{"RecallDays", kMrm, "recall_days: 10", "recall_days: 0",
             "0 is too small", "at least 1"},
        Slip{"EndlessRecall", kMrm, "recall_days: 10", "recall_days: 91",
             "91 days is too long", "at most 90"},
        Slip{"NoQuota", kMrm, "  extracts_per_month: 4\n", "",
             "extracts_per_month: 0 is too small", "at least 1", -30},
        Slip{"QuotaWithoutExtracts", kFeed, "  feed: true\n",
             "  feed: true\n  extracts_per_month: 2\n",
             "extracts_per_month: this field has no meaning", "", 1},
        Slip{"NoWayOut", kFeed, "  feed: true\n", "", "nothing is given", "",
             -9},
        Slip{"FamilyOfAnotherDataset", kMrm, "families: \"mrm-by-violation\"",
             "families: \"year-by-region\"",
             "belongs to dataset 'open-incidents'",
             "allowed: place-by-type, mrm-by-victim, mrm-by-violation"},
        Slip{"UnknownFamily", kHealth, "families: \"place-by-type\"",
             "families: \"place-by-typ\"", "'place-by-typ' does not exist",
             "did you mean 'place-by-type'?"},
        Slip{"FinerThanThePlan", kFeed,
             "dimension: \"place\" finest: \"cercle\"",
             "dimension: \"place\" finest: \"commune\"",
             "'commune' is finer than the plan, which goes to 'cercle'", ""},
        Slip{"UnknownLevel", kMrm, "finest: \"cercle\"", "finest: \"cercel\"",
             "'cercel' does not exist", "did you mean 'cercle'?"},
        Slip{"LimitMissing", kMrm,
             "  level_limits { dimension: \"who\" finest: \"age\" }\n", "",
             "dimension 'who' has no finest level", "", -3},
        Slip{"LimitOfNoFamily", kHealth, "  extracts: true",
             "  level_limits { dimension: \"who\" finest: \"age\" }\n"
             "  extracts: true",
             "no family and no cohorts of this grant have the dimension 'who'",
             ""},
        Slip{"FilterWildcard", kHealth, "codes: \"C\"", "codes: \"C%\"",
             "there are no wildcards", ""},
        Slip{"FilterUnknown", kHealth, "codes: \"C\"", "codes: \"CC12\"",
             "'CC12' does not exist", "allowed: all, A, A1"},
        Slip{"FilterTwice", kHealth, "codes: \"C\"", "codes: \"F\"",
             "'F' is given twice", ""},
        Slip{"FilterWithoutCodes", kHealth, "codes: \"C\" codes: \"F\"", "",
             "codes: this field is missing", ""},
        Slip{"FilterTooFine", kHealth, "  extracts: true",
             "  code_filters { dimension: \"place\" codes: \"ML0801\" }\n"
             "  extracts: true",
             "'ML0801' is finer than the level given, 'region'", ""},
        Slip{"NoDelay", kFeed, "  delay: \"0s\"\n", "",
             "delay: this field is missing", "", -7},
        Slip{"DelayIsNoDuration", kFeed, "delay: \"0s\"", "delay: \"2 heures\"",
             "is not a duration", "2h"},
        Slip{"DelayWithoutEnd", kFeed, "delay: \"0s\"", "delay: \"inf\"",
             "is not a duration", "2h"},
        Slip{"DelayOfIncidents", kHealth, "  extracts: true",
             "  delay: \"2h\"\n  extracts: true", "has no meaning here", ""},
        Slip{"ExtractsOfAlerts", kFeed, "delay: \"0s\"",
             "delay: \"0s\" extracts: true extracts_per_month: 1",
             "has no meaning here", ""},
        Slip{"FamiliesOfAlerts", kFeed, "delay: \"0s\"",
             "delay: \"0s\" families: \"place-by-type\"", "has no meaning here",
             ""}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Forms, SlipTest,
    ::testing::Values(
        Slip{"PathTwice", kForm, "path: \"incident/date\"",
             "path: \"incident/type\"", "'incident/type' is given twice", ""},
        Slip{"BadPath", kForm, "path: \"incident/date\"",
             "path: \"incident//date\"", "is not a question's path", ""},
        Slip{"UnknownTarget", kForm, "target: MONITOR", "target: MONITR",
             "'MONITR' is not a possible value", "did you mean 'MONITOR'?"},
        Slip{"UnknownAttribute", kForm, "to: \"facility-act\"",
             "to: \"facility\"", "'facility' does not exist",
             "allowed: type, place"},
        Slip{"TallyIsNoLeaf", kForm, "to: \"girl\"", "to: \"child\"",
             "not at the bottom", "allowed: girl, boy"},
        Slip{"TallyTwice", kForm, "to: \"girl\"", "to: \"boy\"",
             "'boy' is given twice", "", 1},
        Slip{"RequiredAttributeUnfed", kOpenForm, "to: \"place\"",
             "to: \"type\"", "no field gives 'place'", "", -2},
        Slip{"NoSource", kForm,
             "fields { path: \"source/id\" target: SOURCE }\n", "",
             "no field gives 'SOURCE'", "", -16},
        Slip{"MonitorTwice", kForm, "target: MONITOR }",
             "target: MONITOR }\nfields { path: \"x\" target: MONITOR }",
             "'MONITOR' is given twice", "", 1},
        Slip{"SourceOfPublicSources", kOpenForm, "drops {",
             "fields { path: \"x\" target: SOURCE }\ndrops {",
             "the sources of 'open-incidents' are public", ""},
        Slip{"RecodeToUnknown", kForm, "to: \"perpetrator\" }",
             "to: \"perpetrator\" recodes { answer: \"x\" code: \"army\" } }",
             "'army' does not exist", "allowed: all, armed-force"},
        Slip{"RecodeTwice", kForm, "to: \"perpetrator\" }",
             "to: \"perpetrator\" recodes { answer: \"x\" code: \"unknown\" } "
             "recodes { answer: \"x\" code: \"criminal\" } }",
             "'x' is given twice", ""},
        Slip{"DropTwice", kForm, "path: \"_uuid\"", "path: \"_id\"",
             "'_id' already lies in '_id'", ""},
        Slip{"DropInADrop", kForm, "path: \"_uuid\"", "path: \"_id/x\"",
             "'_id/x' already lies in '_id'", ""},
        Slip{"DropOfAField", kForm, "path: \"_uuid\"", "path: \"lieu\"",
             "is also a field", ""},
        Slip{"DropReason", kForm, "reason: \"technical\"",
             "reason: \"Because I say so\"", "is not a possible value",
             "one word"},
        Slip{"FieldThatIntakeReads", kForm, "path: \"_uuid\"",
             "path: \"meta/rootUuid\"", "intake itself reads", ""},
        Slip{"ApprovalUnsaid", kForm, "approved_only: false", "",
             "approved_only: this field is missing", "", kFileStart}),
    [](const auto& test) { return test.param.name; });

TEST(LoadTest, FiveMistakesInThreeFilesAreAllReported) {
  const CatalogCopy copy;
  const int k = copy.Edit(kPlan, "k: 5", "k: 1");
  const int level = copy.Edit(kPlan, "finest: \"cercle\"", "finest: \"cercl\"");
  const int unit = copy.Edit(kPlan, "unit: VICTIM", "unit: RECORD");
  const int to = copy.Edit(kForm, "to: \"girl\"", "to: \"grl\"");
  const int role = copy.Edit(kPoc, "roles: RECIPIENT", "roles: RECIPENT");

  const LoadResult result = copy.Load();

  std::vector<std::string> texts;
  for (const LoadProblem& one : result.problems) {
    texts.push_back(ProblemText(one));
  }
  EXPECT_THAT(
      texts,
      ElementsAre(
          absl::StrCat(kForm, ":", to,
                       ": fields[7].to: 'grl' does not exist "
                       "(did you mean 'girl'?)"),
          absl::StrCat(kPlan, ":", k, ": k: 1 is too small (at least 2)"),
          absl::StrCat(kPlan, ":", level,
                       ": families[1].axes[1].finest: 'cercl' does not exist "
                       "(did you mean 'cercle'?)"),
          absl::StrCat(kPlan, ":", unit,
                       ": families[2].unit: a family counted by RECORD has no "
                       "WHO dimension"),
          absl::StrCat(kPoc, ":", role,
                       ": roles: 'RECIPENT' is not a possible value "
                       "(did you mean 'RECIPIENT'?)")));
}

TEST(LoadTest, ProblemsAreSaidInFrenchToo) {
  const CatalogCopy copy;
  copy.Edit(kPlan, "k: 5", "k: 1");

  const LoadResult result = copy.Load(Language::kFrench);

  EXPECT_THAT(ProblemTexts(result),
              HasSubstr("k: 1 est trop petit (au moins 2)"));
}

TEST(LoadTest, ACodeListWithTheLineEndsOfASpreadsheetIsTheSame) {
  const CatalogCopy copy;
  const LoadResult before = copy.Load();
  copy.Write(kPlacesCsv,
             absl::StrReplaceAll(copy.Read(kPlacesCsv), {{"\n", "\r\n"}}));
  const LoadResult after = copy.Load();
  ASSERT_TRUE(after.catalog.has_value()) << ProblemTexts(after);
  const CodeTree& was =
      before.catalog->FindCodeList(CodeListId("places"))->tree;
  const CodeTree& is = after.catalog->FindCodeList(CodeListId("places"))->tree;
  ASSERT_EQ(is.size(), was.size());
  for (NodeIndex node = 0; node < is.size(); ++node) {
    EXPECT_EQ(is.code(node), was.code(node));
    EXPECT_EQ(is.label(node), was.label(node));
  }
}

TEST(LoadTest, TwoUnknownFieldsInOneFileAreBothReported) {
  const CatalogCopy copy;
  copy.Edit(kPlan, "k: 5", "kk: 5");
  copy.Edit(kPlan, "s: 2", "ss: 2");

  EXPECT_EQ(copy.Load().problems.size(), 2u);
}

TEST(LoadTest, UnexpectedFilesAreRefused) {
  const CatalogCopy copy;
  for (const char* file :
       {"notes.txt", "plans/plan.yaml", "plans/.plan.textproto",
        "code-lists/old.csv", "agreements/x.textproto.minisig",
        "recipients/key.pem"}) {
    copy.Write(file, "x\n");
  }

  const LoadResult result = copy.Load();

  EXPECT_EQ(result.problems.size(), 6u) << ProblemTexts(result);
  for (const LoadProblem& one : result.problems) {
    EXPECT_THAT(one.text, "nothing of this name belongs here");
    EXPECT_THAT(one.allowed, HasSubstr("allowed: "));
  }
}

TEST(LoadTest, CasesAreNotRead) {
  const CatalogCopy copy;
  std::filesystem::create_directory(copy.At("cases"));
  copy.Write("cases/anything", "x");

  EXPECT_TRUE(copy.Load().catalog.has_value());
}

TEST(LoadTest, FileOverOneMebibyteIsRefused) {
  const CatalogCopy copy;
  copy.Write(kPlan, absl::StrCat(copy.Read(kPlan), "#",
                                 std::string(size_t{1} << 20, 'x'), "\n"));

  EXPECT_THAT(ProblemTexts(copy.Load()),
              absl::StrCat("  ", kPlan, ": the file is larger than 1 MiB\n"));
}

TEST(LoadTest, SymbolicLinksAreNotFollowed) {
  const CatalogCopy copy;
  const testing::TempDir outside;
  testing::WriteFile(outside / "secret.textproto", copy.Read(kPoc));
  std::filesystem::remove(copy.At(kPoc));
  std::filesystem::create_symlink(outside / "secret.textproto", copy.At(kPoc));
  std::filesystem::rename(copy.At("forms"), outside / "forms");
  std::filesystem::create_directory_symlink(outside / "forms",
                                            copy.At("forms"));

  const LoadResult result = copy.Load();

  EXPECT_FALSE(result.catalog.has_value());
  EXPECT_THAT(ProblemTexts(result),
              AllOf(HasSubstr("forms: a symbolic link is not followed"),
                    HasSubstr("poc-unit.textproto: a symbolic link")));
}

TEST(LoadTest, InvisibleCharactersAreRefused) {
  // Right-to-left override: the text would read otherwise than it is signed.
  for (const char* hidden : {"\xE2\x80\xAE", "\xE2\x80\x8B", "\xff", "\x07"}) {
    const CatalogCopy copy;
    copy.Edit(kMrm, "DEMO", absl::StrCat("DE", hidden, "MO"));

    EXPECT_THAT(ProblemTexts(copy.Load()), HasSubstr("invisible characters"));
  }
}

TEST(LoadTest, DeepNestingIsRefusedWithoutHarm) {
  for (const char* open : {"x {", "x <", "x: [", "grants { x {", "["}) {
    const CatalogCopy copy;
    std::string deep;
    while (deep.size() < 900'000) deep += open;
    copy.Write(kFeed, absl::StrCat(deep, "\n"));

    EXPECT_THAT(ProblemTexts(copy.Load()), HasSubstr("poc-feed")) << open;
  }
}

TEST(LoadTest, RecipientDoesNotSignForTheOtherSide) {
  const CatalogCopy copy;
  copy.Edit("recipients/dpo.textproto", "roles: DPO",
            "roles: DPO\nroles: RECIPIENT");
  copy.Edit(kMrm, "recipient: \"mrm-focal-point\"", "recipient: \"dpo\"");

  EXPECT_THAT(ProblemTexts(copy.Load()),
              HasSubstr("the recipient must not also sign as dpo"));
}

TEST(LoadTest, DemoPartiesAreRefusedInARealOperation) {
  const CatalogCopy copy;
  copy.Edit(kOperation, "demo: true", "demo: false");

  const LoadResult result = copy.Load();

  EXPECT_EQ(result.problems.size(), 36u) << ProblemTexts(result);
}

TEST(LoadTest, SecondPlanOfADatasetIsRefused) {
  const CatalogCopy copy;
  copy.Write("plans/second.textproto", copy.Read(kOpenPlan));
  copy.Edit("plans/second.textproto", "id: \"open-incidents\"",
            "id: \"second\"");

  EXPECT_THAT(ProblemTexts(copy.Load()),
              HasSubstr("already has the plan 'open-incidents'"));
}

TEST(LoadTest, PlanAndFormOfAlertsAreRefused) {
  const CatalogCopy copy;
  copy.Edit(kOpenPlan, "dataset: \"open-incidents\"",
            "dataset: \"flash-alerts\"");
  copy.Edit(kOpenForm, "dataset: \"open-incidents\"",
            "dataset: \"flash-alerts\"");

  EXPECT_THAT(ProblemTexts(copy.Load()),
              AllOf(HasSubstr("plans/open-incidents.textproto:9: dataset: "
                              "'flash-alerts' is not of kind INCIDENTS"),
                    HasSubstr("forms/incident-open.textproto:9: dataset: "
                              "'flash-alerts' is not of kind INCIDENTS")));
}

TEST(LoadTest, DatasetWithTwoGrantsInOneAgreementIsRefused) {
  const CatalogCopy copy;
  copy.Edit(kFeed, "dataset: \"flash-alerts\"",
            "dataset: \"protection-incidents\"");

  EXPECT_THAT(ProblemTexts(copy.Load()),
              HasSubstr("'protection-incidents' is given twice"));
}

TEST(LoadTest, LimitCoarserThanAFamilyBeginsIsRefused) {
  const CatalogCopy copy;
  copy.Edit(kPlan, "coarsest: \"country\" finest: \"cercle\"",
            "coarsest: \"cercle\" finest: \"cercle\"");

  EXPECT_THAT(ProblemTexts(copy.Load()),
              HasSubstr("'region' leaves nothing of family 'place-by-type', "
                        "which begins at 'cercle'"));
}

TEST(LoadTest, BrokenFileIsReportedOnceNotAgainByThoseThatNameIt) {
  const CatalogCopy copy;
  copy.Edit(kTypes, "levels: \"all\"", "levels: all");

  EXPECT_EQ(copy.Load().problems.size(), 1u) << ProblemTexts(copy.Load());
}

TEST(LoadTest, MissingFolderAndEmptyFolderAreRefused) {
  const testing::TempDir empty;

  EXPECT_THAT(ProblemTexts(LoadCatalog(empty.path(), testing::FakeVerify)),
              HasSubstr("operation.textproto: this file is missing"));
  EXPECT_THAT(ProblemTexts(LoadCatalog(empty / "no", testing::FakeVerify)),
              HasSubstr("the catalog's folder cannot be read"));
}

}  // namespace
}  // namespace toguna
