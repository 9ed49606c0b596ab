"""Whether a typed word is a form of a given one: its plural, feminine or a verb's ending.

Stems do not tell: « fac » and « face », « commune » and « commun », « maire » and « mairie »
share theirs, « élu » and « élus » do not.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.french import stem

_SHORT = 3
_SAME_BEGINNING = 8
_VERB = "e es ee ees er ez ent ant ante ants antes ons ait aient ais a ai as era erait eront"
_GE_VERB = "eons eant eait eaient ea"
_ENDINGS = {
    "": "s x e es ne nes le les te tes se ses",
    "f": "ve ves",
    "x": "se ses",
    "l": "ux",
    "r": "se ses",
    "e": _VERB,
    "er": f"{_VERB} {_GE_VERB}",
    "ir": "i is it ie ies issent issons issez issant",
    "re": " s t u ons ez ent ant",
}
"""What stands in the place of an ending."""
_FORMS = {end: frozenset(others.split(" ")) for end, others in _ENDINGS.items()}


@lru_cache(maxsize=50_000)
def is_form_of(typed: str, word: str) -> bool:
    """Both folded; `word` as a dictionary gives it, or in the plural."""
    if typed == word:
        return True
    begin = word[:_SAME_BEGINNING]
    if len(begin) == _SAME_BEGINNING and typed.startswith(begin) and stem(typed) == stem(word):
        return True  # « accompagnement » for « accompagner »
    if len(word) > _SHORT + 1 and word[-1] in "sx" and is_form_of(typed, word[:-1]):
        return True
    if len(word) <= _SHORT:
        return typed.removeprefix(word) in (("s", "e", "es") if word[-1] == "u" else ("s", "x"))
    return any(
        word.endswith(end) and typed.startswith(base := word[: len(word) - len(end)])
        and typed[len(base) :] in others
        for end, others in _FORMS.items()
    )  # fmt: skip
