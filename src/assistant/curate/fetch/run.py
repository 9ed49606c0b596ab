"""Downloading public documents into the corpus, one after the other; a failure spares the rest."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from assistant import wording
from assistant.curate.fetch.download import Download
from assistant.curate.fetch.manners import Clock, Manners, Patience
from assistant.curate.fetch.pages import same_words
from assistant.curate.fetch.part import Part
from assistant.curate.fetch.roads import Roads
from assistant.curate.fetch.robots import Robots
from assistant.curate.fetch.shelf import Kept, Shelf
from assistant.curate.fetch.sources import load_sources
from assistant.curate.fetch.values import (
    Fetched,
    FetchReport,
    Listed,
    Source,
    State,
    Step,
    Tell,
    There,
)
from assistant.errors import (
    AssistantError,
    BadRequest,
    DownloadFailed,
    IndexBusy,
    StorageFull,
    StorageUnwritable,
)
from assistant.ports import Web
from assistant.transactions import storage_errors

STAGING = ".fetch"
"""Folder of the corpus where downloads wait until they are whole."""
_LOCK = "lock"


class Fetcher:
    """`agent` is our name in robots.txt files, `known` the suffixes that can be read."""

    def __init__(
        self,
        sources: Path,
        staging: Path,
        shelf: Shelf,
        web: Web,
        agent: str,
        known: Collection[str],
        manners: Manners,
        clock: Clock | None = None,
    ) -> None:
        self._sources = sources
        self._staging = staging
        self._shelf = shelf
        self._web = web
        self._agent = agent
        self._known = known
        self._manners = manners
        self._clock = clock or Clock()

    def listed(self) -> tuple[Listed, ...]:
        """What is on offer. Raises SourcesInvalid, CatalogueInvalid."""
        kept = self._shelf.documents()
        return tuple(
            Listed(source, self._state(source, kept)) for source in load_sources(self._sources)
        )

    def chosen(self, ids: Sequence[str] | None) -> tuple[Source, ...]:
        """The documents of these ids, in the list's order; all of them for None.

        Raises SourcesInvalid, BadRequest.
        """
        sources = load_sources(self._sources)
        if ids is None:
            return sources
        known = {source.id for source in sources}
        for name in ids:
            if name not in known:
                raise BadRequest(wording.FETCH_UNKNOWN.format(id=name))
        return tuple(source for source in sources if source.id in ids)

    def run(self, sources: Sequence[Source], *, update: bool, tell: Tell) -> FetchReport:
        """Download them; `update` replaces those that changed on their site.

        Raises IndexBusy, CatalogueInvalid, StorageFull, StorageUnwritable; whatever stops it,
        documents already there stay and half a download is gone on with next time.
        """
        troubles = (wording.FETCH_FULL, wording.FETCH_UNWRITABLE)
        with storage_errors(self._staging, *troubles), self._alone():
            turn = _Turn(self, update, tell)
            steps = (
                (source, Step(source.id, number, len(sources), host=source.host))
                for number, source in enumerate(sources, start=1)
            )
            return FetchReport(tuple(turn.take(source, step) for source, step in steps))

    def _state(self, source: Source, kept: Mapping[str, Kept]) -> There:
        there = kept.get(source.id)
        if there is not None and there.path is not None:
            return "present"
        return "partial" if Part(self._staging, source.id).size else "absent"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._staging.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._staging / _LOCK)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise IndexBusy(wording.FETCH_BUSY.format(path=self._staging)) from None
        try:
            yield
        finally:
            lock.release()


class _Turn:
    """One run: sites are known by it, and paused for, from one document to the next."""

    def __init__(self, owner: Fetcher, update: bool, tell: Tell) -> None:
        self._owner = owner
        self._update = update
        self._tell = tell
        self._step = Step("", 0, 0)
        self._kept = dict(owner._shelf.documents())
        manners, clock = owner._manners, owner._clock
        self._patience = Patience(manners, clock, self._waiting)
        self._roads = Roads(owner._web, manners, clock, self._waiting)
        self._robots = Robots(owner._agent, self._roads, self._patience)

    def take(self, source: Source, step: Step) -> Fetched:
        self._step = step
        try:
            return self._taken(source)
        except (StorageFull, StorageUnwritable):
            raise
        except DownloadFailed as failed:
            problem = failed.message
        except AssistantError as error:
            problem = wording.DOWNLOAD_CANNOT_KEEP.format(problem=error.message)
        return Fetched(source.id, source.address, "failed", problem=problem)

    def _taken(self, source: Source) -> Fetched:
        there, memory = self._kept.get(source.id), _Memory(self._owner._staging, source)
        part = Part(self._owner._staging, source.id)
        download = Download(
            source,
            part,
            self._roads,
            self._robots,
            self._patience,
            self._owner._known,
            memory.unless(there),
            self._tell,
            self._step,
        )
        suffix = download.run()
        if suffix is None:
            return self._said(source, "unchanged", there)
        sha256 = part.sha256()
        file = part.path.with_suffix(suffix)
        os.replace(part.path, file)
        try:
            fetched = self._placed(source, there, file, sha256)
        except (IndexBusy, StorageFull, StorageUnwritable, KeyboardInterrupt):
            os.replace(file, part.path)  # whole: next time the site is asked for nothing more
            raise
        except AssistantError:
            part.discard()
            raise
        finally:
            file.unlink(missing_ok=True)
        part.discard()
        if fetched.state != "changed":
            memory.keep(download.headers, fetched.sha256)
        return fetched

    def _placed(self, source: Source, there: Kept | None, file: Path, sha256: str) -> Fetched:
        present = there is not None and there.path is not None
        if there is not None and there.path is not None:
            if there.sha256 == sha256 or (
                file.suffix == there.path.suffix.lower() == ".html" and same_words(there.path, file)
            ):
                return self._said(source, "unchanged", there)
            if not self._update:
                return self._said(source, "changed", there)
        twin = next((kept for kept in self._kept.values() if kept.sha256 == sha256), None)
        if twin is not None:
            raise DownloadFailed(wording.DOWNLOAD_SAME.format(id=twin.id))
        size = file.stat().st_size
        kept = self._owner._shelf.put(file, self._fields(source, there))
        self._kept[source.id] = kept
        name = kept.path.name if kept.path else ""
        state: State = "updated" if present else "fetched"
        return Fetched(source.id, source.address, state, name, size, sha256)

    def _fields(self, source: Source, there: Kept | None) -> dict[str, str]:
        """What an editor corrected in the catalogue since is not undone."""
        fields = dict(source.fields) if there is None else {"id": source.id}
        today = self._owner._clock.today().date().isoformat()
        return {**fields, "address": source.address, "retrieved": today}

    def _said(self, source: Source, state: State, there: Kept | None) -> Fetched:
        file = there.path.name if there and there.path else ""
        return Fetched(source.id, source.address, state, file, 0, there.sha256 if there else "")

    def _waiting(self, host: str, seconds: float) -> None:
        self._tell(replace(self._step, state="wait", host=host, seconds=seconds))


class _Memory:
    """What the site said of the file that the corpus holds, to be asked next time « unless it
    is still that one »."""

    def __init__(self, folder: Path, source: Source) -> None:
        self._path = folder / f"{source.id}.json"
        self._address = source.address

    def unless(self, there: Kept | None) -> dict[str, str]:
        if there is None or there.path is None:
            return {}
        with suppress(OSError, ValueError, KeyError, TypeError):
            values = json.loads(self._path.read_bytes())
            if (values["address"], values["sha256"]) == (self._address, there.sha256):
                asked = {"If-None-Match": values["etag"], "If-Modified-Since": values["modified"]}
                return {name: str(value) for name, value in asked.items() if value}
        return {}

    def keep(self, headers: Mapping[str, str], sha256: str) -> None:
        values = {
            "address": self._address,
            "etag": headers.get("etag", ""),
            "modified": headers.get("last-modified", ""),
            "declared": headers.get("content-type", ""),
            "sha256": sha256,
        }
        temporary = self._path.with_suffix(".new")
        temporary.write_text(json.dumps(values), encoding="utf-8")
        os.replace(temporary, self._path)
