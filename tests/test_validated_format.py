"""Editors' files: what is read of them, and what is said of the bad ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import wording
from assistant.domain import Profile
from assistant.validated.format import Source, asked_form, is_slug, parse, without_marks
from validated_samples import file_of


def told(text: str, name: str = "alliance.md") -> list[tuple[int, str]]:
    return [(p.line, p.message) for p in parse(name, text).problems]


def errors(text: str, name: str = "alliance.md") -> list[tuple[int, str]]:
    return [(p.line, p.message) for p in parse(name, text).problems if p.gravity == "error"]


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if part in line)


def test_a_whole_file() -> None:
    text = file_of(
        questions=["Comment faire alliance ?", "Par où commencer ?", "Comment s’y prendre ?"],
        profile="elu",
        body="Dialoguez d’abord. [1]\n\nPuis :\n- décidez ensemble ; [2]\n- évaluez. [1][2]",
        sources=[
            "guide : « Le dialogue territorial est la première étape »",
            "guide : « décider ensemble d’un « vrai » projet »",
        ],
    )
    written = parse("alliance.md", text).usable
    assert written is not None
    assert (written.id, written.file) == ("alliance", "alliance.md")
    assert written.questions[0] == "Comment faire alliance ?"
    assert len(written.questions) == 3
    assert written.profile is Profile.ELU
    dates = (written.date, written.review_date)
    assert (written.author, *dates) == ("Camille", "2026-11-01", "2027-11-01")
    assert written.body.startswith("Dialoguez d’abord. [1]\n\nPuis :")
    assert text.split("\n")[written.body_line - 1] == "Dialoguez d’abord. [1]"
    assert written.sources[1] == Source(
        "guide", "décider ensemble d’un « vrai » projet", line_of(text, "2. guide")
    )
    assert not written.draft
    assert told(text) == []


def test_every_problem_of_a_file_is_told_with_its_line() -> None:
    text = file_of(
        questions=["Comment s’allier ?", "comment s'allier"],
        profile="maire",
        date="1er novembre",
        review="2020-01-01",
        body="## Titre\nUne phrase. [1] Une autre. [7]",
        sources=["guide : « trois mots suffisent »", "guide: sans guillemets"],
    ).replace("author:", "auteur:")
    assert told(text) == [
        (1, wording.VALIDATED_KEY_MISSING.format(key="author")),
        (2, wording.VALIDATED_QUESTIONS_FEW.format(fewest=3, found=1)),
        (4, wording.VALIDATED_QUESTION_TWICE.format(line=3)),
        (5, wording.VALIDATED_KEY_NEAR.format(key="auteur", near="author")),
        (6, wording.VALIDATED_DATE.format(key="date", value="1er novembre")),
        (
            8,
            wording.VALIDATED_PROFILE.format(
                value="maire", profiles="elu, catalyseur, association, entreprise, agent, citoyen"
            ),
        ),
        (10, wording.VALIDATED_HEADING),
        (11, wording.VALIDATED_MARK_UNKNOWN.format(mark=7)),
        (15, wording.VALIDATED_SOURCE_FORM),
        (15, wording.VALIDATED_SOURCE_UNUSED.format(number=2)),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, wording.VALIDATED_NO_FRONT),
        ("Bonjour", 1, wording.VALIDATED_NO_FRONT),
        ("---\nauthor: A\n", 1, wording.VALIDATED_FRONT_OPEN),
        (file_of(author='"A'), 6, wording.VALIDATED_YAML),
        (file_of(author="*a"), 6, wording.VALIDATED_YAML),
        (file_of(author="[A, B]"), 6, wording.VALIDATED_ONE_TEXT.format(key="author")),
        (file_of(review="2026-11-01"), 8, wording.VALIDATED_REVIEW_FIRST),
        (file_of(date="2026-02-30"), 7, wording.VALIDATED_DATE.format(
            key="date", value="2026-02-30")),
        (file_of(draft="peut-être"), 9, wording.VALIDATED_DRAFT_VALUE),
        (file_of(body="<!-- rien -->"), 11, wording.VALIDATED_NO_BODY),
        (file_of(body="[1]"), 11, wording.VALIDATED_NO_BODY),
        (file_of(sources=[]), 12, wording.VALIDATED_NO_SOURCES),
        (file_of(sources=["guide : « deux mots »"]), 13, wording.VALIDATED_QUOTE_SHORT.format(
            fewest=3)),
        (file_of(questions=["A ?", "B ?", "C" * 301]), 5,
         wording.VALIDATED_QUESTION_LONG.format(most=300)),
        (file_of(questions=["A ?", "", "C ?"]), 4, wording.VALIDATED_EMPTY),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(text: str, line: int, message: str) -> None:
    assert (line, message) in errors(text)
    assert parse("alliance.md", text).usable is None


def test_sources_are_numbered_in_order() -> None:
    text = file_of(body="Oui. [1][2]", sources=["guide : « un deux trois »"] * 2)
    text = text.replace("2. guide", "3. guide")
    assert errors(text) == [(14, wording.VALIDATED_SOURCE_NUMBER.format(number=2))]


def test_a_source_that_nothing_names_is_a_warning() -> None:
    text = file_of(sources=["guide : « un deux trois »", "guide : « quatre cinq six »"])
    assert errors(text) == []
    assert told(text) == [(14, wording.VALIDATED_SOURCE_UNUSED.format(number=2))]


@pytest.mark.parametrize("name", ["Alliance.md", "été.md", "a b.md", "a--b.md", ".md", "-a.md"])
def test_a_name_is_plain(name: str) -> None:
    assert (0, wording.VALIDATED_NAME) in errors(file_of(), name)
    assert not is_slug(name.removesuffix(".md"))


def test_a_colon_in_a_question_is_no_mapping() -> None:
    text = file_of(questions=["Par où commencer : avec qui ?", "« Oui » : non ?", "C : d"])
    written = parse("alliance.md", text).usable
    assert written is not None
    assert written.questions == ("Par où commencer : avec qui ?", "« Oui » : non ?", "C : d")


def test_a_source_may_go_on_on_the_next_line() -> None:
    text = file_of(sources=["guide : « un deux\n   trois quatre »"])
    written = parse("alliance.md", text).usable
    assert written is not None
    assert written.sources[0].quote == "un deux trois quatre"


@pytest.mark.parametrize(
    "quoted", ["« a b c d »", "«\u00a0a b c d\u00a0»", '"a b c d"', "“a b c d”."]
)
def test_quotation_marks_of_all_kinds(quoted: str) -> None:
    written = parse("alliance.md", file_of(sources=[f"guide\u00a0: {quoted}"])).usable
    assert written is not None
    assert written.sources[0] == Source("guide", "a b c d", 13)


def test_comments_are_left_out_and_lines_keep_their_numbers() -> None:
    body = "<!-- À faire :\nrien\n-->\nUne phrase. [1]"
    text = file_of(body=body).replace("author:", "# qui ?\nauthor:")
    written = parse("alliance.md", text).usable
    assert written is not None
    assert written.body == "Une phrase. [1]"
    assert written.body_line == line_of(text, "Une phrase.")


def test_windows_and_mac_files() -> None:
    text = file_of(questions=["É ?", "E\u0301te ?", "Où ?"])
    for ends in ("\r\n", "\r"):
        written = parse("alliance.md", "\ufeff" + text.replace("\n", ends)).usable
        assert written is not None
        assert written.questions == ("É ?", "Éte ?", "Où ?")


def test_nothing_of_a_file_is_constructed() -> None:
    text = file_of(author="!!python/object/apply:os.system ['exit 1']")
    parsed = parse("alliance.md", text)
    assert parsed.usable is None or parsed.usable.author == ""
    assert (6, wording.VALIDATED_ONE_TEXT.format(key="author")) in errors(text)


def test_a_bomb_of_aliases_is_not_unfolded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    text = file_of().replace("questions:", "\n".join([*lines, "questions:"]))
    assert len(errors(text)) == 12


@given(st.text(max_size=400))
def test_any_text_is_told_and_never_raises(text: str) -> None:
    for whole in (text, file_of(body=text), file_of(author=text), file_of(sources=[text])):
        for problem in parse("a.md", whole).problems:
            assert problem.message
            assert 0 <= problem.line <= len(whole.splitlines()) + 1


def test_marks_and_forms() -> None:
    assert without_marks("Oui [1][2]. Non [10] !") == "Oui. Non !"
    assert asked_form("Où est-ce ?") == asked_form("ou EST ce") == "ou est ce"
