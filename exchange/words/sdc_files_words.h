#ifndef TOGUNA_EXCHANGE_WORDS_SDC_FILES_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_SDC_FILES_WORDS_H_

// What `toguna sdc` says of plans, records and tables in files.

#include "exchange/words/words.h"

namespace toguna::sdc_words {

// Plans and trees; each follows file and line.
inline constexpr Sentence kNotAPlan(
    "ce n'est pas un plan : il faut un textproto UTF-8 d'au plus 1 Mio",
    "this is not a plan: a UTF-8 textproto of at most 1 MiB is due");
inline constexpr Sentence kNotOnFiles(
    "ceci n'existe que dans le service, pas sur des fichiers",
    "this exists in the service only, not on files");
inline constexpr Sentence kReservedName(
    "« {0} » est le nom d'une autre colonne",
    "'{0}' is the name of another column");
inline constexpr Sentence kSecondWho(
    "« {0} » dit déjà qui a été touché ; une seule dimension le peut",
    "'{0}' says already who was harmed; only one dimension may");
inline constexpr Sentence kTreeOutside(
    "« {0} » doit être un .csv sous le dossier du plan, sans « .. », pour "
    "que le résultat en garde une copie",
    "'{0}' must be a .csv below the plan's folder, without '..', so that the "
    "result can keep a copy");
inline constexpr Sentence kTreeTooLarge("« {0} » a {1} octets ; {2} au plus",
                                        "'{0}' has {1} bytes; at most {2}");
inline constexpr Sentence kTooManyCells(
    "jusqu'ici le plan demande {0} cellules ; {1} au plus. Prenez moins de "
    "dimensions ou des niveaux plus larges",
    "up to here the plan asks for {0} cells; at most {1}. Use fewer "
    "dimensions or coarser levels");
inline constexpr Sentence kVictimsRuleRequired(
    "ce champ manque : dites si chaque enregistrement a au moins une victime",
    "this field is missing: say whether each record has at least one victim");
inline constexpr Sentence kBadLevel(
    "le nom d'un niveau manque ou est trop long",
    "a level's name is missing or too long");
inline constexpr Sentence kFileCodeRule(
    "1 à 64 octets, sans espace au bord ni caractère invisible",
    "1 to 64 bytes, no space at either end, no invisible character");
inline constexpr Sentence kUneven(
    "profondeur inégale : {0} codes sur cette ligne, {1} niveaux sont nommés",
    "uneven depth: {0} codes on this line, {1} levels are named");
inline constexpr Sentence kTwoLevels(
    "« {0} » est aux niveaux {1} et {2} : un cycle, ou une profondeur inégale",
    "'{0}' is at the levels {1} and {2}: a cycle, or an uneven depth");
inline constexpr Sentence kTwoParents("« {0} » est sous « {1} » et « {2} »",
                                      "'{0}' is below '{1}' and '{2}'");
inline constexpr Sentence kNoCodes("le fichier n'a pas de codes",
                                   "the file has no codes");

// Records and tables; each follows file and line.
inline constexpr Sentence kNotCsv("ce n'est pas du CSV à points-virgules",
                                  "this is not CSV with semicolons");
inline constexpr Sentence kHeading("la première ligne doit commencer par {0}",
                                   "the first line must begin with {0}");
inline constexpr Sentence kUnknownColumn(
    "la colonne {0} n'est ni une dimension du plan ni un compte, ou vient deux "
    "fois",
    "column {0} is no dimension of the plan and no count, or comes twice");
inline constexpr Sentence kMissingColumn(
    "la colonne « {0} » manque : le plan ou un dossier --history en a besoin",
    "the column '{0}' is missing: the plan or a --history folder needs it");
inline constexpr Sentence kFields("{0} champs au lieu de {1}",
                                  "{0} fields instead of {1}");
inline constexpr Sentence kFieldEmpty("« {0} » est vide", "'{0}' is empty");
inline constexpr Sentence kNotAMonth(
    "« accepted » n'est pas un mois comme 2026-01",
    "'accepted' is not a month like 2026-01");
inline constexpr Sentence kEntityTwice(
    "la même entité est déjà à la ligne {0} ; une ligne par entité",
    "the same entity is on line {0} already; one line per entity");
inline constexpr Sentence kUnknownCode(
    "le code de « {0} » n'est pas dans son arbre",
    "the code of '{0}' is not in its tree");
inline constexpr Sentence kCodeNotFinest(
    "le code de « {0} » n'est pas au niveau le plus fin de son arbre",
    "the code of '{0}' is not at the finest level of its tree");
inline constexpr Sentence kNotACount(
    "« {0} » n'est pas un nombre entier de 0 à {1}",
    "'{0}' is not a whole number from 0 to {1}");
inline constexpr Sentence kNegativeCount("« {0} » est négatif",
                                         "'{0}' is negative");
inline constexpr Sentence kNoVictim(
    "aucune victime, alors que le plan dit que chaque enregistrement en a une",
    "no victim, though the plan says that each record has one");
inline constexpr Sentence kTableHeading("la première ligne doit être {0}",
                                        "the first line must be {0}");
inline constexpr Sentence kTableLine(
    "il faut les codes, l'unité, puis PUBLISHED avec une valeur seule ou "
    "NOT_SHOWN avec low et, s'il y a une limite, high",
    "due are the codes, the unit, then PUBLISHED with a value alone or "
    "NOT_SHOWN with low and, where there is a limit, high");
inline constexpr Sentence kTableForm(
    "le fichier n'est pas écrit comme toguna l'écrit",
    "the file is not written as toguna writes it");
inline constexpr Sentence kNotWitnesses(
    "ce n'est pas un fichier de preuves de ce format (v1)",
    "this is not a file of witnesses of this format (v1)");
inline constexpr Sentence kWitnessesCut("le fichier est coupé",
                                        "the file was cut short");
inline constexpr Sentence kWitnessLine("cette ligne n'est pas une preuve",
                                       "this line is no witness");

// History and periods.
inline constexpr Sentence kOtherDataset(
    "{0} est du jeu de données « {1} », le plan est de « {2} »",
    "{0} is of the dataset '{1}', the plan is of '{2}'");
inline constexpr Sentence kOtherTree(
    "{0} a un autre arbre pour « {1} » ; prenez le même, dans le même ordre",
    "{0} has another tree for '{1}'; use the same one, in the same order");
inline constexpr Sentence kOtherWho(
    "{0} compte qui a été touché par « {1} », le plan par « {2} »",
    "{0} counts who was harmed by '{1}', the plan by '{2}'");
inline constexpr Sentence kOtherValue(
    "les enregistrements ne donnent pas la valeur que {0} a publiée pour {1} "
    "({2}) : il manque des enregistrements d'un de ses mois, ou il y en a "
    "d'autres. Ajoutez-les, ou retirez ce dossier s'il n'est pas du même mois",
    "the records do not come to the value that {0} published for {1} ({2}): "
    "records of one of its months are missing, or others are there. Add them, "
    "or leave the folder out if it is of another month");
inline constexpr Sentence kTooLong(
    "les mois {0} à {1} dépassent la période du plan",
    "the months {0} to {1} are longer than the plan's period");
inline constexpr Sentence kNothingDue(
    "aucune famille du plan n'est prévue pour les mois {0} à {1}",
    "no family of the plan is due for the months {0} to {1}");
inline constexpr Sentence kHistoryChanged(
    "{0} a été modifié depuis que toguna l'a écrit ({1}) ; reprenez l'original",
    "{0} was changed since toguna wrote it ({1}); go back to the original");
inline constexpr Sentence kNotOutput(
    "{0} n'est pas un dossier écrit par toguna sdc protect",
    "{0} is not a folder that toguna sdc protect wrote");
inline constexpr Sentence kHistoryTwice("{0} est donné deux fois",
                                        "{0} is given twice");

// The folder.
inline constexpr Sentence kOutNotEmpty(
    "{0} existe et contient autre chose que les fichiers de toguna sdc "
    "protect ({1}) ; choisissez un autre --out ou videz ce dossier",
    "{0} exists and holds something else than files of toguna sdc protect "
    "({1}); choose another --out or empty that folder");
inline constexpr Sentence kOutOtherPlan(
    "{0} contient les tableaux d'un autre plan ou d'autres mois ; choisissez "
    "un autre --out ou supprimez ce dossier",
    "{0} holds the tables of another plan or of other months; choose another "
    "--out or remove that folder");
inline constexpr Sentence kOutIsHistory(
    "--out et --history sont le même dossier",
    "--out and --history are one folder");
inline constexpr Sentence kOutReplaced(
    "Les tableaux qui étaient dans {0} ont été remplacés. S'ils étaient déjà "
    "publiés, ne publiez pas ceux-ci aussi : remettez les anciens.",
    "The tables that were in {0} were replaced. If they were published "
    "already, do not publish these too: put the old ones back.");
inline constexpr Sentence kCannotWrite("{0} ne peut pas être écrit : {1}",
                                       "{0} cannot be written: {1}");

// Answers.
inline constexpr Sentence kTablesProtected(
    "{0} cellules ; {1} sur {2} qui pouvaient être montrées le sont ({3} %), "
    "en "
    "{4} s.",
    "{0} cells; {1} of {2} that may be shown are shown ({3} %), in {4} s.");
inline constexpr Sentence kTablesBest(
    "Les cellules grossières d'abord, aucun choix sûr n'en montre davantage.",
    "With coarse cells first, no safe choice shows more.");
inline constexpr Sentence kTablesNotProven(
    "Ce n'est pas prouvé le meilleur choix ; report.json dit combien on "
    "pourrait gagner au plus.",
    "This is not proven to be the best choice; report.json says how much more "
    "there could be at most.");
inline constexpr Sentence kTablesStopped(
    "Le temps (--seconds) s'est écoulé ; le choix est sûr.",
    "Time (--seconds) ran out; the choice is safe.");
inline constexpr Sentence kRungProtected(
    "Palier k {0} : {1} cellules sur {2} montrées, risque global de "
    "réidentification {3} % ; tableaux dans {4}.",
    "Rung k {0}: {1} of {2} cells shown, global re-identification risk {3} %; "
    "tables in {4}.");
inline constexpr Sentence kInRung("palier k {0} : {1}", "rung k {0}: {1}");
inline constexpr Sentence kTablesWritten(
    "Tableaux dans {0}/tables. Publiez ce dossier-là seul ; witnesses.dpo est "
    "pour le délégué à la protection des données seul.",
    "Tables in {0}/tables. Publish that folder alone; witnesses.dpo is for the "
    "data protection officer alone.");
inline constexpr Sentence kCheckerRefused(
    "la vérification a refusé le résultat, rien n'est écrit : {0}",
    "the checker refused the result, nothing is written: {0}");
inline constexpr Sentence kTablesHold(
    "Les tableaux tiennent : {0} cellules publiées, {1} non montrées avec leur "
    "intervalle, et pour chaque cellule sensible nommée dans witnesses.dpo "
    "deux "
    "tableaux possibles assez éloignés.",
    "The tables hold: {0} cells published, {1} not shown with their range, and "
    "for every unsafe cell named in witnesses.dpo two possible tables far "
    "enough apart.");
inline constexpr Sentence kTablesBroken("Les tableaux ne tiennent pas : {0}",
                                        "The tables do not hold: {0}");
inline constexpr Sentence kTablesChanged("{0} n'est pas ce que toguna a écrit",
                                         "{0} is not what toguna wrote");
inline constexpr Sentence kPlanChanged(
    "{0} n'est pas le plan (ou l'arbre) de ces tableaux",
    "{0} is not the plan (or tree) of these tables");
inline constexpr Sentence kOtherHistory(
    "les dossiers --history ne sont pas ceux de sdc protect",
    "the --history folders are not those of sdc protect");
inline constexpr Sentence kBrokenCell("  {0} ({1}) : {2}", "  {0} ({1}): {2}");
inline constexpr Sentence kBrokenUnsafe("cellule sensible publiée",
                                        "an unsafe cell is published");
inline constexpr Sentence kBrokenValue(
    "la valeur n'est pas celle des preuves",
    "the value is not that of the witnesses");
inline constexpr Sentence kBrokenSmall("la valeur est sous le minimum k",
                                       "the value is below the minimum k");

}  // namespace toguna::sdc_words

#endif  // TOGUNA_EXCHANGE_WORDS_SDC_FILES_WORDS_H_
