#ifndef TOGUNA_TESTS_EXCHANGE_CHECKER_COHORT_FILES_H_
#define TOGUNA_TESTS_EXCHANGE_CHECKER_COHORT_FILES_H_

// Files that the engine writes: of public records, and of drawn ones.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/base/csv.h"
#include "exchange/checker/check_cohorts.h"
#include "exchange/cohort/form.h"
#include "exchange/sdc/cohort_data.h"
#include "exchange/sdc/cohort_hierarchy.h"
#include "exchange/sdc/cohort_output.h"
#include "gtest/gtest.h"
#include "tests/exchange/checker/cohort_file_oracle.h"

namespace toguna::testing {

inline size_t Draw(std::mt19937_64& random, size_t n) { return random() % n; }

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
inline bool Make(Made& made) {
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

inline std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

inline Made AdultSample(std::vector<int64_t> rungs) {
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
inline std::string SomeHierarchy(std::mt19937_64& random, size_t values) {
  std::vector<std::vector<std::string>> lines(values);
  std::vector<size_t> group(values);
  for (size_t i = 0; i < values; ++i) {
    lines[i].push_back(absl::StrCat("v", i));
    group[i] = i;
  }
  const size_t levels = Draw(random, 4);
  for (size_t level = 1; level <= levels; ++level) {
    std::vector<size_t> next(values, 0);
    for (size_t i = 1; i < values; ++i) {
      const bool joins =
          group[i] == group[i - 1] || Draw(random, 5) < 2 + level % 2;
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

inline Made SomeTable(std::mt19937_64& random) {
  for (;;) {
    Made made;
    const size_t attributes = 2 + Draw(random, 3);
    std::vector<size_t> values;
    std::string heading;
    for (size_t a = 0; a < attributes; ++a) {
      values.push_back(2 + Draw(random, 11));
      const std::string column = absl::StrCat("c", a);
      absl::StrAppend(&heading, column, a + 1 < attributes ? "," : "");
      made.hierarchies[column] = SomeHierarchy(random, values[a]);
    }
    const bool diverse = Draw(random, 3) == 0;
    if (diverse) made.diverse = "need";
    made.data = heading + (diverse ? ",need\n" : "\n");
    const size_t rows = 40 + Draw(random, 120);
    for (size_t i = 0; i < rows; ++i) {
      for (size_t a = 0; a < attributes; ++a) {
        // Low values are frequent.
        const size_t value =
            std::min(Draw(random, values[a]), Draw(random, values[a]));
        absl::StrAppend(&made.data, "v", value, a + 1 < attributes ? "," : "");
      }
      if (diverse) absl::StrAppend(&made.data, ",n", Draw(random, 3));
      made.data += "\n";
    }
    const auto k = static_cast<int64_t>(2 + Draw(random, 4));
    made.rungs = {k + 1 + static_cast<int64_t>(Draw(random, 8)), k};
    if (Make(made)) return made;
  }
}

inline LabelSetsByColumn SetsOf(const Made& made) {
  LabelSetsByColumn sets;
  for (const auto& [column, text] : made.hierarchies) {
    sets.emplace(column, LabelSets(text));
  }
  return sets;
}

inline FileRows RowsOf(const std::string& text) {
  return *ReadCsv(text, text.find(';') < text.find('\n') ? ';' : ',');
}

inline std::string TextOf(const FileRows& rows) {
  std::string text;
  for (const auto& row : rows) text += WriteCsvRow(row, ',');
  return text;
}

inline std::string Said(const CohortsChecked& checked) {
  std::string said;
  for (const CheckedFault& fault : checked.faults) {
    absl::StrAppend(&said, static_cast<int>(fault.kind), " row ", fault.row,
                    " ", absl::StrJoin(fault.values, ","), "\n");
  }
  return said;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_CHECKER_COHORT_FILES_H_
