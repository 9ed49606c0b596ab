"""The audit as one HTML file: tables, lists, and the pages that read worst."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant import wording
from assistant.audit.values import Audit, DocumentAudit, PageAudit, PassageNote
from assistant.errors import AssistantError
from assistant.faces import audit_words as words
from assistant.faces import standalone
from assistant.faces.standalone import shown

if TYPE_CHECKING:
    from assistant.viewing.viewer import PageViewer

Thumbnails = Mapping[tuple[str, int], bytes]
"""Pictures by document and page number."""

_WIDTH = 440
_RIGHT = frozenset({"coverage", "questions", "repairs"})
_LOW_SCORE, _LOW_COVERAGE = 0.8, 0.5
_STYLE = """
.totals { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .6rem;
  padding: 0; margin: 1.2rem 0; list-style: none; }
.totals li { border: 1px solid #c9c9d1; border-radius: .4rem; padding: .5rem .8rem; }
.totals strong { display: block; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
nav ul { columns: 2; padding-left: 1.2rem; margin: .4rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; color: #55555f; padding: .2rem 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem;
  border-bottom: 1px solid #dcdce2; overflow-wrap: normal; }
thead th { border-bottom: 2px solid #55555f; white-space: nowrap; }
tbody th { font-weight: 600; min-width: 13rem; }
tbody th small { display: block; font-weight: 400; color: #55555f; overflow-wrap: anywhere; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.state { min-width: 8rem; }
.bad { color: #a11208; font-weight: 600; }
.worst { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.2rem;
  padding: 0; list-style: none; }
.worst figure { margin: 0; }
.worst img, .worst .none { display: block; width: 100%; height: auto; border: 1px solid #8c8c96; }
.worst .none { padding: .8rem 1rem; text-align: center; color: #55555f; border-style: dashed; }
figcaption { font-size: .9rem; margin-top: .4rem; }
figcaption strong { display: block; }
@media print {
  body { padding: 0; max-width: none; font-size: 9.5pt; }
  nav, .skip { display: none; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  tr, figure, .totals li { break-inside: avoid; }
  .wide { overflow: visible; }
  table { font-size: 8pt; }
  th, td { padding: .25rem .35rem; }
  tbody th, .state { min-width: 0; }
  .worst { grid-template-columns: repeat(3, 1fr); }
}
"""


def thumbnails(audit: Audit, viewer: PageViewer) -> dict[tuple[str, int], bytes]:
    """Pictures of the worst pages, those that can be drawn."""
    found: dict[tuple[str, int], bytes] = {}
    for page in audit.worst_pages:
        if page.number is None:
            continue
        try:
            view = viewer.page(page.document_id, page.number)
            if view.pictured:
                found[page.document_id, page.number] = viewer.picture(view, _WIDTH)
        except AssistantError:  # a page that cannot be drawn is said to have no picture
            continue
    return found


def audit_page(audit: Audit, pictures: Thumbnails) -> str:
    when = words.day(audit.date)
    head = shown(wording.AUDIT_ORIGIN.format(generation=audit.generation, date=when))
    sections = list(_sections(audit, pictures))
    links = "".join(f'<li><a href="#s{n}">{shown(t)}</a></li>' for n, (t, _) in enumerate(sections))
    contents = shown(wording.AUDIT_CONTENTS)
    body = [
        f"<h1>{shown(wording.AUDIT_TITLE)}</h1>",
        f'<p class="quiet">{head}</p>',
        _totals(audit),
        f'<nav aria-label="{contents}"><ul>{links}</ul></nav>',
        *(
            f'<section aria-labelledby="s{n}"><h2 id="s{n}">{shown(title)}</h2>\n{html}</section>'
            for n, (title, html) in enumerate(sections)
        ),
    ]
    return standalone.page(wording.AUDIT_TITLE, "\n".join(body), _STYLE)


def _sections(audit: Audit, pictures: Thumbnails) -> Iterator[tuple[str, str]]:
    yield wording.AUDIT_DOCUMENTS, _documents(audit)
    yield wording.AUDIT_WORST, _worst(audit, pictures)
    for title, lines, nothing in words.findings(audit):
        yield title, _list(lines, nothing)
    for title, notes in words.passage_lists(audit):
        yield title, _passages(notes, words.titles(audit))


def _totals(audit: Audit) -> str:
    items = "".join(
        f"<li><strong>{shown(value)}</strong> {shown(label)}</li>"
        for value, label in words.totals(audit)
    )
    return f'<ul class="totals">{items}</ul>'


def _documents(audit: Audit) -> str:
    if not audit.documents:
        return _nothing(wording.AUDIT_DOCUMENTS_NONE)
    heads = "".join(
        _head(label, right=name in _RIGHT) for name, label in wording.AUDIT_COLUMNS.items()
    )
    legend = "\u00a0; ".join(
        f"{wording.AUDIT_COLUMNS[name]}\u00a0: {said[:1].lower()}{said[1:]}"
        for name, said in wording.AUDIT_COLUMNS_SAID.items()
    )
    rows = "\n".join(map(_document, audit.documents))
    return _table(legend, heads, rows)


def _document(item: DocumentAudit) -> str:
    document = item.document
    name = f"{shown(document.title or document.source)}<small>{shown(document.id)}</small>"
    low_score = item.score is not None and item.score < _LOW_SCORE
    low_coverage = item.coverage is not None and item.coverage < _LOW_COVERAGE
    cells = [
        _cell(words.state(item), "state", bad=item.state != "current"),
        _cell(words.pages(item), bad=item.pages_unread > 0),
        _cell(words.engines(item)),
        _cell(words.grades(item), bad=low_score),
        _cell(words.percent(item.coverage), "n", bad=low_coverage),
        _cell(words.passages(item)),
        _cell(words.number(item.questions), "n"),
        _cell(words.rate(item.repairs), "n"),
    ]
    return f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>'


def _worst(audit: Audit, pictures: Thumbnails) -> str:
    if not audit.worst_pages:
        return _nothing(wording.AUDIT_WORST_NONE)
    names = words.titles(audit)
    items = "".join(_figure(page, names, pictures) for page in audit.worst_pages)
    return f'<ul class="worst">{items}</ul>'


def _figure(page: PageAudit, names: Mapping[str, str], pictures: Thumbnails) -> str:
    title = words.title(names, page.document_id)
    place = wording.VIEW_WHOLE
    if page.number is not None:
        place = wording.VIEW_PAGE.format(page=words.page(page.number, page.label))
    picture = pictures.get((page.document_id, page.number or 0))
    image = f'<span class="none">{shown(wording.AUDIT_NO_THUMBNAIL)}</span>'
    if picture:
        alt = shown(wording.AUDIT_THUMBNAIL.format(title=title, page=page.number))
        data = base64.b64encode(picture).decode("ascii")
        image = f'<img src="data:image/png;base64,{data}" alt="{alt}">'
    figures = wording.AUDIT_PAGE_FIGURES.format(
        score=words.score(page.score),
        coverage=words.percent(page.coverage),
        changes=words.number(page.changes),
    )
    return (
        f"<li><figure>{image}<figcaption><strong>{shown(title)}</strong>{shown(place)}"
        f'\u00a0: {shown(words.why(page))}<br><span class="quiet">{shown(figures)}</span>'
        "</figcaption></figure></li>"
    )


def _passages(notes: Sequence[PassageNote], names: Mapping[str, str]) -> str:
    if not notes:
        return _nothing(wording.AUDIT_PASSAGES_NONE)
    count, *rest = wording.AUDIT_PASSAGE_COLUMNS
    heads = _head(count, right=True) + "".join(_head(name, right=False) for name in rest)
    rows = "\n".join(
        f'<tr><td class="n">{words.number(note.words)}</td>'
        f"{_cell(words.title(names, note.document_id))}{_cell(words.page(note.page))}"
        f"{_cell(note.first_words)}</tr>"
        for note in notes
    )
    return _table("", heads, rows)


def _table(caption: str, heads: str, rows: str) -> str:
    said = f"<caption>{shown(caption)}</caption>" if caption else ""
    return (
        f'<div class="wide" tabindex="0"><table>{said}<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _head(name: str, *, right: bool) -> str:
    return f'<th scope="col"{" class=n" if right else ""}>{shown(name)}</th>'


def _cell(text: str, kind: str = "", *, bad: bool = False) -> str:
    kinds = " ".join(filter(None, (kind, "bad" if bad else "")))
    return f'<td class="{kinds}">{shown(text)}</td>' if kinds else f"<td>{shown(text)}</td>"


def _list(lines: Sequence[str], nothing: str) -> str:
    if not lines:
        return _nothing(nothing)
    return f"<ul>{''.join(f'<li>{shown(line)}</li>' for line in lines)}</ul>"


def _nothing(text: str) -> str:
    return f'<p class="quiet">{shown(text)}</p>'
