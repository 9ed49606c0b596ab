"""Spaces and signs set right around what recognition read: guillemets, full stops, ellipses."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, When, rule

_POINTS = r"(\w)\.{3}|(?<=» )\.{2,3}|^\.{2,3}(?= )|(?<=• )\.{2,3}(?= )"

RULES: tuple[Rule, ...] = (
    rule("space", When.SCAN, re.compile(r"[^\S\n]+([.,])(?=\s|$)", re.M), r"\1"),
    rule(
        "space",
        When.SCAN,
        re.compile(r"^((?:• )?\d{1,2})\.(?=\d\d-(?:\d\d-)?\d{4}|[A-ZÀ-Ý][a-zà-ÿ]{2})", re.M),
        r"\1. ",
    ),
    rule("space", When.SCAN, r"«(?=\w)", "« "),
    rule("space", When.SCAN, r"(?<=\w)«(?=\s)", " «"),
    rule("space", When.SCAN, r"(?<=\w)»", " »"),
    rule(
        "apostrophe",
        When.SCAN,
        re.compile(_POINTS, re.M),
        lambda match, _: (match.group(1) or "") + "…",
    ),
    rule("space", When.SCAN, r"» …", "»…"),
    rule("space", When.SCAN, r" {2,}", " "),
    rule("space", When.SCAN, re.compile(r"^ +| +$", re.M), ""),
)
