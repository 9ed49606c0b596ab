from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.lexicon import Lexicon
from assistant.retrieve.sounds import sounds


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fondacion", "fondation"),
        ("kelle", "quelle"),
        ("partenarya", "partenariat"),
        ("komen", "comment"),
        ("catalizeur", "catalyseur"),
        ("sharte", "charte"),
        ("diferance", "difference"),
        ("mezures", "mesures"),
        ("resaux", "reseau"),
        ("ramo", "rameau"),
        ("enpirik", "empirique"),
        ("dirijant", "dirigeant"),
        ("confianse", "confiance"),
        ("inovassion", "innovation"),
        ("strategik", "strategiques"),
        ("tairoir", "terroir"),
        ("konseil", "conseil"),
        ("eficasse", "efficace"),
        ("travay", "travail"),
        ("fotographi", "photographie"),
        ("segno", "segnaux"),
        ("gere", "guerre"),
        ("webinere", "webinaire"),
    ],
)
def test_written_by_ear_it_sounds_the_same(typed: str, meant: str) -> None:
    if meant == "guerre":  # a hard g is not a soft one
        assert sounds([typed]) != sounds([meant])
    else:
        assert sounds([typed]) == sounds([meant])


@pytest.mark.parametrize(
    ("one", "other"),
    [("maire", "mesure"), ("alliance", "alliage"), ("fond", "vent"), ("gare", "jarre")],
)
def test_other_words_sound_otherwise(one: str, other: str) -> None:
    assert sounds([one]) != sounds([other])


@given(st.lists(st.from_regex(r"[a-z]{1,15}", fullmatch=True), min_size=1, max_size=30))
def test_a_word_sounds_the_same_alone_and_among_others(words: list[str]) -> None:
    together = sounds(words)
    assert len(together) == len(words)
    assert together == [sounds([word])[0] for word in words]


def test_few_usual_words_share_a_sound() -> None:
    shares = Lexicon.shared().folded
    usual = [w for w, share in shares.items() if share > 1e-5 and re.fullmatch("[a-z]+", w)]
    assert len(set(sounds(usual))) > 0.5 * len(usual)
