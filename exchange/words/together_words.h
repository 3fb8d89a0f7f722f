#ifndef TOGUNA_EXCHANGE_WORDS_TOGETHER_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_TOGETHER_WORDS_H_

// What is said of agreements that give more together than each alone.

#include "exchange/words/words.h"

namespace toguna::words {

inline constexpr Sentence kTogetherIntro(
    "À voir avant de signer ({0}) : un destinataire aurait par plusieurs "
    "accords à la fois plus que chacun n'a été évalué à donner, ou "
    "choisirait le moins strict. Ce ne sont pas des erreurs.",
    "To see before signing ({0}): a recipient would have by several agreements "
    "at once more than each was assessed for, or would choose the less strict "
    "one. These are no mistakes.");
inline constexpr Sentence kTogetherMore(
    "  … et {0} autres ; toutes avec --json",
    "  … and {0} more; all by --json");
inline constexpr Sentence kTogetherWith("Avec d'autres accords",
                                        "Together with other agreements");

inline constexpr Sentence kTogetherAlike(
    "  {1}, {2} : la même chose par chacun, aux mêmes conditions ; un seul "
    "suffirait, et une limite d'extraits se compte pour chacun à part : {0}",
    "  {1}, {2}: the same from each, on the same terms; one would be enough, "
    "and a limit on extracts counts for each apart: {0}");
inline constexpr Sentence kTogetherSame(
    "  {2}, {3} : la même chose par {0} que par {1}",
    "  {2}, {3}: the same from {0} as from {1}");
inline constexpr Sentence kTogetherCovers(
    "  {2}, {3} : par {0}, tout ce que donne {1}, et en plus {4}",
    "  {2}, {3}: from {0} all that {1} gives, and beyond it {4}");
inline constexpr Sentence kTogetherCombine(
    "  {2}, {3} : par {0}, avec {1}, plus que par l'un ou l'autre",
    "  {2}, {3}: from {0}, together with {1}, more than from either");
inline constexpr Sentence kTogetherOnly("    en plus par {0} : {1}",
                                        "    beyond the other, from {0}: {1}");
inline constexpr Sentence kTogetherLooser(
    "    moins strict, {0} : {1} ; la limite de l'autre n'y change rien",
    "    less strict, {0}: {1}; the other's limit changes nothing there");
inline constexpr Sentence kTogetherPurposes("    finalités : {0} et {1}",
                                            "    purposes: {0} and {1}");
inline constexpr Sentence kTogetherTooMany(
    "  {1}, {2} : trop d'accords différents à la fois ; {3} d'entre eux n'ont "
    "été comparés à rien : {0}",
    "  {1}, {2}: too many different agreements at once; {3} of them were "
    "compared with nothing: {0}");
inline constexpr Sentence kTogetherAnother(
    "  {0} : le destinataire a un autre accord, dont vous n'êtes pas partie",
    "  {0}: the recipient has another agreement, which you are no party to");

inline constexpr Sentence kBeyondTables("les tables {0}", "tables {0}");
inline constexpr Sentence kBeyondCohorts("les lignes des cohortes {0}",
                                         "the rows of cohorts {0}");
inline constexpr Sentence kBeyondLevel("{0} jusqu'à {1}", "{0} down to {1}");
inline constexpr Sentence kBeyondRowLevel("lignes : {0} jusqu'à {1}",
                                          "rows: {0} down to {1}");
inline constexpr Sentence kBeyondRung("des nombres dès {0}",
                                      "numbers from {0} on");
inline constexpr Sentence kSomeMore("{0} et {1} autres", "{0} and {1} more");

inline constexpr Sentence kTermExtracts("des extraits", "extracts");
inline constexpr Sentence kTermFeed("le flux", "the feed");
inline constexpr Sentence kTermExtractsPerMonth("plus d'extraits par mois",
                                                "more extracts a month");
inline constexpr Sentence kTermLag("périodes remises plus tôt",
                                   "periods given earlier");
inline constexpr Sentence kTermDelay("alertes envoyées plus tôt",
                                     "alerts sent earlier");
inline constexpr Sentence kTermRetention("gardé plus longtemps",
                                         "kept for longer");

}  // namespace toguna::words

#endif  // TOGUNA_EXCHANGE_WORDS_TOGETHER_WORDS_H_
