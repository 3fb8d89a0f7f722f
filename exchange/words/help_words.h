#ifndef TOGUNA_EXCHANGE_WORDS_HELP_WORDS_H_
#define TOGUNA_EXCHANGE_WORDS_HELP_WORDS_H_

// What `toguna --help` says. The code of a command has the English; here it is
// again with the French. A journey finds what is missing. The commands of
// `toguna sdc` speak English, as those they are compared with do.

#include "exchange/words/words.h"

namespace toguna::words {

inline constexpr Sentence kHelp[] = {
    Sentence("Quand la base a été remise en arrière et que rien de plus récent "
             "ne se trouve : préparer le texte que deux délégués à la "
             "protection des données signent, et continuer",
             "When the database was put back and nothing newer can be found: "
             "prepare the text that two data protection officers sign, and go "
             "on"),
    Sentence("Sur la machine de l'échange : écrire le texte qui dit ce qui "
             "s'ensuit",
             "On the exchange's machine: write the text that says what "
             "follows"),
    Sentence("Fichier du texte", "File of the text"),
    Sentence("En outre : une tête signée du journal que quelqu'un a gardée ; à "
             "répéter. L'ancre et les témoins de la configuration sont "
             "interrogés de toute façon",
             "Also: a signed head of the log that somebody kept; repeat. The "
             "anchor and the witnesses of the configuration are asked anyway"),
    Sentence("Protection des données : signer le texte",
             "As data protection officer: sign the text"),
    Sentence("Le texte", "The text"),
    Sentence("dpo ou dpo-2", "dpo or dpo-2"),
    Sentence("Votre clé minisign", "Your minisign key"),
    Sentence("Sur la machine de l'échange, arrêté : vérifier les deux "
             "signatures et continuer sous un nouveau journal",
             "On the exchange's machine, stopped: check both signatures and go "
             "on under a new log"),
    Sentence("Le texte signé", "The signed text"),
    Sentence("Fichier de la clé du nouveau journal, pour toutes les parties",
             "File for the new log's key, for all parties"),
    Sentence(
        "Sur la machine de l'échange : lire toute sa base et en déduire à "
        "nouveau les empreintes du journal, et ce qu'il sait des extraits, "
        "des décisions et des scellés ; ne change rien",
        "On the exchange's own machine: read all of its database and "
        "derive again the log's hashes, and what it has of releases, "
        "decisions and seals; changes nothing"),
    Sentence("togunad.textproto, tel que togunad le lit",
             "togunad.textproto, as togunad reads it"),
    Sentence("Dossier d'un export du journal, auquel comparer",
             "Folder of an export of the log, to compare with"),
    Sentence("Les accords : les signer, les lire, en décider",
             "Agreements: sign, read and decide of them"),
    Sentence("Les accords dont vous êtes partie, et leur état",
             "Agreements that you are a party to, and their state"),
    Sentence("Un accord sur une page : ce qu'il donne, à qui, jusqu'à quand",
             "An agreement as a page: what it gives, to whom, until when"),
    Sentence("Identifiant de l'accord", "Id of the agreement"),
    Sentence("Protection des données : ce qu'un projet aurait laissé sortir "
             "ces douze derniers mois ; aucun nombre d'un tableau ni aucune "
             "ligne n'est montré",
             "As data protection officer: what a draft would have let out in "
             "the last twelve months; no count of a table and no row is shown"),
    Sentence("Le projet, <id>.textproto", "The draft, <id>.textproto"),
    Sentence("Accord auquel comparer ; par défaut : celui du même identifiant, "
             "ou auquel le projet fait suite",
             "Agreement to compare with; default: the one of the draft's id, "
             "or that it succeeds"),
    Sentence("Écrire aussi chaque cellule dans ce fichier CSV",
             "Also write every cell to this CSV file"),
    Sentence(
        "Ce qui fut demandé sous un accord, et donné ou refusé, le plus récent "
        "d'abord",
        "What was asked under an agreement, and given or refused, the newest "
        "first"),
    Sentence("Combien au plus", "How many at most"),
    Sentence(
        "Une décision sur une page : chaque règle, ce qui fut demandé et ce "
        "que dit l'accord ; comparée au journal",
        "A decision as a page: every rule, what was asked and what the "
        "agreement says; compared with the log"),
    Sentence("Identifiant d'une décision, d-…, ou d'une remise, r-…",
             "Id of a decision, d-…, or of a release, r-…"),
    Sentence(
        "Fichier pour les octets exacts de la décision ; le journal a leur "
        "SHA-256",
        "File for the decision's exact bytes; the log has their SHA-256"),
    Sentence("Protection des données : plus rien jusqu'à « resume »",
             "As data protection officer: nothing more until resumed"),
    Sentence("Protection des données : remettre en vigueur un accord suspendu",
             "As data protection officer: put a suspended agreement back in "
             "force"),
    Sentence(
        "Protection des données : plus rien avant qu'une nouvelle révision "
        "soit signée",
        "As data protection officer: nothing more until a new revision is "
        "signed"),
    Sentence("Protection des données : résilier un accord ; irréversible",
             "As data protection officer: end an agreement; cannot be undone"),
    Sentence(
        "Propriétaire des données : laisser partir, pour certaines périodes, "
        "les comptages qui exigent votre approbation",
        "As data owner: let counts that need your approval go out for some "
        "periods"),
    Sentence("Propriétaire des données : retirer une telle approbation",
             "As data owner: take such an approval back"),
    Sentence("Pourquoi ; figure au journal", "Why; stands in the log"),
    Sentence("Dans vos mots, pour les parties ; pas au journal",
             "In your words, for the parties; not in the log"),
    Sentence("Mois, trimestre ou année ; à répéter",
             "Month, quarter or year; repeat"),
    Sentence("UUID ; le même ne décide jamais deux fois",
             "UUID; the same id never decides twice"),
    Sentence(
        "Ce qu'une demande donnerait, règle par règle, sans la faire ; et ce "
        "qui passerait à la place",
        "What a request would give, rule by rule, without making it; what "
        "would pass instead"),
    Sentence(
        "Signer le fichier d'un accord ; « minisign -S » avec la même clé fait "
        "de même",
        "Sign an agreement's file; `minisign -S` with the same key does the "
        "same"),
    Sentence("Écrire un accord comme offre ODRL 2.2 (JSON-LD) ; hors ligne",
             "Write an agreement as an ODRL 2.2 offer (JSON-LD); offline"),
    Sentence(
        "Faire d'une offre ODRL de ce profil le fichier d'un accord ; un terme "
        "inconnu est refusé",
        "Make an agreement's file of an ODRL offer in this profile; an unknown "
        "term is refused"),
    Sentence("Document ODRL à écrire, ne doit pas exister",
             "ODRL document to write, must not exist"),
    Sentence("Document ODRL à lire", "ODRL document to read"),
    Sentence("Fichier d'accord à écrire, ne doit pas exister",
             "Agreement's file to write, must not exist"),
    Sentence("En quelle qualité vous signez", "What you sign as"),
    Sentence(
        "Clé secrète minisign sans mot de passe ; sinon minisign.key de --as",
        "minisign secret key without password; default: minisign.key of --as"),
    Sentence("Alertes éclair : lancer, autoriser, lister",
             "Flash alerts: raise, clear, list"),
    Sentence("Contributeur : enregistrer une alerte, en codes fermés",
             "As a contributor: record an alert of closed codes"),
    Sentence("Jeu de données des alertes", "Dataset of alerts"),
    Sentence("ATTRIBUT=CODE, une fois pour chacun",
             "ATTRIBUTE=CODE, once for each"),
    Sentence("Quand, RFC 3339", "When, RFC 3339"),
    Sentence("UUID ; le même ne lance jamais deux alertes",
             "UUID; the same id never raises twice"),
    Sentence(
        "Responsable : laisser partir une alerte vers les flux qui y ont droit",
        "As an officer: let an alert go to the feeds that may have it"),
    Sentence("Identifiant de l'alerte", "Id of the alert"),
    Sentence("Responsable : toutes les alertes", "As an officer: all alerts"),
    Sentence("Le journal : exporter, vérifier, rapport",
             "The log: export, verify, report"),
    Sentence("Écrire le journal en fichiers statiques (c2sp.org/tlog-tiles)",
             "Write the log as static files (c2sp.org/tlog-tiles)"),
    Sentence(
        "Vérifier le journal : chaque entrée nouvelle, la signature, et que "
        "rien d'avant n'a changé ; d'un export, hors ligne, ou de l'échange",
        "Verify the log: every new entry, the signature, and that nothing "
        "before has changed; of an export, offline, or of the exchange"),
    Sentence("Dossier de l'export ; sans lui, l'échange est lu",
             "Folder of the export; without it the exchange is read"),
    Sentence("log.vkey, reçue à votre inscription",
             "log.vkey, received when you were enrolled"),
    Sentence("log.vkey, reçue à votre inscription ; par défaut, celle de --as",
             "log.vkey, received when you were enrolled; default: that of "
             "--as"),
    Sentence("Politique du journal : les témoins qui doivent avoir signé ; par "
             "défaut, log.policy de --as, s'il y en a une",
             "Log policy: the witnesses that must have signed; default: "
             "log.policy of --as, if there is one"),
    Sentence("Fichier où garder ce qui fut vérifié ; par défaut, log-seen de "
             "--as",
             "File to keep what was verified in; default: log-seen of --as"),
    Sentence("Lire tout depuis la première entrée, même vérifiée déjà",
             "Read everything from the first entry on, even if verified "
             "before"),
    Sentence("Dossier de paquets qui doivent être au journal",
             "Folder of packages that must be in the log"),
    Sentence("Point de contrôle gardé d'avant ; le journal doit le prolonger",
             "A checkpoint kept from before; the log must extend it"),
    Sentence("Les fichiers de l'opération", "The operation's files"),
    Sentence(
        "Contrôler chaque fichier ; toutes les fautes d'un coup, avec fichier "
        "et ligne",
        "Check every file; all mistakes at once, with file and line"),
    Sentence("Dossier du catalogue", "Folder of the catalog"),
    Sentence("Les remises : prévoir, demander, lister, télécharger, ouvrir",
             "Releases: preview, request, list, download, open one"),
    Sentence("Ce que vous avez reçu : remise, accord, quand la supprimer",
             "What you received: release, agreement, when to delete it"),
    Sentence("Télécharger de nouveau le paquet d'une remise ; ce qui s'était "
             "coupé continue au même endroit",
             "Get the package of a release again; what broke off before goes "
             "on where it did"),
    Sentence("Remise, r-…", "Release, r-…"),
    Sentence("Entre les colonnes des fichiers CSV : comma (virgule), que "
             "lisent les programmes ; ou semicolon (point-virgule), avec une "
             "marque UTF-8, qu'un tableur réglé en français ouvre bien d'un "
             "double clic",
             "Between the columns of CSV files: comma, which programs read; or "
             "semicolon, with a mark for UTF-8, which a spreadsheet set to "
             "French opens rightly by a double click"),
    Sentence("En plus de extract.csv : xlsx, un classeur qui s'ouvre pareil "
             "dans toutes les langues ; json, pour les programmes ; à répéter",
             "Beside extract.csv: xlsx, a workbook that opens alike in every "
             "language; json, for programs; repeat"),
    Sentence(
        "Demander un extrait et télécharger son paquet ; un refus dit quelle "
        "règle et pourquoi",
        "Ask for an extract and download its package; a refusal says which "
        "rule and why"),
    Sentence("Famille de tableaux ; à répéter", "Table family; repeat"),
    Sentence("Cohortes dont on demande les lignes, pour des trimestres "
             "seulement ; à répéter",
             "Cohorts, whose rows are given, of quarters alone; repeat"),
    Sentence("DIMENSION=NIVEAU, le plus fin voulu ; un pour chaque dimension "
             "des tableaux et de ce que montrent les lignes",
             "DIMENSION=LEVEL, the finest wanted; one for each dimension of "
             "the tables and of what rows show"),
    Sentence("DIMENSION=NIVEAU, le plus fin voulu des lignes, un pour chaque "
             "dimension qu'elles montrent ; sinon comme --level",
             "DIMENSION=LEVEL, the finest wanted of rows, one for each "
             "dimension that they show; default: as --level"),
    Sentence("DIMENSION=CODE,CODE : seulement au sein de ces codes",
             "DIMENSION=CODE,CODE: only within these codes"),
    Sentence("Mois, trimestre ou année, selon ses tableaux ; à répéter",
             "Month, quarter or year, as its tables are made; repeat"),
    Sentence("Dossier des paquets", "Folder for packages"),
    Sentence("Ajouter une ligne d'étiquettes HXL sous l'en-tête",
             "Add a row of HXL tags under the heading"),
    Sentence("UUID ; le même redonne la même remise",
             "UUID; the same id gives the same release again"),
    Sentence("Tout vérifier d'un paquet, puis le déchiffrer et le montrer",
             "Verify everything about a package, then decrypt and show it"),
    Sentence("Dossier R-… du paquet", "Folder R-…"),
    Sentence("Les flux : mois scellés, alertes",
             "Feeds: sealed months, alerts"),
    Sentence("Suivre un flux ; reprend sans perte depuis --cursor-file",
             "Follow a feed; resumes from --cursor-file without loss"),
    Sentence("Où est gardée la place dans le flux",
             "Where the place in the feed is kept"),
    Sentence("Dossier : chaque élément en fichier JSON nommé par sa place",
             "Folder: each item as a JSON file named by its place"),
    Sentence("S'arrêter quand il n'y a plus rien pour l'instant",
             "Stop when there is nothing more at the moment"),
    Sentence("Demander si l'échange répond",
             "Ask whether the exchange is serving"),
    Sentence("Secondes d'attente", "Seconds to wait for it"),
    Sentence("Créer une opération : catalogue, trousseau, certificats",
             "Make a new operation: catalog, keyring, certificates"),
    Sentence(
        "Une démonstration (obligatoire : pas encore pour de vraies données)",
        "A demonstration (required: not for real data yet)"),
    Sentence("Dossier à créer", "Folder to make"),
    Sentence("Catalogue de départ", "Catalog to start from"),
    Sentence(
        "Tirer identifiants et départages de cette graine (jamais les clés) ; "
        "0 : au hasard",
        "Draw ids and ties from this seed (keys never); 0: random"),
    Sentence("Adresse de l'échange", "Address of the exchange"),
    Sentence("Soumettre des fiches", "Submit records"),
    Sentence(
        "Soumettre des exports KoboToolbox (JSON) ; dit ce qui est pris et "
        "refusé",
        "Submit KoboToolbox exports (JSON); reports what was taken and "
        "refused"),
    Sentence("Formulaire, par son identifiant au catalogue",
             "Form id of the catalog"),
    Sentence("Une de vos fiches", "One record of your own"),
    Sentence(
        "Mettre une soumission modifiée à la place de celle qui fut prise ; "
        "après le scellement de son mois, le changement est gardé pour les "
        "corrections de l'année, si le plan en fait des tableaux",
        "Put an edited submission in the place of the one that was taken; "
        "after the seal of its month the change is kept for the year's "
        "corrections, if the plan tabulates them"),
    Sentence("meta/rootUuid de la soumission, comme KoboToolbox la montre",
             "meta/rootUuid of the submission, as KoboToolbox shows it"),
    Sentence("Export de KoboToolbox (JSON)", "KoboToolbox export (JSON)"),
    Sentence(
        "Retirer tout de suite une fiche du coffre ; après le scellement de "
        "son mois, les nombres scellés restent, et le retrait est gardé pour "
        "les corrections de l'année, si le plan en fait des tableaux",
        "Remove a record from the vault at once; after the seal of its month "
        "the sealed numbers stay, and the removal is kept for the year's "
        "corrections, if the plan tabulates them"),
    Sentence(
        "Toguna : des données de protection, remises seulement comme convenu. "
        "PAS ENCORE POUR DE VRAIES DONNÉES.",
        "Toguna: protection data, released only as agreed. NOT FOR REAL DATA "
        "YET."),
    Sentence(
        "Codes de sortie : 0 fait, 1 refus ou vérification en échec, 2 usage "
        "ou valeur\nfausse, 3 échange injoignable, 4 certificat ou rôle, 5 "
        "autre chose. Les commandes\n« sdc » ne joignent aucun échange : 3 y "
        "dit que rien ne peut protéger le tableau.",
        "Exit codes: 0 done, 1 refused or a verification failed, 2 wrong usage "
        "or value,\n3 exchange not reachable, 4 certificate or role, 5 "
        "anything else. Commands of\n'sdc' reach no exchange: 3 says there "
        "that nothing can protect the table."),
    Sentence("Dossier de qui tape (profil, clés)",
             "Folder of whoever types (profile, keys)"),
    Sentence("Répondre en JSON, pour les scripts",
             "Answer in JSON, for scripts"),
    Sentence("Montrer cette aide et sortir",
             "Print this help message and exit"),
    Sentence(
        "Mois, trimestres, années : lister, clore, sceller, suivre, annuler, "
        "preuve, contrôle",
        "Months, quarters, years: list, close, seal, status, cancel, proof, "
        "check"),
    Sentence("Par exemple open-incidents", "For example open-incidents"),
    Sentence("Par exemple 2026-03, 2026-Q1 ou 2026",
             "For example 2026-03, 2026-Q1 or 2026"),
    Sentence("Par exemple 2026-03", "For example 2026-03"),
    Sentence(
        "Mois qui ont reçu des fiches, trimestres et années qui peuvent être "
        "scellés, et leur état",
        "Months that received records, quarters and years that can be sealed, "
        "and their state"),
    Sentence("Clore un mois : plus rien n'y entre",
             "End a month: nothing enters it any more"),
    Sentence(
        "Tabuler, protéger, contrôler et figer un mois clos, ou un trimestre "
        "ou une année dont les mois sont scellés ; attend et dit où il en est. "
        "Le serveur continue si la commande est arrêtée. Le scellement d'une "
        "année détruit ce dont elle fut comptée",
        "Tabulate, protect, check and freeze a closed month, or a quarter or "
        "year whose months are sealed; waits and says how far it is. The "
        "server goes on if this command is stopped. The seal of a year "
        "destroys what the year was counted from"),
    Sentence("Seulement le demander ; voir « period status »",
             "Only ask for it; see \"period status\""),
    Sentence(
        "Millions de pas que peut prendre, à chaque palier, la recherche de ce "
        "qui est montré ; sinon ce que dit la configuration du serveur. Cela "
        "achète des minutes de recherche, pas une garantie : davantage peut "
        "montrer plus de cases, ou prouver qu'aucun choix n'en montre plus ; "
        "ce qui est montré est sûr dans tous les cas. Le même N donne les "
        "mêmes tableaux sur toute machine",
        "Millions of steps that the search for what to show may take at each "
        "rung; without it, what the server's configuration says. It buys "
        "minutes of search, not a guarantee: more may show more cells, or "
        "prove that no choice shows more; what is shown is safe with any. The "
        "same N gives the same tables on every machine"),
    Sentence("Scellements demandés : en cours, faits ou échoués, et pourquoi",
             "Seals that were asked for: under way, done or failed, and why"),
    Sentence(
        "Annuler un scellement en cours ; la période reste comme elle était",
        "Call off a seal under way; the period stays as it was"),
    Sentence("Comme « period status » le montre, seal-…",
             "As \"period status\" shows it, seal-…"),
    Sentence(
        "Déléguée : emporter la preuve d'un scellement, de chaque palier et "
        "avec les témoins ; le journal le dit",
        "DPO: take the proof of a seal away, of every rung and with the "
        "witnesses; the log says so"),
    Sentence("Dossier, nouveau ou vide", "Folder, new or empty"),
    Sentence(
        "Vérifier hors ligne une telle preuve, sur la seule foi de la clé du "
        "journal : entrée, témoins, bornes, tableaux, et que chaque palier "
        "tient dans celui d'avant",
        "Verify such a proof offline, trusting the log's key alone: entry, "
        "witnesses, ranges, tables, and that each rung lies within the one "
        "below"),
    Sentence("Dossier de la preuve", "Folder of the proof"),
    Sentence("Dossier de paquets ouverts à comparer au scellé",
             "Folder of opened packages to compare with the seal"),
    Sentence("Les plans de publication", "Publication plans"),
    Sentence(
        "Ce que compte un scellement d'un jeu de données, et ce qu'il faut à "
        "une case",
        "What a seal of a dataset counts, and what a cell needs"),
    Sentence("Inscrire un destinataire", "Enrol a recipient"),
    Sentence(
        "Chez le destinataire : créer clés et demande ; montre les empreintes "
        "à lire à voix haute",
        "On the recipient's machine: make keys and a request; prints "
        "fingerprints to read out"),
    Sentence("Votre identifiant au catalogue", "Your id in the catalog"),
    Sentence("Nouveau dossier pour les clés", "New folder for keys"),
    Sentence("Chez le responsable : répondre à une demande par un certificat ; "
             "relancer ensuite togunad",
             "On the officer's machine: answer a request with a certificate; "
             "restart togunad afterwards"),
    Sentence("Dossier de l'opération", "Folder of the operation"),
    Sentence("L'enrol.request reçu", "The enrol.request received"),
    Sentence("Dossier des fichiers à remettre", "Folder of files to hand over"),
    Sentence("Jours de validité du certificat",
             "Days the certificate is valid"),
    Sentence("Suivre l'horloge de la démonstration",
             "Follow the demonstration's clock"),
    Sentence("Faire vérifier une ligne par qui l'a signalée, à travers "
             "l'échange",
             "Have a row verified by who reported it, through the exchange"),
    Sentence("Destinataire : demander si ce qu'une ligne rapporte a eu lieu ; "
             "qui répond n'apprend pas qui demande, ni l'inverse",
             "As a recipient: ask whether what a row reports did occur; who "
             "answers does not learn who asks, nor the other way round"),
    Sentence("Accord sous lequel la ligne fut donnée",
             "Agreement that the row was given under"),
    Sentence("Référence de la ligne, de la colonne ref de violations.csv",
             "The row's reference, from the column ref of violations.csv"),
    Sentence("UUID ; le même identifiant ne demande jamais deux fois",
             "UUID; the same id never asks twice"),
    Sentence("Contributeur : répondre d'une fiche à soi ; did-not-occur la "
             "retire aussitôt du coffre",
             "As a contributor: answer for a record of your own; did-not-occur "
             "takes it out of the vault at once"),
    Sentence("Identifiant de la demande, q-…", "Id of the inquiry, q-…"),
    Sentence("verified (vérifié), did-not-occur (n'a pas eu lieu) ou unknown "
             "(n'a pu être établi)",
             "verified, did-not-occur or unknown"),
    Sentence("UUID ; le même identifiant ne répond jamais deux fois",
             "UUID; the same id never answers twice"),
    Sentence("Contributeur : ce qui attend votre réponse ; destinataire : ce "
             "que vous avez demandé et ce qui en est ressorti",
             "Contributor: what waits for your answer; recipient: what you "
             "asked and what came of it"),
    Sentence("Contributeur : exports de KoboToolbox (JSON), pour montrer les "
             "fiches par leur meta/rootUuid ; ils restent sur cette machine",
             "Contributor: KoboToolbox exports (JSON), to show records by "
             "their meta/rootUuid; they stay on this machine"),
    Sentence("Une demande, et ce qui en est ressorti",
             "One inquiry, and what came of it"),
    Sentence("Groupes et remises à détruire : rappeler, voir, attester",
             "Cohorts and releases that are to be destroyed: recall, list, "
             "attest"),
    Sentence("Protection des données : ne plus donner un groupe ou une remise, "
             "et dire à qui l'a de le détruire",
             "As data protection officer: give a cohort or a release no more, "
             "and tell whoever holds it to destroy it"),
    Sentence("Jeu de données, avec --cohort", "Dataset, with --cohort"),
    Sentence("Le groupe, de la colonne cohort de violations.csv",
             "The cohort, from the column cohort of violations.csv"),
    Sentence("À la place : la remise, comme son paquet la nomme",
             "Instead: the release, as its package names it"),
    Sentence("Destinataire : ce qui vous fut donné et est rappelé, dans "
             "quelles remises, pour quand ; protection des données : qui a "
             "quoi, sous vos accords",
             "Recipient: what you were given that is recalled, in which "
             "releases, due when; data protection officer: who holds what, of "
             "your agreements"),
    Sentence("Seulement ce qui n'est pas attesté", "Only what is not attested"),
    Sentence("Destinataire : signer que ce qui est rappelé d'une remise est "
             "détruit, et l'envoyer",
             "As recipient: sign that you destroyed what is recalled of a "
             "release, and send it"),
    Sentence("Remise", "Release"),
    Sentence("release : tout ; cohorts : les lignes des groupes rappelés",
             "release: all of it; cohorts: rows of recalled cohorts"),
    Sentence("Jour de cela, AAAA-MM-JJ ; par défaut : aujourd'hui",
             "Day of it, YYYY-MM-DD; default: today"),
    Sentence("Fichier de l'attestation ; par défaut : attestation-REMISE.txt",
             "File of the attestation; default: attestation-RELEASE.txt"),
    Sentence("Écrire et signer seulement : les fichiers sont portés à la main",
             "Only write and sign: the files are carried by hand"),
    Sentence("Sans connexion : le nom du rappel ; répétez",
             "Without a connection: the recall's name; repeat"),
    Sentence("Sans connexion : l'accord de la remise",
             "Without a connection: agreement of the release"),
    Sentence("Sans connexion : la remise dit DEMO",
             "Without a connection: the release says DEMO"),
    Sentence("Remettre une déclaration que son destinataire a signée, comme "
             "destinataire, gestion de l'information ou protection des données",
             "Hand in a statement that its recipient signed, as recipient, "
             "officer or data protection officer"),
    Sentence("La déclaration ; sa signature est FICHIER.minisig",
             "The statement; its signature is FILE.minisig"),
    Sentence("Ce que les destinataires ont signé : réceptions, attestations",
             "What recipients signed: receipts, attestations"),
    Sentence("Destinataire : ce que vous avez signé ; protection des données : "
             "ce qui fut signé sous vos accords",
             "Recipient: what you signed; data protection officer: what was "
             "signed under your agreements"),
    Sentence("Dossier : chaque déclaration avec sa signature, pour minisign",
             "Folder: each statement with its signature, for minisign"),
    Sentence("Vérifier un paquet, signer que vous l'avez reçu, et envoyer "
             "l'accusé de réception",
             "Verify a package, sign that you received it, and send the "
             "receipt"),
    Sentence("Fichier de l'accusé de réception ; par défaut : à côté du paquet",
             "File of the receipt; default: beside the package"),
    Sentence("Écrire des soumissions de démonstration (GÉNÉRÉES, ou publiques)",
             "Write submissions for a demonstration (GENERATED, or public)"),
    Sentence("À la place : convertir les fichiers CSV publics de ce dossier",
             "Instead: convert the public CSV files in this folder"),
    Sentence("Premier mois", "First month"),
    Sentence("Combien de mois", "How many months"),
    Sentence("Même graine, mêmes soumissions", "Same seed, same submissions"),
    Sentence("Protection de tableaux et d'enregistrements dans des fichiers, "
             "sans serveur (aide en "
             "anglais)",
             "Disclosure control of tables and records in files, without a "
             "server"),
    Sentence("Ce qu'un accord a donné à qui, ce qui fut refusé et pourquoi, "
             "d'après le journal vérifié ; code de sortie 1 s'il ne fut pas "
             "respecté",
             "What an agreement gave whom, what was refused and why, from the "
             "verified log; exit code 1 if it was not kept to"),
    Sentence("Premier jour, mois, trimestre ou année",
             "First day, month, quarter or year"),
    Sentence("Dernier jour, mois, trimestre ou année",
             "Last day, month, quarter or year"),
    Sentence("L'écrire comme page à imprimer, avec des graphiques",
             "Write it as a page to print, with charts"),
    Sentence("L'écrire aussi en JSON dans ce fichier",
             "Write it as JSON to this file as well"),
    Sentence("toguna-witness signe ce qu'un journal a signé, si cela prolonge "
             "ce qu'il a signé avant. PAS ENCORE POUR DE VRAIES DONNÉES.",
             "toguna-witness signs what a log has signed, if it extends what "
             "it signed before. NOT FOR REAL DATA YET."),
    Sentence("Codes de sortie : 0 fait, 1 un journal a menti, 2 usage, fichier "
             "ou valeur, 5 autre chose.",
             "Exit codes: 0 done, 1 a log has lied, 2 wrong usage, file or "
             "value, 5 anything else."),
    Sentence("Dossier du témoin", "Folder of the witness"),
    Sentence("Créer un témoin : une clé et ce qu'il lui faut",
             "Make a witness: a key and what it needs"),
    Sentence("Nom de sa clé, par exemple dpo.example/witness",
             "Name of its key, for example dpo.example/witness"),
    Sentence("log.vkey d'un journal dont il signe les têtes ; à répéter",
             "log.vkey of a log that it signs heads of; repeat"),
    Sentence("Répondre aux journaux qui demandent une signature "
             "(c2sp.org/tlog-witness)",
             "Answer logs that ask for a signature (c2sp.org/tlog-witness)"),
    Sentence("Adresse où écouter", "Address to listen at"),
    Sentence("Ce qu'il a signé en dernier de chaque journal, et si l'un d'eux "
             "a menti",
             "What it signed last of each log, and whether one has lied")};

}  // namespace toguna::words

#endif  // TOGUNA_EXCHANGE_WORDS_HELP_WORDS_H_
