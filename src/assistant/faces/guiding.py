"""The guided path as faces use it: states in and out as JSON, exports made from states."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from assistant import wording
from assistant.errors import BadRequest
from assistant.faces.exports.export import Exported, export
from assistant.guided.guide import Guide
from assistant.guided.states import state_from_json, state_to_json
from assistant.guided.values import Plan, Prompt
from assistant.settings import Settings

DOCUMENTS = ("plan", "note")
FILE = "guided.toml"


@dataclass(frozen=True, slots=True)
class GuidedStep:
    """Where the path stands: `prompt` while questions are left, then `plan`. `state` is to be
    sent back as it is."""

    schema: Literal["assistant.guided-step/1"] = field(
        default="assistant.guided-step/1", kw_only=True
    )
    state: dict[str, Any]
    prompt: Prompt | None = None
    plan: Plan | None = None


def has_guide(settings: Settings) -> bool:
    """Whether the corpus offers a guided path."""
    return (settings.path("corpus") / FILE).is_file()


def parsed_state(text: str) -> Any:
    """A state held as JSON text. Raises BadRequest."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(wording.GUIDED_STATE_UNREADABLE) from error


def guided_step(guide: Guide, state: Any, reply: str | None) -> GuidedStep:
    """One turn. Raises BadRequest for what is no state, and what `Guide.path` raises."""
    path = guide.path()
    before, changed = state_from_json(state, path.content)
    after, out = path.step(before, reply)
    if changed:
        remark = " ".join(filter(None, (wording.GUIDED_STATE_CHANGED, out.remark)))
        out = replace(out, remark=remark)
    kept = state_to_json(after)
    if isinstance(out, Prompt):
        return GuidedStep(kept, prompt=out)
    return GuidedStep(kept, plan=out)


def guided_export(guide: Guide, state: Any, form: str, document: str) -> Exported:
    """The plan of a finished path, or its note, made anew. Raises BadRequest where there is
    none."""
    if document not in DOCUMENTS:
        shown = document[:20] if document.isprintable() else "?"
        known = ", ".join(DOCUMENTS)
        raise BadRequest(wording.EXPORT_UNKNOWN_DOCUMENT.format(document=shown, known=known))
    step = guided_step(guide, state, None)
    if step.plan is None:
        question = step.prompt.title if step.prompt else ""
        raise BadRequest(wording.GUIDED_NOT_FINISHED.format(question=question))
    if document == "plan":
        return export(step.plan, form)
    if step.plan.note is None:
        raise BadRequest(wording.GUIDED_NO_NOTE)
    return export(step.plan.note, form)
