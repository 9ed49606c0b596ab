"""How a citation is shown in a document to take along."""

from __future__ import annotations

import re

from assistant import wording
from assistant.domain import Citation
from assistant.faces.render import visible

_ADDRESS = re.compile(r"https?://[^\s<>\"'()\\]+")


def link(citation: Citation) -> str:
    """Where the document was published, "" where that is not known."""
    address = citation.document.address or ""
    return address if _ADDRESS.fullmatch(address) else ""


def quote_lines(citation: Citation) -> list[str]:
    """The exact words between guillemets, one item per line of the source."""
    quoted = wording.QUOTE.format(quote=visible(citation.quote).strip())
    return [line.strip() for line in quoted.split("\n") if line.strip()]
