// A quarter sealed on three frozen months beside the same quarter sealed as if
// nothing had been published: what the months' frozen patterns cost. Everything
// is generated.

#include <malloc.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "exchange/disclosure/protect.h"
#include "exchange/disclosure/schemes_of.h"
#include "tests/bench/threshold.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {
namespace {

constexpr size_t kMonths = 3;

struct Settings {
  size_t records = 600;
  uint64_t first_seed = 1;
  uint64_t last_seed = 2;
  double seconds = 60;
};

struct Sealing {
  Protected result;
  double seconds = 0;
};

Sealing Seal(const Catalog& catalog, const Dataset& dataset,
             std::span<const Strand> strands,
             std::span<const Publication> publications, double seconds,
             uint64_t seed) {
  const double start = Now();
  const ProtectOptions options{.tie_break = seed,
                               .work = INT64_MAX / 2,
                               .stop = [=] { return Now() - start > seconds; }};
  Sealing sealing;
  sealing.seconds = Seconds([&] {
    sealing.result =
        *Protect(catalog, dataset, {}, strands, publications, options);
  });
  return sealing;
}

void Print(const char* what, const Sealing& sealing) {
  const ProtectionFigures& figures = sealing.result.figures;
  std::printf(
      "  %-24s %6.1f s, %5lld of %5lld safe cells shown, %5.1f %%%s%s\n", what,
      sealing.seconds, static_cast<long long>(figures.published),
      static_cast<long long>(figures.safe),
      100.0 * static_cast<double>(figures.published) /
          static_cast<double>(figures.safe),
      figures.optimal ? ", proven best" : "",
      figures.confined > 0 ? ", some counts confined by the months" : "");
  std::fflush(stdout);
}

void Measure(const Settings& settings, uint64_t seed) {
  Catalog catalog = MaliLikeCatalog();
  const Plan& plan =
      AddPlan(catalog, {.k = 5, .s = 2, .c = 3}, MonthlyFamilies());
  Dataset& dataset = catalog.datasets.at(plan.dataset);
  dataset.victims_in_every_record.emplace();
  Publication all{.families = {},
                  .minimums = plan.minimums,
                  .strands = {0},
                  .published = nullptr};
  for (const Family& family : plan.families) all.families.push_back(&family);
  std::vector<Strand> strands;
  std::vector<Record> records;
  std::vector<Protected> months;
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  for (size_t m = 0; m < kMonths; ++m) {
    const std::vector<Record> month =
        GeneratedMonth(settings.records, kMonths * seed + m);
    records.insert(records.end(), month.begin(), month.end());
    strands.push_back(*StrandOf(catalog, dataset, all.families, month, {}));
    Sealing sealing = Seal(catalog, dataset, {&strands.back(), 1}, {&all, 1},
                           settings.seconds, seed);
    Print("month", sealing);
    months.push_back(std::move(sealing.result));
  }
  std::vector<Publication> publications;
  for (size_t m = 0; m < kMonths; ++m) {
    publications.push_back(all);
    publications.back().strands = {m};
    publications.back().published = &months[m].tables;
    publications.back().witnesses = &months[m].witnesses;
  }
  publications.push_back(all);
  publications.back().strands = {0, 1, 2};
  Print("quarter on the months",
        Seal(catalog, dataset, strands, publications, settings.seconds, seed));
  const Strand fresh = *StrandOf(catalog, dataset, all.families, records, {});
  Print("quarter on nothing",
        Seal(catalog, dataset, {&fresh, 1}, {&all, 1}, settings.seconds, seed));
}

constexpr char kHelp[] =
    "quarter_bench [records of a month] [first seed] [last seed] [seconds of "
    "each seal]\n"
    "Place x type by record, region x category x who by victim; k = 5, s = 2, "
    "c = 3; 245 sources of 3 contributors.\n"
    "The quarter has the months' families. Seconds are of the processor.";

}  // namespace
}  // namespace toguna::testing

int main(int argc, char** argv) {
  // As the server does: what solvers give back is soon asked for again.
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  toguna::testing::Settings settings;
  if (argc > 1) settings.records = std::strtoull(argv[1], nullptr, 10);
  if (argc > 2) settings.first_seed = std::strtoull(argv[2], nullptr, 10);
  if (argc > 3) settings.last_seed = std::strtoull(argv[3], nullptr, 10);
  if (argc > 4) settings.seconds = std::strtod(argv[4], nullptr);
  std::puts(toguna::testing::kHelp);
  for (uint64_t seed = settings.first_seed; seed <= settings.last_seed;
       ++seed) {
    toguna::testing::Measure(settings, seed);
  }
  return 0;
}
