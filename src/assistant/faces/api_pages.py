"""Routes that show a document's pages: a picture, the text, where a quote stands."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar
from urllib.parse import quote, urlencode

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from assistant import wording
from assistant.domain import Box, Document
from assistant.errors import BadRequest
from assistant.faces import page_views, standalone
from assistant.faces.service import Service
from assistant.schema import to_json
from assistant.viewing.values import MAX_WIDTH, MIN_WIDTH, WIDTH, View

if TYPE_CHECKING:
    from assistant.viewing.viewer import PageViewer

FORMATS = ("png", "html", "json")
_AT_ONCE = 4
_HIGHEST = 1_000_000
_CACHE = "private, no-cache"
"""Kept by the browser, asked again each time: a document may leave the corpus at any moment."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class PageBody:
    """`marks` are bounds in `text`; `rectangles` are in points from the top left corner of a page
    of `size`; `image` is the address of the picture, null where the page has none."""

    number: int | None
    label: str | None
    size: tuple[float, float] | None
    rectangles: tuple[Box, ...]
    text: str
    marks: tuple[tuple[int, int], ...]
    image: str | None


@dataclass(frozen=True, slots=True)
class PagesResult:
    schema: Literal["assistant.pages/1"] = field(default="assistant.pages/1", kw_only=True)
    document: Document
    pages: tuple[PageBody, ...]


Format = Annotated[
    str | None,
    Query(
        alias="format",
        description=wording.API_PAGE_FORMAT,
        json_schema_extra={"enum": [*FORMATS, None]},
    ),
]
Width = Annotated[int, Query(ge=MIN_WIDTH, le=MAX_WIDTH, description=wording.API_PAGE_WIDTH)]
_SHOWN: dict[int | str, dict[str, Any]] = {
    200: {
        "model": PagesResult,
        "description": wording.API_PAGE_SHOWN,
        "content": {"image/png": {}, "text/html": {"schema": {"type": "string"}}},
    },
    304: {"description": wording.API_PAGE_SAME},
}


def add_page_routes(
    api: FastAPI, service: Service, errors: Mapping[int | str, dict[str, Any]]
) -> None:
    """Before the route of a passage, whose id may hold « /page »."""
    showing = _Showing(service)
    options: dict[str, Any] = {
        "responses": {
            **errors,
            **_SHOWN,
            404: {**errors[404], "description": wording.API_ERROR_UNKNOWN_PAGE},
            409: {**errors[404], "description": wording.API_ERROR_CHANGED},
        },
        "response_class": Response,
        "tags": [wording.API_TAG_CORPUS],
    }

    @api.get("/api/passages/{passage_id:path}/page", summary=wording.API_PASSAGE_PAGE, **options)
    async def passage_page(
        request: Request,
        passage_id: Annotated[str, Path(description=wording.API_PASSAGE_ID)],
        start: Annotated[int, Query(ge=0, description=wording.API_PAGE_START)] = 0,
        end: Annotated[int | None, Query(ge=1, description=wording.API_PAGE_END)] = None,
        page: Annotated[
            int | None, Query(ge=1, le=_HIGHEST, description=wording.API_PAGE_WHICH)
        ] = None,
        shape: Format = None,
        width: Width = WIDTH,
    ) -> Response:
        def show() -> Response:
            viewer = showing.viewer()
            views = viewer.passage(passage_id, start, end)
            last = {} if end is None else {"end": end}

            def image(view: View) -> str:
                asked = {"page": view.number, "start": start, **last, "width": width}
                return _address(request, ("passages", passage_id, "page"), asked)

            return _response(viewer, _chosen(views, page), shape, width, image)

        return _told(request, await showing.run(show))

    @api.get(
        "/api/documents/{document_id}/pages/{number}",
        summary=wording.API_DOCUMENT_PAGE,
        **options,
    )
    async def document_page(
        request: Request,
        document_id: Annotated[str, Path(description=wording.API_DOCUMENT_ID)],
        number: Annotated[int, Path(ge=1, le=_HIGHEST, description=wording.API_PAGE_NUMBER)],
        shape: Format = None,
        width: Width = WIDTH,
    ) -> Response:
        def show() -> Response:
            viewer = showing.viewer()
            view = viewer.page(document_id, number)
            place = ("documents", document_id, "pages", str(number))
            return _response(
                viewer, (view,), shape, width, lambda _: _address(request, place, {"width": width})
            )

        return _told(request, await showing.run(show))


class _Showing:
    """The viewer, made on first use; few pages are drawn at a time, in threads of their own, so
    that questions are answered meanwhile."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._viewer: PageViewer | None = None
        self._lock = threading.Lock()
        self._places: CapacityLimiter | None = None

    def viewer(self) -> PageViewer:
        """Raises IndexBusy, and what `wiring.make_page_viewer` raises."""
        self._service.building.check()
        with self._lock:
            if self._viewer is None:
                from assistant import wiring

                self._viewer = wiring.make_page_viewer(self._service.settings)
            return self._viewer

    async def run(self, work: Callable[[], Value]) -> Value:
        if self._places is None:  # belongs to the loop that serves
            self._places = CapacityLimiter(_AT_ONCE)
        return await to_thread.run_sync(work, limiter=self._places)


def _address(request: Request, place: Sequence[str], asked: Mapping[str, int]) -> str:
    path = "/".join(quote(part, safe="") for part in place)
    root = request.scope.get("root_path", "")
    return f"{root}/api/{path}?{urlencode({**asked, 'format': 'png'})}"


def _chosen(views: tuple[View, ...], page: int | None) -> tuple[View, ...]:
    """All the pages of a quote, or the one asked for."""
    chosen = tuple(view for view in views if page in (None, view.number))
    if not chosen:
        pages = ", ".join(str(view.number) for view in views)
        raise BadRequest(wording.QUOTE_ON_OTHER_PAGES.format(page=page, pages=pages))
    return chosen


def _response(
    viewer: PageViewer,
    views: Sequence[View],
    shape: str | None,
    width: int,
    image: Callable[[View], str],
) -> Response:
    """A picture is that of the first page; `image` gives the address of each."""
    shape = shape or ("png" if views[0].pictured else "html")
    if shape == "png":
        return Response(viewer.picture(views[0], width), media_type="image/png")
    if shape == "html":
        policy = standalone.policy(page_views.STYLE)
        html = page_views.views_page(views, image)
        return HTMLResponse(html, headers={"Content-Security-Policy": policy})
    if shape == "json":
        bodies = tuple(_body(viewer, view, image) for view in views)
        return JSONResponse(to_json(PagesResult(views[0].document, bodies)))
    raise BadRequest(wording.PAGE_FORMAT.format(formats=", ".join(FORMATS)))


def _body(viewer: PageViewer, view: View, image: Callable[[View], str]) -> PageBody:
    return PageBody(
        number=view.number if view.paged else None,
        label=view.label,
        size=view.size,
        rectangles=viewer.rectangles(view),
        text=view.text,
        marks=view.marks,
        image=image(view) if view.pictured else None,
    )


def _told(request: Request, response: Response) -> Response:
    """Nothing is sent again that the client holds."""
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": _CACHE}
    held = request.headers.get("if-none-match", "").split(",")
    if tag in {item.strip().removeprefix("W/") for item in held}:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response
