#include "exchange/cohort/loss.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace toguna {
namespace {

// Leaves at or below each node.
std::vector<int64_t> LeavesBelow(const CodeTree& tree) {
  std::vector<int64_t> leaves(static_cast<size_t>(tree.size()), 0);
  // Parents come before their children.
  for (NodeIndex node = tree.size() - 1; node >= 0; --node) {
    int64_t& mine = leaves[static_cast<size_t>(node)];
    if (tree.is_leaf(node)) mine = 1;
    if (node != CodeTree::kTop) {
      leaves[static_cast<size_t>(tree.parent(node))] += mine;
    }
  }
  return leaves;
}

double LossOf(double rows, double leaves, double shares) {
  const double least = rows / leaves;
  if (rows <= least) return 0;  // a tree of one leaf has nothing to lose
  const double loss = std::max(0.0, (shares - least) / (rows - least));
  return std::floor(loss * 1e10) / 1e10;
}

}  // namespace

CohortFigures FiguresOf(const std::vector<const CodeTree*>& trees,
                        const Cohorts& cohorts) {
  CohortFigures figures;
  figures.cohorts = static_cast<int64_t>(cohorts.size());
  for (const Cohort& cohort : cohorts) {
    figures.smallest = figures.rows == 0
                           ? cohort.rows
                           : std::min(figures.smallest, cohort.rows);
    figures.rows += cohort.rows;
    const auto size = static_cast<double>(cohort.rows);
    figures.discernibility += size * size;
  }
  if (cohorts.empty() || figures.rows == 0) return figures;
  const auto rows = static_cast<double>(figures.rows);
  double logs = 0;
  double sum = 0;
  for (size_t a = 0; a < trees.size(); ++a) {
    const std::vector<int64_t> leaves = LeavesBelow(*trees[a]);
    // Whole numbers, so that the order of cohorts makes no difference.
    int64_t told = 0;
    for (const Cohort& cohort : cohorts) {
      for (const NodeIndex node : cohort.box[a]) {
        told += cohort.rows * leaves[static_cast<size_t>(node)];
      }
    }
    const auto all = static_cast<double>(leaves[0]);
    figures.loss.push_back(LossOf(rows, all, static_cast<double>(told) / all));
    logs += std::log1p(figures.loss.back());
    sum += figures.loss.back();
  }
  const auto d = static_cast<double>(std::max<size_t>(1, trees.size()));
  figures.loss_geo = std::expm1(logs / d);
  figures.loss_arith = sum / d;
  figures.aecs = rows / static_cast<double>(figures.cohorts);
  figures.global_risk = static_cast<double>(figures.cohorts) / rows;
  return figures;
}

}  // namespace toguna
