"""Documents named by their date: « l’article de mai 2020 et la synthèse de 2022 »."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.domain import Document, Hit
from assistant.ports import Index
from assistant.retrieve.terms import Terms

_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
_SEASONS = {"printemps": (3, 6), "été": (6, 9), "automne": (9, 12), "hiver": (12, 12)}
_NOUN = r"(?:documents?|textes?|articles?|synthèses?|(?<!par )rapports?|présentations?|diaporamas?)"
_WHEN = rf"(?:{'|'.join([*_MONTHS, *_SEASONS])})"
_YEAR = r"(?:19|20)\d\d"
_DATED = rf"(?:(?P<when>{_WHEN})\s+)?(?P<year>{_YEAR})\b(?!\s*[-–/])"
_BEFORE = (
    rf"(?:\b(?:puis|et|ou)\s+)?"
    rf"(?:\b(?:d['’]après|selon|dans|entre|à|en|de|fin|début)\s+|\bd['’])?"
    rf"(?:\b(?:les|le|la|des|du|ce(?:lui|lle|ux)?)\s+|l['’])?"
    rf"(?:(?:{_NOUN}|étude|celui|celle|ceux)\s+)?"
    rf"(?:\b(?:de|du|en|à|fin|début)\s+|\bd['’])?(?:l['’])?"
)
_MOMENT = re.compile(rf"(?<![-–/\d]){_BEFORE}(?<![-–/]){_DATED}", re.IGNORECASE)
_NAMES_DOCUMENT = re.compile(rf"\b{_NOUN}\b|\b(?:mesure|point)\s+\d|\bformul", re.IGNORECASE)
_DEPTH, _SCALE = 40, 4.0
_MARK = re.compile(rf"\s\((?:(?P<when>{_WHEN})\s+)?(?P<year>{_YEAR})\)$")


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, and in it the months from the first to the last that are named (1 to 12)."""

    words: str
    year: str
    months: tuple[int, int] = (1, 12)

    def marked(self, question: str) -> str:
        """The question, as it is asked to the documents of this date; `addressed` reads it."""
        return f"{question} ({self.words})"

    def dates(self, document: Document) -> bool:
        """Whether a document is of this date, as far as its own is known."""
        year, _, rest = (document.date or "").partition("-")
        month = int(rest[:2]) if rest else None
        return year == self.year and (month is None or self.months[0] <= month <= self.months[1])


def documents_of(question: str) -> tuple[Moment, ...]:
    """The two dates of a question that names documents by them; none else."""
    if not _NAMES_DOCUMENT.search(question):
        return ()
    found = dict.fromkeys(_read(match) for match in _MOMENT.finditer(question))
    return tuple(found) if len(found) == 2 else ()


def without(question: str, moments: Sequence[Moment]) -> str:
    """What is asked, less the documents that are named."""
    kept = _MOMENT.sub(" ", question) if moments else question
    return re.sub(r"\s+", " ", re.sub(r"\s+(?=[,:?])", " ", kept)).strip(" ,;:?")


def addressed(
    question: str, hits: Sequence[Hit], index: Index, read: Callable[[str], Terms]
) -> tuple[str, Sequence[Hit]]:
    """The question less the date that it is put to, and what the documents of that date hold of
    its words, where they hold any: the ranking was made with the date in it, which draws to the
    passages that name it."""
    match = _MARK.search(question)
    if match is None:
        return question, hits
    moment = _read(match)
    question = question[: match.start()]
    found = {hit.passage.id: hit.passage for hit in hits}
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    scores = {hit.passage.id: _SCALE * hit.score / best for hit in hits}
    matches = index.lexical(read(question).lexical(), _DEPTH)
    for one in matches:
        found.setdefault(one.passage_id, index.passage(one.passage_id))
        scores.setdefault(one.passage_id, 0.0)
        scores[one.passage_id] += _SCALE * one.score / (matches[0].score or 1.0)
    dated = [
        Hit(passage, scores[name])
        for name, passage in found.items()
        if moment.dates(index.document(passage.document_id))
    ]
    dated.sort(key=lambda hit: -hit.score)
    return question, dated[: len(hits)] or hits


def _read(match: re.Match[str]) -> Moment:
    when, year = (match["when"] or "").lower(), match["year"]
    words = f"{when} {year}".strip()
    if when in _MONTHS:
        month = _MONTHS.index(when) + 1
        return Moment(words, year, (month, month))
    return Moment(words, year, _SEASONS.get(when, (1, 12)))
