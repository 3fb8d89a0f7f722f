#ifndef TOGUNA_EXCHANGE_WORDS_DROP_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_DROP_WORDS_H_

// What the reason words of drop rules, and of converted open data, mean.

#include "absl/strings/string_view.h"
#include "exchange/words/words.h"

namespace toguna {

struct DropWord {
  const char* reason;
  Sentence words;
};

inline constexpr DropWord kDropWords[] = {
    {"account", {"comptes d'utilisateur", "user accounts"}},
    {"attachment", {"pièces jointes", "attachments"}},
    {"device", {"données de l'appareil", "data of the device"}},
    {"geopoint", {"positions exactes", "exact positions"}},
    {"narrative", {"textes libres", "free texts"}},
    {"person", {"détails de personnes", "details of persons"}},
    {"technical", {"données techniques", "technical data"}},
    {"NO_REGION", {"sans région", "without a region"}},
    {"UNKNOWN_REGION",
     {"région inconnue du répertoire", "region not in the gazetteer"}},
    {"NO_TYPE",
     {"aucun des types de la liste ne s'applique",
      "no type of the list applies"}},
    {"BAD_ROW", {"ligne illisible", "row that cannot be read"}},
};

// The words for `reason`; nullptr for one that only an operation knows.
inline const Sentence* WordsFor(absl::string_view reason) {
  for (const DropWord& one : kDropWords) {
    if (reason == one.reason) return &one.words;
  }
  return nullptr;
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_WORDS_DROP_WORDS_H_
