#ifndef TOGUNA_EXCHANGE_SAMPLE_RANDOM_H_
#define TOGUNA_EXCHANGE_SAMPLE_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace toguna {

// What may be picked, and how often, in any unit.
using Weights = std::map<std::string, double>;

// SplitMix64: the same numbers on every machine, which the standard library's
// distributions do not promise. Not for secrets. Not thread-safe.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  // 64 bits.
  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  // In [0, 1).
  double Share() { return static_cast<double>(Next() >> 11U) * 0x1.0p-53; }
  // In [0, n).
  size_t Below(size_t n) {
    return static_cast<size_t>(Share() * static_cast<double>(n));
  }
  // True with probability `p`.
  bool Chance(double p) { return Share() < p; }

  // An index by weight; `weights` is not empty.
  size_t Pick(const std::vector<double>& weights) {
    double all = 0;
    for (const double weight : weights) all += weight;
    double left = Share() * all;
    for (size_t i = 0; i + 1 < weights.size(); ++i) {
      if (left < weights[i]) return i;
      left -= weights[i];
    }
    return weights.size() - 1;
  }
  // A name by weight; `weights` is not empty.
  const std::string& Pick(const Weights& weights) {
    std::vector<double> numbers;
    for (const auto& [name, weight] : weights) numbers.push_back(weight);
    auto at = weights.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(Pick(numbers)));
    return at->first;
  }
  // An index below `n`, the first twice as likely as the second, and so on.
  size_t Zipf(size_t n) {
    std::vector<double> weights;
    for (size_t i = 0; i < n; ++i) {
      weights.push_back(1 / static_cast<double>(i + 1));
    }
    return Pick(weights);
  }

 private:
  uint64_t state_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SAMPLE_RANDOM_H_
