"""Checks what a language model wrote, sentence by sentence, against the passages it was shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from assistant.answer.verify.clauses import is_auxiliary
from assistant.answer.verify.entailment import Entailment
from assistant.answer.verify.evidence import Source
from assistant.answer.verify.foreign import fault
from assistant.answer.verify.frames import stands_as_frame
from assistant.answer.verify.judge import Finding, judge
from assistant.answer.verify.overlap import share
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.statements import Statement, is_item, statements
from assistant.domain import Ground, Passage, Sentence, Support
from assistant.ports import Embedder, Vector

_REMEMBERED = 512
_MARGIN = 0.12
_CLEARLY = 0.25
_FOLLOWS, _DOES_NOT = 0.8, 0.15
_ABSENT = frozenset({"number", "name", "quote"})
_HALF_WORDS = 3
_CLAIM_WORDS = 2
_LONGEST = 1_500
_ORDER: dict[Support, int] = {"supported": 0, "weak": 1, "unsupported": 2}


class WrittenVerifier:
    """Implements `ports.Verifier` for sentences that are not quotes.

    Faults (`Sentence.fault`): "no_mark", "bad_mark", "link", "instruction", "language", "number",
    "number_label", "number_rounded", "counted", "bound", "date", "name", "quote", "speaker",
    "negation", "polarity", "direction", "modality", "verb", "actors", "quantifier", "half",
    "overlap", "entailment", "fragment", "too_long".
    """

    def __init__(
        self, embedder: Embedder | None = None, entailment: Entailment | None = None
    ) -> None:
        self._embedder, self._entailment = embedder, entailment
        self._sources: OrderedDict[tuple[str, str], Source] = OrderedDict()
        self._vectors: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()

    def verify(self, text: str, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
        """One domain.Sentence for each sentence, list item or row that claims something; lines
        that only introduce others are left out (`is_frame`). Marks that hold nothing are gone
        from `marks`, those that another passage upholds better are moved there."""
        sources = [self._source(passage) for passage in passages]
        return tuple(
            self._judge(statement, sources)
            for statement in statements(text, len(passages))
            if not stands_as_frame(statement) and any(c.isalnum() for c in statement.plain)
        )

    def _judge(self, said: Statement, sources: Sequence[Source]) -> Sentence:
        marks = tuple(n for n in said.marks if 1 <= n <= len(sources))
        if len(said.plain) > _LONGEST:
            return Sentence(said.text, marks, "unsupported", fault="too_long")
        wrong = fault(said.plain, [sources[n - 1] for n in marks])
        if wrong is not None:
            return Sentence(said.text, marks, "unsupported", fault=wrong)
        if _is_fragment(said):
            return Sentence(said.text, marks, "unsupported", fault="fragment")
        if not marks:
            why = "bad_mark" if said.marks else "no_mark"
            return Sentence(said.text, (), "unsupported", fault=why)
        best = self._cited(said, marks, sources)
        if best.verdict == "weak" and self._entailment is not None:
            best = self._asked(best, sources)
        return best

    def _cited(
        self, said: Statement, marks: tuple[int, ...], sources: Sequence[Source]
    ) -> Sentence:
        """Against all marks together, else each half against its own, else against another
        passage than those cited."""
        claim = Piece(said.plain)
        finding = judge(claim, [sources[n - 1] for n in marks], self._likeness, sources)
        here = _sentence(said.text, marks, finding)
        if finding.verdict != "supported" or finding.share < 1 - _CLEARLY:
            moved = self._moved(said.text, claim, marks, finding, sources)
            if moved is not None:
                return moved
        if finding.verdict != "supported":
            halves = self._by_halves(said, sources)
            if halves is not None and _ORDER[halves.verdict] < _ORDER[here.verdict]:
                return halves
        return here

    def _moved(
        self,
        text: str,
        claim: Piece,
        marks: tuple[int, ...],
        finding: Finding,
        sources: Sequence[Source],
    ) -> Sentence | None:
        """The same under the mark of the passage that clearly upholds it, if there is one."""
        words = claim.said
        least = finding.share + (_CLEARLY if finding.verdict == "supported" else _MARGIN)
        if finding.verdict == "unsupported" and finding.fault in _ABSENT:
            least = finding.share - 0.05  # what is cited speaks of the same and lacks something
        best: tuple[float, int, Finding] | None = None
        for n, source in enumerate(sources, 1):
            if n in marks or share(words, source.keys).value < max(least, 0.5):
                continue
            other = judge(claim, [source], self._likeness)
            upholds = other.verdict == "supported" and other.share >= least
            if upholds and (best is None or other.share > best[0]):
                best = (other.share, n, other)
        if best is None:
            return None
        return _sentence(text, (best[1],), best[2])

    def _by_halves(self, said: Statement, sources: Sequence[Source]) -> Sentence | None:
        """« Ceci [1], cela [2] »: what stands before each mark against that mark."""
        halves = [
            (Piece(text), tuple(n for n in marks if 1 <= n <= len(sources)))
            for text, marks in said.halves
        ]
        halves = [(p, marks) for p, marks in halves if marks]
        if len(halves) < 2 or any(len(p.said) < _HALF_WORDS for p, _ in halves):
            return None
        parts = []
        for piece, marks in halves:
            finding = judge(piece, [sources[n - 1] for n in marks], self._likeness)
            one = _sentence(said.text, marks, finding)
            if one.verdict != "supported":
                one = self._moved(said.text, piece, marks, finding, sources) or one
            parts.append(one)
        worst = max(parts, key=lambda one: _ORDER[one.verdict])
        kept = tuple(dict.fromkeys(n for one in parts for n in one.marks))
        grounds = tuple(dict.fromkeys(g for one in parts for g in one.grounds))
        return Sentence(said.text, kept, worst.verdict, grounds, worst.fault)

    def _asked(self, weak: Sentence, sources: Sequence[Source]) -> Sentence:
        assert self._entailment is not None
        held = " ".join(sources[g.mark - 1].passage.text[g.start : g.end] for g in weak.grounds)
        score = float(self._entailment.scores([(held, weak.text)])[0]) if held else 0.0
        if score >= _FOLLOWS:
            return Sentence(weak.text, weak.marks, "supported", weak.grounds)
        if score <= _DOES_NOT:
            return Sentence(weak.text, weak.marks, "unsupported", weak.grounds, "entailment")
        return weak

    def _source(self, passage: Passage) -> Source:
        key = (passage.id, passage.text)
        with self._lock:
            source = self._sources.get(key)
            if source is None or source.passage.heading != passage.heading:
                source = self._sources[key] = Source(passage)
            self._sources.move_to_end(key)
            if len(self._sources) > _REMEMBERED:
                self._sources.popitem(last=False)
        return source

    def _likeness(self, sentence: str, held: str) -> float | None:
        """Cosine, -1 to 1; None without an embedder."""
        if self._embedder is None:
            return None
        return float(np.dot(self._vector(sentence), self._vector(held)))

    def _vector(self, text: str) -> Vector:
        assert self._embedder is not None
        with self._lock:
            known = self._vectors.get(text)
        if known is None:
            known = self._embedder.embed_passages([text])[0]
            with self._lock:
                self._vectors[text] = known
                if len(self._vectors) > _REMEMBERED:
                    self._vectors.popitem(last=False)
        return known


def _is_fragment(said: Statement) -> bool:
    """A word or two that say nothing: no verb, no figure, no item of a list, no cell."""
    if said.row or said.heading or is_item(said.text):
        return False
    claim = Piece(said.plain)
    if len(claim.said) >= _CLAIM_WORDS or claim.verbs or claim.figures:
        return False
    return not any(is_auxiliary(token) for token in claim.tokens)


def _sentence(text: str, marks: tuple[int, ...], finding: Finding) -> Sentence:
    """Marks and grounds that a finding leaves: those of the passages that bring something."""
    kept = tuple(marks[n] for n in finding.used) or marks
    grounds = tuple(
        Ground(marks[n], *place) for n, place in zip(finding.used, finding.places, strict=True)
    )
    return Sentence(text, kept, finding.verdict, grounds, finding.fault)
