#include "exchange/cohort/settler.h"

#include <utility>

#include "absl/container/inlined_vector.h"

namespace toguna {
namespace {

size_t SizeOf(const Region& region) { return region.end - region.begin; }

// What the same box loses depends on the rungs that are open in it.
uint64_t KeyOf(const Region& region) {
  return region.key + Mixed(static_cast<uint64_t>(region.rung));
}

}  // namespace

Settler::Settler(const Ladder& ladder, std::vector<ValueStore>& values,
                 ChildCounter& counter, SplitFinder& finder,
                 BoxSplitter& splitter)
    : ladder_(ladder),
      values_(values),
      counter_(counter),
      finder_(finder),
      splitter_(splitter) {}

ChildCounts& Settler::CountsAt(size_t level) {
  while (counts_.size() <= level) counts_.emplace_back();
  return counts_[level];
}

double Settler::Loss(const Region& region, const ChildCounts& counts,
                     const Split& split, double enough) {
  marks_.clear();
  for (const ValueStore& values : values_) marks_.push_back(values.size());
  CountsAt(0) = counts;
  Region left = region;
  double loss = Divide(left, split, 0, enough);
  if (loss < enough && left.count > 0) loss += Settle(left, 0, enough - loss);
  for (size_t a = 0; a < values_.size(); ++a) values_[a].Truncate(marks_[a]);
  return loss;
}

double Settler::Divide(Region& region, const Split& split, size_t level,
                       double enough) {
  const auto attribute = static_cast<size_t>(split.attribute);
  const int parts = finder_.Parts(region, CountsAt(level), split, part_);
  double loss = region.loss * static_cast<double>(region.rows) *
                ladder_.Weight(region.rung, split.rung);
  BoxSplitter::Regions made = splitter_.Boxes(region, attribute, part_, parts);
  absl::InlinedVector<size_t, 2> unknown;
  for (size_t i = 0; i < made.size(); ++i) {
    made[i].rung = split.rung;
    const auto found = known_.find(KeyOf(made[i]));
    if (found == known_.end()) {
      unknown.push_back(i);
    } else {
      loss += found->second;
    }
  }
  if (unknown.empty()) {
    region = {};
    return loss;
  }
  splitter_.Fill(region, attribute, made);
  size_t left = unknown[0];
  for (const size_t i : unknown) {
    if (SizeOf(made[i]) > SizeOf(made[left])) left = i;
  }
  for (const size_t i : unknown) {
    if (i == left) continue;
    if (loss >= enough) return loss;
    if (IsOpen(made[i])) counter_.Count(made[i], CountsAt(level + 1));
    loss += Settle(made[i], level + 1, enough - loss);
  }
  if (IsOpen(made[left])) CountLeft(region, made, left, attribute, level);
  region = std::move(made[left]);
  return loss;
}

void Settler::CountLeft(const Region& whole, const BoxSplitter::Regions& parts,
                        size_t left, size_t attribute, size_t level) {
  const Region& part = parts[left];
  ChildCounts& counts = CountsAt(level);
  if (2 * SizeOf(part) < SizeOf(whole)) {
    counter_.Count(part, counts);
    return;
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i != left) counter_.TakeOff(parts[i], attribute, counts);
  }
  const ValueStore& values = values_[attribute];
  if (values.at(part.box[attribute]).node !=
      values.at(whole.box[attribute]).node) {
    counter_.CountOne(part, attribute, counts);
  }
}

double Settler::Settle(Region region, size_t level, double enough) {
  double loss = 0;
  // The region and what is left of it, and the loss before it.
  absl::InlinedVector<std::pair<uint64_t, double>, 16> begun;
  while (region.count > 0) {
    const double all = region.loss * static_cast<double>(region.rows) *
                       ladder_.Weight(region.rung, ladder_.size());
    if (!finder_.IsEnough(region.count)) {
      loss += all;
      break;
    }
    const uint64_t key = KeyOf(region);
    const auto found = known_.find(key);
    if (found != known_.end()) {
      loss += found->second;
      break;
    }
    begun.emplace_back(key, loss);
    const Split split = finder_.IsLast(region)
                            ? finder_.BestLast(region)
                            : finder_.Best(region, CountsAt(level));
    if (!finder_.IsEnough(split.most)) {
      // No part is split on.
      loss += all - split.gain * ladder_.Weight(split.rung, ladder_.size());
      break;
    }
    loss += Divide(region, split, level, enough - loss);
    if (loss >= enough) return loss;
  }
  for (const auto& [key, before] : begun) known_.emplace(key, loss - before);
  return loss;
}

}  // namespace toguna
