#ifndef TOGUNA_EXCHANGE_WORDS_DECISION_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_DECISION_WORDS_H_

// What the rules of a decision found, for the parties to the agreement.

#include "exchange/words/words.h"

namespace toguna::decision_words {

inline constexpr Sentence kNotForThisStep(
    "Cette règle ne s’applique pas à cette étape.",
    "This rule does not apply to this step.");

inline constexpr Sentence kCallerIsRecipient(
    "La demande vient du destinataire de l’accord.",
    "The request comes from the agreement’s recipient.");
inline constexpr Sentence kCallerIsNotRecipient(
    "Seul le destinataire de l’accord peut recevoir des données.",
    "Only the agreement’s recipient may receive data.");

inline constexpr Sentence kSigned(
    "L’accord a toutes les signatures qu’il lui faut : {0}.",
    "The agreement has every signature that it needs: {0}.");
inline constexpr Sentence kUnsigned("Il manque une signature à l’accord : {0}.",
                                    "The agreement lacks a signature: {0}.");
inline constexpr Sentence kSignatureInvalid(
    "Une signature de l’accord n’est pas valable : {0}.",
    "A signature of the agreement is not valid: {0}.");

inline constexpr Sentence kInForce(
    "L’accord est en vigueur dès le {0} ; le {1} n’en fait plus partie.",
    "The agreement is in force from {0} on; no longer on {1}.");
inline constexpr Sentence kNotYetValid(
    "L’accord n’entre en vigueur que le {0}.",
    "The agreement is not in force before {0}.");
inline constexpr Sentence kExpired(
    "L’accord a pris fin le {0} ; il faut un nouvel accord signé.",
    "The agreement ended on {0}; a new signed agreement is needed.");

inline constexpr Sentence kReviewed(
    "L’accord n’est à revoir qu’avant le {0}.",
    "The agreement need not be reviewed before {0}.");
inline constexpr Sentence kReviewOverdue(
    "L’accord devait être revu le {0} et ne l’a pas été.",
    "The agreement was due for review on {0} and has not been reviewed.");

inline constexpr Sentence kPurposeCovered(
    "La finalité demandée est celle de l’accord : {0}.",
    "The purpose asked for is the agreement’s: {0}.");
inline constexpr Sentence kPurposeNotCovered(
    "L’accord vaut pour une seule finalité, {0} ; une autre a été demandée.",
    "The agreement covers one purpose only, {0}; another was asked for.");

inline constexpr Sentence kConsentCovers(
    "Le consentement des sources peut couvrir cette finalité.",
    "The consent of the sources can cover this purpose.");
inline constexpr Sentence kConsentDoesNotCover(
    "Aucun consentement des sources ne couvre cette finalité.",
    "No consent of the sources covers this purpose.");

inline constexpr Sentence kDatasetGranted(
    "L’accord donne accès à ce jeu de données.",
    "The agreement gives this dataset.");
inline constexpr Sentence kDatasetNotGranted(
    "L’accord ne donne pas accès à ce jeu de données.",
    "The agreement does not give this dataset.");

inline constexpr Sentence kChannelGranted(
    "L’accord permet de recevoir ce jeu de données de cette façon.",
    "The agreement lets this dataset be received in this way.");
inline constexpr Sentence kExtractsNotGranted(
    "L’accord ne permet pas d’extraits de ce jeu de données.",
    "The agreement gives no extracts of this dataset.");
inline constexpr Sentence kFeedNotGranted(
    "L’accord ne permet pas de suivre ce jeu de données.",
    "The agreement gives no feed of this dataset.");

inline constexpr Sentence kFamiliesGranted(
    "L’accord donne tous les tableaux demandés.",
    "The agreement gives every table asked for.");
inline constexpr Sentence kFamilyMissing(
    "La demande doit nommer au moins un tableau ou des cohortes ; rien n’est "
    "donné par défaut.",
    "The request must name at least one table, or cohorts; nothing is given by "
    "default.");
inline constexpr Sentence kNoFamilyAsked("Aucun tableau n’est demandé.",
                                         "No table is asked for.");
inline constexpr Sentence kFamilyUnknown(
    "Un tableau demandé n’existe pas dans le plan de publication.",
    "A table asked for is not in the publication plan.");
inline constexpr Sentence kFamilyNotGranted(
    "L’accord ne donne pas le tableau {0}.",
    "The agreement does not give the table {0}.");

inline constexpr Sentence kCohortsGranted(
    "L’accord donne les cohortes demandées ; une cohorte qui montre plus qu’il "
    "ne permet est laissée de côté, entière.",
    "The agreement gives the cohorts asked for; a cohort that shows more than "
    "it allows is left out, whole.");
inline constexpr Sentence kCohortsUnknown(
    "Des cohortes demandées n’existent pas dans le plan de publication.",
    "Cohorts asked for are not in the publication plan.");
inline constexpr Sentence kCohortsNotGranted(
    "L’accord ne donne pas les cohortes {0}.",
    "The agreement does not give the cohorts {0}.");
inline constexpr Sentence kCohortsNotInFeeds(
    "Les cohortes {0} ne se donnent qu’en extraits, jamais par un flux.",
    "The cohorts {0} are given in extracts only, never in a feed.");
inline constexpr Sentence kCohortsForOtherPurpose(
    "Les cohortes {0} ne servent pas à la finalité demandée.",
    "The cohorts {0} are not for the purpose asked for.");

inline constexpr Sentence kLevelGranted(
    "{0} : le niveau {1} est permis ; l’accord va jusqu’à {2}.",
    "{0}: level {1} is allowed; the agreement goes down to {2}.");
inline constexpr Sentence kNoLevels("Aucun niveau n’est à vérifier.",
                                    "There is no level to check.");
inline constexpr Sentence kLevelMissing(
    "{0} : la demande doit dire le niveau, une seule fois.",
    "{0}: the request must say the level, once.");
inline constexpr Sentence kLevelUnknown("{0} : ce niveau n’existe pas.",
                                        "{0}: there is no such level.");
inline constexpr Sentence kLevelTooFine(
    "{0} : le niveau {1} est trop fin ; l’accord va jusqu’à {2}.",
    "{0}: level {1} is too fine; the agreement goes down to {2}.");
inline constexpr Sentence kLevelNotNamed(
    "{0} : l’accord ne donne aucun niveau.",
    "{0}: the agreement gives no level.");
// Where tables and rows of cohorts have levels of their own.
inline constexpr Sentence kLevelOfTablesTooFine(
    "{0} : le niveau {1} est trop fin pour des tableaux ; l’accord y va "
    "jusqu’à {2}.",
    "{0}: level {1} is too fine for tables; there the agreement goes down to "
    "{2}.");
inline constexpr Sentence kLevelOfRowsGranted(
    "{0}, lignes : le niveau {1} est permis ; l’accord va jusqu’à {2}.",
    "{0}, rows: level {1} is allowed; the agreement goes down to {2}.");
inline constexpr Sentence kLevelOfRowsMissing(
    "{0} : la demande doit dire le niveau des lignes, une seule fois.",
    "{0}: the request must say the level of rows, once.");
inline constexpr Sentence kLevelOfRowsTooFine(
    "{0} : le niveau {1} est trop fin pour des lignes ; l’accord y va jusqu’à "
    "{2}.",
    "{0}: level {1} is too fine for rows; there the agreement goes down to "
    "{2}.");
inline constexpr Sentence kLevelOfRowsNotNamed(
    "{0} : l’accord ne donne aucun niveau pour des lignes.",
    "{0}: the agreement gives no level for rows.");
inline constexpr Sentence kDimensionUnknown(
    "La demande nomme une dimension que n’ont ni les tableaux ni les cohortes "
    "demandés.",
    "The request names a dimension that neither tables nor cohorts asked for "
    "have.");

inline constexpr Sentence kCodesGranted(
    "La demande reste dans les codes que donne l’accord.",
    "The request stays within the codes that the agreement gives.");
inline constexpr Sentence kCodeUnknown(
    "{0} : un code demandé n’existe pas dans la liste.",
    "{0}: a code asked for is not in the list.");
inline constexpr Sentence kCodeMissing(
    "{0} : un filtre doit nommer au moins un code.",
    "{0}: a filter must name at least one code.");
inline constexpr Sentence kCodeNotGranted(
    "{0} : l’accord se limite à {1} ; la demande doit nommer ces codes ou des "
    "codes au-dessous.",
    "{0}: the agreement is confined to {1}; the request must name these codes "
    "or codes below them.");
inline constexpr Sentence kFilterDoesNotApply(
    "{0} : le filtre ne peut pas s’appliquer à tous les tableaux demandés.",
    "{0}: the filter cannot apply to every table asked for.");

inline constexpr Sentence kFilterDoesNotApplyToCohorts(
    "{0} : le filtre ne peut pas s’appliquer à toutes les cohortes demandées.",
    "{0}: the filter cannot apply to all cohorts asked for.");

inline constexpr Sentence kRungGranted(
    "L’accord donne le palier de k {0} : chaque nombre compte au moins {0} "
    "incidents.",
    "The agreement gives the rung of k {0}: every number counts at least {0} "
    "incidents.");
inline constexpr Sentence kOnlyRung("Le plan a un seul palier, de k {0}.",
                                    "The plan has one rung, of k {0}.");
inline constexpr Sentence kRungMissing(
    "Le plan a plusieurs paliers, et l’accord n’en nomme aucun.",
    "The plan has several rungs, and the agreement names none.");
inline constexpr Sentence kRungNotInPlan(
    "Le plan n’a plus de palier de k {0}, que nomme l’accord ; aucun autre "
    "n’est "
    "donné à sa place.",
    "The plan no longer has a rung of k {0}, which the agreement names; no "
    "other "
    "is given in its place.");

inline constexpr Sentence kPeriodsSealed(
    "Toutes les périodes demandées sont scellées.",
    "Every period asked for is sealed.");
inline constexpr Sentence kPeriodMissing(
    "La demande doit nommer au moins une période.",
    "The request must name at least one period.");
inline constexpr Sentence kPeriodNotSealed(
    "La période {0} n’est pas encore scellée.",
    "The period {0} is not sealed yet.");

inline constexpr Sentence kMonthlyFamily(
    "Le tableau {0} est mensuel : demandez-le pour un mois, par exemple "
    "2026-03.",
    "The table {0} is made by the month: ask for it of a month, for example "
    "2026-03.");
inline constexpr Sentence kQuarterlyFamily(
    "Le tableau {0} est trimestriel : demandez-le pour un trimestre, par "
    "exemple 2026-Q1.",
    "The table {0} is made by the quarter: ask for it of a quarter, for "
    "example 2026-Q1.");
inline constexpr Sentence kYearlyFamily(
    "Le tableau {0} est annuel : demandez-le pour une année, par exemple 2026.",
    "The table {0} is made by the year: ask for it of a year, for example "
    "2026.");
inline constexpr Sentence kPeriodWithoutFamily(
    "Aucun des tableaux demandés n’est fait pour la période {0}.",
    "None of the tables asked for is made for the period {0}.");
inline constexpr Sentence kQuarterlyCohorts(
    "Les cohortes {0} sont trimestrielles : demandez-les pour des trimestres "
    "seuls, par exemple 2026-Q1.",
    "The cohorts {0} are made by the quarter: ask for them of quarters alone, "
    "for example 2026-Q1.");

inline constexpr Sentence kQuotaLeft(
    "{0} extraits faits ce mois-ci sur {1} permis.",
    "{0} extracts made this month of {1} allowed.");
inline constexpr Sentence kQuotaExhausted(
    "Les {0} extraits permis ce mois-ci ont été faits ; un nouveau mois rouvre "
    "le droit.",
    "The {0} extracts allowed this month have been made; the next month opens "
    "new ones.");

inline constexpr Sentence kKeyPresent(
    "Le destinataire a une clé pour recevoir des paquets chiffrés.",
    "The recipient has a key to receive encrypted packages.");
inline constexpr Sentence kKeyMissing(
    "Le destinataire n’a pas encore de clé ; il doit d’abord en déposer une.",
    "The recipient has no key yet; it must enrol one first.");

inline constexpr Sentence kRetentionSet(
    "Le destinataire doit détruire les données dans les {0} jours.",
    "The recipient must delete the data within {0} days.");
inline constexpr Sentence kRetentionMissing(
    "L’accord ne dit pas quand les données doivent être détruites.",
    "The agreement does not say when the data must be deleted.");

inline constexpr Sentence kDelayOver(
    "Le délai prévu par l’accord est écoulé.",
    "The delay that the agreement sets is over.");
inline constexpr Sentence kDelayNotOver(
    "L’accord prévoit un délai ; l’envoi est possible à partir du {0}.",
    "The agreement sets a delay; it may be sent from {0} on.");

inline constexpr Sentence kDataOwner("propriétaire des données", "data owner");
inline constexpr Sentence kRecipient("destinataire", "recipient");
inline constexpr Sentence kDpo("délégué à la protection des données",
                               "data protection officer");

inline constexpr Sentence kFilterFinerThanLevel(
    "{0} : {1} est plus fin que le niveau demandé, {2} ; il n’y aurait rien.",
    "{0}: {1} is finer than the level asked for, {2}; nothing would be left.");
inline constexpr Sentence kSecondDpo(
    "une seconde personne de la protection des données, avec sa propre clé",
    "a second person of data protection, with a key of their own");
inline constexpr Sentence kStands(
    "L’accord n’est ni suspendu, ni en renégociation, ni résilié.",
    "The agreement is neither suspended, nor being renegotiated, nor "
    "terminated.");
inline constexpr Sentence kSuspended(
    "L’accord est suspendu jusqu’à ce que le délégué à la protection des "
    "données le rétablisse.",
    "The agreement is suspended until the data protection officer lets it "
    "stand again.");
inline constexpr Sentence kInRenegotiation(
    "L’accord est en renégociation ; il faut une nouvelle révision signée par "
    "tous.",
    "The agreement is being renegotiated; a new revision signed by all is "
    "needed.");
inline constexpr Sentence kTerminated("L’accord a été résilié.",
                                      "The agreement was terminated.");
inline constexpr Sentence kStandingUnknown(
    "On ne sait pas si l’accord tient toujours ; rien n’est donné.",
    "It is not known whether the agreement still stands; nothing is given.");

inline constexpr Sentence kNoRecallOutstanding(
    "Rien de ce qui fut donné n’est rappelé sans que sa destruction soit "
    "attestée.",
    "Nothing that was given is recalled without its destruction being "
    "attested.");
inline constexpr Sentence kRecallOutstanding(
    "Un rappel est en cours : attestez la destruction avant le {0} (« toguna "
    "recall list », puis « toguna recall attest »).",
    "A recall is outstanding: attest the destruction before {0} (\"toguna "
    "recall list\", then \"toguna recall attest\").");
inline constexpr Sentence kRecallOverdue(
    "Un rappel attend l’attestation de destruction depuis le {0} ; rien n’est "
    "donné avant (« toguna recall list », puis « toguna recall attest »).",
    "A recall has been waiting for the attestation of destruction since {0}; "
    "nothing is given before (\"toguna recall list\", then \"toguna recall "
    "attest\").");
inline constexpr Sentence kRecallsUnknown(
    "On ne sait pas si un rappel est en retard ; rien n’est donné.",
    "It is not known whether a recall is overdue; nothing is given.");

inline constexpr Sentence kAssessed(
    "Les parties ont évalué ensemble, le {0}, les risques de partager et de ne "
    "pas partager.",
    "The parties assessed together, on {0}, the risks of sharing and of not "
    "sharing.");
inline constexpr Sentence kNotAssessed(
    "L’accord ne dit rien des risques ; il faut une révision au format 2, "
    "signée par tous.",
    "The agreement says nothing of risks; a revision of format 2, signed by "
    "all, is needed.");

inline constexpr Sentence kLagOver(
    "Les {0} jours qui séparent la fin d’une période de sa communication sont "
    "passés.",
    "The {0} days from a period’s end to its release are over.");
inline constexpr Sentence kLagNotOver(
    "Rien de la période {0} n’est donné avant le {1}.",
    "Nothing of period {0} is given before {1}.");
inline constexpr Sentence kLagMissing(
    "L’accord ne dit pas combien de temps après une période elle est donnée.",
    "The agreement does not say how long after a period it is given.");

inline constexpr Sentence kLow("faible", "low");
inline constexpr Sentence kModerate("modérée", "moderate");
inline constexpr Sentence kHigh("élevée", "high");
inline constexpr Sentence kSevere("très élevée", "severe");
inline constexpr Sentence kBelowCeiling(
    "La sensibilité de ce qui est demandé est {0} ; l’accord va jusqu’à {1}.",
    "What is asked for is of {0} sensitivity; the agreement goes up to {1}.");
inline constexpr Sentence kAboveCeiling(
    "La sensibilité de ce qui est demandé est {0} ({2}) ; l’accord ne va que "
    "jusqu’à {1}.",
    "What is asked for is of {0} sensitivity ({2}); the agreement goes up to "
    "{1} only.");
inline constexpr Sentence kAllAboveCeiling(
    "La sensibilité de ces données est {0} ; l’accord ne va que jusqu’à {1}.",
    "These data are of {0} sensitivity; the agreement goes up to {1} only.");
inline constexpr Sentence kNoCeiling(
    "L’accord ne dit pas quelle sensibilité il couvre.",
    "The agreement does not say what sensitivity it covers.");

inline constexpr Sentence kNoApprovalNeeded(
    "Rien de ce qui est demandé n’exige l’approbation du propriétaire des "
    "données.",
    "Nothing that is asked for needs the data owner’s approval.");
inline constexpr Sentence kApproved(
    "Le propriétaire des données a approuvé ces périodes ; sans cela, {0} ne "
    "sortirait pas.",
    "The data owner approved these periods; without that, {0} would not go "
    "out.");
inline constexpr Sentence kNotApproved(
    "Le propriétaire des données n’a pas approuvé la communication de {1} pour "
    "la période {0}.",
    "The data owner has not approved the release of {1} for period {0}.");
inline constexpr Sentence kCannotBeApproved(
    "{0} ne se communique qu’avec l’approbation du propriétaire des données, "
    "qu’une alerte ne peut attendre.",
    "{0} is released with the data owner’s approval only, which an alert "
    "cannot wait for.");

}  // namespace toguna::decision_words

#endif  // TOGUNA_EXCHANGE_WORDS_DECISION_WORDS_H_
