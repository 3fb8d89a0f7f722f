#ifndef TOGUNA_EXCHANGE_WORDS_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_WORDS_H_

// Every sentence a person reads, in French and English.
//
// Each area keeps its sentences in one header of this folder, for example
// intake_words.h:
//
//   inline constexpr Sentence kRecordsTaken("{0} enregistrements reçus",
//                                           "{0} records taken");
//
// A sentence without one of its languages, or whose languages use different
// placeholders, does not compile.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace toguna {

enum class Language { kFrench, kEnglish };

// Reads LANG-like text: "fr", "fr_FR.UTF-8", … is French; all else English.
Language LanguageOf(absl::string_view locale);

// One sentence in both languages. Placeholders are {0} to {9}.
class Sentence {
 public:
  consteval Sentence(const char* fr, const char* en) : fr_(fr), en_(en) {
    if (fr[0] == '\0' || en[0] == '\0') throw "a language is missing";
    if (Placeholders(fr) != Placeholders(en)) throw "placeholders differ";
  }

  const char* fr() const { return fr_; }
  const char* en() const { return en_; }

 private:
  // Bit n is set if {n} occurs.
  static consteval unsigned Placeholders(const char* text) {
    unsigned found = 0;
    for (; *text != '\0'; ++text) {
      if (text[0] == '{' && text[1] >= '0' && text[1] <= '9' &&
          text[2] == '}') {
        found |= 1U << static_cast<unsigned>(text[1] - '0');
      }
    }
    return found;
  }

  const char* fr_;
  const char* en_;
};

// The sentence in `language` with {0}, {1}, … replaced by `values`.
std::string Say(Language language, const Sentence& sentence,
                const std::vector<std::string>& values = {});

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_WORDS_WORDS_H_
