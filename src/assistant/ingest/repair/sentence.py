"""Where a sentence begins, for the letters that repair writes large or small."""

from __future__ import annotations

import re

_LOOK_BACK = 80
_HANGING = re.compile(
    r"\b(?:[aà]|aux?|avec|ces?|cette|dans|des?|du|en|entre|est|et|la|les?|leurs?|ou|où|par|pas|pour|que|qui"
    r"|sa|ses?|son|sous|sur|une?|vers)$|,$",
    re.IGNORECASE,
)


def begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence starts at that place: after a full stop or an empty line."""
    before = text[max(0, at - _LOOK_BACK) : at].rstrip(' «"(')
    if not before.strip() or before.rstrip()[-1] in ".!?…":
        return True
    return before.endswith("\n\n") and not _HANGING.search(before.rstrip())
