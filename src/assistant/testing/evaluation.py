"""Hand-made gold items, passages and answers, and an assistant that knows its answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.domain import (
    Answer,
    Citation,
    Document,
    Hit,
    Passage,
    Profile,
    Sentence,
    Trace,
    Turn,
)
from assistant.errors import UnknownPassage
from assistant.evaluate.gold import Evidence, GoldItem
from assistant.evaluate.matching import PassageOf
from assistant.evaluate.metrics import Outcome, judge
from assistant.evaluate.report import Evaluation

QUOTE = "les quatre pionniers ont signé la charte à Paris en 2019"


def passage(id: str, text: str, *, doc: str = "deck", **fields: Any) -> Passage:
    return Passage(id=id, document_id=doc, text=text, **{"raw": text, **fields})


def store(*passages: Passage) -> PassageOf:
    known = {one.id: one for one in passages}

    def passage_of(id: str) -> Passage:
        if id not in known:
            raise UnknownPassage(id)
        return known[id]

    return passage_of


def item(**fields: Any) -> GoldItem:
    """An answerable item, unless `answerable=False` takes its facts and evidence away."""
    values: dict[str, Any] = {
        "id": "g001",
        "split": "dev",
        "profile": Profile.CITOYEN,
        "type": "factual",
        "question": "Qui a signé ?",
        "history": (),
        "answerable": True,
        "key_facts": ("pionniers",),
        "forbidden": (),
        "evidence": (Evidence("deck", QUOTE),),
        "reference": "Les pionniers.",
    }
    if not fields.get("answerable", True):
        values |= {"key_facts": (), "evidence": (), "type": "unanswerable"}
    return GoldItem(**{**values, **fields})


def answered(text: str, *cited: Passage, **fields: Any) -> Answer:
    """An extractive answer that quotes the whole of each cited passage."""
    citations = tuple(
        Citation(place, one, Document(one.document_id, "Titre"), one.text, (0, len(one.text)))
        for place, one in enumerate(cited, start=1)
    )
    marks = tuple(range(1, len(cited) + 1))
    values: dict[str, Any] = {
        "verdict": "answered",
        "mode": "extractive",
        "citations": citations,
        "sentences": (Sentence(text, marks, "supported"),),
    }
    return Answer("?", text, **{**values, **fields})


def abstained(text: str = "Je ne sais pas.", **fields: Any) -> Answer:
    return Answer("?", text, "abstained", "extractive", reason="not_found", **fields)


def evaluation(outcomes: Iterable[Outcome], passage_of: PassageOf) -> Evaluation:
    ran = tuple(outcomes)
    return Evaluation(
        gold="gold.jsonl",
        split=None,
        created="2020-11-23T10:00:00+00:00",
        generation="g1",
        versions={"python": "3.11"},
        outcomes=ran,
        scores=tuple(judge(one, passage_of) for one in ran),
    )


class Scripted:
    """An assistant that knows its answers by heart."""

    def __init__(
        self, answers: Mapping[str, Answer], ranking: Sequence[Passage], generation: str = "g7"
    ) -> None:
        self._answers = answers
        self._ranking = ranking
        self._trace = Trace(query="requête", generation=generation)
        self.asked: list[tuple[str, tuple[Turn, ...], Profile | None]] = []
        self.searched: list[tuple[str, int]] = []

    def ask(
        self, question: str, history: Sequence[Turn] = (), profile: Profile | None = None
    ) -> Answer:
        self.asked.append((question, tuple(history), profile))
        answer = self._answers[question]
        return replace(answer, trace=self._trace)

    def search(self, query: str, k: int = 10) -> tuple[Hit, ...]:
        self.searched.append((query, k))
        return tuple(Hit(one, 1.0) for one in self._ranking[:k])

    def passage(self, passage_id: str) -> Passage:
        return store(*self._ranking)(passage_id)
