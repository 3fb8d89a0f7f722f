#ifndef TOGUNA_TESTS_PRIVACY_WHOLE_RECORDS_H_
#define TOGUNA_TESTS_PRIVACY_WHOLE_RECORDS_H_

// Whether counts of what was there and of what was taken back of it can be
// those of records, each taken back with exactly its own victims. By trying.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace toguna::testing {

// Records of one combination of codes, and their victims by who they are.
struct Counted {
  int64_t records = 0;
  std::vector<int64_t> victims;

  int64_t Victims() const {
    int64_t all = 0;
    for (const int64_t one : victims) all += one;
    return all;
  }
};

// Some of `records` can be `part`: all or none of them have all or none of the
// victims, and if `each` has one, so have those and the rest.
inline bool CanBePart(const Counted& records, const Counted& part, bool each) {
  if (part.records < 0 || part.records > records.records) return false;
  for (size_t w = 0; w < part.victims.size(); ++w) {
    if (part.victims[w] < 0 || part.victims[w] > records.victims[w]) {
      return false;
    }
  }
  const int64_t rest = records.records - part.records;
  const int64_t left = records.Victims() - part.Victims();
  if ((part.records == 0 && part.Victims() > 0) || (rest == 0 && left > 0)) {
    return false;
  }
  return !each || (part.Victims() >= part.records && left >= rest);
}

// `part` can be some of the records of `there`, which were counted apart.
inline bool CanBeTakenBack(const std::vector<Counted>& there,
                           const Counted& part, bool each, size_t from = 0) {
  if (from == there.size()) return part.records == 0 && part.Victims() == 0;
  const Counted& first = there[from];
  if (from + 1 == there.size()) return CanBePart(first, part, each);
  Counted some{0, std::vector<int64_t>(part.victims.size(), 0)};
  // All numbers up to those of `first`, like a milometer.
  for (;;) {
    if (CanBePart(first, some, each)) {
      Counted others = part;
      others.records -= some.records;
      bool any = others.records >= 0;
      for (size_t w = 0; w < others.victims.size(); ++w) {
        others.victims[w] -= some.victims[w];
        any = any && others.victims[w] >= 0;
      }
      if (any && CanBeTakenBack(there, others, each, from + 1)) return true;
    }
    size_t w = 0;
    while (w < some.victims.size() &&
           some.victims[w] == std::min(first.victims[w], part.victims[w])) {
      some.victims[w++] = 0;
    }
    if (w < some.victims.size()) {
      ++some.victims[w];
    } else if (some.records < std::min(first.records, part.records)) {
      ++some.records;
    } else {
      return false;
    }
  }
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_WHOLE_RECORDS_H_
