#ifndef TOGUNA_EXCHANGE_WORDS_RECOVERY_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_RECOVERY_WORDS_H_

// What two data protection officers sign before a database that was put back is
// taken up again, and what `toguna recover` says.

#include "exchange/words/words.h"

namespace toguna::recovery_words {

// Stands in signed texts of version 1: other words need another version.
inline constexpr Sentence kStatement(
    "La base de l’échange n’est pas la plus récente que son journal ait "
    "signée : des entrées sont perdues, et avec elles le souvenir de ce qui "
    "est sorti. Nous avons cherché une copie plus récente et n’en avons pas. "
    "Nous acceptons que l’échange continue depuis cette base, sous un nouveau "
    "nom de journal ; que les accords ci-dessus soient suspendus jusqu’à ce "
    "que chacun soit examiné ; que les périodes ci-dessus ne soient plus "
    "jamais scellées, et que ce dont elles seraient comptées soit détruit. "
    "Les rétractations, rappels et décisions perdus sont à refaire.",
    "The exchange's database is not the newest that its log has signed: "
    "entries are lost, and with them the memory of what left. We looked for a "
    "newer copy and have none. We accept that the exchange goes on from this "
    "database, under a new name of its log; that the agreements above are "
    "suspended until each has been looked at; that the periods above are never "
    "sealed any more, and what they would be counted from is destroyed. "
    "Retractions, recalls and decisions that were lost have to be made again.");

inline constexpr Sentence kPrepared(
    "La base a {0} entrées ; la plus récente tête connue en a {1}. Il en "
    "manque {2}. Le texte à signer est dans {3}.",
    "The database has {0} entries; the newest known head has {1}. {2} are "
    "missing. The text to sign is in {3}.");
inline constexpr Sentence kPreparedNext(
    "Cherchez d’abord une copie plus récente de la base : ce qui suit ne se "
    "défait pas. Puis deux délégués à la protection des données lisent le "
    "texte et le signent, chacun avec sa clé :\n"
    "  toguna recover sign {0} --role dpo --key CLÉ\n"
    "  toguna recover sign {0} --role dpo-2 --key CLÉ\n"
    "Et sur la machine de l’échange :\n"
    "  toguna recover apply {0} --config …",
    "Look for a newer copy of the database first: what follows cannot be "
    "undone. Then two data protection officers read the text and sign it, "
    "each with her own key:\n"
    "  toguna recover sign {0} --role dpo --key KEY\n"
    "  toguna recover sign {0} --role dpo-2 --key KEY\n"
    "And on the exchange's machine:\n"
    "  toguna recover apply {0} --config …");
inline constexpr Sentence kSigned("Signé : {0}", "Signed: {0}");
inline constexpr Sentence kApplied(
    "L’échange reprend sous le journal {0}. Mettez « log_version: {1} » dans "
    "sa configuration, et la nouvelle ligne dans log_policy_path s’il y en a "
    "un ; puis démarrez togunad. Donnez {2} à toutes les parties, de la main à "
    "la main, avec le texte signé, et mettez-le à la place de "
    "public/log.vkey ; l’ancien log.vkey, gardé comme log-v1.vkey, ouvre les "
    "paquets d’avant.",
    "The exchange goes on under the log {0}. Put \"log_version: {1}\" into its "
    "configuration, and the new line into log_policy_path if it has one; then "
    "start togunad. Give {2} to all parties, by hand, with the signed text, "
    "and put it in place of public/log.vkey; the old log.vkey, kept as "
    "log-v1.vkey, opens packages from before.");
inline constexpr Sentence kAppliedSuspended(
    "{0} accords sont suspendus : « toguna agreement resume » après examen. "
    "{1} périodes ne seront plus scellées. Qui suit un flux le reprend du "
    "début.",
    "{0} agreements are suspended: \"toguna agreement resume\" once looked at. "
    "{1} periods will not be sealed any more. Whoever follows a feed begins it "
    "anew.");

inline constexpr Sentence kNothingLost(
    "Rien ne dit que cette base ait été remise en arrière : il n’y a rien à "
    "reprendre. Démarrez togunad, qui dit ce qui ne va pas.",
    "Nothing says that this database was put back: there is nothing to "
    "recover. Start togunad, which says what is wrong.");
inline constexpr Sentence kOtherText(
    "Ce texte n’est pas celui de cette base et de cette configuration : "
    "préparez-le de nouveau, et signez celui-là.",
    "This text is not that of this database and configuration: prepare it "
    "again, and sign that one.");
inline constexpr Sentence kTwoSignatures(
    "Il faut deux signatures valides du texte, de deux clés différentes de "
    "délégués à la protection des données du catalogue : {0}.dpo.minisig et "
    "{0}.dpo-2.minisig.",
    "Two valid signatures of the text are needed, by two different keys of "
    "data protection officers of the catalog: {0}.dpo.minisig and "
    "{0}.dpo-2.minisig.");

}  // namespace toguna::recovery_words

#endif  // TOGUNA_EXCHANGE_WORDS_RECOVERY_WORDS_H_
