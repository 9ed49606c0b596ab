from __future__ import annotations

from assistant.domain import Passage
from assistant.enrichment.quote import is_long_enough, pick_quote
from assistant.ingest.expansion import Expansion, resolve
from assistant.ports import Index

START = "La fondation des territoires soutient les projets menés par plusieurs communes"


def passage(name: str, raw: str, text: str | None = None) -> Passage:
    return Passage(id=name, document_id="rapport", text=raw if text is None else text, raw=raw)


def test_the_first_words_when_nothing_else_has_them() -> None:
    one = passage("a", f"{START.replace(' projets', chr(10) + ' projets')} rurales\nde France.")
    quote = pick_quote(one, [one, passage("b", "Un tout autre sujet, la mer et ses marées.")])
    assert quote == f"{START} rurales"
    assert len(quote.split()) == 12


def test_other_words_when_the_first_are_shared() -> None:
    one = passage("a", f"{START}, et il finance un jardin partagé au milieu de chaque bourg.")
    other = passage("b", f"{START}, mais elle refuse toujours de payer des voyages à ses membres.")
    document = [other, one]
    for mine in document:
        quote = pick_quote(mine, document)
        assert quote is not None
        assert 8 <= len(quote.split()) <= 20
        assert quote in " ".join(mine.raw.split())
        row = Expansion("rapport", quote, ())
        assert list(resolve([row], document).rows) == [mine.id]
        assert list(resolve([row], document[::-1]).rows) == [mine.id]


def test_the_repaired_text_when_the_raw_one_is_shared() -> None:
    page = "Une page entière avec son titre, sa légende et la liste des membres du bureau élu."
    one = passage("a", page, "la liste des membres du bureau élu l’an dernier par tous")
    other = passage("b", page, "Une page entière avec son titre.")
    assert (
        pick_quote(one, [one, other]) == "la liste des membres du bureau élu l’an dernier par tous"
    )


def test_none_when_nothing_tells_it_apart() -> None:
    one, other = passage("a", START), passage("b", START)
    assert pick_quote(one, [one, other]) is None


def test_signs_are_no_words() -> None:
    signs = "— • * … = % / | < > # ~ " * 2
    one = passage("a", signs + START)
    quote = pick_quote(one, [one])
    assert quote is not None
    assert START.startswith(quote.split(" ~ ")[-1][:20])
    assert pick_quote(passage("a", signs), [passage("a", signs)]) is None


def test_what_has_too_few_words_asks_nothing() -> None:
    assert not is_long_enough(passage("a", "https://example.org/ voir la page citée"))
    assert is_long_enough(passage("a", "un deux trois quatre cinq six sept huit"))


def test_every_passage_of_the_shipped_corpus_has_its_quote(built_index: Index) -> None:
    passages = list(built_index.all_passages())
    twins = {name for one in passages for name in one.twins}
    ranked = [one for one in passages if one.id not in twins]
    rows = [
        Expansion(one.document_id, quote, (one.id,))
        for one in ranked
        if is_long_enough(one)
        if (quote := pick_quote(one, [p for p in ranked if p.document_id == one.document_id]))
    ]
    assert len(rows) >= 0.97 * len(ranked)
    found = resolve(rows, passages)
    assert {row.questions[0]: name for name, rows in found.rows.items() for row in rows} == {
        row.questions[0]: row.questions[0] for row in rows
    }
