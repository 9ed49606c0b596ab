"""How well a page reads as French.

Each token is judged once and remembered; a page is the sum of its tokens, with what only
neighbours tell: words that a space cut, letters set apart. Names, figures and pages in another
language are no fault. Bounds and weights: docs/benchmarks.md, « Reading ».
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from assistant.domain import Quality
from assistant.ingest.soundness import DRAWN_AS_ONE, Token, TokenJudge
from assistant.lexicon import USUAL, Lexicon

_STEEPNESS = 3.0
"""How fast the score falls with the share of broken letters."""
_GRANTED = 60
"""Sound letters granted to every page: ten words are not judged as two hundred are."""
_LINE_END = re.compile(r"[-\u00ad\u2010](?<=[^\W\d_].) ?\n\s*(?=[a-zà-ÿ])")
_APART = 5
"""Single letters in a row that are a word set apart."""
_LONG_SHARE, _ENOUGH_LONG = 0.45, 600
"""Share of the letters that French puts in words of five letters or more (0.48 at least in 1,600
pages of it, of one to two thousand letters): scraps that are words by chance are short."""
_OTHERS = ("en", "de", "es", "it", "pt", "nl", "ca")
_DOUBTFUL = 0.05
_FOREIGN, _MORE_THAN_FRENCH = 0.72, 0.1
_WORD, _STILL_DOUBTED = 3, 0.3
_ACCENTED = "éèàêçùôîûâëïœÉÈÀÊ"
_FEW_ACCENTS, _ENOUGH_LETTERS = 0.016, 400
"""No page of 2,700 in clean French had fewer accented letters than 2 %."""


def judge(text: str, lexicon: Lexicon) -> Quality:
    """Judge the text of one page; a page without a word or a figure scores 0."""
    if "\n" in text:
        text = _LINE_END.sub("", text)
    return _judge_of(lexicon).judge(text)


class _Judged(dict[str, Token]):
    """Tokens judged so far; emptied when there are too many."""

    def __init__(self, judge: TokenJudge) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, token: str) -> Token:
        if len(self) >= 200_000:
            self.clear()
        found = self[token] = self._judge.judge(token)
        return found


@dataclass(slots=True)
class _Tally:
    """Letters of a page, by what they stand in. `doubts` weighs each doubtful word, `twosome`
    and `lone` are the tokens whose neighbours may tell more."""

    words: int = 0
    letters: int = 0
    known: int = 0
    glued: int = 0
    ligatures: int = 0
    accents: float = 0
    strange: int = 0
    spaced: float = 0
    long: int = 0
    doubts: dict[str, float] = field(default_factory=dict)
    twosome: set[str] = field(default_factory=set)
    lone: set[str] = field(default_factory=set)

    def fill(self, counts: Mapping[str, int], judged: Mapping[str, Token]) -> None:
        words = letters = known = long = 0
        for token, count in counts.items():
            one = judged[token]
            if not (one.letters or one.lone):
                continue
            words += count
            letters += one.letters * count
            known += one.known * count
            long += one.long * count
            if one.lone:
                self.lone.add(token)
            if not one.sound:
                self._add(token, one, count)
        self.words, self.letters, self.known, self.long = words, letters, known, long

    def _add(self, token: str, one: Token, count: int) -> None:
        self.glued += one.glued * count
        self.ligatures += one.ligatures * count
        self.accents += one.accents * count
        self.strange += one.strange * count
        if doubt := one.unsure + one.misread * count:  # a name comes back, a misreading does not
            self.twosome.add(token)
            self.doubts[one.core] = self.doubts.get(one.core, 0) + doubt

    def quality(self, signs: int) -> Quality:
        share = min(1.0, self.broken / (self.letters + _GRANTED))
        return Quality(
            score=math.exp(-_STEEPNESS * share),
            words=self.words,
            letters=min(1.0, self.letters / signs),
            known=self._share(self.known),
            glued=self._share(self.glued),
            ligatures=self._share(self.ligatures),
            accents=self._share(self.accents),
            spaced=self._share(self.spaced),
            strange=self._share(self.strange),
        )

    @property
    def broken(self) -> float:
        broken = self.glued + self.ligatures + self.accents + self.strange + self.spaced
        return broken + sum(self.doubts.values())

    @property
    def scraps(self) -> float:
        """Letters that stand for the long words a page lacks, beyond those known to be broken."""
        enough = min(1.0, self.letters / _ENOUGH_LONG)
        wanted = _LONG_SHARE * enough * self.letters or 1.0
        missing = self.letters * max(0.0, 1 - self.long / wanted) * min(1.0, 2 * enough)
        return max(0.0, missing - self.broken)

    def _share(self, letters: float) -> float:
        return min(1.0, letters / self.letters)


class _PageJudge:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._tokens = _Judged(TokenJudge(lexicon))
        self._cut = lru_cache(maxsize=50_000)(self._how_cut)

    def judge(self, text: str) -> Quality:
        tokens = text.split()
        counts = Counter(tokens)
        tally = _Tally()
        tally.fill(counts, self._tokens)
        if not tally.letters:
            return Quality(score=float(any(map(str.isalnum, text))))
        if tally.twosome:
            self._mend(tokens, tally)
        if sum(counts[token] for token in tally.lone) >= _APART:
            tally.spaced += self._apart(tokens, tally.lone)
        bare, scraps = _without_accents(text, tally.letters), tally.scraps
        if bare or scraps or sum(tally.doubts.values()) > _DOUBTFUL * tally.letters:
            forms = self._other_language(counts)
            if forms is None:
                tally.accents += bare
                tally.spaced += scraps
            else:
                tally.doubts = {
                    core: _STILL_DOUBTED * doubt
                    for core, doubt in tally.doubts.items()
                    if core.lower() not in forms
                }
        return tally.quality(sum(map(len, tokens)))

    def _mend(self, tokens: Sequence[str], tally: _Tally) -> None:
        """Doubtful words that make a usual one with the word beside them."""
        done = -1
        for i, token in enumerate(tokens):
            if token not in tally.twosome:
                continue
            for left in (i - 1, i):
                if left <= done or left + 1 >= len(tokens):
                    continue
                how = self._cut(tokens[left], tokens[left + 1])
                if how:
                    a, b = (self._tokens[tokens[n]].core for n in (left, left + 1))
                    tally.doubts.pop(a, None)
                    tally.doubts.pop(b, None)
                    setattr(tally, how, getattr(tally, how) + len(a) + len(b))
                    done = left + 1
                    break

    def _how_cut(self, left: str, right: str) -> str:
        """What parted two tokens of one word: "spaced", "ligatures", or nothing."""
        a, b = self._tokens[left].core, self._tokens[right].core
        if not (a.isalpha() and b.isalpha() and left.endswith(a) and right.startswith(b)):
            return ""
        if self._usual(a + b):
            return "spaced"
        return "ligatures" if any(self._usual(a + lost + b) for lost in DRAWN_AS_ONE) else ""

    def _other_language(self, counts: Mapping[str, int]) -> frozenset[str] | None:
        """The usual words of the language that a page is in, None when it is in French."""
        words = {w.lower(): n for w, n in counts.items() if len(w) >= _WORD and w.isalpha()}
        total = sum(words.values())
        french = sum(n for word, n in words.items() if self._lexicon.frequency(word) >= USUAL)
        best, most = None, max(_FOREIGN * total, french + _MORE_THAN_FRENCH * total)
        for language in _OTHERS:
            forms = _forms(language)
            share = sum(n for word, n in words.items() if word in forms)
            if share > most:
                best, most = forms, share
        return best

    def _apart(self, tokens: Sequence[str], lone: set[str]) -> int:
        """« a l l i a n c e »: each letter counts twice, for nothing stands there. Capitals may
        be an index, or the columns of a table, unless they make a word."""
        runs = ("".join(run) for alone, run in groupby(tokens, lone.__contains__) if alone)
        return sum(
            2 * len(run)
            for run in runs
            if len(run) >= _APART and (not run.isupper() or self._lexicon.knows(run))
        )

    def _usual(self, word: str) -> bool:
        return len(word) > 3 and self._lexicon.frequency(word) >= USUAL


@lru_cache(maxsize=4)
def _judge_of(lexicon: Lexicon) -> _PageJudge:
    return _PageJudge(lexicon)


def _without_accents(text: str, letters: int) -> float:
    """Letters that stand for the accents a page has lost: a tenth of all when none is left."""
    if letters < _ENOUGH_LETTERS:
        return 0.0
    accented = sum(map(text.count, _ACCENTED))
    return 0.1 * letters * max(0.0, 1 - accented / (_FEW_ACCENTS * letters))


@lru_cache(maxsize=len(_OTHERS))
def _forms(language: str) -> frozenset[str]:
    from wordfreq import get_frequency_dict

    return frozenset(get_frequency_dict(language, wordlist="small"))
