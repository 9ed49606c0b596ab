"""Questions the corpus does answer, from the headings of the nearest passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import wording
from assistant.answer.units import is_legible
from assistant.domain import Hit
from assistant.french import stems

_NUMBERING = re.compile(r"^(?:encadré \d+|\d+[.)])\s*", re.IGNORECASE)


def questions(hits: Sequence[Hit], limit: int = 3) -> tuple[str, ...]:
    """Two or three questions, each on another heading that its own text bears out."""
    found: dict[str, None] = {}
    for hit in hits:
        heading = _NUMBERING.sub("", hit.passage.heading).strip(" :")
        if not _is_topic(heading, hit):
            continue
        asked = (
            heading
            if heading.endswith("?")
            else wording.ABOUT_HEADING.format(heading=_inner_quotes(heading))
        )
        found[asked] = None
        if len(found) == limit:
            break
    return tuple(found)


def _inner_quotes(text: str) -> str:
    """Quotes inside quotes: “ ” rather than « »."""
    return re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", text))


def _is_topic(heading: str, hit: Hit) -> bool:
    if hit.passage.kind == "note" or not 3 <= len(heading.split()) <= 20:
        return False
    return is_legible(heading) and len(set(stems(heading))) >= 2
