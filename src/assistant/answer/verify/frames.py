"""Lines that claim nothing: « Voici les trois leviers : », a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.verify.foreign import fault
from assistant.answer.verify.names import names
from assistant.answer.verify.numbers import figures
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.statements import Statement, statements
from assistant.domain import Passage
from assistant.french import fold

_LONGEST, _QUESTION = 22, 12
_HEADING = re.compile(r"^\s*(?:#{1,6}\s+\S|\*\*[^*]+\*\*\s*:?\s*$)")
_OPENINGS = re.compile(
    r"^(?:en (?:resume|bref|pratique|conclusion|synthese|clair)|voici|voila|pour (?:cela|commencer"
    r"|agir|y parvenir|resumer|aller plus loin)|concretement|d'abord|ensuite|enfin|par exemple"
    r"|plus precisement|selon|d'apres|parmi"
    r"|on (?:peut|y|en) (?:distingu|retien|trouv|cit|retenir)\w*)\b"
)
_PRESENTS = frozenset(
    "voici voilà suivre décliner distinguer retenir citer trouver résumer présenter compter"
    " pouvoir agir être".split()
)
_SHOWN = re.compile(r"\b(?:suivante?s?|ci-dessous|ainsi)\s*:?$")


def is_frame(line: str, passages: Sequence[Passage]) -> bool:
    """Whether a line only introduces what follows or names a part: no mark, no figure but a
    small one in words, no name that the passages do not write, no date, no assertion."""
    found = statements(line, len(passages))
    return len(found) == 1 and stands_as_frame(found[0], line)


def stands_as_frame(statement: Statement, line: str = "") -> bool:
    text = statement.plain
    heading = statement.heading or bool(_HEADING.match(line or statement.text))
    if statement.marks or not text or len(text.split()) > _LONGEST:
        return False
    asked = text.endswith("?") and len(text.split()) <= _QUESTION
    opening = len(text.split()) <= 3 and bool(_OPENINGS.match(fold(text)))
    if not (heading or opening or asked or text.endswith(":")):
        return False
    if re.search(r"\d|[%€]", text) or fault(text, ()) is not None:
        return False
    piece = Piece(text.rstrip(": "))
    if any(f.kind != "count" or f.value > 12 for f in figures(piece.tokens)) or names(piece.tokens):
        return False
    if asked:
        return not any(t.word in ("que", "qu", "saviez") for t in piece.tokens)
    return not _asserts(piece, heading=heading)


def _asserts(piece: Piece, *, heading: bool) -> bool:
    """Whether a verb says something of something, beside those that only present."""
    folded = fold(piece.text)
    if _SHOWN.search(folded) and len(piece.text.split()) <= 12:
        return False
    said = [
        v
        for v in piece.verbs
        if v.status in ("done", "present", "planned") and v.lemma not in _PRESENTS
    ]
    linked = any(t.form in ("est", "sont", "a", "ont", "sera", "était") for t in piece.tokens)
    if _OPENINGS.match(folded):
        return bool(linked and said)
    return bool(said) or (linked and not heading) or (linked and heading)
