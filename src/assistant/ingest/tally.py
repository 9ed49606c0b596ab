"""The report of a build, from what it has read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant import wording
from assistant.domain import FailedFile, PageText, Passage, ReadDocument, Report
from assistant.ingest.harvest import Harvest
from assistant.ports import CheckedAnswers

_NAMED_PAGES = 12


def tally(
    harvest: Harvest,
    *,
    generation: str,
    removed: tuple[str, ...],
    orphans: tuple[str, ...],
    passages: Sequence[Passage],
    validated: CheckedAnswers,
) -> Report:
    pages = harvest.pages
    return Report(
        generation=generation,
        added=tuple(harvest.added),
        updated=tuple(harvest.updated),
        unchanged=tuple(harvest.unchanged),
        removed=removed,
        failed=tuple(harvest.failed),
        unread=tuple(_unread(harvest.read)),
        uncatalogued=tuple(d.id for d in harvest.documents if not d.catalogued),
        orphans=orphans,
        passages=len(passages),
        pages=len(pages),
        pages_repaired=sum(bool(page.changes) for page in pages),
        pages_poor=sum(_is_poor(page) for page in pages),
        repairs=sum(len(page.changes) for page in pages),
        words=sum(len(line.text.split()) for page in pages for line in page.lines),
        furniture_lines=sum(read.furniture_lines for read in harvest.read),
        noise_lines=sum(read.noise_lines for read in harvest.read),
        twins=sum(len(passage.twins) for passage in passages),
        validated=tuple(answer.id for answer in validated.answers),
        validated_refused=validated.refused,
        validated_warned=validated.warned,
    )


def _unread(read: Iterable[ReadDocument]) -> Iterable[FailedFile]:
    """One line per document that has pages which nothing here could read."""
    for one in read:
        numbers = [str(page.number) for page in one.pages if page.state == "unread"]
        if numbers:
            more = "…" if len(numbers) > _NAMED_PAGES else ""
            named = ", ".join(numbers[:_NAMED_PAGES]) + more
            yield FailedFile(one.document.source, wording.PAGES_UNREAD.format(pages=named))


def _is_poor(page: PageText) -> bool:
    return page.state == "read" and page.quality is not None and page.quality.grade == "poor"
