"""What the commands that change the corpus have in common: asking, finishing, indexing."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from assistant import wiring, wording
from assistant.curate.curator import Curator
from assistant.domain import Report
from assistant.errors import AssistantError
from assistant.faces.cli_build import shown_progress
from assistant.faces.cli_output import tell, write
from assistant.faces.render import visible
from assistant.schema import to_json
from assistant.settings import Settings

GIVE_UP = "\x04"
"""What Ctrl-D sends to a terminal that is read raw; some keep it in the line."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """How the build that follows a change went: its report, or what stopped it."""

    report: Report | None = None
    error: AssistantError | None = None

    @property
    def exit_code(self) -> int:
        return self.error.exit_code if self.error else 0

    def to_json(self) -> Any:
        if self.error is not None:
            return {"error": {"code": self.error.code, "message": self.error.message}}
        return to_json(self.report)


def curator_of(settings: Settings) -> Curator:
    """The curator, once it has finished what a killed command left."""
    curator = wiring.make_curator(settings)
    if curator.recover():
        tell(wording.CURATE_RECOVERED)
    return curator


def say(text: str) -> None:
    """As it is: names of files must stay what can be typed."""
    write(visible(text))


def note(text: str) -> None:
    """An indented line about what was just said."""
    say(f"  {text}")


def may_ask() -> bool:
    return sys.stdin.isatty()


def ask(prompt: str) -> str | None:
    """One line typed at the terminal; None when its reader gives up."""
    try:
        line = input(visible(prompt))
    except EOFError:
        write("")
        return None
    return None if GIVE_UP in line else line.strip()


def confirm(prompt: str) -> bool:
    return (ask(prompt) or "").lower() in wording.CURATE_YES_ANSWERS


def bring_up_to_date(settings: Settings) -> Indexing:
    """The corpus has changed already: a build that fails does not undo it."""
    try:
        with shown_progress() as show:
            return Indexing(wiring.make_builder(settings).build(progress=show))
    except AssistantError as error:
        return Indexing(error=error)
