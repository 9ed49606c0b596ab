from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Passage
from assistant.errors import CatalogueInvalid
from assistant.ingest.entries import make_entries
from assistant.ingest.expansion import Expansion, digests, label, load_expansions, resolve

QUOTE = "les pays du sud ont imposé l’ODD 17 dans l’Agenda mondial"


def row(**changes: Any) -> dict[str, Any]:
    return {
        "document": "rapport",
        "quote": QUOTE,
        "questions": ["Qui a voulu la coopération ?", "odd 17 origine"],
        "summary": "D’où vient l’idée.",
        **changes,
    }


def passage(
    name: str, text: str, document: str = "rapport", twins: tuple[str, ...] = ()
) -> Passage:
    return Passage(id=name, document_id=document, text=text, raw=text.upper(), twins=twins)


def written(corpus: Path, *rows: Any) -> Path:
    folder = corpus / "expansion"
    folder.mkdir(exist_ok=True)
    lines = [one if isinstance(one, str) else json.dumps(one) for one in rows]
    (folder / "rapport.jsonl").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return corpus


def test_rows_are_read(tmp_path: Path) -> None:
    (one,) = load_expansions(written(tmp_path, row()))
    assert one == Expansion(
        "rapport",
        QUOTE,
        ("Qui a voulu la coopération ?", "odd 17 origine"),
        "D’où vient l’idée.",
    )


def test_a_corpus_without_expansion_has_no_rows(tmp_path: Path) -> None:
    assert load_expansions(tmp_path) == ()


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "JSON"),
        ("[]", "JSON"),
        (row(quote=" "), "«\u00a0quote\u00a0»"),
        (row(document=3), "«\u00a0document\u00a0»"),
        (row(questions="Pourquoi ?"), "«\u00a0questions\u00a0»"),
        (row(questions=["Pourquoi ?", ""]), "«\u00a0questions\u00a0»"),
        (row(summary=None), "«\u00a0summary\u00a0»"),
        (row(resume="…"), "«\u00a0resume\u00a0»"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, bad: Any, said: str) -> None:
    with pytest.raises(CatalogueInvalid) as refused:
        load_expansions(written(tmp_path, row(), bad))
    assert "rapport.jsonl, ligne 2" in refused.value.message
    assert said in refused.value.message


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "expansion").mkdir()
    (tmp_path / "expansion" / "vieux.jsonl").write_bytes(b"\xe9")
    with pytest.raises(CatalogueInvalid, match=r"vieux\.jsonl"):
        load_expansions(tmp_path)


def test_a_row_finds_its_passage_however_the_document_is_cut_or_repaired() -> None:
    wanted = Expansion("rapport", QUOTE, ("Qui ?",))
    passages = [
        passage("a", "Les pays du Nord n’ont rien imposé."),
        passage("b", f"Avant. Ce sont {QUOTE.replace('imposé', 'impose')}. Après."),
        passage("c", QUOTE, document="autre"),
    ]
    found = resolve([wanted], passages)
    assert found.rows == {"b": (wanted,)}
    assert found.orphans == ()


def test_a_row_of_a_twin_goes_to_the_passage_that_stands_for_it() -> None:
    wanted = Expansion("scan", QUOTE, ("Qui ?",))
    passages = [passage("a", QUOTE, twins=("b",)), passage("b", QUOTE, document="scan")]
    assert resolve([wanted], passages).rows == {"a": (wanted,)}


def test_what_only_a_part_of_a_twin_adds_keeps_its_rows() -> None:
    wanted = Expansion("scan", QUOTE, ("Qui ?",))
    passages = [
        passage("a", "Autre chose.", twins=("b",)),
        passage("b", f"Autre chose. {QUOTE}", document="scan"),
        passage("b~u", QUOTE, document="scan"),
    ]
    assert resolve([wanted], passages).rows == {"b~u": (wanted,)}


def test_a_row_whose_quote_is_gone_is_an_orphan() -> None:
    lost = Expansion("rapport", "un passage qui n’est plus dans le document du tout", ("Qui ?",))
    found = resolve([lost], [passage("a", QUOTE)])
    assert found.rows == {}
    assert found.orphans == (lost,)
    assert label(lost) == (
        "rapport\u00a0: «\u00a0un passage qui n’est plus dans le document du tout\u00a0»"
    )


def test_a_number_that_differs_is_another_passage() -> None:
    asked = Expansion("rapport", QUOTE.replace("17", "13"), ("Qui ?",))
    assert resolve([asked], [passage("a", QUOTE)]).orphans == (asked,)


def test_digests_tell_which_document_s_rows_changed() -> None:
    one, two = Expansion("a", "q", ("x",)), Expansion("b", "q", ("x",))
    before = digests([one, two])
    assert digests([two, one]) == before
    after = digests([one, Expansion("b", "q", ("y",))])
    assert after["a"] == before["a"]
    assert after["b"] != before["b"]


def test_expansion_is_indexed_beside_the_passage_and_never_in_it() -> None:
    page = passage("a", QUOTE)
    entry, other = make_entries(
        [page, passage("z", "Autre.")],
        {"a": [Expansion("rapport", QUOTE, ("Qui ?", "Depuis\nquand ?"), "Résumé")]},
    )
    assert entry.passage == page
    assert entry.fields["questions"] == "Qui ?\nDepuis quand ?"
    assert entry.fields["summary"] == "Résumé"
    assert not {"questions", "summary"} & set(other.fields)
