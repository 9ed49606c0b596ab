"""What recognition makes of logos, rules and figures: scraps at line edges, lines of nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ingest.bullets import BULLET, NOTE
from assistant.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+")
_DRAWN = re.compile(r"[_|\\{}\[\]<>=@#^~¥£§•]")
_INSIDE = re.compile(r"\w[\]\[{}|_\\=<>@#~!?%:;*\"“”]+[^\W\d]")
_BRACKETED = re.compile(r"^\W*\[.*\]\W*$|\(.*\)")
_BARE_NUMBER = re.compile(r"^[\d\s.,%€+*()/-]+$")
_VALUE = re.compile(r"^\W*\d[\d\s.,/-]*(?:[%€]|\d[.,/-]\d|\d{3})[^\d]*$|^\D*(?:1[5-9]|20)\d\d\b")
_PERIOD = re.compile(r"^\W*(?:1[5-9]|20)\d\d(?:\s*[-–/]\s*(?:1[5-9]|20)?\d\d)?\W*$")
_FIGURE = re.compile(
    r"^\W*[\d.,/:%€°+-]*\d[\d.,/:%€°+-]*(?:er|re|ère|e|ème|nde?|h\d*|[kM]?€|k[gm]|m|g)?s?\W*$"
)
_PLAIN_SIGNS = frozenset("« » : ; ! ? – — - + & • / … ... => ‡ *".split())
_TWO_LETTERS = frozenset(
    "au ce ci de du en es et eu il je la le lu ma me mi ne ni nu on or ou où pu qu sa se si su ta"
    " te tu un va vu çà là né dû sû ça à".split()
)
_ONE_LETTER = frozenset("aàyôldnsjcmt")
_LEAST = {3: 5e-6, 4: 5e-7}
_MIN_READABLE = 0.6
_SURE = 1e-7


def trim_edges(text: str, lexicon: Lexicon) -> str:
    """Signs, lone letters and scraps cut from both ends of a line that holds words."""
    sign = next((mark for mark in (BULLET, NOTE) if text.startswith(mark)), "")
    tokens = text.removeprefix(sign).split()
    start, end = 0, len(tokens)
    while start < end and _is_scrap(tokens, start, lexicon, left=True):
        start += 1
    while end > start and _is_scrap(tokens, end - 1, lexicon, left=False):
        end -= 1
    kept = tokens[start:end]
    if sum(lexicon.knows(w) for token in kept for w in _WORD.findall(token)) < 2:
        return text
    return sign + " ".join(kept)


def _is_scrap(tokens: Sequence[str], i: int, lexicon: Lexicon, *, left: bool) -> bool:
    token = tokens[i]
    if token in {"«", "»", "•", ">", "&", ":", ";", "!", "?", "=>"} or token[-1] in "!?:»,":
        return token == "&" and not left
    letters = _WORD.findall(token)
    if any(c.isdigit() for c in token):
        return "_" in token or bool(re.match(r"^[^\w(]?\d?[^\w\s%€).,:°/-]+\w?$", token))
    if not letters:
        return not re.fullmatch(r"[«».,;:!?…()]+" if not left else r"[-–…*+«(]|\.{2,3}", token)
    if len("".join(letters)) == 1:
        return (
            letters[0] not in "aàyôAÀYÔ"
            and not re.search(r"[’'.]", token)
            and (not left or letters[0] not in "Oodv")
        )
    word = max(letters, key=len)
    follower = tokens[i + 1][0] if i + 1 < len(tokens) else " "
    if word.isupper() and (follower.islower() if left else token.isalpha() and len(word) > 2):
        return False
    if len(letters) > 1 and re.search(r"[\]\[{}|_\\=]", token):
        return not lexicon.knows(word)
    return (
        (len(word) <= 3 or word.isupper())
        and lexicon.frequency(word) < 5e-7
        and (len(word) <= 5 and "-" not in token and not token.startswith("("))
    )


def readable_share(text: str, lexicon: Lexicon) -> float:
    """Share of the visible signs that stand in words and figures a reader can make out.

    Acronyms and names, which no lexicon holds, count neither way, or half when in doubt; a line
    of nothing else is readable.
    """
    good = bad = 0.0
    for token in text.split():
        core = token.strip("«»“”\"()[].,;:!?…’'‘*•-–—")
        if token in _PLAIN_SIGNS or (not core and not _DRAWN.search(token)):
            continue
        if _FIGURE.match(token):
            good += len(token)
        elif not core or _DRAWN.search(core) or _INSIDE.search(core):
            bad += len(token)
        else:
            for word in _WORD.findall(core):
                worth = _worth(word, lexicon)
                good += len(word) * max(0.0, worth)
                bad += len(word) * max(0.0, -worth)
    return good / (good + bad) if good + bad else 1.0


def _worth(word: str, lexicon: Lexicon) -> float:
    """1 for a word of French, 0 for what may be a name or an acronym, -1 for a misreading."""
    if len(word) == 1:
        return 1.0 if word.lower() in _ONE_LETTER else -1.0
    if len(word) == 2:
        return 1.0 if word.lower() in _TWO_LETTERS else 0.0 if word.isupper() else -1.0
    if lexicon.frequency(word) >= _LEAST.get(len(word), _SURE):
        return 1.0 if word.islower() or word.istitle() or word.isupper() else 0.0
    if word.isupper() and len(word) <= 8:
        return 0.0
    return -0.5 if word.istitle() else -1.0


def is_noise(text: str, following: str, lexicon: Lexicon, *, scan: bool) -> bool:
    """Whether a line says nothing: no words, or a number cut off from its label.

    A number alone is kept when the next line goes on with it (« 81 % » / « des citoyens »), and
    so is a period; in clean text, where figures are not scattered, so is any value.
    """
    if not text:
        return False
    if _PERIOD.match(text):
        return False
    if _BARE_NUMBER.match(text):
        goes_on = following[:1].islower() and bool(re.search(r"\d", text))
        return not (goes_on or (not scan and _VALUE.match(text)))
    words = _WORD.findall(text)
    if not words:
        return True
    if not scan:
        return False
    if max(map(len, words)) < 3 and not re.search(r"\d", text):
        return True
    return readable_share(text, lexicon) < _MIN_READABLE
