#ifndef TOGUNA_EXCHANGE_WORDS_CONSOLE_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_CONSOLE_WORDS_H_

// What `toguna` says on the screen.

#include "exchange/words/words.h"

namespace toguna::words {

inline constexpr Sentence kNotShown("non montré", "not shown");
inline constexpr Sentence kNotShownBetween("non montré : {0}–{1}",
                                           "not shown: {0}–{1}");
inline constexpr Sentence kNotShownAtLeast("non montré : au moins {0}",
                                           "not shown: at least {0}");
inline constexpr Sentence kTableCounts(
    "{0} cellules montrées, {1} non montrées (zéro, petites ou retenues : rien "
    "ne les distingue)",
    "{0} cells shown, {1} not shown (zero, small or withheld: nothing tells "
    "them apart)");
inline constexpr Sentence kMoreRows("… et {0} autres montrées",
                                    "… and {0} more shown");
inline constexpr Sentence kNothingShown(
    "rien ne peut être montré dans cette table",
    "nothing may be shown in this table");

inline constexpr Sentence kInitDone(
    "Opération DEMO créée dans {0} : catalogue, trousseau de clés, "
    "certificats, clés et signatures des parties. Tout y porte la mention "
    "DEMO ; aucune donnée réelle ne doit y entrer.",
    "DEMO operation made in {0}: catalog, keyring, certificates, the parties' "
    "keys and signatures. Everything in it says DEMO; no real data may enter "
    "it.");
inline constexpr Sentence kCatalogGood(
    "Catalogue sans erreur : {0} jeux de données, {1} plans, {2} finalités, "
    "{3} parties, {4} accords, {5} cas décidés comme attendu.",
    "No mistakes in the catalog: {0} datasets, {1} plans, {2} purposes, {3} "
    "parties, {4} agreements, {5} cases decided as expected.");
inline constexpr Sentence kCatalogMistakes("{0} erreurs dans le catalogue :",
                                           "{0} mistakes in the catalog:");

inline constexpr Sentence kOpenDataConverted(
    "{0} lignes, {1} événements, dont {4} avec une région ; {2} soumissions "
    "KoboToolbox écrites dans {3}. Données réelles publiées par Insecurity "
    "Insight (CC BY-SA), sans "
    "récit ni coordonnées.",
    "{0} rows, {1} events, {4} of them with a region; {2} KoboToolbox "
    "submissions written to {3}. Real "
    "data published by Insecurity Insight (CC BY-SA), without narratives or "
    "coordinates.");
inline constexpr Sentence kOpenDataRefused("  {0} × écarté : {1}",
                                           "  {0} × left out: {1}");
inline constexpr Sentence kSampleWritten(
    "{0} mois de soumissions GÉNÉRÉES (graine {1}) écrits dans {2} : {3} "
    "incidents. Rien n'y est réel.",
    "{0} months of GENERATED submissions (seed {1}) written to {2}: {3} "
    "incidents. Nothing in them is real.");

inline constexpr Sentence kPeriodClosed(
    "Période {0} de {1} close : plus rien n'y entre.",
    "Period {0} of {1} closed: nothing enters it any more.");
inline constexpr Sentence kPeriodSealed(
    "Période {0} de {1} scellée : {2} cellules, {3} montrées, {4} non "
    "montrées. Vérifiée par le contrôleur indépendant ; elle ne changera plus.",
    "Period {0} of {1} sealed: {2} cells, {3} shown, {4} not shown. Verified "
    "by the independent checker; it will not change any more.");
inline constexpr Sentence kCohortsSealed(
    "Période {0} de {1} scellée : des cohortes, dont les lignes peuvent être "
    "données. Vérifiée par le contrôleur indépendant ; elle ne changera plus.",
    "Period {0} of {1} sealed: cohorts, whose rows may be given. Verified by "
    "the independent checker; it will not change any more.");
inline constexpr Sentence kRungCohorts(
    "Palier k {0} : {1} cohortes avec {2} lignes peuvent être données ; risque "
    "global de réidentification {3} %{4}.",
    "Rung k {0}: {1} cohorts with {2} rows may be given; global "
    "re-identification risk {3} %{4}.");
inline constexpr Sentence kRungNoCohorts(
    "Palier k {0} : aucune cohorte n'est donnée{1}.",
    "Rung k {0}: no cohort is given{1}.");
inline constexpr Sentence kRungSealed(
    "Palier k {0} : {1} cellules montrées, risque global de réidentification "
    "{2} %{3}.",
    "Rung k {0}: {1} cells shown, global re-identification risk {2} %{3}.");
inline constexpr Sentence kSearchProven("choix prouvé optimal", "proven best");
inline constexpr Sentence kSearchSpent("travail accordé épuisé",
                                       "ended by the work allowed");
inline constexpr Sentence kSearchUnproven("choix sûr, non prouvé optimal",
                                          "safe, not proven best");
inline constexpr Sentence kSealOtherWork(
    "Le scellement {0} a été demandé auparavant, avec un autre travail : {1} "
    "millions de pas. Il le garde.",
    "Seal {0} was asked for before with other work, {1} million steps, and "
    "keeps it.");
inline constexpr Sentence kWorkHeading("travail (M de pas)", "work (M steps)");
inline constexpr Sentence kSealAsked(
    "Scellement de la période {0} de {1} demandé : {2}. Il se fait sur le "
    "serveur, même si celui-ci redémarre ; suivez-le avec « toguna period "
    "status ».",
    "Seal of period {0} of {1} asked for: {2}. The server does it, even if it "
    "is started again; follow it with \"toguna period status\".");
inline constexpr Sentence kSealStep("  étape {0} sur 5 : {1}",
                                    "  step {0} of 5: {1}");
inline constexpr Sentence kSealStepParts(
    "  étape {0} sur 5 : {1} ({2} sur {3})",
    "  step {0} of 5: {1} ({2} of {3})");
inline constexpr Sentence kSealWaiting("en attente", "waiting");
inline constexpr Sentence kSealReading("lecture des fiches",
                                       "reading the records");
inline constexpr Sentence kSealProtecting("choix de ce qui est montré",
                                          "choosing what is shown");
inline constexpr Sentence kSealChecking("contrôle indépendant",
                                        "independent check");
inline constexpr Sentence kSealWriting("écriture", "writing");
inline constexpr Sentence kSealDone("scellée", "sealed");
inline constexpr Sentence kSealFailed("échec : {0}", "failed: {0}");
inline constexpr Sentence kSealGoesOn(
    "La connexion est perdue ; le scellement continue sur le serveur. "
    "Reprenez plus tard avec « toguna period status ».",
    "The connection is lost; the seal goes on at the server. Look later with "
    "\"toguna period status\".");
inline constexpr Sentence kNoSeals("Aucun scellement n'a été demandé.",
                                   "No seal was asked for.");
inline constexpr Sentence kSealCalledOff(
    "Scellement {0} annulé ; la période reste close.",
    "Seal {0} called off; the period stays closed.");
inline constexpr Sentence kSealNotCalledOff(
    "Le scellement {0} était déjà terminé ; rien n'a changé.",
    "Seal {0} had ended already; nothing changed.");
inline constexpr Sentence kOperationHeading("opération", "operation");
inline constexpr Sentence kAskedOnHeading("demandé le", "asked for on");
inline constexpr Sentence kDatasetHeading("jeu de données", "dataset");
inline constexpr Sentence kPeriodHeading("période", "period");
inline constexpr Sentence kStateHeading("état", "state");
inline constexpr Sentence kSealedOnHeading("scellée le", "sealed on");
inline constexpr Sentence kCorrectedHeading("corrigée depuis",
                                            "corrected since");
inline constexpr Sentence kYes("oui", "yes");

inline constexpr Sentence kExtractMade(
    "Extrait {0} accordé ; paquet dans {1}. Supprimer avant le {2}.",
    "Extract {0} granted; package in {1}. Delete before {2}.");
inline constexpr Sentence kExtractRefused(
    "Refusé. Ce qui s'y oppose, règle par règle :",
    "Refused. What stands against it, rule by rule:");
inline constexpr Sentence kRulesPassed("  Rien contre : {0}",
                                       "  Nothing against it: {0}");
inline constexpr Sentence kRulePassed("oui", "yes");
inline constexpr Sentence kRuleFailed("NON", "NO");
inline constexpr Sentence kRefusedUniform(
    "Refusé. Aucun accord dont vous êtes partie ne couvre cette demande.",
    "Refused. No agreement that you are a party to covers this request.");
inline constexpr Sentence kPackageVerified(
    "Paquet vérifié et ouvert. Ce qui a été contrôlé :",
    "Package verified and opened. What was checked:");
inline constexpr Sentence kPackageWritten(
    "Les nombres sont dans {0} (à ouvrir dans un tableur).",
    "The numbers are in {0} (opens in a spreadsheet).");

inline constexpr Sentence kAlertRaised(
    "Alerte {0} enregistrée ; elle attend l'autorisation d'un officier.",
    "Alert {0} recorded; it waits for an officer to clear it.");
inline constexpr Sentence kAlertCleared(
    "Alerte {0} autorisée, {1} h après l'événement.",
    "Alert {0} cleared, {1} h after the event.");
inline constexpr Sentence kFeedAlert(
    "ALERTE ÉCLAIR {0} — autorisée {1} h après l'événement, reçue {2} h après "
    "l'événement",
    "FLASH ALERT {0} — cleared {1} h after the event, received {2} h after "
    "the event");
inline constexpr Sentence kFeedIdle(
    "Rien de plus pour l'instant ; curseur {0}.",
    "Nothing more at the moment; cursor {0}.");
inline constexpr Sentence kFeedEnded(
    "Le flux s'est terminé : {0}. Reprendre à {1}.",
    "The feed ended: {0}. Resume at {1}.");

inline constexpr Sentence kLogExported(
    "Journal exporté dans {0} : {1} entrées.",
    "Log exported to {0}: {1} entries.");
inline constexpr Sentence kLogVerified(
    "Journal vérifié : {0} entrées, racine {1}. Chaque entrée est celle que "
    "le point de contrôle signé engage.",
    "Log verified: {0} entries, root {1}. Every entry is the one that the "
    "signed checkpoint commits to.");
inline constexpr Sentence kLacksSignature(
    "  agreements/{0} ne donne rien : signature {1} — {2}",
    "  agreements/{0} gives nothing: signature {1} — {2}");
inline constexpr Sentence kLogContinues(
    "Il continue le point de contrôle plus ancien, sans rien y avoir changé.",
    "It continues the older checkpoint, and changed nothing of it.");
inline constexpr Sentence kLogNotCompared(
    "Il n'est comparé à aucun point de contrôle plus ancien : qu'il n'ait pas "
    "été récrit en entier ne se voit qu'avec --previous, et un point de "
    "contrôle que vous avez gardé.",
    "It is not compared with an older checkpoint: that it was not written anew "
    "as a whole shows only with --previous and a checkpoint that you kept.");
inline constexpr Sentence kLogContinuesSeen(
    "Il continue ce que vous aviez vérifié ({0} entrées) : {1} entrées sont "
    "nouvelles, rien d’avant n’a changé.",
    "It continues what you had verified ({0} entries): {1} entries are new, "
    "nothing before has changed.");
inline constexpr Sentence kLogRecovered(
    "Il continue le journal {0}, dont la base fut remise en arrière : il en a "
    "gardé {1} entrées, et avoue que {2} sont perdues. Vous en aviez vérifié "
    "{3}. Lisez l’entrée log.recover, et demandez le texte que deux délégués "
    "à la protection des données ont signé.",
    "It continues the log {0}, whose database was put back: it kept {1} "
    "entries of it, and admits that {2} are lost. You had verified {3}. Read "
    "the entry log.recover, and ask for the text that two data protection "
    "officers signed.");
inline constexpr Sentence kLogSeenFirst(
    "C’est la première fois que vous le vérifiez ici : qu’il n’ait pas été "
    "récrit avant ne se voit qu’à partir de maintenant, ou avec un témoin.",
    "This is the first time that you verify it here: that it was not written "
    "anew before shows only from now on, or with a witness.");
inline constexpr Sentence kLogSeenKept(
    "Ce qui est vérifié est gardé dans {0} ; la prochaine fois, seules les "
    "nouvelles entrées sont lues.",
    "What is verified is kept in {0}; the next time only new entries are "
    "read.");
inline constexpr Sentence kLogWitnessed(
    "Signé par des témoins jusqu’à l’entrée {0} : {1}.",
    "Signed by witnesses up to entry {0}: {1}.");
inline constexpr Sentence kLogProgress("  {0} entrées lues sur {1} …",
                                       "  {0} of {1} entries read …");
inline constexpr Sentence kPackageInLog(
    "  paquet {0} : dans le journal, entrée {1}",
    "  package {0}: in the log, entry {1}");
inline constexpr Sentence kHealthy("L'échange répond sur {0}.",
                                   "The exchange answers at {0}.");

inline constexpr Sentence kSpokenKeys(
    "Empreintes à lire au téléphone :\n  connexion   {0}\n  paquets     "
    "{1}\n  signatures  {2}",
    "Fingerprints to read out on the telephone:\n  connection  {0}\n  packages "
    "   {1}\n  signatures  {2}");
inline constexpr Sentence kRequestWritten(
    "Demande écrite dans {0} ; envoyez ce fichier à l'officier. Les clés "
    "privées restent ici.",
    "Request written to {0}; send this file to the officer. The private keys "
    "stay here.");
inline constexpr Sentence kRequestAnswered(
    "{0} est inscrit. Comparez les empreintes avec lui avant de lui remettre "
    "{1}.",
    "{0} is enrolled. Compare the fingerprints with them before handing over "
    "{1}.");
inline constexpr Sentence kAgreementSigned(
    "Signature {0} de {1} écrite dans {2}.",
    "Signature {0} of {1} written to {2}.");
inline constexpr Sentence kRecordReplaced(
    "Enregistrement remplacé au coffre ; son mois n'est pas scellé, il sera "
    "compté ainsi.",
    "Record replaced in the vault; its month is not sealed, so it will be "
    "counted like this.");
inline constexpr Sentence kRecordCorrected(
    "Enregistrement corrigé au coffre. Les comptes scellés restent ; ce qu'il "
    "était et ce qu'il est sont gardés pour les corrections de l'année, si le "
    "plan en fait des tableaux.",
    "Record corrected in the vault. Sealed counts stand; what it was and what "
    "it is are kept for the year's corrections, if the plan tabulates them.");
inline constexpr Sentence kRecordSame(
    "Cette version est déjà au coffre, ou une plus récente : rien n'a changé.",
    "This edition, or a newer one, is already in the vault: nothing changed.");
inline constexpr Sentence kRecordRefused("Refusé : {0}, champ {1}. {2}",
                                         "Refused: {0}, field {1}. {2}");
inline constexpr Sentence kRecordRetracted(
    "Enregistrement retiré du coffre. Les comptes déjà scellés dont il fait "
    "partie restent ; le retrait est alors gardé pour les corrections de "
    "l'année, si le plan en fait des tableaux.",
    "Record removed from the vault. Counts already sealed that it is part of "
    "stand; the removal is then kept for the year's corrections, if the plan "
    "tabulates them.");

}  // namespace toguna::words

#endif  // TOGUNA_EXCHANGE_WORDS_CONSOLE_WORDS_H_
