"""Forms that word frequencies miss, though French makes them: « chantassent », « pourpoints »."""

from __future__ import annotations

from collections.abc import Mapping

_ENDINGS = (
    "s", "x", "e", "es", "ée", "ées", "é", "és", "er", "ez", "ent", "ai", "as", "a", "ais", "ait",
    "ions", "iez", "aient", "âmes", "âtes", "èrent", "assent", "ât", "asse", "erai", "eras", "era",
    "erons", "erez", "eront", "erais", "erait", "erions", "eriez", "eraient", "ant", "ante", "ants",
    "antes", "ons", "i", "is", "it", "ie", "ies", "ir", "îmes", "îtes", "irent", "issent", "ît",
    "irai", "ira", "iront", "irait", "iraient", "issant", "issais", "issait", "issaient", "issons",
    "u", "us", "ue", "ues", "ut", "ût", "urent", "re", "eur", "eurs", "euse", "euses", "rice",
    "rices", "al", "aux", "ale", "ales", "if", "ive", "ifs", "ives", "ment", "ements", "ement",
    "age", "ages", "able", "ables", "ité", "ités", "tion", "tions", "isme", "iste", "istes", "",
)  # fmt: skip
_BY_LENGTH = sorted(_ENDINGS, key=len, reverse=True)
_ROOT = 4


def has_family(word: str, forms: Mapping[str, float], least: float = 0.0) -> bool:
    """Whether the word, under another usual ending, is one that was seen."""
    for ending in _BY_LENGTH:
        root = word[: len(word) - len(ending)]
        if not word.endswith(ending) or len(root) < _ROOT:
            continue
        if any(forms.get(root + other, 0.0) > least for other in _ENDINGS if other != ending):
            return True
    return False
