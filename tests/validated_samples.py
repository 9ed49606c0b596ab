"""Files of editors over a made-up corpus of two documents, and a verifier that finds words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.domain import Document, Passage, Sentence, Span, Support
from assistant.validated.check import Examiner
from assistant.validated.format import MARK, without_marks

TODAY = date(2026, 11, 23)
DOCUMENTS = (Document("guide", "Le guide"), Document("charte", "La charte"))


def passage(name: str, text: str, raw: str = "", **fields: object) -> Passage:
    raw = raw or text
    spans = (Span(0, len(text), 0, len(raw)),)
    made = {"id": name, "document_id": name.partition("-")[0], "text": text, "raw": raw}
    return Passage(**{**made, "spans": spans, **fields})  # type: ignore[arg-type]


PASSAGES = (
    passage("guide-1", "Le dialogue territorial est la première étape de toute alliance."),
    passage(
        "guide-2",
        "Une alliance se construit en trois temps :\n• se connaître et se reconnaître,\n"
        "• décider ensemble d’un projet,\n• en évaluer les effets.",
    ),
    passage("charte-1", "La charte a été signée en 2021 par douze organisations."),
)


def file_of(
    *,
    questions: Sequence[str] = ("Comment s’allier ?", "Par où commencer ?", "Quelle étape ?"),
    body: str = "Il faut d’abord dialoguer sur le territoire. [1]",
    sources: Sequence[str] = (
        "guide : « Le dialogue territorial est la première étape de toute alliance »",
    ),
    **front: str,
) -> str:
    values = {"author": "Camille", "date": "2026-11-01", "review": "2027-11-01", **front}
    listed = "\n".join(f"  - {question}" for question in questions)
    head = "\n".join(f"{key}: {value}" for key, value in values.items() if value)
    cited = "\n".join(f"{number}. {source}" for number, source in enumerate(sources, 1))
    return f"---\nquestions:\n{listed}\n{head}\n---\n{body}\n\n## Sources\n{cited}\n"


def put(corpus: Path, name: str, text: str) -> Path:
    folder = corpus / "validated"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


class WordVerifier:
    """Implements `ports.Verifier`: « faux » is not upheld, « peut-être » weakly, and a mark in
    `vain` upholds nothing; `moved` says which mark stands for which."""

    def __init__(self, vain: Sequence[int] = (), moved: dict[int, int] | None = None) -> None:
        self.vain = tuple(vain)
        self.moved = moved or {}
        self.seen: list[tuple[str, tuple[str, ...]]] = []

    def verify(self, text: str, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
        self.seen.append((text, tuple(one.id for one in passages)))
        named = [int(mark) for mark in MARK.findall(text)]
        marks = tuple(self.moved.get(mark, mark) for mark in named if mark not in self.vain)
        verdict: Support = "weak" if "peut-être" in text else "supported"
        fault = "figure" if "faux" in text else None
        if fault or not marks:
            verdict = "unsupported"
        return (Sentence(without_marks(text), marks, verdict, fault=fault),)


def examiner(corpus: Path, verifier: WordVerifier | None = None) -> Examiner:
    return Examiner(corpus, verifier or WordVerifier(), lambda: TODAY)
