#include "exchange/package/mrm_workbook.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "exchange/base/csv.h"
#include "exchange/package/mrm_rows.h"
#include "exchange/package/spreadsheet.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/package/mrm_world.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace toguna {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::toguna::testing::Anything;
using ::toguna::testing::BoyMaimed;
using ::toguna::testing::IsOk;
using ::toguna::testing::MrmCatalog;
using ::toguna::testing::MrmCohorts;
using ::toguna::testing::MrmContents;
using ::toguna::testing::ReadFile;
using ::toguna::testing::StatusIs;
using ::toguna::testing::TempDir;
using ::toguna::testing::WriteFile;

constexpr char kGolden[] = TOGUNA_SOURCE_DIR "/tests/data/mrm/";

int Run(const std::string& command) { return std::system(command.c_str()); }

// What LibreOffice reads in each sheet. Every machine that runs the tests has
// it: deploy/packages-test.txt.
std::map<std::string, std::string> SheetsOf(const std::string& workbook) {
  const TempDir folder;
  WriteFile(folder / "mrm.xlsx", workbook);
  const std::string command = absl::StrCat(
      "HOME=", folder.path(),
      " timeout 200 soffice -env:UserInstallation=file://", folder.path(),
      "/profile --headless --convert-to 'csv:Text - txt - csv (StarCalc):"
      "44,34,76,1,,0,false,true,false,false,false,-1' --outdir ",
      folder.path(), " ", folder / "mrm.xlsx", " >", folder / "log", " 2>&1");
  EXPECT_EQ(Run(command), 0) << "LibreOffice is needed and did not convert: "
                             << ReadFile(folder / "log");
  std::map<std::string, std::string> sheets;
  for (const char* name : {"Summary", "Violations", "Notes"}) {
    sheets[name] = ReadFile(folder / absl::StrCat("mrm-", name, ".csv"));
    EXPECT_THAT(sheets[name], Not(IsEmpty())) << name;
  }
  return sheets;
}

// The files in a workbook one after the other, each time before its bytes.
std::string Unpacked(const std::string& workbook) {
  const TempDir folder;
  WriteFile(folder / "mrm.xlsx", workbook);
  WriteFile(folder / "unpack.py",
            "import sys, zipfile\n"
            "with zipfile.ZipFile(sys.argv[1]) as z:\n"
            "  for f in z.infolist():\n"
            "    print('FILE', f.filename, *f.date_time)\n"
            "    print(z.read(f).decode())\n");
  EXPECT_EQ(Run(absl::StrCat("python3 ", folder / "unpack.py", " ",
                             folder / "mrm.xlsx", " >", folder / "all")),
            0);
  return ReadFile(folder / "all");
}

class MrmWorkbookTest : public ::testing::Test {
 protected:
  MrmWorkbookTest()
      : catalog_(MrmCatalog()), contents_(MrmContents(catalog_)) {}

  std::string Bytes() {
    const auto bytes = MrmWorkbook(catalog_, contents_);
    EXPECT_THAT(bytes, IsOk());
    return bytes.ok() ? *bytes : "";
  }

  Catalog catalog_;
  PackageContents contents_;
};

// To make them anew: TOGUNA_WRITE_GOLDEN=1, and read what changed.
TEST_F(MrmWorkbookTest, LibreOfficeReadsWhatTheGoldenFilesSay) {
  contents_.selection.cohorts[0].held_over = true;
  contents_.selection.cohorts[0].left_out = true;
  const auto sheets = SheetsOf(Bytes());
  for (const auto& [name, csv] : sheets) {
    const std::string golden = absl::StrCat(kGolden, name, ".csv");
    if (std::getenv("TOGUNA_WRITE_GOLDEN") != nullptr) WriteFile(golden, csv);
    EXPECT_EQ(csv, ReadFile(golden)) << name;
  }
  // The rows are those of violations.csv, but for the mark that a CSV file
  // needs and a typed cell does not.
  EXPECT_EQ(
      sheets.at("Violations"),
      absl::StrReplaceAll(*ViolationsCsv(catalog_, contents_), {{"'=", "="}}));
}

TEST_F(MrmWorkbookTest, NumbersAreNumbersAndNothingIsAFormula) {
  CodeList& places = catalog_.code_lists.at(CodeListId("places"));
  places.tree = *CodeTree::Create({{"MLI", "", {"Mali", "Mali"}},
                                   {"=ML05", "MLI", {"=1+1", "=1+1"}},
                                   {"+ML06", "MLI", {"+1", "+1"}},
                                   {"-ML07", "MLI", {"-1", "-1"}},
                                   {"@ML08", "MLI", {"@SUM(A1)", "@SUM(A1)"}},
                                   {"ML09", "MLI", {"http://x", "http://x"}}});
  auto box = BoyMaimed();
  std::vector<testing::Box> boxes;
  for (const char* code : {"=ML05", "+ML06", "-ML07", "@ML08", "ML09"}) {
    box[2] = {code};
    boxes.push_back(box);
  }
  contents_.selection.cohorts = {MrmCohorts(boxes)};
  contents_.selection.tables.clear();
  const std::string bytes = Bytes();
  const std::string parts = Unpacked(bytes);
  EXPECT_THAT(parts, Not(HasSubstr("<f>")));
  EXPECT_THAT(parts, Not(HasSubstr("<f ")));
  EXPECT_THAT(parts, Not(HasSubstr("hyperlink")));
  const auto rows = ReadCsv(SheetsOf(bytes).at("Violations"), ',');
  ASSERT_THAT(rows, IsOk());
  const std::vector<std::string> labels = {"=1+1", "+1", "-1", "@SUM(A1)",
                                           "http://x"};
  for (size_t i = 0; i < labels.size(); ++i) {
    EXPECT_EQ((*rows)[i + 1][8], labels[i]);
  }
  // Texts are shared strings; a cohort's size is a number.
  EXPECT_THAT(parts, HasSubstr("<c r=\"A2\" s=\"2\" t=\"s\">"));
  EXPECT_THAT(parts, HasSubstr("<c r=\"V2\" s=\"3\"><v>6</v></c>"));
}

TEST_F(MrmWorkbookTest, IsTheSameEveryTimeAndNamesNoTimeButTheReleases) {
  const std::string bytes = Bytes();
  EXPECT_EQ(bytes, Bytes());
  const std::string parts = Unpacked(bytes);
  EXPECT_THAT(parts, HasSubstr("2026-04-10T00:00:00Z"));
  EXPECT_THAT(parts, HasSubstr("FILE xl/workbook.xml 1980 1 1 0 0 0"));
  EXPECT_THAT(parts, Not(HasSubstr("FILE xl/workbook.xml 20")));
  contents_.created_at = testing::At(11);
  EXPECT_NE(bytes, Bytes());
}

TEST_F(MrmWorkbookTest, HeadersStayInSightAndLetRowsBeChosen) {
  const std::string parts = Unpacked(Bytes());
  EXPECT_THAT(parts, HasSubstr("<autoFilter ref=\"A1:V19\"/>"));
  EXPECT_THAT(parts, HasSubstr("<pane ySplit=\"1\" topLeftCell=\"A2\""));
  EXPECT_THAT(parts, HasSubstr("<col min=\"1\" max=\"1\" width=\"30"));
  EXPECT_THAT(parts, AllOf(HasSubstr("name=\"Summary\""),
                           HasSubstr("name=\"Violations\""),
                           HasSubstr("name=\"Notes\"")));
}

TEST_F(MrmWorkbookTest, NothingOfAContributorOrOwnerIsInIt) {
  const std::string parts = Unpacked(Bytes());
  for (const char* hidden : {"collectors", "Collecteurs", "Collectors",
                             "guardian", "source1-", "record1-", "uuid"}) {
    EXPECT_THAT(parts, Not(HasSubstr(hidden))) << hidden;
  }
}

TEST_F(MrmWorkbookTest, TheSummaryIsOfTablesAloneAndSaysSoWithoutThem) {
  contents_.selection.tables.clear();
  const std::string none = Unpacked(Bytes());
  EXPECT_THAT(none, HasSubstr("so there is no number here"));
  EXPECT_THAT(none, HasSubstr("il n’y a donc aucun nombre ici"));
  contents_.selection.tables = testing::MrmTables();
  const auto summary = [&] {
    const std::string parts = Unpacked(Bytes());
    const size_t at = parts.find("FILE xl/worksheets/sheet1.xml");
    return parts.substr(at, parts.find("\nFILE", at) - at);
  };
  const std::string before = summary();
  EXPECT_THAT(before, HasSubstr("<v>30</v>"));
  contents_.selection.cohorts = {MrmCohorts({Anything()}, 40)};
  EXPECT_EQ(summary(), before);
}

// Neither the sum over violations, nor adults, nor what was taken back.
TEST_F(MrmWorkbookTest, TheSummaryCountsChildrenByVictimAndTheRestByViolation) {
  const auto summary = [&] {
    const auto rows = ReadCsv(SheetsOf(Bytes()).at("Summary"), ',');
    EXPECT_THAT(rows, IsOk());
    std::vector<CsvRow> lines;
    for (size_t i = 3; i < rows->size(); ++i) {
      const CsvRow& row = (*rows)[i];
      lines.push_back({row[1], row[3], row[4], row[6]});
    }
    return lines;
  };
  const char* const victims = "enfants victimes / child victims";
  EXPECT_THAT(
      summary(),
      ElementsAre(
          ElementsAre("killing", victims, "MLI", "30"),
          ElementsAre("maiming", victims, "MLI", "3-7"),
          ElementsAre("killing", victims, "ML05", "at least 3"),
          ElementsAre("maiming", victims, "ML05", "not shown"),
          ElementsAre("attack_on_schools", "violations", "MLI", "12"),
          ElementsAre("attack_on_schools", "violations", "ML05", "0-4")));
  Plan& plan = catalog_.plans.at(PlanId("monthly"));
  plan.families[0].stream = Stream::kRemoved;
  contents_.selection.tables[1].table.unit = Unit::kVictim;
  EXPECT_THAT(Unpacked(Bytes()), HasSubstr("so there is no number here"));
}

TEST_F(MrmWorkbookTest, APoolOfPlacesIsNamedByItsLabel) {
  SealedTable& table = contents_.selection.tables[1].table;
  table.cells = {{{"both", "military_use"}, CellStatus::kPublished, 8}};
  EXPECT_THAT(MrmWorkbook(catalog_, contents_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  table.pools = {
      {"place", "both", {"les deux", "both together"}, {"ML05", "ML06"}}};
  EXPECT_THAT(Unpacked(Bytes()), HasSubstr("les deux / both together"));
}

TEST_F(MrmWorkbookTest, NotesSayInBothLanguagesWhatHolds) {
  const std::string plain = Unpacked(Bytes());
  EXPECT_THAT(plain, Not(HasSubstr("held over")));
  EXPECT_THAT(plain, Not(HasSubstr("left out")));
  EXPECT_THAT(plain, Not(HasSubstr("DEMO")));
  contents_.selection.cohorts[0].held_over = true;
  contents_.selection.cohorts[0].left_out = true;
  const std::string notes = Unpacked(Bytes());
  for (const char* said :
       {"2026-Q1: some incidents are held over",
        "2026-Q1 : certains incidents sont reportés",
        "2026-Q1: some groups are left out",
        "2026-Q1 : certains groupes sont laissés de côté",
        "k = 5, every group has more than 5 distinct incidents",
        "k = 5, chaque groupe a plus de 5 incidents distincts",
        "agreement mrm-2026 (revision 2)",
        "accord mrm-2026 (révision 2)",
        "Purpose: Child rights.",
        "Finalité : Droits de l’enfant.",
        "Nothing here is verified",
        "Rien ici n’est vérifié",
        "by 2026-07-09 at the latest",
        "au plus tard le 2026-07-09",
        "List places, version 2021-12-20",
        "must not try to find out a person or a source",
        "Nor may these rows be joined",
        "ni compter les lignes",
        "Column late:",
        "Colonne late :"}) {
    EXPECT_THAT(notes, HasSubstr(said));
  }
}

TEST_F(MrmWorkbookTest, ADemonstrationSaysSoOnEverySheet) {
  contents_.agreement.demo = true;
  const std::string parts = Unpacked(Bytes());
  for (int sheet = 1; sheet <= 3; ++sheet) {
    const size_t at =
        parts.find(absl::StrCat("FILE xl/worksheets/sheet", sheet, ".xml"));
    ASSERT_NE(at, std::string::npos);
    const std::string one = parts.substr(at, parts.find("\nFILE", at) - at);
    EXPECT_THAT(one, HasSubstr("<oddHeader>&amp;CDEMO"));
    EXPECT_THAT(one, HasSubstr("<tabColor"));
    EXPECT_THAT(parts, HasSubstr(absl::StrCat("FILE xl/comments", sheet)));
  }
  const auto sheets = SheetsOf(Bytes());
  EXPECT_THAT(sheets.at("Summary"), HasSubstr("DEMO"));
  EXPECT_THAT(sheets.at("Notes"), HasSubstr("DEMO"));
  // A program still finds the header where it is without the mark.
  EXPECT_EQ(sheets.at("Violations").rfind("ref,violation,type", 0), 0U);
}

TEST_F(MrmWorkbookTest, WhatNoCellCanHoldIsRefused) {
  contents_.agreement.onward_sharing = "nobody\u202E";
  EXPECT_THAT(MrmWorkbook(catalog_, contents_),
              StatusIs(absl::StatusCode::kInvalidArgument));
  contents_.agreement.onward_sharing = std::string(40'000, 'x');
  EXPECT_THAT(MrmWorkbook(catalog_, contents_),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(SpreadsheetTest, ManyAtOnceAreMadeInMemoryAndLeaveNothing) {
  Spreadsheet spreadsheet;
  EXPECT_THAT(SpreadsheetBytes(spreadsheet),
              StatusIs(absl::StatusCode::kInvalidArgument))
      << "without a time it would have the clock's";
  spreadsheet.created = testing::At(10);
  spreadsheet.sheets.push_back(
      {.name = "Rows", .header = {"a"}, .rows = {{"x"}, {int64_t{1}}}});
  const std::string expected = *SpreadsheetBytes(spreadsheet);
  std::vector<std::string> made(8);
  std::vector<std::thread> threads;
  for (std::string& one : made) {
    threads.emplace_back(
        [&] { one = SpreadsheetBytes(spreadsheet).value_or(""); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(made, ::testing::Each(expected));
  const std::string ours = absl::StrCat("toguna-", ::getpid(), "-");
  for (const auto& entry : std::filesystem::directory_iterator("/dev/shm")) {
    const std::string left = entry.path().filename().string();
    EXPECT_NE(left.rfind(ours, 0), 0U) << left;
  }
}

TEST(SpreadsheetTest, MoreRowsThanASheetHoldsAreRefused) {
  Spreadsheet spreadsheet;
  spreadsheet.sheets.push_back({.name = "Rows", .header = {"a"}});
  spreadsheet.sheets[0].rows.resize(kMostSheetRows + 1);
  EXPECT_THAT(SpreadsheetBytes(spreadsheet),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

}  // namespace
}  // namespace toguna
