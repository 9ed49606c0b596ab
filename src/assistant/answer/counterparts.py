"""The same thing counted by another document: « 84 % des dirigeants », « 83 % des dirigeants »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer.quantities import Quantity, quantities
from assistant.answer.quotable import quotable
from assistant.answer.units import Unit
from assistant.ports import Claim, Index
from assistant.retrieve.terms import Terms

_DEPTH = 12


def counterpart(claims: Sequence[Claim], terms: Terms, index: Index) -> tuple[Claim, ...]:
    """What another document counts of the first thing asked that `claims` count: one claim, or
    none where the claims hold two documents' figures of it or no other document has one."""
    for claim in claims:
        for mine in _asked(claim.quote, terms):
            holders = {c.passage.document_id for c in claims if _same(c.quote, mine)}
            if len(holders) > 1:
                return ()
            found = next(_elsewhere(mine, holders, index), None)
            if found is not None:
                return (Claim(found.passage, found.text),)
    return ()


def _asked(text: str, terms: Terms) -> Iterator[Quantity]:
    return (one for one in quantities(text) if one.sign and terms.share(frozenset(one.thing)))


def _same(text: str, mine: Quantity) -> bool:
    return any((one.sign, one.thing) == (mine.sign, mine.thing) for one in quantities(text))


def _elsewhere(mine: Quantity, holders: set[str], index: Index) -> Iterator[Unit]:
    known = {name: index.document(name) for name in holders}
    copied = {d.same_as or d.part_of for d in known.values()}
    for match in index.lexical(dict.fromkeys(mine.thing, 1.0), _DEPTH):
        passage = index.passage(match.passage_id)
        document = index.document(passage.document_id)
        if {document.id, document.same_as, document.part_of} & holders or document.id in copied:
            continue
        yield from (unit for unit in quotable(passage) if _same(unit.text, mine))
