#ifndef TOGUNA_EXCHANGE_WORDS_AGREEMENT_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_AGREEMENT_WORDS_H_

// What `toguna agreement` and `toguna extract preview` say.

#include "exchange/words/words.h"

namespace toguna::words {

inline constexpr Sentence kStateDraft("BROUILLON : personne ne l'a signé",
                                      "DRAFT: nobody has signed it");
inline constexpr Sentence kStateProposed("PROPOSÉ : tous ne l'ont pas signé",
                                         "PROPOSED: not all have signed it");
inline constexpr Sentence kStateActive("EN VIGUEUR", "ACTIVE");
inline constexpr Sentence kStateSuspended(
    "SUSPENDU : ne donne rien jusqu'à nouvel ordre",
    "SUSPENDED: gives nothing until it is resumed");
inline constexpr Sentence kStateRenegotiate(
    "EN RENÉGOCIATION : ne donne rien avant qu'une nouvelle révision soit "
    "signée par tous",
    "RENEGOTIATE: gives nothing until a new revision is signed by all");
inline constexpr Sentence kStateExpired("EXPIRÉ", "EXPIRED");
inline constexpr Sentence kStateTerminated("RÉSILIÉ", "TERMINATED");

inline constexpr Sentence kNoAgreements("Vous n'êtes partie à aucun accord.",
                                        "You are a party to no agreement.");
inline constexpr Sentence kAgreementHeading("accord", "agreement");
inline constexpr Sentence kRecipientHeading("destinataire", "recipient");
inline constexpr Sentence kPurposeHeading("finalité", "purpose");
inline constexpr Sentence kUntilHeading("fin", "ends");
inline constexpr Sentence kReviewHeading("à revoir le", "review by");

inline constexpr Sentence kAgreementTitle("{0} — accord {1}, révision {2}",
                                          "{0} — agreement {1}, revision {2}");
inline constexpr Sentence kAgreementState("État : {0}", "State: {0}");
inline constexpr Sentence kAgreementParties(
    "Parties : {0} (propriétaire des données), {1} (destinataire), {2} "
    "(protection des données)",
    "Parties: {0} (data owner), {1} (recipient), {2} (data protection)");
inline constexpr Sentence kAgreementPurpose("Finalité : {0}", "Purpose: {0}");
inline constexpr Sentence kAgreementUse("Usage prévu : {0}",
                                        "Intended use: {0}");
inline constexpr Sentence kAgreementBasis("Base juridique : {0}",
                                          "Legal basis: {0}");
inline constexpr Sentence kAgreementTimes(
    "En vigueur du {0} au {1} (exclu) ; à revoir avant le {2}, sinon il ne "
    "donne plus rien",
    "In force from {0} until {1} (exclusive); to be reviewed before {2}, else "
    "it gives nothing more");
inline constexpr Sentence kAgreementRetention(
    "Effacement : {0} jours après réception au plus tard. {1}",
    "Deletion: {0} days after receipt at the latest. {1}");
inline constexpr Sentence kAgreementOnward("Transmission à d'autres : {0}",
                                           "Onward sharing: {0}");
inline constexpr Sentence kAgreementFollows("Fait suite à : {0}",
                                            "Follows: {0}");
inline constexpr Sentence kAgreementGives("Ce qui est donné", "What is given");
inline constexpr Sentence kGrantDataset("  {0} : {1}", "  {0}: {1}");
inline constexpr Sentence kGrantAlerts("alertes", "alerts");
inline constexpr Sentence kGrantLevels("    au plus fin : {0}",
                                       "    at the finest: {0}");
inline constexpr Sentence kGrantCodes("    seulement : {0}", "    only: {0}");
inline constexpr Sentence kGrantExtracts(
    "    par extraits, {0} par mois au plus, dès {1} jours après la fin de la "
    "période",
    "    as extracts, at most {0} a month, from {1} days after the period's "
    "end on");
inline constexpr Sentence kGrantFeed("    par flux, à mesure",
                                     "    as a feed, as it comes");
inline constexpr Sentence kGrantDelay(
    "    au plus tôt {0} après l'alerte",
    "    at the earliest {0} after the alert");
inline constexpr Sentence kGrantRung(
    "    palier {0} : aucun nombre au-dessous de {0}",
    "    rung {0}: no number below {0}");
inline constexpr Sentence kGrantSensitivity("    sensibilité : jusqu'à {0}",
                                            "    sensitivity: up to {0}");
inline constexpr Sentence kGrantApproval(
    "    chaque remise de {0} demande l'approbation du propriétaire des "
    "données",
    "    each release of {0} needs the data owner's approval");
inline constexpr Sentence kAgreementRisks("Risques, évalués ensemble le {0}",
                                          "Risks, assessed together on {0}");
inline constexpr Sentence kRiskOfSharing("  de partager : {0}",
                                         "  of sharing: {0}");
inline constexpr Sentence kRiskOfNotSharing("  de ne pas partager : {0}",
                                            "  of not sharing: {0}");
inline constexpr Sentence kAgreementCeiling(
    "  sensibilité la plus haute que l'accord couvre : {0}",
    "  highest sensitivity that the agreement covers: {0}");
inline constexpr Sentence kAgreementOldFormat(
    "Format 1 : rien n'est dit des risques, des contacts ni de l'effacement ; "
    "il ne donne rien.",
    "Format 1: nothing is said of risks, contacts and deletion; it gives "
    "nothing.");
inline constexpr Sentence kAgreementContacts("Contacts", "Contacts");
inline constexpr Sentence kAgreementSignatures("Signatures (SHA-256 {0})",
                                               "Signatures (SHA-256 {0})");
inline constexpr Sentence kSignatureValid("  {0}, {1} : valable",
                                          "  {0}, {1}: valid");
inline constexpr Sentence kSignatureMissing("  {0}, {1} : NON — {2}",
                                            "  {0}, {1}: NO — {2}");
inline constexpr Sentence kAgreementHistory("Décisions", "Decisions");
inline constexpr Sentence kNoHistory("  aucune", "  none");

inline constexpr Sentence kSensitivityLow("faible", "low");
inline constexpr Sentence kSensitivityModerate("modérée", "moderate");
inline constexpr Sentence kSensitivityHigh("élevée", "high");
inline constexpr Sentence kSensitivitySevere("très élevée", "severe");

inline constexpr Sentence kDecided("{0} : {1}", "{0}: {1}");
inline constexpr Sentence kApprovedNow(
    "{0} : approbation enregistrée pour {1}, périodes {2}.",
    "{0}: approval recorded for {1}, periods {2}.");
inline constexpr Sentence kWithdrawnNow(
    "{0} : approbation retirée pour {1}, périodes {2}.",
    "{0}: approval withdrawn for {1}, periods {2}.");

inline constexpr Sentence kPreviewAllowed(
    "L'accord donne cela. Rien n'a été remis ni compté.",
    "The agreement gives this. Nothing was released or counted.");
inline constexpr Sentence kPreviewRefused("L'accord ne donne pas cela.",
                                          "The agreement does not give this.");
inline constexpr Sentence kPreviewTable(
    "  {0}, {1} : {2} cellules, dont {3} avec un nombre ; les autres ne se "
    "montrent pas, parce que trop peu d'incidents ou de sources y sont, ou "
    "pour protéger celles-là",
    "  {0}, {1}: {2} cells, {3} of them with a number; the others are not "
    "shown, because too few incidents or sources are in them, or to protect "
    "those");
inline constexpr Sentence kOffer(
    "Ce qui passerait, au plus près de votre demande :",
    "What would pass, closest to what you asked for:");
inline constexpr Sentence kOfferLater(
    "Ce qui passerait, mais seulement à partir du {0} :",
    "What would pass, but from {0} on only:");
inline constexpr Sentence kNoOffer(
    "Rien de moins, de ces tables et de ces périodes, ne passerait ; les "
    "règles "
    "marquées NON disent ce qui l'empêche.",
    "Nothing less of these tables and periods would pass; the rules marked NO "
    "say what stands in the way.");

inline constexpr Sentence kDecisionKept(
    "Gardé comme décision {0}. Pour la relire, même des années plus tard : "
    "toguna agreement explain {0}",
    "Kept as decision {0}. To read it again, even years later: toguna "
    "agreement explain {0}");
inline constexpr Sentence kNoDecisions(
    "Rien n'a été décidé sous cet accord que vous puissiez lire.",
    "Nothing was decided under this agreement that you may read.");
inline constexpr Sentence kMoreDecisions(
    "Il y en a de plus anciennes : demandez-en davantage par --limit.",
    "There are older ones: ask for more by --limit.");
inline constexpr Sentence kHowToExplain(
    "Chacune, règle par règle : toguna agreement explain DÉCISION",
    "Each of them, rule by rule: toguna agreement explain DECISION");
inline constexpr Sentence kWhenHeading("quand", "when");
inline constexpr Sentence kDecisionHeading("décision", "decision");
inline constexpr Sentence kCallerHeading("demandé par", "asked by");
inline constexpr Sentence kAskedHeading("demande", "asked for");
inline constexpr Sentence kOutcomeHeading("résultat", "outcome");
inline constexpr Sentence kOutcomeAllowed("DONNÉ", "GIVEN");
inline constexpr Sentence kOutcomeRefused("REFUSÉ : {0}", "REFUSED: {0}");

inline constexpr Sentence kDecisionTitle("Décision {0} — {1}",
                                         "Decision {0} — {1}");
inline constexpr Sentence kDecisionWho("Le {0}, {1} a demandé {2}.",
                                       "On {0}, {1} asked for {2}.");
inline constexpr Sentence kPhaseExtract("un extrait", "an extract");
inline constexpr Sentence kPhaseDownload("une remise déjà faite, à nouveau",
                                         "a release made before, again");
inline constexpr Sentence kPhaseFollow(
    "à suivre un flux (décidé sur un élément supposé aussi ancien et aussi "
    "scellé qu'on peut le souhaiter)",
    "to follow a feed (decided of an item assumed to be as old and as sealed "
    "as one could wish)");
inline constexpr Sentence kPhaseFeedItem("un élément d'un flux",
                                         "an item of a feed");
inline constexpr Sentence kDecisionUnder(
    "Sous l'accord {0}, révision {1} (SHA-256 {2})",
    "Under agreement {0}, revision {1} (SHA-256 {2})");
inline constexpr Sentence kDecisionCatalog("Catalogue : SHA-256 {0}",
                                           "Catalog: SHA-256 {0}");
inline constexpr Sentence kAskHeading("Ce qui était demandé",
                                      "What was asked for");
inline constexpr Sentence kAskPurpose("  finalité : {0}", "  purpose: {0}");
inline constexpr Sentence kAskDataset("  jeu de données : {0}",
                                      "  dataset: {0}");
inline constexpr Sentence kAskFamilies("  tableaux : {0}", "  tables: {0}");
inline constexpr Sentence kAskLevels("  au plus fin : {0}",
                                     "  at the finest: {0}");
inline constexpr Sentence kAskWithin("  seulement : {0}", "  only: {0}");
inline constexpr Sentence kAskPeriods("  périodes : {0}", "  periods: {0}");
inline constexpr Sentence kAskEvent("  élément du {0}", "  item of {0}");
inline constexpr Sentence kAskLeftOut(
    "  et {0} autres choses, comptées mais pas gardées",
    "  and {0} other things, counted but not kept");
inline constexpr Sentence kFactsHeading("Sur quoi la décision reposait",
                                        "What it rested on");
inline constexpr Sentence kFactsSealed("  périodes scellées : {0}",
                                       "  sealed periods: {0}");
inline constexpr Sentence kFactsApproved(
    "  périodes approuvées par le propriétaire des données : {0}",
    "  periods approved by the data owner: {0}");
inline constexpr Sentence kFactsQuota(
    "  extraits déjà remis ce mois-là sous l'accord : {0}",
    "  extracts given under the agreement that month, before: {0}");
inline constexpr Sentence kFactsStanding(
    "  ce qui fut décidé de l'accord : {0}",
    "  what was decided of the agreement: "
    "{0}");
inline constexpr Sentence kFindingsHeading("Ce que chaque règle a constaté",
                                           "What each rule found");
inline constexpr Sentence kNotAParty(
    "  Qui a demandé n'est pas partie à l'accord : refusé pour cela seul. Vous "
    "seul, protection des données, pouvez le lire.",
    "  Whoever asked is no party to the agreement: refused for that alone. "
    "Only you, as data protection officer, may read it.");
inline constexpr Sentence kAskedAndSaid("demandé : {0} ; l'accord dit : {1}",
                                        "asked: {0}; the agreement says: {1}");
inline constexpr Sentence kFindingsLeftOut(
    "  et {0} autres constats, comptés mais pas gardés",
    "  and {0} other findings, counted but not kept");
inline constexpr Sentence kDecisionDigest(
    "Empreinte SHA-256 de cette décision : {0}",
    "SHA-256 of this decision: {0}");
inline constexpr Sentence kLogReadSame(
    "Le journal dit de même : son entrée {0}, lue à l'instant, porte cette "
    "empreinte (decision_sha256).",
    "The log says the same: its entry {0}, read just now, has this digest "
    "(decision_sha256).");
inline constexpr Sentence kLogSaidSame(
    "Le journal dit de même : l'échange l'a comparée à l'entrée {0} "
    "(decision_sha256).",
    "The log says the same: the exchange compared it with entry {0} "
    "(decision_sha256).");
inline constexpr Sentence kEntryInPackage(
    "La même entrée est dans le paquet de la remise : release.entry, que le "
    "journal signé prouve (release.tlog-proof).",
    "The same entry is in the release's package: release.entry, which the "
    "signed log proves (release.tlog-proof).");
inline constexpr Sentence kHowToCompare(
    "Pour comparer vous-même : toguna agreement explain {0} --out FICHIER, "
    "puis sha256sum FICHIER, et l'entrée {1} d'un export du journal (toguna "
    "audit export).",
    "To compare yourself: toguna agreement explain {0} --out FILE, then "
    "sha256sum FILE, and entry {1} of an export of the log (toguna audit "
    "export).");
inline constexpr Sentence kDecisionWritten(
    "Les octets exacts de la décision : {0}",
    "The decision's exact bytes: {0}");

}  // namespace toguna::words

#endif  // TOGUNA_EXCHANGE_WORDS_AGREEMENT_WORDS_H_
