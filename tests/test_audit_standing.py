"""Documents replaced, archived, or older than another; links that lead nowhere."""

from __future__ import annotations

import pytest

from assistant.audit.standing import find_links, find_outdated
from assistant.audit.values import Link, Outdated
from assistant.domain import Document

REPORT = {"publisher": "Le RAMEAU", "kind": "rapport"}


def made(name: str, **changes: str) -> Document:
    return Document(id=name, title=name, **changes)  # type: ignore[arg-type]


def test_a_replaced_document_is_told_with_what_replaces_it() -> None:
    old = made("old", status="remplacé", replaced_by="new", date="2010", **REPORT)
    new = made("new", date="2022", **REPORT)
    assert find_outdated([old, new], 5) == (Outdated("old", "replaced", "new"),)


def test_an_older_one_of_the_same_publisher_and_kind() -> None:
    old, new = made("old", date="2015-03", **REPORT), made("new", date="2022-02-01", **REPORT)
    assert find_outdated([old, new], 5) == (Outdated("old", "older", "new", 6),)
    assert find_outdated([old, new], 7) == ()


@pytest.mark.parametrize(
    "other",
    [
        {"publisher": "Un autre", "kind": "rapport"},
        {"publisher": "Le RAMEAU", "kind": "article"},
        {"publisher": "Le RAMEAU"},
        {**REPORT, "status": "projet"},
        {**REPORT, "status": "remplacé", "replaced_by": "old"},
    ],
)
def test_nothing_follows_from_what_is_not_comparable(other: dict[str, str]) -> None:
    old = made("old", date="2000", **REPORT)
    found = find_outdated([old, made("new", date="2022", **other)], 5)
    assert "old" not in {item.document_id for item in found}


def test_without_dates_nothing_is_older() -> None:
    assert find_outdated([made("a", **REPORT), made("b", date="2022", **REPORT)], 1) == ()


def test_case_and_accents_of_the_publisher_do_not_matter() -> None:
    old = made("old", date="2010", publisher="LE RAMEAU", kind="Étude")
    new = made("new", date="2020", publisher="Le Rameau", kind="etude")
    assert find_outdated([old, new], 5) == (Outdated("old", "older", "new", 10),)


def test_archives_and_drafts_are_told() -> None:
    found = find_outdated([made("a", status="archive"), made("d", status="projet")], 5)
    assert found == (Outdated("a", "archived"), Outdated("d", "draft"))


def test_links_to_what_is_replaced_or_absent() -> None:
    old = made("old", replaced_by="new")
    new, part = made("new", replaced_by="newer"), made("part", part_of="gone", same_as="new")
    documents = [old, new, part]
    assert find_links(documents, [old, new, part]) == (
        Link("old", "replaced_by", "new", "replaced"),
        Link("new", "replaced_by", "newer", "absent"),
        Link("part", "same_as", "new", "replaced"),
        Link("part", "part_of", "gone", "absent"),
    )
    assert find_links([made("a", part_of="b"), made("b")], [made("a"), made("b")]) == ()
