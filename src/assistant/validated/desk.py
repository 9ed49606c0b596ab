"""What editors do with their answers: write, check, list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from assistant import wording
from assistant.curate.names import slug
from assistant.domain import Profile
from assistant.errors import BadRequest
from assistant.ports import Generations
from assistant.validated.check import Examined, Examiner
from assistant.validated.drafts import Good, Unusable, draft, read_export, skeleton
from assistant.validated.format import asked_form, is_slug
from assistant.validated.load import FOLDER, SUFFIX, load

State = Literal["served", "pending", "draft", "wrong"]
"""In the index as it is; right, and served after the next `assistant index`; being written;
refused."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file. `overdue`: its review date is past."""

    id: str
    question: str
    profile: Profile | None
    author: str
    review_date: str
    state: State
    overdue: bool


@dataclass(frozen=True, slots=True)
class Drafted:
    """The files made of an export, and what no file was made of."""

    paths: tuple[Path, ...]
    left: tuple[Unusable, ...]


class Desk:
    def __init__(
        self,
        corpus: Path,
        examiner: Examiner,
        generations: Generations,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._folder = corpus / FOLDER
        self._corpus = corpus
        self._examiner = examiner
        self._generations = generations
        self._today = today

    def check(self) -> Examined:
        """Every file against the live index. Raises what opening it raises."""
        with self._generations.lease() as index:
            return self._examiner.examine(index.documents(), tuple(index.all_passages()))

    def rows(self) -> tuple[Row, ...]:
        """Every file that can be read. Raises what opening the index raises."""
        examined = self.check()
        with self._generations.lease() as index:
            served = {answer.id: answer for answer in index.validated()}
        ready = {answer.id: answer for answer in examined.answers}
        today = self._today().isoformat()
        rows: list[Row] = []
        for one in examined.loaded.read:
            state: State = "draft" if one.draft else "wrong"
            if one.id in ready:
                state = "served" if served.get(one.id) == ready[one.id] else "pending"
            rows.append(
                Row(
                    one.id,
                    one.questions[0] if one.questions else "",
                    one.profile,
                    one.author,
                    one.review_date,
                    state,
                    bool(one.review_date) and one.review_date < today,
                )
            )
        return tuple(rows)

    def new(self, name: str, questions: Sequence[str]) -> Path:
        """A skeleton to complete. Raises BadRequest when the name cannot be used or is taken."""
        if not is_slug(name):
            raise BadRequest(wording.VALIDATED_NAME_BAD.format(name=name))
        path = self._folder / f"{name}{SUFFIX}"
        if not self._create(path, skeleton(questions, self._today())):
            raise BadRequest(wording.VALIDATED_NAME_TAKEN.format(path=path))
        return path

    def from_answers(self, export: str) -> Drafted:
        """A draft for each good answer; a question that a file has already is left."""
        known = {asked_form(q): one.file for one in load(self._corpus).read for q in one.questions}
        paths: list[Path] = []
        left: list[Unusable] = []
        for place, item in enumerate(read_export(export), 1):
            if isinstance(item, Unusable):
                left.append(item)
                continue
            taken = known.get(asked_form(item.question))
            if taken is not None:
                left.append(Unusable(place, wording.VALIDATED_EXPORT_KNOWN.format(file=taken)))
                continue
            path = self._drafted(item)
            known[asked_form(item.question)] = path.name
            paths.append(path)
        return Drafted(tuple(paths), tuple(left))

    def _drafted(self, good: Good) -> Path:
        base = slug(good.question) or wording.VALIDATED_SLUG
        text, number = draft(good, self._today()), 1
        while True:
            name = base if number == 1 else f"{base}-{number}"
            path = self._folder / f"{name}{SUFFIX}"
            if self._create(path, text):
                return path
            number += 1

    def _create(self, path: Path, text: str) -> bool:
        """Whether the file could be made: one that is there is never written over."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            return False
        return True
