"""Answers as people read them: French typography, dates, sources, terminal and page.

Pure functions. What comes from a document or a question is untrusted: control characters
are dropped everywhere, and `markdown` escapes whatever a page could take for markup.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant import wording
from assistant.domain import (
    Answer,
    Citation,
    Document,
    Hit,
    LegScore,
    Matched,
    Passage,
    Reading,
    WordRead,
)
from assistant.schema import SearchResult
from assistant.sources import date_text, day_text, page_text

NBSP = "\u00a0"
_MIN_WIDTH = 30
_FIRST_WORDS = 110

_SPACES = "[ \u00a0\u202f\u2009]*"
_TYPOGRAPHY = re.compile(
    rf"""
    (?P<verbatim> (?:https?://|ftp://|www\.|mailto:)[^\s«»<>]*
                | \b[\w-]+(?:\.[\w-]+)+/[^\s«»<>]*
                | &\#?\w{{1,31}};
                | \b\d{{1,2}}:\d\d(?::\d\d)?\b )
    | (?P<open>  «{_SPACES}(?=\S) )
    | (?P<close> (?<=[^\s«]){_SPACES}» )
    | (?P<high>  (?<=[^\s«:;?!(\[]){_SPACES}[:;?!]*
                 (?: :(?=[\s»]|$) | [;?!](?=[\s»)\]”"’.,…]|$) ) )
    | (?P<percent> (?<=\d){_SPACES}%(?!\w) )
    | (?P<apostrophe> (?<=[^\W\d_])'(?=[^\W_]|«) )
    """,
    re.VERBOSE,
)
_SPACE_RUN = re.compile("[ \u00a0\u202f\u2009]+")
_MARK = re.compile(r"\[(\d{1,4})\]")
_CLOSE_MARK = re.compile(r"[ \u00a0]?\[(\d{1,4})\]")
_BULLET = re.compile(r"^[-•*–][ \u00a0]+(?=[^\s:;?!])")
_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class HitRow:
    """One line of a ranking, ready to show. The words of `beside` only stand in what was
    written for the passage, not in it."""

    rank: int
    score: float
    legs: tuple[LegScore, ...]
    words: tuple[str, ...]
    beside: tuple[str, ...]
    passage_id: str
    title: str
    page: str
    first_words: str


def visible(text: str) -> str:
    """`text` without what could steer a terminal or hide: control characters, forced reading
    directions, lone surrogates. Line breaks become "\\n", tabs spaces."""
    lines = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    return "".join(_shown(char) for char in lines)


def _shown(char: str) -> str:
    if char == "\n" or (char.isprintable() and char not in _BIDI):
        return char
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    return "" if category == "Cc" or char in _BIDI else char


def typeset(text: str) -> str:
    """French typography: no-break spaces before : ; ? ! % and inside « », and ’.

    Addresses and times are left alone. Idempotent.
    """
    return _TYPOGRAPHY.sub(_typeset_match, text)


def _typeset_match(match: re.Match[str]) -> str:
    found, kind = match.group(), match.lastgroup
    if kind == "verbatim":
        return found
    if kind == "apostrophe":
        return "’"
    if kind == "open":
        return "«" + NBSP
    return NBSP + _SPACE_RUN.sub("", found)


def source_line(citation: Citation) -> str:
    """« Titre — éditeur, date, p. 3 », then what the reader should know of the source."""
    document, passage = citation.document, citation.passage
    details = [document.publisher or "", date_text(document), page_text(passage)]
    known = ", ".join(detail for detail in details if detail)
    line = f"{document.title} — {known}" if known else document.title
    return typeset(visible(" · ".join([line, *_labels(document, passage)])).replace("\n", " "))


def _labels(document: Document, passage: Passage) -> list[str]:
    status = wording.STATUS_LABELS.get(document.status or "")
    labels = [status] if status else []
    if passage.restored:
        labels.append(wording.RESTORED)
    if not document.catalogued:
        labels.append(wording.UNCATALOGUED)
    if passage.twins:
        elsewhere = {twin.partition(":")[0] for twin in passage.twins} - {document.id}
        if elsewhere:
            labels.append(counted(wording.TWINS, len(elsewhere)))
    return labels


def counted(forms: tuple[str, str], number: int) -> str:
    """The singular or plural form; French puts zero in the singular."""
    return forms[number > 1].format(n=number)


def decimal(number: float, digits: int = 3) -> str:
    """With the French decimal comma."""
    return f"{number:.{digits}f}".replace(".", ",")


def duration(seconds: float) -> str:
    """« 40 s », « 2 min 10 s », « 1 h 05 min »."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{NBSP}s"
    minutes, left = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}{NBSP}min{NBSP}{left:02d}{NBSP}s" if left else f"{minutes}{NBSP}min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}{NBSP}h{NBSP}{minutes:02d}{NBSP}min"


def text(answer: Answer, width: int = 80) -> str:
    """The answer for a terminal: text, sources with their quotes, remarks, next questions."""
    return "\n\n".join(
        part for part in (body(answer.text.rstrip(), width), appendix(answer, width)) if part
    )


def body(answer_text: str, width: int = 80) -> str:
    """The answer's own text, wrapped; bullets hang."""
    return "\n".join(_wrapped(line, width) for line in typeset(visible(answer_text)).split("\n"))


def appendix(answer: Answer, width: int = 80) -> str:
    """All that follows the answer's text in a terminal; "" when nothing does."""
    written = [
        "\n".join([title, *(_item(line, width) for line in lines)])
        for title, lines in _lists(answer)
        if lines
    ]
    told = _fill(origin(answer), width, "", "") if origin(answer) else ""
    return "\n\n".join(filter(None, [told, sources(answer, width), *written]))


def origin(answer: Answer) -> str:
    """Who stands for the words of an answer that quotes; "" for others."""
    if not answer.citations:
        return ""
    if answer.editorial is not None:
        said = wording.ORIGIN_VALIDATED.format(
            author=answer.editorial.author, date=day_text(answer.editorial.date)
        )
    elif answer.mode == "generated" and answer.fallback is not None:
        said = wording.ORIGIN_BROKEN
    else:
        said = wording.ORIGINS.get(answer.mode, "")
    return typeset(visible(said).replace("\n", " "))


def sources(answer: Answer, width: int = 80) -> str:
    """Each citation with its verbatim quote; "" without any."""
    return citation_list(answer.citations, width)


def citation_list(citations: Sequence[Citation], width: int = 80) -> str:
    """« Sources », then each with its verbatim quote; "" without any."""
    blocks = [_source_block(citation, width) for citation in citations]
    return "\n".join([wording.SOURCES, *blocks]) if blocks else ""


def _lists(answer: Answer) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (wording.CONFLICTS, answer.conflicts),
        (wording.NOTICES, answer.notices),
        (wording.NEXT_QUESTIONS, answer.next_questions),
    )


def _source_block(citation: Citation, width: int) -> str:
    mark = f"[{citation.mark}] "
    indent = " " * len(mark)
    lines = [_fill(source_line(citation), width, mark, indent)]
    quote = wording.QUOTE.format(quote=visible(citation.quote).strip())
    return "\n".join(lines + [_fill(line, width, indent, indent) for line in quote.split("\n")])


def _item(line: str, width: int) -> str:
    return _fill(typeset(visible(line)).replace("\n", " "), width, "- ", "  ")


def _wrapped(line: str, width: int) -> str:
    bullet = _BULLET.match(line.lstrip())
    hanging = " " * (len(line) - len(line.lstrip()) + (len(bullet.group()) if bullet else 0))
    first = line[: len(hanging)]
    return _fill(line[len(first) :], width, first, hanging)


def _fill(line: str, width: int, first: str, following: str) -> str:
    return textwrap.fill(
        line,
        max(width, _MIN_WIDTH),
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )


def markdown(answer: Answer, anchor: str = "source") -> str:
    """The answer for a page. Marks link to their source; `anchor` keeps the targets of several
    answers on one page apart. The only HTML is the `<a id>` of each source."""
    parts = [_markdown_body(answer, anchor)]
    if origin(answer):
        parts.append(_inline(origin(answer)))
    if answer.citations:
        parts.append(f"**{wording.SOURCES}**")
        parts += [_markdown_source(citation, anchor) for citation in answer.citations]
    for title, lines in _lists(answer):
        if lines:
            items = [f"- {_inline(typeset(visible(line)))}" for line in lines]
            parts += [f"**{title}**", "\n".join(items)]
    return "\n\n".join(part for part in parts if part)


def _markdown_body(answer: Answer, anchor: str) -> str:
    marks = {citation.mark for citation in answer.citations}

    def linked(line: str) -> str:
        return _with_links(line, marks, anchor)

    return _markdown_lines(typeset(visible(answer.text)), linked)


def _markdown_lines(shown: str, inline: Callable[[str], str]) -> str:
    """Bullets stay bullets, single line breaks are kept, everything else is plain text."""
    written: list[str] = []
    previous = "blank"
    for line in (line.strip(" \u00a0") for line in shown.split("\n")):
        bullet = _BULLET.match(line)
        kind = "bullet" if bullet else "plain" if line else "blank"
        if kind != previous and "blank" not in (kind, previous):
            written.append("")
        elif kind == previous == "plain":
            written[-1] += "  "
        written.append("- " + inline(line[bullet.end() :]) if bullet else inline(line))
        previous = kind
    return "\n".join(written)


def cut_at_marks(
    text: str, marks: Container[int] | None, *, spaced: bool = True
) -> Iterator[str | int]:
    """Text and marks in turn; a bracketed number that is none of `marks` (None: any is one) stays
    text. Not `spaced`: the blank before a mark goes with it."""
    end = 0
    for found in (_MARK if spaced else _CLOSE_MARK).finditer(text):
        mark = int(found[1])
        if marks is None or mark in marks:
            yield text[end : found.start()]
            yield mark
            end = found.end()
    yield text[end:]


def _with_links(line: str, marks: set[int], anchor: str) -> str:
    return _guard_start(
        "".join(
            f"[\\[{piece}\\]](#{anchor}-{piece})" if isinstance(piece, int) else escape(piece)
            for piece in cut_at_marks(line, marks)
        )
    )


def _markdown_source(citation: Citation, anchor: str) -> str:
    head = f'<a id="{anchor}-{citation.mark}"></a>**\\[{citation.mark}\\]** '
    quote = wording.QUOTE.format(quote=visible(citation.quote).strip())
    quoted = "  \n".join("> " + _inline(line) for line in quote.split("\n") if line.strip())
    return f"{head}{escape(source_line(citation))}\n\n{quoted}"


def _inline(line: str) -> str:
    return _guard_start(escape(line.replace("\n", " ").strip(" \u00a0")))


_MARKUP = re.compile(r"[\\`*_\[\]#|~$^]")
_ADDRESS = re.compile(r"(?<=[^\W_])[.@:](?=[^\W_]|/)|:(?=//)|@(?=\w)")
_BLOCK_START = re.compile(r"^(?:(?P<sign>[-+=:])|(?P<number>\d{1,9})(?P<dot>[.)]))")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escape(line: str) -> str:
    """`line` as Markdown text that shows exactly those characters: no markup, HTML or link."""
    escaped = _ADDRESS.sub(lambda found: "\\" + found.group(), _MARKUP.sub(r"\\\g<0>", line))
    return escaped.translate(_ENTITIES)


def _guard_start(line: str) -> str:
    """Escape what would open a block (list, rule, heading) at the start of a line."""

    def guarded(found: re.Match[str]) -> str:
        if found["sign"]:
            return "\\" + found["sign"]
        return f"{found['number']}\\{found['dot']}"

    return _BLOCK_START.sub(guarded, line)


def hits_table(result: SearchResult) -> tuple[HitRow, ...]:
    """A ranking as rows."""
    documents = {document.id: document for document in result.documents}
    matched = result.matched or (Matched((), ()),) * len(result.hits)
    return tuple(
        _row(rank, hit, why, documents)
        for rank, (hit, why) in enumerate(zip(result.hits, matched, strict=True), start=1)
    )


def _row(rank: int, hit: Hit, why: Matched, documents: Mapping[str, Document]) -> HitRow:
    passage = hit.passage
    document = documents.get(passage.document_id)
    return HitRow(
        rank=rank,
        score=hit.score,
        legs=hit.legs,
        words=tuple(map(visible, why.words)),
        beside=tuple(map(visible, why.beside)),
        passage_id=passage.id,
        title=typeset(visible(document.title if document else passage.document_id)),
        page=page_text(passage),
        first_words=first_words(passage.text),
    )


def reading_lines(reading: Reading) -> tuple[str, ...]:
    """How a question was read: the whole, what was mended, what is left, what was called."""
    lines = [wording.READING.format(text=typeset(visible(reading.text)))]
    lines += [_mended(word) for word in reading.words if word.how in ("sms", "mended")]
    for how, label in _READ_TOGETHER.items():
        words = dict.fromkeys(visible(w.typed) for w in reading.words if w.how == how)
        if words:
            lines.append(label.format(words=", ".join(words)))
    for use in dict.fromkeys(use for word in reading.words for use in word.entries):
        means, weight = typeset(visible(", ".join(use.means))), decimal(use.weight, 2)
        words_called = typeset(visible(use.words))
        lines.append(
            wording.READING_GLOSSARY.format(words=words_called, means=means, weight=weight)
        )
    return tuple(dict.fromkeys(lines))


_READ_TOGETHER = {
    "kept": wording.READING_KEPT,
    "small": wording.READING_SMALL,
    "missing": wording.READING_MISSING,
}


def _mended(word: WordRead) -> str:
    typed, words = visible(word.typed), typeset(visible(" ".join(word.words)))
    if word.why is None:
        return wording.READING_SMS.format(typed=typed, words=words)
    why = wording.READING_WHY[word.why]
    return wording.READING_MENDED.format(
        typed=typed, words=words, why=why, sure=decimal(word.sure, 2)
    )


def first_words(passage_text: str, limit: int = _FIRST_WORDS) -> str:
    """The beginning, on one line, cut between words."""
    return typeset(
        textwrap.shorten(visible(passage_text), limit, placeholder=" …", break_on_hyphens=False)
    )
