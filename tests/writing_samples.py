"""A chat model that says what it is told, an index of two documents, and passages to write from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from assistant.answer.verify import MARK
from assistant.domain import Document, Ground, Hit, Passage, Sentence, Support
from assistant.french import stems
from assistant.ports import Message
from query_samples import StemIndex, hit, passage

MAYORS = passage(
    "rapport:1",
    "92 % des maires souhaitent travailler avec les associations. Les entreprises sont 47 % à le"
    " souhaiter.",
    document_id="rapport",
    page=3,
)
CHARTER = passage(
    "charte:1",
    "La charte repose sur la confiance réciproque.\n• Chaque partenaire garde sa liberté.\n"
    "• Les décisions se prennent ensemble.",
    document_id="charte",
    page=1,
)
PASSAGES = (MAYORS, CHARTER)
DOCUMENTS = (
    Document(id="rapport", title="Le rapport", date="2020"),
    Document(id="charte", title="La charte", date="2015"),
)
INDEX = StemIndex(
    {stem: 3 for p in PASSAGES for stem in stems(p.text)}, stored=PASSAGES, known=DOCUMENTS
)


def hits(*passages: Passage) -> tuple[Hit, ...]:
    return tuple(
        hit(p.text, name=p.id, document_id=p.document_id, page=p.page) for p in passages or PASSAGES
    )


@dataclass
class Pen:
    """Implements `ports.ChatModel`: says `texts` one by one, then raises `error` if there is one.
    `wait` seconds pass before each text."""

    texts: Sequence[str] = ()
    error: Exception | None = None
    wait: float = 0.0
    name: str = "plume"
    asked: list[Sequence[Message]] = field(default_factory=list)
    visitors: list[str] = field(default_factory=list)
    closed: int = 0

    def complete(self, messages: Sequence[Message]) -> str:
        self.asked.append(messages)
        return "".join(self.texts)

    async def stream(
        self, messages: Sequence[Message], visitor: str = ""
    ) -> AsyncGenerator[str, None]:
        self.asked.append(messages)
        self.visitors.append(visitor)
        try:
            for text in self.texts:
                await asyncio.sleep(self.wait)
                yield text
            if self.error is not None:
                raise self.error
        finally:
            self.closed += 1


class Judge:
    """Implements `ports.Verifier`: a sentence stands when its first four words, case apart, open
    a sentence of a passage it cites; « peut-être » makes it weak."""

    def verify(self, text: str, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
        marks = tuple(int(n) for n in MARK.findall(text))
        bare = MARK.sub("", text).strip()
        start = " ".join(bare.split()[:4]).lower().replace(" — ", " ")
        for mark in marks:
            if not 1 <= mark <= len(passages):
                continue
            held = passages[mark - 1].text
            at = held.lower().find(start)
            if at >= 0:
                ground = Ground(mark, at, _end(held, at))
                verdict: Support = "weak" if "peut-être" in bare else "supported"
                return (Sentence(bare, (mark,), verdict, (ground,)),)
        return (Sentence(bare, (), "unsupported", fault="no_mark"),)


def _end(text: str, start: int) -> int:
    ends = [place for place in (text.find(".", start), text.find("\n", start)) if place >= 0]
    return min(ends) + 1 if ends else len(text)
