"""Is a question in French? Counted on the commonest function words of five languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.french import fold

_COMMON: Mapping[str, frozenset[str]] = {
    "fr": frozenset(
        "le la les un une des du de et est en que qui quoi quel quelle quels quelles pour dans sur"
        " avec pas je tu il elle nous vous ils ce cette ces au aux comment pourquoi combien"
        " quand ou"
        " c'est qu'est sont par plus mon ma mes son sa ses leur faire a d l kel cb ki koi g"
        " ya".split()
    ),
    "en": frozenset(
        "the of and is are in to what who which how why when where for on with do does can you your"
        " an it this that by from many much was were about me tell please my".split()
    ),
    "es": frozenset(
        "el los las una y es en que quien cual como por para con no yo tu su del al donde cuando"
        " cuantos cuanto son esta hay sobre mi".split()
    ),
    "de": frozenset(
        "der die das und ist ein eine in zu was wer wie warum wann wo fur mit nicht ich sie es den"
        " dem von auf sind wieviel viele kann".split()
    ),
    "it": frozenset(
        "il lo gli una e di che chi come perche quando dove per con non io su del della sono quanti"
        " quali cosa nel".split()
    ),
}


def is_french(question: str) -> bool:
    """Short questions count as French."""
    return language(question) == "fr"


def language(question: str) -> str:
    """Its code: "fr" unless another language's function words clearly outnumber French ones."""
    if "¿" in question or "¡" in question:
        return "es"
    tokens = re.findall(r"[a-z']+", fold(question))
    if len(tokens) < 3:
        return "fr"
    counts = {name: sum(t in common for t in tokens) for name, common in _COMMON.items()}
    best = max(counts, key=lambda name: (counts[name], name == "fr"))
    return best if counts[best] >= 2 and counts[best] > counts["fr"] + 1 else "fr"


def without_function_words(question: str) -> str:
    """What is left to search of a question in another language: « the » and « in » would be
    taken for rare words of the documents."""
    name = language(question)
    common = _COMMON[name] if name != "fr" else frozenset[str]()
    kept = [w for w in question.split() if not set(re.findall(r"[a-z']+", fold(w))) & common]
    return " ".join(kept) or question
