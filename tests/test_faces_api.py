"""The HTTP API, over an assistant that needs no corpus."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from fastapi.testclient import TestClient

from assistant import wording
from assistant.domain import Profile, Turn
from assistant.errors import (
    BadQuestion,
    BadRequest,
    CatalogueInvalid,
    CorpusMissing,
    DocumentChanged,
    IndexBusy,
    IndexCorrupt,
    IndexIncompatible,
    IndexMissing,
    StorageFull,
    UnknownDocument,
    UnknownPage,
    UnknownPassage,
    UnreadableFile,
)
from assistant.faces.api import create_api, server_sent_events
from assistant.faces.building import Building, Snapshot
from assistant.faces.guard import MAX_BODY_BYTES, Guard
from assistant.faces.service import Service
from assistant.schema import answer_to_json, to_json
from assistant.settings import Settings
from assistant.testing import sample_answer
from web_samples import PATIENCE, Breaking, Endless, Named, served

ASK = {"question": "Comment faire alliance ?"}


def client_of(
    assistant: Named | None = None,
    building: Building | None = None,
    settings: Settings | None = None,
) -> TestClient:
    service = Service(settings or Settings(), assistant or Named(), building)
    return TestClient(Guard(create_api(service)), raise_server_exceptions=False)


@pytest.fixture
def client() -> TestClient:
    return client_of()


def events_of(text: str) -> list[tuple[str, Any]]:
    """Name and data of each server-sent event; comments are dropped."""
    frames = [frame for frame in text.split("\n\n") if frame and not frame.startswith(":")]
    pairs = [re.fullmatch(r"event: (\w+)\ndata: (.*)", frame) for frame in frames]
    return [(pair[1], json.loads(pair[2])) for pair in pairs if pair is not None]


def assert_french_error(response: httpx.Response, status: int, code: str) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("application/json")
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["code"] == code
    message: str = body["error"]["message"]
    assert message.endswith(".")
    assert not re.search(r"\b(the|not|should|field|error|invalid|allowed)\b", message, re.I)
    return message


class TestAsk:
    def test_gives_the_versioned_answer(self, client: TestClient) -> None:
        body = client.post("/api/ask", json=ASK).json()
        assert body == answer_to_json(sample_answer(question=ASK["question"]))
        assert body["schema"] == "assistant.answer/1"

    def test_passes_the_history_and_the_profile_on(self) -> None:
        assistant = Named()
        history = [
            {"role": "user", "content": "Bonjour"},
            {"role": "assistant", "content": "Bonjour !"},
        ]
        client_of(assistant).post("/api/ask", json={**ASK, "history": history, "profile": "elu"})
        assert assistant.asked[0].history == (
            Turn("user", "Bonjour"),
            Turn("assistant", "Bonjour !"),
        )
        assert assistant.asked[0].profile is Profile.ELU

    def test_keeps_the_newest_turns(self) -> None:
        assistant = Named()
        client = client_of(assistant, settings=Settings(max_history_turns=2))
        history = [{"role": "user", "content": str(number)} for number in range(5)]
        client.post("/api/ask", json={**ASK, "history": history})
        assert [turn.content for turn in assistant.asked[0].history] == ["3", "4"]

    def test_answers_what_the_stream_answers(self, client: TestClient) -> None:
        whole = client.post("/api/ask", json=ASK).json()
        streamed = events_of(client.post("/api/ask/stream", json=ASK).text)
        assert streamed[-1] == ("done", whole)


class TestStream:
    def test_order_and_text(self, client: TestClient) -> None:
        response = client.post("/api/ask/stream", json=ASK)
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["x-accel-buffering"] == "no"
        assert response.headers["cache-control"] == "no-cache"
        names = [name for name, _ in events_of(response.text)]
        assert names == ["searched", "delta", "delta", "done"]

    def test_joined_deltas_are_the_text_of_the_answer(self, client: TestClient) -> None:
        events = events_of(client.post("/api/ask/stream", json=ASK).text)
        joined = "".join(data["text"] for name, data in events if name == "delta")
        assert joined == events[-1][1]["text"]

    def test_searched_tells_the_query_and_the_hits(self, client: TestClient) -> None:
        searched = events_of(client.post("/api/ask/stream", json=ASK).text)[0][1]
        assert searched["query"] == "comment faire alliance"
        assert searched["hits"] == to_json(sample_answer().hits)

    async def test_says_that_it_lives_while_nothing_comes(self) -> None:
        service = Service(Settings(), Named(pause=0.2))
        asking = service.asking("Comment ?", (), None)
        frames = [frame async for frame in server_sent_events(service, asking, keep_alive=0.02)]
        assert ": keep-alive\n\n" in frames
        assert [name for name, _ in events_of("".join(frames))][-1] == "done"

    def test_an_error_in_mid_stream_is_an_event(self) -> None:
        failing = client_of(Breaking(StorageFull("Le disque est plein.")))
        events = events_of(failing.post("/api/ask/stream", json=ASK).text)
        assert events[0] == ("delta", {"text": "Un début. "})
        assert events[1:] == [
            ("error", {"error": {"code": "storage_full", "message": "Le disque est plein."}})
        ]

    def test_an_unexpected_error_in_mid_stream_leaks_nothing(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        failing = client_of(Breaking(ValueError("secret detail")))
        text = failing.post("/api/ask/stream", json=ASK).text
        assert events_of(text)[-1] == (
            "error",
            {"error": {"code": "internal_error", "message": wording.ERROR_INTERNAL}},
        )
        assert "secret" not in text
        assert "secret detail" in caplog.text

    def test_an_index_that_cannot_answer_is_told_by_the_status(self) -> None:
        class Missing(Named):
            def documents(self) -> Any:
                raise IndexMissing("L’index manque.")

        response = client_of(Missing()).post("/api/ask/stream", json=ASK)
        assert_french_error(response, 503, "index_missing")


class TestCorpus:
    def test_search_gives_hits_with_their_legs(self, client: TestClient) -> None:
        body = client.get("/api/search", params={"q": "alliance", "k": 3}).json()
        assert body["query"] == "alliance"
        assert body["hits"] == to_json(sample_answer().hits)
        assert [leg["leg"] for leg in body["hits"][0]["legs"]] == ["lexical", "dense"]
        assert [document["id"] for document in body["documents"]] == ["mesures-2020"]
        assert body["schema"] == "assistant.search/1"
        assert (body["reading"], body["matched"]) == (None, [])

    def test_a_search_explains_itself_when_asked(self, client: TestClient) -> None:
        body = client.get("/api/search", params={"q": "alliance", "explain": "true"}).json()
        assert body["reading"]["text"] == "alliance"
        assert body["reading"]["words"][0]["how"] == "kept"
        assert body["matched"] == [{"words": ["alliance", "faire"], "beside": []}]
        assert len(body["matched"]) == len(body["hits"])

    def test_documents(self, client: TestClient) -> None:
        assert client.get("/api/documents").json()["documents"][0]["publisher"] == "Le RAMEAU"

    def test_a_passage_comes_with_its_document(self, client: TestClient) -> None:
        body = client.get("/api/passages/mesures-2020%231").json()
        assert body["document"]["id"] == "mesures-2020"
        assert {"text", "raw", "prev", "next", "page"} <= set(body["passage"])

    def test_an_unknown_passage_is_404(self, client: TestClient) -> None:
        response = client.get("/api/passages/nulle%2Fpart")
        assert_french_error(response, 404, "unknown_passage")


class TestHealth:
    def test_ready(self, client: TestClient) -> None:
        body = client.get("/health").json()
        assert (body["status"], body["generation"], body["building"]) == ("ready", "g1", None)

    def test_building(self) -> None:
        building = Building(
            Snapshot(running=True, usable=False, step="embed", label="Calcul", done=1, total=4)
        )
        body = client_of(building=building).get("/health").json()
        assert body["status"] == "building"
        assert body["building"]["percent"] == 65

    def test_ready_while_an_older_index_answers(self) -> None:
        building = Building(Snapshot(running=True, usable=True))
        body = client_of(building=building).get("/health").json()
        assert body["status"] == "ready"
        assert body["building"] is not None

    def test_no_index(self) -> None:
        class Missing(Named):
            def generation(self) -> str:
                raise IndexMissing("L’index manque.")

        response = client_of(Missing()).get("/health")
        assert (response.status_code, response.json()["status"]) == (200, "no_index")


class TestBuilding:
    def test_a_question_is_told_how_far_the_index_is(self) -> None:
        building = Building(Snapshot(running=True, usable=False, step="read", done=4, total=5))
        client = client_of(building=building)
        for path in ("/api/ask", "/api/ask/stream"):
            response = client.post(path, json=ASK)
            assert "40" in assert_french_error(response, 503, "index_busy")
            assert int(response.headers["retry-after"]) > 0
        assert_french_error(client.get("/api/documents"), 503, "index_busy")

    def test_an_older_index_goes_on_answering(self) -> None:
        client = client_of(building=Building(Snapshot(running=True, usable=True)))
        assert client.post("/api/ask", json=ASK).status_code == 200

    def test_a_failed_build_is_told(self) -> None:
        error = CorpusMissing("Le dossier des documents manque.")
        client = client_of(building=Building(Snapshot(usable=False, error=error)))
        assert_french_error(client.post("/api/ask", json=ASK), 503, "corpus_missing")


QUESTIONS_REFUSED = {
    "empty": "",
    "blank": " \n\t ",
    "too long": "a" * 50_000,
    "NUL": "Comment\x00 faire",
    "control": "\x01\x02\x03",
    "binary": bytes(range(256)).decode("latin-1"),
    "undecodable": "\ufffd\ufffd\ufffd\ufffdab",
}


class TestBadInput:
    @pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
    @pytest.mark.parametrize("name", QUESTIONS_REFUSED)
    def test_a_question_that_is_no_question(self, client: TestClient, path: str, name: str) -> None:
        response = client.post(path, json={"question": QUESTIONS_REFUSED[name]})
        assert_french_error(response, 422, "bad_question")

    @pytest.mark.parametrize("question", [r'"\ud800"', "12", "null", "[]"])
    def test_a_question_that_is_no_text(self, client: TestClient, question: str) -> None:
        response = client.post(
            "/api/ask",
            content=f'{{"question": {question}}}',
            headers={"content-type": "application/json"},
        )
        assert_french_error(response, 422, "bad_question")

    @pytest.mark.parametrize("question", ["🤝 ?", "ما هو التحالف؟", "a\r\nb", "déjà\x0cvu"])
    def test_unusual_text_is_still_a_question(self, client: TestClient, question: str) -> None:
        assert client.post("/api/ask", json={"question": question}).status_code == 200

    @pytest.mark.parametrize(
        "changes",
        [
            {"profile": "maire"},
            {"profile": 3},
            {"history": "bonjour"},
            {"history": [{"role": "system", "content": "x"}]},
            {"history": [{"role": "user"}]},
            {"history": [{"role": "user", "content": "\x00"}]},
        ],
    )
    def test_a_field_that_cannot_be_used(self, client: TestClient, changes: dict[str, Any]) -> None:
        assert_french_error(client.post("/api/ask", json={**ASK, **changes}), 422, "bad_request")

    def test_an_unknown_profile_names_those_that_exist(self, client: TestClient) -> None:
        response = client.post("/api/ask", json={**ASK, "profile": "maire"})
        message = assert_french_error(response, 422, "bad_request")
        assert all(profile in message for profile in Profile)

    @pytest.mark.parametrize("content", [b"{", b"question", b"[]", b"3", b""])
    def test_a_body_that_is_no_object(self, client: TestClient, content: bytes) -> None:
        headers = {"content-type": "application/json"}
        response = client.post("/api/ask", content=content, headers=headers)
        assert_french_error(response, 422, "bad_request")

    def test_a_body_that_is_not_utf8(self, client: TestClient) -> None:
        headers = {"content-type": "application/json"}
        response = client.post("/api/ask", content=b'{"question": "\xff\xfe"}', headers=headers)
        assert_french_error(response, 400, "bad_request")

    @pytest.mark.parametrize("params", [{"k": "0"}, {"k": "1000"}, {"k": "dix"}])
    def test_a_number_of_hits_out_of_range(
        self, client: TestClient, params: dict[str, str]
    ) -> None:
        response = client.get("/api/search", params={"q": "alliance", **params})
        assert_french_error(response, 422, "bad_request")

    def test_an_explanation_is_asked_for_or_not(self, client: TestClient) -> None:
        response = client.get("/api/search", params={"q": "alliance", "explain": "peut-être"})
        assert_french_error(response, 422, "bad_request")

    def test_a_search_without_words(self, client: TestClient) -> None:
        assert_french_error(client.get("/api/search"), 422, "bad_question")
        assert_french_error(client.get("/api/search", params={"q": " "}), 422, "bad_question")

    def test_a_body_over_the_limit(self, client: TestClient) -> None:
        response = client.post("/api/ask", content=b" " * (MAX_BODY_BYTES + 1))
        assert_french_error(response, 413, "body_too_large")

    def test_a_body_over_the_limit_that_hides_its_length(self, client: TestClient) -> None:
        def pieces() -> Iterator[bytes]:
            for _ in range(MAX_BODY_BYTES // 1024 + 1):
                yield b" " * 1024

        headers = {"content-type": "application/json"}
        response = client.post("/api/ask", content=pieces(), headers=headers)
        assert_french_error(response, 413, "body_too_large")


class TestErrors:
    def test_unknown_address(self, client: TestClient) -> None:
        assert_french_error(client.get("/api/rien"), 404, "not_found")

    @pytest.mark.parametrize(("method", "path"), [("GET", "/api/ask"), ("POST", "/health")])
    def test_wrong_method(self, client: TestClient, method: str, path: str) -> None:
        response = client.request(method, path)
        assert_french_error(response, 405, "method_not_allowed")
        assert response.headers["allow"]

    def test_an_expected_error_has_its_own_status(self) -> None:
        client = client_of(Named(error=StorageFull("Le disque est plein.")))
        assert_french_error(client.post("/api/ask", json=ASK), 507, "storage_full")

    def test_an_unexpected_error_leaks_nothing(self) -> None:
        client = client_of(Breaking(ValueError("secret detail")))
        response = client.post("/api/ask", json=ASK)
        assert_french_error(response, 500, "internal_error")
        assert "secret" not in response.text

    def test_an_unexpected_error_reaches_the_server_log(self) -> None:
        service = Service(Settings(), Breaking(ValueError("secret detail")))
        with pytest.raises(ValueError, match="secret detail"):
            TestClient(create_api(service)).post("/api/ask", json=ASK)

    def test_headers_are_on_errors_too(self, client: TestClient) -> None:
        for response in (client.get("/health"), client.get("/api/rien")):
            assert response.headers["x-content-type-options"] == "nosniff"
            assert response.headers["referrer-policy"] == "same-origin"
            assert "default-src 'self'" in response.headers["content-security-policy"]


class TestOpenApi:
    @pytest.mark.parametrize(
        ("method", "path", "example"),
        [
            ("post", "/api/ask", "/api/ask"),
            ("get", "/api/search", "/api/search?q=alliance"),
            ("get", "/api/search", "/api/search?q=alliance&explain=true"),
            ("get", "/api/documents", "/api/documents"),
            ("get", "/api/passages/{passage_id}", "/api/passages/mesures-2020%231"),
            ("get", "/health", "/health"),
        ],
    )
    def test_describes_what_is_sent(
        self, client: TestClient, method: str, path: str, example: str
    ) -> None:
        api = client.get("/openapi.json").json()
        content = api["paths"][path][method]["responses"]["200"]["content"]
        schema = {**content["application/json"]["schema"], "components": api["components"]}
        body = client.request(method, example, json=ASK if method == "post" else None).json()
        assert body
        jsonschema.validate(body, schema)

    def test_the_answer_is_described_field_by_field(self, client: TestClient) -> None:
        answer = client.get("/openapi.json").json()["components"]["schemas"]["Answer"]
        assert set(answer["required"]) == set(answer_to_json(sample_answer()))

    def test_errors_are_described_as_they_are(self, client: TestClient) -> None:
        schemas = client.get("/openapi.json").json()["components"]["schemas"]
        assert "ErrorBody" in schemas
        assert "HTTPValidationError" not in schemas

    def test_titles_are_french(self, client: TestClient) -> None:
        api = client.get("/openapi.json").json()
        summaries = [
            operation["summary"] for path in api["paths"].values() for operation in path.values()
        ]
        assert wording.API_ASK in summaries
        assert all(summary[0].isupper() and " " in summary for summary in summaries)

    @pytest.mark.parametrize("path", ["/docs", "/redoc"])
    def test_no_page_that_loads_from_elsewhere(self, client: TestClient, path: str) -> None:
        assert client.get(path).status_code == 404


class TestServed:
    """What only a real server shows."""

    @pytest.mark.parametrize("blocking", [False, True])
    def test_health_answers_while_an_answer_is_worked_out(self, blocking: bool) -> None:
        assistant = Endless(blocking=blocking)
        with (
            served(create_api(Service(Settings(), assistant))) as address,
            httpx.stream("POST", f"{address}/api/ask/stream", json=ASK, timeout=PATIENCE),
        ):
            assert assistant.started.wait(PATIENCE)
            response = httpx.get(f"{address}/health", timeout=PATIENCE)
            assert response.json()["status"] == "ready"
            assert not assistant.closed.is_set()

    @pytest.mark.parametrize("blocking", [False, True])
    def test_a_client_that_leaves_stops_the_work(self, blocking: bool) -> None:
        assistant = Endless(blocking=blocking)
        with served(create_api(Service(Settings(), assistant))) as address:
            with httpx.stream(
                "POST", f"{address}/api/ask/stream", json=ASK, timeout=PATIENCE
            ) as response:
                lines = response.iter_lines()
                next(lines)
                assert not assistant.closed.is_set()
            assert assistant.closed.wait(PATIENCE)

    def test_a_body_over_the_limit_is_refused_unread(self) -> None:
        app = Guard(create_api(Service(Settings(), Named())))
        with served(app) as address:
            response = httpx.post(f"{address}/api/ask", content=b" " * (MAX_BODY_BYTES + 1))
            assert_french_error(response, 413, "body_too_large")
            assert response.headers["connection"] == "close"


class TestDocs:
    def test_every_route_is_documented_and_every_documented_route_exists(
        self, client: TestClient
    ) -> None:
        page = (Path(__file__).parents[1] / "docs" / "api.md").read_text("utf-8")
        written = set(re.findall(r"^\| `(GET|POST) (/[^`?]*)", page, re.MULTILINE))
        paths = client.get("/openapi.json").json()["paths"]
        served_routes = {
            (method.upper(), re.sub(r"\{\w+_id\}", "{id}", path.replace("{number}", "{n}")))
            for path, operations in paths.items()
            for method in operations
        }
        assert written == served_routes

    def test_every_error_of_the_api_is_documented(self) -> None:
        page = (Path(__file__).parents[1] / "docs" / "api.md").read_text("utf-8")
        rows = dict(re.findall(r"^\| (\d{3}) \| (.*) \|$", page, re.MULTILINE))
        kinds = [
            *(BadQuestion, BadRequest, UnknownPassage, IndexBusy, IndexMissing),
            *(IndexIncompatible, IndexCorrupt, CorpusMissing, CatalogueInvalid, StorageFull),
            *(DocumentChanged, UnknownDocument, UnknownPage, UnreadableFile),
        ]
        for kind in kinds:
            assert f"`{kind.code}`" in rows[str(kind.status)], kind
