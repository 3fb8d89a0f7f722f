#ifndef TOGUNA_EXCHANGE_WORDS_ODRL_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_ODRL_WORDS_H_

// Why an ODRL document or an agreement's file was not taken. {0} is where:
// "/permission/0/target" in a document, "grants[1].delay" in a file.

#include "exchange/words/words.h"

namespace toguna::words {

inline constexpr Sentence kOdrlUnknownTerm(
    "{0} : le profil ODRL n'a pas de terme « {1} » ({2}). Rien n'a été repris "
    ": "
    "un terme passé outre pourrait interdire",
    "{0}: the ODRL profile has no term '{1}' ({2}). Nothing was taken over: a "
    "term that is passed over might forbid");
inline constexpr Sentence kOdrlWrongValue(
    "{0} : le profil ODRL attend ici {1}. Rien n'a été repris",
    "{0}: the ODRL profile expects {1} here. Nothing was taken over");
inline constexpr Sentence kOdrlMissing(
    "{0} : manque. Rien n'est supposé de ce qui n'est pas dit ; ajoutez-le",
    "{0}: is missing. Nothing is assumed of what is not said; add it");
inline constexpr Sentence kOdrlDisagrees(
    "{0} : ne dit pas la même chose que le reste du document, ou le dit deux "
    "fois",
    "{0}: does not say the same as the rest of the document, or says it twice");
inline constexpr Sentence kOdrlTextDiffers(
    "{0} : n'est pas ce que dit le texte signé que le document contient. "
    "Demandez le document à nouveau, ou ôtez toguna:signedText et "
    "toguna:signedSha256 : ce sera un projet à signer de nouveau",
    "{0}: is not what the signed text in the document says. Ask for the "
    "document again, or take toguna:signedText and toguna:signedSha256 out: it "
    "will be a draft to be signed anew");
inline constexpr Sentence kOdrlOldFormat(
    "Cet accord est de format {0} ; seul le format 2 dit tout ce que le profil "
    "demande. Récrivez-le au format 2",
    "This agreement is of format {0}; only format 2 says all that the profile "
    "asks for. Write it anew in format 2");
inline constexpr Sentence kOdrlNotAgreement(
    "Ligne {0} : ce n'est pas le fichier d'un accord : {1}",
    "Line {0}: this is not an agreement's file: {1}");
inline constexpr Sentence kOdrlNotJson("Octet {0} : ce n'est pas du JSON",
                                       "Byte {0}: this is not JSON");
inline constexpr Sentence kOdrlTwice(
    "{0} : se trouve deux fois dans le même objet",
    "{0}: stands twice in the same object");
inline constexpr Sentence kOdrlTooDeep("{0} : trop d'objets imbriqués",
                                       "{0}: too many objects within objects");
inline constexpr Sentence kOdrlTooLarge(
    "Plus de 1 Mio : ni un accord ni son document ne sont si grands",
    "More than 1 MiB: neither an agreement nor its document is that large");
inline constexpr Sentence kOdrlNotPlain(
    "{0} : contient des caractères que personne ne voit, ou qui ne sont pas de "
    "l'UTF-8 ; ôtez-les",
    "{0}: holds characters that nobody sees, or that are not UTF-8; take them "
    "out");
inline constexpr Sentence kOdrlWholeText("le texte", "the text");

// What is expected of a value.
inline constexpr Sentence kOdrlText("un texte", "a text");
inline constexpr Sentence kOdrlTruth("true ou false", "true or false");
inline constexpr Sentence kOdrlObject("un objet", "an object");
inline constexpr Sentence kOdrlList("une liste non vide", "a list, not empty");
inline constexpr Sentence kOdrlIri("un nom « {0}… »", "a name '{0}…'");
inline constexpr Sentence kOdrlThis("« {0} »", "'{0}'");
inline constexpr Sentence kOdrlTime(
    "un jour (2026-01-31, xsd:date) ou un instant (2026-01-31T12:00:00Z, "
    "xsd:dateTime)",
    "a day (2026-01-31, xsd:date) or an instant (2026-01-31T12:00:00Z, "
    "xsd:dateTime)");
inline constexpr Sentence kOdrlNumber(
    "un nombre entier en texte (xsd:integer), « 12 »",
    "a whole number as text (xsd:integer), '12'");
inline constexpr Sentence kOdrlDelay(
    "une durée en heures, minutes et secondes entières, « 1h30m » dans un "
    "accord, « PT1H30M » (xsd:duration) en ODRL",
    "a duration in whole hours, minutes and seconds, '1h30m' in an agreement, "
    "'PT1H30M' (xsd:duration) in ODRL");
inline constexpr Sentence kOdrlDays(
    "une durée en jours (xsd:duration), « P90D »",
    "a duration in days (xsd:duration), 'P90D'");
inline constexpr Sentence kOdrlNoExtracts(
    "rien, sans extraits (extracts: true)",
    "nothing, without extracts (extracts: true)");

}  // namespace toguna::words

#endif  // TOGUNA_EXCHANGE_WORDS_ODRL_WORDS_H_
