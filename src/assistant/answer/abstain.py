"""To answer or to say « je ne sais pas »: decided from evidence, before anything is written.

A logistic model on a handful of features, fitted by `training/fit_abstention.py` on
`eval/calibration.jsonl` (questions apart from the evaluation). No single cosine decides. What the
wording alone says is weighed in `answer.asked`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.asked import leaning
from assistant.answer.condense import own_words, subject
from assistant.answer.elsewhere import names_other_subject
from assistant.answer.question import Asked, Kind, analyse
from assistant.domain import Hit
from assistant.french import SPELLED_NUMBER, fold, stem, stems, words
from assistant.retrieve.terms import Terms

FEATURES = (
    "union", "reach", "missing", "alike", "wordwise", "misfits", "no_sum", "names", "numbers",
    "inside", "outside", "opinion", "concepts", "elsewhere", "item", "asked", "open",
)  # fmt: skip
BIAS = -5.544
WEIGHTS: Mapping[str, float] = {
    "union": 0.0, "reach": 1.986, "missing": -0.246, "alike": 0.583, "wordwise": 3.422,
    "misfits": -0.45, "no_sum": -1.517, "names": -1.383, "numbers": -2.053, "inside": -1.319,
    "outside": -2.805, "opinion": -1.737, "concepts": 2.392, "elsewhere": -2.642, "item": 0.829,
    "asked": 3.926, "open": -2.383,
}  # fmt: skip
THRESHOLD = 0.36
_USUAL: Mapping[str, float] = {"unit": 0.6, "soft_unit": 0.6}
_OFF_TOPIC_UNION = 0.4
_LEAST_UNION, _LEAST_REACH = 0.15, 0.3
_KNOWN_LITTLE = 0.34
_MOST = 0.5
_FEW, _ALL = 2, 0.95
_SAID_AT_ONCE = 0.25
_SAID_NEARLY, _REACHED = 0.85, 0.95
_UNREAD = 0.4
"""What the wording counts over passages for which no reader has written questions: as much as that
of an ordinary question. Its weights were fitted on others."""
_REPEATED = 10
"""Times a question's words are said over, from which it asks nothing."""
_TOP = 4
_HELD_ENOUGH = 0.3
_SAME_START = 5
_FIRST_YEAR, _LAST_YEAR = 2000, 2022
_YEAR_DIGITS = 4
_MONTHS = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
_NUMBER_PAIR = re.compile(r"(?:(\w+) )?\b(\d{1,4})(?:e|eme|er)?\b(?= (\w+))?(?![.,]\d)")

_INSIDE = re.compile(
    r"\b(?:articles?|etapes?|contenus?|contient|contiennent|texte|chapitres?|que dit|que disent"
    r"|detail"
    r"|details|engagements?|que prevoit|mode d'emploi|pages? du|page par page|fiches?|telecharg\w+"
    r"|resum\w+|combien de pages|sommaire|conclu\w*)\b.{0,70}\b(charte|kit|loi|ppl|guide"
    r"|referentiel"
    r"|livres?|note|rapport|statuts?|circulaire|encyclique|dossier|lettre|discours|colloque|webinaires?)"
    r"\b|\b(?:charte|kit|loi|guide|referentiel|livre)\b.{0,40}\b(?:articles?|etapes?|contient|dit|prevoit"
    r"|detail|contenu|texte integral)\b"
)
_OUTSIDE = re.compile(
    # how to reach somebody, join, buy, apply
    r"\b(?:adresses?|telephone|tel|numero de tel\w*|mails?|e-?mails?|courriel|joindre|contacter"
    r"|contacts?|coordonnees|s'inscrire|m'inscrire|inscri\w+|candidat\w+|postuler|horaires?|prix"
    r"|tarifs?|coute\w*|couts?|payant\w*|adherer|cotisations?|diplomes?|salaires?|bureaux?|siege"
    r"|rencontrer|signer|s'abonner|m'abonner|rejoindre|faire partie|en devenir membre"
    r"|depose\w* (?:un|mon|notre) (?:projet|dossier)|date limite|formulaires?|eligib\w+"
    r"|demander (?:une|un|l'|la) (?:subvention|aide|financement)|(?:le|un) lien (?:vers|pour)"
    r"|telecharg\w+|modeles? de (?:convention|lettre|contrat|statuts?|delib\w+)"
    # who somebody is, apart from what he did
    r"|age de|quel age|ne en|marie|photo"
    # how many people there are in something
    r"|combien (?:d'|de |y a-t-il d'|y a-t-il de |compte[- ]t[- ]\w+ d'|compte[- ]t[- ]\w+ de )"
    r"(?:adherents?|membres|salarie\w*|employe\w*|signataires?|participants?|inscrits?|benevoles?"
    r"|abonnes?|visiteurs?|repondants?|personnes (?:ont|etaient|sont) \w+|gens (?:ont|etaient) \w+)"
    # what the law allows
    r"|est[- ]ce (?:que c'est )?legal|legalement|a[- ]t[- ]on le droit|ai[- ]je le droit"
    r"|obligatoires?"
    r"|sanctions?|jurisprudence|tribunal|responsabilite (?:juridique|penale)|defiscalis\w+"
    r"|avantages? fisca\w+|reductions? d'impot|marches? publics?)\b"
)
_OPINION = re.compile(
    r"\b(?:selon toi|selon vous|a ton avis|a votre avis|penses[- ]tu|pensez[- ]vous"
    r"|tu (?:en )?penses|qu'en pense\w*|meilleure?s?|bonne idee|critiqu\w+|elu en|reelu\w*"
    r"|vot(?:e|er|ee|es|ees)|adopte\w* (?:par|au|en)|promulgu\w+|entree? en vigueur|abrog\w+"
    r"|au final|finalement|ou en est|en est[- ]on|toujours en (?:poste|place|vigueur)"
    r"|dans la vie|parcours (?:politique|professionnel))\b"
)
_SIGNS: Mapping[Kind, re.Pattern[str]] = {
    Kind.FIGURE: re.compile(rf"\d|{SPELLED_NUMBER}", re.IGNORECASE),
    Kind.DATE: re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}"),
    Kind.PERSON: re.compile(r"\b[A-ZÉ][\w’é-]+\s+[A-ZÉ]{2,}|\b[A-Z]{3,}\b|\b[A-Z]\w+ [A-Z]\w+"),
}
_NAMES_OF = re.compile(
    r"\b(?:noms?|listes?|qui sont|quel(?:le)?s (?:sont|etaient)"
    r"|quel(?:le)?s)\b.{0,20}?\b(\d{1,3})\b"
    r"(?! (?:mesures|%|ans|mois))"
)
_MONEY = re.compile(
    r"\b(?:budgets?|montants?|cout\w*|subventions?|euros?|€|verse\w*|financ\w+|prix)\b"
)
_RATE = re.compile(r"pourcentage|\bpart\b|proportion|\btaux\b|%")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`probability` that the ranking holds the answer, and the features it comes from."""

    probability: float
    features: Mapping[str, float]

    @property
    def suffices(self) -> bool:
        some = self.features["reach"] >= _LEAST_REACH or self.features["union"] >= _LEAST_UNION
        return self.probability >= THRESHOLD and some

    @property
    def suffices_abroad(self) -> bool:
        """For a question in another language: most of its words must be known to the index."""
        return self.suffices and self.features["missing"] < _MOST


def weigh(query: str, terms: Terms, hits: Sequence[Hit], *, read: bool = True) -> Evidence:
    """How well the first passages hold what the question asks for. `read`: readers have written
    questions for some of them."""
    features = measure(query, terms, hits, read=read)
    said = stems(query)
    wordless = features["item"] <= 0 and not any(s.isalpha() for s in said)
    if wordless or len(said) > _REPEATED * len(set(said)) > 0:
        return Evidence(0.0, features)
    score = BIAS + sum(WEIGHTS[name] * value for name, value in features.items())
    return Evidence(1.0 / (1.0 + math.exp(-score)), features)


def measure(
    query: str, terms: Terms, hits: Sequence[Hit], *, read: bool = True
) -> dict[str, float]:
    """The features, each 0 to 1 or about.

    union: the question's weight held by the first three passages together; reach: by the best
    one and its expansion; missing: the weight nothing in the index answers; alike, wordwise: the
    best unit's scores; misfits: whether the kind of thing asked stands beside no word asked;
    asked: how far the wording leans towards what the documents answer, open: away from it;
    a sentence that holds every word asked, or nearly says them, speaks for itself.
    """
    own = own_words(query)
    folded = fold(own)
    asked = analyse(query)
    held = [_held(hit) for hit in hits]
    found = [text.union(_words(hit)) for hit, text in zip(hits[:_TOP], held, strict=False)]
    missing = terms.missing
    # a reader's word that only expansion has says nothing of whose business it is
    unsaid = [c.typed for c in terms.concepts if not c.held(_together(held))]
    sign = _SIGNS.get(asked.kind)
    fits = sign is None or _beside(sign, query, hits)
    lean = leaning(own_words(terms.text) or own)
    reach = max(map(terms.share, found), default=0.0)
    wordwise = _best_of("soft_unit", hits)
    if _in_one_sentence(terms, hits):
        lean = max(lean, _SAID_AT_ONCE)
    elif wordwise >= _SAID_NEARLY and reach >= _REACHED:
        lean = max(lean, 0.0)
    if not read:
        lean = max(lean, _UNREAD)
    return {
        "union": terms.share(_together(held[:3])),
        "reach": reach,
        "missing": sum(c.weight for c in missing) / (terms.mass or 1.0),
        "alike": _best_of("unit", hits),
        "wordwise": wordwise,
        "misfits": float(not fits or _lacks_kind(asked, folded, hits)),
        "no_sum": float(_lacks_sum(asked, folded, terms, hits)),
        "names": float(bool(_unknown_names(own, terms))),
        "numbers": 0.0 if _item(asked, own, hits) > 0 else _missing_numbers(own, terms, hits),
        "inside": float(_asks_inside(folded, hits)),
        "item": _item(asked, own, hits),
        "outside": float(bool(_OUTSIDE.search(folded))),
        "opinion": float(bool(_OPINION.search(folded))),
        "concepts": min(1.0, len(terms.concepts) / 8),
        "elsewhere": min(2, names_other_subject(own, unsaid)) / 2,
        "asked": max(0.0, lean),
        "open": max(0.0, -lean),
    }


def _best_of(leg: str, hits: Sequence[Hit]) -> float:
    """A late leg's best score among the first hits; its usual one where there is no such leg."""
    scores = [said.score for hit in hits[:_TOP] for said in hit.legs if said.leg == leg]
    return max(scores, default=_USUAL[leg])


def _in_one_sentence(terms: Terms, hits: Sequence[Hit]) -> bool:
    """Whether a sentence of the first passages has all words of the question, two at least."""
    if len(terms.concepts) < _FEW:
        return False
    lines = (line for hit in hits[:_TOP] for line in _lines(hit))
    return any(terms.share(frozenset(stems(line))) >= _ALL for line in lines)


def _words(hit: Hit) -> Iterator[str]:
    """The index stems that brought a passage, those of its expansion among them."""
    return (word for said in hit.legs for word in said.words)


def _together(held: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*held)


def asks_inside_named(query: str) -> bool:
    """Whether the question is after the contents of a named document."""
    return bool(_INSIDE.search(fold(own_words(query))))


def is_off_topic(evidence: Evidence) -> bool:
    """Whether the question speaks of something else: another subject is named, or next to none
    of its words is in the documents, and even the nearest passages share little with it; or
    a name that they do not know, and nothing with it."""
    features = evidence.features
    known = 1.0 - features["missing"]
    other = features["elsewhere"] > 0
    foreign = features["names"] > 0 and features["union"] < _LEAST_UNION
    return foreign or (features["union"] < _OFF_TOPIC_UNION and (other or known < _KNOWN_LITTLE))


def _asks_inside(folded: str, hits: Sequence[Hit]) -> bool:
    """After the contents of a named document, and no first passage lists them."""
    match = _INSIDE.search(folded)
    if match is None:
        return False
    name = match.group(1) or re.search(r"charte|kit|loi|guide|referentiel|livre", folded).group()  # type: ignore[union-attr]
    which = set(stems(folded[folded.index(name) + len(name) :])[:1])
    introductions = (
        found.group()
        for hit in hits[:_TOP]
        for found in re.finditer(rf"[^\n]*\b{name}\b[^\n]*:\s*\n• ", fold_lines(hit.passage.text))
    )
    return not any(which <= set(stems(line)) for line in introductions)


def fold_lines(text: str) -> str:
    """Folded text that keeps its lines."""
    return "\n".join(fold(line) for line in text.split("\n"))


def _item(asked: Asked, own: str, hits: Sequence[Hit]) -> float:
    """An item asked by its number alone (« la mesure 18 »): 1 when a list has it, −1 when not."""
    if asked.number is None or len(set(stems(own))) > 3:
        return 0.0
    start = re.compile(rf"^(?:• )?{asked.number}[.)]", re.MULTILINE)
    return 1.0 if any(start.search(hit.passage.text) for hit in hits) else -1.0


def _held(hit: Hit) -> frozenset[str]:
    return frozenset(stems(hit.passage.text)) | frozenset(stems(hit.passage.heading))


def _lines(hit: Hit) -> list[str]:
    return re.split(r"\n|(?<=[.!?;]) ", hit.passage.text)


def _beside(sign: re.Pattern[str], query: str, hits: Sequence[Hit]) -> bool:
    wanted = set(stems(subject(query)))
    return any(
        sign.search(line) and wanted & set(stems(line)) for hit in hits[:3] for line in _lines(hit)
    )


def _lacks_sum(asked: Asked, folded: str, terms: Terms, hits: Sequence[Hit]) -> bool:
    """A sum of money is asked, and no line with one names what it is asked of."""
    if asked.kind is not Kind.FIGURE or not _MONEY.search(folded):
        return False
    rest = [c for c in terms.concepts if c.alternatives and not _MONEY.match(c.typed)]
    mass = sum(c.weight for c in rest) or 1.0
    lines = (line for hit in hits[:_TOP] for line in _lines(hit) if re.search(r"€|euro", line))
    held = (sum(c.weight for c in rest if c.typed in set(stems(line))) / mass for line in lines)
    return not any(share >= _HELD_ENOUGH for share in held)


def _lacks_kind(asked: Asked, folded: str, hits: Sequence[Hit]) -> bool:
    """A rate, or a list of a given length, that no first passage holds."""
    texts = [hit.passage.text for hit in hits[:3]]
    if _RATE.search(folded):
        return not any("%" in text or "tiers" in text for text in texts)
    wanted = _NAMES_OF.search(folded)
    count = int(wanted.group(1)) if wanted else asked.count or 0
    if count > 2 and (wanted or asked.kind in {Kind.LIST, Kind.PERSON}):
        parts = [hit.passage.text for hit in hits if hit.passage.list_id is not None]
        return not any(_enumerates(text, count) for text in [*texts, *parts])
    return False


def _enumerates(text: str, count: int) -> bool:
    """Whether a text has that many items: list lines, commas in one sentence, or names; or the
    last items of a numbered list too long for one passage."""
    items = len(re.findall(r"^(?:• |\d{1,2}[.)])", text, re.MULTILINE))
    last = max(
        (int(n) for n in re.findall(r"^(?:• )?(\d{1,2})[.)]", text, re.MULTILINE)), default=0
    )
    commas = max((line.count(",") + line.count(" et ") for line in text.split("\n")), default=0)
    names = len(re.findall(r"[A-ZÉ][\w-]+ [A-ZÀ-Ý]{3,}", text))
    return max(items, last, commas + 1, names) >= count


def _unknown_names(own: str, terms: Terms) -> set[str]:
    """Capitalised words, the first of a sentence apart, that nothing in the index answers."""
    missing = {c.typed for c in terms.missing}
    names = re.findall(r"(?<=[\w,;:’'] )[A-ZÉÈ][\w’'-]+|(?<=[’'])[A-ZÉÈ][\w-]+", own)
    return {name for name in names if set(stems(name)) & missing}


def _missing_numbers(own: str, terms: Terms, hits: Sequence[Hit]) -> float:
    """Share of the question's numbers that no first passage holds beside the same word (« ODD 6 »,
    « 10 webinaires ») or what stands for it; years the corpus covers are let pass."""
    near = {c.typed: set(c.alternatives) for c in terms.concepts}
    folded = " ".join(words(own))
    pairs = [m.groups() for m in _NUMBER_PAIR.finditer(folded)]
    asked = [(b, n, a) for b, n, a in pairs if _counts(n, a)]
    if not asked:
        return 0.0
    texts = [[stem(w) for w in words(f"{h.passage.heading} {h.passage.text}")] for h in hits[:_TOP]]
    lost = sum(not any(_stands(triple, near, text) for text in texts) for triple in asked)
    return lost / len(asked)


def _counts(number: str, after: str | None) -> bool:
    """Whether a number has to be found: not a year that the corpus covers, nor « c 1 choix », nor
    the day of a date, which documents write in many ways."""
    year = _FIRST_YEAR <= int(number) <= _LAST_YEAR
    return not year and number != "1" and after not in _MONTHS


def _stands(
    asked: tuple[str | None, str, str | None], near: Mapping[str, set[str]], text: Sequence[str]
) -> bool:
    """Whether the number stands in the text beside one of its two neighbours' stems."""
    beside: set[str] = set()
    for word in (asked[0], asked[2]):
        if word and len(word) > 2:
            beside |= {stem(word)} | near.get(stem(word), set())
    places = [i for i, word in enumerate(text) if word == asked[1]]
    if not beside or len(asked[1]) == _YEAR_DIGITS:
        return bool(places)
    begins = {name[:_SAME_START] for name in beside}
    return any(begins & {w[:_SAME_START] for w in text[max(0, i - 2) : i + 3]} for i in places)
