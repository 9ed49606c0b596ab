"""HTML of pages with what is quoted from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from assistant import wording
from assistant.domain import Document
from assistant.faces import standalone
from assistant.faces.standalone import shown, verbatim
from assistant.sources import date_text
from assistant.viewing.values import View

STYLE = """
.page { margin: 1.5rem 0; }
.page img { display: block; max-width: 100%; height: auto; border: 1px solid #c9c9d1; }
.text { white-space: pre-wrap; border-left: 3px solid #c9c9d1; padding-left: 1rem;
  margin: .8rem 0; }
"""


def views_page(views: Sequence[View], image: Callable[[View], str]) -> str:
    """Pages of one document. `image` gives the address of a view's picture."""
    document = views[0].document
    details = ", ".join(filter(None, (document.publisher, date_text(document))))
    head = f'<h1>{shown(document.title)}</h1><p class="quiet">{shown(details)}</p>'
    sections = "\n".join(_section(view, image(view) if view.pictured else "") for view in views)
    return standalone.page(title_of(document, views), head + "\n" + sections, STYLE)


def title_of(document: Document, views: Sequence[View]) -> str:
    return f"{document.title} — {', '.join(page_name(view) for view in views)}"


def page_name(view: View) -> str:
    """« Page 3 (numérotée « 5 ») »; « Texte du document » where there are no pages."""
    if not view.paged:
        return wording.VIEW_WHOLE
    if view.label and view.label != str(view.number):
        return wording.VIEW_PAGE_LABEL.format(page=view.number, label=view.label)
    return wording.VIEW_PAGE.format(page=view.number)


def marked(view: View) -> str:
    """The page's text, the quote marked; its beginning can be linked to."""
    pieces: list[str] = []
    last = 0
    for start, end in view.marks:
        name = "" if pieces else ' id="citation"'
        quote = verbatim(view.text[start:end])
        pieces += [verbatim(view.text[last:start]), f"<mark{name}>{quote}</mark>"]
        last = end
    return "".join([*pieces, verbatim(view.text[last:])])


def _section(view: View, image: str) -> str:
    name = shown(page_name(view))
    picture = ""
    if image:
        said = wording.VIEW_PICTURE_MARKED if view.marks else wording.VIEW_PICTURE
        alt = shown(said.format(page=view.number))
        picture = f'<img src="{escape(image)}" alt="{alt}">'
    text = marked(view) if view.text else shown(wording.VIEW_NO_TEXT)
    body = f'<div class="text">{text}</div>'
    if picture:
        body = f"<details><summary>{shown(wording.VIEW_TEXT)}</summary>{body}</details>"
    return f'<section class="page"><h2>{name}</h2>{picture}{body}</section>'
