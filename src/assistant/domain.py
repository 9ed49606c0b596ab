"""The nouns of the assistant: frozen values, standard library only.

Every other module speaks in these. A value never changes after it is made; a stage that
needs a different one makes a new one with `dataclasses.replace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Verdict = Literal["answered", "abstained"]
Mode = Literal["extractive", "generated", "validated", "courtesy"]
Support = Literal["supported", "weak", "unsupported"]
Role = Literal["user", "assistant"]
DatePrecision = Literal["day", "month", "season", "year"]
UnitKind = Literal["prose", "list", "note", "figure"]
Engine = Literal["text", "markdown", "html", "docx", "odt", "pptx", "pypdf", "pdfium", "ocr"]
PageState = Literal["read", "empty", "unread"]
Grade = Literal["good", "fair", "poor"]
Condensed = Literal["alone", "rules", "model"]
Understood = Literal["kept", "small", "sms", "mended", "missing"]
Mending = Literal["edit", "phonetic", "ngram", "glued", "joined"]


class Profile(StrEnum):
    """Who asks. The answer's arrangement may depend on it, never its facts."""

    ELU = "elu"
    CATALYSEUR = "catalyseur"
    ASSOCIATION = "association"
    ENTREPRISE = "entreprise"
    AGENT = "agent"
    CITOYEN = "citoyen"


class Fallback(StrEnum):
    """Why the configured model did not write the answer, or not to its end (`Answer.fallback`)."""

    DOWN = "down"
    SLOW = "slow"
    BUDGET = "budget"
    TRUNCATED = "truncated"
    RUBBISH = "rubbish"
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"


class Reason(StrEnum):
    """Why an answer abstains (`Answer.reason`)."""

    NOT_FOUND = "not_found"
    NAMED_ONLY = "named_only"
    OFF_TOPIC = "off_topic"
    INSTRUCTIONS = "instructions"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus and what the catalogue says of it.

    `date` is an ISO 8601 date cut to what is known ("2020", "2020-11", "2020-05-07").
    `address` is where the file was downloaded from, `retrieved` the day it was (ISO 8601).
    `catalogued` is False for a file that the catalogue does not list (« hors catalogue »).
    """

    id: str
    title: str
    publisher: str | None = None
    date: str | None = None
    date_precision: DatePrecision | None = None
    kind: str | None = None
    status: str | None = None
    replaced_by: str | None = None
    same_as: str | None = None
    part_of: str | None = None
    address: str | None = None
    retrieved: str | None = None
    source: str = ""
    sha256: str = ""
    catalogued: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """`Passage.text[start:end]` was read from `Passage.raw[raw_start:raw_end]`."""

    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One idea of one document: the unit that is ranked, quoted and cited.

    `page` is physical, 1-based, as recovered; None where the document has none.
    `page_label` is the number printed on the page, when one was read.
    `text` is the repaired text (one line per block or list item); `raw` what the file holds.
    `spans` maps the first to the second. `twins` are ids of passages of other documents
    that say the same (kept in the store, not ranked).
    """

    id: str
    document_id: str
    text: str
    raw: str
    heading: str = ""
    page: int | None = None
    page_label: str | None = None
    kind: UnitKind = "prose"
    spans: tuple[Span, ...] = ()
    prev: str | None = None
    next: str | None = None
    list_id: str | None = None
    twins: tuple[str, ...] = ()
    restored: bool = False


def twin_ids(passages: Iterable[Passage]) -> set[str]:
    """Ids of the passages that another one stands for: stored, not ranked."""
    return {twin for passage in passages for twin in passage.twins}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch) from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a page reads as French: `score` from 0 (rubble) to 1 (clean), and the shares, 0
    to 1, that it was judged on."""

    score: float
    words: int = 0
    letters: float = 0.0
    known: float = 0.0
    glued: float = 0.0
    ligatures: float = 0.0
    accents: float = 0.0
    spaced: float = 0.0
    strange: float = 0.0

    @property
    def grade(self) -> Grade:
        return "good" if self.score >= 0.8 else "fair" if self.score >= 0.5 else "poor"


@dataclass(frozen=True, slots=True)
class Change:
    """One repair: `before` became `after` in line `line` (0-based) of its page. `at` is where
    `after` starts in the line as this repair left it, so that the last one can be undone first."""

    line: int
    kind: str
    before: str
    after: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line as the file holds it and as it was read; `text` is "" where it was dropped."""

    raw: str
    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class PageText:
    """One page of a document as it was read. `number` is physical, None in a document without
    pages (then there is one); `size` is in points. An "unread" page is a picture that nothing
    here could read, an "empty" one holds nothing."""

    document_id: str
    number: int | None
    lines: tuple[PageLine, ...]
    label: str | None = None
    engine: Engine = "text"
    state: PageState = "read"
    quality: Quality | None = None
    changes: tuple[Change, ...] = ()
    size: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What one file gave, before twins are known."""

    document: Document
    passages: tuple[Passage, ...]
    pages: tuple[PageText, ...]
    furniture_lines: int = 0
    noise_lines: int = 0


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the retrieval legs index for one passage.

    `fields` maps a field name (text, raw, heading, summary, questions) to its words.
    Expansion (summary, questions) lives here and never in the passage.
    """

    passage: Passage
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LegScore:
    """What one retrieval leg said of one passage. `rank` is 1-based; `weight` is what the leg
    weighs in the fusion, None for one that takes no part in it."""

    leg: str
    rank: int
    score: float
    words: tuple[str, ...] = ()
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage, with each leg's word for it. Scores compare inside one search only."""

    passage: Passage
    score: float
    legs: tuple[LegScore, ...] = ()


@dataclass(frozen=True, slots=True)
class GlossaryUse:
    """An entry of the glossary that a question called: `means` is what it is searched as."""

    words: str
    means: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class WordRead:
    """How a word of a question was read: as `words`, `how` and, when mended, `why`.

    `sure` (0 to 1) is what a mended word counts beside one rightly typed. A small word carries
    no subject; a missing one is in no document, whatever the glossary says of it.
    """

    typed: str
    how: Understood
    words: tuple[str, ...] = ()
    why: Mending | None = None
    sure: float = 1.0
    entries: tuple[GlossaryUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was searched, and how each of its words was understood."""

    text: str
    words: tuple[WordRead, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Which words brought a passage: `words` as they stand in its text, `beside` those that
    only the questions and the summary written for it hold."""

    words: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """A ranking that explains itself: `matched[n]` belongs to `hits[n]`."""

    query: str
    reading: Reading
    hits: tuple[Hit, ...]
    matched: tuple[Matched, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A checkable source: `quote` is verbatim `passage.text[span[0]:span[1]]`."""

    mark: int
    passage: Passage
    document: Document
    quote: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ground:
    """What upholds a sentence: `text[start:end]` of the passage that `mark` names."""

    mark: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the answer, the marks it carries, and the check's verdict.

    `text` is bare of marks; `marks` are those that hold, moved where another passage fits
    better. `grounds` has the words that uphold it, `fault` the first thing found wrong.
    """

    text: str
    marks: tuple[int, ...]
    verdict: Support
    grounds: tuple[Ground, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Editorial:
    """Who stands for a validated answer. Dates are ISO 8601; `overdue`: its review date is past."""

    id: str
    author: str
    date: str
    review_date: str
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a stored passage: `text[start:end]`."""

    passage_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ValidatedAnswer:
    """An editor's answer whose quotes were found and whose sentences were upheld.

    `questions` are ways to ask for it, the canonical one first; it is for everyone when
    `profile` is None. `text` carries marks in order of appearance: mark n is
    `citations[n - 1]`. Dates are ISO 8601.
    """

    id: str
    questions: tuple[str, ...]
    profile: Profile | None
    author: str
    date: str
    review_date: str
    text: str
    citations: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """How the answer came about: the question as searched, the index generation, timings.

    `condensed` says how a follow-up became `query`. When a model wrote: its name, the digest of
    its instructions, and how many sentences the check removed.
    """

    query: str = ""
    generation: str = ""
    condensed: Condensed = "alone"
    model: str | None = None
    prompt_hash: str | None = None
    removed: int = 0
    milliseconds: Mapping[str, float] = field(default_factory=dict)
    evidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The one result of a question. `hits` holds the first ten of the ranking, best first.

    `text` carries its marks as "[1]"; mark n is `citations[n - 1]`. `support` is the share of
    claim sentences that the check found supported (None when nothing is claimed).
    """

    question: str
    text: str
    verdict: Verdict
    mode: Mode
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    reason: str | None = None
    notices: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    support: float | None = None
    conflicts: tuple[str, ...] = ()
    next_questions: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    fallback: Fallback | None = None
    editorial: Editorial | None = None
    trace: Trace = Trace()


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation, oldest first. Its content is untrusted text."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Searched:
    """First event of a stream: what was searched and found."""

    query: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """A checked piece of the answer's text, ready to show. Joined, deltas are the text."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """Last event of a stream, exactly once."""

    answer: Answer


Event = Searched | Delta | Done


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be read, and why (French, one line)."""

    source: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. Document ids, except `failed`, `unread` (files with pages that nothing
    here could read) and `orphans` (rows of expansion that no passage holds any more). Pages,
    words and repairs are those of the documents read anew. `validated` are ids of the editors'
    answers in service; `validated_refused` says why others are not, `validated_warned` what
    should be looked at, one line a problem."""

    generation: str
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[FailedFile, ...] = ()
    unread: tuple[FailedFile, ...] = ()
    uncatalogued: tuple[str, ...] = ()
    orphans: tuple[str, ...] = ()
    passages: int = 0
    pages: int = 0
    pages_repaired: int = 0
    pages_poor: int = 0
    repairs: int = 0
    words: int = 0
    furniture_lines: int = 0
    noise_lines: int = 0
    twins: int = 0
    validated: tuple[str, ...] = ()
    validated_refused: tuple[FailedFile, ...] = ()
    validated_warned: tuple[FailedFile, ...] = ()
    seconds: float = 0.0
