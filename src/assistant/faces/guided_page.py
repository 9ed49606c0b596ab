"""The page's guided path: questions with choices, a plan, files to take along.

The state is the visitor's: it comes in with each click and goes out with each view.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant import wording
from assistant.errors import AssistantError
from assistant.faces import guided_markup, markup
from assistant.faces.exports.export import MEDIA
from assistant.faces.guiding import DOCUMENTS, GuidedStep, guided_step, has_guide, parsed_state
from assistant.faces.service import Service
from assistant.guided.values import Plan, Prompt

_BACK, _AGAIN, _SKIP = "retour", "recommencer", "passer"
_log = logging.getLogger(__name__)


def is_installed(service: Service) -> bool:
    """Whether the corpus has a guided path to offer."""
    return has_guide(service.settings)


def add_entry(service: Service) -> gr.Button:
    """The button that opens the path; to be put above what it replaces."""
    return gr.Button(
        wording.PAGE_GUIDED_ENTRY, elem_id="guided-entry", size="sm", visible=is_installed(service)
    )


def add_path(service: Service, entry: gr.Button, desk: gr.Row) -> None:
    """The path itself, hidden until `entry` is pressed; `desk` is hidden meanwhile."""
    if not is_installed(service):
        return
    view = Walk(service)
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    opened = gr.State(False)
    with gr.Column(elem_id="guided", visible=False, min_width=0) as column:
        state = gr.Textbox("null", visible="hidden", elem_id="guided-state")
        parts = view.build()
        outputs = [state, *parts.outputs]
        view.take_along(parts)
        with gr.Row(elem_id="guided-foot"):
            again = gr.Button(wording.PAGE_GUIDED_AGAIN, elem_id="guided-again", size="sm")
        gr.Markdown(guided_markup.footer(), elem_id="guided-end")

    toggled = entry.click(_toggle, opened, [opened, entry, desk, column], **quiet)
    toggled.then(view.resume, state, outputs, **quiet)
    inputs = [state, parts.radio, parts.boxes, parts.words]
    for trigger, handler in (
        (parts.next.click, view.reply),
        (parts.words.submit, view.reply),
        (parts.back.click, view.saying(_BACK)),
        (parts.skip.click, view.saying(_SKIP)),
        (again.click, view.saying(_AGAIN)),
    ):
        trigger(handler, inputs, outputs, trigger_mode="once", **quiet)


def _toggle(opened: bool) -> tuple[bool, Any, Any, Any]:
    label = wording.PAGE_GUIDED_ENTRY if opened else wording.PAGE_GUIDED_LEAVE
    return not opened, gr.Button(label), gr.Row(visible=opened), gr.Column(visible=not opened)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a view fills, in the order of `outputs`."""

    head: gr.Markdown
    asked: gr.Markdown
    radio: gr.Radio
    boxes: gr.CheckboxGroup
    words: gr.Textbox
    next: gr.Button
    back: gr.Button
    skip: gr.Button
    files: gr.Column
    council: gr.Column
    note: gr.Markdown
    sources: gr.Markdown

    @property
    def outputs(self) -> list[Any]:
        return [
            *(self.head, self.asked, self.radio, self.boxes, self.words),
            *(self.next, self.back, self.skip, self.files, self.council),
            *(self.note, self.sources),
        ]


class Walk:
    """The path's handlers. They hold no visitor's data."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def build(self) -> _Parts:
        def html(**options: Any) -> gr.Markdown:
            return gr.Markdown(sanitize_html=True, latex_delimiters=[], **options)

        head, asked = html(elem_id="guided-head"), html(elem_id="guided-asked")
        radio = gr.Radio([], show_label=False, elem_id="guided-one", visible=False)
        boxes = gr.CheckboxGroup([], show_label=False, elem_id="guided-many", visible=False)
        words = gr.Textbox(
            label=wording.PAGE_GUIDED_WORDS, max_lines=3, max_length=400, elem_id="guided-words"
        )
        with gr.Row(elem_id="guided-buttons"):
            ahead = gr.Button(wording.PAGE_GUIDED_NEXT, variant="primary", elem_id="guided-next")
            skip = gr.Button(wording.PAGE_GUIDED_SKIP, elem_id="guided-skip", visible=False)
            back = gr.Button(wording.PAGE_GUIDED_BACK, elem_id="guided-back", visible=False)
        files = gr.Column(elem_id="guided-files", visible=False, min_width=0)
        council = gr.Column(elem_id="guided-council", visible=False, min_width=0)
        with council:
            note = html(elem_id="guided-note")
        sources = html(elem_id="guided-sources", visible=False)
        return _Parts(
            *(head, asked, radio, boxes, words, ahead, back, skip, files, council, note, sources)
        )

    def take_along(self, parts: _Parts) -> None:
        """A button for each file: static/guided.js saves what it names."""
        titles = (wording.PAGE_GUIDED_TAKE, wording.PAGE_GUIDED_NOTE_TAKE)
        columns = (parts.files, parts.council)
        for document, column, title in zip(DOCUMENTS, columns, titles, strict=True):
            with column:
                gr.Markdown(f'<h4 class="small-title">{markup.shown(title)}</h4>')
                with gr.Row(elem_classes="guided-take"):
                    for form in MEDIA:
                        gr.Button(
                            wording.EXPORT_FORMATS[form],
                            elem_id=f"guided-{document}-{form}",
                            size="sm",
                        )

    def resume(self, state: str) -> list[Any]:
        """Where this visitor's path stands; the first question at first."""
        return self._shown(state, None)

    def reply(self, state: str, one: str | None, many: list[str] | None, words: str) -> list[Any]:
        """Own words stand above what is ticked; choices go by their numbers."""
        return self._shown(state, words.strip() or one or ", ".join(many or ()))

    def saying(self, order: str) -> Callable[[str, str | None, list[str] | None, str], list[Any]]:
        if order == _AGAIN:  # whatever the state has become
            return lambda state, one, many, words: self._shown("null", None)
        return lambda state, one, many, words: self._shown(state, order)

    def _shown(self, state: str, reply: str | None) -> list[Any]:
        """The state and everything the path shows, for the outputs of `add_path`."""
        try:
            guide = self._service.guide()
            content = guide.path().content
            step = guided_step(guide, parsed_state(state), reply)
        except AssistantError as error:
            return _failed(error.message)
        except Exception:
            _log.exception("guided_step_failed")
            return _failed(wording.ERROR_INTERNAL)
        head = guided_markup.title(content.title, content.introduction if step.prompt else "")
        return [json.dumps(step.state, ensure_ascii=False), head, *_body(step)]


def _body(step: GuidedStep) -> list[Any]:
    if step.prompt is not None:
        return _question(step.prompt)
    assert step.plan is not None
    return _plan(step.plan)


def _question(prompt: Prompt) -> list[Any]:
    choices = [(option.label, str(n)) for n, option in enumerate(prompt.options, 1)]
    one = bool(choices) and not prompt.several
    label = wording.PAGE_GUIDED_FREE if prompt.free else wording.PAGE_GUIDED_WORDS
    return [
        guided_markup.asked(prompt),
        gr.Radio(choices=choices, value=None, label=prompt.title, visible=one),
        gr.CheckboxGroup(choices=choices, value=[], label=prompt.title, visible=prompt.several),
        gr.Textbox(value="", label=label, visible=True),
        gr.Button(visible=True),
        gr.Button(visible=prompt.can_go_back),
        gr.Button(visible=prompt.free),
        *(gr.Column(visible=False), gr.Column(visible=False), "", gr.Markdown(visible=False)),
    ]


def _plan(plan: Plan) -> list[Any]:
    return [
        guided_markup.plan(plan),
        *(gr.Radio(visible=False), gr.CheckboxGroup(visible=False), gr.Textbox(visible=False)),
        gr.Button(visible=False),
        gr.Button(visible=True),
        gr.Button(visible=False),
        gr.Column(visible=True),
        gr.Column(visible=plan.note is not None),
        guided_markup.note(plan.note) if plan.note else "",
        gr.Markdown(guided_markup.sources(plan), visible=True),
    ]


def _failed(message: str) -> list[Any]:
    """What went wrong; the state stays as it was."""
    return [gr.skip(), gr.skip(), guided_markup.problem(message), *(gr.skip() for _ in range(10))]
