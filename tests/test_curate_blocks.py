from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.curate.blocks import Blocks, block_of, differences, edited, fields_of, split
from assistant.domain import Document
from assistant.errors import CatalogueInvalid
from curate_samples import CATALOGUE

DOCUMENT = Document(
    id="guide",
    title="Le guide",
    publisher="Le RAMEAU",
    date="2024-03",
    date_precision="month",
    source="guide.pdf",
)


def rows(text: str) -> list[dict[str, str]]:
    found = tomllib.loads(text.removeprefix("\ufeff")).get("document", [])
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    "text",
    [
        CATALOGUE,
        CATALOGUE.replace("\n", "\r\n"),
        "\ufeff" + CATALOGUE,
        CATALOGUE.rstrip("\n"),
        "",
        "# rien\n",
        '[[document]]\nfile = "a"\nid = "a"\ntitle = "A"\n[[document]]\nfile = "b"\nid = "b"\n',
    ],
)
def test_split_and_joined_it_is_the_same_file(text: str) -> None:
    assert str(split(text)) == text


def test_the_comment_above_a_block_is_its_own() -> None:
    found = split(CATALOGUE)
    assert found.head == "# Le catalogue de l’essai.\n\n"
    assert found.blocks[0].startswith("# Le premier document.\n[[document]]")
    assert found.blocks[1].startswith("# Le deuxième")


def test_a_comment_at_the_top_belongs_to_the_file() -> None:
    text = '# Le catalogue\n[[document]]\nid = "a"\n'
    assert split(text).head == "# Le catalogue\n"


def test_one_more_block_changes_nothing_else() -> None:
    text = str(split(CATALOGUE).with_block(block_of(DOCUMENT)))
    assert text.startswith(CATALOGUE)
    assert text.removeprefix(CATALOGUE) == (
        '\n[[document]]\nfile = "guide.pdf"\nid = "guide"\ntitle = "Le guide"\n'
        'publisher = "Le RAMEAU"\ndate = "2024-03"\ndate_precision = "month"\n'
    )


@pytest.mark.parametrize(
    "text", ["", "# rien\n", "# rien", CATALOGUE.rstrip("\n"), CATALOGUE + "\n"]
)
def test_one_more_block_after_anything(text: str) -> None:
    after = str(split(text).with_block(block_of(DOCUMENT)))
    assert after.startswith(text)
    assert rows(after)[-1]["id"] == "guide"
    assert "\n\n\n" not in after


def test_lines_end_as_they_did() -> None:
    text = CATALOGUE.replace("\n", "\r\n")
    after = str(split(text).with_block(block_of(DOCUMENT)).changed("charte", {"kind": "charte"}))
    assert after.count("\n") == after.count("\r\n")
    assert rows(after)[0]["kind"] == "charte"


def test_a_block_taken_out_takes_its_comment_and_no_other() -> None:
    text = str(split(CATALOGUE).without("charte"))
    assert text == "# Le catalogue de l’essai.\n\n" + CATALOGUE[CATALOGUE.index("# Le deuxième") :]


def test_taken_out_and_put_back_nothing_is_lost() -> None:
    found = split(CATALOGUE)
    block = found.find("charte")
    assert block is not None
    back = found.without("charte").with_block(block)
    assert sorted(rows(str(back)), key=str) == sorted(rows(CATALOGUE), key=str)
    assert "# un commentaire" in str(back)


def test_fields_are_changed_where_they_are() -> None:
    text = str(split(CATALOGUE).changed("charte", {"title": "Autre", "status": None, "kind": "x"}))
    assert text == (
        CATALOGUE.replace("'La charte'", '"Autre"').replace(
            'status = "en vigueur"\n', 'kind = "x"\n'
        )
    )


def test_a_document_that_is_not_there_changes_nothing() -> None:
    assert str(split(CATALOGUE).changed("autre", {"title": "A"})) == CATALOGUE


@pytest.mark.parametrize(
    "text",
    [
        'document = [{file = "a", id = "a", title = "A"}]\n',
        '[[document]]\nid = "a"\ntitle = """\n[[document]]\n"""\n',
        "[[document]]\nid = ",
    ],
)
def test_a_catalogue_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(CatalogueInvalid, match=r"\[\[document\]\]"):
        split(text)


def test_fields_of_a_block_are_texts() -> None:
    assert fields_of(split(CATALOGUE).blocks[0])["date"] == "2020-05-07"


def test_differences_edit_one_document_into_another() -> None:
    after = replace(DOCUMENT, title="Le guide 2", date=None, date_precision=None, source="b.pdf")
    block = edited(block_of(DOCUMENT), differences(DOCUMENT, after))
    assert block == block_of(after)
    assert differences(after, after) == {}


texts = st.text(min_size=1).filter(lambda text: text.strip() != "" and "\x7f" not in text)


@given(texts, texts, texts)
def test_any_text_is_written_so_that_it_reads_the_same(name: str, title: str, kind: str) -> None:
    try:
        title.encode()
    except UnicodeEncodeError:
        return
    document = Document(id="a", title=title, kind=kind, source=name)
    blocks = Blocks("", ()).with_block(block_of(document)).changed("a", {"publisher": title})
    (row,) = rows(str(blocks))
    assert row == {"file": name, "id": "a", "title": title, "kind": kind, "publisher": title}
    assert str(split(str(blocks))) == str(blocks)
