"""Characters that are not seen: soft hyphens, spaces and joiners without width."""

from __future__ import annotations

from assistant.ingest.repair.rules import Rule, When, rule

_WIDTHLESS = "\u200b\u2060\ufeff"

RULES: tuple[Rule, ...] = (
    rule("hyphen", When.ALWAYS, r"(?<=\w)\u00ad+(?=\w)", "", signs="\u00ad"),
    rule("space", When.ALWAYS, f"[{_WIDTHLESS}]+", "", signs=_WIDTHLESS),
)
