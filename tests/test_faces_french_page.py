from __future__ import annotations

from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from assistant.faces.french_page import FrenchPage, in_french

PAGE = b"""<!doctype html>
<html
	lang="en">
<head>
		<meta charset="utf-8" />
		<meta property="og:image"
			content="https://elsewhere.example/header.jpg"
		/>
		<meta name="twitter:card" content="summary" />
		<meta name="viewport" content="width=device-width" />
</head><body><gradio-app></gradio-app></body></html>"""


def get(app: ASGIApp) -> str:
    response = TestClient(FrenchPage(app, "script()")).get("/")
    assert int(response.headers.get("content-length", len(response.content))) == len(
        response.content
    )
    return response.text


def test_the_language_is_french() -> None:
    assert b'lang="fr"' in in_french(PAGE)
    assert b'lang="en"' not in in_french(PAGE)


def test_what_names_other_sites_is_gone_and_the_rest_stays() -> None:
    page = in_french(PAGE)
    assert b"elsewhere.example" not in page
    assert b"twitter" not in page
    assert b'name="viewport"' in page


def test_the_script_comes_after_the_charset_and_before_the_framework() -> None:
    page = in_french(PAGE, "script()")
    assert page.index(b"charset") < page.index(b"script()") < page.index(b"<gradio-app")
    assert page.index(b"charset") < 1024


def test_a_page_is_rewritten_whole_or_in_pieces() -> None:
    async def pieces() -> object:
        for start in range(0, len(PAGE), 7):
            yield PAGE[start : start + 7]

    assert get(HTMLResponse(PAGE)) == in_french(PAGE, "script()").decode()
    assert get(StreamingResponse(pieces(), media_type="text/html")) == get(HTMLResponse(PAGE))  # type: ignore[arg-type]


def test_anything_else_passes_through() -> None:
    assert get(JSONResponse({"lang": 'lang="en"'})) == '{"lang":"lang=\\"en\\""}'
