#ifndef TOGUNA_EXCHANGE_DISCLOSURE_JJ_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_JJ_H_

// One table, or several linked ones, in the JJ format that programs for cell
// suppression exchange: cells with what they cost and how well they are to be
// protected, and the linear relations that everybody knows.
//
//   0
//   <cells>
//   <index> <value> <cost> <s|u|z> <low> <high> <LPL> <UPL> <SPL>   per cell
//   <constraints>
//   <sum> <size> : <index> (<factor>) <index> (<factor>) …    per constraint
//
// Source: M. Fischetti, J. J. Salazar, and the manual of tau-ARGUS.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/words/words.h"

namespace toguna {

// A larger file is refused before anything is made of it.
inline constexpr int64_t kMaxJjCells = 100'000;
inline constexpr int64_t kMaxJjConstraints = 100'000;
inline constexpr int64_t kMaxJjTerms = 2'000'000;
// Bounds and values reach so far, to either side.
inline constexpr double kMaxJjNumber = 1e12;

enum class JjStatus : char {
  kMayBeShown = 's',
  kUnsafe = 'u',      // never shown
  kAlwaysShown = 'z'  // known to everybody
};

struct JjCell {
  double value = 0;
  double cost = 0;  // of withholding it; 0 or more
  JjStatus status = JjStatus::kMayBeShown;
  // What everybody knows: low <= value <= high.
  double low = 0;
  double high = 0;
  // Of an unsafe cell: whoever reasons must have to allow for a value
  // `lower_level` below the true one, one `upper_level` above, and a span of
  // `sliding_level` between the ends.
  double lower_level = 0;
  double upper_level = 0;
  double sliding_level = 0;
  friend bool operator==(const JjCell&, const JjCell&) = default;
};

// The terms, (cell, factor), each cell once, come to `sum`.
struct JjConstraint {
  double sum = 0;
  std::vector<std::pair<size_t, double>> terms;
  friend bool operator==(const JjConstraint&, const JjConstraint&) = default;
};

struct JjInstance {
  std::vector<JjCell> cells;  // by index
  std::vector<JjConstraint> constraints;
  friend bool operator==(const JjInstance&, const JjInstance&) = default;
};

// Reads a file. Blanks and tabs separate, LF or CRLF end a line, and blank
// lines may follow the last.
//   kInvalidArgument JJ_INVALID  anything not as above, a value outside its
//       bounds or off its constraints (by more than a millionth and rounding);
//       the message, in `language`, names the line
//   kResourceExhausted JJ_TOO_LARGE  more cells, constraints or terms than the
//       limits above; says how many
absl::StatusOr<JjInstance> ParseJj(absl::string_view text, Language language);

// The file of an instance; numbers so that they are read back unchanged.
std::string WriteJj(const JjInstance& instance);

// What a pattern says of each cell.
enum class JjVerdict : char {
  kShown = 's',
  kUnsafe = 'u',     // withheld for its own sake
  kSecondary = 'x',  // withheld for the sake of others
};
using JjPattern = std::vector<JjVerdict>;  // per cell

// One "index status" line per cell, by index, without a heading.
std::string WriteJjPattern(const JjPattern& pattern);

// Reads such a file, in any order of lines. A pattern that shows an unsafe cell
// is read: to judge it is another matter.
//   kInvalidArgument JJ_INVALID  a line of another form, a cell twice or
//       missing, 'u' for a cell that is not unsafe, 'x' for one that is, or
//       for one that is always shown
absl::StatusOr<JjPattern> ParseJjPattern(absl::string_view text,
                                         const JjInstance& instance,
                                         Language language);

// Below a level by so little counts as reaching it: programs are solved in
// floating point.
double JjTolerance(double level);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_JJ_H_
