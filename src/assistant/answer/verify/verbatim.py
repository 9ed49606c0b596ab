"""The last look at an answer: every mark exists, every quoted sentence is in its passage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain import Citation, Passage, Sentence, Support

MARK = re.compile(r"\s*\[(\d{1,4})\]")
_LIST_SIGN = re.compile(r"^(?:- |• )+")


class VerbatimVerifier:
    """Implements `ports.Verifier` for answers made of quotes."""

    def verify(self, text: str, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
        """One verdict per line. A line that ends with a colon and carries no mark only says
        where the next ones come from: it claims nothing and is left out."""
        lines = (line.strip() for line in text.split("\n"))
        return tuple(_judge(line, passages) for line in lines if line and not _is_frame(line))


def _is_frame(line: str) -> bool:
    return line.rstrip("* ").endswith(":") and MARK.search(line) is None


def _judge(line: str, passages: Sequence[Passage]) -> Sentence:
    marks = tuple(int(n) for n in MARK.findall(line))
    bare = MARK.sub("", line).strip()
    verdict: Support = "supported" if marks else "unsupported"
    for mark in marks:
        if not 1 <= mark <= len(passages) or not holds(passages[mark - 1], bare):
            verdict = "unsupported"
    return Sentence(bare, marks, verdict)


def holds(passage: Passage, quote: str) -> bool:
    """Whether the quote stands in the passage, spaces and list signs apart, from the start of a
    word or number to the end of one: « 1% » is not in « 81% »."""
    wanted = _plain(quote)
    if not wanted:
        return False
    before = r"(?<!\w)(?<!\d[.,])" if wanted[0].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if wanted[-1].isalnum() else ""
    return re.search(before + re.escape(wanted) + after, _plain(passage.text)) is not None


def is_exact(citation: Citation) -> bool:
    """Whether a citation's quote is its passage's text at its span."""
    start, end = citation.span
    return citation.passage.text[start:end] == citation.quote != ""


def _plain(text: str) -> str:
    lines = (_LIST_SIGN.sub("", line.strip()) for line in text.split("\n"))
    return " ".join(" ".join(lines).split())
