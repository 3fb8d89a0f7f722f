// How long a decision takes with 1,000 agreements loaded, beside a call that
// does nothing and beside the mTLS call that a decision sits in; and how long
// it takes to find what 10,000 agreements give together. Prints the median and
// the 99th percentile of each.
//   decision_bench [decisions]

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "policies/rules/counter_offer.h"
#include "policies/rules/decide.h"
#include "policies/rules/together.h"
#include "tests/bench/preview_call.h"
#include "tests/support/small_operation.h"

namespace toguna {
namespace {

constexpr int kAgreements = 1000;

Catalog ManyAgreements() {
  Catalog catalog = testing::SmallCatalog();
  const Agreement one = catalog.agreements.begin()->second;
  for (int i = 0; i < kAgreements; ++i) {
    Agreement more = one;
    more.id = AgreementId(absl::StrCat("agreement-", i));
    catalog.agreements.emplace(more.id, more);
  }
  return catalog;
}

void Measure(const char* what, size_t runs,
             const std::function<void(size_t)>& run) {
  std::vector<double> micros;
  micros.reserve(runs);
  for (size_t i = 0; i < runs; ++i) {
    const auto start = std::chrono::steady_clock::now();
    run(i);
    const std::chrono::duration<double, std::micro> took =
        std::chrono::steady_clock::now() - start;
    micros.push_back(took.count());
  }
  std::sort(micros.begin(), micros.end());
  std::cout << absl::StreamFormat("%-34s median %8.2f us   p99 %8.2f us\n",
                                  what, micros[runs / 2],
                                  micros[runs * 99 / 100]);
}

// 10,000 agreements of so many recipients, each of other terms.
Catalog ManyTogether(int recipients) {
  Catalog catalog = testing::SmallCatalog();
  const Agreement one = catalog.agreements.begin()->second;
  for (int i = 0; i < 10'000; ++i) {
    Agreement more = one;
    more.id = AgreementId(absl::StrCat("agreement-", i));
    more.recipient = PartyId(absl::StrCat("recipient-", i % recipients));
    more.retention_days = i + 1;
    catalog.agreements.emplace(more.id, more);
  }
  return catalog;
}

void MeasureTogether(int recipients) {
  const Catalog catalog = ManyTogether(recipients);
  size_t found = 0;
  Measure(absl::StrCat("together, ", recipients, " recipients").c_str(), 10,
          [&](size_t) { found = FindTogether(catalog).size(); });
  const Agreement& one = catalog.agreements.at(AgreementId("agreement-0"));
  size_t of_one = 0;
  Measure(absl::StrCat("  one of them; of all ", found, " found").c_str(), 100,
          [&](size_t) { of_one = FindTogetherWith(catalog, one).size(); });
}

int Main(size_t runs) {
  const Catalog catalog = ManyAgreements();
  const Facts facts = testing::SmallFacts();
  Ask ask = testing::SmallAsk();
  size_t allowed = 0;
  Measure("a call that does nothing", runs, [](size_t) {});
  Measure("a decision that allows", runs, [&](size_t i) {
    ask.agreement = AgreementId(absl::StrCat("agreement-", i % kAgreements));
    allowed += Decide(catalog, ask, facts).allowed ? 1 : 0;
  });
  Ask fine = ask;
  fine.levels = {{"place", 2}, {"type", 1}};
  Measure("a decision that refuses", runs, [&](size_t) {
    allowed += Decide(catalog, fine, facts).allowed ? 1 : 0;
  });
  Measure("its counter-offer", runs / 10 + 1, [&](size_t) {
    allowed += FindCounterOffer(catalog, fine, facts).has_value() ? 0 : 1;
  });
  testing::PreviewCall call(catalog);
  size_t wrong = 0;
  Measure("the mTLS call around a decision", runs / 10 + 1, [&](size_t i) {
    wrong += call.Run(absl::StrCat("agreement-", i % kAgreements)) ? 0 : 1;
  });
  allowed += wrong;
  for (const int recipients : {10'000, 5'000, 625, 1}) {
    MeasureTogether(recipients);
  }
  return allowed == runs ? 0 : 1;
}

}  // namespace
}  // namespace toguna

int main(int argc, char** argv) {
  return toguna::Main(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000);
}
