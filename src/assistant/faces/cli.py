"""The command line: arguments in, French or JSON out, an exit code that means something.

Each verb runs in its own module, imported when it is asked for, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, Protocol, cast

from assistant import wording
from assistant.errors import AssistantError, StorageFull
from assistant.faces.cli_french import french_argparse
from assistant.faces.cli_output import print_error

INTERRUPTED = 130
READER_GONE = 141
UNEXPECTED = 1


class _Verb(Protocol):
    def run(self, args: argparse.Namespace, settings: Any) -> int:
        """The exit code. Raises AssistantError."""
        ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code (docs/cli.md)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    as_json = _wants_json(arguments)
    debug = "--debug" in arguments
    try:
        args = _parsed(arguments)
        from assistant.settings import Settings

        settings = Settings(**_overrides(args))
        debug = debug or settings.debug
        code = _verb(args.verb).run(args, settings)
        sys.stdout.flush()
        return code
    except SystemExit as leaving:  # --help and --version
        return leaving.code if isinstance(leaving.code, int) else UNEXPECTED
    except AssistantError as error:
        print_error(error.code, error.message, as_json=as_json)
        return error.exit_code
    except KeyboardInterrupt:
        print_error("interrupted", wording.CLI_INTERRUPTED, as_json=as_json)
        return INTERRUPTED
    except BrokenPipeError:
        _drop_stdout()
        return READER_GONE
    except Exception as error:
        if debug:
            import traceback

            traceback.print_exc()
        known = _known(error)
        print_error(known.code, known.message, as_json=as_json)
        return known.exit_code


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    from assistant import __version__
    from assistant.faces.cli_parser import parser

    with french_argparse():
        return parser(__version__).parse_args(arguments)


def _overrides(args: argparse.Namespace) -> dict[str, Any]:
    """Options that stand above the environment."""
    given = {name: getattr(args, name, None) for name in ("host", "port")}
    return {name: value for name, value in given.items() if value is not None}


def _verb(name: str) -> _Verb:
    return cast(_Verb, importlib.import_module(f"assistant.faces.cli_{name}"))


def _wants_json(arguments: Sequence[str]) -> bool:
    """Known before parsing, so that a usage error obeys it too."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return any(option == "--json" or option.startswith("--json=") for option in options)


def _known(error: Exception) -> AssistantError:
    import errno

    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(wording.CLI_DISK_FULL)
    return AssistantError(wording.CLI_UNEXPECTED.format(kind=type(error).__name__))


def _drop_stdout() -> None:
    """What reads our output has gone; the interpreter must not complain when it leaves."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


if __name__ == "__main__":
    sys.exit(main())
