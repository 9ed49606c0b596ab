"""Files to pages: one entry of `LOADERS` per suffix. A format's library is imported with it."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.ingest.load.text import load_text
from assistant.ingest.pages import Context, Loaded, Loader


def _text(data: bytes, context: Context) -> Loaded:
    return Loaded(load_text(data))


def _pdf(data: bytes, context: Context) -> Loaded:
    from assistant.ingest.load.pdf import load_pdf

    return load_pdf(data, context)


def _html(data: bytes, context: Context) -> Loaded:
    from assistant.ingest.load.html import load_html

    return load_html(data, context)


def _docx(data: bytes, context: Context) -> Loaded:
    from assistant.ingest.load.docx import load_docx

    return load_docx(data, context)


def _odt(data: bytes, context: Context) -> Loaded:
    from assistant.ingest.load.odt import load_odt

    return load_odt(data, context)


def _pptx(data: bytes, context: Context) -> Loaded:
    from assistant.ingest.load.pptx import load_pptx

    return load_pptx(data, context)


def _markdown(data: bytes, context: Context) -> Loaded:
    from assistant.ingest.load.markdown import load_markdown

    return load_markdown(data, context)


LOADERS: Mapping[str, Loader] = {
    ".txt": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".docx": _docx,
    ".odt": _odt,
    ".pptx": _pptx,
    ".pdf": _pdf,
}
