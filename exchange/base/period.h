#ifndef TOGUNA_EXCHANGE_BASE_PERIOD_H_
#define TOGUNA_EXCHANGE_BASE_PERIOD_H_

// Acceptance periods: calendar months in the operation's time zone, and the
// quarters and years made of them.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace toguna {

// A month, written "2026-03", a quarter, "2026-Q1", or a year, "2026". A record
// belongs for ever to the month in which it was accepted; a quarter and a year
// are sealed after their months. Immutable value. Ordered by when it ends, what
// is shorter first: 2026-02, 2026-03, 2026-Q1, 2026-04.
class Period {
 public:
  // In order of length.
  enum class Kind { kMonth, kQuarter, kYear };

  explicit Period(absl::CivilMonth month) : first_(month) {}
  // The period of `kind` that holds `month`.
  Period(Kind kind, absl::CivilMonth month);

  // Returns the month that holds `time` in `zone`.
  static Period Of(absl::Time time, absl::TimeZone zone);

  // Reads "2026-03", "2026-Q1" or "2026". Returns kInvalidArgument for any
  // other form.
  static absl::StatusOr<Period> Parse(absl::string_view text);

  Kind kind() const { return kind_; }
  std::string text() const;
  // The month, or the first of those it is made of.
  absl::CivilMonth month() const { return first_; }
  // All of them in order: 1, 3 or 12.
  std::vector<Period> Months() const;
  // True if every month of `other` is one of this period's.
  bool Contains(const Period& other) const;
  // The next one of its kind.
  Period Next() const { return Period(kind_, first_ + Length()); }

  // First instant, and the first instant after; half open.
  absl::Time Start(absl::TimeZone zone) const;
  absl::Time End(absl::TimeZone zone) const { return Next().Start(zone); }

  friend bool operator==(const Period& a, const Period& b) {
    return a.kind_ == b.kind_ && a.first_ == b.first_;
  }
  friend bool operator<(const Period& a, const Period& b) {
    const absl::CivilMonth a_end = a.first_ + a.Length();
    const absl::CivilMonth b_end = b.first_ + b.Length();
    return a_end != b_end ? a_end < b_end : a.kind_ < b.kind_;
  }

 private:
  int Length() const {
    return kind_ == Kind::kMonth ? 1 : kind_ == Kind::kQuarter ? 3 : 12;
  }

  Kind kind_ = Kind::kMonth;
  absl::CivilMonth first_;
};

// Reads "2026-03-09" as a day. Returns kInvalidArgument for any other form and
// for days that no calendar has.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);

// Writes a day as "2026-03-09".
std::string DayText(absl::CivilDay day);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_BASE_PERIOD_H_
