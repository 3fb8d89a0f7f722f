// Any bytes as a KoboToolbox file: no crash, and a record only if the rules of
// its dataset hold.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "exchange/kobo/kobo.h"
#include "exchange/record/check_record.h"
#include "tests/support/small_catalog.h"
#include "tests/support/test_pseudonymiser.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using toguna::testing::SmallCatalog;
  static const auto& catalog = *new toguna::Catalog(SmallCatalog());
  static const toguna::testing::TestPseudonymiser pseudonymiser;
  const absl::CivilDay today(2026, 3, 10);
  const toguna::Form& form = *catalog.FindForm(toguna::FormId("incident-mali"));
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto results =
      toguna::ParseSubmissions(bytes, {catalog, form, pseudonymiser, today});
  if (!results.ok()) return 0;
  for (const toguna::SubmissionResult& result : *results) {
    const auto* record = std::get_if<toguna::Record>(&result.outcome);
    if (record == nullptr) continue;
    const toguna::Dataset& dataset = *catalog.FindDataset(record->dataset);
    if (!CheckRecord(catalog, dataset, *record, today).empty()) std::abort();
  }
  return 0;
}
