"""Signs that recognition sets or breaks: apostrophes, ordinals, note marks, strokes."""

from __future__ import annotations

import re

from assistant.lexicon import KNOWN, Lexicon

_A = r"['’‘`´]"
_LOOK_BACK = 80
_HANGING = re.compile(
    r"\b(?:[aà]|aux?|avec|ces?|cette|dans|des?|du|en|entre|est|et|la|les?|leurs?|ou|où|par|pas|pour|que|qui"
    r"|sa|ses?|son|sous|sur|une?|vers)$|,$",
    re.IGNORECASE,
)
_LETTER = r"[^\W\d_]"
_ORDINAL = re.compile(
    r"\b(\d{1,2}|[XVI]+[Il]*)"
    r"[ |]?(?:[®°*¢™“]{1,3}[mM]?[eE¢]?|[®°*¢™“]?[eé]?[®°*¢™“][mM][eE]|[®°*¢™]?[¢e][™¢][mM]?[eE¢]?"
    r"|[|®°*¢™] ?[ei]?[eè]me)[¢®™]?(?=[\s.,;:)]|" + _LETTER + r"{4}|-|$)"
)
_PLAIN_ORDINAL = re.compile(r"\b(\d{1,2}) ?[eéè]me\b")
_ROMAN = re.compile(r"\b[XVI][XVIl|]+(?=-[XVI]|-?$| ?[eè]me\b)|\blll\b", re.MULTILINE)
_NOTE_AFTER_WORD = re.compile(
    r"(?<=[\w»)])(?<!\b[nN])(?!(?<=\d)[° ]) ?['’]?"
    r"(?:[?%]?[®™°©@*¢]+['’\"”°*]*|(?<=») ?[?%]+[°®]*(?=[.,;:]))(?=[\s.,;:»)]|$)"
)
_NOTE_BETWEEN_QUOTES = re.compile(r"(?<=[a-zà-ÿ])[®™°©]+(?= ?»)")
_NOTE_AFTER_QUOTE = re.compile(r"(?<=\w ») ?\d{1,2}(?=[.,;]|$)", re.MULTILINE)
_NOTE_AS_APOSTROPHE = re.compile(
    r"(?<=[a-zà-ÿ]{3})['’]{1,2}[s?]?(?=[.,;)](?:[\s.,;]|$)| »)", re.MULTILINE
)
_NOTE_AS_QUESTION = re.compile(r"(?<=[a-zà-ÿ]{3})\?['’]?(?=[,.;]| [a-zà-ÿ])")
_NOTE_ON_YEAR = re.compile(r"\b((?:19|20)\d\d)([1-9]\d?)(?=[.,;]|\s*$)", re.MULTILINE)
_ACRONYM_L = re.compile(r"\b((?:[A-Z]\.)+)l\.(?=[A-Z]|\s)")
_INITIAL_L = re.compile(r"(?<![\w.])l\.(?=[a-z]{3})")


def repair_apostrophes(text: str) -> str:
    """« I' » for « l’ », an apostrophe left alone, two of them, spaces around."""
    text = re.sub(r"\b0(?=[A-Z]{2})", "O", text)
    text = re.sub(rf"{_A}{{2,}}(?=\w)", "’", text)
    text = re.sub(rf"(?<=\w)[¢®°]+(?={_A}\w)", "", text)
    text = re.sub(rf"\b([ldnsjcmtqLDNSJCMTQ]|[qg]u) ?{_A} ?(?={_LETTER})", r"\1’", text)
    text = re.sub(r"(?<![\w’])([lLdD]) (?=[aeiouhéèêâîôAEIOUHÉÈÊ]\w{3})", r"\1’", text)
    text = re.sub(r"\b([Aa])ujourd hui\b", r"\1ujourd’hui", text)
    text = re.sub(r"\bq?gu’", "qu’", text)
    text = re.sub(r"\bce quelle(s?)\b", r"ce qu’elle\1", text)
    text = re.sub(rf"(?<!\w)[UPF]{_A}(?=[aeiouyhéèêàâîôûAEIOUYHÉÈ])", _article, text)
    text = re.sub(rf"(?<!\w)[I|1!]{_A}(?={_LETTER})", _article, text)
    text = re.sub(rf"(?<=[\w]){_A}(?={_LETTER})", "’", text)
    return re.sub(
        rf"(?<![\w’'»])(?<!\d ){_A}(?={_LETTER}{{3,}}|une? |on )(?!\w+{_A}[\s.,;])", _article, text
    )


def _article(match: re.Match[str]) -> str:
    return "L’" if begins_sentence(match.string, match.start()) else "l’"


def begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence starts at that place: after a full stop or an empty line."""
    before = text[max(0, at - _LOOK_BACK) : at].rstrip(' «"(')
    if not before.strip() or before.rstrip()[-1] in ".!?…":
        return True
    return before.endswith("\n\n") and not _HANGING.search(before.rstrip())


def repair_ordinals(text: str) -> str:
    """« 3®™ », « 6¢™Me », « XX®me » as « 3ème », « 6ème », « XXème »."""

    def write(match: re.Match[str]) -> str:
        number = match.group(1)
        if len(match.group().strip()) == len(number) + 1 and match.group()[-1] not in "™®":
            return match.group()
        if " " in match.group() and not re.search(r"[™meèé]", match.group()):
            return match.group()
        tail = match.string[match.end() : match.end() + 1]
        gap = " " if tail.isalpha() else ""
        ending = "ère" if number == "1" else "ème"
        return f"{number.replace('l', 'I') if not number.isdigit() else number}{ending}{gap}"

    text = _PLAIN_ORDINAL.sub(r"\1ème", _ORDINAL.sub(write, text))
    return _ROMAN.sub(lambda m: re.sub("[l|]", "I", m.group()), text)


def repair_e(text: str, lexicon: Lexicon) -> str:
    """« li¢ », « €conomie »: ¢ and € read for é, or read in front of it."""

    def end(match: re.Match[str]) -> str:
        word = match.group(1) + "é"
        return (
            word if lexicon.frequency(word) > lexicon.frequency(match.group(1)) else match.group()
        )

    def start(match: re.Match[str]) -> str:
        rest = match.group(1)
        return "é" + rest if lexicon.knows("é" + rest) and not lexicon.knows(rest) else rest

    text = re.sub(r"(?<![\w’'])([^\W\d_]{2,})[¢€](?=[\s.,;:)])", end, text)
    return re.sub(r"(?<!\w)€([^\W\d_]{3,})", start, text)


def drop_note_marks(text: str) -> str:
    """Footnote marks glued to a word, a closing quote or a year.

    A question mark glued to a word is one too where the others have a space before them.
    """
    if len(re.findall(r"\w \?", text)) > len(re.findall(r"\w\?(?=\s+[A-ZÀ-Ý«])", text)):
        text = _NOTE_AS_QUESTION.sub("", text)
    text = re.sub(r"(?<=»)[\"'’®°]+(?=[.,; \n])", "", text)
    text = _NOTE_BETWEEN_QUOTES.sub("", text)
    text = _NOTE_AFTER_WORD.sub("", text)
    text = _NOTE_AFTER_QUOTE.sub("", text)
    text = _NOTE_AS_APOSTROPHE.sub("", text)
    return _NOTE_ON_YEAR.sub(lambda m: m.group(1) if int(m.group(1)) <= 2100 else m.group(), text)


def repair_l(text: str, lexicon: Lexicon) -> str:
    """« |a », « lls », « A.G.l.R. »: the strokes l, I and | taken for one another."""
    text = re.sub(r"\|a\b", "la", text)
    text = re.sub(r"\|e(s?)\b", r"le\1", text)
    text = _INITIAL_L.sub("I.", _ACRONYM_L.sub(r"\1I.", text))

    def complete(match: re.Match[str]) -> str:
        rest = match.group(1)
        if lexicon.knows(rest):
            return match.group()
        meant = next((x + rest for x in "ié" if lexicon.frequency(x + rest) > KNOWN * 5), rest)
        return f"l’{meant}"

    text = re.sub(r"\bl’([b-df-hj-np-tv-z][^\W\d_]{4,})", complete, text)

    text = re.sub(r"(?<!\w)(?:[l|]l|lI|Ii|l[il])(s?)\b(?!’)", r"Il\1", text)
    text = re.sub(r"(?<=[^\W\d_]) \|(?= [A-ZÀ-Ý])", " !", text)
    return re.sub(r"(?<!\w)IIs\b", "Ils", text)
