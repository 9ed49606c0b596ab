"""A question as it is compared with others: its words, its numbers, what it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from assistant.answer.question import Kind, analyse
from assistant.domain import GlossaryUse, WordRead
from assistant.french import NUMERALS, STOP_WORDS, content_words, fold, stem, words
from assistant.lexicon import Lexicon
from assistant.ports import Index
from assistant.retrieve.inflection import is_form_of
from assistant.retrieve.terms import QueryReader
from assistant.validated.usual import ALIKE, APART, BEGIN, DOING, LIGHT, LIGHT_IN, MEANT, SENSES

_EVERYDAY = 1e-5
"""Above this share of running words a form is itself, and no typing error of another."""

_TELLING = 5
"""Letters of a stem that is no other word's: « fondé » and « fonds » share four."""
_SHARED = 0.7
_DEED = re.compile(r"[st]ions?$")
"""« association » is not « associer », whatever their stem."""

_POLITE = re.compile(
    r"^(?:(?:bonjour|bonsoir|salut|merci|svp|stp|s'il (?:vous|te) plait|alors|donc|et|mais"
    r"|dis|dites)\W+)*"
    r"(?:(?:(?:est-ce que (?:tu|vous)|tu|vous) (?:peux|pouvez|pourrais|pourriez)"
    r"|(?:peux|pourrais)[- ]tu|(?:pouvez|pourriez)[- ]vous"
    r"|j'aimerais|je (?:voudrais|souhaite|souhaiterais|veux|cherche a))\W+)?"
    r"(?:(?:me |m'|nous )?(?:dire|donner|expliquer|savoir|preciser|indiquer|rappeler|presenter"
    r"|lister|citer|comprendre|connaitre|resumer)\b"
    r"|(?:dis|dites|donne|donnez|explique|expliquez|presente|presentez|rappelle|rappelez"
    r"|cite|citez|resume|resumez)[- ]moi\b|(?:cite|citez|explique|expliquez|listez)\b)?\W*"
)
_THANKS = re.compile(r"\W*\b(?:svp|stp|s'il (?:vous|te) plait|merci(?: d'avance)?)\W*$")
_ASIDE = re.compile(r"\bquand (?=(?:on|nous|je|j'|vous|tu|il|elle|ils|elles|c'est)\b)")
"""« quand on est maire » asks no date."""
_SPELLED = (
    (re.compile(r"\bvingt[- ]et[- ]une?\b"), "21"),
    (re.compile(r"\bdix[- ]sept(?:ieme)?\b"), "17"),
)
_TURNS = frozenset(
    "sans ni pas jamais non moins trop avant apres hors autre autres aucun avec entre".split()
)
"""Small words that turn a question into another one."""
_WH = re.compile(
    r"\b(?:(?P<what_does>qu'est[- ]ce qui)|qu'est[- ]ce (?:que?\b|qu')"
    r"|(?P<when>quand)|(?P<why>pourquoi|pk|pq|pour quelles? raisons?)|(?P<many>combien))\b"
    r"|(?:^|\b(?:avec|par|pour|a|de|sur|chez|est|sont|c'est|sait|savoir)\W+)(?P<who>qui)\b"
    r"|(?P<whom>\bqui)\W*$"
    r"|(?P<now>\bou (?:en )?(?:est|sont|etait|etes|sommes)\b|\bdevenue?s?\b)"
    r"|(?P<where>^ou\b|\bd'ou\b|\bpar ou\b)"
)
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("why", re.compile(r"^(?:pourquoi|pk|pq|pour quelles? raisons?)\b")),
    ("how", re.compile(r"\bpar (?:ou|quoi)\b.*\b(?:commenc|debut|demarr)")),
    ("use", re.compile(r"\bquoi (?:(?:ca |cela )?ser\w*|bon)\b|\bser\w* a quoi\b|\butilite\b")),
    ("definition", re.compile(
        r"\bce qu'est\b|\bce que (?:c'est|sont|signifie|veut dire)|\bdefin\w+|\bkesako\b"
        r"|\bqu'?est[- ]ce que c'est")),
    ("list", re.compile(r"\bquel(?:le)?s\b|^(?:la )?liste\b|^les \w+ \w+ [\w' ]+$")),
)  # fmt: skip
_CLOSED = re.compile(
    r"^(?:est[- ]ce qu\w*|faut[- ]il|peut[- ]on|doit[- ]on|puis[- ]je|dois[- ]je|y a[- ]t[- ]il"
    r"|il y a|existe[- ]t[- ]il|a[- ]t[- ]on)\b"
    r"|^(?!.*\b(?:que|qu'|quoi|quel\w*|comment|qui|ou|quand|combien|pourquoi)(?:\b|(?<=')))"
    r".*\w-(?:t-)?(?:ils?|elles?|on)\b"
)


@dataclass(frozen=True)
class Term:
    """A content word: the folded words it may be, and what the glossary says it may stand for,
    each meaning's words in the singular with how surely."""

    names: frozenset[str]
    means: tuple[tuple[frozenset[str], float], ...] = ()

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(map(stem, self.names))

    @cached_property
    def senses(self) -> frozenset[int]:
        """The groups of everyday synonyms it is in."""
        numbered = enumerate(ALIKE)
        return frozenset(n for n, group in numbered if any(is_of(x, group) for x in self.names))

    @cached_property
    def begins(self) -> bool:
        """Whether it says no more than « faire », « commencer », « mettre en place »."""
        return any(is_of(name, BEGIN) for name in self.names)

    @property
    def is_number(self) -> bool:
        return any(name[0].isdigit() for name in self.stems)

    def same(self, other: Term) -> bool:
        """One word in two forms, or two that readers use for each other."""
        if self.is_number or other.is_number:
            return bool(self.stems & other.stems)
        return bool(self.senses & other.senses) or any(
            _akin(a, b) for a in self.names for b in other.names
        )

    def meaning(self, other: Term, sure: float) -> bool:
        """Whether the glossary gives `other` for this word, at least so surely."""
        plain = {_singular(name) for name in other.names}
        return any(weight >= sure and meant <= plain for meant, weight in self.means if meant)


@dataclass(frozen=True)
class Asked:
    """One question. `text` is as mended, bare of courtesy; `form` what it asks for (a `Kind`,
    or "use"); `turns` are the small words that make another question of it; it `does` when
    something is to be done or made."""

    text: str
    form: str
    terms: tuple[Term, ...]
    turns: frozenset[str]
    closed: bool
    does: bool = False

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(s for term in self.terms if term.is_number for s in term.stems)

    def beside(self, names: frozenset[str]) -> tuple[Term, ...]:
        """`heavy`, without the words that only say who asks."""
        return tuple(t for t in self.heavy if not any(is_of(name, names) for name in t.names))

    @cached_property
    def heavy(self) -> tuple[Term, ...]:
        """The words that say what is asked about."""
        light = LIGHT | LIGHT_IN.get(self.form, frozenset())
        names = {name for term in self.terms for name in term.names}
        if "role" in names:
            light = light | {"jouer"}
        return tuple(
            term
            for term in self.terms
            if term.is_number or not any(is_of(name, light) for name in term.names)
        )


def is_of(name: str, group: frozenset[str]) -> bool:
    """Whether a folded word is in a group, in whatever form."""
    return name in group or any(
        is_form_of(name, one) for one in group if one[:2] == name[:2] and len(one) > 3
    )


def read_asked(question: str, reader: QueryReader, index: Index) -> Asked:
    """A question that stands alone, mended as the search does."""
    read = reader.read(question, index)
    whole = fold(read.text)
    for pattern, number in _SPELLED:
        whole = pattern.sub(number, whole)
    folded = _ASIDE.sub("", _POLITE.sub("", whole, count=1)).strip()
    turns = frozenset(words(folded)) & _TURNS
    turns |= {sense for sense, names in SENSES.items() if set(words(folded)) & names}
    for found in _WH.finditer(folded):
        turns |= {name for name, at in found.groupdict().items() if at}
    terms = tuple(_joined(_numbered(_terms(read.words), whole)))
    return Asked(
        _core(read.text),
        _form(folded),
        terms,
        frozenset({"who" if turn == "whom" else turn for turn in turns}),
        bool(_CLOSED.search(folded)),
        not DOING.isdisjoint(words(folded)) or any(term.begins for term in terms),
    )


def _core(text: str) -> str:
    """The question without « Bonjour, pouvez-vous me dire … s’il vous plaît »."""
    whole = fold(text)
    opened = _POLITE.sub("", whole, count=1)
    closed = _THANKS.sub("", opened)
    spoken = text.split()
    first = len(spoken) - len(opened.split())
    kept = spoken[first : first + len(closed.split())]
    return " ".join(kept) or text


def _form(folded: str) -> str:
    for name, pattern in _FORMS:
        if pattern.search(folded):
            return name
    kind = analyse(folded).kind
    return str(Kind.PLACE if kind is Kind.OTHER and re.match(r"ou\b", folded) else kind)


def _terms(read: Iterable[WordRead]) -> Iterator[Term]:
    for word in read:
        for name in _names(word):
            small = name in STOP_WORDS and name not in NUMERALS
            if not small and (len(name) > 1 or name.isdigit()):
                yield Term(frozenset({name}), tuple(_means(word.entries)))


def _names(word: WordRead) -> list[str]:
    """The words that were read. What is an everyday word as it was typed stays what it is,
    whatever the documents hold that looks like it."""
    typed = [MEANT.get(one, one) for one in words(word.typed)]
    if word.how in ("kept", "missing", "small"):
        return typed[:1]
    lexicon = Lexicon.shared()
    if word.how == "mended" and all(lexicon.folded.get(x, 0.0) >= _EVERYDAY for x in typed):
        return typed
    return [one for text in word.words for one in words(text.replace("-", " "))]


def _numbered(terms: Iterable[Term], whole: str) -> Iterator[Term]:
    """« vingt-et-une » and « dix-septième » as the numbers they are."""
    spelled = {name for _, name in _SPELLED if re.search(rf"\b{name}\b", whole)}
    parts = frozenset("vingt dix septieme sept".split())
    told: set[str] = set()
    for term in terms:
        if spelled and term.names <= parts:
            wanted = "21" if "vingt" in term.names else "17"
            if wanted in spelled:
                if wanted not in told:
                    yield Term(frozenset({wanted}))
                told.add(wanted)
                continue
        yield term


def _joined(terms: Iterable[Term]) -> Iterator[Term]:
    """« co-construction » and « co construction » as « coconstruction »."""
    prefix = False
    for term in terms:
        if term.names == {"co"}:
            prefix = True
            continue
        yield Term(frozenset("co" + name for name in term.names)) if prefix else term
        prefix = False


def _means(entries: tuple[GlossaryUse, ...]) -> Iterator[tuple[frozenset[str], float]]:
    """What a word alone may stand for: an expression is no synonym of its words."""
    for entry in entries:
        if len(entry.words.split()) > 1:
            continue
        for text in entry.means:
            yield frozenset(map(_singular, content_words(text))), entry.weight


def _singular(name: str) -> str:
    return name.rstrip("sx") or name


def _akin(a: str, b: str) -> bool:
    """Forms of one word, or a verb and its noun: « réussir », « réussite »."""
    if any((a in one) != (b in one) for one in APART):
        return False
    if bool(_DEED.search(a)) != bool(_DEED.search(b)):
        return False
    if is_form_of(a, b) or is_form_of(b, a):
        return True
    if stem(a) == stem(b):
        return len(stem(a)) >= _TELLING
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
    return shared > _TELLING and shared >= _SHARED * max(len(a), len(b))
