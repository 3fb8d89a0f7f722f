#ifndef TOGUNA_TESTS_PRIVACY_COHORT_WORLD_H_
#define TOGUNA_TESTS_PRIVACY_COHORT_WORLD_H_

// Records of some quarters, the cohorts that the engine forms of them, and what
// agreements let out of those.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/base/code_tree.h"
#include "exchange/cohort/form.h"

namespace toguna::testing {

using CohortRandom = std::mt19937_64;

inline size_t Draw(CohortRandom& random, size_t n) { return random() % n; }

constexpr size_t kNotFormed = static_cast<size_t>(-1);

// A record as it is: with its exact quasi-identifiers.
struct TrueRecord {
  int32_t entity = 0;
  int32_t source = 0;
  size_t region = 0;
  std::vector<NodeIndex> leaves;  // place, type, tally, tally, date
  size_t formation = kNotFormed;  // that it is in, for ever
  bool retracted = false;
};

// The cohorts of a region in a quarter. A region is the coarsest place: its
// records form no cohort with others.
struct Formation {
  size_t region = 0;
  std::vector<size_t> records;
  std::vector<CohortMinimums> minimums;  // by rung, strictest first
  std::vector<Cohorts> rungs;
};

// One row as a recipient sees it. All that an attacker has but what he knows
// from elsewhere.
struct GivenRow {
  size_t formation = 0;  // quarter and region are told
  CohortBox box;
  std::string pseudonym;  // of one agreement
};

// What one agreement gives at once.
struct GivenOut {
  size_t agreement = 0;
  std::vector<GivenRow> rows;
};

class CohortWorld {
 public:
  // The first of these minimums that the records of a region allow and all
  // after it are formed. k is how many entities must remain; cohorts have one
  // more.
  CohortWorld(CohortRandom& random, size_t quarters) : random_(random) {
    k_ = static_cast<int64_t>(2 + Draw(random, 4));
    const auto s = static_cast<int64_t>(1 + Draw(random, 2));
    for (const int64_t k : {k_ * 7, k_ * 2, k_}) {
      ladder_.push_back({.k = k + 1, .s = s});
    }
    const size_t regions = 1 + Draw(random, 3);
    for (size_t r = 0; r < regions; ++r) AddTrees(quarters);
    for (size_t quarter = 0; quarter < quarters; ++quarter) {
      AddRecords(quarter);
      for (size_t r = 0; r < regions; ++r) Form(r);
    }
  }

  int64_t k() const { return k_; }
  const std::vector<TrueRecord>& records() const { return records_; }
  const std::vector<Formation>& formations() const { return formations_; }
  const std::vector<CodeTree>& TreesOf(size_t formation) const {
    return trees_[formations_[formation].region];
  }
  // Records of regions that never had enough.
  size_t HeldOver() const {
    return static_cast<size_t>(std::count_if(
        records_.begin(), records_.end(),
        [](const auto& one) { return one.formation == kNotFormed; }));
  }

  // The engine's cohorts of the same records, formed with nothing to do with
  // those there are.
  bool FormApart(const Formation& formation, const CohortMinimums& minimums,
                 Formation& apart) {
    apart = formation;
    apart.minimums = {minimums};
    CohortOptions options{.trees = {}, .weights = {}, .rungs = {minimums}};
    for (const CodeTree& tree : trees_[formation.region]) {
      options.trees.push_back(&tree);
      options.weights.push_back(static_cast<double>(1 + Draw(random_, 20)));
    }
    auto rungs = FormCohorts(TuplesOf(formation.records), options);
    if (!rungs.ok()) return false;
    apart.rungs = *std::move(rungs);
    return true;
  }

  // Cohorts of places and types alone, as in a table by both.
  Cohorts FormByPlaceAndType(const Formation& formation) const {
    CohortTuples tuples{.attributes = 2};
    for (const size_t number : formation.records) {
      const std::vector<NodeIndex>& leaves = records_[number].leaves;
      tuples.codes.insert(tuples.codes.end(), leaves.begin(),
                          leaves.begin() + 2);
    }
    const std::vector<CodeTree>& trees = trees_[formation.region];
    const auto rungs = FormCohorts(
        tuples,
        {.trees = {&trees[0], &trees[1]}, .weights = {}, .rungs = {{.k = k_}}});
    return rungs.ok() ? rungs->back() : Cohorts();
  }

  // Some records are taken back, now and then.
  void Retract() {
    for (TrueRecord& one : records_) {
      if (Draw(random_, 60) == 0) one.retracted = true;
    }
  }

  // Distinct entities of a cohort that are left.
  int64_t EntitiesLeft(const Formation& formation, const Cohort& cohort) const {
    std::set<int32_t> entities;
    for (const int32_t tuple : cohort.tuples) {
      const TrueRecord& one =
          records_[formation.records[static_cast<size_t>(tuple)]];
      if (!one.retracted) entities.insert(one.entity);
    }
    return static_cast<int64_t>(entities.size());
  }

  // Rows of a whole cohort with the same box, as the design has it. Nothing if
  // it fell below k: then it is not delivered again.
  void Give(size_t f, const Formation& formation, size_t rung,
            const Cohort& cohort, GivenOut& out) const {
    if (EntitiesLeft(formation, cohort) < formation.minimums[rung].k - 1) {
      return;
    }
    for (const int32_t tuple : cohort.tuples) {
      const size_t number = formation.records[static_cast<size_t>(tuple)];
      if (records_[number].retracted) continue;
      out.rows.push_back({.formation = f,
                          .box = cohort.box,
                          .pseudonym = Pseudonym(out.agreement, number)});
    }
  }

  // Some cohorts of some formations, each formation at a rung of its own.
  GivenOut SomeOf(size_t agreement) const {
    GivenOut out{.agreement = agreement, .rows = {}};
    const size_t share = 1 + Draw(random_, 4);  // of four
    for (size_t f = 0; f < formations_.size(); ++f) {
      if (Draw(random_, 4) == 0) continue;
      const Formation& formation = formations_[f];
      const size_t rung = Draw(random_, formation.rungs.size());
      for (const Cohort& cohort : formation.rungs[rung]) {
        if (Draw(random_, 4) < share) Give(f, formation, rung, cohort, out);
      }
    }
    return out;
  }

  // Nobody but who made it knows what it stands for.
  static std::string Pseudonym(size_t agreement, size_t record) {
    return absl::StrCat(agreement, "/", record);
  }

 private:
  // A tree of one level per fan.
  CodeTree Tree(const std::string& top, const std::vector<size_t>& most) {
    std::vector<CodeDeclaration> nodes = {{.code = top}};
    std::vector<std::string> level = {top};
    for (const size_t fan : most) {
      std::vector<std::string> next;
      for (const std::string& parent : level) {
        const size_t children = 1 + Draw(random_, fan);
        for (size_t i = 0; i < children; ++i) {
          next.push_back(absl::StrCat(parent, ".", i));
          nodes.push_back({.code = next.back(), .parent = parent});
        }
      }
      level = std::move(next);
    }
    return *CodeTree::Create(std::move(nodes));
  }

  void AddTrees(size_t quarters) {
    std::vector<CodeTree> trees;
    trees.push_back(Tree("place", {4, 3}));
    trees.push_back(Tree("type", {3, 4}));
    for (const char* tally : {"girls", "boys"}) {
      trees.push_back(*CodeTree::Create({{.code = tally},
                                         {.code = "0", .parent = tally},
                                         {.code = "1+", .parent = tally}}));
    }
    std::vector<CodeDeclaration> dates = {{.code = "any"}};
    for (size_t q = 0; q < quarters; ++q) {
      dates.push_back({.code = absl::StrCat("Q", q), .parent = "any"});
    }
    trees.push_back(*CodeTree::Create(std::move(dates)));
    trees_.push_back(std::move(trees));
  }

  // Places and types that are frequent come first.
  NodeIndex SomeLeaf(const CodeTree& tree) {
    const std::vector<NodeIndex> leaves = tree.Leaves();
    return leaves[std::min(Draw(random_, leaves.size()),
                           Draw(random_, leaves.size()))];
  }

  void AddRecords(size_t quarter) {
    const size_t incidents = 10 + Draw(random_, 90);
    for (size_t i = 0; i < incidents; ++i) {
      const int32_t entity = entities_++;
      const size_t region =
          std::min(Draw(random_, trees_.size()), Draw(random_, trees_.size()));
      // Some incidents have several records.
      const size_t records = 1 + (Draw(random_, 6) == 0 ? Draw(random_, 3) : 0);
      const auto source = static_cast<int32_t>(Draw(random_, 9));
      for (size_t r = 0; r < records; ++r) {
        const std::vector<CodeTree>& trees = trees_[region];
        TrueRecord one{.entity = entity, .source = source, .region = region};
        for (size_t a = 0; a < 4; ++a) one.leaves.push_back(SomeLeaf(trees[a]));
        const size_t when = quarter - std::min(quarter, Draw(random_, 5) / 4);
        one.leaves.push_back(*trees[4].Find(absl::StrCat("Q", when)));
        records_.push_back(std::move(one));
      }
    }
  }

  CohortTuples TuplesOf(const std::vector<size_t>& numbers) const {
    CohortTuples tuples{.attributes = 5};
    for (const size_t number : numbers) {
      const TrueRecord& one = records_[number];
      tuples.codes.insert(tuples.codes.end(), one.leaves.begin(),
                          one.leaves.end());
      tuples.entities.push_back(one.entity);
      tuples.sources.push_back(one.source);
    }
    return tuples;
  }

  // What cannot be formed waits for the next quarter.
  void Form(size_t region) {
    Formation formation{.region = region};
    for (size_t i = 0; i < records_.size(); ++i) {
      if (records_[i].region == region && records_[i].formation == kNotFormed) {
        formation.records.push_back(i);
      }
    }
    CohortOptions options;
    for (const CodeTree& tree : trees_[region]) options.trees.push_back(&tree);
    for (size_t first = 0; first < ladder_.size(); ++first) {
      options.rungs.assign(ladder_.begin() + static_cast<int64_t>(first),
                           ladder_.end());
      auto rungs = FormCohorts(TuplesOf(formation.records), options);
      if (!rungs.ok()) continue;
      formation.minimums = options.rungs;
      formation.rungs = *std::move(rungs);
      for (const size_t i : formation.records) {
        records_[i].formation = formations_.size();
      }
      formations_.push_back(std::move(formation));
      return;
    }
  }

  CohortRandom& random_;
  int64_t k_ = 1;
  std::vector<CohortMinimums> ladder_;
  std::vector<std::vector<CodeTree>> trees_;  // by region
  std::vector<TrueRecord> records_;
  std::vector<Formation> formations_;
  int32_t entities_ = 0;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_COHORT_WORLD_H_
