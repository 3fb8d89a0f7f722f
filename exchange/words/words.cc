#include "exchange/words/words.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace toguna {

Language LanguageOf(absl::string_view locale) {
  return absl::StartsWithIgnoreCase(locale, "fr") ? Language::kFrench
                                                  : Language::kEnglish;
}

std::string Say(Language language, const Sentence& sentence,
                const std::vector<std::string>& values) {
  std::string out;
  const char* text =
      language == Language::kFrench ? sentence.fr() : sentence.en();
  for (; *text != '\0'; ++text) {
    const bool placeholder =
        text[0] == '{' && text[1] >= '0' && text[1] <= '9' && text[2] == '}';
    const auto index = static_cast<size_t>(text[1] - '0');
    if (placeholder && index < values.size()) {
      out += values[index];
      text += 2;
    } else {
      out += *text;
    }
  }
  return out;
}

}  // namespace toguna
