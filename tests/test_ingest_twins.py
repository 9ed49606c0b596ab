"""The same content in several files is shown once, and nothing unique is lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from assistant.domain import Document, Passage, Span
from assistant.french import fold
from assistant.ingest.blocks import cut_blocks
from assistant.ingest.chunk import cut_passages
from assistant.ingest.clean import clean
from assistant.ingest.readable import is_clear
from assistant.ingest.same import is_said_across, lines_of, said_by
from assistant.ingest.twins import UNIQUE, Settled, merge_twins
from assistant.lexicon import Lexicon
from ingest_samples import (
    ARTICLE,
    DECK,
    DOCUMENTS,
    EXCERPT,
    SCAN,
    SENTENCES,
    canonical,
    catalogue,
    cleaned,
    merged,
    pages_of,
    passage_with,
)  # fmt: skip

LEXICON = Lexicon.shared()
ONE = (
    "Le jardin partagé de la rue des Lilas ouvre ses portes chaque samedi matin aux habitants.",
    "Une équipe de douze bénévoles y accueille les familles et prête les outils nécessaires.",
    "La mairie finance les semences ; une pépinière locale offre les arbres fruitiers.",
    "En 2021, la récolte a atteint 340 kilos de légumes, donnés à l’épicerie solidaire.",
)


def _passages(name: str, *lines: str, restored: bool = False) -> list[Passage]:
    ready = clean(pages_of("\n\n".join(lines))).pages
    cut = cut_passages(name, cut_blocks(ready), ready, restored=False)
    return [replace(p, restored=restored) for p in cut]


def _merge(*groups: list[Passage]) -> tuple[Passage, ...]:
    documents = [Document(id=group[0].document_id, title=group[0].document_id) for group in groups]
    return merge_twins(documents, [p for group in groups for p in group])


def test_the_same_text_twice_is_shown_once() -> None:
    first, second = _merge(_passages("a", *ONE), _passages("b", *ONE))
    assert first.twins == (second.id,)
    assert second.twins == ()


def test_the_cleaner_document_is_the_one_shown() -> None:
    scan, copy = _merge(_passages("a", *ONE, restored=True), _passages("b", *ONE))
    assert copy.twins == (scan.id,)


def test_another_number_prevents_merging() -> None:
    other = [line.replace("340", "430") for line in ONE]
    merged_passages = _merge(_passages("a", *ONE), _passages("b", *other))
    shown = {p.id for p in merged_passages} - {t for p in merged_passages for t in p.twins}
    assert any("430" in p.text for p in merged_passages if p.id in shown)
    assert any("340" in p.text for p in merged_passages if p.id in shown)


def test_what_only_the_twin_says_is_kept() -> None:
    more = "Un rucher y sera installé au printemps prochain."
    found = _merge(_passages("a", *ONE), _passages("b", *ONE, more))
    (unique,) = [p for p in found if p.id.endswith(UNIQUE)]
    assert unique.text == more
    assert unique.document_id == "b"
    assert unique.raw[unique.spans[0].raw_start : unique.spans[0].raw_end] == more


def test_rubble_of_a_scan_is_no_passage() -> None:
    rubble = "L 1 e s = qz Tlrm ovf : ; xw"
    found = _merge(_passages("a", *ONE), _passages("b", *ONE, rubble, restored=True))
    assert not [p for p in found if p.id.endswith(UNIQUE)]


def test_a_heading_that_the_twin_writes_in_its_text_is_said() -> None:
    heading = "Un jardin pour tout le quartier"
    titled = [replace(p, heading=heading) for p in _passages("a", *ONE)]
    found = _merge(titled, _passages("b", heading + ".", *ONE))
    assert not [p for p in found if p.id.endswith(UNIQUE)]


def test_columns_read_across_are_said() -> None:
    text = "81% des citoyens\n92% des maires\nLe devoir de dire\nUne envie des élus"
    passage = Passage(id="a", document_id="a", text=text, raw=text)
    lines = lines_of(passage)

    def said(text: str) -> bool:
        (line,) = lines_of(replace(passage, text=text, spans=()))
        return is_said_across(line, said_by(lines, ""), LEXICON)

    assert said("81% des citoyens Le devoir de dire")
    assert said("Une envie des élus 92% des maires")
    assert not said("92% des citoyens Le devoir de dire")
    assert not said("83% des citoyens Le devoir de dire")
    assert not said("Une idée toute neuve pour le village")


def test_items_of_the_same_number_that_differ_stay_apart() -> None:
    first = [f"{i}. {s}" for i, s in enumerate(SENTENCES[:8], 1)]
    second = [*first[:7], "8. Ouvrir une ressourcerie dans l’ancienne gare"]
    found = _merge(_passages("a", "\n".join(first)), _passages("b", "\n".join(second)))
    twins = {t for p in found for t in p.twins}
    shown = "\n".join(p.text for p in found if p.id not in twins)
    assert "ressourcerie" in shown
    assert first[7] in shown


def test_merging_twice_changes_nothing() -> None:
    assert merge_twins(catalogue(), merged()) == merged()


def test_twins_are_passages_and_are_never_shown_themselves() -> None:
    ids = {p.id for p in merged()}
    assert len(ids) == len(merged())
    twins = [t for p in merged() for t in p.twins]
    assert set(twins) <= ids
    assert not [p for p in merged() if p.twins and p.id in twins]


def test_scans_are_twins_of_the_text_layer() -> None:
    by_id = {p.id: p for p in merged()}
    pages = {
        by_id[t].page
        for p in merged()
        if p.document_id == DECK
        for t in p.twins
        if by_id[t].document_id == SCAN
    }
    assert {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 18} <= pages
    home = passage_with(DECK, "1. Rendre immédiatement accessible").id
    twins = next(p for p in merged() if p.id == home).twins
    assert {by_id[t].document_id for t in twins} == {SCAN, EXCERPT, ARTICLE}


def test_both_wordings_of_measure_18_are_shown() -> None:
    shown = [p.text for p in canonical()]
    assert any("18. Créer un « droit d’expérimentation partenariale »" in text for text in shown)
    assert any("18. Expérimenter un « droit de l’alliance »" in text for text in shown)


def test_what_only_the_scans_hold_is_shown() -> None:
    shown = " ".join(p.text for p in canonical())
    for words in (
        "Hybridation des modèles socio",
        "21 mesures pour mobiliser les citoyens et les organisations",
        "Fondation du Nord (50)",
        "Webinaires personnalisés",
        "Forum National des Associations et des Fondations, le Secrétaire d’Etat",
    ):
        assert words in shown


def test_no_passage_is_a_mere_heading_or_a_number_without_its_label() -> None:
    headings = {fold(p.heading) for p in merged() if p.heading}
    for p in canonical():
        assert fold(p.text) not in headings
        if p.id.endswith(UNIQUE):
            assert not re.search(r"\d+ ?% des \d+ ?%", p.text)
            assert max(len(line.split()) for line in p.text.split("\n")) >= 4


def _is_legible(text: str) -> bool:
    tokens = [token for token in text.split() if re.search(r"[^\W\d_]{2}", token)]
    words = re.findall(r"[^\W\d_]+", text)
    return len(tokens) >= 4 and LEXICON.known_share(words) >= 0.75 and is_clear(text, LEXICON)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_legible_line_is_lost(name: str) -> None:
    """Every line is in a passage that is shown; where a scan read columns across, its pieces
    are; a label of a figure may stand in the raw text only."""
    shown = canonical()
    texts = [fold(f"{p.heading} {p.text}") for p in shown]
    raws = [fold(p.raw) for p in shown]
    lines = [line for page in cleaned(name).pages for line in page.lines if _is_legible(line.text)]
    lost, scattered = [], []
    for line in lines:
        wanted = fold(line.text.lstrip("•‡ "))
        if any(fuzz.partial_ratio(wanted, t) >= 85 for t in texts if len(t) >= len(wanted)):
            continue
        scattered.append(line.text)
        in_pieces = any(_said_across(line.text, p) for p in shown)
        in_raw = any(fold(line.raw.strip()) in raw for raw in raws)
        if not in_pieces and not in_raw:
            lost.append(line.text)
    assert len(lines) > 40
    assert len(scattered) <= 0.1 * len(lines)
    assert not lost


def _said_across(text: str, passage: Passage) -> bool:
    (line,) = lines_of(replace(passage, text=text, spans=()))
    return is_said_across(line, said_by(lines_of(passage), passage.heading), LEXICON)


DRAWN = st.lists(st.sampled_from(range(12)), min_size=1, max_size=4, unique=True)


def _said(number: int) -> str:
    """Twelve sentences that have nothing in common."""
    words = "commune verger théâtre rivière atelier gare moulin forêt école marché phare jardin"
    name = words.split()[number]
    return (
        f"Le {name} numéro {number} accueille chaque année {number + 3} équipes du {name},"
        f" que le {name} choisit parmi les {name}s voisins après un long {name}."
    )


def _made(name: str, said: list[list[int]]) -> list[Passage]:
    made = []
    for place, numbers in enumerate(said):
        lines = [_said(number) for number in numbers]
        text, spans = "", []
        for line in lines:
            start = len(text) + bool(text)
            text += ("\n" if text else "") + line
            spans.append(Span(start, len(text), start, len(text)))
        made.append(Passage(f"{name}:{place}", name, text, text, spans=tuple(spans)))
    return made


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(DRAWN, min_size=1, max_size=3), min_size=2, max_size=4),
    st.lists(st.lists(DRAWN, min_size=1, max_size=3), min_size=2, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_merging_what_changed_gives_what_merging_everything_does(
    first: list[list[list[int]]], second: list[list[list[int]]], kept: list[bool]
) -> None:
    """Documents come, go and change; those that stay are taken over as they were."""
    before = {f"d{n}": _made(f"d{n}", said) for n, said in enumerate(first)}
    after = {
        name: before[name] if name in before and kept[n] else _made(name, said)
        for n, (name, said) in enumerate((f"d{n}", said) for n, said in enumerate(second))
    }
    old = _merge(*before.values())
    same = {name for name in after if after[name] is before.get(name)}
    loose = {twin for p in old for twin in p.twins} if len(same) < len(before) else set()
    given = [
        p
        for name in after
        for p in ([o for o in old if o.document_id == name] if name in same else after[name])
    ]
    documents = [Document(id=name, title=name) for name in after]
    assert merge_twins(documents, given, Settled(same, loose)) == _merge(*after.values())
