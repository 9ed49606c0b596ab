"""What is worked out once for an index: indexes never change."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from assistant.ports import Index

Value = TypeVar("Value")


class PerIndex(Generic[Value]):
    """One value an index, made when first asked for, dropped with the index."""

    def __init__(self, make: Callable[[Index], Value]) -> None:
        self._make = make
        self._made: dict[int, tuple[weakref.ref[Index], Value]] = {}

    def of(self, index: Index) -> Value:
        made = self._made.get(id(index))
        if made is not None and made[0]() is index:
            return made[1]
        value = self._make(index)
        alive = {key: kept for key, kept in self._made.items() if kept[0]() is not None}
        self._made = {**alive, id(index): (weakref.ref(index), value)}
        return value
