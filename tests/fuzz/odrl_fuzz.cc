// Any bytes as an ODRL document, and as an agreement's file: no crash, and what
// is taken makes the same offer again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"
#include "policies/odrl/odrl.h"

namespace {

// An offer holds its file and its terms, so not every file fits into one.
constexpr size_t kFits = 1 << 13;

void CheckAgreement(absl::string_view text, bool is_one) {
  const auto offer = toguna::OdrlOf(text);
  if (!offer.ok()) {
    if (is_one && text.size() < kFits) std::abort();
    return;
  }
  const auto back = toguna::AgreementFileOf(*offer);
  if (!back.ok() || !back->as_signed || back->textproto != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  CheckAgreement(bytes, false);
  const auto agreement = toguna::AgreementFileOf(bytes);
  if (agreement.ok()) CheckAgreement(agreement->textproto, true);
  return 0;
}
