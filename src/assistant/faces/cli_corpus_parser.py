"""The verbs of `assistant corpus` and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from assistant import wording
from assistant.faces.cli_parser import between


def _json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help=wording.CLI_JSON)


def _yes(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--yes", action="store_true", help=wording.CURATE_YES)


def _no_index(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--no-index", action="store_true", help=wording.CURATE_NO_INDEX)


def _add(verb: argparse.ArgumentParser) -> None:
    metavars = wording.CURATE_METAVARS
    verb.add_argument("paths", nargs="+", metavar=metavars["paths"], help=wording.CURATE_ADD_PATHS)
    for name in ("title", "publisher", "date", "kind", "status", "id"):
        verb.add_argument(f"--{name}", metavar=metavars[name], help=wording.CURATE_ADD_FIELDS[name])
    for name in ("replaces", "same-as", "part-of"):
        verb.add_argument(f"--{name}", metavar=metavars["id"], help=wording.CURATE_ADD_FIELDS[name])
    verb.add_argument("--force", action="store_true", help=wording.CURATE_ADD_FORCE)
    _yes(verb)
    _no_index(verb)
    _json(verb)


def _remove(verb: argparse.ArgumentParser) -> None:
    metavars = wording.CURATE_METAVARS
    verb.add_argument("ids", nargs="+", metavar=metavars["id"], help=wording.CURATE_REMOVE_IDS)
    verb.add_argument("--force", action="store_true", help=wording.CURATE_REMOVE_FORCE)
    _yes(verb)
    _no_index(verb)
    _json(verb)


def _fetch(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("ids", nargs="*", metavar=wording.FETCH_METAVAR, help=wording.FETCH_IDS)
    verb.add_argument("--all", action="store_true", help=wording.FETCH_ALL)
    verb.add_argument("--list", action="store_true", help=wording.FETCH_LIST)
    verb.add_argument("--update", action="store_true", help=wording.FETCH_UPDATE)
    verb.add_argument("--allow-private", action="store_true", help=wording.FETCH_ALLOW_PRIVATE)
    verb.add_argument("--yes", action="store_true", help=wording.FETCH_YES)
    _json(verb)


def _audit(verb: argparse.ArgumentParser) -> None:
    from assistant.audit.values import SHOWN, YEARS

    metavars = wording.AUDIT_METAVARS
    verb.add_argument("--html", metavar=metavars["html"], help=wording.AUDIT_HTML)
    verb.add_argument(
        "--years",
        type=between(1, 100),
        default=YEARS,
        metavar=metavars["number"],
        help=wording.AUDIT_YEARS.format(years=YEARS),
    )
    verb.add_argument(
        "--shown",
        type=between(0, 10_000),
        default=SHOWN,
        metavar=metavars["number"],
        help=wording.AUDIT_SHOWN.format(shown=SHOWN),
    )
    _json(verb)


def _show(verb: argparse.ArgumentParser) -> None:
    metavars = wording.AUDIT_METAVARS
    verb.add_argument("id", metavar=metavars["id"], help=wording.SHOW_ID)
    verb.add_argument(
        "--page", type=between(1, 1_000_000), metavar=metavars["page"], help=wording.SHOW_PAGE
    )
    verb.add_argument("--html", metavar=metavars["html"], help=wording.SHOW_HTML)
    _json(verb)


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "add": (wording.CURATE_ADD, _add),
    "list": (wording.CURATE_LIST, _json),
    "remove": (wording.CURATE_REMOVE, _remove),
    "audit": (wording.AUDIT, _audit),
    "show": (wording.SHOW, _show),
    "fetch": (wording.FETCH, _fetch),
}
"""Verb → its help and its options; module `cli_corpus_<verb>` runs it."""
