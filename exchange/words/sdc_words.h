#ifndef TOGUNA_EXCHANGE_WORDS_SDC_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_SDC_WORDS_H_

// What `toguna sdc` says of files and of the tables in them.

#include "exchange/words/words.h"

namespace toguna::sdc_words {

// Mistakes in a file; each follows the number of its line.
inline constexpr Sentence kAtLine("ligne {0} : {1}", "line {0}: {1}");
inline constexpr Sentence kFirstLine("la première ligne doit être « 0 »",
                                     "the first line must be '0'");
inline constexpr Sentence kFileEnds("le fichier s'arrête avant {0}",
                                    "the file ends before {0}");
inline constexpr Sentence kTheCells("les cellules annoncées",
                                    "the cells it announces");
inline constexpr Sentence kTheConstraints("les contraintes annoncées",
                                          "the constraints it announces");
inline constexpr Sentence kNotANumberOf(
    "il faut ici un seul nombre entier, 1 ou plus : combien de {0}",
    "one whole number, 1 or more, is due here: how many {0}");
inline constexpr Sentence kCells("cellules", "cells");
inline constexpr Sentence kConstraints("contraintes", "constraints");
inline constexpr Sentence kTooMany(
    "{0} {1} ; ce programme en prend {2} au plus",
    "{0} {1}; this program takes {2} at most");
inline constexpr Sentence kTerms("termes", "terms");
inline constexpr Sentence kCellFields(
    "une cellule a neuf champs : numéro, valeur, coût, statut, borne basse, "
    "borne haute, LPL, UPL, SPL",
    "a cell has nine fields: index, value, cost, status, lower bound, upper "
    "bound, LPL, UPL, SPL");
inline constexpr Sentence kNotFinite(
    "« {0} » n'est pas un nombre entre -1e12 et 1e12",
    "'{0}' is not a number between -1e12 and 1e12");
inline constexpr Sentence kNotAnIndex(
    "« {0} » n'est pas un numéro de cellule de 0 à {1}",
    "'{0}' is not the index of a cell, 0 to {1}");
inline constexpr Sentence kIndexTwice("la cellule {0} est donnée deux fois",
                                      "cell {0} is given twice");
inline constexpr Sentence kNotAStatus(
    "« {0} » n'est pas un statut ; possible : {1}",
    "'{0}' is not a status; allowed: {1}");
inline constexpr Sentence kNegative("{0} ne peut pas être négatif",
                                    "{0} cannot be negative");
inline constexpr Sentence kCost("le coût", "the cost");
inline constexpr Sentence kLevel("un niveau de protection",
                                 "a protection level");
inline constexpr Sentence kOutsideBounds(
    "la valeur {0} est hors de ses bornes {1} et {2}",
    "the value {0} lies outside its bounds {1} and {2}");
inline constexpr Sentence kConstraintForm(
    "une contrainte s'écrit « somme taille : numéro (coefficient) … »",
    "a constraint is written 'sum size : index (coefficient) …'");
inline constexpr Sentence kConstraintSize(
    "la contrainte annonce {0} termes et en a {1}",
    "the constraint announces {0} terms and has {1}");
inline constexpr Sentence kZeroFactor("un coefficient est nul",
                                      "a coefficient is zero");
inline constexpr Sentence kDoesNotAddUp(
    "les cellules de la contrainte donnent {0} au lieu de {1}",
    "the cells of the constraint come to {0} instead of {1}");
inline constexpr Sentence kRubbish("rien n'est attendu ici",
                                   "nothing is expected here");
inline constexpr Sentence kPatternFields(
    "une ligne du motif a deux champs : numéro et statut",
    "a line of a pattern has two fields: index and status");
inline constexpr Sentence kPatternMissing(
    "le motif ne dit rien de {0} cellules",
    "the pattern says nothing of {0} cells");
inline constexpr Sentence kPatternUnfit(
    "la cellule {0} est « {1} » dans le fichier des cellules et ne peut pas "
    "être « {2} » ici",
    "cell {0} is '{1}' in the file of cells and cannot be '{2}' here");

// Answers.
inline constexpr Sentence kTooMuchEffort(
    "Trop grand : {0} cellules à protéger, {1} cellules, {2} contraintes ; "
    "{0} fois ({1} + {2}) font {3}, et ce programme en prend {4} au plus.",
    "Too large: {0} unsafe cells, {1} cells, {2} constraints; {0} times "
    "({1} + {2}) is {3}, and this program takes {4} at most.");
inline constexpr Sentence kInfeasible(
    "Impossible à protéger : même si tout ce qui peut l'être est retenu, {0} "
    "cellules restent trop bien connues (par exemple la cellule {1}).",
    "Cannot be protected: even with everything withheld that may be, {0} cells "
    "stay known too well (for example cell {1}).");
inline constexpr Sentence kProtected(
    "{0} cellules sensibles, {1} retenues en plus ; coût {2}, au moins {3} "
    "est inévitable (écart {4} %), en {5} s.",
    "{0} unsafe cells, {1} withheld besides; cost {2}, at least {3} cannot be "
    "avoided (gap {4} %), in {5} s.");
inline constexpr Sentence kProtectedBest("Aucun motif sûr ne coûte moins.",
                                         "No safe pattern costs less.");
inline constexpr Sentence kProtectedStopped(
    "Le temps s'est écoulé avant la preuve ; --seconds en donne davantage.",
    "Time ran out before the proof; --seconds gives more.");
inline constexpr Sentence kProtectedWritten("Motif écrit dans {0}.",
                                            "Pattern written to {0}.");
inline constexpr Sentence kPatternHolds(
    "Le motif tient : {0} cellules sensibles, chacune avec l'intervalle "
    "demandé pour qui connaît le reste et les bornes (tolérance {1}).",
    "The pattern holds: {0} unsafe cells, each with the interval asked for "
    "against whoever knows the rest and the bounds (tolerance {1}).");
inline constexpr Sentence kPatternBroken(
    "Le motif ne tient pas : {0} cellules sensibles sur {1} sont trop bien "
    "connues.",
    "The pattern does not hold: {0} of {1} unsafe cells are known too well.");
inline constexpr Sentence kCellHeading("cellule", "cell");
inline constexpr Sentence kFoundHeading("ce qu'on en déduit",
                                        "what an attacker finds");
inline constexpr Sentence kAskedHeading("intervalle demandé",
                                        "interval asked for");
inline constexpr Sentence kWidthHeading("largeur demandée", "width asked for");
inline constexpr Sentence kMoreExposed("… et {0} autres", "… and {0} more");
inline constexpr Sentence kInterval("{0} à {1}", "{0} to {1}");

}  // namespace toguna::sdc_words

#endif  // TOGUNA_EXCHANGE_WORDS_SDC_WORDS_H_
