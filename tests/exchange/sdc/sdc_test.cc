// Records, tables and witnesses as files: read as written, each mistake said
// with its line, and no change of a table or witness accepted.

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "exchange/base/csv.h"
#include "exchange/base/reason.h"
#include "exchange/checker/check_seal.h"
#include "exchange/sdc/broken_cells.h"
#include "exchange/sdc/figures.h"
#include "exchange/sdc/file_records.h"
#include "exchange/sdc/setting.h"
#include "exchange/sdc/table_file.h"
#include "exchange/sdc/witness_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policies/load/file_plan.h"

namespace toguna {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kPlan[] = R"(format: 1
id: "test-plan"
version: "1"
dataset: "test-data"
k: 5 s: 2 c: 2
dimensions { id: "place" tree_csv: "place.csv" }
dimensions { id: "who" tree_csv: "who.csv" who: true }
victims_in_every_record: true
families {
  id: "records" title { fr: "r" en: "r" } unit: RECORD
  axes { dimension: "place" coarsest: "all" finest: "town" }
}
families {
  id: "victims" title { fr: "v" en: "v" } unit: VICTIM
  axes { dimension: "place" coarsest: "all" finest: "region" }
  axes { dimension: "who" coarsest: "all" finest: "sex" }
}
pools {
  dimension: "place" code: "b23" label { fr: "b2 et b3" en: "b2 and b3" }
  codes: "b2" codes: "b3"
}
families {
  id: "quarter" title { fr: "q" en: "q" } unit: RECORD cadence: QUARTER
  axes { dimension: "place" coarsest: "all" finest: "region" }
}
)";
constexpr char kPlaces[] =
    "town;region;all\na1;a;top\na2;a;top\nb1;b;top\nb2;b;top\nb3;b;top\n";
constexpr char kWho[] = "sex;all\nf;every\nm;every\n";
constexpr char kHead[] = "entity;source;contributor;accepted;place;f;m\n";

FilePlan TestPlan() {
  const auto read = [](const std::string& path) -> absl::StatusOr<std::string> {
    return std::string(path == "who.csv" ? kWho : kPlaces);
  };
  FilePlanResult result = LoadFilePlan("plan", kPlan, read, 1000);
  EXPECT_THAT(result.problems, IsEmpty());
  return *std::move(result.plan);
}

absl::StatusOr<FileRecords> Parse(const FilePlan& plan,
                                  const std::string& text) {
  return ParseRecords("records.csv", text, plan.catalog,
                      plan.catalog.datasets.begin()->second, true,
                      Language::kEnglish);
}

std::string RandomRecords(std::mt19937& draw, const std::string& month,
                          int records) {
  std::string text;
  const std::vector<std::string> towns = {"a1", "a1", "a1", "a1", "a1",
                                          "a1", "a2", "b1", "b1", "b1",
                                          "b2", "b2", "b2", "b3"};
  for (int i = 0; i < records; ++i) {
    absl::StrAppend(&text, month, "-", i, ";s", draw() % 6, ";org", draw() % 3,
                    ";", month, ";", towns[draw() % towns.size()], ";",
                    draw() % 3, ";", 1 + draw() % 2, "\n");
  }
  return text;
}

// A month, protected, and what its files say.
struct Made {
  SdcSetting setting;
  Protected result;
  std::vector<Strand> strands;
};

absl::Status ProtectInto(const FilePlan& plan, const std::string& text,
                         std::vector<EarlierFiles> earlier, Made& run) {
  auto records = Parse(plan, text);
  if (!records.ok()) return records.status();
  auto joined = JoinCatalogs(plan.catalog, earlier, Language::kEnglish);
  if (!joined.ok()) return joined.status();
  auto setting =
      SettingOf(*joined, *plan.catalog.FindPlan(plan.plan), std::move(earlier),
                records->months, Language::kEnglish);
  if (!setting.ok()) return setting.status();
  run.setting = *std::move(setting);
  auto strands = StrandsOf(run.setting, *records);
  if (!strands.ok()) return strands.status();
  run.strands = *std::move(strands);
  if (absl::Status status =
          CheckHistory(run.setting, run.strands, Language::kEnglish);
      !status.ok()) {
    return status;
  }
  run.setting = run.setting.AtRung(0);
  const auto publications = run.setting.Publications();
  auto result = Protect(run.setting.catalog, run.setting.dataset(),
                        run.setting.Refining(), run.strands, publications, {});
  if (!result.ok()) return result.status();
  run.result = *std::move(result);
  return absl::OkStatus();
}

absl::Status Check(const SdcSetting& setting,
                   const std::vector<SealedTable>& tables,
                   const Protected& result,
                   const std::vector<SealedTable>* below = nullptr) {
  const auto check = ForChecker(setting, tables, below, result);
  return check.ok() ? CheckSeal(*check).status() : check.status();
}

TEST(FileRecordsTest, ReadsRecordsByMonth) {
  const auto records =
      Parse(TestPlan(), absl::StrCat("\xef\xbb\xbf", kHead,
                                     "e2;s1;o1;2026-02;a1;0;2\r\n"
                                     "e1;;o1;2026-01;b3;1;0\n"));
  ASSERT_TRUE(records.ok()) << records.status();
  ASSERT_EQ(records->months.size(), 2u);
  EXPECT_EQ(records->months[0].text(), "2026-01");
  EXPECT_EQ(records->records[0][0].codes.at("place"), "b3");
  EXPECT_EQ(records->records[1][0].tallies.at("m"), 2);
  EXPECT_EQ(records->records[1][0].source, "s1");
}

TEST(FileRecordsTest, AnEmptyFileIsAMonthWithoutRecords) {
  for (const char* text : {"", kHead}) {
    const auto records = Parse(TestPlan(), text);
    ASSERT_TRUE(records.ok()) << records.status();
    EXPECT_THAT(records->months, IsEmpty());
  }
}

TEST(FileRecordsTest, SaysEachMistakeWithItsLineAndNoValue) {
  const struct {
    const char* line;
    const char* said;
  } kCases[] = {
      {"e1;s;o;2026-01;zz9;1;0", "the code of 'place' is not in its tree"},
      {"e1;s;o;2026-01;a;1;0", "not at the finest level"},
      {"e1;s;o;2026-01;a1;-1;0", "'f' is negative"},
      {"e1;s;o;2026-01;a1;x;0", "'f' is not a whole number"},
      {"e1;s;o;2026-01;a1;;1", "'f' is not a whole number"},
      {"e1;s;o;2026-01;a1;0;9999999999999", "'m' is not a whole number"},
      {"e1;s;o;2026-13;a1;1;0", "not a month"},
      {"e1;s;o;2026-Q1;a1;1;0", "not a month"},
      {"e1;s;o;2026-01;a1;1", "6 fields instead of 7"},
      {";s;o;2026-01;a1;1;0", "'entity' is empty"},
      {"e1;s;;2026-01;a1;1;0", "'contributor' is empty"},
      {"ok;s;o;2026-01;a1;1;0", "the same entity is on line 2"},
      {"e1;s;o;2026-01;a1;0;0", "no victim"},
      {"e1;\"s;o;2026-01;a1;1;0", "not CSV"},
  };
  for (const auto& one : kCases) {
    const auto records =
        Parse(TestPlan(),
              absl::StrCat(kHead, "ok;s;o;2026-01;a1;1;0\n", one.line, "\n"));
    ASSERT_FALSE(records.ok()) << one.line;
    EXPECT_EQ(ReasonOf(records.status()).code, "RECORDS_INVALID");
    EXPECT_THAT(std::string(records.status().message()),
                HasSubstr(absl::StrCat("records.csv:3: ")));
    EXPECT_THAT(std::string(records.status().message()), HasSubstr(one.said));
    EXPECT_THAT(std::string(records.status().message()), Not(HasSubstr("zz9")));
  }
}

TEST(FileRecordsTest, SaysWhichColumnsAreWrong) {
  const struct {
    const char* head;
    const char* said;
  } kCases[] = {
      {"entity;source;accepted", "must begin with entity;source"},
      {"entity;source;contributor;accepted;f;m", "'place' is missing"},
      {"entity;source;contributor;accepted;place;f", "'m' is missing"},
      {"entity;source;contributor;accepted;place;f;m;m", "column 8"},
      {"entity;source;contributor;accepted;place;f;m;name", "column 8"},
      {"entity;source;contributor;accepted;place;victims", "column 6"},
  };
  for (const auto& one : kCases) {
    const auto records = Parse(TestPlan(), absl::StrCat(one.head, "\n"));
    ASSERT_FALSE(records.ok()) << one.head;
    EXPECT_THAT(std::string(records.status().message()), HasSubstr(one.said));
  }
}

TEST(SdcFilesTest, FilesAreReadAsTheyWereWritten) {
  std::mt19937 draw(1);
  const FilePlan plan = TestPlan();
  Made run;
  ASSERT_TRUE(
      ProtectInto(plan, kHead + RandomRecords(draw, "2026-01", 40), {}, run)
          .ok());
  ASSERT_TRUE(Check(run.setting, run.result.tables, run.result).ok());
  ASSERT_EQ(run.result.tables.size(), 2u);  // not the quarter's
  for (size_t f = 0; f < run.result.tables.size(); ++f) {
    const std::string text = WriteTableFile(run.result.tables[f]);
    const auto again = ReadTableFile("t", text, run.setting.plan.families[f],
                                     Language::kEnglish);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(*again, run.result.tables[f]);
  }
  const WitnessFile file{.files = {{"tables/x.csv", "abc"}},
                         .months = run.setting.months,
                         .result = run.result};
  const std::string text = WriteWitnessFile(file);
  EXPECT_TRUE(IsWhole(text));
  const auto again = ReadWitnessFile("w", text, Language::kEnglish);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->result.unsafe, run.result.unsafe);
  EXPECT_EQ(again->result.proofs, run.result.proofs);
  EXPECT_EQ(again->result.witnesses, run.result.witnesses);
  EXPECT_EQ(again->result.ranges, run.result.ranges);
  EXPECT_EQ(again->result.figures.unsafe, run.result.figures.unsafe);
  EXPECT_EQ(WriteWitnessFile(*again), text);
}

// Why something is confined is written in a version of its own; what was
// written before has no place for it.
TEST(SdcFilesTest, ReasonsOfWhatIsConfinedAreReadAsTheyWereWritten) {
  WitnessFile file;
  file.result.proofs = {{.value = 2, .confined = true, .high_by = 1},
                        {.value = 3, .confined = true, .low_by = 0},
                        {.value = 4}};
  file.result.history.resize(2);
  file.result.history[0] = {
      .denominator = 3,
      .cells = {{4, 5, -6}},
      .victims = {{1, {{"place", "b"}}, 2}, {std::nullopt, {{"place", ""}}, 1}},
      .taken_back = {{Unit::kVictim, {{"f", "x"}}, 7}},
      .added = 8};
  const std::string text = WriteWitnessFile(file);
  EXPECT_THAT(text, ::testing::StartsWith("toguna/sdc-witnesses/v2;"));
  const auto again = ReadWitnessFile("w", text, Language::kEnglish);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->result.proofs, file.result.proofs);
  EXPECT_EQ(again->result.history, file.result.history);
  EXPECT_EQ(WriteWitnessFile(*again), text);
  for (const auto& [from, to] :
       {std::pair("witnesses/v2", "witnesses/v1"),
        std::pair("history-cell;", "history-sell;"),
        std::pair("\nhistory;3;8", ""), std::pair(";1;;0\n", ";1;;x\n")}) {
    const std::string odd = absl::StrReplaceAll(text, {{from, to}});
    ASSERT_NE(odd, text);
    EXPECT_FALSE(ReadWitnessFile("w", odd, Language::kEnglish).ok()) << from;
  }
  file.result.history.clear();
  EXPECT_THAT(WriteWitnessFile(file),
              ::testing::StartsWith("toguna/sdc-witnesses/v1;"));
}

// The towns b2 and b3 are seldom shown alone, and now and then together.
TEST(SdcFilesTest, APoolIsOneMoreLineOfItsTable) {
  std::mt19937 draw(7);
  const FilePlan plan = TestPlan();
  int shown = 0;
  for (int round = 0; round < 20; ++round) {
    Made run;
    ASSERT_TRUE(
        ProtectInto(plan, kHead + RandomRecords(draw, "2026-01", 60), {}, run)
            .ok());
    const std::string text = WriteTableFile(run.result.tables[0]);
    EXPECT_THAT(text, HasSubstr("\nb3;RECORD;"));
    EXPECT_THAT(text, HasSubstr("\nb23;RECORD;"));
    if (text.find("\nb23;RECORD;PUBLISHED;") != std::string::npos) ++shown;
    EXPECT_TRUE(Check(run.setting, run.result.tables, run.result).ok());
  }
  EXPECT_GT(shown, 3);
}

TEST(SdcFilesTest, EveryChangeOfATableIsRefused) {
  std::mt19937 draw(2);
  const FilePlan plan = TestPlan();
  int tried[3] = {0, 0, 0};
  for (int round = 0; round < 20; ++round) {
    Made run;
    ASSERT_TRUE(
        ProtectInto(plan, kHead + RandomRecords(draw, "2026-01", 30), {}, run)
            .ok());
    if (run.result.proofs.empty()) continue;
    for (size_t f = 0; f < run.result.tables.size(); ++f) {
      for (size_t c = 0; c < run.result.tables[f].cells.size(); ++c) {
        std::vector<SealedTable> tables = run.result.tables;
        SealedCell& cell = tables[f].cells[c];
        if (cell.status == CellStatus::kPublished) {
          cell.value += draw() % 2 == 0 ? 1 : -1;
          ++tried[0];
        } else if (draw() % 2 == 0) {
          cell = {.codes = cell.codes,
                  .status = CellStatus::kPublished,
                  .value = static_cast<int64_t>(draw() % 20)};
          ++tried[1];
        } else {
          ++cell.low;
          ++tried[2];
        }
        EXPECT_FALSE(Check(run.setting, tables, run.result).ok());
      }
    }
  }
  for (const int count : tried) EXPECT_GT(count, 10);
}

TEST(SdcFilesTest, SaysWhichCellsAreBroken) {
  std::mt19937 draw(3);
  Made run;
  ASSERT_TRUE(ProtectInto(TestPlan(),
                          kHead + RandomRecords(draw, "2026-01", 40), {}, run)
                  .ok());
  EXPECT_THAT(FindBrokenCells(run.setting, run.result.tables, run.result),
              IsEmpty());
  std::vector<SealedTable> tables = run.result.tables;
  ASSERT_EQ(tables[0].cells[0].status, CellStatus::kPublished);
  ++tables[0].cells[0].value;
  const auto broken = FindBrokenCells(run.setting, tables, run.result);
  ASSERT_EQ(broken.size(), 1u);
  EXPECT_EQ(broken[0].family, "records");
  EXPECT_EQ(absl::StrJoin(broken[0].codes, ";"), "top");
}

TEST(SdcFilesTest, EveryChangeOfTheWitnessesIsNoticed) {
  std::mt19937 draw(4);
  Made run;
  ASSERT_TRUE(ProtectInto(TestPlan(),
                          kHead + RandomRecords(draw, "2026-01", 30), {}, run)
                  .ok());
  const std::string text =
      WriteWitnessFile({{}, run.setting.months, run.result});
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  int refused = 0;
  int tried = 0;
  while (tried < 300) {
    std::vector<std::string> changed = lines;
    std::string& line = changed[1 + draw() % (lines.size() - 3)];
    std::vector<std::string> fields = absl::StrSplit(line, ';');
    std::string& field = fields[1 + draw() % (fields.size() - 1)];
    const std::string before = field;
    field = absl::StrCat(draw() % 9);
    if (field == before) continue;
    ++tried;
    line = absl::StrJoin(fields, ";");
    const std::string other = absl::StrJoin(changed, "\n");
    EXPECT_FALSE(IsWhole(other));
    const auto read = ReadWitnessFile("w", other, Language::kEnglish);
    if (!read.ok() ||
        !Check(run.setting, run.result.tables, read->result).ok()) {
      ++refused;
    }
  }
  // The rest are other proofs that hold as well.
  EXPECT_GT(refused, tried * 6 / 10);
}

EarlierFiles AsEarlier(const std::string& name, const FilePlan& plan,
                       const Made& run) {
  return {name,
          plan.catalog,
          run.setting.plan,
          run.setting.months,
          {run.result.tables}};
}

TEST(SdcFilesTest, AQuarterKeepsWhatItsMonthsHide) {
  std::mt19937 draw(5);
  const FilePlan plan = TestPlan();
  std::vector<EarlierFiles> earlier;
  std::string all;
  for (const char* month : {"2026-01", "2026-02", "2026-03"}) {
    const std::string records = RandomRecords(draw, month, 30);
    all += records;
    Made run;
    ASSERT_TRUE(ProtectInto(plan, kHead + records, {}, run).ok());
    earlier.push_back(AsEarlier(month, plan, run));
  }
  Made quarter;
  const absl::Status status = ProtectInto(plan, kHead + all, earlier, quarter);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_EQ(quarter.result.tables.size(), 1u);
  EXPECT_EQ(quarter.setting.strands(), 3u);
  EXPECT_TRUE(
      Check(quarter.setting, quarter.result.tables, quarter.result).ok());
  const auto shown =
      ShownFiguresOf(quarter.setting, quarter.strands, quarter.result.tables);
  ASSERT_TRUE(shown.ok());
  EXPECT_EQ(shown->All().published, quarter.result.figures.published);
  EXPECT_EQ(shown->All().safe, quarter.result.figures.safe);

  // Records that are not those of the months.
  Made other;
  EXPECT_EQ(ReasonOf(ProtectInto(
                         plan, kHead + all + RandomRecords(draw, "2026-03", 1),
                         earlier, other))
                .code,
            "RECORDS_INVALID");  // the entity is there already
  const size_t first = all.find('\n');
  EXPECT_EQ(
      ReasonOf(ProtectInto(plan, kHead + all.substr(first + 1), earlier, other))
          .code,
      "HISTORY_MISMATCH");
  // Another tree.
  std::vector<EarlierFiles> moved = earlier;
  moved[0].catalog.code_lists.at(CodeListId("place")).levels[1] = "province";
  EXPECT_EQ(ReasonOf(ProtectInto(plan, kHead + all, moved, other)).code,
            "HISTORY_MISMATCH");
}

TEST(SdcFilesTest, AFileThatIsNoTableIsRefused) {
  const FilePlan plan = TestPlan();
  const Family& family = plan.catalog.FindPlan(plan.plan)->families[0];
  const std::string head = "place;unit;status;value;low;high\n";
  for (const char* line :
       {"top;RECORD;PUBLISHED;;;", "top;RECORD;PUBLISHED;5;0;",
        "top;RECORD;NOT_SHOWN;5;0;", "top;RECORD;NOT_SHOWN;;;",
        "top;RECORD;NOT_SHOWN;;-1;", "top;RECORD;NOT_SHOWN;;0;x",
        "top;VICTIM;NOT_SHOWN;;0;", "top;RECORD;SHOWN;5;;", "top;RECORD",
        "top;RECORD;PUBLISHED;05;;", "top;RECORD;PUBLISHED;\"5\";;"}) {
    EXPECT_FALSE(ReadTableFile("t", absl::StrCat(head, line, "\n"), family,
                               Language::kEnglish)
                     .ok())
        << line;
  }
  EXPECT_TRUE(ReadTableFile("t", head + "top;RECORD;NOT_SHOWN;;0;\n", family,
                            Language::kEnglish)
                  .ok());
  EXPECT_FALSE(ReadTableFile("t", "", family, Language::kEnglish).ok());
}

}  // namespace
}  // namespace toguna
