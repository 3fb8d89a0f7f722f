#include "exchange/sdc/cohort_output.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/base/csv.h"

namespace toguna {
namespace {

// One field as it stands in a line.
std::string Field(const std::string& value, char delimiter) {
  std::string line = WriteCsvRow({value}, delimiter);
  line.pop_back();
  return line;
}

}  // namespace

std::string CohortLabel(const CodeTree& tree, const CohortValue& value) {
  if (value.size() == 1) return tree.code(value[0]);
  std::vector<std::string> labels;
  for (const NodeIndex node : value) labels.push_back(tree.code(node));
  std::sort(labels.begin(), labels.end());
  return absl::StrCat("{", absl::StrJoin(labels, "|"), "}");
}

std::string WriteCohortFile(const CohortData& data,
                            const std::vector<const CodeTree*>& trees,
                            const Cohorts& cohorts) {
  const char delimiter = data.heading.delimiter;
  // Columns in the order of the input. A row is what its cohort shares, cut in
  // two where the sensitive value goes.
  CsvRow heading;
  size_t before = 0;  // attributes that stand before the sensitive value
  for (size_t i = 0; i < data.heading.columns.size(); ++i) {
    const bool attribute =
        std::find(data.attributes.begin(), data.attributes.end(), i) !=
        data.attributes.end();
    const bool sensitive = static_cast<int>(i) == data.sensitive;
    if (!attribute && !sensitive) continue;
    heading.push_back(data.heading.columns[i]);
    if (attribute && static_cast<int>(i) < data.sensitive) ++before;
  }
  heading.emplace_back("cohort");
  heading.emplace_back("cohort_size");
  std::vector<std::string> front(cohorts.size());
  std::vector<std::string> back(cohorts.size());
  std::vector<int32_t> cohort_of(data.tuples.size(), 0);
  for (size_t c = 0; c < cohorts.size(); ++c) {
    for (size_t a = 0; a < trees.size(); ++a) {
      std::string& half = a < before ? front[c] : back[c];
      half += Field(CohortLabel(*trees[a], cohorts[c].box[a]), delimiter);
      half += delimiter;
    }
    absl::StrAppend(&back[c], c + 1, std::string(1, delimiter), cohorts[c].rows,
                    "\n");
    for (const int32_t tuple : cohorts[c].tuples) {
      cohort_of[static_cast<size_t>(tuple)] = static_cast<int32_t>(c);
    }
  }
  std::vector<std::string> sensitive;
  for (const std::string& value : data.sensitive_values) {
    sensitive.push_back(Field(value, delimiter) + delimiter);
  }
  std::string out = WriteCsvRow(heading, delimiter);
  for (const int32_t row : data.tuple_of_row) {
    const auto tuple = static_cast<size_t>(row);
    const auto cohort = static_cast<size_t>(cohort_of[tuple]);
    out += front[cohort];
    if (data.sensitive >= 0) {
      out += sensitive[static_cast<size_t>(data.tuples.sensitive[tuple])];
    }
    out += back[cohort];
  }
  return out;
}

}  // namespace toguna
