#ifndef TOGUNA_EXCHANGE_DISCLOSURE_JJ_JUDGE_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_JJ_JUDGE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "exchange/disclosure/jj.h"
#include "exchange/disclosure/jj_attacker.h"
#include "exchange/disclosure/jj_mender.h"
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
  // as long. Without `learns` it keeps no proofs of why choices could not be
  // shown, which takes less work.
  explicit JjJudge(const JjInstance& instance, bool learns = true);

  const std::vector<size_t>& cells() const { return cells_; }  // by choice
  // Unsafe cells that the pattern as it stands does not protect.
  std::vector<size_t> Unprotected();

  void Withhold(size_t choice) override;
  void Show(size_t choice) override;
  std::vector<Breach> Judge(bool thorough) override;
  std::vector<Breach> JudgeParts(const std::vector<double>& parts) override;
  bool TryToShow(size_t choice) override;
  std::vector<Breach> Learnt() override;
  std::vector<size_t> Mend(const std::vector<double>& prices) override;
  int64_t work() const override {
    return attacker_.work() + sharp_.work() + mender_.work();
  }

 private:
  // What an attacker has to be kept away from an unsafe cell by: to one side,
  // or from end to end.
  enum Kind { kUp = 0, kDown = 1, kApart = 2 };
  // A proof that he is not: factors of every cell's move, one set for each
  // direction that counts.
  struct Limit {
    Kind kind = kUp;
    double needed = 0;
    std::vector<std::vector<double>> factors;
  };

  double Needed(size_t unsafe, Kind kind) const;
  // Looks for the tables that an unsafe cell lacks and holds them. A limit for
  // each way in which the attacker is left too close.
  std::vector<Limit> Attack(size_t unsafe);
  // The limit of a cell in the sharp attacker's eyes, if it falls short; of no
  // factors where the solver gives up.
  std::optional<Limit> SharpLimit(size_t unsafe, Kind kind);
  // A proven breach that withholding by `parts` does not stop, where what is
  // shown may still move by `slack`, in what the cell needs: it rests on few
  // choices, and on those that matter.
  std::optional<Breach> Sharp(size_t unsafe, Kind kind,
                              const std::vector<double>& parts, double slack);
  void AllowSharp(const std::vector<double>& parts, double slack, double most);
  // `thorough` sharpens each limit first.
  void AddBreaches(size_t unsafe, const std::vector<Limit>& limits,
                   bool thorough, std::vector<Breach>& breaches);
  // The breach that a limit proves, or advice where it proves none. The
  // smallest shares, up to `trifles` of what is needed, are left out and the
  // need lowered by them.
  Breach BreachOf(const Limit& limit, double trifles) const;
  bool IsMet(const Breach& breach, const std::vector<double>& parts) const;
  // Withholds what it takes to move an unsafe cell so far to a side, the
  // cheapest way; false where there is none.
  bool Push(size_t unsafe, JjTables::Side side, double far,
            std::vector<size_t>& withheld);
  // The most that moves of a cell come to in the limit.
  double Share(const Limit& limit, size_t cell) const;

  const JjInstance& instance_;
  bool learns_;
  JjTables tables_;
  JjAttacker attacker_;  // follows the pattern
  JjAttacker sharp_;     // is set as needed
  JjMender mender_;
  std::vector<size_t> cells_;
  std::vector<std::optional<size_t>> choice_of_;  // by cell
  std::vector<double> withheld_;                  // by choice: 0 or 1
  std::vector<int64_t> spoilt_;  // by unsafe cell: what was not shown for it
  size_t next_ = 0;  // unsafe cell to ask of with choices withheld in part
  std::vector<Breach> learnt_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_JJ_JUDGE_H_
