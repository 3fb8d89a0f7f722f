#ifndef TOGUNA_EXCHANGE_RECORD_INTAKE_REPORT_H_
#define TOGUNA_EXCHANGE_RECORD_INTAKE_REPORT_H_

// What the contributor is told of its own submissions.

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "exchange/words/words.h"

namespace toguna {

// Counts of one intake, by outcome and reason. Shown to the contributor whose
// submissions they count, and to nobody else.
class IntakeReport {
 public:
  void Taken() { ++taken_; }
  void Replaced() { ++replaced_; }
  void Corrected() { ++corrected_; }
  void Duplicate() { ++duplicate_; }
  // `field` is a question's path or a part of the record; may be empty.
  void Refused(absl::string_view reason, absl::string_view field) {
    ++refused_[{std::string(reason), std::string(field)}];
  }
  // An answer was left behind by a declared rule.
  void Dropped(absl::string_view reason) { ++dropped_[std::string(reason)]; }

  int64_t taken() const { return taken_; }
  int64_t replaced() const { return replaced_; }
  int64_t corrected() const { return corrected_; }
  int64_t duplicate() const { return duplicate_; }
  int64_t refused() const;
  // By reason and field, and by reason of the drop rule.
  const std::map<std::pair<std::string, std::string>, int64_t>&
  refused_by_reason() const {
    return refused_;
  }
  const std::map<std::string, int64_t>& dropped_by_reason() const {
    return dropped_;
  }

 private:
  int64_t taken_ = 0;
  int64_t replaced_ = 0;
  int64_t corrected_ = 0;
  int64_t duplicate_ = 0;
  std::map<std::pair<std::string, std::string>, int64_t> refused_;
  std::map<std::string, int64_t> dropped_;
};

// The report as lines for a person: what was taken, edited and already there;
// what was refused, why, in which field and what to do; what stayed behind.
std::string IntakeReportText(Language language, const IntakeReport& report);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RECORD_INTAKE_REPORT_H_
