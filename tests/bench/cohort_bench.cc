// What cohorts lose beside what the best global recoding loses, on public
// records and on generated ones.
//   cohort_bench [--repeat=N] [--svg FILE]
//       NAME=DATA.csv,HIERARCHY_PREFIX[,COUNT_COLUMN] …
// Rows of a COUNT_COLUMN file stand for so many records each. The set called
// adult, 30,162 rows in 9 quasi-identifiers, gets the figures of ARX 3.9.2
// beside ours. Each result is checked by the oracle of the tests only
// with --check, which takes minutes. Times are of the thread, as those of ARX
// are. Last comes the largest generated set, and how the time grows with rows
// and with attributes, drawn too with --svg.

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "exchange/cohort/form.h"
#include "exchange/cohort/loss.h"
#include "exchange/sdc/cohort_data.h"
#include "exchange/sdc/cohort_hierarchy.h"
#include "tests/bench/growth_svg.h"
#include "tests/exchange/cohort/cohort_oracle.h"

namespace toguna::testing {
namespace {

double ThreadMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 +
         static_cast<double>(now.tv_nsec) / 1e6;
}

int64_t PeakMib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

struct Set {
  std::string name;
  std::vector<CodeTree> trees;
  CohortTuples tuples;
};

struct Options {
  int repeat = 7;
  bool check = false;
  std::string svg;
  std::vector<std::string> sets;
};

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

// Whether it could be read.
bool ReadSet(const std::string& text, Set& set) {
  const std::vector<std::string> halves =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (halves.size() != 2) return false;
  const std::vector<std::string> words = absl::StrSplit(halves[1], ',');
  if (words.size() < 2) return false;
  set.name = halves[0];
  const std::string data = ReadAll(words[0]);
  const auto heading = ParseCohortHeading(words[0], data, Language::kEnglish);
  if (!heading.ok()) return false;
  std::map<std::string, CodeTree> trees;
  CohortColumns columns{.hierarchies = words[1]};
  // A count of records, read as a sensitive value and put in its place below.
  if (words.size() > 2) columns.diversity = words[2];
  for (const std::string& column : heading->columns) {
    const std::string path = absl::StrCat(words[1], column, ".csv");
    const std::string hierarchy = ReadAll(path);
    if (hierarchy.empty()) {
      if (column != columns.diversity) columns.drop.push_back(column);
      continue;
    }
    auto tree = ParseCohortHierarchy(path, hierarchy, Language::kEnglish);
    if (!tree.ok()) {
      std::printf("%s\n", tree.status().ToString().c_str());
      return false;
    }
    trees.emplace(column, *std::move(tree));
  }
  auto read =
      ParseCohortData(words[0], data, columns, trees, Language::kEnglish);
  if (!read.ok()) {
    std::printf("%s\n", read.status().ToString().c_str());
    return false;
  }
  for (const size_t a : read->attributes) {
    set.trees.push_back(trees.at(read->heading.columns[a]));
  }
  set.tuples = std::move(read->tuples);
  if (columns.diversity.empty()) return true;
  for (size_t t = 0; t < set.tuples.size(); ++t) {
    int32_t count = 0;
    if (!absl::SimpleAtoi(read->sensitive_values[static_cast<size_t>(
                              set.tuples.sensitive[t])],
                          &count)) {
      return false;
    }
    set.tuples.rows[t] *= count;
  }
  // Lines that count nobody are no records.
  const CohortTuples with = std::move(set.tuples);
  set.tuples = {.attributes = with.attributes};
  for (size_t t = 0; t < with.size(); ++t) {
    if (with.rows[t] == 0) continue;
    set.tuples.rows.push_back(with.rows[t]);
    for (size_t a = 0; a < with.attributes; ++a) {
      set.tuples.codes.push_back(with.codes[t * with.attributes + a]);
    }
  }
  return true;
}

// Records in up to 9 attributes that hang together a little: a hidden group
// prefers other values of each.
Set Generated(int rows, size_t attributes) {
  Set set{.name = "generated"};
  std::vector<std::vector<int>> fans = {
      {5, 4, 5}, {10, 8}, {4, 4}, {12}, {3, 3}, {2}, {6, 5}, {7}, {4, 5}};
  fans.resize(attributes);
  for (const std::vector<int>& fan : fans) {
    std::vector<CodeDeclaration> nodes = {{.code = "*"}};
    std::vector<std::string> level = {"*"};
    for (const int width : fan) {
      std::vector<std::string> next;
      for (const std::string& parent : level) {
        for (int i = 0; i < width; ++i) {
          next.push_back(absl::StrCat(parent, ".", i));
          nodes.push_back({.code = next.back(), .parent = parent});
        }
      }
      level = std::move(next);
    }
    set.trees.push_back(*CodeTree::Create(nodes));
  }
  set.tuples.attributes = fans.size();
  uint64_t state = 20260101;
  const auto draw = [&] {  // splitmix64, the same everywhere
    uint64_t z = (state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return static_cast<double>((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
  };
  std::vector<std::vector<NodeIndex>> leaves;
  for (const CodeTree& tree : set.trees) leaves.push_back(tree.Leaves());
  for (int row = 0; row < rows; ++row) {
    const double group = std::floor(draw() * 6);
    for (const std::vector<NodeIndex>& of : leaves) {
      const auto size = static_cast<double>(of.size());
      // Few values are frequent, many are rare.
      const double place = std::pow(draw(), 3) * size + group * size / 11;
      set.tuples.codes.push_back(
          of[static_cast<size_t>(std::fmod(place, size))]);
    }
  }
  return set;
}

// Returns the median time.
double Measure(const Set& set, const std::vector<int64_t>& ks,
               const Options& options, const std::string& beside) {
  CohortOptions asked;
  for (const CodeTree& tree : set.trees) asked.trees.push_back(&tree);
  for (const int64_t k : ks) asked.rungs.push_back({.k = k});
  std::vector<double> ms;
  std::vector<Cohorts> rungs;
  for (int i = 0; i < options.repeat; ++i) {
    const double start = ThreadMs();
    auto formed = FormCohorts(set.tuples, asked);
    ms.push_back(ThreadMs() - start);
    if (!formed.ok()) {
      std::printf("%s: %s\n", set.name.c_str(),
                  formed.status().ToString().c_str());
      return 0;
    }
    rungs = *std::move(formed);
  }
  std::sort(ms.begin(), ms.end());
  for (size_t i = 0; i < rungs.size(); ++i) {
    const CohortFigures figures = FiguresOf(asked.trees, rungs[i]);
    std::printf("%-10s %8lld %3lld%s %7lld %6.2f %8lld %8.5f %8.5f",
                set.name.c_str(), static_cast<long long>(figures.rows),
                static_cast<long long>(ks[i]), ks.size() > 1 ? "*" : " ",
                static_cast<long long>(figures.cohorts), figures.aecs,
                static_cast<long long>(figures.smallest), figures.loss_geo,
                figures.loss_arith);
    if (i + 1 == rungs.size()) {
      std::printf("  %8.1f %8.1f %8.1f  %s", ms.front(), ms[ms.size() / 2],
                  ms.back(), beside.c_str());
    }
    if (options.check) {
      const std::string wrong =
          WrongWith(set.tuples, asked.trees, asked.rungs[i], rungs[i]);
      std::printf("  %s", wrong.empty() ? "holds" : wrong.c_str());
    }
    std::puts("");
    std::fflush(stdout);
  }
  return ms[ms.size() / 2];
}

// How the time grows, with rows and with attributes.
std::vector<Curve> Growth(const Options& options) {
  Curve rows{.title = "Forming cohorts, 9 attributes, k = 5",
             .across = "rows",
             .up = "ms of one core"};
  for (const int many : {10'000, 100'000, 300'000, 600'000, 1'193'504}) {
    rows.points.emplace_back(many,
                             Measure(Generated(many, 9), {5}, options, ""));
  }
  Curve attributes{.title = "Forming cohorts, 100,000 rows, k = 5",
                   .across = "attributes",
                   .up = "ms of one core"};
  for (size_t many = 1; many <= 9; ++many) {
    attributes.points.emplace_back(
        static_cast<double>(many),
        Measure(Generated(100'000, many), {5}, options,
                absl::StrCat(many, " attributes")));
  }
  return {rows, attributes};
}

}  // namespace
}  // namespace toguna::testing

int main(int argc, char** argv) {
  using namespace toguna::testing;  // NOLINT: one function
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.rfind("--repeat=", 0) == 0) {
      options.repeat = std::stoi(word.substr(9));
    } else if (word == "--svg" && i + 1 < argc) {
      options.svg = argv[++i];
    } else if (word == "--check") {
      options.check = true;
    } else {
      options.sets.push_back(word);
    }
  }
  std::puts(
      "loss: 0 all told, 1 nothing told; *: rung of a ladder, time of all "
      "rungs.\nset            rows   k cohorts   aecs smallest loss geo loss "
      "arith   ms least   median     most  beside");
  for (const std::string& text : options.sets) {
    Set set;
    if (!ReadSet(text, set)) {
      std::printf("cannot read %s\n", text.c_str());
      return 1;
    }
    const std::string beside =
        set.name == "adult"
            ? "ARX optimum, global: 0.57315 with none suppressed (27 ms), "
              "0.22041 with 2,553 rows (3,045 ms)"
            : "";
    Measure(set, {2}, options, "");
    Measure(set, {5}, options, beside);
    Measure(set, {10}, options, "");
    Measure(set, {35, 10, 5}, options, "");
  }
  const Set generated = Generated(100'000, 8);
  Measure(generated, {5}, options, "8 attributes");
  Measure(generated, {35, 10, 5}, options, "8 attributes");
  // The oracle compares every two boxes: too many here.
  options.check = false;
  options.repeat = std::min(options.repeat, 3);
  const auto curves = Growth(options);
  std::printf(
      "1,193,504 x 9: %.0f ms (target 2000), peak of the process %lld MiB "
      "(target 1024)\n",
      curves[0].points.back().second, static_cast<long long>(PeakMib()));
  if (!options.svg.empty()) {
    std::ofstream(options.svg, std::ios::binary) << SvgOf(curves);
  }
  return 0;
}
