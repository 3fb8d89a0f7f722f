#include "exchange/checker/check_witnesses.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_history.h"
#include "exchange/checker/witness_points.h"

namespace toguna {
namespace {

using Confines = std::vector<std::pair<std::string, std::string>>;

absl::Status Wrong(absl::string_view what, size_t number,
                   absl::string_view how) {
  return absl::FailedPreconditionError(
      absl::StrCat(what, " ", number + 1, " ", how));
}

// Counts of one table by point.
using Dense = std::vector<int64_t>;

absl::StatusOr<Dense> DenseOf(const CheckedWitnesses& witnesses,
                              const CheckedWitnesses::Counts& counts,
                              absl::string_view what, size_t number) {
  Dense dense(witnesses.points.size(), 0);
  std::set<size_t> seen;
  for (const auto& [point, count] : counts) {
    if (point >= dense.size() || count < 0 || !seen.insert(point).second) {
      return Wrong(what, number, "has a wrong point or a negative count");
    }
    dense[point] = count;
  }
  return dense;
}

absl::StatusOr<int64_t> SumOf(const Dense& counts,
                              const std::vector<size_t>& inside) {
  int64_t sum = 0;
  for (const size_t point : inside) {
    if (__builtin_add_overflow(sum, counts[point], &sum)) {
      return absl::ResourceExhaustedError("a sum does not fit 64 bits");
    }
  }
  return sum;
}

// What two tables must reach in an unsafe count, and how far apart.
struct Room {
  int64_t high = 0;
  int64_t low = 0;
  int64_t spread = 0;

  bool Holds(int64_t highest, int64_t lowest) const {
    return highest >= high && lowest <= low && highest - lowest >= spread;
  }
};

class Witnesses {
 public:
  explicit Witnesses(const SealToCheck& seal)
      : seal_(seal),
        points_(seal),
        reasons_(seal),
        used_(seal.history.size(), false) {}

  absl::Status Check() {
    TOGUNA_RETURN_IF_ERROR(points_.Read());
    TOGUNA_RETURN_IF_ERROR(reasons_.Read());
    TOGUNA_RETURN_IF_ERROR(ReadTables());
    TOGUNA_RETURN_IF_ERROR(CheckAgreement(seal_.families));
    TOGUNA_RETURN_IF_ERROR(CheckAgreement(seal_.earlier));
    TOGUNA_RETURN_IF_ERROR(CheckComparisons(points_.Comparisons(),
                                            "has more records than victims"));
    TOGUNA_RETURN_IF_ERROR(CheckComparisons(points_.TakenBack(),
                                            "takes back what was never there"));
    TOGUNA_RETURN_IF_ERROR(CheckHarms(points_.Harms()));
    TOGUNA_RETURN_IF_ERROR(CheckCohorts());
    for (size_t p = 0; p < seal_.proofs.size(); ++p) {
      TOGUNA_RETURN_IF_ERROR(CheckProof(p));
    }
    TOGUNA_RETURN_IF_ERROR(CheckReasons());
    return CheckCompleteness();
  }

 private:
  absl::Status ReadTables() {
    const CheckedWitnesses& witnesses = seal_.witnesses;
    for (size_t v = 0; v < witnesses.owns.size(); ++v) {
      TOGUNA_ASSIGN_OR_RETURN(Dense own,
                              DenseOf(witnesses, witnesses.owns[v], "view", v));
      owns_.push_back(std::move(own));
    }
    // Everybody has nothing.
    if (owns_.empty() ||
        std::any_of(owns_[0].begin(), owns_[0].end(),
                    [](int64_t count) { return count != 0; })) {
      return absl::FailedPreconditionError("the first view is not everybody's");
    }
    for (size_t t = 0; t < witnesses.tables.size(); ++t) {
      if (witnesses.tables[t].view >= owns_.size()) {
        return Wrong("table", t, "is of no view");
      }
      TOGUNA_ASSIGN_OR_RETURN(
          Dense counts,
          DenseOf(witnesses, witnesses.tables[t].counts, "table", t));
      tables_.push_back(std::move(counts));
    }
    return absl::OkStatus();
  }

  // Every table, with what its view has itself, has the value of every
  // published cell.
  absl::Status CheckAgreement(const std::vector<CheckedFamily>& families) {
    for (const CheckedFamily& family : families) {
      for (const CheckedCell& cell : family.cells) {
        if (!cell.published) continue;
        Confines confines;
        for (size_t i = 0; i < cell.codes.size(); ++i) {
          confines.emplace_back(family.axes[i].dimension, cell.codes[i]);
        }
        TOGUNA_ASSIGN_OR_RETURN(
            const auto inside,
            points_.Inside(confines, family.victims, family.strands));
        std::vector<int64_t> own;
        for (const Dense& counts : owns_) {
          TOGUNA_ASSIGN_OR_RETURN(own.emplace_back(), SumOf(counts, inside));
        }
        for (size_t t = 0; t < tables_.size(); ++t) {
          TOGUNA_ASSIGN_OR_RETURN(int64_t sum, SumOf(tables_[t], inside));
          if (__builtin_add_overflow(sum, own[seal_.witnesses.tables[t].view],
                                     &sum)) {
            return absl::ResourceExhaustedError("a sum does not fit 64 bits");
          }
          if (sum != cell.value) {
            return Wrong("table", t, "does not agree with a published cell");
          }
        }
      }
    }
    return absl::OkStatus();
  }

  // It holds for what others have, too.
  absl::Status CheckComparisons(const std::vector<WitnessPoints::Compared>& all,
                                absl::string_view otherwise) {
    for (const WitnessPoints::Compared& compared : all) {
      if (compared.less.empty()) continue;
      for (size_t t = 0; t < tables_.size(); ++t) {
        TOGUNA_ASSIGN_OR_RETURN(const int64_t more,
                                SumOf(tables_[t], compared.more));
        TOGUNA_ASSIGN_OR_RETURN(const int64_t less,
                                SumOf(tables_[t], compared.less));
        if (more < less) return Wrong("table", t, otherwise);
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckHarms(const std::vector<WitnessPoints::Harm>& harms) {
    for (const WitnessPoints::Harm& harm : harms) {
      for (size_t t = 0; t < tables_.size(); ++t) {
        TOGUNA_ASSIGN_OR_RETURN(const int64_t victims,
                                Difference(tables_[t], harm.victims));
        TOGUNA_ASSIGN_OR_RETURN(const int64_t records,
                                Difference(tables_[t], harm.records));
        if (victims > 0 && records <= 0) {
          return Wrong("table", t, "has victims where it has no record");
        }
      }
    }
    return absl::OkStatus();
  }

  // What they say of victims is verified by sets of kinds, which holds for
  // records one by one if the sets are nested or disjoint.
  absl::Status CheckCohorts() {
    if (seal_.cohorts.empty()) return absl::OkStatus();
    if (seal_.corrections.has_value() || !seal_.victims_in_records) {
      return absl::InvalidArgumentError(
          "cohorts are verified without corrections, and with victims only "
          "where there are records");
    }
    std::vector<std::set<std::string>> sets;
    for (const CheckedCohort& cohort : seal_.cohorts) {
      for (const CheckedCohort::Some& some : cohort.some) {
        sets.emplace_back(some.who.begin(), some.who.end());
        for (const std::string& code : cohort.none) {
          if (sets.back().count(code) > 0) {
            return absl::InvalidArgumentError(
                "a cohort has victims of a kind that it has none of");
          }
        }
      }
    }
    for (const auto& a : sets) {
      for (const auto& b : sets) {
        std::vector<std::string> both;
        std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                              std::back_inserter(both));
        if (!both.empty() && both.size() != std::min(a.size(), b.size())) {
          return absl::InvalidArgumentError(
              "what two cohorts say of victims is neither nested nor disjoint");
        }
      }
    }
    TOGUNA_RETURN_IF_ERROR(CheckComparisons(
        points_.CohortComparisons(), "has fewer victims than a cohort says"));
    return CheckHarms(points_.CohortHarms());
  }

  static absl::StatusOr<int64_t> Difference(
      const Dense& counts, const WitnessPoints::Compared& compared) {
    TOGUNA_ASSIGN_OR_RETURN(const int64_t more, SumOf(counts, compared.more));
    TOGUNA_ASSIGN_OR_RETURN(const int64_t less, SumOf(counts, compared.less));
    return more - less;  // neither is negative
  }

  absl::Status CheckProof(size_t number) {
    const CheckedProof& proof = seal_.proofs[number];
    if (proof.cell >= seal_.unsafe.size() || proof.view >= owns_.size() ||
        proof.value < 1 || proof.largest_part < 1 ||
        proof.largest_part > proof.value || proof.high >= tables_.size() ||
        proof.low >= tables_.size() ||
        seal_.witnesses.tables[proof.high].view != proof.view ||
        seal_.witnesses.tables[proof.low].view != proof.view ||
        !seen_.emplace(proof.cell, proof.view, proof.value).second) {
      return Wrong("proof", number, "is described wrongly");
    }
    const CheckedUnsafe& unsafe = seal_.unsafe[proof.cell];
    TOGUNA_ASSIGN_OR_RETURN(
        const auto inside,
        points_.Inside(unsafe.codes, unsafe.victims, unsafe.strands));
    TOGUNA_ASSIGN_OR_RETURN(const int64_t high,
                            SumOf(tables_[proof.high], inside));
    TOGUNA_ASSIGN_OR_RETURN(const int64_t low,
                            SumOf(tables_[proof.low], inside));
    Room room{std::max(unsafe.minimum, proof.value),
              proof.value - proof.largest_part, unsafe.minimum};
    if (!proof.confined) {
      if (proof.high_by.has_value() || proof.low_by.has_value()) {
        return Wrong("proof", number, "has reasons for nothing");
      }
      if (room.Holds(high, low)) return absl::OkStatus();
      return Wrong("unsafe count", proof.cell, "is confined too closely");
    }
    if (room.Holds(high, low) || seal_.earlier.empty()) {
      return Wrong("unsafe count", proof.cell,
                   "is said to be confined, and is not");
    }
    TOGUNA_RETURN_IF_ERROR(Narrow(proof, unsafe, room));
    if (room.Holds(high, low) || !PublishesAnything()) return absl::OkStatus();
    return Wrong("unsafe count", proof.cell,
                 "is confined, and nothing proves that what was published "
                 "earlier does that; seals made before there were such proofs "
                 "have none");
  }

  // Leaves of `room` what the proof's reasons leave.
  absl::Status Narrow(const CheckedProof& proof, const CheckedUnsafe& unsafe,
                      Room& room) {
    const auto own = [&](const CheckedFamily& family,
                         const Confines& confines) -> absl::StatusOr<int64_t> {
      TOGUNA_ASSIGN_OR_RETURN(
          const auto inside,
          points_.Inside(confines, family.victims, family.strands));
      return SumOf(owns_[proof.view], inside);
    };
    const auto bound = [&](size_t by, bool high) -> absl::StatusOr<int64_t> {
      if (by >= used_.size()) {
        return absl::FailedPreconditionError(
            "a proof has a reason that is none");
      }
      used_[by] = true;
      return reasons_.Bound(by, high, unsafe, own);
    };
    int64_t least = 0;
    if (proof.low_by.has_value()) {
      TOGUNA_ASSIGN_OR_RETURN(least, bound(*proof.low_by, false));
      room.low = std::max(room.low, least);
    }
    if (proof.high_by.has_value()) {
      TOGUNA_ASSIGN_OR_RETURN(const int64_t most, bound(*proof.high_by, true));
      room.high = std::min(room.high, most);
      room.spread = std::min(room.spread, most - least);
    }
    return absl::OkStatus();
  }

  // Structural zeros tell nobody anything.
  bool PublishesAnything() const {
    return std::any_of(seal_.families.begin(), seal_.families.end(),
                       [](const CheckedFamily& family) {
                         return std::any_of(
                             family.cells.begin(), family.cells.end(),
                             [](const CheckedCell& cell) {
                               return cell.published && cell.value != 0;
                             });
                       });
  }

  absl::Status CheckReasons() const {
    for (size_t i = 0; i < used_.size(); ++i) {
      if (!used_[i]) return Wrong("reason", i, "is used for nothing");
    }
    return absl::OkStatus();
  }

  // Every unsafe count has a proof for everybody and for every view that does
  // not account for all of it; the values agree.
  absl::Status CheckCompleteness() {
    std::map<std::pair<size_t, size_t>, int64_t> values;
    for (const auto& [cell, view, value] : seen_) {
      if (!values.emplace(std::pair(cell, view), value).second) {
        return Wrong("unsafe count", cell, "has two values in one view");
      }
    }
    for (size_t c = 0; c < seal_.unsafe.size(); ++c) {
      const CheckedUnsafe& unsafe = seal_.unsafe[c];
      const auto all = values.find({c, 0});
      if (all == values.end()) return Wrong("unsafe count", c, "has no proof");
      if (!unsafe.viewed) continue;
      TOGUNA_ASSIGN_OR_RETURN(
          const auto inside,
          points_.Inside(unsafe.codes, unsafe.victims, unsafe.strands));
      for (size_t v = 1; v < owns_.size(); ++v) {
        TOGUNA_ASSIGN_OR_RETURN(const int64_t own, SumOf(owns_[v], inside));
        const auto others = values.find({c, v});
        const int64_t left = others == values.end() ? 0 : others->second;
        if (own > all->second || left != all->second - own) {
          return Wrong("unsafe count", c, "lacks the proof for a contributor");
        }
      }
    }
    return absl::OkStatus();
  }

  const SealToCheck& seal_;
  WitnessPoints points_;
  CheckedReasons reasons_;
  std::vector<bool> used_;  // reasons
  std::vector<Dense> owns_;
  std::vector<Dense> tables_;
  std::set<std::tuple<size_t, size_t, int64_t>> seen_;
};

}  // namespace

absl::Status CheckWitnesses(const SealToCheck& seal) {
  return Witnesses(seal).Check();
}

}  // namespace toguna
