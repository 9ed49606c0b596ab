"""Follow-ups made standalone by rules, from the newest turns.

« et pour les entreprises ? », « lesquelles ? », « et la 18 ? », « oui » get what they lean on:
the last question that stood alone, and what the assistant last said or offered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import wording
from assistant.answer.triage import triage
from assistant.domain import Turn
from assistant.french import fold, sentences, stems, words

ABOUT = wording.FOLLOWS_UP
"""Between a follow-up and what it leans on, in the question as searched."""

_LEANS = re.compile(
    r"^(?:et|mais|ou alors|sinon|puis|donc|alors|ok|oui|non|d'accord)\b"
    r"|\b(?:celui|celle|ceux|celles)(?:-ci|-la)?\b|\b(?:les|l'|le|la) (?:deux |trois )?autres?\b"
    r"|\b(?:ca|cela|ceux-la|celles-ci)\b|(?<!-)\b(?:ils|elles|eux)\b"
    r"|\b(?:l'a|l'ont|les a|les ont)\b"
    r"|\bces? (?:\w+)|\bcette \w+|\bla suite\b|\bplus (?:simple|court|precis)"
)
_LEANS_ALONE = re.compile(
    r"^(?:lequel|laquelle|lesquel\w*|pourquoi|quand|combien|comment|avec qui|par qui|pour qui|ou"
    r"|depuis quand|c'etait|c'est|qui|encore|continue|plus de)\b|-(?:ils|elles)\b|\bleurs?\b"
)
"""Leans when next to nothing else is said: « combien ? », « que proposent-elles ? »."""
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
_MORE = frozenset(
    stems(
        "détail précision exemple développe continue suite résume simplement court source page"
        " preuve document chiffre plus davantage précise exactement concrètement"
    )
)
"""What asks for more of the same and names no subject."""
_DANGLING = re.compile(r"\b(?:d[eu]s?|aux?|l[ae]s?|pour|chez)\s*(?=[?.!,]|$)", re.IGNORECASE)
_TOPIC_WORDS, _SAID_WORDS, _SAID_WORDS_WITH_OWN = 60, 40, 25
_END = 4_000
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
        asked, said = _talk(history)
        question = question.replace(ABOUT, " ")
        if not (asked or said) or not leans(question):
            return question
        topic = _last_alone(asked) if asked else _first_words(said[-1], _SAID_WORDS)
        folded = fold(question).strip(" !.,")
        if said and _agrees(folded):
            return f"{_offer(said[-1]) or question}{ABOUT}{topic}"
        number = _NUMBER_ONLY.match(folded)
        if number:
            noun = _numbered_noun([*said[-1:], *reversed(asked)])
            return f"{noun} {number.group(1)} ?{ABOUT}{_without_numbers(topic)}"
        about = _without_rivals(topic, question)
        own = set(stems(question)) - _MORE
        if said and asked and not own:
            about += " " + _first_words(said[-1], _SAID_WORDS)
        elif said and asked and len(own) == 1 and not _shares_group(question):
            about += " " + _first_words(said[-1], _SAID_WORDS_WITH_OWN)
        return f"{question}{ABOUT}{about.strip()}"


def leans(question: str) -> bool:
    """Whether a question needs what was said before."""
    own, folded = stems(question), fold(question).strip(" !.,")
    if set(own) <= _MORE or _NUMBER_ONLY.match(folded) or _agrees(folded):
        return True
    if len(own) <= 1 and _LEANS_ALONE.search(folded):
        return True
    return len(own) <= 5 and bool(_LEANS.search(folded))


def _agrees(folded: str) -> bool:
    match = _YES.match(folded)
    return match is not None and "?" not in folded and len(stems(folded[match.end() :])) <= 1


def _talk(history: Sequence[Turn]) -> tuple[list[str], list[str]]:
    """What was asked and what was said of the documents, oldest first: courtesy and refused
    demands leave no trace, nor does what the assistant said to them. Turns are untrusted and
    may be long: their beginning tells what they are about."""
    asked: list[str] = []
    said: list[str] = []
    aside = False
    for turn in history:
        if turn.role == "user":
            content = " ".join(turn.content.split()[:_TOPIC_WORDS]).replace(ABOUT, " ")
            aside = _is_aside(content, said)
            if content and not aside:
                asked.append(content)
        elif not aside and turn.content.strip():
            said.append(_ends(turn.content))
    return asked, said


def _is_aside(content: str, said: Sequence[str]) -> bool:
    """No question to the documents; « d’accord » to an offer is one."""
    reply = triage(content)
    return reply is not None and not (reply.reason is None and said and _offer(said[-1]))


def _ends(text: str) -> str:
    """A long text's beginning, which says what it is about, and its end, which may offer more."""
    return text if len(text) <= 2 * _END else f"{text[:_END]}\n{text[-_END:]}"


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
    return _DANGLING.sub("", " ".join(kept))


def _shares_group(question: str) -> bool:
    return any(set(stems(question)) & group for group in _GROUPS)


def _first_words(text: str, count: int) -> str:
    kept = re.sub(r"\[\d+\]", "", text).split()[:count]
    return " ".join(w for w in kept if words(w))
