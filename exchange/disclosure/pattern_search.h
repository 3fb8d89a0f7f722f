#ifndef TOGUNA_EXCHANGE_DISCLOSURE_PATTERN_SEARCH_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_PATTERN_SEARCH_H_

// The choice of what to withhold, apart from how somebody is attacked: a
// minimum hitting set whose sets an attacker names as they are needed.
//
// Source of the method: delayed generation of covers (Fischetti and Salazar,
// "Solving the cell suppression problem on tabular data with linear
// constraints", Management Science 47, 2001) with a master of its own.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "exchange/disclosure/cover_master.h"

namespace toguna {

// Why a pattern is not safe.
struct Breach {
  // Things of which enough have to go; ascending, never empty. Without `parts`
  // all of them are shown and one has to go.
  std::vector<size_t> support;
  // With all of `support` shown a secret is given away whatever else is
  // withheld. Without it the support is only good advice, and no lower bound
  // may rest on it.
  bool proven = false;
  // Of each in `support`, more than 0: a secret is given away while the parts
  // of those withheld come to less than 1. Empty: 1 each.
  std::vector<double> parts = {};
};

// Somebody who tries to break patterns. Stateful: it follows one pattern, at
// first the one it was made with. To withhold everything must be safe.
class PatternJudge {
 public:
  virtual ~PatternJudge() = default;

  virtual void Withhold(size_t choice) = 0;
  // Makes `choice` shown, whether or not that is safe.
  virtual void Show(size_t choice) = 0;

  // Everything found wrong with the pattern as it stands; nothing if it is
  // safe. `thorough` asks for short supports, at more work.
  virtual std::vector<Breach> Judge(bool thorough) = 0;

  // Proven breaches that withholding every choice only in part (0 shown, 1
  // withheld) does not stop: they lift the bound before whole patterns are
  // tried. The pattern followed stays. A judge who cannot tell finds none.
  virtual std::vector<Breach> JudgeParts(const std::vector<double>& /*parts*/) {
    return {};
  }

  // Shows `choice` if the pattern, safe so far, stays safe; says whether.
  virtual bool TryToShow(size_t choice) = 0;

  // Proven breaches that choices could not be shown for, each named once. A
  // judge who does not keep them has none.
  virtual std::vector<Breach> Learnt() { return {}; }

  // Withholds what is cheap until little or nothing is wrong any more; returns
  // what it withheld. `prices` are of the choices, 0 or more. A judge who does
  // not know how withholds nothing.
  virtual std::vector<size_t> Mend(const std::vector<double>& /*prices*/) {
    return {};
  }

  // From now on whatever takes long may be broken off once `stop`, unless it is
  // empty, says so: then breaches may be missing, and choices stay withheld
  // that might be shown. `stop` never takes it back.
  void MayStop(std::function<bool()> stop) { stop_ = std::move(stop); }

  // Work done so far, a deterministic measure.
  virtual int64_t work() const = 0;

 protected:
  bool IsStopped() const { return stop_ && stop_(); }

 private:
  std::function<bool()> stop_;
};

struct PatternBudget {
  int64_t work = 0;      // of the judge; a safe pattern is found in any case
  int master_nodes = 0;  // of each search for a smallest hitting set
  // Asked between the steps and during them once there is a safe pattern; true,
  // which it then stays, ends the search with the best pattern so far. May be
  // empty.
  std::function<bool()> stop;
  // A pattern that the judge is known to find safe; may be empty.
  std::vector<bool> known = {};
};

struct Pattern {
  std::vector<bool> shown;  // safe, as the judge found
  // Cost withheld, by level, and what no safe pattern can go below, by level:
  // a level's bound holds given that all earlier levels are at theirs.
  std::vector<double> cost;
  std::vector<double> lower_bound;
  bool optimal = false;    // the two agree
  bool stopped = false;    // `stop` said so
  bool cut_short = false;  // the work or the nodes ran out
  int64_t rounds = 0;
  int64_t breaches = 0;  // proven ones collected
};

// Finds a safe pattern, starting from `shown`, which the judge follows: greedy
// withholding, then giving back in order of cost, then rounds of the smallest
// hitting set of all proven breaches until that is safe itself (and so optimal)
// or the budget ends. The best pattern found is the answer, and the judge
// follows it at the end. Deterministic but for `stop`.
Pattern SearchPattern(const std::vector<Choice>& choices,
                      std::vector<bool> shown, PatternJudge& judge,
                      const PatternBudget& budget);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_PATTERN_SEARCH_H_
