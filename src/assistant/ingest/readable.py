"""How much of what recognition read a reader can make out.

Every token is worth something: 1 for a word of French or a figure, 0 for what may be a name or
an acronym, -1 for a misreading or a drawing taken for letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.french import fold
from assistant.lexicon import KNOWN, Lexicon

_WORD = re.compile(r"[^\W\d_]+")
_AROUND = "«»“”\"()[].,;:!?…’'‘*•-–—/"
_DRAWN = re.compile(r"[_|\\{}<>=@#^~¥£§°©®™]|[\]\[](?=\w)|(?<=\w)[\]\[]|——")
_INSIDE = re.compile(r"[^\W\d_][\"“”?!%;:*‘][^\W\d_]|[a-zà-ÿ]{2}[A-ZÀ-Ý]{1,2}[a-zà-ÿ]")
_FIGURE = re.compile(
    r"^[^\w&|\\_<>=]*[\d.,/:%€°+-]*\d[\d.,/:%€°+-]*(?:ers?|res?|ères?|es?|[eéè]mes?|nde?s?|h\d*|[kM]?€|k[gm]|m|g)?[^\w&|\\_<>=]*$"
)
_SIGNS = frozenset('« » : ; ! ? – — - + & • / . , … ... => ‡ * “ ” " ( )'.split())
_UNITS = frozenset("% € k€ M€ Md Mds g kg t m km cm mm m² m³ l cl ml h min s ha kW kWh °C".split())
"""Words after a figure, rubble elsewhere."""
_ADDRESS = re.compile(r"://|^www\.|\.(?:fr|org|com|eu|net)\b|@\w")
_TWO_LETTERS = frozenset(
    "ai an as au ce cf ci de du en es et eu if il je la là le lu ma me mi ne né ni nu on or os"
    " ou où pu"
    " qu sa se si su ta te tu un us va vu çà dû ça in of to".split()
)
_ONE_LETTER = frozenset("aàyô")
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)[’']", re.IGNORECASE)
_LEAST = {3: 5e-6, 4: 5e-7, 5: KNOWN, 6: 5e-8, 7: 2e-8}
_LEAST_LONG = 5e-9
_NAME = 5e-6
_OWN_MIN, _OWN_LETTERS = 3, 6
_SCRAP = 4
_MIN_SHARE, _CLEAR = 0.6, 0.8
_MAX_RUBBLE, _MAX_RUBBLE_UNCLEAR = 0.34, 0.25


def repeated_words(lines: Iterable[str]) -> dict[str, float]:
    """The longer words that a document writes again and again: misreadings seldom repeat."""
    counts = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    return {w: KNOWN for w, n in counts.items() if n >= _OWN_MIN and len(w) >= _OWN_LETTERS}


def is_readable(text: str, lexicon: Lexicon) -> bool:
    """Most signs of a line stand in words and figures, and few tokens are rubble."""
    return _judge(text, lexicon, _MIN_SHARE)


def is_clear(text: str, lexicon: Lexicon) -> bool:
    """The same, asking more: a line worth showing on its own."""
    return _judge(text, lexicon, _CLEAR)


def _judge(text: str, lexicon: Lexicon, least: float) -> bool:
    tokens = text.split()
    worths = zip(map(len, tokens), _worths(tokens, lexicon), strict=True)
    held = [(length, value) for length, value in worths if value is not None]
    good = sum(length * max(0.0, value) for length, value in held)
    bad = sum(length * max(0.0, -value) for length, value in held)
    rubble = sum(value <= -1 for _, value in held)
    if good + bad == 0:
        return True
    share = good / (good + bad)
    bearable = _MAX_RUBBLE if share >= _CLEAR else _MAX_RUBBLE_UNCLEAR
    return share >= least and rubble <= bearable * len(held)


def _worths(tokens: Sequence[str], lexicon: Lexicon) -> list[float | None]:
    return [
        1.0 if token in _UNITS and _FIGURE.match(before) else worth(token, lexicon)
        for before, token in zip(["", *tokens], tokens, strict=False)
    ]


def worth(token: str, lexicon: Lexicon) -> float | None:
    """What a token is worth to a reader; None for a plain sign, which says nothing either way."""
    if token in _SIGNS:
        return None
    if _FIGURE.match(token) or _ADDRESS.search(token):
        return 1.0
    core = _ELIDED.sub("", token).strip(_AROUND)
    if re.fullmatch(r"[A-ZÀ-Ý]\.", token):
        return 0.0
    if re.fullmatch(r"(?:[A-Z]\.)*[A-Z]\.\w+", core):
        core = core.replace(".", "")
    if lexicon.frequency(core) >= KNOWN and len(core) > 4:
        return 1.0
    if _DRAWN.search(token) or (_INSIDE.search(core) and not _is_coined(core, lexicon)):
        return -1.0
    if token.endswith("-"):
        return 0.0
    pieces = _WORD.findall(core)
    if not pieces:
        return 1.0 if _ELIDED.search(token) else None if not core else -1.0
    if any(c.isdigit() for c in core) and not core.isupper():
        return -1.0 if len(pieces[0]) < 4 else 0.0
    worths = [len(p) * _word_worth(p, lexicon, compound=len(pieces) > 1) for p in pieces]
    return sum(worths) / sum(map(len, pieces))


def _is_coined(core: str, lexicon: Lexicon) -> bool:
    """« OpinionWay »: a name made of words written together."""
    parts = re.findall(r"[A-ZÀ-Ý][a-zà-ÿ]+|[A-ZÀ-Ý]+(?![a-zà-ÿ])", core)
    return "".join(parts) == core and all(
        len(part) > 2 and lexicon.frequency(part) >= KNOWN for part in parts
    )


def _word_worth(word: str, lexicon: Lexicon, *, compound: bool) -> float:
    lowered, length = word.lower(), len(word)
    if length == 1:
        return 1.0 if lowered in _ONE_LETTER else 0.0 if compound else -1.0
    if length == 2:
        if lowered in _TWO_LETTERS:
            return 1.0
        named = word.isupper() or (word.istitle() and lexicon.frequency(word) >= _NAME)
        return 0.0 if named or compound else -1.0
    if _is_sound(lowered, lexicon):
        return 1.0 if word.islower() or word.istitle() or word.isupper() else 0.0
    if length <= 4 and lexicon.knows(lowered):
        return 0.0
    if word.isupper():
        return 1.0 if lexicon.is_usual(fold(word)) else 0.0 if length <= 8 else -0.5
    return -0.5 if word.istitle() else -1.0


def _is_sound(word: str, lexicon: Lexicon) -> bool:
    """Usual for its length; a long word need only have been seen somewhere."""
    return lexicon.frequency(word) >= _LEAST.get(len(word), _LEAST_LONG)


def good_run(tokens: Sequence[str], lexicon: Lexicon) -> tuple[int, int]:
    """Start and end of the tokens left when rubble at both edges is cut.

    An edge is cut as far as nothing readable stands in it and something is plainly misread.
    """
    worths = _worths(tokens, lexicon)
    start = _rubble_length(tokens, worths)
    end = len(tokens) - _rubble_length(tokens[::-1], worths[::-1])
    return (start, end) if start < end else (0, len(tokens))


def _rubble_length(tokens: Sequence[str], worths: Sequence[float | None]) -> int:
    cut = 0
    for i, value in enumerate(worths):
        if value is not None and value > 0:
            break
        core = tokens[i].strip(_AROUND)
        if len(core) > _SCRAP and core.isalpha() and (core.islower() or core.istitle()):
            break
        if value is not None and value <= -1:
            cut = i + 1
    return cut
