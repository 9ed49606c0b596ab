"""The verbs of the command line and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from assistant import wording
from assistant.domain import Profile
from assistant.faces.cli_french import Parser


def parser(version: str) -> Parser:
    """Made inside `french_argparse`: titles are looked up when a parser is made."""
    top = Parser(
        prog="assistant",
        description=wording.CLI_DESCRIPTION,
        epilog=wording.CLI_EPILOG,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=version, help=wording.CLI_VERSION)
    _add_verbs(top, "verb", VERBS)
    return top


def _add_verbs(
    above: argparse.ArgumentParser,
    dest: str,
    table: Mapping[str, tuple[str, Callable[[argparse.ArgumentParser], None]]],
) -> None:
    verbs = above.add_subparsers(
        dest=dest, metavar=wording.CLI_COMMAND, title=wording.CLI_COMMANDS, required=True
    )
    for name, (help_text, options) in table.items():
        verb = verbs.add_parser(
            name,
            help=help_text,
            description=f"{help_text[:1].upper()}{help_text[1:]}.",
            allow_abbrev=False,
        )
        options(verb)
        verb.add_argument("--debug", action="store_true", help=wording.CLI_DEBUG)


def _json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help=wording.CLI_JSON)


def _build(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--build", action="store_true", help=wording.CLI_BUILD)


def _profile(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--profile",
        choices=[profile.value for profile in Profile],
        metavar=wording.CLI_METAVARS["profile"],
        help=wording.CLI_PROFILE.format(profiles=", ".join(Profile)),
    )


def _ask(verb: argparse.ArgumentParser) -> None:
    _profile(verb)
    _json(verb)
    _build(verb)
    verb.add_argument(
        "--history", metavar=wording.CLI_METAVARS["history"], help=wording.CLI_ASK_HISTORY
    )
    verb.add_argument("--export", metavar=wording.CLI_METAVARS["file"], help=wording.CLI_ASK_EXPORT)
    verb.add_argument(
        "question",
        nargs="*",
        metavar=wording.CLI_METAVARS["question"],
        help=wording.CLI_ASK_QUESTION,
    )


def _chat(verb: argparse.ArgumentParser) -> None:
    _profile(verb)
    _json(verb)
    _build(verb)


def _search(verb: argparse.ArgumentParser) -> None:
    _json(verb)
    _build(verb)
    verb.add_argument(
        "-k",
        type=between(1, 100),
        default=10,
        metavar=wording.CLI_METAVARS["k"],
        help=wording.CLI_SEARCH_K,
    )
    verb.add_argument("--explain", action="store_true", help=wording.CLI_SEARCH_EXPLAIN)
    verb.add_argument(
        "query", nargs="*", metavar=wording.CLI_METAVARS["query"], help=wording.CLI_SEARCH_QUERY
    )


def _index(verb: argparse.ArgumentParser) -> None:
    _json(verb)
    either = verb.add_mutually_exclusive_group()
    either.add_argument("--rebuild", action="store_true", help=wording.CLI_INDEX_REBUILD)
    either.add_argument("--state", action="store_true", help=wording.CLI_INDEX_STATE)
    either.add_argument("--retry", action="store_true", help=wording.CLI_INDEX_RETRY)
    verb.add_argument(
        "--jobs",
        type=between(1, 64),
        metavar=wording.CLI_METAVARS["number"],
        help=wording.CLI_INDEX_JOBS,
    )


def _serve(verb: argparse.ArgumentParser) -> None:
    _json(verb)
    _build(verb)
    verb.add_argument("--host", metavar=wording.CLI_METAVARS["host"], help=wording.CLI_SERVE_HOST)
    verb.add_argument(
        "--port",
        type=between(0, 65535),
        metavar=wording.CLI_METAVARS["port"],
        help=wording.CLI_SERVE_PORT,
    )


def _eval(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--gold", metavar=wording.CLI_METAVARS["gold"], help=wording.CLI_EVAL_GOLD)
    verb.add_argument(
        "--split",
        metavar=wording.CLI_METAVARS["split"],
        help=wording.CLI_EVAL_SPLIT,
    )
    verb.add_argument(
        "--json",
        dest="json_out",
        metavar=wording.CLI_METAVARS["json_out"],
        help=wording.CLI_EVAL_JSON,
    )
    verb.add_argument("--ragas", action="store_true", help=wording.CLI_EVAL_RAGAS)
    verb.add_argument("--gate", action="store_true", help=wording.CLI_EVAL_GATE)


def _enrich(verb: argparse.ArgumentParser) -> None:
    _json(verb)
    _build(verb)
    metavars = wording.CLI_METAVARS
    verb.add_argument("--document", metavar=metavars["document"], help=wording.CLI_ENRICH_DOCUMENT)
    verb.add_argument("--out", metavar=metavars["file"], help=wording.CLI_ENRICH_OUT)
    verb.add_argument(
        "--limit",
        type=between(1, 1_000_000),
        metavar=metavars["number"],
        help=wording.CLI_ENRICH_LIMIT,
    )
    verb.add_argument(
        "--jobs",
        type=between(1, 64),
        default=1,
        metavar=metavars["number"],
        help=wording.CLI_ENRICH_JOBS,
    )
    verb.add_argument("--accept", metavar=metavars["file"], help=wording.CLI_ENRICH_ACCEPT)


def _corpus(verb: argparse.ArgumentParser) -> None:
    """Its own verbs: module `cli_corpus_<name>` runs each."""
    from assistant.faces.cli_corpus_parser import VERBS as corpus_verbs

    _add_verbs(verb, "corpus_verb", corpus_verbs)


def _guided(verb: argparse.ArgumentParser) -> None:
    _json(verb)
    _build(verb)
    verb.add_argument(
        "--export", metavar=wording.CLI_METAVARS["file"], help=wording.CLI_GUIDED_EXPORT
    )
    verb.add_argument("--note", metavar=wording.CLI_METAVARS["file"], help=wording.CLI_GUIDED_NOTE)
    verb.add_argument(
        "action",
        nargs="?",
        choices=["check"],
        metavar="check",
        help=wording.CLI_GUIDED_ACTION,
    )


def _validated(verb: argparse.ArgumentParser) -> None:
    """Its own verbs, which `cli_validated` runs."""
    from assistant.faces.cli_validated_parser import VERBS as validated_verbs

    _add_verbs(verb, "validated_verb", validated_verbs)


def between(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError(text)
        return value

    return number


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "ask": (wording.CLI_ASK, _ask),
    "chat": (wording.CLI_CHAT, _chat),
    "guided": (wording.CLI_GUIDED, _guided),
    "search": (wording.CLI_SEARCH, _search),
    "index": (wording.CLI_INDEX, _index),
    "serve": (wording.CLI_SERVE, _serve),
    "doctor": (wording.CLI_DOCTOR, _json),
    "eval": (wording.CLI_EVAL, _eval),
    "enrich": (wording.CLI_ENRICH, _enrich),
    "corpus": (wording.CLI_CORPUS, _corpus),
    "validated": (wording.CLI_VALIDATED, _validated),
}
"""Verb → its help and its options; module `cli_<verb>` runs it."""
