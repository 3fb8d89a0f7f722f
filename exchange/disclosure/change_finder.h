#ifndef TOGUNA_EXCHANGE_DISCLOSURE_CHANGE_FINDER_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_CHANGE_FINDER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/slacks.h"

namespace toguna {

inline constexpr double kNotForSale = std::numeric_limits<double>::infinity();

// Looks for small whole changes of the truth that move a guarded sum far enough
// and that what is shown does not rule out: a linear program over classes of
// unknowns near the sum whose objective is how much is changed. Most of its
// answers are whole as they come, for what is shown hangs together nearly as a
// network.
//
// Answers are good for tables, no proof of anything: who takes one checks it.
// Deterministic; not thread-safe.
class ChangeFinder {
 public:
  struct Ask {
    size_t guarded = 0;
    Side side = Side::kHigh;
    int64_t by = 0;  // how far above, or below, the truth; more than 0
  };
  struct Answer {
    std::optional<Change> change;
    // Nothing moves the sum so far, in whole numbers or not.
    bool hopeless = false;
  };

  // Must outlive the finder; bounds of guarded sums may change.
  explicit ChangeFinder(const Secrets& secrets);

  // A change that moves nothing that is shown, among about `most` classes.
  Answer Find(const Ask& ask, const Alike& alike, size_t most);

  // One that moves nothing that is shown, among the classes of some unknowns.
  // Victims are kept to records only where that is found to be needed, which
  // leaves more room than the others have, at more programs. `incidence` is of
  // the same secrets.
  Answer FindAmong(const Sum& unknowns, const Ask& ask, const Alike& alike,
                   const Incidence& incidence);

  // One that may move what `alike` takes for shown, at `prices` of the
  // showables: the cheapest but for rounding. What costs 0 is free to move,
  // what costs kNotForSale stays.
  Answer FindPriced(const Ask& ask, const Alike& alike, size_t most,
                    const std::vector<double>& prices);

  // Programs solved, and the work done for them: deterministic measures.
  int64_t programs() const { return programs_; }
  int64_t work() const { return work_; }

 private:
  struct Part;
  struct Program;
  // What a program is about.
  struct Scope {
    std::vector<int32_t> near;  // classes, ascending
    const std::vector<double>* prices = nullptr;
    std::vector<size_t> otherwise = {};  // harms kept in their second way
    // Or only those harms are kept at all, as this says.
    const std::map<size_t, Slacks::Way>* kept = nullptr;
  };

  // Classes near the sum, ascending.
  std::vector<int32_t> Near(const Ask& ask, const Alike& alike, size_t most);
  // None: the harm is not kept.
  std::optional<Slacks::Way> WayOf(const Scope& scope, size_t view,
                                   size_t harm) const;
  // Adds to `kept` the harms that a change breaks; false if it breaks none.
  bool KeepBroken(const Change& change, size_t view, const Incidence& incidence,
                  std::map<size_t, Slacks::Way>& kept) const;
  Program MakeProgram(const Ask& ask, const Alike& alike, const Scope& scope);
  Answer SolveEitherWay(const Ask& ask, const Alike& alike, Scope scope);
  Answer Solve(const Program& program);

  const Secrets& secrets_;
  Slacks slacks_;
  std::vector<int32_t> row_at_;   // row -> place in the program, or -1
  std::vector<int32_t> harm_at_;  // likewise of harms
  int64_t programs_ = 0;
  int64_t work_ = 0;
};

// A change that moves the guarded sum as asked within its classes; none if they
// do not have that much.
std::optional<Change> ChangeWithin(const Secrets& secrets, const Alike& alike,
                                   const ChangeFinder::Ask& ask);

// Adds to `change` that `members`, which are alike, have `by` more together, or
// less, as far as the view allows.
void Distribute(const Secrets& secrets, size_t view,
                std::span<const int32_t> members, int64_t by, Change& change);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_CHANGE_FINDER_H_
