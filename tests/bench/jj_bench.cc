// What withholding costs on generated JJ instances, beside what cannot be
// avoided and beside the plain way: withhold everything, then show the dearest
// cells first as long as every interval stays wide enough. Every pattern is
// checked by the independent attacker.
//   jj_bench [SECONDS] [SEEDS] [--only=PART_OF_A_NAME] [--write=DIR] [TABLE.csv
//   …]
// With --write the instances are written there as JJ files too.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "exchange/disclosure/jj.h"
#include "exchange/disclosure/jj_check.h"
#include "exchange/disclosure/jj_judge.h"
#include "exchange/disclosure/jj_protect.h"
#include "tests/support/jj_samples.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Cost of the plain way.
double PlainCost(const JjInstance& instance) {
  JjJudge judge(instance, false);
  const std::vector<size_t>& cells = judge.cells();
  std::vector<size_t> order(cells.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return instance.cells[cells[a]].value > instance.cells[cells[b]].value;
  });
  for (const size_t choice : order) judge.Withhold(choice);
  judge.Unprotected();  // finds the first tables
  double cost = 0;
  for (const size_t choice : order) {
    if (!judge.TryToShow(choice)) cost += instance.cells[cells[choice]].value;
  }
  return cost;
}

struct Options {
  double seconds = 60;
  uint64_t seeds = 3;
  std::string only;
  std::string write;
  std::vector<std::string> tables;
};

Options ReadOptions(int argc, char** argv) {
  Options options;
  int numbers = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.rfind("--only=", 0) == 0) {
      options.only = word.substr(7);
    } else if (word.rfind("--write=", 0) == 0) {
      options.write = word.substr(8);
    } else if (numbers == 0) {
      options.seconds = std::stod(word);
      ++numbers;
    } else if (numbers == 1) {
      options.seeds = std::stoull(word);
      ++numbers;
    } else {
      options.tables.push_back(word);
    }
  }
  return options;
}

void Measure(const std::string& name, uint64_t seed, const JjInstance& instance,
             const Options& options) {
  if (name.find(options.only) == std::string::npos) return;
  if (!options.write.empty()) {
    std::ofstream(options.write + "/" + name + "_" + std::to_string(seed) +
                  ".jj")
        << WriteJj(instance);
  }
  const double seconds = options.seconds;
  const auto plain_start = Clock::now();
  const double plain = PlainCost(instance);
  const double plain_seconds = SecondsSince(plain_start);
  const auto start = Clock::now();
  PatternBudget budget = kJjBudget;
  budget.stop = [&] { return SecondsSince(start) > seconds; };
  const auto found =
      ProtectJj(instance, JjCost::kValue, budget, Language::kEnglish);
  if (!found.ok()) {
    std::printf("%-18s %4llu %s\n", name.c_str(),
                static_cast<unsigned long long>(seed),
                found.status().ToString().c_str());
    return;
  }
  const double taken = SecondsSince(start);
  const bool holds = CheckJj(instance, found->pattern).exposed.empty();
  std::printf(
      "%-18s %4llu %5zu %6lld %6lld %9.0f %9.0f %6.2f%% %7.2f %-9s %6lld "
      "%7lld %9.0f %+6.1f%% %7.2f %s\n",
      name.c_str(), static_cast<unsigned long long>(seed),
      instance.cells.size(), static_cast<long long>(found->unsafe),
      static_cast<long long>(found->secondary), found->cost, found->lower_bound,
      found->cost > 0 ? 100 * (1 - found->lower_bound / found->cost) : 0, taken,
      found->optimal   ? "optimal"
      : found->stopped ? "stopped"
                       : "cut short",
      static_cast<long long>(found->rounds),
      static_cast<long long>(found->breaches), plain,
      found->cost > 0 ? 100 * (plain / found->cost - 1) : 0, plain_seconds,
      holds ? "holds" : "BROKEN");
  std::fflush(stdout);
}

}  // namespace
}  // namespace toguna::testing

int main(int argc, char** argv) {
  using namespace toguna::testing;  // NOLINT: one function
  const Options options = ReadOptions(argc, argv);
  std::puts(
      "cost, bound: value withheld besides the unsafe cells, and what cannot "
      "be avoided; plain: the plain way, and how much more it costs.\n"
      "table              seed cells unsafe second.      cost     bound     "
      "gap "
      "seconds ended     rounds breaches     plain   more seconds check");
  const std::vector<std::pair<std::string, std::vector<JjTree>>> shapes = {
      {"10x10", {FlatTree(10), FlatTree(10)}},
      {"20x20", {FlatTree(20), FlatTree(20)}},
      {"40x20", {FlatTree(40), FlatTree(20)}},
      {"(4x5)x10", {DeepTree(4, 5), FlatTree(10)}},
      {"(6x6)x(4x4)", {DeepTree(6, 6), DeepTree(4, 4)}},
      {"8x8x6", {FlatTree(8), FlatTree(8), FlatTree(6)}},
      {"(3x4)x8x4", {DeepTree(3, 4), FlatTree(8), FlatTree(4)}},
      {"(8x6)x(5x5)", {DeepTree(8, 6), DeepTree(5, 5)}},
  };
  for (const char* file : {"ssb_z1.csv", "ssb_z2.csv", "ssb_z3.csv"}) {
    const std::string path =
        std::string(TOGUNA_SOURCE_DIR "/tests/data/sdc/") + file;
    Measure(file, 0, PublicTable(ReadFile(path), 4), options);
  }
  // Any other table of that form.
  for (const std::string& path : options.tables) {
    Measure(path.substr(path.rfind('/') + 1), 0, PublicTable(ReadFile(path), 4),
            options);
  }
  for (const auto& [name, trees] : shapes) {
    for (uint64_t seed = 1; seed <= options.seeds; ++seed) {
      Measure(name, seed, MagnitudeTable(trees, 10, seed), options);
      Measure(name + " n", seed, RandomCounts(trees, 5, seed), options);
    }
  }
  return 0;
}
