"""One turn at a time, pure; whatever is said, nobody is stuck and nothing raises."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from assistant import wording
from assistant.guided.content import load_content
from assistant.guided.dialogue import advance, pending, prompt, recap
from assistant.guided.guide import GuidedPath
from assistant.guided.states import state_from_json, state_to_json
from assistant.guided.values import Plan, Prompt, Reply, State
from guided_samples import content_of, path_of, silent

CONTENT = load_content(Path(__file__).resolve().parents[1] / "corpus")
PATH = GuidedPath(CONTENT, {}, silent)


def test_a_reply_leads_to_the_next_question(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    state, remark = advance(content, State(), "je suis maire")
    assert (state, remark) == (State((Reply("pour", ("elu",)),)), "")
    question = pending(content, state)
    assert question is not None
    put = prompt(content, state, question)
    assert (put.question, put.number, put.total, put.can_go_back) == ("stade", 2, 5, True)
    assert [option.label for option in put.options] == ["Une idée", "Nous démarrons"]
    assert [one.reply for one in put.recap] == ["Élu"]


def test_nothing_said_changes_nothing(tmp_path: Path) -> None:
    assert advance(content_of(tmp_path), State(), None) == (State(), "")


def test_what_is_not_understood_is_asked_once_more_then_assumed(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    state, remark = advance(content, State(), "blurp [1]")
    assert state == State((), 1)
    assert remark == wording.GUIDED_REASK.format(reply="blurp (1)")
    state, remark = advance(content, state, "blurp")
    assert state == State((Reply("pour", ("autre",)),))
    assert remark == wording.GUIDED_ASSUMED.format(choice="Autre")


def test_a_hesitation_names_both_then_takes_the_first(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    state, remark = advance(content, State(), "maire et bénévole")
    assert remark == wording.GUIDED_HESITATE.format(first="Élu", second="Association")
    state, _ = advance(content, state, "maire et bénévole")
    assert state.choices("pour") == ("elu",)


def test_silence_is_asked_again_kindly(tmp_path: Path) -> None:
    assert advance(content_of(tmp_path), State(), " … ")[1] == wording.GUIDED_REASK_EMPTY


def test_going_back_and_starting_again(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    state = State((Reply("pour", ("elu",)), Reply("stade", ("idee",))), 1)
    assert advance(content, state, "retour")[0] == State(state.replies[:1])
    assert advance(content, state, "Recommencer")[0] == State()
    assert advance(content, State(), "retour")[1] == wording.GUIDED_BACK_AT_START


def test_passing_takes_what_is_meant_for_the_undecided(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    state = State((Reply("pour", ("elu",)), Reply("stade", ("idee",))))
    assert advance(content, state, "passer")[0].choices("avec") == ("indecis",)


def test_a_free_question_takes_any_words(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    four = State(
        tuple(
            Reply(name, (choice,))
            for name, choice in zip(
                ("pour", "stade", "avec", "besoin"),
                ("elu", "idee", "entreprises", "cadre"),
                strict=True,
            )
        )
    )
    assert advance(content, four, "retour à l’emploi")[0].replies[-1].text == "retour à l’emploi"
    passed, _ = advance(content, four, "je ne sais pas")
    assert passed.replies[-1] == Reply("sujet")
    assert recap(content, passed)[-1].reply == wording.GUIDED_NO_SUBJECT


def test_a_finished_path_gives_its_plan_again(tmp_path: Path) -> None:
    path = path_of(tmp_path)
    state = State()
    for reply in ("maire", "1", "1 et 2", "droit", "la cantine"):
        state, out = path.step(state, reply)
    assert isinstance(out, Plan)
    assert path.step(state, None) == (state, out)
    assert path.step(state, "encore ?")[1] == out
    before, back = path.step(state, "retour")
    assert isinstance(back, Prompt)
    assert back.question == "sujet"
    assert before.replies == state.replies[:-1]


replies = st.lists(
    st.none()
    | st.text(max_size=30)
    | st.sampled_from(["1", "2", "7", "retour", "recommencer", "passer", "maire", "1 et 3", "oui"]),
    max_size=14,
)


@given(replies)
@example(["\ud800", "[1]", "{sujet}", "a" * 5_000])
def test_any_replies_end_in_a_prompt_or_a_plan(said: list[str | None]) -> None:
    state = State()
    for reply in said:
        before = state
        state, out = PATH.step(state, reply)
        assert isinstance(out, Prompt | Plan)
        assert (state, out) == PATH.step(before, reply)
        assert state_from_json(state_to_json(state), CONTENT) == (state, False)
        assert isinstance(out, Plan) == (len(state.replies) == len(CONTENT.questions))


@given(st.lists(st.text(alphabet="xyz?! ", max_size=8), min_size=10, max_size=10))
def test_nobody_is_ever_stuck(said: list[str]) -> None:
    state = State()
    for reply in said:
        state, out = PATH.step(state, reply)
    assert isinstance(out, Plan)
