#include "exchange/disclosure/add_proofs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "exchange/disclosure/history_bounds.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/disclosure/table_pool.h"

namespace toguna {
namespace {

class Proofs {
 public:
  Proofs(const LinkedSystem& system, const Secrets& secrets,
         const TablePool& pool, const TableJudge::History& history,
         Protected& result)
      : system_(system),
        secrets_(secrets),
        chosen_(pool.Choose()),
        history_(history),
        result_(result) {}

  void Add() {
    for (const Question& question : system_.questions()) {
      const auto& [high, low] = chosen_.of[question.guarded];
      UnsafeProof& proof = result_.proofs.emplace_back();
      proof.cell = question.unsafe;
      proof.view = question.view;
      proof.value = question.value;
      proof.largest_part = question.largest_part;
      proof.high = NumberOf(high, question.view);
      proof.low = NumberOf(low, question.view);
      Confine(question, chosen_.tables[high], chosen_.tables[low], proof);
    }
    result_.witnesses = system_.WitnessesOf(tables_, view_of_);
    result_.unsafe = system_.unsafe();
    result_.impossible = system_.impossible();
  }

 private:
  // A table serves in several views: in each it shows what others have.
  size_t NumberOf(size_t table, size_t view) {
    const auto [found, added] =
        number_of_.emplace(std::pair(table, view), tables_.size());
    if (added) {
      tables_.push_back(chosen_.tables[table]);
      view_of_.push_back(view);
    }
    return found->second;
  }

  // Says whether history leaves the tables no more room, and why. What is asked
  // of a guarded sum may be more than this question asks.
  void Confine(const Question& question, const Table& highest,
               const Table& lowest, UnsafeProof& proof) {
    const Guarded& guarded = secrets_.guarded[question.guarded];
    const int64_t own = SumIn(guarded.sum, secrets_.views[guarded.view]);
    const int64_t high = SumIn(guarded.sum, highest) - own;
    const int64_t low = SumIn(guarded.sum, lowest) - own;
    const bool short_high = high < std::max(question.minimum, question.value);
    const bool short_low = low > question.value - question.largest_part;
    const bool near = high - low < question.minimum;
    proof.confined = short_high || short_low || near;
    const auto found = history_.confined.find(question.guarded);
    if (!proof.confined || found == history_.confined.end()) return;
    const auto& [by_high, by_low] = found->second;
    if (short_high || near) {
      proof.high_by = Name(question.guarded, Side::kHigh, by_high);
    }
    if (short_low || near) {
      proof.low_by = Name(question.guarded, Side::kLow, by_low);
    }
  }

  std::optional<int32_t> Name(size_t g, Side side,
                              const std::optional<HistoryBound>& bound) {
    if (!bound.has_value()) return std::nullopt;
    const auto next = static_cast<int32_t>(result_.history.size());
    const auto [at, added] = named_.emplace(std::pair(g, side), next);
    if (added) result_.history.push_back(system_.NameOf(*bound));
    return at->second;
  }

  const LinkedSystem& system_;
  const Secrets& secrets_;
  const TablePool::Chosen chosen_;
  const TableJudge::History& history_;
  Protected& result_;
  absl::flat_hash_map<std::pair<size_t, size_t>, size_t> number_of_;
  std::vector<Table> tables_;
  std::vector<size_t> view_of_;
  std::map<std::pair<size_t, Side>, int32_t> named_;
};

}  // namespace

void AddProofs(const LinkedSystem& system, const Secrets& secrets,
               const TablePool& pool, const TableJudge::History& history,
               Protected& result) {
  Proofs(system, secrets, pool, history, result).Add();
}

}  // namespace toguna
