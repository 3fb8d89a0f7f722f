#ifndef TOGUNA_EXCHANGE_WORDS_INTAKE_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_INTAKE_WORDS_H_

// The intake report, and what to do about each reason of a refusal.

#include "absl/strings/string_view.h"
#include "exchange/words/words.h"

namespace toguna {

inline constexpr Sentence kIntakeTaken("{0} enregistrements reçus",
                                       "{0} records taken");
inline constexpr Sentence kIntakeReplaced(
    "{0} modifiés : la nouvelle version remplace l'ancienne",
    "{0} edited: the new version replaces the old one");
inline constexpr Sentence kIntakeCorrected(
    "{0} corrigés après le scellé de leur mois : les chiffres publiés restent, "
    "le changement est gardé pour les corrections de l'année, si le plan en "
    "fait des tableaux",
    "{0} corrected after their month was sealed: published figures stand, the "
    "change is kept for the year's corrections, if the plan tabulates them");
inline constexpr Sentence kIntakeDuplicate("{0} déjà reçus : rien à faire",
                                           "{0} already there: nothing to do");
inline constexpr Sentence kIntakeRefused("{0} refusés ; rien n'en est conservé",
                                         "{0} refused; nothing of them is "
                                         "kept");
inline constexpr Sentence kIntakeRefusedLine("  {0} × {1}. {2}",
                                             "  {0} × {1}. {2}");
inline constexpr Sentence kIntakeRefusedField("  {0} × {1}, champ {2}. {3}",
                                              "  {0} × {1}, field {2}. {3}");
inline constexpr Sentence kIntakeDropped(
    "Laissés sur cet ordinateur, comme prévu par le formulaire :",
    "Left on this computer, as the form's rules say:");
inline constexpr Sentence kIntakeDroppedLine("  {0} × {1}", "  {0} × {1}");

inline constexpr Sentence kSampleGenerated(
    "Données générées, graine {0} : aucune personne, aucun fait n'est réel.",
    "Generated data, seed {0}: no person and no event is real.");

// What a reason means and what to do, by its code.
struct IntakeReasonWords {
  const char* reason;
  Sentence help;
};

inline constexpr IntakeReasonWords kIntakeReasons[] = {
    {"UNKNOWN_FIELD",
     {"Ce champ n'est pas déclaré pour ce jeu de données ; retirez-le.",
      "This field is not declared for the dataset; remove it."}},
    {"FIELD_MISSING",
     {"Une réponse obligatoire manque ; complétez-la dans KoboToolbox.",
      "A required answer is missing; complete it in KoboToolbox."}},
    {"UNKNOWN_CODE",
     {"Ce code n'est pas dans la liste ; choisissez-en un de la liste.",
      "This code is not in its list; choose one of the list."}},
    {"LIST_VERSION",
     {"Codé avec une autre version de la liste ; mettez le formulaire et le "
      "catalogue à jour.",
      "Coded with another version of the list; update the form and the "
      "catalog."}},
    {"DATE_IN_FUTURE",
     {"La date est après aujourd'hui ; corrigez-la.",
      "The date lies after today; correct it."}},
    {"DATE_TOO_OLD",
     {"La date est avant 2010 ; corrigez-la.",
      "The date lies before 2010; correct it."}},
    {"BAD_DATE",
     {"Ce n'est pas une date ; écrivez-la comme 2026-03-09.",
      "Not a date; write it like 2026-03-09."}},
    {"NOT_A_NUMBER",
     {"Le nombre de victimes doit être un nombre entier.",
      "The number of victims must be a whole number."}},
    {"NEGATIVE_TALLY",
     {"Un nombre de victimes est négatif ; corrigez-le.",
      "A number of victims is negative; correct it."}},
    {"TALLY_TOO_LARGE",
     {"Plus de 100 000 victimes ; vérifiez le nombre.",
      "More than 100,000 victims; check the number."}},
    {"TALLY_TOTAL",
     {"Plus de 100 000 victimes en tout ; vérifiez les nombres.",
      "More than 100,000 victims in all; check the numbers."}},
    {"VICTIMS_MISSING",
     {"Aucune victime n'est comptée ; ce type d'incident en a au moins une.",
      "No victim is counted; this type of incident has at least one."}},
    {"UNKNOWN_TALLY",
     {"Cette catégorie de victimes n'existe pas dans ce jeu de données.",
      "This dataset has no such category of victims."}},
    {"RAW_REFERENCE",
     {"La référence n'est pas un pseudonyme ; passez par « toguna intake ».",
      "The reference is not a pseudonym; submit with \"toguna intake\"."}},
    {"RAW_SOURCE_ID",
     {"La source n'est pas un pseudonyme ; passez par « toguna intake ».",
      "The source is not a pseudonym; submit with \"toguna intake\"."}},
    {"RAW_MONITOR_ID",
     {"Le moniteur n'est pas un pseudonyme ; passez par « toguna intake ».",
      "The monitor is not a pseudonym; submit with \"toguna intake\"."}},
    {"CONSENT_MISSING",
     {"La portée du consentement manque ; demandez-la, ne la devinez pas.",
      "The scope of consent is missing; ask for it, do not guess it."}},
    {"CONSENT_UNKNOWN",
     {"Cette portée de consentement n'existe pas dans la liste.",
      "This scope of consent is not in the list."}},
    {"SOURCE_PRESENT",
     {"Les sources de ce jeu de données sont publiques ; n'en nommez aucune.",
      "The sources of this dataset are public; name none."}},
    {"NOT_A_SUBMISSION",
     {"Ce n'est pas une soumission KoboToolbox ; exportez à nouveau.",
      "Not a KoboToolbox submission; export again."}},
    {"REPEATED_KEY",
     {"Une question y figure deux fois ; exportez à nouveau.",
      "It names a question twice; export again."}},
    {"NO_INSTANCE_ID",
     {"Sans meta/instanceID ; exportez en JSON depuis KoboToolbox.",
      "Without meta/instanceID; export as JSON from KoboToolbox."}},
    {"NO_ROOT_UUID",
     {"Modifiée, mais sans meta/rootUuid : elle compterait deux fois ; "
      "exportez depuis une version récente de KoboToolbox.",
      "Edited, but without meta/rootUuid: it would count twice; export from a "
      "recent KoboToolbox."}},
    {"NOT_APPROVED",
     {"Pas encore approuvée ; validez-la dans KoboToolbox puis renvoyez-la.",
      "Not approved yet; validate it in KoboToolbox, then submit again."}},
    {"UNDECLARED_FIELD",
     {"Question inconnue du catalogue ; ajoutez au formulaire du catalogue une "
      "règle pour la prendre ou la laisser.",
      "A question that the catalog does not know; add a rule to the catalog's "
      "form that takes or drops it."}},
    {"NOT_AN_ANSWER",
     {"La réponse n'est ni un texte ni un nombre entier ; vérifiez le "
      "formulaire.",
      "The answer is neither a text nor a whole number; check the form."}},
    {"PLACE_MISMATCH",
     {"Le lieu précis n'est pas dans le lieu plus large ; corrigez l'un des "
      "deux.",
      "The finer place does not lie in the wider one; correct one of them."}},
    {"AFTER_SEAL",
     {"Son mois est scellé et l'enregistrement n'est plus au coffre : il n'y a "
      "plus rien à corriger.",
      "Its month is sealed and the record is no longer in the vault: there is "
      "nothing left to correct."}},
    {"RETRACTED",
     {"Retiré auparavant à votre demande ; il n'est pas repris.",
      "Retracted before at your request; it is not taken again."}},
};

inline constexpr Sentence kIntakeOtherReason(
    "Raison inconnue de ce programme ; mettez-le à jour.",
    "A reason that this program does not know; update it.");

// What to do about `reason`.
inline const Sentence& IntakeReasonHelp(absl::string_view reason) {
  for (const IntakeReasonWords& words : kIntakeReasons) {
    if (reason == words.reason) return words.help;
  }
  return kIntakeOtherReason;
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_WORDS_INTAKE_WORDS_H_
