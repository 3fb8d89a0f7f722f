#include "policies/odrl/faults.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/plain_text.h"
#include "exchange/base/reason.h"
#include "exchange/words/catalog_words.h"
#include "exchange/words/odrl_words.h"

namespace toguna {
namespace {

// Names in a hostile document may be long; a line of a terminal is enough.
constexpr size_t kLongest = 120;

std::string Short(absl::string_view text) {
  if (text.size() <= kLongest) return std::string(text);
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return absl::StrCat(text.substr(0, end), "…");
}

}  // namespace

void Faults::Add(absl::string_view reason, absl::string_view where,
                 const Sentence& sentence, std::vector<std::string> values) {
  if (!ok()) return;
  std::map<std::string, std::string> metadata;
  if (!where.empty()) {
    metadata["path"] = Short(where);
    values.insert(values.begin(), Short(where));
  }
  status_ = ReasonError(absl::StatusCode::kInvalidArgument, reason,
                        Say(language_, sentence, values), std::move(metadata));
}

void Faults::Unknown(absl::string_view where, absl::string_view term,
                     const std::vector<std::string>& names) {
  const std::string nearest = Nearest(term, names);
  const std::string instead =
      nearest.empty()
          ? Say(language_, words::kOneOf, {absl::StrJoin(names, ", ")})
          : Say(language_, words::kDidYouMean, {nearest});
  Add(kUnknownTerm, where, words::kOdrlUnknownTerm, {Short(term), instead});
}

void Faults::Missing(absl::string_view where) {
  Add(kTermMissing, where, words::kOdrlMissing);
}

void Faults::Wrong(absl::string_view where, const Sentence& expected,
                   const std::vector<std::string>& values) {
  Add(kUnknownTerm, where.empty() ? "/" : where, words::kOdrlWrongValue,
      {Say(language_, expected, values)});
}

void Faults::WrongText(absl::string_view where, absl::string_view expected) {
  Wrong(where, words::kOdrlThis, {std::string(expected)});
}

}  // namespace toguna
