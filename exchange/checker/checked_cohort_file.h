#ifndef TOGUNA_EXCHANGE_CHECKER_CHECKED_COHORT_FILE_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECKED_COHORT_FILE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/checker/check_cohorts.h"
#include "exchange/checker/checked_boxes.h"
#include "exchange/checker/checked_hierarchy.h"

namespace toguna {

using CheckedHierarchies = std::map<std::string, CheckedHierarchy>;

// Faults found, up to a number.
class CheckedFaults {
 public:
  explicit CheckedFaults(std::vector<CheckedFault>& faults) : faults_(faults) {}

  void Add(const std::string& file, CheckedFault::Kind kind, int64_t row,
           std::vector<std::string> values = {}) {
    Add({.kind = kind, .file = file, .row = row, .values = std::move(values)});
  }
  // What makes a file unreadable leaves nothing else to be said.
  void Add(CheckedFault fault) {
    if (unreadable()) return;
    if (fault.unreadable()) faults_.clear();
    if (faults_.size() < kMostFaults) faults_.push_back(std::move(fault));
  }
  bool unreadable() const {
    return !faults_.empty() && faults_[0].unreadable();
  }
  size_t size() const { return faults_.size(); }
  bool full() const { return faults_.size() >= kMostFaults; }

 private:
  std::vector<CheckedFault>& faults_;
};

// The rows of one file, and the cohorts that they say they form.
struct CohortFile {
  std::vector<std::string> columns;
  CheckedBoxes boxes;              // by cohort
  std::vector<int64_t> numbers;    // of the cohorts
  std::vector<int64_t> sizes;      // rows that have that number
  std::vector<size_t> cohorts;     // by row
  std::vector<std::string> words;  // what the diverse column has, each once
  std::vector<size_t> diverse;     // by row, which of them
  bool sound = false;              // every cohort is one box

  std::string NumberOf(size_t cohort) const {
    return absl::StrCat(numbers[cohort]);
  }
};

// Reads a file and verifies what can be said of its rows and their numbers.
// What is wrong goes into `faults`. `hierarchies` outlive the result.
CohortFile ReadCohortFile(const CohortsToCheck& check,
                          const CheckedHierarchies& hierarchies,
                          const CohortsToCheck::File& file,
                          CheckedFaults& faults);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECKED_COHORT_FILE_H_
