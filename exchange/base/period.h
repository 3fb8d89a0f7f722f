#ifndef TOGUNA_EXCHANGE_BASE_PERIOD_H_
#define TOGUNA_EXCHANGE_BASE_PERIOD_H_

// Acceptance periods: calendar months in the operation's time zone.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace toguna {

// One month, written "2026-03". A record belongs for ever to the period in
// which it was accepted. Immutable value, ordered by time.
class Period {
 public:
  explicit Period(absl::CivilMonth month) : month_(month) {}

  // Returns the period that holds `time` in `zone`.
  static Period Of(absl::Time time, absl::TimeZone zone);

  // Reads "2026-03". Returns kInvalidArgument for any other form.
  static absl::StatusOr<Period> Parse(absl::string_view text);

  std::string text() const;
  absl::CivilMonth month() const { return month_; }
  Period Next() const { return Period(month_ + 1); }

  // First instant, and the first instant after; half open.
  absl::Time Start(absl::TimeZone zone) const;
  absl::Time End(absl::TimeZone zone) const { return Next().Start(zone); }

  friend bool operator==(const Period& a, const Period& b) {
    return a.month_ == b.month_;
  }
  friend bool operator<(const Period& a, const Period& b) {
    return a.month_ < b.month_;
  }

 private:
  absl::CivilMonth month_;
};

// Reads "2026-03-09" as a day. Returns kInvalidArgument for any other form and
// for days that no calendar has.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);

// Writes a day as "2026-03-09".
std::string DayText(absl::CivilDay day);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_BASE_PERIOD_H_
