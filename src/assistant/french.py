"""French text as pure functions: folding, words, stems, stop words, sentences.

Nothing here knows about documents or indexes; everything is deterministic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl"})
_UNIFY = str.maketrans(
    {**dict.fromkeys("’‘ʼ`´", "'"), **dict.fromkeys("\u00a0\u202f\u2009", " "), "\u00ad": None}
)
_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*(?:&[a-z]\b)?")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")
_INNER_PARENTHESIS = re.compile(r"(?<=\w)\((\w{1,5})\)|\((\w{1,5})\)(?=\w)")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?|\b[a-z]\.(?=[a-z]{4})")
"""« A.G.I.R. », « I.nvestir »: read without their dots."""
_PRONOUNS = frozenset("je tu t il elle on nous vous ils elles ce moi toi".split())
"""Hyphenated after a verb: « pensez-vous » is no compound."""
_COMPOUND = re.compile(r"\b[a-z]+(?:-[a-z]+)+\b")

STOP_WORDS = frozenset(
    """
    liste lister numero a ai aie ainsi alors apres as au aucun aucune aupres auquel aura aurait
    auront aussi autre autres aux avaient avait avant avec avez avoir avons ayant bien car ce ceci
    cela celle celles celui ces cet cette ceux chacun chacune chaque chez ci comme comment
    concernant dans de depuis des deja dois doit doivent donc donne donnez dont du elle elles en
    encore entre es est et etaient etait etant etc ete etes etre eu eux fait faites fut hors hui
    ici il ils je jusque la laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui
    ma mais me meme memes mes mien moi moins mon ne ni non nos notre nous on ont ou oui par parce
    parmi pas peu peut peuvent plus plutot pour pourquoi pourrait propos puis puisque quand que quel
    quelle quelles quels quelque quelques qui quoi quoique sa sans se selon sera seront ses si
    sien soi soit sommes son sont sous suis sur ta tandis tant te tel telle telles tels tes ton
    toujours tous tout toute toutes tres trop tu un une vers voici voila vos votre vous vraiment y
    ca cest quest estce est-ce dit dites savoir peux veux voudrais veut svp stp merci bonjour sil
    plait explique expliquez voulez veulent voulait voulu pouvons pouvez pouvoir vouloir devons
    devait faudrait penser pensent aller va vont vas allez vais koi ki kel kelle kels kelles kan
    pk pq pkoi cb ds pr ac ya keske keski kesk cetai cete veu vx voudrait prevu prevus fo faut pe
    tps avai etai jaimerai jveu dis dire moi-meme lui-meme combien quelqu aujourd jai jaimerais
    aimerais connaitre parle parlez
    """.split()
)
"""Folded function words and request formulas that carry no subject."""

NUMERALS = {
    word: str(number)
    for number, word in enumerate(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
        " dixsept dixhuit dixneuf vingt".split(),
        2,
    )
}
"""Folded cardinal numbers, compounds joined."""
SPELLED_NUMBER = (
    r"\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|vingt|trente|quarante|cinquante|soixante|cents?|mille|millions?|milliards?|milliers?|moitié"
    r"|tiers|quarts?|(?:dix|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines?)\b"
)
"""Pattern of a number in words."""
_ORDINAL_END = re.compile(r"(?<=\d)(?:e|er|ere|eme|emes)$")

_ABBREVIATIONS = frozenset(
    "art al cf ch chap col coll dr ed etc ex fig hab ibid id ill l m mm mme mlle mgr n no nb"
    " obs op p pp par r sr st ste t tel tit vol v".split()
)
_BOUNDARY = re.compile(
    r"([.!?…]+)([»”\")\]]*|\s»(?=\s+[A-ZÀ-ÖØ-Þ«]))(\s+)(?=[«“\"(\[]?\s?[A-ZÀ-ÖØ-Þ0-9«–—•])"
)


def nfc(text: str) -> str:
    """Composed Unicode form, as everything is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case, no accents, no ligatures, one kind of apostrophe and space."""
    text = text.translate(_UNIFY).translate(_LIGATURES)
    if not text.isascii():
        text = _BEYOND_ASCII.sub(_unmarked, unicodedata.normalize("NFKD", text))
    return " ".join(text.lower().split())


def inner_quotes(text: str) -> str:
    """Quotes to stand inside quotes: “ ” rather than « »."""
    return re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", text))


def bare(text: str) -> bytes:
    """Lower-case ASCII, accents fallen with their marks: for comparing a whole text with many
    others, where `fold` does better and takes ten times as long."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").lower()


def _unmarked(found: re.Match[str]) -> str:
    return "" if unicodedata.combining(found[0]) else found[0]


def words(text: str) -> list[str]:
    """Folded words: elisions cut, (re)connaître read as one word, numbers kept.

    A compound gives its parts and its joined form, so that « co-construction »,
    « co construction » and « coconstruction » meet.
    """
    folded = _ELISION.sub(" ", _DOTTED.sub(lambda m: m.group().replace(".", ""), fold(text)))
    folded = _INNER_PARENTHESIS.sub(lambda m: m.group(1) or m.group(2), folded)
    found = _WORD.findall(folded)
    compounds = (m.group() for m in _COMPOUND.finditer(folded))
    found.extend(c.replace("-", "") for c in compounds if not set(c.split("-")) & _PRONOUNS)
    return found


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("french")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Snowball French stem of a folded word, its residual mute endings cut.

    Folding first makes typed questions without accents meet accented text. A number is itself
    however written: « six », « 6 », « 6e », « 6ème ».
    """
    if word in NUMERALS:
        return NUMERALS[word]
    if word[0].isdigit():
        return _ORDINAL_END.sub("", word.replace(",", "."))
    if len(word) <= 3:
        return word
    return str(_stemmer().stemWord(word)).rstrip("e") or word


def content_words(text: str) -> list[str]:
    """Words without stop words and lone letters, in order."""
    return [
        w for w in words(text) if w not in STOP_WORDS and (len(w) > 1 or w.isdigit()) and w != "n"
    ]


def stems(text: str) -> list[str]:
    """Stems of the content words, in order, repetitions kept."""
    return [stem(w) for w in content_words(text)]


def numbers(text: str) -> list[str]:
    """Numbers as they count: « 2 018 » is 2018, « 7,5 » is 7.5; ordinals lose their ending."""
    joined = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", text)
    return [n.replace(",", ".") for n in re.findall(r"\d+(?:[.,]\d+)*", joined)]


def sentences(text: str) -> list[tuple[int, int]]:
    """Character spans of the sentences of `text`; a line end always ends one.

    A full stop after an abbreviation (« art. L. 1234-5 », « p. 3 »), an initial or a list
    number ends nothing.
    """
    return [span for start, end in _lines(text) for span in _cut_line(text, start, end)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _cut_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _BOUNDARY.finditer(text, start, end):
        if match.group(1) == "." and _is_abbreviation(text[begin : match.start()]):
            continue
        yield from _trimmed(text, begin, match.end(2))
        begin = match.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if piece.strip():
        yield start + left, start + left + len(piece.strip())


def _is_abbreviation(before: str) -> bool:
    match = re.search(r"([\w°]+)$", before)
    if match is None:
        return False
    word = match.group(1)
    if before.strip() == word and word.isdigit():
        return True
    return fold(word) in _ABBREVIATIONS or (len(word) == 1 and word.isupper())
