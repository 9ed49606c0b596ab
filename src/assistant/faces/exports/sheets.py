"""A plan, its note or an answer as a sheet: the same words for every format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant import wording
from assistant.domain import Answer
from assistant.faces.exports.sheet import (
    Block,
    Bullets,
    Extract,
    Facts,
    Heading,
    Paragraph,
    Sheet,
    Task,
)
from assistant.faces.render import typeset, visible
from assistant.guided.values import Note, Plan
from assistant.sources import day_text

_BULLET = re.compile(r"^\s*[-•*–][ \u00a0]+")


def plan_sheet(plan: Plan, on: date) -> Sheet:
    blocks: list[Block] = [Paragraph(shown(plan.introduction))]
    blocks += [Paragraph(shown(notice), "notice") for notice in plan.notices]
    blocks.append(Heading(wording.GUIDED_ANSWERS))
    blocks.append(Facts(tuple((shown(r.title), shown(r.reply)) for r in plan.recap)))
    number = 0
    for when, title in wording.GUIDED_WHEN.items():
        steps = [step for step in plan.steps if step.when == when]
        if steps:
            blocks.append(Heading(title))
        for step in steps:
            number += 1
            blocks.append(Task(number, shown(step.title), shown(step.text), shown(step.limit)))
    if plan.personal:
        blocks.append(Heading(shown(wording.GUIDED_PERSONAL.format(subject=plan.subject))))
        blocks += [Extract(plan.citations[mark - 1]) for mark in plan.personal]
    if plan.silence:
        blocks.append(Paragraph(shown(plan.silence), "quiet"))
    return Sheet(plan.title, wording.PAGE_TITLE, tuple(blocks), plan.citations, _made(on))


def note_sheet(note: Note, on: date) -> Sheet:
    blocks: list[Block] = [Paragraph(wording.GUIDED_NOTE_REVIEW, "quiet")]
    for section in note.sections:
        blocks.append(Heading(section.title))
        lines = tuple(map(shown, section.lines))
        blocks.append(Paragraph(lines[0]) if len(lines) == 1 else Bullets(lines))
    blocks += [Paragraph(shown(notice), "notice") for notice in note.notices]
    subtitle = shown(wording.GUIDED_NOTE_OBJECT.format(object=note.object))
    return Sheet(note.title, subtitle, tuple(blocks), note.citations, _made(on), one_page=True)


def answer_sheet(answer: Answer, on: date) -> Sheet:
    blocks: list[Block] = list(_text_blocks(answer.text))
    for title, lines in (
        (wording.CONFLICTS, answer.conflicts),
        (wording.NOTICES, answer.notices),
    ):
        if lines:
            blocks += [Heading(title), Bullets(tuple(map(shown, lines)))]
    subtitle = shown(wording.EXPORT_QUESTION.format(question=answer.question))
    return Sheet(wording.PAGE_TITLE, subtitle, tuple(blocks), answer.citations, _made(on))


def shown(text: str) -> str:
    """One line, typeset, without what could hide."""
    return typeset(visible(text)).replace("\n", " ").strip()


def _text_blocks(text: str) -> Iterator[Block]:
    """Paragraphs and runs of bullets, in order."""
    bullets: list[str] = []
    for line in visible(text).split("\n"):
        bullet = _BULLET.match(line)
        if bullet:
            bullets.append(shown(line[bullet.end() :]))
            continue
        if bullets:
            yield Bullets(tuple(bullets))
            bullets = []
        if line.strip():
            yield Paragraph(shown(line))
    if bullets:
        yield Bullets(tuple(bullets))


def _made(on: date) -> str:
    return wording.EXPORT_MADE.format(date=day_text(on.isoformat()), name=wording.PAGE_TITLE)
