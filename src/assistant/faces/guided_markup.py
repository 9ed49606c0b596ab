"""The guided path's HTML: pure functions of values, in the manner of `markup`."""

from __future__ import annotations

from html import escape

from assistant import wording
from assistant.faces.markup import linked, shown, source_list
from assistant.faces.render import typeset, visible
from assistant.guided.values import Note, Plan, Prompt, Recap, Step

ANCHOR = "plan-source"
NOTE_ANCHOR = "note-source"


def title(text: str, introduction: str) -> str:
    return (
        f'<header class="guided-head"><h2 class="guided-title" id="guided-top">{shown(text)}</h2>'
        f'<p class="guided-intro">{shown(introduction)}</p></header>'
    )


def asked(prompt: Prompt) -> str:
    """The question at hand, below what was replied so far."""
    progress = wording.PAGE_GUIDED_PROGRESS.format(number=prompt.number, total=prompt.total)
    remark = f'<p class="guided-remark">{shown(prompt.remark)}</p>' if prompt.remark else ""
    help_line = f'<p class="guided-help">{shown(prompt.help)}</p>' if prompt.help else ""
    return (
        f"{_recap(prompt.recap)}"
        f'<p class="guided-progress">{shown(progress)}</p>'
        f'<h3 class="guided-question">{shown(prompt.title)}</h3>{help_line}{remark}'
    )


def _recap(recap: tuple[Recap, ...]) -> str:
    if not recap:
        return ""
    items = "".join(
        f'<li><span class="said">{shown(one.title)} </span>{shown(one.reply)}</li>' for one in recap
    )
    return f'<ul class="guided-recap">{items}</ul>'


def plan(value: Plan) -> str:
    """The plan; its marks lead to `sources`."""
    marks = {citation.mark for citation in value.citations}
    remark = f'<p class="guided-remark">{shown(value.remark)}</p>' if value.remark else ""
    parts = [
        f'<section class="plan">{_recap(value.recap)}{remark}'
        f'<h3 class="guided-question">{shown(value.title)}</h3>'
        f'<p class="guided-help">{shown(value.introduction)}</p>'
    ]
    parts += [f'<p class="guided-notice">{shown(notice)}</p>' for notice in value.notices]
    number = 1
    for when, heading in wording.GUIDED_WHEN.items():
        steps = [step for step in value.steps if step.when == when]
        if steps:
            items = "".join(_step(step, marks) for step in steps)
            parts.append(
                f'<h4 class="plan-when">{shown(heading)}</h4>'
                f'<ol class="plan-steps" start="{number}">{items}</ol>'
            )
        number += len(steps)
    parts.append(f"{_personal(value)}</section>")
    return "".join(parts)


def sources(value: Plan) -> str:
    """What the plan's marks lead to."""
    return (
        f'<section><h4 class="plan-when">{shown(wording.SOURCES)}</h4>'
        f"{source_list(value.citations, ANCHOR)}</section>"
    )


def note(value: Note) -> str:
    """The note as it will be printed, folded."""
    marks = {citation.mark for citation in value.citations}
    sections = "".join(
        f"<h4>{shown(section.title)}</h4><ul>"
        + "".join(f"<li>{_marked(line, marks, NOTE_ANCHOR)}</li>" for line in section.lines)
        + "</ul>"
        for section in value.sections
    )
    about = wording.GUIDED_NOTE_OBJECT.format(object=value.object)
    return (
        f'<details class="council"><summary>{shown(value.title)}</summary>'
        f'<p class="guided-help">{shown(about)}</p>{sections}'
        f"<h4>{shown(wording.SOURCES)}</h4>{source_list(value.citations, NOTE_ANCHOR)}</details>"
    )


def footer() -> str:
    return f"<footer><p>{shown(wording.PAGE_GUIDED_FOOTER)}</p></footer>"


def problem(text: str) -> str:
    return f'<p class="guided-remark">{shown(text)}</p>'


def _step(step: Step, marks: set[int]) -> str:
    limit = ""
    if step.limit:
        limit = f'<p class="step-limit">{shown(wording.EXPORT_LIMIT.format(text=step.limit))}</p>'
    return (
        f'<li><p class="step-title">{shown(step.title)}</p>'
        f'<p class="step-text">{_marked(step.text, marks, ANCHOR)}</p>{limit}</li>'
    )


def _personal(value: Plan) -> str:
    if value.silence:
        return f'<p class="plan-silence">{shown(value.silence)}</p>'
    if not value.personal:
        return ""
    heading = wording.GUIDED_PERSONAL.format(subject=value.subject)
    items = "".join(
        f"<li><blockquote>{_quoted(value, mark)}</blockquote></li>" for mark in value.personal
    )
    return f'<h4 class="plan-when">{shown(heading)}</h4><ul class="plan-extracts">{items}</ul>'


def _quoted(value: Plan, mark: int) -> str:
    words = visible(value.citations[mark - 1].quote).strip().split("\n")
    quote = wording.QUOTE.format(quote="<br>".join(escape(line) for line in words if line.strip()))
    return f"{quote} {_marked(f'[{mark}]', {mark}, ANCHOR)}"


def _marked(text: str, marks: set[int], anchor: str) -> str:
    return linked(typeset(visible(text)).replace("\n", " "), marks, anchor)
