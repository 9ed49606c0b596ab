"""The HTTP API: thin routes over `Service`, errors in one shape, in French."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, fields, make_dataclass
from typing import Annotated, Any, Literal, get_type_hints

from fastapi import FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.exceptions import HTTPException
from starlette.types import Send

import assistant
from assistant import wording
from assistant.domain import (
    Answer,
    Delta,
    Document,
    Done,
    Event,
    Passage,
    Searched,
)
from assistant.errors import AssistantError, IndexBusy
from assistant.faces import guard
from assistant.faces.api_bodies import AskBody
from assistant.faces.api_guided import add_guided_routes
from assistant.faces.api_pages import add_page_routes
from assistant.faces.building import Snapshot
from assistant.faces.relay import Idle
from assistant.faces.searching import search as search_with
from assistant.faces.service import Asking, Service
from assistant.intake import check_question
from assistant.schema import ANSWER_SCHEMA, SearchResult, answer_to_json, to_json

KEEP_ALIVE_SECONDS = 15.0
RETRY_AFTER_SECONDS = 5
MAX_SEARCH_HITS = 100

_log = logging.getLogger(__name__)
_STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


_HINTS = get_type_hints(Answer)
AnswerBody = make_dataclass(
    "Answer",
    [
        ("schema", Literal[ANSWER_SCHEMA]),
        *((field.name, _HINTS[field.name]) for field in fields(Answer)),
    ],
)
"""`schema.answer_to_json` as a model, made from `domain.Answer` so that the two cannot differ."""


@dataclass(frozen=True, slots=True)
class DocumentList:
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class PassageResult:
    passage: Passage
    document: Document


@dataclass(frozen=True, slots=True)
class BuildState:
    step: str
    label: str
    done: int
    total: int
    percent: int


@dataclass(frozen=True, slots=True)
class Health:
    """`building` is filled during a rebuild too, while the previous index answers."""

    status: Literal["ready", "building", "no_index"]
    version: str
    generation: str | None
    building: BuildState | None


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ErrorBody:
    error: ErrorDetail


class EventStream(StreamingResponse):
    """Closes its generator however the response ends, the client's leaving included."""

    media_type = "text/event-stream"

    # the framework reads the status it documents from this signature
    def __init__(self, events: AsyncGenerator[str, None], status_code: int = 200) -> None:
        super().__init__(events, status_code, headers=_STREAM_HEADERS)
        self._events = events

    async def stream_response(self, send: Send) -> None:
        async with aclosing(self._events):
            await super().stream_response(send)


_ERRORS: dict[int | str, dict[str, Any]] = {
    422: {"model": ErrorBody, "description": wording.API_ERROR_INVALID},
    503: {"model": ErrorBody, "description": wording.API_ERROR_UNAVAILABLE},
}
_NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {"model": ErrorBody, "description": wording.API_ERROR_UNKNOWN}
}


def create_api(service: Service) -> FastAPI:
    api = FastAPI(
        title=wording.PAGE_TITLE,
        description=wording.API_DESCRIPTION,
        version=assistant.__version__,
        # their pages load scripts from another host
        docs_url=None,
        redoc_url=None,
        # no English schema of a validation error that is never sent
        responses={422: {"model": ErrorBody, "description": wording.API_ERROR_INVALID}},
    )
    _add_error_handlers(api)
    _add_answer_routes(api, service)
    add_guided_routes(api, service, _ERRORS)
    add_page_routes(api, service, {503: _ERRORS[503], **_NOT_FOUND})
    _add_corpus_routes(api, service)
    return api


def _add_answer_routes(api: FastAPI, service: Service) -> None:
    def asking(body: AskBody, request: Request) -> Asking:
        return service.asking(body.question, body.turns(), body.profile, guard.visitor(request))

    @api.post(
        "/api/ask",
        response_model=AnswerBody,
        responses=_ERRORS,
        summary=wording.API_ASK,
        tags=[wording.API_TAG_ANSWERS],
    )
    async def ask(body: AskBody, request: Request) -> JSONResponse:
        return JSONResponse(answer_to_json(await service.answer(asking(body, request))))

    @api.post(
        "/api/ask/stream",
        response_class=EventStream,
        responses={
            **_ERRORS,
            200: {
                "description": wording.API_STREAM_EVENTS,
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
        },
        summary=wording.API_STREAM,
        tags=[wording.API_TAG_ANSWERS],
    )
    async def ask_stream(body: AskBody, request: Request) -> EventStream:
        checked = asking(body, request)
        # an unusable index is told by the status, not by an event after a 200
        await asyncio.to_thread(lambda: service.assistant().documents())
        return EventStream(server_sent_events(service, checked))


def _add_corpus_routes(api: FastAPI, service: Service) -> None:
    corpus: dict[str, Any] = {"tags": [wording.API_TAG_CORPUS]}

    @api.get("/api/search", responses=_ERRORS, summary=wording.API_SEARCH, **corpus)
    def search(
        q: Annotated[str, Query(description=wording.API_SEARCH_QUERY)],
        k: Annotated[int, Query(ge=1, le=MAX_SEARCH_HITS, description=wording.API_SEARCH_K)] = 10,
        explain: Annotated[bool, Query(description=wording.API_SEARCH_EXPLAIN)] = False,
    ) -> SearchResult:
        query = check_question(q, service.settings.max_question_chars)
        return search_with(service.assistant(), query, k, explain=explain)

    @api.get("/api/documents", responses={503: _ERRORS[503]}, summary=wording.API_DOCS, **corpus)
    def documents() -> DocumentList:
        return DocumentList(service.assistant().documents())

    @api.get(
        "/api/passages/{passage_id:path}",
        responses={503: _ERRORS[503], **_NOT_FOUND},
        summary=wording.API_PASSAGE,
        **corpus,
    )
    def passage(
        passage_id: Annotated[str, Path(description=wording.API_PASSAGE_ID)],
    ) -> PassageResult:
        parts = service.assistant()
        found = parts.passage(passage_id)
        documents = {doc.id: doc for doc in parts.documents()}
        return PassageResult(found, documents[found.document_id])

    @api.get("/health", summary=wording.API_HEALTH, tags=[wording.API_TAG_HEALTH])
    def health() -> Health:
        return health_of(service)


def health_of(service: Service) -> Health:
    now = service.building.snapshot()
    building = _build_state(now) if now.running else None
    generation = service.generation()
    status: Literal["ready", "building", "no_index"] = (
        "ready" if generation else "building" if building else "no_index"
    )
    return Health(status, assistant.__version__, generation, building)


def _build_state(now: Snapshot) -> BuildState:
    return BuildState(now.step, now.label, now.done, now.total, now.percent)


async def server_sent_events(
    service: Service, asking: Asking, keep_alive: float = KEEP_ALIVE_SECONDS
) -> AsyncGenerator[str, None]:
    """`searched`, `delta`…, then `done` or `error`; a comment whenever nothing came for long."""
    try:
        async with aclosing(service.events(asking, idle=keep_alive)) as events:
            async for event in events:
                yield ": keep-alive\n\n" if isinstance(event, Idle) else _encode(event)
    except AssistantError as error:
        yield _frame("error", guard.error_body(error))
    except Exception:
        _log.exception("stream_failed")
        yield _frame("error", _problem("internal_error", wording.ERROR_INTERNAL))


def _encode(event: Event) -> str:
    if isinstance(event, Searched):
        return _frame("searched", to_json(event))
    if isinstance(event, Delta):
        return _frame("delta", to_json(event))
    assert isinstance(event, Done)
    return _frame("done", answer_to_json(event.answer))


def _frame(name: str, data: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, allow_nan=False)}\n\n"


def _problem(code: str, message: str) -> dict[str, dict[str, str]]:
    return {"error": {"code": code, "message": message}}


_HTTP_PROBLEMS = {
    400: ("bad_request", wording.ERROR_UNREADABLE_BODY),
    404: ("not_found", wording.ERROR_NOT_FOUND),
    405: ("method_not_allowed", wording.ERROR_METHOD),
    413: (
        "body_too_large",
        wording.BODY_TOO_LARGE.format(limit=guard.MAX_BODY_BYTES // 1024),
    ),
}


def _add_error_handlers(api: FastAPI) -> None:
    @api.exception_handler(AssistantError)
    async def expected(request: Request, error: AssistantError) -> JSONResponse:
        busy = isinstance(error, IndexBusy)
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if busy else None
        return JSONResponse(guard.error_body(error), error.status, headers)

    @api.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse(_validation_problem(error.errors()[0]), 422)

    @api.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        code, message = _HTTP_PROBLEMS.get(error.status_code, ("error", wording.ERROR_INTERNAL))
        return JSONResponse(_problem(code, message), error.status_code, error.headers)

    # the framework raises it again afterwards, so that the server logs it
    @api.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse(_problem("internal_error", wording.ERROR_INTERNAL), 500)


def _validation_problem(error: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The first thing that is wrong with a request, in French."""
    place = [str(part) for part in error["loc"][1:]]
    field = ".".join(place) or error["loc"][0]
    code = "bad_question" if place[:1] in (["question"], ["q"]) else "bad_request"
    kind = error["type"]
    if kind == "json_invalid":
        return _problem("bad_request", wording.ERROR_JSON)
    if kind == "string_unicode" and code == "bad_question":
        return _problem(code, wording.QUESTION_NOT_TEXT)
    if kind == "missing" and place:
        return _problem(code, wording.ERROR_FIELD_MISSING.format(field=field))
    if kind in ("missing", "model_attributes_type", "model_type"):
        return _problem("bad_request", wording.ERROR_BODY_OBJECT)
    template = _FIELD_PROBLEMS.get(kind, wording.ERROR_FIELD_INVALID)
    return _problem(code, template.format(field=field, **_limits(error)))


_FIELD_PROBLEMS = {
    "string_type": wording.ERROR_FIELD_TEXT,
    "string_unicode": wording.ERROR_FIELD_TEXT,
    "list_type": wording.ERROR_FIELD_LIST,
    "int_parsing": wording.ERROR_FIELD_NUMBER,
    "bool_parsing": wording.ERROR_FIELD_BOOLEAN,
    "greater_than_equal": wording.ERROR_FIELD_MINIMUM,
    "less_than_equal": wording.ERROR_FIELD_MAXIMUM,
    "literal_error": wording.ERROR_FIELD_ROLE,
}


def _limits(error: Mapping[str, Any]) -> dict[str, Any]:
    context = error.get("ctx", {})
    return {"low": context.get("ge"), "high": context.get("le")}
