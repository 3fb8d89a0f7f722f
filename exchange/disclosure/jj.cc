#include "exchange/disclosure/jj.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/words/sdc_words.h"
#include "exchange/words/words.h"

namespace toguna {
namespace {

// A sum may miss by a millionth, and by what adding up in doubles loses.
constexpr double kNearly = 1e-6;
constexpr double kRounding = 1e-12;

// The shortest text that is read back as the same number.
std::string Text(double number) {
  char buffer[32];
  const auto end =
      std::to_chars(std::begin(buffer), std::end(buffer), number).ptr;
  return std::string(std::begin(buffer), end);
}

// Lines of a file one after the other, and errors that name them.
class Lines {
 public:
  Lines(absl::string_view text, Language language)
      : rest_(text), language_(language) {}

  // False at the end of the file.
  bool Next() {
    ++number_;
    if (rest_.empty()) return false;
    const size_t end = rest_.find('\n');
    line_ = rest_.substr(0, end);
    rest_ = end == absl::string_view::npos ? absl::string_view()
                                           : rest_.substr(end + 1);
    if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
    return true;
  }

  absl::string_view line() const { return line_; }
  std::vector<absl::string_view> Fields() const {
    return absl::StrSplit(line_, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  }
  bool AtEnd() const { return rest_.empty(); }

  std::string Words(const Sentence& sentence,
                    const std::vector<std::string>& values = {}) const {
    return Say(language_, sentence, values);
  }
  absl::Status Error(const Sentence& sentence,
                     const std::vector<std::string>& values = {}) const {
    return Of(absl::StatusCode::kInvalidArgument, "JJ_INVALID",
              Words(sentence, values));
  }
  absl::Status TooMany(int64_t count, const Sentence& what,
                       int64_t limit) const {
    return Of(absl::StatusCode::kResourceExhausted, "JJ_TOO_LARGE",
              Words(sdc_words::kTooMany,
                    {absl::StrCat(count), Words(what), absl::StrCat(limit)}));
  }

  // A finite number of a sensible size.
  absl::StatusOr<double> Number(absl::string_view text) const {
    double number = 0;
    // Shown as far as it can be of use, and no further.
    if (!absl::SimpleAtod(text, &number) ||
        !(std::abs(number) <= kMaxJjNumber)) {
      return Error(sdc_words::kNotFinite, {std::string(text.substr(0, 20))});
    }
    return number;
  }
  absl::StatusOr<size_t> Index(absl::string_view text, size_t cells) const {
    int64_t index = 0;
    if (!absl::SimpleAtoi(text, &index) || index < 0 ||
        index >= static_cast<int64_t>(cells)) {
      return Error(sdc_words::kNotAnIndex,
                   {std::string(text.substr(0, 20)), absl::StrCat(cells - 1)});
    }
    return static_cast<size_t>(index);
  }
  // A line that says how many lines follow.
  absl::StatusOr<int64_t> Count(const Sentence& what, int64_t limit) const {
    const auto fields = Fields();
    int64_t count = 0;
    if (fields.size() != 1 || !absl::SimpleAtoi(fields[0], &count) ||
        count < 1) {
      return Error(sdc_words::kNotANumberOf, {Words(what)});
    }
    if (count > limit) return TooMany(count, what, limit);
    return count;
  }

 private:
  absl::Status Of(absl::StatusCode code, absl::string_view reason,
                  const std::string& text) const {
    return ReasonError(
        code, reason,
        Say(language_, sdc_words::kAtLine, {absl::StrCat(number_), text}),
        {{"line", absl::StrCat(number_)}});
  }

  absl::string_view rest_;
  absl::string_view line_;
  Language language_;
  int64_t number_ = 0;
};

absl::StatusOr<JjStatus> StatusOf(absl::string_view field, const Lines& lines) {
  if (field == "s") return JjStatus::kMayBeShown;
  if (field == "u") return JjStatus::kUnsafe;
  if (field == "z") return JjStatus::kAlwaysShown;
  return lines.Error(sdc_words::kNotAStatus,
                     {std::string(field.substr(0, 20)), "s, u, z"});
}

absl::StatusOr<std::pair<size_t, JjCell>> ParseCell(const Lines& lines,
                                                    size_t cells) {
  const auto fields = lines.Fields();
  if (fields.size() != 9) return lines.Error(sdc_words::kCellFields);
  JjCell cell;
  TOGUNA_ASSIGN_OR_RETURN(const size_t index, lines.Index(fields[0], cells));
  TOGUNA_ASSIGN_OR_RETURN(cell.value, lines.Number(fields[1]));
  TOGUNA_ASSIGN_OR_RETURN(cell.cost, lines.Number(fields[2]));
  TOGUNA_ASSIGN_OR_RETURN(cell.status, StatusOf(fields[3], lines));
  TOGUNA_ASSIGN_OR_RETURN(cell.low, lines.Number(fields[4]));
  TOGUNA_ASSIGN_OR_RETURN(cell.high, lines.Number(fields[5]));
  TOGUNA_ASSIGN_OR_RETURN(cell.lower_level, lines.Number(fields[6]));
  TOGUNA_ASSIGN_OR_RETURN(cell.upper_level, lines.Number(fields[7]));
  TOGUNA_ASSIGN_OR_RETURN(cell.sliding_level, lines.Number(fields[8]));
  if (cell.cost < 0) {
    return lines.Error(sdc_words::kNegative, {lines.Words(sdc_words::kCost)});
  }
  if (std::min({cell.lower_level, cell.upper_level, cell.sliding_level}) < 0) {
    return lines.Error(sdc_words::kNegative, {lines.Words(sdc_words::kLevel)});
  }
  if (cell.value < cell.low || cell.value > cell.high) {
    return lines.Error(sdc_words::kOutsideBounds,
                       {Text(cell.value), Text(cell.low), Text(cell.high)});
  }
  return std::pair(index, cell);
}

absl::StatusOr<std::vector<JjCell>> ParseCells(Lines& lines) {
  if (!lines.Next() || lines.Fields() != std::vector<absl::string_view>{"0"}) {
    return lines.Error(sdc_words::kFirstLine);
  }
  const auto ends = [&] {
    return lines.Error(sdc_words::kFileEnds,
                       {lines.Words(sdc_words::kTheCells)});
  };
  if (!lines.Next()) return ends();
  TOGUNA_ASSIGN_OR_RETURN(const int64_t count,
                          lines.Count(sdc_words::kCells, kMaxJjCells));
  const auto size = static_cast<size_t>(count);
  std::vector<JjCell> cells(size);
  std::vector<bool> seen(size, false);
  for (size_t i = 0; i < size; ++i) {
    if (!lines.Next()) return ends();
    TOGUNA_ASSIGN_OR_RETURN(const auto parsed, ParseCell(lines, size));
    if (seen[parsed.first]) {
      return lines.Error(sdc_words::kIndexTwice, {absl::StrCat(parsed.first)});
    }
    seen[parsed.first] = true;
    cells[parsed.first] = parsed.second;
  }
  return cells;
}

// Splits "sum size : index (factor) …" so that ':', '(' and ')' stand alone.
std::vector<absl::string_view> Tokens(absl::string_view line) {
  std::vector<absl::string_view> tokens;
  size_t at = 0;
  while (at < line.size()) {
    if (line[at] == ' ' || line[at] == '\t') {
      ++at;
      continue;
    }
    size_t end = line.find_first_of(" \t:()", at);
    if (end == at) ++end;
    tokens.push_back(line.substr(at, end == absl::string_view::npos
                                         ? absl::string_view::npos
                                         : end - at));
    at += tokens.back().size();
  }
  return tokens;
}

absl::Status CheckSum(const JjConstraint& constraint,
                      const std::vector<JjCell>& cells, const Lines& lines) {
  double sum = 0;
  double size = std::abs(constraint.sum);
  for (const auto& [cell, factor] : constraint.terms) {
    sum += factor * cells[cell].value;
    size += std::abs(factor * cells[cell].value);
  }
  if (std::abs(sum - constraint.sum) <= kNearly + kRounding * size) {
    return absl::OkStatus();
  }
  return lines.Error(sdc_words::kDoesNotAddUp,
                     {Text(sum), Text(constraint.sum)});
}

absl::StatusOr<JjConstraint> ParseConstraint(const Lines& lines,
                                             const std::vector<JjCell>& cells,
                                             std::vector<int64_t>& last_in,
                                             int64_t number) {
  const std::vector<absl::string_view> tokens = Tokens(lines.line());
  int64_t size = 0;
  if (tokens.size() < 3 || (tokens.size() - 3) % 4 != 0 || tokens[2] != ":" ||
      !absl::SimpleAtoi(tokens[1], &size)) {
    return lines.Error(sdc_words::kConstraintForm);
  }
  JjConstraint constraint;
  TOGUNA_ASSIGN_OR_RETURN(constraint.sum, lines.Number(tokens[0]));
  const size_t terms = (tokens.size() - 3) / 4;
  if (size < 1 || size != static_cast<int64_t>(terms)) {
    return lines.Error(
        sdc_words::kConstraintSize,
        {std::string(tokens[1].substr(0, 20)), absl::StrCat(terms)});
  }
  for (size_t at = 3; at < tokens.size(); at += 4) {
    if (tokens[at + 1] != "(" || tokens[at + 3] != ")") {
      return lines.Error(sdc_words::kConstraintForm);
    }
    TOGUNA_ASSIGN_OR_RETURN(const size_t cell,
                            lines.Index(tokens[at], cells.size()));
    TOGUNA_ASSIGN_OR_RETURN(const double factor, lines.Number(tokens[at + 2]));
    if (factor == 0) return lines.Error(sdc_words::kZeroFactor);
    if (last_in[cell] == number) {
      return lines.Error(sdc_words::kIndexTwice, {absl::StrCat(cell)});
    }
    last_in[cell] = number;
    constraint.terms.emplace_back(cell, factor);
  }
  TOGUNA_RETURN_IF_ERROR(CheckSum(constraint, cells, lines));
  return constraint;
}

absl::StatusOr<std::vector<JjConstraint>> ParseConstraints(
    Lines& lines, const std::vector<JjCell>& cells) {
  const auto ends = [&] {
    return lines.Error(sdc_words::kFileEnds,
                       {lines.Words(sdc_words::kTheConstraints)});
  };
  if (!lines.Next()) return ends();
  TOGUNA_ASSIGN_OR_RETURN(
      const int64_t count,
      lines.Count(sdc_words::kConstraints, kMaxJjConstraints));
  std::vector<JjConstraint> constraints;
  std::vector<int64_t> last_in(cells.size(), -1);
  int64_t terms = 0;
  for (int64_t number = 0; number < count; ++number) {
    if (!lines.Next()) return ends();
    TOGUNA_ASSIGN_OR_RETURN(JjConstraint constraint,
                            ParseConstraint(lines, cells, last_in, number));
    terms += static_cast<int64_t>(constraint.terms.size());
    if (terms > kMaxJjTerms) {
      return lines.TooMany(terms, sdc_words::kTerms, kMaxJjTerms);
    }
    constraints.push_back(std::move(constraint));
  }
  return constraints;
}

bool Fits(JjVerdict verdict, JjStatus status) {
  switch (verdict) {
    case JjVerdict::kShown:
      return true;
    case JjVerdict::kUnsafe:
      return status == JjStatus::kUnsafe;
    case JjVerdict::kSecondary:
      return status == JjStatus::kMayBeShown;
  }
  return false;
}

}  // namespace

absl::StatusOr<JjInstance> ParseJj(absl::string_view text, Language language) {
  Lines lines(text, language);
  JjInstance instance;
  TOGUNA_ASSIGN_OR_RETURN(instance.cells, ParseCells(lines));
  TOGUNA_ASSIGN_OR_RETURN(instance.constraints,
                          ParseConstraints(lines, instance.cells));
  while (lines.Next()) {
    if (!lines.Fields().empty()) return lines.Error(sdc_words::kRubbish);
  }
  return instance;
}

std::string WriteJj(const JjInstance& instance) {
  std::string text = absl::StrCat("0\n", instance.cells.size(), "\n");
  for (size_t i = 0; i < instance.cells.size(); ++i) {
    const JjCell& cell = instance.cells[i];
    absl::StrAppend(&text, i, " ", Text(cell.value), " ", Text(cell.cost), " ",
                    std::string(1, static_cast<char>(cell.status)));
    for (const double number : {cell.low, cell.high, cell.lower_level,
                                cell.upper_level, cell.sliding_level}) {
      absl::StrAppend(&text, " ", Text(number));
    }
    absl::StrAppend(&text, "\n");
  }
  absl::StrAppend(&text, instance.constraints.size(), "\n");
  for (const JjConstraint& constraint : instance.constraints) {
    absl::StrAppend(&text, Text(constraint.sum), " ", constraint.terms.size(),
                    " :");
    for (const auto& [cell, factor] : constraint.terms) {
      absl::StrAppend(&text, " ", cell, " (", Text(factor), ")");
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

std::string WriteJjPattern(const JjPattern& pattern) {
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    absl::StrAppend(&text, i, " ",
                    std::string(1, static_cast<char>(pattern[i])), "\n");
  }
  return text;
}

absl::StatusOr<JjPattern> ParseJjPattern(absl::string_view text,
                                         const JjInstance& instance,
                                         Language language) {
  Lines lines(text, language);
  const size_t size = instance.cells.size();
  JjPattern pattern(size, JjVerdict::kShown);
  std::vector<bool> seen(size, false);
  while (lines.Next()) {
    const auto fields = lines.Fields();
    if (fields.empty() && lines.AtEnd()) break;
    if (fields.size() != 2) return lines.Error(sdc_words::kPatternFields);
    TOGUNA_ASSIGN_OR_RETURN(const size_t cell, lines.Index(fields[0], size));
    const std::string status(fields[1].substr(0, 20));
    if (status != "s" && status != "u" && status != "x") {
      return lines.Error(sdc_words::kNotAStatus, {status, "s, u, x"});
    }
    if (seen[cell]) {
      return lines.Error(sdc_words::kIndexTwice, {absl::StrCat(cell)});
    }
    seen[cell] = true;
    pattern[cell] = static_cast<JjVerdict>(status[0]);
    if (!Fits(pattern[cell], instance.cells[cell].status)) {
      const auto given = static_cast<char>(instance.cells[cell].status);
      return lines.Error(sdc_words::kPatternUnfit,
                         {absl::StrCat(cell), std::string(1, given), status});
    }
  }
  const auto missing = std::count(seen.begin(), seen.end(), false);
  if (missing > 0) {
    return lines.Error(sdc_words::kPatternMissing, {absl::StrCat(missing)});
  }
  return pattern;
}

double JjTolerance(double level) { return kNearly * std::max(1.0, level); }

}  // namespace toguna
