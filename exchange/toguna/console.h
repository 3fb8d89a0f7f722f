#ifndef TOGUNA_EXCHANGE_TOGUNA_CONSOLE_H_
#define TOGUNA_EXCHANGE_TOGUNA_CONSOLE_H_

// What a person sees: sentences in their language, small tables, JSON for
// scripts, and exit codes.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/json.h"
#include "exchange/words/words.h"

namespace toguna {

// Exit codes of `toguna`; the same list stands in --help and the README.
enum ExitCode {
  kExitDone = 0,
  kExitNo = 1,            // refused, or a verification failed
  kExitBadInput = 2,      // usage, file or value is wrong
  kExitUnreachable = 3,   // no connection to the exchange
  kExitNotPermitted = 4,  // certificate or role
  kExitFailed = 5,        // anything else
};

// Writes to standard output, errors to standard error. One per process.
class Console {
 public:
  Console(Language language, bool json) : language_(language), json_(json) {}

  Language language() const { return language_; }
  bool json() const { return json_; }
  // The label in the reader's language.
  const std::string& Of(const Label& label) const {
    return language_ == Language::kFrench ? label.fr : label.en;
  }

  // One sentence and a line break; nothing with --json.
  void Say(const Sentence& sentence,
           const std::vector<std::string>& values = {}) const;
  // Text as it is, followed by a line break; nothing with --json.
  void Line(const std::string& text) const;
  // Rows with aligned columns; the first is the heading. Nothing with --json.
  void Table(const std::vector<std::vector<std::string>>& rows) const;
  // The machine-readable answer; printed only with --json.
  void Answer(const Json& json) const;

  // The same where numbers have fractions, which Json does not: JSON as it is.
  void AnswerText(const std::string& json) const;

  // Says what was wrong on standard error; returns the exit code for it.
  int Fail(const absl::Status& status) const;

 private:
  Language language_;
  bool json_;
};

// Exit code of an error.
int ExitCodeOf(const absl::Status& status);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_CONSOLE_H_
