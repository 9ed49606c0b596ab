"""What may be asked next."""

from __future__ import annotations

from assistant.answer.suggest import follow_ups
from assistant.core import Assistant
from assistant.domain import Anchor, Profile, ValidatedAnswer
from query_samples import StemIndex, hit

WRITTEN = {
    "p1": ("Que dit le texte cité ?",),
    "p2": ("Combien de communes ont signé une charte ?", "ki a signé la charte ?"),
    "p3": ("Qui finance le fonds des territoires ?", "Combien de communes ont signé ?"),
}
HITS = tuple(hit(f"Texte {n}.", name=f"p{n}", rank=n) for n in (1, 2, 3))
INDEX = StemIndex(stored=[h.passage for h in HITS], written=WRITTEN)


def asked(question: str = "Que dit le premier texte ?", answered: str = "") -> tuple[str, ...]:
    return follow_ups(question, HITS, ["p1"], INDEX, lambda q: answered in q)


def test_questions_of_the_passages_beside_the_cited_ones_nearest_first() -> None:
    assert asked() == (
        "Combien de communes ont signé une charte ?",
        "Qui finance le fonds des territoires ?",
    )


def test_only_what_the_documents_answer() -> None:
    assert asked(answered="finance") == ("Qui finance le fonds des territoires ?",)


def test_not_what_was_just_asked() -> None:
    assert asked("combien de communes ont signé la charte") == (
        "Qui finance le fonds des territoires ?",
    )


def edited(profile: Profile | None) -> StemIndex:
    answer = ValidatedAnswer(
        "un", ("Par où commencer une alliance ?",), profile, "x", "2026", "2027", "Oui [1].",
        (Anchor("p2", 0, 3), Anchor("p3", 0, 3)),
    )  # fmt: skip
    index = StemIndex(stored=INDEX.stored, written=WRITTEN)
    index.edited = (answer,)
    return index


def test_an_editor_s_answer_on_the_same_passages_comes_first_for_its_readers() -> None:
    def first(profile: Profile | None, reader: Profile | None) -> str:
        return follow_ups("Autre ?", HITS, [], edited(profile), lambda q: True, reader)[0]

    assert first(None, None) == "Par où commencer une alliance ?"
    assert first(Profile.ELU, Profile.ELU) == "Par où commencer une alliance ?"
    assert first(Profile.ELU, Profile.ENTREPRISE) != "Par où commencer une alliance ?"


def test_no_answer_of_the_corpus_is_a_dead_end(assistant_built: Assistant) -> None:
    for question in ("Que dit la mesure 18 ?", "Bonjour !", "Quelle est l’adresse du RAMEAU ?"):
        following = assistant_built.ask(question).next_questions
        assert following, question
        for one in following:
            assert assistant_built.ask(one).verdict == "answered", one
