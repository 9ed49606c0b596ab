"""What is denied: each negation of a text with the words that it bears on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.verify.clauses import clauses
from assistant.answer.verify.tokens import Token

_SECOND = frozenset("pas plus jamais aucun aucune rien guere personne nul nulle ni point".split())
_LEXICAL = frozenset(
    "sans aucun aucune nul nulle ni non jamais impossible rarement rare rares peu loin faute manque"
    " absence difficile difficilement hors sauf inutile insuffisant insuffisante incapable".split()
)
_ONLY = frozenset("seulement simplement uniquement exclusivement juste que qu".split())
_REACH = 5
_ASIDE = frozenset("— – ( ,".split())
_DENYING = _LEXICAL | frozenset("pas personne rien refuse refusent empeche empechent evite".split())


@dataclass(frozen=True, slots=True)
class Negation:
    """`focus` holds the keys of each word denied, nearest first; `strong` for « ne … pas »,
    « aucun », « sans », « non », weak for « rarement », « difficile ». `reach` is where the words
    denied stand."""

    place: int
    focus: tuple[frozenset[str], ...]
    strong: bool
    clause: tuple[int, int]
    reach: tuple[int, int]


def negations(tokens: Sequence[Token]) -> tuple[Negation, ...]:
    """« ne … que » and « pas seulement » deny nothing."""
    found = []
    for start, end in clauses(tokens):
        place = start
        while place < end:
            negation = _at(tokens, place, start, end)
            if negation is not None:
                found.append(negation)
                place = max(place, negation.place)
            place += 1
    return tuple(found)


def is_denied(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a negation of any strength stands between two places."""
    return any(t.word in _DENYING or t.word in ("ne", "n") for t in tokens[start:end])


def _at(tokens: Sequence[Token], i: int, start: int, end: int) -> Negation | None:
    word = tokens[i].word
    if word in ("ne", "n") and tokens[i].kind == "word":
        return _verbal(tokens, i, start, end)
    if word == "pas" and not _after_ne(tokens, i, start):
        return _of(tokens, i, i + 1, start, end, strong=True)
    if word == "non" and i + 1 < end and not tokens[i + 1].glued:
        if tokens[i + 1].word in ("seulement", "pas", "plus"):
            return None
        return _of(tokens, i, i + 1, start, end, strong=True)
    if word in ("sans", "aucun", "aucune", "nul", "nulle", "ni", "jamais", "impossible"):
        return _of(tokens, i, i + 1, start, end, strong=True)
    if word in ("rarement", "rare", "rares", "faute", "difficile", "difficilement", "peu"):
        return _of(tokens, i, i + 1, start, end, strong=False)
    return None


def _after_ne(tokens: Sequence[Token], i: int, start: int) -> bool:
    return any(t.word in ("ne", "n") for t in tokens[max(start, i - 4) : i])


def _verbal(tokens: Sequence[Token], i: int, start: int, end: int) -> Negation | None:
    second = next((j for j in range(i + 1, min(end, i + 8)) if tokens[j].word in _SECOND), None)
    if second is None:
        before = any(t.word in _SECOND for t in tokens[max(start, i - 6) : i])
        alone = i + 1 < end and tokens[i + 1].word in (
            "peut",
            "peuvent",
            "doit",
            "doivent",
            "cesse",
        )
        if not (before or alone) or any(t.word in ("que", "qu") for t in tokens[i + 1 : i + 6]):
            return None
        return _of(tokens, i, i + 1, start, end, strong=True)
    after = tokens[second + 1].word if second + 1 < len(tokens) else ""
    if after in _ONLY and tokens[second].word in ("pas", "plus"):
        return None
    return _of(tokens, second, i + 1, start, end, strong=True)


def _denied(tokens: Sequence[Token]) -> list[frozenset[str]]:
    return [t.keys for t in tokens if t.keys and t.word not in _LEXICAL]


def _of(
    tokens: Sequence[Token], place: int, begin: int, start: int, end: int, *, strong: bool
) -> Negation:
    reach = (begin, end)
    after = _denied(tokens[begin:end])
    if not after and place < len(tokens) and end < len(tokens) and tokens[end].text in _ASIDE:
        after, reach = _denied(tokens[end:]), (end, len(tokens))  # « ne peut — et ne doit — être »
    if not after:
        # « la transformation ne se fait pas »
        after, reach = _denied(tokens[start:begin])[::-1], (start, begin)
    return Negation(place, tuple(after[:_REACH]), strong, (start, end), reach)
