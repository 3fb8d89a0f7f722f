#ifndef TOGUNA_TESTS_PRIVACY_COHORT_ATTACKER_H_
#define TOGUNA_TESTS_PRIVACY_COHORT_ATTACKER_H_

// Whoever pools all that was given out, and knows of every record its exact
// quasi-identifiers, whom it is about and in which quarter it was formed, but
// not which row it is.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/privacy/cohort_world.h"

namespace toguna::testing {

struct CohortAttack {
  size_t atoms = 0;            // sets of records that nothing tells apart
  size_t joined = 0;           // rows joined by pseudonym, in one agreement
  int64_t fewest = 1'000'000;  // entities in any of them
  // The same for who knows what was taken back, where that is one record.
  int64_t fewest_left = 1'000'000;
  int64_t fewest_sources = 1'000'000;

  // Entities among which a target stands must not be fewer than k.
  bool Wins(int64_t k) const { return fewest < k; }
};

class CohortAttacker {
 public:
  explicit CohortAttacker(const CohortWorld& world) : world_(world) {}

  CohortAttack Attack(const std::vector<GivenOut>& given) const {
    CohortAttack attack;
    // Boxes that occur, of each formation.
    std::map<size_t, std::set<CohortBox>> boxes;
    for (const GivenOut& out : given) {
      for (const GivenRow& row : out.rows) boxes[row.formation].insert(row.box);
    }
    for (const auto& [formation, of] : boxes) Atoms(formation, of, attack);
    std::map<size_t, std::map<std::string, Joined>> agreements;
    for (const GivenOut& out : given) {
      for (const GivenRow& row : out.rows) {
        Joined& joined = agreements[out.agreement][row.pseudonym];
        joined.formation = row.formation;
        joined.boxes.insert(&*boxes[row.formation].find(row.box));
      }
    }
    for (const auto& [agreement, rows] : agreements) Join(rows, attack);
    return attack;
  }

  // Whether `leaves` lie in a box.
  bool Contains(size_t formation, const CohortBox& box,
                const std::vector<NodeIndex>& leaves) const {
    const std::vector<CodeTree>& trees = world_.TreesOf(formation);
    for (size_t a = 0; a < leaves.size(); ++a) {
      if (std::none_of(box[a].begin(), box[a].end(), [&](NodeIndex node) {
            return trees[a].IsWithin(leaves[a], node);
          })) {
        return false;
      }
    }
    return true;
  }

 private:
  struct Joined {
    size_t formation = 0;
    std::set<const CohortBox*> boxes;
  };

  // Which boxes can hold a record tells it from others; rows that are in no box
  // of some release tell as much as those that are.
  void Atoms(size_t formation, const std::set<CohortBox>& boxes,
             CohortAttack& attack) const {
    std::map<std::vector<bool>, std::vector<size_t>> atoms;
    for (const size_t i : world_.formations()[formation].records) {
      std::vector<bool> inside;
      for (const CohortBox& box : boxes) {
        inside.push_back(Contains(formation, box, world_.records()[i].leaves));
      }
      atoms[std::move(inside)].push_back(i);
    }
    for (const auto& [inside, records] : atoms) {
      // Of whom no row was given out, nothing was.
      if (std::find(inside.begin(), inside.end(), true) != inside.end()) {
        ++attack.atoms;
        Count(records, attack);
      }
    }
  }

  // A row that was seen in several boxes is of a record that lies in all.
  void Join(const std::map<std::string, Joined>& rows,
            CohortAttack& attack) const {
    std::map<std::pair<size_t, std::set<const CohortBox*>>, int> ways;
    for (const auto& [ignored, row] : rows) {
      attack.joined += row.boxes.size() > 1 ? 1 : 0;
      if (ways[{row.formation, row.boxes}]++ > 0) continue;
      std::vector<size_t> can_be;
      for (const size_t i : world_.formations()[row.formation].records) {
        const TrueRecord& one = world_.records()[i];
        if (std::all_of(row.boxes.begin(), row.boxes.end(),
                        [&](const CohortBox* box) {
                          return Contains(row.formation, *box, one.leaves);
                        })) {
          can_be.push_back(i);
        }
      }
      Count(can_be, attack);
    }
  }

  void Count(const std::vector<size_t>& records, CohortAttack& attack) const {
    std::set<int32_t> entities;
    std::set<int32_t> left;
    std::set<int32_t> sources;
    int64_t retracted = 0;
    for (const size_t i : records) {
      const TrueRecord& one = world_.records()[i];
      entities.insert(one.entity);
      sources.insert(one.source);
      if (!one.retracted) left.insert(one.entity);
      retracted += one.retracted ? 1 : 0;
    }
    const auto size = [](const std::set<int32_t>& set) {
      return static_cast<int64_t>(set.size());
    };
    attack.fewest = std::min(attack.fewest, size(entities));
    attack.fewest_sources = std::min(attack.fewest_sources, size(sources));
    if (retracted <= 1) {
      attack.fewest_left = std::min(attack.fewest_left, size(left));
    }
  }

  const CohortWorld& world_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_COHORT_ATTACKER_H_
