"""Routes of the guided path, and documents to take along.

A document is always made anew from a state or a question: nothing that a client sends is ever
printed as what a source says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from assistant import wording
from assistant.faces import guard
from assistant.faces.api_bodies import AskBody
from assistant.faces.exports.export import MEDIA, Exported, export
from assistant.faces.guiding import DOCUMENTS, GuidedStep, guided_export, guided_step
from assistant.faces.service import Service
from assistant.schema import to_json


class StateBody(BaseModel):
    state: Any = Field(default=None, description=wording.API_GUIDED_STATE)


class StepBody(StateBody):
    reply: str | None = Field(default=None, description=wording.API_GUIDED_REPLY)


Form = Annotated[
    str,
    Query(
        alias="format",
        description=wording.API_EXPORT_FORMAT,
        json_schema_extra={"enum": list(MEDIA)},
    ),
]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": wording.API_EXPORT_FILE,
        "content": {
            media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
            for media in MEDIA.values()
        },
    }
}


def add_guided_routes(
    api: FastAPI, service: Service, errors: Mapping[int | str, dict[str, Any]]
) -> None:
    guided: dict[str, Any] = {"tags": [wording.API_TAG_GUIDED]}

    @api.post(
        "/api/guided",
        response_model=GuidedStep,
        responses=dict(errors),
        summary=wording.API_GUIDED,
        **guided,
    )
    def step(body: StepBody) -> JSONResponse:
        return JSONResponse(to_json(guided_step(service.guide(), body.state, body.reply)))

    @api.post(
        "/api/guided/export",
        response_class=Response,
        responses={**errors, **_FILE},
        summary=wording.API_GUIDED_EXPORT,
        **guided,
    )
    def plan_file(
        body: StateBody,
        form: Form = "pdf",
        document: Annotated[
            str,
            Query(
                description=wording.API_GUIDED_DOCUMENT,
                json_schema_extra={"enum": list(DOCUMENTS)},
            ),
        ] = "plan",
    ) -> Response:
        return _file(guided_export(service.guide(), body.state, form, document))

    @api.post(
        "/api/export",
        response_class=Response,
        responses={**errors, **_FILE},
        summary=wording.API_EXPORT,
        tags=[wording.API_TAG_ANSWERS],
    )
    async def answer_file(body: AskBody, request: Request, form: Form = "pdf") -> Response:
        asking = service.asking(body.question, body.turns(), body.profile, guard.visitor(request))
        answer = await service.answer(asking)
        return _file(await asyncio.to_thread(export, answer, form))


def _file(made: Exported) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=made.media_type, headers=disposition)
