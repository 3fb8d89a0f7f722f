#ifndef TOGUNA_EXCHANGE_WORDS_CATALOG_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_CATALOG_WORDS_H_

// What `toguna catalog check` says. Each sentence follows the name of the
// field it is about, as in "families.unit: …".

#include "exchange/words/words.h"

namespace toguna::words {

// Files and folders.
inline constexpr Sentence kNoFolder("le dossier du catalogue ne se lit pas",
                                    "the catalog's folder cannot be read");
inline constexpr Sentence kNoOperation("ce fichier manque",
                                       "this file is missing");
inline constexpr Sentence kUnexpectedFile("rien de ce nom n'a sa place ici",
                                          "nothing of this name belongs here");
inline constexpr Sentence kSymlink(
    "un lien symbolique n'est pas suivi ; mettez le fichier lui-même",
    "a symbolic link is not followed; put the file itself here");
inline constexpr Sentence kNotAFile("ce n'est pas un fichier lisible",
                                    "this is not a readable file");
inline constexpr Sentence kTooLarge("le fichier dépasse 1 Mio",
                                    "the file is larger than 1 MiB");
inline constexpr Sentence kNotText(
    "le fichier n'est pas du texte UTF-8 sans caractères invisibles",
    "the file is not UTF-8 text free of invisible characters");
inline constexpr Sentence kNoFinalNewline(
    "la dernière ligne n'est pas terminée ; le fichier est peut-être coupé",
    "the last line is not ended; the file may be cut short");
inline constexpr Sentence kNotRead("le fichier ne se lit pas : {0}",
                                   "the file cannot be parsed: {0}");
inline constexpr Sentence kUnknownField("le champ « {0} » n'existe pas",
                                        "there is no field '{0}'");
inline constexpr Sentence kUnknownValue("« {0} » n'est pas une valeur possible",
                                        "'{0}' is not a possible value");
inline constexpr Sentence kNewerFormat(
    "le format {0} est plus récent que ce programme",
    "format {0} is newer than this program");

// What is allowed instead.
inline constexpr Sentence kDidYouMean("vouliez-vous dire « {0} » ?",
                                      "did you mean '{0}'?");
inline constexpr Sentence kOneOf("possible : {0}", "allowed: {0}");
inline constexpr Sentence kAndMore("{0} et {1} autres", "{0} and {1} more");
inline constexpr Sentence kNothingDeclared("rien n'est déclaré",
                                           "nothing is declared");

// Fields.
inline constexpr Sentence kRequired("ce champ manque", "this field is missing");
inline constexpr Sentence kRefused("ce champ n'a pas de sens ici",
                                   "this field has no meaning here");
inline constexpr Sentence kUnknown("« {0} » n'existe pas",
                                   "'{0}' does not exist");
inline constexpr Sentence kTwice("« {0} » est donné deux fois",
                                 "'{0}' is given twice");
inline constexpr Sentence kBadId("« {0} » n'est pas un identifiant",
                                 "'{0}' is not an id");
inline constexpr Sentence kIdRule(
    "3 à 63 caractères a-z, 0-9 et « - », une lettre d'abord",
    "3 to 63 characters a-z, 0-9 and '-', a letter first");
inline constexpr Sentence kIdIsFileName("« {0} » n'est pas le nom du fichier",
                                        "'{0}' is not the file's name");
inline constexpr Sentence kTooSmall("{0} est trop petit", "{0} is too small");
inline constexpr Sentence kAtLeast("au moins {0}", "at least {0}");
inline constexpr Sentence kBadVersion("« {0} » n'est pas une version",
                                      "'{0}' is not a version");
inline constexpr Sentence kVersionRule("lettres, chiffres, « . » et « - »",
                                       "letters, digits, '.' and '-'");
inline constexpr Sentence kBadTime("« {0} » n'est pas une date",
                                   "'{0}' is not a date");
inline constexpr Sentence kTimeRule("2026-01-31 ou 2026-01-31T08:00:00+00:00",
                                    "2026-01-31 or 2026-01-31T08:00:00+00:00");
inline constexpr Sentence kBadDuration("« {0} » n'est pas une durée",
                                       "'{0}' is not a duration");
inline constexpr Sentence kDurationRule("0s, 30m, 2h", "0s, 30m, 2h");
inline constexpr Sentence kNotAfter("cette date ne suit pas {0}",
                                    "this date is not after {0}");
inline constexpr Sentence kAfter("cette date suit {0}",
                                 "this date is after {0}");
inline constexpr Sentence kBadTimeZone("« {0} » n'est pas un fuseau horaire",
                                       "'{0}' is not a time zone");
inline constexpr Sentence kBadTrustDomain(
    "« {0} » n'est pas un domaine de confiance", "'{0}' is not a trust domain");
inline constexpr Sentence kDomainRule("a-z, 0-9, « - » et « . »",
                                      "a-z, 0-9, '-' and '.'");
inline constexpr Sentence kDemoInReal(
    "marqué demo dans une opération qui ne l'est pas",
    "marked demo in an operation that is not");

// Code lists.
inline constexpr Sentence kNodesOnce(
    "donnez les codes soit ici, soit dans nodes_csv",
    "give the codes either here or in nodes_csv");
inline constexpr Sentence kNoSuchCsv("le fichier « {0} » n'est pas à côté",
                                     "the file '{0}' is not beside this one");
inline constexpr Sentence kCsvHeader("la première ligne doit être {0}",
                                     "the first line must be {0}");
inline constexpr Sentence kCsvColumns("{0} colonnes au lieu de {1}",
                                      "{0} columns instead of {1}");
inline constexpr Sentence kCsvCount(
    "le fichier a {0} codes, {1} sont annoncés : il est coupé ou allongé",
    "the file has {0} codes, {1} are announced: it was cut or added to");
inline constexpr Sentence kBadCode("« {0} » n'est pas un code",
                                   "'{0}' is not a code");
inline constexpr Sentence kCodeRule(
    "1 à 32 caractères A-Z, a-z, 0-9, « _ » et « - »",
    "1 to 32 characters A-Z, a-z, 0-9, '_' and '-'");
inline constexpr Sentence kTwoTops(
    "« {0} » n'a pas de parent, et « {1} » non plus ; une liste a un sommet",
    "'{0}' has no parent, nor has '{1}'; a list has one top");
inline constexpr Sentence kBadTree("les codes ne forment pas un arbre : {0}",
                                   "the codes form no tree: {0}");
inline constexpr Sentence kDepthIsNotLevels(
    "{0} niveaux sont nommés, l'arbre en a {1}",
    "{0} levels are named, the tree has {1}");
inline constexpr Sentence kWildcard(
    "« {0} » : il n'y a pas de joker ; nommez chaque code",
    "'{0}': there are no wildcards; name each code");
inline constexpr Sentence kNotALeaf("« {0} » n'est pas au bas de la liste",
                                    "'{0}' is not at the bottom of its list");

// Datasets.
inline constexpr Sentence kOneDate(
    "il faut un attribut DATE obligatoire, et un seul",
    "one required attribute of kind DATE is needed, and no more");
inline constexpr Sentence kNotACode("« {0} » n'a pas de code",
                                    "'{0}' holds no code");
inline constexpr Sentence kAttributeCount(
    "{0} attributs ; cette source en veut {1}",
    "{0} attributes; this source takes {1}");
inline constexpr Sentence kOtherList("la liste doit être « {0} »",
                                     "the list must be '{0}'");
inline constexpr Sentence kCodesPerRow("{0} codes pour {1} attributs",
                                       "{0} codes for {1} attributes");
inline constexpr Sentence kRowTakesAll(
    "une ligne sans aucun code prendrait tout",
    "a row without any code would take everything");
inline constexpr Sentence kNotAYear("« {0} » n'est pas une année",
                                    "'{0}' is not a year");
inline constexpr Sentence kNotIncidentMonths(
    "les feuilles de la liste doivent être exactement {0}, juste sous son "
    "sommet",
    "the list's leaves must be exactly {0}, right below its top");

// Plans.
inline constexpr Sentence kOnlyIncidents("« {0} » n'est pas de genre INCIDENTS",
                                         "'{0}' is not of kind INCIDENTS");
inline constexpr Sentence kSecondPlan(
    "le jeu de données « {0} » a déjà le plan « {1} »",
    "dataset '{0}' already has the plan '{1}'");
inline constexpr Sentence kDepthReversed("« {0} » est plus fin que « {1} »",
                                         "'{0}' is finer than '{1}'");
inline constexpr Sentence kRecordsHaveNoWho(
    "une famille comptée par RECORD n'a pas de dimension WHO",
    "a family counted by RECORD has no WHO dimension");
inline constexpr Sentence kVictimsNeedWho(
    "une famille comptée par VICTIM a besoin d'une dimension WHO",
    "a family counted by VICTIM needs a WHO dimension");
inline constexpr Sentence kTooLargeNumber("{0} est trop grand",
                                          "{0} is too large");
inline constexpr Sentence kAtMost("au plus {0}", "at most {0}");
inline constexpr Sentence kTooManyRecallDays(
    "{0} jours, c’est trop pour détruire ce qui est rappelé",
    "{0} days is too long to destroy what is recalled");
inline constexpr Sentence kNotPositive("{0} n'est pas plus grand que 0",
                                       "{0} is not above 0");
inline constexpr Sentence kTooManyRungs("{0} paliers ; il en faut 4 au plus",
                                        "{0} rungs; 4 at most");
inline constexpr Sentence kLaxerRung(
    "ce palier n'est pas plus strict que le précédent (k {0}, s {1}, c {2}) : "
    "il faut un k plus grand, et rien de plus petit",
    "this rung is not stricter than the one before (k {0}, s {1}, c {2}): k "
    "must "
    "be larger and nothing smaller");
inline constexpr Sentence kRiskBelowRung(
    "un palier de k {1} montre des cellules dont le risque est 1/{1}, plus que "
    "{0}",
    "a rung of k {1} shows cells whose risk is 1/{1}, more than {0}");
inline constexpr Sentence kAtLeastK("un dernier palier de k {0} au moins",
                                    "a last rung of k {0} or more");
inline constexpr Sentence kStreamNeedsYear(
    "{0} se compte par année ; écrivez cadence: YEAR",
    "{0} is counted by the year; write cadence: YEAR");
inline constexpr Sentence kCorrectionsInRecords(
    "les corrections se comptent en incidents ; écrivez unit: RECORD. Un "
    "incident est retiré avec toutes ses victimes, et leur nombre pourrait le "
    "trahir",
    "corrections are counted in records; write unit: RECORD. A record is taken "
    "back with all of its victims, and their number could give it away");
inline constexpr Sentence kSameFamily("la famille « {0} » compte déjà cela",
                                      "family '{0}' counts this already");
inline constexpr Sentence kNotInPlan(
    "aucune famille de ce plan n'a la dimension « {0} »",
    "no family of this plan has the dimension '{0}'");
inline constexpr Sentence kPoolCodeTaken(
    "« {0} » est déjà un code de la liste ou d'un autre regroupement",
    "'{0}' is already a code of the list or of another pool");
inline constexpr Sentence kPoolTooSmall(
    "un regroupement réunit au moins deux codes",
    "a pool joins at least two codes");
inline constexpr Sentence kNotSiblings(
    "« {0} » n'a pas le même parent que « {1} »",
    "'{0}' does not have the same parent as '{1}'");
inline constexpr Sentence kPoolIsParent(
    "ce sont tous les codes sous « {0} » : leur somme est « {0} » elle-même",
    "these are all the codes below '{0}': their sum is '{0}' itself");
inline constexpr Sentence kInOtherPool(
    "« {0} » est déjà dans le regroupement « {1} »",
    "'{0}' already lies in the pool '{1}'");
inline constexpr Sentence kTopIsEverything(
    "« {0} » est le sommet de sa liste : ce serait tout",
    "'{0}' is the top of its list: that would be everything");
inline constexpr Sentence kZeroOfNoCell(
    "aucune famille n'a ces dimensions ensemble jusqu'à ces niveaux",
    "no family has these dimensions together down to these levels");
inline constexpr Sentence kNeedsTallies(
    "ce jeu de données ne compte pas de victimes",
    "this dataset counts no victims");

inline constexpr Sentence kNotOfRecords(
    "« {0} » n'est pas de source ATTRIBUTE ou CROSSWALK",
    "'{0}' is not of source ATTRIBUTE or CROSSWALK");
inline constexpr Sentence kCohortsByQuarter(
    "les cohortes se forment par trimestre ; écrivez cadence: QUARTER",
    "cohorts are formed by the quarter; write cadence: QUARTER");
inline constexpr Sentence kOneKindOfAttribute(
    "{0} sortes d'attribut ; il en faut une, et une seule",
    "{0} kinds of attribute; exactly one is needed");
inline constexpr Sentence kAbsentCode(
    "« {0} » peut manquer à un incident, et la famille « {1} » compte par lui "
    ": un code absent ne s'y distingue pas ; rendez-le obligatoire, ou montrez "
    "une dimension CROSSWALK",
    "'{0}' may be absent from a record, and the family '{1}' counts by it: an "
    "absent code cannot be told apart in the tables; make it required, or show "
    "a CROSSWALK dimension");
inline constexpr Sentence kDiverseIsShown(
    "les lignes montrent déjà « {0} », par la dimension « {1} »",
    "the rows show '{0}' already, by the dimension '{1}'");
inline constexpr Sentence kOneDiversity(
    "{0} règles de diversité ; il en faut une au plus",
    "{0} rules of diversity; one at most");

// Parties and agreements.
inline constexpr Sentence kBadKey("ce n'est pas une clé publique minisign",
                                  "this is no minisign public key");
inline constexpr Sentence kBadAge("ce n'est pas un destinataire age",
                                  "this is no age recipient");
inline constexpr Sentence kKeyTwice(
    "« {0} » a déjà cette clé ; une signature vaudrait deux fois",
    "'{0}' already has this key; one signature would count twice");
inline constexpr Sentence kNoRole("« {0} » n'a pas le rôle {1}",
                                  "'{0}' does not have the role {1}");
inline constexpr Sentence kSameParty(
    "le destinataire ne signe pas aussi comme {0}",
    "the recipient must not also sign as {0}");
inline constexpr Sentence kLagHoldsUpFeed(
    "un flux n'attend pas : ce qui suit, alertes comprises, attendrait aussi ; "
    "écrivez 0, ou accordez des extraits",
    "a feed does not wait: all that follows, alerts too, would wait with it; "
    "write 0, or grant extracts");
inline constexpr Sentence kFeedNeedsApproval(
    "un flux ne peut attendre l'approbation du propriétaire des données, "
    "qu'exige {0} ; confinez-le, ou accordez des extraits",
    "a feed cannot wait for the data owner's approval, which {0} needs; "
    "confine it, or grant extracts");
inline constexpr Sentence kGivesMoreThanCeiling(
    "l'accord donne des comptages de sensibilité {0} ({1})",
    "the agreement gives counts of {0} sensitivity ({1})");
inline constexpr Sentence kDecidedOtherwise("la décision est autre : {0}",
                                            "the decision is another: {0}");
inline constexpr Sentence kDecidedAllowed("permis", "allowed");
inline constexpr Sentence kAllowedHasReasons(
    "ce qui est permis n'a pas de motif de refus",
    "what is allowed has no reasons for refusal");
inline constexpr Sentence kOffersOtherwise(
    "la demande la plus proche qui passe est autre : {0}",
    "the closest ask that passes is another: {0}");
inline constexpr Sentence kOffersNothing("il n'y en a pas", "there is none");
inline constexpr Sentence kNotAPeriod(
    "« {0} » n'est ni un mois, ni un trimestre, ni une année",
    "'{0}' is neither a month, nor a quarter, nor a year");
inline constexpr Sentence kNoDimension(
    "ces données n'ont pas de dimension « {0} »",
    "the dataset has no dimension '{0}'");
inline constexpr Sentence kContactMissing("il manque un contact pour « {0} »",
                                          "a contact for '{0}' is missing");
inline constexpr Sentence kNoScopes(
    "le but « {0} » n'a pas de portée de consentement ; « {1} » en demande une",
    "purpose '{0}' has no consent scope; '{1}' needs one");
inline constexpr Sentence kNobodyRefuses(
    "des cohortes demandent qu'une source puisse refuser un de leurs buts ; "
    "dans « {0} », aucune ne le peut, et qui tient les lignes saurait combien "
    "il manque aux tableaux",
    "cohorts need sources that can refuse one of their purposes; in '{0}' none "
    "can, and who holds the rows would know how many the tables have beside "
    "them");
inline constexpr Sentence kKindsOfNeededVictims(
    "des cohortes disent une sorte de victimes de fiches qui en ont toutes ; "
    "donnez « who » à chaque strate de fiches qui ont des victimes, ou ôtez "
    "l'attribut « victims »",
    "cohorts tell a kind of victims of records that all have some; give "
    "'who' to each stratum of records that have victims, or take the attribute "
    "'victims' out");
inline constexpr Sentence kNoPlan("« {0} » n'a pas de plan",
                                  "'{0}' has no plan");
inline constexpr Sentence kOtherDataset(
    "la famille « {0} » est du jeu de données « {1} »",
    "family '{0}' belongs to dataset '{1}'");
inline constexpr Sentence kCohortsOfOtherDataset(
    "les cohortes « {0} » sont du jeu de données « {1} »",
    "the cohorts '{0}' belong to dataset '{1}'");
inline constexpr Sentence kCohortsNeedExtracts(
    "les cohortes ne se donnent qu'en extraits ; écrivez extracts: true",
    "cohorts are given in extracts only; write extracts: true");
inline constexpr Sentence kCohortsForOtherPurpose(
    "les cohortes « {0} » ne servent pas au but « {1} »",
    "the cohorts '{0}' are not for the purpose '{1}'");
inline constexpr Sentence kNoSuchRung("le plan n'a pas de palier de k {0}",
                                      "the plan has no rung of k {0}");
inline constexpr Sentence kLimitMissing(
    "la dimension « {0} » n'a pas de niveau le plus fin",
    "dimension '{0}' has no finest level");
inline constexpr Sentence kNotInFamilies(
    "aucune famille ni cohorte de ce don n'a la dimension « {0} »",
    "no family and no cohorts of this grant have the dimension '{0}'");
inline constexpr Sentence kRowLimitMissing(
    "la dimension « {0} » n'a pas de niveau le plus fin pour les lignes",
    "dimension '{0}' has no finest level of rows");
inline constexpr Sentence kNotInTables(
    "aucune famille de ce don n'a la dimension « {0} » ; le niveau des lignes "
    "se dit dans cohort_level_limits",
    "no family of this grant has the dimension '{0}'; the level of rows is "
    "said "
    "in cohort_level_limits");
inline constexpr Sentence kNotInCohorts(
    "les lignes des cohortes de ce don ne montrent pas la dimension « {0} »",
    "rows of the cohorts of this grant do not show the dimension '{0}'");
inline constexpr Sentence kFinerThanCohorts(
    "« {0} » est plus fin que les lignes, qui vont jusqu'à « {1} »",
    "'{0}' is finer than the rows, which go to '{1}'");
inline constexpr Sentence kCoarserThanCohorts(
    "« {0} » ne laisse rien des cohortes « {1} », jamais plus larges que « {2} "
    "»",
    "'{0}' leaves nothing of the cohorts '{1}', which are never wider than "
    "'{2}'");
inline constexpr Sentence kFinerThanPlan(
    "« {0} » est plus fin que le plan, qui va jusqu'à « {1} »",
    "'{0}' is finer than the plan, which goes to '{1}'");
inline constexpr Sentence kCoarserThanFamily(
    "« {0} » ne laisse rien de la famille « {1} », qui commence à « {2} »",
    "'{0}' leaves nothing of family '{1}', which begins at '{2}'");
inline constexpr Sentence kFilterTooFine(
    "« {0} » est plus fin que le niveau donné, « {1} »",
    "'{0}' is finer than the level given, '{1}'");
inline constexpr Sentence kNoWayOut(
    "ni extracts ni feed : ce don ne donne rien",
    "neither extracts nor feed: nothing is given");
inline constexpr Sentence kNoPublicKey(
    "« {0} » n'a pas de clé de signature au catalogue",
    "'{0}' has no signing key in the catalog");
inline constexpr Sentence kSameKeyTwice(
    "signé avec la même clé que dpo ; il faut une autre personne, avec une "
    "autre clé",
    "signed with the same key as dpo; it takes another person with another "
    "key");
inline constexpr Sentence kNotSigned("la signature de « {0} » manque",
                                     "the signature of '{0}' is missing");
inline constexpr Sentence kRevokedKey("« {0} » a signé d'une clé révoquée",
                                      "'{0}' signed with a revoked key");
inline constexpr Sentence kNotTheirSignature(
    "la signature n'est pas de « {0} », ou le texte a changé depuis",
    "the signature is not by '{0}', or the text has changed since");
inline constexpr Sentence kSignsNothing(
    "il n'y a pas d'accord pour cette signature",
    "there is no agreement for this signature");

// Forms.
inline constexpr Sentence kBadPath("« {0} » n'est pas un chemin de question",
                                   "'{0}' is not a question's path");
inline constexpr Sentence kReadByIntake("« {0} » est lu par l'intake lui-même",
                                        "intake itself reads '{0}'");
inline constexpr Sentence kDropCovers("« {0} » est déjà dans « {1} »",
                                      "'{0}' already lies in '{1}'");
inline constexpr Sentence kDropsField("« {0} » est aussi un champ : « {1} »",
                                      "'{0}' is also a field: '{1}'");
inline constexpr Sentence kNoFieldFor("aucun champ ne donne « {0} »",
                                      "no field gives '{0}'");
inline constexpr Sentence kPublicSources(
    "les sources de « {0} » sont publiques", "the sources of '{0}' are public");
inline constexpr Sentence kReasonRule("un mot : a-z et « - »",
                                      "one word: a-z and '-'");

}  // namespace toguna::words

#endif  // TOGUNA_EXCHANGE_WORDS_CATALOG_WORDS_H_
