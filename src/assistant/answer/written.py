"""The text of a model, sentence by sentence as it comes: checked, its marks given anew."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant import wording
from assistant.answer.compose import Piece
from assistant.answer.cutting import Cutter
from assistant.answer.cutting import Piece as Cut
from assistant.answer.verify import MARK, is_frame
from assistant.domain import Citation, Ground, Passage, Sentence
from assistant.ports import Index, Verifier

_CELLS = re.compile(r"\s*\|\s*")
_EMPHASIS = re.compile(r"__|`|^• ")
_SPACE_BEFORE_END = re.compile(r"\s+(?=[.,;:!?…]*$)")
_END = re.compile(r"\s*([.!?…]+)\s*$")
_MOST = 40
"""Sentences of an answer; a model that goes on is in a loop."""


@dataclass(slots=True)
class Tally:
    """What the check found so far. `seconds` is the time it took."""

    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    removed: list[Sentence] = field(default_factory=list)
    seconds: float = 0.0


class Checked:
    """Feeds a text to the check. A piece is given once its sentence is complete and upheld.

    An unsupported sentence is left out; a line that only introduces others waits for one of
    them, a weak sentence for a supported one. Marks 1..n are given as they first appear, one for
    each quote.
    """

    def __init__(self, verifier: Verifier, passages: Sequence[Passage], index: Index) -> None:
        self.tally = Tally()
        self._verifier, self._passages, self._index = verifier, tuple(passages), index
        self._cutter = Cutter()
        self._waiting: list[tuple[Cut, Sentence | None]] = []
        self._marks: dict[tuple[str, int, int], int] = {}
        self._begun = False
        self._line = Cut("")
        self._in_line = False

    def feed(self, text: str) -> Iterator[Piece]:
        for piece in self._cutter.feed(text):
            yield from self._take(piece)

    def close(self) -> Iterator[Piece]:
        """The last sentence, if it holds. Weak ones alone make no answer: they are left out."""
        for piece in self._cutter.close():
            yield from self._take(piece)
        self._leave_out()

    def abandon(self) -> None:
        """The text was broken off: its unfinished sentence is no sentence."""
        self._leave_out()

    def _leave_out(self) -> None:
        self.tally.removed += [said for _, said in self._waiting if said is not None]
        self._waiting.clear()

    def _take(self, piece: Cut) -> Iterator[Piece]:
        if len(self.tally.sentences) + len(self.tally.removed) >= _MOST:
            return
        piece = self._placed(piece)
        shown = _plain(piece.text)
        started = time.perf_counter()
        frame = is_frame(shown, self._passages)
        said = () if frame else self._verifier.verify(shown, self._passages)
        self.tally.seconds += time.perf_counter() - started
        kept = [one for one in said if one.verdict != "unsupported" and one.grounds]
        self.tally.removed += [one for one in said if one not in kept]
        self._in_line = self._in_line or frame or bool(kept)
        if frame:
            self._waiting.append((piece, None))
        self._waiting += [(piece, one) for one in kept]
        if any(one.verdict == "supported" for one in kept) or (self._begun and kept):
            yield from self._release()

    def _placed(self, piece: Cut) -> Cut:
        """A sentence begins its line, list sign included, when those before it were left out. An
        introduction is left out where a new paragraph begins before anything it introduces."""
        if piece.first:
            self._line, self._in_line = piece, False
            while piece.gap and not piece.sign and self._waiting and self._waiting[-1][1] is None:
                self._waiting.pop()
        elif not self._in_line:
            piece = replace(piece, first=True, sign=self._line.sign, gap=self._line.gap)
        return piece

    def _release(self) -> Iterator[Piece]:
        waiting, self._waiting = self._waiting, []
        for piece, said in waiting:
            yield self._show(piece, said)

    def _show(self, piece: Cut, said: Sentence | None) -> Piece:
        if said is None:
            return Piece(self._lead(piece) + _bare(_plain(piece.text)))
        known = len(self.tally.citations)
        grounds = tuple(self._renumbered(ground) for ground in said.grounds)
        marks = tuple(dict.fromkeys(ground.mark for ground in grounds))
        kept = replace(said, marks=marks, grounds=grounds)
        self.tally.sentences.append(kept)
        text = self._lead(piece) + _with_marks(kept)
        return Piece(text, tuple(self.tally.citations[known:]))

    def _lead(self, piece: Cut) -> str:
        """What parts a sentence from the one before: a space, a new line, an empty line."""
        before = ""
        if self._begun:
            before = " " if not piece.first else "\n\n" if piece.gap else "\n"
        self._begun = True
        return before + piece.sign

    def _renumbered(self, ground: Ground) -> Ground:
        """The same words under the mark that the reader sees, a new one the first time."""
        passage = self._passages[ground.mark - 1]
        key = (passage.id, ground.start, ground.end)
        if key not in self._marks:
            self._marks[key] = len(self._marks) + 1
            self.tally.citations.append(self._cited(ground, passage))
        return replace(ground, mark=self._marks[key])

    def _cited(self, ground: Ground, passage: Passage) -> Citation:
        document = self._index.document(passage.document_id)
        quote = passage.text[ground.start : ground.end]
        return Citation(len(self._marks), passage, document, quote, (ground.start, ground.end))


def _plain(text: str) -> str:
    """Without the decoration of Markdown; a table's row as a line."""
    text = _EMPHASIS.sub("", text)
    if text.startswith("|"):
        text = " — ".join(cell for cell in _CELLS.split(text.strip("| ")) if cell)
    return text.strip()


def _bare(text: str) -> str:
    return MARK.sub("", text).strip()


def _with_marks(said: Sentence) -> str:
    """« Phrase (à vérifier) [1][2]. »"""
    text = _SPACE_BEFORE_END.sub("", said.text.strip())
    end = _END.search(text)
    body, stop = (text[: end.start()], end.group(1)) if end else (text, "")
    if said.verdict == "weak":
        body += " " + wording.WEAK
    return f"{body} {''.join(f'[{mark}]' for mark in said.marks)}{stop}"
