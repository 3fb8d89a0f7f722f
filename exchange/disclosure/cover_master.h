#ifndef TOGUNA_EXCHANGE_DISCLOSURE_COVER_MASTER_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_COVER_MASTER_H_

// The least that has to be withheld so that every breach found so far is
// stopped: a set cover whose sets keep coming.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace toguna {

// One thing that may be shown, and what withholding it costs. Levels are
// lexicographic: nothing of a later level makes up for one of an earlier.
struct Choice {
  int level = 0;    // 0: the coarsest, dearest
  double cost = 1;  // within its level; 0 or more
};

// Demands and the cheapest way to meet them all. Solved level by level: first
// the least cost of level 0, everything later being free, then the least of
// level 1 among what costs no more in level 0, and so on. Deterministic. Not
// thread-safe.
class CoverMaster {
 public:
  // Choices with a part each, more than 0: the parts of those withheld have to
  // come to 1 or more. Ascending by choice.
  using Demand = std::vector<std::pair<size_t, double>>;

  struct Limits {
    int nodes = 0;  // of each level's search
    // Asked during a search; true gives it up. May be empty.
    std::function<bool()> stop;
  };

  struct Answer {
    std::vector<double> withheld;  // 0 or 1 per choice; relaxed: between
    // By level: what `withheld` costs, and what no way to meet the demands
    // goes below, given that earlier levels are at their bounds.
    std::vector<double> cost;
    std::vector<double> bound;
    bool optimal = false;  // the two agree
  };

  // `choices` must live as long.
  explicit CoverMaster(const std::vector<Choice>& choices);

  // False if the demand was there already.
  bool Add(Demand demand);
  const std::vector<Demand>& demands() const { return demands_; }
  // Numbers of the demands that a choice occurs in.
  const std::vector<size_t>& DemandsOn(size_t choice) const {
    return on_[choice];
  }

  size_t levels() const { return levels_; }
  // Cost of what is withheld, by level.
  std::vector<double> CostOf(const std::vector<double>& withheld) const;

  // `start` meets every demand; the answer costs no more. None if `stop` said
  // so or the solver failed.
  std::optional<Answer> Solve(const std::vector<double>& start,
                              const Limits& limits) const;
  // The same where things may be withheld in part: a bound, quickly.
  std::optional<Answer> Relax() const;

 private:
  struct Program;
  struct LevelAnswer;

  // A bound on costs of a level, up to the next that its costs can make.
  double RoundUp(double bound, size_t level) const;
  Program MakeProgram(size_t level, const std::vector<double>& ceilings,
                      const std::vector<size_t>& demands) const;
  std::optional<LevelAnswer> Search(const Program& program,
                                    const std::vector<double>& start,
                                    const Limits& limits) const;
  // Solves one level; without `limits` things may be withheld in part.
  std::optional<LevelAnswer> SolveLevel(size_t level,
                                        const std::vector<double>& ceilings,
                                        const std::vector<double>& start,
                                        const Limits* limits) const;

  const std::vector<Choice>& choices_;
  size_t levels_ = 1;
  std::vector<bool> whole_costs_;  // by level: all costs are whole numbers
  std::vector<Demand> demands_;
  std::set<Demand> known_;
  std::vector<std::vector<size_t>> on_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_COVER_MASTER_H_
