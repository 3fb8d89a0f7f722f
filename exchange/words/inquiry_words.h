#ifndef TOGUNA_EXCHANGE_WORDS_INQUIRY_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_INQUIRY_WORDS_H_

// What is said of re-contact: of inquiries and their answers.

#include "exchange/words/words.h"

namespace toguna::inquiry_words {

inline constexpr Sentence kNoRowsGranted(
    "L’accord ne donne pas de lignes au niveau des fiches : il n’y a rien à "
    "faire vérifier.",
    "The agreement gives no rows at record level: there is nothing to have "
    "verified.");
inline constexpr Sentence kRefMalformed(
    "Ce n’est pas la référence d’une ligne ; copiez-la de la colonne ref.",
    "This is not the reference of a row; copy it from the column ref.");
inline constexpr Sentence kRecordGone(
    "La fiche derrière cette ligne a été retirée, corrigée ou détruite : "
    "mettez la ligne de côté, personne ne peut plus en répondre.",
    "The record behind this row was withdrawn, corrected or destroyed: set the "
    "row aside, nobody can answer for it any more.");
inline constexpr Sentence kAlreadyOpen(
    "La vérification de cette ligne est déjà demandée.",
    "Verification of this row was asked for already.");
inline constexpr Sentence kAnsweredAlready(
    "Cette vérification a déjà sa réponse, qui reste : voir « toguna inquiry "
    "show ». Pour retirer une fiche : « toguna record retract ».",
    "This inquiry has its answer already, and it stands: see \"toguna inquiry "
    "show\". To take a record out: \"toguna record retract\".");
inline constexpr Sentence kOutcomeMissing(
    "Dites ce qu’il en est : verified, did-not-occur ou unknown.",
    "Say what the answer is: verified, did-not-occur or unknown.");
inline constexpr Sentence kTooMany(
    "Trop de vérifications attendent déjà une réponse sous cet accord. "
    "Demandez les plus urgentes, puis attendez.",
    "Too many inquiries wait for an answer under this agreement. Ask the most "
    "urgent ones, then wait.");
inline constexpr Sentence kClosed(
    "Cette demande ne prend plus de réponse : le délai est passé, ou l’accord "
    "ne donne plus rien pour l’instant.",
    "This inquiry takes no answer: its time is over, or the agreement gives "
    "nothing at the moment.");

// What `toguna inquiry` shows.
inline constexpr Sentence kOpened(
    "Vérification {0} demandée ; réponse attendue avant le {1}. La ligne reste "
    "une piste, quelle que soit la réponse.",
    "Inquiry {0} opened; an answer is due before {1}. The row stays a lead, "
    "whatever the answer is.");
inline constexpr Sentence kAnsweredNow("Réponse à {0} enregistrée : {1}.",
                                       "Answer to {0} recorded: {1}.");
inline constexpr Sentence kAnsweredAndRetracted(
    "Réponse à {0} enregistrée : {1}. Votre fiche est retirée du coffre ; les "
    "comptes déjà scellés dont elle fait partie restent.",
    "Answer to {0} recorded: {1}. Your record was taken out of the vault; "
    "counts already sealed that it is part of stand.");
inline constexpr Sentence kNone("Aucune demande de vérification.",
                                "No inquiries.");
inline constexpr Sentence kMore("Il y en a davantage.", "There are more.");
inline constexpr Sentence kNotInExport(
    "{0} de ces fiches ne sont pas dans les fichiers donnés.",
    "{0} of these records are not in the files given.");
inline constexpr Sentence kSetAside(
    "  La fiche derrière la ligne ne tient plus : mettez la ligne de côté.",
    "  The record behind the row does not stand any more: set the row aside.");
inline constexpr Sentence kHeadingId("demande", "inquiry");
inline constexpr Sentence kHeadingAbout("à propos de", "about");
inline constexpr Sentence kHeadingPurpose("finalité", "purpose");
inline constexpr Sentence kHeadingDue("avant le", "due before");
inline constexpr Sentence kHeadingState("état", "state");
inline constexpr Sentence kStateOpen("en attente", "waiting");
inline constexpr Sentence kStateGone(
    "fiche retirée, corrigée ou détruite",
    "record withdrawn, corrected or destroyed");
inline constexpr Sentence kStateClosed("close sans réponse",
                                       "closed without an answer");
inline constexpr Sentence kVerified("vérifié", "verified");
inline constexpr Sentence kDidNotOccur("n’a pas eu lieu", "did not occur");
inline constexpr Sentence kUnknown("n’a pu être établi",
                                   "could not be found out");
inline constexpr Sentence kGoneSince("{0} ; fiche retirée depuis",
                                     "{0}; record gone since");

}  // namespace toguna::inquiry_words

#endif  // TOGUNA_EXCHANGE_WORDS_INQUIRY_WORDS_H_
