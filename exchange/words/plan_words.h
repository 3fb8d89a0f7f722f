#ifndef TOGUNA_EXCHANGE_WORDS_PLAN_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_PLAN_WORDS_H_

// What `toguna plan show` says.

#include "exchange/words/words.h"

namespace toguna::words {

inline constexpr Sentence kPlanTitle(
    "Plan de publication {0}, version {1}, du jeu de données {2}",
    "Publication plan {0}, version {1}, of the dataset {2}");
inline constexpr Sentence kPlanMinimums(
    "Une cellule est montrée à partir de {0} incidents (et unités comptées) et "
    "de {1} sources",
    "A cell is shown from {0} incidents (and units counted) and {1} sources "
    "on");
inline constexpr Sentence kPlanOthers(
    "  et s'il en reste au moins {0} sans la plus grande source et, pour "
    "chaque organisation, 0 ou au moins {0} des autres",
    "  and if at least {0} are left without the largest source and, for every "
    "organisation, 0 or at least {0} of the others");
inline constexpr Sentence kPlanNoOthers(
    "  sans règle sur la plus grande source ni sur les organisations",
    "  with no rule on the largest source or on organisations");
inline constexpr Sentence kPlanRung(
    "Palier {0} : {1} incidents, {2} sources, "
    "{3} des autres",
    "Rung {0}: {1} incidents, {2} sources, {3} "
    "of others");
inline constexpr Sentence kPlanRisk(
    "Risque global de ré-identification du dernier palier : au plus {0} %",
    "Global re-identification risk of the last rung: at most {0} %");
inline constexpr Sentence kPlanDominance(
    "Règle p % : personne ne peut estimer la part d'un autre à {0} % près",
    "p % rule: nobody can estimate another's part to within {0} %");
inline constexpr Sentence kPlanFamilies("Tableaux, avec toutes leurs marges :",
                                        "Tables, with all their margins:");
inline constexpr Sentence kPlanFamilyHeading("TABLEAU", "TABLE");
inline constexpr Sentence kPlanUnitHeading("UNITÉ", "UNIT");
inline constexpr Sentence kPlanAxesHeading("DIMENSIONS", "DIMENSIONS");
inline constexpr Sentence kPlanCadenceHeading("SCELLÉ", "SEALED");
inline constexpr Sentence kPlanStreamHeading("COMPTE", "COUNTS");
inline constexpr Sentence kPlanWeightHeading("POIDS", "WEIGHT");
inline constexpr Sentence kPlanRecords("incidents", "records");
inline constexpr Sentence kPlanVictims("victimes", "victims");
inline constexpr Sentence kPlanMonthly("chaque mois", "each month");
inline constexpr Sentence kPlanQuarterly("chaque trimestre", "each quarter");
inline constexpr Sentence kPlanYearly("chaque année", "each year");
inline constexpr Sentence kPlanAccepted("ce qui est reçu", "what is accepted");
inline constexpr Sentence kPlanRemoved("ce qui est retiré après le scellement",
                                       "what is removed after the seal");
inline constexpr Sentence kPlanAdded("ce qui est ajouté après le scellement",
                                     "what is added after the seal");
inline constexpr Sentence kPlanPool(
    "Regroupement « {0} » ({1}) : {2} peuvent être montrés en une somme",
    "Pool \"{0}\" ({1}): {2} may be shown as one sum");
inline constexpr Sentence kPlanZero("Zéro connu de tous : {0} — {1}",
                                    "Zero that everybody knows: {0} — {1}");
inline constexpr Sentence kPlanCohorts(
    "Cohortes {0} — {1}, chaque trimestre : une ligne par incident, et au "
    "moins {2} incidents de {3} sources ont les mêmes valeurs",
    "Cohorts {0} — {1}, each quarter: one row an incident, and at least {2} "
    "incidents of {3} sources share the same values");
inline constexpr Sentence kPlanCohortsFor("  pour : {0}", "  for: {0}");
inline constexpr Sentence kPlanStratum("  prend : {0} {1}", "  takes: {0} {1}");
inline constexpr Sentence kPlanStratumWho(
    "  prend : {0} {1}, s'il y a des victimes « {2} »",
    "  takes: {0} {1}, if there are victims \"{2}\"");
inline constexpr Sentence kPlanShows("  montre : {0}", "  shows: {0}");
inline constexpr Sentence kPlanShowsVictims("victimes « {0} » ou non",
                                            "victims \"{0}\" or not");
inline constexpr Sentence kPlanShowsIncidentQuarter("trimestre de l'incident",
                                                    "quarter of the incident");
inline constexpr Sentence kPlanShowsAcceptanceQuarter("trimestre de réception",
                                                      "quarter of acceptance");
inline constexpr Sentence kPlanShowsWithin("{0} (jamais plus large que : {1})",
                                           "{0} (never wider than: {1})");
inline constexpr Sentence kPlanDiverse(
    "  dans une cohorte, « {0} » a au moins {1} valeurs, ou l'équivalent",
    "  in a cohort \"{0}\" has at least {1} values, or as good as");
inline constexpr Sentence kPlanHeldOver(
    "  ce qui ne suffit pas à une cohorte est reporté : aucune ligne n'en "
    "sort, "
    "sauf dans une cohorte d'un trimestre suivant de la même année",
    "  what is too little for a cohort is held over: no row of it goes out, "
    "unless in a cohort of a later quarter of the same year");
inline constexpr Sentence kPlanHidden(
    "Partout ailleurs, zéro, petit et non montré se ressemblent.",
    "Everywhere else zero, small and not shown look the same.");

}  // namespace toguna::words

#endif  // TOGUNA_EXCHANGE_WORDS_PLAN_WORDS_H_
