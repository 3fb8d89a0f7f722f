#include "exchange/disclosure/incident_time.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "exchange/base/code_tree.h"

namespace toguna {
namespace {

using Codes = std::vector<std::pair<std::string, std::string>>;

const absl::string_view kThisPeriod = kIncidentMonths[0];
const absl::string_view kEarlierThisQuarter = kIncidentMonths[1];
const absl::string_view kEarlierQuarter = kIncidentMonths[2];
const absl::string_view kEarlierYear = kIncidentMonths[3];

int QuarterOf(absl::CivilMonth month) { return (month.month() - 1) / 3; }

std::vector<std::string> LeavesOf(const CodeTree& tree) {
  std::vector<std::string> leaves;
  for (const NodeIndex leaf : tree.Leaves()) leaves.push_back(tree.code(leaf));
  return leaves;
}

// The code that a year is counted at: where the list does not name it, as not
// specified.
std::string CodeOfYear(const CodeTree& tree, int64_t year) {
  const std::string code = absl::StrCat(year);
  if (tree.Find(code).has_value()) return code;
  const std::optional<NodeIndex> leaf = tree.LeafFor(CodeTree::kTop);
  return leaf.has_value() ? tree.code(*leaf) : code;
}

// A record of the relation to the month of acceptance may be of the year.
bool MayBeOf(const CodeTree& years, const std::string& code,
             absl::string_view relation, absl::CivilMonth accepted) {
  int64_t year = 0;
  if (relation != kEarlierYear) {
    return code == CodeOfYear(years, accepted.year());
  }
  return !absl::SimpleAtoi(code, &year) || year < accepted.year();
}

// Where the month of acceptance has no earlier ones of its quarter or year.
bool MayBe(absl::string_view relation, absl::CivilMonth accepted) {
  if (relation == kEarlierThisQuarter) return accepted.month() % 3 != 1;
  if (relation == kEarlierQuarter) return QuarterOf(accepted) > 0;
  return true;
}

}  // namespace

std::optional<absl::string_view> IncidentMonthOf(absl::CivilMonth incident,
                                                 absl::CivilMonth accepted) {
  if (incident > accepted) return std::nullopt;
  if (incident == accepted) return kThisPeriod;
  if (incident.year() != accepted.year()) return kEarlierYear;
  return QuarterOf(incident) == QuarterOf(accepted) ? kEarlierThisQuarter
                                                    : kEarlierQuarter;
}

std::vector<Codes> ImpossibleTimes(const Catalog& catalog,
                                   const Dataset& dataset,
                                   absl::CivilMonth accepted) {
  std::vector<Codes> impossible;
  for (const Dimension& month : dataset.dimensions) {
    if (month.source != Dimension::Source::kIncidentMonth) continue;
    for (const char* relation : kIncidentMonths) {
      if (!MayBe(relation, accepted)) {
        impossible.push_back({{month.id, relation}});
      }
    }
  }
  for (const Dimension& year : dataset.dimensions) {
    const CodeList* list = catalog.ListOf(dataset, year.id);
    if (year.source != Dimension::Source::kIncidentYear || list == nullptr) {
      continue;
    }
    for (const std::string& code : LeavesOf(list->tree)) {
      int64_t number = 0;
      if (absl::SimpleAtoi(code, &number) && number > accepted.year()) {
        impossible.push_back({{year.id, code}});
        continue;
      }
      for (const Dimension& month : dataset.dimensions) {
        if (month.source != Dimension::Source::kIncidentMonth) continue;
        for (const char* relation : kIncidentMonths) {
          if (!MayBe(relation, accepted) ||
              MayBeOf(list->tree, code, relation, accepted)) {
            continue;
          }
          impossible.push_back({{month.id, relation}, {year.id, code}});
        }
      }
    }
  }
  return impossible;
}

}  // namespace toguna
