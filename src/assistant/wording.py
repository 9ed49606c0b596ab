"""Every French sentence a reader can see. Placeholders are `str.format` fields.

Typography: a no-break space (U+00A0) stands before : ; ? ! and inside « ».
"""

from __future__ import annotations

# --- settings and start-up ---------------------------------------------------------------
SETTING_INVALID = (
    "Le réglage {name} a une valeur inutilisable : « {value} ». "
    "Corrigez-la dans l’environnement ou dans le fichier .env."
)

SETTING_UNKNOWN = "Le réglage {name} ne connaît pas « {value} ». Valeurs possibles : {choices}."
SETTINGS_FILE_NOT_UTF8 = (
    "Le fichier .env n’est pas du texte UTF-8. Enregistrez-le en UTF-8, puis recommencez."
)
SETTING_MISSING = (
    "Le réglage {name} manque : {needed_by} en a besoin. "
    "Indiquez-le dans l’environnement ou dans le fichier .env."
)

# --- models and their servers (backends/) ----------------------------------------------------
SETTING_ADDRESS = (
    "Le réglage {name} doit être une adresse complète, qui commence par http:// ou https://."
)
SETTING_KEY = (
    "Le réglage {name} contient des caractères impossibles dans une clé (espace, accent, retour "
    "à la ligne…). Copiez-la de nouveau."
)
MODEL_SILENT = (
    "Le serveur réglé par ASSISTANT_{role}_URL ne répond pas ({reason}). Vérifiez qu’il est lancé "
    "et joignable d’ici, puis recommencez."
)
MODEL_UNREACHABLE = "connexion impossible"
MODEL_BROKEN = "connexion interrompue"
MODEL_TIMEOUT = "délai de {seconds} s dépassé"
MODEL_STATUS = "erreur {status}"
MODEL_BUSY = (
    "Le serveur réglé par ASSISTANT_{role}_URL n’accepte plus de demandes pour l’instant (débit ou "
    "quota dépassé). Attendez un peu, puis recommencez."
)
MODEL_KEY = (
    "Le serveur réglé par ASSISTANT_{role}_URL refuse la clé. Vérifiez ASSISTANT_{role}_KEY."
)
MODEL_ADDRESS = (
    "Le serveur réglé par ASSISTANT_{role}_URL ne connaît pas cette adresse ou ce modèle. Vérifiez "
    "ASSISTANT_{role}_URL et ASSISTANT_{role}_MODEL."
)
MODEL_REFUSED = (
    "Le serveur réglé par ASSISTANT_{role}_URL a refusé la demande (erreur {status}). Vérifiez "
    "ASSISTANT_{role}_MODEL et la longueur de texte que ce modèle accepte."
)
MODEL_UNREADABLE = (
    "Le serveur réglé par ASSISTANT_{role}_URL a rendu une réponse inutilisable. Vérifiez que "
    "cette adresse est compatible avec l’API d’OpenAI et que ASSISTANT_{role}_MODEL convient."
)
SENTENCE_TRANSFORMERS_MISSING = (
    "Ce réglage a besoin de sentence-transformers, qui n’est pas installé : relancez "
    "« make run EXTRAS=sentence-transformers »."
)
RERANKER_MODEL_MISSING = (
    "Le modèle de reclassement « {model} » est introuvable ou illisible. "
    "Vérifiez ASSISTANT_RERANKER_MODEL."
)
RERANKER_OTHER_KIND = (
    "Le modèle « {model} » n’est pas un modèle de reclassement (cross-encoder). "
    "Choisissez-en un dans ASSISTANT_RERANKER_MODEL."
)
RERANKER_LABELS = (
    "Le modèle de reclassement « {model} » rend {found} notes par extrait au lieu d’une. "
    "Choisissez-en un autre dans ASSISTANT_RERANKER_MODEL."
)

# --- chat model (backends/chat, breaker, budget) ---------------------------------------------
CHAT_SLOW = {
    "connect": "Le serveur du modèle de langue n’a pas accepté la connexion en {seconds} s "
    "(ASSISTANT_CHAT_CONNECT_SECONDS). Vérifiez ASSISTANT_CHAT_URL et le réseau.",
    "first": "Le modèle de langue n’a pas commencé à répondre en {seconds} s "
    "(ASSISTANT_CHAT_FIRST_SECONDS). Choisissez un modèle plus léger ou laissez-lui du temps.",
    "between": "Le modèle de langue s’est tu {seconds} s au milieu de sa réponse "
    "(ASSISTANT_CHAT_BETWEEN_SECONDS). Vérifiez la charge du serveur.",
    "total": "Le modèle de langue n’a pas fini sa réponse en {seconds} s "
    "(ASSISTANT_CHAT_TIMEOUT). Choisissez un modèle plus léger ou laissez-lui du temps.",
}
CHAT_CUT = (
    "Le serveur du modèle de langue a coupé la réponse : limite de longueur atteinte, ou filtre du "
    "fournisseur. Augmentez ASSISTANT_CHAT_MAX_TOKENS si cela se répète."
)
CHAT_BROKEN = (
    "La réponse du modèle de langue s’est interrompue avant sa fin. Vérifiez que le serveur réglé "
    "par ASSISTANT_CHAT_URL fonctionne toujours."
)
CHAT_TOLD_ERROR = "erreur signalée par le serveur"
CHAT_RESTING = (
    "Le serveur du modèle de langue a échoué plusieurs fois de suite : il n’est plus appelé avant "
    "{seconds} s. Dernier échec : {why}"
)
CHAT_MODEL_OTHER_KIND = (
    "Le modèle « {model} » ne répond pas à « /chat/completions ». Choisissez-en un autre dans "
    "ASSISTANT_CHAT_MODEL."
)
CHAT_BUDGET_SMALL = (
    "Le réglage {name} vaut {value}, moins que ce qu’une seule réponse peut prendre ({least} "
    "jetons). Augmentez-le, ou mettez 0 pour ne pas limiter."
)
BUDGET_DAY_SPENT = (
    "Le crédit de jetons du jour ne suffit plus (ASSISTANT_CHAT_TOKENS_PER_DAY vaut {limit}). Il "
    "sera rétabli demain."
)
BUDGET_VISITOR_SPENT = (
    "Le crédit de jetons de cette personne ne suffit plus pour aujourd’hui "
    "(ASSISTANT_CHAT_TOKENS_PER_VISITOR vaut {limit}). Il sera rétabli demain."
)
BUDGET_NOT_KEPT = (
    "Le compte des jetons du jour ne peut pas être tenu dans {path} : le modèle de langue n’est "
    "pas appelé. Vérifiez les droits et la place, ou supprimez ce fichier s’il est abîmé."
)
DOCTOR_CHAT = "Modèle de langue"
DOCTOR_CHAT_NONE = "aucun (ASSISTANT_CHAT=none) : les réponses citent les documents mot pour mot"
DOCTOR_CHAT_OK = "« {model} » a répondu en {seconds} s"
DOCTOR_CHAT_SILENT = "« {model} » n’a rien répondu à un essai : choisissez un autre modèle"
DOCTOR_CHAT_ASK = "Répondez par un seul mot : prêt."
DOCTOR_CHAT_BUDGET = " ; {spent} jetons comptés aujourd’hui"

# --- prompts ---------------------------------------------------------------------------------
PROMPT_MISSING = (
    "La consigne {name} est introuvable ou illisible dans {folder}. Rétablissez ce fichier (texte "
    "UTF-8) ou corrigez ASSISTANT_PROMPTS."
)
PROMPT_DOLLAR = (
    "La consigne {name} contient un « $ » qui n’annonce pas de variable (ligne {line}). "
    "Écrivez « $$ » pour un dollar ordinaire."
)
PROMPT_UNKNOWN = (
    "La consigne {name} emploie des variables inconnues : {names}. Variables possibles : {known}."
)
PROMPT_LACKS = (
    "La consigne {name} n’emploie pas les variables {names}, sans lesquelles le modèle ne reçoit "
    "pas tout. Ajoutez-les au fichier."
)

# --- reading files (ingest/load) -----------------------------------------------------------
FILE_EMPTY = "fichier vide"
FILE_BINARY = "contenu binaire : ce n’est pas un fichier texte"
UNREADABLE_ADDRESS = "[adresse illisible]"
FILE_UNREADABLE = "lecture impossible ({reason}) : vérifiez les droits du fichier"
FILE_WITHOUT_TEXT = "aucun mot lisible dans ce fichier"
FILE_QUARANTINED = (
    "en quarantaine depuis le {since} : {message}. Corrigez ou remplacez le fichier, "
    "ou relancez « assistant index --retry »"
)
PAGES_UNREAD = (
    "scan non lu, p. {pages} : installez Tesseract (paquets tesseract-ocr et "
    "tesseract-ocr-fra), puis relancez « assistant index »"
)
FILE_UNREAD_SCAN = (
    "scan non lu : ce fichier ne contient que des images. Installez Tesseract "
    "(paquets tesseract-ocr et tesseract-ocr-fra), puis relancez « assistant index »"
)

# --- reading: PDF (ingest/pdf) ---------------------------------------------------------------
PDF_PASSWORD = (
    "protégé par un mot de passe : enregistrez-en une copie sans mot de passe, puis recommencez"
)
PDF_BROKEN = "fichier PDF abîmé ou incomplet : remplacez-le par une copie saine"
PDF_NO_PAGE = "ce PDF ne contient aucune page"
PDF_TOO_LONG = "ce PDF annonce {pages} pages, plus que les {most} admises : découpez-le"

# --- reading: web pages and office files (ingest/load) ----------------------------------------
FILE_DAMAGED = (
    "fichier abîmé ou incomplet : ouvrez-le dans son logiciel, enregistrez-le de nouveau au format "
    "{suffix}, puis recommencez"
)
FILE_LOCKED = "fichier protégé par mot de passe : enregistrez-le sans protection, puis recommencez"
FILE_OF_OLD_OFFICE = (
    "ancien format de Microsoft Office : ouvrez-le, puis enregistrez-le au format {suffix}"
)
FILE_OF_OTHER_KIND = (
    "ce n’est pas un fichier {suffix} mais {kind} : enregistrez-le au format {suffix}, ou "
    "donnez-lui l’extension qui convient"
)
KIND_PDF = "un fichier PDF (.pdf)"
KIND_HTML = "une page web (.html)"
KIND_RTF = "un fichier RTF (.rtf)"
KIND_DOCX = "un document Word (.docx)"
KIND_PPTX = "un diaporama PowerPoint (.pptx)"
KIND_XLSX = "un classeur Excel (.xlsx)"
KIND_ODT = "un document OpenDocument (.odt)"
KIND_ODF = "un autre fichier OpenDocument"
KIND_EPUB = "un livre numérique (.epub)"
KIND_ZIP = "une archive .zip"
KIND_PICTURE = "une image"
KIND_MHT = "une page enregistrée en un seul fichier (.mht)"
KIND_TEXT = "un fichier de texte"
KIND_UNKNOWN = "un fichier d’un autre format"
FILE_SWELLS = (
    "fichier refusé : décompressé, son contenu dépasse {limit} Mo. Allégez-le ou partagez-le en "
    "plusieurs fichiers"
)
FILE_OF_MANY_PARTS = "fichier refusé : il contient plus de {limit} éléments"
FILE_WITH_ENTITIES = (
    "fichier refusé : il contient des déclarations XML interdites dans ce format. Ouvrez-le, puis "
    "enregistrez-le de nouveau au format {suffix}"
)
PAGE_WITHOUT_ARTICLE = (
    "aucun article dans cette page web (menus ou liste de liens) : enregistrez la page "
    "de l’article "
    "lui-même"
)
PAGE_TOO_LONG = "page web refusée : elle dépasse {limit} Mo"

# --- reading: scans (backends/tesseract) -------------------------------------------------------
OCR_TOO_LONG = (
    "la reconnaissance d’une page dépasse {seconds} s : augmentez ASSISTANT_OCR_SECONDS ou "
    "diminuez ASSISTANT_OCR_DPI"
)
OCR_FAILED = "la reconnaissance d’une page a échoué ({reason}) : lancez « assistant doctor »"

# --- reading: limits and quarantine (backends/reader_pool, quarantine) -------------------------
READ_MEMORY = (
    "lecture arrêtée : plus de {limit} Mo de mémoire, la limite de ASSISTANT_READ_MEMORY_MB"
)
READ_STALLED = (
    "lecture arrêtée : aucune page de plus en {limit} secondes, la limite de ASSISTANT_READ_STALL"
)
READ_TOO_LONG = "lecture arrêtée : plus de {limit} secondes, la limite de ASSISTANT_READ_SECONDS"
READ_TOO_LARGE = (
    "fichier trop gros : {size} Mo, alors que la limite de ASSISTANT_READ_FILE_MB est de {limit} Mo"
)
READ_TOO_MANY_PAGES = "lecture arrêtée : plus de {limit} pages"
READ_CRASHED = (
    "lecture arrêtée : ce fichier fait échouer le programme qui le lit, il est sans doute abîmé"
)
READ_KILLED = (
    "lecture arrêtée par le système, sans doute faute de mémoire sur cette machine : fermez "
    "d’autres programmes ou baissez ASSISTANT_READ_JOBS, puis relancez"
)
READ_GARBLED = (
    "lecture rejetée : le programme qui lit ce fichier a répondu autre chose que du texte"
)
READ_NOT_STARTED = "le programme de lecture ne démarre pas ({reason})"
READ_NO_ANSWER = "il ne répond pas"
READ_NO_MEMORY = "pas assez de mémoire pour lire ce fichier"
READ_TOO_DEEP = "contenu trop imbriqué pour être lu"

# --- corpus: add, list, remove (curate/) --------------------------------------------------------
CURATE_ADD = "ajoute des documents, ou remplace l’un d’eux"
CURATE_LIST = "liste les documents et leur état dans l’index"
CURATE_REMOVE = "retire des documents ; leurs fichiers sont gardés dans les archives"
CURATE_METAVARS = {
    "paths": "FICHIER_OU_DOSSIER",
    "title": "TITRE",
    "publisher": "ÉDITEUR",
    "date": "DATE",
    "kind": "NATURE",
    "status": "ÉTAT",
    "id": "IDENTIFIANT",
}
CURATE_ADD_PATHS = "fichiers à ajouter, ou dossiers (avec leurs sous-dossiers)"
CURATE_ADD_FIELDS = {
    "title": "titre montré aux lecteurs",
    "publisher": "éditeur du document",
    "date": "date du document : 2020, octobre 2020, 17/10/2020, automne 2020, 2020-10-17…",
    "kind": "nature du document : rapport, charte, guide, compte rendu…",
    "status": "état : en vigueur, archive, projet ou remplacé",
    "id": "identifiant ; celui d’un document présent : le fichier le remplace",
    "replaces": "le document ajouté remplace celui-ci, qui reste citable sous l’état « remplacé »",
    "same-as": "le document ajouté est une autre copie de celui-ci",
    "part-of": "le document ajouté est un extrait de celui-ci",
}
CURATE_ADD_FORCE = "ajoute même un fichier que l’assistant ne sait pas lire"
CURATE_YES = "ne pose aucune question"
CURATE_NO_INDEX = "ne met pas l’index à jour ensuite"
CURATE_REMOVE_IDS = "identifiants des documents à retirer (« assistant corpus list » les donne)"
CURATE_REMOVE_FORCE = "efface aussi les liens que d’autres documents font vers ceux-ci"
CURATE_READING = "{name} (page {page} sur {pages})"
CURATE_NO_SUCH_PATH = "Il n’y a ni fichier ni dossier à cette adresse : {path}. Vérifiez son nom."
CURATE_FOLDER_DENIED = "dossier illisible ({reason})"
CURATE_APART = "fichier caché, temporaire ou réservé aux éditeurs"
CURATE_SAME_FILE = "même contenu que {name}"
CURATE_CATALOGUE_FORM = (
    "Le catalogue catalogue.toml est écrit d’une façon que cette commande ne sait pas modifier. "
    "Donnez-lui un bloc [[document]] par document, puis recommencez."
)
CURATE_PRESENT = "{name} est déjà dans le corpus, sous l’identifiant « {id} » : rien à faire."
CURATE_CHANGED = (
    "Le fichier {path} a changé pendant l’ajout. Attendez qu’il soit complet, puis recommencez."
)
CURATE_UNREADABLE = (
    "Le fichier {path} ne peut pas être lu ({reason}). Vérifiez ses droits, puis recommencez."
)
CURATE_NOT_CATALOGUED = (
    "Le document « {id} » n’est pas dans le catalogue. « assistant corpus list » donne les "
    "identifiants ; un fichier hors catalogue s’y ajoute par « assistant corpus add »."
)
CURATE_REPLACED_ALREADY = (
    "Le document « {id} » est déjà remplacé par « {by} ». Pour remplacer celui-ci : --replaces {by}"
)
CURATE_UNKNOWN = (
    "Le document « {id} » n’est pas dans le corpus. « assistant corpus list » donne les "
    "identifiants."
)
CURATE_UNKNOWN_NEAR = "Vouliez-vous dire : {ids} ?"
CURATE_LINK = "{id} ({field} = « {target} »)"
CURATE_LINKED = (
    "D’autres documents renvoient à ceux-ci : {links}. Corrigez ces champs dans catalogue.toml, ou "
    "ajoutez --force pour les effacer."
)
CURATE_ONE_FILE = (
    "Les options --title, --id, --replaces, --same-as et --part-of ne valent que pour un seul "
    "fichier."
)
CURATE_BAD_STATUS = "L’état « {value} » est inconnu. Valeurs possibles : {choices}."
CURATE_BAD_DATE = (
    "La date « {value} » n’est pas comprise. Écrivez par exemple 17/10/2020, octobre 2020, automne "
    "2020, 2020 ou 2020-10-17."
)
CURATE_BAD_ID = (
    "L’identifiant « {value} » ne convient pas : minuscules sans accent, chiffres et tirets "
    "seulement."
)
CURATE_BAD_REPLACED = "L’état « remplacé » se donne par --replaces, avec le document qui remplace."
CURATE_NEEDS_TITLE = "Le titre ne peut pas être vide."
CURATE_NEEDS_YES = (
    "Cette commande demande une confirmation. Lancez-la dans un terminal, ou ajoutez --yes."
)
CURATE_YES_ANSWERS = ("o", "oui", "y", "yes")
CURATE_RECOVERED = "Une opération interrompue a été terminée."
CURATE_NOTHING_FOUND = "Aucun fichier à ajouter."
CURATE_SKIPPED = "Laissé de côté : {path} ({reason})"
CURATE_REFUSED = "Refusé : {path} : {reason}"
CURATE_REFUSED_FORCE = (
    "Un fichier refusé n’a pas été ajouté. Corrigez-le ou remplacez-le ; pour l’ajouter tel quel, "
    "sans que l’assistant puisse le citer : --force"
)
CURATE_FORCED = "Ajouté sans pouvoir être lu : {reason}"
CURATE_LIKE = "{share} % de ce texte se trouve déjà dans « {id} »."
CURATE_LIKE_HOW = (
    "S’il le remplace : --replaces {id} ; si c’en est une copie : --same-as {id} ; un extrait : "
    "--part-of {id}"
)
CURATE_WAS_ARCHIVED = "Ce fichier était dans le corpus jusqu’au {day} : ses champs sont repris."
CURATE_WAS_HERE = "Ce fichier est déjà dans le dossier, hors catalogue : il y entre."
CURATE_FILE = "Fichier : {path} ({pages}, {passages})"
CURATE_PAGES = ("{n} page", "{n} pages")
CURATE_PASSAGES = ("{n} extrait", "{n} extraits")
CURATE_UNREAD = (
    "{n} page numérisée n’est pas lue : installez Tesseract pour qu’elle le soit",
    "{n} pages numérisées ne sont pas lues : installez Tesseract pour qu’elles le soient",
)
CURATE_ASK = (
    "Entrée garde la proposition entre crochets, « - » laisse vide, Ctrl-D renonce à ce fichier."
)
CURATE_FIELDS = {
    "title": "Titre",
    "publisher": "Éditeur",
    "date": "Date",
    "kind": "Nature",
    "status": "État",
    "id": "Identifiant",
}
CURATE_PROMPT = "{label} [{default}] : "
CURATE_PROMPT_EMPTY = "{label} : "
CURATE_ASK_INSTEAD = (
    "« {id} » existe déjà. Remplacer son fichier ({file}) par celui-ci ? L’ancien est "
    "gardé dans les "
    "archives. [o/N] "
)
CURATE_NOT_REPLACED = "Rien n’a été remplacé."
CURATE_ASK_LIKE = (
    "Le remplace-t-il (r), en est-il une copie (c) ou un extrait (e) ? Entrée : rien de cela. "
)
CURATE_LIKE_ANSWERS = {"replaces": "r", "same_as": "c", "part_of": "e"}
CURATE_GIVEN_UP = "Renoncé : {path}"
CURATE_ADDED = "Ajouté : {id} — {title} ({file})"
CURATE_UPDATED = "Remplacé : {id} — {title} ({file}) ; l’ancien fichier est dans {archived}"
CURATE_NOW_REPLACED = "« {id} » est désormais marqué « remplacé »."
CURATE_ASK_REMOVE = "Retirer {documents} ? Les fichiers sont gardés dans les archives. [o/N] "
CURATE_DOCUMENTS = ("{n} document", "{n} documents")
CURATE_KEPT = "Rien n’a été retiré."
CURATE_REMOVED = "Retiré : {id} — {title}"
CURATE_REMOVED_FILE = "fichier gardé : {path}"
CURATE_CLEANED = "liens effacés dans : {ids}"
CURATE_ORPHANS = (
    "{n} ligne de questions (corpus/expansion) ne sert plus ; elle resservira si le "
    "document revient",
    "{n} lignes de questions (corpus/expansion) ne servent plus ; elles resserviront si "
    "le document "
    "revient",
)
CURATE_SEARCHABLE = "{id} : {passages} dans l’index, {pages}"
CURATE_SEARCHABLE_UNPAGED = "{id} : {passages} dans l’index"
CURATE_NOT_SEARCHABLE = "{id} : rien à chercher. {reason}"
CURATE_INDEX_LATER = "L’index n’est pas à jour : lancez « assistant index »."
CURATE_INDEX_FAILED = (
    "Les documents sont bien enregistrés, mais l’index n’a pas été mis à jour. {message}"
)
CURATE_STATES = {
    "current": "à jour",
    "stale": "à indexer",
    "unread": "illisible",
    "quarantined": "en quarantaine",
    "absent": "fichier absent",
    "leaving": "à retirer de l’index",
}
CURATE_COLUMNS = {
    "id": "Identifiant",
    "title": "Titre",
    "date": "Date",
    "status": "État",
    "file": "Fichier",
    "pages": "Pages",
    "passages": "Extraits",
    "state": "Index",
}
CURATE_LIST_EMPTY = "Aucun document. Pour en ajouter : assistant corpus add FICHIER_OU_DOSSIER"
CURATE_LIST_TOTAL = "{documents}, {pages}, {passages}"
TRANSACTION_FULL = (
    "Plus assez de place dans {path}. Libérez de l’espace, puis recommencez ; rien n’a changé."
)
TRANSACTION_UNWRITABLE = (
    "Impossible d’écrire dans {path} : accès refusé ou dossier en lecture seule. Vérifiez ses "
    "droits, puis recommencez ; rien n’a changé."
)
TRANSACTION_PENDING = (
    "Le changement de {path} est enregistré mais n’a pas pu être terminé (plus de place, ou "
    "dossier en lecture seule). Rétablissez l’accès : la prochaine commande le terminera."
)
TRANSACTION_BROKEN = (
    "Une opération interrompue sur {path} ne peut pas être terminée : {name} manque ou est "
    "illisible. Rétablissez-le ; pour y renoncer, supprimez {journal}."
)
TRANSACTION_TAKEN = (
    "Un autre fichier est apparu sous le nom {path} pendant l’ajout. Renommez-le ou déplacez-le, "
    "puis recommencez."
)

# --- corpus: fetch (curate/fetch) --------------------------------------------------------------
FETCH = "télécharge des documents publics, à la demande seulement"
FETCH_IDS = "identifiants des documents à télécharger (--list les donne)"
FETCH_ALL = "tous les documents de corpus/sources.toml"
FETCH_LIST = "liste les documents proposés, sans rien télécharger"
FETCH_YES = "ne demande pas de confirmation"
FETCH_UPDATE = "remplace aussi ceux qui ont changé sur leur site (l’ancien fichier est archivé)"
FETCH_ALLOW_PRIVATE = "accepte les adresses du réseau privé (sites internes)"
FETCH_METAVAR = "IDENTIFIANT"
FETCH_WHAT = (
    "Dites quoi télécharger : des identifiants, ou --all pour tout. "
    "« assistant corpus fetch --list » montre les documents proposés."
)
FETCH_ALONE = "L’option --list s’emploie sans identifiant, ni --all, ni --update."
FETCH_EITHER = "Donnez des identifiants ou --all, pas les deux."
FETCH_UNKNOWN = (
    "Aucun document proposé ne s’appelle « {id} ». "
    "« assistant corpus fetch --list » donne les identifiants."
)
FETCH_CONFIRM = "{documents} à demander à {hosts}. Cette machine va s’y connecter par internet."
FETCH_CONFIRM_PROMPT = "Continuer ? [o/N] "
FETCH_DOCUMENTS = ("{n} document", "{n} documents")
FETCH_HOSTS = ("{n} site : {{names}}", "{n} sites : {{names}}")
FETCH_YES_NEEDED = (
    "Ajoutez --yes pour que la commande se connecte à internet sans poser de question."
)
FETCH_REFUSED = "Rien n’a été téléchargé."
FETCH_BUSY = (
    "Un autre téléchargement est en cours dans {path}. Attendez qu’il finisse, ou arrêtez-le."
)
FETCH_FULL = (
    "Plus assez de place dans {path} pour ce téléchargement. Libérez de l’espace, puis relancez la "
    "commande : ce qui est déjà reçu est gardé."
)
FETCH_UNWRITABLE = (
    "Impossible d’écrire dans {path} : accès refusé ou dossier en lecture seule. Vérifiez ses "
    "droits, puis relancez la commande."
)
FETCH_STOPPED = "Ce qui est déjà reçu est gardé : la même commande reprendra où elle s’est arrêtée."
FETCH_STATES = {
    "absent": "à télécharger",
    "partial": "commencé",
    "present": "présent",
}
FETCH_LISTED = "{id} ({state})"
FETCH_LISTED_MORE = "  {title} · {details}"
FETCH_NOTHING = "corpus/sources.toml ne propose aucun document."
FETCH_STEP = "[{number}/{of}] {id}"
FETCH_STEP_WAIT = "{step} : pause de {seconds} s avant de demander à {host}"
FETCH_STEP_BYTES = "{step} : {done} Ko, {rate} Ko/s"
FETCH_STEP_BYTES_OF = "{step} : {done} Ko sur {total}, {rate} Ko/s, encore {left} s"
FETCH_DONE = {
    "fetched": "Téléchargé : {id} ({file}, {size} Ko)",
    "updated": "Remplacé : {id} ({file}, {size} Ko)",
    "unchanged": "Inchangé : {id}",
    "changed": "A changé sur son site, non remplacé : {id}",
}
FETCH_FAILED = "Échec : {id}, {address}"
FETCH_CHANGED_NEXT = (
    "Pour remplacer les documents qui ont changé : assistant corpus fetch --update IDENTIFIANT…"
)
FETCH_INDEX = "Lancez « assistant index » pour que l’assistant s’en serve."
FETCH_SUMMARY_FAILED = (
    "{n} document n’a pas été téléchargé",
    "{n} documents n’ont pas été téléchargés",
)

SOURCES_INVALID = (
    "La liste des documents publics {path} est invalide : {problem}. Corrigez-la, puis recommencez."
)
SOURCES_LINE = "ligne {line}, {problem}"
SOURCES_MISSING = "La liste des documents publics {path} manque."
SOURCES_UNREADABLE = "La liste des documents publics {path} ne peut pas être lue ({detail})."
SOURCES_NOT_TOML = "ce n’est pas du TOML correct"
SOURCES_NOT_UTF8 = "elle doit être enregistrée en UTF-8"
SOURCES_UNKNOWN_KEY = "la clé « {key} » est inconnue (attendu : [[source]])"
SOURCES_NOT_LIST = "elle doit contenir des blocs [[source]]"
SOURCES_ID_LONG = "l’identifiant « {value} » dépasse {limit} caractères"
SOURCES_DUPLICATE = "« {field} » vaut « {value} », comme à la ligne {line}"

ADDRESS_INVALID = "l’adresse « {address} » est mal écrite"
ADDRESS_SCHEME = "l’adresse « {address} » doit commencer par http:// ou https://"
ADDRESS_CREDENTIALS = "l’adresse contient un nom d’utilisateur ou un mot de passe : retirez-les"

DOWNLOAD_UNKNOWN_HOST = (
    "Le site {host} est introuvable. Vérifiez l’adresse et la connexion à internet ; "
    "derrière un relais, réglez ASSISTANT_PROXY."
)
DOWNLOAD_UNREACHABLE = (
    "Le site {host} est injoignable ({reason}). Vérifiez la connexion à internet, "
    "puis relancez la commande ; derrière un relais, réglez ASSISTANT_PROXY."
)
DOWNLOAD_NO_NAMES = "les noms de sites ne se résolvent pas"
DOWNLOAD_NO_CONNECTION = "connexion impossible"
DOWNLOAD_SLOW_CONNECTION = "délai de connexion dépassé"
DOWNLOAD_PROXY = (
    "Le relais réglé par ASSISTANT_PROXY ne laisse pas passer la demande vers {host}. "
    "Vérifiez ce réglage."
)
DOWNLOAD_TLS = (
    "La connexion chiffrée avec {host} n’est pas sûre ({reason}) : rien n’a été téléchargé. "
    "Prévenez le site ; derrière un relais d’entreprise, réglez ASSISTANT_CA_FILE."
)
DOWNLOAD_TLS_REASONS = {
    "expired": "certificat expiré",
    "early": "certificat pas encore valable",
    "self": "certificat signé par lui-même",
    "issuer": "autorité du certificat inconnue",
    "host": "certificat fait pour un autre site",
    "other": "certificat refusé",
    "protocol": "échange chiffré impossible",
}
DOWNLOAD_CUT = (
    "Le site {host} a coupé la connexion. Relancez la commande : "
    "elle reprendra où elle s’est arrêtée."
)
DOWNLOAD_SILENT = "Le site {host} ne répond plus. Relancez la commande plus tard."
DOWNLOAD_TOO_LONG = (
    "Le site {host} a mis plus de {seconds} s à répondre. Relancez la commande plus tard : "
    "elle reprendra où elle s’est arrêtée."
)
DOWNLOAD_SLOW = (
    "Le site {host} envoie le document trop lentement. Relancez la commande plus tard : "
    "elle reprendra où elle s’est arrêtée."
)
DOWNLOAD_BROKEN = (
    "Le site {host} a envoyé une réponse inutilisable. Téléchargez ce document à la main."
)
DOWNLOAD_ENCODING = (
    "Le site {host} compresse le document d’une manière inconnue ({encoding}). "
    "Téléchargez-le à la main, puis « assistant corpus add »."
)
DOWNLOAD_PRIVATE = (
    "L’adresse {host} mène au réseau privé ou à cette machine ({address}) : elle est refusée. "
    "Si c’est voulu, ajoutez --allow-private."
)
DOWNLOAD_ADDRESS = "L’adresse ne convient pas : {problem}."
DOWNLOAD_REDIRECT = (
    "Le site {host} renvoie vers une adresse refusée : {problem}. Corrigez l’adresse."
)
DOWNLOAD_REDIRECT_DOWNGRADE = "elle n’est plus chiffrée (http:// après https://)"
DOWNLOAD_REDIRECT_NOWHERE = "il ne dit pas où"
DOWNLOAD_REDIRECTS = (
    "Le site {host} renvoie plus de {limit} fois ailleurs. Cherchez la bonne adresse."
)
DOWNLOAD_REDIRECT_LOOP = (
    "Le site {host} renvoie sans fin à la même adresse. Cherchez la bonne adresse."
)
DOWNLOAD_ROBOTS = (
    "Le site {host} demande aux programmes de ne pas prendre ce document (robots.txt). "
    "Téléchargez-le avec un navigateur, puis « assistant corpus add »."
)
DOWNLOAD_ROBOTS_UNREACHABLE = (
    "Le site {host} ne dit pas ce qu’il autorise : son fichier robots.txt ne répond pas. "
    "Relancez la commande plus tard."
)
DOWNLOAD_ASKED_TO_WAIT = (
    "Le site {host} demande d’attendre {seconds} s avant de revenir. "
    "Relancez la commande plus tard."
)
DOWNLOAD_STATUSES = {
    401: "Le site {host} réserve ce document (erreur 401). Demandez-le à son éditeur.",
    403: (
        "Le site {host} refuse de donner ce document à un programme (erreur 403). "
        "Téléchargez-le avec un navigateur, puis « assistant corpus add »."
    ),
    404: (
        "Le document n’est plus à cette adresse sur {host} (erreur 404). "
        "Cherchez sa nouvelle adresse."
    ),
    410: "Le document a été retiré de {host} (erreur 410). Demandez-le à son éditeur.",
    429: "Le site {host} reçoit trop de demandes (erreur 429). Relancez la commande plus tard.",
    451: "Le site {host} ne peut pas donner ce document, pour une raison légale (erreur 451).",
}
DOWNLOAD_STATUS = "Le site {host} a répondu par l’erreur {status}. Vérifiez l’adresse."
DOWNLOAD_STATUS_SITE = (
    "Le site {host} est en panne (erreur {status}). Relancez la commande plus tard."
)
DOWNLOAD_TOO_LARGE = (
    "Le document dépasse {limit} Mo. S’il est bien ce que vous attendez, "
    "augmentez ASSISTANT_FETCH_MAX_MB."
)
DOWNLOAD_EMPTY = "Le site {host} a envoyé un document vide. Vérifiez l’adresse."
DOWNLOAD_TYPE = (
    "Le site {host} a envoyé un fichier d’un autre format ({found}) que ceux que l’assistant lit "
    "({known}). Vérifiez l’adresse."
)
DOWNLOAD_TYPE_OTHER = (
    "Le site {host} a envoyé {found} au lieu du fichier {expected} attendu. "
    "Ouvrez l’adresse dans un navigateur : le document a sans doute changé de place."
)
DOWNLOAD_TYPE_UNKNOWN = "inconnu"
DOWNLOAD_TYPE_NAMES = {
    ".html": "une page web",
    ".pdf": "un PDF",
    ".docx": "un document Word",
    ".odt": "un document OpenDocument",
    ".pptx": "un diaporama",
    ".txt": "un texte",
    ".md": "un texte",
    "": "autre chose",
}
DOWNLOAD_ARCHIVE_BROKEN = (
    "Le fichier envoyé par {host} est incomplet ou abîmé. Relancez la commande ; si cela continue, "
    "prévenez le site."
)
DOWNLOAD_SAME = "Ce fichier est déjà dans le corpus, sous le nom « {id} ». Rien n’a été ajouté."
DOWNLOAD_CANNOT_KEEP = "Le document est téléchargé, mais il n’a pas pu être ajouté : {problem}"
PROXY_INVALID = (
    "Le réglage ASSISTANT_PROXY doit être une adresse complète, "
    "qui commence par http:// ou https://."
)
CA_FILE_INVALID = (
    "Le réglage ASSISTANT_CA_FILE doit nommer un fichier PEM lisible, qui contient des certificats."
)

# --- corpus: audit and show --------------------------------------------------------------------
AUDIT = "examine ce que l’index tient de chaque document et ce qui mérite d’être revu"
AUDIT_HTML = "écrit aussi une page HTML, avec l’image des pages les moins bien lues"
AUDIT_YEARS = (
    "ancienneté, en années, à partir de laquelle un document est signalé s’il en existe "
    "un plus récent "
    "du même éditeur et du même genre (par défaut : {years})"
)
AUDIT_SHOWN = "longueur des listes de pages et d’extraits (par défaut : {shown})"
AUDIT_METAVARS = {"html": "FICHIER", "number": "N", "id": "ID", "page": "N"}
AUDIT_NOT_READ = "la dernière indexation n’a pas pu lire ce fichier"
AUDIT_TITLE = "Audit du corpus"
AUDIT_ORIGIN = "Index {generation}, le {date}"
AUDIT_WRITTEN = "Page écrite : {path}"
AUDIT_UNWRITABLE = "Impossible d’écrire {path} ({reason}). Choisissez un autre fichier avec --html."
AUDIT_TOTALS = {
    "documents": "documents",
    "pages": "pages",
    "pages_unread": "pages non lues",
    "pages_poor": "pages mal lues",
    "passages": "extraits",
    "words": "mots",
    "questions": "questions d’enrichissement",
    "without_heading": "extraits sans rubrique",
    "coverage": "du texte repris dans des extraits",
    "repairs": "corrections pour 1 000 mots",
}
AUDIT_DOCUMENTS = "Documents"
AUDIT_DOCUMENTS_NONE = "Aucun document."
AUDIT_COLUMNS = {
    "document": "Document",
    "state": "État",
    "pages": "Pages",
    "engines": "Lecture",
    "score": "Qualité",
    "coverage": "Couvert",
    "passages": "Extraits",
    "questions": "Questions",
    "repairs": "Corr. ‰",
}
AUDIT_COLUMNS_SAID = {
    "engines": "Par quoi les pages ont été lues",
    "score": "Qualité de lecture, sur 100, et pages bien, assez bien et mal lues",
    "coverage": "Part du texte reprise dans des extraits",
    "repairs": "Corrections pour 1 000 mots",
}
AUDIT_STATES = {
    "current": "à jour",
    "changed": "modifié depuis l’indexation",
    "new": "pas encore indexé",
    "failed": "non lu",
    "missing": "fichier absent",
}
AUDIT_PAGES_UNREAD = ("{n} non lue", "{n} non lues")
AUDIT_PAGES_EMPTY = ("{n} vide", "{n} vides")
AUDIT_UNCATALOGUED = "hors catalogue"
AUDIT_SAID_ELSEWHERE = ("dont {n} dit ailleurs", "dont {n} dits ailleurs")
AUDIT_ENGINES = {
    "text": "texte",
    "markdown": "Markdown",
    "html": "HTML",
    "docx": "DOCX",
    "odt": "ODT",
    "pptx": "PPTX",
    "pypdf": "pypdf",
    "pdfium": "pdfium",
    "ocr": "OCR",
}
AUDIT_GRADES = {"good": "bonne", "fair": "moyenne", "poor": "mauvaise"}
AUDIT_PAGE_STATES = {"read": "lue", "empty": "vide", "unread": "non lue"}
AUDIT_WORST = "Pages à revoir, les pires d’abord"
AUDIT_WORST_NONE = "Aucune page ne pose de problème."
AUDIT_PAGE_COLUMNS = ("Document", "Page", "Qualité", "Couvert", "Pourquoi")
AUDIT_FLAWS = {
    "unread": "non lue (image sans texte reconnu)",
    "poor": "se lit mal",
    "fair": "se lit moyennement",
    "glued": "mots collés",
    "spaced": "mots coupés par des espaces",
    "ligatures": "ligatures égarées",
    "accents": "accents détachés",
    "strange": "caractères étranges",
    "uncovered": "la moitié du texte au moins n’est reprise dans aucun extrait",
    "repaired": "beaucoup de corrections",
}
AUDIT_OVERLAPS = "Documents proches"
AUDIT_OVERLAPS_NONE = "Aucun document ne reprend une grande part d’un autre."
AUDIT_OVERLAP = "« {other} » contient {share} % de « {one} » (et l’inverse : {back} %)"
AUDIT_OVERLAP_TWINS = ("{n} extrait en double", "{n} extraits en double")
AUDIT_OUTDATED = "Documents dépassés ou à confirmer"
AUDIT_OUTDATED_NONE = "Aucun document dépassé."
AUDIT_STANDINGS = {
    "replaced": "« {one} » est remplacé par « {by} »",
    "archived": "« {one} » est une archive : vrai à sa date",
    "draft": "« {one} » est un projet, pas encore adopté",
    "older": "« {one} » a {years} de plus que « {by} », du même éditeur et du même genre",
}
AUDIT_GAP = ("{n} an", "{n} ans")
AUDIT_ORPHANS = "Liens rompus"
AUDIT_ORPHANS_NONE = "Aucun lien rompu."
AUDIT_ORPHAN_EXPANSION = "Questions d’enrichissement sans extrait : {name}"
AUDIT_ORPHAN_UNCATALOGUED = "Fichier hors catalogue : {name}"
AUDIT_ORPHAN_FILE = "Fichier cité par le catalogue mais absent : {name}"
AUDIT_LINKS = {
    "replaced": "« {one} » renvoie ({field}) à « {target} », lui-même remplacé",
    "absent": "« {one} » renvoie ({field}) à « {target} », absent de l’index",
}
AUDIT_QUARANTINE = "Fichiers mis à l’écart"
AUDIT_QUARANTINE_NONE = "Aucun fichier mis à l’écart."
AUDIT_SET_ASIDE = "{source} : {message} (depuis le {since}, {tries})"
AUDIT_TRIES = ("{n} essai", "{n} essais")
AUDIT_LONGEST = "Extraits les plus longs"
AUDIT_EMPTIEST = "Extraits les plus courts"
AUDIT_HEADLESS = "Extraits sans rubrique"
AUDIT_PASSAGES_NONE = "Aucun extrait."
AUDIT_PASSAGE_COLUMNS = ("Mots", "Document", "Page", "Début")
AUDIT_THUMBNAIL = "{title}, page {page}"
AUDIT_PAGE_FIGURES = "qualité {score}, couvert : {coverage}, corrections : {changes}"
AUDIT_NO_THUMBNAIL = "image indisponible"
AUDIT_CONTENTS = "Sommaire"
SHOW = "montre une page d’un document : ce que tient le fichier, ce qui en a été lu"
SHOW_ID = "identifiant du document (assistant corpus list)"
SHOW_PAGE = "rang de la page dans le fichier, à partir de 1 ; sans elle, la liste des pages"
SHOW_HTML = "écrit aussi une page HTML"
SHOW_UNKNOWN = (
    "Le document « {id} » n’existe pas dans l’index en service. Vouliez-vous dire : {near} ?"
)
SHOW_COLUMNS = ("Page", "Lue par", "État", "Qualité", "Mots", "Couvert", "Corrections", "Remarques")
SHOW_QUALITY = (
    "Qualité de lecture : {score} sur 100 ({grade}) ; {words} mots, {known} % connus, {glued} % "
    "collés, {spaced} % coupés, {ligatures} % de ligatures égarées, {accents} % "
    "d’accents détachés, "
    "{strange} % de caractères étranges"
)
SHOW_COVERAGE = "Texte repris dans des extraits : {coverage} ({passages})"
SHOW_PASSAGES = ("{n} extrait", "{n} extraits")
SHOW_DROPPED = ("{n} ligne écartée", "{n} lignes écartées")
SHOW_CHANGES = ("{n} correction", "{n} corrections")
SHOW_CHANGES_NONE = "Aucune correction."
SHOW_KIND = "  {kind} : {n} ({which})"
SHOW_CHANGE = "{before} → {after}"
SHOW_KINDS = {
    "accent": "accents",
    "address": "adresses",
    "apostrophe": "apostrophes",
    "capital": "majuscules",
    "date": "dates",
    "elision": "élisions",
    "hyphen": "traits d’union",
    "letter": "lettres confondues",
    "ligature": "ligatures",
    "note_mark": "appels de note",
    "ordinal": "ordinaux",
    "space": "espaces",
}
SHOW_LEGEND = "Retiré de ce que tient le fichier : [-ainsi-] ; mis à la place : {+ainsi+}."
SHOW_LEGEND_COLOURS = (
    "Retiré de ce que tient le fichier : en rouge barré ; mis à la place : en vert souligné."
)
SHOW_LEGEND_HTML = (
    "Barré : ce que tient le fichier et qui n’a pas été gardé ; souligné : ce qui a été mis à la "
    "place."
)
SHOW_PAGE_HEADING = "{place}, {state} ({engine})"


# --- page images ---------------------------------------------------------------------------------
DOCUMENT_CHANGED = (
    "Le document {name} a changé depuis l’indexation : sa page ne peut plus être montrée telle "
    "qu’elle est citée. Relancez « assistant index »."
)
DOCUMENT_GONE = (
    "Le document {name} n’est plus dans le dossier des documents, ou ne peut plus être "
    "lu. Remettez-"
    "le, ou relancez « assistant index »."
)
PAGE_NOT_DRAWN = (
    "La page {page} de {name} ne peut pas être dessinée : le fichier est abîmé ou protégé."
)
PAGE_WITHOUT_PICTURE = (
    "Le document « {id} » n’a pas d’image de page : demandez son texte (format=html ou "
    "format=json)."
)
PAGE_FORMAT = "Le champ « format » vaut l’un de ceux-ci : {formats}."
QUOTE_BOUNDS = (
    "La citation demandée sort de l’extrait, qui compte {length} caractères : « start » doit être "
    "plus petit que « end »."
)
QUOTE_ON_OTHER_PAGES = "La citation n’est pas à la page {page}. Pages possibles : {pages}."
PASSAGE_WITHOUT_PAGE = (
    "L’index ne garde pas la page de l’extrait « {id} ». Refaites-le : « assistant index "
    "--rebuild »."
)
VIEW_PAGE = "Page {page}"
VIEW_PAGE_LABEL = "Page {page} (numérotée « {label} »)"
VIEW_WHOLE = "Texte du document"
VIEW_TEXT = "Texte lu sur cette page"
VIEW_NO_TEXT = "(aucun texte n’a été lu sur cette page)"
VIEW_PICTURE = "Image de la page {page}. Son texte suit."
VIEW_PICTURE_MARKED = "Image de la page {page}, la citation surlignée. Son texte suit."
HTML_SKIP = "Aller au contenu"
API_PASSAGE_PAGE = "Montrer la page d’un passage, la citation surlignée"
API_DOCUMENT_PAGE = "Montrer une page d’un document"
API_DOCUMENT_ID = "L’identifiant du document."
API_PAGE_NUMBER = "Le rang de la page dans le fichier, à partir de 1."
API_PAGE_START = "Début de la citation dans le texte du passage."
API_PAGE_END = "Fin de la citation (exclue) ; tout le passage si elle n’est pas donnée."
API_PAGE_WHICH = "L’une des pages de la citation, quand elle court sur plusieurs."
API_PAGE_FORMAT = (
    "Image (png, PDF seulement), page à lire (html) ou données (json). Sans choix : l’image s’il y "
    "en a une, sinon la page à lire."
)
API_PAGE_WIDTH = "Largeur de l’image, en pixels."
API_PAGE_SHOWN = "La page, dans la forme demandée."
API_ERROR_UNKNOWN_PAGE = "Ce passage, ce document ou cette page n’existe pas."
API_ERROR_CHANGED = "Le fichier a changé depuis l’indexation."
API_PAGE_SAME = "Le client a déjà cette page (If-None-Match)."

# --- index and corpus (ingest/, backends/) -----------------------------------------------
INDEX_MISSING = (
    "Aucun index n’est prêt : lancez « assistant index » (ou « make run »), "
    "puis posez votre question."
)
INDEX_OTHER_EMBEDDER = (
    "L’index a été fait avec un autre modèle de plongement ({found}) que celui qui est réglé "
    "({expected}). Refaites-le : « assistant index --rebuild »."
)
INDEX_OTHER_SCHEMA = (
    "L’index a été fait par une autre version de l’assistant (format {found}, attendu "
    "{expected}). Refaites-le : « assistant index --rebuild »."
)
INDEX_CORRUPT = "L’index {name} est abîmé ({detail}). Refaites-le : « assistant index --rebuild »."
INDEX_POINTER_UNREADABLE = "le fichier qui désigne l’index en service est illisible"
INDEX_FOLDER_MISSING = "son dossier a disparu"
INDEX_MANIFEST_UNREADABLE = "sa fiche manifest.json est illisible"
INDEX_FILE_MISSING = "fichier manquant : {name}"
INDEX_FILE_CHANGED = "fichier modifié ou tronqué : {name}"
INDEX_STORE_UNREADABLE = "les extraits ne peuvent pas être lus"
INDEX_LEXICAL_UNREADABLE = "l’index lexical ne peut pas être lu"
INDEX_VECTORS_UNREADABLE = "les vecteurs ne peuvent pas être lus"
INDEX_COUNTS_DIFFER = "{found} extraits dans ses parties au lieu de {expected}"
INDEX_BUSY = (
    "Une indexation est déjà en cours (processus {pid}, depuis le {since}). "
    "Attendez qu’elle se termine, puis recommencez."
)
INDEX_BUSY_UNKNOWN = (
    "Une indexation est déjà en cours. Attendez qu’elle se termine, puis recommencez."
)
INDEX_SINCE = "%d/%m/%Y à %H:%M:%S"
INDEX_NOTHING = (
    "Aucun extrait à indexer : les documents lus ne contiennent pas de texte utilisable."
)
EMBEDDER_DIMENSIONS = (
    "Le modèle de plongement a rendu des vecteurs de forme {found} au lieu de {expected}. "
    "Vérifiez le modèle réglé dans ASSISTANT_EMBEDDER et ASSISTANT_EMBEDDER_MODEL."
)
EMBEDDER_MODEL_MISSING = (
    "Le modèle de plongement « {model} » est introuvable ou illisible. "
    "Vérifiez ASSISTANT_EMBEDDER_MODEL."
)
STORAGE_FULL = (
    "Plus assez de place pour écrire l’index dans {path}. Libérez de l’espace, puis relancez "
    "« assistant index » ; l’index en service n’a pas changé."
)
STORAGE_UNWRITABLE = (
    "Impossible d’écrire dans {path} : {reason}. Vérifiez les droits du dossier, puis relancez "
    "« assistant index » ; l’index en service n’a pas changé."
)
STORAGE_READ_ONLY = "le dossier est en lecture seule"
STORAGE_DENIED = "l’accès est refusé"
UNKNOWN_PAGE = "Le document « {id} » n’a pas de page {number}."
UNKNOWN_PASSAGE = "L’extrait « {id} » n’existe pas dans l’index en service."
UNKNOWN_DOCUMENT = "Le document « {id} » n’existe pas dans l’index en service."

CORPUS_MISSING = (
    "Le dossier des documents est introuvable : {path}. Créez-le et déposez-y vos documents, "
    "ou indiquez le bon dossier dans ASSISTANT_CORPUS."
)
CORPUS_EMPTY = (
    "Le dossier {path} ne contient aucun document lisible (formats lus : {suffixes}). "
    "Déposez-y au moins un document, puis relancez « assistant index »."
)
CORPUS_UNREADABLE = (
    "Aucun document de {path} n’a pu être lu. Premier en échec : {name} ({message}). "
    "Corrigez ou remplacez ces fichiers, puis relancez « assistant index »."
)
FILE_ABSENT = "fichier cité par le catalogue mais absent du dossier"
FILE_NOT_A_FILE = "ce n’est pas un fichier"
FILE_FORMAT_UNKNOWN = "format « {suffix} » non pris en charge (formats lus : {suffixes})"
FILE_DENIED = "l’accès au fichier est refusé"
FILE_UNEXPECTED = "erreur inattendue pendant la lecture ({reason})"

CATALOGUE_INVALID = "Le catalogue {path} est invalide : {problem}. Corrigez-le, puis recommencez."
CATALOGUE_NOT_TOML = "ce n’est pas du TOML correct"
CATALOGUE_NOT_TOML_AT = "ce n’est pas du TOML correct (ligne {line}, colonne {column})"
CATALOGUE_NOT_UTF8 = "ce n’est pas du TOML correct (il doit être enregistré en UTF-8)"
CATALOGUE_UNREADABLE = "il ne peut pas être lu ({detail})"
CATALOGUE_NOT_LIST = "il doit contenir des blocs [[document]]"
CATALOGUE_UNKNOWN_KEY = "la clé « {key} » est inconnue (attendu : [[document]])"
CATALOGUE_ENTRY = "document n° {number} ({name}) : {problem}"
CATALOGUE_FIELD_UNKNOWN = "le champ « {field} » est inconnu"
CATALOGUE_FIELD_MISSING = "le champ « {field} » manque"
CATALOGUE_FIELD_TEXT = "le champ « {field} » doit être un texte non vide"
CATALOGUE_FILE_NAME = "« file » doit être un nom de fichier simple, sans dossier"
CATALOGUE_ID_FORM = (
    "l’identifiant « {value} » ne doit contenir que des minuscules sans accent, "
    "des chiffres et des tirets"
)
CATALOGUE_CHOICE = "« {field} » vaut « {value} » au lieu de l’une de ces valeurs : {choices}"
CATALOGUE_DATE = (
    "la date « {value} » doit s’écrire AAAA, AAAA-MM ou AAAA-MM-JJ et suivre sa précision"
)
CATALOGUE_DATE_MISSING = "une précision de date est donnée sans date"
CATALOGUE_ADDRESS = (
    "l’adresse « {value} » doit être complète (https://…), sans espace ni mot de passe"
)
CATALOGUE_DUPLICATE = "« {field} » vaut « {value} », déjà donné à un autre document"
CATALOGUE_LINK = "« {field} » désigne « {value} », qui n’est pas dans le catalogue"
CATALOGUE_LINK_SELF = "« {field} » désigne le document lui-même"
CATALOGUE_LINK_LOOP = "« {field} » finit par revenir au document lui-même"
CATALOGUE_REPLACED_WITHOUT = "un document « remplacé » doit dire par lequel (replaced_by)"

BUILD_READING = "Lecture de {name}"
BUILD_TWINS = "Rapprochement des passages identiques"
BUILD_EMBEDDING = "Calcul des vecteurs"
BUILD_PUBLISHING = "Mise en service du nouvel index"

# --- validated answers (validated/) ----------------------------------------------------------
VALIDATED_NAME = (
    "le nom du fichier ne doit contenir que des minuscules sans accent, des chiffres et des "
    "tirets, puis « .md »"
)
VALIDATED_NOT_UTF8 = "le fichier n’est pas enregistré en UTF-8"
VALIDATED_UNREADABLE = "le fichier ne peut pas être lu ({reason})"
VALIDATED_TOO_LONG = "le fichier dépasse {most} Ko"
VALIDATED_NO_FRONT = (
    "le fichier doit commencer par une ligne « --- », puis les questions, l’auteur et les dates"
)
VALIDATED_FRONT_OPEN = "l’en-tête n’est pas fermé : il manque une ligne « --- » avant le texte"
VALIDATED_YAML = (
    "l’en-tête n’est pas lisible ici : vérifiez les retraits (des espaces, jamais de tabulation), "
    "et mettez entre guillemets droits un texte qui contient « : » ou qui commence par un signe"
)
VALIDATED_KEY_MISSING = "« {key} » manque dans l’en-tête"
VALIDATED_KEY_UNKNOWN = "« {key} » est inconnu dans l’en-tête (attendu : {keys})"
VALIDATED_KEY_NEAR = "« {key} » est inconnu dans l’en-tête : vouliez-vous écrire « {near} » ?"
VALIDATED_KEY_TWICE = "« {key} » est donné deux fois"
VALIDATED_NOT_TEXT = (
    "ceci doit être un simple texte : s’il contient « : », mettez-le entre guillemets droits"
)
VALIDATED_EMPTY = "cette ligne est vide : complétez-la ou supprimez-la"
VALIDATED_ONE_TEXT = "« {key} » ne doit avoir qu’une valeur"
VALIDATED_DATE = "« {key} » vaut « {value} » : écrivez une date sous la forme AAAA-MM-JJ"
VALIDATED_REVIEW_FIRST = "la date de relecture (review) doit venir après la date de rédaction"
VALIDATED_PROFILE = (
    "le profil « {value} » n’existe pas (au choix : {profiles} ; sans cette ligne, la réponse "
    "vaut pour tous)"
)
VALIDATED_QUESTIONS_LIST = (
    "« questions » doit être une liste : une question par ligne, précédée d’un tiret"
)
VALIDATED_QUESTIONS_FEW = (
    "il faut au moins {fewest} façons différentes de poser la question ({found} ici)"
)
VALIDATED_QUESTION_TWICE = "cette question est déjà écrite à la ligne {line}"
VALIDATED_QUESTION_LONG = "cette question dépasse {most} caractères"
VALIDATED_QUESTION_TAKEN = (
    "cette question est déjà celle de {file} pour les mêmes lecteurs : une seule réponse peut "
    "y être donnée"
)
VALIDATED_HEADING = (
    "pas de titre dans la réponse : commencez plutôt une liste par une ligne qui finit par « : »"
)
VALIDATED_NO_BODY = "la réponse est vide : écrivez-la entre l’en-tête et « ## Sources »"
VALIDATED_NO_SOURCES = (
    "il manque les sources : à la fin, « ## Sources », puis une ligne numérotée par citation"
)
VALIDATED_SOURCE_FORM = (
    "une source s’écrit sur une ligne : « 1. identifiant-du-document : « mots du document » »"
)
VALIDATED_SOURCE_NUMBER = "les sources se numérotent dans l’ordre : {number} est attendu ici"
VALIDATED_SOURCE_UNUSED = "la source {number} n’est appelée par aucun renvoi [{number}]"
VALIDATED_QUOTE_SHORT = "une citation doit compter au moins {fewest} mots"
VALIDATED_MARK_UNKNOWN = "le renvoi [{mark}] ne correspond à aucune source"
VALIDATED_DOCUMENT_UNKNOWN = "le document « {document} » n’est pas dans l’index"
VALIDATED_DOCUMENT_NEAR = (
    "le document « {document} » n’est pas dans l’index : vouliez-vous écrire « {near} » ?"
)
VALIDATED_QUOTE_GONE = "ces mots ne sont pas dans le document « {document} »"
VALIDATED_QUOTE_NEAR = (
    "ces mots ne sont pas dans le document « {document} », du moins pas dans un seul extrait ; "
    "le passage le plus proche : « {near} »"
)
VALIDATED_QUOTE_ELSEWHERE = (
    "ces mots ne sont pas dans le document « {document} », mais dans « {other} »"
)

VALIDATED_LINE = "ligne {line} : {problem}"
VALIDATED_OVERDUE = "la date de relecture est passée ({date}) : relisez cette réponse"
VALIDATED_UNSUPPORTED = "les sources citées ne soutiennent pas : « {sentence} »{fault}"
VALIDATED_UNMARKED = "cette phrase n’a pas de renvoi : « {sentence} »"
VALIDATED_OTHER_SOURCE = (
    "la source citée ne soutient pas « {sentence} », mais {marks} la soutient : changez le renvoi"
)
VALIDATED_FAULT = " ({fault})"
VALIDATED_FAULTS = {
    "no_mark": "il manque un renvoi",
    "bad_mark": "un renvoi ne désigne aucune source",
    "link": "un lien n’est pas permis",
    "instruction": "cela ressemble à une consigne",
    "language": "ce n’est pas du français",
    "number": "un chiffre n’y est pas",
    "date": "une date n’y est pas",
    "name": "un nom n’y est pas",
    "quote": "des mots entre guillemets n’y sont pas",
    "negation": "la négation n’est pas la même",
    "actors": "qui fait quoi n’est pas le même",
    "modality": "ce qui est prévu ou possible y est dit fait, ou l’inverse",
    "number_label": "un chiffre y compte autre chose",
    "number_rounded": "un chiffre est arrondi",
    "counted": "le nombre ne correspond pas à la liste",
    "bound": "« au moins », « plus de » n’est pas le même",
    "speaker": "ce n’est pas lui qui le dit",
    "polarity": "c’est le contraire",
    "direction": "le sens du passage est inversé",
    "verb": "le verbe n’est pas dans la source",
    "quantifier": "« tous », « certains » n’est pas le même",
    "half": "une moitié de la phrase n’y est pas",
    "overlap": "trop de mots n’y sont pas",
    "entailment": "cela ne s’en déduit pas",
    "too_long": "la phrase est trop longue",
}
VALIDATED_WEAK = "à vérifier, les sources ne le disent qu’à demi : « {sentence} »"
VALIDATED_MARK_VAIN = "la source [{mark}] n’apporte rien à : « {sentence} »"

VALIDATED_DRAFT_VALUE = "« draft » vaut « true » (brouillon) ou ne s’écrit pas"
VALIDATED_DRAFT_SAID = (
    "brouillon : la réponse ne sera servie qu’une fois la ligne « draft » supprimée"
)
VALIDATED_NAME_BAD = (
    "Le nom « {name} » ne convient pas : des minuscules sans accent, des chiffres et des tirets "
    "(par exemple « faire-alliance »)."
)
VALIDATED_NAME_TAKEN = "{path} existe déjà : choisissez un autre nom, ou modifiez ce fichier."
VALIDATED_AUTHOR = "Équipe éditoriale"
VALIDATED_SLUG = "reponse"
VALIDATED_EXPORT_JSON = "ce n’est pas du JSON"
VALIDATED_EXPORT_SCHEMA = "ce n’est pas une réponse au format {schema}"
VALIDATED_EXPORT_EMPTY = "cette réponse ne cite aucune source : rien à reprendre"
VALIDATED_EXPORT_MARKS = "un renvoi de cette réponse ne correspond à aucune source"
VALIDATED_EXPORT_KNOWN = "cette question est déjà celle de {file}"
VALIDATED_EXPORT_UNREADABLE = "{path} ne peut pas être lu : {reason}."
VALIDATED_EXPORT_TOO_LONG = "{path} dépasse {most} Mo : partagez-le en plusieurs fichiers."
VALIDATED_DRAFT_SOURCE = "{number}. {document} : « {quote} »"
VALIDATED_SKELETON = """---
draft: true
# Retirez la ligne « draft » quand la réponse est prête à être servie.
# Au moins {fewest} façons de poser la question, une par ligne après un tiret ; la première est
# celle qui sera montrée. Écrivez-les comme les lecteurs les tapent.
questions:
{questions}
# Facultatif, pour un seul profil : elu, catalyseur, association, entreprise, agent, citoyen.
# profile: elu
author: {author}
date: {today}
# À relire au plus tard à cette date.
review: {review}
---
<!-- La réponse, dans vos mots : des paragraphes courts, des listes. Chaque phrase finit par le
numéro de sa source entre crochets ; plusieurs sources : [1][2]. -->
Écrivez ici une phrase que la source soutient. [1]

<!-- Une ligne par source, dans l’ordre des numéros : l’identifiant du document (voir
« assistant corpus list »), deux points, puis ses mots exacts entre guillemets. -->
## Sources
1. identifiant-du-document : « mots exacts du document »
"""
VALIDATED_DRAFT = """---
draft: true
# Relisez tout, ajoutez des façons de poser la question (au moins {fewest}), puis retirez la ligne
# « draft ».
questions:
  - {question}
author: {author}
date: {today}
review: {review}
---
{body}

## Sources
{sources}
"""
VALIDATED_NEW = "préparer le fichier d’une réponse validée, à compléter"
VALIDATED_CHECK = "vérifier les réponses validées : citations retrouvées, phrases soutenues"
VALIDATED_LIST = "lister les réponses validées et leur état"
VALIDATED_FROM = "faire des brouillons de réponses jugées bonnes"
VALIDATED_METAVARS = {"slug": "NOM", "question": "QUESTION", "file": "FICHIER"}
VALIDATED_NEW_SLUG = "nom du fichier, sans « .md » : minuscules sans accent, chiffres, tirets"
VALIDATED_NEW_QUESTION = "une façon de poser la question (option à répéter)"
VALIDATED_FROM_FILE = (
    "réponses au format de « assistant ask --json », une par ligne ; « - » lit l’entrée standard"
)
VALIDATED_STDIN = "l’entrée standard"
VALIDATED_WRITTEN = "Créé : {path}"
VALIDATED_NEXT = "Complétez, puis lancez « assistant validated check »."
VALIDATED_LEFT = "Réponse {place}, laissée de côté : {reason}"
VALIDATED_TOLD = {
    "error": "{place} — erreur : {message}",
    "warning": "{place} — attention : {message}",
}
VALIDATED_FILES = ("{n} fichier", "{n} fichiers")
VALIDATED_RIGHT = ("{n} réponse prête à servir", "{n} réponses prêtes à servir")
VALIDATED_ERRORS = ("{n} erreur", "{n} erreurs")
VALIDATED_WARNINGS = ("{n} avertissement", "{n} avertissements")
VALIDATED_COLUMNS = ("Nom", "Question", "Profil", "À relire avant le", "État")
VALIDATED_EVERYONE = "tous"
VALIDATED_LATE = "{date} (dépassé)"
VALIDATED_STATES = {
    "served": "en service",
    "pending": "prête : lancez « assistant index »",
    "draft": "brouillon",
    "wrong": "refusée : voyez « assistant validated check »",
}
VALIDATED_NONE = "Aucune réponse validée dans corpus/validated."
CLI_VALIDATED = "gérer les réponses validées par les éditeurs"

# --- expansion (ingest/) ---------------------------------------------------------------------
EXPANSION_UNREADABLE = (
    "Le fichier corpus/expansion/{name} est illisible : enregistrez-le en texte UTF-8, puis "
    "recommencez."
)
EXPANSION_LINE = (
    "corpus/expansion/{name}, ligne {line} : {problem}. Corrigez cette ligne, puis recommencez."
)
EXPANSION_NOT_JSON = "ce n’est pas un objet JSON"
EXPANSION_TEXT = "« {key} » doit être un texte, entre guillemets droits"
EXPANSION_QUESTIONS = "« questions » doit être une liste de textes non vides, entre crochets"
EXPANSION_ROW = "{document} : « {quote} »"

# --- enrichment ------------------------------------------------------------------------------
ENRICH_NOT_JSON = "la réponse n’est pas l’objet JSON demandé"
ENRICH_QUESTIONS = "« questions » n’est pas une liste de textes"
ENRICH_SUMMARY = "« summary » doit être une phrase de {limit} caractères au plus"
ENRICH_FEW = "{kept} questions utilisables sur {given}, il en faut au moins {fewest} ({reasons})"
ENRICH_TOO_FEW_GIVEN = "trop peu de questions"
ENRICH_EMPTY = "vide"
ENRICH_LONG = "plus de {limit} caractères"
ENRICH_REPEATED = "répète une autre question"
ENRICH_FORM = "ni question finie par « ? », ni suite de mots-clés"
ENRICH_POINTS = "parle de l’extrait au lieu de se comprendre seule"
ENRICH_COPIES = "recopie l’extrait"
ENRICH_NO_QUOTE = "aucune suite de mots ne distingue cet extrait des autres du même document"
ENRICH_NO_HEADING = "(sans rubrique)"
ENRICH_DOCUMENT = "le document « {id} » n’est pas dans l’index"
ENRICH_QUOTE_WORDS = "la citation doit compter de {fewest} à {most} mots"
ENRICH_QUOTE_GONE = "la citation n’est dans aucun extrait de ce document"
ENRICH_COUNT = "{count} questions, il en faut de 1 à {most}"
ENRICH_QUESTION = "question {number} : {fault}"
ENRICH_UNREADABLE = (
    "Le fichier à relire {path} est introuvable ou n’est pas du texte UTF-8. Vérifiez son nom."
)
ENRICH_IN_SERVICE = (
    "{path} est déjà en service. Indiquez un fichier de corpus/expansion/a-relire, que la commande "
    "« assistant enrich » remplit."
)
ENRICH_UNWRITABLE = (
    "Impossible d’écrire {path}. Vérifiez les droits du dossier, ou choisissez un autre fichier "
    "avec --out."
)
ENRICH_BUSY = (
    "Une autre commande « assistant enrich » est en cours. Attendez qu’elle finisse, puis "
    "recommencez."
)
ENRICH_KEPT = (
    "Lignes déjà écrites et gardées : {count}. La même commande reprendra où celle-ci s’arrête."
)

# --- glossary (retrieve/) -------------------------------------------------------------------
GLOSSARY_INVALID = (
    "Le glossaire corpus/glossary.toml est inutilisable : {problem}. Corrigez-le, puis recommencez."
)
GLOSSARY_ENTRY = "bloc [[entrees]] n° {number}, {problem}"
GLOSSARY_NOT_LIST = "il doit contenir des blocs [[entrees]]"
GLOSSARY_UNKNOWN_KEY = "la clé « {key} » est inconnue"
GLOSSARY_TEXTS = "« {key} » doit être une liste de textes non vide, entre crochets"
GLOSSARY_WEIGHT = "« poids » doit être un nombre plus grand que 0 et d’au plus 1"
GLOSSARY_YES_OR_NO = "« {key} » vaut true ou false"
GLOSSARY_INSTEAD_ONE_WAY = (
    "« a_la_place » et « dans_les_deux_sens » ne vont pas ensemble : gardez l’un des deux"
)

NOTICE_OVERDUE = (
    "Cette réponse, rédigée par l’équipe éditoriale, devait être relue avant le {date} : "
    "vérifiez-la dans ses sources."
)

# --- answers (answer/, core) -------------------------------------------------------------
FROM_SOURCE = "{source} :"
FOLLOWS_UP = " — à propos de : "
REPLY_GREETING = (
    "Bonjour ! Posez-moi une question sur le « faire alliance » : je réponds avec des extraits "
    "des documents du mouvement, et je cite la page de chacun."
)
REPLY_THANKS = "Avec plaisir. N’hésitez pas à poser une autre question sur le « faire alliance »."
REPLY_FAREWELL = "Au revoir, et à bientôt !"
REPLY_MOOD = (
    "Tout va bien, merci ! Je suis prêt à chercher dans les documents du « faire alliance » : "
    "quelle est votre question ?"
)
REPLY_APPROVAL = "Très bien. Je reste à votre disposition pour une autre question."
REPLY_WHO = (
    "Je suis l’assistant documentaire du « faire alliance » : un programme, pas une personne. "
    "Je réponds en français aux questions sur les documents du mouvement (rapports, "
    "présentations, articles), en citant mot pour mot mes sources et leurs pages ; quand les "
    "documents ne disent rien, je le dis."
)
DECLINE_INSTRUCTIONS = (
    "Je ne peux pas suivre cette demande : mon rôle et mes règles ne changent pas au fil de la "
    "conversation. Je réponds seulement aux questions sur les documents du « faire alliance », "
    "avec leurs sources."
)
DECLINE_OFF_TOPIC = (
    "Cette demande sort de mon domaine : je réponds seulement aux questions sur les documents du "
    "mouvement « faire alliance »."
)
NOT_FOUND = (
    "Je ne sais pas : les documents dont je dispose ne répondent pas clairement à cette question."
)
NAMED_ONLY = (
    "Je ne sais pas : les documents dont je dispose citent cette source sans en donner le contenu."
)
QUOTED = "« {text} »"
LOOKED_FOR = "J’ai cherché : {words}, dans {count} documents."
NEAREST = "Documents les plus proches : {documents}."
ABOUT_HEADING = "Que disent les documents sur « {heading} » ?"
NOTICE_REPLACED = "« {title} » a été remplacé par « {by} » : vérifiez ce qui a changé."
NOTICE_DRAFT = "« {title} » est un projet : ce qu’il annonce n’était pas adopté à sa date."
STATUS_LABELS = {"archive": "archive", "projet": "projet", "remplacé": "remplacé"}
CONFLICT = "{newer} ; {older}."
CONFLICT_SIDE = "« {figures} » dans {source}"
NOTICE_THEN = "« {word} » s’entend à la date du document ({date})."
WEAK = "(à vérifier dans la source)"
PASSAGE_FENCED = (
    '<extrait-{fence} n="{number}">\nDocument : {source}\nRubrique : {heading}\n\n{text}\n'
    "</extrait-{fence}>"
)
FALLBACKS = {
    "down": "Le modèle de rédaction ne répond pas : voici les extraits des documents, tels quels.",
    "slow": "Le modèle de rédaction est trop lent en ce moment : voici les extraits des documents,"
    " tels quels.",
    "budget": "Le crédit de rédaction du jour est épuisé : voici les extraits des documents, tels"
    " quels.",
    "truncated": "La rédaction s’est interrompue avant la fin : voici les extraits des documents,"
    " tels quels.",
    "rubbish": "Le modèle de rédaction n’a rien donné de lisible : voici les extraits des"
    " documents, tels quels.",
    "refused": "Le modèle n’a pas su rédiger de réponse : voici les extraits les plus proches,"
    " tels quels.",
    "unsupported": "La réponse rédigée ne s’appuyait pas assez sur les documents : voici leurs"
    " extraits, tels quels.",
}
SPEAKERS = {"user": "Personne :", "assistant": "Assistant :"}
FALLBACK_GOES_ON = "La suite, en extraits des documents :"
NOTICE_LANGUAGE = (
    "Je réponds en français, la langue des documents, à une question posée dans une autre langue."
)

# --- faces: command line ------------------------------------------------------------------
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SEASONS = ("hiver", "printemps", "été", "automne")
FIRST_OF_MONTH = "1er"
PAGE = "p. {page}"
PAGE_LABEL = "(page imprimée {label})"
ORIGINS = {
    "extractive": "Extraits des documents, mot pour mot.",
    "generated": "Rédigé par un modèle de langue ; chaque phrase a été comparée à sa source.",
}
ORIGIN_BROKEN = "Commencé par un modèle de langue, terminé par des extraits mot pour mot."
ORIGIN_VALIDATED = "Réponse relue et validée le {date} ({author})."
RESTORED = "texte restauré"
UNCATALOGUED = "hors catalogue"
TWINS = ("{n} autre copie", "{n} autres copies")
QUOTE = "« {quote} »"
SOURCES = "Sources"
CONFLICTS = "Les documents ne disent pas la même chose"
NOTICES = "À savoir"
NEXT_QUESTIONS = "Vous pouvez aussi demander"

CLI_DESCRIPTION = (
    "Répond en français, citations à l’appui, à partir des documents de « Faire alliance »."
)
CLI_EPILOG = "Aide d’une commande : assistant COMMANDE --help. Codes de sortie : docs/cli.md."
CLI_COMMANDS = "commandes "
CLI_COMMAND = "COMMANDE"
CLI_VERSION = "affiche la version et quitte"
CLI_HELP = "affiche cette aide et quitte"
CLI_JSON = "écrit du JSON sur la sortie standard, erreurs comprises"
CLI_DEBUG = "montre le détail technique d’une erreur inattendue"
CLI_PROFILE = "qui pose la question : {profiles}"
CLI_BUILD = "prépare d’abord l’index s’il manque, s’il est inutilisable ou en retard"
CLI_ASK = "pose une question et affiche la réponse avec ses sources"
CLI_ASK_QUESTION = "la question ; « - » ou rien : lue sur l’entrée standard"
CLI_ASK_HISTORY = (
    "échanges précédents : liste JSON de {role, content}, du plus ancien au plus récent"
)
CLI_CHAT = "conversation : les questions suivantes tiennent compte des précédentes"
CLI_SEARCH = "montre les extraits trouvés, leur rang et pourquoi"
CLI_SEARCH_QUERY = "les mots à chercher ; « - » ou rien : lus sur l’entrée standard"
CLI_SEARCH_K = "nombre d’extraits (10 par défaut)"
CLI_SEARCH_EXPLAIN = "dit comment la question a été lue et ce que vaut chaque extrait"
CLI_INDEX = "met l’index à jour d’après les documents et dit ce qui a changé"
CLI_INDEX_REBUILD = "reconstruit tout, même ce qui n’a pas changé"
CLI_INDEX_STATE = "dit seulement où en est l’index"
CLI_INDEX_RETRY = "relit aussi les fichiers mis en quarantaine"
CLI_INDEX_JOBS = (
    "nombre de fichiers lus à la fois (par défaut, autant que de cœurs, quatre au plus)"
)
CLI_SERVE = "ouvre la page et l’API sur cette machine"
CLI_SERVE_HOST = "adresse d’écoute"
CLI_SERVE_PORT = "port d’écoute"
CLI_DOCTOR = "vérifie l’installation et dit quoi faire"
CLI_EVAL = "mesure les réponses sur un jeu de questions de référence"
CLI_EVAL_GOLD = "jeu de questions (par défaut celui du réglage ASSISTANT_GOLD)"
CLI_EVAL_SPLIT = "une seule partie du jeu : dev ou test"
CLI_EVAL_JSON = "écrit toutes les réponses et les mesures dans ce fichier ; « - » : sortie standard"
CLI_EVAL_RAGAS = (
    "ajoute les mesures de RAGAS (complément eval), et celles qu’un modèle juge si "
    "ASSISTANT_JUDGE en nomme un"
)
CLI_EVAL_GATE = "échoue si les mesures passent sous les seuils ou la référence"
CLI_METAVARS = {
    "question": "QUESTION",
    "query": "MOTS",
    "profile": "PROFIL",
    "history": "FICHIER",
    "host": "ADRESSE",
    "port": "PORT",
    "k": "N",
    "gold": "FICHIER",
    "split": "PARTIE",
    "json_out": "FICHIER",
    "document": "DOCUMENT",
    "file": "FICHIER",
    "number": "N",
}
CLI_UNEXPECTED = (
    "Erreur inattendue ({kind}). Relancez avec --debug pour le détail, "
    "ou lancez « assistant doctor » pour vérifier l’installation."
)
CLI_INTERRUPTED = "Interrompu."
CLI_NOT_UTF8 = (
    "L’entrée n’est pas du texte UTF-8. Enregistrez-la en UTF-8, puis posez la question à nouveau."
)
CLI_INPUT_TOO_LONG = "La question dépasse {limit} caractères. Raccourcissez-la."
CLI_NO_QUESTION = 'Posez une question, par exemple : assistant ask "Comment faire alliance ?"'
CLI_HISTORY_UNREADABLE = (
    "Le fichier d’échanges « {path} » ne se lit pas. Vérifiez son nom et qu’il est du JSON UTF-8."
)
CLI_HISTORY_SHAPE = (
    "Le fichier d’échanges « {path} » doit être une liste d’objets "
    '{{"role": "user" ou "assistant", "content": "texte"}}.'
)
CLI_CANNOT_WRITE = "Impossible d’écrire « {path} ». Vérifiez le dossier, les droits et la place."
CLI_DISK_FULL = "Il n’y a plus de place sur le disque. Libérez-en, puis relancez la commande."
CLI_NO_HITS = "Aucun extrait ne correspond. Essayez d’autres mots."
CLI_LEG = "{leg} n° {rank} ({score})"
CLI_LEG_WEIGHED = "{leg} n° {rank} ({score}, poids {weight})"
CLI_LEGS = {
    "lexical": "mots",
    "dense": "sens",
    "sentence": "sens d’une phrase",
    "unit": "sens d’une phrase ou d’une question",
    "soft": "mots proches",
    "soft_unit": "mots proches dans une phrase ou une question",
    "cross-encoder": "relecture",
}
CLI_MATCHED = "mots trouvés : {words}"
CLI_MATCHED_BESIDE = "dans ses questions ou son résumé : {words}"
READING = "Question lue : « {text} »"
READING_KEPT = "Cherché tel quel : {words}"
READING_SMALL = "Petits mots laissés de côté : {words}"
READING_MISSING = "Absent des documents : {words}"
READING_SMS = "« {typed} » abrège « {words} »"
READING_MENDED = "« {typed} » lu « {words} » ({why}, sûreté {sure})"
READING_WHY = {
    "edit": "faute de frappe",
    "phonetic": "écrit comme il se prononce",
    "ngram": "lettres en commun",
    "glued": "mots collés",
    "joined": "mot coupé en deux",
}
READING_GLOSSARY = "Glossaire, « {words} » : {means} (poids {weight})"

CLI_CORPUS = "ajoute, liste, retire, vérifie ou télécharge des documents"
CLI_ENRICH = "fait écrire par le modèle de langue les questions de chaque extrait, à relire"
CLI_ENRICH_DOCUMENT = "les extraits d’un seul document (son identifiant)"
CLI_ENRICH_OUT = "fichier à remplir (par défaut corpus/expansion/a-relire/DOCUMENT.jsonl)"
CLI_ENRICH_LIMIT = "nombre d’extraits au plus"
CLI_ENRICH_JOBS = "demandes faites au modèle en même temps (1 par défaut)"
CLI_ENRICH_ACCEPT = "met en service les lignes relues de ce fichier, après contrôle"
CLI_ENRICH_ALONE = "L’option --accept s’emploie seule."
ENRICHED = ("{n} extrait enrichi", "{n} extraits enrichis")
ENRICH_LEFT = ("{n} reste à faire", "{n} restent à faire")
ENRICH_NOTHING = "Rien à faire : chaque extrait a déjà ses questions."
ENRICH_FAILED = "Sans résultat : {passage} : {problem}"
ENRICH_FILE = "À relire : {path}"
ENRICH_NEXT = (
    "Ces questions ne servent pas encore. Relisez ce fichier, corrigez ou supprimez des lignes, "
    "puis lancez « assistant enrich --accept FICHIER » et « assistant index »."
)
ENRICH_MOVED = ("{n} ligne mise en service", "{n} lignes mises en service")
ENRICH_REFUSED = "Ligne {line}, laissée à relire : {problem}"
ENRICH_INDEX = "Lancez « assistant index » pour que la recherche s’en serve."

CHAT_WELCOME = "Posez votre question. /aide pour l’aide, /quitter pour finir."
CHAT_PROMPT = "vous > "
CHAT_HELP = (
    "/sources  montre les sources de la dernière réponse\n"
    "/effacer  oublie la conversation\n"
    "/aide     cette aide\n"
    "/quitter  termine"
)
CHAT_CLEARED = "La conversation est oubliée."
CHAT_NO_SOURCES = "La dernière réponse n’a pas de source."
CHAT_UNKNOWN = "Commande inconnue : {command}. /aide montre les commandes."
CHAT_REPLACED = "Réponse revue :"

INDEX_STATES = {
    "absent": "Il n’y a pas encore d’index. Pour le construire : assistant index",
    "incompatible": (
        "L’index a été fait avec d’autres réglages. Pour le reconstruire : assistant index"
    ),
    "corrupt": "L’index est abîmé. Pour le reconstruire : assistant index --rebuild",
    "behind": "L’index est en retard sur les documents. Pour le mettre à jour : assistant index",
    "current": "L’index est à jour.",
}
INDEX_DONE = "Index {generation} prêt en {seconds} s"
INDEX_ADDED = "documents ajoutés"
INDEX_UPDATED = "documents mis à jour"
INDEX_UNCHANGED = "documents inchangés"
INDEX_REMOVED = "documents retirés"
INDEX_FAILED = "fichiers illisibles"
INDEX_UNCATALOGUED = "hors catalogue"
INDEX_ORPHANS = "questions sans extrait"
INDEX_VALIDATED = "réponses validées"
INDEX_VALIDATED_REFUSED = "réponses validées refusées"
INDEX_VALIDATED_WARNED = "réponses validées à revoir"
INDEX_PASSAGES = "extraits"
INDEX_PAGES = "pages"
INDEX_PAGES_REPAIRED = "pages réparées"
INDEX_PAGES_POOR = "pages mal lues"
INDEX_REPAIRS = "réparations"
INDEX_REPAIR_RATE = "{rate} pour 1 000 mots"
INDEX_UNREAD = "scans non lus"
BUILD_PAGES = ("{n} page", "{n} pages")
BUILD_RATE = "{rate} pages/s"
BUILD_LEFT = "encore {time}"
INDEX_FURNITURE = "lignes d’habillage retirées"
INDEX_NOISE = "lignes illisibles retirées"
INDEX_TWINS = "extraits en double regroupés"
BUILD_STEPS = {
    "audit": "Examen",
    "read": "Lecture",
    "twins": "Doublons",
    "embed": "Vecteurs",
    "index": "Index",
    "publish": "Mise en service",
    "eval": "Questions",
    "ragas": "RAGAS",
    "enrich": "Questions à relire",
}

DOCTOR_OK = "Tout est prêt."
DOCTOR_WARNINGS = "L’assistant peut répondre ; voyez les lignes marquées ✗."
DOCTOR_PROBLEMS = "L’assistant ne peut pas répondre ; voyez les lignes marquées ✗."
DOCTOR_PYTHON = "Python"
DOCTOR_PYTHON_OLD = "version {version} : installez Python 3.11, 3.12 ou 3.13"
DOCTOR_PACKAGES = "Bibliothèques"
DOCTOR_PACKAGES_MISSING = "il manque {names} : relancez « make run »"
DOCTOR_PACKAGES_OK = "toutes installées"
DOCTOR_EXTRA = "Option {name}"
DOCTOR_EXTRA_ABSENT = "non installée (facultative)"
DOCTOR_EXTRA_PRESENT = "installée"
DOCTOR_CORPUS = "Documents"
DOCTOR_CORPUS_OK = ("{n} fichier dans {{path}}", "{n} fichiers dans {{path}}")
DOCTOR_CORPUS_MISSING = "aucun document lisible dans {path} : mettez-y des fichiers"
DOCTOR_CORPUS_UNREADABLE = "illisibles : {names} : vérifiez les droits de ces fichiers"
DOCTOR_CATALOGUE = "Catalogue"
DOCTOR_CATALOGUE_OK = "lisible"
DOCTOR_CATALOGUE_MISSING = "{path} manque : les documents seront « hors catalogue »"
DOCTOR_CATALOGUE_INVALID = "{path} est mal écrit ({reason}) : corrigez cette ligne"
DOCTOR_INDEX = "Index"
DOCTOR_CHECKSUMS = "Sommes de contrôle"
DOCTOR_CHECKSUMS_OK = "toutes justes"
DOCTOR_EMBEDDER = "Modèle de sens"
DOCTOR_EMBEDDER_OK = "« {name} » : une recherche d’essai a répondu"
DOCTOR_EMBEDDER_SILENT = "« {name} » : une recherche d’essai n’a rien trouvé : assistant index"
DOCTOR_OCR = "Lecture des scans"
DOCTOR_OCR_OK = "{name}"
DOCTOR_OCR_OFF = "désactivée (ASSISTANT_OCR=off) : les pages en images ne seront pas lues"
DOCTOR_OCR_ABSENT = (
    "absente (facultative) : pour lire les pages en images, installez Tesseract avec la langue "
    "« {language} » (sous Debian ou Ubuntu : apt install tesseract-ocr tesseract-ocr-{language})"
)
DOCTOR_WRITE = "Écriture"
DOCTOR_WRITE_OK = "possible dans {path}"
DOCTOR_WRITE_DENIED = "impossible dans {path} : donnez les droits ou changez ASSISTANT_INDEXES"
DOCTOR_DISK = "Place libre"
DOCTOR_DISK_OK = "{free} Mo"
DOCTOR_DISK_LOW = "{free} Mo seulement : libérez de la place"
DOCTOR_UNEXPECTED = "erreur inattendue ({kind}) : relancez avec --debug"

# argparse's own words; the keys are its message ids
ARGPARSE = {
    "usage: ": "Utilisation : ",
    "positional arguments": "arguments ",
    "options": "options ",
    "subcommands": "commandes ",
    "show this help message and exit": CLI_HELP,
    "%(prog)s: error: %(message)s\n": "%(prog)s : erreur : %(message)s\n",
    "argument %(argument_name)s: %(message)s": "argument %(argument_name)s : %(message)s",
    "the following arguments are required: %s": "il manque : %s",
    "one of the arguments %s is required": "il faut l’un des arguments %s",
    "unrecognized arguments: %s": "arguments inconnus : %s",
    "expected one argument": "une valeur est attendue",
    "expected at most one argument": "une valeur au plus est attendue",
    "expected at least one argument": "une valeur au moins est attendue",
    "expected %s argument": "%s valeur est attendue",
    "expected %s arguments": "%s valeurs sont attendues",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "« %(value)s » ne convient pas (au choix : %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "la valeur « %(value)s » ne convient pas",
    "not allowed with argument %s": "incompatible avec %s",
    "ignored explicit argument %r": "la valeur %r est en trop",
    "unexpected option string: %s": "option inattendue : %s",
    "ambiguous option: %(option)s could match %(matches)s": (
        "option ambiguë : %(option)s peut être %(matches)s"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "commande inconnue : %(parser_name)s (au choix : %(choices)s)"
    ),
}

# --- faces: API and page -----------------------------------------------------------------
PAGE_TITLE = "Assistant Faire Alliance"
PAGE_INTRODUCTION = (
    "Posez une question sur les alliances entre collectivités, associations et entreprises : "
    "l’assistant cherche dans les documents publics de « Faire alliance », répond en les citant "
    "et vous donne chaque source à vérifier. Quand les documents n’en parlent pas, il le dit."
)
EXAMPLES_TITLE = "Pour commencer"
EXAMPLE_QUESTIONS = (
    "Comment faire alliance ?",
    "Quelles sont les 21 mesures ?",
    "Qu’est-ce que la Fondation des Territoires ?",
    "Combien de Français pensent qu’il faut agir ensemble ?",
    "Qu’est-ce que l’ODD 17 ?",
)
QUESTION_LABEL = "Votre question"
QUESTION_PLACEHOLDER = "Écrivez votre question"
SEND = "Envoyer"
STOP = "Arrêter"
NEW_CONVERSATION = "Nouvelle conversation"
CONVERSATION_LABEL = "Conversation"
YOU_SAID = "Votre question :"
ASSISTANT_SAID = "Réponse :"
PROFILE_LABEL = "Vous êtes"
PROFILE_LABELS = {
    "citoyen": "Citoyenne, citoyen",
    "elu": "Élue, élu",
    "agent": "Agent public",
    "association": "Association",
    "entreprise": "Entreprise",
    "catalyseur": "Catalyseur",
}
SEARCHING = "Recherche dans les documents…"
STOPPED = "Réponse interrompue."
SOURCES_EMPTY = (
    "Les passages cités apparaîtront ici, mot pour mot, avec leur titre, leur date et leur page."
)
SOURCES_PENDING = "Lecture des documents…"
SOURCES_NONE = "Cette réponse ne cite aucun passage."
SOURCES_COUNT = ("{n} source pour la dernière réponse", "{n} sources pour la dernière réponse")
SOURCES_OF_ANSWER = ("{n} source de cette réponse", "{n} sources de cette réponse")
SOURCE = "Source"
WHOLE_PASSAGE = "Lire le passage entier"
CLOSEST_DOCUMENTS = "Documents consultés"
PAGE_FOOTER = (
    "Chaque phrase d’une réponse renvoie au passage qui la dit, à vérifier d’un clic. "
    "« Texte restauré » signale une page numérisée dont les fautes de lecture ont été corrigées."
)
PAGE_NEEDS_SCRIPTS = "Cette page a besoin de JavaScript."
PAGE_ERROR = "Erreur"
PAGE_NOTE = "Information"
PAGE_LOST_CONNECTION = (
    "La liaison avec l’assistant est interrompue. Si elle ne reprend pas, rechargez la page."
)
PAGE_FOUND_CONNECTION = "La liaison avec l’assistant est rétablie."
PAGE_CLOSE = "Fermer"
PAGE_QUEUE = "Position dans la file : {position} sur {size}"
SERVER_BUILDING = "Construction de l’index… La page est déjà ouverte : {address}"
SERVER_READY = "L’assistant est prêt : {address}"
SERVER_REBUILDING = (
    "L’index est mis à jour en arrière-plan ; la version précédente répond en attendant."
)
SERVER_REBUILT = "L’index est à jour."
SERVER_REBUILD_FAILED = (
    "L’index n’a pas pu être mis à jour : {message} La version précédente continue de répondre."
)
SERVER_STOPPED = "L’assistant est arrêté."
PORT_TAKEN = (
    "Le port {port} est déjà pris sur {host}. Arrêtez l’autre programme ou choisissez un autre "
    "port, par exemple : ASSISTANT_PORT={other}."
)
ADDRESS_UNUSABLE = (
    "Impossible d’écouter sur {host}, port {port} ({reason}). "
    "Corrigez ASSISTANT_HOST ou ASSISTANT_PORT."
)
INDEX_BUILDING = "L’index est en cours de construction ({percent} %)… réessayez dans un instant."
QUESTION_EMPTY = "La question est vide. Écrivez ce que vous cherchez en une phrase."
QUESTION_TOO_LONG = (
    "La question est trop longue : {length} caractères, pour {limit} au plus. Raccourcissez-la."
)
QUESTION_NOT_TEXT = (
    "La question contient des caractères qui ne sont pas du texte. Écrivez-la en toutes lettres."
)
HISTORY_NOT_TEXT = (
    "L’historique contient des caractères qui ne sont pas du texte. Recommencez la conversation."
)
PROFILE_UNKNOWN = "Profil inconnu : « {name} ». Profils possibles : {known}."
BODY_TOO_LARGE = "La requête est trop volumineuse : {limit} ko au plus."
ERROR_INTERNAL = "Une erreur inattendue s’est produite. Réessayez dans un instant."
ERROR_NOT_FOUND = "Cette adresse n’existe pas."
ERROR_METHOD = "Cette adresse n’accepte pas cette méthode."
ERROR_UNREADABLE_BODY = "Le corps de la requête est illisible."
ERROR_JSON = "Le corps de la requête n’est pas du JSON valide."
ERROR_BODY_OBJECT = "Le corps de la requête doit être un objet JSON."
ERROR_FIELD_MISSING = "Le champ « {field} » manque."
ERROR_FIELD_TEXT = "Le champ « {field} » doit être un texte."
ERROR_FIELD_LIST = "Le champ « {field} » doit être une liste."
ERROR_FIELD_NUMBER = "Le champ « {field} » doit être un nombre entier."
ERROR_FIELD_BOOLEAN = "Le champ « {field} » vaut true ou false."
ERROR_FIELD_MINIMUM = "Le champ « {field} » vaut au moins {low}."
ERROR_FIELD_MAXIMUM = "Le champ « {field} » vaut au plus {high}."
ERROR_FIELD_ROLE = "Le champ « {field} » vaut « user » ou « assistant »."
ERROR_FIELD_INVALID = "Le champ « {field} » a une valeur inutilisable."
API_DESCRIPTION = (
    "Réponses en français, citations à l’appui, tirées des documents de « Faire alliance »."
)
API_TAG_ANSWERS = "Réponses"
API_TAG_CORPUS = "Documents"
API_TAG_HEALTH = "État"
API_ASK = "Poser une question"
API_STREAM = "Poser une question et recevoir la réponse au fil de l’eau"
API_STREAM_EVENTS = (
    "Événements « searched », « delta » (plusieurs), puis « done », ou « error » en cas d’échec."
)
API_QUESTION = "La question, en français."
API_HISTORY = "Les messages précédents, du plus ancien au plus récent."
API_PROFILE = "Qui pose la question."
API_SEARCH = "Chercher des passages"
API_SEARCH_QUERY = "Les mots à chercher."
API_SEARCH_K = "Nombre de passages."
API_SEARCH_EXPLAIN = "Dire comment la question a été lue et quels mots ont été trouvés."
API_DOCS = "Lister les documents"
API_PASSAGE = "Lire un passage et son document"
API_PASSAGE_ID = "L’identifiant du passage."
API_HEALTH = "Connaître l’état du service"
API_ERROR_INVALID = "La requête est refusée."
API_ERROR_UNAVAILABLE = "L’index n’est pas disponible."
API_ERROR_UNKNOWN = "Ce passage n’existe pas."

# --- evaluation --------------------------------------------------------------------------
GOLD_UNREADABLE = "Le jeu de questions {path} est introuvable ou n’est pas un texte UTF-8."
GOLD_EMPTY = "Le jeu de questions {name} ne contient aucune question."
GOLD_SPLIT_EMPTY = (
    "Le jeu de questions n’a aucune question dans la partie « {split} ». Choisissez dev ou test."
)
GOLD_LINE = "{name}, ligne {line} : {problem}"
GOLD_NOT_JSON = "ce n’est pas du JSON valide."
GOLD_NOT_OBJECT = "un objet JSON est attendu."
GOLD_FIELD_MISSING = "le champ « {field} » manque."
GOLD_FIELD_UNKNOWN = "le champ « {field} » est inconnu."
GOLD_FIELD_INVALID = "la valeur du champ « {field} » n’est pas admise."
GOLD_FIELD_EMPTY = "le champ « {field} » est vide."
GOLD_DUPLICATE_ID = "l’identifiant « {id} » est déjà pris."
GOLD_PATTERN = "l’expression régulière « {pattern} » est invalide."
GOLD_PATTERN_EMPTY = "l’expression régulière « {pattern} » accepte un texte vide."
GOLD_UNSUPPORTED = "une question qui a une réponse doit avoir des faits attendus et des preuves."
GOLD_NEEDLESS_EVIDENCE = "une question sans réponse ne peut pas avoir de preuve."

EVAL_TITLE = "Évaluation, partie « {split} » : {total} questions"
EVAL_ALL_SPLITS = "toutes"
EVAL_ORIGIN = "Jeu {gold} ({sha256}), index {generation}, le {created}"
EVAL_COLUMNS = ("Mesure", "Résultat [intervalle à 95 %]")
EVAL_TYPE = "Type"
EVAL_NOTHING = "—"
EVAL_RATE = "{value} ({count}/{total}) [{low} – {high}]"
EVAL_SHORT_RATE = "{value} ({count}/{total})"
EVAL_LEVEL = "{value} (sur {total})"
EVAL_LATENCY = "{value} ms"
EVAL_MEASURES = {
    "hit@1": "Preuve au premier rang",
    "hit@3": "Preuve dans les 3 premiers extraits",
    "hit@5": "Preuve dans les 5 premiers extraits",
    "hit@10": "Preuve dans les 10 premiers extraits",
    "evidence_4000": "Preuve dans les 4 000 premiers caractères",
    "correct": "Réponses entièrement justes",
    "citation_relevance": "Réponses citant au moins une preuve",
    "citation_support": "Réponses aux renvois tous vérifiés",
    "must_abstain": "Abstentions attendues",
    "wrong_refusals": "Refus à tort",
    "courtesy": "Politesses bien accueillies",
    "no_forbidden": "Rien d’interdit dans la réponse",
    "facts": "Faits attendus retrouvés",
    "citation_precision": "Extraits cités qui sont des preuves",
    "mrr@10": "Rang réciproque moyen (10)",
    "p50_ms": "Temps de réponse médian",
    "p95_ms": "Temps de réponse, 95e centile",
}
EVAL_SHORT = {
    "hit@5": "preuve à 5",
    "evidence_4000": "à 4 000 car.",
    "facts": "faits",
    "correct": "justes",
    "must_abstain": "abstentions",
    "wrong_refusals": "refus à tort",
}

GATE_UNREADABLE = "Le fichier {path} est introuvable ou illisible : rien ne peut être comparé."
GATE_NO_ITEMS = "La partie « {split} » ne contient aucune question évaluée."
GATE_NO_BOUNDS = "Aucun seuil utilisable pour la partie « {split} »."
GATE_NO_BASELINE = "Aucune référence utilisable pour la partie « {split} »."
GATE_OTHER_GOLD = (
    "La référence de la partie « {split} » vient d’un autre jeu de questions : "
    "il faut la mesurer de nouveau."
)
GATE_BELOW = "{split} : {name}, {value} au lieu de {bound} au moins."
GATE_ABOVE = "{split} : {name}, {value} au lieu de {bound} au plus."
GATE_WORSE = "{split} : {name}, {value} alors que la référence est {bound}."

COMPARE_UNREADABLE = "{path} n’est pas un rapport d’évaluation lisible."
COMPARE_OTHER_GOLD = "{before} et {after} ne portent pas sur les mêmes questions."
COMPARE_LINE = "{name} : {won} gagnées, {lost} perdues, {same} inchangées (p = {p_value})"
COMPARE_WON = "  gagnées : {ids}"
COMPARE_LOST = "  perdues : {ids}"

RAGAS_MISSING = "RAGAS n’est pas installé : relancez « make run EXTRAS=eval »."
RAGAS_FAILED = (
    "RAGAS n’a pas pu calculer la mesure « {name} » pour la question {id} (« {question} ») : "
    "{reason}"
)
RAGAS_NAN = "le résultat n’est pas un nombre. Aucune moyenne n’est donnée."
RAGAS_RAISED = "erreur de RAGAS (« {said} »)."
RAGAS_NONE = (
    "RAGAS n’a rien à mesurer pour « {name} » : aucune question évaluée ne s’y prête. Évaluez "
    "davantage de questions, ou retirez --ragas."
)
RAGAS_TITLE = "RAGAS {version}, en {seconds} s"
RAGAS_TITLE_JUDGED = "RAGAS {version}, juge {judge} (consignes {prompts}), en {seconds} s"
RAGAS_MEASURES = {
    "context_precision": "Précision des extraits trouvés",
    "context_recall": "Preuves présentes dans les extraits",
    "string_similarity": "Ressemblance des lettres avec la référence",
    "semantic_similarity": "Ressemblance de sens avec la référence",
    "faithfulness": "Fidélité aux extraits cités",
    "answer_relevancy": "Réponse à la question posée",
    "factual_correctness": "Justesse des faits",
}
JUDGE_NOT_JSON = "elle ne contient pas d’objet JSON."
JUDGE_SHAPE = "l’objet JSON n’a pas la forme demandée."
JUDGE_EMPTY = "elle ne contient aucun texte, ou un texte vide."
JUDGE_COUNT = "elle donne {given} verdicts pour {wanted} affirmations."
JUDGE_FLAG = "un verdict est 0 ou 1, rien d’autre."
JUDGE_UNREADABLE = (
    "deux fois de suite, la réponse du modèle qui juge ne peut pas servir : {problem} "
    "Choisissez un modèle plus capable dans ASSISTANT_JUDGE_MODEL."
)

# --- guided path (guided/, faces/exports, faces/guided_page) ----------------------------------
GUIDED_MISSING = (
    "Le parcours guidé n’est pas installé : le fichier corpus/{name} est absent. "
    "Remettez-le en place, puis relancez."
)
GUIDED_INVALID = "Le parcours guidé (corpus/{name}) est inutilisable : {problem}"
GUIDED_TOP_KEY = "la rubrique « {key} » est inconnue."
GUIDED_TEXT_MISSING = "{place} : « {key} » doit être un texte."
GUIDED_LIST = "{place} : « {key} » doit être une liste de textes."
GUIDED_FLAG = "{place} : « {key} » doit être true ou false."
GUIDED_BLOCKS = "« {key} » doit être une suite de blocs [[{key}]]."
GUIDED_UNKNOWN_KEY = "{place} : la clé « {key} » est inconnue (clés possibles : {known})."
GUIDED_TWICE = "{place} : l’identifiant « {id} » est déjà pris."
GUIDED_UNKNOWN_CHOICE = "{place} : « {value} » n’est pas un choix de la question « {key} »."
GUIDED_UNKNOWN_VALUE = "{place} : « {key} » vaut « {value} » (valeurs possibles : {known})."
GUIDED_WEIGHT = "{place} : « poids » doit être un nombre de 0 à 3."
GUIDED_NO_SOURCE = "{place} : il faut au moins une source (document et extrait)."
GUIDED_NO_MARK = "{place} : une phrase n’a pas de renvoi : « {sentence} »."
GUIDED_BAD_MARK = "{place} : le renvoi [{mark}] ne désigne aucune source."
GUIDED_UNUSED_SOURCE = "{place} : la source {mark} n’est appelée par aucun renvoi."
GUIDED_NO_QUESTION = "il manque la question « {id} »."
GUIDED_NO_CHOICE = "{place} : il faut au moins deux choix, ou « libre = true »."
GUIDED_PLACE = "{kind} « {id} »"
GUIDED_KINDS = {"question": "question", "etape": "étape", "conseil": "ligne de la note"}

GUIDED_STATE_UNREADABLE = (
    "Cet état du parcours guidé n’est pas lisible. Reprenez le dernier état reçu tel quel, "
    "ou recommencez le parcours sans état."
)
GUIDED_STATE_CHANGED = (
    "Le parcours a changé depuis votre dernière visite : vos autres réponses sont gardées, "
    "je vous repose seulement ce qui a changé."
)
GUIDED_NOT_FINISHED = (
    "Le parcours n’est pas terminé : répondez d’abord à la question « {question} »."
)
GUIDED_NO_NOTE = "La note pour le conseil municipal est faite pour un·e élu·e ou un·e agent·e."
GUIDED_REASK = (
    "Je n’ai pas bien compris « {reply} ». Choisissez dans la liste, ou dites-le autrement."
)
GUIDED_REASK_EMPTY = "Choisissez une réponse dans la liste, ou écrivez la vôtre."
GUIDED_HESITATE = "J’hésite entre « {first} » et « {second} ». Lequel des deux ?"
GUIDED_ASSUMED = (
    "Je continue avec « {choice} » ; vous pouvez revenir en arrière pour changer de réponse."
)
GUIDED_BACK_AT_START = "C’est la première question : il n’y a rien avant."
GUIDED_AND = "{first} et {last}"
GUIDED_NO_SUBJECT = "à préciser"
GUIDED_PLAN_TITLE = "Vos prochaines étapes pour faire alliance"
GUIDED_PLAN_INTRODUCTION = (
    "{count} étapes choisies d’après vos réponses. Chacune s’appuie sur des extraits des "
    "documents, cités à la fin avec leur page."
)
GUIDED_WHEN = {
    "semaine": "Cette semaine",
    "mois": "Le mois prochain",
    "plus_tard": "Ensuite",
}
GUIDED_ANSWERS = "Vos réponses"
GUIDED_PERSONAL = "Ce que les documents disent de votre sujet : « {subject} »"
GUIDED_SILENCE = (
    "Les documents en service ne parlent pas précisément de « {subject} » : ces étapes valent pour "
    "tout sujet. Elles ne remplacent pas l’avis de celles et ceux qui le connaissent."
)
GUIDED_FEW = (
    "Peu d’étapes ont pu être proposées : des extraits sur lesquels elles s’appuient ne sont plus "
    "dans les documents en service."
)
GUIDED_NOTE_SECTIONS = {
    "contexte": "Contexte",
    "proposition": "Proposition",
    "pourquoi": "Pourquoi",
    "associer": "Qui associer",
    "etapes": "Prochaines étapes",
    "delais": "Délais",
    "risques": "Risques",
    "conditions": "Conditions",
}
GUIDED_NOTE_OBJECT = "Objet : {object}"
GUIDED_NOTE_REVIEW = (
    "Projet de note à relire et à compléter avant le conseil. Chaque renvoi mène à un extrait "
    "d’un document cité en bas de page."
)

LEGAL_NOTICE = (
    "Sur le droit et les finances, voici seulement ce que disent les documents : ce n’est pas un "
    "avis juridique. Faites vérifier votre situation par une personne compétente."
)
POLITICAL_NOTICE = (
    "L’assistant ne prend parti pour aucune personne ni aucun parti : il rapporte ce que disent "
    "les documents."
)

EXPORT_FORMATS = {"md": "Markdown", "docx": "Word (DOCX)", "pdf": "PDF"}
EXPORT_MADE = "Document établi le {date} par {name}."
EXPORT_QUESTION = "Question : {question}"
EXPORT_NO_SOURCE = "Aucun extrait n’est cité."
EXPORT_LIMIT = "À savoir : {text}"
EXPORT_NOTICE = "Important"
EXPORT_PAGE = "Page {page} sur {total}"
EXPORT_LINK = "Ouvrir le document"
EXPORT_UNKNOWN = "Format « {format} » inconnu (formats possibles : {known})."
EXPORT_FILES = {
    "plan": "faire-alliance-prochaines-etapes",
    "note": "faire-alliance-note-conseil-municipal",
    "answer": "faire-alliance-reponse",
}
EXPORT_UNKNOWN_DOCUMENT = "Document « {document} » inconnu (documents possibles : {known})."

API_TAG_GUIDED = "Parcours guidé"
API_GUIDED = "Avancer dans le parcours guidé « Comment faire alliance ? »"
API_GUIDED_STATE = "L’état reçu à l’étape précédente, tel quel ; absent ou null pour commencer."
API_GUIDED_REPLY = (
    "La réponse du lecteur : un numéro, un choix ou ses propres mots ; « retour », "
    "« recommencer » et « passer » sont compris. Absente : la question en cours est redite."
)
API_GUIDED_EXPORT = "Le plan ou la note d’un parcours terminé, en fichier"
API_GUIDED_DOCUMENT = "Ce que contient le fichier : le plan, ou la note pour le conseil municipal."
API_EXPORT = "Poser une question et recevoir la réponse en fichier, sources et pages comprises"
API_EXPORT_FORMAT = "Format du fichier."
API_EXPORT_FILE = "Le fichier."

CLI_GUIDED = "parcours guidé : quelques questions, puis vos prochaines étapes, sources à l’appui"
CLI_GUIDED_ACTION = (
    "« check » : vérifie le parcours et dit quels extraits ne sont plus dans les documents"
)
CLI_ASK_EXPORT = "écrit aussi la réponse et ses sources dans ce fichier (.md, .docx ou .pdf)"
CLI_GUIDED_EXPORT = "écrit aussi le plan dans ce fichier (.md, .docx ou .pdf)"
CLI_GUIDED_NOTE = "écrit aussi la note pour le conseil municipal dans ce fichier"
CLI_GUIDED_HOW = (
    "Répondez par un numéro ou avec vos mots. « retour », « recommencer » et « passer » sont "
    "compris ; Ctrl-D arrête."
)
CLI_GUIDED_QUESTION = "Question {number} sur {total}. {title}"
CLI_GUIDED_REPLY = "Votre réponse : "
CLI_EXPORT_WRITTEN = "Fichier écrit : {path}"
CLI_EXPORT_SUFFIX = "« {path} » doit finir par .md, .docx ou .pdf."
CLI_EXPORT_UNWRITABLE = "Le fichier « {path} » ne peut pas être écrit : {detail}."
CLI_GUIDED_STOPPED = "Parcours arrêté à la question « {question} »."
CLI_GUIDED_STEPS = ("{n} étape", "{n} étapes")
CLI_GUIDED_LINES = ("{n} ligne de la note", "{n} lignes de la note")
CLI_GUIDED_SOURCES = ("{n} extrait retrouvé", "{n} extraits retrouvés")
INDEX_GUIDED_LOST = (
    "Parcours guidé : {n} étape n’a plus ses extraits (« assistant guided check » la nomme).",
    "Parcours guidé : {n} étapes n’ont plus leurs extraits (« assistant guided check » les nomme).",
)
CLI_GUIDED_SOUND = "Tous les extraits sont dans les documents en service."
CLI_GUIDED_LOST = "{advice} : extrait absent de {document} : « {quote} »"
CLI_GUIDED_LOST_TITLE = "Étapes et lignes laissées de côté :"

PAGE_GUIDED_ENTRY = "Parcours guidé : comment faire alliance ?"
PAGE_GUIDED_LEAVE = "Revenir aux questions libres"
PAGE_GUIDED_PROGRESS = "Question {number} sur {total}"
PAGE_GUIDED_WORDS = "Ou avec vos mots"
PAGE_GUIDED_FREE = "Votre réponse"
PAGE_GUIDED_NEXT = "Continuer"
PAGE_GUIDED_BACK = "Question précédente"
PAGE_GUIDED_SKIP = "Passer"
PAGE_GUIDED_AGAIN = "Recommencer le parcours"
PAGE_GUIDED_TAKE = "Emporter ce plan"
PAGE_GUIDED_NOTE_TAKE = "Emporter la note (une page)"
PAGE_GUIDED_FAILED = "Le fichier n’a pas pu être préparé. Réessayez dans un instant."
PAGE_GUIDED_FOOTER = (
    "Les étapes sont écrites par l’équipe éditoriale, sans modèle de langage ; chaque renvoi "
    "mène à l’extrait exact d’un document. Vos réponses ne sont pas conservées par le serveur."
)
