"""What a question asks for: a figure, a date, a person, a list, a definition, a way, a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer.condense import ABOUT, own_words, subject
from assistant.french import fold, stem


class Kind(StrEnum):
    FIGURE = "figure"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    LIST = "list"
    DEFINITION = "definition"
    HOW = "how"
    WHY = "why"
    OTHER = "other"


_COUNTS: Mapping[str, int] = {
    name: value
    for value, name in enumerate(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze".split(), 2
    )
}
_COUNT = "|".join([*_COUNTS, r"\d{1,2}"])
_LIST_NOUN = (
    r"axes?|points?|mesures?|leviers?|missions?|etapes?|phases?|piliers?|formes?|categories|types?"
    r"|raisons?|objectifs?|impacts?|chantiers?|outils?|conditions?|moteurs?|personnalites|temps"
    r"|volets?|dispositifs?|actions?|modes?|changements?|arts?|metiers?|partenaires?|membres?"
    r"|enseignements?|resultats?|espaces?|sites?|evenements?|rendez-vous|dates?|propositions?"
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.DEFINITION, re.compile(
        r"qu'?est[- ]?ce qu|c'?est quoi|kes?k?c|qu'entend|entendre par|qu'appelle|defini"
        r"|veut dire|signifi|recouvre|quel(?:le)? genre|en quoi consiste"
        r"|a quoi (?:sert|correspond)")),
    (Kind.DATE, re.compile(
        r"\bquand\b|quelle date|quel jour|quelle annee|depuis quand|quel mois|a partir de quand"
        r"|\bdates?\b.{0,30}\?$")),
    (Kind.FIGURE, re.compile(
        r"\bcombien\b|pourcentage|\bpart\b (?:de|des|du)|proportion|\btaux\b|\bmontants?\b"
        r"|quel(?:le)?s? (?:est |sont )?(?:les? |son |leur )?(?:budgets?|cout)"
        r"|\bnombre\b|\bchiffres?\b|%|\bcb\b|quelle part|quel age"
        r"|budget (?:de|du|des|pour)\b|cout (?:de|du|des|total)")),
    (Kind.LIST, re.compile(
        r"quel(?:le)?s (?:sont|etaient)|lesquel|\blistes?\b|\bcite[rz]?\b|enumer|toutes? les"
        r"|tous les(?! (?:ans|mois|jours)\b)"
        r"|\bquel(?:le)?s (?:\w+ ){0,2}(?:" + _COUNT + r"|" + _LIST_NOUN + r")\b"
        r"|\b(?:les|ses|nos|des|en) (?:" + _COUNT + r") (?:\w+ )?(?:" + _LIST_NOUN + r")\b")),
    (Kind.WHY, re.compile(r"\bpourquoi\b|\bpq\b|pour quelle raison|quelles raisons"
    r"|a cause de quoi")),
    (Kind.HOW, re.compile(
        r"\bcomment\b|que faut-il|que faire|qu'est-ce qu'il faut|comment s'y prendre"
        r"|quelles? methode"
        r"|par ou commencer|\bfaut-il\b|que doit-on|que dois-je")),
    (Kind.PERSON, re.compile(
        r"\bqui\b|\bquel(?:le)?s? (?:personnes?|ministres?|deputee?s?|presidente?|elue?s?|membres?"
        r"|organi\w+|acteurs?)\b")),
    (Kind.PLACE, re.compile(r"\bou\b(?! |$)|dans quel(?:le)? (?:ville|lieu|pays|region)|^ou\b")),
)  # fmt: skip
_COUNTED = re.compile(rf"\b({_COUNT}) (?:\w+ )?({_LIST_NOUN})\b")
_AFTER_ASKING = re.compile(
    r"\b(?:quel(?:le)?s|qui) (?:(?:sont|etaient|seront) )?(?:les |ces |ses )?"
    rf"({_COUNT}) ([a-z]{{3,}})"
)
_HOW_MANY = re.compile(r"\bcombien (?:de |d'|y a-t-il de )(?:\d+ )?([a-z]{3,})")
_PERIOD = re.compile(r"\b(?:19|20)\d\d(?: ?[-/] ?| a )(?:19|20)\d\d\b")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_ASKS = re.compile(r"quel(?:le)?s? [a-z]{3,}|que \w+ [a-z]|(?:dans|en|a|sur) quoi [a-z]")
"""A follow-up that says by itself what it asks for."""
_LISTED = re.compile(
    r"\bquel(?:le)?s (?:(?:sont|etaient|seront) )?(?:les |ces |ses )?(?:grande?s )?([a-z]{4,})"
)
_MOST = re.compile(
    r"\b(?:qui|lesquel\w*|lequel|laquelle)\b.{0,60}\b(?:le|la|les) (?:plus|moins)\b.* (?:ou|et) "
    r"|\b(?:ou|et) .{3,60}\b(?:qui|lesquel\w*|lequel|laquelle)\b.{0,40}\b(?:plus|moins)\b"
    r"|\b(?:plus|moins|aussi) (?:convaincu|favorable|nombreu|attach|enthousiast)\w* que\b"
)
"""Two sides measured against each other, in figures if there are any."""
_COMPARES = re.compile(
    r"\bdifferen|\bdistingu|\bcompar|\bpar rapport\b|\bsepare\b|\btranche(?:nt)?(?:-t-| avec)"
    r"|\bevolu|\bchacun"
    r"|\bquelle? (?:ecart|evolution)|\b(?:plus|moins|aussi|autant) .{0,40}\bque\b"
    r"|\bmemes? |\bqu'est-ce qui (?:change|bouge|a change|a boug)"
    r"|\baujourd'hui\b.*\?|\bavant\b.*\bapres\b|\ba-t-(?:il|elle) (?:change|boug|augment|baiss)"
)
_NUMBERED = re.compile(
    r"\b(?:(?:mesure|numero|n°|point)\s*(?:n°\s*)?(\d{1,2})\b(?!\s*(?:mesures|%))"
    r"|l[ae] (?:n° ?)?(\d{1,2})\b(?=\s*(?:[?.!,;)]|$|c'?est|dit|parle|porte|prevoit|propose|veut"
    r"|elle|il)))"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`kind` is the first that fits; `count` how many things are asked (« les trois missions »);
    `number` the item asked by its number (« mesure 18 »); `noun` the stem of what is counted
    (« les trois missions », « combien de missions »), empty where nothing is; `listed` that of
    what is asked by « quels… »; `several` for two sides or dates that an answer must both hold."""

    kind: Kind
    count: int | None = None
    number: int | None = None
    noun: str = ""
    listed: str = ""
    several: bool = False


def analyse(question: str) -> Asked:
    """Read a question's form, by rules on folded text. A condensed follow-up keeps its own form
    where it has one, else that of the question it leans on."""
    own = _analyse(own_words(question))
    alone = ABOUT not in question or _ASKS.match(fold(own_words(question)))
    if own.kind is not Kind.OTHER or own.number is not None or alone:
        return own
    return _analyse(subject(question))


def _analyse(question: str) -> Asked:
    folded = fold(question)
    kinds = [kind for kind, pattern in _PATTERNS if pattern.search(folded)]
    count, noun = _count(folded)
    if _MOST.search(folded) and kinds[:1] in ([Kind.PERSON], [Kind.LIST], []):
        kinds = [Kind.FIGURE, *kinds]
    if count and kinds and kinds[0] in {Kind.DEFINITION, Kind.PERSON, Kind.HOW}:
        kinds = [Kind.LIST, *kinds] if Kind.LIST in kinds else kinds
    numbered = _NUMBERED.search(folded)
    number = (
        int(numbered.group(1) or numbered.group(2))
        if numbered and "odd " not in folded[: numbered.start()]
        else None
    )
    listed = _LISTED.search(folded)
    several = bool(_MOST.search(folded) or _COMPARES.search(folded))
    several = several or len(set(_YEARS.findall(_PERIOD.sub(" ", folded)))) > 1
    kind = kinds[0] if kinds else Kind.OTHER
    return Asked(kind, count, number, noun, stem(listed.group(1)) if listed else "", several)


def _count(folded: str) -> tuple[int | None, str]:
    match = _AFTER_ASKING.search(folded) or _COUNTED.search(folded)
    if match is not None:
        return _COUNTS.get(match.group(1)) or int(match.group(1)), stem(match.group(2))
    asked = _HOW_MANY.search(folded)
    return None, stem(asked.group(1)) if asked else ""
