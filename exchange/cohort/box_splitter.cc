#include "exchange/cohort/box_splitter.h"

#include <span>

namespace toguna {

BoxSplitter::BoxSplitter(TupleTable& table,
                         const std::vector<CohortTree>& trees,
                         std::vector<ValueStore>& values,
                         const std::vector<double>& prices)
    : table_(table), trees_(trees), values_(values), prices_(prices) {}

Region BoxSplitter::Whole() {
  Region all{.begin = 0, .end = table_.size()};
  for (size_t i = 0; i < table_.size(); ++i) {
    all.rows += table_.rows(i);
    all.count += table_.count(i);
  }
  for (size_t a = 0; a < trees_.size(); ++a) {
    const CohortTree::Node& top = trees_[a].at(CohortTree::kTop);
    for (size_t i = 0; i < top.children.size(); ++i) {
      values_[a].AddPlace(static_cast<int32_t>(i));
    }
    all.box.push_back(values_[a].Close(CohortTree::kTop, top.leaves));
    all.loss += prices_[a] * static_cast<double>(top.leaves);
  }
  return all;
}

int32_t BoxSplitter::AddValue(size_t attribute, int32_t whole,
                              const std::vector<int>& part, int which) {
  const CohortTree& tree = trees_[attribute];
  ValueStore& values = values_[attribute];
  const int32_t node = values.at(whole).node;
  int64_t leaves = 0;
  int32_t last = -1;
  int many = 0;
  for (size_t i = 0; i < part.size(); ++i) {
    if (part[i] != which) continue;
    // Looked up each time: adding may move what a span points at.
    const int32_t place = values.places(values.at(whole))[i];
    last = tree.at(node).children[static_cast<size_t>(place)];
    leaves += tree.at(last).leaves;
    ++many;
    values.AddPlace(place);
  }
  if (many > 1) return values.Close(node, leaves);
  values.DropPlace();
  for (size_t i = 0; i < tree.at(last).children.size(); ++i) {
    values.AddPlace(static_cast<int32_t>(i));
  }
  return values.Close(last, leaves);
}

BoxSplitter::Regions BoxSplitter::Boxes(const Region& region, size_t attribute,
                                        const std::vector<int>& part,
                                        int parts) {
  const int32_t whole = region.box[attribute];
  const ValueStore::Value value = values_[attribute].at(whole);
  part_of_.resize(trees_[attribute].at(value.node).children.size());
  const std::span<const int32_t> places = values_[attribute].places(value);
  for (size_t i = 0; i < places.size(); ++i) {
    part_of_[static_cast<size_t>(places[i])] = part[i];
  }
  Regions made(static_cast<size_t>(parts));
  const double price = prices_[attribute];
  for (int i = 0; i < parts; ++i) {
    Region& one = made[static_cast<size_t>(i)];
    one.box = region.box;
    one.rung = region.rung;
    one.box[attribute] = AddValue(attribute, whole, part, i);
    one.key = region.key - Mixed(value.key + attribute) +
              Mixed(values_[attribute].at(one.box[attribute]).key + attribute);
    one.loss = region.loss +
               price * static_cast<double>(
                           values_[attribute].at(one.box[attribute]).leaves -
                           value.leaves);
  }
  return made;
}

void BoxSplitter::Fill(const Region& region, size_t attribute, Regions& parts) {
  const int32_t* child_of = trees_[attribute].ChildOf(
      values_[attribute].at(region.box[attribute]).node);
  table_.Sort(
      region, attribute,
      [&](int32_t leaf) {
        return part_of_[static_cast<size_t>(child_of[leaf])];
      },
      std::span<Region>(parts.data(), parts.size()));
}

}  // namespace toguna
