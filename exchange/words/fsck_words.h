#ifndef TOGUNA_EXCHANGE_WORDS_FSCK_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_FSCK_WORDS_H_

// What `toguna fsck` says of a store.

#include <map>
#include <string>

#include "exchange/words/words.h"

namespace toguna::fsck_words {

inline constexpr Sentence kReading("La base de l'échange est lue en entier…",
                                   "The exchange's database is read, all of "
                                   "it…");
inline constexpr Sentence kLog(
    "Journal : {0} entrées, toutes lisibles et à leur place ; racine {1}",
    "Log: {0} entries, each readable and in its place; root {1}");
inline constexpr Sentence kLogBroken("Journal : {0} entrées ont pu être lues",
                                     "Log: {0} entries could be read");
inline constexpr Sentence kCheckpoint(
    "Tête signée : de {0} entrées, signée par {1}, et ce sont celles-ci",
    "Signed head: of {0} entries, signed by {1}, and these are they");
inline constexpr Sentence kNoCheckpoint("Tête signée : aucune",
                                        "Signed head: none");
inline constexpr Sentence kCosigned(
    "Témoins : ils ont signé une tête de {0} entrées, et ce sont celles-ci",
    "Witnesses: they signed a head of {0} entries, and these are they");
inline constexpr Sentence kAnchor(
    "Ancre : elle a vu {0} entrées, et ce sont celles-ci",
    "Anchor: it has seen {0} entries, and these are they");
inline constexpr Sentence kFiles(
    "Fichiers du journal : {0} dans {1}, chacun tel qu'il se déduit de la base",
    "Files of the log: {0} in {1}, each as it follows from the database");
inline constexpr Sentence kRows(
    "Lignes : {0}, toutes lisibles, à leur place et écrites par une entrée du "
    "journal",
    "Rows: {0}, each readable, in its place and written by an entry of the "
    "log");
inline constexpr Sentence kReleases(
    "Extraits : {0}, avec {1} fichiers, tels que le journal en a les "
    "empreintes ; livraisons de flux : {2}",
    "Releases: {0}, with {1} files, as the log has their digests; deliveries "
    "of feeds: {2}");
inline constexpr Sentence kDecisions(
    "Décisions : {0} ; reçus et attestations : {1} ; tels que le journal en a "
    "les empreintes",
    "Decisions: {0}; receipts and attestations: {1}; as the log has their "
    "digests");
inline constexpr Sentence kSeals(
    "Scellés : {0}, avec {1} échelons ; {2} preuves vérifiées à nouveau par le "
    "contrôleur, {3} détruites avec leur année",
    "Seals: {0}, with {1} rungs; {2} proofs verified again by the checker, {3} "
    "destroyed with their year");
inline constexpr Sentence kWhole("La base est entière.",
                                 "The database is whole.");
inline constexpr Sentence kFaults(
    "La base N'EST PAS entière : {0} défauts. Ne l'utilisez plus ; gardez-la "
    "telle qu'elle est, et prévenez le délégué à la protection des données.",
    "The database is NOT whole: {0} faults. Do not use it any more; keep it as "
    "it is, and tell the data protection officer.");
inline constexpr Sentence kMore("… et {0} autres", "… and {0} more");

// Of the codes of faults: {0} says which.
inline const std::map<std::string, Sentence>& Faults() {
  static const std::map<std::string, Sentence> faults = {
      {"ENTRY_MISSING", Sentence("une entrée du journal manque : {0}",
                                 "an entry of the log is missing: {0}")},
      {"ENTRY_UNREADABLE",
       Sentence("une entrée du journal ne s'ouvre pas : {0}",
                "an entry of the log does not open: {0}")},
      {"ENTRY_MALFORMED",
       Sentence("une entrée du journal n'a pas la forme d'une entrée, ou le "
                "numéro d'une autre : {0}",
                "an entry of the log has not the form of one, or another's "
                "number: {0}")},
      {"HEAD_DIFFERS",
       Sentence("les entrées ne sont pas celles que la base dit avoir : {0}",
                "the entries are not those that the database says it has: "
                "{0}")},
      {"ROWS_DIFFER",
       Sentence("des lignes ont été retirées, remises ou échangées : {0}",
                "rows were taken away, put back or exchanged: {0}")},
      {"ROW_UNREADABLE",
       Sentence("une ligne ne s'ouvre pas, ou vient d'une autre place : {0}",
                "a row does not open, or comes from another place: {0}")},
      {"ROW_UNKNOWN",
       Sentence("une ligne d'une sorte que ce programme ne connaît pas : {0}",
                "a row of a kind that this program does not know: {0}")},
      {"ROW_FROM_NOWHERE",
       Sentence("une ligne a été écrite par une entrée que le journal n'a pas "
                ": {0}",
                "a row was written by an entry that the log does not have: "
                "{0}")},
      {"CHECKPOINT_DIFFERS",
       Sentence("la tête signée n'est pas de ce journal : {0}",
                "the signed head is not of this log: {0}")},
      {"COSIGNED_DIFFERS",
       Sentence("les témoins ont signé la tête d'un autre journal : {0}",
                "witnesses signed the head of another log: {0}")},
      {"ANCHOR_MISSING",
       Sentence("l'ancre manque : {0}", "the anchor is missing: {0}")},
      {"ANCHOR_AHEAD",
       Sentence("la base a été remise en arrière ; l'ancre en a vu plus : {0}",
                "the database was put back; the anchor has seen more: {0}")},
      {"ANCHOR_DIFFERS", Sentence("l'ancre a vu un autre journal : {0}",
                                  "the anchor has seen another log: {0}")},
      {"FILE_MISSING", Sentence("un fichier du journal manque : {0}",
                                "a file of the log is missing: {0}")},
      {"FILE_DIFFERS", Sentence("un fichier du journal est autre : {0}",
                                "a file of the log differs: {0}")},
      {"RELEASE_NOT_IN_LOG",
       Sentence("un extrait que le journal ne connaît pas : {0}",
                "a release that the log does not know: {0}")},
      {"RELEASE_MISSING",
       Sentence("un extrait que le journal connaît manque : {0}",
                "a release that the log knows is missing: {0}")},
      {"RELEASE_CHANGED",
       Sentence("un fichier d'un extrait n'est pas celui qui est parti : {0}",
                "a file of a release is not the one that left: {0}")},
      {"MANIFEST_NOT_SIGNED",
       Sentence("le manifeste d'un extrait n'est pas signé par l'échange : {0}",
                "a release's manifest is not signed by the exchange: {0}")},
      {"DECISION_CHANGED",
       Sentence("une décision n'est pas celle du journal : {0}",
                "a decision is not the log's: {0}")},
      {"DECISION_MISSING",
       Sentence("une décision que le journal connaît manque : {0}",
                "a decision that the log knows is missing: {0}")},
      {"STATEMENT_CHANGED",
       Sentence("un reçu ou une attestation n'est pas du journal : {0}",
                "a receipt or attestation is not the log's: {0}")},
      {"STATEMENT_MISSING",
       Sentence("un reçu ou une attestation que le journal connaît manque : "
                "{0}",
                "a receipt or attestation that the log knows is missing: {0}")},
      {"DELIVERY_NOT_IN_LOG",
       Sentence("une livraison que le journal ne connaît pas : {0}",
                "a delivery that the log does not know: {0}")},
      {"DELIVERY_MISSING",
       Sentence("une livraison que le journal connaît manque : {0}",
                "a delivery that the log knows is missing: {0}")},
      {"FEED_BROKEN",
       Sentence("le flux a des trous : {0}", "the feed has gaps: {0}")},
      {"SEAL_NOT_IN_LOG",
       Sentence("un scellé que le journal ne connaît pas : {0}",
                "a seal that the log does not know: {0}")},
      {"SEAL_MISSING", Sentence("un scellé que le journal connaît manque : {0}",
                                "a seal that the log knows is missing: {0}")},
      {"SEAL_CHANGED", Sentence("un scellé n'est pas celui du journal : {0}",
                                "a seal is not the log's: {0}")},
      {"PROOF_MISSING",
       Sentence("la preuve d'un scellé manque avant que son année ne soit "
                "scellée : {0}",
                "the proof of a seal is missing before its year is sealed: "
                "{0}")},
      {"PROOF_SEAL_DIFFERS",
       Sentence("un scellé a d'autres cases que sa preuve : {0}",
                "a seal has other cells than its proof: {0}")},
      {"PROOF_REFUTED",
       Sentence("le contrôleur refuse la preuve d'un scellé : {0}",
                "the checker refuses the proof of a seal: {0}")},
  };
  return faults;
}
// Of any other code.
inline constexpr Sentence kOtherFault("ne convient pas : {0}",
                                      "does not fit: {0}");

}  // namespace toguna::fsck_words

#endif  // TOGUNA_EXCHANGE_WORDS_FSCK_WORDS_H_
