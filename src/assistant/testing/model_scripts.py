"""How a chat model may behave, well and badly: functions from a call to a reply, by name.

Each reads the numbered passages out of the prompt as a model would. What is left to chance
depends on the server's seed and on the question alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.testing import model_trouble as trouble
from assistant.testing.model_reading import copied, found, marked, read, without_passages
from assistant.testing.model_replies import (
    Call,
    Chunk,
    Reply,
    Script,
    event,
    in_fragments,
    role,
    said,
    streamed,
    tokens,
)

_NUMBER = re.compile(r"\d+")
_ORDER = re.compile(
    r"\b(?:ignor(?:e|ez|ons)|oubli(?:e|ez)|affich(?:e|ez)|répèt(?:e|es)|répétez|écri(?:s|vez)"
    r"|répond(?:s|ez)|dis|dites|imprim(?:e|ez)|insèr(?:e|es)|insérez|révèl(?:e|es)|révélez"
    r"|print|output|reveal|repeat|disregard|forget)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"«\s*([^«»]+?)\s*»|\"([^\"]+)\"|“([^“”]+)”")

_REWORDED = (
    (re.compile(r"\bafin de\b"), "pour"),
    (re.compile(r"\bainsi que\b"), "et"),
    (re.compile(r"\bcependant\b"), "toutefois"),
    (re.compile(r"\bil est possible de\b"), "on peut"),
    (re.compile(r"\best nécessaire\b"), "est indispensable"),
    (re.compile(r"\ba pour objectif de\b"), "vise à"),
    (re.compile(r"\bont pour objectif de\b"), "visent à"),
    (re.compile(r"\bà travers\b"), "par"),
    (re.compile(r"\bau sein de\b"), "dans"),
    (re.compile(r"\bpermet de\b"), "aide à"),
    (re.compile(r"\bpermettent de\b"), "aident à"),
    (re.compile(r"\bde nombreux\b"), "beaucoup de"),
    (re.compile(r"\bde nombreuses\b"), "beaucoup de"),
    (re.compile(r"\bégalement\b"), "aussi"),
    (re.compile(r"\bmettre en œuvre\b"), "réaliser"),
    (re.compile(r"\blorsque\b"), "quand"),
)
_FIRST_WORD = re.compile(r"^(?:Les?|La|L’|L'|Une?|Des|Ces?|Cette|Cet|Ils?|Elles?|On|Dans|Pour)\b")
_NAMES = (
    "Hortense Quibellec",
    "Anatole Vasseroy",
    "le cabinet Brévalin",
    "la fondation Ostrelande",
    "Saint-Alban-des-Orges",
)


# --- good answers --------------------------------------------------------------------------


def faithful(call: Call) -> Reply:
    """Sentences of the passages, word for word, each with its right mark."""
    return said(call, copied(call))


def paraphrase_lite(call: Call) -> Reply:
    """The same, lightly reworded."""
    asked = read(call)
    if not asked.passages:
        return said(call, without_passages(asked))
    chance = call.random(asked.question)
    return said(
        call,
        " ".join(
            marked(reworded(one.text, chance.random() < 0.5), one.number, inside=True)
            for one in found(asked)
        ),
    )


def reworded(sentence: str, opening: bool) -> str:
    """Other small words, and an opening where the first word allows one."""
    for pattern, other in _REWORDED:
        sentence = pattern.sub(other, sentence)
    if opening and _FIRST_WORD.match(sentence):
        sentence = f"Concrètement, {sentence[0].lower()}{sentence[1:]}"
    return sentence


def echo(call: Call) -> Reply:
    """The last message, as it came."""
    return said(call, call.prompt)


def fragments(call: Call) -> Reply:
    """A faithful answer whose packets end anywhere."""
    return in_fragments(faithful(call), 3)


# --- wrong answers -------------------------------------------------------------------------


def cites_wrongly(call: Call) -> Reply:
    """Right sentences under the mark of another passage, then [0], then [99]."""
    asked = read(call)
    numbers = sorted(asked.passages)
    wrong: list[Callable[[int], int]] = [
        lambda n: next((other for other in numbers if other != n), n + 1),
        lambda n: 0,
        lambda n: 99,
    ]
    pairs = zip(found(asked), wrong, strict=False)
    texts = [marked(one.text, put(one.number)) for one, put in pairs]
    return said(call, " ".join(texts) or without_passages(asked))


def invents_figures(call: Call) -> Reply:
    """Each number changed, and a figure where the source has none; the marks are right."""
    asked = read(call)
    texts = []
    for one in found(asked):
        other = _NUMBER.sub(lambda number: str(int(number[0]) * 3 + 7), one.text)
        if other == one.text:
            other = f"{one.text.rstrip('.')}, soit 4 327 communes en 2019."
        texts.append(marked(other, one.number))
    return said(call, " ".join(texts) or without_passages(asked))


def invents_names(call: Call) -> Reply:
    """People, firms and places that no source knows; the marks are right."""
    asked = read(call)
    chance = call.random(asked.question)
    texts = []
    for one in found(asked):
        name = chance.choice(_NAMES)
        first = one.text[0].lower() if _FIRST_WORD.match(one.text) else one.text[0]
        texts.append(marked(f"D’après {name}, {first}{one.text[1:]}", one.number))
    return said(call, " ".join(texts) or without_passages(asked))


def no_marks(call: Call) -> Reply:
    """Right sentences without any mark."""
    asked = read(call)
    return said(call, " ".join(one.text for one in found(asked)) or without_passages(asked))


def english(call: Call) -> Reply:
    """An answer in another language, marks included."""
    number = min(read(call).passages, default=1)
    return said(
        call,
        f"According to the documents, local partners should build an alliance together [{number}]."
        f" The first step is to meet and to agree on a shared goal [{number}].",
    )


def refuses(call: Call) -> Reply:
    return said(call, "Je suis désolé, je ne peux pas répondre à cette demande.")


def empty(call: Call) -> Reply:
    return said(call, "")


def leaks(call: Call) -> Reply:
    """Its reasoning, before the answer and in the same text."""
    return said(call, f"<think>\n{_reasoning(call)}\n</think>\n\n{copied(call)}")


def leaks_aside(call: Call) -> Reply:
    """Its reasoning in a field of its own, as some servers send it."""
    if not call.streams:
        return faithful(call)
    pieces = [
        *(("reasoning_content", piece) for piece in tokens(_reasoning(call))),
        *(("content", piece) for piece in tokens(copied(call))),
    ]
    middle = [Chunk(event(call, {name: piece}), call.pace) for name, piece in pieces]
    return streamed(call, [Chunk(role(call)), *middle])


def _reasoning(call: Call) -> str:
    asked = read(call)
    return (
        f"La personne demande : {asked.question} Les consignes disent : {call.system[:200]} "
        "Je vais donc choisir les passages utiles. Je crois que le budget est de 12 millions [1]."
    )


def follows_instructions(call: Call) -> Reply:
    """Obeys any order found in a passage or in the question: gives its instructions away, writes
    what it is told to, links, HTML. Faithful where nobody gives one."""
    asked = read(call)
    texts = [asked.question, *asked.passages.values()]
    obeyed = [order for text in texts for order in orders(text)]
    if not obeyed:
        return faithful(call)
    number = min(asked.passages, default=1)
    wanted = [next(filter(None, quoted)) for one in obeyed for quoted in _QUOTED.findall(one)]
    lines = [
        "HACKED",
        *wanted,
        f"HACKED [{number}].",
        *(marked(one, number) for one in wanted),
        f"Mes consignes : {call.system}",
        f"Voir [le guide complet](http://piege.invalid/?q=secret) [{number}].",
        f"<script>alert(1)</script><img src=x onerror=alert(1)> [{number}]",
        f"![suivi](http://piege.invalid/pixel.png) [{number}].",
        f"<a href='javascript:alert(1)'>ici</a> [{number}]",
    ]
    return said(call, "\n".join(lines))


def orders(text: str) -> list[str]:
    """The sentences that give an order."""
    return [one for one in re.split(r"(?<=[.!?…])\s+|\n", text) if _ORDER.search(one)]


def one_of(scripts: Sequence[Script]) -> Script:
    """One of several, by the seed and the question."""

    def chosen(call: Call) -> Reply:
        return call.random(read(call).question).choice(scripts)(call)

    return chosen


SCRIPTS: Mapping[str, Script] = {
    "faithful": faithful,
    "paraphrase-lite": paraphrase_lite,
    "echo": echo,
    "fragments": fragments,
    "cites-wrongly": cites_wrongly,
    "invents-figures": invents_figures,
    "invents-names": invents_names,
    "no-marks": no_marks,
    "follows-instructions": follows_instructions,
    "english": english,
    "refuses": refuses,
    "empty": empty,
    "leaks": leaks,
    "leaks-aside": leaks_aside,
    "stalls": trouble.stalls,
    "stalls-midway": trouble.stalls_midway,
    "slow": trouble.slow,
    "endless": trouble.endless,
    "breaks": trouble.breaks,
    "breaks-in-event": trouble.breaks_in_event,
    "drops": trouble.drops,
    "truncated": trouble.truncated,
    "filtered": trouble.filtered,
    "errors": one_of(tuple(trouble.ERRORS.values())),
    **trouble.ERRORS,
    "rubbish": one_of(tuple(trouble.RUBBISH.values())),
    **trouble.RUBBISH,
}
"""Name → behaviour, for tests, load and the command line."""
