#ifndef TOGUNA_EXCHANGE_WORDS_PACKAGE_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_PACKAGE_WORDS_H_

// What a package says about itself, and what opening one says.

#include "exchange/words/words.h"

namespace toguna::package_words {

// PROTECTION.txt
inline constexpr Sentence kDemo(
    "DEMO — données de démonstration ; à ne pas utiliser comme des faits.",
    "DEMO — demonstration data; do not use as facts.");
inline constexpr Sentence kProtectionTitle(
    "Comment les personnes sont protégées dans cet extrait",
    "How people are protected in this extract");
inline constexpr Sentence kProtectionRelease(
    "Extrait {0}, accord {1} (révision {2}), destinataire : {3}.",
    "Extract {0}, agreement {1} (revision {2}), recipient: {3}.");
inline constexpr Sentence kProtectionCounts(
    "Cet extrait contient {0} nombres, tous exacts, et {1} cases non montrées.",
    "This extract holds {0} numbers, all exact, and {1} cells not shown.");
inline constexpr Sentence kProtectionK(
    "k = {0} : un nombre n’est montré que s’il repose sur au moins {0} "
    "incidents distincts et compte au moins {0} unités.",
    "k = {0}: a number is shown only if it rests on at least {0} distinct "
    "incidents and counts at least {0} units.");
inline constexpr Sentence kProtectionS(
    "s = {0} : ces incidents viennent d’au moins {0} source(s) d’information "
    "différente(s).",
    "s = {0}: these incidents come from at least {0} different source(s) of "
    "information.");
inline constexpr Sentence kProtectionC(
    "c = {0} : sans sa plus grande source, le nombre repose encore sur au "
    "moins "
    "{0} incidents ; et pour chaque organisation, les autres ensemble en ont "
    "fourni aucun ou au moins {0}.",
    "c = {0}: without its largest source, the number still rests on at least "
    "{0} incidents; and for each organisation, all others together supplied "
    "none or at least {0}.");
inline constexpr Sentence kProtectionNoC(
    "c = 0 : les règles sur la plus grande source et sur chaque organisation "
    "ne "
    "s’appliquent pas à ce jeu de données.",
    "c = 0: the rules about the largest source and about each organisation do "
    "not apply to this dataset.");
inline constexpr Sentence kProtectionRung(
    "Palier k = {0} : le plan a plusieurs paliers, et cet extrait vient de "
    "celui-ci. Son risque global de réidentification est de {1} % au plus, "
    "calculé sur tout ce que le palier montre de ces périodes : la part des "
    "personnes ou incidents montrés que désignerait juste, au tableau et au "
    "niveau les plus exposés, quelqu’un qui saurait dans quelle case chacun se "
    "trouve et devinerait au sein de la case.",
    "Rung k = {0}: the plan has several rungs, and this extract is of this "
    "one. Its global re-identification risk is at most {1} %, computed of all "
    "that the rung shows of these periods: the share of the people or "
    "incidents shown that somebody would be expected to point out rightly, in "
    "the table and at the level most exposed, who knew each one’s cell and "
    "guessed within it.");
inline constexpr Sentence kProtectionBound(
    "Le plan de publication ne permet pas qu’il dépasse {0} %.",
    "The publication plan does not allow it to be above {0} %.");
inline constexpr Sentence kProtectionNotShown(
    "NOT_SHOWN ne dit rien : zéro, petit nombre, nombre retenu pour en "
    "protéger "
    "un autre ou case non calculée ont le même aspect. Les bornes low et high "
    "sont ce que chacun peut calculer de tous les nombres publiés du scellé, "
    "et "
    "de rien d’autre ; le nombre se trouve entre elles, bornes comprises. Ne "
    "lisez jamais une case non montrée comme un zéro.",
    "NOT_SHOWN says nothing: zero, a small number, a number withheld to "
    "protect "
    "another, or a cell never tabulated look the same. Its low and high are "
    "what anyone can compute from all numbers published of the seal, and from "
    "nothing else; the number lies between them, both included. Never read a "
    "cell not shown as zero.");
inline constexpr Sentence kProtectionPromise(
    "Ce qui est promis : pour chaque case sous ces minimums, les nombres "
    "montrés de la période laissent ouvertes au moins deux possibilités, "
    "éloignées d’au moins k l’une de l’autre : k ou plus, ou bien pas plus que "
    "sans sa plus grande source. Un second programme, indépendant, l’a vérifié "
    "avant toute sortie.",
    "What is promised: for every cell below these minimums, the numbers shown "
    "of the period leave open at least two possibilities, at least k apart: k "
    "or more, or no more than without its largest source. A second, "
    "independent program checked this before anything left.");
inline constexpr Sentence kProtectionNotPromised(
    "Ce qui n’est pas promis : la protection contre qui sait déjà, d’ailleurs, "
    "autre chose que ses propres données, ou contre qui raisonne sur le choix "
    "des cases montrées par le programme.",
    "What is not promised: protection against someone who knows more than its "
    "own records from elsewhere, or who reasons about why the program chose to "
    "show these cells.");
inline constexpr Sentence kProtectionFrozen(
    "Les nombres scellés ne changent plus : une correction ou un retrait fait "
    "après le scellement n’y change rien.",
    "Sealed numbers never change: a correction or retraction made after the "
    "seal leaves them as they are.");
inline constexpr Sentence kProtectionCorrected(
    "Il y a eu de telles corrections pour : {0}. Combien, seuls les tableaux "
    "annuels de corrections peuvent le dire, s’il y en a.",
    "There have been such corrections for: {0}. How many, only the year’s "
    "tables of corrections can tell, if there are any.");
inline constexpr Sentence kProtectionMustNot(
    "Le destinataire ne doit ni chercher à retrouver une personne ou une "
    "source, ni rapprocher cet extrait d’autres données pour y arriver, ni "
    "l’utiliser pour une autre finalité que « {0} », ni le transmettre au-delà "
    "de ce que dit l’accord : {1}.",
    "The recipient must not try to find out a person or a source, nor combine "
    "this extract with other data to do so, nor use it for any purpose other "
    "than “{0}”, nor pass it on beyond what the agreement says: {1}.");
inline constexpr Sentence kProtectionDeleteBy(
    "À détruire, avec toutes les copies, au plus tard le {0}.",
    "To be deleted, with all copies, by {0} at the latest.");

// VERIFY.txt. KEYS is what a person puts their own folder for.
inline constexpr Sentence kVerifyTitle("Vérifier et ouvrir ce paquet",
                                       "How to verify and open this package");
inline constexpr Sentence kVerifyTrust(
    "KEYS est le dossier où vous gardez ce que vous avez reçu de l’échange à "
    "la signature de l’accord : minisign.pub (qui signe les paquets) et "
    "log.vkey (qui signe le journal d’audit) ; age.key est votre propre clé. "
    "Ne prenez jamais ces clés dans un paquet ni dans le message qui l’apporte "
    ": qui falsifie l’un falsifierait l’autre. En cas de doute, demandez à la "
    "personne chargée de la protection des données de vous les lire.",
    "KEYS is the folder in which you keep what you received from the exchange "
    "when the agreement was signed: minisign.pub (which signs packages) and "
    "log.vkey (which signs the audit log); age.key is your own key. Never take "
    "these keys from a package, nor from the message that brings it: whoever "
    "forges the one would forge the other. If in doubt, ask your data "
    "protection officer to read them to you.");
inline constexpr Sentence kVerifyAll("Tout en une commande, avec Toguna :",
                                     "Everything in one command, with Toguna:");
inline constexpr Sentence kVerifyByHand(
    "Ou pas à pas, sans Toguna, dans le dossier du paquet. Gardez l’ordre : "
    "tlogproof.py vient du paquet, et rien ne répond de lui avant les étapes 1 "
    "et 2.",
    "Or step by step, without Toguna, in the folder of the package. Keep the "
    "order: tlogproof.py comes from the package, and nothing vouches for it "
    "before steps 1 and 2.");
inline constexpr Sentence kVerifyUnix(
    "== Linux et macOS (minisign, age, Python 3, OpenSSL 3) ==",
    "== Linux and macOS (minisign, age, Python 3, OpenSSL 3) ==");
inline constexpr Sentence kVerifyWindows(
    "== Windows, dans PowerShell (minisign.exe, age.exe, Python 3 ; "
    "openssl.exe vient avec Git pour Windows) ==",
    "== Windows, in PowerShell (minisign.exe, age.exe, Python 3; openssl.exe "
    "comes with Git for Windows) ==");
inline constexpr Sentence kVerifySignature(
    "1. La signature du manifeste. Il doit s’afficher « Signature and comment "
    "signature verified ».",
    "1. The manifest’s signature. It must say “Signature and comment signature "
    "verified”.");
inline constexpr Sentence kVerifyDigests(
    "2. Les empreintes des fichiers (macOS : shasum -a 256). Comparez chacune "
    "avec celle que manifest.json donne sous « subject » ; majuscules ou "
    "minuscules, c’est la même.",
    "2. The digests of the files (macOS: shasum -a 256). Compare each with the "
    "one that manifest.json gives under “subject”; capital or small letters "
    "are the same.");
inline constexpr Sentence kVerifyLog(
    "3. La preuve que cette remise est au journal d’audit. Avec des témoins : "
    "ajoutez --policy et le fichier de politique que vous avez reçu.",
    "3. The proof that this release is in the audit log. With witnesses: add "
    "--policy and the policy file that you received.");
inline constexpr Sentence kVerifyDecrypt("4. Le déchiffrement avec votre clé.",
                                         "4. Decryption with your key.");
inline constexpr Sentence kVerifyFailed(
    "Si une étape échoue, n’utilisez rien de ce paquet. Gardez-le tel quel et "
    "prévenez la personne chargée de la protection des données.",
    "If a step fails, use nothing of this package. Keep it as it is, and tell "
    "your data protection officer.");

// What the columns of an extract hold.
inline constexpr Sentence kHeadingColumn("colonne", "column");
inline constexpr Sentence kLevelPool("regroupement", "pool");
inline constexpr Sentence kColumnPeriod(
    "mois (2026-03), trimestre (2026-Q1) ou année (2026) où les incidents ont "
    "été reçus",
    "month (2026-03), quarter (2026-Q1) or year (2026) in which the incidents "
    "were received");
inline constexpr Sentence kColumnFamily("tableau", "table");
inline constexpr Sentence kColumnUnit(
    "ce qui est compté : incidents ou victimes",
    "what is counted: incidents or victims");
inline constexpr Sentence kColumnStatus(
    "PUBLISHED : nombre exact ; NOT_SHOWN : rien n’est dit, ni zéro ni petit, "
    "que ce qui découle des nombres publiés (low, high)",
    "PUBLISHED: exact number; NOT_SHOWN: nothing is said, neither zero nor "
    "small, but what follows from the published numbers (low, high)");
inline constexpr Sentence kColumnValue("nombre exact, ou vide",
                                       "exact number, or empty");
inline constexpr Sentence kColumnLow(
    "case non montrée : le nombre est au moins celui-ci, calculé de tout ce "
    "que le scellé publie ; 0 ne dit rien ; vide pour PUBLISHED",
    "cell not shown: the number is at least this, computed from everything "
    "that the seal publishes; 0 says nothing; empty for PUBLISHED");
inline constexpr Sentence kColumnHigh(
    "case non montrée : le nombre est au plus celui-ci, de même ; vide : "
    "aucune limite connue",
    "cell not shown: the number is at most this, likewise; empty: no limit is "
    "known");
inline constexpr Sentence kNotesWorkbook(
    "Feuille Data : les mêmes lignes que extract.csv. Une case vide sous value "
    "n’est pas un zéro : elle n’est pas montrée, et une somme qui la compte "
    "pour zéro est fausse. Feuille Codes : ce que les codes veulent dire, avec "
    "la version de leur liste. Feuille Columns : ce que contient chaque "
    "colonne.",
    "Sheet Data: the same rows as extract.csv. An empty cell under value is "
    "not a zero: it is not shown, and a sum that counts it as zero is wrong. "
    "Sheet Codes: what the codes mean, with the version of their list. Sheet "
    "Columns: what each column holds.");

// What extract.json holds.
inline constexpr Sentence kJsonDimensions(
    "dimensions du tableau, dans l’ordre des codes de ses cases",
    "dimensions of the table, in the order of the codes of its cells");
inline constexpr Sentence kJsonCodes("un code par dimension du tableau",
                                     "one code per dimension of the table");
inline constexpr Sentence kJsonLabels("le libellé de chaque code",
                                      "the label of each code");
inline constexpr Sentence kJsonValue(
    "nombre exact ; absent si la case n’est pas montrée",
    "exact number; absent where the cell is not shown");
inline constexpr Sentence kJsonLow(
    "case non montrée : le nombre est au moins celui-ci ; 0 ne dit rien",
    "cell not shown: the number is at least this; 0 says nothing");
inline constexpr Sentence kJsonHigh(
    "case non montrée : le nombre est au plus celui-ci ; absent : aucune "
    "limite connue",
    "cell not shown: the number is at most this; absent: no limit is known");

// What was checked when a package was opened.
inline constexpr Sentence kCheckedFiles(
    "Le paquet est complet et ne contient rien d’autre.",
    "The package is complete and holds nothing else.");
inline constexpr Sentence kCheckedSignature(
    "Le manifeste est signé par la clé de l’échange que vous connaissez.",
    "The manifest is signed by the exchange key that you know.");
inline constexpr Sentence kCheckedComment(
    "Le commentaire signé désigne cette remise, cet accord et ce manifeste.",
    "The signed comment names this release, this agreement and this manifest.");
inline constexpr Sentence kCheckedDigests(
    "Chaque fichier est celui que nomme le manifeste.",
    "Every file is the one that the manifest names.");
inline constexpr Sentence kCheckedRecipient(
    "Le paquet est fait pour votre clé.", "The package is made for your key.");
inline constexpr Sentence kCheckedAgreement(
    "Il relève de votre accord {0}.", "It falls under your agreement {0}.");
inline constexpr Sentence kCheckedLog(
    "La remise est inscrite au journal d’audit, avec ces mêmes empreintes.",
    "The release is in the audit log, with these same digests.");
inline constexpr Sentence kCheckedWitnesses(
    "Assez de témoins ont signé cette tête du journal.",
    "Enough witnesses have signed this head of the log.");
inline constexpr Sentence kCheckedContent(
    "Le contenu déchiffré a les lignes et colonnes annoncées.",
    "The decrypted content has the rows and columns announced.");
inline constexpr Sentence kCheckedJson(
    "extract.json a exactement les mêmes cases que extract.csv.",
    "extract.json has exactly the same cells as extract.csv.");
inline constexpr Sentence kCheckedWorkbook(
    "extract.xlsx est le classeur que l’échange a chiffré pour vous.",
    "extract.xlsx is the workbook that the exchange encrypted for you.");
inline constexpr Sentence kCheckedRows(
    "Les {0} lignes de violations.csv sont celles de groupes complets, et "
    "toutes sont des pistes en attente de vérification.",
    "The {0} rows of violations.csv are those of whole groups, and all are "
    "leads pending verification.");

// Why a package is refused.
inline constexpr Sentence kRefusedMissing(
    "Paquet refusé : le fichier {0} manque.",
    "Package refused: the file {0} is missing.");
inline constexpr Sentence kRefusedUnknown(
    "Paquet refusé : il contient un fichier qui n’en fait pas partie.",
    "Package refused: it holds a file that does not belong to it.");
inline constexpr Sentence kRefusedSignature(
    "Paquet refusé : manifest.json n’est pas signé par l’échange, ou le "
    "manifeste ou sa signature ont été changés.",
    "Package refused: manifest.json is not signed by the exchange, or the "
    "manifest or its signature was changed.");
inline constexpr Sentence kRefusedComment(
    "Paquet refusé : le commentaire signé ne correspond pas au manifeste.",
    "Package refused: the signed comment does not match the manifest.");
inline constexpr Sentence kRefusedManifest(
    "Paquet refusé : le manifeste est illisible ou d’une version inconnue ; "
    "une "
    "version plus récente de Toguna le lit peut-être.",
    "Package refused: the manifest is unreadable or of an unknown version; a "
    "newer Toguna may read it.");
inline constexpr Sentence kRefusedDigest(
    "Paquet refusé : le fichier {0} n’est pas celui qui a été signé.",
    "Package refused: the file {0} is not the one that was signed.");
inline constexpr Sentence kRefusedRecipient(
    "Paquet refusé : il est fait pour la clé d’un autre destinataire.",
    "Package refused: it is made for another recipient’s key.");
inline constexpr Sentence kRefusedAgreement(
    "Paquet refusé : il relève d’un autre accord.",
    "Package refused: it falls under another agreement.");
inline constexpr Sentence kRefusedWitnesses(
    "Paquet refusé : l’accord veut que des témoins aient signé le journal, et "
    "vous n’en connaissez pas assez qui l’aient fait. La politique reçue à la "
    "signature de l’accord va dans log.policy de votre dossier.",
    "Package refused: the agreement wants witnesses to have signed the log, "
    "and not enough of those that you know have. The policy received when the "
    "agreement was signed belongs in log.policy of your folder.");
inline constexpr Sentence kRefusedProof(
    "Paquet refusé : release.entry ou release.tlog-proof ne prouvent pas que "
    "la "
    "remise est dans le journal d’audit.",
    "Package refused: release.entry or release.tlog-proof do not prove that "
    "the "
    "release is in the audit log.");
inline constexpr Sentence kRefusedEntry(
    "Paquet refusé : release.entry parle d’une autre remise que le manifeste.",
    "Package refused: release.entry is about another release than the "
    "manifest.");
inline constexpr Sentence kRefusedDecrypt(
    "Paquet refusé : {0} ne s’ouvre pas avec votre clé.",
    "Package refused: {0} does not open with your key.");
inline constexpr Sentence kRefusedContent(
    "Paquet refusé : le contenu déchiffré n’est pas celui qui est annoncé.",
    "Package refused: the decrypted content is not what was announced.");

}  // namespace toguna::package_words

#endif  // TOGUNA_EXCHANGE_WORDS_PACKAGE_WORDS_H_
