#ifndef TOGUNA_EXCHANGE_WORDS_COHORT_CHECK_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_COHORT_CHECK_WORDS_H_

// What `toguna sdc check --cohorts` says. What is wrong with a file follows its
// name and perhaps a row.

#include "exchange/words/words.h"

namespace toguna::cohort_check_words {

inline constexpr Sentence kInFile("{0} : {1}", "{0}: {1}");
inline constexpr Sentence kInRow("{0}, rangée {1} : {2}", "{0}, row {1}: {2}");

// Nothing can be verified.
inline constexpr Sentence kNotCsv("ce n'est pas du CSV : {0}",
                                  "this is not CSV: {0}");
inline constexpr Sentence kEmpty("il n'y a pas de rangées",
                                 "there are no rows");
inline constexpr Sentence kDelimiters(
    "l'en-tête a des points-virgules et des virgules",
    "the heading has both semicolons and commas");
inline constexpr Sentence kHeading(
    "les dernières colonnes doivent être « cohort » et « cohort_size », comme "
    "les écrit sdc cohorts",
    "the last columns must be 'cohort' and 'cohort_size', as sdc cohorts "
    "writes them");
inline constexpr Sentence kColumnTwice("la colonne « {0} » vient deux fois",
                                       "column '{0}' comes twice");
inline constexpr Sentence kColumnUnknown(
    "la colonne « {0} » n'a pas de hiérarchie et --diversity ne la nomme pas ; "
    "ce qu'elle révèle ne peut être vérifié",
    "column '{0}' has no hierarchy and --diversity does not name it; what it "
    "gives away cannot be verified");
inline constexpr Sentence kColumnMissing(
    "il n'y a pas de colonne « {0} », que --diversity nomme",
    "there is no column '{0}', which --diversity names");
inline constexpr Sentence kNoAttribute("aucune colonne n'a de hiérarchie",
                                       "no column has a hierarchy");
inline constexpr Sentence kFields("{0} champs au lieu de {1}",
                                  "{0} fields instead of {1}");
inline constexpr Sentence kLevels(
    "un niveau manque ({0} au lieu de {1}) ou est vide",
    "a level is missing ({0} instead of {1}) or empty");
inline constexpr Sentence kReserved(
    "« {0} » contient « { », « | » ou « } », qui sont réservés aux valeurs "
    "regroupées",
    "'{0}' holds '{', '|' or '}', which are kept for pooled values");
inline constexpr Sentence kTwoTops("deux sommets : « {0} » et « {1} »",
                                   "two tops: '{0}' and '{1}'");
inline constexpr Sentence kValueTwice("la valeur « {0} » y est déjà",
                                      "the value '{0}' is there already");
inline constexpr Sentence kNotNested(
    "les niveaux ne s'emboîtent pas : « {0} » est sous « {1} » et « {2} »",
    "the levels are not nested: '{0}' is below '{1}' and '{2}'");
inline constexpr Sentence kTwoNodes(
    "« {0} » nomme deux nœuds différents de la hiérarchie",
    "'{0}' names two different nodes of the hierarchy");
inline constexpr Sentence kNotSameColumns(
    "les colonnes ne sont pas celles de {0}",
    "the columns are not those of {0}");

// Verified, and broken.
inline constexpr Sentence kNumber(
    "« {0} » n'est pas un nombre entier, 1 ou plus : « {1} »",
    "'{0}' is not a whole number, 1 or more: '{1}'");
inline constexpr Sentence kLabelUnknown(
    "« {0} » n'a pas de valeur « {1} » dans sa hiérarchie",
    "'{0}' has no value '{1}' in its hierarchy");
inline constexpr Sentence kPoolOfOthers(
    "« {0} » regroupe ce qui n'est pas sous un même nœud : « {1} »",
    "'{0}' pools what is not below one node: '{1}'");
inline constexpr Sentence kPoolOfOne("« {0} » n'en regroupe qu'un : « {1} »",
                                     "'{0}' pools one alone: '{1}'");
inline constexpr Sentence kPoolOfAll(
    "« {0} » regroupe tout ce qui est sous un nœud, au lieu de le nommer : "
    "« {1} »",
    "'{0}' pools all that is below a node instead of naming it: '{1}'");
inline constexpr Sentence kPoolOrder(
    "« {0} » n'est pas trié, ou en répète un : « {1} »",
    "'{0}' is not sorted, or has one twice: '{1}'");
inline constexpr Sentence kDiverseEmpty("« {0} » est vide", "'{0}' is empty");
inline constexpr Sentence kRowsDiffer(
    "les rangées de la cohorte {0} n'ont pas la même valeur de « {1} »",
    "the rows of cohort {0} do not have the same value of '{1}'");
inline constexpr Sentence kWrongSize(
    "la cohorte {0} dit {1} rangées et en a {2}",
    "cohort {0} says {1} rows and has {2}");
inline constexpr Sentence kTooSmall(
    "la cohorte {0} a {1} rangées ; il en faut {2}",
    "cohort {0} has {1} rows; {2} are due");
inline constexpr Sentence kNotDiverse(
    "la cohorte {0} n'est pas assez diverse dans « {1} »",
    "cohort {0} is not diverse enough in '{1}'");
inline constexpr Sentence kNumberMissing(
    "il n'y a pas de cohorte {0} : il en manque une, ou elles ont été "
    "renumérotées",
    "there is no cohort {0}: one was left out, or they were numbered anew");
inline constexpr Sentence kOverlap(
    "les boîtes des cohortes {0} et {1} se recouvrent",
    "the boxes of cohorts {0} and {1} overlap");
inline constexpr Sentence kNotCovered(
    "les boîtes ne couvrent pas toutes les combinaisons : une cohorte manque, "
    "ou une boîte a été réduite",
    "the boxes do not cover every combination: a cohort was left out, or a box "
    "was cut down");
inline constexpr Sentence kOtherRows(
    "{0} rangées, mais {1} dans le fichier plus grossier",
    "{0} rows, but {1} in the coarser file");
inline constexpr Sentence kScattered(
    "la cohorte {0} est partagée entre les cohortes {1} et {2} du fichier plus "
    "grossier",
    "cohort {0} is shared between cohorts {1} and {2} of the coarser file");
inline constexpr Sentence kNotWithin(
    "la cohorte {0} dépasse la cohorte {1} du fichier plus grossier dans "
    "« {2} »",
    "cohort {0} reaches beyond cohort {1} of the coarser file in '{2}'");
inline constexpr Sentence kDiverseChanged(
    "« {0} » n'a pas la valeur qu'il a dans le fichier plus grossier",
    "'{0}' does not have the value that it has in the coarser file");

// Answers.
inline constexpr Sentence kHolds(
    "{0} tient : {1} cohortes de {2} rangées, la plus petite de {3}, dont "
    "toutes les rangées sont pareilles dans : {4}. Les boîtes sont disjointes "
    "et couvrent toutes les combinaisons.",
    "{0} holds: {1} cohorts of {2} rows, the smallest of {3}, whose rows are "
    "all the same in: {4}. The boxes are disjoint and cover every "
    "combination.");
inline constexpr Sentence kDiverse("Chaque cohorte est diverse : {0}.",
                                   "Every cohort is diverse: {0}.");
inline constexpr Sentence kWithin(
    "Chaque cohorte est dans une seule de {0}, rangée par rangée et comme "
    "boîte ; ce fichier-là tient aussi.",
    "Every cohort lies inside one of {0}, row by row and as a box; that file "
    "holds, too.");
inline constexpr Sentence kUnseen(
    "Ce que les fichiers ne peuvent montrer : combien d'entités et de sources "
    "a "
    "une cohorte (seules les rangées se comptent), qu'aucun enregistrement n'a "
    "été omis, comment les boîtes ont été choisies, ce que l'ordre des rangées "
    "révèle, et ce qui a été publié d'autre.",
    "What files cannot show: how many entities and sources a cohort has (only "
    "rows can be counted), that no record was left out, how the boxes were "
    "chosen, what the order of rows gives away, and what else was released.");
inline constexpr Sentence kBroken("{0} ne tient pas :", "{0} does not hold:");
inline constexpr Sentence kMore(
    "  … et peut-être d'autres : seules les {0} "
    "premières sont dites.",
    "  … and perhaps more: only the first {0} are "
    "said.");

}  // namespace toguna::cohort_check_words

#endif  // TOGUNA_EXCHANGE_WORDS_COHORT_CHECK_WORDS_H_
