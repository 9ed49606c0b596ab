"""argparse in French: its own words are looked up in `wording.ARGPARSE`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from assistant import wording
from assistant.errors import BadRequest


def _translate(message: str) -> str:
    return wording.ARGPARSE.get(message, message)


def _translate_number(singular: str, plural: str, number: int) -> str:
    return _translate(singular if number == 1 else plural)


@contextmanager
def french_argparse() -> Iterator[None]:
    """argparse reads its words through two module names; they are French inside the block."""
    saved = {name: getattr(argparse, name) for name in ("_", "ngettext")}
    try:
        setattr(argparse, "_", _translate)  # noqa: B010 (not in the typed interface)
        setattr(argparse, "ngettext", _translate_number)  # noqa: B010
        yield
    finally:
        for name, function in saved.items():
            setattr(argparse, name, function)


class Parser(argparse.ArgumentParser):
    """Raises BadRequest, which `main` shows, instead of leaving the process."""

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().split())
        raise BadRequest(f"{message[:1].upper()}{message[1:]}\n{usage}")
