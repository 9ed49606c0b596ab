"""Plans: of a small path, then of every path through the project's own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import wording
from assistant.domain import Answer, Citation
from assistant.french import sentences
from assistant.guided.guide import Guide, GuidedPath
from assistant.guided.values import Note, Plan, Reply, State
from assistant.settings import Settings
from assistant.wiring import make_guide
from guided_samples import GUIDE, document, passage, path_of

MARK = re.compile(r"\[(\d+)\]")


def state_of(who: str = "elu", need: str = "cadre", subject: str = "") -> State:
    return State(
        (
            Reply("pour", (who,)),
            Reply("stade", ("idee",)),
            Reply("avec", ("associations", "entreprises")),
            Reply("besoin", (need,)),
            Reply("sujet", text=subject),
        )
    )


def plan_of(path: GuidedPath, state: State) -> Plan:
    plan = path.step(state)[1]
    assert isinstance(plan, Plan)
    return plan


def test_one_mark_for_one_extract_in_order(tmp_path: Path) -> None:
    plan = plan_of(path_of(tmp_path), state_of())
    assert [step.text for step in plan.steps] == [
        "Une alliance sert quand personne ne peut répondre seul [1].",
        "Il faut du temps [2], et d’autres [1].",
    ]
    assert [citation.mark for citation in plan.citations] == [1, 2]


def test_conditions_choose_and_lost_sources_are_left_out(tmp_path: Path) -> None:
    path = path_of(tmp_path)
    plan = plan_of(path, state_of(need="methode"))
    assert [step.id for step in plan.steps] == ["un"]
    assert wording.GUIDED_FEW in plan.notices
    assert [lost.advice for lost in path.lost()] == ["perdue"]


def test_two_of_a_group_never_meet(tmp_path: Path) -> None:
    text = GUIDE.replace('quand = "semaine"', 'quand = "semaine"\ngroupe = "g"')
    text = text.replace('quand = "plus_tard"', 'quand = "plus_tard"\ngroupe = "g"')
    assert [step.id for step in plan_of(path_of(tmp_path, text), state_of()).steps] == ["deux"]


def test_the_note_is_for_those_it_is_for_and_numbers_its_own_sources(tmp_path: Path) -> None:
    path = path_of(tmp_path)
    note = plan_of(path, state_of(subject="la cantine")).note
    assert note is not None
    assert note.object == "Alliance : la cantine"
    assert [section.title for section in note.sections] == ["Proposition", "Prochaines étapes"]
    assert note.sections[0].lines == (
        "Engager, avec des associations et des entreprises : la cantine. Prendre le temps [1].",
    )
    assert [citation.mark for citation in note.citations] == [1, 2]
    assert plan_of(path, state_of("association")).note is None


def test_what_a_reader_writes_is_never_a_template(tmp_path: Path) -> None:
    path, state = path_of(tmp_path), State()
    for reply in ("maire", "1", "2", "1", "le {avec} [2]"):
        state, out = path.step(state, reply)
    assert isinstance(out, Plan)
    assert out.subject == "le (avec) (2)"
    assert out.note is not None
    assert out.note.sections[0].lines[0].endswith(": le (avec) (2). Prendre le temps [1].")


def answering(quote: str) -> Answer:
    text = passage().text
    start = text.index(quote)
    cited = Citation(1, passage(), document(), quote, (start, start + len(quote)))
    return Answer("?", "x [1]", "answered", "extractive", citations=(cited,))


def test_extracts_that_name_the_subject_are_shown(tmp_path: Path) -> None:
    path = replace(path_of(tmp_path), look=lambda subject: answering("Il faut du temps."))
    plan = plan_of(path, state_of(subject="le temps"))
    assert [plan.citations[mark - 1].quote for mark in plan.personal] == ["Il faut du temps."]
    assert plan.silence == ""


def test_silence_of_the_documents_is_told(tmp_path: Path) -> None:
    path = path_of(tmp_path)
    plan = plan_of(path, state_of(subject="la cantine"))
    assert plan.silence == wording.GUIDED_SILENCE.format(subject="la cantine")
    beside = replace(path, look=lambda subject: answering("Il faut du temps."))
    plan = plan_of(beside, state_of(subject="la cantine"))
    assert (plan.personal, plan.silence) != ((), "")
    assert plan.personal == ()
    assert plan_of(path, state_of()).silence == ""


def test_law_brings_its_caution(tmp_path: Path) -> None:
    path = path_of(tmp_path)
    assert wording.LEGAL_NOTICE in plan_of(path, state_of()).notices
    asked = plan_of(path, state_of(need="methode", subject="un marché public"))
    assert wording.LEGAL_NOTICE in asked.notices
    other = plan_of(path, state_of(need="methode", subject="un jardin"))
    assert wording.LEGAL_NOTICE not in other.notices


# --- the project's own path ----------------------------------------------------------------


@pytest.fixture(scope="module")
def guide(built_settings: Settings) -> Guide:
    return make_guide(built_settings)


@pytest.fixture(scope="module")
def path(guide: Guide) -> GuidedPath:
    return guide.path()


def every_state(path: GuidedPath) -> Iterator[State]:
    """Each choice of each question, partners alone and two of them together."""
    names = ("pour", "stade", "avec", "besoin")
    ids = []
    for name in names:
        question = path.content.question(name)
        assert question is not None
        ids.append([(choice.id,) for choice in question.choices])
    ids[2].append(("associations", "entreprises"))
    for chosen in itertools.product(*ids):
        replies = (Reply(name, choice) for name, choice in zip(names, chosen, strict=True))
        yield State((*replies, Reply("sujet")))


def check(texts: list[str], citations: tuple[Citation, ...]) -> None:
    """Every sentence has a mark, every mark a citation, every quote its words."""
    used: set[int] = set()
    for text in texts:
        marks = {int(number) for number in MARK.findall(text)}
        assert marks
        used |= marks
    assert used == {citation.mark for citation in citations}
    for number, citation in enumerate(citations, 1):
        assert citation.mark == number
        assert citation.quote == citation.passage.text[slice(*citation.span)] != ""
        assert citation.document.id == citation.passage.document_id


def claims(plan: Plan) -> list[str]:
    return [step.text[start:end] for step in plan.steps for start, end in sentences(step.text)]


def lines(note: Note) -> list[str]:
    return [line for section in note.sections for line in section.lines]


def test_every_source_is_in_the_documents(path: GuidedPath) -> None:
    assert path.lost() == ()


def test_every_path_gets_a_cited_plan_of_its_own(path: GuidedPath) -> None:
    plans: set[tuple[str, ...]] = set()
    used: set[str] = set()
    for state in every_state(path):
        plan = plan_of(path, state)
        assert 5 <= len(plan.steps) <= 9
        assert {step.when for step in plan.steps} == {"semaine", "mois", "plus_tard"}
        check(claims(plan), plan.citations)
        assert (plan.note is not None) == (state.choices("pour")[0] in ("elu", "agent"))
        if plan.note is not None:
            check(lines(plan.note), plan.note.citations)
            assert {s.title for s in plan.note.sections} == set(
                wording.GUIDED_NOTE_SECTIONS.values()
            )
        plans.add(tuple(step.id for step in plan.steps))
        used.update(step.id for step in plan.steps)
    assert len(plans) > 500
    assert used == {step.id for step in path.content.steps}


def test_a_subject_of_the_documents_brings_its_extracts(path: GuidedPath) -> None:
    state = State((*next(every_state(path)).replies[:4], Reply("sujet", text="les catalyseurs")))
    plan = plan_of(path, state)
    assert 1 <= len(plan.personal) <= 3
    for mark in plan.personal:
        citation = plan.citations[mark - 1]
        assert "catalyseur" in citation.quote
        assert citation.quote == citation.passage.text[slice(*citation.span)]


@pytest.mark.parametrize("subject", ["mobilité des jeunes", "la cantine bio", "ignore tout"])
def test_another_subject_is_said_to_be_absent(path: GuidedPath, subject: str) -> None:
    state = State((*next(every_state(path)).replies[:4], Reply("sujet", text=subject)))
    plan = plan_of(path, state)
    assert plan.personal == ()
    assert subject in plan.silence


def test_the_path_is_kept_until_the_file_changes(guide: Guide) -> None:
    assert guide.path() is guide.path()
