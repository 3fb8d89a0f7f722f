#ifndef TOGUNA_EXCHANGE_WORDS_WITNESS_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_WITNESS_WORDS_H_

// What toguna-witness says, and what is said of witnesses.

#include "exchange/words/words.h"

namespace toguna::witness_words {

inline constexpr Sentence kMade(
    "Le témoin « {0} » est prêt dans {1}. Donnez witness.vkey à l’officier de "
    "l’échange et à chaque destinataire, de la main à la main ; gardez "
    "witness.key pour vous :",
    "The witness \"{0}\" is ready in {1}. Give witness.vkey to the exchange's "
    "officer and to each recipient, by hand; keep witness.key to yourself:");
inline constexpr Sentence kServing(
    "Le témoin « {0} » écoute sur {1}. Il signe chaque tête de journal qui "
    "prolonge celle qu’il a signée avant, et aucune autre. Ctrl-C l’arrête.",
    "The witness \"{0}\" listens at {1}. It signs each head of a log that "
    "extends the one it signed before, and no other. Ctrl-C stops it.");
inline constexpr Sentence kHeadingLog("journal", "log");
inline constexpr Sentence kHeadingEntries("entrées", "entries");
inline constexpr Sentence kHeadingSigned("signée le", "signed at");
inline constexpr Sentence kHeadingRoot("racine", "root");
inline constexpr Sentence kNothingSigned("rien encore", "nothing yet");
inline constexpr Sentence kNoContradiction(
    "Aucun de ces journaux n’a montré deux passés à ce témoin.",
    "None of these logs has shown two pasts to this witness.");
inline constexpr Sentence kContradiction(
    "ATTENTION : un journal a signé deux têtes qui se contredisent. La preuve "
    "est dans {0} : gardez ce dossier et prévenez les parties aux accords.",
    "WARNING: a log has signed two heads that contradict each other. The proof "
    "is in {0}: keep that folder, and tell the parties to the agreements.");

}  // namespace toguna::witness_words

#endif  // TOGUNA_EXCHANGE_WORDS_WITNESS_WORDS_H_
