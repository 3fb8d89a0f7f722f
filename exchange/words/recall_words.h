#ifndef TOGUNA_EXCHANGE_WORDS_RECALL_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_RECALL_WORDS_H_

// What is said of recalls.

#include "exchange/words/words.h"

namespace toguna::recall_words {

inline constexpr Sentence kPackageRecalled(
    "Ce paquet contient des lignes d’un groupe rappelé : il n’est plus remis. "
    "Voir « toguna recall list », puis demandez un nouvel extrait.",
    "This package holds rows of a recalled cohort: it is not handed out any "
    "more. See \"toguna recall list\", then ask for a new extract.");
inline constexpr Sentence kReleaseRecalled(
    "Cette remise est rappelée : elle n’est plus remise. Détruisez-la, puis "
    "attestez-le (« toguna recall attest »).",
    "This release is recalled: it is not handed out any more. Destroy it, then "
    "attest that you did (\"toguna recall attest\").");
inline constexpr Sentence kOverdue(
    "Un rappel attend votre attestation au-delà de son échéance : rien n’est "
    "donné avant. Voir « toguna recall list », puis « toguna recall attest ».",
    "A recall has been waiting for your attestation past its day: nothing is "
    "given before. See \"toguna recall list\", then \"toguna recall "
    "attest\".");
inline constexpr Sentence kOfOne(
    "Nommez un groupe et son jeu de données, ou une remise ; l’un des deux.",
    "Name a cohort and its dataset, or a release; one of the two.");
inline constexpr Sentence kRecalled(
    "Groupe {0} rappelé. Il n’est plus donné ; qui en a des lignes le voit "
    "dans « toguna recall list » :",
    "Cohort {0} recalled. It is given no more; who holds rows of it sees it in "
    "\"toguna recall list\":");
inline constexpr Sentence kNone("Aucun rappel.", "No recalls.");
inline constexpr Sentence kMore("Il y en a davantage.", "There are more.");
inline constexpr Sentence kSetAside(
    "Détruisez avant l’échéance ce qui est rappelé (un groupe : ses lignes, "
    "colonne cohort), dans les remises nommées et ce qui en fut tiré, puis "
    "« toguna recall attest --release REMISE ». Passé ce jour, l’accord ne "
    "donne plus rien.",
    "Destroy what is recalled before its day (a cohort: its rows, column "
    "cohort), in the releases named and what was made of them, then \"toguna "
    "recall attest --release RELEASE\". After that day the agreement gives "
    "nothing.");
inline constexpr Sentence kOutstandingUntil(
    "Un rappel est en cours sous cet accord : détruisez et attestez avant le "
    "{0} (« toguna recall list »).",
    "A recall is outstanding under this agreement: destroy and attest before "
    "{0} (\"toguna recall list\").");
inline constexpr Sentence kOutstandingSomewhere(
    "RAPPEL : vous détenez ce qui est à détruire ; faites-le et attestez-le "
    "avant le {0} (« toguna recall list »).",
    "RECALL: you hold what is to be destroyed; do so and attest it before {0} "
    "(\"toguna recall list\").");
inline constexpr Sentence kNoticeRelease(
    "RAPPEL : détruisez la remise {0} et attestez-le avant le {1} (« toguna "
    "recall attest »).",
    "RECALL: destroy release {0} and attest that you did before {1} (\"toguna "
    "recall attest\").");
inline constexpr Sentence kNoticeCohort(
    "RAPPEL du groupe {0} : détruisez ses lignes dans {1} et attestez-le avant "
    "le {2} (« toguna recall attest »).",
    "RECALL of cohort {0}: destroy its rows in {1} and attest that you did "
    "before {2} (\"toguna recall attest\").");
inline constexpr Sentence kReleaseRecalledNow(
    "Remise {0} rappelée. Elle n’est plus remise ; qui l’a le voit dans son "
    "flux et dans « toguna recall list » :",
    "Release {0} recalled. It is not handed out any more; who has it sees it "
    "in its feed and in \"toguna recall list\":");
inline constexpr Sentence kHeadingHolder("chez", "held by");
inline constexpr Sentence kHeadingDue("échéance", "due");
inline constexpr Sentence kHeadingState("état", "state");
inline constexpr Sentence kStateOutstanding("en attente", "outstanding");
inline constexpr Sentence kStateOverdue("EN RETARD", "OVERDUE");
inline constexpr Sentence kStateAttested("attesté le {0}", "attested on {0}");
inline constexpr Sentence kWholeRelease("(la remise)", "(the release)");
inline constexpr Sentence kHeadingCohort("groupe", "cohort");
inline constexpr Sentence kHeadingAgreement("accord", "agreement");
inline constexpr Sentence kHeadingReleases("remises", "releases");
inline constexpr Sentence kHeadingSince("depuis le", "since");
inline constexpr Sentence kHeadingWhy("motif", "reason");
inline constexpr Sentence kTooFew("trop de fiches retirées ou corrigées",
                                  "too many records withdrawn or corrected");
inline constexpr Sentence kOfficer("décision de la protection des données",
                                   "decided by data protection");

}  // namespace toguna::recall_words

#endif  // TOGUNA_EXCHANGE_WORDS_RECALL_WORDS_H_
