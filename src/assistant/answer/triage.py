"""What is no question to the documents: courtesy, other people's instructions, chores.

Rules on folded text. Anything that carries a subject of its own goes on to retrieval.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant import wording
from assistant.domain import Reason
from assistant.french import fold, words

_GREETING = r"bonjour|bonsoir|salut|coucou|hello|hey|hi|bjr|slt|re-?bonjour"
_THANKS = r"merci|thanks|thank you|remercie|mrc"
_FAREWELL = r"au revoir|a bientot|bonne (?:journee|soiree|nuit|fin)|ciao|adieu|a plus|bye|a demain"
_WHO = (
    r"qui (?:es[- ]tu|etes[- ]vous|t'a|vous a)|(?:tu es|t'es|etes[- ]vous|es[- ]tu|vous etes) "
    r"(?:qui|quoi|un robot|une? (?:ia|humain|machine|personne|vraie?)|humain|vivante?)"
    r"|(?:a quoi|que|quoi) (?:tu )?(?:sers|servez)|comment (?:tu t'appelles|vous appelez|t'appelles"
    r"|fonctionne[sz]?)|ton nom|votre nom|que (?:sais|peux)[- ]tu faire|que (?:savez"
    r"|pouvez)[- ]vous"
    r" faire|tu peux m'aider|pouvez[- ]vous m'aider|presente[- ]toi|presentez[- ]vous|es tu la"
)
_MOOD = r"(?:comment )?(?:ca|sa) va|comment (?:vas|allez)|tu vas bien|vous allez bien|la forme"
_APPROVAL = (
    r"d'?accord|\bok\b|okay|super|parfait|genial|top|tres (?:clair|bien|utile)|c'?est (?:clair|bon"
    r"|note|compris|parfait|super)|compris|bravo|cool|nickel|impeccable|excellent|bien (?:recu"
    r"|note)"
)
_COURTESY = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), reply)
    for pattern, reply in (
        (_WHO, wording.REPLY_WHO),
        (_FAREWELL, wording.REPLY_FAREWELL),
        (_THANKS, wording.REPLY_THANKS),
        (_MOOD, wording.REPLY_MOOD),
        (_GREETING, wording.REPLY_GREETING),
        (_APPROVAL, wording.REPLY_APPROVAL),
    )
)
_FILLER = frozenset(
    "a ai au aussi avec beaucoup bcp bien bon bonne c ca ce cette chere cher clair d de des du"
    " en est"
    " et etes fait fort infiniment je journee l la le les m madame mademoiselle merci mille moi"
    " monsieur n nous on oui p pour pas qu que reponse reponses s si soiree t temps the tous tout"
    " toute toutes tres tu utile vos votre vous vraiment y aide information informations infos"
    " explication explications parfait super assistant lol alors donc hein chatbot ici it's it"
    " c'est"
    " monde equipe cordialement encore grand grande m'a m'ont".split()
)

_INSTRUCTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:ignor\w+|oubli\w+|neglig\w+|outrepass\w+|contourn\w+|desactiv\w+|annul\w+|efface|"
        r"disregard|forget|bypass|override)\b.{0,60}\b(?:instruction|consigne|regle|directive|filtre"
        r"|precedent|previous|prompt|rule|limit|restriction|securite|plus haut|ci-dessus)",
        r"\bne (?:tiens|tenez|respecte)\w* (?:pas|plus)\b.{0,40}(?:compte|consigne|instruction"
        r"|regle)",
        r"\b(?:revel\w+|montr\w+|affich\w+|recopi\w+|repet\w+|donn\w+|cit\w+|communiqu\w+|imprim\w+|"
        r"encod\w+|tradui\w+|resum\w+|liste\w*|print|show|reveal|repeat|output|quel\w* (?:est"
        r"|sont))\b"
        r".{0,60}\b(?:prompt|instructions? (?:systeme|initial\w*|cachee?s?|secretes?|internes?"
        r"|de depart)"
        r"|consignes? (?:systeme|initial\w*|cachee?s?|secretes?|internes?|de depart)"
        r"|message systeme"
        r"|system (?:prompt|message)|regles? internes?|(?:tes|vos|ton|votre) (?:propres? )?"
        r"(?:instructions?|consignes?|regles?|configuration|prompt|cle|mot de passe|parametres?))",
        r"\b(?:tu es|vous etes|you are|agis|agissez|comporte[- ]toi|act)\b.{0,25}"
        r"(?:maintenant|desormais|now|comme (?:un|une|si)|as an?\b|\bdan\b|sans (?:limite|filtre|"
        r"restriction|regle))",
        r"\b(?:fais|faisons|faites)\b.{0,12}(?:semblant|comme si|un jeu de role)|\bjou(?:e|ez"
        r"|ons)\b"
        r".{0,20}\brole|\bimagine que tu\b|\bpretend (?:to be|you)|\bdans la peau d|mode (?:debug|"
        r"developpeur|admin|maintenance|sans filtre|dieu)|developer mode",
        r"\b(?:a partir de maintenant|desormais|dorenavant|from now on"
        r"|pour la suite)\b.{0,60}\b(?:tu\b|"
        r"vous\b|repond\w*|termine\w*|commence\w*|ajout\w*|ecri\w*|parl\w*|utilis\w*|you)",
        r"\b(?:repond\w*|termin\w*|commenc\w*|conclu\w*|ajout\w*|inser\w*|gliss\w*|ecri\w*|di[st]|dites)\b"
        r".{0,80}\b(?:chacune de (?:tes|vos)|toutes? (?:tes|vos) (?:reponse|phrase)|(?:ta|tes"
        r"|vos|votre"
        r" prochaine|ta prochaine) (?:prochaine )?reponses?|uniquement (?:par|le mot)"
        r"|seulement (?:par|le"
        r" mot)|mot pour mot|en base ?64|en rot|en verlan|exactement (?:ceci|cela|cette"
        r"|la phrase)|le mot"
        r" [«\"'])",
        r"</?(?:system|instruction|assistant|user|im_start|inst)\b|\[/?inst\]|###\s*(?:system|instruct)"
        r"|<\|",
        r"\b(?:invente|fabrique|simule)[zr]?\b.{0,40}(?:chiffre|citation|source|statistique|reference"
        r"|temoignage|faux|fausse)",
        r"\b(?:pirat\w+|hack\w+|jailbreak)\b",
        r"\b(?:nouvelles? (?:instruction|consigne|regle)s?|new instructions?)\b\s*:?",
    )
)  # fmt: skip
_CHORE = re.compile(
    r"\b(?:ecri\w*|redige\w*|rediger|compose\w*|invente\w*|raconte\w*|tradui\w*|corrige\w*|code\w*"
    r"|programme[- ]moi|calcul\w*|resou\w*|genere\w*|dessin\w*|traduction|aide[- ]moi a|help me)\b"
    r".{0,60}\b(?:lettre|poeme|e?-?mail|courriel|script|python|javascript|html|sql|excel|blague|chanson"
    r"|histoire|conte|dissertation|redaction|devoirs?|exercice|equation|cv|discours|slogan|roman|rap"
    r"|haiku|limerick|sms|annonce|logo|image|recette|anglais|espagnol|allemand|italien|essay|poem|code)\b"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A ready reply. `reason` None means courtesy; else why the demand is declined."""

    text: str
    reason: Reason | None = None


def triage(question: str) -> Reply | None:
    """A reply to what is no question to the documents; None for all else."""
    folded = fold(question)
    if any(pattern.search(folded) for pattern in _INSTRUCTIONS):
        return Reply(wording.DECLINE_INSTRUCTIONS, Reason.INSTRUCTIONS)
    for pattern, reply in _COURTESY:
        if pattern.search(folded) and _is_only(pattern, folded):
            return Reply(reply)
    if _CHORE.search(folded):
        return Reply(wording.DECLINE_OFF_TOPIC, Reason.OFF_TOPIC)
    return None


def _is_only(pattern: re.Pattern[str], folded: str) -> bool:
    """Whether nothing but politeness is left beside the matched words."""
    rest = folded
    for known, _ in _COURTESY:
        rest = known.sub(" ", rest)
    return all(w in _FILLER or len(w) == 1 for w in words(rest))
