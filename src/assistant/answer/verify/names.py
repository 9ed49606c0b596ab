"""Names of people, bodies and places: none that the source does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.answer.verify.evidence import Source
from assistant.answer.verify.findings import Doubt
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import Token, is_stem, keys_of, tokenize
from assistant.answer.verify.verbs import readings
from assistant.french import STOP_WORDS

_SOFT = frozenset(
    "france francais francaise francaises etat etats republique europe union monsieur madame mme mr"
    " covid internet web ministre ministere secretaire president premier parlement gouvernement"
    " senat assemblee fondation comite conseil charte observatoire programme mission etude rapport"
    " loi code fonds territoire territoires alliance alliances collectivite collectivites maire"
    " maires depute deputee prefet prefete elu elus senateur senatrice directeur directrice".split()
)
"""Names that a sentence may add without inventing anything; their absence is still a doubt."""
_COMPLETED = frozenset(
    "code ministere fonds fondation comite conseil observatoire charte institut agence maison ecole"
    " universite plan programme union banque caisse direction prix cour".split()
)
_NEAR = 4
_STARTERS = frozenset(', : ; . ! ? ( « “ " — – - • …'.split())


def check(
    claim: Piece, sources: Sequence[Source], others: Sequence[Source] = ()
) -> Iterator[Doubt]:
    """`others` are passages shown beside those cited: a body that their document names may be
    meant without a word of it in the passage cited."""
    words = frozenset().union(*(s.words for s in sources))
    for name in names(claim.tokens):
        for place, token in enumerate(name):
            if not _holds(token, words, sources):
                sure = place > 0 or len(name) > 1 or not _may_open(claim.tokens, token, sources)
                if sure or token.text.isupper():
                    if _addressed(claim.tokens, token):
                        continue
                    soft = (
                        token.word in _SOFT
                        or _of_document(token, sources)
                        or _beside(token, sources, others)
                    )
                    yield Doubt("name", hard=not soft and not _attributed(claim.tokens, token))
        yield from _joined(name, sources, words)
    yield from _completed(claim.tokens, words, sources)


_CIVIL = frozenset("monsieur madame messieurs mesdames".split())
_ACCORDING = frozenset("pour selon apres chez".split())


def _addressed(tokens: Sequence[Token], token: Token) -> bool:
    """« Monsieur le Maire »: the reader, not somebody told of."""
    place = next(n for n, t in enumerate(tokens) if t is token)
    return token.word in _CIVIL or (
        token.word in _SOFT and any(t.word in _CIVIL for t in tokens[max(0, place - 2) : place])
    )


def _attributed(tokens: Sequence[Token], token: Token) -> bool:
    """« Pour Le RAMEAU, … », « Selon l’étude IMPACT, … »: whose document it is, said first."""
    place = next(n for n, t in enumerate(tokens) if t is token)
    comma = next((n for n, t in enumerate(tokens[:9]) if t.text == ","), 0)
    return place < comma and any(t.word in _ACCORDING for t in tokens[: min(place, 2)])


def _beside(token: Token, sources: Sequence[Source], others: Sequence[Source]) -> bool:
    """Whether an acronym stands elsewhere in a document cited."""
    cited = {s.passage.document_id for s in sources}
    return (
        token.text.isupper()
        and len(token.text) >= 3
        and any(token.word in s.words for s in others if s.passage.document_id in cited)
    )


def _of_document(token: Token, sources: Sequence[Source]) -> bool:
    """Whether a document cited bears the name."""
    return any(token.word in s.title for s in sources)


def names(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Runs of capitalised words; the first word of a sentence opens one only before another."""
    runs: list[tuple[Token, ...]] = []
    run: list[Token] = []
    for place, token in enumerate(tokens):
        if (_is_capital(token) and not _opens(tokens, place)) or (
            run and token.glued and token.kind == "word" and token.keys
        ):
            run.append(token)
        else:
            if run:
                runs.append(tuple(run))
            run = []
    if run:
        runs.append(tuple(run))
    return runs


def _is_capital(token: Token) -> bool:
    if token.kind != "word" or not token.capital or len(token.word) < 2:
        return False
    return token.word not in STOP_WORDS or (token.text.isupper() and len(token.text) > 2)


def _opens(tokens: Sequence[Token], place: int) -> bool:
    """Whether a capital may be that of a sentence's first word: no name by itself."""
    token = tokens[place]
    if token.text.isupper() and len(token.text) > 1:
        return False
    first = place == 0 or tokens[place - 1].text in (
        ".",
        "!",
        "?",
        "•",
        "«",
        "“",
        '"',
        ":",
        "...",
        "…",
    )
    if not first:
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is None:
        return True
    name_after = (_is_capital(after) and not after.text.isupper()) or (
        after.glued and _is_capital(after)
    )
    says = after.form in ("a", "ont", "est", "sont", "avait", "était") or any(
        tense in ("pres", "fut", "past") for _, tense in readings(after.form)
    )
    plural = token.word.endswith(("s", "x"))
    return not (name_after or (says and not plural and not readings(token.form)))


def _may_open(tokens: Sequence[Token], token: Token, sources: Sequence[Source]) -> bool:
    """Whether a lone capital is an ordinary word that opens a sentence or a quote."""
    place = next(n for n, t in enumerate(tokens) if t is token)
    first = place == 0 or tokens[place - 1].text in _STARTERS
    return first and any(token.keys & s.keys for s in sources)


def _holds(token: Token, words: frozenset[str], sources: Sequence[Source]) -> bool:
    if token.word in words or token.word.rstrip("s") in words:
        return True
    stems = {key for key in keys_of(token.word) if is_stem(key)}
    if any(stems & s.keys for s in sources):
        return True
    if len(token.word) >= 5 and any(token.word in s.squeezed for s in sources):
        return True
    if token.text.isupper() and 2 <= len(token.text) <= 8:
        return any(_spelled_out(token.word, s) for s in sources)
    if token.keys and not token.text.isupper() and token.word in _SOFT:
        return any(token.keys & s.keys for s in sources)
    return any(_initial_of(token, s) for s in sources)


def _spelled_out(acronym: str, source: Source) -> bool:
    """« AMRF » for « Association des maires ruraux de France », « PPL » for « proposition de
    loi »."""
    text = source.passage.heading + "\n" + source.passage.text
    return acronym in _initials(text) or (len(acronym) >= 3 and _shortened(acronym, text))


@lru_cache(maxsize=2_048)
def _shortened(acronym: str, text: str) -> bool:
    """Whether the letters are those of words in a row, each word giving its first and maybe
    others within."""
    words = [t.word if t.keys else "" for t in tokenize(text) if t.keys or t.kind != "word"]
    return any(
        word[:1] == acronym[0] and _letters(acronym, words[n : n + len(acronym)])
        for n, word in enumerate(words)
    )


def _letters(acronym: str, words: Sequence[str]) -> bool:
    if not acronym:
        return True
    if not words or words[0][:1] != acronym[0]:
        return False
    if _letters(acronym[1:], words[1:]):
        return True
    return len(acronym) > 2 and acronym[1] in words[0][1:] and _letters(acronym[2:], words[1:])


@lru_cache(maxsize=2_048)
def _initials(text: str) -> str:
    return "".join(
        t.word[0] if t.keys else "" if t.kind == "word" else "\n" for t in tokenize(text)
    )


def _initial_of(token: Token, source: Source) -> bool:
    """« Développement » of an acronym that the source writes in capitals: « ODD »."""
    return token.word in _EXPANSIONS and bool(_EXPANSIONS[token.word] & source.words)


_EXPANSIONS = {
    "objectif": {"odd"}, "objectifs": {"odd"}, "developpement": {"odd", "r&d"}, "durable": {"odd"},
    "proposition": {"ppl"}, "loi": {"ppl"}, "association": {"amrf", "amf"}, "caisse": {"cdc"},
    "depots": {"cdc"}, "responsabilite": {"rse"}, "economie": {"ess"},
}  # fmt: skip
"""Words of an acronym's usual meaning."""


def _joined(
    name: Sequence[Token], sources: Sequence[Source], words: frozenset[str]
) -> Iterator[Doubt]:
    """Two names side by side must stand near each other in the source: « Jacques GOURAULT » is
    neither Jacques MÉZARD nor Jacqueline GOURAULT."""
    proper = [t for t in name if t.word in words and t.word not in _SOFT]
    for first, second in pairwise(proper):
        if first.text.isupper() and len(first.text) <= 4:
            continue
        if not any(_near(first.word, second.word, s.tokens) for s in sources):
            yield Doubt("name", hard=_is_proper(first, sources) and _is_proper(second, sources))


def _near(first: str, second: str, tokens: Sequence[Token]) -> bool:
    places = [n for n, t in enumerate(tokens) if t.word == first]
    return any(t.word == second for n in places for t in tokens[max(0, n - _NEAR) : n + _NEAR + 1])


def _is_proper(token: Token, sources: Sequence[Source]) -> bool:
    """Whether the source writes a word with a capital alone."""
    return all(t.capital for s in sources for t in s.tokens if t.word == token.word)


def _completed(
    tokens: Sequence[Token], words: frozenset[str], sources: Sequence[Source]
) -> Iterator[Doubt]:
    """« Code du travail »: what completes a capitalised noun is part of the name."""
    for place in range(1, len(tokens) - 2):
        if (
            tokens[place].word in _COMPLETED
            and tokens[place].capital
            and tokens[place + 1].word in ("de", "du", "des", "d")
        ):
            after = tokens[place + 2]
            if after.word in ("l", "la", "le") and place + 3 < len(tokens):
                after = tokens[place + 3]
            known = after.word in words or any(after.keys & s.keys for s in sources)
            if after.keys and not after.capital and not known:
                yield Doubt("name", hard=tokens[place].word in words)
