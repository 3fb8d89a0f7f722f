#ifndef TOGUNA_TESTS_SUPPORT_SEALED_MARCH_H_
#define TOGUNA_TESTS_SUPPORT_SEALED_MARCH_H_

#include <cstdint>
#include <string>

#include "exchange/disclosure/sealed.h"
#include "tests/support/small_operation.h"

namespace toguna::testing {

// March as sealed: all cells of the plan, some of them not shown. Those of the
// first table have a range.
inline SealedPeriod SealedMarch() {
  SealedPeriod sealed;
  sealed.dataset = DatasetId("incidents");
  sealed.period = March();
  sealed.plan = PlanId("monthly");
  sealed.plan_version = "1";
  sealed.minimums = {5, 2, 3};
  sealed.list_versions = {{"places", "v1"}, {"types", "v1"}};
  sealed.sealed_at = At(3);
  SealedTable table{
      FamilyId("place-type"), Unit::kRecord, {"place", "type"}, {}};
  int64_t value = 40;
  for (const char* place : {"ML", "ML01", "ML0101", "ML05", "ML0501"}) {
    for (const char* type : {"all", "a", "b"}) {
      if (std::string(type) == "b") {
        table.cells.push_back({{place, type}, CellStatus::kNotShown, 0, 1, 6});
        continue;
      }
      table.cells.push_back({{place, type}, CellStatus::kPublished, value--});
    }
  }
  SealedTable types{FamilyId("type-only"),
                    Unit::kVictim,
                    {"type"},
                    {{{"all"}, CellStatus::kPublished, 70},
                     {{"a"}, CellStatus::kNotShown, 0},
                     {{"b"}, CellStatus::kNotShown, 0}}};
  sealed.tables = {table, types};
  return sealed;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_SEALED_MARCH_H_
