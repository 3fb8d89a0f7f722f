#ifndef TOGUNA_EXCHANGE_WORDS_RELEASE_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_RELEASE_WORDS_H_

// What the acts of releasing, following and alerting say when they refuse.

#include "exchange/words/words.h"

namespace toguna::release_words {

inline constexpr Sentence kRefused(
    "Refusé. Seules les parties à un accord peuvent en savoir plus.",
    "Refused. Only the parties to an agreement may know more.");
inline constexpr Sentence kRefusedBecause("Refusé par l’accord : {0}",
                                          "Refused by the agreement: {0}");
inline constexpr Sentence kRungNotSealedThen(
    "Cette période n’a pas été scellée au palier que l’accord donne.",
    "This period was not sealed at the rung that the agreement gives.");
inline constexpr Sentence kCohortsNotSealed(
    "Une des périodes a été scellée sans ces cohortes.",
    "One of the periods was sealed without these cohorts.");
inline constexpr Sentence kCohortsNotSealedThen(
    "Cette période a été scellée sans ces cohortes.",
    "This period was sealed without these cohorts.");
inline constexpr Sentence kCodesChangedSince(
    "Cette période a été scellée avec une autre version d’une liste de codes.",
    "This period was sealed with another version of a code list.");
inline constexpr Sentence kCursorAhead(
    "Ce curseur est au-delà du dernier élément du flux ; reprenez avec le "
    "dernier curseur reçu.",
    "This cursor is beyond the newest item of the feed; go on from the last "
    "cursor you received.");
inline constexpr Sentence kAlertUnknown("Cette alerte n’existe pas.",
                                        "There is no such alert.");
inline constexpr Sentence kAlertDatasetUnknown(
    "Il n’y a pas de jeu d’alertes de ce nom.",
    "There is no dataset of alerts of this name.");
inline constexpr Sentence kAlertFieldUnknown(
    "L’alerte porte un champ que le jeu de données ne déclare pas ; "
    "retirez-le.",
    "The alert carries a field that the dataset does not declare; remove it.");
inline constexpr Sentence kAlertCodeUnknown(
    "Le champ {0} doit être un code de sa liste ; le texte libre est refusé.",
    "The field {0} must be a code of its list; free text is refused.");
inline constexpr Sentence kAlertFieldMissing("Le champ {0} est obligatoire.",
                                             "The field {0} is required.");
inline constexpr Sentence kAlertInFuture(
    "L’heure de l’événement est dans l’avenir ; vérifiez la date et l’horloge.",
    "The time of the event is in the future; check the date and the clock.");

}  // namespace toguna::release_words

#endif  // TOGUNA_EXCHANGE_WORDS_RELEASE_WORDS_H_
