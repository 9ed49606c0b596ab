"""One document or one of its pages as an HTML file: raw against repaired."""

from __future__ import annotations

import base64

from assistant import wording
from assistant.audit.values import DiffLine, DocumentReview, PageAudit, PageReview
from assistant.faces import audit_words as words
from assistant.faces import standalone
from assistant.faces.standalone import shown, verbatim

_STYLE = """
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 2rem;
  align-items: start; }
.sides img { position: sticky; top: 1rem; width: 100%; height: auto; border: 1px solid #8c8c96; }
.diff { white-space: pre-wrap; }
del { color: #8f1108; background: #fde4e1; text-decoration: line-through; }
ins { color: #0b5a22; background: #def5e3; text-decoration: underline; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #dcdce2;
  vertical-align: top; }
@media print { body { padding: 0; max-width: none; } .skip { display: none; } }
"""


def review_page(review: PageReview, picture: bytes) -> str:
    title, place = words.heading(review.document), words.page_heading(review.page)
    facts = [*words.figures(review), *words.changes(review)]
    image = ""
    if picture:
        alt = shown(wording.VIEW_PICTURE.format(page=review.page.number))
        data = base64.b64encode(picture).decode("ascii")
        image = f'<img src="data:image/png;base64,{data}" alt="{alt}">'
    body = [
        f"<h1>{shown(title)}</h1><h2>{shown(place)}</h2>",
        f"<ul>{''.join(f'<li>{shown(fact)}</li>' for fact in facts)}</ul>",
        f'<p class="quiet">{shown(wording.SHOW_LEGEND_HTML)}</p>',
        f'<div class="sides"><div class="diff">{_lines(review)}</div>{image}</div>',
    ]
    return standalone.page(f"{title}, {place}", "\n".join(body), _STYLE)


def document_page(review: DocumentReview) -> str:
    title = words.heading(review.document)
    heads = "".join(f'<th scope="col">{shown(name)}</th>' for name in wording.SHOW_COLUMNS)
    rows = "\n".join(map(_row, review.pages))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return standalone.page(title, f"<h1>{shown(title)}</h1>\n{table}", _STYLE)


def _row(page: PageAudit) -> str:
    first, *rest = words.page_row(page)
    cells = "".join(f"<td>{shown(cell)}</td>" for cell in rest)
    return f'<tr><th scope="row">{shown(first)}</th>{cells}</tr>'


def _lines(review: PageReview) -> str:
    return "\n".join(map(_line, review.lines))


def _line(line: DiffLine) -> str:
    tags = {"removed": "del", "added": "ins"}
    pieces = [
        f"<{tags[piece.kind]}>{verbatim(piece.text)}</{tags[piece.kind]}>"
        if piece.kind in tags
        else verbatim(piece.text)
        for piece in line.pieces
    ]
    return " ".join(pieces)
