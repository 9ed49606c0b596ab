"""The verbs of `assistant validated` and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from assistant import wording


def _json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help=wording.CLI_JSON)


def _new(verb: argparse.ArgumentParser) -> None:
    metavars = wording.VALIDATED_METAVARS
    verb.add_argument("slug", metavar=metavars["slug"], help=wording.VALIDATED_NEW_SLUG)
    verb.add_argument(
        "--question",
        action="append",
        default=[],
        metavar=metavars["question"],
        help=wording.VALIDATED_NEW_QUESTION,
    )
    _json(verb)


def _from_feedback(verb: argparse.ArgumentParser) -> None:
    metavars = wording.VALIDATED_METAVARS
    verb.add_argument("file", metavar=metavars["file"], help=wording.VALIDATED_FROM_FILE)
    _json(verb)


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "new": (wording.VALIDATED_NEW, _new),
    "check": (wording.VALIDATED_CHECK, _json),
    "list": (wording.VALIDATED_LIST, _json),
    "from-feedback": (wording.VALIDATED_FROM, _from_feedback),
}
"""Verb → its help and its options; `cli_validated` runs them."""
