#ifndef TOGUNA_EXCHANGE_WORDS_EXTRACT_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_EXTRACT_WORDS_H_

// What `toguna extract` says of packages: listing, getting and opening them.

#include "exchange/words/words.h"

namespace toguna::extract_words {

inline constexpr Sentence kHeadingRelease("remise", "release");
inline constexpr Sentence kHeadingAgreement("accord", "agreement");
inline constexpr Sentence kHeadingDataset("jeu de données", "dataset");
inline constexpr Sentence kHeadingMade("faite le", "made on");
inline constexpr Sentence kHeadingDeleteBy("à supprimer avant le",
                                           "delete before");
inline constexpr Sentence kNone("Vous n'avez reçu aucune remise.",
                                "You have received no release.");
inline constexpr Sentence kMore("Il y en a davantage, plus anciennes.",
                                "There are more, older ones.");
inline constexpr Sentence kDownloaded(
    "Paquet de la remise {0} dans {1}. Supprimer avant le {2}.",
    "Package of release {0} in {1}. Delete before {2}.");
inline constexpr Sentence kGoOn(
    "La ligne s'est coupée. Ce qui est arrivé reste ; « toguna extract "
    "download {0} --out {1} » continue au même endroit.",
    "The line broke. What arrived stays; \"toguna extract download {0} --out "
    "{1}\" goes on where it stopped.");
inline constexpr Sentence kWorkbookWritten(
    "Les mêmes en classeur, avec ce que les codes veulent dire : {0}.",
    "The same as a workbook, with what the codes mean: {0}.");
inline constexpr Sentence kJsonWritten("Les mêmes pour un programme : {0}.",
                                       "The same for a program: {0}.");

}  // namespace toguna::extract_words

#endif  // TOGUNA_EXCHANGE_WORDS_EXTRACT_WORDS_H_
