"""The words that stand for a picture, when they say something."""

from __future__ import annotations

import re

from assistant.french import fold
from assistant.ingest.load.writer import plain

_WORDS = 6
_MACHINE = re.compile(
    r"(?:description|texte de remplacement) genere|generated (?:alt|description)"
    r"|^une image contenant|^a (?:picture|close|group|screenshot)|^image (?:result|associee)"
    r"|^resultat de recherche"
)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|bmp|tiff?|emf|wmf)\b|https?://|[_\\]\w|^\S+$", re.I
)
_MERE = re.compile(
    r"^(?:logo|icone|photo|photographie|portrait|banniere|visuel|illustration|image|vignette|avatar"
    r"|couverture|capture)\b"
)


def citable(alt: str | None) -> str:
    """The description, "" when it only names the picture or was made by a machine."""
    text = plain(alt or "")
    key = fold(text)
    if len(text.split()) < _WORDS or _FILE.search(text) or _MACHINE.search(key):
        return ""
    return "" if _MERE.match(key) else text
