"""`assistant chat`: a conversation at the terminal, or JSON lines from a pipe."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable

from assistant import wiring, wording
from assistant.core import Assistant
from assistant.domain import Answer, Delta, Done, Profile, Turn
from assistant.errors import AssistantError, BadQuestion
from assistant.faces import cli_input, render
from assistant.faces.cli_build import build_if_needed
from assistant.faces.cli_output import print_error, tell, width, write, write_json
from assistant.schema import answer_to_json
from assistant.settings import Settings


def run(args: argparse.Namespace, settings: Settings) -> int:
    if args.build:
        build_if_needed(settings)
    profile = Profile(args.profile) if args.profile else None
    chat = Chat(
        wiring.build(settings), profile, as_json=args.json, max_turns=settings.max_history_turns
    )
    prompt = "" if args.json else wording.CHAT_PROMPT
    if sys.stdin.isatty() and not args.json:
        import readline  # noqa: F401 (line editing and recall in input())

        write(wording.CHAT_WELCOME)
    while chat.open:
        line = cli_input.line(prompt)
        if line is None:
            break
        chat.take(line)
    return 0


class Chat:
    """One conversation: its history, its last answer, and what each line does."""

    def __init__(
        self, assistant: Assistant, profile: Profile | None, *, as_json: bool, max_turns: int
    ) -> None:
        self.open = True
        self.history: tuple[Turn, ...] = ()
        self._assistant = assistant
        self._profile = profile
        self._as_json = as_json
        self._max_turns = max_turns
        self._last: Answer | None = None
        self._commands: dict[str, Callable[[], None]] = {
            "/quitter": self._quit,
            "/sources": self._sources,
            "/effacer": self._clear,
            "/aide": self._help,
        }

    def take(self, line: str) -> None:
        """A command or a question; an error is shown and the conversation goes on."""
        line = line.strip()
        if line.startswith("/"):
            command = self._commands.get(line.lower())
            if command is None:
                tell(render.visible(wording.CHAT_UNKNOWN.format(command=line)))
            else:
                command()
        elif line:
            try:
                self._ask(line)
            except AssistantError as error:
                print_error(error.code, error.message, as_json=self._as_json)

    def _ask(self, question: str) -> None:
        answer = asyncio.run(self._streamed(question))
        self._last = answer
        turns = (*self.history, Turn("user", question), Turn("assistant", answer.text))
        self.history = turns[-self._max_turns :] if self._max_turns else ()
        if self._as_json:
            write_json(answer_to_json(answer))
            return
        rest = render.appendix(answer, width())
        write(f"\n{rest}\n" if rest else "")

    async def _streamed(self, question: str) -> Answer:
        """The answer, its checked sentences shown as they come."""
        try:
            question.encode("utf-8")
        except UnicodeEncodeError as error:
            raise BadQuestion(wording.CLI_NOT_UTF8) from error
        shown, answer = "", None
        async for event in self._assistant.stream(question, self.history, self._profile):
            if isinstance(event, Delta):
                shown += event.text
                self._show(event.text)
            elif isinstance(event, Done):
                answer = event.answer
        if answer is None:
            raise RuntimeError("the stream ended without Done")
        if not shown.endswith("\n"):
            self._show("\n")
        if answer.text.strip() != shown.strip():
            self._show(f"{wording.CHAT_REPLACED}\n{answer.text}\n")
        return answer

    def _show(self, text: str) -> None:
        if not self._as_json:
            write(render.typeset(render.visible(text)), end="")

    def _quit(self) -> None:
        self.open = False

    def _clear(self) -> None:
        self.history, self._last = (), None
        self._say(wording.CHAT_CLEARED)

    def _help(self) -> None:
        self._say(wording.CHAT_HELP)

    def _sources(self) -> None:
        shown = render.sources(self._last, width()) if self._last else ""
        self._say(shown or wording.CHAT_NO_SOURCES)

    def _say(self, text: str) -> None:
        (tell if self._as_json else write)(text)
