"""`assistant guided`: the guided path at the terminal or from a pipe, and its check."""

from __future__ import annotations

import argparse
from typing import Any

from assistant import wiring, wording
from assistant.errors import BadQuestion
from assistant.faces import cli_files, cli_input, render
from assistant.faces.cli_build import build_if_needed
from assistant.faces.cli_output import tell, width, write, write_json
from assistant.faces.guiding import GuidedStep, guided_export, guided_step
from assistant.faces.render import counted, typeset, visible
from assistant.guided.guide import Guide
from assistant.guided.values import Plan, Prompt
from assistant.schema import to_json
from assistant.settings import Settings

LOST_EXIT = 4


def run(args: argparse.Namespace, settings: Settings) -> int:
    for path in filter(None, (args.export, args.note)):
        cli_files.form(path)
    if args.build:
        build_if_needed(settings)
    guide = wiring.make_guide(settings)
    if args.action == "check":
        return _check(guide, as_json=args.json)
    step = _talk(guide, as_json=args.json)
    for path, document in ((args.export, "plan"), (args.note, "note")):
        if path is not None:
            made = guided_export(guide, step.state, cli_files.form(path), document)
            cli_files.save(path, made.content)
    return 0


def _talk(guide: Guide, *, as_json: bool) -> GuidedStep:
    """Replies are read until the plan comes. Raises BadQuestion when they end before it."""
    content = guide.path().content
    if not as_json:
        write(f"{_said(content.title)}\n\n{_said(content.introduction)}")
        tell(wording.CLI_GUIDED_HOW)
    step = guided_step(guide, None, None)
    while True:
        _show(step, as_json=as_json)
        if step.prompt is None:
            return step
        line = cli_input.line("" if as_json else wording.CLI_GUIDED_REPLY)
        if line is None:
            raise BadQuestion(wording.CLI_GUIDED_STOPPED.format(question=step.prompt.title))
        step = guided_step(guide, step.state, line)


def _show(step: GuidedStep, *, as_json: bool) -> None:
    if as_json:
        write_json(to_json(step))
    elif step.prompt is not None:
        write(f"\n{prompt_text(step.prompt)}")
    elif step.plan is not None:
        write(f"\n{plan_text(step.plan, width())}")


def prompt_text(prompt: Prompt) -> str:
    head = wording.CLI_GUIDED_QUESTION.format(
        number=prompt.number, total=prompt.total, title=prompt.title
    )
    lines = [_said(line) for line in (prompt.remark, head, prompt.help) if line]
    lines += [f"  {n}. {_said(option.label)}" for n, option in enumerate(prompt.options, 1)]
    return "\n".join(lines)


def plan_text(plan: Plan, columns: int) -> str:
    """The plan, its sources with their quotes, then the note when there is one."""
    parts = [plan.remark, plan.title, plan.introduction, *plan.notices]
    number = 0
    for when, title in wording.GUIDED_WHEN.items():
        steps = [step for step in plan.steps if step.when == when]
        lines = [title.upper()] if steps else []
        for step in steps:
            number += 1
            lines.append(f"{number}. {step.title}")
            lines += [f"   {text}" for text in (step.text, _limit(step.limit)) if text]
        parts.append("\n".join(lines))
    if plan.personal:
        marks = " ".join(f"[{mark}]" for mark in plan.personal)
        parts.append(f"{wording.GUIDED_PERSONAL.format(subject=plan.subject)} {marks}")
    parts.append(plan.silence)
    body = render.body("\n\n".join(part for part in parts if part), columns)
    return "\n\n".join(filter(None, (body, render.citation_list(plan.citations, columns))))


def _limit(text: str) -> str:
    return wording.EXPORT_LIMIT.format(text=text) if text else ""


def _said(text: str) -> str:
    return typeset(visible(text))


def _check(guide: Guide, *, as_json: bool) -> int:
    """Exit code 4 when a quote is gone: its step is left out until an editor mends it."""
    path = guide.path()
    lost = path.lost()
    if as_json:
        figures: dict[str, Any] = {
            "steps": len(path.content.steps),
            "lines": len(path.content.lines),
            "sources": len(path.shelf),
            "lost": to_json(lost),
        }
        write_json(figures)
        return LOST_EXIT if lost else 0
    write(
        ", ".join(
            (
                counted(wording.CLI_GUIDED_STEPS, len(path.content.steps)),
                counted(wording.CLI_GUIDED_LINES, len(path.content.lines)),
                counted(wording.CLI_GUIDED_SOURCES, len(path.shelf)),
            )
        )
    )
    if not lost:
        write(wording.CLI_GUIDED_SOUND)
        return 0
    write(wording.CLI_GUIDED_LOST_TITLE)
    for one in lost:
        said = wording.CLI_GUIDED_LOST.format(
            advice=one.advice, document=one.source.document, quote=one.source.quote
        )
        write(f"- {_said(said)}")
    return LOST_EXIT
