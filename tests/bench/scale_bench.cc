// A year of up to a million records, sealed month by month as the service does:
// seconds to a safe pattern, memory, and how both grow. Everything is
// generated.

#include <malloc.h>
#include <sys/resource.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/protect.h"
#include "exchange/usecase/seal_check.h"
#include "tests/bench/threshold.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {
namespace {

constexpr int kMonths = 12;
constexpr size_t kCercles = 53;
constexpr size_t kTypes = 34;
constexpr size_t kPerpetrators = 8;

Catalog ScaleCatalog() {
  Catalog catalog = MaliLikeCatalog();
  std::vector<std::pair<std::string, std::string>> codes = {{"any-side", ""}};
  for (size_t p = 1; p <= kPerpetrators; ++p) {
    codes.emplace_back("P" + std::to_string(p), "any-side");
  }
  AddList(catalog, "perpetrators", codes);
  Dataset& dataset = catalog.datasets.at(DatasetId("incidents"));
  dataset.attributes.push_back(
      CodeAttribute("perpetrator", "perpetrators", true));
  dataset.dimensions.push_back(DimensionOf("perpetrator",
                                           Dimension::Source::kAttribute,
                                           {"perpetrator"}, "perpetrators"));
  dataset.victims_in_every_record.emplace();
  return catalog;
}

std::vector<Family> ScaleFamilies() {
  std::vector<Family> families = MonthlyFamilies();
  families.push_back(FamilyOf("region-perpetrator", Unit::kRecord,
                              {{"place", 0, 1}, {"perpetrator", 0, 1}}));
  return families;
}

// Zipf's law with exponent `s`.
Lottery ZipfOf(size_t n, double s) {
  std::vector<double> weights;
  for (size_t i = 0; i < n; ++i) {
    weights.push_back(std::pow(static_cast<double>(i + 1), -s));
  }
  return Lottery(std::move(weights));
}

// Leaves of a list, in its order.
std::vector<std::string> LeavesOf(const Catalog& catalog, const char* list) {
  const CodeTree& tree = catalog.FindCodeList(CodeListId(list))->tree;
  std::vector<std::string> codes;
  for (const NodeIndex leaf : tree.Leaves()) codes.push_back(tree.code(leaf));
  return codes;
}

// One month: cercles by Zipf's law over the country, types and perpetrators by
// Zipf's law, the same law for everybody; the sources of GeneratedMonth.
std::vector<Record> ScaleMonth(const Catalog& catalog, size_t count,
                               uint64_t seed) {
  Random random(seed);
  std::vector<std::string> places;
  for (const std::string& code : LeavesOf(catalog, "places")) {
    if (code.size() == 6) places.push_back(code);
  }
  std::vector<std::string> types;
  for (const std::string& code : LeavesOf(catalog, "types")) {
    if (code.size() <= 3 && code.size() >= 2 && code[1] <= '9') {
      types.push_back(code);
    }
  }
  const Lottery place = ZipfOf(places.size(), 1.15);
  const Lottery type = ZipfOf(types.size(), 1.15);
  const Lottery perpetrator = ZipfOf(kPerpetrators, 1);
  const Lottery who({376, 339, 1152, 4537, 40});
  const char* const who_codes[] = {"girl", "boy", "woman", "man", "unknown"};
  const Lottery victims({70, 15, 8, 4, 3});
  const Lottery contributor({60, 30, 10});
  const size_t first_source[] = {0, 147, 220, 245};
  std::vector<Record> records;
  records.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    const size_t c = contributor.Draw(random);
    const size_t source =
        first_source[c] + Below(random, first_source[c + 1] - first_source[c]);
    Record record = SampleRecord(i, c, source);
    record.codes["place"] = places[place.Draw(random)];
    record.codes["type"] = types[type.Draw(random)];
    record.codes["perpetrator"] =
        "P" + std::to_string(perpetrator.Draw(random) + 1);
    const size_t harmed = victims.Draw(random) + 1;
    for (size_t v = 0; v < harmed; ++v) {
      ++record.tallies[who_codes[who.Draw(random)]];
    }
    records.push_back(std::move(record));
  }
  return records;
}

struct Year {
  int64_t cells = 0;
  int64_t safe = 0;
  int64_t unsafe = 0;
  int64_t shown = 0;
  int64_t recovered = 0;  // unsafe cells that a plain threshold gives away
  double seconds = 0;     // of protection
  double most = 0;        // of a month
  double checking = 0;
  int64_t refused = 0;
};

double PeakGibibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / (1 << 20);
}

void AddMonth(const Catalog& catalog, const Plan& plan, size_t records,
              uint64_t seed, bool attack, Year& year) {
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  const std::vector<Record> month = ScaleMonth(catalog, records, seed);
  const ProtectOptions options{.tie_break = seed, .work = 0};
  Protected result;
  const double seconds = Seconds(
      [&] { result = *Protect(catalog, dataset, plan, month, options); });
  year.seconds += seconds;
  year.most = std::max(year.most, seconds);
  year.cells += result.figures.safe + result.figures.unsafe;
  year.safe += result.figures.safe;
  year.unsafe += result.figures.unsafe;
  year.shown += result.figures.published;
  SealedPeriod sealed;
  sealed.dataset = dataset.id;
  sealed.tables = result.tables;
  year.checking += Seconds([&] {
    const auto verdict = CheckSeal(ForChecker(catalog, plan, sealed, result));
    if (verdict.ok()) return;
    ++year.refused;
    std::puts(verdict.status().ToString().c_str());
  });
  if (!attack) return;
  for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
    year.recovered += AttackThreshold(catalog, plan, unit, month, false);
  }
}

void Measure(size_t records, int c, int months, bool attack) {
  Catalog catalog = ScaleCatalog();
  const Plan& plan =
      AddPlan(catalog, {.k = 5, .s = 2, .c = c}, ScaleFamilies());
  Year year;
  for (int m = 0; m < months; ++m) {
    const auto month = static_cast<uint64_t>(m + 1);
    AddMonth(catalog, plan, records / kMonths, month, attack, year);
    std::fprintf(stderr, "month %d: %.1f s, %.2f GiB\n", m + 1, year.seconds,
                 PeakGibibytes());
  }
  const auto number = [](int64_t n) { return static_cast<long long>(n); };
  std::printf(
      "%8zu %2d | %7.1f s, a month at most %5.1f s | %6lld cells hold "
      "something, %5lld unsafe | shown %6lld of %6lld safe, %4.1f %% | checked "
      "in %6.1f s, %lld refused | plain threshold: %6lld shown, gives away "
      "%lld | %.2f GiB\n",
      records, months, year.seconds, year.most, number(year.cells),
      number(year.unsafe), number(year.shown), number(year.safe),
      100.0 * static_cast<double>(year.shown) /
          static_cast<double>(std::max<int64_t>(year.safe, 1)),
      year.checking, number(year.refused), number(year.safe),
      number(year.recovered), PeakGibibytes());
  std::fflush(stdout);
}

constexpr char kHelp[] =
    "scale_bench [records of the year] [c] [months 1-12] [attack 0|1]\n"
    "53 cercles x 34 types, region x category x who, region x 8 perpetrators, "
    "k = 5, s = 2; 245 sources of 3\ncontributors; every month sealed on its "
    "own. Seconds of the processor to a safe pattern of every month, with\n"
    "its ranges and proof.";

}  // namespace
}  // namespace toguna::testing

int main(int argc, char** argv) {
  // As the server does: what solvers give back is soon asked for again.
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  size_t records = 1'000'000;
  int c = 3;
  int months = 12;
  bool attack = true;
  if (argc > 1) records = std::strtoull(argv[1], nullptr, 10);
  if (argc > 2) c = static_cast<int>(std::strtol(argv[2], nullptr, 10));
  if (argc > 3) months = static_cast<int>(std::strtol(argv[3], nullptr, 10));
  if (argc > 4) attack = std::strtol(argv[4], nullptr, 10) != 0;
  std::puts(toguna::testing::kHelp);
  toguna::testing::Measure(records, c, months, attack);
  return 0;
}
