"""Words that only their neighbours decide: a/à, ou/où, la/là, des/dès, &."""

from __future__ import annotations

import re

from assistant.french import fold
from assistant.ingest.repair.rules import Rule, Sight, When, rule
from assistant.lexicon import Lexicon

_SUBJECTS = frozenset(
    "il elle on qui y ca cela ceci tout chacun aucun personne rien jamais".split()
)
_AFTER_VERB = frozenset(
    "pour donc aussi ainsi deja jamais toujours pas egalement notamment ensuite alors bien"
    " contribue lieu".split()
)
_PARTICIPLES = frozenset(
    "fait mis permis pris promis remis transmis dit ecrit inscrit produit conduit construit reduit"
    " traduit recu eu su pu du voulu tenu obtenu retenu soutenu venu vu lu abouti agi choisi defini"
    " reussi etabli investi saisi garanti reuni fourni rempli ouvert offert souffert compris appris"
    " entrepris repris surpris connu reconnu vecu perdu rendu entendu repondu attendu vendu suivi"
    " servi parti sorti senti fini bati nourri elargi approfondi valu fallu voulu cru"
    " atteint".split()
)
_DETERMINERS = frozenset(
    "un une la chacun chacune ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma mes"
    " plusieurs toute tout toutes tous quelques chaque celle celui l".split()
)
_INDEFINITE = frozenset("tout chacun aucun personne rien".split())
_CLAUSE_START = re.compile(
    r"(?:^|[.!?…:;,(»—–]|\b(?:que|qu’|où|si|et|ou|mais|car|quand|comme|donc|or|lorsque"
    r"|puisque))$",
    re.I,
)
_LATIN = frozenset("priori posteriori fortiori contrario minima maxima cappella giorno".split())
_A = re.compile(r"(?<![\w’'])(a|&|4|3)(?=\s+(?:«\s*)?(\(\w+\)\w+|[^\W_]+)(’?))")
_LOST_PARTICIPLE = re.compile(
    r"(?<=[^\W\d_]{3} )a ([^\W\d_]{3,}e)(?=\s(?:[aà] la fois|que|une?|la|les?|l’|ces?|cette|ses"
    r"|sa)\b)"
)
_USUAL, _USUAL_VERB = 2e-6, 1e-6
_NOUNS = frozenset("revenu contenu point appoint produit circuit conduit parti".split())
_BEFORE = re.compile(r"(\w+)\W*$")


def _a_or_with_accent(match: re.Match[str], sight: Sight) -> str:
    lexicon = sight.lexicon
    sign, following, elided = match.group(1), match.group(2), match.group(3)
    following = re.sub(r"[()]", "", following)
    before = match.string[: match.start()]
    previous = _BEFORE.search(before)
    left = fold(previous.group(1)) if previous else ""
    right = fold(following)
    if sign == "&":
        return "à" if _takes_a(following, right, lexicon) else sign
    if sign in "34":
        return "à" if _is_lone_digit_for_a(before, right, following, lexicon) else sign
    if not left or before.rstrip().endswith((".", "!", "?")):
        return sign
    if right in _LATIN or right in {"a", "&"} or _is_verb_with_adverb(match):
        return "a"
    if left in _INDEFINITE and not _begins_clause(before[: previous.start()] if previous else ""):
        left = ""
    if (
        right in _PARTICIPLES
        or _is_participle(following, lexicon)
        or following.lower().endswith(("é", "ée", "és", "ées"))
    ):
        return "a" if not following.lower().endswith("ité") else "à"
    infinitive = lexicon.is_infinitive(following)
    if right in _AFTER_VERB or (left in _SUBJECTS and not infinitive):
        return "a"
    if before.endswith(("n’", "l’", "y ", "m’", "t’")):
        return "a"
    return "à" if not elided or right in {"l", "d", "qu"} or infinitive else sign


def _participle(match: re.Match[str], sight: Sight) -> str:
    """« a précise la date »: a noun would not stand between « à » and an article."""
    stem = match.group(1)[:-1]
    lexicon = sight.lexicon
    usual = lexicon.frequency(stem + "é") >= _USUAL and lexicon.is_infinitive(stem + "er")
    return f"a {stem}é" if usual else match.group()


def _is_participle(word: str, lexicon: Lexicon) -> bool:
    """« accueilli », « séduit », « rejoint », « battu »: their infinitives are usual words."""
    if word in _NOUNS:
        return False
    endings = (("i", "ir"), ("it", "ire"), ("int", "indre"), ("u", "re"), ("u", "oir"), ("u", "ir"))
    return any(
        word.endswith(end) and lexicon.frequency(word.removesuffix(end) + verb) >= _USUAL_VERB
        for end, verb in endings
    )


def _is_verb_with_adverb(match: re.Match[str]) -> bool:
    """« a d’autant plus », « a d’abord »: the verb."""
    return bool(re.match(r"\s+d’(?:autant|abord|ailleurs|ores)\b", match.string[match.end(1) :]))


def _begins_clause(before: str) -> bool:
    """Whether the word after `before` can be a subject: « invite chacun à » has one already."""
    return bool(_CLAUSE_START.search(before.rstrip("« ")))


def _takes_a(following: str, right: str, lexicon: Lexicon) -> bool:
    if following[0].isdigit():
        return True
    return following[0].islower() and (right in _DETERMINERS or lexicon.is_infinitive(following))


def _is_lone_digit_for_a(before: str, right: str, following: str, lexicon: Lexicon) -> bool:
    """« 4 partir », « 3 partir »: a digit where only « à » makes sense."""
    return bool(re.search(r"[a-zé»]\s$", before)) and (
        right in {"partir", "travers"}
        or (following[0].islower() and lexicon.is_infinitive(following))
    )


RULES: tuple[Rule, ...] = (
    rule("letter", When.BARE, r"\b1a\b", "la"),
    rule(
        "accent",
        When.BARE,
        r"\b([Ll])a (?:ou|où|ot|ol)\b(?!\s+(?:(?:les?|la|des?|du|aux?|une?)\b|[ld]’))",
        r"\1à où",
    ),
    rule(
        "accent",
        When.BARE,
        r"\bou(?=\s+(?:aucune?|ils?|elles?|on|nous|chacune?|tous|plus de|se|sont|l’on)\b)",
        "où",
    ),
    rule(
        "accent",
        When.BARE,
        r"\b([Dd])[eé]s(?=\s+(?:le|la|l’|les plus|lors|maintenant|aujourd|que|qu’|à|a présent"
        r"|(?:19|20)\d\d)\b)",
        r"\1ès",
    ),
    rule("accent", When.BARE, r"\b([Dd])es(?=\s+l’)", r"\1ès"),
    rule("accent", When.BARE, r"\b(à|a) présent\b", "à présent"),
    rule("accent", When.BARE, _LOST_PARTICIPLE, _participle),
    rule("accent", When.BARE, _A, _a_or_with_accent),
    rule("accent", When.BARE, r"\bjusqu’a\b", "jusqu’à"),
    rule("accent", When.BARE, r"\b([Dd])és(?=\s)", r"\1ès"),
)
"""In this order: each leans on the words that the ones before have mended."""
