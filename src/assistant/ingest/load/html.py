"""Web pages: the article, its structure and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import wording
from assistant.errors import UnreadableFile
from assistant.french import fold
from assistant.ingest.load.html_about import describe
from assistant.ingest.load.html_blocks import BlockReader
from assistant.ingest.load.html_chaff import drop_chaff
from assistant.ingest.load.html_main import drop_furniture, find_main, linked_share
from assistant.ingest.load.html_notes import tell_notes
from assistant.ingest.load.html_tree import decode_page, drop_unseen, parse_page
from assistant.ingest.load.whole import whole
from assistant.ingest.load.writer import Writer
from assistant.ingest.pages import Context, Line, Loaded, Page

_SAID_WORDS = 8
_MENU = 0.75
_SENTENCE = re.compile(r"[.!?…][»”)]?$")


def load_html(data: bytes, context: Context) -> Loaded:
    """Raises UnreadableFile, also on a page that only leads to others."""
    with whole(".html"):
        root = parse_page(decode_page(data))
        context.tell(0, 1)
        about = describe(root)
        drop_unseen(root)
        tell_notes(root)
        drop_furniture(root)
        context.tell(0, 1)
        main = find_main(root)
        context.tell(0, 1)
        writer = Writer()
        BlockReader(writer, context).read(main)
        lines = drop_chaff([line for line in writer.lines() if isinstance(line, Line)])
        _refuse_menu(lines, linked_share(main))
        context.tell(1, 1)
        return Loaded((Page(None, tuple(_titled(lines, about.title)), engine="html"),), about)


def _titled(lines: Sequence[Line], title: str) -> list[Line]:
    """The lines under the page's title, where it stands outside the article."""
    first = next((line for line in lines if line.text), None)
    if not title or (first is not None and first.role == "heading" and first.level == 1):
        return list(lines)
    if any(fold(line.text) == fold(title) for line in lines if line.role == "heading"):
        return list(lines)
    return [Line(title, title, "heading", 1), Line("", ""), *lines]


def _refuse_menu(lines: Sequence[Line], linked: float) -> None:
    said = [line for line in lines if line.text and line.role != "heading"]
    if not said:
        raise UnreadableFile(wording.PAGE_WITHOUT_ARTICLE)
    long = [line for line in said if len(line.text.split()) >= _SAID_WORDS]
    sentences = sum(bool(_SENTENCE.search(line.text)) for line in long)
    if not long or (linked > _MENU and sentences < 3):
        raise UnreadableFile(wording.PAGE_WITHOUT_ARTICLE)
