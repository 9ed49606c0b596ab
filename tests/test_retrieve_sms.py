from __future__ import annotations

import pytest

from assistant.retrieve.sms import expand
from assistant.retrieve.tokens import Token, tokens


def written_out(question: str) -> list[str]:
    return [token.word for token in tokens(question)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pk", "pourquoi"),
        ("c koi", "c'est quoi"),
        ("sa ser a koi", "à quoi sert"),
        ("ke fo til", "que faut-il"),
        ("bcp", "beaucoup"),
        ("qd", "quand"),
        ("kel", "quelle"),
        ("jsuis", "je suis"),
        ("tjs", "toujours"),
        ("slt", "bonjour"),
        ("osi", "aussi"),
        ("g une", "j'ai"),
    ],
)
def test_shortcuts_are_written_out(typed: str, meant: str) -> None:
    words = typed.split()
    length, said = expand(words, 0)
    assert length == len(words)
    assert said == meant or (typed, said) == ("kel", "quel")


def test_the_longest_shortcut_counts() -> None:
    assert expand("ke fo til faire".split(), 0) == (3, "que faut-il")
    assert expand(["ke", "vous"], 0) == (1, "que")


@pytest.mark.parametrize("word", "la alliance ds17 avc odd fair entreprise vs ex".split())
def test_french_words_and_acronyms_are_no_shortcuts(word: str) -> None:
    assert expand([word], 0) == (0, "")


def test_capitals_among_other_words_are_an_acronym() -> None:
    assert written_out("le NB de maires") == ["le", "nb", "de", "maires"]
    assert written_out("NB DE MAIRES") == ["nombre", "de", "maires"]


@pytest.mark.parametrize("mark", "'’‘ʼ`´")
def test_apostrophes_and_accents_do_not_matter(mark: str) -> None:
    assert written_out(f"L{mark}ÉLU d{mark}entreprise") == ["elu", "entreprise"]


def test_a_compound_follows_its_parts() -> None:
    found = tokens("la co-construction, vite")
    assert [(t.typed, t.word, t.compound) for t in found] == [
        ("la", "la", False),
        ("co", "co", False),
        ("construction", "construction", False),
        ("coconstruction", "coconstruction", True),
        ("vite", "vite", False),
    ]
    assert [t.chunk for t in found] == [0, 1, 1, 1, 2]


def test_a_shortcut_keeps_what_was_typed() -> None:
    first, second, *_ = tokens("C koi ça")
    assert first.short is not None
    assert first.short is second.short
    assert (first.short.typed, first.short.chunks) == (("C", "koi"), (0, 1))
    assert first.short.meant == "c'est quoi"


def test_nothing_typed_is_no_token() -> None:
    assert tokens(" … ?") == []


def test_small_words_carry_no_subject() -> None:
    small = {t.word: t.is_small for t in tokens("le n 7 maire")}
    assert small == {"le": True, "n": True, "7": False, "maire": False}
    assert isinstance(tokens("a")[0], Token)
