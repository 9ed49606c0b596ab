from __future__ import annotations

import math
import random
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.backends.chroma import VectorStore
from assistant.backends.embedders import HashingEmbedder
from assistant.backends.lexical import Lexical, write_lexical
from assistant.errors import UnknownDocument, UnknownPassage
from assistant.ports import Index
from index_samples import generations, publish, random_passages, sample

TEXTS = {
    "mesures": ["faire alliance dans les territoires", "une mesure pour la commune commune"],
    "rapport": ["impact de la mesure", "le rapport dit autre chose", "alliance et commune"],
}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    store = generations(tmp_path)
    publish(store, sample(TEXTS))
    with store.lease() as opened:
        yield opened
    store.close()


def test_gives_back_what_was_stored(index: Index) -> None:
    passages = sample(TEXTS)
    assert list(index.all_passages()) == passages
    assert index.passage("rapport-2") == passages[3]
    assert index.passages(["rapport-3", "mesures-1", "rapport-3"]) == (
        passages[4],
        passages[0],
        passages[4],
    )
    assert index.passages([]) == ()
    assert [document.id for document in index.documents()] == ["mesures", "rapport"]
    assert index.document("rapport").title == "Titre de rapport"


@pytest.mark.parametrize("name", ["", "rapport-9", "x' OR 1=1 --", "\ud800", "é" * 5000])
def test_unknown_ids_are_said_so(index: Index, name: str) -> None:
    with pytest.raises(UnknownPassage):
        index.passage(name)
    with pytest.raises(UnknownPassage):
        index.passages(["rapport-1", name])
    with pytest.raises(UnknownDocument):
        index.document(name)


def test_thousands_of_passages_come_in_order(tmp_path: Path) -> None:
    store = generations(tmp_path)
    passages = random_passages(1203, seed=1)
    publish(store, passages)
    with store.lease() as index:
        assert list(index.all_passages()) == passages
        names = [item.id for item in reversed(passages)]
        assert [item.id for item in index.passages(names)] == names
    store.close()


def test_two_readers_of_all_passages_do_not_disturb_each_other(index: Index) -> None:
    first, second = index.all_passages(), index.all_passages()
    pairs = list(zip(first, second, strict=True))
    assert pairs
    assert all(a == b for a, b in pairs)


class TestLexical:
    def test_ranks_by_weighted_stems_and_names_them(self, index: Index) -> None:
        found = index.lexical({"alliance": 1.0, "commune": 1.0, "inconnu": 1.0}, 10)
        assert [match.passage_id for match in found] == ["rapport-3", "mesures-2", "mesures-1"]
        assert [match.words for match in found] == [
            ("alliance", "commune"),
            ("commune",),
            ("alliance",),
        ]
        assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)

    def test_weights_change_the_order(self, index: Index) -> None:
        found = index.lexical({"alliance": 5.0, "commune": 0.1}, 2)
        assert [match.passage_id for match in found] == ["rapport-3", "mesures-1"]
        assert index.lexical({"alliance": 0.0}, 5) == ()

    @pytest.mark.parametrize("weights", [{}, {"inconnu": 1.0}, {"": 1.0}])
    def test_nothing_known_finds_nothing(self, index: Index, weights: dict[str, float]) -> None:
        assert index.lexical(weights, 5) == ()

    def test_asked_for_none_gives_none(self, index: Index) -> None:
        assert index.lexical({"alliance": 1.0}, 0) == ()

    def test_passages_asked_for_are_scored_too(self, index: Index) -> None:
        every = index.lexical({"alliance": 1.0}, 9)
        assert len(every) > 1
        last = every[-1].passage_id
        assert index.lexical({"alliance": 1.0}, 1, [last, "inconnu"]) == (every[0], every[-1])

    def test_counts_entries_not_occurrences(self, index: Index) -> None:
        assert index.document_frequency("commune") == 2
        assert index.document_frequency("impact") == 1
        assert index.document_frequency("inconnu") == 0
        assert index.document_frequency("") == 0
        stems = {stem for texts in TEXTS.values() for text in texts for stem in text.split()}
        assert set(index.vocabulary()) == stems

    @pytest.mark.parametrize(("k1", "b"), [(1.2, 0.75), (0.9, 0.4), (2.0, 0.0)])
    def test_scores_are_those_of_lucene(self, tmp_path: Path, k1: float, b: float) -> None:
        entries = [tokenize_text(item.text) for item in random_passages(60, seed=3)]
        entries[7] = []
        entries[8] = ["seul"]
        write_lexical(tmp_path / "lexical", entries, k1=k1, b=b)
        lexical = Lexical(tmp_path / "lexical")
        weights = {"mesure": 1.0, "impact": 0.5, "mot4": 2.0, "seul": 1.5}
        expected = plain_bm25(entries, weights, k1, b)
        found = lexical.search(weights, len(entries))
        assert {str(row.position) for row in found} == set(expected)
        for row in found:
            assert row.score == pytest.approx(expected[str(row.position)], rel=1e-5)
            assert set(row.words) == set(weights) & set(entries[row.position])
        assert str(found[0].position) == max(expected, key=lambda name: expected[name])

    def test_entries_without_any_stem_can_be_indexed(self, tmp_path: Path) -> None:
        write_lexical(tmp_path / "lexical", [[], []])
        lexical = Lexical(tmp_path / "lexical")
        assert list(lexical.vocabulary()) == []
        assert lexical.search({"alliance": 1.0, "": 1.0}, 5) == []

    def test_equal_scores_keep_the_reading_order(self, tmp_path: Path) -> None:
        write_lexical(tmp_path / "lexical", [["a", "b"]] * 40)
        lexical = Lexical(tmp_path / "lexical")
        assert [row.position for row in lexical.search({"a": 1.0}, 40)] == list(range(40))
        assert [row.position for row in lexical.search({"a": 1.0}, 7)] == list(range(7))

    def test_the_best_are_those_of_the_whole_ranking(self, tmp_path: Path) -> None:
        write_lexical(
            tmp_path / "lexical", [tokenize_text(p.text) for p in random_passages(200, seed=5)]
        )
        lexical = Lexical(tmp_path / "lexical")
        weights = {"mesure": 1.0, "impact": 0.5, "projet": 0.8}
        whole = lexical.search(weights, 200)
        for k in (1, 2, 9, 50):
            assert lexical.search(weights, k) == whole[:k]

    @pytest.mark.parametrize("seed", range(12))
    def test_passing_over_long_columns_changes_nothing(
        self, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        chance = random.Random(seed)
        names = [f"s{n}" for n in range(30)]
        commonness = [1 / (n + 1) for n in range(30)]
        write_lexical(
            tmp_path / "lexical",
            [chance.choices(names, commonness, k=chance.randint(1, 12)) for _ in range(400)],
        )
        lexical = Lexical(tmp_path / "lexical")
        for _ in range(30):
            weights = {name: chance.choice([0.3, 1.0, 2.0]) for name in chance.sample(names, 6)}
            k, also = chance.randint(1, 20), chance.sample(range(400), 15)
            monkeypatch.setattr(Lexical, "long_column", 10**9)
            plain = lexical.search(weights, k, also)
            monkeypatch.setattr(Lexical, "long_column", 3)
            quick = lexical.search(weights, k, also)
            assert [(r.position, r.words) for r in quick] == [(r.position, r.words) for r in plain]
            assert [r.score for r in quick] == [r.score for r in plain]

    def test_rows_asked_for_are_scored_whatever_their_rank(self, tmp_path: Path) -> None:
        write_lexical(tmp_path / "lexical", [["a", "b"], ["a"], ["c"], ["b", "c", "c"]])
        lexical = Lexical(tmp_path / "lexical")
        whole = {row.position: row for row in lexical.search({"a": 2.0, "b": 1.0}, 4)}
        found = lexical.search({"a": 2.0, "b": 1.0}, 1, also=[3, 2, 0])
        assert [row.position for row in found] == [0, 3]
        assert all(whole[row.position] == row for row in found)

    def test_files_of_two_indexes_are_not_mixed(self, tmp_path: Path) -> None:
        write_lexical(tmp_path / "one", [["a", "b"], ["b"]])
        write_lexical(tmp_path / "two", [["a", "b", "c"], ["d"]])
        (tmp_path / "two" / "vocab.index.json").replace(tmp_path / "one" / "vocab.index.json")
        with pytest.raises(ValueError, match="disagree"):
            Lexical(tmp_path / "one")


class TestNearest:
    def test_similarity_is_the_cosine(self, index: Index) -> None:
        embedder = HashingEmbedder(64)
        query = embedder.embed_query("alliance des communes")
        found = index.nearest(query, 5)
        texts = {item.id: item.text for item in sample(TEXTS)}
        assert len(found) == len(texts)
        for match in found:
            cosine = float(embedder.embed_query(texts[match.passage_id]) @ query)
            assert match.score == pytest.approx(cosine, abs=1e-5)
        assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)

    def test_can_be_kept_to_some_documents(self, index: Index) -> None:
        query = HashingEmbedder(64).embed_query("faire alliance dans les territoires")
        assert index.nearest(query, 1)[0].passage_id == "mesures-1"
        found = index.nearest(query, 9, ["rapport"])
        assert {match.passage_id for match in found} == {"rapport-1", "rapport-2", "rapport-3"}
        assert index.nearest(query, 9, ["inconnu"]) == ()
        assert index.nearest(query, 9, []) == ()

    @pytest.mark.parametrize("k", [0, -1])
    def test_asked_for_none_gives_none(self, index: Index, k: int) -> None:
        assert index.nearest(HashingEmbedder(64).embed_query("alliance"), k) == ()

    def test_finds_the_true_neighbours_among_thousands(self, tmp_path: Path) -> None:
        passages = random_passages(2500, seed=5)
        store = generations(tmp_path)
        publish(store, passages)
        embedder = HashingEmbedder(64)
        table = embedder.embed_passages([item.text for item in passages])
        with store.lease() as index:
            right = 0
            for number in range(0, 2500, 125):
                query = table[number]
                best = {passages[i].id for i in np.argsort(-(table @ query))[:10]}
                right += len(best & {match.passage_id for match in index.nearest(query, 10)})
        store.close()
        assert right >= 0.95 * 200


def test_many_threads_may_ask_at_once(index: Index) -> None:
    embedder = HashingEmbedder(64)
    query = embedder.embed_query("alliance")
    expected = (index.lexical({"alliance": 1.0}, 3), index.nearest(query, 3))
    results: list[object] = []

    def ask() -> None:
        for _ in range(10):
            found = index.lexical({"alliance": 1.0}, 3), index.nearest(query, 3)
            index.passages([match.passage_id for match in found[0]])
            results.append(found)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 60


def tokenize_text(text: str) -> list[str]:
    return text.lower().split()


def plain_bm25(
    entries: list[list[str]], weights: dict[str, float], k1: float, b: float
) -> dict[str, float]:
    """The formula as it is printed, entry by entry. An empty entry counts as one odd stem."""
    lengths = [max(1, len(stems)) for stems in entries]
    mean = sum(lengths) / len(lengths)
    scores: dict[str, float] = {}
    for number, stems in enumerate(entries):
        counts = Counter(stems)
        for stem, weight in weights.items():
            if counts[stem]:
                df = sum(stem in other for other in entries)
                idf = math.log(1 + (len(entries) - df + 0.5) / (df + 0.5))
                norm = k1 * (1 - b + b * lengths[number] / mean)
                part = weight * idf * counts[stem] / (counts[stem] + norm)
                scores[str(number)] = scores.get(str(number), 0.0) + part
    return scores


def test_a_large_collection_is_built_with_less_search(tmp_path: Path) -> None:
    effort = []
    for size in (50_000, 50_001):
        store = VectorStore(tmp_path / str(size), create=True, size=size)
        effort.append(store._collection.configuration_json["hnsw"]["ef_construction"])
        store.close()
    assert effort == [200, 100]
