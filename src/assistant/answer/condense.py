"""Follow-ups made standalone by rules, from the newest turns.

« et pour les entreprises ? », « lesquelles ? », « et la 18 ? », « oui » get what they lean on:
the last question that stood alone, and what the assistant last said or offered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain import Turn
from assistant.french import fold, sentences, stems, words

ABOUT = " — à propos de : "
"""Between a follow-up and what it leans on, in the question as searched."""

_LEANS = re.compile(
    r"^(?:et|mais|ou alors|sinon|puis|donc|alors|ok|oui|non|d'accord)\b"
    r"|^(?:et )?(?:lequel|laquelle|lesquel\w*|pourquoi|quand|combien|comment ca|avec qui"
    r"|par qui|pour qui"
    r"|ou ca|depuis quand|c'etait|c'est|qui (?:ca|l'a|les a)|la suite|encore|continue"
    r"|plus de detail)"
    r"|\b(?:celui|celle|ceux|celles)(?:-ci|-la)?\b|\b(?:les|l'|le|la) (?:deux |trois )?autres?\b"
    r"|\b(?:ca|cela|ceux-la|celles-ci)\b|\b(?:ils|elles|eux|leurs?)\b|\b(?:l'a|l'ont|les a"
    r"|les ont)\b"
    r"|\bces? (?:\w+)|\bcette \w+|\bdonne[- ]moi la suite|\bla suite\b|\bplus (?:simple|court"
    r"|precis)"
)
_YES = re.compile(
    r"^(?:oui|ok|okay|d'accord|volontiers|avec plaisir|vas-?y|allez-?y|je veux bien|oui oui"
    r"|bien sur"
    r"|yes|ouais|go|pourquoi pas)\b"
)
_OFFER = re.compile(
    r"^.*?(?:voulez-vous|souhaitez-vous|veux-tu|dois-je|puis-je|desirez-vous|voulez vous)"
    r"(?: que je (?:vous|te) \w+| (?:connaitre|savoir|voir|lire|que|avoir|en savoir plus sur))?\s*",
)
_NUMBER_ONLY = re.compile(
    r"^(?:et )?(?:pour |que dit )?(?:la|le|mesure|n°|numero|point|\s)*(?:n°\s*)?(\d{1,2})(?:e"
    r"|eme)?\s*\?*$"
)
_GROUPS = (
    frozenset(stems("entreprises sociétés dirigeants patrons privé")),
    frozenset(stems("maires élus mairies communes")),
    frozenset(stems("citoyens français habitants gens population")),
    frozenset(stems("associations associatifs bénévoles associatif associatives")),
    frozenset(stems("fondations")),
    frozenset(stems("opérationnelles")),
    frozenset(stems("stratégiques")),
    frozenset(stems("politiques")),
    frozenset(stems("juin juillet mai octobre novembre septembre")),
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class RuleCondenser:
    """Implements `ports.Condenser` without a model."""

    def condense(self, question: str, history: Sequence[Turn]) -> str:
        """The question itself when it stands alone, else itself and what it is about."""
        asked = [t.content for t in history if t.role == "user"]
        said = [t.content for t in history if t.role == "assistant"]
        if not asked or not leans(question):
            return question
        topic = _last_alone(asked)
        folded = fold(question).strip(" !.")
        if _YES.match(folded) and len(stems(question)) <= 1 and said:
            offer = _offer(said[-1])
            return f"{offer}{ABOUT}{topic}" if offer else f"{question}{ABOUT}{topic}"
        number = _NUMBER_ONLY.match(folded)
        if number:
            noun = _numbered_noun([*said[-1:], *reversed(asked)])
            return f"{noun} {number.group(1)} ?{ABOUT}{_without_numbers(topic)}"
        about = _without_rivals(topic, question)
        if not stems(question) and said:
            about += " " + _first_words(said[-1], 40)
        elif len(stems(question)) == 1 and said and not _shares_group(question):
            about += " " + _first_words(said[-1], 25)
        return f"{question}{ABOUT}{about}"


def leans(question: str) -> bool:
    """Whether a question needs what was said before."""
    own = stems(question)
    return not own or (len(own) <= 5 and bool(_LEANS.search(fold(question).strip())))


def own_words(query: str) -> str:
    """The follow-up as typed, without what it is about."""
    return query.split(ABOUT, 1)[0]


def subject(query: str) -> str:
    """What a condensed follow-up is about; the query itself when it stands alone."""
    return query.split(ABOUT, 1)[-1]


def _last_alone(asked: Sequence[str]) -> str:
    """The newest question that stands alone, with the follow-ups since."""
    topic: list[str] = []
    for question in reversed(asked):
        topic.insert(0, question)
        if not leans(question):
            break
    return " ".join(topic[-3:])


def _offer(said: str) -> str:
    """What the assistant's last sentence offered to tell."""
    spans = sentences(said)
    last = said[spans[-1][0] : spans[-1][1]] if spans else ""
    if "?" not in last:
        return ""
    return _OFFER.sub("", fold(last)).strip(" ?")


def _numbered_noun(texts: Sequence[str]) -> str:
    for text in texts:
        match = re.search(r"\b([a-z]{4,})s? (?:n° ?)?\d{1,2}\b", fold(text))
        if match and not match.group(1).startswith(("juin", "juil", "mars")):
            return match.group(1)
    return "mesure"


def _without_numbers(text: str) -> str:
    return re.sub(r"\b\d{1,2}\b", "", text)


def _without_rivals(topic: str, question: str) -> str:
    """« et pour les fondations ? » replaces who the last question was about, a year a year."""
    own = set(stems(question))
    if _YEAR.search(question):
        topic = _YEAR.sub("", topic)
    if not any(own & group for group in _GROUPS):
        return topic
    rivals = set().union(*(group for group in _GROUPS if not own & group))
    kept = [w for w in topic.split() if not (set(stems(w)) & rivals)]
    return " ".join(kept)


def _shares_group(question: str) -> bool:
    return any(set(stems(question)) & group for group in _GROUPS)


def _first_words(text: str, count: int) -> str:
    kept = re.sub(r"\[\d+\]", "", text).split()[:count]
    return " ".join(w for w in kept if words(w))
