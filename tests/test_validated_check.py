"""Editors' answers against the passages of a build: quotes found again, sentences checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant import wording
from assistant.domain import Anchor, Profile
from assistant.validated.check import Examined, one_line
from assistant.validated.flow import flowed
from assistant.validated.format import Problem, Source
from assistant.validated.load import digest, load
from assistant.validated.resolve import Resolver, locate
from validated_samples import (
    DOCUMENTS,
    PASSAGES,
    WordVerifier,
    examiner,
    file_of,
    passage,
    put,
)

FIRST = "guide : « Le dialogue territorial est la première étape de toute alliance »"
SIGNED = "charte : « signée en 2021 par douze organisations »"


def examine(corpus: Path, verifier: WordVerifier | None = None) -> Examined:
    return examiner(corpus, verifier).examine(DOCUMENTS, PASSAGES)


def told(examined: Examined) -> list[tuple[str, int, str]]:
    return [(problem.gravity, problem.line, problem.message) for problem in examined.problems]


class TestWhatIsServed:
    def test_a_right_file(self, tmp_path: Path) -> None:
        put(tmp_path, "alliance.md", file_of(profile="elu"))
        examined = examine(tmp_path)
        (answer,) = examined.answers
        assert examined.problems == ()
        assert answer.id == "alliance"
        assert answer.profile is Profile.ELU
        assert answer.questions == ("Comment s’allier ?", "Par où commencer ?", "Quelle étape ?")
        assert answer.text == "Il faut d’abord dialoguer sur le territoire. [1]"
        assert answer.citations == (Anchor("guide-1", 0, len(PASSAGES[0].text) - 1),)

    def test_marks_are_given_anew_in_the_order_of_the_text(self, tmp_path: Path) -> None:
        body = "Douze ont signé. [3] On dialogue d’abord [1][3]."
        sources = [FIRST, "guide : « en évaluer les effets »", SIGNED]
        put(tmp_path, "alliance.md", file_of(body=body, sources=sources))
        (answer,) = examine(tmp_path).answers
        assert answer.text == "Douze ont signé. [1] On dialogue d’abord [2][1]."
        assert [anchor.passage_id for anchor in answer.citations] == ["charte-1", "guide-1"]

    def test_paragraphs_are_unfolded_and_lists_kept(self, tmp_path: Path) -> None:
        body = (
            "On dialogue\nd’abord. [1]\n\n\nPuis :\n- on décide\n  ensemble, [1]\n- on évalue. [1]"
        )
        put(tmp_path, "alliance.md", file_of(body=body))
        (answer,) = examine(tmp_path).answers
        assert answer.text == (
            "On dialogue d’abord. [1]\n\nPuis :\n- on décide ensemble, [1]\n- on évalue. [1]"
        )

    def test_each_sentence_is_checked_against_the_passages_of_its_file(
        self, tmp_path: Path
    ) -> None:
        verifier = WordVerifier()
        body = "Douze ont signé. [2] On dialogue. [1]\n- **Et** après. [1]"
        put(tmp_path, "alliance.md", file_of(body=body, sources=[FIRST, SIGNED]))
        examine(tmp_path, verifier)
        named = ("guide-1", "charte-1")
        texts = ["Douze ont signé. [2]", "On dialogue. [1]", "Et après. [1]"]
        assert verifier.seen == [(text, named) for text in texts]

    def test_a_draft_is_checked_and_not_served(self, tmp_path: Path) -> None:
        put(tmp_path, "alliance.md", file_of(draft="true", body="C’est faux. [1]"))
        examined = examine(tmp_path)
        assert examined.answers == ()
        assert {gravity for gravity, _, _ in told(examined)} == {"warning"}
        assert ("warning", 1, wording.VALIDATED_DRAFT_SAID) in told(examined)
        checked = examiner(tmp_path).check(DOCUMENTS, PASSAGES)
        assert checked.refused == ()
        assert len(checked.warned) == 2

    def test_one_bad_file_stops_no_other(self, tmp_path: Path) -> None:
        put(tmp_path, "b.md", file_of())
        put(tmp_path, "a.md", "rien")
        (tmp_path / "validated" / "c.md").write_bytes(b"\xff\xfe\x00")
        (tmp_path / "validated" / "d.md").mkdir()
        (tmp_path / "validated" / "e.md").write_bytes(b"x" * 200_001)
        put(tmp_path, "README.md", "Mode d’emploi")
        put(tmp_path, "_essai.md", "rien")
        put(tmp_path, "notes.txt", "rien")
        examined = examine(tmp_path)
        assert [answer.id for answer in examined.answers] == ["b"]
        assert [problem.file for problem in examined.problems] == ["a.md", "c.md", "d.md", "e.md"]
        assert examined.problems[1].message == wording.VALIDATED_NOT_UTF8
        assert examined.problems[3].message == wording.VALIDATED_TOO_LONG.format(most=200)

    def test_a_question_has_one_answer_for_the_same_readers(self, tmp_path: Path) -> None:
        put(tmp_path, "a.md", file_of())
        put(tmp_path, "b.md", file_of(questions=["par ou commencer", "Un ?", "Deux ?"]))
        put(tmp_path, "c.md", file_of(profile="elu"))
        examined = examine(tmp_path)
        assert [answer.id for answer in examined.answers] == ["a", "c"]
        assert told(examined) == [
            ("error", 1, wording.VALIDATED_QUESTION_TAKEN.format(file="a.md"))
        ]

    def test_no_folder(self, tmp_path: Path) -> None:
        assert examine(tmp_path).problems == ()
        assert load(tmp_path).digest == digest(tmp_path) == ""


class TestWhatIsRefused:
    def test_quotes_that_are_gone(self, tmp_path: Path) -> None:
        sources = [
            "guide : « Le dialogue des territoires est bien la première des étapes »",
            "guides : « Le dialogue territorial est la première étape »",
            "zzz : « Le dialogue territorial est la première étape »",
            "guide : « La charte a été signée en 2021 »",
            "guide : « huit mots dont aucun document ne dit rien »",
        ]
        body = "Une. [1][2][3][4][5]"
        put(tmp_path, "alliance.md", file_of(body=body, sources=sources))
        examined = examine(tmp_path)
        assert examined.answers == ()
        assert [message for _, _, message in told(examined)] == [
            wording.VALIDATED_QUOTE_NEAR.format(document="guide", near=PASSAGES[0].text),
            wording.VALIDATED_DOCUMENT_NEAR.format(document="guides", near="guide"),
            wording.VALIDATED_DOCUMENT_UNKNOWN.format(document="zzz"),
            wording.VALIDATED_QUOTE_ELSEWHERE.format(document="guide", other="charte"),
            wording.VALIDATED_QUOTE_GONE.format(document="guide"),
        ]
        assert [line for _, line, _ in told(examined)] == [13, 14, 15, 16, 17]

    @pytest.mark.parametrize(
        ("body", "verifier", "message"),
        [
            (
                "C’est faux. [1]",
                WordVerifier(),
                wording.VALIDATED_UNSUPPORTED.format(
                    sentence="C’est faux.", fault=wording.VALIDATED_FAULT.format(fault="figure")
                ),
            ),
            ("Sans renvoi.", WordVerifier(), wording.VALIDATED_UNMARKED.format(
                sentence="Sans renvoi.")),
            ("Oui. [2]", WordVerifier(vain=[2]), wording.VALIDATED_UNSUPPORTED.format(
                sentence="Oui.", fault="")),
            ("Oui. [2]", WordVerifier(moved={2: 1}), wording.VALIDATED_OTHER_SOURCE.format(
                sentence="Oui.", marks="[1]")),
        ],
    )  # fmt: skip
    def test_a_sentence_that_does_not_hold(
        self, tmp_path: Path, body: str, verifier: WordVerifier, message: str
    ) -> None:
        body = f"Bien. [1]\n\nSuite\nde ceci. [1] {body}"
        put(tmp_path, "alliance.md", file_of(body=body, sources=[FIRST, SIGNED]))
        examined = examine(tmp_path, verifier)
        assert examined.answers == ()
        assert ("error", 12, message) in told(examined)

    def test_weak_sentences_and_vain_marks_are_warnings(self, tmp_path: Path) -> None:
        body = "Peut-être. [1] Et peut-être. [1][2]"
        put(tmp_path, "alliance.md", file_of(body=body, sources=[FIRST, SIGNED]))
        examined = examine(tmp_path, WordVerifier(vain=[2]))
        assert len(examined.answers) == 1
        assert told(examined) == [
            ("warning", 10, wording.VALIDATED_WEAK.format(sentence="Et peut-être.")),
            ("warning", 10, wording.VALIDATED_MARK_VAIN.format(mark=2, sentence="Et peut-être.")),
        ]

    @pytest.mark.parametrize(("review", "late"), [("2026-11-22", True), ("2026-11-23", False)])
    def test_a_past_review_date_warns(self, tmp_path: Path, review: str, late: bool) -> None:
        put(tmp_path, "alliance.md", file_of(review=review))
        examined = examine(tmp_path)
        assert len(examined.answers) == 1
        said = wording.VALIDATED_OVERDUE.format(date="22\u00a0novembre 2026")
        assert told(examined) == ([("warning", 1, said)] if late else [])

    def test_a_report_names_file_and_line(self, tmp_path: Path) -> None:
        put(tmp_path, "alliance.md", file_of(body="C’est faux. [1]"))
        (refused,) = examiner(tmp_path).check(DOCUMENTS, PASSAGES).refused
        assert refused.source == "validated/alliance.md"
        assert refused.message.startswith("ligne 10\u00a0: les sources citées ne soutiennent pas")
        assert one_line(Problem("a.md", 0, "illisible")) == "illisible"


class TestFindingQuotes:
    @pytest.mark.parametrize(
        ("quote", "found"),
        [
            ("Le dialogue territorial", "Le dialogue territorial"),
            ("le DIALOGUE territorial est la premiere etape", "Le dialogue territorial est la "
             "première étape"),
            ("dialogue territorial est vraiment la première étape de toute",
             "dialogue territorial est la première étape de toute"),
        ],
    )  # fmt: skip
    def test_words_for_words(self, quote: str, found: str) -> None:
        span = locate(PASSAGES[0], quote)
        assert span is not None
        assert PASSAGES[0].text[slice(*span)] == found

    def test_over_several_lines(self) -> None:
        span = locate(PASSAGES[1], "se connaître et se reconnaître, décider ensemble d’un projet")
        assert span is not None
        text = PASSAGES[1].text[slice(*span)]
        assert text == "se connaître et se reconnaître,\n• décider ensemble d’un projet"

    def test_numbers_must_be_there(self) -> None:
        assert locate(PASSAGES[2], "La charte a été signée en 2022 par douze") is None

    def test_words_of_the_file_as_it_is(self) -> None:
        torn = passage("guide-9", "Il faut se connaître.", raw="Il f a u t se con naî tre.")
        assert locate(torn, "Il f a u t se con naî tre") == (0, len(torn.text))

    def test_the_nearest_place_of_repeated_words(self) -> None:
        long = passage("guide-8", "La charte lie. Puis rien. La charte lie les élus entre eux.")
        span = locate(long, "La charte lie les élus entre eux")
        assert span is not None
        assert long.text[slice(*span)] == "La charte lie les élus entre eux"

    def test_a_twin_stands_for_the_others(self) -> None:
        text = "La charte a été signée en 2021 par douze organisations."
        copy = passage("guide-7", text)
        original = passage("charte-1", text, twins=("guide-7",))
        source = Source("guide", "signée en 2021 par douze organisations", 1)
        found = Resolver(DOCUMENTS, [copy, original]).find([source])
        assert found[source].passage.id == "charte-1"
        assert found[source].quote == "signée en 2021 par douze organisations"

    def test_a_twin_in_other_words_is_cited_where_it_was_read(self) -> None:
        copy = passage("guide-7", "La charte, 2021, douze organisations signataires.")
        original = passage("charte-1", "Douze ont signé la charte en 2021.", twins=("guide-7",))
        source = Source("guide", "La charte, 2021, douze organisations signataires", 1)
        found = Resolver(DOCUMENTS, [copy, original]).find([source])
        assert found[source].passage.id == "guide-7"

    def test_whatever_the_cutting(self) -> None:
        text = PASSAGES[0].text
        other = passage("guide-5", f"Avant. {text} Après.")
        source = Source("guide", "Le dialogue territorial est la première étape", 1)
        for passages in ([PASSAGES[0]], [other]):
            found = Resolver(DOCUMENTS, passages).find([source])
            assert found[source].quote == source.quote


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("a\nb", [(5, "a b")]),
        ("a\n\n\nb", [(5, "a"), (6, ""), (8, "b")]),
        ("a :\nb", [(5, "a :"), (6, "b")]),
        ("- a\n  b\n1. c\n2) d", [(5, "- a b"), (7, "1. c"), (8, "2) d")]),
    ],
)
def test_lines_keep_their_numbers(body: str, lines: Sequence[tuple[int, str]]) -> None:
    assert [(line.number, line.text) for line in flowed(body, 5)] == list(lines)


def test_the_digest_follows_names_and_contents(tmp_path: Path) -> None:
    put(tmp_path, "a.md", file_of())
    seen = {digest(tmp_path)}
    put(tmp_path, "a.md", file_of(author="Dominique"))
    seen.add(digest(tmp_path))
    (tmp_path / "validated" / "a.md").rename(tmp_path / "validated" / "b.md")
    seen.add(digest(tmp_path))
    put(tmp_path, "README.md", "rien")
    seen.add(load(tmp_path).digest)
    assert len(seen) == 3
