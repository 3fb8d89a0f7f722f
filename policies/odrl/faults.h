#ifndef TOGUNA_POLICIES_ODRL_FAULTS_H_
#define TOGUNA_POLICIES_ODRL_FAULTS_H_

// The first thing that was wrong, in words.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "exchange/words/words.h"

namespace toguna {

// Keeps the first fault; later ones may only follow from it. Reading goes on
// with empty values and ends in `status()`. Not thread-safe.
class Faults {
 public:
  explicit Faults(Language language) : language_(language) {}

  // `names` are what would have been known instead.
  void Unknown(absl::string_view where, absl::string_view term,
               const std::vector<std::string>& names);
  void Missing(absl::string_view where);
  // Something else stands where `expected` should.
  void Wrong(absl::string_view where, const Sentence& expected,
             const std::vector<std::string>& values = {});
  // The same for one of a few texts that are possible.
  void WrongText(absl::string_view where, absl::string_view expected);
  // "{0}" of `sentence` is `where`, if it is not empty.
  void Add(absl::string_view reason, absl::string_view where,
           const Sentence& sentence, std::vector<std::string> values = {});

  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }
  Language language() const { return language_; }

 private:
  Language language_;
  absl::Status status_;
};

inline constexpr char kNotReadable[] = "ODRL_NOT_READABLE";
inline constexpr char kOldFormat[] = "ODRL_OLD_FORMAT";
inline constexpr char kTermMissing[] = "ODRL_TERM_MISSING";
inline constexpr char kUnknownTerm[] = "ODRL_UNKNOWN_TERM";
inline constexpr char kTermsDisagree[] = "ODRL_TERMS_DISAGREE";
inline constexpr char kTextDiffers[] = "ODRL_TEXT_DIFFERS";

}  // namespace toguna

#endif  // TOGUNA_POLICIES_ODRL_FAULTS_H_
