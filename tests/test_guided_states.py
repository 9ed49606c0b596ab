"""A state comes from outside: nothing in it is believed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadRequest
from assistant.guided.content import load_content
from assistant.guided.states import LONGEST_TEXT, clean, state_from_json, state_to_json
from assistant.guided.values import Reply, State
from guided_samples import content_of

PROJECT = load_content(Path(__file__).resolve().parents[1] / "corpus")


def json_of(*replies: Any, **more: Any) -> dict[str, Any]:
    return {"schema": "assistant.guided/1", "replies": list(replies), "missed": 0, **more}


def test_there_and_back(tmp_path: Path) -> None:
    state = State((Reply("pour", ("elu",)), Reply("sujet", text="la mobilité")), 1)
    told = json.loads(json.dumps(state_to_json(state)))
    assert state_from_json(told, content_of(tmp_path)) == (state, False)
    assert state_from_json(None, content_of(tmp_path)) == (State(), False)


@pytest.mark.parametrize(
    "forged",
    [
        [],
        "state",
        3,
        {},
        {"schema": "other/1"},
        json_of(replies="x"),
        json_of("x"),
        json_of({"question": 3}),
        json_of({"question": "pour", "choices": "elu"}),
        json_of({"question": "pour", "choices": [{}]}),
        json_of({"question": "sujet", "text": 3}),
        {"schema": "assistant.guided/1", "replies": [{}] * 51},
    ],
)
def test_what_never_was_a_state_is_refused(tmp_path: Path, forged: Any) -> None:
    with pytest.raises(BadRequest, match="parcours"):
        state_from_json(forged, content_of(tmp_path))


@pytest.mark.parametrize(
    "reply",
    [
        {"question": "pour", "choices": ["roi"]},
        {"question": "pour", "choices": ["elu", "association"]},
        {"question": "pour", "choices": []},
        {"question": "pour", "choices": ["elu"], "text": "x"},
        {"question": "avec", "choices": ["indecis", "entreprises"]},
        {"question": "sujet", "choices": ["elu"]},
        {"question": "age", "choices": ["elu"]},
    ],
)
def test_what_no_longer_fits_is_dropped_and_told(tmp_path: Path, reply: dict[str, Any]) -> None:
    kept = {"question": "stade", "choices": ["idee"]}
    state, changed = state_from_json(json_of(reply, kept), content_of(tmp_path))
    assert (state.replies, changed) == ((Reply("stade", ("idee",)),), True)


def test_a_text_can_pass_neither_for_a_mark_nor_for_a_placeholder() -> None:
    assert clean("le {sujet} [1]\n\u202e\x00 fin") == "le (sujet) (1) fin"
    assert len(clean("mot " * 500)) <= LONGEST_TEXT + 1


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["schema", "replies", "missed", "question", "choices", "text"]), inner
        )
    ),
    max_leaves=20,
)


@given(anything)
def test_no_state_breaks_the_reading(value: Any) -> None:
    try:
        state, _ = state_from_json(value, PROJECT)
    except BadRequest:
        return
    again, changed = state_from_json(state_to_json(state), PROJECT)
    assert (again, changed) == (state, False)
