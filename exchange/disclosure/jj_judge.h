#ifndef TOGUNA_EXCHANGE_DISCLOSURE_JJ_JUDGE_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_JJ_JUDGE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "exchange/disclosure/jj.h"
#include "exchange/disclosure/jj_attacker.h"
#include "exchange/disclosure/jj_tables.h"
#include "exchange/disclosure/pattern_search.h"

namespace toguna {

// Judges patterns of a JJ instance by what an attacker in real numbers can
// find: an unsafe cell is protected when tables that he cannot rule out put it
// far enough up, down, and apart, up to JjTolerance. Every table found is kept,
// since it may serve other cells and later patterns.
//
// A breach is proven by the dual of the attacker's program: the unsafe cell's
// move is a sum of moves of other cells times factors, so that those withheld
// have to have room enough between their bounds. Where rounding leaves no
// proof, it is advice.
//
// Choices are the cells that may be shown or not, by index. Not thread-safe.
class JjJudge : public PatternJudge {
 public:
  // Follows the pattern in which every choice is shown. `instance` must live
  // as long.
  explicit JjJudge(const JjInstance& instance);

  const std::vector<size_t>& cells() const { return cells_; }  // by choice
  // Unsafe cells that the pattern as it stands does not protect.
  std::vector<size_t> Unprotected();

  void Withhold(size_t choice) override;
  void Show(size_t choice) override;
  std::vector<Breach> Judge(bool thorough) override;
  std::vector<Breach> JudgeParts(const std::vector<double>& parts) override;
  bool TryToShow(size_t choice) override;
  std::vector<Breach> Learnt() override;
  int64_t work() const override { return attacker_.work() + sharp_.work(); }

 private:
  // A way in which the attacker is left too close to an unsafe cell: what he
  // would have to be kept away by, and the factors that prove he is not (of
  // both directions added up in absolute terms, where it is the span).
  struct Limit {
    double needed = 0;
    std::vector<std::vector<double>> factors;
  };

  // Looks for the tables that an unsafe cell lacks with `attacker`; those that
  // it finds are held if `hold`. A limit for each way he is left too close.
  std::vector<Limit> Attack(JjAttacker& attacker, size_t unsafe, bool hold);
  // The same where shown cells may move a little: limits that hold there rest
  // on few cells, and on those that matter.
  std::vector<Limit> Sharpen(size_t unsafe);
  void AddBreaches(size_t unsafe, const std::vector<Limit>& limits,
                   std::vector<Breach>& breaches);
  // The breach that a limit proves, or advice where it proves none.
  Breach BreachOf(const Limit& limit) const;
  // The most that moves of a cell come to in the limit.
  double Share(const Limit& limit, size_t cell) const;
  // Lets the choices of the sharp attacker move by `parts` of their way, and
  // those that are shown at least by `slack`.
  void AllowSharp(const std::vector<double>& parts, double slack);

  const JjInstance& instance_;
  JjTables tables_;
  JjAttacker attacker_;  // follows the pattern
  JjAttacker sharp_;     // is set as needed
  std::vector<size_t> cells_;
  std::vector<std::optional<size_t>> choice_of_;  // by cell
  std::vector<double> withheld_;                  // by choice: 0 or 1
  std::vector<int64_t> spoilt_;  // by unsafe cell: what was not shown for it
  std::vector<Breach> learnt_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_JJ_JUDGE_H_
