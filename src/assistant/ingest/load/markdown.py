"""Markdown, read as the web page that it becomes."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from assistant import wording
from assistant.errors import UnreadableFile
from assistant.ingest.load.credits import name_of, title_of_file
from assistant.ingest.load.dates import iso
from assistant.ingest.load.html_blocks import BlockReader
from assistant.ingest.load.html_notes import tell_notes
from assistant.ingest.load.html_tree import drop_unseen, parse_page
from assistant.ingest.load.kinds import other_kind, refuse_container, signed
from assistant.ingest.load.text import decode, nearly_utf8
from assistant.ingest.load.whole import whole
from assistant.ingest.load.writer import Writer
from assistant.ingest.pages import About, Context, Line, Loaded, Page

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w[\w-]*)\s*:\s*(.+?)\s*$", re.MULTILINE)
_NOTE = re.compile(
    r"^\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]{2,}\S)))*)", re.M
)
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")
_TASK = re.compile(r"^(\s*(?:[-*+]|\d+[.)]) )\[[ xX]\] ", re.M)
_PLACE = "note-de-bas-de-page-"
_FENCE = re.compile(r"^(?: {0,3})(```|~~~).*?^(?: {0,3})\1[ \t]*$", re.DOTALL | re.MULTILINE)


def load_markdown(data: bytes, context: Context) -> Loaded:
    """Raises UnreadableFile."""
    refuse_container(data, ".md")
    if (kind := signed(data)) not in {".txt", ".html", ""}:
        raise other_kind(kind, ".md")
    text = (
        (nearly_utf8(data) or decode(data))
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\f", "\n\n")
    )
    with whole(".md"):
        text, about = _front(text)
        text, notes = _without_notes(text)
        ends = "".join(f'<div id="{_PLACE}{n}">{_html(x)}</div>' for n, x in notes.items())
        root = parse_page(f"<html><body>{_html(text)}{ends}</body></html>")
        context.tell(0, 1)
        drop_unseen(root)
        tell_notes(root)
        writer = Writer()
        BlockReader(writer, context).read(root.find("body"))
        lines = tuple(line for line in writer.lines() if isinstance(line, Line))
    if not any(re.search(r"[^\W\d_]{2}", line.text) for line in lines):
        raise UnreadableFile(wording.FILE_WITHOUT_TEXT)
    context.tell(1, 1)
    return Loaded((Page(None, lines, engine="markdown"),), about)


def _html(text: str) -> str:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 60})
    return str(parser.enable(["table", "strikethrough"]).render(text))


def _front(text: str) -> tuple[str, About]:
    """The text without its front matter (YAML), and what that says."""
    text = text.lstrip("\ufeff\n")
    match = _FRONT.match(text)
    if match is None:
        return text, About()
    fields = {k.lower(): v.strip("\"'[] ") for k, v in _FIELD.findall(match.group(1))}

    def first(*names: str) -> str:
        return next((fields[name] for name in names if fields.get(name)), "")

    about = About(
        title=title_of_file(first("title", "titre")),
        author=name_of(first("author", "auteur", "authors", "auteurs")),
        publisher=name_of(first("publisher", "editeur", "éditeur", "organisation", "site")),
        date=iso(first("date", "published", "created", "updated")),
    )
    return text[match.end() :], about


def _without_notes(text: str) -> tuple[str, dict[str, str]]:
    """The text with its footnotes' marks as links, and the notes by number; code is left alone."""
    kept: list[str] = []
    notes: dict[str, str] = {}
    numbers: dict[str, str] = {}

    def number(name: str) -> str:
        return numbers.setdefault(name, str(len(numbers) + 1))

    def mark(match: re.Match[str]) -> str:
        n = number(match.group(1))
        return f'<sup><a href="#{_PLACE}{n}">{n}</a></sup>'

    at = 0
    for fence in [*_FENCE.finditer(text), None]:
        part = _TASK.sub(r"\1", text[at : fence.start() if fence else len(text)])
        notes |= {number(m.group(1)): m.group(2).strip() for m in _NOTE.finditer(part)}
        kept.append(_REFERENCE.sub(mark, _NOTE.sub("", part)))
        if fence:
            kept.append(fence.group())
            at = fence.end()
    return "".join(kept), notes
