"""The page: a chat with its sources beside it.

What belongs to a visitor lives in `gr.State`; nothing is kept on the page object.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.types import ASGIApp

from assistant import wording
from assistant.domain import Answer, Delta, Done, Profile, Turn
from assistant.errors import AssistantError
from assistant.faces import markup, render
from assistant.faces.french_page import FrenchPage
from assistant.faces.relay import Idle
from assistant.faces.service import Asking, Service

STATIC = Path(__file__).parent / "static"
MAX_NEXT_QUESTIONS = 4
ANSWERS_AT_ONCE = 16
KEPT_EXCHANGES = 30
BANNER_SECONDS = 2.0
# how soon a stop or a closed page is noticed while an answer is being worked out
IDLE_SECONDS = 0.5

_log = logging.getLogger(__name__)
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Ubuntu", "DejaVu Sans", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came back: an answer, or a remark (an error, a stop)."""

    number: int
    question: str
    answer: Answer | None = None
    remark: str = ""

    @property
    def anchor(self) -> str:
        """Keeps the marks of one answer from pointing at another's sources."""
        return f"source-{self.number}"


@dataclass(slots=True)
class Brake:
    """How a visitor's other clicks reach the answer under way. One per visitor, in `gr.State`."""

    turn: int = 0
    pulled: bool = False


def create_page(service: Service) -> ASGIApp:
    """The page as an ASGI application, to be served at the root."""
    page = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    blocks = build_blocks(service)
    mounted = gr.mount_gradio_app(
        page,
        blocks,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        max_file_size="1kb",
        favicon_path=str(STATIC / "favicon.png"),
        i18n=gr.I18n(fr=_FRAMEWORK_WORDS),
        theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
        css_paths=[STATIC / "page.css", STATIC / "guided.css"],
    )
    # the framework's own statistics, recomputed with pandas after every event and never shown
    blocks._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize
    script = "".join((STATIC / name).read_text("utf-8") for name in ("page.js", "guided.js"))
    for mark, words in _SCRIPT_WORDS.items():
        script = script.replace(mark, words)
    return FrenchPage(mounted, script)


_SCRIPT_WORDS = {
    "@CONVERSATION@": wording.CONVERSATION_LABEL,
    "@SOURCES@": wording.SOURCES,
    "@ERROR@": wording.PAGE_ERROR,
    "@NOTE@": wording.PAGE_NOTE,
    "@LOST@": wording.PAGE_LOST_CONNECTION,
    "@FOUND@": wording.PAGE_FOUND_CONNECTION,
    "@CLOSE@": wording.PAGE_CLOSE,
    "@GUIDED_FAILED@": wording.PAGE_GUIDED_FAILED,
}
# what the framework's own French translation leaves in English
_FRAMEWORK_WORDS: dict[str, Any] = {
    "status": {"queue_position": wording.PAGE_QUEUE},
}


def build_blocks(service: Service) -> gr.Blocks:
    from assistant.faces import guided_page

    talk = Talk(service)
    blocks = gr.Blocks(title=wording.PAGE_TITLE, analytics_enabled=False, fill_width=True)
    with blocks:
        exchanges = gr.State(())
        brake = gr.State(Brake())
        _html(markup.header(), elem_id="masthead")
        banner = _html(visible=False, elem_id="banner")
        clock = gr.Timer(BANNER_SECONDS, active=False)
        guided = guided_page.add_entry(service)
        with gr.Row(elem_id="desk") as desk:
            with gr.Column(elem_id="talk", min_width=0):
                profile = gr.Radio(
                    [(wording.PROFILE_LABELS[name], name.value) for name in _profile_order()],
                    value=Profile.CITOYEN.value,
                    label=wording.PROFILE_LABEL,
                    elem_id="profile",
                )
                with gr.Column(elem_id="talk-log", min_width=0):
                    chat = _html(elem_id="chat", visible=False)
                with gr.Column(elem_id="next", min_width=0):
                    more = _html(markup.next_title(), elem_id="next-title", visible=False)
                    nexts = [
                        gr.Button("", elem_classes="ask-this", size="sm", visible=False)
                        for _ in range(MAX_NEXT_QUESTIONS)
                    ]
                with gr.Column(elem_id="examples", min_width=0) as examples:
                    _html(markup.examples_title())
                    starters = [
                        gr.Button(text, elem_classes="ask-this", size="sm")
                        for text in wording.EXAMPLE_QUESTIONS
                    ]
                with gr.Row(elem_id="composer"):
                    box = gr.Textbox(
                        label=wording.QUESTION_LABEL,
                        placeholder=wording.QUESTION_PLACEHOLDER,
                        max_length=service.settings.max_question_chars,
                        max_lines=6,
                        elem_id="question",
                        scale=1,
                    )
                    send = gr.Button(wording.SEND, variant="primary", elem_id="send", scale=0)
                    stop = gr.Button(wording.STOP, elem_id="stop", scale=0, visible=False)
                clear = gr.Button(
                    wording.NEW_CONVERSATION, elem_id="clear", size="sm", visible=False
                )
            with gr.Column(elem_id="panel", min_width=0):
                panel = _html(markup.panel(None, ""), elem_id="sources")
            _html(markup.footer(), elem_id="colophon")
        guided_page.add_path(service, guided, desk)

        outputs = [box, chat, panel, exchanges, examples, send, stop, clear, more, *nexts]
        for trigger, source in [
            (box.submit, box),
            (send.click, box),
            *((button.click, button) for button in [*starters, *nexts]),
        ]:
            trigger(
                talk.ask,
                [source, exchanges, profile, brake],
                outputs,
                show_progress="hidden",
                concurrency_limit=ANSWERS_AT_ONCE,
                concurrency_id="ask",
                trigger_mode="once",
                api_visibility="private",
            )
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        gr.on([blocks.load, clock.tick], talk.building, None, [banner, clock], **quiet)
        stop.click(talk.stop, brake, None, **quiet)
        clear.click(talk.clear, brake, outputs, **quiet)
    return blocks


def _html(value: str = "", **options: Any) -> gr.Markdown:
    """A place for `markup`: sanitized once more, with no other reading of the text."""
    return gr.Markdown(value, latex_delimiters=[], sanitize_html=True, **options)


def _profile_order() -> list[Profile]:
    return [Profile(name) for name in wording.PROFILE_LABELS]


class Talk:
    """The page's handlers. They hold no visitor's data: it comes in and goes out each time."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def ask(
        self,
        question: str,
        exchanges: Sequence[Exchange],
        profile: str | None,
        brake: Brake,
        request: gr.Request | None = None,
    ) -> AsyncIterator[tuple[Any, ...]]:
        if not (question or "").strip():
            yield _nothing()
            return
        earlier = tuple(exchanges)[-KEPT_EXCHANGES:]
        current = Exchange(earlier[-1].number + 1 if earlier else 1, question)
        brake.turn, brake.pulled = brake.turn + 1, False
        turn = brake.turn
        try:
            visitor = request.client.host if request and request.client else ""
            asking = self._service.asking(question, _turns(earlier), profile, visitor)
            async with aclosing(self._answering(asking, earlier, current)) as updates:
                async for update in updates:
                    if brake.turn != turn:
                        return
                    if brake.pulled:
                        yield _view((*earlier, replace(current, remark=wording.STOPPED)))
                        return
                    yield update
        except AssistantError as error:
            yield _view((*earlier, replace(current, remark=error.message)))
        except Exception:
            _log.exception("page_answer_failed")
            yield _view((*earlier, replace(current, remark=wording.ERROR_INTERNAL)))

    async def _answering(
        self, asking: Asking, earlier: tuple[Exchange, ...], current: Exchange
    ) -> AsyncGenerator[tuple[Any, ...], None]:
        stopped = replace(current, remark=wording.STOPPED)
        searching = markup.remark(wording.SEARCHING, "searching")
        yield _view((*earlier, stopped), live=searching)
        text = ""
        async with aclosing(self._service.events(asking, idle=IDLE_SECONDS)) as events:
            async for event in events:
                if isinstance(event, Delta):
                    text += event.text
                    yield _view((*earlier, stopped), live=markup.partial(text))
                elif isinstance(event, Done):
                    yield _view((*earlier, replace(current, answer=event.answer)))
                elif isinstance(event, Idle):
                    yield _nothing()

    def building(self) -> tuple[Any, Any]:
        """The banner of a build that keeps questions waiting, and whether to look again."""
        try:
            self._service.building.check()
        except AssistantError as error:
            return gr.Markdown(markup.banner(error.message), visible=True), gr.Timer(active=True)
        return gr.Markdown(visible=False), gr.Timer(active=False)

    def stop(self, brake: Brake) -> None:
        """The answer under way ends with a remark."""
        brake.pulled = True

    def clear(self, brake: Brake) -> tuple[Any, ...]:
        """The answer under way, if any, says nothing more."""
        brake.turn += 1
        return _view(())


def _turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    turns: list[Turn] = []
    for exchange in exchanges:
        if exchange.answer is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer.text)]
    return turns


def _view(exchanges: tuple[Exchange, ...], live: str | None = None) -> tuple[Any, ...]:
    """Everything the page shows, for the outputs of `build_blocks`.

    `live` replaces the last exchange's reply while it is being worked out.
    """
    last = exchanges[-1] if exchanges else None
    answer = last.answer if last and live is None else None
    return (
        "" if last is None or live is not None else gr.skip(),
        gr.Markdown(_transcript(exchanges, live), visible=bool(exchanges)),
        _panel(last, live),
        exchanges,
        gr.Column(visible=not exchanges),
        gr.Button(visible=live is None),
        gr.Button(visible=live is not None),
        gr.Button(visible=bool(exchanges)),
        *_next_questions(answer),
    )


def _nothing() -> tuple[Any, ...]:
    return tuple(gr.skip() for _ in range(9 + MAX_NEXT_QUESTIONS))


def _transcript(exchanges: Sequence[Exchange], live: str | None) -> str:
    pieces: list[str] = []
    for exchange in exchanges:
        last = exchange is exchanges[-1]
        reply = live if last and live is not None else _reply(exchange, own_sources=not last)
        pieces.append(markup.question(exchange.question) + reply)
    return markup.conversation(pieces)


def _reply(exchange: Exchange, *, own_sources: bool) -> str:
    if exchange.answer is None:
        return markup.remark(exchange.remark, "remark")
    return markup.reply(exchange.answer, exchange.anchor, own_sources=own_sources)


def _panel(last: Exchange | None, live: str | None) -> str:
    if last is None:
        return markup.panel(None, "")
    if live is not None:
        return markup.pending_panel()
    return markup.panel(last.answer, last.anchor) if last.answer else markup.failed_panel()


def _next_questions(answer: Answer | None) -> list[Any]:
    questions = answer.next_questions[:MAX_NEXT_QUESTIONS] if answer else ()
    buttons = [gr.Button(value=render.typeset(one), visible=True) for one in questions]
    hidden = [gr.Button(visible=False)] * (MAX_NEXT_QUESTIONS - len(questions))
    return [gr.Markdown(visible=bool(questions)), *buttons, *hidden]
