// From a quarter's strata to cohorts at every rung.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/form.h"
#include "exchange/cohort/minimums.h"
#include "exchange/cohort/stratum.h"
#include "exchange/cohort/stratum_columns.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

using Box = std::vector<std::vector<std::string>>;

absl::Status PlanInvalid(absl::string_view text) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "PLAN_INVALID", text);
}

Diversity DiversityOf(const CohortPlan& plan) {
  Diversity diversity;
  if (plan.diversity.empty()) return diversity;
  const CohortDiversity& asked = plan.diversity[0];
  switch (asked.kind) {
    case CohortDiversity::Kind::kDistinct:
      diversity.kind = Diversity::Kind::kDistinct;
      break;
    case CohortDiversity::Kind::kEntropy:
      diversity.kind = Diversity::Kind::kEntropy;
      break;
    case CohortDiversity::Kind::kRecursive:
      diversity.kind = Diversity::Kind::kRecursive;
      break;
  }
  diversity.l = asked.l;
  diversity.c = asked.c;
  return diversity;
}

// The ladder as FormCohorts climbs down it, strictest first.
absl::StatusOr<std::vector<CohortMinimums>> RungsOf(
    const CohortPlan& plan, const std::vector<Minimums>& ladder) {
  if (ladder.empty() || plan.attributes.empty() || plan.diversity.size() > 1) {
    return PlanInvalid("cohorts need minimums and attributes");
  }
  std::vector<CohortMinimums> rungs;
  for (size_t i = ladder.size(); i-- > 0;) {
    const Minimums& one = ladder[i];
    if (one.k < 1 || one.s < 1 || one.c < 0 ||
        (i > 0 && (one.k <= ladder[i - 1].k || one.s < ladder[i - 1].s ||
                   one.c < ladder[i - 1].c))) {
      return PlanInvalid("each rung of cohorts must be stricter");
    }
    // One more than k: a cohort that loses a record still has k.
    rungs.push_back({.k = int64_t{one.k} + 1,
                     .s = one.s,
                     .c = one.c,
                     .others = one.c > 0 ? one.k : 0,
                     .diversity = DiversityOf(plan)});
  }
  return rungs;
}

// A part of a tree, for boxes that lie within it.
absl::StatusOr<CodeTree> Below(const CodeTree& tree, NodeIndex top,
                               int finest) {
  std::vector<CodeDeclaration> nodes;
  for (NodeIndex i = top; i < tree.size(); ++i) {
    if (!tree.IsWithin(i, top) || tree.depth(i) > finest) continue;
    nodes.push_back({.code = tree.code(i),
                     .parent = i == top ? "" : tree.code(tree.parent(i)),
                     .label = {}});
  }
  return CodeTree::Create(std::move(nodes));
}

std::string CodeText(const CodeTree& tree, NodeIndex node) {
  return tree.code(node) == kWithoutCode ? std::string() : tree.code(node);
}

// A node of FormedCohorts while the tree above it grows.
struct Grown {
  Box box;
  int rung = 0;
  bool meets = true;
  int32_t first = 0;  // a tuple in it
  std::vector<size_t> records;
  std::vector<Grown> below;
};

// Forms one stratum. Everything goes in an order of the records' own, so that
// the one they came in is no matter.
class StratumFormer {
 public:
  StratumFormer(std::vector<CodeTree> trees, std::vector<CohortMinimums> rungs,
                const CohortPlan& plan, StratumColumns columns)
      : trees_(std::move(trees)),
        rungs_(std::move(rungs)),
        plan_(plan),
        columns_(std::move(columns)) {}

  absl::StatusOr<FormedCohorts> Form(absl::string_view name);

 private:
  // The records that `coarsest` lets be in one cohort, and where they lie: one
  // node per attribute.
  using Sections = std::map<std::vector<NodeIndex>, std::vector<size_t>>;

  Sections Divide() const;
  absl::Status FormSection(const std::vector<NodeIndex>& tops,
                           const std::vector<size_t>& members,
                           std::vector<Grown>& grown, std::set<size_t>& held);
  absl::StatusOr<const CodeTree*> TreeBelow(size_t attribute, NodeIndex top);
  CohortTuples TuplesOf(const std::vector<const CodeTree*>& trees,
                        const std::vector<size_t>& members) const;
  std::vector<Grown> Stack(const std::vector<const CodeTree*>& trees,
                           const std::vector<Cohorts>& partitions,
                           const std::vector<size_t>& members) const;

  // Never above where records are kept apart.
  int FinestOf(size_t attribute) const {
    const CohortAttribute& one = plan_.attributes[attribute];
    return std::max(one.coarsest,
                    one.finest.value_or(trees_[attribute].max_depth()));
  }

  std::vector<CodeTree> trees_;
  std::vector<CohortMinimums> rungs_;
  const CohortPlan& plan_;
  StratumColumns columns_;
  std::map<std::pair<size_t, NodeIndex>, CodeTree> below_;
};

StratumFormer::Sections StratumFormer::Divide() const {
  Sections sections;
  for (const size_t record : columns_.order) {
    std::vector<NodeIndex> tops;
    for (size_t a = 0; a < trees_.size(); ++a) {
      tops.push_back(
          trees_[a].AtDepth(columns_.leaves[record * trees_.size() + a],
                            plan_.attributes[a].coarsest));
    }
    sections[tops].push_back(record);
  }
  return sections;
}

absl::StatusOr<const CodeTree*> StratumFormer::TreeBelow(size_t attribute,
                                                         NodeIndex top) {
  const auto found = below_.find({attribute, top});
  if (found != below_.end()) return &found->second;
  TOGUNA_ASSIGN_OR_RETURN(CodeTree tree,
                          Below(trees_[attribute], top, FinestOf(attribute)));
  return &below_.emplace(std::pair(attribute, top), std::move(tree))
              .first->second;
}

CohortTuples StratumFormer::TuplesOf(const std::vector<const CodeTree*>& trees,
                                     const std::vector<size_t>& members) const {
  CohortTuples tuples{.attributes = trees.size()};
  for (const size_t record : members) {
    for (size_t a = 0; a < trees.size(); ++a) {
      const NodeIndex leaf = columns_.leaves[record * trees.size() + a];
      // What a leaf of the whole tree is told apart as is a leaf of its part.
      const NodeIndex told = trees_[a].AtDepth(leaf, FinestOf(a));
      tuples.codes.push_back(*trees[a]->Find(trees_[a].code(told)));
    }
    tuples.entities.push_back(columns_.entities[record]);
    tuples.sources.push_back(columns_.sources[record]);
    tuples.contributors.push_back(columns_.contributors[record]);
    if (!plan_.diversity.empty()) {
      tuples.sensitive.push_back(columns_.diverse[record]);
    }
  }
  return tuples;
}

// Puts each cohort below the one of the stricter rung that it lies in.
std::vector<Grown> StratumFormer::Stack(
    const std::vector<const CodeTree*>& trees,
    const std::vector<Cohorts>& partitions,
    const std::vector<size_t>& members) const {
  std::vector<Grown> below;
  for (size_t rung = 0; rung < partitions.size(); ++rung) {
    const Cohorts& cohorts = partitions[partitions.size() - 1 - rung];
    std::vector<Grown> level;
    std::vector<size_t> cohort_of(members.size());
    for (const Cohort& cohort : cohorts) {
      for (const int32_t tuple : cohort.tuples) {
        cohort_of[static_cast<size_t>(tuple)] = level.size();
      }
      Grown& one = level.emplace_back();
      one.rung = static_cast<int>(rung);
      one.first = cohort.tuples.front();
      for (size_t a = 0; a < trees.size(); ++a) {
        std::vector<std::string>& value = one.box.emplace_back();
        for (const NodeIndex node : cohort.box[a]) {
          value.push_back(CodeText(*trees[a], node));
        }
      }
      if (rung > 0) continue;
      for (const int32_t tuple : cohort.tuples) {
        one.records.push_back(members[static_cast<size_t>(tuple)]);
      }
    }
    for (Grown& one : below) {
      level[cohort_of[static_cast<size_t>(one.first)]].below.push_back(
          std::move(one));
    }
    below = std::move(level);
  }
  return below;
}

absl::Status StratumFormer::FormSection(const std::vector<NodeIndex>& tops,
                                        const std::vector<size_t>& members,
                                        std::vector<Grown>& grown,
                                        std::set<size_t>& held) {
  CohortOptions options;
  for (size_t a = 0; a < tops.size(); ++a) {
    TOGUNA_ASSIGN_OR_RETURN(const CodeTree* tree, TreeBelow(a, tops[a]));
    options.trees.push_back(tree);
    options.weights.push_back(plan_.attributes[a].weight);
  }
  const CohortTuples tuples = TuplesOf(options.trees, members);
  std::vector<int32_t> all(members.size());
  std::iota(all.begin(), all.end(), 0);
  MinimumsJudge judge(tuples);
  options.rungs = rungs_;
  while (!options.rungs.empty() && !judge.Meets(all, options.rungs.front())) {
    options.rungs.erase(options.rungs.begin());
  }
  if (options.rungs.empty()) {
    held.insert(members.begin(), members.end());
    return absl::OkStatus();
  }
  const absl::StatusOr<std::vector<Cohorts>> partitions =
      FormCohorts(tuples, options);
  if (!partitions.ok()) return PlanInvalid(partitions.status().message());
  std::vector<Grown> level = Stack(options.trees, *partitions, members);
  // The stricter rungs have no cohort here, only a place.
  for (size_t rung = partitions->size(); rung < rungs_.size(); ++rung) {
    Grown whole;
    whole.rung = static_cast<int>(rung);
    whole.meets = false;
    for (const CodeTree* tree : options.trees) {
      NodeIndex node = CodeTree::kTop;
      // As FormCohorts names a box of everything.
      while (tree->children(node).size() == 1) node = tree->children(node)[0];
      whole.box.push_back({CodeText(*tree, node)});
    }
    whole.below = std::move(level);
    level.clear();
    level.push_back(std::move(whole));
  }
  std::move(level.begin(), level.end(), std::back_inserter(grown));
  return absl::OkStatus();
}

std::string TextOf(const Box& box) {
  return absl::StrJoin(
      box, "\n", [](std::string* out, const std::vector<std::string>& value) {
        absl::StrAppend(out, absl::StrJoin(value, "\t"));
      });
}

// Adds `grown`, with all below it, to `formed`.
void Place(Grown grown, std::string code, size_t parent,
           FormedCohorts& formed) {
  const size_t place = formed.nodes.size();
  formed.nodes.push_back({.code = code,
                          .parent = parent,
                          .rung = grown.rung,
                          .box = std::move(grown.box),
                          .meets = grown.meets,
                          .records = std::move(grown.records)});
  int number = 0;
  for (Grown& one : grown.below) {
    Place(std::move(one), absl::StrCat(code, "-", ++number), place, formed);
  }
}

absl::StatusOr<FormedCohorts> StratumFormer::Form(absl::string_view name) {
  FormedCohorts formed;
  formed.nodes.push_back({.code = "all",
                          .parent = 0,
                          .rung = static_cast<int>(rungs_.size()),
                          .box = {},
                          .meets = false,
                          .records = {}});
  std::vector<Grown> grown;
  std::set<size_t> held;
  for (const auto& [tops, members] : Divide()) {
    TOGUNA_RETURN_IF_ERROR(FormSection(tops, members, grown, held));
  }
  for (const size_t record : columns_.order) {
    if (held.contains(record)) formed.held_over.push_back(record);
  }
  // Sections without cohorts have no number, and those with a cohort that is
  // not given out have one that is not seen. In the order of the trees such a
  // gap would tell where that is; in the order of digests it tells nothing.
  std::vector<std::pair<std::string, size_t>> order;
  for (size_t i = 0; i < grown.size(); ++i) {
    order.emplace_back(
        Sha256(absl::StrCat("toguna/cohort-order/v1\n", plan_.id.text(), "\n",
                            name, "\n", TextOf(grown[i].box))),
        i);
  }
  std::sort(order.begin(), order.end());
  const int digits =
      std::max<int>(2, static_cast<int>(absl::StrCat(grown.size()).size()));
  int number = 0;
  for (const auto& [digest, i] : order) {
    Place(std::move(grown[i]),
          absl::StrFormat("%s-%0*d", name, digits, ++number), 0, formed);
  }
  return formed;
}

}  // namespace

absl::StatusOr<FormedCohorts> FormStratum(
    const Catalog& catalog, const Dataset& dataset, const CohortPlan& plan,
    const std::vector<Minimums>& ladder, Period period,
    std::span<const StratumRecord> records) {
  TOGUNA_ASSIGN_OR_RETURN(std::vector<CohortMinimums> rungs,
                          RungsOf(plan, ladder));
  TOGUNA_ASSIGN_OR_RETURN(std::vector<CodeTree> trees,
                          TreesOf(catalog, dataset, plan, period));
  TOGUNA_ASSIGN_OR_RETURN(
      StratumColumns columns,
      ColumnsOfStratum(trees, plan, period, dataset.public_sources, records));
  return StratumFormer(std::move(trees), std::move(rungs), plan,
                       std::move(columns))
      .Form(period.text());
}

}  // namespace toguna
