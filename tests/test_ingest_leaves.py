"""A citation never names the page before the one its quote stands on."""

from __future__ import annotations

from assistant.ingest.layout import Block, LineRef
from assistant.ingest.leaves import cut_at_pages
from assistant.ingest.load.text import load_text


def block(*lines: tuple[int, str], kind: str = "prose") -> Block:
    refs = tuple(LineRef(page, i) for i, (page, _) in enumerate(lines))
    return Block(kind, tuple(text for _, text in lines), refs)  # type: ignore[arg-type]


def test_a_block_on_one_page_stays_whole() -> None:
    whole = block((0, "Une phrase. Une autre"), (0, "phrase."))
    assert list(cut_at_pages([whole])) == [whole]


def test_the_sentence_that_crosses_belongs_to_its_first_page_the_rest_to_the_next() -> None:
    crossing = block(
        (0, "Le maire dit que les"), (1, "alliances comptent. Il le répète"), (1, "ici.")
    )
    first, second = cut_at_pages([crossing])
    assert first.text == "Le maire dit que les alliances comptent."
    assert first.refs[0].page == 0
    assert second.text == "Il le répète ici."
    assert {ref.page for ref in second.refs} == {1}


def test_nothing_is_lost_over_three_pages() -> None:
    long = block((0, "Un début"), (1, "finit ici. Un milieu"), (2, "finit là. La fin."))
    pieces = list(cut_at_pages([long]))
    assert [piece.refs[0].page for piece in pieces] == [0, 1, 2]
    assert " ".join(piece.text for piece in pieces) == long.text


def test_an_item_is_never_cut() -> None:
    item = block((0, "• Un point qui"), (1, "continue. Puis finit."), kind="item")
    assert list(cut_at_pages([item])) == [item]


def test_every_passage_holds_the_words_of_its_page_and_at_most_a_sentence_of_the_next() -> None:
    from assistant.ingest.blocks import cut_blocks
    from assistant.ingest.chunk import cut_passages
    from assistant.ingest.clean import clean

    prose = "Les communes du plateau ont choisi de partager leurs ateliers et leurs machines"
    pages = [
        f"La page {name} commence par une phrase entière. {prose} avec\n"
        for name in ("première", "deuxième", "troisième")
    ]
    text = "\f".join(
        f"{page}les voisins de la vallée. Fin de phrase {i}.\n" for i, page in enumerate(pages)
    )
    cleaned = clean(load_text(text.encode()))
    passages = cut_passages("d", cut_blocks(cleaned.pages), cleaned.pages, restored=False)
    for passage in passages:
        for i in range(3):
            if f"Fin de phrase {i}." in passage.text:
                assert passage.page == i + 1


def test_what_is_cut_off_comes_after_what_is_left_of_the_page() -> None:
    crossing = block((0, "Le maire dit que"), (1, "tout va bien. Il sourit."))
    beside = block((0, "Une autre colonne finit la page."))
    below = block((1, "La page suivante continue."))
    texts = [b.text for b in cut_at_pages([crossing, beside, below])]
    assert texts == [
        "Le maire dit que tout va bien.",
        "Une autre colonne finit la page.",
        "Il sourit.",
        "La page suivante continue.",
    ]
