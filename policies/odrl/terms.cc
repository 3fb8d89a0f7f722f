#include "policies/odrl/terms.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace toguna {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// True for what an IRI holds as it is (RFC 3986, unreserved).
bool IsUnreserved(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// True if `text` has the digits and other characters of `form`, where 0 stands
// for any digit.
bool HasForm(absl::string_view text, absl::string_view form) {
  if (text.size() != form.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (form[i] == '0' ? !IsDigit(text[i]) : text[i] != form[i]) return false;
  }
  return true;
}

size_t DigitsAt(absl::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return end - at;
}

// Numbers each followed by one of `from`, in its order, each at most once and
// one at least; the same with the units of `to`.
std::optional<std::string> OtherUnits(absl::string_view text,
                                      absl::string_view from,
                                      absl::string_view to) {
  std::string out;
  size_t unit = 0;
  while (!text.empty()) {
    const size_t digits = DigitsAt(text, 0);
    if (digits == 0 || digits == text.size()) return std::nullopt;
    const size_t found = from.find(text[digits], unit);
    if (found == absl::string_view::npos) return std::nullopt;
    absl::StrAppend(&out, text.substr(0, digits), to.substr(found, 1));
    unit = found + 1;
    text.remove_prefix(digits + 1);
  }
  if (out.empty()) return std::nullopt;
  return out;
}

}  // namespace

std::string IriOf(absl::string_view prefix, absl::string_view id) {
  std::string iri(prefix);
  for (const char c : id) {
    if (IsUnreserved(c)) {
      iri.push_back(c);
    } else {
      absl::StrAppend(&iri, "%",
                      absl::AsciiStrToUpper(
                          absl::BytesToHexString(absl::string_view(&c, 1))));
    }
  }
  return iri;
}

std::optional<std::string> IdIn(absl::string_view prefix,
                                absl::string_view iri) {
  absl::string_view rest = iri;
  if (!absl::ConsumePrefix(&rest, prefix)) return std::nullopt;
  std::string id;
  while (!rest.empty()) {
    if (rest[0] != '%') {
      id.push_back(rest[0]);
      rest.remove_prefix(1);
      continue;
    }
    if (rest.size() < 3 ||
        !absl::ascii_isxdigit(static_cast<unsigned char>(rest[1])) ||
        !absl::ascii_isxdigit(static_cast<unsigned char>(rest[2]))) {
      return std::nullopt;
    }
    absl::StrAppend(&id, absl::HexStringToBytes(rest.substr(1, 2)));
    rest.remove_prefix(3);
  }
  // One spelling only: neither %61 for a nor an open space.
  if (id.empty() || IriOf(prefix, id) != iri) return std::nullopt;
  return id;
}

const char* TimeTypeOf(absl::string_view text) {
  if (HasForm(text, "0000-00-00")) return kXsdDate;
  constexpr char kToSeconds[] = "0000-00-00T00:00:00";
  const size_t seconds = absl::string_view(kToSeconds).size();
  if (!HasForm(text.substr(0, seconds), kToSeconds)) return nullptr;
  absl::string_view rest = text.substr(seconds);
  if (absl::ConsumePrefix(&rest, ".")) {
    const size_t digits = DigitsAt(rest, 0);
    if (digits == 0) return nullptr;
    rest.remove_prefix(digits);
  }
  const bool zoned =
      rest == "Z" || HasForm(rest, "+00:00") || HasForm(rest, "-00:00");
  return zoned ? kXsdDateTime : nullptr;
}

std::optional<std::string> DurationOf(absl::string_view delay) {
  const auto units = OtherUnits(delay, "hms", "HMS");
  if (!units.has_value()) return std::nullopt;
  return absl::StrCat("PT", *units);
}

std::optional<std::string> DelayIn(absl::string_view duration) {
  if (!absl::ConsumePrefix(&duration, "PT")) return std::nullopt;
  return OtherUnits(duration, "HMS", "hms");
}

std::string DurationOfDays(int32_t days) {
  return absl::StrCat("P", days, "D");
}

std::optional<int32_t> DaysIn(absl::string_view duration) {
  if (!absl::ConsumePrefix(&duration, "P") ||
      !absl::ConsumeSuffix(&duration, "D")) {
    return std::nullopt;
  }
  return NumberIn(duration);
}

std::optional<int32_t> NumberIn(absl::string_view text) {
  int32_t number = 0;
  if (!absl::SimpleAtoi(text, &number) || absl::StrCat(number) != text) {
    return std::nullopt;
  }
  return number;
}

}  // namespace toguna
