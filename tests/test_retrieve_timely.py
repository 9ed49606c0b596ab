"""Of near-equal passages, the one in force, then the newer, comes first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Document, Hit, Passage
from assistant.retrieve.timely import is_near_equal, timely, words_of
from assistant.standing import precedence

SAID = (
    "La commission locale réunit chaque trimestre les associations, les entreprises et les élus"
    " du territoire pour choisir ensemble les projets soutenus par le fonds commun."
)
OTHER = (
    "Le théâtre municipal prête gratuitement ses salles aux troupes amateurs pendant la"
    " fermeture estivale, sous réserve d’une assurance et d’un gardiennage."
)


def hit(document: str, text: str, score: float = 1.0) -> Hit:
    return Hit(Passage(f"{document}:{len(text)}", document, text, text), score)


def documents(*made: Document) -> dict[str, Document]:
    return {document.id: document for document in made}


OLD = Document("ancien", "Règlement", date="2018", status="archive")
NEW = Document("nouveau", "Règlement révisé", date="2023-05", status="en vigueur")
PLAIN = Document("note", "Note", date="2015")
GONE = Document("caduc", "Règlement", date="2024", status="remplacé", replaced_by="nouveau")


def test_the_newer_takes_the_place_of_the_older() -> None:
    hits = [
        hit("note", OTHER),
        hit("ancien", SAID),
        hit("nouveau", SAID.replace("trimestre", "mois")),
    ]
    ordered = timely(hits, documents(OLD, NEW, PLAIN))
    assert [h.passage.document_id for h in ordered] == ["note", "nouveau", "ancien"]


def test_what_was_replaced_comes_after_whatever_its_date() -> None:
    ordered = timely([hit("caduc", SAID), hit("nouveau", SAID)], documents(GONE, NEW))
    assert [h.passage.document_id for h in ordered] == ["nouveau", "caduc"]


def test_a_better_ranked_passage_that_says_something_else_keeps_its_place() -> None:
    hits = [hit("ancien", SAID), hit("nouveau", OTHER)]
    assert timely(hits, documents(OLD, NEW)) == tuple(hits)


def test_short_passages_are_never_taken_for_the_same() -> None:
    hits = [hit("ancien", "Fiche 3 : méthode"), hit("nouveau", "Fiche 4 : méthode")]
    assert timely(hits, documents(OLD, NEW)) == tuple(hits)


def test_figures_do_not_make_passages_differ() -> None:
    one = words_of(f"{SAID} En 2018, 38 % des projets.")
    assert is_near_equal(one, words_of(f"{SAID} En 2023, 57 % des projets."))


def test_precedence() -> None:
    assert precedence(GONE) < precedence(OLD) < precedence(PLAIN) < precedence(NEW)
    same_day = Document("x", "X", date="2023-05-02", status="en vigueur")
    assert precedence(NEW) < precedence(same_day)


@given(st.lists(st.tuples(st.sampled_from(["ancien", "nouveau", "note", "caduc"]), st.booleans())))
def test_nothing_is_lost_and_doing_it_again_changes_nothing(rows: list[tuple[str, bool]]) -> None:
    hits = [
        replace(hit(name, SAID if same else OTHER, -n), passage=replace(
            hit(name, SAID if same else OTHER).passage, id=f"{name}:{n}"))
        for n, (name, same) in enumerate(rows)
    ]  # fmt: skip
    known = documents(OLD, NEW, PLAIN, GONE)
    once = timely(hits, known)
    assert sorted(h.passage.id for h in once) == sorted(h.passage.id for h in hits)
    assert timely(once, known) == once
