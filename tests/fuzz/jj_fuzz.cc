// Any bytes as a JJ file: no crash, and an instance only if it keeps its own
// rules and is read back as it is written.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "exchange/disclosure/jj.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using toguna::Language;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto instance = toguna::ParseJj(bytes, Language::kEnglish);
  if (!instance.ok()) return 0;
  for (const toguna::JjCell& cell : instance->cells) {
    if (!(cell.low <= cell.value && cell.value <= cell.high)) std::abort();
    if (!(cell.cost >= 0)) std::abort();
  }
  const auto again =
      toguna::ParseJj(toguna::WriteJj(*instance), Language::kFrench);
  if (!again.ok() || *again != *instance) std::abort();
  // The same bytes as a pattern of that instance.
  const auto pattern =
      toguna::ParseJjPattern(bytes, *instance, Language::kEnglish);
  if (pattern.ok() && pattern->size() != instance->cells.size()) std::abort();
  return 0;
}
