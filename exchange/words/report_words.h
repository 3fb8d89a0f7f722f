#ifndef TOGUNA_EXCHANGE_WORDS_REPORT_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_REPORT_WORDS_H_

// The data protection officer's report on one agreement.

#include "exchange/words/words.h"

namespace toguna::report_words {

inline constexpr Sentence kTitle("Rapport sur l’accord {0}",
                                 "Report on agreement {0}");
inline constexpr Sentence kSubtitle(
    "Du {0} au {1} inclus ; établi à partir du journal, {2} entrées, racine "
    "{3}.",
    "From {0} to {1} inclusive; made from the log, {2} entries, root {3}.");
inline constexpr Sentence kDemo(
    "DÉMO : clés, accords et données de démonstration.",
    "DEMO: demonstration keys, agreements and data.");

inline constexpr Sentence kRespected("L’accord fut-il respecté ?",
                                     "Was the agreement respected?");
inline constexpr Sentence kParties(
    "{0} donne à {1}, pour {2} ; protection des données : {3}.",
    "{0} gives to {1}, for {2}; data protection: {3}.");
inline constexpr Sentence kCounts(
    "Remises : {0}. Éléments de flux : {1}. Demandes refusées : {2}.",
    "Releases: {0}. Feed items: {1}. Requests refused: {2}.");
inline constexpr Sentence kPassed("✓ {0}", "✓ {0}");
inline constexpr Sentence kFailed("✗ {0} Entrées : {1}.",
                                  "✗ {0} Entries: {1}.");
inline constexpr Sentence kOnlyRecipient(
    "Rien n’est allé à un autre que le destinataire.",
    "Nothing went to anybody else than the recipient.");
inline constexpr Sentence kOnlyInForce(
    "Tout fut décidé sous le texte signé qui était en vigueur.",
    "Everything was decided under the signed text that was in force.");
inline constexpr Sentence kOnlyStanding(
    "Rien n’est parti pendant que l’accord était suspendu ou terminé.",
    "Nothing left while the agreement was suspended or ended.");
inline constexpr Sentence kWithinQuota(
    "Chaque mois, pas plus d’extraits que l’accord n’en donne.",
    "In each month, no more extracts than the agreement gives.");
inline constexpr Sentence kManifestsSame(
    "Chaque manifeste est celui que le journal nomme par son empreinte.",
    "Each manifest is the one that the log names by its digest.");
inline constexpr Sentence kDecisionsSame(
    "Chaque décision de refus est celle que le journal nomme par son "
    "empreinte.",
    "Each decision to refuse is the one that the log names by its digest.");
inline constexpr Sentence kNothingUnknown(
    "Le journal n’a rien de cet accord que ce programme ne connaisse pas.",
    "The log has nothing of this agreement that this program does not know.");
inline constexpr Sentence kNothingLost(
    "Le journal a tout de cette période : aucune entrée n’en est perdue.",
    "The log has everything of this time: no entry of it is lost.");
inline constexpr Sentence kNotExplained(
    "{0} refus n’ont pas de décision gardée ; leur raison est au journal.",
    "{0} refusals have no decision kept; their reason stands in the log.");

inline constexpr Sentence kReceived("Qui a reçu quoi", "Who received what");
inline constexpr Sentence kNothingHappened(
    "Rien ne fut demandé ni remis en ce temps : ce qui suit ne porte sur rien.",
    "Nothing was asked for or given in this time: what follows is about "
    "nothing.");
inline constexpr Sentence kGivenBefore(
    "Remis avant ce temps, et peut-être encore détenu : {0}. Un rapport depuis "
    "ce mois-là le montre.",
    "Given before this time, and perhaps still held: {0}. A report from that "
    "month on shows it.");
inline constexpr Sentence kFeedItemsGiven(
    "Par le flux : {0} envois, comptés mois par mois plus bas. Le journal dit "
    "qu’ils sont partis, non ce qu’ils contenaient.",
    "By the feed: {0} items, counted month by month below. The log says that "
    "they left, not what was in them.");
inline constexpr Sentence kRestsSeals(
    "Ce rapport ne vérifie pas les scellés dont ces chiffres sont tirés : "
    "« toguna period proof » et « period check » le font, période par période, "
    "et « toguna fsck » sur la machine de l’échange ; ni que les extraits "
    "suivent les niveaux et approbations, que « agreement explain » montre "
    "règle par règle.",
    "This report does not verify the seals that these numbers are from: "
    "\"toguna period proof\" and \"period check\" do, period by period, and "
    "\"toguna fsck\" on the exchange's machine; nor that extracts keep to "
    "levels and approvals, which \"agreement explain\" shows rule by rule.");
inline constexpr Sentence kNothingReceived("Aucun extrait n’est parti.",
                                           "No extract left.");
inline constexpr Sentence kHeadEntry("entrée", "entry");
inline constexpr Sentence kHeadDay("jour", "day");
inline constexpr Sentence kHeadRelease("remise", "release");
inline constexpr Sentence kHeadRevision("révision", "revision");
inline constexpr Sentence kHeadPeriods("périodes", "periods");
inline constexpr Sentence kHeadWhat("tableaux et groupes",
                                    "tables and cohorts");
inline constexpr Sentence kHeadPlan("plan", "plan");
inline constexpr Sentence kHeadMinimums("k/s/c", "k/s/c");
inline constexpr Sentence kHeadShown("cases montrées", "cells shown");
inline constexpr Sentence kHeadWithheld("non montrées", "not shown");
inline constexpr Sentence kHeadShare("part non montrée", "share not shown");
inline constexpr Sentence kHeadRows("lignes", "rows");
inline constexpr Sentence kHeadRisk("risque ≤", "risk ≤");
inline constexpr Sentence kHeadDeleteBy("à détruire le", "delete by");
inline constexpr Sentence kHeadReceipt("reçu", "receipt");
inline constexpr Sentence kNoReceipt("non", "no");
inline constexpr Sentence kManifestMissing(
    "le manifeste n’est pas celui du journal", "the manifest is not the log's");
inline constexpr Sentence kMinimumsMean(
    "k : le moins d’incidents dans une case montrée ; s : le moins de sources "
    "; "
    "c : ce qui reste sans la plus grande. Le risque est au plus 1 / k : la "
    "part "
    "des personnes montrées qu’on s’attendrait à deviner.",
    "k: least incidents in a cell that is shown; s: least sources; c: what is "
    "left without the largest. The risk is at most 1 / k: the share of the "
    "people shown that one would expect to guess.");

inline constexpr Sentence kByMonth("Mois par mois", "Month by month");
inline constexpr Sentence kHeadMonth("mois", "month");
inline constexpr Sentence kHeadExtracts("extraits", "extracts");
inline constexpr Sentence kHeadFeed("flux", "feed");
inline constexpr Sentence kHeadRefused("refusées", "refused");
inline constexpr Sentence kQuotaOf("L’accord donne par mois : {0}.",
                                   "The agreement gives a month: {0}.");

inline constexpr Sentence kRefused("Ce qui fut refusé, et pourquoi",
                                   "What was refused, and why");
inline constexpr Sentence kNothingRefused("Rien ne fut refusé.",
                                          "Nothing was refused.");
inline constexpr Sentence kHeadWho("qui", "who");
inline constexpr Sentence kHeadReason("raison", "reason");
inline constexpr Sentence kHeadFinding("ce que la règle dit",
                                       "what the rule found");

inline constexpr Sentence kDownloads("Téléchargements refusés",
                                     "Downloads refused");
inline constexpr Sentence kNoDownloads("Aucun téléchargement ne fut refusé.",
                                       "No download was refused.");
inline constexpr Sentence kDownloadsOnceADay(
    "Une entrée par jour, remise, organisation et raison, si souvent qu’on "
    "ait redemandé.",
    "One entry a day for each release, organisation and reason, however often "
    "it was asked again.");
inline constexpr Sentence kHeadWhy("pourquoi", "why");
// What a reason of download.refuse means; kRuleRefused for any other.
struct DownloadReason {
  const char* reason;
  Sentence sentence;
};
inline constexpr DownloadReason kDownloadReasons[] = {
    {"CALLER_NOT_RECIPIENT",
     Sentence("Un autre que son destinataire l’a demandée.",
              "Somebody else than its recipient asked for it.")},
    {"AGREEMENT_SUSPENDED",
     Sentence("L’accord était suspendu.", "The agreement was suspended.")},
    {"AGREEMENT_IN_RENEGOTIATION",
     Sentence("L’accord était à renégocier.",
              "The agreement was to be negotiated again.")},
    {"AGREEMENT_TERMINATED",
     Sentence("L’accord était résilié.", "The agreement was terminated.")},
    {"AGREEMENT_EXPIRED",
     Sentence("L’accord avait expiré.", "The agreement had expired.")},
    {"REVIEW_OVERDUE", Sentence("La revue de l’accord était en retard.",
                                "The agreement's review was overdue.")},
    {"PURPOSE_NOT_COVERED",
     Sentence("Une autre révision de l’accord avait pris la place de celle "
              "sous laquelle elle fut remise.",
              "Another revision of the agreement had taken the place of the "
              "one that it was released under.")},
    {"RELEASE_RECALLED",
     Sentence("La remise était rappelée.", "The release was recalled.")},
    {"COHORT_RECALLED",
     Sentence("Elle contient des lignes d’un groupe rappelé.",
              "It holds rows of a cohort that was recalled.")},
    {"RECALL_OVERDUE",
     Sentence("Un rappel n’était pas attesté, et son jour était passé.",
              "A recall was not attested, and its day had passed.")},
    {"DELETE_BY_PASSED",
     Sentence("Le jour où elle devait être détruite était passé.",
              "The day on which it was to be deleted had passed.")},
};
inline constexpr Sentence kRuleRefused(
    "Une règle de l’accord ne le permettait plus.",
    "A rule of the agreement no longer allowed it.");

inline constexpr Sentence kReads("Ce que le destinataire a consulté",
                                 "What the recipient looked at");
inline constexpr Sentence kNoReads("Rien n’est compté pour ce temps.",
                                   "Nothing is counted for that time.");
inline constexpr Sentence kReadsMean(
    "Comptées par heure pour {0}, tous ses accords ensemble, sans ce qui fut "
    "demandé ni montré. Les comptes d’une heure en cours manquent encore ; "
    "ceux d’un échange tué en pleine heure sont perdus.",
    "Counted by the hour for {0}, all its agreements together, without what "
    "was asked or shown. Counts of an hour that is not over are not there "
    "yet; those of an exchange that was killed within an hour are lost.");
inline constexpr Sentence kHeadPreviews("aperçus", "previews");
inline constexpr Sentence kHeadReads("autres lectures", "other reads");
inline constexpr Sentence kHeadNotAnswered("refusées ou interrompues",
                                           "refused or broken off");

inline constexpr Sentence kActs("Ce qui fut décidé de l’accord",
                                "What was decided of the agreement");
inline constexpr Sentence kNoActs("Rien pendant ce temps.",
                                  "Nothing in that time.");
inline constexpr Sentence kHeadAct("acte", "act");
inline constexpr Sentence kActSet("révision {0} vue par l’échange",
                                  "revision {0} seen by the exchange");

inline constexpr Sentence kActRecovered(
    "la base fut remise en arrière et reprise : du journal {0} les entrées à "
    "partir de {1} sont perdues, et ce qui fut donné alors n’est pas ici",
    "the database was put back and taken up again: entries of the log {0} from "
    "{1} on are lost, and what was given then is not here");

inline constexpr Sentence kRegister("Qui détient ce qui est rappelé",
                                    "Who holds what is recalled");
inline constexpr Sentence kRecalls("Rappels, reçus et attestations au journal",
                                   "Recalls, receipts and attestations in the "
                                   "log");
inline constexpr Sentence kActNotice("avis de rappel lu au flux",
                                     "notice of a recall read in the feed");
inline constexpr Sentence kActStatementRefused(
    "reçu ou attestation refusés", "receipt or attestation refused");
inline constexpr Sentence kNoRecalls("Aucun.", "None.");
inline constexpr Sentence kHeadState("état", "state");
inline constexpr Sentence kRegisterSaid(
    "D’après l’échange : le journal a les actes et l’empreinte de chaque "
    "attestation, pas le registre.",
    "As the exchange says: the log has the acts and the digest of each "
    "attestation, not the register.");
inline constexpr Sentence kActRecall("rappel", "recall");
inline constexpr Sentence kActReceipt("reçu signé", "signed receipt");
inline constexpr Sentence kActAttestation("destruction attestée",
                                          "destruction attested");
inline constexpr Sentence kActInquiry("demande de vérification",
                                      "request to verify");

inline constexpr Sentence kRests("Sur quoi ceci repose", "What this rests on");
inline constexpr Sentence kRestsLog(
    "Le journal fut lu ici depuis sa première entrée, et chaque entrée "
    "comparée à la racine que l’échange a signée.",
    "The log was read here from its first entry on, and every entry held "
    "against the root that the exchange has signed.");
inline constexpr Sentence kRestsSeen(
    "Il continue ce que vous aviez vérifié avant ({0} entrées).",
    "It continues what you had verified before ({0} entries).");
inline constexpr Sentence kRestsFirst(
    "Vous ne l’aviez pas vérifié avant : un passé récrit plus tôt ne se "
    "verrait "
    "pas d’ici.",
    "You had not verified it before: a past that was rewritten earlier would "
    "not be seen from here.");
inline constexpr Sentence kRestsWitnessed(
    "Des témoins de votre politique ont signé la même racine jusqu’à l’entrée "
    "{0} : {1}. À quel point ils sont indépendants de l’échange, vous le "
    "savez.",
    "Witnesses of your policy have signed the same root up to entry {0}: {1}. "
    "How far they are independent of the exchange, you know.");
inline constexpr Sentence kRestsNoWitness(
    "Aucun témoin indépendant ne l’a signé : un échange qui montrerait à "
    "d’autres un autre journal ne se verrait pas d’ici.",
    "No independent witness has signed it: an exchange that showed others "
    "another log would not be seen from here.");
inline constexpr Sentence kRestsNot(
    "Ce qu’aucun journal ne montre : ce que le destinataire fait de ce qu’il "
    "détient, et ce qui serait sorti sans passer par l’échange.",
    "What no log can show: what the recipient does with what it holds, and "
    "what might have left without the exchange.");
inline constexpr Sentence kWritten("Rapport écrit dans {0}.",
                                   "Report written to {0}.");
inline constexpr Sentence kPrintable(
    "Page pour imprimer ; s’ouvre dans un navigateur, sans réseau.",
    "A page to print; opens in a browser, without a network.");

}  // namespace toguna::report_words

#endif  // TOGUNA_EXCHANGE_WORDS_REPORT_WORDS_H_
