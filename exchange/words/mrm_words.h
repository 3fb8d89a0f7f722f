#ifndef TOGUNA_EXCHANGE_WORDS_MRM_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_MRM_WORDS_H_

// What rows of cohorts say: violations.csv and the MRM workbook.

#include "exchange/words/words.h"

namespace toguna::mrm_words {

// Words in cells that are no codes.
inline constexpr Sentence kAny("tous", "any");
inline constexpr Sentence kNone("aucun", "none");
inline constexpr Sentence kVictimCount("enfants victimes", "child victims");
inline constexpr Sentence kViolationCount("violations", "violations");

// What the columns hold.
inline constexpr Sentence kRef(
    "Pseudonyme de la piste, valable dans cet accord seulement.",
    "Pseudonym of the lead, valid in this agreement only.");
inline constexpr Sentence kViolation(
    "Codes MRM (Primero) possibles pour cette piste ; plusieurs : l’un d’eux, "
    "sans dire lequel.",
    "MRM codes (Primero) that the lead can be of; several: one of them, "
    "without saying which.");
inline constexpr Sentence kType(
    "Codes de type d’incident ; plusieurs : l’un d’eux.",
    "Codes of the incident type; several: one of them.");
inline constexpr Sentence kListVersion("Version de la liste des types.",
                                       "Version of the list of types.");
inline constexpr Sentence kIncidentQuarter(
    "Trimestre de l’incident ; « earlier » : une année antérieure.",
    "Quarter of the incident; “earlier”: an earlier year.");
inline constexpr Sentence kAcceptanceQuarter(
    "Trimestre où l’échange a reçu l’incident ; « earlier » : une année "
    "antérieure.",
    "Quarter in which the exchange received the incident; “earlier”: an "
    "earlier year.");
inline constexpr Sentence kLate(
    "« yes » : reçu dans un trimestre d’après l’incident ; « no » : dans le "
    "même ; « not told apart » : la ligne ne le dit pas.",
    "“yes”: received in a quarter after that of the incident; “no”: in the "
    "same one; “not told apart”: the row does not say.");
inline constexpr Sentence kPlaceCode("Codes de lieu ; plusieurs : l’un d’eux.",
                                     "Codes of places; several: one of them.");
inline constexpr Sentence kPlaceLabel("Noms de ces lieux, français / anglais.",
                                      "Names of these places, French / "
                                      "English.");
inline constexpr Sentence kGazetteerVersion("Version de la liste des lieux.",
                                            "Version of the list of places.");
inline constexpr Sentence kPlaceKind("Genre de lieu.", "Kind of place.");
inline constexpr Sentence kBoys(
    "Garçons victimes : « 0 », « 1+ » (un ou plus), « 0+ » (non précisé).",
    "Boys harmed: “0”, “1+” (one or more), “0+” (not told apart).");
inline constexpr Sentence kGirls("Filles victimes, de même.",
                                 "Girls harmed, likewise.");
inline constexpr Sentence kUnknown("Enfants victimes de sexe inconnu, de même.",
                                   "Children of unknown sex harmed, likewise.");
inline constexpr Sentence kTotal(
    "Enfants victimes : au moins ce nombre ; jamais un nombre exact, sauf "
    "« 0 ».",
    "Children harmed: at least this many; never an exact number but “0”.");
inline constexpr Sentence kPerpetrator(
    "Classe de l’auteur présumé ; plusieurs : l’une d’elles.",
    "Class of the alleged perpetrator; several: one of them.");
inline constexpr Sentence kWeapon("Classe d’arme.", "Class of weapon.");
inline constexpr Sentence kSourceClass("Classe de source.", "Class of source.");
inline constexpr Sentence kRecontact(
    "« through Toguna » : qui a signalé ne peut être joint que par l’échange, "
    "avec la référence de la ligne.",
    "“through Toguna”: whoever reported can be reached through the exchange "
    "only, with the reference of the row.");
inline constexpr Sentence kStatus(
    "Toujours « report_pending_verification » : une piste, rien de vérifié.",
    "Always “report_pending_verification”: a lead, nothing verified.");
inline constexpr Sentence kCohort("Groupe dont la ligne fait partie.",
                                  "Group that the row is part of.");
inline constexpr Sentence kCohortSize("Lignes de ce groupe.",
                                      "Rows of this group.");

// Sheet Summary.
inline constexpr Sentence kSummaryTop(
    "Nombres des tableaux scellés, jamais comptés à partir des lignes. "
    "N’additionnez pas les victimes de plusieurs violations : un même enfant "
    "peut en avoir subi plusieurs.",
    "Numbers of the sealed tables, never counted from the rows. Do not add up "
    "victims of several violations: one child may have suffered more than "
    "one.");
inline constexpr Sentence kSummaryNone(
    "Cet extrait ne contient pas de tableau des victimes ou des violations "
    "MRM : il n’y a donc aucun nombre ici.",
    "This extract holds no table of MRM victims or violations, so there is no "
    "number here.");

// Sheet Notes, from top to bottom.
inline constexpr Sentence kNotesTitle(
    "Pistes pour le MRM : comment lire ce classeur",
    "Leads for the MRM: how to read this workbook");
inline constexpr Sentence kNotesPurpose("Finalité : {0}.", "Purpose: {0}.");
inline constexpr Sentence kNotesLeads(
    "Chaque ligne de la feuille Violations est une piste, en attente de "
    "vérification. Rien ici n’est vérifié ; seule l’équipe spéciale de pays "
    "vérifie. Ne citez aucune ligne comme un fait.",
    "Every row of the sheet Violations is a lead, pending verification. "
    "Nothing here is verified; only the country task force verifies. Quote no "
    "row as a fact.");
inline constexpr Sentence kNotesCohort(
    "Cohorte : un groupe d’incidents dont toutes les lignes disent exactement "
    "la même chose, pour que personne ne puisse désigner l’un d’eux. Les "
    "valeurs d’une ligne sont celles du groupe, rendues moins précises : la "
    "ligne ne décrit pas un incident dans ses détails.",
    "Cohort: a group of incidents whose rows all say exactly the same, so that "
    "nobody can point to one of them. The values of a row are the group’s, "
    "made less precise: a row does not describe an incident in detail.");
inline constexpr Sentence kNotesMinimums(
    "« {0} », {1} : k = {2}, chaque groupe a plus de {2} incidents distincts ; "
    "s = {3}, ils viennent d’au moins {3} source(s) d’information.",
    "“{0}”, {1}: k = {2}, every group has more than {2} distinct incidents; "
    "s = {3}, they come from at least {3} source(s) of information.");
inline constexpr Sentence kNotesHeldOver(
    "{0} : certains incidents sont reportés. Ils étaient trop peu nombreux "
    "pour former un groupe, et attendent une période suivante, ou aucune. "
    "Combien, rien ne le dit.",
    "{0}: some incidents are held over. They were too few to form a group, and "
    "wait for a later period, or for none. Nothing says how many.");
inline constexpr Sentence kNotesLeftOut(
    "{0} : certains groupes sont laissés de côté, parce que l’accord ne les "
    "donne pas ou qu’un retrait les a fait passer sous le minimum.",
    "{0}: some groups are left out, because the agreement does not give them "
    "or because a retraction brought them below the minimum.");
inline constexpr Sentence kNotesComplete(
    "L’absence de ligne ne veut pas dire qu’il ne s’est rien passé.",
    "That there is no row does not mean that nothing happened.");
inline constexpr Sentence kNotesValues(
    "Plusieurs codes séparés par « ||| » : l’un d’eux, sans dire lequel. "
    "« any » : n’importe lequel. « none » : l’incident n’en a pas. « not "
    "shown » : le plan ne le montre pas. « not recorded » : ce n’est pas "
    "recueilli.",
    "Several codes between “|||”: one of them, without saying which. “any”: "
    "whichever. “none”: the incident has none. “not shown”: the plan does not "
    "show it. “not recorded”: it is not collected.");
inline constexpr Sentence kNotesRanges(
    "Feuille Summary : un nombre seul est exact ; « 3-7 » : entre 3 et 7, "
    "bornes comprises ; « at least 3 » : 3 ou plus ; « not shown » : rien "
    "n’est dit, et surtout pas zéro.",
    "Sheet Summary: a number alone is exact; “3-7”: between 3 and 7, both "
    "included; “at least 3”: 3 or more; “not shown”: nothing is said, least of "
    "all zero.");
inline constexpr Sentence kNotesJoin(
    "Il ne faut pas non plus rapprocher ces lignes de celles d’un autre "
    "extrait ou d’un autre destinataire, ni compter les lignes pour en tirer "
    "des statistiques : les nombres sont dans la feuille Summary.",
    "Nor may these rows be joined with those of another extract or another "
    "recipient, nor be counted to make statistics of them: the numbers are in "
    "the sheet Summary.");
inline constexpr Sentence kNotesColumn("Colonne {0} : {1}", "Column {0}: {1}");
inline constexpr Sentence kNotesList("Liste {0}, version {1} : {2}.",
                                     "List {0}, version {1}: {2}.");
inline constexpr Sentence kFrench("Français", "French");
inline constexpr Sentence kEnglish("Anglais", "English");

// PROTECTION.txt
inline constexpr Sentence kProtectionRows(
    "violations.csv et mrm.xlsx contiennent les mêmes lignes, une par "
    "incident : des pistes en attente de vérification, jamais des faits "
    "vérifiés. Personne ne peut distinguer les lignes d’un même groupe "
    "(cohorte) ; leur nombre ne se lit que dans les fichiers chiffrés.",
    "violations.csv and mrm.xlsx hold the same rows, one per incident: leads "
    "pending verification, never verified facts. Nobody can tell the rows of "
    "one group (cohort) apart; how many there are can be read in the encrypted "
    "files only.");
inline constexpr Sentence kProtectionPseudonyms(
    "La référence d’une ligne ne vaut que dans cet accord. Cela gêne le "
    "rapprochement avec d’autres extraits, sans l’empêcher là où une ligne est "
    "seule de son genre.",
    "The reference of a row is valid in this agreement only. This hinders "
    "joining it with other extracts, and does not prevent it where a row is "
    "the only one of its kind.");
inline constexpr Sentence kProtectionNoTables(
    "extract.csv n’a que son en-tête : cet extrait ne contient aucun tableau.",
    "extract.csv has its header only: this extract holds no table.");

// Said when a package is opened.
inline constexpr Sentence kRowsWritten(
    "Les pistes sont dans {0}, avec leur mode d’emploi, et dans {1}. Rien n’y "
    "est vérifié.",
    "The leads are in {0}, with how to read them, and in {1}. Nothing in them "
    "is verified.");

}  // namespace toguna::mrm_words

#endif  // TOGUNA_EXCHANGE_WORDS_MRM_WORDS_H_
