"""Opposites: « augmente » is not « baisse », « au nord » not « au sud »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.answer.verify.findings import Doubt
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import Token, is_stem
from assistant.french import stem

_OPPOSITES = """
augmenter augmentation augmente hausse croitre croissance progresser accroitre monter | diminuer
  diminution diminue baisser baisse reduire reduit recul reculer chuter chute
accelerer acceleration | ralentir ralentissement freiner
renforcer renforcement | affaiblir affaiblissement
nord | sud
court | long
national nationale nationaux | local locale locaux
utile utiles | inutile inutiles
favorable favorables | defavorable defavorables
satisfaisant satisfaisante | insatisfaisant insatisfaisante
obligatoire | facultatif facultative volontaire
gratuit gratuite libre librement | payant payante licence acheter
positif positive | negatif negative
inclure inclus | exclure exclu exclus exclue
accepter acceptation | refuser refus
confiance | defiance mefiance
autoriser autorise permis | interdire interdit interdite
possible possibles | impossible impossibles
ouvrir ouverture | fermer fermeture
gagner gain | perdre perte
reussir reussite succes | echouer echec
avant | apres
interne internes | externe externes
rassurer rassurent rassurant | anxiogene anxiogenes inquieter inquietent inquietant
facile faciles aise aisee | difficile difficiles
rare rares rarement | souvent frequent frequents frequemment
visible visibles | invisible invisibles radars
majorite majoritaire | minorite minoritaire
premier premiere | dernier derniere
simple simples | complexe complexes
rapide rapidement | lent lentement
fort forte | faible faibles
concurrence concurrent | cooperation cooperer
centraliser centralise | decentraliser decentralise
riche riches | pauvre pauvres
supprimer suppression | maintenir maintien conserver preserver preserve
superieur superieure | inferieur inferieure
""".strip()
_ENDS = 7


@lru_cache(maxsize=1)
def _sides() -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(_OPPOSITES.replace("\n  ", " ").split("\n")):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                for form in {word, stem(word)}:
                    found.setdefault(form, []).append((number, side))
    return {form: tuple(places) for form, places in found.items()}


def _side(token: Token) -> tuple[tuple[int, int], ...]:
    return _side_of(token.word) if token.kind == "word" else ()


@lru_cache(maxsize=20_000)
def _side_of(word: str) -> tuple[tuple[int, int], ...]:
    return _sides().get(word) or _sides().get(stem(word)) or ()


def check(claim: Piece, evidence: Sequence[Piece]) -> Iterator[Doubt]:
    """An opposite in place of what the best units say, nothing there saying the same."""
    said = [(n, place) for n, t in enumerate(claim.tokens) for place in _side(t)]
    known = {place for piece in evidence for t in piece.tokens for place in _side(t)}
    for n, (number, side) in said:
        if (number, 1 - side) not in known:
            continue
        if claim.negations or any(p.negations and _holds(p, number, 1 - side) for p in evidence):
            continue
        around = frozenset(
            key for t in claim.tokens[max(0, n - _ENDS) : n + _ENDS + 1] for key in t.keys
        )
        near = max(_around(piece, number, 1 - side, around) for piece in evidence)
        if (number, side) not in known:
            yield Doubt("polarity", hard=near >= 2)
        elif near >= 2 and near > max(_around(piece, number, side, around) for piece in evidence):
            yield Doubt("polarity", hard=False)


def _holds(piece: Piece, number: int, side: int) -> bool:
    """Whether a clause that denies something holds a word of this side."""
    denied = {n for negation in piece.negations for n in range(*negation.clause)}
    return any((number, side) in _side(t) for n, t in enumerate(piece.tokens) if n in denied)


def _around(piece: Piece, number: int, side: int, keys: frozenset[str]) -> int:
    """Stems shared around an opposite in a unit."""
    best = 0
    for n, token in enumerate(piece.tokens):
        if (number, side) in _side(token):
            near = frozenset(
                key for t in piece.tokens[max(0, n - _ENDS) : n + _ENDS + 1] for key in t.keys
            )
            best = max(best, sum(is_stem(key) for key in near & keys))
    return best
