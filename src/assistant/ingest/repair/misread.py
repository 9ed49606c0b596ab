"""The rules that hand each word to `bare` and to `words`: letters, accents, elisions, spaces."""

from __future__ import annotations

import re

from assistant.french import fold
from assistant.ingest.repair.rules import Rule, Sight, When, rule
from assistant.ingest.repair.sentence import begins_sentence

_TOKEN = r"(?<![\w.@/])[|]?[^\W\d_][\w|£€]*(?![\w@/]|\.\w)"


_ADDRESS = re.compile(r"//|www|@|\w/\w+/")
_INNER_CAPITAL = re.compile(r"[^\W\d_A-ZÀ-Ý][A-HJ-ZÀ-Ý]")
_ELISION = re.compile(r"(?<!\w)(?:[ldnsjcmtz]|(?:jus|lors|puis|quoi|pres)?qu|aujourd)[’']$", re.I)


def _after_other_elision(match: re.Match[str]) -> bool:
    """« mam’zelle »: what follows an apostrophe that French grammar does not know."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    return before.endswith(("’", "'")) and not _ELISION.search(before)


def _bare_word(match: re.Match[str], sight: Sight) -> str:
    word = match.group()
    if match.string[match.end() : match.end() + 1] in {"’", "'"} and len(word) <= 2:
        return word
    fixed = sight.bare.repair(word)
    if fixed == word or _in_address(match):
        return word
    if "’" in fixed and word[0].isupper() and word[0] not in "LDQ":
        start = begins_sentence(match.string, match.start())
        return (fixed[0].upper() if start else fixed[0].lower()) + fixed[1:]
    return fixed


def _word(match: re.Match[str], sight: Sight) -> str:
    word = match.group()
    followed = match.string[match.end() : match.end() + 1] in {"’", "'"}
    if followed or _after_other_elision(match) or _INNER_CAPITAL.search(word):
        return word
    starts = not word[0].isupper() or begins_sentence(match.string, match.start())
    fixed = sight.words.repair(word, starts)
    return word if fixed == word or _in_address(match) else fixed


def _in_address(match: re.Match[str]) -> bool:
    text = match.string
    start = max(text.rfind(" ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
    end = re.compile(r"\s|$").search(text, match.end())
    return bool(_ADDRESS.search(text, start, end.start() if end else len(text)))


def kind_of(before: str, after: str) -> str:
    """What a misread word had lost."""
    if "’" in after and "’" not in before:
        return "elision"
    if " " in after:
        return "space"
    if "œ" in after.lower() and "œ" not in before.lower():
        return "ligature"
    return "accent" if fold(before) == fold(after) else "letter"


RULES: tuple[Rule, ...] = (
    rule(kind_of, When.BARE, _TOKEN, _bare_word),
    rule(kind_of, When.SCAN, _TOKEN, _word, guesses=True),
)
