#ifndef TOGUNA_EXCHANGE_CHECKER_CHECK_COHORTS_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECK_COHORTS_H_

// A second opinion on a file of cohorts, from the file alone: shares no code
// with what made it.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace toguna {

// How diverse the values of one column must be in each cohort. Frequencies are
// those of rows.
struct CheckedDiversity {
  enum class Kind {
    kNone,
    kDistinct,   // at least l distinct values
    kEntropy,    // entropy at least ln l, and at least floor(l) values
    kRecursive,  // largest < c * (sum from the l-th largest on), >= l values
    kClose,  // shares at most t away from those of all rows, in half the sum
             // of what each value's differ by (equal distance)
  };
  Kind kind = Kind::kNone;
  double l = 1;
  double c = 1;  // kRecursive alone
  double t = 0;  // kClose alone
};

struct CohortsToCheck {
  struct File {
    std::string name;  // for what is said of it
    std::string text;
  };
  // CSV with `;` or `,`, as its heading has it: generalised values, at most one
  // column as it was, and last `cohort` and `cohort_size`.
  File file;
  // The same records, generalised further: each cohort lies within one of it.
  std::optional<File> coarser;
  // By column: one line per value, `;` between levels, the value first, the top
  // last. What has none is no quasi-identifier.
  std::map<std::string, File> hierarchies;
  int64_t minimum = 0;  // rows in a cohort; at least 1
  std::string diverse;  // column of what must be diverse; empty: none
  CheckedDiversity diversity;
};

// What is wrong. `values` are, in this order, what the kind's comment names.
struct CheckedFault {
  enum class Kind {
    // Nothing can be verified.
    kNotCsv,          // what the reader says
    kEmpty,           //
    kDelimiters,      //
    kHeading,         //
    kColumnTwice,     // column
    kColumnUnknown,   // column
    kColumnMissing,   // column
    kNoAttribute,     //
    kFields,          // fields, fields of the heading
    kLevels,          // levels, levels of the first line
    kReserved,        // label
    kTwoTops,         // label, label
    kValueTwice,      // label
    kNotNested,       // label, label above, other label above
    kTwoNodes,        // label
    kNotSameColumns,  // name of the other file
    // Verified, and broken.
    kNumber,          // column, value
    kLabelUnknown,    // column, label
    kPoolOfOthers,    // column, value: not of siblings
    kPoolOfOne,       // column, value
    kPoolOfAll,       // column, value
    kPoolOrder,       // column, value: not ascending, or one twice
    kDiverseEmpty,    // column
    kRowsDiffer,      // cohort, column
    kWrongSize,       // cohort, size said, rows
    kTooSmall,        // cohort, rows, minimum
    kNotDiverse,      // cohort, column
    kNumberMissing,   // cohort
    kOverlap,         // cohort, cohort
    kNotCovered,      //
    kOtherRows,       // rows, rows of the coarser file
    kScattered,       // cohort, two cohorts of the coarser file
    kNotWithin,       // cohort, cohort of the coarser file, column
    kDiverseChanged,  // column
  };
  static constexpr size_t kKinds =
      static_cast<size_t>(Kind::kDiverseChanged) + 1;
  Kind kind = Kind::kNotCsv;
  std::string file;
  int64_t row = 0;  // the heading is 1; 0: of no row
  std::vector<std::string> values;

  bool unreadable() const { return kind < Kind::kNumber; }
};

struct CohortsChecked {
  int64_t rows = 0;
  int64_t cohorts = 0;
  int64_t smallest = 0;
  std::vector<std::string> attributes;  // columns with a hierarchy
  // The first so many, empty if all holds. If one is unreadable it is the only
  // one.
  std::vector<CheckedFault> faults;
};
inline constexpr size_t kMostFaults = 20;

// Verifies that
//  - every value is a node of its hierarchy or a pool `{a|b}` of some but not
//    all children of one node, sorted by bytes;
//  - cohorts are numbered from 1 without gaps, their rows have the same values,
//    as many rows as they say and at least `minimum`, and are diverse;
//  - the boxes of cohorts are disjoint and hold every combination of values
//    there can be, exactly: sizes are added up as whole numbers of any length;
//  - each cohort lies inside one of the coarser file, row by row and as a box;
//    of that file all the same holds.
//
// It cannot see records that are not in the file, whom rows are about, from
// which sources they are, or how boxes were chosen.
CohortsChecked CheckCohorts(const CohortsToCheck& check);

// Columns of a file that may have a hierarchy: those of its heading but
// `cohort` and `cohort_size`. None if it cannot be read.
std::vector<std::string> ColumnsToCheck(const std::string& text);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECK_COHORTS_H_
