// The checker of cohorts in files: accepts what the engine writes, and nothing
// that was done to it since, as far as a file can show. What can be shown is
// decided by an oracle that enumerates sets of values.

#include "exchange/checker/check_cohorts.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/base/csv.h"
#include "exchange/cohort/form.h"
#include "exchange/sdc/cohort_data.h"
#include "exchange/sdc/cohort_hierarchy.h"
#include "exchange/sdc/cohort_output.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/checker/cohort_file_oracle.h"
#include "tests/exchange/checker/cohort_mutations.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using Kind = CheckedFault::Kind;
using Random = std::mt19937_64;

size_t Below(Random& random, size_t n) { return random() % n; }

// What goes into the engine, and what comes out of it.
struct Made {
  std::map<std::string, std::string> hierarchies;  // by column
  std::string data;
  std::string diverse;  // column; at least two values of it
  std::vector<int64_t> rungs;
  std::vector<std::string> files;  // by rung

  CohortsToCheck ToCheck(size_t rung, const std::string& text) const {
    CohortsToCheck check;
    check.file = {.name = "out.csv", .text = text};
    check.minimum = rungs[rung];
    for (const auto& [column, hierarchy] : hierarchies) {
      check.hierarchies[column] = {.name = column, .text = hierarchy};
    }
    if (!diverse.empty()) {
      check.diverse = diverse;
      check.diversity = {.kind = CheckedDiversity::Kind::kDistinct, .l = 2};
    }
    return check;
  }
};

// False if the records are too few or not diverse.
bool Make(Made& made) {
  std::map<std::string, CodeTree> trees;
  for (const auto& [column, text] : made.hierarchies) {
    trees.emplace(column,
                  *ParseCohortHierarchy(column, text, Language::kEnglish));
  }
  const auto data = ParseCohortData("data", made.data,
                                    {.hierarchies = "h_",
                                     .sources = "",
                                     .entities = "",
                                     .diversity = made.diverse,
                                     .drop = {}},
                                    trees, Language::kEnglish);
  EXPECT_TRUE(data.ok()) << data.status();
  CohortOptions options;
  for (const size_t column : data->attributes) {
    options.trees.push_back(&trees.at(data->heading.columns[column]));
  }
  for (const int64_t k : made.rungs) {
    CohortMinimums minimums{.k = k};
    if (!made.diverse.empty()) {
      minimums.diversity = {.kind = Diversity::Kind::kDistinct, .l = 2};
    }
    options.rungs.push_back(minimums);
  }
  const auto rungs = FormCohorts(data->tuples, options);
  if (!rungs.ok()) return false;
  made.files.clear();
  for (const Cohorts& cohorts : *rungs) {
    made.files.push_back(WriteCohortFile(*data, options.trees, cohorts));
  }
  return true;
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

Made AdultSample(std::vector<int64_t> rungs) {
  const std::string folder =
      absl::StrCat(TOGUNA_SOURCE_DIR, "/tests/data/sdc/adult/");
  Made made;
  made.data = ReadAll(folder + "adult.csv");
  for (const std::string& column : ColumnsToCheck(made.data)) {
    made.hierarchies[column] =
        ReadAll(absl::StrCat(folder, "adult_hierarchy_", column, ".csv"));
  }
  made.rungs = std::move(rungs);
  EXPECT_TRUE(Make(made));
  return made;
}

// Levels of groups of neighbours; a group of one may keep its name.
std::string SomeHierarchy(Random& random, size_t values) {
  std::vector<std::vector<std::string>> lines(values);
  std::vector<size_t> group(values);
  for (size_t i = 0; i < values; ++i) {
    lines[i].push_back(absl::StrCat("v", i));
    group[i] = i;
  }
  const size_t levels = Below(random, 4);
  for (size_t level = 1; level <= levels; ++level) {
    std::vector<size_t> next(values, 0);
    for (size_t i = 1; i < values; ++i) {
      const bool joins =
          group[i] == group[i - 1] || Below(random, 5) < 2 + level % 2;
      next[i] = next[i - 1] + (joins ? 0 : 1);
    }
    std::map<size_t, std::map<size_t, bool>> members;
    for (size_t i = 0; i < values; ++i) members[next[i]][group[i]] = true;
    for (size_t i = 0; i < values; ++i) {
      const bool keeps = members[next[i]].size() == 1 && next[i] % 2 == 0;
      const std::string name = absl::StrCat("g", level, ".", next[i]);
      lines[i].push_back(keeps ? lines[i].back() : name);
    }
    group = std::move(next);
  }
  std::string text;
  for (std::vector<std::string>& line : lines) {
    line.push_back("*");
    absl::StrAppend(&text, absl::StrJoin(line, ";"), "\n");
  }
  return text;
}

Made SomeTable(Random& random) {
  for (;;) {
    Made made;
    const size_t attributes = 2 + Below(random, 3);
    std::vector<size_t> values;
    std::string heading;
    for (size_t a = 0; a < attributes; ++a) {
      values.push_back(2 + Below(random, 11));
      const std::string column = absl::StrCat("c", a);
      absl::StrAppend(&heading, column, a + 1 < attributes ? "," : "");
      made.hierarchies[column] = SomeHierarchy(random, values[a]);
    }
    const bool diverse = Below(random, 3) == 0;
    if (diverse) made.diverse = "need";
    made.data = heading + (diverse ? ",need\n" : "\n");
    const size_t rows = 40 + Below(random, 120);
    for (size_t i = 0; i < rows; ++i) {
      for (size_t a = 0; a < attributes; ++a) {
        // Low values are frequent.
        const size_t value =
            std::min(Below(random, values[a]), Below(random, values[a]));
        absl::StrAppend(&made.data, "v", value, a + 1 < attributes ? "," : "");
      }
      if (diverse) absl::StrAppend(&made.data, ",n", Below(random, 3));
      made.data += "\n";
    }
    const auto k = static_cast<int64_t>(2 + Below(random, 4));
    made.rungs = {k + 1 + static_cast<int64_t>(Below(random, 8)), k};
    if (Make(made)) return made;
  }
}

LabelSetsByColumn SetsOf(const Made& made) {
  LabelSetsByColumn sets;
  for (const auto& [column, text] : made.hierarchies) {
    sets.emplace(column, LabelSets(text));
  }
  return sets;
}

FileRows RowsOf(const std::string& text) {
  return *ReadCsv(text, text.find(';') < text.find('\n') ? ';' : ',');
}

std::string TextOf(const FileRows& rows) {
  std::string text;
  for (const auto& row : rows) text += WriteCsvRow(row, ',');
  return text;
}

std::string Said(const CohortsChecked& checked) {
  std::string said;
  for (const CheckedFault& fault : checked.faults) {
    absl::StrAppend(&said, static_cast<int>(fault.kind), " row ", fault.row,
                    " ", absl::StrJoin(fault.values, ","), "\n");
  }
  return said;
}

// How often what was done broke a file, by kind.
struct MutationFigures {
  std::array<int, CohortMutator::kNames.size()> broken{};
  std::array<int, CohortMutator::kNames.size()> harmless{};
};

// Compares the checker's verdict to the oracle's, whichever it is.
void MutateOnce(const Made& made, const LabelSetsByColumn& sets, size_t kind,
                Random& random, MutationFigures& figures) {
  const size_t rung = Below(random, made.files.size());
  const FileRows before = RowsOf(made.files[rung]);
  FileRows rows = before;
  CohortMutator(sets, made.diverse, random).Mutate(kind, rows);
  if (rows == before || rows.size() < 2) return;
  const CohortFileOracle oracle{
      .sets = sets,
      .k = static_cast<size_t>(made.rungs[rung]),
      .diverse = made.diverse,
      .distinct = made.diverse.empty() ? size_t{0} : size_t{2}};
  const bool holds = oracle.Holds(rows);
  const CohortsChecked checked = CheckCohorts(made.ToCheck(rung, TextOf(rows)));
  ++(holds ? figures.harmless : figures.broken)[kind];
  EXPECT_EQ(checked.faults.empty(), holds)
      << CohortMutator::kNames[kind] << "\n"
      << Said(checked);
  if (!holds) {
    EXPECT_FALSE(checked.faults[0].unreadable());
  }
}

int Total(const std::array<int, CohortMutator::kNames.size()>& counts) {
  int total = 0;
  for (const int one : counts) total += one;
  return total;
}

TEST(CheckCohortsTest, RefusesAThousandMutationsAndNothingThatHolds) {
  constexpr int kBroken = 1000;
  Random random(20260101);
  MutationFigures figures;
  const Made adult = AdultSample({20, 5});
  const LabelSetsByColumn adult_sets = SetsOf(adult);
  size_t kind = 0;
  const auto next = [&] { return kind++ % CohortMutator::kNames.size(); };
  while (Total(figures.broken) < kBroken / 2) {
    MutateOnce(adult, adult_sets, next(), random, figures);
  }
  int tables = 0;
  while (Total(figures.broken) < kBroken) {
    const Made made = SomeTable(random);
    const LabelSetsByColumn sets = SetsOf(made);
    ++tables;
    for (size_t rung = 0; rung < made.files.size(); ++rung) {
      const CohortsChecked checked =
          CheckCohorts(made.ToCheck(rung, made.files[rung]));
      EXPECT_TRUE(checked.faults.empty()) << Said(checked);
    }
    for (int i = 0; i < 8; ++i) {
      MutateOnce(made, sets, next(), random, figures);
    }
  }
  std::cout << Total(figures.broken) << " broken, all refused; "
            << Total(figures.harmless) << " harmless, all accepted; " << tables
            << " tables\n";
  for (size_t i = 0; i < CohortMutator::kNames.size(); ++i) {
    std::cout << "  " << CohortMutator::kNames[i] << ": " << figures.broken[i]
              << " broken, " << figures.harmless[i] << " harmless\n";
    EXPECT_GT(figures.broken[i] + figures.harmless[i], 0)
        << CohortMutator::kNames[i];
  }
}

TEST(CheckCohortsTest, AcceptsEveryRungOfTheEngineInsideTheOneBefore) {
  const Made made = AdultSample({35, 10, 5});
  for (size_t rung = 0; rung < made.files.size(); ++rung) {
    CohortsToCheck check = made.ToCheck(rung, made.files[rung]);
    for (size_t coarser = 0; coarser <= rung; ++coarser) {
      check.coarser = {.name = "coarser", .text = made.files[coarser]};
      const CohortsChecked checked = CheckCohorts(check);
      EXPECT_TRUE(checked.faults.empty()) << Said(checked);
      EXPECT_EQ(checked.rows, 1509);
      EXPECT_GE(checked.smallest, made.rungs[rung]);
    }
  }
}

// Files that hold each by itself, and perhaps together.
TEST(CheckCohortsTest, SaysOfTwoFilesWhetherOneIsWithinTheOther) {
  Random random(7);
  int within = 0;
  int not_within = 0;
  for (int i = 0; i < 300; ++i) {
    Made made = SomeTable(random);
    const LabelSetsByColumn sets = SetsOf(made);
    std::string coarser = made.files[0];
    if (i % 3 > 0) {
      // Formed apart, or with two rows of the coarser file exchanged.
      Made apart = made;
      if (i % 3 == 1) apart.rungs = {made.rungs[0]};
      ASSERT_TRUE(Make(apart));
      FileRows rows = RowsOf(apart.files[0]);
      if (i % 3 == 2) {
        std::swap(rows[1 + Below(random, rows.size() - 1)],
                  rows[1 + Below(random, rows.size() - 1)]);
      } else {
        apart.rungs = {made.rungs[1]};
        ASSERT_TRUE(Make(apart));
        made.files[1] = apart.files[0];
      }
      coarser = TextOf(rows);
    }
    CohortsToCheck check = made.ToCheck(1, made.files[1]);
    check.coarser = {.name = "coarser", .text = coarser};
    const CohortFileOracle oracle{.sets = sets, .diverse = made.diverse};
    const bool expected = oracle.Within(RowsOf(made.files[1]), RowsOf(coarser));
    ++(expected ? within : not_within);
    const CohortsChecked checked = CheckCohorts(check);
    EXPECT_EQ(checked.faults.empty(), expected) << Said(checked);
  }
  std::cout << within << " within, " << not_within << " not\n";
  EXPECT_GT(within, 100);
  EXPECT_GT(not_within, 50);
}

std::vector<Kind> KindsOf(const CohortsToCheck& check) {
  std::vector<Kind> kinds;
  for (const CheckedFault& fault : CheckCohorts(check).faults) {
    kinds.push_back(fault.kind);
  }
  return kinds;
}

// A small file by hand: p is a tree of a, b | c, d, and q has 1, 2, 3.
CohortsToCheck Small(const std::string& rows) {
  CohortsToCheck check;
  check.file = {.name = "f", .text = "p;q;cohort;cohort_size\n" + rows};
  check.minimum = 2;
  check.hierarchies["p"] = {.name = "h_p",
                            .text = "a;x;*\nb;x;*\nc;y;*\nd;y;*\n"};
  check.hierarchies["q"] = {.name = "h_q", .text = "1;*\n2;*\n3;*\n"};
  return check;
}

constexpr char kGood[] =
    "x;*;1;2\nx;*;1;2\n"
    "y;{1|2};2;2\ny;{1|2};2;2\n"
    "y;3;3;2\ny;3;3;2\n";

TEST(CheckCohortsTest, SaysWhatIsWrong) {
  EXPECT_THAT(KindsOf(Small(kGood)), ElementsAre());
  const auto with = [](const std::string& from, const std::string& to) {
    std::string rows = kGood;
    for (size_t at = rows.find(from); at != std::string::npos;
         at = rows.find(from, at + to.size())) {
      rows.replace(at, from.size(), to);
    }
    return KindsOf(Small(rows));
  };
  EXPECT_THAT(with("{1|2}", "{2|1}"), ElementsAre(Kind::kPoolOrder));
  EXPECT_THAT(with("{1|2}", "{1|1}"), ElementsAre(Kind::kPoolOrder));
  EXPECT_THAT(with("{1|2}", "{1}"), ElementsAre(Kind::kPoolOfOne));
  EXPECT_THAT(with("{1|2}", "{1|2|3}"), ElementsAre(Kind::kPoolOfAll));
  EXPECT_THAT(with("{1|2}", "{1|9}"), ElementsAre(Kind::kLabelUnknown));
  EXPECT_THAT(with("y;3", "{a|c};3"), ElementsAre(Kind::kPoolOfOthers));
  EXPECT_THAT(with("y;3", "{a|x};3"), ElementsAre(Kind::kPoolOfOthers));
  EXPECT_THAT(with("{1|2}", "1"), ElementsAre(Kind::kNotCovered));
  EXPECT_THAT(with("{1|2}", "*"), ElementsAre(Kind::kOverlap));
  EXPECT_THAT(with("x;*", "*;*"), ElementsAre(Kind::kOverlap));
  EXPECT_THAT(with("3;3;2", "3;4;2"), ElementsAre(Kind::kNumberMissing));
  EXPECT_THAT(with("3;3;2", "3;03;2"),
              ElementsAre(Kind::kNumber, Kind::kNumber));
  EXPECT_THAT(with("3;3;2\ny;3;3;2", "3;3;1"), ElementsAre(Kind::kTooSmall));
  EXPECT_THAT(with("3;3;2", "3;3;3"), ElementsAre(Kind::kWrongSize));
  EXPECT_THAT(with("2;2\ny;{", "2;2\nx;{"), ElementsAre(Kind::kRowsDiffer));
}

TEST(CheckCohortsTest, SaysWhatCannotBeRead) {
  const auto only = [](CohortsToCheck check) {
    const std::vector<Kind> kinds = KindsOf(check);
    EXPECT_EQ(kinds.size(), 1U);
    return kinds.empty() ? Kind::kDiverseChanged : kinds[0];
  };
  const auto text = [&](const std::string& all) {
    CohortsToCheck check = Small("");
    check.file.text = all;
    return only(check);
  };
  EXPECT_EQ(text(""), Kind::kEmpty);
  EXPECT_EQ(text("p;q;cohort;cohort_size\n"), Kind::kEmpty);
  EXPECT_EQ(text("p;q,r;cohort;cohort_size\n"), Kind::kDelimiters);
  EXPECT_EQ(text("p;q;cohort_size;cohort\na;1;2;1\n"), Kind::kHeading);
  EXPECT_EQ(text("p;p;cohort;cohort_size\na;a;1;2\n"), Kind::kColumnTwice);
  EXPECT_EQ(text("p;z;cohort;cohort_size\na;a;1;2\n"), Kind::kColumnUnknown);
  EXPECT_EQ(text("cohort;cohort_size\n1;2\n1;2\n"), Kind::kNoAttribute);
  EXPECT_EQ(text("p;cohort;cohort_size\n*;1;2\n*;1;2;3\n"), Kind::kFields);
  EXPECT_EQ(text("p;cohort;cohort_size\n\"*;1;2\n"), Kind::kNotCsv);
  CohortsToCheck diverse = Small(kGood);
  diverse.diverse = "need";
  EXPECT_EQ(only(diverse), Kind::kColumnMissing);
  const auto hierarchy = [&](const std::string& all) {
    CohortsToCheck check = Small(kGood);
    check.hierarchies["q"].text = all;
    return only(check);
  };
  EXPECT_EQ(hierarchy(""), Kind::kEmpty);
  EXPECT_EQ(hierarchy("1;*\n2\n"), Kind::kLevels);
  EXPECT_EQ(hierarchy("1;x;*\n2;;*\n"), Kind::kLevels);
  EXPECT_EQ(hierarchy("1;*\n2;+\n"), Kind::kTwoTops);
  EXPECT_EQ(hierarchy("1;*\n1;*\n"), Kind::kValueTwice);
  EXPECT_EQ(hierarchy("{1;*\n2;*\n"), Kind::kReserved);
  EXPECT_EQ(hierarchy("1;x;y;*\n2;x;z;*\n"), Kind::kNotNested);
  EXPECT_EQ(hierarchy("1;x;*\nx;y;*\n"), Kind::kTwoNodes);
}

TEST(CheckCohortsTest, CountsDiversityAsItIsDefined) {
  const auto holds = [](const std::string& values,
                        const CheckedDiversity& asked) {
    CohortsToCheck check;
    check.file.text = "p;s;cohort;cohort_size\n";
    for (const char value : values) {
      absl::StrAppend(&check.file.text, "*;", std::string(1, value), ";1;",
                      values.size(), "\n");
    }
    check.minimum = 1;
    check.hierarchies["p"].text = "a;*\nb;*\n";
    check.diverse = "s";
    check.diversity = asked;
    return KindsOf(check).empty();
  };
  using Of = CheckedDiversity::Kind;
  EXPECT_TRUE(holds("abc", {.kind = Of::kDistinct, .l = 3}));
  EXPECT_FALSE(holds("abab", {.kind = Of::kDistinct, .l = 3}));
  EXPECT_TRUE(holds("abcabc", {.kind = Of::kEntropy, .l = 3}));
  EXPECT_FALSE(holds("abcabca", {.kind = Of::kEntropy, .l = 3}));
  EXPECT_TRUE(holds("aaabb", {.kind = Of::kEntropy, .l = 1.9}));
  EXPECT_FALSE(holds("aaaaab", {.kind = Of::kEntropy, .l = 1.9}));
  // 3 < 2 * (1 + 1) with l = 2; with l = 3 the last alone counts.
  EXPECT_TRUE(holds("aaabc", {.kind = Of::kRecursive, .l = 2, .c = 2}));
  EXPECT_FALSE(holds("aaabc", {.kind = Of::kRecursive, .l = 3, .c = 2}));
  EXPECT_FALSE(holds("aaaabc", {.kind = Of::kRecursive, .l = 2, .c = 2}));
  EXPECT_FALSE(holds("aabb", {.kind = Of::kRecursive, .l = 3, .c = 9}));
}

// 40^60 combinations do not fit 128 bits, and one box less is still seen.
TEST(CheckCohortsTest, AddsUpBoxesOfAnySize) {
  CohortsToCheck check;
  std::string heading;
  std::string hierarchy;
  for (int i = 0; i < 40; ++i) absl::StrAppend(&hierarchy, "v", i, ";*\n");
  std::string all;
  for (int a = 0; a < 60; ++a) {
    const std::string column = absl::StrCat("c", a);
    check.hierarchies[column].text = hierarchy;
    heading += column + ";";
    all += a < 59 ? "*;" : "";
  }
  heading += "cohort;cohort_size\n";
  std::vector<std::string> labels;
  for (int i = 0; i < 39; ++i) labels.push_back(absl::StrCat("v", i));
  std::sort(labels.begin(), labels.end());
  const std::string rest = absl::StrCat("{", absl::StrJoin(labels, "|"), "}");
  check.minimum = 1;
  check.file.text =
      absl::StrCat(heading, all, rest, ";1;1\n", all, "v39;2;1\n");
  EXPECT_THAT(KindsOf(check), ElementsAre());
  check.file.text = absl::StrCat(heading, all, rest, ";1;1\n");
  EXPECT_THAT(KindsOf(check), ElementsAre(Kind::kNotCovered));
}

TEST(CheckCohortsTest, AHundredThousandCohortsAreNoMatter) {
  // A grid of 300 x 340 values, a cohort each, and two that overlap far apart.
  CohortsToCheck check;
  check.minimum = 1;
  std::string rows = "p;q;cohort;cohort_size\n";
  for (int i = 0; i < 300; ++i) {
    absl::StrAppend(&check.hierarchies["p"].text, "p", i, ";g", i / 10, ";*\n");
  }
  for (int i = 0; i < 340; ++i) {
    absl::StrAppend(&check.hierarchies["q"].text, "q", i, ";g", i / 10, ";*\n");
  }
  int number = 0;
  for (int i = 0; i < 300; ++i) {
    for (int j = 0; j < 340; ++j) {
      absl::StrAppend(&rows, "p", i, ";q", j, ";", ++number, ";1\n");
    }
  }
  const auto start = std::chrono::steady_clock::now();
  check.file.text = rows;
  EXPECT_THAT(KindsOf(check), ElementsAre());
  std::cout << "102000 cohorts: "
            << std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                             start)
                   .count()
            << " s\n";
  check.file.text = rows + absl::StrCat("p0;g3;", number + 1, ";1\n");
  EXPECT_THAT(KindsOf(check), ElementsAre(Kind::kOverlap));
}

}  // namespace
}  // namespace toguna::testing
