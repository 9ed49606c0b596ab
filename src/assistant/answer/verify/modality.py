"""A plan, a wish or a duty is not told as done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer.verify.clauses import Verb
from assistant.answer.verify.findings import Doubt
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import keys_of
from assistant.french import fold

_PLAN_WORDS = re.compile(
    r"\b(?:envisag\w+|prevu\w*|prevoi\w+|propos\w+|a venir|prochaine?s?"
    r"|en (?:cours|developpement|projet)|objectif :|vise\w*|souhait\w+|recommand\w+|annonc\w+"
    r"|devrai\w+|pourrai\w+|devr\w+|doi(?:t|vent)|reste a|restent a|a definir|convient de|faut"
    r"|afin de|attend\w*|invit\w+|incit\w+|voudrai\w+|perspective|ambition)\b"
)
_SAYS_LITTLE = frozenset(
    "être avoir faire devenir redevenir rester sembler venir servir consister permettre"
    " viser".split()
)
_REPORTED = frozenset(
    "proposer envisager prévoir annoncer souhaiter recommander demander suggérer déclarer appeler"
    " inviter attendre viser inciter préconiser planifier estimer considérer juger penser affirmer"
    " confirmer rappeler souligner préciser indiquer montrer révéler dire témoigner"
    " présenter qualifier définir nommer décrire comparer".split()
)
_NOW = re.compile(
    r"\b(?:deja|desormais|d'ores et deja|pleinement|aujourd'hui|acheve\w*|termine\w*"
    r"|operationnel\w*)\b"
)
_UNDER_WAY = re.compile(r"\ben (?:cours|developpement|projet|preparation)\b|\ba venir\b")
_HEAD = 3


def check(claim: Piece, evidence: Sequence[Piece], contexts: Sequence[str]) -> Iterator[Doubt]:
    """`evidence` are the units the claim stands on, the nearest first; `contexts` the lines that
    open the lists these stand in."""
    said = fold(claim.text)
    told = [v for v in claim.verbs if v.status == "done"]
    done = [v for v in told if v.lemma not in _REPORTED]
    yield from _not_yet(claim, [v for v in told if v.lemma in _REPORTED], evidence)
    planned = bool(_PLAN_WORDS.search(said))
    for verb in done:
        if planned and _beside_plan(claim, verb):
            continue
        known = [v for p in evidence for v in p.verbs if verb.keys & v.keys]
        if known:
            if all(v.status == "planned" for v in known):
                yield Doubt("modality", hard=any(v.lemma == verb.lemma for v in known))
            elif all(v.status in ("planned", "bare") and not v.passive for v in known) and any(
                v.status == "planned" or _opens_item(p, v)
                for p in evidence
                for v in p.verbs
                if v in known
            ):
                yield Doubt("modality", hard=False)
        elif verb.lemma not in _SAYS_LITTLE and _is_plan(evidence[:1], contexts):
            yield Doubt("modality", hard=False)
        elif verb.lemma not in _SAYS_LITTLE and not any(verb.keys & p.keys for p in evidence):
            yield Doubt("verb", hard=False)
    if not done:
        yield from _present(claim, evidence, said, planned)


def _not_yet(claim: Piece, told: Sequence[Verb], evidence: Sequence[Piece]) -> Iterator[Doubt]:
    """« ont été présentées » for « seront présentées »: verbs that mostly report something."""
    for verb in told:
        known = [v for p in evidence for v in p.verbs if v.lemma == verb.lemma]
        if known and all(v.status == "planned" for v in known) and not _beside_plan(claim, verb):
            yield Doubt("modality", hard=False)


def _beside_plan(claim: Piece, verb: Verb) -> bool:
    start, end = verb.clause
    clause = " ".join(t.word for t in claim.tokens[start:end])
    return bool(_PLAN_WORDS.search(clause))


def _opens_item(piece: Piece, verb: Verb) -> bool:
    return verb.place <= _HEAD


def _is_plan(pieces: Sequence[Piece], contexts: Sequence[str]) -> bool:
    """Whether units only plan: no verb told as done or as a fact, and a word or form of plan."""
    if not pieces:
        return False
    verbs = [v for p in pieces for v in p.verbs]
    facts = [v for v in verbs if v.status in ("done", "present") and v.lemma not in _REPORTED]
    if any(v.status == "done" for v in facts):
        return False
    text = fold(" ".join([*(p.text for p in pieces), *contexts]))
    opens = any(v.status in ("bare", "planned") and not v.passive for v in verbs)
    infinitive = any(
        v.place <= _HEAD + 1 and v.status == "bare" and not v.passive
        for p in pieces
        for v in p.verbs
    )
    future = any(v.status == "planned" for v in verbs)
    return (
        bool(_PLAN_WORDS.search(text))
        or (infinitive and opens and not facts)
        or (future and not facts)
    )


def _present(claim: Piece, evidence: Sequence[Piece], said: str, planned: bool) -> Iterator[Doubt]:
    """« finance » for « pourrait financer », « désormais opérationnel » for « en projet »."""
    if planned:
        return
    for verb in claim.verbs:
        if verb.status != "present" or len(verb.lemma) < 4 or verb.lemma in _REPORTED:
            continue
        known = [v for p in evidence for v in p.verbs if verb.keys & v.keys]
        conditional = [v for v in known if v.status == "planned"]
        if known and len(conditional) == len(known):
            yield Doubt("modality", hard=False)
    under_way = any(_UNDER_WAY.search(fold(p.text)) for p in evidence)
    if _NOW.search(said) and under_way and not _UNDER_WAY.search(said):
        here = set(_NOW.findall(said))
        there = {w for p in evidence for w in _NOW.findall(fold(p.text))}
        known_words = frozenset(k for w in here - there for k in keys_of(w.split()[-1]))
        if here - there and not any(known_words & p.keys for p in evidence):
            yield Doubt("modality", hard=True)
