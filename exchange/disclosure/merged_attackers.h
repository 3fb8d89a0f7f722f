#ifndef TOGUNA_EXCHANGE_DISCLOSURE_MERGED_ATTACKERS_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_MERGED_ATTACKERS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "exchange/disclosure/alike.h"
#include "exchange/disclosure/change_finder.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/linear_attacker.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/disclosure/slacks.h"

namespace toguna {

// One attacker per view, each over classes of unknowns that the pattern as it
// stands does not tell apart. How far a guarded sum can go is the same over
// classes, for what a class has may be anywhere in it but for what its members
// are known to have. Deterministic; not thread-safe.
class MergedAttackers {
 public:
  // A guarded sum in terms of classes: the most it can be (kHigh) is all that
  // its classes have but for what others are known to have of it; the least
  // (kLow) what the classes have that lie within it, and what it is known to
  // have of the others.
  struct Merged {
    Sum classes;
    int64_t offset = 0;
  };

  // All must outlive the attackers, which follow `shown` as they are told.
  MergedAttackers(const Secrets& secrets, const Incidence& incidence,
                  const std::vector<bool>& shown);

  void Show(size_t showable);
  void Withhold(size_t showable);

  // What the pattern does not tell apart now.
  const Alike& alike();
  // What it did not when the attackers were made, who go on from their last
  // answers while that holds: nothing else has been shown since.
  const Alike& base();
  // Its sums are those of base().shown(); those shown now are learnt.
  LinearAttacker& Of(size_t view);
  // How the attacker who asks after `g` keeps to it that there are no victims
  // where there are no records (Slacks::Way). At first: as usual.
  enum class Assumed {
    kUsual,      // each in the first way
    kOtherwise,  // what `g` touches in the second
    kShares,     // none but by its share of victims
    kLeast,      // all in the one that leaves most room
    kNothing,    // not at all
  };
  void Assume(size_t g, Assumed what);
  // The harm that an attacker's assumption keeps.
  static size_t HarmOf(size_t assumption);
  // Over classes of base().
  Merged MergedOf(size_t g, Side side);
  // To the table with so much in each class, as extreme as can be for `g`.
  Change ChangeTo(const std::vector<int64_t>& classes, size_t g, Side side);

  // One that moves a guarded sum as asked within its classes; none if they do
  // not have that much.
  std::optional<Change> ChangeWithin(const ChangeFinder::Ask& ask);

  int64_t programs() const;
  int64_t work() const;

 private:
  const Secrets& secrets_;
  const Incidence& incidence_;
  const std::vector<bool>& shown_;
  Slacks slacks_;
  // Number of a shown sum in the attackers' programs, if it is in them.
  std::optional<size_t> RowOf(size_t showable) const;
  void Retire();

  std::optional<Alike> alike_;
  std::optional<Alike> base_;
  std::vector<std::optional<LinearAttacker>> attackers_;  // per view
  int64_t work_ = 0;      // of attackers that are no more
  int64_t programs_ = 0;  // likewise
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_MERGED_ATTACKERS_H_
