#ifndef TOGUNA_EXCHANGE_DISCLOSURE_CHANGE_FINDER_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_CHANGE_FINDER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/secrets.h"

namespace toguna {

// Looks for small whole changes of the truth that move a guarded sum far enough
// and that what is shown does not rule out: a linear program over the unknowns
// near the sum whose objective is how much is changed. Most of its answers are
// whole as they come, for what is shown hangs together nearly as a network.
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

  // Both must outlive the finder; bounds of guarded sums may change.
  ChangeFinder(const Secrets& secrets, const Incidence& incidence);

  // A change that moves nothing that is `shown`, among `most` unknowns.
  Answer Find(const Ask& ask, const std::vector<bool>& shown, size_t most);

  // A change that may move what is shown, at `prices`, 0 or more; the cheapest
  // but for rounding.
  Answer FindPriced(const Ask& ask, const std::vector<bool>& shown,
                    const std::vector<double>& prices, size_t most);

  // Programs solved, and the work done for them: deterministic measures.
  int64_t programs() const { return programs_; }
  int64_t work() const { return work_; }

 private:
  struct Program;

  // Unknowns near the sum, ascending.
  std::vector<int32_t> Near(size_t g, const std::vector<bool>& shown,
                            size_t most);
  // Their shown and fixed sums and relations, by number behind each other.
  void RowsOf(int32_t unknown, const std::vector<bool>& shown,
              std::vector<int32_t>& rows) const;
  size_t SizeOf(int32_t row) const;
  const Sum& SumOf(int32_t row, bool less) const;
  Program MakeProgram(const Ask& ask, const std::vector<int32_t>& unknowns,
                      const std::vector<bool>& shown,
                      const std::vector<double>* prices);
  Answer Solve(const Program& program);

  const Secrets& secrets_;
  const Incidence& incidence_;
  std::vector<std::vector<int64_t>> slacks_;  // per view, of the relations
  std::vector<int32_t> row_at_;       // row -> place in the program, or -1
  std::vector<bool> is_near_;
  int64_t programs_ = 0;
  int64_t work_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_CHANGE_FINDER_H_
