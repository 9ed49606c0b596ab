"""Figures with the thing they count: « 92 % des maires » is not « 92 % des entreprises »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.answer.verify.evidence import Source
from assistant.answer.verify.findings import Doubt
from assistant.answer.verify.numbers import Date, Figure
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import Token, is_stem, keys_of

_HARD_STOPS = frozenset(". ! ? ; • |".split())
_LINKS = frozenset("de des du d' l' la le les un une aux au".split())
_NEAR = 9
_CLEAR = 1.5
_BESIDE = 3
_OF_ALL = frozenset(
    "acteur acteurs structure structures organisation organisations organisme organismes personne"
    " personnes repondant repondants interroge interroges interrogees sonde sondes eux elles entre"
    " public membre membres cas".split()
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure among its words: `head` are the keys of the nouns right after it (« 92 % des
    maires locaux »), `side` those near it on the side that names it, `other` those of the other
    side, `years` the years said beside it."""

    figure: Figure
    head: tuple[Token, ...]
    side: frozenset[str]
    other: frozenset[str]
    years: frozenset[int]
    now: bool
    piece: Piece


_NOW = frozenset("aujourd'hui desormais actuellement maintenant".split())


def counted(piece: Piece, before: Piece | None = None) -> tuple[Counted, ...]:
    """Every figure of a piece among its words. A list item's own number is left out.
    `before` is the piece that « d’entre elles » may speak of."""
    found = piece.figures
    if found and piece.item and _is_sign(piece, found[0]):
        found = found[1:]
    return tuple(_counted(piece, found, n, before) for n in range(len(found)))


def _is_sign(piece: Piece, first: Figure) -> bool:
    """Whether a figure is the number of its list item (« 19. »), not a count (« • 7 mesures »)."""
    after = piece.tokens[first.end].text if first.end < len(piece.tokens) else ""
    return first.start <= 1 and first.kind in ("count", "label") and after in (".", ")")


def _counted(piece: Piece, found: Sequence[Figure], n: int, previous: Piece | None) -> Counted:
    tokens, figure = piece.tokens, found[n]
    quantities = [f for f in found if f.kind not in ("date", "label", "ordinal")]
    stops = found if figure.kind in ("date", "label", "ordinal") else quantities
    before = max((f.end for f in stops if f.end <= figure.start), default=0)
    after = min((f.start for f in stops if f.start >= figure.end), default=len(tokens))
    left = _cut(tokens, before, figure.start, back=True)
    right = _cut(tokens, figure.end, after, back=False)
    partitive = _word(tokens, figure.end) in ("de", "des", "du", "d", "l")
    head = _head(tokens, figure.end, after) if figure.kind != "percent" or partitive else ()
    right_keys = frozenset(k for t in right[:_NEAR] for k in t.keys)
    left_keys = frozenset(k for t in left[-_NEAR:] for k in t.keys)
    elsewhere = [t.word for t in tokens[figure.end : figure.end + 3]]
    if elsewhere[:2] == ["d", "entre"] or {"elles", "eux", "ils"} & set(elsewhere[:1]):
        head = ()
        left_keys |= frozenset(k for t in tokens[: figure.start] for k in t.keys)
        left_keys |= previous.keys if previous else frozenset()
    named_right = bool(head) or not left_keys
    start, end = _sentence(tokens, figure)
    opening = frozenset(k for t in tokens[start : found[0].start] for k in t.keys)
    years = frozenset(
        f.date[0] for f in found if f.kind == "date" and f.date[0] and start <= f.start < end
    )
    now = any(t.word in _NOW for t in tokens[start:end])
    within = [f for f in quantities if start <= f.start < end]
    if len(within) > 1 and figure in within:
        years = frozenset(
            f.date[0]
            for f in found
            if f.kind == "date"
            and f.date[0]
            and start <= f.start < end
            and _nearest(f.start, within) is figure
        )
        now = any(
            tokens[place].word in _NOW and _nearest(place, within) is figure
            for place in range(start, end)
        )
    side, other = (right_keys, left_keys) if named_right else (left_keys, right_keys)
    if not head and figure.end < len(tokens) and tokens[figure.end].keys:
        side, other = left_keys | right_keys, frozenset()  # « 4% inutile »
    other |= opening
    return Counted(figure, head, side, other, years, now, piece)


def _nearest(place: int, quantities: Sequence[Figure]) -> Figure:
    """The quantity that a date is said of: « 38 % en 2015 », « en 2015, 38 % »."""
    return min(quantities, key=lambda f: place - f.end if f.end <= place else f.start - place)


def _word(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].word if place < len(tokens) else ""


def _sentence(tokens: Sequence[Token], figure: Figure) -> tuple[int, int]:
    """The stretch between two strong stops, or commas followed by « contre », around a figure."""
    start, end = 0, len(tokens)
    for place in range(figure.start - 1, -1, -1):
        if tokens[place].text in _HARD_STOPS or tokens[place].word in ("contre", "puis"):
            start = place + 1
            break
    for place in range(figure.end, len(tokens)):
        if tokens[place].text in _HARD_STOPS or tokens[place].word in ("contre", "puis"):
            end = place
            break
    return start, end


def _cut(tokens: Sequence[Token], start: int, end: int, *, back: bool) -> list[Token]:
    """Content words of a stretch that no strong stop parts from the figure."""
    places = range(end - 1, start - 1, -1) if back else range(start, end)
    kept: list[Token] = []
    for place in places:
        if tokens[place].text in _HARD_STOPS:
            break
        if tokens[place].keys:
            kept.append(tokens[place])
    return kept[::-1] if back else kept


def _head(tokens: Sequence[Token], start: int, end: int) -> tuple[Token, ...]:
    """The nouns right after a figure, up to a sign, a verb-like small word or a preposition."""
    head: list[Token] = []
    for place in range(start, min(end, start + 8)):
        token = tokens[place]
        if token.keys:
            head.append(token)
        elif token.kind == "sign" and token.text in ("«", "»", "“", "”", '"'):
            continue
        elif head or (token.text.lower() not in _LINKS and token.word not in ("d", "l")):
            break
        if len(head) == 3:
            break
    return tuple(head)


def check(claim: Piece, sources: Sequence[Source]) -> Iterator[Doubt]:
    """Every figure of the claim must stand in a source, with what it counts."""
    wanted = counted(claim)
    if not wanted:
        return
    known = [c for source in sources for c in _known(source)]
    items = [_runs(source) for source in sources]
    for one in wanted:
        softened = _is_own_count(one)
        for doubt in _check(one, known, items, sources):
            yield replace(doubt, hard=doubt.hard and not softened)


@lru_cache(maxsize=1_024)
def _known(source: Source) -> tuple[Counted, ...]:
    pairs = zip((None, *source.pieces), (*source.pieces, source.heading), strict=True)
    return tuple(c for before, piece in pairs for c in counted(piece, before))


def _is_own_count(one: Counted) -> bool:
    """« trois sortes de soutien : des données, des outils et des compétences »: a small number in
    words of things that the sentence itself names."""
    figure = one.figure
    return figure.kind == "count" and figure.spelled and figure.value <= 6 and _enumerated(one)


def _runs(source: Source) -> frozenset[int]:
    """Lengths of the runs of list items of a source."""
    runs, run = set(), 0
    for piece in source.pieces:
        if piece.item:
            run += 1
        else:
            runs.add(run)
            run = 0
    return frozenset((runs | {run}) - {0, 1})


def _check(
    one: Counted,
    known: Sequence[Counted],
    runs: Sequence[frozenset[int]],
    sources: Sequence[Source],
) -> Iterator[Doubt]:
    same = [c for c in known if matches(one.figure, c.figure)]
    if not same:
        numbered = one.figure.kind == "label" and any(
            _item_number(s, one.figure.value) for s in sources
        )
        if numbered:
            return
        small = one.figure.kind == "count" and one.figure.value <= 12
        listed = small and (one.figure.value in frozenset().union(*runs) or _enumerated(one))
        if listed:
            yield Doubt("counted", hard=False)
            return
        near = [c for c in known if _about(one.figure, c.figure)]
        if _derived(one, known) or _of_other_kind(one, known, sources):
            yield Doubt("number_rounded", hard=False)
            return
        if near:
            yield Doubt("number_rounded", hard=False)
            same = near
        else:
            period = one.figure.kind == "months" and one.figure.end == one.figure.start + 1
            yield Doubt("number", hard=not period)
            return
    if one.figure.kind == "date":
        yield from _dated(one, same, known)
        return
    if one.figure.kind == "label":
        return
    yield from _labelled(one, same, known)
    if all(_against(one.figure.bound, c.figure.bound) for c in same):
        yield Doubt("bound", hard=True)
    elif one.figure.bound in ("least", "most") and not any(
        c.figure.bound == one.figure.bound for c in same
    ):
        yield Doubt("bound", hard=False)


def _derived(one: Counted, known: Sequence[Counted]) -> bool:
    """A duration from a date that the sentence gives to another of the source, the sum of what the
    sentence itself counts."""
    figure = one.figure
    if figure.kind == "months":
        dates = [c.figure.date for c in known if c.figure.kind == "date" and c.figure.date[0]]
        given = [f.date for f in one.piece.figures if f.kind == "date" and f.date[0]]
        return any(_months(a, b) == figure.value for a in given for b in dates)
    if figure.kind != "count":
        return False
    parts = [f.value for f in one.piece.figures if f.kind == "count" and f.value < figure.value]
    present = {c.figure.value for c in known}
    return len(parts) >= 2 and sum(parts) == figure.value and set(parts) <= present


def _months(one: Date, other: Date) -> int | None:
    """From one date to another; None where only one gives a month."""
    if bool(one[1]) != bool(other[1]):
        return None
    years, months = (other[0] or 0) - (one[0] or 0), (other[1] or 0) - (one[1] or 0)
    return abs(12 * years + months)


def _label_keys(figure: Figure) -> frozenset[str]:
    return keys_of(figure.label) if figure.label else frozenset()


def _of_other_kind(one: Counted, known: Sequence[Counted], sources: Sequence[Source]) -> bool:
    """« le dernier des dix-sept objectifs » for « le dix-septième », « la 21e mesure » for the item
    numbered 21."""
    wanted, ranks = one.figure, ("count", "ordinal", "label")
    if wanted.kind not in ranks or wanted.value < 2:
        return False
    same = [c for c in known if c.figure.kind in ranks and c.figure.value == wanted.value]
    thing = one.head[0].keys if one.head else frozenset[str]()
    if wanted.start:
        thing |= one.piece.tokens[wanted.start - 1].keys  # « l’ODD dix-sept »
    if any(thing & (c.side | c.other | _label_keys(c.figure)) for c in same):
        return True
    return wanted.kind == "ordinal" and any(_item_number(s, wanted.value) for s in sources)


def _item_number(source: Source, value: float) -> bool:
    return any(
        p.item and p.figures and p.figures[0].start <= 1 and p.figures[0].value == value
        for p in source.pieces
    )


def _enumerated(one: Counted) -> bool:
    """« trois impacts : l’innovation, la performance et la confiance »: the sentence itself lists
    as many things as it says, before or after."""
    tokens, wanted = one.piece.tokens, int(one.figure.value)
    if (wanted == 2 and one.figure.end == len(tokens)) or _word(tokens, one.figure.end) == ",":
        return True  # « à deux »
    for part in (tokens[one.figure.end :], tokens[: one.figure.start]):
        commas = sum(t.text in (",", ";") for t in part)
        links = sum(t.word in ("et", "ou", "puis") for t in part)
        if commas + 1 >= wanted or (commas + links + 1 >= wanted and links):
            return True
    return False


def matches(wanted: Figure, known: Figure) -> bool:
    """Whether two figures say the same amount, date or rank."""
    if wanted.kind == "date" or known.kind == "date":
        return wanted.kind == known.kind and _same_date(wanted.date, known.date)
    if wanted.kind != known.kind and not {wanted.kind, known.kind} <= _ALIKE.get(
        wanted.kind, frozenset()
    ):
        return False
    if wanted.loose or known.loose:
        return abs(wanted.value - known.value) <= 0.015 * max(wanted.value, known.value) + 0.4 * (
            wanted.kind == "percent"
        )
    return abs(wanted.value - known.value) < 1e-6


_ALIKE = {
    "ordinal": frozenset({"ordinal", "label", "count"}),
    "label": frozenset({"ordinal", "label"}),
    "count": frozenset({"count", "money"}),
    "money": frozenset({"money", "count"}),
}
"""Kinds that may say the same: « ODD 17 » and « le dix-septième », « quatre millions » beside
« 4 M€ »."""


def _same_date(wanted: Date, known: Date) -> bool:
    """Whether what is said of a date is what is known of it; one not said agrees with all."""
    year, month, day = wanted
    if year and known[0] != year:
        return known[0] is None and bool(month) and (month, day) == known[1:]
    if month and known[1] != month:
        return False
    return not day or known[2] == day


def _about(wanted: Figure, known: Figure) -> bool:
    """« plus de neuf sur dix » for 92 %, « plus d’une centaine » for 112."""
    if wanted.kind != known.kind or wanted.kind in ("date", "label", "ordinal"):
        return False
    if not wanted.bound and not wanted.loose:
        return False
    low, high = sorted((wanted.value, known.value))
    close = high - low <= (6 if wanted.kind == "percent" else 0.12 * high)
    if wanted.bound == "least":
        return close and known.value >= wanted.value
    if wanted.bound == "most":
        return close and known.value <= wanted.value
    return close


def _against(wanted: str, known: str) -> bool:
    return {wanted, known} == {"least", "most"}


def _common(keys: frozenset[str], other: frozenset[str]) -> int:
    """Words in common, a stem counting more than a synonym."""
    return sum(2 if is_stem(key) else 1 for key in keys & other)


def _labelled(one: Counted, same: Sequence[Counted], known: Sequence[Counted]) -> Iterator[Doubt]:
    """Whether the thing counted is counted so, and not by another figure."""
    others = [
        c for c in known if c.figure.kind == one.figure.kind and not matches(one.figure, c.figure)
    ]
    own = max(_likeness(one, c) for c in same)
    rival = max((_likeness(one, c) for c in others), default=0.0)
    own_head, rival_head = _heads(one, same), _heads(one, others)
    apart = _apart(one, same, others)
    named = all(c.head for c in same) and not any(_vague(c) for c in same)
    if one.head and rival_head and not own_head and rival > own and not apart:
        yield Doubt("number_label", hard=named)
        return
    if rival > own + 2 and rival >= 2 * own and not apart:
        sure = named and not own_head and one.figure.kind not in ("months", "days")
        yield Doubt("number_label", hard=sure)
        return
    if _year_owned(one, same, others):
        yield Doubt("number_label", hard=True)
        return
    if own == 0 and len({k for k in one.side | one.other if is_stem(k)}) >= 3:
        yield Doubt("number_label", hard=False)
        return
    if one.head and not own_head and not _vague(one) and all(c.head for c in same):
        hard = one.figure.kind == "percent" and not any(_vague(c) for c in same)
        yield Doubt("number_label", hard=hard)
    elif rival >= own + _CLEAR and one.figure.kind not in ("months", "days"):
        yield Doubt("number_label", hard=False)


def _apart(one: Counted, same: Sequence[Counted], others: Sequence[Counted]) -> bool:
    """Whether some word said with a figure is said, in the source, with it and no other."""
    wanted = {k for k in one.side | one.other if is_stem(k)}
    own = frozenset(k for c in same for k in c.side | c.other)
    rest = frozenset(k for c in others for k in c.side)
    return bool(wanted & (own - rest)) or bool(one.years and any(one.years & c.years for c in same))


def _vague(one: Counted) -> bool:
    return bool(one.head) and one.head[0].word in _OF_ALL


def _likeness(one: Counted, other: Counted) -> float:
    return (
        2.0 * _common(one.side, other.side)
        + 1.0 * _common(one.other, other.other)
        + 1.0 * _common(one.side, other.other)
        + 0.5 * _common(one.other, other.side)
    )


def _heads(one: Counted, others: Sequence[Counted]) -> bool:
    """Whether the first noun of a figure is what one of others counts."""
    if not one.head:
        return False
    wanted = one.head[0].keys
    return any(wanted & c.side for c in others) or any(
        not c.head and wanted & c.other for c in others
    )


def _year_owned(one: Counted, same: Sequence[Counted], others: Sequence[Counted]) -> bool:
    """« 57 % en 2015 » where the source gives 2015 to another figure and not to this one."""
    if one.years:
        return any(one.years & c.years for c in others) and not any(
            one.years & c.years or (not c.years and not c.now) for c in same
        )
    return one.now and any(c.years and not c.now for c in same) and all(c.years for c in same)


def _dated(one: Counted, same: Sequence[Counted], known: Sequence[Counted]) -> Iterator[Doubt]:
    """A date must belong to what is dated: the words around it, better than those of another."""
    keys = one.side | one.other
    if not keys:
        return
    if _named_apart(one, same, known):
        yield Doubt("date", hard=True)
        return
    own = max(_common(keys, c.side | c.other | c.piece.keys) for c in same)
    near = max(_common(keys, c.side | c.other) for c in same)
    others = [
        c
        for c in known
        if c.figure.kind == "date"
        and not matches(one.figure, c.figure)
        and c.piece is not same[0].piece
    ]
    rival = max((_common(keys, c.side | c.other) for c in others), default=0)
    apart = rival > own + 2 and rival >= 2 * own
    if own == 0 or apart or (rival > near + 4 and rival >= 2 * near and rival > own):
        yield Doubt("date", hard=False)


def _named_apart(one: Counted, same: Sequence[Counted], known: Sequence[Counted]) -> bool:
    """« PHARE, de 2008 à 2012 » for « ARPEA 2008-2012 … PHARE 2013-2018 »."""
    wanted = _names_beside(one, 12)
    own = frozenset().union(*(_names_beside(c, _BESIDE) for c in same))
    if not wanted or not own or wanted & own:
        return False
    others = [c for c in known if c.figure.kind == "date" and c not in same]
    return any(wanted & _names_beside(c, _BESIDE) for c in others)


def _names_beside(one: Counted, reach: int) -> frozenset[str]:
    before = one.piece.tokens[max(0, one.figure.start - reach) : one.figure.start]
    return frozenset(t.word for t in before if t.text.isupper() and len(t.text) > 2)
