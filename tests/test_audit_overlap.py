"""Documents that say the same, against a count by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from assistant.audit import overlap
from assistant.audit.overlap import RUN, find_overlaps
from assistant.domain import Passage
from assistant.quotes import tokens

WORDS = [f"mot{chr(97 + a)}{chr(97 + b)}" for a in range(26) for b in range(26)]


def text(seed: int, words: int = 300) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) for _ in range(words))


def whole(document: str, *texts: str) -> list[Passage]:
    return [Passage(f"{document}:{n}", document, t, t) for n, t in enumerate(texts)]


def counted(one: list[Passage], other: list[Passage]) -> float:
    """The share of the first one's runs of words that stand in the other, by sets."""
    sets = []
    for passages in (one, other):
        words = [tokens(p.text) for p in passages]
        sets.append({w[i : i + RUN] for w in words for i in range(len(w) - RUN + 1)})
    return len(sets[0] & sets[1]) / len(sets[0])


def test_the_share_is_the_one_counted_with_sets() -> None:
    a = whole("a", text(1), text(2))
    b = whole("b", text(1), text(3), text(4), " ".join(text(2).split()[:150]))
    (found,) = find_overlaps({"a": a, "b": b})
    assert (found.document_id, found.other_id) == ("a", "b")
    assert found.share == pytest.approx(counted(a, b))
    assert found.back == pytest.approx(counted(b, a))
    assert found.twins == 0


def test_the_contained_one_comes_first_whatever_the_names() -> None:
    (found,) = find_overlaps({"a": whole("a", text(1), text(2)), "z": whole("z", text(1))})
    assert (found.document_id, found.other_id, found.share) == ("z", "a", 1.0)
    assert found.back == pytest.approx(0.5, abs=0.01)


def test_documents_with_nothing_in_common_are_not_told() -> None:
    assert find_overlaps({"a": whole("a", text(1)), "b": whole("b", text(2))}) == ()
    assert find_overlaps({}) == ()
    assert find_overlaps({"a": []}) == ()


def test_case_accents_and_spaces_do_not_matter() -> None:
    said = text(1)
    shouted = said.upper().replace(" ", "\n")
    (found,) = find_overlaps({"a": whole("a", said), "b": whole("b", shouted)})
    assert found.share == found.back == 1.0


def test_a_few_words_in_common_prove_nothing() -> None:
    short = " ".join(text(1).split()[:10])
    assert find_overlaps({"a": whole("a", short), "b": whole("b", text(1))}) == ()


def test_passages_known_as_twins_tell_of_misread_scans() -> None:
    scan = whole("scan", text(5), text(6, 100))
    clean = whole("clean", text(7))
    clean = [replace(clean[0], twins=("scan:0",))]
    (found,) = find_overlaps({"scan": scan, "clean": clean})
    assert (found.document_id, found.other_id, found.twins) == ("scan", "clean", 1)
    assert found.share == pytest.approx(300 / 400)
    assert found.back == 0.0


def test_what_only_a_twin_says_is_not_counted_twice() -> None:
    scan = whole("scan", text(5, 100))
    only = replace(scan[0], id="scan:0~u", text=" ".join(text(5, 100).split()[:40]))
    clean = [replace(whole("clean", text(7))[0], twins=("scan:0",))]
    (found,) = find_overlaps({"scan": [*scan, only], "clean": clean})
    assert found.share == 1.0


def test_a_sample_tells_about_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlap, "_MOST_RUNS", 3_000)
    a = whole("a", *(text(n) for n in range(20)))
    b = whole("b", *(text(n) for n in range(10, 40)))
    (found,) = find_overlaps({"a": a, "b": b})
    assert found.share == pytest.approx(0.5, abs=0.06)


def test_formulas_that_everyone_repeats_tell_nothing() -> None:
    formula = text(0, 200)
    many = {f"d{n:02}": whole(f"d{n:02}", formula, text(n + 1, 100)) for n in range(60)}
    assert find_overlaps(many) == ()


def test_the_most_alike_come_first() -> None:
    base = text(1, 1_000).split()
    parts = {f"d{n}": whole(f"d{n}", " ".join(base[: 400 + n])) for n in (100, 500)}
    half = whole("half", " ".join(base[:300]) + " " + text(9, 300))
    shares = [pair.share for pair in find_overlaps({**parts, "half": half})]
    assert shares == sorted(shares, reverse=True)
    assert all(a >= b for a, b in pairwise(shares))
