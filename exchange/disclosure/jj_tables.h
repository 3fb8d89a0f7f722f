#ifndef TOGUNA_EXCHANGE_DISCLOSURE_JJ_TABLES_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_JJ_TABLES_H_

#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "exchange/disclosure/jj.h"

namespace toguna {

// Tables that an attacker cannot rule out, as moves away from the true one, and
// how far they put each unsafe cell. A table counts while none of the cells
// that move in it is shown; it is kept meanwhile, since they may be withheld
// again. Not thread-safe.
class JjTables {
 public:
  enum Side { kUp = 0, kDown = 1 };

  // Every cell that may be shown is. `instance` must live as long.
  explicit JjTables(const JjInstance& instance);

  // Unsafe cells are numbered in the order of the instance.
  size_t unsafe() const { return unsafe_.size(); }
  size_t CellOf(size_t unsafe) const { return unsafe_[unsafe].cell; }
  // What has to be reached to one side, and from end to end.
  double Needed(size_t unsafe, Side side) const;
  double NeededApart(size_t unsafe) const;

  // How far the tables that count put it.
  double Reached(size_t unsafe, Side side) const {
    return unsafe_[unsafe].reached[side];
  }
  bool Reaches(size_t unsafe, Side side) const;
  bool ReachesApart(size_t unsafe) const;
  bool IsProtected(size_t unsafe) const;

  void Withhold(size_t cell);
  void Show(size_t cell);
  // Takes a table in that keeps the constraints and bounds, and the one on the
  // opposite side as far as the bounds let it go.
  void Hold(const std::vector<double>& moves);

 private:
  struct Table {
    std::vector<std::pair<size_t, double>> moves;
    size_t shown = 0;  // cells among those that move
  };
  struct Unsafe {
    size_t cell = 0;
    std::array<double, 2> reached = {0, 0};
    std::array<std::optional<size_t>, 2> best;
    // Tables that reach what is needed, or move the cell where that is not
    // all; and how far.
    std::array<std::vector<std::pair<size_t, double>>, 2> tables;
  };

  void HoldOne(std::vector<std::pair<size_t, double>> moves);
  void Rescan(Unsafe& unsafe, size_t side);
  void DropUnused();

  const JjInstance& instance_;
  std::vector<bool> shown_;  // by cell
  std::vector<Unsafe> unsafe_;
  std::vector<std::optional<size_t>> unsafe_at_;  // by cell
  std::vector<Table> tables_;
  std::vector<std::vector<size_t>> moving_;  // tables, by cell
  size_t held_ = 0;                          // moves in all tables
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_JJ_TABLES_H_
