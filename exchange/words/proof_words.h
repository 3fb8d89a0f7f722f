#ifndef TOGUNA_EXCHANGE_WORDS_PROOF_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_PROOF_WORDS_H_

// What `toguna period proof` and `period check` say to the data protection
// officer.

#include "exchange/words/words.h"

namespace toguna::words {

inline constexpr Sentence kProofWritten(
    "Preuve de la période {0} de {1} écrite dans {2}. Elle contient les "
    "nombres vrais de chaque organisation : pour vous seul(e). Gardez-la "
    "chiffrée et effacez-la après la vérification.",
    "Proof of period {0} of {1} written to {2}. It holds every organisation's "
    "true counts: for you alone. Keep it encrypted, and erase it once it is "
    "verified.");
inline constexpr Sentence kProofHolds(
    "La preuve tient. Période {0} de {1} : {2} cellules montrées, {3} non "
    "montrées, comme dans le journal (entrée {4} signée).",
    "The proof holds. Period {0} of {1}: {2} cells shown, {3} not shown, as "
    "the log says (signed, {4} entries).");
inline constexpr Sentence kProofLowestRung(
    "Palier k {0}, le plus bas : {1} cellules montrées",
    "Rung k {0}, the lowest: {1} cells shown");
inline constexpr Sentence kProofRung(
    "Palier k {0} : {1} cellules montrées, chacune l'étant aussi, avec la même "
    "valeur, au palier d'avant",
    "Rung k {0}: {1} cells shown, each shown with the same value by the rung "
    "before, too");
inline constexpr Sentence kProofMeans(
    "  ✓ {0} comptes à protéger, chacun avec deux tableaux entiers possibles "
    "pour chacun des {1} observateurs, soit {2} preuves ; tous les tableaux "
    "donnent exactement les nombres publiés",
    "  ✓ {0} counts to protect, each with two possible whole tables for each "
    "of {1} observers, {2} proofs in all; every table gives exactly the "
    "published numbers");
inline constexpr Sentence kProofConfined(
    "  ✓ {0} de ces preuves disent que des tableaux scellés plus tôt "
    "resserrent "
    "déjà le compte ; ces tableaux seuls le démontrent, ou rien de nouveau "
    "n'est publié",
    "  ✓ {0} of these proofs say that tables sealed earlier confine the count "
    "already; those tables alone prove it, or nothing new is published");
inline constexpr Sentence kProofHarms(
    "  ✓ aucun de ces tableaux n'a de victimes là où il n'a pas d'incident",
    "  ✓ none of these tables has victims where it has no record");
inline constexpr Sentence kProofWithoutHarms(
    "  ! preuve d'une version plus ancienne : ses tableaux peuvent avoir des "
    "victimes là où ils n'ont pas d'incident ; qui sait que c'est impossible "
    "peut connaître un compte de plus près qu'elle ne le dit",
    "  ! a proof of an earlier version: its tables may have victims where they "
    "have no record; who knows that this cannot be may know a count more "
    "closely than it says");
inline constexpr Sentence kProofRanges(
    "  ✓ chaque borne « de … à … » découle des nombres publiés",
    "  ✓ every range follows from the published numbers");
inline constexpr Sentence kProofDigests("  preuve {0}\n  verdict {1}",
                                        "  proof {0}\n  verdict {1}");
inline constexpr Sentence kProofPackage(
    "  ✓ {0} : {1} lignes de cette période, identiques au scellé",
    "  ✓ {0}: {1} lines of this period, the same as in the seal");
inline constexpr Sentence kProofNotOpened(
    "  – {0} : pas comparé, faute de extract.csv lisible (ouvrez-le d'abord) "
    "ou parce qu'il s'agit d'un autre jeu de données",
    "  – {0}: not compared, for want of a readable extract.csv (open it first) "
    "or because it is of another dataset");
inline constexpr Sentence kProofRefuted(
    "REFUSÉE : le contrôleur indépendant n'accepte pas cette preuve : {0}",
    "REFUSED: the independent checker does not accept this proof: {0}");
inline constexpr Sentence kProofHere(
    "{0} n'est pas vide ; donnez un dossier nouveau",
    "{0} is not empty; give a new folder");

}  // namespace toguna::words

#endif  // TOGUNA_EXCHANGE_WORDS_PROOF_WORDS_H_
