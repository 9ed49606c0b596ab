"""Pages over HTTP: pictures, pages to read, data; nothing that a client names is a path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import jsonschema
import pytest
from fastapi.testclient import TestClient

from assistant.backends.page_images import FileDigests, PageImages
from assistant.errors import IndexMissing
from assistant.faces.api import create_api
from assistant.faces.building import Building
from assistant.faces.guard import Guard
from assistant.faces.service import Service
from assistant.ingest.pdf.render import render
from assistant.ports import PageOrder, PagePicture
from assistant.settings import Settings
from assistant.viewing.viewer import PageViewer
from page_samples import (
    COLUMNS,
    FakeGenerations,
    FakeIndex,
    document,
    make_pdf,
    opened,
    page_text,
    passage,
    sha256,
)
from web_samples import Named

DATA = make_pdf([COLUMNS])
NASTY = 'Titre <script>alert("x")</script> & suite'


class HerePainter:
    def paint(self, order: PageOrder) -> PagePicture:
        return render(order)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    (tmp_path / "doc.pdf").write_bytes(DATA)
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    lines = ["Les élus réunissent les habitants", "de la commune chaque automne."]
    index = FakeIndex(
        [
            document(source="doc.pdf", sha256=sha256(DATA)),
            document(id="note", source="note.txt", title=NASTY),
        ],
        [
            passage("p#1/2", lines),
            passage("two", [lines[0], "Fin"]),
            passage("n", ["<b>Bonjour</b> & à tous"], document_id="note", page=None),
        ],
        [
            page_text(lines, engine="pdfium", label="5", size=(420.0, 300.0)),
            page_text(["Fin"], number=2, engine="pdfium"),
            page_text(["<b>Bonjour</b> & à tous"], document_id="note", number=None),
        ],
    )
    images = PageImages(tmp_path / "images", 10)
    viewer = PageViewer(tmp_path, FakeGenerations(index), HerePainter(), images, FileDigests())  # type: ignore[arg-type]
    monkeypatch.setattr("assistant.wiring.make_page_viewer", lambda settings: viewer)
    app = Guard(create_api(Service(Settings(), Named(), Building())))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


PASSAGE = f"/api/passages/{quote('doc:p#1/2', safe='')}/page"


def error_of(response: httpx.Response, status: int) -> str:
    assert response.status_code == status, response.text
    message: str = response.json()["error"]["message"]
    assert message.endswith(".")
    return str(response.json()["error"]["code"])


def test_a_pdf_s_page_is_a_picture(client: TestClient) -> None:
    response = client.get(PASSAGE, params={"start": 4, "end": 8, "width": 420})
    assert response.headers["content-type"] == "image/png"
    picture = opened(response.content)
    assert picture.size == (420, 300)
    middle = COLUMNS[0].box_of("élus")
    spot = picture.getpixel((round(middle.right), round(middle.top) - 1))
    assert isinstance(spot, tuple)
    assert spot[2] < spot[0] - 40


def test_data_say_where_the_quote_stands(client: TestClient) -> None:
    body = client.get(PASSAGE, params={"start": 4, "end": 19, "format": "json"}).json()
    assert body["schema"] == "assistant.pages/1"
    assert body["document"]["id"] == "doc"
    (page,) = body["pages"]
    assert (page["number"], page["label"], page["size"]) == (1, "5", [420.0, 300.0])
    ((start, end),) = page["marks"]
    assert page["text"][start:end] == "élus réunissent"
    expected = COLUMNS[0].box_of("élus réunissent")
    assert page["rectangles"][0]["left"] == pytest.approx(expected.left, abs=2)
    assert page["image"].startswith(PASSAGE)
    assert client.get(page["image"]).headers["content-type"] == "image/png"


def test_the_data_follow_the_documented_schema(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    route = "/api/documents/{document_id}/pages/{number}"
    described = api["paths"][route]["get"]["responses"]["200"]["content"]
    assert set(described) == {"application/json", "image/png", "text/html"}
    schema = {**described["application/json"]["schema"], "components": api["components"]}
    for address in (f"{PASSAGE}?format=json", "/api/documents/note/pages/1?format=json"):
        jsonschema.validate(client.get(address).json(), schema)


def test_a_page_to_read_is_strict_and_marks_the_quote(client: TestClient) -> None:
    response = client.get(
        "/api/passages/note:n/page", params={"start": 3, "end": 10, "format": "html"}
    )
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = response.text
    assert '&lt;b&gt;<mark id="citation">Bonjour</mark>&lt;/b&gt; &amp; à tous' in page
    assert "<script" not in page
    assert '<html lang="fr">' in page
    assert re.search(r"default-src 'none'", response.headers["content-security-policy"])
    assert response.headers["content-security-policy"] in page


def test_without_a_form_text_documents_are_pages_to_read(client: TestClient) -> None:
    assert client.get("/api/documents/note/pages/1").headers["content-type"].startswith("text/html")
    assert client.get("/api/documents/doc/pages/1").headers["content-type"] == "image/png"


def test_the_html_of_a_pdf_shows_its_picture_and_its_text(client: TestClient) -> None:
    page = client.get(PASSAGE, params={"format": "html"}).text
    (address,) = re.findall(r'<img src="([^"]+)"', page)
    assert client.get(address.replace("&amp;", "&")).headers["content-type"] == "image/png"
    assert 'alt="Image de la page 1' in page
    assert "<mark" in page


def test_a_quote_over_two_pages(client: TestClient) -> None:
    address = "/api/passages/doc:two/page"
    pages = client.get(address, params={"format": "json", "page": 1}).json()["pages"]
    assert [page["number"] for page in pages] == [1]
    # page 2 is not in the file: its picture cannot be drawn, its text can be told
    assert error_of(client.get(address, params={"page": 2}), 422) == "unreadable_file"
    assert client.get(address, params={"page": 1}).status_code == 200
    assert error_of(client.get(address, params={"page": 3}), 422) == "bad_request"


def test_an_unchanged_page_is_not_sent_again(client: TestClient) -> None:
    for params in ({}, {"format": "json"}, {"format": "html"}):
        first = client.get(PASSAGE, params=params)
        assert first.headers["cache-control"] == "private, no-cache"
        tag = first.headers["etag"]
        for held in (tag, f'"other", W/{tag}'):
            again = client.get(PASSAGE, params=params, headers={"If-None-Match": held})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
        assert client.get(PASSAGE, params=params, headers={"If-None-Match": '"x"'}).content


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/passages/none/page", 404, "unknown_passage"),
        ("/api/passages/..%2F..%2Fetc%2Fpasswd/page", 404, "unknown_passage"),
        ("/api/documents/none/pages/1", 404, "unknown_document"),
        ("/api/documents/..%2Fdoc/pages/1", 404, None),
        ("/api/documents/doc/pages/3", 404, "unknown_page"),
        ("/api/documents/doc/pages/0", 422, "bad_request"),
        ("/api/documents/doc/pages/x", 422, "bad_request"),
        (f"/api/documents/doc/pages/{10**30}", 422, "bad_request"),
        (f"{PASSAGE}?width=99", 422, "bad_request"),
        (f"{PASSAGE}?width=2001", 422, "bad_request"),
        (f"{PASSAGE}?start=-1", 422, "bad_request"),
        (f"{PASSAGE}?start=5&end=5", 422, "bad_request"),
        (f"{PASSAGE}?end={10**40}", 422, "bad_request"),
        (f"{PASSAGE}?format=svg", 422, "bad_request"),
        ("/api/documents/note/pages/1?format=png", 422, "bad_request"),
    ],
)
def test_what_cannot_be_shown_is_said_in_french(
    client: TestClient, address: str, status: int, code: str | None
) -> None:
    found = error_of(client.get(address), status)
    assert code is None or found == code


def test_a_document_that_changed_is_refused(client: TestClient, tmp_path: Path) -> None:
    assert client.get(PASSAGE).status_code == 200
    (tmp_path / "doc.pdf").write_bytes(make_pdf([COLUMNS[:1]]))
    assert error_of(client.get(PASSAGE), 409) == "document_changed"
    assert client.get(PASSAGE, params={"format": "html"}).status_code == 200


def test_the_passage_itself_is_still_served(client: TestClient) -> None:
    body = client.get("/api/passages/mesures-2020%231").json()
    assert body["passage"]["id"] == "mesures-2020#1"


def test_without_an_index_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(settings: Settings) -> None:
        raise IndexMissing("Aucun index n’est prêt.")

    monkeypatch.setattr("assistant.wiring.make_page_viewer", missing)
    client = TestClient(create_api(Service(Settings(), Named())), raise_server_exceptions=False)
    assert error_of(client.get("/api/documents/doc/pages/1"), 503) == "index_missing"


def test_every_word_of_the_description_is_french(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    for path, operations in api["paths"].items():
        if path.endswith(("/page", "{number}")):
            (operation,) = operations.values()
            texts = [operation["summary"], *(p["description"] for p in operation["parameters"])]
            texts += [r["description"] for r in operation["responses"].values()]
            assert not re.search(r"\b(the|page of|Successful|Validation)\b", json.dumps(texts))
            assert {"404", "409", "422", "503"} <= set(operation["responses"])
