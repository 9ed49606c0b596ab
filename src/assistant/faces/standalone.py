"""HTML pages that stand alone: no script, nothing from elsewhere, fit for print."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from assistant import wording
from assistant.faces.render import typeset, visible

_BASE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; color: #1b1b1f; background: #fff;
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
a { color: #0b4f9c; }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid #0b4f9c;
  outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: #fff; padding: .4rem .8rem; }
.quiet { color: #55555f; }
mark { background: #ffe85a; color: inherit; padding: .05em 0; }
"""


def page(title: str, body: str, style: str = "") -> str:
    """A whole page. `body` is HTML; `style` adds to what every page has."""
    sheet = _BASE + style
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(sheet)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{shown(title)}</title>\n<style>{sheet}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#contenu">{shown(wording.HTML_SKIP)}</a>\n'
        f'<main id="contenu">\n{body}\n</main>\n</body>\n</html>\n'
    )


def policy(style: str = "") -> str:
    """The same as a header: nothing but our own style and pictures."""
    return _policy(_BASE + style)


def _policy(sheet: str) -> str:
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'"
    )


def shown(text: str) -> str:
    """One line of ours or of a title, typeset and escaped."""
    return escape(typeset(visible(text)).replace("\n", " "))


def verbatim(text: str) -> str:
    """A document's own words, escaped, its line breaks kept by the style."""
    return escape(visible(text))
