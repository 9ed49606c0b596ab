"""Questions the corpus does answer, from the headings of the nearest passages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from assistant import wording
from assistant.answer.units import is_legible
from assistant.domain import Hit
from assistant.french import stems

_TRIES = 6
_NUMBERING = re.compile(r"^(?:encadré \d+|\d+[.)])\s*", re.IGNORECASE)


def questions(
    hits: Sequence[Hit], is_answered: Callable[[str], bool], limit: int = 3
) -> tuple[str, ...]:
    """Up to `limit` questions that are answered: on the nearest headings, else the examples."""
    found: list[str] = []
    tried = [*islice(_on_headings(hits), _TRIES), *wording.EXAMPLE_QUESTIONS]
    for question in dict.fromkeys(tried):
        if len(found) < limit and is_answered(question):
            found.append(question)
    return tuple(found)


def _on_headings(hits: Sequence[Hit]) -> Iterator[str]:
    for hit in hits:
        heading = _NUMBERING.sub("", hit.passage.heading).strip(" :")
        if not _is_topic(heading, hit):
            continue
        if heading.endswith("?"):
            yield heading
        else:
            yield wording.ABOUT_HEADING.format(heading=_inner_quotes(heading))


def _inner_quotes(text: str) -> str:
    """Quotes inside quotes: “ ” rather than « »."""
    return re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", text))


def _is_topic(heading: str, hit: Hit) -> bool:
    if hit.passage.kind == "note" or not 3 <= len(heading.split()) <= 20:
        return False
    return is_legible(heading) and len(set(stems(heading))) >= 2
