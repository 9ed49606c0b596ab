"""`assistant enrich`: each passage without questions is put to the chat model, once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from assistant import wording
from assistant.domain import Document, Passage, twin_ids
from assistant.enrichment.drafts import Draft, read_draft
from assistant.enrichment.quote import is_long_enough, pick_quote
from assistant.enrichment.review import Accepted, accept, append, review_folder, rows_in
from assistant.enrichment.workers import run_all
from assistant.errors import IndexBusy, ModelUnavailable, StorageUnwritable
from assistant.ingest.expansion import Expansion, load_expansions, resolve
from assistant.ports import ChatModel, Generations, Message
from assistant.prompts import Prompt

ASK, AGAIN = "enrich", "enrich-again"
VARIABLES = {ASK: ("title", "heading", "passage", "fence"), AGAIN: ("problem",)}
_FAILURES_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """Passages done so far."""

    done: int
    total: int
    label: str = ""
    step: str = "enrich"


@dataclass(frozen=True, slots=True)
class Failed:
    """A passage that got no row, and why (French)."""

    passage: str
    problem: str


@dataclass(frozen=True, slots=True)
class EnrichReport:
    """What a run did. `left` passages have no row yet, failed ones included."""

    written: int
    files: tuple[str, ...]
    failed: tuple[Failed, ...]
    left: int


@dataclass(frozen=True, slots=True)
class _Task:
    passage: Passage
    title: str
    quote: str


@dataclass(slots=True)
class _Tally:
    files: dict[Path, int] = field(default_factory=dict)
    failed: list[Failed] = field(default_factory=list)
    unanswered: int = 0
    gone: ModelUnavailable | None = None

    @property
    def written(self) -> int:
        return sum(self.files.values())


class Enricher:
    """Drafts go to review files, never straight into service. A run can be stopped and taken up:
    a passage whose row is written is not put again."""

    def __init__(
        self,
        generations: Generations,
        chat: ChatModel,
        ask: Prompt,
        again: Prompt,
        corpus: Path,
        lock: Path,
    ) -> None:
        self._generations = generations
        self._chat = chat
        self._ask, self._again = ask, again
        self._corpus, self._lock = corpus, lock

    def run(
        self,
        document: str | None = None,
        out: Path | None = None,
        limit: int | None = None,
        jobs: int = 1,
        progress: Callable[[Progress], None] | None = None,
    ) -> EnrichReport:
        """Raises UnknownDocument, IndexBusy, ModelUnavailable when the server is gone, and what
        opening the index or writing raises. What was written stays."""
        documents, passages = self._index(document)
        with self._alone():
            pending = self._pending(passages, document, out)
            tally = _Tally()
            tasks = self._tasks(pending[:limit], documents, passages, tally)
            self._put(tasks, out, jobs, tally, progress or (lambda now: None))
        return EnrichReport(
            written=tally.written,
            files=tuple(map(str, sorted(tally.files))),
            failed=tuple(tally.failed),
            left=len(pending) - tally.written,
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self._lock)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise IndexBusy(wording.ENRICH_BUSY) from None
        except OSError as error:
            raise StorageUnwritable(wording.ENRICH_UNWRITABLE.format(path=self._lock)) from error
        try:
            yield
        finally:
            lock.release()

    def _put(
        self,
        tasks: Sequence[_Task],
        out: Path | None,
        jobs: int,
        tally: _Tally,
        tell: Callable[[Progress], None],
    ) -> None:
        total = len(tasks)
        tell(Progress(0, total))
        with closing(run_all(self._row, tasks, jobs)) as results:
            for done, (task, result) in enumerate(results, 1):
                self._note(task, result, out, tally)
                tell(Progress(done, total, task.title))
                if tally.gone and tally.unanswered == min(_FAILURES_IN_A_ROW, total):
                    kept = wording.ENRICH_KEPT.format(count=tally.written)
                    raise ModelUnavailable(f"{tally.gone.message} {kept}") from tally.gone

    def _index(self, document: str | None) -> tuple[dict[str, Document], tuple[Passage, ...]]:
        with self._generations.lease() as index:
            if document is not None:
                index.document(document)
            known = {one.id: one for one in index.documents()}
            return known, tuple(index.all_passages())

    def _pending(
        self, passages: Sequence[Passage], document: str | None, out: Path | None
    ) -> list[Passage]:
        """Ranked passages with something to say and no row, in reading order."""
        drafts = sorted(review_folder(self._corpus).glob("*.jsonl"))
        rows = (*load_expansions(self._corpus), *rows_in([*drafts, *([out] if out else [])]))
        apart = twin_ids(passages) | set(resolve(rows, passages).rows)
        return [
            passage
            for passage in passages
            if passage.id not in apart and is_long_enough(passage)
            if document in (None, passage.document_id)
        ]

    def _tasks(
        self,
        pending: Iterable[Passage],
        documents: dict[str, Document],
        passages: Sequence[Passage],
        tally: _Tally,
    ) -> list[_Task]:
        apart = twin_ids(passages)
        by_document: dict[str, list[Passage]] = {}
        for passage in passages:
            if passage.id not in apart:
                by_document.setdefault(passage.document_id, []).append(passage)
        tasks: list[_Task] = []
        for passage in pending:
            quote = pick_quote(passage, by_document[passage.document_id])
            if quote is None:
                tally.failed.append(Failed(passage.id, wording.ENRICH_NO_QUOTE))
            else:
                tasks.append(_Task(passage, documents[passage.document_id].title, quote))
        return tasks

    def _row(self, task: _Task) -> Expansion | str:
        """Put to the model, and once more with what was wrong."""
        passage = task.passage
        asked = self._ask.fill(
            title=task.title,
            heading=passage.heading or wording.ENRICH_NO_HEADING,
            passage=passage.text,
            fence=hashlib.blake2b(passage.text.encode(), digest_size=6).hexdigest(),
        )
        messages = [Message("user", asked)]
        reply = self._chat.complete(messages)
        draft = read_draft(reply, passage.text)
        if isinstance(draft, str):
            again = self._again.fill(problem=draft)
            messages += [Message("assistant", reply or "…"), Message("user", again)]
            draft = read_draft(self._chat.complete(messages), passage.text)
        if isinstance(draft, Draft):
            return Expansion(passage.document_id, task.quote, draft.questions, draft.summary)
        return draft

    def _note(
        self, task: _Task, result: Expansion | str | Exception, out: Path | None, tally: _Tally
    ) -> None:
        """Write the row, or remember why there is none."""
        tally.gone = result if isinstance(result, ModelUnavailable) else None
        tally.unanswered = tally.unanswered + 1 if tally.gone else 0
        if isinstance(result, Expansion):
            path = out or review_folder(self._corpus) / f"{result.document}.jsonl"
            append(path, result)
            tally.files[path] = tally.files.get(path, 0) + 1
        elif isinstance(result, ModelUnavailable):
            tally.failed.append(Failed(task.passage.id, result.message))
        elif isinstance(result, Exception):
            raise result
        else:
            tally.failed.append(Failed(task.passage.id, result))


class Reviewer:
    """Puts into service what an editor has read again."""

    def __init__(self, generations: Generations, corpus: Path) -> None:
        self._generations = generations
        self._corpus = corpus

    def accept(self, path: Path) -> Accepted:
        """Raises BadRequest, and what opening the index or writing raises."""
        with self._generations.lease() as index:
            passages = tuple(index.all_passages())
        return accept(path, self._corpus, passages)
