"""From the corpus folder to a published generation, reading only what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from assistant import transactions, wording
from assistant.domain import Document, IndexEntry, Passage, Report, twin_ids
from assistant.errors import (
    AssistantError,
    CorpusMissing,
    IndexCorrupt,
    IndexIncompatible,
    IndexMissing,
)
from assistant.ingest.expansion import Expansion, digests, label, load_expansions, resolve
from assistant.ingest.files import CorpusFile, CorpusFiles, hashes
from assistant.ingest.harvest import Harvest, Harvester, Known, Tell
from assistant.ingest.progress import Progress
from assistant.ingest.tally import tally
from assistant.ingest.twins import Settled
from assistant.ports import (
    CheckedAnswers,
    EditedAnswers,
    Generations,
    Quarantine,
    ReadingCache,
    Readings,
)

IndexState = Literal["absent", "incompatible", "corrupt", "behind", "current"]
MergeTwins = Callable[[Sequence[Document], Sequence[Passage], Settled], tuple[Passage, ...]]
MakeEntries = Callable[
    [Sequence[Passage], Mapping[str, Sequence[Expansion]]], tuple[IndexEntry, ...]
]


class IndexBuilder:
    """Builds and rebuilds the index of one corpus folder.

    A document whose bytes and reading stages are those of the live generation is not read
    again, whatever its catalogue entry has become. A file that cannot be read is a line of the
    report, and what was known of it leaves the index: nobody must be shown passages that their
    source no longer confirms. `scans` names what reads scans, "" for nothing;
    `limits` stands for what a file may take while it is read.
    """

    def __init__(
        self,
        corpus: Path,
        generations: Generations,
        readings: Readings,
        cache: ReadingCache,
        quarantine: Quarantine,
        merge_twins: MergeTwins,
        make_entries: MakeEntries,
        suffixes: Collection[str],
        stages: Mapping[str, int],
        scans: Callable[[], str] = str,
        limits: str = "",
        edited: EditedAnswers | None = None,
    ) -> None:
        self._corpus = corpus
        self._generations = generations
        self._harvester = Harvester(readings, cache, quarantine, limits)
        self._cache = cache
        self._merge_twins = merge_twins
        self._make_entries = make_entries
        self._stages = dict(stages)
        self._files = CorpusFiles(corpus, suffixes, stages, scans)
        self._edited = edited

    def state(self) -> IndexState:
        """How the live index stands to the corpus. A corpus that cannot be read is a reason to
        build (which says why), not to stop answering: "behind"."""
        try:
            with self._generations.lease() as index:
                known = (dict(index.manifest.documents), index.manifest.validated)
        except IndexMissing:
            return "absent"
        except IndexIncompatible:
            return "incompatible"
        except IndexCorrupt:
            return "corrupt"
        try:
            files, _ = transactions.steady(
                self._corpus, lambda: self._files.find(digests(load_expansions(self._corpus)))
            )
        except AssistantError:
            return "behind"
        edited = self._edited.digest() if self._edited else ""
        return "current" if known == (hashes(files), edited) else "behind"

    def build(
        self, progress: Tell | None = None, rebuild: bool = False, retry: bool = False
    ) -> Report:
        """Bring the index up to the corpus; `rebuild` reuses nothing of the live one, `retry`
        reads quarantined files again.

        Raises CorpusMissing, CatalogueInvalid, IndexBusy, StorageFull, StorageUnwritable;
        whatever happens, the live index goes on answering.
        """
        started = time.monotonic()
        tell = progress or (lambda step: None)
        with self._generations.writing():
            transactions.recover(self._corpus)
            expansions = load_expansions(self._corpus)
            files, absent = self._files.find(digests(expansions))
            known = Known() if rebuild else self._known()
            harvest = self._harvester.harvest(files, known, tell, retry=retry, anew=rebuild)
            harvest.failed.extend(absent)
            self._check_some(harvest)
            report = self._publish(files, expansions, known, harvest, tell, rebuild)
            self._cache.keep(file.reading for file in files)
        return replace(report, seconds=time.monotonic() - started)

    def _known(self) -> Known:
        """The live generation, unless there is none that can be reused."""
        with (
            suppress(IndexMissing, IndexIncompatible, IndexCorrupt),
            self._generations.lease() as index,
        ):
            passages: dict[str, list[Passage]] = {}
            for passage in index.all_passages():
                passages.setdefault(passage.document_id, []).append(passage)
            return Known(
                index.manifest.stages,
                index.manifest.documents,
                {document.id: document for document in index.documents()},
                {name: tuple(items) for name, items in passages.items()},
            )
        return Known()

    def _settled(self, known: Known, harvest: Harvest) -> Settled:
        """What an earlier merge of the same stage found of documents that have not changed."""
        if known.stages != self._stages:
            return Settled()
        same = frozenset(harvest.unchanged)
        if len(same) == len(known.documents):
            return Settled(same)
        held = (passage for items in known.passages.values() for passage in items)
        return Settled(same, twin_ids(held))

    def _check_some(self, harvest: Harvest) -> None:
        if harvest.documents:
            return
        if harvest.failed:
            first = harvest.failed[0]
            raise CorpusMissing(
                wording.CORPUS_UNREADABLE.format(
                    path=self._corpus, name=first.source, message=first.message
                )
            )
        self._generations.withdraw()  # what was taken out must not be cited any more
        raise CorpusMissing(
            wording.CORPUS_EMPTY.format(path=self._corpus, suffixes=self._files.formats)
        )

    def _publish(
        self,
        files: Sequence[CorpusFile],
        expansions: Sequence[Expansion],
        known: Known,
        harvest: Harvest,
        tell: Tell,
        rebuild: bool,
    ) -> Report:
        tell(Progress("twins", 0, 1, wording.BUILD_TWINS))
        settled = self._settled(known, harvest)
        passages = self._merge_twins(harvest.documents, harvest.passages, settled)
        resolved = resolve(expansions, passages)
        after = hashes(files) | dict.fromkeys(harvest.unsettled, "")
        edited = self._edited
        checked = edited.check(harvest.documents, passages) if edited else CheckedAnswers()
        generation = self._generations.current()
        same = after == known.hashes and self._serves(checked)
        if rebuild or generation is None or harvest.read or not same:
            tell(Progress("publish", 0, 1, wording.BUILD_PUBLISHING))
            generation = self._generations.publish(
                harvest.documents,
                passages,
                self._make_entries(passages, resolved.rows),
                after,
                pages=harvest.pages,
                validated=checked,
                fresh=rebuild,
                progress=lambda done, total: tell(
                    Progress("embed", done, total, wording.BUILD_EMBEDDING)
                ),
            )
        tell(Progress("publish", 1, 1, ""))
        kept = {document.id for document in harvest.documents}
        return tally(
            harvest,
            generation=generation,
            removed=tuple(name for name in known.documents if name not in kept),
            orphans=tuple(label(row) for row in resolved.orphans),
            passages=passages,
            validated=checked,
        )

    def _serves(self, checked: CheckedAnswers) -> bool:
        """Whether the live index holds the editors' answers as they are now: the files may be
        the same and what checks them another."""
        with (
            suppress(IndexMissing, IndexIncompatible, IndexCorrupt),
            self._generations.lease() as index,
        ):
            stored = (index.manifest.validated, index.validated())
            return stored == (checked.digest, checked.answers)
        return False
