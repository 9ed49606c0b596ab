"""Text as words, numbers and signs, each with what the comparisons ask of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer.verify.synonyms import groups
from assistant.french import STOP_WORDS, fold, stem

_APOSTROPHES = str.maketrans({**dict.fromkeys("’‘ʼ`´", "'"), "\u00ad": None, "\u200b": None})
_INSIDE = re.compile(r"(?<=\w)\((\w{1,5})\)|\((\w{1,5})\)(?=\w)")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}(?:[A-Z]\b)?|\b[A-Z]\.(?=[a-zà-ÿ]{4})")
_TOKEN = re.compile(
    r"aujourd'hui|[^\W\d_]+(?:&[^\W\d_])?'?|\d+(?:[ \u00a0\u202f]\d{3}(?!\d))+(?:,\d+)?"
    r"|\d+(?:[.,]\d+)*|\.{3}|[^\w\s]",
    re.IGNORECASE,
)
_FAMILY = 7
_ELIDED = frozenset("c d j l m n s t qu jusqu lorsqu puisqu quoiqu".split())
LIGHT = frozenset(
    "permettre permet permettent permis notamment egalement document documents texte passage"
    " extrait extraits rapport presentation synthese indique indiquent precise precisent souligne"
    " soulignent rappelle rappellent mentionne presente presentent selon apres ainsi plusieurs"
    " differents differentes divers diverses certains certaines maniere facon cadre fois point"
    " partie part sens ensemble chose choses cas exemple exemples forme notion question aussi"
    " lieu moment etape niveau grand grande grands grandes nouveau nouvelle nouveaux nouvelles"
    " bon bonne meilleur meilleure vrai important importante existe existent trouve trouvent"
    " compte devenir devient deviennent devenu devenue reste restent mettre met mettent mis"
    " mise place sert servent agit vise visent propose proposent repose reposent concerne"
    " concernent constitue constituent represente representent correspond donne donner donnent"
    " rend rendre rendent prendre prend prennent pris prise tenir tient appele appelee dit dite"
    " ici actuellement desormais aujourd'hui deja jour jours concretement specifiquement"
    " clairement simplement veritable proprement seul seule seuls seules propre propres sorte"
    " sortes parmi dont figure figurent fait faire faut venir vient viennent telle tel etre"
    " avoir vouloir veut pouvoir devoir abord ensuite afin surtout chacun chacune egalement puis"
    " premier premiere tout tous".split()
)
"""Folded words that say little: they are looked for, but their absence weighs little."""


@dataclass(frozen=True, slots=True)
class Token:
    """`form` is in small letters with its accents, `word` folded. `keys` are what two words that
    mean the same share: their stem or a group of synonyms; none for function words and signs."""

    text: str
    form: str
    word: str
    keys: frozenset[str]
    kind: str
    glued: bool = False

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def content(self) -> bool:
        return bool(self.keys)

    @property
    def light(self) -> bool:
        return self.word in LIGHT


@lru_cache(maxsize=2_048)
def tokenize(text: str) -> tuple[Token, ...]:
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    text = _INSIDE.sub(lambda m: m.group(1) or m.group(2), text.translate(_APOSTROPHES))
    text = _INITIALS.sub(lambda m: m.group().replace(".", ""), text)
    hyphen = False
    end = -1
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if (
            piece in "-‐‑"
            and match.start() == end
            and text[match.end() : match.end() + 1].isalnum()
        ):
            hyphen, end = True, match.end()
            continue
        yield _token(piece, hyphen and match.start() == end)
        hyphen, end = False, match.end()


@lru_cache(maxsize=50_000)
def _token(piece: str, glued: bool) -> Token:
    if piece[0].isdecimal():
        return Token(piece, piece, re.sub(r"\s", "", piece), frozenset(), "number", glued)
    if not piece[0].isalpha():
        return Token(piece, piece, piece, frozenset(), "sign", glued)
    word = fold(piece.rstrip("'"))
    if not word:
        return Token(piece, piece, piece, frozenset(), "sign", glued)
    if piece.endswith("'") and word in _ELIDED:
        return Token(piece, piece.lower(), word, frozenset(), "word", glued)
    keys = keys_of(word) if _is_content(word, piece) else frozenset[str]()
    return Token(piece, piece.rstrip("'").lower(), word, keys, "word", glued)


def _is_content(word: str, piece: str) -> bool:
    if word in STOP_WORDS and not (len(piece) > 2 and piece.isupper()):
        return False
    return len(word) > 1


@lru_cache(maxsize=50_000)
def keys_of(word: str) -> frozenset[str]:
    """The stem of a folded word, its groups of synonyms (« = ») and its family (« ~ »)."""
    root = _APART.get(word) or stem(word)
    family = {"~" + root[:_FAMILY]} if len(root) >= _FAMILY else set()
    return frozenset({root, *family}) | groups(word)


_APART = {
    "commune": "commune_", "communes": "commune_", "maire": "maire_", "maires": "maire_",
    "mairie": "mairie_", "mairies": "mairie_", "fonds": "fonds_", "fond": "fond_",
    "partie": "partie_", "parties": "partie_", "parti": "parti_", "cours": "cours_",
    "general": "general_", "generale": "general_", "publication": "publication_",
    "publications": "publication_", "publie": "publication_", "publiee": "publication_",
}  # fmt: skip
"""Words that share a stem with another that means something else."""


def is_stem(key: str) -> bool:
    """Whether a key is of one word, not of a group or a family."""
    return key[0] not in "=~"


def keys(tokens: Iterable[Token]) -> frozenset[str]:
    """All keys of some words."""
    return frozenset(key for token in tokens for key in token.keys)


def content(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.keys]
