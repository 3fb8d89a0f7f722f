#ifndef TOGUNA_EXCHANGE_WORDS_COHORT_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_COHORT_WORDS_H_

// What `toguna sdc cohorts` says.

#include "exchange/words/words.h"

namespace toguna::cohort_words {

// Any of the files; each follows file and line.
inline constexpr Sentence kNotCsv(
    "ce n'est pas du CSV : un guillemet n'est pas fermé ou est mal placé, ou "
    "un retour chariot est au milieu d'une ligne",
    "this is not CSV: a quote is left open or out of place, or a carriage "
    "return is inside a line");
inline constexpr Sentence kFields("{0} champs au lieu de {1}",
                                  "{0} fields instead of {1}");
inline constexpr Sentence kEmptyFile("le fichier est vide",
                                     "the file is empty");

// Hierarchies.
inline constexpr Sentence kLevelMissing(
    "un niveau manque ({0} au lieu de {1}) ou est vide",
    "a level is missing ({0} instead of {1}) or empty");
inline constexpr Sentence kTooManyLevels("{0} niveaux ; {1} au plus",
                                         "{0} levels; at most {1}");
inline constexpr Sentence kTwoTops(
    "deux sommets : « {0} » et « {1} » ; le dernier niveau doit être le même "
    "partout",
    "two tops: '{0}' and '{1}'; the last level must be the same everywhere");
inline constexpr Sentence kNotNested(
    "les niveaux ne s'emboîtent pas : « {0} » est sous « {1} » et « {2} »",
    "the levels are not nested: '{0}' is below '{1}' and '{2}'");
inline constexpr Sentence kTwoNodes(
    "« {0} » nomme deux nœuds différents de la hiérarchie",
    "'{0}' names two different nodes of the hierarchy");
inline constexpr Sentence kLeafTwice("la valeur « {0} » y est déjà",
                                     "the value '{0}' is there already");
inline constexpr Sentence kReservedSign(
    "« {0} » contient « { », « | » ou « } », qui sont réservés aux valeurs "
    "regroupées",
    "'{0}' holds '{', '|' or '}', which are kept for pooled values");

// Data.
inline constexpr Sentence kMixedDelimiters(
    "la première ligne a des points-virgules et des virgules ; mettez entre "
    "guillemets les noms qui en contiennent",
    "the first line has both semicolons and commas; quote the names that hold "
    "them");
inline constexpr Sentence kColumnTwice("la colonne « {0} » vient deux fois",
                                       "column '{0}' comes twice");
inline constexpr Sentence kColumnUnnamed("la colonne {0} n'a pas de nom",
                                         "column {0} has no name");
inline constexpr Sentence kColumnReserved(
    "« {0} » est le nom d'une colonne du résultat",
    "'{0}' is the name of a column of the result");
inline constexpr Sentence kColumnUnknown(
    "la colonne « {0} » n'a pas de hiérarchie ({1}) et aucune option ne la "
    "nomme ; ajoutez-en une, ou retirez la colonne avec --drop",
    "column '{0}' has no hierarchy ({1}) and no option names it; add one, or "
    "take the column out with --drop");
inline constexpr Sentence kColumnMissing(
    "il n'y a pas de colonne « {0} », que {1} nomme",
    "there is no column '{0}', which {1} names");
inline constexpr Sentence kColumnTwoParts(
    "la colonne « {0} » est nommée par {1} et par {2}",
    "column '{0}' is named by both {1} and {2}");
inline constexpr Sentence kNoQuasiIdentifier(
    "aucune colonne n'a de hiérarchie {0}<colonne>.csv",
    "no column has a hierarchy {0}<column>.csv");
inline constexpr Sentence kValueUnknown(
    "la valeur de « {0} » n'est pas dans sa hiérarchie",
    "the value of '{0}' is not in its hierarchy");
inline constexpr Sentence kValueEmpty("« {0} » est vide", "'{0}' is empty");
inline constexpr Sentence kTooLarge(
    "plus de {0} lignes × colonnes ; traitez le fichier par parties",
    "more than {0} rows × columns; take the file in parts");

// The whole of the data.
inline constexpr Sentence kTooFew(
    "{0} entités en tout, moins que la plus petite cohorte permise ({1}) ; "
    "prenez un k plus petit ou plus de données",
    "{0} entities in all, fewer than the smallest cohort allowed ({1}); use a "
    "smaller k or more data");
inline constexpr Sentence kTooFewSources(
    "{0} source(s) en tout dans « {1} », moins que le minimum ({2})",
    "{0} source(s) in all in '{1}', fewer than the minimum ({2})");
inline constexpr Sentence kNotDiverse(
    "« {0} » a {1} valeur(s) en tout : la diversité demandée ne peut être "
    "atteinte nulle part",
    "'{0}' has {1} value(s) in all: the diversity asked for cannot be reached "
    "anywhere");

// Options.
inline constexpr Sentence kBadOption("{0} « {1} » : il faut {2}",
                                     "{0} '{1}': {2} is due");
inline constexpr Sentence kNeedsK("il faut --k ou --rungs, pas les deux",
                                  "either --k or --rungs is due, not both");
inline constexpr Sentence kOverwrites(
    "{0} serait écrasé par le résultat ; choisissez un autre nom",
    "{0} would be overwritten by the result; choose another name");

// Answers.
inline constexpr Sentence kFormed(
    "k {0} : {1} cohortes de {2} lignes, la plus petite de {3} ; perte (GEO) "
    "{4} ; dans {5}.",
    "k {0}: {1} cohorts of {2} rows, the smallest of {3}; loss (GEO) {4}; in "
    "{5}.");
inline constexpr Sentence kNested(
    "Qui a plusieurs de ces fichiers n'en sait pas plus que par celui du plus "
    "petit k.",
    "Whoever has several of these files knows no more than by the one of the "
    "smallest k.");

}  // namespace toguna::cohort_words

#endif  // TOGUNA_EXCHANGE_WORDS_COHORT_WORDS_H_
