"""A sheet as Markdown: marks lead to their sources, nothing else is markup or HTML."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import wording
from assistant.domain import Citation
from assistant.faces.exports.sheet import (
    Block,
    Bullets,
    Extract,
    Facts,
    Heading,
    Paragraph,
    Sheet,
    Task,
    pieces,
)
from assistant.faces.exports.sources import link, quote_lines
from assistant.faces.render import escape, source_line


def write(sheet: Sheet) -> bytes:
    """UTF-8."""
    count = len(sheet.citations)
    parts = [f"# {escape(sheet.title)}", f"*{escape(sheet.subtitle)}*"]
    parts += ["\n".join(_block(block, count)) for block in sheet.blocks]
    parts.append(f"## {wording.SOURCES}")
    parts += ["\n".join(_source(one)) for one in sheet.citations] or [wording.EXPORT_NO_SOURCE]
    parts += ["---", escape(sheet.made)]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block, count: int) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"## {escape(block.text)}"
    elif isinstance(block, Paragraph):
        text = _inline(block.text, count)
        notice = f"> **{wording.EXPORT_NOTICE}** — {text}"
        yield {"plain": text, "quiet": f"*{text}*", "notice": notice}[block.kind]
    elif isinstance(block, Facts):
        yield from (f"- {escape(title)} **{escape(reply)}**" for title, reply in block.rows)
    elif isinstance(block, Bullets):
        yield from (f"- {_inline(line, count)}" for line in block.lines)
    elif isinstance(block, Task):
        yield f"{block.number}. ☐ **{escape(block.title)}**  "
        yield f"   {_inline(block.text, count)}"
        if block.limit:
            yield f"   *{escape(wording.EXPORT_LIMIT.format(text=block.limit))}*"
    else:
        yield from _quoted(block)


def _quoted(block: Extract) -> Iterator[str]:
    *lines, last = quote_lines(block.citation)
    yield from (f"> {escape(line)}  " for line in lines)
    yield f"> {escape(last)} {_mark(block.citation.mark)}"


def _source(citation: Citation) -> Iterator[str]:
    address = link(citation)
    opened = f" — [{wording.EXPORT_LINK}](<{address}>)" if address else ""
    head = f'<a id="source-{citation.mark}"></a>**\\[{citation.mark}\\]**'
    yield f"{head} {escape(source_line(citation))}{opened}"
    yield ""
    yield from (f"> {escape(line)}  " for line in quote_lines(citation))


def _inline(text: str, count: int) -> str:
    return "".join(
        _mark(piece) if isinstance(piece, int) else escape(piece) for piece in pieces(text, count)
    )


def _mark(number: int) -> str:
    return f"[\\[{number}\\]](#source-{number})"
