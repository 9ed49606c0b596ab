"""Figures of a text: value, kind and unit, in digits or in words, dates and ranges included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer.verify.tokens import Token

Date = tuple[int | None, int | None, int | None]
"""Year, month, day; None for what is not said."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`tokens[start:end]` of its text. `kind`: "count", "percent", "money" (euros), "months",
    "days", "date" (with `date`), "ordinal", "label" (« ODD 17 », with its noun in `label`).

    `bound` is "least", "most", "about" or "". `loose` values hold within a few percent
    (« deux tiers », « plus d’une centaine »). `spelled`: written in words."""

    value: float
    kind: str
    start: int
    end: int
    date: Date = (None, None, None)
    label: str = ""
    bound: str = ""
    loose: bool = False
    spelled: bool = False


_UNITS = {
    w: n
    for n, w in enumerate(
        "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
        " seize".split()
    )
} | {"une": 1}
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_SCALES = {
    "mille": 1_000,
    "million": 10**6,
    "millions": 10**6,
    "milliard": 10**9,
    "milliards": 10**9,
}
_DOZENS = {
    "dizaine": 10, "dizaines": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
    "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
    "centaines": 100, "millier": 1_000, "milliers": 1_000,
}  # fmt: skip
_ORDINALS = {
    "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
    "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10, "onzieme": 11,
    "douzieme": 12, "treizieme": 13, "quatorzieme": 14, "quinzieme": 15, "seizieme": 16,
    "vingtieme": 20, "trentieme": 30, "quarantieme": 40, "cinquantieme": 50, "soixantieme": 60,
    "centieme": 100, "dix-septieme": 17, "dix-huitieme": 18, "dix-neuvieme": 19,
}  # fmt: skip
_PERIODS = {
    "quinquennal": 5, "quinquennale": 5, "quinquennaux": 5,
    "triennal": 3, "triennale": 3, "triennaux": 3, "biennal": 2, "biennale": 2, "quadriennal": 4,
    "quadriennale": 4, "decennal": 10, "decennale": 10, "decennie": 10,
    "bicentenaire": 200, "centenaire": 100, "semestriel": 0.5, "semestrielle": 0.5,
    "trimestriel": 0.25, "trimestrielle": 0.25, "siecle": 100,
}  # fmt: skip
"""Words that hold a number of years."""
_MONTHS = {
    m: n
    for n, m in enumerate(
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre"
        " decembre".split(),
        1,
    )
}
_FRACTIONS = {"tiers": 3, "quart": 4, "quarts": 4, "cinquieme": 5, "cinquiemes": 5, "dixiemes": 10}
_DURATIONS = {
    "mois": ("months", 1.0), "an": ("months", 12.0), "ans": ("months", 12.0),
    "annee": ("months", 12.0), "annees": ("months", 12.0), "decennie": ("months", 120.0),
    "decennies": ("months", 120.0), "siecle": ("months", 1200.0), "siecles": ("months", 1200.0),
    "trimestre": ("months", 3.0), "trimestres": ("months", 3.0), "semestre": ("months", 6.0),
    "semestres": ("months", 6.0), "jour": ("days", 1.0), "jours": ("days", 1.0),
    "semaine": ("days", 7.0), "semaines": ("days", 7.0), "heure": ("days", 1 / 24),
    "heures": ("days", 1 / 24), "minute": ("days", 1 / 1440), "minutes": ("days", 1 / 1440),
}  # fmt: skip
_MONEY = {"€": 1.0, "euro": 1.0, "euros": 1.0, "eur": 1.0, "k€": 1e3, "ke": 1e3, "m€": 1e6}
_LABELS = frozenset(
    "odd agenda article articles mesure levier phase volet etape groupe comite encadre numero n no"
    " page p pages chapitre objectif tome titre annexe action axe point item cible ligne loi"
    " no nº n° version etage zone lot niveau".split()
)
_ROMAN = re.compile(r"^(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})(e|eme|er)$")
_FIRST_WORDS = frozenset(
    {*_UNITS, *_TENS, *_SCALES, *_DOZENS, *_ORDINALS, *_PERIODS, *_MONTHS, *_FRACTIONS}
    | {"cent", "cents", "moitie"}
)
_DAYS = frozenset(range(1, 32))
_WHOLES = (3, 4, 5, 10, 20, 100)
_OUT_OF = 8
"""How far « sur dix » may stand from its number: « neuf structures d’intérêt général sur dix »."""
_LEAST = ("au moins", "au minimum", "plus de", "plus d'", "au-dela de", "minimum", "depasse",
          "superieur a", "pres de plus de")  # fmt: skip
_MOST = ("au plus", "au maximum", "moins de", "moins d'", "jusqu'a", "maximum", "inferieur a",
         "a peine", "seulement", "seuls", "seules")  # fmt: skip
_ABOUT = ("environ", "pres de", "pres d'", "presque", "quelque", "autour de", "une",
          "approximativement",
          "a peu pres", "quasi", "quasiment")  # fmt: skip


def figures(tokens: Sequence[Token]) -> tuple[Figure, ...]:
    """In order of appearance. « un » and « une » alone are articles."""
    found: list[Figure] = []
    place = 0
    while place < len(tokens):
        figure = _at(tokens, place)
        if figure is None:
            place += 1
            continue
        if not _is_whole(found, figure, tokens):
            found.append(replace(figure, bound=_bound(tokens, figure)))
        place = max(figure.end, place + 1)
    return tuple(_shared_units(found, tokens))


def _is_whole(found: Sequence[Figure], figure: Figure, tokens: Sequence[Token]) -> bool:
    """Whether a number is the « sur dix » of a share told before it."""
    if not found or figure.kind != "count" or _word(tokens, figure.start - 1) != "sur":
        return False
    share = found[-1]
    near = figure.start - share.end <= _OUT_OF
    return near and share.kind == "percent" and share.loose and figure.value in _WHOLES


def _at(tokens: Sequence[Token], i: int) -> Figure | None:
    if tokens[i].kind != "number" and not _may_open(tokens[i].word):
        return None
    return (
        _date(tokens, i)
        or _fraction(tokens, i)
        or _ordinal(tokens, i)
        or _number(tokens, i)
        or _dozen(tokens, i)
        or _period(tokens, i)
    )


def _may_open(word: str) -> bool:
    """Whether a word may be the first of a figure."""
    return word in _FIRST_WORDS or (word[:1] in ("i", "v", "x") and bool(_ROMAN.match(word)))


def _dozen(tokens: Sequence[Token], i: int) -> Figure | None:
    """« la centaine d’organisations », « quelques dizaines »: nothing counted before."""
    size = _DOZENS.get(_word(tokens, i))
    if size is None or _word(tokens, i).endswith("s"):
        return None
    step = i + 1 + (_word(tokens, i + 1) in ("de", "d"))
    if _word(tokens, step) in _DURATIONS:
        return _lasting(tokens, i, step, float(size), loose=True, article=False)
    return Figure(float(size), "count", i, i + 1, loose=True, spelled=True)


def _period(tokens: Sequence[Token], i: int) -> Figure | None:
    """« quinquennal », « la décennie »."""
    years = _PERIODS.get(_word(tokens, i))
    half = tokens[i].glued and _word(tokens, i - 1) == "demi"
    if years is None or (tokens[i].glued and not half) or _word(tokens, i - 1) in _ORDINALS:
        return None
    if _ROMAN.match(_word(tokens, i - 1)) or _word(tokens, i - 1) in ("e", "eme"):
        return None
    years *= 0.5 if half else 1
    return Figure(12.0 * years, "months", i, i + 1, loose=True, spelled=True)


def _word(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].word if 0 <= i < len(tokens) else ""


def _int(tokens: Sequence[Token], i: int) -> int | None:
    word = _word(tokens, i)
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 9 else None


def _year(number: int | None, *, short: bool = False) -> int | None:
    if number is None:
        return None
    if short and number < 100:
        return 2000 + number if number < 70 else 1900 + number
    return number if 1000 <= number <= 2199 else None


def _date(tokens: Sequence[Token], i: int) -> Figure | None:
    return _numeric_date(tokens, i) or _spelled_date(tokens, i)


def _numeric_date(tokens: Sequence[Token], i: int) -> Figure | None:
    """« 23/11/20 », « 12-01-2018 », « 2018-07-12 », « 04-2018 », « 3-4/09 », « 7/05 »."""
    first = _int(tokens, i)
    if first is None or (i and tokens[i - 1].glued and _int(tokens, i - 1) is not None):
        return None
    parts, j, signs = [first], i + 1, ""
    while len(parts) < 4 and j < len(tokens):
        if tokens[j].glued and (number := _int(tokens, j)) is not None:
            signs, j = signs + "-", j + 1
        elif _word(tokens, j) == "/" and (number := _int(tokens, j + 1)) is not None:
            signs, j = signs + "/", j + 2
        else:
            break
        parts.append(number)
    if signs in ("//", "--") and _year(parts[0]) and parts[1] <= 12 and parts[2] <= 31:
        return _dated(i, j, (parts[0], parts[1], parts[2]))
    if signs in ("//", "--") and parts[0] <= 31 and 1 <= parts[1] <= 12:
        return _dated(i, j, (_year(parts[2], short=True), parts[1], parts[0]))
    if signs == "-/" and parts[0] <= 31 and parts[1] <= 31 and 1 <= parts[2] <= 12:
        return _dated(i, i + 1, (None, parts[2], parts[0]))
    if signs == "/" and first <= 31 and 1 <= parts[1] <= 12 and len(_word(tokens, i + 2)) == 2:
        after = _word(tokens, j)
        if after not in _DURATIONS:
            return _dated(i, j, (None, parts[1], first))
    if signs == "-" and first <= 12 and _year(parts[1]):
        return _dated(i, j, (parts[1], first, None))
    return None


def _spelled_date(tokens: Sequence[Token], i: int) -> Figure | None:
    """« 12 juillet 2018 », « 1er janvier », « mai 2020 », « novembre », « 2018 »."""
    day = _int(tokens, i)
    if day is not None and 1 <= day <= 31:
        j = i + 1 + (_word(tokens, i + 1) in ("er", "e"))
        month = _MONTHS.get(_word(tokens, j))
        if month:
            year = _year(_int(tokens, j + 1))
            return _dated(i, j + 1 + (year is not None), (year, month, day))
        if _word(tokens, j) in ("et", "au", "-") and _MONTHS.get(_word(tokens, j + 2)):
            return _dated(i, i + 1, (None, _MONTHS[_word(tokens, j + 2)], day))
    if day is None and (spelled := _cardinal(tokens, i))[0] in _DAYS:
        value, j = spelled
        month = _MONTHS.get(_word(tokens, j))
        if value and month and _word(tokens, i) not in ("un", "une"):
            year = _year(_int(tokens, j + 1))
            return _dated(i, j + 1 + (year is not None), (year, month, int(value)))
    month = _MONTHS.get(_word(tokens, i))
    if month and (not tokens[i].glued or _int(tokens, i - 1) is not None):
        year = _year(_int(tokens, i + 1))
        return _dated(i, i + 1 + (year is not None), (year, month, None))
    year = _year(_int(tokens, i))
    if year and len(tokens[i].text) == 4 and year >= 1400 and not _counts(tokens, i):
        return _dated(i, i + 1, (year, None, None))
    return None


def _counts(tokens: Sequence[Token], i: int) -> bool:
    """Whether four digits count something (« 1200 communes »): a noun or a unit follows."""
    after = _word(tokens, i + 1)
    before = _word(tokens, i - 1)
    if after in _MONEY or after in ("%", "millions", "habitants"):
        return True
    dated = before in _MONTHS or before in ("en", "de", "depuis", "des", "fin", "debut", "annee")
    return not dated and after.endswith("s") and tokens[i + 1].content and i > 0 and before != "("


def _dated(start: int, end: int, date: Date) -> Figure:
    return Figure(float(date[0] or 0), "date", start, end, date=date)


def _fraction(tokens: Sequence[Token], i: int) -> Figure | None:
    """« deux tiers », « un quart », « la moitié », « neuf maires sur dix », « 9 sur 10 »."""
    word = _word(tokens, i)
    if word == "moitie":
        return Figure(50.0, "percent", i, i + 1, loose=True, spelled=True)
    if word in ("tiers", "quart") and _word(tokens, i - 1) in ("d'un", "un", "le"):
        return Figure(100 / _FRACTIONS[word], "percent", i, i + 1, loose=True, spelled=True)
    value, end = _cardinal(tokens, i)
    if value is None:
        return None
    if _word(tokens, end) in _FRACTIONS and value < _FRACTIONS[_word(tokens, end)]:
        share = 100 * value / _FRACTIONS[_word(tokens, end)]
        return Figure(share, "percent", i, end + 1, loose=True, spelled=True)
    for j in range(end, min(end + _OUT_OF, len(tokens))):
        if _word(tokens, j) == "sur":
            whole, last = _cardinal(tokens, j + 1)
            if j >= end + 3 and (whole not in _WHOLES or value < 2):
                break
            if whole and 0 < value < whole <= 1000:
                share = 100 * value / whole
                last = end if j >= end + 3 else last
                return Figure(share, "percent", i, last, loose=True, spelled=True)
        if tokens[j].kind == "sign":
            break
    return None


def _ordinal(tokens: Sequence[Token], i: int) -> Figure | None:
    word = _word(tokens, i)
    number = _int(tokens, i)
    if number is not None and _word(tokens, i + 1) in (
        "e",
        "eme",
        "er",
        "ere",
        "nd",
        "nde",
        "ieme",
    ):
        return _ranked(tokens, number, i, i + 2)
    if word in _ORDINALS:
        return _ranked(tokens, _ORDINALS[word], i, i + 1)
    value, end = _cardinal(tokens, i)
    if value is not None and _word(tokens, end) == "et" and _word(tokens, end + 1) == "unieme":
        return _ranked(tokens, int(value) + 1, i, end + 2)
    if value is not None and end < len(tokens) and _word(tokens, end) in _ORDINALS:
        if tokens[end].glued:
            return _ranked(tokens, int(value) + _ORDINALS[_word(tokens, end)], i, end + 1)
        return None
    roman = _ROMAN.match(word)
    if roman and _word(tokens, i + 1) in ("siecle", "siecles"):
        return _ranked(tokens, _roman(roman.group(1) + roman.group(2)), i, i + 1)
    return None


def _ranked(tokens: Sequence[Token], value: int, start: int, end: int) -> Figure | None:
    if value <= 1:
        return None  # « premier » is said of much
    return Figure(float(value), "ordinal", start, end, spelled=not tokens[start].text[0].isdigit())


def _roman(text: str) -> int:
    values = {"i": 1, "v": 5, "x": 10}
    total = 0
    for here, after in zip(text, text[1:] + " ", strict=True):
        total += -values[here] if values.get(after, 0) > values[here] else values[here]
    return total


def _number(tokens: Sequence[Token], i: int) -> Figure | None:
    value, end = _cardinal(tokens, i)
    spelled = not tokens[i].text[0].isdigit()
    if value is None:
        return None
    article = spelled and value == 1 and end == i + 1
    loose = False
    dozen = _DOZENS.get(_word(tokens, end))
    if dozen and spelled:
        value, end, loose, article = value * dozen, end + 1, True, False
    while _word(tokens, end) in _SCALES and not article:
        value, end = value * _SCALES[_word(tokens, end)], end + 1
    after = _word(tokens, end)
    step = end + (after in ("de", "d"))
    label = _label(tokens, i)
    if after == "%" or (after == "pour" and _word(tokens, end + 1) == "cent"):
        return Figure(value, "percent", i, end + 1 + (after == "pour"), loose=loose)
    if after in ("m", "k", "md", "mds") and _word(tokens, end + 1) in ("€", "eur", "euros"):
        scale = {"m": 1e6, "k": 1e3}.get(after, 1e9)
        return Figure(value * scale, "money", i, end + 2, loose=loose)
    if _word(tokens, step) in _MONEY and not article:
        return Figure(value * _MONEY[_word(tokens, step)], "money", i, step + 1, loose=loose)
    if _word(tokens, step) in _DURATIONS:
        return _lasting(tokens, i, step, value, loose=loose or dozen is not None, article=article)
    if article:
        return None
    if label and not spelled:
        return Figure(value, "label", i, end, label=label)
    return Figure(value, "count", i, end, loose=loose, spelled=spelled)


def _lasting(
    tokens: Sequence[Token], i: int, unit: int, value: float, *, loose: bool, article: bool
) -> Figure | None:
    """« 18 mois », « dix ans », « un siècle et demi », « une décennie »."""
    kind, size = _DURATIONS[_word(tokens, unit)]
    name = _word(tokens, unit)
    if article and name not in ("decennie", "siecle", "an"):
        return None
    end = unit + 1
    if _word(tokens, end) == "et" and _word(tokens, end + 1).startswith("demi"):
        value, end = value + 0.5, end + 2
    return Figure(value * size, kind, i, end, loose=loose, spelled=not tokens[i].text[0].isdigit())


def _label(tokens: Sequence[Token], i: int) -> str:
    before = _word(tokens, i - 1)
    if before == "°":
        before = _word(tokens, i - 2)
    if before in _LABELS:
        return before
    token = tokens[i - 1] if i else None
    if token is not None and token.kind == "word" and tokens[i].glued:
        return before  # « Covid-19 »
    acronym = token is not None and token.text.isupper() and len(token.text) >= 2
    return before if acronym else ""


def _cardinal(tokens: Sequence[Token], i: int) -> tuple[float | None, int]:
    """A number in digits or in words at `i`, and where it ends."""
    if i >= len(tokens):
        return None, i
    if tokens[i].kind == "number":
        return _digits(tokens[i].text), i + 1
    total = part = 0.0
    j, seen = i, False
    while j < len(tokens) and tokens[j].kind == "word":
        word = tokens[j].word
        if word in _UNITS and (not seen or _may_follow(tokens, j)):
            part += _UNITS[word]
        elif word in _TENS:
            if word.startswith("vingt") and part % 100 == 4 and (tokens[j].glued or seen):
                part += 76
            elif seen and part % 100:
                break
            else:
                part += _TENS[word]
        elif word in ("cent", "cents") and _word(tokens, j - 1) != "pour":
            part = (part or 1) * 100
        elif word == "mille":
            total, part = total + (part or 1) * 1000, 0.0
        elif (
            word == "et"
            and seen
            and _word(tokens, j + 1) in ("un", "une", "onze")
            and part % 10 == 0
        ):
            j += 1
            continue
        else:
            break
        j, seen = j + 1, True
    return (total + part, j) if seen else (None, i)


def _may_follow(tokens: Sequence[Token], j: int) -> bool:
    before = tokens[j - 1].word
    joins = before in _TENS or before in ("cent", "cents", "mille", "et") or before == "dix"
    return joins and (tokens[j].word not in ("un", "une") or before == "et" or tokens[j].glued)


def _digits(text: str) -> float:
    text = re.sub(r"\s", "", text).replace(",", ".")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        text = text.replace(".", "")
    if text.count(".") > 1:
        text = text.replace(".", "", text.count(".") - 1)
    return float(text)


def _bound(tokens: Sequence[Token], figure: Figure) -> str:
    before = " ".join(t.word for t in tokens[max(0, figure.start - 3) : figure.start])
    before = re.sub(r"\bd$", "de", before)
    after = " ".join(t.word for t in tokens[figure.end : figure.end + 4])
    if before.endswith(tuple(w.replace("d'", "de") for w in _LEAST)) or "et plus" in after:
        return "least"
    if before.endswith(tuple(w.replace("d'", "de") for w in _MOST)) or "au plus" in after:
        return "most"
    if before.endswith(tuple(w for w in _ABOUT if w != "une")):
        return "about"
    return ""


def _shared_units(found: list[Figure], tokens: Sequence[Token]) -> list[Figure]:
    """« 18 à 36 mois », « 3/9 mois », « 4 et 8 M€ », « 7 et 12 % »: the first takes the unit of the
    second; « huit millions d’euros …, et quatre autres »: the second that of the first."""
    for n in range(len(found) - 1):
        first, second = found[n], found[n + 1]
        between = [t.word for t in tokens[first.end : second.start]]
        joined = (
            between in (["a"], ["et"], ["ou"], ["/"], ["-"], ["–"], []) and first.kind == "count"
        )
        scales = {"percent": 1.0, "money": 1.0, "months": 1.0, "days": 1.0}
        if joined and second.kind in scales:
            scale = _scale(second, tokens)
            found[n] = replace(first, kind=second.kind, value=first.value * scale)
        elif first.kind in scales and second.kind == "count" and _elliptic(second, tokens):
            scale = _scale(first, tokens)
            found[n + 1] = replace(second, kind=first.kind, value=second.value * scale)
    return found


def _elliptic(figure: Figure, tokens: Sequence[Token]) -> bool:
    """Whether nothing is said of what a small number counts: « et huit dans … », « quatre
    autres »."""
    after = _word(tokens, figure.end)
    before = _word(tokens, figure.start - 1)
    if figure.value >= 1000:
        return False
    bare = after in ("autre", "autres", "dans", "pour", "en", "chez", "a", "au", "aux", "sur", "")
    return bare and before in ("et", "puis", ",", "contre", "mais", "dont", "a")


def _scale(figure: Figure, tokens: Sequence[Token]) -> float:
    said, _ = _cardinal(tokens, figure.start)
    return figure.value / said if said else 1.0
