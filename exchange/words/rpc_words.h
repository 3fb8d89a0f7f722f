#ifndef TOGUNA_EXCHANGE_WORDS_RPC_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_RPC_WORDS_H_

// What people are told when a call is refused, by reason.

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "exchange/words/inquiry_words.h"
#include "exchange/words/recall_words.h"
#include "exchange/words/statement_words.h"
#include "exchange/words/words.h"

namespace toguna {

struct ReasonWords {
  const char* reason;
  Sentence sentence;
};

// Reasons that a person can do something about. A reason without words here
// goes out without them; programs read the reason itself. {0} stands for what
// the reason's metadata give as "what".
inline constexpr ReasonWords kReasonWords[] = {
    {"REFUSED", Sentence("Refusé : aucun accord en vigueur ne vous donne cela.",
                         "Refused: no agreement in force gives you this.")},
    {"CERTIFICATE_UNUSABLE",
     Sentence("Votre certificat ne permet pas de vous reconnaître. Demandez-en "
              "un nouveau à l'administrateur de l'opération.",
              "Your certificate does not say who you are. Ask the operation's "
              "officer for a new one.")},
    {"CERTIFICATE_REVOKED",
     Sentence("Votre certificat a été révoqué. Demandez-en un nouveau à "
              "l'administrateur de l'opération.",
              "Your certificate was revoked. Ask the operation's officer for a "
              "new one.")},
    {"DECISION_NOT_KEPT",
     Sentence("Cette remise date d'avant que les décisions soient gardées : "
              "seule son entrée au journal en reste.",
              "This release is from before decisions were kept: only its entry "
              "in the log is left.")},
    {"DECISION_CHANGED",
     Sentence("La décision gardée n'est pas celle dont le journal a "
              "l'empreinte. Ne vous y fiez pas ; prévenez le responsable de la "
              "protection des données et l'administrateur de l'opération.",
              "The decision that is kept is not the one that the log has the "
              "digest of. Do not rely on it; tell the data protection officer "
              "and the operation's officer.")},
    {"DEADLINE_REQUIRED",
     Sentence("L'appel doit fixer un délai.", "The call must set a deadline.")},
    {"TOO_MANY_CALLS",
     Sentence("Trop d'appels en même temps. Attendez la fin des précédents.",
              "Too many calls at once. Wait for the earlier ones to end.")},
    {"CLOCK_BEHIND",
     Sentence("L'horloge du serveur a été reculée : il ne donne rien tant "
              "qu'elle n'est pas remise à l'heure. Prévenez son "
              "administrateur.",
              "The server's clock was set back: it gives nothing until it is "
              "right again. Tell its administrator.")},
    {"DRAINING",
     Sentence("Le serveur s'arrête. Reconnectez-vous dans un instant.",
              "The server is going down. Connect again in a moment.")},
    {"INVALID_CURSOR",
     Sentence("Ce curseur n'en est pas un. Donnez celui du dernier événement "
              "reçu, tel quel.",
              "This is not a cursor. Give the one of the last event received, "
              "unchanged.")},
    {"CURSOR_AHEAD",
     Sentence("Ce curseur est plus loin que la fin du flux : il vient d'un "
              "autre serveur.",
              "This cursor lies beyond the end of the feed: it is from another "
              "server.")},
    {"START_REQUIRED",
     Sentence("Dites où commencer : un curseur, EARLIEST ou LATEST.",
              "Say where to begin: a cursor, EARLIEST or LATEST.")},
    {"PACKAGE_BROKEN",
     Sentence("Le paquet n'est pas arrivé entier. Téléchargez-le de nouveau.",
              "The package did not arrive whole. Download it again.")},
    {"PACKAGE_NOT_WHOLE",
     Sentence("Ce paquet n'est pas encore entier : « toguna extract download » "
              "continue son téléchargement.",
              "This package is not whole yet: \"toguna extract download\" goes "
              "on with it.")},
    {"NO_PACKAGE", Sentence("Il n'y a pas de paquet dans ce dossier.",
                            "There is no package in this folder.")},
    {"UNKNOWN_FORMAT",
     Sentence("Cet échange ne fait pas de paquet sous cette forme.",
              "This exchange makes no package of this form.")},
    {"NO_SUCH_FILE", Sentence("Ce paquet n'a pas de fichier de ce nom.",
                              "This package has no file of this name.")},
    {"OFFSET_BEYOND_FILE",
     Sentence("Le fichier est plus court : téléchargez-le depuis le début.",
              "The file is shorter: download it from its beginning.")},
    {"DRAFT_OF_ANOTHER",
     Sentence("Ce projet d'accord nomme un autre délégué à la protection des "
              "données. Seul celui qu'il nomme peut en voir l'effet.",
              "This draft names another data protection officer. Only the one "
              "that it names may see its effect.")},
    {"INVALID_NAME",
     Sentence("Un nom est mal écrit, par exemple « datasets/… ».",
              "A name is not well formed, for example \"datasets/…\".")},
    {"INVALID_PERIOD",
     Sentence("Un mois s'écrit ainsi : 2026-03, un trimestre : 2026-Q1, une "
              "année : 2026.",
              "A month is written like this: 2026-03, a quarter: 2026-Q1, a "
              "year: 2026.")},
    {"INVALID_WORK",
     Sentence("Le travail d'un scellement est de 1 à 100 000 millions de pas.",
              "The work of a seal is 1 to 100,000 million steps.")},
    {"INVALID_DATE", Sentence("Une date s'écrit ainsi : 2026-03-09.",
                              "A date is written like this: 2026-03-09.")},
    {"INVALID_SPAN",
     Sentence("De quand à quand s'écrit par un jour (2026-03-09), un mois "
              "(2026-03), un trimestre (2026-Q1) ou une année (2026), le "
              "début d'abord.",
              "From when to when is written as a day (2026-03-09), a month "
              "(2026-03), a quarter (2026-Q1) or a year (2026), the start "
              "first.")},
    {"UNKNOWN_DATASET",
     Sentence("Ce jeu de données n'existe pas dans le catalogue.",
              "The catalog has no such dataset.")},
    {"DATASET_UNKNOWN",
     Sentence("Ce jeu de données n'existe pas dans le catalogue.",
              "The catalog has no such dataset.")},
    {"PLAN_UNKNOWN",
     Sentence("Ce jeu de données n'a pas de plan de publication.",
              "This dataset has no publication plan.")},
    {"UNKNOWN_LEVEL",
     Sentence("Cette dimension ou ce niveau n'existe pas dans le catalogue.",
              "The catalog has no such dimension or level.")},
    {"BATCH_TOO_LARGE", Sentence("Un lot contient 1 à 1 000 fiches.",
                                 "A batch holds 1 to 1,000 records.")},
    {"BATCH_OUT_OF_ORDER", Sentence("Les numéros des lots doivent croître.",
                                    "The numbers of batches must increase.")},
    {"NOT_A_CONTRIBUTOR",
     Sentence("Votre organisation ne contribue pas à ce jeu de données.",
              "Your organisation does not contribute to this dataset.")},
    {"PERIOD_CLOSED",
     Sentence("Le mois en cours est déjà clos. Réessayez le mois prochain.",
              "The current month is already closed. Try again next month.")},
    {"PERIOD_NOT_OVER",
     Sentence("Cette période n'est pas terminée. Attendez le premier jour de "
              "la suivante.",
              "This period is not over. Wait for the first day of the next.")},
    {"PERIOD_UNKNOWN",
     Sentence("Aucune fiche n'a été reçue pendant cette période.",
              "No record was received in that period.")},
    {"PERIOD_NOT_CLOSED",
     Sentence("Ce mois n'est pas clos. Clôturez-le d'abord.",
              "This month is not closed. Close it first.")},
    {"PERIOD_OF_MONTHS",
     Sentence("Un trimestre ou une année ne se clôt pas : clôturez et scellez "
              "ses mois, puis scellez-le.",
              "A quarter or year is not closed: close and seal its months, "
              "then seal it.")},
    {"STORE_ROLLED_BACK",
     Sentence("La base de l'échange a été remise en arrière : rien n'est reçu "
              "ni remis. Seul son journal peut être lu, jusqu'à ce que la base "
              "la plus récente soit remise en place, ou que deux délégués à la "
              "protection des données signent la reprise.",
              "The exchange's database was put back: nothing is taken or "
              "released. Only its log can be read, until the newest database "
              "is put in place, or two data protection officers sign the "
              "recovery.")},
    {"STORE_DAMAGED",
     Sentence("La base de l'échange se contredit : rien n'est reçu ni remis, "
              "seul son journal peut être lu. Ses responsables la remplacent "
              "par une copie.",
              "The exchange's database contradicts itself: nothing is taken or "
              "released, only its log can be read. Its operators replace it by "
              "a backup.")},
    {"ANCHOR_MISSING",
     Sentence("L'ancre du journal de l'échange manque : rien n'est reçu ni "
              "remis, seul le journal peut être lu. Ses responsables remettent "
              "le volume de l'ancre en place.",
              "The anchor of the exchange's log is missing: nothing is taken "
              "or released, only the log can be read. Its operators bring the "
              "anchor's volume back.")},
    {"ANCHOR_DAMAGED",
     Sentence("L'ancre du journal de l'échange est abîmée : rien n'est reçu ni "
              "remis, seul le journal peut être lu. Ses responsables la "
              "remettent en état.",
              "The anchor of the exchange's log is damaged: nothing is taken "
              "or released, only the log can be read. Its operators restore "
              "it.")},
    {"LOG_UNWRITABLE",
     Sentence("Le journal de l'échange ne peut pas être écrit : rien n'est "
              "reçu ni remis. Prévenez ses responsables.",
              "The exchange's log cannot be written: nothing is taken or "
              "released. Tell its operators.")},
    {"PERIOD_LOST",
     Sentence("Ceci ne sera jamais scellé : {0}. La base a été remise en "
              "arrière, et on ne sait plus ce qui en avait été publié.",
              "This is never sealed: {0}. The database was put back, and what "
              "had been published of it is not known any more.")},
    {"MONTHS_NOT_SEALED",
     Sentence("Clôturez et scellez d'abord ces mois : {0}.",
              "Close and seal these months first: {0}.")},
    {"QUARTERS_NOT_SEALED",
     Sentence("Scellez d'abord ces trimestres : {0}. Après l'année, ce n'est "
              "plus possible.",
              "Seal these quarters first: {0}. After the year it is no longer "
              "possible.")},
    {"YEAR_SEALED",
     Sentence("L'année {0} est scellée. Ce dont ses trimestres sont comptés a "
              "été détruit avec elle.",
              "The year {0} is sealed. What its quarters are counted from was "
              "destroyed with it.")},
    {"NOTHING_DUE",
     Sentence("Le plan {0} n'a aucun tableau trimestriel.",
              "The plan {0} has no table that is made by the quarter.")},
    {"MONTHS_NOT_KEPT",
     Sentence("Ces mois ont été scellés par une version qui ne gardait pas ce "
              "dont trimestres et années sont comptés : {0}.",
              "These months were sealed by a version that did not keep what "
              "quarters and years are counted from: {0}.")},
    {"HISTORY_MISMATCH",
     Sentence("Une liste de codes ou une dimension n'est plus celle des mois "
              "scellés : {0}. Remettez celle d'alors dans le catalogue.",
              "A code list or dimension is not the one of the sealed months "
              "any more: {0}. Put that one back into the catalog.")},
    {"PLAN_CHANGED",
     Sentence("Un mois a été scellé sous un plan qui ne distinguait pas assez "
              "finement pour ce tableau : {0}. Retirez-le du plan jusqu'au "
              "premier trimestre, ou à la première année, qu'il couvre en "
              "entier.",
              "A month was sealed under a plan that did not tell records apart "
              "finely enough for this table: {0}. Leave it out of the plan "
              "until the first quarter or year that it covers whole.")},
    {"NO_PLAN", Sentence("Ce jeu de données n'a pas de plan de publication.",
                         "This dataset has no publication plan.")},
    {"SEAL_CHECK_FAILED",
     Sentence("Le contrôle indépendant a refusé le résultat ; rien n'a été "
              "publié. Prévenez l'administrateur du serveur.",
              "The independent check refused the result; nothing was "
              "published. Tell the server's administrator.")},
    {"SEAL_CANCELLED",
     Sentence("Le scellement a été annulé ; la période reste close.",
              "The seal was called off; the period stays closed.")},
    {"PERIOD_NOT_SEALED", Sentence("Cette période n'est pas scellée.",
                                   "This period is not sealed.")},
    {"PROOF_EMPTY",
     Sentence("Aucun tableau n'était dû avec cette période : il n'y a rien à "
              "prouver.",
              "No table was due with this period: there is nothing to prove.")},
    {"PROOF_NOT_KEPT",
     Sentence("Cette période a été scellée avant que les preuves soient "
              "gardées : il ne reste que le verdict du contrôleur.",
              "This period was sealed before proofs were kept: only the "
              "checker's verdict remains.")},
    {"PROOF_SHREDDED",
     Sentence("La preuve a été détruite avec le scellement de son année, comme "
              "prévu : elle contenait des nombres vrais. Son empreinte reste "
              "dans le journal.",
              "The proof was destroyed when its year was sealed, as planned: "
              "it held true counts. Its digest stays in the log.")},
    {"PROOF_FILE_MISSING", Sentence("Un fichier de la preuve manque.",
                                    "A file of the proof is missing.")},
    {"PROOF_NOT_IN_LOG",
     Sentence("REFUSÉE : l'entrée du journal n'est pas celle d'un scellé avec "
              "cette preuve. Un fichier a été changé, ou remplacé.",
              "REFUSED: the log's entry is not of a seal with this proof. A "
              "file was changed, or exchanged.")},
    {"PROOF_CHANGED",
     Sentence("REFUSÉE : un fichier de la preuve n'est pas tel que le serveur "
              "l'a donné.",
              "REFUSED: a file of the proof is not as the exchange gave it.")},
    {"PROOF_TABLES_CHANGED",
     Sentence("REFUSÉE : un tableau n'est pas ce que le scellé a publié.",
              "REFUSED: a table is not what the seal published.")},
    {"PROOF_EXTRACT_DIFFERS",
     Sentence("REFUSÉ : un extrait montre une cellule autrement que le scellé. "
              "Gardez le paquet et la preuve.",
              "REFUSED: an extract shows a cell otherwise than the seal. Keep "
              "the package and the proof.")},
    {"OPERATION_UNKNOWN",
     Sentence("Cette opération n'existe pas.", "There is no such operation.")},
    {"PLAN_TOO_LARGE",
     Sentence("Le plan demande trop de cellules. Prenez des niveaux moins "
              "fins.",
              "The plan asks for too many cells. Take coarser levels.")},
    {"PLAN_INVALID",
     Sentence("Le plan de publication ne peut pas être appliqué tel quel.",
              "The publication plan cannot be applied as it is.")},
    {"RISK_TOO_HIGH",
     Sentence("Le risque global de réidentification du dernier palier dépasse "
              "la limite du plan. Donnez à ce palier un k plus grand.",
              "The global re-identification risk of the last rung is above the "
              "plan's bound. Give that rung a larger k.")},
    {"RUNG_NOT_SEALED",
     Sentence("Une des périodes a été scellée sans le palier que nomme "
              "l'accord. Aucun autre n'est donné à sa place.",
              "One of the periods was sealed without the rung that the "
              "agreement names. No other is given in its place.")},
    {"COHORTS_NOT_SEALED",
     Sentence("Une des périodes a été scellée sans les cohortes demandées. "
              "Rien n'est donné à leur place.",
              "One of the periods was sealed without the cohorts asked for. "
              "Nothing is given in their place.")},
    {"STRUCTURAL_ZERO_BROKEN",
     Sentence("Des fiches existent là où le plan dit qu'il ne peut y en avoir. "
              "Corrigez le plan ou les fiches.",
              "There are records where the plan says that there can be none. "
              "Correct the plan or the records.")},
    {"RECORD_INVALID",
     Sentence("Une fiche ne peut pas être comptée avec le catalogue en "
              "vigueur.",
              "A record cannot be counted with the catalog in force.")},
    {"COUNT_TOO_LARGE",
     Sentence("Un compte dépasse ce qui peut être mis en tableau.",
              "A count is larger than can be tabulated.")},
    {"RECORD_UNKNOWN",
     Sentence("Aucune fiche de votre organisation ne porte cette référence.",
              "No record of your organisation has this reference.")},
    {"REF_MALFORMED", inquiry_words::kRefMalformed},
    {"RECORD_GONE", inquiry_words::kRecordGone},
    {"INQUIRY_OPEN", inquiry_words::kAlreadyOpen},
    {"INQUIRY_ANSWERED", inquiry_words::kAnsweredAlready},
    {"INQUIRY_CLOSED", inquiry_words::kClosed},
    {"TOO_MANY_INQUIRIES", inquiry_words::kTooMany},
    {"OUTCOME_MISSING", inquiry_words::kOutcomeMissing},
    {"COHORT_RECALLED", recall_words::kPackageRecalled},
    {"RELEASE_RECALLED", recall_words::kReleaseRecalled},
    {"RECALL_OVERDUE", recall_words::kOverdue},
    {"RECALL_OF_ONE", recall_words::kOfOne},
    {"RECALL_NOT_OUTSTANDING", statement_words::kNotOutstanding},
    {"STATEMENT_MALFORMED", statement_words::kMalformed},
    {"STATEMENT_MISMATCH", statement_words::kMismatch},
    {"STATEMENT_SIGNATURE", statement_words::kSignatureInvalid},
    {"RECEIPT_EXISTS", statement_words::kReceiptExists},
    {"ALERT_UNKNOWN",
     Sentence("Cette alerte n'existe pas.", "There is no such alert.")},
    {"INDEX_AHEAD", Sentence("Le journal signé ne va pas encore jusque-là.",
                             "The signed log does not reach that far yet.")},
    {"DISK_FULL",
     Sentence("Le disque du serveur est presque plein ; rien n'a été pris.",
              "The server's disk is nearly full; nothing was taken.")},
    {"REQUEST_ID_REUSED",
     Sentence("Cet identifiant de demande a déjà servi à une autre demande. "
              "Prenez-en un nouveau.",
              "This request id was used for another request. Take a new one.")},
    {"INVALID_REQUEST_ID",
     Sentence("L'identifiant de demande doit être un UUID en minuscules.",
              "The request id must be a UUID in lower case.")},
};

// The sentence for `reason`; nullptr if there is none.
inline const Sentence* WordsOfReason(absl::string_view reason) {
  for (const ReasonWords& words : kReasonWords) {
    if (reason == words.reason) return &words.sentence;
  }
  return nullptr;
}

// The sentence can be said: nothing that it is about is missing. Rules that
// serve on files as well give their own text instead.
inline bool CanSay(const Sentence& words,
                   const std::map<std::string, std::string>& about) {
  return absl::string_view(words.en()).find("{0}") == absl::string_view::npos ||
         about.count("what") > 0;
}

// The sentence with what its reason is about, as ReasonOf gives it.
inline std::string SayReason(Language language, const Sentence& words,
                             const std::map<std::string, std::string>& about) {
  const auto what = about.find("what");
  return Say(language, words, {what == about.end() ? "" : what->second});
}

inline constexpr Sentence kDemoNotice("DÉMO : rien dans ce flux n'est réel.",
                                      "DEMO: nothing in this feed is real.");

// Said instead of an error's own text where that text must not leave.
inline constexpr Sentence kServerFault(
    "Le serveur a rencontré une erreur. Rien n'est perdu ; prévenez son "
    "administrateur.",
    "The server met an error. Nothing is lost; tell its administrator.");
inline constexpr Sentence kServerUnavailable(
    "Le serveur ne répond pas pour le moment. Réessayez.",
    "The server cannot answer at the moment. Try again.");

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_WORDS_RPC_WORDS_H_
