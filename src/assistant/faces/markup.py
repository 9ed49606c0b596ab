"""The page's HTML: pure functions of values. Everything that is shown is escaped here.

No line is ever empty and nothing stands outside an element, so the page's Markdown reader
takes each piece for one block of HTML and leaves its text alone. That reader drops `aria-`
attributes: what only a screen reader says is text of the class "said".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant import wording
from assistant.domain import Answer, Citation, Document
from assistant.faces import render
from assistant.sources import date_text

_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
# French typography keeps these together; a quote keeps its own characters otherwise
_BREAKABLE = re.compile(r"(?<=«) | (?=[»:;?!%])")
_BULLET = re.compile(r"^\s*[-•*–][ \u00a0]+")


def conversation(pieces: Sequence[str]) -> str:
    return f'<div class="talk">{"".join(pieces)}</div>'


def question(text: str) -> str:
    """What the reader asked."""
    lines = "<br>".join(shown(line) for line in render.visible(text).split("\n"))
    return f'<p class="asked"><span class="said">{wording.YOU_SAID} </span>{lines}</p>'


def reply(answer: Answer, anchor: str, *, own_sources: bool) -> str:
    """The answer's text, marks linked to `anchor`-n; with its sources folded below when the
    panel beside the chat already shows those of a later answer."""
    marks = {citation.mark for citation in answer.citations}
    body = _blocks(render.typeset(render.visible(answer.text)), marks, anchor)
    folded = _folded_sources(answer, anchor) if own_sources and answer.citations else ""
    kind = "abstained" if answer.verdict == "abstained" else "answered"
    return f'<div class="reply {kind}">{_said()}{body}{_origin(answer)}{folded}</div>'


def _origin(answer: Answer) -> str:
    told = render.origin(answer)
    return f'<p class="origin">{escape(told)}</p>' if told else ""


def partial(text: str) -> str:
    """An answer under way: checked sentences whose sources come with the end."""
    body = _blocks(render.typeset(render.visible(text)), None, "")
    return f'<div class="reply pending">{_said()}{body}</div>'


def remark(text: str, kind: str) -> str:
    """A sentence of the assistant that is no answer: searching, stopped, an error."""
    return f'<div class="reply {kind}">{_said()}<p>{shown(text)}</p></div>'


def panel(answer: Answer | None, anchor: str) -> str:
    """The sources of the last answer, each with its exact words."""
    if answer is None:
        return _panel(f'<p class="hint">{shown(wording.SOURCES_EMPTY)}</p>')
    count = render.counted(wording.SOURCES_COUNT, len(answer.citations))
    parts = [f'<p class="count">{shown(count)}</p>'] if answer.citations else []
    parts.append(source_list(answer.citations, anchor) if answer.citations else _no_source(answer))
    parts.append(_listing(wording.CONFLICTS, answer.conflicts, "conflicts"))
    parts.append(_listing(wording.NOTICES, answer.notices, "notices"))
    return _panel("".join(parts))


def pending_panel() -> str:
    return _panel(f'<p class="hint">{shown(wording.SOURCES_PENDING)}</p>')


def failed_panel() -> str:
    return _panel(f'<p class="hint">{shown(wording.SOURCES_NONE)}</p>')


def _panel(inside: str) -> str:
    title = f'<h2 class="panel-title">{shown(wording.SOURCES)}</h2>'
    return f"<section>{title}{inside}</section>"


def _no_source(answer: Answer) -> str:
    hint = f'<p class="hint">{shown(wording.SOURCES_NONE)}</p>'
    lines = [_document_line(document) for document in answer.documents]
    return hint + _listing(wording.CLOSEST_DOCUMENTS, lines, "closest")


def _document_line(document: Document) -> str:
    details = [document.publisher or "", date_text(document)]
    known = ", ".join(detail for detail in details if detail)
    return f"{document.title} — {known}" if known else document.title


def _said() -> str:
    return f'<p class="said">{shown(wording.ASSISTANT_SAID)}</p>'


def _folded_sources(answer: Answer, anchor: str) -> str:
    title = render.counted(wording.SOURCES_OF_ANSWER, len(answer.citations))
    sources = source_list(answer.citations, anchor)
    return f'<details class="own-sources"><summary>{shown(title)}</summary>{sources}</details>'


def source_list(citations: Sequence[Citation], anchor: str) -> str:
    """The sources as a list, each the target of its marks."""
    items = "".join(_source(citation, anchor) for citation in citations)
    return f'<ol class="sources" role="list">{items}</ol>'


def _source(citation: Citation, anchor: str) -> str:
    document = citation.document
    return (
        f'<li class="source" id="{escape(anchor)}-{citation.mark}">'
        f'<span class="number"><span class="said">{shown(wording.SOURCE)} </span>'
        f"{citation.mark}</span>"
        f'<div class="source-body"><p class="source-title">{shown(document.title)}</p>'
        f'<p class="source-line">{_details(citation)}</p>'
        f"<blockquote>{_quote(citation.quote)}</blockquote>{_passage(citation)}</div></li>"
    )


def _details(citation: Citation) -> str:
    """Publisher, date, page, then the labels, as `render.source_line` words them."""
    title = render.typeset(render.visible(citation.document.title).replace("\n", " "))
    line = render.source_line(citation).removeprefix(title).removeprefix(" — ")
    known, *labels = line.removeprefix(" · ").split(" · ")
    tags = "".join(f' <span class="tag">{shown(label)}</span>' for label in labels)
    return f"{shown(known)}{tags}"


def _quote(quote: str) -> str:
    lines = [line for line in render.visible(quote).strip().split("\n") if line.strip()]
    quoted = _BREAKABLE.sub("\u00a0", wording.QUOTE.format(quote="\n".join(lines)))
    return escape(quoted).replace("\n", "<br>")


def _passage(citation: Citation) -> str:
    """The whole passage, the quoted words marked; nothing when the quote is all of it."""
    text, (start, end) = citation.passage.text, citation.span
    if text.strip() == citation.quote.strip():
        return ""
    before, quoted, after = (_lines(part) for part in (text[:start], text[start:end], text[end:]))
    heading = citation.passage.heading
    title = f'<p class="heading">{shown(heading)}</p>' if heading else ""
    return (
        f"<details><summary>{shown(wording.WHOLE_PASSAGE)}</summary>{title}"
        f'<p class="passage">{before}<mark>{quoted}</mark>{after}</p></details>'
    )


def _lines(text: str) -> str:
    return re.sub(r"\n+", "<br>", escape(render.visible(text)))


def _listing(title: str, lines: Sequence[str], kind: str) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{shown(line)}</li>" for line in lines)
    return f'<section class="{kind}"><h3>{shown(title)}</h3><ul>{items}</ul></section>'


def shown(line: str) -> str:
    """One line of text, typeset and escaped."""
    return escape(render.typeset(render.visible(line)).replace("\n", " "))


def _blocks(text: str, marks: set[int] | None, anchor: str) -> str:
    """Paragraphs and bullet lists; a line break inside a paragraph is kept.

    `marks` are those that lead to a source; None while the sources are not known yet.
    """
    blocks: list[str] = []
    for chunk in re.split(r"\n\s*\n", text):
        lines = [line for line in chunk.split("\n") if line.strip()]
        blocks += _runs(lines, marks, anchor)
    return "".join(blocks)


def _runs(lines: Sequence[str], marks: set[int] | None, anchor: str) -> list[str]:
    written: list[str] = []
    plain: list[str] = []
    bullets: list[str] = []

    def close() -> None:
        if plain:
            written.append(f"<p>{'<br>'.join(plain)}</p>")
        if bullets:
            written.append(f"<ul>{''.join(map(_item, bullets))}</ul>")
        plain.clear()
        bullets.clear()

    for line in lines:
        bullet = _BULLET.match(line)
        if (bullet is None and bullets) or (bullet is not None and plain):
            close()
        kept = linked(line[bullet.end() :] if bullet else line.strip(), marks, anchor)
        (bullets if bullet else plain).append(kept)
    close()
    return written


def _item(text: str) -> str:
    """A bullet; none before an item that brings its own number."""
    kind = ' class="numbered"' if _NUMBERED.match(text) else ""
    return f"<li{kind}>{text}</li>"


def linked(line: str, marks: set[int] | None, anchor: str) -> str:
    """A typeset line, escaped, those of its marks that lead to a source made links."""
    return "".join(
        _mark(piece, anchor if marks else "") if isinstance(piece, int) else escape(piece)
        for piece in render.cut_at_marks(line, marks, spaced=False)
    )


def _mark(number: int, anchor: str) -> str:
    if not anchor:
        return f'<span class="mark">{number}</span>'
    hidden = f'<span class="said">{shown(wording.SOURCE)} </span>'
    return f'<a class="mark" href="#{escape(anchor)}-{number}">{hidden}{number}</a>'


def header() -> str:
    return (
        f"<header><h1>{shown(wording.PAGE_TITLE)}</h1>"
        f'<p class="introduction">{shown(wording.PAGE_INTRODUCTION)}</p></header>'
    )


def banner(text: str) -> str:
    return f'<p class="banner" role="status">{shown(text)}</p>'


def footer() -> str:
    return f"<footer><p>{shown(wording.PAGE_FOOTER)}</p></footer>"


def examples_title() -> str:
    return f'<h2 class="small-title">{shown(wording.EXAMPLES_TITLE)}</h2>'


def next_title() -> str:
    return f'<h3 class="small-title">{shown(wording.NEXT_QUESTIONS)}</h3>'
