"""Editors' files against the passages of a build: what may be served, and what may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant import wording
from assistant.answer.cutting import cut
from assistant.answer.verify import is_frame
from assistant.domain import Anchor, Document, FailedFile, Passage, Sentence, ValidatedAnswer
from assistant.ports import CheckedAnswers, Verifier
from assistant.sources import day_text
from assistant.validated.flow import Line, flowed, order_of_marks, with_marks
from assistant.validated.format import MARK, Gravity, Problem, Source, Written
from assistant.validated.load import FOLDER, Loaded, digest, load
from assistant.validated.resolve import Found, Resolver

_EMPHASIS = re.compile(r"\*\*|__|`")
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Examined:
    """The answers that may be served, and all that was found of the files, in their order."""

    answers: tuple[ValidatedAnswer, ...]
    problems: tuple[Problem, ...]
    loaded: Loaded


class Examiner:
    """Implements `ports.EditedAnswers`."""

    def __init__(
        self, corpus: Path, verifier: Verifier, today: Callable[[], date] = date.today
    ) -> None:
        self._corpus = corpus
        self._verifier = verifier
        self._today = today

    def digest(self) -> str:
        return digest(self._corpus)

    def check(self, documents: Sequence[Document], passages: Sequence[Passage]) -> CheckedAnswers:
        examined = self.examine(documents, passages)
        told: dict[Gravity, list[FailedFile]] = {"error": [], "warning": []}
        for problem in examined.problems:
            told[problem.gravity].append(FailedFile(f"{FOLDER}/{problem.file}", one_line(problem)))
        return CheckedAnswers(
            examined.answers,
            tuple(told["error"]),
            tuple(told["warning"]),
            examined.loaded.digest,
        )

    def examine(self, documents: Sequence[Document], passages: Sequence[Passage]) -> Examined:
        """Every file, even one that has an error already: its editor sees all of them at once."""
        loaded = load(self._corpus)
        resolver = Resolver(documents, passages)
        found = resolver.find([s for written in loaded.read for s in written.sources])
        usable = {written.id for written in loaded.written if not written.draft}
        drafts = {written.file for written in loaded.read if written.draft}
        problems = list(loaded.problems)
        answers: list[ValidatedAnswer] = []
        for written in loaded.read:
            own = [*self._to_know(written), *self._examined(written, resolver, found)]
            problems += own
            wrong = any(problem.gravity == "error" for problem in own)
            if written.id in usable and not wrong:
                answers.append(_answer(written, found))
        problems = [replace(p, gravity="warning") if p.file in drafts else p for p in problems]
        problems.sort(key=lambda problem: (problem.file, problem.line))
        return Examined(tuple(answers), tuple(problems), loaded)

    def _to_know(self, written: Written) -> Iterator[Problem]:
        if written.draft:
            yield Problem(written.file, 1, wording.VALIDATED_DRAFT_SAID, "warning")
        if written.review_date and written.review_date < self._today().isoformat():
            said = wording.VALIDATED_OVERDUE.format(date=day_text(written.review_date))
            yield Problem(written.file, 1, said, "warning")

    def _examined(
        self, written: Written, resolver: Resolver, found: Mapping[Source, Found]
    ) -> Iterator[Problem]:
        for source in written.sources:
            if source.document and source not in found:
                yield Problem(written.file, source.line, resolver.explain(source))
        if all(source in found for source in written.sources):
            yield from self._sentences(written, [found[s].passage for s in written.sources])

    def _sentences(self, written: Written, passages: Sequence[Passage]) -> Iterator[Problem]:
        for line in flowed(written.body, written.body_line):
            for piece in cut(_EMPHASIS.sub("", line.text)):
                if is_frame(piece.text, passages):
                    continue
                for sentence in self._verifier.verify(piece.text, passages):
                    yield from _judged(written.file, line, piece.text, sentence)


def one_line(problem: Problem) -> str:
    """« ligne 12 : … »"""
    if not problem.line:
        return problem.message
    return wording.VALIDATED_LINE.format(line=problem.line, problem=problem.message)


def _judged(file: str, line: Line, text: str, sentence: Sentence) -> Iterator[Problem]:
    """A sentence that does not hold, or holds by other sources than those it names."""
    shown = sentence.text if len(sentence.text) <= _SHOWN else sentence.text[:_SHOWN].rstrip() + "…"
    named = {int(mark) for mark in MARK.findall(text)}
    wrong = sorted(named - set(sentence.marks))
    if sentence.verdict == "unsupported" or wrong == sorted(named):
        said = wording.VALIDATED_UNSUPPORTED if named else wording.VALIDATED_UNMARKED
        better = sorted(set(sentence.marks) - named)
        if named and better:
            said = wording.VALIDATED_OTHER_SOURCE
        why = wording.VALIDATED_FAULTS.get(sentence.fault or "", sentence.fault)
        fault = wording.VALIDATED_FAULT.format(fault=why) if why else ""
        marks = "".join(f"[{mark}]" for mark in better)
        message = said.format(sentence=shown, fault=fault, marks=marks)
        yield Problem(file, line.number, message)
        return
    if sentence.verdict == "weak":
        yield Problem(file, line.number, wording.VALIDATED_WEAK.format(sentence=shown), "warning")
    for mark in wrong:
        said = wording.VALIDATED_MARK_VAIN.format(mark=mark, sentence=shown)
        yield Problem(file, line.number, said, "warning")


def _answer(written: Written, found: Mapping[Source, Found]) -> ValidatedAnswer:
    """Marks are given anew, 1..n as they appear: a source that nothing names is left out."""
    lines = flowed(written.body, written.body_line)
    order = order_of_marks(lines)
    numbers = {old: new for new, old in enumerate(order, 1)}
    places = [found[written.sources[old - 1]] for old in order]
    return ValidatedAnswer(
        id=written.id,
        questions=written.questions,
        profile=written.profile,
        author=written.author,
        date=written.date,
        review_date=written.review_date,
        text=with_marks("\n".join(line.text for line in lines).strip(), numbers),
        citations=tuple(Anchor(at.passage.id, at.start, at.end) for at in places),
    )
