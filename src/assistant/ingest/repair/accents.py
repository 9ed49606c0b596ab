"""Accents that stand beside their letter: « e´ », « ´e », « fran¸cais », combining marks."""

from __future__ import annotations

import re
import unicodedata

from assistant.ingest.repair.rules import Rule, Sight, When, rule

_MARKS = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "¸": "\u0327", "˜": "\u0303"}
_SPACING = "´ˆ¨¸"
_TAKES = {
    "\u0301": "eE", "\u0300": "aeuAEU", "\u0302": "aeiouAEIOUıﬁ",
    "\u0308": "eiuyEIUYı", "\u0327": "cC", "\u0303": "nN",
}  # fmt: skip
_ANY = "aceiounyACEIOUNYı"


def _composed(letter: str, mark: str) -> str | None:
    combining = _MARKS[mark]
    if letter not in _TAKES[combining]:
        return None
    return unicodedata.normalize("NFC", letter.replace("ı", "i") + combining)


def _joined(match: re.Match[str], _: Sight) -> str:
    return unicodedata.normalize("NFC", match.group())


def _either(match: re.Match[str], sight: Sight) -> str:
    """« e´t´e » or « ´et´e »: the side on which the words are known."""
    word = match.group()
    meant = [_side(word, before=True), _side(word, before=False)]
    known = [text for text in meant if text is not None]
    if not known:
        return word
    return max(known, key=lambda text: _usual(text, sight))


def _usual(text: str, sight: Sight) -> float:
    parts = re.findall(r"[^\W\d_]+", text)
    return min((sight.lexicon.frequency(part) for part in parts), default=0.0)


def _side(word: str, *, before: bool) -> str | None:
    """The word with every mark put on the letter after it, or on the one before."""
    pattern = (
        rf"([{''.join(_MARKS)}]) ?([{_ANY}])" if before else rf"([{_ANY}]) ?([{''.join(_MARKS)}])"
    )

    def write(match: re.Match[str]) -> str:
        mark, letter = match.groups() if before else match.groups()[::-1]
        return _composed(letter, mark) or match.group()

    fixed = re.sub(pattern, write, word)
    return None if re.search(rf"[{_SPACING}]", fixed) or fixed == word else fixed


_COMBINING = "\u0300\u0301\u0302\u0303\u0308\u0327"
_BESIDE = rf"[^\W\d_]*(?:[{_SPACING}] ?[^\W\d_`]+|(?<=\w)[{_SPACING}]|(?<=\b\w) [{_SPACING}])+"

RULES: tuple[Rule, ...] = (
    rule("accent", When.ALWAYS, rf"[^\W\d_][{_COMBINING}]+", _joined, signs=_COMBINING),
    rule("accent", When.ALWAYS, _BESIDE, _either, signs=_SPACING),
    rule("accent", When.ALWAYS, r"(?<![\w`])[^\W\d_]+`[^\W\d_]+(?![\w`])", _either, signs="`"),
)
