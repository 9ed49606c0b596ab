"""What one token of a page is worth: sound French, unsure, or broken as readers break words.

Readers of PDF and scans glue words, cut them, lose ligatures and accents, and take letters for
others. Figures, acronyms, addresses and typographic signs are no fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.french import fold
from assistant.lexicon import KNOWN, USUAL, Lexicon

_EDGES = (
    "«»“”„\"‘’'()[]{}<>.,;:!?…–—-‐•·*/%&+=#@€$§°‹›■▪●○◦→➔►✓■□†‡_²³¹\u00a0\u202f\u00ad\u200b\ufeff"
    "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0e8"
)
"""Signs around a word, bullets of symbol fonts among them."""
_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄ", ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
DRAWN_AS_ONE = (*_LIGATURES.values(), "ti", "tt")
"""What fonts draw as one sign, and readers then lose."""
_STRANGE = re.compile(
    "[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]|\\(cid:\\d+\\)|[¢¤¥¦¬¶](?=\\w)"
    "|[¦¬¶|\\\\~]|(?<=[^\\W\\d_])[¢¤¥®©™<>{}\\[\\];!?=^§°*](?=[^\\W\\d_])"
)
_MOJIBAKE = re.compile("Ã[\x80-\xbf©¨ªŠ‰€´§»¹®¯¢]|Â[\xa0«»°·]|â€.?|Å[“’]|ï¿½|ï¬")
_DETACHED = re.compile("[\u0300-\u036f´¨ˆ˜¸]|(?<=[A-Za-z])[`^](?=[a-z])")
_ADDRESS = re.compile(
    r"://|www\.|@\w|\w\.(?:fr|com|org|net|eu|gouv|html?|pdf|php)\b|\w/\w+/\w|\w_\w|\w\(\)|^~/|\w::\w"
    r"|\w{2}\\[A-Z]\w"
)
_FIGURE = re.compile(
    r"[\d.,:/+–-]*\d[\d.,:/°%–-]*"
    r"(?:e|er|re|ère|ers|res|ères|es|ème|èmes|nd|nde|de|h|min|s|m|km|cm|mm|kg|g|l|ha|k|bis|ter|x"
    r"|ans|M|Md|[A-Z]{1,3})?\d*"
)
_CODE = re.compile(r"[A-ZÉÈ]{0,6}[a-z]{0,2}[-./]?\d[\dA-Z.,/:-]*[a-z]?")
_PIECE = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"[’'ʼ‐‑-]")
_ELIDED = frozenset("l d j m n s c t qu lorsqu puisqu jusqu quoiqu presqu quelqu entr prud".split())
_ALONE = frozenset("aàyô")
_LATIN = re.compile("[A-Za-zª-ɏḀ-ỿﬀ-ﬄ]")
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")

_MISREAD: Mapping[str, Sequence[str]] = {
    "e": ("é", "è", "ê", "c", "o"), "é": ("e", "è", "ê"), "è": ("é",), "ê": ("é",),
    "a": ("à", "â", "o"), "c": ("e", "ç", "o"), "u": ("n", "û", "ù"), "n": ("u", "ri", "r"),
    "i": ("l", "î", "t", "j", "f"), "l": ("i", "t", "f"), "t": ("l", "f", "i"), "f": ("t",),
    "o": ("ô", "c", "e"), "m": ("rn", "in", "ni"), "rn": ("m",), "in": ("m",), "ni": ("m",),
    "ii": ("n", "u"), "h": ("b", "li"), "b": ("h",), "d": ("cl",), "cl": ("d",), "oe": ("œ",),
    "ce": ("œ",), "g": ("q", "ç"), "q": ("g",), "ll": ("l", "il"), "y": ("v",), "v": ("y",),
    "r": ("t",),
}  # fmt: skip
"""What letters read wrongly may have been."""
_FAR_RARER = 300
_SHORT, _SHORT_KNOWN = 4, 3e-6
"""Nearly any few letters are a word of some corpus."""
_LONG = 5
_SMALL_PARTS = frozenset(
    "a à au aux ce ces de des du en est et il la le les ne on ou par pas pour que qui sa se ses son"
    " sur un une dans avec plus leur nos vos nous vous".split()
)
_LONGEST_GLUED = 60


@dataclass(frozen=True, slots=True)
class Token:
    """Letters of a token: those judged, those of known words, and those that stand in broken
    words, by the way they are broken. `unsure` and `misread` letters are weighed; `long` ones
    stand in words or names of five letters or more."""

    core: str = ""
    letters: int = 0
    known: int = 0
    unsure: float = 0.0
    misread: float = 0.0
    glued: int = 0
    ligatures: int = 0
    accents: int = 0
    strange: int = 0
    long: int = 0
    lone: bool = False

    @property
    def sound(self) -> bool:
        return self.known == self.letters and not self.ligatures

    def __add__(self, other: Token) -> Token:
        return Token(
            self.core,
            self.letters + other.letters,
            self.known + other.known,
            self.unsure + other.unsure,
            self.misread + other.misread,
            self.glued + other.glued,
            self.ligatures + other.ligatures,
            self.accents + other.accents,
            self.strange + other.strange,
            self.long + other.long,
            self.lone,
        )


class TokenJudge:
    """Judges tokens by one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._triples: frozenset[str] | None = None

    def judge(self, token: str) -> Token:
        core = token.strip(_EDGES)
        if not core:
            return Token()
        if _ADDRESS.search(core):
            return Token()
        if len(core) == 1:
            return _alone(core, token)
        size = sum(map(str.isalpha, core)) or 1
        if _MOJIBAKE.search(core) or _DETACHED.search(core):
            return Token(core, size, accents=size)
        if _STRANGE.search(core):
            return Token(core, size, strange=size)
        found = sum(core.count(sign) for sign in _LIGATURES)
        if found:
            for sign, letters in _LIGATURES.items():
                core = core.replace(sign, letters)
            return replace(self._whole(core), ligatures=found)
        return self._whole(core)

    def _whole(self, core: str) -> Token:
        if core.isalpha():
            return replace(self._piece(core), core=core)
        if _FIGURE.fullmatch(core) or _CODE.fullmatch(core):
            return Token()
        pieces = _PIECE.findall(core)
        letters = sum(map(len, pieces))
        if letters > 1 and self._lexicon.knows(core.strip(_EDGES)):
            return Token(core, letters, letters, long=_if_long(letters))
        if re.search(r"[a-zà-ÿ]\d+[a-zà-ÿ]|[A-Za-zà-ÿ]{2}\d[a-zà-ÿ]{2}", core):
            return Token(core, letters, misread=letters)
        total = Token(core)
        for piece, after in _pieces(core):
            if after in "'’ʼ" and piece.lower() in _ELIDED:
                total += Token("", len(piece), len(piece))
            elif after in "'’ʼ" and len(piece) == 1 and piece in "IT1i":
                total += Token("", 1, misread=1)
            elif len(piece) > 1:
                total += self._piece(piece)
        return total

    def _piece(self, word: str) -> Token:
        """A run of two letters or more."""
        size = len(word)
        if not _LATIN.match(word):
            return Token("", size, unsure=0.1 * size)
        long = _if_long(size)
        frequency = self._lexicon.frequency(word)
        if frequency >= (KNOWN if size > _SHORT else _SHORT_KNOWN):
            return Token("", size, size, long=long)
        if word.isupper():
            return Token() if size <= 6 else Token("", size, unsure=0.5 * size, long=long)
        if not word[1:].islower():
            return self._humps(word)
        lowered = word.lower()
        if word[0].isupper():
            if self._plausible(lowered):
                return Token("", size, unsure=0.2 * size, long=long)
            return Token("", size, unsure=0.6 * size)
        return self._unknown(lowered, frequency)

    def _unknown(self, word: str, frequency: float) -> Token:
        size = len(word)
        if size > 5 and self._splits(word):
            return Token("", size, glued=size)
        if any(self._usual(restored) for restored in _with_ligature(word)):
            return Token("", size, ligatures=size)
        better = max((self._lexicon.frequency(other) for other in _as_misread(word)), default=0.0)
        if better >= USUAL and better >= _FAR_RARER * frequency:
            return Token("", size, misread=size)
        if frequency >= KNOWN / 10:
            return Token("", size, unsure=0.2 * size, long=_if_long(size))
        if self._plausible(word):
            return Token("", size, unsure=0.4 * size)
        return Token("", size, unsure=0.7 * size, misread=0.3 * size)

    def _humps(self, word: str) -> Token:
        """« partenariatsLes » lost a space, « OpinionWay » is a name, « aLLiance » misread."""
        size, parts = len(word), _HUMP.split(word)
        if all(len(part) > 1 and part[1:].islower() for part in parts):
            if word[0].isupper():
                return Token("", size, unsure=0.2 * size, long=_if_long(size))
            if all(self._usual(part) for part in parts):
                return Token("", size, glued=size)
        return Token("", size, misread=0.7 * size)

    def _usual(self, word: str) -> bool:
        return self._lexicon.frequency(word) >= USUAL

    def _splits(self, word: str) -> bool:
        """Whether two to five usual words written without spaces make `word`."""
        size = min(len(word), _LONGEST_GLUED)
        parts = [0, *[99] * size]
        for end in range(1, size + 1):
            for start in range(max(0, end - 18), end):
                if parts[start] + 1 < parts[end] and self._part(word[start:end]):
                    parts[end] = parts[start] + 1
        return 2 <= parts[size] <= max(3, size // 4)

    def _part(self, piece: str) -> bool:
        if len(piece) < 4:
            return piece in _SMALL_PARTS
        return self._lexicon.frequency(piece) >= 3e-6

    def _plausible(self, word: str) -> bool:
        """Whether its letters follow each other as in French words."""
        if self._triples is None:
            self._triples = frozenset(
                form[i : i + 3]
                for form, share in self._lexicon.folded.items()
                if share >= USUAL
                for form in (f"^{form}$",)
                for i in range(len(form) - 2)
            )
        form = f"^{fold(word)}$"
        return all(form[i : i + 3] in self._triples for i in range(len(form) - 2))


def _if_long(size: int) -> int:
    return size if size >= _LONG else 0


def _alone(sign: str, token: str) -> Token:
    """A sign alone; capitals and « b) » number and name things."""
    if _STRANGE.match(sign):
        return Token(sign, 1, strange=1)
    if not _LATIN.match(sign) or token.endswith((")", ".", "°")):
        return Token()
    if sign in _ALONE:
        return Token(sign, 1, 1, lone=True)
    if sign.isupper():
        return Token(sign, lone=True)
    return Token(sign, 1, unsure=2, lone=True)


def _pieces(core: str) -> Iterator[tuple[str, str]]:
    """Each run of letters with the sign after it, "" at the end."""
    for match in _PIECE.finditer(core):
        yield match.group(), core[match.end() : match.end() + 1] or " "


def _with_ligature(word: str) -> Iterator[str]:
    """The word as it may have been before a ligature fell out of it."""
    return (
        word[:place] + lost + word[place:]
        for lost in DRAWN_AS_ONE
        for place in range(len(word) + 1)
        if len(word) > 2
    )


def _as_misread(word: str) -> Iterator[str]:
    """What the word may have been before one of its letters was misread."""
    for place in range(len(word)):
        for width in (1, 2):
            for other in _MISREAD.get(word[place : place + width], ()):
                yield word[:place] + other + word[place + width :]
