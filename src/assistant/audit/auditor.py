"""The audit of a corpus: its live index, its catalogue and its files, put side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant import wording
from assistant.audit.overlap import find_overlaps
from assistant.audit.pages import audit_pages, raw_words_of, words_of
from assistant.audit.standing import find_links, find_outdated
from assistant.audit.values import (
    SHOWN,
    YEARS,
    Audit,
    DocumentAudit,
    DocumentReview,
    FileState,
    Orphans,
    PageAudit,
    PageReview,
    PassageNote,
    Progress,
    SetAside,
    Totals,
)
from assistant.audit.worddiff import compare
from assistant.domain import Document, PageText, Passage, twin_ids
from assistant.errors import UnknownPage
from assistant.ingest.catalogue import FILE as CATALOGUE
from assistant.ingest.catalogue import load_catalogue
from assistant.ingest.expansion import Resolved, digests, label, load_expansions, resolve
from assistant.ingest.files import CorpusFile, CorpusFiles
from assistant.ingest.twins import UNIQUE
from assistant.placing import Placer
from assistant.ports import Generations, Index, Quarantine

_FIRST_WORDS = 14

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the index holds of one document, measured."""

    audit: DocumentAudit
    pages: tuple[PageAudit, ...]
    signs: int
    kept: int
    raw_words: int


class Auditor:
    def __init__(
        self, corpus: Path, generations: Generations, files: CorpusFiles, quarantine: Quarantine
    ) -> None:
        self._corpus = corpus
        self._generations = generations
        self._files = files
        self._quarantine = quarantine

    def audit(
        self,
        years: int = YEARS,
        shown: int = SHOWN,
        today: date | None = None,
        tell: Tell | None = None,
    ) -> Audit:
        """The live index against its corpus; lists of pages and passages are cut at `shown`.

        Raises IndexMissing and what opening an index raises, CorpusMissing, CatalogueInvalid.
        """
        expansions = load_expansions(self._corpus)
        files, absent = self._files.find(digests(expansions))
        with self._generations.lease() as index:
            passages = _by_document(index.all_passages())
            everyone = [p for items in passages.values() for p in items]
            twins = twin_ids(everyone)
            resolved = resolve(expansions, everyone)
            tell = tell or (lambda progress: None)
            read = list(self._read(index, passages, twins, resolved, tell))
            indexed = index.documents()
            generation, known = index.manifest.generation, index.manifest.documents
        entries = [
            SetAside(item.source, item.message, item.since, item.tries)
            for item in self._quarantine.entries()
        ]
        listed = load_catalogue(self._corpus / CATALOGUE).documents
        gone = [listed[failed.source] for failed in absent if failed.source in listed]
        documents = _with_files(read, files, gone, known, entries)
        ranked = [p for p in everyone if p.id not in twins]
        return Audit(
            generation=generation,
            date=(today or date.today()).isoformat(),
            years=years,
            totals=_totals(read, everyone),
            documents=tuple(documents),
            worst_pages=_worst(read)[:shown],
            overlaps=find_overlaps(passages),
            outdated=find_outdated(indexed, years),
            orphans=Orphans(
                expansions=tuple(label(row) for row in resolved.orphans),
                uncatalogued=tuple(f.document.source for f in files if not f.document.catalogued),
                without_file=tuple(failed.source for failed in absent),
                links=find_links([file.document for file in files], indexed),
            ),
            quarantine=tuple(entries),
            longest=_notes(sorted(ranked, key=_words, reverse=True)[:shown]),
            emptiest=_notes(sorted(ranked, key=_words)[:shown]),
            without_heading=_notes(p for p in ranked if not p.heading.strip())[:shown],
        )

    def names(self) -> tuple[str, ...]:
        """The documents' ids."""
        with self._generations.lease() as index:
            return tuple(document.id for document in index.documents())

    def document(self, document_id: str) -> DocumentReview:
        """Raises UnknownDocument, and what opening an index raises."""
        with self._generations.lease() as index:
            document, pages, passages = _parts(index, document_id)
        read = _measured(document, pages, passages, set(), 0)
        return DocumentReview(document=read.audit, pages=read.pages)

    def page(self, document_id: str, number: int) -> PageReview:
        """A document without pages has one, number 1. Raises UnknownDocument, UnknownPage."""
        with self._generations.lease() as index:
            document, pages, passages = _parts(index, document_id)
        at = next((n for n, page in enumerate(pages) if (page.number or 1) == number), None)
        if at is None:
            raise UnknownPage(wording.UNKNOWN_PAGE.format(id=document_id, number=number))
        read = _measured(document, pages, passages, set(), 0)
        lines = tuple(compare(line) for line in pages[at].lines)
        placer = Placer(pages)
        return PageReview(
            document=read.audit,
            page=read.pages[at],
            quality=pages[at].quality,
            lines=lines,
            changes=pages[at].changes,
            changes_by_kind=dict(Counter(c.kind for c in pages[at].changes).most_common()),
            dropped=sum(line.dropped for line in lines),
            passages=tuple(
                passage.id
                for passage in passages
                if any(place.page == at for place in placer.lines(passage))
            ),
        )

    def _read(
        self,
        index: Index,
        passages: Mapping[str, Sequence[Passage]],
        twins: set[str],
        resolved: Resolved,
        tell: Tell,
    ) -> Iterator[_Read]:
        questions: Counter[str] = Counter()
        for rows in resolved.rows.values():
            for row in rows:
                questions[row.document] += len(row.questions)
        documents = index.documents()
        for done, document in enumerate(documents):
            tell(Progress(done, len(documents), document.source))
            own = passages.get(document.id, ())
            yield _measured(document, index.pages(document.id), own, twins, questions[document.id])
        tell(Progress(len(documents), len(documents)))


def _parts(index: Index, document_id: str) -> tuple[Document, tuple[PageText, ...], list[Passage]]:
    document = index.document(document_id)
    own = [p for p in index.all_passages() if p.document_id == document_id]
    return document, index.pages(document_id), own


def _measured(
    document: Document,
    pages: Sequence[PageText],
    passages: Sequence[Passage],
    twins: set[str],
    questions: int,
) -> _Read:
    audited = audit_pages(pages, passages)
    kept, signs = sum(page.kept for page in audited), sum(page.signs for page in audited)
    words, raw_words = sum(map(words_of, pages)), sum(map(raw_words_of, pages))
    changes = Counter(change.kind for page in pages for change in page.changes)
    judged = [page for page in audited if page.score is not None]
    weights = sum(page.words for page in judged)
    own = [passage for passage in passages if not passage.id.endswith(UNIQUE)]
    audit = DocumentAudit(
        document=document,
        state="current",
        pages=len(pages),
        pages_read=sum(page.state == "read" for page in pages),
        pages_empty=sum(page.state == "empty" for page in pages),
        pages_unread=sum(page.state == "unread" for page in pages),
        engines=dict(Counter(page.engine for page in pages if page.state == "read")),
        grades=dict(Counter(page.grade for page in audited if page.grade)),
        score=sum((p.score or 0.0) * p.words for p in judged) / weights if weights else None,
        coverage=kept / signs if signs else None,
        words=words,
        passages=len(passages),
        said_elsewhere=sum(passage.id in twins for passage in own),
        without_heading=sum(not passage.heading.strip() for passage in passages),
        questions=questions,
        changes=changes.total(),
        repairs=1_000 * changes.total() / raw_words if raw_words else 0.0,
        changes_by_kind=dict(changes.most_common()),
    )
    return _Read(audit, audited, signs, kept, raw_words)


def _with_files(
    read: Sequence[_Read],
    files: Sequence[CorpusFile],
    absent: Sequence[Document],
    known: Mapping[str, str],
    entries: Sequence[SetAside],
) -> Iterator[DocumentAudit]:
    """Documents of the index in its order, then what it does not hold."""
    left = {file.document.id: file for file in files}
    aside = {entry.source: entry.message for entry in entries}
    for item in read:
        name = item.audit.document.id
        file = left.pop(name, None)
        if file is None:
            yield replace(item.audit, state="missing", problem=wording.FILE_ABSENT)
            continue
        changed: FileState = "current" if known.get(name) == file.hash else "changed"
        problem = file.failure or aside.get(file.document.source, "")
        yield replace(item.audit, state="failed" if problem else changed, problem=problem)
    for name, file in left.items():
        problem = file.failure or aside.get(file.document.source, "")
        if not problem and name in known:
            problem = wording.AUDIT_NOT_READ
        yield DocumentAudit(file.document, "failed" if problem else "new", problem)
    held = {item.audit.document.id for item in read}
    for document in absent:
        if document.id not in held:
            yield DocumentAudit(document, "missing", wording.FILE_ABSENT)


def _totals(read: Sequence[_Read], passages: Sequence[Passage]) -> Totals:
    audits = [item.audit for item in read]
    raw_words = sum(item.raw_words for item in read)
    signs = sum(item.signs for item in read)
    return Totals(
        documents=len(audits),
        pages=sum(a.pages for a in audits),
        pages_unread=sum(a.pages_unread for a in audits),
        pages_poor=sum(a.grades.get("poor", 0) for a in audits),
        passages=len(passages),
        words=sum(a.words for a in audits),
        questions=sum(a.questions for a in audits),
        without_heading=sum(a.without_heading for a in audits),
        coverage=sum(item.kept for item in read) / signs if signs else None,
        repairs=1_000 * sum(a.changes for a in audits) / raw_words if raw_words else 0.0,
    )


def _worst(read: Sequence[_Read]) -> tuple[PageAudit, ...]:
    flawed = [page for item in read for page in item.pages if page.flaws]
    return tuple(sorted(flawed, key=lambda page: -page.badness))


def _by_document(passages: Iterable[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        found[passage.document_id].append(passage)
    return found


def _words(passage: Passage) -> int:
    return len(passage.text.split())


def _notes(passages: Iterable[Passage]) -> tuple[PassageNote, ...]:
    return tuple(
        PassageNote(
            id=p.id,
            document_id=p.document_id,
            page=p.page,
            heading=p.heading,
            words=_words(p),
            first_words=" ".join(p.text.split()[:_FIRST_WORDS]),
        )
        for p in passages
    )
