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
FILE_UNREAD_SCAN = (
    "scan non lu : ce fichier ne contient que des images. Installez Tesseract "
    "(paquets tesseract-ocr et tesseract-ocr-fra), puis relancez « assistant index »"
)

# --- reading: PDF (ingest/pdf) ---------------------------------------------------------------

# --- reading: web pages and office files (ingest/load) ----------------------------------------

# --- reading: scans (backends/tesseract) -------------------------------------------------------

# --- reading: limits and quarantine (backends/reader_pool, quarantine) -------------------------

# --- corpus: add, list, remove (curate/) --------------------------------------------------------

# --- corpus: fetch (curate/fetch) --------------------------------------------------------------

# --- corpus: audit and show --------------------------------------------------------------------

# --- page images ---------------------------------------------------------------------------------

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
CATALOGUE_DUPLICATE = "« {field} » vaut « {value} », déjà donné à un autre document"
CATALOGUE_LINK = "« {field} » désigne « {value} », qui n’est pas dans le catalogue"
CATALOGUE_LINK_SELF = "« {field} » désigne le document lui-même"
CATALOGUE_LINK_LOOP = "« {field} » finit par revenir au document lui-même"
CATALOGUE_REPLACED_WITHOUT = "un document « remplacé » doit dire par lequel (replaced_by)"

BUILD_READING = "Lecture de {name}"
BUILD_REUSED = "Déjà connu : {name}"
BUILD_TWINS = "Rapprochement des passages identiques"
BUILD_EMBEDDING = "Calcul des vecteurs"
BUILD_PUBLISHING = "Mise en service du nouvel index"

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
NOTICE_THEN = "« {word} » s’entend à la date du document ({date})."
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
CLI_SERVE = "ouvre la page et l’API sur cette machine"
CLI_SERVE_HOST = "adresse d’écoute"
CLI_SERVE_PORT = "port d’écoute"
CLI_DOCTOR = "vérifie l’installation et dit quoi faire"
CLI_EVAL = "mesure les réponses sur un jeu de questions de référence"
CLI_EVAL_GOLD = "jeu de questions (par défaut celui du réglage ASSISTANT_GOLD)"
CLI_EVAL_SPLIT = "une seule partie du jeu : dev ou test"
CLI_EVAL_JSON = "écrit toutes les réponses et les mesures dans ce fichier ; « - » : sortie standard"
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
INDEX_PASSAGES = "extraits"
INDEX_PAGES = "pages"
INDEX_PAGES_REPAIRED = "pages réparées"
INDEX_FURNITURE = "lignes d’habillage retirées"
INDEX_NOISE = "lignes illisibles retirées"
INDEX_TWINS = "extraits en double regroupés"
BUILD_STEPS = {
    "read": "Lecture",
    "twins": "Doublons",
    "embed": "Vecteurs",
    "index": "Index",
    "publish": "Mise en service",
    "eval": "Questions",
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
    "Les réponses reprennent les phrases des documents, sans les réécrire. "
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
RAGAS_NAN = "RAGAS n’a pas pu calculer la mesure « {name} » : aucun score, ou un score indéfini."
