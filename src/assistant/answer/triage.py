"""What is no question to the documents: courtesy, other people's instructions, chores.

Rules on folded text. Anything that carries a subject of its own goes on to retrieval.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant import wording
from assistant.answer.orders import is_chore, is_order
from assistant.domain import Reason
from assistant.french import fold, words

_GREETING = (
    r"bonjour|bonsoir|salut|coucou|hello|hey|hi|bjr|slt|re-?bonjour"
    r"|good (?:morning|evening|afternoon)|hola|guten tag|buongiorno"
)
_THANKS = r"merci|thanks|thank you|remercie|mrc"
_FAREWELL = r"au revoir|a bientot|bonne (?:journee|soiree|nuit|fin)|ciao|adieu|a plus|bye|a demain"
_WHO = (
    r"qui (?:es[- ]tu|etes[- ]vous|(?:t'|vous )a (?:cree|fait|concu|programme|developpe)e?)"
    r"|(?:tu es|t'es|etes[- ]vous|es[- ]tu|vous etes) "
    r"(?:qui|quoi|un robot|une? (?:ia|humain|machine|personne|vraie?)|humain|vivante?)"
    r"|(?:a quoi|que|quoi) (?:tu )?(?:sers|servez)|comment (?:tu t'appelles|vous appelez|t'appelles"
    r"|fonctionne[sz]?)|ton nom|votre nom|que (?:sais|peux)[- ]tu faire|que (?:savez"
    r"|pouvez)[- ]vous"
    r" faire|tu peux m'aider|pouvez[- ]vous m'aider|presente[- ]toi|presentez[- ]vous|es[- ]tu la"
    r"|tu es la"
)
_MOOD = r"(?:comment )?(?:ca|sa) va|comment (?:vas|allez)|tu vas bien|vous allez bien|la forme"
_REFUSAL = r"non(?:,? (?:merci|ca ira))?"
_APPROVAL = (
    r"d'?accord|\bok\b|okay|super|parfait|genial|top|tres (?:clair|bien|utile)|c'?est (?:clair|bon"
    r"|note|compris|parfait|super)|compris|bravo|cool|nickel|impeccable|excellent|bien (?:recu"
    r"|note)"
)
_COURTESY = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), reply)
    for pattern, reply in (
        (_WHO, wording.REPLY_WHO),
        (_REFUSAL, wording.REPLY_APPROVAL),
        (_FAREWELL, wording.REPLY_FAREWELL),
        (_THANKS, wording.REPLY_THANKS),
        (_MOOD, wording.REPLY_MOOD),
        (_GREETING, wording.REPLY_GREETING),
        (_APPROVAL, wording.REPLY_APPROVAL),
    )
)
_FILLER = frozenset(
    "a ai au aussi avec beaucoup bcp bien bon bonne c ca ce cette chere cher clair claire claires"
    " clairs d de des du en est et etes fait fort infiniment je journee l la le les m madame"
    " mademoiselle merci mille moi monsieur n nous on oui p pour pas qu que reponse reponses s si"
    " soiree t temps the tous tout toute toutes tres tu un une utile vos votre vous vraiment y"
    " aide information informations infos explication explications parfait super assistant lol"
    " alors donc hein chatbot ici it's it c'est monde equipe cordialement encore grand grande m'a"
    " m'ont".split()
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A ready reply. `reason` None means courtesy; else why the demand is declined."""

    text: str
    reason: Reason | None = None


def triage(question: str) -> Reply | None:
    """A reply to what is no question to the documents; None for all else."""
    if is_order(question):
        return Reply(wording.DECLINE_INSTRUCTIONS, Reason.INSTRUCTIONS)
    folded = fold(question)
    for pattern, reply in _COURTESY:
        if pattern.search(folded) and _is_only(pattern, folded):
            return Reply(reply)
    if is_chore(question):
        return Reply(wording.DECLINE_OFF_TOPIC, Reason.OFF_TOPIC)
    return None


def _is_only(pattern: re.Pattern[str], folded: str) -> bool:
    """Whether nothing but politeness is left beside the matched words."""
    rest = folded
    for known, _ in _COURTESY:
        rest = known.sub(" ", rest)
    return all(w in _FILLER or len(w) == 1 for w in words(rest))
