"""Text decoded as another encoding (« Ã© », « â€™ »): ftfy knows which was meant."""

from __future__ import annotations

import re

from ftfy import fix_encoding

from assistant.ingest.repair.rules import Rule, Sight, When, rule

_ODD = (
    r"[^\s]*(?:[ÃÂâÅÄÎË][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|ï¬|ï»¿)"
    r"(?:[^\s]|[\u0085\u00a0])*"
)


def _decoded(match: re.Match[str], _: Sight) -> str:
    fixed = fix_encoding(match.group())
    return match.group() if "\n" in fixed else fixed


RULES: tuple[Rule, ...] = (
    rule("encoding", When.ALWAYS, _ODD, _decoded, signs="ÃÂâÅÄÎËï"),
    rule("encoding", When.ALWAYS, r"(?<!\S)Ã (?=[a-zà-ÿ])", "à ", signs="Ã"),
)
