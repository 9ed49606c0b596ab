"""Blocks to passages: one idea each, lists whole, every word traced to its file."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from assistant.domain import Passage
from assistant.ingest.blocks import cut_blocks
from assistant.ingest.chunk import cut_passages, title_of
from assistant.ingest.clean import clean
from assistant.ingest.pages import Line, Page
from assistant.ingest.pipeline import read_document
from assistant.wording import UNREADABLE_ADDRESS
from ingest_samples import (
    ARTICLE,
    CORPUS,
    DECK,
    DOCUMENTS,
    REPORT,
    SENTENCES,
    catalogue,
    merged,
    pages_of,
    passage_with,
    passages,
)  # fmt: skip

WORDS = "La commune a décidé de rendre la bibliothèque plus accueillante pour les enfants."


def _cut(*pages: str) -> list[Passage]:
    ready = clean(pages_of(*pages)).pages
    return list(cut_passages("doc", cut_blocks(ready), ready, restored=False))


def test_a_short_section_is_one_passage_under_its_heading() -> None:
    (passage,) = _cut(f"Introduction\n\n{WORDS}\n\n{WORDS[::1]} Encore une phrase ici.")
    assert passage.heading == "Introduction"
    assert passage.text.startswith(WORDS)


def test_long_text_is_cut_at_paragraph_ends() -> None:
    paragraph = " ".join([WORDS] * 5)
    cut = _cut("\n\n".join([paragraph] * 6))
    assert len(cut) > 1
    assert all(p.text.endswith(".") for p in cut)
    assert all(40 <= len(p.text.split()) <= 180 for p in cut)


def test_a_list_keeps_its_introduction_and_stays_whole() -> None:
    items = "\n".join(f"- {s}" for s in SENTENCES[:20])
    cut = _cut(f"{WORDS}\n\nLes idées retenues sont les suivantes :\n{items}")
    (listed,) = [p for p in cut if p.kind == "list"]
    assert "Les idées retenues" in listed.text
    assert listed.text.count("• ") == 20
    assert listed.list_id is None


def test_a_long_list_is_cut_into_parts_that_share_a_list_id() -> None:
    items = "\n".join(f"{i}. {s}" for i, s in enumerate(SENTENCES[:60], 1))
    parts = [p for p in _cut(f"Les idées retenues sont :\n{items}") if p.kind == "list"]
    assert len(parts) > 1
    assert len({p.list_id for p in parts}) == 1
    assert parts[0].list_id is not None
    found = [int(n) for p in parts for n in re.findall(r"^(\d+)\.", p.text, re.MULTILINE)]
    assert found == list(range(1, 61))


def test_a_heading_that_another_follows_at_once_is_kept() -> None:
    first = "Les études ont été menées par : deux instituts"
    second = "Les convictions des habitants et des élus sur la place de l’école"
    (passage,) = _cut(f"{first}\n\n{second}\n\n{WORDS} {WORDS}")
    assert passage.heading == second
    assert passage.text.startswith(first)


def test_notes_are_passages_of_their_own() -> None:
    cut = _cut(f"{WORDS}\n\n3 Guide « Bien lire » (La Ruche, octobre 2018)\n\n{WORDS}")
    assert [p.kind for p in cut] == ["prose", "note"]
    assert cut[1].text == "Guide « Bien lire » (La Ruche, octobre 2018)"


def test_a_figure_s_labels_are_in_the_raw_text_only() -> None:
    (passage,) = _cut(f"{WORDS}\n\nOui, dans\nles 6 mois\n\n{WORDS}")
    assert "les 6 mois" not in passage.text
    assert "les 6 mois" in passage.raw


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Rapport annuel\n\n{WORDS}", "Rapport annuel"),
        (f"# Un guide\n\n{WORDS}", "Un guide"),
        (
            " ".join([WORDS] * 3),
            "La commune a décidé de rendre la bibliothèque plus accueillante pour les…",
        ),
        ("", "sans nom"),
    ],
)
def test_titles(text: str, title: str) -> None:
    blocks = cut_blocks(clean(pages_of(text)).pages) if text else ()
    assert title_of(blocks, "sans nom") == title


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from([*SENTENCES, "", "- Un point", "1. Un autre", "Titre"]),
        min_size=1,
        max_size=60,
    )
)
def test_any_lines_give_passages_that_hold_together(lines: list[str]) -> None:
    cut = _cut("\n".join([*lines, WORDS]))
    assert cut
    assert len({p.id for p in cut}) == len(cut)
    for p in cut:
        assert all(p.text[s.start : s.end] for s in p.spans)
        assert all(p.raw[s.raw_start : s.raw_end] for s in p.spans)
    words = Counter(re.findall(r"\w+", " ".join(lines)))
    shown = Counter(re.findall(r"\w+", " ".join(f"{p.heading} {p.text} {p.raw}" for p in cut)))
    assert not set(words) - set(shown)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_ids_are_unique_and_the_same_at_every_reading(name: str) -> None:
    document = next(d for d in catalogue() if d.id == name)
    again = read_document(CORPUS / document.source, document).passages
    assert [p.id for p in again] == [p.id for p in passages(name)]
    assert again == passages(name)
    assert len({p.id for p in again}) == len(again)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_passages_are_chained_in_order(name: str) -> None:
    read = passages(name)
    assert [p.prev for p in read] == [None, *(p.id for p in read[:-1])]
    assert [p.next for p in read] == [*(p.id for p in read[1:]), None]
    pages = [p.page for p in read if p.page is not None and p.kind != "note"]
    assert pages == sorted(pages)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_spans_lead_to_the_lines_they_were_read_from(name: str) -> None:
    for p in passages(name):
        assert p.spans[0].start == 0
        assert p.spans[-1].end == len(p.text)
        for span in p.spans:
            text, raw = p.text[span.start : span.end], p.raw[span.raw_start : span.raw_end]
            assert "\n" not in raw
            if UNREADABLE_ADDRESS in text:
                continue
            moved = fuzz.partial_ratio(text, p.raw.replace("-\n", "")) >= 60
            assert fuzz.ratio(text, " ".join(raw.split())) >= 60 or moved, (text, raw)


def test_most_passages_have_a_readable_length() -> None:
    counts = [len(p.text.split()) for name in DOCUMENTS for p in passages(name) if p.kind != "note"]
    assert max(counts) <= 420
    assert 60 <= median(counts) <= 180
    assert sum(60 <= n <= 180 for n in counts) >= 0.6 * len(counts)


def test_the_article_holds_the_twenty_one_measures_in_order() -> None:
    parts = [p for p in passages(ARTICLE) if p.list_id]
    assert len({p.list_id for p in parts}) == 1
    found = [int(n) for p in parts for n in re.findall(r"^(\d+)\.", p.text, re.MULTILINE)]
    assert found == list(range(1, 22))
    assert [len(re.findall(r"^\d+\.", p.text, re.MULTILINE)) for p in parts] == [7, 7, 7]
    assert all(re.search(r"• 7 mesures \w+, aux", p.text) for p in parts)


def test_the_deck_holds_the_twenty_one_measures_in_one_list() -> None:
    passage = passage_with(DECK, "1. Rendre immédiatement accessible")
    found = [int(n) for n in re.findall(r"^(\d+)\.", passage.text, re.MULTILINE)]
    assert found == list(range(1, 22))
    assert passage.page == 18


def test_the_report_s_seven_steps_share_a_list() -> None:
    parts = [p for p in passages(REPORT) if p.list_id]
    found = [int(n) for p in parts for n in re.findall(r"^• (\d+)\.", p.text, re.MULTILINE)]
    assert found == list(range(1, 8))


@pytest.mark.parametrize("pattern", [r"httos", r"0rg", r"gouv\.fi", r"\w\. (?:fr|org)\b", r"himl"])
def test_no_broken_address_is_shown(pattern: str) -> None:
    assert not [p.text for p in merged() if re.search(pattern, p.text)]


@pytest.mark.parametrize(
    "words",
    [
        "co-construction",
        "socio-économiques",
        "Racon-Bouzon",
        "praticiens-chercheurs",
        "franco-français",
    ],
)
def test_true_hyphens_stay(words: str) -> None:
    assert any(words in p.text for p in passages(REPORT))


def test_cut_words_are_whole() -> None:
    for p in merged():
        assert not re.search(r"[a-zà-ÿ]- [a-zà-ÿ]{3}", p.text) or p.restored
    report = " ".join(p.text for p in passages(REPORT))
    assert not re.findall(r"[a-zà-ÿ]{2}- [a-zà-ÿ]+", report)


def test_a_heading_goes_with_the_one_above_it_the_title_apart() -> None:
    lines = [
        Line(text, text, role, level)
        for text, role, level in [
            ("Le verger partagé", "heading", 1),
            ("Les outils", "heading", 2),
            ("Une bêche par famille, rendue propre chaque soir au cabanon.", "text", 0),
            ("", None, 0),
            ("Les récoltes", "heading", 2),
            ("Le partage", "heading", 3),
            ("Chacun emporte ce qu’il a cueilli, le reste va à l’épicerie solidaire.", "text", 0),
            ("", None, 0),
            ("La taille", "heading", 2),
            ("", None, 0),
            ("Le greffage", "heading", 2),
            ("On greffe en mars, quand la sève monte et que les bourgeons gonflent.", "text", 0),
        ]
    ]  # fmt: skip
    page = Page(None, tuple(lines), engine="docx")
    found = cut_passages("verger", cut_blocks([page]), [page], restored=False)
    assert [p.heading for p in found] == [
        "Les outils", "Les récoltes › Le partage", "Le greffage",
    ]  # fmt: skip
    assert "Les récoltes" not in found[1].text
    assert found[2].text.startswith("La taille\n")
