"""Who does what to whom: the one who acts in the source acts in the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.verify.clauses import Verb
from assistant.answer.verify.findings import Doubt
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import Token, is_stem

_TO = frozenset("a au aux".split())
_AWAY = frozenset(
    "dans en pour sur avec depuis vers chez selon apres avant afin lors pendant entre autour"
    " autre contre sans des".split()
)
_WEAK = frozenset(
    "être avoir faire pouvoir devoir aller vouloir mettre permettre venir tenir falloir"
    " savoir".split()
)
_CLOSING = frozenset('» ” "'.split())
_ROLE = 8
_APART = 28
_NOUN_ENDS = ("ion", "ions", "ment", "age", "ise", "mande", "tien", "ui", "on")
ACTORS = frozenset(
    "maire maires elu elus association associations entreprise entreprises collectivite"
    " collectivites reseau reseaux citoyen citoyens francais gouvernement parlement ministre"
    " ministres depute deputee deputes secretaire president acteur acteurs pionnier pionniers"
    " catalyseur catalyseurs etat commune communes fondation fondations dirigeant dirigeants pays"
    " prefet prefets agents chercheurs habitants membres partenaires institutions".split()
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Words that name who acts, what is acted on, and to whom."""

    agent: tuple[Token, ...] = ()
    patient: tuple[Token, ...] = ()
    to: tuple[Token, ...] = ()


def check(claim: Piece, evidence: Sequence[Piece]) -> Iterator[Doubt]:
    for verb in claim.verbs:
        if verb.lemma in _WEAK or (verb.status == "bare" and not verb.passive):
            continue
        said = roles(claim, verb)
        if not said.agent:
            continue
        known = [
            (piece, roles(piece, other))
            for piece in evidence
            for other in piece.verbs
            if other.lemma not in _WEAK and _alike(verb, other)
        ]
        doubts = [_compared(said, there) for _, there in known]
        if doubts and all(d is not None for d in doubts):
            yield next((d for d in doubts if d is not None and d.hard), None) or Doubt(
                "actors", hard=False
            )
    yield from _nominal(claim, evidence)
    yield from _of_whom(claim, evidence)


def _of_whom(claim: Piece, evidence: Sequence[Piece]) -> Iterator[Doubt]:
    """« la recommandation du RAMEAU » for « recommandation de l’AMRF »: both named by the source,
    which gives the noun to the other."""
    said = _complements(claim)
    if not said:
        return
    known = [(piece, found) for piece in evidence[:2] for found in _complements(piece)]
    for noun, name in said:
        same = [(piece, other) for piece, (of, other) in known if of.keys & noun.keys]
        if same and all(other.word != name.word for _, other in same):
            crossed = any(
                name.word in piece.words and other.word in claim.words for piece, other in same
            )
            yield Doubt("actors", hard=crossed)


def _complements(piece: Piece) -> list[tuple[Token, Token]]:
    """Each noun with the name that « de » gives it to."""
    tokens, found = piece.tokens, []
    for place, token in enumerate(tokens[:-2]):
        if not token.keys or token.capital or tokens[place + 1].word not in ("de", "du", "d"):
            continue
        step = place + 2 + (tokens[place + 2].word in ("l", "la", "le"))
        if step < len(tokens) and tokens[step].text.isupper() and len(tokens[step].text) > 2:
            found.append((token, tokens[step]))
    return found


def _alike(verb: Verb, other: Verb) -> bool:
    return verb.lemma == other.lemma or bool(verb.keys & other.keys)


def roles(piece: Piece, verb: Verb) -> Roles:
    """The roles around a verb, as far as its clause tells them."""
    tokens = piece.tokens
    start, end = verb.clause
    objects, by, to = _after(tokens, verb.place + 1, end)
    if verb.auxiliary == start and any(
        t.text in _CLOSING for t in tokens[max(0, start - 2) : start]
    ):
        return Roles(objects)  # « … », témoigne le préfet
    before = _before(tokens, start, verb.auxiliary)
    if verb.passive:
        return Roles(by, before, to)
    return Roles(before, objects, to)


def _before(tokens: Sequence[Token], start: int, end: int) -> tuple[Token, ...]:
    """The subject: the words before the verb, back to a preposition that opens a circumstance."""
    kept: list[Token] = []
    for place in range(end - 1, start - 1, -1):
        token = tokens[place]
        if token.word in _AWAY and token.word != "des":
            break
        if token.keys and token.kind == "word":
            kept.append(token)
    if not kept and start > 1 and tokens[start].word == "qui":
        back = [t for t in tokens[max(0, start - 6) : start] if t.keys]
        return tuple(back[-3:])
    if not kept and start > 2 and tokens[start - 1].text == ",":
        return tuple(t for t in tokens[max(0, start - _APART) : start] if _is_actor(t))
    return tuple(kept[::-1])


def _after(
    tokens: Sequence[Token], start: int, end: int
) -> tuple[tuple[Token, ...], tuple[Token, ...], tuple[Token, ...]]:
    """What follows a verb: its object, who it is done by, to whom."""
    slots: dict[str, list[Token]] = {"object": [], "by": [], "to": []}
    slot: str | None = "object"
    for place in range(start, end):
        token = tokens[place]
        if token.word == "par" or token.text.lower() == "par":
            slot = "by"
        elif token.word in _TO and token.kind == "word" and token.form in ("à", "a", "au", "aux"):
            slot = "to" if any(_is_actor(t) for t in tokens[place + 1 : place + 5]) else None
        elif token.word in _AWAY and token.word != "des":
            slot = None
        elif token.keys and slot and len(slots[slot]) < _ROLE:
            slots[slot].append(token)
    return tuple(slots["object"]), tuple(slots["by"]), tuple(slots["to"])


def _is_actor(token: Token) -> bool:
    return bool(token.keys) and (token.capital or token.word in ACTORS)


def _actors(role: Sequence[Token]) -> tuple[Token, ...]:
    return tuple(t for t in role if _is_actor(t))


def _compared(said: Roles, known: Roles) -> Doubt | None:
    """None when the same one acts, or when the source does not tell who does."""
    if known.agent and _meet(said.agent, known.agent):
        if _meet(said.patient, known.to) and not _meet(said.patient, known.patient):
            return None
        return None
    suffering = _actors(known.patient + known.to)
    if known.agent and _meet(_actors(said.patient), _actors(known.agent)):
        return Doubt("actors", hard=_meet(_actors(said.agent), known.patient + known.to))
    if _meet(_actors(said.agent), suffering):
        crossed = bool(known.agent) and _meet(said.patient + said.to, known.agent)
        return Doubt("actors", hard=crossed)
    if known.agent and _proper(said.agent) and _proper(known.agent):
        return Doubt("actors", hard=False)
    return None


def _meet(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether two roles name the same: a name or a noun in common."""
    stems = {k for t in other if not t.light for k in t.keys if is_stem(k)}
    return any(k in stems for t in one if not t.light for k in t.keys)


def _proper(role: Sequence[Token]) -> bool:
    return any(t.capital for t in role)


def _nominal(claim: Piece, evidence: Sequence[Piece]) -> Iterator[Doubt]:
    """« sur recommandation de l’AMRF »: who acts is named after the noun of the verb."""
    for verb in claim.verbs:
        if verb.lemma in _WEAK or verb.passive or verb.status == "bare":
            continue
        said = roles(claim, verb).agent
        if not said:
            continue
        for piece in evidence:
            if any(verb.keys & v.keys for v in piece.verbs):
                continue
            agent = _noun_agent(piece, verb)
            if agent and _proper(agent) and not _meet(said, agent):
                yield Doubt("actors", hard=False)


def _noun_agent(piece: Piece, verb: Verb) -> tuple[Token, ...]:
    """The words after « de » that follow the noun of a verb."""
    tokens = piece.tokens
    for place, token in enumerate(tokens[:-2]):
        noun = token.keys & verb.keys and token.word.endswith(_NOUN_ENDS)
        if noun and tokens[place + 1].word in ("de", "du", "des", "d"):
            found = [t for t in tokens[place + 2 : place + 6] if t.keys]
            return tuple(found[:3])
    return ()
