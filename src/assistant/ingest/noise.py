"""What recognition makes of logos, rules and bullets: signs at line edges, lines of nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ingest.lexicon import Lexicon

BULLET = "• "
NOTE = "‡ "
_WORD = re.compile(r"[^\W\d_]+")
_SIGN_BULLET = re.compile(r"^(?:[•▪‣◦·●►✓+*\uf0a7\uf0b7]\s*(?=[\w«(…])|[-–—]\s+(?=[A-ZÀ-Ý«(\d…]))")
_ARROW_BULLET = re.compile(r"^>\s*(?=\S)|^»\s+(?=[A-ZÀ-Ý\d«])")
_LETTER_BULLET = re.compile(r"^o\s+(?=[A-ZÀ-Ý«\d(])")
_SCAN_BULLET = re.compile(r"^(?:[Oo0dvQ]|QO|[‘'_|])\s+(?=[A-ZÀ-Ý«…(\d]|\.{2,3}\s)")
_BARE_NUMBER = re.compile(r"^[\d\s.,%€+*()/-]+$")
_PERIOD = re.compile(r"^\W*(?:1[5-9]|20)\d\d(?:\s*[-–/]\s*(?:1[5-9]|20)?\d\d)?\W*$")
_NUMBER_MARK = re.compile(r"^(?:\d{1,2}[\"'’]?|['’][S\d]\d?)\s+(?=[A-ZÀ-Ý«\\h])")
_SIGN_MARK = re.compile(r"^[\"“”%°?®¥]{1,2}\s?(?=[A-ZÀ-Ý«h])")
_REFERENCE = re.compile(
    r"\([^()]*(?:1[5-9]|20)\d\d[^()]*\)?\.?$|h\w{2,5} ?[.:;] ?//|www|\w\.(?:org|0rg|fr|com)\b"
    r"|,\s?(?:1[5-9]|20)\d\d\)"
)
_LONE_ADDRESS = re.compile(r"^\W{0,2}\s?h\w{2,5} ?[.:;] ?//\S+(?: \S+){0,3}$")
_FRENCH_LETTERS = frozenset("aàyôAÀYÔ")
_TINY_WORDS = frozenset(
    "à a y ô le la un en et de du au ou où il on ce se sa ne ni si sa ma ta tu je me te va l’ d’"
    " « » : ; ! ? - – — • & + l d n s c j m t qu".split()
)
_MIN_LETTERS = 0.55
_MIN_KNOWN = 0.45


def mark_bullets(text: str, *, scan: bool) -> str:
    """The line with one kind of bullet; a scan reads bullets as O, 0, d, », >…"""
    for pattern in (
        _SIGN_BULLET,
        _ARROW_BULLET,
        _LETTER_BULLET,
        *((_SCAN_BULLET,) if scan else ()),
    ):
        marked, count = pattern.subn(BULLET, text, count=1)
        if count:
            return marked
    return text


def mark_note(text: str, *, scan: bool) -> str:
    """A footnote's line, its misread mark replaced by `NOTE`.

    A number opens a note only when a reference follows (a year in brackets, an address); the
    signs that a scan makes of raised figures do so before any capital.
    """
    match = _NUMBER_MARK.match(text)
    if match and _REFERENCE.search(text):
        return NOTE + text[match.end() :]
    match = _SIGN_MARK.match(text) if scan else None
    if match and (len(text) > 40 or _REFERENCE.search(text)):
        return NOTE + text[match.end() :]
    return NOTE + text if _LONE_ADDRESS.match(text) else text


def mark_note_runs(texts: Sequence[str]) -> list[str]:
    """A numbered line beside a footnote is one too, reference or not."""
    marked = list(texts)
    filled = [i for i, text in enumerate(marked) if text]
    for position, i in enumerate(filled):
        beside = filled[max(0, position - 1) : position + 2]
        match = _NUMBER_MARK.match(marked[i])
        if match and any(marked[j].startswith(NOTE) for j in beside):
            marked[i] = NOTE + marked[i][match.end() :]
    return marked


def unmark_first(texts: Sequence[str]) -> list[str]:
    """The first words of a page are its heading: a sign read before them is a logo."""
    first = next((i for i, text in enumerate(texts) if text), None)
    return [t.removeprefix(BULLET) if i == first else t for i, t in enumerate(texts)]


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
            letters[0] not in _FRENCH_LETTERS
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


def _is_rubble(tokens: Sequence[str]) -> bool:
    """Scattered letters and drawing signs: what a figure leaves in a scan."""
    tiny = [t for t in tokens if len(t) <= 2 and t.lower() not in _TINY_WORDS and not t.isdigit()]
    drawn = [t for t in tokens if re.search(r"[_|\\{}\[\]<>=@#^~¥£§]", t)]
    return len(tokens) >= 5 and len(tiny) + len(drawn) > 0.3 * len(tokens)


def is_noise(text: str, following: str, lexicon: Lexicon, *, scan: bool) -> bool:
    """Whether a line says nothing: no words, or a number cut off from its label.

    A number alone is kept when the next line goes on with it (« 81 % » / « des citoyens »),
    and so is a period.
    """
    if not text:
        return False
    if _PERIOD.match(text):
        return False
    if _BARE_NUMBER.match(text):
        return not (following[:1].islower() and re.search(r"\d", text))
    words = _WORD.findall(text)
    if not words:
        return True
    if not scan:
        return False
    visible = re.sub(r"\s", "", text)
    letters = sum(c.isalnum() for c in visible)
    if letters < _MIN_LETTERS * len(visible):
        return True
    if max(map(len, words)) < 3 and not re.search(r"\d", text):
        return True
    if _is_rubble(text.split()):
        return True
    known = sum(map(lexicon.knows, words))
    return lexicon.known_share(words) < _MIN_KNOWN and known <= len(words) / 3
