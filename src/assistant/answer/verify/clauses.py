"""A sentence as clauses, and its verbs: what is said, how, of whom. A reading by rules, that
leaves out what it cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.verify.tokens import Token, keys_of
from assistant.answer.verify.verbs import readings

_BREAKS = frozenset(", ; : ( ) — – … . ! ? | • => → ⇒ ...".split())
_OPENERS = frozenset("mais car donc tandis lorsque quand si puisque comme qui dont".split())
_PREFIXES = frozenset("co re pre auto inter".split())
_DETERMINERS = frozenset(
    "le la les l un une des du de d au aux ce cet cette ces mon ma mes son sa ses leur leurs notre"
    " nos votre vos chaque aucun aucune tout toute tous toutes quel quelle".split()
)
_HAVE = frozenset("a ont avait avaient aura auront ayant eu avoir aurait auraient".split())
_BE = frozenset(
    "est sont était étaient sera seront serait seraient fut furent été être étant soit".split()
)
_PLANNED = frozenset(
    "devrait devraient pourrait pourraient doit doivent devra devront propose proposent proposer"
    " envisage envisagent envisager souhaite souhaitent souhaiter recommande recommandent prévoit"
    " prévoient prévu prévue prévus prévues vise visent invite invitent inviter incite incitent"
    " reste restent convient faut faudrait faudra voudrait veut veulent permettra permettront"
    " permettrait permettraient demande demandent nécessite nécessitent exige appelle appellent"
    " suggère suggèrent espère"
    " espèrent serait seraient sera seront va vont objectif projet ambition vocation".split()
)
"""Forms that make what they govern a plan, a wish or a duty."""
_ADVERBS = frozenset(
    "pas plus jamais bien déjà aussi ainsi toutes tous toute tout été encore très désormais donc"
    " alors notamment également progressivement largement aujourd'hui officiellement enfin"
    " parfaitement pleinement récemment".split()
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb at `place`. `status`: "done", "present", "planned" or "bare" (an infinitive or a
    participle on its own). `clause` is its (start, end); `passive` when its subject suffers it."""

    lemma: str
    keys: frozenset[str]
    place: int
    status: str
    passive: bool
    clause: tuple[int, int]
    auxiliary: int


def is_auxiliary(token: Token) -> bool:
    """Whether a word is a form of « être » or « avoir »."""
    return token.form in _BE or token.form in _HAVE


def clauses(tokens: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    """Spans of `tokens` between punctuation, conjunctions and relative pronouns."""
    found: list[tuple[int, int]] = []
    start = 0
    for place, token in enumerate(tokens):
        if token.kind == "sign" and token.text in _BREAKS:
            if token.text == ":" and place and tokens[place - 1].word == "par":
                continue  # « réalisées par : … »
            found.append((start, place))
            start = place + 1
        elif token.word in _OPENERS and place > start and not token.glued:
            found.append((start, place))
            start = place
    found.append((start, len(tokens)))
    return tuple((a, b) for a, b in found if b > a)


def verbs(tokens: Sequence[Token]) -> tuple[Verb, ...]:
    return tuple(
        verb
        for clause in clauses(tokens)
        for place in range(*clause)
        if (verb := _verb(tokens, place, clause)) is not None
    )


def _verb(tokens: Sequence[Token], place: int, clause: tuple[int, int]) -> Verb | None:
    token = tokens[place]
    if token.kind != "word" or token.form in _HAVE or token.form in _BE:
        return None
    found = readings(token.form)
    glued = token.glued and tokens[place - 1].word not in _PREFIXES
    named = token.capital and place not in (0, clause[0]) and not token.text.isupper()
    if not found or glued or named:
        return None
    before = tokens[place - 1] if place else None
    lemma, tense = found[0]
    caused = tense == "inf" and place and tokens[place - 1].form == "fait"
    auxiliary = _auxiliary(tokens, place, clause[0]) if caused or _participle(found) else None
    if auxiliary is not None:
        lemma = next((one for one, t in found if t == "part"), lemma)
        return _compound(tokens, place, clause, lemma, auxiliary)
    if before is not None and before.word in _DETERMINERS and tense != "inf":
        pronoun = before.word in ("l", "la", "le", "les") and _pronoun(tokens, place, clause)
        if not pronoun:
            return None
    if tense == "part" and len(found) == 1:
        return Verb(lemma, _keys(lemma), place, "bare", True, clause, place)
    status = _status(tokens, place, clause, tense)
    return Verb(lemma, _keys(lemma), place, status, False, clause, place)


def _keys(lemma: str) -> frozenset[str]:
    from assistant.french import fold

    return keys_of(fold(lemma))


def _participle(found: Sequence[tuple[str, str]]) -> bool:
    return any(tense == "part" for _, tense in found)


def _auxiliary(tokens: Sequence[Token], place: int, start: int) -> int | None:
    for back in range(place - 1, max(start, place - 6) - 1, -1):
        form = tokens[back].form
        if form in _HAVE or (form in _BE and form != "été"):
            return back
        prefix = tokens[back].word in _PREFIXES
        if (
            not prefix
            and form not in _ADVERBS
            and not form.endswith("ment")
            and tokens[back].word not in ("y", "en", "fait")
        ):
            return None
    return None


def _compound(
    tokens: Sequence[Token], place: int, clause: tuple[int, int], lemma: str, auxiliary: int
) -> Verb:
    form = tokens[auxiliary].form
    been = any(t.form == "été" for t in tokens[auxiliary:place])
    reflexive = auxiliary > 0 and tokens[auxiliary - 1].word in ("s", "se")
    passive = (been or form in _BE) and not reflexive
    status = "done"
    if (
        form.endswith(("ra", "ront", "rait", "raient"))
        or form in ("soit", "être")
        or _governed(tokens, auxiliary, clause[0])
    ):
        status = "planned"
    return Verb(lemma, _keys(lemma), place, status, passive, clause, auxiliary)


def _status(tokens: Sequence[Token], place: int, clause: tuple[int, int], tense: str) -> str:
    if tense in ("fut", "cond"):
        return "planned"
    if tense == "past":
        return "done"
    if tense in ("inf", "ger", "part"):
        return "planned" if tense == "inf" and _governed(tokens, place, clause[0]) else "bare"
    wished = any(t.word in ("que", "qu") for t in tokens[max(clause[0], place - 7) : place])
    return "planned" if wished and _governed(tokens, place, clause[0]) else "present"


def _governed(tokens: Sequence[Token], place: int, start: int) -> bool:
    """Whether a word of plan, wish or duty stands before in the clause, « pour » or « est à »."""
    first = place - 1 if place and tokens[place].glued else place
    if first >= 2 and tokens[first - 1].form == "à" and tokens[first - 2].form in ("est", "sont"):
        return True
    return any(
        t.form in _PLANNED or t.word in ("pour", "afin")
        for t in tokens[max(start, place - 9) : place]
    )


def _pronoun(tokens: Sequence[Token], place: int, clause: tuple[int, int]) -> bool:
    """« l’ont reçue », « les accompagne »: a subject stands before the pronoun."""
    return (
        place - 2 >= clause[0]
        and tokens[place - 2].kind == "word"
        and bool(
            tokens[place - 2].keys
            or tokens[place - 2].word in ("qui", "il", "elle", "ils", "elles")
        )
    )
