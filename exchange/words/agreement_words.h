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
    "En vigueur dès le {0} ; le {1} n'en fait plus partie",
    "In force from {0} on; no longer on {1}");
inline constexpr Sentence kAgreementReview(
    "À revoir avant le {0} : dès ce jour il ne donne plus rien, jusqu'à ce "
    "qu'une nouvelle révision soit signée par tous",
    "To be reviewed before {0}: from that day on it gives nothing until a new "
    "revision is signed by all");
inline constexpr Sentence kAgreementCalled("Titre : {0}", "Title: {0}");
inline constexpr Sentence kCodesOf("{0} : {1}", "{0}: {1}");
inline constexpr Sentence kAgreementRetention(
    "Effacement : {0} jours après réception au plus tard. {1}",
    "Deletion: {0} days after receipt at the latest. {1}");
inline constexpr Sentence kAgreementRecall(
    "Rappel : destruction attestée dans les {0} jours, sinon plus rien n'est "
    "donné.",
    "Recall: destruction attested within {0} days, or nothing more is given.");
inline constexpr Sentence kAgreementRecalled(
    "RAPPEL EN COURS : l'attestation est due avant le {0} (« toguna recall "
    "list "
    "»). Passé ce jour l'accord est suspendu jusqu'à elle.",
    "RECALL OUTSTANDING: the attestation is due before {0} (\"toguna recall "
    "list\"). After that day the agreement is suspended until it is there.");
inline constexpr Sentence kAgreementOnward("Transmission à d'autres : {0}",
                                           "Onward sharing: {0}");
inline constexpr Sentence kAgreementFollows("Fait suite à : {0}",
                                            "Follows: {0}");
inline constexpr Sentence kAgreementWitnessed(
    "Rien n’est remis avant que des témoins indépendants aient signé que le "
    "journal le contient.",
    "Nothing is delivered before independent witnesses have signed that the "
    "log holds it.");
inline constexpr Sentence kAgreementGives("Ce qui est donné", "What is given");
inline constexpr Sentence kGrantDataset("  {0} : {1}", "  {0}: {1}");
inline constexpr Sentence kGrantAlerts("alertes", "alerts");
inline constexpr Sentence kGrantRowsAlone("aucun tableau", "no table");
inline constexpr Sentence kGrantCohorts(
    "    cohortes {0} : une ligne par incident, les mêmes valeurs pour tous "
    "ceux d'une cohorte ; une cohorte qui montre plus que cet accord ne "
    "permet est laissée de côté, entière",
    "    cohorts {0}: one row an incident, the same values for all those of a "
    "cohort; a cohort that shows more than this agreement allows is left out, "
    "whole");
inline constexpr Sentence kGrantLevels("    au plus fin : {0}",
                                       "    at the finest: {0}");
// Where rows have levels of their own.
inline constexpr Sentence kGrantLevelsOfTables(
    "    tableaux, au plus fin : {0}", "    tables, at the finest: {0}");
inline constexpr Sentence kGrantLevelsOfRows("    lignes, au plus fin : {0}",
                                             "    rows, at the finest: {0}");
inline constexpr Sentence kGrantCodes("    seulement : {0}", "    only: {0}");
inline constexpr Sentence kGrantExtracts(
    "    par extraits, {0} par mois au plus",
    "    as extracts, at most {0} a month");
inline constexpr Sentence kGrantNoLag(
    "    une période dès qu'elle est scellée, sans autre attente",
    "    a period as soon as it is sealed, without a further wait");
inline constexpr Sentence kGrantLag(
    "    une période au plus tôt {0} jours après sa fin",
    "    a period at the earliest {0} days after it ended");
inline constexpr Sentence kGrantFeed("    par flux", "    as a feed");
inline constexpr Sentence kGrantFeedPeriods(
    "    par flux, chaque période dès qu'elle est scellée, sans autre attente",
    "    as a feed, each period as soon as it is sealed, without a further "
    "wait");
inline constexpr Sentence kGrantDelay(
    "    au plus tôt {0} après l'alerte",
    "    at the earliest {0} after the alert");
inline constexpr Sentence kGrantNoDelay(
    "    dès que l'alerte est validée, sans autre attente",
    "    as soon as the alert is cleared, without a further wait");
inline constexpr Sentence kGrantRung(
    "    palier {0} : aucun nombre au-dessous de {0}",
    "    rung {0}: no number below {0}");
inline constexpr Sentence kGrantSensitivity("    sensibilité : jusqu'à {0}",
                                            "    sensitivity: up to {0}");
inline constexpr Sentence kGrantApproval(
    "    avec l'approbation du propriétaire des données seulement, donnée "
    "période par période (« toguna agreement approve » ; la demander à {1}) : "
    "{0}",
    "    only with the data owner's approval, given period by period (\"toguna "
    "agreement approve\"; to be asked of {1}): {0}");
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
inline constexpr Sentence kAgreementSignatures(
    "Signatures : il les faut toutes", "Signatures: all of them are needed");
inline constexpr Sentence kAgreementDigest(
    "  Empreinte du fichier signé, que « sha256sum » doit aussi donner : {0}",
    "  Fingerprint of the signed file, which \"sha256sum\" must give, too: "
    "{0}");
inline constexpr Sentence kSecondDpoRole(
    "dpo-2 (une deuxième personne de la protection des données, avec une autre "
    "clé)",
    "dpo-2 (a second person of data protection, with another key)");
inline constexpr Sentence kSignatureValid("  {0}, {1} : valable",
                                          "  {0}, {1}: valid");
inline constexpr Sentence kSignatureMissing("  {0}, {1} : NON — {2}",
                                            "  {0}, {1}: NO — {2}");
inline constexpr Sentence kAgreementHistory("Décisions", "Decisions");
inline constexpr Sentence kNoHistory("  aucune", "  none");
inline constexpr Sentence kActSuspend("suspendu", "suspended");
inline constexpr Sentence kActResume("remis en vigueur", "resumed");
inline constexpr Sentence kActRenegotiate("mis en renégociation",
                                          "put in renegotiation");
inline constexpr Sentence kActTerminate("résilié", "terminated");
inline constexpr Sentence kActApprove("approbation donnée", "approval given");
inline constexpr Sentence kActWithdraw("approbation retirée",
                                       "approval withdrawn");
inline constexpr Sentence kActUnknown("autre", "other");
inline constexpr Sentence kActRevision("révision {0}", "revision {0}");
inline constexpr Sentence kBecauseBreach("il n'a pas été respecté",
                                         "it was not kept to");
inline constexpr Sentence kBecauseIncident(
    "des données peuvent être en de mauvaises mains",
    "data may be in wrong hands");
inline constexpr Sentence kBecauseContext("la situation a changé",
                                          "the situation changed");
inline constexpr Sentence kBecauseOwner("à la demande du propriétaire",
                                        "the data owner asked for it");
inline constexpr Sentence kBecauseRecipient("à la demande du destinataire",
                                            "the recipient asked for it");
inline constexpr Sentence kBecausePurposeEnded("il n'est plus utile",
                                               "it is no longer needed");
inline constexpr Sentence kBecauseSettled("l'obstacle est levé",
                                          "what stood against it is settled");
inline constexpr Sentence kBecauseWrittenRequest(
    "demandé par écrit, pour un usage dit",
    "asked for in writing, for a "
    "stated use");

inline constexpr Sentence kDraftTitle(
    "Projet {0}, révision {1} : ce qu'il aurait laissé sortir ces douze "
    "derniers mois. Rien n'est remis ; aucun nombre d'un tableau ni aucune "
    "ligne n'est montré.",
    "Draft {0}, revision {1}: what it would have let out in the last twelve "
    "months. Nothing is released; no count of a table and no row is shown.");
inline constexpr Sentence kDraftWith(
    "Comparé à l'accord {0}, révision {1} ({2}). Les deux sont pris comme "
    "signés par tous et en vigueur tout ce temps, toute approbation donnée.",
    "Compared with agreement {0}, revision {1} ({2}). Both are taken as signed "
    "by all and in force all that time, with every approval given.");
inline constexpr Sentence kDraftWithNothing(
    "Il n'y a pas d'accord auquel le comparer ; « --with ACCORD » en nomme un.",
    "There is no agreement to compare it with; \"--with AGREEMENT\" names "
    "one.");
inline constexpr Sentence kDraftChanges(
    "Ce qu'ils disent autrement (- l'accord, + le projet)",
    "What they say otherwise (- the agreement, + the draft)");
inline constexpr Sentence kDraftNoChange("  rien", "  nothing");
inline constexpr Sentence kDraftTables(
    "Cellules que chacun donne, sur toutes les périodes scellées",
    "Cells that each gives, over all sealed periods");
inline constexpr Sentence kDraftNoTables("  aucune", "  none");
inline constexpr Sentence kFamilyHeading("tableau", "table");
inline constexpr Sentence kCellsBeforeHeading("accord", "agreement");
inline constexpr Sentence kNumbersBeforeHeading("avec nombre", "with a number");
inline constexpr Sentence kCellsAfterHeading("projet", "draft");
inline constexpr Sentence kNumbersAfterHeading("avec nombre", "with a number");
inline constexpr Sentence kMoreHeading("projet dit plus", "draft tells more");
inline constexpr Sentence kLessHeading("projet dit moins", "draft tells less");
inline constexpr Sentence kDraftRows(
    "Lignes de cohortes que chacun donne, par période scellée",
    "Rows of cohorts that each gives, by sealed period");
inline constexpr Sentence kCohortsHeading("cohortes", "cohorts");
inline constexpr Sentence kCohortsBeforeHeading("accord", "agreement");
inline constexpr Sentence kRowsBeforeHeading("lignes", "rows");
inline constexpr Sentence kCohortsAfterHeading("projet", "draft");
inline constexpr Sentence kRowsAfterHeading("lignes", "rows");
inline constexpr Sentence kDraftNoRows(
    "Le projet ne donnerait aucune ligne de {0} {1} : {2}",
    "The draft would give no row of {0} {1}: {2}");
inline constexpr Sentence kRowsTooFine(
    "Le projet laisserait de côté, de {0} {1}, {2} cohorte(s) plus fine(s) que "
    "le niveau des lignes ({3})",
    "The draft would leave out, of {0} {1}, {2} cohort(s) finer than the level "
    "of rows ({3})");
inline constexpr Sentence kRowsOutsideCodes(
    "Le projet laisserait de côté, de {0} {1}, {2} cohorte(s) qui sort(ent) "
    "des codes donnés ({3})",
    "The draft would leave out, of {0} {1}, {2} cohort(s) not altogether "
    "within the codes given ({3})");
inline constexpr Sentence kRowsTooSensitive(
    "Le projet laisserait de côté, de {0} {1}, {2} cohorte(s) plus sensible(s) "
    "que l'accord ne permet ({3})",
    "The draft would leave out, of {0} {1}, {2} cohort(s) more sensitive than "
    "the agreement allows ({3})");
inline constexpr Sentence kRowsNotApproved(
    "Le projet laisserait de côté, de {0} {1}, {2} cohorte(s) que le "
    "propriétaire des données n'a pas approuvée(s) ({3})",
    "The draft would leave out, of {0} {1}, {2} cohort(s) that the data owner "
    "has not approved ({3})");
inline constexpr Sentence kRowsUnknown(
    "Le projet laisserait de côté, de {0} {1}, {2} cohorte(s) dont le "
    "catalogue ne connaît plus les codes ({3})",
    "The draft would leave out, of {0} {1}, {2} cohort(s) whose codes the "
    "catalog does not know any more ({3})");
inline constexpr Sentence kRowsTakenBack(
    "De {0} {1}, des cohortes ou des lignes sont laissées de côté : rappelées, "
    "ou leurs incidents ont été retirés ou corrigés",
    "Of {0} {1}, some cohorts or rows are left out: recalled, or their records "
    "were retracted or corrected");
inline constexpr Sentence kRowsHeldOver(
    "De {0} {1}, des incidents attendent une autre période",
    "Of {0} {1}, some records wait for another period");
inline constexpr Sentence kRowsNeedApproval(
    "De {0} {1}, certaines cohortes ne sortiraient qu'une fois la période "
    "approuvée par le propriétaire des données",
    "Of {0} {1}, some cohorts would leave only once the data owner has "
    "approved the period");
inline constexpr Sentence kDraftAgainstBefore(
    "L'accord n'aurait pas donné {0} {1} : {2}",
    "The agreement would not have given {0} {1}: {2}");
inline constexpr Sentence kDraftAgainstAfter(
    "Le projet n'aurait pas donné {0} {1} : {2}",
    "The draft would not have given {0} {1}: {2}");
inline constexpr Sentence kDraftLaterBefore(
    "Par l'accord, {0} {1} n'est pas encore sorti ; ici, pas encore veut dire "
    "pas donné. {2}",
    "Under the agreement, {0} {1} is not out yet; here, not yet counts as not "
    "given. {2}");
inline constexpr Sentence kDraftLaterAfter(
    "Par le projet, {0} {1} ne serait pas encore sorti ; ici, pas encore veut "
    "dire pas donné. {2}",
    "Under the draft, {0} {1} would not be out yet; here, not yet counts as "
    "not given. {2}");
inline constexpr Sentence kPeriodSpan("{0} à {1}", "{0} to {1}");
inline constexpr Sentence kDraftNotSealed(
    "Pas encore scellé, donc pas comparé : {0} {1}",
    "Not sealed yet, so not compared: {0} {1}");
inline constexpr Sentence kDraftNeedsApproval(
    "Ce qui, dans {0}, demande l'approbation du propriétaire des données ne "
    "sortirait par le projet qu'une fois approuvé, période par période : {1}.",
    "What of {0} needs the data owner's approval would leave under the draft "
    "only once approved, period by period: {1}.");
inline constexpr Sentence kDraftFrom(
    "Dernière période de {0}, au plus tôt — accord : {1} ; projet : {2}",
    "Last period of {0}, at the earliest — agreement: {1}; draft: {2}");
inline constexpr Sentence kDraftAlerts(
    "{0} : {1} alertes validées ; l'accord en aurait envoyé {2}, le projet "
    "{3}, "
    "dont {4} avec d'autres détails.",
    "{0}: {1} cleared alerts; the agreement would have sent {2} of them, the "
    "draft {3}, {4} with other details.");
inline constexpr Sentence kDraftProgress("  étape {0} sur {1}",
                                         "  step {0} of {1}");
inline constexpr Sentence kDraftMistakes(
    "À corriger d'abord dans le projet ({0}) :",
    "To be mended in the draft first ({0}):");
inline constexpr Sentence kDraftMistake("  ligne {0} : {1}", "  line {0}: {1}");
inline constexpr Sentence kDraftCells(
    "Toutes les cellules, une par ligne : {0} (pour un tableur)",
    "All cells, one a line: {0} (for a spreadsheet)");
inline constexpr Sentence kGivenNothing("pas donné", "not given");
inline constexpr Sentence kGivenNotShown("pas montré", "not shown");
inline constexpr Sentence kGivenRange("fourchette", "range");
inline constexpr Sentence kGivenNumber("nombre", "number");

inline constexpr Sentence kSensitivityLow("faible", "low");
inline constexpr Sentence kSensitivityModerate("modérée", "moderate");
inline constexpr Sentence kSensitivityHigh("élevée", "high");
inline constexpr Sentence kSensitivitySevere("très élevée", "severe");

inline constexpr Sentence kDecided("{0} : {1}", "{0}: {1}");
inline constexpr Sentence kApprovedNow(
    "{0} : approbation enregistrée pour {1}, périodes {2}. Elle vaut pour tout "
    "ce qui, dans ces périodes, en demande une sous cette révision (« toguna "
    "agreement show »).",
    "{0}: approval recorded for {1}, periods {2}. It covers all that needs one "
    "in these periods under this revision (\"toguna agreement show\").");
inline constexpr Sentence kWithdrawnNow(
    "{0} : approbation retirée pour {1}, périodes {2}.",
    "{0}: approval withdrawn for {1}, periods {2}.");

inline constexpr Sentence kPreviewAllowed(
    "L'accord donne cela. Rien n'a été remis ni compté.",
    "The agreement gives this. Nothing was released or counted.");
inline constexpr Sentence kPreviewRefused("L'accord ne donne pas cela.",
                                          "The agreement does not give this.");
inline constexpr Sentence kPreviewCohorts(
    "  {0}, {1} : {2} cohortes, {3} lignes en tout",
    "  {0}, {1}: {2} cohorts, {3} rows in all");
inline constexpr Sentence kPreviewTable(
    "  {0}, {1} : {2} cellules, dont {3} avec un nombre ; les autres n'ont "
    "qu'une fourchette ou rien, parce que trop peu d'incidents ou de sources y "
    "sont, ou pour protéger celles-là",
    "  {0}, {1}: {2} cells, {3} of them with a number; the others have a range "
    "or nothing, because too few incidents or sources are in them, or to "
    "protect those");
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

inline constexpr Sentence kOdrlExported(
    "{0} : l'accord en offre ODRL 2.2, dans {1}. Une offre ne donne rien ; "
    "seul l'accord signé donne.",
    "{0}: the agreement as an ODRL 2.2 offer, in {1}. An offer gives nothing; "
    "only the signed agreement does.");
inline constexpr Sentence kOdrlImported(
    "{0} : l'accord, octet pour octet, dans {1}. Les signatures de ce texte "
    "valent.",
    "{0}: the agreement, byte for byte, in {1}. Signatures of this text hold.");
inline constexpr Sentence kOdrlDraft(
    "{0} : le document ne contient pas de texte signé. {1} est un PROJET, fait "
    "de ses termes : lisez-le, contrôlez-le (toguna catalog check) et "
    "faites-le signer de nouveau ; aucune signature d'avant ne vaut.",
    "{0}: the document has no signed text in it. {1} is a DRAFT made of its "
    "terms: read it, check it (toguna catalog check) and have it signed anew; "
    "no earlier signature holds.");
inline constexpr Sentence kFileHere(
    "{0} existe déjà ; rien n'y est écrit. Prenez un autre nom.",
    "{0} is there already; nothing is written to it. Take another name.");
inline constexpr Sentence kDecisionKept(
    "Gardé comme décision {0}. Pour la relire, même des années plus tard : "
    "toguna agreement explain {0}",
    "Kept as decision {0}. To read it again, even years later: toguna "
    "agreement explain {0}");
inline constexpr Sentence kNoDecisions(
    "Rien à lire : personne n'a rien demandé sous cet accord, ou ce n'est pas "
    "à "
    "vous de le lire. Un flux qui est suivi n'y figure pas.",
    "Nothing to read: nobody asked for anything under this agreement, or it is "
    "not for you to read. A feed that is followed does not stand here.");
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
inline constexpr Sentence kAskCohorts("  cohortes : {0}", "  cohorts: {0}");
inline constexpr Sentence kAskLevels("  au plus fin : {0}",
                                     "  at the finest: {0}");
inline constexpr Sentence kAskCohortLevels("  lignes, au plus fin : {0}",
                                           "  rows, at the finest: {0}");
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
