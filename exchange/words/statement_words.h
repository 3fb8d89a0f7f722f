#ifndef TOGUNA_EXCHANGE_WORDS_STATEMENT_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_STATEMENT_WORDS_H_

// What recipients sign, and what is said of it.

#include "exchange/words/words.h"

namespace toguna::statement_words {

// The first three stand in signed texts of version 1: a text with other words
// is none. Other words need another version.
inline constexpr Sentence kReceived(
    "Nous avons reçu cette remise, vérifié sa signature et sa preuve dans le "
    "journal, et ouvert le paquet dont le manifeste a l’empreinte ci-dessus.",
    "We received this release, verified its signature and its proof in the "
    "log, and opened the package whose manifest has the digest above.");
inline constexpr Sentence kDestroyedRelease(
    "Nous avons détruit cette remise en entier : toutes les copies du paquet, "
    "chiffrées ou non, et tout ce qui en fut tiré et permet de la "
    "reconstituer.",
    "We destroyed this release altogether: all copies of the package, "
    "encrypted or not, and all that was made of it and lets it be restored.");
inline constexpr Sentence kDestroyedRows(
    "Nous avons détruit toutes les lignes des groupes rappelés ci-dessus : "
    "dans toutes les copies du paquet, chiffrées ou non, et dans tout ce qui "
    "en fut tiré.",
    "We destroyed all rows of the cohorts recalled above: in all copies of the "
    "package, encrypted or not, and in all that was made of it.");

inline constexpr Sentence kMalformed(
    "Ce n’est pas, à la lettre, une déclaration d’une forme connue ici. "
    "Écrivez-la avec « toguna recall attest » ou « toguna extract receipt ».",
    "This is not, to the letter, a statement of a form that is known here. "
    "Write it with \"toguna recall attest\" or \"toguna extract receipt\".");
inline constexpr Sentence kMismatch(
    "La déclaration ne dit pas ce que le service sait de cette remise ; "
    "écrivez-la de nouveau.",
    "The statement does not say what the exchange has of this release; write "
    "it again.");
inline constexpr Sentence kSignatureInvalid(
    "Aucune clé du destinataire encore en usage n’a signé exactement ce texte.",
    "No key of the recipient's that is in use has signed exactly this text.");
inline constexpr Sentence kNotOutstanding(
    "Rien de cela n’attend d’attestation : ce n’est pas rappelé, ou c’est "
    "attesté déjà. Voir « toguna recall list ».",
    "None of this waits for an attestation: it is not recalled, or attested "
    "already. See \"toguna recall list\".");
inline constexpr Sentence kReceiptExists(
    "Un autre accusé de réception de cette remise est déjà enregistré.",
    "Another receipt of this release was taken already.");

inline constexpr Sentence kWritten("{0} écrit, signé : {1}",
                                   "{0} written, signed: {1}");
inline constexpr Sentence kNotSent(
    "Pas envoyé. Portez les deux fichiers ; là-bas, « toguna statement deliver "
    "{0} » les remet.",
    "Not sent. Carry both files; there, \"toguna statement deliver {0}\" hands "
    "them in.");
inline constexpr Sentence kTakenReceipt(
    "Accusé de réception de {0} enregistré : inscription {1} du journal.",
    "Receipt of {0} taken: entry {1} of the log.");
inline constexpr Sentence kTakenAttestation(
    "Attestation pour {0} enregistrée : inscription {1} du journal. Le rappel "
    "est réglé pour cette remise.",
    "Attestation for {0} taken: entry {1} of the log. The recall is met for "
    "this release.");
inline constexpr Sentence kNone("Aucune déclaration.", "No statements.");
inline constexpr Sentence kHeadingKind("déclaration", "statement");
inline constexpr Sentence kHeadingRelease("remise", "release");
inline constexpr Sentence kHeadingAgreement("accord", "agreement");
inline constexpr Sentence kHeadingDate("du", "of");
inline constexpr Sentence kHeadingEntry("inscription", "entry");
inline constexpr Sentence kReceipt("reçue", "received");
inline constexpr Sentence kAttestation("détruite", "destroyed");
inline constexpr Sentence kWrittenTo(
    "Écrites dans {0} ; « minisign -V -p CLÉ.pub -m FICHIER » vérifie chacune.",
    "Written to {0}; \"minisign -V -p KEY.pub -m FILE\" verifies each.");

}  // namespace toguna::statement_words

#endif  // TOGUNA_EXCHANGE_WORDS_STATEMENT_WORDS_H_
