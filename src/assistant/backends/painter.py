"""Pages of PDFs drawn in a process apart; the request and its answer as JSON can say them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from assistant.domain import Box
from assistant.ports import PageOrder, PagePicture, Quoted

VERB = "render"


class Caller(Protocol):
    """A pool of processes that answer verbs of the worker."""

    def call(self, verb: str, args: Mapping[str, Any]) -> Any: ...


class ChildPainter:
    """Implements `ports.Painter`."""

    def __init__(self, pool: Caller) -> None:
        self._pool = pool

    def paint(self, order: PageOrder) -> PagePicture:
        return picture_from_values(self._pool.call(VERB, order_to_values(order)))


def order_to_values(order: PageOrder) -> dict[str, Any]:
    return {**asdict(order), "path": str(order.path.resolve())}


def order_from_values(values: Mapping[str, Any]) -> PageOrder:
    quoted = (
        Quoted(**{**item, "box": _box(item["box"]), "below": _box(item["below"])})
        for item in values["quoted"]
    )
    return PageOrder(**{**values, "path": Path(values["path"]), "quoted": tuple(quoted)})


def picture_to_values(picture: PagePicture) -> dict[str, Any]:
    return {**asdict(picture), "png": base64.b64encode(picture.png).decode("ascii")}


def picture_from_values(values: Mapping[str, Any]) -> PagePicture:
    width, height = values["size"]
    boxes = tuple(Box(**box) for box in values["rectangles"])
    return PagePicture((width, height), boxes, base64.b64decode(values["png"]))


def _box(values: Mapping[str, float] | None) -> Box | None:
    return None if values is None else Box(**values)
