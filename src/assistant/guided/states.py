"""A reader's state as JSON. It comes from outside each time: nothing in it is believed."""

from __future__ import annotations

from typing import Any

from assistant import french, wording
from assistant.errors import BadRequest
from assistant.guided.values import Content, Question, Reply, State

SCHEMA = "assistant.guided/1"
LONGEST_TEXT = 300
_MOST_REPLIES = 50
_BRACKETS = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")"})


def clean(text: str) -> str:
    """One line of what a reader wrote, without what could pass for a mark, cut to a length."""
    shown = "".join(char if char.isprintable() else " " for char in french.nfc(text[:4_000]))
    line = " ".join(shown.translate(_BRACKETS).split())
    if len(line) <= LONGEST_TEXT:
        return line
    return line[:LONGEST_TEXT].rsplit(" ", 1)[0] + "…"


def state_to_json(state: State) -> dict[str, Any]:
    """Small and flat: what `state_from_json` reads."""
    return {
        "schema": SCHEMA,
        "replies": [
            {"question": reply.question, "choices": list(reply.choices), "text": reply.text}
            for reply in state.replies
        ],
        "missed": state.missed,
    }


def state_from_json(value: Any, content: Content) -> tuple[State, bool]:
    """The state, and whether some of it no longer fits the questions as they are now (what
    fits is kept). None is a new one. Raises BadRequest for what never was a state."""
    if value is None:
        return State(), False
    if not isinstance(value, dict) or not str(value.get("schema", "")).startswith(
        SCHEMA.partition("/")[0] + "/"
    ):
        raise BadRequest(wording.GUIDED_STATE_UNREADABLE)
    rows = value.get("replies", [])
    if not isinstance(rows, list) or len(rows) > _MOST_REPLIES:
        raise BadRequest(wording.GUIDED_STATE_UNREADABLE)
    told = {reply.question: reply for reply in map(_reply, rows)}
    kept: list[Reply] = []
    for question in content.questions:
        reply = told.get(question.id)
        if reply is not None and _fits(reply, question):
            kept.append(reply)
    missed = value.get("missed", 0)
    return State(tuple(kept), 1 if missed == 1 else 0), len(kept) < len(rows)


def _reply(row: Any) -> Reply:
    if not isinstance(row, dict):
        raise BadRequest(wording.GUIDED_STATE_UNREADABLE)
    question, choices, text = row.get("question"), row.get("choices", []), row.get("text", "")
    if (
        not isinstance(question, str)
        or not isinstance(text, str)
        or not isinstance(choices, list)
        or not all(isinstance(choice, str) for choice in choices)
    ):
        raise BadRequest(wording.GUIDED_STATE_UNREADABLE)
    return Reply(question, tuple(dict.fromkeys(choices)), clean(text))


def _fits(reply: Reply, question: Question) -> bool:
    if question.free:
        return not reply.choices
    known = {choice.id for choice in question.choices}
    return bool(
        reply.choices
        and not reply.text
        and set(reply.choices) <= known
        and (question.several or len(reply.choices) == 1)
        and (
            len(reply.choices) == 1
            or not any(c.alone for c in question.choices if c.id in reply.choices)
        )
    )
