"""Small words of which one letter was misread, where what was read is no word there."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule

_SMALL = "La|Le|Les|Une|Un|Des|Du|De|En|Il|Ils|Elle|Au|Aux|Son|Sa|Ses|Ce|Cette|Ces|Leur|Leurs|Ne|Se"
_AFTER_IL = (
    r"(?:est|a|y|faut|ne|n’|n'|s’|s'|se|était|avait|fut|eut|sera|peut|doit|va|fait|convient|existe|suffit"
    r"|lui|me|nous|vous|l’|l'|en|sont|ont|peuvent|doivent|étaient|avaient)"
)
_HANGING = "à|de|et|dans|par|pour|sur|que|avec|en|ou|est|sont|dont|où|vers|chez|entre|sous|sans"
"""Words on which no title ends: a capital after them opens nothing."""
_BEFORE_NOUN = frozenset("un le ce du au chaque son mon ton ou et premier second de quel".split())
_BEFORE = re.compile(r"([^\W\d_]+) $")


def _de(match: re.Match[str], _: Sight) -> str:
    """« dé »: a die only behind an article."""
    before = _BEFORE.search(match.string, 0, match.start())
    return "dé" if before is None or before.group(1).lower() in _BEFORE_NOUN else "de"


def _small(match: re.Match[str], _: Sight) -> str:
    return match.group().lower()


RULES: tuple[Rule, ...] = (
    rule("letter", When.SCAN, r"(?<![\w’'.-])I(a|e|es|ui|eur|eurs)(?= [a-zà-ÿ])", r"l\1"),
    rule("letter", When.SCAN, r"(?<=[a-zà-ÿ,] )1(a|es)(?= [a-zà-ÿ])", r"l\1"),
    rule(
        "letter",
        When.SCAN,
        re.compile(
            rf"(?:^|(?<=[.!?…»;,] ))(?:11|I1|1l|l1|1!|I!|1I|1)(s?)(?= {_AFTER_IL}(?!\w))", re.M
        ),
        r"Il\1",
    ),
    rule("letter", When.SCAN, rf"(?<=[a-zà-ÿ] )(?:I1|I!|i!|i]|1!)(?= {_AFTER_IL}(?!\w))", "il"),
    rule("letter", When.SCAN, r"(?<=[a-zà-ÿ,] )ii(s?)(?= [a-zà-ÿ])", r"il\1"),
    rule("accent", When.SCAN, r"(?<![\w’'-])dé(?= [a-zà-ÿ])", _de),
    rule("accent", When.SCAN, r"(?<![\w’'-])lé(s?)(?= [a-zà-ÿ])", r"le\1"),
    rule("letter", When.SCAN, rf"\b({_HANGING}) (?:{_SMALL})(?= [a-zà-ÿ]{{3,}}[ ,])", _small),
)
