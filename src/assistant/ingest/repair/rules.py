"""What a rule of repair is, and how one is run over the lines of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.domain import Change
from assistant.ingest.repair.bare import BareRepair
from assistant.ingest.repair.changes import Edit, Repaired, applied, recorded
from assistant.ingest.repair.words import WordRepair
from assistant.lexicon import Lexicon

GAP = "\n"


class When(Enum):
    """What must be known of a page before a rule may touch it."""

    ALWAYS = "always"
    LAYER = "broken text layer, or scan"
    SCAN = "scan"
    BARE = "scan without accents"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a rule may look at beside its match."""

    lexicon: Lexicon
    bare: BareRepair
    words: WordRepair


Writer = Callable[[re.Match[str], Sight], str]
Kind = str | Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """What `pattern` finds is written anew by `write`, a page at a time.

    A match may go over line ends, which its new text must hold as well. `kind` may depend on
    the text before and after. A rule that `guesses` keeps off lines that are rubble;
    one that names `signs` is only tried on a page that holds one of them.
    """

    kind: Kind
    when: When
    pattern: re.Pattern[str]
    write: Writer
    guesses: bool = False
    signs: str = ""


def rule(
    kind: Kind,
    when: When,
    pattern: str | re.Pattern[str],
    write: Writer | str,
    *,
    guesses: bool = False,
    signs: str = "",
) -> Rule:
    """A rule whose new text is a template (as in `re.sub`) or the work of a function."""
    compiled = re.compile(pattern)
    writer = write if callable(write) else _template(write)
    return Rule(kind, when, compiled, writer, guesses, signs)


def _template(text: str) -> Writer:
    return lambda match, _: match.expand(text)


def run(
    rules: Iterable[Rule],
    lines: Sequence[str],
    sight: Sight,
    rubble: Callable[[], frozenset[int]] = frozenset,
) -> Repaired:
    """The lines after the rules, one after the other; `rubble` tells which are best left
    unguessed."""
    text = GAP.join(lines)
    changes: list[Change] = []
    for one in rules:
        if one.signs and not any(sign in text for sign in one.signs):
            continue
        edits = list(_edits(one, text, sight))
        if edits and one.guesses and (unreadable := rubble()):
            edits = [e for e in edits if not _touches(text, e, unreadable)]
        if edits:
            changes += recorded(text, edits)
            text = applied(text, edits)
    repaired = tuple(text.split(GAP))
    assert len(repaired) == max(len(lines), 1)
    return Repaired(repaired if lines else (), tuple(changes))


def _edits(one: Rule, text: str, sight: Sight) -> Iterator[Edit]:
    for match in one.pattern.finditer(text):
        old, new = match.group(), one.write(match, sight)
        if old != new:
            kind = one.kind if isinstance(one.kind, str) else one.kind(old, new)
            yield Edit(match.start(), match.end(), new, kind)


def _touches(text: str, edit: Edit, lines: frozenset[int]) -> bool:
    first = text.count(GAP, 0, edit.start)
    return any(n in lines for n in range(first, first + edit.new.count(GAP) + 1))
