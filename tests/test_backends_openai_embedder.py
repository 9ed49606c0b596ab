from __future__ import annotations

import gc
import json
import socket
from typing import Any

import numpy as np
import pytest

from assistant import wording
from assistant.backends.openai_embedder import OpenAIEmbedder
from assistant.errors import IndexIncompatible, ModelUnavailable, SettingsInvalid
from assistant.testing.model_server import Call, Reply, as_json, embeddings, failing, hashed
from model_samples import Start, embed, in_turn, start

__all__ = ["start"]

TEXTS = ["La Fondation des Territoires", "le budget de la commune", "une alliance locale"]


def made(url: str, model: str = "essai", **changes: Any) -> OpenAIEmbedder:
    return OpenAIEmbedder(url, model, **{"timeout": 5, "pause": 0.01, **changes})


def unit(text: str) -> np.ndarray[Any, Any]:
    vector = np.array(hashed(text))
    return vector / np.linalg.norm(vector)


def test_rows_are_unit_vectors_of_their_texts(start: Start) -> None:
    embedder = made(start(embed).url)
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (3, embedder.dimensions) == (3, 8)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, [unit(text) for text in TEXTS], rtol=1e-5)
    np.testing.assert_allclose(embedder.embed_query(TEXTS[0]), unit(TEXTS[0]), rtol=1e-5)


def test_the_request_is_the_one_of_the_protocol(start: Start) -> None:
    server = start(embed)
    made(server.url, "bge-m3", key="sk-secret").embed_query("faire alliance")
    (call,) = server.calls
    assert call.path == "/v1/embeddings"
    assert call.headers["Authorization"] == "Bearer sk-secret"
    assert call.body == {"model": "bge-m3", "input": ["faire alliance"]}


def test_without_a_key_none_is_sent(start: Start) -> None:
    server = start(embed)
    made(server.url).embed_query("alliance")
    assert "Authorization" not in server.calls[0].headers


def test_texts_go_by_batches_in_order(start: Start) -> None:
    server = start(embed)
    texts = [f"texte {n}" for n in range(7)]
    vectors = made(server.url, batch=3).embed_passages(texts)
    assert [call.texts for call in server.calls] == [texts[:3], texts[3:6], texts[6:]]
    np.testing.assert_allclose(vectors, [unit(text) for text in texts], rtol=1e-5)


def test_the_order_is_the_one_of_the_indexes(start: Start) -> None:
    def shuffled(call: Call) -> Reply:
        data = json.loads(embed(call).body)["data"]
        return as_json({"data": data[1:] + data[:1]})

    vectors = made(start(shuffled).url).embed_passages(TEXTS)
    np.testing.assert_allclose(vectors, [unit(text) for text in TEXTS], rtol=1e-5)


def test_a_server_that_gives_no_index_keeps_the_order(start: Start) -> None:
    def bare(call: Call) -> Reply:
        return as_json({"data": [{"embedding": hashed(text)} for text in call.texts]})

    vectors = made(start(bare).url).embed_passages(TEXTS)
    np.testing.assert_allclose(vectors, [unit(text) for text in TEXTS], rtol=1e-5)


def test_prefixes_tell_queries_from_passages(start: Start) -> None:
    server = start(embed)
    embedder = made(server.url, query_prefix="Q: ", passage_prefix="P: ")
    embedder.embed_query("budget")
    embedder.embed_passages(["budget", "alliance"])
    assert [call.texts for call in server.calls] == [["Q: budget"], ["P: budget", "P: alliance"]]


def test_a_known_model_brings_its_prefixes(start: Start) -> None:
    server = start(embed)
    embedder = made(server.url, "intfloat/multilingual-e5-small")
    embedder.embed_query("budget")
    embedder.embed_passages(["budget"])
    assert [call.texts for call in server.calls] == [["query: budget"], ["passage: budget"]]


@pytest.mark.parametrize("text", ["", "   ", "\n", "\x00"])
def test_a_text_with_nothing_to_show_is_not_sent(start: Start, text: str) -> None:
    server = start(embed)
    embedder = made(server.url, dimensions=8, passage_prefix="P: ")
    vectors = embedder.embed_passages([text, "alliance", text])
    assert [call.texts for call in server.calls] == [["P: alliance"]]
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-5)
    np.testing.assert_allclose(vectors[1], unit("P: alliance"), rtol=1e-5)
    assert np.linalg.norm(embedder.embed_query(text)) == pytest.approx(1, rel=1e-5)


def test_no_text_gives_no_rows(start: Start) -> None:
    assert made(start(embed).url).embed_passages([]).shape == (0, 8)


def test_a_text_that_is_no_unicode_is_sent_all_the_same(start: Start) -> None:
    server = start(embed)
    made(server.url).embed_query("caf\ud800é")
    assert server.calls[0].texts == ["caf?é"]


def test_the_fingerprint_follows_all_but_the_address(start: Start) -> None:
    one, other = start(embed).url, start(embed).url
    assert one != other
    first = made(one).fingerprint
    assert first == made(other, batch=1, timeout=9, key="k").fingerprint
    others = {
        made(one, "autre").fingerprint,
        made(one, query_prefix="q ").fingerprint,
        made(one, passage_prefix="q ").fingerprint,
        made(one, dimensions=9).fingerprint,
    }
    assert len(others | {first}) == 5


def test_the_dimensions_are_asked_once_or_given(start: Start) -> None:
    server = start(embed)
    embedder = made(server.url)
    assert (embedder.dimensions, embedder.dimensions) == (8, 8)
    assert len(server.calls) == 1
    assert made(server.url, dimensions=12).dimensions == 12
    assert len(server.calls) == 1


def test_other_dimensions_than_expected_are_refused(start: Start) -> None:
    with pytest.raises(IndexIncompatible, match=r"\(1, 8\).*\(1, 12\).*ASSISTANT_EMBEDDER"):
        made(start(embed).url, dimensions=12).embed_query("alliance")
    server = start(embed)
    embedder = made(server.url)
    embedder.embed_query("alliance")
    server.script = lambda call: embeddings([[1.0, 2.0]])
    with pytest.raises(IndexIncompatible):
        embedder.embed_query("alliance")


def test_one_more_try_then_it_works(start: Start) -> None:
    server = start(in_turn(failing(429), embeddings([[3.0, 4.0]])))
    np.testing.assert_allclose(made(server.url).embed_query("alliance"), [0.6, 0.8])
    assert len(server.calls) == 2


RUBBISH = [
    Reply(body=b"<html>Bonjour</html>"),
    Reply(body=b""),
    Reply(body=b"[" * 100_000),
    Reply(body=b"{}", headers={"Content-Encoding": "gzip"}),
    as_json([]),
    as_json({"data": []}),
    as_json({"data": None}),
    as_json({"data": [{"embedding": None, "index": 0}]}),
    as_json({"data": [{"embedding": [], "index": 0}]}),
    as_json({"data": [{"embedding": ["a"], "index": 0}]}),
    as_json({"data": [{"embedding": [float("nan")], "index": 0}]}),
    as_json({"data": [{"embedding": [1.0], "index": 1}]}),
    as_json({"data": [{"embedding": [1.0], "index": "0"}]}),
    embeddings([[1.0], [2.0]]),
]


@pytest.mark.parametrize("reply", RUBBISH)
def test_rubbish_is_told_as_such(start: Start, reply: Reply) -> None:
    server = start(in_turn(reply))
    with pytest.raises(ModelUnavailable) as caught:
        made(server.url).embed_query("alliance")
    assert caught.value.message == wording.MODEL_UNREADABLE.format(role="EMBEDDER")


def test_rows_of_different_lengths_are_rubbish(start: Start) -> None:
    server = start(in_turn(embeddings([[1.0], [1.0, 2.0]])))
    with pytest.raises(ModelUnavailable, match="compatible"):
        made(server.url).embed_passages(["a", "b"])


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (failing(401), "ASSISTANT_EMBEDDER_KEY"),
        (failing(403), "ASSISTANT_EMBEDDER_KEY"),
        (failing(404), "ASSISTANT_EMBEDDER_MODEL"),
        (failing(307, headers={"Location": "/ailleurs"}), "ASSISTANT_EMBEDDER_URL"),
        (failing(400), "erreur 400"),
        (failing(429), "quota"),
        (failing(500), "erreur 500"),
        (Reply(drop=True), "connexion interrompue"),
        (Reply(wait=30), "délai de 0,2 s dépassé"),
    ],
)
def test_each_refusal_says_what_to_do(start: Start, reply: Reply, said: str) -> None:
    server = start(in_turn(reply))
    with pytest.raises(ModelUnavailable) as caught:
        made(server.url, timeout=0.2, key="sk-secret").embed_query("alliance")
    assert said in caught.value.message
    assert "sk-secret" not in caught.value.message
    assert (caught.value.status, caught.value.code) == (503, "model_unavailable")


def test_a_server_that_is_down_is_told_in_french() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(ModelUnavailable) as caught:
            made(f"http://127.0.0.1:{port}/v1").embed_query("alliance")
    assert "ne répond pas (connexion impossible)" in caught.value.message
    assert "ASSISTANT_EMBEDDER_URL" in caught.value.message


def test_it_is_refused_when_made_without_an_address_that_can_be() -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_EMBEDDER_URL"):
        made("localhost:8000")
    with pytest.raises(SettingsInvalid, match="ASSISTANT_EMBEDDER_KEY"):
        made("http://localhost:8000/v1", key="clé")


def test_its_connection_goes_with_it(start: Start) -> None:
    embedder = made(start(embed).url)
    embedder.embed_query("alliance")
    client = embedder._client
    del embedder
    gc.collect()
    assert client.is_closed
