#ifndef TOGUNA_EXCHANGE_WORDS_RECALL_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_RECALL_WORDS_H_

// What is said of recalls.

#include "exchange/words/words.h"

namespace toguna::recall_words {

inline constexpr Sentence kPackageRecalled(
    "Ce paquet contient des lignes d’un groupe rappelé : il n’est plus remis. "
    "Voir « toguna recall list », puis demandez un nouvel extrait.",
    "This package holds rows of a recalled cohort: it is not handed out any "
    "more. See \"toguna recall list\", then ask for a new extract.");
inline constexpr Sentence kRecalled(
    "Groupe {0} rappelé. Il n’est plus donné ; qui en a des lignes le voit "
    "dans « toguna recall list » :",
    "Cohort {0} recalled. It is given no more; who holds rows of it sees it in "
    "\"toguna recall list\":");
inline constexpr Sentence kNone("Aucun rappel.", "No recalls.");
inline constexpr Sentence kMore("Il y en a davantage.", "There are more.");
inline constexpr Sentence kSetAside(
    "Mettez de côté toutes les lignes de ces groupes (colonne cohort), dans "
    "les remises nommées et ce qui en fut tiré.",
    "Set aside all rows of these cohorts (column cohort), in the releases "
    "named and what was made of them.");
inline constexpr Sentence kHeadingCohort("groupe", "cohort");
inline constexpr Sentence kHeadingAgreement("accord", "agreement");
inline constexpr Sentence kHeadingReleases("remises", "releases");
inline constexpr Sentence kHeadingSince("depuis le", "since");
inline constexpr Sentence kHeadingWhy("motif", "reason");
inline constexpr Sentence kTooFew("trop de fiches retirées ou corrigées",
                                  "too many records withdrawn or corrected");
inline constexpr Sentence kOfficer("décision de la protection des données",
                                   "decided by data protection");

}  // namespace toguna::recall_words

#endif  // TOGUNA_EXCHANGE_WORDS_RECALL_WORDS_H_
