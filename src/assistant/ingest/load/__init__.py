"""Files to pages: one entry of `LOADERS` per suffix. A format's library is imported with it."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.ingest.load.text import load_text
from assistant.ingest.pages import Context, Loaded, Loader


def _text(data: bytes, context: Context) -> Loaded:
    return Loaded(load_text(data))


LOADERS: Mapping[str, Loader] = {".txt": _text, ".md": _text}
