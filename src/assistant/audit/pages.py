"""What became of each page: how well it reads, how much of it can be found and cited."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.audit.values import Flaw, PageAudit
from assistant.domain import PageText, Passage, Quality
from assistant.placing import Placer

_MANY_REPAIRS = 100
"""Changes in a thousand words: as many as a poor scan needs."""
_LITTLE_COVERED = 0.5
_FEW_SIGNS = 40
"""A page of so few characters that what it lost does not matter."""
_SIGNS_OF = {"glued": 0.02, "spaced": 0.02, "ligatures": 0.005, "accents": 0.01, "strange": 0.02}
"""Shares above which a page's quality is told by name."""
_WEIGHTS: dict[Flaw, float] = {"unread": 2.0, "poor": 0.5, "uncovered": 0.3, "repaired": 0.2}


def audit_pages(pages: Sequence[PageText], passages: Sequence[Passage]) -> tuple[PageAudit, ...]:
    """The pages of one document, in order."""
    kept = covered_lines(pages, passages)
    return tuple(_page(page, kept[i]) for i, page in enumerate(pages))


def covered_lines(
    pages: Sequence[PageText], passages: Sequence[Passage]
) -> tuple[frozenset[int], ...]:
    """For each page, the lines that ended in some passage."""
    placer = Placer(pages)
    found: list[set[int]] = [set() for _ in pages]
    for passage in passages:
        for place in placer.lines(passage):
            found[place.page].add(place.line)
    return tuple(map(frozenset, found))


def signs(text: str) -> int:
    """Characters that are no space."""
    return sum(map(len, text.split()))


def page_signs(page: PageText, kept: frozenset[int]) -> tuple[int, int]:
    """Characters of a page that ended in some passage, and all of them."""
    sizes = [signs(line.raw) for line in page.lines]
    return sum(size for n, size in enumerate(sizes) if n in kept), sum(sizes)


def words_of(page: PageText) -> int:
    return sum(len(line.text.split()) for line in page.lines)


def raw_words_of(page: PageText) -> int:
    """Words as the file holds them: what repairs are counted by."""
    return sum(len(line.raw.split()) for line in page.lines)


def _page(page: PageText, kept: frozenset[int]) -> PageAudit:
    covered, whole = page_signs(page, kept)
    words, quality = words_of(page), page.quality if page.state == "read" else None
    coverage = covered / whole if whole else None
    flaws = tuple(_flaws(page, quality, coverage, whole))
    loss = 1 - quality.score if quality else 0.0
    return PageAudit(
        document_id=page.document_id,
        number=page.number,
        label=page.label,
        engine=page.engine,
        state=page.state,
        grade=quality.grade if quality else None,
        score=quality.score if quality else None,
        words=words,
        signs=whole,
        kept=covered,
        coverage=coverage,
        changes=len(page.changes),
        flaws=flaws,
        badness=loss + sum(_WEIGHTS.get(flaw, 0.0) for flaw in flaws) if flaws else 0.0,
    )


def _flaws(
    page: PageText, quality: Quality | None, coverage: float | None, whole: int
) -> list[Flaw]:
    if page.state == "unread":
        return ["unread"]
    found: list[Flaw] = []
    if quality is not None and quality.grade != "good":
        found.append(quality.grade)
        named: list[Flaw] = ["glued", "spaced", "ligatures", "accents", "strange"]
        found += [flaw for flaw in named if getattr(quality, flaw) > _SIGNS_OF[flaw]]
    if coverage is not None and coverage < _LITTLE_COVERED and whole > _FEW_SIGNS:
        found.append("uncovered")
    if len(page.changes) * 1_000 > _MANY_REPAIRS * raw_words_of(page):
        found.append("repaired")
    return found
