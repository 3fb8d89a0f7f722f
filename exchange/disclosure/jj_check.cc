#include "exchange/disclosure/jj_check.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/jj.h"
#include "exchange/disclosure/linear_attacker.h"

namespace toguna {
namespace {

// The unknown that stands for each withheld cell.
std::vector<std::optional<int32_t>> UnknownsOf(const JjPattern& pattern) {
  std::vector<std::optional<int32_t>> unknown(pattern.size());
  int32_t next = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != JjVerdict::kShown) unknown[i] = next++;
  }
  return unknown;
}

AttackerProgram ProgramOf(const JjInstance& instance,
                          const std::vector<std::optional<int32_t>>& unknown) {
  AttackerProgram program;
  for (size_t i = 0; i < unknown.size(); ++i) {
    if (!unknown[i].has_value()) continue;
    program.lower.push_back(instance.cells[i].low);
    program.upper.push_back(instance.cells[i].high);
  }
  for (const JjConstraint& constraint : instance.constraints) {
    AttackerProgram::Row row;
    // What the unknowns of the row come to: rather from their values than from
    // the row's sum, which may differ by rounding and then nothing would fit.
    for (const auto& [cell, factor] : constraint.terms) {
      if (!unknown[cell].has_value()) continue;
      row.terms.emplace_back(*unknown[cell], factor);
      row.low += factor * instance.cells[cell].value;
    }
    row.high = row.low;
    if (!row.terms.empty()) program.known.push_back(std::move(row));
  }
  return program;
}

// The end of the interval on one side; none where the solver gives up.
std::optional<double> EndOf(const AttackerProgram& program, int32_t unknown,
                            int sign) {
  const auto answer = LinearAttacker(program).Maximise({{unknown, sign}});
  if (!answer.has_value()) return std::nullopt;
  return sign * answer->value;
}

bool IsProtected(const JjCell& cell, double low, double high) {
  return cell.value - low >= cell.lower_level - JjTolerance(cell.lower_level) &&
         high - cell.value >=
             cell.upper_level - JjTolerance(cell.upper_level) &&
         high - low >= cell.sliding_level - JjTolerance(cell.sliding_level);
}

}  // namespace

JjCheck CheckJj(const JjInstance& instance, const JjPattern& pattern) {
  const auto unknown = UnknownsOf(pattern);
  const AttackerProgram program = ProgramOf(instance, unknown);
  JjCheck check;
  for (size_t i = 0; i < instance.cells.size(); ++i) {
    const JjCell& cell = instance.cells[i];
    if (cell.status != JjStatus::kUnsafe) continue;
    ++check.unsafe;
    double low = cell.value;
    double high = cell.value;
    if (unknown[i].has_value()) {
      const auto up = EndOf(program, *unknown[i], 1);
      const auto down = EndOf(program, *unknown[i], -1);
      if (up.has_value() && down.has_value()) {
        low = *down;
        high = *up;
      }
    }
    const bool shown = !unknown[i].has_value();
    if (shown || !IsProtected(cell, low, high)) {
      check.exposed.push_back({.cell = i, .low = low, .high = high});
    }
  }
  return check;
}

}  // namespace toguna
