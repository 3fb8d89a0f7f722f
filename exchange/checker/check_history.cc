#include "exchange/checker/check_history.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/pooled.h"

namespace toguna {
namespace {

absl::Status Wrong(size_t number, absl::string_view how) {
  return absl::FailedPreconditionError(
      absl::StrCat("reason ", number + 1, " of what is confined ", how));
}

}  // namespace

absl::Status CheckedReasons::Read() {
  if (seal_.history.empty()) return absl::OkStatus();
  for (const bool victims : {false, true}) {
    TOGUNA_RETURN_IF_ERROR(ReadUnit(victims));
  }
  if (seal_.victims_rule.has_value() && !units_[0].used.empty() &&
      !units_[1].used.empty()) {
    shared_ = SharedDimensions(seal_);
    for (const bool victims : {false, true}) {
      const Unit& unit = units_[victims];
      for (size_t c = 0; c < unit.combinations.size(); ++c) {
        const Combination& nodes = unit.combinations[c];
        if (!victims && !HasVictims(seal_, unit.used, nodes)) continue;
        Place& place = places_[PlaceOf(seal_, unit.used, shared_, nodes)];
        (victims ? place.victims : place.records).push_back(c);
      }
    }
  }
  for (size_t i = 0; i < seal_.history.size(); ++i) {
    TOGUNA_RETURN_IF_ERROR(CheckForm(i));
  }
  return absl::OkStatus();
}

absl::Status CheckedReasons::ReadUnit(bool victims) {
  Unit& unit = units_[victims];
  unit.used = DimensionsOf(seal_, victims);
  if (unit.used.empty()) return absl::OkStatus();
  TOGUNA_ASSIGN_OR_RETURN(
      unit.combinations,
      CombinationsOf(seal_, unit.used.dimensions, unit.used.finest));
  const std::vector<RuledOut> ruled_out =
      RuledOutOf(seal_, unit.used.dimensions);
  for (size_t c = 0; c < unit.combinations.size(); ++c) {
    unit.number_of.emplace(unit.combinations[c], c);
  }
  unit.possible.reserve(seal_.strands * unit.combinations.size());
  for (size_t strand = 0; strand < seal_.strands; ++strand) {
    for (const Combination& nodes : unit.combinations) {
      unit.possible.push_back(
          !IsNothing(seal_, unit.used.dimensions, nodes) &&
          !IsRuledOut(seal_, unit.used.dimensions, ruled_out[strand], nodes));
    }
  }
  unit.covered.assign(unit.possible.size(), 0);
  return absl::OkStatus();
}

absl::Status CheckedReasons::CheckForm(size_t number) const {
  const CheckedHistory& reason = seal_.history[number];
  bool fits = reason.denominator > 0 && reason.added >= 0;
  for (const CheckedHistory::Cell& one : reason.cells) {
    fits = fits && one.multiplier != 0 && one.family < seal_.earlier.size() &&
           one.cell < seal_.earlier[one.family].cells.size() &&
           seal_.earlier[one.family].cells[one.cell].published;
  }
  for (const CheckedHistory::Victims& one : reason.victims) {
    fits = fits && one.multiplier > 0 &&
           (one.strand < seal_.strands ||
            (one.strand == seal_.strands && seal_.corrections.has_value()));
  }
  for (const CheckedHistory::TakenBack& one : reason.taken_back) {
    fits = fits && one.multiplier > 0;
  }
  if (reason.added > 0 || !reason.taken_back.empty()) {
    fits = fits && seal_.corrections.has_value();
  }
  return fits ? absl::OkStatus() : Wrong(number, "is given wrongly");
}

absl::StatusOr<int64_t> CheckedReasons::Bound(size_t number, bool high,
                                              const CheckedUnsafe& count,
                                              const Own& own) {
  const CheckedHistory& reason = seal_.history[number];
  const Wide sign = high ? -1 : 1;
  Wide total = 0;
  touched_.clear();
  absl::Status status = CoverCells(reason, own, total);
  for (const CheckedHistory::Victims& one : reason.victims) {
    status.Update(CoverVictims(one, sign));
  }
  for (const CheckedHistory::TakenBack& one : reason.taken_back) {
    status.Update(CoverTakenBack(one, sign));
  }
  if (reason.added > 0) CoverAdded(sign * reason.added);
  status.Update(Judge(reason, high, count));
  for (const auto& [victims, at] : touched_) units_[victims].covered[at] = 0;
  if (!status.ok()) {
    return absl::IsFailedPrecondition(status) ? Wrong(number, status.message())
                                              : status;
  }
  if (total < 0) {
    if (high) return Wrong(number, "says that a count is less than nothing");
    return 0;
  }
  const Wide bound =
      high ? total / reason.denominator
           : total / reason.denominator + (total % reason.denominator > 0);
  if (bound > std::numeric_limits<int64_t>::max()) {
    return absl::ResourceExhaustedError("a bound does not fit 64 bits");
  }
  return static_cast<int64_t>(bound);
}

absl::StatusOr<std::vector<std::pair<size_t, NodeIndex>>>
CheckedReasons::Resolve(const UsedDimensions& used,
                        const Confines& confines) const {
  std::map<size_t, NodeIndex> nodes;
  for (const auto& [id, code] : confines) {
    bool found = false;
    for (size_t u = 0; u < used.dimensions.size(); ++u) {
      const CheckedDimension& dimension = seal_.dimensions[used.dimensions[u]];
      if (dimension.id != id) continue;
      const auto node = NodeFor(seal_, dimension, code);
      found = (code.empty() || node.has_value()) &&
              nodes.emplace(u, code.empty() ? -1 : *node).second;
    }
    if (!found) {
      return absl::InvalidArgumentError(
          "a reason names an unknown dimension or code");
    }
  }
  return std::vector<std::pair<size_t, NodeIndex>>(nodes.begin(), nodes.end());
}

absl::StatusOr<std::vector<size_t>> CheckedReasons::Inside(
    const Confines& confines, bool victims) const {
  const Unit& unit = units_[victims];
  TOGUNA_ASSIGN_OR_RETURN(const auto nodes, Resolve(unit.used, confines));
  std::vector<size_t> inside;
  for (size_t c = 0; c < unit.combinations.size(); ++c) {
    const bool lies =
        std::all_of(nodes.begin(), nodes.end(), [&](const auto& one) {
          return LiesIn(seal_,
                        seal_.dimensions[unit.used.dimensions[one.first]],
                        unit.combinations[c][one.first], one.second);
        });
    if (lies) inside.push_back(c);
  }
  return inside;
}

// `codes` name each dimension of `used` once.
absl::StatusOr<Combination> CheckedReasons::CombinationFor(
    const UsedDimensions& used, const Confines& codes) const {
  TOGUNA_ASSIGN_OR_RETURN(const auto nodes, Resolve(used, codes));
  if (nodes.size() != used.dimensions.size()) {
    return absl::FailedPreconditionError("names no combination");
  }
  Combination combination;
  for (const auto& one : nodes) combination.push_back(one.second);
  return combination;
}

bool CheckedReasons::IsAccepted(size_t strand) const {
  return std::count(seal_.corrections->of.begin(), seal_.corrections->of.end(),
                    strand) > 0;
}

// What is impossible is nothing: it may have any multiplier.
void CheckedReasons::Cover(bool victims, size_t strand, size_t combination,
                           Wide multiplier) {
  Unit& unit = units_[victims];
  const size_t at = strand * unit.combinations.size() + combination;
  if (!unit.possible[at]) return;
  unit.covered[at] += multiplier;
  touched_.emplace_back(victims, at);
}

absl::Status CheckedReasons::CoverCells(const CheckedHistory& reason,
                                        const Own& own, Wide& total) {
  for (const CheckedHistory::Cell& one : reason.cells) {
    const CheckedFamily& family = seal_.earlier[one.family];
    const CheckedCell& cell = family.cells[one.cell];
    Confines confines;
    for (size_t i = 0; i < cell.codes.size(); ++i) {
      confines.emplace_back(family.axes[i].dimension, cell.codes[i]);
    }
    TOGUNA_ASSIGN_OR_RETURN(const int64_t has, own(family, confines));
    const Wide others = static_cast<Wide>(cell.value) - has;
    Wide product = 0;
    if (__builtin_mul_overflow(others, static_cast<Wide>(one.multiplier),
                               &product) ||
        __builtin_add_overflow(total, product, &total)) {
      return absl::ResourceExhaustedError("a sum does not fit 128 bits");
    }
    TOGUNA_ASSIGN_OR_RETURN(const auto inside,
                            Inside(confines, family.victims));
    for (const size_t strand : family.strands) {
      for (const size_t c : inside) {
        Cover(family.victims, strand, c, one.multiplier);
      }
    }
  }
  return absl::OkStatus();
}

// More: victims accepted, added and, in what corrections leave, records taken
// back. Less: the reverse.
absl::Status CheckedReasons::CoverVictims(const CheckedHistory::Victims& one,
                                          Wide sign) {
  TOGUNA_ASSIGN_OR_RETURN(const Combination nodes,
                          CombinationFor(shared_, one.codes));
  const auto place = places_.find(nodes);
  if (place == places_.end()) {
    return absl::FailedPreconditionError("compares where nothing is compared");
  }
  const auto cover = [&](size_t strand, Wide by) {
    for (const size_t c : place->second.victims) Cover(true, strand, c, by);
    for (const size_t c : place->second.records) Cover(false, strand, c, -by);
  };
  const Wide by = sign * one.multiplier;
  if (one.strand < seal_.strands) {
    cover(one.strand, by);
    return absl::OkStatus();
  }
  for (const size_t strand : seal_.corrections->of) cover(strand, by);
  cover(seal_.corrections->added, by);
  cover(seal_.corrections->removed, -by);
  return absl::OkStatus();
}

absl::Status CheckedReasons::CoverTakenBack(
    const CheckedHistory::TakenBack& one, Wide sign) {
  const Unit& unit = units_[one.victims];
  TOGUNA_ASSIGN_OR_RETURN(const Combination nodes,
                          CombinationFor(unit.used, one.codes));
  const auto found = unit.number_of.find(nodes);
  if (found == unit.number_of.end()) {
    return absl::FailedPreconditionError("names no combination");
  }
  const Wide by = sign * one.multiplier;
  for (size_t strand = 0; strand < seal_.strands; ++strand) {
    if (strand == seal_.corrections->added || IsAccepted(strand)) {
      Cover(one.victims, strand, found->second, by);
    }
  }
  Cover(one.victims, seal_.corrections->removed, found->second, -by);
  return absl::OkStatus();
}

void CheckedReasons::CoverAdded(Wide multiplier) {
  for (size_t c = 0; c < units_[0].combinations.size(); ++c) {
    Cover(false, seal_.corrections->removed, c, multiplier);
    Cover(false, seal_.corrections->added, c, -multiplier);
  }
}

absl::Status CheckedReasons::Judge(const CheckedHistory& reason, bool high,
                                   const CheckedUnsafe& count) {
  TOGUNA_ASSIGN_OR_RETURN(const auto inside,
                          Inside(count.codes, count.victims));
  // In the count the denominator is taken off, so that 0 is the limit all over.
  for (const size_t strand : count.strands) {
    for (const size_t c : inside) {
      Cover(count.victims, strand, c, -static_cast<Wide>(reason.denominator));
    }
  }
  const bool holds =
      std::all_of(touched_.begin(), touched_.end(), [&](const auto& one) {
        const Wide covered = units_[one.first].covered[one.second];
        return high ? covered >= 0 : covered <= 0;
      });
  return holds ? absl::OkStatus()
               : absl::FailedPreconditionError("proves nothing of its count");
}

}  // namespace toguna
