#include "exchange/base/period.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace toguna {
namespace {

// True if `text` has digits where `form` has '0' and the same bytes elsewhere.
bool HasForm(absl::string_view text, absl::string_view form) {
  if (text.size() != form.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (form[i] == '0' ? !absl::ascii_isdigit(c) : text[i] != form[i]) {
      return false;
    }
  }
  return true;
}

int Number(absl::string_view digits) {
  int value = 0;
  return absl::SimpleAtoi(digits, &value) ? value : -1;
}

}  // namespace

Period::Period(Kind kind, absl::CivilMonth month) : kind_(kind), first_(month) {
  const int length = Length();
  first_ -= (month.month() - 1) % length;
}

Period Period::Of(absl::Time time, absl::TimeZone zone) {
  return Period(absl::ToCivilMonth(time, zone));
}

absl::StatusOr<Period> Period::Parse(absl::string_view text) {
  const int year = Number(text.substr(0, 4));
  if (HasForm(text, "0000-00")) {
    const int month = Number(text.substr(5));
    if (month >= 1 && month <= 12) return Period(absl::CivilMonth(year, month));
  } else if (HasForm(text, "0000-Q0")) {
    const int quarter = Number(text.substr(6));
    if (quarter >= 1 && quarter <= 4) {
      return Period(Kind::kQuarter, absl::CivilMonth(year, 3 * quarter - 2));
    }
  } else if (HasForm(text, "0000")) {
    return Period(Kind::kYear, absl::CivilMonth(year, 1));
  }
  return absl::InvalidArgumentError(
      "a period is a month, a quarter or a year, for example 2026-03, 2026-Q1 "
      "or 2026");
}

std::string Period::text() const {
  switch (kind_) {
    case Kind::kMonth:
      return absl::StrFormat("%04d-%02d", first_.year(), first_.month());
    case Kind::kQuarter:
      return absl::StrFormat("%04d-Q%d", first_.year(),
                             (first_.month() + 2) / 3);
    case Kind::kYear:
      return absl::StrFormat("%04d", first_.year());
  }
  return "";
}

std::vector<Period> Period::Months() const {
  std::vector<Period> months;
  for (int i = 0; i < Length(); ++i) months.push_back(Period(first_ + i));
  return months;
}

bool Period::Contains(const Period& other) const {
  return first_ <= other.first_ &&
         other.first_ + other.Length() <= first_ + Length();
}

absl::Time Period::Start(absl::TimeZone zone) const {
  return absl::FromCivil(absl::CivilSecond(first_), zone);
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  if (HasForm(text, "0000-00-00")) {
    const int month = Number(text.substr(5, 2));
    const int day = Number(text.substr(8));
    const absl::CivilDay parsed(Number(text.substr(0, 4)), month, day);
    // CivilDay carries over what is out of range; then the parts differ.
    if (parsed.month() == month && parsed.day() == day) return parsed;
  }
  return absl::InvalidArgumentError(
      "a day is written as year-month-day, for example 2026-03-09");
}

std::string DayText(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

}  // namespace toguna
